//! Units from the objects of a memory.

use std::io::Read;

use super::elements::Elements;
use super::entry::{ACTIVE, Entry, FILE, PENDING};
use super::language::parse;
use crate::diagnostic::DiagnosticCode;
use crate::error::Error;
use crate::exchange::bilingual::{Languages, read_text, refill, set_context, set_document};
use crate::exchange::found::Found;
use crate::exchange::input::Limits;
use crate::exchange::{Finding, ReadUnits};
use crate::inline::Syntax;
use crate::language::Language;
use crate::unit::{Property, State, TranslationUnit};

/// The property that holds an entry's category, where it is not the usual one.
pub(super) const CATEGORY: &str = "x-weblate-category";

/// Reads Weblate's translation memory, in constant memory.
///
/// An entry that is no object, lacks a text or has a value of another type is
/// left out with a finding. Fields that Weblate does not know are not looked at.
/// The reader need not buffer.
///
/// # Errors
///
/// Where the file is no JSON array, after the units before that place; and where
/// an entry is longer than the limit on units.
#[derive(Debug)]
pub struct Reader<R> {
    elements: Elements<R>,
    syntax: Option<Syntax>,
    findings: Found,
    /// The number of the entry, from 1.
    number: u64,
}

impl<R: Read> Reader<R> {
    /// A reader of texts as they stand.
    pub fn new(inner: R) -> Self {
        Self {
            elements: Elements::new(inner, Limits::default().unit()),
            syntax: None,
            findings: Found::default(),
            number: 0,
        }
    }

    /// Reads the markup in the texts as inline codes.
    #[must_use]
    pub fn with_syntax(mut self, syntax: Syntax) -> Self {
        self.syntax = Some(syntax);
        self
    }

    /// Sets the limits; the one on units is for entries.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.elements.limit(limits.unit());
        self
    }

    /// Fills a unit with the entry; false where it cannot be used.
    fn fill(&mut self, unit: &mut TranslationUnit) -> bool {
        let element = self.elements.element().trim_ascii_end();
        let entry = match serde_json::from_slice::<Entry<'_>>(element) {
            Ok(entry) => entry,
            Err(cause) => {
                let message = format!("expected an entry of a memory; {}", without_place(&cause));
                let place = self.elements.start();
                let finding = Finding::new(DiagnosticCode::MalformedUnit, place, message);
                self.findings.push(finding.in_unit(self.number, None));
                return false;
            }
        };
        let mut findings = Vec::new();
        let languages = Languages {
            source: language(&entry.source_language, "source_language", &mut findings),
            target: language(&entry.target_language, "target_language", &mut findings),
        };
        refill(unit, &languages);
        fill(unit, &entry, self.syntax);
        for (code, side, text) in [
            (DiagnosticCode::EmptySource, "source", &entry.source),
            (DiagnosticCode::EmptyTarget, "target", &entry.target),
        ] {
            if text.is_empty() {
                findings.push((code, format!("expected a `{side}` that is not empty")));
            }
        }
        let place = self.elements.start();
        let is_used = !entry.source.is_empty() && !entry.target.is_empty();
        self.findings.extend(findings.into_iter().map(|(code, message)| {
            Finding::new(code, place, message).in_unit(self.number, unit.id.as_deref())
        }));
        is_used
    }
}

/// Gives a unit, whose languages are set, the rest of an entry.
fn fill(unit: &mut TranslationUnit, entry: &Entry<'_>, syntax: Option<Syntax>) {
    set_document(unit, &entry.origin);
    set_context(unit, &entry.context);
    if entry.category != FILE {
        unit.properties.push(Property::new(CATEGORY, entry.category.to_string()));
    }
    for (variant, written) in unit.variants.iter_mut().zip([&entry.source, &entry.target]) {
        read_text(&mut variant.text, written, syntax);
    }
    if let Some(target) = unit.variants.last_mut() {
        target.state = match entry.status {
            PENDING => Some(State::NeedsReview),
            ACTIVE => None,
            _ => None,
        };
    }
}

/// What is wrong, for people.
type Fault = (DiagnosticCode, String);

/// The language of a code, where there is one.
fn language(code: &str, field: &str, faults: &mut Vec<Fault>) -> Option<Language> {
    if code.is_empty() {
        let message = format!("expected a `{field}`, but found none");
        faults.push((DiagnosticCode::MissingAttribute, message));
        return None;
    }
    let language = parse(code);
    if language.is_err() {
        let message = format!("expected a language code in `{field}`, but found `{code}`");
        faults.push((DiagnosticCode::InvalidLanguage, message));
    }
    language.ok()
}

/// The message without its place, which counts from the start of the entry.
fn without_place(cause: &serde_json::Error) -> String {
    let message = cause.to_string();
    match message.rfind(" at line ") {
        Some(end) => message[..end].to_owned(),
        None => message,
    }
}

impl<R: Read> ReadUnits for Reader<R> {
    fn read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        while self.elements.advance()? {
            self.number += 1;
            if self.fill(unit) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn findings(&mut self) -> &mut Vec<Finding> {
        self.findings.all()
    }
}
