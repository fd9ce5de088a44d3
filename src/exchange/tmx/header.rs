//! What holds for a whole TMX file: its header, the kind of its segments, and
//! the encodings with characters of their own.

use super::encoder::write_history;
use crate::error::{Error, names};
use crate::exchange::xml::XmlBuffer;
use crate::language::Language;
use crate::unit::{Date, History, Note, Property, SourceLanguage};

/// The `header` of a TMX file.
///
/// The default names this library as the tool, US English as the source and
/// administrative language, sentences as segments and HTML as the data type
/// (TMX knows no Markdown). No date is written unless one is given: the same
/// units make the same file, whenever they are written.
///
/// A [`Reader`](super::Reader) gives the one of its file, which may be written
/// again.
///
/// # Errors
///
/// Writing a header fails where its creation tool is `OmegaT`: OmegaT then
/// takes the codes of the file for text.
///
/// # Example
///
/// ```
/// use bitext::{Property, tmx};
///
/// let header = tmx::Header::default()
///     .with_source_language("de-DE".parse()?)
///     .with_segment_type(tmx::SegmentType::Paragraph)
///     .with_property(Property::new("x-project", "handbook"));
/// let file = tmx::Writer::new(Vec::new(), &header)?.finish()?;
/// assert!(String::from_utf8(file).unwrap().contains("srclang=\"de-DE\""));
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub(super) creation_tool: String,
    pub(super) creation_tool_version: String,
    pub(super) segment_type: SegmentType,
    pub(super) original_format: String,
    pub(super) administrative_language: Language,
    /// Unknown only where a file that was read does not say it.
    pub(super) source_language: SourceLanguage,
    pub(super) data_type: String,
    pub(super) encoding: Option<String>,
    pub(super) history: History,
    pub(super) notes: Vec<Note>,
    pub(super) properties: Vec<Property>,
    pub(super) user_defined_encodings: Vec<UserDefinedEncoding>,
}

impl Default for Header {
    fn default() -> Self {
        Self {
            creation_tool: "bitext".into(),
            creation_tool_version: env!("CARGO_PKG_VERSION").into(),
            segment_type: SegmentType::default(),
            original_format: "bitext".into(),
            administrative_language: Language::en_us(),
            source_language: SourceLanguage::Is(Language::en_us()),
            data_type: "html".into(),
            encoding: None,
            history: History::default(),
            notes: Vec::new(),
            properties: Vec::new(),
            user_defined_encodings: Vec::new(),
        }
    }
}

impl Header {
    /// Names the tool that made the file, and its version: `creationtool` and
    /// `creationtoolversion`.
    ///
    /// Some tools read what they know as their own only under their own name;
    /// `docs/formats/tmx.md` says which.
    #[must_use]
    pub fn with_creation_tool(
        mut self,
        name: impl Into<String>,
        version: impl Into<String>,
    ) -> Self {
        self.creation_tool = name.into();
        self.creation_tool_version = version.into();
        self
    }

    /// What the units are segments of: `segtype`.
    #[must_use]
    pub fn with_segment_type(mut self, segment_type: SegmentType) -> Self {
        self.segment_type = segment_type;
        self
    }

    /// The format of the memory that the units come from: `o-tmf`.
    #[must_use]
    pub fn with_original_format(mut self, format: impl Into<String>) -> Self {
        self.original_format = format.into();
        self
    }

    /// The language of notes and properties: `adminlang`.
    #[must_use]
    pub fn with_administrative_language(mut self, language: Language) -> Self {
        self.administrative_language = language;
        self
    }

    /// The language of the sources: `srclang`. A unit with another source
    /// language names it itself.
    #[must_use]
    pub fn with_source_language(mut self, language: Language) -> Self {
        self.source_language = SourceLanguage::Is(language);
        self
    }

    /// Any language may be a source: `srclang="*all*"`. Some tools, Weblate
    /// among them, need one language and refuse such files.
    #[must_use]
    pub fn with_any_source_language(mut self) -> Self {
        self.source_language = SourceLanguage::Any;
        self
    }

    /// What the texts were written in: `datatype`.
    #[must_use]
    pub fn with_data_type(mut self, data_type: impl Into<String>) -> Self {
        self.data_type = data_type.into();
        self
    }

    /// The encoding that the texts had in their memory: `o-encoding`.
    #[must_use]
    pub fn with_encoding(mut self, encoding: impl Into<String>) -> Self {
        self.encoding = Some(encoding.into());
        self
    }

    /// Who made and changed the file, and when. What a `header` has no place
    /// for, the last use and its count, is left out.
    #[must_use]
    pub fn with_history(mut self, history: History) -> Self {
        self.history = History { last_used: None, usage_count: None, ..history };
        self
    }

