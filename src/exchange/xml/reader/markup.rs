//! Tags, comments and what is passed over, as quick-xml finds them.

use std::fmt::Display;
use std::io::Read;

use super::{Current, Pending, Reader, limit, written};
use crate::error::{Error, ErrorKind};
use crate::exchange::xml::construct::{
    Construct, check_end_tag, check_instruction, hyphens_in_comment, is_cut_markup,
};
use crate::exchange::xml::source::Failure;
use crate::exchange::xml::tag::{Fault, TagFault};
use crate::position::Position;

/// How much of a construct was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    Whole,
    /// The file ends inside it.
    Cut,
    TooLong,
}

impl<R: Read> Reader<R> {
    /// Begins a construct at what comes next, which may have so many bytes.
    pub(super) fn begin(&mut self, most: usize) {
        self.xml.get_mut().begin(most);
        if !self.spanning.is_empty() {
            self.buffer = std::mem::take(&mut self.spanning).into_bytes();
        }
        self.buffer.clear();
        self.begins = 0;
        self.counted.set((0, Position::START));
    }

    /// Lets quick-xml read a construct.
    pub(super) fn fetch(&mut self, most: usize) -> Result<Extent, Error> {
        self.begin(most);
        let extent = self.fetch_more()?;
        let length = self.buffer.len();
        self.settle();
        match extent {
            Extent::Whole if length > most => Ok(Extent::TooLong),
            extent => Ok(extent),
        }
    }

    /// Lets quick-xml add what comes next to the construct.
    pub(super) fn fetch_more(&mut self) -> Result<Extent, Error> {
        match self.xml.read_event_into(&mut self.buffer) {
            // A DOCTYPE without a name is passed over like any other.
            Ok(_) | Err(quick_xml::Error::IllFormed(_)) => Ok(Extent::Whole),
            Err(_) => match self.xml.get_mut().take_failure() {
                Some(Failure::Error(error)) => Err(error),
                Some(Failure::TooLong) => Ok(Extent::TooLong),
                None => Ok(Extent::Cut),
            },
        }
    }

    /// Makes text of what was fetched, where the source has dropped a part of it.
    /// What is whole in the block is shown there: it need not be checked again.
    ///
    /// The source may not be asked for what is ahead between this and the end of
    /// the construct's use, unless it was before.
    pub(super) fn settle(&mut self) {
        if !self.source().is_whole() {
            let bytes = std::mem::take(&mut self.buffer);
            self.spanning = String::from_utf8(bytes).unwrap_or_default();
        }
    }

    /// Makes an error of what keeps a construct from being whole.
    fn check_extent(&self, extent: Extent, construct: Construct, most: usize) -> Result<(), Error> {
        match extent {
            Extent::Whole => Ok(()),
            Extent::Cut => Err(self.cut(construct)),
            Extent::TooLong => Err(self.limit(format!("{most} bytes in {}", construct.name()))),
        }
    }

    pub(super) fn cut(&self, construct: Construct) -> Error {
        self.syntax_error(format!(
            "expected the end of {} that begins here, but the file ends before it; \
             it was cut off: get the whole file",
            construct.name()
        ))
    }

    fn limit(&self, most: impl Display) -> Error {
        limit(self.position(), most)
    }

    pub(super) fn syntax_at(&self, index: usize, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Syntax { position: self.place(index), message: message.into() })
    }

    pub(super) fn fault(&self, fault: Fault) -> Error {
        self.syntax_at(fault.at, fault.message)
    }

    pub(super) fn start_tag(&mut self) -> Result<(), Error> {
        let extent = self.fetch(self.limits.tag())?;
        let most = self.limits.attributes();
        match self.tag.read(written(&self.xml, &self.spanning), most) {
            Ok(()) => {}
            Err(TagFault::TooMany) => {
                return Err(self.limit(format!("{most} attributes in a tag")));
            }
            Err(TagFault::Syntax(fault)) if fault.at < self.written().len() => {
                return Err(self.fault(fault));
            }
            // Nothing is wrong with it but that it has no end.
            Err(TagFault::Syntax(_)) => {}
        }
        self.check_extent(extent, Construct::StartTag, self.limits.tag())?;
        self.check_place()?;
        self.open.push(self.tag.name());
        self.pending = match self.tag.special() {
            [] => self.after_attributes(),
            _ => Pending::Attributes(0, 0),
        };
        self.has_root = true;
        self.current = Current::Start;
        self.end_text();
        Ok(())
    }

    pub(super) fn after_attributes(&self) -> Pending {
        if self.tag.is_empty() { Pending::End } else { Pending::Nothing }
    }

    /// Checks that an element may begin here.
    fn check_place(&self) -> Result<(), Error> {
        let depth = self.open.depth();
        if depth == 0 && self.has_root {
            let message = "expected nothing after the end of the file's element, but found \
                           another element; remove it, or put both into one";
            return Err(self.syntax_error(message));
        }
        if depth >= self.limits.depth() {
            return Err(self.limit(format!("{} elements inside each other", self.limits.depth())));
        }
        Ok(())
    }

    pub(super) fn end_tag(&mut self) -> Result<(), Error> {
        let extent = self.fetch(self.limits.tag())?;
        let Some(open) = self.open.last() else {
            let message = "expected an element, but found an end tag; remove it";
            return Err(self.syntax_error(message));
        };
        check_end_tag(self.written(), open).map_err(|fault| self.fault(fault))?;
        self.check_extent(extent, Construct::EndTag, self.limits.tag())?;
        self.close();
        Ok(())
    }

    pub(super) fn close(&mut self) {
        self.open.pop();
        self.current = Current::End;
        self.end_text();
    }

    /// Ends the text before a tag.
    fn end_text(&mut self) {
        self.text_length = 0;
        self.text_position = None;
    }

    /// Reads a comment; returns whether it has a defect.
    pub(super) fn comment(&mut self) -> Result<bool, Error> {
        let extent = self.fetch(self.limits.text().saturating_add("<!---->".len()))?;
        self.check_extent(extent, Construct::Comment, self.limits.text())?;
        let Some(index) = hyphens_in_comment(self.written()) else { return Ok(false) };
        self.begins = index;
        self.current = Current::CommentHyphens;
        Ok(true)
    }

    pub(super) fn instruction(&mut self) -> Result<(), Error> {
        let extent = self.fetch(self.limits.tag())?;
        check_instruction(self.written(), self.offset() == 0)
            .map_err(|message| self.syntax_error(message))?;
        self.check_extent(extent, Construct::Instruction, self.limits.tag())
    }

    pub(super) fn doctype(&mut self) -> Result<(), Error> {
        let extent = self.fetch(self.limits.tag())?;
        if self.has_root || self.has_doctype {
            let message = "expected one DOCTYPE, before the first element; remove this one";
            return Err(self.syntax_error(message));
        }
        self.has_doctype = true;
        self.check_extent(extent, Construct::Doctype, self.limits.tag())
    }

    pub(super) fn unknown_markup(&mut self) -> Error {
        self.begin(0);
        match self.xml.get_mut().ahead() {
            Err(error) => error,
            Ok(bytes) if is_cut_markup(bytes) => self.cut(Construct::Markup),
            Ok(_) => self.syntax_error(
                "expected a comment `<!--`, a section `<![CDATA[` or a `<!DOCTYPE` after `<!`; \
                 write the character `<` itself as `&lt;`",
            ),
        }
    }
}
