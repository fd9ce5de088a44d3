//! How much of documents a memory has, in bands.
//!
//! [`DocumentLeverage`] is what look-up finds for one document, each segment for
//! itself. [`Analysis`] puts documents together in an order: only there it shows
//! which segments repeat others. It counts them by [`Band`], and by a
//! [`PriceGrid`] in words that are paid.

mod bands;
mod report;

pub use bands::{Band, BandCounts, Bands, PriceGrid};
pub use report::{Analysis, AnalysisRow, DocumentAnalysis};

use super::find::Found;
use crate::document::Context;
use crate::memory::Identity;
use crate::text::{visible_characters, words};

/// How near a memory comes to each segment of one document: made by
/// [`Leverage::analyze`](crate::Leverage::analyze), counted by
/// [`Analysis`](crate::Analysis).
///
/// It holds some numbers for each segment and no texts, so many documents may be
/// kept until they are put in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentLeverage {
    path: String,
    segments: Vec<SegmentLeverage>,
}

/// How near a memory comes to a segment, and what is counted of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SegmentLeverage {
    /// The hash of its text with codes.
    identity: u64,
    /// The score of its best match, where there is one.
    score: Option<u8>,
    words: u32,
    characters: u32,
}

impl DocumentLeverage {
    pub(crate) fn new(context: &Context, found: Vec<Found>) -> Self {
        let segments = found.iter().map(SegmentLeverage::of).collect();
        Self { path: context.path().to_owned(), segments }
    }

    /// The path of the document.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The number of segments.
    pub fn len(&self) -> usize {
        self.segments.len()
    }

    /// Whether there is no segment.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// The score of the best match of each segment, in the order of the document;
    /// nothing where there is no match at 50 or better.
    pub fn scores(&self) -> impl ExactSizeIterator<Item = Option<u8>> {
        self.segments.iter().map(|segment| segment.score)
    }

    fn segments(&self) -> &[SegmentLeverage] {
        &self.segments
    }
}

impl SegmentLeverage {
    fn of(found: &Found) -> Self {
        let text = found.text.text();
        let number = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            identity: Identity::of(&found.text).combined(),
            score: found.matches.first().map(|best| best.score()),
            words: number(words(text)),
            characters: number(visible_characters(text)),
        }
    }

    /// Counts the segment as one.
    fn counts(&self) -> BandCounts {
        let (words, characters) = (self.words.into(), self.characters.into());
        BandCounts { segments: 1, words, characters }
    }
}

#[cfg(test)]
impl DocumentLeverage {
    /// Makes a document of segments with these identities, scores, words and characters.
    fn of_segments(path: &str, segments: &[(u64, u8, u32, u32)]) -> Self {
        let segment = |&(identity, score, words, characters)| SegmentLeverage {
            identity,
            score: Some(score).filter(|score| *score > 0),
            words,
            characters,
        };
        Self { path: path.to_owned(), segments: segments.iter().map(segment).collect() }
    }
}
