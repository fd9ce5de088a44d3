//! The byte strings that markers begin with, made once from a scheme.

use super::AnnotationScheme;

/// What the scanner compares bytes with.
pub(super) struct Patterns {
    /// The element name in lower case: `span`.
    pub(super) element: Vec<u8>,
    pub(super) target_attribute: Vec<u8>,
    pub(super) source_attribute: Vec<u8>,
    pub(super) lookup_class: Vec<u8>,
    /// `<span data-ttu-id="`: a target-open up to its id.
    pub(super) target_open: Vec<u8>,
    /// `</span><span class="sxs-lookup"><span data-stu-id="`: from the end of
    /// a target to the id of its source.
    pub(super) hinge: Vec<u8>,
    /// `</span>`.
    close: Vec<u8>,
    /// The same in the low bytes of a word, and a mask of those bytes, where
    /// there are no more than eight: comparing words costs half of comparing
    /// slices, and this comparison is made three times a segment.
    close_word: Option<(u64, u64)>,
}

impl Patterns {
    pub(super) fn new(scheme: &AnnotationScheme) -> Self {
        let (element, target) = (scheme.element(), scheme.target_attribute());
        let (class, source) = (scheme.lookup_class(), scheme.source_attribute());
        let close = format!("</{element}>").into_bytes();
        Self {
            close_word: word(&close),
            close,
            element: element.to_ascii_lowercase().into(),
            target_attribute: target.into(),
            source_attribute: source.into(),
            lookup_class: class.into(),
            target_open: format!("<{element} {target}=\"").into(),
            hinge: format!("</{element}><{element} class=\"{class}\"><{element} {source}=\"")
                .into(),
        }
    }

    /// Where the canonical closing tag at `at` ends, if one stands there.
    pub(super) fn close_end(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let found = match (self.close_word, bytes.get(at..).and_then(<[u8]>::first_chunk)) {
            (Some((word, mask)), Some(chunk)) => u64::from_le_bytes(*chunk) & mask == word,
            _ => bytes[at..].starts_with(&self.close),
        };
        found.then_some(at + self.close.len())
    }

    /// The length of the annotation attribute that `text` ends in, in any case.
    pub(super) fn attribute_at_end(&self, text: &[u8]) -> Option<usize> {
        let names = [&self.target_attribute, &self.source_attribute];
        let ends_in = |name: &&&Vec<u8>| {
            let end = text.len().checked_sub(name.len()).map(|start| &text[start..]);
            end.is_some_and(|end| end.eq_ignore_ascii_case(name))
        };
        names.iter().find(ends_in).map(|name| name.len())
    }

    /// The length of the shorter attribute name.
    pub(super) fn shortest_attribute(&self) -> usize {
        self.target_attribute.len().min(self.source_attribute.len())
    }

    /// Whether `name` names the attribute `attribute`, as HTML compares names.
    pub(super) fn is_target(&self, name: &[u8]) -> bool {
        name.eq_ignore_ascii_case(&self.target_attribute)
    }

    pub(super) fn is_source(&self, name: &[u8]) -> bool {
        name.eq_ignore_ascii_case(&self.source_attribute)
    }

    /// Whether a class attribute's value holds the lookup class.
    pub(super) fn holds_lookup_class(&self, value: &[u8]) -> bool {
        value.split(u8::is_ascii_whitespace).any(|class| class == self.lookup_class)
    }
}

fn word(pattern: &[u8]) -> Option<(u64, u64)> {
    let mut bytes = [0; 8];
    bytes.get_mut(..pattern.len())?.copy_from_slice(pattern);
    let mask = u64::MAX >> (64 - 8 * pattern.len());
    Some((u64::from_le_bytes(bytes), mask))
}
