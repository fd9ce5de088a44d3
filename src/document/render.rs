//! One side of a document, without annotation.

use std::io::{self, Write};

use super::Document;
use super::found::{Edit, Replacement};
use super::repair;
use crate::error::names;

/// A side of an annotated document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The translation: what the publisher releases.
    Target,
    /// The original that was translated.
    Source,
}

impl Side {
    /// Both sides, the target first.
    pub const ALL: &'static [Side] = &[Side::Target, Side::Source];

    /// The name in lower case: `target` or `source`.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Target => "target",
            Side::Source => "source",
        }
    }
}

names!(Side);

impl Document<'_> {
    /// The document without annotation, one side of each pair kept.
    ///
    /// Outside what is removed or repaired the bytes are those of the document;
    /// markers that belong to no pair stay where they are.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{Document, Side};
    ///
    /// let text = r#"- <span data-ttu-id="74dd5-110">后续步骤</span><span class="sxs-lookup"><span data-stu-id="74dd5-110">Next steps</span></span>"#;
    /// let document = Document::parse(text.as_bytes());
    /// assert_eq!(document.render(Side::Target), "- 后续步骤".as_bytes());
    /// assert_eq!(document.render(Side::Source), b"- Next steps");
    /// ```
    pub fn render(&self, side: Side) -> Vec<u8> {
        let mut rendered = Vec::with_capacity(self.bytes().len() / 2);
        self.render_to(side, &mut rendered).expect("writing to a vector does not fail");
        rendered
    }

    /// Writes what [`render`](Self::render) gives.
    ///
    /// # Errors
    ///
    /// Where the writer fails.
    pub fn render_to(&self, side: Side, mut writer: impl Write) -> io::Result<()> {
        let bytes = self.bytes();
        let repaired = |range| repair::repair(bytes, range, &self.reading.repairs);
        let mut at = 0;
        for Edit { range, with } in self.reading.edits(side) {
            writer.write_all(&repaired(at..range.start))?;
            match with {
                Replacement::Slice(slice) => writer.write_all(&repaired(slice))?,
                Replacement::Bytes(bytes) => writer.write_all(&bytes)?,
            }
            at = range.end;
        }
        writer.write_all(&repaired(at..bytes.len()))
    }
}
