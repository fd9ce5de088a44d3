//! TMX files as units.
//!
//! Functions that follow the shape of the file, over one [`Cursor`]: here `tmx`
//! and `body`, then [`header`], [`unit`] with its notes, properties and
//! variants, and [`segment`] with the codes of a text, those that are not TMX's
//! in [`foreign`] and [`omegat`]. What properties say of the context goes through
//! [`context`].

mod attributes;
mod context;
mod foreign;
mod header;
mod omegat;
mod openings;
mod segment;
mod unit;

use std::fmt;
use std::io;

use super::header::Header;
use super::messages::{is_space, missing, no_tmx, shown};
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::Error;
use crate::exchange::xml::Defect;
use crate::exchange::xml::cursor::{Cursor, DefectAction, Step};
use crate::exchange::{Finding, Limits, ReadUnits};
use crate::unit::TranslationUnit;
use unit::UnitReader;

/// Reads the units of a TMX file, in constant memory.
///
/// It takes TMX 1.1 to 1.4b in UTF-8, UTF-16 or whatever the file declares, with
/// a byte order mark or without, packed with gzip or not. A DOCTYPE is passed
/// over, and nothing outside of the file is ever asked for. The input needs no
/// buffer of its own.
///
/// A unit that cannot be read as one is left out with one
/// [`MalformedUnit`](DiagnosticCode::MalformedUnit) finding; what else breaks a
/// rule is reported where it keeps something from being used. For all the rules
/// of the format use a [`Validator`](super::Validator). What is read, and where
/// it goes, is in `docs/formats/tmx.md`.
///
/// # Example
///
/// ```
/// use bitext::{ReadUnits, TranslationUnit, tmx};
///
/// let file = r#"<tmx version="1.4">
/// <header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t"
///   adminlang="en" srclang="en-US" datatype="html"/>
/// <body>
/// <tu tuid="7">
///   <tuv xml:lang="en-US"><seg>Press <bpt i="1" type="bold">&lt;b></bpt>OK<ept i="1">&lt;/b></ept></seg></tuv>
///   <tuv xml:lang="de-DE" creationdate="2002"><seg>OK drücken</seg></tuv>
/// </tu>
/// </body>
/// </tmx>"#;
/// let mut reader = tmx::Reader::new(file.as_bytes());
/// assert_eq!(reader.header()?.data_type(), "html");
///
/// let mut unit = TranslationUnit::default();
/// while reader.read(&mut unit)? {
///     assert_eq!(unit.source().unwrap().text.markup(), "Press <b>OK</b>");
///     assert_eq!(unit.target().unwrap().text.plain(), "OK drücken");
/// }
/// let finding = &reader.findings()[0];
/// assert!(finding.to_string().starts_with("7:3: error[invalid-date]: unit 1 (7): expected a date"));
/// # Ok::<(), bitext::Error>(())
/// ```
pub struct Reader<R> {
    cursor: Cursor<R>,
    reached: Reached,
    header: Header,
    units: UnitReader,
}

/// How far in the file the reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reached {
    Start,
    Body,
    /// The end of the `body`.
    BodyEnd,
    /// The end of the file, or a place from which it cannot be read on.
    End,
}

impl<R: io::Read> Reader<R> {
    /// A reader of a file, under the default limits.
    pub fn new(inner: R) -> Self {
        Self {
            cursor: Cursor::without_namespaces(inner, Limits::default(), defect_action),
            reached: Reached::Start,
            header: Header::unknown(),
            units: UnitReader::new(),
        }
    }

