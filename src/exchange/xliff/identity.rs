//! The ids of units, which XLIFF wants unique in a `file` element, and the other
//! attributes of a unit's element.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use xxhash_rust::xxh3::Xxh3;

use super::{Version, v1, v2};
use crate::exchange::xml::{XmlBuffer, is_token, is_token_character};
use crate::inline::Attribute;
use crate::language::Language;
use crate::unit::TranslationUnit;

/// A hash that is the same on every machine and in every version: xxh3 with the
/// seed 0.
struct Hash(Xxh3);

impl Hash {
    fn new() -> Self {
        Self(Xxh3::new())
    }

    /// Takes a text in, and where it ends.
    fn text(mut self, text: &str) -> Self {
        self.0.update(text.as_bytes());
        // No UTF-8 text has the byte 0xFF, so that "a", "b" and "ab" differ.
        self.0.update(&[0xFF]);
        self
    }

    /// Takes a text in that may be missing.
    fn optional(mut self, text: Option<&str>) -> Self {
        self.0.update(&[u8::from(text.is_some())]);
        match text {
            Some(text) => self.text(text),
            None => self,
        }
    }

    fn value(self) -> u128 {
        self.0.digest128()
    }

    /// Returns the 64 bits of it as 16 hexadecimal digits.
    fn digits(self) -> String {
        format!("{:016x}", self.0.digest())
    }
}

/// What ids begin with that are made up for units without one.
const MADE_UP: &str = "u-";

/// Returns the id that the element of a unit has: in XLIFF 2.1, an `NMTOKEN`.
pub(super) fn unit_id(unit: &TranslationUnit, version: Version) -> Cow<'_, str> {
    let id = id(unit);
    match version {
        Version::V1_2 => id,
        Version::V2_1 if is_token(&id) => id,
        Version::V2_1 => token(&id).into_owned().into(),
    }
}

/// Returns the id of a unit among those of its file.
///
/// The ids of a document are unique in it, so they are taken as they are, less
/// the path that they begin with. What has no path comes from a memory, where
/// ids need not be unique: it has a hash of its texts behind the id. A unit
/// without an id has the hash alone.
fn id(unit: &TranslationUnit) -> Cow<'_, str> {
    let Some(id) = unit.id.as_deref().filter(|id| !id.is_empty()) else {
        return format!("{MADE_UP}{}", text_hash(unit).digits()).into();
    };
    match unit.origin.path.as_deref() {
        Some(path) => without_path(id, path).into(),
        None => format!("{id}-{}", text_hash(unit).digits()).into(),
    }
}

/// Returns the id as an `NMTOKEN` (XML 1.0, production 7): with other characters
/// replaced, and then a hash of it behind.
fn token(id: &str) -> Cow<'_, str> {
    if is_token(id) {
        return Cow::Borrowed(id);
    }
    let replaced: String = id
        .chars()
        .map(|character| if is_token_character(character) { character } else { '_' })
        .collect();
    format!("{replaced}-{}", Hash::new().text(id).digits()).into()
}

/// Whether an id was made up for a unit without one.
pub(super) fn is_made_up(id: &str) -> bool {
    id.strip_prefix(MADE_UP).is_some_and(is_hash)
}

/// Returns the id without the percent-encoded path that it begins with.
fn without_path<'a>(id: &'a str, path: &str) -> &'a str {
    let own = id.split_once('#').filter(|(encoded, own)| {
        let same = *encoded == path || percent_decode_str(encoded).eq(path.bytes());
        same && !own.is_empty()
    });
    own.map_or(id, |(_, own)| own)
}

/// Returns a hash of the texts of a unit and of what is around it.
fn text_hash(unit: &TranslationUnit) -> Hash {
    let hash = Hash::new()
        .optional(unit.context.document.as_deref())
        .optional(unit.context.previous_source.as_deref())
        .optional(unit.context.next_source.as_deref());
    unit.variants.iter().fold(hash, |hash, variant| {
        let language = variant.language.as_ref().map(Language::as_str);
        hash.optional(language).text(&variant.text.markup())
    })
}

/// Returns the hash of what a `file` element holds: units of one document, and where
/// the format wants so of one pair of languages, or of one element that was read.
pub(super) fn group(
    unit: &TranslationUnit,
    languages: [Option<&Language>; 2],
    own_id: Option<&str>,
) -> u128 {
    let hash = Hash::new().optional(unit.origin.path.as_deref());
    let hash = languages.iter().fold(hash, |hash, tag| hash.optional(tag.map(Language::as_str)));
    own_id.into_iter().fold(hash, Hash::text).value()
}

/// The attribute of a unit that holds the id of the `file` element of XLIFF 2.x that it
/// was read from.
pub(super) const FILE_ID: &str = "file.id";

/// Returns the id of the `file` element that a unit was read from, where it can be
/// written again.
pub(super) fn own_file_id(unit: &TranslationUnit) -> Option<&str> {
    Attribute::value_of(&unit.attributes, FILE_ID).filter(|id| is_token(id))
}

