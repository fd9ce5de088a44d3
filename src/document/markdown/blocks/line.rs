//! The start of a line, read column by column: what containers go on, what begins.
//!
//! Columns follow CommonMark 0.31.2, section 2.2: a tab reaches to the next
//! multiple of four, and may be used up in part.

/// A line from its first byte that is neither space nor tab, and the columns
/// before it that no container has used yet.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The column of `at`.
    column: usize,
    /// The column up to which containers have used the line.
    base: usize,
}

/// What makes an item of a list (section 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    width: usize,
    /// Whether it may begin a list in the middle of a paragraph.
    pub(super) interrupts: bool,
}

impl<'a> Line<'a> {
    /// The line of `bytes` that begins at `start`. The bytes may end before the
    /// line does: with the first byte of an annotation, which is never blank.
    pub(super) fn new(bytes: &'a [u8], start: usize) -> Self {
        let mut line = Self { bytes, at: start, column: 0, base: 0 };
        line.skip_space();
        line
    }

    /// Where the first byte that is neither space nor tab stands.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// That byte and what follows, up to the end of the bytes given.
    pub(super) fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    /// The columns of white space that no container has used.
    pub(super) fn indent(&self) -> usize {
        self.column - self.base
    }

    /// Whether nothing but white space is left.
    pub(super) fn is_blank(&self) -> bool {
        matches!(self.rest(), [] | [b'\n', ..] | [b'\r'] | [b'\r', b'\n', ..])
    }

    /// Takes the mark of a block quote (section 5.1) and the space after it.
    pub(super) fn take_quote(&mut self) -> bool {
        let found = self.indent() < 4 && self.rest().first() == Some(&b'>');
        if found {
            self.skip_mark(1);
            self.base += self.indent().min(1);
        }
        found
    }

    /// Takes the indentation of a list item's content, if it is there. Blank
    /// lines need none (section 5.2).
    pub(super) fn take_indent(&mut self, columns: usize) -> bool {
        if self.is_blank() {
            return true;
        }
        let found = self.indent() >= columns;
        if found {
            self.base += columns;
        }
        found
    }

    /// Takes a list marker and gives the indentation that the item's content
    /// must have from now on (section 5.2, rules 1 to 4).
    pub(super) fn take_marker(&mut self, marker: Marker) -> usize {
        let before = self.indent();
        self.skip_mark(marker.width);
        let space = match self.indent() {
            columns @ 1..=4 if !self.is_blank() => columns,
            _ => 1,
        };
        self.base = (self.base + space).min(self.column);
        before + marker.width + space
    }

    fn skip_mark(&mut self, width: usize) {
        self.at += width;
        self.column += width;
        self.base = self.column;
        self.skip_space();
    }

    fn skip_space(&mut self) {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ') => self.column += 1,
                Some(b'\t') => self.column += 4 - self.column % 4,
                _ => return,
            }
            self.at += 1;
        }
    }
}

impl Marker {
    /// The list marker at the start of `rest`, if one is there.
    pub(super) fn read(rest: &[u8]) -> Option<Self> {
        let digits = rest.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let width = match (digits, rest.get(digits)?) {
            (0, b'-' | b'+' | b'*') => 1,
            (1..=9, b'.' | b')') => digits + 1,
            _ => return None,
        };
        let after = &rest[width..];
        let empty = is_blank(after);
        let interrupts = !empty && (digits == 0 || rest[..digits] == *b"1");
        (empty || matches!(after[0], b' ' | b'\t')).then_some(Self { width, interrupts })
    }
}

/// Whether nothing but white space is left of the line.
pub(super) fn is_blank(rest: &[u8]) -> bool {
    let end = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    end.is_none_or(|end| rest[end] == b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_are_used_up_in_part() {
        // Section 2.2, example 5: the tab gives two columns to the item's
        // content and leaves six.
        let mut line = Line::new(b"-\t\tfoo", 0);
        assert_eq!(line.take_marker(Marker { width: 1, interrupts: true }), 2);
        assert_eq!((line.at(), line.indent()), (3, 6));
        let mut line = Line::new(b">\t\tfoo", 0);
        assert!(line.take_quote());
        assert_eq!((line.at(), line.indent()), (3, 6));
    }

    #[test]
    fn content_offset_of_list_items() {
        let cases: [(&str, usize, usize); 7] = [
            ("- a", 2, 0),
            ("-    a", 5, 0),
            ("-     a", 2, 4),
            ("  10) a", 6, 0),
            ("-", 2, 0),
            ("-   ", 2, 2),
            ("1.\ta", 4, 0),
        ];
        for (text, content, left) in cases {
            let mut line = Line::new(text.as_bytes(), 0);
            let marker = Marker::read(line.rest()).unwrap();
            assert_eq!(line.take_marker(marker), content, "{text:?}");
            assert_eq!(line.indent(), left, "{text:?}");
        }
    }

    #[test]
    fn list_markers() {
        let markers: [(&str, bool); 5] =
            [("- a", true), ("+\ta", true), ("1. a", true), ("7) a", false), ("*\n", false)];
        for (text, interrupts) in markers {
            let marker = Marker::read(text.as_bytes());
            assert_eq!(marker.map(|marker| marker.interrupts), Some(interrupts), "{text:?}");
        }
        for text in ["", "-a", "**a**", "1.a", "1", "1234567890. a", "-<span", "a. b"] {
            assert_eq!(Marker::read(text.as_bytes()), None, "{text:?}");
        }
    }
}
