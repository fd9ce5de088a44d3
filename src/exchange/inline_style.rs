//! What becomes of inline codes in formats that may or may not have a place for
//! them.

use std::borrow::Cow;

use crate::error::names;
use crate::inline::CodedText;

/// What becomes of the inline codes of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InlineStyle {
    /// They are elements with the native code inside: `<bpt i="1">**</bpt>`.
    #[default]
    Codes,
    /// They are left out; the segment is plain text. For tools and corpora
    /// that stop at the first element of a segment.
    Strip,
    /// They are text, as written in the document: `**`.
    Raw,
}

names!(InlineStyle { Codes => "codes", Strip => "strip", Raw => "raw" });

impl InlineStyle {
    /// Gives the text that a format without inline elements writes: there codes
    /// are text as written, unless they are left out.
    pub(super) fn text_of(self, text: &CodedText) -> Cow<'_, str> {
        match self {
            InlineStyle::Strip => text.plain(),
            InlineStyle::Codes | InlineStyle::Raw => text.markup(),
        }
    }
}
