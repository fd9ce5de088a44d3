//! A memory, how documents are held against it, and what is wanted of it.

use super::analysis::DocumentLeverage;
use super::find::{Found, Wanted, find};
use super::pretranslation::{PretranslatedSegment, Pretranslation};
use super::reuse::{copy_numbers, reuse};
use crate::document::Context;
use crate::error::Error;
use crate::inline::CodedText;
use crate::language::Language;
use crate::memory::{Memory, Metric, Penalties, Query};
use crate::segmentation::SourceDocument;

/// A memory, and how documents are held against it: languages, scores,
/// penalties.
///
/// # Example
///
/// ```
/// use bitext::{Context, Leverage, Memory, SourceDocument, TranslationUnit, Variant};
///
/// let memory = Memory::new();
/// memory.add(TranslationUnit::bilingual(
///     Variant::new("en-US".parse().ok(), "Wait 5 seconds.".into()),
///     Variant::new("de-DE".parse().ok(), "5 Sekunden warten.".into()),
/// ))?;
/// let document = SourceDocument::parse(b"Wait 15 seconds.\n");
/// let context = Context::new("manual.md");
///
/// let leverage = Leverage::new(&memory).with_min_score(95);
/// assert_eq!(leverage.pretranslate(&document, &context)?.target(), b"15 Sekunden warten.\n");
/// let as_it_is = leverage.with_repair(false);
/// assert_eq!(as_it_is.pretranslate(&document, &context)?.target(), document.bytes());
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Leverage {
    memory: Memory,
    settings: Settings,
}

impl Leverage {
    /// Documents against this memory, in the only language pair that it has.
    pub fn new(memory: &Memory) -> Self {
        Self { memory: memory.clone(), settings: Settings::default() }
    }

    /// The same from one language into another.
    #[must_use]
    pub fn with_languages(mut self, source: Language, target: Language) -> Self {
        self.settings.source = Some(source);
        self.settings.target = Some(target);
        self
    }

    /// The same with the lowest score of what fills a segment, 1 to 102; 75
    /// without it.
    #[must_use]
    pub fn with_min_score(mut self, min_score: u8) -> Self {
        self.settings.min_score = min_score;
        self
    }

    /// The same with or without documents filled by matches whose source differs in
    /// a word; without it, they are filled by what [`Reuse::is_certain`] alone. A
    /// match that differs in negation or modality fills no document in any case.
    ///
    /// [`Reuse::is_certain`]: crate::leverage::Reuse::is_certain
    #[must_use]
    pub fn with_fuzzy_in_documents(mut self, fuzzy_in_documents: bool) -> Self {
        self.settings.fuzzy_in_documents = fuzzy_in_documents;
        self
    }

    /// The same with this many matches at most beside the one that fills a
    /// segment; 3 without it.
    #[must_use]
    pub fn with_alternatives(mut self, alternatives: usize) -> Self {
        self.settings.alternatives = alternatives;
        self
    }

    /// The same with another measure of how far texts are apart.
    #[must_use]
    pub fn with_metric(mut self, metric: Metric) -> Self {
        self.settings.metric = metric;
        self
    }

    /// The same with these penalties; without it, [`Penalties::of_leverage`].
    #[must_use]
    pub fn with_penalties(mut self, penalties: Penalties) -> Self {
        self.settings.penalties = penalties;
        self
    }

    /// The same with or without the repair of near matches; with it by default.
    #[must_use]
    pub fn with_repair(mut self, repair: bool) -> Self {
        self.settings.repair = repair;
        self
    }

    /// The same with or without matches assembled from parts; with them by
    /// default.
    #[must_use]
    pub fn with_assembly(mut self, assembly: bool) -> Self {
        self.settings.assembly = assembly;
        self
    }

