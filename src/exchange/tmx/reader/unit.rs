//! A `tu`, with its notes, properties and variants.

use std::io::Read;

use super::attributes::{Faults, Languages, fill_property, note, segment_type, take_history};
use super::context::{Carried, Carrier};
use super::segment::TextReader;
use super::{read_text, unexpected};
use crate::diagnostic::DiagnosticCode;
use crate::error::Error;
use crate::exchange::tmx::header::Header;
use crate::exchange::tmx::messages::{is_space, missing, shown};
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::inline::Attribute;
use crate::language::Language;
use crate::position::Position;
use crate::unit::{Property, SourceLanguage, TranslationUnit, Variant};

/// Reads units, each in the memory of the one before: a loop over a large file
/// allocates little.
#[derive(Debug)]
pub(super) struct UnitReader {
    pub(super) languages: Languages,
    /// What the header says of the source.
    source_language: SourceLanguage,
    carried: Carried,
    text: TextReader,
    /// Variants and a property to be used again.
    variants: Vec<Variant>,
    property: Property,
}

/// How many variants are kept to be used again.
const MOST_KEPT: usize = 8;

impl UnitReader {
    pub(super) fn new() -> Self {
        Self {
            languages: Languages::default(),
            source_language: SourceLanguage::Unknown,
            carried: Carried::default(),
            text: TextReader::default(),
            variants: Vec::new(),
            property: Property::new("", ""),
        }
    }

    /// Begins a file under its header.
    pub(super) fn begin_file(&mut self, header: &Header) {
        self.source_language.clone_from(header.source_language());
        let is_omegat = header.creation_tool() == "OmegaT";
        self.text.tags_are_text = is_omegat;
        self.carried.tags_are_text = is_omegat;
        self.carried.studio_has_next_source =
            header.property("x-TextContextMatchType") == Some("PrecedingAndFollowingSource");
    }

    /// Reads the `tu` that began; returns whether it can be used.
    pub(super) fn read<R: Read>(
        &mut self,
        cursor: &mut Cursor<R>,
        unit: &mut TranslationUnit,
    ) -> Result<bool, Error> {
        cursor.begin_unit_of("tuid");
        let start = cursor.position();
        self.clear(unit);
        self.read_attributes(cursor, unit);
        self.read_content(cursor, unit)?;
        if unit.variants.is_empty() {
            let message = "expected a `tuv` with a `seg` in the `tu`, but found none";
            cursor.spoil_at(start, message);
        }
        if !cursor.is_spoilt {
            self.carried.finish(unit);
            find_source(cursor, start, unit);
        }
        cursor.end_unit();
        Ok(!cursor.is_spoilt)
    }

    /// Takes everything away from a unit, and keeps what can be used again.
    fn clear(&mut self, unit: &mut TranslationUnit) {
        self.carried.begin(unit);
        self.variants.append(&mut unit.variants);
        self.variants.truncate(MOST_KEPT);
        let unused = std::mem::take(unit);
        unit.variants = unused.variants;
        unit.source_language.clone_from(&self.source_language);
    }

    fn read_attributes<R: Read>(&mut self, cursor: &mut Cursor<R>, unit: &mut TranslationUnit) {
        let mut faults = Faults::default();
        for (name, value) in cursor.attributes() {
            match name {
                "tuid" => {
                    if value.contains(char::is_whitespace) {
                        faults.push(DiagnosticCode::InvalidId, spaced_id(value));
                    }
                    unit.id = Some(value).filter(|id| !id.is_empty()).map(str::to_owned);
                }
                "srclang" if value == SourceLanguage::ANY => {
                    unit.source_language = SourceLanguage::Any;
                }
                "srclang" => {
                    if let Some(language) = self.languages.read(value, &mut faults) {
                        unit.source_language = SourceLanguage::Is(language);
                    }
                }
                "segtype" if segment_type(value, &mut faults).is_none() => {}
                _ if is_kept(name) || name == "segtype" => {
                    unit.attributes.push(Attribute::new(name, value));
                }
                _ if take_history(&mut unit.history, name, value, &mut faults) => {}
                _ => faults.unknown("tu", name),
            }
        }
        faults.report(cursor);
    }

    fn read_content<R: Read>(
        &mut self,
        cursor: &mut Cursor<R>,
        unit: &mut TranslationUnit,
    ) -> Result<(), Error> {
        loop {
            match cursor.advance()? {
                Step::Start => match cursor.name() {
                    _ if cursor.is_spoilt => cursor.pass_over()?,
                    "tuv" => self.read_variant(cursor, unit)?,
                    "note" => {
                        let mut note = note(cursor, &mut self.languages);
                        read_text(cursor, &mut note.text)?;
                        unit.notes.push(note);
                    }
                    "prop" => self.read_property(cursor, unit)?,
                    _ => unexpected(cursor)?,
                },
                Step::Text => stray_text(cursor),
                Step::End | Step::Done => return Ok(()),
            }
        }
    }

