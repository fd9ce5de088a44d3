//! Inline codes as the elements of XLIFF 2.1, written.
//!
//! XLIFF 2.1, section 4.2.3: a pair that nests is a `pc` around its text, one
//! that does not an `sc` and an `ec`; a code that stands alone is a `ph`; half of
//! a pair is `isolated`. A marked stretch is a `mrk`, or an `sm` and an `em`. The
//! native forms are in the `originalData` of the unit, each once.

use std::collections::BTreeMap;

use super::values::{CodeType, Holder, is_code_attribute, is_mark_type};
use crate::exchange::codes::elements::{Element, Elements, Id, Rules, Shape};
use crate::exchange::xml::{XmlBuffer, is_allowed, is_token, without_forbidden};
use crate::inline::{Attribute, Code, CodeKind, CodedText, Piece};

/// What XLIFF 2.1 asks of its elements: an id is an `NMTOKEN`, and every pair
/// that nests holds its text.
pub(crate) const RULES: Rules = Rules {
    is_id: is_token,
    is_container: |_, _| true,
    marks_overlap: true,
    marks_have_ids: true,
    ids_repeat: false,
};

/// The native forms of a unit's codes, each with the number of its `data`.
#[derive(Debug, Default)]
pub(super) struct Data<'a> {
    numbers: BTreeMap<&'a str, usize>,
    natives: Vec<&'a str>,
}

impl<'a> Data<'a> {
    /// Returns the native forms of the codes of source and target, but for empty
    /// ones.
    pub(super) fn of(elements: &[Elements<'a>; 2]) -> Self {
        let mut data = Self::default();
        for element in elements.iter().flatten().filter(|element| has_data(element)) {
            let native = element.code.native;
            data.numbers.entry(native).or_insert_with(|| {
                data.natives.push(native);
                data.natives.len()
            });
        }
        data
    }

    /// Writes `originalData`, where there is any.
    pub(super) fn write(&self, xml: &mut XmlBuffer<'_>) {
        if self.natives.is_empty() {
            return;
        }
        xml.markup("\n<originalData>");
        for (index, native) in self.natives.iter().enumerate() {
            xml.markup(&format!("\n<data id=\"d{}\">", index + 1));
            write_text(native, xml);
            xml.markup("</data>");
        }
        xml.markup("\n</originalData>");
    }

    fn reference(&self, name: &str, code: &Code<'_>, xml: &mut XmlBuffer<'_>) {
        if let Some(number) = self.numbers.get(code.native) {
            xml.attribute(name, &format!("d{number}"));
        }
    }
}

fn has_data(element: &Element<'_>) -> bool {
    element.code.kind != CodeKind::Annotation && !element.code.native.is_empty()
}

/// Returns the element that has the attributes of a code; `None` where the code
/// has no element.
pub(super) fn holder(element: &Element<'_>) -> Option<Holder> {
    Some(match (element.shape, element.code.kind) {
        (Shape::Nothing, _) => return None,
        (Shape::Close(_), CodeKind::Annotation) => return None,
        (_, CodeKind::Annotation) => Holder::Mark,
        (Shape::Standalone, _) => Holder::Alone,
        (Shape::Close(_), _) => Holder::End,
        _ => Holder::Start,
    })
}

/// Returns `type` and `subType` of a code that has them.
pub(super) fn code_type<'a>(code: &Code<'a>) -> CodeType<'a> {
    CodeType::of(code.kind, code.type_name, Attribute::value_of(code.attributes, "type"))
}

/// Whether an attribute of a code is written on the code's element.
pub(super) fn is_native(holder: Holder, code: &Code<'_>, attribute: &Attribute) -> bool {
    let is_first = || {
        let named = code.attributes.iter().find(|other| other.name == attribute.name);
        named.is_some_and(|named| std::ptr::eq(named, attribute))
    };
    let is_type = attribute.name == "type"
        && matches!(holder, Holder::Alone | Holder::Start)
        && code_type(code).own() == Some(attribute.value.as_str());
    (is_type || is_code_attribute(holder, &attribute.name, &attribute.value)) && is_first()
}

