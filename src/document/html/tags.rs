//! The tags of a page with their byte ranges, found by html5gum, for annotated
//! pages and for those to translate.

use std::ops::Range;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Error, Span, State, StringReader, Tokenizer};

use super::names::{self, Names, Traits};
use super::open_elements::{OpenElements, StartTag};
use crate::document::attributes::{attributes, tag_name};
use crate::inline::{is_phrasing, says_translated};
use crate::scan::AnnotationScheme;

/// One start or end tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    /// From `<` to after `>`, in the bytes of the page.
    pub(super) range: Range<usize>,
    pub(super) is_end: bool,
    /// Whether it ends in `/>`.
    pub(super) self_closing: bool,
    /// Whether it carries a marker attribute, be it an end tag.
    pub(super) is_marked: bool,
    /// Whether it has the lookup class.
    pub(super) is_lookup: bool,
    /// How many attributes it has.
    pub(super) attributes: usize,
}

/// What the tokenizer reports.
pub(super) enum Token {
    Tag(Tag),
    /// The page ends inside a tag or a comment.
    Unfinished,
}

/// The tokens of a page, in order.
///
/// A tokenizer alone does not know that `<script>` begins raw text; who reads
/// the tags calls [`Tags::enter`] for that.
pub(super) struct Tags<'a> {
    tokenizer: Tokenizer<StringReader<'a>, CallbackEmitter<TagCollector, Token, usize>>,
}

impl<'a> Tags<'a> {
    pub(super) fn new(bytes: &'a [u8], scheme: &AnnotationScheme) -> Self {
        let emitter = CallbackEmitter::new(TagCollector::new(scheme));
        Self { tokenizer: Tokenizer::new_with_emitter(bytes, emitter) }
    }

    /// Reads on as the content of the element that the last tag began.
    pub(super) fn enter(&mut self, traits: Traits) {
        let states = [
            (names::ESCAPABLE_TEXT, State::RcData),
            (names::RAW_TEXT, State::RawText),
            (names::SCRIPT, State::ScriptData),
            (names::PLAIN_TEXT, State::PlainText),
        ];
        if let Some((_, state)) = states.into_iter().find(|(kind, _)| traits.any(*kind)) {
            self.tokenizer.set_state(state);
        }
    }
}

impl Iterator for Tags<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let Ok(token) = self.tokenizer.next()?;
        Some(token)
    }
}

/// Makes [`Token`]s from the tokenizer's events.
struct TagCollector {
    /// In lower case, as the tokenizer gives names.
    marker_names: [Vec<u8>; 2],
    lookup_class: Vec<u8>,
    /// The tag that is being read.
    tag: Tag,
    /// Whether the attribute that is being read is `class`.
    in_class: bool,
}

/// Makes a tag of which nothing is known but its start.
fn tag_at(start: usize) -> Tag {
    Tag {
        range: start..start,
        is_end: false,
        self_closing: false,
        is_marked: false,
        is_lookup: false,
        attributes: 0,
    }
}

impl TagCollector {
    fn new(scheme: &AnnotationScheme) -> Self {
        let lower = |name: &str| name.to_ascii_lowercase().into_bytes();
        Self {
            marker_names: [lower(scheme.target_attribute()), lower(scheme.source_attribute())],
            lookup_class: scheme.lookup_class().as_bytes().to_vec(),
            tag: tag_at(0),
            in_class: false,
        }
    }

    fn attribute_name(&mut self, name: &[u8]) {
        self.tag.attributes += 1;
        self.tag.is_marked |= self.marker_names.iter().any(|marker| marker == name);
        self.in_class = name == b"class";
    }

    fn attribute_value(&mut self, value: &[u8]) {
        if self.in_class {
            let mut classes = value.split(u8::is_ascii_whitespace);
            self.tag.is_lookup |= classes.any(|class| class == self.lookup_class);
        }
    }

    fn end_tag(&mut self, range: Range<usize>) -> Tag {
        // The attributes of an end tag are reported before it.
        let read = std::mem::replace(&mut self.tag, tag_at(range.end));
        Tag { range, is_end: true, ..read }
    }
}

impl Callback<Token, usize> for TagCollector {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: Span<usize>) -> Option<Token> {
        match event {
            CallbackEvent::OpenStartTag { .. } => self.tag = tag_at(span.start),
            CallbackEvent::AttributeName { name } => self.attribute_name(name),
            CallbackEvent::AttributeValue { value } => self.attribute_value(value),
            CallbackEvent::CloseStartTag { self_closing } => {
                let read = std::mem::replace(&mut self.tag, tag_at(span.end));
                let range = read.range.start..span.end;
                return Some(Token::Tag(Tag { range, self_closing, ..read }));
            }
            CallbackEvent::EndTag { .. } => {
                return Some(Token::Tag(self.end_tag(span.start..span.end)));
            }
            CallbackEvent::Error(
                Error::EofInTag | Error::EofInComment | Error::EofInScriptHtmlCommentLikeText,
            ) => return Some(Token::Unfinished),
            _ => {}
        }
        None
    }
}

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
    /// Whether what is behind it is to be translated: in no element that is
    /// not of a line of text and says so (HTML Standard, 3.2.6.3).
    pub(crate) is_translated_behind: bool,
}

