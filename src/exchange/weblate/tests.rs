use proptest::option;
use proptest::prelude::*;
use serde_json::Value;

use super::{Encoder, Reader, Writer};
use crate::diagnostic::DiagnosticCode;
use crate::exchange::inline_style::as_text;
use crate::exchange::testing::{self, assert_ends, written, written_of};
use crate::exchange::{InlineStyle, ReadUnits, locale, strategies};
use crate::inline::{CodedText, Syntax};
use crate::unit::{FlowContext, Origin, Property, State, TranslationUnit, Variant};

/// Reads the units of a file, and the codes and lines of what was found in it.
fn read(file: &str) -> (Vec<TranslationUnit>, Vec<(DiagnosticCode, usize)>) {
    let (units, findings) = testing::read(Reader::new(file.as_bytes()));
    let findings = findings.iter().map(|found| (found.code, found.start.line));
    (units, findings.collect())
}

/// Returns the units that come back from a unit: one for each target in another language
/// than the source, with markup as text, in Weblate's languages; the document is
/// path and context, the id a property unless it is one of the document.
fn reduced(unit: &TranslationUnit) -> Vec<TranslationUnit> {
    let source = unit.source().unwrap();
    let targets = unit.variants.iter().filter(|other| other.language != source.language);
    let texts: Vec<_> =
        targets.map(|target| [reduced_side(source), reduced_side(target)]).collect();
    if texts.iter().flatten().any(|side| side.text.is_empty()) {
        return Vec::new();
    }
    let not_empty =
        |path: &Option<_>| path.clone().filter(|path: &std::sync::Arc<str>| !path.is_empty());
    let path = not_empty(&unit.origin.path).or(not_empty(&unit.context.document));
    let id = unit.id.clone().filter(|id| !id.is_empty());
    let variants = texts.into_iter().map(|[source, mut target]| {
        target.state = target.state.filter(|state| *state == State::NeedsReview);
        TranslationUnit {
            source_language: source.language.clone().into(),
            variants: vec![Variant { state: None, ..source }, target],
            origin: Origin { path: path.clone(), ..Origin::default() },
            context: FlowContext { document: path.clone(), ..FlowContext::default() },
            properties: id.iter().map(|id| Property::new("x-context", id.as_str())).collect(),
            ..TranslationUnit::default()
        }
    });
    variants.collect()
}

fn reduced_side(side: &Variant) -> Variant {
    let code = locale::weblate(side.language.as_ref().unwrap());
    let text = CodedText::from_plain(as_text(&side.text));
    let state = side.state.map(|state| match state {
        State::Initial => State::NeedsReview,
        other => other,
    });
    Variant { state, ..Variant::new(code.parse().ok(), text) }
}

fn unit() -> impl Strategy<Value = TranslationUnit> {
    let states = [None, Some(State::Initial), Some(State::NeedsReview), Some(State::Final)];
    (strategies::unit(), proptest::sample::select(states.to_vec())).prop_map(|(mut unit, state)| {
        unit.variants.iter_mut().for_each(|variant| variant.state = state);
        unit
    })
}

/// Returns whether an entry is what the schema asks.
fn is_valid(entry: &Value) -> bool {
    let fields = entry.as_object().unwrap();
    let text = |name: &str| fields[name].as_str().unwrap();
    fields.len() == 8
        && !text("source").is_empty()
        && !text("target").is_empty()
        && [text("source_language"), text("target_language")]
            .iter()
            .all(|code| !code.is_empty() && !code.contains(' '))
        && fields["category"].is_u64()
        && fields["status"].is_i64()
        && fields["origin"].is_string()
        && fields["context"].is_string()
}

proptest! {
    #[test]
    fn units_come_back_reduced(units in proptest::collection::vec(unit(), 0..4)) {
        let (file, _) = written_of(Encoder::default(), &units);
        let entries: Vec<Value> = serde_json::from_str(&file).unwrap();
        prop_assert!(entries.iter().all(is_valid), "{}", file);
        let expected: Vec<_> = units.iter().flat_map(reduced).collect();
        prop_assert_eq!(read(&file), (expected, Vec::new()));
    }

    #[test]
    fn cut_anywhere_it_is_an_error(unit in unit(), cut in option::of(any::<prop::sample::Index>())) {
        let (file, _) = written_of(Encoder::default(), &[unit.clone(), unit]);
        let whole = file.trim_end().len();
        let end = cut.map_or(whole, |cut| cut.index(whole));
        let results: Vec<_> = Reader::new(&file.as_bytes()[..end]).units().collect();
        prop_assert_eq!(results.iter().any(Result::is_err), end < whole);
        prop_assert!(results.iter().rev().skip(1).all(Result::is_ok));
    }

    #[test]
    fn any_bytes_end(bytes in any::<Vec<u8>>(), json in "[\\[\\]{},:\"\\\\a1 ]{0,40}") {
        for bytes in [&bytes[..], json.as_bytes(), format!("[{json}").as_bytes()] {
            assert_ends(Reader::new(bytes).with_syntax(Syntax::Markdown), bytes);
        }
    }
}

