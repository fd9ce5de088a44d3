//! What makes one text of another: the differences between a match and a query,
//! to show them.
//!
//! The texts are cut into tokens and the white space between them, and a longest
//! common subsequence is kept (Wagner and Fischer, "The string-to-string
//! correction problem", 1974) between what both begin and end with. That takes
//! the product of the lengths of the two middles; where it would be more than
//! [`MOST_CELLS`], the middle counts as different as a whole.

use std::ops::Range;

use serde::{Serialize, Serializer};

use crate::text::tokens;

/// A piece of two texts that they share, or that one of them alone has.
///
/// Ranges are of bytes, from 0; as JSON they are pairs of numbers, as in
/// `{"kind":"removed","from":[7,11]}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Difference {
    /// Both texts have it.
    Equal {
        /// Where it is in the first text.
        #[serde(serialize_with = "as_pair")]
        from: Range<usize>,
        /// Where it is in the second text.
        #[serde(serialize_with = "as_pair")]
        to: Range<usize>,
    },
    /// The second text lacks it.
    Removed {
        /// Where it is in the first text.
        #[serde(serialize_with = "as_pair")]
        from: Range<usize>,
    },
    /// The first text lacks it.
    Added {
        /// Where it is in the second text.
        #[serde(serialize_with = "as_pair")]
        to: Range<usize>,
    },
}

fn as_pair<S: Serializer>(range: &Range<usize>, serializer: S) -> Result<S::Ok, S::Error> {
    [range.start, range.end].serialize(serializer)
}

/// The most pairs of tokens that are compared.
const MOST_CELLS: usize = 1 << 20;

/// What makes the second text of the first, by whole tokens: pieces in the order
/// of the texts, which together cover both.
///
/// White space alone between two differences counts as part of them. Where
/// something takes the place of something else, what was removed comes first.
///
/// # Example
///
/// ```
/// use bitext::memory::{Difference, differences};
///
/// let (from, to) = ("Select Save now.", "Select Cancel now.");
/// let pieces = differences(from, to);
/// assert_eq!(
///     pieces,
///     [
///         Difference::Equal { from: 0..7, to: 0..7 },
///         Difference::Removed { from: 7..11 },
///         Difference::Added { to: 7..13 },
///         Difference::Equal { from: 11..16, to: 13..18 },
///     ]
/// );
/// assert_eq!(&to[7..13], "Cancel");
/// let removed = serde_json::to_string(&pieces[1]).unwrap();
/// assert_eq!(removed, r#"{"kind":"removed","from":[7,11]}"#);
/// ```
pub fn differences(from: &str, to: &str) -> Vec<Difference> {
    let (from_parts, to_parts) = (parts(from), parts(to));
    let same = |a: &Range<usize>, b: &Range<usize>| from[a.clone()] == to[b.clone()];
    let mut pairs = from_parts.iter().zip(&to_parts);
    let start = pairs.position(|(a, b)| !same(a, b));
    let start = start.unwrap_or(from_parts.len().min(to_parts.len()));
    let (from_rest, to_rest) = (&from_parts[start..], &to_parts[start..]);
    let ends = from_rest.iter().rev().zip(to_rest.iter().rev());
    let end = ends.take_while(|(a, b)| same(a, b)).count();
    let from_middle = &from_rest[..from_rest.len() - end];
    let to_middle = &to_rest[..to_rest.len() - end];

    let mut pieces = Pieces::default();
    pieces.equal(start);
    for is_kept in common(from_middle, to_middle, same) {
        match is_kept {
            Step::Equal => pieces.equal(1),
            Step::Removed => pieces.changed(1, 0),
            Step::Added => pieces.changed(0, 1),
        }
    }
    pieces.equal(end);
    pieces.into_differences(&from_parts, &to_parts, |part| {
        from[from_parts[part].clone()].chars().all(char::is_whitespace)
    })
}

/// Cuts a text into the tokens and the white space between them, which together cover the text.
fn parts(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut end = 0;
    for token in tokens(text) {
        // A token is a slice of the text.
        let start = token.as_ptr().addr() - text.as_ptr().addr();
        if start > end {
            parts.push(end..start);
        }
        end = start + token.len();
        parts.push(start..end);
    }
    if end < text.len() {
        parts.push(end..text.len());
    }
    parts
}

/// What becomes of a part.
#[derive(Clone, Copy)]
enum Step {
    Equal,
    Removed,
    Added,
}

