//! The ids of the segments of a document.
//!
//! One scheme for all forms: `xxxxx-NNN`, as published documents have it. The
//! five hexadecimal digits are made of the path and the bytes of the document,
//! so they change where either does; the number counts the segments of the
//! document from 101, those of the front matter included, so it changes where
//! segmentation does. The same document under the same path has the same ids in
//! every run and on every machine.

use xxhash_rust::xxh3::Xxh3;

use crate::document::Context;
use crate::segmentation::SourceDocument;
use crate::unit::encoded_id;

/// The number of the first segment of a document.
const FIRST: usize = 101;

/// The ids of the segments of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SegmentIds {
    /// The part that all ids of the document begin with.
    document: String,
    /// What the ids of its units begin with: the path and `#`.
    unit_start: String,
}

impl SegmentIds {
    /// Makes the ids of a document under its path.
    pub(super) fn of(document: &SourceDocument<'_>, context: &Context) -> Self {
        let path = context.encoded_path();
        let mut hash = Xxh3::new();
        hash.update(path.as_bytes());
        // No path has it, so that path and bytes do not run together.
        hash.update(&[0]);
        hash.update(document.bytes());
        Self { document: format!("{:05x}", hash.digest() & 0xF_FFFF), unit_start: path + "#" }
    }

    /// Writes the id of the segment of this ordinal.
    pub(super) fn segment(&self, ordinal: usize) -> String {
        format!("{}-{}", self.document, FIRST + ordinal)
    }

    /// Writes the id of its unit: `path#xxxxx-NNN`.
    pub(super) fn unit(&self, ordinal: usize) -> String {
        format!("{}{}", self.unit_start, encoded_id(&self.segment(ordinal)))
    }
}

/// Reads the ordinal of a segment from its id or from that of its unit. Returns
/// `None` where the id is not of this scheme.
pub(super) fn ordinal(id: &str) -> Option<usize> {
    let id = id.rsplit_once('#').map_or(id, |(_, id)| id);
    let (document, number) = id.split_once('-')?;
    let is_hexadecimal = document.len() == 5 && document.bytes().all(|it| it.is_ascii_hexdigit());
    let is_number = number.bytes().all(|digit| digit.is_ascii_digit());
    if !is_hexadecimal || !is_number {
        return None;
    }
    number.parse::<usize>().ok()?.checked_sub(FIRST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(path: &str, bytes: &[u8]) -> SegmentIds {
        SegmentIds::of(&SourceDocument::parse(bytes), &Context::new(path))
    }

    #[test]
    fn ids_are_made_of_path_and_bytes() {
        let of = ids("docs/a b.md", b"Next.");
        // A change of this value makes every finished translation foreign.
        assert_eq!(of.segment(0), "d7182-101");
        assert_eq!(of.unit(12), format!("docs/a%20b.md#{}", of.segment(12)));
        assert_eq!(of, ids("docs/a b.md", b"Next."));
        assert_ne!(of, ids("docs/a b.md", b"Next!"));
        assert_ne!(of.segment(0), ids("a b.md", b"Next.").segment(0));
    }

    #[test]
    fn ids_say_the_ordinal() {
        for (id, expected) in [
            ("1b8a1-101", Some(0)),
            ("docs/a#b.md#1b8a1-250", Some(149)),
            ("1b8a1-100", None),
            ("1b8a1-p103", None),
            ("1b8a1-", None),
            ("1b8a1-+101", None),
            ("1b8a-101", None),
            ("xyzxy-101", None),
            ("101", None),
            ("1b8a1-99999999999999999999999", None),
        ] {
            assert_eq!(ordinal(id), expected, "{id}");
        }
    }
}
