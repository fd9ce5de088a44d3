//! Bytes to text, a block at a time, out of files that are compressed or not.

use std::io::{self, BufReader, Chain, Cursor, Read};

use encoding_rs::{Decoder as Codec, DecoderResult};
use flate2::bufread::MultiGzDecoder;

use super::encoding::{Declaration, Encoding, HEAD, TextEncoding};

/// How many bytes are read at once.
const BLOCK: usize = 64 * 1024;

/// The text of a file as valid UTF-8, without its byte order mark, whatever its
/// encoding, and unpacked where it is gzip.
#[derive(Debug)]
pub(crate) struct Decoder<R> {
    state: DecoderState<R>,
    naming: Naming,
}

/// Who names the encoding of a file.
#[derive(Clone, Copy, Debug)]
enum Naming {
    /// The file itself, where this finds it.
    Declared(Declaration),
    Given(&'static encoding_rs::Encoding),
}

#[derive(Debug)]
enum DecoderState<R> {
    /// Nothing is read yet.
    Before(R),
    Open(Box<OpenFile<R>>),
    /// The text is done, or what went wrong was returned.
    Done(Option<Encoding>),
}

/// Why the text ends before the file does.
#[derive(Debug)]
pub(crate) enum DecodeError {
    Io(io::Error),
    /// The bytes after the text so far are not of the encoding.
    Malformed(String),
}

impl From<io::Error> for DecodeError {
    fn from(cause: io::Error) -> Self {
        Self::Io(cause)
    }
}

impl<R: Read> Decoder<R> {
    /// Reads a file that does not name its encoding.
    pub(crate) fn new(inner: R) -> Self {
        Self::with_declaration(inner, |_| None)
    }

    /// Reads a file that may name its encoding, where `declaration` finds it.
    pub(crate) fn with_declaration(inner: R, declaration: Declaration) -> Self {
        Self { state: DecoderState::Before(inner), naming: Naming::Declared(declaration) }
    }

    /// Reads a file that is in this encoding, unless a mark says otherwise.
    pub(crate) fn with_encoding(inner: R, encoding: &'static encoding_rs::Encoding) -> Self {
        Self { state: DecoderState::Before(inner), naming: Naming::Given(encoding) }
    }

    /// Returns the encoding, which is known once something was read.
    pub(crate) fn encoding(&self) -> Option<&Encoding> {
        match &self.state {
            DecoderState::Before(_) => None,
            DecoderState::Open(open) => Some(&open.encoding),
            DecoderState::Done(encoding) => encoding.as_ref(),
        }
    }

    /// Adds more text to `out`, or nothing where the text is done; returns whether
    /// it did. Never part of a character.
    ///
    /// # Errors
    ///
    /// Where reading fails, or the bytes are not of the encoding: once, after
    /// all text before that. After it the text is done.
    pub(crate) fn read_into(&mut self, out: &mut String) -> Result<bool, DecodeError> {
        let before = out.len();
        let result = self.try_read_into(out);
        if !matches!(result, Ok(true)) {
            self.close();
        }
        debug_assert_eq!(matches!(result, Ok(true)), out.len() > before);
        result
    }

    fn try_read_into(&mut self, out: &mut String) -> Result<bool, DecodeError> {
        if matches!(self.state, DecoderState::Before(_)) {
            self.open()?;
        }
        match &mut self.state {
            DecoderState::Open(open) => open.read_into(out),
            _ => Ok(false),
        }
    }

    fn open(&mut self) -> Result<(), DecodeError> {
        match std::mem::replace(&mut self.state, DecoderState::Done(None)) {
            DecoderState::Before(inner) => {
                let open = OpenFile::new(Source::open(inner)?, self.naming)?;
                self.state = DecoderState::Open(Box::new(open));
            }
            other => self.state = other,
        }
        Ok(())
    }

