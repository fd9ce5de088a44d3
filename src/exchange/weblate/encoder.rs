//! Units as objects of a memory.

use super::reader::{ACTIVE, CATEGORY, FILE, PENDING};
use crate::error::Error;
use crate::exchange::bilingual::{Languages, context, document, needs_review};
use crate::exchange::json::Object;
use crate::exchange::{Encode, InlineStyle, UnitReport, locale, write_whole};
use crate::unit::{Property, TranslationUnit, Variant};

/// Encodes units as Weblate's translation memory.
///
/// Each variant of a unit that is in another language than its source is an
/// entry. A unit whose source or target is empty or has no language is refused,
/// as Weblate refuses a file with such an entry.
///
/// # Example
///
/// ```
/// use bitext::exchange::InlineStyle;
/// use bitext::weblate;
///
/// let encoder = weblate::Encoder::default().with_inline_style(InlineStyle::Strip);
/// let writer = weblate::Writer::with_encoder(Vec::new(), encoder)?;
/// assert_eq!(writer.finish()?, b"[\n\n]\n");
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encoder {
    inline_style: InlineStyle,
}

impl Encoder {
    /// Sets what becomes of inline codes: they are left out, or text as written.
    /// Entries have no other place for them.
    #[must_use]
    pub fn with_inline_style(mut self, inline_style: InlineStyle) -> Self {
        self.inline_style = inline_style;
        self
    }

    fn write_entries(
        &self,
        unit: &TranslationUnit,
        out: &mut Vec<u8>,
    ) -> Result<UnitReport, String> {
        let source = Languages::default().source(unit)?;
        let others = unit.variants.iter().filter(|other| other.language != source.language);
        let (start, mut report) = (out.len(), UnitReport::default());
        for target in others {
            if out.len() > start {
                out.extend_from_slice(self.separator());
            }
            self.write_entry(unit, [source, target], out)?;
            for side in [source, target] {
                report.lost_codes += self.inline_style.lost_codes(&side.text);
            }
        }
        match out.len() > start {
            true => Ok(report),
            false => Err("expected a target in another language than the source".into()),
        }
    }

    fn write_entry(
        &self,
        unit: &TranslationUnit,
        sides: [&Variant; 2],
        out: &mut Vec<u8>,
    ) -> Result<(), String> {
        let [source, target] = sides.map(|side| self.inline_style.text_of(&side.text));
        if source.is_empty() || target.is_empty() {
            return Err("expected a source and a target that are not empty".into());
        }
        let codes = sides.map(|side| side.language.as_ref().map(locale::weblate));
        let [Some(source_language), Some(target_language)] = codes else {
            return Err("expected a language for each side, but one has none; \
                        name the source and target languages"
                .into());
        };
        let mut object = Object::new(out);
        object.text(r#","source":"#, Some(&source));
        object.text(r#","context":"#, Some(context(unit).unwrap_or_default()));
        object.text(r#","target":"#, Some(&target));
        object.text(r#","source_language":"#, Some(&source_language));
        object.text(r#","target_language":"#, Some(&target_language));
        object.text(r#","origin":"#, Some(document(unit).unwrap_or_default()));
        let numbers = object
            .value(r#","category":"#, Some(category(unit)))
            .and_then(|()| object.value(r#","status":"#, Some(status(sides[1]))));
        object.finish();
        numbers.map_err(|cause| cause.to_string())
    }
}

/// Returns whose the entry is, in Weblate's numbers.
fn category(unit: &TranslationUnit) -> u64 {
    let named = Property::value_of(&unit.properties, CATEGORY);
    named.and_then(|number| number.parse().ok()).unwrap_or(FILE)
}

fn status(target: &Variant) -> i64 {
    if needs_review(target) { PENDING } else { ACTIVE }
}

impl Encode for Encoder {
    fn write_header(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        out.extend_from_slice(b"[\n");
        Ok(())
    }

    fn write_unit(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error> {
        write_whole(unit, out, |out| self.write_entries(unit, out))
    }

    fn separator(&self) -> &'static [u8] {
        b",\n"
    }

    fn writes_neighbours(&self) -> bool {
        false
    }

    fn write_footer(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\n]\n");
    }
}
