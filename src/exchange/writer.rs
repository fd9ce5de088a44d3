//! Units written one after the other.
//!
//! What has to be known of the file so far (which group is open, which keys are
//! taken, whether a separator is due) is kept here alone: units that threads
//! encoded apart (`encoded`) go the same way as those that are written one by
//! one.

#[cfg(feature = "pipeline")]
mod encoded;

use std::collections::HashSet;
use std::fmt;
use std::io;

use super::{Encode, UnitReport};
use crate::error::{Error, ErrorKind};
use crate::unit::TranslationUnit;
#[cfg(feature = "pipeline")]
pub(crate) use encoded::EncodedUnits;

/// How many bytes are gathered before they are handed on.
const BUFFER_SIZE: usize = 64 * 1024;

/// Writes units in a format to an [`io::Write`], in constant memory.
///
/// The writer buffers, so that `W` need not. Units are encoded before anything
/// of them is handed on: one that cannot be written leaves no trace, and the
/// next may follow. A file is complete only after [`finish`](Writer::finish);
/// a writer that is dropped leaves it without its end.
///
/// [`tmx::Writer`](crate::tmx::Writer) and [`jsonl::Writer`](crate::jsonl::Writer)
/// are this type for their formats, and say how to make one.
#[must_use = "the file is complete only after `finish`"]
pub struct Writer<W: io::Write, E: Encode> {
    inner: W,
    encoder: E,
    /// Whole units that were not handed on yet.
    buffer: Vec<u8>,
    /// The group that is open.
    group: Option<u128>,
    /// What no other unit may have.
    keys: HashSet<u128>,
    units: u64,
    removed_characters: u64,
    lost_codes: u64,
}

/// Where a unit goes: the group that it is part of, and what it may share with
/// no other unit of the file.
#[derive(Clone, Copy)]
struct UnitPlace {
    group: Option<u128>,
    keys: [Option<u128>; 2],
}

impl<W: io::Write, E: Encode> Writer<W, E> {
    /// A writer with an encoder's settings.
    ///
    /// # Errors
    ///
    /// Where the settings cannot be written in the format.
    pub fn with_encoder(inner: W, encoder: E) -> Result<Self, Error> {
        let mut header = Vec::with_capacity(BUFFER_SIZE);
        encoder.write_header(&mut header)?;
        Ok(Self::after_header(inner, encoder, header))
    }

    /// Makes a writer from the bytes of the header.
    pub(super) fn after_header(inner: W, encoder: E, header: Vec<u8>) -> Self {
        Self {
            inner,
            encoder,
            buffer: header,
            group: None,
            keys: HashSet::new(),
            units: 0,
            removed_characters: 0,
            lost_codes: 0,
        }
    }

