//! HTML in Markdown: the elements that make blocks, their tags, and the lines at
//! which raw HTML begins (CommonMark 0.31.2, section 4.6).

use memchr::{memchr2, memmem};

use super::line::is_blank;
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
    /// Returns whether end tags in it do not reach what is around it, whatever they
    /// are of (HTML Standard, 13.2.4.2, "in scope").
    pub(super) fn bounds_scope(self) -> bool {
        matches!(self, ElementName::Table | ElementName::Cell)
    }

    /// Returns whether content is in it. Rows are not followed: cells are
    /// enough.
    pub(super) fn stays_open(self) -> bool {
        self != ElementName::Row
    }

    /// Returns what the start tag ends without an end tag of its own (HTML
    /// Standard, 13.2.6.4.7 and 13.2.6.4.13 to 13.2.6.4.15).
    pub(super) fn ends_another(self) -> Option<ElementName> {
        match self {
            ElementName::Row | ElementName::Cell => Some(ElementName::Cell),
            ElementName::Item | ElementName::Term | ElementName::Heading => Some(self),
            _ => None,
        }
    }

    /// Returns whether an end tag `name` ends this element.
    pub(super) fn is_ended_by(self, name: ElementName) -> bool {
        self == name || (self, name) == (ElementName::Cell, ElementName::Row)
    }

    /// Returns whether an end tag `name` in this element cannot end one around it.
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

    /// Finds the end of its closer in `text`, which begins with its opener.
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
    /// Returns the tag at the start of `text`, which begins with `<`, if it is one
    /// that matters here; `target` gives the annotation that follows `text` from
    /// its target on.
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

/// Finds where the last tag begins that can end an element which makes a block.
pub(crate) fn last_end_tag(text: &[u8]) -> Option<usize> {
    memmem::rfind_iter(text, b"</")
        .find(|at| matches!(Tag::read(&text[*at..], || b""), Some(Tag::End(_))))
}

/// A tag's name in lower case; longer ones than any that is known are cut.
pub(super) struct Name {
    bytes: [u8; 12],
    length: usize,
}

impl Name {
    /// Returns whether the tag at the start of `text` is an end tag, its name, and
    /// what follows the name.
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

/// Returns whether the class of the start tag at the start of `text` names a
/// note. The first `class` counts (HTML Standard, 13.2.5.33).
fn has_note_class(text: &[u8]) -> bool {
    let Some(length) = memchr2(b'<', b'>', &text[1..]) else { return false };
    let class = attributes(text, &(0..length + 2))
        .find(|attribute| text[attribute.name.clone()].eq_ignore_ascii_case(b"class"));
    class.is_some_and(|class| block_kind::is_note_class(&text[class.value]))
}

/// Returns whether the content after a start tag's name, or after the start of
/// a paragraph in it, begins with an alert's mark: in `target` where nothing
/// is before that.
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

/// Returns what follows a start tag, white space left out.
fn content(after_name: &[u8]) -> Option<&[u8]> {
    let end = memchr2(b'<', b'>', after_name)?;
    Some(after_name[end + 1..].trim_ascii_start())
}

/// What ends raw HTML that a line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RawHtml {
    /// Kinds 1 and 2, which have closers of their own.
    Closed,
    /// Kinds 6 and 7, which end at a blank line.
    UntilBlank,
}

impl RawHtml {
    /// Returns what raw HTML begins with `rest`, the line from its first `<` on.
    /// Kinds 3 to 5 hold no text for readers and are not read.
    pub(super) fn begins(rest: &[u8], in_paragraph: bool) -> Option<Self> {
        if rest.starts_with(b"<!--") {
            return Some(RawHtml::Closed);
        }
        let (closing, name, after) = Name::read(rest)?;
        if !closing && RawText::named(name.as_bytes()).is_some() {
            return Some(RawHtml::Closed);
        }
        let block = BLOCK_NAMES.binary_search(&name.as_bytes()).is_ok();
        let alone = || !in_paragraph && is_alone(after);
        (block || alone()).then_some(RawHtml::UntilBlank)
    }
}

/// Returns whether the rest of a tag is all that is left of its line (kind 7).
fn is_alone(after_name: &[u8]) -> bool {
    let end = after_name.iter().position(|byte| matches!(byte, b'<' | b'>' | b'\n'));
    end.is_some_and(|end| after_name[end] == b'>' && is_blank(&after_name[end + 1..]))
}

/// The names of kind 6, sorted.
#[rustfmt::skip]
const BLOCK_NAMES: [&[u8]; 62] = [
    b"address", b"article", b"aside", b"base", b"basefont", b"blockquote", b"body", b"caption",
    b"center", b"col", b"colgroup", b"dd", b"details", b"dialog", b"dir", b"div", b"dl", b"dt",
    b"fieldset", b"figcaption", b"figure", b"footer", b"form", b"frame", b"frameset", b"h1",
    b"h2", b"h3", b"h4", b"h5", b"h6", b"head", b"header", b"hr", b"html", b"iframe", b"legend",
    b"li", b"link", b"main", b"menu", b"menuitem", b"nav", b"noframes", b"ol", b"optgroup",
    b"option", b"p", b"param", b"search", b"section", b"summary", b"table", b"tbody", b"td",
    b"tfoot", b"th", b"thead", b"title", b"tr", b"track", b"ul",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_for_the_search() {
        assert!(BLOCK_NAMES.is_sorted());
    }

    #[test]
    fn first_lines() {
        use RawHtml::{Closed, UntilBlank};

        let cases = [
            ("<!-- x", Some(Closed), Some(Closed)),
            ("<PRE>", Some(Closed), Some(Closed)),
            ("<td>x", Some(UntilBlank), Some(UntilBlank)),
            ("</UL", Some(UntilBlank), Some(UntilBlank)),
            ("<h1/>", Some(UntilBlank), Some(UntilBlank)),
            ("<br/> \r\n", Some(UntilBlank), None),
            ("<b class=\"x\">", Some(UntilBlank), None),
            ("<b>x</b>", None, None),
            ("<a name=\"x\"></a>", None, None),
            ("<https://example.com>", None, None),
            ("<tdx", None, None),
            ("< td>", None, None),
            ("<", None, None),
        ];
        for (line, fresh, in_paragraph) in cases {
            assert_eq!(RawHtml::begins(line.as_bytes(), false), fresh, "{line}");
            assert_eq!(RawHtml::begins(line.as_bytes(), true), in_paragraph, "{line}");
        }
    }
}
