//! The attributes that say of a unit, a variant or the file who made it, when
//! and how.

use super::languages::Languages;
use super::refill::refilled;
use super::report::{At, shown};
use crate::diagnostic::DiagnosticCode;
use crate::exchange::Finding;
use crate::exchange::input::xml::Tag;
use crate::language::Language;
use crate::unit::{Date, History};

/// Reads the dates, people and counts of an element.
#[derive(Debug, Default)]
pub(super) struct HistoryReader {
    history: History,
    /// The one before, for its memory.
    before: History,
}

impl HistoryReader {
    /// Reads into the memory of another history.
    pub(super) fn new(before: History) -> Self {
        Self { history: History::default(), before }
    }

    pub(super) fn into_history(self) -> History {
        self.history
    }

    /// Takes an attribute; says whether it is one of a history.
    pub(super) fn take(
        &mut self,
        name: &str,
        value: &str,
        at: At<'_>,
        findings: &mut Vec<Finding>,
    ) -> bool {
        let history = &mut self.history;
        match name {
            "creationdate" => history.created = date(name, value, at, findings),
            "changedate" => history.changed = date(name, value, at, findings),
            "lastusagedate" => history.last_used = date(name, value, at, findings),
            "creationid" => history.created_by = refilled(&mut self.before.created_by, value),
            "changeid" => history.changed_by = refilled(&mut self.before.changed_by, value),
            "usagecount" => {
                history.usage_count = value.parse().ok();
                if history.usage_count.is_none() {
                    findings.push(no_count(value, at));
                }
            }
            _ => return false,
        }
        true
    }
}

/// The date that a value says, where it is one.
pub(super) fn date(
    name: &str,
    value: &str,
    at: At<'_>,
    findings: &mut Vec<Finding>,
) -> Option<Date> {
    let date = Date::from_tmx(value);
    if date.is_none() {
        findings.push(no_date(name, value, at));
    }
    date
}

/// The finding about a date of another form.
pub(crate) fn no_date(name: &str, value: &str, at: At<'_>) -> Finding {
    let message = format!(
        "expected a date such as `20021116T012345Z` in `{name}`, but found `{}`",
        shown(value)
    );
    Finding::new(DiagnosticCode::InvalidDate, at(), message)
}

fn no_count(value: &str, at: At<'_>) -> Finding {
    let message = format!(
        "expected a number from 0 to {} in `usagecount`, but found `{}`",
        u32::MAX,
        shown(value)
    );
    Finding::new(DiagnosticCode::InvalidAttribute, at(), message)
}

/// The finding about an attribute that an element does not have.
pub(crate) fn unknown(element: &str, name: &str, at: At<'_>) -> Finding {
    let message = format!("expected no attribute `{}` in `{element}`", shown(name));
    Finding::new(DiagnosticCode::InvalidAttribute, at(), message)
}

/// The finding about an attribute that an element must have.
pub(crate) fn missing(element: &str, name: &str, at: At<'_>) -> Finding {
    let message = format!("expected an attribute `{name}` in `{element}`, but found none");
    Finding::new(DiagnosticCode::MissingAttribute, at(), message)
}

/// What a `note` and a `prop` say of themselves.
pub(super) struct Said<'a> {
    pub(super) name: Option<std::borrow::Cow<'a, str>>,
    pub(super) language: Option<Language>,
    pub(super) encoding: Option<std::borrow::Cow<'a, str>>,
}

impl<'a> Said<'a> {
    /// Reads the attributes; `lang` is the older name of `xml:lang`.
    pub(super) fn read(
        tag: Tag<'a>,
        languages: &mut Languages,
        at: At<'_>,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let mut said = Said { name: None, language: None, encoding: None };
        let mut older = None;
        for attribute in tag.attributes() {
            match attribute.name() {
                "type" if tag.name() == "prop" => said.name = Some(attribute.value()),
                "o-encoding" => said.encoding = Some(attribute.value()),
                "xml:lang" => {
                    said.language = languages.read(&attribute.value(), at, findings);
                }
                "lang" => older = Some(attribute.value()),
                name => findings.push(unknown(tag.name(), name, at)),
            }
        }
        if let (None, Some(tag)) = (&said.language, older) {
            said.language = languages.read(&tag, at, findings);
        }
        said
    }
}
