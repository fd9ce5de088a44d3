//! The constructs of an XML file, one after the other.
//!
//! A [`Reader`] is a cursor: [`advance`](Reader::advance) goes to the next
//! construct, [`event`](Reader::event) shows it, borrowed from the block of text
//! that was read, and [`position`](Reader::position) says where it begins. It
//! takes what XML 1.0 calls a well-formed document, less what needs a DTD: a
//! DOCTYPE is passed over and never resolved. What is not well-formed is either
//! a [`Defect`], after which reading goes on, or an error, after which it does
//! not.
//!
//! Why not the reader of quick-xml? It puts a construct into memory before
//! anyone can say that it is too large; most of the rules of well-formedness,
//! the references and the positions would have to be added around it; and a
//! layer that did so took 1.6 to 1.9 times its time. Here each byte is looked
//! at where it is read, and a construct is copied only where it has to change.

mod content;
mod declaration;
mod defect;
mod doctype;
mod markup;
mod name;
mod open;
mod pending;
mod tag;
#[cfg(test)]
mod tests;
mod text;
mod window;

use std::io::Read;
use std::ops::Range;

use markup::Inside;
use open::OpenElements;
use pending::Pending;
use tag::{Shape, Span};
use text::Run;
use window::Window;

use super::Limits;
use super::encoding::Encoding;
use crate::error::{Error, ErrorKind};
use crate::position::Position;

pub(crate) use defect::Defect;
pub(crate) use tag::Tag;

