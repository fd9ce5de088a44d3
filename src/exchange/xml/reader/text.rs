//! Text and CDATA: put together of what quick-xml gives, decoded where it has to
//! change, held to the limit.

use std::io::Read;
use std::ops::Range;

use super::markup::Extent;
use super::{Current, Pending, Reader, limit, written};
use crate::error::Error;
use crate::exchange::xml::construct::{CDATA_ENDS, Construct};
use crate::exchange::xml::content::{Content, Run, Runs};
use crate::exchange::xml::is_space;
use crate::exchange::xml::tag::Fault;

/// What follows a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Text,
    /// A construct after which text may go on before the next tag.
    Interruption,
    /// A tag, or the end of what can be read.
    Tag,
}

/// How many bytes a piece of changed text has about, at most.
const PIECE: usize = 64 * 1024;

impl<R: Read> Reader<R> {
    /// Reads text, its references included, which quick-xml gives apart; returns
    /// whether it is an event.
    pub(super) fn read_text(&mut self) -> Result<bool, Error> {
        let most = self.limits.text().saturating_sub(self.text_length);
        self.begin(most);
        let (extent, next) = loop {
            let fetched = self.fetch_more().and_then(|extent| Ok((extent, self.next()?)));
            match fetched {
                Ok((Extent::Whole, Next::Text)) if self.buffer.len() <= most => {}
                Ok((_, next)) => break (self.text_extent(most), next),
                Err(error) if self.buffer.is_empty() => return Err(error),
                Err(error) => {
                    self.failed = Some(error);
                    break (self.text_extent(most), Next::Tag);
                }
            }
        };
        let length = self.buffer.len();
        self.settle();
        if self.open.depth() == 0 {
            return self.outside_text(extent).map(|()| false);
        }
        self.begin_text(0..length, Content::Text, extent, next)
    }

    fn text_extent(&self, most: usize) -> Extent {
        if self.buffer.len() > most { Extent::TooLong } else { Extent::Whole }
    }

    /// Passes over text outside the root, which is white space.
    fn outside_text(&self, extent: Extent) -> Result<(), Error> {
        let is_other = |character: char| !character.is_ascii() || !is_space(&(character as u8));
        if let Some(found) = self.written().find(is_other) {
            let (expected, help) = match self.has_root {
                false => ("`<`", "; the file is not XML"),
                true => ("nothing after the end of the file's element", "; remove it"),
            };
            let mut fault = Fault::unexpected(self.written(), found, expected);
            fault.message.push_str(help);
            return Err(self.fault(fault));
        }
        match extent {
            Extent::TooLong => Err(self.text_limit()),
            _ => Ok(()),
        }
    }

    /// Reads a CDATA section; returns whether it is an event.
    pub(super) fn cdata(&mut self) -> Result<bool, Error> {
        let (before, after) = CDATA_ENDS;
        let rest = self.limits.text().saturating_sub(self.text_length);
        let most = rest.saturating_add(before + after);
        self.begin(most);
        let extent = self.fetch_more()?;
        let next = self.next().unwrap_or_else(|error| {
            self.failed = Some(error);
            Next::Tag
        });
        self.settle();
        if self.open.depth() == 0 {
            let message = "expected text inside an element only; remove the CDATA";
            return Err(self.syntax_error(message));
        }
        if extent == Extent::Cut {
            return Err(self.cut(Construct::Cdata));
        }
        let end = self.written().len().saturating_sub(after).max(before);
        let extent = if self.written().len() > most { Extent::TooLong } else { extent };
        self.begin_text(before..end, Content::Cdata, extent, next)
    }

    /// Begins to hand out a range of what was read; returns whether there is any.
    fn begin_text(
        &mut self,
        range: Range<usize>,
        content: Content,
        extent: Extent,
        next: Next,
    ) -> Result<bool, Error> {
        self.text_length += range.len();
        if extent == Extent::TooLong || self.text_length > self.limits.text() {
            return Err(self.text_limit());
        }
        if self.text_position.is_none() && next == Next::Interruption {
            self.text_position = Some(self.position());
        }
        if !content.is_plain(&self.written()[range.clone()]) {
            return Ok(self.take_runs(range, content));
        }
        let is_any = !range.is_empty();
        self.begins = range.start;
        self.current = Current::Text(range);
        Ok(is_any)
    }

    /// Returns what follows, which is not read yet.
    fn next(&mut self) -> Result<Next, Error> {
        Ok(match self.xml.get_mut().ahead()? {
            [b'<', b'!' | b'?', ..] => Next::Interruption,
            [] | [b'<', ..] => Next::Tag,
            _ => Next::Text,
        })
    }

    fn text_limit(&self) -> Error {
        let position = self.text_position.unwrap_or_else(|| self.position());
        limit(position, format_args!("{} bytes of text between two tags", self.limits.text()))
    }

    /// Hands out text up to the next defect, or one defect; returns whether
    /// there was any.
    pub(super) fn take_runs(&mut self, range: Range<usize>, content: Content) -> bool {
        self.changed.clear();
        self.current = Current::Changed;
        self.begins = range.start;
        let written = written(&self.xml, &self.spanning);
        let mut runs = Runs::new(&written[..range.end], content, range.start);
        while self.changed.len() < PIECE {
            let at = runs.at();
            match runs.next() {
                Some(Run::Plain(text)) => self.changed.push_str(text),
                Some(Run::Character(character)) => self.changed.push(character),
                Some(Run::Defect(defect)) if self.changed.is_empty() => {
                    self.current = Current::defect(defect, at);
                    self.pending = Pending::Runs(runs.at()..range.end, content);
                    return true;
                }
                Some(Run::Defect(_)) => {
                    self.pending = Pending::Runs(at..range.end, content);
                    return true;
                }
                None => return !self.changed.is_empty(),
            }
        }
        self.pending = Pending::Runs(runs.at()..range.end, content);
        true
    }
}