/// Returns the hash of the id of a `file` element.
pub(super) fn file_key(id: &str) -> u128 {
    Hash::new().text(FILE_ID).text(id).value()
}

/// Whether the id of a `file` element was made up by [`file_id`].
pub(super) fn is_made_up_file(id: &str) -> bool {
    id.strip_prefix("f-").is_some_and(is_hash)
}

fn is_hash(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Returns the hash of a unit's place among the others: its group and its id.
pub(super) fn key(group: u128, id: &str) -> u128 {
    Hash::new().text(&format!("{group:x}")).text(id).value()
}

/// Returns an id for the `file` element that begins with a unit of this id. It differs
/// from those of all others, because no two units of a group have one id.
pub(super) fn file_id(group: u128, id: &str) -> String {
    format!("f-{key:016x}", key = key(group, id) as u64)
}

impl Version {
    fn is_unit_attribute(self, name: &str, value: &str) -> bool {
        match self {
            Self::V1_2 => v1::values::is_unit_attribute(name, value),
            Self::V2_1 => v2::values::is_unit_attribute(name, value),
        }
    }

    /// Whether an attribute of a unit is written on its element: those that the
    /// schema has, each once.
    pub(super) fn is_on_unit(self, unit: &TranslationUnit, attribute: &Attribute) -> bool {
        let first = unit.attributes.iter().find(|other| other.name == attribute.name);
        first.is_some_and(|first| std::ptr::eq(first, attribute))
            && self.is_unit_attribute(&attribute.name, &attribute.value)
    }

    /// Returns the id of a unit whose name is something else than the id, so that
    /// it has to be written apart.
    pub(super) fn id_apart(self, unit: &TranslationUnit) -> Option<&str> {
        let has_name = unit.attributes.iter().any(|own| own.name == self.name_attribute());
        has_name.then(|| unit.id.as_deref().unwrap_or_default())
    }

    /// Writes the attributes of the element of a unit.
    pub(super) fn write_unit_attributes(self, unit: &TranslationUnit, xml: &mut XmlBuffer<'_>) {
        let id = unit_id(unit, self);
        xml.attribute("id", &id);
        if self.id_apart(unit).is_none() {
            let own = unit.id.as_deref().filter(|own| !own.is_empty());
            let name = own.filter(|own| *own != id || is_made_up(own));
            xml.optional_attribute(self.name_attribute(), name);
        }
        for attribute in unit.attributes.iter().filter(|own| self.is_on_unit(unit, own)) {
            xml.attribute(&attribute.name, &attribute.value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline::CodedText;
    use crate::unit::Variant;

    fn unit(id: Option<&str>, path: Option<&str>, text: &str) -> TranslationUnit {
        let mut unit = TranslationUnit { id: id.map(str::to_owned), ..TranslationUnit::default() };
        unit.origin.path = path.map(Into::into);
        unit.variants.push(Variant::new(None, CodedText::from_plain(text)));
        unit
    }

    #[test]
    fn parts_do_not_run_together() {
        let hash = |parts: &[&str]| parts.iter().fold(Hash::new(), |hash, part| hash.text(part));
        assert_ne!(hash(&["ab"]).value(), hash(&["a", "b"]).value());
        assert_ne!(hash(&["a", ""]).value(), hash(&["", "a"]).value());
        assert_ne!(Hash::new().optional(None).value(), Hash::new().optional(Some("")).value());
    }

    /// Ids in files must not change from one version to the next.
    #[test]
    fn known_values() {
        assert_eq!(Hash::new().value(), 0x99aa_06d3_0147_98d8_6001_c324_468d_497f);
        assert_eq!(Hash::new().digits(), "2d06800538d394c2");
    }

    #[test]
    fn ids_of_documents_are_their_own() {
        for (given, path, written) in [
            ("docs/a%20b.md#a1b2c-103", "docs/a b.md", "a1b2c-103"),
            ("a.md#a1b2c-103~2", "a.md", "a1b2c-103~2"),
            ("b.md#1", "a.md", "b.md#1"),
            ("a.md#", "a.md", "a.md#"),
            ("7", "a.md", "7"),
        ] {
            assert_eq!(id(&unit(Some(given), Some(path), "")), written);
        }
    }

    #[test]
    fn ids_of_memories_are_told_apart_by_their_texts() {
        let [one, two] = ["a", "b"].map(|text| id(&unit(Some("7"), None, text)).into_owned());
        assert!(one.starts_with("7-") && two.starts_with("7-") && one != two);
        let none = unit(None, None, "a");
        assert!(is_made_up(&id(&none)));
        assert_eq!(id(&none), id(&unit(Some(""), Some("x"), "a")));
        assert!(!is_made_up("u-1") && !is_made_up("a1b2c-103"));
    }

    #[test]
    fn tokens() {
        assert_eq!(token("a1b2c-p1.2:_"), "a1b2c-p1.2:_");
        for text in ["", "a b", "ü", "a/b", "~", "a\u{1}"] {
            let token = token(text);
            assert!(is_token(&token), "{token}");
        }
        assert_ne!(token("a b"), token("a/b"));
    }
}
