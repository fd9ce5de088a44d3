//! The arguments of the commands over a memory.

use std::path::PathBuf;

use bitext::memory::{AccentMode, CaseMode, CodeMode, Effort, WordMode};
use bitext::pipeline::ExchangeFormat;
use bitext::unit::State;
use bitext::{CodedText, Language, Metric, OnConflict, Penalties, Side, Syntax};
use clap::{Args, ValueEnum};

use super::choices::{
    accent_modes, case_modes, code_modes, efforts, formats, metrics, on_conflict, sides, states,
    word_modes,
};
use super::leverage::{PenaltyPoints, with_points};
use super::{FileReading, Printing, Reading, Saying, Selection, Target};

/// Put documents and exchange files into a memory
///
/// Folders are walked for annotated documents, as `extract` does; exchange files
/// are known by their endings. All is imported or, where a file cannot be read
/// to its end, nothing. To import the same again changes nothing.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The file of the memory, which is made where there is none
    #[arg(value_name = "MEMORY")]
    pub(crate) memory: PathBuf,

    /// Documents, folders of documents and exchange files; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) reading: Reading,

    /// The format of exchange files and of standard input; without it, by their
    /// endings, and standard input is a document
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    pub(crate) from: Option<ExchangeFormat>,

    /// Read the texts of exchange files that have no codes as this markup: PO and CSV may
    /// hold Markdown or HTML as they hold all text
    #[arg(long, value_enum)]
    pub(crate) syntax: Option<Markup>,

    #[command(flatten)]
    pub(crate) files_reading: FileReading,

    /// What to do where the memory has another unit with the same source,
    /// languages and context
    #[arg(long, value_name = "POLICY", default_value_t, value_parser = on_conflict())]
    pub(crate) on_conflict: OnConflict,

    /// Remove units that a document of this import no longer holds; nothing is
    /// imported where a unit of an exchange file is malformed
    #[arg(long)]
    pub(crate) replace: bool,

    /// Count what would be done, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Import units too whose source has neither letter nor digit
    #[arg(long)]
    pub(crate) symbols: bool,

    /// The least state of units that are taken; what says nothing of its state is
    /// taken in any case. What a person still has to look at loses points wherever
    /// it is found
    #[arg(long, value_name = "STATE", default_value_t = State::Translated, value_parser = states())]
    pub(crate) state: State,

    /// The language of sources that name none [default: en-US in documents]
    #[arg(long, value_name = "TAG")]
    pub(crate) source_language: Option<Language>,

    /// The language of targets that name none
    #[arg(long, value_name = "TAG")]
    pub(crate) target_language: Option<Language>,

    #[command(flatten)]
    pub(crate) printing: Printing,
}

/// Write the units of a memory to an exchange file
///
/// The order is that of documents and their segments, so that memories with
/// equal units give the same bytes. What is written is compressed where its name
/// ends in .gz. Findings go to standard error.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file of the memory
    #[arg(value_name = "MEMORY")]
    pub(crate) memory: PathBuf,

    #[command(flatten)]
    pub(crate) target: Target,

    #[command(flatten)]
    pub(crate) selection: Selection,

    #[command(flatten)]
    pub(crate) printing: Printing,
}

/// Show what a memory holds: units, language pairs, documents, words
#[derive(Debug, Args)]
pub(crate) struct Stats {
    /// The file of the memory
    #[arg(value_name = "MEMORY")]
    pub(crate) memory: PathBuf,

    /// Check too that the file is whole; exit with status 1 where it is not
    #[arg(long)]
    pub(crate) check: bool,

    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// Find the units of a memory whose text is identical to a text, or near it
///
/// Without TEXT, each line of standard input is a query; with `--jobs 1` each is
/// answered before the next is read. A score of 102 is identical in the same
/// flow and document, 101 in one of them, 100 identical; less is fuzzy. In what
/// is shown, [-text-] is in the memory alone and {+text+} in the query alone.
#[derive(Debug, Args)]
pub(crate) struct Lookup {
    /// The file of the memory
    #[arg(value_name = "MEMORY")]
    pub(crate) memory: PathBuf,

    /// The text to look up; without it, every line of standard input
    #[arg(value_name = "TEXT")]
    pub(crate) text: Option<String>,

    /// The lowest score of a match, penalties taken off
    #[arg(long, value_name = "SCORE", default_value_t = 70, value_parser = clap::value_parser!(u8).range(1..=102))]
    pub(crate) min_score: u8,

    /// The most matches of a query, the best ones; `all` for no limit
    #[arg(long, value_name = "N", default_value = "5")]
    pub(crate) limit: Limit,

    #[command(flatten)]
    pub(crate) pair: Pair,

    /// What the distance between two texts counts
    #[arg(long, default_value_t, value_parser = metrics())]
    pub(crate) metric: Metric,

