//! What can go wrong outside the documents themselves.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// An operation that could not be done, with the file it concerns where one does.
///
/// What is wrong *inside* a document is no error: it is a
/// [`Diagnostic`](crate::Diagnostic), and the rest is read.
#[derive(Debug)]
pub struct Error {
    /// Boxed, so that a `Result` stays small.
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    /// The file that was being read or written.
    path: Option<PathBuf>,
}

/// The causes of an [`Error`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Reading or writing failed.
    Io(io::Error),
    /// A text is no language tag.
    Language {
        /// The text as given.
        found: String,
        /// What the parser says.
        cause: String,
    },
    /// A name of an [`AnnotationScheme`](crate::AnnotationScheme) cannot stand in a tag.
    Scheme {
        /// The name as given.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
    /// A CSS selector cannot be read.
    Selector {
        /// The selector as given.
        found: String,
        /// What the parser says.
        cause: String,
    },
    /// A unit lacks what the format needs.
    Unit {
        /// The unit's id, where it has one.
        id: Option<String>,
        /// What was expected and what was found.
        message: String,
    },
    /// Two inputs would write the same output file.
    OutputConflict {
        /// The first input.
        first: PathBuf,
        /// The second input.
        second: PathBuf,
    },
    /// An argument cannot be used.
    Argument {
        /// What was expected, what was found, what to do.
        message: String,
    },
}

impl Error {
    /// An error of a kind, about no file yet.
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self { inner: Box::new(Inner { kind, path: None }) }
    }

    /// An argument that cannot be used, for front ends: the message says what
    /// was expected, what was found, and what to do.
    pub fn argument(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Argument { message: message.into() })
    }

    /// The same error, about the file at `path`; a path it has already is kept.
    #[must_use]
    pub fn with_path(mut self, path: impl AsRef<Path>) -> Self {
        self.inner.path.get_or_insert_with(|| path.as_ref().to_path_buf());
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.inner.kind
    }

    /// The file that was being read or written, where one was.
    pub fn path(&self) -> Option<&Path> {
        self.inner.path.as_deref()
    }

    /// Whether the reader of a pipe went away, which ends a command quietly.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self.kind(), ErrorKind::Io(cause) if cause.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = self.path() {
            write!(f, "{}: ", path.display())?;
        }
        match self.kind() {
            ErrorKind::Io(cause) => write!(f, "{cause}"),
            ErrorKind::Language { found, cause } => {
                write!(
                    f,
                    "expected a BCP 47 language tag such as `zh-CN`, but found `{found}`: {cause}"
                )
            }
            ErrorKind::Scheme { found, expected } => {
                write!(f, "expected {expected}, but found `{found}`")
            }
            ErrorKind::Selector { found, cause } => {
                write!(f, "expected a CSS selector such as `main`, but found `{found}`: {cause}")
            }
            ErrorKind::Unit { id: Some(id), message } => write!(f, "unit `{id}`: {message}"),
            ErrorKind::Unit { id: None, message } => write!(f, "unit without id: {message}"),
            ErrorKind::OutputConflict { first, second } => write!(
                f,
                "both `{}` and `{}` would write this file; give them different output folders",
                first.display(),
                second.display()
            ),
            ErrorKind::Argument { message } => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self.kind() {
            ErrorKind::Io(cause) => Some(cause),
            _ => None,
        }
    }
}

impl From<io::Error> for Error {
    fn from(cause: io::Error) -> Self {
        Self::new(ErrorKind::Io(cause))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_path_is_kept() {
        let error =
            Error::from(io::Error::other("disk on fire")).with_path("a.md").with_path("b.md");
        assert_eq!(error.to_string(), "a.md: disk on fire");
        assert!(!error.is_closed_pipe());
    }

    #[test]
    fn a_broken_pipe_is_told_apart() {
        assert!(Error::from(io::Error::from(io::ErrorKind::BrokenPipe)).is_closed_pipe());
    }
}
