//! The `matches` of a unit.

use std::io::Read;

use super::content::{Data, finish, read as read_content, read_data};
use super::read_metadata::{Found, METADATA, read as read_metadata};
use super::values::{NEEDS_REVIEW, VARIANT, read_match_type, read_state};
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::Error;
use crate::exchange::codes::draft::Draft;
use crate::exchange::xliff::reading::File;
use crate::exchange::xml::cursor::{Cursor, Step};
use crate::language::Language;
use crate::unit::{Proposal, ProposalKind, Variant};

/// A `match`, and the id of what it is for.
#[derive(Debug)]
pub(super) enum Match {
    Proposal(Box<Proposal>, String),
    /// A further text of the unit.
    Variant(Box<Variant>, String),
}

impl Match {
    pub(super) fn reference(&self) -> &str {
        match self {
            Self::Proposal(_, reference) | Self::Variant(_, reference) => reference,
        }
    }
}

/// Reads the `matches` that began.
pub(super) fn read<R: Read>(
    cursor: &mut Cursor<R>,
    file: &File,
    matches: &mut Vec<Match>,
) -> Result<(), Error> {
    loop {
        match cursor.advance()? {
            Step::Text => {}
            Step::End | Step::Done => return Ok(()),
            Step::Start if cursor.name() == "match" => {
                matches.extend(read_match(cursor, file)?);
            }
            Step::Start => cursor.skip_unexpected("matches")?,
        }
    }
}

/// A `match` while it is read.
#[derive(Debug, Default)]
struct Parts {
    data: Data,
    found: Found,
    source: Option<Side>,
    target: Option<Side>,
}

/// A text and its language.
type Side = (Draft, Option<Language>);

/// Reads the `match` that began.
fn read_match<R: Read>(cursor: &mut Cursor<R>, file: &File) -> Result<Option<Match>, Error> {
    let reference = reference(&cursor.required("ref").unwrap_or_default()).to_owned();
    let is_variant = cursor.attribute("subType") == Some(VARIANT);
    let proposal = start(cursor);
    let mut parts = read_parts(cursor, file)?;
    let Some((draft, language)) = parts.target.take() else {
        let message = "expected a `target` in the match; it is left out";
        cursor.find_as(DiagnosticCode::MissingTarget, Severity::Warning, message);
        return Ok(None);
    };
    let text = finish(draft, &parts.data, &parts.found.codes[1], cursor);
    let mut target = Variant::new(language, text);
    target.state = parts.found.state.as_deref().and_then(|state| match state {
        NEEDS_REVIEW => read_state("initial", state.into()),
        state => read_state(state, None),
    });
    std::mem::take(&mut parts.found.details.target).apply(&mut target);
    Ok(Some(match is_variant {
        true => Match::Variant(Box::new(target), reference),
        false => {
            let proposal = Proposal { target, ..proposal };
            Match::Proposal(Box::new(parts.finish(proposal, cursor)), reference)
        }
    }))
}

fn read_parts<R: Read>(cursor: &mut Cursor<R>, file: &File) -> Result<Parts, Error> {
    let mut parts = Parts::default();
    loop {
        match cursor.advance()? {
            Step::Text => {}
            Step::End | Step::Done => return Ok(parts),
            Step::Start if cursor.name_in(METADATA) == Some("metadata") => {
                read_metadata(cursor, &mut parts.found)?;
            }
            Step::Start => match cursor.core_name() {
                Some("originalData") => read_data(cursor, &mut parts.data)?,
                Some("source") if parts.source.is_none() => {
                    parts.source = Some(side(cursor, file.source.as_ref())?);
                }
                Some("target") if parts.target.is_none() => {
                    parts.target = Some(side(cursor, file.target.as_ref())?);
                }
                None => cursor.skip()?,
                Some(_) => cursor.skip_unexpected("a match")?,
            },
        }
    }
}

impl Parts {
    /// Gives a proposal what metadata says of it, and its source.
    fn finish<R: Read>(self, mut proposal: Proposal, cursor: &mut Cursor<R>) -> Proposal {
        let details = self.found.details;
        if let Some(id) = details.own("id") {
            proposal.id = Some(id.to_owned());
        }
        let score = details.own("score").and_then(|score| score.parse().ok());
        proposal.score = score.or(proposal.score);
        let named = details.own("source-language").and_then(|named| named.parse().ok());
        proposal.properties = details.unit.properties;
        proposal.source = self.source.map(|(draft, language)| {
            let text = finish(draft, &self.data, &self.found.codes[0], cursor);
            let mut source = Variant::new(named.or(language), text);
            details.source.apply(&mut source);
            source
        });
        proposal
    }
}

/// A proposal with what stands on its element.
fn start<R: Read>(cursor: &mut Cursor<R>) -> Proposal {
    let kind = match cursor.owned("type") {
        None => ProposalKind::Memory,
        Some(word) => read_match_type(&word).unwrap_or_else(|| {
            cursor.find_value("type", &word, "a type that XLIFF names");
            ProposalKind::Other
        }),
    };
    let origin = cursor.owned("origin");
    let id = cursor.owned("id");
    let score = score(cursor);
    Proposal { id, score, kind, origin, ..Proposal::default() }
}

/// How well the sources agree, or else how good the match is otherwise.
fn score<R: Read>(cursor: &mut Cursor<R>) -> Option<u8> {
    let names = ["similarity", "matchQuality", "matchSuitability"];
    let (name, value) = names.into_iter().find_map(|name| Some((name, cursor.owned(name)?)))?;
    let number = value.trim().parse::<f64>().ok();
    let score = number.filter(|number| (0.0..=100.0).contains(number));
    if score.is_none() {
        cursor.find_value(name, &value, "a number from 0 to 100");
    }
    // Within the range, so that nothing but the fraction is lost.
    score.map(|score| score as u8)
}

fn side<R: Read>(cursor: &mut Cursor<R>, usual: Option<&Language>) -> Result<Side, Error> {
    let language = cursor.language("xml:lang").or_else(|| usual.cloned());
    Ok((read_content(cursor)?, language))
}

/// The id that a reference ends in (XLIFF 2.1, section 6, fragment
/// identification): `#1`, `#f=f1/u=1/1`.
fn reference(reference: &str) -> &str {
    let fragment = reference.rsplit('#').next().unwrap_or_default();
    fragment.rsplit('/').next().unwrap_or_default()
}
