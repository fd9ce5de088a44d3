use proptest::prelude::*;

use super::*;
use crate::inline::Syntax;

fn parse(markup: &str) -> CodedText {
    CodedText::parse(markup, Syntax::Markdown)
}

/// The codes of the target that those of the source correspond to.
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
        ("[a](/en/x) [b](/de/x)", "[b](/de/x) [a](/en/x)", &[Some(2), Some(3), Some(0), Some(1)]),
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
