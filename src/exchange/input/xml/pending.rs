//! What is told between two constructs of the file.

use std::io::Read;

use super::content::{Content, Part, Parts};
use super::{Current, DefectPlace, Reader};
use crate::error::Error;

/// What comes next without reading on.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pending {
    /// What the start of the file says of its encoding.
    MissingMark,
    Contradiction,
    /// What is wrong in the attributes from this one on, from this byte of its
    /// value on.
    Attributes(usize, usize),
    /// The end of an empty element.
    End,
    Nothing,
}

impl<R: Read> Reader<R> {
    /// Tells what is pending; says whether there was anything.
    pub(super) fn take_pending(&mut self) -> Result<bool, Error> {
        loop {
            match self.pending {
                Pending::MissingMark => {
                    self.window.fill()?;
                    self.pending = Pending::Contradiction;
                    if self.encoding().is_some_and(|used| used.is_utf16() && !used.has_mark()) {
                        self.current = Current::Defect(DefectPlace::MissingMark);
                        return Ok(true);
                    }
                }
                Pending::Contradiction => {
                    self.pending = Pending::Nothing;
                    if self.encoding().is_some_and(|used| used.contradicted().is_some()) {
                        self.current = Current::Defect(DefectPlace::Encoding);
                        return Ok(true);
                    }
                }
                Pending::Attributes(index, at) => {
                    if self.take_attribute_defect(index, at) {
                        return Ok(true);
                    }
                }
                Pending::End => {
                    self.pending = Pending::Nothing;
                    self.end_empty();
                    return Ok(true);
                }
                Pending::Nothing => return Ok(false),
            }
        }
    }

    /// Tells the next defect of the attributes from a place on, or goes on to
    /// the next place.
    fn take_attribute_defect(&mut self, index: usize, at: usize) -> bool {
        let Some(span) = self.attributes.get(index) else {
            self.pending = self.after_attributes();
            return false;
        };
        self.pending = Pending::Attributes(index + 1, 0);
        if span.is_plain {
            return false;
        }
        let start = self.tag.start + span.value.start;
        let value = &self.window.text()[start..self.tag.start + span.value.end];
        let mut parts = Parts::new(value, Content::Attribute, at);
        loop {
            let at = parts.at();
            match parts.next() {
                None => return false,
                Some(Part::Defect(defect)) => {
                    self.begins = start + at;
                    self.current = Current::Defect(DefectPlace::new(defect, self.begins));
                    self.pending = Pending::Attributes(index, parts.at());
                    return true;
                }
                Some(_) => {}
            }
        }
    }

    pub(super) fn after_attributes(&self) -> Pending {
        if self.tag.shape.is_empty { Pending::End } else { Pending::Nothing }
    }
}
