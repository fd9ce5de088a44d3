//! What is written reads back as the unit, reduced to what TMX carries.

use proptest::prelude::*;

use super::*;
use crate::exchange::ReadUnits;
use crate::exchange::strategies::unit;
use crate::exchange::tmx::codes::{self, Element};
use crate::exchange::tmx::encoder::without_white_space;
use crate::exchange::xml::without_forbidden;
use crate::inline::{Attribute, Piece, Subflow};
use crate::unit::{FlowContext, History, Note, Origin};

/// The units of a file in which nothing is wrong.
pub(super) fn read(file: &[u8]) -> Vec<TranslationUnit> {
    let mut units = Reader::new(file).units();
    let read: Vec<TranslationUnit> = units.by_ref().map(|unit| unit.unwrap()).collect();
    assert_eq!(units.reader().findings(), &[], "{}", String::from_utf8_lossy(file));
    read
}

/// XML does not hold every character.
fn allowed(text: &str) -> String {
    without_forbidden(text).0.into_owned()
}

fn allowed_shared(text: Option<&std::sync::Arc<str>>) -> Option<std::sync::Arc<str>> {
    text.map(|text| allowed(text).into())
}

/// What a profile keeps of a unit: several where the tool wants its targets
/// apart.
fn reduced(unit: &TranslationUnit, profile: Profile) -> Vec<TranslationUnit> {
    let source = unit.source().unwrap();
    let groups = profile.groups(unit, source);
    groups.iter().map(|group| reduced_group(unit, source, group, profile)).collect()
}

fn reduced_group(
    unit: &TranslationUnit,
    source: &Variant,
    group: &[&Variant],
    profile: Profile,
) -> TranslationUnit {
    let elements = codes::elements(group);
    let variants = group.iter().zip(&elements).map(|(variant, elements)| {
        let text = reduced_text(&variant.text, &elements.elements, &elements.numbers, profile);
        Variant {
            history: reduced_history(&variant.history),
            notes: reduced_notes(&variant.notes),
            properties: reduced_properties(&variant.properties),
            attributes: reduced_attributes(&variant.attributes),
            ..Variant::new(variant.language.clone(), text)
        }
    });
    // The place in the document is lost, but for two properties.
    let mut properties = Vec::new();
    if let Some(place) = &unit.placement {
        let kind = Some(place.kind).filter(|kind| *kind != BlockKind::Paragraph);
        properties.extend(kind.map(|kind| Property::new("x-kind", kind.as_str())));
        properties.extend(place.repaired.then(|| Property::new("x-repaired", "yes")));
    }
    properties.extend(reduced_properties(&unit.properties));
    let id = unit.id.as_deref().map(|id| allowed(&without_white_space(id)));
    TranslationUnit {
        id: id.filter(|id| !id.is_empty()),
        source_language: match unit.source_language {
            SourceLanguage::Any => SourceLanguage::Any,
            _ => source.language.clone().into(),
        },
        variants: variants.collect(),
        origin: reduced_origin(&unit.origin),
        context: reduced_context(unit, group.len() > 1, profile),
        history: reduced_history(&unit.history),
        notes: reduced_notes(&unit.notes),
        properties,
        attributes: reduced_attributes(&unit.attributes),
        ..TranslationUnit::default()
    }
}

fn reduced_origin(origin: &Origin) -> Origin {
    let word = origin.translation_type.as_ref().map(|word| allowed(word.as_str()));
    Origin {
        path: allowed_shared(origin.path.as_ref()),
        file_id: allowed_shared(origin.file_id.as_ref()),
        source_commit: allowed_shared(origin.source_commit.as_ref()),
        translation_type: word.map(TranslationType::new),
        date: origin.date,
    }
}

/// The document is the path where the profile does not name it.
fn reduced_context(unit: &TranslationUnit, has_target: bool, profile: Profile) -> FlowContext {
    let FlowContext { document, previous_source, next_source } = &unit.context;
    let named = match profile {
        Profile::Generic | Profile::Memoq | Profile::Weblate => document.as_ref(),
        Profile::Phrase => document.as_ref().filter(|_| has_target),
        Profile::Omegat | Profile::Xtm | Profile::Trados => None,
    };
    let neighbour = |text: &Option<std::sync::Arc<str>>| {
        let text = allowed_shared(text.as_ref());
        text.filter(|text| match profile {
            Profile::Weblate => false,
            // An empty text stands for none.
            Profile::Trados => !text.is_empty(),
            _ => true,
        })
    };
    FlowContext {
        document: allowed_shared(named.or(unit.origin.path.as_ref())),
        previous_source: neighbour(previous_source),
        next_source: neighbour(next_source),
    }
}

