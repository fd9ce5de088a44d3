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
//! at most, so that no document loses a link by it unless a lower threshold is
//! asked for. What is assembled scores 98 from two parts and a point less from each more.

mod assembly;
mod whole;

use serde::{Deserialize, Serialize};

pub(super) use whole::TRIED;

use super::find::Found;
use super::repair::Repair;
use super::settings::Settings;
use crate::error::{Error, names};
use crate::inline::CodedText;
use crate::memory::{Match, Memory};

/// A translation for a segment, and how it came about.
///
/// # Example
///
/// ```
/// use bitext::{Context, Leverage, Memory, ReuseMethod, SourceDocument};
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
#[derive(Clone, Debug)]
pub struct Reuse {
    pub(super) target: CodedText,
    pub(super) score: u8,
    pub(super) method: ReuseMethod,
    pub(super) matches: Vec<Match>,
    pub(super) repairs: Vec<Repair>,
    pub(super) lacks_codes: bool,
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
}

names!(ReuseMethod);

impl ReuseMethod {
    /// All methods, in the order of their declaration.
    pub const ALL: &'static [ReuseMethod] = &[
        ReuseMethod::InContext,
        ReuseMethod::Exact,
        ReuseMethod::Fuzzy,
        ReuseMethod::Repaired,
        ReuseMethod::Assembled,
    ];

    /// The name in lower case with hyphens, such as `in-context`.
    pub fn as_str(self) -> &'static str {
        match self {
            ReuseMethod::InContext => "in-context",
            ReuseMethod::Exact => "exact",
            ReuseMethod::Fuzzy => "fuzzy",
            ReuseMethod::Repaired => "repaired",
            ReuseMethod::Assembled => "assembled",
        }
    }

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

    /// Whether a machine translated any of the matches that it is made of.
    pub fn is_machine(&self) -> bool {
        self.matches.iter().any(|found| {
            let kind = found.unit().origin.translation_type.as_ref();
            kind.is_some_and(|kind| kind.is_machine())
        })
    }
}

/// Makes a translation of each segment of a document from its matches, the one
/// to take first; nothing where it would score below the threshold.
pub(super) fn reuse(
    memory: &Memory,
    settings: &Settings,
    found: &[Found],
) -> Result<Vec<Option<Reuse>>, Error> {
    let mut reuses: Vec<_> =
        found.iter().map(|found| whole::whole(settings, &found.text, &found.matches)).collect();
    if !settings.assembly {
        return Ok(reuses);
    }
    let least = |reuse: &Option<Reuse>| match reuse {
        Some(reuse) if reuse.method.is_identical() => u8::MAX,
        Some(reuse) => reuse.score + 1,
        None => settings.threshold,
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

#[cfg(test)]
mod tests;