    fn close(&mut self) {
        self.state = DecoderState::Done(self.encoding().cloned());
    }
}

/// A file whose encoding is known.
#[derive(Debug)]
struct OpenFile<R> {
    source: Source<R>,
    encoding: Encoding,
    /// For what is neither UTF-8 nor US-ASCII.
    codec: Option<Codec>,
    /// Bytes that were read; those up to `filled` are not decoded yet.
    block: Vec<u8>,
    filled: usize,
    /// How many bytes were decoded, the mark included.
    offset: u64,
    /// Whether the block is the head of the file, which is given before more is read:
    /// that may fail.
    is_head: bool,
    /// Why nothing could be read after the head.
    broken: Option<io::Error>,
    /// What went wrong after the text that was given last.
    failed: Option<String>,
    /// Whether the last bytes are decoded; a codec may not be used after them.
    is_over: bool,
}

impl<R: Read> OpenFile<R> {
    fn new(mut source: Source<R>, naming: Naming) -> Result<Self, DecodeError> {
        let mut block = Vec::with_capacity(BLOCK);
        let broken = source.by_ref().take(HEAD as u64).read_to_end(&mut block).err();
        let broken = match broken {
            Some(cause) if block.is_empty() => return Err(cause.into()),
            broken => broken,
        };
        let (encoding, mark) = match naming {
            Naming::Given(codec) => Encoding::named(&block, codec),
            Naming::Declared(declaration) => {
                Encoding::detect(&block, declaration).map_err(DecodeError::Malformed)?
            }
        };
        block.drain(..mark);
        let filled = block.len();
        block.resize(BLOCK, 0);
        let codec = match encoding.kind {
            TextEncoding::Other(codec) => Some(codec.new_decoder_without_bom_handling()),
            TextEncoding::Utf8 | TextEncoding::Ascii => None,
        };
        let offset = mark as u64;
        Ok(Self {
            source,
            encoding,
            codec,
            block,
            filled,
            offset,
            is_head: true,
            broken,
            failed: None,
            is_over: false,
        })
    }

    fn read_into(&mut self, out: &mut String) -> Result<bool, DecodeError> {
        let before = out.len();
        loop {
            if let Some(message) = self.failed.take() {
                return Err(DecodeError::Malformed(message));
            }
            if self.is_over {
                return Ok(false);
            }
            self.is_over = self.fill()?;
            let is_last = self.is_over;
            match self.encoding.kind {
                TextEncoding::Utf8 => self.take_utf8(is_last, out),
                TextEncoding::Ascii => self.take_ascii(out),
                TextEncoding::Other(_) => self.take_other(is_last, out),
            }
            if out.len() > before {
                return Ok(true);
            }
        }
    }

    /// Reads more into the block; returns whether the file is over.
    ///
    /// What a block leaves is the rest of one character, so there is room.
    fn fill(&mut self) -> io::Result<bool> {
        if std::mem::take(&mut self.is_head) {
            return Ok(false);
        }
        if let Some(cause) = self.broken.take() {
            return Err(cause);
        }
        loop {
            match self.source.read(&mut self.block[self.filled..]) {
                Ok(read) => {
                    self.filled += read;
                    return Ok(read == 0);
                }
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                Err(cause) => return Err(cause),
            }
        }
    }

    fn take_utf8(&mut self, is_last: bool, out: &mut String) {
        let bytes = &self.block[..self.filled];
        let whole = if is_last { bytes } else { &bytes[..bytes.len() - cut_character(bytes)] };
        // The fast check says yes or no; only after a no does the place matter.
        let text = simdutf8::basic::from_utf8(whole).unwrap_or_else(|_| {
            let first = whole.utf8_chunks().next();
            first.map_or("", |chunk| chunk.valid())
        });
        let taken = text.len();
        if taken < whole.len() {
            self.failed = Some(self.malformed(self.offset + taken as u64));
        }
        out.push_str(text);
        self.taken(taken);
    }

