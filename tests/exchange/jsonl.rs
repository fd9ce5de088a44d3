//! Units of documents, written as segments and read back.

use std::path::Path;

use bitext::{Context, Document, Format, ReadUnits, TranslationUnit, jsonl};

use crate::support;

/// How many units of the document were compared.
fn check(path: &Path, name: &Path) -> usize {
    let bytes = std::fs::read(path).unwrap();
    let Some(format) = Format::from_path(path) else { return 0 };
    let document = Document::builder().with_format(format).parse(&bytes);
    let mut expected: Vec<_> = document.units(&Context::new(name)).collect();
    let encoder = jsonl::Encoder::segments();
    let mut writer = jsonl::Writer::with_encoder(Vec::new(), encoder).unwrap();
    expected.iter().for_each(|unit| writer.write(unit).unwrap());
    let lines = writer.finish().unwrap();
    without_lost_neighbours(&mut expected, encoder);

    let mut units = jsonl::Reader::new(&lines[..]).units();
    let mut expected = expected.iter();
    for read in units.by_ref() {
        assert_eq!(Some(&read.unwrap()), expected.next(), "{}", path.display());
    }
    assert_eq!(expected.next(), None, "{}", path.display());
    assert_eq!(*units.reader().findings(), []);
    String::from_utf8(lines).unwrap().lines().count()
}

/// Takes from units the neighbours that have no line: those without a target.
fn without_lost_neighbours(units: &mut [TranslationUnit], encoder: jsonl::Encoder) {
    let ordinal = |unit: &TranslationUnit| unit.placement.as_ref().unwrap().ordinal;
    let ordinals: Vec<usize> = units.iter().map(ordinal).collect();
    let has = |ordinal: Option<usize>| {
        ordinal.is_some_and(|ordinal| ordinals.binary_search(&ordinal).is_ok())
    };
    for unit in units {
        if encoder.record(unit).unit.is_some() {
            continue;
        }
        if !has(ordinal(unit).checked_sub(1)) {
            unit.context.previous_source = None;
        }
        if !has(Some(ordinal(unit) + 1)) {
            unit.context.next_source = None;
        }
    }
}

fn check_all(folder: &Path, step: usize) -> usize {
    let files = support::files(folder);
    files.iter().step_by(step).map(|path| check(path, path.strip_prefix(folder).unwrap())).sum()
}

#[test]
fn units_of_the_projects_documents() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let samples = check_all(&root.join("examples/documents"), 1);
    assert!(samples > 200, "only {samples} units");
    let malformed = check_all(&root.join("tests/fixtures/malformed"), 1);
    assert!(malformed > 50, "only {malformed} units");
}

#[test]
fn units_of_real_documents() {
    let Some(corpus) = support::shared("corpus") else { return };
    let units = check_all(&corpus.join("annotated"), support::cases::one_in(6));
    assert!(units > 0);
    println!("{units} units equal");
}