/// A construct of a file.
///
/// Comments, processing instructions, the XML declaration and the DOCTYPE are
/// none: they are passed over.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event<'a> {
    /// An element begins; each has its [`End`](Event::End), empty ones too.
    Start(Tag<'a>),
    /// An element ends, with its name as written.
    #[cfg_attr(not(test), expect(dead_code, reason = "readers go by depth; tests by name"))]
    End(&'a str),
    /// Text of the innermost element, CDATA included: decoded, its line ends
    /// normalised, never empty. What stands between two tags may come in several
    /// pieces, to be put together. Outside the root there is none.
    Text(&'a str),
    /// Something wrong. In text it stands for what is written there; those in
    /// the attributes of a tag come after its [`Start`](Event::Start).
    Defect(Defect<'a>),
    /// The file is over.
    Eof,
}

/// A cursor over the constructs of an XML file.
///
/// It reads in blocks, so its input needs no buffer of its own.
#[derive(Debug)]
pub(crate) struct Reader<R> {
    window: Window<R>,
    limits: Limits,
    current: Current,
    /// Where the current construct begins in the window.
    begins: usize,
    open: OpenElements,
    inside: Inside,
    /// Whether the root began, and whether a DOCTYPE was passed over.
    has_root: bool,
    has_doctype: bool,
    /// The tag that was read last, and its attributes.
    tag: TagPlace,
    attributes: Vec<Span>,
    /// What is told before the next construct of the file is read.
    pending: Pending,
    run: Option<Run>,
    /// Text that had to change, or a piece of it.
    changed: String,
    /// How many bytes of text stand since the last tag.
    text_length: usize,
    /// Where that text begins, known once it comes in pieces.
    text_position: Option<Position>,
    /// Where the unit begins.
    unit: (u64, Position),
}

/// The current construct, as indices into the window.
#[derive(Clone, Debug)]
enum Current {
    Start,
    End(Range<usize>),
    Text(Range<usize>),
    /// The text that had to change.
    Changed,
    Defect(DefectPlace),
    Eof,
}

/// A [`Defect`], as indices into the window.
#[derive(Clone, Debug)]
enum DefectPlace {
    Character(char),
    Reference(Range<usize>),
    CdataEnd,
    CommentHyphens,
    MissingMark,
    Encoding,
}

#[derive(Clone, Copy, Debug)]
struct TagPlace {
    start: usize,
    shape: Shape,
}

impl<R: Read> Reader<R> {
    /// A reader of a file in any encoding, gzip or not.
    pub(crate) fn new(inner: R, limits: Limits) -> Self {
        Self {
            window: Window::new(inner),
            limits,
            current: Current::Eof,
            begins: 0,
            open: OpenElements::default(),
            inside: Inside::Content,
            has_root: false,
            has_doctype: false,
            tag: TagPlace { start: 0, shape: Shape { name_end: 0, end: 0, is_empty: false } },
            attributes: Vec::new(),
            pending: Pending::MissingMark,
            run: None,
            changed: String::new(),
            text_length: 0,
            text_position: None,
            unit: (0, Position::START),
        }
    }

    /// Sets the limits; to be called before the first construct.
    pub(crate) fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Goes to the next construct; says whether there is one.
    ///
    /// # Errors
    ///
    /// An [`ErrorKind::Syntax`] or [`ErrorKind::Limit`] with the place where the
    /// file cannot be read on, or an [`ErrorKind::Io`]. After an error the file
    /// is over.
    pub(crate) fn advance(&mut self) -> Result<bool, Error> {
        if matches!(self.inside, Inside::Nothing) {
            return Ok(false);
        }
        let result = self.step().and_then(|()| self.check_unit());
        if result.is_err() || matches!(self.current, Current::Eof) {
            self.current = Current::Eof;
            self.inside = Inside::Nothing;
        }
        result.map(|()| !matches!(self.current, Current::Eof))
    }

    /// The current construct; [`Event::Eof`] before the first.
    pub(crate) fn event(&self) -> Event<'_> {
        let text = self.window.text();
        match &self.current {
            Current::Start => Event::Start(self.tag()),
            Current::End(range) => Event::End(&text[range.clone()]),
            Current::Text(range) => Event::Text(&text[range.clone()]),
            Current::Changed => Event::Text(&self.changed),
            Current::Defect(place) => Event::Defect(self.defect(place)),
            Current::Eof => Event::Eof,
        }
    }

    /// Where the current construct begins.
    ///
    /// Costs linear time over the whole file, however often it is asked for.
    pub(crate) fn position(&self) -> Position {
        self.window.position(self.begins)
    }

    /// Bytes of text before the current construct, as UTF-8 without the mark.
    pub(crate) fn offset(&self) -> u64 {
        self.window.offset(self.begins)
    }

    /// How many elements are open: at a start tag its own is among them, at an
    /// end tag it is not.
    pub(crate) fn depth(&self) -> usize {
        self.open.depth()
    }

    /// The encoding of the file, known after the first construct.
    pub(crate) fn encoding(&self) -> Option<&Encoding> {
        self.window.decoder().encoding()
    }

    /// Begins a unit at the current construct: the next may not begin later than
    /// the limit allows.
    pub(crate) fn begin_unit(&mut self) {
        self.unit = (self.offset(), self.position());
    }

    /// Passes over the rest of the element whose start tag is the current
    /// construct, so that its end tag is.
    ///
    /// # Errors
    ///
    /// As [`advance`](Self::advance).
    pub(crate) fn skip_element(&mut self) -> Result<(), Error> {
        let depth = self.open.depth();
        while self.open.depth() >= depth && self.advance()? {}
        Ok(())
    }

    /// An error at the current construct, for what a format forbids.
    pub(crate) fn syntax_error(&self, message: impl Into<String>) -> Error {
        self.syntax_at(self.begins, message.into())
    }

    fn step(&mut self) -> Result<(), Error> {
        if !matches!(self.pending, Pending::Nothing) && self.take_pending()? {
            return Ok(());
        }
        loop {
            let has_event = match (self.run, self.inside) {
                (Some(run), _) => self.take_text(run)?,
                (None, Inside::Content) => self.content()?,
                (None, inside) => self.go_on(inside)?,
            };
            if has_event {
                return Ok(());
            }
        }
    }

    /// Text or markup; says whether there is an event.
    fn content(&mut self) -> Result<bool, Error> {
        match self.window.rest().as_bytes().first() {
            Some(b'<') => self.markup(),
            Some(_) => self.text(),
            None => match self.window.fill()? {
                true => Ok(false),
                false => self.finish().map(|()| true),
            },
        }
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.begins = self.window.at();
        self.current = Current::Eof;
        let message = match self.open.last() {
            Some(name) => format!(
                "expected `</{name}>`, but the file ends here; it was cut off: get the whole file"
            ),
            None if !self.has_root => {
                "expected an element, but the file ends here; it holds no XML".to_owned()
            }
            None => return Ok(()),
        };
        Err(self.syntax_error(message))
    }

    /// Holds the unit to the limit.
    fn check_unit(&self) -> Result<(), Error> {
        let (start, position) = self.unit;
        if self.offset().saturating_sub(start) <= self.limits.unit() as u64 {
            return Ok(());
        }
        let message = format!(
            "expected at most {} bytes in a unit, but found more; \
             raise the limit if the file is to be trusted",
            self.limits.unit()
        );
        Err(Error::new(ErrorKind::Limit { position, message }))
    }

    fn tag(&self) -> Tag<'_> {
        let TagPlace { start, shape } = self.tag;
        let written = &self.window.text()[start..start + shape.end];
        Tag { written, name: &written[1..shape.name_end], attributes: &self.attributes }
    }

    fn defect(&self, place: &DefectPlace) -> Defect<'_> {
        match place {
            DefectPlace::Character(character) => Defect::Character(*character),
            DefectPlace::Reference(range) => Defect::Reference(&self.window.text()[range.clone()]),
            DefectPlace::CdataEnd => Defect::CdataEnd,
            DefectPlace::CommentHyphens => Defect::CommentHyphens,
            DefectPlace::MissingMark => Defect::MissingMark,
            DefectPlace::Encoding => {
                let encoding = self.encoding();
                let declared = encoding.and_then(Encoding::contradicted).unwrap_or_default();
                Defect::Encoding { declared, found: encoding.map_or("", Encoding::name) }
            }
        }
    }

    fn syntax_at(&self, index: usize, message: String) -> Error {
        Error::new(ErrorKind::Syntax { position: self.window.position(index), message })
    }
}

impl DefectPlace {
    /// The place of a defect that begins at an index of the window.
    fn new(defect: Defect<'_>, at: usize) -> Self {
        match defect {
            Defect::Character(character) => Self::Character(character),
            Defect::Reference(written) => Self::Reference(at..at + written.len()),
            Defect::CdataEnd => Self::CdataEnd,
            Defect::CommentHyphens => Self::CommentHyphens,
            Defect::MissingMark => Self::MissingMark,
            Defect::Encoding { .. } => Self::Encoding,
        }
    }
}
