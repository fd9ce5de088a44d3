//! What a document does not say of itself.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::Path;

use percent_encoding::{CONTROLS, percent_encode};

use crate::language::Language;
use crate::unit::encoded_part;

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
    /// The path as unit ids hold it.
    encoded_path: String,
    source_language: Option<Language>,
    target_language: Option<Language>,
}

impl Context {
    /// The context of the document at `path`, relative to the folder that is
    /// read; separators become `/`.
    pub fn new(path: impl AsRef<Path>) -> Self {
        let parts = path.as_ref().components().filter_map(|component| match component {
            std::path::Component::CurDir | std::path::Component::RootDir => None,
            other => Some(other.as_os_str()),
        });
        let parts: Vec<_> = parts.collect();
        let join = |text: fn(&OsStr) -> Cow<'_, str>| {
            parts.iter().map(|part| text(part)).collect::<Vec<_>>().join("/")
        };
        Self {
            path: join(OsStr::to_string_lossy),
            encoded_path: join(encoded_name),
            source_language: None,
            target_language: None,
        }
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

    /// The path, `/`-separated; bytes that are not UTF-8 are replaced.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The path as unit ids hold it: percent-encoded (RFC 3986 section 2.1)
    /// where it would break an id, which has no white space and one `#`, and
    /// where it is not UTF-8: two paths never have one id.
    pub fn encoded_path(&self) -> String {
        self.encoded_path.clone()
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

/// The name of a file or folder as unit ids hold it.
fn encoded_name(name: &OsStr) -> Cow<'_, str> {
    if let Some(name) = name.to_str() {
        return encoded_part(name);
    }
    let mut all = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        all.push_str(&encoded_part(chunk.valid()));
        all.extend(percent_encode(chunk.invalid(), CONTROLS));
    }
    Cow::Owned(all)
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

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_keeps_its_bytes() {
        use std::os::unix::ffi::OsStrExt;

        let context = Context::new(OsStr::from_bytes(b"a b/\xffx\xc3.md"));
        assert_eq!(context.encoded_path(), "a%20b/%FFx%C3.md");
        assert_eq!(context.path(), "a b/\u{fffd}x\u{fffd}.md");
    }
}
