//! Which element each code of a text becomes, and under which id.
//!
//! Halves that are in no [pair](CodedText::pairs) are elements by themselves. An
//! element that holds text has to nest with the others, so pairs differ by
//! whether they do. Ids say which codes of
//! source and target correspond: XLIFF wants the same id on both sides for
//! these, and for no others. Everything here takes O(n log n) time.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::inline::{Code, CodeKind, CodeRole, CodedText, pair_codes};

/// What a code is among the others of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Standalone,
    /// Opens a pair; whether it nests with all others.
    Open(bool),
    /// Closes a pair.
    Close(bool),
    IsolatedOpen,
    IsolatedClose,
    /// Half of a mark without the other half, or of one that overlaps another:
    /// there is no element for it.
    Nothing,
}

impl Shape {
    fn is_like(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// The id of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Id<'a> {
    /// The code's own.
    Given(&'a str),
    Number(u32),
}

impl fmt::Display for Id<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given(id) => f.write_str(id),
            Self::Number(number) => number.fmt(f),
        }
    }
}

/// A code and what becomes of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    pub(crate) code: Code<'a>,
    pub(crate) shape: Shape,
    /// The same for both halves of a pair.
    pub(crate) id: Id<'a>,
    /// The index of the other half of a pair, or else its own.
    pub(crate) partner: usize,
}

/// What a format asks of its elements.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// Whether an id can be written.
    pub(crate) is_id: fn(&str) -> bool,
    /// Whether a pair of these two codes is one element around its text, where
    /// it nests.
    pub(crate) is_container: fn(&Code<'_>, &Code<'_>) -> bool,
    /// Whether a mark that does not nest has elements too.
    pub(crate) marks_overlap: bool,
    /// Whether marks have ids of the same kind as other elements.
    pub(crate) marks_have_ids: bool,
    /// Whether several elements in place of text may have the id that their codes
    /// share.
    pub(crate) ids_repeat: bool,
}

/// The elements of a text.
pub(crate) type Elements<'a> = Vec<Element<'a>>;

/// Returns the elements of a source and its target. Codes that correspond have
/// the same id and the same kind of element.
pub(crate) fn pair<'a>(
    source: &'a CodedText,
    target: &'a CodedText,
    rules: &Rules,
) -> [Elements<'a>; 2] {
    let mut source_elements = alone(source, rules);
    let (mut target_elements, partners) = following(source, &source_elements, target, rules);
    for (index, partner) in partners.into_iter().enumerate() {
        let Some(partner) = partner else { continue };
        let (one, other) = (source_elements[partner], target_elements[index]);
        if let (Shape::Open(nests), Shape::Open(other_nests)) = (one.shape, other.shape) {
            set_nesting(&mut source_elements, partner, nests && other_nests);
            set_nesting(&mut target_elements, index, nests && other_nests);
        }
    }
    [source_elements, target_elements]
}

/// Returns the elements of a source and of its target, where there is one.
pub(crate) fn of_sides<'a>(
    source: &'a CodedText,
    target: Option<&'a CodedText>,
    rules: &Rules,
) -> [Elements<'a>; 2] {
    match target {
        Some(target) => pair(source, target, rules),
        None => [alone(source, rules), Elements::new()],
    }
}

/// Returns the elements of a text by itself.
pub(crate) fn alone<'a>(text: &'a CodedText, rules: &Rules) -> Elements<'a> {
    alone_from(text, 1, rules)
}

/// Returns the elements of a text by itself, with numbers from `first` on.
pub(crate) fn alone_from<'a>(text: &'a CodedText, first: u32, rules: &Rules) -> Elements<'a> {
    let mut elements = shapes(text, rules);
    Ids { next: first, ..Ids::new(rules) }.assign(&mut elements, &[], &[]);
    elements
}

/// Returns the first number that is no id of these.
pub(crate) fn next_number(elements: &[Element<'_>]) -> u32 {
    let number = |element: &Element<'_>| match element.id {
        Id::Number(number) => number,
        Id::Given(id) => id.parse().unwrap_or(0),
    };
    elements.iter().map(number).max().unwrap_or(0).saturating_add(1)
}

/// Returns the elements of another target of a source.
pub(crate) fn follow<'a>(
    source: &'a CodedText,
    source_elements: &[Element<'a>],
    target: &'a CodedText,
    rules: &Rules,
) -> Elements<'a> {
    following(source, source_elements, target, rules).0
}

