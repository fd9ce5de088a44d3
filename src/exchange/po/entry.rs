//! One entry of a PO file, gathered line by line.

use super::comment::line_of_note;
use super::line::{Comment, Content, Field, Line};
use super::quoted;
use crate::position::Position;

/// What the lines of an entry say. Texts are bytes, as an escape may stand for a
/// part of a character.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) obsolete: bool,
    pub(super) context: Option<Vec<u8>>,
    pub(super) id: Option<Vec<u8>>,
    pub(super) plural: Option<Vec<u8>>,
    pub(super) forms: Vec<Vec<u8>>,
    pub(super) previous_context: Option<Vec<u8>>,
    pub(super) previous_id: Option<Vec<u8>>,
    previous_plural: Option<Vec<u8>>,
    /// The lines of the comments from translators.
    pub(super) translator: Vec<String>,
    /// The lines of the comments from developers.
    pub(super) extracted: Vec<String>,
    pub(super) references: Vec<String>,
    pub(super) flags: Vec<String>,
    /// The first thing that is wrong, and where.
    fault: Option<(Position, String)>,
    /// Where the first field begins.
    start: Option<Position>,
    /// The field that a string goes on.
    current: Option<Field>,
    /// Whether the line before is blank.
    after_blank: bool,
}

impl Entry {
    /// Whether a line is of the next entry.
    pub(super) fn ends_before(&self, line: &Line<'_>) -> bool {
        let has_form = !self.forms.is_empty();
        let turns_obsolete = self.start.is_some() && self.obsolete != line.obsolete;
        match line.content {
            Content::Blank | Content::String { .. } => false,
            Content::Other(_) => has_form && self.after_blank,
            Content::Comment(..) => has_form || self.fault.is_some(),
            Content::Field(field, _) => {
                turns_obsolete
                    || match field {
                        Field::Plural | Field::Form(_) => false,
                        Field::Id => has_form || self.id.is_some() || self.is_other(),
                        Field::Context => {
                            has_form
                                || self.id.is_some()
                                || self.context.is_some()
                                || self.is_other()
                        }
                        _ => has_form || self.fault.is_some(),
                    }
            }
        }
    }

    /// Whether there is nothing but lines that are no part of an entry.
    fn is_other(&self) -> bool {
        self.fault.is_some() && self.start.is_none()
    }

    /// Whether there is anything but comments.
    pub(super) fn is_begun(&self) -> bool {
        self.start.is_some() || self.fault.is_some()
    }

    /// Where the first field begins.
    pub(super) fn position(&self) -> Position {
        self.start.unwrap_or(Position::START)
    }

    /// Whether it is the header: its `msgid` is empty, without a context.
    pub(super) fn is_header(&self) -> bool {
        self.fault.is_none()
            && !self.obsolete
            && self.context.is_none()
            && self.plural.is_none()
            && self.id.as_ref().is_some_and(Vec::is_empty)
    }

    /// The first thing that is wrong, and where.
    pub(super) fn fault(&self) -> Option<(Position, String)> {
        if let Some(fault) = &self.fault {
            return Some(fault.clone());
        }
        if self.id.is_none() || self.forms.is_empty() {
            let missing = if self.id.is_none() { "msgid" } else { "msgstr" };
            return Some((self.position(), format!("expected a `{missing}`, but found none")));
        }
        let fields =
            [&self.context, &self.id, &self.plural, &self.previous_context, &self.previous_id];
        let mut texts = fields.into_iter().flatten().chain(&self.forms);
        let is_wrong = texts.any(|text| std::str::from_utf8(text).is_err());
        let message = "expected escapes that are text in UTF-8, but found other bytes";
        is_wrong.then(|| (self.position(), message.to_owned()))
    }

    /// Adds a line that stands at `position`.
    pub(super) fn take(&mut self, line: &Line<'_>, position: Position) {
        self.after_blank = line.content == Content::Blank;
        let taken = match line.content {
            Content::Blank => Ok(()),
            Content::Comment(kind, text) => {
                self.take_comment(kind, text);
                Ok(())
            }
            Content::Field(field, rest) => {
                let is_previous = Self::is_previous(field);
                if !is_previous {
                    self.start.get_or_insert(position);
                    self.obsolete = line.obsolete;
                }
                self.begin(field).and_then(|text| quoted::read(rest, text))
            }
            Content::String { previous, text } => self.go_on(previous, text),
            Content::Other(text) => Err(format!(
                "expected a field or a comment, but found `{}`",
                quoted::start_of(text)
            )),
        };
        if let Err(message) = taken {
            self.fault.get_or_insert((position, message));
        }
    }

    fn is_previous(field: Field) -> bool {
        matches!(field, Field::PreviousContext | Field::PreviousId | Field::PreviousPlural)
    }

    /// Begins a field, which may come once, and gives its text.
    fn begin(&mut self, field: Field) -> Result<&mut Vec<u8>, String> {
        self.current = Some(field);
        let place = match field {
            Field::Form(number) if number == self.forms.len() => {
                self.forms.push(Vec::new());
                return Ok(&mut self.forms[number]);
            }
            Field::Form(_) => {
                return Err(format!("expected `msgstr[{}]`, but found another", self.forms.len()));
            }
            Field::Context => &mut self.context,
            Field::Id => &mut self.id,
            Field::Plural => &mut self.plural,
            Field::PreviousContext => &mut self.previous_context,
            Field::PreviousId => &mut self.previous_id,
            Field::PreviousPlural => &mut self.previous_plural,
        };
        match place {
            Some(_) => Err("expected each field once, but found one again".to_owned()),
            None => Ok(place.insert(Vec::new())),
        }
    }

    /// Adds a string to the field before it.
    fn go_on(&mut self, previous: bool, text: &str) -> Result<(), String> {
        let current = self.current.filter(|field| Self::is_previous(*field) == previous);
        let place = match current {
            Some(Field::Form(_)) => self.forms.last_mut(),
            Some(Field::Context) => self.context.as_mut(),
            Some(Field::Id) => self.id.as_mut(),
            Some(Field::Plural) => self.plural.as_mut(),
            Some(Field::PreviousContext) => self.previous_context.as_mut(),
            Some(Field::PreviousId) => self.previous_id.as_mut(),
            Some(Field::PreviousPlural) => self.previous_plural.as_mut(),
            None => None,
        };
        match place {
            Some(place) => quoted::read(text, place),
            None => Err("expected a keyword such as `msgid` before a string".to_owned()),
        }
    }

    fn take_comment(&mut self, kind: Comment, text: &str) {
        match kind {
            Comment::Translator => self.translator.push(line_of_note(text).to_owned()),
            Comment::Extracted => self.extracted.push(line_of_note(text).to_owned()),
            Comment::References => super::reference::split(text, &mut self.references),
            Comment::Flags => {
                let flags = text.split(',').map(str::trim).filter(|flag| !flag.is_empty());
                self.flags.extend(flags.map(str::to_owned));
            }
        }
    }
}
