//! Turning `&quot;` back into `"` inside damaged regions.

use std::borrow::Cow;
use std::ops::Range;

/// The entity that damaged quotes are written as.
pub(super) const QUOTE_ENTITY: &[u8] = b"&quot;";

/// The entities in `stretch` that stand for literal quotes: those inside one of
/// the sorted `repairs`, in order.
pub(super) fn damaged_quotes(
    bytes: &[u8],
    stretch: Range<usize>,
    repairs: &[Range<usize>],
) -> impl Iterator<Item = Range<usize>> {
    let first = repairs.partition_point(|region| region.end <= stretch.start);
    let near = repairs[first..].iter().take_while(move |region| region.start < stretch.end);
    near.flat_map(move |region| {
        let start = region.start.max(stretch.start);
        let part = &bytes[start..region.end.min(stretch.end)];
        let entities = memchr::memmem::find_iter(part, QUOTE_ENTITY);
        entities.map(move |at| start + at..start + at + QUOTE_ENTITY.len())
    })
}

/// The bytes of `range` with each of its damaged quotes turned back.
pub(super) fn repair<'b>(
    bytes: &'b [u8],
    range: Range<usize>,
    repairs: &[Range<usize>],
) -> Cow<'b, [u8]> {
    if !touches(&range, repairs) {
        return Cow::Borrowed(&bytes[range]);
    }
    let mut repaired: Option<Vec<u8>> = None;
    let mut copied_to = range.start;
    for entity in damaged_quotes(bytes, range.clone(), repairs) {
        let repaired = repaired.get_or_insert_with(|| Vec::with_capacity(range.len()));
        repaired.extend_from_slice(&bytes[copied_to..entity.start]);
        repaired.push(b'"');
        copied_to = entity.end;
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
