//! Exchange files in, one exchange file out.

mod counts;
mod export;
mod rejects;
mod source;
mod validate;

use std::io::Write;
use std::path::Path;

pub use counts::Conversion;
pub use source::Source;
pub use validate::validate;

use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::{Error, ErrorKind};
use crate::exchange::{Encode, Finding, ReadUnits, Writer};
use crate::language::LanguageMatch;
use crate::position::Position;
use crate::unit::{PairSelector, TranslationUnit};
use rejects::Reject;

/// What happens in a run of a [`Converter`], for those who watch it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum ConversionEvent<'e> {
    /// Units were read; told now and then.
    Progress {
        /// The bytes of all files read so far, as they are on disk.
        bytes: u64,
        /// The units read so far.
        units: u64,
    },
    /// Something was found in a file.
    Found {
        /// The file.
        path: &'e Path,
        /// What was found.
        finding: &'e Finding,
    },
    /// A file broke off; the units before it are kept and the next file follows.
    Broken {
        /// What went wrong.
        error: &'e Error,
    },
}

/// Converts the units of exchange files to one file of another format, in
/// constant memory.
///
/// # Example
///
/// ```
/// use bitext::jsonl;
/// use bitext::pipeline::{Converter, Source};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("memory.jsonl");
/// std::fs::write(&path, r#"{"source":"Next","target":"Weiter","source_language":"en-US","target_language":"de-DE"}"#)?;
/// let sources = [Source::open(&path, None)];
/// let mut file = Vec::new();
/// let counts = Converter::new().run(sources, &jsonl::Encoder::default(), &mut file, None, |_| {})?;
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
    pub fn pair(mut self, pair: Option<PairSelector>) -> Self {
        self.pair = pair;
        self
    }

    /// Ends the run at the first finding of this severity or a worse one.
    #[must_use]
    pub fn strict(mut self, strict: Option<Severity>) -> Self {
        self.strict = strict;
        self
    }

    /// Reads the sources in order and writes their units. What is left out goes
    /// to `rejects`, one JSON object a line: where it stood, why, and the unit
    /// where it could be read.
    ///
    /// # Errors
    ///
    /// Where a writer fails, or at a finding that is not allowed. A source that
    /// cannot be opened or read on is told to `observe` and counted instead.
    pub fn run<'r>(
        &self,
        sources: impl IntoIterator<Item = Result<Source, Error>>,
        encoder: &'r dyn Encode,
        writer: impl Write,
        rejects: Option<&'r mut dyn Write>,
        observe: impl FnMut(ConversionEvent<'_>),
    ) -> Result<Conversion, Error> {
        let writer = Writer::with_encoder(writer, encoder)?;
        let mut run = Run::begin(self, writer, rejects, observe);
        let mut unit = TranslationUnit::default();
        for source in sources {
            match source {
                Ok(mut source) => run.file(&mut source, &mut unit)?,
                Err(error) => run.broken(&error)?,
            }
        }
        run.finish()
    }
}

/// How many units are read between two reports on progress.
const STEP: u64 = 1 << 10;

struct Run<'r, W: Write, F> {
    pair: Option<PairSelector>,
    strict: Option<Severity>,
    writer: Writer<W, &'r dyn Encode>,
    rejects: Option<&'r mut dyn Write>,
    observe: F,
    counts: Conversion,
    /// The bytes of the files that are done.
    bytes_before: u64,
}

