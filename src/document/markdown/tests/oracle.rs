//! The same kinds by another way: the document without annotation is rendered
//! with pulldown-cmark, the page parsed with scraper, and the nearest element
//! looked for in its tree. Documents are generated with blocks inside blocks, or
//! those of the corpus.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use pulldown_cmark::{Options, Parser, html};
use scraper::{ElementRef, Html, Node};

use super::Annotated;
use crate::unit::BlockKind;

proptest! {
    #![proptest_config(crate::cases::cases(400))]

    #[test]
    fn agrees_on_generated_documents(text in document()) {
        let document = Annotated::from_brackets(&text);
        let found: Vec<_> = document.found().into_iter().map(Some).collect();
        prop_assert_eq!(found, rendered(&document), "{}", text);
    }
}

/// Lines of marks in an order that no writer would choose. What remains are
/// delimiter rows, which pulldown-cmark takes for such more freely than the
/// specification where list markers are in them, and less freely after text.
#[test]
fn agrees_on_almost_all_soups_of_lines() {
    let mut runner = TestRunner::deterministic();
    let mut next = || soup().new_tree(&mut runner).unwrap().current();
    let documents = (0..2000).map(|_| Annotated::from_brackets(&next()));
    assert_agreement(documents, 998);
}

#[test]
fn agrees_on_real_documents() {
    assert_agreement(documents().into_iter(), 999);
}

/// A fence that loses its partner is the damage that real documents have.
#[test]
fn a_lost_fence_changes_no_kind_in_real_documents() {
    let is_fence = |line: &str| line.trim_start().starts_with("```");
    for document in documents() {
        let kinds = document.found();
        let fences = document.lines().filter(|line| is_fence(document.text(line.clone())));
        for damaged in fences.take(4).filter_map(|line| document.without(line)) {
            assert_eq!(damaged.found(), kinds, "{}", document.marked);
        }
    }
}

/// Holds that at least so many of a thousand kinds are those of the page.
fn assert_agreement(documents: impl Iterator<Item = Annotated>, per_thousand: usize) {
    let (mut all, mut other) = (0, Vec::new());
    for document in documents {
        for (found, expected) in document.found().into_iter().zip(rendered(&document)) {
            all += 1;
            if expected != Some(found) {
                other.push((found, expected));
            }
        }
    }
    let allowed = all * (1000 - per_thousand) / 1000;
    assert!(other.len() <= allowed, "{} of {all} differ: {other:?}", other.len());
}

/// Returns the kind that the rendered page shows, for each annotation that it
/// shows.
fn rendered(document: &Annotated) -> Vec<Option<BlockKind>> {
    let mut page = String::new();
    html::push_html(&mut page, Parser::new_ext(&document.marked, Options::ENABLE_TABLES));
    let mut kinds = vec![None; document.found().len()];
    for node in Html::parse_document(&page).tree.nodes() {
        let around = std::iter::successors(Some(node), |node| node.parent());
        for mark in texts(node.value()).into_iter().flat_map(marks) {
            let kind = around.clone().filter_map(ElementRef::wrap).find_map(kind_of);
            kinds[mark] = Some(kind.unwrap_or_default());
        }
    }
    kinds
}

/// Returns the texts of a node in which marks may be.
fn texts(node: &Node) -> Vec<&str> {
    match node {
        Node::Text(text) => vec![&text.text],
        Node::Comment(comment) => vec![&comment.comment],
        Node::Element(element) => element.attrs().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    }
}

/// Returns the numbers of the annotations that a text holds.
fn marks(text: &str) -> impl Iterator<Item = usize> {
    let marks = text.split('\u{e000}').skip(1);
    marks.filter_map(|part| part.split_once('\u{e001}')?.0.parse().ok())
}

fn kind_of(element: ElementRef<'_>) -> Option<BlockKind> {
    const NOTES: [&str; 6] = ["note", "tip", "important", "warning", "caution", "alert"];
    match element.value().name() {
        "td" | "th" => Some(BlockKind::TableCell),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(BlockKind::Heading),
        "li" | "dt" | "dd" => Some(BlockKind::ListItem),
        "blockquote" if is_note(element) => Some(BlockKind::Note),
        "blockquote" => Some(BlockKind::Quote),
        "div" | "aside" | "section"
            if element.value().classes().any(|class| NOTES.contains(&&*class.to_lowercase())) =>
        {
            Some(BlockKind::Note)
        }
        _ => None,
    }
}

