//! The state machine over markers.

use std::ops::Range;

use memchr::memchr;

use super::damage::Damage;
use super::patterns::Patterns;
use super::tag::{self, Marker, Tag};
use super::{RawSegment, Scan};
use crate::diagnostic::{Diagnostic, DiagnosticCode as Code};

/// Reads markers from left to right.
pub(super) struct Scanner<'b> {
    bytes: &'b [u8],
    patterns: &'b Patterns,
    /// Where the search for the next marker goes on.
    at: usize,
    damage: Damage,
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
            segments: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    pub(super) fn run(mut self) -> Scan {
        while let Some(start) = self.next_angle(self.at) {
            if let Some(target) = self.plain_target(start) {
                self.pair(target);
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
            self.diagnostics.push(repaired(region.clone()));
        }
        self.diagnostics.sort_by_key(|diagnostic| (diagnostic.range.start, diagnostic.range.end));
        Scan {
            segments: self.segments,
            diagnostics: self.diagnostics,
            repairs: self.damage.repairs,
        }
    }

    fn next_angle(&self, from: usize) -> Option<usize> {
        memchr(b'<', &self.bytes[from..]).map(|length| from + length)
    }

    /// The canonical target-open at `start`: the case that must be fast.
    fn plain_target(&self, start: usize) -> Option<Marker> {
        let id = start + self.patterns.target_open.len();
        if !self.bytes[start..].starts_with(&self.patterns.target_open) {
            return None;
        }
        self.plain_id(start, id)
    }

    /// The rest of a canonical opening tag from its id on.
    fn plain_id(&self, start: usize, id: usize) -> Option<Marker> {
        let is_id = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
        let length = self.bytes[id..].iter().position(|byte| !is_id(byte))?;
        let end = id + length;
        (length > 0 && self.bytes[end..].starts_with(b"\">")).then(|| Marker {
            range: start..end + 2,
            id: id..end,
            damage: None,
        })
    }

    /// What begins at `start`; damaged quotes are judged here.
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
        let Some(hinge) = self.hinge(&target) else { return };
        let start = hinge.source.range.end;
        match self.source_end(start, Some(hinge.balance)) {
            Some(source) => {
                let end = source.end;
                self.segments.push(RawSegment {
                    range: target.range.start..end,
                    id: target.id,
                    target: target.range.end..hinge.target_end,
                    source: start..source.start,
                });
                self.at = end;
            }
            None => {
                let range = target.range.start..start;
                self.report(Code::MissingCloser, range, format!(
                    "expected two closing tags after the source of `{}`, but found the next marker or the end",
                    self.text(&target.id)
                ));
                self.at = start;
            }
        }
    }

    /// Where the target ends and its source begins, or nothing where a
    /// diagnostic was made; the scan then goes on at `self.at`.
    fn hinge(&mut self, target: &Marker) -> Option<Hinge> {
        let mut balance = 0;
        let mut last_close = None;
        let mut from = target.range.end;
        while let Some(start) = self.next_angle(from) {
            if let Some(source) = self.plain_hinge(start, target) {
                return Some(Hinge { target_end: start, source, balance });
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
                    let source = self.lookup(target, last_close.as_ref(), start, end)?;
                    let target_end = last_close.map_or(start, |close| close.start);
                    return Some(Hinge { target_end, source, balance: balance + 1 });
                }
                Tag::Target(_) if balance >= 0 => {
                    self.nested(target, start);
                    return None;
                }
                Tag::Target(_) | Tag::Source(_) | Tag::Malformed { .. } => {
                    self.orphan_target(target, start);
                    return None;
                }
            }
        }
        self.unfinished(target, balance < 0);
        None
    }

    /// The canonical `close lookup-open source-open` of the target's id at `start`.
    fn plain_hinge(&self, start: usize, target: &Marker) -> Option<Marker> {
        let rest = self.bytes[start..].strip_prefix(self.patterns.hinge.as_slice())?;
        let after = rest.strip_prefix(&self.bytes[target.id.clone()])?;
        let id = start + self.patterns.hinge.len();
        after.starts_with(b"\">").then(|| {
            let id = id..id + target.id.len();
            Marker { range: start..id.end + 2, id, damage: None }
        })
    }

    /// The source-open after the lookup-open `start..end`, where it fits the
    /// target and stands right after the target's close.
    fn lookup(
        &mut self,
        target: &Marker,
        close: Option<&Range<usize>>,
        start: usize,
        end: usize,
    ) -> Option<Marker> {
        let id = self.text(&target.id);
        let Tag::Source(source) = self.read_at(end) else {
            self.orphan_target(target, start);
            return None;
        };
        let whole = target.range.start..source.range.end;
        self.at = source.range.end;
        if self.bytes[source.id.clone()] != self.bytes[target.id.clone()] {
            let found = self.text(&source.id);
            self.report(
                Code::IdMismatch,
                whole,
                format!("expected the source of `{id}`, but found the source of `{found}`"),
            );
            return None;
        }
        if close.is_none_or(|close| close.end != start) {
            self.report(
                Code::MissingCloser,
                whole,
                format!("expected a closing tag right before the source of `{id}`, but found none"),
            );
            return None;
        }
        Some(source)
    }

    fn read_at(&mut self, at: usize) -> Tag {
        match self.bytes.get(at) {
            Some(b'<') => self.read(at),
            _ => Tag::Other { end: at },
        }
    }

    /// The two closing tags that end a source which begins at `from`: where the
    /// spans in it balance as in the target, or else the first two. Returns
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
        let close = &self.patterns.close;
        self.bytes[at..].starts_with(close).then(|| Tag::Close { end: at + close.len() })
    }

    /// The end of the closing tag at `at`, where there is one.
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

