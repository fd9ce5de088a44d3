//! The languages of an index, by number, and what they serve for in a query.

use std::io::{self, Read, Write};

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::entries::{Other, other_variant};
use crate::language::{Language, LanguageMatch, Proximity};
use crate::memory::followed::{ColumnReader, ColumnWriter, Damaged, ReadError, ensure};

/// The number of a language.
pub(crate) type LanguageId = u32;

/// The number of a variant that names no language.
pub(crate) const NO_LANGUAGE: LanguageId = LanguageId::MAX;

/// Languages in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub(crate) struct Languages {
    list: Vec<Listed>,
    numbers: FxHashMap<Language, LanguageId>,
}

#[derive(Clone, Debug)]
struct Listed {
    language: Language,
    /// Whether it is of the index's family.
    is_indexed: bool,
}

impl Languages {
    /// Returns the number of a language, given when it is first met, and whether texts
    /// in it belong in the index of this family.
    pub(crate) fn number(
        &mut self,
        language: Option<&Language>,
        family: &str,
    ) -> (LanguageId, bool) {
        let Some(language) = language else { return (NO_LANGUAGE, false) };
        if let Some(&number) = self.numbers.get(language) {
            return (number, self.list[number as usize].is_indexed);
        }
        // Texts run out of memory long before numbers run out.
        let number = self.list.len() as LanguageId;
        let is_indexed = language.family() == family;
        self.list.push(Listed { language: language.clone(), is_indexed });
        self.numbers.insert(language.clone(), number);
        (number, is_indexed)
    }

    /// Counts them.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Lists all of them, by number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Language> {
        self.list.iter().map(|listed| &listed.language)
    }

    /// Writes the tags, a line each.
    pub(crate) fn write<W: Write>(&self, to: &mut ColumnWriter<W>) -> io::Result<()> {
        let tags: String = self.iter().flat_map(|language| [language.as_str(), "\n"]).collect();
        to.write(tags.as_bytes())
    }

    pub(crate) fn read<R: Read>(
        from: &mut ColumnReader<R>,
        family: &str,
    ) -> Result<Self, ReadError> {
        let tags = String::from_utf8(from.read()?).map_err(|_| Damaged)?;
        let mut languages = Self::default();
        for (number, tag) in (0..).zip(tags.lines()) {
            let language: Language = tag.parse().map_err(|_| Damaged)?;
            // The same tag twice would have one number for two.
            ensure(languages.number(Some(&language), family).0 == number)?;
        }
        Ok(languages)
    }
}

/// Which languages of an index serve as the source and the target of a query, by
/// their numbers.
///
/// A language serves where [`Language::matches`] finds so; scripts are never
/// crossed. Where both sides of the query are of one family, as in `en-US` into
/// `en-GB`, a language serves as the source where it is as near to the source
/// wanted as to the target or nearer, and else as the target; it never is both.
#[derive(Debug)]
pub(super) struct Roles {
    wanted: [Language; 2],
    list: Vec<Role>,
}

#[derive(Clone, Debug)]
struct Role {
    language: Language,
    source: Option<Proximity>,
    target: Option<Proximity>,
}

/// A variant that serves as a target.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    /// Its number in its unit.
    pub(super) variant: u32,
    pub(super) identity: u64,
    /// Whether it is another variety than the one wanted.
    pub(super) is_other_variety: bool,
}

impl Roles {
    /// Gives the languages their roles for a query from one language into another.
    pub(super) fn new(source: &Language, target: &Language, languages: &Languages) -> Self {
        let role = |language: &Language| {
            let to_source = Proximity::between(source, language);
            let to_target = Proximity::between(target, language);
            let is_source = match (to_source, to_target) {
                (Some(to_source), Some(to_target)) => to_source <= to_target,
                (to_source, _) => to_source.is_some(),
            };
            Role {
                language: language.clone(),
                source: to_source.filter(|_| is_source),
                target: to_target.filter(|_| !is_source),
            }
        };
        let list = languages.iter().map(role).collect();
        Self { wanted: [source.clone(), target.clone()], list }
    }

