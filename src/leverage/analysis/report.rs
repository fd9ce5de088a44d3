//! Documents in order, counted by band.

use std::io;

use rustc_hash::FxHashSet;
use serde::{Serialize, Serializer};

use super::{Band, BandCounts, Bands, DocumentLeverage, PriceGrid, SegmentLeverage};
use crate::exchange::csv::{Formulas, push_cell};

/// What the columns of CSV are called.
const HEADER: &str = "path,band,segments,words,characters,weighted_words\r\n";

/// What a memory has for documents, by [`Band`].
///
/// Documents count in the order in which they are added: what one repeats of
/// those before it is a repetition.
///
/// # Example
///
/// ```
/// use bitext::leverage::Band;
/// use bitext::{Analysis, Context, Leverage, Memory, SourceDocument, TranslationUnit, Variant};
///
/// let memory = Memory::new();
/// let variant = |tag: &str, text: &str| Variant::new(tag.parse().ok(), text.into());
/// memory.add(TranslationUnit::bilingual(
///     variant("en-US", "Select the Save button."),
///     variant("de-DE", "Wählen Sie die Schaltfläche Speichern."),
/// ))?;
///
/// let text = b"Select the Save button.\n\nSelect the Cancel button.\n\nSelect the Save button.\n";
/// let document = SourceDocument::parse(text);
/// let mut analysis = Analysis::new();
/// analysis.add(&Leverage::new(&memory).analyze(&document, &Context::new("save.md"))?);
///
/// let total = analysis.total();
/// assert_eq!(total.get(Band::Exact).words, 4);
/// assert_eq!(total.get(Band::From75).segments, 1);
/// assert_eq!(total.get(Band::Repetition).segments, 1);
/// assert_eq!(total.total().segments, 3);
/// // 10 % of 4 words, 70 % of 4, and 10 % of 4.
/// assert_eq!(analysis.weighted_words(), 3.6);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    prices: PriceGrid,
    documents: Vec<DocumentAnalysis>,
    total: Bands,
    /// The hashes of the texts of all documents so far.
    known_texts: FxHashSet<u64>,
}

/// What a memory has for one document of an [`Analysis`], by band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentAnalysis {
    path: String,
    bands: Bands,
}

impl Analysis {
    /// No document yet, at the prices of [`PriceGrid::default`].
    pub fn new() -> Self {
        Self::default()
    }

    /// The same at other prices.
    #[must_use]
    pub fn with_prices(mut self, prices: PriceGrid) -> Self {
        self.prices = prices;
        self
    }

    /// Counts the next document.
    pub fn add(&mut self, document: &DocumentLeverage) {
        let mut bands = Bands::default();
        let mut own = FxHashSet::default();
        for segment in document.segments() {
            let is_first = own.insert(segment.identity);
            bands.add(self.band(segment, is_first), segment.counts());
        }
        self.known_texts.extend(own);
        self.total += &bands;
        self.documents.push(DocumentAnalysis { path: document.path().to_owned(), bands });
    }

    /// Finds the band of a segment, which may be the first of its text in its
    /// document.
    fn band(&self, segment: &SegmentLeverage, is_first: bool) -> Band {
        match Band::of_score(segment.score) {
            band if band.is_in_context() => band,
            _ if !is_first => Band::Repetition,
            _ if self.known_texts.contains(&segment.identity) => Band::CrossDocumentRepetition,
            band => band,
        }
    }

    /// The prices.
    pub fn prices(&self) -> &PriceGrid {
        &self.prices
    }

    /// The documents, in the order in which they were added.
    pub fn documents(&self) -> &[DocumentAnalysis] {
        &self.documents
    }

    /// The bands of all documents.
    pub fn total(&self) -> &Bands {
        &self.total
    }

    /// The words of all documents that are paid, at the prices of the analysis.
    pub fn weighted_words(&self) -> f64 {
        self.total.weighted_words(&self.prices)
    }

