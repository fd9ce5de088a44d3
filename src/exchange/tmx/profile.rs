//! Which tool a file is made for.

use smallvec::{SmallVec, smallvec};

use crate::error::names;
use crate::inline::Code;
use crate::unit::{TranslationUnit, Variant};

/// The tool that a file is made for.
///
/// TMX has no place for the context of a unit, so every tool keeps it in
/// properties of its own; a profile says in whose. Everything else is the same
/// in all of them but for the `type` of inline codes, which the one for OmegaT
/// leaves out where it is in the way; and every tool reads every profile. What is known of each is
/// in `docs/formats/tmx.md`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Profile {
    /// Any tool: context in properties of this library.
    #[default]
    Generic,
    /// OmegaT: `prev` and `next`.
    Omegat,
    /// memoQ: `x-document`, and `x-context-pre` and `x-context-post` on the
    /// source.
    Memoq,
    /// Phrase: `context_prev` and `context_next` on the source, `filename` on
    /// the targets; one target a language in a unit.
    Phrase,
    /// XTM: `x-previous-source-text` and `x-next-source-text` with their
    /// checksums.
    Xtm,
    /// Trados Studio: `x-ContextContent`; one target in a unit.
    Trados,
    /// Weblate: the document as `x-context`.
    Weblate,
}

/// Variants that stand together in a `tu`; two as a rule.
type Group<'a> = SmallVec<[&'a Variant; 2]>;

impl Profile {
    /// Every profile, in the order of their declaration.
    pub const ALL: &'static [Profile] = &[
        Profile::Generic,
        Profile::Omegat,
        Profile::Memoq,
        Profile::Phrase,
        Profile::Xtm,
        Profile::Trados,
        Profile::Weblate,
    ];

    /// The name in lower case, such as `memoq`.
    pub fn as_str(self) -> &'static str {
        match self {
            Profile::Generic => "generic",
            Profile::Omegat => "omegat",
            Profile::Memoq => "memoq",
            Profile::Phrase => "phrase",
            Profile::Xtm => "xtm",
            Profile::Trados => "trados",
            Profile::Weblate => "weblate",
        }
    }

    /// The header properties by which the tool knows how to read the contexts.
    pub(super) fn header_properties(self) -> &'static [[&'static str; 2]] {
        match self {
            // Without these Studio takes the second text for the previous target.
            Profile::Trados => &[
                ["x-TextContextMatchType", "PrecedingAndFollowingSource"],
                ["x-IncludesContextContent", "True"],
            ],
            _ => &[],
        }
    }

    /// Whether a code has a `type` of ours. OmegaT names a code by the first letter
    /// of its `type`, or else of its native form, and those of its documents by
    /// their native form alone: `**` has none, and is no `bold` there.
    pub(super) fn has_type(self, code: &Code<'_>) -> bool {
        match self {
            Profile::Omegat => code.native.is_empty() || code.native.contains(char::is_alphabetic),
            _ => true,
        }
    }

    /// The variants of a unit as the tool wants them together: the source
    /// with its targets, in one group or in several.
    pub(super) fn groups<'a>(
        self,
        unit: &'a TranslationUnit,
        source: &'a Variant,
    ) -> SmallVec<[Group<'a>; 1]> {
        let targets = || unit.variants.iter().filter(|variant| !std::ptr::eq(*variant, source));
        match self {
            Profile::Trados if unit.variants.len() > 2 => {
                targets().map(|target| smallvec![source, target]).collect()
            }
            Profile::Phrase if unit.variants.len() > 2 => one_a_language(source, targets()),
            _ => smallvec![unit.variants.iter().collect()],
        }
    }
}

names!(Profile);

/// Groups of the source and targets such that no language has two targets in
/// one; the order of the targets is kept.
fn one_a_language<'a>(
    source: &'a Variant,
    targets: impl Iterator<Item = &'a Variant>,
) -> SmallVec<[Group<'a>; 1]> {
    let mut seen = std::collections::BTreeMap::new();
    let mut groups = SmallVec::<[Group<'a>; 1]>::new();
    for target in targets {
        let before: &mut usize = seen.entry(&target.language).or_default();
        match groups.get_mut(*before) {
            Some(group) => group.push(target),
            None => groups.push(smallvec![source, target]),
        }
        *before += 1;
    }
    groups
}
