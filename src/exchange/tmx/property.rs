//! The elements that hold what is known of a unit: `note` and `prop`. Each
//! begins a line.

use crate::exchange::xml::XmlBuffer;
use crate::language::Language;
use crate::unit::{Note, Property};

impl XmlBuffer<'_> {
    /// Writes each remark as a `note`.
    pub(super) fn notes(&mut self, notes: &[Note]) {
        for note in notes {
            self.markup("\n<note");
            self.optional_attribute("xml:lang", note.language.as_ref().map(Language::as_str));
            self.optional_attribute("o-encoding", note.encoding.as_deref());
            self.markup(">");
            self.text(&note.text);
            self.markup("</note>");
        }
    }

    /// Writes each property as a `prop`.
    pub(super) fn properties(&mut self, properties: &[Property]) {
        for property in properties {
            self.markup("\n<prop");
            self.attribute("type", &property.name);
            self.optional_attribute("xml:lang", property.language.as_ref().map(Language::as_str));
            self.optional_attribute("o-encoding", property.encoding.as_deref());
            self.markup(">");
            self.text(&property.value);
            self.markup("</prop>");
        }
    }

    /// Writes a `prop` whose name is one of ours, and so needs no escaping.
    pub(super) fn known_property(&mut self, name: &'static str, value: &str) {
        self.start_property(name);
        self.text(value);
        self.markup("</prop>");
    }

    /// Writes the start of such a `prop`.
    pub(super) fn start_property(&mut self, name: &'static str) {
        self.markup("\n<prop type=\"");
        self.markup(name);
        self.markup("\">");
    }

    /// The same, where there is a value.
    pub(super) fn optional_property(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value {
            self.known_property(name, value);
        }
    }
}
