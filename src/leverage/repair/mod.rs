//! What differs in a near match, replaced in its target where that is certain.
//!
//! A match is repaired as a whole or not at all: half a repair is wrong, and looks
//! like a good translation.
//!
//! 1. [`skeleton`]: the match's source and the query are cut into words and
//!    values (numbers, versions, URLs, e-mail addresses, placeholders). The words
//!    have to be the same, letter case included; only white space may differ. So
//!    where a word changed with the number (`1 file`, `2 files`), nothing is
//!    repaired.
//! 2. [`codes`](super::codes): codes have to stand at the same places. Those
//!    that differ map one to one, or nothing is repaired.
//! 3. [`substitutions`]: each value that differs has to stand in the target as
//!    often as in the match's source, all its places have to change alike, and
//!    the words beside it must not depend on it.
//! 4. [`substitute`]: the values are replaced, numbers in the format that the
//!    target has.

mod number;
mod skeleton;
mod substitution;

use std::mem::discriminant;

use serde::{Deserialize, Serialize};

use super::codes::{adapt_codes, counterparts, is_read_back};
use crate::error::names;
use crate::inline::{CodeRole, CodedText};
use crate::unit::Variant;
use skeleton::{Skeleton, values_in};
use substitution::{substitute, substitutions};

/// What was replaced in a target.
///
/// # Example
///
/// ```
/// use bitext::leverage::RepairKind;
/// use bitext::{Context, Leverage, Memory, SourceDocument, TranslationUnit, Variant};
///
/// let memory = Memory::new();
/// memory.add(TranslationUnit::bilingual(
///     Variant::new("en-US".parse().ok(), "A weight of 1,234.5 kilograms.".into()),
///     Variant::new("de-DE".parse().ok(), "Ein Gewicht von 1.234,5 Kilogramm.".into()),
/// ))?;
/// let document = SourceDocument::parse(b"A weight of 2,345.6 kilograms.\n");
/// let found = Leverage::new(&memory).pretranslate(&document, &Context::new("a.md"))?;
///
/// let reuse = found.segments().next().and_then(|(_, segment)| segment.reuse()).unwrap();
/// let [repair] = reuse.repairs() else { panic!("expected one repair") };
/// assert_eq!(repair.kind, RepairKind::Number);
/// assert_eq!((&*repair.from, &*repair.to), ("1.234,5", "2.345,6"));
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Repair {
    /// What kind of thing it is.
    pub kind: RepairKind,
    /// What stood in the target of the match; nothing where something was added.
    pub from: String,
    /// What stands there now; nothing where something was taken away.
    pub to: String,
}

/// What can be replaced in the target of a near match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RepairKind {
    /// A number, in the format of the target language; a date as ISO 8601 has it.
    Number,
    /// A version, such as `2.1.0`.
    Version,
    /// An address of a page, in the text or in a code.
    Url,
    /// An e-mail address.
    Email,
    /// A placeholder, such as `{0}` or `%s`.
    Placeholder,
    /// A code span or another inline code.
    Code,
}

names!(RepairKind {
    Number => "number",
    Version => "version",
    Url => "url",
    Email => "email",
    Placeholder => "placeholder",
    Code => "code",
});

/// A target in which all that differs was replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repaired {
    pub(super) target: CodedText,
    /// What was replaced: codes first, then values, each in the order of the
    /// target; at least one.
    pub(super) repairs: Vec<Repair>,
}

/// Makes a target for the query of that of a match. Returns `None` where that is
/// not certain, or nothing is to be replaced.
pub(super) fn repair(query: &CodedText, source: &Variant, target: &Variant) -> Option<Repaired> {
    if !may_be_alike(source.text.text(), query.text()) {
        return None;
    }
    let language = source.language.as_ref();
    let old = Skeleton::of(source.text.text(), language);
    let new = Skeleton::of(query.text(), language);
    if !old.is_like(&new) {
        return None;
    }
    let query_of_source = codes_in_place((query, &new), (&source.text, &old))?;
    let adapted = adapt_codes(query, &source.text, &target.text, query_of_source);
    if !adapted.is_unambiguous {
        return None;
    }
    let target_language = target.language.as_ref();
    let values = values_in(adapted.target.text(), target_language);
    let substitutions = substitutions(&old, &new, &values, (language, target_language))?;
    let repaired = substitute(&adapted.target, &substitutions, query)?;
    let is_valid = substitutions.is_empty() || is_read_back(&repaired, &adapted.target, query);
    let mut repairs = adapted.repairs;
    repairs.extend(substitutions.into_iter().map(|substitution| substitution.repair));
    (!repairs.is_empty() && is_valid).then_some(Repaired { target: repaired, repairs })
}

/// Whether two texts may be alike but for values, by a quick look: where they
/// begin to differ is something that a value may have.
fn may_be_alike(one: &str, other: &str) -> bool {
    let bytes = one.bytes().zip(other.bytes());
    let same = bytes.take_while(|(one, other)| one == other).count();
    let may_have_value = |text: &str| {
        let is_space = |byte: &u8| byte.is_ascii_whitespace();
        let bytes = text.as_bytes();
        let start = bytes[..same].iter().rposition(is_space).map_or(0, |at| at + 1);
        let end = bytes[same..].iter().position(is_space).map_or(bytes.len(), |at| same + at);
        let is_sign =
            |byte: &u8| byte.is_ascii_digit() || !byte.is_ascii() || b"{}()<>%@/:".contains(byte);
        start == end || bytes[start..end].iter().any(is_sign)
    };
    one == other
        || (may_have_value(one) && may_have_value(other))
        || [one, other].iter().all(|text| text.contains(['{', '<']))
}

/// Finds for each code of the source that of the query at the same place. Returns
/// `None` where codes moved.
fn codes_in_place(
    (query, new): (&CodedText, &Skeleton<'_>),
    (source, old): (&CodedText, &Skeleton<'_>),
) -> Option<Vec<Option<usize>>> {
    let olds: Vec<_> = source.placed_codes().map(|(at, code)| (old.position(at), code)).collect();
    let news: Vec<_> = query.placed_codes().map(|(at, code)| (new.position(at), code)).collect();
    let is_pair = |role| matches!(role, CodeRole::Open(_) | CodeRole::Close(_));
    let is_in_place = olds.len() == news.len()
        && olds.iter().zip(&news).all(|((place, code), (new_place, new_code))| {
            place == new_place
                && discriminant(&code.role) == discriminant(&new_code.role)
                && (code.kind == new_code.kind || is_pair(code.role))
        });
    if is_in_place {
        return Some((0..olds.len()).map(Some).collect());
    }
    let counterparts = counterparts(source, query);
    let mut pairs = olds.iter().zip(&counterparts);
    let is_placed =
        pairs.all(|((place, _), query)| query.is_none_or(|query| news[query].0 == *place));
    is_placed.then_some(counterparts)
}

#[cfg(test)]
mod tests;
