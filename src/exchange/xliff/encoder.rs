//! Units as elements: what is the same for both versions.

use super::sides::Sides;
use super::{Version, identity, v1, v2};
use crate::error::Error;
use crate::exchange::xml::XmlBuffer;
use crate::exchange::{Encode, UnitReport};
use crate::language::Language;
use crate::unit::{State, TranslationUnit, Variant};

/// Encodes units as XLIFF.
///
/// A unit has one target; further variants become alternative translations.
///
/// In XLIFF 1.2 each `file` element names its languages. XLIFF 2.1 names one pair
/// of them for the whole file, so that its encoder has to know them: it refuses a
/// unit that has no text in the source language, or texts in other target
/// languages only.
///
/// # Example
///
/// ```
/// use bitext::Language;
/// use bitext::xliff::{Encoder, Version, Writer};
///
/// let encoder = Encoder::new(Version::V2_1)
///     .with_source_language(Language::en_us())
///     .with_target_language("de-DE".parse()?);
/// let writer = Writer::with_encoder(Vec::new(), encoder)?;
/// # writer.finish()?;
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encoder {
    version: Version,
    source_language: Option<Language>,
    target_language: Option<Language>,
    data_type: Option<String>,
    copies_source: bool,
    published: bool,
}

impl Encoder {
    /// An encoder for a version, without languages.
    pub fn new(version: Version) -> Self {
        Self { version, ..Self::default() }
    }

    /// Names the source language of the file, which XLIFF 2.1 asks for. In
    /// XLIFF 1.2 the units name their own.
    #[must_use]
    pub fn with_source_language(mut self, language: Language) -> Self {
        self.source_language = Some(language);
        self
    }

    /// Names the target language of the file in XLIFF 2.1; without it, units have
    /// only a source. In XLIFF 1.2 it is that of units that have no target yet;
    /// others name their own.
    #[must_use]
    pub fn with_target_language(mut self, language: Language) -> Self {
        self.target_language = Some(language);
        self
    }

    /// Names the format of the documents, which only XLIFF 1.2 says: `html` without
    /// this, as in TMX. It has a list of names; others begin with `x-`.
    #[must_use]
    pub fn with_data_type(mut self, data_type: impl Into<String>) -> Self {
        self.data_type = Some(data_type.into());
        self
    }

    /// Writes a copy of the source, as a target that is not translated yet, into
    /// units that have none, where the target language is named: some tools, such
    /// as OmegaT before 6.0, show the content of `target` to the translator, and
    /// pass over units without one.
    #[must_use]
    pub fn with_copied_sources(mut self, copies: bool) -> Self {
        self.copies_source = copies;
        self
    }

    /// Takes targets that say no state for published translations, such as those of
    /// annotated documents: they are `final`, and approved in XLIFF 1.2. Tools lock
    /// these, or else ask a person to translate what is on the web.
    #[must_use]
    pub fn with_published_targets(mut self, published: bool) -> Self {
        self.published = published;
        self
    }

    /// Returns the state that a target is written with.
    fn state_of(&self, target: Option<&Variant>) -> Option<State> {
        target?.state.or(self.published.then_some(State::Final))
    }

    /// Returns a copy of the source for a unit without a target, where there is to
    /// be one.
    fn copied(&self, unit: &TranslationUnit, source: &Variant) -> Option<Variant> {
        let language = unit.target_language.as_ref().or(self.target_language.as_ref());
        let language = language.filter(|_| self.copies_source)?;
        (unit.variants.len() == 1).then(|| Variant {
            state: Some(State::Initial),
            ..Variant::new(Some(language.clone()), source.text.clone())
        })
    }

    fn data_type(&self) -> &str {
        self.data_type.as_deref().unwrap_or("html")
    }

