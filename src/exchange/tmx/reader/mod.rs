//! TMX files as units.

mod attributes;
mod context;
mod header;
mod kept;
mod languages;
mod pairs;
mod refill;
mod report;
mod texts;
mod unit;

use std::fmt;
use std::io;

pub(super) use attributes::{missing, no_date, unknown};
pub(super) use languages::{no_language, other_spelling};
pub(super) use report::{At, shown};
pub(super) use unit::is_space;

use super::header::Header;
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::Error;
use crate::exchange::found::Found;
use crate::exchange::input::xml::{self, Defect, Event, Tag};
use crate::exchange::{Finding, Limits, ReadUnits};
use crate::unit::TranslationUnit;
use header::HeaderBuilder;
use report::Malformed;
use unit::UnitBuilder;

/// Reads the units of a TMX file, in constant memory.
///
/// It takes TMX 1.1 to 1.4b in UTF-8, UTF-16 or whatever the file declares, with
/// a byte order mark or without, packed with gzip or not. A DOCTYPE is passed
/// over, and nothing outside of the file is ever asked for. The input needs no
/// buffer of its own.
///
/// A unit that cannot be read as one is left out with one
/// [`MalformedUnit`](DiagnosticCode::MalformedUnit) finding; what else breaks a
/// rule is told where it keeps something from being used. For all the rules of
/// the format use a [`Validator`](super::Validator). What is read, and where it
/// goes, is in `docs/formats/tmx.md`.
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
    xml: xml::Reader<R>,
    place: Place,
    header: Header,
    builder: UnitBuilder,
    findings: Found,
    units: u64,
}

/// Where in the file the reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before the units.
    Start,
    /// Among the units.
    Body,
    /// Behind the units.
    After,
}

impl<R: io::Read> Reader<R> {
    /// A reader of a file, under the default limits.
    pub fn new(inner: R) -> Self {
        Self {
            xml: xml::Reader::new(inner, Limits::default()),
            place: Place::Start,
            header: Header::unknown(),
            builder: UnitBuilder::new(),
            findings: Found::default(),
            units: 0,
        }
    }

    /// Sets how much one construct of the file may ask for.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.xml.set_limits(limits);
        self
    }

    /// What holds for the whole file; reads up to the first unit where that has
    /// not been done.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read so far.
    pub fn header(&mut self) -> Result<&Header, Error> {
        if self.place == Place::Start {
            self.open()?;
        }
        Ok(&self.header)
    }

    /// How many units the file had so far, those left out included.
    pub fn units_seen(&self) -> u64 {
        self.units
    }

    /// Reads up to the first construct inside the `body`.
    fn open(&mut self) -> Result<(), Error> {
        let mut has_header = false;
        while self.place == Place::Start && self.xml.advance()? {
            let xml = &self.xml;
            let at = &|| xml.position();
            match xml.event() {
                Event::Start(tag) if xml.depth() == 1 => {
                    if tag.name() != "tmx" {
                        return Err(self.no_tmx());
                    }
                    self.findings.extend(check_version(tag, at));
                }
                Event::Start(tag) if tag.name() == "header" && !has_header => {
                    has_header = true;
                    self.read_header()?;
                }
                Event::Start(tag) if tag.name() == "body" => self.place = Place::Body,
                Event::Start(_) => self.skip("a `header` and a `body`")?,
                Event::End(_) => self.place = Place::After,
                Event::Text(text) => self.findings.extend(check_space(text, at)),
                Event::Defect(defect) => {
                    self.findings.extend(defect_outside_of_units(defect, at));
                }
                Event::Eof => {}
            }
        }
        let missing = match (has_header, self.place) {
            (false, _) => "header",
            (true, Place::After) => "body",
            _ => return Ok(()),
        };
        let message = format!("expected a `{missing}` in the `tmx`, but found none");
        let position = self.xml.position();
        self.findings.push(Finding::new(DiagnosticCode::MissingElement, position, message));
        Ok(())
    }

    fn no_tmx(&mut self) -> Error {
        self.place = Place::After;
        let found = match self.xml.event() {
            Event::Start(tag) => shown(tag.name()),
            _ => String::new(),
        };
        self.xml
            .syntax_error(format!("expected a `tmx` element, but found `{found}`; give a TMX file"))
    }

    fn read_header(&mut self) -> Result<(), Error> {
        let languages = &mut self.builder.languages;
        let Event::Start(tag) = self.xml.event() else { return Ok(()) };
        let xml = &self.xml;
        let mut header =
            HeaderBuilder::new(tag, languages, self.findings.all(), &|| xml.position());
        loop {
            if !self.xml.advance()? {
                break;
            }
            let xml = &self.xml;
            if header.event(xml.event(), &|| xml.position()) {
                break;
            }
        }
        self.header = header.into_header();
        self.builder.source_language = self.header.source_language().clone();
        self.builder.carried.studio_has_next_source =
            self.header.property("x-TextContextMatchType") == Some("PrecedingAndFollowingSource");
        Ok(())
    }

    /// Passes over an element that has no place where it stands.
    fn skip(&mut self, expected: &str) -> Result<(), Error> {
        if let Event::Start(tag) = self.xml.event() {
            let message = format!("expected {expected}, but found `{}`", shown(tag.name()));
            let position = self.xml.position();
            self.findings.push(Finding::new(DiagnosticCode::UnexpectedElement, position, message));
        }
        self.xml.skip_element()
    }

    /// Goes to the start of the next `tu`; at the end of the file says false.
    fn next_tu(&mut self) -> Result<bool, Error> {
        while self.xml.advance()? {
            let xml = &self.xml;
            let at = &|| xml.position();
            match xml.event() {
                Event::Start(tag) if self.place == Place::Body && tag.name() == "tu" => {
                    return Ok(true);
                }
                Event::Start(_) if self.place == Place::Body => self.skip("a `tu`")?,
                Event::Start(_) => self.skip("nothing behind the `body`")?,
                Event::End(_) => self.place = Place::After,
                Event::Text(text) => self.findings.extend(check_space(text, at)),
                Event::Defect(defect) => {
                    self.findings.extend(defect_outside_of_units(defect, at));
                }
                Event::Eof => {}
            }
        }
        Ok(false)
    }

    /// Reads the unit of the current `tu`; says whether it is one.
    fn read_tu(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        self.units += 1;
        self.xml.begin_unit();
        let depth = self.xml.depth();
        if let Event::Start(tag) = self.xml.event() {
            let xml = &self.xml;
            self.builder.begin(tag, unit, &|| xml.position());
        }
        let malformed = loop {
            if !self.xml.advance()? {
                return Ok(false);
            }
            let xml = &self.xml;
            match self.builder.event(xml.event(), unit, &|| xml.position()) {
                Ok(false) => {}
                Ok(true) => break None,
                Err(malformed) => break Some(malformed),
            }
        };
        if malformed.is_some() {
            while self.xml.depth() >= depth && self.xml.advance()? {}
        }
        Ok(self.end_tu(malformed, unit.id.as_deref()))
    }

    /// Tells what was found in the unit; a malformed one has one finding only.
    fn end_tu(&mut self, malformed: Option<Malformed>, id: Option<&str>) -> bool {
        let is_unit = malformed.is_none();
        if let Some(malformed) = malformed {
            self.builder.findings.clear();
            self.builder.findings.push(malformed.into_finding());
        }
        let found = self.builder.findings.drain(..);
        self.findings.extend(found.map(|finding| finding.in_unit(self.units, id)));
        is_unit
    }
}

