//! The documents that a command reads: annotated ones, and those to translate.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use bitext::document::Within;
use bitext::pipeline::{DocumentReading, Inputs, SourceReading, Walk, available_jobs};
use bitext::segmentation::{SourceDocumentBuilder, SourceFormat};
use bitext::{Document, Error, Language, Memory, SentenceRules, SourceDocument};
use clap::Args;

use super::choices::source_formats;

/// What is read.
#[derive(Debug, Args)]
pub(crate) struct Documents {
    /// Documents and folders of documents; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// How documents are read.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// The part of HTML pages to read, as a CSS selector [default: the whole page]
    #[arg(long, value_name = "CSS")]
    within: Option<Within>,

    #[command(flatten)]
    walking: Walking,
}

/// How folders are walked, and on how many threads.
#[derive(Debug, Args)]
struct Walking {
    /// The folder that the paths of documents begin below [default: that of the
    /// memory's paths, else the folder that is named, or that holds the files]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,

    /// Read hidden files and folders too
    #[arg(long)]
    hidden: bool,

    /// Read what .gitignore and .ignore files name too
    #[arg(long)]
    no_ignore: bool,

    /// Read files behind links that lead out of the folder too
    #[arg(long)]
    follow_links: bool,

    /// Leave out what a glob names below a folder, as in `drafts/**`; may be given
    /// several times
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,

    /// The number of threads, from 1 to 256 [default: the number of cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
}

/// What is read.
#[derive(Debug, Args)]
pub(crate) struct Sources {
    /// Documents and folders of documents; `-` is standard input
    #[arg(required = true, value_name = "DOCUMENT")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    options: SourceOptions,

    #[command(flatten)]
    walking: Walking,
}

/// How documents to translate are read.
#[derive(Debug, Args)]
pub(crate) struct SourceOptions {
    /// The format of the documents; without it, by their endings
    #[arg(long, value_name = "FORMAT", value_parser = source_formats())]
    format: Option<SourceFormat>,

    /// A key of front matter or YAML whose value is translated too; may be given several
    /// times
    #[arg(long, value_name = "KEY")]
    key: Vec<String>,

    /// A file with more rules for where sentences end
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
}

impl Reading {
    /// Says how documents are read: sources and targets that name no language are
    /// in these.
    pub(crate) fn settings(
        &self,
        [source, target]: [Option<&Language>; 2],
    ) -> Result<DocumentReading, Error> {
        let document = match &self.within {
            Some(within) => Document::builder().with_within(within.clone()),
            None => Document::builder(),
        };
        Ok(DocumentReading::new()
            .with_walk(self.walking.walk(Walk::new())?)
            .with_document(document)
            .with_source_language(source.cloned())
            .with_target_language(target.cloned())
            .with_jobs(self.walking.jobs()))
    }
}

impl Sources {
    /// Says how documents in a language are read.
    pub(crate) fn reading(&self, language: &Language) -> Result<SourceReading, Error> {
        Ok(SourceReading::new()
            .with_walk(self.walking.walk(Walk::sources())?)
            .with_document(self.options.builder(language)?)
            .with_jobs(self.walking.jobs()))
    }

    /// Lists the documents, with the paths that a memory has for them.
    pub(crate) fn documents(
        &self,
        reading: &SourceReading,
        memory: Option<&Memory>,
    ) -> Result<Inputs, Error> {
        self.walking.name_documents(reading.inputs(&self.paths)?, memory)
    }
}

impl Reading {
    /// Lists documents, with the paths that a memory has for them.
    pub(crate) fn documents(
        &self,
        reading: &DocumentReading,
        paths: &[PathBuf],
        memory: Option<&Memory>,
    ) -> Result<Inputs, Error> {
        self.walking.name_documents(reading.inputs(paths)?, memory)
    }
}

impl SourceOptions {
    /// Says how a document in a language is read.
    pub(crate) fn builder(&self, language: &Language) -> Result<SourceDocumentBuilder, Error> {
        let mut rules = SentenceRules::of(language);
        if let Some(path) = &self.rules {
            let more = read_rules(path);
            rules = more
                .and_then(|more| rules.with_rules(more.trim_start_matches('\u{feff}')))
                .map_err(|error| error.with_path(path))?;
        }
        let builder = SourceDocument::builder().with_rules(rules);
        let builder = self.key.iter().fold(builder, |builder, key| builder.with_key(key));
        Ok(match self.format {
            Some(format) => builder.with_format(format),
            None => builder,
        })
    }
}

/// Reads a file of rules, unless it is too long for one.
fn read_rules(path: &Path) -> Result<String, Error> {
    const MOST: u64 = 16 << 20;
    let mut rules = String::new();
    let read = File::open(path)?.take(MOST + 1).read_to_string(&mut rules)?;
    if read as u64 > MOST {
        let message = format!("expected rules of at most {MOST} bytes, but found more");
        return Err(Error::argument(message));
    }
    Ok(rules)
}

impl Walking {
    /// Gives documents the paths by which units name them.
    fn name_documents(&self, inputs: Inputs, memory: Option<&Memory>) -> Result<Inputs, Error> {
        match (&self.root, memory) {
            (Some(root), _) => inputs.with_root(root)?.distinct(),
            (None, Some(memory)) => {
                inputs.distinct()?.with_known_paths(|path| memory.has_document(path))
            }
            (None, None) => inputs.distinct(),
        }
    }

    fn jobs(&self) -> usize {
        self.jobs.map_or_else(available_jobs, usize::from)
    }

    fn walk(&self, walk: Walk) -> Result<Walk, Error> {
        let walk = walk
            .with_hidden(self.hidden)
            .with_ignored(self.no_ignore)
            .with_linked(self.follow_links);
        self.exclude.iter().try_fold(walk, |walk, glob| walk.with_exclude(glob))
    }
}
