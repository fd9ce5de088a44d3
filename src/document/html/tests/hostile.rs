//! Pages made to cost time or memory.
//!
//! Each shape is read at a size at which quadratic work would take minutes.

use super::read_page;
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::document::found::Rejected;
use crate::scan::AnnotationScheme;
use crate::unit::BlockKind;

const PAIR: &str = "<ul><li><i data-ttu-id=1>t</i><i data-stu-id=1>s</i></ul>";
const SIZE: usize = 100_000;

/// Pages over a limit, with what passes it.
fn over_a_limit() -> Vec<(&'static str, String)> {
    let numbered = |count: usize, piece: &dyn Fn(usize) -> String| -> String {
        (0..count).map(piece).collect()
    };
    vec![
        ("deep", "<div>".repeat(SIZE)),
        ("deep, with end tags of nothing", "<div></p></x>".repeat(SIZE)),
        ("formatting in formatting", numbered(SIZE, &|n| format!("<b id={n}>"))),
        ("formatting in each paragraph", numbered(SIZE, &|n| format!("<p><b id={n}>x</p>"))),
        ("forms", "<form><div></form>".repeat(SIZE)),
        ("cells outside tables", "<td><div></td>".repeat(SIZE)),
        ("attributes", format!("<p {}>", numbered(SIZE, &|n| format!("a{n} ")))),
        ("bodies", "<body><div></body>".repeat(SIZE)),
        ("SVG", "<svg>".repeat(SIZE)),
        ("templates", "<template>".repeat(SIZE)),
        ("tables", "<table><td>".repeat(SIZE)),
    ]
}

#[test]
fn a_page_over_a_limit_is_read_without_its_blocks() {
    for (name, start) in over_a_limit() {
        let reading = read_page(format!("{PAIR}{start}"));
        assert_eq!(reading.segments.len(), 1, "{name}");
        assert_eq!(reading.segments[0].kind, Some(BlockKind::Paragraph), "{name}");
        assert_eq!(reading.diagnostics.len(), 1, "{name}");
        let found = &reading.diagnostics[0];
        assert_eq!((found.code, found.severity), (DiagnosticCode::LimitReached, Severity::Warning));
    }
}

#[test]
fn a_part_of_a_page_over_a_limit_is_not_read() {
    let page = format!("{PAIR}{}", "<div>".repeat(600));
    let within = super::Within::parse("ul").unwrap();
    let reading =
        super::read(page.as_bytes(), &AnnotationScheme::default(), Some(&within), &Rejected::new());
    assert!(reading.segments.is_empty());
    assert_eq!(reading.diagnostics[0].code, DiagnosticCode::LimitReached);
    assert_eq!(reading.diagnostics[0].range, 0..page.len());
}

#[test]
fn large_pages_within_the_limits_keep_their_blocks() {
    let cases = [
        ("paragraphs", "<p>x".repeat(SIZE)),
        ("items", format!("<ul>{}</ul>", "<li>x".repeat(SIZE))),
        ("rows", format!("<table>{}</table>", "<tr><td>x<td>y".repeat(SIZE))),
        ("options", format!("<select>{}</select>", "<option>x".repeat(SIZE))),
        ("unclosed anchors", "<p><a name=x>".repeat(100)),
        ("formatting in cells", format!("<table>{}</table>", "<tr><td><b>x".repeat(SIZE))),
        ("depth", format!("{}{}", "<div>".repeat(500), "</div>".repeat(500))),
        ("end tags", "</p></div></b></x>".repeat(SIZE)),
        ("angle brackets", "<<<<".repeat(SIZE)),
        ("one attribute", format!("<p class='{}'>", "x ".repeat(SIZE))),
        ("one comment", format!("<!--{}-->", "<!--".repeat(SIZE))),
        ("quotes of nothing", "<blockquote><i></i></blockquote>".repeat(SIZE / 10)),
    ];
    for (name, start) in cases {
        let reading = read_page(format!("{start}{PAIR}"));
        assert_eq!(reading.segments.len(), 1, "{name}");
        assert_eq!(reading.segments[0].kind, Some(BlockKind::ListItem), "{name}");
        assert!(reading.diagnostics.is_empty(), "{name}: {:?}", reading.diagnostics[0]);
    }
}

/// A page of markers alone, each of them a diagnostic.
#[test]
fn every_one_of_many_markers_is_reported() {
    let cases = [
        ("nested", "<i data-ttu-id=1>".repeat(SIZE / 10)),
        ("one id", "<i data-ttu-id=1></i>".repeat(SIZE / 10)),
        ("strays", "data-ttu-id=1 ".repeat(SIZE / 10)),
        ("in an end tag", format!("<p></p {}>", "data-ttu-id=1 ".repeat(SIZE / 10))),
    ];
    for (name, page) in cases {
        let reading = read_page(page);
        assert_eq!(reading.diagnostics.len() / (SIZE / 10), 1, "{name}");
    }
}
