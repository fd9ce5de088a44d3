//! How exchange files are read.

use bitext::Language;
use bitext::exchange::FileEncoding;
use bitext::pipeline::{ExchangeFormat, ExchangeReading};
use clap::Args;

/// What exchange files do not say themselves.
#[derive(Debug, Args)]
pub(crate) struct FileReading {
    /// The encoding of exchange files, such as windows-1252 or UTF-16LE, whatever
    /// they declare; a byte order mark goes before it
    #[arg(long, value_name = "NAME")]
    encoding: Option<FileEncoding>,

    /// The column of CSV and TSV with the sources: its header or its number; where
    /// both columns are numbers, the first row is no header
    #[arg(long, value_name = "COLUMN")]
    source_column: Option<String>,

    /// The column of CSV and TSV with the targets
    #[arg(long, value_name = "COLUMN")]
    target_column: Option<String>,
}

impl FileReading {
    /// Says how to read files of this format, or of that of their names, and in
    /// which languages those are that name none.
    pub(crate) fn settings(
        &self,
        format: Option<ExchangeFormat>,
        [source, target]: [Option<&Language>; 2],
    ) -> ExchangeReading {
        ExchangeReading::new()
            .with_format(format)
            .with_source_language(source.cloned())
            .with_target_language(target.cloned())
            .with_encoding(self.encoding)
            .with_columns(self.source_column.clone(), self.target_column.clone())
    }
}