    /// Finds a translation for each segment of a document.
    ///
    /// # Errors
    ///
    /// Where the memory cannot be read, or has several language pairs and none is
    /// named.
    pub fn pretranslate<'d>(
        &self,
        document: &'d SourceDocument<'d>,
        context: &Context,
    ) -> Result<Pretranslation<'d>, Error> {
        let settings = &self.settings;
        let found = find(&self.memory, settings, settings.candidates(), document, context)?;
        let languages =
            self.memory.languages(settings.source.as_ref(), settings.target.as_ref())?;
        let has_target = languages.is_some() || context.target_language().is_some();
        let mut reuses = reuse(&self.memory, settings, &found)?;
        // A number stands for itself in a language that is known.
        if has_target {
            copy_numbers(settings, &found, &mut reuses);
        }
        let found = document.segments().zip(found).zip(reuses);
        let segments = found.map(|((segment, found), reuse)| {
            let Found { mut text, has_placeholders, mut matches } = found;
            let mut reuse = reuse;
            if has_placeholders {
                text = text.with_placeholders();
                reuse = reuse.map(|reuse| reuse.with_placeholders());
            }
            matches.retain(|found| found.score() >= settings.min_score);
            matches.truncate(settings.alternatives.saturating_add(1));
            let is_fuzzy = settings.fuzzy_in_documents;
            PretranslatedSegment::new(text, matches, reuse, segment.syntax(), is_fuzzy)
        });
        let segments = segments.collect();
        let alternatives = settings.alternatives;
        Ok(Pretranslation::new(document, context.clone(), languages, alternatives, segments))
    }

    /// Finds how near the memory comes to each segment of a document, 50 and
    /// better.
    ///
    /// # Errors
    ///
    /// As [`pretranslate`](Self::pretranslate).
    pub fn analyze(
        &self,
        document: &SourceDocument<'_>,
        context: &Context,
    ) -> Result<DocumentLeverage, Error> {
        let wanted = Wanted { min_score: LOWEST_SCORE, targets: 1 };
        let found = find(&self.memory, &self.settings, wanted, document, context)?;
        Ok(DocumentLeverage::new(context, found))
    }
}

/// The lowest score of what may be repaired, and of what an analysis counts.
pub(super) const LOWEST_SCORE: u8 = 50;

/// How many matches of a segment are tried for a repair.
const REPAIRED_MATCHES: usize = 4;

/// The settings of a [`Leverage`](super::Leverage).
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) source: Option<Language>,
    pub(super) target: Option<Language>,
    /// The lowest score of what fills a segment.
    pub(super) min_score: u8,
    /// Whether documents are filled by what a person has to look at.
    pub(super) fuzzy_in_documents: bool,
    /// How many matches stand beside the one that fills a segment.
    pub(super) alternatives: usize,
    pub(super) metric: Metric,
    pub(super) penalties: Penalties,
    pub(super) repair: bool,
    pub(super) assembly: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            source: None,
            target: None,
            min_score: 75,
            fuzzy_in_documents: false,
            alternatives: 3,
            metric: Metric::default(),
            penalties: Penalties::of_leverage(),
            repair: true,
            assembly: true,
        }
    }
}

impl Settings {
    /// Returns what is looked for to fill a segment. A match below the score may
    /// come above it when it is repaired.
    pub(super) fn candidates(&self) -> Wanted {
        let targets = self.alternatives.saturating_add(1);
        match self.repair && self.min_score < 100 {
            true => Wanted {
                min_score: self.min_score.min(LOWEST_SCORE),
                targets: targets.max(REPAIRED_MATCHES),
            },
            false => Wanted { min_score: self.min_score, targets },
        }
    }

    /// Returns how many matches of a segment are tried for a repair.
    pub(super) fn repaired_matches(&self) -> usize {
        if self.repair { REPAIRED_MATCHES } else { 0 }
    }

    /// Makes a query in the languages, by the metric and with the penalties of these
    /// settings.
    pub(super) fn query(&self, text: CodedText) -> Query {
        let mut query =
            Query::new(text).with_metric(self.metric).with_penalties(self.penalties.clone());
        if let Some(source) = &self.source {
            query = query.with_source_language(source.clone());
        }
        if let Some(target) = &self.target {
            query = query.with_target_language(target.clone());
        }
        query
    }
}
