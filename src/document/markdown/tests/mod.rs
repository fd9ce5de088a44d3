//! Small documents with the kinds that they are to give.

#[cfg(feature = "html")]
mod oracle;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::document::FrontMatter;

/// Returns the kinds in a document that may have front matter.
fn block_kinds(bytes: &[u8], annotations: &[Range<usize>]) -> Vec<BlockKind> {
    let body = FrontMatter::read(bytes).0.map_or(0, |block| block.range().end);
    super::block_kinds(bytes, body, annotations)
}

fn kinds(text: &str) -> String {
    let letter = |kind| match kind {
        BlockKind::TableCell => 'c',
        BlockKind::Heading => 'h',
        BlockKind::ListItem => 'l',
        BlockKind::Note => 'n',
        BlockKind::Quote => 'q',
        _ => 'p',
    };
    Annotated::from_brackets(text).found().into_iter().map(letter).collect()
}

/// Holds each text's kinds, a letter for each `⟦…⟧`, against what is expected.
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(kinds(text), *expected, "in\n{text}");
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(kinds(&crlf), *expected, "with CRLF in\n{text}");
    }
}

#[test]
fn headings() {
    check(&[
        ("# ⟦a⟧\n⟦b⟧", "hp"),
        ("###### <a name=\"x\"></a>⟦a⟧ ⟦b⟧ ##", "hh"),
        ("  ##\t⟦a⟧", "h"),
        ("#⟦a⟧", "p"),
        ("####### ⟦a⟧", "p"),
        ("    # ⟦a⟧", "p"),
        ("⟦a⟧\n# ⟦b⟧\n⟦c⟧", "php"),
        ("- # ⟦a⟧\n  ⟦b⟧", "hl"),
        ("> ## ⟦a⟧\n> ⟦b⟧", "hq"),
        ("⟦a⟧\n===", "h"),
        ("⟦a⟧\n⟦b⟧ x\n  ---  \n⟦c⟧", "hhp"),
        ("⟦a⟧\n\n---\n⟦b⟧", "pp"),
        ("⟦a⟧\n- - -\n⟦b⟧", "pp"),
        ("⟦a⟧\n***\n⟦b⟧\n===", "ph"),
        ("> ⟦a⟧\n---", "q"),
        ("> ⟦a⟧\n> ---", "h"),
        ("- ⟦a⟧\n  ===\n- ⟦b⟧\n===", "hl"),
        ("<h2>⟦a⟧</h2>\n\n⟦b⟧", "hp"),
        ("<H2 id=\"x\">⟦a⟧</H2>⟦b⟧", "hp"),
    ]);
}

#[test]
fn lists() {
    check(&[
        ("- ⟦a⟧\n* ⟦b⟧\n+ ⟦c⟧\n1. ⟦d⟧\n2) ⟦e⟧", "lllll"),
        ("-⟦a⟧\n1.⟦b⟧\n**⟦c⟧**", "ppp"),
        ("- ⟦a⟧\n\n  ⟦b⟧\n\n⟦c⟧", "llp"),
        ("- ⟦a⟧\n⟦b⟧\n\n ⟦c⟧", "llp"),
        ("1. ⟦a⟧\n\n   ⟦b⟧\n\n    ⟦c⟧\n\n  ⟦d⟧", "lllp"),
        ("10. ⟦a⟧\n\n   ⟦b⟧", "lp"),
        ("-\t⟦a⟧\n\n\t⟦b⟧\n\n   ⟦c⟧", "llp"),
        ("- ⟦a⟧\n\n\t- ⟦b⟧\n\n\t\t⟦c⟧\n\n- ⟦d⟧", "llll"),
        ("- ⟦a⟧\n  1. ⟦b⟧\n\n     ⟦c⟧\n\n  ⟦d⟧\n\n⟦e⟧", "llllp"),
        ("⟦a⟧\n- ⟦b⟧", "pl"),
        ("⟦a⟧\n1. ⟦b⟧", "pl"),
        ("⟦a⟧\n2. ⟦b⟧", "pp"),
        ("⟦a⟧\n\n2. ⟦b⟧", "pl"),
        ("1. ⟦a⟧\n2. ⟦b⟧", "ll"),
        ("-\n  ⟦a⟧", "l"),
        ("-\n\n  ⟦a⟧", "p"),
        ("- - 1. ⟦a⟧\n\n    ⟦b⟧\n\n  ⟦c⟧", "lll"),
        ("- ⟦a⟧\n***\n⟦b⟧", "lp"),
        ("<ul>\n<li>⟦a⟧\n<li>⟦b⟧</li>\n</ul>\n\n⟦c⟧", "llp"),
        ("<ol><li>⟦a⟧<ul><li>⟦b⟧</ul>⟦c⟧</ol>⟦d⟧", "lllp"),
    ]);
}

