//! The structure of a file down to its units.

use std::collections::VecDeque;
use std::io::Read;

use super::unit::FileElement;
use super::v1::{
    self,
    values::{NAMESPACE, TRADOS},
};
use super::v2::metadata::{METADATA_MODULE, MetadataElement};
use super::v2::{self, values};
use super::{TOOL, Version, identity};
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::Error;
use crate::exchange::input::Limits;
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::exchange::{Finding, ReadUnits};
use crate::unit::TranslationUnit;

/// The namespaces that are known beside that of the core: the modules of 2.x, and that
/// of Trados in 1.2.
const MODULES: &[&str] = &[values::MATCHES, values::METADATA, TRADOS];

/// Reads units from XLIFF: 2.0 and 2.1, 1.2, and 1.0 and 1.1, which say the same
/// as 1.2 with other words. The file names its version.
///
/// Where the texts of a unit are cut into segments, each is a unit. What is read
/// of the elements is described in `docs/formats/xliff.md`.
///
/// # Example
///
/// ```
/// use bitext::{ReadUnits, xliff};
///
/// let old = r#"<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
/// <file original="a.md" source-language="en" target-language="de" datatype="html"><body>
/// <trans-unit id="1"><source>Next</source><target>Weiter</target></trans-unit>
/// </body></file></xliff>"#;
/// let new = r#"<xliff version="2.0" srcLang="en" trgLang="de"
///     xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f" original="a.md"><unit id="1">
/// <segment><source>Next</source><target>Weiter</target></segment>
/// </unit></file></xliff>"#;
/// for file in [old, new] {
///     let unit = xliff::Reader::new(file.as_bytes()).units().next().unwrap()?;
///     assert_eq!(unit.target().unwrap().text.plain(), "Weiter");
///     assert_eq!(unit.origin.path.as_deref(), Some("a.md"));
/// }
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Debug)]
pub struct Reader<R> {
    cursor: Cursor<R>,
    /// What the root says; nothing before it was read.
    version: Option<Version>,
    /// What the `file` element says that is open.
    file: FileElement,
    /// Segments of a unit that were not given yet.
    pending: VecDeque<TranslationUnit>,
    /// Whether the file is over, or cannot be read on.
    is_done: bool,
}

impl<R: Read> Reader<R> {
    /// A reader of a file in any encoding, gzip or not. It reads in blocks, so
    /// that `inner` needs no buffer.
    pub fn new(inner: R) -> Self {
        Self {
            cursor: Cursor::new(inner, Limits::default(), MODULES),
            version: None,
            file: FileElement::default(),
            pending: VecDeque::new(),
            is_done: false,
        }
    }

    /// Sets how much one construct of the file may ask for.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.cursor.set_limits(limits);
        self
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
        match self.version {
            None => self.root(),
            Some(Version::V1_2) => self.element_of_v1(),
            Some(Version::V2_1) => self.element_of_v2(),
        }
    }

    fn element_of_v1(&mut self) -> Result<(), Error> {
        match self.cursor.core_name() {
            Some("file") => self.open_file_of_v1(),
            Some("body" | "group") => {}
            Some("trans-unit") => {
                self.cursor.begin_unit();
                self.pending.extend(v1::trans_unit::read(&mut self.cursor, &self.file)?);
            }
            Some("bin-unit") => {
                let message = "expected units of text, but found a `bin-unit`; it is left out";
                self.cursor.find_as(DiagnosticCode::UnexpectedElement, Severity::Warning, message);
                self.cursor.skip()?;
            }
            Some("header" | "note" | "context-group" | "count-group" | "prop-group") | None => {
                self.cursor.skip()?;
            }
            Some(_) => self.cursor.skip_unexpected("a file")?,
        }
        Ok(())
    }

    fn element_of_v2(&mut self) -> Result<(), Error> {
        match self.cursor.core_name() {
            Some("file") => self.open_file_of_v2(),
            Some("group") => {}
            Some("unit") => {
                self.cursor.begin_unit();
                self.pending.extend(v2::unit::read(&mut self.cursor, &self.file)?);
            }
            Some("skeleton" | "notes") => self.cursor.skip()?,
            Some(_) => self.cursor.skip_unexpected("a file")?,
            None => self.module()?,
        }
        Ok(())
    }

    /// Reads an element that is not of the core: metadata may say which tool wrote
    /// the file.
    fn module(&mut self) -> Result<(), Error> {
        if self.cursor.name_in(METADATA_MODULE) != Some("metadata") {
            return self.cursor.skip();
        }
        let mut metadata = MetadataElement::default();
        metadata.read(&mut self.cursor)?;
        self.file.is_own |= metadata.tool.as_deref() == Some(TOOL);
        Ok(())
    }

    /// Reads the version on the root, and holds the root to what it should be.
    fn root(&mut self) -> Result<(), Error> {
        let name = self.cursor.name();
        if name != "xliff" {
            let message =
                format!("expected an XLIFF file, whose root is `xliff`, but found `{name}`");
            return Err(self.cursor.error(message));
        }
        let number = self.cursor.required("version");
        let version = version_of(self.cursor.core(), number.as_deref().unwrap_or_default());
        self.version = Some(version);
        let (is_known, expected): (fn(&str) -> bool, _) = match version {
            Version::V1_2 => (|own| matches!(own, "1.0" | "1.1" | "1.2"), "`1.2`, `1.1` or `1.0`"),
            Version::V2_1 => (|own| matches!(own, "2.0" | "2.1" | "2.2"), "`2.1` or `2.0`"),
        };
        if let Some(other) = number.as_deref().filter(|own| !is_known(own)) {
            self.cursor.find_value("version", other, expected);
        }
        let (is_bound, namespace) = match version {
            // Before 1.2 there was none.
            Version::V1_2 => {
                (self.cursor.core() == NAMESPACE || number.as_deref() != Some("1.2"), NAMESPACE)
            }
            Version::V2_1 => (self.cursor.core().starts_with(values::CORES), values::CORE),
        };
        if !is_bound {
            let message = format!("expected the namespace `{namespace}` on the root");
            self.cursor.find_as(DiagnosticCode::MissingAttribute, Severity::Warning, message);
        }
        if version == Version::V2_1 {
            self.cursor.required("srcLang");
            self.file.source = self.cursor.language_of_text("srcLang");
            self.file.target = self.cursor.language_of_text("trgLang");
        }
        Ok(())
    }

    fn open_file_of_v1(&mut self) {
        let path = self.cursor.required("original").filter(|path| !path.is_empty());
        self.cursor.required("source-language");
        self.cursor.required("datatype");
        self.file = FileElement {
            id: None,
            path: path.map(Into::into),
            source: self.cursor.language_of_text("source-language"),
            target: self.cursor.language_of_text("target-language"),
            is_own: self.cursor.attribute("tool-id") == Some(TOOL),
        };
    }

    fn open_file_of_v2(&mut self) {
        let id = self.cursor.required("id");
        self.file.id = id.filter(|id| !identity::is_made_up_file(id));
        let path = self.cursor.owned("original").filter(|path| !path.is_empty());
        self.file.path = path.map(Into::into);
        self.file.is_own = false;
    }
}

/// Returns the version of a root: that of its namespace, or else of its number.
fn version_of(namespace: &str, number: &str) -> Version {
    match namespace.strip_prefix("urn:oasis:names:tc:xliff:document:").unwrap_or(number) {
        own if own.starts_with('2') => Version::V2_1,
        _ => Version::V1_2,
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
