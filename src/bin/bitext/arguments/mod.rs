//! The command line, as clap reads it.

mod choices;
mod documents;
mod input;
mod leverage;
mod memory;
mod output;

use std::path::PathBuf;

use bitext::pipeline::ExchangeFormat;
use bitext::{Language, Severity, Side};
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use choices::{formats, severities, sides};
pub(crate) use documents::{Documents, Reading, SourceOptions, Sources};
pub(crate) use input::FileReading;
pub(crate) use leverage::{
    AnalysisFormat, Analyze, Form, Merge, Pretranslate, Segment, SegmentFormat,
};
pub(crate) use memory::{Concordance, Export, Import, Lookup, Markup, Stats};
pub(crate) use output::{Renames, Selection, Target};

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

impl Arguments {
    /// Returns whether what is printed on standard error is for a program.
    pub(crate) fn json(&self) -> bool {
        match &self.command {
            Command::Extract(options) => options.printing.json,
            Command::Render(options) => options.printing.json,
            Command::Convert(options) => options.printing.json,
            Command::Validate(options) => options.printing.json,
            Command::Import(options) => options.printing.json,
            Command::Export(options) => options.printing.json,
            Command::Stats(options) => options.json,
            Command::Lookup(options) => options.json,
            Command::Concordance(options) => options.json,
            Command::Segment(options) => options.printing.json,
            Command::Analyze(options) => options.printing.json,
            Command::Pretranslate(options) => options.printing.json,
            Command::Merge(options) => options.printing.json,
            Command::Completions { .. } | Command::Man { .. } => false,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Extract(Extract),
    Render(Render),
    Convert(Convert),
    Validate(Validate),
    Import(Import),
    Export(Export),
    Stats(Stats),
    Lookup(Box<Lookup>),
    Concordance(Concordance),
    Segment(Segment),
    Analyze(Box<Analyze>),
    Pretranslate(Box<Pretranslate>),
    Merge(Merge),
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
    pub(crate) documents: Documents,

    #[command(flatten)]
    pub(crate) target: Target,

    /// Write each pair of the same texts and languages only once
    #[arg(long)]
    pub(crate) unique: bool,

    #[command(flatten)]
    pub(crate) strict: Strict,

    /// The language of the sources of documents that name none [default: en-US]
    #[arg(long, value_name = "TAG")]
    pub(crate) source_language: Option<Language>,

    /// The language of the targets of documents that name none
    #[arg(long, value_name = "TAG")]
    pub(crate) target_language: Option<Language>,

    #[command(flatten)]
    pub(crate) printing: Printing,
}

/// Convert exchange files to one file of another format
///
/// Compressed files are recognised by their content; what is written is
/// compressed where its name ends in .gz. A format that names its languages once
/// for a file has those of the first unit, where no option names them. Findings
/// go to standard error.
#[derive(Debug, Args)]
pub(crate) struct Convert {
    /// Exchange files; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// The format of the files; without it, by their endings
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    pub(crate) from: Option<ExchangeFormat>,

    /// Read the texts of exchange files that have no codes as this markup: PO and CSV may
    /// hold Markdown or HTML as they hold all text
    #[arg(long, value_enum)]
    pub(crate) syntax: Option<Markup>,

    #[command(flatten)]
    pub(crate) files_reading: FileReading,

    #[command(flatten)]
    pub(crate) target: Target,

    #[command(flatten)]
    pub(crate) selection: Selection,

    #[command(flatten)]
    pub(crate) printing: Printing,
}

/// Check TMX files against the DTD's rules and the stricter ones
///
/// Prints each finding with its line, unit and rule. The exit status is 1 where
/// there is any.
#[derive(Debug, Args)]
pub(crate) struct Validate {
    /// TMX files; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) printing: Printing,
}

/// Write annotated documents without annotation, one side of each pair kept
#[derive(Debug, Args)]
pub(crate) struct Render {
    #[command(flatten)]
    pub(crate) documents: Documents,

    /// The side to keep
    #[arg(long, value_parser = sides())]
    pub(crate) side: Side,

    /// The folder to write to, each document under its path below PATH; it
    /// must lie outside all folders that are read
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,

    #[command(flatten)]
    pub(crate) printing: Printing,
}

/// When findings make the exit status 1.
#[derive(Debug, Args)]
pub(crate) struct Strict {
    /// Exit with status 1 where there are findings of this severity or a worse one
    #[arg(long = "strict", value_name = "SEVERITY", num_args = 0..=1, require_equals = true, default_missing_value = "warning", value_parser = severities())]
    pub(crate) severity: Option<Severity>,
}

/// What is printed beside the result.
#[derive(Debug, Args)]
pub(crate) struct Printing {
    /// Print diagnostics, and the counts at the end, as one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) saying: Saying,
}

/// How much is said.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct Saying {
    /// Print errors alone: no warnings and notes, no progress, no counts
    #[arg(short, long)]
    pub(crate) quiet: bool,

    /// Print each finding with its line, in place of one line for all of a kind, and
    /// what is done beside
    #[arg(short, long, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_hold_together() {
        super::Arguments::command().debug_assert();
    }
}
