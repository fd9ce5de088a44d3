//! The scalars of a YAML text, keys and values alike, with their places.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, Span, StructureStyle};
use memchr::{memchr, memrchr};

use super::decode::{after_break, is_break};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::content::BOM;
use crate::document::scanned::shifted;

/// A scalar as the parser reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scalar<'t> {
    /// The text that it writes.
    pub(super) value: Cow<'t, str>,
    pub(super) style: Style,
    /// All of it: with its quotes, or the lines of a block scalar without the
    /// header.
    pub(super) range: Range<usize>,
    /// Whether it is in a flow collection, `[…]` or `{…}`.
    pub(super) in_flow: bool,
    /// The key whose value it is, or stands in the list of; nothing for a key.
    pub(super) key: Option<Rc<str>>,
}

impl Scalar<'_> {
    /// Returns the range without quotes, which [`decode`](super::decode::decode)
    /// reads.
    pub(super) fn content(&self) -> Range<usize> {
        match self.style {
            Style::SingleQuoted | Style::DoubleQuoted => self.range.start + 1..self.range.end - 1,
            Style::Plain | Style::Block(_) => self.range.clone(),
        }
    }
}

/// How a scalar is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Block(BlockScalar),
}

/// What a YAML text holds.
#[derive(Debug, Default)]
pub(super) struct Scalars<'t> {
    /// In the order of their ranges; empty nodes and block scalars without content
    /// are left out.
    pub(super) scalars: Vec<Scalar<'t>>,
    /// The parts that no YAML parser reads, in order.
    pub(super) unread: Vec<Range<usize>>,
    /// What is wrong with the text, up to its first syntax error.
    pub(super) problems: Vec<Diagnostic>,
}

/// How often reading resumes after a syntax error: it bounds the time, since an
/// error may show only at the end of the text.
const MOST_RESUMPTIONS: usize = 32;

/// Options for a parser that goes on behind an alias of an unknown anchor.
pub(crate) fn options() -> Options {
    granit_parser::options! { emit_unresolved_aliases: true }
}

/// Finds the scalars of a text that begins at `base` in the file; all ranges are
/// those of the file.
///
/// After a syntax error reading resumes at its line, as if the text began there,
/// and at the next line where that is an error at once. So a line that is broken
/// costs no other. Errors after the first are not reported: most of them come
/// from what the lines before them would have said.
pub(super) fn scalars(text: &str, base: usize) -> Scalars<'_> {
    let mut found = Scalars::default();
    let mut start = 0;
    for resumptions in 0..=MOST_RESUMPTIONS {
        let mut read = ScalarReader::read(&text[start..], base + start);
        let error = read.found.problems.pop_if(|_| read.is_broken);
        if resumptions == 0 {
            found.problems.append(&mut read.found.problems);
            found.problems.extend(error.clone());
        }
        let Some(error) = error else {
            found.scalars.append(&mut read.found.scalars);
            return found;
        };
        let line = line_start(text, error.range.start - base);
        let next = if line > start { line } else { line_end(text, start) };
        read.found.scalars.retain(|scalar| scalar.range.end <= base + line);
        found.scalars.append(&mut read.found.scalars);
        let read_to = found.scalars.last().map_or(base, |scalar| scalar.range.end);
        found.unread.push(read_to.max(base + start)..base + next);
        start = next;
    }
    found.unread.push(base + start..base + text.len());
    found
}

/// Finds the start of the line that holds the byte at `at`.
fn line_start(text: &str, at: usize) -> usize {
    memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |line_feed| line_feed + 1)
}

/// Returns the offset behind the line that holds the byte at `at`.
fn line_end(text: &str, at: usize) -> usize {
    memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |length| at + length + 1)
}

/// A list or a map whose end was not read yet.
struct OpenCollection {
    is_flow: bool,
    is_map: bool,
    /// Of a map, the key that was read last; of a list, the key whose value it is.
    key: Option<Rc<str>>,
    /// Whether the value of that key comes next.
    has_key: bool,
}

struct ScalarReader<'t> {
    text: &'t str,
    /// Where the text begins in the file.
    base: usize,
    found: Scalars<'t>,
    /// The collections that are open, the outermost first.
    open: Vec<OpenCollection>,
    /// Where the last scalar, alias or document marker ended.
    read_to: usize,
    /// Whether a syntax error ended it, which is then the last problem.
    is_broken: bool,
}

