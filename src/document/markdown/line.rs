//! The start of a line, read column by column: which containers go on, what begins
//! there, and what goes on from line to line in the innermost container.
//!
//! Columns follow CommonMark 0.31.2, section 2.2: a tab reaches to the next
//! multiple of four, and may be used up in part.

use super::html::RawHtml;

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
pub(super) struct ListMarker {
    width: usize,
    /// Whether it may begin a list in the middle of a paragraph.
    pub(super) interrupts: bool,
}

impl<'a> Line<'a> {
    /// Begins the line of `bytes` at `start`. The bytes may end before the line
    /// does: with the first byte of an annotation, which is never blank.
    pub(super) fn new(bytes: &'a [u8], start: usize) -> Self {
        let mut line = Self { bytes, at: start, column: 0, base: 0 };
        line.skip_space();
        line
    }

    /// Returns where the first byte is that is neither space nor tab.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Returns that byte and what follows, up to the end of the bytes given.
    pub(super) fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    /// Returns the columns of white space that no container has used.
    pub(super) fn indent(&self) -> usize {
        self.column - self.base
    }

    /// Returns whether nothing but white space is left.
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

    /// Takes a list marker and returns the indentation that the item's content must
    /// have from now on (section 5.2, rules 1 to 4).
    pub(super) fn take_marker(&mut self, marker: ListMarker) -> usize {
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

impl ListMarker {
    /// Returns the list marker at the start of `rest`, if one is there.
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

/// Returns whether nothing but white space is left of the line.
pub(super) fn is_blank(rest: &[u8]) -> bool {
    let end = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    end.is_none_or(|end| rest[end] == b'\n')
}

/// What goes on inside the innermost container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaf {
    /// Nothing: the next line begins something.
    None,
    Paragraph(Paragraph),
    Table,
    Html,
    /// Code, with the place to go on from if its fence was never closed.
    Code {
        fence: Fence,
        resume: usize,
    },
    /// Nothing yet in a list item, which ends if a blank line follows.
    EmptyItem,
}

/// The lines of a paragraph, which a later line may turn into something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// The first annotation of it, by number.
    pub(super) first: usize,
    /// Its last line, if that may be the head of a table.
    pub(super) head: Option<TableHead>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TableHead {
    /// The first annotation of the line, by number.
    pub(super) first: usize,
    /// Where the line begins.
    pub(super) at: usize,
}

impl Leaf {
    /// Returns what the leaf is for a line in the same container.
    pub(super) fn before(self) -> Before {
        match self {
            Leaf::Paragraph(_) => Before::Paragraph,
            _ => Before::Nothing,
        }
    }
}

/// What a line begins where it is (CommonMark 0.31.2, sections 4 and 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockStart {
    Quote,
    Heading,
    Fence(Fence),
    Html(RawHtml),
    /// The line under a heading, which makes one of the paragraph before it.
    Underline,
    Rule,
    Item(ListMarker),
}

/// The opening fence of a code block (section 4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    byte: u8,
    length: usize,
}

/// What is before a line, which decides what may begin on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing that text could go on with.
    Nothing,
    /// A paragraph in the same container.
    Paragraph,
    /// A paragraph in a container whose marks the line lacks.
    OuterParagraph,
}

impl BlockStart {
    /// Returns what the rest of a line begins, if that is not plain text.
    pub(super) fn read(line: &Line<'_>, before: Before) -> Option<Self> {
        if line.indent() >= 4 {
            return None;
        }
        let rest = line.rest();
        match rest.first()? {
            b'>' => Some(BlockStart::Quote),
            b'#' => is_atx(rest).then_some(BlockStart::Heading),
            b'`' | b'~' => Fence::read(rest).map(BlockStart::Fence),
            b'<' => RawHtml::begins(rest, before != Before::Nothing).map(BlockStart::Html),
            b'=' | b'-' if before == Before::Paragraph && is_underline(rest) => {
                Some(BlockStart::Underline)
            }
            b'-' | b'*' | b'_' if is_rule(rest) => Some(BlockStart::Rule),
            _ => ListMarker::read(rest)
                .filter(|marker| marker.interrupts || before != Before::Paragraph)
                .map(BlockStart::Item),
        }
    }
}

impl Fence {
    fn read(rest: &[u8]) -> Option<Self> {
        let fence = Self::run(rest)?;
        let info = &rest[fence.length..];
        let info = &info[..memchr::memchr(b'\n', info).unwrap_or(info.len())];
        let valid = fence.byte == b'~' || memchr::memchr(b'`', info).is_none();
        (fence.length >= 3 && valid).then_some(fence)
    }

    fn run(rest: &[u8]) -> Option<Self> {
        let byte = *rest.first()?;
        let length = rest.iter().take_while(|other| **other == byte).count();
        Some(Self { byte, length })
    }

    /// Returns whether the line closes the block that this fence opens.
    pub(super) fn is_closed_by(self, line: &Line<'_>) -> bool {
        line.indent() < 4
            && Self::run(line.rest()).is_some_and(|run| {
                run.byte == self.byte
                    && run.length >= self.length
                    && is_blank(&line.rest()[run.length..])
            })
    }
}

/// Returns whether the line is an ATX heading (section 4.2).
fn is_atx(rest: &[u8]) -> bool {
    let level = rest.iter().take(7).take_while(|byte| **byte == b'#').count();
    level < 7 && matches!(rest.get(level), None | Some(b' ' | b'\t' | b'\r' | b'\n'))
}

/// Returns whether the line underlines a setext heading (section 4.3).
fn is_underline(rest: &[u8]) -> bool {
    Fence::run(rest).is_some_and(|run| is_blank(&rest[run.length..]))
}

/// Returns whether the line is a thematic break (section 4.1).
fn is_rule(rest: &[u8]) -> bool {
    let mark = rest[0];
    let mut marks = 0;
    for byte in rest {
        match byte {
            b'\n' => break,
            b' ' | b'\t' | b'\r' => {}
            _ if *byte == mark => marks += 1,
            _ => return false,
        }
    }
    marks >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_are_used_up_in_part() {
        // Section 2.2, example 5: the tab gives two columns to the item's
        // content and leaves six.
        let mut line = Line::new(b"-\t\tfoo", 0);
        assert_eq!(line.take_marker(ListMarker { width: 1, interrupts: true }), 2);
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
            let marker = ListMarker::read(line.rest()).unwrap();
            assert_eq!(line.take_marker(marker), content, "{text:?}");
            assert_eq!(line.indent(), left, "{text:?}");
        }
    }

    #[test]
    fn list_markers() {
        let markers: [(&str, bool); 5] =
            [("- a", true), ("+\ta", true), ("1. a", true), ("7) a", false), ("*\n", false)];
        for (text, interrupts) in markers {
            let marker = ListMarker::read(text.as_bytes());
            assert_eq!(marker.map(|marker| marker.interrupts), Some(interrupts), "{text:?}");
        }
        for text in ["", "-a", "**a**", "1.a", "1", "1234567890. a", "-<span", "a. b"] {
            assert_eq!(ListMarker::read(text.as_bytes()), None, "{text:?}");
        }
    }
}
