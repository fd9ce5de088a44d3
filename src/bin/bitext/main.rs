//! The `bitext` command: arguments, one file a subcommand, printing.
//!
//! Everything it does is in the library; it uses the public names only, like
//! any other tool.

mod analyze;
mod arguments;
mod concordance;
mod console;
mod convert;
mod export;
mod extract;
mod import;
mod lookup;
mod memory;
mod merge;
mod outputs;
mod pages;
mod pretranslate;
mod render;
mod segment;
mod signals;
mod stats;
mod validate;

use std::process::ExitCode;

use bitext::pipeline::{Conversion, Summary};
use bitext::{Error, Severity};
use clap::Parser;

use arguments::{Arguments, Command};
use console::Console;

/// How a run ended that was not broken off.
enum Outcome {
    Done,
    /// There are findings of the asked severity, or nothing could be written.
    Findings,
    /// A file could not be read, or not to its end; the others are done. Or no unit is
    /// in the languages asked for.
    Unread,
}

impl Outcome {
    fn new(summary: &Summary, strict: Option<Severity>) -> Self {
        match strict {
            _ if summary.failed > 0 => Outcome::Unread,
            Some(strict) if summary.findings.at_least(strict) > 0 => Outcome::Findings,
            _ => Outcome::Done,
        }
    }

    /// Judges a run over units: whether any of those that were read is written, and
    /// says so where none is in the languages asked for.
    fn of_units(counts: &Conversion, console: &Console) -> Self {
        match (counts.read, counts.written) {
            _ if counts.broken > 0 => Outcome::Unread,
            (0, _) | (_, 1..) => Outcome::Done,
            (read, 0) if counts.other_languages == read => {
                console.remark(
                    "nothing is written: expected units with a text in both languages asked for, \
                     but found none; name others with `--source-language` and \
                     `--target-language`, or none for all units",
                );
                Outcome::Unread
            }
            (_, 0) => Outcome::Findings,
        }
    }
}

/// Done, and findings of the asked severity exist, or nothing of what was read could
/// be written.
const FINDINGS: u8 = 1;
/// Could not be done.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    if let Err(cause) = signals::handle() {
        console::say(&format!("warning: Ctrl-C may leave a file with the ending `.part`: {cause}"));
    }
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error),
    };
    match run(&arguments.command) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(FINDINGS),
        Ok(Outcome::Unread) => ExitCode::from(FAILED),
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            console::say(&console::fatal(&error, arguments.json()));
            ExitCode::from(FAILED)
        }
    }
}

fn run(command: &Command) -> Result<Outcome, Error> {
    match command {
        Command::Extract(options) => extract::run(options),
        Command::Render(options) => render::run(options),
        Command::Convert(options) => convert::run(options),
        Command::Validate(options) => validate::run(options),
        Command::Import(options) => import::run(options),
        Command::Export(options) => export::run(options),
        Command::Stats(options) => stats::run(options),
        Command::Lookup(options) => lookup::run(options),
        Command::Concordance(options) => concordance::run(options),
        Command::Segment(options) => segment::run(options),
        Command::Analyze(options) => analyze::run(options),
        Command::Pretranslate(options) => pretranslate::run(options),
        Command::Merge(options) => merge::run(options),
        Command::Completions { shell } => pages::completions(*shell),
        Command::Man { command } => pages::man(command.as_deref()),
    }
}

/// Prints, in place of a run, help, the version, or what is wrong with
/// the arguments. These are not read yet, so that `--json` is looked for.
fn refuse(error: &clap::Error) -> ExitCode {
    let json = error.use_stderr() && std::env::args_os().any(|argument| argument == "--json");
    match json {
        true => console::say(&console::error_object(error.to_string().trim_end(), None)),
        // Where standard output was closed, nobody reads it.
        false => drop(error.print()),
    }
    u8::try_from(error.exit_code()).map_or(ExitCode::from(FAILED), ExitCode::from)
}
