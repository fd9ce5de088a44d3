//! The header: the entry of the empty `msgid` (gettext manual, "Filling in the
//! Header Entry").

use super::string;
use crate::error::Error;
use crate::exchange::locale;
use crate::language::Language;
use crate::unit::Date;

/// What a header is written with. The fields that `msgfmt -c` asks for are there,
/// empty where nothing is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeaderSettings {
    pub(super) target: Language,
    pub(super) source: Option<Language>,
    pub(super) project: String,
    pub(super) revised: Option<Date>,
}

impl HeaderSettings {
    /// Adds the header.
    ///
    /// # Errors
    ///
    /// Where a value cannot be on a line of the header.
    pub(super) fn write(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        let one_line = |character: char| !character.is_control();
        if !self.project.chars().all(one_line) {
            let found = self.project.escape_debug();
            return Err(Error::argument(format!(
                "expected a project name of one line, but found `{found}`"
            )));
        }
        let revised = self.revised.map(revision_date).transpose()?;
        let source = self.source.as_ref().map(locale::gettext);
        let fields = [
            ("Project-Id-Version", Some(self.project.as_str())),
            ("PO-Revision-Date", Some(revised.as_deref().unwrap_or_default())),
            ("Last-Translator", Some("")),
            ("Language-Team", Some("")),
            ("Language", Some(&locale::gettext(&self.target))),
            ("MIME-Version", Some("1.0")),
            ("Content-Type", Some("text/plain; charset=UTF-8")),
            ("Content-Transfer-Encoding", Some("8bit")),
            ("X-Generator", Some(concat!("bitext ", env!("CARGO_PKG_VERSION")))),
            ("X-Source-Language", source.as_deref()),
        ];
        let known = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let text: String = known.map(|(name, value)| format!("{name}: {value}\n")).collect();
        string::write("msgid", "", out);
        string::write("msgstr", &text, out);
        Ok(())
    }
}

/// Formats a moment as the header has it: `2020-07-29 00:00+0000`.
fn revision_date(date: Date) -> Result<String, Error> {
    let text = date.to_string();
    match (text.get(..10), text.get(11..16)) {
        (Some(day), Some(time)) if text.len() == 20 => Ok(format!("{day} {time}+0000")),
        _ => Err(Error::argument(format!(
            "expected a revision date of the years 0 to 9999, but found `{date}`"
        ))),
    }
}

/// What is taken from a header that was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ParsedHeader {
    /// The locale of the translations, as written.
    pub(super) target: Option<String>,
    /// The locale of the source, as written.
    pub(super) source: Option<String>,
    /// The encoding, where it is another than UTF-8.
    pub(super) other_charset: Option<String>,
    /// The number of the plural form for one thing, from 0.
    pub(super) form_of_one: Option<usize>,
    /// How many plural forms there are.
    pub(super) forms: Option<usize>,
}

impl ParsedHeader {
    /// Reads the fields, a line each. The case of names does not matter.
    pub(super) fn parse(text: &str) -> Self {
        let field = |wanted: &str| {
            let mut fields = text.lines().filter_map(|line| line.split_once(':'));
            let found = fields.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
        };
        let charset = field("Content-Type").and_then(|value| value.split_once("charset="));
        let charset = charset.map(|(_, charset)| charset.trim());
        Self {
            target: field("Language").map(str::to_owned),
            source: field("X-Source-Language").map(str::to_owned),
            other_charset: charset.filter(|charset| !is_utf8(charset)).map(str::to_owned),
            form_of_one: field("Plural-Forms").and_then(form_of_one),
            forms: field("Plural-Forms").and_then(forms),
        }
    }
}

/// Finds the encoding that a file declares, other than UTF-8, in its first bytes:
/// on the first line of its first entry that names one.
pub(super) fn declared_charset(head: &[u8]) -> Option<&str> {
    const NAME: &[u8] = b"charset=";
    let lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let mut entry = lines.skip_while(|line| line.is_empty() || line.starts_with(b"#"));
    if !entry.next()?.starts_with(b"msgid") {
        return None;
    }
    let header = entry.take_while(|line| line.starts_with(b"\"") || line.starts_with(b"msgstr"));
    let rest = header.into_iter().find_map(|line| {
        let at = line.windows(NAME.len()).position(|text| text.eq_ignore_ascii_case(NAME))?;
        Some(line[at + NAME.len()..].trim_ascii_start())
    })?;
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_.:+".contains(byte);
    let name = std::str::from_utf8(&rest[..rest.iter().take_while(is_name).count()]).ok()?;
    (!is_utf8(name)).then_some(name)
}

/// Returns how many plural forms the field `Plural-Forms` says that there are.
fn forms(field: &str) -> Option<usize> {
    let (_, number) = field.split_once("nplurals")?;
    let number = number.trim_start().strip_prefix('=')?.trim_start();
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    number[..digits].parse().ok()
}

