//! The document with other texts in place of some of its segments.
//!
//! It is written anew, segment by segment. A segment without text leaves the
//! document, and with it the white space that parted it from its neighbours: what
//! follows it may then begin its line, and is fitted to that.

mod markdown;
mod references;

use std::borrow::Cow;
use std::ops::Range;

use super::segment::{FieldPlace, LeafKind, Surroundings};
use super::{SourceDocument, SourceSegment};
use super::{SourceFormat, front_matter, yaml};
pub(super) use references::normal_label;

/// New bytes for a range of a document.
type Edit = (Range<usize>, Vec<u8>);

impl SourceDocument<'_> {
    /// The document with other texts in place of some of its segments, byte for
    /// byte the same around them.
    ///
    /// `text` returns what takes the place of a segment, with the markup of the
    /// document's format; a segment for which it is `None` stays as it is, and so
    /// does one that is filled with its own text or with white space alone.
    ///
    /// What the place needs is done here: white space at the edges is left out,
    /// line breaks become spaces (`<br>` where Markdown has a hard one), in
    /// Markdown a backslash is put before what would begin or end a block, a
    /// table cell or the text of a link, and YAML is quoted where it must be.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::SourceDocument;
    ///
    /// let document = SourceDocument::parse(b"| Item |\n|---|\n| **One** |\n\nThe end.\n");
    /// let filled = document.fill(|segment| match segment.source() {
    ///     "**One**" => Some("**Eins** | zwei".into()),
    ///     "The end." => Some("1. Ende".into()),
    ///     _ => None,
    /// });
    /// let expected = "| Item |\n|---|\n| **Eins** \\| zwei |\n\n1\\. Ende\n";
    /// assert_eq!(String::from_utf8(filled).unwrap(), expected);
    /// ```
    pub fn fill<'t>(
        &self,
        mut text: impl FnMut(SourceSegment<'_>) -> Option<Cow<'t, str>>,
    ) -> Vec<u8> {
        let text = |segment: SourceSegment<'_>| text(segment).filter(|text| is_new(text, &segment));
        self.fill_around(text, |fitted, out| out.extend_from_slice(fitted.text.as_bytes()))
    }

    /// Fills the document, and lets `write` write the texts of the body: it adds a
    /// text, fitted to its place, behind what stands before it. A segment's own
    /// text comes as it is. White space alone takes its segment out, and the white
    /// space in front of it or, where it begins a line, behind it; `write` does not
    /// see it.
    pub(crate) fn fill_around<'t>(
        &self,
        mut text: impl FnMut(SourceSegment<'_>) -> Option<Cow<'t, str>>,
        write: impl FnMut(FittedText<'_>, &mut Vec<u8>),
    ) -> Vec<u8> {
        let mut fields: Vec<(&FieldPlace, String)> = Vec::new();
        let mut texts: Vec<(SourceSegment<'_>, Option<Cow<'t, str>>)> = Vec::new();
        for segment in self.segments() {
            let text = text(segment);
            let found = &self.found.segments[segment.ordinal()];
            match &found.field {
                Some(place) => {
                    let new = text.filter(|text| is_new(text, &segment));
                    let fitted = |text: Cow<'_, str>| match found.surroundings.leaf {
                        LeafKind::Text => text.trim().to_owned(),
                        _ => fitted(&text, segment, &found.surroundings),
                    };
                    fields.extend(new.map(|text| (place, fitted(text))));
                }
                None => texts.push((segment, text)),
            }
        }
        let mut writer = DocumentWriter::new(self, write);
        // Front matter stands before everything else.
        for (range, with) in self.field_edits(&fields) {
            writer.edit(range, &with);
        }
        for (segment, text) in texts {
            writer.segment(segment, text.as_deref());
        }
        writer.finish()
    }

    /// Makes the edits to the values of front matter or of a YAML file.
    fn field_edits(&self, texts: &[(&FieldPlace, String)]) -> Vec<Edit> {
        if texts.is_empty() {
            return Vec::new();
        }
        let fields = match self.format {
            SourceFormat::Yaml => yaml::fields(&self.bytes, &self.keys).0,
            _ => front_matter::read(&self.bytes, &self.keys).fields,
        };
        let edits = texts.chunk_by(|one, next| one.0.number == next.0.number).flat_map(|texts| {
            let own: Vec<_> =
                texts.iter().map(|(place, text)| (place.range.clone(), &**text)).collect();
            fields.get(texts[0].0.number).map_or_else(Vec::new, |field| field.filled(&own))
        });
        edits.collect()
    }
}

/// Whether a text is another than that of the segment.
fn is_new(text: &str, segment: &SourceSegment<'_>) -> bool {
    !text.trim().is_empty() && text != segment.source()
}

/// Writes a text with a space for each line break and the white space around it.
fn on_one_line(text: &str) -> String {
    let lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// A text as its place needs it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FittedText<'f> {
    pub(crate) segment: SourceSegment<'f>,
    /// Never empty.
    pub(crate) text: &'f str,
    /// Whether it begins a line, where Markdown looks for marks of blocks.
    pub(crate) begins_line: bool,
}

