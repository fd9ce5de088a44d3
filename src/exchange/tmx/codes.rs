//! Inline codes as the elements of TMX.
//!
//! TMX 1.4b, "Content Markup": a pair is `bpt` and `ept` of one number `i`,
//! unique in its `seg`, the `bpt` first; a code that stands alone is a `ph`;
//! half of a pair whose other half is missing is an `it`. The number `x` says
//! which codes of the variants correspond: see [`numbers`](super::numbers).

use smallvec::SmallVec;

use super::numbers::{languages_differ, numbers};
use crate::exchange::xml::XmlBuffer;
use crate::inline::{Code, CodeKind, CodeRole, CodedText, Piece};
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
}

/// The elements of the codes of one text, in order, and the `x` of those that
/// have one.
#[derive(Debug, Default)]
pub(super) struct Elements {
    pub(super) elements: Vec<Element>,
    /// One for each element, 0 where it has none; empty where the text has none.
    numbers: Vec<u32>,
}

/// The elements of the texts that stand together in a unit, numbered where
/// their codes correspond.
pub(super) fn elements(variants: &[&Variant]) -> SmallVec<[Elements; 2]> {
    let with_elements =
        |variant: &&Variant| Elements { elements: roles(&variant.text), numbers: Vec::new() };
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

/// The elements of a text's codes: a pair where an opening code is followed by
/// a closing one of the same number, and whatever is left stands for itself.
fn roles(text: &CodedText) -> Vec<Element> {
    let mut halves = Vec::new();
    let mut elements: Vec<Element> = (text.codes().enumerate())
        .map(|(index, code)| {
            if let CodeRole::Open(pair) | CodeRole::Close(pair) = code.role {
                halves.push((pair, index));
            }
            match code.role {
                CodeRole::Standalone => Element::Ph,
                CodeRole::Open(_) | CodeRole::IsolatedOpen => Element::ItBegin,
                CodeRole::Close(_) | CodeRole::IsolatedClose => Element::ItEnd,
            }
        })
        .collect();
    join_halves(halves, &mut elements);
    elements
}

/// Makes pairs of the halves `(pair number, index of the code)` that belong
/// together, and numbers them by the order of their opening codes.
fn join_halves(mut halves: Vec<(u32, usize)>, elements: &mut [Element]) {
    halves.sort_unstable();
    let mut pairs: Vec<(usize, usize)> = Vec::with_capacity(halves.len() / 2);
    let mut rest = halves.as_slice();
    while let [(number, open), tail @ ..] = rest {
        rest = tail;
        if let [(other, close), tail @ ..] = rest
            && number == other
            && elements[*open] == Element::ItBegin
            && elements[*close] == Element::ItEnd
        {
            pairs.push((*open, *close));
            rest = tail;
        }
    }
    pairs.sort_unstable();
    for (i, (open, close)) in (1..).zip(pairs) {
        elements[open] = Element::Bpt(i);
        elements[close] = Element::Ept(i);
    }
}

/// Writes a text with its codes as elements.
pub(super) fn write(text: &CodedText, elements: &Elements, xml: &mut XmlBuffer<'_>) {
    let mut codes = elements.elements.iter().copied();
    let mut numbers = elements.numbers.iter().copied();
    for piece in text.pieces() {
        match piece {
            Piece::Text(text) | Piece::Escaped { text, .. } => xml.text(text),
            Piece::Code(code) => {
                if let Some(element) = codes.next() {
                    element.write(code, numbers.next().unwrap_or_default(), xml);
                }
            }
        }
    }
}

impl Element {
    fn write(self, code: Code<'_>, x: u32, xml: &mut XmlBuffer<'_>) {
        let (open, close) = match self {
            Element::Bpt(_) => ("<bpt i=\"", "</bpt>"),
            Element::Ept(_) => ("<ept i=\"", "</ept>"),
            Element::Ph => ("<ph", "</ph>"),
            Element::ItBegin => ("<it pos=\"begin\"", "</it>"),
            Element::ItEnd => ("<it pos=\"end\"", "</it>"),
        };
        xml.markup(open);
        if let Element::Bpt(i) | Element::Ept(i) = self {
            xml.number(i);
            xml.markup("\"");
        }
        if x > 0 {
            xml.markup(" x=\"");
            xml.number(x);
            xml.markup("\"");
        }
        if !matches!(self, Element::Ept(_)) {
            xml.markup(" type=\"");
            xml.markup(self.type_of(code.kind));
            xml.markup("\"");
        }
        xml.markup(">");
        xml.text(code.native);
        xml.markup(close);
    }

    /// The value of `type`: one that TMX recommends for the element where
    /// there is one, else one of ours.
    fn type_of(self, kind: CodeKind) -> &'static str {
        match kind {
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
            CodeKind::Other => "x-other",
        }
    }
}
