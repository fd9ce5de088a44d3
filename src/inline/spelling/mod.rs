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

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::Syntax;
use super::coded_text::{CodedText, Piece};
use super::grammar::tag::{self, Tag};
use super::tokens::{Mark, Paired, TokenKind, marks};
use crate::steps::step;

/// How often a text is read again: an escape may set free what it hid.
const ROUNDS: usize = 6;

/// Markup for a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spelling {
    /// The markup.
    pub(crate) markup: String,
    /// Whether it reads as the text: codes may not be codes where they are, such
    /// as `**` with white space inside.
    pub(crate) is_faithful: bool,
}

impl CodedText {
    /// Returns the markup of the text, with what would become markup in it escaped.
    /// A text that was read from markup of this syntax keeps its markup; an escape
    /// that the syntax does not have is written as it reads.
    pub(crate) fn spelled(&self, syntax: Syntax) -> Spelling {
        let parts = self.pieces().map(|piece| MarkupPart::of(piece, syntax));
        let mut speller = Speller::new(syntax, parts.collect());
        speller.escape_tag_openers("");
        speller.spell(self)
    }

    /// Returns the text where there is no markup: as it reads, with what a reader
    /// sees in the place of its codes.
    pub(crate) fn spelled_plain(&self) -> Spelling {
        let is_faithful = self.codes().all(|code| code.native.is_empty());
        Spelling { markup: self.plain().into_owned(), is_faithful }
    }

    /// Returns whether the texts say the same: the same characters, whatever their
    /// escapes, and the same native forms at the same places.
    pub(crate) fn reads_as(&self, other: &CodedText) -> bool {
        TextAndCodes::of(self) == TextAndCodes::of(other)
    }

    /// Writes a text that lost its escapes and entities on the way: they are
    /// written as another text has them, the source of which this is the
    /// translation.
    pub(crate) fn spelled_like(&self, source: &CodedText, syntax: Syntax) -> Spelling {
        let mut escapes = Escapes::of(source);
        let mut parts = Vec::new();
        for piece in self.pieces() {
            match piece {
                Piece::Text(text) => escapes.write(text, self, &mut parts),
                other => parts.push(MarkupPart::of(other, syntax)),
            }
        }
        let mut speller = Speller::new(syntax, parts);
        let source = source.markup();
        speller.escape_tag_openers(&source);
        speller.escape_elements(&source);
        speller.spell(self)
    }
}

/// A part of the markup of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum MarkupPart {
    /// Text as it reads.
    Text(String),
    /// A code or an escape, as it is written.
    Fixed(String),
}

impl MarkupPart {
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

/// Returns whether a syntax reads this native form as the text: HTML has
/// entities, and no escapes with a backslash.
fn is_escape(text: &str, native: &str, syntax: Syntax) -> bool {
    let read = CodedText::parse(native, syntax);
    read.text() == text && read.codes().next().is_none()
}

/// The markup of a text while it is made.
struct Speller {
    syntax: Syntax,
    parts: Vec<MarkupPart>,
}

impl Speller {
    fn new(syntax: Syntax, parts: Vec<MarkupPart>) -> Self {
        Self { syntax, parts }
    }

    fn markup(&self) -> String {
        self.parts.iter().map(MarkupPart::markup).collect()
    }

    fn spell(mut self, text: &CodedText) -> Spelling {
        let expected = TextAndCodes::of(text);
        for _ in 0..ROUNDS {
            let markup = self.markup();
            if TextAndCodes::of(&CodedText::parse(&markup, self.syntax)) == expected {
                return Spelling { markup, is_faithful: true };
            }
            if !self.escape(&markup) {
                return Spelling { markup, is_faithful: false };
            }
        }
        let markup = self.markup();
        let is_faithful = TextAndCodes::of(&CodedText::parse(&markup, self.syntax)) == expected;
        Spelling { markup, is_faithful }
    }

