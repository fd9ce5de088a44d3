//! A document with what a memory has for it, and what is written of it: the
//! target document, the annotated document ([`annotated`]), units ([`units`]) and
//! a record of each segment.

mod annotated;
mod units;

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::reuse::Reuse;
use super::segment_ids::SegmentIds;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::Context;
use crate::inline::{CodedText, Syntax};
use crate::language::Language;
use crate::memory::{Difference, Match};
use crate::segmentation::{SourceDocument, SourceSegment};

/// A document with what a memory has for each of its segments.
///
/// # Example
///
/// ```
/// use bitext::{Context, Leverage, Memory, SourceDocument, TranslationUnit, Variant};
///
/// let memory = Memory::new();
/// memory.add(TranslationUnit::bilingual(
///     Variant::new("en-US".parse().ok(), "High water".into()),
///     Variant::new("de-DE".parse().ok(), "Hochwasser".into()),
/// ))?;
/// let document = SourceDocument::parse(b"# High water\n\nAt noon.\n");
/// let found = Leverage::new(&memory).pretranslate(&document, &Context::new("tides.md"))?;
///
/// assert_eq!(found.target(), b"# Hochwasser\n\nAt noon.\n");
/// assert_eq!(found.annotated().pairs, 1);
/// assert_eq!(found.units().filter(|unit| unit.target().is_some()).count(), 1);
///
/// let json = serde_json::to_value(&found).unwrap();
/// assert_eq!(json["segments"][0]["target"], "Hochwasser");
/// assert_eq!(json["segments"][0]["method"], "exact");
/// assert_eq!(json["segments"][1]["target"], serde_json::Value::Null);
/// # Ok::<(), bitext::Error>(())
/// ```
///
/// # Serialization
///
/// An object with `path`, `source_language`, `target_language` where it is known,
/// and `segments`, each with `id`, `ordinal` (from 0), `line` (from 1), `range`
/// (bytes from 0), `source` as written, and the fields of its [`Reuse`] where
/// something fills it.
#[derive(Clone, Debug)]
pub struct Pretranslation<'d> {
    document: &'d SourceDocument<'d>,
    context: Context,
    source_language: Language,
    target_language: Option<Language>,
    ids: SegmentIds,
    /// How many matches stand beside the one that fills a segment.
    alternatives: usize,
    segments: Vec<PretranslatedSegment>,
}

/// A segment with what a memory has for it.
///
/// # Example
///
/// ```
/// use bitext::{Context, Leverage, Memory, SourceDocument, TranslationUnit, Variant};
///
/// let memory = Memory::new();
/// memory.add(TranslationUnit::bilingual(
///     Variant::new("en-US".parse().ok(), "High water".into()),
///     Variant::new("de-DE".parse().ok(), "Hochwasser".into()),
/// ))?;
/// let document = SourceDocument::parse(b"# High water\n\nAt noon.\n");
/// let found = Leverage::new(&memory).pretranslate(&document, &Context::new("tides.md"))?;
///
/// let [first, second]: [_; 2] = found.segments().collect::<Vec<_>>().try_into().unwrap();
/// assert_eq!(first.1.text().text(), "High water");
/// assert_eq!(first.1.reuse().map(|reuse| reuse.target().text()), Some("Hochwasser"));
/// assert_eq!(first.1.matches().len(), 1);
/// assert!(second.1.reuse().is_none());
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct PretranslatedSegment {
    text: CodedText,
    matches: Vec<Match>,
    /// What fills it, and how that is written in its place.
    filled: Option<(Reuse, WrittenTarget)>,
    /// Whether the target document has it.
    is_filled: bool,
}

/// A translation as its place needs it.
#[derive(Clone, Debug)]
struct WrittenTarget {
    /// The translation with the markup of its place.
    markup: String,
    /// Why somebody has to look at it.
    doubt: Option<Doubt>,
}

