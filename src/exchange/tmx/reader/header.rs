//! The `header`.

use std::io::Read;

use super::attributes::{Faults, Languages, fill_property, note, segment_type, take_history};
use super::{read_text, stray_text, unexpected};
use crate::diagnostic::DiagnosticCode;
use crate::error::Error;
use crate::exchange::tmx::header::{CharacterMapping, Header, SegmentType, UserDefinedEncoding};
use crate::exchange::tmx::messages::missing;
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::language::Language;
use crate::unit::{History, Property, SourceLanguage};

/// The attributes that a `header` must have.
const REQUIRED: [&str; 7] =
    ["creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"];

impl Header {
    /// Makes the header of a file that has none.
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

/// Reads the `header` that began.
pub(super) fn read<R: Read>(
    cursor: &mut Cursor<R>,
    languages: &mut Languages,
) -> Result<Header, Error> {
    let mut header = Header::unknown();
    read_attributes(cursor, languages, &mut header);
    loop {
        match cursor.advance()? {
            Step::Start => match cursor.name() {
                "note" => {
                    let mut note = note(cursor, languages);
                    read_text(cursor, &mut note.text)?;
                    header.notes.push(note);
                }
                "prop" => {
                    let mut property = Property::new("", "");
                    fill_property(cursor, languages, &mut property);
                    read_text(cursor, &mut property.value)?;
                    header.properties.push(property);
                }
                "ude" => header.user_defined_encodings.push(user_defined_encoding(cursor)?),
                _ => unexpected(cursor)?,
            },
            Step::Text => stray_text(cursor),
            Step::End | Step::Done => return Ok(header),
        }
    }
}

fn read_attributes<R: Read>(
    cursor: &mut Cursor<R>,
    languages: &mut Languages,
    header: &mut Header,
) {
    let mut faults = Faults::default();
    for name in REQUIRED.iter().filter(|name| cursor.attribute(name).is_none()) {
        faults.push(DiagnosticCode::MissingAttribute, missing("header", name));
    }
    for (name, value) in cursor.attributes() {
        match name {
            "creationtool" => header.creation_tool = value.to_owned(),
            "creationtoolversion" => header.creation_tool_version = value.to_owned(),
            "segtype" => {
                header.segment_type = segment_type(value, &mut faults).unwrap_or_default();
            }
            "o-tmf" => header.original_format = value.to_owned(),
            "adminlang" => {
                if let Some(language) = languages.read(value, &mut faults) {
                    header.administrative_language = language;
                }
            }
            "srclang" if value == SourceLanguage::ANY => {
                header.source_language = SourceLanguage::Any;
            }
            "srclang" => header.source_language = languages.read(value, &mut faults).into(),
            "datatype" => header.data_type = value.to_owned(),
            "o-encoding" => header.encoding = Some(value.to_owned()),
            // A header has the dates and people of a unit, but no uses.
            "usagecount" | "lastusagedate" => faults.unknown("header", name),
            _ if take_history(&mut header.history, name, value, &mut faults) => {}
            _ => faults.unknown("header", name),
        }
    }
    faults.report(cursor);
}

/// Reads the `ude` that began.
fn user_defined_encoding<R: Read>(cursor: &mut Cursor<R>) -> Result<UserDefinedEncoding, Error> {
    let mut encoding = UserDefinedEncoding::new(cursor.attribute("name").unwrap_or_default());
    encoding.base = cursor.owned("base");
    loop {
        match cursor.advance()? {
            Step::Start if cursor.name() == "map" => {
                encoding.characters.push(character_mapping(cursor)?);
            }
            Step::Start => unexpected(cursor)?,
            Step::Text => stray_text(cursor),
            Step::End | Step::Done => return Ok(encoding),
        }
    }
}

/// Reads the `map` that began.
fn character_mapping<R: Read>(cursor: &mut Cursor<R>) -> Result<CharacterMapping, Error> {
    let mut character = CharacterMapping::new(cursor.attribute("unicode").unwrap_or_default());
    character.code = cursor.owned("code");
    character.entity = cursor.owned("ent");
    character.substitute = cursor.owned("subst");
    loop {
        match cursor.advance()? {
            Step::Start => unexpected(cursor)?,
            Step::Text => stray_text(cursor),
            Step::End | Step::Done => return Ok(character),
        }
    }
}