    fn take_ascii(&mut self, out: &mut String) {
        let bytes = &self.block[..self.filled];
        let taken = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len());
        if taken < bytes.len() {
            self.failed = Some(self.malformed(self.offset + taken as u64));
        }
        out.push_str(std::str::from_utf8(&bytes[..taken]).unwrap_or_default());
        self.taken(taken);
    }

    fn take_other(&mut self, is_last: bool, out: &mut String) {
        let Some(codec) = &mut self.codec else { return };
        let bytes = &self.block[..self.filled];
        let most = codec.max_utf8_buffer_length_without_replacement(bytes.len());
        out.reserve(most.unwrap_or(4 * BLOCK));
        let (result, taken) = codec.decode_to_string_without_replacement(bytes, out, is_last);
        self.taken(taken);
        if let DecoderResult::Malformed(length, after) = result {
            // What is wrong may have begun in the block before.
            let offset = self.offset.saturating_sub(u64::from(length) + u64::from(after));
            self.failed = Some(self.malformed(offset));
        }
    }

    /// Forgets the first bytes of the block, which are decoded.
    fn taken(&mut self, count: usize) {
        self.block.copy_within(count..self.filled, 0);
        self.filled -= count;
        self.offset += count as u64;
    }

    fn malformed(&self, offset: u64) -> String {
        format!(
            "expected text in {}, but found other bytes from offset {offset} on; \
             save the file in UTF-8, or name its encoding (`--encoding`, or where the file declares it)",
            self.encoding.name(),
        )
    }
}