/// Returns whether a file of this encoding is one of UTF-8 as well; templates
/// have `CHARSET`.
fn is_utf8(charset: &str) -> bool {
    ["", "utf-8", "utf8", "us-ascii", "ascii", "charset"]
        .iter()
        .any(|name| charset.eq_ignore_ascii_case(name))
}

/// How deep an expression may nest; those of real languages reach 8.
const MAX_DEPTH: usize = 64;

/// Returns the number of the plural form for one thing, from 0; `None` where the
/// field `Plural-Forms` cannot be read.
///
/// Form 0 is not always the singular: Arabic, Welsh and Latvian have a form for
/// none before it. So the expression is worked out for `n = 1`, by recursive
/// descent, as gettext does (manual, "Plural forms"; the operators and their
/// ranks are C's):
///
/// ```text
/// field = "nplurals" "=" number ";" "plural" "=" ternary [";"]
/// ternary = binary [ "?" ternary ":" ternary ]
/// binary = unary { operator binary }        unary = { "!" } primary
/// primary = number | "n" | "(" ternary ")"
/// ```
fn form_of_one(field: &str) -> Option<usize> {
    let (_, expression) = field.split_once("plural=").or_else(|| field.split_once("plural ="))?;
    let text: Vec<u8> = expression.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let mut parser = PluralParser { rest: &text, n: 1, depth: 0 };
    let value = parser.ternary()?;
    matches!(parser.rest, [] | [b';', ..]).then(|| usize::try_from(value).ok()).flatten()
}

struct PluralParser<'t> {
    rest: &'t [u8],
    n: u64,
    depth: usize,
}

