//! Start tags, held to the rules that quick-xml leaves to others.

use std::ops::Range;

use memchr::memchr;

use super::content::{Content, Run, Runs};
use super::defect::Defect;
use super::is_space;
use super::name::name_length;

/// The start tag that was read last.
#[derive(Debug, Default)]
pub(crate) struct StartTag {
    /// The tag as written; after it the values that are not as written.
    text: String,
    name_end: usize,
    is_empty: bool,
    attributes: Vec<AttributeRanges>,
    /// Where in the tag the values stand in which not all characters mean
    /// themselves.
    special: Vec<Range<usize>>,
}

/// Where the name and the value of an attribute stand in the text of its tag.
#[derive(Clone, Debug)]
struct AttributeRanges {
    name: Range<usize>,
    value: Range<usize>,
}

/// Why a tag cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TagFault {
    /// It has more attributes than it may.
    TooMany,
    Syntax(Fault),
}

/// What breaks a rule: its index in the construct, and a message. One at the
/// end is of a construct that is not whole.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) message: String,
}

impl Fault {
    /// Says what was expected at an index instead of the character there.
    pub(super) fn unexpected(construct: &str, at: usize, expected: &str) -> Self {
        let found = construct[at..].chars().next().map(char::escape_debug);
        let found = found.map(String::from_iter).unwrap_or_default();
        Self { at, message: format!("expected {expected}, but found `{found}`") }
    }
}

impl From<Fault> for TagFault {
    fn from(fault: Fault) -> Self {
        Self::Syntax(fault)
    }
}

impl StartTag {
    /// Returns the name as written, with its prefix.
    pub(crate) fn name(&self) -> &str {
        self.text.get(1..self.name_end).unwrap_or_default()
    }

    /// Returns whether the tag is its element's end as well.
    pub(super) fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Returns the attributes in the order of the file: names as written, each
    /// once, and values with references resolved and white space normalised (XML
    /// 1.0, section 3.3.3).
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.attributes.iter().map(|ranges| ranges.of(&self.text))
    }

    /// Returns the value of the attribute of a name.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let (text, name) = (self.text.as_bytes(), name.as_bytes());
        let ranges = self.attributes.iter().find(|ranges| text[ranges.name.clone()] == *name)?;
        Some(&self.text[ranges.value.clone()])
    }

    /// Returns where in the tag the values stand that may have a defect.
    pub(super) fn special(&self) -> &[Range<usize>] {
        &self.special
    }

    /// Takes the attributes away that `is_taken` wants, and gives it each.
    pub(super) fn extract(&mut self, mut is_taken: impl FnMut(&str, &str) -> bool) {
        self.attributes.retain(|ranges| {
            let (name, value) = ranges.of(&self.text);
            !is_taken(name, value)
        });
    }

    /// Reads a start tag from `<` on (XML 1.0, productions 40, 41 and 44).
    pub(super) fn read(&mut self, tag: &str, most: usize) -> Result<(), TagFault> {
        tag.clone_into(&mut self.text);
        self.attributes.clear();
        self.special.clear();
        self.name_end =
            1 + name(tag, 1, "a name after `<`; write the character `<` itself as `&lt;`")?;
        self.is_empty = tag.ends_with("/>");
        let inside = tag.strip_suffix('>').unwrap_or(tag);
        let inside = if self.is_empty { &inside[..inside.len() - 1] } else { inside };
        let mut end = self.name_end;
        loop {
            let start = after_space(inside, end);
            if start == inside.len() {
                break;
            }
            if start == end {
                return Err(after_name_or_value(tag, start).into());
            }
            if self.attributes.len() >= most {
                return Err(TagFault::TooMany);
            }
            let name = start..start + attribute_name(tag, start)?;
            let value = value(tag, inside, name.end)?;
            end = value.end + 1;
            self.push(tag, name, value)?;
        }
        match inside.len() == tag.len() {
            true => Err(Fault { at: tag.len(), message: String::new() }.into()),
            false => Ok(()),
        }
    }

    fn push(&mut self, tag: &str, name: Range<usize>, value: Range<usize>) -> Result<(), Fault> {
        let written = &tag[value.clone()];
        let is_plain = Content::Attribute.is_plain(written);
        if !is_plain && let Some(index) = memchr(b'<', written.as_bytes()) {
            return Err(open_value(tag, value.start + index));
        }
        if self.attribute(&tag[name.clone()]).is_some() {
            let (at, name) = (name.start, &tag[name]);
            let message = format!(
                "expected an attribute once, but found `{name}` twice; remove one of the two"
            );
            return Err(Fault { at, message });
        }
        let meant = if is_plain { value.clone() } else { self.push_value(written) };
        self.attributes.push(AttributeRanges { name, value: meant });
        if !is_plain {
            self.special.push(value);
        }
        Ok(())
    }

    /// Adds what is meant by a value to the text; returns where that stands.
    ///
    /// References that cannot be resolved stay, forbidden characters do not.
    fn push_value(&mut self, written: &str) -> Range<usize> {
        let start = self.text.len();
        for run in Runs::new(written, Content::Attribute, 0) {
            match run {
                Run::Plain(text) | Run::Defect(Defect::Reference(text)) => self.text.push_str(text),
                Run::Character(character) => self.text.push(character),
                Run::Defect(Defect::Foreign(_, meant)) => self.text.extend(meant.characters()),
                Run::Defect(_) => {}
            }
        }
        start..self.text.len()
    }
}

