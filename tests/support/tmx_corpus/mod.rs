//! A translation memory as TMX, of any size, made as it is read.
//!
//! For benches and for tests of memory use: a million units are about 540 MB,
//! made in less than a second where optimised. The bytes depend on the number
//! of the unit alone, so that they are the same every run, and the units of a
//! small corpus are the first of a large one.
//!
//! The units are like those that tools export: translations from English into
//! five languages and scripts, with dates, ids, counts, properties, notes,
//! inline codes of all kinds that correspond (`x`), white space at edges,
//! entities, a few units with a second translation. They are valid by the DTD
//! and keep the prose rules of TMX 1.4b.
#![allow(dead_code, unreachable_pub, reason = "each user takes a part of it")]

mod seg;
mod texts;

use std::io::{self, Read, Write};

use seg::{Dice, Seg, push_number};
use texts::{LANGUAGES, NOTES};

/// How many bytes are made at a time, and a unit more at most.
const CHUNK: usize = 64 * 1024;

/// How many units stand in one document.
const UNITS_PER_DOCUMENT: u64 = 40;

/// A corpus of a number of units: read it, or write it with [`io::copy`].
#[derive(Debug)]
pub struct TmxCorpus {
    units: u64,
    /// The number of the next unit, from 0.
    next: u64,
    state: State,
    /// Bytes made and not read yet.
    chunk: Vec<u8>,
    read: usize,
    totals: Totals,
}

#[derive(Debug, PartialEq)]
enum State {
    Header,
    Units,
    End,
}

/// What the units read so far hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub units: u64,
    pub variants: u64,
    pub properties: u64,
    pub notes: u64,
    /// `bpt`, `ept`, `ph`, `it`.
    pub codes: u64,
}

impl TmxCorpus {
    pub fn new(units: u64) -> Self {
        Self {
            units,
            next: 0,
            state: State::Header,
            chunk: Vec::with_capacity(CHUNK + 4096),
            read: 0,
            totals: Totals::default(),
        }
    }

    /// What was made so far; of the whole corpus once it is read to its end.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// Writes the whole corpus.
    pub fn write_to(mut self, out: &mut impl Write) -> io::Result<Totals> {
        while self.fill() {
            out.write_all(&self.chunk)?;
        }
        Ok(self.totals)
    }

    /// Makes the next bytes; false at the end.
    fn fill(&mut self) -> bool {
        self.chunk.clear();
        self.read = 0;
        if self.state == State::Header {
            self.chunk.extend(HEADER.as_bytes());
            self.state = State::Units;
        }
        while self.state == State::Units && self.chunk.len() < CHUNK {
            if self.next < self.units {
                push_unit(self.next, &mut self.chunk, &mut self.totals);
                self.next += 1;
            } else {
                self.chunk.extend(FOOTER.as_bytes());
                self.state = State::End;
            }
        }
        !self.chunk.is_empty()
    }
}

impl Read for TmxCorpus {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read == self.chunk.len() {
            self.fill();
        }
        let length = (&self.chunk[self.read..]).read(buffer)?;
        self.read += length;
        Ok(length)
    }
}

const HEADER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <tmx version=\"1.4\">\n\
    <header creationtool=\"corpus\" creationtoolversion=\"1\" segtype=\"sentence\" \
    o-tmf=\"none\" adminlang=\"en-US\" srclang=\"en-US\" datatype=\"html\">\n\
    </header>\n\
    <body>\n";

const FOOTER: &str = "</body>\n</tmx>\n";

fn push_unit(number: u64, out: &mut Vec<u8>, totals: &mut Totals) {
    let mut dice = Dice::new(number);
    let document = number / UNITS_PER_DOCUMENT;
    let target = 1 + (document % (LANGUAGES.len() as u64 - 1)) as usize;
    push_tu_start(number, document, &mut dice, out);
    push_properties(number, document, &mut dice, out, totals);
    let seg = Seg::throw(&mut dice);
    push_tuv(0, &seg, &mut dice, out, totals);
    push_tuv(target, &seg, &mut dice, out, totals);
    if dice.one_in(50) {
        push_tuv(target, &seg.without_last_clause(), &mut dice, out, totals);
    }
    out.extend(b"</tu>\n");
    totals.units += 1;
}

fn push_tu_start(number: u64, document: u64, dice: &mut Dice, out: &mut Vec<u8>) {
    out.extend(b"<tu tuid=\"docs/page-");
    push_number(document, out);
    out.extend(b".md#");
    push_number(100 + number % UNITS_PER_DOCUMENT, out);
    out.extend(b"\" creationdate=\"20");
    push_number(10 + document % 15, out);
    out.extend(b"0729T101500Z\"");
    if dice.one_in(3) {
        out.extend(b" changedate=\"20260131T235959Z\" usagecount=\"");
        push_number(dice.below(100), out);
        out.push(b'"');
    }
    out.extend(b">\n");
}

fn push_properties(
    number: u64,
    document: u64,
    dice: &mut Dice,
    out: &mut Vec<u8>,
    totals: &mut Totals,
) {
    if dice.one_in(20) {
        push_note(dice, out, totals);
    }
    out.extend(b"<prop type=\"x-path\">docs/page-");
    push_number(document, out);
    out.extend(b".md</prop>\n<prop type=\"x-handoff-date\">20200729T000000Z</prop>\n");
    totals.properties += 2;
    if !number.is_multiple_of(UNITS_PER_DOCUMENT) && dice.one_in(4) {
        out.extend(b"<prop type=\"x-previous-source\">Departures &amp; Arrivals</prop>\n");
        totals.properties += 1;
    }
}

fn push_note(dice: &mut Dice, out: &mut Vec<u8>, totals: &mut Totals) {
    out.extend(b"<note>");
    out.extend(dice.pick(&NOTES).as_bytes());
    out.extend(b"</note>\n");
    totals.notes += 1;
}

fn push_tuv(language: usize, seg: &Seg, dice: &mut Dice, out: &mut Vec<u8>, totals: &mut Totals) {
    out.extend(b"<tuv xml:lang=\"");
    out.extend(LANGUAGES[language].as_bytes());
    out.extend(b"\">");
    if dice.one_in(50) {
        push_note(dice, out, totals);
    }
    out.extend(b"<seg>");
    totals.codes += seg.push(language, out);
    out.extend(b"</seg></tuv>\n");
    totals.variants += 1;
}
