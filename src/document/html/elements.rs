//! One pass over the tags of a page: the annotated elements and their ranges.

use std::ops::Range;

use super::findings::occurrences;
use super::limits::PageCost;
use super::names::{self, Names};
use super::open_elements::{Ending, OpenElements, StartTag, Started};
use super::tags::{Tag, Tags, Token};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::attributes::{Attribute, are_apart, attributes, tag_name};
use crate::scan::{AnnotationScheme, QUOTE_ENTITY};

/// What an element is in the annotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Target,
    Source,
    /// The lookup element around a source.
    Lookup,
}

/// Elements in which neither tags nor character references mean anything
/// (13.2.5.3 to 13.2.5.5).
const NO_TEXT: names::Traits = names::RAW_TEXT.or(names::SCRIPT).or(names::PLAIN_TEXT);

/// Why an annotated element cannot be one side of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Defect {
    /// Its tag cannot be read as a marker; what was expected and found.
    Malformed(&'static str),
    /// Its id holds quotes that an exporter damaged.
    QuoteDamage,
    /// Its end is not known.
    MissingCloser,
    /// Another annotated element, given by its number, begins inside.
    Nested(usize),
    /// It holds bytes that are not UTF-8.
    InvalidUtf8,
}

/// An element that carries a marker attribute or is a lookup element.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) role: Role,
    /// The id as written; empty for a lookup element.
    pub(super) id: Range<usize>,
    /// The whole marker attribute.
    pub(super) attribute: Range<usize>,
    /// The start tag.
    pub(super) open: Range<usize>,
    /// The end tag; empty where it is omitted.
    pub(super) close: Range<usize>,
    /// The name of the element.
    pub(super) name: Range<usize>,
    /// The nearest element around it, by number, where that is a lookup element.
    pub(super) lookup: Option<usize>,
    /// What the standard says of its name; nothing in SVG and MathML.
    traits: names::Traits,
    /// The nearest target or source around it, by number.
    side: Option<usize>,
    pub(super) defect: Option<Defect>,
}

impl Element {
    /// Returns the whole element; its start tag alone where its end is not known.
    pub(super) fn range(&self) -> Range<usize> {
        self.open.start..self.close.end
    }

    /// Returns its content.
    pub(super) fn inner(&self) -> Range<usize> {
        self.open.end..self.close.start
    }

    /// Returns the part of its content that is its text.
    pub(super) fn text(&self, bytes: &[u8]) -> Range<usize> {
        let inner = self.inner();
        let line_end = match &bytes[inner.clone()] {
            _ if !self.traits.any(names::DROPS_LINE_END) => 0,
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        };
        inner.start + line_end..inner.end
    }

    /// Returns its text as markup, where that is not just what is written: a `<` in
    /// the text of a `title` or a `textarea` begins no tag (13.2.5.2).
    pub(super) fn markup(&self, bytes: &[u8]) -> Option<String> {
        let text = &bytes[self.text(bytes)];
        let differs = self.holds_plain_text() && text.contains(&b'<');
        differs.then(|| String::from_utf8_lossy(text).replace('<', "&lt;"))
    }

    /// Returns whether tags in it are text.
    pub(super) fn holds_plain_text(&self) -> bool {
        self.traits.any(names::ESCAPABLE_TEXT)
    }

    /// Returns whether it is a target or a source.
    pub(super) fn is_side(&self) -> bool {
        self.role != Role::Lookup
    }
}

/// What the pass over the tags finds.
#[derive(Default)]
pub(super) struct Page {
    /// In the order of their start tags.
    pub(super) elements: Vec<Element>,
    /// The value of `lang` or `xml:lang` of the `html` element.
    pub(super) language: Option<Range<usize>>,
    /// The names of marker attributes in start tags, in order.
    pub(super) markers: Vec<Range<usize>>,
    /// End tags with marker attributes, and what the end of the page cuts off.
    pub(super) unreadable: Vec<Range<usize>>,
    /// Why no tree can be built, where none can.
    pub(super) limit: Option<Diagnostic>,
}

/// Reads the tags of a page.
pub(super) fn scan(bytes: &[u8], scheme: &AnnotationScheme) -> Page {
    let mut scan = PageScan {
        bytes,
        scheme,
        page: Page::default(),
        open: OpenElements::default(),
        names: Names::new(),
        cost: PageCost::new(bytes.len()),
        read: 0,
        unfinished: false,
    };
    let mut tags = Tags::new(bytes, scheme);
    while let Some(token) = tags.next() {
        match token {
            Token::Tag(tag) if tag.is_end => scan.end_tag(&tag),
            Token::Tag(tag) => tags.enter(scan.start_tag(&tag)),
            Token::Unfinished => scan.unfinished = true,
        }
    }
    scan.finish()
}

