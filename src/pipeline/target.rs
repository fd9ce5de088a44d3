//! The exchange file that a run writes: its encoder, its files, and the units of
//! one document encoded for it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::open::{ExchangeFile, ExchangeFormat};
use super::output::Output;
use super::rename::{LanguageRename, Renamed, renamed};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::error::{Error, ErrorKind};
use crate::exchange::{
    Encode, EncodedUnits, InlineStyle, csv, jsonl, moses, po, tmx, weblate, xliff,
};
use crate::language::Language;
use crate::unit::TranslationUnit;

/// How many files are opened to find the languages of a unit: all stay open.
const MOST_READ_AHEAD: usize = 16;

/// What is written: a format and what its encoder needs to know.
///
/// # Example
///
/// ```
/// use bitext::Language;
/// use bitext::pipeline::{ExchangeFormat, ExchangeTarget};
///
/// let target = ExchangeTarget::new(ExchangeFormat::Po);
/// assert!(target.encoder().is_err(), "PO names the language of its targets");
/// let target = target.with_target_language("de-DE".parse::<Language>()?);
/// assert!(target.encoder().is_ok());
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct ExchangeTarget {
    format: ExchangeFormat,
    source_language: Option<Language>,
    target_language: Option<Language>,
    profile: tmx::Profile,
    inline_style: InlineStyle,
    segments: bool,
    copied_sources: bool,
    with_context: bool,
    renames: Vec<LanguageRename>,
}

impl ExchangeTarget {
    /// A format; no language is named, codes are kept.
    pub fn new(format: ExchangeFormat) -> Self {
        Self {
            format,
            source_language: None,
            target_language: None,
            profile: tmx::Profile::default(),
            inline_style: InlineStyle::default(),
            segments: false,
            copied_sources: false,
            with_context: true,
            renames: Vec::new(),
        }
    }

    /// The format.
    pub fn format(&self) -> ExchangeFormat {
        self.format
    }

    /// The language of the sources, for formats that name one.
    #[must_use]
    pub fn with_source_language(mut self, language: impl Into<Option<Language>>) -> Self {
        self.source_language = language.into();
        self
    }

    /// The language of the targets, for formats that name one.
    #[must_use]
    pub fn with_target_language(mut self, language: impl Into<Option<Language>>) -> Self {
        self.target_language = language.into();
        self
    }

