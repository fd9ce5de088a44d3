//! White space at the edges of segments.

/// The spaces at the edges of a text that stay where it stands: behind `before`,
/// in front of `after`.
///
/// People may mean them, in a language that has a space where the source has none.
/// At the start of a line they could make another block, and before a line of the
/// same paragraph a line break (CommonMark 0.31.2, sections 4.4 and 6.7): there
/// they are left out.
pub(super) fn kept<'t>(text: &'t str, before: &[u8], after: &[u8]) -> [&'t str; 2] {
    let is_space = |character: char| matches!(character, ' ' | '\t');
    let inner = text.trim_matches(is_space);
    if inner.is_empty() {
        return ["", ""];
    }
    let start = &text[..text.len() - text.trim_start_matches(is_space).len()];
    let end = &text[text.trim_end_matches(is_space).len()..];
    // One space is no line break yet.
    let most = match after.first() {
        _ if end.is_empty() || !goes_on(after) => end.len(),
        Some(b'\n' | b'\r') => 1,
        _ => 0,
    };
    [if begins_line(before) { "" } else { start }, &end[..most.min(end.len())]]
}

fn begins_line(before: &[u8]) -> bool {
    let mut bytes = before.iter().rev().skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
    bytes.next().is_none_or(|&byte| byte == b'\n')
}

/// Whether a line ends here, and the next one is not blank.
fn goes_on(after: &[u8]) -> bool {
    let next = from_ink(after).strip_prefix(b"\n").map(from_ink);
    next.is_some_and(|next| !next.is_empty() && !next.starts_with(b"\n"))
}

/// The bytes from the first that is no space on.
fn from_ink(bytes: &[u8]) -> &[u8] {
    let spaces =
        bytes.iter().take_while(|&byte| matches!(byte, b' ' | b'\t' | b'\r' | 0xc)).count();
    &bytes[spaces..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_that_stay() {
        for (text, before, after, expected) in [
            (" a ", "x\n1.", " b", [" ", " "]),
            (" a ", "x\n", "\n\nb", ["", " "]),
            ("   a  ", "x\n  ", "\nb", ["", " "]),
            ("a ", "", " \nb", ["", ""]),
            (" a  ", "", "", ["", "  "]),
            (" a ", "| ", "|\n", [" ", " "]),
            ("\u{a0}a\u{3000}", "x\n", "\nb", ["", ""]),
            ("  ", "x", "y", ["", ""]),
        ] {
            assert_eq!(kept(text, before.as_bytes(), after.as_bytes()), expected, "{text:?}");
        }
    }
}
