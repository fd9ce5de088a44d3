//! Which units are written, and what becomes of the others.

use std::io::Write;
use std::path::{Path, PathBuf};

use bitext::pipeline::{Converter, ExchangeTarget, Output, TargetFile};
use bitext::{Error, Language, PairSelector, Severity};
use clap::Args;

use super::choices::severities;

/// Which units are written, and what becomes of the others.
#[derive(Debug, Args)]
pub(crate) struct Kept {
    /// The language of the sources to keep, and of those that name none
    #[arg(long, value_name = "TAG")]
    source_language: Option<Language>,

    /// The language of the targets to keep, and of those that name none
    #[arg(long, value_name = "TAG")]
    target_language: Option<Language>,

    /// Write what is left out to a file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,

    /// Stop at the first finding of this severity or a worse one
    #[arg(long, value_name = "SEVERITY", num_args = 0..=1, require_equals = true, default_missing_value = "warning", value_parser = severities())]
    strict: Option<Severity>,
}

impl Kept {
    /// The source and the target language.
    pub(crate) fn languages(&self) -> [Option<&Language>; 2] {
        [&self.source_language, &self.target_language].map(Option::as_ref)
    }

    /// The files that are written beside each other: the output and the rejects.
    pub(crate) fn written<'p>(&'p self, output: &'p Path) -> impl Iterator<Item = &'p Path> {
        [output].into_iter().chain(self.rejects.as_deref())
    }

    pub(crate) fn converter(&self) -> Converter {
        let pair =
            self.languages().iter().any(Option::is_some).then(|| {
                PairSelector::new(self.source_language.clone(), self.target_language.clone())
            });
        Converter::new().pair(pair).strict(self.strict)
    }

    /// Begins the files.
    pub(crate) fn create(&self, target: &ExchangeTarget, output: &Path) -> Result<Files, Error> {
        let units = target.create(output)?;
        let rejects = self.rejects.as_ref().map(Output::create).transpose()?;
        Ok(Files { units, rejects })
    }
}

/// The file of units, and that of what is left out.
pub(crate) struct Files {
    units: TargetFile,
    rejects: Option<Output>,
}

impl Files {
    /// Where units go, and where what is left out goes.
    pub(crate) fn writers(&mut self) -> (&mut TargetFile, Option<&mut dyn Write>) {
        (&mut self.units, self.rejects.as_mut().map(|rejects| rejects as &mut dyn Write))
    }

    pub(crate) fn finish(self) -> Result<(), Error> {
        self.units.finish()?;
        self.rejects.map_or(Ok(()), Output::finish)
    }
}
