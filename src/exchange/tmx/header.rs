//! What holds for a whole TMX file.

use super::encoder::tmx_date;
use crate::error::Error;
use crate::exchange::xml::XmlBuffer;
use crate::language::Language;
use crate::unit::{Date, Property};

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

impl SegmentType {
    /// The value of the attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            SegmentType::Block => "block",
            SegmentType::Paragraph => "paragraph",
            SegmentType::Sentence => "sentence",
            SegmentType::Phrase => "phrase",
        }
    }
}

/// The `header` of a TMX file.
///
/// The default names this library as the tool, US English as the source and
/// administrative language, sentences as segments and HTML as the data type
/// (TMX knows no Markdown). No date is written unless one is given: the same
/// units make the same file, whenever they are written.
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
    creation_tool: String,
    creation_tool_version: String,
    segment_type: SegmentType,
    original_format: String,
    administrative_language: Language,
    /// Nothing stands for `*all*`.
    source_language: Option<Language>,
    data_type: String,
    creation_date: Option<Date>,
    notes: Vec<String>,
    properties: Vec<Property>,
}

impl Default for Header {
    fn default() -> Self {
        Self {
            creation_tool: "bitext".into(),
            creation_tool_version: env!("CARGO_PKG_VERSION").into(),
            segment_type: SegmentType::default(),
            original_format: "bitext".into(),
            administrative_language: Language::en_us(),
            source_language: Some(Language::en_us()),
            data_type: "html".into(),
            creation_date: None,
            notes: Vec::new(),
            properties: Vec::new(),
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
        self.source_language = Some(language);
        self
    }

    /// Any language may be a source: `srclang="*all*"`. Some tools, Weblate
    /// among them, need one language and refuse such files.
    #[must_use]
    pub fn with_any_source_language(mut self) -> Self {
        self.source_language = None;
        self
    }

    /// What the texts were written in: `datatype`.
    #[must_use]
    pub fn with_data_type(mut self, data_type: impl Into<String>) -> Self {
        self.data_type = data_type.into();
        self
    }

    /// When the file was made: `creationdate`.
    #[must_use]
    pub fn with_creation_date(mut self, date: Date) -> Self {
        self.creation_date = Some(date);
        self
    }

    /// Adds a `note`.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a `prop`.
    #[must_use]
    pub fn with_property(mut self, property: Property) -> Self {
        self.properties.push(property);
        self
    }

    /// The language of the sources, where one holds for the whole file.
    pub(super) fn source_language(&self) -> Option<&Language> {
        self.source_language.as_ref()
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
        if let Some(date) = self.creation_date {
            xml.attribute("creationdate", &tmx_date(date).map_err(Error::argument)?);
        }
        xml.markup(">");
        xml.notes(&self.notes);
        xml.properties(&self.properties);
        for [name, value] in extra {
            xml.known_property(name, value);
        }
        xml.markup("\n</header>\n");
        Ok(())
    }

    fn attributes(&self) -> [(&'static str, &str); 7] {
        [
            ("creationtool", &self.creation_tool),
            ("creationtoolversion", &self.creation_tool_version),
            ("segtype", self.segment_type.as_str()),
            ("o-tmf", &self.original_format),
            ("adminlang", self.administrative_language.as_str()),
            ("srclang", self.source_language.as_ref().map_or("*all*", Language::as_str)),
            ("datatype", &self.data_type),
        ]
    }
}
