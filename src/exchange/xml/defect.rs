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