    /// Returns whether this was made for a query in these languages, of as many
    /// languages.
    pub(super) fn is_for(&self, source: &Language, target: &Language, count: usize) -> bool {
        self.list.len() == count && self.wanted[0] == *source && self.wanted[1] == *target
    }

    /// Returns whether a language that serves as the source is another variety than
    /// the one wanted; `None` where it does not serve.
    pub(super) fn source(&self, language: LanguageId) -> Option<bool> {
        self.list.get(language as usize)?.source.map(is_other_variety)
    }

    /// Lists the other variants of an entry that serve as targets: those in the
    /// language that [`Language::best_of`] finds, in the order of the unit.
    pub(super) fn targets(&self, own_variant: u32, others: &[Other]) -> SmallVec<[Target; 2]> {
        let near = |other: &Other| {
            let role = self.list.get(other.language as usize)?;
            role.target.map(|proximity| (proximity, &role.language))
        };
        let Some(nearest) = others.iter().filter_map(near).min() else { return SmallVec::new() };
        let target = |(place, other): (usize, &Other)| {
            let (proximity, language) = near(other)?;
            is_same(nearest.1, language).then(|| Target {
                variant: other_variant(own_variant, place),
                identity: other.identity,
                is_other_variety: is_other_variety(proximity),
            })
        };
        others.iter().enumerate().filter_map(target).collect()
    }
}

/// Returns whether two tags mean one language.
fn is_same(one: &Language, other: &Language) -> bool {
    Proximity::between(one, other).is_some_and(Proximity::is_same_language)
}

/// Returns whether a text may be of another region than the one wanted.
fn is_other_variety(proximity: Proximity) -> bool {
    proximity.kind >= LanguageMatch::Broader
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages(tags: &[&str]) -> Languages {
        let mut languages = Languages::default();
        for tag in tags {
            languages.number(Some(&tag.parse().unwrap()), "en");
        }
        languages
    }

    #[test]
    fn what_serves_as_source_and_as_target() {
        for (wanted, available, source, target) in [
            (["en-US", "zh-CN"], "en-US", Some(false), None),
            (["en-US", "zh-CN"], "en-GB", Some(true), None),
            (["en-US", "zh-CN"], "en", Some(true), None),
            (["en", "zh"], "en-US", Some(false), None),
            (["en-US", "zh-CN"], "zh-Hans-CN", None, Some(false)),
            (["en-US", "zh-CN"], "zh-SG", None, Some(true)),
            (["en-US", "zh-CN"], "zh-TW", None, None),
            (["en-US", "en-GB"], "en-US", Some(false), None),
            (["en-US", "en-GB"], "en-GB", None, Some(false)),
            (["en-US", "en-GB"], "en-AU", None, Some(true)),
            (["en", "en"], "en-US", Some(false), None),
        ] {
            let [one, other] = wanted.map(|tag| tag.parse().unwrap());
            let roles = Roles::new(&one, &other, &languages(&[available]));
            assert_eq!(roles.source(0), source, "{wanted:?} {available}");
            let found = roles.targets(0, &[Other { identity: 1, language: 0 }]);
            let found = found.first().map(|target| target.is_other_variety);
            assert_eq!(found, target, "{wanted:?} {available}");
        }
    }

    #[test]
    fn the_nearest_targets_are_taken() {
        let languages = languages(&["pt-PT", "pt-BR", "pt-Latn-BR"]);
        let roles = Roles::new(&Language::en_us(), &"pt-BR".parse().unwrap(), &languages);
        let others: Vec<Other> =
            [0, 1, u32::MAX, 2].map(|language| Other { identity: 7, language }).into();
        let found: Vec<u32> =
            roles.targets(2, &others).iter().map(|target| target.variant).collect();
        assert_eq!(found, [1, 4]);
    }
}