struct PageScan<'a> {
    bytes: &'a [u8],
    scheme: &'a AnnotationScheme,
    page: Page,
    /// The tracked elements on the stack have the numbers of these.
    open: OpenElements,
    names: Names,
    cost: PageCost,
    /// The end of the last tag.
    read: usize,
    /// Whether the page ends in a tag or a comment.
    unfinished: bool,
}

impl PageScan<'_> {
    /// Reads a start tag and returns the traits that decide how its content is
    /// read.
    fn start_tag(&mut self, tag: &Tag) -> names::Traits {
        let written = tag_name(self.bytes, &tag.range);
        let (name, traits) = self.names.get(&self.bytes[written.clone()]);
        if self.page.language.is_none() {
            self.page.language = language(self.bytes, &tag.range);
        }
        let tracked = (tag.is_marked || tag.is_lookup).then(|| self.annotated(tag, written));
        let start = StartTag { name, traits, self_closing: tag.self_closing, tracked };
        let started = self.open.start(start, &mut ended_by(&mut self.page.elements, &tag.range));
        // A tag that opens nothing still begins raw text: browsers drop the
        // element and read on in the same way.
        let traits = if started.foreign { names::Traits::default() } else { traits };
        if let Some(number) = tracked {
            self.place(number, &started, traits);
        }
        self.count(tag);
        traits
    }

    fn end_tag(&mut self, tag: &Tag) {
        let (name, traits) = self.names.get(&self.bytes[tag_name(self.bytes, &tag.range)]);
        self.open.end(name, traits, &mut ended_by(&mut self.page.elements, &tag.range));
        if tag.is_marked {
            self.page.unreadable.push(tag.range.clone());
        }
        self.count(tag);
    }

    fn count(&mut self, tag: &Tag) {
        self.read = tag.range.end;
        if self.page.limit.is_none() {
            let over = self.cost.count(tag, &self.open);
            let range = tag.range.clone();
            self.page.limit =
                over.map(|message| Diagnostic::new(DiagnosticCode::LimitReached, range, message));
        }
    }

    /// Notes the element of a tag that carries a marker, and returns its number.
    fn annotated(&mut self, tag: &Tag, name: Range<usize>) -> usize {
        let number = self.page.elements.len();
        let mut element = Element {
            role: Role::Lookup,
            id: tag.range.start..tag.range.start,
            attribute: tag.range.start..tag.range.start,
            open: tag.range.clone(),
            close: tag.range.end..tag.range.end,
            name,
            lookup: None,
            traits: names::Traits::default(),
            side: None,
            defect: None,
        };
        if tag.is_marked {
            self.read_marker(&mut element);
        }
        self.page.elements.push(element);
        number
    }

    /// Reads side and id from the attributes.
    fn read_marker(&mut self, element: &mut Element) {
        let markers: Vec<_> = attributes(self.bytes, &element.open)
            .filter_map(|attribute| Some((self.side(&attribute)?, attribute)))
            .collect();
        self.page.markers.extend(markers.iter().map(|(_, marker)| marker.name.clone()));
        let Some((role, marker)) = markers.first() else { return };
        element.role = *role;
        element.id = marker.value.clone();
        element.attribute = marker.range.clone();
        element.defect = match markers.get(1) {
            None => id_defect(&self.bytes[element.id.clone()]).or_else(|| self.tag_defect(element)),
            Some((other, _)) => Some(Defect::Malformed(if other == role {
                "expected one marker attribute, but found it twice on one element"
            } else {
                "expected a target or a source, but found both attributes on one element"
            })),
        };
    }

    /// Returns what is wrong with a start tag as a whole.
    fn tag_defect(&self, element: &Element) -> Option<Defect> {
        let message = "expected white space between attributes, but found them run together";
        (!are_apart(self.bytes, &element.open)).then_some(Defect::Malformed(message))
    }

    /// Returns the side that an attribute marks.
    fn side(&self, attribute: &Attribute) -> Option<Role> {
        let name = &self.bytes[attribute.name.clone()];
        let is = |marker: &str| name.eq_ignore_ascii_case(marker.as_bytes());
        if is(self.scheme.target_attribute()) {
            Some(Role::Target)
        } else if is(self.scheme.source_attribute()) {
            Some(Role::Source)
        } else {
            None
        }
    }

    /// Takes down where the new element begins.
    fn place(&mut self, number: usize, started: &Started, traits: names::Traits) {
        let (before, new) = self.page.elements.split_at_mut(number);
        let Some(element) = new.first_mut() else { return };
        element.traits = traits;
        if !started.is_open {
            let message = "expected an element that can hold text, but found one that cannot";
            element.defect = Some(Defect::Malformed(message));
        } else if element.is_side() && traits.any(NO_TEXT) {
            let message = "expected an element that holds text, but found one whose content \
                           browsers take as it stands";
            element.defect = Some(Defect::Malformed(message));
        }
        let Some(around) = started.around else { return };
        (element.lookup, element.side) = match before[around].role {
            Role::Lookup => (Some(around), before[around].side),
            Role::Target | Role::Source => (None, Some(around)),
        };
        if let (true, Some(side)) = (element.is_side(), element.side) {
            before[side].defect.get_or_insert(Defect::Nested(number));
        }
    }

    fn finish(self) -> Page {
        let PageScan { bytes, mut page, open, read, unfinished, .. } = self;
        let end = bytes.len()..bytes.len();
        let cut_off = unfinished || open.in_raw_text();
        open.finish(&mut ended_by(&mut page.elements, &end));
        if cut_off {
            page.unreadable.push(read..bytes.len());
        }
        page
    }
}

