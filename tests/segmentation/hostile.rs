//! Source documents made to be slow or deep to read: in quadratic time these
//! would not end, and recursion would overflow the stack.

use bitext::SourceDocument;
use bitext::segmentation::SourceFormat;

use crate::support::cases::one_in;

/// Returns a length at which quadratic time takes minutes in all.
fn length() -> usize {
    (1 << 15) / one_in(2)
}

const PARTS: &[&str] = &[
    "!!! a\n",
    "    ",
    ":::a\n",
    "{% highlight %}\n",
    "{{< a >}}",
    "{/*\n",
    "<Aa x={\n",
    "export const a = (\n",
    "<!-- bitext:off -->\n",
    "```\n",
    "{#a}",
    ">",
    "> ",
    "- ",
    "1. ",
    "[",
    "![",
    "](",
    "[a](",
    "*a ",
    "**a* ",
    "_a_",
    "`a",
    "<",
    "<a ",
    "<b>",
    "<td>",
    "<pre>",
    "<pre></pre>",
    "<script>",
    "<!-- ",
    "<?",
    "<![CDATA[",
    "&amp;",
    "|",
    "|a",
    "A b. ",
    "a. ",
    "中文。",
    "word ",
    "# a",
    "```",
    "[a]: b",
    "[^1]: a",
    "[^1] ",
    ":::",
    "[!NOTE]",
    "[!include[",
    "$$",
    "\\",
    "a<br>",
    "{#a",
    "\"a. ",
    "(a. ",
    "a\r",
    "\0",
    "<a name=\"x\"></a>",
    "<p translate=no>",
    "<svg>",
    "a|b\n|-|-|-|\nc|d",
    "a\n===",
    "- a\n\n  b\n",
    "---\ntitle: a",
];

#[test]
fn every_format_is_read_in_linear_time() {
    let length = length();
    for part in PARTS {
        for line_end in ["", "\n\n"] {
            let part = format!("{part}{line_end}");
            let text = part.repeat(length / part.len());
            for &format in SourceFormat::ALL {
                let document = SourceDocument::builder().with_format(format).parse(text.as_bytes());
                let pieces: usize = document.pieces().map(|piece| piece.bytes().len()).sum();
                assert_eq!(pieces, text.len(), "{part} {format}");
                let filled =
                    document.fill(|segment| Some(format!("{} x", segment.source()).into()));
                assert!(!filled.is_empty(), "{part} {format}");
            }
        }
    }
}

#[test]
fn deep_nesting_under_many_lines() {
    let deep = |mark: &str| format!("{}a{}b", mark.repeat(20_000), "\n".repeat(20_000));
    for text in [deep("- "), deep("> "), deep("1. "), deep("- > ")] {
        let document = SourceDocument::parse(text.as_bytes());
        assert!(document.len() <= 2);
    }
}

/// What is looked for behind a sentence, or before it, is looked for once.
#[test]
fn white_space_behind_many_sentences() {
    let count = 100_000 / one_in(5);
    let sentences = "A b. ".repeat(count);
    let spaces = " ".repeat(5 * count);
    for (format, text) in [
        (SourceFormat::Text, format!("{sentences}{spaces}")),
        (SourceFormat::Markdown, format!("<p>{sentences}{spaces}</p>")),
        (SourceFormat::Markdown, format!("a | b\n---|---\n{sentences}{spaces}| c\n")),
    ] {
        let document = SourceDocument::builder().with_format(format).parse(text.as_bytes());
        assert!(document.len() >= count, "{format}");
    }
}

/// The tokenizer goes a call deeper for each quoted attribute of a tag.
#[cfg(feature = "html")]
#[test]
fn a_tag_with_too_many_attributes_is_refused() {
    use bitext::diagnostic::DiagnosticCode;
    use bitext::{Document, Format};

    let pair = "<b data-ttu-id=\"1-1\">t</b><b data-stu-id=\"1-1\">s</b>";
    let page = |count: usize| format!("<p {}>{pair}</p>", "a=\"b\" ".repeat(count));
    for (count, is_read) in [(100, true), (100_000, false)] {
        let text = page(count).replace("data-", "");
        let source =
            SourceDocument::builder().with_format(SourceFormat::Html).parse(text.as_bytes());
        assert_eq!(source.is_read(), is_read, "{count}");
        let page = page(count);
        let annotated = Document::builder().with_format(Format::Html).parse(page.as_bytes());
        assert_eq!(annotated.len(), usize::from(is_read), "{count}");
        let codes: Vec<_> = annotated.diagnostics().iter().map(|found| found.code).collect();
        let expected = if is_read { &[][..] } else { &[DiagnosticCode::LimitReached] };
        assert_eq!(codes, expected);
    }
}
