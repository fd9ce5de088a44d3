//! HTML tags and the elements they are of, comments and the like: CommonMark
//! 0.31.2, section 6.6.
//!
//! ```text
//! open      = "<" name *attribute [space] ["/"] ">"
//! close     = "</" name [space] ">"
//! attribute = space attribute-name [[space] "=" [space] value]
//! value     = unquoted / "'" *(any but "'") "'" / DQUOTE *(any but DQUOTE) DQUOTE
//! ```
//!
//! Reading a tag takes time in its length, and reading one from every `<` of a
//! text takes linear time in all, failures included. At any byte a reading is
//! outside quotes, in `"…"` or in `'…'`. A `"` takes readings outside quotes
//! into `"…"` and those in `"…"` out of it (or ends them), `'` likewise, so two
//! readings in different states never come to the same state; and each `<` ends
//! all readings that are outside quotes before a new one begins there. So no
//! byte is read by more than three of them.

use std::borrow::Cow;

use memchr::memmem;

use super::Cursor;
use crate::inline::CodeKind;

/// How a tag is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `<b>`
    Open,
    /// `</b>`
    Close,
    /// `<b/>`
    SelfClosing,
}

/// An HTML tag at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// The element's name as written.
    pub(crate) name: &'a str,
    pub(crate) form: Form,
    /// Bytes of the tag.
    pub(crate) length: usize,
}

impl<'a> Tag<'a> {
    /// Returns the tag that the text begins with, if any.
    pub(crate) fn scan(text: &'a str) -> Option<Self> {
        let mut cursor = Cursor::new(text);
        let (name, closes) = open(&mut cursor)?;
        if closes {
            cursor.skip_whitespace();
            let ended = cursor.eat(b'>');
            return ended.then_some(Self { name, form: Form::Close, length: cursor.at });
        }
        while attribute(&mut cursor)?.is_some() {}
        let form = if cursor.eat(b'/') { Form::SelfClosing } else { Form::Open };
        cursor.eat(b'>').then_some(Self { name, form, length: cursor.at })
    }
}

/// Returns the value of an attribute of a tag, as written between its quotes.
///
/// The first one counts where there are several, as in HTML.
pub(crate) fn attribute_value<'a>(tag: &'a str, wanted: &str) -> Option<&'a str> {
    let mut cursor = Cursor::new(tag);
    open(&mut cursor)?;
    while let Some((name, value)) = attribute(&mut cursor)? {
        if name.eq_ignore_ascii_case(wanted) {
            return value;
        }
    }
    None
}

/// Returns the name of the element, and whether its tag is a closing one.
fn open<'a>(cursor: &mut Cursor<'a>) -> Option<(&'a str, bool)> {
    if !cursor.eat(b'<') {
        return None;
    }
    let closes = cursor.eat(b'/');
    let name = cursor.take_while(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    name.starts_with(|first: char| first.is_ascii_alphabetic()).then_some((name, closes))
}

/// An attribute's name and value.
type Attribute<'a> = (&'a str, Option<&'a str>);

/// Returns the next attribute: `Some(None)` where the tag ends instead, `None`
/// where what comes is not a tag's.
fn attribute<'a>(cursor: &mut Cursor<'a>) -> Option<Option<Attribute<'a>>> {
    let spaced = cursor.skip_whitespace();
    if matches!(cursor.peek(), Some(b'>' | b'/')) {
        return Some(None);
    }
    let name = cursor.take_while(|b| b.is_ascii_alphanumeric() || b"_:.-".contains(&b));
    let named = name.starts_with(|first: char| first.is_ascii_alphabetic() || "_:".contains(first));
    if !spaced || !named {
        return None;
    }
    let mut after = *cursor;
    after.skip_whitespace();
    if !after.eat(b'=') {
        return Some(Some((name, None)));
    }
    after.skip_whitespace();
    *cursor = after;
    Some(Some((name, Some(value(cursor)?))))
}

fn value<'a>(cursor: &mut Cursor<'a>) -> Option<&'a str> {
    if let Some(quote @ (b'"' | b'\'')) = cursor.peek() {
        cursor.eat(quote);
        return cursor.take_past(quote);
    }
    let unquoted = cursor.take_while(|byte| !b" \t\n\r\x0c\"'=<>`".contains(&byte));
    (!unquoted.is_empty()).then_some(unquoted)
}

