//! Inline codes as the elements of TMX.
//!
//! TMX 1.4b, "Content Markup": a pair is `bpt` and `ept` of one number `i`,
//! unique in its `seg`, the `bpt` first; a code that stands alone is a `ph`;
//! half of a pair whose other half is missing is an `it`; a marked stretch of
//! text is a `hi` around it; what may be any of them is a `ut`. A text inside a
//! code is a `sub`, which may hold codes in turn. The number `x` says which codes
//! of the variants correspond.
//!
//! Readers differ in what they ask of `x`: OmegaT loses segments where it does
//! not begin at 0 or 1; Maxprograms' validator wants each variant to have the
//! same set of element names and numbers, and tells the variants apart by their
//! languages. So `x` counts the codes of the first variant from 1, and is left
//! out of a unit in which the codes do not correspond one to one. `ept` has
//! none, by the DTD; nor has the end of a `hi`.

use std::mem::discriminant;

use smallvec::SmallVec;

use super::profile::Profile;
use crate::exchange::codes::elements::overlapping;
use crate::exchange::xml::XmlBuffer;
use crate::inline::{
    Attribute, Code, CodeKind, CodeRole, CodedText, NativePart, Piece, Subflow, pair_codes,
};
use crate::unit::Variant;

/// The element that a code is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// Opens the pair `i`.
    Bpt(u32),
    /// Closes the pair `i`.
    Ept(u32),
    Ph,
    /// Opens what this text does not close.
    ItBegin,
    /// Closes what this text does not open.
    ItEnd,
    /// Opens a marked stretch of text.
    HiOpen,
    HiClose,
    /// Anything at all.
    Ut,
    /// Half of a marked stretch that cannot be an element: it is not written.
    Nothing,
}

/// The elements of the codes of one text, in order, and the `x` of those that
/// have one.
#[derive(Debug, Default)]
pub(super) struct Elements {
    pub(super) elements: Vec<Element>,
    /// One for each element, 0 where it has none; empty where the text has none.
    pub(super) numbers: Vec<u32>,
}

/// Finds the elements of the texts that stand together in a unit, and numbers
/// them where their codes correspond.
pub(super) fn elements(variants: &[&Variant]) -> SmallVec<[Elements; 2]> {
    let with_elements =
        |variant: &&Variant| Elements { elements: roles(&variant.text, 1), numbers: Vec::new() };
    let mut texts: SmallVec<[Elements; 2]> = variants.iter().map(with_elements).collect();
    if texts.iter().all(|text| !text.elements.is_empty())
        && languages_differ(variants)
        && let Some(numbers) = numbers(variants, &texts)
    {
        for (text, numbers) in texts.iter_mut().zip(numbers) {
            text.numbers = numbers;
        }
    }
    texts
}

/// Returns the elements of a text's codes: those of pairs, numbered from `first`
/// in the order of their opening codes, and of what is left.
fn roles(text: &CodedText, first: u32) -> Vec<Element> {
    let mut elements: Vec<Element> = (text.codes())
        .map(|code| match code.role {
            _ if code.kind == CodeKind::Unknown => Element::Ut,
            _ if code.kind == CodeKind::Annotation => Element::Nothing,
            CodeRole::Standalone => Element::Ph,
            CodeRole::Open(_) | CodeRole::IsolatedOpen => Element::ItBegin,
            CodeRole::Close(_) | CodeRole::IsolatedClose => Element::ItEnd,
        })
        .collect();
    let mut i = first;
    let mut marks = Vec::new();
    for (open, close) in text.pairs() {
        match (elements[open], elements[close]) {
            (Element::ItBegin, Element::ItEnd) => {
                elements[open] = Element::Bpt(i);
                elements[close] = Element::Ept(i);
                i += 1;
            }
            (Element::Nothing, Element::Nothing) => marks.push((open, close)),
            _ => {}
        }
    }
    let overlapping = overlapping(&marks);
    for (open, close) in marks.into_iter().filter(|(open, _)| !overlapping.contains(open)) {
        elements[open] = Element::HiOpen;
        elements[close] = Element::HiClose;
    }
    elements
}

fn languages_differ(variants: &[&Variant]) -> bool {
    let mut languages: Vec<_> = variants.iter().map(|variant| &variant.language).collect();
    languages.sort_unstable();
    languages.windows(2).all(|pair| pair[0] != pair[1])
}

/// Returns the `x` of each element of each text, 0 for one that has none, where
/// the codes of all texts correspond to those of the first one to one.
fn numbers(variants: &[&Variant], texts: &[Elements]) -> Option<Vec<Vec<u32>>> {
    let (first, others) = texts.split_first()?;
    let own = own_numbers(&first.elements);
    let mut all = Vec::with_capacity(texts.len());
    for (text, variant) in others.iter().zip(&variants[1..]) {
        let partners = partners(&variants[0].text, &variant.text)?;
        let alike = (text.elements.iter().zip(&partners)).all(|(element, &partner)| {
            discriminant(element) == discriminant(&first.elements[partner])
        });
        if !alike {
            return None;
        }
        all.push(partners.iter().map(|&partner| own[partner]).collect());
    }
    all.insert(0, own);
    Some(all)
}

/// Counts the elements that have an `x` from 1.
fn own_numbers(elements: &[Element]) -> Vec<u32> {
    let mut count = 0;
    let number = |element: &Element| {
        let numbered = !matches!(element, Element::Ept(_) | Element::HiClose | Element::Nothing);
        count += u32::from(numbered);
        if numbered { count } else { 0 }
    };
    elements.iter().map(number).collect()
}

