//! What start tags open, and what they end before.

use super::{Ending, OpenElements, Start, Started, TABLE_PARTS};
use crate::document::html::names::{self, NameId, Traits};

impl OpenElements {
    /// Ends what a start tag ends, telling each note to `ended`, and opens its element.
    pub(crate) fn start(&mut self, start: Start, ended: &mut impl FnMut(usize, Ending)) -> Started {
        let breaks_out = start.traits.any(names::BREAKOUT);
        if self.in_foreign() && breaks_out {
            self.pop_to(self.nearest().html, None, ended);
        }
        let foreign = self.in_foreign() || start.traits.any(names::FOREIGN_ROOT);
        let is_open = if self.in_foreign() {
            self.open_foreign(start)
        } else if self.drops(start, ended) {
            false
        } else {
            self.close_before(start, ended);
            self.open_html(start)
        };
        let around = match is_open {
            true => self.stack.iter().rev().nth(1).and_then(|open| open.noted),
            false => self.stack.last().and_then(|open| open.noted),
        };
        Started { is_open, foreign, around }
    }

    /// Opens an element inside SVG or MathML, where the names of HTML mean nothing.
    fn open_foreign(&mut self, start: Start) -> bool {
        if start.self_closing {
            return false;
        }
        let holds_html = start.traits.any(names::INTEGRATION_POINT);
        let traits = match holds_html {
            true => names::SPECIAL.or(names::SCOPE),
            false => Traits::default(),
        };
        self.push(Start { traits, ..start }, true, !holds_html);
        true
    }

    /// Opens an HTML element, or the outermost one of SVG or MathML.
    fn open_html(&mut self, start: Start) -> bool {
        let Start { traits, self_closing, .. } = start;
        let root = traits.any(names::FOREIGN_ROOT);
        if traits.any(names::VOID) || (root && self_closing) {
            return false;
        }
        let nearest = self.nearest();
        let dropped = traits.any(TABLE_PARTS) && nearest.table == 0 && nearest.template == 0;
        // Browsers drop the tag, so it stops nothing. It is kept for its own end tag.
        let traits = if dropped { Traits::default() } else { traits };
        self.push(Start { traits, ..start }, root, root);
        true
    }

    /// Whether browsers ignore a start tag here, apart from what it closes.
    fn drops(&mut self, start: Start, ended: &mut impl FnMut(usize, Ending)) -> bool {
        let Start { name, traits, .. } = start;
        let nearest = self.nearest();
        if traits.any(names::ONCE) {
            let again = self.seen.contains(&name);
            if !again {
                self.seen.push(name);
            }
            again
        } else if traits.any(names::FORM) && nearest.template == 0 {
            // A form directly in a table holds nothing (13.2.6.4.9).
            std::mem::replace(&mut self.in_form, true) || self.fosters()
        } else if traits.any(names::SELECT) {
            let place = self.innermost(name).filter(|&place| place >= nearest.scope);
            place.is_some_and(|place| {
                self.pop_to(place - 1, None, ended);
                true
            })
        } else {
            false
        }
    }

    /// Ends what the start of an HTML element ends.
    fn close_before(&mut self, start: Start, ended: &mut impl FnMut(usize, Ending)) {
        let Start { name, traits, .. } = start;
        self.close_table_parts(traits, ended);
        self.close_items(traits, ended);
        if traits.any(names::CLOSES_PARAGRAPH) && self.nearest().paragraph != 0 {
            // In quirks mode (13.2.6.4.7, `table`) the paragraph would go on.
            let unsure = traits.any(names::TABLE);
            let keep = self.nearest().paragraph - 1;
            self.pop_to(keep, None, &mut |note, ending| {
                ended(note, if unsure { Ending::Torn } else { ending });
            });
        }
        let ends_last = [(names::CLOSES_OPTION, names::OPTION), (names::HEADING, names::HEADING)];
        if ends_last.iter().any(|&(new, last)| traits.any(new) && self.last_is(last)) {
            self.pop_to(self.stack.len() - 1, None, ended);
        }
        let floor = match traits.any(names::BUTTON) {
            true => self.nearest().scope,
            false => self.nearest().special,
        };
        if let Some(place) = self.innermost(name).filter(|&place| place >= floor)
            && traits.any(names::ONE_AT_A_TIME.or(names::BUTTON))
        {
            self.pop_to(place - 1, None, ended);
        }
    }

    /// "Clear the stack back to a table context" and its kin (13.2.6.4.9 to
    /// 13.2.6.4.15), and the row group and row that need not be written.
    fn close_table_parts(&mut self, traits: Traits, ended: &mut impl FnMut(usize, Ending)) {
        let nearest = self.nearest();
        if nearest.table == 0 {
            return;
        }
        if traits.any(names::CELL) {
            self.pop_to(nearest.row, None, ended);
            self.imply(names::ROW_GROUP, NameId::TBODY);
            self.imply(names::ROW, NameId::TR);
        } else if traits.any(names::ROW) {
            self.pop_to(nearest.row_group, None, ended);
            self.imply(names::ROW_GROUP, NameId::TBODY);
        } else if traits.any(names::ROW_GROUP.or(names::TABLE_CHILD)) {
            self.pop_to(nearest.table, None, ended);
        } else if traits.any(names::TABLE) && self.fosters() {
            self.pop_to(nearest.table - 1, None, ended);
        }
    }

    /// Opens a part of a table that is not written, unless it is there.
    fn imply(&mut self, traits: Traits, name: NameId) {
        let nearest = self.nearest();
        let innermost = if traits.any(names::ROW) { nearest.row } else { nearest.row_group };
        let there = innermost
            .checked_sub(1)
            .and_then(|index| self.stack.get(index))
            .is_some_and(|open| open.traits.any(traits));
        if !there {
            let traits = traits.or(names::SPECIAL).or(names::OMITTABLE);
            self.push(Start { name, traits, self_closing: false, note: None }, false, false);
        }
    }

    /// A list item ends the one before it (13.2.6.4.7, `li` and `dd`, `dt`).
    fn close_items(&mut self, traits: Traits, ended: &mut impl FnMut(usize, Ending)) {
        let stop = self.nearest().item_stop;
        let Some(open) = stop.checked_sub(1).and_then(|index| self.stack.get(index)) else {
            return;
        };
        if [names::ITEM, names::TERM].iter().any(|&kind| traits.any(kind) && open.traits.any(kind))
        {
            self.pop_to(stop - 1, None, ended);
        }
    }
}