#[test]
fn quotes_and_notes() {
    check(&[
        ("> ⟦a⟧\n>⟦b⟧\n\n⟦c⟧", "qqp"),
        ("> ⟦a⟧\n⟦b⟧\n\n⟦c⟧", "qqp"),
        ("> ⟦a⟧\n>\n⟦b⟧", "qp"),
        ("> > ⟦a⟧\n> ⟦b⟧\n>\n> ⟦c⟧", "qqq"),
        ("> - ⟦a⟧\n>\n>   ⟦b⟧\n>\n> ⟦c⟧", "llq"),
        ("- ⟦a⟧\n  > ⟦b⟧\n\n  ⟦c⟧", "lql"),
        ("    > ⟦a⟧", "p"),
        ("> [!NOTE]\n> ⟦a⟧\n>\n> ⟦b⟧\n\n⟦c⟧", "nnp"),
        (">[!Important]\n>⟦a⟧\n⟦b⟧", "nn"),
        ("> [!TIP] ⟦a⟧\n> - ⟦b⟧\n>\n> ⟦c⟧", "nln"),
        ("> [ !注意 ]\n> ⟦a⟧", "n"),
        ("> ⟦[!WARNING] a⟧\n> ⟦b⟧", "nn"),
        (">\n> [!CAUTION]\n> ⟦a⟧", "n"),
        ("> ⟦a⟧\n> [!NOTE]\n> ⟦b⟧", "qn"),
        ("> ⟦a⟧\n[!NOTE]\n> ⟦b⟧", "qq"),
        ("1. ⟦a⟧\n\n   > [!NOTE]\n   > ⟦b⟧\n\n   ⟦c⟧", "lnl"),
        ("> [!NOTE]\n> > ⟦a⟧\n>\n> ⟦b⟧", "qn"),
        ("> [!INCLUDE [x](y.md)]\n> ⟦a⟧", "q"),
        ("> [!div class=\"checklist\"]\n> * ⟦a⟧\n>\n> ⟦b⟧", "lq"),
        ("[!NOTE]\n⟦a⟧", "p"),
        ("<blockquote>⟦a⟧</blockquote>⟦b⟧", "qp"),
        ("<blockquote class=x>\n[!NOTE] ⟦a⟧\n</blockquote>\n⟦b⟧", "np"),
        ("<div class=\"NOTE\">\n\n⟦a⟧\n\n<div>⟦b⟧</div>⟦c⟧</div>\n\n⟦d⟧", "nnnp"),
        ("<div id=x class='alert alert-info'>⟦a⟧</div>", "n"),
        ("<aside class=tip>⟦a⟧</aside><section class=\"notes\">⟦b⟧</section>", "np"),
        ("<div className=\"note\">⟦a⟧</div>", "p"),
    ]);
}

