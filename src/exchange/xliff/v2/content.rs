//! The content of `source` and `target`: text and inline codes.

use std::collections::HashMap;
use std::io::Read;

use super::values::CodeType;
use crate::diagnostic::DiagnosticCode;
use crate::error::Error;
use crate::exchange::codes::draft::{Draft, DraftCode, Half};
use crate::exchange::xliff::reading;
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::inline::{Attribute, CodeKind, CodedText};

/// How deep elements may be inside each other, which is far more than a person
/// can follow: each depth takes stack.
const MOST_DEPTH: usize = 512;

/// Native forms by the id of their `data`.
pub(super) type Data = HashMap<String, String>;

/// What metadata says of codes that their elements have no attributes for: by the
/// id of a code or of a pair, and for its start and its end.
pub(super) type CodeNotes = HashMap<String, [Vec<(String, String)>; 2]>;

/// Reads the content of the element that began.
pub(super) fn read<R: Read>(cursor: &mut Cursor<R>) -> Result<Draft, Error> {
    let mut draft = Draft::default();
    content(cursor, &mut draft)?;
    Ok(draft)
}

/// The text of a draft, with native forms and what else is said of its codes;
/// what is wrong in it are findings.
pub(super) fn finish<R: Read>(
    mut draft: Draft,
    data: &Data,
    notes: &CodeNotes,
    cursor: &mut Cursor<R>,
) -> CodedText {
    for code in draft.codes_mut() {
        let Some(reference) = code.data.take() else { continue };
        match data.get(&reference) {
            Some(native) => code.native.clone_from(native),
            None => {
                let message =
                    format!("expected a `data` with the id `{reference}`, but found none");
                cursor.find(DiagnosticCode::InvalidAttribute, message);
            }
        }
    }
    apply(&mut draft, notes);
    reading::finish(draft, cursor)
}

/// Gives codes what metadata says of them. Ids change last, as notes go by them.
fn apply(draft: &mut Draft, notes: &CodeNotes) {
    if notes.is_empty() {
        return;
    }
    for code in draft.codes_mut() {
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
        // A range that is none of the native form would be of no use.
        let native = &code.native;
        code.subflows.retain(|subflow| native.get(subflow.range.clone()).is_some());
    }
}

fn content<R: Read>(cursor: &mut Cursor<R>, draft: &mut Draft) -> Result<(), Error> {
    loop {
        match cursor.advance()? {
            Step::Text => draft.push_text(cursor.text()),
            Step::Start => element(cursor, draft)?,
            Step::End | Step::Done => return Ok(()),
        }
    }
}

fn element<R: Read>(cursor: &mut Cursor<R>, draft: &mut Draft) -> Result<(), Error> {
    if cursor.depth() > MOST_DEPTH {
        return Err(cursor.error("expected fewer elements inside each other"));
    }
    let is_isolated = cursor.attribute("isolated") == Some("yes");
    match cursor.core_name().unwrap_or_default() {
        "cp" => {
            let character = code_point(cursor);
            draft.push_text(character.encode_utf8(&mut [0; 4]));
            cursor.skip()
        }
        "ph" => empty(code(cursor, Half::Alone, ""), cursor, draft),
        "sc" if is_isolated => empty(code(cursor, Half::IsolatedOpen, ""), cursor, draft),
        "sc" => empty(code(cursor, Half::Open, ""), cursor, draft),
        "ec" if is_isolated => empty(code(cursor, Half::IsolatedClose, ""), cursor, draft),
        "ec" => {
            cursor.required("startRef");
            empty(code(cursor, Half::Close, ""), cursor, draft)
        }
        "pc" => {
            let (open, close) =
                (code(cursor, Half::Open, "Start"), code(cursor, Half::Close, "End"));
            around(open, close, cursor, draft)
        }
        "mrk" => {
            let open = mark(cursor, Half::Open);
            let close = DraftCode::new(CodeKind::Annotation, Half::Close);
            around(open, close, cursor, draft)
        }
        "sm" => empty(mark(cursor, Half::Open), cursor, draft),
        "em" => {
            let link = cursor.required("startRef").unwrap_or_default();
            let mut close = DraftCode::new(CodeKind::Annotation, Half::Close);
            close.partner_id = Some(link.clone());
            close.link = format!("m:{link}");
            empty(close, cursor, draft)
        }
        _ => cursor.skip_unexpected("a text"),
    }
}

/// The character of a `cp`; U+FFFD where it is none.
fn code_point<R: Read>(cursor: &mut Cursor<R>) -> char {
    let hex = cursor.required("hex").unwrap_or_default();
    let number = u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32);
    if number.is_none() {
        cursor.find_value("hex", &hex, "the number of a character");
    }
    number.unwrap_or('\u{fffd}')
}

/// The code of the element that began; `which` is said behind the names of those
/// attributes that each half of a `pc` has.
fn code<R: Read>(cursor: &mut Cursor<R>, half: Half, which: &str) -> DraftCode {
    let is_close = half == Half::Close;
    let own = match is_close {
        true if which.is_empty() => cursor.owned("startRef"),
        true => cursor.owned("id"),
        false => cursor.required("id"),
    };
    let known = CodeType { kind: cursor.attribute("type"), sub: cursor.attribute("subType") };
    let mut code = DraftCode::new(known.code_kind(), half);
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

/// What is kept of a code's attributes beside those that have a field.
fn other_attributes<R: Read>(cursor: &Cursor<R>, is_close: bool, which: &str) -> Vec<Attribute> {
    let kept = cursor.attributes().iter().filter_map(|(name, value)| match name.as_str() {
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

fn mark<R: Read>(cursor: &mut Cursor<R>, half: Half) -> DraftCode {
    let mut code = DraftCode::new(CodeKind::Annotation, half);
    code.id = cursor.required("id");
    code.link = format!("m:{}", code.id.as_deref().unwrap_or_default());
    code.type_name = cursor.owned("type").filter(|kind| kind != "generic");
    let kept = cursor.attributes().iter();
    let kept = kept.filter(|(name, _)| ["value", "ref", "translate"].contains(&name.as_str()));
    code.attributes = kept.map(|(name, value)| Attribute::new(name, value)).collect();
    code
}

/// Reads the text inside the element that began, which opens and closes.
fn around<R: Read>(
    mut open: DraftCode,
    mut close: DraftCode,
    cursor: &mut Cursor<R>,
    draft: &mut Draft,
) -> Result<(), Error> {
    open.link = draft.container();
    close.link.clone_from(&open.link);
    close.partner_id.clone_from(&open.id);
    draft.push_code(open);
    content(cursor, draft)?;
    draft.push_code(close);
    Ok(())
}

/// Adds a code whose element is empty.
fn empty<R: Read>(code: DraftCode, cursor: &mut Cursor<R>, draft: &mut Draft) -> Result<(), Error> {
    draft.push_code(code);
    cursor.skip()
}

/// Reads the `originalData` that began.
pub(super) fn read_data<R: Read>(cursor: &mut Cursor<R>, data: &mut Data) -> Result<(), Error> {
    loop {
        match cursor.advance()? {
            Step::Text => {}
            Step::End | Step::Done => return Ok(()),
            Step::Start if cursor.core_name() == Some("data") => {
                let id = cursor.required("id").unwrap_or_default();
                let native = read_native(cursor)?;
                data.insert(id, native);
            }
            Step::Start => cursor.skip_unexpected("original data")?,
        }
    }
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
