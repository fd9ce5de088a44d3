//! The HTML elements that are open: what block they make, and whether what they
//! hold is left alone.

use memchr::memmem;

use crate::document::OpenBlocks;
use crate::inline::tag_name;
use crate::unit::BlockKind;

/// Elements whose content is no text to translate.
const HIDING: [&str; 7] = ["pre", "script", "style", "textarea", "template", "math", "svg"];

/// The elements that are open at a place of a document.
#[derive(Debug, Default)]
pub(super) struct OpenElements {
    blocks: OpenBlocks,
    /// How many blocks of Markdown were open where the innermost began.
    depth: usize,
    hiding: Option<HidingElement>,
    /// The elements of [`HIDING`] whose end does not come any more.
    endless: [bool; HIDING.len()],
}

/// An element whose content is left alone.
#[derive(Debug)]
struct HidingElement {
    /// One of [`HIDING`].
    name: &'static str,
    /// How many elements of that name are open, it included.
    count: usize,
}

impl OpenElements {
    /// Follows the tag that `rest`, the rest of the document, begins with, where
    /// `depth` blocks of Markdown are open.
    pub(super) fn pass(&mut self, rest: &str, is_end: bool, depth: usize) {
        let name = tag_name(rest);
        if self.hiding.is_some() {
            return self.pass_hidden(name, is_end);
        }
        self.blocks.pass(rest.as_bytes());
        if is_end {
            return;
        }
        self.depth = depth;
        let hiding = HIDING.iter().position(|hiding| hiding.eq_ignore_ascii_case(name));
        if let Some(hiding) = hiding.filter(|&hiding| self.will_end(hiding, rest)) {
            self.hiding = Some(HidingElement { name: HIDING[hiding], count: 1 });
        }
    }

    fn pass_hidden(&mut self, name: &str, is_end: bool) {
        let Some(hiding) = &mut self.hiding else { return };
        if !hiding.name.eq_ignore_ascii_case(name) {
            return;
        }
        if !is_end {
            hiding.count += 1;
        } else if hiding.count > 1 {
            hiding.count -= 1;
        } else {
            self.hiding = None;
        }
    }

    /// Whether the end tag of an element that hides its content follows. Where
    /// none does, the element was forgotten, and what follows is text.
    fn will_end(&mut self, hiding: usize, rest: &str) -> bool {
        let name = HIDING[hiding].as_bytes();
        let ends = |at: usize| {
            let end = rest.as_bytes().get(at + 2..at + 2 + name.len());
            end.is_some_and(|end| end.eq_ignore_ascii_case(name))
        };
        if !self.endless[hiding] {
            self.endless[hiding] = !memmem::find_iter(rest.as_bytes(), b"</").any(ends);
        }
        !self.endless[hiding]
    }

    /// Ends the elements that no tag ends, where a heading of Markdown begins;
    /// `last_end_tag` finds the last tag that ends one.
    pub(super) fn pass_heading(&mut self, at: usize, last_end_tag: impl FnOnce() -> usize) {
        if self.blocks.is_any() && at > last_end_tag() {
            self.blocks.end_all();
        }
    }

    /// Returns the block of a text that stands in `kind` of Markdown, `depth` blocks deep.
    pub(super) fn kind(&self, kind: BlockKind, depth: usize) -> BlockKind {
        match self.blocks.kind() {
            Some(inner) if depth <= self.depth => inner,
            _ => kind,
        }
    }

    /// Whether what stands here is left alone.
    pub(super) fn hides(&self) -> bool {
        self.hiding.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_content_ends_with_its_element() {
        let mut elements = OpenElements::default();
        for (rest, hides) in [
            ("<PRE>a<pre></pre></pre>", true),
            ("<pre></pre></pre>", true),
            ("</pre></pre>", true),
            ("</script>", true),
            ("</pre>", false),
            ("<script>", false),
            ("<p>", false),
        ] {
            elements.pass(rest, rest.starts_with("</"), 0);
            assert_eq!(elements.hides(), hides, "{rest}");
        }
    }

    #[test]
    fn the_innermost_block_counts() {
        let mut elements = OpenElements::default();
        assert_eq!(elements.kind(BlockKind::ListItem, 1), BlockKind::ListItem);
        elements.pass("<td>", false, 1);
        assert_eq!(elements.kind(BlockKind::ListItem, 1), BlockKind::TableCell);
        assert_eq!(elements.kind(BlockKind::Quote, 2), BlockKind::Quote);
        elements.pass_heading(9, || 10);
        assert_eq!(elements.kind(BlockKind::ListItem, 1), BlockKind::TableCell);
        elements.pass_heading(11, || 10);
        assert_eq!(elements.kind(BlockKind::ListItem, 1), BlockKind::ListItem);
    }
}
