//! The exchange formats, by name.

use std::path::Path;

use crate::error::names;

/// An exchange format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ExchangeFormat {
    /// JSON Lines: one object a segment or unit.
    Jsonl,
    /// TMX 1.4b.
    Tmx,
    /// XLIFF 1.2.
    Xliff,
    /// XLIFF 2.1.
    Xliff2,
    /// PO, the format of GNU gettext.
    Po,
    /// Comma-separated values, for spreadsheets.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// Two plain text files with a segment a line, and a file of ids.
    Moses,
    /// The JSON of Weblate's translation memory.
    Weblate,
}

impl ExchangeFormat {
    /// Every format, in the order of their declaration.
    pub const ALL: &'static [ExchangeFormat] = &[
        ExchangeFormat::Jsonl,
        ExchangeFormat::Tmx,
        ExchangeFormat::Xliff,
        ExchangeFormat::Xliff2,
        ExchangeFormat::Po,
        ExchangeFormat::Csv,
        ExchangeFormat::Tsv,
        ExchangeFormat::Moses,
        ExchangeFormat::Weblate,
    ];

    /// The name in lower case, such as `xliff2`.
    pub fn as_str(self) -> &'static str {
        match self {
            ExchangeFormat::Jsonl => "jsonl",
            ExchangeFormat::Tmx => "tmx",
            ExchangeFormat::Xliff => "xliff",
            ExchangeFormat::Xliff2 => "xliff2",
            ExchangeFormat::Po => "po",
            ExchangeFormat::Csv => "csv",
            ExchangeFormat::Tsv => "tsv",
            ExchangeFormat::Moses => "moses",
            ExchangeFormat::Weblate => "weblate",
        }
    }

    /// The format that a file name tells, whatever its case; the ending `.gz`
    /// of a compressed file is passed over. Both versions of XLIFF have the
    /// same ending, which stands for 1.2 here.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::pipeline::ExchangeFormat;
    ///
    /// assert_eq!(ExchangeFormat::from_path("a/memory.TMX.gz"), Some(ExchangeFormat::Tmx));
    /// assert_eq!(ExchangeFormat::from_path("memory.sdltm"), None);
    /// ```
    pub fn from_path(path: impl AsRef<Path>) -> Option<Self> {
        let mut path = path.as_ref();
        if super::output::is_gzip(path) {
            path = Path::new(path.file_stem()?);
        }
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" => Some(ExchangeFormat::Jsonl),
            "tmx" => Some(ExchangeFormat::Tmx),
            "xlf" | "xliff" => Some(ExchangeFormat::Xliff),
            "po" | "pot" => Some(ExchangeFormat::Po),
            "csv" => Some(ExchangeFormat::Csv),
            "tsv" => Some(ExchangeFormat::Tsv),
            "json" => Some(ExchangeFormat::Weblate),
            _ => None,
        }
    }
}

names!(ExchangeFormat);
