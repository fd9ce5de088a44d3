use super::{expected, rules};

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
