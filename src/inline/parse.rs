//! From markup to text with codes.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::Syntax;
use super::code::{Code, CodeKind, CodeRole};
use super::coded_text::CodedText;
use super::grammar::entity::Entity;
use super::grammar::tag::{self, Tag, lower_case};
use super::grammar::{code_span, docfx, link};
use super::tokens::{self, FEW, Mark, Paired, TokenKind};

impl CodedText {
    /// Reads a text with its markup. [`markup`](CodedText::markup) gives it back
    /// exactly, whatever it is.
    ///
    /// What opens and closes becomes a pair of codes, numbered from 1 in the
    /// order of opening. The tags of an HTML element pair by name, and may
    /// overlap with other pairs. What has no other half is isolated.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::inline::{CodeKind, CodeRole};
    /// use bitext::{CodedText, Syntax};
    ///
    /// let text = CodedText::parse("**R&amp;D**: run `ls`<br>", Syntax::Markdown);
    /// assert_eq!(text.text(), "R&D: run ");
    /// assert_eq!(text.plain(), "R&D: run ls\n");
    /// let codes: Vec<_> = text.codes().map(|code| (code.kind, code.role)).collect();
    /// assert_eq!(codes, [
    ///     (CodeKind::Bold, CodeRole::Open(1)),
    ///     (CodeKind::Bold, CodeRole::Close(1)),
    ///     (CodeKind::Code, CodeRole::Standalone),
    ///     (CodeKind::LineBreak, CodeRole::Standalone),
    /// ]);
    /// assert_eq!(text.markup(), "**R&amp;D**: run `ls`<br>");
    /// ```
    pub fn parse(markup: &str, syntax: Syntax) -> Self {
        let mut coded = Self::default();
        coded.read(markup, syntax);
        coded
    }

    /// Reads a text with its markup in place of this one, into the same memory:
    /// what [`parse`](CodedText::parse) does, for loops over many texts.
    pub fn read(&mut self, markup: &str, syntax: Syntax) {
        self.clear();
        let marks = tokens::marks(markup, syntax);
        if marks.is_empty() {
            return self.push_text(markup);
        }
        let mut at = 0;
        for (mark, role) in marks.iter().zip(roles(markup, &marks)) {
            self.push_text(&markup[at..mark.start]);
            push_mark(self, &markup[mark.start..mark.end], mark.kind, role, syntax);
            at = mark.end;
        }
        self.push_text(&markup[at..]);
    }
}

/// Adds what a mark stands for.
fn push_mark(coded: &mut CodedText, native: &str, kind: TokenKind, role: CodeRole, syntax: Syntax) {
    match kind {
        TokenKind::Text => coded.push_text(native),
        TokenKind::Escape => coded.push_escaped(&native[1..], native),
        TokenKind::Entity => {
            let mut buffer = [0; 8];
            let entity = Entity::scan(native, syntax);
            let text = entity.map_or(native, |entity| entity.encode(&mut buffer));
            coded.push_escaped(text, native);
        }
        _ => {
            let equivalent = equivalent(kind, native);
            let (kind, equivalent) = (code_kind(kind, native), equivalent.as_deref());
            coded.push_code(Code { equivalent, ..Code::new(kind, role, native) });
        }
    }
}

/// Returns what a reader sees in the place of a code.
fn equivalent(kind: TokenKind, native: &str) -> Option<Cow<'_, str>> {
    match kind {
        TokenKind::CodeSpan => Some(code_span::literal(native)),
        TokenKind::Autolink => Some(link::address(native).into()),
        TokenKind::Directive => docfx::literal(native).map(Cow::from),
        TokenKind::Placeholder => Some(native.into()),
        TokenKind::Element => tokens::kept_content(native).map(Cow::from),
        TokenKind::LineBreak => Some("\n".into()),
        _ => None,
    }
}

