//! Lines, and what comes back of them.

use proptest::prelude::*;

use super::*;
use crate::error::ErrorKind;
use crate::exchange::strategies::unit;
use crate::exchange::testing::{self, assert_ends, written};
use crate::exchange::{Finding, Limits, ReadUnits};
use crate::inline::{Code, CodeKind, CodeRole, CodedText, Subflow, Syntax};
use crate::language::Language;
use crate::unit::{
    BlockKind, Date, Placement, Property, Proposal, SourceLanguage, TranslationType,
    TranslationUnit, Variant,
};

fn text() -> CodedText {
    let mut text = CodedText::from_plain("Use ");
    let code = Code::new(CodeKind::Code, CodeRole::Standalone, "`a \"b\"`");
    text.push_code(code.with_equivalent("a \"b\""));
    text.push_escaped("\u{a0}", "&nbsp;");
    text.push_text("\u{1}\n");
    text
}

fn segment() -> TranslationUnit {
    let mut unit = TranslationUnit::bilingual(
        Variant::new(Some(Language::en_us()), text()),
        Variant::new("zh-cn".parse().ok(), CodedText::from_plain("使用 `a`")),
    );
    unit.id = Some("docs/a%20b.md#a1b2c-p101".into());
    unit.origin.path = Some("docs/a b.md".into());
    unit.origin.file_id = Some("0123".into());
    unit.origin.source_commit = Some("abc".into());
    unit.origin.translation_type = Some(TranslationType::new("HT"));
    unit.origin.date = Date::from_month_day_year("07/29/2020");
    unit.context.document = unit.origin.path.clone();
    unit.context.previous_source = Some("Before".into());
    let mut place = Placement::new("a1b2c-p101", 3, 14, 100..200);
    place.kind = BlockKind::TableCell;
    unit.placement = Some(place);
    unit
}

/// Returns the line of a unit as `extract` writes it.
fn line(unit: &TranslationUnit) -> String {
    written(Encoder::segments(), std::slice::from_ref(unit))
}

fn read(file: impl AsRef<[u8]>) -> (Vec<TranslationUnit>, Vec<Finding>) {
    testing::read(Reader::new(file.as_ref()))
}

