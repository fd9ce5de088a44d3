//! What can go wrong outside the documents themselves.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::position::Position;

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
    /// A text is not a language tag.
    Language {
        /// The text as given.
        found: String,
        /// What the parser reports.
        cause: String,
    },
    /// A name of an [`AnnotationScheme`](crate::scan::AnnotationScheme) cannot be part of a tag.
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
        /// What the parser reports.
        cause: String,
    },
    /// A file cannot be read on from a place, because it is not written in the
    /// format that it should have; what is before the place was read.
    Syntax {
        /// Where what cannot be read begins.
        position: Position,
        /// What was expected, what was found, what to do.
        message: String,
    },
    /// A file asks for more than a limit allows, and is not read on from there.
    Limit {
        /// Where what is too large begins.
        position: Position,
        /// Which limit, and what to do.
        message: String,
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
    /// A text is not one of the names of a choice.
    Name {
        /// The text as given.
        found: String,
        /// The names, in the order of their declaration.
        expected: Vec<&'static str>,
    },
    /// A memory or its index cannot be read or written.
    Memory {
        /// What was expected, what was found, what to do.
        message: String,
    },
    /// An argument cannot be used.
    Argument {
        /// What was expected, what was found, what to do.
        message: String,
    },
}

impl Error {
    /// Makes an error of a kind, about no file yet.
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self { inner: Box::new(Inner { kind, path: None }) }
    }

    /// An argument that cannot be used, for front ends: the message says what
    /// was expected, what was found, and what to do.
    pub fn argument(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Argument { message: message.into() })
    }

    /// Makes the error about a text that is not one of the names of a choice.
    pub(crate) fn name(found: &str, expected: impl Iterator<Item = &'static str>) -> Self {
        let (found, expected) = (found.to_owned(), expected.collect());
        Self::new(ErrorKind::Name { found, expected })
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

    /// The place in the file that cannot be read, where the error has one.
    pub fn position(&self) -> Option<Position> {
        match self.kind() {
            ErrorKind::Syntax { position, .. } | ErrorKind::Limit { position, .. } => {
                Some(*position)
            }
            _ => None,
        }
    }

    /// Whether the reader of a pipe went away, which ends a command quietly.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self.kind(), ErrorKind::Io(cause) if cause.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// Passes text on with its control characters escaped, so that a file name with
/// a line end in it does not break a message of one line.
struct OneLine<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl fmt::Write for OneLine<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut pieces = text.split_inclusive(char::is_control);
        pieces.try_for_each(|piece| match piece.char_indices().next_back() {
            Some((end, last)) if last.is_control() => {
                write!(self.0, "{}{}", &piece[..end], last.escape_default())
            }
            _ => self.0.write_str(piece),
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_line(&mut OneLine(f))
    }
}

impl Error {
    fn write_line(&self, f: &mut impl fmt::Write) -> fmt::Result {
        match (self.path(), self.position()) {
            (Some(path), Some(place)) => write!(f, "{}:{place}: ", path.display())?,
            (Some(path), None) => write!(f, "{}: ", path.display())?,
            (None, Some(Position { line, column })) => {
                write!(f, "line {line}, column {column}: ")?;
            }
            (None, None) => {}
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
                "expected an output of its own for each input, but both `{}` and `{}` would write this \
                 file; give them different output folders",
                first.display(),
                second.display()
            ),
            ErrorKind::Name { found, expected } => {
                write!(f, "expected one of `{}`, but found `{found}`", expected.join("`, `"))
            }
            ErrorKind::Syntax { message, .. }
            | ErrorKind::Limit { message, .. }
            | ErrorKind::Memory { message }
            | ErrorKind::Argument { message } => f.write_str(message),
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

/// Gives a choice its names, from a table that has each variant once: `ALL` and
/// `as_str`, and with them `Display` and `FromStr`.
macro_rules! names {
    ($choice:ident { $($variant:ident => $name:literal),+ $(,)? }) => {
        impl $choice {
            /// All that there are, in the order of their declaration.
            pub const ALL: &'static [$choice] = &[$($choice::$variant),+];

            /// The name, which is one of these:
            ///
            $(#[doc = concat!("- `", $name, "`")])+
            pub fn as_str(self) -> &'static str {
                match self { $($choice::$variant => $name,)+ }
            }
        }

        impl std::fmt::Display for $choice {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $choice {
            type Err = $crate::error::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let named = Self::ALL.iter().find(|choice| choice.as_str() == text);
                let names = || Self::ALL.iter().map(|choice| choice.as_str());
                named.copied().ok_or_else(|| $crate::error::Error::name(text, names()))
            }
        }
    };
}
pub(crate) use names;

/// An error of ours that came through an [`io::Read`] is itself again.
impl From<io::Error> for Error {
    fn from(cause: io::Error) -> Self {
        cause.downcast().unwrap_or_else(|cause| Self::new(ErrorKind::Io(cause)))
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
    fn a_message_has_one_line() {
        let error = Error::from(io::Error::other("two\nlines")).with_path("a\n\u{1b}b ü.md");
        assert_eq!(error.to_string(), "a\\n\\u{1b}b ü.md: two\\nlines");
    }

    #[test]
    fn a_place_stands_before_the_message() {
        let position = Position { line: 3, column: 5 };
        let syntax = || Error::new(ErrorKind::Syntax { position, message: "no".to_owned() });
        assert_eq!(syntax().to_string(), "line 3, column 5: no");
        assert_eq!(syntax().with_path("a.tmx").to_string(), "a.tmx:3:5: no");
        let through_a_reader = Error::from(io::Error::other(syntax()));
        assert_eq!(through_a_reader.position(), Some(position));
    }

    #[test]
    fn a_broken_pipe_is_told_apart() {
        assert!(Error::from(io::Error::from(io::ErrorKind::BrokenPipe)).is_closed_pipe());
    }
}
