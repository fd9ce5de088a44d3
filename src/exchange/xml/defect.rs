//! What XML forbids, but does not keep the rest from being read.

use std::fmt;

/// Something wrong in a file after which reading goes on as if it were not
/// there.
///
/// XML calls most of them fatal. A memory of a million units with one `&nbsp;`
/// is worth reading: whoever reads decides what of it cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Defect<'a> {
    /// A character that XML forbids (XML 1.0, production 2), as it is or as a
    /// reference. In an attribute it is left out of the value.
    Character(char),
    /// `&` that begins no reference that can be resolved: the reference as
    /// written, or `&` alone. In an attribute it stays in the value.
    Reference(&'a str),
    /// A reference that XML does not have, but others do, as written, and what
    /// it means: a name of HTML, or the two halves of a surrogate pair. It is
    /// read, in an attribute too.
    Foreign(&'a str, Meant),
    /// A reference to half of a surrogate pair without the other half, as
    /// written; it is left out.
    Surrogate(&'a str),
    /// `]]>` in text (XML 1.0, section 2.4).
    CdataEnd,
    /// `--` inside a comment (XML 1.0, section 2.5); told once a comment.
    CommentHyphens,
    /// UTF-16 without a byte order mark (XML 1.0, section 4.3.3).
    MissingMark,
    /// The file declares another encoding than the one that it is in.
    Encoding {
        /// As the file says.
        declared: &'a str,
        /// As it was read.
        found: &'static str,
    },
}

/// The character that a reference means, and a second one where it means two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meant(pub(super) char, pub(super) Option<char>);

impl Meant {
    /// Returns the characters in order.
    pub(super) fn characters(self) -> impl Iterator<Item = char> {
        std::iter::once(self.0).chain(self.1)
    }
}

impl fmt::Display for Defect<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Character(character) => write!(
                f,
                "expected characters that XML allows, but found U+{:04X}; remove it",
                u32::from(*character)
            ),
            Self::Reference("&") => f.write_str(
                "expected a reference such as `&amp;` after `&`; write the `&` itself as `&amp;`",
            ),
            Self::Reference(written) => write!(
                f,
                "expected a character or one of `&amp;`, `&lt;`, `&gt;`, `&quot;` and `&apos;`, \
                 but found `{written}`; write the character itself"
            ),
            Self::Foreign(written, meant) => {
                write!(
                    f,
                    "expected a character or one of `&amp;`, `&lt;`, `&gt;`, `&quot;` and \
                     `&apos;`, but found `{written}`; it is read as"
                )?;
                meant.characters().try_for_each(|read| write!(f, " U+{:04X}", u32::from(read)))
            }
            Self::Surrogate(written) => write!(
                f,
                "expected a reference to a character, but found `{written}`, which is half of one \
                 in UTF-16; it is left out"
            ),
            Self::CdataEnd => {
                f.write_str("expected no `]]>` outside of a CDATA section; write it as `]]&gt;`")
            }
            Self::CommentHyphens => {
                f.write_str("expected no `--` inside a comment; remove one of the hyphens")
            }
            Self::MissingMark => f.write_str(
                "expected a byte order mark at the start of a file in UTF-16; save it with one",
            ),
            Self::Encoding { declared, found } => write!(
                f,
                "expected a file in {declared}, as it declares, but found {found}; \
                 correct the declaration",
                declared = declared.escape_debug()
            ),
        }
    }
}
