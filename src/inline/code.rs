//! Inline codes, and what their native form says.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::coded_text::CodedText;
use super::grammar::{docfx, link, tag};
use crate::error::names;

/// What an inline code does, whatever syntax it was written in.
///
/// The names follow the `type` values that TMX 1.4b and XLIFF recommend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CodeKind {
    /// Strong emphasis: `**…**`, `<strong>`, `<b>`.
    Bold,
    /// Emphasis: `*…*`, `_…_`, `<em>`, `<i>`.
    Italic,
    /// Struck through: `~~…~~`, `<del>`, `<s>`.
    Strikethrough,
    /// Literal code: `` `…` ``, `<code>`.
    Code,
    /// A link or anchor: `[…](…)`, `[…][…]`, `<https://…>`, `<a>`.
    Link,
    /// An image: `![…](…)`, `<img>`.
    Image,
    /// A forced line break: two spaces or a backslash before a newline, `<br>`.
    LineBreak,
    /// Any other HTML tag, a comment included.
    Html,
    /// A docfx form: `[!NOTE]`, `[!INCLUDE …]`, `:::`.
    Directive,
    /// What stands for something in a text, or is written in another language than
    /// that: `{{ page.title }}`, `%s`, `{0}`, `:tada:`, `$x^2$`, `[^1]`.
    Placeholder,
    /// Marks a part of the text without being markup of the document: TMX's
    /// `hi`, XLIFF's `mrk`. It has no native form.
    Annotation,
    /// A code of which nothing is known, not even whether it opens or closes:
    /// TMX's `ut`.
    Unknown,
    /// Anything else.
    Other,
}

names!(CodeKind {
    Bold => "bold",
    Italic => "italic",
    Strikethrough => "strikethrough",
    Code => "code",
    Link => "link",
    Image => "image",
    LineBreak => "line-break",
    Html => "html",
    Directive => "directive",
    Placeholder => "placeholder",
    Annotation => "annotation",
    Unknown => "unknown",
    Other => "other",
});

/// Whether a code stands alone or is half of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CodeRole {
    /// Opens the pair of this number (from 1, unique in the text).
    Open(u32),
    /// Closes the pair of this number.
    Close(u32),
    /// Stands alone.
    Standalone,
    /// Opens something that this text does not close.
    IsolatedOpen,
    /// Closes something that this text does not open.
    IsolatedClose,
}

/// A text to translate inside the native form of a code, such as the `alt` of
/// an image: TMX's and XLIFF 1.2's `sub`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Subflow {
    /// Where its markup is in the native form, in bytes from 0.
    pub range: Range<usize>,
    /// The text, whose markup is what is in the native form.
    pub text: CodedText,
    /// What an exchange format says of it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
}

impl Subflow {
    /// A text at a place of the native form.
    pub fn new(range: Range<usize>, text: CodedText) -> Self {
        Self { range, text, attributes: Vec::new() }
    }
}

/// A named value that an exchange format gives an element: an attribute of XML.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Attribute {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

impl Attribute {
    /// An attribute of a name and a value.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }

    /// Returns the value of the first attribute of a name.
    pub(crate) fn value_of<'a>(attributes: &'a [Self], name: &str) -> Option<&'a str> {
        let named = attributes.iter().find(|attribute| attribute.name == name);
        named.map(|attribute| attribute.value.as_str())
    }
}

/// An inline code: markup that a translator moves but does not translate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Code<'a> {
    /// What it does.
    pub kind: CodeKind,
    /// Whether it stands alone or is half of a pair.
    pub role: CodeRole,
    /// The code exactly as written in its document.
    pub native: &'a str,
    /// The text a reader sees in its place, where it stands for one: the
    /// literal of a code span, the address of an autolink.
    pub equivalent: Option<&'a str>,
    /// What an exchange format calls the code. Codes of one id correspond, in
    /// the variants of a unit; both halves of a pair have the same.
    pub id: Option<&'a str>,
    /// The word of an exchange format for what the code does, where `kind` does
    /// not say it.
    pub type_name: Option<&'a str>,
    /// The translatable texts inside the native form, in order.
    pub subflows: &'a [Subflow],
    /// What else an exchange format says of the code, in order.
    pub attributes: &'a [Attribute],
}

impl<'a> Code<'a> {
    /// A code without an equivalent.
    pub fn new(kind: CodeKind, role: CodeRole, native: &'a str) -> Self {
        Self {
            kind,
            role,
            native,
            equivalent: None,
            id: None,
            type_name: None,
            subflows: &[],
            attributes: &[],
        }
    }

    /// The same code under an id.
    #[must_use]
    pub fn with_id(mut self, id: &'a str) -> Self {
        self.id = Some(id);
        self
    }

    /// The same code with a format's own word for what it does.
    #[must_use]
    pub fn with_type_name(mut self, type_name: &'a str) -> Self {
        self.type_name = Some(type_name);
        self
    }

    /// The same code, with the text a reader sees in its place.
    #[must_use]
    pub fn with_equivalent(mut self, equivalent: &'a str) -> Self {
        self.equivalent = Some(equivalent);
        self
    }