    /// Writes a unit.
    ///
    /// # Errors
    ///
    /// An [`ErrorKind::Unit`](crate::ErrorKind::Unit) where the unit lacks what
    /// the format needs: nothing of it is written, and the writer goes on. An
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) where writing failed: the file
    /// is then good for nothing.
    pub fn write(&mut self, unit: &TranslationUnit) -> Result<(), Error> {
        let (group, key) = (self.encoder.group(unit), self.encoder.key(unit));
        let place = UnitPlace { group, keys: [key, None] };
        let is_group_new = group.is_some() && group != self.group;
        let name = is_group_new.then(|| self.encoder.group_key(unit)).flatten();
        let is_taken = name.is_some_and(|name| self.keys.contains(&name));
        let is_new = self.add(
            place,
            |encoder, out| match is_taken {
                true => encoder.open_renamed_group(unit, out),
                false => encoder.open_group(unit, out),
            },
            |encoder, out| encoder.write_unit(unit, out),
        )?;
        self.keys.extend(name.filter(|_| is_new));
        if !is_new {
            let message = "expected each unit once, but the file has one under its name".into();
            return Err(Error::new(ErrorKind::Unit { id: unit.id.clone(), message }));
        }
        Ok(())
    }

    /// Adds a unit, unless the file has one with the same key; returns whether
    /// it did. `open` adds what opens its group, and `write` the unit itself.
    fn add(
        &mut self,
        place: UnitPlace,
        open: impl FnOnce(&E, &mut Vec<u8>) -> Result<(), Error>,
        write: impl FnOnce(&E, &mut Vec<u8>) -> Result<UnitReport, Error>,
    ) -> Result<bool, Error> {
        if place.keys.iter().flatten().any(|key| self.keys.contains(key)) {
            return Ok(false);
        }
        let (length, group) = (self.buffer.len(), self.group);
        let report = self.try_add(place.group, open, write).inspect_err(|_| {
            self.buffer.truncate(length);
            self.group = group;
        })?;
        self.keys.extend(place.keys.iter().flatten());
        self.units += 1;
        self.removed_characters += report.removed_characters as u64;
        self.lost_codes += report.lost_codes as u64;
        self.hand_on_if_full()?;
        Ok(true)
    }

    /// Adds a unit, and what goes in front of it.
    fn try_add(
        &mut self,
        group: Option<u128>,
        open: impl FnOnce(&E, &mut Vec<u8>) -> Result<(), Error>,
        write: impl FnOnce(&E, &mut Vec<u8>) -> Result<UnitReport, Error>,
    ) -> Result<UnitReport, Error> {
        if group != self.group {
            self.close_group();
            if group.is_some() {
                open(&self.encoder, &mut self.buffer)?;
            }
            self.group = group;
        }
        if self.units > 0 {
            self.buffer.extend_from_slice(self.encoder.separator());
        }
        write(&self.encoder, &mut self.buffer)
    }

    fn close_group(&mut self) {
        if self.group.take().is_some() {
            self.encoder.close_group(&mut self.buffer);
        }
    }

    /// How many units were written so far.
    pub fn units(&self) -> u64 {
        self.units
    }

    /// How many characters were removed so far because the format cannot hold them.
    pub fn removed_characters(&self) -> u64 {
        self.removed_characters
    }

    /// How many codes were left out so far because the format has no inline elements
    /// and nothing is known to show in their place.
    pub fn lost_codes(&self) -> u64 {
        self.lost_codes
    }

    /// Writes the end of the file and gives the inner writer back, flushed.
    ///
    /// # Errors
    ///
    /// Where writing failed; the error hands the inner writer back.
    pub fn finish(mut self) -> Result<W, FinishError<W>> {
        match self.write_end().and_then(|()| self.inner.flush()) {
            Ok(()) => Ok(self.inner),
            Err(cause) => Err(FinishError { inner: self.inner, cause: cause.into() }),
        }
    }

    fn write_end(&mut self) -> io::Result<()> {
        self.close_group();
        self.encoder.write_footer(&mut self.buffer);
        self.hand_on()
    }

    fn hand_on_if_full(&mut self) -> io::Result<()> {
        if self.buffer.len() < BUFFER_SIZE { Ok(()) } else { self.hand_on() }
    }

    fn hand_on(&mut self) -> io::Result<()> {
        self.inner.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

impl<W: io::Write, E: Encode> fmt::Debug for Writer<W, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("units", &self.units)
            .field("removed_characters", &self.removed_characters)
            .finish_non_exhaustive()
    }
}

/// The end of a file could not be written.
pub struct FinishError<W> {
    inner: W,
    cause: Error,
}

impl<W> FinishError<W> {
    /// What went wrong.
    pub fn error(&self) -> &Error {
        &self.cause
    }

    /// The writer that the file went to, and what went wrong.
    pub fn into_parts(self) -> (W, Error) {
        (self.inner, self.cause)
    }
}

impl<W> From<FinishError<W>> for Error {
    fn from(error: FinishError<W>) -> Self {
        error.cause
    }
}

impl<W> fmt::Debug for FinishError<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FinishError").field("cause", &self.cause).finish_non_exhaustive()
    }
}

impl<W> fmt::Display for FinishError<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(f)
    }
}