fn code_kind(kind: TokenKind, native: &str) -> CodeKind {
    match kind {
        TokenKind::Open(paired) | TokenKind::Close(paired) => paired_kind(paired, native),
        TokenKind::Element => tag::kind(element_name(native)),
        TokenKind::CodeSpan => CodeKind::Code,
        TokenKind::Autolink => CodeKind::Link,
        TokenKind::Comment => CodeKind::Html,
        TokenKind::Directive => CodeKind::Directive,
        TokenKind::Placeholder => CodeKind::Placeholder,
        TokenKind::LineBreak => CodeKind::LineBreak,
        TokenKind::Text | TokenKind::Entity | TokenKind::Escape => CodeKind::Other,
    }
}

fn paired_kind(paired: Paired, native: &str) -> CodeKind {
    match paired {
        Paired::Emphasis => CodeKind::Italic,
        Paired::Strong => CodeKind::Bold,
        Paired::Strikethrough => CodeKind::Strikethrough,
        Paired::Link => CodeKind::Link,
        Paired::Image => CodeKind::Image,
        Paired::Directive => CodeKind::Directive,
        Paired::Element => tag::kind(element_name(native)),
    }
}

fn element_name(native: &str) -> &str {
    Tag::scan(native).map_or("", |tag| tag.name)
}

/// The indexes of what opens and what closes.
type Pairs = SmallVec<[(usize, usize); FEW / 2]>;

/// Returns the role of each mark as a code.
fn roles(markup: &str, marks: &[Mark]) -> SmallVec<[CodeRole; FEW]> {
    let mut roles = SmallVec::from_elem(CodeRole::Standalone, marks.len());
    let mut pairs = markdown_pairs(marks);
    pairs.extend(element_pairs(markup, marks, &mut roles));
    pairs.sort_unstable();
    for (number, &(opening, closing)) in (1..).zip(&pairs) {
        roles[opening] = CodeRole::Open(number);
        roles[closing] = CodeRole::Close(number);
    }
    roles
}

/// Returns the indexes of what opens and closes in Markdown, where nothing is
/// open without its end and everything nests.
fn markdown_pairs(marks: &[Mark]) -> Pairs {
    let mut open = SmallVec::<[usize; FEW]>::new();
    let mut pairs = Pairs::new();
    for (index, mark) in marks.iter().enumerate() {
        match mark.kind {
            TokenKind::Open(Paired::Element) | TokenKind::Close(Paired::Element) => {}
            TokenKind::Open(_) => open.push(index),
            TokenKind::Close(_) => pairs.extend(open.pop().map(|opening| (opening, index))),
            _ => {}
        }
    }
    pairs
}

/// Returns the same for elements: a closing tag belongs to the nearest tag
/// before it that is free and opens an element of that name. What is left is
/// isolated.
///
/// Sorting the tags by name keeps this O(n log n) for any number of names.
fn element_pairs(markup: &str, marks: &[Mark], roles: &mut [CodeRole]) -> Pairs {
    let tag = |(index, mark): (usize, &Mark)| {
        let opens = match mark.kind {
            TokenKind::Open(Paired::Element) => true,
            TokenKind::Close(Paired::Element) => false,
            _ => return None,
        };
        let name = lower_case(element_name(&markup[mark.start..mark.end]));
        Some((name, index, opens))
    };
    let mut tags: Vec<_> = marks.iter().enumerate().filter_map(tag).collect();
    tags.sort_unstable();
    let mut pairs = Pairs::new();
    for same_name in tags.chunk_by(|a, b| a.0 == b.0) {
        let mut open = Vec::new();
        for &(_, index, opens) in same_name {
            if opens {
                roles[index] = CodeRole::IsolatedOpen;
                open.push(index);
            } else if let Some(opening) = open.pop() {
                pairs.push((opening, index));
            } else {
                roles[index] = CodeRole::IsolatedClose;
            }
        }
    }
    pairs
}

