//! A translation put together from the translations of parts.
//!
//! A text is cut ([`cuts`]) into its sentences, into the lead of a list item and
//! the rest, or into a text and what stands in brackets at its end. Where the
//! memory has each part exactly, codes included, their targets are joined
//! ([`join`]) as the target language joins them.
//!
//! Cutting costs little; the parts of all texts are looked up at once, by their
//! hashes.

mod cuts;
mod join;
mod slice;

use super::whole::as_it_is;
use super::{Reuse, ReuseMethod};
use crate::error::Error;
use crate::inline::CodedText;
use crate::language::Language;
use crate::leverage::codes::reads_as;
use crate::leverage::settings::Settings;
use crate::memory::{Match, Memory, Query};

/// The best score of what is assembled: from two parts.
pub(super) const BEST: u8 = 98;

/// A part of a text, or what stands between parts.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    /// Is translated as the memory has it.
    Part(CodedText),
    /// White space, punctuation and codes between.
    Glue(CodedText),
}

/// Assembles translations of those of the texts of which the memory has the
/// parts. Each text comes with a number, and its translation under the same.
pub(super) fn assemble(
    memory: &Memory,
    settings: &Settings,
    texts: Vec<(usize, &CodedText)>,
) -> Result<Vec<(usize, Reuse)>, Error> {
    let languages = memory.languages(settings.source.as_ref(), settings.target.as_ref())?;
    let language = languages.map_or_else(Language::en_us, |(source, _)| source);
    let cuts: Vec<_> = texts.iter().map(|(_, text)| cuts::cuts(text, &language)).collect();
    let parts = cuts.iter().flatten().flatten().filter_map(Item::part);
    let query = |part: &CodedText| settings.query(part.clone()).with_min_score(100).with_limit(1);
    let queries: Vec<Query> = parts.map(query).collect();
    let mut matches = memory.lookup_targets(&queries)?.into_iter();
    let mut assembled = Vec::new();
    for ((number, text), cuts) in texts.into_iter().zip(&cuts) {
        let tried = cuts.iter().map(|items| joined(items, &mut matches));
        // All are tried, for each takes the matches of its parts.
        let tried: Vec<_> = tried.collect();
        let is_written = |reuse: &Reuse| reads_as(&reuse.target, text, text);
        let first = tried.into_iter().flatten().find(is_written);
        assembled.extend(first.map(|reuse| (number, reuse)));
    }
    Ok(assembled)
}

impl Item {
    fn part(&self) -> Option<&CodedText> {
        match self {
            Item::Part(part) => Some(part),
            Item::Glue(_) => None,
        }
    }
}

/// Joins the targets of the first matches of each part, which come next; nothing
/// where a part has none.
fn joined(items: &[Item], matches: &mut impl Iterator<Item = Vec<Match>>) -> Option<Reuse> {
    let texts = items.iter().filter_map(Item::part);
    let found: Vec<Option<Match>> =
        texts.clone().map(|_| matches.next()?.into_iter().next()).collect();
    let found: Vec<Match> = found.into_iter().collect::<Option<_>>()?;
    let parts = texts.zip(&found).map(|(text, found)| as_it_is(text, found, ReuseMethod::Exact));
    let parts: Vec<Reuse> = parts.collect();
    let score = usize::from(BEST + 2).saturating_sub(parts.len());
    let language = found.first()?.target().language.as_ref();
    Some(Reuse {
        target: join::join(items, parts.iter().map(|part| &part.target), language),
        score: u8::try_from(score).unwrap_or_default(),
        method: ReuseMethod::Assembled,
        lacks_codes: parts.iter().any(|part| part.lacks_codes),
        matches: found,
        repairs: Vec::new(),
    })
}