/// Writes a text with its codes as elements.
pub(super) fn write(
    text: &CodedText,
    elements: &[Element<'_>],
    data: &Data<'_>,
    xml: &mut XmlBuffer<'_>,
) {
    let mut rest = elements.iter();
    for piece in text.pieces() {
        match piece {
            Piece::Text(text) | Piece::Escaped { text, .. } => write_text(text, xml),
            Piece::Code(_) => {
                if let Some(element) = rest.next() {
                    write_code(element, elements, data, xml);
                }
            }
        }
    }
}

fn write_code(
    element: &Element<'_>,
    elements: &[Element<'_>],
    data: &Data<'_>,
    xml: &mut XmlBuffer<'_>,
) {
    let code = &element.code;
    match (element.shape, code.kind) {
        (Shape::Nothing, _) => {}
        (Shape::Open(true), CodeKind::Annotation) => mark("<mrk", element, ">", xml),
        (Shape::Close(true), CodeKind::Annotation) => xml.markup("</mrk>"),
        (Shape::Open(false), CodeKind::Annotation) => mark("<sm", element, "/>", xml),
        (Shape::Close(false), CodeKind::Annotation) => {
            xml.markup("<em");
            id("startRef", element.id, xml);
            xml.markup("/>");
        }
        (Shape::Open(true), _) => pair(element, &elements[element.partner].code, data, xml),
        (Shape::Close(true), _) => xml.markup("</pc>"),
        (Shape::Standalone, _) => single("<ph", element, data, xml),
        (Shape::Open(false), _) => single("<sc", element, data, xml),
        (Shape::IsolatedOpen, _) => single("<sc isolated=\"yes\"", element, data, xml),
        (Shape::IsolatedClose, _) => single("<ec isolated=\"yes\"", element, data, xml),
        (Shape::Close(false), _) => {
            xml.markup("<ec");
            id("startRef", element.id, xml);
            data.reference("dataRef", code, xml);
            xml.optional_attribute("equiv", code.equivalent);
            attributes(Holder::End, code, "", xml);
            xml.markup("/>");
        }
    }
}

fn id(name: &str, id: Id<'_>, xml: &mut XmlBuffer<'_>) {
    xml.attribute(name, &id.to_string());
}

/// Writes an element for one code.
fn single(tag: &str, element: &Element<'_>, data: &Data<'_>, xml: &mut XmlBuffer<'_>) {
    let code = &element.code;
    xml.markup(tag);
    id("id", element.id, xml);
    data.reference("dataRef", code, xml);
    write_type(code, xml);
    xml.optional_attribute("equiv", code.equivalent);
    attributes(holder(element).unwrap_or(Holder::Alone), code, "", xml);
    xml.markup("/>");
}

/// Writes the start of an element for two codes.
fn pair(element: &Element<'_>, close: &Code<'_>, data: &Data<'_>, xml: &mut XmlBuffer<'_>) {
    let open = &element.code;
    xml.markup("<pc");
    id("id", element.id, xml);
    data.reference("dataRefStart", open, xml);
    data.reference("dataRefEnd", close, xml);
    write_type(open, xml);
    xml.optional_attribute("equivStart", open.equivalent);
    xml.optional_attribute("equivEnd", close.equivalent);
    attributes(Holder::Start, open, "Start", xml);
    attributes(Holder::End, close, "End", xml);
    xml.markup(">");
}

fn write_type(code: &Code<'_>, xml: &mut XmlBuffer<'_>) {
    let known = code_type(code);
    xml.optional_attribute("type", known.kind);
    xml.optional_attribute("subType", known.sub);
}

/// Writes the attributes of a code; `which` is added to the names of those that
/// each half of a `pc` has.
fn attributes(holder: Holder, code: &Code<'_>, which: &str, xml: &mut XmlBuffer<'_>) {
    for attribute in code.attributes {
        match attribute.name.as_str() {
            "type" => {}
            _ if !is_native(holder, code, attribute) => {}
            name @ ("disp" | "subFlows") => {
                xml.attribute(&format!("{name}{which}"), &attribute.value);
            }
            name => xml.attribute(name, &attribute.value),
        }
    }
}

fn mark(tag: &str, element: &Element<'_>, end: &str, xml: &mut XmlBuffer<'_>) {
    xml.markup(tag);
    id("id", element.id, xml);
    let kind = element.code.type_name.filter(|name| is_mark_type(name));
    xml.optional_attribute("type", kind);
    attributes(Holder::Mark, &element.code, "", xml);
    xml.markup(end);
}

/// Writes text; the characters that XML forbids are `cp` elements (XLIFF 2.1,
/// section 4.2.3.1), so that each reads back.
fn write_text(text: &str, xml: &mut XmlBuffer<'_>) {
    // Nearly all text has none.
    if without_forbidden(text).1 == 0 {
        return xml.text(text);
    }
    for piece in text.split_inclusive(|character| !is_allowed(character)) {
        let last = piece.chars().next_back().filter(|last| !is_allowed(*last));
        let length = piece.len() - last.map_or(0, char::len_utf8);
        xml.text(&piece[..length]);
        if let Some(last) = last {
            xml.markup(&format!("<cp hex=\"{:04X}\"/>", u32::from(last)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_are_elements() {
        for (text, written) in [
            ("", ""),
            ("a < b", "a &lt; b"),
            ("\u{1}", "<cp hex=\"0001\"/>"),
            ("a\u{8}\u{ffff}b<", "a<cp hex=\"0008\"/><cp hex=\"FFFF\"/>b&lt;"),
        ] {
            let mut out = Vec::new();
            let mut xml = XmlBuffer::new(&mut out);
            write_text(text, &mut xml);
            assert_eq!(xml.removed_characters(), 0);
            assert_eq!(String::from_utf8(out).unwrap(), written);
        }
    }
}
