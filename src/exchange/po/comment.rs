//! Comments: the notes of a unit, and what else stands before its texts.

use super::names::{DEVELOPER, FLAGS, REFERENCE};
use super::quoted::is_allowed;
use super::reference;
use crate::exchange::bilingual::document;
use crate::unit::{Note, TranslationUnit, Variant};

/// Comments being written; counts the characters that are left out.
pub(super) struct Comments<'o> {
    out: &'o mut Vec<u8>,
    pub(super) removed: usize,
}

impl<'o> Comments<'o> {
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

    /// Writes a text as lines of a comment; one of no text is none.
    pub(super) fn lines(&mut self, mark: &str, text: &str) {
        let allowed: String = text.chars().filter(|character| is_allowed(*character)).collect();
        self.removed += text.chars().count() - allowed.chars().count();
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
        let kept = unit.properties.iter().filter(|property| property.name == REFERENCE);
        for property in kept.filter(|property| !property.value.is_empty()) {
            let (path, line) = reference::path_and_line(&property.value);
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

    fn reference(&mut self, start: usize, path: &str, line: Option<&str>) {
        if self.out.len() == start {
            self.out.extend_from_slice(b"#:");
        }
        reference::write(path, line, self.out);
    }

    /// Writes the flags.
    pub(super) fn flags(&mut self, unit: &TranslationUnit, is_fuzzy: bool) {
        let kept = unit.properties.iter().filter(|property| property.name == FLAGS);
        let kept = kept.flat_map(|property| property.value.split(',')).map(str::trim);
        let kept = kept.filter(|flag| is_flag(flag) && *flag != FUZZY);
        let flags: Vec<&str> = is_fuzzy.then_some(FUZZY).into_iter().chain(kept).collect();
        if !flags.is_empty() {
            self.out.extend_from_slice(format!("#, {}\n", flags.join(", ")).as_bytes());
        }
    }
}

/// Whether a line ends in a backslash, spaces behind it or not.
///
/// To gettext, a backslash at the end of any line joins it to the next. So such
/// a line of a comment has one space more in the file than in the note.
fn ends_in_backslash(line: &str) -> bool {
    line.trim_end_matches(' ').ends_with('\\')
}

/// The line of a note that a line of a comment stands for.
pub(super) fn line_of_note(line: &str) -> &str {
    match line.strip_suffix(' ') {
        Some(shorter) if ends_in_backslash(line) => shorter,
        _ => line,
    }
}

/// The flag of a translation that a person must look at.
pub(super) const FUZZY: &str = "fuzzy";

/// Whether a text can stand among the flags: words such as `c-format`, and
/// `range: 0..9`.
fn is_flag(text: &str) -> bool {
    !text.is_empty()
        && !text.contains(|character: char| character.is_control() || character == '\\')
}

fn is_developer(note: &Note, otherwise: bool) -> bool {
    note.from.as_deref().map_or(otherwise, |from| from == DEVELOPER)
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
            Comments::new(&mut out).lines("#", note);
            let file = String::from_utf8(out).unwrap();
            assert_eq!(file, comment);
            let lines = file.lines().map(|line| line_of_note(line.get(2..).unwrap_or_default()));
            assert_eq!(lines.collect::<Vec<_>>().join("\n"), note);
        }
    }
}
