//! Tests of the whole reader. Pages are written by hand unless a test says otherwise.

mod oracle;
mod pairing;
mod place;
mod properties;

use super::{Within, read};
use crate::diagnostic::Severity;
use crate::document::reading::{Reading, Rejected, Side};
use crate::scan::AnnotationScheme;

/// Reads a whole page.
fn read_page(page: impl AsRef<[u8]>) -> Reading {
    read(page.as_ref(), &AnnotationScheme::default(), None, &Rejected::new())
}

/// Returns the pairs as `id: target = source`, in order.
fn pairs(page: &str) -> Vec<String> {
    let reading = read_page(page);
    let slice = |range: &std::ops::Range<usize>| &page[range.clone()];
    reading
        .segments
        .iter()
        .map(|one| {
            let [id, target, source] =
                [&one.id, &one.target, &one.source].map(|text| slice(&text.range));
            format!("{id}: {target} = {source}")
        })
        .collect()
}

/// Returns the diagnostics as `code @ what is there`; a note is marked.
fn findings(page: &str) -> Vec<String> {
    let reading = read_page(page);
    let show = |found: &crate::diagnostic::Diagnostic| {
        let note = if found.severity == Severity::Note { "note " } else { "" };
        format!("{note}{} @ {}", found.code, &page[found.range.clone()])
    };
    reading.diagnostics.iter().map(show).collect()
}

/// Makes one side of a page.
fn side(page: &[u8], reading: &Reading, side: Side) -> Vec<u8> {
    let mut out = Vec::new();
    reading.write(page, side, &mut out).unwrap();
    out
}

/// Makes the target and the source side of a page.
fn sides(page: &str) -> [String; 2] {
    let reading = read_page(page);
    [Side::Target, Side::Source]
        .map(|which| String::from_utf8(side(page.as_bytes(), &reading, which)).unwrap())
}

#[test]
fn annotation_is_removed() {
    let cases = [
        (
            "<p>\n<span data-ttu-id=1>Ziel</span><span class=sxs-lookup><span data-stu-id=1>Target</span></span> .</p>",
            "<p>\nZiel .</p>",
            "<p>\nTarget .</p>",
        ),
        (
            "<SPAN Data-Ttu-Id='1' class=x>a&nbsp;</SPAN><span data-stu-id=1>b\r\n</span>",
            "a&nbsp;",
            "b\r\n",
        ),
        (
            "<table><td class=x data-ttu-id=\"1\">a</td><td data-stu-id=1>b</td></table>",
            "<table><td class=x>a</td></table>",
            "<table><td class=x>b</td></table>",
        ),
        (
            "<p class=x\n data-ttu-id=\"1\" id=y>a</p><p data-stu-id=1>b</p>",
            "<p class=x\n id=y>a</p>",
            "<p class=x\n id=y>b</p>",
        ),
        ("<p/data-ttu-id=1>a</p><p data-stu-id=1>b</p>", "<p/>a</p>", "<p/>b</p>"),
        ("<p data-ttu-id=1>a<p data-stu-id=1>b<p>c", "<p>a<p>c", "<p>b<p>c"),
        ("<div data-stu-id=1>b</div>-<div data-ttu-id=1>a</div>", "-<div>a</div>", "-<div>b</div>"),
        // Two sources share a wrapper.
        (
            "<span data-ttu-id=1>a</span> <span data-ttu-id=2>b</span><p class=sxs-lookup>\n\
             <i data-stu-id=1>c</i> <i data-stu-id=2>d</i>\n</p>!",
            "a b!",
            "c d!",
        ),
        // The wrapper holds something else and stays.
        (
            "<span data-ttu-id=1>a</span><p class=sxs-lookup>x <i data-stu-id=1>c</i></p>",
            "a<p class=sxs-lookup>x </p>",
            "c<p class=sxs-lookup>x </p>",
        ),
        // So does one with a source of no pair, and what belongs to no pair.
        (
            "<span data-ttu-id=1>a</span><p class=sxs-lookup><i data-stu-id=1>c</i><i data-stu-id=2>d</i></p>",
            "a<p class=sxs-lookup><i data-stu-id=2>d</i></p>",
            "c<p class=sxs-lookup><i data-stu-id=2>d</i></p>",
        ),
        ("<span data-ttu-id=1></span><span data-stu-id=1>b</span>", "", "b"),
        // A pair inside another, which is no pair because of it.
        (
            "<p data-ttu-id=1>a <span data-ttu-id=2>b</span><i data-stu-id=2>c</i></p><p data-stu-id=1>d</p>",
            "<p data-ttu-id=1>a b</p><p data-stu-id=1>d</p>",
            "<p data-ttu-id=1>a c</p><p data-stu-id=1>d</p>",
        ),
        // Tags in a title are text.
        (
            "<title data-ttu-id=1>a <b></title><title data-stu-id=1>c <d></title>",
            "<title>a <b></title>",
            "<title>c <d></title>",
        ),
        ("<span data-ttu-id=1>a</span><textarea data-stu-id=1>\nc <d></textarea>", "a", "c &lt;d>"),
        ("<pre data-ttu-id=1>\na</pre><p data-stu-id=1>b</p>", "<pre>\na</pre>", "<pre>\nb</pre>"),
        ("<p data-ttu-id=1></p><p data-stu-id=1>b</p>", "<p></p>", "<p>b</p>"),
    ];
    for (page, target, source) in cases {
        assert_eq!(sides(page), [target, source], "{page}");
    }
}

#[test]
fn the_scheme_names_the_element_that_gives_way() {
    let scheme = AnnotationScheme::new("x-seg", "data-tgt", "pair", "data-src").unwrap();
    let page = b"<x-seg data-tgt=1>a</x-seg><b class='pair'><i data-src=1>b</i></b>\
        <span data-tgt=2>c</span><i data-src=2>d</i>";
    let reading = read(page, &scheme, None, &Rejected::new());
    assert_eq!(side(page, &reading, Side::Target), b"a<span>c</span>");
    assert_eq!(side(page, &reading, Side::Source), b"b<span>d</span>");
}

#[test]
fn outside_the_part_everything_stays() {
    let page = b"<p><span data-ttu-id=1>a</span><i data-stu-id=1>b</i></p>\
        <main><span data-ttu-id=1>c</span><i data-stu-id=1>d</i></main>";
    let within = Within::parse("main").unwrap();
    let reading = read(page, &AnnotationScheme::default(), Some(&within), &Rejected::new());
    assert_eq!(
        side(page, &reading, Side::Target),
        b"<p><span data-ttu-id=1>a</span><i data-stu-id=1>b</i></p><main>c</main>"
    );
}
