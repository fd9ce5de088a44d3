//! Lossless tokens of a text: what is markup in it, and what is text.
//!
//! A scanner gives the markup as marks, in order and apart from each other;
//! everything between them is text. So whatever a scanner finds, the tokens
//! concatenate to the text.

mod emphasis;
mod kept;
mod markdown;
#[cfg(test)]
mod tests;

use std::ops::Range;

use smallvec::SmallVec;

#[cfg(feature = "html")]
pub(crate) use kept::says_translated;
pub(crate) use kept::{content as kept_content, is_kept};

use super::Syntax;
use super::grammar::entity::Entity;
use super::grammar::placeholder;
use super::grammar::tag::{self, Comments, Tag};

/// Markup that opens and closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Paired {
    /// `*…*` or `_…_`.
    Emphasis,
    /// `**…**` or `__…__`.
    Strong,
    /// `~…~` or `~~…~~`.
    Strikethrough,
    /// `[…](…)`, `[…][…]` or `[…][]`; all after the link text closes it.
    Link,
    /// `![…](…)`, likewise; what it opens is the text for those who do not see it.
    Image,
    /// `[!UICONTROL …]`: a docfx form around a text.
    Directive,
    /// The tags of an HTML element.
    Element,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TokenKind {
    /// Text as it reads.
    Text,
    /// A character reference: `&amp;`, `&#x2714;`.
    Entity,
    /// A backslash and the punctuation after it: `\*`.
    Escape,
    /// The start of something. In Markdown its end follows, except for an element.
    Open(Paired),
    /// The end of something.
    Close(Paired),
    /// A code span, backticks included.
    CodeSpan,
    /// `<https://…>`, `<a@b.c>`, `<xref:…>`.
    Autolink,
    /// The tag of an HTML element that has no end: `<img …>`, `<a name="x"/>`.
    Element,
    /// An HTML comment, processing instruction, declaration or CDATA section.
    Comment,
    /// A docfx form that stands alone: `[!NOTE]`, `[!INCLUDE [x](y.md)]`, `:::row:::`.
    Directive,
    /// What stands for something, or is written in another language than the text:
    /// `{{ page.title }}`, `${x}`, `%1$s`, `{0}`; in
    /// Markdown also `:tada:`, `$x^2$`, `[^1]`.
    Placeholder,
    /// A hard line break: two or more spaces or a backslash with the line end
    /// after them, or `<br>`.
    LineBreak,
}

/// A token of a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// Where it is in the text, in bytes from 0.
    pub range: Range<usize>,
    /// The token as written.
    pub text: &'a str,
}

impl Token<'_> {
    /// Returns the first character that an entity stands for.
    pub(crate) fn entity(&self) -> Option<char> {
        let entity = Entity::scan(self.text, Syntax::Html)?;
        entity.encode(&mut [0; 8]).chars().next()
    }
}

/// Splits a text into tokens, which concatenate to the text whatever it is.
///
/// Takes time linear in the length of the text, but for sorting what was found.
///
/// # Example
///
/// ```
/// use bitext::inline::{Paired, TokenKind, tokenize};
/// use bitext::Syntax;
///
/// let tokens: Vec<_> = tokenize("R&amp;D, *now*", Syntax::Markdown).collect();
/// let kinds: Vec<_> = tokens.iter().map(|token| token.kind).collect();
/// assert_eq!(kinds, [
///     TokenKind::Text,
///     TokenKind::Entity,
///     TokenKind::Text,
///     TokenKind::Open(Paired::Emphasis),
///     TokenKind::Text,
///     TokenKind::Close(Paired::Emphasis),
/// ]);
/// assert_eq!(tokens.iter().map(|token| token.text).collect::<String>(), "R&amp;D, *now*");
/// ```
pub fn tokenize(markup: &str, syntax: Syntax) -> Tokens<'_> {
    let mut marks = marks(markup, syntax).into_iter();
    Tokens { markup, at: 0, next: marks.next(), marks }
}

/// The tokens of a text, in order.
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    markup: &'a str,
    /// Byte offset up to which tokens were given.
    at: usize,
    /// The mark that comes next.
    next: Option<Mark>,
    marks: smallvec::IntoIter<[Mark; FEW]>,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let (kind, end) = match self.next {
            Some(mark) if mark.start == self.at => {
                self.next = self.marks.next();
                (mark.kind, mark.end)
            }
            Some(mark) => (TokenKind::Text, mark.start),
            None => (TokenKind::Text, self.markup.len()),
        };
        let range = self.at..end;
        self.at = end;
        let text = &self.markup[range.clone()];
        (!text.is_empty()).then_some(Token { kind, range, text })
    }
}

impl std::iter::FusedIterator for Tokens<'_> {}

/// Markup at a place of a text; never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Byte offsets, from 0.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: TokenKind,
}

/// How many codes and escapes few texts exceed: so many need no allocation.
pub(super) const FEW: usize = 8;

/// Marks of one text.
pub(super) type Marks = SmallVec<[Mark; FEW]>;

/// Returns the markup of a text, in order.
pub(super) fn marks(markup: &str, syntax: Syntax) -> Marks {
    let marks = match syntax {
        Syntax::Markdown => markdown::marks(markup),
        Syntax::Html => html_marks(markup),
    };
    kept::joined(markup, marks)
}

/// Returns the markup of an HTML text, in order. A tag counts whatever its name
/// is.
fn html_marks(text: &str) -> Marks {
    let mut marks = Marks::new();
    let mut comments = Comments::default();
    let mut at = 0;
    let begins = |byte: &u8| b"<&{$%".contains(byte);
    while let Some(found) = text.as_bytes()[at..].iter().position(begins) {
        let start = at + found;
        let markup = match text.as_bytes()[start] {
            b'<' | b'&' => html_construct(&text[start..], &mut comments),
            _ => html_placeholder(text, start).map(|length| (TokenKind::Placeholder, length)),
        };
        at = start + markup.map_or(1, |(_, length)| length);
        marks.extend(markup.map(|(kind, _)| Mark { start, end: at, kind }));
    }
    marks
}

/// Returns the length of the placeholder that begins at a place, of those that templates
/// and programs replace: pages have no formulas between dollar signs.
fn html_placeholder(text: &str, start: usize) -> Option<usize> {
    let is_formula = text[start..].starts_with('$') && !text[start..].starts_with("${");
    if is_formula { None } else { placeholder::at(text, start) }
}

/// Reads what begins here, and returns its length too.
fn html_construct(rest: &str, comments: &mut Comments) -> Option<(TokenKind, usize)> {
    if let Some(entity) = Entity::scan(rest, Syntax::Html) {
        return Some((TokenKind::Entity, entity.length));
    }
    match Tag::scan(rest) {
        Some(tag) => Some((tag_kind(&tag), tag.length)),
        None => comments.scan(rest).map(|length| (TokenKind::Comment, length)),
    }
}

/// Returns the kind of token that a tag is, in Markdown as well.
fn tag_kind(tag: &Tag<'_>) -> TokenKind {
    match tag.form {
        _ if tag.name.eq_ignore_ascii_case("br") => TokenKind::LineBreak,
        tag::Form::Close => TokenKind::Close(Paired::Element),
        tag::Form::SelfClosing => TokenKind::Element,
        tag::Form::Open if tag::is_void(tag.name) => TokenKind::Element,
        tag::Form::Open => TokenKind::Open(Paired::Element),
    }
}
