//! Front matter: the YAML block that begins a Markdown file, and its values.

mod flat;
mod load;
mod origin;
#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;

use memchr::memchr;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::content::{BOM, expected_utf8};
use super::yaml;
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use load::{Entry, Loaded, first_of_each};
pub(crate) use origin::origin;

/// The front matter of a document: the entries of the YAML block between `---`
/// lines that begins a Markdown file.
///
/// The values are texts as written, lists and maps ([`FrontMatterValue`]). Where a key
/// occurs twice, the first counts. As JSON it is the object of its entries,
/// without its place in the file.
///
/// # Example
///
/// ```
/// use bitext::document::FrontMatter;
///
/// let file = b"---\ntitle: 'It''s'\nms.topic:\n- how-to\n---\n# Text\n";
/// let (front_matter, diagnostics) = FrontMatter::read(file);
/// let front_matter = front_matter.unwrap();
/// assert_eq!(front_matter.get("title").unwrap().as_str(), Some("It's"));
/// assert_eq!(&file[front_matter.range().end..], b"# Text\n");
/// assert!(diagnostics.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// Each key once, in the order of the file.
    entries: Vec<Entry>,
    range: Range<usize>,
    content: Range<usize>,
}

impl FrontMatter {
    /// Reads the front matter of a Markdown file, where it has some, and what is
    /// wrong with it.
    ///
    /// It must begin the file, but for a byte order mark, and is closed by a
    /// line `---` or `...`. A block that no YAML parser reads is a diagnostic;
    /// the entries before the error are kept. Aliases are followed as long as
    /// they copy no more than 64 KiB.
    pub fn read(file: &[u8]) -> (Option<Self>, Vec<Diagnostic>) {
        match Beginning::of(file) {
            Beginning::Other => (None, Vec::new()),
            Beginning::Unclosed(range) => (None, vec![unclosed(range)]),
            Beginning::Block { range, content } => {
                let bytes = &file[content.clone()];
                let Loaded { entries, is_broken, diagnostics } = load(bytes, content.start);
                match entries {
                    Some(entries)
                        if !is_broken || !entries.is_empty() || looks_like_front_matter(bytes) =>
                    {
                        (Some(Self { entries, range, content }), diagnostics)
                    }
                    // Text between two thematic breaks.
                    _ => (None, Vec::new()),
                }
            }
        }
    }

    /// Reads the mapping at the top of a YAML file, where it has one: there it
    /// says of the translation what front matter says in Markdown. That the
    /// file is broken is left to the reader of its scalars to say.
    pub(crate) fn of_yaml_file(file: &[u8]) -> Option<Self> {
        let whole = 0..file.len();
        let entries = load(file, 0).entries?;
        Some(Self { entries, range: whole.clone(), content: whole })
    }

    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&FrontMatterValue> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// The keys and values, in the order of the file.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &FrontMatterValue)> {
        self.entries.iter().map(|entry| (&*entry.key, &entry.value))
    }

    /// The bytes of the block in the file, from 0, with both of its `---` lines.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Returns the bytes between its `---` lines.
    pub(crate) fn content(&self) -> Range<usize> {
        self.content.clone()
    }
}

fn load(bytes: &[u8], base: usize) -> Loaded {
    let text = yaml::readable(bytes);
    let mut loaded = match flat::load(&text, base) {
        Some(entries) => {
            let mut diagnostics = Vec::new();
            let entries = Some(first_of_each(entries, &mut diagnostics));
            Loaded { entries, is_broken: false, diagnostics }
        }
        None => load::load(&text, base),
    };
    if let Err(error) = std::str::from_utf8(bytes) {
        let start = base + error.valid_up_to();
        let range = start..start + error.error_len().unwrap_or(1);
        loaded.diagnostics.insert(0, not_utf8(bytes, range));
    }
    loaded
}

fn unclosed(range: Range<usize>) -> Diagnostic {
    let message = "expected a line `---` that closes the front matter, but found none";
    Diagnostic::new(DiagnosticCode::YamlSyntax, range, message)
        .with_help("the file is read as if it had no front matter")
}

fn not_utf8(block: &[u8], range: Range<usize>) -> Diagnostic {
    let message = expected_utf8(block, "the front matter") + "; each such byte is read as `$`";
    Diagnostic::new(DiagnosticCode::FrontMatterValue, range, message)
}

impl Serialize for FrontMatter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_entries(serializer, self.iter())
    }
}

impl<'de> Deserialize<'de> for FrontMatter {
    /// Reads the entries; their places in the file are not known then, and the
    /// range is empty.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let FrontMatterValue::Map(entries) = FrontMatterValue::deserialize(deserializer)? else {
            return Err(serde::de::Error::custom("expected an object for front matter"));
        };
        let entry = |(key, value)| Entry { key, value, ..Entry::default() };
        let entries = first_of_each(entries.into_iter().map(entry).collect(), &mut Vec::new());
        Ok(Self { entries, ..Self::default() })
    }
}

