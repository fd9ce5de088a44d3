//! A translation for a segment, made of what was found for it.
//!
//! 1. An identical match is taken as it is.
//! 2. Otherwise the best of: the first match, with the codes of the new source;
//!    each of the first matches that can be repaired; and, where none of them is
//!    as good, a translation assembled from parts.
//!
//! What is repaired scores 99 with one repair and a point less with each more,
//! the penalties of its match taken off; but never less than the match itself.
//! A near match whose target has no place for a code of the new source scores 94
//! at most, so that no document loses a link by it unless a lower score is asked
//! for. What is assembled scores 98 from two parts and a point less from each more.
//!
//! A number alone that nothing else fills for certain is its own translation, with 99.

mod assembly;

use serde::{Deserialize, Serialize, Serializer};

use super::codes::{AdaptedTarget, adapt_codes, counterparts};
use super::find::Found;
use super::leverage::Settings;
use super::repair::{Repair, Repaired, repair};
use crate::error::{Error, names};
use crate::inline::CodedText;
use crate::language::Language;
use crate::memory::{Match, Memory, PenaltyKind};
use crate::text::{ValueKind, differs_in_modality, fold_case, values};

/// The best score of a near match whose target has no place for a code of the
/// text: below what documents are filled with by default.
const BEST_WITHOUT_CODES: u8 = 94;

/// A translation for a segment, and how it came about.
///
/// # Example
///
/// ```
/// use bitext::leverage::ReuseMethod;
/// use bitext::{Context, Leverage, Memory, SourceDocument};
/// use bitext::{TranslationUnit, Variant};
///
/// let memory = Memory::new();
/// memory.add(TranslationUnit::bilingual(
///     Variant::new("en-US".parse().ok(), "Wait 5 seconds.".into()),
///     Variant::new("de-DE".parse().ok(), "5 Sekunden warten.".into()),
/// ))?;
/// let document = SourceDocument::parse(b"Wait 15 seconds.\n");
/// let found = Leverage::new(&memory).pretranslate(&document, &Context::new("manual.md"))?;
///
/// let reuse = found.segments().next().and_then(|(_, segment)| segment.reuse()).unwrap();
/// assert_eq!(reuse.target().text(), "15 Sekunden warten.");
/// assert_eq!((reuse.method(), reuse.score()), (ReuseMethod::Repaired, 99));
/// # Ok::<(), bitext::Error>(())
/// ```
///
/// # Serialization
///
/// An object with `target` (as written), `score`, `method`, `certain`,
/// `lacks_codes` and `differs_in_modality` where that is so, `repairs` where there
/// are any, and `matches`, each with `id`,
/// `score`, `source` and `target`.
#[derive(Clone, Debug, Serialize)]
pub struct Reuse {
    #[serde(serialize_with = "as_markup")]
    target: CodedText,
    score: u8,
    method: ReuseMethod,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    lacks_codes: bool,
    #[serde(rename = "certain")]
    is_certain: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    differs_in_modality: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    repairs: Vec<Repair>,
    #[serde(serialize_with = "as_sources_and_targets")]
    matches: Vec<Match>,
}

/// How a translation came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ReuseMethod {
    /// The source is identical, in the same context.
    InContext,
    /// The source is identical.
    Exact,
    /// The source is near, and the target taken as it is, but for its codes.
    Fuzzy,
    /// The source is near, and all that differs was replaced in the target.
    Repaired,
    /// Parts of the source are identical, and their targets put together.
    Assembled,
    /// The source is a number alone, which stands for itself.
    Copied,
}

names!(ReuseMethod {
    InContext => "in-context",
    Exact => "exact",
    Fuzzy => "fuzzy",
    Repaired => "repaired",
    Assembled => "assembled",
    Copied => "copied",
});

impl ReuseMethod {
    /// Whether the whole source is identical to one of the memory.
    pub fn is_identical(self) -> bool {
        matches!(self, ReuseMethod::InContext | ReuseMethod::Exact)
    }
}

impl Reuse {
    /// The translation, with the codes of the new source.
    pub fn target(&self) -> &CodedText {
        &self.target
    }

    /// How good it is, 1 to 102; what was repaired or assembled has 99 at most.
    pub fn score(&self) -> u8 {
        self.score
    }

    /// How it came about.
    pub fn method(&self) -> ReuseMethod {
        self.method
    }

    /// The match that it is made of; several where it is assembled, in the order
    /// of the parts.
    pub fn matches(&self) -> &[Match] {
        &self.matches
    }

    /// What was replaced in the target: codes first, then values, each in the
    /// order of the target. Where the method is not
    /// [`Repaired`](ReuseMethod::Repaired), only codes.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// Whether a code of the new source has no place in the target, or the
    /// markup would be read in another way: somebody has to look at it.
    pub fn lacks_codes(&self) -> bool {
        self.lacks_codes
    }

    /// Whether a document may be filled with it unseen: the source is identical, or
    /// made so by a repair, or put together of parts that are, or a number alone, or has
    /// the same codes
    /// and differs in case, white space or final punctuation alone.
    pub fn is_certain(&self) -> bool {
        self.is_certain
    }

