//! Documents in, an exchange file out.

use std::collections::HashSet;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_128;

use super::ordered::in_order;
use super::summary::{FileReport, Summary};
use super::walk::Input;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::{Context, Document, DocumentBuilder};
use crate::error::{Error, ErrorKind};
use crate::exchange::Encode;
use crate::language::Language;
use crate::unit::TranslationUnit;

/// Extracts the units of documents into one exchange file.
///
/// Files are read in parallel and written in order, so that the bytes are the
/// same for any number of jobs; memory does not grow with the number of files,
/// but for 16 bytes a pair where only unique ones are wanted.
///
/// # Example
///
/// ```no_run
/// use bitext::{jsonl, pipeline::{Extractor, Walk}};
///
/// let inputs = Walk::new().inputs(&["docs"])?;
/// let mut lines = Vec::new();
/// let summary =
///     Extractor::new().run(inputs, &jsonl::Encoder, &mut lines, |report| {
///         println!("{}: {} segments", report.path.display(), report.counts.segments);
///     })?;
/// assert_eq!(summary.errors, 0);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Extractor {
    document: DocumentBuilder,
    source_language: Option<Language>,
    target_language: Option<Language>,
    unique: bool,
    jobs: usize,
}

impl Default for Extractor {
    fn default() -> Self {
        Self {
            document: Document::builder(),
            source_language: None,
            target_language: None,
            unique: false,
            jobs: 1,
        }
    }
}

/// What a worker makes of one file.
struct Extracted {
    report: FileReport,
    /// The encoded units, one after the other.
    bytes: Vec<u8>,
    /// Where each unit ends in `bytes`, and the hash of its pair; empty where
    /// every pair is written.
    units: Vec<(usize, u128)>,
}

impl Extractor {
    /// Every pair, on one core, languages as the documents name them.
    pub fn new() -> Self {
        Self::default()
    }

    /// How documents are read; the format is that of the file name.
    #[must_use]
    pub fn document(mut self, builder: DocumentBuilder) -> Self {
        self.document = builder;
        self
    }

    /// The language of the sources of documents that name none.
    #[must_use]
    pub fn source_language(mut self, language: Option<Language>) -> Self {
        self.source_language = language;
        self
    }

    /// The language of the targets of documents that name none.
    #[must_use]
    pub fn target_language(mut self, language: Option<Language>) -> Self {
        self.target_language = language;
        self
    }

    /// Whether a pair of the same texts and languages is written only once.
    #[must_use]
    pub fn unique(mut self, unique: bool) -> Self {
        self.unique = unique;
        self
    }

    /// The number of threads.
    #[must_use]
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.jobs = jobs;
        self
    }

    /// Reads the inputs and writes their units; `observe` is told of each file
    /// in its turn.
    ///
    /// # Errors
    ///
    /// Where an input cannot be read or the writer fails. What cannot be used
    /// inside a document is a diagnostic in its report instead.
    pub fn run(
        &self,
        inputs: impl Iterator<Item = Result<Input, Error>>,
        encoder: &dyn Encode,
        mut writer: impl Write,
        mut observe: impl FnMut(&FileReport),
    ) -> Result<Summary, Error> {
        let mut summary = Summary::default();
        let mut seen = HashSet::new();
        let mut edge = Vec::new();
        encoder.write_header(&mut edge)?;
        writer.write_all(&edge)?;
        let buffers = Buffers::default();
        in_order(
            self.jobs,
            inputs,
            |input| self.extract(&input, encoder, &buffers),
            |extracted| {
                let mut extracted = extracted?;
                extracted.write(self.unique.then_some(&mut seen), &mut writer)?;
                summary.add(&extracted.report.counts);
                observe(&extracted.report);
                buffers.give_back(extracted.bytes);
                Ok(())
            },
        )?;
        edge.clear();
        encoder.write_footer(&mut edge);
        writer.write_all(&edge)?;
        Ok(summary)
    }

    fn extract(
        &self,
        input: &Input,
        encoder: &dyn Encode,
        buffers: &Buffers,
    ) -> Result<Extracted, Error> {
        let mut bytes = buffers.take();
        input.read_into(&mut bytes)?;
        let document = input.parse(&self.document, &bytes);
        let context = self.context(input);
        let mut diagnostics = document.language_diagnostics(&context);
        diagnostics.extend_from_slice(document.diagnostics());
        let mut extracted = Extracted {
            report: FileReport { counts: Summary::of(&document), ..FileReport::default() },
            bytes: buffers.take(),
            units: Vec::new(),
        };
        let mut units = 0;
        let (mut reader, mut unit) = (document.units(&context), TranslationUnit::default());
        while reader.read(&mut unit) {
            units += 1;
            extracted.encode(&unit, encoder, self.unique, &mut diagnostics);
        }
        let mut counts = extracted.report.counts;
        counts.empty = counts.segments - units;
        extracted.report = FileReport::new(&input.path, &document, counts, diagnostics);
        drop(document);
        buffers.give_back(bytes);
        Ok(extracted)
    }

    fn context(&self, input: &Input) -> Context {
        let mut context = Context::new(&input.relative);
        if let Some(language) = &self.source_language {
            context = context.with_source_language(language.clone());
        }
        if let Some(language) = &self.target_language {
            context = context.with_target_language(language.clone());
        }
        context
    }
}

