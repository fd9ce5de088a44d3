//! The documents that a command reads.

use std::path::PathBuf;

use bitext::pipeline::{Inputs as Documents, Walk, available_jobs};
use bitext::{Document, DocumentBuilder, Error, Within};
use clap::Args;

/// What is read.
#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// Documents and folders of documents; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    reading: Reading,
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
pub(super) struct Walking {
    /// Leave out hidden files and folders
    #[arg(long)]
    skip_hidden: bool,

    /// Leave out what .gitignore and .ignore files name
    #[arg(long)]
    skip_ignored: bool,

    /// The number of threads, from 1 to 256 [default: the number of cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
}

impl Inputs {
    pub(crate) fn jobs(&self) -> usize {
        self.reading.jobs()
    }

    pub(crate) fn builder(&self) -> DocumentBuilder {
        self.reading.builder()
    }

    pub(crate) fn documents(&self) -> Result<Documents, Error> {
        self.reading.documents(&self.paths)
    }
}

impl Reading {
    pub(crate) fn jobs(&self) -> usize {
        self.walking.jobs()
    }

    pub(crate) fn builder(&self) -> DocumentBuilder {
        match &self.within {
            Some(within) => Document::builder().with_within(within.clone()),
            None => Document::builder(),
        }
    }

    pub(crate) fn documents(&self, paths: &[PathBuf]) -> Result<Documents, Error> {
        self.walking.walk(Walk::new()).inputs(paths)
    }
}

impl Walking {
    pub(super) fn jobs(&self) -> usize {
        self.jobs.map_or_else(available_jobs, usize::from)
    }

    pub(super) fn walk(&self, walk: Walk) -> Walk {
        walk.skip_hidden(self.skip_hidden).skip_ignored(self.skip_ignored)
    }
}
