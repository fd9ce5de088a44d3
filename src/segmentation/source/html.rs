//! HTML pages: what stands between the tags of blocks.

use std::ops::Range;

use super::block::{Block, BlockText};
use super::cutter::Cutter;
use super::found::Leaf;
use crate::document::page_tags;
use crate::inline::is_phrasing;
use crate::unit::BlockKind;

/// Cuts the texts of a page.
pub(super) fn read(cutter: &mut Cutter<'_, '_>) {
    let document = cutter.document;
    let mut start = 0;
    let mut leaf = Leaf::Html;
    let mut is_translated = true;
    for tag in page_tags(document) {
        let written = &document[tag.range.clone()];
        if is_phrasing(written) && is_translated && !cutter.hides() {
            continue;
        }
        match is_translated {
            true => cut(start..tag.range.start, leaf, cutter),
            false => cutter.end_block(),
        }
        cutter.pass_tag(tag.range.start, tag.is_end, 0);
        start = tag.range.end;
        is_translated = tag.is_translated_behind;
        leaf = if tag.holds_plain_text { Leaf::PlainHtml } else { Leaf::Html };
    }
    if is_translated {
        cut(start..document.len(), leaf, cutter);
    }
}

fn cut(range: Range<usize>, leaf: Leaf, cutter: &mut Cutter<'_, '_>) {
    let text = BlockText::verbatim(cutter.document, range);
    cutter.cut(&Block { text, leaf, kind: BlockKind::Paragraph, depth: 0 });
}
