//! What a page may cost the tree builder.
//!
//! For each tag a tree builder may walk the open elements, and it opens
//! formatting that was never closed again in every block that follows. A small
//! page can so ask for time and memory in the square of its size. The pass over
//! the tags knows all of this before a tree is built; a page over a limit is
//! read without a tree.

use super::open::OpenElements;
use super::tags::Tag;

/// Open elements, the depth at which Blink stops nesting as well
/// (`kMaximumHTMLParserDOMTreeDepth`).
const DEPTH: usize = 512;
/// Attributes of one tag, which tree builders compare with each other.
const ATTRIBUTES: usize = 1_024;
/// Elements in all; each takes some hundred bytes in a tree.
const ELEMENTS: usize = 1_000_000;
/// Elements that come from opening formatting again, besides one for every
/// four bytes of the page.
const REOPENED: usize = 100_000;

/// Adds up what a page costs.
pub(super) struct Effort {
    elements: usize,
    reopened: usize,
    reopened_limit: usize,
}

impl Effort {
    /// For a page of so many bytes.
    pub(super) fn new(page: usize) -> Self {
        Self { elements: 0, reopened: 0, reopened_limit: REOPENED + page / 4 }
    }

    /// Counts a tag and says which limit it passes, if any.
    pub(super) fn count(&mut self, tag: &Tag, open: &OpenElements) -> Option<String> {
        self.elements += usize::from(!tag.is_end);
        self.reopened += open.dangling();
        let limits = [
            (open.depth(), DEPTH, "open elements at a time"),
            (tag.attributes, ATTRIBUTES, "attributes of one tag"),
            (self.elements, ELEMENTS, "elements"),
            (self.reopened, self.reopened_limit, "repetitions of formatting that is never closed"),
        ];
        let (_, limit, what) = limits.into_iter().find(|(count, limit, _)| count > limit)?;
        Some(format!("expected at most {limit} {what}, but found more"))
    }
}
