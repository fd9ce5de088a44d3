//! Exchange files, or a memory, in, one exchange file out.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::open::ExchangeFile;
use super::rejects::Reject;
use super::report::{Event, FindingCounts};
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::{Error, ErrorKind};
use crate::exchange::{Encode, Finding, ReadUnits, Writer};
use crate::language::{Language, LanguageMatch};
use crate::memory::Store;
use crate::position::Position;
use crate::unit::{PairSelector, TranslationUnit};

/// Counts over a conversion: `read = written + refused + other_languages`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Conversion {
    /// Files read.
    pub files: u64,
    /// Files that could not be opened, or read to their end.
    pub broken: u64,
    /// Units read.
    pub read: u64,
    /// Units written.
    pub written: u64,
    /// Units left out while reading, because they are malformed.
    pub malformed: u64,
    /// Units left out while reading, because they are no longer in use.
    pub obsolete: u64,
    /// Units left out because the format cannot hold them.
    pub refused: u64,
    /// Units left out because they lack one of the languages asked for.
    pub other_languages: u64,
    /// Variants taken in a language close to the one asked for.
    pub fallbacks: u64,
    /// Variants left out because another one served better, or because the format
    /// holds one target.
    pub left_out_variants: u64,
    /// Characters removed because the format cannot hold them.
    pub removed_characters: u64,
    /// Codes left out because the format has no inline elements and nothing is known
    /// to show in their place; a pair is one.
    pub lost_codes: u64,
    /// What was found, by severity.
    #[serde(flatten)]
    pub findings: FindingCounts,
}

impl Conversion {
    /// The units that were left out, for whatever reason.
    pub fn skipped(&self) -> u64 {
        self.malformed + self.obsolete + self.refused + self.other_languages
    }
}

/// Converts the units of exchange files to one file of another format, in
/// constant memory.
///
/// # Example
///
/// ```
/// use bitext::jsonl;
/// use bitext::pipeline::{Converter, ExchangeFile};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("memory.jsonl");
/// std::fs::write(&path, r#"{"source":"Next","target":"Weiter","source_language":"en-US","target_language":"de-DE"}"#)?;
/// let files = [ExchangeFile::open(&path, None)];
/// let mut file = Vec::new();
/// let counts = Converter::new().run(files, &jsonl::Encoder::default(), &mut file, None, |_| {})?;
/// assert_eq!((counts.read, counts.written), (1, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Converter {
    pair: Option<PairSelector>,
    strict: Option<Severity>,
}

impl Converter {
    /// Every unit with all its variants.
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps of each unit the variants of a pair of languages; those that lack
    /// one are left out and counted.
    #[must_use]
    pub fn with_pair(mut self, pair: impl Into<Option<PairSelector>>) -> Self {
        self.pair = pair.into();
        self
    }

    /// Ends the run at the first finding of this severity or a worse one.
    #[must_use]
    pub fn with_strict(mut self, severity: impl Into<Option<Severity>>) -> Self {
        self.strict = severity.into();
        self
    }

    /// Reads the files in order and writes their units. What is left out goes
    /// to `rejects`, one JSON object a line: where it was, why, and the unit
    /// where it could be read.
    ///
    /// # Errors
    ///
    /// Where a writer fails, or at a finding that is not allowed. A file that
    /// cannot be opened or read on is given to `observe` and counted instead.
    pub fn run<'r>(
        &self,
        files: impl IntoIterator<Item = Result<ExchangeFile, Error>>,
        encoder: &'r dyn Encode,
        writer: impl Write,
        rejects: Option<&'r mut (dyn Write + Send)>,
        observe: impl FnMut(Event<'_>),
    ) -> Result<Conversion, Error> {
        let mut run = RunningConversion::begin(self, encoder, writer, rejects, observe)?;
        let mut unit = TranslationUnit::default();
        for file in files {
            match file {
                Ok(mut file) => run.file(&mut file, &mut unit)?,
                Err(error) => run.broken(&error)?,
            }
        }
        run.finish()
    }

