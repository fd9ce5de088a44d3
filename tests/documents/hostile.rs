//! Documents made to be slow to read: in quadratic time these would not end.

use bitext::{Context, Document, Format, Side};

use crate::support::cases::one_in;

/// Returns a length at which quadratic time takes minutes.
fn length() -> usize {
    (1 << 18) / one_in(4)
}

const PARTS: &[&str] = &[
    "<",
    "\"",
    "](",
    "![",
    "&quot;",
    "<span ",
    "<span>",
    "</span>",
    "<span a=\"1\" ",
    "<span data-ttu-id=\"1\">",
    "<span data-ttu-id=\"1",
    "<span data-stu-id=\"1&quot;>\"",
    "![a](b)<span data-ttu-id=\"1&quot;>",
    "<span class=\"sxs-lookup\">",
    "<span class=\"sxs-lookup\"><span data-stu-id=\"1\">",
    "data-ttu-id = ",
    "= ",
    "> ",
    "- ",
    "| ",
    "[[",
    "{a: ",
    "- - ",
    "a: \"",
    "&a [*a, ",
    "<td>",
    "<b><p>",
    "<!--",
];

#[test]
fn every_format_is_read_in_linear_time() {
    let length = length();
    for part in PARTS {
        for line_end in ["", "\n"] {
            let part = format!("{part}{line_end}");
            let text = part.repeat(length / part.len());
            for format in [Format::Markdown, Format::Yaml, Format::Html] {
                let document = Document::builder().with_format(format).parse(text.as_bytes());
                assert_eq!(document.units(&Context::new("a")).count(), 0, "{part}");
                assert_eq!(document.render(Side::Target).len(), text.len(), "{part} {format:?}");
            }
        }
    }
}

#[test]
fn many_pairs_and_many_faults_on_one_line() {
    let pair = |id: usize| {
        format!(
            "<span data-ttu-id=\"1-{id}\">a</span><span class=\"sxs-lookup\"><span data-stu-id=\"1-{id}\">b</span></span><span data-ttu-id=\"x\">"
        )
    };
    let count = length() / 100;
    let text: String = (0..count).map(pair).collect();
    let document = Document::parse(text.as_bytes());
    assert_eq!(document.len(), count);
    assert_eq!(document.diagnostics().len(), count);
    assert_eq!(document.units(&Context::new("a")).count(), count);
}
