//! Decoding scalars, with a map back to the file.
//!
//! The YAML parser gives each scalar's value but not which bytes of the file
//! each character of it comes from. These decoders follow YAML 1.2.2 once more
//! and keep that map. The parser's value stays the authority: a scalar that the
//! two read differently is not used.

mod block;
mod flow;
mod map;

use std::ops::Range;

pub(super) use map::OffsetMap;

use super::scalars::Style;

/// The text that a scalar writes, and where its parts stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Decoded {
    /// UTF-8, except where the file is not.
    pub(super) text: Vec<u8>,
    pub(super) map: OffsetMap,
}

/// Decodes the content of a scalar: what stands between the quotes, or the
/// lines under the header of a block scalar. The map counts from the start of
/// `content`. Nothing where the content cannot stand in a scalar of that style.
pub(super) fn decode(content: &[u8], style: &Style) -> Option<Decoded> {
    match style {
        Style::Plain => flow::decode(content, flow::Quote::None),
        Style::SingleQuoted => flow::decode(content, flow::Quote::Single),
        Style::DoubleQuoted => flow::decode(content, flow::Quote::Double),
        Style::Block(block) => block::decode(content, block),
    }
}

/// A text in the making.
struct Output<'b> {
    content: &'b [u8],
    decoded: Decoded,
}

impl<'b> Output<'b> {
    fn new(content: &'b [u8]) -> Self {
        let text = Vec::with_capacity(content.len());
        Self { content, decoded: Decoded { text, map: OffsetMap::default() } }
    }

    /// Adds bytes that stand for themselves.
    fn copy(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.decoded.text.extend_from_slice(&self.content[range.clone()]);
            self.decoded.map.push(range.len(), range);
        }
    }

    /// Adds `text`, which the bytes of `range` stand for.
    fn put(&mut self, range: Range<usize>, text: &[u8]) {
        self.decoded.text.extend_from_slice(text);
        self.decoded.map.push(text.len(), range);
    }
}

/// Whether a byte is a space or a tab (`s-white`, YAML 1.2.2 section 5.5).
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Whether a byte begins a line break (`b-break`, section 5.4).
pub(super) fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// The offset behind the line break at `at`; CR LF is one.
pub(super) fn after_break(bytes: &[u8], at: usize) -> usize {
    at + if bytes[at..].starts_with(b"\r\n") { 2 } else { 1 }
}

/// The offset of the first byte from `at` on that is no space and no tab.
pub(super) fn skip_blanks(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|&&byte| is_blank(byte)).count()
}

/// Whether a line break stands at `at`.
fn break_at(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(|&byte| is_break(byte))
}
