//! What holds for any units: they come back reduced, and the tools of others read
//! what is written. A tool that is not installed is skipped, with a line that says
//! so.

use std::collections::HashSet;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::super::comment::encoded_path;
use super::*;
use crate::exchange::inline_style::as_text;
use crate::exchange::strategies;
use crate::exchange::testing::assert_ends;
use crate::needs::skip;
use crate::unit::{FlowContext, Origin};

/// Units for a file of German: most have a German text.
fn unit() -> impl Strategy<Value = TranslationUnit> {
    let states = vec![None, Some(State::Initial), Some(State::NeedsReview), Some(State::Final)];
    (strategies::unit(), select(states), 0..8_u8, edge(), edge()).prop_map(
        |(mut unit, state, mix, before, behind)| {
            for (index, variant) in unit.variants.iter_mut().enumerate() {
                variant.state = state;
                if mix > 0 {
                    let tag = if index == 0 { "en-US" } else { "de-DE" };
                    variant.language = tag.parse().ok();
                }
            }
            if let Some(last) = unit.variants.last_mut() {
                let markup = as_text(&last.text);
                last.text = CodedText::from_plain(format!("{before}{markup}{behind}"));
            }
            unit
        },
    )
}

fn edge() -> impl Strategy<Value = String> {
    "\n{0,2}|_: |\\PC{0,1}"
}

/// The characters that PO cannot hold.
fn allowed(text: &str) -> String {
    text.replace(['\0', '\u{4}'], "")
}

/// The texts of the lines of a comment.
fn comment(notes: &[&Note]) -> String {
    let texts = notes.iter().map(|note| {
        let text = allowed(&note.text);
        text.split('\n').map(|line| line.trim_end_matches('\r')).collect::<Vec<_>>().join("\n")
    });
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What comes back of a unit, as the page says; nothing where it is refused.
fn reduced(unit: &TranslationUnit) -> Option<TranslationUnit> {
    let in_language = |tag: &'static str| {
        move |variant: &&Variant| {
            variant.language.as_ref().is_some_and(|language| language.as_str() == tag)
        }
    };
    let source = unit.variants.iter().find(in_language("en-US"))?;
    let target = unit.variants.iter().find(in_language("de-DE"));
    if (unit.variants.len() > 1 && target.is_none()) || allowed(&as_text(&source.text)).is_empty() {
        return None;
    }
    let target = target.filter(|target| !allowed(&as_text(&target.text)).is_empty());
    let side = |side: &Variant| {
        let text = CodedText::from_plain(allowed(&as_text(&side.text)));
        let waits = matches!(side.state, Some(State::Initial | State::NeedsReview));
        let state = waits.then_some(State::NeedsReview);
        Variant { state, ..Variant::new(side.language.clone(), text) }
    };
    let source_side = Variant { state: None, ..side(source) };
    let mut reduced = TranslationUnit {
        source_language: source.language.clone().into(),
        variants: [source_side].into_iter().chain(target.map(side)).collect(),
        ..TranslationUnit::default()
    };

    let paths = [&unit.origin.path, &unit.context.document].into_iter().flatten();
    if let Some(path) = paths.into_iter().find(|path| !path.is_empty()) {
        let path = encoded_path(path);
        if let Some(place) = &unit.placement {
            reduced
                .properties
                .push(Property::new("x-po-reference", format!("{path}:{}", place.line)));
        }
        reduced.origin = Origin { path: Some((*path).into()), ..Origin::default() };
        reduced.context = FlowContext { document: Some((*path).into()), ..FlowContext::default() };
    }
    let id = unit.id.as_deref().map(allowed).filter(|id| !id.is_empty());
    reduced.properties.extend(id.map(|id| Property::new("x-context", id)));

    // Every note of the strategy is by nobody or by someone else than a developer.
    let own = unit.notes.iter().chain(&source.notes).map(|note| (note, note.from.is_none()));
    let target_notes = unit.variants.iter().find(in_language("de-DE")).into_iter();
    let target_notes = target_notes.flat_map(|target| &target.notes).map(|note| (note, false));
    let all: Vec<_> = own.chain(target_notes).collect();
    for (from, extracted) in [("developer", true), ("translator", false)] {
        let notes: Vec<_> =
            all.iter().filter(|(_, is)| *is == extracted).map(|(note, _)| *note).collect();
        let text = comment(&notes);
        if !text.is_empty() {
            reduced.notes.push(Note::new(text).with_from(from));
        }
    }
    if reduced.variants.len() == 1 {
        reduced.target_language = "de-DE".parse().ok();
    }
    Some(reduced)
}