impl<'t> ScalarReader<'t> {
    /// Reads a text up to its first syntax error.
    fn read(text: &'t str, base: usize) -> Self {
        let mut reader = Self {
            text,
            base,
            found: Scalars::default(),
            open: Vec::new(),
            read_to: 0,
            is_broken: false,
        };
        for event in Parser::new_from_str_with_options(text, options()) {
            match event {
                Ok((event, span)) => reader.event(event, span),
                Err(error) => {
                    reader.found.problems.push(syntax_error(text.as_bytes(), base, &error));
                    reader.is_broken = true;
                }
            }
        }
        reader
    }

    fn event(&mut self, event: Event<'t>, span: Span) {
        let Some(range) = span.byte_range() else { return };
        match event {
            Event::Scalar(value, style, ..) => {
                let end = range.end;
                self.scalar(value, style, range);
                self.read_to = end;
            }
            // Other events may take their place from the token behind them.
            Event::Alias(_) => {
                self.key_of_value();
                self.read_to = range.end;
            }
            Event::DocumentStart(true, _) => self.read_to = range.end,
            Event::SequenceStart(style, ..) => self.start(style, false),
            Event::MappingStart(style, ..) => self.start(style, true),
            Event::SequenceEnd | Event::MappingEnd => {
                self.open.pop();
            }
            Event::UnresolvedAlias(name) => {
                self.key_of_value();
                self.read_to = range.end;
                self.unknown_anchor(&name, range);
            }
            _ => {}
        }
    }

    fn start(&mut self, style: StructureStyle, is_map: bool) {
        let key = self.key_of_value();
        let is_flow = style == StructureStyle::Flow;
        self.open.push(OpenCollection { is_flow, is_map, key, has_key: false });
    }

    /// Steps over a key or a value, and returns the key whose value it is.
    fn key_of_value(&mut self) -> Option<Rc<str>> {
        let collection = self.open.last_mut()?;
        if !collection.is_map {
            return collection.key.clone();
        }
        collection.has_key = !collection.has_key;
        if collection.has_key { None } else { collection.key.take() }
    }

    /// Notes the key that a scalar is, where a value comes next.
    fn note_key(&mut self, value: &str) {
        if let Some(collection) = self.open.last_mut().filter(|open| open.is_map && open.has_key) {
            collection.key = Some(value.into());
        }
    }

    fn scalar(&mut self, value: Cow<'t, str>, style: ScalarStyle, range: Range<usize>) {
        let key = self.key_of_value();
        self.note_key(&value);
        // An empty node has no bytes; its value is the parser's own `~`. The
        // range of a block scalar without content is not that of its lines.
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        if range.is_empty() || (is_block && value.bytes().all(|byte| byte == b'\n')) {
            return;
        }
        let (style, range) = match style {
            ScalarStyle::Plain => (Style::Plain, range),
            ScalarStyle::SingleQuoted => (Style::SingleQuoted, range),
            ScalarStyle::DoubleQuoted => (Style::DoubleQuoted, range),
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let text = self.text.as_bytes();
                let Some((block, start)) = header(text, self.read_to, range.start) else {
                    return self.no_header(range);
                };
                let end = lines_end(text, range.end, block.indent);
                (Style::Block(block.shifted(self.base)), start..end)
            }
        };
        let in_flow = self.open.last().is_some_and(|collection| collection.is_flow);
        let range = shifted(&range, self.base);
        self.found.scalars.push(Scalar { value, style, range, in_flow, key });
    }

    fn problem(&mut self, range: Range<usize>, message: String, help: &str) {
        let range = shifted(&range, self.base);
        let diagnostic = Diagnostic::new(DiagnosticCode::YamlSyntax, range, message);
        self.found.problems.push(diagnostic.with_help(help));
    }

    fn no_header(&mut self, range: Range<usize>) {
        let message = "expected `|` or `>` before a block scalar, but found neither";
        self.problem(range, message.to_owned(), "write it in double quotes");
    }

    fn unknown_anchor(&mut self, name: &str, range: Range<usize>) {
        let message =
            format!("expected an anchor `&{name}` before its alias `*{name}`, but found none");
        self.problem(range, message, "quote the value where a text is meant");
    }
}

