//! Where elements end: what start tags open and what they end before, what end
//! tags end, and the end of the page.

use super::names::{self, NameId, Traits};
use super::open_elements::{
    Ending, Level, OpenElement, OpenElements, StartTag, Started, TABLE_PARTS,
};

impl OpenElements {
    /// Ends what a start tag ends, telling each tracked element to `ended`, and opens its element.
    pub(crate) fn start(
        &mut self,
        start: StartTag,
        ended: &mut impl FnMut(usize, Ending),
    ) -> Started {
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
            true => self.stack.iter().rev().nth(1).and_then(|open| open.nearest_tracked),
            false => self.stack.last().and_then(|open| open.nearest_tracked),
        };
        Started { is_open, foreign, around }
    }

    /// Opens an element inside SVG or MathML, where the names of HTML mean nothing.
    fn open_foreign(&mut self, start: StartTag) -> bool {
        if start.self_closing {
            return false;
        }
        let holds_html = start.traits.any(names::INTEGRATION_POINT);
        let traits = match holds_html {
            true => names::SPECIAL.or(names::SCOPE),
            false => Traits::default(),
        };
        self.push(StartTag { traits, ..start }, true, !holds_html);
        true
    }

    /// Opens an HTML element, or the outermost one of SVG or MathML.
    fn open_html(&mut self, start: StartTag) -> bool {
        let StartTag { traits, self_closing, .. } = start;
        let root = traits.any(names::FOREIGN_ROOT);
        if traits.any(names::VOID) || (root && self_closing) {
            return false;
        }
        let nearest = self.nearest();
        let dropped = traits.any(TABLE_PARTS) && nearest.table == 0 && nearest.template == 0;
        // Browsers drop the tag, so it stops nothing. It is kept for its own end tag.
        let traits = if dropped { Traits::default() } else { traits };
        self.push(StartTag { traits, ..start }, root, root);
        true
    }

    /// Returns whether browsers ignore a start tag here, apart from what it closes.
    fn drops(&mut self, start: StartTag, ended: &mut impl FnMut(usize, Ending)) -> bool {
        let StartTag { name, traits, .. } = start;
        let nearest = self.nearest();
        if traits.any(names::ONCE) {
            let again = self.started_once.contains(&name);
            if !again {
                self.started_once.push(name);
            }
            again
        } else if traits.any(names::FORM) && nearest.template == 0 {
            // A form directly in a table holds nothing (13.2.6.4.9).
            std::mem::replace(&mut self.in_form, true) || self.fosters()
        } else if traits.any(names::SELECT) {
            let level = self.innermost(name).filter(|&level| level >= nearest.scope);
            level.is_some_and(|level| {
                self.pop_to(level - 1, None, ended);
                true
            })
        } else {
            false
        }
    }

    /// Ends what the start of an HTML element ends.
    fn close_before(&mut self, start: StartTag, ended: &mut impl FnMut(usize, Ending)) {
        let StartTag { name, traits, .. } = start;
        self.close_table_parts(traits, ended);
        self.close_items(traits, ended);
        if traits.any(names::CLOSES_PARAGRAPH) && self.nearest().paragraph != 0 {
            // In quirks mode (13.2.6.4.7, `table`) the paragraph would go on.
            let unsure = traits.any(names::TABLE);
            let keep = self.nearest().paragraph - 1;
            self.pop_to(keep, None, &mut |number, ending| {
                ended(number, if unsure { Ending::Unclosed } else { ending });
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
        if let Some(level) = self.innermost(name).filter(|&level| level >= floor)
            && traits.any(names::ONE_AT_A_TIME.or(names::BUTTON))
        {
            self.pop_to(level - 1, None, ended);
        }
    }

    /// Does what "clear the stack back to a table context" and its kin do
    /// (13.2.6.4.9 to 13.2.6.4.15), and opens the row group and row that need not
    /// be written.
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
            self.push(StartTag { name, traits, self_closing: false, tracked: None }, false, false);
        }
    }

    /// Ends the list item before a new one (13.2.6.4.7, `li` and `dd`, `dt`).
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

impl OpenElements {
    /// Ends what an end tag ends, telling each tracked element to `ended`.
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
        let own = self.innermost(name).filter(|&level| self.may_end(level, traits));
        // Any heading's end tag ends a heading of another rank.
        let heading = traits.any(names::HEADING).then_some(nearest.heading);
        if let Some(level) = heading.filter(|&level| level != 0).or(own) {
            self.pop_to(level - 1, own, ended);
        }
    }

    /// Returns whether an end tag ends the element of its name at `level`.
    fn may_end(&self, level: Level, traits: Traits) -> bool {
        let nearest = self.nearest();
        let floor = if self.stack.get(level - 1).is_some_and(|open| open.foreign) {
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
        level >= floor
    }

    /// Takes the form away from among the open elements at its end (13.2.6.4.7).
    /// Where others are open inside, it stays on this stack.
    fn end_form(&mut self, name: NameId, ended: &mut impl FnMut(usize, Ending)) {
        let nearest = self.nearest();
        if !std::mem::take(&mut self.in_form) && nearest.template == 0 {
            return;
        }
        if let Some(level) = self.innermost(name).filter(|&level| level >= nearest.scope) {
            self.pop_to(nearest.unimplied, None, ended);
            if level == nearest.unimplied {
                self.pop_to(level - 1, Some(level), ended);
            }
        }
    }

    /// Ends the page. An end tag may be omitted here only where those of all
    /// elements around may be; otherwise the page was cut off. Around the parts of
    /// a table there is always one whose end tag may not.
    pub(crate) fn finish(mut self, ended: &mut impl FnMut(usize, Ending)) {
        let may_end = |open: &&OpenElement| {
            open.traits.any(names::OMITTABLE) && !open.traits.any(TABLE_PARTS)
        };
        let whole = self.stack.iter().take_while(may_end).count();
        self.pop_to(whole, None, &mut |number, _| ended(number, Ending::Unclosed));
        self.pop_to(0, None, ended);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html::names::Names;

    /// Returns how the first element that carries `!` ends, written as the tag
    /// that ended it; tags are given by name, separated by spaces.
    fn ending_of_marked(tags: &str) -> (Ending, String) {
        let (mut open, mut names) = (OpenElements::default(), Names::new());
        let mut found = None;
        for tag in tags.split(' ') {
            let mut ended = |_, ending| {
                found.get_or_insert((ending, tag.to_owned()));
            };
            if let Some(name) = tag.strip_prefix('/') {
                let (name, traits) = names.get(name.as_bytes());
                open.end(name, traits, &mut ended);
            } else {
                let (bare, tracked) = match tag.strip_suffix('!') {
                    Some(bare) => (bare, Some(0)),
                    None => (tag, None),
                };
                let (name, traits) = names.get(bare.as_bytes());
                open.start(StartTag { name, traits, self_closing: false, tracked }, &mut ended);
            }
        }
        open.finish(&mut |_, ending| {
            found.get_or_insert((ending, "end".to_owned()));
        });
        found.unwrap()
    }

    #[test]
    fn elements_end_where_the_standard_ends_them() {
        use Ending::{Closed, Omitted, Unclosed};
        let cases = [
            ("span! span /span /span", Closed, "/span"),
            ("span! b /span", Closed, "/span"),
            ("div span! /div /span", Unclosed, "/div"),
            // The paragraph hides the span from its end tag.
            ("div span! p /span /p /div", Unclosed, "/div"),
            ("p! p", Omitted, "p"),
            ("p! div", Omitted, "div"),
            ("p! span div", Omitted, "div"),
            ("p! table", Unclosed, "table"),
            ("p! button div /div /button /p", Closed, "/p"),
            ("div p! /div", Omitted, "/div"),
            ("body p! /body", Omitted, "/body"),
            ("p!", Omitted, "end"),
            ("ul li! /ul", Omitted, "/ul"),
            ("ul li! ul li /ul li", Omitted, "li"),
            ("ul li! div li", Omitted, "li"),
            ("ul li!", Unclosed, "end"),
            ("dl dt! dd", Omitted, "dd"),
            ("dl dd li! dd", Unclosed, "end"),
            ("table tr td! td", Omitted, "td"),
            ("table tr td! tr", Omitted, "tr"),
            ("table tr td! /tr", Omitted, "/tr"),
            ("table td! table tr td /td /tr /table /td", Closed, "/td"),
            ("table td! /table", Omitted, "/table"),
            ("table td span! td", Unclosed, "td"),
            ("table td! div /table", Omitted, "/table"),
            // No table, no cells: browsers drop these tags.
            ("td! td", Unclosed, "end"),
            ("td! b /b /td", Closed, "/td"),
            ("td! b /td", Unclosed, "end"),
            ("select option! option", Omitted, "option"),
            ("a! a", Unclosed, "a"),
            ("b! div /b /div /b", Closed, "/b"),
            ("div! /span /div", Closed, "/div"),
            ("form! div /form /div", Unclosed, "end"),
            ("form div p! /form", Omitted, "/form"),
            ("form p! form /p", Closed, "/p"),
            ("form! p /form", Closed, "/form"),
            ("h2! /h3", Unclosed, "/h3"),
            ("h2 p! /h3", Omitted, "/h3"),
            ("h1! h2", Unclosed, "h2"),
            ("button p! button", Omitted, "button"),
            ("select p! select", Omitted, "select"),
            ("table td! /tr", Omitted, "/tr"),
            ("table td! /tbody", Omitted, "/tbody"),
            ("table td! /thead /td", Closed, "/td"),
            ("table caption! /tr /caption", Closed, "/caption"),
            ("table p! tr", Unclosed, "tr"),
            ("table p! table", Unclosed, "table"),
            ("table p! form /p", Closed, "/p"),
            ("table td! template /table /template /td", Closed, "/td"),
            ("svg g! /g", Closed, "/g"),
            ("svg g! p", Unclosed, "p"),
            ("svg td! td /td /td", Closed, "/td"),
            ("svg g! /p", Unclosed, "/p"),
            ("svg desc! b /desc /b /desc", Closed, "/desc"),
            ("svg desc p! /desc /p", Closed, "/p"),
        ];
        for (tags, ending, by) in cases {
            let expected = (ending, by.to_owned());
            let found = ending_of_marked(tags);
            // Where the same tag occurs twice, any of them is right here.
            assert_eq!(found, expected, "{tags}");
        }
    }

    #[test]
    fn formatting_that_was_never_closed_is_counted() {
        let (mut open, mut names) = (OpenElements::default(), Names::new());
        let mut depths = Vec::new();
        for tag in "p b /p p i /i /p table td u /td /table".split(' ') {
            match tag.strip_prefix('/') {
                Some(name) => {
                    let (name, traits) = names.get(name.as_bytes());
                    open.end(name, traits, &mut |_, _| {});
                }
                None => {
                    let (name, traits) = names.get(tag.as_bytes());
                    let start = StartTag { name, traits, self_closing: false, tracked: None };
                    open.start(start, &mut |_, _| {});
                }
            }
            depths.push(open.unclosed_formatting());
        }
        // The cell's own `u` does not go on outside it.
        assert_eq!(depths, [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    }
}
