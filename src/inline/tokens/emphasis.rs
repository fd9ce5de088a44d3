//! Emphasis, strong emphasis and strikethrough: the delimiter runs of
//! CommonMark 0.31.2, section 6.2, and the procedure "process emphasis" of its
//! appendix; strikethrough of GFM 0.29, section 6.5.
//!
//! Each run is looked at once as a closer. A search for its opener that fails
//! leaves a floor below which no later closer of the same sort searches, and
//! one that succeeds takes the openers it passed off the stack: linear in all.

use smallvec::SmallVec;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::{Mark, Marks, Paired, TokenKind};
use crate::steps::step;

/// A run of `*`, `_` or `~` that may open or close something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    byte: u8,
    /// How many delimiters it had when it was found.
    length: usize,
    /// Where those are that are not used yet, in bytes from 0.
    start: usize,
    end: usize,
    can_open: bool,
    can_close: bool,
}

/// The runs of one text; few have more.
pub(super) type Runs = SmallVec<[Run; 4]>;

impl Run {
    /// Returns the run of delimiters from `start` to `end` of the text, unless it
    /// can neither open nor close anything.
    pub(super) fn new(text: &str, start: usize, end: usize) -> Option<Self> {
        let before = class(text[..start].chars().next_back());
        let after = class(text[end..].chars().next());
        let (byte, length) = (text.as_bytes()[start], end - start);
        let left = flanks(after, before);
        let right = flanks(before, after);
        // Neither `_` nor a single `~` works inside a word. The second is the
        // rule of pulldown-cmark: it keeps ranges such as `5~10` apart.
        let strict = byte == b'_' || (byte == b'~' && length == 1);
        let can_open = left && (!strict || !right || before == CharacterClass::Punctuation);
        let can_close = right && (!strict || !left || after == CharacterClass::Punctuation);
        let usable = (can_open || can_close) && (byte != b'~' || length <= 2);
        usable.then_some(Self { byte, length, start, end, can_open, can_close })
    }

    fn left(&self) -> usize {
        self.end - self.start
    }

    /// Returns whether this run and `closer` may enclose something.
    fn opens_for(&self, closer: &Run) -> bool {
        if self.byte != closer.byte {
            return false;
        }
        if self.byte == b'~' {
            return self.length == closer.length;
        }
        // Rules 9 and 10, the "rule of three".
        !(self.can_close || closer.can_open)
            || !(self.length + closer.length).is_multiple_of(3)
            || (self.length.is_multiple_of(3) && closer.length.is_multiple_of(3))
    }

    /// Returns which floor holds for this run as a closer: all that `opens_for`
    /// asks of it.
    fn sort(&self) -> usize {
        match self.byte {
            b'~' => self.length - 1,
            b'_' => 2 + self.length % 3 + 3 * usize::from(self.can_open),
            _ => 8 + self.length % 3 + 3 * usize::from(self.can_open),
        }
    }
}

const SORTS: usize = 14;

/// Returns whether a run between these is flanking on the side of `inner`:
/// left-flanking with what follows as `inner`, right-flanking with what
/// precedes.
fn flanks(inner: CharacterClass, outer: CharacterClass) -> bool {
    match inner {
        CharacterClass::Whitespace => false,
        CharacterClass::Punctuation => outer != CharacterClass::Other,
        CharacterClass::Other => true,
    }
}

/// Pairs the runs from index `from` on, takes them away and adds the marks of
/// what they enclose.
pub(super) fn resolve(runs: &mut Runs, from: usize, marks: &mut Marks) {
    if runs.len() == from {
        return;
    }
    let mut openers = Runs::new();
    let mut floors = [0; SORTS];
    for mut run in runs.drain(from..) {
        let found_at = run.start;
        let floor = &mut floors[run.sort()];
        while run.can_close && run.left() > 0 {
            if !close(&mut run, &mut openers, *floor, marks) {
                *floor = found_at;
                break;
            }
        }
        if run.can_open && run.left() > 0 {
            openers.push(run);
        }
    }
}

