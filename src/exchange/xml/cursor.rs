//! The cursor that the readers of the formats share: the constructs of a file,
//! with namespaces resolved and findings kept.

use std::io::Read;

use super::{Defect, Event, Reader};
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::Error;
use crate::exchange::Finding;
use crate::exchange::fields::Expected;
use crate::exchange::finding::{Findings, FindingsMark};
use crate::exchange::input::Limits;
use crate::language::Language;
use crate::position::Position;

/// What comes next in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Start,
    End,
    Text,
    /// The file is over.
    Done,
}

/// What becomes of a defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DefectAction {
    Ignore,
    Find(DiagnosticCode, Severity),
    /// It is found, and its unit cannot be used.
    Spoil,
    /// Its unit cannot be used, and has no other finding.
    SpoilAlone,
}

/// Decides on a defect; whether a unit is open is known.
pub(crate) type DefectRule = fn(defect: Defect<'_>, in_unit: bool) -> DefectAction;

/// A cursor over a file of a format that is XML.
///
/// The namespace of an element is known by a number: that of the root is 0,
/// those of `modules` follow, and others have none.
#[derive(Debug)]
pub(crate) struct Cursor<R> {
    xml: Reader<R>,
    /// None where the format has no namespaces: names are then as written.
    modules: Option<&'static [&'static str]>,
    defect_rule: DefectRule,
    /// The root's namespace.
    core: Option<String>,
    /// Prefixes that are bound, with the depth of the element that does so.
    scopes: Vec<Scope>,
    /// The start tag that was read last.
    name: String,
    space: Option<usize>,
    /// Text that stands for a defect; empty at all else.
    replaced: String,
    pub(crate) findings: Findings,
    /// How many units began.
    pub(crate) units: u64,
    /// Whether findings are about the unit that began last, and its id.
    in_unit: bool,
    unit_id: Option<String>,
    /// The findings before the unit.
    before_unit: FindingsMark,
    /// Whether the unit cannot be used, since something in it cannot be read.
    pub(crate) is_spoilt: bool,
    /// Whether nothing is to be found: in what is passed over, or in a unit that
    /// has its one finding.
    is_silent: bool,
}

/// How many prefixes may be bound at a place: each name is looked up among them.
const MOST_SCOPES: usize = 256;

#[derive(Debug)]
struct Scope {
    depth: usize,
    prefix: String,
    uri: String,
}

