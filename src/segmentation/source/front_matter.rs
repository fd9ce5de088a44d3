//! The texts of front matter.

use std::ops::Range;

use super::cutter::Cutter;
use super::found::{FieldPlace, FoundSegment, Leaf, Surroundings};
use crate::document::{TextField, text_fields};
use crate::unit::BlockKind;

/// The keys whose values readers see: in the title of the page and in what a
/// search shows of it.
const KEYS: [&str; 2] = ["title", "description"];

/// The texts in the YAML of `block`.
pub(super) fn fields(bytes: &[u8], block: Range<usize>) -> Vec<TextField<'_>> {
    text_fields(bytes, block, &KEYS)
}

/// Cuts the texts in the YAML of `block`.
pub(super) fn read(bytes: &[u8], block: Range<usize>, cutter: &mut Cutter<'_, '_>) {
    for field in fields(bytes, block) {
        let mut at = 0;
        for sentence in cutter.rules().split(field.text()) {
            let start = at + sentence.len() - sentence.trim_start().len();
            let range = start..start + sentence.trim().len();
            at += sentence.len();
            if sentence.contains(char::is_alphanumeric) {
                cutter.add(segment(bytes, &field, range, cutter.block()));
            }
        }
        cutter.end_block();
    }
}

fn segment(bytes: &[u8], field: &TextField<'_>, range: Range<usize>, block: usize) -> FoundSegment {
    let place = field.place(&range);
    let text = &field.text()[range.clone()];
    FoundSegment {
        text: (&bytes[place.clone()] != text.as_bytes()).then(|| text.into()),
        range: place,
        kind: BlockKind::Paragraph,
        block,
        field: Some(FieldPlace { key: field.key().into(), range }),
        surroundings: Surroundings { leaf: Leaf::Text, ..Surroundings::default() },
    }
}
