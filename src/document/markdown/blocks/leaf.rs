//! What goes on from line to line inside the innermost container, and what a
//! line may begin there.

use super::line::{Line, Marker, is_blank};
use super::raw_html::RawHtml;

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
    pub(super) head: Option<Head>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// The first annotation of the line, by number.
    pub(super) first: usize,
    /// Where the line begins.
    pub(super) at: usize,
}

impl Leaf {
    /// What it is for a line in the same container.
    pub(super) fn before(self) -> Before {
        match self {
            Leaf::Paragraph(_) => Before::Paragraph,
            _ => Before::Nothing,
        }
    }
}

/// What a line begins where it stands (CommonMark 0.31.2, sections 4 and 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    Quote,
    Heading,
    Fence(Fence),
    Html(RawHtml),
    /// The line under a heading, which makes one of the paragraph before it.
    Underline,
    Rule,
    Item(Marker),
}

/// The opening fence of a code block (section 4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    byte: u8,
    length: usize,
}

/// What stands before a line, which decides what may begin on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing that text could go on with.
    Nothing,
    /// A paragraph in the same container.
    Paragraph,
    /// A paragraph in a container whose marks the line lacks.
    OuterParagraph,
}

impl Start {
    /// What the rest of a line begins, if that is not plain text.
    pub(super) fn read(line: &Line<'_>, before: Before) -> Option<Self> {
        if line.indent() >= 4 {
            return None;
        }
        let rest = line.rest();
        match rest.first()? {
            b'>' => Some(Start::Quote),
            b'#' => is_atx(rest).then_some(Start::Heading),
            b'`' | b'~' => Fence::read(rest).map(Start::Fence),
            b'<' => RawHtml::begins(rest, before != Before::Nothing).map(Start::Html),
            b'=' | b'-' if before == Before::Paragraph && is_underline(rest) => {
                Some(Start::Underline)
            }
            b'-' | b'*' | b'_' if is_rule(rest) => Some(Start::Rule),
            _ => Marker::read(rest)
                .filter(|marker| marker.interrupts || before != Before::Paragraph)
                .map(Start::Item),
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

    /// Whether the line closes the block that this fence opens.
    pub(super) fn is_closed_by(self, line: &Line<'_>) -> bool {
        line.indent() < 4
            && Self::run(line.rest()).is_some_and(|run| {
                run.byte == self.byte
                    && run.length >= self.length
                    && is_blank(&line.rest()[run.length..])
            })
    }
}

/// Whether the line is an ATX heading (section 4.2).
fn is_atx(rest: &[u8]) -> bool {
    let level = rest.iter().take(7).take_while(|byte| **byte == b'#').count();
    level < 7 && matches!(rest.get(level), None | Some(b' ' | b'\t' | b'\r' | b'\n'))
}

/// Whether the line underlines a setext heading (section 4.3).
fn is_underline(rest: &[u8]) -> bool {
    Fence::run(rest).is_some_and(|run| is_blank(&rest[run.length..]))
}

/// Whether the line is a thematic break (section 4.1).
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
