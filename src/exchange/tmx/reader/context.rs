//! The properties that carry where a unit comes from and stood, back into its
//! fields: the inverse of what a [`Profile`](crate::exchange::tmx::Profile) writes,
//! for all profiles at once.
//!
//! A property is taken only where it says something that no other one said
//! before; what is not taken stays a property.

use std::borrow::Cow;
use std::sync::Arc;

use quick_xml::escape::unescape;

use crate::exchange::Limits;
use crate::exchange::xml::Defect;
use crate::exchange::xml::cursor::{Cursor, DefectAction, Step};
use crate::unit::{Date, FlowContext, Origin, Property, TranslationType, TranslationUnit};

/// What a property carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carrier {
    Path,
    FileId,
    SourceCommit,
    TranslationType,
    HandoffDate,
    Document,
    Previous,
    Next,
    /// The neighbours as `seg` elements written as text (memoQ).
    PreviousSegment,
    NextSegment,
    /// Checksums of the neighbours (XTM).
    PreviousChecksum,
    NextChecksum,
    /// Both neighbours (Trados Studio).
    Neighbours,
}

impl Carrier {
    /// Returns what a property of a `tu` carries, by its name.
    pub(super) fn of_unit(name: &str) -> Option<Self> {
        Some(match name {
            "x-path" => Self::Path,
            "x-file-id" => Self::FileId,
            "x-source-commit" => Self::SourceCommit,
            "x-translation-type" => Self::TranslationType,
            "x-handoff-date" => Self::HandoffDate,
            "x-document" | "x-context" | "file" => Self::Document,
            "x-previous-source" | "x-previous-source-text" | "prev" => Self::Previous,
            "x-next-source" | "x-next-source-text" | "next" => Self::Next,
            "x-previous-crc" => Self::PreviousChecksum,
            "x-next-crc" => Self::NextChecksum,
            "x-ContextContent" => Self::Neighbours,
            _ => return None,
        })
    }

    /// Returns what a property of a `tuv` carries.
    fn of_variant(name: &str) -> Option<Self> {
        Some(match name {
            "x-document" | "filename" => Self::Document,
            "context_prev" => Self::Previous,
            "context_next" => Self::Next,
            "x-context-pre" => Self::PreviousSegment,
            "x-context-post" => Self::NextSegment,
            _ => return None,
        })
    }
}

/// What the properties of a unit carry, while they are read.
#[derive(Clone, Debug, Default)]
pub(super) struct Carried {
    /// What the fields held of the unit before: units of one document share
    /// their texts.
    origin_before: Origin,
    context_before: FlowContext,
    /// Checksums that wait for their texts: whether that of the next source,
    /// and as written.
    checksums: Vec<(bool, String)>,
    /// Whether Studio's third text is the next source.
    pub(super) studio_has_next_source: bool,
}

/// Makes a field what a text says, in the memory of the unit before where it is
/// the same; false where the field says something already.
fn set(field: &mut Option<Arc<str>>, before: &mut Option<Arc<str>>, value: &str) -> bool {
    if field.is_some() {
        return false;
    }
    let same = before.take().filter(|before| **before == *value);
    *field = Some(same.unwrap_or_else(|| value.into()));
    true
}

impl Carried {
    /// Begins a unit; what it says goes on in the memory of the one before.
    pub(super) fn begin(&mut self, unit: &mut TranslationUnit) {
        self.origin_before = std::mem::take(&mut unit.origin);
        self.context_before = std::mem::take(&mut unit.context);
        self.checksums.clear();
    }

    /// Takes the value of a property; returns whether it was taken.
    pub(super) fn take(
        &mut self,
        carrier: Carrier,
        value: &str,
        unit: &mut TranslationUnit,
    ) -> bool {
        let (origin, before) = (&mut unit.origin, &mut self.origin_before);
        let (context, near) = (&mut unit.context, &mut self.context_before);
        match carrier {
            Carrier::Path => set(&mut origin.path, &mut before.path, value),
            Carrier::FileId => set(&mut origin.file_id, &mut before.file_id, value),
            Carrier::SourceCommit => {
                set(&mut origin.source_commit, &mut before.source_commit, value)
            }
            Carrier::TranslationType => translation_type(origin, before, value),
            Carrier::HandoffDate if origin.date.is_none() => {
                origin.date = Date::from_tmx(value);
                origin.date.is_some()
            }
            Carrier::HandoffDate => false,
            Carrier::Document => set(&mut context.document, &mut near.document, value),
            Carrier::Previous => {
                set(&mut context.previous_source, &mut near.previous_source, value)
            }
            Carrier::Next => set(&mut context.next_source, &mut near.next_source, value),
            Carrier::PreviousSegment => segment_text(value).is_some_and(|text| {
                set(&mut context.previous_source, &mut near.previous_source, &text)
            }),
            Carrier::NextSegment => segment_text(value)
                .is_some_and(|text| set(&mut context.next_source, &mut near.next_source, &text)),
            Carrier::PreviousChecksum | Carrier::NextChecksum => {
                self.checksums.push((carrier == Carrier::NextChecksum, value.to_owned()));
                true
            }
            Carrier::Neighbours => self.studio_has_next_source && studio(context, value),
        }
    }

    /// Ends a unit: takes what the properties of its variants carry, and gives
    /// back the checksums without a text.
    pub(super) fn finish(&mut self, unit: &mut TranslationUnit) {
        self.take_from_variants(unit);
        for (of_next, checksum) in self.checksums.drain(..) {
            let context = &unit.context;
            let (name, text) = match of_next {
                true => ("x-next-crc", &context.next_source),
                false => ("x-previous-crc", &context.previous_source),
            };
            // 0 says that there is no neighbour.
            if text.is_none() && checksum != "0" {
                unit.properties.push(Property::new(name, checksum));
            }
        }
        if unit.context.document.is_none() {
            unit.context.document.clone_from(&unit.origin.path);
        }
    }

