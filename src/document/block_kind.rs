//! What makes which block, for Markdown and HTML pages alike.
//!
//! | element | block |
//! |---|---|
//! | `td`, `th` | table cell |
//! | `h1` to `h6` | heading |
//! | `li`, `dt`, `dd` | list item |
//! | `blockquote` | note, if its class says so or its text begins with an alert's mark; else quote |
//! | `aside`, `div`, `section` | note, if their class says so |
//!
//! Authorities: for classes docfx, which writes `NOTE` or `alert`, and GitHub
//! and pulldown-cmark, which write `markdown-alert-note`; for marks docfx's
//! Markdown, "Alerts", whose marks are in a line of a block quote of their
//! own and whose names a project may add to. Translation spaces the marks,
//! translates the names and joins the text to them, so any single word is a
//! name here and text may follow.

use crate::unit::BlockKind;

/// Returns the block that an element of this name, in lower case, makes around
/// what it holds, if any. The rest is asked only where it matters.
pub(super) fn of_element(
    name: &[u8],
    has_note_class: impl FnOnce() -> bool,
    begins_as_note: impl FnOnce() -> bool,
) -> Option<BlockKind> {
    let is_note = match name {
        b"blockquote" => has_note_class() || begins_as_note(),
        b"aside" | b"div" | b"section" => has_note_class(),
        _ => false,
    };
    if is_note { Some(BlockKind::Note) } else { of_name(name) }
}

/// Returns the block that an element of this name, in lower case, makes by
/// itself.
pub(super) fn of_name(name: &[u8]) -> Option<BlockKind> {
    match name {
        b"td" | b"th" => Some(BlockKind::TableCell),
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Some(BlockKind::Heading),
        b"li" | b"dt" | b"dd" => Some(BlockKind::ListItem),
        b"blockquote" => Some(BlockKind::Quote),
        _ => None,
    }
}

/// Returns whether one of the classes in the value of a `class` attribute,
/// which white space separates, names a note in any case.
pub(super) fn is_note_class(value: &[u8]) -> bool {
    const NAMES: [&[u8]; 6] = [b"note", b"tip", b"important", b"warning", b"caution", b"alert"];
    const PREFIX: &[u8] = b"markdown-alert-";
    value.split(u8::is_ascii_whitespace).any(|class| {
        let name = match class.split_at_checked(PREFIX.len()) {
            Some((prefix, name)) if prefix.eq_ignore_ascii_case(PREFIX) => name,
            _ => class,
        };
        NAMES.iter().any(|note| name.eq_ignore_ascii_case(note))
    })
}

/// Returns whether a line of a quote begins with an alert's mark, such as
/// `[!NOTE]`. `[!INCLUDE [a](b)]`, `[!div class="x"]` and `[!VIDEO url]` hold
/// more than a word.
pub(crate) fn begins_as_note(line: &[u8]) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format};

    #[test]
    fn marks() {
        for mark in ["[!NOTE]", "[!Tip] text", "[! NOTE ]", "[ !注意]", "[！警告]", "[!ВАЖНО]"]
        {
            assert!(begins_as_note(mark.as_bytes()), "{mark}");
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
            assert!(!begins_as_note(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn classes_are_whole_words_in_any_case() {
        for value in ["note", "NOTE", "a\n\tTip", "alert alert-info", "Markdown-Alert-Caution x"] {
            assert!(is_note_class(value.as_bytes()), "{value}");
        }
        for value in
            ["", " ", "notes", "footnote", "my-note", "note-1", "alert-info", "markdown-alert-"]
        {
            assert!(!is_note_class(value.as_bytes()), "{value}");
        }
    }

    /// Returns the kinds in one text, a letter for each `@`, read as a page or as
    /// Markdown.
    fn kinds(text: &str, format: Format) -> String {
        let mut annotated = String::new();
        for (number, piece) in text.split('@').enumerate() {
            if number > 0 {
                annotated += &format!(
                    "<span data-ttu-id=\"1-{number}\">t</span><span class=\"sxs-lookup\"><span data-stu-id=\"1-{number}\">s</span></span>"
                );
            }
            annotated += piece;
        }
        let document = Document::builder().with_format(format).parse(annotated.as_bytes());
        let letter = |kind| match kind {
            BlockKind::TableCell => 'c',
            BlockKind::Heading => 'h',
            BlockKind::ListItem => 'l',
            BlockKind::Note => 'n',
            BlockKind::Quote => 'q',
            _ => 'p',
        };
        document.segments().map(|segment| letter(segment.kind())).collect()
    }

    /// HTML is the same in a page and in Markdown.
    #[test]
    fn elements_in_markdown_and_in_pages() {
        let cases = [
            ("<table><tr><th>@<td>@</table>@", "ccp"),
            ("<h1>@</h1><h6>@</h6>@", "hhp"),
            ("<ul><li>@<li>@</ul>@", "llp"),
            ("<dl><dt>@<dd>@</dd></dl>@", "llp"),
            ("<dl><dt>@</dt><dd><ul><li>@</ul>@<dt>@</dl>@", "llllp"),
            ("<blockquote>@</blockquote>@", "qp"),
            ("<blockquote>[!NOTE] @</blockquote>", "n"),
            ("<blockquote> [!注意] @</blockquote>", "n"),
            ("<blockquote><p>[!注意]<br>@</blockquote>", "n"),
            ("<blockquote class=x><p class=y> [ ！警告 ] @</blockquote>", "n"),
            ("<blockquote>[!INCLUDE [x](y)] @</blockquote>", "q"),
            ("<blockquote class=\"NOTE\">@</blockquote>", "n"),
            ("<div class='markdown-alert markdown-alert-tip'><p>@</p></div>", "n"),
            ("<aside class=note>@</aside>@", "np"),
            ("<section CLASS = 'a Warning'>@</section>@", "np"),
            ("<div class=footnote>@</div>", "p"),
            ("<div class=note-1>@</div>", "p"),
            ("<div data-class=note>@</div>", "p"),
            ("<div title='class=note'>@</div>", "p"),
            ("<div title='a class=note b'>@</div>", "p"),
            ("<div class=x class=note>@</div>", "p"),
            ("<div>[!NOTE] @</div>", "p"),
            ("<p class=note>@</p>", "p"),
        ];
        for (text, expected) in cases {
            assert_eq!(kinds(text, Format::Markdown), expected, "in Markdown: {text}");
            #[cfg(feature = "html")]
            assert_eq!(kinds(text, Format::Html), expected, "in a page: {text}");
        }
    }

    /// The mark of an alert may be translated with the text.
    #[test]
    fn marks_inside_targets() {
        let pair = "<span data-ttu-id=\"1-1\">[!重要] t</span><span class=\"sxs-lookup\"><span data-stu-id=\"1-1\">s</span></span>";
        for (format, text) in [
            (Format::Markdown, format!("> {pair}")),
            (Format::Markdown, format!("<blockquote>\n{pair}</blockquote>")),
            #[cfg(feature = "html")]
            (Format::Html, format!("<blockquote>\n{pair}</blockquote>")),
        ] {
            let document = Document::builder().with_format(format).parse(text.as_bytes());
            assert_eq!(document.segment(0).unwrap().kind(), BlockKind::Note, "{text}");
        }
    }
}
