//! What entries look like, and what is read of them.

mod properties;

use super::{Encoder, Reader, Writer};
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::ErrorKind;
use crate::exchange::testing::{self, pair, written_of};
use crate::exchange::{Finding, InlineStyle, Limits, ReadUnits};
use crate::inline::{CodedText, Syntax};
use crate::language::Language;
use crate::unit::{BlockKind, Note, Placement, Property, State, TranslationUnit, Variant};

fn german() -> Language {
    "de-DE".parse().unwrap()
}

fn encoder() -> Encoder {
    Encoder::new(german()).with_source_language(Language::en_us())
}

/// Writes the file of the units, and counts them; those that are refused are left
/// out.
fn written(units: &[TranslationUnit]) -> (String, usize) {
    written_of(encoder(), units)
}

/// Writes the file of the units, and leaves its header out.
fn entries(units: &[TranslationUnit]) -> String {
    let (file, _) = written(units);
    file.split_once("\n\n").unwrap().1.to_owned()
}

/// Reads the units of a file, and what was found in it.
fn read(file: &str) -> (Vec<TranslationUnit>, Vec<Finding>) {
    testing::read(Reader::new(file.as_bytes()))
}

const HEADER: &str = "msgid \"\"\nmsgstr \"\"\n\"Language: de\\n\"\n\"X-Source-Language: en\\n\"\n\
                      \"Content-Type: text/plain; charset=UTF-8\\n\"\n";

/// Returns the texts of a unit, the source first.
fn texts(unit: &TranslationUnit) -> Vec<&str> {
    unit.variants.iter().map(|variant| variant.text.text()).collect()
}

fn property<'u>(unit: &'u TranslationUnit, name: &str) -> Option<&'u str> {
    let found = unit.properties.iter().find(|property| property.name == name);
    found.map(|property| property.value.as_str())
}

