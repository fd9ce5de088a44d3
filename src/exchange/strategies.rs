//! Units of all shapes, for property tests.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::inline::{Attribute, Code, CodeKind, CodeRole, CodedText, Subflow, Syntax};
use crate::language::Language;
use crate::unit::{
    BlockKind, Date, FlowContext, History, Note, Origin, Placement, Property, Proposal,
    ProposalKind, SourceLanguage, State, TranslationType, TranslationUnit, Variant,
};

/// Makes text in several scripts, with what XML, JSON and line-based formats mind:
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
        CodeKind::Placeholder,
        CodeKind::Annotation,
        CodeKind::Unknown,
        CodeKind::Other,
    ])
}

/// Makes roles of all kinds, with numbers that often do not make pairs.
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
enum TextPiece {
    Text(String),
    Escaped(String, String),
    Code(CodeKind, CodeRole, String, CodeFields),
}

/// What a code may have beside its native form.
#[derive(Clone, Debug)]
struct CodeFields {
    equivalent: Option<String>,
    id: Option<String>,
    type_name: Option<String>,
    subflows: Vec<Subflow>,
    attributes: Vec<Attribute>,
}

fn code_fields(depth: u32) -> BoxedStrategy<CodeFields> {
    let words = [(); 3].map(|()| option::weighted(0.2, text()));
    let id = option::weighted(0.3, (1..5_u8).prop_map(|id| id.to_string()));
    let subflow = match depth {
        0 => Just(Vec::new()).boxed(),
        _ => prop_oneof![6 => Just(Vec::new()), 1 => vec(subflow(depth - 1), 1..3)].boxed(),
    };
    let assoc = prop_oneof![5 => Just(None), 1 => Just(Some(Attribute::new("assoc", "p")))];
    (words, id, subflow, assoc)
        .prop_map(|([equivalent, type_name, _], id, subflows, assoc)| CodeFields {
            equivalent,
            id,
            type_name,
            subflows,
            attributes: assoc.into_iter().collect(),
        })
        .boxed()
}

fn subflow(depth: u32) -> impl Strategy<Value = Subflow> {
    vec(piece(depth), 0..3).prop_map(|pieces| Subflow::new(0..0, coded(&pieces)))
}

fn piece(depth: u32) -> BoxedStrategy<TextPiece> {
    let native = prop_oneof![Just("**".to_owned()), Just("<br/>".to_owned()), text()];
    let code = (kind(), role(), native, code_fields(depth));
    prop_oneof![
        text().prop_map(TextPiece::Text),
        (text(), text()).prop_map(|(text, native)| TextPiece::Escaped(text, native)),
        code.prop_map(|(kind, role, native, fields)| TextPiece::Code(kind, role, native, fields)),
    ]
    .boxed()
}

fn coded(pieces: &[TextPiece]) -> CodedText {
    let mut coded = CodedText::default();
    for piece in pieces {
        match piece {
            TextPiece::Text(text) => coded.push_text(text),
            TextPiece::Escaped(text, native) => coded.push_escaped(text, native),
            TextPiece::Code(kind, role, native, fields) => {
                push_code(&mut coded, *kind, *role, native, fields)
            }
        }
    }
    coded
}

/// Adds a code whose native form is followed by the texts inside it.
fn push_code(
    coded: &mut CodedText,
    kind: CodeKind,
    role: CodeRole,
    native: &str,
    fields: &CodeFields,
) {
    // A marked range has no native form, and so nothing inside.
    let marks = kind == CodeKind::Annotation;
    let mut native = if marks { String::new() } else { native.to_owned() };
    let mut subflows = if marks { Vec::new() } else { fields.subflows.clone() };
    for subflow in &mut subflows {
        let start = native.len();
        native.push_str(&subflow.text.markup());
        subflow.range = start..native.len();
    }
    coded.push_code(Code {
        equivalent: fields.equivalent.as_deref(),
        id: fields.id.as_deref(),
        type_name: fields.type_name.as_deref(),
        subflows: &subflows,
        attributes: &fields.attributes,
        ..Code::new(kind, role, &native)
    });
}

fn date() -> impl Strategy<Value = Option<Date>> {
    option::weighted(
        0.3,
        (-62_167_219_200..=253_402_207_200_i64)
            .prop_map(|seconds| Date::from_unix_seconds(seconds).expect("years 0 to 9999")),
    )
}

fn properties() -> impl Strategy<Value = Vec<Property>> {
    let fields = (option::weighted(0.2, language()), option::weighted(0.2, text()));
    let name = prop_oneof![text(), "x-[a-z]{1,4}"];
    let property = (name, text(), fields).prop_map(|(name, value, (language, encoding))| {
        Property { language, encoding, ..Property::new(name, value) }
    });
    prop_oneof![3 => Just(Vec::new()), 1 => vec(property, 1..3)]
}

fn notes() -> impl Strategy<Value = Vec<Note>> {
    let words = [(); 3].map(|()| option::weighted(0.2, text()));
    let note = (text(), option::of(language()), words, option::weighted(0.2, 1..=10_u8)).prop_map(
        |(text, language, [from, category, encoding], priority)| Note {
            language,
            from,
            category,
            priority,
            encoding,
            ..Note::new(text)
        },
    );
    prop_oneof![3 => Just(Vec::new()), 1 => vec(note, 1..3)]
}

