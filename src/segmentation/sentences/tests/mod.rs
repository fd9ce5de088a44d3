//! Tables of texts: `|` marks where a sentence ends.

mod kinds;
mod languages;
mod properties;

use super::SentenceRules;
use crate::inline::Syntax;

fn rules(language: &str) -> SentenceRules {
    SentenceRules::of(&language.parse().unwrap())
}

/// The text of a table without its marks, and its sentences.
fn expected(marked: &str) -> (String, Vec<&str>) {
    (marked.replace('|', ""), marked.split('|').collect())
}

fn check(language: &str, table: &[&str]) {
    let rules = rules(language);
    for marked in table {
        let (text, sentences) = expected(marked);
        assert_eq!(rules.split(&text).collect::<Vec<_>>(), sentences, "{language}");
    }
}

fn check_markup(syntax: Syntax, table: &[&str]) {
    let rules = rules("en");
    for marked in table {
        let (text, sentences) = expected(marked);
        let found: Vec<_> = rules.split_markup(&text, syntax).collect();
        assert_eq!(found, sentences);
    }
}

#[test]
fn markdown() {
    check_markup(
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
    check_markup(
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
fn given_ranges_are_words() {
    let rules = rules("en");
    let text = "Set {a. B} now. {c} is set. Done {d}. Go.";
    let words: Vec<_> = text
        .match_indices('{')
        .map(|(start, _)| start..start + text[start..].find('}').unwrap() + 1)
        .collect();
    let found: Vec<_> = rules.split_around(text, &words).collect();
    assert_eq!(found, ["Set {a. B} now. ", "{c} is set. ", "Done {d}. ", "Go."]);
}

#[test]
fn tokens_may_be_those_of_a_part() {
    let rules = rules("en");
    let text = "Zero: **One. Two.** Three. Four";
    let tokens: Vec<_> = crate::inline::tokenize(text, Syntax::Markdown).skip(1).collect();
    let part = &text[tokens[0].range.start..];
    let found: Vec<_> = rules.split_tokens(part, &tokens, Some(Syntax::Markdown)).collect();
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

#[test]
fn callers_add_rules() {
    for (added, marked) in [
        ("", "See Bul. |Seven. |Done."),
        ("abbreviation Bul.", "See Bul. Seven. |Done."),
        ("final Bul.", "See Bul. |Seven, or bul. seven."),
        ("name Bul.\nstart Seven", "See Bul. Eight or Bul. |Seven."),
        ("numbered Bul.", "See Bul. 7. |See Bul. |Seven."),
        ("word Dr.", "Ask Dr. |Smith."),
        ("mark ;", "One; |two; |Three: four."),
        ("whole ()", "(One. Two.) and three. |Four."),
        ("white-space 3\ncontinuation 나다", "가나다 |가나다 나다가"),
        ("ordinal-before the\nordinal-after May", "The 3. Room on 4. May. |It is 5. |Done."),
        ("# nothing\n\n  # more", "One. |Two."),
        ("abbreviation a. b. c., Bul.  # both", "The a. b. c. One, a.b.c. Two, Bul. Three."),
    ] {
        let rules = rules("en").with_rules(added).unwrap();
        let (text, sentences) = expected(marked);
        assert_eq!(rules.split(&text).collect::<Vec<_>>(), sentences, "{added}");
    }
}

#[test]
fn a_flag_is_set_by_its_name() {
    let text = "Wait for the end. then go.";
    let german = rules("de");
    assert_eq!(german.split(text).count(), 1);
    assert_eq!(german.with_rules("lower-case 3").unwrap().split(text).count(), 2);
    // The rules of the language itself are as they were.
    assert_eq!(rules("de").split(text).count(), 1);
}

#[test]
fn errors_say_what_was_expected_where() {
    for (text, message) in [
        (
            "\n  abbrev Dr.",
            "line 2, column 3: expected a directive (`abbreviation`, `final`, `name`, `numbered`, \
             `word`, `start`, `continuation`, `initials`, `ordinal-before`, `ordinal-after`, \
             `lower-case`, `white-space`, `mark`, `whole`), but found `abbrev`",
        ),
        (
            "abbreviation Dr., Mrs",
            "line 1, column 1: expected a word with its full stop, such as `No.`, after \
             `abbreviation`, but found `Mrs`",
        ),
        (
            "final # etc.",
            "line 1, column 1: expected a word with its full stop, such as `No.`, after `final`, \
             but found nothing",
        ),
        (
            "start The A",
            "line 1, column 1: expected one word between commas after `start`, but found `The A`",
        ),
        ("initials yes", "line 1, column 1: expected nothing after `initials`, but found `yes`"),
        (
            "lower-case 0",
            "line 1, column 1: expected a number of letters from 1 to 1000 after `lower-case`, but found `0`",
        ),
        (
            "white-space 9223372036854775807",
            "line 1, column 1: expected a number of letters from 1 to 1000 after `white-space`, but \
             found `9223372036854775807`",
        ),
        (
            "mark ab",
            "line 1, column 1: expected one character between commas after `mark`, but found `ab`",
        ),
        (
            "whole \"\"",
            "line 1, column 1: expected two different characters, such as `()`, after `whole`, \
             but found `\"\"`",
        ),
    ] {
        assert_eq!(rules("en").with_rules(text).unwrap_err().to_string(), message);
    }
}