/// Buffers that are used again: fresh memory for each file costs more than to
/// read it.
#[derive(Default)]
struct Buffers(Mutex<Vec<Vec<u8>>>);

impl Buffers {
    /// An empty buffer.
    fn take(&self) -> Vec<u8> {
        let mut spare = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        spare.pop().unwrap_or_default()
    }

    fn give_back(&self, mut buffer: Vec<u8>) {
        /// A larger one is given back to the system.
        const KEPT: usize = 8 << 20;
        if buffer.capacity() <= KEPT {
            buffer.clear();
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
        }
    }
}

impl Extracted {
    /// Encodes a unit, or says why it is left out.
    fn encode(
        &mut self,
        unit: &TranslationUnit,
        encoder: &dyn Encode,
        unique: bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let range = unit.placement.as_ref().map_or(0..0, |place| place.range.clone());
        match encoder.write_unit(unit, &mut self.bytes) {
            Ok(report) => {
                self.report.counts.written += 1;
                if unique {
                    self.units.push((self.bytes.len(), pair_hash(unit)));
                }
                let removed = report.removed_characters;
                if removed > 0 {
                    self.report.counts.removed_characters += removed as u64;
                    let message =
                        format!("removed {removed} characters that the format cannot hold");
                    diagnostics.push(Diagnostic::new(
                        DiagnosticCode::ForbiddenCharacter,
                        range,
                        message,
                    ));
                }
            }
            Err(error) => {
                self.report.counts.refused += 1;
                let message = match error.kind() {
                    ErrorKind::Unit { message, .. } => message.clone(),
                    _ => error.to_string(),
                };
                // A language that the whole document lacks is reported once.
                let lacks_language = unit.variants.iter().any(|variant| variant.language.is_none());
                if !lacks_language {
                    diagnostics.push(Diagnostic::new(
                        DiagnosticCode::UnitNotWritten,
                        range,
                        message,
                    ));
                }
            }
        }
    }

    /// Writes the units, only those with a pair not yet seen where `seen` is given.
    fn write(
        &mut self,
        seen: Option<&mut HashSet<u128>>,
        writer: &mut impl Write,
    ) -> Result<(), Error> {
        let Some(seen) = seen else { return Ok(writer.write_all(&self.bytes)?) };
        let mut start = 0;
        for &(end, hash) in &self.units {
            if seen.insert(hash) {
                writer.write_all(&self.bytes[start..end])?;
            } else {
                self.report.counts.written -= 1;
                self.report.counts.duplicates += 1;
            }
            start = end;
        }
        Ok(())
    }
}

/// A hash of the languages and texts of a unit. With 128 bits, two different
/// pairs among a billion have the same one with a chance of 10⁻²¹.
fn pair_hash(unit: &TranslationUnit) -> u128 {
    let mut bytes = Vec::new();
    for variant in &unit.variants {
        let language = variant.language.as_ref().map_or("", |language| language.as_str());
        for text in [language, &variant.text.markup()] {
            bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
    }
    xxh3_128(&bytes)
}
