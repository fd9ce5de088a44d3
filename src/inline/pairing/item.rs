//! What corresponds: single codes and pairs of codes, and what is compared.

use std::{borrow::Cow, cell::OnceCell};

use super::normal;
use crate::inline::{Code, CodeKind, CodeRole, CodedText, grammar::element::lower_case};

/// Only codes of the same class correspond.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Class<'a> {
    kind: CodeKind,
    shape: Shape,
    /// The element in lower case, where the kind says no more than HTML.
    element: Option<Cow<'a, str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    Pair,
    Standalone,
    IsolatedOpen,
    IsolatedClose,
}

/// A code, or the two codes of a pair.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub(super) class: Class<'a>,
    /// The index of the code, or of the opening one.
    pub(super) first: usize,
    /// The index of the closing one.
    second: Option<usize>,
    /// What an exchange format calls it: decides before all else.
    pub(super) id: Option<&'a str>,
    /// What decides first where ids do not.
    pub(super) exact: Key<'a>,
    /// What decides next; worked out when it comes to that.
    normal: OnceCell<String>,
}

/// What an item leads to or says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key<'a> {
    Destination(&'a str),
    /// The text that stands for it.
    Equivalent(&'a str),
    /// The code as written.
    Native(&'a str),
    /// The codes of a pair as written, and the text inside where no other pair
    /// opens in it: texts of nested pairs would take quadratic time to compare.
    Pair(&'a str, &'a str, Option<&'a str>),
}

impl<'a> Item<'a> {
    fn single(index: usize, code: &Code<'a>) -> Self {
        let shape = match code.role {
            CodeRole::Standalone => Shape::Standalone,
            CodeRole::Open(_) | CodeRole::IsolatedOpen => Shape::IsolatedOpen,
            CodeRole::Close(_) | CodeRole::IsolatedClose => Shape::IsolatedClose,
        };
        let key = match (code.destination(), code.equivalent) {
            (Some(destination), _) => Key::Destination(destination),
            (None, Some(equivalent)) => Key::Equivalent(equivalent),
            (None, None) => Key::Native(code.native),
        };
        Self::new(shape, code, key, (index, None))
    }

    fn pair(text: &'a str, codes: &[PlacedCode<'a>], opening: usize, closing: usize) -> Self {
        let ((start, open), (end, close)) = (&codes[opening], &codes[closing]);
        let opens = |(_, code): &PlacedCode<'_>| matches!(code.role, CodeRole::Open(_));
        let is_innermost = || !codes[opening + 1..closing].iter().any(opens);
        let key = match open.destination().or_else(|| close.destination()) {
            Some(destination) => Key::Destination(destination),
            None => {
                let inside = is_innermost().then(|| &text[*start..*end]);
                Key::Pair(open.native, close.native, inside)
            }
        };
        Self::new(Shape::Pair, open, key, (opening, Some(closing)))
    }

    fn new(
        shape: Shape,
        code: &Code<'a>,
        exact: Key<'a>,
        (first, second): (usize, Option<usize>),
    ) -> Self {
        let element = code.element().filter(|_| code.kind == CodeKind::Html);
        let class = Class { kind: code.kind, shape, element: element.map(lower_case) };
        Self { class, first, second, id: code.id, exact, normal: OnceCell::new() }
    }

    /// The indexes of its codes.
    pub(super) fn codes(&self) -> impl Iterator<Item = usize> {
        [Some(self.first), self.second].into_iter().flatten()
    }

    /// What it leads to or says, with what may differ between languages removed.
    pub(super) fn normal(&self) -> &str {
        self.normal.get_or_init(|| match self.exact {
            Key::Destination(destination) => normal::destination(destination),
            Key::Equivalent(text) => normal::text(text),
            Key::Native(native) => normal::text(native),
            Key::Pair(opening, closing, _) => normal::text(opening) + &normal::text(closing),
        })
    }
}

/// A code, and the byte offset in its text where it stands.
type PlacedCode<'a> = (usize, Code<'a>);

/// The items that the codes of a text make, in no order. Halves whose other
/// half is missing count as isolated.
pub(super) fn items(text: &CodedText) -> Vec<Item<'_>> {
    let codes: Vec<_> = text.placed_codes().collect();
    let pairs = text.pairs();
    let mut is_paired = vec![false; codes.len()];
    for &(opening, closing) in &pairs {
        is_paired[opening] = true;
        is_paired[closing] = true;
    }
    let single = codes.iter().enumerate().filter(|(index, _)| !is_paired[*index]);
    let single = single.map(|(index, (_, code))| Item::single(index, code));
    let pair = |&(opening, closing): &_| Item::pair(text.text(), &codes, opening, closing);
    pairs.iter().map(pair).chain(single).collect()
}
