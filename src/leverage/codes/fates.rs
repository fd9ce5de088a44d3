//! What becomes of each code of a target.

use super::native::Change;
use super::{Sides, pairs_of};
use crate::inline::CodeKind;

/// What becomes of a code of the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stays as it is; no code of the query says otherwise.
    Stay,
    /// It goes: the query has it no more.
    Drop,
    /// It stands for this code of the query.
    Become { query: usize, change: Change },
}

/// What becomes of each code of the target, whose plain text is given.
pub(super) fn fates(sides: &Sides<'_>, text: &str) -> Vec<Fate> {
    let mut fates: Vec<Fate> = (0..sides.target.len()).map(|code| fate(sides, code)).collect();
    for (opening, closing) in pairs_of(&sides.target) {
        let halves = [opening, closing];
        if halves.iter().any(|half| fates[*half] == Fate::Drop) {
            halves.iter().for_each(|half| fates[*half] = Fate::Drop);
        }
        if halves.iter().any(|half| is_whole(&fates[*half])) {
            halves.iter().for_each(|half| make_whole(sides, &mut fates[*half]));
            keep_emphasis(sides, text, &mut fates, halves);
        }
    }
    fates
}

fn fate(sides: &Sides<'_>, code: usize) -> Fate {
    match sides.origins(code) {
        None => Fate::Stay,
        Some((_, None)) => Fate::Drop,
        Some((source, Some(query))) => {
            let [(_, source), (_, target), (_, new)] =
                [&sides.source[source], &sides.target[code], &sides.query[query]];
            Fate::Become { query, change: Change::of(source, target, new) }
        }
    }
}

fn is_whole(fate: &Fate) -> bool {
    matches!(fate, Fate::Become { change: Change::Whole(_), .. })
}

/// Where one half of a pair is written anew, so is the other.
fn make_whole(sides: &Sides<'_>, fate: &mut Fate) {
    if let Fate::Become { query, change } = fate
        && !matches!(change, Change::Whole(_))
    {
        *change = Change::Whole(sides.query[*query].1.native.to_owned());
    }
}

/// Writes `*` for `_` where a letter stands right outside: emphasis with `_`
/// neither begins nor ends inside a word (CommonMark 0.31.2, section 6.2, rules
/// 2 and 4), and what is a word of its own in the source may be none in a
/// language without spaces.
fn keep_emphasis(sides: &Sides<'_>, text: &str, fates: &mut [Fate], halves: [usize; 2]) {
    let [opening, closing] = halves.map(|half| sides.target[half].0);
    let before = text[..opening].chars().next_back();
    let after = text[closing..].chars().next();
    if ![before, after].into_iter().flatten().any(char::is_alphanumeric) {
        return;
    }
    for half in halves {
        if let Fate::Become { query, change: Change::Whole(native) } = &mut fates[half]
            && matches!(sides.query[*query].1.kind, CodeKind::Bold | CodeKind::Italic)
            && native.bytes().all(|byte| byte == b'_')
        {
            *native = native.replace('_', "*");
        }
    }
}
