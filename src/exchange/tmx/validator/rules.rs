//! The rules, construct by construct.

use std::io::Read;

use super::dtd::{self, Element, OpenElement, Value};
use super::unit::UnitRules;
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::exchange::tmx::header::SegmentType;
use crate::exchange::tmx::messages::{
    is_space, missing, no_date, no_language, other_spelling, shown, unknown,
};
use crate::exchange::xml::cursor::Cursor;
use crate::language::Language;
use crate::unit::{Date, SourceLanguage};

/// Looks at the constructs of a file one after the other; what is wrong with
/// them goes to the findings.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// The elements that are open, outermost first.
    open: Vec<OpenElement>,
    /// The texts of the segment that are open, by number.
    texts: Vec<usize>,
    unit: UnitRules,
    in_unit: bool,
    /// `srclang` of the header, as written.
    source_language: Option<String>,
    /// Whether the `ude` that is open has a `base`.
    has_base: bool,
}

impl Rules {
    pub(super) fn start<R: Read>(&mut self, cursor: &mut Cursor<R>) {
        let misplaced = self.open.last_mut().and_then(|open| open.take(cursor.name()).err());
        let element = match self.open.last() {
            // What stands in an element that the format does not know has no rules.
            Some(OpenElement { element: None, .. }) => None,
            _ => dtd::element(cursor.name()),
        };
        let open = OpenElement::new(element, cursor.position());
        if open.name() == "tu" && !self.in_unit {
            self.in_unit = true;
            cursor.begin_unit_of("tuid");
            self.unit = UnitRules::new(cursor, self.source_language.as_deref());
        }
        if let Some((code, message)) = misplaced {
            cursor.find(code, message);
        }
        if let Some(element) = open.element {
            check_attributes(element, cursor);
        }
        self.start_known(open.name(), cursor);
        self.open.push(open);
    }

    /// Takes what some elements mean to the rules that look further than
    /// themselves.
    fn start_known<R: Read>(&mut self, name: &'static str, cursor: &mut Cursor<R>) {
        match name {
            "header" => {
                self.source_language = cursor.owned("srclang");
                find_segment_type_quirk(cursor);
            }
            "ude" => self.has_base = cursor.attribute("base").is_some(),
            "map" if !self.has_base && cursor.attribute("code").is_some() => {
                let message =
                    "expected a `base` in the `ude` of a `map` with a `code`, but found none";
                cursor.find(DiagnosticCode::MissingAttribute, message);
            }
            "tuv" => self.unit.begin_variant(cursor),
            "seg" => {
                self.unit.begin_segment();
                self.texts = vec![0];
            }
            "sub" => self.texts.push(self.unit.begin_text()),
            "bpt" | "ept" | "ph" | "it" | "hi" | "ut" => {
                let text = self.texts.last().copied().unwrap_or_default();
                self.unit.code(name, text, cursor);
            }
            _ => {}
        }
    }

    pub(super) fn end<R: Read>(&mut self, cursor: &mut Cursor<R>) {
        let Some(open) = self.open.pop() else { return };
        if let Some(message) = open.finish() {
            cursor.find_at(open.position, DiagnosticCode::MissingElement, message);
        }
        match open.name() {
            "seg" => self.unit.end_segment(cursor),
            "sub" => drop(self.texts.pop()),
            "tuv" => self.unit.end_variant(cursor),
            "tu" => {
                self.unit.end(cursor);
                self.in_unit = self.open.iter().any(|open| open.name() == "tu");
                if !self.in_unit {
                    cursor.end_unit();
                }
            }
            _ => {}
        }
    }

    pub(super) fn text<R: Read>(&mut self, cursor: &mut Cursor<R>) {
        let Some(element) = self.open.last().and_then(|open| open.element) else { return };
        let text = cursor.text();
        // An empty element holds nothing, white space included.
        let is_empty = element.content.is_empty() && !element.has_text;
        let is_space = is_space(text);
        if element.has_text || is_space && !is_empty || cursor.is_defect() {
            return;
        }
        let found = shown(if is_space { text } else { text.trim() });
        let message = format!("expected no text in the `{}`, but found `{found}`", element.name);
        cursor.find(DiagnosticCode::UnexpectedElement, message);
    }
}

/// Holds the attributes of the element that began to its rules.
fn check_attributes<R: Read>(element: &Element, cursor: &mut Cursor<R>) {
    let mut found = Vec::new();
    for rule in element.attributes {
        match cursor.attribute(rule.name) {
            Some(value) => found.extend(check_value(rule.value, rule.name, value).err()),
            None if rule.is_required => {
                found.push((DiagnosticCode::MissingAttribute, missing(element.name, rule.name)));
            }
            None => {}
        }
    }
    for (name, _) in cursor.attributes() {
        if !element.attributes.iter().any(|rule| rule.name == name) {
            found.push((DiagnosticCode::InvalidAttribute, unknown(element.name, name)));
        }
    }
    found.into_iter().for_each(|(code, message)| cursor.find(code, message));
}

/// Holds the value of an attribute to a rule.
fn check_value(rule: Value, name: &str, value: &str) -> Result<(), (DiagnosticCode, String)> {
    let (is_valid, expected) = match rule {
        Value::Any => (true, ""),
        Value::Version => (value == "1.4", "`1.4`"),
        Value::SegmentType => {
            let is_valid = value.parse::<SegmentType>().is_ok();
            (is_valid, "`block`, `paragraph`, `sentence` or `phrase`")
        }
        Value::Position => (matches!(value, "begin" | "end"), "`begin` or `end`"),
        Value::Number => (is_number(value), "a number"),
        Value::Hexadecimal => (is_hexadecimal(value), "a number of the form `#xF8FF`"),
        Value::Id => (!value.contains(char::is_whitespace), "no white space"),
        Value::Date if Date::from_tmx(value).is_some() => (true, ""),
        Value::Date => return Err((DiagnosticCode::InvalidDate, no_date(name, value))),
        Value::SourceLanguage if value == SourceLanguage::ANY => (true, ""),
        Value::SourceLanguage | Value::Language => return check_language(value),
    };
    let code = match rule {
        Value::Id => DiagnosticCode::InvalidId,
        _ => DiagnosticCode::InvalidAttribute,
    };
    match is_valid {
        true => Ok(()),
        false => {
            Err((code, format!("expected {expected} in `{name}`, but found `{}`", shown(value))))
        }
    }
}

fn check_language(value: &str) -> Result<(), (DiagnosticCode, String)> {
    let message = match value.parse::<Language>() {
        Ok(language) if language.as_str() == value => return Ok(()),
        Ok(language) => other_spelling(value, &language),
        Err(_) => no_language(value),
    };
    Err((DiagnosticCode::InvalidLanguage, message))
}

fn is_number(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_hexadecimal(value: &str) -> bool {
    let digits = value.strip_prefix("#x").unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// OmegaT splits units of other types where a project segments by sentence.
fn find_segment_type_quirk<R: Read>(cursor: &mut Cursor<R>) {
    let found = cursor.attribute("segtype").unwrap_or_default();
    if matches!(found, "paragraph" | "block") {
        let message = format!(
            "expected `segtype` to be `sentence` for OmegaT, but found `{found}`: units of several \
             sentences are not applied in projects that segment by sentence"
        );
        cursor.find_as(DiagnosticCode::InvalidAttribute, Severity::Note, message);
    }
}