/// A document that is written up to a place.
struct DocumentWriter<'d, W> {
    document: &'d SourceDocument<'d>,
    write: W,
    out: Vec<u8>,
    /// Up to where the document is written.
    at: usize,
    /// The block of the last segment.
    block: Option<usize>,
    /// The segments right before that were taken out.
    taken_out: Option<TakenOut>,
}

/// Segments that were taken out, with none written since that begins their line.
#[derive(Clone, Copy)]
struct TakenOut {
    /// Whether the first of them began a line.
    begins_line: bool,
    /// The length of what was written before the white space in front of them,
    /// where they follow a segment.
    without_gap: Option<usize>,
}

impl<'d, W: FnMut(FittedText<'_>, &mut Vec<u8>)> DocumentWriter<'d, W> {
    fn new(document: &'d SourceDocument<'d>, write: W) -> Self {
        let out = Vec::with_capacity(document.bytes.len());
        Self { document, write, out, at: 0, block: None, taken_out: None }
    }

    /// Writes other bytes in place of a range.
    fn edit(&mut self, range: Range<usize>, with: &[u8]) {
        self.copy(range.start);
        self.out.extend_from_slice(with);
        self.at = range.end;
    }

    /// Writes a segment with a text, or with its own.
    fn segment(&mut self, segment: SourceSegment<'_>, text: Option<&str>) {
        let found = &self.document.found.segments[segment.ordinal()];
        let gap = &self.document.bytes[self.at..found.range.start];
        let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
        let follows = self.block == Some(found.block) && gap.iter().all(is_blank);
        let taken_out = if follows { self.taken_out.take() } else { None };
        let written = self.out.len();
        let begins_line =
            taken_out.map_or(found.surroundings.begins_line, |taken_out| taken_out.begins_line);
        match taken_out {
            Some(_) => self.at = found.range.start,
            None => self.copy(found.range.start),
        }
        (self.at, self.block) = (found.range.end, Some(found.block));
        let without_gap = (follows && taken_out.is_none()).then_some(written);
        let moved = Surroundings { begins_line, ..found.surroundings };
        let own = own_text(segment, moved != found.surroundings);
        let Some(text) = text else {
            return self.out.extend_from_slice(own.as_bytes());
        };
        let fitted =
            if text == segment.source() { own } else { fitted(text, segment, &moved).into() };
        if fitted.is_empty() {
            self.take_out(taken_out.unwrap_or(TakenOut { begins_line, without_gap }), gap);
        } else {
            (self.write)(FittedText { segment, text: &fitted, begins_line }, &mut self.out);
        }
    }

    /// Takes out a segment that `gap` stands before. In the middle of a line that
    /// goes with it, at its beginning what stands behind it.
    fn take_out(&mut self, taken_out: TakenOut, gap: &[u8]) {
        let in_line = !gap.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
        match taken_out.without_gap {
            Some(length) if in_line && !taken_out.begins_line => self.out.truncate(length),
            _ => self.taken_out = Some(taken_out),
        }
    }

    /// Writes the document as it is, up to a place.
    fn copy(&mut self, end: usize) {
        if let Some(TakenOut { without_gap: Some(length), .. }) = self.taken_out.take() {
            self.out.truncate(length);
        }
        self.out.extend_from_slice(&self.document.bytes[self.at..end]);
        self.at = end;
    }

    /// Writes the rest of the document.
    fn finish(mut self) -> Vec<u8> {
        self.copy(self.document.bytes.len());
        self.out
    }
}

/// Writes a segment as it is, where it may have moved to the beginning of a line.
fn own_text(segment: SourceSegment<'_>, is_moved: bool) -> Cow<'_, str> {
    // Readers find no segment in bytes that are not UTF-8.
    let own = std::str::from_utf8(segment.raw()).unwrap_or_default();
    match markdown::block_mark(own).filter(|_| is_moved) {
        Some(at) => Cow::Owned(format!("{}\\{}", &own[..at], &own[at..])),
        None => Cow::Borrowed(own),
    }
}

/// Fits a text to the place of a segment.
fn fitted(text: &str, segment: SourceSegment<'_>, surroundings: &Surroundings) -> String {
    let text = text.trim();
    match surroundings.leaf {
        LeafKind::Html | LeafKind::Text => on_one_line(text),
        LeafKind::PlainHtml => on_one_line(text).replace('<', "&lt;"),
        LeafKind::Attribute(quote) => {
            let written = on_one_line(text).replace('<', "&lt;");
            written.replace(quote, if quote == '"' { "&quot;" } else { "&#39;" })
        }
        LeafKind::Line
        | LeafKind::Lines
        | LeafKind::Heading
        | LeafKind::Underlined
        | LeafKind::Cell => {
            let text = references::with_source_labels(
                text,
                segment.source(),
                &segment.document.found.labels,
            );
            markdown::fitted(&text, surroundings)
        }
    }
}
