//! The HTML elements that make blocks, and their tags.

use memchr::{memchr2, memmem};

use super::alert;
use crate::unit::BlockKind;

/// An element that is a block kind of its own, or that ends such elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    Table,
    /// `tr` and the groups of rows, which end an open cell.
    Row,
    Cell,
    List,
    Item,
    Heading,
    Quote {
        note: bool,
    },
    Division {
        name: Division,
        note: bool,
    },
}

/// The elements that are notes if their class says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Division {
    Aside,
    Div,
    Section,
}

/// A tag that a text may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Start(Element),
    End(Element),
    /// The start of an element whose content is not markup.
    Raw(RawText),
}

/// What hides markup from its opener to its closer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RawText {
    Comment,
    Pre,
    Script,
    Style,
}

impl Element {
    pub(super) fn kind(self) -> Option<BlockKind> {
        match self {
            Element::Cell => Some(BlockKind::TableCell),
            Element::Item => Some(BlockKind::ListItem),
            Element::Heading => Some(BlockKind::Heading),
            Element::Quote { note: false } => Some(BlockKind::Quote),
            Element::Quote { note: true } | Element::Division { note: true, .. } => {
                Some(BlockKind::Note)
            }
            Element::Table | Element::Row | Element::List | Element::Division { .. } => None,
        }
    }

    /// Whether end tags in it do not reach what is around it, whatever they are
    /// of (HTML Standard, 13.2.4.2, "in scope").
    pub(super) fn bounds_scope(self) -> bool {
        matches!(self, Element::Table | Element::Cell)
    }

    /// Whether content stands in it. Rows are not followed: cells tell enough.
    pub(super) fn stays_open(self) -> bool {
        self != Element::Row
    }

    /// What the start tag ends without an end tag of its own (HTML Standard,
    /// 13.2.6.4.7 and 13.2.6.4.13 to 13.2.6.4.15).
    pub(super) fn ends_another(self) -> Option<Element> {
        match self {
            Element::Row | Element::Cell => Some(Element::Cell),
            Element::Item | Element::Heading => Some(self),
            _ => None,
        }
    }

    /// Whether an end tag `name` ends this element.
    pub(super) fn is_ended_by(self, name: Element) -> bool {
        match (self, name) {
            (Element::Cell, Element::Row) => true,
            (Element::Quote { .. }, Element::Quote { .. }) => true,
            (Element::Division { name: one, .. }, Element::Division { name: other, .. }) => {
                one == other
            }
            _ => self == name,
        }
    }

    /// Whether an end tag `name` in this element cannot end one around it.
    pub(super) fn shields(self, name: Element) -> bool {
        match self {
            Element::Table => true,
            Element::Cell => name != Element::Table,
            Element::List => name == Element::Item,
            _ => false,
        }
    }

    fn named(name: &[u8]) -> Option<Self> {
        let element = match name {
            b"td" | b"th" => Element::Cell,
            b"tr" | b"tbody" | b"thead" | b"tfoot" => Element::Row,
            b"table" => Element::Table,
            b"li" => Element::Item,
            b"ul" | b"ol" => Element::List,
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Element::Heading,
            b"blockquote" => Element::Quote { note: false },
            b"div" => Element::Division { name: Division::Div, note: false },
            b"aside" => Element::Division { name: Division::Aside, note: false },
            b"section" => Element::Division { name: Division::Section, note: false },
            _ => return None,
        };
        Some(element)
    }

    /// The element with what the rest of its start tag, or its first words, say.
    fn with_note(self, after_name: &[u8]) -> Self {
        match self {
            Element::Quote { .. } => Element::Quote { note: begins_with_alert(after_name) },
            Element::Division { name, .. } => {
                Element::Division { name, note: has_note_class(after_name) }
            }
            other => other,
        }
    }
}

impl RawText {
    pub(super) fn named(name: &[u8]) -> Option<Self> {
        match name {
            b"pre" => Some(RawText::Pre),
            b"script" => Some(RawText::Script),
            b"style" => Some(RawText::Style),
            _ => None,
        }
    }

    /// Where its closer ends in `text`, which begins with its opener.
    pub(super) fn end(self, text: &[u8]) -> Option<usize> {
        let closer: &[u8] = match self {
            RawText::Comment => return memmem::find(text, b"-->").map(|at| at + 3),
            RawText::Pre => b"</pre",
            RawText::Script => b"</script",
            RawText::Style => b"</style",
        };
        let found = |at: &usize| {
            text[*at..].get(..closer.len()).is_some_and(|found| found.eq_ignore_ascii_case(closer))
        };
        memmem::find_iter(text, b"</").find(found).map(|at| at + closer.len())
    }
}

impl Tag {
    /// The tag at the start of `text`, which begins with `<`, if it is one that
    /// matters here.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        if text.starts_with(b"<!--") {
            return Some(Tag::Raw(RawText::Comment));
        }
        let (closing, name, after) = Name::read(text)?;
        match Element::named(name.as_bytes()) {
            Some(element) if closing => Some(Tag::End(element)),
            Some(element) => Some(Tag::Start(element.with_note(after))),
            None if closing => None,
            None => RawText::named(name.as_bytes()).map(Tag::Raw),
        }
    }
}

/// Where the last end tag of an element that matters begins.
pub(super) fn last_end_tag(text: &[u8]) -> Option<usize> {
    memmem::rfind_iter(text, b"</").find(|at| matches!(Tag::read(&text[*at..]), Some(Tag::End(_))))
}

/// A tag's name in lower case; longer ones than any that is known are cut.
pub(super) struct Name {
    bytes: [u8; 12],
    length: usize,
}

impl Name {
    /// Whether the tag at the start of `text` is an end tag, its name, and what
    /// follows the name.
    pub(super) fn read(text: &[u8]) -> Option<(bool, Self, &[u8])> {
        let closing = text.get(1) == Some(&b'/');
        let text = &text[1 + usize::from(closing)..];
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'-';
        let length = text.iter().take(12).take_while(is_name).count();
        let ends =
            matches!(text.get(length), None | Some(b' ' | b'\t' | b'\r' | b'\n' | b'/' | b'>'));
        if !ends || !text.first()?.is_ascii_alphabetic() {
            return None;
        }
        let mut bytes = [0; 12];
        bytes[..length].copy_from_slice(&text[..length]);
        bytes.make_ascii_lowercase();
        Some((closing, Self { bytes, length }, &text[length..]))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// Whether the `class` in the rest of a start tag names a note as docfx does.
fn has_note_class(after_name: &[u8]) -> bool {
    let end = memchr2(b'<', b'>', after_name).unwrap_or(after_name.len());
    let attributes = &after_name[..end];
    let is_space = |byte: &u8| byte.is_ascii_whitespace();
    memmem::find_iter(attributes, b"class").any(|at| {
        let value = attributes[at + 5..].trim_ascii_start();
        let Some(value) = value.strip_prefix(b"=") else { return false };
        let value = value.trim_ascii_start();
        let (value, quote) = match value.first() {
            Some(quote @ (b'"' | b'\'')) => (&value[1..], *quote),
            _ => (value, b' '),
        };
        let value = value.split(|byte| *byte == quote).next().unwrap_or_default();
        value.split(is_space).any(alert::is_note_class)
    })
}

/// Whether the content after a start tag's name begins with an alert's mark.
fn begins_with_alert(after_name: &[u8]) -> bool {
    match memchr2(b'<', b'>', after_name) {
        Some(end) => alert::begins(after_name[end + 1..].trim_ascii_start()),
        None => false,
    }
}
