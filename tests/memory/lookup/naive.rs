//! A look-up that compares the query with every unit and every unit with every
//! other, written from the rules and not from the code.

use std::cmp::Reverse;

use bitext::inline::{Code, CodeRole, Piece};
use bitext::language::LanguageMatch;
use bitext::unit::FlowContext;
use bitext::{CodedText, Language, Match, Metric, TranslationUnit};

/// A query as the naive look-up takes it.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub text: CodedText,
    pub source: Language,
    pub target: Language,
    pub metric: Metric,
    pub threshold: u8,
    pub limit: Option<usize>,
    pub context: Option<FlowContext>,
    pub points: Points,
}

/// The points of the penalties, in the order in which matches list them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Points {
    pub machine: u8,
    pub aligned: u8,
    pub codes: u8,
    pub several: u8,
    pub variety: u8,
    /// For units without a document.
    pub own: u8,
}

/// All that a match says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub key: u64,
    pub source: usize,
    pub target: usize,
    pub score: u8,
    pub base: u8,
    pub similarity: u8,
    pub distance: u32,
    pub length: u32,
    pub flow: bool,
    pub document: bool,
    pub penalties: Vec<(String, u8)>,
}

impl From<&Match> for Found {
    fn from(found: &Match) -> Self {
        let penalties = found.penalties().iter();
        Self {
            key: found.key().get(),
            source: found.source_index(),
            target: found.target_index(),
            score: found.score(),
            base: found.base(),
            similarity: found.similarity(),
            distance: found.distance(),
            length: found.length(),
            flow: found.is_in_flow(),
            document: found.is_in_document(),
            penalties: penalties.map(|one| (one.kind.to_string(), one.points)).collect(),
        }
    }
}

/// A source and one of its targets.
struct Pair<'u> {
    key: u64,
    unit: &'u TranslationUnit,
    source: usize,
    target: usize,
    other_source: bool,
    other_target: bool,
}

pub(crate) fn lookup(units: &[(u64, TranslationUnit)], wanted: &Wanted) -> Vec<Found> {
    let pairs: Vec<Pair<'_>> =
        units.iter().flat_map(|(key, unit)| pairs(*key, unit, wanted)).collect();
    let mut found: Vec<Found> =
        pairs.iter().filter_map(|pair| score(pair, &pairs, wanted)).collect();
    found.retain(|found| found.score >= wanted.threshold.max(1));
    found.sort_by_key(|one| (Reverse(one.score), one.key, one.target, one.source));
    let mut seen = Vec::new();
    found.retain(|one| {
        let is_new = !seen.contains(&(one.key, one.target));
        seen.push((one.key, one.target));
        is_new
    });
    found.truncate(wanted.limit.unwrap_or(usize::MAX));
    found
}

fn pairs<'u>(key: u64, unit: &'u TranslationUnit, wanted: &Wanted) -> Vec<Pair<'u>> {
    let roles: Vec<_> =
        unit.variants.iter().map(|one| role(one.language.as_ref(), wanted)).collect();
    let mut pairs = Vec::new();
    for (source, role) in roles.iter().enumerate() {
        let Some(Role::Source(source_match)) = role else { continue };
        let targets = || {
            (roles.iter().enumerate()).filter_map(|(target, role)| match role {
                Some(Role::Target(found)) => {
                    Some((target, *found, unit.variants[target].language.as_ref()?))
                }
                _ => None,
            })
        };
        let best = wanted.target.best_of(targets().map(|(_, _, language)| language));
        for (target, found, language) in targets() {
            let is_nearest = best.unwrap().0.matches(language) <= Some(LanguageMatch::Equivalent)
                && best.unwrap().0.matches(language).is_some();
            if is_nearest {
                let other_source = *source_match >= LanguageMatch::Broader;
                let other_target = found >= LanguageMatch::Broader;
                pairs.push(Pair { key, unit, source, target, other_source, other_target });
            }
        }
    }
    pairs
}

enum Role {
    Source(LanguageMatch),
    Target(LanguageMatch),
}

fn role(language: Option<&Language>, wanted: &Wanted) -> Option<Role> {
    let language = language?;
    match (wanted.source.matches(language), wanted.target.matches(language)) {
        (Some(source), Some(target)) if target < source => Some(Role::Target(target)),
        (Some(source), _) => Some(Role::Source(source)),
        (None, target) => target.map(Role::Target),
    }
}

