//! Translations back into the document that they are of.
//!
//! The document is segmented again, each unit goes to the segment that its id
//! names ([`assign`]), and its source has to be that segment's: a translation
//! never takes the place of another text. What exchange formats do not carry
//! comes from the document: the native forms of codes ([`codes`]) and how
//! characters are escaped.

mod assign;
mod codes;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::AddAssign;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, DiagnosticCode, Severity};
use crate::document::Context;
use crate::error::Error;
use crate::inline::CodedText;
use crate::segmentation::{FittedText, SourceDocument, SourceSegment};
use crate::unit::{State, TranslationUnit};
use assign::{SegmentUnit, Translation, UnitsBySegment};

/// A document with its translations in place; made by [`merge`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MergedDocument {
    /// The document.
    pub bytes: Vec<u8>,
    /// What became of its segments.
    pub counts: MergeCounts,
    /// What does not fit, by the bytes of the source document, in its order.
    pub diagnostics: Vec<Diagnostic>,
}

/// What became of the segments of a document; `translated`, `untranslated`,
/// `missing` and `refused` add up to `segments`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MergeCounts {
    /// The segments of the document.
    pub segments: usize,
    /// Those that have a translation now.
    pub translated: usize,
    /// Those whose unit has none: without a target, with an empty one whose state is
    /// not that of a translation, or with a copy of the source in the state of an
    /// untranslated one.
    pub untranslated: usize,
    /// Those without a unit.
    pub missing: usize,
    /// Those whose units do not agree.
    pub refused: usize,
    /// The units of other documents, which were passed over.
    pub other_documents: usize,
}

impl AddAssign for MergeCounts {
    fn add_assign(&mut self, other: Self) {
        self.segments += other.segments;
        self.translated += other.translated;
        self.untranslated += other.untranslated;
        self.missing += other.missing;
        self.refused += other.refused;
        self.other_documents += other.other_documents;
    }
}

/// The document with the targets of its units in place of its segments; what has
/// no translation stays in the source language.
///
/// Units may come in any order, and with those of other documents, as one
/// exchange file may hold a whole project; where all are of one document, its path
/// does not matter.
///
/// The units of a unit that a tool cut further into segments are put together
/// again. An empty target whose state is [`Translated`](State::Translated) or
/// further takes its segment away, and the space before it: so two sentences
/// become one. A value of the front matter stays.
///
/// # Errors
///
/// Where the units are of other documents only, a unit names no segment of the
/// document, or its source is not that of the segment: the document changed since
/// the units were made, or was segmented by other rules then.
///
/// # Example
///
/// ```
/// use bitext::{Context, Leverage, Memory, SourceDocument, Variant, merge};
///
/// let document = SourceDocument::parse(b"# Tides\n\nHigh water is at *noon*.\n");
/// let context = Context::new("tides.md").with_target_language("de-DE".parse()?);
/// let memory = Memory::new();
/// let mut units: Vec<_> =
///     Leverage::new(&memory).pretranslate(&document, &context)?.units().collect();
///
/// // A translator types; no memory and no markup is needed for that.
/// units[0].variants.push(Variant::new("de-DE".parse().ok(), "*Gezeiten*".into()));
///
/// let merged = merge(&document, &context, units)?;
/// assert_eq!(merged.bytes, b"# \\*Gezeiten\\*\n\nHigh water is at *noon*.\n");
/// assert_eq!((merged.counts.translated, merged.counts.untranslated), (1, 1));
/// # Ok::<(), bitext::Error>(())
/// ```
pub fn merge(
    document: &SourceDocument<'_>,
    context: &Context,
    units: impl IntoIterator<Item = TranslationUnit>,
) -> Result<MergedDocument, Error> {
    let UnitsBySegment { units, other_documents } = UnitsBySegment::of(document, context, units)?;
    let mut merger = Merger { counts: MergeCounts::default(), diagnostics: Vec::new() };
    merger.counts.other_documents = other_documents;
    let mut texts = BTreeMap::new();
    for (segment, units) in document.segments().zip(units) {
        merger.counts.segments += 1;
        if let Some(text) = merger.replacement(segment, units)? {
            texts.insert(segment.ordinal(), text);
        }
    }
    let markup = |segment: SourceSegment<'_>| texts.get(&segment.ordinal()).map(String::as_str);
    let bytes = document.fill_around(
        |segment| markup(segment).map(Cow::Borrowed),
        |FittedText { segment, text, begins_line }, out| {
            let after = &document.bytes()[segment.range().end..];
            let [start, end] = edge_spaces(markup(segment).unwrap_or_default(), out, after);
            let start = if begins_line { "" } else { start };
            [start, text, end].iter().for_each(|part| out.extend_from_slice(part.as_bytes()));
        },
    );
    Ok(MergedDocument { bytes, counts: merger.counts, diagnostics: merger.diagnostics })
}

/// Counts what becomes of the segments, and takes down what does not fit.
struct Merger {
    counts: MergeCounts,
    diagnostics: Vec<Diagnostic>,
}

