//! The file in which something derived is kept beside its store.
//!
//! It begins with a magic number and the version of all such files, the versions
//! of Unicode whose tables say what a word and what lower case is, its name, and
//! the revision and [stamp](Store::stamp) of the store that it follows from. It
//! ends with a checksum of all before (XXH3, 64 bits). It is used only where all
//! of this is found as expected, and the store still knows the revision.

use std::io::{self, Read, Write};

use xxhash_rust::xxh3::Xxh3;

use super::Unusable;
use super::columns::{ColumnReader, ColumnWriter, ReadError, ensure};
use crate::error::Error;
use crate::memory::store::{Cached, Store};
use crate::memory::units::Revision;

/// What a file begins with; the last byte is the version of all that is kept.
const MAGIC: &[u8; 8] = b"bitextI\x04";

/// Bytes of the checksum.
const CHECKSUM: u64 = 8;

/// Reads a file, and hashes what was read.
pub(crate) type FileReader = ColumnReader<Hashing<Box<dyn Read>>>;
/// Writes a file, and hashes what was written.
type FileWriter<'w> = ColumnWriter<Hashing<&'w mut dyn Write>>;

/// Reads what is kept under a name, and the revision that it was derived from;
/// `None` where nothing is kept.
pub(super) fn read<T>(
    store: &dyn Store,
    name: &str,
    body: impl FnOnce(&mut FileReader) -> Result<T, ReadError>,
) -> Result<Option<(Revision, T)>, Unusable> {
    let Some(cache) = store.cache() else { return Ok(None) };
    let found = cache.open(name).map_err(|_| Unusable::Unreadable)?;
    let Some(Cached { reader: file, length }) = found else { return Ok(None) };
    let length = length.checked_sub(CHECKSUM).ok_or(Unusable::Damaged)?;
    let mut reader = ColumnReader::new(Hashing::new(file), length);
    let revision = read_head(store, name, &mut reader)?;
    let body = body(&mut reader).map_err(unusable)?;
    ensure(reader.left() == 0).map_err(|_| Unusable::Damaged)?;
    let Hashing { mut inner, hash } = reader.into_inner();
    let mut checksum = [0; CHECKSUM as usize];
    inner.read_exact(&mut checksum).map_err(|error| unusable(error.into()))?;
    match u64::from_le_bytes(checksum) == hash.digest() {
        true => Ok(Some((revision, body))),
        false => Err(Unusable::Damaged),
    }
}

fn read_head(store: &dyn Store, name: &str, reader: &mut FileReader) -> Result<Revision, Unusable> {
    let magic: Vec<u8> = reader.read().map_err(unusable)?;
    if magic != MAGIC {
        let is_ours = magic.len() == MAGIC.len() && magic.starts_with(&MAGIC[..7]);
        return Err(if is_ours { Unusable::OtherVersion } else { Unusable::Damaged });
    }
    let unicode: Vec<u64> = reader.read().map_err(unusable)?;
    if unicode != unicode_versions() {
        return Err(Unusable::OtherVersion);
    }
    let own_name: Vec<u8> = reader.read().map_err(unusable)?;
    let numbers = reader.read_exactly::<u64>(2).map_err(unusable)?;
    ensure(own_name == name.as_bytes()).map_err(|_| Unusable::Stale)?;
    let revision = Revision::new(numbers[0]);
    match store.stamp(revision) {
        Ok(Some(stamp)) if stamp == numbers[1] => Ok(revision),
        Ok(_) => Err(Unusable::Stale),
        Err(_) => Err(Unusable::Unreadable),
    }
}

/// Returns the versions of Unicode in all tables that texts are cut and folded by.
fn unicode_versions() -> [u64; 15] {
    let (major, minor, update) = char::UNICODE_VERSION;
    let (first, second, third) = unicode_normalization::UNICODE_VERSION;
    let tables = [
        (first.into(), second.into(), third.into()),
        (major.into(), minor.into(), update.into()),
        unicode_properties::UNICODE_VERSION,
        unicode_script::UNICODE_VERSION,
        unicode_segmentation::UNICODE_VERSION,
    ];
    std::array::from_fn(|place| {
        let (major, minor, update) = tables[place / 3];
        [major, minor, update][place % 3]
    })
}

fn unusable(error: ReadError) -> Unusable {
    match error {
        ReadError::Unreadable => Unusable::Unreadable,
        ReadError::Damaged => Unusable::Damaged,
    }
}

/// Keeps what was derived from a revision under a name, where the store has a
/// place for it and knows the revision.
///
/// # Errors
///
/// Where it cannot be kept.
pub(super) fn write(
    store: &dyn Store,
    name: &str,
    revision: Revision,
    body: impl Fn(&mut FileWriter<'_>) -> io::Result<()>,
) -> Result<(), Error> {
    let (Some(cache), Some(stamp)) = (store.cache(), store.stamp(revision)?) else { return Ok(()) };
    cache.keep(name, &mut |file| {
        let mut writer = ColumnWriter::new(Hashing::new(file));
        writer.write(MAGIC)?;
        writer.write(&unicode_versions())?;
        writer.write(name.as_bytes())?;
        writer.write(&[revision.get(), stamp])?;
        body(&mut writer)?;
        let Hashing { inner, hash } = writer.into_inner();
        Ok(inner.write_all(&hash.digest().to_le_bytes())?)
    })
}

/// Reads or writes, and hashes what goes through.
pub(crate) struct Hashing<T> {
    inner: T,
    hash: Box<Xxh3>,
}

impl<T> Hashing<T> {
    fn new(inner: T) -> Self {
        Self { inner, hash: Box::default() }
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        Ok(count)
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(buffer)?;
        self.hash.update(&buffer[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
