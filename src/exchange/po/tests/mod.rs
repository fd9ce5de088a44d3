//! What entries look like, and what is read of them.

mod properties;

use super::{Encoder, Reader, Writer};
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::ErrorKind;
use crate::exchange::Encode as _;
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
        ("msgctxt \"x\"\nmsgid \"\"\nmsgstr \"y\"", 0, MalformedUnit, 10, "not empty"),
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
    let austrian: Language = "de-AT".parse().unwrap();
    for (header, given, language, codes) in [
        (HEADER, None, Some("de"), &[][..]),
        (HEADER, Some(&french), Some("de"), &[DiagnosticCode::LanguageConflict]),
        (HEADER, Some(&austrian), Some("de"), &[]),
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
            "msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"\"\nmsgstr \"Content-Type: text/plain; charset=\
             ISO-8859-1\\n\"\n",
            "line 4, column 1: expected the encoding in the first entry of the file, but found \
             `charset=ISO-8859-1` later",
        ),
        (
            "#\nmsgid \"\"\nmsgstr \"Content-Type: text/plain; charset=klingon\\n\"\n",
            "line 1, column 1: expected an encoding such as UTF-8 or UTF-16, but found `klingon`",
        ),
    ] {
        let error = Reader::new(file.as_bytes()).units().find_map(Result::err).unwrap();
        assert!(error.to_string().starts_with(message), "{error}");
    }
    let latin = Reader::new(&b"msgid \"a\"\nmsgstr \"\xFC\"\n"[..]).units().next().unwrap();
    assert!(matches!(latin.unwrap_err().kind(), ErrorKind::Syntax { .. }));
}

#[test]
fn files_are_read_in_the_encoding_that_they_declare() {
    let header = |charset: &str| {
        format!(
            "# a comment\nmsgid \"\"\nmsgstr \"\"\n\"Language: ru\\n\"\n\"Content-Type: text/plain; \
             charset={charset}\\n\"\n\nmsgid \"open\"\nmsgstr \"*\"\n"
        )
    };
    let with = |charset: &str, text: &[u8]| {
        let file = header(charset);
        let (before, after) = file.split_once('*').unwrap();
        [before.as_bytes(), text, after.as_bytes()].concat()
    };
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let wide = header("UTF-16").replace('*', "Пр");
    for (file, text) in [
        (with("CP1251", b"\xCF\xF0"), "Пр"),
        (with("koi8-r", b"\xF0\xD2"), "Пр"),
        (with("ISO-8859-1", b"\xFC"), "ü"),
        (with("iso-8859-2", b"\xB3"), "ł"),
        (with("Shift_JIS", b"\x82\xA0"), "あ"),
        (with("UTF-8", "ü".as_bytes()), "ü"),
        (with("CHARSET", "ü".as_bytes()), "ü"),
        (utf16(&wide), "Пр"),
        (utf16(&format!("\u{feff}{wide}")), "Пр"),
        // Whoever made UTF-8 of it left the name as it was.
        (wide.into_bytes(), "Пр"),
        (with("CP1251", b"\xCF\xF0"), "Пр"),
    ] {
        let (units, findings) = testing::read(Reader::new(&file[..]));
        assert_eq!(texts(&units[0]), ["open", text]);
        assert_eq!(findings.len(), 1, "the language of the source: {findings:?}");
    }
    let marked = ["\u{feff}".as_bytes(), &with("CP1251", "ü".as_bytes())].concat();
    assert_eq!(texts(&testing::read(Reader::new(&marked[..])).0[0]), ["open", "ü"]);
    let wrong = with("CP932", b"\x82");
    assert!(Reader::new(&wrong[..]).units().any(|unit| unit.is_err()));
}

#[test]
fn more_forms_than_the_header_says_are_kept_and_told() {
    let rule = "\"Plural-Forms: nplurals=2; plural=n!=1;\\n\"\n";
    let file = format!(
        "{HEADER}{rule}\nmsgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"x\"\nmsgstr[1] \
         \"y\"\nmsgstr[2] \"z\"\n"
    );
    let (units, findings) = read(&file);
    assert_eq!(texts(&units[1]), ["b", "y", "z"]);
    let [found] = &findings[..] else { panic!("one finding: {findings:?}") };
    assert_eq!(found.code, DiagnosticCode::InvalidAttribute);
    assert!(found.message.contains("expected 2 plural forms"), "{found}");
    // Written, what has no place is counted.
    assert_eq!(encoder().left_out_variants(&units[1]), 1);
    assert_eq!(encoder().left_out_variants(&units[0]), 0);
}

#[test]
fn a_compendium_has_no_contexts() {
    let mut unit = pair("a", "b");
    unit.id = Some("docs/a.md#74dd5-103".into());
    let mut again = unit.clone();
    again.id = Some("docs/a.md#74dd5-104".into());
    let mut writer = Writer::with_encoder(Vec::new(), encoder().with_context(false)).unwrap();
    writer.write(&unit).unwrap();
    assert!(writer.write(&again).is_err(), "the same source twice");
    let file = String::from_utf8(writer.finish().unwrap()).unwrap();
    assert!(!file.contains("msgctxt"), "{file}");
    assert!(file.contains("msgid \"a\"\nmsgstr \"b\""), "{file}");
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
