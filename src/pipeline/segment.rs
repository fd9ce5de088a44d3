//! Documents to translate in, their segments out.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::inputs::Input;
use super::parallel::for_each_input;
use super::reading::SourceReading;
use super::report::{FileReport, Summary};
use crate::document::Context;
use crate::error::Error;
use crate::segmentation::SourceSegment;
use crate::unit::BlockKind;

/// Writes the segments of documents to translate, one JSON object a line.
///
/// The fields are `path`, `ordinal`, `line`, `range`, `kind`, `field` (of front
/// matter), `source` and `source_text`. The bytes are the same for any number of
/// jobs.
///
/// # Example
///
/// ```no_run
/// use bitext::pipeline::{Segmenter, Walk};
///
/// let inputs = Walk::sources().inputs(&["docs"])?.distinct()?;
/// let mut lines = Vec::new();
/// let summary = Segmenter::new().run(inputs, &mut lines, |_| {})?;
/// assert_eq!(summary.segments, summary.written);
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Segmenter {
    reading: SourceReading,
}

impl Segmenter {
    /// English documents, on one core.
    pub fn new() -> Self {
        Self::default()
    }

    /// How documents are read.
    #[must_use]
    pub fn with_reading(mut self, reading: SourceReading) -> Self {
        self.reading = reading;
        self
    }

    /// Reads the inputs and writes their segments; `observe` gets the report
    /// on each file in its turn.
    ///
    /// # Errors
    ///
    /// Where the writer fails, or with an error among the inputs that is not one
    /// of listing them. An input that cannot be listed or read, and what cannot
    /// be used inside a document, is a diagnostic in a report instead.
    pub fn run(
        &self,
        inputs: impl IntoIterator<Item = Result<Input, Error>>,
        mut writer: impl Write,
        mut observe: impl FnMut(&FileReport),
    ) -> Result<Summary, Error> {
        let mut summary = Summary::default();
        for_each_input(
            self.reading.jobs(),
            inputs,
            |input| {
                let segmented = input.and_then(|input| self.segment(&input));
                Ok(segmented.unwrap_or_else(|error| (Vec::new(), FileReport::unreadable(&error))))
            },
            |(lines, report)| {
                writer.write_all(&lines)?;
                summary.add(&report.counts);
                observe(&report);
                Ok(())
            },
        )?;
        Ok(summary)
    }

    /// Makes the lines of one document, and the report on it.
    fn segment(&self, input: &Input) -> Result<(Vec<u8>, FileReport), Error> {
        let document = self.reading.read(input)?;
        let context = input.context();
        let mut lines = Vec::new();
        for segment in document.segments() {
            write_line(segment, &context, &mut lines)?;
        }
        let mut counts = Summary::of_source(&document);
        counts.written = counts.segments;
        let diagnostics = document.diagnostics().iter().cloned();
        let report = FileReport::of_source(&input.path, &document, counts, diagnostics);
        Ok((lines, report))
    }
}

/// A segment of a document to translate, as an object of one line.
#[derive(Debug, Serialize)]
struct SegmentLine<'d> {
    /// The file, relative to the folder that was read, `/`-separated.
    path: &'d str,
    /// The number of the segment in its document, from 0.
    ordinal: usize,
    /// The line on which it begins, from 1.
    line: usize,
    /// Where it begins and ends in the document, in bytes from 0.
    range: [usize; 2],
    kind: BlockKind,
    /// The key of the front matter whose value it is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'d str>,
    /// The text as written.
    source: &'d str,
    /// The text without codes.
    source_text: Cow<'d, str>,
}

/// Writes a segment as an object, with a line end.
fn write_line(
    segment: SourceSegment<'_>,
    context: &Context,
    mut out: impl Write,
) -> io::Result<()> {
    let (text, range) = (segment.text(), segment.range());
    let line = SegmentLine {
        path: context.path(),
        ordinal: segment.ordinal(),
        line: segment.line(),
        range: [range.start, range.end],
        kind: segment.kind(),
        field: segment.field(),
        source: segment.source(),
        source_text: text.plain(),
    };
    serde_json::to_writer(&mut out, &line)?;
    out.write_all(b"\n")
}
