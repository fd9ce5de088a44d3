//! The progress bar.

use std::fmt::Write;
use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressState, ProgressStyle};

use crate::report::counted;

const TEMPLATE: &str = "{bar:30} {pos}/{len} files, {msg}, {rate}, {eta} left";

/// A bar for so many files.
pub(crate) fn bar(files: u64) -> ProgressBar {
    let style = ProgressStyle::with_template(TEMPLATE).unwrap_or(ProgressStyle::default_bar());
    let style = style.with_key("rate", |state: &ProgressState, out: &mut dyn Write| {
        // It is drawn on a terminal that takes what it can.
        let _ = out.write_str(&rate(state.per_sec()));
    });
    let bar = ProgressBar::new(files).with_style(style).with_message(segments(0));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// A bar for so many bytes of exchange files.
pub(crate) fn byte_bar(bytes: u64) -> ProgressBar {
    let template = "{bar:30} {bytes}/{total_bytes}, {msg}, {bytes_per_sec}, {eta} left";
    let style = ProgressStyle::with_template(template).unwrap_or(ProgressStyle::default_bar());
    let bar = ProgressBar::new(bytes).with_style(style).with_message(units(0));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// A bar for so many units of a memory; the message counts those that are done.
pub(crate) fn unit_bar(units: u64) -> ProgressBar {
    let template = "{bar:30} {msg} of {len}, {elapsed}";
    let style = ProgressStyle::with_template(template).unwrap_or(ProgressStyle::default_bar());
    let bar = ProgressBar::new(units).with_style(style).with_message(self::units(0));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// The message of the bar over documents.
pub(crate) fn segments(count: u64) -> String {
    counted(count, "segment")
}

/// The message of the bar over exchange files.
pub(crate) fn units(count: u64) -> String {
    counted(count, "unit")
}

/// Files a second; a tenth counts only where they are few.
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
