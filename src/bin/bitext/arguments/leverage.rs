//! The arguments of the commands over documents to translate.

use std::path::{Path, PathBuf};

use bitext::leverage::PriceGrid;
use bitext::memory::PenaltyKind;
use bitext::{Error, Language, Leverage, Memory, Metric, Penalties};
use clap::{Args, ValueEnum};

use super::choices::metrics;
use super::memory::Pair;
use super::{Printing, Renames, SourceOptions, Sources, Strict};
use crate::memory::language_pair;

/// Show the segments of documents to translate, as pretranslation sees them
///
/// Folders are walked in a fixed order for files ending in .md, .markdown,
/// .mdx, .html, .htm, .txt and .text, and .yml and .yaml with `### YamlMime:`. Diagnostics go
/// to standard error.
#[derive(Debug, Args)]
pub(crate) struct Segment {
    #[command(flatten)]
    pub(crate) sources: Sources,

    /// What is written
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) to: SegmentFormat,

    /// The file to write; `-`, the default, is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    pub(crate) output: PathBuf,

    /// The language of the documents
    #[arg(long, value_name = "TAG", default_value = "en-US")]
    pub(crate) source_language: Language,

    /// The language to translate to, which XLIFF names
    #[arg(long, value_name = "TAG")]
    pub(crate) target_language: Option<Language>,

    #[command(flatten)]
    pub(crate) renames: Renames,

    #[command(flatten)]
    pub(crate) strict: Strict,

    #[command(flatten)]
    pub(crate) printing: Printing,
}

/// How segments are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SegmentFormat {
    /// JSON Lines: one object a segment
    #[default]
    Jsonl,
    /// XLIFF 1.2, without targets
    Xliff,
    /// XLIFF 2.1, without targets
    Xliff2,
}

/// Count how much of documents a memory has, by band
///
/// Segments are counted by their best match: 102 is identical in the same flow
/// and document, 101 in one of them, 100 identical; those that repeat another
/// count as repetitions, unless they are in context. Words are weighted by the
/// price of their band.
#[derive(Debug, Args)]
pub(crate) struct Analyze {
    /// The file of the memory
    #[arg(value_name = "MEMORY")]
    pub(crate) memory: PathBuf,

    #[command(flatten)]
    pub(crate) sources: Sources,

    /// How the counts are written
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) to: AnalysisFormat,

    /// The file to write; `-`, the default, is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    pub(crate) output: PathBuf,

    /// What a word of each band costs in percent of a new one, as in
    /// `100=10,95-99=30,repetitions=0`; bands that are not named keep their
    /// default [default: 102=0,101=0,repetitions=10,cross-document-repetitions=10,100=10,95-99=30,85-94=50,75-84=70,50-74=100,new=100]
    #[arg(long, value_name = "GRID", default_value_t, hide_default_value = true)]
    pub(crate) prices: PriceGrid,

    #[command(flatten)]
    pub(crate) leveraging: Leveraging,

    #[command(flatten)]
    pub(crate) strict: Strict,

    #[command(flatten)]
    pub(crate) printing: Printing,
}

/// How the counts of an analysis are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnalysisFormat {
    /// A table: the words of each document, and the whole
    #[default]
    Table,
    /// Comma-separated values: a row a band
    Csv,
    /// One JSON object
    Json,
}

/// Fill the segments of documents with their best matches
///
/// A match fills a segment where it scores high enough; the other segments stay
/// in the source language. Everything around the segments stays as it is. A
/// score of 102 is identical in the same flow and document, 101 in one of them,
/// 100 identical; less is near, repaired or assembled from parts.
#[derive(Debug, Args)]
pub(crate) struct Pretranslate {
    /// The file of the memory
    #[arg(value_name = "MEMORY")]
    pub(crate) memory: PathBuf,

    #[command(flatten)]
    pub(crate) sources: Sources,

    /// The folder to write to, each document under its path below DOCUMENT; or
    /// the file, for a single document or XLIFF (.xlf); `-` is standard output
    #[arg(short, long, value_name = "DIR|FILE")]
    pub(crate) output: PathBuf,

    /// What is written; without it, by the ending of the output file, or else
    /// the document
    #[arg(long, value_enum, value_name = "FORM")]
    pub(crate) to: Option<Form>,

    /// The lowest score of what fills a segment, 1 to 102 [default: 75 in XLIFF,
    /// where the score is seen]. Without it, documents are filled with what nobody
    /// has to look at; with a score below 100, also with what differs in a word,
    /// which is reported
    #[arg(long, value_name = "SCORE", value_parser = clap::value_parser!(u8).range(1..=102))]
    pub(crate) min_score: Option<u8>,

    /// How many other matches XLIFF shows at most beside the one that fills a
    /// segment [default: 3]
    #[arg(long, value_name = "N")]
    pub(crate) alternatives: Option<usize>,

