//! Which codes of a source and a target correspond.
//!
//! The two sides are read apart from each other and words move between
//! languages, so a place says little. Codes correspond within their kind: first
//! those to which an exchange format gave the same id, then those that lead to the
//! same destination or say the same (a pair says the text inside it), then those
//! that are alike but for what differs between languages, then what is left, in
//! order. Each step sorts and merges: O(n log n), and the same result every time.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::cmp::Ordering;

use super::grammar::tag::lower_case;
use super::{Code, CodeKind, CodeRole, CodedText};

/// Which codes of a source and a target correspond; made by [`pair_codes`].
///
/// A code is named by its index among the codes of its text, from 0, in the
/// order of [`CodedText::codes`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodePairing {
    source: Vec<Option<usize>>,
    target: Vec<Option<usize>>,
}

impl CodePairing {
    /// The code of the target that corresponds to a code of the source.
    pub fn target_of(&self, source_code: usize) -> Option<usize> {
        self.source.get(source_code).copied().flatten()
    }

    /// The code of the source that corresponds to a code of the target.
    pub fn source_of(&self, target_code: usize) -> Option<usize> {
        self.target.get(target_code).copied().flatten()
    }

    /// Whether every code of both sides has its counterpart.
    pub fn is_complete(&self) -> bool {
        self.source.iter().chain(&self.target).all(Option::is_some)
    }

    fn join(&mut self, source: &CodeItem<'_>, target: &CodeItem<'_>) {
        for (source, target) in source.codes().zip(target.codes()) {
            self.source[source] = Some(target);
            self.target[target] = Some(source);
        }
    }
}

/// Finds which codes of a source and a target correspond: by kind, then by id
/// where an exchange format gave one, then by destination or text, then by order.
/// A pair of codes corresponds to a pair.
///
/// A locale in the path of a destination and the case of scheme and host make
/// no difference where nothing else decides.
///
/// # Example
///
/// ```
/// use bitext::inline::pair_codes;
/// use bitext::{CodedText, Syntax};
///
/// let source = CodedText::parse("[Plans](a.md) and [prices](b.md)", Syntax::Markdown);
/// let target = CodedText::parse("[Preise](b.md) und [Pläne](a.md)", Syntax::Markdown);
/// let pairing = pair_codes(&source, &target);
/// assert!(pairing.is_complete());
/// assert_eq!(pairing.target_of(0), Some(2));
/// ```
pub fn pair_codes(source: &CodedText, target: &CodedText) -> CodePairing {
    if let Some(pairing) = pair_few(source, target) {
        return pairing;
    }
    let none = |text: &CodedText| vec![None; text.codes().count()];
    let mut pairing = CodePairing { source: none(source), target: none(target) };
    let mut rest = match_by_id((items(source), items(target)), &mut pairing);
    let steps: [fn(&CodeItem<'_>, &CodeItem<'_>) -> Ordering; 3] =
        [|a, b| a.exact.cmp(&b.exact), |a, b| a.normal().cmp(b.normal()), |_, _| Ordering::Equal];
    for order in steps {
        rest = match_by(order, rest, &mut pairing);
    }
    pairing
}

/// Returns the pairing of texts with the same codes and no more than two of
/// them, where there is nothing to choose; most texts are such.
fn pair_few(source: &CodedText, target: &CodedText) -> Option<CodePairing> {
    let count = source.codes().take(3).count();
    let same = count <= 2 && source.codes().eq(target.codes());
    same.then(|| {
        let all: Vec<_> = (0..count).map(Some).collect();
        CodePairing { source: all.clone(), target: all }
    })
}

/// Joins the items of the same id, and gives those that are left.
fn match_by_id<'a>((sources, targets): Unmatched<'a>, pairing: &mut CodePairing) -> Unmatched<'a> {
    let has_id = |item: &CodeItem<'a>| item.id.is_some();
    if !sources.iter().any(has_id) || !targets.iter().any(has_id) {
        return (sources, targets);
    }
    let (with_id, without): (Unmatched<'a>, Unmatched<'a>) = {
        let (sources, other_sources) = sources.into_iter().partition(has_id);
        let (targets, other_targets) = targets.into_iter().partition(has_id);
        ((sources, targets), (other_sources, other_targets))
    };
    let mut rest = match_by(|a, b| a.id.cmp(&b.id), with_id, pairing);
    rest.0.extend(without.0);
    rest.1.extend(without.1);
    rest
}