fn reduced_history(history: &History) -> History {
    let mut reduced = history.clone();
    for person in [&mut reduced.created_by, &mut reduced.changed_by].into_iter().flatten() {
        *person = allowed(person);
    }
    reduced
}

/// Who wrote a note, what about and how urgent is lost.
fn reduced_notes(notes: &[Note]) -> Vec<Note> {
    let reduced = notes.iter().map(|note| Note {
        language: note.language.clone(),
        encoding: note.encoding.as_deref().map(allowed),
        ..Note::new(allowed(&note.text))
    });
    reduced.collect()
}

fn reduced_properties(properties: &[Property]) -> Vec<Property> {
    let reduced = properties.iter().map(|property| Property {
        language: property.language.clone(),
        encoding: property.encoding.as_deref().map(allowed),
        ..Property::new(allowed(&property.name), allowed(&property.value))
    });
    reduced.collect()
}

/// In the order of the writer; a `segtype` that there is not is left out.
fn reduced_attributes(attributes: &[Attribute]) -> Vec<Attribute> {
    const ORDER: [&str; 6] =
        ["o-encoding", "datatype", "creationtool", "creationtoolversion", "o-tmf", "segtype"];
    let named = ORDER.into_iter().filter_map(|name| {
        let attribute = attributes.iter().find(|attribute| attribute.name == name)?;
        let value = allowed(&attribute.value);
        let is_known = name != "segtype" || value.parse::<SegmentType>().is_ok();
        is_known.then(|| Attribute::new(name, value))
    });
    named.collect()
}

/// What is said of a pair, by its opening half.
#[derive(Clone)]
struct Opening {
    number: u32,
    kind: CodeKind,
    type_name: Option<String>,
    id: Option<String>,
}

/// The native form of entities and the equivalents of codes are lost; pairs are
/// numbered by their order, and the id is the writer's `x`. What a code does is lost
/// where a tool wants no `type`.
fn reduced_text(
    text: &CodedText,
    elements: &[Element],
    numbers: &[u32],
    profile: Profile,
) -> CodedText {
    let mut reduced = CodedText::default();
    let mut pairs = std::collections::BTreeMap::new();
    let mut stretches = Vec::new();
    let (mut index, mut count) = (0, 0);
    for piece in text.pieces() {
        let code = match piece {
            Piece::Text(text) | Piece::Escaped { text, .. } => {
                reduced.push_text(&allowed(text));
                continue;
            }
            Piece::Code(code) => code,
        };
        let element = elements[index];
        let number = numbers.get(index).copied().filter(|number| *number > 0);
        index += 1;
        let word = element.type_of(code.kind).map(|known| {
            let known = if profile.has_type(&code) { known } else { "" };
            code.type_name.unwrap_or(known)
        });
        let word = allowed(word.unwrap_or_default());
        let (kind, type_name) = element.kind_of(&word);
        let mut own = Opening {
            number: 0,
            kind,
            type_name: type_name.map(str::to_owned),
            id: number.map(|number| number.to_string()),
        };
        if matches!(element, Element::Bpt(_) | Element::HiOpen) {
            count += 1;
            own.number = count;
        }
        let role = match element {
            Element::Bpt(i) => {
                pairs.insert(i, own.clone());
                CodeRole::Open(count)
            }
            Element::Ept(i) => {
                own = pairs[&i].clone();
                CodeRole::Close(own.number)
            }
            Element::HiOpen => {
                stretches.push(own.clone());
                CodeRole::Open(count)
            }
            Element::HiClose => {
                own = stretches.pop().unwrap();
                CodeRole::Close(own.number)
            }
            Element::ItBegin => CodeRole::IsolatedOpen,
            Element::ItEnd => CodeRole::IsolatedClose,
            Element::Ph | Element::Ut => CodeRole::Standalone,
            Element::Nothing => continue,
        };
        let (native, subflows) = reduced_native(&code, profile);
        let is_ph = |_: &&Attribute| element == Element::Ph;
        let assoc: Vec<Attribute> = code.attributes.iter().filter(is_ph).cloned().collect();
        reduced.push_code(Code {
            id: own.id.as_deref(),
            type_name: own.type_name.as_deref(),
            subflows: &subflows,
            attributes: &assoc,
            ..Code::new(own.kind, role, &native)
        });
    }
    reduced
}

