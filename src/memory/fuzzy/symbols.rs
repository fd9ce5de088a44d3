//! Texts as what distances count: symbols.

use crate::memory::query::Metric;
use crate::text::{fold_case, tokens};

/// Cuts texts into what a metric counts.
#[derive(Debug, Default)]
pub(crate) struct Cutter {
    folded: String,
}

impl Cutter {
    /// Calls `each` with the tokens of a text, or with its characters.
    pub(crate) fn cut(&mut self, metric: Metric, text: &str, mut each: impl FnMut(&str)) {
        match metric {
            Metric::Words => {
                self.folded.clear();
                fold_case(text, &mut self.folded);
                tokens(&self.folded).for_each(each);
            }
            Metric::Characters => {
                let mut buffer = [0; 4];
                text.chars().for_each(|character| each(character.encode_utf8(&mut buffer)));
            }
        }
    }

    /// How many symbols a text has.
    pub(crate) fn count(&mut self, metric: Metric, text: &str) -> u32 {
        let mut count = 0;
        self.cut(metric, text, |_| count += 1);
        count
    }
}
