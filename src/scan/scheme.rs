//! The names that annotation goes by, and the byte strings made of them.

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};

/// The element, attribute and class names of the annotation.
///
/// The default reads `<span data-ttu-id>`, `<span class="sxs-lookup">` and
/// `<span data-stu-id>`; another tool's annotation of the same shape is read by
/// giving its names.
///
/// # Example
///
/// ```
/// use bitext::scan::AnnotationScheme;
///
/// let scheme = AnnotationScheme::new("span", "data-tgt", "pair", "data-src")?;
/// assert_eq!(scheme.target_attribute(), "data-tgt");
/// assert_eq!(AnnotationScheme::default().source_attribute(), "data-stu-id");
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Names")]
pub struct AnnotationScheme {
    element: String,
    target_attribute: String,
    lookup_class: String,
    source_attribute: String,
}

/// What serde reads; [`AnnotationScheme::new`] checks it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    element: String,
    target_attribute: String,
    lookup_class: String,
    source_attribute: String,
}

impl TryFrom<Names> for AnnotationScheme {
    type Error = Error;

    fn try_from(names: Names) -> Result<Self, Error> {
        let Names { element, target_attribute, lookup_class, source_attribute } = names;
        Self::new(&element, &target_attribute, &lookup_class, &source_attribute)
    }
}

impl Default for AnnotationScheme {
    fn default() -> Self {
        Self {
            element: "span".to_owned(),
            target_attribute: "data-ttu-id".to_owned(),
            lookup_class: "sxs-lookup".to_owned(),
            source_attribute: "data-stu-id".to_owned(),
        }
    }
}

impl AnnotationScheme {
    /// A scheme of the given names, which are compared without ASCII case,
    /// the class name excepted.
    ///
    /// # Errors
    ///
    /// Where a name is empty or holds anything but ASCII letters, digits, `-`,
    /// `_`, `.` and `:`, or where both attributes have the same name.
    pub fn new(
        element: &str,
        target_attribute: &str,
        lookup_class: &str,
        source_attribute: &str,
    ) -> Result<Self, Error> {
        let name = |name: &str| {
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
            if name.is_empty() || !name.bytes().all(allowed) {
                return Err(Error::new(ErrorKind::Scheme {
                    found: name.to_owned(),
                    expected: "a name of ASCII letters, digits, `-`, `_`, `.` and `:`",
                }));
            }
            Ok(name.to_owned())
        };
        if target_attribute.eq_ignore_ascii_case(source_attribute) {
            return Err(Error::new(ErrorKind::Scheme {
                found: source_attribute.to_owned(),
                expected: "a source attribute of another name than the target attribute",
            }));
        }
        Ok(Self {
            element: name(element)?,
            target_attribute: name(target_attribute)?,
            lookup_class: name(lookup_class)?,
            source_attribute: name(source_attribute)?,
        })
    }

    /// The element that carries all of it: `span`.
    pub fn element(&self) -> &str {
        &self.element
    }

    /// The attribute that marks a target: `data-ttu-id`.
    pub fn target_attribute(&self) -> &str {
        &self.target_attribute
    }

    /// The class of the element around a source: `sxs-lookup`.
    pub fn lookup_class(&self) -> &str {
        &self.lookup_class
    }

    /// The attribute that marks a source: `data-stu-id`.
    pub fn source_attribute(&self) -> &str {
        &self.source_attribute
    }
}

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

    /// Returns where the canonical closing tag at `at` ends, if one is there.
    pub(super) fn close_end(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let found = match (self.close_word, bytes.get(at..).and_then(<[u8]>::first_chunk)) {
            (Some((word, mask)), Some(chunk)) => u64::from_le_bytes(*chunk) & mask == word,
            _ => bytes[at..].starts_with(&self.close),
        };
        found.then_some(at + self.close.len())
    }

    /// Returns the length of the annotation attribute that `text` ends in, in any
    /// case.
    pub(super) fn attribute_at_end(&self, text: &[u8]) -> Option<usize> {
        let names = [&self.target_attribute, &self.source_attribute];
        let ends_in = |name: &&&Vec<u8>| {
            let end = text.len().checked_sub(name.len()).map(|start| &text[start..]);
            end.is_some_and(|end| end.eq_ignore_ascii_case(name))
        };
        names.iter().find(ends_in).map(|name| name.len())
    }

    /// Returns the length of the shorter attribute name.
    pub(super) fn shortest_attribute(&self) -> usize {
        self.target_attribute.len().min(self.source_attribute.len())
    }

    /// Returns whether `name` is that of the target attribute, as HTML compares names.
    pub(super) fn is_target(&self, name: &[u8]) -> bool {
        name.eq_ignore_ascii_case(&self.target_attribute)
    }

    pub(super) fn is_source(&self, name: &[u8]) -> bool {
        name.eq_ignore_ascii_case(&self.source_attribute)
    }

    /// Returns whether a class attribute's value holds the lookup class.
    pub(super) fn holds_lookup_class(&self, value: &[u8]) -> bool {
        value.split(u8::is_ascii_whitespace).any(|class| class == self.lookup_class)
    }
}

/// Makes a word and its mask of a pattern of no more than eight bytes.
fn word(pattern: &[u8]) -> Option<(u64, u64)> {
    let mut bytes = [0; 8];
    bytes.get_mut(..pattern.len())?.copy_from_slice(pattern);
    let mask = u64::MAX >> (64 - 8 * pattern.len());
    Some((u64::from_le_bytes(bytes), mask))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_names_that_cannot_stand_in_a_tag() {
        assert!(AnnotationScheme::new("span", "a b", "c", "d").is_err());
        assert!(AnnotationScheme::new("", "a", "c", "d").is_err());
        let error = AnnotationScheme::new("span", "same", "c", "SAME").unwrap_err();
        assert!(error.to_string().contains("another name"), "{error}");
    }

    #[test]
    fn serde_reads_what_it_writes_and_refuses_the_same_names() {
        let json = serde_json::to_string(&AnnotationScheme::default()).unwrap();
        let read: AnnotationScheme = serde_json::from_str(&json).unwrap();
        assert_eq!(read, AnnotationScheme::default());
        let empty = json.replace("sxs-lookup", "");
        assert!(serde_json::from_str::<AnnotationScheme>(&empty).is_err());
    }
}
