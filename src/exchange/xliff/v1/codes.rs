//! Texts and their inline codes as the elements of XLIFF 1.2, written and read.
//!
//! XLIFF 1.2, section 2.4, "Inline Elements": a pair is `bpt` and `ept` of one
//! `id`, a code that stands alone a `ph`, half of a pair an `it`; each holds the
//! native form, and texts inside it are `sub`. Codes whose native form is not
//! known, because it stays in a skeleton, are `g`, `bx` and `ex`, and `x`. A
//! marked stretch of text is a `mrk` around it.

use std::io::Read;

use super::values::{
    CodePosition, PLAIN_MARK, code_type, is_code_type, is_data_type, is_mark_type, read_code_type,
};
use crate::error::Error;
use crate::exchange::codes::elements::{Element, Rules, Shape, alone_from, next_number};
use crate::exchange::codes::pending::{Half, PendingCode, PendingText};
use crate::exchange::xliff::unit::{finish, read_content, read_empty, read_pair, read_unknown};
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::exchange::xml::{XmlBuffer, is_token, without_forbidden};
use crate::inline::{Attribute, Code, CodeKind, CodedText, NativePart, Piece, Subflow};

/// What XLIFF 1.2 asks of its elements: an `id` is any text, and only `g` and
/// `mrk` hold text.
pub(crate) const RULES: Rules = Rules {
    is_id: |id| !id.is_empty() && without_forbidden(id).1 == 0,
    is_container: |open, close| {
        open.kind == CodeKind::Annotation || is_bare(open) && is_bare(close)
    },
    marks_overlap: false,
    marks_have_ids: false,
    ids_repeat: true,
};

/// Whether nothing is known of what is in the document.
fn is_bare(code: &Code<'_>) -> bool {
    code.native.is_empty() && code.subflows.is_empty()
}

/// Writes a text with its codes as elements.
pub(super) fn write(text: &CodedText, elements: &[Element<'_>], xml: &mut XmlBuffer<'_>) {
    let mut writer = CodeWriter { next_id: next_number(elements), has_mark_ids: false, xml };
    writer.text(text, elements);
}

/// Writes a source with its codes as elements: marks have their ids there, which the
/// schema has for targets only where there is a `seg-source`.
pub(super) fn write_source(text: &CodedText, elements: &[Element<'_>], xml: &mut XmlBuffer<'_>) {
    let mut writer = CodeWriter { next_id: next_number(elements), has_mark_ids: true, xml };
    writer.text(text, elements);
}

/// Returns the ids of the marks of a text in order, an empty one for each without;
/// nothing where none has one.
pub(super) fn mark_ids<'a>(elements: &[Element<'a>]) -> Vec<&'a str> {
    let ids: Vec<_> = elements
        .iter()
        .filter(|element| is_mark(&element.code) && matches!(element.shape, Shape::Open(_)))
        .map(|element| element.code.id.unwrap_or_default())
        .collect();
    if ids.iter().all(|id| id.is_empty()) { Vec::new() } else { ids }
}

/// Gives the marks of a text the ids that [`mark_ids`] told of them.
pub(super) fn set_mark_ids(pending: &mut PendingText, ids: Vec<String>) {
    let marks = pending
        .codes_mut()
        .filter(|code| code.kind == CodeKind::Annotation && code.half == Half::Open);
    for (mark, id) in marks.zip(ids).filter(|(_, id)| !id.is_empty()) {
        mark.id = Some(id);
    }
}

fn is_mark(code: &Code<'_>) -> bool {
    code.kind == CodeKind::Annotation
}

/// Writes texts and the texts inside their codes.
struct CodeWriter<'x, 'o> {
    /// The next id for a code of a text inside a code: all are unique.
    next_id: u32,
    /// Whether marks have their ids.
    has_mark_ids: bool,
    xml: &'x mut XmlBuffer<'o>,
}