    /// How thoroughly to search
    #[arg(long, default_value_t, value_parser = efforts())]
    pub(crate) effort: Effort,

    /// Show each unit, also those with the same source and target as another one
    #[arg(long)]
    pub(crate) all: bool,

    /// Take other points off the score of matches, as in `machine-translation=0`; may
    /// be given several times [default: 5 for machine-translation, 3 for aligned, 10
    /// for unreviewed, else 1]
    #[arg(long = "penalty", value_name = "KIND=POINTS")]
    penalties: Vec<PenaltyPoints>,

    /// How the inline codes of queries are written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) syntax: Markup,

    /// The document that queries come from, by its path as the memory has it
    #[arg(long, value_name = "PATH")]
    pub(crate) document: Option<String>,

    /// The source text before TEXT
    #[arg(long, value_name = "SOURCE", requires = "text")]
    pub(crate) previous: Option<String>,

    /// The source text after TEXT
    #[arg(long, value_name = "SOURCE", requires = "text")]
    pub(crate) next: Option<String>,

    /// The number of threads, from 1 to 256 [default: the number of cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,

    /// Print one JSON object a query
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) saying: Saying,
}

/// Find the texts of a memory that hold a phrase, and their translations
///
/// The phrase may be of any script and length. Texts that consist of it come
/// first, then shorter ones before longer ones.
#[derive(Debug, Args)]
pub(crate) struct Concordance {
    /// The file of the memory
    #[arg(value_name = "MEMORY")]
    pub(crate) memory: PathBuf,

    /// The phrase
    #[arg(value_name = "PHRASE")]
    pub(crate) phrase: String,

    /// The side to search
    #[arg(long, default_value_t = Side::Source, value_parser = sides())]
    pub(crate) side: Side,

    /// The most hits, the best ones; `all` for no limit
    #[arg(long, value_name = "N", default_value = "20")]
    pub(crate) limit: Limit,

    /// Show each unit, also those with the same source and target as another one
    #[arg(long)]
    pub(crate) all: bool,

    /// Find texts that hold the words of the phrase in any order, and apart
    #[arg(long)]
    pub(crate) any_order: bool,

    /// How the inline codes of the phrase are written; they are passed over
    #[arg(long, value_enum, default_value_t)]
    pub(crate) syntax: Markup,

    /// Whether the phrase is found within words
    #[arg(long, default_value_t, value_parser = word_modes())]
    pub(crate) words: WordMode,

    /// Whether the phrase is found in other case
    #[arg(long, default_value_t, value_parser = case_modes())]
    pub(crate) case: CaseMode,

    /// Whether the phrase is found with other accents
    #[arg(long, default_value_t, value_parser = accent_modes())]
    pub(crate) accents: AccentMode,

    /// Whether the phrase is found across inline codes
    #[arg(long, default_value_t, value_parser = code_modes())]
    pub(crate) codes: CodeMode,

    #[command(flatten)]
    pub(crate) pair: Pair,

    /// Print one JSON object a hit
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) saying: Saying,
}

impl Lookup {
    /// Returns the points that are taken off the score of matches.
    pub(crate) fn penalties(&self) -> Penalties {
        with_points(Penalties::default(), &self.penalties)
    }
}

/// The language pair that is asked for.
#[derive(Debug, Args)]
pub(crate) struct Pair {
    /// The language of the text [default: that of the only pair]
    #[arg(long, value_name = "TAG")]
    pub(crate) source_language: Option<Language>,

    /// The language of the translation [default: that of the only pair]
    #[arg(long, value_name = "TAG")]
    pub(crate) target_language: Option<Language>,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Markup {
    /// As in Markdown documents, with tags and entities
    #[default]
    Markdown,
    /// As in HTML pages
    Html,
    /// As it reads: nothing is a code
    Plain,
}

/// A number, or no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit(pub(crate) Option<usize>);

impl Markup {
    /// Returns the syntax, where there is any.
    pub(crate) fn syntax(self) -> Option<Syntax> {
        match self {
            Self::Markdown => Some(Syntax::Markdown),
            Self::Html => Some(Syntax::Html),
            Self::Plain => None,
        }
    }

    /// Reads markup as codes, where the syntax has any.
    pub(crate) fn read(self, text: &str) -> CodedText {
        match self {
            Self::Markdown => CodedText::parse(text, Syntax::Markdown),
            Self::Html => CodedText::parse(text, Syntax::Html),
            Self::Plain => CodedText::from_plain(text),
        }
    }
}

impl std::str::FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(0) => Err("expected a number from 1 on, or `all`, but found 0".to_owned()),
            Ok(number) => Ok(Limit(Some(number))),
            Err(_) if text == "all" => Ok(Limit(None)),
            Err(_) => Err(format!("expected a number from 1 on, or `all`, but found `{text}`")),
        }
    }
}