/// The items of source and target that have no counterpart yet.
type Unmatched<'a> = (Vec<CodeItem<'a>>, Vec<CodeItem<'a>>);

/// Joins the items of one class that `order` finds equal, first to first, and
/// gives those that are left.
fn match_by<'a>(
    order: fn(&CodeItem<'a>, &CodeItem<'a>) -> Ordering,
    (mut sources, mut targets): Unmatched<'a>,
    pairing: &mut CodePairing,
) -> Unmatched<'a> {
    if sources.is_empty() || targets.is_empty() {
        return (sources, targets);
    }
    let order =
        |a: &CodeItem<'a>, b: &CodeItem<'a>| a.class.cmp(&b.class).then_with(|| order(a, b));
    for items in [&mut sources, &mut targets] {
        items.sort_by(|a, b| order(a, b).then(a.first.cmp(&b.first)));
    }
    let mut left = Unmatched::default();
    let (mut sources, mut targets) =
        (sources.into_iter().peekable(), targets.into_iter().peekable());
    while let (Some(source), Some(target)) = (sources.peek(), targets.peek()) {
        match order(source, target) {
            Ordering::Less => left.0.extend(sources.next()),
            Ordering::Greater => left.1.extend(targets.next()),
            Ordering::Equal => {
                pairing.join(source, target);
                sources.next();
                targets.next();
            }
        }
    }
    left.0.extend(sources);
    left.1.extend(targets);
    left
}

/// Only codes of the same class correspond.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct CodeClass<'a> {
    kind: CodeKind,
    shape: ItemShape,
    /// The element in lower case, where the kind says no more than HTML.
    element: Option<Cow<'a, str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ItemShape {
    Pair,
    Standalone,
    IsolatedOpen,
    IsolatedClose,
}

/// A code, or the two codes of a pair.
#[derive(Debug)]
struct CodeItem<'a> {
    class: CodeClass<'a>,
    /// The index of the code, or of the opening one.
    first: usize,
    /// The index of the closing one.
    second: Option<usize>,
    /// What an exchange format calls it: decides before all else.
    id: Option<&'a str>,
    /// What decides first where ids do not.
    exact: ItemKey<'a>,
    /// What decides next; worked out when it comes to that.
    normal: OnceCell<String>,
}

