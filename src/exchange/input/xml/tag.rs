//! Start tags and their attributes.

use std::borrow::Cow;
use std::ops::Range;

use super::content::{Content, Part, Parts};
use super::declaration::is_space;
use super::defect::Defect;
use super::name::name_length;

/// A start tag.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tag<'a> {
    /// The tag as written, from `<` to `>`.
    pub(super) written: &'a str,
    pub(super) name: &'a str,
    pub(super) attributes: &'a [Span],
}

/// An attribute of a start tag.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attribute<'a> {
    name: &'a str,
    written: &'a str,
    is_plain: bool,
}

impl<'a> Tag<'a> {
    /// The name as written, with its prefix.
    pub(crate) fn name(self) -> &'a str {
        self.name
    }

    /// The attributes in the order of the file; no name comes twice.
    pub(crate) fn attributes(self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        self.attributes.iter().map(move |span| Attribute {
            name: &self.written[span.name.clone()],
            written: &self.written[span.value.clone()],
            is_plain: span.is_plain,
        })
    }

    /// The value of the attribute of a name.
    pub(crate) fn attribute(self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes().find(|attribute| attribute.name == name).map(Attribute::value)
    }
}

impl<'a> Attribute<'a> {
    /// The name as written, with its prefix.
    pub(crate) fn name(self) -> &'a str {
        self.name
    }

    /// The value, with references resolved and white space normalised
    /// (XML 1.0, section 3.3.3).
    pub(crate) fn value(self) -> Cow<'a, str> {
        if self.is_plain {
            return Cow::Borrowed(self.written);
        }
        let mut value = String::with_capacity(self.written.len());
        for part in Parts::new(self.written, Content::Attribute, 0) {
            match part {
                Part::Plain(text) | Part::Defect(Defect::Reference(text)) => value.push_str(text),
                Part::Character(character) => value.push(character),
                Part::Defect(_) => {}
            }
        }
        Cow::Owned(value)
    }
}

/// Where an attribute stands in its tag.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
    pub(super) is_plain: bool,
}

/// What a start tag has besides its attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// Where the name ends; it begins after `<`.
    pub(super) name_end: usize,
    /// Where the tag ends, after `>`.
    pub(super) end: usize,
    /// Whether it ends in `/>`.
    pub(super) is_empty: bool,
}

/// Why a tag cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The text ends inside it.
    Cut,
    /// It has more attributes than it may.
    Attributes,
    /// Where, and what was expected and found.
    Syntax(usize, String),
}

/// Reads the start tag at the start of `text` and sets its attributes
/// (XML 1.0, productions 40, 41 and 44).
pub(super) fn scan(
    text: &str,
    most_attributes: usize,
    attributes: &mut Vec<Span>,
) -> Result<Shape, Fault> {
    attributes.clear();
    let name_end = 1 + name(text, 1, "after `<`; write the character `<` itself as `&lt;`")?;
    let mut scanner = Scanner { text, at: name_end };
    loop {
        let has_space = scanner.skip_space();
        match scanner.peek()? {
            b'>' => return Ok(Shape { name_end, end: scanner.at + 1, is_empty: false }),
            b'/' => {
                scanner.at += 1;
                scanner.expect(b'>', "`>` after `/`")?;
                return Ok(Shape { name_end, end: scanner.at, is_empty: true });
            }
            _ if !has_space => return Err(scanner.unexpected("white space, `>` or `/>`")),
            _ if attributes.len() >= most_attributes => return Err(Fault::Attributes),
            _ => {
                let span = scanner.attribute()?;
                check_unique(text, attributes, &span)?;
                attributes.push(span);
            }
        }
    }
}

/// The length of the name at an index, which must be there.
fn name(text: &str, at: usize, place: &str) -> Result<usize, Fault> {
    match name_length(&text[at..]) {
        0 => Err(unexpected(text, at, &format!("a name {place}"))),
        length => Ok(length),
    }
}

