//! The properties that carry where a unit comes from and stood, back into its
//! fields: the inverse of what a [`Profile`](crate::exchange::tmx::Profile) writes,
//! for all profiles at once.
//!
//! A property is taken only where it says something that no other one said
//! before; what is not taken stays a property.

use std::borrow::Cow;
use std::sync::Arc;

use quick_xml::escape::unescape;

use super::omegat;
use crate::exchange::Limits;
use crate::exchange::fields::{Field, Topic};
use crate::exchange::xml::Defect;
use crate::exchange::xml::cursor::{Cursor, DefectAction, Step};
use crate::unit::{Date, FlowContext, Origin, Property, TranslationType, TranslationUnit};

/// What a property carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carrier {
    Field(Field),
    /// The text of a neighbour as a `seg` element written as text (memoQ).
    Segment(Field),
    /// The checksum of a neighbour (XTM).
    Checksum(Field),
    /// Both neighbours (Trados Studio).
    Neighbours,
}

impl Carrier {
    /// Returns what a property of a `tu` carries, by its name.
    pub(super) fn of_unit(name: &str) -> Option<Self> {
        Some(match name {
            "x-path" => Self::Field(Field::Path),
            "x-context" | "file" => Self::Field(Field::Document),
            "prev" => Self::Field(Field::PreviousSource),
            "next" => Self::Field(Field::NextSource),
            PREVIOUS_CHECKSUM => Self::Checksum(Field::PreviousSource),
            NEXT_CHECKSUM => Self::Checksum(Field::NextSource),
            "x-ContextContent" => Self::Neighbours,
            _ => {
                let name = name.strip_prefix("x-")?;
                let topics = [Topic::Origin, Topic::Context];
                Self::Field(topics.into_iter().find_map(|topic| topic.field(name))?)
            }
        })
    }

    /// Returns what a property of a `tuv` carries.
    fn of_variant(name: &str) -> Option<Self> {
        Some(match name {
            "x-document" | "filename" => Self::Field(Field::Document),
            "context_prev" => Self::Field(Field::PreviousSource),
            "context_next" => Self::Field(Field::NextSource),
            "x-context-pre" => Self::Segment(Field::PreviousSource),
            "x-context-post" => Self::Segment(Field::NextSource),
            _ => return None,
        })
    }
}

const PREVIOUS_CHECKSUM: &str = "x-previous-crc";
const NEXT_CHECKSUM: &str = "x-next-crc";

/// What the properties of a unit carry, while they are read.
#[derive(Clone, Debug, Default)]
pub(super) struct Carried {
    /// What the fields held of the unit before: units of one document share
    /// their texts.
    origin_before: Origin,
    context_before: FlowContext,
    /// Checksums that wait for their texts.
    checksums: Vec<(Field, String)>,
    /// Whether Studio's third text is the next source.
    pub(super) studio_has_next_source: bool,
    /// Whether the texts of neighbours hold their codes as OmegaT writes them.
    pub(super) tags_are_text: bool,
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
        match carrier {
            Carrier::Field(field @ (Field::PreviousSource | Field::NextSource))
                if self.tags_are_text =>
            {
                self.take_field(field, &omegat::without_tags(value), unit)
            }
            Carrier::Field(field) => self.take_field(field, value, unit),
            Carrier::Segment(field) => {
                segment_text(value).is_some_and(|text| self.take_field(field, &text, unit))
            }
            Carrier::Checksum(field) => {
                self.checksums.push((field, value.to_owned()));
                true
            }
            Carrier::Neighbours => self.studio_has_next_source && studio(&mut unit.context, value),
        }
    }

    fn take_field(&mut self, field: Field, value: &str, unit: &mut TranslationUnit) -> bool {
        let (origin, before) = (&mut unit.origin, &mut self.origin_before);
        match field {
            Field::TranslationType => translation_type(origin, before, value),
            Field::HandoffDate if origin.date.is_none() => {
                origin.date = Date::from_tmx(value);
                origin.date.is_some()
            }
            _ => {
                let own = field.shared_text(origin, &mut unit.context);
                let before = field.shared_text(before, &mut self.context_before);
                own.zip(before).is_some_and(|(own, before)| set(own, before, value))
            }
        }
    }

    /// Ends a unit: takes what the properties of its variants carry, and gives
    /// back the checksums without a text.
    pub(super) fn finish(&mut self, unit: &mut TranslationUnit) {
        self.take_from_variants(unit);
        for (field, checksum) in self.checksums.drain(..) {
            // 0 says that there is no neighbour.
            if field.get(unit).is_none() && checksum != "0" {
                let is_next = field == Field::NextSource;
                let name = if is_next { NEXT_CHECKSUM } else { PREVIOUS_CHECKSUM };
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
                let document = Carrier::Field(Field::Document);
                let carrier = Carrier::of_variant(&property.name)
                    .filter(|_| property.language.is_none() && property.encoding.is_none())
                    .filter(|carrier| index == source || *carrier == document);
                !carrier.is_some_and(|carrier| {
                    self.take(carrier, &property.value, unit)
                        || carrier == document
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
    match unescape(inside) {
        Ok(text) if !inside.contains('<') => Some(text),
        _ => coded_segment_text(trimmed),
    }
}

/// Reads the text of such an element with codes, which are left out; that of a
/// `hi` stays.
fn coded_segment_text(element: &str) -> Option<Cow<'static, str>> {
    let spoil = |defect: Defect<'_>, _: bool| match defect {
        Defect::Foreign(..) => DefectAction::Ignore,
        _ => DefectAction::Spoil,
    };
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
            ("<seg>a &nbsp; b</seg>", Some("a \u{a0} b")),
            ("<seg>a &x; b</seg>", None),
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
