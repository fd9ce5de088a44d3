//! Endings, tag by tag.

use super::{Ending, OpenElements, Start};
use crate::document::html::names::Names;

/// How the first element named `x` or carrying `!` ends, written as the tag
/// that ended it; tags are given by name, separated by spaces.
fn ending_of_marked(tags: &str) -> (Ending, String) {
    let (mut open, mut names) = (OpenElements::default(), Names::new());
    let mut found = None;
    for tag in tags.split(' ') {
        let mut ended = |_, ending| {
            found.get_or_insert((ending, tag.to_owned()));
        };
        if let Some(name) = tag.strip_prefix('/') {
            let (name, traits) = names.get(name.as_bytes());
            open.end(name, traits, &mut ended);
        } else {
            let (bare, note) = match tag.strip_suffix('!') {
                Some(bare) => (bare, Some(0)),
                None => (tag, None),
            };
            let (name, traits) = names.get(bare.as_bytes());
            open.start(Start { name, traits, self_closing: false, note }, &mut ended);
        }
    }
    open.finish(&mut |_, ending| {
        found.get_or_insert((ending, "end".to_owned()));
    });
    found.unwrap()
}

#[test]
fn elements_end_where_the_standard_ends_them() {
    use Ending::{Closed, Omitted, Torn};
    let cases = [
        ("span! span /span /span", Closed, "/span"),
        ("span! b /span", Closed, "/span"),
        ("div span! /div /span", Torn, "/div"),
        // The paragraph hides the span from its end tag.
        ("div span! p /span /p /div", Torn, "/div"),
        ("p! p", Omitted, "p"),
        ("p! div", Omitted, "div"),
        ("p! span div", Omitted, "div"),
        ("p! table", Torn, "table"),
        ("p! button div /div /button /p", Closed, "/p"),
        ("div p! /div", Omitted, "/div"),
        ("body p! /body", Omitted, "/body"),
        ("p!", Omitted, "end"),
        ("ul li! /ul", Omitted, "/ul"),
        ("ul li! ul li /ul li", Omitted, "li"),
        ("ul li! div li", Omitted, "li"),
        ("ul li!", Torn, "end"),
        ("dl dt! dd", Omitted, "dd"),
        ("dl dd li! dd", Torn, "end"),
        ("table tr td! td", Omitted, "td"),
        ("table tr td! tr", Omitted, "tr"),
        ("table tr td! /tr", Omitted, "/tr"),
        ("table td! table tr td /td /tr /table /td", Closed, "/td"),
        ("table td! /table", Omitted, "/table"),
        ("table td span! td", Torn, "td"),
        ("table td! div /table", Omitted, "/table"),
        // No table, no cells: browsers drop these tags.
        ("td! td", Torn, "end"),
        ("td! b /b /td", Closed, "/td"),
        ("td! b /td", Torn, "end"),
        ("select option! option", Omitted, "option"),
        ("a! a", Torn, "a"),
        ("b! div /b /div /b", Closed, "/b"),
        ("div! /span /div", Closed, "/div"),
        ("form! div /form /div", Torn, "end"),
        ("form div p! /form", Omitted, "/form"),
        ("form p! form /p", Closed, "/p"),
        ("form! p /form", Closed, "/form"),
        ("h2! /h3", Torn, "/h3"),
        ("h2 p! /h3", Omitted, "/h3"),
        ("h1! h2", Torn, "h2"),
        ("button p! button", Omitted, "button"),
        ("select p! select", Omitted, "select"),
        ("table td! /tr", Omitted, "/tr"),
        ("table td! /tbody", Omitted, "/tbody"),
        ("table td! /thead /td", Closed, "/td"),
        ("table caption! /tr /caption", Closed, "/caption"),
        ("table p! tr", Torn, "tr"),
        ("table p! table", Torn, "table"),
        ("table p! form /p", Closed, "/p"),
        ("table td! template /table /template /td", Closed, "/td"),
        ("svg g! /g", Closed, "/g"),
        ("svg g! p", Torn, "p"),
        ("svg td! td /td /td", Closed, "/td"),
        ("svg g! /p", Torn, "/p"),
        ("svg desc! b /desc /b /desc", Closed, "/desc"),
        ("svg desc p! /desc /p", Closed, "/p"),
    ];
    for (tags, ending, by) in cases {
        let expected = (ending, by.to_owned());
        let found = ending_of_marked(tags);
        // Where the same tag occurs twice, any of them is right here.
        assert_eq!(found, expected, "{tags}");
    }
}

#[test]
fn formatting_that_was_never_closed_is_counted() {
    let (mut open, mut names) = (OpenElements::default(), Names::new());
    let mut depths = Vec::new();
    for tag in "p b /p p i /i /p table td u /td /table".split(' ') {
        match tag.strip_prefix('/') {
            Some(name) => {
                let (name, traits) = names.get(name.as_bytes());
                open.end(name, traits, &mut |_, _| {});
            }
            None => {
                let (name, traits) = names.get(tag.as_bytes());
                let start = Start { name, traits, self_closing: false, note: None };
                open.start(start, &mut |_, _| {});
            }
        }
        depths.push(open.dangling());
    }
    // The cell's own `u` does not go on outside it.
    assert_eq!(depths, [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
}