    /// Write a copy of the source as the target of what is not filled, in XLIFF
    /// 1.2: for tools that pass over units without a target, such as OmegaT 3
    #[arg(long)]
    pub(crate) copy_sources: bool,

    #[command(flatten)]
    pub(crate) renames: Renames,

    /// Do not repair what differs in near matches: numbers, addresses,
    /// placeholders, codes
    #[arg(long)]
    pub(crate) no_repair: bool,

    /// Do not assemble matches from parts
    #[arg(long)]
    pub(crate) no_assembly: bool,

    /// Write what became of each segment to a file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) leveraging: Leveraging,

    #[command(flatten)]
    pub(crate) strict: Strict,

    #[command(flatten)]
    pub(crate) printing: Printing,
}

/// What a pretranslated document is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// The document in the target language, in the format of the source
    #[value(alias = "document")]
    Markdown,
    /// The same with annotation: each filled segment with its source
    Annotated,
    /// XLIFF 1.2
    Xliff,
    /// XLIFF 2.1
    Xliff2,
}

/// Put a finished translation back into the document that it is of
///
/// The document is segmented as it was for `pretranslate` or `segment`; each
/// target takes the place of its segment, and a segment without one stays as it
/// is. It must be the same document: one that changed since is refused.
#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// The document, or a folder of documents
    #[arg(value_name = "DOCUMENT")]
    pub(crate) document: PathBuf,

    /// The translation: XLIFF 1.2 or 2.1, or PO, of this document or of several
    #[arg(value_name = "XLIFF")]
    pub(crate) xliff: PathBuf,

    /// The file to write; `-` is standard output; for a folder the folder to write to
    #[arg(short, long, value_name = "FILE|DIR")]
    pub(crate) output: PathBuf,

    #[command(flatten)]
    pub(crate) reading: SourceOptions,

    /// The language of the document [default: that of the translation]
    #[arg(long, value_name = "TAG")]
    pub(crate) source_language: Option<Language>,

    #[command(flatten)]
    pub(crate) strict: Strict,

    #[command(flatten)]
    pub(crate) printing: Printing,
}

/// How a memory serves documents.
#[derive(Debug, Args)]
pub(crate) struct Leveraging {
    #[command(flatten)]
    pair: Pair,

    /// What the distance between two texts counts
    #[arg(long, default_value_t, value_parser = metrics())]
    metric: Metric,

    /// Take points off the score of matches, as in `machine-translation=5`; may
    /// be given several times [default: 1 for different-codes, 10 for unreviewed,
    /// else 0]
    #[arg(long = "penalty", value_name = "KIND=POINTS")]
    penalties: Vec<PenaltyPoints>,
}

/// Puts points in the place of those that penalties have.
pub(super) fn with_points(penalties: Penalties, changed: &[PenaltyPoints]) -> Penalties {
    changed.iter().fold(penalties, |penalties, PenaltyPoints { kind, points }| match kind {
        PenaltyKind::MachineTranslation => penalties.with_machine_translation(*points),
        PenaltyKind::Aligned => penalties.with_aligned(*points),
        PenaltyKind::Unreviewed => penalties.with_unreviewed(*points),
        PenaltyKind::DifferentCodes => penalties.with_different_codes(*points),
        PenaltyKind::SeveralTargets => penalties.with_several_targets(*points),
        PenaltyKind::OtherVariety => penalties.with_other_variety(*points),
        _ => penalties,
    })
}

impl Leveraging {
    /// Returns the languages asked for, or those of the only pair of the memory at
    /// `path`.
    pub(crate) fn languages(
        &self,
        memory: &Memory,
        path: &Path,
    ) -> Result<(Language, Language), Error> {
        let Pair { source_language, target_language } = &self.pair;
        language_pair(memory, source_language.as_ref(), target_language.as_ref())
            .map_err(|error| error.with_path(path))
    }

    pub(crate) fn leverage(&self, memory: &Memory, languages: &(Language, Language)) -> Leverage {
        let (source, target) = languages.clone();
        Leverage::new(memory)
            .with_languages(source, target)
            .with_metric(self.metric)
            .with_penalties(with_points(Penalties::of_leverage(), &self.penalties))
    }
}

/// Points for a kind of penalty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PenaltyPoints {
    kind: PenaltyKind,
    points: u8,
}

impl std::str::FromStr for PenaltyPoints {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = || {
            let names: Vec<_> = PenaltyKind::BUILT_IN.iter().map(PenaltyKind::as_str).collect();
            names.join("`, `")
        };
        let read = text.split_once('=').and_then(|(name, points)| {
            let kind = PenaltyKind::BUILT_IN.iter().find(|kind| kind.as_str() == name)?.clone();
            let points = points.parse().ok().filter(|points| *points <= 102)?;
            Some(PenaltyPoints { kind, points })
        });
        read.ok_or_else(|| {
            format!("expected one of `{}`, `=` and 0 to 102 points, but found `{text}`", names())
        })
    }
}
