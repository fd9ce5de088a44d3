//! What the units of a file are segments of.

use crate::error::names;

/// What the units of a file are segments of (TMX 1.4b, attribute `segtype`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SegmentType {
    /// Whole blocks of text, such as a list with its items.
    Block,
    /// Paragraphs. Tools that segment by sentence split such units on import.
    Paragraph,
    /// Sentences.
    #[default]
    Sentence,
    /// Parts of sentences.
    Phrase,
}

impl SegmentType {
    /// Every type, in the order of their declaration.
    pub const ALL: &'static [SegmentType] =
        &[SegmentType::Block, SegmentType::Paragraph, SegmentType::Sentence, SegmentType::Phrase];

    /// The value of the attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            SegmentType::Block => "block",
            SegmentType::Paragraph => "paragraph",
            SegmentType::Sentence => "sentence",
            SegmentType::Phrase => "phrase",
        }
    }
}

names!(SegmentType);