/// Returns the elements of a target, and for each the index of the source's that
/// it corresponds to.
fn following<'a>(
    source: &'a CodedText,
    source_elements: &[Element<'a>],
    target: &'a CodedText,
    rules: &Rules,
) -> (Elements<'a>, Vec<Option<usize>>) {
    let mut elements = shapes(target, rules);
    let partners = match elements.is_empty() || source_elements.is_empty() {
        true => vec![None; elements.len()],
        false => {
            let pairing = pair_codes(source, target);
            let partner = |(index, element): (usize, &Element<'_>)| {
                let partner = pairing.source_of(index)?;
                let other = &source_elements[partner];
                let corresponds = other.shape.is_like(element.shape)
                    && !have_other_ids(&other.code, &element.code, rules);
                corresponds.then_some(partner)
            };
            elements.iter().enumerate().map(partner).collect()
        }
    };
    Ids::new(rules).assign(&mut elements, source_elements, &partners);
    (elements, partners)
}

/// Returns whether both codes have an id and these differ: a file that names codes
/// says with that which correspond.
fn have_other_ids(source: &Code<'_>, target: &Code<'_>, rules: &Rules) -> bool {
    let is_id = |id: &&str| (rules.is_id)(id);
    let ids = source.id.filter(is_id).zip(target.id.filter(is_id));
    ids.is_some_and(|(source, target)| source != target)
}

fn set_nesting(elements: &mut [Element<'_>], open: usize, nests: bool) {
    let close = elements[open].partner;
    elements[open].shape = Shape::Open(nests);
    elements[close].shape = Shape::Close(nests);
}

/// Returns the codes with their shapes, and no ids yet.
fn shapes<'a>(text: &'a CodedText, rules: &Rules) -> Elements<'a> {
    let mut elements: Elements<'a> = text
        .codes()
        .enumerate()
        .map(|(partner, code)| {
            let shape = match code.role {
                _ if code.kind == CodeKind::Annotation => Shape::Nothing,
                CodeRole::Standalone => Shape::Standalone,
                CodeRole::Open(_) | CodeRole::IsolatedOpen => Shape::IsolatedOpen,
                CodeRole::Close(_) | CodeRole::IsolatedClose => Shape::IsolatedClose,
            };
            Element { code, shape, id: Id::Number(0), partner }
        })
        .collect();
    for (open, close) in text.pairs() {
        let is_mark = |index: usize| elements[index].code.kind == CodeKind::Annotation;
        if is_mark(open) == is_mark(close) {
            elements[open].partner = close;
            elements[close].partner = open;
            set_nesting(&mut elements, open, true);
        }
    }
    find_nesting(&mut elements, rules);
    elements
}

