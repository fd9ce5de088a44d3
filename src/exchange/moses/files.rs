//! One stream of lines split to the files of a pair.

use std::io::{self, Write};

/// Splits lines of source, target and id, with tabs between them, to three
/// writers: what the [`Encoder`](super::Encoder) writes, as the files that tools
/// read.
///
/// Each call writes at most once to each of the three, so that they need not
/// buffer where the calls are large.
///
/// # Example
///
/// ```
/// use std::io::Write;
///
/// use bitext::moses::Files;
///
/// let mut files = Files::new(Vec::new(), Vec::new(), None);
/// files.write_all(b"a\tb\t1\nc\td\t2\n")?;
/// let (source, target, _) = files.into_inner();
/// assert_eq!((source, target), (b"a\nc\n".to_vec(), b"b\nd\n".to_vec()));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Files<W> {
    source: W,
    target: W,
    ids: Option<W>,
    /// The field that comes next: source, target, id.
    field: usize,
    /// What one call writes to each.
    parts: [Vec<u8>; 3],
}

impl<W: Write> Files<W> {
    /// Splits to these writers; without one for the ids, they are dropped.
    pub fn new(source: W, target: W, ids: Option<W>) -> Self {
        Self { source, target, ids, field: 0, parts: Default::default() }
    }

    /// The writers of the sources, the targets and the ids.
    pub fn into_inner(self) -> (W, W, Option<W>) {
        (self.source, self.target, self.ids)
    }

    /// Splits the bytes to the parts. The last field ends with the line, the
    /// others with a tab.
    fn split(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut rest = bytes;
        while let Some(end) = memchr::memchr2(b'\t', b'\n', rest) {
            let expected = if self.field == 2 { b'\n' } else { b'\t' };
            if rest[end] != expected {
                let message = "expected lines of a source, a target and an id with tabs between";
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
            self.parts[self.field].extend_from_slice(&rest[..end]);
            self.parts[self.field].push(b'\n');
            self.field = (self.field + 1) % 3;
            rest = &rest[end + 1..];
        }
        self.parts[self.field].extend_from_slice(rest);
        Ok(())
    }
}

impl<W: Write> Write for Files<W> {
    /// Writes all bytes, or fails.
    ///
    /// # Errors
    ///
    /// Where a line has not three fields, or one of the writers fails; the files
    /// are then good for nothing.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.parts.iter_mut().for_each(Vec::clear);
        self.split(bytes)?;
        let [source, target, ids] = &self.parts;
        self.source.write_all(source)?;
        self.target.write_all(target)?;
        if let Some(writer) = &mut self.ids {
            writer.write_all(ids)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.source.flush()?;
        self.target.flush()?;
        self.ids.as_mut().map_or(Ok(()), Write::flush)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_the_bytes_are_cut() {
        let lines = "a\tb b\t\n\tü\t2\n".as_bytes();
        for size in 1..lines.len() {
            let mut files = Files::new(Vec::new(), Vec::new(), Some(Vec::new()));
            lines.chunks(size).for_each(|chunk| files.write_all(chunk).unwrap());
            let (source, target, ids) = files.into_inner();
            assert_eq!(source, b"a\n\n");
            assert_eq!(target, "b b\nü\n".as_bytes());
            assert_eq!(ids.unwrap(), b"\n2\n");
        }
    }

    #[test]
    fn a_line_has_three_fields() {
        for lines in ["a\n", "a\tb\n", "a\tb\tc\td\n"] {
            let mut files = Files::new(Vec::new(), Vec::new(), None);
            let error = files.write_all(lines.as_bytes()).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{lines:?}");
        }
    }
}
