//! The tags of a page without annotation.

use std::ops::Range;

use super::names::{self, Names, Traits};
use super::open::{OpenElements, Start};
use super::tags::{Tags, Token};
use crate::document::attributes::{attributes, tag_name};
use crate::inline::is_phrasing;
use crate::scan::AnnotationScheme;

/// A tag of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageTag {
    /// From `<` to after `>`, in bytes from 0.
    pub(crate) range: Range<usize>,
    /// Whether it ends an element.
    pub(crate) is_end: bool,
    /// Whether it begins an element whose content is text with character
    /// references, without tags: `title`, `textarea` (13.2.5.2).
    pub(crate) holds_plain_text: bool,
    /// Whether what stands behind it is to be translated: in no element that is
    /// none of a line of text and says that it is not (HTML Standard, 3.2.6.3).
    pub(crate) is_translated_behind: bool,
}

/// The tags of a page, in order; what stands in scripts and styles is none.
pub(crate) fn page_tags(page: &str) -> impl Iterator<Item = PageTag> {
    let bytes = page.as_bytes();
    let scheme = AnnotationScheme::default();
    let mut tags = Tags::new(bytes, &scheme);
    let mut names = Names::new();
    let mut open = OpenElements::default();
    // How many of the open elements are not to be translated.
    let mut untranslated = 0_usize;
    std::iter::from_fn(move || {
        let Token::Tag(tag) = tags.next()? else { return None };
        let (name, mut traits) = names.get(&bytes[tag_name(bytes, &tag.range)]);
        let mut ended = |_, _| untranslated = untranslated.saturating_sub(1);
        if tag.is_end {
            open.end(name, traits, &mut ended);
        } else {
            let is_left =
                is_not_translated(bytes, &tag.range) && !is_phrasing(&page[tag.range.clone()]);
            let note = is_left.then_some(0);
            let start = Start { name, traits, self_closing: tag.self_closing, note };
            let started = open.start(start, &mut ended);
            untranslated += usize::from(is_left && started.is_open);
            if started.foreign {
                traits = Traits::default();
            }
            tags.enter(traits);
        }
        Some(PageTag {
            is_end: tag.is_end,
            holds_plain_text: !tag.is_end && traits.any(names::ESCAPABLE_TEXT),
            is_translated_behind: untranslated == 0,
            range: tag.range,
        })
    })
}

/// Whether the first `translate` attribute of a tag is `no`.
fn is_not_translated(bytes: &[u8], tag: &Range<usize>) -> bool {
    let named = |name: Range<usize>| bytes[name].eq_ignore_ascii_case(b"translate");
    attributes(bytes, tag)
        .find(|attribute| named(attribute.name.clone()))
        .is_some_and(|attribute| bytes[attribute.value].eq_ignore_ascii_case(b"no"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_hold_no_tags() {
        let page = "<p translate=NO>a<script>'<b>'</script><!-- <i> --><title>a < b</title><br>";
        let tags: Vec<_> = page_tags(page).collect();
        let written: Vec<_> = tags.iter().map(|tag| &page[tag.range.clone()]).collect();
        assert_eq!(
            written,
            ["<p translate=NO>", "<script>", "</script>", "<title>", "</title>", "<br>"]
        );
        assert!(tags.iter().all(|tag| !tag.is_translated_behind));
        assert!(tags[3].holds_plain_text && tags[4].is_end && !tags[4].holds_plain_text);
    }
}