/// Finds the pairs that are elements around their text.
fn find_nesting(elements: &mut [Element<'_>], rules: &Rules) {
    let mut containers = Vec::new();
    for index in 0..elements.len() {
        let (Shape::Open(_), partner) = (elements[index].shape, elements[index].partner) else {
            continue;
        };
        match (rules.is_container)(&elements[index].code, &elements[partner].code) {
            true => containers.push((index, partner)),
            false => set_nesting(elements, index, false),
        }
    }
    for open in overlapping(&containers) {
        set_nesting(elements, open, false);
        drop_mark(elements, open, rules);
    }
}

/// Returns the opening codes of pairs that do not nest with the others: of two that
/// overlap, the pair that closes last.
pub(crate) fn overlapping(pairs: &[(usize, usize)]) -> BTreeSet<usize> {
    let halves = pairs.iter().flat_map(|&(open, close)| [(open, open), (close, open)]);
    let mut halves: Vec<(usize, usize)> = halves.collect();
    halves.sort_unstable();
    let (mut inside, mut overlapping) = (Vec::new(), BTreeSet::new());
    for (half, open) in halves {
        if half == open {
            inside.push(open);
        } else if !overlapping.contains(&open) {
            let crossed = std::iter::from_fn(|| inside.pop().filter(|last| *last != open));
            overlapping.extend(crossed);
        }
    }
    overlapping
}

fn drop_mark(elements: &mut [Element<'_>], open: usize, rules: &Rules) {
    if elements[open].code.kind == CodeKind::Annotation && !rules.marks_overlap {
        let close = elements[open].partner;
        elements[open].shape = Shape::Nothing;
        elements[close].shape = Shape::Nothing;
    }
}

/// Gives each element of a text an id.
struct Ids<'a, 'r> {
    rules: &'r Rules,
    /// The ids that codes have of their own, and whether elements of their own kind
    /// alone have them, so that one more may.
    given: BTreeMap<&'a str, bool>,
    /// The numbers that are ids.
    numbers: BTreeSet<u32>,
    next: u32,
}

impl<'a, 'r> Ids<'a, 'r> {
    fn new(rules: &'r Rules) -> Self {
        Self { rules, given: BTreeMap::new(), numbers: BTreeSet::new(), next: 1 }
    }

    /// Gives each element the id of its counterpart in the source, or else its own
    /// where no other has that, or else the next number.
    fn assign(
        mut self,
        elements: &mut [Element<'a>],
        source: &[Element<'a>],
        partners: &[Option<usize>],
    ) {
        let marks_have_ids = self.rules.marks_have_ids;
        let has_id = |element: &Element<'_>| {
            element.shape != Shape::Nothing
                && (marks_have_ids || element.code.kind != CodeKind::Annotation)
        };
        for element in source.iter().filter(|element| has_id(element)) {
            match element.id {
                Id::Given(id) => drop(self.given.insert(id, may_repeat(element))),
                Id::Number(number) => drop(self.numbers.insert(number)),
            }
        }
        let is_head = |element: &Element<'_>| !matches!(element.shape, Shape::Close(_));
        let mut without = Vec::new();
        for (index, element) in elements.iter_mut().enumerate() {
            let same = partners.get(index).copied().flatten();
            let own = element.code.id.filter(|id| (self.rules.is_id)(id));
            let repeats = may_repeat(element);
            match same.map(|same| source[same].id) {
                _ if !is_head(element) || !has_id(element) => {}
                Some(id) => element.id = id,
                None => match own.filter(|id| self.take(id, repeats)) {
                    Some(id) => element.id = Id::Given(id),
                    None => without.push(index),
                },
            }
        }
        for index in without {
            elements[index].id = Id::Number(self.next_number());
        }
        for index in 0..elements.len() {
            if !is_head(&elements[index]) {
                elements[index].id = elements[elements[index].partner].id;
            }
        }
    }

    /// Takes an id; false where another code has it that may not share it.
    fn take(&mut self, id: &'a str, repeats: bool) -> bool {
        let is_number = |number: u32| self.numbers.contains(&number) && number.to_string() == id;
        if id.parse().is_ok_and(is_number) {
            return false;
        }
        match self.given.get(id) {
            None => {
                self.given.insert(id, repeats);
                true
            }
            Some(others) => self.rules.ids_repeat && repeats && *others,
        }
    }

    /// Returns a number that is no id yet.
    fn next_number(&mut self) -> u32 {
        let is_taken = |number: u32| {
            self.numbers.contains(&number) || self.given.contains_key(number.to_string().as_str())
        };
        while is_taken(self.next) {
            self.next += 1;
        }
        self.next += 1;
        self.next - 1
    }
}

/// Returns whether no other element is found by the id of this one: it is in place of
/// text.
fn may_repeat(element: &Element<'_>) -> bool {
    element.shape == Shape::Standalone
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Rules = Rules {
        is_id: |id| !id.is_empty(),
        is_container: |_, _| true,
        marks_overlap: false,
        marks_have_ids: true,
        ids_repeat: false,
    };

    /// Codes from a notation: `(1` opens the pair 1, `)1` closes it, `[1` and
    /// `]1` those of a marked stretch, `x` stands alone, `<` and `>` are halves;
    /// `=id` behind gives an id.
    fn text(notation: &str) -> CodedText {
        let mut text = CodedText::default();
        for word in notation.split_whitespace() {
            let (word, id) = word.split_once('=').map_or((word, None), |(w, id)| (w, Some(id)));
            let number = word[1..].parse().unwrap_or(0);
            let role = match &word[..1] {
                "(" | "[" => CodeRole::Open(number),
                ")" | "]" => CodeRole::Close(number),
                "<" => CodeRole::IsolatedOpen,
                ">" => CodeRole::IsolatedClose,
                _ => CodeRole::Standalone,
            };
            let is_mark = word.starts_with(['[', ']']);
            let kind = if is_mark { CodeKind::Annotation } else { CodeKind::Other };
            text.push_code(Code { id, ..Code::new(kind, role, if is_mark { "" } else { "*" }) });
        }
        text
    }

    fn shown(elements: &[Element<'_>]) -> String {
        let show = |element: &Element<'_>| {
            let shape = match element.shape {
                Shape::Standalone => "x",
                Shape::Open(true) => "(",
                Shape::Open(false) => "sc",
                Shape::Close(true) => ")",
                Shape::Close(false) => "ec",
                Shape::IsolatedOpen => "<",
                Shape::IsolatedClose => ">",
                Shape::Nothing => return "-".to_owned(),
            };
            format!("{shape}{}", element.id)
        };
        elements.iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn shapes_and_numbers() {
        for (given, expected) in [
            ("", ""),
            ("(1 x )1", "(1 x2 )1"),
            ("(7 (2 )2 )7", "(1 (2 )2 )1"),
            ("(1 (2 )1 )2", "(1 sc2 )1 ec2"),
            ("(1 (2 (3 )1 )2 )3", "(1 sc2 sc3 )1 ec2 ec3"),
            (")1 (1", ">1 <2"),
            ("(1 (1 )1", "<1 (2 )2"),
            ("< > x", "<1 >2 x3"),
            ("[1 ]1", "(1 )1"),
            ("[1 [2 ]1 ]2", "(1 - )1 -"),
            ("[1 x", "- x1"),
            ("[1 )1", "- >1"),
            ("(1=a x=a x=2 )1=b x", "(a x1 x2 )a x3"),
            ("x= x=1", "x2 x1"),
        ] {
            assert_eq!(shown(&alone(&text(given), &RULES)), expected, "{given}");
        }
    }

    #[test]
    fn overlapping_marks_where_there_are_elements_for_them() {
        let rules = Rules { marks_overlap: true, ..RULES };
        assert_eq!(shown(&alone(&text("[1 [2 ]1 ]2"), &rules)), "(1 sc2 )1 ec2");
        let none = Rules { is_container: |_, _| false, ..RULES };
        assert_eq!(shown(&alone(&text("(1 (2 )1 )2"), &none)), "sc1 sc2 ec1 ec2");
    }

    #[test]
    fn corresponding_codes_share_ids_and_elements() {
        for (source, target, expected) in [
            ("x (1 )1", "(1 )1 x", ["x1 (2 )2", "(2 )2 x1"]),
            ("x", "x x", ["x1", "x1 x2"]),
            // Codes that have ids on both sides correspond by these.
            ("x=a", "x=b", ["xa", "xb"]),
            ("x=0 x=1 x=2", "x=0 x=4 x=5", ["x0 x1 x2", "x0 x4 x5"]),
            ("x=a x", "x=b x", ["xa x1", "xb x1"]),
            ("x=1", "x=1 (1 )1", ["x1", "x1 (2 )2"]),
            // What overlaps on one side is no container on the other.
            ("(1 (2 )2 )1", "(1 (2 )1 )2", ["(1 sc2 ec2 )1", "(1 sc2 )1 ec2"]),
            ("", "x=1 x", ["", "x1 x2"]),
            ("(1 )1", "x=1", ["(1 )1", "x2"]),
            ("<", "(1 )1", ["<1", "(2 )2"]),
        ] {
            let (source, target) = (text(source), text(target));
            let [one, other] = pair(&source, &target, &RULES);
            assert_eq!([shown(&one), shown(&other)], expected, "{source:?} {target:?}");
        }
    }

    #[test]
    fn ids_that_several_codes_share() {
        let rules = Rules { marks_have_ids: false, ids_repeat: true, ..RULES };
        for (source, target, expected) in [
            ("x=a x=a", "x=a x=a x=a", ["xa xa", "xa xa xa"]),
            ("x=a (1=a )1=a", "x=a", ["xa (1 )1", "xa"]),
            ("[1=a ]1=a x=a", "x=a", ["(0 )0 xa", "xa"]),
        ] {
            let (source, target) = (text(source), text(target));
            let [one, other] = pair(&source, &target, &rules);
            assert_eq!([shown(&one), shown(&other)], expected, "{source:?} {target:?}");
        }
    }

    #[test]
    fn linear_in_the_number_of_codes() {
        // Quadratic time would take minutes.
        let open = (1..=20_000).map(|number| format!("({number} "));
        let close = (1..=20_000).map(|number| format!("){number} "));
        let text = text(&open.chain(close).collect::<String>());
        let [one, other] = pair(&text, &text, &RULES);
        assert_eq!((one.len(), other.len()), (40_000, 40_000));
    }
}
