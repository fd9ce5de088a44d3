//! What the HTML standard says about elements by their names.
//!
//! Section numbers are those of the HTML Living Standard.

use std::collections::HashMap;

/// A set of the traits below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Traits(u64);

impl Traits {
    /// Returns whether any of `others` is in the set.
    pub(super) fn any(self, others: Traits) -> bool {
        self.0 & others.0 != 0
    }

    /// Returns the traits of both sets.
    pub(super) const fn or(self, others: Traits) -> Traits {
        Traits(self.0 | others.0)
    }
}

/// Declares each trait with its documentation and the names that have it.
macro_rules! traits {
    ($($(#[$doc:meta])* $name:ident = $bit:literal: $elements:literal;)*) => {
        $($(#[$doc])* pub(super) const $name: Traits = Traits(1 << $bit);)*

        /// The names of each trait, separated by white space.
        const ELEMENTS: &[(Traits, &str)] = &[$(($name, $elements),)*];
    };
}

traits! {
    /// Never has content or an end tag (13.1.2, and the obsolete ones of 13.2.6.4.7).
    VOID = 0: "area base basefont bgsound br col embed frame hr img input keygen link meta param
        source track wbr";
    /// Stops the search for the start of an ordinary element (13.2.4.2, "special").
    SPECIAL = 1: "address applet area article aside base basefont bgsound blockquote body br button
        caption center col colgroup dd details dir div dl dt embed fieldset figcaption figure
        footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input
        keygen li link listing main marquee menu meta nav noembed noframes noscript object ol p
        param plaintext pre script search section select source style summary table tbody td
        template textarea tfoot th thead title tr track ul wbr xmp";
    /// Its end tag may be omitted (13.1.2.4).
    OMITTABLE = 2: "html head body li dt dd p rt rp optgroup option colgroup caption thead tbody
        tfoot tr td th";
    /// Closed by "generate implied end tags" (13.2.6.3).
    IMPLIED = 3: "dd dt li optgroup option p rb rp rt rtc";
    /// Bounds the default scope (13.2.4.2).
    SCOPE = 4: "applet caption html table td th marquee object select template";
    /// Bounds the list item scope besides.
    LIST = 5: "ol ul";
    /// Bounds the button scope besides.
    BUTTON = 6: "button";
    /// Bounds the table scope (13.2.4.2).
    TABLE_SCOPE = 7: "html table template";
    TABLE = 8: "table";
    ROW_GROUP = 9: "tbody thead tfoot";
    ROW = 10: "tr";
    CELL = 11: "td th";
    /// Stands directly in a table, beside the row groups.
    TABLE_CHILD = 12: "caption col colgroup";
    PARAGRAPH = 13: "p";
    /// Its start closes an open paragraph (13.2.6.4.7).
    CLOSES_PARAGRAPH = 14: "address article aside blockquote center dd details dialog dir div dl dt
        fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main
        menu nav ol p plaintext pre search section summary table ul xmp";
    ITEM = 15: "li";
    TERM = 16: "dd dt";
    /// Special, but a new list item closes its predecessor through it (13.2.6.4.7).
    PASSED_BY_ITEMS = 17: "address div p";
    OPTION = 18: "option";
    /// Its start closes an open `option`.
    CLOSES_OPTION = 19: "optgroup option";
    /// Goes on in the next block when it was not closed (13.2.4.3).
    FORMATTING = 20: "a b big code em font i nobr s small strike strong tt u";
    /// Formatting inside does not go on outside (13.2.4.3, "marker").
    MARKER = 21: "applet caption marquee object td template th";
    /// A new one closes the open one.
    ONE_AT_A_TIME = 22: "a nobr";
    FORM = 23: "form";
    /// Only the first start tag makes an element.
    ONCE = 24: "body head html";
    /// Begins SVG or MathML.
    FOREIGN_ROOT = 25: "math svg";
    /// Inside SVG or MathML, holds HTML again (13.2.4.2, integration points).
    INTEGRATION_POINT = 26: "annotation-xml desc foreignobject mi mn mo ms mtext title";
    /// Ends SVG or MathML when it starts inside (13.2.6.5).
    BREAKOUT = 27: "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head
        hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table
        tt u ul var";
    /// Holds text and character references, no tags (13.2.5.2).
    ESCAPABLE_TEXT = 28: "textarea title";
    /// Holds raw text (13.2.5.3). `noscript` is not among them: it is read as
    /// where scripts do not run.
    RAW_TEXT = 29: "iframe noembed noframes style xmp";
    SCRIPT = 30: "script";
    /// The rest of the page is text.
    PLAIN_TEXT = 31: "plaintext";
    /// A new one closes the open one, and in a `select` is not made.
    SELECT = 32: "select";
    HEADING = 33: "h1 h2 h3 h4 h5 h6";
    TEMPLATE = 34: "template";
    /// A line end right after its start tag is no part of its text (13.2.6.4.7).
    DROPS_LINE_END = 35: "listing pre textarea";
}

/// A name, as a number; equal for names that differ in ASCII case only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NameId(u32);

impl NameId {
    /// Names are numbered from 0 in the order of their first use.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

impl NameId {
    /// `tbody`, which a row begins where it is not written.
    pub(super) const TBODY: NameId = NameId(0);
    /// `tr`, which a cell begins where it is not written.
    pub(super) const TR: NameId = NameId(1);
}

/// The names of a page.
pub(super) struct Names {
    known: HashMap<Box<[u8]>, (NameId, Traits)>,
    /// Kept between calls, to lower names into.
    lowered: Vec<u8>,
}

impl Names {
    /// Knows the names that have constants.
    pub(super) fn new() -> Self {
        let mut names = Self { known: HashMap::new(), lowered: Vec::new() };
        names.get(b"tbody");
        names.get(b"tr");
        names
    }

    /// Returns the number and the traits of a name as written.
    pub(super) fn get(&mut self, name: &[u8]) -> (NameId, Traits) {
        self.lowered.clear();
        self.lowered.extend(name.iter().map(u8::to_ascii_lowercase));
        if let Some(&known) = self.known.get(self.lowered.as_slice()) {
            return known;
        }
        let new = (NameId(self.known.len() as u32), traits(&self.lowered));
        self.known.insert(self.lowered.as_slice().into(), new);
        new
    }
}

/// Returns the traits of a name in lower case.
fn traits(name: &[u8]) -> Traits {
    ELEMENTS
        .iter()
        .filter(|(_, names)| names.split_ascii_whitespace().any(|one| one.as_bytes() == name))
        .fold(Traits::default(), |all, &(one, _)| all.or(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_any_case() {
        let mut names = Names::new();
        assert_eq!(names.get(b"TBODY"), (NameId::TBODY, ROW_GROUP.or(OMITTABLE).or(SPECIAL)));
        assert_eq!(names.get(b"tr").0, NameId::TR);
        let (id, traits) = names.get(b"Td");
        assert_eq!((id, traits), names.get(b"tD"));
        assert!(traits.any(CELL) && traits.any(OMITTABLE) && !traits.any(ROW));
        assert_ne!(id, names.get(b"span").0);
        assert_eq!(names.get(b"x-unknown").1, Traits::default());
    }

    #[test]
    fn every_trait_has_its_own_bit() {
        let all: u64 = ELEMENTS.iter().map(|(one, _)| one.0).fold(0, |all, bit| all | bit);
        assert_eq!(all.count_ones() as usize, ELEMENTS.len());
    }

    #[test]
    fn every_name_is_written_in_lower_case() {
        for (_, names) in ELEMENTS {
            assert_eq!(*names, names.to_ascii_lowercase());
        }
    }
}
