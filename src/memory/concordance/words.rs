//! Word boundaries by the default rules of UAX #29, section 4.

use unicode_segmentation::UnicodeSegmentation;

/// Lists the byte offsets of the word boundaries of a text, in order; its start and
/// its end are among them.
pub(super) fn boundaries(text: &str) -> Vec<usize> {
    text.split_word_bound_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

/// Returns whether a word boundary may lie between two characters, whatever is
/// around them.
///
/// Each rule that forbids one for a text of just these two forbids it anywhere.
/// The one exception are regional indicators (WB15, WB16), which are counted
/// from where their run begins.
pub(super) fn may_divide(before: char, after: char) -> bool {
    if before.is_ascii() && after.is_ascii() {
        return !(is_ascii_word(before) && is_ascii_word(after));
    }
    is_regional_indicator(before) || !are_joined(before, after)
}

/// Returns whether it is one of the letters, digits and `_`, which join with each other (WB5, WB8–WB10, WB13a, WB13b).
fn is_ascii_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

fn is_regional_indicator(character: char) -> bool {
    ('\u{1f1e6}'..='\u{1f1ff}').contains(&character)
}

/// Returns whether two characters alone are without a boundary between them.
fn are_joined(before: char, after: char) -> bool {
    let mut bytes = [0; 8];
    let middle = before.encode_utf8(&mut bytes).len();
    let end = middle + after.encode_utf8(&mut bytes[middle..]).len();
    let pair = str::from_utf8(&bytes[..end]).unwrap_or_default();
    pair.split_word_bounds().nth(1).is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A character of each class that the rules tell apart, and a few more.
    const CLASSES: [char; 24] = [
        'a',
        'ж',
        '1',
        '_',
        ' ',
        '\'',
        '"',
        '.',
        ',',
        ':',
        'א',
        'ア',
        'あ',
        '中',
        'ท',
        '\u{e31}',
        '\u{301}',
        '\u{ad}',
        '\u{200d}',
        '\u{1f1e6}',
        '😀',
        '#',
        '\u{203f}',
        '한',
    ];

    proptest! {
        #[test]
        fn no_boundary_lies_where_none_may(
            characters in prop::collection::vec(prop::sample::select(&CLASSES[..]), 0..8),
        ) {
            let text: String = characters.iter().collect();
            for at in boundaries(&text) {
                let before = text[..at].chars().next_back();
                let after = text[at..].chars().next();
                if let (Some(before), Some(after)) = (before, after) {
                    prop_assert!(may_divide(before, after), "{:?} at {}", text, at);
                }
            }
        }
    }

    #[test]
    fn joined_letters_are_told() {
        for (before, after, expected) in [
            ('a', 'b', false),
            ('9', '_', false),
            ('é', 'a', false),
            ('и', 'с', false),
            ('ア', 'ー', false),
            ('e', '\u{301}', false),
            (' ', 'b', true),
            ('a', '\'', true),
            ('中', '国', true),
            ('\u{1f1e6}', '\u{1f1e6}', true),
        ] {
            assert_eq!(may_divide(before, after), expected, "{before} {after}");
        }
    }
}