/// Returns the tags of a page, in order; scripts and styles hold no tags.
pub(crate) fn page_tags(page: &str) -> impl Iterator<Item = PageTag> {
    let bytes = page.as_bytes();
    let scheme = AnnotationScheme::default();
    let mut tags = Tags::new(bytes, &scheme);
    let mut names = Names::new();
    let mut open = OpenElements::default();
    // The open elements that say whether they are to be translated, by number.
    let mut said: Vec<(usize, bool)> = Vec::new();
    let mut number = 0;
    std::iter::from_fn(move || {
        let Token::Tag(tag) = tags.next()? else { return None };
        let (name, mut traits) = names.get(&bytes[tag_name(bytes, &tag.range)]);
        let is_left = said.last().is_some_and(|&(_, is_translated)| !is_translated);
        let mut ended = |number, _| {
            if let Some(at) = said.iter().rposition(|&(said, _)| said == number) {
                said.remove(at);
            }
        };
        if tag.is_end {
            open.end(name, traits, &mut ended);
        } else {
            // What is left out in a line of text is a code in it.
            let says = is_translated(page, &tag.range)
                .filter(|&says| says && is_left || !is_phrasing(&page[tag.range.clone()]));
            let tracked = says.is_some().then_some(number);
            let start = StartTag { name, traits, self_closing: tag.self_closing, tracked };
            let started = open.start(start, &mut ended);
            said.extend(says.filter(|_| started.is_open).map(|says| (number, says)));
            number += 1;
            if started.foreign {
                traits = Traits::default();
            }
            tags.enter(traits);
        }
        Some(PageTag {
            is_end: tag.is_end,
            holds_plain_text: !tag.is_end && traits.any(names::ESCAPABLE_TEXT),
            is_translated_behind: said.last().is_none_or(|&(_, is_translated)| is_translated),
            range: tag.range,
        })
    })
}

/// Returns whether a tag says that its content is to be translated, or that it is not:
/// by its first `translate` attribute, or by the class `notranslate`.
fn is_translated(page: &str, tag: &Range<usize>) -> Option<bool> {
    let (mut translate, mut class) = (None, None);
    for attribute in attributes(page.as_bytes(), tag) {
        let (name, value) = (&page[attribute.name], &page[attribute.value]);
        match () {
            () if name.eq_ignore_ascii_case("translate") => translate = translate.or(Some(value)),
            () if name.eq_ignore_ascii_case("class") => class = class.or(Some(value)),
            () => {}
        }
    }
    says_translated(translate, class)
}

/// Returns the values of a tag's attributes that readers see or hear, where they are in
/// quotes, in order.
pub(crate) fn read_attributes(bytes: &[u8], tag: &Range<usize>) -> Vec<Range<usize>> {
    let name = &bytes[tag_name(bytes, tag)];
    let is_meta = name.eq_ignore_ascii_case(b"meta");
    if is_meta && !describes(bytes, tag) {
        return Vec::new();
    }
    let wanted: &[&[u8]] = match is_meta {
        true => &[b"content"],
        false => &[b"alt", b"title", b"placeholder", b"aria-label"],
    };
    attributes(bytes, tag)
        .filter(|attribute| {
            let name = &bytes[attribute.name.clone()];
            wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(name))
        })
        .map(|attribute| attribute.value)
        .filter(|value| matches!(bytes[value.start - 1], b'"' | b'\''))
        .collect()
}

/// Returns whether a `meta` holds a title or a description of the page.
fn describes(bytes: &[u8], tag: &Range<usize>) -> bool {
    let is_name = |name: &[u8]| matches!(name, b"name" | b"property");
    let described: [&[u8]; 5] =
        [b"description", b"og:title", b"og:description", b"twitter:title", b"twitter:description"];
    attributes(bytes, tag)
        .filter(|attribute| is_name(&bytes[attribute.name.clone()].to_ascii_lowercase()))
        .any(|attribute| {
            described.iter().any(|name| name.eq_ignore_ascii_case(&bytes[attribute.value.clone()]))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(bytes: &[u8]) -> Vec<Tag> {
        Tags::new(bytes, &AnnotationScheme::default())
            .filter_map(|token| match token {
                Token::Tag(tag) => Some(tag),
                Token::Unfinished => None,
            })
            .collect()
    }

    /// Spans are those of the bytes as given, whatever the tokenizer normalises.
    #[test]
    fn ranges_slice_the_original_bytes() {
        let pages: &[&[u8]] = &[
            b"a<b c=d>e</b>f",
            b"\xEF\xBB\xBF\r\n<b\r\nc='\r\n'\r>\r\n\r</b\r\n>\r",
            b"\0<b \0=\0>\0</b>",
            b"\xFF\xC3<b x=\xFF>\xE4\xB8</b>\xF0\x9F",
            "ü<b title='如何'>如何</b>".as_bytes(),
            b"&amp;&#10;&lt<b x=&amp>&notit;</b>",
            b"<<b>< /</b>",
            b"<!-- <i> --><b></b><!DOCTYPE x>",
        ];
        for page in pages {
            let found = tags(page);
            assert_eq!(found.len(), 2, "{page:?}");
            assert!(page[found[0].range.clone()].starts_with(b"<b"), "{page:?}");
            assert_eq!(page[found[0].range.end - 1], b'>', "{page:?}");
            assert!(page[found[1].range.clone()].starts_with(b"</b"), "{page:?}");
            assert_eq!(page[found[1].range.end - 1], b'>', "{page:?}");
        }
    }

    #[test]
    fn marks_and_classes_are_seen() {
        let found = tags(
            b"<p DATA-TTU-ID=1><p class='x sxs-lookup'><p x=data-ttu-id y=sxs-lookup></p data-stu-id>",
        );
        let seen: Vec<_> = found.iter().map(|tag| (tag.is_marked, tag.is_lookup)).collect();
        assert_eq!(seen, [(true, false), (false, true), (false, false), (true, false)]);
    }

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
