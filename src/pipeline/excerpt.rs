//! The part of a line around a place, to show it.

use std::ops::Range;

/// The part of a line around what a diagnostic speaks of, at most
/// [`LONGEST`](Self::LONGEST) bytes of the document; `…` stands where the line
/// goes on. Bytes that are no text are shown as replacement characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Excerpt {
    /// The text.
    pub text: String,
    /// The bytes of `text` that the diagnostic speaks of, from 0.
    pub marked: Range<usize>,
    /// Whether the line begins in front of the text.
    pub is_cut: bool,
}

/// The most bytes in front of the marked part.
const BEFORE: usize = 200;

impl Excerpt {
    /// The most bytes of a line that are shown.
    pub const LONGEST: usize = 1000;

    /// The part of the line at `line` in `bytes` around `marked`, which begins
    /// on it; the work does not depend on the length of either.
    pub(super) fn new(bytes: &[u8], line: Range<usize>, marked: &Range<usize>) -> Self {
        let start = marked.start.clamp(line.start, line.end);
        let shown = if line.len() <= Self::LONGEST {
            line.clone()
        } else {
            let from = boundary(bytes, start.saturating_sub(BEFORE)).max(line.start);
            from..boundary(bytes, from + Self::LONGEST).min(line.end)
        };
        let end = marked.end.clamp(start, shown.end);
        let mut text = String::new();
        let cut = |is_cut| if is_cut { "…" } else { "" };
        let is_cut = shown.start > line.start;
        text.push_str(cut(is_cut));
        text.push_str(&lossy(bytes, shown.start..start));
        let from = text.len();
        text.push_str(&lossy(bytes, start..end));
        let marked = from..text.len();
        text.push_str(&lossy(bytes, end..shown.end));
        text.push_str(cut(shown.end < line.end));
        Self { text, marked, is_cut }
    }
}

fn lossy(bytes: &[u8], range: Range<usize>) -> String {
    String::from_utf8_lossy(&bytes[range]).into_owned()
}

/// The beginning of the character at or after an offset.
fn boundary(bytes: &[u8], offset: usize) -> usize {
    let is_inside = |byte: &&u8| **byte & 0b1100_0000 == 0b1000_0000;
    // A character has at most three bytes behind its first.
    let rest = bytes.get(offset..).unwrap_or_default();
    offset.min(bytes.len()) + rest.iter().take(3).take_while(is_inside).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_is_shown_whole() {
        let text = "ab\nüber cd\nef";
        let excerpt = Excerpt::new(text.as_bytes(), 3..11, &(5..20));
        assert_eq!(excerpt.text, "über cd");
        assert_eq!(&excerpt.text[excerpt.marked], "ber cd");
    }

    #[test]
    fn a_long_line_is_cut_between_characters() {
        let text = "ü".repeat(5000);
        for start in [0, 2, 198, 200, 202, 4000, 9998, 10_000] {
            let Excerpt { text: shown, marked, is_cut } =
                Excerpt::new(text.as_bytes(), 0..10_000, &(start..start + 2));
            assert!(shown.len() <= Excerpt::LONGEST + 2 * "…".len() + 2, "{start}");
            assert!(shown.trim_matches('…').chars().all(|character| character == 'ü'));
            assert_eq!(is_cut, start > BEFORE, "{start}");
            assert_eq!(shown.starts_with('…'), is_cut, "{start}");
            assert_eq!(&shown[marked], if start < 10_000 { "ü" } else { "" });
        }
    }

    #[test]
    fn bytes_that_are_no_text() {
        let excerpt = Excerpt::new(b"\xff\xffab", 0..4, &(1..3));
        assert_eq!(&excerpt.text[excerpt.marked], "\u{fffd}a");
    }
}