/// What gettext tells entries apart by.
fn name(unit: &TranslationUnit) -> (Option<String>, String) {
    let context = unit.properties.iter().find(|property| property.name == "x-context");
    (context.map(|context| context.value.clone()), unit.variants[0].text.text().to_owned())
}

proptest! {
    #[test]
    fn units_come_back_reduced(units in proptest::collection::vec(unit(), 0..4)) {
        let (file, _) = written(&units);
        let mut names = HashSet::new();
        let expected: Vec<_> =
            units.iter().filter_map(reduced).filter(|unit| names.insert(name(unit))).collect();
        let (found, findings) = read(&file);
        prop_assert_eq!(found, expected, "{}", file);
        let codes = findings.iter().all(|found| found.code == DiagnosticCode::MissingTarget);
        prop_assert!(codes, "{:?}", findings);
    }

    #[test]
    fn cut_anywhere_it_is_read(unit in unit(), cut in any::<Index>()) {
        let (file, count) = written(&[unit]);
        let end = cut.index(file.len() + 1);
        let bytes = &file.as_bytes()[..end];
        prop_assert!(assert_ends(Reader::new(bytes), bytes) <= count);
    }

    #[test]
    fn any_bytes_end(
        bytes in any::<Vec<u8>>(),
        lines in "((#[~|.:,]? ?)?(msgid|msgctxt|msgstr|msgstr\\[1\\]|msgid_plural)? ?(\"[a\\\\nx]{0,3}\"?)?\n){0,12}",
    ) {
        let headed = format!("msgid \"\"\nmsgstr \"\"\n{lines}");
        for bytes in [&bytes[..], lines.as_bytes(), headed.as_bytes()] {
            let reader = Reader::new(bytes).with_syntax(Syntax::Markdown).with_obsolete(true);
            assert_ends(reader, bytes);
        }
    }
}

/// A file of many units of all shapes.
fn file() -> (tempfile::NamedTempFile, String) {
    let mut runner = TestRunner::deterministic();
    let units: Vec<_> =
        (0..1000).map(|_| unit().new_tree(&mut runner).unwrap().current()).collect();
    let (text, count) = written(&units);
    assert!(count > 400, "{count} units");
    let mut file = tempfile::Builder::new().suffix(".po").tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    (file, text)
}

#[test]
fn msgfmt_accepts_what_is_written() {
    let (file, text) = file();
    let mut msgfmt = Command::new("msgfmt");
    let Ok(output) = msgfmt.args(["--check", "-o", "/dev/null"]).arg(file.path()).output() else {
        return skip("msgfmt", "msgfmt is not installed");
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{text}");
    assert!(!said.contains("missing in header"), "{said}");
}

#[test]
fn translate_toolkit_reads_the_same_texts() {
    const SCRIPT: &str = "
import json, sys
from translate.storage import po
units = [unit for unit in po.pofile.parsefile(sys.argv[1]).units if not unit.isheader()]
print(json.dumps([[u.getcontext(), u.source, u.target, u.isfuzzy()] for u in units]))
";
    let (file, text) = file();
    let has_toolkit = python("import translate.storage.po", file.path()).is_some();
    if !has_toolkit {
        return skip("translate-toolkit", "python3 has no translate-toolkit");
    }
    let json = python(SCRIPT, file.path()).expect("it reads the file");
    let theirs: Vec<(String, String, String, bool)> = serde_json::from_str(&json).unwrap();
    let ours = read(&text.replace("#. target-line-ends", "#. x")).0;
    assert_eq!(theirs.len(), ours.len());
    for ((context, source, target, is_fuzzy), unit) in theirs.into_iter().zip(ours) {
        let own = crate::exchange::bilingual::context(&unit).unwrap_or_default();
        assert_eq!(context, own);
        assert_eq!(source, unit.variants[0].text.text());
        let own = unit.variants.get(1);
        assert_eq!(target, own.map_or("", |own| own.text.text()));
        if let Some(own) = own {
            assert_eq!(is_fuzzy, own.state.is_some());
        }
    }
}

/// What a script prints, where it ends well.
fn python(script: &str, file: &Path) -> Option<String> {
    let output = Command::new("python3").args(["-c", script]).arg(file).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
