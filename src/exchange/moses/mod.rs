//! Moses: a pair of plain text files, one segment a line, line by line
//! translations of each other; and a file with the ids of the lines.
//!
//! What trainers of translation models, and tools for corpora, read. What the
//! files carry and what they lose is in `docs/formats/moses.md`.
//!
//! An [`Encode`] writes one stream: lines of source, target and
//! id, with tabs between them. [`Files`] is a writer that splits these lines to
//! three others.
//!
//! # Example
//!
//! ```
//! use bitext::{CodedText, Language, ReadUnits, TranslationUnit, Variant, moses};
//!
//! let mut unit = TranslationUnit::bilingual(
//!     Variant::new(Some(Language::en_us()), CodedText::from_plain("Next\nsteps")),
//!     Variant::new("de-DE".parse().ok(), CodedText::from_plain("Nächste Schritte")),
//! );
//! unit.id = Some("a.md#1".into());
//!
//! let files = moses::Files::new(Vec::new(), Vec::new(), Some(Vec::new()));
//! let mut writer = moses::Writer::new(files)?;
//! writer.write(&unit)?;
//! let (source, target, ids) = writer.finish()?.into_inner();
//! assert_eq!(source, b"Next steps\n");
//! assert_eq!(target, "Nächste Schritte\n".as_bytes());
//! assert_eq!(ids.as_deref(), Some(&b"a.md#1\n"[..]));
//!
//! let reader = moses::Reader::new(&source[..], &target[..]);
//! let unit = reader.units().next().unwrap()?;
//! assert_eq!(unit.target().unwrap().text.text(), "Nächste Schritte");
//! # Ok::<(), bitext::Error>(())
//! ```

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::{self, Empty, Read, Write};

use super::bilingual::{Languages, read_text, refill};
use super::finding::Findings;
use super::lines::Lines;
use super::{Encode, Finding, InlineStyle, Limits, ReadUnits, UnitReport, write_whole};
use crate::diagnostic::DiagnosticCode;
use crate::error::{Error, ErrorKind};
use crate::inline::Syntax;
use crate::language::Language;
use crate::position::Position;
use crate::unit::TranslationUnit;

/// Writes units as lines; see [`exchange::Writer`](crate::Writer) for what all
/// formats share, and [`Files`] for the writer to put inside.
pub type Writer<W> = super::Writer<W, Encoder>;

impl<W: io::Write> Writer<W> {
    /// A writer of units in any languages, as plain text.
    ///
    /// # Errors
    ///
    /// Never; other formats have a header that may not be writable.
    pub fn new(inner: W) -> Result<Self, Error> {
        Self::with_encoder(inner, Encoder::default())
    }
}

