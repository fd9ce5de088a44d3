//! The segments of an annotated document, for other segments of its source.

use std::ops::Range;

use bitext::document::DocumentPiece;
use bitext::{Document, SourceDocument};

/// The source side of an annotated document, and what its segments are there.
pub(crate) struct Gold {
    pub(crate) source: Vec<u8>,
    /// In order: where the source of a segment stands, and its target.
    segments: Vec<(Range<usize>, String)>,
}

/// Targets for the segments of a document.
pub(crate) struct Filled {
    pub(crate) targets: Vec<Option<String>>,
    /// Why the targets do not make the published document, as far as known.
    pub(crate) class: Option<String>,
}

impl Gold {
    pub(crate) fn of(document: &Document<'_>) -> Self {
        let (mut source, mut segments) = (Vec::new(), Vec::new());
        for piece in document.pieces() {
            match piece {
                DocumentPiece::Between(bytes) => source.extend_from_slice(bytes),
                DocumentPiece::Segment(segment) => {
                    let start = source.len();
                    source.extend_from_slice(segment.source().as_bytes());
                    segments.push((start..source.len(), segment.target().to_owned()));
                }
            }
        }
        Self { source, segments }
    }

    /// Gives the segments of a document the targets of those that they overlap.
    pub(crate) fn fill(&self, document: &SourceDocument<'_>) -> Filled {
        let own: Vec<Range<usize>> = document
            .segments()
            .map(|segment| if segment.field().is_some() { 0..0 } else { segment.range() })
            .collect();
        let mut filled = Filled { targets: vec![None; own.len()], class: None };
        let (mut next, mut gold) = (0, 0);
        while gold < self.segments.len() {
            while next < own.len() && own[next].end <= self.segments[gold].0.start {
                next += 1;
            }
            // Those that overlap with each other, directly or not.
            let (first_own, first_gold) = (next, gold);
            let mut end = self.segments[gold].0.end;
            gold += 1;
            loop {
                if next < own.len() && own[next].start < end {
                    end = end.max(own[next].end);
                    next += 1;
                } else if gold < self.segments.len() && self.segments[gold].0.start < end {
                    end = end.max(self.segments[gold].0.end);
                    gold += 1;
                } else {
                    break;
                }
            }
            self.group(&own[first_own..next], first_gold..gold, first_own, &mut filled);
        }
        filled
    }

    fn group(&self, own: &[Range<usize>], gold: Range<usize>, at: usize, filled: &mut Filled) {
        let whole = self.segments[gold.start].0.start..self.segments[gold.end - 1].0.end;
        let target = self.target(&gold);
        if own.is_empty() {
            if target.as_bytes() != &self.source[whole] {
                filled.class.get_or_insert("a segment that is none of ours".into());
            }
            return;
        }
        let between = |range: Range<usize>| {
            std::str::from_utf8(self.source.get(range).unwrap_or_default()).unwrap_or_default()
        };
        let (start, end) = (own[0].start, own[own.len() - 1].end);
        // What our segments have beyond those of the document stays as it is.
        let target = format!(
            "{}{target}{}",
            between(start.min(whole.start)..whole.start),
            between(whole.end..end.max(whole.end))
        );
        let outside =
            (between(whole.start..start.max(whole.start)), between(end.min(whole.end)..whole.end));
        let inner = target.strip_prefix(outside.0).and_then(|rest| rest.strip_suffix(outside.1));
        let Some(inner) = inner else {
            filled.class.get_or_insert("a segment of ours that begins or ends elsewhere".into());
            return;
        };
        let gaps: Vec<&str> = own.windows(2).map(|two| between(two[0].end..two[1].start)).collect();
        let lengths: Vec<usize> = own.iter().map(|range| range.len()).collect();
        let parts = match gaps.iter().all(|gap| gap.trim().is_empty()) {
            // The first has all of it, and the others say that they are nothing.
            true => Some(std::iter::once(inner).chain(gaps.iter().map(|_| "")).collect()),
            false => split(inner, &gaps, &lengths),
        };
        match parts {
            Some(parts) => {
                let targets = filled.targets[at..].iter_mut();
                targets.zip(parts).for_each(|(slot, part)| *slot = Some(part.to_owned()));
            }
            None => {
                filled.class.get_or_insert("a segment that is several of ours".into());
            }
        }
    }

    /// The targets of segments and what stands between them.
    fn target(&self, gold: &Range<usize>) -> String {
        let mut target = String::new();
        for index in gold.clone() {
            if index > gold.start {
                let between = self.segments[index - 1].0.end..self.segments[index].0.start;
                target.push_str(&String::from_utf8_lossy(&self.source[between]));
            }
            target.push_str(&self.segments[index].1);
        }
        target
    }
}

/// Cuts a target where the gaps stand in it, nearest to where they stand in the
/// source.
fn split<'t>(target: &'t str, gaps: &[&str], lengths: &[usize]) -> Option<Vec<&'t str>> {
    let mut parts = Vec::new();
    let mut rest = target;
    for (at, gap) in gaps.iter().enumerate() {
        let all: usize = lengths[at..].iter().sum();
        let wanted = rest.len() * lengths[at] / all.max(1);
        let place = rest
            .match_indices(gap)
            .map(|(place, _)| place)
            .filter(|&place| {
                !rest[..place].trim().is_empty() && !rest[place + gap.len()..].trim().is_empty()
            })
            .min_by_key(|place| place.abs_diff(wanted))?;
        parts.push(&rest[..place]);
        rest = &rest[place + gap.len()..];
    }
    parts.push(rest);
    Some(parts)
}
