//! From the text of a block to its segments.
//!
//! The tokens of the text say where a segment must end: at a line break, at the
//! tag of a block, at a directive. What stands between two such places is a
//! run, of whose sentences each loses what stands at its edges without being
//! part of it ([`translatable`]).

mod translatable;

use std::ops::Range;

use memchr::memmem;

use super::block::{Block, BlockSurroundings};
use super::read::ReadDocument;
use super::segment::{FoundSegment, LeafKind};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::{OpenBlocks, expected_utf8};
use crate::inline::{Paired, Token, TokenKind, is_in_sentence, is_phrasing, tag_name, tokenize};
use crate::segmentation::SentenceRules;
use crate::unit::BlockKind;
use translatable::{SentenceCore, core, has_text, may_have_text};

/// The most bytes of a block: its tokens take many times as many.
pub(super) const LONGEST_BLOCK: usize = 16 << 20;

/// Reports a block that is too long to be cut.
pub(super) fn too_long(range: Range<usize>) -> Diagnostic {
    let message = format!(
        "expected at most {LONGEST_BLOCK} bytes between two blank lines or the tags of two blocks, \
         but found {}",
        range.len()
    );
    let found = Diagnostic::new(DiagnosticCode::LimitReached, range, message);
    found.with_help("the text is left out; part it by blank lines")
}

/// Cuts one block of a document after the other.
pub(super) struct Cutter<'d, 'r> {
    bytes: &'d [u8],
    /// The bytes as text, of the same length.
    pub(super) document: &'d str,
    is_utf8: bool,
    /// The rules for where a sentence ends.
    pub(super) rules: &'r SentenceRules,
    /// What was found so far, in the order of the document.
    pub(super) found: ReadDocument,
    /// The number of the block at hand.
    pub(super) block: usize,
    elements: OpenElements,
}

impl<'d, 'r> Cutter<'d, 'r> {
    /// Makes a cutter for the blocks of a document, whose `document` is its bytes as
    /// text.
    pub(super) fn new(bytes: &'d [u8], document: &'d str, rules: &'r SentenceRules) -> Self {
        Self {
            bytes,
            document,
            is_utf8: std::ptr::eq(bytes, document.as_bytes()),
            rules,
            found: ReadDocument::default(),
            block: 0,
            elements: OpenElements::default(),
        }
    }

    /// Follows the tag at `at` of the document, `depth` blocks of Markdown deep.
    pub(super) fn pass_tag(&mut self, at: usize, is_end: bool, depth: usize) {
        self.elements.pass(&self.document[at..], is_end, depth);
    }

