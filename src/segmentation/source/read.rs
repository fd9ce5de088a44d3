//! From the bytes of a document to what a reader finds in them.

use memchr::memmem;

use super::cutter::Cutter;
use super::found::Reading;
use super::{SourceFormat, front_matter, markdown, text};
use crate::diagnostic::{self, Diagnostic, DiagnosticCode};
#[cfg(feature = "html")]
use crate::document::too_many_attributes;
use crate::document::{BOM, Document, Format, FrontMatter, readable, unreadable};
use crate::segmentation::SentenceRules;

/// Reads a document.
pub(super) fn read(bytes: &[u8], format: SourceFormat, rules: &SentenceRules) -> Reading {
    if let Some(found) = unreadable(bytes).or_else(|| annotated(bytes, format)) {
        return Reading { diagnostics: vec![found], ..Reading::default() };
    }
    let document = readable(bytes);
    let mut cutter = Cutter::new(bytes, &document, rules);
    let start = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
    let mut diagnostics = match format {
        SourceFormat::Markdown => read_markdown(bytes, start, &mut cutter),
        SourceFormat::Html => read_html(&mut cutter),
        SourceFormat::Text => {
            text::read(start, &mut cutter);
            Vec::new()
        }
    };
    let mut reading = cutter.finish();
    reading.diagnostics.append(&mut diagnostics);
    diagnostic::sort(&mut reading.diagnostics);
    reading
}

fn read_markdown(bytes: &[u8], start: usize, cutter: &mut Cutter<'_, '_>) -> Vec<Diagnostic> {
    let (block, diagnostics) = FrontMatter::read(bytes);
    if let Some(block) = &block {
        front_matter::read(bytes, block.content(), cutter);
    }
    markdown::read(block.map_or(start, |block| block.range().end), cutter);
    diagnostics
}

#[cfg(feature = "html")]
fn read_html(cutter: &mut Cutter<'_, '_>) -> Vec<Diagnostic> {
    if let Some(found) = too_many_attributes(cutter.document.as_bytes()) {
        return vec![found];
    }
    super::html::read(cutter);
    Vec::new()
}

/// Without the feature, nothing of a page is read: what Markdown makes of a page
/// are not its texts.
#[cfg(not(feature = "html"))]
fn read_html(_cutter: &mut Cutter<'_, '_>) -> Vec<Diagnostic> {
    let message = "expected a build that reads HTML pages, but found one without the feature \
                   `html`; nothing of the page is read";
    let found = Diagnostic::new(DiagnosticCode::UnsupportedFormat, 0..0, message);
    vec![found.with_help("build with the feature `html`")]
}

/// Says that a document holds annotation, where it does: its texts are then
/// there twice.
fn annotated(bytes: &[u8], format: SourceFormat) -> Option<Diagnostic> {
    // Mostly there is none, and this is cheaper than to look for pairs.
    memmem::find(bytes, b"-ttu-id")?;
    let format = match format {
        SourceFormat::Html => Format::Html,
        SourceFormat::Markdown | SourceFormat::Text => Format::Markdown,
    };
    let document = Document::builder().with_format(format).parse(bytes);
    let first = document.segments().next()?;
    let message = "expected a document without annotation, but found the texts of two languages";
    let found = Diagnostic::new(DiagnosticCode::AnnotatedSource, first.range(), message);
    Some(found.with_help("render one side of the document first"))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::DiagnosticCode;
    use crate::segmentation::{SourceDocument, SourceFormat};

    fn read(format: SourceFormat, bytes: &[u8]) -> (Vec<String>, Vec<DiagnosticCode>) {
        let document = SourceDocument::builder().format(format).parse(bytes);
        let texts = document.segments().map(|segment| segment.source().to_owned()).collect();
        (texts, document.diagnostics().iter().map(|found| found.code).collect())
    }

    #[test]
    fn what_cannot_be_read_is_a_finding() {
        let wide: Vec<u8> = "# A b".bytes().flat_map(|byte| [byte, 0]).collect();
        let pair = "<span data-ttu-id=\"1-1\">a</span><span class=\"sxs-lookup\">\
                    <span data-stu-id=\"1-1\">b</span></span>";
        for (bytes, texts, code) in [
            (&wide[..], &[][..], DiagnosticCode::WrongEncoding),
            (pair.as_bytes(), &[], DiagnosticCode::AnnotatedSource),
            (b"One\xff.\n\nTwo.", &["Two."], DiagnosticCode::InvalidUtf8),
            (b"---\ntitle: [\n---\nTwo.", &["Two."], DiagnosticCode::YamlSyntax),
        ] {
            let (found, codes) = read(SourceFormat::Markdown, bytes);
            assert_eq!(found, texts);
            assert_eq!(codes, [code]);
        }
    }

    #[test]
    fn the_name_of_the_annotation_alone_is_text() {
        let text = "The attribute data-ttu-id holds the id.";
        assert_eq!(read(SourceFormat::Markdown, text.as_bytes()), (vec![text.to_owned()], vec![]));
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        for (text, expected) in
            [("\u{feff}# A", "A"), ("\u{feff}---\nx: y\n---\n# A", "A"), ("\u{feff}A", "A")]
        {
            assert_eq!(read(SourceFormat::Markdown, text.as_bytes()).0, [expected], "{text}");
        }
        assert_eq!(read(SourceFormat::Text, "\u{feff}A".as_bytes()).0, ["A"]);
    }

    #[test]
    fn paragraphs_of_plain_text() {
        let text = "One\r\ngoes on. Two.\r\n\r\n  Three\r\rFour\n \nFive";
        let expected = ["One\r\ngoes on.", "Two.", "Three", "Four", "Five"];
        assert_eq!(read(SourceFormat::Text, text.as_bytes()).0, expected);
    }

    #[cfg(not(feature = "html"))]
    #[test]
    fn a_page_without_the_feature_is_a_finding() {
        let page = b"<html><p>A";
        assert_eq!(
            read(SourceFormat::Html, page),
            (vec![], vec![DiagnosticCode::UnsupportedFormat])
        );
    }
}
