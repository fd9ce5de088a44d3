//! The formats that source documents come in.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::document::Format;
use crate::error::names;
use crate::inline::Syntax;

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

names!(SourceFormat);

impl SourceFormat {
    /// Every format, in the order of their declaration.
    pub const ALL: &'static [SourceFormat] =
        &[SourceFormat::Markdown, SourceFormat::Html, SourceFormat::Text];

    /// The name in lower case, such as `markdown`.
    pub fn as_str(self) -> &'static str {
        match self {
            SourceFormat::Markdown => "markdown",
            SourceFormat::Html => "html",
            SourceFormat::Text => "text",
        }
    }

    /// The format that a file of this name has, or nothing where the extension
    /// is none of a source document.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::SourceFormat;
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
