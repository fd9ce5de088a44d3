//! The diagnostics about annotated elements.

use super::elements::{Defect, Element, Role};
use crate::diagnostic::{Diagnostic, DiagnosticCode, Severity};
use crate::document::encoding::invalid_pair;

/// Collects what is found about the elements of a page.
pub(super) struct Findings<'a> {
    bytes: &'a [u8],
    elements: &'a [Element],
    found: Vec<Diagnostic>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(bytes: &'a [u8], elements: &'a [Element]) -> Self {
        Self { bytes, elements, found: Vec::new() }
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.found
    }

    /// An element whose other side is nowhere, or damaged.
    pub(super) fn orphan(&mut self, number: usize, found: &str) {
        if self.defect(number) {
            return;
        }
        let (code, other) = match self.elements[number].role {
            Role::Target => (DiagnosticCode::OrphanTarget, "source"),
            _ => (DiagnosticCode::OrphanSource, "target"),
        };
        let message = format!("expected a {other} for {}, but found {found}", self.name(number));
        self.push(code, number, message);
    }

    /// An element whose id stands on both sides, but not as often or not in turn.
    pub(super) fn out_of_turn(&mut self, number: usize) {
        if self.defect(number) {
            return;
        }
        let message = format!(
            "expected target and source of one id in turn, but found {} out of turn or one too many",
            self.name(number)
        );
        let mut diagnostic = self.about(DiagnosticCode::RepeatedId, number, message);
        diagnostic.severity = Severity::Error;
        self.found.push(diagnostic.with_help("no element of this id is paired; use an id once"));
    }

    /// What is wrong with an element by itself; whether anything is.
    pub(super) fn defect(&mut self, number: usize) -> bool {
        let name = self.name(number);
        let (code, message) = match self.elements[number].defect {
            None => return false,
            Some(Defect::Malformed(message)) => {
                (DiagnosticCode::MalformedMarker, message.to_owned())
            }
            Some(Defect::QuoteDamage) => (
                DiagnosticCode::UnrepairedQuoteDamage,
                format!("expected quotes around the id, but found them escaped in {name}"),
            ),
            Some(Defect::MissingCloser) => (
                DiagnosticCode::MissingCloser,
                format!("expected an end tag for {name} before the element around it ends"),
            ),
            Some(Defect::Nested(inner)) => (
                DiagnosticCode::NestedAnnotation,
                format!("expected text in {name}, but found {} inside", self.name(inner)),
            ),
            Some(Defect::InvalidUtf8) => {
                let range = self.elements[number].range();
                self.found.push(invalid_pair(self.bytes, range, &name));
                return true;
            }
        };
        self.push(code, number, message);
        true
    }

    /// A lookup wrapper without a source.
    pub(super) fn orphan_lookup(&mut self, number: usize) {
        let message = "expected a source in the lookup element, but found none".to_owned();
        self.push(DiagnosticCode::OrphanLookup, number, message);
    }

    /// A lookup wrapper with a source, but without an end.
    pub(super) fn open_lookup(&mut self, number: usize) {
        let message = "expected an end tag for the lookup element, but found none".to_owned();
        self.push(DiagnosticCode::MissingCloser, number, message);
    }

    fn push(&mut self, code: DiagnosticCode, number: usize, message: String) {
        let diagnostic = self.about(code, number, message);
        self.found.push(diagnostic);
    }

    fn about(&self, code: DiagnosticCode, number: usize, message: String) -> Diagnostic {
        Diagnostic::new(code, self.elements[number].open.clone(), message)
    }

    /// An element by its side and id, such as ``target `74dd5-101` ``.
    fn name(&self, number: usize) -> String {
        const LONGEST: usize = 40;
        let element = &self.elements[number];
        let side = match element.role {
            Role::Target => "target",
            Role::Source => "source",
            Role::Lookup => return "the lookup element".to_owned(),
        };
        let id = &self.bytes[element.id.clone()];
        let shown = String::from_utf8_lossy(&id[..id.len().min(LONGEST)]);
        let cut = if id.len() > LONGEST { "…" } else { "" };
        format!("{side} `{shown}{cut}`")
    }
}
