//! Units while they are read: what is the same for a `trans-unit` and a `unit`.

use std::io::Read;
use std::sync::Arc;

use super::metadata::UnitMetadata;
use super::{Version, identity};
use crate::diagnostic::DiagnosticCode;
use crate::error::Error;
use crate::exchange::codes::pending::{Fault, Half, PendingCode, PendingText};
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::inline::{Attribute, CodedText};
use crate::language::Language;
use crate::unit::{Proposal, State, TranslationUnit, Variant};

/// What a `file` element says of its units.
#[derive(Clone, Debug, Default)]
pub(super) struct FileElement {
    /// Its id, which it has in XLIFF 2.x.
    pub(super) id: Option<String>,
    pub(super) path: Option<Arc<str>>,
    pub(super) source: Option<Language>,
    pub(super) target: Option<Language>,
    /// Whether this library wrote it.
    pub(super) is_own: bool,
}

/// A `source` or `target` element.
#[derive(Debug, Default)]
pub(super) struct TextElement {
    pub(super) pending: PendingText,
    pub(super) language: Option<Language>,
    pub(super) state: Option<State>,
    pub(super) attributes: Vec<Attribute>,
}

impl TextElement {
    pub(super) fn into_variant<R: Read>(self, cursor: &mut Cursor<R>) -> Variant {
        Variant {
            state: self.state,
            attributes: self.attributes,
            ..Variant::new(self.language, finish(self.pending, cursor))
        }
    }
}

/// Returns the language of the text that began: its own, or the usual one.
pub(super) fn language<R: Read>(
    cursor: &mut Cursor<R>,
    usual: Option<&Language>,
) -> Option<Language> {
    cursor.language_of_text("xml:lang").or_else(|| usual.cloned())
}

/// Returns the text that was read; what is wrong in it are findings.
pub(super) fn finish<R: Read>(mut pending: PendingText, cursor: &mut Cursor<R>) -> CodedText {
    let mut faults = Vec::new();
    let text = pending.finish(&mut faults);
    for fault in faults {
        let (code, message) = match fault {
            Fault::Unpaired(id) => (
                DiagnosticCode::UnpairedCode,
                format!("expected both halves of a pair, but found only one with the id `{id}`"),
            ),
            Fault::Repeated(id) => (
                DiagnosticCode::RepeatedCode,
                format!("expected the id of a pair once, but found `{id}` again"),
            ),
        };
        cursor.find(code, message);
    }
    text
}

/// How deep elements may be inside each other, which is far more than a person
/// can follow: each depth takes stack.
const MOST_DEPTH: usize = 512;

/// Reads an element inside a text.
pub(super) type ReadElement<R> = fn(&mut Cursor<R>, &mut PendingText) -> Result<(), Error>;

/// Reads the content of the element that began: text and inline codes.
pub(super) fn read_content<R: Read>(
    cursor: &mut Cursor<R>,
    pending: &mut PendingText,
    element: ReadElement<R>,
) -> Result<(), Error> {
    loop {
        match cursor.advance()? {
            Step::Text => pending.push_text(cursor.text()),
            Step::Start if cursor.depth() > MOST_DEPTH => {
                let message = format!(
                    "expected at most {MOST_DEPTH} elements inside each other, but found more"
                );
                return Err(cursor.error(message));
            }
            Step::Start => element(cursor, pending)?,
            Step::End | Step::Done => return Ok(()),
        }
    }
}

/// Reads the text inside the element that began, which is both halves of a pair.
pub(super) fn read_pair<R: Read>(
    [mut open, mut close]: [PendingCode; 2],
    cursor: &mut Cursor<R>,
    pending: &mut PendingText,
    element: ReadElement<R>,
) -> Result<(), Error> {
    debug_assert!(open.half == Half::Open && close.half == Half::Close);
    open.link = pending.container();
    close.link.clone_from(&open.link);
    close.partner_id.clone_from(&open.id);
    pending.push_code(open);
    read_content(cursor, pending, element)?;
    pending.push_code(close);
    Ok(())
}

