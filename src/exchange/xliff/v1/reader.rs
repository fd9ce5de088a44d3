//! The structure of a file down to its units.

use std::collections::VecDeque;
use std::io::Read;

use super::encoder::TOOL;
use super::trans_unit;
use super::values::NAMESPACE;
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::Error;
use crate::exchange::input::Limits;
use crate::exchange::xliff::reading::File;
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::exchange::{Finding, ReadUnits};
use crate::unit::TranslationUnit;

/// Reads units from XLIFF 1.2, and from 1.0 and 1.1, which say the same with
/// other words.
///
/// Where the texts of a `trans-unit` are cut into segments, each is a unit. What
/// is read of the elements stands in `docs/formats/xliff.md`.
///
/// # Example
///
/// ```
/// use bitext::{ReadUnits, xliff};
///
/// let file = r#"<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
/// <file original="a.md" source-language="en" target-language="de" datatype="html"><body>
/// <trans-unit id="1"><source>Next</source><target>Weiter</target></trans-unit>
/// </body></file></xliff>"#;
/// let mut reader = xliff::Reader::new(file.as_bytes());
/// let unit = reader.units().next().unwrap()?;
/// assert_eq!(unit.target().unwrap().text.plain(), "Weiter");
/// assert_eq!(unit.origin.path.as_deref(), Some("a.md"));
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Debug)]
pub struct Reader<R> {
    cursor: Cursor<R>,
    /// What the `file` element says that is open.
    file: File,
    /// Segments of a unit that were not given yet.
    pending: VecDeque<TranslationUnit>,
    has_root: bool,
    /// Whether the file is over, or cannot be read on.
    is_done: bool,
}

impl<R: Read> Reader<R> {
    /// A reader of a file in any encoding, gzip or not. It reads in blocks, so
    /// that `inner` needs no buffer.
    pub fn new(inner: R) -> Self {
        Self::with_limits(inner, Limits::default())
    }

    /// A reader with other limits.
    pub fn with_limits(inner: R, limits: Limits) -> Self {
        Self {
            cursor: Cursor::new(inner, limits, &[]),
            file: File::default(),
            pending: VecDeque::new(),
            has_root: false,
            is_done: false,
        }
    }

    fn next(&mut self) -> Result<Option<TranslationUnit>, Error> {
        loop {
            if let Some(unit) = self.pending.pop_front() {
                return Ok(Some(unit));
            }
            match self.cursor.advance()? {
                Step::Done => return Ok(None),
                Step::Start => self.element()?,
                Step::Text | Step::End => {}
            }
        }
    }

    fn element(&mut self) -> Result<(), Error> {
        if !self.has_root {
            self.has_root = true;
            return self.root();
        }
        match self.cursor.core_name() {
            Some("file") => {
                self.open_file();
                Ok(())
            }
            Some("body" | "group") => Ok(()),
            Some("trans-unit") => {
                self.cursor.begin_unit();
                let units = trans_unit::read(&mut self.cursor, &self.file)?;
                self.pending.extend(units);
                Ok(())
            }
            Some("bin-unit") => {
                let message = "expected units of text, but found a `bin-unit`; it is left out";
                self.cursor.find_as(DiagnosticCode::UnexpectedElement, Severity::Warning, message);
                self.cursor.skip()
            }
            Some("header" | "note" | "context-group" | "count-group" | "prop-group") | None => {
                self.cursor.skip()
            }
            Some(_) => self.cursor.skip_unexpected("a file"),
        }
    }

    /// Holds the root to what it should be.
    fn root(&mut self) -> Result<(), Error> {
        let (name, space) = (self.cursor.name(), self.cursor.core());
        let version = self.cursor.attribute("version").unwrap_or_default();
        if name != "xliff" {
            let message =
                format!("expected an XLIFF file, whose root is `xliff`, but found `{name}`");
            return Err(self.cursor.error(message));
        }
        if version.starts_with('2') || space.starts_with("urn:oasis:names:tc:xliff:document:2") {
            let message = "expected XLIFF 1.2, but found XLIFF 2; read it as that";
            return Err(self.cursor.error(message));
        }
        match self.cursor.required("version").as_deref() {
            None | Some("1.0" | "1.1" | "1.2") => {}
            Some(other) => {
                self.cursor.find_value("version", other, "`1.2`, `1.1` or `1.0`");
            }
        }
        if self.cursor.core() != NAMESPACE && self.cursor.attribute("version") == Some("1.2") {
            let message = format!("expected the namespace `{NAMESPACE}` on the root");
            self.cursor.find_as(DiagnosticCode::MissingAttribute, Severity::Warning, message);
        }
        Ok(())
    }

    fn open_file(&mut self) {
        let path = self.cursor.required("original").filter(|path| !path.is_empty());
        if self.cursor.required("source-language").is_none() {
            self.file.source = None;
        }
        self.cursor.required("datatype");
        self.file = File {
            path: path.map(Into::into),
            source: self.cursor.language("source-language"),
            target: self.cursor.language("target-language"),
            is_own: self.cursor.attribute("tool-id") == Some(TOOL),
        };
    }
}

impl<R: Read> ReadUnits for Reader<R> {
    fn read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        if self.is_done {
            return Ok(false);
        }
        let next = self.next();
        self.is_done = !matches!(next, Ok(Some(_)));
        Ok(next?.map(|next| *unit = next).is_some())
    }

    fn findings(&mut self) -> &mut Vec<Finding> {
        self.cursor.findings.all()
    }
}
