//! When two texts with codes are identical.
//!
//! Two are identical where they read the same and have the same codes at the
//! same places. Codes are the same where their kind, their role and their
//! native form are; those without a native form also by their id, their
//! equivalent and their type. The number of a pair says only which halves belong
//! together, so pairs are counted anew in each text. How a character is escaped
//! makes no difference: `&amp;` reads as `&`. A line break is a space, with the blanks
//! around it.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::inline::{Code, CodeRole, CodedText};
use crate::text::without_line_breaks;
use crate::unit::FlowContext;

/// Hashes of a text with codes: identical texts have the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Identity {
    /// Of the text as it reads.
    pub(crate) text: u64,
    /// Of the codes and their places; 0 where there are none.
    pub(crate) placed_codes: u32,
    /// Of the codes in order, wherever they are; 0 where there are none.
    pub(crate) codes: u32,
}

impl Identity {
    /// Hashes a text.
    pub(crate) fn of(text: &CodedText) -> Self {
        let hash = text_hash(text);
        let (mut codes, mut places) = (Vec::new(), Vec::new());
        let mut pairs = Pairs::default();
        for (at, code) in placed_codes(text) {
            pairs.write(&code, &mut codes);
            places.extend_from_slice(&(at as u64).to_le_bytes());
        }
        if places.is_empty() {
            return Self { text: hash, placed_codes: 0, codes: 0 };
        }
        let codes = xxh3_64(&codes);
        let placed = xxh3_64_with_seed(&places, codes);
        Self { text: hash, placed_codes: not_zero(placed), codes: not_zero(codes) }
    }

    /// Joins all of it in one hash.
    pub(crate) fn combined(self) -> u64 {
        match self.placed_codes {
            0 => self.text,
            codes => xxh3_64_with_seed(&codes.to_le_bytes(), self.text),
        }
    }
}

/// Hashes a text as it reads.
pub(crate) fn text_hash(text: &CodedText) -> u64 {
    xxh3_64(as_read(text).as_bytes())
}

/// Returns the lower half of a hash; 0 is for texts without codes.
fn not_zero(hash: u64) -> u32 {
    (hash as u32).max(1)
}

/// Hashes a context; 0 where it is missing.
pub(crate) fn context_hash(context: Option<&str>) -> u64 {
    context.map_or(0, |text| xxh3_64(without_line_breaks(text).as_bytes()).max(1))
}

/// Hashes the folder that a document is in; 0 where the document is missing.
pub(crate) fn folder_hash(document: Option<&str>) -> u64 {
    let folder = |path: &str| path.rfind('/').map_or(0, |end| end);
    context_hash(document.map(|path| &path[..folder(path)]))
}

/// Hashes the texts before and after.
pub(crate) fn flow_hash(previous: Option<&str>, next: Option<&str>) -> u64 {
    xxh3_64_with_seed(&context_hash(next).to_le_bytes(), context_hash(previous))
}

/// Returns whether two texts are identical.
pub(crate) fn is_identical(one: &CodedText, other: &CodedText) -> bool {
    let places = |text| placed_codes(text).map(|(at, _)| at);
    reads_same(one, other) && places(one).eq(places(other)) && has_same_codes(one, other)
}

/// Returns whether two texts read the same, codes aside.
pub(crate) fn reads_same(one: &CodedText, other: &CodedText) -> bool {
    one.text() == other.text() || as_read(one) == as_read(other)
}

/// Returns a text without line breaks; blanks on both sides of a code stay apart.
pub(crate) fn as_read(text: &CodedText) -> Cow<'_, str> {
    let whole = text.text();
    if memchr::memchr2(b'\r', b'\n', whole.as_bytes()).is_none() {
        return Cow::Borrowed(whole);
    }
    let (mut line, mut from) = (String::with_capacity(whole.len()), 0);
    for at in text.placed_codes().map(|(at, _)| at).chain([whole.len()]) {
        line += &without_line_breaks(&whole[from..at]);
        from = at;
    }
    Cow::Owned(line)
}

/// Returns whether two texts without codes read the same.
fn is_same_text(one: &str, other: &str) -> bool {
    one == other || without_line_breaks(one) == without_line_breaks(other)
}

/// Returns whether two contexts are between texts that read the same.
pub(crate) fn is_same_flow(one: &FlowContext, other: &FlowContext) -> bool {
    let is_same = |one: &Option<Arc<str>>, other: &Option<Arc<str>>| match (one, other) {
        (Some(one), Some(other)) => is_same_text(one, other),
        (one, other) => one.is_none() && other.is_none(),
    };
    is_same(&one.previous_source, &other.previous_source)
        && is_same(&one.next_source, &other.next_source)
}

/// Lists the codes of a text and where they stand in it without line breaks.
fn placed_codes(text: &CodedText) -> impl Iterator<Item = (usize, Code<'_>)> {
    let whole = text.text();
    let has_breaks = memchr::memchr2(b'\r', b'\n', whole.as_bytes()).is_some();
    let (mut from, mut to) = (0, 0);
    text.placed_codes().map(move |(at, code)| {
        if has_breaks && at > from {
            to += without_line_breaks(&whole[from..at]).len();
            from = at;
        }
        (if has_breaks { to } else { at }, code)
    })
}

/// Returns whether two texts have the same codes in the same order, wherever they are.
pub(crate) fn has_same_codes(one: &CodedText, other: &CodedText) -> bool {
    let (mut pairs, mut other_pairs) = (Pairs::default(), Pairs::default());
    let (mut bytes, mut other_bytes) = (Vec::new(), Vec::new());
    let mut others = other.codes();
    let is_same = one.codes().all(|code| {
        let Some(other) = others.next() else { return false };
        bytes.clear();
        other_bytes.clear();
        pairs.write(&code, &mut bytes);
        other_pairs.write(&other, &mut other_bytes);
        bytes == other_bytes
    });
    is_same && others.next().is_none()
}

