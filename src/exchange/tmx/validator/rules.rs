//! The rules, construct by construct.

use super::dtd;
use super::structure::Open;
use super::unit::Unit;
use super::values;
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::exchange::Finding;
use crate::exchange::input::xml::{Defect, Event, Tag};
use crate::exchange::tmx::reader::{At, shown};

/// Looks at the constructs of a file one after the other, and keeps what is
/// wrong with them.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// The elements that are open, outermost first.
    open: Vec<Open>,
    /// The texts of the segment that are open, by number.
    texts: Vec<usize>,
    unit: Unit,
    /// The number of the unit, and its id where it has one.
    units: u64,
    in_unit: bool,
    unit_id: Option<String>,
    /// `srclang` of the header, as written.
    source_language: Option<String>,
    /// `base` of the `ude` that is open.
    has_base: bool,
    findings: Vec<Finding>,
}

impl Rules {
    /// How many units began.
    pub(super) fn units(&self) -> u64 {
        self.units
    }

    /// What was found since this was last asked for.
    pub(super) fn take_findings(&mut self) -> std::vec::Drain<'_, Finding> {
        self.findings.drain(..)
    }

    /// Takes the next construct.
    pub(super) fn event(&mut self, event: Event<'_>, at: At<'_>) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(text, at),
            Event::Defect(defect) => self.defect(defect, at),
            Event::Eof => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: At<'_>) {
        let misplaced = self.open.last_mut().and_then(|open| open.take(tag.name()).err());
        let element = match self.open.last() {
            // What stands in an element that is none of the format has no rules.
            Some(Open { element: None, .. }) => None,
            _ => dtd::element(tag.name()),
        };
        let open = Open::new(element, at());
        if open.name() == "tu" && !self.in_unit {
            self.begin_unit(tag, at);
        }
        if let Some((code, message)) = misplaced {
            self.tell(Finding::new(code, at(), message));
        }
        if let Some(element) = open.element {
            let mut found = Vec::new();
            values::check(element, tag, at, |finding| found.push(finding));
            found.into_iter().for_each(|finding| self.tell(finding));
        }
        self.start_known(open.name(), tag, at);
        self.open.push(open);
    }

    fn begin_unit(&mut self, tag: Tag<'_>, at: At<'_>) {
        self.units += 1;
        self.in_unit = true;
        self.unit_id = tag.attribute("tuid").map(std::borrow::Cow::into_owned);
        self.unit.begin(tag, self.source_language.as_deref(), at);
    }

    /// What some elements mean to the rules that look further than themselves.
    fn start_known(&mut self, name: &'static str, tag: Tag<'_>, at: At<'_>) {
        let mut found = Vec::new();
        match name {
            "header" => {
                self.source_language = tag.attribute("srclang").map(std::borrow::Cow::into_owned);
                found.extend(segment_type_quirk(tag, at));
            }
            "ude" => self.has_base = tag.attribute("base").is_some(),
            "map" if !self.has_base && tag.attribute("code").is_some() => found.push(no_base(at)),
            "tuv" => self.unit.begin_variant(tag, at),
            "seg" => {
                self.unit.begin_segment();
                self.texts = vec![0];
            }
            "sub" => {
                let text = self.unit.begin_text();
                self.texts.push(text);
            }
            "bpt" | "ept" | "ph" | "it" | "hi" | "ut" => {
                let text = self.texts.last().copied().unwrap_or_default();
                self.unit.code(name, text, tag, at, &mut |finding| found.push(finding));
            }
            _ => {}
        }
        found.into_iter().for_each(|finding| self.tell(finding));
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if let Some(message) = open.finish() {
            self.tell(Finding::new(DiagnosticCode::MissingElement, open.position, message));
        }
        let mut found = Vec::new();
        let tell: &mut dyn FnMut(Finding) = &mut |finding| found.push(finding);
        match open.name() {
            "seg" => self.unit.end_segment(tell),
            "sub" => drop(self.texts.pop()),
            "tuv" => self.unit.end_variant(tell),
            "tu" => self.unit.end(tell),
            _ => {}
        }
        found.into_iter().for_each(|finding| self.tell(finding));
        if open.name() == "tu" && !self.open.iter().any(|open| open.name() == "tu") {
            self.in_unit = false;
        }
    }

    fn text(&mut self, text: &str, at: At<'_>) {
        let Some(element) = self.open.last().and_then(|open| open.element) else { return };
        let is_space = super::is_space(text);
        // An empty element holds nothing, white space included.
        let is_empty = element.content.is_empty() && !element.has_text;
        if element.has_text || is_space && !is_empty {
            return;
        }
        let message = format!(
            "expected no text in the `{}`, but found `{}`",
            element.name,
            shown(if is_space { text } else { text.trim() })
        );
        self.tell(Finding::new(DiagnosticCode::UnexpectedElement, at(), message));
    }

    fn defect(&mut self, defect: Defect<'_>, at: At<'_>) {
        let code = match defect {
            Defect::Character(_) => DiagnosticCode::ForbiddenCharacter,
            Defect::Reference(_) if self.in_unit => DiagnosticCode::MalformedUnit,
            Defect::Reference(_) | Defect::CdataEnd | Defect::CommentHyphens => {
                DiagnosticCode::UnexpectedElement
            }
            Defect::MissingMark | Defect::Encoding { .. } => DiagnosticCode::UnmarkedEncoding,
        };
        let mut finding = Finding::new(code, at(), defect.to_string());
        // XML takes no file with one of these.
        finding.severity = Severity::Error;
        self.tell(finding);
    }

    fn tell(&mut self, finding: Finding) {
        self.findings.push(match self.in_unit {
            true => finding.in_unit(self.units, self.unit_id.as_deref()),
            false => finding,
        });
    }
}

fn no_base(at: At<'_>) -> Finding {
    let message = "expected a `base` in the `ude` of a `map` with a `code`, but found none";
    Finding::new(DiagnosticCode::MissingAttribute, at(), message)
}

/// OmegaT splits units of other types where a project segments by sentence.
fn segment_type_quirk(tag: Tag<'_>, at: At<'_>) -> Option<Finding> {
    let found = tag.attribute("segtype")?;
    if !matches!(&*found, "paragraph" | "block") {
        return None;
    }
    let message = format!(
        "expected `segtype` to be `sentence` for OmegaT, but found `{found}`: units of several \
         sentences are not applied in projects that segment by sentence"
    );
    let mut finding = Finding::new(DiagnosticCode::InvalidAttribute, at(), message);
    finding.severity = Severity::Note;
    Some(finding)
}
