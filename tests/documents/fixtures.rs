//! The project's own documents: see `tests/fixtures/README.md`.

use std::path::{Path, PathBuf};

use bitext::{Document, Format, Side};
use serde::Deserialize;

use crate::support;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/documents")
}

/// Reads the document and hands it on.
fn with_document<T>(path: &Path, check: impl FnOnce(&Document<'_>) -> T) -> T {
    let bytes = std::fs::read(path).unwrap();
    let format = Format::from_path(path).unwrap();
    check(&Document::builder().with_format(format).parse(&bytes))
}

fn codes<'d>(document: &'d Document<'_>) -> Vec<&'d str> {
    document.diagnostics().iter().map(|found| found.code.as_str()).collect()
}

#[test]
fn sample_documents_equal_their_gold() {
    let mut compared = 0;
    for path in support::files(&samples()) {
        let name = path.strip_prefix(samples()).unwrap().to_string_lossy().into_owned();
        let gold = support::gold(&fixtures().join(format!("gold/{name}.jsonl")));
        with_document(&path, |document| {
            for (segment, gold) in document.segments().zip(&gold) {
                let at = format!("{name} {}", gold.id);
                let found = (segment.ordinal(), segment.id(), segment.range());
                assert_eq!(found, (gold.n, gold.id.as_str(), gold.start..gold.end), "{at}");
                assert_eq!(segment.target(), gold.target, "{at}");
                assert_eq!(segment.source(), gold.source, "{at}");
                assert_eq!(segment.is_repaired(), gold.repaired, "{at}");
                assert_eq!(Some(segment.kind().as_str()), gold.kind.as_deref(), "{at}");
                compared += 1;
            }
            assert_eq!(document.len(), gold.len(), "{name}");
        });
    }
    assert!(compared > 200, "only {compared} segments");
}

#[test]
fn both_sides_of_the_sample_documents() {
    for path in support::files(&samples()) {
        let name = path.strip_prefix(samples()).unwrap();
        for (side, folder) in [(Side::Target, "target"), (Side::Source, "source")] {
            let expected = std::fs::read(fixtures().join(folder).join(name)).unwrap();
            let rendered = with_document(&path, |document| document.render(side));
            let (rendered, expected) =
                (String::from_utf8_lossy(&rendered), String::from_utf8_lossy(&expected));
            assert_eq!(rendered, expected, "{} {side:?}", name.display());
        }
    }
}

#[derive(Deserialize)]
struct Expected {
    file: String,
    #[serde(default)]
    segments: Vec<String>,
    #[serde(default)]
    texts: Vec<(String, String)>,
    diagnostics: Vec<String>,
}

fn expected(path: &str) -> Vec<Expected> {
    let text = std::fs::read_to_string(fixtures().join(path)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn diagnostics_of_the_sample_documents() {
    for expected in expected("diagnostics.jsonl") {
        with_document(&samples().join(&expected.file), |document| {
            assert_eq!(codes(document), expected.diagnostics, "{}", expected.file);
        });
    }
}

#[test]
fn malformed_documents_keep_their_sound_segments() {
    let expected = expected("malformed/expected.jsonl");
    let listed: Vec<_> = expected.iter().map(|expected| expected.file.as_str()).collect();
    let mut wrong = Vec::new();
    for path in support::files(&fixtures().join("malformed")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(name == "expected.jsonl" || listed.contains(&name), "{name} is not listed");
    }
    for Expected { file, segments, texts, diagnostics } in &expected {
        with_document(&fixtures().join("malformed").join(file), |document| {
            let ids: Vec<_> = document.segments().map(|segment| segment.id()).collect();
            let found: Vec<_> =
                document.segments().map(|segment| (segment.target(), segment.source())).collect();
            let texts: Vec<_> = texts.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            if ids != *segments || found != texts || codes(document) != *diagnostics {
                wrong.push(format!(
                    "{file}:\n  expected {segments:?} {diagnostics:?}\n  found    {ids:?} {:?}{}",
                    codes(document),
                    if found == texts {
                        String::new()
                    } else {
                        format!("\n  texts {found:?}\n  not   {texts:?}")
                    },
                ));
            }
        });
    }
    assert!(
        wrong.is_empty(),
        "{} of {} differ:\n{}",
        wrong.len(),
        expected.len(),
        wrong.join("\n")
    );
}
