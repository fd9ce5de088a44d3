//! From the bytes of a document to its segments: front matter, plain text and
//! pages here, Markdown in [`markdown`].

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use memchr::memmem;

use super::block::{Block, BlockText};
use super::cutter::Cutter;
use super::segment::{FieldPlace, FoundSegment, LeafKind, Surroundings};
use super::{SourceFormat, front_matter, markdown, yaml};
use crate::diagnostic::{self, Diagnostic, DiagnosticCode};
use crate::document::{BOM, Document, TextField, readable, unreadable};
#[cfg(feature = "html")]
use crate::document::{
    DocumentBuilder, page_in_utf8, page_tags, read_attributes, too_many_attributes,
};
#[cfg(feature = "html")]
use crate::inline::is_phrasing;
use crate::segmentation::SentenceRules;
use crate::unit::BlockKind;

/// What is found in a document.
#[derive(Clone, Debug, Default)]
pub(super) struct ReadDocument {
    pub(super) segments: Vec<FoundSegment>,
    /// The labels of the links that the document defines, as they are compared.
    pub(super) labels: BTreeSet<Box<str>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Returns a document in UTF-8: pages may declare another encoding.
pub(super) fn in_utf8(bytes: &[u8], format: SourceFormat) -> Cow<'_, [u8]> {
    #[cfg(feature = "html")]
    if format == SourceFormat::Html && bytes.len() <= DocumentBuilder::MAX_LENGTH {
        return page_in_utf8(bytes).map_or(Cow::Borrowed(bytes), Cow::Owned);
    }
    let _ = format;
    Cow::Borrowed(bytes)
}

/// Reads a document.
pub(super) fn read(
    bytes: &[u8],
    format: SourceFormat,
    rules: &SentenceRules,
    keys: &[Box<str>],
) -> ReadDocument {
    if let Some(found) = unreadable(bytes).or_else(|| annotated(bytes, format)) {
        return ReadDocument { diagnostics: vec![found], ..ReadDocument::default() };
    }
    let document = readable(bytes);
    let mut cutter = Cutter::new(bytes, &document, rules);
    let start = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
    match format {
        SourceFormat::Markdown => read_markdown(bytes, keys, &mut cutter),
        SourceFormat::Html => read_html(&mut cutter),
        SourceFormat::Text => read_text(start, &mut cutter),
        SourceFormat::Yaml => yaml::read(bytes, keys, &mut cutter),
    }
    let mut found = cutter.found;
    diagnostic::sort(&mut found.diagnostics);
    found
}

fn read_markdown(bytes: &[u8], keys: &[Box<str>], cutter: &mut Cutter<'_, '_>) {
    let mut found = front_matter::read(bytes, keys);
    read_front_matter(bytes, &found.fields, cutter);
    markdown::read(found.end, cutter);
    cutter.found.diagnostics.append(&mut found.diagnostics);
}

/// Cuts the texts between the tags of blocks of a page.
#[cfg(feature = "html")]
fn read_html(cutter: &mut Cutter<'_, '_>) {
    let document = cutter.document;
    if let Some(found) = too_many_attributes(document.as_bytes()) {
        return cutter.found.diagnostics.push(found);
    }
    let mut start = 0;
    let mut leaf = LeafKind::Html;
    let mut is_translated = true;
    let mut attributes = Vec::new();
    for tag in page_tags(document) {
        let written = &document[tag.range.clone()];
        if !tag.is_end && is_translated && !cutter.hides() {
            attributes.extend(read_attributes(cutter.bytes(), &tag.range));
        }
        if is_phrasing(written) && is_translated && tag.is_translated_behind && !cutter.hides() {
            continue;
        }
        match is_translated {
            true => cut(start..tag.range.start, leaf, cutter),
            false => cutter.block += 1,
        }
        cutter.pass_tag(tag.range.start, tag.is_end, 0);
        start = tag.range.end;
        is_translated = tag.is_translated_behind;
        leaf = if tag.holds_plain_text { LeafKind::PlainHtml } else { LeafKind::Html };
    }
    if is_translated {
        cut(start..document.len(), leaf, cutter);
    }
    cut_attributes(attributes, cutter);
}

/// Cuts the values of attributes, but for those of tags inside a segment, which are part
/// of a code there.
#[cfg(feature = "html")]
fn cut_attributes(attributes: Vec<Range<usize>>, cutter: &mut Cutter<'_, '_>) {
    let texts = std::mem::take(&mut cutter.found.segments);
    for value in attributes {
        let at = texts.partition_point(|text| text.range.end <= value.start);
        if texts.get(at).is_none_or(|text| text.range.start >= value.end) {
            let quote = char::from(cutter.document.as_bytes()[value.start - 1]);
            cut(value, LeafKind::Attribute(quote), cutter);
        }
    }
    cutter.found.segments.extend(texts);
    cutter.found.segments.sort_by_key(|segment| segment.range.start);
    number_blocks(&mut cutter.found.segments);
}

/// Numbers the blocks in the order of the document.
#[cfg(feature = "html")]
fn number_blocks(segments: &mut [FoundSegment]) {
    let (mut number, mut last) = (0, None);
    for segment in segments {
        let own = std::mem::replace(&mut segment.block, number);
        if last.is_some_and(|last| last != own) {
            number += 1;
            segment.block = number;
        }
        last = Some(own);
    }
}

