//! What cannot be read: a diagnostic for each marker, never a wrong pair.

use super::{findings, pairs, read_page};
use crate::diagnostic::DiagnosticCode;

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
