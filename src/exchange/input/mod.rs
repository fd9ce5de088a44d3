//! From bytes of any origin to text.
//!
//! A [`Decoder`](decoder::Decoder) unpacks gzip, finds out the encoding, and gives
//! valid UTF-8, a block at a time, in constant memory and linear time, whatever
//! the bytes are. [`TextReader`](text_reader::TextReader) is the same as an
//! [`io::BufRead`](std::io::BufRead).

pub(super) mod decoder;
pub(super) mod encoding;
mod file_encoding;
pub(super) mod text_reader;

pub use file_encoding::FileEncoding;

/// The most that one construct of an exchange file may ask for, so that no file
/// takes more memory than its units need.
///
/// A limit is checked before the memory is taken. A file that passes one ends
/// with an [`ErrorKind::Limit`](crate::ErrorKind::Limit) that says where; what
/// stands before was read. The defaults are far above what real files hold.
///
/// # Example
///
/// ```
/// use bitext::exchange::Limits;
///
/// let limits = Limits::default().with_depth(64);
/// assert_eq!((limits.depth(), limits.text()), (64, 16 << 20));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    depth: usize,
    tag: usize,
    attributes: usize,
    text: usize,
    unit: usize,
}

impl Default for Limits {
    /// Depth 256, tags of 1 MiB with 256 attributes, texts of 16 MiB, units of
    /// 64 MiB.
    fn default() -> Self {
        Self { depth: 256, tag: 1 << 20, attributes: 256, text: 16 << 20, unit: 64 << 20 }
    }
}

/// Declares each limit once: its name, the setter, what it limits.
macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident, $with:ident;)*) => {
        impl Limits {
            $(
                $(#[$doc])*
                pub fn $name(&self) -> usize {
                    self.$name
                }

                /// Sets the limit of the same name.
                #[must_use]
                pub fn $with(mut self, most: usize) -> Self {
                    self.$name = most;
                    self
                }
            )*
        }
    };
}

limits! {
    /// How many elements may be open inside each other.
    depth, with_depth;
    /// How many bytes a tag may have, its attributes included; a DOCTYPE and a
    /// processing instruction as well.
    tag, with_tag;
    /// How many attributes a tag may have.
    attributes, with_attributes;
    /// How many bytes of text may come between two tags; a comment may have as
    /// many. Of a format without tags, how many a line may have, the line feed at its end not counted, or a
    /// row of cells.
    text, with_text;
    /// How many bytes a unit may have, markup and all, from its start to the
    /// start of the next; what comes before the first unit counts as one. Of a
    /// format without tags, how many the lines or the object of a unit may have.
    unit, with_unit;
}