    /// Takes what the source variant says of its neighbours; any may name the
    /// document.
    fn take_from_variants(&mut self, unit: &mut TranslationUnit) {
        let Some(source) = unit.source_index() else { return };
        for index in 0..unit.variants.len() {
            let carries = |property: &Property| Carrier::of_variant(&property.name).is_some();
            if !unit.variants[index].properties.iter().any(carries) {
                continue;
            }
            let mut properties = std::mem::take(&mut unit.variants[index].properties);
            properties.retain(|property| {
                let carrier = Carrier::of_variant(&property.name)
                    .filter(|_| property.language.is_none() && property.encoding.is_none())
                    .filter(|carrier| index == source || *carrier == Carrier::Document);
                !carrier.is_some_and(|carrier| {
                    self.take(carrier, &property.value, unit)
                        || carrier == Carrier::Document
                            && unit.context.document.as_deref() == Some(&property.value)
                })
            });
            unit.variants[index].properties = properties;
        }
    }
}

fn translation_type(origin: &mut Origin, before: &mut Origin, value: &str) -> bool {
    if origin.translation_type.is_some() {
        return false;
    }
    let same = before.translation_type.take().filter(|before| before.as_str() == value);
    origin.translation_type = Some(same.unwrap_or_else(|| TranslationType::new(value)));
    true
}

/// Reads the plain text of a `seg` element that is written as text; a text
/// without the element is returned as it is, and `None` where the element cannot
/// be read.
fn segment_text(value: &str) -> Option<Cow<'_, str>> {
    let trimmed = value.trim();
    let Some(inside) = trimmed.strip_prefix("<seg>") else {
        return (!trimmed.starts_with('<')).then_some(Cow::Borrowed(value));
    };
    let inside = inside.strip_suffix("</seg>")?;
    if inside.contains('<') { coded_segment_text(trimmed) } else { unescape(inside).ok() }
}

/// Reads the text of such an element with codes, which are left out; that of a
/// `hi` stays.
fn coded_segment_text(element: &str) -> Option<Cow<'static, str>> {
    let spoil = |_: Defect<'_>, _: bool| DefectAction::Spoil;
    let mut cursor = Cursor::without_namespaces(element.as_bytes(), Limits::default(), spoil);
    let mut text = String::new();
    loop {
        match cursor.advance().ok()? {
            Step::Start if matches!(cursor.name(), "seg" | "hi") => {}
            Step::Start => cursor.pass_over().ok()?,
            Step::Text => text.push_str(cursor.text()),
            Step::End => {}
            Step::Done => return (!cursor.is_spoilt).then_some(text.into()),
        }
    }
}

/// Takes Studio's form: `previous | its codes | next | their codes`, vertical
/// bars in the texts doubled; an empty text stands for no neighbour.
fn studio(context: &mut FlowContext, value: &str) -> bool {
    let Some([previous, _, next, _]) = studio_parts(value) else { return false };
    if context.previous_source.is_some() || context.next_source.is_some() {
        return false;
    }
    context.previous_source = Some(previous).filter(|text| !text.is_empty()).map(Into::into);
    context.next_source = Some(next).filter(|text| !text.is_empty()).map(Into::into);
    true
}

/// Splits at single vertical bars into four, without the space beside those.
fn studio_parts(value: &str) -> Option<[String; 4]> {
    let mut parts: [String; 4] = Default::default();
    let mut index = 0;
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('|') {
        parts[index].push_str(before);
        rest = after;
        if let Some(after) = rest.strip_prefix('|') {
            parts[index].push('|');
            rest = after;
            continue;
        }
        if parts[index].ends_with(' ') {
            parts[index].pop();
        }
        rest = rest.strip_prefix(' ').unwrap_or(rest);
        index += 1;
        if index == parts.len() {
            return None;
        }
    }
    parts[index].push_str(rest);
    (index + 1 == parts.len()).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_as_text() {
        for (value, text) in [
            ("plain", Some("plain")),
            (" plain ", Some(" plain ")),
            ("<seg>a &amp;lt; &lt;b&gt;</seg>", Some("a &lt; <b>")),
            ("<seg></seg>", Some("")),
            (" <seg> a </seg>\n", Some(" a ")),
            ("<seg>a <bpt i=\"1\">&lt;b></bpt>b<ept i=\"1\"/><hi>c</hi></seg>", Some("a bc")),
            ("<seg>a", None),
            ("<seg>a <b</seg>", None),
            ("<seg>a &nbsp; b</seg>", None),
            ("<seg>a<ph>&nbsp;</ph></seg>", Some("a")),
            ("<other/>", None),
        ] {
            assert_eq!(segment_text(value).as_deref(), text, "{value}");
        }
    }

    #[test]
    fn parts_of_studio() {
        let parts = |value| studio_parts(value).map(|[a, _, b, _]| [a, b]);
        for (value, expected) in [
            ("a |  | b | ", Some(["a", "b"])),
            (" |  | b | ", Some(["", "b"])),
            ("a |  |  | ", Some(["a", ""])),
            ("a || b|| | <x/> | || ||| c | ", None),
            ("a || b|| | <x/> | || || c | ", Some(["a | b|", "| | c"])),
            (" a  |  |  b  | ", Some([" a ", " b "])),
            ("a", None),
            ("a | b", None),
            ("a | b | c | d | e", None),
        ] {
            assert_eq!(parts(value), expected.map(|texts| texts.map(str::to_owned)), "{value}");
        }
    }
}