    /// Writes all units of a memory, in an order that depends on them alone:
    /// the bytes are the same for all memories that hold equal units. What is
    /// found in a unit names its number in this order, and `path`.
    ///
    /// # Errors
    ///
    /// Where the memory cannot be read or a writer fails, or at a finding that is
    /// not allowed.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::pipeline::Converter;
    /// use bitext::{Memory, TranslationUnit, Variant, csv};
    ///
    /// let memory = Memory::new();
    /// let variant = |tag: &str, text: &str| Variant::new(tag.parse().ok(), text.into());
    /// memory.add(TranslationUnit::bilingual(variant("en", "Next"), variant("de", "Weiter")))?;
    /// let (mut file, encoder) = (Vec::new(), csv::Encoder::default());
    /// let counts =
    ///     Converter::new().export(memory.store(), "a.memory", &encoder, &mut file, None, |_| {})?;
    /// assert_eq!((counts.read, counts.written), (1, 1));
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn export<'r>(
        &self,
        store: &(impl Store + ?Sized),
        path: impl AsRef<Path>,
        encoder: &'r dyn Encode,
        writer: impl Write,
        rejects: Option<&'r mut (dyn Write + Send)>,
        observe: impl FnMut(Event<'_>),
    ) -> Result<Conversion, Error> {
        let mut run = RunningConversion::begin(self, encoder, writer, rejects, observe)?;
        run.counts.files = 1;
        let mut number = 0;
        store.visit_in_order(&mut |_, unit| {
            number += 1;
            run.unit(path.as_ref(), number, &mut unit.clone())?;
            if number.is_multiple_of(STEP) {
                run.report_progress(0);
            }
            Ok(())
        })?;
        run.finish()
    }
}

/// Gives the texts of a unit the languages that the file names for all, where the
/// caller asked for these and a close one was taken: that is told as a fallback.
fn name_as_file(
    wanted: [Option<&Language>; 2],
    named: [Option<&Language>; 2],
    unit: &mut TranslationUnit,
) {
    let [source, target] = [0, 1].map(|side| wanted[side].and(named[side]));
    if let (Some(source), Some(own)) = (source, unit.variants.first_mut())
        && own.language.as_ref() != Some(source)
    {
        own.language = Some(source.clone());
        unit.source_language = source.clone().into();
    }
    let Some(target) = target else { return };
    let targets = unit.variants.iter_mut().skip(1).map(|own| &mut own.language);
    for language in targets.chain([&mut unit.target_language]) {
        if language.as_ref().is_some_and(|own| own != target) {
            *language = Some(target.clone());
        }
    }
}

/// How many units are read between two reports on progress.
const STEP: u64 = 1 << 10;

/// A conversion that goes on.
struct RunningConversion<'r, W: Write, F> {
    pair: Option<PairSelector>,
    strict: Option<Severity>,
    encoder: &'r dyn Encode,
    writer: Writer<W, &'r dyn Encode>,
    rejects: Option<&'r mut (dyn Write + Send)>,
    observe: F,
    counts: Conversion,
    /// The bytes of the files that are done.
    bytes_before: u64,
}

