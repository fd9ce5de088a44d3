//! The HTML elements that are open in a text without annotation.

use super::html::{self, Tag};
use super::nesting::Nesting;
use crate::unit::BlockKind;

/// The elements that make blocks and are open at a place of a text, as the
/// tags before it say.
#[derive(Debug, Default)]
pub(crate) struct OpenBlocks {
    nesting: Nesting,
}

impl OpenBlocks {
    /// Follows the tag that `rest`, the rest of the text, begins with. Other
    /// elements than those that make blocks change nothing.
    pub(crate) fn pass(&mut self, rest: &[u8]) {
        match Tag::read(rest, || b"") {
            Some(Tag::Start(element)) => self.nesting.start_element(element),
            Some(Tag::End(name)) => self.nesting.end_element(name),
            Some(Tag::Raw(_)) | None => {}
        }
    }

    /// Whether one of them is open.
    pub(crate) fn is_any(&self) -> bool {
        self.nesting.has_elements()
    }

    /// The block that the innermost of them makes, where one makes any.
    pub(crate) fn kind(&self) -> Option<BlockKind> {
        self.nesting.nearest()
    }

    /// Ends all of them.
    pub(crate) fn end_all(&mut self) {
        self.nesting.end_elements();
    }
}

/// Where the last tag of a text begins that can end an element which makes a
/// block.
pub(crate) fn last_end_tag(text: &[u8]) -> Option<usize> {
    html::last_end_tag(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_say_what_is_open() {
        let mut open = OpenBlocks::default();
        for (rest, kind) in [
            ("<table><tr>", None),
            ("<td class='x'>a</td>", Some(BlockKind::TableCell)),
            ("<ul>", Some(BlockKind::TableCell)),
            ("<LI>one<li>", Some(BlockKind::ListItem)),
            ("<b>", Some(BlockKind::ListItem)),
            ("</ul>", Some(BlockKind::TableCell)),
            ("</td>", None),
            ("<div class=note>", Some(BlockKind::Note)),
        ] {
            open.pass(rest.as_bytes());
            assert_eq!(open.kind(), kind, "{rest}");
        }
        assert!(open.is_any());
        open.end_all();
        assert!(!open.is_any() && open.kind().is_none());
    }
}
