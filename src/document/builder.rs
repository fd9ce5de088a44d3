//! Settings to read a document with, its format among them; and the reading.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::content::{BOM, Content, wrong_encoding};
use super::front_matter::FrontMatter;
use super::reading::{Reading, Rejected};
use super::{Document, Parsed, front_matter, markdown, yaml};
use crate::diagnostic::{self, Diagnostic, DiagnosticCode};
use crate::error::names;
use crate::language::Language;
use crate::scan::AnnotationScheme;

/// Settings to read a [`Document`] with.
///
/// # Example
///
/// ```
/// use bitext::{Document, Format};
///
/// let yaml = b"title: \"<span data-ttu-id=\\\"74dd5-101\\\">Titel</span><span class=\\\"sxs-lookup\\\"><span data-stu-id=\\\"74dd5-101\\\">Title</span></span>\"\n";
/// let document = Document::builder().with_format(Format::Yaml).parse(yaml);
/// assert_eq!(document.segments().next().unwrap().target(), "Titel");
/// ```
#[derive(Clone, Debug, Default)]
pub struct DocumentBuilder {
    format: Option<Format>,
    scheme: AnnotationScheme,
    #[cfg(feature = "html")]
    within: Option<super::Within>,
}

impl DocumentBuilder {
    /// The most bytes that a document may have: 1 GiB. A longer one has no
    /// segments and one diagnostic.
    pub const MAX_LENGTH: usize = 1 << 30;

    /// The format; without it, [`Format::guess`] of the bytes.
    #[must_use]
    pub fn with_format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// The names that the annotation goes by.
    #[must_use]
    pub fn with_scheme(mut self, scheme: AnnotationScheme) -> Self {
        self.scheme = scheme;
        self
    }

    /// The part of an HTML page to read; without it, the whole page.
    #[cfg(feature = "html")]
    #[must_use]
    pub fn with_within(mut self, within: super::Within) -> Self {
        self.within = Some(within);
        self
    }

    /// Reads a document; never fails.
    pub fn parse<'a>(&self, bytes: &'a [u8]) -> Document<'a> {
        let format = self.format.unwrap_or_else(|| Format::guess(bytes));
        let content = content(bytes, format);
        let (mut reading, front_matter) = match unreadable(content.bytes()) {
            Some(found) => (Reading { diagnostics: vec![found], ..Reading::default() }, None),
            None => self.read(&content, format, &Rejected::new()),
        };
        let claims = front_matter.as_ref().map(front_matter::origin).unwrap_or_default();
        reading.diagnostics.extend(claims.diagnostics);
        let page_language = page_language(content.bytes(), &mut reading);
        let parsed = Parsed {
            format,
            target_language: claims.target_language.or(page_language),
            origin: claims.origin,
            reading,
            front_matter,
            repeats_ids: false,
            lines: OnceLock::new(),
            kinds: OnceLock::new(),
        };
        let mut document = Document { content, parsed: Arc::new(parsed) };
        self.review(&mut document);
        document
    }

    /// Reports what a second look at the pairs finds, and takes those in doubt
    /// back. What is edited for the others may depend on them, so the document is
    /// then read once more without them.
    fn review(&self, document: &mut Document<'_>) {
        let review = document.review();
        let parsed = Arc::make_mut(&mut document.parsed);
        parsed.repeats_ids = review.repeats_ids;
        parsed.reading.diagnostics.extend(review.diagnostics);
        diagnostic::sort(&mut parsed.reading.diagnostics);
        if !review.rejected.is_empty() {
            let (again, _) = self.read(&document.content, parsed.format, &review.rejected);
            parsed.reading.segments = again.segments;
            parsed.reading.edits = again.edits;
        }
    }

    /// Reads the pairs of a document, and its front matter.
    fn read(
        &self,
        content: &Content<'_>,
        format: Format,
        rejected: &Rejected,
    ) -> (Reading, Option<FrontMatter>) {
        let bytes = content.bytes();
        match format {
            Format::Markdown => self.read_markdown(content, rejected),
            Format::Yaml => {
                let reading = yaml::read(bytes, &self.scheme, rejected);
                (reading, FrontMatter::of_yaml_file(bytes))
            }
            Format::Html => (self.read_html(content, rejected), None),
        }
    }

    /// Reads the front matter as YAML and the rest by the scanner.
    fn read_markdown(
        &self,
        content: &Content<'_>,
        rejected: &Rejected,
    ) -> (Reading, Option<FrontMatter>) {
        let bytes = content.bytes();
        let (front_matter, diagnostics) = FrontMatter::read(bytes);
        let (mut reading, body) = match &front_matter {
            Some(block) => {
                let reading = yaml::read_block(bytes, block.content(), &self.scheme, rejected);
                (reading, block.range().end)
            }
            None => (Reading::default(), 0),
        };
        reading.diagnostics.extend(diagnostics);
        reading.append(markdown::read(content, body, &self.scheme, rejected));
        (reading, front_matter)
    }

    #[cfg(feature = "html")]
    fn read_html(&self, content: &Content<'_>, rejected: &Rejected) -> Reading {
        super::html::read(content.bytes(), &self.scheme, self.within.as_ref(), rejected)
    }

    /// Reads a page as the scanner reads any text, without the feature.
    #[cfg(not(feature = "html"))]
    fn read_html(&self, content: &Content<'_>, rejected: &Rejected) -> Reading {
        let mut reading = markdown::read(content, 0, &self.scheme, rejected);
        let message = "expected a build that reads HTML pages, but found one without the \
                       feature `html`; the page is read as Markdown is";
        let found = Diagnostic::new(DiagnosticCode::UnsupportedFormat, 0..0, message);
        let help = "build with the feature `html`; pairs of another form are not found";
        reading.diagnostics.push(found.with_help(help));
        reading
    }
}

