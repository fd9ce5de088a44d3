//! Code spans: CommonMark 0.31.2, section 6.1.

use std::borrow::Cow;

/// Every run of backticks in a text, found once, so that closers are looked up
/// and a text of many runs without a closer takes no longer than any other.
#[derive(Debug)]
pub(crate) struct Backticks {
    /// Length and byte offset of each run, in this order.
    runs: Vec<(usize, usize)>,
}

impl Backticks {
    /// Finds the runs; linear, and the sort O(r log r) for r runs.
    pub(crate) fn find(text: &str) -> Self {
        let mut runs = Vec::new();
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'`', &text.as_bytes()[at..]) {
            let length = run_length(&text[at + found..]);
            runs.push((length, at + found));
            at += found + length;
        }
        runs.sort_unstable();
        Self { runs }
    }

    /// Returns the end of the code span whose opening run of `length` ends at
    /// `from`.
    pub(crate) fn close(&self, length: usize, from: usize) -> Option<usize> {
        let next = self.runs.partition_point(|&run| run < (length, from));
        self.runs.get(next).filter(|run| run.0 == length).map(|&(_, at)| at + length)
    }
}

/// Returns how many backticks the text begins with.
pub(crate) fn run_length(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// Returns the text that a reader sees for a code span as written.
pub(crate) fn literal(native: &str) -> Cow<'_, str> {
    let length = run_length(native);
    let inside = native.get(length..native.len() - length).unwrap_or_default();
    let stripped = strip(inside);
    if memchr::memchr2(b'\n', b'\r', stripped.as_bytes()).is_none() {
        return Cow::Borrowed(stripped);
    }
    Cow::Owned(stripped.replace("\r\n", " ").replace(['\n', '\r'], " "))
}

/// Takes one space off both ends where both have one and there is more than
/// spaces; a line end counts as a space.
fn strip(inside: &str) -> &str {
    const SPACES: [&str; 4] = [" ", "\r\n", "\n", "\r"];
    if inside.bytes().all(|byte| matches!(byte, b' ' | b'\n' | b'\r')) {
        return inside;
    }
    let start = SPACES.iter().find_map(|space| inside.strip_prefix(space));
    let both = start.and_then(|rest| SPACES.iter().find_map(|space| rest.strip_suffix(space)));
    both.unwrap_or(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals() {
        for (native, expected) in [
            ("`foo`", "foo"),
            ("`` foo ` bar ``", "foo ` bar"),
            ("` `` `", "``"),
            ("`  ``  `", " `` "),
            ("` a`", " a"),
            ("`\u{a0}b\u{a0}`", "\u{a0}b\u{a0}"),
            ("` `", " "),
            ("`  `", "  "),
            ("``\nfoo\nbar  \nbaz\n``", "foo bar   baz"),
            ("``\r\nfoo\r\nbar\r\n``", "foo bar"),
            ("`foo\\`", "foo\\"),
        ] {
            assert_eq!(literal(native), expected, "{native}");
        }
    }

    #[test]
    fn closers_are_runs_of_the_same_length() {
        let backticks = Backticks::find("``a`b``c`");
        assert_eq!(backticks.close(2, 2), Some(7));
        assert_eq!(backticks.close(1, 4), Some(9));
        assert_eq!(backticks.close(1, 9), None);
        assert_eq!(backticks.close(3, 0), None);
    }
}
