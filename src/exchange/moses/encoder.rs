//! Units as lines of source, target and id, and these lines as files.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::error::Error;
use crate::exchange::bilingual::Languages;
use crate::exchange::{Encode, InlineStyle, UnitReport, write_whole};
use crate::language::Language;
use crate::unit::TranslationUnit;

/// Encodes units as lines of source, target and id, with tabs between them: what
/// [`Files`](super::Files) splits.
///
/// The default takes the source and the first target of each unit, whatever
/// their languages, as plain text.
///
/// # Example
///
/// ```
/// use bitext::exchange::InlineStyle;
/// use bitext::{Language, moses};
///
/// let encoder = moses::Encoder::default()
///     .with_languages(Language::en_us(), "zh-CN".parse()?)
///     .with_inline_style(InlineStyle::Raw);
/// let writer = moses::Writer::with_encoder(Vec::new(), encoder)?;
/// # writer.finish()?;
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoder {
    languages: Languages,
    inline_style: InlineStyle,
}

impl Default for Encoder {
    fn default() -> Self {
        Self { languages: Languages::default(), inline_style: InlineStyle::Strip }
    }
}

impl Encoder {
    /// Takes the texts in these languages, in either direction; a unit without
    /// one of them is refused.
    #[must_use]
    pub fn with_languages(mut self, source: Language, target: Language) -> Self {
        self.languages = Languages { source: Some(source), target: Some(target) };
        self
    }

    /// Sets what becomes of inline codes: they are left out, or text as written.
    /// Lines have no other place for them.
    #[must_use]
    pub fn with_inline_style(mut self, inline_style: InlineStyle) -> Self {
        self.inline_style = inline_style;
        self
    }

    fn write_lines(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<usize, String> {
        let source = self.languages.source(unit)?;
        let mut removed = 0;
        for target in self.languages.targets(unit, source)? {
            for (side, variant) in [("source", source), ("target", target)] {
                let text = self.inline_style.text_of(&variant.text);
                let (line, count) = one_line(&text);
                if line.trim().is_empty() {
                    return Err(format!("expected a {side} that is not blank"));
                }
                removed += count;
                out.extend_from_slice(line.as_bytes());
                out.push(b'\t');
            }
            let (line, count) = one_line(unit.id.as_deref().unwrap_or_default());
            removed += count;
            out.extend_from_slice(line.as_bytes());
            out.push(b'\n');
        }
        Ok(removed)
    }
}

impl Encode for Encoder {
    fn write_header(&self, _: &mut Vec<u8>) -> Result<(), Error> {
        Ok(())
    }

    fn write_unit(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error> {
        write_whole(unit, out, |out| self.write_lines(unit, out))
    }

    fn writes_neighbours(&self) -> bool {
        false
    }

    fn write_footer(&self, _: &mut Vec<u8>) {}
}

/// Returns the text with a space for each line end and tab, and without control
/// characters and byte order marks; and how many characters were removed.
///
/// Readers differ in what ends a line: those in Python split at all that
/// `str.splitlines` names, which U+2028, U+0085 and the form feed are among.
fn one_line(text: &str) -> (Cow<'_, str>, usize) {
    if text.bytes().all(is_plain) {
        return (Cow::Borrowed(text), 0);
    }
    let mut line = String::with_capacity(text.len());
    let mut removed = 0;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            _ if is_separator(character) => line.push(' '),
            '\u{FEFF}' => removed += 1,
            _ if character.is_control() => removed += 1,
            _ => line.push(character),
        }
    }
    (Cow::Owned(line), removed)
}

/// Returns whether a byte surely is of a character that stays: U+0085 begins
/// with C2, U+2028 with E2, U+FEFF with EF.
fn is_plain(byte: u8) -> bool {
    !matches!(byte, 0..=0x1F | 0x7F | 0xC2 | 0xE2 | 0xEF)
}

