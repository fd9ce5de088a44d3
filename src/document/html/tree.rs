//! What only the tree of a page shows: the block around an element, and
//! whether the element lies in the part to read.
//!
//! A tree has no byte ranges, and it need not hold the elements in the order of
//! their tags, nor each of them once. So the page is parsed from a copy in which
//! the start tag of each annotated element carries its number.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

use scraper::error::SelectorErrorKind;
use scraper::{CaseSensitivity, ElementRef, Html, Selector};

use super::elements::Element;
use crate::document::block_kind;
use crate::error::{Error, ErrorKind};
use crate::scan::AnnotationScheme;
use crate::unit::BlockKind;

/// The attribute that carries the number in the copy. A page that uses the name
/// itself does no harm: of two attributes of one tag the first counts, and
/// elements that are not annotated are not asked.
const NUMBER: &str = "bitext-number";

/// Where an annotated element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ElementPlace {
    pub(super) kind: BlockKind,
    /// Whether it lies in the part to read.
    pub(super) inside: bool,
}

/// Finds the place of each element; nothing for an element that browsers drop,
/// such as a table cell outside tables.
pub(super) fn places(
    bytes: &[u8],
    elements: &[Element],
    scheme: &AnnotationScheme,
    within: Option<&Within>,
) -> Vec<Option<ElementPlace>> {
    let markers = Markers::new(scheme);
    let html = Html::parse_document(&numbered(bytes, elements));
    let selected: Option<HashSet<_>> =
        within.map(|within| html.select(within.selector()).map(|element| element.id()).collect());
    let mut places = vec![None; elements.len()];
    let outer = ElementPlace { kind: BlockKind::Paragraph, inside: selected.is_none() };
    // The nodes around the current one with their places.
    let mut around = Vec::new();
    for node in html.tree.root().descendants() {
        let parent = node.parent().map(|parent| parent.id());
        while around.last().is_some_and(|&(id, _)| Some(id) != parent) {
            around.pop();
        }
        let mut place = around.last().map_or(outer, |&(_, place)| place);
        if let Some(element) = ElementRef::wrap(node) {
            place.kind = kind(element).unwrap_or(place.kind);
            place.inside |= selected.as_ref().is_some_and(|ids| ids.contains(&node.id()));
            if let Some(slot) = markers.number(element).and_then(|number| places.get_mut(number)) {
                slot.get_or_insert(place);
            }
        }
        around.push((node.id(), place));
    }
    places
}

/// Returns the page as text, with a number in the start tag of each annotated
/// element.
fn numbered(bytes: &[u8], elements: &[Element]) -> String {
    let mut copy = String::with_capacity(bytes.len() + 24 * elements.len());
    let mut copied = 0;
    for (number, element) in elements.iter().enumerate() {
        copy.push_str(&String::from_utf8_lossy(&bytes[copied..element.name.end]));
        copy.push_str(&format!(" {NUMBER}=\"{number}\""));
        copied = element.name.end;
    }
    copy.push_str(&String::from_utf8_lossy(&bytes[copied..]));
    copy
}

/// What marks an element as annotated.
struct Markers<'a> {
    /// In lower case, as the tree gives names.
    attributes: [String; 2],
    lookup_class: &'a str,
}

impl<'a> Markers<'a> {
    fn new(scheme: &'a AnnotationScheme) -> Self {
        let names = [scheme.target_attribute(), scheme.source_attribute()];
        Self { attributes: names.map(str::to_ascii_lowercase), lookup_class: scheme.lookup_class() }
    }

    /// Returns the number that [`numbered`] gave an element.
    fn number(&self, element: ElementRef<'_>) -> Option<usize> {
        let number = element.attr(NUMBER)?;
        let is_annotated = self.attributes.iter().any(|name| element.attr(name).is_some())
            || element.value().has_class(self.lookup_class, CaseSensitivity::CaseSensitive);
        number.parse().ok().filter(|_| is_annotated)
    }
}