/// Why somebody has to look at the codes of a translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubt {
    /// A code of the source has no place in it.
    LacksCodes,
    /// It reads otherwise where it stands.
    ReadsOtherwise,
}

impl PretranslatedSegment {
    /// Joins what was found for a segment, whose markup is in this syntax. A
    /// translation of white space alone fills nothing, in all that is written.
    pub(super) fn new(
        text: CodedText,
        matches: Vec<Match>,
        reuse: Option<Reuse>,
        syntax: Option<Syntax>,
        fuzzy_in_documents: bool,
    ) -> Self {
        let filled = reuse.and_then(|reuse| {
            let written = WrittenTarget::of(&reuse, syntax)?;
            Some((reuse, written))
        });
        let is_filled = filled.as_ref().is_some_and(|(reuse, _)| {
            reuse.is_certain() || fuzzy_in_documents && !reuse.differs_in_modality()
        });
        Self { text, matches, filled, is_filled }
    }

    /// The text of the segment.
    pub fn text(&self) -> &CodedText {
        &self.text
    }

    /// What fills it in exchange files, and in documents where it
    /// [`is_filled`](Self::is_filled): something with the asked score or better that is
    /// more than white space.
    pub fn reuse(&self) -> Option<&Reuse> {
        self.filled.as_ref().map(|(reuse, _)| reuse)
    }

    /// Whether the target document has the translation: one that nobody has to look
    /// at, or that is asked for by
    /// [`Leverage::with_fuzzy_in_documents`](crate::Leverage::with_fuzzy_in_documents).
    pub fn is_filled(&self) -> bool {
        self.is_filled
    }

    /// Returns what the target document has.
    fn written(&self) -> Option<(&Reuse, &WrittenTarget)> {
        let (reuse, written) = self.filled.as_ref().filter(|_| self.is_filled)?;
        Some((reuse, written))
    }

    /// The matches with the asked score or better, the best first; the first is what
    /// fills it as a rule.
    pub fn matches(&self) -> &[Match] {
        &self.matches
    }
}

impl WrittenTarget {
    /// Writes a translation as its place needs it: escaped as the document does it,
    /// or as it reads where there is no markup. Returns `None` for white space
    /// alone.
    fn of(reuse: &Reuse, syntax: Option<Syntax>) -> Option<Self> {
        let target = reuse.target();
        let spelled = match syntax {
            Some(syntax) => target.spelled(syntax),
            None => target.spelled_plain(),
        };
        let doubt = match (reuse.lacks_codes(), spelled.is_faithful) {
            (true, _) => Some(Doubt::LacksCodes),
            (false, false) => Some(Doubt::ReadsOtherwise),
            (false, true) => None,
        };
        let is_blank = spelled.markup.trim().is_empty();
        (!is_blank).then_some(Self { markup: spelled.markup, doubt })
    }
}

impl Doubt {
    /// Says it in a diagnostic.
    fn message(self) -> &'static str {
        match self {
            Doubt::LacksCodes => {
                "expected the inline codes of the source, but found no place for some of them in \
                 the translation of the memory; it is filled in without them: add them by hand"
            }
            Doubt::ReadsOtherwise => {
                "expected a translation that reads the same where it stands, but found inline \
                 codes that are text or nothing there; look at the segment"
            }
        }
    }

    /// Says it in a note for who translates the unit.
    fn note(self) -> &'static str {
        match self {
            Doubt::LacksCodes => "inline codes of the source are missing",
            Doubt::ReadsOtherwise => "inline codes do not work where they stand",
        }
    }
}

impl<'d> Pretranslation<'d> {
    /// Joins what was found. The languages are those of the memory, where it could
    /// choose a pair; else those of the context.
    pub(super) fn new(
        document: &'d SourceDocument<'d>,
        context: Context,
        languages: Option<(Language, Language)>,
        alternatives: usize,
        segments: Vec<PretranslatedSegment>,
    ) -> Self {
        let (source_language, target_language) = match languages {
            Some((source, target)) => (source, Some(target)),
            None => (
                context.source_language().cloned().unwrap_or_else(Language::en_us),
                context.target_language().cloned(),
            ),
        };
        let ids = SegmentIds::of(document, &context);
        Self { document, context, source_language, target_language, ids, alternatives, segments }
    }

