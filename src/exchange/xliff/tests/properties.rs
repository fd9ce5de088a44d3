//! What holds for any unit: it reads back, and validators accept it.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::*;
use crate::exchange::codes::elements::{Shape, alone};
use crate::exchange::strategies::unit;
use crate::exchange::xliff::values::{
    Place, code_type, is_code_type, is_context_type, is_data_type, is_mark_type, is_unit_attribute,
};
use crate::exchange::xml::without_forbidden;
use crate::inline::{Attribute, Piece, Subflow};
use crate::needs;
use crate::unit::History;

fn allowed(text: &str) -> String {
    without_forbidden(text).0.into_owned()
}

fn allow(text: &mut String) {
    *text = allowed(text);
}

fn allow_shared(text: &mut Option<std::sync::Arc<str>>) {
    *text = text.take().map(|text| allowed(&text).into());
}

/// A unit as `docs/formats/xliff.md` says that it reads back.
fn reduced(unit: &TranslationUnit) -> TranslationUnit {
    let mut unit = unit.clone();
    // The source comes first, and has a language.
    let source = unit.variants.iter().position(|it| std::ptr::eq(it, unit.source().unwrap()));
    let source = unit.variants.remove(source.unwrap());
    unit.variants.insert(0, source);
    unit.source_language = unit.variants[0].language.clone().into();
    unit.variants[0].state = None;
    unit.variants.iter_mut().for_each(reduce_variant);
    for proposal in &mut unit.proposals {
        proposal.id.iter_mut().for_each(allow);
        proposal.origin.iter_mut().for_each(allow);
        proposal.properties.iter_mut().for_each(reduce_property);
        reduce_variant(&mut proposal.target);
        if let Some(source) = &mut proposal.source {
            reduce_variant(source);
            source.state = None;
        }
    }
    // No path and an empty path are one.
    allow_shared(&mut unit.origin.path);
    unit.origin.path = unit.origin.path.filter(|path| !path.is_empty());
    allow_shared(&mut unit.origin.file_id);
    allow_shared(&mut unit.origin.source_commit);
    let word = unit.origin.translation_type.as_ref().map(|word| allowed(word.as_str()));
    unit.origin.translation_type = word.map(TranslationType::new);
    allow_shared(&mut unit.context.document);
    allow_shared(&mut unit.context.previous_source);
    allow_shared(&mut unit.context.next_source);
    // The document is the path where nothing else is said.
    unit.context.document = unit.context.document.or(unit.origin.path.clone());
    unit.placement.iter_mut().for_each(|place| allow(&mut place.segment_id));
    unit.id = unit.id.map(|id| allowed(&id)).filter(|id| !id.is_empty());
    reduce_history(&mut unit.history);
    unit.notes.iter_mut().for_each(reduce_note);
    unit.properties.iter_mut().for_each(reduce_property);
    reduce_attributes(&mut unit.attributes);
    // Those that XLIFF has come before those that it has not.
    let is_own = |it: &Attribute| is_unit_attribute(&it.name, &it.value);
    unit.attributes.sort_by_key(|attribute| !is_own(attribute));
    unit
}

fn reduce_variant(variant: &mut Variant) {
    variant.text = reduced_text(&variant.text);
    reduce_history(&mut variant.history);
    variant.notes.iter_mut().for_each(reduce_note);
    variant.properties.iter_mut().for_each(reduce_property);
    reduce_attributes(&mut variant.attributes);
}

fn reduce_history(history: &mut History) {
    history.created_by.iter_mut().for_each(allow);
    history.changed_by.iter_mut().for_each(allow);
}

/// Neither category nor encoding; priorities are 1 to 10.
fn reduce_note(note: &mut Note) {
    allow(&mut note.text);
    note.from.iter_mut().for_each(allow);
    note.category = None;
    note.encoding = None;
    note.priority = note.priority.filter(|priority| (1..=10).contains(priority));
}

fn reduce_property(property: &mut Property) {
    allow(&mut property.name);
    allow(&mut property.value);
    property.encoding.iter_mut().for_each(allow);
}

fn reduce_attributes(attributes: &mut [Attribute]) {
    attributes.iter_mut().for_each(|attribute| allow(&mut attribute.value));
}

