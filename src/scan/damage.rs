//! Quote damage: literal quotes that an exporter turned into `&quot;`.
//!
//! The exporter took the text between two literal `"` for an image title and
//! escaped every `"` inside it. A damaged region begins at the first literal
//! `"` after a Markdown image, often inside a marker
//! (`<span data-ttu-id="90055-129&quot;>`), and ends at the next literal `"`,
//! which is before a `)`. It may reach over many segments, code blocks and
//! `<a name="x&quot;>`.
//!
//! Only a region of just this form, with a damaged marker inside, is repaired.
//! A genuine `&quot;` outside such regions stays.

use std::ops::Range;

use memchr::{memchr, memmem, memrchr};

/// How far before the last quote the `![` of an image is looked for, in bytes.
const LONGEST_ALT: usize = 4096;

/// The regions met so far.
#[derive(Default)]
pub(super) struct Damage {
    /// Regions of the known form, in order and apart.
    pub(super) repairs: Vec<Range<usize>>,
    /// Ranges between two quotes that do not have it.
    refused: Vec<Range<usize>>,
}

impl Damage {
    /// Returns whether the `&quot;` at `at`, found where a marker has a quote, lies
    /// in a region of the known form. What is between two quotes is judged
    /// once.
    pub(super) fn is_repaired(&mut self, bytes: &[u8], at: usize) -> bool {
        if covers(&self.repairs, at) {
            return true;
        }
        if covers(&self.refused, at) {
            return false;
        }
        let start = memrchr(b'"', &bytes[..at]);
        let end = memchr(b'"', &bytes[at..]).map(|length| at + length);
        if let (Some(start), Some(end)) = (start, end)
            && bytes.get(end + 1) == Some(&b')')
            && follows_image(bytes, start)
        {
            insert(&mut self.repairs, start..end + 1);
            return true;
        }
        insert(&mut self.refused, start.unwrap_or(0)..end.unwrap_or(bytes.len()));
        false
    }

    /// Returns whether two damaged markers lie between the same two quotes.
    pub(super) fn are_between_same_quotes(
        &self,
        earlier: &Range<usize>,
        later: &Range<usize>,
    ) -> bool {
        let between_quotes = |marker: &Range<usize>| {
            self.refused
                .iter()
                .rposition(|refused| refused.start < marker.end && marker.start < refused.end)
        };
        between_quotes(earlier).is_some_and(|found| between_quotes(later) == Some(found))
    }
}

fn covers(regions: &[Range<usize>], at: usize) -> bool {
    let after = regions.partition_point(|region| region.start <= at);
    after > 0 && at < regions[after - 1].end
}

fn insert(regions: &mut Vec<Range<usize>>, region: Range<usize>) {
    let place = regions.partition_point(|other| other.start < region.start);
    regions.insert(place, region);
}

/// Returns whether an image, `![…](…)`, ends between the quote before `quote`
/// and it.
///
/// Links, and images further back, may be there too: the last `![` counts,
/// and its `](` must lie behind the quote before.
fn follows_image(bytes: &[u8], quote: usize) -> bool {
    let previous = memrchr(b'"', &bytes[..quote]).map_or(0, |at| at + 1);
    // An alternative text may hold quotes, so that its image begins earlier.
    let reach = previous.saturating_sub(LONGEST_ALT);
    let Some(image) = memmem::rfind(&bytes[reach..quote], b"![") else { return false };
    let after_image = &bytes[(reach + image).max(previous)..quote];
    let Some(middle) = memmem::find(after_image, b"](") else { return false };
    memchr(b')', &after_image[middle..]).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repairs(text: &str) -> Vec<String> {
        let mut damage = Damage::default();
        for (at, _) in text.match_indices("&quot;") {
            damage.is_repaired(text.as_bytes(), at);
        }
        damage.repairs.iter().map(|region| text[region.clone()].to_owned()).collect()
    }

    #[test]
    fn a_region_reaches_from_quote_to_quote() {
        assert_eq!(repairs("![a](b) <x y=\"1&quot;> c&quot;d\") e"), ["\"1&quot;> c&quot;d\""]);
    }

    #[test]
    fn an_image_must_come_before_and_a_parenthesis_after() {
        assert!(repairs("[a](b) <x y=\"1&quot;> c&quot;d\")").is_empty());
        assert!(repairs("![a](b) \"t\" <x y=\"1&quot;> c\")").is_empty());
        assert!(repairs("![a](b) <x y=\"1&quot;> c\" )").is_empty());
        assert!(repairs("![a](b) <x y=\"1&quot;> c").is_empty());
        assert!(repairs("&quot;").is_empty());
    }

    #[test]
    fn links_around_the_image_do_not_matter() {
        assert_eq!(repairs("[d](e) ![a](b) <x y=\"1&quot;>\")").len(), 1);
        assert_eq!(repairs("![a](b) [d](e) <x y=\"1&quot;>\")").len(), 1);
        assert!(repairs("![a] [d] <x y=\"1&quot;>\")").is_empty());
    }

    #[test]
    fn the_alternative_text_may_hold_quotes() {
        assert_eq!(repairs("![\"a\"](b) <x y=\"1&quot;>\")").len(), 1);
    }
}