/// Takes down where elements end: at the tag `by`.
fn ended_by<'a>(
    elements: &'a mut [Element],
    by: &'a Range<usize>,
) -> impl FnMut(usize, Ending) + 'a {
    move |number, ending| {
        let element = &mut elements[number];
        match ending {
            Ending::Closed => element.close = by.clone(),
            Ending::Omitted => element.close = by.start..by.start,
            Ending::Unclosed => {
                if matches!(element.defect, None | Some(Defect::Nested(_))) {
                    element.defect = Some(Defect::MissingCloser);
                }
            }
        }
    }
}

/// Returns what is wrong with an id.
fn id_defect(id: &[u8]) -> Option<Defect> {
    let has = |wanted: &[u8]| memchr::memmem::find(id, wanted).is_some();
    if id.is_empty() {
        Some(Defect::Malformed("expected an id, but found none"))
    } else if has(QUOTE_ENTITY) || has(b"&#34;") || has(b"\"") {
        Some(Defect::QuoteDamage)
    } else if id.iter().any(|byte| byte.is_ascii_whitespace() || b"<>'\0".contains(byte)) {
        Some(Defect::Malformed("expected an id without white space, quotes and tags"))
    } else {
        None
    }
}

/// Returns the language that a page names; all that is read of one without
/// markers.
pub(super) fn page_language(bytes: &[u8], scheme: &AnnotationScheme) -> Option<Range<usize>> {
    occurrences(bytes, b"<html").next()?;
    let mut names = Names::new();
    let mut tags = Tags::new(bytes, scheme);
    while let Some(token) = tags.next() {
        let Token::Tag(tag) = token else { continue };
        if tag.is_end {
            continue;
        }
        if let Some(found) = language(bytes, &tag.range) {
            return Some(found);
        }
        tags.enter(names.get(&bytes[tag_name(bytes, &tag.range)]).1);
    }
    None
}

/// Returns the language that a start tag gives the page, if it is that of
/// `html`: `lang`, or else `xml:lang`.
fn language(bytes: &[u8], tag: &Range<usize>) -> Option<Range<usize>> {
    if !bytes[tag_name(bytes, tag)].eq_ignore_ascii_case(b"html") {
        return None;
    }
    let value_of = |wanted: &[u8]| {
        attributes(bytes, tag)
            .find(|attribute| bytes[attribute.name.clone()].eq_ignore_ascii_case(wanted))
            .map(|attribute| trimmed(bytes, attribute.value))
            .filter(|value| !value.is_empty())
    };
    value_of(b"lang").or_else(|| value_of(b"xml:lang"))
}

/// Returns a range without the white space at its ends.
fn trimmed(bytes: &[u8], range: Range<usize>) -> Range<usize> {
    let text = bytes[range.clone()].trim_ascii_end();
    let end = range.start + text.len();
    end - text.trim_ascii_start().len()..end
}
