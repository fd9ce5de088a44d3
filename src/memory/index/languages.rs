//! The languages of an index, by number.

use std::io::{self, Read, Write};

use rustc_hash::FxHashMap;

use crate::language::Language;
use crate::memory::sections::{Damaged, ReadError, SectionReader, SectionWriter, ensure};

/// The number of a language.
pub(super) type LanguageId = u32;

/// The number of a variant that names no language.
pub(super) const NO_LANGUAGE: LanguageId = LanguageId::MAX;

/// Languages in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub(super) struct Languages {
    list: Vec<Listed>,
    numbers: FxHashMap<Language, LanguageId>,
}

#[derive(Clone, Debug)]
struct Listed {
    language: Language,
    /// Whether it is of the index's family.
    is_indexed: bool,
}

impl Languages {
    /// The number of a language, given when it is first met, and whether texts
    /// in it belong in the index of this family.
    pub(super) fn number(
        &mut self,
        language: Option<&Language>,
        family: &str,
    ) -> (LanguageId, bool) {
        let Some(language) = language else { return (NO_LANGUAGE, false) };
        if let Some(&number) = self.numbers.get(language) {
            return (number, self.list[number as usize].is_indexed);
        }
        // Texts run out of memory long before numbers run out.
        let number = self.list.len() as LanguageId;
        let is_indexed = language.family() == family;
        self.list.push(Listed { language: language.clone(), is_indexed });
        self.numbers.insert(language.clone(), number);
        (number, is_indexed)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// All of them, by number.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Language> {
        self.list.iter().map(|listed| &listed.language)
    }

    /// Writes the tags, a line each.
    pub(super) fn write<W: Write>(&self, to: &mut SectionWriter<W>) -> io::Result<()> {
        let tags: String = self.iter().flat_map(|language| [language.as_str(), "\n"]).collect();
        to.write(tags.as_bytes())
    }

    pub(super) fn read<R: Read>(
        from: &mut SectionReader<R>,
        family: &str,
    ) -> Result<Self, ReadError> {
        let tags = String::from_utf8(from.read()?).map_err(|_| Damaged)?;
        let mut languages = Self::default();
        for (number, tag) in (0..).zip(tags.lines()) {
            let language: Language = tag.parse().map_err(|_| Damaged)?;
            // The same tag twice would have one number for two.
            ensure(languages.number(Some(&language), family).0 == number)?;
        }
        Ok(languages)
    }
}
