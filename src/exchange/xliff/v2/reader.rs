//! The structure of a file down to its units.

use std::collections::VecDeque;
use std::io::Read;

use super::encoder::TOOL;
use super::read_metadata::{Found, METADATA, read as read_metadata};
use super::unit;
use super::values::{self, CORE, MATCHES};
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::Error;
use crate::exchange::input::Limits;
use crate::exchange::xliff::reading::File;
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::exchange::{Finding, ReadUnits};
use crate::unit::TranslationUnit;

/// Reads units from XLIFF 2.0 and 2.1, each segment as a unit.
///
/// What is read of the elements stands in `docs/formats/xliff2.md`.
///
/// # Example
///
/// ```
/// use bitext::{ReadUnits, xliff2};
///
/// let file = r#"<xliff version="2.0" srcLang="en" trgLang="de"
///     xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f"><unit id="u">
/// <segment id="1"><source>Next</source><target>Weiter</target></segment>
/// <segment id="2"><source>Back</source></segment>
/// </unit></file></xliff>"#;
/// let units: Result<Vec<_>, _> = xliff2::Reader::new(file.as_bytes()).units().collect();
/// let units = units?;
/// assert_eq!(units[0].target().unwrap().text.plain(), "Weiter");
/// assert_eq!(units[1].id.as_deref(), Some("u#2"));
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Debug)]
pub struct Reader<R> {
    cursor: Cursor<R>,
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
            cursor: Cursor::new(inner, limits, &[MATCHES, values::METADATA]),
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
            Some("group") => Ok(()),
            Some("unit") => {
                self.cursor.begin_unit();
                let units = unit::read(&mut self.cursor, &self.file)?;
                self.pending.extend(units);
                Ok(())
            }
            Some("skeleton" | "notes") => self.cursor.skip(),
            Some(_) => self.cursor.skip_unexpected("a file"),
            None => self.module(),
        }
    }

    /// An element that is not of the core: metadata may say which tool wrote the
    /// file.
    fn module(&mut self) -> Result<(), Error> {
        if self.cursor.name_in(METADATA) != Some("metadata") {
            return self.cursor.skip();
        }
        let mut found = Found::default();
        read_metadata(&mut self.cursor, &mut found)?;
        self.file.is_own |= found.tool.as_deref() == Some(TOOL);
        Ok(())
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
        if version.starts_with('1') || space.starts_with("urn:oasis:names:tc:xliff:document:1") {
            let message = "expected XLIFF 2, but found XLIFF 1; read it as that";
            return Err(self.cursor.error(message));
        }
        match self.cursor.required("version").as_deref() {
            None | Some("2.0" | "2.1" | "2.2") => {}
            Some(other) => self.cursor.find_value("version", other, "`2.1` or `2.0`"),
        }
        if !self.cursor.core().starts_with("urn:oasis:names:tc:xliff:document:2") {
            let message = format!("expected the namespace `{CORE}` on the root");
            self.cursor.find_as(DiagnosticCode::MissingAttribute, Severity::Warning, message);
        }
        self.cursor.required("srcLang");
        self.file.source = self.cursor.language("srcLang");
        self.file.target = self.cursor.language("trgLang");
        Ok(())
    }

    fn open_file(&mut self) {
        self.cursor.required("id");
        let path = self.cursor.owned("original").filter(|path| !path.is_empty());
        self.file.path = path.map(Into::into);
        self.file.is_own = false;
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
