//! Encodings with characters of their own, which a header may describe.

use crate::exchange::xml::XmlBuffer;

/// An encoding with characters that no standard has: TMX's `ude`.
///
/// It says what became of such characters when the file was written. The texts
/// themselves need no such help: they are Unicode.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct UserDefinedEncoding {
    /// What the encoding is called.
    pub name: String,
    /// The encoding that it extends, which TMX asks for where a character has a
    /// code.
    pub base: Option<String>,
    /// Its own characters, in order.
    pub characters: Vec<CharacterMapping>,
}

/// What stands for a character in a [`UserDefinedEncoding`]: TMX's `map`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct CharacterMapping {
    /// The character, in the form `#xF8FF`.
    pub unicode: String,
    /// Its code in the encoding, in the form `#xF0`.
    pub code: Option<String>,
    /// The name of an entity for it.
    pub entity: Option<String>,
    /// What may be shown in its place.
    pub substitute: Option<String>,
}

impl UserDefinedEncoding {
    /// An encoding of a name, without characters.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Writes the element, which needs a character at least: without one, nothing.
    pub(super) fn write(&self, xml: &mut XmlBuffer<'_>) {
        if self.characters.is_empty() {
            return;
        }
        xml.markup("\n<ude");
        xml.attribute("name", &self.name);
        xml.optional_attribute("base", self.base.as_deref());
        xml.markup(">");
        for character in &self.characters {
            xml.markup("\n<map");
            xml.attribute("unicode", &character.unicode);
            xml.optional_attribute("code", character.code.as_deref());
            xml.optional_attribute("ent", character.entity.as_deref());
            xml.optional_attribute("subst", character.substitute.as_deref());
            xml.markup("/>");
        }
        xml.markup("\n</ude>");
    }
}

impl CharacterMapping {
    /// A character in the form `#xF8FF`, and nothing that stands for it.
    pub fn new(unicode: impl Into<String>) -> Self {
        Self { unicode: unicode.into(), ..Self::default() }
    }
}
