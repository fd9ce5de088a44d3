//! The place that a unit takes in a memory.

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::identity::{Identity, as_read, is_identical, is_same_flow};
use crate::inline::CodedText;
use crate::language::Language;
use crate::text::without_line_breaks;
use crate::unit::{FlowContext, TranslationUnit};

/// The place that a unit takes in a memory: units in the same slot are
/// translations of the same text, in the same context, into the same languages.
///
/// A slot is the language of the source, its text with codes (see
/// [`Memory`](crate::Memory) for when two are identical), the languages of all other variants in alphabetical order, and the context:
/// document, previous and next source. A unit with three languages is thus in
/// another slot than one with two of them.
///
/// # Example
///
/// ```
/// use bitext::memory::Slot;
/// use bitext::{CodedText, Language, TranslationUnit, Variant};
///
/// let german = |target: &str| {
///     let source = Variant::new(Some(Language::en_us()), CodedText::from_plain("Next steps"));
///     let target = Variant::new("de-DE".parse().ok(), CodedText::from_plain(target));
///     TranslationUnit::bilingual(source, target)
/// };
/// let (one, mut other) = (german("Nächste Schritte"), german("Wie es weitergeht"));
/// assert_eq!(Slot::of(&one), Slot::of(&other));
/// other.context.document = Some("guide.md".into());
/// assert_ne!(Slot::of(&one), Slot::of(&other));
/// ```
#[derive(Clone, Debug)]
pub struct Slot<'a> {
    language: Option<&'a Language>,
    text: Option<&'a CodedText>,
    others: Vec<Option<&'a Language>>,
    context: &'a FlowContext,
}

impl<'a> Slot<'a> {
    /// The slot that a unit takes.
    pub fn of(unit: &'a TranslationUnit) -> Self {
        let index = unit.source_index();
        let source = index.map(|index| &unit.variants[index]);
        let others = unit.variants.iter().enumerate().filter(|(other, _)| Some(*other) != index);
        let mut others: Vec<_> = others.map(|(_, variant)| variant.language.as_ref()).collect();
        others.sort_unstable();
        Self {
            language: source.and_then(|source| source.language.as_ref()),
            text: source.map(|source| &source.text),
            others,
            context: &unit.context,
        }
    }

    /// A number that equal slots share, and different slots seldom. It stays the
    /// same in all versions, so that it can be kept.
    ///
    /// It is xxh3 with 64 bits, of which the upper 32 are those of the document
    /// where there is one: the numbers of a document lie together, so that
    /// what keeps them in order has little to look at while a document is read.
    /// So of two slots in one document, 32 bits tell: whoever finds by the number
    /// compares the slots.
    pub fn number(&self) -> u64 {
        let all = xxh3_64(&self.bytes());
        match &self.context.document {
            Some(document) => all & LOWER | xxh3_64(document.as_bytes()) & !LOWER,
            None => all,
        }
    }

    /// Returns a number that different slots never share by chance.
    pub(crate) fn fingerprint(&self) -> u128 {
        xxh3_128(&self.bytes())
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(256);
        put(&mut bytes, self.language.map(Language::as_str));
        put(&mut bytes, self.text.map(as_read).as_deref());
        let codes = self.text.map_or(0, |text| Identity::of(text).placed_codes);
        bytes.extend_from_slice(&codes.to_le_bytes());
        let FlowContext { document, previous_source, next_source } = self.context;
        put(&mut bytes, document.as_deref());
        for text in [previous_source, next_source] {
            put(&mut bytes, text.as_deref().map(without_line_breaks).as_deref());
        }
        self.others.iter().for_each(|other| put(&mut bytes, other.map(Language::as_str)));
        bytes
    }
}