impl<W> std::error::Error for FinishError<W> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.source()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes the id of a unit; one without an id is an error.
    struct Ids;

    impl Encode for Ids {
        fn write_header(&self, out: &mut Vec<u8>) -> Result<(), Error> {
            out.extend(b"<");
            Ok(())
        }

        fn write_unit(
            &self,
            unit: &TranslationUnit,
            out: &mut Vec<u8>,
        ) -> Result<UnitReport, Error> {
            let id = unit.id.as_deref().ok_or_else(|| {
                Error::new(ErrorKind::Unit { id: None, message: "expected an id".into() })
            })?;
            out.extend(id.as_bytes());
            Ok(UnitReport { removed_characters: 2, lost_codes: 1 })
        }

        fn write_footer(&self, out: &mut Vec<u8>) {
            out.extend(b">");
        }
    }

    /// Groups units by the first letter of their id; each id may come once.
    struct Groups;

    impl Encode for Groups {
        fn write_header(&self, _: &mut Vec<u8>) -> Result<(), Error> {
            Ok(())
        }

        fn write_unit(
            &self,
            unit: &TranslationUnit,
            out: &mut Vec<u8>,
        ) -> Result<UnitReport, Error> {
            Ids.write_unit(unit, out)
        }

        fn write_footer(&self, out: &mut Vec<u8>) {
            out.push(b'.');
        }

        fn group(&self, unit: &TranslationUnit) -> Option<u128> {
            Some(unit.id.as_deref().map_or(0, |id| id.as_bytes()[0].into()))
        }

        fn open_group(&self, _: &TranslationUnit, out: &mut Vec<u8>) -> Result<(), Error> {
            out.push(b'(');
            Ok(())
        }

        fn close_group(&self, out: &mut Vec<u8>) {
            out.push(b')');
        }

        fn key(&self, unit: &TranslationUnit) -> Option<u128> {
            unit.id.as_deref().map(|id| u128::from(id.as_bytes()[1]))
        }
    }

    #[test]
    fn groups_and_keys() {
        let mut writer = Writer::with_encoder(Vec::new(), Groups).unwrap();
        for id in ["a1", "a2", "b3"] {
            writer.write(&unit(id)).unwrap();
        }
        // Neither leaves a trace, nor a group that holds nothing.
        assert!(writer.write(&TranslationUnit::default()).is_err());
        assert!(writer.write(&unit("c2")).is_err());
        writer.write(&unit("b4")).unwrap();
        assert_eq!(writer.finish().unwrap(), b"(a1a2)(b3b4).");
    }

    /// Ids with commas between them.
    struct Commas;

    impl Encode for Commas {
        fn write_header(&self, _: &mut Vec<u8>) -> Result<(), Error> {
            Ok(())
        }

        fn write_unit(
            &self,
            unit: &TranslationUnit,
            out: &mut Vec<u8>,
        ) -> Result<UnitReport, Error> {
            Ids.write_unit(unit, out)
        }

        fn separator(&self) -> &'static [u8] {
            b","
        }

        fn write_footer(&self, _: &mut Vec<u8>) {}
    }

    #[test]
    fn separators_stand_between_units_that_are_written() {
        let boxed: Box<dyn Encode> = Box::new(Commas);
        let mut writer = Writer::with_encoder(Vec::new(), boxed).unwrap();
        assert!(writer.write(&TranslationUnit::default()).is_err());
        for id in ["a", "b"] {
            writer.write(&unit(id)).unwrap();
            assert!(writer.write(&TranslationUnit::default()).is_err());
        }
        assert_eq!(writer.finish().unwrap(), b"a,b");
    }

    fn unit(id: &str) -> TranslationUnit {
        TranslationUnit { id: Some(id.into()), ..TranslationUnit::default() }
    }

    /// Counts what it is given, and fails where it shall.
    #[derive(Default)]
    struct Sink {
        calls: usize,
        bytes: usize,
        full: bool,
    }

    impl io::Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.full {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.calls += 1;
            self.bytes += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn header_units_footer_and_counts() {
        let boxed: Box<dyn Encode> = Box::new(Ids);
        let mut writer = Writer::with_encoder(Vec::new(), boxed).unwrap();
        writer.write(&unit("a")).unwrap();
        assert!(writer.write(&TranslationUnit::default()).is_err());
        writer.write(&unit("b")).unwrap();
        assert_eq!((writer.units(), writer.removed_characters()), (2, 4));
        assert_eq!(writer.finish().unwrap(), b"<ab>");
    }

    #[test]
    fn memory_is_bounded_and_bytes_arrive_in_large_pieces() {
        let mut writer = Writer::with_encoder(Sink::default(), Ids).unwrap();
        let unit = unit(&"x".repeat(1000));
        for _ in 0..1000 {
            writer.write(&unit).unwrap();
            assert!(writer.buffer.len() < BUFFER_SIZE + 1000);
        }
        let sink = writer.finish().unwrap();
        assert_eq!(sink.bytes, 1_000_002);
        assert_eq!(sink.calls, 1_000_002_usize.div_ceil(BUFFER_SIZE));
    }

    #[test]
    fn a_failed_finish_hands_the_writer_back() {
        let sink = Sink { full: true, ..Sink::default() };
        let error = Writer::with_encoder(sink, Ids).unwrap().finish().map(drop).unwrap_err();
        assert_eq!(error.to_string(), error.error().to_string());
        let (sink, cause) = error.into_parts();
        assert!(sink.full);
        assert!(matches!(cause.kind(), ErrorKind::Io(_)), "{cause}");
    }
}
