//! What the files look like, and what holds for all of them.

mod properties;
mod reading;
mod rules;

use super::*;
use crate::inline::{Code, CodeKind, CodeRole, CodedText};
use crate::unit::{
    BlockKind, Date, Note, Placement, Property, Proposal, ProposalKind, State, TranslationType,
    TranslationUnit, Variant,
};
use crate::{Encode, ErrorKind, Language, ReadUnits};

const VERSIONS: [Version; 2] = [Version::V1_2, Version::V2_1];

fn variant(language: &str, text: CodedText) -> Variant {
    Variant::new(language.parse().ok(), text)
}

fn plain(source: &str, target: &str) -> TranslationUnit {
    TranslationUnit::bilingual(
        variant("en-US", CodedText::from_plain(source)),
        variant("de-DE", CodedText::from_plain(target)),
    )
}

/// An encoder for the languages of a unit.
fn encoder(version: Version, unit: &TranslationUnit) -> Encoder {
    let language = |variant: &Variant| variant.language.clone();
    let source = unit.source().and_then(language).unwrap_or_else(Language::en_us);
    let encoder = Encoder::new(version).with_source_language(source);
    match unit.target().and_then(language) {
        Some(target) => encoder.with_target_language(target),
        None => encoder,
    }
}

fn encode(encoder: &Encoder, units: &[TranslationUnit]) -> String {
    let mut writer = Writer::with_encoder(Vec::new(), encoder.clone()).unwrap();
    units.iter().for_each(|unit| writer.write(unit).unwrap());
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

/// The file of a unit.
fn file_of(version: Version, unit: &TranslationUnit) -> String {
    encode(&encoder(version, unit), std::slice::from_ref(unit))
}

/// The units of a file, which must be without a finding.
fn read(file: &str) -> Vec<TranslationUnit> {
    let mut units = Reader::new(file.as_bytes()).units();
    let read = units.by_ref().map(Result::unwrap).collect();
    assert_eq!(units.reader().findings(), &[], "{file}");
    read
}

fn bold(role: CodeRole, native: &str) -> Code<'_> {
    Code::new(CodeKind::Bold, role, native)
}

fn with_codes(words: [&str; 3]) -> CodedText {
    let mut text = CodedText::from_plain(words[0]);
    text.push_code(bold(CodeRole::Open(1), "**"));
    text.push_text(words[1]);
    text.push_code(bold(CodeRole::Close(1), "**"));
    text.push_code(Code::new(CodeKind::LineBreak, CodeRole::Standalone, "<br/>"));
    text.push_text(words[2]);
    text
}

/// A unit of an annotated document with everything known of it.
fn document_unit() -> TranslationUnit {
    let mut unit = TranslationUnit::bilingual(
        variant("en-US", with_codes(["Press ", "OK", " to go on."])),
        variant("zh-CN", with_codes(["按", "确定", "继续。"])),
    );
    unit.id = Some("docs/get%20started.md#a1b2c-103".into());
    unit.origin.path = Some("docs/get started.md".into());
    unit.origin.file_id = Some("5d3c".into());
    unit.origin.source_commit = Some("0f9e8d7c".into());
    unit.origin.translation_type = Some(TranslationType::new("HT"));
    unit.origin.date = Date::from_month_day_year("07/29/2020");
    unit.context.document = unit.origin.path.clone();
    unit.context.previous_source = Some("Save | close & <exit>".into());
    unit.context.next_source = Some("Exact match segment.".into());
    let mut placement = Placement::new("a1b2c-103", 2, 9, 210..390);
    placement.kind = BlockKind::ListItem;
    placement.repaired = true;
    unit.placement = Some(placement);
    unit.variants[1].state = Some(State::Reviewed);
    unit
}

/// A unit as a memory holds it, with another target and a proposal.
fn memory_unit() -> TranslationUnit {
    let mut unit = plain("Next", "Weiter");
    unit.id = Some("7".into());
    unit.variants.push(variant("fr-FR", CodedText::from_plain("Suivant")));
    unit.history.created = Date::from_unix_seconds(0);
    unit.history.usage_count = Some(12);
    unit.notes = vec![Note::from("a button").with_from("developer")];
    unit.properties = vec![Property::new("x-client", "A & B"), Property::new("project", "P")];
    unit.variants[1].history.changed_by = Some("me".into());
    unit.variants[1].notes = vec!["short".into()];
    let mut proposal = Proposal::new(variant("de-DE", CodedText::from_plain("Nächste")));
    proposal.source = Some(variant("en-US", CodedText::from_plain("Next one")));
    proposal.score = Some(85);
    proposal.origin = Some("memory".into());
    proposal.kind = ProposalKind::Machine;
    unit.proposals.push(proposal);
    unit
}

