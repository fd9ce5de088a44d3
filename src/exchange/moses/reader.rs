//! Units from the lines of two or three files.

use std::io::{Empty, Read};

use crate::diagnostic::DiagnosticCode;
use crate::error::{Error, ErrorKind};
use crate::exchange::bilingual::{Languages, read_text, refill};
use crate::exchange::finding::Findings;
use crate::exchange::lines::Lines;
use crate::exchange::{Finding, Limits, ReadUnits};
use crate::inline::Syntax;
use crate::language::Language;
use crate::position::Position;
use crate::unit::TranslationUnit;

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