fn score(pair: &Pair<'_>, pairs: &[Pair<'_>], wanted: &Wanted) -> Option<Found> {
    let Pair { key, unit, source, target, .. } = *pair;
    let text = &unit.variants[source].text;
    let (distance, length) = distance(wanted.metric, wanted.text.text(), text.text());
    let identical = is_identical(&wanted.text, text);
    if length == 0 && !identical {
        return None;
    }
    let similarity = (100 * (length - distance)).checked_div(length).unwrap_or(100) as u8;
    let (flow, document) = if identical { context(pair, wanted) } else { (false, false) };
    let same_text = wanted.text.text() == text.text();
    let base = match (identical, same_text) {
        (true, _) => 100 + u8::from(flow) + u8::from(document),
        (false, true) if wanted.points.codes == 0 => 99,
        (false, true) => 100,
        (false, false) => similarity.min(99),
    };
    let kind = unit.origin.translation_type.as_ref().map(|kind| kind.as_str());
    let codes = |text| codes(text).into_iter().map(|(_, code)| code).collect::<Vec<_>>();
    let other_codes = !identical && (same_text || codes(&wanted.text) != codes(text));
    let Points { machine, aligned, codes: other, several, variety, own } = wanted.points;
    let penalties = [
        ("machine-translation", machine, matches!(kind, Some("MT" | "Auto"))),
        ("aligned", aligned, kind == Some("Aligned")),
        ("different-codes", other, other_codes),
        ("several-targets", several, has_rival(pair, pairs, wanted)),
        ("other-variety", variety, pair.other_source || pair.other_target),
        ("own", own, unit.context.document.is_none()),
    ];
    let penalties = penalties.into_iter().filter(|(_, points, applies)| *applies && *points > 0);
    let penalties: Vec<_> = penalties.map(|(name, points, _)| (name.to_owned(), points)).collect();
    let lost: u32 = penalties.iter().map(|(_, points)| u32::from(*points)).sum();
    Some(Found {
        key,
        source,
        target,
        score: u32::from(base).saturating_sub(lost) as u8,
        base,
        similarity,
        distance: distance as u32,
        length: length as u32,
        flow,
        document,
        penalties,
    })
}

/// Whether a pair stands in the flow and in the document of the query.
fn context(pair: &Pair<'_>, wanted: &Wanted) -> (bool, bool) {
    let Some(context) = &wanted.context else { return (false, false) };
    let own = &pair.unit.context;
    let is_source = pair
        .unit
        .source()
        .is_some_and(|source| std::ptr::eq(source, &pair.unit.variants[pair.source]));
    let flow = is_source
        && context.previous_source == own.previous_source
        && context.next_source == own.next_source;
    (flow, context.document == own.document)
}

fn has_rival(pair: &Pair<'_>, pairs: &[Pair<'_>], wanted: &Wanted) -> bool {
    let source = &pair.unit.variants[pair.source].text;
    let level = |pair: &Pair<'_>| match is_identical(&wanted.text, source) {
        true => {
            let (flow, document) = context(pair, wanted);
            u8::from(flow) + u8::from(document)
        }
        false => 0,
    };
    pairs.iter().any(|other| {
        is_identical(source, &other.unit.variants[other.source].text)
            && level(other) >= level(pair)
            && other.other_source <= pair.other_source
            && other.other_target <= pair.other_target
            && !is_identical(
                &pair.unit.variants[pair.target].text,
                &other.unit.variants[other.target].text,
            )
    })
}

fn is_identical(one: &CodedText, other: &CodedText) -> bool {
    one.text() == other.text() && codes(one) == codes(other)
}

/// The codes with their places: kind, role, the number of the pair, the native form.
fn codes(text: &CodedText) -> Vec<(usize, String)> {
    let (mut at, mut codes, mut numbers) = (0, Vec::new(), Vec::new());
    for piece in text.pieces() {
        match piece {
            Piece::Text(text) | Piece::Escaped { text, .. } => at += text.len(),
            Piece::Code(code) => codes.push((at, described(code, &mut numbers))),
            _ => unreachable!(),
        }
    }
    codes
}

fn described(code: Code<'_>, numbers: &mut Vec<u32>) -> String {
    let mut place = |number: u32| {
        numbers.iter().position(|known| *known == number).unwrap_or_else(|| {
            numbers.push(number);
            numbers.len() - 1
        })
    };
    let role = match code.role {
        CodeRole::Open(number) => format!("open {}", place(number)),
        CodeRole::Close(number) => format!("close {}", place(number)),
        other => format!("{other:?}"),
    };
    format!("{:?} {role} {}", code.kind, code.native)
}

fn distance(metric: Metric, one: &str, other: &str) -> (usize, usize) {
    match metric {
        Metric::Characters => far(&characters(one), &characters(other)),
        _ => far(&words(one), &words(other)),
    }
}

fn characters(text: &str) -> Vec<String> {
    text.chars().map(String::from).collect()
}

/// The tokens of the scripts that the tests are in.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut joins = false;
    for character in text.to_lowercase().chars() {
        let stands_alone = matches!(character,
            '\u{0e00}'..='\u{0e7f}' | '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}');
        let is_word = (character.is_alphanumeric() || character == '_') && !stands_alone;
        if character.is_whitespace() {
            joins = false;
        } else if is_word && joins {
            words.last_mut().unwrap().push(character);
        } else {
            words.push(character.to_string());
            joins = is_word;
        }
    }
    words
}

fn far(one: &[String], other: &[String]) -> (usize, usize) {
    let numbers = |symbols: &[String]| -> Vec<u64> {
        let all = || one.iter().chain(other);
        let number = |symbol| all().position(|other| other == symbol).unwrap() as u64;
        symbols.iter().map(number).collect()
    };
    let distance = rapidfuzz::distance::levenshtein::distance(numbers(one), numbers(other));
    (distance, one.len().max(other.len()))
}
