//! A document with what a memory has for it, and what is written of it: the
//! target document, the annotated document, and units.

mod annotated;
mod filling;
mod ids;
mod units;

use std::borrow::Cow;

use super::reuse::Reuse;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::Context;
use crate::inline::CodedText;
use crate::language::Language;
use crate::memory::Match;
use crate::segmentation::{SourceDocument, SourceSegment};
use filling::Filling;
pub(super) use ids::{SegmentIds, ordinal};

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
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Pretranslation<'d> {
    document: &'d SourceDocument<'d>,
    context: Context,
    languages: Languages,
    ids: SegmentIds,
    /// How many matches stand beside the one that fills a segment.
    alternatives: usize,
    segments: Vec<PretranslatedSegment>,
    /// What stands in place of each segment.
    fillings: Vec<Option<Filling>>,
}

/// The languages that a document is translated from and into.
#[derive(Clone, Debug)]
struct Languages {
    source: Language,
    target: Option<Language>,
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
    pub(super) text: CodedText,
    pub(super) reuse: Option<Reuse>,
    pub(super) matches: Vec<Match>,
}

impl PretranslatedSegment {
    /// The text of the segment.
    pub fn text(&self) -> &CodedText {
        &self.text
    }

    /// What fills it, where there is something at the threshold or better that is
    /// more than white space.
    pub fn reuse(&self) -> Option<&Reuse> {
        self.reuse.as_ref()
    }

    /// The matches at the threshold or better, the best first; the first is what
    /// fills it as a rule.
    pub fn matches(&self) -> &[Match] {
        &self.matches
    }
}

impl<'d> Pretranslation<'d> {
    /// The languages are those of the memory, where it could choose a pair; else
    /// those of the context.
    pub(super) fn new(
        document: &'d SourceDocument<'d>,
        context: Context,
        languages: Option<(Language, Language)>,
        alternatives: usize,
        mut segments: Vec<PretranslatedSegment>,
    ) -> Self {
        let languages = match languages {
            Some((source, target)) => Languages { source, target: Some(target) },
            None => Languages {
                source: context.source_language().cloned().unwrap_or_else(Language::en_us),
                target: context.target_language().cloned(),
            },
        };
        let ids = SegmentIds::of(document, &context);
        let fillings = document.segments().zip(&mut segments);
        let fillings = fillings.map(|(segment, found)| {
            let filling = found.reuse.as_ref().and_then(|it| Filling::of(it, segment.syntax()));
            // A segment is filled in all forms or in none.
            found.reuse = found.reuse.take().filter(|_| filling.is_some());
            filling
        });
        let fillings = fillings.collect();
        Self { document, context, languages, ids, alternatives, segments, fillings }
    }

    /// The language of the document.
    pub fn source_language(&self) -> &Language {
        &self.languages.source
    }

    /// The language that it is translated into; nothing where neither the memory
    /// nor the settings nor the context name one.
    pub fn target_language(&self) -> Option<&Language> {
        self.languages.target.as_ref()
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
        self.document.fill(|segment| self.filling(segment))
    }

    /// The target document with annotation: each filled segment as a pair of
    /// target and source under its id, which [`Document`](crate::Document) reads.
    ///
    /// Segments that are not filled stay text of the source language, as a pair of
    /// a text and itself would spoil the memory that the document is imported
    /// into. Values of the front matter are filled and have no annotation, as in
    /// published documents. A pair that could not be read back from its place is
    /// filled without annotation too, and a diagnostic says where.
    pub fn annotated(&self) -> Annotated {
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

    /// The filled segments that somebody has to look at because of their codes, by
    /// their bytes in the source document, in its order: a code of the source is
    /// missing, or the translation reads otherwise where it stands.
    ///
    /// They are filled all the same: the words are worth more than an empty place.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{Context, DiagnosticCode, Leverage, Memory, SourceDocument};
    /// use bitext::{TranslationUnit, Variant};
    ///
    /// let memory = Memory::new();
    /// memory.add(TranslationUnit::bilingual(
    ///     Variant::new("en-US".parse().ok(), "Save the file".into()),
    ///     Variant::new("de-DE".parse().ok(), "Datei speichern".into()),
    /// ))?;
    /// let document = SourceDocument::parse(b"Save the **file**\n");
    /// let found = Leverage::new(&memory).pretranslate(&document, &Context::new("a.md"))?;
    ///
    /// assert_eq!(found.target(), b"Datei speichern\n");
    /// let diagnostics = found.diagnostics();
    /// assert_eq!(diagnostics[0].code, DiagnosticCode::CodesDiffer);
    /// assert_eq!(diagnostics[0].range, 0..17);
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let fillings = self.document.segments().zip(&self.fillings);
        let doubts = fillings.filter_map(|(segment, it)| Some((segment, it.as_ref()?.doubt?)));
        let diagnostic = |(segment, doubt): (SourceSegment<'_>, filling::Doubt)| {
            Diagnostic::new(DiagnosticCode::CodesDiffer, segment.range(), doubt.message())
        };
        doubts.map(diagnostic).collect()
    }

    /// What stands in place of a segment, with the markup of the document.
    fn filling(&self, segment: SourceSegment<'_>) -> Option<Cow<'_, str>> {
        let filling = self.fillings[segment.ordinal()].as_ref()?;
        Some(Cow::Borrowed(&filling.markup))
    }
}

/// A pretranslated document with annotation; made by
/// [`Pretranslation::annotated`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Annotated {
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