#[test]
fn files() {
    let file = encode(&Encoder::default(), &[document_unit(), memory_unit()]);
    let version = format!("tool-version=\"{}\"", env!("CARGO_PKG_VERSION"));
    insta::assert_snapshot!(file.replace(&version, "tool-version=\"VERSION\""));
    let version = format!("<mda:meta type=\"version\">{}", env!("CARGO_PKG_VERSION"));
    for (name, unit) in [("document", document_unit()), ("memory", memory_unit())] {
        let file = file_of(Version::V2_1, &unit);
        insta::assert_snapshot!(name, file.replace(&version, "<mda:meta type=\"version\">VERSION"));
    }
}

#[test]
fn units_read_back() {
    for version in VERSIONS {
        for mut unit in [document_unit(), memory_unit()] {
            let mut read = read(&file_of(version, &unit)).remove(0);
            properties::without_ids(&mut read);
            properties::without_ids(&mut unit);
            assert_eq!(read, unit);
        }
    }
}

#[test]
fn corresponding_codes_have_one_id() {
    for (version, written) in [
        (
            Version::V1_2,
            &[
                r#"<source>Press <bpt id="1" ctype="bold">**</bpt>OK<ept id="1">**</ept><ph id="2" ctype="lb">&lt;br/&gt;</ph> to go on.</source>"#,
                r#"<target state="signed-off">按<bpt id="1" ctype="bold">**</bpt>确定<ept id="1">**</ept><ph id="2" ctype="lb">&lt;br/&gt;</ph>继续。</target>"#,
            ][..],
        ),
        (
            Version::V2_1,
            &[
                "<data id=\"d1\">**</data>\n<data id=\"d2\">&lt;br/&gt;</data>",
                r#"<source>Press <pc id="1" dataRefStart="d1" dataRefEnd="d1" type="fmt" subType="xlf:b">OK</pc><ph id="2" dataRef="d2" type="fmt" subType="xlf:lb"/> to go on.</source>"#,
                r#"<target>按<pc id="1" dataRefStart="d1" dataRefEnd="d1" type="fmt" subType="xlf:b">确定</pc><ph id="2" dataRef="d2" type="fmt" subType="xlf:lb"/>继续。</target>"#,
            ],
        ),
    ] {
        let file = file_of(version, &document_unit());
        written.iter().for_each(|written| assert!(file.contains(written), "{file}"));
    }
}

#[test]
fn a_document_that_the_file_names_is_not_said_again() {
    let mut unit = document_unit();
    for version in VERSIONS {
        unit.context.document.clone_from(&unit.origin.path);
        let file = file_of(version, &unit);
        assert!(!file.contains("document\">"), "{file}");
        unit.context.document = Some("b.md".into());
        let file = file_of(version, &unit);
        assert!(file.contains("document\">b.md<"), "{file}");
    }
}

#[test]
fn a_file_element_for_each_document_and_pair() {
    let mut units = [plain("a", "b"), plain("c", "d"), plain("e", "f"), plain("g", "h")];
    units[2].origin.path = Some("x.md".into());
    units[3].variants[1].language = "fr".parse().ok();
    let file = encode(&Encoder::default(), &units);
    assert_eq!(file.matches("<file ").count(), 3, "{file}");
    assert_eq!(read(&file).len(), 4);
}

#[test]
fn a_unit_without_target_has_the_language_that_was_given() {
    let mut unit = plain("a", "");
    unit.variants.truncate(1);
    for (version, language) in
        [(Version::V1_2, "target-language=\"de\""), (Version::V2_1, "trgLang=\"de\"")]
    {
        let encoder = encoder(version, &unit).with_target_language("de".parse().unwrap());
        let file = encode(&encoder, std::slice::from_ref(&unit));
        assert!(file.contains(language) && !file.contains("<target"), "{file}");
        let copied = encode(&encoder.with_copied_sources(true), std::slice::from_ref(&unit));
        let target = read(&copied).remove(0).variants.remove(1);
        assert_eq!((target.text.text(), target.state), ("a", Some(State::Initial)), "{copied}");
    }
}

#[test]
fn what_cannot_be_written_leaves_nothing() {
    let mut no_language = plain("Hello", "b");
    no_language.id = Some("a.md#1".into());
    no_language.variants[1].language = None;
    let mut writer = Writer::new(Vec::new()).unwrap();
    for (unit, message) in [
        (
            TranslationUnit::default(),
            "unit without id: expected at least one variant, but found none",
        ),
        (
            no_language,
            "unit `a.md#1`: expected a language for each variant, but found none for the one \
             that begins `b`; name the source and target languages",
        ),
    ] {
        let error = writer.write(&unit).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unit { .. }));
        assert_eq!(error.to_string(), message);
    }
    let twice = [plain("a", "b"), plain("a", "b")];
    writer.write(&twice[0]).unwrap();
    assert!(writer.write(&twice[1]).is_err());
    let error = Encoder::default().with_data_type("markdown").write_header(&mut Vec::new());
    assert!(error.unwrap_err().to_string().contains("begins with `x-`"));
}

