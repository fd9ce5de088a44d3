//! `bitext analyze`: the leverage of documents, as tables for people or as data.

use std::io::{self, Write};

use bitext::leverage::{Band, BandCounts, Bands, PriceGrid};
use bitext::pipeline::{Analyzer, Output, Summary};
use bitext::{Analysis, Error};
use indicatif::{HumanCount, HumanFloatCount};

use crate::Outcome;
use crate::arguments::{AnalysisFormat, Analyze};
use crate::console::{Console, Sentence, one_line};
use crate::memory::open;
use crate::outputs::{name_output, refuse_output, refuse_outputs};

pub(crate) fn run(options: &Analyze) -> Result<Outcome, Error> {
    let memory = open(&options.memory)?;
    let languages = options.leveraging.languages(&memory, &options.memory)?;
    let reading = options.sources.reading(&languages.0)?;
    let documents = options.sources.documents(&reading, Some(&memory))?;
    refuse_output(&options.memory, &options.output)?;
    refuse_outputs(&documents, [&options.output])?;
    let leverage = options.leveraging.leverage(&memory, &languages);
    let mut file = Output::create(&options.output)?;
    let mut console = Console::over_documents(&options.printing, &documents);
    let analyzer = Analyzer::new().with_reading(reading);
    let (analysis, summary) =
        analyzer.run(&documents, &leverage, |report| console.document(report))?;
    let analysis = analysis.with_prices(options.prices);
    write(&analysis, options.to, &mut file)
        .map_err(|cause| name_output(cause.into(), &options.output))?;
    file.finish()?;
    console.notices(&memory);
    console.finish(&summary, || sentence(&summary));
    Ok(Outcome::new(&summary, options.strict.severity))
}

fn write(analysis: &Analysis, format: AnalysisFormat, out: &mut impl Write) -> io::Result<()> {
    match format {
        AnalysisFormat::Table => write_tables(analysis, out),
        AnalysisFormat::Csv => analysis.write_csv(out),
        AnalysisFormat::Json => {
            serde_json::to_writer(&mut *out, analysis)?;
            writeln!(out)
        }
    }
}

/// Counts documents and their segments in one line.
fn sentence(summary: &Summary) -> Sentence {
    Sentence::new()
        .things(summary.files, "file")
        .things(summary.segments, "segment")
        .count_if_any(summary.failed, "could not be read")
        .findings(&summary.findings)
}

/// Writes the words of each document, where there are several, and the whole.
fn write_tables(analysis: &Analysis, out: &mut impl Write) -> io::Result<()> {
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
    /// Sets the words of each document by band.
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

    /// Sets what is counted in each band.
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

/// Shortens the name of a band where there is little room.
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
