//! Block kinds, the part to read, the language.

use super::{Within, pairs, read, read_page};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::reading::Rejected;
use crate::scan::AnnotationScheme;
use crate::unit::BlockKind;

const T: &str = "<i data-ttu-id=1>t</i>";
const S: &str = "<i data-stu-id=1>s</i>";

#[test]
fn the_nearest_block_is_the_kind() {
    use BlockKind::{Heading, ListItem, Note, Paragraph, Quote, TableCell};
    let cases = [
        ("@", Paragraph),
        ("<p>@</p>", Paragraph),
        ("<div><section>@</section></div>", Paragraph),
        ("<table><tr><td><p>@</td></tr></table>", TableCell),
        ("<table><thead><th>@</table>", TableCell),
        ("<H3>@</H3>", Heading),
        ("<ul><li><p>@</ul>", ListItem),
        ("<dl><dd>@</dl>", ListItem),
        ("<dl><dt>@</dl>", ListItem),
        ("<blockquote><p>@</blockquote>", Quote),
        ("<blockquote class='NOTE'><p>@</blockquote>", Note),
        ("<div class='WARNING alert is-warning'><p>@</div>", Note),
        ("<div class='alert alert-info'>@</div>", Note),
        ("<blockquote class='markdown-alert-tip'><p>@</blockquote>", Note),
        ("<blockquote>\n<p>[!NOTE] @</blockquote>", Note),
        ("<blockquote><p>[!IMPORTANT]<br>@</blockquote>", Note),
        ("<blockquote><p>[!INCLUDE [x](y)] @</blockquote>", Quote),
        ("<blockquote><ul><li>@</ul></blockquote>", ListItem),
        ("<ul><li><blockquote>@</blockquote></ul>", Quote),
        ("<p class=note>@</p>", Paragraph),
        // Browsers move the text before the table.
        ("<table>@</table>", Paragraph),
    ];
    for (page, kind) in cases {
        let page = page.replace('@', &format!("{T}{S}"));
        assert_eq!(read_page(&page).segments[0].kind, Some(kind), "{page}");
    }
}

#[test]
fn the_element_itself_may_be_the_block() {
    use BlockKind::{Heading, ListItem, Paragraph, TableCell};
    let names =
        [("h2", Heading), ("li", ListItem), ("p", Paragraph), ("td", TableCell), ("TH", TableCell)];
    for (name, kind) in names {
        // Browsers drop cells outside tables; in a part of a page they are known all the same.
        let page = format!("<{name} data-ttu-id=1>t</{name}><p data-stu-id=1>s</p>");
        assert_eq!(read_page(&page).segments[0].kind, Some(kind), "{page}");
    }
}

/// The kind is that of the target, not of where the source or a namesake is.
#[test]
fn each_element_has_its_own_place() {
    let page = "<p><i data-ttu-id=1>a</i></p><ul><li><i data-ttu-id=2>b</i></ul>\
        <table><i data-ttu-id=3>c</i><tr><td><i data-ttu-id=4>d</i></table>\
        <h1><i data-stu-id=1>a</i><i data-stu-id=2>b</i><i data-stu-id=3>c</i>\
        <i data-stu-id=4>d</i></h1>";
    let kinds: Vec<_> = read_page(page).segments.iter().flat_map(|one| one.kind).collect();
    use BlockKind::{ListItem, Paragraph, TableCell};
    assert_eq!(kinds, [Paragraph, ListItem, Paragraph, TableCell]);
}

#[test]
fn numbers_that_the_page_brings_along_do_not_count() {
    let page = format!("<h1 bitext-number=0>x</h1><ul><li><b bitext-number=0>{T}</b>{S}</ul>");
    assert_eq!(read_page(page).segments[0].kind, Some(BlockKind::ListItem));
    let page = "<h1>x</h1><li><i bitext-number=7 data-ttu-id=1>t</i><i data-stu-id=1>s</i>";
    assert_eq!(read_page(page).segments[0].kind, Some(BlockKind::ListItem));
}

/// Ids and diagnostics of the part of a page.
fn part(page: &str, css: &str) -> (Vec<String>, Vec<Diagnostic>) {
    let within = Within::parse(css).unwrap();
    let reading =
        read(page.as_bytes(), &AnnotationScheme::default(), Some(&within), &Rejected::new());
    let ids = reading.segments.iter().map(|one| page[one.id.range.clone()].to_owned()).collect();
    (ids, reading.diagnostics)
}

#[test]
fn only_the_part_is_read() {
    let pair = |id: &str| format!("<i data-ttu-id={id}>t</i><i data-stu-id={id}>s</i>");
    let page = format!(
        "<nav>{}</nav><main><div class=a>{}</div><div class=b>{}</div></main><p id=x>{}</p>",
        pair("1"),
        pair("2"),
        pair("3"),
        "<i data-ttu-id=4>t</i>"
    );
    let cases: &[(&str, &[&str])] = &[
        ("main", &["2", "3"]),
        ("div.a, nav", &["1", "2"]),
        ("main > .b", &["3"]),
        ("[data-ttu-id='2'], [data-stu-id='2']", &["2"]),
        ("html", &["1", "2", "3"]),
        ("footer", &[]),
    ];
    for (css, expected) in cases {
        assert_eq!(part(&page, css).0, *expected, "{css}");
    }
    assert!(part(&page, "main").1.is_empty());
    let outside: Vec<_> = part(&page, "#x").1.iter().map(|found| found.code).collect();
    assert_eq!(outside, [DiagnosticCode::OrphanTarget]);
}

#[test]
fn an_id_is_joined_inside_the_part_only() {
    let page = format!("<main>{T}</main><footer>{T}{S}</footer>");
    assert_eq!(pairs(&page), [""; 0]);
    assert_eq!(part(&page, "footer").0, ["1"]);
    assert_eq!(part(&page, "main").0, [""; 0]);
}

#[test]
fn what_browsers_drop_is_in_no_part() {
    let page = format!("<main><table></table><tr data-ttu-id=1>t</tr>{S}</main>");
    let codes: Vec<_> = part(&page, "main").1.iter().map(|found| found.code).collect();
    assert_eq!(codes, [DiagnosticCode::MalformedMarker, DiagnosticCode::OrphanSource]);
}

#[test]
fn the_language_is_that_of_the_html_element() {
    let cases = [
        ("<html lang=de-DE>", Some("de-DE")),
        ("<!DOCTYPE html>\n<HTML class=x LANG=' zh-cn '>", Some("zh-cn")),
        ("<html xml:lang='ja'>", Some("ja")),
        ("<html xml:lang='ja' lang='th'>", Some("th")),
        ("<html lang='' xml:lang='ja'>", Some("ja")),
        ("<html><body lang=de>", None),
        ("<!-- <html lang=fr> --><html lang=ar>", Some("ar")),
        ("<script>'<html lang=fr>'</script><html lang=ar>", Some("ar")),
        ("", None),
    ];
    for (start, language) in cases {
        for page in [start.to_owned(), format!("{start}{T}{S}")] {
            let found = read_page(&page).target_language.map(|range| &page[range]);
            assert_eq!(found, language, "{page}");
        }
    }
}
