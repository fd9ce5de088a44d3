//! The lines at which raw HTML begins (CommonMark 0.31.2, section 4.6).

use super::html::{Name, RawText};
use super::line::is_blank;

/// What ends raw HTML that a line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RawHtml {
    /// Kinds 1 and 2, which have closers of their own.
    Closed,
    /// Kinds 6 and 7, which end at a blank line.
    UntilBlank,
}

impl RawHtml {
    /// What raw HTML begins with `rest`, the line from its first `<` on. Kinds
    /// 3 to 5 hold no text for readers and are not told apart.
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

/// Whether the rest of a tag is all that is left of its line (kind 7).
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
