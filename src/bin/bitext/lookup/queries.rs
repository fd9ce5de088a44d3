//! The queries on standard input.

use std::io::{BufReader, Read};

use bitext::Error;

/// The lines of an input, some at a time.
///
/// Lines that have come already are taken together, because to hand over each
/// takes longer than to answer it; nothing is waited for but the first.
pub(super) struct Queries<R> {
    input: BufReader<R>,
    /// How many lines were read.
    number: u64,
    is_done: bool,
    /// Why no line follows those that were given.
    failed: Option<Error>,
}

/// How many lines are taken together.
const TOGETHER: usize = 64;

/// The most bytes of a line: a segment is never that long, and an input without
/// line ends shall not fill the memory.
const LONGEST: usize = 1 << 20;

impl<R: Read> Queries<R> {
    pub(super) fn new(input: R) -> Self {
        let input = BufReader::with_capacity(1 << 16, input);
        Self { input, number: 0, is_done: false, failed: None }
    }

    /// Reads some lines; those before one that cannot be read are given first.
    fn chunk(&mut self) -> Result<Vec<String>, Error> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let mut lines = Vec::new();
        while lines.len() < TOGETHER && (lines.is_empty() || self.has_line()) {
            match self.line() {
                Ok(Some(line)) => lines.push(line),
                Ok(None) => break,
                Err(error) if lines.is_empty() => return Err(error),
                Err(error) => {
                    self.failed = Some(error);
                    break;
                }
            }
        }
        Ok(lines)
    }

    /// Returns whether a whole line was read ahead.
    fn has_line(&self) -> bool {
        self.input.buffer().contains(&b'\n')
    }

    fn line(&mut self) -> Result<Option<String>, Error> {
        use std::io::BufRead;

        let mut line = Vec::new();
        let limit = LONGEST as u64 + 1;
        if (&mut self.input).take(limit).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        if line.last() == Some(&b'\n') {
            line.pop();
            line.pop_if(|last| *last == b'\r');
        } else if line.len() > LONGEST {
            return Err(self.error(&format!("a query of at most {LONGEST} bytes"), "a longer line"));
        }
        let line = String::from_utf8(line);
        let line = line.map_err(|_| self.error("text in UTF-8", "other bytes"))?;
        Ok(Some(match line.strip_prefix('\u{feff}').filter(|_| self.number == 1) {
            Some(rest) => rest.to_owned(),
            None => line,
        }))
    }

    fn error(&self, expected: &str, found: &str) -> Error {
        let number = self.number;
        Error::argument(format!("line {number}: expected {expected}, but found {found}"))
            .with_path("-")
    }
}

impl<R: Read> Iterator for Queries<R> {
    type Item = Result<Vec<String>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let chunk = self.chunk();
        self.is_done = !matches!(&chunk, Ok(lines) if !lines.is_empty());
        chunk
            .map_or_else(|error| Some(Err(error)), |lines| (!lines.is_empty()).then_some(Ok(lines)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8]) -> Result<Vec<String>, String> {
        let chunks: Result<Vec<_>, _> = Queries::new(input).collect();
        chunks.map(|chunks| chunks.concat()).map_err(|error| error.to_string())
    }

    #[test]
    fn lines_of_every_system() {
        for (input, expected) in [
            ("", &[][..]),
            ("\n", &[""]),
            ("a\r\nb\n\nc", &["a", "b", "", "c"]),
            ("\u{feff}a\n\u{feff}b", &["a", "\u{feff}b"]),
        ] {
            assert_eq!(lines(input.as_bytes()).unwrap(), expected);
        }
        let many = "x\n".repeat(1000);
        assert_eq!(lines(many.as_bytes()).unwrap().len(), 1000);
    }

    #[test]
    fn what_is_no_query() {
        let error = lines(b"a\n\xff\n").unwrap_err();
        assert_eq!(error, "-: line 2: expected text in UTF-8, but found other bytes");
        let longest = vec![b'a'; LONGEST];
        assert_eq!(lines(&longest).unwrap().len(), 1);
        let error = lines(&[longest, vec![b'a']].concat()).unwrap_err();
        assert!(error.contains("at most 1048576 bytes"), "{error}");
    }
}
