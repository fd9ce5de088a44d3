use proptest::prelude::*;

use super::*;
use crate::inline::{CodeRole, Syntax};
use crate::steps::assert_linear;

fn parse(markup: &str) -> CodedText {
    CodedText::parse(markup, Syntax::Markdown)
}

fn adapt_markup(query: &str, source: &str, target: &str) -> AdaptedTarget {
    let (query, source, target) = (parse(query), parse(source), parse(target));
    adapt_codes(&query, &source, &target, counterparts(&source, &query))
}

#[test]
fn targets_get_the_codes_of_the_new_source() {
    for (query, source, target, expected) in [
        // The same codes: the target keeps its own.
        ("[a](/en-us/x)", "[a](/en-us/x)", "[b](/zh-cn/x)", "[b](/zh-cn/x)"),
        ("<b>a</b>", "<b>a</b>", "**b**", "**b**"),
        // Another address, in the locale of the target.
        ("[a](/en-us/y)", "[a](/en-us/x)", "[b](/zh-cn/x)", "[b](/zh-cn/y)"),
        ("[a](y \"T\")", "[a](x \"T\")", "[b](x \"标题\")", "[b](y \"标题\")"),
        ("<a href='y'>a</a>", "<a href='x'>a</a>", "<a href=\"x\">b</a>", "<a href=\"y\">b</a>"),
        (
            "<https://a.example/y>",
            "<https://a.example/x>",
            "<https://a.example/x>",
            "<https://a.example/y>",
        ),
        // Another way to write the same.
        ("__a__ b", "**a** b", "b **c**", "b __c__"),
        ("<b>a</b> b", "**a** b", "b **c**", "b <b>c</b>"),
        ("<a href=\"x\">a</a>", "[a](x)", "[b](x)", "<a href=\"x\">b</a>"),
        ("[a][l]", "[a](x)", "[b](x)", "[b][l]"),
        ("[a](x \"U\")", "[a](x \"T\")", "[b](x \"V\")", "[b](x \"U\")"),
        // `_` does not work inside a word.
        ("choose _a_", "choose *a*", "请选*甲*吧", "请选*甲*吧"),
        ("choose _a_", "choose <i>a</i>", "请选<i>甲</i>吧", "请选*甲*吧"),
        // Other code spans.
        ("Run `dir`.", "Run `ls`.", "`ls` ausführen.", "`dir` ausführen."),
        // What is gone is dropped.
        ("Save it", "**Save** it", "**Speichern** Sie", "Speichern Sie"),
        ("Save now", "Save `x` now", "Jetzt `x` speichern", "Jetzt speichern"),
        ("`b`", "`a` `b`", "`b` `a`", "`b` "),
        // What is new stands around the whole or at an edge.
        ("**Save it**", "Save it", "Speichern", "**Speichern**"),
        ("[Save](x)<br>", "Save", "Speichern", "[Speichern](x)<br>"),
        ("**[Save](x)**", "[Save](x)", "[Speichern](x)", "**[Speichern](x)**"),
        // What the target alone has stays.
        ("Run b", "Run a", "`a` ausführen", "`a` ausführen"),
    ] {
        let adapted = adapt_markup(query, source, target);
        assert_eq!(adapted.target.markup(), expected, "{query} | {source} | {target}");
        assert!(adapted.has_all_codes, "{query} | {source} | {target}");
        let changed = target != expected;
        assert_eq!(!adapted.repairs.is_empty(), changed, "{query} | {source} | {target}");
    }
}

#[test]
fn what_has_no_place_is_reported() {
    for (query, source, target, expected) in [
        ("**Save** it", "Save it", "Speichern", "Speichern"),
        ("Run `ls` now", "Run it now", "Jetzt ausführen", "Jetzt ausführen"),
        ("**a** **b**", "**a** b", "b **a**", "b **a**"),
    ] {
        let adapted = adapt_markup(query, source, target);
        assert_eq!(adapted.target.markup(), expected, "{query} | {source} | {target}");
        assert!(!adapted.has_all_codes && !adapted.is_unambiguous, "{query} | {source} | {target}");
    }
}