impl CodeWriter<'_, '_> {
    fn text(&mut self, text: &CodedText, elements: &[Element<'_>]) {
        let mut elements = elements.iter();
        for piece in text.pieces() {
            match piece {
                Piece::Text(text) | Piece::Escaped { text, .. } => self.xml.text(text),
                Piece::Code(_) => {
                    if let Some(element) = elements.next() {
                        self.code(element);
                    }
                }
            }
        }
    }

    fn code(&mut self, element: &Element<'_>) {
        let code = &element.code;
        let bare = is_bare(code);
        match (element.shape, code.kind) {
            (Shape::Nothing, _) => {}
            (Shape::Open(_), CodeKind::Annotation) => self.mark(code),
            (Shape::Close(_), CodeKind::Annotation) => self.xml.markup("</mrk>"),
            (Shape::Open(true), _) => self.start("<g", element, Some(CodePosition::Around), ">"),
            (Shape::Close(true), _) => self.xml.markup("</g>"),
            (Shape::Open(false), _) => self.full("bpt", element, Some(CodePosition::Around)),
            (Shape::Close(false), _) => self.full("ept", element, None),
            (Shape::Standalone, _) if bare => {
                self.start("<x", element, Some(CodePosition::Alone), "/>");
            }
            (Shape::Standalone, _) => self.full("ph", element, Some(CodePosition::Alone)),
            (Shape::IsolatedOpen, _) if bare => {
                self.start("<bx", element, Some(CodePosition::Around), "/>");
            }
            // An `ex` has no `ctype`.
            (Shape::IsolatedClose, _) if bare && ctype(code, CodePosition::Around).is_none() => {
                self.start("<ex", element, None, "/>");
            }
            (Shape::IsolatedOpen, _) => {
                self.full("it pos=\"open\"", element, Some(CodePosition::Around));
            }
            (Shape::IsolatedClose, _) => {
                self.full("it pos=\"close\"", element, Some(CodePosition::Around));
            }
        }
    }

    /// Writes an element with the native form in it.
    fn full(&mut self, tag: &str, element: &Element<'_>, place: Option<CodePosition>) {
        self.xml.markup("<");
        self.start(tag, element, place, ">");
        self.native(&element.code);
        self.xml.markup("</");
        self.xml.markup(tag.split(' ').next().unwrap_or(tag));
        self.xml.markup(">");
    }

    fn start(&mut self, tag: &str, element: &Element<'_>, place: Option<CodePosition>, end: &str) {
        let code = &element.code;
        self.xml.markup(tag);
        self.xml.attribute("id", &element.id.to_string());
        if let Some(place) = place {
            self.xml.optional_attribute("ctype", ctype(code, place));
        }
        if tag == "ph" {
            self.xml.optional_attribute("assoc", assoc(code));
        }
        self.xml.optional_attribute("equiv-text", code.equivalent);
        self.xml.markup(end);
    }

    fn mark(&mut self, code: &Code<'_>) {
        self.xml.markup("<mrk");
        let kind = code.type_name.filter(|name| is_mark_type(name));
        self.xml.attribute("mtype", kind.unwrap_or(PLAIN_MARK));
        let id = code.id.filter(|id| self.has_mark_ids && is_token(id));
        self.xml.optional_attribute("mid", id);
        let comment = Attribute::value_of(code.attributes, "comment");
        self.xml.optional_attribute("comment", comment);
        self.xml.markup(">");
    }

    /// Writes a native form and the texts inside it.
    fn native(&mut self, code: &Code<'_>) {
        for part in code.native_parts() {
            match part {
                NativePart::Markup(markup) => self.xml.text(markup),
                NativePart::Subflow(subflow) => self.subflow(subflow),
            }
        }
    }

    fn subflow(&mut self, subflow: &Subflow) {
        self.xml.markup("<sub");
        let data_type = Attribute::value_of(&subflow.attributes, "datatype");
        self.xml.optional_attribute("datatype", data_type.filter(|value| is_data_type(value)));
        self.xml.markup(">");
        let elements = alone_from(&subflow.text, self.next_id, &RULES);
        self.next_id = self.next_id.max(next_number(&elements));
        self.text(&subflow.text, &elements);
        self.xml.markup("</sub>");
    }
}

/// Returns `ctype` of a code.
fn ctype<'a>(code: &Code<'a>, place: CodePosition) -> Option<&'a str> {
    let own = code.type_name.filter(|name| is_code_type(name, place));
    code_type(code.kind, place).or(own)
}

