//! From markup to text with codes.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::{
    code::{Code, CodeKind, CodeRole},
    coded_text::CodedText,
    grammar::{
        autolink, code_span, docfx,
        element::{self, lower_case},
        entity::Entity,
        tag::Tag,
    },
    syntax::Syntax,
    tokens::{self, FEW, Mark, Paired, TokenKind},
};

impl CodedText {
    /// Reads a text with its markup. [`markup`](CodedText::markup) gives it back
    /// exactly, whatever it is.
    ///
    /// What opens and closes becomes a pair of codes, numbered from 1 in the
    /// order of opening. The tags of an HTML element pair by name, and may
    /// overlap with other pairs. What has no other half is isolated.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{CodeKind, CodeRole, CodedText, Syntax};
    ///
    /// let text = CodedText::parse("**R&amp;D**: run `ls`<br>", Syntax::Markdown);
    /// assert_eq!(text.text(), "R&D: run ");
    /// assert_eq!(text.plain(), "R&D: run ls\n");
    /// let codes: Vec<_> = text.codes().map(|code| (code.kind, code.role)).collect();
    /// assert_eq!(codes, [
    ///     (CodeKind::Bold, CodeRole::Open(1)),
    ///     (CodeKind::Bold, CodeRole::Close(1)),
    ///     (CodeKind::Code, CodeRole::Standalone),
    ///     (CodeKind::LineBreak, CodeRole::Standalone),
    /// ]);
    /// assert_eq!(text.markup(), "**R&amp;D**: run `ls`<br>");
    /// ```
    pub fn parse(markup: &str, syntax: Syntax) -> Self {
        let mut coded = Self::default();
        coded.read(markup, syntax);
        coded
    }

    /// Reads a text with its markup in place of this one, into the same memory:
    /// what [`parse`](CodedText::parse) does, for loops over many texts.
    pub fn read(&mut self, markup: &str, syntax: Syntax) {
        self.clear();
        let marks = tokens::marks(markup, syntax);
        if marks.is_empty() {
            return self.push_text(markup);
        }
        let mut at = 0;
        for (mark, role) in marks.iter().zip(roles(markup, &marks)) {
            self.push_text(&markup[at..mark.start]);
            push_mark(self, &markup[mark.start..mark.end], mark.kind, role, syntax);
            at = mark.end;
        }
        self.push_text(&markup[at..]);
    }
}

/// Adds what a mark stands for.
fn push_mark(coded: &mut CodedText, native: &str, kind: TokenKind, role: CodeRole, syntax: Syntax) {
    match kind {
        TokenKind::Text => coded.push_text(native),
        TokenKind::Escape => coded.push_escaped(&native[1..], native),
        TokenKind::Entity => {
            let mut buffer = [0; 8];
            let entity = Entity::scan(native, syntax);
            let text = entity.map_or(native, |entity| entity.encode(&mut buffer));
            coded.push_escaped(text, native);
        }
        _ => {
            let equivalent = equivalent(kind, native);
            let (kind, equivalent) = (code_kind(kind, native), equivalent.as_deref());
            coded.push_code(Code { equivalent, ..Code::new(kind, role, native) });
        }
    }
}

/// What a reader sees in the place of a code.
fn equivalent(kind: TokenKind, native: &str) -> Option<Cow<'_, str>> {
    match kind {
        TokenKind::CodeSpan => Some(code_span::literal(native)),
        TokenKind::Autolink => Some(autolink::address(native).into()),
        TokenKind::Directive => docfx::literal(native).map(Cow::from),
        TokenKind::LineBreak => Some("\n".into()),
        _ => None,
    }
}

fn code_kind(kind: TokenKind, native: &str) -> CodeKind {
    match kind {
        TokenKind::Open(paired) | TokenKind::Close(paired) => paired_kind(paired, native),
        TokenKind::Element => element::kind(element_name(native)),
        TokenKind::CodeSpan => CodeKind::Code,
        TokenKind::Autolink => CodeKind::Link,
        TokenKind::Comment => CodeKind::Html,
        TokenKind::Directive => CodeKind::Directive,
        TokenKind::LineBreak => CodeKind::LineBreak,
        TokenKind::Text | TokenKind::Entity | TokenKind::Escape => CodeKind::Other,
    }
}

fn paired_kind(paired: Paired, native: &str) -> CodeKind {
    match paired {
        Paired::Emphasis => CodeKind::Italic,
        Paired::Strong => CodeKind::Bold,
        Paired::Strikethrough => CodeKind::Strikethrough,
        Paired::Link => CodeKind::Link,
        Paired::Image => CodeKind::Image,
        Paired::Directive => CodeKind::Directive,
        Paired::Element => element::kind(element_name(native)),
    }
}

fn element_name(native: &str) -> &str {
    Tag::scan(native).map_or("", |tag| tag.name)
}

/// The indexes of what opens and what closes.
type Pairs = SmallVec<[(usize, usize); FEW / 2]>;

/// The role of each mark as a code.
fn roles(markup: &str, marks: &[Mark]) -> SmallVec<[CodeRole; FEW]> {
    let mut roles = SmallVec::from_elem(CodeRole::Standalone, marks.len());
    let mut pairs = markdown_pairs(marks);
    pairs.extend(element_pairs(markup, marks, &mut roles));
    pairs.sort_unstable();
    for (number, &(opening, closing)) in (1..).zip(&pairs) {
        roles[opening] = CodeRole::Open(number);
        roles[closing] = CodeRole::Close(number);
    }
    roles
}

/// The indexes of what opens and closes in Markdown, where nothing is open
/// without its end and everything nests.
fn markdown_pairs(marks: &[Mark]) -> Pairs {
    let mut open = SmallVec::<[usize; FEW]>::new();
    let mut pairs = Pairs::new();
    for (index, mark) in marks.iter().enumerate() {
        match mark.kind {
            TokenKind::Open(Paired::Element) | TokenKind::Close(Paired::Element) => {}
            TokenKind::Open(_) => open.push(index),
            TokenKind::Close(_) => pairs.extend(open.pop().map(|opening| (opening, index))),
            _ => {}
        }
    }
    pairs
}

/// The same for elements: a closing tag belongs to the nearest tag before it
/// that is free and opens an element of that name. What is left is isolated.
///
/// Sorting the tags by name keeps this O(n log n) for any number of names.
fn element_pairs(markup: &str, marks: &[Mark], roles: &mut [CodeRole]) -> Pairs {
    let tag = |(index, mark): (usize, &Mark)| {
        let opens = match mark.kind {
            TokenKind::Open(Paired::Element) => true,
            TokenKind::Close(Paired::Element) => false,
            _ => return None,
        };
        let name = lower_case(element_name(&markup[mark.start..mark.end]));
        Some((name, index, opens))
    };
    let mut tags: Vec<_> = marks.iter().enumerate().filter_map(tag).collect();
    tags.sort_unstable();
    let mut pairs = Pairs::new();
    for same_name in tags.chunk_by(|a, b| a.0 == b.0) {
        let mut open = Vec::new();
        for &(_, index, opens) in same_name {
            if opens {
                roles[index] = CodeRole::IsolatedOpen;
                open.push(index);
            } else if let Some(opening) = open.pop() {
                pairs.push((opening, index));
            } else {
                roles[index] = CodeRole::IsolatedClose;
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests;
