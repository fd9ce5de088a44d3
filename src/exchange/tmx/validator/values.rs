//! The attributes of an element.

use super::dtd::{Element, Value};
use crate::diagnostic::DiagnosticCode;
use crate::exchange::Finding;
use crate::exchange::input::xml::Tag;
use crate::exchange::tmx::reader::{
    At, missing, no_date, no_language, other_spelling, shown, unknown,
};
use crate::exchange::tmx::segment_type::SegmentType;
use crate::language::Language;
use crate::unit::{Date, SourceLanguage};

/// Tells what is wrong with the attributes of an element.
pub(super) fn check(element: &Element, tag: Tag<'_>, at: At<'_>, mut tell: impl FnMut(Finding)) {
    for rule in element.attributes {
        match tag.attribute(rule.name) {
            Some(value) => {
                if let Some(finding) = check_value(rule.value, rule.name, &value, at) {
                    tell(finding);
                }
            }
            None if rule.is_required => tell(missing(element.name, rule.name, at)),
            None => {}
        }
    }
    for attribute in tag.attributes() {
        let name = attribute.name();
        if !element.attributes.iter().any(|rule| rule.name == name) {
            tell(unknown(element.name, name, at));
        }
    }
}

/// What is wrong with the value of an attribute.
fn check_value(rule: Value, name: &str, value: &str, at: At<'_>) -> Option<Finding> {
    let wrong = |code, expected: &str| {
        let message = format!("expected {expected} in `{name}`, but found `{}`", shown(value));
        Some(Finding::new(code, at(), message))
    };
    let invalid = DiagnosticCode::InvalidAttribute;
    match rule {
        Value::Any => None,
        Value::Version if value == "1.4" => None,
        Value::Version => wrong(invalid, "`1.4`"),
        Value::SegmentType if value.parse::<SegmentType>().is_ok() => None,
        Value::SegmentType => wrong(invalid, "`block`, `paragraph`, `sentence` or `phrase`"),
        Value::Position if matches!(value, "begin" | "end") => None,
        Value::Position => wrong(invalid, "`begin` or `end`"),
        Value::Date if Date::from_tmx(value).is_some() => None,
        Value::Date => Some(no_date(name, value, at)),
        Value::Number if is_number(value) => None,
        Value::Number => wrong(invalid, "a number"),
        Value::SourceLanguage if value == SourceLanguage::ANY => None,
        Value::SourceLanguage | Value::Language => match value.parse::<Language>() {
            Ok(language) if language.as_str() == value => None,
            Ok(language) => Some(other_spelling(value, &language, at)),
            Err(_) => Some(no_language(value, at)),
        },
        Value::Id if !value.contains(char::is_whitespace) => None,
        Value::Id => wrong(DiagnosticCode::InvalidId, "no white space"),
        Value::Hexadecimal if is_hexadecimal(value) => None,
        Value::Hexadecimal => wrong(invalid, "a number of the form `#xF8FF`"),
    }
}

fn is_number(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_hexadecimal(value: &str) -> bool {
    let digits = value.strip_prefix("#x").unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}