fn check_unique(text: &str, attributes: &[Span], new: &Span) -> Result<(), Fault> {
    let name = &text[new.name.clone()];
    match attributes.iter().any(|span| &text[span.name.clone()] == name) {
        true => Err(Fault::Syntax(
            new.name.start,
            format!("expected an attribute once, but found `{name}` twice; remove one of the two"),
        )),
        false => Ok(()),
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    /// Whether there was any.
    fn skip_space(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let length = rest.iter().take_while(|byte| is_space(byte)).count();
        self.at += length;
        length > 0
    }

    fn peek(&self) -> Result<u8, Fault> {
        self.text.as_bytes().get(self.at).copied().ok_or(Fault::Cut)
    }

    fn expect(&mut self, byte: u8, expected: &str) -> Result<(), Fault> {
        if self.peek()? != byte {
            return Err(self.unexpected(expected));
        }
        self.at += 1;
        Ok(())
    }

    fn attribute(&mut self) -> Result<Span, Fault> {
        let start = self.at;
        self.at += name(self.text, start, "of an attribute, `>` or `/>`")?;
        let name = start..self.at;
        self.skip_space();
        self.expect(b'=', "`=` and a value in quotes after the name of an attribute")?;
        self.skip_space();
        let value = self.value()?;
        let is_plain = Content::Attribute.is_plain(&self.text[value.clone()]);
        Ok(Span { name, value, is_plain })
    }

    /// The range between the quotes.
    fn value(&mut self) -> Result<Range<usize>, Fault> {
        let quote = self.peek()?;
        if quote != b'"' && quote != b'\'' {
            return Err(self.unexpected("a value in quotes after `=`"));
        }
        self.at += 1;
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let length = memchr::memchr2(quote, b'<', rest).ok_or(Fault::Cut)?;
        self.at += length;
        self.expect(quote, "the closing quote of an attribute value before a `<`")?;
        Ok(start..start + length)
    }

    fn unexpected(&self, expected: &str) -> Fault {
        unexpected(self.text, self.at, expected)
    }
}

fn unexpected(text: &str, at: usize, expected: &str) -> Fault {
    match text[at..].chars().next() {
        None => Fault::Cut,
        Some(found) => {
            let found = found.escape_debug();
            Fault::Syntax(at, format!("expected {expected}, but found `{found}`"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(text: &str) -> Result<(Shape, Vec<(String, String)>), Fault> {
        let mut spans = Vec::new();
        let shape = scan(text, 4, &mut spans)?;
        let name = &text[1..shape.name_end];
        let tag = Tag { written: text, name, attributes: &spans };
        let pair = |attribute: Attribute<'_>| {
            assert_eq!(tag.attribute(attribute.name()), Some(attribute.value()));
            (attribute.name().to_owned(), attribute.value().into_owned())
        };
        Ok((shape, tag.attributes().map(pair).collect()))
    }

    #[test]
    fn attributes_in_order() {
        for (text, name, is_empty, expected) in [
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
            let (shape, attributes) = scanned(text).unwrap();
            assert_eq!(&text[1..shape.name_end], name);
            assert_eq!((shape.end, shape.is_empty), (text.len(), is_empty), "{text}");
            let attributes: Vec<_> =
                attributes.iter().map(|(name, value)| (&**name, &**value)).collect();
            assert_eq!(attributes, expected, "{text}");
            // What follows does not matter, and every cut is told.
            let followed = format!("{text}<x y=''>");
            assert_eq!(scanned(&followed).unwrap().0, shape);
            for end in (1..text.len()).filter(|&end| text.is_char_boundary(end)) {
                assert_eq!(scanned(&text[..end]), Err(Fault::Cut), "{}", &text[..end]);
            }
        }
    }

    #[test]
    fn a_plain_value_is_borrowed() {
        let mut spans = Vec::new();
        let text = "<a b='x y' c='&lt;'>";
        scan(text, 2, &mut spans).unwrap();
        let tag = Tag { written: text, name: "a", attributes: &spans };
        assert!(matches!(tag.attribute("b"), Some(Cow::Borrowed("x y"))));
        assert!(matches!(tag.attribute("c"), Some(Cow::Owned(_))));
        assert_eq!(tag.attribute("d"), None);
    }

    #[test]
    fn faults() {
        for (text, at, message) in [
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
            ("<a b='x' 1=''>", 9, "expected a name of an attribute, `>` or `/>`, but found `1`"),
            ("<a b='x'c=''>", 8, "expected white space, `>` or `/>`, but found `c`"),
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
            let expected = Fault::Syntax(at, message.to_owned());
            assert_eq!(scanned(text), Err(expected), "{text}");
        }
        assert_eq!(scanned("<a b='' c='' d='' e='' f=''>"), Err(Fault::Attributes));
    }
}
