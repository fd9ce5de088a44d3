//! The content of `source` and `target`: text and inline codes.

use std::io::Read;

use super::codes::ASSOCS;
use super::values::{PLAIN_MARK, read_code_type};
use crate::error::Error;
use crate::exchange::codes::draft::{Draft, DraftCode, Half};
use crate::exchange::xliff::reading::finish;
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::inline::{Attribute, CodeKind, Subflow};

/// How deep elements may be inside each other, which is far more than a person
/// can follow: each depth takes stack.
const MOST_DEPTH: usize = 512;

/// `mtype` of a mark that is a segment.
pub(super) const SEGMENT: &str = "seg";

/// Reads the content of the element that began.
pub(super) fn read<R: Read>(cursor: &mut Cursor<R>) -> Result<Draft, Error> {
    let mut draft = Draft::default();
    content(cursor, &mut draft)?;
    Ok(draft)
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
    match cursor.core_name().unwrap_or_default() {
        "g" => around(code(cursor, Half::Open), cursor, draft),
        "mrk" => around(mark(cursor), cursor, draft),
        "x" => empty(code(cursor, Half::Alone), cursor, draft),
        "bx" => empty(code(cursor, Half::Open), cursor, draft),
        "ex" => empty(code(cursor, Half::Close), cursor, draft),
        "bpt" => native(code(cursor, Half::Open), cursor, draft),
        "ept" => native(code(cursor, Half::Close), cursor, draft),
        "ph" => native(code(cursor, Half::Alone), cursor, draft),
        "it" => {
            let half = position(cursor);
            native(code(cursor, half), cursor, draft)
        }
        _ => cursor.skip_unexpected("a text"),
    }
}

/// What `pos` of an `it` says; TMX's words are read too.
fn position<R: Read>(cursor: &mut Cursor<R>) -> Half {
    match cursor.required("pos").as_deref() {
        Some("open" | "begin") => Half::IsolatedOpen,
        Some("close" | "end") => Half::IsolatedClose,
        None => Half::Alone,
        Some(other) => {
            cursor.find_value("pos", other, "`open` or `close`");
            Half::Alone
        }
    }
}

/// The code of the element that began.
fn code<R: Read>(cursor: &mut Cursor<R>, half: Half) -> DraftCode {
    let id = cursor.required("id");
    let is_bare = ["bx", "ex"].contains(&cursor.name());
    let ctype = cursor.attribute("ctype");
    let kind = ctype.and_then(read_code_type);
    let mut code = DraftCode::new(kind.unwrap_or(CodeKind::Other), half);
    code.type_name = ctype.filter(|_| kind.is_none()).map(str::to_owned);
    // `rid` links the halves, and where it is missing `id` does (XLIFF 1.2,
    // section 2.3, attribute `rid`).
    let link = cursor.attribute("rid").or(id.as_deref()).unwrap_or_default();
    code.link = format!("{}{link}", if is_bare { "x:" } else { "b:" });
    code.may_be_alone = is_bare;
    code.id = id;
    code.equivalent = cursor.owned("equiv-text");
    code.attributes = other_attributes(cursor);
    code
}

/// What is kept of a code's attributes beside those that have a field.
fn other_attributes<R: Read>(cursor: &Cursor<R>) -> Vec<Attribute> {
    let kept = cursor.attributes().iter().filter_map(|(name, value)| match name.as_str() {
        "assoc" => {
            let short = ASSOCS.iter().find(|(_, long)| long == value);
            Some(Attribute::new("assoc", short.map_or(value.as_str(), |(short, _)| short)))
        }
        "clone" | "xid" | "crc" => Some(Attribute::new(name, value)),
        _ => None,
    });
    kept.collect()
}

fn mark<R: Read>(cursor: &mut Cursor<R>) -> DraftCode {
    let mut code = DraftCode::new(CodeKind::Annotation, Half::Open);
    code.type_name = cursor.required("mtype").filter(|kind| kind != PLAIN_MARK);
    code.id = cursor.owned("mid");
    code.attributes.extend(cursor.attribute("comment").map(|said| Attribute::new("comment", said)));
    code
}

/// Reads the text inside the element that began, which opens and closes.
fn around<R: Read>(
    mut open: DraftCode,
    cursor: &mut Cursor<R>,
    draft: &mut Draft,
) -> Result<(), Error> {
    open.link = draft.container();
    let mut close = DraftCode::new(open.kind, Half::Close);
    close.link.clone_from(&open.link);
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

/// Reads the native form inside the element that began, and the texts in it.
fn native<R: Read>(
    mut code: DraftCode,
    cursor: &mut Cursor<R>,
    draft: &mut Draft,
) -> Result<(), Error> {
    loop {
        match cursor.advance()? {
            Step::Text => code.native.push_str(cursor.text()),
            Step::Start if cursor.core_name() == Some("sub") => subflow(&mut code, cursor)?,
            Step::Start => cursor.skip_unexpected("a code")?,
            Step::End | Step::Done => break,
        }
    }
    draft.push_code(code);
    Ok(())
}

fn subflow<R: Read>(code: &mut DraftCode, cursor: &mut Cursor<R>) -> Result<(), Error> {
    let data_type = cursor.attribute("datatype").map(|value| Attribute::new("datatype", value));
    let draft = read(cursor)?;
    let text = finish(draft, cursor);
    let start = code.native.len();
    code.native.push_str(&text.markup());
    let mut subflow = Subflow::new(start..code.native.len(), text);
    subflow.attributes.extend(data_type);
    code.subflows.push(subflow);
    Ok(())
}
