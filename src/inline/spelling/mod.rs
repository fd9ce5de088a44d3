//! Text as markup that reads as the text: the way back from
//! [`CodedText::parse`](super::CodedText::parse) for texts that were not read
//! from a document.
//!
//! What people type and what exchange files hold is text as it reads. Put into a
//! document as it is, `2 * 3 * 4` or `<b>` may become markup there. So the text is
//! written, read again as the document's readers will, and where markup begins
//! in what should be text, that is escaped (CommonMark 0.31.2, sections 2.4
//! "Backslash escapes" and 2.5 "Entity and numeric character references"). Each
//! round takes linear time, and there are few.

mod habits;

use rustc_hash::FxHashSet;

use super::coded_text::{CodedText, Piece};
use super::grammar::{element, tag::Tag};
use super::syntax::Syntax;
use super::tokens::{Mark, Paired, TokenKind, marks};
use crate::text::step;
use habits::Habits;

/// How often a text is read again: an escape may set free what it hid.
const ROUNDS: usize = 6;

/// Markup for a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spelling {
    /// The markup.
    pub(crate) markup: String,
    /// Whether it reads as the text: codes may not be codes where they stand, such
    /// as `**` with white space inside.
    pub(crate) is_faithful: bool,
}

impl CodedText {
    /// The markup of the text, with what would become markup in it escaped. A text
    /// that was read from markup of this syntax keeps its markup; an escape that is
    /// none in it is written as it reads.
    pub(crate) fn spelled(&self, syntax: Syntax) -> Spelling {
        let parts = self.pieces().map(|piece| Part::of(piece, syntax));
        Speller::new(syntax, parts.collect()).spell(self)
    }

    /// The text where there is no markup: as it reads, with what a reader sees in the
    /// place of its codes.
    pub(crate) fn spelled_plain(&self) -> Spelling {
        let is_faithful = self.codes().all(|code| code.native.is_empty());
        Spelling { markup: self.plain().into_owned(), is_faithful }
    }

    /// Whether the texts say the same: the same characters, whatever their escapes,
    /// and the same native forms at the same places.
    pub(crate) fn reads_as(&self, other: &CodedText) -> bool {
        Reading::of(self) == Reading::of(other)
    }

    /// The same for a text that lost its escapes and entities on the way: they are
    /// written as another text has them, the source of which this is the
    /// translation.
    pub(crate) fn spelled_like(&self, source: &CodedText, syntax: Syntax) -> Spelling {
        let mut habits = Habits::of(source);
        let mut parts = Vec::new();
        for piece in self.pieces() {
            match piece {
                Piece::Text(text) => habits.write(text, self, &mut parts),
                other => parts.push(Part::of(other, syntax)),
            }
        }
        let mut speller = Speller::new(syntax, parts);
        speller.escape_elements(&source.markup());
        speller.spell(self)
    }
}

/// A part of the markup of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// Text as it reads.
    Text(String),
    /// A code or an escape, as it is written.
    Fixed(String),
}

impl Part {
    fn of(piece: Piece<'_>, syntax: Syntax) -> Self {
        match piece {
            Piece::Escaped { text, native } if is_escape(text, native, syntax) => {
                Self::Fixed(native.to_owned())
            }
            Piece::Text(text) | Piece::Escaped { text, .. } => Self::Text(text.to_owned()),
            Piece::Code(code) => Self::Fixed(code.native.to_owned()),
        }
    }

    fn markup(&self) -> &str {
        match self {
            Self::Text(markup) | Self::Fixed(markup) => markup,
        }
    }
}

/// Whether a syntax reads this native form as the text: HTML has entities, and no
/// escapes with a backslash.
fn is_escape(text: &str, native: &str, syntax: Syntax) -> bool {
    let read = CodedText::parse(native, syntax);
    read.text() == text && read.codes().next().is_none()
}

/// The markup of a text while it is made.
struct Speller {
    syntax: Syntax,
    parts: Vec<Part>,
}

impl Speller {
    fn new(syntax: Syntax, parts: Vec<Part>) -> Self {
        Self { syntax, parts }
    }

    fn markup(&self) -> String {
        self.parts.iter().map(Part::markup).collect()
    }

    fn spell(mut self, text: &CodedText) -> Spelling {
        let expected = Reading::of(text);
        for _ in 0..ROUNDS {
            let markup = self.markup();
            if Reading::of(&CodedText::parse(&markup, self.syntax)) == expected {
                return Spelling { markup, is_faithful: true };
            }
            if !self.escape(&markup) {
                return Spelling { markup, is_faithful: false };
            }
        }
        let markup = self.markup();
        let is_faithful = Reading::of(&CodedText::parse(&markup, self.syntax)) == expected;
        Spelling { markup, is_faithful }
    }

