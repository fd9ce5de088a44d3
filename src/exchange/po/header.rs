//! The header: the entry of the empty `msgid` (gettext manual, "Filling in the
//! Header Entry").

use super::plural::form_of_one;
use super::quoted;
use crate::error::Error;
use crate::exchange::locale;
use crate::language::Language;
use crate::unit::Date;

/// What a written header says. The fields that `msgfmt -c` asks for are there,
/// empty where nothing is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) target: Language,
    pub(super) source: Option<Language>,
    pub(super) project: String,
    pub(super) revised: Option<Date>,
}

impl Written {
    /// # Errors
    ///
    /// Where a value cannot stand on a line of the header.
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
        quoted::write("msgid", "", out);
        quoted::write("msgstr", &text, out);
        Ok(())
    }
}

/// A moment in the form of the header: `2020-07-29 00:00+0000`.
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
pub(super) struct Read {
    /// The locale of the translations, as written.
    pub(super) target: Option<String>,
    /// The locale of the source, as written.
    pub(super) source: Option<String>,
    /// The encoding, where it is another than the file is read in.
    pub(super) other_charset: Option<String>,
    /// Which form of a plural stands for one thing.
    pub(super) form_of_one: Option<usize>,
}

impl Read {
    /// Reads the fields, a line each. Names are told apart without case.
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
        }
    }
}

/// Whether a file of this encoding is one of UTF-8 as well; `CHARSET` stands in
/// templates.
fn is_utf8(charset: &str) -> bool {
    ["", "utf-8", "utf8", "us-ascii", "ascii", "charset"]
        .iter()
        .any(|name| charset.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Written {
        Written {
            target: "zh-CN".parse().unwrap(),
            source: Some(Language::en_us()),
            project: "docs".to_owned(),
            revised: Date::from_month_day_year("07/29/2020"),
        }
    }

    #[test]
    fn all_fields() {
        let mut out = Vec::new();
        written().write(&mut out).unwrap();
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
    fn what_cannot_be_written() {
        let project = Written { project: "a\nb".to_owned(), ..written() };
        assert!(project.write(&mut Vec::new()).unwrap_err().to_string().contains("a\\nb"));
        let revised = Date::from_unix_seconds(-99_999_999_999);
        assert!(Written { revised, ..written() }.write(&mut Vec::new()).is_err());
    }

    #[test]
    fn what_is_read() {
        let text = "Language: de_DE\nx-source-language: en\nContent-Type: text/plain; charset=\
                    ISO-8859-1\nPlural-Forms: nplurals=2; plural=n!=1;\nno field\n";
        assert_eq!(
            Read::parse(text),
            Read {
                target: Some("de_DE".into()),
                source: Some("en".into()),
                other_charset: Some("ISO-8859-1".into()),
                form_of_one: Some(0),
            }
        );
        for charset in ["UTF-8", "utf8", "CHARSET", "us-ascii", ""] {
            let text = format!("Language: \nContent-Type: text/plain; charset={charset}\n");
            assert_eq!(Read::parse(&text), Read::default(), "{charset}");
        }
    }
}
