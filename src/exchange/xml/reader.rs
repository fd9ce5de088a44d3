//! The constructs of an XML file, one after the other: quick-xml's, held to the
//! rules of well-formedness and to limits.

mod markup;
mod text;

use std::cell::Cell;
use std::fmt;
use std::io::Read;
use std::ops::Range;

use super::construct::Construct;
use super::content::{Content, Run, Runs};
use super::defect::{Defect, Meant};
use super::source::Source;
use super::tag::StartTag;
use crate::error::{Error, ErrorKind};
use crate::exchange::Limits;
use crate::exchange::input::encoding::Encoding;
use crate::position::Position;

/// A construct of a file.
///
/// Comments, processing instructions, the XML declaration and the DOCTYPE are
/// passed over.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event<'a> {
    /// An element begins; each has its [`End`](Event::End), empty ones too.
    Start,
    /// An element ends.
    End,
    /// [`Text`](Reader::text) of the innermost element, CDATA included: decoded,
    /// its line ends normalised, never empty. What stands between two tags may
    /// come in several pieces, to be put together. Outside the root there is none.
    Text,
    /// Something wrong. In text it stands for what is written there; those in
    /// the attributes of a tag come after its [`Start`](Event::Start).
    Defect(Defect<'a>),
    /// The file is over.
    Eof,
}

/// A cursor over the constructs of an XML file.
///
/// [`advance`](Reader::advance) goes to the next construct, [`event`](Reader::event)
/// shows it, and [`position`](Reader::position) says where it begins. What is not
/// well-formed is either a [`Defect`], after which reading goes on, or an error,
/// after which it does not. The input needs no buffer of its own.
#[derive(Debug)]
pub(crate) struct Reader<R> {
    xml: quick_xml::Reader<Source<R>>,
    limits: Limits,
    /// What quick-xml puts together: the construct that was read last, as written.
    buffer: Vec<u8>,
    /// The same as text, where it is not whole in the block of the source.
    spanning: String,
    current: Current,
    /// Where in it the current construct begins.
    begins: usize,
    /// An index into it and its place, so that places that ascend cost linear
    /// time in all.
    counted: Cell<(usize, Position)>,
    pending: Pending,
    open: OpenElements,
    tag: StartTag,
    /// Text that had to change, or a piece of it.
    changed: String,
    /// How many bytes of text stand since the last tag, and where those begin,
    /// known once they come in pieces.
    text_length: usize,
    text_position: Option<Position>,
    /// Where the unit begins.
    unit: (u64, Position),
    /// An error that follows the text before it.
    failed: Option<Error>,
    has_root: bool,
    has_doctype: bool,
    is_over: bool,
}

/// The current construct.
#[derive(Clone, Debug)]
enum Current {
    Start,
    End,
    /// Text that means itself.
    Text(Range<usize>),
    /// Text that had to change.
    Changed,
    Character(char),
    Reference(Range<usize>),
    Foreign(Range<usize>, Meant),
    Surrogate(Range<usize>),
    CdataEnd,
    CommentHyphens,
    MissingMark,
    Encoding,
    Eof,
}

/// What comes next without reading on.
#[derive(Debug)]
enum Pending {
    /// What the start of the file says of its encoding.
    MissingMark,
    Contradiction,
    /// The rest of a text that does not mean itself.
    Runs(Range<usize>, Content),
    /// What is wrong in the values of attributes: in which of the special ones
    /// to look on, from which byte.
    Attributes(usize, usize),
    /// The end of an empty element.
    End,
    Nothing,
}

impl<R: Read> Reader<R> {
    /// Reads a file in any encoding, gzip or not.
    pub(crate) fn new(inner: R, limits: Limits) -> Self {
        let mut xml = quick_xml::Reader::from_reader(Source::new(inner));
        let config = xml.config_mut();
        // These are held to messages of our own.
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self {
            xml,
            limits,
            buffer: Vec::new(),
            spanning: String::new(),
            current: Current::Eof,
            begins: 0,
            counted: Cell::new((0, Position::START)),
            pending: Pending::MissingMark,
            open: OpenElements::default(),
            tag: StartTag::default(),
            changed: String::new(),
            text_length: 0,
            text_position: None,
            unit: (0, Position::START),
            failed: None,
            has_root: false,
            has_doctype: false,
            is_over: false,
        }
    }

    /// Sets the limits; to be called before the first construct.
    pub(crate) fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Goes to the next construct; returns whether there is one.
    ///
    /// # Errors
    ///
    /// An [`ErrorKind::Syntax`] or [`ErrorKind::Limit`] with the place where the
    /// file cannot be read on, or an [`ErrorKind::Io`]. After an error the file
    /// is over.
    pub(crate) fn advance(&mut self) -> Result<bool, Error> {
        if self.is_over {
            return Ok(false);
        }
        let result = self.step().and_then(|()| self.check_unit());
        if result.is_err() || matches!(self.current, Current::Eof) {
            self.current = Current::Eof;
            self.is_over = true;
        }
        result.map(|()| !self.is_over)
    }

