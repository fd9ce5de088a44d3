//! The fast path: front matter of the form that nearly all of it has.
//!
//! ```text
//! block  = *( entry / list )
//! entry  = name ":" [ 1*SP scalar ] *SP EOL
//! list   = name ":" *SP EOL 1*( indent "-" 1*SP scalar *SP EOL )
//! scalar = 'text' / "text" / plain
//! ```
//!
//! A subset of YAML in which each line says by itself what it is. Whatever else
//! is in a line, the whole block goes to the YAML parser, so that there is
//! only one reading; tests compare the two.

use std::ops::Range;

use super::FrontMatterValue;
use super::load::Entry;

/// A key longer than this goes to the parser, which has a limit for them.
const LONGEST_NAME: usize = 128;

/// Reads the entries of `text`, which begins at `base` in the file, or `None`
/// where a line needs the YAML parser.
pub(super) fn load(text: &str, base: usize) -> Option<Vec<Entry>> {
    let mut flat = Flat { entries: Vec::new(), list_indent: None };
    let mut at = base;
    for line in text.split_inclusive('\n') {
        let content = line.strip_suffix('\n').unwrap_or(line);
        let content = content.strip_suffix('\r').unwrap_or(content);
        flat.line(content, at)?;
        at += line.len();
    }
    Some(flat.entries)
}

struct Flat {
    entries: Vec<Entry>,
    /// The spaces before the items of the list that was begun.
    list_indent: Option<usize>,
}

impl Flat {
    /// Takes the line that begins at `at`.
    fn line(&mut self, line: &str, at: usize) -> Option<()> {
        let name = line.bytes().take_while(|byte| is_name(*byte)).count();
        match line.as_bytes().first()? {
            b' ' | b'-' => self.item(line, at),
            byte if byte.is_ascii_alphabetic() && name <= LONGEST_NAME => {
                let rest = line[name..].strip_prefix(':')?;
                self.entry(&line[..name], rest, at)
            }
            _ => None,
        }
    }

    fn entry(&mut self, name: &str, rest: &str, at: usize) -> Option<()> {
        let value_start = at + name.len() + 1;
        let (value, range) = match rest.trim_matches(' ') {
            "" => (String::new(), value_start..value_start),
            _ => scalar(rest.strip_prefix(' ')?, value_start + 1)?,
        };
        self.list_indent = None;
        self.entries.push(Entry {
            key: name.to_owned(),
            key_range: at..at + name.len(),
            value: FrontMatterValue::Scalar(value),
            range,
            inner: Vec::new(),
        });
        Some(())
    }

    /// Takes an item of the list under the last key.
    fn item(&mut self, line: &str, at: usize) -> Option<()> {
        let item = line.trim_start_matches(' ');
        let indent = line.len() - item.len();
        let last = self.entries.last_mut()?;
        let (value, range) = scalar(item.strip_prefix("- ")?, at + indent + 2)?;
        match (&mut last.value, self.list_indent) {
            (FrontMatterValue::List(items), Some(list_indent)) if list_indent == indent => {
                items.push(FrontMatterValue::Scalar(value));
                last.range.end = range.end;
            }
            (FrontMatterValue::Scalar(empty), None)
                if last.range.is_empty() && empty.is_empty() =>
            {
                last.value = FrontMatterValue::List(vec![FrontMatterValue::Scalar(value)]);
                last.range = range;
                self.list_indent = Some(indent);
            }
            _ => return None,
        }
        Some(())
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_.-".contains(&byte)
}

/// Returns the scalar that fills the rest of a line, which begins at `at`.
fn scalar(rest: &str, at: usize) -> Option<(String, Range<usize>)> {
    let written = rest.trim_start_matches(' ');
    let start = at + rest.len() - written.len();
    let written = written.trim_end_matches(' ');
    let range = start..start + written.len();
    let text = match written.as_bytes().first()? {
        quote @ (b'"' | b'\'') => {
            let text = written.get(1..written.len() - 1)?;
            let is_last = written.len() > 1 && written.as_bytes().last() == Some(quote);
            let is_simple = !text.bytes().any(|byte| byte == *quote || byte == b'\\');
            text_if(is_last && is_simple, text)?
        }
        byte => {
            let is_plain = byte.is_ascii_alphanumeric() || !byte.is_ascii();
            let pairs = written.as_bytes().windows(2);
            let breaks_off = |pair: &[u8]| matches!(pair, b": " | b" #");
            let ends = written.ends_with(':') || pairs.into_iter().any(breaks_off);
            text_if(is_plain && !ends, written)?
        }
    };
    Some((text, range))
}

/// Returns the text, where the condition holds and every character is one that
/// the YAML parser takes and leaves as it is.
fn text_if(condition: bool, text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let is_odd = |byte: &u8| *byte < b' ' || matches!(byte, 0x7f | 0xc2 | 0xef);
    let is_unusual = |character: char| {
        character.is_control() || matches!(character, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    let is_usual = !bytes.iter().any(is_odd) || !text.chars().any(is_unusual);
    (condition && is_usual).then(|| text.to_owned())
}
