//! Rows, and what comes back of them.

use proptest::prelude::*;

use super::*;
use crate::error::ErrorKind;
use crate::exchange::bilingual::others;
use crate::exchange::inline_style::as_text;
use crate::exchange::strategies::unit;
use crate::exchange::testing::{self, assert_ends, written};
use crate::exchange::{Finding, Limits, ReadUnits};
use crate::inline::{CodedText, Syntax};
use crate::language::Language;
use crate::unit::{
    FlowContext, History, Note, Placement, Property, State, TranslationType, TranslationUnit,
    Variant,
};

fn read(file: impl AsRef<[u8]>) -> (Vec<TranslationUnit>, Vec<Finding>) {
    testing::read(Reader::new(file.as_ref()))
}

fn variant(language: &str, markup: &str) -> Variant {
    Variant::new(language.parse().ok(), CodedText::parse(markup, Syntax::Markdown))
}

fn sample() -> TranslationUnit {
    let mut unit =
        TranslationUnit::bilingual(variant("en-US", "**Save**; \"now\""), variant("de", "=1\r\n"));
    unit.id = Some("a.md#1".into());
    unit.origin.path = Some("a.md".into());
    unit.origin.translation_type = Some(TranslationType::new("MT"));
    unit.context.previous_source = Some("-".into());
    unit.placement = Some(Placement::new("1", 0, 1, 0..9));
    unit.variants[1].state = Some(State::NeedsReview);
    unit.notes.push("one".into());
    unit.variants[1].notes.push("two".into());
    unit.history.usage_count = Some(3);
    unit.properties.push(Property::new("Client", "ACME"));
    unit
}

#[test]
fn a_header_and_a_row() {
    insta::assert_snapshot!(
        written(Encoder::default().with_properties(["Client"]), &[sample()]).replace('\r', "␍")
    );
}

#[test]
fn the_same_as_tsv() {
    insta::assert_snapshot!(written(Encoder::tsv(), &[sample()]).replace(['\r', '\t'], "·"));
}

#[test]
fn columns_by_their_numbers_need_no_header() {
    let texts = |file: &str, source: &str, target: &str| {
        let reader =
            Reader::new(file.as_bytes()).with_source_column(source).with_target_column(target);
        let (units, findings) = testing::read(reader);
        assert_eq!(findings, [], "{file}");
        let side = |variant: Option<&Variant>| variant.unwrap().text.text().to_owned();
        let texts = units.iter().map(|unit| [side(unit.source()), side(unit.target())].concat());
        (texts.collect::<Vec<_>>(), units)
    };
    for (file, source, target, expected) in [
        ("a,b\nc,d\n", "1", "2", &["ab", "cd"][..]),
        ("a,b\nc,d\n", "2", "1", &["ba", "dc"]),
        ("x\ta\t\"b\"\n", "2", "3", &["ab"]),
        ("sep=;\r\na;b\r\n", "1", "2", &["ab"]),
        ("\"2-D\",\"2-D\"\n", "1", "2", &["2-D2-D"]),
        // With a header of our names the numbers are those of its columns.
        ("target,source,en\nb,a,c\n", "3", "1", &["cb"]),
        ("source,target\na,b\n", "1", "2", &["ab"]),
        ("en,de\na,b\n", "en", "de", &["ab"]),
        ("en,de\na,b\n", "en", "2", &["ab"]),
    ] {
        assert_eq!(texts(file, source, target).0, expected, "{file}");
    }
    let (_, units) = texts("n,a,b\n", "2", "3");
    assert_eq!(units[0].properties, [Property::new("column-1", "n")]);
    let error = Reader::new(&b"a,b\n"[..]).with_source_column("1").with_target_column("3");
    assert!(error.units().next().unwrap().is_err(), "there is no third column");
}

#[test]
fn quotes_in_tsv_are_text_unless_they_are_around_a_cell() {
    let file =
        "source\ttarget\r\n\"He\" said\t\"Er\" sagte\r\n\"a\tb\"\t\"c\"\"\nd\"\r\n\"Hi\t\"Ho\r\n";
    let reader = Reader::new(file.as_bytes()).with_separator(Separator::Tab);
    let (units, findings) = testing::read(reader);
    assert_eq!(findings, []);
    let texts: Vec<_> = units
        .iter()
        .map(|unit| [unit.source(), unit.target()].map(|side| side.unwrap().text.text()))
        .collect();
    assert_eq!(texts, [["\"He\" said", "\"Er\" sagte"], ["a\tb", "c\"\nd"], ["\"Hi", "\"Ho"]]);
}

