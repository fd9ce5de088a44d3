use proptest::prelude::*;

use super::*;

fn language(tag: &str) -> Option<Language> {
    tag.parse().ok()
}

fn read(text: &str, tag: &str) -> Option<Number> {
    Number::read(text, language(tag).as_ref())
}

#[test]
fn numbers_are_read_in_the_format_of_the_language() {
    for (text, tag, expected) in [
        ("5", "en", Some("5")),
        ("1,234.5", "en", Some("1234.5")),
        ("1234.50", "en", Some("1234.50")),
        ("1.234,5", "de", Some("1234.5")),
        ("1.234", "de", Some("1234")),
        ("1.234", "en", Some("1.234")),
        ("1\u{202f}234,5", "fr", Some("1234.5")),
        ("1 234 567", "ru", Some("1234567")),
        ("1\u{2019}234.5", "de-CH", Some("1234.5")),
        ("١٬٢٣٤٫٥", "ar-SA", Some("1234.5")),
        ("１，２３４．５", "ja", Some("1234.5")),
        ("1,23", "en", None),
        ("1234,567", "en", None),
        ("1,2345", "en", None),
        ("1,234,56", "en", None),
        ("1.2.3", "en", None),
        ("1.234.567", "de", Some("1234567")),
        ("1.2.3", "de", None),
        ("007", "en", None),
        ("0.5", "en", Some("0.5")),
        ("1٢", "en", None),
        ("", "en", None),
        ("5.", "en", None),
    ] {
        let number = read(text, tag).map(|number| {
            let fraction = number.fraction.map(|fraction| format!(".{fraction}"));
            number.integer + &fraction.unwrap_or_default()
        });
        assert_eq!(number.as_deref(), expected, "{text} {tag}");
    }
}

#[test]
fn numbers_are_written_as_the_one_before() {
    for (source, written, new, tag, expected) in [
        ("5", "5", "12", "de", "12"),
        ("5", "5", "1,500", "de", "1.500"),
        ("5", "5", "1500", "de", "1500"),
        ("5", "5", "2.5", "fr", "2,5"),
        ("1,234.5", "1.234,5", "5,678.25", "de", "5.678,25"),
        ("1,234", "1 234", "12,345", "fr", "12 345"),
        ("1,234", "1\u{202f}234", "999", "fr", "999"),
        ("1,234", "1234", "5,678", "de", "5678"),
        ("12345", "12.345", "23456", "de", "23.456"),
        ("12,345", "12.345", "1,234", "es", "1234"),
        ("5", "٥", "1,234.5", "ar-SA", "١٬٢٣٤٫٥"),
        ("5", "５", "12", "ja", "１２"),
        ("1,234,567", "1.234.567", "7,654,321", "de", "7.654.321"),
    ] {
        let source_language = language("en");
        let target_language = language(tag);
        let read_source = |text| Number::read(text, source_language.as_ref()).unwrap();
        let written = Number::read(written, target_language.as_ref()).unwrap();
        let new = read_source(new);
        let text = new.write_like(&read_source(source), &written, target_language.as_ref());
        assert_eq!(text, expected);
    }
}

#[test]
fn agreement() {
    for (one, other, tag, agrees) in [
        ("2", "5", "en", true),
        ("1", "2", "en", false),
        ("2", "5", "ru", false),
        ("2", "3", "ru", true),
        ("1", "2", "zh", true),
        ("1.5", "2.5", "de", true),
        ("1.5", "2", "de", false),
        ("10000000000", "20000000000", "de", true),
    ] {
        let (one, other) = (read(one, "en").unwrap(), read(other, "en").unwrap());
        assert_eq!(one.agrees_as(&other, language(tag).as_ref()), agrees, "{one:?} {tag}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_the_same_number(
        whole in 0_u64..=9_999_999, hundredths in proptest::option::of(0_u8..100),
        old in 0_u64..=9_999_999, tag in proptest::sample::select(vec!["en", "de", "fr", "es", "pl", "de-CH", "ar-EG", "ja"]),
    ) {
        let plain = |number: u64| Number {
            integer: number.to_string(),
            fraction: None,
            style: Style { zero: '0', group: None, decimal: None },
        };
        let target = language(tag);
        let fraction = hundredths.map(|hundredths| format!("{hundredths:02}"));
        let style = Style { zero: '0', group: Some(','), decimal: fraction.as_ref().map(|_| '.') };
        let new = Number { fraction, style, ..plain(whole) };
        let text = new.write_like(&plain(old), &plain(old), target.as_ref());
        prop_assert!(Number::read(&text, target.as_ref()).unwrap().is_same(&new), "{}", text);
    }

    #[test]
    fn reading_never_fails(text in "[0-9.,' ٠-٩\u{a0}a]{0,12}") {
        let _ = read(&text, "de");
    }
}
