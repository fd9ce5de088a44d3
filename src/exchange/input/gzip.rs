//! Files that are compressed or not, which their first bytes show.

use std::io::{self, BufReader, Chain, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

/// The first two bytes of every gzip member (RFC 1952 section 2.3.1). No text
/// in UTF-8 or UTF-16 with its mark begins with them.
const MAGIC: [u8; 2] = [0x1F, 0x8B];

/// Bytes as they are, or unpacked where they are gzip.
#[derive(Debug)]
pub(super) enum Source<R> {
    Plain(Peeked<R>),
    Gzip(Box<MultiGzDecoder<BufReader<Peeked<R>>>>),
}

/// A reader whose first bytes were looked at and are read again.
type Peeked<R> = Chain<Cursor<Vec<u8>>, R>;

impl<R: Read> Source<R> {
    /// Reads two bytes and decides.
    pub(super) fn open(mut inner: R) -> io::Result<Self> {
        let mut head = Vec::with_capacity(MAGIC.len());
        inner.by_ref().take(MAGIC.len() as u64).read_to_end(&mut head)?;
        let is_gzip = head == MAGIC;
        let whole = Cursor::new(head).chain(inner);
        Ok(match is_gzip {
            true => Self::Gzip(Box::new(MultiGzDecoder::new(BufReader::new(whole)))),
            false => Self::Plain(whole),
        })
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(inner) => inner.read(buffer),
            Self::Gzip(inner) => inner.read(buffer).map_err(damaged),
        }
    }
}

/// Says in an error that it is about the packed data, where it is.
fn damaged(cause: io::Error) -> io::Error {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    if !matches!(cause.kind(), InvalidData | InvalidInput | UnexpectedEof) {
        return cause;
    }
    let message = format!("expected whole gzip data, but found {cause}; get the file again");
    io::Error::new(cause.kind(), message)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        Source::open(bytes)?.read_to_end(&mut text)?;
        Ok(text)
    }

    #[test]
    fn what_is_not_gzip_is_read_as_it_is() {
        for bytes in [&b""[..], b"\x1F", b"\x8B\x1F", b"a", b"text"] {
            assert_eq!(unpacked(bytes).unwrap(), bytes);
        }
    }

    #[test]
    fn members_follow_each_other() {
        let bytes = [packed(b"one "), packed(b""), packed(b"two")].concat();
        assert_eq!(unpacked(&bytes).unwrap(), b"one two");
    }

    #[test]
    fn damage_is_reported() {
        let bytes = packed(b"some text that is long enough");
        for end in MAGIC.len()..bytes.len() {
            let error = unpacked(&bytes[..end]).unwrap_err();
            assert!(error.to_string().starts_with("expected whole gzip data"), "{error}");
        }
        assert!(unpacked(&[bytes, b"rubbish".to_vec()].concat()).is_err());
    }
}