    /// Whether the source of its match says `not`, `must` or the like where the
    /// text does not, or the other way round; it has lost ten points by that.
    pub fn differs_in_modality(&self) -> bool {
        self.differs_in_modality
    }

    /// Whether a machine translated any of the matches that it is made of.
    pub fn is_machine(&self) -> bool {
        self.matches.iter().any(|found| {
            let kind = found.unit().origin.translation_type.as_ref();
            kind.is_some_and(|kind| kind.is_machine())
        })
    }
}

/// Makes a translation of each segment of a document from its matches, the one
/// to take first. It is `None` where it would score too low.
pub(super) fn reuse(
    memory: &Memory,
    settings: &Settings,
    found: &[Found],
) -> Result<Vec<Option<Reuse>>, Error> {
    let mut reuses: Vec<_> =
        found.iter().map(|found| of_whole(settings, &found.text, &found.matches)).collect();
    if !settings.assembly {
        return Ok(reuses);
    }
    let least = |reuse: &Option<Reuse>| match reuse {
        Some(reuse) if reuse.method.is_identical() => u8::MAX,
        Some(reuse) => reuse.score + 1,
        None => settings.min_score,
    };
    let wanted = reuses.iter().enumerate().filter(|(_, reuse)| least(reuse) <= assembly::BEST);
    let texts = wanted.map(|(index, _)| (index, &found[index].text)).collect();
    for (index, assembled) in assembly::assemble(memory, settings, texts)? {
        if assembled.score >= least(&reuses[index]) {
            reuses[index] = Some(assembled);
        }
    }
    Ok(reuses)
}

/// Fills what has no translation for certain and is a number alone with itself.
pub(super) fn copy_numbers(settings: &Settings, found: &[Found], reuses: &mut [Option<Reuse>]) {
    if settings.min_score > COPIED {
        return;
    }
    for (reuse, found) in reuses.iter_mut().zip(found) {
        let is_open = reuse.as_ref().is_none_or(|reuse| !reuse.is_certain);
        if is_open && is_number(&found.text) {
            *reuse = Some(Reuse::copied(&found.text));
        }
    }
}

/// The score of a number that stands for itself: nobody translated it.
const COPIED: u8 = 99;

/// Returns whether a text has digits, and neither letters nor anything in the codes that
/// is read, nor a date: languages write those in another order.
fn is_number(text: &CodedText) -> bool {
    let plain = text.plain();
    plain.chars().any(char::is_numeric)
        && !plain.chars().any(char::is_alphabetic)
        && !values(&plain).any(|value| value.kind == ValueKind::Date)
}

/// Makes the best translation that one match for the whole text gives.
fn of_whole(settings: &Settings, text: &CodedText, matches: &[Match]) -> Option<Reuse> {
    let first = matches.first()?;
    let is_enough = |reuse: &Reuse| reuse.score >= settings.min_score;
    if first.base() >= 100 && !has_other_codes(first) {
        let method = if first.base() > 100 { ReuseMethod::InContext } else { ReuseMethod::Exact };
        return Some(Reuse::adapted(text, first, method)).filter(is_enough);
    }
    let nearest = nearest(text, matches)?;
    let repaired = best_repaired(settings, text, matches)
        .filter(|repaired| is_enough(repaired) && repaired.score >= nearest.worth());
    repaired.or_else(|| {
        // What is too low already needs no codes.
        let near = nearest.found.score() >= settings.min_score;
        near.then(|| Reuse::near(text, nearest)).filter(is_enough)
    })
}

/// How many points a match loses that differs in negation or modality.
const MODALITY_POINTS: u8 = 10;

/// A match of a text, and whether its source differs from that in negation or
/// modality.
#[derive(Clone, Copy, Debug)]
pub(super) struct JudgedMatch<'m> {
    found: &'m Match,
    differs_in_modality: bool,
}

impl<'m> JudgedMatch<'m> {
    pub(super) fn new(text: &CodedText, found: &'m Match) -> Self {
        let source = found.source();
        let language = source.language.as_ref().map_or("", Language::primary);
        let differs_in_modality = differs_in_modality(language, text.text(), source.text.text());
        Self { found, differs_in_modality }
    }

    /// Returns the score, less what other negation or modality costs.
    pub(super) fn worth(self) -> u8 {
        let points = if self.differs_in_modality { MODALITY_POINTS } else { 0 };
        self.found.score().saturating_sub(points)
    }
}

/// Returns the match to take as it is: of those worth as much, the first.
fn nearest<'m>(text: &CodedText, matches: &'m [Match]) -> Option<JudgedMatch<'m>> {
    let judged = matches.iter().map(|found| JudgedMatch::new(text, found));
    judged.reduce(|best, next| if best.worth() >= next.worth() { best } else { next })
}

/// Returns whether two texts with their markup differ at most in case, white space
/// and the punctuation at their ends; a question is none without its mark, and a name
/// such as `productId` is another in other case.
fn is_alike(one: &str, other: &str) -> bool {
    // In Greek, `;` asks.
    let is_question = |text: &str| text.trim_end().ends_with(['?', '？', '؟', ';']);
    let bare = |text| str::trim_end_matches(str::trim_end(text), FINAL_PUNCTUATION);
    let (mut words, mut others) = (bare(one).split_whitespace(), bare(other).split_whitespace());
    is_question(one) == is_question(other)
        && words.by_ref().all(|word| others.next().is_some_and(|other| is_same_word(word, other)))
        && others.next().is_none()
}

