//! The text of a `seg`, with its codes and the texts inside those.
//!
//! TMX 1.4b, "Content Markup". A code holds its native form, which may hold a
//! `sub`, a text with codes of its own, and so on: each such text is a [`Flow`],
//! and those that are open stand on each other. Nothing here calls itself, so
//! that no depth of nesting costs more than memory.

use super::pairs::{Pair, Pairs};
use super::report::{At, Malformed};
use crate::diagnostic::DiagnosticCode;
use crate::exchange::Finding;
use crate::exchange::input::xml::Tag;
use crate::exchange::tmx::codes::Element;
use crate::inline::{Attribute, Code, CodeKind, CodeRole, CodedText, Subflow};
use crate::position::Position;

/// How many `sub` may stand inside each other. Each holds the text of those in
/// it once more, so that the depth multiplies what a unit takes.
const MOST_SUBS: usize = 8;

/// The texts that are open, each inside a code of the one before.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    /// Those behind the open ones are kept for their memory.
    flows: Vec<Flow>,
    open: usize,
}

/// A text that is being read.
#[derive(Clone, Debug, Default)]
struct Flow {
    text: CodedText,
    pairs: Pairs,
    /// How many marks the text has: they are codes only.
    marks: usize,
    /// How many pairs and marked stretches began.
    numbers: u32,
    /// The marked stretches that are open, outermost first.
    stretches: Vec<Stretch>,
    code: OpenCode,
    /// What the `sub` says that holds this text.
    attributes: Vec<Attribute>,
}

/// A marked stretch of text: a `hi`.
#[derive(Clone, Debug)]
struct Stretch {
    number: u32,
    id: Option<String>,
    type_name: Option<String>,
}

/// The code whose native form is being read.
#[derive(Clone, Debug, Default)]
struct OpenCode {
    element: Option<Element>,
    /// Where a half of a pair begins.
    position: Option<Position>,
    /// `i`, `x` and `type`, where it has them.
    name: Field,
    id: Field,
    word: Field,
    assoc: Vec<Attribute>,
    native: String,
    subflows: Vec<Subflow>,
}

/// A text that may be there, in memory that is kept.
#[derive(Clone, Debug, Default)]
struct Field {
    is_there: bool,
    text: String,
}

impl Field {
    fn set(&mut self, value: &str) {
        self.is_there = true;
        value.clone_into(&mut self.text);
    }

    fn get(&self) -> Option<&str> {
        self.is_there.then_some(self.text.as_str())
    }
}

impl Texts {
    /// Begins the text of a `seg`, in the memory of another.
    pub(super) fn begin_seg(&mut self, memory: &mut CodedText) {
        self.open = 0;
        self.begin();
        std::mem::swap(&mut self.flow().text, memory);
        self.flow().text.clear();
    }

    /// Gives the text of the `seg`, which is over.
    pub(super) fn end_seg(&mut self, text: &mut CodedText, findings: &mut Vec<Finding>) {
        self.flow().end(findings);
        std::mem::swap(&mut self.flow().text, text);
        self.open = 0;
    }

    pub(super) fn push_text(&mut self, text: &str) {
        self.flow().text.push_text(text);
    }

    pub(super) fn push_native(&mut self, text: &str) {
        self.flow().code.native.push_str(text);
    }

    /// Begins a code; `element` is the one that its tag names.
    pub(super) fn begin_code(
        &mut self,
        element: Element,
        tag: Tag<'_>,
        at: At<'_>,
        findings: &mut Vec<Finding>,
    ) {
        let code = &mut self.flow().code;
        code.clear();
        code.element = Some(element);
        for attribute in tag.attributes() {
            match attribute.name() {
                "i" => code.name.set(&attribute.value()),
                "x" => code.id.set(&attribute.value()),
                "type" => code.word.set(&attribute.value()),
                "pos" if element == Element::ItBegin && attribute.value() == "end" => {
                    code.element = Some(Element::ItEnd);
                }
                "assoc" if element == Element::Ph => {
                    code.assoc.push(Attribute::new("assoc", attribute.value()));
                }
                _ => {}
            }
        }
        if matches!(element, Element::Bpt(_) | Element::Ept(_)) {
            code.position = Some(at());
            if !code.name.is_there {
                findings.push(super::attributes::missing(tag.name(), "i", at));
            }
        }
    }

    /// Ends the code, and adds it to its text.
    pub(super) fn end_code(&mut self, findings: &mut Vec<Finding>) {
        self.flow().push_code(findings);
    }

    /// Begins a marked stretch.
    pub(super) fn begin_stretch(&mut self, tag: Tag<'_>) {
        let flow = self.flow();
        flow.numbers += 1;
        let value = |name| tag.attribute(name).map(std::borrow::Cow::into_owned);
        let word = value("type").filter(|word| !word.is_empty());
        let stretch = Stretch { number: flow.numbers, id: value("x"), type_name: word };
        flow.push_half(CodeRole::Open(stretch.number), &stretch);
        flow.stretches.push(stretch);
    }

