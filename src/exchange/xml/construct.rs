//! What the constructs of a file are, and what XML asks of those that quick-xml
//! takes as they come.

use super::is_space;
use super::name::name_length;
use super::tag::Fault;

/// What a construct is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Construct {
    /// Text between two constructs of the others, references included.
    Text,
    StartTag,
    EndTag,
    Comment,
    Cdata,
    Doctype,
    /// A processing instruction or the XML declaration.
    Instruction,
    /// `<!` and something else.
    Markup,
}

const COMMENT: &str = "<!--";
const CDATA: &str = "<![CDATA[";
const DOCTYPE: &str = "<!DOCTYPE";

impl Construct {
    /// Tells what begins with these bytes, of which there are enough.
    pub(super) fn of(bytes: &[u8]) -> Self {
        match bytes {
            [b'<', b'/', ..] => Self::EndTag,
            [b'<', b'?', ..] => Self::Instruction,
            [b'<', b'!', ..] if bytes.starts_with(COMMENT.as_bytes()) => Self::Comment,
            [b'<', b'!', ..] if bytes.starts_with(CDATA.as_bytes()) => Self::Cdata,
            [b'<', b'!', ..] if bytes.starts_with(DOCTYPE.as_bytes()) => Self::Doctype,
            [b'<', b'!', ..] => Self::Markup,
            [b'<', ..] => Self::StartTag,
            _ => Self::Text,
        }
    }

    /// Names it for people.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::StartTag => "a tag",
            Self::EndTag => "an end tag",
            Self::Comment => "a comment",
            Self::Cdata => "a CDATA section",
            Self::Doctype => "a DOCTYPE",
            Self::Instruction => "a processing instruction",
            Self::Markup => "markup",
        }
    }
}

/// The text in a CDATA section that is whole.
pub(super) const CDATA_ENDS: (usize, usize) = (CDATA.len(), "]]>".len());

/// Returns whether the end of the file cuts what begins with `<!`, so that
/// nobody knows what it is.
pub(super) fn is_cut_markup(bytes: &[u8]) -> bool {
    [COMMENT, CDATA, DOCTYPE].iter().any(|whole| whole.as_bytes().starts_with(bytes))
}

/// Holds an end tag to the name of the element that is open (XML 1.0,
/// production 42); one that is cut passes.
pub(super) fn check_end_tag(tag: &str, open: &str) -> Result<(), Fault> {
    let rest = tag.get(2..).unwrap_or_default();
    if rest.strip_prefix(open) == Some(">") {
        return Ok(());
    }
    let name = &rest[..name_length(rest)];
    let after = &rest[name.len()..];
    if let Some(next) = after.chars().next().filter(|_| name != open) {
        let next = next.escape_debug();
        return Err(Fault {
            at: 0,
            message: format!("expected `</{open}>`, but found `</{name}{next}`"),
        });
    }
    let space = after.bytes().take_while(is_space).count();
    match after[space..].chars().next() {
        None | Some('>') => Ok(()),
        Some(_) => {
            let at = tag.len() - after.len() + space;
            Err(Fault::unexpected(tag, at, &format!("`>` after `</{name}`")))
        }
    }
}

/// Holds an instruction to its name (XML 1.0, productions 16 and 23); one that
/// is cut in it passes.
pub(super) fn check_instruction(written: &str, is_at_start: bool) -> Result<(), &'static str> {
    let rest = written.get(2..).unwrap_or_default();
    let name = &rest[..name_length(rest)];
    match rest.as_bytes().get(name.len()) {
        None => Ok(()),
        Some(next) if name.is_empty() || !(is_space(next) || *next == b'?') => {
            Err("expected a name and white space after `<?`; write the character `<` itself as \
                 `&lt;`")
        }
        Some(_) if name == "xml" && !is_at_start => {
            Err("expected the XML declaration at the very start of the file, but found it here; \
                 remove what stands before it, or the declaration")
        }
        Some(_) => Ok(()),
    }
}

/// Returns the index of a `--` inside a comment that is whole (XML 1.0,
/// section 2.5).
pub(super) fn hyphens_in_comment(comment: &str) -> Option<usize> {
    let inside = comment.as_bytes().get(COMMENT.len()..)?;
    let index = COMMENT.len() + memchr::memmem::find(inside, b"--")?;
    (index + "-->".len() < comment.len()).then_some(index)
}