    /// Escapes what begins markup in text; false where there is no such thing.
    fn escape(&mut self, markup: &str) -> bool {
        let mut starts = Vec::new();
        for mark in marks(markup, self.syntax) {
            starts.extend(delimiters(mark, markup));
        }
        // Marks come in order, but the delimiter of an image stands behind its start.
        starts.sort_unstable();
        self.escape_at(&starts)
    }

    /// Escapes the bytes at these places of the markup that stand in text.
    fn escape_at(&mut self, places: &[usize]) -> bool {
        let mut places = places.iter().copied().peekable();
        let (mut at, mut found) = (0, false);
        for part in std::mem::take(&mut self.parts) {
            step(1);
            let (start, end) = (at, at + part.markup().len());
            at = end;
            let mut rest = start;
            while let Some(place) = places.next_if(|&place| place < end) {
                step(1);
                if let Part::Text(text) = &part
                    && let Some(escaped) = escaped(text.as_bytes()[place - start], self.syntax)
                {
                    self.parts.push(Part::Text(text[rest - start..place - start].to_owned()));
                    self.parts.push(Part::Fixed(escaped));
                    (rest, found) = (place + 1, true);
                }
            }
            match part {
                part if rest == start => self.parts.push(part),
                Part::Text(text) => self.parts.push(Part::Text(text[rest - start..].to_owned())),
                fixed @ Part::Fixed(_) => self.parts.push(fixed),
            }
        }
        found
    }

    /// Escapes what reads as text here and as a tag elsewhere: CommonMark takes
    /// any name for an element and shows nothing of it. The document may do so
    /// itself: what stands in the source stays.
    fn escape_elements(&mut self, source: &str) {
        let markup = self.markup();
        let known: FxHashSet<&str> = unknown_elements(source).map(|(_, tag)| tag).collect();
        let new = unknown_elements(&markup).filter(|(_, tag)| !known.contains(tag));
        let places: Vec<usize> = new.map(|(place, _)| place).collect();
        self.escape_at(&places);
    }
}

/// The tags of elements that HTML does not have, each with its place.
fn unknown_elements(markup: &str) -> impl Iterator<Item = (usize, &str)> {
    memchr::memchr_iter(b'<', markup.as_bytes()).filter_map(move |place| {
        let tag = Tag::scan(&markup[place..]).filter(|tag| !element::is_known(tag.name))?;
        Some((place, &markup[place..place + tag.length]))
    })
}

/// The places of the bytes without which a mark is none.
fn delimiters(mark: Mark, markup: &str) -> impl Iterator<Item = usize> {
    let whole = &markup.as_bytes()[mark.start..mark.end];
    let run = || whole.iter().take_while(|&&byte| byte == whole[0]).count();
    let (start, end) = (mark.start, mark.end);
    let places: [std::ops::Range<usize>; 2] = match mark.kind {
        TokenKind::LineBreak if whole[0] != b'<' => [start..start, end..end],
        TokenKind::Open(Paired::Image) => [end - 1..end, end..end],
        // The other run may end another code span, of the next segment.
        TokenKind::CodeSpan => [start..start + run(), end - run()..end],
        TokenKind::Open(Paired::Emphasis | Paired::Strong | Paired::Strikethrough)
        | TokenKind::Close(Paired::Emphasis | Paired::Strong | Paired::Strikethrough) => {
            [start..start + run(), end..end]
        }
        TokenKind::Escape if whole == b"\\\\" => [start..end, end..end],
        _ => [start..start + 1, end..end],
    };
    places.into_iter().flatten()
}

/// How a byte is written that must not begin markup.
fn escaped(byte: u8, syntax: Syntax) -> Option<String> {
    match (byte, syntax) {
        (b'<', _) => Some("&lt;".to_owned()),
        (b'&', _) => Some("&amp;".to_owned()),
        (byte, Syntax::Markdown) if byte.is_ascii_punctuation() => {
            Some(format!("\\{}", char::from(byte)))
        }
        _ => None,
    }
}

/// What a text says: its characters, and the codes between them.
#[derive(Debug, PartialEq, Eq)]
struct Reading {
    text: String,
    /// The native forms at each place, together: two codes may read as one.
    codes: Vec<(usize, String)>,
}

impl Reading {
    fn of(text: &CodedText) -> Self {
        let mut codes: Vec<(usize, String)> = Vec::new();
        for (at, code) in text.placed_codes().filter(|(_, code)| !code.native.is_empty()) {
            match codes.last_mut().filter(|(last, _)| *last == at) {
                Some((_, natives)) => natives.push_str(code.native),
                None => codes.push((at, code.native.to_owned())),
            }
        }
        Self { text: text.text().to_owned(), codes }
    }
}

#[cfg(test)]
mod tests;