impl Merger {
    /// Makes the text that takes the place of a segment. Returns `None` where the
    /// segment stays as it is.
    fn replacement(
        &mut self,
        segment: SourceSegment<'_>,
        units: Vec<SegmentUnit>,
    ) -> Result<Option<String>, Error> {
        let source = segment.text();
        let translations = assign::translations(units, segment, &source)?;
        let [first, others @ ..] = translations.as_slice() else {
            self.counts.missing += 1;
            let message = "expected a unit for each segment, but found none for this one; the \
                           source stays";
            self.report(DiagnosticCode::MissingUnit, segment, message);
            return Ok(None);
        };
        if !others.is_empty() && !self.agree(segment, first, others) {
            return Ok(None);
        }
        // A key of the front matter keeps a value.
        let can_fill = |target: &CodedText| segment.field().is_none() || !is_blank(target);
        let is_taken =
            |target: &CodedText| can_fill(target) && is_translation(target, &source, first.state);
        let Some(target) = first.target.as_ref().filter(|target| is_taken(target)) else {
            self.counts.untranslated += 1;
            return Ok(None);
        };
        self.counts.translated += 1;
        Ok(self.markup(segment, &source, target))
    }

    /// Whether the units of a segment have the same target; reports that they are
    /// several.
    fn agree(
        &mut self,
        segment: SourceSegment<'_>,
        first: &Translation,
        others: &[Translation],
    ) -> bool {
        let same = others.iter().all(|other| other.target == first.target);
        let message = match same {
            true => "expected one unit for each segment, but found several with the same target",
            false => {
                "expected one unit for each segment, but found several with different targets; \
                 the source stays: keep the unit whose target is right"
            }
        };
        let diagnostic = self.report(DiagnosticCode::RepeatedId, segment, message);
        if !same {
            diagnostic.severity = Severity::Error;
            self.counts.refused += 1;
        }
        same
    }

    /// Writes a target as markup. Returns `None` where that is what the segment has.
    fn markup(
        &mut self,
        segment: SourceSegment<'_>,
        source: &CodedText,
        target: &CodedText,
    ) -> Option<String> {
        if codes::are_alike(target, source) {
            return None;
        }
        if is_blank(target) {
            return Some(String::new());
        }
        let Some(syntax) = segment.syntax() else {
            return Some(target.spelled_plain().markup);
        };
        let spelled = target.spelled_like(source, syntax);
        if let Some(message) = codes::difference(source, target) {
            self.report(DiagnosticCode::CodesDiffer, segment, message);
        } else if !spelled.is_faithful {
            let message = "expected inline codes that work where they stand, but found some that \
                           read as text there; look at the segment";
            self.report(DiagnosticCode::CodesDiffer, segment, message);
        }
        Some(spelled.markup)
    }

    fn report(
        &mut self,
        code: DiagnosticCode,
        segment: SourceSegment<'_>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let at = self.diagnostics.len();
        self.diagnostics.push(Diagnostic::new(code, segment.range(), message));
        &mut self.diagnostics[at]
    }
}

/// Whether a target is a translation. Some tools want a copy of the source where
/// there is none yet, and leave its state when they translate it; others write an
/// empty target for none, unless a person says that it is done.
fn is_translation(target: &CodedText, source: &CodedText, state: Option<State>) -> bool {
    match is_blank(target) {
        true => matches!(state, Some(State::Translated | State::Reviewed | State::Final)),
        false => state != Some(State::Initial) || !codes::are_alike(target, source),
    }
}

fn is_blank(text: &CodedText) -> bool {
    text.text().trim().is_empty() && text.codes().next().is_none()
}

/// Returns the spaces at the edges of a text that stay where it is written: behind
/// `before`, in front of `after`.
///
/// People may mean them, in a language that has a space where the source has none.
/// At the start of a line they could make another block, and before a line of the
/// same paragraph a line break (CommonMark 0.31.2, sections 4.4 and 6.7): there
/// they are left out.
fn edge_spaces<'t>(text: &'t str, before: &[u8], after: &[u8]) -> [&'t str; 2] {
    let is_space = |character: char| matches!(character, ' ' | '\t');
    let inner = text.trim_matches(is_space);
    if inner.is_empty() {
        return ["", ""];
    }
    let start = &text[..text.len() - text.trim_start_matches(is_space).len()];
    let end = &text[text.trim_end_matches(is_space).len()..];
    // One space is no line break yet.
    let most = match after.first() {
        _ if end.is_empty() || !is_line_end(after) => end.len(),
        Some(b'\n' | b'\r') => 1,
        _ => 0,
    };
    [if is_line_start(before) { "" } else { start }, &end[..most.min(end.len())]]
}

fn is_line_start(before: &[u8]) -> bool {
    let mut bytes = before.iter().rev().skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
    bytes.next().is_none_or(|&byte| byte == b'\n')
}

/// Whether a line ends here, and the next one is not blank.
fn is_line_end(after: &[u8]) -> bool {
    let next = without_spaces(after).strip_prefix(b"\n").map(without_spaces);
    next.is_some_and(|next| !next.is_empty() && !next.starts_with(b"\n"))
}

/// Returns the bytes without the spaces at their start.
fn without_spaces(bytes: &[u8]) -> &[u8] {
    let spaces =
        bytes.iter().take_while(|&byte| matches!(byte, b' ' | b'\t' | b'\r' | 0xc)).count();
    &bytes[spaces..]
}

#[cfg(test)]
mod tests;