/// Encodes units as lines of source, target and id, with tabs between them: what
/// [`Files`] splits.
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

    fn write_lines(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, String> {
        let source = self.languages.source(unit)?;
        let (mut removed, mut lost_codes) = (0, 0);
        for target in self.languages.targets(unit, source)? {
            for (side, variant) in [("source", source), ("target", target)] {
                let text = self.inline_style.text_of(&variant.text);
                let (line, count) = one_line(&text);
                if line.trim().is_empty() {
                    return Err(format!("expected a {side} that is not blank"));
                }
                removed += count;
                lost_codes += InlineStyle::Codes.lost_codes(&variant.text);
                out.extend_from_slice(line.as_bytes());
                out.push(b'\t');
            }
            let (line, count) = one_line(unit.id.as_deref().unwrap_or_default());
            removed += count;
            out.extend_from_slice(line.as_bytes());
            out.push(b'\n');
        }
        Ok(UnitReport { removed_characters: removed, lost_codes })
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

    fn languages(&self) -> [Option<&Language>; 2] {
        self.languages.named()
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
/// writers: what the [`Encoder`] writes, as the files that tools
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

/// Reads units from two files of lines, in constant memory, and their ids from a
/// third.
///
/// Each file is read as UTF-8, or as UTF-16 with a byte order mark, unpacked
/// where it is gzip. A line that is blank on one side is left out with a finding.
/// The readers need not buffer.
///
/// # Errors
///
/// Where the files have different numbers of lines, after the units of the lines
/// that all have; and where a line is longer than the limit on texts.
///
/// # Example
///
/// ```
/// use bitext::{Language, ReadUnits, moses};
///
/// let source = "Next steps\nSee also\n";
/// let target = "Nächste Schritte\nSiehe auch\n";
/// let reader = moses::Reader::new(source.as_bytes(), target.as_bytes())
///     .with_ids("a#1\na#2\n".as_bytes())
///     .with_languages(Language::en_us(), "de-DE".parse()?);
/// let units = reader.units().collect::<Result<Vec<_>, _>>()?;
/// assert_eq!(units[1].id.as_deref(), Some("a#2"));
/// assert_eq!(units[1].target().unwrap().text.text(), "Siehe auch");
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Debug)]
pub struct Reader<S, T = S, I = Empty> {
    source: Lines<S>,
    target: Lines<T>,
    ids: Option<Lines<I>>,
    languages: Languages,
    syntax: Option<Syntax>,
    limits: Limits,
    findings: Findings,
    is_done: bool,
}

impl<S: Read, T: Read> Reader<S, T> {
    /// Reads the lines of a source and of a target, as plain text.
    pub fn new(source: S, target: T) -> Self {
        let limits = Limits::default();
        Self {
            source: Lines::new(source, limits.text()),
            target: Lines::new(target, limits.text()),
            ids: None,
            languages: Languages::default(),
            syntax: None,
            limits,
            findings: Findings::default(),
            is_done: false,
        }
    }
}

impl<S: Read, T: Read, I: Read> Reader<S, T, I> {
    /// Reads the id of each unit from a file of as many lines; an empty line is
    /// no id.
    pub fn with_ids<J: Read>(self, ids: J) -> Reader<S, T, J> {
        Reader {
            ids: Some(Lines::new(ids, self.limits.text())),
            source: self.source,
            target: self.target,
            languages: self.languages,
            syntax: self.syntax,
            limits: self.limits,
            findings: self.findings,
            is_done: self.is_done,
        }
    }

    /// Gives the languages, which the files do not name.
    #[must_use]
    pub fn with_languages(mut self, source: Language, target: Language) -> Self {
        self.languages = Languages { source: Some(source), target: Some(target) };
        self
    }

    /// Reads the markup in the texts as inline codes.
    #[must_use]
    pub fn with_syntax(mut self, syntax: Syntax) -> Self {
        self.syntax = Some(syntax);
        self
    }

    /// Sets the limits; the one on texts is for lines.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.source.set_longest(limits.text());
        self.target.set_longest(limits.text());
        if let Some(ids) = &mut self.ids {
            ids.set_longest(limits.text());
        }
        self.limits = limits;
        self
    }

    fn try_read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        while self.advance()? {
            if !self.is_blank() {
                self.fill(unit);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Goes to the next line of each file; returns false where all are at their end.
    fn advance(&mut self) -> Result<bool, Error> {
        let sides = [self.source.advance()?, self.target.advance()?];
        let ids = self.ids.as_mut().map(Lines::advance).transpose()?;
        match (sides, ids.unwrap_or(sides[0])) {
            ([true, true], true) => Ok(true),
            ([false, false], false) => Ok(false),
            _ => Err(self.uneven()?),
        }
    }

    /// Makes the error where a file ended before another.
    fn uneven(&mut self) -> Result<Error, Error> {
        let (source, target) = (count(&mut self.source)?, count(&mut self.target)?);
        let ids = self.ids.as_mut().map(count).transpose()?;
        let paired = source.min(target).min(ids.unwrap_or(usize::MAX));
        let of_ids = ids.map(|ids| format!(" and {ids} of the ids")).unwrap_or_default();
        let message = format!(
            "expected as many lines in each file, but found {source} of the source, \
             {target} of the target{of_ids}; the first {paired} were read, and may be shifted"
        );
        let position = Position { line: paired + 1, column: 1 };
        Ok(Error::new(ErrorKind::Syntax { position, message }))
    }

    /// Returns whether a side is blank, which is a finding.
    fn is_blank(&mut self) -> bool {
        let code = if self.source.text().trim().is_empty() {
            DiagnosticCode::EmptySource
        } else if self.target.text().trim().is_empty() {
            DiagnosticCode::EmptyTarget
        } else {
            return false;
        };
        let id = self.ids.as_ref().map(Lines::text).filter(|id| !id.is_empty());
        let message = "expected a text on both sides of the line; the pair is left out";
        let finding = Finding::new(code, self.source.position(), message);
        self.findings.push(finding.in_unit(self.source.number() as u64, id));
        true
    }

    /// Makes `unit` the pair of lines.
    fn fill(&self, unit: &mut TranslationUnit) {
        refill(unit, &self.languages);
        let id = self.ids.as_ref().map(Lines::text).filter(|id| !id.is_empty());
        unit.id = id.map(str::to_owned);
        let texts = [self.source.text(), self.target.text()];
        for (variant, text) in unit.variants.iter_mut().zip(texts) {
            read_text(&mut variant.text, text, self.syntax);
        }
    }
}

/// Reads a file to its end; returns how many lines it has.
fn count<R: Read>(lines: &mut Lines<R>) -> Result<usize, Error> {
    while lines.advance()? {}
    Ok(lines.number())
}

impl<S: Read, T: Read, I: Read> ReadUnits for Reader<S, T, I> {
    fn read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        if self.is_done {
            return Ok(false);
        }
        let read = self.try_read(unit);
        self.is_done = !matches!(read, Ok(true));
        read
    }

    fn findings(&mut self) -> &mut Vec<Finding> {
        self.findings.all()
    }
}