impl<R: Read> Cursor<R> {
    pub(crate) fn new(inner: R, limits: Limits, modules: &'static [&'static str]) -> Self {
        let mut cursor = Self::without_namespaces(inner, limits, find_all);
        cursor.modules = Some(modules);
        cursor
    }

    /// Makes a cursor over a file whose names are all as written.
    pub(crate) fn without_namespaces(inner: R, limits: Limits, defect_rule: DefectRule) -> Self {
        Self {
            xml: Reader::new(inner, limits),
            modules: None,
            defect_rule,
            core: None,
            scopes: Vec::new(),
            name: String::new(),
            space: None,
            replaced: String::new(),
            findings: Findings::default(),
            units: 0,
            in_unit: false,
            unit_id: None,
            before_unit: FindingsMark::default(),
            is_spoilt: false,
            is_silent: false,
        }
    }

    /// Sets the limits; to be called before the first construct.
    pub(crate) fn set_limits(&mut self, limits: Limits) {
        self.xml.set_limits(limits);
    }

    /// Goes to the next construct. What XML forbids in it is a finding.
    pub(crate) fn advance(&mut self) -> Result<Step, Error> {
        loop {
            self.replaced.clear();
            self.xml.advance()?;
            match self.xml.event() {
                Event::Start => {
                    self.start();
                    return self.check_scopes().map(|()| Step::Start);
                }
                Event::End => {
                    let depth = self.xml.depth();
                    while self.scopes.pop_if(|scope| scope.depth > depth).is_some() {}
                    return Ok(Step::End);
                }
                Event::Text => return Ok(Step::Text),
                Event::Eof => return Ok(Step::Done),
                Event::Defect(_) => self.defect(),
            }
            if !self.replaced.is_empty() {
                return Ok(Step::Text);
            }
        }
    }

    fn check_scopes(&self) -> Result<(), Error> {
        if self.scopes.len() <= MOST_SCOPES {
            return Ok(());
        }
        Err(self.error(format!(
            "expected at most {MOST_SCOPES} declarations of namespaces at one place, but found \
             more; remove those that are not used"
        )))
    }

    /// Takes the name of the element that begins and what it declares.
    fn start(&mut self) {
        let Some(modules) = self.modules else {
            return self.xml.tag().name().clone_into(&mut self.name);
        };
        let depth = self.xml.depth();
        let scopes = &mut self.scopes;
        self.xml.extract_attributes(|name, value| {
            let prefix = match name.split_once(':') {
                Some(("xmlns", prefix)) => prefix,
                None if name == "xmlns" => "",
                _ => return false,
            };
            scopes.push(Scope { depth, prefix: prefix.to_owned(), uri: value.to_owned() });
            true
        });
        let name = self.xml.tag().name();
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        local.clone_into(&mut self.name);
        let uri = bound(&self.scopes, prefix);
        if depth == 1 {
            self.core = Some(uri.to_owned());
        }
        self.space = match self.core.as_deref() == Some(uri) {
            true => Some(0),
            false => modules.iter().position(|module| *module == uri).map(|at| at + 1),
        };
    }

    fn defect(&mut self) {
        let Event::Defect(defect) = self.xml.event() else { return };
        match defect {
            Defect::CdataEnd => self.replaced.push_str("]]>"),
            Defect::Foreign(_, meant) if !self.xml.is_in_tag() => {
                self.replaced.extend(meant.characters());
            }
            _ => {}
        }
        if self.is_silent {
            return;
        }
        let message = defect.to_string();
        match (self.defect_rule)(defect, self.in_unit) {
            DefectAction::Ignore => {}
            DefectAction::Find(code, severity) => self.find_as(code, severity, message),
            DefectAction::SpoilAlone => self.spoil(message),
            DefectAction::Spoil => {
                self.is_spoilt = true;
                self.find(DiagnosticCode::MalformedUnit, message);
            }
        }
    }

    /// Returns the name of the element that began, without its prefix.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Returns the name of the element that began, if it is in the root's
    /// namespace.
    pub(crate) fn core_name(&self) -> Option<&str> {
        self.name_in(0)
    }

    /// Returns the name of the element that began, if it is in the namespace of
    /// this number.
    pub(crate) fn name_in(&self, space: usize) -> Option<&str> {
        (self.space == Some(space)).then_some(self.name.as_str())
    }

    /// Returns the namespace of the root.
    pub(crate) fn core(&self) -> &str {
        self.core.as_deref().unwrap_or_default()
    }

    /// Returns the namespace that a prefix is bound to.
    pub(crate) fn namespace(&self, prefix: &str) -> &str {
        bound(&self.scopes, prefix)
    }

    /// Returns the value of an attribute of the element that began, by its name
    /// as written.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.xml.tag().attribute(name)
    }

    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.attribute(name).map(str::to_owned)
    }

    /// Returns the attributes of the element that began, without declarations of
    /// namespaces.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.xml.tag().attributes()
    }

    /// Returns the text that comes next.
    pub(crate) fn text(&self) -> &str {
        if self.replaced.is_empty() { self.xml.text() } else { &self.replaced }
    }

    /// Returns whether the text that comes next is a defect and in the findings.
    pub(crate) fn is_defect(&self) -> bool {
        !self.replaced.is_empty()
    }

    pub(crate) fn position(&self) -> Position {
        self.xml.position()
    }

    /// Returns how many elements are open, the one that began included.
    pub(crate) fn depth(&self) -> usize {
        self.xml.depth()
    }

    pub(crate) fn begin_unit(&mut self) {
        self.begin_unit_of("id");
    }

    /// Begins a unit whose id is in the attribute of a name.
    pub(crate) fn begin_unit_of(&mut self, id_attribute: &str) {
        self.xml.begin_unit();
        self.units += 1;
        self.in_unit = true;
        self.is_spoilt = false;
        self.before_unit = self.findings.mark();
        let id = self.xml.tag().attribute(id_attribute);
        match (id, &mut self.unit_id) {
            (Some(id), Some(own)) => id.clone_into(own),
            (id, own) => *own = id.map(str::to_owned),
        }
    }

    /// Ends the unit: findings are about the file as a whole again.
    pub(crate) fn end_unit(&mut self) {
        self.in_unit = false;
        self.is_silent = false;
    }

    /// Says why the unit cannot be used: that is its only finding.
    pub(crate) fn spoil(&mut self, message: impl Into<String>) {
        self.spoil_at(self.position(), message);
    }

    /// Says why the unit cannot be used, and where it is to be seen.
    pub(crate) fn spoil_at(&mut self, position: Position, message: impl Into<String>) {
        if self.is_spoilt || self.is_silent {
            return;
        }
        self.findings.retract(self.before_unit);
        let finding = Finding::new(DiagnosticCode::MalformedUnit, position, message);
        self.push(finding.with_help("the unit is left out, and the next is read"));
        self.is_spoilt = true;
        self.is_silent = true;
    }

    /// Passes over the element that began.
    pub(crate) fn skip(&mut self) -> Result<(), Error> {
        let (depth, is_spoilt) = (self.depth(), self.is_spoilt);
        while self.depth() >= depth && self.advance()? != Step::Done {}
        self.is_spoilt = is_spoilt;
        Ok(())
    }

    /// Passes over the element that began, whatever is wrong in it.
    pub(crate) fn pass_over(&mut self) -> Result<(), Error> {
        let is_silent = std::mem::replace(&mut self.is_silent, true);
        let result = self.skip();
        self.is_silent = is_silent;
        result
    }

    /// Passes over the element that began, which should not be there.
    pub(crate) fn skip_unexpected(&mut self, place: &str) -> Result<(), Error> {
        let message = format!("expected no `{}` in {place}; it is left out", self.name);
        self.find(DiagnosticCode::UnexpectedElement, message);
        self.skip()
    }

    /// Reads the text of the element that began, without elements in it.
    pub(crate) fn read_text(&mut self, place: &str) -> Result<String, Error> {
        let mut text = String::new();
        loop {
            match self.advance()? {
                Step::Text => text.push_str(self.text()),
                Step::Start => self.skip_unexpected(place)?,
                Step::End | Step::Done => return Ok(text),
            }
        }
    }

    /// Reads a language that the element that began names; one that is invalid is
    /// a finding.
    pub(crate) fn language(&mut self, name: &str) -> Option<Language> {
        let parsed = self.attribute(name)?.parse::<Language>();
        parsed.map_err(|error| self.find(DiagnosticCode::InvalidLanguage, error.to_string())).ok()
    }

    /// Reads the language of a text that the element that began names; one that is
    /// invalid is a finding, and another language than all that are known.
    pub(crate) fn language_of_text(&mut self, name: &str) -> Option<Language> {
        let is_named = !self.attribute(name)?.trim().is_empty();
        self.language(name).or_else(|| is_named.then(Language::undetermined))
    }

    /// Returns the value of an attribute that the element must have.
    pub(crate) fn required(&mut self, name: &str) -> Option<String> {
        let found = self.owned(name);
        if found.is_none() {
            let message = format!("expected an attribute `{name}` on `{}`", self.name);
            self.find(DiagnosticCode::MissingAttribute, message);
        }
        found
    }

    /// Adds a finding at the current construct.
    pub(crate) fn find(&mut self, code: DiagnosticCode, message: impl Into<String>) {
        self.find_as(code, code.severity(), message);
    }

    pub(crate) fn find_as(
        &mut self,
        code: DiagnosticCode,
        severity: Severity,
        message: impl Into<String>,
    ) {
        let mut finding = Finding::new(code, self.position(), message);
        finding.severity = severity;
        self.push(finding);
    }

    /// Adds a finding at a place that was passed.
    pub(crate) fn find_at(
        &mut self,
        position: Position,
        code: DiagnosticCode,
        message: impl Into<String>,
    ) {
        self.push(Finding::new(code, position, message));
    }

    fn push(&mut self, mut finding: Finding) {
        if self.is_silent {
            return;
        }
        if self.in_unit {
            finding = finding.in_unit(self.units, self.unit_id.as_deref());
        }
        self.findings.push(finding);
    }

    /// Adds a finding about an attribute whose value is not what it should be.
    pub(crate) fn find_value(&mut self, name: &str, value: &str, expected: &str) {
        let value = value.escape_debug();
        let message = format!("expected {expected} in `{name}`, but found `{value}`");
        self.find_as(DiagnosticCode::InvalidAttribute, Severity::Warning, message);
    }

    /// Adds a finding about a unit that says too much for each of its segments to
    /// have it.
    pub(crate) fn find_copies(&mut self) {
        let message = "expected fewer notes and properties in a unit of so many segments; only \
                       the first has them, and the id of the unit";
        self.find(DiagnosticCode::LimitReached, message);
    }

    /// Adds a finding about a named value of a unit that is not what it should
    /// be.
    pub(crate) fn find_fact(&mut self, name: &str, value: &str, expected: Expected) {
        let code = match expected {
            Expected::Date => DiagnosticCode::InvalidDate,
            _ => DiagnosticCode::InvalidAttribute,
        };
        let (expected, value) = (expected.describe(), value.escape_debug());
        let message = format!("expected {expected} in `{name}`, but found `{value}`");
        self.find_as(code, Severity::Warning, message);
    }

    /// Makes an error at the current construct, for what no reader can go on from.
    pub(crate) fn error(&self, message: impl Into<String>) -> Error {
        self.xml.syntax_error(message)
    }

    /// Goes to the next element inside the one that is open; false at its end.
    pub(crate) fn next_child(&mut self) -> Result<bool, Error> {
        loop {
            match self.advance()? {
                Step::Start => return Ok(true),
                Step::Text => {}
                Step::End | Step::Done => return Ok(false),
            }
        }
    }
}

/// Finds every defect; a reference that cannot be resolved spoils its unit.
fn find_all(defect: Defect<'_>, _in_unit: bool) -> DefectAction {
    let code = match defect {
        Defect::Reference(_) => return DefectAction::Spoil,
        Defect::Foreign(..) => {
            return DefectAction::Find(DiagnosticCode::UnexpectedElement, Severity::Warning);
        }
        Defect::Character(_) | Defect::Surrogate(_) => DiagnosticCode::ForbiddenCharacter,
        Defect::CdataEnd | Defect::CommentHyphens => DiagnosticCode::UnexpectedElement,
        Defect::MissingMark | Defect::Encoding { .. } => DiagnosticCode::UnmarkedEncoding,
    };
    DefectAction::Find(code, code.severity())
}

/// Returns the namespace that a prefix is bound to, which is empty where none is.
fn bound<'a>(scopes: &'a [Scope], prefix: &str) -> &'a str {
    scopes.iter().rev().find(|scope| scope.prefix == prefix).map_or("", |scope| scope.uri.as_str())
}