/// What an item leads to or says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ItemKey<'a> {
    Destination(&'a str),
    /// The text that stands for it.
    Equivalent(&'a str),
    /// The code as written.
    Native(&'a str),
    /// The codes of a pair as written, and the text inside where no other pair
    /// opens in it: texts of nested pairs would take quadratic time to compare.
    Pair(&'a str, &'a str, Option<&'a str>),
}

impl<'a> CodeItem<'a> {
    fn single(index: usize, code: &Code<'a>) -> Self {
        let shape = match code.role {
            CodeRole::Standalone => ItemShape::Standalone,
            CodeRole::Open(_) | CodeRole::IsolatedOpen => ItemShape::IsolatedOpen,
            CodeRole::Close(_) | CodeRole::IsolatedClose => ItemShape::IsolatedClose,
        };
        let key = match (code.destination(), code.equivalent) {
            (Some(destination), _) => ItemKey::Destination(destination),
            (None, Some(equivalent)) => ItemKey::Equivalent(equivalent),
            (None, None) => ItemKey::Native(code.native),
        };
        Self::new(shape, code, key, (index, None))
    }

    fn pair(text: &'a str, codes: &[PlacedCode<'a>], opening: usize, closing: usize) -> Self {
        let ((start, open), (end, close)) = (&codes[opening], &codes[closing]);
        let opens = |(_, code): &PlacedCode<'_>| matches!(code.role, CodeRole::Open(_));
        let is_innermost = || !codes[opening + 1..closing].iter().any(opens);
        let key = match open.destination().or_else(|| close.destination()) {
            Some(destination) => ItemKey::Destination(destination),
            None => {
                let inside = is_innermost().then(|| &text[*start..*end]);
                ItemKey::Pair(open.native, close.native, inside)
            }
        };
        Self::new(ItemShape::Pair, open, key, (opening, Some(closing)))
    }

    fn new(
        shape: ItemShape,
        code: &Code<'a>,
        exact: ItemKey<'a>,
        (first, second): (usize, Option<usize>),
    ) -> Self {
        let element = code.element().filter(|_| code.kind == CodeKind::Html);
        let class = CodeClass { kind: code.kind, shape, element: element.map(lower_case) };
        Self { class, first, second, id: code.id, exact, normal: OnceCell::new() }
    }

    /// Returns the indexes of its codes.
    fn codes(&self) -> impl Iterator<Item = usize> {
        [Some(self.first), self.second].into_iter().flatten()
    }

    /// Returns what it leads to or says, with what may differ between languages
    /// removed.
    fn normal(&self) -> &str {
        self.normal.get_or_init(|| match self.exact {
            ItemKey::Destination(destination) => alike_destination(destination),
            ItemKey::Equivalent(text) => alike_text(text),
            ItemKey::Native(native) => alike_text(native),
            ItemKey::Pair(opening, closing, _) => alike_text(opening) + &alike_text(closing),
        })
    }
}

/// A code, and the byte offset in its text where it is.
type PlacedCode<'a> = (usize, Code<'a>);

/// Returns the items that the codes of a text make, in no order. Halves whose
/// other half is missing count as isolated.
fn items(text: &CodedText) -> Vec<CodeItem<'_>> {
    let codes: Vec<_> = text.placed_codes().collect();
    let pairs = text.pairs();
    let mut is_paired = vec![false; codes.len()];
    for &(opening, closing) in &pairs {
        is_paired[opening] = true;
        is_paired[closing] = true;
    }
    let single = codes.iter().enumerate().filter(|(index, _)| !is_paired[*index]);
    let single = single.map(|(index, (_, code))| CodeItem::single(index, code));
    let pair = |&(opening, closing): &_| CodeItem::pair(text.text(), &codes, opening, closing);
    pairs.iter().map(pair).chain(single).collect()
}

/// Returns a destination without the parts of its path that look like a locale,
/// scheme and host in lower case; percent-encoding, query and fragment as they
/// are.
pub(crate) fn alike_destination(destination: &str) -> String {
    let path_start = authority_end(destination);
    let (base, rest) = destination.split_at(path_start);
    let (path, suffix) = rest.split_at(rest.find(['?', '#']).unwrap_or(rest.len()));
    let (user, host) = base.rfind('@').map_or(("", base), |at| base.split_at(at));
    let mut normal = String::with_capacity(destination.len());
    normal.push_str(user);
    normal.push_str(&lower_case(host));
    push_path(&mut normal, path);
    normal.push_str(suffix);
    normal
}

/// Returns where the path begins: after the scheme and the authority, RFC 3986
/// section 3.
fn authority_end(destination: &str) -> usize {
    let scheme = destination.find([':', '/', '?', '#']).map_or(0, |end| {
        let is_scheme = end > 0 && destination[end..].starts_with(':');
        if is_scheme { end + 1 } else { 0 }
    });
    match destination[scheme..].strip_prefix("//") {
        Some(rest) => {
            let authority = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            scheme + 2 + authority
        }
        None => scheme,
    }
}

/// Adds the segments of a path that do not look like a locale. A path of one
/// segment is kept: it names a file.
fn push_path(normal: &mut String, path: &str) {
    if !path.contains('/') {
        return normal.push_str(path);
    }
    let kept = path.split('/').filter(|segment| !is_locale(segment));
    for (index, segment) in kept.enumerate() {
        if index > 0 {
            normal.push('/');
        }
        normal.push_str(segment);
    }
}

