//! What a line of a PO file is, by its first characters (gettext manual, "The
//! Format of PO Files").

/// A line.
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
    /// A string that goes on the field before; of a previous field where `#|`
    /// says so.
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

    /// A translation: the number of its form, in brackets, is optional.
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
