//! The `bitext` command: arguments, one file a subcommand, printing.
//!
//! Everything it does is in the library; it uses the public names only, like
//! any other tool.

mod arguments;
mod extract;
mod pages;
mod render;
mod report;

use std::process::ExitCode;

use bitext::pipeline::Output;
use clap::Parser;

use arguments::{Arguments, Command};

/// Done, and findings of the asked severity exist.
const FINDINGS: u8 = 1;
/// Could not be done.
const FAILED: u8 = 2;
/// Ended by Ctrl-C, as shells count: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

fn main() -> ExitCode {
    let handler = || {
        Output::remove_unfinished();
        std::process::exit(INTERRUPTED);
    };
    if let Err(cause) = ctrlc::set_handler(handler) {
        report::say(&format!("warning: Ctrl-C may leave a file with the ending `.part`: {cause}"));
    }
    let arguments = Arguments::parse();
    let done = match &arguments.command {
        Command::Extract(options) => extract::run(options),
        Command::Render(options) => render::run(options),
        Command::Completions { shell } => pages::completions(*shell),
        Command::Man { command } => pages::man(command.as_deref()),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FINDINGS),
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            report::say(&format!("error: {error}"));
            ExitCode::from(FAILED)
        }
    }
}