    /// The analysis as rows: of each document the bands and their sum, and at the
    /// end the same of all.
    pub fn rows(&self) -> impl Iterator<Item = AnalysisRow<'_>> {
        let documents =
            self.documents.iter().map(|document| (Some(document.path()), document.bands()));
        let all = documents.chain([(None, self.total())]);
        all.flat_map(|(path, bands)| rows_of(path, bands, &self.prices))
    }

    /// Writes the [rows](Self::rows) as CSV (RFC 4180), under the names `path`,
    /// `band`, `segments`, `words`, `characters` and `weighted_words`. The path
    /// is empty for the whole, the band is `total` for a sum, and words that are
    /// paid have two decimals.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn write_csv(&self, mut to: impl io::Write) -> io::Result<()> {
        to.write_all(HEADER.as_bytes())?;
        let mut line = Vec::new();
        for AnalysisRow { path, band, counts, weighted_words } in self.rows() {
            line.clear();
            push_cell(&Formulas::Guarded.guard(path.unwrap_or_default()), &mut line);
            let BandCounts { segments, words, characters } = counts;
            let band = band.map_or("total", Band::as_str);
            to.write_all(&line)?;
            write!(to, ",{band},{segments},{words},{characters},{weighted_words:.2}\r\n")?;
        }
        Ok(())
    }
}

impl<'l> Extend<&'l DocumentLeverage> for Analysis {
    fn extend<I: IntoIterator<Item = &'l DocumentLeverage>>(&mut self, documents: I) {
        documents.into_iter().for_each(|document| self.add(document));
    }
}

impl DocumentAnalysis {
    fn fields(&self, prices: &PriceGrid) -> DocumentFields<'_> {
        DocumentFields { path: &self.path, bands: BandFields::of(&self.bands, prices) }
    }

    /// The path of the document.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its bands.
    pub fn bands(&self) -> &Bands {
        &self.bands
    }
}

/// A row of an [`Analysis`](crate::Analysis): a band, or the sum of all bands,
/// of a document or of all documents.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AnalysisRow<'a> {
    /// The path of the document; nothing for all documents.
    pub path: Option<&'a str>,
    /// The band; nothing for the sum of all.
    pub band: Option<Band>,
    /// What is counted.
    #[serde(flatten)]
    pub counts: BandCounts,
    /// The words that are paid.
    pub weighted_words: f64,
}

/// Lists the rows of some bands, and that of their sum.
fn rows_of<'a>(
    path: Option<&'a str>,
    bands: &'a Bands,
    prices: &'a PriceGrid,
) -> impl Iterator<Item = AnalysisRow<'a>> {
    let row = move |(band, counts)| AnalysisRow {
        path,
        band: Some(band),
        counts,
        weighted_words: prices.weighted(std::iter::once((band, counts))),
    };
    let (counts, weighted_words) = (bands.total(), bands.weighted_words(prices));
    let sum = AnalysisRow { path, band: None, counts, weighted_words };
    bands.iter().map(row).chain([sum])
}

/// What is written of an [`Analysis`].
#[derive(Serialize)]
struct AnalysisFields<'a> {
    prices: &'a PriceGrid,
    documents: Vec<DocumentFields<'a>>,
    #[serde(flatten)]
    whole: BandFields<'a>,
}

#[derive(Serialize)]
struct DocumentFields<'a> {
    path: &'a str,
    #[serde(flatten)]
    bands: BandFields<'a>,
}

/// Bands with what follows from them.
#[derive(Serialize)]
struct BandFields<'a> {
    bands: &'a Bands,
    total: BandCounts,
    weighted_words: f64,
}

impl<'a> BandFields<'a> {
    fn of(bands: &'a Bands, prices: &PriceGrid) -> Self {
        Self { bands, total: bands.total(), weighted_words: bands.weighted_words(prices) }
    }
}

