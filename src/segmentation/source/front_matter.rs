//! The front matter of a document to translate, in the forms that generators know:
//! YAML between `---`, TOML between `+++`, and an object of JSON.
//!
//! Of TOML and JSON the texts are those in double quotes: their escapes are escapes of
//! YAML as well, and a text in another style is left alone.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::document::{BOM, FrontMatter, TextField, quoted_field, text_fields};

/// The keys whose values readers see: in the title of the page and in what a
/// search shows of it. Callers may name more.
const TRANSLATED_KEYS: [&str; 2] = ["title", "description"];

/// What stands before the body of a document.
#[derive(Debug, Default)]
pub(super) struct SourceFrontMatter<'b> {
    /// Where the body begins.
    pub(super) end: usize,
    /// The texts, in order.
    pub(super) fields: Vec<TextField<'b>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads the front matter of a document.
pub(super) fn read<'b>(bytes: &'b [u8], more: &[Box<str>]) -> SourceFrontMatter<'b> {
    let more = more.iter().map(|key| &**key);
    let wanted: Vec<&str> = TRANSLATED_KEYS.into_iter().chain(more).collect();
    let start = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
    let (block, diagnostics) = FrontMatter::read(bytes);
    if let Some(block) = block {
        let fields = text_fields(bytes, block.content(), &wanted);
        return SourceFrontMatter { end: block.range().end, fields, diagnostics };
    }
    let other = toml(bytes, start).or_else(|| json(bytes, start));
    let (end, values) = other.unwrap_or((start, Vec::new()));
    let mut fields: Vec<TextField<'_>> = Vec::new();
    for Value { key, range } in values {
        if wanted.contains(&key) && fields.iter().all(|field| field.key() != key) {
            fields.extend(quoted_field(bytes, key, range));
        }
    }
    SourceFrontMatter { end, fields, diagnostics }
}

/// A text in double quotes, which its range holds too.
#[derive(Debug, PartialEq, Eq)]
struct Value<'b> {
    key: &'b str,
    range: Range<usize>,
}

/// Where front matter ends, and its texts.
type Found<'b> = (usize, Vec<Value<'b>>);

/// Reads TOML (1.0.0) between two lines of `+++`: the keys in front of the first table.
fn toml(bytes: &[u8], start: usize) -> Option<Found<'_>> {
    let mut lines = bytes[start..].split_inclusive(|&byte| byte == b'\n');
    let first = lines.next().filter(|line| line.trim_ascii_end() == b"+++")?;
    let mut at = start + first.len();
    let mut values = Vec::new();
    let mut in_table = false;
    for line in lines {
        if line.trim_ascii_end() == b"+++" {
            return Some((at + line.len(), values));
        }
        in_table |= line.trim_ascii_start().starts_with(b"[");
        if !in_table {
            values.extend(toml_value(bytes, at..at + line.len()));
        }
        at += line.len();
    }
    None
}

fn toml_value(bytes: &[u8], line: Range<usize>) -> Option<Value<'_>> {
    let text = &bytes[line.clone()];
    let equals = memchr::memchr(b'=', text)?;
    let key = std::str::from_utf8(text[..equals].trim_ascii()).ok()?;
    let value = text[equals + 1..].trim_ascii_start();
    let start = line.end - value.len();
    let end = string_end(bytes, start).filter(|&end| end <= line.end)?;
    let behind = bytes[end..line.end].trim_ascii();
    (behind.is_empty() || behind.starts_with(b"#")).then_some(Value { key, range: start..end })
}

/// Reads an object of JSON (RFC 8259) that begins the document: the members that it
/// holds itself.
fn json(bytes: &[u8], start: usize) -> Option<Found<'_>> {
    let inner = bytes[start..].strip_prefix(b"{")?.trim_ascii_start();
    inner.starts_with(b"\"").then_some(())?;
    let (mut at, mut depth) = (start, 0_usize);
    let mut key = None;
    let mut values = Vec::new();
    while let Some(&byte) = bytes.get(at) {
        if byte == b'"' {
            let end = string_end(bytes, at)?;
            if bytes[end..].trim_ascii_start().first() == Some(&b':') {
                key = std::str::from_utf8(&bytes[at + 1..end - 1]).ok();
            } else if let Some(key) = key.take().filter(|_| depth == 1) {
                values.push(Value { key, range: at..end });
            }
            at = end;
            continue;
        }
        at += 1;
        match byte {
            b'{' | b'[' => (depth, key) = (depth + 1, None),
            b'}' | b']' => depth = depth.checked_sub(1)?,
            b',' => key = None,
            _ => {}
        }
        if depth == 0 {
            let line = bytes[at..].split_inclusive(|&byte| byte == b'\n').next().unwrap_or(b"");
            return line.trim_ascii().is_empty().then_some((at + line.len(), values));
        }
    }
    None
}

/// Finds the end of the text in double quotes that begins at a place, on one line.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    if bytes.get(start) != Some(&b'"') || bytes[start..].starts_with(b"\"\"\"") {
        return None;
    }
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\n' | b'\r' => return None,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(document: &str) -> (usize, Vec<(String, String)>) {
        let found = read(document.as_bytes(), &["summary".into()]);
        let text = |field: &TextField<'_>| (field.key().to_owned(), field.text().to_owned());
        (found.end, found.fields.iter().map(text).collect())
    }

    #[test]
    fn forms() {
        let title = |text: &str| vec![("title".to_owned(), text.to_owned())];
        for (front_matter, expected) in [
            ("---\ntitle: A b\n---\n", title("A b")),
            ("---\nsummary: A b\ntags: c\n---\n", vec![("summary".to_owned(), "A b".to_owned())]),
            ("+++\ntitle = \"A \\\"b\\\"\" # c\ndraft = true\n+++\n", title("A \"b\"")),
            ("+++\r\ntitle = \"A\"\r\n+++\r\n", title("A")),
            ("+++\ntitle = 'A'\n[params]\ntitle = \"x\"\n+++\n", vec![]),
            ("{\n  \"a\": {\"title\": \"x\"},\n  \"title\": \"A\\u0062\"\n}\n", title("Ab")),
            ("{\"tags\": [\"title\", \"x\"], \"title\": \"A\"}\n", title("A")),
        ] {
            let document = format!("{front_matter}Body\n");
            assert_eq!(texts(&document), (front_matter.len(), expected), "{front_matter}");
        }
    }

    #[test]
    fn look_alikes() {
        for document in
            ["+++\ntitle = \"A\"\n", "{x}\n", "{\"title\": \"A\"", "{\"a\": 1} b\n", "++\n"]
        {
            assert_eq!(texts(document), (0, vec![]), "{document}");
        }
    }
}