#[test]
fn entries_of_all_versions() {
    let file = r#"[
  {"source": "Hello", "target": "Ahoj", "source_language": "en", "target_language": "cs",
   "origin": "test.tmx", "category": 1},
  {"source": "Open", "context": "menu", "target": "開く", "source_language": "en",
   "target_language": "zh_Hant_HK", "origin": "project/component", "category": 10000042,
   "status": 0},
  {"source": "a", "target": "b", "source_language": "en_US", "target_language": "sr@latin"}
]"#;
    let (units, findings) = read(file);
    assert_eq!(findings, []);
    let [hello, open, other] = &units[..] else { panic!("three units") };
    assert_eq!(hello.origin.path.as_deref(), Some("test.tmx"));
    assert_eq!((hello.properties.len(), hello.target().unwrap().state), (0, None));
    let properties = [("x-context", "menu"), ("x-weblate-category", "10000042")];
    assert_eq!(open.properties, properties.map(|(name, value)| Property::new(name, value)));
    assert_eq!(open.target().unwrap().state, Some(State::NeedsReview));
    assert_eq!(open.target().unwrap().language.as_ref().unwrap().as_str(), "zh-Hant-HK");
    assert_eq!(other.target().unwrap().language.as_ref().unwrap().as_str(), "sr-Latn");
    let again = written(Encoder::default(), &units);
    assert!(again.contains(r#""category":10000042,"status":0}"#), "{again}");
    assert_eq!(read(&again).0, units);
}

#[test]
fn what_cannot_be_used_is_found() {
    for (entry, count, codes) in [
        (r#"{"source":"a","target":"b"}"#, 1, &[DiagnosticCode::MissingAttribute; 2][..]),
        (
            r#"{"source":"a","target":"b","source_language":"en","target_language":"?"}"#,
            1,
            &[DiagnosticCode::InvalidLanguage],
        ),
        (
            r#"{"source":"","target":"b","source_language":"en","target_language":"de"}"#,
            0,
            &[DiagnosticCode::EmptySource],
        ),
        (
            r#"{"source":"a","target":"","source_language":"en","target_language":"de"}"#,
            0,
            &[DiagnosticCode::EmptyTarget],
        ),
        (r#"{"target":"b"}"#, 0, &[DiagnosticCode::MalformedUnit]),
        (r#"{"source":1,"target":"b"}"#, 0, &[DiagnosticCode::MalformedUnit]),
        (r#"{"source":"a","target":"b" "origin":""}"#, 0, &[DiagnosticCode::MalformedUnit]),
        ("[]", 0, &[DiagnosticCode::MalformedUnit]),
        ("", 0, &[DiagnosticCode::MalformedUnit]),
    ] {
        let good = r#"{"source":"x","target":"y","source_language":"en","target_language":"de"}"#;
        let (units, findings) = read(&format!("[{good},\n{entry},\n{good}]"));
        assert_eq!(units.len(), 2 + count, "{entry}");
        let expected: Vec<_> = codes.iter().map(|code| (*code, 2)).collect();
        assert_eq!(findings, expected, "{entry}");
    }
}

#[test]
fn messages_say_what_was_expected() {
    let mut reader = Reader::new(&b"[ {\"source\": 1}]"[..]);
    assert!(!reader.read(&mut TranslationUnit::default()).unwrap());
    assert_eq!(
        reader.findings()[0].to_string(),
        "1:3: error[malformed-unit]: unit 1: expected an entry of a memory; \
         invalid type: integer `1`, expected a string"
    );
}

#[test]
fn units_that_weblate_would_refuse_are_not_written() {
    let side = |language: &str, text: &str| {
        Variant::new(language.parse().ok(), CodedText::from_plain(text))
    };
    for (source, target, message) in [
        (side("en", ""), side("de", "b"), "that are not empty"),
        (side("en", "a"), side("de", ""), "that are not empty"),
        (side("", "a"), side("de", "b"), "expected a language for each side"),
        (side("en", "a"), side("en", "b"), "in another language than the source"),
    ] {
        let mut writer = Writer::new(Vec::new()).unwrap();
        let error = writer.write(&TranslationUnit::bilingual(source, target)).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(writer.finish().unwrap(), b"[\n\n]\n");
    }
}

#[test]
fn codes_are_text_or_left_out() {
    let text = CodedText::parse("**a** `b`", Syntax::Markdown);
    let unit = TranslationUnit::bilingual(
        Variant::new("en".parse().ok(), text.clone()),
        Variant::new("de".parse().ok(), text.clone()),
    );
    let raw = written(Encoder::default(), std::slice::from_ref(&unit));
    let strip = written(Encoder::default().with_inline_style(InlineStyle::Strip), &[unit]);
    assert!(raw.contains(r#""source":"**a** `b`""#) && strip.contains(r#""source":"a b""#));
    let reader = Reader::new(raw.as_bytes()).with_syntax(Syntax::Markdown);
    assert_eq!(reader.units().next().unwrap().unwrap().variants[1].text, text);
}

/// Weblate gives all entries of a file that is uploaded the name of that file.
#[test]
fn the_path_is_in_the_context_where_the_origin_is_another_name() {
    for (origin, context, path, id, kept) in [
        ("memory.json", "docs/a%20b.md#74dd5-103", Some("docs/a b.md"), true, Some("memory.json")),
        ("memory.json", "docs/a.md#a1b2c-p7", Some("docs/a.md"), true, Some("memory.json")),
        ("docs/a.md", "docs/a.md#a1b2c-7", Some("docs/a.md"), true, None),
        ("", "docs/a.md#a1b2c-7", Some("docs/a.md"), true, None),
        ("memory.json", "menu#open", Some("memory.json"), false, None),
        ("memory.json", "menu.main#open-1", Some("memory.json"), false, None),
    ] {
        let entry = serde_json::json!([{
            "source": "a", "target": "b", "source_language": "en", "target_language": "de",
            "origin": origin, "context": context,
        }]);
        let (units, _) = read(&entry.to_string());
        assert_eq!(units[0].origin.path.as_deref(), path, "{context}");
        assert_eq!(units[0].context.document.as_deref(), path, "{context}");
        assert_eq!(units[0].id.as_deref(), id.then_some(context));
        assert_eq!(Property::value_of(&units[0].properties, "x-weblate-origin"), kept);
    }
}