#[test]
fn pipe_tables() {
    check(&[
        ("| ⟦a⟧ | ⟦b⟧ |\n|---|:-:|\n| ⟦c⟧ | ⟦d⟧ |\n\n⟦e⟧", "ccccp"),
        ("⟦a⟧ | ⟦b⟧\n--- | ---\n⟦c⟧ | ⟦d⟧\n⟦e⟧\n\n⟦f⟧", "cccccp"),
        ("|⟦a⟧|\n|-|", "c"),
        ("⟦a⟧\n| ⟦b⟧ | \\| |\n|---|---|", "pc"),
        ("| ⟦a | b⟧ | ⟦c⟧ |\n|---|---|\n| ⟦d⟧ |", "ccc"),
        ("| ⟦a⟧ | ⟦b⟧ |\n|---|\n| ⟦c⟧ |", "ppp"),
        ("| ⟦a⟧ | ⟦b⟧ |\n\n|---|---|\n| ⟦c⟧ |", "ppp"),
        ("⟦a⟧ | ⟦b⟧\n---\n⟦c⟧", "hhp"),
        ("- | ⟦a⟧ |\n  |---|\n  | ⟦b⟧ |\n- ⟦c⟧", "ccl"),
        ("> | ⟦a⟧ |\n> |---|\n> | ⟦b⟧ |\n⟦c⟧", "ccp"),
        ("| ⟦a⟧ |\n|---|\n| ⟦b⟧ |\n- ⟦c⟧", "ccl"),
        ("| ⟦a⟧ |\n|---|\n| ⟦b⟧ |\n> ⟦c⟧", "ccq"),
        ("|⟦a⟧|x|\n|-|-|\n|<ul><li>⟦b⟧<li>⟦c⟧|⟦d⟧|\n|⟦e⟧<br>⟦f⟧|</td>⟦g⟧", "cllcccc"),
    ]);
}

#[test]
fn html_tables() {
    check(&[
        ("<table>\n<tr>\n<th>⟦a⟧</th>\n<td>⟦b⟧</td>\n</tr>\n</table>\n⟦c⟧", "ccp"),
        ("<table><tr><td>⟦a⟧<td>⟦b⟧<tr><td>⟦c⟧</table>⟦d⟧", "cccp"),
        ("<td>\n\n- ⟦a⟧\n- ⟦b⟧\n</td>\n\n⟦c⟧", "llp"),
        ("<td>\n- ⟦a⟧\n</td>", "c"),
        ("<td><p>⟦a⟧</p>\n\n⟦b⟧\n\n> ⟦c⟧\n\n⟦d⟧</td>⟦e⟧", "ccqcp"),
        ("<table><tr><td><table><tr><td>⟦a⟧</table>⟦b⟧</td></tr>⟦c⟧</table>", "ccp"),
        ("<td><li>⟦a⟧</td>⟦b⟧", "lp"),
        ("1. ⟦a⟧\n   <table>\n   <tr><td>⟦b⟧</td></tr>\n   </table>\n\n   ⟦c⟧", "lcl"),
        ("1. ⟦a⟧\n\n   <table><tr><td>\n⟦b⟧\n   </td></tr></table>\n\n⟦c⟧", "lcp"),
        ("- <div>\n\n⟦a⟧\n</div>\n⟦b⟧", "pp"),
        ("<td\n  class=\"x\"\n>⟦a⟧</td>", "c"),
    ]);
}

#[test]
fn only_tags_of_the_document_count() {
    check(&[
        ("⟦<td>⟧ ⟦b⟧", "pp"),
        ("⟦a\n\n<li>⟧\n⟦- b\n# c⟧\n⟦d⟧\n===", "hhh"),
        ("`<td>` \\<td> <tdx> <t d> <-td> ⟦a⟧", "p"),
        ("<!-- <td> --> ⟦a⟧\n\n<!--\n\n<li>\n\n--> ⟦b⟧", "pp"),
        ("<!-- never closed <td>⟦a⟧</td>\n⟦b⟧", "cp"),
        ("<script>'<td>'</script>⟦a⟧<STYLE><td></STYLE>⟦b⟧", "pp"),
        ("<pre>\n- x\n\n- y\n\n</pre>\n\n⟦a⟧", "p"),
        ("    <td>\n\n⟦a⟧", "p"),
        ("<tr>\n\n    <td>⟦a⟧</td>", "c"),
    ]);
}

