//! The names that annotation goes by.

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
/// use bitext::AnnotationScheme;
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
