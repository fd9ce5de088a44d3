//! The progress bar.

use std::fmt::Write;
use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressState, ProgressStyle};

use super::text::counted;

const OVER_DOCUMENTS: &str = "{bar:30} {pos}/{len} files, {msg}, {rate}, {eta} left";
const OVER_BYTES: &str = "{bar:30} {bytes}/{total_bytes}, {msg}, {bytes_per_sec}, {eta} left";
const OVER_UNITS: &str = "{bar:30} {msg} of {len}, {elapsed}";

/// A bar on a terminal.
pub(super) struct Progress {
    bar: ProgressBar,
    measure: Measure,
}

/// What a bar measures.
enum Measure {
    Documents {
        /// How many segments there were so far.
        segments: u64,
    },
    Bytes,
    Units,
}

impl Progress {
    /// Shows a bar for so many documents.
    pub(super) fn over_documents(documents: u64) -> Self {
        let measure = Measure::Documents { segments: 0 };
        Self::new(documents, OVER_DOCUMENTS, counted(0, "segment"), measure)
    }

    /// Shows a bar for so many bytes of exchange files.
    pub(super) fn over_bytes(bytes: u64) -> Self {
        Self::new(bytes, OVER_BYTES, counted(0, "unit"), Measure::Bytes)
    }

    /// Shows a bar for so many units of a memory.
    pub(super) fn over_units(units: u64) -> Self {
        Self::new(units, OVER_UNITS, counted(0, "unit"), Measure::Units)
    }

    fn new(length: u64, template: &str, message: String, measure: Measure) -> Self {
        let style = ProgressStyle::with_template(template).unwrap_or(ProgressStyle::default_bar());
        let style = style.with_key("rate", |state: &ProgressState, out: &mut dyn Write| {
            // It is drawn on a terminal that takes what it can.
            let _ = out.write_str(&rate(state.per_sec()));
        });
        let bar = ProgressBar::new(length).with_style(style).with_message(message);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, measure }
    }

    /// Moves a bar over documents by one.
    pub(super) fn finish_document(&mut self, more: u64) {
        if let Measure::Documents { segments } = &mut self.measure {
            *segments += more;
            self.bar.set_message(counted(*segments, "segment"));
            self.bar.inc(1);
        }
    }

    /// Moves a bar to so many bytes, or units.
    pub(super) fn move_to(&self, bytes: u64, units: u64) {
        self.bar.set_position(match self.measure {
            Measure::Documents { .. } => return,
            Measure::Bytes => bytes,
            Measure::Units => units,
        });
        self.bar.set_message(counted(units, "unit"));
    }

    pub(super) fn print_above(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    /// Shows that indexes are made, which takes its time.
    pub(super) fn show_indexing(&self) {
        if let Ok(style) = ProgressStyle::with_template("{spinner} making indexes, {elapsed}") {
            self.bar.set_style(style);
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// Puts the files a second into words; a tenth counts only where they are few.
fn rate(per_second: f64) -> String {
    if per_second < 9.95 {
        format!("{per_second:.1} files/s")
    } else {
        format!("{} files/s", HumanCount(per_second.round() as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_has_no_more_digits_than_count() {
        for (per_second, shown) in [
            (0.0, "0.0 files/s"),
            (0.26, "0.3 files/s"),
            (9.96, "10 files/s"),
            (1234.5678, "1,235 files/s"),
        ] {
            assert_eq!(rate(per_second), shown);
        }
    }
}
