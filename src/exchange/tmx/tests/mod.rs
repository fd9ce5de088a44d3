//! What the files look like, and what holds for all of them.

mod compliance;
mod files;
mod hostile;
mod properties;
mod reading;
mod round_trip;
mod tolerance;

use reading::{Element, Node, check, units};

use super::*;
use crate::exchange::InlineStyle;
use crate::inline::{Code, CodeKind, CodeRole, CodedText, Syntax};
use crate::unit::{
    BlockKind, Date, Placement, Property, SourceLanguage, TranslationType, TranslationUnit, Variant,
};
use crate::{Encode, ErrorKind};

/// Text with codes from a short notation: `{b}`, `{/b}` open and close a pair,
/// `{b/}` stands alone, `{b+}` and `{b-}` are halves without another.
fn coded(notation: &str) -> CodedText {
    let mut text = CodedText::default();
    let mut open = Vec::new();
    let mut pairs = 0;
    for (index, part) in notation.split(['{', '}']).enumerate() {
        if index % 2 == 0 {
            text.push_text(part);
            continue;
        }
        let name = part.trim_matches(['/', '+', '-']);
        let role = match part {
            _ if part.starts_with('/') => CodeRole::Close(open.pop().unwrap_or(99)),
            _ if part.ends_with('/') => CodeRole::Standalone,
            _ if part.ends_with('+') => CodeRole::IsolatedOpen,
            _ if part.ends_with('-') => CodeRole::IsolatedClose,
            _ => {
                pairs += 1;
                open.push(pairs);
                CodeRole::Open(pairs)
            }
        };
        let kind = match name {
            "b" => CodeKind::Bold,
            "i" => CodeKind::Italic,
            "br" => CodeKind::LineBreak,
            "`" => CodeKind::Code,
            _ => CodeKind::Html,
        };
        text.push_code(Code::new(kind, role, part));
    }
    text
}

fn variant(language: &str, text: CodedText) -> Variant {
    Variant::new(language.parse().ok(), text)
}

fn pair(source: &str, target: &str) -> TranslationUnit {
    TranslationUnit::bilingual(variant("en-US", coded(source)), variant("de-DE", coded(target)))
}