/// Reads an element that a text should not have: what is inside is text all the same.
pub(super) fn read_unknown<R: Read>(
    cursor: &mut Cursor<R>,
    pending: &mut PendingText,
    element: ReadElement<R>,
) -> Result<(), Error> {
    let message = format!("expected no `{}` in a text; what is inside it is kept", cursor.name());
    cursor.find(DiagnosticCode::UnexpectedElement, message);
    read_content(cursor, pending, element)
}

/// Adds a code whose element is empty.
pub(super) fn read_empty<R: Read>(
    code: PendingCode,
    cursor: &mut Cursor<R>,
    pending: &mut PendingText,
) -> Result<(), Error> {
    pending.push_code(code);
    cursor.skip()
}

/// Returns a unit with what is on the element that began, but for the attributes
/// of these names.
pub(super) fn start_unit<R: Read>(
    cursor: &mut Cursor<R>,
    file: &FileElement,
    read_apart: &[&str],
) -> TranslationUnit {
    let mut unit = TranslationUnit { id: cursor.required("id"), ..TranslationUnit::default() };
    let is_kept = |name: &str| !name.contains(':') && !read_apart.contains(&name);
    let kept = cursor.attributes().filter(|(name, _)| is_kept(name));
    unit.attributes = kept.map(|(name, value)| Attribute::new(name, value)).collect();
    let file_id = file.id.as_ref().map(|id| Attribute::new(identity::FILE_ID, id));
    unit.attributes.extend(file_id);
    unit.origin.path.clone_from(&file.path);
    unit.target_language.clone_from(&file.target);
    unit
}

/// Gives a unit that this library wrote the id that it had then: the one that was
/// written apart, or else that of the attribute for names.
pub(super) fn restore_id(unit: &mut TranslationUnit, version: Version, apart: Option<&str>) {
    let is_name = |attribute: &Attribute| attribute.name == version.name_attribute();
    let id = match (apart, unit.attributes.iter().position(is_name)) {
        (Some(apart), _) => Some(apart.to_owned()),
        (None, Some(name)) => Some(unit.attributes.remove(name).value),
        (None, None) => unit.id.take().filter(|id| !identity::is_made_up(id)),
    };
    unit.id = id.filter(|id| !id.is_empty());
}

/// What becomes a unit: the texts of an element for units, or of one of its
/// segments.
#[derive(Debug)]
pub(super) struct Segment {
    /// Its id among the others.
    pub(super) id: String,
    pub(super) source: Variant,
    pub(super) target: Option<Variant>,
    pub(super) proposals: Vec<Proposal>,
    pub(super) others: Vec<Variant>,
}

/// Returns the units of the segments of an element. Each has what is known of
/// the whole, or only the first where that would be too many copies.
pub(super) fn units<R: Read>(
    mut whole: TranslationUnit,
    mut metadata: UnitMetadata,
    segments: Vec<Segment>,
    cursor: &mut Cursor<R>,
) -> Vec<TranslationUnit> {
    let count = segments.len();
    let is_copied = count > 1 && metadata.may_be_copied(&whole, count);
    if count > 1 && !is_copied {
        cursor.find_copies();
    }
    let unit = |segment: Segment| {
        let (mut unit, metadata) = match is_copied {
            true => (whole.clone(), metadata.clone()),
            false => {
                let mut rest = TranslationUnit::default();
                rest.origin.path.clone_from(&whole.origin.path);
                rest.target_language.clone_from(&whole.target_language);
                (std::mem::replace(&mut whole, rest), std::mem::take(&mut metadata))
            }
        };
        if count > 1 {
            unit.id = unit.id.map(|id| format!("{id}#{}", segment.id));
        }
        segment.into_unit(unit, metadata)
    };
    segments.into_iter().map(unit).collect()
}

impl Segment {
    fn into_unit(self, mut unit: TranslationUnit, metadata: UnitMetadata) -> TranslationUnit {
        let (mut source, mut target) = (self.source, self.target);
        let is_untranslated = target.is_none() && self.others.is_empty();
        unit.target_language = unit.target_language.filter(|_| is_untranslated);
        metadata.apply(&mut unit, &mut source, target.as_mut());
        if unit.context.document.is_none() {
            unit.context.document.clone_from(&unit.origin.path);
        }
        unit.source_language = source.language.clone().into();
        unit.proposals = self.proposals;
        unit.variants = [Some(source), target].into_iter().flatten().chain(self.others).collect();
        unit
    }
}
