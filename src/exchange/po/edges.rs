//! Line ends at the edges of a pair of texts.
//!
//! `msgfmt -c` wants both texts of an entry to begin with a line end or neither,
//! and to end with one or neither. Where a pair differs, the translation is
//! written with the edges of its source, and a comment keeps its own, so that
//! reading gives it back:
//!
//! ```text
//! #. target-line-ends: 0 1
//! ```

use std::borrow::Cow;

const NAME: &str = "target-line-ends: ";

/// The most line ends at an edge that a comment keeps, so that a short comment
/// does not make a long text.
const MOST: usize = 1000;

/// How many line ends a text begins and ends with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Edges {
    before: usize,
    behind: usize,
}

impl Edges {
    /// The edges of a text; one of line ends only has them all before it.
    fn of(text: &str) -> Self {
        let before = text.len() - text.trim_start_matches('\n').len();
        let rest = &text[before..];
        let behind = rest.len() - rest.trim_end_matches('\n').len();
        Self { before: before.min(MOST), behind: behind.min(MOST) }
    }

    /// The translation, with the edges of its source where they differ; and its
    /// own edges then.
    pub(super) fn adapt<'t>(source: &str, target: &'t str) -> (Cow<'t, str>, Option<Self>) {
        let agree = source.starts_with('\n') == target.starts_with('\n')
            && source.ends_with('\n') == target.ends_with('\n');
        if target.is_empty() || agree {
            return (Cow::Borrowed(target), None);
        }
        if target.trim_matches('\n').is_empty() {
            // No number of line ends begins with one and does not end with one.
            return (Cow::Borrowed(""), Some(Self::of(target)));
        }
        let wanted = Self {
            before: usize::from(source.starts_with('\n')),
            behind: usize::from(source.ends_with('\n')),
        };
        (Cow::Owned(wanted.around(target)), Some(Self::of(target)))
    }

    /// The text with these edges in place of its own.
    pub(super) fn around(self, text: &str) -> String {
        let (before, behind) = ("\n".repeat(self.before), "\n".repeat(self.behind));
        format!("{before}{}{behind}", text.trim_matches('\n'))
    }

    /// The comment that keeps them.
    pub(super) fn comment(self) -> String {
        format!("{NAME}{} {}", self.before, self.behind)
    }

    /// The edges that a comment keeps.
    pub(super) fn from_comment(line: &str) -> Option<Self> {
        let (before, behind) = line.strip_prefix(NAME)?.split_once(' ')?;
        let edges = Self { before: before.parse().ok()?, behind: behind.parse().ok()? };
        (edges.before <= MOST && edges.behind <= MOST).then_some(edges)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_translation_gets_the_edges_of_its_source() {
        for (source, target, adapted) in [
            ("a", "b", None),
            ("\na\n", "\n\nb\n", None),
            ("a", "", None),
            ("a\n", "b", Some("b\n")),
            ("a", "\n\nb\n", Some("b")),
            ("\na", "b\n", Some("\nb")),
            ("\n", "b", Some("\nb\n")),
            ("a", "\n\n", Some("")),
            ("\na", "\n", Some("")),
        ] {
            let (found, own) = Edges::adapt(source, target);
            assert_eq!(found, adapted.unwrap_or(target), "{source:?} {target:?}");
            assert_eq!(own.is_some(), adapted.is_some());
            if let Some(own) = own {
                let read = Edges::from_comment(&own.comment()).unwrap();
                assert_eq!(read.around(&found), target);
            }
        }
    }

    #[test]
    fn comments_of_another_form_are_no_edges() {
        for line in
            ["target-line-ends: 1", "target-line-ends: a 1", "x", "target-line-ends: 1 1001"]
        {
            assert_eq!(Edges::from_comment(line), None, "{line}");
        }
    }
}
