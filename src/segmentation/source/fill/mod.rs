//! The document with other texts in place of some of its segments.

mod block_start;
mod markdown;
mod references;
mod writing;

use std::borrow::Cow;
use std::ops::Range;

use super::found::FieldPlace;
use super::{SourceDocument, SourceSegment, front_matter};
use crate::document::FrontMatter;
pub(super) use references::normal;
pub(crate) use writing::Fitted;
use writing::Writing;

/// New bytes for a range of a document.
type Edit = (Range<usize>, Vec<u8>);

impl SourceDocument<'_> {
    /// The document with other texts in place of some of its segments, byte for
    /// byte the same around them.
    ///
    /// `text` says what stands in place of a segment, with the markup of the
    /// document's format; a segment for which it says nothing stays as it is, and
    /// so does one that is filled with its own text or with white space alone.
    ///
    /// What the place needs is done here: white space at the edges is left out,
    /// line breaks become spaces (`<br>` where Markdown has a hard one), in
    /// Markdown a backslash is put before what would begin or end a block, a
    /// table cell or the text of a link, and YAML is quoted where it must be.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::SourceDocument;
    ///
    /// let document = SourceDocument::parse(b"| Item |\n|---|\n| **One** |\n\nThe end.\n");
    /// let filled = document.fill(|segment| match segment.source() {
    ///     "**One**" => Some("**Eins** | zwei".into()),
    ///     "The end." => Some("1. Ende".into()),
    ///     _ => None,
    /// });
    /// let expected = "| Item |\n|---|\n| **Eins** \\| zwei |\n\n1\\. Ende\n";
    /// assert_eq!(String::from_utf8(filled).unwrap(), expected);
    /// ```
    pub fn fill<'t>(
        &self,
        mut text: impl FnMut(SourceSegment<'_>) -> Option<Cow<'t, str>>,
    ) -> Vec<u8> {
        let text = |segment: SourceSegment<'_>| text(segment).filter(|text| is_new(text, &segment));
        self.fill_around(text, |fitted, out| out.extend_from_slice(fitted.text.as_bytes()))
    }

    /// The same with a say in how the texts of the body are written: `write` adds a
    /// text, fitted to its place, behind what stands before it. A segment's own
    /// text comes as it is. White space alone takes its segment out, and the white
    /// space in front of it or, where it begins a line, behind it; `write` does not
    /// see it.
    pub(crate) fn fill_around<'t>(
        &self,
        mut text: impl FnMut(SourceSegment<'_>) -> Option<Cow<'t, str>>,
        write: impl FnMut(Fitted<'_>, &mut Vec<u8>),
    ) -> Vec<u8> {
        let mut fields: Vec<(&FieldPlace, Cow<'t, str>)> = Vec::new();
        let mut texts: Vec<(SourceSegment<'_>, Option<Cow<'t, str>>)> = Vec::new();
        for segment in self.segments() {
            let text = text(segment);
            match &self.segments[segment.ordinal()].field {
                Some(place) => {
                    let new = text.filter(|text| is_new(text, &segment));
                    fields.extend(new.map(|text| (place, text)));
                }
                None => texts.push((segment, text)),
            }
        }
        let mut writing = Writing::new(self, write);
        // Front matter stands before everything else.
        for (range, with) in self.field_edits(&fields) {
            writing.edit(range, &with);
        }
        for (segment, text) in texts {
            writing.segment(segment, text.as_deref());
        }
        writing.finish()
    }

    /// The edits to the front matter.
    fn field_edits(&self, texts: &[(&FieldPlace, Cow<'_, str>)]) -> Vec<Edit> {
        if texts.is_empty() {
            return Vec::new();
        }
        let Some(block) = FrontMatter::read(&self.bytes).0 else { return Vec::new() };
        let fields = front_matter::fields(&self.bytes, block.content());
        let edits = fields.iter().flat_map(|field| {
            let own = texts.iter().filter(|(place, _)| &*place.key == field.key());
            let own: Vec<_> = own.map(|(place, text)| (place.range.clone(), text.trim())).collect();
            if own.is_empty() { Vec::new() } else { field.filled(&own) }
        });
        edits.collect()
    }
}

/// Whether a text says something else than the segment does.
fn is_new(text: &str, segment: &SourceSegment<'_>) -> bool {
    !text.trim().is_empty() && text != segment.source()
}

/// A text with a space for each line break and the white space around it.
fn on_one_line(text: &str) -> String {
    let lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}
