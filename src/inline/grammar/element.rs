//! The elements of HTML.

use std::borrow::Cow;

use crate::inline::CodeKind;

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
