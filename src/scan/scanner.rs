//! The state machine over markers.

use std::ops::Range;

use memchr::memchr;

use super::damage::Damage;
use super::faults::{self, DAMAGED, Fault};
use super::scheme::Patterns;
use super::tag::{self, Marker, Tag};
use super::{RawSegment, Scan};
use crate::diagnostic::{self, Diagnostic, DiagnosticCode as Code};

/// The bytes of ids as exporters write them; others are read with more care.
const PLAIN_ID: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        plain[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'-';
        byte += 1;
    }
    plain
};

/// Reads markers from left to right.
pub(super) struct Scanner<'b> {
    bytes: &'b [u8],
    patterns: &'b Patterns,
    /// Where the search for the next marker goes on.
    at: usize,
    damage: Damage,
    /// Where the target begins whose source was reported to come before it:
    /// the last diagnostic speaks of it already.
    awaited: Option<usize>,
    segments: Vec<RawSegment>,
    diagnostics: Vec<Diagnostic>,
}

/// Where a target ends and its source begins.
struct Hinge {
    target_end: usize,
    source: Marker,
    /// Raw spans that the target leaves open; negative where it closes more.
    balance: isize,
}

impl<'b> Scanner<'b> {
    pub(super) fn new(bytes: &'b [u8], patterns: &'b Patterns) -> Self {
        Self {
            bytes,
            patterns,
            at: 0,
            damage: Damage::default(),
            awaited: None,
            segments: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    pub(super) fn run(mut self) -> Scan {
        while let Some(start) = self.next_angle(self.at) {
            if let Some(target) = self.plain_target(start) {
                match self.plain_pair(start, &target) {
                    Some(segment) => self.keep(segment),
                    None => self.pair(target),
                }
                continue;
            }
            match self.read(start) {
                Tag::Target(target) => self.pair(target),
                Tag::Source(source) => self.orphan_source(source.range.start, &source),
                Tag::Lookup { end, .. } => self.lone_lookup(start, end),
                Tag::Malformed { end, reason } => self.malformed(start..end, reason),
                Tag::Open { end } | Tag::Close { end } | Tag::Other { end } => self.at = end,
            }
        }
        for region in &self.damage.repairs {
            self.diagnostics.push(faults::repaired(region.clone()));
        }
        diagnostic::sort(&mut self.diagnostics);
        Scan {
            segments: self.segments,
            diagnostics: self.diagnostics,
            repairs: self.damage.repairs,
        }
    }

    fn next_angle(&self, from: usize) -> Option<usize> {
        memchr(b'<', &self.bytes[from..]).map(|length| from + length)
    }

    /// Returns the canonical target-open at `start`: the case that must be fast.
    fn plain_target(&self, start: usize) -> Option<Marker> {
        let id = start + self.patterns.target_open.len();
        if !self.bytes[start..].starts_with(&self.patterns.target_open) {
            return None;
        }
        self.plain_id(start, id)
    }

    /// Returns the rest of a canonical opening tag from its id on.
    fn plain_id(&self, start: usize, id: usize) -> Option<Marker> {
        let length = self.bytes[id..].iter().position(|&byte| !PLAIN_ID[usize::from(byte)])?;
        let end = id + length;
        (length > 0 && self.bytes[end..].starts_with(b"\">")).then(|| Marker {
            range: start..end + 2,
            id: id..end,
            damage: None,
        })
    }

    /// Returns the pair of a target-open that is written as exporters do and has no
    /// `<` in its texts: most are, and nothing in them needs to be judged.
    fn plain_pair(&self, start: usize, target: &Marker) -> Option<RawSegment> {
        let target_end = self.next_angle(target.range.end)?;
        let source = self.plain_hinge(target_end, target)?.range.end;
        let source_end = self.next_angle(source)?;
        let end = self.patterns.close_end(self.bytes, source_end)?;
        let end = self.patterns.close_end(self.bytes, end)?;
        Some(RawSegment {
            range: start..end,
            id: target.id.clone(),
            target: target.range.end..target_end,
            source: source..source_end,
        })
    }

    /// Keeps a pair, or reports that another marker may be in its texts; the scan goes
    /// on behind it.
    fn keep(&mut self, segment: RawSegment) {
        self.at = segment.range.end;
        let texts = faults::attributes_in_texts(self.bytes, self.patterns, &segment);
        if !texts.are_alike(self.bytes) {
            self.diagnostics.push(texts.lost_marker(self.bytes, &segment));
            return;
        }
        self.diagnostics.extend(texts.strays());
        if self.segments.is_empty() {
            // A dense document has a segment every 300 bytes.
            self.segments.reserve((self.bytes.len() - segment.range.start) / 512 + 1);
        }
        self.segments.push(segment);
    }

    /// Reads what begins at `start`; damaged quotes are judged here.
    fn read(&mut self, start: usize) -> Tag {
        let tag = tag::read(self.bytes, start, self.patterns);
        let (end, damage) = match &tag {
            Tag::Target(marker) | Tag::Source(marker) => (marker.range.end, marker.damage),
            Tag::Lookup { end, damage } => (*end, *damage),
            _ => return tag,
        };
        match damage {
            Some(at) if !self.damage.is_repaired(self.bytes, at) => {
                Tag::Malformed { end, reason: DAMAGED }
            }
            _ => tag,
        }
    }

    /// Reads on from a target-open: a pair, or a diagnostic.
    fn pair(&mut self, target: Marker) {
        let hinge = match self.hinge(&target) {
            Ok(hinge) => hinge,
            Err(fault) => return self.broken(&target, fault),
        };
        let start = hinge.source.range.end;
        let Some(source) = self.source_end(start, Some(hinge.balance)) else {
            return self.broken(&target, Fault::open_source(start));
        };
        self.keep(RawSegment {
            range: target.range.start..source.end,
            id: target.id,
            target: target.range.end..hinge.target_end,
            source: start..source.start,
        });
    }

    /// Finds where the target ends and its source begins, or why it has none.
    fn hinge(&mut self, target: &Marker) -> Result<Hinge, Fault> {
        let mut balance = 0;
        let mut last_close = None;
        let mut from = target.range.end;
        while let Some(start) = self.next_angle(from) {
            if let Some(source) = self.plain_hinge(start, target) {
                return Ok(Hinge { target_end: start, source, balance });
            }
            match self.read(start) {
                Tag::Close { end } => {
                    last_close = Some(start..end);
                    balance -= 1;
                    from = end;
                }
                Tag::Open { end } => {
                    balance += 1;
                    from = end;
                }
                Tag::Other { end } => from = end,
                Tag::Lookup { end, .. } => {
                    let close = last_close.filter(|_| balance < 0);
                    let (target_end, source) = self.lookup(target, close, start..end)?;
                    return Ok(Hinge { target_end, source, balance: balance + 1 });
                }
                Tag::Target(_) if balance >= 0 => return Err(Fault::nested(target, start)),
                Tag::Target(_) | Tag::Source(_) | Tag::Malformed { .. } => {
                    return Err(Fault::orphan(target, start));
                }
            }
        }
        let end = self.bytes.len();
        Err(if balance < 0 { Fault::orphan(target, end) } else { Fault::unclosed(target, end) })
    }

    /// Returns the canonical `close lookup-open source-open` of the target's id at
    /// `start`.
    fn plain_hinge(&self, start: usize, target: &Marker) -> Option<Marker> {
        let rest = self.bytes[start..].strip_prefix(self.patterns.hinge.as_slice())?;
        let after = rest.strip_prefix(&self.bytes[target.id.clone()])?;
        let id = start + self.patterns.hinge.len();
        after.starts_with(b"\">").then(|| {
            let id = id..id + target.id.len();
            Marker { range: start..id.end + 2, id, damage: None }
        })
    }

    /// Finds where the target ends, and the source-open after the lookup-open, if
    /// that fits the target and comes right after the target's close.
    fn lookup(
        &mut self,
        target: &Marker,
        close: Option<Range<usize>>,
        lookup: Range<usize>,
    ) -> Result<(usize, Marker), Fault> {
        let Tag::Source(source) = self.read_at(lookup.end) else {
            return Err(Fault::orphan(target, lookup.start));
        };
        if self.bytes[source.id.clone()] != self.bytes[target.id.clone()] {
            return Err(Fault::mismatch(lookup.start, source));
        }
        match close {
            Some(close) if close.end == lookup.start => Ok((close.start, source)),
            Some(_) => Err(Fault::apart(lookup.start, &source)),
            None => Err(Fault::no_closer(lookup.start, &source)),
        }
    }

    fn read_at(&mut self, at: usize) -> Tag {
        match self.bytes.get(at) {
            Some(b'<') => self.read(at),
            _ => Tag::Other { end: at },
        }
    }

    /// Returns the two closing tags that end a source which begins at `from`: where
    /// the spans in it balance as in the target, or else the first two. Returns
    /// where the source ends, and where the tags do.
    fn source_end(&mut self, from: usize, balance: Option<isize>) -> Option<Range<usize>> {
        let mut open = 0;
        let mut first = None;
        let mut at = from;
        while let Some(start) = self.next_angle(at) {
            match self.quick_close(start).unwrap_or_else(|| self.read(start)) {
                Tag::Close { end } => {
                    if let Some(both_end) = self.close_at(end) {
                        if balance.is_none_or(|balance| balance == open) {
                            return Some(start..both_end);
                        }
                        first.get_or_insert(start..both_end);
                    }
                    open -= 1;
                    at = end;
                }
                Tag::Open { end } => {
                    open += 1;
                    at = end;
                }
                Tag::Other { end } => at = end,
                Tag::Target(_) | Tag::Source(_) | Tag::Lookup { .. } | Tag::Malformed { .. } => {
                    break;
                }
            }
        }
        first
    }

    fn quick_close(&self, at: usize) -> Option<Tag> {
        self.patterns.close_end(self.bytes, at).map(|end| Tag::Close { end })
    }

    /// Returns the end of the closing tag at `at`, where there is one.
    fn close_at(&self, at: usize) -> Option<usize> {
        if self.bytes.get(at) != Some(&b'<') {
            return None;
        }
        match self.quick_close(at).unwrap_or_else(|| tag::read(self.bytes, at, self.patterns)) {
            Tag::Close { end } => Some(end),
            _ => None,
        }
    }
}

/// What belongs to no pair. Each leaves `self.at` behind the markers it speaks of.
impl Scanner<'_> {
    /// Reports a target without its source.
    fn broken(&mut self, target: &Marker, fault: Fault) {
        match self.diagnostics.last_mut() {
            // Its source was reported already: the two are one finding.
            Some(reported) if self.awaited == Some(target.range.start) => {
                reported.range.end = target.range.end;
                self.at = fault.next;
            }
            _ => {
                self.at = fault.resume;
                self.diagnostics.push(fault.diagnostic(self.bytes, target));
            }
        }
    }

    /// Reports a lookup-open outside a pair.
    fn lone_lookup(&mut self, start: usize, end: usize) {
        if let Tag::Source(source) = self.read_at(end) {
            return self.orphan_source(start, &source);
        }
        let message = "expected a source inside the lookup, but found none";
        self.diagnostics.push(Diagnostic::new(Code::OrphanLookup, start..end, message));
        self.at = end;
    }

    /// Reports a source outside a pair, from its lookup on if it has one.
    fn orphan_source(&mut self, start: usize, source: &Marker) {
        self.awaited = self.target_after(source);
        let range = start..source.range.end;
        self.diagnostics.push(faults::orphan_source(
            self.bytes,
            source,
            range,
            self.awaited.is_some(),
        ));
        self.at = source.range.end;
    }

    /// Finds the target of the same id that comes right after a lone source.
    fn target_after(&mut self, source: &Marker) -> Option<usize> {
        let end = self.source_end(source.range.end, None)?;
        match self.read_at(end.end) {
            Tag::Target(target)
                if self.bytes[target.id.clone()] == self.bytes[source.id.clone()] =>
            {
                Some(target.range.start)
            }
            _ => None,
        }
    }

    fn malformed(&mut self, range: Range<usize>, reason: &'static str) {
        self.at = range.end.max(range.start + 1);
        let damaged = reason == DAMAGED;
        match self.diagnostics.last_mut() {
            // One finding for all markers between two quotes.
            Some(last)
                if damaged
                    && last.code == Code::UnrepairedQuoteDamage
                    && self.damage.are_between_same_quotes(&last.range, &range) =>
            {
                last.range.end = range.end;
            }
            _ => self.diagnostics.push(faults::malformed(range, reason)),
        }
    }
}
