use super::{expected, rules};
use crate::inline::Syntax;

fn check(syntax: Syntax, table: &[&str]) {
    let rules = rules("en");
    for marked in table {
        let (text, sentences) = expected(marked);
        let found: Vec<_> = rules.split_markup(&text, syntax).collect();
        assert_eq!(found, sentences);
    }
}

#[test]
fn markdown() {
    check(
        Syntax::Markdown,
        &[
            "**End.** |Next.",
            "The *end*. |**Next** one.",
            "Stop (_now._) |Next.".replace('|', "").as_str(),
            "Press **Save**. |[Link](x.md) is next. |`code` is last.",
            "Wait for it. |`foo` and _bar_. |<b>Bold</b>.",
            // No end inside a code or between what opens and what closes.
            "Type `a. B? c`. |Then go.",
            "**One. Two.** |Three.",
            "[One. Two](x.md) is a link. |Three.",
            "[One](x.md \"A. B\") is odd. |Two.",
            "![One. Two.](x.png) |Three.",
            "<b>One. Two.</b> |Three.",
            // Codes say what follows.
            "Choose **Browse...** `x` now.",
            "Under **Ready?** choose **Yes**. |Go.",
            "Wait for it. |<IMG src=x> one. |Two.",
            "Dr. **Smith** knows, e.g. `this`. |Yes.",
            "Files, etc. |`foo` is one.",
            "See Fig. **3**. |Next.",
            // Escapes and entities read as what they stand for.
            "Use \\<name\\>. |\\*Note.",
            "Use it.&nbsp;|Next.",
            "Say &quot;stop.&quot; |Next.",
            "R&amp;D. |Next.",
            "One.  \n|Two.",
            // Closing markup behind white space.
            "<i>One. </i>|Two.",
            "One. <!-- x -->Two.".replace(". <", ". |<").as_str(),
        ],
    );
}

#[test]
fn html() {
    check(
        Syntax::Html,
        &[
            "<strong>End.</strong> |<em>Next</em> one.",
            "<a href=\"x. Y\">One. Two.</a> |Three.",
            // Unmatched tags keep nothing together.
            "<b>One. |Two.</i> |Three.",
            "One. |<img src=\"x\" alt=\"A. B\"> is two.",
            "**One. |Two.**",
        ],
    );
}

#[test]
fn kept_ranges_are_words() {
    let rules = rules("en");
    let text = "Set {a. B} now. {c} is set. Done {d}. Go.";
    let kept: Vec<_> = text
        .match_indices('{')
        .map(|(start, _)| start..start + text[start..].find('}').unwrap() + 1)
        .collect();
    let found: Vec<_> = rules.split_around(text, &kept).collect();
    assert_eq!(found, ["Set {a. B} now. ", "{c} is set. ", "Done {d}. ", "Go."]);
}

#[test]
fn tokens_may_be_those_of_a_part() {
    let rules = rules("en");
    let text = "Zero: **One. Two.** Three. Four";
    let tokens: Vec<_> = crate::inline::tokenize(text, Syntax::Markdown).skip(1).collect();
    let part = &text[tokens[0].range.start..];
    let found: Vec<_> = rules.split_tokens(part, &tokens).collect();
    assert_eq!(found, ["**One. Two.** ", "Three. ", "Four"]);
}

/// What is read of a long run of marks ends where all of it does.
#[test]
fn runs_of_marks_are_not_cut() {
    for marks in [31, 32, 33, 40, 400] {
        let dots = ".".repeat(marks);
        let text = format!("Intro {dots} Page 5. Next");
        let rules = rules("en");
        let found: Vec<_> = rules.split(&text).collect();
        let first = format!("Intro {dots} ");
        assert_eq!(found, [first.as_str(), "Page 5. ", "Next"], "{marks}");
    }
}
