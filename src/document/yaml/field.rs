//! Texts of front matter that are to be translated, and others in their place.

use std::ops::Range;

use super::decode::{Decoded, decode};
use super::edits::{double_quoted, rewrite, spliced, still_writes};
use super::readable;
use super::scalars::{Scalar, Style, scalars};
use crate::diagnostic::Diagnostic;
use crate::document::reading::Replacement;

/// The text of a key at the top of a YAML block.
#[derive(Debug)]
pub(crate) struct TextField<'b> {
    bytes: &'b [u8],
    key: String,
    scalar: Scalar<'static>,
    decoded: Decoded,
}

/// Returns the texts of the `wanted` keys at the top of the YAML in `block`, a
/// range of a file, in the order of the file. Of a key that occurs twice
/// the first counts; lists, maps, empty values and bytes that are not UTF-8 are
/// no text.
pub(crate) fn text_fields<'b>(
    bytes: &'b [u8],
    block: Range<usize>,
    wanted: &[&str],
) -> Vec<TextField<'b>> {
    let text = readable(&bytes[block.clone()]);
    let found = scalars(&text, block.start).scalars;
    let mut fields: Vec<TextField<'_>> = Vec::new();
    for pair in found.windows(2) {
        let [key, value] = pair else { continue };
        let is_new = !fields.iter().any(|field| field.key == key.value);
        if is_new && wanted.contains(&&*key.value) && is_value_of(bytes, &block, key, value) {
            fields.extend(TextField::new(bytes, key.value.to_string(), value));
        }
    }
    fields
}

/// Returns the texts of the keys that are `wanted`, at any depth of a YAML file and in lists
/// under such a key, in the order of the file; and what is wrong with the file.
pub(crate) fn keyed_fields(
    bytes: &[u8],
    wanted: impl Fn(&str) -> bool,
) -> (Vec<TextField<'_>>, Vec<Diagnostic>) {
    let text = readable(bytes);
    let found = scalars(&text, 0);
    let field = |scalar: &Scalar<'_>| {
        let key = scalar.key.as_deref().filter(|key| wanted(key))?;
        TextField::new(bytes, key.to_owned(), scalar)
    };
    (found.scalars.iter().filter_map(field).collect(), found.problems)
}

/// Returns the text in double quotes at `range` of a file as that of a key, where it can be
/// read.
pub(crate) fn quoted_field<'b>(
    bytes: &'b [u8],
    key: &str,
    range: Range<usize>,
) -> Option<TextField<'b>> {
    let style = Style::DoubleQuoted;
    let decoded = decode(&bytes[range.start + 1..range.end - 1], &style)?;
    let value = String::from_utf8(decoded.text.clone()).ok()?;
    let scalar = Scalar { value: value.into(), style, range, in_flow: true, key: None };
    Some(TextField { bytes, key: key.to_owned(), scalar, decoded })
}

/// Returns whether `key` is at the top of the block, and `value`, the
/// scalar behind it, is all of its value.
fn is_value_of(bytes: &[u8], block: &Range<usize>, key: &Scalar<'_>, value: &Scalar<'_>) -> bool {
    let begins_line = |at: usize| at == block.start || matches!(bytes[at - 1], b'\n' | b'\r');
    let between = bytes[key.range.end..value.range.start].trim_ascii_start();
    let Some(before_value) = between.strip_prefix(b":") else { return false };
    let is_alone = match value.style {
        Style::Block(_) => {
            matches!(before_value.trim_ascii_start(), [b'|' | b'>' | b'!' | b'&', ..])
        }
        // A tag or an anchor may come before it, a mark of a list or a map may not.
        _ => {
            let begins_collection = |byte: &u8| b"-?".contains(byte);
            !begins_line(value.range.start)
                && !before_value.iter().any(begins_collection)
                && !bytes[value.range.end..block.end].trim_ascii_start().starts_with(b":")
        }
    };
    begins_line(key.range.start) && !value.in_flow && is_alone
}

impl<'b> TextField<'b> {
    fn new(bytes: &'b [u8], key: String, value: &Scalar<'_>) -> Option<Self> {
        let scalar = Scalar {
            value: value.value.to_string().into(),
            style: value.style.clone(),
            range: value.range.clone(),
            in_flow: value.in_flow,
            key: None,
        };
        // The decoder and the parser may differ; then no range could be trusted.
        let decoded = decode(&bytes[scalar.content()], &scalar.style)?;
        let is_same = decoded.text == scalar.value.as_bytes();
        is_same.then_some(Self { bytes, key, scalar, decoded })
    }

    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// Returns the text, quotes and escapes undone.
    pub(crate) fn text(&self) -> &str {
        &self.scalar.value
    }

    /// Returns the bytes of the file that write a range of the text.
    pub(crate) fn place(&self, range: &Range<usize>) -> Range<usize> {
        let (raw, start) = (self.decoded.map.range(range.clone()), self.scalar.content().start);
        raw.start + start..raw.end + start
    }

