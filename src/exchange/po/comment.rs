//! Comments: the notes of a unit, its flags, and the references to where it comes
//! from.

use std::borrow::Cow;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::string::allowed;
use super::{DEVELOPER, FLAGS, REFERENCE};
use crate::exchange::bilingual::document;
use crate::unit::{Note, TranslationUnit, Variant};

/// Writes the comments of an entry, and counts the characters that are left out.
pub(super) struct CommentWriter<'o> {
    out: &'o mut Vec<u8>,
    pub(super) removed: usize,
}

impl<'o> CommentWriter<'o> {
    pub(super) fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out, removed: 0 }
    }

    /// Writes the notes of a unit and of its two texts: first those of
    /// translators, then those of developers. Where nobody is named, those of
    /// the translation are a translator's.
    pub(super) fn notes(
        &mut self,
        unit: &TranslationUnit,
        source: &Variant,
        target: Option<&Variant>,
    ) {
        let developers = unit.notes.iter().chain(&source.notes);
        let all = developers.map(|note| (note, is_developer(note, true)));
        let targets = target.into_iter().flat_map(|target| &target.notes);
        let all = all.chain(targets.map(|note| (note, is_developer(note, false))));
        let (extracted, translator): (Vec<_>, Vec<_>) = all.partition(|(_, extracted)| *extracted);
        translator.iter().for_each(|(note, _)| self.lines("#", &note.text));
        extracted.iter().for_each(|(note, _)| self.lines("#.", &note.text));
    }

    /// Writes a text as lines of a comment; an empty text makes none.
    pub(super) fn lines(&mut self, mark: &str, text: &str) {
        let (allowed, removed) = allowed(text.into());
        self.removed += removed;
        let lines = || allowed.split('\n').map(|line| line.trim_end_matches('\r'));
        if lines().eq([""]) {
            return;
        }
        for line in lines() {
            self.out.extend_from_slice(mark.as_bytes());
            if !line.is_empty() {
                self.out.push(b' ');
                self.out.extend_from_slice(line.as_bytes());
            }
            if ends_in_backslash(line) {
                self.out.push(b' ');
            }
            self.out.push(b'\n');
        }
    }

    /// Writes where the unit comes from: the references that it was read with,
    /// or else its document and line.
    pub(super) fn references(&mut self, unit: &TranslationUnit) {
        let start = self.out.len();
        let own = unit.properties.iter().filter(|property| property.name == REFERENCE);
        for property in own.filter(|property| !property.value.is_empty()) {
            let (path, line) = path_and_line(&property.value);
            self.reference(start, path, line);
        }
        if let Some(path) = document(unit).filter(|_| self.out.len() == start) {
            let line = unit.placement.as_ref().map(|placement| placement.line.to_string());
            self.reference(start, path, line.as_deref());
        }
        if self.out.len() > start {
            self.out.push(b'\n');
        }
    }

    /// Adds a reference to the line that begins at `start`.
    fn reference(&mut self, start: usize, path: &str, line: Option<&str>) {
        if self.out.len() == start {
            self.out.extend_from_slice(b"#:");
        }
        write_reference(path, line, self.out);
    }

    /// Writes the flags.
    pub(super) fn flags(&mut self, unit: &TranslationUnit, is_fuzzy: bool) {
        let own = unit.properties.iter().filter(|property| property.name == FLAGS);
        let own = own.flat_map(|property| property.value.split(',')).map(str::trim);
        let own = own.filter(|flag| is_flag(flag) && *flag != FUZZY);
        let flags: Vec<&str> = is_fuzzy.then_some(FUZZY).into_iter().chain(own).collect();
        if !flags.is_empty() {
            self.out.extend_from_slice(format!("#, {}\n", flags.join(", ")).as_bytes());
        }
    }
}

/// Returns whether a line ends in a backslash, spaces behind it or not.
///
/// To gettext, a backslash at the end of any line joins it to the next. So such
/// a line of a comment has one space more in the file than in the note.
fn ends_in_backslash(line: &str) -> bool {
    line.trim_end_matches(' ').ends_with('\\')
}

/// Returns the line of a note that became this line of a comment.
pub(super) fn line_of_note(line: &str) -> &str {
    match line.strip_suffix(' ') {
        Some(shorter) if ends_in_backslash(line) => shorter,
        _ => line,
    }
}

/// The flag of a translation that a person must look at.
pub(super) const FUZZY: &str = "fuzzy";

/// Returns whether a text can be among the flags: words such as `c-format`, and
/// `range: 0..9`.
fn is_flag(text: &str) -> bool {
    !text.is_empty()
        && !text.contains(|character: char| character.is_control() || character == '\\')
}

/// Returns whether a note is a developer's; `otherwise` where nobody is named.
fn is_developer(note: &Note, otherwise: bool) -> bool {
    note.from.as_deref().map_or(otherwise, |from| from == DEVELOPER)
}

