//! Languages under other names in what is written.

use std::str::FromStr;

use crate::error::Error;
use crate::exchange::{Encode, UnitReport};
use crate::language::Language;
use crate::unit::{SourceLanguage, TranslationUnit};

/// A language and the name that it is written under: `en-US=en`.
///
/// # Example
///
/// ```
/// use bitext::pipeline::LanguageRename;
///
/// let rename: LanguageRename = "en-us=en".parse()?;
/// assert_eq!(rename.from.as_str(), "en-US");
/// assert!("en-US".parse::<LanguageRename>().is_err());
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct LanguageRename {
    /// The language that units have.
    pub from: Language,
    /// The language that is written.
    pub to: Language,
}

impl FromStr for LanguageRename {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let Some((from, to)) = text.split_once('=') else {
            let message = "expected two language tags with `=` between them, such as `en-US=en`";
            return Err(Error::argument(message));
        };
        Ok(Self { from: from.trim().parse()?, to: to.trim().parse()? })
    }
}

/// Returns the name that a language is written under.
pub(super) fn renamed(language: Language, renames: &[LanguageRename]) -> Language {
    let rename = renames.iter().find(|rename| rename.from == language);
    rename.map_or(language, |rename| rename.to.clone())
}

/// Writes units with their languages renamed.
pub(super) struct Renamed {
    pub(super) inner: Box<dyn Encode>,
    pub(super) renames: Vec<LanguageRename>,
}

impl Renamed {
    fn unit(&self, unit: &TranslationUnit) -> TranslationUnit {
        let mut unit = unit.clone();
        if let SourceLanguage::Is(language) = &mut unit.source_language {
            *language = renamed(language.clone(), &self.renames);
        }
        let proposed = unit.proposals.iter_mut().flat_map(|proposal| {
            proposal.source.iter_mut().chain(std::iter::once(&mut proposal.target))
        });
        for variant in unit.variants.iter_mut().chain(proposed) {
            variant.language = variant.language.take().map(|own| renamed(own, &self.renames));
        }
        unit
    }
}

impl Encode for Renamed {
    fn write_header(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        self.inner.write_header(out)
    }

    fn write_unit(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error> {
        self.inner.write_unit(&self.unit(unit), out)
    }

    fn separator(&self) -> &'static [u8] {
        self.inner.separator()
    }

    fn write_footer(&self, out: &mut Vec<u8>) {
        self.inner.write_footer(out);
    }

    fn writes_neighbours(&self) -> bool {
        self.inner.writes_neighbours()
    }

    fn left_out_variants(&self, unit: &TranslationUnit) -> usize {
        self.inner.left_out_variants(unit)
    }

    fn group(&self, unit: &TranslationUnit) -> Option<u128> {
        self.inner.group(&self.unit(unit))
    }

    fn open_group(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<(), Error> {
        self.inner.open_group(&self.unit(unit), out)
    }

    fn group_key(&self, unit: &TranslationUnit) -> Option<u128> {
        self.inner.group_key(&self.unit(unit))
    }

    fn open_renamed_group(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<(), Error> {
        self.inner.open_renamed_group(&self.unit(unit), out)
    }

    fn close_group(&self, out: &mut Vec<u8>) {
        self.inner.close_group(out);
    }

    fn key(&self, unit: &TranslationUnit) -> Option<u128> {
        self.inner.key(&self.unit(unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{Writer, tmx};
    use crate::pipeline::{ExchangeFormat, ExchangeTarget};
    use crate::unit::Variant;

    #[test]
    fn languages_are_written_under_other_names() {
        let variant = |tag: &str, text: &str| Variant::new(tag.parse().ok(), text.into());
        let mut unit = TranslationUnit::bilingual(variant("en-US", "Next"), variant("zh-CN", "下"));
        unit.variants.push(variant("de", "Weiter"));
        let renames = ["en-US=en", "zh-CN=zh-Hans"].map(|text| text.parse().unwrap());
        let target = ExchangeTarget::new(ExchangeFormat::Tmx)
            .with_source_language(Language::en_us())
            .with_renamed_languages(renames.clone());
        let mut writer = Writer::with_encoder(Vec::new(), target.encoder().unwrap()).unwrap();
        writer.write(&unit).unwrap();
        let file = String::from_utf8(writer.finish().unwrap()).unwrap();
        assert!(file.contains("srclang=\"en\""), "{file}");
        let reader = tmx::Reader::new(file.as_bytes());
        let read = crate::exchange::ReadUnits::units(reader).next().unwrap().unwrap();
        let languages: Vec<_> =
            read.variants.iter().map(|variant| variant.language.clone().unwrap()).collect();
        assert_eq!(
            languages.iter().map(Language::as_str).collect::<Vec<_>>(),
            ["en", "zh-Hans", "de"]
        );
        // Of a format that names its languages the header has the new names too.
        let target = ExchangeTarget::new(ExchangeFormat::Po)
            .with_source_language(Language::en_us())
            .with_target_language("zh-CN".parse::<Language>().unwrap())
            .with_renamed_languages(renames);
        let mut writer = Writer::with_encoder(Vec::new(), target.encoder().unwrap()).unwrap();
        writer.write(&unit).unwrap();
        let file = String::from_utf8(writer.finish().unwrap()).unwrap();
        assert!(file.contains("Language: zh_Hans\\n") && file.contains("X-Source-Language: en\\n"));
        assert!(file.contains("msgstr \"下\""), "{file}");
    }
}
