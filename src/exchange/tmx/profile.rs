//! Which tool a file is made for, and the properties in which each keeps the
//! context of a unit.

use flate2::Crc;
use quick_xml::escape::partial_escape;
use smallvec::{SmallVec, smallvec};

use crate::error::names;
use crate::exchange::fields::{Field, Topic};
use crate::exchange::xml::{XmlBuffer, without_forbidden};
use crate::inline::Code;
use crate::unit::{FlowContext, TranslationUnit, Variant};

/// The tool that a file is made for.
///
/// TMX has no place for the context of a unit, so every tool keeps it in
/// properties of its own; a profile says in whose. Everything else is the same
/// in all of them but for the `type` of inline codes, which the one for OmegaT
/// leaves out where it is in the way; and every tool reads every profile. What is known of each is
/// in `docs/formats/tmx.md`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Profile {
    /// Any tool: context in properties of this library.
    #[default]
    Generic,
    /// OmegaT: `prev` and `next`.
    Omegat,
    /// memoQ: `x-document`, and `x-context-pre` and `x-context-post` on the
    /// source.
    Memoq,
    /// Phrase: `context_prev` and `context_next` on the source, `filename` on
    /// the targets; one target a language in a unit.
    Phrase,
    /// XTM: `x-previous-source-text` and `x-next-source-text` with their
    /// checksums.
    Xtm,
    /// Trados Studio: `x-ContextContent`; one target in a unit.
    Trados,
    /// Weblate: the document as `x-context`.
    Weblate,
}

names!(Profile {
    Generic => "generic",
    Omegat => "omegat",
    Memoq => "memoq",
    Phrase => "phrase",
    Xtm => "xtm",
    Trados => "trados",
    Weblate => "weblate",
});

/// Variants that stand together in a `tu`; two as a rule.
type Group<'a> = SmallVec<[&'a Variant; 2]>;

impl Profile {
    /// Returns the header properties by which the tool knows how to read the
    /// contexts.
    pub(super) fn header_properties(self) -> &'static [[&'static str; 2]] {
        match self {
            // Without these Studio takes the second text for the previous target.
            Profile::Trados => &[
                ["x-TextContextMatchType", "PrecedingAndFollowingSource"],
                ["x-IncludesContextContent", "True"],
            ],
            _ => &[],
        }
    }

    /// Returns whether a code has a `type` of ours. OmegaT names a code by the first letter
    /// of its `type`, or else of its native form, and those of its documents by
    /// their native form alone: `**` has none, and is no `bold` there.
    pub(super) fn has_type(self, code: &Code<'_>) -> bool {
        match self {
            Profile::Omegat => code.native.is_empty() || code.native.contains(char::is_alphabetic),
            _ => true,
        }
    }

    /// Puts the variants of a unit together as the tool wants them: the source
    /// with its targets, in one group or in several.
    pub(super) fn groups<'a>(
        self,
        unit: &'a TranslationUnit,
        source: &'a Variant,
    ) -> SmallVec<[Group<'a>; 1]> {
        let targets = || unit.variants.iter().filter(|variant| !std::ptr::eq(*variant, source));
        match self {
            Profile::Trados if unit.variants.len() > 2 => {
                targets().map(|target| smallvec![source, target]).collect()
            }
            Profile::Phrase if unit.variants.len() > 2 => one_a_language(source, targets()),
            _ => smallvec![unit.variants.iter().collect()],
        }
    }
}

/// Makes groups of the source and targets such that no language has two targets in
/// one; the order of the targets is kept.
fn one_a_language<'a>(
    source: &'a Variant,
    targets: impl Iterator<Item = &'a Variant>,
) -> SmallVec<[Group<'a>; 1]> {
    let mut counts = std::collections::BTreeMap::new();
    let mut groups = SmallVec::<[Group<'a>; 1]>::new();
    for target in targets {
        let before: &mut usize = counts.entry(&target.language).or_default();
        match groups.get_mut(*before) {
            Some(group) => group.push(target),
            None => groups.push(smallvec![source, target]),
        }
        *before += 1;
    }
    groups
}

impl Profile {
    /// Writes the context that stands on the unit.
    pub(super) fn write_unit_context(self, unit: &TranslationUnit, xml: &mut XmlBuffer<'_>) {
        let context = &unit.context;
        match self {
            Profile::Generic => generic(unit, xml),
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

/// Writes all of it but a document that the path names.
fn generic(unit: &TranslationUnit, xml: &mut XmlBuffer<'_>) {
    let is_named = unit.context.document == unit.origin.path;
    for field in Topic::Context.fields() {
        if !(is_named && *field == Field::Document) {
            xml.field(*field, unit);
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

/// Writes the CRC-32 of the neighbours' UTF-8, in lower hexadecimal; 0 stands for
/// none, as XTM writes it at the edges of a document.
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

/// Writes Studio's form: `previous | its codes | next | their codes`, with every
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