    /// Takes the languages that the format names once for a file and that are not
    /// named yet from the first unit of the files; those that were opened for it are
    /// given back with the others.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::pipeline::{ExchangeFile, ExchangeFormat, ExchangeTarget};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("a.po");
    /// std::fs::write(&path, "msgid \"\"\nmsgstr \"Language: de\\n\"\n\nmsgid \"a\"\nmsgstr \"b\"\n")?;
    /// let mut target = ExchangeTarget::new(ExchangeFormat::Po);
    /// let files = target.complete_languages([ExchangeFile::open(&path, None)]);
    /// assert_eq!(files.count(), 1);
    /// assert!(target.encoder().is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn complete_languages<I>(
        &mut self,
        files: I,
    ) -> impl Iterator<Item = Result<ExchangeFile, Error>> + use<I>
    where
        I: IntoIterator<Item = Result<ExchangeFile, Error>>,
    {
        let (mut files, mut opened) = (files.into_iter(), Vec::new());
        while self.lacks_language() && opened.len() < MOST_READ_AHEAD {
            let Some(mut file) = files.next() else { break };
            let found = file.as_mut().ok();
            let found = found.map(|file| file.languages(self.target_language.as_ref()));
            opened.push(file);
            let [source, target] = found.unwrap_or_default();
            // What was found belongs to one pair, so that all is taken or nothing.
            if source.is_some() || target.is_some() {
                self.source_language = self.source_language.take().or(source);
                self.target_language = self.target_language.take().or(target);
                break;
            }
        }
        opened.into_iter().chain(files)
    }

    /// Whether the format names a language once for a file that is not named yet.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::pipeline::{ExchangeFormat, ExchangeTarget};
    ///
    /// assert!(ExchangeTarget::new(ExchangeFormat::Po).lacks_language());
    /// assert!(!ExchangeTarget::new(ExchangeFormat::Tmx).lacks_language());
    /// ```
    pub fn lacks_language(&self) -> bool {
        match self.format {
            ExchangeFormat::Xliff2 | ExchangeFormat::Moses => {
                self.source_language.is_none() || self.target_language.is_none()
            }
            ExchangeFormat::Po => self.target_language.is_none(),
            _ => false,
        }
    }

    /// The tool whose way of carrying context TMX follows.
    #[must_use]
    pub fn with_profile(mut self, profile: tmx::Profile) -> Self {
        self.profile = profile;
        self
    }

    /// What becomes of inline codes, where the format leaves a choice.
    #[must_use]
    pub fn with_inline_style(mut self, inline_style: InlineStyle) -> Self {
        self.inline_style = inline_style;
        self
    }

    /// Whether the units are the segments of whole documents, in their order:
    /// JSON Lines then leaves out what neighbouring lines say, and XLIFF takes their
    /// targets for published: see [`xliff::Encoder::with_published_targets`].
    #[must_use]
    pub fn with_segments(mut self, segments: bool) -> Self {
        self.segments = segments;
        self
    }

    /// Whether XLIFF 1.2 has a copy of the source where there is no target: see
    /// [`xliff::Encoder::with_copied_sources`].
    #[must_use]
    pub fn with_copied_sources(mut self, copied_sources: bool) -> Self {
        self.copied_sources = copied_sources;
        self
    }

    /// Languages that are written under other names; those that were set are the
    /// old names.
    #[must_use]
    pub fn with_renamed_languages(
        mut self,
        renames: impl IntoIterator<Item = LanguageRename>,
    ) -> Self {
        self.renames = renames.into_iter().collect();
        self
    }

    /// Whether PO has the ids and contexts of units as `msgctxt`: see
    /// [`po::Encoder::with_context`].
    #[must_use]
    pub fn with_context(mut self, with_context: bool) -> Self {
        self.with_context = with_context;
        self
    }

    /// The encoder.
    ///
    /// # Errors
    ///
    /// Where the format needs a language that is not named.
    pub fn encoder(&self) -> Result<Box<dyn Encode>, Error> {
        let inner = self.encoder_of_format()?;
        Ok(match self.renames.is_empty() {
            true => inner,
            false => Box::new(Renamed { inner, renames: self.renames.clone() }),
        })
    }

    fn encoder_of_format(&self) -> Result<Box<dyn Encode>, Error> {
        Ok(match self.format {
            ExchangeFormat::Jsonl if self.segments => Box::new(jsonl::Encoder::segments()),
            ExchangeFormat::Jsonl => Box::new(jsonl::Encoder::default()),
            ExchangeFormat::Tmx => Box::new(self.tmx()),
            ExchangeFormat::Xliff => Box::new(self.xliff()),
            ExchangeFormat::Xliff2 => Box::new(
                xliff::Encoder::new(xliff::Version::V2_1)
                    .with_source_language(self.source())
                    .with_target_language(self.target()?)
                    .with_published_targets(self.segments),
            ),
            ExchangeFormat::Po => Box::new(self.po()?),
            ExchangeFormat::Csv => Box::new(csv::Encoder::default()),
            ExchangeFormat::Tsv => Box::new(csv::Encoder::tsv()),
            ExchangeFormat::Moses => Box::new(
                moses::Encoder::default()
                    .with_languages(self.source(), self.target()?)
                    .with_inline_style(self.moses_style()),
            ),
            ExchangeFormat::Weblate => {
                Box::new(weblate::Encoder::default().with_inline_style(self.inline_style))
            }
        })
    }

    fn tmx(&self) -> tmx::Encoder {
        let mut header = tmx::Header::default();
        if let Some(language) = self.named_source() {
            header = header.with_source_language(language);
        }
        tmx::Encoder::new(&header).with_profile(self.profile).with_inline_style(self.inline_style)
    }

    fn po(&self) -> Result<po::Encoder, Error> {
        let encoder = po::Encoder::new(self.target()?).with_context(self.with_context);
        // Documents that name no language are in English.
        let is_named = self.source_language.is_some() || self.segments;
        Ok(match is_named.then(|| self.source()) {
            Some(source) => encoder.with_source_language(source),
            None => encoder,
        })
    }

    fn xliff(&self) -> xliff::Encoder {
        let encoder = xliff::Encoder::default()
            .with_copied_sources(self.copied_sources)
            .with_published_targets(self.segments);
        match self.named_target() {
            Some(language) => encoder.with_target_language(language),
            None => encoder,
        }
    }

    fn source(&self) -> Language {
        self.named_source().unwrap_or_else(|| renamed(Language::en_us(), &self.renames))
    }

    fn named_source(&self) -> Option<Language> {
        self.source_language.clone().map(|language| renamed(language, &self.renames))
    }

    fn named_target(&self) -> Option<Language> {
        self.target_language.clone().map(|language| renamed(language, &self.renames))
    }

    /// Returns the style of Moses files, which have no elements for codes.
    fn moses_style(&self) -> InlineStyle {
        match self.inline_style {
            InlineStyle::Codes => InlineStyle::Strip,
            other => other,
        }
    }

    fn target(&self) -> Result<Language, Error> {
        self.named_target().ok_or_else(|| {
            Error::argument(format!(
                "expected the language of the targets, which {} names once for the whole file; \
                 name it",
                self.format
            ))
        })
    }

    /// Begins the file at `path`; of Moses, the three files `path.SOURCE`,
    /// `path.TARGET` and `path.ids`.
    ///
    /// # Errors
    ///
    /// Where a file cannot be made.
    pub fn create(&self, path: impl AsRef<Path>) -> Result<TargetFile, Error> {
        let path = path.as_ref();
        if self.format != ExchangeFormat::Moses {
            return Output::create(path).map(|output| TargetFile(Files::One(Box::new(output))));
        }
        let beside = |ending: &str| -> Result<Output, Error> {
            let mut name = path.as_os_str().to_owned();
            name.push(".");
            name.push(ending);
            Output::create(PathBuf::from(name))
        };
        let source = beside(self.source().as_str())?;
        let target = beside(self.target()?.as_str())?;
        let files = moses::Files::new(source, target, Some(beside("ids")?));
        Ok(TargetFile(Files::Moses(Box::new(files))))
    }
}

