//! The rest of a line, after its marks: annotations and tags.

use memchr::{memchr2, memchr3};

use super::html::{RawText, Tag};
use super::line::Leaf;
use super::reader::BlockReader;
use crate::unit::BlockKind;

impl BlockReader<'_> {
    /// Reads the rest of a line that is a block of its own.
    pub(super) fn sweep_as(&mut self, kind: BlockKind, from: usize) {
        let depth = self.nesting.depth();
        self.nesting.open_line(kind);
        self.sweep(from);
        self.nesting.truncate(depth);
    }

    /// Reads the rest of a line: gives its annotations their kind and follows
    /// the tags between them.
    pub(super) fn sweep(&mut self, from: usize) {
        let depth = self.nesting.depth();
        self.at = from;
        loop {
            let annotation = self.next_annotation();
            let gap = &self.bytes[self.at..annotation];
            let Some(found) = find_mark(gap) else {
                if self.take_annotation() { continue } else { return }
            };
            self.at += found + 1;
            match gap[found] {
                b'\n' => return,
                b'<' => self.take_tag(self.at - 1, annotation),
                // The end of a table's cell ends what was left open in it.
                _ if self.leaf == Leaf::Table => self.nesting.truncate(depth),
                _ => {}
            }
        }
    }

    /// Gives the next annotation its kind and steps over it, if there is one.
    fn take_annotation(&mut self) -> bool {
        let Some(range) = self.annotations.get(self.kinds.len()) else {
            self.at = self.bytes.len();
            return false;
        };
        self.at = range.end.clamp(self.next_annotation(), self.bytes.len());
        self.kinds.push(self.nesting.kind());
        true
    }

    /// Follows the tag that begins at `start`, if one does.
    fn take_tag(&mut self, start: usize, annotation: usize) {
        match self.bytes[..start].last() {
            Some(b'\\') => return,
            Some(b'`') => return self.skip_code_span(start, annotation),
            _ => {}
        }
        match Tag::read(&self.bytes[start..annotation], || self.next_target()) {
            Some(Tag::Start(element)) => self.nesting.start_element(element),
            Some(Tag::End(element)) => self.nesting.end_element(element),
            Some(Tag::Raw(raw)) => self.skip_raw(raw, start, annotation),
            None => {}
        }
    }

    /// Steps over the code span that begins before the tag at `start`, if it
    /// ends on the line.
    fn skip_code_span(&mut self, start: usize, annotation: usize) {
        let rest = &self.bytes[start..annotation];
        match memchr2(b'`', b'\n', rest) {
            Some(end) if rest[end] == b'`' => self.at = start + end + 1,
            _ => {}
        }
    }

    /// Steps over a comment or the like, if its end comes before the annotation.
    fn skip_raw(&mut self, raw: RawText, start: usize, annotation: usize) {
        let unclosed = &mut self.unclosed[raw as usize];
        if *unclosed == Some(annotation) {
            return;
        }
        match raw.end(&self.bytes[start..annotation]) {
            Some(end) => self.at = start + end,
            None => *unclosed = Some(annotation),
        }
    }
}

/// Finds the first line end, `<` or `|`. Most gaps between annotations are
/// shorter than what a vector search needs to pay off.
fn find_mark(gap: &[u8]) -> Option<usize> {
    let (head, tail) = gap.split_at(gap.len().min(16));
    let in_head = head.iter().position(|byte| matches!(byte, b'\n' | b'<' | b'|'));
    in_head.or_else(|| Some(head.len() + memchr3(b'\n', b'<', b'|', tail)?))
}