#[test]
fn forbidden_characters_are_kept_in_texts() {
    let mut unit = plain("a\u{1}b", "\u{ffff}");
    unit.notes = vec!["\u{2}x".into()];
    let mut writer = Writer::with_encoder(Vec::new(), encoder(Version::V2_1, &unit)).unwrap();
    writer.write(&unit).unwrap();
    assert_eq!(writer.removed_characters(), 1);
    let file = String::from_utf8(writer.finish().unwrap()).unwrap();
    let read = read(&file).remove(0);
    assert_eq!(read.variants, unit.variants);
    assert_eq!(read.notes[0].text, "x");
}

#[test]
fn units_of_other_languages_are_refused() {
    let english = Language::en_us;
    let german = || "de-DE".parse::<Language>().unwrap();
    let mut other_way = plain("a", "b");
    other_way.source_language = german().into();
    let mut none = plain("a", "b");
    none.variants[0].language = None;
    let mut source_only = plain("a", "b");
    source_only.variants.truncate(1);
    for (unit, source, target, message) in [
        (plain("a", "b"), english(), Some(german()), None),
        (source_only.clone(), english(), Some(german()), None),
        (source_only, english(), None, None),
        (
            plain("a", "b"),
            english(),
            Some("fr".parse().unwrap()),
            Some(
                "expected a target in `fr`, the target language of the file, but found one in `de-DE`",
            ),
        ),
        (
            plain("a", "b"),
            english(),
            None,
            Some(
                "expected no target, as the file has no target language, but found one in `de-DE`",
            ),
        ),
        (
            other_way,
            english(),
            Some(german()),
            Some(
                "expected a source in `en-US`, the source language of the file, but found one in `de-DE`",
            ),
        ),
        (
            none,
            english(),
            Some(german()),
            Some(
                "expected a source in `en-US`, the source language of the file, but found one without a language",
            ),
        ),
        (
            TranslationUnit::default(),
            english(),
            None,
            Some(
                "expected a source in `en-US`, the source language of the file, but found no text at all",
            ),
        ),
    ] {
        let mut encoder = Encoder::new(Version::V2_1).with_source_language(source);
        if let Some(target) = target {
            encoder = encoder.with_target_language(target);
        }
        let mut writer = Writer::with_encoder(Vec::new(), encoder).unwrap();
        let found = writer.write(&unit).map_err(|error| {
            assert!(matches!(error.kind(), ErrorKind::Unit { .. }));
            error.to_string()
        });
        match message {
            None => assert_eq!(found, Ok(())),
            Some(message) => {
                let found = found.unwrap_err();
                assert!(found.contains(message), "{found}");
                assert!(found.ends_with("to a file of their own"), "{found}");
            }
        }
    }
}

#[test]
fn a_file_of_one_pair_needs_its_source_language() {
    let encoder = Encoder::new(Version::V2_1).with_target_language(Language::en_us());
    let error = Writer::with_encoder(Vec::new(), encoder).unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected the language of the sources, which XLIFF 2.1 names once for the whole file, \
         but found none; name it"
    );
}

/// The codes of matches have other ids than those of the segment and of each other.
#[test]
fn codes_of_matches_have_ids_of_their_own() {
    let mut unit = TranslationUnit::bilingual(
        variant("en-US", with_codes(["Press ", "OK", "."])),
        variant("de-DE", with_codes(["", "OK", " drücken."])),
    );
    for _ in 0..2 {
        let target = variant("de-DE", with_codes(["", "OK", " wählen."]));
        unit.proposals.push(Proposal { target, ..Proposal::default() });
    }
    let file = file_of(Version::V2_1, &unit);
    for id in 1..=6 {
        let code =
            if id % 2 == 1 { format!("<pc id=\"{id}\"") } else { format!("<ph id=\"{id}\"") };
        assert_eq!(file.matches(&code).count(), 2, "{code} {file}");
    }
    let mut again = read(&file).remove(0);
    properties::without_ids(&mut again);
    assert_eq!(again.proposals, unit.proposals);
}

/// What is published is final where nothing else is said.
#[test]
fn published_targets_are_final() {
    let mut unit = document_unit();
    unit.variants[1].state = None;
    for (version, state) in
        [(Version::V1_2, "<target state=\"final\""), (Version::V2_1, "state=\"final\"")]
    {
        let published = encoder(version, &unit).with_published_targets(true);
        let file = encode(&published, std::slice::from_ref(&unit));
        assert!(file.contains(state), "{file}");
        assert_eq!(file.contains("approved=\"yes\""), version == Version::V1_2);
        let mut in_review = unit.clone();
        in_review.variants[1].state = Some(State::NeedsReview);
        let file = encode(&published, &[in_review]);
        assert!(!file.contains("\"final\"") && !file.contains("approved"), "{file}");
        assert!(!file_of(version, &unit).contains("\"final\""));
    }
}

#[test]
fn a_line_has_its_file_beside_it_in_1_2() {
    let unit = document_unit();
    let file = file_of(Version::V1_2, &unit);
    let path = unit.origin.path.as_deref().unwrap();
    assert!(
        file.contains(&format!("<context context-type=\"sourcefile\">{path}</context>")),
        "{file}"
    );
    assert_eq!(read(&file)[0].properties, unit.properties);
}
