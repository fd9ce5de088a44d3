//! The stack of open elements. What tags do to it is in [`endings`](super::endings).
//!
//! It follows the tree construction of the HTML Living Standard (13.2.6) as far
//! as that decides where an element ends: which start tags close which open
//! elements, which end tags are ignored, what a parent's end closes along. Where
//! the standard moves nodes about (the adoption agency, foster parents, quirks),
//! it keeps an element open rather than guess. So the stack is never much
//! shallower than a tree builder's, and an element counts as ended only where
//! its own end tag comes or the standard lets that tag be omitted.
//!
//! Each open element knows its nearest ancestors of each sort that the rules ask
//! for, so that a tag costs constant time and the pops it makes, whatever the
//! depth.

use super::names::{self, NameId, Traits};

/// What occurs in tables only.
pub(super) const TABLE_PARTS: Traits =
    names::CELL.or(names::ROW).or(names::ROW_GROUP).or(names::TABLE_CHILD);

/// How an open element came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// By its own end tag.
    Closed,
    /// By a tag that ends it, where its own end tag may be omitted.
    Omitted,
    /// By a tag that ends it although its own end tag is missing.
    Unclosed,
}

/// A start tag, as the stack needs it.
#[derive(Clone, Copy)]
pub(super) struct StartTag {
    pub(super) name: NameId,
    pub(super) traits: Traits,
    pub(super) self_closing: bool,
    /// The number of an element whose end the reader of the page asks for.
    pub(super) tracked: Option<usize>,
}

/// What a start tag did.
pub(super) struct Started {
    /// Whether its element is open now: a void element, a second `body` or an
    /// empty SVG element is not.
    pub(super) is_open: bool,
    /// Whether it is SVG or MathML, where no raw text begins.
    pub(super) foreign: bool,
    /// The number of the nearest tracked element around it.
    pub(super) around: Option<usize>,
}

/// One open element.
pub(super) struct OpenElement {
    name: NameId,
    pub(super) traits: Traits,
    /// Whether it is an SVG or MathML element.
    pub(super) foreign: bool,
    /// Whether its content is SVG or MathML.
    holds_foreign: bool,
    /// Whether browsers move it out of the table in which it is.
    fostered: bool,
    tracked: Option<usize>,
    /// The number of the nearest tracked element from here down.
    pub(super) nearest_tracked: Option<usize>,
    nearest: Nearest,
    /// What [`OpenElements::unclosed_formatting`] was when it began.
    unclosed_formatting: usize,
}

/// The stack.
#[derive(Default)]
pub(super) struct OpenElements {
    pub(super) stack: Vec<OpenElement>,
    /// For each name, the levels of its open elements.
    levels: Vec<Vec<Level>>,
    /// The names of [`names::ONCE`] that have begun.
    pub(super) started_once: Vec<NameId>,
    /// Whether a form began and no `</form>` followed (the "form element pointer").
    pub(super) in_form: bool,
    /// Formatting elements that ended without their end tag, which a tree
    /// builder opens again in each block that follows.
    unclosed_formatting: usize,
}

impl OpenElements {
    /// Returns how many elements a tree builder may have open or open again.
    pub(super) fn depth(&self) -> usize {
        self.stack.len() + self.unclosed_formatting
    }

    /// Returns how many formatting elements a tree builder may open again.
    pub(super) fn unclosed_formatting(&self) -> usize {
        self.unclosed_formatting
    }

    /// Returns whether the innermost element holds raw text, which only its end tag
    /// ends.
    pub(super) fn in_raw_text(&self) -> bool {
        let raw = names::ESCAPABLE_TEXT.or(names::RAW_TEXT).or(names::SCRIPT);
        self.last_is(raw)
    }

    pub(super) fn nearest(&self) -> Nearest {
        self.stack.last().map_or_else(Nearest::default, |open| open.nearest)
    }

    pub(super) fn last_is(&self, traits: Traits) -> bool {
        self.stack.last().is_some_and(|open| open.traits.any(traits))
    }

    /// Returns whether a tag here is inside SVG or MathML.
    pub(super) fn in_foreign(&self) -> bool {
        self.stack.last().is_some_and(|open| open.holds_foreign)
    }

    /// Returns whether browsers move what begins here out of the table (13.2.6.1,
    /// "foster parent").
    pub(super) fn fosters(&self) -> bool {
        let nearest = self.nearest();
        nearest.table != 0 && nearest.table == nearest.scope
    }

    /// Returns the level of the innermost open element of a name.
    pub(super) fn innermost(&self, name: NameId) -> Option<Level> {
        self.levels.get(name.index())?.last().copied()
    }

