//! Which elements make pairs and what their texts are; what cannot be read: a
//! diagnostic for each marker, never a wrong pair.

use super::oracle::agrees;
use super::{findings, pairs, read_page};
use crate::diagnostic::DiagnosticCode;

#[test]
fn pairs_however_they_are_written() {
    let cases = [
        (
            "as docfx exports them",
            r#"<p><span data-ttu-id="1">Ziel</span><span class="sxs-lookup"><span data-stu-id="1">Target</span></span></p>"#,
        ),
        ("without a wrapper", r#"<b data-ttu-id="1">Ziel</b><b data-stu-id="1">Target</b>"#),
        ("source first", r#"<i data-stu-id="1">Target</i><i data-ttu-id="1">Ziel</i>"#),
        (
            "far apart",
            r#"<p data-ttu-id="1">Ziel</p><p>x</p><div><p data-stu-id="1">Target</p></div>"#,
        ),
        ("upper case", r#"<P DATA-TTU-ID="1">Ziel</P><P Data-Stu-Id="1">Target</p>"#),
        ("single quotes", "<p data-ttu-id='1'>Ziel</p><p data-stu-id='1'>Target</p>"),
        ("no quotes", "<p data-ttu-id=1>Ziel</p><p data-stu-id=1>Target</p>"),
        ("slash for space", "<p/data-ttu-id=1>Ziel</p><p/data-stu-id=1>Target</p>"),
        (
            "other attributes and spaces",
            "<p class=\"a>b\"\n data-ttu-id = \"1\" id=x>Ziel</p ><p\tdata-stu-id\n=1 lang=en>Target</p\n>",
        ),
        (
            "in cells",
            r#"<table><tr><td data-ttu-id="1">Ziel</td><td data-stu-id="1">Target</td></tr></table>"#,
        ),
        (
            "in the title",
            r#"<title data-ttu-id="1">Ziel</title><meta><p data-stu-id="1">Target</p>"#,
        ),
        (
            "where scripts do not run",
            "<noscript><p data-ttu-id=1>Ziel</p><p data-stu-id=1>Target</p></noscript>",
        ),
        (
            "in SVG",
            "<svg><title/><text data-ttu-id=1>Ziel</text><text data-stu-id=1>Target</text></svg>",
        ),
        (
            "after an SVG title",
            "<svg><title>a<b></title></svg><p data-ttu-id=1>Ziel</p><p data-stu-id=1>Target</p>",
        ),
        ("end tags left out", "<p data-ttu-id=1>Ziel<p data-stu-id=1>Target"),
    ];
    for (name, page) in cases {
        assert_eq!(pairs(page), ["1: Ziel = Target"], "{name}");
        assert_eq!(findings(page), [""; 0], "{name}");
    }
}

#[test]
fn texts_are_as_written() {
    let cases = [
        ("Zeile 1<br/>\r\nZeile&nbsp;2", "a &lt; b &amp; c"),
        (" <b>fett</b> ", "<b>bold</b>"),
        ("kenmyer@<span></span>litwareinc", "<span class=\"input\">x</span>"),
        ("如何\u{200F}", "<any>"),
        ("a<!-- </span> -->b", "<code>&lt;/span&gt;</code>"),
        ("<a title=\"</span>\">x</a>", "a < b > c"),
        ("\0", "\u{FEFF}x"),
    ];
    for (target, source) in cases {
        let page = format!(
            "\u{FEFF}<p>\r\n<span data-ttu-id='a-p1'>{target}</span><span data-stu-id='a-p1'>{source}</span>"
        );
        assert_eq!(pairs(&page), [format!("a-p1: {target} = {source}")]);
        assert_eq!(findings(&page), [""; 0], "{page}");
    }
}

/// Cells, items and paragraphs may end without an end tag.
#[test]
fn omitted_end_tags() {
    let cases = [
        ("<table><tr><td data-ttu-id=1>Ziel<td data-stu-id=1>Target</table>", "Ziel", "Target"),
        (
            "<table><tr><th data-ttu-id=1>Ziel<tr><td data-stu-id=1>Target</tr></table>",
            "Ziel",
            "Target",
        ),
        ("<ul><li data-ttu-id=1>Ziel<li data-stu-id=1>Target</ul>", "Ziel", "Target"),
        ("<ul><li data-ttu-id=1>a<ul><li>b</ul><li data-stu-id=1>c</ul>", "a<ul><li>b</ul>", "c"),
        ("<dl><dt data-ttu-id=1>Ziel<dd data-stu-id=1>Target</dl>", "Ziel", "Target"),
        ("<div><p data-ttu-id=1>Ziel</div><p data-stu-id=1>Target<ul></ul>", "Ziel", "Target"),
        ("<body><p data-stu-id=1>Target<p data-ttu-id=1>Ziel</body></html>", "Ziel", "Target"),
        (
            "<select><option data-ttu-id=1>Ziel<option data-stu-id=1>Target</select>",
            "Ziel",
            "Target",
        ),
    ];
    for (page, target, source) in cases {
        assert_eq!(pairs(page), [format!("1: {target} = {source}")], "{page}");
        assert_eq!(findings(page), [""; 0], "{page}");
    }
}

/// Tags in a title or a text area are text, and read as such.
#[test]
fn tags_are_text_where_browsers_show_them() {
    let cases = [
        ("<title data-ttu-id=1>a <b>x</b> &lt;</title>", "a &lt;b>x&lt;/b> &lt;"),
        ("<textarea data-ttu-id=1>a</p></b></textarea>", "a&lt;/p>&lt;/b>"),
        ("<textarea data-ttu-id=1>a</TEXTAREA\n>", "a"),
        ("<textarea data-ttu-id=1>\r\n\na</textarea>", "\na"),
        ("<pre data-ttu-id=1>\na <b>x</b></pre>", "a <b>x</b>"),
        ("<svg><title data-ttu-id=1>a <i>x</i></title></svg>", "a <i>x</i>"),
    ];
    for (target, text) in cases {
        let page = format!("{target}<p data-stu-id=1>s</p>");
        let reading = read_page(&page);
        assert_eq!(reading.segments[0].target.bytes(page.as_bytes()), text.as_bytes(), "{page}");
        assert!(agrees(&page).is_ok(), "{page}");
    }
}

#[test]
fn what_only_looks_like_a_marker_is_noted() {
    let cases = [
        "<!-- <p data-ttu-id=1>x</p> -->",
        "<script>find('[data-ttu-id=\"1\"]')</script>",
        "<style>[data-stu-id = 'x'] {}</style>",
        "<textarea><p data-ttu-id=1>x</p></textarea>",
        "<p title='<p data-ttu-id=1>'>x</p>",
        "<pre>&lt;p data-ttu-id=1&gt;</pre>",
        "<p>DATA-TTU-ID=1</p>",
    ];
    for page in cases {
        let found = findings(page);
        assert_eq!(pairs(page), [""; 0], "{page}");
        assert_eq!(found.len(), 1, "{page}");
        assert!(found[0].starts_with("note stray-attribute @ "), "{page}: {found:?}");
    }
    let plain = "<p>The data-ttu-id attribute, sxs-lookup, data-ttu-idx=1</p>";
    assert_eq!(findings(plain), [""; 0]);
}

#[test]
fn repeated_ids_pair_only_where_sides_take_turns() {
    let t = "<i data-ttu-id=1>t</i>";
    let s = "<i data-stu-id=1>s</i>";
    let pair = "1: t = s".to_owned();
    let twice = format!("{t}{s}{t}{s}");
    assert_eq!(pairs(&twice), [pair.clone(), pair.clone()]);
    assert_eq!(pairs(&format!("{s}{t}{s}{t}")), [pair.clone(), pair]);
    let unclear = [
        format!("{t}{t}{s}{s}"),
        format!("{t}{s}{s}{t}"),
        format!("{t}{s}{t}"),
        format!("{t}{t}{s}"),
    ];
    for page in unclear {
        assert_eq!(pairs(&page), [""; 0], "{page}");
        let found = findings(&page);
        assert_eq!(found.len(), page.matches("<i").count(), "{page}");
        assert!(found.iter().all(|one| one.starts_with("repeated-id")), "{found:?}");
    }
    assert_eq!(findings(&format!("{t}{t}")), ["orphan-target @ <i data-ttu-id=1>"; 2]);
}

#[test]
fn ranges_hold_both_elements_where_they_stand_together() {
    let t = "<i data-ttu-id=1>t</i>";
    let s = "<i data-stu-id=1>s</i>";
    let (open, close) = ("<b class=sxs-lookup>", "</b>");
    let cases = [
        (format!("-{t}{s}-"), format!("{t}{s}")),
        (format!("-{t}\n{s}-"), format!("{t}\n{s}")),
        (format!("-{t}{open} {s} {close}-"), format!("{t}{open} {s} {close}")),
        (format!("-{open}{s}{close} {t}-"), format!("{open}{s}{close} {t}")),
        (format!("-{t}-{s}-"), t.to_owned()),
        (format!("-{t}{open}x{s}{close}-"), t.to_owned()),
        (format!("-{s}<br>{t}-"), t.to_owned()),
    ];
    for (page, expected) in cases {
        let reading = read_page(&page);
        assert_eq!(page[reading.segments[0].range.clone()], expected, "{page}");
    }
}

/// Two targets, then one wrapper with both sources: no range holds the wrapper.
#[test]
fn ranges_of_several_pairs_do_not_overlap() {
    let page = "<i data-ttu-id=1>a</i><i data-ttu-id=2>b</i>\
        <b class=sxs-lookup><i data-stu-id=1>c</i><i data-stu-id=2>d</i></b>";
    assert_eq!(pairs(page), ["1: a = c", "2: b = d"]);
    let ranges: Vec<_> = read_page(page).segments.iter().map(|one| one.range.clone()).collect();
    assert_eq!(ranges, [0..22, 22..44]);
}

#[test]
fn pages_without_markers_give_nothing() {
    for page in ["", "<p>x</p>", "<html><p>data</p>", "-", "data-ttu-i"] {
        assert_eq!(read_page(page), Default::default(), "{page}");
    }
}

#[test]
fn damaged_annotation_is_reported() {
    let s = "<i data-stu-id=1>s</i>";
    let target_gone = "orphan-source @ <i data-stu-id=1>";
    let cases: &[(String, &[&str])] = &[
        ("<p data-ttu-id=1>x</p>".into(), &["orphan-target @ <p data-ttu-id=1>"]),
        ("<p data-stu-id=1>x</p>".into(), &["orphan-source @ <p data-stu-id=1>"]),
        (
            "<i data-ttu-id=1>x</i><i data-stu-id=2>y</i>".into(),
            &["orphan-target @ <i data-ttu-id=1>", "orphan-source @ <i data-stu-id=2>"],
        ),
        (
            format!("<div><i data-ttu-id=1>x</div>{s}"),
            &["missing-closer @ <i data-ttu-id=1>", target_gone],
        ),
        (format!("{s}<i data-ttu-id=1>x"), &[target_gone, "missing-closer @ <i data-ttu-id=1>"]),
        (
            format!("<table><tr><td data-ttu-id=1>x{s}"),
            &["missing-closer @ <td data-ttu-id=1>", target_gone],
        ),
        (
            format!("<p data-ttu-id=1>x<table></table>{s}"),
            &["missing-closer @ <p data-ttu-id=1>", target_gone],
        ),
        (
            format!("<i data-ttu-id=1>x{s}</i>"),
            &["nested-annotation @ <i data-ttu-id=1>", target_gone],
        ),
        ("<i data-ttu-id=''>x</i>".into(), &["malformed-marker @ <i data-ttu-id=''>"]),
        ("<i data-ttu-id>x</i>".into(), &["malformed-marker @ <i data-ttu-id>"]),
        ("<i data-ttu-id='1 2'>x</i>".into(), &["malformed-marker @ <i data-ttu-id='1 2'>"]),
        (
            format!("<i data-ttu-id=1 data-stu-id=1>x</i>{s}"),
            &["malformed-marker @ <i data-ttu-id=1 data-stu-id=1>", target_gone],
        ),
        (
            format!("<i data-ttu-id=1 data-ttu-id=2>x</i>{s}"),
            &["malformed-marker @ <i data-ttu-id=1 data-ttu-id=2>", target_gone],
        ),
        (
            format!("<i data-ttu-id='1'ata-ttu-id='2'>x</i>{s}"),
            &["malformed-marker @ <i data-ttu-id='1'ata-ttu-id='2'>", target_gone],
        ),
        (format!("<br data-ttu-id=1>{s}"), &["malformed-marker @ <br data-ttu-id=1>", target_gone]),
        (
            format!("<i data-ttu-id=&quot;1&quot;>x</i>{s}"),
            &["unrepaired-quote-damage @ <i data-ttu-id=&quot;1&quot;>", target_gone],
        ),
        (
            format!("<i data-ttu-id=\\\"1\\\">x</i>{s}"),
            &["unrepaired-quote-damage @ <i data-ttu-id=\\\"1\\\">", target_gone],
        ),
        (
            "<b class=sxs-lookup>x</b><i data-ttu-id=1>t</i><i data-stu-id=1>s</i>".into(),
            &["orphan-lookup @ <b class=sxs-lookup>"],
        ),
        (
            "<div><i data-ttu-id=1>t</i><b class=sxs-lookup><i data-stu-id=1>s</i></div>".into(),
            &["missing-closer @ <b class=sxs-lookup>"],
        ),
        (
            format!("<xmp data-ttu-id=1>x</xmp>{s}"),
            &["malformed-marker @ <xmp data-ttu-id=1>", target_gone],
        ),
        (
            format!("<style data-ttu-id=1>x</style>{s}"),
            &["malformed-marker @ <style data-ttu-id=1>", target_gone],
        ),
        ("<idata-ttu-id=1>x</i>".into(), &["stray-attribute @ data-ttu-id"]),
        ("<i x=1data-ttu-id=1>x</i>".into(), &["stray-attribute @ data-ttu-id"]),
        ("<i xdata-ttu-id=1>x</i>".into(), &["stray-attribute @ data-ttu-id"]),
        ("<i title='xdata-ttu-id='1'>x</i>".into(), &["stray-attribute @ data-ttu-id"]),
        (
            format!("<i data-ttu-id='1'data-x='2'>x</i>{s}"),
            &["malformed-marker @ <i data-ttu-id='1'data-x='2'>", target_gone],
        ),
        ("<p>x</p data-ttu-id=1>".into(), &["stray-attribute @ data-ttu-id"]),
        ("<p>x<i data-ttu-id=1".into(), &["stray-attribute @ data-ttu-id"]),
        ("<p>x<!-- <i data-ttu-id=1>".into(), &["stray-attribute @ data-ttu-id"]),
        ("<script><i data-ttu-id=1>".into(), &["stray-attribute @ data-ttu-id"]),
    ];
    for (page, expected) in cases {
        assert_eq!(findings(page), *expected, "{page}");
    }
}

/// One missing end tag costs its own pair, not those that follow.
#[test]
fn reading_goes_on_after_damage() {
    let page = "<p><i data-ttu-id=1>a <i data-stu-id=1>b</i>\
        <i data-ttu-id=2>c</i><b class=sxs-lookup><i data-stu-id=2>d</i></b></p>\
        <p><i data-ttu-id=3>e</i><i data-stu-id=3>f</i></p>";
    assert_eq!(pairs(page), ["2: c = d", "3: e = f"]);
    assert_eq!(
        findings(page),
        ["missing-closer @ <i data-ttu-id=1>", "orphan-source @ <i data-stu-id=1>"]
    );
}

#[test]
fn a_pair_inside_another_target_is_read_and_the_outer_one_is_not() {
    let page = "<p data-ttu-id=1>a <i data-ttu-id=2>b</i><i data-stu-id=2>c</i></p>\
        <p data-stu-id=1>d</p>";
    assert_eq!(pairs(page), ["2: b = c"]);
    assert_eq!(
        findings(page),
        ["nested-annotation @ <p data-ttu-id=1>", "orphan-source @ <p data-stu-id=1>"]
    );
}

/// The broken element keeps its turn, so that the second target does not take
/// the first source.
#[test]
fn a_broken_element_of_a_repeated_id_keeps_its_turn() {
    let page = "<div><i data-ttu-id=1>a</div><i data-stu-id=1>b</i>\
        <i data-ttu-id=1>c</i><i data-stu-id=1>d</i>";
    assert_eq!(pairs(page), ["1: c = d"]);
}

#[test]
fn bytes_that_are_not_utf8_cost_their_pair_only() {
    let page = b"<p data-ttu-id=1>\xFF</p><p data-stu-id=1>x</p>\xC3\
        <p data-ttu-id=2>b</p><p data-stu-id=2>c</p>";
    let reading = read_page(page);
    assert_eq!(reading.segments.len(), 1);
    assert_eq!(&page[reading.segments[0].id.range.clone()], b"2");
    let codes: Vec<_> = reading.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [DiagnosticCode::InvalidUtf8, DiagnosticCode::OrphanSource]);
    assert_eq!(&page[reading.diagnostics[0].range.clone()], b"<p data-ttu-id=1>\xFF</p>");
}

#[test]
fn ids_that_are_not_utf8_make_no_pair() {
    let reading = read_page(b"<p data-ttu-id=\xFF>a</p><p data-stu-id=\xFF>b</p>");
    assert!(reading.segments.is_empty());
    let codes: Vec<_> = reading.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [DiagnosticCode::InvalidUtf8; 2]);
}
