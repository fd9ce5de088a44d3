//! A document that is written anew, segment by segment.
//!
//! A segment without text leaves the document, and with it the white space that
//! parted it from its neighbours: what follows it may then begin its line, and is
//! fitted to that.

use std::borrow::Cow;
use std::ops::Range;

use super::super::found::{Leaf, Surroundings};
use super::super::{SourceDocument, SourceSegment};
use super::{block_start, markdown, on_one_line, references};

/// A text as its place needs it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fitted<'f> {
    pub(crate) segment: SourceSegment<'f>,
    /// Never empty.
    pub(crate) text: &'f str,
    /// Whether it begins a line, where Markdown looks for marks of blocks.
    pub(crate) begins_line: bool,
}

/// A document that is written up to a place.
pub(super) struct Writing<'d, W> {
    document: &'d SourceDocument<'d>,
    write: W,
    out: Vec<u8>,
    /// Up to where the document is written.
    at: usize,
    /// The block of the last segment.
    block: Option<usize>,
    /// What the segments right before left behind that were taken out.
    gone: Option<Gone>,
}

/// Segments that were taken out, with none written since that begins their line.
#[derive(Clone, Copy)]
struct Gone {
    /// Whether the first of them began a line.
    begins_line: bool,
    /// The length of what was written before the white space in front of them,
    /// where they follow a segment.
    without_gap: Option<usize>,
}

impl<'d, W: FnMut(Fitted<'_>, &mut Vec<u8>)> Writing<'d, W> {
    pub(super) fn new(document: &'d SourceDocument<'d>, write: W) -> Self {
        let out = Vec::with_capacity(document.bytes.len());
        Self { document, write, out, at: 0, block: None, gone: None }
    }

    /// Writes other bytes in place of a range.
    pub(super) fn edit(&mut self, range: Range<usize>, with: &[u8]) {
        self.copy(range.start);
        self.out.extend_from_slice(with);
        self.at = range.end;
    }

    /// Writes a segment with a text, or with its own.
    pub(super) fn segment(&mut self, segment: SourceSegment<'_>, text: Option<&str>) {
        let found = &self.document.segments[segment.ordinal()];
        let gap = &self.document.bytes[self.at..found.range.start];
        let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
        let follows = self.block == Some(found.block) && gap.iter().all(is_blank);
        let gone = if follows { self.gone.take() } else { None };
        let written = self.out.len();
        let begins_line = gone.map_or(found.surroundings.begins_line, |gone| gone.begins_line);
        match gone {
            Some(_) => self.at = found.range.start,
            None => self.copy(found.range.start),
        }
        (self.at, self.block) = (found.range.end, Some(found.block));
        let without_gap = (follows && gone.is_none()).then_some(written);
        let moved = Surroundings { begins_line, ..found.surroundings };
        let own = own(segment, moved != found.surroundings);
        let Some(text) = text else {
            return self.out.extend_from_slice(own.as_bytes());
        };
        let fitted =
            if text == segment.source() { own } else { fitted(text, segment, &moved).into() };
        if fitted.is_empty() {
            self.take_out(gone.unwrap_or(Gone { begins_line, without_gap }), gap);
        } else {
            (self.write)(Fitted { segment, text: &fitted, begins_line }, &mut self.out);
        }
    }

    /// Takes out a segment that `gap` stands before. In the middle of a line that
    /// goes with it, at its beginning what stands behind it.
    fn take_out(&mut self, gone: Gone, gap: &[u8]) {
        let in_line = !gap.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
        match gone.without_gap {
            Some(length) if in_line && !gone.begins_line => self.out.truncate(length),
            _ => self.gone = Some(gone),
        }
    }

    /// Writes the document as it is, up to a place.
    fn copy(&mut self, end: usize) {
        if let Some(Gone { without_gap: Some(length), .. }) = self.gone.take() {
            self.out.truncate(length);
        }
        self.out.extend_from_slice(&self.document.bytes[self.at..end]);
        self.at = end;
    }

    /// Writes the rest of the document.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.copy(self.document.bytes.len());
        self.out
    }
}

/// The bytes of a segment, where it may have moved to the beginning of a line.
fn own(segment: SourceSegment<'_>, is_moved: bool) -> Cow<'_, str> {
    // Readers find no segment in bytes that are not UTF-8.
    let own = std::str::from_utf8(segment.raw()).unwrap_or_default();
    match block_start::mark(own).filter(|_| is_moved) {
        Some(at) => Cow::Owned(format!("{}\\{}", &own[..at], &own[at..])),
        None => Cow::Borrowed(own),
    }
}

/// A text as the place of a segment needs it.
fn fitted(text: &str, segment: SourceSegment<'_>, surroundings: &Surroundings) -> String {
    let text = text.trim();
    match surroundings.leaf {
        Leaf::Html | Leaf::Text => on_one_line(text),
        Leaf::PlainHtml => on_one_line(text).replace('<', "&lt;"),
        Leaf::Line | Leaf::Lines | Leaf::Heading | Leaf::Underlined | Leaf::Cell => {
            let text = references::kept(text, segment.source(), &segment.document.labels);
            markdown::fitted(&text, surroundings)
        }
    }
}