    /// Returns the bytes of the document.
    #[cfg(feature = "html")]
    pub(super) fn bytes(&self) -> &'d [u8] {
        self.bytes
    }

    /// Whether what stands here is left alone.
    pub(super) fn hides(&self) -> bool {
        self.elements.hides()
    }

    /// Ends elements that were forgotten, where a heading of Markdown begins.
    pub(super) fn pass_heading(&mut self, at: usize, last_end_tag: impl FnOnce() -> usize) {
        self.elements.pass_heading(at, last_end_tag);
    }

    /// Cuts a block, in which tags may make others.
    pub(super) fn cut(&mut self, block: &Block<'_>) {
        let text = block.text.as_str();
        if text.len() > LONGEST_BLOCK {
            return self.found.diagnostics.push(too_long(block.text.place(&(0..text.len()))));
        }
        let tokens = tokens(block);
        let around = BlockSurroundings::of(block, self.document);
        let mut start = 0;
        for (at, token) in tokens.iter().enumerate() {
            if !ends_run(token, block.text.as_str()) {
                continue;
            }
            self.run(&around, &tokens[start..at]);
            start = at + 1;
            if let TokenKind::Open(_) | TokenKind::Close(_) = token.kind {
                self.block += 1;
                let is_end = matches!(token.kind, TokenKind::Close(_));
                self.pass_tag(block.text.place(&token.range).start, is_end, block.depth);
            }
        }
        self.run(&around, &tokens[start..]);
        self.block += 1;
    }

    /// Cuts tokens between which no segment must end.
    fn run(&mut self, around: &BlockSurroundings<'_>, tokens: &[Token<'_>]) {
        let block = around.block;
        if !may_have_text(tokens) || self.hides() || !self.is_valid(block, tokens) {
            return;
        }
        let ([first, ..], [.., last]) = (tokens, tokens) else { return };
        let run = &block.text.as_str()[first.range.start..last.range.end];
        let mut end = first.range.start;
        for sentence in self.rules.split_tokens(run, tokens, block.leaf.syntax()) {
            let range = end..end + sentence.len();
            end = range.end;
            self.sentence(around, tokens_in(tokens, &range), range);
        }
    }

    /// Whether the bytes of a run are UTF-8; reports where they are not.
    fn is_valid(&mut self, block: &Block<'_>, tokens: &[Token<'_>]) -> bool {
        let ([first, ..], [.., last]) = (tokens, tokens) else { return false };
        let range = block.text.place(&(first.range.start..last.range.end));
        if self.is_utf8 || std::str::from_utf8(&self.bytes[range.clone()]).is_ok() {
            return true;
        }
        let message = expected_utf8(&self.bytes[range.clone()], "a text to translate");
        let found = Diagnostic::new(DiagnosticCode::InvalidUtf8, range, message);
        let help = "save the file as UTF-8; the text is left out";
        self.found.diagnostics.push(found.with_help(help));
        false
    }

    /// Adds the segment of a sentence, where it has one.
    fn sentence(
        &mut self,
        around: &BlockSurroundings<'_>,
        tokens: &[Token<'_>],
        sentence: Range<usize>,
    ) {
        let block = around.block;
        let text = block.text.as_str();
        let SentenceCore { range, in_link } = core(text, tokens, sentence);
        if range.is_empty() || !has_text(text, tokens_in(tokens, &range), &range) {
            return;
        }
        self.found.segments.push(FoundSegment {
            text: own_text(block, &range).map(Into::into),
            range: block.text.place(&range),
            kind: self.elements.kind(block.kind, block.depth),
            block: self.block,
            field: None,
            surroundings: around.of_segment(&range, in_link),
        });
    }
}

fn tokens<'t>(block: &'t Block<'_>) -> Vec<Token<'t>> {
    let text = block.text.as_str();
    match block.leaf.syntax() {
        Some(syntax) => tokenize(text, syntax).collect(),
        None => vec![Token { kind: TokenKind::Text, range: 0..text.len(), text }],
    }
}

/// Returns the text of a segment where it is not that of the bytes.
fn own_text(block: &Block<'_>, range: &Range<usize>) -> Option<String> {
    let text = &block.text.as_str()[range.clone()];
    match block.leaf {
        // Where tags are text, markup spells their brackets.
        LeafKind::PlainHtml | LeafKind::Attribute(_) => {
            text.contains('<').then(|| text.replace('<', "&lt;"))
        }
        _ => (!block.text.is_verbatim(range)).then(|| text.to_owned()),
    }
}

/// Returns the tokens that share bytes with a range of the text.
fn tokens_in<'t, 'a>(tokens: &'t [Token<'a>], range: &Range<usize>) -> &'t [Token<'a>] {
    let from = tokens.partition_point(|token| token.range.end <= range.start);
    let to = tokens.partition_point(|token| token.range.start < range.end);
    &tokens[from.min(to)..to]
}

/// Whether a segment must end before this token, which is not part of one.
fn ends_run(token: &Token<'_>, text: &str) -> bool {
    match token.kind {
        TokenKind::LineBreak => true,
        TokenKind::Directive => !is_in_sentence(token.text) || is_alone_in_line(text, &token.range),
        TokenKind::Open(Paired::Element)
        | TokenKind::Close(Paired::Element)
        | TokenKind::Element => !is_phrasing(token.text),
        _ => false,
    }
}

/// Whether nothing but white space stands beside a range in its line.
fn is_alone_in_line(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].trim_end_matches([' ', '\t']);
    let behind = text[range.end..].trim_start_matches([' ', '\t']);
    let is_line_end = |character: char| matches!(character, '\n' | '\r');
    (before.is_empty() || before.ends_with(is_line_end))
        && (behind.is_empty() || behind.starts_with(is_line_end))
}

/// Elements whose content is no text to translate.
const HIDING: [&str; 7] = ["pre", "script", "style", "textarea", "template", "math", "svg"];

