//! What turns a page into its target or its source alone.
//!
//! A target `span` gives way to its content; another element that is a target
//! only loses the marker attribute and one white space before it. A source goes
//! whole, and its lookup element with it where nothing else is in there. For
//! the source side, the content of the target gives way to that of the source.
//! Elements of no pair stay as they are.

use std::ops::Range;

use super::elements::Element;
use super::pairs::Pair;
use super::wrappers::Wrappers;
use crate::document::attributes::is_space;
use crate::document::found::{Edit, Replacement};
use crate::scan::AnnotationScheme;

/// The edits for both sides, each in order.
pub(super) struct Sides {
    pub(super) target: Vec<Edit>,
    pub(super) source: Vec<Edit>,
}

/// Makes the edits for all pairs.
pub(super) fn edits(
    bytes: &[u8],
    elements: &[Element],
    pairs: &[Pair],
    wrappers: &Wrappers,
    scheme: &AnnotationScheme,
) -> Sides {
    let mut sides = Sides { target: Vec::new(), source: Vec::new() };
    for pair in pairs {
        let (target, source) = (&elements[pair.target], &elements[pair.source]);
        let name = &bytes[target.name.clone()];
        if name.eq_ignore_ascii_case(scheme.element().as_bytes()) {
            sides.target.extend([removal(target.open.clone()), removal(target.close.clone())]);
            sides.source.push(Edit { range: target.range(), with: text(bytes, source, target) });
        } else {
            let marker = removal(with_space_before(bytes, target.attribute.clone()));
            sides.target.push(marker.clone());
            let content = Edit { range: target.text(bytes), with: text(bytes, source, target) };
            sides.source.extend([marker, content]);
        }
        match wrappers.around(source) {
            // The last source of a wrapper removes it, so that it goes once.
            Some(wrapper) if wrappers.sources(wrapper).last() == Some(&pair.source) => {
                sides.remove(elements[wrapper].range());
            }
            Some(_) => {}
            None => sides.remove(source.range()),
        }
    }
    sides.target.sort_by_key(|edit| (edit.range.start, edit.range.end));
    sides.source.sort_by_key(|edit| (edit.range.start, edit.range.end));
    sides
}

impl Sides {
    fn remove(&mut self, range: Range<usize>) {
        self.target.push(removal(range.clone()));
        self.source.push(removal(range));
    }
}

/// The text of a source for the place of its target. Tags in it stay as they
/// are where the target, a `title` or a `textarea`, holds none.
fn text(bytes: &[u8], source: &Element, target: &Element) -> Replacement {
    match source.markup(bytes) {
        Some(markup) if !target.holds_plain_text() => {
            Replacement::Bytes(markup.into_bytes().into())
        }
        _ => Replacement::Slice(source.text(bytes)),
    }
}

fn removal(range: Range<usize>) -> Edit {
    Edit { range, with: Replacement::Slice(0..0) }
}

/// The range of an attribute with the white space before it.
fn with_space_before(bytes: &[u8], attribute: Range<usize>) -> Range<usize> {
    let has_space = attribute.start > 0 && is_space(bytes[attribute.start - 1]);
    attribute.start - usize::from(has_space)..attribute.end
}