/// Finds the steps that lead from one sequence to the other and keep as much as can be.
fn common<T>(from: &[T], to: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<Step> {
    if from.len().saturating_mul(to.len()) > MOST_CELLS {
        let removed = std::iter::repeat_n(Step::Removed, from.len());
        return removed.chain(std::iter::repeat_n(Step::Added, to.len())).collect();
    }
    let width = to.len() + 1;
    // How much the rests have in common that begin at a pair of parts.
    let mut lengths = vec![0_u32; (from.len() + 1) * width];
    for a in (0..from.len()).rev() {
        for b in (0..to.len()).rev() {
            lengths[a * width + b] = match same(&from[a], &to[b]) {
                true => lengths[(a + 1) * width + b + 1] + 1,
                false => lengths[(a + 1) * width + b].max(lengths[a * width + b + 1]),
            };
        }
    }
    let (mut a, mut b) = (0, 0);
    let mut steps = Vec::with_capacity(from.len() + to.len());
    while a < from.len() || b < to.len() {
        let step = match (from.get(a), to.get(b)) {
            (Some(one), Some(other)) if same(one, other) => Step::Equal,
            (Some(_), Some(_)) if lengths[(a + 1) * width + b] < lengths[a * width + b + 1] => {
                Step::Added
            }
            (Some(_), _) => Step::Removed,
            (None, _) => Step::Added,
        };
        a += usize::from(!matches!(step, Step::Added));
        b += usize::from(!matches!(step, Step::Removed));
        steps.push(step);
    }
    steps
}

/// Stretches of equal and of different parts in turn.
#[derive(Default)]
struct Pieces(Vec<Piece>);

/// How many parts of both texts a stretch has.
struct Piece {
    is_equal: bool,
    from: usize,
    to: usize,
}

impl Pieces {
    fn equal(&mut self, parts: usize) {
        self.push(Piece { is_equal: true, from: parts, to: parts });
    }

    fn changed(&mut self, from: usize, to: usize) {
        self.push(Piece { is_equal: false, from, to });
    }

    fn push(&mut self, piece: Piece) {
        match self.0.last_mut() {
            _ if piece.from + piece.to == 0 => {}
            Some(last) if last.is_equal == piece.is_equal => {
                last.from += piece.from;
                last.to += piece.to;
            }
            _ => self.0.push(piece),
        }
    }

    /// Takes what is white space between differences for different, and gives
    /// the ranges.
    fn into_differences(
        self,
        from: &[Range<usize>],
        to: &[Range<usize>],
        is_space: impl Fn(usize) -> bool,
    ) -> Vec<Difference> {
        let mut joined = Pieces::default();
        let (mut at, last) = (0, self.0.len().saturating_sub(1));
        for (index, mut piece) in self.0.into_iter().enumerate() {
            let is_between = index > 0 && index < last;
            if piece.is_equal && is_between && piece.from == 1 && is_space(at) {
                piece.is_equal = false;
            }
            at += piece.from;
            joined.push(piece);
        }
        let mut differences = Vec::with_capacity(2 * joined.0.len());
        let (mut a, mut b) = (0, 0);
        for piece in joined.0 {
            let from = range(&from[a..a + piece.from]);
            let to = range(&to[b..b + piece.to]);
            (a, b) = (a + piece.from, b + piece.to);
            match piece.is_equal {
                true => differences.push(Difference::Equal { from, to }),
                false => {
                    let removed = (!from.is_empty()).then_some(Difference::Removed { from });
                    let added = (!to.is_empty()).then_some(Difference::Added { to });
                    differences.extend(removed.into_iter().chain(added));
                }
            }
        }
        differences
    }
}

/// Returns the bytes of parts that follow each other.
fn range(parts: &[Range<usize>]) -> Range<usize> {
    match (parts.first(), parts.last()) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => 0..0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(from: &str, to: &str) -> String {
        let pieces = differences(from, to);
        let piece = |piece: &Difference| match piece {
            Difference::Equal { from: a, to: b } => {
                assert_eq!(from[a.clone()], to[b.clone()]);
                from[a.clone()].to_owned()
            }
            Difference::Removed { from: a } => format!("[-{}-]", &from[a.clone()]),
            Difference::Added { to: b } => format!("{{+{}+}}", &to[b.clone()]),
        };
        pieces.iter().map(piece).collect()
    }

    #[test]
    fn pieces_by_token() {
        for (from, to, expected) in [
            ("", "", ""),
            ("", "a b", "{+a b+}"),
            ("a b", "", "[-a b-]"),
            ("a b", "a b", "a b"),
            ("Select Save.", "Select Cancel.", "Select [-Save-]{+Cancel+}."),
            ("Save the file", "Save file", "Save [-the -]file"),
            ("Save file", "Save the file", "Save {+the +}file"),
            ("one two three", "x y three", "[-one two-]{+x y+} three"),
            ("Save **it**", "Save it", "Save [-**-]it[-**-]"),
            ("a  b", "a b", "a[-  -]{+ +}b"),
            ("Save", "save", "[-Save-]{+save+}"),
            ("选择保存", "选择取消", "选择[-保存-]{+取消+}"),
            ("a b c d", "b c d e", "[-a -]b c d{+ e+}"),
        ] {
            assert_eq!(shown(from, to), expected);
        }
    }

    #[test]
    fn long_texts_take_no_longer() {
        let (from, to) = ("a b ".repeat(100_000), "b c ".repeat(100_000));
        let kinds: Vec<_> = differences(&from, &to).iter().map(std::mem::discriminant).collect();
        assert_eq!(kinds.len(), 3, "what both end with is kept, and the rest differs");
    }

    proptest! {
        #[test]
        fn the_pieces_cover_both_texts(from in "[ab ]{0,12}", to in "[ab ]{0,12}") {
            let (mut a, mut b) = (String::new(), String::new());
            for piece in differences(&from, &to) {
                match piece {
                    Difference::Equal { from: f, to: t } => {
                        prop_assert_eq!(&from[f.clone()], &to[t.clone()]);
                        a += &from[f];
                        b += &to[t];
                    }
                    Difference::Removed { from: f } => a += &from[f],
                    Difference::Added { to: t } => b += &to[t],
                }
            }
            prop_assert_eq!((a, b), (from, to));
        }
    }
}
