//! What end tags end, and the end of the page.

use super::nearest::Place;
use super::{Ending, Open, OpenElements, TABLE_PARTS};
use crate::document::html::names::{self, NameId, Traits};

impl OpenElements {
    /// Ends what an end tag ends, telling each note to `ended`.
    pub(crate) fn end(
        &mut self,
        name: NameId,
        traits: Traits,
        ended: &mut impl FnMut(usize, Ending),
    ) {
        if self.in_foreign() && traits.any(names::PARAGRAPH) {
            self.pop_to(self.nearest().html, None, ended);
        }
        if traits.any(names::FORM) {
            return self.end_form(name, ended);
        }
        let nearest = self.nearest();
        let own = self.innermost(name).filter(|&place| self.may_end(place, traits));
        // Any heading's end tag ends a heading of another rank.
        let heading = traits.any(names::HEADING).then_some(nearest.heading);
        if let Some(place) = heading.filter(|&place| place != 0).or(own) {
            self.pop_to(place - 1, own, ended);
        }
    }

    /// Whether an end tag ends the element of its name at `place`.
    fn may_end(&self, place: Place, traits: Traits) -> bool {
        let nearest = self.nearest();
        let floor = if self.stack.get(place - 1).is_some_and(|open| open.foreign) {
            nearest.html
        } else if traits.any(TABLE_PARTS) && nearest.table == 0 {
            // Browsers drop both tags, so they must not end anything else.
            self.stack.len()
        } else if traits.any(names::TABLE) && nearest.table == 0 {
            return false;
        } else if traits.any(TABLE_PARTS.or(names::TABLE)) {
            nearest.table
        } else if traits.any(names::PARAGRAPH) {
            nearest.button_scope
        } else if traits.any(names::ITEM) {
            nearest.list_scope
        } else if traits.any(names::TEMPLATE) {
            nearest.template
        } else if traits.any(names::SPECIAL) {
            nearest.scope
        } else {
            nearest.special
        };
        place >= floor
    }

    /// The end of a form takes the form away from among the open elements
    /// (13.2.6.4.7). Where others are open inside, it stays on this stack.
    fn end_form(&mut self, name: NameId, ended: &mut impl FnMut(usize, Ending)) {
        let nearest = self.nearest();
        if !std::mem::take(&mut self.in_form) && nearest.template == 0 {
            return;
        }
        if let Some(place) = self.innermost(name).filter(|&place| place >= nearest.scope) {
            self.pop_to(nearest.unimplied, None, ended);
            if place == nearest.unimplied {
                self.pop_to(place - 1, Some(place), ended);
            }
        }
    }

    /// The page is over. An end tag may be omitted here only where those of all
    /// elements around may be; otherwise the page was cut off. Around the parts of
    /// a table there is always one whose end tag may not.
    pub(crate) fn finish(mut self, ended: &mut impl FnMut(usize, Ending)) {
        let may_end =
            |open: &&Open| open.traits.any(names::OMITTABLE) && !open.traits.any(TABLE_PARTS);
        let whole = self.stack.iter().take_while(may_end).count();
        self.pop_to(whole, None, &mut |note, _| ended(note, Ending::Torn));
        self.pop_to(0, None, ended);
    }
}