    /// Ends the innermost marked stretch.
    pub(super) fn end_stretch(&mut self) {
        let flow = self.flow();
        if let Some(stretch) = flow.stretches.pop() {
            flow.push_half(CodeRole::Close(stretch.number), &stretch);
        }
    }

    /// Begins a text inside the native form of the code.
    pub(super) fn begin_sub(&mut self, tag: Tag<'_>, at: At<'_>) -> Result<(), Malformed> {
        if self.open > MOST_SUBS {
            let message =
                format!("expected at most {MOST_SUBS} `sub` inside each other, but found another");
            return Err(Malformed::new(at(), message));
        }
        self.begin();
        let attributes =
            tag.attributes().filter(|attribute| matches!(attribute.name(), "datatype" | "type"));
        self.flow().attributes = attributes
            .map(|attribute| Attribute::new(attribute.name(), attribute.value()))
            .collect();
        self.flow().attributes.sort();
        Ok(())
    }

    /// Ends it, and puts its markup into the native form.
    pub(super) fn end_sub(&mut self, findings: &mut Vec<Finding>) {
        let flow = self.flow();
        flow.end(findings);
        let text = std::mem::take(&mut flow.text);
        let attributes = std::mem::take(&mut flow.attributes);
        self.open = self.open.saturating_sub(1);
        let code = &mut self.flow().code;
        let start = code.native.len();
        code.native.push_str(&text.markup());
        let range = start..code.native.len();
        code.subflows.push(Subflow { attributes, ..Subflow::new(range, text) });
    }

    fn begin(&mut self) {
        if self.open == self.flows.len() {
            self.flows.push(Flow::default());
        }
        self.open += 1;
        self.flow().clear();
    }

    /// The innermost text; of a `seg` that did not begin, one that nobody sees.
    fn flow(&mut self) -> &mut Flow {
        if self.open == 0 {
            self.begin();
        }
        &mut self.flows[self.open - 1]
    }
}

impl Flow {
    fn clear(&mut self) {
        self.text.clear();
        self.pairs.clear();
        self.marks = 0;
        self.numbers = 0;
        self.stretches.clear();
        self.attributes.clear();
    }

    /// Ends the text: an opening half that nothing closes is a half for good.
    fn end(&mut self, findings: &mut Vec<Finding>) {
        for opening in self.pairs.unclosed() {
            self.text.set_role(opening.mark, CodeRole::IsolatedOpen);
            findings.push(Finding::new(
                DiagnosticCode::UnpairedCode,
                opening.position,
                "expected an `ept` with the `i` of this `bpt` behind it, but found none",
            ));
        }
    }

    fn push(&mut self, code: Code<'_>) {
        self.text.push_code(code);
        self.marks += 1;
    }

    fn push_half(&mut self, role: CodeRole, stretch: &Stretch) {
        self.push(Code {
            id: stretch.id.as_deref(),
            type_name: stretch.type_name.as_deref(),
            ..Code::new(CodeKind::Annotation, role, "")
        });
    }

    fn push_code(&mut self, findings: &mut Vec<Finding>) {
        let Some(element) = self.code.element else { return };
        let position = self.code.position.unwrap_or(Position::START);
        let word = self.code.word.get().filter(|word| !word.is_empty());
        let (kind, type_name) = element.kind_of(word.unwrap_or_default());
        let pair = Pair { number: 0, kind, id: self.code.id.get(), type_name };
        let (role, pair) = match element {
            Element::Bpt(_) => {
                self.numbers += 1;
                let pair = Pair { number: self.numbers, ..pair };
                let name = self.code.name.get();
                if self.pairs.open(name, self.marks, pair, position) {
                    findings.push(repeated(position));
                }
                (CodeRole::Open(self.numbers), pair)
            }
            Element::Ept(_) => match self.code.name.get().and_then(|name| self.pairs.close(name)) {
                Some(pair) => (CodeRole::Close(pair.number), pair),
                None => {
                    findings.push(unopened(position));
                    (CodeRole::IsolatedClose, pair)
                }
            },
            Element::ItBegin => (CodeRole::IsolatedOpen, pair),
            Element::ItEnd => (CodeRole::IsolatedClose, pair),
            _ => (CodeRole::Standalone, pair),
        };
        self.text.push_code(Code {
            id: pair.id,
            type_name: pair.type_name,
            subflows: &self.code.subflows,
            attributes: &self.code.assoc,
            ..Code::new(pair.kind, role, &self.code.native)
        });
        self.marks += 1;
    }
}

impl OpenCode {
    fn clear(&mut self) {
        self.name.is_there = false;
        self.id.is_there = false;
        self.word.is_there = false;
        self.assoc.clear();
        self.native.clear();
        self.subflows.clear();
    }
}

fn repeated(position: Position) -> Finding {
    let message = "expected each `i` once in a segment, but found one that is open already";
    Finding::new(DiagnosticCode::RepeatedCode, position, message)
}

fn unopened(position: Position) -> Finding {
    let message = "expected a `bpt` with the `i` of this `ept` before it, but found none";
    Finding::new(DiagnosticCode::UnpairedCode, position, message)
}