/// Says why the bytes of a document cannot be read at all.
pub(crate) fn unreadable(bytes: &[u8]) -> Option<Diagnostic> {
    if bytes.len() > DocumentBuilder::MAX_LENGTH {
        let message = format!(
            "expected a document of no more than {} bytes, but found {}",
            DocumentBuilder::MAX_LENGTH,
            bytes.len()
        );
        return Some(Diagnostic::new(DiagnosticCode::LimitReached, 0..bytes.len(), message));
    }
    wrong_encoding(bytes)
}

/// Returns the bytes of a document, those of a page in UTF-8.
fn content(bytes: &[u8], format: Format) -> Content<'_> {
    #[cfg(feature = "html")]
    if format == Format::Html && bytes.len() <= DocumentBuilder::MAX_LENGTH {
        let page = super::encoding::page_in_utf8(bytes);
        return page.map_or_else(
            || Content::borrowed(bytes),
            |page| Content::borrowed(&page).into_owned(),
        );
    }
    let _ = format;
    Content::borrowed(bytes)
}

/// Reads the language that a page names; one that is invalid is a finding.
fn page_language(bytes: &[u8], reading: &mut Reading) -> Option<Language> {
    let range = reading.target_language.clone()?;
    let named = String::from_utf8_lossy(&bytes[range.clone()]);
    match named.trim().parse() {
        Ok(language) => Some(language),
        Err(error) => {
            let code = DiagnosticCode::FrontMatterValue;
            let found = Diagnostic::new(code, range, error.to_string());
            reading.diagnostics.push(found.with_help("correct the `lang` of the page"));
            None
        }
    }
}

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

names!(Format { Markdown => "markdown", Yaml => "yaml", Html => "html" });

impl Format {
    /// The format that a file of this name has, or nothing where annotated
    /// documents have no such extension.
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

    fn codes(document: &Document<'_>) -> Vec<DiagnosticCode> {
        document.diagnostics().iter().map(|found| found.code).collect()
    }

    #[test]
    fn a_document_in_a_wide_encoding_is_one_finding() {
        let page: Vec<u8> = "<span data-ttu-id=1>".bytes().flat_map(|byte| [byte, 0]).collect();
        for format in [Format::Markdown, Format::Yaml, Format::Html] {
            let document = Document::builder().with_format(format).parse(&page);
            assert_eq!(codes(&document), [DiagnosticCode::WrongEncoding]);
            assert_eq!(document.diagnostics()[0].range, 0..page.len());
            assert!(document.is_empty());
        }
    }

    #[cfg(feature = "html")]
    #[test]
    fn a_page_whose_language_is_none_says_where() {
        let page = "<!doctype html>\n<html lang=' deutsch_1234567890 '><p>x";
        let document = Document::parse(page.as_bytes());
        assert_eq!(codes(&document), [DiagnosticCode::FrontMatterValue]);
        assert_eq!(&page[document.diagnostics()[0].range.clone()], "deutsch_1234567890");
        let document = Document::builder().with_format(Format::Html).parse(b"<html lang=\xff>");
        assert_eq!(codes(&document), [DiagnosticCode::FrontMatterValue]);
    }

    #[cfg(feature = "html")]
    #[test]
    fn a_page_without_markers_knows_its_language() {
        let page = b"<!doctype html><html lang=de-de><p>x";
        let document = Document::parse(page);
        assert_eq!(document.target_language().unwrap().as_str(), "de-DE");
        assert_eq!(codes(&document), []);
        assert_eq!(document.render(crate::Side::Target), page);
    }

    /// The pairs that the scanner knows are read all the same.
    #[cfg(not(feature = "html"))]
    #[test]
    fn a_page_without_the_feature_is_a_finding() {
        let page = b"<html lang=de><span data-ttu-id=1>t</span><span class=sxs-lookup><span data-stu-id=1>s</span></span>";
        let document = Document::parse(page);
        assert_eq!(document.len(), 1);
        assert_eq!(codes(&document), [DiagnosticCode::UnsupportedFormat]);
        assert_eq!(codes(&Document::parse(b"# x")), []);
    }

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
