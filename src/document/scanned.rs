//! From the scanner's pairs to segments: the scanner sees a range of a file, or
//! a decoded text, and knows neither UTF-8 nor repairs.

use std::borrow::Cow;
use std::ops::Range;

use super::content::invalid_pair;
use super::reading::{FoundSegment, FoundText};
use crate::diagnostic::Diagnostic;
use crate::scan::{AnnotationScheme, QUOTE_ENTITY, RawSegment, Scan, scan};

/// Moves a range of a text that begins at `start` in a file to the file.
pub(super) fn shifted(range: &Range<usize>, start: usize) -> Range<usize> {
    range.start + start..range.end + start
}

/// Scans a part of a file; all ranges are those of the file.
pub(super) fn scan_part(bytes: &[u8], part: Range<usize>, scheme: &AnnotationScheme) -> Scan {
    let start = part.start;
    let mut scan = scan(&bytes[part], scheme);
    let shift = |range: &mut Range<usize>| *range = shifted(range, start);
    for segment in &mut scan.segments {
        [&mut segment.range, &mut segment.id, &mut segment.target, &mut segment.source]
            .into_iter()
            .for_each(shift);
    }
    scan.diagnostics.iter_mut().map(|found| &mut found.range).for_each(shift);
    scan.repairs.iter_mut().for_each(shift);
    scan
}

/// A text that was scanned, and where the file writes it.
pub(super) struct ScannedText<'t, M> {
    /// The bytes of the file.
    pub(super) file: &'t [u8],
    /// The bytes that were scanned.
    pub(super) text: &'t [u8],
    /// Whether the text is that of the file, and known to be UTF-8.
    pub(super) is_checked: bool,
    /// The sorted ranges of the text in which `&quot;` stands for a quote.
    pub(super) repairs: &'t [Range<usize>],
    /// Maps a range of the text to the range of the file that writes it.
    pub(super) place: M,
}

impl<M: Fn(&Range<usize>) -> Range<usize>> ScannedText<'_, M> {
    /// Makes a segment of the scanner's pair, or a diagnostic where its bytes are
    /// not UTF-8.
    pub(super) fn segment(&self, pair: &RawSegment) -> Result<FoundSegment, Diagnostic> {
        let bytes = &self.text[pair.range.clone()];
        if !self.is_checked && std::str::from_utf8(bytes).is_err() {
            return Err(self.invalid(pair));
        }
        Ok(FoundSegment {
            range: (self.place)(&pair.range),
            source_apart: None,
            id: self.found_text(&pair.id),
            target: self.found_text(&pair.target),
            source: self.found_text(&pair.source),
            kind: None,
            repaired: touches(&pair.range, self.repairs),
        })
    }

    /// Reads a text with its repairs. A copy is made only where the file writes
    /// other bytes.
    fn found_text(&self, text: &Range<usize>) -> FoundText {
        let range = (self.place)(text);
        let repaired = match repair(self.text, text.clone(), self.repairs) {
            Cow::Borrowed(_) if self.is_checked => return FoundText { range, text: None },
            repaired => repaired,
        };
        let is_as_written = *repaired == self.file[range.clone()];
        let text = (!is_as_written).then(|| String::from_utf8_lossy(&repaired).into());
        FoundText { range, text }
    }

    fn invalid(&self, pair: &RawSegment) -> Diagnostic {
        let id = String::from_utf8_lossy(&self.text[pair.id.clone()]);
        invalid_pair(self.file, (self.place)(&pair.range), &format!("the pair `{id}`"))
    }
}

/// Finds the entities in `part` that stand for literal quotes: those inside one
/// of the sorted `repairs`, in order.
pub(super) fn damaged_quotes(
    bytes: &[u8],
    part: Range<usize>,
    repairs: &[Range<usize>],
) -> impl Iterator<Item = Range<usize>> {
    let first = repairs.partition_point(|region| region.end <= part.start);
    let near = repairs[first..].iter().take_while(move |region| region.start < part.end);
    near.flat_map(move |region| {
        let start = region.start.max(part.start);
        let damaged = &bytes[start..region.end.min(part.end)];
        let entities = memchr::memmem::find_iter(damaged, QUOTE_ENTITY);
        entities.map(move |at| start + at..start + at + QUOTE_ENTITY.len())
    })
}

/// Turns each damaged quote in the bytes of `range` back.
pub(super) fn repair<'b>(
    bytes: &'b [u8],
    range: Range<usize>,
    repairs: &[Range<usize>],
) -> Cow<'b, [u8]> {
    let mut entities = damaged_quotes(bytes, range.clone(), repairs).peekable();
    if entities.peek().is_none() {
        return Cow::Borrowed(&bytes[range]);
    }
    let mut repaired = Vec::with_capacity(range.len());
    let mut copied_to = range.start;
    for entity in entities {
        repaired.extend_from_slice(&bytes[copied_to..entity.start]);
        repaired.push(b'"');
        copied_to = entity.end;
    }
    repaired.extend_from_slice(&bytes[copied_to..range.end]);
    Cow::Owned(repaired)
}

/// Returns whether one of the sorted `repairs` touches the range.
fn touches(range: &Range<usize>, repairs: &[Range<usize>]) -> bool {
    let first = repairs.partition_point(|region| region.end <= range.start);
    repairs.get(first).is_some_and(|region| region.start < range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_inside_regions() {
        let text = b"&quot;a&quot;b&quot;c&quot;";
        let repairs = [7..13, 14..20];
        assert_eq!(repair(text, 0..27, &repairs), &b"&quot;a\"b\"c&quot;"[..]);
        assert_eq!(repair(text, 13..21, &repairs), &b"b\"c"[..]);
        assert_eq!(repair(text, 0..7, &repairs), &b"&quot;a"[..]);
        assert!(matches!(repair(text, 0..7, &repairs), Cow::Borrowed(_)));
        assert!(touches(&(12..14), &repairs));
        assert!(!touches(&(13..14), &repairs));
    }

    #[test]
    fn all_ranges_are_those_of_the_file() {
        let part = "![a](b) <span data-ttu-id=\"1&quot;>t</span><span class=&quot;sxs-lookup\
                    &quot;><span data-stu-id=&quot;1&quot;>s</span></span> <span data-stu-id=2>\")";
        let scheme = AnnotationScheme::default();
        let alone = scan(part.as_bytes(), &scheme);
        assert!(!alone.segments.is_empty() && !alone.diagnostics.is_empty());
        let file = format!("---\n{part}---");
        let found = scan_part(file.as_bytes(), 4..4 + part.len(), &scheme);
        let texts = |scan: &Scan, text: &str| -> Vec<String> {
            let segments = scan
                .segments
                .iter()
                .flat_map(|one| [&one.range, &one.id, &one.target, &one.source].map(Range::clone));
            let found = scan.diagnostics.iter().map(|found| found.range.clone());
            let ranges = segments.chain(found).chain(scan.repairs.iter().cloned());
            ranges.map(|range| text[range].to_owned()).collect()
        };
        assert_eq!(texts(&found, &file), texts(&alone, part));
    }
}