/// Returns `assoc` of a `ph`: TMX abbreviates its words.
fn assoc(code: &Code<'_>) -> Option<&'static str> {
    let value = Attribute::value_of(code.attributes, "assoc")?;
    ASSOCS.iter().find(|(short, long)| [*short, *long].contains(&value)).map(|both| both.1)
}

/// The values of `assoc` in TMX and in XLIFF.
const ASSOCS: [(&str, &str); 3] = [("p", "preceding"), ("f", "following"), ("b", "both")];

/// `mtype` of a mark that is a segment.
pub(super) const SEGMENT: &str = "seg";

/// Reads the content of the element that began.
pub(super) fn read<R: Read>(cursor: &mut Cursor<R>) -> Result<PendingText, Error> {
    let mut pending = PendingText::default();
    read_content(cursor, &mut pending, element)?;
    Ok(pending)
}

/// Reads an element inside a text.
fn element<R: Read>(cursor: &mut Cursor<R>, pending: &mut PendingText) -> Result<(), Error> {
    match cursor.core_name().unwrap_or_default() {
        "g" => around(code(cursor, Half::Open), cursor, pending),
        "mrk" => around(mark(cursor), cursor, pending),
        "x" => read_empty(code(cursor, Half::Alone), cursor, pending),
        "bx" => read_empty(code(cursor, Half::Open), cursor, pending),
        "ex" => read_empty(code(cursor, Half::Close), cursor, pending),
        "bpt" => native(code(cursor, Half::Open), cursor, pending),
        "ept" => native(code(cursor, Half::Close), cursor, pending),
        "ph" => native(code(cursor, Half::Alone), cursor, pending),
        "it" => {
            let half = position(cursor);
            native(code(cursor, half), cursor, pending)
        }
        _ => read_unknown(cursor, pending, element),
    }
}

/// Returns what `pos` of an `it` says; TMX's words are read too.
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

/// Returns the code of the element that began.
fn code<R: Read>(cursor: &mut Cursor<R>, half: Half) -> PendingCode {
    let id = cursor.required("id");
    let is_bare = ["bx", "ex"].contains(&cursor.name());
    let ctype = cursor.attribute("ctype");
    let kind = ctype.and_then(read_code_type);
    let mut code = PendingCode::new(kind.unwrap_or(CodeKind::Other), half);
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

/// Returns a code's attributes that are kept, beside those that have a field.
fn other_attributes<R: Read>(cursor: &Cursor<R>) -> Vec<Attribute> {
    let kept = cursor.attributes().filter_map(|(name, value)| match name {
        "assoc" => {
            let short = ASSOCS.iter().find(|(_, long)| *long == value);
            Some(Attribute::new("assoc", short.map_or(value, |(short, _)| short)))
        }
        "clone" | "xid" | "crc" => Some(Attribute::new(name, value)),
        _ => None,
    });
    kept.collect()
}

fn mark<R: Read>(cursor: &mut Cursor<R>) -> PendingCode {
    let mut code = PendingCode::new(CodeKind::Annotation, Half::Open);
    code.type_name = cursor.required("mtype").filter(|kind| kind != PLAIN_MARK);
    code.id = cursor.owned("mid");
    code.attributes.extend(cursor.attribute("comment").map(|said| Attribute::new("comment", said)));
    code
}

/// Reads the text inside the element that began, which opens and closes.
fn around<R: Read>(
    open: PendingCode,
    cursor: &mut Cursor<R>,
    pending: &mut PendingText,
) -> Result<(), Error> {
    let close = PendingCode::new(open.kind, Half::Close);
    read_pair([open, close], cursor, pending, element)
}

/// Reads the native form inside the element that began, and the texts in it.
fn native<R: Read>(
    mut code: PendingCode,
    cursor: &mut Cursor<R>,
    pending: &mut PendingText,
) -> Result<(), Error> {
    loop {
        match cursor.advance()? {
            Step::Text => code.native.push_str(cursor.text()),
            Step::Start if cursor.core_name() == Some("sub") => subflow(&mut code, cursor)?,
            Step::Start => cursor.skip_unexpected("a code")?,
            Step::End | Step::Done => break,
        }
    }
    pending.push_code(code);
    Ok(())
}

fn subflow<R: Read>(code: &mut PendingCode, cursor: &mut Cursor<R>) -> Result<(), Error> {
    let data_type = cursor.attribute("datatype").map(|value| Attribute::new("datatype", value));
    let pending = read(cursor)?;
    let text = finish(pending, cursor);
    let start = code.native.len();
    code.native.push_str(&text.markup());
    let mut subflow = Subflow::new(start..code.native.len(), text);
    subflow.attributes.extend(data_type);
    code.subflows.push(subflow);
    Ok(())
}
