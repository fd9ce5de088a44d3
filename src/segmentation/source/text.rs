//! Plain text: paragraphs with empty lines between them.

use std::ops::Range;

use super::block::{Block, BlockText};
use super::cutter::Cutter;
use super::found::Leaf;
use crate::unit::BlockKind;

/// Cuts the paragraphs of a document from `start` on.
pub(super) fn read(start: usize, cutter: &mut Cutter<'_, '_>) {
    let document = cutter.document;
    let mut paragraph: Option<Range<usize>> = None;
    let mut at = start;
    for line in document[start..].split_inclusive(['\n', '\r']) {
        let range = at..at + line.len();
        at = range.end;
        // CR LF is two pieces here, of which the second ends nothing.
        let ends_line = line == "\n" && document[..range.start].ends_with('\r');
        if ends_line {
            continue;
        }
        if line.trim().is_empty() {
            cut(paragraph.take(), cutter);
        } else {
            paragraph.get_or_insert(range.clone()).end = range.end;
        }
    }
    cut(paragraph, cutter);
}

fn cut(paragraph: Option<Range<usize>>, cutter: &mut Cutter<'_, '_>) {
    let Some(range) = paragraph else { return };
    let text = BlockText::verbatim(cutter.document, range);
    cutter.cut(&Block { text, leaf: Leaf::Text, kind: BlockKind::Paragraph, depth: 0 });
}