/// No escapes, no marks that overlap, no halves of marks; a code keeps what its
/// element has an attribute for.
fn reduced_text(text: &CodedText) -> CodedText {
    let elements = alone(text, &codes::RULES);
    let mut numbers = vec![0; elements.len()];
    let mut next = 1;
    let mut reduced = CodedText::default();
    let mut index = 0;
    for piece in text.pieces() {
        match piece {
            Piece::Text(text) | Piece::Escaped { text, .. } => reduced.push_text(&allowed(text)),
            Piece::Code(code) => {
                let element = &elements[index];
                let open = &elements[element.partner.min(index)];
                let role = match element.shape {
                    Shape::Nothing => {
                        index += 1;
                        continue;
                    }
                    Shape::Standalone => CodeRole::Standalone,
                    Shape::IsolatedOpen => CodeRole::IsolatedOpen,
                    Shape::IsolatedClose => CodeRole::IsolatedClose,
                    Shape::Open(_) => {
                        numbers[index] = next;
                        next += 1;
                        CodeRole::Open(next - 1)
                    }
                    Shape::Close(_) => CodeRole::Close(numbers[element.partner]),
                };
                // An element around text speaks for both halves.
                let is_element = matches!(element.shape, Shape::Open(true) | Shape::Close(true))
                    || code.kind == CodeKind::Annotation;
                let is_end = matches!(element.shape, Shape::Close(_));
                push_reduced(
                    &mut reduced,
                    Code { kind: open.code.kind, role, ..code },
                    is_element,
                    is_end,
                );
                index += 1;
            }
        }
    }
    reduced
}

fn push_reduced(text: &mut CodedText, code: Code<'_>, is_element: bool, is_end: bool) {
    let native = reduced_native(&code);
    let place = match code.role {
        CodeRole::Standalone => Place::Alone,
        _ => Place::Around,
    };
    let is_mark = code.kind == CodeKind::Annotation;
    let fits = |name: &&str| match is_mark {
        true => is_mark_type(name),
        false => code_type(code.kind, place).is_none() && is_code_type(name, place),
    };
    let type_name = code.type_name.filter(|name| !is_end && fits(name));
    // Nothing of a code is `x`, which has no `assoc`.
    let is_ph = place == Place::Alone && !(code.native.is_empty() && code.subflows.is_empty());
    let attributes: Vec<Attribute> =
        code.attributes.iter().filter(|it| it.name == "assoc" && is_ph).cloned().collect();
    let equivalent = code.equivalent.filter(|_| !(is_mark || is_end && is_element)).map(allowed);
    text.push_code(Code {
        equivalent: equivalent.as_deref(),
        id: None,
        type_name,
        subflows: &native.1,
        attributes: &attributes,
        ..Code::new(code.kind, code.role, &native.0)
    });
}

/// The texts inside are written as they read.
fn reduced_native(code: &Code<'_>) -> (String, Vec<Subflow>) {
    let (mut native, mut subflows, mut at) = (String::new(), Vec::new(), 0);
    for subflow in code.subflows {
        native.push_str(&allowed(&code.native[at..subflow.range.start]));
        let mut text = reduced_text(&subflow.text);
        let start = native.len();
        native.push_str(&text.markup());
        strip_ids(&mut text);
        let mut reduced = Subflow::new(start..native.len(), text);
        let kept = subflow.attributes.iter();
        reduced.attributes =
            kept.filter(|it| it.name == "datatype" && is_data_type(&it.value)).cloned().collect();
        subflows.push(reduced);
        at = subflow.range.end;
    }
    native.push_str(&allowed(&code.native[at..]));
    (native, subflows)
}

/// Takes the ids of codes away, which the writer gives where there are none.
pub(super) fn without_ids(unit: &mut TranslationUnit) {
    let proposals = unit.proposals.iter_mut();
    let proposed = proposals.flat_map(|it| it.source.iter_mut().chain([&mut it.target]));
    unit.variants.iter_mut().chain(proposed).for_each(|variant| strip_ids(&mut variant.text));
}

fn strip_ids(text: &mut CodedText) {
    let mut stripped = CodedText::default();
    for piece in text.pieces() {
        match piece {
            Piece::Code(code) => {
                let mut subflows = code.subflows.to_vec();
                subflows.iter_mut().for_each(|subflow| strip_ids(&mut subflow.text));
                stripped.push_code(Code { id: None, subflows: &subflows, ..code });
            }
            piece => stripped.push(piece),
        }
    }
    *text = stripped;
}

/// The unit with codes whose roles say what they are: no half of a pair that has
/// no other half, and no ids.
fn paired(unit: &TranslationUnit) -> TranslationUnit {
    let mut unit = reduced(unit);
    without_ids(&mut unit);
    unit
}

/// The ids of the codes of a text, each once.
fn ids(text: &CodedText) -> BTreeSet<String> {
    text.codes().filter_map(|code| code.id).map(str::to_owned).collect()
}

