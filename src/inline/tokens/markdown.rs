//! The markup of Markdown text: one pass from left to right, as in the appendix
//! of CommonMark 0.31.2 ("A parsing strategy", phase 2), with its bracket stack
//! ("look for link or image").

use super::{
    Mark, Marks, Paired, TokenKind,
    emphasis::{self, Run, Runs},
    tag_kind,
};
use crate::inline::{
    Syntax,
    grammar::{
        code_span::{self, Backticks},
        docfx,
        entity::Entity,
        link, placeholder,
        tag::{self, Comments, Tag},
    },
};

/// Whether each byte can begin a construct. `!` is not among them: an image is
/// found at its bracket.
const BEGINS: [bool; 256] = {
    let mut begins = [false; 256];
    let bytes = b"\\`*_~[]<&:{$%\n";
    let mut next = 0;
    while next < bytes.len() {
        begins[bytes[next] as usize] = true;
        next += 1;
    }
    begins
};

/// Returns the markup of a Markdown text, in order.
pub(super) fn marks(text: &str) -> Marks {
    let Some(first) = next_construct(text.as_bytes()) else {
        return Marks::new();
    };
    let mut scanner = MarkdownScanner::new(text);
    scanner.scan(first);
    scanner.finish()
}

/// Returns how far it is to the next byte that can begin a construct.
fn next_construct(rest: &[u8]) -> Option<usize> {
    rest.iter().position(|&byte| BEGINS[usize::from(byte)])
}

/// What was found up to a place of the text.
struct MarkdownScanner<'a> {
    text: &'a str,
    /// Where the construct at hand begins, in bytes from 0.
    at: usize,
    /// Where the text before it begins, that nothing has claimed.
    free: usize,
    /// What is certain; in order only when the scan is done.
    marks: Marks,
    runs: Runs,
    brackets: Brackets,
    /// Found when the first one is met.
    backticks: Option<Backticks>,
    comments: Comments,
}

