//! The documents to translate that a command reads.

use std::path::PathBuf;

use bitext::pipeline::{Inputs, Walk};
use bitext::{Error, Language, SentenceRules, SourceDocument, SourceDocumentBuilder, SourceFormat};
use clap::Args;

use super::choices::source_formats;
use super::documents::Walking;

/// What is read.
#[derive(Debug, Args)]
pub(crate) struct Sources {
    /// Documents and folders of documents; `-` is standard input
    #[arg(required = true, value_name = "DOCUMENT")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) reading: SourceReading,

    #[command(flatten)]
    walking: Walking,
}

/// How documents to translate are read.
#[derive(Debug, Args)]
pub(crate) struct SourceReading {
    /// The format of the documents; without it, by their endings
    #[arg(long, value_name = "FORMAT", value_parser = source_formats())]
    format: Option<SourceFormat>,

    /// A file with more rules for where sentences end
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
}

impl Sources {
    pub(crate) fn jobs(&self) -> usize {
        self.walking.jobs()
    }

    pub(crate) fn documents(&self) -> Result<Inputs, Error> {
        self.walking.walk(Walk::sources()).inputs(&self.paths)?.distinct()
    }
}

impl SourceReading {
    /// How documents in a language are read.
    pub(crate) fn builder(&self, language: &Language) -> Result<SourceDocumentBuilder, Error> {
        let mut rules = SentenceRules::of(language);
        if let Some(path) = &self.rules {
            let more = std::fs::read_to_string(path).map_err(Error::from);
            rules = more
                .and_then(|more| rules.with_rules(more.trim_start_matches('\u{feff}')))
                .map_err(|error| error.with_path(path))?;
        }
        let builder = SourceDocument::builder().with_rules(rules);
        Ok(match self.format {
            Some(format) => builder.with_format(format),
            None => builder,
        })
    }
}
