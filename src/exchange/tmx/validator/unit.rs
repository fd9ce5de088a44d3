//! What holds for a unit as a whole: its source, its pairs of codes, its codes
//! that correspond.

use std::collections::{BTreeSet, HashMap};
use std::io::Read;

use crate::diagnostic::DiagnosticCode;
use crate::exchange::tmx::messages::shown;
use crate::exchange::xml::cursor::Cursor;
use crate::position::Position;
use crate::unit::SourceLanguage;

/// A `bpt` in a segment.
#[derive(Debug)]
struct Pair {
    position: Position,
    /// Which text of the segment it stands in: the segment's own, or a `sub`.
    text: usize,
    is_closed: bool,
}

/// Codes that correspond: the names of their elements, and their `x`.
type Numbers = BTreeSet<(&'static str, String)>;

/// What is known of the unit that is being looked at.
#[derive(Debug, Default)]
pub(super) struct UnitRules {
    position: Option<Position>,
    /// The language that one of its variants must have.
    source: Option<String>,
    has_source: bool,
    pairs: HashMap<String, Pair>,
    /// How many texts the segment had so far.
    texts: usize,
    numbers: Numbers,
    /// Where the variant begins.
    variant: Option<Position>,
    /// Those of the first variant.
    first_numbers: Option<Numbers>,
}

/// Returns whether two tags are the same but for case, which means nothing in tags
/// (RFC 5646 section 2.1.1).
fn is_same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

impl UnitRules {
    /// Begins a unit; `header` is the source language of the file as written.
    pub(super) fn new<R: Read>(cursor: &Cursor<R>, header: Option<&str>) -> Self {
        let source = cursor.attribute("srclang").or(header);
        let source = source.filter(|tag| *tag != SourceLanguage::ANY).map(str::to_owned);
        Self { position: Some(cursor.position()), source, ..Self::default() }
    }

    pub(super) fn begin_variant<R: Read>(&mut self, cursor: &Cursor<R>) {
        self.numbers.clear();
        self.variant = Some(cursor.position());
        let language = cursor.attribute("xml:lang").or_else(|| cursor.attribute("lang"));
        let is_source = |source: &str| language.is_some_and(|own| is_same(source, own));
        self.has_source |= self.source.as_deref().is_some_and(is_source);
    }

    pub(super) fn begin_segment(&mut self) {
        self.pairs.clear();
        self.texts = 1;
    }

    /// Begins a text inside a code; returns its number.
    pub(super) fn begin_text(&mut self) -> usize {
        self.texts += 1;
        self.texts - 1
    }

    /// Takes the code of a text that began.
    pub(super) fn code<R: Read>(
        &mut self,
        name: &'static str,
        text: usize,
        cursor: &mut Cursor<R>,
    ) {
        if let Some(x) = cursor.owned("x")
            && !self.numbers.insert((name, x.clone()))
        {
            let message = format!(
                "expected each `x` once among the `{name}` of a variant, but found `{}` again",
                shown(&x)
            );
            cursor.find(DiagnosticCode::RepeatedCode, message);
        }
        match (name, cursor.owned("i")) {
            ("bpt", Some(i)) => self.open(i, text, cursor),
            ("ept", Some(i)) => self.close(&i, text, cursor),
            _ => {}
        }
    }

    fn open<R: Read>(&mut self, i: String, text: usize, cursor: &mut Cursor<R>) {
        if self.pairs.contains_key(&i) {
            let message = format!(
                "expected each `i` once among the `bpt` of a segment, but found `{}` again",
                shown(&i)
            );
            return cursor.find(DiagnosticCode::RepeatedCode, message);
        }
        self.pairs.insert(i, Pair { position: cursor.position(), text, is_closed: false });
    }

    fn close<R: Read>(&mut self, i: &str, text: usize, cursor: &mut Cursor<R>) {
        match self.pairs.get_mut(i) {
            Some(pair) if !pair.is_closed && pair.text == text => pair.is_closed = true,
            _ => {
                let message = format!(
                    "expected a `bpt` with the `i` of this `ept`, `{}`, before it, but found none",
                    shown(i)
                );
                cursor.find(DiagnosticCode::UnpairedCode, message);
            }
        }
    }

    /// Ends a segment: each `bpt` has its `ept`.
    pub(super) fn end_segment<R: Read>(&self, cursor: &mut Cursor<R>) {
        let open = self.pairs.iter().filter(|(_, pair)| !pair.is_closed);
        let mut open: Vec<(Position, &String)> = open.map(|(i, pair)| (pair.position, i)).collect();
        open.sort_unstable();
        for (position, i) in open {
            let message = format!(
                "expected an `ept` with the `i` of this `bpt`, `{}`, behind it, but found none",
                shown(i)
            );
            cursor.find_at(position, DiagnosticCode::UnpairedCode, message);
        }
    }

    /// Ends a variant: its numbered codes are those of the first.
    pub(super) fn end_variant<R: Read>(&mut self, cursor: &mut Cursor<R>) {
        let numbers = std::mem::take(&mut self.numbers);
        let Some(first) = &self.first_numbers else {
            self.first_numbers = Some(numbers);
            return;
        };
        let difference = first.symmetric_difference(&numbers).next();
        if let (Some((name, x)), Some(position)) = (difference, self.variant) {
            let message = format!(
                "expected codes of the same `x` in all variants of a unit, but found `{name}` \
                 with `{}` in one only",
                shown(x)
            );
            cursor.find_at(position, DiagnosticCode::CodesDiffer, message);
        }
    }

    /// Ends the unit: a variant is in the source language.
    pub(super) fn end<R: Read>(&self, cursor: &mut Cursor<R>) {
        if let (Some(source), false, Some(position)) =
            (&self.source, self.has_source, self.position)
        {
            let message = format!(
                "expected a variant in the source language `{}`, but found none",
                shown(source)
            );
            cursor.find_at(position, DiagnosticCode::MissingSource, message);
        }
    }
}
