//! The HTML elements that make blocks, and their tags.

use memchr::{memchr2, memmem};

use crate::document::attributes::attributes;
use crate::document::block_kind;
use crate::unit::BlockKind;

/// An element that makes a block, or that ends such elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: ElementName,
    /// The block that it makes, if any.
    pub(super) kind: Option<BlockKind>,
}

/// The names of those elements, as far as they differ in what they end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ElementName {
    Table,
    /// `tr` and the groups of rows, which end an open cell.
    Row,
    Cell,
    List,
    Item,
    /// `dl`.
    Terms,
    /// `dt` and `dd`.
    Term,
    Heading,
    Quote,
    Aside,
    Div,
    Section,
}

/// A tag that a text may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Start(Element),
    End(ElementName),
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

impl ElementName {
    /// Whether end tags in it do not reach what is around it, whatever they are
    /// of (HTML Standard, 13.2.4.2, "in scope").
    pub(super) fn bounds_scope(self) -> bool {
        matches!(self, ElementName::Table | ElementName::Cell)
    }

    /// Whether content stands in it. Rows are not followed: cells tell enough.
    pub(super) fn stays_open(self) -> bool {
        self != ElementName::Row
    }

    /// What the start tag ends without an end tag of its own (HTML Standard,
    /// 13.2.6.4.7 and 13.2.6.4.13 to 13.2.6.4.15).
    pub(super) fn ends_another(self) -> Option<ElementName> {
        match self {
            ElementName::Row | ElementName::Cell => Some(ElementName::Cell),
            ElementName::Item | ElementName::Term | ElementName::Heading => Some(self),
            _ => None,
        }
    }

    /// Whether an end tag `name` ends this element.
    pub(super) fn is_ended_by(self, name: ElementName) -> bool {
        self == name || (self, name) == (ElementName::Cell, ElementName::Row)
    }

    /// Whether an end tag `name` in this element cannot end one around it.
    pub(super) fn shields(self, name: ElementName) -> bool {
        match self {
            ElementName::Table => true,
            ElementName::Cell => name != ElementName::Table,
            ElementName::List | ElementName::Terms => {
                matches!(name, ElementName::Item | ElementName::Term)
            }
            _ => false,
        }
    }

    fn read(name: &[u8]) -> Option<Self> {
        let name = match name {
            b"td" | b"th" => ElementName::Cell,
            b"tr" | b"tbody" | b"thead" | b"tfoot" => ElementName::Row,
            b"table" => ElementName::Table,
            b"li" => ElementName::Item,
            b"ul" | b"ol" => ElementName::List,
            b"dt" | b"dd" => ElementName::Term,
            b"dl" => ElementName::Terms,
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => ElementName::Heading,
            b"blockquote" => ElementName::Quote,
            b"aside" => ElementName::Aside,
            b"div" => ElementName::Div,
            b"section" => ElementName::Section,
            _ => return None,
        };
        Some(name)
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
    /// matters here; `target` gives the annotation that follows `text` from its
    /// target on.
    pub(super) fn read<'a>(text: &[u8], target: impl FnOnce() -> &'a [u8]) -> Option<Self> {
        if text.starts_with(b"<!--") {
            return Some(Tag::Raw(RawText::Comment));
        }
        let (closing, written, after) = Name::read(text)?;
        match ElementName::read(written.as_bytes()) {
            Some(name) if closing => Some(Tag::End(name)),
            Some(name) => {
                let has_class = || has_note_class(text);
                let begins = || begins_as_note(after, target);
                let kind = block_kind::of_element(written.as_bytes(), has_class, begins);
                Some(Tag::Start(Element { name, kind }))
            }
            None if closing => None,
            None => RawText::named(written.as_bytes()).map(Tag::Raw),
        }
    }
}

/// Where the last end tag of an element that matters begins.
pub(super) fn last_end_tag(text: &[u8]) -> Option<usize> {
    memmem::rfind_iter(text, b"</")
        .find(|at| matches!(Tag::read(&text[*at..], || b""), Some(Tag::End(_))))
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

/// Whether the class of the start tag at the start of `text` names a note. The
/// first `class` counts (HTML Standard, 13.2.5.33).
fn has_note_class(text: &[u8]) -> bool {
    let Some(length) = memchr2(b'<', b'>', &text[1..]) else { return false };
    let class = attributes(text, &(0..length + 2))
        .find(|attribute| text[attribute.name.clone()].eq_ignore_ascii_case(b"class"));
    class.is_some_and(|class| block_kind::is_note_class(&text[class.value]))
}

/// Whether the content after a start tag's name, or after the start of a
/// paragraph in it, begins with an alert's mark: in `target` where nothing
/// stands before that.
fn begins_as_note<'a>(after_name: &[u8], target: impl FnOnce() -> &'a [u8]) -> bool {
    let Some(content) = content(after_name) else { return false };
    let paragraph = match content {
        [b'<', ..] => Name::read(content),
        _ => None,
    };
    let content = match paragraph {
        Some((false, name, after)) if name.as_bytes() == b"p" => {
            self::content(after).unwrap_or(content)
        }
        _ => content,
    };
    block_kind::begins_as_note(if content.is_empty() { target() } else { content })
}

/// What stands behind a start tag, white space left out.
fn content(after_name: &[u8]) -> Option<&[u8]> {
    let end = memchr2(b'<', b'>', after_name)?;
    Some(after_name[end + 1..].trim_ascii_start())
}
