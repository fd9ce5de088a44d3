//! The byte strings that markers begin with, made once from a scheme.

use memchr::memmem::Finder;

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
    pub(super) close: Vec<u8>,
    /// Finds what both attribute names end in, or each name.
    pub(super) attribute_ends: Vec<Finder<'static>>,
}

impl Patterns {
    pub(super) fn new(scheme: &AnnotationScheme) -> Self {
        let (element, target) = (scheme.element(), scheme.target_attribute());
        let (class, source) = (scheme.lookup_class(), scheme.source_attribute());
        Self {
            element: element.to_ascii_lowercase().into(),
            target_attribute: target.into(),
            source_attribute: source.into(),
            lookup_class: class.into(),
            target_open: format!("<{element} {target}=\"").into(),
            hinge: format!("</{element}><{element} class=\"{class}\"><{element} {source}=\"")
                .into(),
            close: format!("</{element}>").into(),
            attribute_ends: attribute_ends(target.as_bytes(), source.as_bytes()),
        }
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

/// One search for the common end of both names costs half of two searches;
/// an end of fewer than four bytes would hit too often.
fn attribute_ends(target: &[u8], source: &[u8]) -> Vec<Finder<'static>> {
    let same = |(a, b): &(&u8, &u8)| a == b;
    let common = target.iter().rev().zip(source.iter().rev()).take_while(same).count();
    if common >= 4 {
        return vec![Finder::new(&target[target.len() - common..]).into_owned()];
    }
    vec![Finder::new(target).into_owned(), Finder::new(source).into_owned()]
}