/// Reports that nothing of a page is read without the feature: what Markdown makes
/// of a page are not its texts.
#[cfg(not(feature = "html"))]
fn read_html(cutter: &mut Cutter<'_, '_>) {
    let message = "expected a build that reads HTML pages, but found one without the feature \
                   `html`; nothing of the page is read";
    let found = Diagnostic::new(DiagnosticCode::UnsupportedFormat, 0..0, message);
    cutter.found.diagnostics.push(found.with_help("build with the feature `html`"));
}

/// Reports that a document holds annotation, where it does: its texts are then
/// there twice.
fn annotated(bytes: &[u8], format: SourceFormat) -> Option<Diagnostic> {
    // Most documents have none, and this is cheaper than to look for pairs.
    memmem::find(bytes, b"-ttu-id")?;
    let document = Document::builder().with_format(format.annotated()).parse(bytes);
    let first = document.segments().next()?;
    let message = "expected a document without annotation, but found the texts of two languages";
    let found = Diagnostic::new(DiagnosticCode::AnnotatedSource, first.range(), message);
    Some(found.with_help("render one side of the document first"))
}

/// Cuts the texts of front matter.
fn read_front_matter(bytes: &[u8], fields: &[TextField<'_>], cutter: &mut Cutter<'_, '_>) {
    for (number, field) in fields.iter().enumerate() {
        let mut at = 0;
        for sentence in cutter.rules.split(field.text()) {
            let start = at + sentence.len() - sentence.trim_start().len();
            let range = start..start + sentence.trim().len();
            at += sentence.len();
            if sentence.contains(char::is_alphanumeric) {
                let segment = field_segment(bytes, (number, field), range, cutter.block);
                cutter.found.segments.push(segment);
            }
        }
        cutter.block += 1;
    }
}

fn field_segment(
    bytes: &[u8],
    (number, field): (usize, &TextField<'_>),
    range: Range<usize>,
    block: usize,
) -> FoundSegment {
    let place = field.place(&range);
    let text = &field.text()[range.clone()];
    FoundSegment {
        text: (&bytes[place.clone()] != text.as_bytes()).then(|| text.into()),
        range: place,
        kind: BlockKind::Paragraph,
        block,
        field: Some(FieldPlace { key: field.key().into(), number, range }),
        surroundings: Surroundings { leaf: LeafKind::Text, ..Surroundings::default() },
    }
}

/// Cuts the paragraphs of a document from `start` on.
fn read_text(start: usize, cutter: &mut Cutter<'_, '_>) {
    let document = cutter.document;
    let mut paragraph: Option<Range<usize>> = None;
    let mut at = start;
    for line in document[start..].split_inclusive(['\n', '\r']) {
        let range = at..at + line.len();
        at = range.end;
        // CR LF is two pieces here, of which the second ends nothing.
        let ends_line = line == "\n" && document[..range.start].ends_with('\r');
        if ends_line {
            continue;
        }
        if line.trim().is_empty() {
            end_paragraph(paragraph.take(), cutter);
        } else {
            paragraph.get_or_insert(range.clone()).end = range.end;
        }
    }
    end_paragraph(paragraph, cutter);
}

fn end_paragraph(paragraph: Option<Range<usize>>, cutter: &mut Cutter<'_, '_>) {
    if let Some(range) = paragraph {
        cut(range, LeafKind::Text, cutter);
    }
}

/// Cuts a range of the document that is a block of its own.
pub(super) fn cut(range: Range<usize>, leaf: LeafKind, cutter: &mut Cutter<'_, '_>) {
    let text = BlockText::verbatim(cutter.document, range);
    cutter.cut(&Block { text, leaf, kind: BlockKind::Paragraph, depth: 0 });
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::DiagnosticCode;
    use crate::segmentation::{SourceDocument, SourceFormat};

    fn read(format: SourceFormat, bytes: &[u8]) -> (Vec<String>, Vec<DiagnosticCode>) {
        let document = SourceDocument::builder().with_format(format).parse(bytes);
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

    #[cfg(feature = "html")]
    #[test]
    fn a_page_in_its_own_encoding_becomes_utf_8() {
        let page = b"<html><meta charset=windows-1252><p>Caf\xe9 one.</p>";
        let document = SourceDocument::parse(page);
        let texts: Vec<_> = document.segments().map(|segment| segment.source()).collect();
        assert_eq!(texts, ["Café one."]);
        let filled = document.fill(|_| Some("カフェ。".into()));
        let filled = String::from_utf8(filled).unwrap();
        assert_eq!(filled, "<html><meta charset=utf-8><p>カフェ。</p>");
        assert_eq!(document.diagnostics(), []);
        let pair = b"<!doctype html><meta charset=latin1><p><span data-ttu-id=\"1\">\xe9</span>\
            <span class=\"sxs-lookup\"><span data-stu-id=\"1\">a</span></span>";
        let annotated = crate::document::Document::parse(pair);
        assert_eq!(annotated.segments().next().unwrap().target(), "é");
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
