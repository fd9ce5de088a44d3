//! The text of a `seg`, with its codes and the texts inside those.
//!
//! TMX 1.4b, "Content Markup": `bpt` and `ept` of one `i` are a pair, an `it` is
//! half of one, `ph` and `ut` stand alone, a `hi` marks the text in it. A code
//! holds its native form, which may hold a `sub`, a text with codes of its own.

use std::io::Read;
use std::ops::Range;

use super::foreign::{self, Foreign, IN_SEGMENT};
use super::omegat;
use super::openings::{Opening, Openings, ValueRange};
use crate::diagnostic::DiagnosticCode;
use crate::error::Error;
use crate::exchange::tmx::codes::Element;
use crate::exchange::tmx::messages::{missing, shown};
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::inline::{Attribute, Code, CodeKind, CodeRole, CodedText, Subflow};
use crate::position::Position;

/// How many `sub` may stand inside each other. Each holds the text of those in
/// it once more, so that the depth multiplies what a unit takes.
const MOST_SUBS: usize = 8;

/// Reads the text of a `seg` or a `sub`, each in the memory of the one before.
#[derive(Debug, Default)]
pub(super) struct TextReader {
    /// How many codes the text has.
    codes: usize,
    /// How many pairs and marked stretches began.
    numbers: u32,
    openings: Openings,
    /// The values of attributes, one after the other.
    values: String,
    /// The native form of the code that is read.
    native: String,
    /// The elements that are open around a part of the text, outermost first. They
    /// may be many, so that no function calls itself for them.
    around: Vec<Around>,
    /// How many `sub` are open.
    subs: usize,
    /// Whether an element was found that TMX does not have.
    has_foreign: bool,
    /// Whether codes stand in the text as OmegaT writes them in files of its own.
    pub(super) tags_are_text: bool,
    /// The text since the last code, where that is so.
    tagged: String,
}

/// An element around a part of the text.
#[derive(Debug)]
enum Around {
    Highlight(Highlight),
    Foreign(Foreign, u32),
}

#[derive(Debug)]
struct Highlight {
    number: u32,
    id: ValueRange,
    type_name: ValueRange,
}

/// A code while it is read.
#[derive(Debug)]
struct OpenCode {
    element: Element,
    position: Position,
    /// `i`, by which the halves of a pair find each other.
    name: ValueRange,
    id: ValueRange,
    /// The `type` as written.
    word: ValueRange,
    attributes: Vec<Attribute>,
    subflows: Vec<Subflow>,
}

impl OpenCode {
    fn new(element: Element) -> Self {
        Self {
            element,
            position: Position::START,
            name: None,
            id: None,
            word: None,
            attributes: Vec::new(),
            subflows: Vec::new(),
        }
    }
}

impl TextReader {
    /// Reads the `seg` that began into a text that is empty.
    pub(super) fn read<R: Read>(
        &mut self,
        cursor: &mut Cursor<R>,
        text: &mut CodedText,
    ) -> Result<(), Error> {
        self.clear();
        let mut ahead = None;
        loop {
            let step = match ahead.take() {
                Some(step) => step,
                None => cursor.advance()?,
            };
            if step != Step::Text {
                self.push_tagged(text);
            }
            match step {
                Step::Text => self.push_text(cursor.text(), text),
                Step::Start => ahead = self.element(cursor, text)?,
                Step::End if self.end_around(text) => {}
                Step::End | Step::Done => break,
            }
        }
        self.isolate_unclosed(cursor, text);
        Ok(())
    }

    fn push_text(&mut self, piece: &str, text: &mut CodedText) {
        match self.tags_are_text {
            true => self.tagged.push_str(piece),
            false => text.push_text(piece),
        }
    }

    /// Adds the text since the last code, and the codes that stand in it.
    fn push_tagged(&mut self, text: &mut CodedText) {
        let (codes, numbers) = (&mut self.codes, &mut self.numbers);
        omegat::push(&self.tagged, codes, numbers, &mut self.openings, text);
        self.tagged.clear();
    }

    /// Ends the element around a part of the text; returns whether there is one.
    fn end_around(&mut self, text: &mut CodedText) -> bool {
        match self.around.pop() {
            Some(Around::Highlight(highlight)) => {
                self.push_highlight(CodeRole::Close(highlight.number), &highlight, text);
            }
            Some(Around::Foreign(foreign, number)) => {
                self.push_foreign(CodeRole::Close(number), &foreign, &foreign.end_tag(), text);
            }
            None => return false,
        }
        true
    }

    fn clear(&mut self) {
        self.codes = 0;
        self.numbers = 0;
        self.openings.clear();
        self.values.clear();
        self.around.clear();
        self.has_foreign = false;
        self.tagged.clear();
    }

    /// Keeps the value of an attribute.
    fn keep(&mut self, value: &str) -> Range<usize> {
        let start = self.values.len();
        self.values.push_str(value);
        start..self.values.len()
    }

