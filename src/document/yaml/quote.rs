//! When a text may stand as a plain scalar, and how it is quoted where not.

use super::decode::{is_blank, is_break};

/// Whether `raw` may stand where a plain scalar stood, and is read as a string
/// there. Stricter than YAML 1.2.2 section 7.3.3: it refuses every indicator at
/// the start, and what any schema of YAML 1.1 or 1.2 takes for another type.
pub(super) fn is_plain(raw: &[u8], in_flow: bool) -> bool {
    let (Some(&first), Some(&last)) = (raw.first(), raw.last()) else { return false };
    let is_space = |byte: u8| is_blank(byte) || is_break(byte);
    let breaks_off = |pair: &[u8]| {
        (pair[0] == b':' && is_space(pair[1])) || (is_space(pair[0]) && pair[1] == b'#')
    };
    !b"-?:,[]{}#&*!|>'\"%@`".contains(&first)
        && !is_space(first)
        && !is_space(last)
        && last != b':'
        && !raw.starts_with(b"...")
        && !raw.windows(2).any(breaks_off)
        && !(in_flow && raw.iter().any(|byte| b",[]{}".contains(byte)))
        && !is_other_type(raw)
}

/// Whether a plain scalar may be read as a null, a boolean, a number, a date or
/// a merge key.
fn is_other_type(raw: &[u8]) -> bool {
    const WORDS: [&str; 13] =
        ["~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", ".nan", "<<"];
    let is_word = WORDS.iter().any(|word| raw.eq_ignore_ascii_case(word.as_bytes())) || raw == b"=";
    let numeric = |byte: &u8| byte.is_ascii_hexdigit() || b"xoXOtTzZ_:.+- \t,".contains(byte);
    let is_number = matches!(raw[0], b'0'..=b'9' | b'+' | b'.') && {
        raw.iter().all(numeric) || raw[1..].eq_ignore_ascii_case(b".inf")
    };
    is_word || is_number
}

/// Whether a line behind the first begins with a document marker, which ends
/// every scalar but an indented one.
pub(super) fn has_document_marker(raw: &[u8]) -> bool {
    let marker = |rest: &[u8]| rest.starts_with(b"---") || rest.starts_with(b"...");
    raw.iter().enumerate().any(|(at, &byte)| is_break(byte) && marker(&raw[at + 1..]))
}

/// The double-quoted scalar, on one line, that writes `text` (section 7.3.1).
/// Bytes that are not UTF-8 stay as they are.
pub(super) fn double_quoted(text: &[u8]) -> Vec<u8> {
    let mut quoted = vec![b'"'];
    for chunk in text.utf8_chunks() {
        for character in chunk.valid().chars() {
            push_escaped(&mut quoted, character);
        }
        quoted.extend_from_slice(chunk.invalid());
    }
    quoted.push(b'"');
    quoted
}

fn push_escaped(quoted: &mut Vec<u8>, character: char) {
    let escape = match character {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\u{feff}' => "\\uFEFF",
        '\u{2028}' => "\\L",
        '\u{2029}' => "\\P",
        '\u{fffe}' => "\\uFFFE",
        '\u{ffff}' => "\\uFFFF",
        _ if character.is_control() => {
            return quoted.extend_from_slice(format!("\\x{:02X}", u32::from(character)).as_bytes());
        }
        _ => return quoted.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
    };
    quoted.extend_from_slice(escape.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_is_what_every_parser_reads_as_that_string() {
        for text in ["Next steps", "a:b", "a#b", "c: d", "重置密码：", "2020 年", "a, b", "-"]
        {
            assert_eq!(is_plain(text.as_bytes(), false), !["c: d", "-"].contains(&text), "{text}");
        }
        for text in [
            "",
            " a",
            "a ",
            "a:",
            "* b",
            "*b",
            "[a]",
            "\"a\"",
            "@a",
            "`a`",
            "%a",
            "- a",
            "? a",
            "no",
            "NULL",
            "~",
            "1.10",
            "0x1F",
            "+.inf",
            "12:30:45",
            "2020-07-29",
            "1_000",
            "a #b",
            "...",
            "#a",
            "<<",
            "=",
            "a:\tb",
            "!a",
            "&a",
            "|",
            ">",
            "{a",
        ] {
            assert!(!is_plain(text.as_bytes(), false), "{text}");
        }
        assert!(!is_plain(b"a, b", true));
        assert!(is_plain(b"a b", true));
    }

    #[test]
    fn quoted_text_stands_on_one_line() {
        assert_eq!(
            double_quoted("a \"b\"\\\n\t\u{7}\u{85}ü".as_bytes()),
            "\"a \\\"b\\\"\\\\\\n\\t\\x07\\x85ü\"".as_bytes()
        );
        assert_eq!(double_quoted(b"\xff"), b"\"\xff\"");
    }

    #[test]
    fn document_markers_begin_a_line() {
        assert!(has_document_marker(b"a\n--- b"));
        assert!(has_document_marker(b"a\r..."));
        assert!(!has_document_marker(b"--- a ---\n --- b"));
    }
}
