//! One entry of a PO file, gathered line by line.
//!
//! What a line is shows in its first characters (gettext manual, "The Format of
//! PO Files").

use super::comment::{line_of_note, split_references};
use super::string;
use crate::position::Position;

/// What the lines of an entry hold. Texts are bytes, as an escape may be a part of
/// a character.
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
    /// Returns whether a line is of the next entry.
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

    /// Returns whether there is nothing but lines that are no part of an entry.
    fn is_other(&self) -> bool {
        self.fault.is_some() && self.start.is_none()
    }

    /// Returns whether there is anything but comments.
    pub(super) fn is_begun(&self) -> bool {
        self.start.is_some() || self.fault.is_some()
    }

    /// Returns where the first field begins.
    pub(super) fn position(&self) -> Position {
        self.start.unwrap_or(Position::START)
    }

    /// Returns whether it is the header: its `msgid` is empty, without a context.
    pub(super) fn is_header(&self) -> bool {
        self.fault.is_none()
            && !self.obsolete
            && self.context.is_none()
            && self.plural.is_none()
            && self.id.as_ref().is_some_and(Vec::is_empty)
    }

    /// Returns the first thing that is wrong, and where.
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

    /// Adds a line that begins at `position`.
    pub(super) fn take(&mut self, line: &Line<'_>, position: Position) {
        self.after_blank = line.content == Content::Blank;
        let taken = match line.content {
            Content::Blank => Ok(()),
            Content::Comment(kind, text) => {
                self.take_comment(kind, text);
                Ok(())
            }
            Content::Field(field, rest) => {
                if !field.is_previous() {
                    self.start.get_or_insert(position);
                    self.obsolete = line.obsolete;
                }
                self.begin(field).and_then(|text| string::read(rest, text))
            }
            Content::String { previous, text } => self.go_on(previous, text),
            Content::Other(text) => Err(format!(
                "expected a field or a comment, but found `{}`",
                string::start_of(text)
            )),
        };
        if let Err(message) = taken {
            self.fault.get_or_insert((position, message));
        }
    }

    /// Begins a field, which may come once; returns its text.
    fn begin(&mut self, field: Field) -> Result<&mut Vec<u8>, String> {
        self.current = Some(field);
        if let Field::Form(number) = field {
            if number != self.forms.len() {
                return Err(format!("expected `msgstr[{}]`, but found another", self.forms.len()));
            }
            self.forms.push(Vec::new());
            return Ok(&mut self.forms[number]);
        }
        match self.field(field) {
            Some(text) if text.is_none() => Ok(text.insert(Vec::new())),
            _ => Err("expected each field once, but found one again".to_owned()),
        }
    }

    /// Adds a string to the field before it.
    fn go_on(&mut self, previous: bool, string: &str) -> Result<(), String> {
        let text = match self.current.filter(|field| field.is_previous() == previous) {
            Some(Field::Form(_)) => self.forms.last_mut(),
            Some(field) => self.field(field).and_then(Option::as_mut),
            None => None,
        };
        match text {
            Some(text) => string::read(string, text),
            None => Err("expected a keyword such as `msgid` before a string".to_owned()),
        }
    }

    /// Returns the text of a field that is no translation.
    fn field(&mut self, field: Field) -> Option<&mut Option<Vec<u8>>> {
        Some(match field {
            Field::Form(_) => return None,
            Field::Context => &mut self.context,
            Field::Id => &mut self.id,
            Field::Plural => &mut self.plural,
            Field::PreviousContext => &mut self.previous_context,
            Field::PreviousId => &mut self.previous_id,
            Field::PreviousPlural => &mut self.previous_plural,
        })
    }

    fn take_comment(&mut self, kind: Comment, text: &str) {
        match kind {
            Comment::Translator => self.translator.push(line_of_note(text).to_owned()),
            Comment::Extracted => self.extracted.push(line_of_note(text).to_owned()),
            Comment::References => split_references(text, &mut self.references),
            Comment::Flags => {
                let flags = text.split(',').map(str::trim).filter(|flag| !flag.is_empty());
                self.flags.extend(flags.map(str::to_owned));
            }
        }
    }
}