impl PartialEq for Slot<'_> {
    fn eq(&self, other: &Self) -> bool {
        let has_same_text = match (self.text, other.text) {
            (Some(one), Some(other)) => is_identical(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        has_same_text
            && self.language == other.language
            && self.others == other.others
            && self.context.document == other.context.document
            && is_same_flow(self.context, other.context)
    }
}

impl Eq for Slot<'_> {}

const LOWER: u64 = u32::MAX as u64;

/// Adds a text behind its length, so that two texts never read as two others.
fn put(bytes: &mut Vec<u8>, text: Option<impl AsRef<str>>) {
    match text.as_ref().map(AsRef::as_ref) {
        None => bytes.extend_from_slice(&u64::MAX.to_le_bytes()),
        Some(text) => {
            bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline::Syntax;
    use crate::unit::Variant;

    fn unit(texts: &[(&str, &str)]) -> TranslationUnit {
        let variant = |(language, text): &(&str, &str)| {
            Variant::new(language.parse().ok(), CodedText::parse(text, Syntax::Markdown))
        };
        TranslationUnit { variants: texts.iter().map(variant).collect(), ..<_>::default() }
    }

    /// Asserts too that the numbers agree with what is equal.
    fn same(a: &TranslationUnit, b: &TranslationUnit) -> bool {
        let same = Slot::of(a) == Slot::of(b);
        assert_eq!(same, Slot::of(a).number() == Slot::of(b).number());
        same
    }

    #[test]
    fn what_makes_a_slot() {
        let base = [("en", "Go **on**"), ("de", "Weiter"), ("fr", "Suite")];
        for (other, expected) in [
            ([("en", "Go **on**"), ("de", "Los"), ("fr", "Suite")], true),
            ([("en", "Go **on**"), ("fr", "Suite"), ("de", "Weiter")], true),
            ([("en", "Go on"), ("de", "Weiter"), ("fr", "Suite")], false),
            ([("en", "Go *on*"), ("de", "Weiter"), ("fr", "Suite")], false),
            ([("en-GB", "Go **on**"), ("de", "Weiter"), ("fr", "Suite")], false),
            ([("en", "Go **on**"), ("de", "Weiter"), ("it", "Suite")], false),
            ([("en", "Go **on**"), ("de", "Weiter"), ("de", "Suite")], false),
        ] {
            assert_eq!(same(&unit(&base), &unit(&other)), expected, "{other:?}");
        }
    }

    #[test]
    fn the_context_counts() {
        let base = unit(&[("en", "Go on"), ("de", "Weiter")]);
        let with = |document: Option<&str>, previous: Option<&str>, next: Option<&str>| {
            let mut unit = base.clone();
            unit.context.document = document.map(Into::into);
            unit.context.previous_source = previous.map(Into::into);
            unit.context.next_source = next.map(Into::into);
            unit
        };
        assert!(same(&base, &with(None, None, None)));
        for other in [
            with(Some(""), None, None),
            with(Some("a.md"), None, None),
            with(None, Some("a.md"), None),
            with(None, None, Some("a.md")),
        ] {
            assert!(!same(&base, &other), "{:?}", other.context);
        }
    }

    #[test]
    fn the_numbers_of_a_document_stand_together() {
        let number = |document: &str, source: &str| {
            let mut unit = unit(&[("en", source), ("de", "Weiter")]);
            unit.context.document = Some(document.into());
            Slot::of(&unit).number()
        };
        let upper = |document: &str, source: &str| number(document, source) >> 32;
        assert_ne!(number("a.md", "Go on"), number("a.md", "Stop"));
        assert_eq!(upper("a.md", "Go on"), upper("a.md", "Stop"));
        assert_ne!(upper("a.md", "Go on"), upper("b.md", "Go on"));
    }

    #[test]
    fn numbers_are_kept_for_ever() {
        let unit = unit(&[("en", "Go on"), ("de", "Weiter")]);
        assert_eq!(Slot::of(&unit).number(), 12_035_406_079_398_268_160);
        let empty = TranslationUnit::default();
        assert_eq!(Slot::of(&empty).number(), 7_305_930_097_638_591_888);
    }
}
