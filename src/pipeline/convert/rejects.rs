//! What was left out of a conversion, one JSON object a line.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use crate::diagnostic::DiagnosticCode;
use crate::error::Error;
use crate::exchange::{Finding, jsonl};
use crate::unit::TranslationUnit;

/// A unit, or a file, that was left out.
#[derive(Serialize)]
pub(super) struct Reject<'r> {
    path: Option<String>,
    /// The line on which it begins, from 1, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// The number of the unit in the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<DiagnosticCode>,
    message: &'r str,
    /// The unit, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<jsonl::Record<'r>>,
}

impl<'r> Reject<'r> {
    /// A unit that was read and not written.
    pub(super) fn unit(
        path: &Path,
        number: u64,
        unit: &'r TranslationUnit,
        code: DiagnosticCode,
        message: &'r str,
    ) -> Self {
        Self {
            path: Some(path.to_string_lossy().into_owned()),
            line: None,
            unit: Some(number),
            id: unit.id.as_deref(),
            code: Some(code),
            message,
            record: Some(jsonl::Encoder::default().record(unit)),
        }
    }

    /// A unit that could not be read.
    pub(super) fn finding(path: &Path, finding: &'r Finding) -> Self {
        Self {
            path: Some(path.to_string_lossy().into_owned()),
            line: Some(finding.start.line),
            unit: finding.unit,
            id: finding.unit_id.as_deref(),
            code: Some(finding.code),
            message: &finding.message,
            record: None,
        }
    }

    pub(super) fn write(&self, mut out: impl Write) -> Result<(), Error> {
        serde_json::to_writer(&mut out, self).map_err(std::io::Error::from)?;
        Ok(out.write_all(b"\n")?)
    }
}

/// The end of a file that could not be read.
pub(super) struct BrokenFile<'r>(&'r Error);

impl Reject<'_> {
    pub(super) fn file(error: &Error) -> BrokenFile<'_> {
        BrokenFile(error)
    }
}

impl BrokenFile<'_> {
    pub(super) fn write(&self, out: impl Write) -> Result<(), Error> {
        let reject = Reject {
            path: self.0.path().map(|path| path.to_string_lossy().into_owned()),
            line: None,
            unit: None,
            id: None,
            code: None,
            message: &self.0.to_string(),
            record: None,
        };
        reject.write(out)
    }
}
