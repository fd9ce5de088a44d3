//! The index as sections of a file.

use std::io::{self, Read, Write};
use std::sync::Mutex;

use super::FuzzyIndex;
use super::dictionary::Dictionary;
use super::postings::Postings;
use super::sequences::Sequences;
use crate::memory::Metric;
use crate::memory::followed::{ColumnReader, ColumnWriter, ReadError, ensure};

impl FuzzyIndex {
    /// Writes all but the metric.
    pub(crate) fn write<W: Write>(&self, to: &mut ColumnWriter<W>) -> io::Result<()> {
        self.dictionary.write(to)?;
        self.sequences.write(to)?;
        self.postings.write(to)
    }

    /// Reads an index of `texts` texts by a metric.
    pub(crate) fn read<R: Read>(
        metric: Metric,
        texts: usize,
        from: &mut ColumnReader<R>,
    ) -> Result<Self, ReadError> {
        let dictionary = Dictionary::read(from)?;
        let sequences = Sequences::read(from, dictionary.len())?;
        ensure(sequences.texts() == texts)?;
        let postings = Postings::read(from, sequences.len() as usize, dictionary.len())?;
        Ok(Self { metric, dictionary, sequences, postings, scratch: Mutex::default() })
    }
}