    /// Returns the edits to the file that put other texts in place of ranges of
    /// this one, which are in order: as written where the scalar can hold it so,
    /// else the whole scalar in double quotes.
    pub(crate) fn filled(&self, texts: &[(Range<usize>, &str)]) -> Vec<(Range<usize>, Vec<u8>)> {
        let content = self.scalar.content();
        let edits: Vec<_> =
            texts.iter().map(|(range, text)| (self.place(range), self.written(text))).collect();
        let raw = edits.iter().map(|(range, text)| (range, &text[..]));
        let raw = spliced(self.bytes, content, raw);
        let value = texts.iter().map(|(range, text)| (range, text.as_bytes()));
        let value = spliced(self.text().as_bytes(), 0..self.text().len(), value);
        if still_writes(&raw, &value, &self.scalar) {
            return edits;
        }
        let edits = rewrite(self.bytes, &self.scalar, &value).into_iter();
        edits.map(|edit| (edit.range, self.replacement(&edit.with))).collect()
    }

    fn replacement(&self, with: &Replacement) -> Vec<u8> {
        match with {
            Replacement::Bytes(bytes) => bytes.to_vec(),
            Replacement::Slice(range) => self.bytes[range.clone()].to_vec(),
        }
    }

    /// Writes a text in the style of the scalar, as far as it can hold it.
    fn written(&self, text: &str) -> Vec<u8> {
        match self.scalar.style {
            Style::SingleQuoted => text.replace('\'', "''").into_bytes(),
            Style::DoubleQuoted => {
                let quoted = double_quoted(text.as_bytes());
                quoted[1..quoted.len() - 1].to_vec()
            }
            Style::Plain | Style::Block(_) => text.as_bytes().to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(yaml: &str) -> Vec<(String, String)> {
        let fields = text_fields(yaml.as_bytes(), 0..yaml.len(), &["title", "description"]);
        fields.iter().map(|field| (field.key().to_owned(), field.text().to_owned())).collect()
    }

    #[test]
    fn texts_at_the_top() {
        for (yaml, expected) in [
            ("title: A b\n", &[("title", "A b")][..]),
            (
                "title: 'It''s'\ndescription: \"a\\\"b\"\n",
                &[("title", "It's"), ("description", "a\"b")],
            ),
            (
                "description: >-\n  one\n  two\ntitle: x\n",
                &[("description", "one two"), ("title", "x")],
            ),
            ("title:\n  A b\n", &[("title", "A b")]),
            ("title: a\ntitle: b\n", &[("title", "a")]),
            ("title:\nother: x\n", &[]),
            ("title:\n- x\n", &[]),
            ("title:\n  - x\n", &[]),
            ("title: [x]\n", &[]),
            ("title:\n- |\n  x\n", &[]),
            ("title: &a |\n  x\n", &[("title", "x\n")]),
            ("title: # a - b\n  x\n", &[]),
            ("title: {a: b}\n", &[]),
            ("title:\n  a: b\n", &[]),
            ("x:\n  title: b\n", &[]),
            ("x: title\ny: z\n", &[]),
            ("title: -x-\n", &[("title", "-x-")]),
            ("title: !!str x\n", &[("title", "x")]),
        ] {
            let expected: Vec<_> =
                expected.iter().map(|&(key, text)| (key.to_owned(), text.to_owned())).collect();
            assert_eq!(fields(yaml), expected, "{yaml}");
        }
    }

    #[test]
    fn texts_at_any_depth() {
        for (yaml, expected) in [
            ("a:\n- text: x\n  url: y\n- text: |\n    z\n", &["x", "z\n"][..]),
            ("text: [x, {url: text, text: 'y'}]\n", &["x", "y"]),
            ("text:\n  url: x\n  text: y\nurl: z\n", &["y"]),
            ("a: &b x\ntext: *b\nc: text\nd: *b\n", &[]),
            ("? [text]\n: x\n? text\n: y\n", &["y"]),
            ("a: \"\ntext: x\n", &["x"]),
        ] {
            let (fields, _) = keyed_fields(yaml.as_bytes(), |key| key == "text");
            let texts: Vec<_> = fields.iter().map(TextField::text).collect();
            assert_eq!(texts, expected, "{yaml}");
        }
    }

    #[test]
    fn texts_keep_the_style_that_can_hold_them() {
        for (yaml, text, expected) in [
            ("title: A b # c\n", "Ü d", "title: Ü d # c\n"),
            ("title: A b\n", "c: d", "title: \"c: d\"\n"),
            ("title: A b\n", "no", "title: \"no\"\n"),
            ("title: A b\n", "@x", "title: \"@x\"\n"),
            ("title: 'A b'\n", "it's", "title: 'it''s'\n"),
            ("title: \"A b\"\n", "a\"\\", "title: \"a\\\"\\\\\"\n"),
            ("title: A\n  b\n", "c", "title: c\n"),
            ("title: |\n  A b\nx: y\n", "c # d", "title: |\n  c # d\nx: y\n"),
            ("title: >\n  A b\nx: y\n", "c\nd", "title: \"c\\nd\\n\"\nx: y\n"),
        ] {
            let field = &text_fields(yaml.as_bytes(), 0..yaml.len(), &["title"])[0];
            let all = 0..field.text().trim_end().len();
            let edits = field.filled(&[(all, text)]);
            let edits = edits.iter().map(|(range, with)| (range, &with[..]));
            let filled = spliced(yaml.as_bytes(), 0..yaml.len(), edits);
            assert_eq!(String::from_utf8(filled).unwrap(), expected, "{yaml}");
        }
    }
}