fn reduced_native(code: &Code<'_>, profile: Profile) -> (String, Vec<Subflow>) {
    let (mut native, mut subflows, mut at) = (String::new(), Vec::new(), 0);
    for subflow in code.subflows {
        native.push_str(&allowed(&code.native[at..subflow.range.start]));
        let elements = codes::elements(&[&Variant::new(None, subflow.text.clone())]);
        let text = reduced_text(&subflow.text, &elements[0].elements, &[], profile);
        let start = native.len();
        native.push_str(&text.markup());
        subflows.push(Subflow::new(start..native.len(), text));
        at = subflow.range.end;
    }
    native.push_str(&allowed(&code.native[at..]));
    (native, subflows)
}

proptest! {
    #[test]
    fn reads_back(units in prop::collection::vec(unit(), 1..3)) {
        for profile in Profile::ALL {
            let file = encode(&Encoder::default().with_profile(*profile), &units);
            let expected: Vec<TranslationUnit> =
                units.iter().flat_map(|unit| reduced(unit, *profile)).collect();
            prop_assert_eq!(read(file.as_bytes()), expected, "{} {}", profile, file);
        }
    }

    #[test]
    fn a_record_that_is_filled_again_forgets(first in unit(), second in unit()) {
        let file = encode(&Encoder::default(), &[first, second]);
        let fresh = read(file.as_bytes());
        let mut unit = TranslationUnit::default();
        let mut reader = Reader::new(file.as_bytes());
        for fresh in &fresh {
            prop_assert!(reader.read(&mut unit).unwrap());
            prop_assert_eq!(&unit, fresh);
        }
        prop_assert!(!reader.read(&mut unit).unwrap());
        prop_assert!(!reader.read(&mut unit).unwrap());
    }

    #[test]
    fn what_was_read_is_written_the_same(unit in unit()) {
        for profile in Profile::ALL {
            let encoder = Encoder::default().with_profile(*profile);
            // Phrase's and Studio's groups are as they want them from then on.
            let once = encode(&encoder, std::slice::from_ref(&unit));
            let twice = encode(&encoder, &read(once.as_bytes()));
            let read_again = encode(&encoder, &read(twice.as_bytes()));
            prop_assert_eq!(twice, read_again, "{}", profile);
        }
    }
}

#[test]
fn a_header_reads_back() {
    let mut mapping = CharacterMapping::new("#xF8FF");
    mapping.code = Some("#xF0".into());
    mapping.entity = Some("AppleLogo".into());
    mapping.substitute = Some("[Apple]".into());
    let mut encoding = UserDefinedEncoding::new("MacRoman");
    encoding.base = Some("Macintosh".into());
    encoding.characters = vec![mapping, CharacterMapping::new("#x1")];
    let history = History {
        created: Date::from_unix_seconds(0),
        created_by: Some("me".into()),
        changed: Date::from_unix_seconds(1),
        changed_by: Some("\"you\"".into()),
        last_used: Date::from_unix_seconds(2),
        usage_count: Some(3),
    };
    let mut property = Property::new("x-a", "b < c");
    property.encoding = Some("ascii".into());
    property.language = "fr".parse().ok();
    let header = Header::default()
        .with_creation_tool("my \"tool\"", "2")
        .with_segment_type(SegmentType::Block)
        .with_original_format("csv")
        .with_administrative_language("de".parse().unwrap())
        .with_any_source_language()
        .with_data_type("xml")
        .with_encoding("utf-8")
        .with_history(history)
        .with_note("a\r\nb")
        .with_property(property)
        .with_user_defined_encoding(encoding);
    for profile in Profile::ALL {
        let file = encode(&Encoder::new(&header).with_profile(*profile), &[]);
        let mut reader = Reader::new(file.as_bytes());
        let read = reader.header().unwrap().clone();
        assert_eq!(reader.findings(), &[]);
        let again = encode(&Encoder::new(&read).with_profile(*profile), &[]);
        assert_eq!(again, file);
        if *profile != Profile::Trados {
            assert_eq!(read, header, "{profile}");
        }
    }
}