impl<'r, W: Write, F: FnMut(Event<'_>)> RunningConversion<'r, W, F> {
    fn begin(
        converter: &Converter,
        encoder: &'r dyn Encode,
        writer: W,
        rejects: Option<&'r mut (dyn Write + Send)>,
        observe: F,
    ) -> Result<Self, Error> {
        Ok(Self {
            pair: converter.pair.clone(),
            strict: converter.strict,
            encoder,
            writer: Writer::with_encoder(writer, encoder)?,
            rejects,
            observe,
            counts: Conversion::default(),
            bytes_before: 0,
        })
    }

    fn finish(mut self) -> Result<Conversion, Error> {
        self.report_fallbacks()?;
        self.counts.removed_characters = self.writer.removed_characters();
        self.counts.lost_codes = self.writer.lost_codes();
        self.writer.finish().map_err(Error::from)?;
        Ok(self.counts)
    }

    fn file(&mut self, file: &mut ExchangeFile, unit: &mut TranslationUnit) -> Result<(), Error> {
        self.counts.files += 1;
        let mut number = 0;
        loop {
            let more = file.read(unit);
            for finding in std::mem::take(file.findings()) {
                self.found(file.path(), &finding)?;
            }
            match more {
                Ok(true) => {
                    number += 1;
                    self.unit(file.path(), number, unit)?;
                }
                Ok(false) => break,
                Err(error) => {
                    self.broken(&error)?;
                    break;
                }
            }
            if self.counts.read.is_multiple_of(STEP) {
                self.report_progress(file.bytes_read());
            }
        }
        self.bytes_before += file.bytes_read();
        self.report_progress(0);
        Ok(())
    }

    fn report_progress(&mut self, bytes: u64) {
        let bytes = self.bytes_before + bytes;
        (self.observe)(Event::Progress { bytes, units: self.counts.read });
    }

    /// Writes a unit, or says why it is left out.
    fn unit(&mut self, path: &Path, number: u64, unit: &mut TranslationUnit) -> Result<(), Error> {
        self.counts.read += 1;
        if let Some(pair) = &mut self.pair {
            pair.fill_gaps(unit);
            if let Err(missing) = pair.narrow_or_keep_source(unit) {
                self.counts.other_languages += 1;
                let code = DiagnosticCode::MissingLanguage;
                return self.reject(Reject::unit(path, number, unit, code, &missing.to_string()));
            }
            name_as_file(pair.wanted(), self.encoder.languages(), unit);
        }
        match self.writer.write(unit) {
            Ok(()) => {
                self.counts.written += 1;
                self.counts.left_out_variants += self.encoder.left_out_variants(unit) as u64;
                Ok(())
            }
            Err(error) => match error.kind() {
                ErrorKind::Unit { message, .. } => {
                    self.counts.refused += 1;
                    let code = DiagnosticCode::UnitNotWritten;
                    let finding = Finding::new(code, Position::START, message)
                        .in_unit(number, unit.id.as_deref());
                    self.report(path, &finding)?;
                    self.reject(Reject::unit(path, number, unit, code, message))
                }
                _ => Err(error),
            },
        }
    }

    fn found(&mut self, path: &Path, finding: &Finding) -> Result<(), Error> {
        let count = match finding.code {
            DiagnosticCode::MalformedUnit => Some(&mut self.counts.malformed),
            DiagnosticCode::ObsoleteUnit => Some(&mut self.counts.obsolete),
            _ => None,
        };
        if let Some(count) = count {
            *count += 1;
            self.reject(Reject::finding(path, finding))?;
        }
        self.report(path, finding)
    }

    /// Counts a finding and passes it on; ends the run where it is not allowed.
    fn report(&mut self, path: &Path, finding: &Finding) -> Result<(), Error> {
        self.counts.findings.count(finding.severity);
        (self.observe)(Event::Found { path, finding });
        match self.strict {
            Some(strict) if finding.severity >= strict => {
                Err(Error::argument(format!("stopped at the first finding, as asked: {finding}"))
                    .with_path(path))
            }
            _ => Ok(()),
        }
    }

    fn broken(&mut self, error: &Error) -> Result<(), Error> {
        self.counts.broken += 1;
        (self.observe)(Event::Broken { error });
        self.reject(Reject::file(error))
    }

    fn reject(&mut self, reject: Reject<'_>) -> Result<(), Error> {
        match &mut self.rejects {
            Some(rejects) => reject.write(rejects),
            None => Ok(()),
        }
    }

    /// Reports once for each pair of languages what was taken in place of what.
    fn report_fallbacks(&mut self) -> Result<(), Error> {
        let Some(pair) = &self.pair else { return Ok(()) };
        let fallbacks: Vec<_> = pair.fallbacks().collect();
        self.counts.fallbacks =
            fallbacks.iter().map(|found| found.variants).sum::<u64>() + pair.unlisted_fallbacks();
        self.counts.left_out_variants += pair.left_out();
        for fallback in fallbacks {
            let code = DiagnosticCode::LanguageFallback;
            let place = Position::START;
            let mut finding = Finding::new(code, place, fallback.to_string());
            if fallback.kind <= LanguageMatch::Equivalent {
                finding.severity = Severity::Note;
            }
            self.report(Path::new(""), &finding)?;
        }
        Ok(())
    }
}
