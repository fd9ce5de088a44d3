//! The content of `source` and `target`: text and inline codes.

use std::collections::HashMap;
use std::io::Read;

use super::values::CodeType;
use crate::diagnostic::DiagnosticCode;
use crate::error::Error;
use crate::exchange::xliff_common::draft::{Draft, DraftCode, Half};
use crate::exchange::xliff_common::input::{Input, Step};
use crate::exchange::xliff_common::reading;
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
pub(super) fn read<R: Read>(input: &mut Input<R>) -> Result<Draft, Error> {
    let mut draft = Draft::default();
    content(input, &mut draft)?;
    Ok(draft)
}

/// The text of a draft, with native forms and what else is said of its codes;
/// what is wrong in it are findings.
pub(super) fn finish<R: Read>(
    mut draft: Draft,
    data: &Data,
    notes: &CodeNotes,
    input: &mut Input<R>,
) -> CodedText {
    for code in draft.codes_mut() {
        let Some(reference) = code.data.take() else { continue };
        match data.get(&reference) {
            Some(native) => code.native.clone_from(native),
            None => {
                let message =
                    format!("expected a `data` with the id `{reference}`, but found none");
                input.find(DiagnosticCode::InvalidAttribute, message);
            }
        }
    }
    apply(&mut draft, notes);
    reading::finish(draft, input)
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

fn content<R: Read>(input: &mut Input<R>, draft: &mut Draft) -> Result<(), Error> {
    loop {
        match input.advance()? {
            Step::Text => draft.push_text(input.text()),
            Step::Start => element(input, draft)?,
            Step::End | Step::Done => return Ok(()),
        }
    }
}

fn element<R: Read>(input: &mut Input<R>, draft: &mut Draft) -> Result<(), Error> {
    if input.depth() > MOST_DEPTH {
        return Err(input.error("expected fewer elements inside each other"));
    }
    let is_isolated = input.attribute("isolated") == Some("yes");
    match input.core_name().unwrap_or_default() {
        "cp" => {
            let character = code_point(input);
            draft.push_text(character.encode_utf8(&mut [0; 4]));
            input.skip()
        }
        "ph" => empty(code(input, Half::Alone, ""), input, draft),
        "sc" if is_isolated => empty(code(input, Half::IsolatedOpen, ""), input, draft),
        "sc" => empty(code(input, Half::Open, ""), input, draft),
        "ec" if is_isolated => empty(code(input, Half::IsolatedClose, ""), input, draft),
        "ec" => {
            input.required("startRef");
            empty(code(input, Half::Close, ""), input, draft)
        }
        "pc" => {
            let (open, close) = (code(input, Half::Open, "Start"), code(input, Half::Close, "End"));
            around(open, close, input, draft)
        }
        "mrk" => {
            let open = mark(input, Half::Open);
            let close = DraftCode::new(CodeKind::Annotation, Half::Close);
            around(open, close, input, draft)
        }
        "sm" => empty(mark(input, Half::Open), input, draft),
        "em" => {
            let link = input.required("startRef").unwrap_or_default();
            let mut close = DraftCode::new(CodeKind::Annotation, Half::Close);
            close.partner_id = Some(link.clone());
            close.link = format!("m:{link}");
            empty(close, input, draft)
        }
        _ => input.skip_unexpected("a text"),
    }
}

/// The character of a `cp`; U+FFFD where it is none.
fn code_point<R: Read>(input: &mut Input<R>) -> char {
    let hex = input.required("hex").unwrap_or_default();
    let number = u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32);
    if number.is_none() {
        input.find_value("hex", &hex, "the number of a character");
    }
    number.unwrap_or('\u{fffd}')
}

/// The code of the element that began; `which` is said behind the names of those
/// attributes that each half of a `pc` has.
fn code<R: Read>(input: &mut Input<R>, half: Half, which: &str) -> DraftCode {
    let is_close = half == Half::Close;
    let own = match is_close {
        true if which.is_empty() => input.owned("startRef"),
        true => input.owned("id"),
        false => input.required("id"),
    };
    let known = CodeType { kind: input.attribute("type"), sub: input.attribute("subType") };
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
    code.data = input.owned(&format!("dataRef{which}"));
    code.equivalent = input.owned(&format!("equiv{which}"));
    code.attributes.extend(other_attributes(input, is_close, which));
    code
}

/// What is kept of a code's attributes beside those that have a field.
fn other_attributes<R: Read>(input: &Input<R>, is_close: bool, which: &str) -> Vec<Attribute> {
    let kept = input.attributes().iter().filter_map(|(name, value)| match name.as_str() {
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

fn mark<R: Read>(input: &mut Input<R>, half: Half) -> DraftCode {
    let mut code = DraftCode::new(CodeKind::Annotation, half);
    code.id = input.required("id");
    code.link = format!("m:{}", code.id.as_deref().unwrap_or_default());
    code.type_name = input.owned("type").filter(|kind| kind != "generic");
    let kept = input.attributes().iter();
    let kept = kept.filter(|(name, _)| ["value", "ref", "translate"].contains(&name.as_str()));
    code.attributes = kept.map(|(name, value)| Attribute::new(name, value)).collect();
    code
}

/// Reads the text inside the element that began, which opens and closes.
fn around<R: Read>(
    mut open: DraftCode,
    mut close: DraftCode,
    input: &mut Input<R>,
    draft: &mut Draft,
) -> Result<(), Error> {
    open.link = draft.container();
    close.link.clone_from(&open.link);
    close.partner_id.clone_from(&open.id);
    draft.push_code(open);
    content(input, draft)?;
    draft.push_code(close);
    Ok(())
}

/// Adds a code whose element is empty.
fn empty<R: Read>(code: DraftCode, input: &mut Input<R>, draft: &mut Draft) -> Result<(), Error> {
    draft.push_code(code);
    input.skip()
}

/// Reads the `originalData` that began.
pub(super) fn read_data<R: Read>(input: &mut Input<R>, data: &mut Data) -> Result<(), Error> {
    loop {
        match input.advance()? {
            Step::Text => {}
            Step::End | Step::Done => return Ok(()),
            Step::Start if input.core_name() == Some("data") => {
                let id = input.required("id").unwrap_or_default();
                let native = read_native(input)?;
                data.insert(id, native);
            }
            Step::Start => input.skip_unexpected("original data")?,
        }
    }
}

fn read_native<R: Read>(input: &mut Input<R>) -> Result<String, Error> {
    let mut native = String::new();
    loop {
        match input.advance()? {
            Step::Text => native.push_str(input.text()),
            Step::End | Step::Done => return Ok(native),
            Step::Start if input.core_name() == Some("cp") => {
                native.push(code_point(input));
                input.skip()?;
            }
            Step::Start => input.skip_unexpected("original data")?,
        }
    }
}
