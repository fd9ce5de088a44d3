//! Exports the segments of annotated documents as TMX to standard output:
//!
//! ```text
//! cargo run --example export_tmx -- examples/documents > documents.tmx
//! ```

use std::error::Error;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};

use bitext::{Context, Document, ErrorKind, Format, tmx};

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() {
        return Err("expected files or folders to export, but found none".into());
    }
    let mut tmx = tmx::Writer::new(stdout().lock(), &tmx::Header::default())?;
    for path in &paths {
        let root = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
        export(path, root, &mut tmx)?;
    }
    eprintln!("{} units", tmx.units());
    drop(tmx.finish()?);
    Ok(())
}

/// Exports a file, or all documents of a folder in the order of their names.
fn export<W: Write>(
    path: &Path,
    root: &Path,
    tmx: &mut tmx::Writer<W>,
) -> Result<(), Box<dyn Error>> {
    if path.is_dir() {
        let entries: Result<Vec<_>, _> = std::fs::read_dir(path)?.collect();
        let mut paths: Vec<_> = entries?.iter().map(|entry| entry.path()).collect();
        paths.sort();
        return paths.iter().try_for_each(|path| export(path, root, tmx));
    }
    let Some(format) = Format::from_path(path) else { return Ok(()) };
    let bytes = std::fs::read(path)?;
    let document = Document::builder().with_format(format).parse(&bytes);
    for found in document.diagnostics() {
        eprintln!("{}:{}: {found}", path.display(), document.position(found.range.start));
    }
    for unit in document.units(&Context::new(path.strip_prefix(root)?)) {
        match tmx.write(&unit) {
            // A unit that TMX cannot hold, such as one without a language.
            Err(error) if matches!(error.kind(), ErrorKind::Unit { .. }) => eprintln!("{error}"),
            written => written?,
        }
    }
    Ok(())
}