    /// Returns the current construct; [`Event::Eof`] before the first.
    #[inline]
    pub(crate) fn event(&self) -> Event<'_> {
        match &self.current {
            Current::Start => Event::Start,
            Current::End => Event::End,
            Current::Text(_) | Current::Changed => Event::Text,
            Current::Eof => Event::Eof,
            Current::Character(character) => Event::Defect(Defect::Character(*character)),
            Current::Reference(range) => {
                Event::Defect(Defect::Reference(&self.written()[range.clone()]))
            }
            Current::Foreign(range, meant) => {
                Event::Defect(Defect::Foreign(&self.written()[range.clone()], *meant))
            }
            Current::Surrogate(range) => {
                Event::Defect(Defect::Surrogate(&self.written()[range.clone()]))
            }
            Current::CdataEnd => Event::Defect(Defect::CdataEnd),
            Current::CommentHyphens => Event::Defect(Defect::CommentHyphens),
            Current::MissingMark => Event::Defect(Defect::MissingMark),
            Current::Encoding => Event::Defect(self.contradiction()),
        }
    }

    /// Returns the text of an [`Event::Text`]; empty at any other.
    pub(crate) fn text(&self) -> &str {
        match &self.current {
            Current::Text(range) => &self.written()[range.clone()],
            Current::Changed => &self.changed,
            _ => "",
        }
    }

    fn contradiction(&self) -> Defect<'_> {
        let encoding = self.encoding();
        let declared = encoding.and_then(Encoding::contradicted).unwrap_or_default();
        Defect::Encoding { declared, found: encoding.map_or("", Encoding::name) }
    }

    /// Returns whether the current defect is one of the attributes of a tag.
    pub(super) fn is_in_tag(&self) -> bool {
        matches!(self.pending, Pending::Attributes(..))
    }

    /// Returns the start tag that was read last.
    pub(crate) fn tag(&self) -> &StartTag {
        &self.tag
    }

    /// Takes the attributes away that `is_taken` wants, and gives it each.
    pub(super) fn extract_attributes(&mut self, is_taken: impl FnMut(&str, &str) -> bool) {
        self.tag.extract(is_taken);
    }

    /// Returns where the current construct begins.
    pub(crate) fn position(&self) -> Position {
        self.place(self.begins)
    }

    /// Returns how many bytes of text stand before the construct of the file
    /// that was read last, as UTF-8 without the mark.
    pub(crate) fn offset(&self) -> u64 {
        self.source().offset()
    }

    /// Returns how many elements are open: at a start tag its own is among them,
    /// at an end tag it is not.
    pub(crate) fn depth(&self) -> usize {
        self.open.depth()
    }

    /// Returns the encoding of the file, known after the first construct.
    pub(crate) fn encoding(&self) -> Option<&Encoding> {
        self.source().encoding()
    }

    /// Begins a unit at the current construct: the next may not begin later than
    /// the limit allows.
    pub(crate) fn begin_unit(&mut self) {
        self.unit = (self.offset(), self.position());
    }

    /// Makes an error at the current construct, for what a format forbids.
    pub(crate) fn syntax_error(&self, message: impl Into<String>) -> Error {
        self.syntax_at(self.begins, message)
    }

    fn source(&self) -> &Source<R> {
        self.xml.get_ref()
    }

    /// Returns the construct that was read last, as written.
    fn written(&self) -> &str {
        written(&self.xml, &self.spanning)
    }

    /// Returns the place of an index into the construct that was read last.
    fn place(&self, index: usize) -> Position {
        if index == 0 {
            return self.source().position();
        }
        let (counted, place) = match self.counted.get() {
            (counted, place) if 0 < counted && counted <= index => (counted, place),
            _ => (0, self.source().position()),
        };
        let position = place.after(self.written().get(counted..index).unwrap_or_default());
        self.counted.set((index, position));
        position
    }

    /// Holds the unit to the limit.
    fn check_unit(&self) -> Result<(), Error> {
        let (start, position) = self.unit;
        match self.offset().saturating_sub(start) <= self.limits.unit() as u64 {
            true => Ok(()),
            false => Err(limit(position, format_args!("{} bytes in a unit", self.limits.unit()))),
        }
    }

    fn step(&mut self) -> Result<(), Error> {
        loop {
            let is_event = match self.pending {
                Pending::Nothing => self.read()?,
                _ => self.take_pending()?,
            };
            if is_event {
                return Ok(());
            }
        }
    }

    /// Takes what is pending; returns whether that is an event.
    fn take_pending(&mut self) -> Result<bool, Error> {
        match std::mem::replace(&mut self.pending, Pending::Nothing) {
            Pending::Nothing => Ok(false),
            Pending::MissingMark => self.start_file(),
            Pending::Contradiction => Ok(self.take_contradiction()),
            Pending::Runs(range, content) => Ok(self.take_runs(range, content)),
            Pending::Attributes(index, at) => Ok(self.take_attribute_defect(index, at)),
            Pending::End => {
                self.begins = self.written().len() - "/>".len();
                self.close();
                Ok(true)
            }
        }
    }

    /// Finds out the encoding; returns whether a byte order mark is missing.
    fn start_file(&mut self) -> Result<bool, Error> {
        self.pending = Pending::Contradiction;
        // quick-xml would pass over a second mark.
        if self.xml.get_mut().ahead()?.starts_with("\u{FEFF}".as_bytes()) {
            let message = "expected `<`, but found `\\u{feff}`; the file is not XML";
            return Err(self.syntax_error(message));
        }
        self.current = Current::MissingMark;
        Ok(self.encoding().is_some_and(|used| used.is_utf16() && !used.has_mark()))
    }

    fn take_contradiction(&mut self) -> bool {
        self.current = Current::Encoding;
        self.encoding().is_some_and(|used| used.contradicted().is_some())
    }

    /// Goes to the next defect of the attributes; returns whether there is one.
    fn take_attribute_defect(&mut self, index: usize, from: usize) -> bool {
        let Some(value) = self.tag.special().get(index).cloned() else {
            self.pending = self.after_attributes();
            return false;
        };
        let written = written(&self.xml, &self.spanning);
        let mut runs = Runs::new(&written[value.clone()], Content::Attribute, from);
        loop {
            let at = value.start + runs.at();
            match runs.next() {
                None => {
                    self.pending = Pending::Attributes(index + 1, 0);
                    return false;
                }
                Some(Run::Defect(defect)) => {
                    self.pending = Pending::Attributes(index, runs.at());
                    self.current = Current::defect(defect, at);
                    self.begins = at;
                    return true;
                }
                Some(_) => {}
            }
        }
    }

    /// Reads a construct of the file; returns whether it is an event itself.
    fn read(&mut self) -> Result<bool, Error> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let ahead = self.xml.get_mut().ahead()?;
        let construct = Construct::of(ahead);
        let is_end = ahead.is_empty();
        match construct {
            Construct::Text if is_end => self.finish().map(|()| true),
            Construct::Text => self.read_text(),
            Construct::StartTag => self.start_tag().map(|()| true),
            Construct::EndTag => self.end_tag().map(|()| true),
            Construct::Comment => self.comment(),
            Construct::Cdata => self.cdata(),
            Construct::Doctype => self.doctype().map(|()| false),
            Construct::Instruction => self.instruction().map(|()| false),
            Construct::Markup => Err(self.unknown_markup()),
        }
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.begin(0);
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

    /// Returns how much of the file is in memory.
    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.source().held() + self.buffer.len() + self.spanning.len() + self.changed.len()
    }
}