impl AttributeRanges {
    /// Returns the name and the value.
    fn of<'t>(&self, text: &'t str) -> (&'t str, &'t str) {
        (&text[self.name.clone()], &text[self.value.clone()])
    }
}

/// Returns the length of the name at an index, which must be there.
fn name(tag: &str, at: usize, expected: &str) -> Result<usize, Fault> {
    match name_length(tag.get(at..).unwrap_or_default()) {
        0 => Err(Fault::unexpected(tag, at.min(tag.len()), expected)),
        length => Ok(length),
    }
}

fn attribute_name(tag: &str, at: usize) -> Result<usize, Fault> {
    match tag.as_bytes().get(at) {
        Some(b'/') => Err(after_name_or_value(tag, at)),
        _ => name(tag, at, "a name of an attribute, `>` or `/>`"),
    }
}

/// Says what is wrong where a name or a value ended and neither white space nor
/// the end of the tag follows.
fn after_name_or_value(tag: &str, at: usize) -> Fault {
    match tag.as_bytes().get(at) {
        Some(b'/') => Fault::unexpected(tag, at + 1, "`>` after `/`"),
        _ => Fault::unexpected(tag, at, "white space, `>` or `/>`"),
    }
}

/// Returns where the value stands of the attribute whose name ends here; `inside`
/// is the tag without its end.
fn value(tag: &str, inside: &str, name_end: usize) -> Result<Range<usize>, Fault> {
    let bytes = inside.as_bytes();
    let equals = after_space(inside, name_end);
    if bytes.get(equals) != Some(&b'=') {
        let expected = "`=` and a value in quotes after the name of an attribute";
        return Err(Fault::unexpected(tag, equals, expected));
    }
    let quote = after_space(inside, equals + 1);
    let start = quote + 1;
    match bytes.get(quote) {
        Some(mark @ (b'"' | b'\'')) => match memchr(*mark, &bytes[start..]) {
            Some(length) => Ok(start..start + length),
            None => Err(open_value(tag, name_end)),
        },
        _ => Err(Fault::unexpected(tag, quote, "a value in quotes after `=`")),
    }
}

/// Says that a value goes on to a `<` from an index on, or to the end.
fn open_value(tag: &str, from: usize) -> Fault {
    let at = memchr(b'<', &tag.as_bytes()[from..]).map_or(tag.len(), |index| from + index);
    Fault::unexpected(tag, at, "the closing quote of an attribute value before a `<`")
}

