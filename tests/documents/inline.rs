//! Inline markup against real texts, against pulldown-cmark, and against texts
//! made to be slow to read.

use std::collections::BTreeMap;

use bitext::inline::{Paired, Token, TokenKind, pair_codes, tokenize};
use bitext::{CodedText, Syntax};
use pulldown_cmark::{BrokenLink, Event, LinkType, Options, Parser, Tag};

use crate::support::{self, cases::one_in};

/// Source and target of every segment in the corpus; none where it is not there.
fn corpus() -> Vec<String> {
    let Some(folder) = support::shared("corpus/gold") else { return Vec::new() };
    let mut texts = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let lines = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for line in lines.lines() {
            let segment: serde_json::Value = serde_json::from_str(line).unwrap();
            for side in ["source", "target"] {
                texts.push(segment[side].as_str().unwrap().to_owned());
            }
        }
    }
    texts
}

#[test]
fn corpus_texts_come_back() {
    for text in corpus() {
        for syntax in [Syntax::Markdown, Syntax::Html] {
            let tokens = tokenize(&text, syntax);
            assert_eq!(tokens.map(|token| token.text).collect::<String>(), text);
            assert_eq!(CodedText::parse(&text, syntax).markup(), text);
        }
    }
}

#[test]
fn corpus_texts_stay_readable() {
    for text in corpus() {
        let letters_outside = tokenize(&text, Syntax::Markdown)
            .filter(|token| token.kind == TokenKind::Text)
            .any(|token| token.text.contains(char::is_alphabetic));
        let plain = CodedText::parse(&text, Syntax::Markdown);
        let readable = plain.plain().contains(char::is_alphabetic);
        assert!(readable || !letters_outside, "{text}");
    }
}

/// How often each construct occurs.
type Counts = BTreeMap<&'static str, usize>;

fn our_counts(text: &str) -> Counts {
    let mut counts = Counts::new();
    for Token { kind, .. } in tokenize(text, Syntax::Markdown) {
        let name = match kind {
            TokenKind::Open(Paired::Emphasis) => "emphasis",
            TokenKind::Open(Paired::Strong) => "strong",
            TokenKind::Open(Paired::Strikethrough) => "strikethrough",
            TokenKind::Open(Paired::Link) | TokenKind::Autolink => "link",
            TokenKind::Open(Paired::Image) => "image",
            TokenKind::CodeSpan => "code",
            _ => continue,
        };
        *counts.entry(name).or_default() += 1;
    }
    counts
}

/// The same by pulldown-cmark. A text of one line has no blocks when a word
/// stands before it.
fn their_counts(text: &str) -> Counts {
    let document = format!("x {text}");
    let mut define = |link: BrokenLink<'_>| match link.link_type {
        LinkType::Reference | LinkType::Collapsed => Some(("known".into(), "".into())),
        _ => None,
    };
    let options = Options::ENABLE_STRIKETHROUGH;
    let parser = Parser::new_with_broken_link_callback(&document, options, Some(&mut define));
    let mut counts = Counts::new();
    for event in parser {
        let name = match event {
            Event::Start(Tag::Emphasis) => "emphasis",
            Event::Start(Tag::Strong) => "strong",
            Event::Start(Tag::Strikethrough) => "strikethrough",
            Event::Start(Tag::Link { .. }) => "link",
            Event::Start(Tag::Image { .. }) => "image",
            Event::Code(_) => "code",
            _ => continue,
        };
        *counts.entry(name).or_default() += 1;
    }
    counts
}

/// Whether it has what pulldown-cmark knows nothing of.
fn has_docfx_form(text: &str) -> bool {
    tokenize(text, Syntax::Markdown).any(|token| {
        matches!(token.kind, TokenKind::Directive | TokenKind::Open(Paired::Directive))
    })
}

#[test]
fn corpus_structure_is_that_of_pulldown_cmark() {
    let texts = corpus();
    let differs = |text: &&String| !has_docfx_form(text) && our_counts(text) != their_counts(text);
    let differing: Vec<_> = texts.iter().filter(differs).collect();
    let with_markup = texts.iter().filter(|text| !our_counts(text).is_empty()).count();
    println!("{} of {with_markup} texts with markup differ: {differing:#?}", differing.len());
    assert!(differing.len() * 1000 <= with_markup);
}

/// Texts of about `length` bytes on which careless parsers take quadratic time.
fn hostile_texts(length: usize) -> Vec<String> {
    let repeated = |part: &str| part.repeat(length / part.len());
    let halves = |first: &str, second: &str| {
        first.repeat(length / 2 / first.len()) + &second.repeat(length / 2 / second.len())
    };
    let rising_backticks: String =
        (1..).map(|n| "`".repeat(n) + "a").take((length as f64 * 2.0).sqrt() as usize).collect();
    let mut texts: Vec<_> = [
        "[",
        "]",
        "![",
        "![[",
        "*",
        "*a ",
        "a**a*",
        "*a_ ",
        "***a",
        "~a~~b",
        "`a``",
        "<",
        "<a ",
        "<a x='<a x=\"",
        "<a x='\" y=\"' ",
        "</a ",
        "<!-- <? <![CDATA[ <!A ",
        "<a@",
        "<xref:",
        "&#1234567",
        "&aaaaaaaa",
        "\\",
        "\n",
        " ",
        "  \n",
        "[a](",
        "[a](b \"",
        "[a](<b",
        "[a][b",
        "[](b",
        "[a](b)",
        "[a][b]",
        "[![a](b",
        ":::",
        ":::a ",
        ":::a \n",
        "a:",
        "[!div a",
        "[!UICONTROL ",
        "[!UICONTROL a]",
        "[!INCLUDE[a](",
        "<b><i>",
        "</b>",
        "<b></i>",
        "`a`",
    ]
    .map(repeated)
    .into();
    texts.extend([
        rising_backticks,
        halves("***a", "a**"),
        halves("[", "](b)"),
        halves("[ ", "][]"),
        halves("<b><i>", "</b>"),
        halves("[a](b", ")"),
        halves("`", " ` `` ```"),
        "**".repeat(length / 6) + &"a".repeat(length / 3) + &"**".repeat(length / 6),
    ]);
    texts
}

/// Runs `work` on hostile texts of about `length` bytes: in quadratic time this
/// would not end.
fn on_hostile_texts(length: usize, work: fn(&str)) {
    hostile_texts(length / one_in(4)).iter().for_each(|text| work(text));
}

#[test]
fn hostile_texts_split_in_linear_time() {
    on_hostile_texts(1 << 18, |text| {
        let lengths = |syntax| tokenize(text, syntax).map(|token| token.text.len()).sum::<usize>();
        assert_eq!(lengths(Syntax::Markdown), text.len());
        assert_eq!(lengths(Syntax::Html), text.len());
    });
}

#[test]
fn hostile_texts_parse_and_pair_in_linear_time() {
    on_hostile_texts(1 << 16, |text| {
        let coded = CodedText::parse(text, Syntax::Markdown);
        assert_eq!(coded.markup(), text);
        let again = CodedText::parse(&format!("{text}`a` `b`"), Syntax::Markdown);
        assert!(pair_codes(&coded, &coded).is_complete());
        let pairing = pair_codes(&coded, &again);
        assert_eq!(pairing, pair_codes(&coded, &again));
    });
}
