//! What was left out of a conversion, one JSON object a line.

use std::borrow::Cow;
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
    message: Cow<'r, str>,
    /// The unit, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<jsonl::Record<'r>>,
}

impl<'r> Reject<'r> {
    /// Says of a unit that was read why it is not written.
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
            message: message.into(),
            record: Some(jsonl::Encoder::default().record(unit)),
        }
    }

    /// Says of a unit why it could not be read.
    pub(super) fn finding(path: &Path, finding: &'r Finding) -> Self {
        Self {
            path: Some(path.to_string_lossy().into_owned()),
            line: Some(finding.start.line),
            unit: finding.unit,
            id: finding.unit_id.as_deref(),
            code: Some(finding.code),
            message: Cow::Borrowed(&finding.message),
            record: None,
        }
    }

    /// Says of a file why it could not be opened or read to its end.
    pub(super) fn file(error: &Error) -> Self {
        Self {
            path: error.path().map(|path| path.to_string_lossy().into_owned()),
            line: None,
            unit: None,
            id: None,
            code: None,
            message: error.to_string().into(),
            record: None,
        }
    }

    pub(super) fn write(&self, mut out: impl Write) -> Result<(), Error> {
        serde_json::to_writer(&mut out, self).map_err(std::io::Error::from)?;
        Ok(out.write_all(b"\n")?)
    }
}
