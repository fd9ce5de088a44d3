use super::*;
use crate::diagnostic::DiagnosticCode as Code;

/// Returns a healthy segment.
fn segment(id: &str, target: &str, source: &str) -> String {
    format!(
        "<span data-ttu-id=\"{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"{id}\">{source}</span></span>"
    )
}

/// Returns the pairs as (id, target, source), and the codes of the diagnostics.
fn read(text: &str) -> (Vec<(&str, &str, &str)>, Vec<Code>) {
    let scan = scan(text.as_bytes(), &AnnotationScheme::default());
    let slice = |range: &Range<usize>| &text[range.clone()];
    let pairs = scan
        .segments
        .iter()
        .map(|segment| (slice(&segment.id), slice(&segment.target), slice(&segment.source)))
        .collect();
    (pairs, scan.diagnostics.iter().map(|diagnostic| diagnostic.code).collect())
}

/// Asserts that one segment is read from `text`, and nothing reported.
#[track_caller]
fn reads(text: &str, id: &str, target: &str, source: &str) {
    assert_eq!(read(text), (vec![(id, target, source)], vec![]), "{text}");
}

#[test]
fn texts_with_spans_of_their_own() {
    for (target, source) in [
        ("a<span></span>b", "c<span></span>d"),
        ("<span class=\"input\">a</span>", "<span class=\"input\">b</span>"),
        ("a<span>b", "c<span>d"),
        ("a<span/>b", "c<span/>d"),
        ("a</span>b", "c</span>d"),
        ("<SPAN>a</SPAN >", "<SPAN>b</SPAN >"),
        ("a<spanner>b", "c"),
        ("a\n  b", "c\r\nd"),
        (" a ", " b"),
        ("", ""),
        ("a < b <", "c <"),
    ] {
        reads(&segment("74dd5-103", target, source), "74dd5-103", target, source);
    }
}

#[test]
fn a_source_that_does_not_balance_ends_at_the_first_closers() {
    let text = segment("74dd5-103", "a<span>b", "c");
    reads(&text, "74dd5-103", "a<span>b", "c");
    let text = segment("74dd5-103", "a<span>b", "") + "<td></td>" + &segment("74dd5-104", "x", "y");
    assert_eq!(read(&text).0, [("74dd5-103", "a<span>b", ""), ("74dd5-104", "x", "y")]);
}

#[test]
fn adjacent_segments() {
    let text = segment("74dd5-103", "a", "b") + &segment("74dd5-p104", "c", "d");
    assert_eq!(read(&text), (vec![("74dd5-103", "a", "b"), ("74dd5-p104", "c", "d")], vec![]));
}

#[test]
fn tags_in_every_form_that_html_allows() {
    for text in [
        "<SPAN DATA-TTU-ID=\"1-1\">a</SPAN><SPAN CLASS=\"sxs-lookup\"><SPAN DATA-STU-ID=\"1-1\">b</SPAN></SPAN>",
        "<span data-ttu-id='1-1'>a</span><span class='sxs-lookup'><span data-stu-id='1-1'>b</span></span>",
        "<span data-ttu-id=1-1>a</span><span class=sxs-lookup><span data-stu-id=1-1>b</span></span>",
        "<span lang=zh data-ttu-id = \"1-1\" >a</span ><span\nclass=\"x sxs-lookup\" hidden><span data-stu-id=\"1-1\" title=\"a > b\">b</span></span>",
        "<span title=\"say &quot;x&quot;\" data-ttu-id=\"1-1\"/>a</span><span class=\"sxs-lookup\"><span data-stu-id=\"1-1\">b</span></span>",
    ] {
        reads(text, "1-1", "a", "b");
    }
}

#[test]
fn what_cannot_be_paired_is_reported_and_the_next_pair_is_read() {
    let open = "<span data-ttu-id=\"1-1\">";
    let lookup = "<span class=\"sxs-lookup\">";
    let source = "<span data-stu-id=\"1-1\">";
    for (damaged, codes) in [
        (format!("{open}a</span>"), vec![Code::OrphanTarget]),
        (format!("{open}a"), vec![Code::NestedAnnotation]),
        (format!("{lookup}{source}b</span></span>"), vec![Code::OrphanSource]),
        (format!("{source}b</span>"), vec![Code::OrphanSource]),
        (format!("{lookup}b</span>"), vec![Code::OrphanLookup]),
        (
            format!("{open}a</span>{lookup}<span data-stu-id=\"1-2\">b</span></span>"),
            vec![Code::IdMismatch],
        ),
        (format!("{open}a{lookup}{source}b</span></span>"), vec![Code::MissingCloser]),
        (format!("{open}a</span> {lookup}{source}b</span></span>"), vec![Code::OrphanTarget]),
        (format!("{open}a</span>{lookup}{source}b</span> c"), vec![Code::MissingCloser]),
        (
            format!("{open}a</span>{source}b</span></span>"),
            vec![Code::OrphanTarget, Code::OrphanSource],
        ),
        (format!("{lookup}{source}b</span></span>{open}a</span>"), vec![Code::SourceBeforeTarget]),
        (
            format!("{open}a</span>{lookup}b</span></span>"),
            vec![Code::OrphanTarget, Code::OrphanLookup],
        ),
        ("<span data-ttu-id=\"1-1>a</span>".to_owned(), vec![Code::MalformedMarker]),
        ("<span data-ttu-id>a</span>".to_owned(), vec![Code::MalformedMarker]),
        ("<span data-ttu-id=\"\">a</span>".to_owned(), vec![Code::MalformedMarker]),
        ("<span data-ttu-id=\"1-1\"a</span>".to_owned(), vec![Code::MalformedMarker]),
        (
            "<span data-ttu-id=\"1-1\" data-stu-id=\"1-1\">a</span>".to_owned(),
            vec![Code::MalformedMarker],
        ),
        (
            "<span data-ttu-id=\"1-1\" data-ttu-id=\"1-2\">a</span>".to_owned(),
            vec![Code::MalformedMarker],
        ),
        ("<span data-ttu-id=\"1-1&quot;>a</span>".to_owned(), vec![Code::UnrepairedQuoteDamage]),
        ("span data-ttu-id=\"1-1\">a</span>".to_owned(), vec![Code::StrayAttribute]),
        ("<p data-ttu-id = '1-1'>a</p>".to_owned(), vec![Code::StrayAttribute]),
        ("SPAN DATA-Ttu-ID\n=\"1-1\">a</SPAN>".to_owned(), vec![Code::StrayAttribute]),
        ("the data-ttu-id attribute".to_owned(), vec![]),
    ] {
        let text = segment("1-0", "v", "w") + " " + &damaged + "\n" + &segment("1-9", "x", "y");
        let expected = vec![("1-0", "v", "w"), ("1-9", "x", "y")];
        assert_eq!(read(&text), (expected, codes), "{damaged}");
    }
}

