//! The text of a `seg`, with its codes and the texts inside those.
//!
//! TMX 1.4b, "Content Markup": `bpt` and `ept` of one `i` are a pair, an `it` is
//! half of one, `ph` and `ut` stand alone, a `hi` marks the text in it. A code
//! holds its native form, which may hold a `sub`, a text with codes of its own.

use std::collections::BTreeMap;
use std::io::Read;

use smallvec::SmallVec;

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

/// Reads the `seg` that began into a text that is empty.
pub(super) fn read<R: Read>(cursor: &mut Cursor<R>, text: &mut CodedText) -> Result<(), Error> {
    TextReader::new(text, 0).read(cursor)
}

/// Reads the text of a `seg` or a `sub`.
#[derive(Debug)]
struct TextReader<'t> {
    text: &'t mut CodedText,
    /// How many codes the text has.
    codes: usize,
    /// How many pairs and marked stretches began.
    numbers: u32,
    openings: Openings,
    /// The `hi` that are open, outermost first. They may be many, so that no
    /// function calls itself for them.
    highlights: Vec<Highlight>,
    /// How many `sub` are open.
    subs: usize,
}

#[derive(Debug)]
struct Highlight {
    number: u32,
    id: Option<String>,
    type_name: Option<String>,
}

/// A code while it is read.
#[derive(Debug)]
struct OpenCode {
    element: Element,
    position: Position,
    /// `i`, by which the halves of a pair find each other.
    name: Option<String>,
    id: Option<String>,
    type_name: Option<String>,
    attributes: Vec<Attribute>,
    native: String,
    subflows: Vec<Subflow>,
}

impl<'t> TextReader<'t> {
    fn new(text: &'t mut CodedText, subs: usize) -> Self {
        let openings = Openings::default();
        Self { text, codes: 0, numbers: 0, openings, highlights: Vec::new(), subs }
    }

    fn read<R: Read>(&mut self, cursor: &mut Cursor<R>) -> Result<(), Error> {
        loop {
            match cursor.advance()? {
                Step::Text => self.text.push_text(cursor.text()),
                Step::Start => self.element(cursor)?,
                Step::End => match self.highlights.pop() {
                    Some(highlight) => {
                        self.push_highlight(CodeRole::Close(highlight.number), &highlight);
                    }
                    None => break,
                },
                Step::Done => break,
            }
        }
        self.isolate_unclosed(cursor);
        Ok(())
    }

    fn element<R: Read>(&mut self, cursor: &mut Cursor<R>) -> Result<(), Error> {
        let element = match cursor.name() {
            _ if cursor.is_spoilt => return cursor.pass_over(),
            "hi" => {
                self.begin_highlight(cursor);
                return Ok(());
            }
            "bpt" => Element::Bpt(0),
            "ept" => Element::Ept(0),
            "ph" => Element::Ph,
            "it" if cursor.attribute("pos") == Some("end") => Element::ItEnd,
            "it" => Element::ItBegin,
            "ut" => Element::Ut,
            _ => {
                return misplaced(
                    cursor,
                    "text, `bpt`, `ept`, `ph`, `it`, `hi` or `ut` in a segment",
                );
            }
        };
        let mut code = OpenCode::new(element, cursor);
        self.read_native(&mut code, cursor)?;
        self.push_code(code, cursor);
        Ok(())
    }

    fn begin_highlight<R: Read>(&mut self, cursor: &Cursor<R>) {
        self.numbers += 1;
        let type_name = cursor.owned("type").filter(|word| !word.is_empty());
        let highlight = Highlight { number: self.numbers, id: cursor.owned("x"), type_name };
        self.push_highlight(CodeRole::Open(highlight.number), &highlight);
        self.highlights.push(highlight);
    }

    fn push_highlight(&mut self, role: CodeRole, highlight: &Highlight) {
        self.text.push_code(Code {
            id: highlight.id.as_deref(),
            type_name: highlight.type_name.as_deref(),
            ..Code::new(CodeKind::Annotation, role, "")
        });
        self.codes += 1;
    }