impl<'a> MarkdownScanner<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            free: 0,
            marks: Marks::new(),
            runs: Runs::new(),
            brackets: Brackets::default(),
            backticks: None,
            comments: Comments::default(),
        }
    }

    /// Goes from construct to construct; the first one is `skip` bytes ahead.
    fn scan(&mut self, skip: usize) {
        let mut next = Some(skip);
        while let Some(skip) = next {
            self.at = self.free + skip;
            self.free = self.at + self.construct();
            next = next_construct(&self.text.as_bytes()[self.free..]);
        }
    }

    /// Returns everything found, in order.
    fn finish(mut self) -> Marks {
        emphasis::resolve(&mut self.runs, 0, &mut self.marks);
        self.marks.sort_unstable_by_key(|mark| mark.start);
        self.marks
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Reads what begins here and returns the length of what is done with.
    fn construct(&mut self) -> usize {
        match self.text.as_bytes()[self.at] {
            b'\\' => self.backslash(),
            b'`' => self.code_span(),
            b'&' => self.entity(),
            b'<' => self.angle(),
            b'[' => self.open_bracket(),
            b']' => self.close_bracket(),
            b':' => self.directive(),
            b'{' | b'$' | b'%' => self.placeholder(),
            b'\n' => self.line_end(),
            delimiter => self.delimiters(delimiter),
        }
    }

    /// Adds a mark of `length` bytes here.
    fn mark(&mut self, kind: TokenKind, length: usize) -> usize {
        self.marks.push(Mark { start: self.at, end: self.at + length, kind });
        length
    }

    /// Adds the same where something was found; else steps over a byte of text.
    fn mark_found(&mut self, kind: TokenKind, length: Option<usize>) -> usize {
        length.map_or(1, |length| self.mark(kind, length))
    }

    /// Reads an escape or a hard line break.
    fn backslash(&mut self) -> usize {
        match &self.rest().as_bytes()[1..] {
            [b'\r', b'\n', ..] => self.mark(TokenKind::LineBreak, 3),
            [b'\n', ..] => self.mark(TokenKind::LineBreak, 2),
            [next, ..] if next.is_ascii_punctuation() => self.mark(TokenKind::Escape, 2),
            _ => 1,
        }
    }

    fn code_span(&mut self) -> usize {
        let length = code_span::run_length(self.rest());
        let backticks = self.backticks.get_or_insert_with(|| Backticks::find(self.text));
        match backticks.close(length, self.at + length) {
            Some(end) => self.mark(TokenKind::CodeSpan, end - self.at),
            None => length,
        }
    }

    fn entity(&mut self) -> usize {
        let entity = Entity::scan(self.rest(), Syntax::Markdown);
        self.mark_found(TokenKind::Entity, entity.map(|entity| entity.length))
    }

    /// Reads an autolink, a tag of an element that HTML knows, or a comment.
    fn angle(&mut self) -> usize {
        let rest = self.rest();
        if let Some(length) = link::autolink(rest) {
            return self.mark(TokenKind::Autolink, length);
        }
        if let Some(tag) = Tag::scan(rest).filter(|tag| tag::is_known(tag.name)) {
            return self.mark(tag_kind(&tag), tag.length);
        }
        let comment = self.comments.scan(rest);
        self.mark_found(TokenKind::Comment, comment)
    }

    /// Reads a run of `*`, `_` or `~`.
    fn delimiters(&mut self, delimiter: u8) -> usize {
        let length = self.rest().bytes().take_while(|&byte| byte == delimiter).count();
        self.runs.extend(Run::new(self.text, self.at, self.at + length));
        length
    }

    /// Reads a docfx form, or what may turn out to open a link or an image.
    fn open_bracket(&mut self) -> usize {
        let image = self.text[self.free..self.at].ends_with('!');
        let form = if image { None } else { docfx::form(self.rest()) };
        let (paired, start, length) = match form {
            Some(docfx::Form::Whole(length)) => return self.mark(TokenKind::Directive, length),
            Some(docfx::Form::Opening(length)) => (Paired::Directive, self.at, length),
            None if image => (Paired::Image, self.at - 1, 1),
            None if self.placeholder_length().is_some() => return self.placeholder(),
            None => (Paired::Link, self.at, 1),
        };
        let end = self.at + length;
        let runs = self.runs.len();
        self.brackets.push(Bracket { paired, start, end, runs, holds_bracket: false });
        length
    }

    /// Reads what may close a link, an image or a docfx form.
    fn close_bracket(&mut self) -> usize {
        let Some(bracket) = self.brackets.pop() else {
            return 1;
        };
        let length = match bracket.paired {
            Paired::Directive => 1,
            _ => match self.link_tail(&bracket) {
                Some(tail) => 1 + tail,
                None => return 1,
            },
        };
        emphasis::resolve(&mut self.runs, bracket.runs, &mut self.marks);
        let (start, end) = (bracket.start, bracket.end);
        self.marks.push(Mark { start, end, kind: TokenKind::Open(bracket.paired) });
        if bracket.paired == Paired::Link {
            self.brackets.close_to_links();
        }
        self.mark(TokenKind::Close(bracket.paired), length)
    }

    /// Returns the length of what makes the text after `bracket` that of a link.
    fn link_tail(&self, bracket: &Bracket) -> Option<usize> {
        let tail = link::tail(&self.rest()[1..])?;
        let text = &self.text[bracket.end..self.at];
        let is_label = !bracket.holds_bracket && !text.chars().all(char::is_whitespace);
        (tail.leads_to != link::Target::OwnText || is_label).then_some(tail.length)
    }

    /// Reads a docfx directive between colons.
    fn directive(&mut self) -> usize {
        let before = self.text[..self.at].trim_end_matches([' ', '\t']);
        let at_line_start = before.is_empty() || before.ends_with('\n');
        let directive = docfx::directive(self.rest(), at_line_start);
        match directive {
            Some(length) => self.mark(TokenKind::Directive, length),
            None => self.placeholder(),
        }
    }

    /// Reads what stands for something.
    fn placeholder(&mut self) -> usize {
        self.mark_found(TokenKind::Placeholder, self.placeholder_length())
    }

    fn placeholder_length(&self) -> Option<usize> {
        placeholder::at(self.text, self.at)
    }

    /// Reads a hard line break, where two spaces or more are before the line end.
    fn line_end(&mut self) -> usize {
        let before = &self.text[self.free..self.at];
        let before = before.strip_suffix('\r').unwrap_or(before);
        let spaces = before.len() - before.trim_end_matches(' ').len();
        if spaces >= 2 {
            let start = self.free + before.len() - spaces;
            self.marks.push(Mark { start, end: self.at + 1, kind: TokenKind::LineBreak });
        }
        1
    }
}

/// A bracket that may open something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bracket {
    pub(super) paired: Paired,
    /// Where its opening mark is, in bytes from 0.
    pub(super) start: usize,
    pub(super) end: usize,
    /// How many delimiter runs came before it.
    pub(super) runs: usize,
    /// Whether another bracket came after it: then its text is no label.
    pub(super) holds_bracket: bool,
}

/// The brackets that are open.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    open: Vec<Bracket>,
    /// How many of them, from the first, can open no link: one was found inside
    /// them, and links hold no links.
    closed_to_links: usize,
}

impl Brackets {
    pub(super) fn push(&mut self, bracket: Bracket) {
        if let Some(outer) = self.open.last_mut() {
            outer.holds_bracket = true;
        }
        self.open.push(bracket);
    }

    /// Takes the last open bracket away, or `None` where it could only open a link
    /// around a link.
    pub(super) fn pop(&mut self) -> Option<Bracket> {
        let bracket = self.open.pop()?;
        let barred = self.open.len() < self.closed_to_links;
        self.closed_to_links = self.closed_to_links.min(self.open.len());
        (!barred || bracket.paired != Paired::Link).then_some(bracket)
    }

    /// Takes note that a link was found inside all open brackets.
    pub(super) fn close_to_links(&mut self) {
        self.closed_to_links = self.open.len();
    }
}
