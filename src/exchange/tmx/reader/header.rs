//! The `header`, construct by construct.

use super::attributes::{HistoryReader, Said, missing, unknown};
use super::languages::Languages;
use super::report::{At, shown};
use super::unit::{is_space, no_segment_type};
use crate::diagnostic::DiagnosticCode;
use crate::exchange::Finding;
use crate::exchange::input::xml::{Defect, Event, Tag};
use crate::exchange::tmx::header::Header;
use crate::exchange::tmx::segment_type::SegmentType;
use crate::exchange::tmx::user_defined::{CharacterMapping, UserDefinedEncoding};
use crate::language::Language;
use crate::unit::{History, Note, Property, SourceLanguage};

/// The attributes that a `header` must have.
const REQUIRED: [&str; 7] =
    ["creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"];

/// An element that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Header,
    Note,
    Property,
    Encoding,
    Character,
    Skipped,
}

/// Builds a header of what it is told.
#[derive(Debug)]
pub(super) struct HeaderBuilder<'l> {
    header: Header,
    open: Vec<Open>,
    languages: &'l mut Languages,
    findings: &'l mut Vec<Finding>,
}

impl Header {
    /// The header of a file that has none.
    pub(super) fn unknown() -> Self {
        Self {
            creation_tool: String::new(),
            creation_tool_version: String::new(),
            segment_type: SegmentType::default(),
            original_format: String::new(),
            administrative_language: Language::en_us(),
            source_language: SourceLanguage::Unknown,
            data_type: "unknown".to_owned(),
            encoding: None,
            history: History::default(),
            notes: Vec::new(),
            properties: Vec::new(),
            user_defined_encodings: Vec::new(),
        }
    }
}

impl<'l> HeaderBuilder<'l> {
    /// Begins a header by its tag.
    pub(super) fn new(
        tag: Tag<'_>,
        languages: &'l mut Languages,
        findings: &'l mut Vec<Finding>,
        at: At<'_>,
    ) -> Self {
        let open = vec![Open::Header];
        let mut builder = Self { header: Header::unknown(), open, languages, findings };
        builder.attributes(tag, at);
        builder
    }

    pub(super) fn into_header(self) -> Header {
        self.header
    }

    fn attributes(&mut self, tag: Tag<'_>, at: At<'_>) {
        let absent = REQUIRED.iter().filter(|name| tag.attribute(name).is_none());
        self.findings.extend(absent.map(|name| missing("header", name, at)));
        let mut dates = HistoryReader::default();
        for attribute in tag.attributes() {
            let (name, value) = (attribute.name(), attribute.value().into_owned());
            match name {
                "creationtool" => self.header.creation_tool = value,
                "creationtoolversion" => self.header.creation_tool_version = value,
                "segtype" => match value.parse() {
                    Ok(segment_type) => self.header.segment_type = segment_type,
                    Err(_) => self.findings.push(no_segment_type(&value, at)),
                },
                "o-tmf" => self.header.original_format = value,
                "adminlang" => {
                    if let Some(language) = self.languages.read(&value, at, self.findings) {
                        self.header.administrative_language = language;
                    }
                }
                "srclang" if value == SourceLanguage::ANY => {
                    self.header.source_language = SourceLanguage::Any;
                }
                "srclang" => {
                    let language = self.languages.read(&value, at, self.findings);
                    self.header.source_language = language.into();
                }
                "datatype" => self.header.data_type = value,
                "o-encoding" => self.header.encoding = Some(value),
                // A header has the dates and people of a unit, but no uses.
                "usagecount" | "lastusagedate" => {
                    self.findings.push(unknown("header", name, at));
                }
                _ if dates.take(name, &value, at, self.findings) => {}
                _ => self.findings.push(unknown("header", name, at)),
            }
        }
        self.header.history = dates.into_history();
    }

    /// Takes the next construct; says whether the header is complete.
    pub(super) fn event(&mut self, event: Event<'_>, at: At<'_>) -> bool {
        let top = self.open.last().copied().unwrap_or(Open::Skipped);
        match event {
            Event::Start(tag) => {
                let open = self.start(top, tag, at);
                self.open.push(open);
            }
            Event::End(_) => {
                self.open.pop();
                return self.open.is_empty();
            }
            Event::Text(text) => self.text(top, text, at),
            Event::Defect(defect) => {
                let finding = super::defect_outside_of_units(defect, at);
                self.findings.extend(finding);
                if matches!(defect, Defect::CdataEnd) {
                    self.text(top, "]]>", at);
                }
            }
            Event::Eof => return true,
        }
        false
    }

    fn start(&mut self, top: Open, tag: Tag<'_>, at: At<'_>) -> Open {
        match (top, tag.name()) {
            (Open::Header, "note") => {
                let said = Said::read(tag, self.languages, at, self.findings);
                let encoding = said.encoding.map(std::borrow::Cow::into_owned);
                self.header.notes.push(Note {
                    language: said.language,
                    encoding,
                    ..Note::default()
                });
                Open::Note
            }
            (Open::Header, "prop") => {
                let said = Said::read(tag, self.languages, at, self.findings);
                if said.name.is_none() {
                    self.findings.push(missing("prop", "type", at));
                }
                let mut property = Property::new(said.name.unwrap_or_default(), "");
                property.language = said.language;
                property.encoding = said.encoding.map(std::borrow::Cow::into_owned);
                self.header.properties.push(property);
                Open::Property
            }
            (Open::Header, "ude") => {
                self.header.user_defined_encodings.push(encoding(tag));
                Open::Encoding
            }
            (Open::Encoding, "map") => {
                if let Some(encoding) = self.header.user_defined_encodings.last_mut() {
                    encoding.characters.push(character(tag));
                }
                Open::Character
            }
            (Open::Skipped, _) => Open::Skipped,
            (_, name) => {
                let message = format!("expected no `{}` here; it is left out", shown(name));
                let finding = Finding::new(DiagnosticCode::UnexpectedElement, at(), message);
                self.findings.push(finding);
                Open::Skipped
            }
        }
    }

    fn text(&mut self, top: Open, text: &str, at: At<'_>) {
        let header = &mut self.header;
        match top {
            Open::Note => {
                header.notes.last_mut().map(|note| note.text.push_str(text)).unwrap_or_default();
            }
            Open::Property => {
                let last = header.properties.last_mut();
                last.map(|property| property.value.push_str(text)).unwrap_or_default();
            }
            Open::Skipped => {}
            Open::Header | Open::Encoding | Open::Character if is_space(text) => {}
            Open::Header | Open::Encoding | Open::Character => {
                self.findings.push(super::stray_text(text, at));
            }
        }
    }
}

fn encoding(tag: Tag<'_>) -> UserDefinedEncoding {
    let value = |name| tag.attribute(name).map(std::borrow::Cow::into_owned);
    UserDefinedEncoding {
        base: value("base"),
        ..UserDefinedEncoding::new(value("name").unwrap_or_default())
    }
}

fn character(tag: Tag<'_>) -> CharacterMapping {
    let value = |name| tag.attribute(name).map(std::borrow::Cow::into_owned);
    CharacterMapping {
        code: value("code"),
        entity: value("ent"),
        substitute: value("subst"),
        ..CharacterMapping::new(value("unicode").unwrap_or_default())
    }
}
