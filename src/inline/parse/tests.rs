use proptest::prelude::*;

use super::*;
use crate::inline::Piece;

/// The pieces as a line: codes as `{role native}`, escapes as `{text=native}`.
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
            "[!INCLUDE [", "[!UICONTROL ", ":::", "https://", "  \n", "文", "\r\n", "\u{a0}",
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
