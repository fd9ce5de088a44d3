use std::collections::HashSet;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::super::reference;
use super::*;
use crate::diagnostic::DiagnosticCode;
use crate::exchange::strategies;
use crate::inline::Syntax;
use crate::unit::{FlowContext, Note, Origin, Property, State};

/// Units for a file of German: most have a German text.
pub(super) fn unit() -> impl Strategy<Value = TranslationUnit> {
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
                let markup = last.text.markup();
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
    if (unit.variants.len() > 1 && target.is_none()) || allowed(&source.text.markup()).is_empty() {
        return None;
    }
    let target = target.filter(|target| !allowed(&target.text.markup()).is_empty());
    let side = |side: &Variant| {
        let text = CodedText::from_plain(allowed(&side.text.markup()));
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
        let path = reference::encoded(path);
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
        let mut reader = Reader::new(&file.as_bytes()[..end]);
        let mut unit = TranslationUnit::default();
        let mut read = 0;
        while let Ok(true) = reader.read(&mut unit) {
            read += 1;
        }
        prop_assert!(read <= count);
    }

    #[test]
    fn any_bytes_end(
        bytes in any::<Vec<u8>>(),
        lines in "((#[~|.:,]? ?)?(msgid|msgctxt|msgstr|msgstr\\[1\\]|msgid_plural)? ?(\"[a\\\\nx]{0,3}\"?)?\n){0,12}",
    ) {
        let headed = format!("msgid \"\"\nmsgstr \"\"\n{lines}");
        for bytes in [&bytes[..], lines.as_bytes(), headed.as_bytes()] {
            let reader = Reader::new(bytes).with_syntax(Syntax::Markdown).with_obsolete(true);
            let mut units = reader.units();
            while let Some(Ok(_)) = units.next() {}
            prop_assert!(units.next().is_none());
        }
    }
}