fn encode(encoder: &Encoder, units: &[TranslationUnit]) -> String {
    let mut writer = Writer::with_encoder(Vec::new(), encoder.clone()).unwrap();
    units.iter().for_each(|unit| writer.write(unit).unwrap());
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

/// The `tu` elements of a unit.
fn tus(encoder: &Encoder, unit: &TranslationUnit) -> Vec<Element> {
    let tus = units(&encode(encoder, std::slice::from_ref(unit)));
    tus.iter().for_each(check);
    tus
}

fn tu(unit: &TranslationUnit) -> Element {
    tus(&Encoder::default(), unit).remove(0)
}

/// The `seg` elements of a unit as written.
fn segs(unit: &TranslationUnit) -> Vec<String> {
    let file = encode(&Encoder::default(), std::slice::from_ref(unit));
    check(&units(&file)[0]);
    let inside = |part: &str| part.split("</seg>").next().unwrap_or_default().to_owned();
    file.split("<seg>").skip(1).map(inside).collect()
}

/// A unit of an annotated document with everything known of it.
fn document_unit() -> TranslationUnit {
    let mut unit = TranslationUnit::bilingual(
        variant("en-US", coded("Press {b}OK{/b}{br/}to go on.")),
        variant("zh-CN", coded("按{b}确定{/b}{br/}继续。")),
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
    unit
}

/// A unit as a memory holds it, with one target more in the same language.
fn memory_unit() -> TranslationUnit {
    let mut unit = pair("Next", "Weiter");
    unit.variants.push(variant("fr-FR", coded("Suivant")));
    unit.variants.push(variant("de-DE", coded("Nächste")));
    unit.history.created = Date::from_unix_seconds(0);
    unit.history.changed = Date::from_unix_seconds(86_399);
    unit.history.usage_count = Some(12);
    unit.notes = vec!["a button".into()];
    unit.properties = vec![Property::new("x-client", "A & B")];
    unit.variants[1].history.created = Date::from_unix_seconds(1);
    unit.variants[1].notes = vec!["short".into()];
    unit.variants[1].properties = vec![Property::new("x-by", "\"me\"")];
    unit
}

#[test]
fn pairs_are_numbered_and_correspond() {
    for (source, target, written) in [
        (
            "a {b}c{/b}",
            "{b}d{/b}",
            [
                r#"a <bpt i="1" x="1" type="bold">b</bpt>c<ept i="1">/b</ept>"#,
                r#"<bpt i="1" x="1" type="bold">b</bpt>d<ept i="1">/b</ept>"#,
            ],
        ),
        // The order differs: `x` follows the source, `i` the text.
        (
            "{b}1{/b}{br/}{i}2{/i}",
            "{i}2{/i}{b}1{/b}{br/}",
            [
                r#"<bpt i="1" x="1" type="bold">b</bpt>1<ept i="1">/b</ept><ph x="2" type="lb">br/</ph><bpt i="2" x="3" type="italic">i</bpt>2<ept i="2">/i</ept>"#,
                r#"<bpt i="1" x="3" type="italic">i</bpt>2<ept i="1">/i</ept><bpt i="2" x="1" type="bold">b</bpt>1<ept i="2">/b</ept><ph x="2" type="lb">br/</ph>"#,
            ],
        ),
        // One more code on a side: no `x` on either.
        (
            "{br/}",
            "{br/}{br/}",
            [r#"<ph type="lb">br/</ph>"#, r#"<ph type="lb">br/</ph><ph type="lb">br/</ph>"#],
        ),
        ("{br/}", "", [r#"<ph type="lb">br/</ph>"#, ""]),
        // The same codes, but one is a pair here and two halves there.
        (
            "{b}{/b}",
            "{b+}{b-}",
            [
                r#"<bpt i="1" type="bold">b</bpt><ept i="1">/b</ept>"#,
                r#"<it pos="begin" type="bold">b+</it><it pos="end" type="bold">b-</it>"#,
            ],
        ),
        // Halves correspond where both sides have them.
        (
            "{b+}x",
            "{b+}y",
            [
                r#"<it pos="begin" x="1" type="bold">b+</it>x"#,
                r#"<it pos="begin" x="1" type="bold">b+</it>y"#,
            ],
        ),
        // A closing code before its opening one is no pair.
        (
            "{/b}{b}",
            "",
            [r#"<it pos="end" type="bold">/b</it><it pos="begin" type="bold">b</it>"#, ""],
        ),
        // The kinds of element have types of their own.
        (
            "{`/}{u}{/u}{img/}",
            "",
            [
                r#"<ph type="x-code">`/</ph><bpt i="1" type="struct">u</bpt><ept i="1">/u</ept><ph type="x-html">img/</ph>"#,
                "",
            ],
        ),
    ] {
        assert_eq!(segs(&pair(source, target)), written, "{source} and {target}");
    }
}

#[test]
fn links_to_the_same_page_in_another_locale_correspond() {
    let text = |markup: &str| CodedText::parse(markup, Syntax::Markdown);
    let unit = TranslationUnit::bilingual(
        variant("en-US", text("See [A](/en-us/a) and [B](/en-us/b)")),
        variant("de-DE", text("Siehe [B](/de-de/b) und [A](/de-de/a)")),
    );
    let numbers = |seg: &String| {
        let codes = seg.split("x=\"").skip(1);
        codes.filter_map(|code| code.split('"').next()).collect::<String>()
    };
    assert_eq!(segs(&unit).iter().map(numbers).collect::<Vec<_>>(), ["12", "21"]);
}

#[test]
fn overlapping_pairs_are_kept() {
    let mut text = CodedText::default();
    for role in [CodeRole::Open(7), CodeRole::Open(2), CodeRole::Close(7), CodeRole::Close(2)] {
        text.push_code(Code::new(CodeKind::Bold, role, "*"));
    }
    let unit = TranslationUnit::bilingual(variant("en", text), variant("de", coded("")));
    let written = r#"<bpt i="1" type="bold">*</bpt><bpt i="2" type="bold">*</bpt><ept i="1">*</ept><ept i="2">*</ept>"#;
    assert_eq!(segs(&unit), [written, ""]);
}

#[test]
fn no_numbers_where_a_language_stands_twice() {
    let mut unit = pair("{br/}", "{br/}");
    assert!(segs(&unit).iter().all(|seg| seg.contains(r#"x="1""#)));
    unit.variants.push(variant("de-DE", coded("{br/}")));
    assert!(segs(&unit).iter().all(|seg| !seg.contains("x=")));
    unit.variants[2].language = "fr".parse().ok();
    assert!(segs(&unit).iter().all(|seg| seg.contains(r#"x="1""#)));
}

#[test]
fn many_codes_take_linear_time() {
    // Overlapping pairs in quadratic time would take minutes.
    let mut text = CodedText::default();
    for role in [CodeRole::Open, CodeRole::Close] {
        for pair in 1..=20_000 {
            let role = role(pair);
            text.push_code(Code::new(CodeKind::Html, role, "x"));
        }
    }
    let unit = TranslationUnit::bilingual(variant("en", text.clone()), variant("de", text));
    assert!(segs(&unit)[1].contains(r#"<ept i="20000">"#));
}

#[test]
fn the_header_names_what_it_must() {
    let header = Header::default()
        .with_creation_tool("my \"tool\"", "2")
        .with_segment_type(SegmentType::Block)
        .with_original_format("csv")
        .with_administrative_language("de".parse().unwrap())
        .with_any_source_language()
        .with_data_type("xml")
        .with_creation_date(Date::from_unix_seconds(0).unwrap())
        .with_note("a < b")
        .with_property(Property::new("x-a", "b\u{1}"));
    let root = reading::read(&encode(&Encoder::new(&header), &[]));
    assert_eq!(root.attribute("version"), Some("1.4"));
    let header = root.child("header");
    for (name, value) in [
        ("creationtool", "my \"tool\""),
        ("creationtoolversion", "2"),
        ("segtype", "block"),
        ("o-tmf", "csv"),
        ("adminlang", "de"),
        ("srclang", "*all*"),
        ("datatype", "xml"),
        ("creationdate", "19700101T000000Z"),
    ] {
        assert_eq!(header.attribute(name), Some(value), "{name}");
    }
    assert_eq!(header.child("note").text(), "a < b");
    assert_eq!(header.property("x-a").as_deref(), Some("b"));
}

#[test]
fn no_file_passes_for_one_of_omegat() {
    for name in ["OmegaT", "omegat"] {
        let header = Header::default().with_creation_tool(name, "6");
        let error = Writer::new(Vec::new(), &header).map(drop).unwrap_err();
        assert!(error.to_string().contains("other than `OmegaT`"), "{error}");
    }
}

#[test]
fn a_unit_names_its_source_language_where_the_header_does_not() {
    let english = Encoder::default();
    let any = Encoder::new(&Header::default().with_any_source_language());
    let mut unit = pair("a", "b");
    let srclang = |encoder: &Encoder, unit: &TranslationUnit| {
        tus(encoder, unit)[0].attribute("srclang").map(str::to_owned)
    };
    assert_eq!(srclang(&english, &unit), None);
    assert_eq!(srclang(&any, &unit).as_deref(), Some("en-US"));
    unit.source_language = SourceLanguage::Is("de-DE".parse().unwrap());
    assert_eq!(srclang(&english, &unit).as_deref(), Some("de-DE"));
    unit.source_language = SourceLanguage::Unknown;
    assert_eq!(srclang(&any, &unit), None);
}

#[test]
fn ids_have_no_white_space() {
    for (id, tuid) in [
        (Some("docs/a.md#a1b2c-101"), Some("docs/a.md#a1b2c-101")),
        (Some("a b\t\u{3000}\u{1}ü&"), Some("a%20b%09%E3%80%80%01ü&")),
        (Some(""), None),
        (None, None),
    ] {
        let mut unit = pair("a", "b");
        unit.id = id.map(str::to_owned);
        assert_eq!(tu(&unit).attribute("tuid"), tuid, "{id:?}");
    }
}

#[test]
fn white_space_is_kept() {
    let text = " \ta\r\nb\r c\u{a0}\n ";
    let unit = TranslationUnit::bilingual(
        variant("en-US", CodedText::from_plain(text)),
        variant("de-DE", CodedText::from_plain(" ")),
    );
    let tu = tu(&unit);
    let texts: Vec<String> = tu.children("tuv").map(|tuv| tuv.child("seg").text()).collect();
    assert_eq!(texts, [text, " "]);
}

#[test]
fn forbidden_characters_are_removed_and_counted() {
    let mut unit = pair("a\u{1}b", "\u{FFFE}\u{FFFF}{\u{8}}");
    unit.notes = vec!["\0".into()];
    let mut writer = Writer::new(Vec::new(), &Header::default()).unwrap();
    writer.write(&unit).unwrap();
    assert_eq!(writer.removed_characters(), 5);
    let file = String::from_utf8(writer.finish().unwrap()).unwrap();
    assert!(file.contains("<seg>ab</seg>"), "{file}");
    assert!(file.contains("<note></note>"), "{file}");
}

#[test]
fn what_cannot_be_written_leaves_nothing() {
    let no_variant = TranslationUnit::default();
    let mut no_language = pair("Hello", "b");
    no_language.id = Some("a.md#1".into());
    no_language.variants[0].language = None;
    let mut late = pair("a", "b");
    late.variants[1].history.changed = Date::from_unix_seconds(-99_999_999_999);
    for (unit, message) in [
        (no_variant, "unit without id: expected at least one variant, but found none"),
        (
            no_language,
            "unit `a.md#1`: expected a language for each variant, but found none for the one \
             that begins `Hello`; name the source and target languages",
        ),
        (
            late,
            "unit without id: expected dates of the years 0 to 9999, but found \
             `-001199-02-15T14:13:21Z`",
        ),
    ] {
        let mut out = b"before".to_vec();
        let error = Encoder::default().write_unit(&unit, &mut out).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(matches!(error.kind(), ErrorKind::Unit { .. }));
        assert_eq!(out, b"before");
    }
}

#[test]
fn inline_styles() {
    let mut source = coded("Run {`/}");
    source.push_escaped("&", "&amp;");
    let code = Code::new(CodeKind::Code, CodeRole::Standalone, "`ls`");
    source.push_code(code.with_equivalent("ls"));
    let unit = TranslationUnit::bilingual(variant("en-US", source), variant("de-DE", coded("x")));
    for (style, written) in [
        (InlineStyle::Codes, r#"Run <ph type="x-code">`/</ph>&amp;<ph type="x-code">`ls`</ph>"#),
        (InlineStyle::Strip, "Run &amp;ls"),
        (InlineStyle::Raw, "Run `/&amp;amp;`ls`"),
    ] {
        let encoder = Encoder::default().with_inline_style(style);
        let file = encode(&encoder, std::slice::from_ref(&unit));
        assert!(file.contains(&format!("<seg>{written}</seg>")), "{style:?}: {file}");
    }
}

#[test]
fn no_context_no_properties() {
    for profile in Profile::ALL {
        let encoder = Encoder::default().with_profile(*profile);
        let tu = tus(&encoder, &pair("a", "b")).remove(0);
        assert_eq!(tu.children("prop").count(), 0, "{profile:?}");
        assert!(tu.children("tuv").all(|tuv| tuv.content.len() == 1), "{profile:?}");
    }
}

#[test]
fn omegat_names_codes_by_their_native_form() {
    let mut unit = pair("a", "b");
    unit.variants[0].text = CodedText::parse("**a** `b` <b>c</b>", Syntax::Markdown);
    let file = |profile| encode(&Encoder::default().with_profile(profile), &[unit.clone()]);
    let [generic, omegat] = [Profile::Generic, Profile::Omegat].map(file);
    assert_eq!(generic.matches("type=\"bold\"").count(), 2, "{generic}");
    assert!(omegat.contains("<bpt i=\"1\">**</bpt>"), "{omegat}");
    assert!(omegat.contains("<ph type=\"x-code\">`b`</ph>"), "{omegat}");
    assert!(omegat.contains("<bpt i=\"2\" type=\"bold\">&lt;b"), "{omegat}");
}

#[test]
fn context_at_the_edges_of_a_document() {
    let mut unit = pair("a", "b");
    unit.context.previous_source = Some("x | |y|".into());
    let property = |profile: Profile, name: &str| {
        tus(&Encoder::default().with_profile(profile), &unit)[0].property(name)
    };
    assert_eq!(property(Profile::Xtm, "x-next-crc").as_deref(), Some("0"));
    assert_eq!(property(Profile::Xtm, "x-next-source-text"), None);
    let trados = property(Profile::Trados, "x-ContextContent").unwrap();
    let fields: Vec<&str> = trados.split(" | ").collect();
    assert_eq!(fields, ["x || ||y||", "", "", ""]);
    assert_eq!(property(Profile::Generic, "x-next-source"), None);
}

#[test]
fn memoq_contexts_are_segments_as_text() {
    let mut unit = pair("a", "b");
    unit.context.previous_source = Some("R&D <b>\u{1}".into());
    let encoder = Encoder::default().with_profile(Profile::Memoq);
    let mut out = Vec::new();
    assert_eq!(encoder.write_unit(&unit, &mut out).unwrap().removed_characters, 1);
    let tu = tus(&encoder, &unit).remove(0);
    let source = tu.child("tuv");
    assert_eq!(source.property("x-context-pre").as_deref(), Some("<seg>R&amp;D &lt;b&gt;</seg>"));
    assert_eq!(source.property("x-context-post"), None);
}

#[test]
fn targets_in_several_units_where_the_tool_wants_so() {
    let languages = |profile: Profile| -> Vec<Vec<String>> {
        let encoder = Encoder::default().with_profile(profile);
        let tuv = |tuv: &Element| tuv.child("seg").text();
        let tus = tus(&encoder, &memory_unit());
        tus.iter().map(|tu| tu.children("tuv").map(tuv).collect()).collect()
    };
    assert_eq!(languages(Profile::Generic), [["Next", "Weiter", "Suivant", "Nächste"]]);
    assert_eq!(
        languages(Profile::Phrase),
        [vec!["Next", "Weiter", "Suivant"], vec!["Next", "Nächste"]]
    );
    assert_eq!(
        languages(Profile::Trados),
        [["Next", "Weiter"], ["Next", "Suivant"], ["Next", "Nächste"]]
    );
}