    /// Returns the languages of the `file` element that a unit goes into, as far as
    /// such elements name them.
    fn languages_of<'a>(&'a self, unit: &'a TranslationUnit) -> [Option<&'a Language>; 2] {
        if self.version == Version::V2_1 {
            return [None, None];
        }
        let language = |variant: &'a Variant| variant.language.as_ref();
        let untranslated = || unit.target_language.as_ref().or(self.target_language.as_ref());
        let target = unit.target().map_or_else(untranslated, language);
        [unit.source().and_then(language), target]
    }

    fn group_of(&self, unit: &TranslationUnit) -> u128 {
        identity::group(unit, self.languages_of(unit), self.own_file_id(unit))
    }

    /// Returns the id that the `file` element of a unit has of its own.
    fn own_file_id<'a>(&self, unit: &'a TranslationUnit) -> Option<&'a str> {
        identity::own_file_id(unit).filter(|_| self.version == Version::V2_1)
    }

    /// Adds the start of the `file` element of a unit, under its own id or under
    /// another.
    fn open_file(
        &self,
        unit: &TranslationUnit,
        own_id: Option<&str>,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        self.sides(unit)?;
        let path = unit.origin.path.as_deref();
        let mut xml = XmlBuffer::new(out);
        match self.version {
            Version::V1_2 => {
                v1::encode::open_file(path, self.languages_of(unit), self.data_type(), &mut xml);
            }
            Version::V2_1 => {
                let id = identity::unit_id(unit, self.version);
                let made_up = || identity::file_id(self.group_of(unit), &id);
                let id = own_id.map_or_else(made_up, str::to_owned);
                v2::encode::open_file(path, &id, &mut xml);
            }
        }
        Ok(())
    }

    /// Returns the texts of a unit by what they are in the file; an error where the
    /// file cannot hold them.
    fn sides<'a>(&'a self, unit: &'a TranslationUnit) -> Result<Sides<'a>, Error> {
        match self.version {
            Version::V1_2 => {
                let source = v1::encode::source(unit)?;
                let target_language = self.languages_of(unit)[1];
                Ok(Sides { source, target: unit.target(), target_language })
            }
            Version::V2_1 => {
                let target_language = self.target_language.as_ref();
                v2::encode::sides(unit, self.required_source()?, target_language)
            }
        }
    }

    fn required_source(&self) -> Result<&Language, Error> {
        self.source_language.as_ref().ok_or_else(|| {
            Error::argument(
                "expected the language of the sources, which XLIFF 2.1 names once for the whole \
                 file, but found none; name it",
            )
        })
    }
}

impl Encode for Encoder {
    /// # Errors
    ///
    /// Where XLIFF 1.2 does not know the data type, or the source language that
    /// XLIFF 2.1 asks for is not named.
    fn write_header(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        let mut xml = XmlBuffer::new(out);
        match self.version {
            Version::V1_2 => v1::encode::write_header(self.data_type(), &mut xml),
            Version::V2_1 => {
                let target = self.target_language.as_ref();
                v2::encode::write_header(self.required_source()?, target, &mut xml);
                Ok(())
            }
        }
    }

    fn write_unit(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error> {
        let sides = self.sides(unit)?;
        let copied = self.copied(unit, sides.source);
        let sides = Sides { target: sides.target.or(copied.as_ref()), ..sides };
        let state = self.state_of(sides.target);
        let mut xml = XmlBuffer::new(out);
        match self.version {
            Version::V1_2 => v1::encode::write_unit(unit, sides, state, &mut xml),
            Version::V2_1 => v2::encode::write_unit(unit, sides, state, &mut xml),
        }
        let removed_characters = xml.removed_characters();
        Ok(UnitReport { removed_characters, ..UnitReport::default() })
    }

    fn write_footer(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"</xliff>\n");
    }

    fn languages(&self) -> [Option<&Language>; 2] {
        match self.version {
            Version::V1_2 => [None, None],
            Version::V2_1 => [self.source_language.as_ref(), self.target_language.as_ref()],
        }
    }

    fn group(&self, unit: &TranslationUnit) -> Option<u128> {
        Some(self.group_of(unit))
    }

    fn open_group(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<(), Error> {
        self.open_file(unit, self.own_file_id(unit), out)
    }

    fn group_key(&self, unit: &TranslationUnit) -> Option<u128> {
        self.own_file_id(unit).map(identity::file_key)
    }

    fn open_renamed_group(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<(), Error> {
        self.open_file(unit, None, out)
    }

    fn close_group(&self, out: &mut Vec<u8>) {
        if self.version == Version::V1_2 {
            out.extend_from_slice(b"</body>\n");
        }
        out.extend_from_slice(b"</file>\n");
    }

    fn key(&self, unit: &TranslationUnit) -> Option<u128> {
        let id = identity::unit_id(unit, self.version);
        Some(identity::key(self.group_of(unit), &id))
    }
}
