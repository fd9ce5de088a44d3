//! Pairs in YAML with known texts. The YAML parser is the oracle: what it reads must
//! be what is read here.

mod decoding;
mod rendering;

use proptest::prelude::*;

use super::scalars::{Scalar, Scalars, Style, scalars};
use crate::diagnostic::DiagnosticCode::{self, *};
use crate::document::reading::{FoundText, Reading, Rejected};
use crate::document::yaml::{read, read_block};
use crate::scan::AnnotationScheme;

/// Returns the scalars of a text that must be valid YAML.
fn valid(text: &str) -> Vec<Scalar<'_>> {
    let Scalars { scalars, problems, .. } = scalars(text, 0);
    assert!(problems.is_empty(), "{problems:?} in\n{text}");
    scalars
}

/// Returns the value under the key `key`.
fn value_of(text: &str, key: &str) -> Option<String> {
    let scalars = scalars(text, 0).scalars;
    let at = scalars.iter().position(|scalar| scalar.value == key)?;
    scalars.get(at + 1).map(|scalar| scalar.value.clone().into_owned())
}

fn style_name(style: &Style) -> &'static str {
    match style {
        Style::Plain => "plain",
        Style::SingleQuoted => "single",
        Style::DoubleQuoted => "double",
        Style::Block(block) if block.folded => "folded",
        Style::Block(_) => "literal",
    }
}

fn reading(text: &[u8]) -> Reading {
    read(text, &AnnotationScheme::default(), &Rejected::default())
}

fn text_of(text: &FoundText, bytes: &[u8]) -> String {
    let written = String::from_utf8_lossy(&bytes[text.range.clone()]).into_owned();
    match &text.text {
        Some(text) => {
            assert_ne!(**text, *written, "a copy where none is needed");
            text.to_string()
        }
        None => written,
    }
}

/// Returns id, target and source of each pair.
fn pairs(bytes: &[u8], reading: &Reading) -> Vec<(String, String, String)> {
    let text = |text| text_of(text, bytes);
    reading.segments.iter().map(|s| (text(&s.id), text(&s.target), text(&s.source))).collect()
}

