//! Units of all shapes, for property tests.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::inline::{Code, CodeKind, CodeRole, CodedText};
use crate::language::Language;
use crate::unit::{
    BlockKind, Date, FlowContext, Origin, Placement, Property, TranslationType, TranslationUnit,
    Variant,
};

/// Text in several scripts, with what XML, JSON and line-based formats mind:
/// markup, edge spaces, line ends, forbidden and odd characters.
pub(super) fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z ]{0,8}",
        2 => "[ぁ-ん一-龠，。！]{1,6}",
        1 => "[ء-ي ]{1,6}",
        1 => "[ก-๙]{1,6}",
        2 => "[<>&\"'\\]|%#{}\\\\]{1,3}",
        1 => Just("]]>".to_owned()),
        1 => "[\r\n\t \u{a0}\u{85}\u{2028}]{1,3}",
        1 => "[\0\u{1}\u{8}\u{b}\u{c}\u{1f}\u{7f}\u{feff}\u{fffd}\u{fffe}\u{ffff}]{1,2}",
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn kind() -> impl Strategy<Value = CodeKind> {
    prop::sample::select(vec![
        CodeKind::Bold,
        CodeKind::Italic,
        CodeKind::Strikethrough,
        CodeKind::Code,
        CodeKind::Link,
        CodeKind::Image,
        CodeKind::LineBreak,
        CodeKind::Html,
        CodeKind::Directive,
        CodeKind::Other,
    ])
}

/// Roles of all kinds, with numbers that often do not make pairs.
fn role() -> impl Strategy<Value = CodeRole> {
    prop_oneof![
        3 => (1..4_u32).prop_map(CodeRole::Open),
        3 => (1..4_u32).prop_map(CodeRole::Close),
        2 => Just(CodeRole::Standalone),
        1 => Just(CodeRole::IsolatedOpen),
        1 => Just(CodeRole::IsolatedClose),
        1 => any::<u32>().prop_map(CodeRole::Open),
    ]
}

/// What a text is made of; codes of few forms, so that two texts often agree.
#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Escaped(String, String),
    Code(CodeKind, CodeRole, String, Option<String>),
}

fn part() -> impl Strategy<Value = Part> {
    let native = prop_oneof![Just("**".to_owned()), Just("<br/>".to_owned()), text()];
    prop_oneof![
        text().prop_map(Part::Text),
        (text(), text()).prop_map(|(text, native)| Part::Escaped(text, native)),
        (kind(), role(), native, option::weighted(0.2, text())).prop_map(
            |(kind, role, native, equivalent)| Part::Code(kind, role, native, equivalent)
        ),
    ]
}

fn coded(parts: &[Part]) -> CodedText {
    let mut coded = CodedText::default();
    for part in parts {
        match part {
            Part::Text(text) => coded.push_text(text),
            Part::Escaped(text, native) => coded.push_escaped(text, native),
            Part::Code(kind, role, native, equivalent) => coded.push_code(Code {
                kind: *kind,
                role: *role,
                native,
                equivalent: equivalent.as_deref(),
            }),
        }
    }
    coded
}

fn date() -> impl Strategy<Value = Option<Date>> {
    option::weighted(
        0.3,
        (-62_167_219_200..=253_402_207_200_i64)
            .prop_map(|seconds| Date::from_unix_seconds(seconds).expect("years 0 to 9999")),
    )
}

fn properties() -> impl Strategy<Value = Vec<Property>> {
    let property = (text(), text()).prop_map(|(name, value)| Property::new(name, value));
    prop_oneof![3 => Just(Vec::new()), 1 => vec(property, 1..3)]
}

fn notes() -> impl Strategy<Value = Vec<String>> {
    prop_oneof![3 => Just(Vec::new()), 1 => vec(text(), 1..3)]
}

fn language() -> impl Strategy<Value = Language> {
    prop::sample::select(vec!["en-US", "zh-CN", "de-DE", "ar-SA", "sr-Latn-RS"])
        .prop_map(|tag| tag.parse().expect("a tag"))
}

fn variant(text: CodedText) -> impl Strategy<Value = Variant> {
    (language(), date(), date(), notes(), properties()).prop_map(
        move |(language, created, changed, notes, properties)| Variant {
            created,
            changed,
            notes,
            properties,
            ..Variant::new(Some(language), text.clone())
        },
    )
}

/// Variants with texts of their own, or with the same parts in another order.
fn variants() -> impl Strategy<Value = Vec<Variant>> {
    let own = vec(vec(part(), 0..6), 1..4);
    let same = vec(part(), 0..6).prop_flat_map(|parts| {
        [Just(parts.clone()).prop_shuffle(), Just(parts).prop_shuffle()].prop_map(Vec::from)
    });
    prop_oneof![own, same]
        .prop_flat_map(|texts| texts.iter().map(|parts| variant(coded(parts))).collect::<Vec<_>>())
}

fn origin() -> impl Strategy<Value = Origin> {
    let texts = [(); 4].map(|()| option::of(text()));
    (texts, date()).prop_map(|([path, file_id, source_commit, word], date)| Origin {
        path: path.map(Into::into),
        file_id: file_id.map(Into::into),
        source_commit: source_commit.map(Into::into),
        translation_type: word.map(TranslationType::new),
        date,
    })
}

fn context() -> impl Strategy<Value = FlowContext> {
    [(); 3].map(|()| option::of(text())).prop_map(|[document, previous_source, next_source]| {
        FlowContext {
            document: document.map(Into::into),
            previous_source: previous_source.map(Into::into),
            next_source: next_source.map(Into::into),
        }
    })
}

fn placement() -> impl Strategy<Value = Placement> {
    let kind = prop::sample::select(vec![BlockKind::Paragraph, BlockKind::TableCell]);
    (text(), any::<u32>(), kind, any::<bool>()).prop_map(|(id, number, kind, repaired)| {
        let number = number as usize;
        Placement { kind, repaired, ..Placement::new(id, number, number + 1, number..number + 10) }
    })
}

/// Units that TMX can hold: every variant has a language.
pub(super) fn unit() -> impl Strategy<Value = TranslationUnit> {
    let known = (option::of(text()), option::of(language()), option::of(any::<u32>()));
    let dates = (date(), date());
    let place = (origin(), context(), option::of(placement()));
    (known, variants(), place, dates, notes(), properties()).prop_map(
        |((id, source_language, usage_count), variants, place, dates, notes, properties)| {
            TranslationUnit {
                id,
                source_language,
                variants,
                origin: place.0,
                context: place.1,
                placement: place.2,
                created: dates.0,
                changed: dates.1,
                notes,
                properties,
                usage_count,
            }
        },
    )
}
