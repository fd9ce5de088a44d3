//! The command line, as clap reads it.

use std::path::PathBuf;

use bitext::pipeline::{Input, Walk, available_jobs};
use bitext::{Document, DocumentBuilder, Error, Language, Severity, Side, Within, tmx};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// Translation memory from annotated documents.
///
/// Reads localized Markdown, YAML and HTML in which every translated segment
/// carries its source in a hidden span, and writes the pairs.
#[derive(Debug, Parser)]
#[command(name = "bitext", version, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Extract(Extract),
    Render(Render),
    /// Print the completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, of the whole or of one command
    Man {
        /// The command
        command: Option<String>,
    },
}

/// Extract the segments of annotated documents into an exchange file
///
/// Folders are walked in a fixed order for files ending in .md, .markdown,
/// .yml, .yaml, .html and .htm. Diagnostics go to standard error.
#[derive(Debug, Args)]
pub(crate) struct Extract {
    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// The format; without it, by the ending of the output file, or else jsonl
    #[arg(long, value_name = "FORMAT")]
    pub(crate) to: Option<To>,

    /// The file to write; `-`, the default, is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    pub(crate) output: PathBuf,

    /// What becomes of inline codes in TMX
    #[arg(long, value_name = "STYLE", default_value = "codes")]
    pub(crate) inline: Inline,

    /// The tool whose way of carrying context TMX follows
    #[arg(long, value_name = "TOOL", default_value = "generic")]
    pub(crate) flavor: Flavor,

    /// Write each pair of the same texts and languages only once
    #[arg(long)]
    pub(crate) unique: bool,

    /// Exit with status 1 where there are findings of this severity or a worse one
    #[arg(long, value_name = "SEVERITY", num_args = 0..=1, require_equals = true, default_missing_value = "warning")]
    pub(crate) strict: Option<Strict>,

    /// The language of the sources of documents that name none [default: en-US]
    #[arg(long, value_name = "TAG")]
    pub(crate) source_language: Option<Language>,

    /// The language of the targets of documents that name none
    #[arg(long, value_name = "TAG")]
    pub(crate) target_language: Option<Language>,

    #[command(flatten)]
    pub(crate) printing: Printing,
}

/// Write annotated documents without annotation, one side of each pair kept
#[derive(Debug, Args)]
pub(crate) struct Render {
    #[command(flatten)]
    pub(crate) inputs: Inputs,

    /// The side to keep
    #[arg(long)]
    side: SideName,

    /// The folder to write to, each document under its path below PATH
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,

    #[command(flatten)]
    pub(crate) printing: Printing,
}

impl Render {
    pub(crate) fn side(&self) -> Side {
        match self.side {
            SideName::Target => Side::Target,
            SideName::Source => Side::Source,
        }
    }
}

/// What is read.
#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// Documents and folders of documents; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The part of HTML pages to read, as a CSS selector [default: the whole page]
    #[arg(long, value_name = "CSS")]
    within: Option<Within>,

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
        self.jobs.map_or_else(available_jobs, usize::from)
    }

    pub(crate) fn builder(&self) -> DocumentBuilder {
        match &self.within {
            Some(within) => Document::builder().within(within.clone()),
            None => Document::builder(),
        }
    }

    pub(crate) fn walk(&self) -> Result<impl Iterator<Item = Result<Input, Error>> + use<>, Error> {
        let walk = Walk::new().skip_hidden(self.skip_hidden).skip_ignored(self.skip_ignored);
        walk.inputs(&self.paths)
    }

    /// The number of files, for a progress bar.
    pub(crate) fn count(&self) -> Result<u64, Error> {
        Ok(self.walk()?.count() as u64)
    }
}

/// What is printed beside the result.
#[derive(Debug, Args)]
pub(crate) struct Printing {
    /// Print diagnostics, and the counts at the end, as one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,

    /// Print neither progress nor counts
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum To {
    /// JSON Lines: one object a segment
    Jsonl,
    /// TMX 1.4b
    Tmx,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Inline {
    /// As elements with the native code inside
    Codes,
    /// Left out: plain text
    Strip,
    /// As text, the way the document writes them
    Raw,
}

impl Inline {
    pub(crate) fn style(self) -> tmx::InlineStyle {
        match self {
            Inline::Codes => tmx::InlineStyle::Codes,
            Inline::Strip => tmx::InlineStyle::Strip,
            Inline::Raw => tmx::InlineStyle::Raw,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Flavor {
    Generic,
    Omegat,
    Memoq,
    Phrase,
    Xtm,
    Trados,
    Weblate,
}

impl Flavor {
    pub(crate) fn profile(self) -> tmx::Profile {
        match self {
            Flavor::Generic => tmx::Profile::Generic,
            Flavor::Omegat => tmx::Profile::Omegat,
            Flavor::Memoq => tmx::Profile::Memoq,
            Flavor::Phrase => tmx::Profile::Phrase,
            Flavor::Xtm => tmx::Profile::Xtm,
            Flavor::Trados => tmx::Profile::Trados,
            Flavor::Weblate => tmx::Profile::Weblate,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Strict {
    Note,
    Warning,
    Error,
}

impl Strict {
    pub(crate) fn severity(self) -> Severity {
        match self {
            Strict::Note => Severity::Note,
            Strict::Warning => Severity::Warning,
            Strict::Error => Severity::Error,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SideName {
    /// The translation
    Target,
    /// The original
    Source,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_hold_together() {
        super::Arguments::command().debug_assert();
    }
}
