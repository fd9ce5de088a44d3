//! Text: found in the window, decoded where it has to change, held to the limit.

use std::io::Read;

use super::content::{Content, Part, Parts};
use super::{Current, DefectPlace, Reader, declaration};
use crate::error::{Error, ErrorKind};

/// Text in the window that is handed out up to `end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    end: usize,
    content: Content,
    is_plain: bool,
}

impl<R: Read> Reader<R> {
    /// Finds how far the text goes, in the window at least.
    pub(super) fn text(&mut self) -> Result<bool, Error> {
        let rest = self.window.rest();
        let length = match memchr::memchr(b'<', rest.as_bytes()) {
            Some(length) => length,
            None if self.window.is_last() => rest.len(),
            None => Content::Text.complete(rest),
        };
        if length == 0 {
            // At the end of the file the rest is taken whole.
            return self.window.fill().map(|_| false);
        }
        if self.open.depth() == 0 {
            return self.space(length).map(|()| false);
        }
        self.open_run(length, Content::Text);
        Ok(false)
    }

    pub(super) fn open_run(&mut self, length: usize, content: Content) {
        let start = self.window.at();
        let is_plain = content.is_plain(&self.window.rest()[..length]);
        self.run = Some(Run { end: start + length, content, is_plain });
    }

    /// Passes over text outside the root, which is white space.
    fn space(&mut self, length: usize) -> Result<(), Error> {
        let text = &self.window.rest()[..length];
        let is_other =
            |character: char| !character.is_ascii() || !declaration::is_space(&(character as u8));
        if let Some(found) = text.find(is_other) {
            let character = text[found..].chars().next().unwrap_or_default().escape_debug();
            let message = match self.has_root {
                false => format!("expected `<`, but found `{character}`; the file is not XML"),
                true => format!(
                    "expected nothing after the end of the file's element, but found \
                     `{character}`; remove it"
                ),
            };
            return Err(self.syntax_at(self.window.at() + found, message));
        }
        self.window.consume(length);
        Ok(())
    }

    /// Hands out text; says whether there is an event.
    pub(super) fn take_text(&mut self, run: Run) -> Result<bool, Error> {
        let start = self.window.at();
        self.begins = start;
        let end = match run.is_plain {
            true => {
                self.current = Current::Text(start..run.end);
                run.end
            }
            false => self.change_text(start, run),
        };
        self.window.consume(end - start);
        if end == run.end {
            self.run = None;
        }
        self.count_text(start, end)?;
        Ok(true)
    }

    /// Decodes text up to the next defect, or one defect; says where that ends.
    fn change_text(&mut self, start: usize, run: Run) -> usize {
        self.changed.clear();
        self.current = Current::Changed;
        let mut parts = Parts::new(&self.window.text()[..run.end], run.content, start);
        loop {
            let at = parts.at();
            match parts.next() {
                None => return at,
                Some(Part::Plain(text)) => self.changed.push_str(text),
                Some(Part::Character(character)) => self.changed.push(character),
                Some(Part::Defect(_)) if !self.changed.is_empty() => return at,
                Some(Part::Defect(defect)) => {
                    self.current = Current::Defect(DefectPlace::new(defect, at));
                    return parts.at();
                }
            }
        }
    }

    /// Holds the text since the last tag to the limit.
    fn count_text(&mut self, start: usize, end: usize) -> Result<(), Error> {
        self.text_length += end - start;
        if self.text_length > self.limits.text() {
            let position = self.text_position.unwrap_or_else(|| self.window.position(start));
            let message = format!(
                "expected at most {} bytes of text between two tags, but found more; \
                 raise the limit if the file is to be trusted",
                self.limits.text()
            );
            return Err(Error::new(ErrorKind::Limit { position, message }));
        }
        let is_whole =
            matches!(self.window.rest().as_bytes(), [b'<', next, ..] if !b"!?".contains(next));
        if !is_whole && self.text_position.is_none() {
            self.text_position = Some(self.window.position(start));
        }
        Ok(())
    }
}