#[test]
fn a_row_for_each_target() {
    let mut unit = sample();
    unit.variants.push(variant("fr", "Enregistrer"));
    unit.variants.push(variant("de", "Sichern"));
    let (units, findings) = read(written(Encoder::default(), &[unit]));
    assert_eq!(findings, []);
    let targets = units.iter().map(|unit| unit.target().unwrap().text.text());
    assert_eq!(targets.collect::<Vec<_>>(), ["=1\r\n", "Enregistrer", "Sichern"]);
    let histories = units.iter().map(|unit| unit.history.usage_count);
    assert_eq!(histories.collect::<Vec<_>>(), [Some(3); 3]);
}

#[test]
fn a_unit_without_a_text_is_refused() {
    let mut writer = Writer::new(Vec::new()).unwrap();
    let error = writer.write(&TranslationUnit::default()).unwrap_err();
    assert_eq!(error.to_string(), "unit without id: expected a text, but found none");
    let header = writer.finish().unwrap();
    assert!(header.ends_with(b",date\r\n"));
    let encoder = Encoder::default().with_properties(["Target"]);
    let error = Writer::with_encoder(Vec::new(), encoder).unwrap_err().to_string();
    assert!(error.starts_with("expected the name of a property, but found `Target`"), "{error}");
}

#[test]
fn what_cannot_be_used_is_found() {
    for (header, row, found, is_read) in [
        (
            "source,target",
            "a,b,c",
            "error[malformed-unit]: unit 1: expected 2 cells as in the first row, but found 3",
            false,
        ),
        (
            "source,target",
            "a",
            "error[malformed-unit]: unit 1: expected 2 cells as in the first row, but found 1",
            false,
        ),
        (
            "source,target,id",
            ",,7",
            "error[malformed-unit]: unit 1: expected a source and a target, but found neither",
            false,
        ),
        (
            "source,target,id",
            "a,,7",
            "warning[missing-target]: unit 1 (7): expected a target, but found an empty cell",
            true,
        ),
        (
            "source,target",
            ",b",
            "warning[missing-source]: unit 1: expected a source, but found an empty cell",
            true,
        ),
        (
            "source,target,source_language",
            "a,b,*",
            "error[invalid-language]: unit 1: column `source_language`: expected a BCP 47",
            true,
        ),
        (
            "source,target,created",
            "a,b,1.5.2020",
            "error[invalid-date]: unit 1: column `created`: expected a date such as `2020-07-29T00:00:00Z`, but found `1.5.2020`",
            true,
        ),
        (
            "source,target,usage_count",
            "a,b,many",
            "error[invalid-attribute]: unit 1: column `usage_count`: expected a number, but found `many`",
            true,
        ),
        (
            "source,target,state",
            "a,b,done",
            "error[invalid-attribute]: unit 1: column `state`: expected one of `initial`,",
            true,
        ),
        (
            "source,target,syntax",
            "a,b,rtf",
            "error[invalid-attribute]: unit 1: column `syntax`: expected one of `markdown`, `html`, but found `rtf`",
            true,
        ),
    ] {
        let (units, findings) = read(format!(
            "{header}\n{row}\n\n,\nlast,one{}\n",
            ",".repeat(header.matches(',').count() - 1)
        ));
        assert_eq!(units.len(), 1 + usize::from(is_read), "{row}");
        // The row of one cell too few is one of its own.
        let findings: Vec<_> = findings.iter().filter(|finding| finding.start.line == 2).collect();
        assert_eq!(findings.len(), 1, "{row}");
        let shown = findings[0].to_string();
        assert!(shown.starts_with(&format!("2:1: {found}")), "{row}: {shown}");
    }
}

#[test]
fn what_spreadsheets_do_is_read() {
    for (text, source, target) in [
        ("\u{feff}Source;Target\r\na;b\r\n", "a", "b"),
        ("source,target\na,b,,\n", "a", "b"),
        ("target\tsource\n\"b\n\"\"c\"\"\"\ta\n", "a", "b\n\"c\""),
        ("source,target,created\na,b,2020-07-29\n", "a", "b"),
    ] {
        let (units, findings) = read(text);
        assert_eq!(findings, [], "{text:?}");
        assert_eq!(units.len(), 1);
        assert_eq!(units[0].source().unwrap().text.text(), source);
        assert_eq!(units[0].target().unwrap().text.text(), target);
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(utf16).0, units);
    }
}