    /// The language of the document.
    pub fn source_language(&self) -> &Language {
        &self.source_language
    }

    /// The language that it is translated into; nothing where neither the memory
    /// nor the settings nor the context name one.
    pub fn target_language(&self) -> Option<&Language> {
        self.target_language.as_ref()
    }

    /// The segments and what was found for each, in the order of the document.
    pub fn segments(
        &self,
    ) -> impl ExactSizeIterator<Item = (SourceSegment<'d>, &PretranslatedSegment)> {
        self.document.segments().zip(&self.segments)
    }

    /// The id of a segment by its number, from 0: `xxxxx-NNN`, in the annotated
    /// document and at the end of its unit's id.
    ///
    /// The digits before the hyphen are made of the path and the bytes of the
    /// document, the number counts its segments from 101: the id of a segment
    /// changes with the path, with any change of the document, and with the rules
    /// of segmentation.
    pub fn segment_id(&self, ordinal: usize) -> String {
        self.ids.segment(ordinal)
    }

    /// The target document: the source with each segment that is filled in the
    /// target language, and the others as they are.
    pub fn target(&self) -> Vec<u8> {
        self.document.fill(|segment| self.markup(segment))
    }

    /// The target document with annotation: each filled segment as a pair of
    /// target and source under its id, which [`Document`](crate::Document) reads.
    ///
    /// Segments that are not filled stay text of the source language, as a pair of
    /// a text and itself would spoil the memory that the document is imported
    /// into. Values of the front matter are filled and have no annotation, as in
    /// published documents. A pair that could not be read back from its place is
    /// filled without annotation too, and a diagnostic says where.
    pub fn annotated(&self) -> AnnotatedDocument {
        annotated::annotated(self)
    }

    /// A unit for each segment, filled or not: what XLIFF is written from.
    ///
    /// A unit has the source, the target where the segment is filled, its place in
    /// the document, the sources before and after it, and what the memory proposes,
    /// what fills it first. A target that people translated and whose source is
    /// identical is [`Translated`](crate::State::Translated); all others are
    /// [`NeedsReview`](crate::State::NeedsReview): near, repaired and assembled
    /// matches, what a machine translated or an aligner paired, and what
    /// [`diagnostics`](Self::diagnostics) speaks of. A unit that says nothing of who
    /// translated it counts as one that people did.
    pub fn units(&self) -> impl ExactSizeIterator<Item = crate::unit::TranslationUnit> {
        units::units(self)
    }

