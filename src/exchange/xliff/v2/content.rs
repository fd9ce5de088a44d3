//! The content of `source` and `target`, text and inline codes, read.

use std::collections::HashMap;
use std::io::Read;

use super::values::CodeType;
use crate::diagnostic::DiagnosticCode;
use crate::error::Error;
use crate::exchange::codes::pending::{Half, PendingCode, PendingText};
use crate::exchange::xliff::unit::{
    TextElement, language, read_content, read_empty, read_pair, read_unknown,
};
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::inline::{Attribute, CodeKind};
use crate::language::Language;
use crate::unit::Variant;

/// Native forms by the id of their `data`.
pub(super) type NativeForms = HashMap<String, String>;

/// What metadata says of codes that their elements have no attributes for: by the
/// id of a code or of a pair, and for its start and its end.
pub(super) type CodeNotes = HashMap<String, [Vec<(String, String)>; 2]>;

/// Reads the `source` or `target` that began; `usual` is the language of one that
/// names none.
pub(super) fn read_text<R: Read>(
    cursor: &mut Cursor<R>,
    usual: Option<&Language>,
) -> Result<TextElement, Error> {
    let mut text = TextElement { language: language(cursor, usual), ..TextElement::default() };
    read_content(cursor, &mut text.pending, element)?;
    Ok(text)
}

/// Returns the variant of a text, with native forms and what else is said of its
/// codes; what is wrong in it are findings.
pub(super) fn into_variant<R: Read>(
    mut element: TextElement,
    natives: &NativeForms,
    notes: &CodeNotes,
    cursor: &mut Cursor<R>,
) -> Variant {
    for code in element.pending.codes_mut() {
        let Some(reference) = code.data.take() else { continue };
        match natives.get(&reference) {
            Some(native) => code.native.clone_from(native),
            None => {
                let message =
                    format!("expected a `data` with the id `{reference}`, but found none");
                cursor.find(DiagnosticCode::InvalidAttribute, message);
            }
        }
    }
    apply(&mut element.pending, notes);
    element.into_variant(cursor)
}

/// Gives codes what metadata says of them. Ids change last, as notes go by them.
fn apply(pending: &mut PendingText, notes: &CodeNotes) {
    if notes.is_empty() {
        return;
    }
    for code in pending.codes_mut() {
        let is_end = code.half == Half::Close;
        let id = if is_end { &code.partner_id } else { &code.id };
        let Some(halves) = notes.get(id.as_deref().unwrap_or_default()) else { continue };
        let mut said = halves[usize::from(is_end)].iter().peekable();
        while let Some((name, value)) = said.next() {
            match name.as_str() {
                "own-id" => code.id = Some(value.clone()),
                "type" => code.type_name = Some(value.clone()),
                "subflows" => code.subflows = serde_json::from_str(value).unwrap_or_default(),
                "attribute" => {
                    let given = said.next_if(|(name, _)| name == "value");
                    let given = given.map_or("", |(_, value)| value);
                    code.attributes.push(Attribute::new(value, given));
                }
                _ => {}
            }
        }
        // A range that the native form does not have would be of no use.
        let native = &code.native;
        code.subflows.retain(|subflow| native.get(subflow.range.clone()).is_some());
    }
}

/// Reads an element inside a text.
fn element<R: Read>(cursor: &mut Cursor<R>, pending: &mut PendingText) -> Result<(), Error> {
    let is_isolated = cursor.attribute("isolated") == Some("yes");
    match cursor.core_name().unwrap_or_default() {
        "cp" => {
            let character = code_point(cursor);
            pending.push_text(character.encode_utf8(&mut [0; 4]));
            cursor.skip()
        }
        "ph" => read_empty(code(cursor, Half::Alone, ""), cursor, pending),
        "sc" if is_isolated => read_empty(code(cursor, Half::IsolatedOpen, ""), cursor, pending),
        "sc" => read_empty(code(cursor, Half::Open, ""), cursor, pending),
        "ec" if is_isolated => read_empty(code(cursor, Half::IsolatedClose, ""), cursor, pending),
        "ec" => {
            cursor.required("startRef");
            read_empty(code(cursor, Half::Close, ""), cursor, pending)
        }
        "pc" => {
            let halves = [code(cursor, Half::Open, "Start"), code(cursor, Half::Close, "End")];
            read_pair(halves, cursor, pending, element)
        }
        "mrk" => {
            let open = mark(cursor, Half::Open);
            let close = PendingCode::new(CodeKind::Annotation, Half::Close);
            read_pair([open, close], cursor, pending, element)
        }
        "sm" => read_empty(mark(cursor, Half::Open), cursor, pending),
        "em" => {
            let link = cursor.required("startRef").unwrap_or_default();
            let mut close = PendingCode::new(CodeKind::Annotation, Half::Close);
            close.partner_id = Some(link.clone());
            close.link = format!("m:{link}");
            read_empty(close, cursor, pending)
        }
        _ => read_unknown(cursor, pending, element),
    }
}