    /// Escapes what begins markup in text, and returns whether there is such a
    /// thing.
    fn escape(&mut self, markup: &str) -> bool {
        let mut starts = Vec::new();
        for mark in marks(markup, self.syntax) {
            starts.extend(delimiters(mark, markup));
        }
        // Marks come in order, but the delimiter of an image is behind its start.
        starts.sort_unstable();
        self.escape_at(&starts)
    }

    /// Escapes the bytes at these places of the markup that are in text.
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
                if let MarkupPart::Text(text) = &part
                    && let Some(escaped) = escaped(text.as_bytes()[place - start], self.syntax)
                {
                    self.parts.push(MarkupPart::Text(text[rest - start..place - start].to_owned()));
                    self.parts.push(MarkupPart::Fixed(escaped));
                    (rest, found) = (place + 1, true);
                }
            }
            match part {
                part if rest == start => self.parts.push(part),
                MarkupPart::Text(text) => {
                    self.parts.push(MarkupPart::Text(text[rest - start..].to_owned()))
                }
                fixed @ MarkupPart::Fixed(_) => self.parts.push(fixed),
            }
        }
        found
    }

    /// Escapes what opens a tag, a comment or the like where more text follows than this
    /// one: a browser ends it at the next `>` of the page (HTML, section 13.2.5.6), and
    /// Markdown at the next one of the paragraph, but for a tag that this text cuts off.
    /// What the source has stays.
    fn escape_tag_openers(&mut self, source: &str) {
        let syntax = self.syntax;
        self.escape_new(source, |markup| tag_openers(markup, syntax).collect());
    }

    /// Escapes what reads as text here and as a tag elsewhere: CommonMark takes
    /// any name for an element and shows nothing of it. The document may do so
    /// itself: what is in the source stays.
    fn escape_elements(&mut self, source: &str) {
        self.escape_new(source, |markup| unknown_elements(markup).collect());
    }

    /// Escapes what is found, each with its place, and stands nowhere in the source.
    fn escape_new(&mut self, source: &str, find: impl Fn(&str) -> Vec<(usize, &[u8])>) {
        let markup = self.markup();
        let known: FxHashSet<&[u8]> = find(source).into_iter().map(|(_, text)| text).collect();
        let new = find(&markup).into_iter().filter(|(_, text)| !known.contains(text));
        let places: Vec<usize> = new.map(|(place, _)| place).collect();
        self.escape_at(&places);
    }
}

/// Returns what opens a tag or the like, each with its place: the mark and the bytes that
/// follow, as many as tell one from another.
fn tag_openers(markup: &str, syntax: Syntax) -> impl Iterator<Item = (usize, &[u8])> {
    let bytes = markup.as_bytes();
    memchr::memchr_iter(b'<', bytes).filter_map(move |place| {
        let opens = match bytes.get(place + 1) {
            Some(b'/' | b'!' | b'?') => true,
            Some(next) => syntax == Syntax::Html && next.is_ascii_alphabetic(),
            None => syntax == Syntax::Html,
        };
        opens.then(|| (place, &bytes[place..bytes.len().min(place + OPENER)]))
    })
}

/// How many bytes tell one opener from another.
const OPENER: usize = 8;

/// Returns the tags of elements that HTML does not have, each with its place.
fn unknown_elements(markup: &str) -> impl Iterator<Item = (usize, &[u8])> {
    memchr::memchr_iter(b'<', markup.as_bytes()).filter_map(move |place| {
        let tag = Tag::scan(&markup[place..]).filter(|tag| !tag::is_known(tag.name))?;
        Some((place, &markup.as_bytes()[place..place + tag.length]))
    })
}

/// Returns the places of the bytes without which there is no such mark.
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
        // It reads the same as text.
        TokenKind::Placeholder => [start..start, end..end],
        _ => [start..start + 1, end..end],
    };
    places.into_iter().flatten()
}

/// Escapes a byte that must not begin markup, or returns `None` where it
/// cannot.
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