#[test]
fn elements_without_an_end() {
    check(&[
        ("<td>⟦a⟧\n\n# ⟦b⟧\n\n⟦c⟧", "chp"),
        ("<blockquote>⟦a⟧\n\n- ⟦b⟧\n\n## ⟦c⟧\n\n⟦d⟧", "qlhp"),
        ("<td>⟦a⟧\n\n# ⟦b⟧\n\n⟦c⟧</td>\n\n⟦d⟧", "chcp"),
        ("</td></li></div>⟦a⟧", "p"),
        ("<ul><li>⟦a⟧</div>⟦b⟧</ul>⟦c⟧", "llp"),
    ]);
}

#[test]
fn raw_html_hides_markdown_until_a_blank_line() {
    check(&[
        ("<p>\n- ⟦a⟧\n# ⟦b⟧\n\n- ⟦c⟧", "ppl"),
        ("<br>\n- ⟦a⟧", "p"),
        ("<a name=\"x\"></a>\n- ⟦a⟧", "l"),
        ("⟦a⟧\n<br>\n- ⟦b⟧", "pl"),
        ("- ⟦a⟧\n<p>⟦b⟧", "lp"),
        ("> <p>\n⟦a⟧", "p"),
        ("<!-- x -->\n- ⟦a⟧", "l"),
    ]);
}

#[test]
fn code_fences() {
    check(&[
        ("```\n- x\n<td>\n```\n⟦a⟧", "p"),
        ("~~~ html\n```\n> [!NOTE]\n~~~\n> ⟦a⟧", "q"),
        ("````\n```\n<li>\n`````\n⟦a⟧", "p"),
        ("``` a`b\n- ⟦a⟧", "l"),
        // Never closed: what follows is read as if the fence were not there.
        ("```\n<td>\n\n- ⟦a⟧\n\n# ⟦b⟧\n\n⟦c⟧", "lhp"),
        ("```\ncode\n\n> [!NOTE]\n> ⟦a⟧\n\n```\n<li>\n```\n\n⟦b⟧", "np"),
        ("1. ⟦a⟧\n\n   ```\n   <td>\n\n   ⟦b⟧\n\n   | ⟦c⟧ |\n   |---|", "llc"),
        ("1. ⟦a⟧\n   ```\n   x\n⟦b⟧", "lp"),
        ("```\n⟦a⟧\n```\n\n> [!NOTE]\n> ⟦b⟧", "pn"),
        ("> ```\n> <td>\n⟦a⟧", "p"),
    ]);
}

#[test]
fn front_matter_is_no_text() {
    check(&[
        ("---\ntitle: ⟦a⟧\n- x\n---\n⟦b⟧", "pp"),
        ("\u{feff}---\ntitle: \"<td>\"\n---\n⟦a⟧", "p"),
        ("---\n⟦a⟧\n===", "h"),
    ]);
}

#[test]
fn one_kind_for_each_range_whatever_it_is() {
    let bytes = b"- a\n\n> b";
    assert_eq!(block_kinds(bytes, &[]), []);
    assert_eq!(block_kinds(b"", &[0..0, 5..9]), [BlockKind::Paragraph; 2]);
    #[expect(clippy::reversed_empty_ranges)]
    let ranges = [2..3, 1..9, 7..2, 0..100, 50..60];
    assert_eq!(block_kinds(bytes, &ranges).len(), 5);
}

