//! Whole blocks, and the fast path against the YAML parser.

use std::path::PathBuf;

use proptest::prelude::*;

use super::load::{Entry, Loaded, first_of_each};
use super::{Beginning, FrontMatter, FrontMatterValue, flat, load, origin};
use crate::diagnostic::{Diagnostic, DiagnosticCode};

fn read(text: &str) -> (FrontMatter, Vec<Diagnostic>) {
    let (front_matter, diagnostics) = FrontMatter::read(text.as_bytes());
    (front_matter.unwrap_or_else(|| panic!("no front matter in {text:?}")), diagnostics)
}

fn json(text: &str) -> String {
    serde_json::to_string(&read(text).0).unwrap()
}

/// Returns code and place of each finding.
fn findings<'t>(text: &'t str, diagnostics: &[Diagnostic]) -> Vec<(DiagnosticCode, &'t str)> {
    diagnostics.iter().map(|found| (found.code, &text[found.range.clone()])).collect()
}

#[test]
fn values_are_kept_as_written() {
    for (block, expected) in [
        ("a: no\nb: 1.10\nc: ~\nd:\n", r#"{"a":"no","b":"1.10","c":"~","d":""}"#),
        ("a: 'it''s'\nb: \"x\\n\\u4e2d\"\n", r#"{"a":"it's","b":"x\n中"}"#),
        ("a:\n- x\n- 'y'\nb:\n  - \"z\"\n", r#"{"a":["x","y"],"b":["z"]}"#),
        ("a: [x, {b: c}]\nd: {}\n", r#"{"a":["x",{"b":"c"}],"d":{}}"#),
        ("a: |\n  x\n  y\nb: >-\n  x\n  y\n", r#"{"a":"x\ny\n","b":"x y"}"#),
        ("# c\n\na: x # c\n", r#"{"a":"x"}"#),
        ("a: x\n  y\nb:\n\n- z\n- - w\n", r#"{"a":"x y","b":["z",["w"]]}"#),
        ("ms:assetid: 736f\n1: 2\n\"k\": v\n", r#"{"ms:assetid":"736f","1":"2","k":"v"}"#),
        ("a: &x [p, q]\nb: *x\nc: !t r\n", r#"{"a":["p","q"],"b":["p","q"],"c":"r"}"#),
        ("a: \"<span data-ttu-id=\\\"x\\\">\"\n", r#"{"a":"<span data-ttu-id=\"x\">"}"#),
        ("", "{}"),
        ("# nothing\n", "{}"),
    ] {
        for line_end in ["\n", "\r\n"] {
            let text = format!("---\n{block}---\nText").replace('\n', line_end);
            assert_eq!(json(&text), expected);
            assert_eq!(read(&text).1, [], "{block}");
        }
    }
}

#[test]
fn json_reads_back() {
    let (front_matter, _) = read("---\na: [x, y]\nb: 1.10\n---\n");
    let json = serde_json::to_string(&front_matter).unwrap();
    let again: FrontMatter = serde_json::from_str(&json).unwrap();
    assert!(again.iter().eq(front_matter.iter()));
    assert_eq!(again.range(), 0..0);
    assert!(serde_json::from_str::<FrontMatter>("[]").is_err());
}

#[test]
fn what_is_wrong_is_reported_and_the_rest_kept() {
    use DiagnosticCode::*;
    for (text, expected, found) in [
        ("---\na: 1\nb: 2\na: 3\n---\n", r#"{"a":"1","b":"2"}"#, vec![(FrontMatterValue, "a")]),
        ("---\na: {b: 1, b: 2}\n---\n", r#"{"a":{"b":"1"}}"#, vec![(FrontMatterValue, "b")]),
        ("---\na: 1\nb: \"2\" 3\nc: 4\n---\n", r#"{"a":"1"}"#, vec![(YamlSyntax, "3")]),
        // The value reaches over the line, so the error is in the entry itself.
        ("---\na: 1\nb: 2\n  c: 3\n---\n", r#"{"a":"1"}"#, vec![(YamlSyntax, ":")]),
        ("---\na: 1\nb: [2\n---\n", r#"{"a":"1"}"#, vec![(YamlSyntax, "[")]),
        ("---\na: *b\nc: d\n---\n", r#"{"a":"*b","c":"d"}"#, vec![(YamlSyntax, "*b")]),
        ("---\na: &b [*b]\nc: d\n---\n", r#"{"a":["*b"],"c":"d"}"#, vec![(YamlSyntax, "*b")]),
        ("---\n[a]: b\nc: d\n---\n", r#"{"c":"d"}"#, vec![(FrontMatterValue, "[a]")]),
        ("---\na: b\n--- c\n---\n", r#"{"a":"b"}"#, vec![(YamlSyntax, "---")]),
        ("---\na: @b\n---\n", "{}", vec![(YamlSyntax, "@")]),
        ("---\na: \u{1}\n---\n", "{}", vec![(YamlSyntax, "\u{1}")]),
    ] {
        let (front_matter, diagnostics) = read(text);
        assert_eq!(serde_json::to_string(&front_matter).unwrap(), expected, "{text}");
        assert_eq!(findings(text, &diagnostics), found, "{text}: {diagnostics:?}");
    }
}

#[test]
fn not_every_pair_of_lines_is_front_matter() {
    for text in [
        "---\nSome text.\n---\n",
        "---\n- a\n- b\n---\n",
        "---\n<span data-ttu-id=\"x\">a b</span>\n---\n",
        "---\n* a: b\n---\n",
        "---\n\"a\" b\n---\n",
    ] {
        assert_eq!(FrontMatter::read(text.as_bytes()), (None, vec![]), "{text}");
    }
    let (none, diagnostics) = FrontMatter::read(b"---\na: b\n# Text\n");
    assert_eq!(none, None);
    assert_eq!(diagnostics[0].code, DiagnosticCode::YamlSyntax);
}

#[test]
fn bytes_that_are_not_utf_8() {
    let (front_matter, diagnostics) = FrontMatter::read(b"---\na: x\xff\nb: y\n---\n");
    assert_eq!(serde_json::to_string(&front_matter.unwrap()).unwrap(), r#"{"a":"x$","b":"y"}"#);
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(
        (diagnostics[0].code, &diagnostics[0].range),
        (DiagnosticCode::FrontMatterValue, &(8..9))
    );
}

#[test]
fn aliases_of_aliases_do_not_explode() {
    let mut text = "---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let alias = format!("*a{}, ", level - 1).repeat(10);
        text += &format!("a{level}: &a{level} [{alias}]\n");
    }
    text += "---\n";
    let (front_matter, diagnostics) = read(&text);
    assert_eq!(front_matter.iter().len(), 10);
    assert!(serde_json::to_string(&front_matter).unwrap().len() < 100_000);
    let codes: Vec<_> = diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [DiagnosticCode::LimitReached]);
}

#[test]
fn aliases_past_the_limit_are_one_finding() {
    let long = "x".repeat(30_000);
    let text = format!("---\na: &a {long}\nb: *a\nc: *a\nd: [*a, *a]\ne: *a\n---\n");
    let (front_matter, diagnostics) = read(&text);
    assert_eq!(front_matter.get("b").unwrap().as_str(), Some(&*long));
    assert_eq!(front_matter.get("c").unwrap().as_str(), Some("*a"));
    assert_eq!(findings(&text, &diagnostics), [(DiagnosticCode::LimitReached, "*a")]);
    assert_eq!(&text[diagnostics[0].range.start - 3..][..5], "c: *a");
    assert!(diagnostics[0].message.contains("; 4 of them"), "{}", diagnostics[0].message);
}

#[test]
fn nesting_has_a_limit() {
    let text = format!("---\na: 1\nb: {}\n---\n", "[".repeat(100_000));
    let (front_matter, diagnostics) = read(&text);
    assert_eq!(front_matter.iter().len(), 1);
    assert_eq!(diagnostics[0].code, DiagnosticCode::LimitReached);
}

#[test]
fn what_it_says_of_the_translation() {
    let text = "---\nms.contentlocale: zh-cn\nms.translationtype: HT\nms.sourcegitcommit: 8e7d\n\
                ms.locfileid: \"110\"\nms.lasthandoff: 07/29/2020\n---\n";
    let claims = origin(&read(text).0);
    assert_eq!(claims.target_language.unwrap().as_str(), "zh-CN");
    assert!(claims.origin.translation_type.unwrap().is_human());
    assert_eq!(claims.origin.source_commit.as_deref(), Some("8e7d"));
    assert_eq!(claims.origin.file_id.as_deref(), Some("110"));
    assert_eq!(claims.origin.date.unwrap().to_string(), "2020-07-29T00:00:00Z");
    assert_eq!(claims.origin.path, None);
    assert_eq!(claims.diagnostics, []);
}

#[test]
fn claims_of_another_form_are_reported() {
    let text = "---\nms.lasthandoff: 2020-07-29\nms.contentlocale: x\nms.locfileid:\n- 1\n\
                ms.translationtype:\nms.date: 07/29/2020\n---\n";
    let claims = origin(&read(text).0);
    assert_eq!(claims.target_language, None);
    assert_eq!(claims.origin, crate::unit::Origin::default());
    let code = DiagnosticCode::FrontMatterValue;
    let found = findings(text, &claims.diagnostics);
    assert_eq!(found, [(code, "2020-07-29"), (code, "x"), (code, "1")]);
}

#[test]
fn a_yaml_file_says_the_same_at_its_top_or_in_its_metadata() {
    let text = "### YamlMime:Landing\ntitle: x\nms.contentlocale: de-de\nbad: \"a\" b\n";
    let found = FrontMatter::of_yaml_file(text.as_bytes());
    assert_eq!(origin(&found.unwrap()).target_language.unwrap().as_str(), "de-DE");
    let text = "metadata:\n  title: x\n  ms.contentlocale: de-de\n  ms.lasthandoff: x\n";
    let found = FrontMatter::of_yaml_file(text.as_bytes());
    let claims = origin(&found.unwrap());
    assert_eq!(claims.target_language.unwrap().as_str(), "de-DE");
    assert_eq!(claims.diagnostics[0].range, text.len() - 2..text.len() - 1);
    assert_eq!(FrontMatter::of_yaml_file(b"- a\n"), None);
}

/// Returns the annotated Markdown of the corpus, where it is there.
fn corpus() -> Option<Vec<PathBuf>> {
    let mut folders = vec![crate::needs::shared("corpus/annotated")?];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(extension) if extension == "md" => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    Some(files)
}

#[test]
fn corpus_front_matter_is_read() {
    let Some(files) = corpus() else { return };
    let (mut without, mut fast, mut findings) = (0, 0, Vec::new());
    for path in &files {
        let bytes = std::fs::read(path).unwrap();
        let (front_matter, mut diagnostics) = FrontMatter::read(&bytes);
        let Some(front_matter) = front_matter else {
            without += 1;
            continue;
        };
        let text = std::str::from_utf8(&bytes[front_matter.content()]).unwrap();
        let by_parser = load::load(text, front_matter.content().start);
        assert!(by_parser.entries.as_ref().unwrap().iter().map(pair).eq(front_matter.iter()));
        fast += usize::from(flat::load(text, 0).is_some());
        let claims = origin(&front_matter);
        assert!(claims.target_language.is_some(), "{}", path.display());
        diagnostics.extend(claims.diagnostics);
        findings.extend(diagnostics.into_iter().map(|found| found.to_string()));
    }
    assert_eq!(files.len(), 1006);
    assert_eq!(without, 13);
    assert_eq!(findings, Vec::<String>::new());
    assert!(fast > 980, "only {fast} take the fast path");
}

fn pair(entry: &Entry) -> (&str, &super::FrontMatterValue) {
    (&entry.key, &entry.value)
}

/// Lines of front matter, most of them regular.
fn lines() -> impl Strategy<Value = String> {
    let choose = prop::sample::select::<&'static str>;
    let start = prop_oneof![
        8 => choose(vec!["a: ", "b: ", "ms.c-d:  ", "J_K: ", "e: ", "f:\n- ", "g:\n  - "]),
        1 => choose(vec!["- ", "  - ", "  ", "", "# ", "h:i: ", "'l': ", "? ", "--- ", "é: ", "m:"]),
    ];
    let value = prop_oneof![
        8 => choose(vec!["x", "1.10", "no", "'x: y'", "\"x #\"", "中 文：", "x, y", "é", "", "x#y"]),
        1 => choose(vec![
            "'it''s'", "\"\\n\"", "x: y", "x:", "x #y", "#", "\u{feff}", "\u{85}", "\t", "-", "- x", "[x]",
            "{x", "|\n  x", "*x", "&x y", "!t x", "---", "<b>", "x\ry", "?x", "x\u{ffff}", "\u{7f}",
            "'x", "'x' y", "''", " ", "~",
        ]),
    ];
    let end = prop_oneof![8 => choose(vec!["\n", "\r\n", " \n"]), 1 => choose(vec!["\n\n", ""])];
    let line = (start, value, end).prop_map(|(start, value, end)| format!("{start}{value}{end}"));
    prop::collection::vec(line, 0..6).prop_map(|lines| lines.concat())
}

proptest! {
    #[test]
    fn the_fast_path_reads_what_the_parser_reads(text in lines()) {
        if let Some(mut entries) = flat::load(&text, 7) {
            let mut diagnostics = Vec::new();
            entries = first_of_each(entries, &mut diagnostics);
            let mut by_parser = load::load(&text, 7);
            // An empty node has no place of its own.
            for entry in entries.iter_mut().chain(by_parser.entries.iter_mut().flatten()) {
                if entry.range.is_empty() {
                    entry.range = 0..0;
                }
            }
            prop_assert_eq!(by_parser, Loaded { entries: Some(entries), is_broken: false, diagnostics });
        }
    }

    #[test]
    fn any_bytes_are_read(text in lines(), bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let file = [b"---\n", text.as_bytes(), &bytes, b"\n---\n"].concat();
        let (front_matter, diagnostics) = FrontMatter::read(&file);
        if let Some(front_matter) = front_matter {
            prop_assert!(front_matter.range().end <= file.len());
            origin(&front_matter);
        }
        prop_assert!(diagnostics.iter().all(|found| file.get(found.range.clone()).is_some()));
    }
}

#[test]
fn beginnings() {
    let block = |range, content| Beginning::Block { range, content };
    for (text, expected) in [
        ("---\na: b\n---\n", block(0..13, 4..9)),
        ("---\na: b\n...\nText", block(0..13, 4..9)),
        ("\u{feff}---  \r\na: b\r\n--- \r\nText", block(3..22, 10..16)),
        ("---\n---", block(0..7, 4..4)),
        ("---\na: b\n ---\n--- c\n---\n", block(0..24, 4..20)),
        ("---\nms.date: 1\n\n# Text", Beginning::Unclosed(0..4)),
        ("---\n# c\n\ntitle:\n", Beginning::Unclosed(0..4)),
        ("---\n\nText: all of it\n", Beginning::Unclosed(0..4)),
        ("---\n\nA text: all of it\n", Beginning::Other),
        ("---\n", Beginning::Other),
        ("----\na: b\n---\n", Beginning::Other),
        ("\n---\na: b\n---\n", Beginning::Other),
        (" ---\na: b\n---\n", Beginning::Other),
        ("# Text", Beginning::Other),
        ("", Beginning::Other),
    ] {
        assert_eq!(Beginning::of(text.as_bytes()), expected, "{text:?}");
    }
}

#[test]
fn json_round_trip() {
    let json = r#"{"b":["1.10","no",[],{}],"a":"","b.c":{"x":"y"}}"#;
    let value: FrontMatterValue = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
    assert_eq!(value.get("a").unwrap().as_str(), Some(""));
    assert_eq!(value.get("b").unwrap().as_list().unwrap().len(), 4);
    assert_eq!(value.get("b").unwrap().get("x"), None);
    assert_eq!(value.get("c"), None);
}

#[test]
fn numbers_have_no_text_to_keep() {
    let error = serde_json::from_str::<FrontMatterValue>("[1.10]").unwrap_err().to_string();
    assert!(error.contains("expected a string, an array or an object"), "{error}");
}
