//! An analysis as rows of a table.

use std::io;

use serde::Serialize;

use super::{Band, BandCounts, Bands, PriceGrid};
use crate::exchange::csv::{Formulas, push_cell};

/// What the columns of CSV are called.
const HEADER: &str = "path,band,segments,words,characters,weighted_words\r\n";

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

/// The rows of some bands, and that of their sum.
pub(super) fn rows_of<'a>(
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

/// Writes rows as CSV, paid words with two decimals.
pub(super) fn write_csv<'a>(
    rows: impl Iterator<Item = AnalysisRow<'a>>,
    mut to: impl io::Write,
) -> io::Result<()> {
    to.write_all(HEADER.as_bytes())?;
    let mut line = Vec::new();
    for AnalysisRow { path, band, counts, weighted_words } in rows {
        line.clear();
        push_cell(&Formulas::Guarded.guard(path.unwrap_or_default()), &mut line);
        let BandCounts { segments, words, characters } = counts;
        let band = band.map_or("total", Band::as_str);
        to.write_all(&line)?;
        write!(to, ",{band},{segments},{words},{characters},{weighted_words:.2}\r\n")?;
    }
    Ok(())
}