/// The opening and closing marks of markup with nothing to read: comments,
/// processing instructions, CDATA sections, declarations.
const FORMS: [(&str, &str); 4] = [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">")];

/// Finds them in one text, from left to right.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Comments {
    /// The forms whose closing mark does not come any more: each search that
    /// fails reads to the end, so none is made twice.
    unclosed: [bool; FORMS.len()],
}

impl Comments {
    /// Returns the length of the comment that `rest` begins with. `rest` must be
    /// the rest of the same text each time, and shorter than the last time.
    pub(crate) fn scan(&mut self, rest: &str) -> Option<usize> {
        let form = FORMS.iter().position(|(open, _)| rest.starts_with(open))?;
        if let Some(short) = ["<!-->", "<!--->"].into_iter().find(|form| rest.starts_with(form)) {
            return Some(short.len());
        }
        let (open, close) = FORMS[form];
        let inside = &rest[open.len()..];
        if self.unclosed[form]
            || (open == "<!" && !inside.starts_with(|first: char| first.is_ascii_alphabetic()))
        {
            return None;
        }
        let found = memmem::find(inside.as_bytes(), close.as_bytes());
        self.unclosed[form] = found.is_none();
        found.map(|at| open.len() + at + close.len())
    }
}

/// The names of the HTML standard, the obsolete ones of its section 16.2
/// included, sorted. Anything else in angle brackets, such as `<any>` or
/// `<your-tenant>`, is a look-alike in Markdown.
#[rustfmt::skip]
const NAMES: [&str; 142] = [
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base",
    "basefont", "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button",
    "canvas", "caption", "center", "cite", "code", "col", "colgroup", "data", "datalist", "dd",
    "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset",
    "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins",
    "isindex", "kbd", "keygen", "label", "legend", "li", "link", "listing", "main", "map", "mark",
    "marquee", "math", "menu", "menuitem", "meta", "meter", "nav", "nobr", "noembed", "noframes",
    "noscript", "object", "ol", "optgroup", "option", "output", "p", "param", "picture",
    "plaintext", "pre", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "script",
    "search", "section", "select", "selectedcontent", "slot", "small", "source", "spacer", "span",
    "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template",
    "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var",
    "video", "wbr", "xmp",
];

/// The elements without content and closing tag, the obsolete ones included.
const VOID: [&str; 20] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
    "isindex", "keygen", "link", "meta", "param", "source", "spacer", "track", "wbr",
];

/// The elements that are inside a line of text (HTML Standard, 4.5, 4.7 and
/// 4.8, and the obsolete ones of 16.2 that are like them); all others begin or
/// end a block, or a line.
const PHRASING: [&str; 60] = [
    "a", "abbr", "acronym", "applet", "audio", "b", "bdi", "bdo", "big", "blink", "button",
    "canvas", "cite", "code", "data", "del", "dfn", "em", "embed", "font", "i", "iframe", "img",
    "input", "ins", "kbd", "label", "map", "area", "mark", "meter", "nobr", "object", "output",
    "picture", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "select", "slot",
    "small", "source", "spacer", "span", "strike", "strong", "sub", "sup", "time", "track", "tt",
    "u", "var", "wbr",
];

/// Returns whether the element is inside a line of text.
pub(crate) fn is_phrasing(name: &str) -> bool {
    PHRASING.iter().any(|phrasing| phrasing.eq_ignore_ascii_case(name))
}

/// Returns whether HTML knows an element of this name, in any case.
pub(crate) fn is_known(name: &str) -> bool {
    let order = |listed: &&str| listed.bytes().cmp(name.bytes().map(|b| b.to_ascii_lowercase()));
    NAMES.binary_search_by(order).is_ok()
}

/// Returns a name with its ASCII letters in lower case, by which names are
/// compared.
pub(crate) fn lower_case(name: &str) -> Cow<'_, str> {
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => name.to_ascii_lowercase().into(),
        false => name.into(),
    }
}

