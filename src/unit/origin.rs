//! Where a unit comes from: the file, the place in it, and the id made of both,
//! `path#segment-id`.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use super::Date;
use crate::error::names;
use crate::inline::Syntax;

/// Who translated, in the word of the document: `HT`, `MT`, `Auto`, `InternalOpt`;
/// `Aligned` for what an aligner paired.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TranslationType(Arc<str>);

impl TranslationType {
    /// The type under the word that the document uses.
    pub fn new(word: impl Into<Arc<str>>) -> Self {
        Self(word.into())
    }

    /// The word as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether people translated: `HT`.
    pub fn is_human(&self) -> bool {
        self.0.eq_ignore_ascii_case("HT")
    }

    /// Whether a machine translated: `MT`, and `Auto`, which publishes machine
    /// translation without a person's look.
    pub fn is_machine(&self) -> bool {
        self.0.eq_ignore_ascii_case("MT") || self.0.eq_ignore_ascii_case("Auto")
    }

    /// Whether the pair was found by aligning a text with its translation, and
    /// nobody said yet that it is one: `Aligned`.
    pub fn is_aligned(&self) -> bool {
        self.0.eq_ignore_ascii_case("Aligned")
    }
}

/// Where a unit comes from: the file and what its front matter says of the
/// translation. The units of a document share the texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Origin {
    /// The file, relative to the folder that was read, `/`-separated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<Arc<str>>,
    /// The publisher's id of the file, the same in all its revisions: `ms.locfileid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_id: Option<Arc<str>>,
    /// The commit of the source that was translated: `ms.sourcegitcommit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_commit: Option<Arc<str>>,
    /// Who translated: `ms.translationtype`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation_type: Option<TranslationType>,
    /// When the translation was handed over: `ms.lasthandoff`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

/// The nearest block around a segment, in Markdown and HTML alike.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BlockKind {
    /// A cell of a table, its head included.
    TableCell,
    /// A heading of any level.
    Heading,
    /// An item of a list.
    ListItem,
    /// A note: a block quote that begins with `[!NOTE]`, `[!TIP]` and the like.
    Note,
    /// A block quote.
    Quote,
    /// None of the others.
    #[default]
    Paragraph,
}

names!(BlockKind {
    TableCell => "table-cell",
    Heading => "heading",
    ListItem => "list-item",
    Note => "note",
    Quote => "quote",
    Paragraph => "paragraph",
});

/// The place of a unit in the annotated document that it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Placement {
    /// The annotation's id, such as `74dd5-103`.
    pub segment_id: String,
    /// The number of the segment in its document, from 0.
    pub ordinal: usize,
    /// The line on which the annotation begins, from 1.
    pub line: usize,
    /// The bytes of the whole annotation in the original file, from 0.
    pub range: Range<usize>,
    /// The nearest block around it.
    pub kind: BlockKind,
    /// Whether damage in the annotation was repaired.
    pub repaired: bool,
    /// The language that the markup of its texts is written in.
    #[serde(default, skip_serializing_if = "is_markdown")]
    pub syntax: Syntax,
}

fn is_markdown(syntax: &Syntax) -> bool {
    *syntax == Syntax::Markdown
}

impl Placement {
    /// The place of the segment `segment_id` with this ordinal, line and range,
    /// in a paragraph of Markdown and not repaired.
    pub fn new(
        segment_id: impl Into<String>,
        ordinal: usize,
        line: usize,
        range: Range<usize>,
    ) -> Self {
        Self {
            segment_id: segment_id.into(),
            ordinal,
            line,
            range,
            kind: BlockKind::default(),
            repaired: false,
            syntax: Syntax::Markdown,
        }
    }
}

/// Returns a segment's id as unit ids hold it. `~` is encoded too: a number
/// behind it distinguishes the units of an id that the document repeats.
pub(crate) fn encoded_id(id: &str) -> Cow<'_, str> {
    match encoded_part(id) {
        plain if !plain.contains('~') => plain,
        tilde => Cow::Owned(tilde.replace('~', "%7E")),
    }
}

/// Returns a part of a path as unit ids hold it: percent-encoded (RFC 3986
/// section 2.1) where it would break an id, which has no white space and one
/// `#`. A `/` stays, so that a whole path may be given.
pub(crate) fn encoded_part(part: &str) -> Cow<'_, str> {
    const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'#').add(b'%');
    // Letters outside ASCII stay: ids are for people too. White space outside
    // ASCII does not.
    let is_plain = |character: char| match character.is_ascii() {
        true => !character.is_ascii_control() && !" #%".contains(character),
        false => !character.is_whitespace(),
    };
    // The same for ASCII, which nearly all parts are; the compiler looks at many
    // bytes at once where nothing ends the loop.
    let at_a_glance = |byte: u8| byte.is_ascii_graphic() & (byte != b'#') & (byte != b'%');
    let is_plain_ascii = part.bytes().fold(true, |plain, byte| plain & at_a_glance(byte));
    if is_plain_ascii || part.chars().all(is_plain) {
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
    fn human_and_machine() {
        assert!(TranslationType::new("ht").is_human());
        assert!(TranslationType::new("MT").is_machine());
        assert!(TranslationType::new("Auto").is_machine());
        let other = TranslationType::new("InternalOpt");
        assert!(!other.is_human() && !other.is_machine());
    }

    #[test]
    fn what_would_break_an_id_is_encoded() {
        for (part, encoded) in [
            ("74dd5-p103", "74dd5-p103"),
            ("docs/a~b.md", "docs/a~b.md"),
            ("a b#c%20\u{7f}", "a%20b%23c%2520%7F"),
            ("说明\u{3000}.md", "说明%E3%80%80.md"),
            ("", ""),
        ] {
            assert_eq!(encoded_part(part), encoded);
        }
        assert_eq!(encoded_id("a~2 b"), "a%7E2%20b");
    }

    #[test]
    fn every_character_of_ascii_by_the_byte_and_by_the_character() {
        for character in '\0'..='\u{7f}' {
            // With a letter outside ASCII no glance is enough.
            let slow = encoded_part(&format!("ü{character}")).into_owned();
            let slow = slow.trim_start_matches('ü').to_owned();
            assert_eq!(encoded_part(&character.to_string()), slow);
        }
    }
}