/// Counts the bytes at the end that are the start of a character that goes on
/// after them (RFC 3629 section 3).
fn cut_character(bytes: &[u8]) -> usize {
    let last = bytes.iter().rev().take(3).enumerate();
    let lead = last.map(|(index, byte)| (index + 1, byte)).find(|(_, byte)| *byte & 0xC0 != 0x80);
    let Some((read, lead)) = lead else { return 0 };
    let length = match lead {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xFF => 4,
        _ => 1,
    };
    if read < length { read } else { 0 }
}

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

    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    /// Gives one byte at a time, which is what a slow pipe may do.
    struct Trickle<'a>(&'a [u8]);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = buffer.len().min(1);
            self.0.read(&mut buffer[..length])
        }
    }

    /// The text, and what ended it before the end.
    fn decoded(bytes: impl Read, declaration: Declaration) -> (String, Option<String>) {
        let mut decoder = Decoder::with_declaration(bytes, declaration);
        let mut text = String::new();
        let failed = loop {
            match decoder.read_into(&mut text) {
                Ok(true) => {}
                Ok(false) => break None,
                Err(DecodeError::Malformed(message)) => break Some(message),
                Err(DecodeError::Io(cause)) => panic!("{cause}"),
            }
        };
        assert!(matches!(decoder.read_into(&mut text), Ok(false)), "it ends once");
        (text, failed)
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn each_encoding_gives_the_same_text() {
        // Longer than a block, and cut inside characters of each length.
        let text = "aß如果𐍈\r\n".repeat(9000);
        let marked = format!("\u{FEFF}{text}");
        for bytes in [
            text.clone().into_bytes(),
            marked.clone().into_bytes(),
            utf16(&text, u16::to_le_bytes),
            utf16(&text, u16::to_be_bytes),
            utf16(&marked, u16::to_le_bytes),
            utf16(&marked, u16::to_be_bytes),
        ] {
            assert_eq!(decoded(&bytes[..], |_| None), (text.clone(), None));
            assert_eq!(decoded(Trickle(&bytes), |_| None), (text.clone(), None));
        }
    }

    #[test]
    fn declared_encodings() {
        let latin = decoded(&b"caf\xE9 \x80"[..], |_| Some("iso-8859-1"));
        assert_eq!(latin, ("café €".to_owned(), None), "as the web reads it");
        let japanese = decoded(&b"\x82\xA0"[..], |_| Some("shift_jis"));
        assert_eq!(japanese, ("あ".to_owned(), None));
        let ascii = decoded(&b"plain"[..], |_| Some("us-ascii"));
        assert_eq!(ascii, ("plain".to_owned(), None));
    }

    #[test]
    fn text_before_the_wrong_bytes_is_read() {
        let plain: Declaration = |_| None;
        let ascii: Declaration = |_| Some("us-ascii");
        for (bytes, declaration, text, place) in [
            (&b"ab\xFFcd"[..], plain, "ab", "UTF-8, but found other bytes from offset 2"),
            (b"ab\xE5\xA6", plain, "ab", "UTF-8, but found other bytes from offset 2"),
            (b"\xEF\xBB\xBFa\x80", plain, "a", "UTF-8, but found other bytes from offset 4"),
            (b"\xC0\x80", plain, "", "UTF-8, but found other bytes from offset 0"),
            (b"a\xED\xA0\x80", plain, "a", "UTF-8, but found other bytes from offset 1"),
            (b"a\xC3\xBC", ascii, "a", "US-ASCII, but found other bytes from offset 1"),
            (b"\xFF\xFEa\0b", plain, "a", "UTF-16LE, but found other bytes from offset 4"),
            (b"\xFF\xFEa\0\0\xD8b\0", plain, "a", "UTF-16LE, but found other bytes from offset 4"),
            (b"\xFE\xFF\0a\xDC\0\0b", plain, "a", "UTF-16BE, but found other bytes from offset 4"),
            (b"\xFE\xFF\0a\xD8\0", plain, "a", "UTF-16BE, but found other bytes from offset 4"),
        ] {
            for (found, failed) in
                [decoded(bytes, declaration), decoded(Trickle(bytes), declaration)]
            {
                assert_eq!(found, text, "{bytes:?}");
                let message = failed.expect("the bytes are wrong");
                assert!(message.contains(place), "{bytes:?}: {message}");
            }
        }
    }

    proptest! {
        #[test]
        fn utf8_is_read_as_far_as_it_is_valid(
            bytes in proptest::collection::vec(
                prop_oneof![any::<u8>(), Just(b'a'), Just(0xE5), Just(0xA6)], 0..64),
            lead in 0..3_usize,
        ) {
            // So that the end of a block falls at any place of the bytes.
            let bytes = [vec![b'x'; BLOCK - 30 - lead], bytes].concat();
            let valid = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
            let (text, failed) = decoded(&bytes[..], |_| None);
            prop_assert_eq!(&text, valid);
            prop_assert_eq!(failed.is_some(), valid.len() < bytes.len());
        }

        #[test]
        fn any_bytes_end(bytes in any::<Vec<u8>>(), gzip: bool) {
            let magic: &[u8] = if gzip { b"\x1F\x8B\x08\0\0\0\0\0\0\xFF" } else { b"" };
            let bytes = [magic, &bytes].concat();
            for declared in [None, Some("ascii"), Some("gb18030"), Some("iso-2022-jp")] {
                let declaration: Declaration = match declared {
                    None => |_| None,
                    Some("ascii") => |_| Some("ascii"),
                    Some("gb18030") => |_| Some("gb18030"),
                    Some(_) => |_| Some("iso-2022-jp"),
                };
                let mut decoder = Decoder::with_declaration(&bytes[..], declaration);
                let mut text = String::new();
                while let Ok(true) = decoder.read_into(&mut text) {}
            }
        }
    }

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

    /// Also where that is in the head of the file, by which the encoding is known.
    #[test]
    fn text_before_damage_is_read() {
        for length in [1, HEAD - 1, HEAD, HEAD + 1, 3 * BLOCK] {
            let text = "a".repeat(length);
            let bytes = packed(text.as_bytes());
            let mut decoder = Decoder::new(&bytes[..bytes.len() - 4]);
            let mut read = String::new();
            let failed = loop {
                match decoder.read_into(&mut read) {
                    Ok(more) => assert!(more, "{length}"),
                    Err(failed) => break failed,
                }
            };
            assert!(matches!(failed, DecodeError::Io(_)), "{failed:?}");
            assert_eq!(read.len(), length);
        }
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
