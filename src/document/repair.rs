//! Turning `&quot;` back into `"` inside damaged regions.

use std::borrow::Cow;
use std::ops::Range;

/// The bytes of `range` with each `&quot;` inside one of the sorted `repairs`
/// turned back.
pub(super) fn repair<'b>(
    bytes: &'b [u8],
    range: Range<usize>,
    repairs: &[Range<usize>],
) -> Cow<'b, [u8]> {
    const ENTITY: &[u8] = b"&quot;";
    let first = repairs.partition_point(|region| region.end <= range.start);
    let touching = repairs[first..].iter().take_while(|region| region.start < range.end);
    let mut repaired: Option<Vec<u8>> = None;
    let mut copied_to = range.start;
    for region in touching {
        let start = region.start.max(range.start);
        let end = region.end.min(range.end);
        for found in memchr::memmem::find_iter(&bytes[start..end], ENTITY) {
            let repaired = repaired.get_or_insert_with(|| Vec::with_capacity(range.len()));
            repaired.extend_from_slice(&bytes[copied_to..start + found]);
            repaired.push(b'"');
            copied_to = start + found + ENTITY.len();
        }
    }
    match repaired {
        None => Cow::Borrowed(&bytes[range]),
        Some(mut repaired) => {
            repaired.extend_from_slice(&bytes[copied_to..range.end]);
            Cow::Owned(repaired)
        }
    }
}

/// Whether a region touches the range.
pub(super) fn touches(range: &Range<usize>, repairs: &[Range<usize>]) -> bool {
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
}