/// Returns the index of the source's code that each code of the target
/// corresponds to, and `None` where the sides do not have the same codes.
fn partners(source: &CodedText, target: &CodedText) -> Option<Vec<usize>> {
    let pairing = pair_codes(source, target);
    if !pairing.is_complete() {
        return None;
    }
    (0..target.codes().count()).map(|code| pairing.source_of(code)).collect()
}

/// Writes a text with its codes as elements, for a tool.
pub(super) fn write(
    text: &CodedText,
    elements: &Elements,
    profile: Profile,
    xml: &mut XmlBuffer<'_>,
) {
    let pairs = elements.elements.iter().filter(|element| matches!(element, Element::Bpt(_)));
    let mut writer = CodeWriter { next_pair: 1 + pairs.count() as u32, profile, xml };
    writer.text(text, elements);
}

/// Writes texts and the texts inside their codes.
struct CodeWriter<'x, 'o> {
    /// The number of the next pair inside a code; all are unique in a `seg`.
    next_pair: u32,
    profile: Profile,
    xml: &'x mut XmlBuffer<'o>,
}

impl CodeWriter<'_, '_> {
    fn text(&mut self, text: &CodedText, elements: &Elements) {
        let mut codes = elements.elements.iter().copied();
        let mut numbers = elements.numbers.iter().copied();
        for piece in text.pieces() {
            match piece {
                Piece::Text(text) | Piece::Escaped { text, .. } => self.xml.text(text),
                Piece::Code(code) => {
                    if let Some(element) = codes.next() {
                        self.code(element, code, numbers.next().unwrap_or_default());
                    }
                }
            }
        }
    }

    fn code(&mut self, element: Element, code: Code<'_>, x: u32) {
        let (open, close) = match element {
            Element::Bpt(_) => ("<bpt i=\"", "</bpt>"),
            Element::Ept(_) => ("<ept i=\"", "</ept>"),
            Element::Ph => ("<ph", "</ph>"),
            Element::ItBegin => ("<it pos=\"begin\"", "</it>"),
            Element::ItEnd => ("<it pos=\"end\"", "</it>"),
            Element::Ut => ("<ut", "</ut>"),
            Element::HiOpen => ("<hi", ""),
            Element::HiClose => return self.xml.markup("</hi>"),
            Element::Nothing => return,
        };
        self.xml.markup(open);
        if let Element::Bpt(i) | Element::Ept(i) = element {
            self.xml.number(i);
            self.xml.markup("\"");
        }
        if x > 0 {
            self.xml.markup(" x=\"");
            self.xml.number(x);
            self.xml.markup("\"");
        }
        match (code.type_name, element.type_of(code.kind)) {
            (_, None) => {}
            (Some(own), _) => self.xml.attribute("type", own),
            (_, Some("")) => {}
            (_, Some(_)) if !self.profile.has_type(&code) => {}
            (_, Some(known)) => {
                self.xml.markup(" type=\"");
                self.xml.markup(known);
                self.xml.markup("\"");
            }
        }
        if element == Element::Ph {
            let assoc = Attribute::value_of(code.attributes, "assoc");
            self.xml.optional_attribute("assoc", assoc);
        }
        self.xml.markup(">");
        self.native(&code);
        self.xml.markup(close);
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
        for name in ["datatype", "type"] {
            let value = Attribute::value_of(&subflow.attributes, name);
            self.xml.optional_attribute(name, value);
        }
        self.xml.markup(">");
        let elements = roles(&subflow.text, self.next_pair);
        let pairs = elements.iter().filter(|element| matches!(element, Element::Bpt(_)));
        self.next_pair += pairs.count() as u32;
        self.text(&subflow.text, &Elements { elements, numbers: Vec::new() });
        self.xml.markup("</sub>");
    }
}

impl Element {
    /// Returns the value of `type`: one that TMX recommends for the element where
    /// there is one, else one of ours; nothing for an element without `type`,
    /// and no text where nothing is to be said.
    pub(super) fn type_of(self, kind: CodeKind) -> Option<&'static str> {
        Some(match kind {
            _ if matches!(self, Element::Ept(_) | Element::Ut) => return None,
            CodeKind::Bold => "bold",
            CodeKind::Italic => "italic",
            CodeKind::Strikethrough => "x-strikethrough",
            CodeKind::Code => "x-code",
            CodeKind::Link => "link",
            CodeKind::Image => "image",
            CodeKind::LineBreak => "lb",
            CodeKind::Html if self == Element::Ph => "x-html",
            CodeKind::Html => "struct",
            CodeKind::Directive => "x-directive",
            CodeKind::Placeholder => "x-placeholder",
            CodeKind::Annotation | CodeKind::Unknown | CodeKind::Other => "",
        })
    }

    /// Returns what a code of this element does by the value of its `type`, and
    /// that value again where the kind alone would not bring it back.
    pub(super) fn kind_of(self, word: &str) -> (CodeKind, Option<&str>) {
        let kind = match (self, word) {
            (Element::HiOpen | Element::HiClose, _) => CodeKind::Annotation,
            (Element::Ut, _) => CodeKind::Unknown,
            (_, "bold") => CodeKind::Bold,
            (_, "italic") => CodeKind::Italic,
            (_, "x-strikethrough") => CodeKind::Strikethrough,
            (_, "x-code") => CodeKind::Code,
            (_, "link") => CodeKind::Link,
            (_, "image") => CodeKind::Image,
            (_, "lb") => CodeKind::LineBreak,
            (_, "struct" | "x-html") => CodeKind::Html,
            (_, "x-directive") => CodeKind::Directive,
            (_, "x-placeholder") => CodeKind::Placeholder,
            _ => CodeKind::Other,
        };
        let is_said = self.type_of(kind).is_none_or(|known| known == word);
        (kind, (!is_said).then_some(word))
    }
}
