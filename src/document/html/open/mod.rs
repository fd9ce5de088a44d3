//! The stack of open elements, and where elements end.
//!
//! It follows the tree construction of the HTML Living Standard (13.2.6) as far
//! as that decides where an element ends: which start tags close which open
//! elements, which end tags are ignored, what a parent's end closes along. Where
//! the standard moves nodes about (the adoption agency, foster parents, quirks),
//! it keeps an element open rather than guess. So the stack is never much
//! shallower than a tree builder's, and an element counts as ended only where
//! its own end tag stands or the standard lets that tag be omitted.
//!
//! Each open element knows its nearest ancestors of each sort that the rules ask
//! for, so that a tag costs constant time and the pops it makes, whatever the
//! depth.

mod end;
mod nearest;
mod start;

#[cfg(test)]
mod tests;

use self::nearest::{Nearest, Place};
use super::names::{self, NameId, Traits};

/// What stands in tables only.
const TABLE_PARTS: Traits = names::CELL.or(names::ROW).or(names::ROW_GROUP).or(names::TABLE_CHILD);

/// How an open element came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// By its own end tag.
    Closed,
    /// By a tag that ends it, where its own end tag may be omitted.
    Omitted,
    /// By a tag that ends it although its own end tag is missing.
    Torn,
}

/// A start tag, as the stack needs it.
#[derive(Clone, Copy)]
pub(super) struct Start {
    pub(super) name: NameId,
    pub(super) traits: Traits,
    pub(super) self_closing: bool,
    /// What the reader of the page keeps about the element.
    pub(super) note: Option<usize>,
}

/// What a start tag did.
pub(super) struct Started {
    /// Whether its element is open now: a void element, a second `body` or an
    /// empty SVG element is not.
    pub(super) is_open: bool,
    /// Whether it is SVG or MathML, where no raw text begins.
    pub(super) foreign: bool,
    /// The note of the nearest open element around it that has one.
    pub(super) around: Option<usize>,
}

/// One open element.
struct Open {
    name: NameId,
    traits: Traits,
    /// Whether it is an SVG or MathML element.
    foreign: bool,
    /// Whether its content is SVG or MathML.
    holds_foreign: bool,
    /// Whether browsers move it out of the table in which it stands.
    fostered: bool,
    note: Option<usize>,
    /// The nearest note from here down.
    noted: Option<usize>,
    nearest: Nearest,
    /// What [`OpenElements::dangling`] was when it began.
    dangling: usize,
}

/// The stack.
#[derive(Default)]
pub(super) struct OpenElements {
    stack: Vec<Open>,
    /// For each name, the places of its open elements.
    places: Vec<Vec<Place>>,
    /// The names of [`names::ONCE`] that were seen.
    seen: Vec<NameId>,
    /// Whether a form began and no `</form>` followed (the "form element pointer").
    in_form: bool,
    /// Formatting elements that ended without their end tag, which a tree
    /// builder opens again in each block that follows.
    dangling: usize,
}

impl OpenElements {
    /// How many elements a tree builder may have open or open again.
    pub(super) fn depth(&self) -> usize {
        self.stack.len() + self.dangling
    }

    /// How many formatting elements a tree builder may open again.
    pub(super) fn dangling(&self) -> usize {
        self.dangling
    }

    /// Whether the innermost element holds raw text, which only its end tag ends.
    pub(super) fn in_raw_text(&self) -> bool {
        let raw = names::ESCAPABLE_TEXT.or(names::RAW_TEXT).or(names::SCRIPT);
        self.last_is(raw)
    }

    fn nearest(&self) -> Nearest {
        self.stack.last().map_or_else(Nearest::default, |open| open.nearest)
    }

    fn last_is(&self, traits: Traits) -> bool {
        self.stack.last().is_some_and(|open| open.traits.any(traits))
    }

    /// Whether a tag here stands in SVG or MathML.
    fn in_foreign(&self) -> bool {
        self.stack.last().is_some_and(|open| open.holds_foreign)
    }

    /// Whether browsers move what begins here out of the table (13.2.6.1, "foster parent").
    fn fosters(&self) -> bool {
        let nearest = self.nearest();
        nearest.table != 0 && nearest.table == nearest.scope
    }

    /// The place of the innermost open element of a name.
    fn innermost(&self, name: NameId) -> Option<Place> {
        self.places.get(name.index())?.last().copied()
    }

    fn push(&mut self, start: Start, foreign: bool, holds_foreign: bool) {
        let Start { name, traits, note, .. } = start;
        let place = self.stack.len() + 1;
        self.stack.push(Open {
            name,
            traits,
            foreign,
            holds_foreign,
            fostered: self.fosters() && !traits.any(TABLE_PARTS),
            note,
            noted: note.or(self.stack.last().and_then(|open| open.noted)),
            nearest: self.nearest().inside(traits, holds_foreign, place),
            dangling: self.dangling,
        });
        if self.places.len() <= name.index() {
            self.places.resize_with(name.index() + 1, Vec::new);
        }
        self.places[name.index()].push(place);
    }

    /// Ends all elements above the place `keep`, the one at `own` by its own tag.
    fn pop_to(&mut self, keep: Place, own: Option<Place>, ended: &mut impl FnMut(usize, Ending)) {
        while self.stack.len() > keep {
            let place = self.stack.len();
            let Some(open) = self.stack.pop() else { return };
            self.places[open.name.index()].pop();
            let ending = match own == Some(place) {
                true => Ending::Closed,
                false if open.traits.any(names::OMITTABLE) && !open.fostered => Ending::Omitted,
                false => Ending::Torn,
            };
            self.settle_formatting(&open, ending);
            if let Some(note) = open.note {
                ended(note, ending);
            }
        }
    }

    /// Keeps count of the formatting that goes on.
    fn settle_formatting(&mut self, open: &Open, ending: Ending) {
        if open.traits.any(names::MARKER) {
            self.dangling = open.dangling;
        } else if open.traits.any(names::FORMATTING) && ending != Ending::Closed {
            self.dangling += 1;
        }
    }
}
