//! Columns of numbers in files: what an index is written as and read from.
//!
//! A column is its length as eight bytes and its numbers, all little-endian.
//! What is read may be damaged: no length is believed beyond what is left of
//! the file, and whoever reads columns checks the numbers in them.

use std::io::{self, Read, Write};

/// What an index file holds is not what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Damaged;

/// Why columns could not be read.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// The file could not be read.
    Unreadable,
    /// The file holds something else.
    Damaged,
}

impl From<io::Error> for ReadError {
    fn from(cause: io::Error) -> Self {
        match cause.kind() {
            io::ErrorKind::UnexpectedEof => Self::Damaged,
            _ => Self::Unreadable,
        }
    }
}

impl From<Damaged> for ReadError {
    fn from(Damaged: Damaged) -> Self {
        Self::Damaged
    }
}

/// Returns an error unless what was written `holds`.
pub(crate) fn ensure(holds: bool) -> Result<(), Damaged> {
    holds.then_some(()).ok_or(Damaged)
}

/// A number of a fixed size.
pub(crate) trait Number: Copy + Default {
    /// Bytes that it takes.
    const SIZE: usize;
    /// Puts it into as many bytes.
    fn put(self, bytes: &mut [u8]);
    /// Takes it from as many bytes.
    fn take(bytes: &[u8]) -> Self;
}

macro_rules! number {
    ($($type:ty),*) => {$(
        impl Number for $type {
            const SIZE: usize = size_of::<$type>();

            fn put(self, bytes: &mut [u8]) {
                bytes.copy_from_slice(&self.to_le_bytes());
            }

            fn take(bytes: &[u8]) -> Self {
                let mut number = [0; size_of::<$type>()];
                number.copy_from_slice(bytes);
                Self::from_le_bytes(number)
            }
        }
    )*};
}

number!(u8, u16, u32, u64);

/// Bytes that are converted at once.
const CHUNK: usize = 1 << 16;

/// Writes columns.
pub(crate) struct ColumnWriter<W> {
    writer: W,
    buffer: Vec<u8>,
}

impl<W: Write> ColumnWriter<W> {
    pub(crate) fn new(writer: W) -> Self {
        Self { writer, buffer: vec![0; CHUNK] }
    }

    /// Writes a column.
    pub(crate) fn write<N: Number>(&mut self, numbers: &[N]) -> io::Result<()> {
        self.writer.write_all(&(numbers.len() as u64).to_le_bytes())?;
        for chunk in numbers.chunks(CHUNK / N::SIZE) {
            let bytes = &mut self.buffer[..chunk.len() * N::SIZE];
            for (bytes, number) in bytes.chunks_exact_mut(N::SIZE).zip(chunk) {
                number.put(bytes);
            }
            self.writer.write_all(bytes)?;
        }
        Ok(())
    }

    pub(crate) fn into_inner(self) -> W {
        self.writer
    }
}

/// Counts what is written, and keeps nothing.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    /// How many bytes were written.
    pub(crate) bytes: u64,
}

impl Write for Counted {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.bytes += buffer.len() as u64;
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads columns.
pub(crate) struct ColumnReader<R> {
    reader: R,
    /// Bytes that are left at most.
    left: u64,
    buffer: Vec<u8>,
}

impl<R: Read> ColumnReader<R> {
    /// Begins to read what has so many bytes.
    pub(crate) fn new(reader: R, length: u64) -> Self {
        Self { reader, left: length, buffer: vec![0; CHUNK] }
    }

    /// Reads a column of any length.
    pub(crate) fn read<N: Number>(&mut self) -> Result<Vec<N>, ReadError> {
        let mut length = [0; 8];
        self.take(&mut length)?;
        let length = u64::from_le_bytes(length);
        ensure(length <= self.left / N::SIZE as u64)?;
        let mut numbers = Vec::with_capacity(length as usize);
        let mut buffer = std::mem::take(&mut self.buffer);
        while numbers.len() < length as usize {
            let count = (length as usize - numbers.len()).min(CHUNK / N::SIZE);
            let bytes = &mut buffer[..count * N::SIZE];
            self.take(bytes)?;
            numbers.extend(bytes.chunks_exact(N::SIZE).map(N::take));
        }
        self.buffer = buffer;
        Ok(numbers)
    }

    /// Reads a column that has to have a length.
    pub(crate) fn read_exactly<N: Number>(&mut self, length: usize) -> Result<Vec<N>, ReadError> {
        let numbers = self.read()?;
        ensure(numbers.len() == length)?;
        Ok(numbers)
    }

    fn take(&mut self, bytes: &mut [u8]) -> Result<(), ReadError> {
        self.reader.read_exact(bytes)?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(Damaged)?;
        Ok(())
    }

    /// Returns how many bytes are left at most.
    pub(crate) fn left(&self) -> u64 {
        self.left
    }

    pub(crate) fn into_inner(self) -> R {
        self.reader
    }
}

/// Returns whether numbers ascend or stay, from 0 to `end`, as the places do where
/// parts begin.
pub(crate) fn are_starts<N: Copy + PartialOrd + Default + PartialEq>(starts: &[N], end: N) -> bool {
    starts.first().is_some_and(|first| *first == N::default())
        && starts.last().is_some_and(|last| *last == end)
        && starts.is_sorted_by(|a, b| a <= b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Vec<u8> {
        let mut writer = ColumnWriter::new(Vec::new());
        writer.write::<u8>(&[1, 2, 3]).unwrap();
        writer.write::<u64>(&[]).unwrap();
        writer.write(&(0..100_000_u32).collect::<Vec<_>>()).unwrap();
        writer.write(&[u16::MAX]).unwrap();
        writer.into_inner()
    }

    type Read = (Vec<u8>, Vec<u64>, Vec<u32>, Vec<u16>);

    fn read(bytes: &[u8]) -> Result<Read, ReadError> {
        let mut reader = ColumnReader::new(bytes, bytes.len() as u64);
        Ok((reader.read()?, reader.read()?, reader.read()?, reader.read_exactly(1)?))
    }

    #[test]
    fn what_is_written_is_read() {
        let (bytes, none, numbers, last) = read(&written()).unwrap();
        assert_eq!((bytes, none, last), (vec![1, 2, 3], vec![], vec![u16::MAX]));
        assert!(numbers.into_iter().eq(0..100_000));
    }

    #[test]
    fn damaged_lengths_are_not_believed() {
        let good = written();
        for end in [0, 7, 8, 10, 11, 18, 19, 26, 27, 40, good.len() - 1] {
            assert!(matches!(read(&good[..end]), Err(ReadError::Damaged)), "{end}");
        }
        let mut bad = good;
        bad[7] = 0xff;
        assert!(matches!(read(&bad), Err(ReadError::Damaged)));
    }

    #[test]
    fn starts() {
        assert!(are_starts(&[0, 0, 2, 5], 5) && are_starts(&[0], 0));
        for wrong in [&[][..], &[1, 5], &[0, 6, 5], &[0, 4]] {
            assert!(!are_starts(wrong, 5), "{wrong:?}");
        }
    }
}
