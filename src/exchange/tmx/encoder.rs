//! Units as `tu` elements, and the elements `note` and `prop`, each of which
//! begins a line.

use std::borrow::Cow;

use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use smallvec::SmallVec;

use super::codes;
use super::header::{Header, SegmentType};
use super::profile::Profile;
use crate::error::Error;
use crate::exchange::fields::{Field, Topic};
use crate::exchange::xml::XmlBuffer;
use crate::exchange::{Encode, InlineStyle, UnitReport, write_whole};
use crate::inline::Attribute;
use crate::language::Language;
use crate::unit::{
    BlockKind, Date, History, Note, Property, SourceLanguage, TranslationUnit, Variant,
};

/// Encodes units as TMX 1.4b.
///
/// The default is what [`Writer::new`](super::Writer::new) writes with.
///
/// # Example
///
/// ```
/// use bitext::exchange::InlineStyle;
/// use bitext::tmx::{Encoder, Header, Profile, Writer};
///
/// let encoder = Encoder::new(&Header::default())
///     .with_profile(Profile::Memoq)
///     .with_inline_style(InlineStyle::Strip);
/// let writer = Writer::with_encoder(Vec::new(), encoder)?;
/// # writer.finish()?;
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encoder {
    header: Header,
    profile: Profile,
    inline_style: InlineStyle,
}

impl Encoder {
    /// An encoder for files under this header.
    pub fn new(header: &Header) -> Self {
        Self { header: header.clone(), ..Self::default() }
    }

    /// Carries the context the way a tool does.
    #[must_use]
    pub fn with_profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// Says what becomes of inline codes.
    #[must_use]
    pub fn with_inline_style(mut self, inline_style: InlineStyle) -> Self {
        self.inline_style = inline_style;
        self
    }
}

impl Encode for Encoder {
    fn write_header(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        let mut xml = XmlBuffer::new(out);
        xml.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n");
        self.header.write(&mut xml, self.profile.header_properties())?;
        xml.markup("<body>\n");
        Ok(())
    }

    fn write_unit(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error> {
        write_whole(unit, out, |out| {
            let mut xml = XmlBuffer::new(out);
            self.write_tus(unit, &mut xml)?;
            let removed_characters = xml.removed_characters();
            let lost_codes = match self.inline_style {
                InlineStyle::Codes => 0,
                style => unit.variants.iter().map(|own| style.lost_codes(&own.text)).sum(),
            };
            Ok(UnitReport { removed_characters, lost_codes })
        })
    }

    fn write_footer(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"</body>\n</tmx>\n");
    }
}

/// What is wrong with a unit, for people.
type Fault = String;

impl Encoder {
    /// Writes a unit as one `tu`, or as several where the tool wants so.
    fn write_tus(&self, unit: &TranslationUnit, xml: &mut XmlBuffer<'_>) -> Result<(), Fault> {
        let source = unit.source().ok_or("expected at least one variant, but found none")?;
        for group in self.profile.groups(unit, source) {
            self.write_tu(unit, source, &group, xml)?;
        }
        Ok(())
    }

    fn write_tu(
        &self,
        unit: &TranslationUnit,
        source: &Variant,
        variants: &[&Variant],
        xml: &mut XmlBuffer<'_>,
    ) -> Result<(), Fault> {
        xml.markup("<tu");
        self.write_tu_attributes(unit, source, xml)?;
        xml.markup(">");
        xml.notes(&unit.notes);
        write_origin(unit, xml)?;
        self.profile.write_unit_context(unit, xml);
        xml.properties(&unit.properties);
        let elements = match self.inline_style {
            InlineStyle::Codes => codes::elements(variants),
            InlineStyle::Strip | InlineStyle::Raw => SmallVec::new(),
        };
        for (index, variant) in variants.iter().enumerate() {
            self.write_tuv_start(unit, variant, std::ptr::eq(*variant, source), xml)?;
            match self.inline_style {
                InlineStyle::Codes => {
                    codes::write(&variant.text, &elements[index], self.profile, xml);
                }
                InlineStyle::Strip => xml.text(&variant.text.plain()),
                InlineStyle::Raw => xml.text(&self.inline_style.text_of(&variant.text)),
            }
            xml.markup("</seg></tuv>");
        }
        xml.markup("\n</tu>\n");
        Ok(())
    }

    fn write_tu_attributes(
        &self,
        unit: &TranslationUnit,
        source: &Variant,
        xml: &mut XmlBuffer<'_>,
    ) -> Result<(), Fault> {
        if let Some(id) = unit.id.as_deref().filter(|id| !id.is_empty()) {
            xml.attribute("tuid", &without_white_space(id));
        }
        write_history(&unit.history, xml)?;
        write_attributes(&unit.attributes, xml);
        let segment_type = Attribute::value_of(&unit.attributes, "segtype");
        let known = segment_type.and_then(|name| name.parse::<SegmentType>().ok());
        xml.optional_attribute("segtype", known.map(SegmentType::as_str));
        if let Some(language) = self.own_source_language(unit, source) {
            xml.attribute("srclang", language);
        }
        Ok(())
    }

