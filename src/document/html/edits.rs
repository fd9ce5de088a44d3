//! What turns a page into its target or its source alone.
//!
//! A target `span` gives way to its content; another element that is a target
//! only loses the marker attribute and one white space before it. A source goes
//! whole, and its lookup element with it where nothing else is in there. For
//! the source side, the content of the target gives way to that of the source.
//! Elements of no pair stay as they are.

use std::ops::Range;

use super::elements::Element;
use super::pairs::{LookupElements, Pair};
use crate::document::attributes::is_space;
use crate::document::reading::{Edit, Replacement};
use crate::scan::AnnotationScheme;

/// Makes the edits for all pairs: by side, each in order.
pub(super) fn edits(
    bytes: &[u8],
    elements: &[Element],
    pairs: &[Pair],
    lookups: &LookupElements,
    scheme: &AnnotationScheme,
) -> [Vec<Edit>; 2] {
    let mut sides = [Vec::new(), Vec::new()];
    for pair in pairs {
        let (target, source) = (&elements[pair.target], &elements[pair.source]);
        let [in_target, in_source] = &mut sides;
        let name = &bytes[target.name.clone()];
        if name.eq_ignore_ascii_case(scheme.element().as_bytes()) {
            in_target.extend([target.open.clone(), target.close.clone()].map(Edit::removal));
            in_source.push(Edit { range: target.range(), with: text(bytes, source, target) });
        } else {
            let marker = Edit::removal(with_space_before(bytes, target.attribute.clone()));
            in_target.push(marker.clone());
            let content = Edit { range: target.text(bytes), with: text(bytes, source, target) };
            in_source.extend([marker, content]);
        }
        let removed = match lookups.around(source) {
            // The last source of a lookup element removes it, so that it goes once.
            Some(lookup) if lookups.sources(lookup).last() == Some(&pair.source) => {
                elements[lookup].range()
            }
            Some(_) => continue,
            None => source.range(),
        };
        sides.iter_mut().for_each(|side| side.push(Edit::removal(removed.clone())));
    }
    sides.iter_mut().for_each(|side| side.sort_by_key(|edit| (edit.range.start, edit.range.end)));
    sides
}

/// Returns the text of a source for the place of its target. Tags in it stay as
/// they are where the target, a `title` or a `textarea`, holds none.
fn text(bytes: &[u8], source: &Element, target: &Element) -> Replacement {
    match source.markup(bytes) {
        Some(markup) if !target.holds_plain_text() => {
            Replacement::Bytes(markup.into_bytes().into())
        }
        _ => Replacement::Slice(source.text(bytes)),
    }
}

/// Returns the range of an attribute with the white space before it.
fn with_space_before(bytes: &[u8], attribute: Range<usize>) -> Range<usize> {
    let has_space = attribute.start > 0 && is_space(bytes[attribute.start - 1]);
    attribute.start - usize::from(has_space)..attribute.end
}
