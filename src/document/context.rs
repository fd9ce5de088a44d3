//! What a document does not say of itself.

use std::borrow::Cow;
use std::path::Path;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::language::Language;

/// What making units needs to know beyond the document: its path, and the
/// languages where it names none.
///
/// # Example
///
/// ```
/// use bitext::Context;
///
/// let context = Context::new("guides/reset password.md").with_target_language("zh-cn".parse()?);
/// assert_eq!(context.encoded_path(), "guides/reset%20password.md");
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Context {
    path: String,
    source_language: Option<Language>,
    target_language: Option<Language>,
}

impl Context {
    /// The context of the document at `path`, relative to the folder that is
    /// read; separators become `/`.
    pub fn new(path: impl AsRef<Path>) -> Self {
        let parts = path.as_ref().components().filter_map(|component| match component {
            std::path::Component::CurDir | std::path::Component::RootDir => None,
            other => Some(other.as_os_str().to_string_lossy()),
        });
        let path = parts.collect::<Vec<_>>().join("/");
        Self { path, source_language: None, target_language: None }
    }

    /// The language of the sources of a document that names none; without it,
    /// `en-US`.
    #[must_use]
    pub fn with_source_language(mut self, language: Language) -> Self {
        self.source_language = Some(language);
        self
    }

    /// The language of the targets of a document that names none.
    #[must_use]
    pub fn with_target_language(mut self, language: Language) -> Self {
        self.target_language = Some(language);
        self
    }

    /// The path, `/`-separated.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The path as unit ids hold it: percent-encoded (RFC 3986 section 2.1)
    /// where it would break an id, which has no white space and one `#`.
    pub fn encoded_path(&self) -> String {
        encoded(&self.path).into_owned()
    }

    /// The language given for the sources.
    pub fn source_language(&self) -> Option<&Language> {
        self.source_language.as_ref()
    }

    /// The language given for the targets.
    pub fn target_language(&self) -> Option<&Language> {
        self.target_language.as_ref()
    }
}

/// A part of a unit id, percent-encoded.
pub(super) fn encoded(part: &str) -> Cow<'_, str> {
    const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'#').add(b'%');
    // Letters outside ASCII stay: ids are for people too. White space outside
    // ASCII does not.
    let is_plain = |character: char| match character.is_ascii() {
        true => !character.is_ascii_control() && !" #%".contains(character),
        false => !character.is_whitespace(),
    };
    // Nearly all ids are of letters, digits and hyphens.
    let at_a_glance = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if part.bytes().all(at_a_glance) || part.chars().all(is_plain) {
        return Cow::Borrowed(part);
    }
    let mut encoded = String::with_capacity(part.len() + 8);
    for character in part.chars() {
        let mut buffer = [0; 4];
        match is_plain(character) {
            true => encoded.push(character),
            false => {
                encoded.extend(utf8_percent_encode(character.encode_utf8(&mut buffer), ENCODED))
            }
        }
    }
    Cow::Owned(encoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_an_id_has_no_white_space() {
        for (path, encoded) in [
            ("./a/b.md", "a/b.md"),
            ("/a b\u{3000}c#d%20.md", "a%20b%E3%80%80c%23d%2520.md"),
            ("说明.md", "说明.md"),
        ] {
            assert_eq!(Context::new(path).encoded_path(), encoded);
        }
    }
}
