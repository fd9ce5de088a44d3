//! Stretches of a file that are read by themselves: from places in the stretch
//! to places in the file.

use std::ops::Range;

use crate::scan::{AnnotationScheme, Scan, scan};

/// The range in a file of what stands at `range` in a stretch from `start` on.
pub(super) fn shifted(range: &Range<usize>, start: usize) -> Range<usize> {
    range.start + start..range.end + start
}

/// Scans a stretch of a file; all ranges are those of the file.
pub(super) fn scan_stretch(bytes: &[u8], stretch: Range<usize>, scheme: &AnnotationScheme) -> Scan {
    let start = stretch.start;
    let mut scan = scan(&bytes[stretch], scheme);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ranges_are_those_of_the_file() {
        let stretch = "![a](b) <span data-ttu-id=\"1&quot;>t</span><span class=&quot;sxs-lookup\
                       &quot;><span data-stu-id=&quot;1&quot;>s</span></span> <span data-stu-id=2>\")";
        let scheme = AnnotationScheme::default();
        let alone = scan(stretch.as_bytes(), &scheme);
        assert!(!alone.segments.is_empty() && !alone.diagnostics.is_empty());
        let file = format!("---\n{stretch}---");
        let found = scan_stretch(file.as_bytes(), 4..4 + stretch.len(), &scheme);
        let texts = |scan: &Scan, text: &str| -> Vec<String> {
            let segments = scan
                .segments
                .iter()
                .flat_map(|one| [&one.range, &one.id, &one.target, &one.source].map(Range::clone));
            let found = scan.diagnostics.iter().map(|found| found.range.clone());
            let ranges = segments.chain(found).chain(scan.repairs.iter().cloned());
            ranges.map(|range| text[range].to_owned()).collect()
        };
        assert_eq!(texts(&found, &file), texts(&alone, stretch));
    }
}