proptest! {
    #[test]
    fn reads_back(unit in unit()) {
        let file = encode(&Encoder::default(), std::slice::from_ref(&unit));
        let mut read = read(&file).remove(0);
        without_ids(&mut read);
        let mut expected = reduced(&unit);
        without_ids(&mut expected);
        prop_assert_eq!(read, expected, "{}", file);
    }

    /// What was read and is written again is the same, with its ids.
    #[test]
    fn reads_back_the_same(unit in unit()) {
        let once = read(&encode(&Encoder::default(), &[paired(&unit)])).remove(0);
        let twice = read(&encode(&Encoder::default(), std::slice::from_ref(&once))).remove(0);
        prop_assert_eq!(twice, once);
    }

    #[test]
    fn codes_that_correspond_share_ids(unit in unit()) {
        let read = read(&encode(&Encoder::default(), &[paired(&unit)])).remove(0);
        let Some(target) = read.target() else { return Ok(()) };
        let source = &read.source().unwrap().text;
        let pairing = crate::pair_codes(source, &target.text);
        for (index, code) in source.codes().enumerate() {
            if let Some(other) = pairing.target_of(index).filter(|_| code.kind != CodeKind::Annotation) {
                prop_assert_eq!(code.id, target.text.codes().nth(other).unwrap().id);
            }
        }
        let shared = ids(source).intersection(&ids(&target.text)).count();
        let heads = source.codes().enumerate().filter(|(index, code)| {
            !matches!(code.role, CodeRole::Close(_))
                && code.kind != CodeKind::Annotation
                && pairing.target_of(*index).is_some()
        });
        prop_assert_eq!(shared, heads.count(), "{:?}", read.variants);
    }

    #[test]
    fn a_writer_and_an_encoder_make_the_same_file(unit in unit()) {
        let encoder = Encoder::default();
        let mut file = Vec::new();
        encoder.write_header(&mut file).unwrap();
        encoder.open_group(&unit, &mut file).unwrap();
        encoder.write_unit(&unit, &mut file).unwrap();
        encoder.close_group(&mut file);
        encoder.write_footer(&mut file);
        prop_assert_eq!(String::from_utf8(file).unwrap(), encode(&encoder, &[unit]));
    }

    #[test]
    fn damage_is_no_panic(unit in unit(), cut in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut file = encode(&Encoder::default(), &[unit]).into_bytes();
        let at = cut.index(file.len());
        let cut = Reader::new(&file[..at]).units().map(|unit| unit.is_ok()).collect::<Vec<_>>();
        prop_assert!(cut.len() <= 2);
        file[at] = byte;
        let mut units = Reader::new(file.as_slice()).units();
        prop_assert!(units.by_ref().take(1000).count() < 1000);
    }

    #[test]
    fn arbitrary_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let units = Reader::new(bytes.as_slice()).units();
        prop_assert!(units.take(100).count() < 100);
    }
}

fn sample_files() -> Vec<(String, Vec<TranslationUnit>)> {
    let mut runner = TestRunner::deterministic();
    let mut sample = || unit().new_tree(&mut runner).unwrap().current();
    (0..10)
        .map(|_| {
            let mut writer = Writer::new(Vec::new()).unwrap();
            let units: Vec<_> = (0..30).map(|_| sample()).collect();
            let units = units.into_iter().filter(|unit| writer.write(unit).is_ok()).collect();
            (String::from_utf8(writer.finish().unwrap()).unwrap(), units)
        })
        .collect()
}

#[test]
fn valid_by_the_strict_schema() {
    let Some(schema) = needs::xliff_schema("1.2") else { return };
    for (file, _) in sample_files() {
        let arguments = ["--schema", schema.to_str().unwrap()];
        let Some(output) = needs::xmllint(&arguments, &file) else { return };
        assert!(output.status.success(), "{}\n{file}", String::from_utf8_lossy(&output.stderr));
    }
}

/// The texts that translate-toolkit reads, codes as they are written.
const TRANSLATE: &str = "
import sys
from translate.storage import xliff
store = xliff.xlifffile.parsestring(sys.stdin.buffer.read())
for unit in store.units:
    for node in (unit.source_dom, unit.target_dom):
        text = '' if node is None else ''.join(node.itertext())
        print(text.encode('utf-8').hex())
";

#[test]
fn translate_toolkit_reads_the_same_texts() {
    for (file, units) in sample_files() {
        let output = needs::translate_toolkit("xliff", TRANSLATE, &file);
        let Some(output) = output else { return };
        assert!(output.status.success(), "{}\n{file}", String::from_utf8_lossy(&output.stderr));
        let expected = units.iter().flat_map(|unit| {
            let unit = reduced(unit);
            let text = |variant: Option<&Variant>| {
                let text = variant.map_or(String::new(), |variant| variant.text.markup().into());
                text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>()
            };
            [text(unit.source()), text(unit.target())]
        });
        let read = String::from_utf8(output.stdout).unwrap();
        assert!(read.lines().eq(expected), "{file}");
    }
}

#[test]
fn property_names_in_groups() {
    assert!(is_context_type("x-a") && is_context_type("sourcefile") && !is_context_type("a"));
}