#[test]
fn certain_where_codes_map_one_to_one() {
    for (query, source, target, is_unambiguous) in [
        ("Run `b`.", "Run `a`.", "`a` ausführen.", true),
        ("Run `b`.", "Run `a`.", "`c` ausführen.", false),
        ("Run `b`.", "Run `a`.", "Ausführen.", false),
        ("`b` and `c`", "`a` and `a`", "`a` und `a`", false),
        ("`b` and `b`", "`a` and `a`", "`a` und `a`", true),
        ("`a` and `b`", "`a` and `a`", "`a` und `a`", false),
        ("`b`", "`a`", "`a`, `a`", false),
        ("[b](/en-us/y)", "[b](/en-us/x)", "[b](/de-de/x)", true),
        ("[b](y)", "[b](x)", "[b](z)", false),
        ("a b", "**a** b", "**a** b", true),
        ("a b", "a `c` b", "a `c` b", false),
    ] {
        let adapted = adapt_markup(query, source, target);
        assert_eq!(adapted.is_unambiguous, is_unambiguous, "{query} | {source} | {target}");
    }
}

#[test]
fn locales_follow_the_target() {
    for (source, target, new, expected) in [
        ("/en-us/a", "/zh-cn/a", "/en-us/b", "/zh-cn/b"),
        ("/en-us/a", "/zh-cn/a", "/b", "/b"),
        ("/en-us/a", "/a", "/en-us/b", "/b"),
        ("/a", "/a", "/en-us/b", "/en-us/b"),
        ("a.md", "b.md", "c.md", "c.md"),
        (
            "https://d.example/EN-US/a",
            "https://d.example/de-de/a",
            "https://d.example/en-us/b/c?d",
            "https://d.example/de-de/b/c?d",
        ),
        ("/en/vs/a", "/de/vs/a", "/en/vs/b", "/de/vs/b"),
    ] {
        assert_eq!(localized_address(source, target, new), expected, "{source} {target} {new}");
    }
}

/// Whether each half has its other half, and halves of one pair stand in order.
fn is_balanced(text: &CodedText) -> bool {
    let halves =
        text.codes().filter(|code| matches!(code.role, CodeRole::Open(_) | CodeRole::Close(_)));
    halves.count() == 2 * text.pairs().len()
}

/// As many codes as letters would not pass; no more than a memory takes.
#[test]
fn many_codes_take_linear_time() {
    assert_linear("codes", |count| {
        let (open, close) = ("<b>".repeat(count), "</b>".repeat(count));
        for (query, source, target, has_all) in [
            // Each of the pairs at the beginning ends in the middle.
            (
                format!("{open}word{close} letter"),
                "word letter".to_owned(),
                "Wort".to_owned(),
                false,
            ),
            // Each has a place around a target with as many.
            (
                format!("{open}<i>word</i>{close}"),
                "<i>word</i>".to_owned(),
                format!("<i>Wort</i>{open}{close}"),
                true,
            ),
        ] {
            assert_eq!(adapt_markup(&query, &source, &target).has_all_codes, has_all);
        }
    });
}

proptest! {
    #[test]
    fn adapted_targets_are_balanced(
        query in "([*_`<>b/\\[\\]()a ]|</?[bi]>|\\*\\*){0,20}",
        source in "([*_`<>b/\\[\\]()a ]|</?[bi]>|\\*\\*){0,20}",
        target in "([*_`<>b/\\[\\]()a ]|</?[bi]>|\\*\\*){0,20}",
    ) {
        let adapted = adapt_markup(&query, &source, &target);
        prop_assert!(is_balanced(&adapted.target), "{:?}", adapted.target);
        if query == source {
            prop_assert_eq!(adapted.target.markup(), target);
        }
    }
}
