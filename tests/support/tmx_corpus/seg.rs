//! The segments of a unit: the same clauses and codes in any language.

use super::texts::{CLAUSES, ENDS, SEPARATORS};

/// What stands around a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Markup {
    None,
    Bold,
    Link,
    /// A code span, a code that stands alone, after the clause.
    Code,
    /// An image with the clause as its text, in a `sub`.
    Image,
    /// Begins in this segment and ends in another one.
    Isolated,
}

/// What a segment says, in no language yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seg {
    /// The clauses, and how many of them there are.
    clauses: [(usize, Markup); 4],
    count: usize,
    /// What `#` stands for.
    number: u64,
    /// White space before and after the text.
    edges: [&'static str; 2],
}

impl Seg {
    pub(super) fn throw(dice: &mut Dice) -> Self {
        let mut clauses = [(0, Markup::None); 4];
        for clause in &mut clauses {
            *clause = (dice.below(CLAUSES.len() as u64) as usize, throw_markup(dice));
        }
        let edges = match dice.below(100) {
            0 => [" ", ""],
            1 => ["", " "],
            2 => ["\n  ", "\n"],
            3 => ["\u{a0}", "\t"],
            _ => ["", ""],
        };
        Self {
            clauses,
            count: *dice.pick(&[1, 1, 2, 2, 2, 3, 4]),
            number: dice.below(10_000),
            edges,
        }
    }

    /// A second translation, of the same codes.
    pub(super) fn without_last_clause(mut self) -> Self {
        if self.count > 1 && self.clauses[self.count - 1].1 == Markup::None {
            self.count -= 1;
        }
        self
    }

    /// Writes the text in a language; returns how many codes it has.
    pub(super) fn push(&self, language: usize, out: &mut Vec<u8>) -> u64 {
        let mut codes = Codes { pairs: 0, all: 0 };
        out.extend(self.edges[0].as_bytes());
        for place in 0..self.count {
            if place > 0 {
                out.extend(SEPARATORS[language].as_bytes());
            }
            // The word order of a language moves codes.
            let index = if language == 3 { self.count - 1 - place } else { place };
            let (clause, markup) = self.clauses[index];
            let number =
                |out: &mut Vec<u8>| push_numbered(CLAUSES[clause][language], self.number, out);
            push_marked_up(markup, index + 1, number, &mut codes, out);
        }
        out.extend(ENDS[language].as_bytes());
        out.extend(self.edges[1].as_bytes());
        codes.all
    }
}

fn throw_markup(dice: &mut Dice) -> Markup {
    match dice.below(40) {
        0..=3 => Markup::Bold,
        4..=6 => Markup::Link,
        7..=8 => Markup::Code,
        9 => Markup::Image,
        10 => Markup::Isolated,
        _ => Markup::None,
    }
}

/// The codes of a segment so far.
struct Codes {
    /// The pairs, which `i` numbers.
    pairs: u64,
    all: u64,
}

fn push_marked_up(
    markup: Markup,
    x: usize,
    push_clause: impl Fn(&mut Vec<u8>),
    codes: &mut Codes,
    out: &mut Vec<u8>,
) {
    let x = x as u64;
    match markup {
        Markup::None => push_clause(out),
        Markup::Bold => push_pair(codes.pairs + 1, x, "bold", ["**", "**"], push_clause, out),
        Markup::Link => {
            let around = ["[", "](../fares.md?a=1&amp;b=2)"];
            push_pair(codes.pairs + 1, x, "link", around, push_clause, out);
        }
        Markup::Code => {
            push_clause(out);
            push_start(" <ph", x, "x-code", out);
            out.extend(b"`ls -l &amp;&amp; pwd`</ph>");
        }
        Markup::Image => {
            push_start("<ph", x, "image", out);
            out.extend(b"&lt;img src=\"deck.png\" alt=\"<sub>");
            push_clause(out);
            out.extend(b"</sub>\"&gt;</ph>");
        }
        Markup::Isolated => {
            push_start("<it pos=\"begin\"", x, "italic", out);
            out.extend(b"&lt;em&gt;</it>");
            push_clause(out);
        }
    }
    let is_pair = matches!(markup, Markup::Bold | Markup::Link);
    codes.pairs += u64::from(is_pair);
    codes.all += u64::from(is_pair) + u64::from(markup != Markup::None);
}

/// Writes a clause between a `bpt` and an `ept`.
fn push_pair(
    i: u64,
    x: u64,
    kind: &str,
    [open, close]: [&str; 2],
    push_clause: impl Fn(&mut Vec<u8>),
    out: &mut Vec<u8>,
) {
    out.extend(b"<bpt i=\"");
    push_number(i, out);
    push_start("\"", x, kind, out);
    out.extend(open.as_bytes());
    out.extend(b"</bpt>");
    push_clause(out);
    out.extend(b"<ept i=\"");
    push_number(i, out);
    out.extend(b"\">");
    out.extend(close.as_bytes());
    out.extend(b"</ept>");
}

/// Writes the rest of a tag after what it begins with.
fn push_start(start: &str, x: u64, kind: &str, out: &mut Vec<u8>) {
    out.extend(start.as_bytes());
    out.extend(b" x=\"");
    push_number(x, out);
    out.extend(b"\" type=\"");
    out.extend(kind.as_bytes());
    out.extend(b"\">");
}

fn push_numbered(text: &str, number: u64, out: &mut Vec<u8>) {
    match text.split_once('#') {
        Some((before, after)) => {
            out.extend(before.as_bytes());
            push_number(number, out);
            out.extend(after.as_bytes());
        }
        None => out.extend(text.as_bytes()),
    }
}

/// Writes a number; many times quicker than `write!`.
pub(super) fn push_number(mut number: u64, out: &mut Vec<u8>) {
    let start = out.len();
    loop {
        out.push(b'0' + (number % 10) as u8);
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out[start..].reverse();
}

/// Numbers without pattern, the same every run: SplitMix64 (Steele, Lea, Flood:
/// "Fast splittable pseudorandom number generators", 2014).
#[derive(Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xd134_2543_de82_ef95))
    }

    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    pub(super) fn one_in(&mut self, limit: u64) -> bool {
        self.below(limit) == 0
    }

    pub(super) fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len() as u64) as usize]
    }
}