#[test]
fn at_the_end_of_the_text() {
    for (text, code) in [
        ("<span data-ttu-id=\"1-1\">a", Code::MissingCloser),
        ("<span data-ttu-id=\"1-1\">a</span>", Code::OrphanTarget),
        ("<span data-ttu-id=\"1-1", Code::MalformedMarker),
        ("<span data-ttu-id", Code::MalformedMarker),
        ("<span class=\"sxs-lookup\">", Code::OrphanLookup),
    ] {
        assert_eq!(read(text), (vec![], vec![code]), "{text}");
    }
    assert_eq!(read("<span "), (vec![], vec![]));
    assert_eq!(read("<"), (vec![], vec![]));
}

#[test]
fn nested_annotation_keeps_the_inner_pair() {
    let text = format!(
        "<span data-ttu-id=\"1-1\">a {} b</span><span class=\"sxs-lookup\"><span data-stu-id=\"1-1\">c</span></span>",
        segment("1-2", "x", "y")
    );
    let (pairs, codes) = read(&text);
    assert_eq!(pairs, [("1-2", "x", "y")]);
    assert_eq!(codes, [Code::NestedAnnotation, Code::OrphanSource]);
}

#[test]
fn a_damaged_region_is_read_through() {
    let inside = segment("1-2", "x", "y <span class=\"ui\">z</span>").replace('"', "&quot;");
    let text = format!(
        "![a](b.png)\n<span data-ttu-id=\"1-1&quot;>c</span><span class=&quot;sxs-lookup&quot;><span data-stu-id=&quot;1-1&quot;>d</span></span> {inside} &quot;e\")"
    );
    let (pairs, codes) = read(&text);
    let expected = [("1-1", "c", "d"), ("1-2", "x", "y <span class=&quot;ui&quot;>z</span>")];
    assert_eq!(pairs, expected);
    assert_eq!(codes, [Code::QuoteDamage]);
    let scan = scan(text.as_bytes(), &AnnotationScheme::default());
    assert_eq!(&text[scan.repairs[0].clone()][..6], "\"1-1&q");
    assert!(text[scan.repairs[0].clone()].ends_with("e\""));
}

#[test]
fn other_names() {
    let scheme = AnnotationScheme::new("em", "data-t", "pair", "data-s").unwrap();
    let text = "<em data-t=\"1\">a</em><em class=\"pair\"><em data-s=\"1\">b</em></em> data-s=x";
    let scan = scan(text.as_bytes(), &scheme);
    assert_eq!(&text[scan.segments[0].source.clone()], "b");
    assert_eq!(scan.diagnostics[0].code, Code::StrayAttribute);
}

#[test]
fn a_marker_that_lost_its_bracket_joins_no_two_pairs() {
    // What is left where the bytes from the middle of one text to behind the `<` of
    // another's marker are gone.
    for (target, source) in [
        ("a", "b span data-stu-id=\"1-2\">c"),
        ("a span data-ttu-id=\"1-2\">c", "b"),
        ("a", "b data-stu-id='1-2'>c"),
        ("a DATA-ttu-id = 1-2 >c", "b data-stu-id=1-2>c"),
    ] {
        let text = segment("1-1", target, source) + &segment("1-3", "x", "y");
        assert_eq!(read(&text), (vec![("1-3", "x", "y")], vec![Code::StrayAttribute]), "{text}");
        let scan = scan(text.as_bytes(), &AnnotationScheme::default());
        let covered = text[scan.diagnostics[0].range.clone()].to_ascii_lowercase();
        let all = text[..text.find("1-3").unwrap() - 20].to_ascii_lowercase();
        assert_eq!(covered.matches("-id").count(), all.matches("-id").count(), "{text}");
        assert_eq!(scan.diagnostics[0].severity, crate::diagnostic::Severity::Error);
    }
}

#[test]
fn texts_about_annotation_are_kept_and_noted() {
    let text = segment("1-1", "das `data-stu-id=\"x\"`", "the `data-stu-id=\"x\"`");
    let (pairs, codes) = read(&text);
    assert_eq!(pairs.len(), 1);
    assert_eq!(codes, [Code::StrayAttribute; 2]);
    reads(
        &segment("1-1", "data-stu-id", "a data-ttu-id b"),
        "1-1",
        "data-stu-id",
        "a data-ttu-id b",
    );
}
