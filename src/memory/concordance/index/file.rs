//! The index as sections of a file.

use std::io::{self, Read, Write};

use memchr::memchr_iter;

use super::{Blocks, Capitals, END, PhraseIndex, Signatures};
use crate::memory::sections::{Damaged, ReadError, SectionReader, SectionWriter, ensure};

impl PhraseIndex {
    /// Writes the fields in the order of their declaration.
    pub(crate) fn write<W: Write>(&self, to: &mut SectionWriter<W>) -> io::Result<()> {
        to.write(self.text.as_bytes())?;
        to.write(&self.numbers)?;
        to.write(self.capitals.words())?;
        to.write(&self.blocks.starts)?;
        to.write(&self.blocks.firsts)?;
        to.write(self.signatures.words())
    }

    /// Reads an index that can be searched.
    pub(crate) fn read<R: Read>(from: &mut SectionReader<R>) -> Result<Self, ReadError> {
        let text = from.read()?;
        let text = String::from_utf8(text).map_err(|_| Damaged)?;
        let numbers = from.read()?;
        let capitals = Capitals::from_words(from.read_exactly(Capitals::words_for(text.len()))?);
        let blocks = Blocks { starts: from.read()?, firsts: from.read()? };
        ensure(blocks.starts.len() == blocks.firsts.len())?;
        let words = Signatures::words_for(blocks.len()).ok_or(Damaged)?;
        let signatures = Signatures::from_words(from.read_exactly(words)?);
        Ok(Self { text, numbers, capitals, blocks, signatures }.checked()?)
    }

    /// The index, where a search in it can find its way.
    fn checked(self) -> Result<Self, Damaged> {
        ensure(is_permutation(&self.numbers))?;
        ensure(self.blocks.divide(self.text.as_bytes(), self.numbers.len()))?;
        Ok(self)
    }
}

impl Blocks {
    /// Whether the blocks divide so many texts, each one holding whole ones.
    fn divide(&self, bytes: &[u8], texts: usize) -> bool {
        let ends = self.starts.last().zip(self.firsts.last());
        let edges = self.starts.windows(2).zip(self.firsts.windows(2));
        self.starts.first().zip(self.firsts.first()) == Some((&0, &0))
            && ends == Some((&(bytes.len() as u64), &(texts as u32)))
            && edges.into_iter().all(|(starts, firsts)| {
                let block = bytes.get(starts[0] as usize..starts[1] as usize).unwrap_or_default();
                let texts = memchr_iter(END, block).count() as u64;
                block.last() == Some(&END) && u64::from(firsts[0]) + texts == u64::from(firsts[1])
            })
    }
}

fn is_permutation(numbers: &[u32]) -> bool {
    let mut seen = vec![false; numbers.len()];
    numbers.iter().all(|number| {
        let seen = seen.get_mut(*number as usize);
        seen.is_some_and(|seen| !std::mem::replace(seen, true))
    })
}
