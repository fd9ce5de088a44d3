//! TMX files held to all the rules of the format.

mod dtd;
mod rules;
mod structure;
#[cfg(test)]
mod tests;
mod unit;
mod values;

use std::fmt;
use std::io;

use super::reader::{is_space, shown};
use crate::error::Error;
use crate::exchange::input::xml::{self, Event};
use crate::exchange::{Finding, Limits};
use rules::Rules;

/// Holds a TMX file to every rule of its format, in constant memory: an iterator
/// over what is wrong.
///
/// The rules are those of the DTD of TMX 1.4, those that the prose of the
/// specification adds, and those of stricter validators; `docs/formats/tmx.md`
/// lists them. No validator and no DTD is needed. A file that is no well-formed
/// XML ends with an error, after what was found before.
///
/// A [`Reader`](super::Reader) reads many files that break rules; it tells only
/// what keeps something from being used.
///
/// # Example
///
/// ```
/// use bitext::{DiagnosticCode, tmx};
///
/// let file = r#"<tmx version="1.4">
/// <header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t"
///   adminlang="en" srclang="en-US" datatype="html"/>
/// <body>
/// <tu tuid="7"><tuv xml:lang="en-us"><seg><bpt i="1"/></seg></tuv></tu>
/// </body>
/// </tmx>"#;
/// let findings: Vec<_> = tmx::Validator::new(file.as_bytes()).collect::<Result<_, _>>()?;
/// let rules: Vec<_> = findings.iter().map(|finding| finding.code).collect();
/// assert_eq!(rules, [
///     DiagnosticCode::InvalidLanguage,
///     DiagnosticCode::UnpairedCode,
///     DiagnosticCode::MissingSource,
/// ]);
/// assert_eq!(findings[1].start.to_string(), "5:41");
/// assert_eq!(findings[1].unit_id.as_deref(), Some("7"));
/// # Ok::<(), bitext::Error>(())
/// ```
pub struct Validator<R> {
    xml: xml::Reader<R>,
    rules: Rules,
    /// What was found and is not told yet, in order.
    found: std::collections::VecDeque<Finding>,
    is_over: bool,
}

impl<R: io::Read> Validator<R> {
    /// A validator of a file, under the default limits.
    pub fn new(inner: R) -> Self {
        Self {
            xml: xml::Reader::new(inner, Limits::default()),
            rules: Rules::default(),
            found: std::collections::VecDeque::new(),
            is_over: false,
        }
    }

    /// Sets how much one construct of the file may ask for.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.xml.set_limits(limits);
        self
    }

    /// How many units were looked at so far.
    pub fn units(&self) -> u64 {
        self.rules.units()
    }

    /// Looks at the next construct; says whether there is one.
    fn step(&mut self) -> Result<bool, Error> {
        if !self.xml.advance()? {
            return Ok(false);
        }
        let xml = &self.xml;
        let event = xml.event();
        if let Event::Start(tag) = event
            && xml.depth() == 1
            && tag.name() != "tmx"
        {
            let found = shown(tag.name());
            let message = format!("expected a `tmx` element, but found `{found}`; give a TMX file");
            return Err(xml.syntax_error(message));
        }
        self.rules.event(event, &|| xml.position());
        if matches!(event, Event::Start(tag) if tag.name() == "tu") {
            self.xml.begin_unit();
        }
        Ok(true)
    }
}

impl<R: io::Read> Iterator for Validator<R> {
    type Item = Result<Finding, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(finding) = self.found.pop_front() {
                return Some(Ok(finding));
            }
            if self.is_over {
                return None;
            }
            match self.step() {
                Ok(true) => {}
                Ok(false) => self.is_over = true,
                Err(error) => {
                    self.is_over = true;
                    return Some(Err(error));
                }
            }
            self.found.extend(self.rules.take_findings());
        }
    }
}

impl<R> fmt::Debug for Validator<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Validator").field("units", &self.rules.units()).finish_non_exhaustive()
    }
}