    /// Where the code leads, as written: the destination of a link or an image,
    /// the address of an autolink, the `href` or `src` of a tag, the file of a
    /// docfx include, image or video.
    ///
    /// In Markdown the closing half of a link has it. None for the label of a
    /// reference, which is no destination.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{CodedText, Syntax};
    ///
    /// let text = CodedText::parse("See [the guide](guide.md \"Guide\").", Syntax::Markdown);
    /// let destinations: Vec<_> = text.codes().filter_map(|code| code.destination()).collect();
    /// assert_eq!(destinations, ["guide.md"]);
    /// ```
    pub fn destination(&self) -> Option<&'a str> {
        match self.native.as_bytes() {
            [b']', ..] => match link::tail(&self.native[1..])?.leads_to {
                link::Target::Destination(destination) => Some(destination),
                _ => None,
            },
            [b'[' | b':', ..] => docfx::destination(self.native),
            [b'<', ..] if link::autolink(self.native).is_some() => Some(link::address(self.native)),
            [b'<', ..] => {
                ["href", "src"].into_iter().find_map(|name| tag::attribute_value(self.native, name))
            }
            _ => None,
        }
    }

    /// The name of the HTML element whose tag this is, as written.
    pub fn element(&self) -> Option<&'a str> {
        let tag = tag::Tag::scan(self.native)?;
        (tag.length == self.native.len()).then_some(tag.name)
    }
}

/// A part of the native form of a code.
pub(crate) enum NativePart<'a> {
    /// Markup, as written; may be empty.
    Markup(&'a str),
    /// A text to translate.
    Subflow(&'a Subflow),
}

impl<'a> Code<'a> {
    /// Returns the parts of the native form, in order. Of the texts inside it,
    /// those count that are one after the other.
    pub(crate) fn native_parts(&self) -> NativeParts<'a> {
        let subflows = self.subflows.iter();
        NativeParts { native: Some(self.native), subflows, at: 0, next: None }
    }
}

/// The parts of a native form; made by [`Code::native_parts`].
pub(crate) struct NativeParts<'a> {
    /// The native form, until its end is given.
    native: Option<&'a str>,
    subflows: std::slice::Iter<'a, Subflow>,
    /// Where in the native form the next part begins, in bytes from 0.
    at: usize,
    /// The text that comes next.
    next: Option<&'a Subflow>,
}

impl<'a> Iterator for NativeParts<'a> {
    type Item = NativePart<'a>;

    fn next(&mut self) -> Option<NativePart<'a>> {
        if let Some(subflow) = self.next.take() {
            self.at = subflow.range.end;
            return Some(NativePart::Subflow(subflow));
        }
        let native = self.native?;
        for subflow in self.subflows.by_ref() {
            let before = native.get(self.at..subflow.range.start);
            if let (Some(before), Some(_)) = (before, native.get(subflow.range.clone())) {
                self.next = Some(subflow);
                return Some(NativePart::Markup(before));
            }
        }
        self.native = None;
        Some(NativePart::Markup(native.get(self.at..).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline::{CodeKind, CodeRole, CodedText};

    fn code(native: &str) -> Code<'_> {
        Code::new(CodeKind::Other, CodeRole::Standalone, native)
    }

    #[test]
    fn destinations() {
        for (native, expected) in [
            ("](a.md)", Some("a.md")),
            ("](<a b.md> 'title')", Some("a b.md")),
            ("]()", Some("")),
            ("][label]", None),
            ("]", None),
            ("[", None),
            ("<https://example.com/A>", Some("https://example.com/A")),
            ("<a@example.com>", Some("a@example.com")),
            ("<a href='x'>", Some("x")),
            ("<IMG alt=\"a\" SRC=b.png />", Some("b.png")),
            ("<span>", None),
            ("[!INCLUDE [a](b.md)]", Some("b.md")),
            (":::image source=\"c.png\":::", Some("c.png")),
            ("`href=\"x\"`", None),
            ("", None),
        ] {
            assert_eq!(code(native).destination(), expected, "{native}");
        }
    }

    #[test]
    fn elements() {
        for (native, expected) in [
            ("<a href='x'>", Some("a")),
            ("</Strong >", Some("Strong")),
            ("<br/>", Some("br")),
            ("<https://a.example>", None),
            ("<!-- a -->", None),
            ("**", None),
            ("<b>more", None),
        ] {
            assert_eq!(code(native).element(), expected, "{native}");
        }
    }

    #[test]
    fn texts_that_stand_one_after_the_other() {
        let subflow = |range| Subflow::new(range, CodedText::default());
        let subflows = [subflow(2..3), subflow(1..2), subflow(5..9), subflow(4..4), subflow(4..6)];
        let code = Code::new(CodeKind::Other, CodeRole::Standalone, "abcdef");
        let parts: Vec<String> = (Code { subflows: &subflows, ..code }.native_parts())
            .map(|part| match part {
                NativePart::Markup(markup) => markup.to_owned(),
                NativePart::Subflow(subflow) => format!("{:?}", subflow.range),
            })
            .collect();
        assert_eq!(parts, ["ab", "2..3", "d", "4..4", "", "4..6", ""]);
        assert_eq!(code.native_parts().count(), 1);
    }
}