fn is_note(quote: ElementRef<'_>) -> bool {
    let is_own = |node: &Node| {
        node.as_element().is_none_or(|element| matches!(element.name(), "p" | "h1" | "h2"))
    };
    let own = quote.children().filter(|child| is_own(child.value()));
    let texts = own.flat_map(|child| child.descendants());
    let text: String = texts.filter_map(|node| Some(&*node.value().as_text()?.text)).collect();
    text.lines().any(|line| {
        let line = line.trim_start();
        let line = match line.strip_prefix('\u{e000}') {
            Some(line) => line.split_once('\u{e001}').unwrap().1,
            None => line,
        };
        let name = line.strip_prefix("[!").and_then(|line| line.split_once(']'));
        name.is_some_and(|(name, _)| name.chars().all(char::is_alphabetic))
    })
}

/// Returns the documents of the corpus with their annotations as `gold` lists
/// them.
fn documents() -> Vec<Annotated> {
    let Some(corpus) = crate::needs::shared("corpus") else { return Vec::new() };
    let gold = std::fs::read_dir(corpus.join("gold")).unwrap();
    let mut segments: BTreeMap<PathBuf, Vec<(Range<usize>, String)>> = BTreeMap::new();
    for file in gold {
        for line in std::fs::read_to_string(file.unwrap().path()).unwrap().lines() {
            let gold: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |name: &str| gold[name].as_str().unwrap().to_owned();
            let offset = |name: &str| gold[name].as_u64().unwrap() as usize;
            let path = corpus.join("annotated").join(text("corpus")).join(text("path"));
            let range = offset("start")..offset("end");
            segments.entry(path).or_default().push((range, text("target")));
        }
    }
    let read = |(path, segments)| Annotated::new(std::fs::read(path).unwrap(), segments);
    segments.into_iter().map(read).collect()
}

type Lines = Vec<String>;

/// Returns a document of Markdown and HTML blocks, nested in each other; `⟦t⟧`
/// stands for an annotation.
fn document() -> impl Strategy<Value = String> {
    let block = leaf().prop_recursive(4, 40, 4, |inner| {
        let blocks = vec(inner, 1..4).prop_map(|blocks| blocks.join(&String::new()));
        prop_oneof![
            3 => list(blocks.clone()),
            2 => (blocks.clone(), prop::bool::ANY).prop_map(|(lines, note)| quote(lines, note)),
            1 => html(blocks),
        ]
    });
    vec(block, 1..6).prop_map(|blocks| {
        let lines: Lines = blocks.join(&String::new());
        format!("First\n\n{}\n", lines.join("\n"))
    })
}

fn leaf() -> impl Strategy<Value = Lines> {
    const LEAVES: [&str; 22] = [
        "⟦t⟧",
        "⟦t⟧ text **⟦t⟧** and\n⟦t⟧",
        "text\n⟦t⟧ <br/>\n   ⟦t⟧",
        "# ⟦t⟧",
        "### <a name=\"x\"></a>⟦t⟧ ⟦t⟧ ##",
        "⟦t⟧\n===",
        "⟦t⟧\n⟦t⟧\n---",
        "___",
        "| ⟦t⟧ | ⟦t⟧ |\n|:--|--:|\n| ⟦t⟧ | ⟦t⟧<br>⟦t⟧ |\n| | <ul><li>⟦t⟧</li></ul>⟦t⟧ |",
        "⟦t⟧ | x\n--- | ---\n⟦t⟧\n⟦t⟧ | ⟦t⟧",
        "⟦t⟧ | x\n--- | --- | ---\n⟦t⟧",
        "```html\n<td>\n\n- x\n> y\n# z\n```",
        "~~~\n```\n<blockquote>\n~~~",
        "<!-- <td> -->",
        "<!--\n\n<li>\n-->",
        "⟦t⟧ <!-- <td> --> ⟦t⟧",
        "`<td>` ⟦t⟧ \\<li> ⟦t⟧",
        "<h3>⟦t⟧</h3>",
        "<pre>\n- x\n\n> y\n</pre>",
        "<table><tr><th>⟦t⟧</th></tr><tr><td>⟦t⟧<td>⟦t⟧</table>",
        "<div>\n⟦t⟧\n- ⟦t⟧\n</div>",
        "<ul>\n<li>⟦t⟧\n<li>⟦t⟧</li>\n</ul>",
    ];
    prop::sample::select(LEAVES.to_vec()).prop_map(|text| text.lines().map(str::to_owned).collect())
}