/// A line of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'t> {
    /// Whether it is of an obsolete entry: it begins with `#~`.
    pub(super) obsolete: bool,
    pub(super) content: Content<'t>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content<'t> {
    Blank,
    Comment(Comment, &'t str),
    /// The start of a field, and what follows the keyword.
    Field(Field, &'t str),
    /// A string that goes on the field before; behind `#|`, a previous field.
    String {
        previous: bool,
        text: &'t str,
    },
    /// Anything else.
    Other(&'t str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comment {
    /// `# `: from a translator.
    Translator,
    /// `#.`: from the developer, by way of the source.
    Extracted,
    /// `#:`
    References,
    /// `#,`, and `#=` of newer versions.
    Flags,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Context,
    Id,
    Plural,
    /// A translation; the only one is form 0.
    Form(usize),
    /// What the field was before the source changed: `#|`.
    PreviousContext,
    PreviousId,
    PreviousPlural,
}

impl Field {
    fn is_previous(self) -> bool {
        matches!(self, Field::PreviousContext | Field::PreviousId | Field::PreviousPlural)
    }
}

impl<'t> Line<'t> {
    pub(super) fn parse(line: &'t str) -> Self {
        let start = line.trim_ascii_start();
        let (obsolete, start) = match start.strip_prefix("#~") {
            Some(rest) => (true, rest.trim_ascii_start()),
            None => (false, start),
        };
        let content = match start.strip_prefix('#') {
            Some(comment) => Content::comment(comment),
            // Newer versions write `#~|`.
            None if obsolete && start.starts_with('|') => Content::previous(&start[1..]),
            None => Content::field(start),
        };
        Self { obsolete, content }
    }
}

impl<'t> Content<'t> {
    fn comment(comment: &'t str) -> Self {
        let kind = match comment.as_bytes().first() {
            Some(b'|') => return Self::previous(&comment[1..]),
            Some(b'.') => Comment::Extracted,
            Some(b':') => Comment::References,
            Some(b',' | b'=') => Comment::Flags,
            _ => Comment::Translator,
        };
        let text = if kind == Comment::Translator { comment } else { &comment[1..] };
        Self::Comment(kind, text.strip_prefix(' ').unwrap_or(text))
    }

    fn previous(text: &'t str) -> Self {
        let text = text.trim_ascii_start();
        match Self::field(text) {
            Self::Field(Field::Context, rest) => Self::Field(Field::PreviousContext, rest),
            Self::Field(Field::Id, rest) => Self::Field(Field::PreviousId, rest),
            Self::Field(Field::Plural, rest) => Self::Field(Field::PreviousPlural, rest),
            Self::String { text, .. } => Self::String { previous: true, text },
            Self::Blank => Self::Blank,
            _ => Self::Other(text),
        }
    }

    fn field(text: &'t str) -> Self {
        if text.is_empty() {
            return Self::Blank;
        }
        if text.starts_with('"') {
            return Self::String { previous: false, text };
        }
        let end = text.find(|character: char| !character.is_ascii_lowercase() && character != '_');
        let (keyword, rest) = text.split_at(end.unwrap_or(text.len()));
        match keyword {
            "msgctxt" => Self::Field(Field::Context, rest),
            "msgid" => Self::Field(Field::Id, rest),
            "msgid_plural" => Self::Field(Field::Plural, rest),
            "msgstr" => Self::form(rest).unwrap_or(Self::Other(text)),
            _ => Self::Other(text),
        }
    }

    /// Reads a translation: the number of its form, in brackets, is optional.
    fn form(rest: &'t str) -> Option<Self> {
        let Some(numbered) = rest.trim_ascii_start().strip_prefix('[') else {
            return Some(Self::Field(Field::Form(0), rest));
        };
        let (number, rest) = numbered.split_once(']')?;
        Some(Self::Field(Field::Form(number.trim_ascii().parse().ok()?), rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        use Content::*;
        let string = |previous, text| String { previous, text };
        for (line, obsolete, content) in [
            ("", false, Blank),
            (" \t", false, Blank),
            ("#", false, Comment(super::Comment::Translator, "")),
            ("#  a ", false, Comment(super::Comment::Translator, " a ")),
            ("#a", false, Comment(super::Comment::Translator, "a")),
            ("#. a", false, Comment(super::Comment::Extracted, "a")),
            ("#.", false, Comment(super::Comment::Extracted, "")),
            ("#: a.c:1", false, Comment(super::Comment::References, "a.c:1")),
            ("#, fuzzy", false, Comment(super::Comment::Flags, "fuzzy")),
            ("#| msgid \"a\"", false, Field(super::Field::PreviousId, " \"a\"")),
            ("#| \"a\"", false, string(true, "\"a\"")),
            ("#|", false, Blank),
            ("#~ msgid \"a\"", true, Field(super::Field::Id, " \"a\"")),
            ("#~| msgctxt \"a\"", true, Field(super::Field::PreviousContext, " \"a\"")),
            ("#~ \"a\"", true, string(false, "\"a\"")),
            ("#~", true, Blank),
            ("msgid\"a\"", false, Field(super::Field::Id, "\"a\"")),
            ("msgid_plural \"a\"", false, Field(super::Field::Plural, " \"a\"")),
            ("  msgstr \"a\"", false, Field(super::Field::Form(0), " \"a\"")),
            ("msgstr[2] \"a\"", false, Field(super::Field::Form(2), " \"a\"")),
            ("msgstr [ 1 ]\"a\"", false, Field(super::Field::Form(1), "\"a\"")),
            ("msgstr[x] \"a\"", false, Other("msgstr[x] \"a\"")),
            ("msgstr[1", false, Other("msgstr[1")),
            ("msgids \"a\"", false, Other("msgids \"a\"")),
            ("{", false, Other("{")),
        ] {
            assert_eq!(Line::parse(line), Line { obsolete, content }, "{line}");
        }
    }
}