fn history() -> impl Strategy<Value = History> {
    let people = [(); 2].map(|()| option::weighted(0.2, text()));
    (date(), date(), date(), people, option::weighted(0.3, any::<u32>())).prop_map(
        |(created, changed, last_used, [created_by, changed_by], usage_count)| History {
            created,
            created_by,
            changed,
            changed_by,
            last_used,
            usage_count,
        },
    )
}

fn attributes(names: &'static [&'static str]) -> impl Strategy<Value = Vec<Attribute>> {
    let attribute =
        (prop::sample::select(names), text()).prop_map(|(name, value)| Attribute::new(name, value));
    // Each name once, as in an element.
    vec(attribute, 0..3).prop_map(|mut attributes| {
        attributes.sort();
        attributes.dedup_by(|a, b| a.name == b.name);
        attributes
    })
}

fn language() -> impl Strategy<Value = Language> {
    prop::sample::select(vec!["en-US", "zh-CN", "de-DE", "ar-SA", "sr-Latn-RS"])
        .prop_map(|tag| tag.parse().expect("a tag"))
}

fn state() -> impl Strategy<Value = State> {
    prop::sample::select(vec![
        State::Initial,
        State::NeedsReview,
        State::Translated,
        State::Reviewed,
        State::Final,
    ])
}

/// Makes a variant of a text, boxed as are other values: the tree of a whole unit,
/// one value in another,
/// would fill the stack of a test.
fn variant(text: CodedText) -> BoxedStrategy<Variant> {
    let attributes = attributes(&["datatype", "o-tmf"]);
    (language(), option::weighted(0.2, state()), history(), notes(), properties(), attributes)
        .prop_map(move |(language, state, history, notes, properties, attributes)| Variant {
            state,
            history,
            notes,
            properties,
            attributes,
            ..Variant::new(Some(language), text.clone())
        })
        .boxed()
}

/// Makes variants with texts of their own, or with the same pieces in another order.
fn variants() -> impl Strategy<Value = Vec<Variant>> {
    let own = vec(vec(piece(1), 0..6), 1..4);
    let same = vec(piece(0), 0..6).prop_flat_map(|pieces| {
        [Just(pieces.clone()).prop_shuffle(), Just(pieces).prop_shuffle()].prop_map(Vec::from)
    });
    prop_oneof![own, same].prop_flat_map(|texts| {
        texts.iter().map(|pieces| variant(coded(pieces))).collect::<Vec<_>>()
    })
}

fn any_variant() -> impl Strategy<Value = Variant> {
    vec(piece(0), 0..4).prop_flat_map(|pieces| variant(coded(&pieces)))
}

fn proposal() -> impl Strategy<Value = Proposal> {
    let kind = prop::sample::select(vec![
        ProposalKind::Memory,
        ProposalKind::MemoryInContext,
        ProposalKind::Id,
        ProposalKind::Machine,
        ProposalKind::Assembled,
        ProposalKind::Terms,
        ProposalKind::Other,
    ]);
    let words = [(); 2].map(|()| option::weighted(0.3, text()));
    let texts = (option::of(any_variant()), any_variant());
    (words, texts, option::of(0..=102_u8), kind, properties()).prop_map(
        |([id, origin], (source, target), score, kind, properties)| Proposal {
            id,
            source,
            target,
            score,
            kind,
            origin,
            properties,
        },
    )
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
    let syntax = prop::sample::select(Syntax::ALL);
    (text(), any::<u32>(), kind, any::<bool>(), syntax).prop_map(
        |(id, number, kind, repaired, syntax)| {
            let number = number as usize;
            let place = Placement::new(id, number, number + 1, number..number + 10);
            Placement { kind, repaired, syntax, ..place }
        },
    )
}

fn source_language() -> impl Strategy<Value = SourceLanguage> {
    prop_oneof![
        Just(SourceLanguage::Unknown),
        Just(SourceLanguage::Any),
        language().prop_map(SourceLanguage::Is),
    ]
}

/// Makes units that TMX can hold: every variant has a language.
pub(crate) fn unit() -> impl Strategy<Value = TranslationUnit> {
    let known = (option::of(text()), source_language(), history());
    let place = (origin(), context(), option::of(placement()));
    let attributes = attributes(&["datatype", "segtype", "creationtool"]);
    let proposals = prop_oneof![4 => Just(Vec::new()), 1 => vec(proposal().boxed(), 1..3)];
    let others = (notes(), properties(), proposals.boxed(), attributes);
    (known.boxed(), variants().boxed(), place.boxed(), others.boxed()).prop_map(
        |((id, source_language, history), variants, place, others)| {
            let (notes, properties, proposals, attributes) = others;
            TranslationUnit {
                id,
                source_language,
                target_language: None,
                variants,
                origin: place.0,
                context: place.1,
                placement: place.2,
                history,
                notes,
                properties,
                proposals,
                attributes,
            }
        },
    )
}
