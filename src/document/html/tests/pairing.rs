//! Which elements make pairs, and what their texts are.

use super::oracle::agrees;
use super::{findings, pairs, read_page};

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
