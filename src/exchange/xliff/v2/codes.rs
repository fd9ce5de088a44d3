//! Inline codes as the elements of XLIFF 2.1.
//!
//! XLIFF 2.1, section 4.2.3: a pair that nests is a `pc` around its text, one
//! that does not an `sc` and an `ec`; a code that stands alone is a `ph`; half of
//! a pair is `isolated`. A marked stretch is a `mrk`, or an `sm` and an `em`. The
//! native forms stand in the `originalData` of the unit, each once.

use std::collections::BTreeMap;

use super::text;
use super::values::{CodeType, Holder, is_code_attribute, is_mark_type};
use crate::exchange::codes::elements::{Element, Id, Rules, Shape};
use crate::exchange::xliff::identity::is_token;
use crate::exchange::xml::XmlBuffer;
use crate::inline::{Attribute, Code, CodeKind, CodedText, Piece};

/// What XLIFF 2.1 asks of its elements: an id is an `NMTOKEN`, and every pair
/// that nests holds its text.
pub(super) const RULES: Rules =
    Rules { is_id: is_token, is_container: |_, _| true, marks_overlap: true };

/// The native forms of a unit's codes, each with the number of its `data`.
#[derive(Debug, Default)]
pub(super) struct Data<'a> {
    numbers: BTreeMap<&'a str, usize>,
    natives: Vec<&'a str>,
}

impl<'a> Data<'a> {
    /// Adds the native forms of a text's codes, but for empty ones.
    pub(super) fn add(&mut self, elements: &[Element<'a>]) {
        for element in elements.iter().filter(|element| has_data(element)) {
            let native = element.code.native;
            self.numbers.entry(native).or_insert_with(|| {
                self.natives.push(native);
                self.natives.len()
            });
        }
    }

    /// Writes `originalData`, where there is any.
    pub(super) fn write(&self, xml: &mut XmlBuffer<'_>) {
        if self.natives.is_empty() {
            return;
        }
        xml.markup("\n<originalData>");
        for (index, native) in self.natives.iter().enumerate() {
            xml.markup(&format!("\n<data id=\"d{}\">", index + 1));
            text::write(native, xml);
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

/// The element that has the attributes of a code; none where the code has no
/// element.
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

/// What `type` and `subType` say of a code that has them.
pub(super) fn code_type<'a>(code: &Code<'a>) -> CodeType<'a> {
    let own = code.attributes.iter().find(|attribute| attribute.name == "type");
    CodeType::of(code.kind, code.type_name, own.map(|own| own.value.as_str()))
}

/// Whether an attribute of a code stands on the code's element.
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
            Piece::Text(text) | Piece::Escaped { text, .. } => text::write(text, xml),
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

/// Writes the attributes of a code; `which` is said behind the names of those
/// that each half of a `pc` has.
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
