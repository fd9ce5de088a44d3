//! What holds for any unit: it reads back, and validators accept it.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::*;
use crate::exchange::codes::elements::{Shape, alone};
use crate::exchange::strategies::unit;
use crate::exchange::xliff2::values::is_unit_attribute;
use crate::exchange::xml::without_forbidden;
use crate::inline::{Attribute, Piece};
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

/// A unit as `docs/formats/xliff2.md` says that it reads back.
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
        let own = Variant::new(unit.variants[0].language.clone(), unit.variants[0].text.clone());
        proposal.source = proposal.source.take().filter(|source| *source != own);
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

/// Priorities are 1 to 10.
fn reduce_note(note: &mut Note) {
    allow(&mut note.text);
    for word in [&mut note.from, &mut note.category, &mut note.encoding] {
        word.iter_mut().for_each(allow);
    }
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

/// No escapes and no halves of marks; the closing half of a pair is of the kind
/// of its opening one.
fn reduced_text(text: &CodedText) -> CodedText {
    let elements = alone(text, &codes::RULES);
    let mut numbers = vec![0; elements.len()];
    let mut next = 1;
    let mut reduced = CodedText::default();
    let mut index = 0;
    for piece in text.pieces() {
        let code = match piece {
            Piece::Text(text) | Piece::Escaped { text, .. } => {
                reduced.push_text(text);
                continue;
            }
            Piece::Code(code) => code,
        };
        let element = &elements[index];
        let open = &elements[element.partner.min(index)];
        index += 1;
        let role = match element.shape {
            Shape::Nothing => continue,
            Shape::Standalone => CodeRole::Standalone,
            Shape::IsolatedOpen => CodeRole::IsolatedOpen,
            Shape::IsolatedClose => CodeRole::IsolatedClose,
            Shape::Open(_) => {
                numbers[index - 1] = next;
                next += 1;
                CodeRole::Open(next - 1)
            }
            Shape::Close(_) => CodeRole::Close(numbers[element.partner]),
        };
        let is_end = matches!(element.shape, Shape::Close(_));
        push_reduced(&mut reduced, Code { kind: open.code.kind, role, ..code }, is_end);
    }
    reduced
}

/// A mark has no equivalent, and its end nothing at all.
fn push_reduced(text: &mut CodedText, code: Code<'_>, is_end: bool) {
    let is_mark = code.kind == CodeKind::Annotation;
    if is_mark && is_end {
        return text.push_code(Code::new(code.kind, code.role, ""));
    }
    let equivalent = code.equivalent.filter(|_| !is_mark).map(allowed);
    let type_name = code.type_name.map(allowed);
    text.push_code(Code {
        equivalent: equivalent.as_deref(),
        type_name: type_name.as_deref(),
        ..code
    });
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

fn tmx_of(unit: &TranslationUnit) -> String {
    let header = crate::tmx::Header::default();
    let mut writer = crate::tmx::Writer::new(Vec::new(), &header).unwrap();
    writer.write(unit).unwrap();
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

/// The ids of the codes of a text, each once.
fn ids(text: &CodedText) -> BTreeSet<String> {
    text.codes().filter_map(|code| code.id).map(str::to_owned).collect()
}

proptest! {
    #[test]
    fn reads_back(unit in unit()) {
        let file = file_of(&unit);
        let mut read = read(&file).remove(0);
        without_ids(&mut read);
        let mut expected = reduced(&unit);
        without_ids(&mut expected);
        prop_assert_eq!(read, expected, "{}", file);
    }

    /// What was read and is written again is the same, with its ids.
    #[test]
    fn reads_back_the_same(unit in unit()) {
        let once = read(&file_of(&paired(&unit))).remove(0);
        let twice = read(&file_of(&once)).remove(0);
        prop_assert_eq!(twice, once);
    }

    /// What TMX carries comes through: the same TMX is written before and after.
    #[test]
    fn a_memory_comes_through(unit in unit()) {
        let mut before = paired(&unit);
        before.proposals.clear();
        let after = read(&file_of(&before)).remove(0);
        prop_assert_eq!(tmx_of(&after), tmx_of(&before));
    }

    #[test]
    fn codes_that_correspond_share_ids(unit in unit()) {
        let read = read(&file_of(&paired(&unit))).remove(0);
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
        let encoder = encoder(&unit);
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
        let mut file = file_of(&unit).into_bytes();
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
            let units: Vec<_> = (0..100).map(|_| sample()).collect();
            let pair = units.iter().find(|unit| unit.variants.len() > 1).unwrap();
            let mut writer = Writer::with_encoder(Vec::new(), encoder(pair)).unwrap();
            let units = units.into_iter().filter(|unit| writer.write(unit).is_ok()).collect();
            (String::from_utf8(writer.finish().unwrap()).unwrap(), units)
        })
        .collect()
}

#[test]
fn valid_by_the_schema() {
    let Some(schema) = needs::xliff_schema("2.1") else { return };
    for (file, _) in sample_files() {
        let arguments = ["--schema", schema.to_str().unwrap()];
        let Some(output) = needs::xmllint(&arguments, &file) else { return };
        assert!(output.status.success(), "{}\n{file}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn files_keep_the_rules_of_the_specification() {
    for (file, _) in sample_files() {
        rules::check(&file);
    }
}

/// The texts that translate-toolkit reads, codes as they are written.
const TRANSLATE: &str = "
import sys
from translate.storage import xliff2
store = xliff2.Xliff2File.parsestring(sys.stdin.buffer.read())
for unit in store.units:
    for node in (unit.source_dom, unit.target_dom):
        text = '' if node is None else ''.join(node.itertext())
        print(text.encode('utf-8').hex())
";

#[test]
fn translate_toolkit_reads_the_same_texts() {
    for (file, _) in sample_files() {
        let output = needs::translate_toolkit("xliff2", TRANSLATE, &file);
        let Some(output) = output else { return };
        assert!(output.status.success(), "{}\n{file}", String::from_utf8_lossy(&output.stderr));
        let units = super::read(&file);
        assert!(!units.is_empty());
        let expected = units.iter().flat_map(|unit| {
            // A `cp` has no text.
            let text = |variant: Option<&Variant>| {
                let text = variant.map_or(String::new(), |variant| allowed(variant.text.text()));
                text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>()
            };
            [text(unit.source()), text(unit.target())]
        });
        let read = String::from_utf8(output.stdout).unwrap();
        assert!(read.lines().eq(expected), "{file}");
    }
}
