//! The formats that annotated documents come in.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::encoding::BOM;
use crate::error::names;

/// The format of an annotated document.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Format {
    /// Markdown, with front matter or without: `.md`, `.markdown`.
    #[default]
    Markdown,
    /// A YAML file: `.yml`, `.yaml`.
    Yaml,
    /// An HTML page: `.html`, `.htm`.
    Html,
}

names!(Format);

impl Format {
    /// Every format, in the order of their declaration.
    pub const ALL: &'static [Format] = &[Format::Markdown, Format::Yaml, Format::Html];

    /// The name in lower case, such as `markdown`.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Markdown => "markdown",
            Format::Yaml => "yaml",
            Format::Html => "html",
        }
    }

    /// The format that a file of this name has, or nothing where the extension
    /// is none of an annotated document.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::Format;
    ///
    /// assert_eq!(Format::from_path("toc.YML"), Some(Format::Yaml));
    /// assert_eq!(Format::from_path("logo.png"), None);
    /// ```
    pub fn from_path(path: impl AsRef<Path>) -> Option<Self> {
        let extension = path.as_ref().extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "md" | "markdown" => Some(Format::Markdown),
            "yml" | "yaml" => Some(Format::Yaml),
            "html" | "htm" => Some(Format::Html),
            _ => None,
        }
    }

    /// The format that the first bytes look like: an HTML page begins with a
    /// doctype or `<html`, a docfx YAML file with `### YamlMime:`, and anything
    /// else is Markdown.
    pub fn guess(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(BOM).unwrap_or(bytes).trim_ascii_start();
        let begins_with = |start: &str| {
            bytes.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
        };
        if begins_with("<!doctype html") || begins_with("<html") {
            Format::Html
        } else if begins_with("### YamlMime:") {
            Format::Yaml
        } else {
            Format::Markdown
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_from_the_first_bytes() {
        for (text, format) in [
            ("", Format::Markdown),
            ("# Heading", Format::Markdown),
            ("---\ntitle: x\n---\n", Format::Markdown),
            ("\u{feff}### YamlMime:Landing\n", Format::Yaml),
            ("\n<!DOCTYPE HTML>\n", Format::Html),
            ("<HTML lang=\"de\">", Format::Html),
        ] {
            assert_eq!(Format::guess(text.as_bytes()), format, "{text}");
        }
    }
}
