//! An analysis as tables for people.

use std::io::{self, Write};

use bitext::{Analysis, Band, BandCounts, Bands, PriceGrid};
use indicatif::{HumanCount, HumanFloatCount};

use crate::findings::one_line;

/// Writes the words of each document, where there are several, and the whole.
pub(super) fn write(analysis: &Analysis, out: &mut impl Write) -> io::Result<()> {
    if analysis.documents().len() > 1 {
        Table::of_documents(analysis).write(out)?;
        writeln!(out)?;
    }
    Table::of_bands(analysis.total(), analysis.prices()).write(out)
}

/// Rows of cells; the first column is set to the left, the others to the right.
struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// The words of each document by band.
    fn of_documents(analysis: &Analysis) -> Self {
        let mut head = vec!["words in".to_owned()];
        head.extend(Band::ALL.iter().map(|band| short(*band).to_owned()));
        head.extend(["total", "weighted"].map(str::to_owned));
        let row = |name: String, bands: &Bands| {
            let words = bands.iter().map(|(_, counts)| count(counts.words));
            let sums =
                [count(bands.total().words), weighted(bands.weighted_words(analysis.prices()))];
            [name].into_iter().chain(words).chain(sums).collect()
        };
        let documents = analysis.documents().iter();
        let mut rows = vec![head];
        rows.extend(documents.map(|document| row(one_line(document.path()), document.bands())));
        rows.push(row("all".to_owned(), analysis.total()));
        Self { rows }
    }

    /// What is counted in each band.
    fn of_bands(bands: &Bands, prices: &PriceGrid) -> Self {
        let head = ["band", "segments", "words", "of all", "characters", "price", "weighted words"];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        let all = bands.total().words;
        let row = |name: &str, counts: BandCounts, price: String, paid: f64| {
            vec![
                name.to_owned(),
                count(counts.segments),
                count(counts.words),
                share(counts.words, all),
                count(counts.characters),
                price,
                weighted(paid),
            ]
        };
        rows.extend(bands.iter().map(|(band, counts)| {
            let percent = prices.percent(band);
            let paid = counts.words as f64 * f64::from(percent) / 100.0;
            row(band.as_str(), counts, format!("{percent} %"), paid)
        }));
        let total = bands.total();
        rows.push(row("total", total, String::new(), bands.weighted_words(prices)));
        Self { rows }
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let widths = self.widths();
        for row in &self.rows {
            let mut line = String::new();
            for (place, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let gap = " ".repeat(width - cell.chars().count());
                match place {
                    0 => line.extend([cell, gap.as_str()]),
                    _ => line.extend(["  ", &gap, cell]),
                }
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.first().map_or(0, Vec::len);
        let width = |column: usize| {
            self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default()
        };
        (0..columns).map(width).collect()
    }
}

/// The name of a band where there is little room.
fn short(band: Band) -> &'static str {
    match band {
        Band::Repetition => "rep.",
        Band::CrossDocumentRepetition => "cross-rep.",
        band => band.as_str(),
    }
}

fn count(count: u64) -> String {
    HumanCount(count).to_string()
}

fn weighted(words: f64) -> String {
    // A tenth of a word is more than any price needs.
    HumanFloatCount((words * 10.0).round() / 10.0).to_string()
}

fn share(part: u64, all: u64) -> String {
    match all {
        0 => String::new(),
        all => format!("{:.1} %", part as f64 * 100.0 / all as f64),
    }
}