/// What a path with white space in it is between, as gettext writes it.
const OPEN: char = '\u{2068}';
const CLOSE: char = '\u{2069}';

/// Adds the references of a comment, each as `path` or `path:line`.
pub(super) fn split_references(comment: &str, references: &mut Vec<String>) {
    let mut rest = comment.trim_ascii_start();
    while !rest.is_empty() {
        let isolated = rest.strip_prefix(OPEN).and_then(|rest| rest.split_once(CLOSE));
        let (path, behind) = isolated.unwrap_or(("", rest));
        let end = behind.find([' ', '\t']).unwrap_or(behind.len());
        references.push(format!("{path}{}", &behind[..end]));
        rest = behind[end..].trim_ascii_start();
    }
}

/// Splits the line number off a reference.
pub(super) fn path_and_line(reference: &str) -> (&str, Option<&str>) {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match reference.rsplit_once(':') {
        Some((path, line)) if !path.is_empty() && is_number(line) => (path, Some(line)),
        _ => (reference, None),
    }
}

/// Adds ` path` or ` path:line`. Characters that would end the line or the path
/// are percent-encoded.
fn write_reference(path: &str, line: Option<&str>, out: &mut Vec<u8>) {
    let path = encoded_path(path);
    out.push(b' ');
    if path.contains(char::is_whitespace) {
        out.extend_from_slice(format!("{OPEN}{path}{CLOSE}").as_bytes());
    } else {
        out.extend_from_slice(path.as_bytes());
    }
    if let Some(line) = line {
        out.push(b':');
        out.extend_from_slice(line.as_bytes());
    }
}

/// Encodes what a reference cannot hold of a path: a colon before digits at its
/// end is among it, and a backslash there.
pub(super) fn encoded_path(path: &str) -> Cow<'_, str> {
    if let (path, Some(digits)) = path_and_line(path) {
        return Cow::Owned(format!("{}%3A{digits}", without_refused(path)));
    }
    // At the end of a line it would join the next line to it.
    if let Some(path) = path.strip_suffix('\\') {
        return Cow::Owned(format!("{}%5C", without_refused(path)));
    }
    without_refused(path)
}

fn without_refused(path: &str) -> Cow<'_, str> {
    let is_refused = |character: char| character.is_control() || [OPEN, CLOSE].contains(&character);
    if !path.contains(is_refused) {
        return Cow::Borrowed(path);
    }
    let encode = |character: char| {
        let text = character.to_string();
        match is_refused(character) {
            true => utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string(),
            false => text,
        }
    };
    Cow::Owned(path.chars().map(encode).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_ends_in_a_backslash() {
        for (note, comment) in [
            ("a\\", "# a\\ \n"),
            ("a\\ ", "# a\\  \n"),
            ("\\\nb", "# \\ \n# b\n"),
            ("a ", "# a \n"),
            ("", ""),
            ("\n", "#\n#\n"),
        ] {
            let mut out = Vec::new();
            CommentWriter::new(&mut out).lines("#", note);
            let file = String::from_utf8(out).unwrap();
            assert_eq!(file, comment);
            let lines = file.lines().map(|line| line_of_note(line.get(2..).unwrap_or_default()));
            assert_eq!(lines.collect::<Vec<_>>().join("\n"), note);
        }
    }

    #[test]
    fn references_of_a_comment() {
        for (comment, expected) in [
            ("", &[][..]),
            ("a.c:12  b.c", &["a.c:12", "b.c"]),
            ("\u{2068}a b.md\u{2069}:14 c.md:3", &["a b.md:14", "c.md:3"]),
            ("\u{2068}a b.md", &["\u{2068}a", "b.md"]),
        ] {
            let mut references = Vec::new();
            split_references(comment, &mut references);
            assert_eq!(references, expected, "{comment}");
        }
    }

    #[test]
    fn paths_and_lines() {
        for (reference, expected) in [
            ("a.c:12", ("a.c", Some("12"))),
            ("a.c", ("a.c", None)),
            ("C:\\a.c", ("C:\\a.c", None)),
            ("a:", ("a:", None)),
            (":12", (":12", None)),
        ] {
            assert_eq!(path_and_line(reference), expected);
        }
    }

    #[test]
    fn written_references_are_read() {
        for (path, line) in [("a.md", None), ("a b.md", Some("3")), ("ü\u{3000}x", Some("1"))] {
            let mut out = Vec::new();
            write_reference(path, line, &mut out);
            let mut references = Vec::new();
            split_references(std::str::from_utf8(&out).unwrap(), &mut references);
            assert_eq!(references.len(), 1);
            assert_eq!(path_and_line(&references[0]), (path, line));
        }
        assert_eq!(encoded_path("a\n\u{2068}%"), "a%0A%E2%81%A8%");
        assert_eq!(encoded_path("a:1:2"), "a:1%3A2");
        assert_eq!(encoded_path("a\\b\\"), "a\\b%5C");
    }
}
