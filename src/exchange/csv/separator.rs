//! What stands between two cells.

use crate::error::names;

/// What stands between two cells of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Separator {
    /// A comma, as RFC 4180 has it.
    #[default]
    Comma,
    /// A semicolon, as spreadsheets write where the comma is the decimal mark.
    Semicolon,
    /// A tab: TSV.
    Tab,
}

impl Separator {
    /// Every separator, in the order of their declaration.
    pub const ALL: &'static [Separator] = &[Separator::Comma, Separator::Semicolon, Separator::Tab];

    /// The name in lower case, such as `semicolon`.
    pub fn as_str(self) -> &'static str {
        match self {
            Separator::Comma => "comma",
            Separator::Semicolon => "semicolon",
            Separator::Tab => "tab",
        }
    }

    /// The character, one byte of ASCII.
    pub(super) fn byte(self) -> u8 {
        match self {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
            Separator::Tab => b'\t',
        }
    }

    /// What ends a row: that of RFC 4180 section 2, and for TSV that of its
    /// media type, which tools of the command line expect.
    pub(super) fn row_end(self) -> &'static [u8] {
        match self {
            Separator::Comma | Separator::Semicolon => b"\r\n",
            Separator::Tab => b"\n",
        }
    }
}

names!(Separator);
