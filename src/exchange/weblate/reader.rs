//! Units from the objects of a memory.

use std::borrow::Cow;
use std::io::Read;

use serde::Deserialize;

use super::elements::Elements;
use crate::diagnostic::DiagnosticCode;
use crate::error::Error;
use crate::exchange::bilingual::{
    Languages, path_of_id, read_text, refill, set_context, set_document,
};
use crate::exchange::finding::Findings;
use crate::exchange::{Finding, Limits, ReadUnits, json};
use crate::inline::Syntax;
use crate::language::Language;
use crate::unit::{Property, State, TranslationUnit};

/// The property that holds an entry's category, where it is not the usual one.
pub(super) const CATEGORY: &str = "x-weblate-category";

/// The property that holds an entry's origin, where its context names the document.
const ORIGIN: &str = "x-weblate-origin";

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
    findings: Findings,
    /// The number of the entry, from 1.
    number: u64,
}

impl<R: Read> Reader<R> {
    /// A reader of texts as they are.
    pub fn new(inner: R) -> Self {
        Self {
            elements: Elements::new(inner, Limits::default().unit()),
            syntax: None,
            findings: Findings::default(),
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
        self.elements.set_longest(limits.unit());
        self
    }

    /// Makes `unit` the entry; returns false where it cannot be used.
    fn take_entry(&mut self, unit: &mut TranslationUnit) -> bool {
        let start = self.elements.start();
        let entry: Entry<'_> = match serde_json::from_slice(self.elements.element()) {
            Ok(entry) => entry,
            Err(cause) => {
                let message =
                    format!("expected an entry of a memory; {}", json::message_of(&cause));
                let finding = Finding::new(DiagnosticCode::MalformedUnit, start, message);
                self.findings.push(finding.in_unit(self.number, None));
                return false;
            }
        };
        let mut faults = Vec::new();
        let languages = Languages {
            source: language(&entry.source_language, "source_language", &mut faults),
            target: language(&entry.target_language, "target_language", &mut faults),
        };
        refill(unit, &languages);
        entry.fill(unit, self.syntax);
        faults.extend(entry.empty_texts());
        self.findings.extend(faults.into_iter().map(|(code, message)| {
            Finding::new(code, start, message).in_unit(self.number, unit.id.as_deref())
        }));
        !entry.source.is_empty() && !entry.target.is_empty()
    }
}

/// An object of a memory: its fields (`weblate-memory.schema.json`). `category` and `origin`
/// need not be there, so that files that others made are read; `context` and
/// `status` are newer than the others.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object")]
struct Entry<'a> {
    #[serde(borrow)]
    source: Cow<'a, str>,
    #[serde(borrow)]
    target: Cow<'a, str>,
    #[serde(default)]
    source_language: String,
    #[serde(default)]
    target_language: String,
    #[serde(default, borrow)]
    origin: Cow<'a, str>,
    #[serde(default, borrow)]
    context: Cow<'a, str>,
    #[serde(default = "file")]
    category: u64,
    #[serde(default = "active")]
    status: i64,
}

/// The category of entries that come from a file.
pub(super) const FILE: u64 = 1;
/// The status of an entry that waits for a review.
pub(super) const PENDING: i64 = 0;
/// The status of an entry that is used.
pub(super) const ACTIVE: i64 = 1;

fn file() -> u64 {
    FILE
}

fn active() -> i64 {
    ACTIVE
}

/// What is wrong in an entry, for people.
type Fault = (DiagnosticCode, String);

impl Entry<'_> {
    /// Gives a unit, whose languages are set, the rest of the entry.
    fn fill(&self, unit: &mut TranslationUnit, syntax: Option<Syntax>) {
        // Weblate puts the name of an uploaded file in the place of the origin.
        let path = path_of_id(&self.context).filter(|path| *path != self.origin);
        set_document(unit, path.as_deref().unwrap_or(&self.origin));
        set_context(unit, &self.context);
        if path.is_some() && !self.origin.is_empty() {
            unit.properties.push(Property::new(ORIGIN, &*self.origin));
        }
        if self.category != FILE {
            unit.properties.push(Property::new(CATEGORY, self.category.to_string()));
        }
        for (variant, text) in unit.variants.iter_mut().zip([&self.source, &self.target]) {
            read_text(&mut variant.text, text, syntax);
        }
        if let Some(target) = unit.variants.last_mut() {
            target.state = (self.status == PENDING).then_some(State::NeedsReview);
        }
    }

    fn empty_texts(&self) -> impl Iterator<Item = Fault> {
        let sides = [
            (DiagnosticCode::EmptySource, "source", &self.source),
            (DiagnosticCode::EmptyTarget, "target", &self.target),
        ];
        let empty = sides.into_iter().filter(|(.., text)| text.is_empty());
        empty.map(|(code, side, _)| (code, format!("expected a `{side}` that is not empty")))
    }
}

/// Returns the language of a code, where there is one.
fn language(code: &str, field: &str, faults: &mut Vec<Fault>) -> Option<Language> {
    if code.is_empty() {
        let message = format!("expected a `{field}`, but found none");
        faults.push((DiagnosticCode::MissingAttribute, message));
        return None;
    }
    let language = code.parse::<Language>();
    if language.is_err() {
        let message = format!("expected a language code in `{field}`, but found `{code}`");
        faults.push((DiagnosticCode::InvalidLanguage, message));
    }
    Some(language.unwrap_or_else(|_| Language::undetermined()))
}

impl<R: Read> ReadUnits for Reader<R> {
    fn read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        while self.elements.advance()? {
            self.number += 1;
            if self.take_entry(unit) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn findings(&mut self) -> &mut Vec<Finding> {
        self.findings.all()
    }
}
