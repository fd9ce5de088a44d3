//! The exchange file that a command writes, which units it holds, and what
//! becomes of the others.

use std::io::Write;
use std::path::{Path, PathBuf};

use bitext::exchange::InlineStyle;
use bitext::pipeline::{
    Converter, ExchangeFormat, ExchangeTarget, LanguageRename, Output, TargetFile,
};
use bitext::tmx::Profile;
use bitext::{Error, Language, PairSelector, Severity};
use clap::Args;

use super::choices::{formats, inline_styles, profiles, severities};

/// The exchange file to write.
#[derive(Debug, Args)]
pub(crate) struct Target {
    /// The format; without it, by the ending of the output file, or else jsonl
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    pub(crate) to: Option<ExchangeFormat>,

    /// The file to write; `-`, the default, is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    pub(crate) output: PathBuf,

    /// What becomes of inline codes, in TMX, Weblate's memory and Moses, which is
    /// plain text unless `raw` is asked for
    #[arg(long, value_name = "STYLE", default_value_t, value_parser = inline_styles())]
    pub(crate) inline: InlineStyle,

    /// The tool whose way of carrying context TMX follows
    #[arg(long, value_name = "TOOL", default_value_t, value_parser = profiles())]
    pub(crate) flavor: Profile,

    /// Write PO without `msgctxt`: a compendium for `msgmerge -C`
    #[arg(long)]
    pub(crate) without_context: bool,

    #[command(flatten)]
    pub(crate) renames: Renames,
}

/// Languages under other names.
#[derive(Debug, Args)]
pub(crate) struct Renames {
    /// Write a language under another name, as in en-US=en; may be repeated. Other
    /// options have the old name
    #[arg(long, value_name = "OLD=NEW")]
    pub(crate) rename_language: Vec<LanguageRename>,
}

impl Target {
    /// Says what to write, in these languages of sources and of targets.
    pub(crate) fn settings(
        &self,
        [source, target]: [Option<&Language>; 2],
    ) -> Result<ExchangeTarget, Error> {
        Ok(ExchangeTarget::new(self.format()?)
            .with_source_language(source.cloned())
            .with_target_language(target.cloned())
            .with_profile(self.flavor)
            .with_context(!self.without_context)
            .with_renamed_languages(self.renames.rename_language.iter().cloned())
            .with_inline_style(self.inline))
    }

    /// Returns the format asked for, or else that of the output's name.
    fn format(&self) -> Result<ExchangeFormat, Error> {
        if let Some(to) = self.to {
            return Ok(to);
        }
        if self.output == Path::new("-") {
            return Ok(ExchangeFormat::Jsonl);
        }
        ExchangeFormat::from_path(&self.output).ok_or_else(|| {
            Error::argument(format!(
                "expected an output file with the ending of a format, such as .jsonl or .tmx, \
                 but found `{}`; name the format with `--to`",
                self.output.display()
            ))
        })
    }
}

/// Which units are written, and what becomes of the others.
#[derive(Debug, Args)]
pub(crate) struct Selection {
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

impl Selection {
    /// Returns the source and the target language.
    pub(crate) fn languages(&self) -> [Option<&Language>; 2] {
        [&self.source_language, &self.target_language].map(Option::as_ref)
    }

    /// Lists the files that are written: the output and the rejects.
    pub(crate) fn outputs<'p>(&'p self, output: &'p Path) -> impl Iterator<Item = &'p Path> {
        [output].into_iter().chain(self.rejects.as_deref())
    }

    pub(crate) fn converter(&self) -> Converter {
        let pair =
            self.languages().iter().any(Option::is_some).then(|| {
                PairSelector::new(self.source_language.clone(), self.target_language.clone())
            });
        Converter::new().with_pair(pair).with_strict(self.strict)
    }

    /// Begins the files.
    pub(crate) fn create(
        &self,
        target: &ExchangeTarget,
        output: &Path,
    ) -> Result<UnitFiles, Error> {
        let units = target.create(output)?;
        let rejects = self.rejects.as_ref().map(Output::create).transpose()?;
        Ok(UnitFiles { units, rejects })
    }
}

/// The file of units, and that of what is left out.
pub(crate) struct UnitFiles {
    units: TargetFile,
    rejects: Option<Output>,
}

impl UnitFiles {
    /// Returns where units go, and where what is left out goes.
    pub(crate) fn writers(&mut self) -> (&mut TargetFile, Option<&mut (dyn Write + Send)>) {
        (&mut self.units, self.rejects.as_mut().map(|rejects| rejects as &mut (dyn Write + Send)))
    }

    pub(crate) fn finish(self) -> Result<(), Error> {
        self.units.finish()?;
        self.rejects.map_or(Ok(()), Output::finish)
    }
}