    /// The segments of the target document that somebody has to look at, by their
    /// bytes in the source document, in its order: the source of the translation
    /// differs in a word, a code of the source is missing, or the translation reads
    /// otherwise where it stands.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::diagnostic::DiagnosticCode;
    /// use bitext::{Context, Leverage, Memory, SourceDocument};
    /// use bitext::{TranslationUnit, Variant};
    ///
    /// let memory = Memory::new();
    /// memory.add(TranslationUnit::bilingual(
    ///     Variant::new("en-US".parse().ok(), "Save the file".into()),
    ///     Variant::new("de-DE".parse().ok(), "Datei speichern".into()),
    /// ))?;
    /// let document = SourceDocument::parse(b"Save the **file**\n");
    /// let leverage = Leverage::new(&memory).with_fuzzy_in_documents(true);
    /// let found = leverage.pretranslate(&document, &Context::new("a.md"))?;
    ///
    /// assert_eq!(found.target(), b"Datei speichern\n");
    /// let diagnostics = found.diagnostics();
    /// assert_eq!(diagnostics[0].code, DiagnosticCode::CodesDiffer);
    /// assert_eq!(diagnostics[0].range, 0..17);
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let diagnostic = |(segment, found): (SourceSegment<'_>, &PretranslatedSegment)| {
            let (reuse, written) = found.written()?;
            let (code, message) = match written.doubt {
                Some(doubt) => (DiagnosticCode::CodesDiffer, doubt.message().to_owned()),
                None if reuse.is_certain() => return None,
                None => (DiagnosticCode::NearMatch, near_match(reuse, found.text())),
            };
            Some(Diagnostic::new(code, segment.range(), message))
        };
        self.segments().filter_map(diagnostic).collect()
    }

    /// Returns what takes the place of a segment, with the markup of the document.
    fn markup(&self, segment: SourceSegment<'_>) -> Option<Cow<'_, str>> {
        let (_, written) = self.segments[segment.ordinal()].written()?;
        Some(Cow::Borrowed(&written.markup))
    }

    /// Records what became of each segment, each record with the path of the
    /// document, for a report of many documents.
    #[cfg(feature = "pipeline")]
    pub(crate) fn records(&self) -> impl Iterator<Item = SegmentRecord<'_>> {
        let path = Some(self.context.path());
        self.segments().map(move |(segment, found)| SegmentRecord {
            path,
            ..SegmentRecord::of(segment, found)
        })
    }
}

/// Says how the source of a near match differs.
fn near_match(reuse: &Reuse, text: &CodedText) -> String {
    let Some(found) = reuse.matches().first() else { return String::new() };
    let (own, wanted) = (found.source().text.markup(), text.markup());
    let differences = found.differences(&text.placeholders_as_text());
    let pieces = differences.iter().filter_map(|difference| match difference {
        Difference::Equal { .. } => None,
        Difference::Removed { from } => Some(format!("[-{}-]", own[from.clone()].trim())),
        Difference::Added { to } => Some(format!("{{+{}+}}", wanted[to.clone()].trim())),
    });
    let pieces: Vec<String> = pieces.collect();
    format!(
        "expected an identical source, but found one of {} that differs in {}; check the \
         translation, or ask for `--min-score 100`",
        reuse.score(),
        pieces.join(" ")
    )
}

/// What became of a segment, as it is serialized.
#[derive(Debug, Serialize)]
pub(crate) struct SegmentRecord<'p> {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    ordinal: usize,
    line: usize,
    range: [usize; 2],
    source: &'p str,
    #[serde(flatten)]
    reuse: Option<&'p Reuse>,
}

impl<'p> SegmentRecord<'p> {
    fn of(segment: SourceSegment<'p>, found: &'p PretranslatedSegment) -> Self {
        let range = segment.range();
        Self {
            path: None,
            id: None,
            ordinal: segment.ordinal(),
            line: segment.line(),
            range: [range.start, range.end],
            source: segment.source(),
            reuse: found.reuse(),
        }
    }
}

impl Serialize for Pretranslation<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Fields<'p> {
            path: &'p str,
            source_language: &'p Language,
            #[serde(skip_serializing_if = "Option::is_none")]
            target_language: Option<&'p Language>,
            segments: Vec<SegmentRecord<'p>>,
        }
        Fields {
            path: self.context.path(),
            source_language: &self.source_language,
            target_language: self.target_language.as_ref(),
            segments: self
                .segments()
                .map(|(segment, found)| SegmentRecord {
                    id: Some(self.segment_id(segment.ordinal())),
                    ..SegmentRecord::of(segment, found)
                })
                .collect(),
        }
        .serialize(serializer)
    }
}

/// A pretranslated document with annotation; made by
/// [`Pretranslation::annotated`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnnotatedDocument {
    /// The document.
    pub bytes: Vec<u8>,
    /// The number of pairs in it.
    pub pairs: usize,
    /// The segments that are filled without annotation, by their bytes in the
    /// source document.
    pub diagnostics: Vec<Diagnostic>,
}

#[cfg(test)]
mod tests;
