//! The differences between a match and the query, for people.

use bitext::Difference;

use crate::findings::one_line;
use crate::style::{ADDED, REMOVED, styled};

/// The first text with what makes the second of it: in colours, or else in
/// `[-brackets-]` and `{+braces+}`.
pub(super) fn shown(pieces: &[Difference], from: &str, to: &str, colours: bool) -> String {
    let piece = |piece: &Difference| match piece {
        Difference::Removed { from: range } => {
            let part = one_line(&from[range.clone()]);
            if colours { styled(REMOVED, &part, true) } else { format!("[-{part}-]") }
        }
        Difference::Added { to: range } => {
            let part = one_line(&to[range.clone()]);
            if colours { styled(ADDED, &part, true) } else { format!("{{+{part}+}}") }
        }
        Difference::Equal { from: range, .. } => one_line(&from[range.clone()]),
        _ => String::new(),
    };
    pieces.iter().map(piece).collect()
}