#[test]
fn markup_is_text_unless_it_is_said() {
    let text = "source,target\n**a**,<b>b</b>\n";
    assert_eq!(read(text).0[0].source().unwrap().text, CodedText::from_plain("**a**"));
    let mut reader = Reader::new(text.as_bytes()).with_syntax(Syntax::Html);
    let mut unit = TranslationUnit::default();
    assert!(reader.read(&mut unit).unwrap());
    assert_eq!(unit.source().unwrap().text, CodedText::from_plain("**a**"));
    assert_eq!(unit.target().unwrap().text, CodedText::parse("<b>b</b>", Syntax::Html));
}

#[test]
fn an_error_ends_the_file() {
    let mut reader = Reader::new(&b"source,target\na,b\n\"c,d\ne,f\n"[..]);
    let mut unit = TranslationUnit::default();
    assert!(reader.read(&mut unit).unwrap());
    let error = reader.read(&mut unit).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Syntax { .. }), "{error}");
    assert_eq!(error.position().unwrap().line, 3);
    assert!(!reader.read(&mut unit).unwrap());
}

#[test]
fn what_is_larger_than_the_limit_ends_the_file() {
    let large_row = format!("source,target\na,b\nc,{}\n", "d".repeat(5000));
    for (file, limit, count, message) in [
        (large_row.as_str(), 2000, 1, "line 3, column 1: expected a row of at most 2000 bytes"),
        ("source,target\n", 12, 0, "line 1, column 1: expected a header of at most 12 bytes"),
    ] {
        let reader = Reader::new(file.as_bytes());
        let mut units = reader.with_limits(Limits::default().with_text(limit)).units();
        assert_eq!(units.by_ref().take(count).filter(Result::is_ok).count(), count);
        let error = units.next().unwrap().unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Limit { .. }), "{error}");
        assert!(error.to_string().starts_with(message), "{error}");
        assert!(units.next().is_none());
    }
    let reader = Reader::new(&b"source,target\na,b\n"[..]);
    let mut units = reader.with_limits(Limits::default().with_text(13)).units();
    assert!(units.next().unwrap().is_ok(), "the line feed is not counted");
}

/// Reduces a unit to what rows carry of it, as `docs/formats/csv.md` says.
fn reduced(unit: &TranslationUnit, properties: &[String]) -> Vec<TranslationUnit> {
    let source = unit.source().unwrap();
    let targets = others(unit, source);
    match unit.variants.len() {
        1 => vec![reduced_row(unit, source, None, properties)],
        _ => targets.map(|target| reduced_row(unit, source, Some(target), properties)).collect(),
    }
}

fn reduced_row(
    unit: &TranslationUnit,
    source: &Variant,
    target: Option<&Variant>,
    properties: &[String],
) -> TranslationUnit {
    let usual = unit.placement.as_ref().map(|place| place.syntax);
    let syntax = encoder::syntax([Some(&source.text), target.map(|target| &target.text)], usual);
    let side = |variant: &Variant| {
        let markup = as_text(&variant.text);
        let text = match syntax {
            Some(syntax) => CodedText::parse(&markup, syntax),
            None => CodedText::from_plain(markup),
        };
        Variant::new(variant.language.clone(), text)
    };
    let mut row = TranslationUnit {
        source_language: source.language.clone().into(),
        variants: [Some(source), target].into_iter().flatten().map(side).collect(),
        id: filled(unit.id.clone()),
        origin: unit.origin.clone(),
        history: history(unit, target),
        ..TranslationUnit::default()
    };
    if let Some(target) = target {
        row.variants[1].state = target.state;
    }
    row.origin.path = filled(row.origin.path);
    row.origin.file_id = filled(row.origin.file_id);
    row.origin.source_commit = filled(row.origin.source_commit);
    row.origin.translation_type =
        row.origin.translation_type.filter(|word| !word.as_str().is_empty());
    row.context = FlowContext {
        document: filled(unit.context.document.clone()),
        previous_source: filled(unit.context.previous_source.clone()),
        next_source: filled(unit.context.next_source.clone()),
    };
    let of_target = target.cloned().unwrap_or_default();
    let notes = [&unit.notes, &source.notes, &of_target.notes];
    let notes: Vec<String> = notes.into_iter().flatten().map(|note| note.text.clone()).collect();
    row.notes.extend(filled(Some(notes.join("\n"))).map(Note::new));
    if let Some(place) = &unit.placement {
        row.properties.push(Property::new("x-kind", place.kind.as_str()));
        row.properties.extend(place.repaired.then(|| Property::new("x-repaired", "yes")));
    }
    for name in properties {
        let mut all = unit.properties.iter().chain(&of_target.properties);
        let value = all.find(|property| property.name == *name).map(|property| &property.value);
        row.properties.extend(
            value.filter(|value| !value.is_empty()).map(|value| Property::new(name, value)),
        );
    }
    row
}