    /// Returns the source language of a unit, where the header does not say it.
    fn own_source_language<'a>(
        &self,
        unit: &TranslationUnit,
        source: &'a Variant,
    ) -> Option<&'a str> {
        let header = self.header.source_language().language();
        let language = match unit.source_language {
            SourceLanguage::Any => SourceLanguage::ANY,
            SourceLanguage::Unknown if header.is_none() => return None,
            _ => source.language.as_ref()?.as_str(),
        };
        let header = header.map_or(SourceLanguage::ANY, Language::as_str);
        (language != header).then_some(language)
    }

    fn write_tuv_start(
        &self,
        unit: &TranslationUnit,
        variant: &Variant,
        is_source: bool,
        xml: &mut XmlBuffer<'_>,
    ) -> Result<(), Fault> {
        let language = variant.language.as_ref().ok_or_else(|| no_language(variant))?;
        xml.markup("\n<tuv");
        xml.attribute("xml:lang", language.as_str());
        write_history(&variant.history, xml)?;
        write_attributes(&variant.attributes, xml);
        xml.markup(">");
        let start = xml.len();
        xml.notes(&variant.notes);
        if is_source {
            self.profile.write_source_context(&unit.context, xml);
        } else {
            self.profile.write_target_context(&unit.context, xml);
        }
        xml.properties(&variant.properties);
        xml.markup(if xml.len() == start { "<seg>" } else { "\n<seg>" });
        Ok(())
    }
}

/// Writes where a unit comes from, in properties of our own.
fn write_origin(unit: &TranslationUnit, xml: &mut XmlBuffer<'_>) -> Result<(), Fault> {
    for field in [Field::Path].iter().chain(Topic::Origin.fields()) {
        match (field, unit.origin.date) {
            (Field::HandoffDate, Some(date)) => xml.own_property(*field, &tmx_date(date)?),
            _ => xml.field(*field, unit),
        }
    }
    if unit.placement.as_ref().is_some_and(|place| place.kind != BlockKind::default()) {
        xml.field(Field::Kind, unit);
    }
    xml.field(Field::Repaired, unit);
    Ok(())
}

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

    /// Writes a field of a unit as a property of our own, where there is a value.
    pub(super) fn field(&mut self, field: Field, unit: &TranslationUnit) {
        if let Some(value) = field.get(unit) {
            self.own_property(field, &value);
        }
    }

    fn own_property(&mut self, field: Field, value: &str) {
        self.markup("\n<prop type=\"x-");
        self.markup(field.as_str());
        self.markup("\">");
        self.text(value);
        self.markup("</prop>");
    }

    /// Writes a `prop` whose name is one that tools know, and so needs no escaping.
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

    /// Writes the same, where there is a value.
    pub(super) fn optional_property(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value {
            self.known_property(name, value);
        }
    }
}

/// Writes who made and changed something, and when.
pub(super) fn write_history(history: &History, xml: &mut XmlBuffer<'_>) -> Result<(), Fault> {
    let dates = [
        ("creationdate", history.created),
        ("changedate", history.changed),
        ("lastusagedate", history.last_used),
    ];
    for (name, date) in dates {
        if let Some(date) = date {
            xml.attribute(name, &tmx_date(date)?);
        }
    }
    xml.optional_attribute("creationid", history.created_by.as_deref());
    xml.optional_attribute("changeid", history.changed_by.as_deref());
    if let Some(count) = history.usage_count {
        xml.attribute("usagecount", &count.to_string());
    }
    Ok(())
}

/// Writes the attributes that a `tu` and a `tuv` may have besides, each once.
fn write_attributes(attributes: &[Attribute], xml: &mut XmlBuffer<'_>) {
    const COMMON: [&str; 5] =
        ["o-encoding", "datatype", "creationtool", "creationtoolversion", "o-tmf"];
    for name in COMMON {
        xml.optional_attribute(name, Attribute::value_of(attributes, name));
    }
}

/// Writes a date in the form of TMX, which has four digits for the year.
fn tmx_date(date: Date) -> Result<String, Fault> {
    let text = date.tmx();
    if text.len() == "YYYYMMDDThhmmssZ".len() && !text.starts_with('-') {
        Ok(text)
    } else {
        Err(format!("expected dates of the years 0 to 9999, but found `{date}`"))
    }
}

fn no_language(variant: &Variant) -> Fault {
    let start: String = variant.text.text().chars().take(30).collect();
    format!(
        "expected a language for each variant, but found none for the one that begins \
         `{start}`; name the source and target languages"
    )
}

/// Percent-encodes the white space and control characters of an id: a `tuid`
/// has no white space (TMX 1.4b, attribute `tuid`).
pub(super) fn without_white_space(id: &str) -> Cow<'_, str> {
    // Ids of documents are percent-encoded, which this sees at a glance.
    let refused = |character: char| character.is_whitespace() || character.is_control();
    if id.bytes().all(|byte| byte.is_ascii_graphic()) || !id.contains(refused) {
        return Cow::Borrowed(id);
    }
    let mut encoded = String::with_capacity(id.len() + 8);
    for character in id.chars() {
        if refused(character) {
            let bytes = character.encode_utf8(&mut [0; 4]).to_owned();
            encoded.extend(percent_encode(bytes.as_bytes(), NON_ALPHANUMERIC));
        } else {
            encoded.push(character);
        }
    }
    Cow::Owned(encoded)
}
