//! A segment of a source document, as a view.

use std::ops::Range;

use super::SourceDocument;
use super::found::FoundSegment;
use crate::inline::{CodedText, Syntax};
use crate::position::Position;
use crate::unit::BlockKind;

/// A stretch of a [`SourceDocument`] that is translated as one: a view that
/// borrows from it.
#[derive(Clone, Copy, Debug)]
pub struct SourceSegment<'d> {
    pub(super) document: &'d SourceDocument<'d>,
    pub(super) ordinal: usize,
}

impl<'d> SourceSegment<'d> {
    fn found(&self) -> &'d FoundSegment {
        &self.document.segments[self.ordinal]
    }

    /// The number of the segment in its document, from 0.
    pub fn ordinal(&self) -> usize {
        self.ordinal
    }

    /// Its bytes in the document, from 0.
    pub fn range(&self) -> Range<usize> {
        self.found().range.clone()
    }

    /// Its bytes, as they stand in the document.
    pub fn raw(&self) -> &'d [u8] {
        &self.document.bytes[self.range()]
    }

    /// Its text with markup, escapes and entities as written. In front matter
    /// YAML's own escapes are read; where it goes over several lines, the marks
    /// of the blocks around it are not part of it.
    pub fn source(&self) -> &'d str {
        match &self.found().text {
            Some(text) => text,
            // Readers find no segment in bytes that are not UTF-8.
            None => std::str::from_utf8(self.raw()).unwrap_or_default(),
        }
    }

    /// Its text with inline codes told apart.
    pub fn text(&self) -> CodedText {
        match self.syntax() {
            Some(syntax) => CodedText::parse(self.source(), syntax),
            None => CodedText::from_plain(self.source()),
        }
    }

    /// The language that its markup is written in, which is HTML in raw HTML of
    /// Markdown too: none in plain text and in front matter.
    pub(crate) fn syntax(&self) -> Option<Syntax> {
        self.found().surroundings.leaf.syntax()
    }

    /// The block that it stands in.
    pub fn kind(&self) -> BlockKind {
        self.found().kind
    }

    /// The number of the block that it stands in, from 0: the sentences of a
    /// paragraph have the same.
    pub fn block(&self) -> usize {
        self.found().block
    }

    /// The key of the front matter whose value it is part of.
    pub fn field(&self) -> Option<&'d str> {
        self.found().field.as_ref().map(|field| &*field.key)
    }

    /// The line on which it begins, from 1: faster than its position, whose
    /// column has to be counted.
    pub fn line(&self) -> usize {
        self.document.lines().line(self.range().start)
    }

    /// Where it begins.
    pub fn position(&self) -> Position {
        self.document.position(self.range().start)
    }
}