/// Returns the character of a `cp`; U+FFFD where it is invalid.
fn code_point<R: Read>(cursor: &mut Cursor<R>) -> char {
    let hex = cursor.required("hex").unwrap_or_default();
    let number = u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32);
    if number.is_none() {
        cursor.find_value("hex", &hex, "the number of a character");
    }
    number.unwrap_or('\u{fffd}')
}

/// Returns the code of the element that began; `which` is added to the names of
/// those attributes that each half of a `pc` has.
fn code<R: Read>(cursor: &mut Cursor<R>, half: Half, which: &str) -> PendingCode {
    let is_close = half == Half::Close;
    let own = match is_close {
        true if which.is_empty() => cursor.owned("startRef"),
        true => cursor.owned("id"),
        false => cursor.required("id"),
    };
    let known = CodeType { kind: cursor.attribute("type"), sub: cursor.attribute("subType") };
    let mut code = PendingCode::new(known.code_kind(), half);
    if !is_close {
        code.type_name = known.name().map(str::to_owned);
        code.attributes.extend(known.own().map(|own| Attribute::new("type", own)));
    }
    code.link = format!("c:{}", own.as_deref().unwrap_or_default());
    match is_close {
        true => code.partner_id = own,
        false => code.id = own,
    }
    code.data = cursor.owned(&format!("dataRef{which}"));
    code.equivalent = cursor.owned(&format!("equiv{which}"));
    code.attributes.extend(other_attributes(cursor, is_close, which));
    code
}

/// Returns a code's attributes that are kept, beside those that have a field.
fn other_attributes<R: Read>(cursor: &Cursor<R>, is_close: bool, which: &str) -> Vec<Attribute> {
    let kept = cursor.attributes().filter_map(|(name, value)| match name {
        "canCopy" | "canDelete" | "canOverlap" | "canReorder" | "copyOf" | "dir" if !is_close => {
            Some(Attribute::new(name, value))
        }
        name => {
            let each = name.strip_suffix(which)?;
            ["disp", "subFlows"].contains(&each).then(|| Attribute::new(each, value))
        }
    });
    kept.collect()
}

fn mark<R: Read>(cursor: &mut Cursor<R>, half: Half) -> PendingCode {
    let mut code = PendingCode::new(CodeKind::Annotation, half);
    code.id = cursor.required("id");
    code.link = format!("m:{}", code.id.as_deref().unwrap_or_default());
    code.type_name = cursor.owned("type").filter(|kind| kind != "generic");
    let kept = cursor.attributes();
    let kept = kept.filter(|(name, _)| ["value", "ref", "translate"].contains(name));
    code.attributes = kept.map(|(name, value)| Attribute::new(name, value)).collect();
    code
}

/// Reads the `originalData` that began.
pub(super) fn read_data<R: Read>(
    cursor: &mut Cursor<R>,
    natives: &mut NativeForms,
) -> Result<(), Error> {
    while cursor.next_child()? {
        if cursor.core_name() == Some("data") {
            let id = cursor.required("id").unwrap_or_default();
            natives.insert(id, read_native(cursor)?);
        } else {
            cursor.skip_unexpected("original data")?;
        }
    }
    Ok(())
}

fn read_native<R: Read>(cursor: &mut Cursor<R>) -> Result<String, Error> {
    let mut native = String::new();
    loop {
        match cursor.advance()? {
            Step::Text => native.push_str(cursor.text()),
            Step::End | Step::Done => return Ok(native),
            Step::Start if cursor.core_name() == Some("cp") => {
                native.push(code_point(cursor));
                cursor.skip()?;
            }
            Step::Start => cursor.skip_unexpected("original data")?,
        }
    }
}