/// Returns whether a reader may take a character for the end of a line or a field.
fn is_separator(character: char) -> bool {
    matches!(character, '\t'..='\r' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Splits lines of source, target and id, with tabs between them, to three
/// writers: what the [`Encoder`](super::Encoder) writes, as the files that tools
/// read.
///
/// Each call writes at most once to each of the three, so that they need not
/// buffer where the calls are large.
///
/// # Example
///
/// ```
/// use std::io::Write;
///
/// use bitext::moses::Files;
///
/// let mut files = Files::new(Vec::new(), Vec::new(), None);
/// files.write_all(b"a\tb\t1\nc\td\t2\n")?;
/// let (source, target, _) = files.into_inner();
/// assert_eq!((source, target), (b"a\nc\n".to_vec(), b"b\nd\n".to_vec()));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Files<W> {
    source: W,
    target: W,
    ids: Option<W>,
    /// The number of the field that comes next: source, target, id.
    field: usize,
    /// What one call writes to each file.
    bytes: [Vec<u8>; 3],
}

impl<W: Write> Files<W> {
    /// Splits to these writers; without one for the ids, they are dropped.
    pub fn new(source: W, target: W, ids: Option<W>) -> Self {
        Self { source, target, ids, field: 0, bytes: Default::default() }
    }

    /// Returns the writers of the sources, the targets and the ids.
    pub fn into_inner(self) -> (W, W, Option<W>) {
        (self.source, self.target, self.ids)
    }

    /// Splits the bytes to the files. The last field ends with the line, the
    /// others with a tab.
    fn split(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut rest = bytes;
        while let Some(end) = memchr::memchr2(b'\t', b'\n', rest) {
            let expected = if self.field == 2 { b'\n' } else { b'\t' };
            if rest[end] != expected {
                let message = "expected lines of a source, a target and an id with tabs between";
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
            self.bytes[self.field].extend_from_slice(&rest[..end]);
            self.bytes[self.field].push(b'\n');
            self.field = (self.field + 1) % 3;
            rest = &rest[end + 1..];
        }
        self.bytes[self.field].extend_from_slice(rest);
        Ok(())
    }
}

impl<W: Write> Write for Files<W> {
    /// Writes all bytes, or fails.
    ///
    /// # Errors
    ///
    /// Where a line has not three fields, or one of the writers fails; the files
    /// are then good for nothing.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.iter_mut().for_each(Vec::clear);
        self.split(bytes)?;
        let [source, target, ids] = &self.bytes;
        self.source.write_all(source)?;
        self.target.write_all(target)?;
        if let Some(writer) = &mut self.ids {
            writer.write_all(ids)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.source.flush()?;
        self.target.flush()?;
        self.ids.as_mut().map_or(Ok(()), Write::flush)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_lines_becomes_a_space() {
        for (text, line, removed) in [
            ("", "", 0),
            (" a  b ", " a  b ", 0),
            ("a\nb\r\nc\rd\te", "a b c d e", 0),
            ("a\n\nb", "a  b", 0),
            ("a\u{B}b\u{C}c\u{1C}d\u{85}e\u{2028}f\u{2029}g", "a b c d e f g", 0),
            ("a\0b\u{1F}c\u{7F}d\u{9F}\u{FEFF}e", "abcde", 5),
            ("“é”\u{A0}\u{3000}", "“é”\u{A0}\u{3000}", 0),
        ] {
            assert_eq!(one_line(text), (line.into(), removed), "{text:?}");
        }
    }

    #[test]
    fn however_the_bytes_are_cut() {
        let lines = "a\tb b\t\n\tü\t2\n".as_bytes();
        for size in 1..lines.len() {
            let mut files = Files::new(Vec::new(), Vec::new(), Some(Vec::new()));
            lines.chunks(size).for_each(|chunk| files.write_all(chunk).unwrap());
            let (source, target, ids) = files.into_inner();
            assert_eq!(source, b"a\n\n");
            assert_eq!(target, "b b\nü\n".as_bytes());
            assert_eq!(ids.unwrap(), b"\n2\n");
        }
    }

    #[test]
    fn a_line_has_three_fields() {
        for lines in ["a\n", "a\tb\n", "a\tb\tc\td\n"] {
            let mut files = Files::new(Vec::new(), Vec::new(), None);
            let error = files.write_all(lines.as_bytes()).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{lines:?}");
        }
    }
}
