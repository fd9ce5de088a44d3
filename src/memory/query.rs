//! What is looked up.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::penalties::Penalties;
use crate::error::names;
use crate::inline::CodedText;
use crate::language::Language;
use crate::unit::FlowContext;

/// A text to look up, and what is wanted of its matches.
///
/// # Example
///
/// ```
/// use bitext::{Language, Metric, Query};
///
/// let query = Query::new("Select **Save**.")
///     .with_languages(Language::en_us(), "zh-CN".parse()?)
///     .with_min_score(85)
///     .with_limit(3)
///     .with_metric(Metric::Characters)
///     .with_document("save.md");
/// assert_eq!(query.text().text(), "Select **Save**.");
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Query {
    pub(super) text: CodedText,
    pub(super) source: Option<Language>,
    pub(super) target: Option<Language>,
    pub(super) min_score: u8,
    pub(super) limit: Option<usize>,
    pub(super) metric: Metric,
    pub(super) context: Option<FlowContext>,
    /// Whether the flow of the context counts.
    pub(super) has_flow: bool,
    pub(super) penalties: Penalties,
    pub(super) effort: Effort,
    /// Whether each unit makes a match, and not each pair of texts.
    pub(super) each_unit: bool,
}

impl Query {
    /// A query for a text: at most 5 matches of 70 or better, by words, each pair of
    /// texts once, in the only language pair that the memory has.
    ///
    /// A plain string has no codes; [`CodedText::parse`] reads those of a
    /// document's text.
    pub fn new(text: impl Into<CodedText>) -> Self {
        Self {
            text: match text.into() {
                text if text.is_plain() => text,
                text => text.placeholders_as_text().into_owned(),
            },
            source: None,
            target: None,
            min_score: 70,
            limit: Some(5),
            metric: Metric::default(),
            context: None,
            has_flow: true,
            penalties: Penalties::default(),
            effort: Effort::default(),
            each_unit: false,
        }
    }

    /// The same from one language into another: that of the text, and that of
    /// the translation. Which of them is the source of a unit does not matter.
    #[must_use]
    pub fn with_languages(self, source: Language, target: Language) -> Self {
        self.with_source_language(source).with_target_language(target)
    }

    /// The same for a text in this language.
    #[must_use]
    pub fn with_source_language(mut self, source: Language) -> Self {
        self.source = Some(source);
        self
    }

    /// The same for translations into this language.
    #[must_use]
    pub fn with_target_language(mut self, target: Language) -> Self {
        self.target = Some(target);
        self
    }

    /// The same for matches of this score or better, after penalties: 1 to 102.
    /// 0 is taken for 1.
    #[must_use]
    pub fn with_min_score(mut self, min_score: u8) -> Self {
        self.min_score = min_score;
        self
    }

    /// The same for the best matches only, so many of them; `None` for all.
    #[must_use]
    pub fn with_limit(mut self, limit: impl Into<Option<usize>>) -> Self {
        self.limit = limit.into();
        self
    }

    /// The same by another measure of how far texts are apart.
    #[must_use]
    pub fn with_metric(mut self, metric: Metric) -> Self {
        self.metric = metric;
        self
    }

    /// The same for a text in this context.
    ///
    /// What is missing in the context counts as missing: there is nothing
    /// before the first segment of a document. Where everything is missing, no
    /// match is one in context.
    #[must_use]
    pub fn with_context(mut self, context: FlowContext) -> Self {
        self.context = Some(context).filter(|context| *context != FlowContext::default());
        self
    }

    /// The same for a text after this one: the plain source of the segment before.
    #[must_use]
    pub fn with_previous_source(mut self, text: impl Into<Arc<str>>) -> Self {
        self.context.get_or_insert_default().previous_source = Some(text.into());
        self
    }

    /// The same for a text before this one: the plain source of the segment after.
    #[must_use]
    pub fn with_next_source(mut self, text: impl Into<Arc<str>>) -> Self {
        self.context.get_or_insert_default().next_source = Some(text.into());
        self
    }

    /// The same for a text of this document: its path, as units have it.
    #[must_use]
    pub fn with_document(mut self, path: impl Into<Arc<str>>) -> Self {
        self.context.get_or_insert_default().document = Some(path.into());
        self
    }

    /// Makes it one for a text that is in its document but in no flow, so that
    /// missing neighbours are not those of a unit without any.
    #[must_use]
    pub(crate) fn outside_flow(mut self) -> Self {
        self.has_flow = false;
        self
    }

    /// The same with other penalties.
    #[must_use]
    pub fn with_penalties(mut self, penalties: Penalties) -> Self {
        self.penalties = penalties;
        self
    }

    /// The same with another effort.
    #[must_use]
    pub fn with_effort(mut self, effort: Effort) -> Self {
        self.effort = effort;
        self
    }

    /// The same with a match for each unit, or for each pair of texts.
    ///
    /// By default units that have the same source and the same target are one
    /// match, that of the unit which scores best or else is the newest;
    /// [`Memory::repetitions`](crate::Memory::repetitions) counts them.
    #[must_use]
    pub fn with_each_unit(mut self, each_unit: bool) -> Self {
        self.each_unit = each_unit;
        self
    }

    /// The text that is looked up.
    pub fn text(&self) -> &CodedText {
        &self.text
    }
}

/// What the distance between two texts counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Metric {
    /// Tokens in lower case: words of scripts that are written with spaces,
    /// single grapheme clusters of the others, and each other character that is
    /// not white space.
    #[default]
    Words,
    /// Code points, in the case they have.
    Characters,
}

names!(Metric { Words => "words", Characters => "characters" });

/// How thoroughly a look-up searches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Effort {
    /// Nothing is missed: all that is asked for is found.
    #[default]
    Complete,
    /// Faster at low scores, at the cost of some matches far down: only
    /// the most promising texts are compared with the query.
    Bounded,
}

names!(Effort { Complete => "complete", Bounded => "bounded" });