/// An operator: how it is written, its rank, what it works out.
type Operator = (&'static [u8], u8, fn(u64, u64) -> Option<u64>);

/// The binary operators, those of two characters before those that begin them.
const OPERATORS: [Operator; 13] = [
    (b"||", 1, |a, b| Some(u64::from(a != 0 || b != 0))),
    (b"&&", 2, |a, b| Some(u64::from(a != 0 && b != 0))),
    (b"==", 3, |a, b| Some(u64::from(a == b))),
    (b"!=", 3, |a, b| Some(u64::from(a != b))),
    (b"<=", 4, |a, b| Some(u64::from(a <= b))),
    (b">=", 4, |a, b| Some(u64::from(a >= b))),
    (b"<", 4, |a, b| Some(u64::from(a < b))),
    (b">", 4, |a, b| Some(u64::from(a > b))),
    (b"+", 5, |a, b| Some(a.wrapping_add(b))),
    (b"-", 5, |a, b| Some(a.wrapping_sub(b))),
    (b"*", 6, |a, b| Some(a.wrapping_mul(b))),
    (b"/", 6, u64::checked_div),
    (b"%", 6, u64::checked_rem),
];

impl PluralParser<'_> {
    /// Reads a token; `None` where something else comes.
    fn take(&mut self, token: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    fn ternary(&mut self) -> Option<u64> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let mut value = self.binary(0)?;
        if self.take(b"?").is_some() {
            let yes = self.ternary()?;
            self.take(b":")?;
            let no = self.ternary()?;
            value = if value != 0 { yes } else { no };
        }
        self.depth -= 1;
        Some(value)
    }

    /// Works out operators above a rank, those of one rank from the left.
    fn binary(&mut self, rank: u8) -> Option<u64> {
        let mut value = self.unary()?;
        while let Some((token, own, work)) =
            OPERATORS.iter().find(|(token, ..)| self.rest.starts_with(token))
            && *own > rank
        {
            self.take(token)?;
            value = work(value, self.binary(*own)?)?;
        }
        Some(value)
    }

    fn unary(&mut self) -> Option<u64> {
        let mut not = 0;
        while !self.rest.starts_with(b"!=") && self.take(b"!").is_some() {
            not += 1;
        }
        let value = self.primary()?;
        match not {
            0 => Some(value),
            _ => Some(u64::from((value != 0) == (not % 2 == 0))),
        }
    }

    fn primary(&mut self) -> Option<u64> {
        if self.take(b"(").is_some() {
            let value = self.ternary()?;
            self.take(b")")?;
            return Some(value);
        }
        if self.take(b"n").is_some() {
            return Some(self.n);
        }
        let digits = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        std::str::from_utf8(number).ok()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn settings() -> HeaderSettings {
        HeaderSettings {
            target: "zh-CN".parse().unwrap(),
            source: Some(Language::en_us()),
            project: "docs".to_owned(),
            revised: Date::from_month_day_year("07/29/2020"),
        }
    }

    #[test]
    fn all_fields() {
        let mut out = Vec::new();
        settings().write(&mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap().replace(env!("CARGO_PKG_VERSION"), "VERSION"), @r#"
        msgid ""
        msgstr ""
        "Project-Id-Version: docs\n"
        "PO-Revision-Date: 2020-07-29 00:00+0000\n"
        "Last-Translator: \n"
        "Language-Team: \n"
        "Language: zh_CN\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=UTF-8\n"
        "Content-Transfer-Encoding: 8bit\n"
        "X-Generator: bitext VERSION\n"
        "X-Source-Language: en_US\n"
        "#);
    }

    #[test]
    fn what_cannot_be_settings() {
        let project = HeaderSettings { project: "a\nb".to_owned(), ..settings() };
        assert!(project.write(&mut Vec::new()).unwrap_err().to_string().contains("a\\nb"));
        let revised = Date::from_unix_seconds(-99_999_999_999);
        assert!(HeaderSettings { revised, ..settings() }.write(&mut Vec::new()).is_err());
    }

    #[test]
    fn what_is_read() {
        let text = "Language: de_DE\nx-source-language: en\nContent-Type: text/plain; charset=\
                    ISO-8859-1\nPlural-Forms: nplurals=2; plural=n!=1;\nno field\n";
        assert_eq!(
            ParsedHeader::parse(text),
            ParsedHeader {
                target: Some("de_DE".into()),
                source: Some("en".into()),
                other_charset: Some("ISO-8859-1".into()),
                form_of_one: Some(0),
                forms: Some(2),
            }
        );
        for charset in ["UTF-8", "utf8", "CHARSET", "us-ascii", ""] {
            let text = format!("Language: \nContent-Type: text/plain; charset={charset}\n");
            assert_eq!(ParsedHeader::parse(&text), ParsedHeader::default(), "{charset}");
        }
    }

    #[test]
    fn the_encoding_that_a_file_declares() {
        for (head, charset) in [
            (
                "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=CP1251\\n\"",
                Some("CP1251"),
            ),
            (
                "# a\n\nmsgid \"\"\r\nmsgstr \"Language: de\\nContent-Type: a; charset=ISO-8859-2\\n\"",
                Some("ISO-8859-2"),
            ),
            (
                "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain;\"\n\" charset=koi8-r\\n\"",
                Some("koi8-r"),
            ),
            ("msgid \"\"\nmsgstr \"\"\n\"Content-Type: a; charset= koi8-r\\n\"", Some("koi8-r")),
            ("msgid \"\"\nmsgstr \"charset=UTF-8\\n\"", None),
            ("msgid \"\"\nmsgstr \"charset=CHARSET\\n\"", None),
            ("# charset=koi8-r\nmsgid \"\"\nmsgstr \"\"", None),
            ("msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"charset=koi8-r\"", None),
            ("charset=koi8-r", None),
            ("", None),
        ] {
            assert_eq!(declared_charset(head.as_bytes()), charset, "{head}");
        }
    }

    #[test]
    fn forms_of_real_languages() {
        for (field, form) in [
            ("nplurals=1; plural=0;", Some(0)),
            ("nplurals=2; plural=(n != 1);", Some(0)),
            ("nplurals=2; plural=n>1", Some(0)),
            // Polish.
            (
                "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
                Some(0),
            ),
            // Arabic.
            (
                "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
                Some(1),
            ),
            // Latvian.
            (
                "nplurals=3; plural = (n % 10 == 0 || n % 100 >= 11 && n % 100 <= 19) ? 0 : ((n % 10 == 1 && n % 100 != 11) ? 1 : 2);",
                Some(1),
            ),
            // Slovenian, as gettext's manual has it.
            (
                "nplurals=4; plural=n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3;",
                Some(0),
            ),
            ("nplurals=2; plural=!(n-1)+7*2/3-1;", Some(4)),
            ("nplurals=INTEGER; plural=EXPRESSION;", None),
            ("nplurals=2; plural=1/0;", None),
            ("nplurals=2; plural=(n;", None),
            ("nplurals=2; plural=n n;", None),
            ("", None),
        ] {
            assert_eq!(form_of_one(field), form, "{field}");
        }
    }

    #[test]
    fn deep_expressions_are_refused() {
        assert_eq!(form_of_one(&format!("plural={}n", "(".repeat(100_000))), None);
        assert_eq!(form_of_one(&format!("plural={}n", "n?".repeat(100_000))), None);
        assert_eq!(form_of_one(&format!("plural={}n", "!".repeat(100_000))), Some(1));
        assert_eq!(form_of_one(&format!("plural={}n", "n+".repeat(100_000))), Some(100_001));
    }

    proptest! {
        #[test]
        fn any_expression_ends(expression in "plural=[n0-9!=<>&|?:()+*/% -]{0,40}") {
            form_of_one(&expression);
        }
    }
}