/// Returns the end of the lines of a block scalar whose range in the parser's
/// events ends at `end`, behind the indentation of what follows. More spaces
/// than the scalar's own `indent` are a line of it.
fn lines_end(text: &[u8], end: usize, indent: usize) -> usize {
    let spaces = text[..end].iter().rev().take_while(|&&byte| byte == b' ').count();
    match text[..end - spaces].last() {
        Some(&byte) if is_break(byte) && spaces <= indent => end - spaces,
        _ => end,
    }
}

/// Turns the parser's error into a finding at its place in the file, in which
/// `text` begins at `base`.
pub(crate) fn syntax_error(text: &[u8], base: usize, error: &ScanError) -> Diagnostic {
    let start = error.marker().byte_offset().unwrap_or(0).min(text.len());
    let rest = &text[start..];
    let character = rest.iter().skip(1).take_while(|&&byte| byte & 0xc0 == 0x80).count() + 1;
    let range = shifted(&(start..start + character.min(rest.len())), base);
    if matches!(error.kind(), granit_parser::ErrorKind::RecursionLimitExceeded) {
        let message = "expected YAML that is not nested as deeply as this";
        return Diagnostic::new(DiagnosticCode::LimitReached, range, message);
    }
    let message = format!("expected YAML, but found an error: {}", error.info());
    Diagnostic::new(DiagnosticCode::YamlSyntax, range, message)
        .with_help("quote the text, or look at the indentation")
}

/// The form of a literal or folded block scalar (YAML 1.2.2 section 8.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BlockScalar {
    /// The header without a comment: `|`, `>-`, `|2+`.
    pub(super) header: Range<usize>,
    pub(super) folded: bool,
    pub(super) chomping: Chomping,
    /// Whether the header says how far the lines are indented.
    pub(super) says_indent: bool,
    /// The spaces before each line.
    pub(super) indent: usize,
}

impl BlockScalar {
    /// Moves it to a file in which the text begins at `base`.
    pub(super) fn shifted(self, base: usize) -> Self {
        Self { header: shifted(&self.header, base), ..self }
    }
}

/// What becomes of the line breaks at the end of a block scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chomping {
    Strip,
    Clip,
    Keep,
}

/// Returns the header of the block scalar whose first line with content begins,
/// behind its indentation, at `content`; and where its lines begin. Between
/// `from`, where the last scalar, alias or document marker ended, and the
/// header are only indicators, tags, anchors and comments, with white space
/// between them.
pub(super) fn header(text: &[u8], from: usize, content: usize) -> Option<(BlockScalar, usize)> {
    let is_space = |byte: u8| byte.is_ascii_whitespace();
    let line_end = |at: usize| find(&text[..content], at, is_break);
    let mut at = from;
    loop {
        at = find(&text[..content], at, |byte| !is_space(byte));
        let end = find(&text[..content], at, is_space);
        match text[..content].get(at)? {
            b'|' | b'>' => {
                let break_start = line_end(end);
                // A document that was skipped after an error may have headers too.
                if text[break_start..content].iter().all(|byte| b" \r\n".contains(byte)) {
                    let block = block_scalar(text, at..end, break_start, content)?;
                    return Some((block, after_break(text, break_start)));
                }
                at = break_start;
            }
            b'#' => at = line_end(at),
            _ if text[at..].starts_with(BOM) => at += BOM.len(),
            _ => at = end,
        }
    }
}

/// Returns the offset of the first byte from `at` on that is `wanted`, or the
/// end.
fn find(text: &[u8], at: usize, wanted: impl Fn(u8) -> bool) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().position(|&byte| wanted(byte)).unwrap_or(rest.len())
}

fn block_scalar(
    text: &[u8],
    header: Range<usize>,
    break_start: usize,
    content: usize,
) -> Option<BlockScalar> {
    let indicators = &text[header.clone()];
    let before = &text[break_start..content];
    let indent = before.iter().rev().take_while(|&&byte| byte == b' ').count();
    // At least the line break that ends the header is before the indentation.
    if indent == before.len() {
        return None;
    }
    let chomping = match indicators {
        _ if indicators.contains(&b'-') => Chomping::Strip,
        _ if indicators.contains(&b'+') => Chomping::Keep,
        _ => Chomping::Clip,
    };
    Some(BlockScalar {
        folded: indicators[0] == b'>',
        says_indent: indicators.iter().any(u8::is_ascii_digit),
        header,
        chomping,
        indent,
    })
}