impl<R: io::Read> ReadUnits for Reader<R> {
    fn read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        if self.place == Place::Start {
            self.open()?;
        }
        while self.next_tu()? {
            if self.read_tu(unit)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn findings(&mut self) -> &mut Vec<Finding> {
        self.findings.all()
    }
}

impl<R> fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("place", &self.place)
            .field("header", &self.header)
            .field("units", &self.units)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}

/// The versions that are read.
const VERSIONS: [&str; 7] = ["1.1", "1.2", "1.3", "1.4", "1.4a", "1.4b", "1.0"];

fn check_version(tag: Tag<'_>, at: At<'_>) -> Option<Finding> {
    let Some(version) = tag.attribute("version") else {
        return Some(missing("tmx", "version", at));
    };
    if VERSIONS.contains(&&*version) {
        return None;
    }
    let message = format!("expected TMX 1.1 to 1.4, but found the version `{}`", shown(&version));
    Some(Finding::new(DiagnosticCode::InvalidAttribute, at(), message))
}

fn check_space(text: &str, at: At<'_>) -> Option<Finding> {
    (!is_space(text)).then(|| stray_text(text, at))
}

/// The finding about text where there is none.
pub(super) fn stray_text(text: &str, at: At<'_>) -> Finding {
    let message = format!("expected no text here, but found `{}`", shown(text.trim()));
    Finding::new(DiagnosticCode::UnexpectedElement, at(), message)
}

/// The finding about a defect that is in no unit, where it matters to a reader.
fn defect_outside_of_units(defect: Defect<'_>, at: At<'_>) -> Option<Finding> {
    let code = match defect {
        Defect::Character(_) => DiagnosticCode::ForbiddenCharacter,
        Defect::Reference(_) | Defect::CdataEnd => DiagnosticCode::UnexpectedElement,
        Defect::MissingMark | Defect::Encoding { .. } => DiagnosticCode::UnmarkedEncoding,
        Defect::CommentHyphens => return None,
    };
    let mut finding = Finding::new(code, at(), defect.to_string());
    finding.severity = finding.severity.max(Severity::Warning);
    Some(finding)
}