/// Returns `None` for an empty text, which a cell cannot tell from none.
fn filled<T: AsRef<str>>(text: Option<T>) -> Option<T> {
    text.filter(|text| !text.as_ref().is_empty())
}

fn history(unit: &TranslationUnit, target: Option<&Variant>) -> History {
    let own = target.map(|target| target.history.clone()).unwrap_or_default();
    let unit = unit.history.clone();
    History {
        created: own.created.or(unit.created),
        created_by: filled(own.created_by.or(unit.created_by)),
        changed: own.changed.or(unit.changed),
        changed_by: filled(own.changed_by.or(unit.changed_by)),
        last_used: own.last_used.or(unit.last_used),
        usage_count: own.usage_count.or(unit.usage_count),
    }
}

fn encoder() -> impl Strategy<Value = Encoder> {
    let separator = prop::sample::select(Separator::ALL);
    (separator, any::<bool>()).prop_map(|(separator, has_mark)| {
        Encoder::default().with_separator(separator).with_byte_order_mark(has_mark)
    })
}

/// Returns the names that may have a column of their own.
fn property_names(unit: &TranslationUnit) -> Vec<String> {
    let mut names: Vec<String> =
        unit.properties.iter().map(|property| property.name.clone()).collect();
    names.retain(|name| !name.trim().is_empty() && Column::of_header(name).is_none());
    names.sort();
    names.dedup();
    names
}

proptest! {
    #[test]
    fn units_read_back(unit in unit(), encoder in encoder()) {
        let names = property_names(&unit);
        let text = written(encoder.with_properties(&names), std::slice::from_ref(&unit));
        let (units, _) = read(&text);
        prop_assert_eq!(units, reduced(&unit, &names), "{}", text);
    }

    #[test]
    fn codes_of_markup_come_back(markup in prop::sample::select(vec![
        "**a** `b`", "<b>a</b>&nbsp;", "[a](b) \\*", "plain", "=1 *a*", "",
    ]), syntax in prop::sample::select(Syntax::ALL)) {
        let text = CodedText::parse(markup, syntax);
        let unit = TranslationUnit::bilingual(
            Variant::new(Some(Language::en_us()), text.clone()),
            Variant::new("de".parse().ok(), CodedText::from_plain("x")),
        );
        let (units, _) = read(written(Encoder::default(), &[unit]));
        prop_assert_eq!(&units[0].source().unwrap().text, &text);
    }

    /// The `csv` crate's own reader sees the same cells.
    #[test]
    fn other_readers_see_the_same_cells(units in prop::collection::vec(unit(), 0..3), encoder in encoder()) {
        let encoder = encoder.with_byte_order_mark(false);
        let text = written(encoder.clone(), &units);
        let mut reader = ::csv::ReaderBuilder::new()
            .delimiter(if text.starts_with("source,") { b',' } else if text.starts_with("source;") { b';' } else { b'\t' })
            .from_reader(text.as_bytes());
        let cells: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect();
        prop_assert!(cells.iter().all(|row| row.len() == Column::ALL.len()));
        let sources: Vec<&str> = cells.iter().map(|row| row[0].as_str()).collect();
        let given: Vec<String> = units
            .iter()
            .flat_map(|unit| {
                let markup = as_text(&unit.source().unwrap().text).into_owned();
                vec![Formulas::Guarded.guard(&markup).into_owned(); (unit.variants.len() - 1).max(1)]
            })
            .collect();
        prop_assert_eq!(sources, given);
    }

    #[test]
    fn a_cut_file_gives_whole_rows_or_an_error(unit in unit(), cut in any::<prop::sample::Index>()) {
        let text = written(Encoder::default(), &[unit.clone(), unit]);
        let cut = &text.as_bytes()[..cut.index(text.len())];
        let mut units = Reader::new(cut).units();
        let whole: Vec<_> = units.by_ref().filter_map(Result::ok).collect();
        let all = read(&text).0;
        // Of a row that is cut in its last cell, there is no more to know.
        let same = whole.iter().zip(&all).filter(|(cut, whole)| cut == whole).count();
        prop_assert!(same + 1 >= whole.len(), "{:?}", whole);
    }

    #[test]
    fn any_bytes_end(bytes in any::<Vec<u8>>(), text in "(source[,;\t]target[\r\n])?[a,;\t\"'=\r\n]{0,40}") {
        for bytes in [&bytes, text.as_bytes()] {
            assert_ends(Reader::new(bytes), bytes);
        }
    }
}