    /// Sets how much one construct of the file may ask for.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.cursor.set_limits(limits);
        self
    }

    /// What holds for the whole file; reads up to the first unit where that has
    /// not been done.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read so far.
    pub fn header(&mut self) -> Result<&Header, Error> {
        if self.reached == Reached::Start {
            self.open()?;
        }
        Ok(&self.header)
    }

    /// How many units the file had so far, those left out included.
    pub fn units_seen(&self) -> u64 {
        self.cursor.units
    }

    /// Reads up to the start of the `body`.
    fn open(&mut self) -> Result<(), Error> {
        // So that it is, where the file cannot be read.
        self.reached = Reached::End;
        self.root()?;
        let mut has_header = false;
        self.reached = loop {
            match self.cursor.advance()? {
                Step::Start if self.cursor.name() == "header" && !has_header => {
                    has_header = true;
                    self.header = header::read(&mut self.cursor, &mut self.units.languages)?;
                }
                Step::Start if self.cursor.name() == "body" => break Reached::Body,
                Step::Start => self.skip("a `header` and a `body`")?,
                Step::Text => stray_text(&mut self.cursor),
                Step::End | Step::Done => break Reached::BodyEnd,
            }
        };
        self.units.begin_file(&self.header);
        let missing = match (has_header, self.reached) {
            (false, _) => "header",
            (true, Reached::BodyEnd) => "body",
            _ => return Ok(()),
        };
        let message = format!("expected a `{missing}` in the `tmx`, but found none");
        self.cursor.find(DiagnosticCode::MissingElement, message);
        Ok(())
    }

    /// Reads the start of the root.
    fn root(&mut self) -> Result<(), Error> {
        self.cursor.advance()?;
        let cursor = &mut self.cursor;
        if cursor.name() != "tmx" {
            return Err(cursor.error(no_tmx(cursor.name())));
        }
        let Some(version) = cursor.attribute("version") else {
            cursor.find(DiagnosticCode::MissingAttribute, missing("tmx", "version"));
            return Ok(());
        };
        if !VERSIONS.contains(&version) {
            let found = shown(version);
            let message = format!("expected TMX 1.1 to 1.4, but found the version `{found}`");
            cursor.find(DiagnosticCode::InvalidAttribute, message);
        }
        Ok(())
    }

    /// Passes over an element that has no place where it stands.
    fn skip(&mut self, expected: &str) -> Result<(), Error> {
        let message = format!("expected {expected}, but found `{}`", shown(self.cursor.name()));
        self.cursor.find(DiagnosticCode::UnexpectedElement, message);
        self.cursor.pass_over()
    }

    /// Goes to the start of the next `tu`; returns false at the end of the file.
    fn next_tu(&mut self) -> Result<bool, Error> {
        loop {
            match self.cursor.advance()? {
                Step::Start if self.reached != Reached::Body => {
                    self.skip("nothing behind the `body`")?;
                }
                Step::Start if self.cursor.name() == "tu" => return Ok(true),
                Step::Start => self.skip("a `tu`")?,
                Step::Text => stray_text(&mut self.cursor),
                Step::End => self.reached = Reached::BodyEnd,
                Step::Done => return Ok(false),
            }
        }
    }

    fn next(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        if self.reached == Reached::Start {
            self.open()?;
        }
        while self.next_tu()? {
            if self.units.read(&mut self.cursor, unit)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl<R: io::Read> ReadUnits for Reader<R> {
    fn read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        if self.reached == Reached::End {
            return Ok(false);
        }
        let result = self.next(unit);
        if !matches!(result, Ok(true)) {
            self.reached = Reached::End;
        }
        result
    }

    fn findings(&mut self) -> &mut Vec<Finding> {
        self.cursor.findings.all()
    }
}

impl<R> fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("reached", &self.reached)
            .field("header", &self.header)
            .field("units", &self.cursor.units)
            .field("findings", &self.cursor.findings)
            .finish_non_exhaustive()
    }
}

/// The versions that are read.
const VERSIONS: [&str; 7] = ["1.1", "1.2", "1.3", "1.4", "1.4a", "1.4b", "1.0"];

/// Finds what may lose something; a reference that cannot be resolved makes its
/// unit malformed.
fn defect_action(defect: Defect<'_>, in_unit: bool) -> DefectAction {
    let code = match defect {
        Defect::Reference(_) if in_unit => return DefectAction::SpoilAlone,
        Defect::CommentHyphens => return DefectAction::Ignore,
        Defect::Foreign(..) => {
            return DefectAction::Find(DiagnosticCode::UnexpectedElement, Severity::Warning);
        }
        Defect::Character(_) | Defect::Surrogate(_) => DiagnosticCode::ForbiddenCharacter,
        Defect::Reference(_) | Defect::CdataEnd => DiagnosticCode::UnexpectedElement,
        Defect::MissingMark | Defect::Encoding { .. } => DiagnosticCode::UnmarkedEncoding,
    };
    DefectAction::Find(code, code.severity())
}

/// Adds a finding about text where there should be none; white space may be.
fn stray_text<R: io::Read>(cursor: &mut Cursor<R>) {
    if !is_space(cursor.text()) && !cursor.is_defect() {
        let message = format!("expected no text here, but found `{}`", shown(cursor.text().trim()));
        cursor.find(DiagnosticCode::UnexpectedElement, message);
    }
}

/// Passes over an element that has no place here.
fn unexpected<R: io::Read>(cursor: &mut Cursor<R>) -> Result<(), Error> {
    let message = format!("expected no `{}` here; it is left out", shown(cursor.name()));
    cursor.find(DiagnosticCode::UnexpectedElement, message);
    cursor.pass_over()
}

/// Reads the text of the element that began, which holds no elements.
fn read_text<R: io::Read>(cursor: &mut Cursor<R>, text: &mut String) -> Result<(), Error> {
    loop {
        match cursor.advance()? {
            Step::Text => text.push_str(cursor.text()),
            Step::Start => unexpected(cursor)?,
            Step::End | Step::Done => return Ok(()),
        }
    }
}