/// Returns the block that an element makes around what it holds, if any.
fn kind(element: ElementRef<'_>) -> Option<BlockKind> {
    let classes = || element.attr("class").unwrap_or_default().as_bytes();
    let first_text = || {
        let mut texts = element.text().map(str::trim_start);
        texts.find(|text| !text.is_empty()).unwrap_or_default().as_bytes()
    };
    block_kind::of_element(
        element.value().name().as_bytes(),
        || block_kind::is_note_class(classes()),
        || block_kind::begins_as_note(first_text()),
    )
}

/// A CSS selector: only what the elements it matches hold is read of a page.
///
/// Where it matches several elements, each is read; ids are joined across them.
///
/// # Example
///
/// ```
/// use bitext::document::Within;
///
/// let within = Within::parse("main, #content")?;
/// assert_eq!(within.as_str(), "main, #content");
/// assert!(Within::parse("main >").is_err());
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Within {
    css: String,
    selector: Selector,
}

impl Within {
    /// Reads a selector, or several separated by commas.
    ///
    /// # Errors
    ///
    /// Where the text is no CSS selector, or uses pseudo-classes that need a
    /// browser, such as `:hover`.
    pub fn parse(css: &str) -> Result<Self, Error> {
        let selector = Selector::parse(css).map_err(|cause| {
            Error::new(ErrorKind::Selector { found: css.to_owned(), cause: explained(&cause) })
        })?;
        Ok(Self { css: css.to_owned(), selector })
    }

    /// The selector as given.
    pub fn as_str(&self) -> &str {
        &self.css
    }

    pub(super) fn selector(&self) -> &Selector {
        &self.selector
    }
}

/// Says what the parser found, for whoever wrote the selector. Most of its
/// kinds are of a type that scraper does not export, so they are known by their
/// names.
fn explained(cause: &SelectorErrorKind) -> String {
    let kind = match cause {
        SelectorErrorKind::UnexpectedSelectorParseError(kind) => format!("{kind:?}"),
        other => format!("{other:?}"),
    };
    let explained = match kind.as_str() {
        "DanglingCombinator" => {
            "expected a selector behind each combinator (`>`, `+`, `~`), but found none"
        }
        "EmptySelector" => {
            "expected a selector before each combinator and on both sides of each comma, but found none"
        }
        "UnsupportedPseudoClassOrElement" => {
            "expected pseudo-classes that a page without a browser can answer, but found another"
        }
        "EndOfLine" => "expected more, such as a closing bracket or a name, but found the end",
        "ClassNeedsIdent" => "expected a name behind `.`, but found none",
        _ => return format!("the parser of selectors reports {kind}"),
    };
    explained.to_owned()
}

impl FromStr for Within {
    type Err = Error;

    fn from_str(css: &str) -> Result<Self, Error> {
        Self::parse(css)
    }
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.css)
    }
}

impl fmt::Debug for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Within").field(&self.css).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pages are read on several threads with one selector.
    #[test]
    fn is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Within>();
    }

    #[test]
    fn what_is_no_selector_is_refused_with_its_text() {
        for css in ["", "main >", "p:hover(", "[", "p::before::after x"] {
            let error = Within::parse(css).unwrap_err().to_string();
            assert!(error.contains(&format!("but found `{css}`")), "{error}");
        }
        assert_eq!(format!("{:?}", Within::parse("td").unwrap()), "Within(\"td\")");
    }

    #[test]
    fn what_is_wrong_with_a_selector_is_said_in_one_line() {
        let cases = [
            (
                "main >",
                "expected a selector behind each combinator (`>`, `+`, `~`), but found none",
            ),
            ("main > , x", "expected a selector behind each combinator"),
            ("main >> p", "expected a selector behind each combinator"),
            ("> p", "expected a selector before each combinator"),
            ("", "expected a selector before each combinator"),
            ("a,", "on both sides of each comma"),
            ("p:hover", "expected pseudo-classes"),
            ("[", "but found the end"),
            (".", "but found the end"),
            (".>", "expected a name behind `.`"),
            ("[a=1]", "the parser of selectors reports BadValueInAttr"),
        ];
        for (css, cause) in cases {
            let error = Within::parse(css).unwrap_err().to_string();
            assert!(error.contains(cause) && !error.contains('\n'), "{css}: {error}");
        }
    }
}