/// Returns whether the element never has a closing tag.
pub(crate) fn is_void(name: &str) -> bool {
    VOID.iter().any(|void| void.eq_ignore_ascii_case(name))
}

/// Returns what the element does to its text.
pub(crate) fn kind(name: &str) -> CodeKind {
    let is = |names: &[&str]| names.iter().any(|listed| listed.eq_ignore_ascii_case(name));
    match () {
        () if is(&["b", "strong"]) => CodeKind::Bold,
        () if is(&["i", "em"]) => CodeKind::Italic,
        () if is(&["s", "del", "strike"]) => CodeKind::Strikethrough,
        () if is(&["code"]) => CodeKind::Code,
        () if is(&["a"]) => CodeKind::Link,
        () if is(&["img"]) => CodeKind::Image,
        () if is(&["br"]) => CodeKind::LineBreak,
        () => CodeKind::Html,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        for (text, name, form) in [
            ("<a>", "a", Form::Open),
            ("<a/>", "a", Form::SelfClosing),
            ("<b2\n/>", "b2", Form::SelfClosing),
            ("<my-el  >", "my-el", Form::Open),
            (
                "<a foo=\"bar\" bam = 'baz <em>\"</em>'\n_boolean zoop:33=zoop:33 />",
                "a",
                Form::SelfClosing,
            ),
            ("</A>", "A", Form::Close),
            ("</foo\t>", "foo", Form::Close),
            ("<a href=a/>", "a", Form::Open),
            ("<input disabled>", "input", Form::Open),
        ] {
            assert_eq!(Tag::scan(text), Some(Tag { name, form, length: text.len() }), "{text}");
        }
    }

    #[test]
    fn look_alikes() {
        for text in [
            "<33>",
            "<__>",
            "<a h*#ref=\"hi\">",
            "<a href=\"hi'> <a href=hi'>",
            "< a>",
            "<a",
            "<foo bar=baz\nbim!bop />",
            "<a href='bar'title=title>",
            "</a href=\"foo\">",
            "<a / >",
            "<a href=>",
            "<你好>",
            "</>",
            "<a b=\"",
        ] {
            assert_eq!(Tag::scan(text), None, "{text}");
        }
    }

    #[test]
    fn attributes() {
        let tag = "<a name='x' HREF = \"a?b&amp;c\" href=second disabled>";
        assert_eq!(attribute_value(tag, "href"), Some("a?b&amp;c"));
        assert_eq!(attribute_value(tag, "name"), Some("x"));
        assert_eq!(attribute_value(tag, "disabled"), None);
        assert_eq!(attribute_value(tag, "title"), None);
        assert_eq!(attribute_value("no tag", "href"), None);
    }

    #[test]
    fn forms() {
        for (text, length) in [
            ("<!-- a --> b", Some(10)),
            ("<!--> a -->", Some(5)),
            ("<!---> a -->", Some(6)),
            ("<!-- a", None),
            ("<?php echo $a; ?>", Some(17)),
            ("<!ELEMENT br EMPTY>", Some(19)),
            ("<![CDATA[>&<]]>", Some(15)),
            ("<! a>", None),
            ("<a>", None),
        ] {
            assert_eq!(Comments::default().scan(text), length, "{text}");
        }
    }

    #[test]
    fn one_form_without_end_leaves_the_others() {
        let mut comments = Comments::default();
        assert_eq!(comments.scan("<!-- <? ?>"), None);
        assert_eq!(comments.scan("<? ?>"), Some(5));
    }

    #[test]
    fn names_are_sorted_and_known() {
        assert!(NAMES.is_sorted());
        for name in NAMES.iter().chain(&VOID) {
            assert!(is_known(name) && is_known(&name.to_ascii_uppercase()), "{name}");
        }
        for name in ["any", "sipdomain", "your-tenant", "", "aa", "zz", "strongs"] {
            assert!(!is_known(name), "{name}");
        }
    }

    #[test]
    fn kinds() {
        assert_eq!(kind("STRONG"), CodeKind::Bold);
        assert_eq!(kind("span"), CodeKind::Html);
        assert!(is_void("BR") && !is_void("b"));
    }
}