#[test]
fn an_entry_with_all_its_parts() {
    let mut unit = pair("Open \"a\"\nor b", "Öffnen\nb");
    unit.id = Some("docs/a%20b.md#74dd5-103".into());
    unit.origin.path = Some("docs/a b.md".into());
    let mut place = Placement::new("74dd5-103", 3, 14, 100..200);
    place.kind = BlockKind::TableCell;
    unit.placement = Some(place);
    unit.notes = vec!["a verb".into(), Note::new("see the glossary").with_from("reviewer")];
    unit.variants[1].notes.push("two\r\nlines".into());
    unit.variants[1].state = Some(State::NeedsReview);
    unit.properties = vec![
        Property::new("x-po-flags", "c-format, fuzzy, range: 0..9"),
        Property::new("x-po-previous-msgid", "Open\na"),
        Property::new("x-po-previous-msgctxt", "menu"),
        Property::new("x-context", "not written beside an id"),
    ];
    insta::assert_snapshot!(entries(&[unit]).replace(['\u{2068}', '\u{2069}'], "|"), @r##"
    # see the glossary
    # two
    # lines
    #. a verb
    #: |docs/a b.md|:14
    #, fuzzy, c-format, range: 0..9
    #| msgctxt "menu"
    #| msgid ""
    #| "Open\n"
    #| "a"
    msgctxt "docs/a%20b.md#74dd5-103"
    msgid ""
    "Open \"a\"\n"
    "or b"
    msgstr ""
    "Öffnen\n"
    "b"
    "##);
}

#[test]
fn a_file_from_elsewhere_is_written_as_it_was() {
    let entry = r##"# a person
#. a tool
#: a.c:12 b.c:3
#, fuzzy, c-format
#| msgctxt "old menu"
#| msgid "Old"
msgctxt "menu"
msgid "Open %s"
msgstr "%s öffnen"
"##;
    let file = HEADER.replace("Language: de", "Language: de_DE").replace("e: en", "e: en_US");
    let (units, findings) = read(&format!("{file}\n{entry}"));
    assert_eq!(findings, []);
    assert_eq!(units[0].id, None, "many entries share a context");
    assert_eq!(units[0].origin.path.as_deref(), Some("a.c"));
    assert_eq!(entries(&units), entry);
}

#[test]
fn units_without_the_pair_are_refused() {
    let mut other = pair("a", "b");
    other.variants[1].language = "fr".parse().ok();
    let mut writer = Writer::with_encoder(Vec::new(), encoder()).unwrap();
    let empty = pair("\0", "b");
    for (unit, message) in [
        (&other, "expected a target in `de-DE`, but found `en-US`, `fr`"),
        (&empty, "expected a source that is not empty"),
        (&TranslationUnit::default(), "expected a source in `en-US`, but found no variant"),
    ] {
        let error = writer.write(unit).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
    let mut alone = pair("a", "");
    alone.variants.truncate(1);
    writer.write(&alone).unwrap();
    let error = writer.write(&pair("a", "b")).unwrap_err().to_string();
    assert!(error.contains("expected each unit once"), "{error}");
    assert_eq!((writer.units(), writer.removed_characters()), (1, 0));
    writer.write(&pair("\0c", "\u{4}d")).unwrap();
    assert_eq!((writer.units(), writer.removed_characters()), (2, 2));
}

#[test]
fn line_ends_at_the_edges_come_back() {
    let unit = pair("\na", "b\n\n");
    let (file, _) = written(std::slice::from_ref(&unit));
    assert!(file.contains("#. target-line-ends: 0 2\n"), "{file}");
    assert!(file.ends_with("msgstr \"\"\n\"\\n\"\n\"b\"\n"), "{file}");
    let (units, _) = read(&file);
    assert_eq!((&units[0].variants, units[0].notes.len()), (&unit.variants, 0));
}

#[test]
fn codes_are_text_or_left_out() {
    let mut unit = pair("", "");
    for variant in &mut unit.variants {
        variant.text = CodedText::parse("**a** `b`", Syntax::Markdown);
    }
    let encoder = encoder().with_inline_style(InlineStyle::Strip);
    let mut writer = Writer::with_encoder(Vec::new(), encoder).unwrap();
    writer.write(&unit).unwrap();
    let file = String::from_utf8(writer.finish().unwrap()).unwrap();
    assert!(file.ends_with("msgid \"a b\"\nmsgstr \"a b\"\n"), "{file}");
    let (file, _) = written(std::slice::from_ref(&unit));
    let (units, _) = testing::read(Reader::new(file.as_bytes()).with_syntax(Syntax::Markdown));
    assert_eq!(units[0].variants, unit.variants);
}

#[test]
fn plurals_are_two_units() {
    let polish = "Plural-Forms: nplurals=3; plural=n==1 ? 0 : n%10>=2 ? 1 : 2;";
    let welsh = "Plural-Forms: nplurals=3; plural=n==0 ? 0 : n==1 ? 1 : 2;";
    for (rule, forms, singular, plural) in [
        ("", "msgstr[0] \"x\"\n", &["a", "x"][..], &["b", "x"][..]),
        (
            polish,
            "msgstr[0] \"x\"\nmsgstr[1] \"y\"\nmsgstr[2] \"z\"\n",
            &["a", "x"],
            &["b", "y", "z"],
        ),
        (
            welsh,
            "msgstr[0] \"x\"\nmsgstr[1] \"y\"\nmsgstr[2] \"z\"\n",
            &["a", "y"],
            &["b", "x", "z"],
        ),
        (welsh, "msgstr[0] \"x\"\n", &["a", "x"], &["b", "x"]),
        (polish, "msgstr[0] \"\"\nmsgstr[1] \"\"\n", &["a"], &["b"]),
    ] {
        let file = format!("{HEADER}\"{rule}\\n\"\n\nmsgid \"a\"\nmsgid_plural \"b\"\n{forms}");
        let (units, _) = read(&file);
        let [first, second] = &units[..] else { panic!("two units of {file}") };
        assert_eq!((texts(first), texts(second)), (singular.to_vec(), plural.to_vec()), "{file}");
        assert_eq!(property(first, "x-po-form"), Some("singular"));
        assert_eq!(property(second, "x-po-form"), Some("plural"));
    }
}

#[test]
fn obsolete_entries_are_left_out_or_asked_for() {
    let file = format!(
        "{HEADER}\nmsgid \"a\"\nmsgstr \"b\"\n\n# old\n#~| msgid \"x\"\n#~ msgid \"\"\n#~ \"c\"\n#~ msgstr \"d\"\n"
    );
    let (units, findings) = read(&file);
    assert_eq!(units.len(), 1);
    let [found] = &findings[..] else { panic!("one finding: {findings:?}") };
    assert_eq!((found.code, found.severity), (DiagnosticCode::ObsoleteUnit, Severity::Note));
    assert_eq!(found.start.line, 12);
    let (units, findings) = testing::read(Reader::new(file.as_bytes()).with_obsolete(true));
    assert_eq!((units.len(), findings), (2, Vec::new()));
    assert_eq!(texts(&units[1]), ["c", "d"]);
    assert_eq!(property(&units[1], "x-po-obsolete"), Some("yes"));
    assert_eq!(units[1].notes, [Note::new("old").with_from("translator")]);
}

/// Each entry stands between two good ones.
#[test]
fn what_cannot_be_read_is_found_and_the_rest_is_read() {
    use DiagnosticCode::*;
    for (entry, count, code, line, message) in [
        ("msgid \"x\nmsgstr \"y\"", 0, MalformedUnit, 10, "a quote at the end"),
        ("msgid \"x\"\nmsgstr y", 0, MalformedUnit, 11, "found `y`"),
        ("msgid \"x\"\n\"\\q\"\nmsgstr \"y\"", 0, MalformedUnit, 11, "`\\q\"`"),
        ("msgid \"x\"", 0, MalformedUnit, 10, "expected a `msgstr`"),
        ("msgctxt \"x\"\nmsgstr \"y\"", 0, MalformedUnit, 10, "expected a `msgid`"),
        ("msgid \"x\"\nmsgstr[1] \"y\"", 0, MalformedUnit, 11, "expected `msgstr[0]`"),
        ("msgid \"x\"\nmsgstr \"\\377\"", 0, MalformedUnit, 10, "text in UTF-8"),
        ("garbage", 0, MalformedUnit, 10, "found `garbage`"),
        ("#\n\"x\"", 0, MalformedUnit, 11, "a keyword such as `msgid`"),
        ("msgctxt \"x\"\nmsgid \"\"\nmsgstr \"y\"", 0, EmptySource, 10, "not empty"),
        ("msgid \"x\"\nmsgstr \"\"", 1, MissingTarget, 10, "is empty"),
    ] {
        let good = |text: &str| format!("msgid \"{text}\"\nmsgstr \"b\"\n");
        let file = format!("{HEADER}\n{}\n{entry}\n\n#. c\n{}", good("1"), good("2"));
        let (units, findings) = read(&file);
        assert_eq!(units.len(), 2 + count, "{entry}");
        assert_eq!(texts(units.last().unwrap()), ["2", "b"], "{entry}");
        let [found] = &findings[..] else { panic!("one finding for {entry}: {findings:?}") };
        assert_eq!((found.code, found.start.line), (code, line), "{entry}: {found}");
        assert!(found.message.contains(message), "{entry}: {found}");
        assert_eq!(found.unit, Some(2), "{entry}");
    }
}

#[test]
fn languages_of_the_header_and_of_the_caller() {
    let body = "msgid \"a\"\nmsgstr \"b\"\n";
    let french: Language = "fr".parse().unwrap();
    for (header, given, language, codes) in [
        (HEADER, None, Some("de"), &[][..]),
        (HEADER, Some(&french), Some("de"), &[DiagnosticCode::LanguageConflict]),
        ("", Some(&french), Some("fr"), &[DiagnosticCode::MissingLanguage]),
        ("", None, None, &[DiagnosticCode::MissingLanguage; 2]),
        (
            "msgid \"\"\nmsgstr \"Language: ?\\nX-Source-Language: en\\n\"\n",
            Some(&french),
            Some("und"),
            &[DiagnosticCode::InvalidLanguage],
        ),
    ] {
        let file = format!("{header}\n{body}");
        let mut reader = Reader::new(file.as_bytes());
        if let Some(given) = given {
            reader = reader.with_target_language(given.clone());
        }
        let (units, findings) = testing::read(reader);
        let found = units[0].variants[1].language.as_ref().map(Language::as_str);
        assert_eq!(found, language, "{header}");
        let found: Vec<_> = findings.iter().map(|found| found.code).collect();
        assert_eq!(found, codes, "{header}");
    }
}

#[test]
fn files_that_are_no_po_are_an_error() {
    for (file, message) in [
        ("{\"a\": 1}", "line 1, column 1: expected a PO file"),
        ("# a comment\n<tmx>", "line 2, column 1: expected a PO file"),
        (
            "#\nmsgid \"\"\nmsgstr \"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n",
            "line 2, column 1: expected `charset=UTF-8`, but found `charset=ISO-8859-1`",
        ),
    ] {
        let error = Reader::new(file.as_bytes()).units().next().unwrap().unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}");
    }
    let latin = Reader::new(&b"msgid \"a\"\nmsgstr \"\xFC\"\n"[..]).units().next().unwrap();
    assert!(matches!(latin.unwrap_err().kind(), ErrorKind::Syntax { .. }));
}

#[test]
fn large_entries_are_refused() {
    let limits = Limits::default().with_unit(1000);
    let file = format!("{HEADER}\nmsgid \"a\"\nmsgstr \"b\"\n{}", "#\n".repeat(100));
    let mut units = Reader::new(file.as_bytes()).with_limits(limits).units();
    assert!(units.next().unwrap().is_ok());
    let error = units.next().unwrap().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Limit { .. }), "{error}");
    assert!(units.next().is_none());
}

#[test]
fn an_empty_file_has_no_units() {
    for file in ["", "\n\n", "# only\n#. comments\n", HEADER] {
        assert_eq!(read(file), (Vec::new(), Vec::new()), "{file}");
    }
}