/// Pairs a closer with the nearest opener that is at `floor` or after it.
fn close(closer: &mut Run, openers: &mut Runs, floor: usize, marks: &mut Marks) -> bool {
    let near = openers.iter().rev().take_while(|opener| opener.end > floor);
    let mut seen = near.inspect(|_| step(1));
    let Some(passed) = seen.position(|opener| opener.opens_for(closer)) else {
        return false;
    };
    openers.truncate(openers.len() - passed);
    if let Some(mut opener) = openers.pop() {
        enclose(&mut opener, closer, marks);
        if opener.left() > 0 {
            openers.push(opener);
        }
    }
    true
}

/// Uses up the inner delimiters of both runs.
fn enclose(opener: &mut Run, closer: &mut Run, marks: &mut Marks) {
    let used = opener.left().min(closer.left()).min(2);
    let paired = match (closer.byte, used) {
        (b'~', _) => Paired::Strikethrough,
        (_, 2) => Paired::Strong,
        _ => Paired::Emphasis,
    };
    let (start, end) = (opener.end - used, opener.end);
    marks.push(Mark { start, end, kind: TokenKind::Open(paired) });
    opener.end = start;
    let (start, end) = (closer.start, closer.start + used);
    marks.push(Mark { start, end, kind: TokenKind::Close(paired) });
    closer.start = end;
}

/// The classes of characters that the flanking rules know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CharacterClass {
    Whitespace,
    Punctuation,
    Other,
}

/// Returns the class of a character; CommonMark 0.31.2, section 2.1. The start
/// and the end of the text (`None`) count as white space.
fn class(character: Option<char>) -> CharacterClass {
    match character {
        None | Some(' ' | '\t' | '\n' | '\x0c' | '\r') => CharacterClass::Whitespace,
        Some(ascii) if ascii.is_ascii_punctuation() => CharacterClass::Punctuation,
        Some(ascii) if ascii.is_ascii() => CharacterClass::Other,
        Some(other) => match other.general_category_group() {
            GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol => {
                CharacterClass::Punctuation
            }
            // U+2028 and U+2029 too, which the section does not name: they end lines.
            GeneralCategoryGroup::Separator => CharacterClass::Whitespace,
            _ => CharacterClass::Other,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::assert_linear;

    /// Closers without openers, openers between others, and runs that are used up
    /// bit by bit.
    #[test]
    fn many_runs_take_linear_time() {
        for parts in [["*a", "_ "], ["a**", "a*"], ["~a", "~~b"], ["***a", "a** "], ["*a ", "a~~ "]]
        {
            let [opening, closing] = parts;
            assert_linear(&format!("{opening}{closing}"), |length| {
                let count = length / 4;
                for text in [
                    format!("{opening}{closing}").repeat(count),
                    opening.repeat(count) + &closing.repeat(count),
                ] {
                    let tokens = super::super::tokenize(&text, crate::inline::Syntax::Markdown);
                    assert_eq!(tokens.map(|token| token.text.len()).sum::<usize>(), text.len());
                }
            });
        }
    }

    #[test]
    fn classes() {
        for (character, expected) in [
            (Some(' '), CharacterClass::Whitespace),
            (Some('\u{a0}'), CharacterClass::Whitespace),
            (Some('\u{3000}'), CharacterClass::Whitespace),
            (None, CharacterClass::Whitespace),
            (Some('*'), CharacterClass::Punctuation),
            (Some('$'), CharacterClass::Punctuation),
            (Some('。'), CharacterClass::Punctuation),
            (Some('£'), CharacterClass::Punctuation),
            (Some('a'), CharacterClass::Other),
            (Some('文'), CharacterClass::Other),
            (Some('\u{200b}'), CharacterClass::Other),
            (Some('\0'), CharacterClass::Other),
        ] {
            assert_eq!(class(character), expected, "{character:?}");
        }
    }
}
