//! Rule files into rules.

use super::{Abbreviation, Rules};
use crate::error::{Error, ErrorKind};
use crate::position::Position;

/// The most letters that a directive may ask for: so many are looked for at each
/// place, whatever the text.
const MOST_LETTERS: usize = 1000;

/// What a directive makes of its values.
enum Directive {
    Abbreviation(Abbreviation),
    Words(fn(&mut Rules, &str)),
    Flag(fn(&mut Rules)),
    Number(fn(&mut Rules, usize)),
    Character(fn(&mut Rules, char)),
    Pair(fn(&mut Rules, (char, char))),
}

/// Every directive, in the order of the table in the documentation.
const DIRECTIVES: [(&str, Directive); 14] = [
    ("abbreviation", Directive::Abbreviation(Abbreviation::Never)),
    ("final", Directive::Abbreviation(Abbreviation::BeforeCapital)),
    ("name", Directive::Abbreviation(Abbreviation::BeforeStart)),
    ("numbered", Directive::Abbreviation(Abbreviation::UnlessNumber)),
    ("word", Directive::Abbreviation(Abbreviation::Word)),
    ("start", Directive::Words(|rules, word| _ = rules.starts.insert(word.into()))),
    ("continuation", Directive::Words(|rules, word| rules.continuations.push(word.into()))),
    ("initials", Directive::Flag(|rules| rules.initials = true)),
    (
        "ordinal-before",
        Directive::Words(|rules, word| _ = rules.ordinal_before.insert(word.into())),
    ),
    ("ordinal-after", Directive::Words(|rules, word| _ = rules.ordinal_after.insert(word.into()))),
    ("lower-case", Directive::Number(|rules, letters| rules.lower_case = Some(letters))),
    ("white-space", Directive::Number(|rules, letters| rules.white_space = Some(letters))),
    ("mark", Directive::Character(|rules, mark| rules.marks.push(mark))),
    ("whole", Directive::Pair(|rules, pair| rules.whole.push(pair))),
];

impl Rules {
    /// Adds the rules of a text in the form of a rule file.
    pub(crate) fn add(&mut self, text: &str) -> Result<(), Error> {
        for (index, line) in text.lines().enumerate() {
            let rule = line.split_once('#').map_or(line, |(rule, _)| rule).trim();
            if !rule.is_empty() {
                let wrong = |message| syntax_error(index + 1, line, rule, message);
                self.add_line(rule).map_err(wrong)?;
            }
        }
        Ok(())
    }

    /// Adds the rules of a line; the error names what was expected and found.
    fn add_line(&mut self, rule: &str) -> Result<(), String> {
        let (name, values) = rule.split_once(char::is_whitespace).unwrap_or((rule, ""));
        let named = DIRECTIVES.iter().find(|(directive, _)| *directive == name);
        let (_, directive) = named.ok_or_else(|| unknown_directive(name))?;
        let values = values.trim();
        if let Directive::Flag(set) = directive {
            set(self);
            return match values {
                "" => Ok(()),
                _ => Err(expected("nothing", name, values)),
            };
        }
        values
            .split(',')
            .map(str::trim)
            .try_for_each(|value| self.add_value(name, directive, value))
    }

    fn add_value(&mut self, name: &str, directive: &Directive, value: &str) -> Result<(), String> {
        let wrong = |what: &str| expected(what, name, value);
        match directive {
            Directive::Flag(set) => set(self),
            Directive::Abbreviation(kind) => {
                let has_mark = value.ends_with(['.', '!', '?']);
                if !has_mark || !value.starts_with(char::is_alphanumeric) {
                    return Err(wrong("a word with its full stop, such as `No.`,"));
                }
                self.add_abbreviation(value, *kind);
            }
            Directive::Words(add) => {
                if value.is_empty() || value.contains(char::is_whitespace) {
                    return Err(wrong("one word between commas"));
                }
                add(self, value);
            }
            Directive::Number(set) => {
                let number =
                    value.parse().ok().filter(|number| (1..=MOST_LETTERS).contains(number));
                let what = format!("a number of letters from 1 to {MOST_LETTERS}");
                set(self, number.ok_or_else(|| wrong(&what))?);
            }
            Directive::Character(add) => {
                let mut characters = value.chars();
                let only = characters.next().filter(|_| characters.next().is_none());
                add(self, only.ok_or_else(|| wrong("one character between commas"))?);
            }
            Directive::Pair(add) => {
                let mut characters = value.chars();
                let pair = characters.next().zip(characters.next());
                let pair =
                    pair.filter(|(open, close)| open != close && characters.next().is_none());
                add(self, pair.ok_or_else(|| wrong("two different characters, such as `()`,"))?);
            }
        }
        Ok(())
    }
}

fn expected(what: &str, name: &str, value: &str) -> String {
    match value {
        "" => format!("expected {what} after `{name}`, but found nothing"),
        _ => format!("expected {what} after `{name}`, but found `{value}`"),
    }
}

fn unknown_directive(found: &str) -> String {
    let known: Vec<&str> = DIRECTIVES.iter().map(|(name, _)| *name).collect();
    format!("expected a directive (`{}`), but found `{found}`", known.join("`, `"))
}

/// Makes the error about a rule, at the place where it begins in its line.
fn syntax_error(number: usize, line: &str, rule: &str, message: String) -> Error {
    let indent = &line[..line.len() - line.trim_start().len()];
    debug_assert!(line[indent.len()..].starts_with(rule));
    let position = Position { line: number, column: indent.chars().count() + 1 };
    Error::new(ErrorKind::Syntax { position, message })
}
