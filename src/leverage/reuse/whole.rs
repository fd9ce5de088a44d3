//! A translation made of one match for the whole source.

use super::{Reuse, ReuseMethod};
use crate::inline::CodedText;
use crate::leverage::codes::{Fitted, counterparts, fit};
use crate::leverage::repair::{Repaired, repair};
use crate::leverage::settings::Settings;
use crate::memory::{Match, PenaltyKind};

/// How many matches are tried for a repair.
pub(crate) const TRIED: usize = 4;

/// The best score of a near match whose target has no place for a code of the
/// text: below what documents are filled with by default.
const LACKING: u8 = 94;

/// The best that one match gives, at the threshold or above.
pub(super) fn whole(settings: &Settings, text: &CodedText, matches: &[Match]) -> Option<Reuse> {
    let first = matches.first()?;
    if first.base() >= 100 && !has_other_codes(first) {
        let is_enough = first.score() >= settings.threshold;
        return is_enough.then(|| as_it_is(text, first, identical(first)));
    }
    let tried = if settings.repair { TRIED } else { 0 };
    // Of equals, the first is the one that `find` has first.
    let repaired = matches.iter().take(tried).filter_map(|found| repaired(text, found)).fold(
        None,
        |best: Option<Reuse>, next| match best {
            Some(best) if best.score >= next.score => Some(best),
            _ => Some(next),
        },
    );
    let is_best = |repaired: &Reuse| repaired.score >= settings.threshold.max(first.score());
    repaired.filter(is_best).or_else(|| {
        let is_enough = first.score() >= settings.threshold;
        let near = is_enough.then(|| as_it_is(text, first, ReuseMethod::Fuzzy));
        near.filter(|near| near.score >= settings.threshold)
    })
}

fn identical(found: &Match) -> ReuseMethod {
    if found.base() > 100 { ReuseMethod::InContext } else { ReuseMethod::Exact }
}

fn has_other_codes(found: &Match) -> bool {
    found.penalties().iter().any(|penalty| penalty.kind == PenaltyKind::DifferentCodes)
}

/// The target of a match with the codes of the text.
pub(super) fn as_it_is(text: &CodedText, found: &Match, method: ReuseMethod) -> Reuse {
    let source = &found.source().text;
    let Fitted { target, changes, is_complete, .. } =
        fit(text, source, &found.target().text, counterparts(source, text));
    let is_lacking = !is_complete && !method.is_identical();
    Reuse {
        target,
        score: if is_lacking { found.score().min(LACKING) } else { found.score() },
        method,
        matches: vec![found.clone()],
        repairs: changes,
        lacks_codes: !is_complete,
    }
}

/// The target of a match with all that differs replaced.
fn repaired(text: &CodedText, found: &Match) -> Option<Reuse> {
    let Repaired { target, repairs } = repair(text, found.source(), found.target())?;
    Some(Reuse {
        target,
        score: repaired_score(found, repairs.len()),
        method: ReuseMethod::Repaired,
        matches: vec![found.clone()],
        repairs,
        lacks_codes: false,
    })
}

/// A point less than 100 for each repair, less the penalties; those for other
/// codes are for what was repaired.
fn repaired_score(found: &Match, repairs: usize) -> u8 {
    let points =
        found.penalties().iter().filter(|penalty| penalty.kind != PenaltyKind::DifferentCodes);
    let lost = points.map(|penalty| usize::from(penalty.points)).sum::<usize>();
    let score = 100_usize.saturating_sub(repairs.max(1) + lost);
    u8::try_from(score).unwrap_or_default().max(found.score().min(99))
}