/// Returns whether this has the form of a language tag that documents are
/// published under: `en`, `en-us`, `zh-hans`, `zh-Hant-TW`, `es-419`.
///
/// Three letters alone are no locale here: paths are full of `api` and `src`.
pub(crate) fn is_locale(segment: &str) -> bool {
    let mut subtags = segment.split(['-', '_']).peekable();
    let language = subtags.next().unwrap_or_default();
    let alone = subtags.peek().is_none();
    let is_alphabetic = |tag: &str| tag.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_script = |tag: &str| tag.len() == 4 && is_alphabetic(tag);
    let is_region = |tag: &str| {
        (tag.len() == 2 && is_alphabetic(tag))
            || (tag.len() == 3 && tag.bytes().all(|byte| byte.is_ascii_digit()))
    };
    subtags.next_if(|tag| is_script(tag));
    subtags.next_if(|tag| is_region(tag));
    let is_language = language.len() == 2 || (language.len() == 3 && !alone);
    is_language && is_alphabetic(language) && subtags.next().is_none()
}

/// Returns a text without regard to letter case and the amount of white space.
fn alike_text(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.extend(word.chars().flat_map(char::to_lowercase));
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline::Syntax;
    use proptest::prelude::*;

    fn parse(markup: &str) -> CodedText {
        CodedText::parse(markup, Syntax::Markdown)
    }

    /// Returns the codes of the target that those of the source correspond to.
    fn pairs(source: &str, target: &str) -> Vec<Option<usize>> {
        pair_codes(&parse(source), &parse(target)).source
    }

    #[test]
    fn correspondences() {
        for (source, target, expected) in [
            // A destination decides, not the place.
            ("[a](x) [b](y)", "[b](y) [a](x)", &[Some(2), Some(3), Some(0), Some(1)][..]),
            // So does the literal of a code span, and the address of an autolink.
            ("`a` `b`", "`b` `a`", &[Some(1), Some(0)]),
            ("<https://a.b> <https://c.d>", "<https://c.d> <https://a.b>", &[Some(1), Some(0)]),
            // A locale does not make links different, nor the case of the host.
            (
                "[a](https://A.b/en-us/c) [b](https://a.b/en-us/d)",
                "[b](https://a.b/zh-cn/d) [a](https://a.b/zh-cn/c)",
                &[Some(2), Some(3), Some(0), Some(1)],
            ),
            // The exact destination comes first.
            (
                "[a](/en/x) [b](/de/x)",
                "[b](/de/x) [a](/en/x)",
                &[Some(2), Some(3), Some(0), Some(1)],
            ),
            // What nothing decides corresponds in order.
            ("[a](x) [b](y)", "[c](z) [b](y)", &[Some(0), Some(1), Some(2), Some(3)]),
            ("**a** **b**", "**c** **d**", &[Some(0), Some(1), Some(2), Some(3)]),
            // The text inside decides where it is the same.
            ("**a** **b**", "**b** **c**", &[Some(2), Some(3), Some(0), Some(1)]),
            (
                "<b class='x'>a</b> <b>b</b>",
                "<b>c</b> <b class='x'>d</b>",
                &[Some(2), Some(3), Some(0), Some(1)],
            ),
            ("*a* **b**", "**b** *a*", &[Some(2), Some(3), Some(0), Some(1)]),
            // Another syntax of the same kind.
            ("**a** [b](x)", "<b>a</b> <a href='x'>b</a>", &[Some(0), Some(1), Some(2), Some(3)]),
            // Pairs correspond to pairs, elements to the same elements.
            ("**a** <b>b", "<b>b **a**", &[Some(1), Some(2), Some(0)]),
            ("<sup>1</sup>", "<sub>1</sub>", &[None, None]),
            ("<SUP>1</SUP>", "<sup>1</sup>", &[Some(0), Some(1)]),
            // The rest has no counterpart.
            ("`a` `b`", "`b`", &[None, Some(0)]),
            ("*a*", "a", &[None, None]),
            ("a", "*a*", &[]),
        ] {
            assert_eq!(pairs(source, target), expected, "{source} | {target}");
        }
    }

    #[test]
    fn complete_where_every_code_has_its_counterpart() {
        for (source, target, complete) in [
            ("a", "b", true),
            ("**a** `b`", "`b` **a**", true),
            ("[a](x)", "[a] (x)", false),
            ("a", "`b`", false),
            ("[!NOTE] <b>a", "[!NOTE] <b>a", true),
        ] {
            let pairing = pair_codes(&parse(source), &parse(target));
            assert_eq!(pairing.is_complete(), complete, "{source} | {target}");
        }
    }

    #[test]
    fn halves_without_the_other_half_are_isolated() {
        use crate::inline::{Code, CodeKind, CodeRole};
        let code = |role| Code::new(CodeKind::Other, role, "x");
        let mut text = CodedText::default();
        for role in [CodeRole::Open(7), CodeRole::Open(7), CodeRole::Close(3), CodeRole::Close(7)] {
            text.push_code(code(role));
        }
        let pairing = pair_codes(&text, &text);
        assert_eq!(pairing.source, (0..4).map(Some).collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn partners_name_each_other(source in "[*_`<>b/\\[\\]()a ]{0,30}", target in "[*_`<>b/\\[\\]()a ]{0,30}") {
            let (source, target) = (parse(&source), parse(&target));
            let pairing = pair_codes(&source, &target);
            let kinds = |text: &CodedText| text.codes().map(|code| code.kind).collect::<Vec<_>>();
            let (source_kinds, target_kinds) = (kinds(&source), kinds(&target));
            prop_assert_eq!(pairing.source.len(), source_kinds.len());
            prop_assert_eq!(pairing.target.len(), target_kinds.len());
            for (index, kind) in source_kinds.iter().enumerate() {
                if let Some(partner) = pairing.target_of(index) {
                    prop_assert_eq!(pairing.source_of(partner), Some(index));
                    prop_assert_eq!(*kind, target_kinds[partner]);
                }
            }
            prop_assert!(pair_codes(&source, &source).is_complete());
        }
    }

    #[test]
    fn ids_decide_before_all_else() {
        use crate::inline::{Code, CodeKind, CodeRole};
        let text = |ids: [&str; 3]| {
            let mut text = CodedText::default();
            for id in ids {
                text.push_code(Code::new(CodeKind::Other, CodeRole::Standalone, "x").with_id(id));
            }
            text
        };
        let pairing = pair_codes(&text(["1", "2", "3"]), &text(["3", "1", "2"]));
        assert_eq!(pairing.source, [Some(1), Some(2), Some(0)]);
        // Codes that the other side calls otherwise are paired by what they are.
        let pairing = pair_codes(&text(["1", "2", "3"]), &text(["4", "2", "5"]));
        assert_eq!(pairing.source, [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn destinations_that_are_alike() {
        for (one, other) in [
            ("https://docs.example.com/en-us/a/b", "https://docs.example.com/zh-cn/a/b"),
            ("https://docs.example.com/en-us/a/b", "https://docs.example.com/a/b"),
            ("HTTPS://Docs.Example.com/A", "https://docs.example.com/A"),
            ("/en/a.md#b", "/de/a.md#b"),
            ("../zh-Hant-TW/a.md", "../en-us/a.md"),
            ("//Example.com/es-419/", "//example.com/fil-PH/"),
            ("MAILTO:a", "mailto:a"),
        ] {
            assert_eq!(alike_destination(one), alike_destination(other), "{one} {other}");
        }
    }

    #[test]
    fn destinations_that_differ() {
        for (one, other) in [
            ("https://example.com/A", "https://example.com/a"),
            ("https://example.com/a%20b", "https://example.com/a b"),
            ("https://example.com/api/a", "https://example.com/src/a"),
            ("https://User@example.com/", "https://user@example.com/"),
            ("a.md?l=en-us", "a.md?l=de-de"),
            ("a.md#en-us", "a.md#de-de"),
            ("en", "de"),
            ("A.md", "a.md"),
            ("a/B:c", "a/b:c"),
            ("/en-us-x/a", "/de-de-x/a"),
        ] {
            assert_ne!(alike_destination(one), alike_destination(other), "{one} {other}");
        }
    }

    #[test]
    fn texts() {
        assert_eq!(alike_text(" Get-Item\n  -Path "), "get-item -path");
    }
}
