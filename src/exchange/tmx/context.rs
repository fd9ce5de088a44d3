//! The properties that carry a unit's context, as each tool keeps it.

use flate2::Crc;
use quick_xml::escape::partial_escape;

use super::profile::Profile;
use crate::exchange::xml::{XmlBuffer, without_forbidden};
use crate::unit::{FlowContext, TranslationUnit};

impl Profile {
    /// Writes the context that stands on the unit.
    pub(super) fn write_unit_context(self, unit: &TranslationUnit, xml: &mut XmlBuffer<'_>) {
        let context = &unit.context;
        match self {
            Profile::Generic => {
                let own = context.document != unit.origin.path;
                xml.optional_property("x-document", context.document.as_deref().filter(|_| own));
                neighbours(["x-previous-source", "x-next-source"], context, xml);
            }
            Profile::Omegat => neighbours(["prev", "next"], context, xml),
            Profile::Memoq => xml.optional_property("x-document", context.document.as_deref()),
            Profile::Phrase => {}
            Profile::Xtm => {
                neighbours(["x-previous-source-text", "x-next-source-text"], context, xml);
                checksums(context, xml);
            }
            Profile::Trados => trados(context, xml),
            Profile::Weblate => xml.optional_property("x-context", context.document.as_deref()),
        }
    }

    /// Writes the context that stands on the source variant.
    pub(super) fn write_source_context(self, context: &FlowContext, xml: &mut XmlBuffer<'_>) {
        match self {
            Profile::Memoq => {
                segment_as_text("x-context-pre", context.previous_source.as_deref(), xml);
                segment_as_text("x-context-post", context.next_source.as_deref(), xml);
            }
            Profile::Phrase => neighbours(["context_prev", "context_next"], context, xml),
            _ => {}
        }
    }

    /// Writes the context that stands on a target variant.
    pub(super) fn write_target_context(self, context: &FlowContext, xml: &mut XmlBuffer<'_>) {
        if self == Profile::Phrase {
            xml.optional_property("filename", context.document.as_deref());
        }
    }
}

fn neighbours([previous, next]: [&'static str; 2], context: &FlowContext, xml: &mut XmlBuffer<'_>) {
    xml.optional_property(previous, context.previous_source.as_deref());
    xml.optional_property(next, context.next_source.as_deref());
}

/// Writes a `seg` element as the text of a property: memoQ keeps its contexts as
/// escaped markup.
fn segment_as_text(name: &'static str, text: Option<&str>, xml: &mut XmlBuffer<'_>) {
    if let Some(text) = text {
        xml.start_property(name);
        xml.markup("&lt;seg&gt;");
        // Once for the element that is text, once for the property that holds it.
        xml.text(&partial_escape(text));
        xml.markup("&lt;/seg&gt;</prop>");
    }
}

/// CRC-32 of the neighbours' UTF-8, in lower hexadecimal; 0 stands for none, as
/// XTM writes it at the edges of a document.
fn checksums(context: &FlowContext, xml: &mut XmlBuffer<'_>) {
    if context.previous_source.is_none() && context.next_source.is_none() {
        return;
    }
    let checksum = |text: Option<&str>| {
        let text = without_forbidden(text.unwrap_or_default()).0;
        let mut crc = Crc::new();
        crc.update(text.as_bytes());
        format!("{:x}", crc.sum())
    };
    xml.known_property("x-previous-crc", &checksum(context.previous_source.as_deref()));
    xml.known_property("x-next-crc", &checksum(context.next_source.as_deref()));
}

/// Studio's form: `previous | its codes | next | their codes`, with every
/// vertical bar of the texts doubled. Ours are plain texts, without codes.
fn trados(context: &FlowContext, xml: &mut XmlBuffer<'_>) {
    if context.previous_source.is_none() && context.next_source.is_none() {
        return;
    }
    let doubled = |text: Option<&str>| text.unwrap_or_default().replace('|', "||");
    let (previous, next) =
        (doubled(context.previous_source.as_deref()), doubled(context.next_source.as_deref()));
    xml.known_property("x-ContextContent", &format!("{previous} |  | {next} | "));
}