/// Returns the index of the first byte from `from` on that is not white space.
fn after_space(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while bytes.get(at).is_some_and(is_space) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tag: &str) -> Result<StartTag, TagFault> {
        let mut read = StartTag::default();
        read.read(tag, 4).map(|()| read)
    }

    fn read_fault(tag: &str) -> TagFault {
        read(tag).expect_err(tag)
    }

    #[test]
    fn attributes_in_order() {
        for (tag, name, is_empty, expected) in [
            ("<tu>", "tu", false, &[][..]),
            ("<tu/>", "tu", true, &[]),
            ("<tu\n>", "tu", false, &[]),
            ("<tu\t/>", "tu", true, &[]),
            ("<ph x=\"1\"/>", "ph", true, &[("x", "1")]),
            ("<a b = 'x\">y' c=\"'\" >", "a", false, &[("b", "x\">y"), ("c", "'")]),
            ("<tuv xml:lang='zh' lang=''>", "tuv", false, &[("xml:lang", "zh"), ("lang", "")]),
            ("<a b='1&lt;2&#10;&x;\n\u{1}'>", "a", false, &[("b", "1<2\n&x; ")]),
            ("<a b='&eacute;&#55357;&#56838;&#55357;'>", "a", false, &[("b", "é😆")]),
            ("<名 前='！'>", "名", false, &[("前", "！")]),
        ] {
            let shape = read(tag).unwrap();
            assert_eq!((shape.name(), shape.is_empty()), (name, is_empty));
            assert_eq!(shape.attributes().collect::<Vec<_>>(), expected, "{tag}");
            // Of each cut nothing is said but that it is one.
            for end in (1..tag.len()).filter(|&end| tag.is_char_boundary(end)) {
                let Err(TagFault::Syntax(fault)) = read(&tag[..end]) else {
                    // A `>` in a value looks like the end.
                    assert!(tag[..end].ends_with('>'), "{}", &tag[..end]);
                    continue;
                };
                assert!(fault.at >= end, "{}: {fault:?}", &tag[..end]);
            }
        }
    }

    #[test]
    fn attributes_are_taken_away() {
        let mut tag = read("<a b='1' c='2'>").unwrap();
        tag.read("<a d='3'>", 4).unwrap();
        assert_eq!(tag.attributes().collect::<Vec<_>>(), [("d", "3")]);
        tag.read("<a b='1' xmlns='2' c='&#51;'>", 4).unwrap();
        let mut taken = Vec::new();
        tag.extract(|name, value| {
            let is_taken = name == "xmlns";
            taken.extend(is_taken.then(|| value.to_owned()));
            is_taken
        });
        assert_eq!(taken, ["2"]);
        assert_eq!(tag.attributes().collect::<Vec<_>>(), [("b", "1"), ("c", "3")]);
    }

    #[test]
    fn faults() {
        for (tag, at, message) in [
            (
                "< a>",
                1,
                "expected a name after `<`; write the character `<` itself as `&lt;`, but found ` `",
            ),
            (
                "<1>",
                1,
                "expected a name after `<`; write the character `<` itself as `&lt;`, but found `1`",
            ),
            ("<a!>", 2, "expected white space, `>` or `/>`, but found `!`"),
            ("<a/b>", 3, "expected `>` after `/`, but found `b`"),
            (
                "<a b>",
                4,
                "expected `=` and a value in quotes after the name of an attribute, but found `>`",
            ),
            ("<a b=c>", 5, "expected a value in quotes after `=`, but found `c`"),
            ("<a b=>", 5, "expected a value in quotes after `=`, but found `>`"),
            ("<a b='x' 1=''>", 9, "expected a name of an attribute, `>` or `/>`, but found `1`"),
            ("<a b='x'c=''>", 8, "expected white space, `>` or `/>`, but found `c`"),
            ("<a b='x' / c=''>", 10, "expected `>` after `/`, but found ` `"),
            (
                "<a b!='x'>",
                4,
                "expected `=` and a value in quotes after the name of an attribute, but found `!`",
            ),
            (
                "<a b='x<y'>",
                7,
                "expected the closing quote of an attribute value before a `<`, but found `<`",
            ),
            (
                "<a b='' b=''>",
                8,
                "expected an attribute once, but found `b` twice; remove one of the two",
            ),
        ] {
            let expected = Fault { at, message: message.to_owned() };
            assert_eq!(read_fault(tag), expected.into(), "{tag}");
        }
        assert_eq!(read_fault("<a b='' c='' d='' e='' f=''>"), TagFault::TooMany);
    }
}