/// The numbers of the pairs of a text, in the order in which they appear.
#[derive(Default)]
struct Pairs {
    numbers: FxHashMap<u32, u32>,
}

impl Pairs {
    /// Adds all that distinguishes a code from others. The form is that of hashes kept
    /// in files, so it never changes: names and lengths, no ordinals of enums.
    fn write(&mut self, code: &Code<'_>, bytes: &mut Vec<u8>) {
        let (role, pair) = match code.role {
            CodeRole::Open(number) => (1, self.number(number)),
            CodeRole::Close(number) => (2, self.number(number)),
            CodeRole::Standalone => (3, 0),
            CodeRole::IsolatedOpen => (4, 0),
            CodeRole::IsolatedClose => (5, 0),
        };
        bytes.push(role);
        bytes.extend_from_slice(&pair.to_le_bytes());
        write_text(Some(code.kind.as_str()), bytes);
        write_text(Some(&without_line_breaks(code.native)), bytes);
        if code.native.is_empty() {
            for known in [code.id, code.equivalent, code.type_name] {
                write_text(known, bytes);
            }
        }
    }

    fn number(&mut self, number: u32) -> u32 {
        let next = self.numbers.len() as u32 + 1;
        *self.numbers.entry(number).or_insert(next)
    }
}

fn write_text(text: Option<&str>, bytes: &mut Vec<u8>) {
    let length = text.map_or(u64::MAX, |text| text.len() as u64);
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(text.unwrap_or_default().as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline::{CodeKind, Syntax};

    fn markdown(markup: &str) -> CodedText {
        CodedText::parse(markup, Syntax::Markdown)
    }

    /// Two texts, whether they are identical, and whether they have the same codes.
    #[test]
    fn identical_texts() {
        for (one, other, identical, same_codes) in [
            ("", "", true, true),
            ("a", "a", true, true),
            ("a", "A", false, true),
            ("R&amp;D", "R&D", true, true),
            ("a\\*b", "a*b", true, true),
            ("**a** b", "**a** b", true, true),
            ("**a** b", "a **b**", false, true),
            ("**a** b", "a b", false, false),
            ("**a** b", "__a__ b", false, false),
            ("**a** b", "*a* b", false, false),
            ("[a](b.md)", "[a](c.md)", false, false),
            ("`a`", "`b`", false, false),
            ("*a* **b**", "**a** *b*", false, false),
        ] {
            let (one, other) = (markdown(one), markdown(other));
            let what = format!("{} {}", one.markup(), other.markup());
            assert_eq!(is_identical(&one, &other), identical, "{what}");
            assert_eq!(has_same_codes(&one, &other), same_codes, "{what}");
            let (one, other) = (Identity::of(&one), Identity::of(&other));
            assert_eq!(one == other, identical, "{what}");
            assert_eq!(one.combined() == other.combined(), identical, "{what}");
            assert_eq!(one.codes == other.codes, same_codes, "{what}");
        }
    }

    #[test]
    fn pairs_are_counted_anew() {
        let text = |numbers: [u32; 4]| {
            let [a, b, c, d] = numbers;
            let roles =
                [CodeRole::Open(a), CodeRole::Open(b), CodeRole::Close(c), CodeRole::Close(d)];
            let mut text = CodedText::default();
            for role in roles {
                text.push_code(Code::new(CodeKind::Bold, role, "|"));
            }
            text
        };
        let nested = text([1, 2, 2, 1]);
        assert!(is_identical(&nested, &text([7, 3, 3, 7])));
        assert!(!is_identical(&nested, &text([1, 2, 1, 2])));
        assert_eq!(Identity::of(&nested), Identity::of(&text([7, 3, 3, 7])));
        assert_ne!(Identity::of(&nested), Identity::of(&text([1, 2, 1, 2])));
    }

    #[test]
    fn codes_without_a_native_form_are_told_by_what_is_said_of_them() {
        let text = |code: Code<'_>| {
            let mut text = CodedText::default();
            text.push_code(code);
            text
        };
        let bare = Code::new(CodeKind::Other, CodeRole::Standalone, "");
        let written = Code::new(CodeKind::Other, CodeRole::Standalone, "<x/>");
        for (one, other, identical) in [
            (bare, bare.with_id("1"), false),
            (bare.with_id("1"), bare.with_id("2"), false),
            (bare.with_id("1"), bare.with_type_name("1"), false),
            (bare, bare.with_equivalent(""), false),
            (written.with_id("1"), written.with_id("2"), true),
        ] {
            assert_eq!(is_identical(&text(one), &text(other)), identical, "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_missing_context_is_no_empty_one() {
        assert_eq!(flow_hash(None, Some("a")), flow_hash(None, Some("a")));
        assert_ne!(flow_hash(None, Some("a")), flow_hash(Some("a"), None));
        assert_ne!(context_hash(None), context_hash(Some("")));
    }

    #[test]
    fn a_line_break_is_a_space() {
        for (one, other, expected) in [
            ("a b", "a\nb", true),
            ("a b", "a \n b", true),
            ("a  b", "a\nb", false),
            ("a `b c` **d** e", "a\n`b\nc` **d**\ne", true),
            ("a `b` c", "a\n`b`\nc", true),
            ("a `b`c", "a\n`b`\nc", false),
        ] {
            let (one, other) = (markdown(one), markdown(other));
            assert_eq!(is_identical(&one, &other), expected, "{other:?}");
            assert_eq!(Identity::of(&one) == Identity::of(&other), expected, "{other:?}");
        }
    }
}