impl Current {
    /// Makes a defect current that begins at an index of the construct.
    fn defect(defect: Defect<'_>, at: usize) -> Self {
        match defect {
            Defect::Character(character) => Self::Character(character),
            Defect::Reference(written) => Self::Reference(at..at + written.len()),
            Defect::Foreign(written, meant) => Self::Foreign(at..at + written.len(), meant),
            Defect::Surrogate(written) => Self::Surrogate(at..at + written.len()),
            Defect::CdataEnd => Self::CdataEnd,
            Defect::CommentHyphens => Self::CommentHyphens,
            Defect::MissingMark => Self::MissingMark,
            Defect::Encoding { .. } => Self::Encoding,
        }
    }
}

/// Returns the construct that was read last: as it stands in the block of the
/// source, or else as it was put together.
fn written<'a, R: Read>(xml: &'a quick_xml::Reader<Source<R>>, spanning: &'a str) -> &'a str {
    xml.get_ref().construct().unwrap_or(spanning)
}

/// Makes the error for what asks for more than a limit.
fn limit(position: Position, most: impl fmt::Display) -> Error {
    let message = format!(
        "expected at most {most}, but found more; raise the limit if the file is to be trusted"
    );
    Error::new(ErrorKind::Limit { position, message })
}

/// The names of the elements that are open, the innermost last.
#[derive(Debug, Default)]
struct OpenElements {
    /// All names, one after the other.
    names: String,
    /// Where each begins.
    starts: Vec<usize>,
}

impl OpenElements {
    fn depth(&self) -> usize {
        self.starts.len()
    }

    fn push(&mut self, name: &str) {
        self.starts.push(self.names.len());
        self.names.push_str(name);
    }

    fn last(&self) -> Option<&str> {
        self.starts.last().map(|&start| &self.names[start..])
    }

    fn pop(&mut self) {
        if let Some(start) = self.starts.pop() {
            self.names.truncate(start);
        }
    }
}