/// Returns a list of items of blocks, marked and indented in one of many ways.
fn list(blocks: impl Strategy<Value = Lines> + Clone) -> impl Strategy<Value = Lines> {
    let marker = prop::sample::select(vec!["-", "*", "+", "1.", "1)"]);
    (vec(blocks, 1..3), marker, 1..4_usize, prop::bool::ANY).prop_map(
        |(items, marker, space, loose)| {
            let indent = " ".repeat(marker.len() + space);
            let mut lines = Lines::new();
            for item in items {
                let first = lines.len();
                lines
                    .extend(item.into_iter().map(|line| {
                        if line.is_empty() { line } else { format!("{indent}{line}") }
                    }));
                lines[first].replace_range(..marker.len(), marker);
                if loose {
                    lines.push(String::new());
                }
            }
            lines
        },
    )
}

fn quote(lines: Lines, note: bool) -> Lines {
    let note = note.then_some(["[!NOTE]", "⟦t⟧", ""]).into_iter().flatten().map(str::to_owned);
    note.chain(lines).map(|line| format!("> {line}").trim_end().to_owned()).collect()
}

/// Blocks in HTML elements, with or without a blank line at either end.
fn html(blocks: impl Strategy<Value = Lines>) -> impl Strategy<Value = Lines> {
    const ELEMENTS: [(&str, &str); 6] = [
        ("<table>\n<tr><td>⟦t⟧</td>\n<td>\n", "</td>\n</tr>\n</table>"),
        ("<table>\n<tr>\n<td>\n", "</table>"),
        ("<ul>\n<li>\n", "</li>\n</ul>"),
        ("<blockquote>\n", "</blockquote>"),
        ("<div class=\"NOTE\">\n", "</div>"),
        ("<DIV>\n", "</DIV>"),
    ];
    let element = prop::sample::select(ELEMENTS.to_vec());
    (blocks, element, prop::bool::ANY).prop_map(|(blocks, (start, end), blank)| {
        let start = start.split('\n').map(str::to_owned);
        let blank = blank.then(String::new);
        start.chain(blocks).chain(blank).chain(end.split('\n').map(str::to_owned)).collect()
    })
}

/// Lines of containers' marks and of contents, in any order.
fn soup() -> impl Strategy<Value = String> {
    const INDENTS: [&str; 8] = ["", "", "", " ", "  ", "   ", "    ", "      "];
    const MARKS: [&str; 16] = [
        "", "", "", "", "> ", ">", "- ", "* ", "1. ", "2) ", "# ", "> > ", "- > ", "> - ", "-",
        "- - ",
    ];
    const CONTENTS: [&str; 16] = [
        "⟦t⟧",
        "⟦t⟧",
        "⟦t⟧",
        "text",
        "⟦t⟧ | ⟦t⟧",
        "| ⟦t⟧ | ⟦t⟧ |",
        "|---|---|",
        "---",
        "===",
        "",
        "",
        "",
        "-\t⟦t⟧",
        "1.\t\t⟦t⟧",
        "***",
        "<a name=\"x\"></a>⟦t⟧",
    ];
    let choose = |texts: &'static [&'static str]| prop::sample::select(texts);
    let line = (choose(&INDENTS), choose(&MARKS), choose(&MARKS), choose(&CONTENTS))
        .prop_map(|(indent, outer, inner, content)| format!("{indent}{outer}{inner}{content}\n"));
    vec(line, 2..10).prop_map(|lines| format!("\n{}", lines.concat()))
}
