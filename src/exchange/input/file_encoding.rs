//! The encoding of a file that does not say it itself.

use std::fmt;
use std::io::Read;
use std::str::FromStr;

use super::text_reader::TextReader;
use crate::error::Error;

/// An encoding of text, by one of the names that the web's standard has for it:
/// `UTF-8`, `UTF-16LE`, `windows-1251` or `cp1251`, `ISO-8859-2`, `Shift_JIS`.
///
/// # Example
///
/// ```
/// use bitext::exchange::FileEncoding;
/// use bitext::{ReadUnits, csv};
///
/// let encoding: FileEncoding = "CP1252".parse()?;
/// assert_eq!(encoding.to_string(), "windows-1252");
/// let file = encoding.decode(&b"source,target\nGreetings,Gr\xFC\xDFe\n"[..]);
/// let unit = csv::Reader::new(file).units().next().unwrap()?;
/// assert_eq!(unit.target().unwrap().text.plain(), "Grüße");
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileEncoding(&'static encoding_rs::Encoding);

impl FileEncoding {
    /// The bytes of a file, gzip unpacked, as UTF-8 with a byte order mark, so that
    /// a reader of any format takes them whatever the file declares. A mark in the
    /// file goes before the encoding.
    pub fn decode<R: Read>(self, inner: R) -> impl Read + use<R> {
        TextReader::marked(inner, self.0)
    }
}

impl FromStr for FileEncoding {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let encoding = encoding_rs::Encoding::for_label_no_replacement(name.as_bytes());
        encoding.map(Self).ok_or_else(|| {
            Error::argument(format!(
                "expected an encoding such as `windows-1252` or `UTF-16LE`, but found `{}`",
                name.escape_debug()
            ))
        })
    }
}

impl fmt::Display for FileEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}
