//! What holds for a unit as a whole: its source, its pairs of codes, its codes
//! that correspond.

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::DiagnosticCode;
use crate::exchange::Finding;
use crate::exchange::input::xml::Tag;
use crate::exchange::tmx::reader::{At, shown};
use crate::position::Position;
use crate::unit::SourceLanguage;

/// The `i` of a `bpt` in a segment.
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
pub(super) struct Unit {
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

impl Unit {
    /// Begins a unit; `header` is the source language of the file as written.
    pub(super) fn begin(&mut self, tag: Tag<'_>, header: Option<&str>, at: At<'_>) {
        let own = tag.attribute("srclang");
        let source = own.as_deref().or(header).filter(|tag| *tag != SourceLanguage::ANY);
        *self = Self { position: Some(at()), source: source.map(str::to_owned), ..Self::default() };
    }

    /// Begins a variant.
    pub(super) fn begin_variant(&mut self, tag: Tag<'_>, at: At<'_>) {
        self.numbers.clear();
        self.variant = Some(at());
        let language = tag.attribute("xml:lang").or_else(|| tag.attribute("lang"));
        self.has_source |= language.as_deref() == self.source.as_deref();
    }

    /// Begins a segment.
    pub(super) fn begin_segment(&mut self) {
        self.pairs.clear();
        self.texts = 1;
    }

    /// Begins a text inside a code; gives its number.
    pub(super) fn begin_text(&mut self) -> usize {
        self.texts += 1;
        self.texts - 1
    }

    /// Takes a code of a text.
    pub(super) fn code(
        &mut self,
        name: &'static str,
        text: usize,
        tag: Tag<'_>,
        at: At<'_>,
        tell: &mut dyn FnMut(Finding),
    ) {
        if let Some(x) = tag.attribute("x")
            && !self.numbers.insert((name, x.clone().into_owned()))
        {
            let message = format!(
                "expected each `x` once among the `{name}` of a variant, but found `{}` again",
                shown(&x)
            );
            tell(Finding::new(DiagnosticCode::RepeatedCode, at(), message));
        }
        match (name, tag.attribute("i")) {
            ("bpt", Some(i)) => self.open(&i, text, at, tell),
            ("ept", Some(i)) => self.close(&i, text, at, tell),
            _ => {}
        }
    }

    fn open(&mut self, i: &str, text: usize, at: At<'_>, tell: &mut dyn FnMut(Finding)) {
        if self.pairs.contains_key(i) {
            let message = format!(
                "expected each `i` once among the `bpt` of a segment, but found `{}` again",
                shown(i)
            );
            return tell(Finding::new(DiagnosticCode::RepeatedCode, at(), message));
        }
        self.pairs.insert(i.to_owned(), Pair { position: at(), text, is_closed: false });
    }

    fn close(&mut self, i: &str, text: usize, at: At<'_>, tell: &mut dyn FnMut(Finding)) {
        match self.pairs.get_mut(i) {
            Some(pair) if !pair.is_closed && pair.text == text => pair.is_closed = true,
            _ => {
                let message = format!(
                    "expected a `bpt` with the `i` of this `ept`, `{}`, before it, but found none",
                    shown(i)
                );
                tell(Finding::new(DiagnosticCode::UnpairedCode, at(), message));
            }
        }
    }

    /// Ends a segment: each `bpt` has its `ept`.
    pub(super) fn end_segment(&mut self, tell: &mut dyn FnMut(Finding)) {
        let open = self.pairs.iter().filter(|(_, pair)| !pair.is_closed);
        let mut open: Vec<(Position, &String)> = open.map(|(i, pair)| (pair.position, i)).collect();
        open.sort_unstable();
        for (position, i) in open {
            let message = format!(
                "expected an `ept` with the `i` of this `bpt`, `{}`, behind it, but found none",
                shown(i)
            );
            tell(Finding::new(DiagnosticCode::UnpairedCode, position, message));
        }
    }

    /// Ends a variant: its numbered codes are those of the first.
    pub(super) fn end_variant(&mut self, tell: &mut dyn FnMut(Finding)) {
        let numbers = std::mem::take(&mut self.numbers);
        match &self.first_numbers {
            None => self.first_numbers = Some(numbers),
            Some(first) => {
                let difference = first.symmetric_difference(&numbers).next();
                if let (Some((name, x)), Some(position)) = (difference, self.variant) {
                    let message = format!(
                        "expected codes of the same `x` in all variants of a unit, but found \
                         `{name}` with `{}` in one only",
                        shown(x)
                    );
                    tell(Finding::new(DiagnosticCode::CodesDiffer, position, message));
                }
            }
        }
    }

    /// Ends the unit: a variant is in the source language.
    pub(super) fn end(&self, tell: &mut dyn FnMut(Finding)) {
        if let (Some(source), false, Some(position)) =
            (&self.source, self.has_source, self.position)
        {
            let message = format!(
                "expected a variant in the source language `{}`, but found none",
                shown(source)
            );
            tell(Finding::new(DiagnosticCode::MissingSource, position, message));
        }
    }
}