/// What a text says: its characters, and the codes between them. A placeholder says the
/// same as a code and as text.
#[derive(Debug, PartialEq, Eq)]
struct TextAndCodes {
    text: String,
    /// The native forms at each place, together: two codes may read as one.
    codes: Vec<(usize, String)>,
}

impl TextAndCodes {
    fn of(text: &CodedText) -> Self {
        let text = &*text.placeholders_as_text();
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

/// The characters that a text escapes, each with how its occurrences are
/// written, in order; one that is written as it reads is `None`.
struct Escapes {
    of: BTreeMap<char, CharacterEscapes>,
}

#[derive(Default)]
struct CharacterEscapes {
    natives: Vec<Option<String>>,
    /// How many the other text has; counted when the first is met.
    wanted: Option<usize>,
    /// How many were written.
    used: usize,
    /// The entity that all are written as, if there is one; found when the first
    /// is asked for.
    of_all: Option<Option<String>>,
}

impl Escapes {
    fn of(text: &CodedText) -> Self {
        let mut of = BTreeMap::<char, CharacterEscapes>::new();
        for piece in text.pieces() {
            if let Piece::Escaped { text, .. } = piece
                && let Some(character) = only(text)
            {
                of.entry(character).or_default();
            }
        }
        let mut escapes = Self { of };
        if !escapes.of.is_empty() {
            text.pieces().for_each(|piece| escapes.learn(piece));
        }
        escapes
    }

    fn learn(&mut self, piece: Piece<'_>) {
        let mut note = |character: char, native: Option<&str>| {
            if let Some(character_escapes) = self.of.get_mut(&character) {
                character_escapes.natives.push(native.map(str::to_owned));
            }
        };
        match piece {
            Piece::Text(text) => text.chars().for_each(|character| note(character, None)),
            Piece::Escaped { text, native } => {
                only(text).into_iter().for_each(|character| note(character, Some(native)));
            }
            Piece::Code(_) => {}
        }
    }

    /// Writes a text, which is part of `whole`.
    fn write(&mut self, text: &str, whole: &CodedText, parts: &mut Vec<MarkupPart>) {
        let mut from = 0;
        if !self.of.is_empty() {
            for (at, character) in text.char_indices() {
                if let Some(native) = self.next(character, whole) {
                    parts.push(MarkupPart::Text(text[from..at].to_owned()));
                    parts.push(MarkupPart::Fixed(native));
                    from = at + character.len_utf8();
                }
            }
        }
        parts.push(MarkupPart::Text(text[from..].to_owned()));
    }

    /// Returns how the next of a character is written, if not as it reads.
    fn next(&mut self, character: char, whole: &CodedText) -> Option<String> {
        let character_escapes = self.of.get_mut(&character)?;
        let count = || {
            step(whole.text().len());
            whole.text().chars().filter(|&other| other == character).count()
        };
        let wanted = *character_escapes.wanted.get_or_insert_with(count);
        character_escapes.used += 1;
        let index = character_escapes.used - 1;
        character_escapes.native(wanted, index)
    }
}

impl CharacterEscapes {
    /// Returns how an occurrence is written, if not as it reads. Of as many as
    /// there are here, each is written as its counterpart. Of more or fewer, an
    /// entity that is written for all there is written for all here.
    fn native(&mut self, wanted: usize, index: usize) -> Option<String> {
        if wanted == self.natives.len() {
            return self.natives[index].clone();
        }
        let natives = &self.natives;
        self.of_all.get_or_insert_with(|| entity_of_all(natives)).clone()
    }
}

/// Returns the entity that all of these are written as, if there is one.
fn entity_of_all(natives: &[Option<String>]) -> Option<String> {
    step(natives.len());
    let first = natives.first()?;
    let is_uniform = natives.iter().all(|other| other == first);
    first.clone().filter(|native| is_uniform && native.starts_with('&'))
}

/// Returns the character that a text has, if it has just one.
fn only(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}