impl<'r, W: Write, F: FnMut(ConversionEvent<'_>)> Run<'r, W, F> {
    fn begin(
        converter: &Converter,
        writer: Writer<W, &'r dyn Encode>,
        rejects: Option<&'r mut dyn Write>,
        observe: F,
    ) -> Self {
        Self {
            pair: converter.pair.clone(),
            strict: converter.strict,
            writer,
            rejects,
            observe,
            counts: Conversion::default(),
            bytes_before: 0,
        }
    }

    fn finish(mut self) -> Result<Conversion, Error> {
        self.tell_fallbacks()?;
        self.counts.removed_characters = self.writer.removed_characters();
        self.writer.finish().map_err(Error::from)?;
        Ok(self.counts)
    }

    fn file(&mut self, source: &mut Source, unit: &mut TranslationUnit) -> Result<(), Error> {
        self.counts.files += 1;
        let mut number = 0;
        loop {
            let more = source.reader.read(unit);
            for finding in source.reader.findings().drain(..) {
                self.found(&source.path, &finding)?;
            }
            match more {
                Ok(true) => {
                    number += 1;
                    self.unit(&source.path, number, unit)?;
                }
                Ok(false) => break,
                Err(error) => {
                    self.broken(&error.with_path(&source.path))?;
                    break;
                }
            }
            if self.counts.read.is_multiple_of(STEP) {
                self.tell_progress(source.bytes_read());
            }
        }
        self.bytes_before += source.bytes_read();
        self.tell_progress(0);
        Ok(())
    }

    fn tell_progress(&mut self, bytes: u64) {
        let bytes = self.bytes_before + bytes;
        (self.observe)(ConversionEvent::Progress { bytes, units: self.counts.read });
    }

    /// Writes a unit, or says why it is left out.
    fn unit(&mut self, path: &Path, number: u64, unit: &mut TranslationUnit) -> Result<(), Error> {
        self.counts.read += 1;
        if let Some(pair) = &mut self.pair {
            pair.fill_gaps(unit);
            if let Err(missing) = pair.narrow(unit) {
                self.counts.other_languages += 1;
                let code = DiagnosticCode::MissingLanguage;
                return self.reject(Reject::unit(path, number, unit, code, &missing.to_string()));
            }
        }
        match self.writer.write(unit) {
            Ok(()) => {
                self.counts.written += 1;
                Ok(())
            }
            Err(error) => match error.kind() {
                ErrorKind::Unit { message, .. } => {
                    self.counts.refused += 1;
                    let code = DiagnosticCode::UnitNotWritten;
                    let finding = Finding::new(code, Position { line: 1, column: 1 }, message)
                        .in_unit(number, unit.id.as_deref());
                    self.tell(path, &finding)?;
                    self.reject(Reject::unit(path, number, unit, code, message))
                }
                _ => Err(error),
            },
        }
    }

    fn found(&mut self, path: &Path, finding: &Finding) -> Result<(), Error> {
        if finding.code == DiagnosticCode::MalformedUnit {
            self.counts.malformed += 1;
            self.reject(Reject::finding(path, finding))?;
        }
        self.tell(path, finding)
    }

    /// Counts a finding and passes it on; ends the run where it is not allowed.
    fn tell(&mut self, path: &Path, finding: &Finding) -> Result<(), Error> {
        self.counts.count(finding.severity);
        (self.observe)(ConversionEvent::Found { path, finding });
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
        (self.observe)(ConversionEvent::Broken { error });
        if let Some(rejects) = &mut self.rejects {
            Reject::file(error).write(rejects)?;
        }
        Ok(())
    }

    fn reject(&mut self, reject: Reject<'_>) -> Result<(), Error> {
        match &mut self.rejects {
            Some(rejects) => reject.write(rejects),
            None => Ok(()),
        }
    }

    /// Tells once of each pair of languages what was taken in place of what.
    fn tell_fallbacks(&mut self) -> Result<(), Error> {
        let Some(pair) = &self.pair else { return Ok(()) };
        let fallbacks: Vec<_> = pair.fallbacks().collect();
        self.counts.fallbacks =
            fallbacks.iter().map(|found| found.variants).sum::<u64>() + pair.unlisted_fallbacks();
        self.counts.left_out_variants = pair.left_out();
        for fallback in fallbacks {
            let code = DiagnosticCode::LanguageFallback;
            let place = Position { line: 1, column: 1 };
            let mut finding = Finding::new(code, place, fallback.to_string());
            if fallback.kind <= LanguageMatch::Equivalent {
                finding.severity = Severity::Note;
            }
            self.tell(Path::new(""), &finding)?;
        }
        Ok(())
    }
}
