//! Documents of known shape, for the oracle: blocks inside blocks, as lines.

use proptest::collection::vec;
use proptest::prelude::*;

type Lines = Vec<String>;

/// A document of Markdown and HTML blocks, nested in each other; `⟦t⟧` stands
/// for an annotation.
pub(super) fn document() -> impl Strategy<Value = String> {
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

/// A list of items of blocks, marked and indented in one of many ways.
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
pub(super) fn soup() -> impl Strategy<Value = String> {
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
