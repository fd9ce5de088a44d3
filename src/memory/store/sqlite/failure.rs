//! Failures of SQLite, in words that say what to do.

use rusqlite::ErrorCode;

use crate::error::{Error, ErrorKind};

/// A failure inside the store: of SQLite, or one that has its words already.
#[derive(Debug)]
pub(super) enum Failure {
    Sqlite(rusqlite::Error),
    Said(Error),
}

pub(super) fn memory_error(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Memory { message: message.into() })
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Said(error)
    }
}

impl Failure {
    /// Puts the error in words.
    pub(super) fn into_error(self) -> Error {
        match self {
            Self::Said(error) => error,
            Self::Sqlite(error) => {
                let code = error.sqlite_error_code();
                memory_error(match code.and_then(advice) {
                    Some(advice) => format!("{advice} ({error}{})", number(&error)),
                    None => format!("the memory cannot be used: {error}"),
                })
            }
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        failure.into_error()
    }
}

/// Returns the exact number of a failure of input or output, which has many causes
/// (SQLite, "Result and Error Codes").
fn number(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(cause, _) if cause.code == ErrorCode::SystemIoFailure => {
            format!(", code {}", cause.extended_code)
        }
        _ => String::new(),
    }
}

/// Returns what a person can do about a failure, where that is known.
fn advice(code: ErrorCode) -> Option<&'static str> {
    Some(match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => BUSY,
        ErrorCode::DiskFull => {
            "the disk or a quota is full, and nothing was changed; make room and try again"
        }
        ErrorCode::SystemIoFailure => {
            "reading or writing the file failed, and nothing was changed; check the disk, its \
             free space and limits on the size of files"
        }
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => DAMAGED,
        ErrorCode::ReadOnly => {
            "expected a file and a folder that can be written; open the memory for reading only, \
             or change their permissions"
        }
        ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
            "expected a file and a folder that can be opened; check their permissions"
        }
        ErrorCode::TooBig => "a unit is too large for the memory, which takes a gigabyte at most",
        _ => return None,
    })
}

/// Someone else is writing, and has been for longer than was waited.
pub(super) const BUSY: &str = "another program is writing to the memory; try again when it is \
                               done, or wait longer";

/// The file does not hold what it should.
pub(super) const DAMAGED: &str = "the file is damaged; go back to a backup, or import the units \
                                  again into a new memory";