fn is_same_word(one: &str, other: &str) -> bool {
    let folded = |word: &str| {
        let mut folded = String::with_capacity(word.len());
        fold_case(word, &mut folded);
        folded
    };
    one == other
        || !has_inner_capital(one) && !has_inner_capital(other) && folded(one) == folded(other)
}

/// Returns whether a capital stands behind a small letter, as in names of programs.
fn has_inner_capital(word: &str) -> bool {
    let mut pairs = word.chars().zip(word.chars().skip(1));
    pairs.any(|(one, next)| one.is_lowercase() && next.is_uppercase())
}

/// What ends a sentence or a heading, and says nothing more.
const FINAL_PUNCTUATION: [char; 12] =
    ['.', '!', '?', ':', ';', ',', '…', '。', '！', '？', '：', '؟'];

/// Repairs the first matches and chooses the best; of equals, the first.
fn best_repaired(settings: &Settings, text: &CodedText, matches: &[Match]) -> Option<Reuse> {
    let tried = matches.iter().take(settings.repaired_matches());
    let repaired = tried.filter_map(|found| Reuse::repaired(text, found));
    repaired.reduce(|best, next| if best.score >= next.score { best } else { next })
}

fn has_other_codes(found: &Match) -> bool {
    found.penalties().iter().any(|penalty| penalty.kind == PenaltyKind::DifferentCodes)
}

impl Reuse {
    /// Takes the target of a match as it is, with the codes of the text.
    fn adapted(text: &CodedText, found: &Match, method: ReuseMethod) -> Self {
        let source = &found.source().text;
        let AdaptedTarget { target, repairs, has_all_codes, .. } =
            adapt_codes(text, source, &found.target().text, counterparts(source, text));
        Self {
            target,
            score: found.score(),
            method,
            lacks_codes: !has_all_codes,
            is_certain: true,
            differs_in_modality: false,
            repairs,
            matches: vec![found.clone()],
        }
    }

    /// The same with codes for the placeholders in it.
    pub(super) fn with_placeholders(self) -> Self {
        Self { target: self.target.with_placeholders(), ..self }
    }

    /// Takes a number for its own translation.
    fn copied(text: &CodedText) -> Self {
        Self {
            target: text.clone(),
            score: COPIED,
            method: ReuseMethod::Copied,
            lacks_codes: false,
            is_certain: true,
            differs_in_modality: false,
            repairs: Vec::new(),
            matches: Vec::new(),
        }
    }

    /// Takes the target of a near match, with the codes of the text.
    fn near(text: &CodedText, nearest: JudgedMatch<'_>) -> Self {
        let JudgedMatch { found, differs_in_modality } = nearest;
        let adapted = Self::adapted(text, found, ReuseMethod::Fuzzy);
        let most = if adapted.lacks_codes { BEST_WITHOUT_CODES } else { u8::MAX };
        Self {
            score: nearest.worth().min(most),
            is_certain: !adapted.lacks_codes
                && adapted.repairs.is_empty()
                && is_alike(&text.markup(), &found.source().text.markup()),
            differs_in_modality,
            ..adapted
        }
    }

    /// Takes the target of a match with all that differs replaced.
    fn repaired(text: &CodedText, found: &Match) -> Option<Self> {
        let Repaired { target, repairs } = repair(text, found.source(), found.target())?;
        Some(Self {
            target,
            score: repaired_score(found, repairs.len()),
            method: ReuseMethod::Repaired,
            lacks_codes: false,
            is_certain: true,
            differs_in_modality: false,
            repairs,
            matches: vec![found.clone()],
        })
    }
}

/// Returns a point less than 100 for each repair, less the penalties; those for
/// other codes are for what was repaired.
fn repaired_score(found: &Match, repairs: usize) -> u8 {
    let points =
        found.penalties().iter().filter(|penalty| penalty.kind != PenaltyKind::DifferentCodes);
    let lost = points.map(|penalty| usize::from(penalty.points)).sum::<usize>();
    let score = 100_usize.saturating_sub(repairs.max(1) + lost);
    u8::try_from(score).unwrap_or_default().max(found.score().min(99))
}

fn as_markup<S: Serializer>(text: &CodedText, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text.markup())
}

/// A match that a target is made of, in short.
#[derive(Serialize)]
struct SourceAndTarget<'m> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'m str>,
    score: u8,
    #[serde(serialize_with = "as_markup")]
    source: &'m CodedText,
    #[serde(serialize_with = "as_markup")]
    target: &'m CodedText,
}

fn as_sources_and_targets<S: Serializer>(
    matches: &[Match],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(matches.iter().map(|found| SourceAndTarget {
        id: found.unit().id.as_deref(),
        score: found.score(),
        source: &found.source().text,
        target: &found.target().text,
    }))
}

#[cfg(test)]
mod tests;
