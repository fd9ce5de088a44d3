//! TMX files held to all the rules of the format.

mod dtd;
mod rules;
#[cfg(test)]
mod tests;
mod unit;

use std::fmt;
use std::io;

use super::messages::no_tmx;
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::Error;
use crate::exchange::xml::Defect;
use crate::exchange::xml::cursor::{Cursor, DefectAction, Step};
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
/// A [`Reader`](super::Reader) reads many files that break rules; it reports only
/// what keeps something from being used.
///
/// # Example
///
/// ```
/// use bitext::diagnostic::DiagnosticCode;
/// use bitext::tmx;
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
/// assert_eq!(rules, [DiagnosticCode::InvalidLanguage, DiagnosticCode::UnpairedCode]);
/// assert_eq!(findings[1].start.to_string(), "5:41");
/// assert_eq!(findings[1].unit_id.as_deref(), Some("7"));
/// # Ok::<(), bitext::Error>(())
/// ```
pub struct Validator<R> {
    cursor: Cursor<R>,
    rules: Rules,
    /// What was found and is not given yet, in order.
    found: std::collections::VecDeque<Finding>,
    is_over: bool,
}

impl<R: io::Read> Validator<R> {
    /// A validator of a file, under the default limits.
    pub fn new(inner: R) -> Self {
        Self {
            cursor: Cursor::without_namespaces(inner, Limits::default(), defect_action),
            rules: Rules::default(),
            found: std::collections::VecDeque::new(),
            is_over: false,
        }
    }

    /// Sets how much one construct of the file may ask for.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.cursor.set_limits(limits);
        self
    }

    /// How many units were looked at so far.
    pub fn units(&self) -> u64 {
        self.cursor.units
    }

    /// Looks at the next construct; returns whether there is one.
    fn step(&mut self) -> Result<bool, Error> {
        let cursor = &mut self.cursor;
        match cursor.advance()? {
            Step::Start if cursor.depth() == 1 && cursor.name() != "tmx" => {
                return Err(cursor.error(no_tmx(cursor.name())));
            }
            Step::Start => self.rules.start(cursor),
            Step::End => self.rules.end(cursor),
            Step::Text => self.rules.text(cursor),
            Step::Done => return Ok(false),
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
            self.found.extend(self.cursor.findings.all().drain(..));
        }
    }
}

impl<R> fmt::Debug for Validator<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Validator").field("units", &self.cursor.units).finish_non_exhaustive()
    }
}

/// Every defect is an error: XML takes no file with one.
fn defect_action(defect: Defect<'_>, in_unit: bool) -> DefectAction {
    let code = match defect {
        Defect::Character(_) | Defect::Surrogate(_) => DiagnosticCode::ForbiddenCharacter,
        Defect::Reference(_) if in_unit => DiagnosticCode::MalformedUnit,
        Defect::Reference(_) | Defect::Foreign(..) | Defect::CdataEnd | Defect::CommentHyphens => {
            DiagnosticCode::UnexpectedElement
        }
        Defect::MissingMark | Defect::Encoding { .. } => DiagnosticCode::UnmarkedEncoding,
    };
    DefectAction::Find(code, Severity::Error)
}
