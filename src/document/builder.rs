//! Settings to read a document with.

use std::sync::OnceLock;

use super::content::Content;
use super::found::Reading;
use super::front_matter::FrontMatter;
use super::{Document, Format, format, front_matter, markdown, yaml};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
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
/// let document = Document::builder().format(Format::Yaml).parse(yaml);
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
    pub fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// The names that the annotation goes by.
    #[must_use]
    pub fn scheme(mut self, scheme: AnnotationScheme) -> Self {
        self.scheme = scheme;
        self
    }

    /// The part of an HTML page to read; without it, the whole page.
    #[cfg(feature = "html")]
    #[must_use]
    pub fn within(mut self, within: super::Within) -> Self {
        self.within = Some(within);
        self
    }

    /// Reads a document; never fails.
    pub fn parse<'a>(&self, bytes: &'a [u8]) -> Document<'a> {
        let format = self.format.unwrap_or_else(|| Format::guess(bytes));
        let content = Content::borrowed(bytes);
        let mut front_matter = None;
        let mut reading = match unreadable(bytes) {
            Some(diagnostic) => Reading { diagnostics: vec![diagnostic], ..Reading::default() },
            None => match format {
                Format::Markdown => self.read_markdown(&content, &mut front_matter),
                Format::Yaml => {
                    front_matter = FrontMatter::of_yaml_file(bytes);
                    yaml::read(bytes, &self.scheme)
                }
                Format::Html => self.read_html(bytes),
            },
        };
        let claims = front_matter.as_ref().map(front_matter::origin).unwrap_or_default();
        reading.diagnostics.extend(claims.diagnostics);
        let page_language = read_language(reading.target_language.take(), &mut reading.diagnostics);
        let mut document = Document {
            content,
            format,
            target_language: claims.target_language.or(page_language),
            origin: claims.origin,
            reading,
            front_matter,
            repeats_ids: false,
            lines: OnceLock::new(),
            kinds: OnceLock::new(),
        };
        document.review();
        document
    }

    /// Reads the front matter as YAML and the rest by the scanner.
    fn read_markdown(&self, content: &Content<'_>, found: &mut Option<FrontMatter>) -> Reading {
        let bytes = content.bytes();
        let (front_matter, diagnostics) = FrontMatter::read(bytes);
        let (mut reading, body) = match &front_matter {
            Some(block) => {
                (yaml::read_block(bytes, block.content(), &self.scheme), block.range().end)
            }
            None => (Reading::default(), 0),
        };
        let body = markdown::read(content, body, &self.scheme);
        *found = front_matter;
        reading.diagnostics.extend(diagnostics);
        reading.append(body);
        reading
    }

    #[cfg(feature = "html")]
    fn read_html(&self, bytes: &[u8]) -> Reading {
        super::html::read(bytes, &self.scheme, self.within.as_ref())
    }

    /// Without the feature, a page is read as the scanner reads any text.
    #[cfg(not(feature = "html"))]
    fn read_html(&self, bytes: &[u8]) -> Reading {
        markdown::read(&Content::borrowed(bytes), 0, &self.scheme)
    }
}

/// Why the bytes of a document cannot be read at all.
fn unreadable(bytes: &[u8]) -> Option<Diagnostic> {
    if bytes.len() > DocumentBuilder::MAX_LENGTH {
        let message = format!(
            "expected a document of no more than {} bytes, but found {}",
            DocumentBuilder::MAX_LENGTH,
            bytes.len()
        );
        return Some(Diagnostic::new(DiagnosticCode::LimitReached, 0..0, message));
    }
    let name = format::wide_encoding(bytes)?;
    let message = format!("expected UTF-8, but found the byte order mark of {name}");
    let diagnostic = Diagnostic::new(DiagnosticCode::WrongEncoding, 0..2, message);
    Some(diagnostic.with_help("save the file as UTF-8"))
}

/// The language that a page names, or a diagnostic where it is none.
fn read_language(named: Option<String>, diagnostics: &mut Vec<Diagnostic>) -> Option<Language> {
    match named?.parse() {
        Ok(language) => Some(language),
        Err(error) => {
            diagnostics.push(Diagnostic::new(
                DiagnosticCode::FrontMatterValue,
                0..0,
                error.to_string(),
            ));
            None
        }
    }
}