/// Diagnostics. Each leaves `self.at` behind the markers it speaks of.
impl Scanner<'_> {
    fn report(&mut self, code: Code, range: Range<usize>, message: String) {
        self.diagnostics.push(Diagnostic::new(code, range, message));
    }

    fn text(&self, range: &Range<usize>) -> String {
        String::from_utf8_lossy(&self.bytes[range.clone()]).into_owned()
    }

    fn orphan_target(&mut self, target: &Marker, next: usize) {
        let message = format!(
            "expected the source of `{}` after its target, but found none",
            self.text(&target.id)
        );
        self.report(Code::OrphanTarget, target.range.clone(), message);
        self.at = next;
    }

    fn nested(&mut self, target: &Marker, next: usize) {
        let message = format!(
            "expected the target of `{}` to be closed, but found another target inside it",
            self.text(&target.id)
        );
        self.report(Code::NestedAnnotation, target.range.clone(), message);
        self.at = next;
    }

    /// No further marker follows the target.
    fn unfinished(&mut self, target: &Marker, closed: bool) {
        if closed {
            return self.orphan_target(target, self.bytes.len());
        }
        let message = format!(
            "expected a closing tag after the target of `{}`, but found the end",
            self.text(&target.id)
        );
        self.report(Code::MissingCloser, target.range.clone(), message);
        self.at = self.bytes.len();
    }

    /// A lookup-open outside a pair.
    fn lone_lookup(&mut self, start: usize, end: usize) {
        if let Tag::Source(source) = self.read_at(end) {
            return self.orphan_source(start, &source);
        }
        let message = "expected a source inside the lookup, but found none";
        self.report(Code::OrphanLookup, start..end, message.to_owned());
        self.at = end;
    }

    /// A source outside a pair, from its lookup on if it has one.
    fn orphan_source(&mut self, start: usize, source: &Marker) {
        let id = self.text(&source.id);
        let (code, message) = if self.target_follows(source) {
            let message =
                format!("expected the target of `{id}` before its source, but found it after");
            (Code::SourceBeforeTarget, message)
        } else {
            let message =
                format!("expected the target of `{id}` before its source, but found none");
            (Code::OrphanSource, message)
        };
        self.report(code, start..source.range.end, message);
        self.at = source.range.end;
    }

    /// Whether the target of the same id comes right after a lone source.
    fn target_follows(&mut self, source: &Marker) -> bool {
        let Some(end) = self.source_end(source.range.end, None) else { return false };
        match self.read_at(end.end) {
            Tag::Target(target) => self.bytes[target.id] == self.bytes[source.id.clone()],
            _ => false,
        }
    }

    fn malformed(&mut self, range: Range<usize>, reason: &'static str) {
        self.at = range.end.max(range.start + 1);
        let diagnostic = if reason == DAMAGED {
            Diagnostic::new(Code::UnrepairedQuoteDamage, range, DAMAGED)
                .with_help("turn the `&quot;` of the markers back into `\"`")
        } else {
            let message = format!("expected an annotation marker, but {reason}");
            Diagnostic::new(Code::MalformedMarker, range, message)
        };
        self.diagnostics.push(diagnostic);
    }
}

/// Why a marker with a damaged quote is not read.
const DAMAGED: &str = "expected a literal `\"` in the marker, but found `&quot;`, and not in the form \
                       that one exporter's mistake is known to have";

/// Says that a region was repaired.
fn repaired(region: Range<usize>) -> Diagnostic {
    Diagnostic::new(
        Code::QuoteDamage,
        region,
        "found `&quot;` for each literal `\"` between an image and the next `\")`; turned back",
    )
}