    fn value(&self, range: &ValueRange) -> Option<&str> {
        range.clone().map(|range| &self.values[range])
    }

    /// Reads the element that began, or its start tag alone; returns the step after
    /// that where it was taken.
    fn element<R: Read>(
        &mut self,
        cursor: &mut Cursor<R>,
        text: &mut CodedText,
    ) -> Result<Option<Step>, Error> {
        let element = match cursor.name() {
            _ if cursor.is_spoilt => return cursor.pass_over().map(|()| None),
            "hi" => {
                self.begin_highlight(cursor, text);
                return Ok(None);
            }
            "bpt" => Element::Bpt(0),
            "ept" => Element::Ept(0),
            "ph" => Element::Ph,
            // `close` is XLIFF's word.
            "it" if matches!(cursor.attribute("pos"), Some("end" | "close")) => Element::ItEnd,
            "it" => Element::ItBegin,
            "ut" => Element::Ut,
            name if foreign::is_known(name) => {
                return misplaced(cursor, IN_SEGMENT).map(|()| None);
            }
            _ => return self.foreign(cursor, text),
        };
        let mut code = self.begin_code(element, cursor);
        self.read_native(&mut code, cursor)?;
        self.push_code(code, cursor, text);
        Ok(None)
    }

    /// Reads the element that began, which TMX does not have, as a code: an empty
    /// one stands alone, another is a pair around its text. Returns the step after
    /// its start, unless that was its end.
    fn foreign<R: Read>(
        &mut self,
        cursor: &mut Cursor<R>,
        text: &mut CodedText,
    ) -> Result<Option<Step>, Error> {
        if !std::mem::replace(&mut self.has_foreign, true) {
            foreign::report(cursor);
        }
        if cursor.name() == "mrk" {
            self.begin_highlight(cursor, text);
            return Ok(None);
        }
        let foreign = Foreign::read(cursor);
        let mut code = OpenCode::new(foreign.element());
        code.position = cursor.position();
        code.name = foreign.link().map(|link| self.keep(&link));
        code.id = foreign.id().map(|id| self.keep(id));
        let step = cursor.advance()?;
        if step == Step::End {
            self.native = foreign.empty_tag();
            self.push_code(code, cursor, text);
            return Ok(None);
        }
        self.numbers += 1;
        self.push_foreign(CodeRole::Open(self.numbers), &foreign, &foreign.start_tag(), text);
        self.around.push(Around::Foreign(foreign, self.numbers));
        Ok(Some(step))
    }

    fn push_foreign(
        &mut self,
        role: CodeRole,
        foreign: &Foreign,
        native: &str,
        text: &mut CodedText,
    ) {
        let code = Code::new(CodeKind::Other, role, native);
        text.push_code(Code { id: foreign.id(), ..code });
        self.codes += 1;
    }

    /// Reads the attributes of the code that began.
    fn begin_code<R: Read>(&mut self, element: Element, cursor: &mut Cursor<R>) -> OpenCode {
        let mut code = OpenCode::new(element);
        for (name, value) in cursor.attributes() {
            match name {
                "i" => code.name = Some(self.keep(value)),
                "x" => code.id = Some(self.keep(value)),
                "type" => code.word = Some(self.keep(value)),
                "assoc" if element == Element::Ph => {
                    code.attributes.push(Attribute::new(name, value));
                }
                _ => {}
            }
        }
        if code.id.is_none() {
            code.id = cursor.attribute("id").map(|id| self.keep(id));
        }
        if matches!(element, Element::Bpt(_) | Element::Ept(_)) {
            if code.name.is_none() {
                let message = missing(cursor.name(), "i");
                cursor.find(DiagnosticCode::MissingAttribute, message);
                // Those of XLIFF.
                let link = cursor.attribute("rid").or(cursor.attribute("id"));
                code.name = link.map(|link| self.keep(link));
            }
            code.position = cursor.position();
        }
        code
    }

    fn begin_highlight<R: Read>(&mut self, cursor: &Cursor<R>, text: &mut CodedText) {
        self.numbers += 1;
        let word = cursor.attribute("type").filter(|word| !word.is_empty());
        let highlight = Highlight {
            number: self.numbers,
            id: cursor.attribute("x").map(|id| self.keep(id)),
            type_name: word.map(|word| self.keep(word)),
        };
        self.push_highlight(CodeRole::Open(highlight.number), &highlight, text);
        self.around.push(Around::Highlight(highlight));
    }

    fn push_highlight(&mut self, role: CodeRole, highlight: &Highlight, text: &mut CodedText) {
        text.push_code(Code {
            id: self.value(&highlight.id),
            type_name: self.value(&highlight.type_name),
            ..Code::new(CodeKind::Annotation, role, "")
        });
        self.codes += 1;
    }

