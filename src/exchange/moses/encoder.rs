//! Units as lines of source, target and id.

use super::one_line::one_line;
use crate::error::Error;
use crate::exchange::bilingual::Languages;
use crate::exchange::{Encode, InlineStyle, UnitReport, write_whole};
use crate::language::Language;
use crate::unit::TranslationUnit;

/// Encodes units as lines of source, target and id, with tabs between them: what
/// [`Files`](super::Files) splits.
///
/// The default takes the source and the first target of each unit, whatever
/// their languages, as plain text.
///
/// # Example
///
/// ```
/// use bitext::{InlineStyle, Language, moses};
///
/// let encoder = moses::Encoder::default()
///     .with_languages(Language::en_us(), "zh-CN".parse()?)
///     .with_inline_style(InlineStyle::Raw);
/// let writer = moses::Writer::with_encoder(Vec::new(), encoder)?;
/// # writer.finish()?;
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoder {
    languages: Languages,
    inline_style: InlineStyle,
}

impl Default for Encoder {
    fn default() -> Self {
        Self { languages: Languages::default(), inline_style: InlineStyle::Strip }
    }
}

impl Encoder {
    /// Takes the texts in these languages, in either direction; a unit without
    /// one of them is refused.
    #[must_use]
    pub fn with_languages(mut self, source: Language, target: Language) -> Self {
        self.languages = Languages { source: Some(source), target: Some(target) };
        self
    }

    /// Says what becomes of inline codes: they are left out, or text as written.
    /// Lines have no other place for them.
    #[must_use]
    pub fn with_inline_style(mut self, inline_style: InlineStyle) -> Self {
        self.inline_style = inline_style;
        self
    }

    fn write_lines(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<usize, String> {
        let source = self.languages.source(unit)?;
        let mut removed = 0;
        for target in self.languages.targets(unit, source)? {
            for (side, variant) in [("source", source), ("target", target)] {
                let text = self.inline_style.text_of(&variant.text);
                let (line, count) = one_line(&text);
                if line.trim().is_empty() {
                    return Err(format!("expected a {side} that is not blank"));
                }
                removed += count;
                out.extend_from_slice(line.as_bytes());
                out.push(b'\t');
            }
            let (line, count) = one_line(unit.id.as_deref().unwrap_or_default());
            removed += count;
            out.extend_from_slice(line.as_bytes());
            out.push(b'\n');
        }
        Ok(removed)
    }
}

impl Encode for Encoder {
    fn write_header(&self, _: &mut Vec<u8>) -> Result<(), Error> {
        Ok(())
    }

    fn write_unit(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error> {
        write_whole(unit, out, |out| self.write_lines(unit, out))
    }

    fn writes_neighbours(&self) -> bool {
        false
    }

    fn write_footer(&self, _: &mut Vec<u8>) {}
}