/// Returns a text with a line feed in the place of each other line end.
pub(crate) fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::inline::Piece;

    /// Returns the pieces as a line: codes as `{role native}`, escapes as
    /// `{text=native}`.
    fn show(markup: &str, syntax: Syntax) -> String {
        CodedText::parse(markup, syntax)
            .pieces()
            .map(|piece| match piece {
                Piece::Text(text) => text.to_owned(),
                Piece::Escaped { text, native } => format!("{{{text}={native}}}"),
                Piece::Code(Code { role, native, .. }) => match role {
                    CodeRole::Open(number) => format!("{{{number}+ {native}}}"),
                    CodeRole::Close(number) => format!("{{{number}- {native}}}"),
                    CodeRole::Standalone => format!("{{{native}}}"),
                    CodeRole::IsolatedOpen => format!("{{+ {native}}}"),
                    CodeRole::IsolatedClose => format!("{{- {native}}}"),
                },
            })
            .collect()
    }

    #[test]
    fn line_ends_are_line_feeds() {
        assert_eq!(with_line_feeds("a\r\nb\rc\n"), "a\nb\nc\n");
        assert!(matches!(with_line_feeds("a\nb"), Cow::Borrowed("a\nb")));
    }

    #[test]
    fn pieces_of_markdown() {
        for (markup, expected) in [
            ("plain", "plain"),
            ("R&amp;D \\*", "R{&=&amp;}D {*=\\*}"),
            ("*a **b***", "{1+ *}a {2+ **}b{2- **}{1- *}"),
            ("[a *b*](c) ![d](e)", "{1+ [}a {2+ *}b{2- *}{1- ](c)} {3+ ![}d{3- ](e)}"),
            ("<B>a</b>", "{1+ <B>}a{1- </b>}"),
            ("<b>a<b>b</b></b>", "{1+ <b>}a{2+ <b>}b{2- </b>}{1- </b>}"),
            ("<b>a <i>b</b> c</i>", "{1+ <b>}a {2+ <i>}b{1- </b>} c{2- </i>}"),
            ("**a <u>b** c</u>", "{1+ **}a {2+ <u>}b{1- **} c{2- </u>}"),
            ("<b>a", "{+ <b>}a"),
            ("a</b> <b>", "a{- </b>} {+ <b>}"),
            ("<span>a.<span>b</span>", "{+ <span>}a.{1+ <span>}b{1- </span>}"),
            ("a<br>b<img src=c>", "a{<br>}b{<img src=c>}"),
            ("<span/>a</span>", "{<span/>}a{- </span>}"),
            ("[text] (url)", "[text] (url)"),
            ("{{ a_b_c }} %s", "{{{ a_b_c }}} {%s}"),
            ("It is $a*b*c$ [^1]:tada:", "It is {$a*b*c$} {[^1]}{:tada:}"),
            ("A[^1] *b*[^2]", "A{[^1]} {1+ *}b{1- *}{[^2]}"),
            (
                "\\{0} \\$a$ [^1](x) ![^1](x)",
                "{{=\\{}0} {$=\\$}a$ {1+ [}^1{1- ](x)} {2+ ![}^1{2- ](x)}",
            ),
        ] {
            assert_eq!(show(markup, Syntax::Markdown), expected, "{markup}");
        }
    }

    #[test]
    fn pieces_of_html() {
        for (markup, expected) in [
            ("*a* <b>&lt;</b>", "*a* {1+ <b>}{<=&lt;}{1- </b>}"),
            ("<x-y>a</X-Y>", "{1+ <x-y>}a{1- </X-Y>}"),
            ("<!-- a -->", "{<!-- a -->}"),
            ("{{ a<b }} ${x} %s :a: $x$ [^1]", "{{{ a<b }}} {${x}} {%s} :a: $x$ [^1]"),
        ] {
            assert_eq!(show(markup, Syntax::Html), expected, "{markup}");
        }
    }

    #[test]
    fn kinds() {
        for (markup, kind) in [
            ("**a**", CodeKind::Bold),
            ("<STRONG>", CodeKind::Bold),
            ("_a_", CodeKind::Italic),
            ("<em>", CodeKind::Italic),
            ("~~a~~", CodeKind::Strikethrough),
            ("</s>", CodeKind::Strikethrough),
            ("`a`", CodeKind::Code),
            ("<code>", CodeKind::Code),
            ("[a](b)", CodeKind::Link),
            ("<https://a.b>", CodeKind::Link),
            ("<a name='b'>", CodeKind::Link),
            ("![a](b)", CodeKind::Image),
            ("<img>", CodeKind::Image),
            ("<br/>", CodeKind::LineBreak),
            ("a  \nb", CodeKind::LineBreak),
            ("<span class='a'>", CodeKind::Html),
            ("<!-- a -->", CodeKind::Html),
            ("[!NOTE]", CodeKind::Directive),
            (":::row:::", CodeKind::Directive),
            ("{0}", CodeKind::Placeholder),
        ] {
            let text = CodedText::parse(markup, Syntax::Markdown);
            assert_eq!(text.codes().next().map(|code| code.kind), Some(kind), "{markup}");
        }
    }

    #[test]
    fn plain_texts() {
        for (markup, expected) in [
            ("**a** &lt;any&gt; <any> \\<b>", "a <any> <any> <b>"),
            ("use `` a`b `` now", "use a`b now"),
            ("see <https://a.b>", "see https://a.b"),
            ("![alt](a.png) [text](b.md \"title\")", "alt text"),
            ("<code>a</code>", "a"),
            ("[!DNL Azure] [!UICONTROL Save]", "Azure Save"),
            ("one<br>two  \nthree", "one\ntwo\nthree"),
            ("&#x2714;&NotEqualTilde;&#0;", "✔≂\u{338}\u{fffd}"),
        ] {
            assert_eq!(CodedText::parse(markup, Syntax::Markdown).plain(), expected, "{markup}");
        }
    }

    /// Texts of what markup is made of.
    fn markup() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            4 => "[*_`~\\[\\]()!<>&;\\\\:\"' a\n]".prop_map(String::from),
            1 => proptest::sample::select(vec![
                "<b>", "</b>", "<br/>", "<span a=\"", "<!--", "-->", "](", "![", "&amp;", "&#", "[!NOTE]",
                "[!INCLUDE [", "[!UICONTROL ", ":::", "{{", "}}", "{0}", "$", "%s", "[^1]", ":a:", "https://", "  \n", "文", "\r\n", "\u{a0}",
            ])
            .prop_map(String::from),
        ];
        proptest::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
    }

    fn holds_what_is_promised(markup: &str) {
        for syntax in [Syntax::Markdown, Syntax::Html] {
            let mut at = 0;
            for token in tokens::tokenize(markup, syntax) {
                assert_eq!((token.range.start, token.text), (at, &markup[token.range.clone()]));
                assert!(!token.text.is_empty());
                at = token.range.end;
            }
            assert_eq!(at, markup.len());
            let text = CodedText::parse(markup, syntax);
            assert_eq!(text.markup(), markup);
            holds_numbered_pairs(&text);
        }
    }

    /// Pairs are numbered from 1 in the order of opening, and each is closed once.
    fn holds_numbered_pairs(text: &CodedText) {
        let mut opened = 0;
        let mut open = std::collections::BTreeSet::new();
        for code in text.codes() {
            match code.role {
                CodeRole::Open(number) => {
                    opened += 1;
                    assert_eq!(number, opened);
                    open.insert(number);
                }
                CodeRole::Close(number) => assert!(open.remove(&number)),
                _ => {}
            }
        }
        assert!(open.is_empty());
    }

    proptest! {
        #![proptest_config(crate::cases::cases(2000))]

        #[test]
        fn any_string_comes_back(text in ".*") {
            holds_what_is_promised(&text);
        }

        #[test]
        fn any_markup_comes_back(text in markup()) {
            holds_what_is_promised(&text);
        }
    }
}