    /// Reads the native form of the code that began, and the texts in it.
    fn read_native<R: Read>(
        &mut self,
        code: &mut OpenCode,
        cursor: &mut Cursor<R>,
    ) -> Result<(), Error> {
        self.native.clear();
        loop {
            match cursor.advance()? {
                Step::Text => self.native.push_str(cursor.text()),
                Step::Start if cursor.is_spoilt => cursor.pass_over()?,
                Step::Start if cursor.name() != "sub" => {
                    misplaced(cursor, "text or `sub` in a code")?;
                }
                Step::Start if self.subs >= MOST_SUBS => {
                    cursor.spoil(format!(
                        "expected at most {MOST_SUBS} `sub` inside each other, but found another"
                    ));
                    cursor.pass_over()?;
                }
                Step::Start => self.read_sub(code, cursor)?,
                Step::End | Step::Done => return Ok(()),
            }
        }
    }

    /// Reads the `sub` that began, and puts its markup into the native form.
    fn read_sub<R: Read>(
        &mut self,
        code: &mut OpenCode,
        cursor: &mut Cursor<R>,
    ) -> Result<(), Error> {
        let is_kept = |name: &str| matches!(name, "datatype" | "type");
        let kept = cursor.attributes().filter(|(name, _)| is_kept(name));
        let mut attributes: Vec<_> =
            kept.map(|(name, value)| Attribute::new(name, value)).collect();
        attributes.sort();
        let mut text = CodedText::default();
        Self { subs: self.subs + 1, ..Self::default() }.read(cursor, &mut text)?;
        let start = self.native.len();
        self.native.push_str(&text.markup());
        let range = start..self.native.len();
        code.subflows.push(Subflow { attributes, ..Subflow::new(range, text) });
        Ok(())
    }

    fn push_code<R: Read>(
        &mut self,
        mut code: OpenCode,
        cursor: &mut Cursor<R>,
        text: &mut CodedText,
    ) {
        let role = self.role(&mut code, cursor);
        let word = self.value(&code.word).unwrap_or_default();
        let (kind, type_name) = code.element.kind_of(word);
        text.push_code(Code {
            id: self.value(&code.id),
            type_name,
            subflows: &code.subflows,
            attributes: &code.attributes,
            ..Code::new(kind, role, &self.native)
        });
        self.codes += 1;
    }

    fn role<R: Read>(&mut self, code: &mut OpenCode, cursor: &mut Cursor<R>) -> CodeRole {
        match code.element {
            Element::Bpt(_) => self.open_pair(code, cursor),
            Element::Ept(_) => self.close_pair(code, cursor),
            Element::ItBegin => CodeRole::IsolatedOpen,
            Element::ItEnd => CodeRole::IsolatedClose,
            _ => CodeRole::Standalone,
        }
    }

    fn open_pair<R: Read>(&mut self, code: &OpenCode, cursor: &mut Cursor<R>) -> CodeRole {
        self.numbers += 1;
        let opening = Opening {
            position: Some(code.position),
            id: code.id.clone(),
            word: code.word.clone(),
            ..Opening::quiet(self.codes, self.numbers)
        };
        let name = code.name.clone().map(|range| &self.values[range]);
        if self.openings.open(name, opening) {
            let message = "expected each `i` once in a segment, but found one that is open already";
            cursor.find_at(code.position, DiagnosticCode::RepeatedCode, message);
        }
        CodeRole::Open(self.numbers)
    }

    /// Makes a code the other half of its pair: what the first is said to be, it
    /// is as well.
    fn close_pair<R: Read>(&mut self, code: &mut OpenCode, cursor: &mut Cursor<R>) -> CodeRole {
        let name = code.name.clone().map(|range| &self.values[range]);
        let Some(opening) = name.and_then(|name| self.openings.close(name)) else {
            let message = "expected a `bpt` with the `i` of this `ept` before it, but found none";
            cursor.find_at(code.position, DiagnosticCode::UnpairedCode, message);
            return CodeRole::IsolatedClose;
        };
        code.element = Element::Bpt(opening.number);
        code.id.clone_from(&opening.id);
        code.word.clone_from(&opening.word);
        CodeRole::Close(opening.number)
    }

    /// Makes isolated what opens a pair that nothing closes.
    fn isolate_unclosed<R: Read>(&self, cursor: &mut Cursor<R>, text: &mut CodedText) {
        for opening in self.openings.all.iter().filter(|opening| !opening.is_closed) {
            text.set_role(opening.index, CodeRole::IsolatedOpen);
            let Some(position) = opening.position else { continue };
            let message = "expected an `ept` with the `i` of this `bpt` behind it, but found none";
            cursor.find_at(position, DiagnosticCode::UnpairedCode, message);
        }
    }
}

/// Passes over an element that makes its unit useless.
fn misplaced<R: Read>(cursor: &mut Cursor<R>, expected: &str) -> Result<(), Error> {
    let message = format!("expected {expected}, but found `{}`", shown(cursor.name()));
    cursor.spoil(message);
    cursor.pass_over()
}
