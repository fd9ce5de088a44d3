//! Elements in a `seg` that TMX does not have: tools that keep XLIFF, or the
//! markup of a page, write theirs there.

use std::io::Read;

use crate::diagnostic::{DiagnosticCode, Severity};
use crate::exchange::tmx::codes::Element;
use crate::exchange::tmx::messages::shown;
use crate::exchange::xml::XmlBuffer;
use crate::exchange::xml::cursor::Cursor;

/// An element that TMX does not have.
#[derive(Debug)]
pub(super) struct Foreign {
    name: String,
    /// The start tag without its end.
    open: String,
    id: Option<String>,
    /// What the halves of a pair have in common, where it says so.
    link: Option<String>,
}

/// Returns whether an element is one that TMX has, so that it is known where it
/// may stand.
pub(super) fn is_known(name: &str) -> bool {
    matches!(
        name,
        "sub" | "seg" | "tuv" | "tu" | "note" | "prop" | "body" | "header" | "tmx" | "ude" | "map"
    )
}

/// What may stand in a segment.
pub(super) const IN_SEGMENT: &str = "text, `bpt`, `ept`, `ph`, `it`, `hi` or `ut` in a segment";

/// Adds a finding about the element that began, which is read.
pub(super) fn report<R: Read>(cursor: &mut Cursor<R>) {
    let found = shown(cursor.name());
    let message = format!("expected {IN_SEGMENT}, but found `{found}`; it is read as a code");
    cursor.find_as(DiagnosticCode::UnexpectedElement, Severity::Warning, message);
}

impl Foreign {
    /// Takes the start tag of the element that began.
    pub(super) fn read<R: Read>(cursor: &Cursor<R>) -> Self {
        let mut open = Vec::new();
        let mut xml = XmlBuffer::new(&mut open);
        xml.markup("<");
        xml.markup(cursor.name());
        for (name, value) in cursor.attributes() {
            xml.attribute(name, value);
        }
        // XLIFF 1.2 has `rid`, XLIFF 2 `startRef`.
        let links = ["rid", "startRef", "id"];
        Self {
            name: cursor.name().to_owned(),
            open: String::from_utf8(open).unwrap_or_default(),
            id: cursor.owned("id"),
            link: links.into_iter().find_map(|name| cursor.owned(name)),
        }
    }

    /// Returns the element of TMX that does what an empty one does.
    pub(super) fn element(&self) -> Element {
        match self.name.as_str() {
            "bx" | "sc" => Element::Bpt(0),
            "ex" | "ec" => Element::Ept(0),
            _ => Element::Ph,
        }
    }

    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Returns what the halves of a pair have in common; no `i` is the same.
    pub(super) fn link(&self) -> Option<String> {
        self.link.as_ref().map(|link| format!(" {link}"))
    }

    pub(super) fn start_tag(&self) -> String {
        format!("{}>", self.open)
    }

    pub(super) fn empty_tag(&self) -> String {
        format!("{}/>", self.open)
    }

    pub(super) fn end_tag(&self) -> String {
        format!("</{}>", self.name)
    }
}
