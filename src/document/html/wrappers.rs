//! The lookup elements around sources.

use super::elements::{Element, Role};

/// The lookup elements of a page with the sources in each, by number.
pub(super) struct Wrappers {
    /// For each element: the sources in it, where it is a wrapper.
    sources: Vec<Vec<usize>>,
    /// For each element: whether it is a wrapper that goes with its sources.
    bare: Vec<bool>,
}

impl Wrappers {
    /// A wrapper is bare where it holds nothing but white space and sources that
    /// `is_paired` names.
    pub(super) fn new(
        bytes: &[u8],
        elements: &[Element],
        is_paired: impl Fn(usize) -> bool,
    ) -> Self {
        let mut sources = vec![Vec::new(); elements.len()];
        for (number, element) in elements.iter().enumerate() {
            if let (Role::Source, Some(wrapper)) = (element.role, element.wrapper) {
                sources[wrapper].push(number);
            }
        }
        let bare = |(wrapper, sources): (usize, &Vec<usize>)| {
            !sources.is_empty()
                && elements[wrapper].defect.is_none()
                && sources.iter().all(|&source| is_paired(source))
                && is_filled(bytes, &elements[wrapper], sources.iter().map(|&one| &elements[one]))
        };
        Self { bare: sources.iter().enumerate().map(bare).collect(), sources }
    }

    /// The sources in a wrapper.
    pub(super) fn sources(&self, wrapper: usize) -> &[usize] {
        &self.sources[wrapper]
    }

    /// The bare wrapper around a source, if any.
    pub(super) fn around(&self, source: &Element) -> Option<usize> {
        source.wrapper.filter(|&wrapper| self.bare[wrapper])
    }
}

/// Whether the content of `outer` is the `inner` elements and white space.
fn is_filled<'a>(bytes: &[u8], outer: &Element, inner: impl Iterator<Item = &'a Element>) -> bool {
    let mut at = outer.inner().start;
    for element in inner {
        let range = element.range();
        if !is_blank(bytes, at, range.start) {
            return false;
        }
        at = range.end;
    }
    is_blank(bytes, at, outer.inner().end)
}

/// Whether `start` to `end` is a range of white space or nothing.
pub(super) fn is_blank(bytes: &[u8], start: usize, end: usize) -> bool {
    bytes.get(start..end).is_some_and(|between| between.trim_ascii().is_empty())
}
