//! Notes: docfx's alerts, `> [!NOTE]` and its kin, and what their HTML says.
//!
//! Authority: docfx's Markdown, "Alerts", whose marks stand in a line of a block
//! quote of their own and whose names a project may add to. Translation spaces
//! the marks, translates the names and joins the text to them, so any single
//! word is a name here and text may follow.

/// Whether a line of a quote begins with an alert's mark. `[!INCLUDE [a](b)]`,
/// `[!div class="x"]` and `[!VIDEO url]` hold more than a word.
pub(super) fn begins(line: &[u8]) -> bool {
    let Some(mark) = line.strip_prefix(b"[") else { return false };
    let mark = mark.trim_ascii_start();
    let name = mark.strip_prefix(b"!").or_else(|| mark.strip_prefix("！".as_bytes()));
    name.is_some_and(|name| is_name_and_bracket(name.trim_ascii_start()))
}

fn is_name_and_bracket(text: &[u8]) -> bool {
    let is_letter = |byte: &&u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    let length = text.iter().take(MAX_NAME).take_while(is_letter).count();
    length > 0 && text[length..].trim_ascii_start().starts_with(b"]")
}

/// The longest name in bytes: enough for a long word in any script.
const MAX_NAME: usize = 64;

/// Whether a class is one that pages of docfx give to their notes.
pub(super) fn is_note_class(class: &[u8]) -> bool {
    const CLASSES: [&[u8]; 6] = [b"note", b"tip", b"important", b"warning", b"caution", b"alert"];
    CLASSES.iter().any(|name| class.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks() {
        for mark in ["[!NOTE]", "[!Tip] text", "[! NOTE ]", "[ !注意]", "[！警告]", "[!ВАЖНО]"]
        {
            assert!(begins(mark.as_bytes()), "{mark}");
        }
        for other in [
            "",
            "[",
            "[!",
            "[!]",
            "[NOTE]",
            "[!INCLUDE [a](b.md)]",
            "[!include[a](b)]",
            "[!div class=\"checklist\"]",
            "[!VIDEO https://example.com]",
            "[![image](a.png)](b)",
            "\\[!NOTE]",
            "[!NOTE",
        ] {
            assert!(!begins(other.as_bytes()), "{other}");
        }
    }
}
