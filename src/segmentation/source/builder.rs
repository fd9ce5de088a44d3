//! How a source document is read: its format, its language.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::SourceDocument;
use crate::document::Format;
use crate::error::names;
use crate::inline::Syntax;
use crate::language::Language;
use crate::segmentation::SentenceRules;

/// Settings for reading a [`SourceDocument`].
///
/// # Example
///
/// ```
/// use bitext::segmentation::SourceFormat;
/// use bitext::SourceDocument;
///
/// let document = SourceDocument::builder()
///     .with_format(SourceFormat::Text)
///     .with_language("de".parse()?)
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
    pub fn with_format(mut self, format: SourceFormat) -> Self {
        self.format = Some(format);
        self
    }

    /// Sets the format, where it has none yet.
    #[cfg(feature = "pipeline")]
    pub(crate) fn or_format(mut self, format: Option<SourceFormat>) -> Self {
        self.format = self.format.or(format);
        self
    }

    /// The language of the text, whose rules say where sentences end; without
    /// it, `en-US`.
    #[must_use]
    pub fn with_language(self, language: Language) -> Self {
        self.with_rules(SentenceRules::of(&language))
    }

    /// The rules for where sentences end, in place of those of the language.
    #[must_use]
    pub fn with_rules(mut self, rules: SentenceRules) -> Self {
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

/// The format of a document to translate.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SourceFormat {
    /// Markdown, with front matter or without: `.md`, `.markdown`.
    #[default]
    Markdown,
    /// An HTML page: `.html`, `.htm`.
    Html,
    /// Plain text, in paragraphs with empty lines between them: `.txt`, `.text`.
    Text,
}

names!(SourceFormat { Markdown => "markdown", Html => "html", Text => "text" });

impl SourceFormat {
    /// The format that a file of this name has; `None` where its extension is not
    /// that of a source document.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::segmentation::SourceFormat;
    ///
    /// assert_eq!(SourceFormat::from_path("guide.MD"), Some(SourceFormat::Markdown));
    /// assert_eq!(SourceFormat::from_path("logo.png"), None);
    /// ```
    pub fn from_path(path: impl AsRef<Path>) -> Option<Self> {
        let extension = path.as_ref().extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "md" | "markdown" => Some(SourceFormat::Markdown),
            "html" | "htm" => Some(SourceFormat::Html),
            "txt" | "text" => Some(SourceFormat::Text),
            _ => None,
        }
    }

    /// The format that the first bytes look like: an HTML page begins with a
    /// doctype or `<html`, and anything else is Markdown, of which plain text is
    /// a part as a rule.
    pub fn guess(bytes: &[u8]) -> Self {
        match Format::guess(bytes) {
            Format::Html => SourceFormat::Html,
            Format::Markdown | Format::Yaml => SourceFormat::Markdown,
        }
    }

    /// Returns the format that documents of this one have with annotation.
    pub(crate) fn annotated(self) -> Format {
        match self {
            SourceFormat::Html => Format::Html,
            SourceFormat::Markdown | SourceFormat::Text => Format::Markdown,
        }
    }

    /// The language that the markup of its texts is written in, or nothing in
    /// plain text.
    pub fn syntax(self) -> Option<Syntax> {
        match self {
            SourceFormat::Markdown => Some(Syntax::Markdown),
            SourceFormat::Html => Some(Syntax::Html),
            SourceFormat::Text => None,
        }
    }
}
