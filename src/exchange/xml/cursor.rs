//! The constructs of an XLIFF file, with namespaces resolved and findings kept.

use std::io::Read;

use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::Error;
use crate::exchange::Finding;
use crate::exchange::fields::Expected;
use crate::exchange::found::Found;
use crate::exchange::input::Limits;
use crate::exchange::input::xml::{self, Defect, Event};
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

/// A cursor over an XLIFF file.
///
/// The namespace of an element is known by a number: that of the root is 0,
/// those of `modules` follow, and others have none.
#[derive(Debug)]
pub(crate) struct Cursor<R> {
    xml: xml::Reader<R>,
    modules: &'static [&'static str],
    /// The root's namespace.
    core: Option<String>,
    /// Prefixes that are bound, with the depth of the element that does so.
    scopes: Vec<Scope>,
    /// The start tag that was read last.
    name: String,
    space: Option<usize>,
    attributes: Vec<(String, String)>,
    /// Text that is not in the file as it is.
    replaced: Option<String>,
    pub(crate) findings: Found,
    /// The unit that findings are about: its number from 1, and its id.
    pub(crate) unit: Option<(u64, Option<String>)>,
    /// Whether the unit cannot be used, since something in it cannot be read.
    pub(crate) is_spoilt: bool,
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
        Self {
            xml: xml::Reader::new(inner, limits),
            modules,
            core: None,
            scopes: Vec::new(),
            name: String::new(),
            space: None,
            attributes: Vec::new(),
            replaced: None,
            findings: Found::default(),
            unit: None,
            is_spoilt: false,
        }
    }

    /// Goes to the next construct. What XML forbids in it is a finding.
    pub(crate) fn advance(&mut self) -> Result<Step, Error> {
        loop {
            self.replaced = None;
            self.xml.advance()?;
            match self.xml.event() {
                Event::Start(_) => {
                    self.start();
                    return match self.scopes.len() > MOST_SCOPES {
                        true => Err(self.error("expected fewer declarations of namespaces")),
                        false => Ok(Step::Start),
                    };
                }
                Event::End(_) => {
                    let depth = self.xml.depth();
                    while self.scopes.pop_if(|scope| scope.depth > depth).is_some() {}
                    return Ok(Step::End);
                }
                Event::Text(_) => return Ok(Step::Text),
                Event::Eof => return Ok(Step::Done),
                Event::Defect(_) => self.defect(),
            }
            if self.replaced.is_some() {
                return Ok(Step::Text);
            }
        }
    }

    fn start(&mut self) {
        let Event::Start(tag) = self.xml.event() else { return };
        let depth = self.xml.depth();
        self.attributes.clear();
        for attribute in tag.attributes() {
            let value = attribute.value().into_owned();
            let prefix = match attribute.name().split_once(':') {
                Some(("xmlns", prefix)) => Some(prefix),
                None if attribute.name() == "xmlns" => Some(""),
                _ => None,
            };
            match prefix {
                Some(prefix) => {
                    self.scopes.push(Scope { depth, prefix: prefix.to_owned(), uri: value });
                }
                None => self.attributes.push((attribute.name().to_owned(), value)),
            }
        }
        let (prefix, local) = tag.name().split_once(':').unwrap_or(("", tag.name()));
        local.clone_into(&mut self.name);
        let uri = bound(&self.scopes, prefix);
        if depth == 1 {
            self.core = Some(uri.to_owned());
        }
        self.space = match self.core.as_deref() == Some(uri) {
            true => Some(0),
            false => self.modules.iter().position(|module| *module == uri).map(|at| at + 1),
        };
    }

    fn defect(&mut self) {
        let Event::Defect(defect) = self.xml.event() else { return };
        let message = defect.to_string();
        let code = match defect {
            Defect::Character(_) => DiagnosticCode::ForbiddenCharacter,
            Defect::Reference(_) => DiagnosticCode::MalformedUnit,
            Defect::CdataEnd | Defect::CommentHyphens => DiagnosticCode::UnexpectedElement,
            Defect::MissingMark | Defect::Encoding { .. } => DiagnosticCode::UnmarkedEncoding,
        };
        match defect {
            Defect::CdataEnd => self.replaced = Some("]]>".to_owned()),
            Defect::Reference(_) => self.is_spoilt = true,
            _ => {}
        }
        self.find(code, message);
    }

    /// The name of the element that began, without its prefix.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The name of an element of the core that began.
    pub(crate) fn core_name(&self) -> Option<&str> {
        self.name_in(0)
    }

    /// The name of an element that began, if it is in the namespace of this
    /// number.
    pub(crate) fn name_in(&self, space: usize) -> Option<&str> {
        (self.space == Some(space)).then_some(self.name.as_str())
    }

    /// The namespace of the root.
    pub(crate) fn core(&self) -> &str {
        self.core.as_deref().unwrap_or_default()
    }

    /// The namespace that a prefix is bound to.
    pub(crate) fn namespace(&self, prefix: &str) -> &str {
        bound(&self.scopes, prefix)
    }

    /// The value of an attribute of the element that began, by its name as
    /// written.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.attribute(name).map(str::to_owned)
    }

    /// The attributes of the element that began, without declarations.
    pub(crate) fn attributes(&self) -> &[(String, String)] {
        &self.attributes
    }

    /// The text that comes next.
    pub(crate) fn text(&self) -> &str {
        match (&self.replaced, self.xml.event()) {
            (Some(text), _) => text,
            (None, Event::Text(text)) => text,
            _ => "",
        }
    }

    pub(crate) fn position(&self) -> Position {
        self.xml.position()
    }

    /// How many elements are open, the one that began included.
    pub(crate) fn depth(&self) -> usize {
        self.xml.depth()
    }

    pub(crate) fn begin_unit(&mut self) {
        self.xml.begin_unit();
        let number = self.unit.as_ref().map_or(0, |unit| unit.0) + 1;
        self.unit = Some((number, self.owned("id")));
        self.is_spoilt = false;
    }

    /// Passes over the element that began.
    pub(crate) fn skip(&mut self) -> Result<(), Error> {
        let (depth, is_spoilt) = (self.depth(), self.is_spoilt);
        while self.depth() >= depth && self.advance()? != Step::Done {}
        self.is_spoilt = is_spoilt;
        Ok(())
    }

    /// Passes over the element that began, which should not be there.
    pub(crate) fn skip_unexpected(&mut self, place: &str) -> Result<(), Error> {
        let message = format!("expected no `{}` in {place}; it is left out", self.name);
        self.find(DiagnosticCode::UnexpectedElement, message);
        self.skip()
    }

    /// The text of the element that began, without elements in it.
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

    /// A language that the element that began names; one that is none is a
    /// finding.
    pub(crate) fn language(&mut self, name: &str) -> Option<Language> {
        let parsed = self.attribute(name)?.parse::<Language>();
        parsed.map_err(|error| self.find(DiagnosticCode::InvalidLanguage, error.to_string())).ok()
    }

    /// The value of an attribute that the element must have.
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
        if let Some((number, id)) = &self.unit {
            finding = finding.in_unit(*number, id.as_deref());
        }
        self.findings.push(finding);
    }

    /// An attribute of the element that began has a value that it should not.
    pub(crate) fn find_value(&mut self, name: &str, value: &str, expected: &str) {
        let value = value.escape_debug();
        let message = format!("expected {expected} in `{name}`, but found `{value}`");
        self.find_as(DiagnosticCode::InvalidAttribute, Severity::Warning, message);
    }

    /// A unit says too much for each of its segments to have it.
    pub(crate) fn find_copies(&mut self) {
        let message = "expected fewer notes and properties in a unit of so many segments; only \
                       the first has them, and the id of the unit";
        self.find(DiagnosticCode::LimitReached, message);
    }

    /// A named value of a unit is not what it should be.
    pub(crate) fn find_fact(&mut self, name: &str, value: &str, expected: Expected) {
        let code = match expected {
            Expected::Date => DiagnosticCode::InvalidDate,
            _ => DiagnosticCode::InvalidAttribute,
        };
        let (expected, value) = (expected.describe(), value.escape_debug());
        let message = format!("expected {expected} in `{name}`, but found `{value}`");
        self.find_as(code, Severity::Warning, message);
    }

    /// An error at the current construct, for what no reader can go on from.
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

/// The namespace that a prefix is bound to; none is the empty one.
fn bound<'a>(scopes: &'a [Scope], prefix: &str) -> &'a str {
    scopes.iter().rev().find(|scope| scope.prefix == prefix).map_or("", |scope| scope.uri.as_str())
}