    /// When the file was made: `creationdate`.
    #[must_use]
    pub fn with_creation_date(mut self, date: Date) -> Self {
        self.history.created = Some(date);
        self
    }

    /// Adds a `note`.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<Note>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a `prop`.
    #[must_use]
    pub fn with_property(mut self, property: Property) -> Self {
        self.properties.push(property);
        self
    }

    /// Adds an encoding with characters of its own: a `ude`.
    #[must_use]
    pub fn with_user_defined_encoding(mut self, encoding: UserDefinedEncoding) -> Self {
        self.user_defined_encodings.push(encoding);
        self
    }

    /// The tool that made the file: `creationtool`.
    pub fn creation_tool(&self) -> &str {
        &self.creation_tool
    }

    /// The version of that tool: `creationtoolversion`.
    pub fn creation_tool_version(&self) -> &str {
        &self.creation_tool_version
    }

    /// What the units are segments of: `segtype`.
    pub fn segment_type(&self) -> SegmentType {
        self.segment_type
    }

    /// The format of the memory that the units come from: `o-tmf`.
    pub fn original_format(&self) -> &str {
        &self.original_format
    }

    /// The language of notes and properties: `adminlang`.
    pub fn administrative_language(&self) -> &Language {
        &self.administrative_language
    }

    /// The language of the sources: `srclang`. Unknown only where a file that
    /// was read does not say it.
    pub fn source_language(&self) -> &SourceLanguage {
        &self.source_language
    }

    /// What the texts were written in: `datatype`.
    pub fn data_type(&self) -> &str {
        &self.data_type
    }

    /// The encoding that the texts had in their memory: `o-encoding`.
    pub fn encoding(&self) -> Option<&str> {
        self.encoding.as_deref()
    }

    /// Who made and changed the file, and when: `creationdate`, `creationid`,
    /// `changedate` and `changeid`.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The remarks, in order.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The properties, in order.
    pub fn properties(&self) -> &[Property] {
        &self.properties
    }

    /// The encodings with characters of their own, in order.
    pub fn user_defined_encodings(&self) -> &[UserDefinedEncoding] {
        &self.user_defined_encodings
    }

    /// The first property of a name.
    pub(super) fn property(&self, name: &str) -> Option<&str> {
        Property::value_of(&self.properties, name)
    }

    /// Writes the element; `extra` are properties that a profile adds.
    pub(super) fn write(
        &self,
        xml: &mut XmlBuffer<'_>,
        extra: &[[&'static str; 2]],
    ) -> Result<(), Error> {
        if self.creation_tool.eq_ignore_ascii_case("OmegaT") {
            return Err(Error::argument(
                "expected a creation tool other than `OmegaT`, which takes the inline codes \
                 of such a file for text; give the name of the tool that made the file",
            ));
        }
        xml.markup("<header");
        for (name, value) in self.attributes() {
            xml.attribute(name, value);
        }
        xml.optional_attribute("o-encoding", self.encoding.as_deref());
        write_history(&self.history, xml).map_err(Error::argument)?;
        xml.markup(">");
        xml.notes(&self.notes);
        xml.properties(&self.properties);
        for [name, value] in extra {
            if self.property(name).is_none() {
                xml.known_property(name, value);
            }
        }
        self.user_defined_encodings.iter().for_each(|encoding| encoding.write(xml));
        xml.markup("\n</header>\n");
        Ok(())
    }

    fn attributes(&self) -> [(&'static str, &str); 7] {
        let source_language = self.source_language.language();
        [
            ("creationtool", &self.creation_tool),
            ("creationtoolversion", &self.creation_tool_version),
            ("segtype", self.segment_type.as_str()),
            ("o-tmf", &self.original_format),
            ("adminlang", self.administrative_language.as_str()),
            ("srclang", source_language.map_or(SourceLanguage::ANY, Language::as_str)),
            ("datatype", &self.data_type),
        ]
    }
}

/// What the units of a file are segments of (TMX 1.4b, attribute `segtype`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SegmentType {
    /// Whole blocks of text, such as a list with its items.
    Block,
    /// Paragraphs. Tools that segment by sentence split such units on import.
    Paragraph,
    /// Sentences.
    #[default]
    Sentence,
    /// Parts of sentences.
    Phrase,
}

names!(SegmentType {
    Block => "block",
    Paragraph => "paragraph",
    Sentence => "sentence",
    Phrase => "phrase",
});

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

    /// Writes the element, which needs a character at least; writes nothing
    /// without one.
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
