//! TMX files held to the rules of their format.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::convert::Conversion;
use super::open::open;
use super::report::Event;
use crate::error::Error;
use crate::exchange::tmx::Validator;

/// Holds TMX files to the rules of the format, and reports what it finds; see
/// [`tmx::Validator`](crate::tmx::Validator). A file that cannot be opened or
/// read on is given to `observe` and counted.
///
/// # Example
///
/// ```
/// use bitext::pipeline::{Event, validate};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("memory.tmx");
/// std::fs::write(&path, r#"<tmx version="1.4"><body/></tmx>"#)?;
/// let mut lines = Vec::new();
/// let counts = validate(&[&path], |event| {
///     if let Event::Found { finding, .. } = event {
///         lines.push(finding.start.line);
///     }
/// });
/// assert_eq!((counts.findings.errors, lines), (1, vec![1]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn validate(paths: &[impl AsRef<Path>], mut observe: impl FnMut(Event<'_>)) -> Conversion {
    let mut counts = Conversion::default();
    let bytes = Arc::default();
    for path in paths {
        let path = path.as_ref();
        if let Err(error) = validate_file(path, &bytes, &mut counts, &mut observe) {
            counts.broken += 1;
            observe(Event::Broken { error: &error.with_path(path) });
        }
    }
    counts
}

fn validate_file(
    path: &Path,
    bytes: &Arc<AtomicU64>,
    counts: &mut Conversion,
    observe: &mut impl FnMut(Event<'_>),
) -> Result<(), Error> {
    let mut validator = Validator::new(open(path, bytes)?);
    counts.files += 1;
    let units_before = counts.read;
    while let Some(finding) = validator.next() {
        counts.read = units_before + validator.units();
        let finding = finding?;
        counts.findings.count(finding.severity);
        observe(Event::Found { path, finding: &finding });
        observe(Event::Progress { bytes: bytes.load(Ordering::Relaxed), units: counts.read });
    }
    counts.read = units_before + validator.units();
    observe(Event::Progress { bytes: bytes.load(Ordering::Relaxed), units: counts.read });
    Ok(())
}