/// The elements that are open at a place of a document.
#[derive(Debug, Default)]
struct OpenElements {
    blocks: OpenBlocks,
    /// How many blocks of Markdown were open where the innermost began.
    depth: usize,
    hiding: Option<HidingElement>,
    /// The elements of [`HIDING`] whose end does not come any more.
    endless: [bool; HIDING.len()],
}

/// An element whose content is left alone.
#[derive(Debug)]
struct HidingElement {
    /// One of [`HIDING`].
    name: &'static str,
    /// How many elements of that name are open, it included.
    count: usize,
}

impl OpenElements {
    /// Follows the tag that `rest`, the rest of the document, begins with, where
    /// `depth` blocks of Markdown are open.
    fn pass(&mut self, rest: &str, is_end: bool, depth: usize) {
        let name = tag_name(rest);
        if self.hiding.is_some() {
            return self.pass_hidden(name, is_end);
        }
        self.blocks.pass(rest.as_bytes());
        if is_end {
            return;
        }
        self.depth = depth;
        let hiding = HIDING.iter().position(|hiding| hiding.eq_ignore_ascii_case(name));
        if let Some(hiding) = hiding.filter(|&hiding| self.will_end(hiding, rest)) {
            self.hiding = Some(HidingElement { name: HIDING[hiding], count: 1 });
        }
    }

    fn pass_hidden(&mut self, name: &str, is_end: bool) {
        let Some(hiding) = &mut self.hiding else { return };
        if !hiding.name.eq_ignore_ascii_case(name) {
            return;
        }
        if !is_end {
            hiding.count += 1;
        } else if hiding.count > 1 {
            hiding.count -= 1;
        } else {
            self.hiding = None;
        }
    }

    /// Whether the end tag of an element that hides its content follows. Where
    /// none does, the element was forgotten, and what follows is text.
    fn will_end(&mut self, hiding: usize, rest: &str) -> bool {
        let name = HIDING[hiding].as_bytes();
        let ends = |at: usize| {
            let end = rest.as_bytes().get(at + 2..at + 2 + name.len());
            end.is_some_and(|end| end.eq_ignore_ascii_case(name))
        };
        if !self.endless[hiding] {
            self.endless[hiding] = !memmem::find_iter(rest.as_bytes(), b"</").any(ends);
        }
        !self.endless[hiding]
    }

    /// Ends the elements that no tag ends, where a heading of Markdown begins;
    /// `last_end_tag` finds the last tag that ends one.
    fn pass_heading(&mut self, at: usize, last_end_tag: impl FnOnce() -> usize) {
        if self.blocks.is_any() && at > last_end_tag() {
            self.blocks.end_all();
        }
    }

    /// Returns the block of a text that stands in `kind` of Markdown, `depth` blocks deep.
    fn kind(&self, kind: BlockKind, depth: usize) -> BlockKind {
        match self.blocks.kind() {
            Some(inner) if depth <= self.depth => inner,
            _ => kind,
        }
    }

    /// Whether what stands here is left alone.
    fn hides(&self) -> bool {
        self.hiding.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_content_ends_with_its_element() {
        let mut elements = OpenElements::default();
        for (rest, hides) in [
            ("<PRE>a<pre></pre></pre>", true),
            ("<pre></pre></pre>", true),
            ("</pre></pre>", true),
            ("</script>", true),
            ("</pre>", false),
            ("<script>", false),
            ("<p>", false),
        ] {
            elements.pass(rest, rest.starts_with("</"), 0);
            assert_eq!(elements.hides(), hides, "{rest}");
        }
    }

    #[test]
    fn the_innermost_block_counts() {
        let mut elements = OpenElements::default();
        assert_eq!(elements.kind(BlockKind::ListItem, 1), BlockKind::ListItem);
        elements.pass("<td>", false, 1);
        assert_eq!(elements.kind(BlockKind::ListItem, 1), BlockKind::TableCell);
        assert_eq!(elements.kind(BlockKind::Quote, 2), BlockKind::Quote);
        elements.pass_heading(9, || 10);
        assert_eq!(elements.kind(BlockKind::ListItem, 1), BlockKind::TableCell);
        elements.pass_heading(11, || 10);
        assert_eq!(elements.kind(BlockKind::ListItem, 1), BlockKind::ListItem);
    }
}
