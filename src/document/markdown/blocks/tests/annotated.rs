//! Annotated documents for the tests.

use std::ops::Range;

use super::block_kinds;
use crate::document::FrontMatter;
use crate::unit::BlockKind;

/// An annotated document: its text with the place of each annotation, and the
/// same text with a mark and the target instead.
pub(super) struct Annotated {
    bytes: Vec<u8>,
    ranges: Vec<Range<usize>>,
    pub(super) marked: String,
}

const OPENER: &str = "<span data-ttu-id=\"0-1\">";
const SOURCE: &str =
    "</span><span class=\"sxs-lookup\"><span data-stu-id=\"0-1\">a | b</span></span>";

impl Annotated {
    /// A document with its annotations and the target of each.
    pub(super) fn new(bytes: Vec<u8>, segments: Vec<(Range<usize>, String)>) -> Self {
        let mut marked = String::new();
        let mut at = FrontMatter::read(&bytes).0.map_or(0, |block| block.range().end);
        for (n, (range, target)) in segments.iter().enumerate() {
            if range.start >= at {
                marked += std::str::from_utf8(&bytes[at..range.start]).unwrap();
            }
            marked += &format!("\u{e000}{n}\u{e001}{target}");
            at = range.end;
        }
        marked += std::str::from_utf8(&bytes[at..]).unwrap();
        Self { bytes, ranges: segments.into_iter().map(|(range, _)| range).collect(), marked }
    }

    /// Reads `⟦target⟧` in a text as an annotation.
    pub(super) fn from_brackets(text: &str) -> Self {
        let mut bytes = Vec::new();
        let mut segments = Vec::new();
        let mut parts = text.split('⟦');
        bytes.extend(parts.next().unwrap_or_default().as_bytes());
        for part in parts {
            let (target, after) = part.split_once('⟧').unwrap();
            let start = bytes.len();
            bytes.extend(OPENER.bytes().chain(target.bytes()).chain(SOURCE.bytes()));
            segments.push((start..bytes.len(), target.to_owned()));
            bytes.extend(after.as_bytes());
        }
        Self::new(bytes, segments)
    }

    /// The same document without the bytes of `cut`, if no annotation loses any.
    pub(super) fn without(&self, cut: Range<usize>) -> Option<Self> {
        let moved = |range: &Range<usize>| match range {
            before if before.end <= cut.start => Some(before.clone()),
            after if cut.end <= after.start => Some(after.start - cut.len()..after.end - cut.len()),
            _ => None,
        };
        let ranges = self.ranges.iter().map(moved).collect::<Option<_>>()?;
        let bytes = [&self.bytes[..cut.start], &self.bytes[cut.end..]].concat();
        Some(Self { bytes, ranges, marked: String::new() })
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = Range<usize>> {
        let mut at = 0;
        self.bytes.split_inclusive(|byte| *byte == b'\n').map(move |line| {
            at += line.len();
            at - line.len()..at
        })
    }

    pub(super) fn text(&self, range: Range<usize>) -> &str {
        std::str::from_utf8(&self.bytes[range]).unwrap()
    }

    pub(super) fn found(&self) -> Vec<BlockKind> {
        block_kinds(&self.bytes, &self.ranges)
    }
}