fn codes(reading: &Reading) -> Vec<DiagnosticCode> {
    reading.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// Returns the annotation of a pair, as it is in a text.
fn annotated(id: &str, target: &str, source: &str) -> String {
    format!(
        "<span data-ttu-id=\"{id}\">{target}</span><span class=\"sxs-lookup\">\
         <span data-stu-id=\"{id}\">{source}</span></span>"
    )
}

#[test]
fn a_landing_page() {
    let text = r##"### YamlMime:Landing
title: <span data-ttu-id="f4725-101">重置密码</span><span class="sxs-lookup"><span data-stu-id="f4725-101">Reset a password</span></span>
summary: "<span data-ttu-id=\"f4725-102\">第一行\n\u4e2d \"引\"</span><span
  class=\"sxs-lookup\"><span data-stu-id=\"f4725-102\">First line\nthen \"quoted\"</span></span>"
landingContent:
  - title: '<span data-ttu-id="f4725-103">它的</span><span class="sxs-lookup"><span data-stu-id="f4725-103">It''s</span></span>'
    links: [{text: <span data-ttu-id="f4725-104">甲</span><span class="sxs-lookup"><span data-stu-id="f4725-104">A</span></span>, url: a.md}]
    text: |
      Before <span data-ttu-id="f4725-105">一
      二</span><span class="sxs-lookup"><span data-stu-id="f4725-105">One
      two</span></span>
    note: >-
      <span data-ttu-id="f4725-106">折
      行</span><span class="sxs-lookup"><span data-stu-id="f4725-106">Folded
      line</span></span>
    <span data-ttu-id="f4725-107">键</span><span class="sxs-lookup"><span data-stu-id="f4725-107">Key</span></span>: 1.10
"##;
    let found = reading(text.as_bytes());
    let expected = [
        ("f4725-101", "重置密码", "Reset a password"),
        ("f4725-102", "第一行\n中 \"引\"", "First line\nthen \"quoted\""),
        ("f4725-103", "它的", "It's"),
        ("f4725-104", "甲", "A"),
        ("f4725-105", "一\n二", "One\ntwo"),
        ("f4725-106", "折 行", "Folded line"),
        ("f4725-107", "键", "Key"),
    ]
    .map(|(id, target, source)| (id.to_owned(), target.to_owned(), source.to_owned()));
    assert_eq!(pairs(text.as_bytes(), &found), expected);
    assert_eq!(found.diagnostics, []);
    for segment in &found.segments {
        let whole = &text[segment.range.clone()];
        assert!(whole.starts_with("<span data-ttu-id=") && whole.ends_with("</span></span>"));
    }
    assert_eq!(found.edits, [None, None]);
}

#[test]
fn ranges_of_escaped_text_are_those_of_the_file() {
    let yaml = "a: \"é\\u4e2d<span data-ttu-id=\\\"x-1\\\">t\\n</span><span class=\\\"sxs-lookup\\\">\
                <span data-stu-id=\\\"x-1\\\">s</span></span>\"\n";
    let found = reading(yaml.as_bytes());
    let segment = &found.segments[0];
    assert_eq!(&yaml[segment.id.range.clone()], "x-1");
    assert_eq!(segment.id.text, None);
    assert_eq!(&yaml[segment.target.range.clone()], "t\\n");
    assert_eq!(segment.target.text.as_deref(), Some("t\n"));
    assert_eq!(&yaml[segment.source.range.clone()], "s");
    assert_eq!(&yaml[..segment.range.start], "a: \"é\\u4e2d");
    assert_eq!(&yaml[segment.range.end..], "\"\n");
}

#[test]
fn what_is_no_scalar_is_a_diagnostic() {
    let pair = annotated("x-1", "t", "s");
    let strays = [StrayAttribute, StrayAttribute];
    for (yaml, expected) in [
        (format!("# {pair}\na: b\n"), &strays[..]),
        (format!("a: b # {pair}\n"), &strays),
        (format!("a: | # {pair}\n  b\n"), &strays),
        (format!("a: {pair} # {pair}\n"), &strays),
        (format!("a: b: c # {pair}\n"), &[YamlSyntax, StrayAttribute, StrayAttribute]),
        ("a: <span data-ttu-id=\"x-1\">t</span>\n".to_owned(), &[OrphanTarget]),
        ("a: data-stu-id=\"x-1\"\n".to_owned(), &[StrayAttribute]),
        ("a: \0\n# <span class=\"sxs-lookup\">\n".to_owned(), &[YamlSyntax, OrphanLookup]),
    ] {
        let found = reading(yaml.as_bytes());
        assert_eq!(codes(&found), expected, "{yaml}: {:?}", found.diagnostics);
        for diagnostic in &found.diagnostics {
            assert!(yaml.get(diagnostic.range.clone()).is_some(), "{diagnostic:?}");
        }
    }
}

#[test]
fn broken_yaml_loses_no_pair_that_can_be_read_in_one_way() {
    let pair = annotated("x-1", "t", "s");
    let colon = annotated("x-2", "t: t", "s # s");
    let quoted = pair.replace('"', "\\\"");
    for (yaml, expected, found_codes) in [
        (format!("a: {colon}\nb: {pair}\n"), vec!["x-2", "x-1"], &[YamlSyntax][..]),
        (format!("a: [\nb: {pair}\n"), vec!["x-1"], &[YamlSyntax]),
        (format!("a: \"b\" c\n---\nb: {pair}\n"), vec!["x-1"], &[YamlSyntax]),
        (format!("a: \"{pair}\"\n"), vec!["x-1"], &[YamlSyntax]),
        (format!("a: \"b\" c\nb: \"{quoted}\"\n"), vec!["x-1"], &[YamlSyntax]),
        // Here the style would decide what the text is.
        (format!("a: \"{quoted}\" c\n"), vec![], &[YamlSyntax, MalformedMarker, MalformedMarker]),
        (
            format!("a: 'b' '{}'\n", annotated("x-3", "it''s", "s")),
            vec![],
            &[YamlSyntax, StrayAttribute, StrayAttribute],
        ),
    ] {
        let found = reading(yaml.as_bytes());
        let ids: Vec<_> = found.segments.iter().map(|s| text_of(&s.id, yaml.as_bytes())).collect();
        assert_eq!(ids, expected, "{yaml}");
        let mut codes = codes(&found);
        codes.sort_unstable_by_key(|code| *code != YamlSyntax);
        assert_eq!(codes, found_codes, "{yaml}: {:?}", found.diagnostics);
    }
}

#[test]
fn bytes_that_are_not_utf_8_lose_no_other_pair() {
    let mut yaml = b"a: x\xff\nb: ".to_vec();
    yaml.extend(annotated("x-1", "t", "s").bytes());
    yaml.extend(b"\nc: ");
    yaml.extend(annotated("x-2", "t?", "s").bytes().map(|b| if b == b'?' { 0xff } else { b }));
    yaml.extend(b"\n");
    let found = reading(&yaml);
    assert_eq!(pairs(&yaml, &found), [("x-1".into(), "t".into(), "s".into())]);
    assert_eq!(codes(&found), [InvalidUtf8]);
}

#[test]
fn a_block_of_a_file_is_read_in_place() {
    let yaml = format!("title: '{}'\n", annotated("x-1", "t", "it''s"));
    let file = format!("---\n{yaml}---\n# <span data-ttu-id=\"x-2\">");
    let range = 4..4 + yaml.len();
    let scheme = AnnotationScheme::default();
    let found = read_block(file.as_bytes(), range, &scheme, &Rejected::default());
    assert_eq!(pairs(file.as_bytes(), &found), [("x-1".into(), "t".into(), "it's".into())]);
    assert_eq!(found.diagnostics, []);
    let broken = "---\na: \"b\" c\nd: <span data-ttu-id=\"x\">\n---\n";
    let found = read_block(broken.as_bytes(), 4..broken.len() - 4, &scheme, &Rejected::default());
    assert_eq!(codes(&found), [MissingCloser]);
    assert_eq!(found.diagnostics[0].range, 16..38);
}

#[test]
fn other_names() {
    let scheme = AnnotationScheme::new("b", "t:id", "look", "s:id").unwrap();
    let yaml = "k: <b t:id='1'>t</b><b class='look'><b s:id='1'>s</b></b>\n";
    assert_eq!(
        pairs(yaml.as_bytes(), &read(yaml.as_bytes(), &scheme, &Rejected::default())).len(),
        1
    );
    assert_eq!(reading(yaml.as_bytes()), Reading::default());
}

/// Bytes of the pieces that matter, in any order.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        &b"<span data-ttu-id=\"x-1\">"[..],
        b"</span>",
        b"<span class=\"sxs-lookup\">",
        b"<span data-stu-id=\"x-1\">",
        b"<span data-ttu-id=\\\"x-1\\\">",
        b"data-stu-id=",
        b"<span\n  data-ttu-id='x-1'>",
        b"\n",
        b"\nk: ",
        b"\n- ",
        b"\"",
        b"'",
        b": ",
        b" #",
        b"|\n  ",
        b">-\n  ",
        b"[",
        b"]",
        b"{",
        b"}",
        b", ",
        b"\\",
        b"\\n",
        b"\xff",
        b"\0",
        b"\xef\xbb\xbf",
        b"\r\n  ",
        b"&quot;",
        b"\t",
        b"\n--- ",
        b"*a ",
        b"a",
        b"\xe4\xb8\xad",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Holds that no range leaves the file, and that each marker belongs to a pair
/// or a diagnostic.
fn check(bytes: &[u8]) {
    let found = reading(bytes);
    let segments = found.segments.iter().map(|segment| &segment.range);
    let diagnostics = found.diagnostics.iter().map(|diagnostic| &diagnostic.range);
    let known: Vec<_> = segments.chain(diagnostics).collect();
    assert!(known.iter().all(|range| range.start <= range.end && range.end <= bytes.len()));
    assert!(found.segments.is_sorted_by_key(|segment| segment.range.start));
    for attribute in [&b"data-ttu-id="[..], b"data-stu-id="] {
        for at in memchr::memmem::find_iter(bytes, attribute) {
            assert!(known.iter().any(|range| range.contains(&at)), "{at}: {found:#?}");
        }
    }
    for edits in found.edits.iter().flatten() {
        let ends = edits.iter().map(|edit| edit.range.end);
        assert!(edits.iter().skip(1).zip(ends).all(|(edit, end)| edit.range.start >= end));
    }
}

proptest! {
    #[test]
    fn no_marker_is_lost(bytes in damaged()) {
        check(&bytes);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&bytes);
        read_block(&bytes, bytes.len() / 3..bytes.len(), &AnnotationScheme::default(), &Rejected::default());
    }
}
