//! What became of a segment, as an object of one line.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use crate::document::Context;
use crate::leverage::{PretranslatedSegment, Reuse};
use crate::memory::Match;
use crate::segmentation::SourceSegment;

/// What became of a segment of a pretranslated document.
#[derive(Debug, Serialize)]
struct ReuseLine<'d> {
    /// The file, relative to the folder that was read, `/`-separated.
    path: &'d str,
    /// The number of the segment in its document, from 0.
    ordinal: usize,
    /// The line on which it begins, from 1.
    line: usize,
    /// Where it begins and ends in the source document, in bytes from 0.
    range: [usize; 2],
    /// The source as written.
    source: &'d str,
    /// What fills it; without it, the source stays.
    #[serde(flatten)]
    filled: Option<Filled<'d>>,
}

/// What fills a segment.
#[derive(Debug, Serialize)]
struct Filled<'d> {
    target: Cow<'d, str>,
    score: u8,
    method: &'static str,
    /// Whether a code of the source has no place in it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    lacks_codes: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    repairs: Vec<Replaced<'d>>,
    matches: Vec<MatchLine<'d>>,
}

/// What was replaced in the target of a match.
#[derive(Debug, Serialize)]
struct Replaced<'d> {
    kind: &'static str,
    from: &'d str,
    to: &'d str,
}

/// A match that a target is made of.
#[derive(Debug, Serialize)]
struct MatchLine<'d> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'d str>,
    score: u8,
    source: Cow<'d, str>,
    target: Cow<'d, str>,
}

/// Writes what became of a segment as an object, with a line end.
pub(super) fn write(
    segment: SourceSegment<'_>,
    found: &PretranslatedSegment,
    context: &Context,
    mut out: impl Write,
) -> io::Result<()> {
    let range = segment.range();
    let line = ReuseLine {
        path: context.path(),
        ordinal: segment.ordinal(),
        line: segment.line(),
        range: [range.start, range.end],
        source: segment.source(),
        filled: found.reuse().map(Filled::new),
    };
    serde_json::to_writer(&mut out, &line)?;
    out.write_all(b"\n")
}

impl<'d> Filled<'d> {
    fn new(reuse: &'d Reuse) -> Self {
        let repairs = reuse.repairs().iter();
        Self {
            target: reuse.target().markup(),
            score: reuse.score(),
            method: reuse.method().as_str(),
            lacks_codes: reuse.lacks_codes(),
            repairs: repairs
                .map(|repair| Replaced {
                    kind: repair.kind.as_str(),
                    from: &repair.from,
                    to: &repair.to,
                })
                .collect(),
            matches: reuse.matches().iter().map(MatchLine::new).collect(),
        }
    }
}

impl<'d> MatchLine<'d> {
    fn new(found: &'d Match) -> Self {
        Self {
            id: found.unit().id.as_deref(),
            score: found.score(),
            source: found.source().text.markup(),
            target: found.target().text.markup(),
        }
    }
}
