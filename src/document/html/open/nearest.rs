//! For an open element, the nearest one of each sort around it.

use crate::document::html::names::{self, Traits};

/// A place on the stack of open elements, counted from 1; 0 is no place.
pub(super) type Place = usize;

/// The nearest places of each sort, the element itself included.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Nearest {
    pub(super) special: Place,
    /// Special, but not passed by list items.
    pub(super) item_stop: Place,
    pub(super) scope: Place,
    pub(super) list_scope: Place,
    pub(super) button_scope: Place,
    /// A paragraph in button scope.
    pub(super) paragraph: Place,
    /// A heading in scope.
    pub(super) heading: Place,
    /// A table in table scope.
    pub(super) table: Place,
    /// A row group or that table.
    pub(super) row_group: Place,
    /// A row, a row group or that table.
    pub(super) row: Place,
    pub(super) template: Place,
    /// Not closed by "generate implied end tags".
    pub(super) unimplied: Place,
    /// HTML, or SVG or MathML that holds HTML.
    pub(super) html: Place,
}

impl Nearest {
    /// The same for an element at `place` inside, whose content is HTML or `foreign`.
    pub(super) fn inside(mut self, traits: Traits, foreign: bool, place: Place) -> Self {
        self.set_scopes(traits, place);
        self.set_table(traits, place);
        if traits.any(names::SPECIAL) {
            self.special = place;
            if !traits.any(names::PASSED_BY_ITEMS) {
                self.item_stop = place;
            }
        }
        if traits.any(names::TEMPLATE) {
            self.template = place;
        }
        if !traits.any(names::IMPLIED) {
            self.unimplied = place;
        }
        if !foreign {
            self.html = place;
        }
        self
    }

    /// The scopes of 13.2.4.2, and what is looked for in them.
    fn set_scopes(&mut self, traits: Traits, place: Place) {
        if traits.any(names::SCOPE) {
            (self.scope, self.heading) = (place, 0);
        }
        if traits.any(names::SCOPE.or(names::LIST)) {
            self.list_scope = place;
        }
        if traits.any(names::SCOPE.or(names::BUTTON)) {
            (self.button_scope, self.paragraph) = (place, 0);
        }
        if traits.any(names::PARAGRAPH) {
            self.paragraph = place;
        }
        if traits.any(names::HEADING) {
            self.heading = place;
        }
    }

    /// The table scope; rows outside tables are none.
    fn set_table(&mut self, traits: Traits, place: Place) {
        if traits.any(names::TABLE_SCOPE) {
            let table = if traits.any(names::TABLE) { place } else { 0 };
            (self.table, self.row_group, self.row) = (table, table, table);
        }
        if self.table != 0 && traits.any(names::ROW_GROUP) {
            (self.row_group, self.row) = (place, place);
        }
        if self.table != 0 && traits.any(names::ROW) {
            self.row = place;
        }
    }
}
