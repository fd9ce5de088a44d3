//! The attributes of a start tag, held to the rules that quick-xml leaves to
//! others.

use std::ops::Range;

use memchr::memchr2;
use quick_xml::events::attributes::{AttrError, Attribute, Attributes as Written};

use super::content::{Content, Run, Runs};
use super::defect::Defect;
use super::is_space;
use super::name::name_length;

/// The attributes of the start tag that was read last, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    /// Names and values; those behind `used` are of tags before, kept for their
    /// memory.
    pairs: Vec<(String, String)>,
    used: usize,
    /// Where in the tag the values stand in which not all characters mean
    /// themselves.
    special: Vec<Range<usize>>,
}

/// What a start tag has besides its attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TagShape {
    /// Where the name ends; it begins after `<`.
    pub(super) name_end: usize,
    /// Whether the tag ends in `/>`.
    pub(super) is_empty: bool,
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

impl Attributes {
    /// Returns the names as written, and the values with references resolved
    /// and white space normalised (XML 1.0, section 3.3.3).
    pub(super) fn pairs(&self) -> &[(String, String)] {
        &self.pairs[..self.used]
    }

    /// Returns where in the tag the values stand that may have a defect.
    pub(super) fn special(&self) -> &[Range<usize>] {
        &self.special
    }

    /// Takes the attributes away that `is_taken` wants, and gives it each.
    pub(super) fn extract(&mut self, mut is_taken: impl FnMut(&str, &str) -> bool) {
        let mut index = 0;
        while let Some((name, value)) = self.pairs().get(index) {
            match is_taken(name, value) {
                true => {
                    self.pairs[index..self.used].rotate_left(1);
                    self.used -= 1;
                }
                false => index += 1,
            }
        }
    }

    /// Reads a start tag from `<` on (XML 1.0, productions 40, 41 and 44).
    pub(super) fn read(&mut self, tag: &str, most: usize) -> Result<TagShape, TagFault> {
        self.used = 0;
        self.special.clear();
        let name_end =
            1 + name(tag, 1, "a name after `<`; write the character `<` itself as `&lt;`")?;
        let is_empty = tag.ends_with("/>");
        let tag_end = tag.len() - usize::from(tag.ends_with('>')) - usize::from(is_empty);
        let mut end = name_end;
        for attribute in Written::new(&tag[..tag_end], name_end).with_checks(false) {
            let start = end + space_length(&tag[end..]);
            if start == end {
                return Err(after_name_or_value(tag, start).into());
            }
            if self.used >= most {
                return Err(TagFault::TooMany);
            }
            let key_end = start + attribute_name(tag, start)?;
            let value = value(tag, start..key_end, attribute)?;
            end = value.end + 1;
            self.push(tag, start..key_end, value)?;
        }
        match tag_end == tag.len() {
            true => Err(Fault { at: tag_end, message: String::new() }.into()),
            false => Ok(TagShape { name_end, is_empty }),
        }
    }

    fn push(&mut self, tag: &str, name: Range<usize>, value: Range<usize>) -> Result<(), Fault> {
        let (start, name, written) = (name.start, &tag[name], &tag[value.clone()]);
        if let Some(index) = memchr::memchr(b'<', written.as_bytes()) {
            return Err(open_value(tag, value.start + index));
        }
        if self.pairs().iter().any(|(own, _)| own == name) {
            let message = format!(
                "expected an attribute once, but found `{name}` twice; remove one of the two"
            );
            return Err(Fault { at: start, message });
        }
        if self.used == self.pairs.len() {
            self.pairs.push(Default::default());
        }
        let (own_name, own_value) = &mut self.pairs[self.used];
        self.used += 1;
        name.clone_into(own_name);
        if Content::Attribute.is_plain(written) {
            written.clone_into(own_value);
        } else {
            resolve(written, own_value);
            self.special.push(value);
        }
        Ok(())
    }
}

/// Makes `value` what was written: references that cannot be resolved stay,
/// forbidden characters do not.
fn resolve(written: &str, value: &mut String) {
    value.clear();
    for run in Runs::new(written, Content::Attribute, 0) {
        match run {
            Run::Plain(text) | Run::Defect(Defect::Reference(text)) => value.push_str(text),
            Run::Character(character) => value.push(character),
            Run::Defect(_) => {}
        }
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

/// Returns where the value of the attribute stands whose name does.
fn value(
    tag: &str,
    key: Range<usize>,
    attribute: Result<Attribute<'_>, AttrError>,
) -> Result<Range<usize>, Fault> {
    match attribute {
        Ok(attribute) if attribute.key.as_ref().len() == key.len() => {
            let start = key.end + quote_end(&tag[key.end..]);
            Ok(start..start + attribute.value.len())
        }
        Err(AttrError::UnquotedValue(at) | AttrError::ExpectedValue(at)) => {
            Err(Fault::unexpected(tag, at, "a value in quotes after `=`"))
        }
        Err(AttrError::ExpectedQuote(..)) => Err(open_value(tag, key.end)),
        _ => Err(no_value(tag, key.end)),
    }
}

fn no_value(tag: &str, key_end: usize) -> Fault {
    let at = key_end + space_length(&tag[key_end..]);
    Fault::unexpected(tag, at, "`=` and a value in quotes after the name of an attribute")
}

/// Says that a value goes on to a `<` from an index on, or to the end.
fn open_value(tag: &str, from: usize) -> Fault {
    let at = memchr::memchr(b'<', &tag.as_bytes()[from..]).map_or(tag.len(), |index| from + index);
    Fault::unexpected(tag, at, "the closing quote of an attribute value before a `<`")
}

/// Returns where the first quote ends.
fn quote_end(text: &str) -> usize {
    memchr2(b'"', b'\'', text.as_bytes()).map_or(text.len(), |index| index + 1)
}

fn space_length(text: &str) -> usize {
    text.bytes().take_while(is_space).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = (TagShape, Vec<(String, String)>);

    fn read(tag: &str) -> Result<Read, TagFault> {
        let mut attributes = Attributes::default();
        let shape = attributes.read(tag, 4)?;
        Ok((shape, attributes.pairs().to_vec()))
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
            ("<名 前='！'>", "名", false, &[("前", "！")]),
        ] {
            let (shape, attributes) = read(tag).unwrap();
            assert_eq!((&tag[1..shape.name_end], shape.is_empty), (name, is_empty));
            let attributes: Vec<_> =
                attributes.iter().map(|(name, value)| (&**name, &**value)).collect();
            assert_eq!(attributes, expected, "{tag}");
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
    fn the_memory_of_a_tag_is_used_again() {
        let mut attributes = Attributes::default();
        attributes.read("<a b='1' c='2'>", 4).unwrap();
        attributes.read("<a d='3'>", 4).unwrap();
        assert_eq!(attributes.pairs(), [("d".to_owned(), "3".to_owned())]);
        attributes.read("<a b='1' xmlns='2' c='3'>", 4).unwrap();
        let mut taken = Vec::new();
        attributes.extract(|name, value| {
            let is_taken = name == "xmlns";
            taken.extend(is_taken.then(|| value.to_owned()));
            is_taken
        });
        assert_eq!(taken, ["2"]);
        assert_eq!(attributes.pairs().len(), 2);
        assert_eq!(attributes.pairs()[1].0, "c");
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
            assert_eq!(read(tag), Err(expected.into()), "{tag}");
        }
        assert_eq!(read("<a b='' c='' d='' e='' f=''>"), Err(TagFault::TooMany));
    }
}
