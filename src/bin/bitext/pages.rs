//! `bitext completions` and `bitext man`

use std::io::{self, Write};

use bitext::Error;
use clap::CommandFactory;
use clap_complete::Shell;

use crate::Outcome;
use crate::arguments::Arguments;

pub(crate) fn completions(shell: Shell) -> Result<Outcome, Error> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "bitext", &mut script);
    io::stdout().write_all(&script)?;
    Ok(Outcome::Done)
}

pub(crate) fn man(name: Option<&str>) -> Result<Outcome, Error> {
    let mut command = Arguments::command();
    command.build();
    if let Some(name) = name {
        let found = command.find_subcommand(name).cloned();
        let found = found.ok_or_else(|| {
            let names: Vec<_> =
                command.get_subcommands().map(|command| command.get_name()).collect();
            Error::argument(format!("expected one of {}, but found `{name}`", names.join(", ")))
        })?;
        command = found;
    }
    let mut page = Vec::new();
    // The page of one command would lack the version.
    let source = concat!("bitext ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(command).source(source).render(&mut page)?;
    io::stdout().write_all(&page)?;
    Ok(Outcome::Done)
}