    /// Reads a `prop` of the unit: what it carries goes where that belongs.
    fn read_property<R: Read>(
        &mut self,
        cursor: &mut Cursor<R>,
        unit: &mut TranslationUnit,
    ) -> Result<(), Error> {
        let property = &mut self.property;
        fill_property(cursor, &mut self.languages, property);
        read_value(cursor, &mut property.value)?;
        let is_bare = property.language.is_none() && property.encoding.is_none();
        let carrier = Carrier::of_unit(&property.name).filter(|_| is_bare);
        if !carrier.is_some_and(|carrier| self.carried.take(carrier, &property.value, unit)) {
            unit.properties.push(std::mem::replace(property, Property::new("", "")));
        }
        Ok(())
    }

    fn read_variant<R: Read>(
        &mut self,
        cursor: &mut Cursor<R>,
        unit: &mut TranslationUnit,
    ) -> Result<(), Error> {
        let start = cursor.position();
        let mut variant = self.variants.pop().unwrap_or_default();
        variant.text.clear();
        variant.clear_details();
        variant.language = self.variant_attributes(cursor, &mut variant);
        let mut has_seg = false;
        loop {
            match cursor.advance()? {
                Step::Start => match cursor.name() {
                    _ if cursor.is_spoilt => cursor.pass_over()?,
                    "seg" if !has_seg => {
                        has_seg = true;
                        self.text.read(cursor, &mut variant.text)?;
                    }
                    "note" => {
                        let mut note = note(cursor, &mut self.languages);
                        read_text(cursor, &mut note.text)?;
                        variant.notes.push(note);
                    }
                    "prop" => {
                        let mut property = Property::new("", "");
                        fill_property(cursor, &mut self.languages, &mut property);
                        read_value(cursor, &mut property.value)?;
                        variant.properties.push(property);
                    }
                    _ => unexpected(cursor)?,
                },
                Step::Text => stray_text(cursor),
                Step::End | Step::Done => break,
            }
        }
        match has_seg {
            true => unit.variants.push(variant),
            false => {
                let message = "expected a `seg` in the `tuv`, but found none; it is left out";
                cursor.find_at(start, DiagnosticCode::MissingElement, message);
            }
        }
        Ok(())
    }

    /// Reads the attributes of the `tuv` that began; returns its language.
    fn variant_attributes<R: Read>(
        &mut self,
        cursor: &mut Cursor<R>,
        variant: &mut Variant,
    ) -> Option<Language> {
        let mut faults = Faults::default();
        let (mut tag, mut older) = (None, None);
        for (name, value) in cursor.attributes() {
            match name {
                "xml:lang" => tag = Some(value),
                "lang" => older = Some(value),
                _ if is_kept(name) => variant.attributes.push(Attribute::new(name, value)),
                _ if take_history(&mut variant.history, name, value, &mut faults) => {}
                _ => faults.unknown("tuv", name),
            }
        }
        let tag = tag.or(older);
        if tag.is_none() {
            faults.push(DiagnosticCode::MissingAttribute, missing("tuv", "xml:lang"));
        }
        let language = tag.and_then(|tag| self.languages.read_of_text(tag, &mut faults));
        faults.report(cursor);
        language
    }
}

/// Adds a finding about a unit without a text in the language that it names as
/// that of its source.
fn find_source<R: Read>(cursor: &mut Cursor<R>, start: Position, unit: &TranslationUnit) {
    let SourceLanguage::Is(language) = &unit.source_language else { return };
    if unit.named_source_index().is_none() {
        let message = format!(
            "expected a `tuv` in `{language}`, the `srclang`, but found none; the first `tuv` is \
             taken for the source"
        );
        cursor.find_at(start, DiagnosticCode::MissingSource, message);
    }
}

/// Reads the value of the `prop` that began.
///
/// XTM puts a `seg` into some: its text is the property's, and white space
/// around it is layout.
fn read_value<R: Read>(cursor: &mut Cursor<R>, value: &mut String) -> Result<(), Error> {
    let depth = cursor.depth();
    let mut has_inner = false;
    loop {
        let is_inside = cursor.depth() > depth;
        match cursor.advance()? {
            Step::Text if has_inner && !is_inside && is_space(cursor.text()) => {}
            Step::Text => value.push_str(cursor.text()),
            Step::Start if matches!(cursor.name(), "seg" | "hi") => {
                has_inner = true;
                if is_space(value) {
                    value.clear();
                }
            }
            Step::Start if is_inside => cursor.pass_over()?,
            Step::Start => unexpected(cursor)?,
            Step::End if is_inside => {}
            Step::End | Step::Done => return Ok(()),
        }
    }
}

/// Adds a finding about text that stands in a `tu` or a `tuv` itself.
fn stray_text<R: Read>(cursor: &mut Cursor<R>) {
    if !is_space(cursor.text()) && !cursor.is_defect() {
        let message = format!(
            "expected text in a `seg`, a `note` or a `prop`, but found `{}` outside of them; it \
             is left out",
            shown(cursor.text().trim())
        );
        cursor.find(DiagnosticCode::UnexpectedElement, message);
    }
}

/// Returns whether an attribute of a `tu` or a `tuv` is kept as it is.
fn is_kept(name: &str) -> bool {
    matches!(name, "o-encoding" | "datatype" | "creationtool" | "creationtoolversion" | "o-tmf")
}

fn spaced_id(id: &str) -> String {
    format!("expected a `tuid` without white space, but found `{}`", shown(id))
}
