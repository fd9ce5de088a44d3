//! The index over a store: what a look-up searches.
//!
//! There is one for each language that is asked for as the source, and each
//! metric. It holds hashes and numbers only; whoever searches it asks the store for
//! the units, and checks.
//!
//! It consists of what was built from the whole store at a revision, and of what
//! changed [since](Recent). When much has changed it is built anew.

mod entries;
mod languages;
mod recent;
mod search;
mod top_k;

use std::io::{self, Write};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use entries::{Entries, Record, records};
use languages::Roles;
pub(crate) use languages::{LanguageId, Languages};
use recent::Recent;
pub(crate) use search::{Candidate, Evidence, Exact, Nearness, QueryPlace, Rank, Wanted};
pub(crate) use top_k::{Best, BestDistinct, Collect, Distinct};

use super::followed::{ColumnWriter, Derived, FileReader, ReadError, ensure};
use super::fuzzy::FuzzyIndex;
use super::query::Metric;
use super::store::Changes;
use super::units::UnitKey;
use crate::error::Error;
use crate::language::Language;
use crate::unit::TranslationUnit;

/// How many units may have changed before the index is built anew: so many are
/// searched one by one in well under a millisecond.
const MOST_RECENT: usize = 32_768;

/// The index of the texts of one language, by one metric.
pub(crate) struct TextIndex {
    family: String,
    languages: Languages,
    entries: Entries,
    fuzzy: FuzzyIndex,
    recent: Recent,
    /// What the languages served for in the last query.
    roles: Mutex<Option<Arc<Roles>>>,
    /// Memory that searches use again, one for each that ran at once.
    scratch: Mutex<Vec<search::Scratch>>,
}

/// Which texts an index has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IndexScope {
    /// The language, as [`Language::family`] gives it.
    pub(crate) family: String,
    pub(crate) metric: Metric,
}

impl Derived for TextIndex {
    type Scope = IndexScope;
    type Builder = Builder;

    fn name(scope: &IndexScope) -> String {
        format!("{}.{}", scope.family, scope.metric)
    }

    fn builder(scope: &IndexScope) -> Builder {
        Builder {
            scope: scope.clone(),
            languages: Languages::default(),
            records: Vec::new(),
            texts: String::new(),
        }
    }

    fn add(builder: &mut Builder, key: UnitKey, unit: &TranslationUnit) {
        let Builder { scope, languages, records: collected, texts } = builder;
        records(key, unit, &scope.family, languages, |record| {
            let start = texts.len();
            texts.push_str(record.text);
            let Record { entry, identity, others, .. } = record;
            let record = Record { entry, identity, others, text: "" };
            collected.push((record, start..texts.len()));
        });
    }

    fn finish(builder: Builder) -> Result<Self, Error> {
        builder.finish()
    }

    fn apply(&mut self, changes: &Changes) -> bool {
        if self.recent.len() + changes.changes.len() > MOST_RECENT {
            return false;
        }
        for change in &changes.changes {
            self.recent.change(change.key);
            if let Some(unit) = &change.unit {
                records(change.key, unit, &self.family, &mut self.languages, |record| {
                    self.recent.add(record);
                });
            }
        }
        true
    }

    fn write<W: Write>(&self, to: &mut ColumnWriter<W>) -> io::Result<()> {
        self.languages.write(to)?;
        self.entries.write(to)?;
        self.fuzzy.write(to)
    }

    fn read(scope: &IndexScope, from: &mut FileReader) -> Result<Self, ReadError> {
        let languages = Languages::read(from, &scope.family)?;
        let entries = Entries::read(from)?;
        ensure(entries.has_languages_below(languages.len()))?;
        let fuzzy = FuzzyIndex::read(scope.metric, entries.groups(), from)?;
        Ok(Self::new(scope.clone(), languages, entries, fuzzy))
    }
}

impl TextIndex {
    fn new(scope: IndexScope, languages: Languages, entries: Entries, fuzzy: FuzzyIndex) -> Self {
        Self {
            family: scope.family,
            languages,
            entries,
            fuzzy,
            recent: Recent::new(scope.metric),
            roles: Mutex::default(),
            scratch: Mutex::default(),
        }
    }

    /// Returns what a collector keeps of the candidates for a query, scored by
    /// hashes.
    pub(crate) fn search(
        &self,
        source: &Language,
        target: &Language,
        wanted: &Wanted<'_>,
        best: impl Collect,
    ) -> Vec<Candidate> {
        let mut scratch = self.scratch().pop().unwrap_or_default();
        let roles = self.roles(source, target);
        let found = search::search(self, &roles, wanted, best, &mut scratch);
        self.scratch().push(scratch);
        found
    }

    fn scratch(&self) -> MutexGuard<'_, Vec<search::Scratch>> {
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns what the languages serve for where these are asked for.
    fn roles(&self, source: &Language, target: &Language) -> Arc<Roles> {
        let mut last = self.roles.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some(roles) if roles.is_for(source, target, self.languages.len()) => roles.clone(),
            _ => last.insert(Arc::new(Roles::new(source, target, &self.languages))).clone(),
        }
    }
}

/// What is known of the units so far while an index is built.
pub(crate) struct Builder {
    scope: IndexScope,
    languages: Languages,
    /// In the order of the store, each with the range of its text.
    records: Vec<(Record<'static>, Range<usize>)>,
    texts: String,
}

impl Builder {
    fn finish(self) -> Result<TextIndex, Error> {
        let Self { scope, languages, mut records, texts } = self;
        records.sort_unstable_by_key(|(record, _)| {
            (record.identity, record.entry.key, record.entry.variant)
        });
        let (mut entries, mut ranges) = (Entries::default(), Vec::new());
        let mut last = None;
        for (record, range) in records {
            entries.push(&record)?;
            if last.replace(record.identity) != Some(record.identity) {
                ranges.push(range);
            }
        }
        let fuzzy = FuzzyIndex::build(scope.metric, ranges.into_iter().map(|range| &texts[range]));
        Ok(TextIndex::new(scope, languages, entries, fuzzy))
    }
}