    /// Reads the native form of the code that began, and the texts in it.
    fn read_native<R: Read>(
        &self,
        code: &mut OpenCode,
        cursor: &mut Cursor<R>,
    ) -> Result<(), Error> {
        loop {
            match cursor.advance()? {
                Step::Text => code.native.push_str(cursor.text()),
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
    fn read_sub<R: Read>(&self, code: &mut OpenCode, cursor: &mut Cursor<R>) -> Result<(), Error> {
        let is_kept = |name: &str| matches!(name, "datatype" | "type");
        let kept = cursor.attributes().iter().filter(|(name, _)| is_kept(name));
        let mut attributes: Vec<_> =
            kept.map(|(name, value)| Attribute::new(name, value)).collect();
        attributes.sort();
        let mut text = CodedText::default();
        TextReader::new(&mut text, self.subs + 1).read(cursor)?;
        let start = code.native.len();
        code.native.push_str(&text.markup());
        let range = start..code.native.len();
        code.subflows.push(Subflow { attributes, ..Subflow::new(range, text) });
        Ok(())
    }

    fn push_code<R: Read>(&mut self, code: OpenCode, cursor: &mut Cursor<R>) {
        let word = code.type_name.as_deref().unwrap_or_default();
        let (kind, type_name) = code.element.kind_of(word);
        let mut pushed = Code {
            id: code.id.as_deref(),
            type_name,
            subflows: &code.subflows,
            attributes: &code.attributes,
            ..Code::new(kind, CodeRole::Standalone, &code.native)
        };
        match code.element {
            Element::Bpt(_) => {
                self.numbers += 1;
                pushed.role = CodeRole::Open(self.numbers);
                let opening = Opening::new(&pushed, self.codes, self.numbers, code.position);
                if self.openings.open(code.name.as_deref(), opening) {
                    let message = "expected each `i` once in a segment, but found one that is \
                                   open already";
                    cursor.find_at(code.position, DiagnosticCode::RepeatedCode, message);
                }
            }
            Element::Ept(_) => match code.name.and_then(|name| self.openings.close(&name)) {
                Some(opening) => opening.complete(&mut pushed),
                None => {
                    pushed.role = CodeRole::IsolatedClose;
                    let message =
                        "expected a `bpt` with the `i` of this `ept` before it, but found none";
                    cursor.find_at(code.position, DiagnosticCode::UnpairedCode, message);
                }
            },
            Element::ItBegin => pushed.role = CodeRole::IsolatedOpen,
            Element::ItEnd => pushed.role = CodeRole::IsolatedClose,
            _ => {}
        }
        self.text.push_code(pushed);
        self.codes += 1;
    }

    /// Makes isolated what opens a pair that nothing closes.
    fn isolate_unclosed<R: Read>(&mut self, cursor: &mut Cursor<R>) {
        for opening in self.openings.all.iter().filter(|opening| !opening.is_closed) {
            self.text.set_role(opening.index, CodeRole::IsolatedOpen);
            let message = "expected an `ept` with the `i` of this `bpt` behind it, but found none";
            cursor.find_at(opening.position, DiagnosticCode::UnpairedCode, message);
        }
    }
}

impl OpenCode {
    /// Reads the attributes of the code that began.
    fn new<R: Read>(element: Element, cursor: &mut Cursor<R>) -> Self {
        let assoc = cursor.attribute("assoc").filter(|_| element == Element::Ph);
        let code = Self {
            element,
            position: Position::START,
            name: cursor.owned("i"),
            id: cursor.owned("x"),
            type_name: cursor.owned("type"),
            attributes: assoc.map(|assoc| Attribute::new("assoc", assoc)).into_iter().collect(),
            native: String::new(),
            subflows: Vec::new(),
        };
        if !matches!(element, Element::Bpt(_) | Element::Ept(_)) {
            return code;
        }
        if code.name.is_none() {
            let message = missing(cursor.name(), "i");
            cursor.find(DiagnosticCode::MissingAttribute, message);
        }
        Self { position: cursor.position(), ..code }
    }
}

/// The `bpt` of a text.
#[derive(Debug, Default)]
struct Openings {
    /// The innermost that is open of each `i`, as an index. An `i` is nearly
    /// always a digit or two.
    open: BTreeMap<SmallVec<[u8; 16]>, usize>,
    all: Vec<Opening>,
}

/// A `bpt`, and what its `ept` is said to be as well.
#[derive(Debug)]
struct Opening {
    /// The index of its code in the text, and the number of its pair.
    index: usize,
    number: u32,
    position: Position,
    kind: CodeKind,
    id: Option<String>,
    type_name: Option<String>,
    is_closed: bool,
    /// The one of the same `i` that was open before.
    around: Option<usize>,
}

impl Opening {
    fn new(code: &Code<'_>, index: usize, number: u32, position: Position) -> Self {
        Self {
            index,
            number,
            position,
            kind: code.kind,
            id: code.id.map(str::to_owned),
            type_name: code.type_name.map(str::to_owned),
            is_closed: false,
            around: None,
        }
    }

    /// Makes a code the other half of this pair.
    fn complete<'o>(&'o self, code: &mut Code<'o>) {
        code.role = CodeRole::Close(self.number);
        code.kind = self.kind;
        code.id = self.id.as_deref();
        code.type_name = self.type_name.as_deref();
    }
}

impl Openings {
    /// Opens a pair, which nothing can close where it has no name; returns
    /// whether another of the name is open.
    fn open(&mut self, name: Option<&str>, mut opening: Opening) -> bool {
        let index = self.all.len();
        opening.around = name.and_then(|name| self.open.insert(name.as_bytes().into(), index));
        let is_repeated = opening.around.is_some();
        self.all.push(opening);
        is_repeated
    }

    /// Closes the innermost open pair of a name.
    fn close(&mut self, name: &str) -> Option<&Opening> {
        let index = *self.open.get(name.as_bytes())?;
        let opening = &mut self.all[index];
        opening.is_closed = true;
        match opening.around {
            Some(around) => self.open.insert(name.as_bytes().into(), around),
            None => self.open.remove(name.as_bytes()),
        };
        Some(&self.all[index])
    }
}

/// Passes over an element that makes its unit useless.
fn misplaced<R: Read>(cursor: &mut Cursor<R>, expected: &str) -> Result<(), Error> {
    let message = format!("expected {expected}, but found `{}`", shown(cursor.name()));
    cursor.spoil(message);
    cursor.pass_over()
}
