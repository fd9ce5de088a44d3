//! The bytes of a document, as text where they are UTF-8.

use std::borrow::Cow;
use std::ops::Range;

/// The bytes of a document. UTF-8 is checked once; the few documents that are
/// none are checked again where a text is taken from them.
#[derive(Clone, Debug)]
pub(super) enum Content<'a> {
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
}

impl<'a> Content<'a> {
    pub(super) fn borrowed(bytes: &'a [u8]) -> Self {
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => Content::Text(Cow::Borrowed(text)),
            Err(_) => Content::Bytes(Cow::Borrowed(bytes)),
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Content::Text(text) => text.as_bytes(),
            Content::Bytes(bytes) => bytes,
        }
    }

    /// The text of a range, or nothing where its bytes are not UTF-8.
    pub(super) fn text(&self, range: Range<usize>) -> Option<&str> {
        match self {
            Content::Text(text) => text.get(range),
            Content::Bytes(bytes) => std::str::from_utf8(bytes.get(range)?).ok(),
        }
    }

    pub(super) fn into_owned(self) -> Content<'static> {
        match self {
            Content::Text(text) => Content::Text(Cow::Owned(text.into_owned())),
            Content::Bytes(bytes) => Content::Bytes(Cow::Owned(bytes.into_owned())),
        }
    }
}
