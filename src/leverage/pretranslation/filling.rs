//! What stands in place of a segment.

use crate::inline::Syntax;
use crate::leverage::reuse::Reuse;

/// What stands in place of a segment.
#[derive(Clone, Debug)]
pub(super) struct Filling {
    /// The translation with the markup of its place.
    pub(super) markup: String,
    /// Why somebody has to look at it.
    pub(super) doubt: Option<Doubt>,
}

/// Why somebody has to look at the codes of a translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// A code of the source has no place in it.
    LacksCodes,
    /// It reads otherwise where it stands.
    ReadsOtherwise,
}

impl Filling {
    /// The translation as its place needs it: escaped as the document does it, or
    /// as it reads where there is no markup. White space alone fills nothing.
    pub(super) fn of(reuse: &Reuse, syntax: Option<Syntax>) -> Option<Self> {
        let target = reuse.target();
        let spelled = match syntax {
            Some(syntax) => target.spelled(syntax),
            None => target.spelled_plain(),
        };
        let doubt = match (reuse.lacks_codes(), spelled.is_faithful) {
            (true, _) => Some(Doubt::LacksCodes),
            (false, false) => Some(Doubt::ReadsOtherwise),
            (false, true) => None,
        };
        let is_blank = spelled.markup.trim().is_empty();
        (!is_blank).then_some(Self { markup: spelled.markup, doubt })
    }
}

impl Doubt {
    /// What was expected and what was found.
    pub(super) fn message(self) -> &'static str {
        match self {
            Doubt::LacksCodes => {
                "expected the inline codes of the source, but found no place for some of them in \
                 the translation of the memory; it is filled in without them"
            }
            Doubt::ReadsOtherwise => {
                "expected a translation that reads the same where it stands, but found inline \
                 codes that are text or nothing there"
            }
        }
    }

    /// The same for who translates the unit.
    pub(super) fn note(self) -> &'static str {
        match self {
            Doubt::LacksCodes => "inline codes of the source are missing",
            Doubt::ReadsOtherwise => "inline codes do not work where they stand",
        }
    }
}
