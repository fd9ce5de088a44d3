//! How a source document is read.

use super::{SourceDocument, SourceFormat};
use crate::language::Language;
use crate::segmentation::SentenceRules;

/// Settings for reading a [`SourceDocument`].
///
/// # Example
///
/// ```
/// use bitext::{SourceDocument, SourceFormat};
///
/// let document = SourceDocument::builder()
///     .format(SourceFormat::Text)
///     .language("de".parse()?)
///     .parse("Guten Tag. Wie geht es?".as_bytes());
/// assert_eq!(document.segments().count(), 2);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct SourceDocumentBuilder {
    format: Option<SourceFormat>,
    rules: Option<SentenceRules>,
}

impl SourceDocumentBuilder {
    /// The format; without it, the one that the first bytes look like.
    #[must_use]
    pub fn format(mut self, format: SourceFormat) -> Self {
        self.format = Some(format);
        self
    }

    /// The same with a format, where it has none yet.
    #[cfg(feature = "pipeline")]
    pub(crate) fn or_format(mut self, format: Option<SourceFormat>) -> Self {
        self.format = self.format.or(format);
        self
    }

    /// The language of the text, whose rules say where sentences end; without
    /// it, `en-US`.
    #[must_use]
    pub fn language(self, language: Language) -> Self {
        self.rules(SentenceRules::of(&language))
    }

    /// The rules for where sentences end, in place of those of the language.
    #[must_use]
    pub fn rules(mut self, rules: SentenceRules) -> Self {
        self.rules = Some(rules);
        self
    }

    /// Reads a document. This never fails: what cannot be read is a diagnostic.
    pub fn parse<'a>(&self, bytes: &'a [u8]) -> SourceDocument<'a> {
        let rules = self.rules.clone().unwrap_or_else(|| SentenceRules::of(&Language::en_us()));
        let format = self.format.unwrap_or_else(|| SourceFormat::guess(bytes));
        SourceDocument::read(bytes, format, &rules)
    }
}