impl Serialize for Analysis {
    /// An object with `documents`, each with its `path`, and for each of them and
    /// the whole `bands`, their sum as `total`, and `weighted_words`; and
    /// `prices`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        AnalysisFields {
            prices: &self.prices,
            documents: self
                .documents
                .iter()
                .map(|document| document.fields(&self.prices))
                .collect(),
            whole: BandFields::of(&self.total, &self.prices),
        }
        .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn segments(bands: &Bands) -> Vec<(&'static str, u64)> {
        let counts = bands.iter().map(|(band, counts)| (band.as_str(), counts.segments));
        counts.filter(|(_, segments)| *segments > 0).collect()
    }

    #[test]
    fn repetitions_within_and_across_documents() {
        let first = DocumentLeverage::of_segments(
            "a.md",
            &[(1, 0, 5, 20), (1, 0, 5, 20), (2, 102, 1, 3), (2, 100, 1, 3), (3, 99, 2, 9)],
        );
        let second = DocumentLeverage::of_segments(
            "b.md",
            &[(1, 0, 5, 20), (1, 0, 5, 20), (2, 101, 1, 3), (4, 100, 1, 3), (3, 80, 2, 9)],
        );
        let mut analysis = Analysis::new();
        analysis.extend([&first, &second]);
        let [one, other] = analysis.documents() else { panic!("two documents") };
        assert_eq!(
            segments(one.bands()),
            [("102", 1), ("repetitions", 2), ("95-99", 1), ("new", 1)]
        );
        assert_eq!(
            segments(other.bands()),
            [("101", 1), ("repetitions", 1), ("cross-document-repetitions", 2), ("100", 1)]
        );
        assert_eq!(analysis.total().get(Band::Repetition).words, 5 + 1 + 5);
        assert_eq!(analysis.total().total().characters, 2 * 55);
    }

    #[test]
    fn as_json_and_csv() {
        let document = DocumentLeverage::of_segments("a, b.md", &[(1, 0, 5, 20), (2, 90, 3, 10)]);
        let mut analysis = Analysis::new();
        analysis.add(&document);
        let json = serde_json::to_value(&analysis).unwrap();
        assert_eq!(json["prices"]["85-94"], 50);
        assert_eq!(json["documents"][0]["path"], "a, b.md");
        assert_eq!(json["documents"][0]["bands"]["new"]["characters"], 20);
        assert_eq!(json["total"]["words"], 8);
        assert_eq!(json["weighted_words"], 6.5);
        let mut csv = Vec::new();
        analysis.write_csv(&mut csv).unwrap();
        let csv = String::from_utf8(csv).unwrap();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines.len(), 1 + 2 * 11);
        assert_eq!(lines[0], "path,band,segments,words,characters,weighted_words");
        assert_eq!(lines[7], "\"a, b.md\",85-94,1,3,10,1.50");
        assert_eq!(lines[22], ",total,2,8,30,6.50");
    }

    proptest! {
        #[test]
        fn bands_sum_to_all_segments(
            documents in prop::collection::vec(
                prop::collection::vec((0..6_u64, 0..=102_u8, 0..9_u32, 0..99_u32), 0..9),
                0..5,
            ),
        ) {
            let mut analysis = Analysis::new();
            for segments in &documents {
                analysis.add(&DocumentLeverage::of_segments("a.md", segments));
            }
            let sum = |count: fn(&(u64, u8, u32, u32)) -> u32| -> u64 {
                documents.iter().flatten().map(|segment| u64::from(count(segment))).sum()
            };
            let total = analysis.total().total();
            prop_assert_eq!(total.segments, sum(|_| 1));
            prop_assert_eq!(total.words, sum(|segment| segment.2));
            prop_assert_eq!(total.characters, sum(|segment| segment.3));
            let own = analysis.documents().iter().map(|document| document.bands().total());
            prop_assert_eq!(own.sum::<super::super::BandCounts>(), total);
            prop_assert!(analysis.weighted_words() <= total.words as f64);
        }
    }
}
