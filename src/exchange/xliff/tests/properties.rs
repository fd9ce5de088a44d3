//! What holds for any unit: it reads back, and validators accept it.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::*;
use crate::exchange::codes::elements::{Shape, alone};
use crate::exchange::strategies::unit;
use crate::exchange::xliff::v1::values::{
    CodePosition, code_type, is_code_type, is_context_type, is_data_type, is_mark_type,
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
fn reduced(unit: &TranslationUnit, version: Version) -> TranslationUnit {
    let mut unit = unit.clone();
    // The source comes first, and has a language.
    let source = unit.variants.iter().position(|it| std::ptr::eq(it, unit.source().unwrap()));
    let source = unit.variants.remove(source.unwrap());
    unit.variants.insert(0, source);
    unit.source_language = unit.variants[0].language.clone().into();
    unit.variants[0].state = None;
    unit.variants.iter_mut().for_each(|variant| reduce_variant(variant, version));
    for proposal in &mut unit.proposals {
        proposal.id.iter_mut().for_each(allow);
        proposal.origin.iter_mut().for_each(allow);
        proposal.properties.iter_mut().for_each(reduce_property);
        reduce_variant(&mut proposal.target, version);
        if let Some(source) = &mut proposal.source {
            reduce_variant(source, version);
            source.state = None;
        }
        if version == Version::V2_1 {
            let [own, ..] = &*unit.variants else { unreachable!() };
            let own = Variant::new(own.language.clone(), own.text.clone());
            proposal.source = proposal.source.take().filter(|source| *source != own);
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
    unit.notes.iter_mut().for_each(|note| reduce_note(note, version));
    unit.properties.iter_mut().for_each(reduce_property);
    reduce_attributes(&mut unit.attributes);
    // Those that XLIFF has come before those that it has not.
    let is_own = |it: &Attribute| match version {
        Version::V1_2 => v1::values::is_unit_attribute(&it.name, &it.value),
        Version::V2_1 => v2::values::is_unit_attribute(&it.name, &it.value),
    };
    unit.attributes.sort_by_key(|attribute| !is_own(attribute));
    unit
}

fn reduce_variant(variant: &mut Variant, version: Version) {
    variant.text = reduced_text(&variant.text, version);
    reduce_history(&mut variant.history);
    variant.notes.iter_mut().for_each(|note| reduce_note(note, version));
    variant.properties.iter_mut().for_each(reduce_property);
    reduce_attributes(&mut variant.attributes);
}

fn reduce_history(history: &mut History) {
    history.created_by.iter_mut().for_each(allow);
    history.changed_by.iter_mut().for_each(allow);
}

/// Priorities are 1 to 10; 1.2 has neither category nor encoding.
fn reduce_note(note: &mut Note, version: Version) {
    allow(&mut note.text);
    for word in [&mut note.from, &mut note.category, &mut note.encoding] {
        word.iter_mut().for_each(allow);
    }
    if version == Version::V1_2 {
        note.category = None;
        note.encoding = None;
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

/// No escapes, no halves of marks; the closing half of a pair is of the kind of
/// its opening one.
fn reduced_text(text: &CodedText, version: Version) -> CodedText {
    let rules = match version {
        Version::V1_2 => &v1::codes::RULES,
        Version::V2_1 => &v2::codes::RULES,
    };
    let elements = alone(text, rules);
    let mut numbers = vec![0; elements.len()];
    let mut next = 1;
    let mut reduced = CodedText::default();
    let mut index = 0;
    for piece in text.pieces() {
        let code = match piece {
            Piece::Text(text) | Piece::Escaped { text, .. } => {
                match version {
                    Version::V1_2 => reduced.push_text(&allowed(text)),
                    Version::V2_1 => reduced.push_text(text),
                }
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
        let code = Code { kind: open.code.kind, role, ..code };
        match version {
            Version::V1_2 => push_reduced_v1(&mut reduced, code, element.shape),
            Version::V2_1 => push_reduced_v2(&mut reduced, code, element.shape),
        }
    }
    reduced
}

/// No marks that overlap; a code keeps what its element has an attribute for.
fn push_reduced_v1(text: &mut CodedText, code: Code<'_>, shape: Shape) {
    let is_mark = code.kind == CodeKind::Annotation;
    // An element around text speaks for both halves.
    let is_element = matches!(shape, Shape::Open(true) | Shape::Close(true)) || is_mark;
    let is_end = matches!(shape, Shape::Close(_));
    let native = reduced_native(&code);
    let place = match code.role {
        CodeRole::Standalone => CodePosition::Alone,
        _ => CodePosition::Around,
    };
    let fits = |name: &&str| match is_mark {
        true => is_mark_type(name),
        false => code_type(code.kind, place).is_none() && is_code_type(name, place),
    };
    let type_name = code.type_name.filter(|name| !is_end && fits(name));
    // Nothing of a code is `x`, which has no `assoc`.
    let is_ph =
        place == CodePosition::Alone && !(code.native.is_empty() && code.subflows.is_empty());
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

/// A mark has no equivalent, and its end nothing at all.
fn push_reduced_v2(text: &mut CodedText, code: Code<'_>, shape: Shape) {
    let is_mark = code.kind == CodeKind::Annotation;
    if is_mark && matches!(shape, Shape::Close(_)) {
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

/// The texts inside are written as they read.
fn reduced_native(code: &Code<'_>) -> (String, Vec<Subflow>) {
    let (mut native, mut subflows, mut at) = (String::new(), Vec::new(), 0);
    for subflow in code.subflows {
        native.push_str(&allowed(&code.native[at..subflow.range.start]));
        let mut text = reduced_text(&subflow.text, Version::V1_2);
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
fn paired(unit: &TranslationUnit, version: Version) -> TranslationUnit {
    let mut unit = reduced(unit, version);
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
        for version in VERSIONS {
            let file = file_of(version, &unit);
            let mut read = read(&file).remove(0);
            without_ids(&mut read);
            prop_assert_eq!(read, paired(&unit, version), "{}", file);
        }
    }

    /// What was read and is written again is the same, with its ids.
    #[test]
    fn reads_back_the_same(unit in unit()) {
        for version in VERSIONS {
            let once = read(&file_of(version, &paired(&unit, version))).remove(0);
            let twice = read(&file_of(version, &once)).remove(0);
            prop_assert_eq!(twice, once);
        }
    }

    /// What TMX carries comes through: the same TMX is written before and after.
    #[test]
    fn a_memory_comes_through(unit in unit()) {
        let mut before = paired(&unit, Version::V2_1);
        before.proposals.clear();
        let after = read(&file_of(Version::V2_1, &before)).remove(0);
        prop_assert_eq!(tmx_of(&after), tmx_of(&before));
    }

    #[test]
    fn codes_that_correspond_share_ids(unit in unit()) {
        for version in VERSIONS {
            let read = read(&file_of(version, &paired(&unit, version))).remove(0);
            let Some(target) = read.target() else { continue };
            let source = &read.source().unwrap().text;
            let pairing = crate::inline::pair_codes(source, &target.text);
            let heads = source.codes().enumerate().filter(|(_, code)| code.kind != CodeKind::Annotation);
            let mut shared = 0;
            for (index, code) in heads {
                let Some(other) = pairing.target_of(index) else { continue };
                prop_assert_eq!(code.id, target.text.codes().nth(other).unwrap().id);
                shared += usize::from(!matches!(code.role, CodeRole::Close(_)));
            }
            let found = ids(source).intersection(&ids(&target.text)).count();
            prop_assert_eq!(found, shared, "{:?}", read.variants);
        }
    }

    #[test]
    fn a_writer_and_an_encoder_make_the_same_file(unit in unit()) {
        for version in VERSIONS {
            let encoder = encoder(version, &unit);
            let mut file = Vec::new();
            encoder.write_header(&mut file).unwrap();
            encoder.open_group(&unit, &mut file).unwrap();
            encoder.write_unit(&unit, &mut file).unwrap();
            encoder.close_group(&mut file);
            encoder.write_footer(&mut file);
            let written = encode(&encoder, std::slice::from_ref(&unit));
            prop_assert_eq!(String::from_utf8(file).unwrap(), written);
        }
    }

    #[test]
    fn damage_is_no_panic(unit in unit(), cut in any::<prop::sample::Index>(), byte in any::<u8>()) {
        for version in VERSIONS {
            let mut file = file_of(version, &unit).into_bytes();
            let at = cut.index(file.len());
            let cut = Reader::new(&file[..at]).units().map(|unit| unit.is_ok()).collect::<Vec<_>>();
            prop_assert!(cut.len() <= 2);
            file[at] = byte;
            let mut units = Reader::new(file.as_slice()).units();
            prop_assert!(units.by_ref().take(1000).count() < 1000);
        }
    }

    #[test]
    fn arbitrary_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let units = Reader::new(bytes.as_slice()).units();
        prop_assert!(units.take(100).count() < 100);
    }
}

/// Files with the units that they hold.
fn sample_files(version: Version) -> Vec<(String, Vec<TranslationUnit>)> {
    let mut runner = TestRunner::deterministic();
    let mut sample = || unit().new_tree(&mut runner).unwrap().current();
    // A file of 2.1 holds those of one pair of languages.
    let count = if version == Version::V2_1 { 100 } else { 30 };
    (0..10)
        .map(|_| {
            let units: Vec<_> = (0..count).map(|_| sample()).collect();
            let pair = units.iter().find(|unit| unit.variants.len() > 1).unwrap();
            let mut writer = Writer::with_encoder(Vec::new(), encoder(version, pair)).unwrap();
            let units = units.into_iter().filter(|unit| writer.write(unit).is_ok()).collect();
            (String::from_utf8(writer.finish().unwrap()).unwrap(), units)
        })
        .collect()
}

#[test]
fn valid_by_the_schema() {
    for (version, name) in VERSIONS.into_iter().zip(["1.2", "2.1"]) {
        let Some(schema) = needs::xliff_schema(name) else { continue };
        for (file, _) in sample_files(version) {
            let arguments = ["--schema", schema.to_str().unwrap()];
            let Some(output) = needs::xmllint(&arguments, &file) else { return };
            assert!(output.status.success(), "{}\n{file}", String::from_utf8_lossy(&output.stderr));
        }
    }
}

#[test]
fn files_keep_the_rules_of_the_specification() {
    for (file, _) in sample_files(Version::V2_1) {
        rules::check(&file);
    }
}

/// The texts that translate-toolkit reads, codes as they are written.
const TRANSLATE: &str = "
import sys
from translate.storage import xliff, xliff2
kind = xliff.xlifffile if 'VERSION' == 'xliff' else xliff2.Xliff2File
store = kind.parsestring(sys.stdin.buffer.read())
for unit in store.units:
    for node in (unit.source_dom, unit.target_dom):
        text = '' if node is None else ''.join(node.itertext())
        print(text.encode('utf-8').hex())
";

#[test]
fn translate_toolkit_reads_the_same_texts() {
    for (version, module) in VERSIONS.into_iter().zip(["xliff", "xliff2"]) {
        let program = TRANSLATE.replace("VERSION", module);
        for (file, units) in sample_files(version) {
            let Some(output) = needs::translate_toolkit(module, &program, &file) else { return };
            assert!(output.status.success(), "{}\n{file}", String::from_utf8_lossy(&output.stderr));
            assert!(!units.is_empty());
            let expected = expected_texts(version, &file, units);
            let read = String::from_utf8(output.stdout).unwrap();
            assert!(read.lines().eq(expected), "{file}");
        }
    }
}

/// The texts of the sources and targets as hexadecimal digits: in 1.2 with the
/// native forms of codes; in 2.1 these are elsewhere, and a `cp` has no text.
fn expected_texts(
    version: Version,
    file: &str,
    units: Vec<TranslationUnit>,
) -> impl Iterator<Item = String> {
    let (units, shown): (_, fn(&Variant) -> String) = match version {
        Version::V1_2 => (units.iter().map(|unit| reduced(unit, version)).collect(), |variant| {
            variant.text.markup().into()
        }),
        Version::V2_1 => (read(file), |variant| allowed(variant.text.text())),
    };
    units.into_iter().flat_map(move |unit| {
        [unit.source(), unit.target()].map(|variant| {
            let text = variant.map_or(String::new(), shown);
            text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>()
        })
    })
}

#[test]
fn property_names_in_groups() {
    assert!(is_context_type("x-a") && is_context_type("sourcefile") && !is_context_type("a"));
}