/// The file that an [`ExchangeTarget`] is written to, or the files.
#[derive(Debug)]
pub struct TargetFile(Files);

#[derive(Debug)]
enum Files {
    One(Box<Output>),
    Moses(Box<moses::Files<Output>>),
}

impl TargetFile {
    /// Writes what is left and moves the files to their places.
    ///
    /// # Errors
    ///
    /// Where writing or moving fails.
    pub fn finish(self) -> Result<(), Error> {
        match self.0 {
            Files::One(output) => output.finish(),
            Files::Moses(files) => {
                let (source, target, ids) = files.into_inner();
                source.finish()?;
                target.finish()?;
                ids.map_or(Ok(()), Output::finish)
            }
        }
    }
}

impl Write for TargetFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Files::One(output) => output.write(bytes),
            Files::Moses(files) => files.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Files::One(output) => output.flush(),
            Files::Moses(files) => files.flush(),
        }
    }
}

/// The units of one document, encoded.
pub(super) struct DocumentUnits {
    pub(super) encoded: EncodedUnits,
    pub(super) written: u64,
    /// Those that the format cannot hold.
    pub(super) refused: u64,
    pub(super) removed_characters: u64,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl DocumentUnits {
    /// Starts without a unit; `buffer` is memory to use.
    pub(super) fn new(buffer: Vec<u8>, unique: bool) -> Self {
        Self {
            encoded: EncodedUnits::new(buffer, unique),
            written: 0,
            refused: 0,
            removed_characters: 0,
            diagnostics: Vec::new(),
        }
    }

    /// Adds a unit, or counts it as one that the format cannot hold; that is a
    /// diagnostic where `reports_refusal`.
    pub(super) fn add(
        &mut self,
        unit: &TranslationUnit,
        encoder: &dyn Encode,
        reports_refusal: bool,
    ) {
        match self.encoded.push(unit, encoder) {
            Ok(report) => {
                self.written += 1;
                self.remove_characters(unit, report.removed_characters as u64);
            }
            Err(error) => {
                self.refused += 1;
                if reports_refusal {
                    let message = match error.kind() {
                        ErrorKind::Unit { message, .. } => message.clone(),
                        _ => error.to_string(),
                    };
                    self.report(unit, DiagnosticCode::UnitNotWritten, message);
                }
            }
        }
    }

    /// Counts characters that were removed from a unit.
    fn remove_characters(&mut self, unit: &TranslationUnit, count: u64) {
        if count > 0 {
            self.removed_characters += count;
            let characters = if count == 1 { "character" } else { "characters" };
            let message = format!("removed {count} {characters} that the format cannot hold");
            self.report(unit, DiagnosticCode::ForbiddenCharacter, message);
        }
    }

    fn report(&mut self, unit: &TranslationUnit, code: DiagnosticCode, message: String) {
        let range = unit.placement.as_ref().map_or(0..0, |place| place.range.clone());
        self.diagnostics.push(Diagnostic::new(code, range, message));
    }
}