/// Inputs on which a scanner that looks back or ahead too often takes hours.
#[test]
fn hostile_documents_end() {
    let size = (1 << 18) / crate::cases::one_in(4);
    let patterns = [
        "> ",
        ">",
        "- ",
        "- - > ",
        "1. ",
        "<td>",
        "</td>",
        "<td><td></tr>",
        "<div class=",
        "<!--",
        "<pre>",
        "</",
        "<",
        "`",
        "```\n",
        "~~~~\n\n",
        "|",
        "|-|\n",
        "|-|\n|-|-|\n",
        "-|-",
        "[!",
        "#",
        "\n",
        " ",
        "\t\n",
        "a\n",
        "# <td>\n",
        "<td>\n# a\n",
        "- <td>\n",
        "> a\n> <li>\n",
    ];
    for pattern in patterns {
        let text = pattern.repeat(size / pattern.len());
        let with_lines = format!("{}\n{}", &text[..size / 2], "\n a\n".repeat(size / 8));
        for text in [text, with_lines] {
            let bytes = format!("{text}<span>").into_bytes();
            let last = bytes.len() - 6..bytes.len();
            let last = std::slice::from_ref(&last);
            assert_eq!(block_kinds(&bytes, last).len(), 1, "{pattern:?}");
            let every: Vec<_> = (0..bytes.len() - 1).step_by(40).map(|at| at..at + 1).collect();
            assert_eq!(block_kinds(&bytes, &every).len(), every.len(), "{pattern:?}");
        }
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes(
        bytes in vec(prop_oneof![any::<u8>(), prop::sample::select(b"\n\n <>|-`#/td".to_vec())], 0..300),
        ends in vec(0..300_usize, 0..20),
    ) {
        let ranges: Vec<_> = ends.chunks(2).map(|pair| pair[0]..pair[pair.len() - 1]).collect();
        prop_assert_eq!(block_kinds(&bytes, &ranges).len(), ranges.len());
    }
}

/// An annotated document: its text with the place of each annotation, and the
/// same text with a mark and the target instead.
#[cfg_attr(not(feature = "html"), allow(dead_code, reason = "what the oracle needs"))]
struct Annotated {
    bytes: Vec<u8>,
    ranges: Vec<Range<usize>>,
    marked: String,
}

const OPENER: &str = "<span data-ttu-id=\"0-1\">";
const SOURCE: &str =
    "</span><span class=\"sxs-lookup\"><span data-stu-id=\"0-1\">a | b</span></span>";

#[cfg_attr(not(feature = "html"), allow(dead_code, reason = "what the oracle needs"))]
impl Annotated {
    /// Makes a document with its annotations and the target of each.
    fn new(bytes: Vec<u8>, segments: Vec<(Range<usize>, String)>) -> Self {
        let mut marked = String::new();
        let mut at = FrontMatter::read(&bytes).0.map_or(0, |block| block.range().end);
        for (n, (range, target)) in segments.iter().enumerate() {
            if range.start >= at {
                marked += std::str::from_utf8(&bytes[at..range.start]).unwrap();
            }
            marked += &format!("\u{e000}{n}\u{e001}{target}");
            at = range.end;
        }
        marked += std::str::from_utf8(&bytes[at..]).unwrap();
        Self { bytes, ranges: segments.into_iter().map(|(range, _)| range).collect(), marked }
    }

    /// Reads `⟦target⟧` in a text as an annotation.
    fn from_brackets(text: &str) -> Self {
        let mut bytes = Vec::new();
        let mut segments = Vec::new();
        let mut parts = text.split('⟦');
        bytes.extend(parts.next().unwrap_or_default().as_bytes());
        for part in parts {
            let (target, after) = part.split_once('⟧').unwrap();
            let start = bytes.len();
            bytes.extend(OPENER.bytes().chain(target.bytes()).chain(SOURCE.bytes()));
            segments.push((start..bytes.len(), target.to_owned()));
            bytes.extend(after.as_bytes());
        }
        Self::new(bytes, segments)
    }

    /// Returns the same document without the bytes of `cut`, if no annotation loses
    /// any.
    fn without(&self, cut: Range<usize>) -> Option<Self> {
        let moved = |range: &Range<usize>| match range {
            before if before.end <= cut.start => Some(before.clone()),
            after if cut.end <= after.start => Some(after.start - cut.len()..after.end - cut.len()),
            _ => None,
        };
        let ranges = self.ranges.iter().map(moved).collect::<Option<_>>()?;
        let bytes = [&self.bytes[..cut.start], &self.bytes[cut.end..]].concat();
        Some(Self { bytes, ranges, marked: String::new() })
    }

    fn lines(&self) -> impl Iterator<Item = Range<usize>> {
        let mut at = 0;
        self.bytes.split_inclusive(|byte| *byte == b'\n').map(move |line| {
            at += line.len();
            at - line.len()..at
        })
    }

    fn text(&self, range: Range<usize>) -> &str {
        std::str::from_utf8(&self.bytes[range]).unwrap()
    }

    fn found(&self) -> Vec<BlockKind> {
        block_kinds(&self.bytes, &self.ranges)
    }
}