    pub(super) fn push(&mut self, start: StartTag, foreign: bool, holds_foreign: bool) {
        let StartTag { name, traits, tracked, .. } = start;
        let level = self.stack.len() + 1;
        self.stack.push(OpenElement {
            name,
            traits,
            foreign,
            holds_foreign,
            fostered: self.fosters() && !traits.any(TABLE_PARTS),
            tracked,
            nearest_tracked: tracked.or(self.stack.last().and_then(|open| open.nearest_tracked)),
            nearest: self.nearest().inside(traits, holds_foreign, level),
            unclosed_formatting: self.unclosed_formatting,
        });
        if self.levels.len() <= name.index() {
            self.levels.resize_with(name.index() + 1, Vec::new);
        }
        self.levels[name.index()].push(level);
    }

    /// Ends all elements above the level `keep`, the one at `own` by its own tag.
    pub(super) fn pop_to(
        &mut self,
        keep: Level,
        own: Option<Level>,
        ended: &mut impl FnMut(usize, Ending),
    ) {
        while self.stack.len() > keep {
            let level = self.stack.len();
            let Some(open) = self.stack.pop() else { return };
            self.levels[open.name.index()].pop();
            let ending = match own == Some(level) {
                true => Ending::Closed,
                false if open.traits.any(names::OMITTABLE) && !open.fostered => Ending::Omitted,
                false => Ending::Unclosed,
            };
            self.settle_formatting(&open, ending);
            if let Some(number) = open.tracked {
                ended(number, ending);
            }
        }
    }

    /// Keeps count of the formatting that goes on.
    fn settle_formatting(&mut self, open: &OpenElement, ending: Ending) {
        if open.traits.any(names::MARKER) {
            self.unclosed_formatting = open.unclosed_formatting;
        } else if open.traits.any(names::FORMATTING) && ending != Ending::Closed {
            self.unclosed_formatting += 1;
        }
    }
}

/// A level of the stack of open elements, counted from 1; 0 is no level.
pub(super) type Level = usize;

/// The nearest levels of each sort, the element itself included.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Nearest {
    pub(super) special: Level,
    /// Special, but not passed by list items.
    pub(super) item_stop: Level,
    pub(super) scope: Level,
    pub(super) list_scope: Level,
    pub(super) button_scope: Level,
    /// A paragraph in button scope.
    pub(super) paragraph: Level,
    /// A heading in scope.
    pub(super) heading: Level,
    /// A table in table scope.
    pub(super) table: Level,
    /// A row group or that table.
    pub(super) row_group: Level,
    /// A row, a row group or that table.
    pub(super) row: Level,
    pub(super) template: Level,
    /// Not closed by "generate implied end tags".
    pub(super) unimplied: Level,
    /// HTML, or SVG or MathML that holds HTML.
    pub(super) html: Level,
}

impl Nearest {
    /// Returns the levels for an element at `level` inside, whose content is HTML
    /// or `foreign`.
    pub(super) fn inside(mut self, traits: Traits, foreign: bool, level: Level) -> Self {
        self.set_scopes(traits, level);
        self.set_table(traits, level);
        if traits.any(names::SPECIAL) {
            self.special = level;
            if !traits.any(names::PASSED_BY_ITEMS) {
                self.item_stop = level;
            }
        }
        if traits.any(names::TEMPLATE) {
            self.template = level;
        }
        if !traits.any(names::IMPLIED) {
            self.unimplied = level;
        }
        if !foreign {
            self.html = level;
        }
        self
    }

    /// Sets the scopes of 13.2.4.2, and what is looked for in them.
    fn set_scopes(&mut self, traits: Traits, level: Level) {
        if traits.any(names::SCOPE) {
            (self.scope, self.heading) = (level, 0);
        }
        if traits.any(names::SCOPE.or(names::LIST)) {
            self.list_scope = level;
        }
        if traits.any(names::SCOPE.or(names::BUTTON)) {
            (self.button_scope, self.paragraph) = (level, 0);
        }
        if traits.any(names::PARAGRAPH) {
            self.paragraph = level;
        }
        if traits.any(names::HEADING) {
            self.heading = level;
        }
    }

    /// Sets the table scope; rows outside tables do not count.
    fn set_table(&mut self, traits: Traits, level: Level) {
        if traits.any(names::TABLE_SCOPE) {
            let table = if traits.any(names::TABLE) { level } else { 0 };
            (self.table, self.row_group, self.row) = (table, table, table);
        }
        if self.table != 0 && traits.any(names::ROW_GROUP) {
            (self.row_group, self.row) = (level, level);
        }
        if self.table != 0 && traits.any(names::ROW) {
            self.row = level;
        }
    }
}