/// What a file begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Beginning {
    /// A block between `---` lines.
    Block {
        /// All of it, from the first `---` to the line end of the last.
        range: Range<usize>,
        /// The lines between.
        content: Range<usize>,
    },
    /// An opening line that no line closes, before what could be front matter.
    Unclosed(Range<usize>),
    /// Anything else.
    Other,
}

impl Beginning {
    /// Looks at the beginning of a file. The first line, behind an optional byte
    /// order mark, must be `---`; the block ends at the next line that is `---` or
    /// `...`. White space may follow on both.
    fn of(bytes: &[u8]) -> Self {
        let start = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
        // Most files of other kinds go no further than here.
        if !bytes[start..].starts_with(b"---") {
            return Beginning::Other;
        }
        let content = line_end(bytes, start);
        if !is_marker(&bytes[start..content], b"---") {
            return Beginning::Other;
        }
        let mut at = content;
        while at < bytes.len() {
            let end = line_end(bytes, at);
            let line = &bytes[at..end];
            if is_marker(line, b"---") || is_marker(line, b"...") {
                return Beginning::Block { range: start..end, content: content..at };
            }
            at = end;
        }
        if looks_like_front_matter(&bytes[content..]) {
            return Beginning::Unclosed(start..content);
        }
        Beginning::Other
    }
}

/// Returns the offset behind the line feed that ends the line at `at`.
fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length + 1)
}

fn is_marker(line: &[u8], marker: &[u8]) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.trim_ascii().is_empty())
}

/// Returns whether the first line that is neither empty nor a comment begins
/// with a name and a colon, as no Markdown behind a thematic break does by
/// chance.
fn looks_like_front_matter(content: &[u8]) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-".contains(byte);
    let mut lines = content.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with(b"#"));
    first.is_some_and(|line| {
        let name = line.iter().take_while(|byte| is_name(byte)).count();
        name > 0 && matches!(line[name..], [b':'] | [b':', b' ' | b'\t', ..])
    })
}

/// A value of front matter.
///
/// Scalars keep the text as written, quotes and escapes undone: `no` stays `no`
/// and `1.10` stays `1.10`. As JSON a value is a string, an array or an object.
///
/// # Example
///
/// ```
/// use bitext::document::FrontMatterValue;
///
/// let value: FrontMatterValue = serde_json::from_str(r#"{"ms.topic": ["how-to", "1.10"]}"#)?;
/// let FrontMatterValue::Map(entries) = &value else { unreachable!() };
/// assert_eq!(entries[0].0, "ms.topic");
/// assert_eq!(entries[0].1.as_list().unwrap()[1].as_str(), Some("1.10"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FrontMatterValue {
    /// A text; the empty text where the key has no value.
    Scalar(String),
    /// A sequence.
    List(Vec<FrontMatterValue>),
    /// A mapping, in the order of the file.
    Map(Vec<(String, FrontMatterValue)>),
}

impl Default for FrontMatterValue {
    /// Returns the empty text.
    fn default() -> Self {
        Self::Scalar(String::new())
    }
}

impl FrontMatterValue {
    /// The text of a scalar.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Scalar(text) => Some(text),
            Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The items of a list.
    pub fn as_list(&self) -> Option<&[FrontMatterValue]> {
        match self {
            Self::List(items) => Some(items),
            Self::Scalar(_) | Self::Map(_) => None,
        }
    }

    /// The value under a key of a map.
    pub fn get(&self, key: &str) -> Option<&FrontMatterValue> {
        match self {
            Self::Map(entries) => entries.iter().find(|entry| entry.0 == key).map(|entry| &entry.1),
            Self::Scalar(_) | Self::List(_) => None,
        }
    }
}

impl Serialize for FrontMatterValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scalar(text) => serializer.serialize_str(text),
            Self::List(items) => items.serialize(serializer),
            Self::Map(entries) => {
                serialize_entries(serializer, entries.iter().map(|(key, value)| (&**key, value)))
            }
        }
    }
}

/// Writes entries as one map, in their order.
fn serialize_entries<'v, S: Serializer>(
    serializer: S,
    entries: impl ExactSizeIterator<Item = (&'v str, &'v FrontMatterValue)>,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(entries.len()))?;
    for (key, value) in entries {
        map.serialize_entry(key, value)?;
    }
    map.end()
}

impl<'de> Deserialize<'de> for FrontMatterValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = FrontMatterValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, an array or an object")
    }

    fn visit_str<E>(self, text: &str) -> Result<FrontMatterValue, E> {
        Ok(FrontMatterValue::Scalar(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<FrontMatterValue, E> {
        Ok(FrontMatterValue::Scalar(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<FrontMatterValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(FrontMatterValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<FrontMatterValue, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(FrontMatterValue::Map(map))
    }
}