#[test]
fn a_segment_is_its_fields_in_order() {
    insta::assert_snapshot!(line(&segment()), @r#"{"id":"a1b2c-p101","path":"docs/a b.md","ordinal":3,"line":14,"range":[100,200],"kind":"table-cell","syntax":null,"source":"Use `a \"b\"`&nbsp;\u0001\n","target":"使用 `a`","source_text":"Use a \"b\" \u0001\n","target_text":"使用 `a`","source_language":"en-US","target_language":"zh-CN","repaired":false,"file_id":"0123","source_commit":"abc","translation_type":"HT","date":"2020-07-29T00:00:00Z","unit":null}"#);
}

#[test]
fn a_unit_from_elsewhere_has_its_fields_and_itself() {
    let mut unit = segment();
    unit.id = Some("memory 7".into());
    unit.placement = None;
    unit.history.usage_count = Some(2);
    insta::assert_snapshot!(line(&unit), @r#"{"id":"memory 7","path":"docs/a b.md","ordinal":null,"line":null,"range":null,"kind":null,"syntax":null,"source":"Use `a \"b\"`&nbsp;\u0001\n","target":"使用 `a`","source_text":"Use a \"b\" \u0001\n","target_text":"使用 `a`","source_language":"en-US","target_language":"zh-CN","repaired":null,"file_id":"0123","source_commit":"abc","translation_type":"HT","date":"2020-07-29T00:00:00Z","unit":"{\"id\":\"memory 7\",\"source_language\":\"en-US\",\"variants\":[{\"language\":\"en-US\",\"text\":[{\"text\":\"Use \"},{\"code\":\"code\",\"role\":\"standalone\",\"native\":\"`a \\\"b\\\"`\",\"equivalent\":\"a \\\"b\\\"\"},{\"text\":\" \",\"native\":\"&nbsp;\"},{\"text\":\"\\u0001\\n\"}]},{\"language\":\"zh-CN\",\"text\":[{\"text\":\"使用 `a`\"}]}],\"origin\":{\"path\":\"docs/a b.md\",\"file_id\":\"0123\",\"source_commit\":\"abc\",\"translation_type\":\"HT\",\"date\":\"2020-07-29T00:00:00Z\"},\"context\":{\"document\":\"docs/a b.md\",\"previous_source\":\"Before\"},\"history\":{\"usage_count\":2}}"}"#);
}

#[test]
fn an_empty_unit_has_a_line_too() {
    insta::assert_snapshot!(line(&TranslationUnit::default()), @r#"{"id":null,"path":null,"ordinal":null,"line":null,"range":null,"kind":null,"syntax":null,"source":null,"target":null,"source_text":null,"target_text":null,"source_language":null,"target_language":null,"repaired":null,"file_id":null,"source_commit":null,"translation_type":null,"date":null,"unit":"{\"variants\":[],\"origin\":{},\"context\":{}}"}"#);
}

/// Files from before have an object, and people write one.
#[test]
fn a_unit_is_read_as_an_object_too() {
    let unit = "{\"variants\":[{\"text\":[{\"text\":\"a\"}]},{\"text\":[{\"text\":\"b\"}]}]}";
    for line in [format!("{{\"unit\":{unit}}}"), format!("{{\"unit\":{unit:?}}}")] {
        let (units, findings) = read(&line);
        assert_eq!(findings, []);
        assert_eq!(units[0].target().unwrap().text.plain(), "b", "{line}");
    }
    let (units, findings) = read("{\"unit\":\"{\\\"variants\\\":5}\",\"source\":\"a\"}");
    assert_eq!((units.len(), findings.len()), (0, 1));
    assert!(findings[0].to_string().contains("invalid type: integer `5`"), "{}", findings[0]);
}

/// What `docs/formats/units.schema.json` says of a field.
fn is_of_type(value: &serde_json::Value, names: &serde_json::Value) -> bool {
    let name = match value {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "boolean",
        serde_json::Value::Number(_) => "integer",
        serde_json::Value::String(_) => "string",
        serde_json::Value::Array(_) => "array",
        serde_json::Value::Object(_) => "object",
    };
    names.as_array().unwrap().iter().any(|known| known == name)
}

/// Holds a line to the schema: the fields, their order and their types.
fn assert_schema(line: &str) {
    let schema = include_str!("../../../docs/formats/units.schema.json");
    let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
    let object: serde_json::Map<_, _> = serde_json::from_str(line).unwrap();
    let required = schema["required"].as_array().unwrap();
    let mut at = 0;
    for name in required.iter().map(|name| name.as_str().unwrap()) {
        let found = line[at..].find(&format!("\"{name}\":"));
        at += found.unwrap_or_else(|| panic!("{name} is missing, or not in its order: {line}"));
        let property = &schema["properties"][name];
        assert!(is_of_type(&object[name], &property["type"]), "{name}: {line}");
        if let (Some(values), false) = (property["enum"].as_array(), object[name].is_null()) {
            assert!(values.contains(&object[name]), "{name}: {line}");
        }
    }
    assert_eq!(object.len(), required.len(), "{line}");
    assert_eq!(schema["properties"].as_object().unwrap().len(), required.len());
}

#[test]
fn lines_keep_to_the_schema() {
    let mut foreign = segment();
    foreign.placement = None;
    for unit in [segment(), foreign, TranslationUnit::default()] {
        assert_schema(&line(&unit));
        assert_schema(&written(Encoder::default(), &[unit]));
    }
    for kind in BlockKind::ALL {
        let mut unit = segment();
        unit.placement.as_mut().unwrap().kind = *kind;
        unit.placement.as_mut().unwrap().syntax = Syntax::Html;
        assert_schema(&line(&unit));
    }
}

#[test]
fn what_the_fields_do_not_hold_brings_the_unit() {
    let changes: [fn(&mut TranslationUnit); 14] = [
        |unit| unit.placement = None,
        |unit| unit.id = Some("docs/a%20b.md#a1b2c-102".into()),
        |unit| unit.id = Some("docs/b.md#a1b2c-p101".into()),
        |unit| unit.id = None,
        |unit| unit.source_language = SourceLanguage::Any,
        |unit| unit.source_language = SourceLanguage::Is("zh-CN".parse().unwrap()),
        |unit| unit.variants.push(Variant::default()),
        |unit| unit.history.created = Date::from_unix_seconds(0),
        |unit| unit.history.changed = Date::from_unix_seconds(0),
        |unit| unit.notes.push("see figure 2".into()),
        |unit| unit.properties.push(Property::new("x-a", "b")),
        |unit| unit.variants[1].history.changed = Date::from_unix_seconds(0),
        |unit| unit.variants[0].notes.push("check".into()),
        |unit| unit.context.document = Some("other.md".into()),
    ];
    for (index, change) in changes.iter().enumerate() {
        let mut unit = segment();
        change(&mut unit);
        let line = line(&unit);
        let record: Record<'_> = serde_json::from_str(&line).unwrap();
        assert_eq!(record.unit.as_deref(), Some(&unit), "change {index}");
    }
}

#[test]
fn a_line_reads_back_as_its_record() {
    for unit in [segment(), TranslationUnit::default()] {
        let line = line(&unit);
        let record = Encoder::segments().record(&unit);
        assert_eq!(serde_json::from_str::<Record<'_>>(&line).unwrap(), record);
        assert_eq!(serde_json::from_reader::<_, Record<'_>>(line.as_bytes()).unwrap(), record);
    }
}

#[test]
fn the_fields_alone_where_they_are_all() {
    let mut plain = TranslationUnit::bilingual(
        Variant::new(Some(Language::en_us()), CodedText::parse("**Use** it", Syntax::Markdown)),
        Variant::new(None, CodedText::from_plain("用")),
    );
    plain.id = Some("memory 7".into());
    let mut html = plain.clone();
    html.id = None;
    html.placement = Some(Placement::new("1", 0, 1, 0..9));
    html.placement.as_mut().unwrap().syntax = Syntax::Html;
    html.variants[0].text = CodedText::parse("**Use** <b>it</b>", Syntax::Html);
    for unit in [plain, html] {
        let line = written(Encoder::default(), std::slice::from_ref(&unit));
        assert!(line.contains("\"unit\":null"), "{line}");
        assert_eq!(read(&line), (vec![unit], vec![]), "{line}");
    }
    let with_neighbours = written(Encoder::default(), &[segment()]);
    assert!(with_neighbours.contains("\"unit\":\"{"), "{with_neighbours}");
}

/// Makes segments that follow each other, as far as their ordinals do.
fn row(ordinals: &[(&str, usize)]) -> Vec<TranslationUnit> {
    let unit = |&(path, ordinal): &(&str, usize)| {
        let mut unit = segment();
        let source = CodedText::parse(&format!("`{ordinal}`"), Syntax::Markdown);
        unit.variants[0].text = source;
        unit.variants[1].text = CodedText::from_plain("用");
        unit.id = Some(format!("{path}#a-{ordinal}"));
        unit.origin.path = Some(path.into());
        unit.context.document = unit.origin.path.clone();
        unit.context.previous_source = None;
        unit.placement = Some(Placement::new(format!("a-{ordinal}"), ordinal, 1, 0..1));
        unit
    };
    ordinals.iter().map(unit).collect()
}

#[test]
fn neighbours_are_the_lines_before_and_after() {
    let segments = row(&[("a", 0), ("a", 1), ("a", 3), ("a", 4), ("b", 5), ("b", 6)]);
    let (units, findings) = read(written(Encoder::segments(), &segments));
    assert_eq!(findings, []);
    let neighbours = |unit: &TranslationUnit| {
        let context = &unit.context;
        [&context.previous_source, &context.next_source]
            .map(|text| text.as_deref().unwrap_or("-").to_owned())
            .concat()
    };
    let found: Vec<String> = units.iter().map(neighbours).collect();
    assert_eq!(found, ["-1", "0-", "-4", "3-", "-6", "5-"]);
}

#[test]
fn a_line_with_its_unit_is_a_neighbour_too() {
    let mut segments = row(&[("a", 0), ("a", 1), ("a", 2)]);
    segments[1].notes.push("own".into());
    let (units, _) = read(written(Encoder::segments(), &segments));
    assert_eq!(units[0].context.next_source.as_deref(), Some("1"));
    assert_eq!(units[1], segments[1], "its own context goes before");
    assert_eq!(units[2].context.previous_source.as_deref(), Some("1"));
}

#[test]
fn texts_inside_codes_as_deep_as_they_can_be_read() {
    let nested = |depth: usize| {
        let mut text = CodedText::from_plain("x");
        for _ in 0..depth {
            let subflows = [Subflow::new(0..text.markup().len(), text.clone())];
            let native = text.markup().into_owned();
            let code = Code::new(CodeKind::Other, CodeRole::Open(1), &native);
            text = CodedText::default();
            text.push_code(Code { subflows: &subflows, ..code });
        }
        let mut unit = segment();
        unit.proposals.push(Proposal::new(Variant::new(None, text.clone())));
        unit.proposals[0].source = Some(Variant::new(None, text));
        unit
    };
    let deepest = nested(encoder::DEEPEST);
    assert_eq!(read(line(&deepest)), (vec![deepest], vec![]));
    let error = Writer::new(Vec::new()).write(&nested(encoder::DEEPEST + 1)).unwrap_err();
    assert!(error.to_string().contains("expected texts inside codes at most 28 deep"), "{error}");
}

#[test]
fn what_is_no_record_is_left_out() {
    for (line, found) in [
        (
            "[]",
            "2:1: error[malformed-unit]: unit 2: expected an object with the fields of a unit, but found a line that begins with `[`",
        ),
        (
            "{",
            "2:1: error[malformed-unit]: unit 2: expected an object with the fields of a unit, but found: EOF while parsing an object",
        ),
        (
            "{}",
            "2:1: error[malformed-unit]: unit 2: expected `source` and `target`, or `unit`, but found none of them",
        ),
        (
            "{\"sauce\":\"a\"}",
            "2:1: error[malformed-unit]: unit 2: expected `source` and `target`, or `unit`, but found none of them",
        ),
        (
            "{\"source\":\"ü\",\"target\":5}",
            "2:24: error[malformed-unit]: unit 2: expected an object with the fields of a unit, but found: invalid type: integer `5`, expected a string",
        ),
        ("{\"source\":\"a\",\"target_language\":\"*\"}", "2:36: error[malformed-unit]"),
        ("{\"source\":\"a\"} {\"source\":\"b\"}", "2:16: error[malformed-unit]"),
        ("source,target", "2:1: error[malformed-unit]"),
    ] {
        let text = format!(
            "{{\"source\":\"1\",\"target\":\"2\"}}\r\n{line}\n\n \t\n{{\"source\":\"3\",\"target\":\"4\"}}"
        );
        let (units, findings) = read(text);
        assert_eq!(units.len(), 2, "{line}");
        assert_eq!(findings.len(), 1, "{line}: {findings:?}");
        let shown = findings[0].to_string();
        assert!(shown.starts_with(found), "{line}: {shown}");
    }
}

#[test]
fn what_is_not_all_there_is_read_with_a_finding() {
    for (line, found) in [
        (
            "{\"id\":\"7\",\"source\":\"a\"}",
            "1:1: warning[missing-target]: unit 1 (7): expected a `target`, but found a `source` alone",
        ),
        (
            "{\"target\":\"a\"}",
            "1:1: warning[missing-source]: unit 1: expected a `source`, but found a `target` alone",
        ),
        (
            "{\"source\":\"a\",\"target\":\"b\",\"ordinal\":1}",
            "1:1: error[missing-attribute]: unit 1: expected `ordinal`, `line` and `range` together, but found some of them; the place is not used",
        ),
        (
            "{\"source\":\"a\",\"unit\":{\"variants\":[]}}",
            "1:1: error[invalid-attribute]: unit 1: expected `source` as in `unit`, but found another text; it is not used",
        ),
    ] {
        let (units, findings) = read(line);
        assert_eq!((units.len(), findings.len()), (1, 1), "{line}");
        assert_eq!(findings[0].to_string(), found);
    }
}

#[test]
fn an_endless_line_is_refused_after_the_units_before_it() {
    let first = line(&row(&[("a", 0)])[0]);
    let text = format!("{first}{first}{}", "x".repeat(first.len()));
    let mut reader =
        Reader::new(text.as_bytes()).with_limits(Limits::default().with_text(first.len() - 1));
    let mut unit = TranslationUnit::default();
    assert!(reader.read(&mut unit).unwrap());
    assert!(reader.read(&mut unit).unwrap());
    let error = reader.read(&mut unit).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Limit { .. }), "{error}");
    assert_eq!(error.position().unwrap().line, 3);
    assert!(!reader.read(&mut unit).unwrap(), "after an error the file is at its end");
}

#[test]
fn a_file_in_utf16_as_some_shells_write() {
    let utf16: Vec<u8> = "\u{feff}{\"source\":\"如\",\"target\":\"b\"}\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let (units, findings) = read(utf16);
    assert_eq!((units[0].source().unwrap().text.text(), findings.len()), ("如", 0));
}

/// Makes units as the strategies do, and such that often follow each other or
/// have nothing but fields.
fn any_unit() -> impl Strategy<Value = TranslationUnit> {
    let place = (0..3_usize, 0..2_usize, any::<bool>());
    (unit(), 0..8_u8, place).prop_map(|(mut unit, bare, (ordinal, path, parsed))| {
        if bare < 6 {
            unit.history = Default::default();
            unit.variants.truncate(2);
            unit.variants.iter_mut().for_each(Variant::clear_details);
            unit.notes.clear();
            unit.properties.clear();
            unit.proposals.clear();
            unit.attributes.clear();
        }
        if bare < 5 {
            let language = unit.variants[0].language.take_if(|_| bare < 3);
            unit.variants[0].language.clone_from(&language);
            unit.source_language = language.into();
        }
        if bare < 4 {
            unit.context = Default::default();
            unit.origin.path = [None, Some("a b".into())][path].clone();
            unit.context.document.clone_from(&unit.origin.path);
            if let Some(place) = &mut unit.placement {
                place.ordinal = ordinal;
                place.segment_id = "a-1".into();
                unit.id = unit.origin.path.as_ref().map(|_| "a%20b#a-1".into());
            }
        }
        if parsed {
            let syntax = unit.placement.as_ref().map_or(Syntax::Markdown, |place| place.syntax);
            for variant in &mut unit.variants {
                variant.text = CodedText::parse(&variant.text.markup(), syntax);
            }
        }
        unit
    })
}

proptest! {
    #[test]
    fn any_units_read_back(units in prop::collection::vec(any_unit(), 0..5)) {
        let text = written(Encoder::default(), &units);
        prop_assert_eq!(text.lines().count(), units.len());
        prop_assert_eq!(read(&text), (units, vec![]));
    }

    #[test]
    fn any_unit_reads_back(unit in unit()) {
        let units = [unit];
        prop_assert_eq!(read(written(Encoder::default(), &units)).0, units);
    }

    #[test]
    fn a_line_is_what_serde_writes(unit in any_unit()) {
        for encoder in [Encoder::default(), Encoder::segments()] {
            let record = serde_json::to_string(&encoder.record(&unit)).unwrap();
            assert_schema(&record);
            prop_assert_eq!(written(encoder, std::slice::from_ref(&unit)), record + "\n");
        }
    }

    #[test]
    fn a_cut_file_gives_the_units_before_the_cut(
        units in prop::collection::vec(any_unit(), 1..4), cut in any::<prop::sample::Index>()
    ) {
        let text = written(Encoder::default(), &units);
        let cut = &text.as_bytes()[..cut.index(text.len())];
        let whole = cut.iter().filter(|&&byte| byte == b'\n').count();
        let mut found = Reader::new(cut).units();
        let read: Vec<_> = found.by_ref().collect();
        // The cut line is a finding, or an error where the cut is in a character.
        let is_all = cut.is_empty() || cut.ends_with(b"\n");
        prop_assert_eq!(
            read.len() + found.reader().findings().len(),
            whole + usize::from(!is_all)
        );
        for (read, unit) in read.into_iter().zip(&units[..whole]) {
            prop_assert_eq!(&read.unwrap(), unit);
        }
    }

    #[test]
    fn any_bytes_end(bytes in any::<Vec<u8>>(), text in "[{}\\[\\]\":,a0\n]{0,40}") {
        for bytes in [&bytes, text.as_bytes()] {
            assert_ends(Reader::new(bytes), bytes);
        }
    }
}
