//! The matches of each segment of a document, the one to take first.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::Arc;

use super::leverage::Settings;
use crate::document::Context;
use crate::error::Error;
use crate::inline::CodedText;
use crate::memory::{LONGEST_QUERY, Match, Memory, Query};
use crate::segmentation::{SourceDocument, SourceSegment};
use crate::unit::FlowContext;

/// A segment and what the memory has for it.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The text of the segment, its placeholders as text.
    pub(super) text: CodedText,
    /// Whether it has any.
    pub(super) has_placeholders: bool,
    /// Its matches, the one to take first, each with another target.
    pub(super) matches: Vec<Match>,
}

/// What is wanted for each segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// The lowest score.
    pub(super) min_score: u8,
    /// How many targets at most.
    pub(super) targets: usize,
}

/// Looks up each segment of a document in its context.
pub(super) fn find(
    memory: &Memory,
    settings: &Settings,
    wanted: Wanted,
    document: &SourceDocument<'_>,
    context: &Context,
) -> Result<Vec<Found>, Error> {
    let texts: Vec<CodedText> = document.segments().map(|segment| segment.text()).collect();
    let contexts = contexts(document, &texts, context.path());
    let queries: Vec<Query> = document
        .segments()
        .zip(&texts)
        .zip(contexts)
        .map(|((segment, text), context)| {
            in_context(settings.query(text.clone()), segment, context)
                .with_min_score(min_score(text, wanted.min_score))
                .with_limit(wanted.targets)
        })
        .collect();
    let matches = memory.lookup_targets(&queries)?;
    let found = texts.into_iter().zip(matches);
    let found = found.map(|(text, matches)| match text.placeholders_as_text() {
        Cow::Borrowed(_) => Found { text, has_placeholders: false, matches },
        Cow::Owned(text) => Found { text, has_placeholders: true, matches },
    });
    Ok(found.collect())
}

/// Returns the lowest score to look for: what is too long to be compared is
/// found only where it is identical.
fn min_score(text: &CodedText, wanted: u8) -> u8 {
    match text.text().len() > LONGEST_QUERY {
        true => wanted.max(100),
        false => wanted,
    }
}

/// A query for a segment where it stands.
fn in_context(query: Query, segment: SourceSegment<'_>, context: FlowContext) -> Query {
    // What stands alone in its document is in no flow; a unit without neighbours
    // mostly comes from where none are known.
    let is_alone = context.previous_source.is_none() && context.next_source.is_none();
    let query = query.with_context(context);
    match is_body(segment) && !is_alone {
        true => query,
        false => query.outside_flow(),
    }
}

/// Whether a segment is part of the flow. What stands in the front matter is
/// not: the units of annotated documents know only the body.
fn is_body(segment: SourceSegment<'_>) -> bool {
    segment.is_in_body()
}

/// The context of each segment, as the units of annotated documents have it: the
/// path, and the plain texts of the segments of the body before and after.
pub(super) fn contexts<'t>(
    document: &SourceDocument<'_>,
    texts: impl IntoIterator<Item = &'t CodedText>,
    path: &str,
) -> Vec<FlowContext> {
    let path: Arc<str> = path.into();
    let bare = FlowContext { document: Some(path), ..FlowContext::default() };
    let mut contexts = vec![bare; document.len()];
    let mut before: Option<(usize, Arc<str>)> = None;
    let segments = document.segments().zip(texts);
    for (segment, text) in segments.filter(|(segment, _)| is_body(*segment)) {
        let at = segment.ordinal();
        let plain: Arc<str> = Arc::from(&*text.plain());
        if let Some((last, text)) = before.replace((at, plain.clone())) {
            contexts[last].next_source = Some(plain);
            contexts[at].previous_source = Some(text);
        }
    }
    contexts
}
