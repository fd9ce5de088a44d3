//! A text as the rules read it: without its markup, its white space made equal.
//!
//! UAX #29 judges characters by their classes, and markup has the wrong ones: an
//! asterisk between a full stop and a space hides the end of the sentence. So the
//! rules never see a text as written, but this view of it, and their answers are
//! carried back.

use std::ops::Range;

use super::characters::is_passed_over;
use super::spans::{MarkupRole, MarkupSpan};

/// What stands for an inline code that reads as a word: a letter without case
/// (`OLetter` in UAX #29), before which a sentence may end.
pub(super) const WORD: char = '\u{1bb}';

/// What stands for markup that closes, right behind the end of a sentence. UAX
/// #29 passes over it (rule SB5), the rules here look at it.
pub(super) const CLOSED: char = '\u{2060}';

/// What stands for white space with two line breaks in it or more.
pub(super) const PARAGRAPH: char = '\n';

/// How many characters that are neither letters nor digits nor white space are
/// read in a row. It keeps every look back short, and UAX #29 linear: rule SB8
/// looks ahead anew from each closing mark behind a full stop.
const LONGEST_RUN: usize = 32;

/// A text as the rules read it, and where each part of it stands in the text as
/// written.
#[derive(Debug, Default)]
pub(super) struct View {
    text: String,
    /// In order; a run goes up to the next one.
    runs: Vec<ViewRun>,
}

/// A range of the view that was written in one range of the text.
#[derive(Debug)]
struct ViewRun {
    /// Where it begins in the view.
    start: usize,
    /// What it stands for in the text as written: byte for byte the same, or
    /// something else as a whole.
    written: Range<usize>,
    same: bool,
}

impl View {
    /// Makes the view of a text with markup at these places, in order and apart
    /// from each other; `marks` are characters that end a question in this language.
    pub(super) fn new(text: &str, spans: &[MarkupSpan], marks: &[char]) -> Self {
        Self::with(ViewBuilder::new(text.len()), text, spans, marks)
    }

    /// Makes the same of HTML, in which a blank line is white space like any other.
    pub(super) fn of_html(text: &str, spans: &[MarkupSpan], marks: &[char]) -> Self {
        let builder = ViewBuilder { has_paragraphs: false, ..ViewBuilder::new(text.len()) };
        Self::with(builder, text, spans, marks)
    }

    fn with(mut builder: ViewBuilder, text: &str, spans: &[MarkupSpan], marks: &[char]) -> Self {
        let mut at = 0;
        for MarkupSpan { range, role } in spans {
            builder.push_text(text, at..range.start, marks);
            builder.push_span(range, *role);
            at = range.end;
        }
        builder.push_text(text, at..text.len(), marks);
        builder.view
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns where what ends at this place of the view ends in the text as
    /// written.
    pub(super) fn written_end(&self, end: usize) -> usize {
        let after = self.runs.partition_point(|run| run.start < end);
        let Some(run) = after.checked_sub(1).map(|index| &self.runs[index]) else { return 0 };
        if run.same { run.written.start + (end - run.start) } else { run.written.end }
    }
}

/// Makes a view.
struct ViewBuilder {
    view: View,
    /// The characters in a row that are neither letters nor digits.
    others: usize,
    /// The line breaks in the white space at the end of the view.
    breaks: usize,
    /// The last character was a carriage return: a line feed after it is the
    /// same line break.
    carriage_return: bool,
    /// Whether two line breaks end a paragraph.
    has_paragraphs: bool,
}

impl ViewBuilder {
    fn new(length: usize) -> Self {
        let view = View { text: String::with_capacity(length), runs: Vec::new() };
        Self { view, others: 0, breaks: 0, carriage_return: false, has_paragraphs: true }
    }

    fn push_text(&mut self, text: &str, range: Range<usize>, marks: &[char]) {
        let mut at = range.start;
        while at < range.end {
            let words = text.as_bytes()[at..range.end]
                .iter()
                .take_while(|byte| byte.is_ascii_alphanumeric())
                .count();
            self.push_words(text, at..at + words);
            at += words;
            let Some(character) = text[at..range.end].chars().next() else { break };
            let written = at..at + character.len_utf8();
            at = written.end;
            let read = if marks.contains(&character) { '?' } else { character };
            if character != CLOSED {
                self.push(read, written, read == character);
            }
        }
    }

    /// Adds letters and digits as they are.
    fn push_words(&mut self, text: &str, range: Range<usize>) {
        if !range.is_empty() {
            (self.others, self.breaks, self.carriage_return) = (0, 0, false);
            self.append(&text[range.clone()], range, true);
        }
    }

    fn push_span(&mut self, range: &Range<usize>, role: MarkupRole) {
        match role {
            MarkupRole::Reads(character) => self.push(character, range.clone(), false),
            MarkupRole::Word => self.push(WORD, range.clone(), false),
            MarkupRole::Closes if self.follows_a_mark() => self.push(CLOSED, range.clone(), false),
            MarkupRole::Closes | MarkupRole::Opens => self.pass_markup(),
        }
    }

    /// Passes over markup: line breaks on both sides of it are no blank line.
    fn pass_markup(&mut self) {
        if !self.view.text.ends_with(PARAGRAPH) {
            (self.breaks, self.carriage_return) = (0, false);
        }
    }

    /// Whether the view ends with what is no letter, digit or white space.
    fn follows_a_mark(&self) -> bool {
        self.others > 0 && !self.view.text.ends_with([' ', PARAGRAPH])
    }

    fn push(&mut self, character: char, written: Range<usize>, same: bool) {
        if character.is_whitespace() {
            return self.push_white_space(character, written);
        }
        self.breaks = 0;
        self.carriage_return = false;
        if character.is_alphanumeric() {
            self.others = 0;
        } else if character != CLOSED && is_passed_over(character) {
            return;
        } else {
            self.others += 1;
        }
        if self.others <= LONGEST_RUN {
            // The last one stands for those behind it too.
            let same = same && self.others < LONGEST_RUN;
            self.append(character.encode_utf8(&mut [0; 4]), written, same);
        } else if let Some(run) = self.view.runs.last_mut() {
            run.written.end = written.end;
        }
    }

    /// Adds white space: as a single space, or as the end of a paragraph.
    fn push_white_space(&mut self, character: char, written: Range<usize>) {
        let after_return = std::mem::replace(&mut self.carriage_return, character == '\r');
        match character {
            '\n' if after_return => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' => self.breaks += 1,
            '\u{2029}' => self.breaks += 2,
            _ => {}
        }
        let is_paragraph = self.has_paragraphs && self.breaks > 1;
        let read = if is_paragraph { PARAGRAPH } else { ' ' };
        if self.view.text.ends_with([' ', PARAGRAPH]) {
            self.view.text.pop();
            self.view.text.push(read);
            // White space is a run of its own.
            if let Some(run) = self.view.runs.last_mut() {
                run.written.end = written.end;
            }
        } else {
            self.append(read.encode_utf8(&mut [0; 4]), written, false);
        }
    }

    fn append(&mut self, read: &str, written: Range<usize>, same: bool) {
        let start = self.view.text.len();
        self.view.text.push_str(read);
        match self.view.runs.last_mut() {
            Some(run) if same && run.same && run.written.end == written.start => {
                run.written.end = written.end;
            }
            _ => self.view.runs.push(ViewRun { start, written, same }),
        }
    }
}
