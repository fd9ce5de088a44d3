//! The content of `source` and `target`: text and inline codes.

use std::io::Read;

use super::codes::ASSOCS;
use super::values::{PLAIN_MARK, read_code_type};
use crate::error::Error;
use crate::exchange::xliff_common::draft::{Draft, DraftCode, Half};
use crate::exchange::xliff_common::input::{Input, Step};
use crate::exchange::xliff_common::reading::finish;
use crate::inline::{Attribute, CodeKind, Subflow};

/// How deep elements may be inside each other, which is far more than a person
/// can follow: each depth takes stack.
const MOST_DEPTH: usize = 512;

/// `mtype` of a mark that is a segment.
pub(super) const SEGMENT: &str = "seg";

/// Reads the content of the element that began.
pub(super) fn read<R: Read>(input: &mut Input<R>) -> Result<Draft, Error> {
    let mut draft = Draft::default();
    content(input, &mut draft)?;
    Ok(draft)
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
    match input.core_name().unwrap_or_default() {
        "g" => around(code(input, Half::Open), input, draft),
        "mrk" => around(mark(input), input, draft),
        "x" => empty(code(input, Half::Alone), input, draft),
        "bx" => empty(code(input, Half::Open), input, draft),
        "ex" => empty(code(input, Half::Close), input, draft),
        "bpt" => native(code(input, Half::Open), input, draft),
        "ept" => native(code(input, Half::Close), input, draft),
        "ph" => native(code(input, Half::Alone), input, draft),
        "it" => {
            let half = position(input);
            native(code(input, half), input, draft)
        }
        _ => input.skip_unexpected("a text"),
    }
}

/// What `pos` of an `it` says; TMX's words are read too.
fn position<R: Read>(input: &mut Input<R>) -> Half {
    match input.required("pos").as_deref() {
        Some("open" | "begin") => Half::IsolatedOpen,
        Some("close" | "end") => Half::IsolatedClose,
        None => Half::Alone,
        Some(other) => {
            input.find_value("pos", other, "`open` or `close`");
            Half::Alone
        }
    }
}

/// The code of the element that began.
fn code<R: Read>(input: &mut Input<R>, half: Half) -> DraftCode {
    let id = input.required("id");
    let is_bare = ["bx", "ex"].contains(&input.name());
    let ctype = input.attribute("ctype");
    let kind = ctype.and_then(read_code_type);
    let mut code = DraftCode::new(kind.unwrap_or(CodeKind::Other), half);
    code.type_name = ctype.filter(|_| kind.is_none()).map(str::to_owned);
    // `rid` links the halves, and where it is missing `id` does (XLIFF 1.2,
    // section 2.3, attribute `rid`).
    let link = input.attribute("rid").or(id.as_deref()).unwrap_or_default();
    code.link = format!("{}{link}", if is_bare { "x:" } else { "b:" });
    code.may_be_alone = is_bare;
    code.id = id;
    code.equivalent = input.owned("equiv-text");
    code.attributes = other_attributes(input);
    code
}

/// What is kept of a code's attributes beside those that have a field.
fn other_attributes<R: Read>(input: &Input<R>) -> Vec<Attribute> {
    let kept = input.attributes().iter().filter_map(|(name, value)| match name.as_str() {
        "assoc" => {
            let short = ASSOCS.iter().find(|(_, long)| long == value);
            Some(Attribute::new("assoc", short.map_or(value.as_str(), |(short, _)| short)))
        }
        "clone" | "xid" | "crc" => Some(Attribute::new(name, value)),
        _ => None,
    });
    kept.collect()
}

fn mark<R: Read>(input: &mut Input<R>) -> DraftCode {
    let mut code = DraftCode::new(CodeKind::Annotation, Half::Open);
    code.type_name = input.required("mtype").filter(|kind| kind != PLAIN_MARK);
    code.id = input.owned("mid");
    code.attributes.extend(input.attribute("comment").map(|said| Attribute::new("comment", said)));
    code
}

/// Reads the text inside the element that began, which opens and closes.
fn around<R: Read>(
    mut open: DraftCode,
    input: &mut Input<R>,
    draft: &mut Draft,
) -> Result<(), Error> {
    open.link = draft.container();
    let mut close = DraftCode::new(open.kind, Half::Close);
    close.link.clone_from(&open.link);
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

/// Reads the native form inside the element that began, and the texts in it.
fn native<R: Read>(
    mut code: DraftCode,
    input: &mut Input<R>,
    draft: &mut Draft,
) -> Result<(), Error> {
    loop {
        match input.advance()? {
            Step::Text => code.native.push_str(input.text()),
            Step::Start if input.core_name() == Some("sub") => subflow(&mut code, input)?,
            Step::Start => input.skip_unexpected("a code")?,
            Step::End | Step::Done => break,
        }
    }
    draft.push_code(code);
    Ok(())
}

fn subflow<R: Read>(code: &mut DraftCode, input: &mut Input<R>) -> Result<(), Error> {
    let data_type = input.attribute("datatype").map(|value| Attribute::new("datatype", value));
    let draft = read(input)?;
    let text = finish(draft, input);
    let start = code.native.len();
    code.native.push_str(&text.markup());
    let mut subflow = Subflow::new(start..code.native.len(), text);
    subflow.attributes.extend(data_type);
    code.subflows.push(subflow);
    Ok(())
}
