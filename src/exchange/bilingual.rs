//! A source and its targets: what formats of one pair a unit share.

use percent_encoding::percent_decode_str;

use crate::inline::{CodedText, Syntax};
use crate::language::Language;
use crate::unit::{FlowContext, Origin, Property, State, TranslationUnit, Variant};

/// The property that holds a context in the word of a tool, such as PO's
/// `msgctxt` of files from elsewhere. Weblate and translate-toolkit read it
/// from TMX.
pub(super) const CONTEXT: &str = "x-context";

/// The languages of a file, where it has one pair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Languages {
    pub(super) source: Option<Language>,
    pub(super) target: Option<Language>,
}

impl Languages {
    /// Returns the languages of sources and of targets, where they are named.
    pub(super) fn named(&self) -> [Option<&Language>; 2] {
        [self.source.as_ref(), self.target.as_ref()]
    }

    /// Returns the source of a unit: in the source language of the file, where it
    /// has one, or else the unit's own.
    pub(super) fn source<'u>(&self, unit: &'u TranslationUnit) -> Result<&'u Variant, String> {
        let Some(language) = &self.source else {
            return unit.source().ok_or_else(|| "expected a source, but found no variant".into());
        };
        let mut variants = unit.variants.iter();
        variants.find(|variant| variant.language.as_ref() == Some(language)).ok_or_else(|| {
            format!("expected a source in `{language}`, but found {}", languages_of(unit))
        })
    }

    /// Returns whether a unit that is a source alone is to be translated into the
    /// target language of the file; an error says what it is to become instead.
    pub(super) fn wants(&self, unit: &TranslationUnit) -> Result<(), String> {
        match (&self.target, &unit.target_language) {
            (Some(file), Some(own)) if own.matches(file).is_none() => Err(format!(
                "expected a unit to translate into `{file}`, but found one to translate into `{own}`"
            )),
            _ => Ok(()),
        }
    }

    /// Returns the variants beside the source in the target language of the file,
    /// where it has one, or else in that of the first variant in another language
    /// than the source.
    pub(super) fn targets<'u>(
        &self,
        unit: &'u TranslationUnit,
        source: &'u Variant,
    ) -> Result<impl Iterator<Item = &'u Variant>, String> {
        let mut others = others(unit, source);
        let first = others.clone().find(|other| other.language != source.language);
        let language = self.target.as_ref().or(first.and_then(|first| first.language.as_ref()));
        let language = language.cloned();
        let wanted = move |other: &&Variant| other.language == language;
        match others.clone().find(&wanted) {
            Some(_) => Ok(others.filter(wanted)),
            None => Err(match (&self.target, others.next()) {
                (Some(language), Some(_)) => {
                    format!("expected a target in `{language}`, but found {}", languages_of(unit))
                }
                _ => "expected a target, but found a source only".to_owned(),
            }),
        }
    }
}

/// Returns the variants that are not the source.
pub(super) fn others<'u>(
    unit: &'u TranslationUnit,
    source: &'u Variant,
) -> impl Iterator<Item = &'u Variant> + Clone {
    unit.variants.iter().filter(move |variant| !std::ptr::eq(*variant, source))
}

/// Lists the languages of a unit for people.
fn languages_of(unit: &TranslationUnit) -> String {
    let names = unit.variants.iter().map(|variant| match &variant.language {
        Some(language) => format!("`{language}`"),
        None => "a text without a language".to_owned(),
    });
    match names.collect::<Vec<_>>() {
        none if none.is_empty() => "no variant".to_owned(),
        names => names.join(", "),
    }
}

/// Makes `text` what a file holds: plain text, or text with the codes that its
/// markup in a syntax has.
pub(super) fn read_text(text: &mut CodedText, markup: &str, syntax: Option<Syntax>) {
    match syntax {
        Some(syntax) => text.read(markup, syntax),
        None => {
            text.clear();
            text.push_text(markup);
        }
    }
}

/// Makes a unit a pair of empty texts, in the memory that it has.
pub(super) fn refill(unit: &mut TranslationUnit, languages: &Languages) {
    unit.clear();
    unit.id = None;
    unit.origin = Origin::default();
    unit.context = FlowContext::default();
    unit.placement = None;
    unit.source_language = languages.source.clone().into();
    unit.variants.resize_with(2, Variant::default);
    let sides = [&languages.source, &languages.target];
    for (variant, language) in unit.variants.iter_mut().zip(sides) {
        variant.language.clone_from(language);
        variant.text.clear();
    }
}

/// Returns what tells a unit from others of the same source: its id, or else the
/// context that a tool gave it.
pub(super) fn context(unit: &TranslationUnit) -> Option<&str> {
    let id = unit.id.as_deref().filter(|id| !id.is_empty());
    let named = || Property::value_of(&unit.properties, CONTEXT);
    id.or_else(|| named().filter(|value| !value.is_empty()))
}

/// Returns whether a person has to look at a target before it is used.
pub(super) fn needs_review(target: &Variant) -> bool {
    matches!(target.state, Some(State::Initial | State::NeedsReview))
}

/// Returns the document that a unit is from, where it is known.
pub(super) fn document(unit: &TranslationUnit) -> Option<&str> {
    let path = unit.origin.path.as_deref().filter(|path| !path.is_empty());
    path.or_else(|| unit.context.document.as_deref().filter(|path| !path.is_empty()))
}

/// Gives a unit the document that it is from.
pub(super) fn set_document(unit: &mut TranslationUnit, path: &str) {
    if !path.is_empty() {
        unit.origin.path = Some(path.into());
        unit.context.document.clone_from(&unit.origin.path);
    }
}

/// Gives a unit, whose document is set, what [`context`] wrote: an id where it is
/// one of the document, `path#segment-id` with the path percent-encoded, or else
/// a property. Tools use contexts for menus and roles as well, which many units
/// share.
pub(super) fn set_context(unit: &mut TranslationUnit, context: &str) {
    let path = unit.origin.path.as_deref().unwrap_or_default();
    let is_id = context.rsplit_once('#').is_some_and(|(encoded, _)| {
        !path.is_empty() && percent_decode_str(encoded).eq(path.bytes())
    });
    if is_id {
        unit.id = Some(context.to_owned());
    } else if !context.is_empty() {
        unit.properties.push(Property::new(CONTEXT, context));
    }
}

/// Returns the path in an id of a document's segment, `path#74dd5-103`: for files of
/// tools that put a name of their own in the path's place.
pub(super) fn path_of_id(id: &str) -> Option<String> {
    let (encoded, segment) = id.rsplit_once('#')?;
    let (hash, number) = segment.split_once('-')?;
    let number = number.strip_prefix('p').unwrap_or(number);
    let is_hash = hash.len() >= 4 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let path = percent_decode_str(encoded).decode_utf8().ok()?;
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    (is_hash && is_number && is_file).then(|| path.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(variants: &[(&str, &str)]) -> TranslationUnit {
        let variants = variants.iter().map(|(language, text)| {
            Variant::new(language.parse().ok(), CodedText::from_plain(*text))
        });
        TranslationUnit { variants: variants.collect(), ..TranslationUnit::default() }
    }

    fn targets(languages: [&str; 2], unit: &TranslationUnit) -> Result<Vec<String>, String> {
        let [source, target] = languages.map(|tag| tag.parse().ok());
        let languages = Languages { source, target };
        let source = languages.source(unit)?;
        let targets = languages.targets(unit, source)?;
        let all = [source].into_iter().chain(targets);
        Ok(all.map(|variant| variant.text.text().to_owned()).collect())
    }

    #[test]
    fn the_pair_of_a_file() {
        let unit = unit(&[("en", "a"), ("en", "b"), ("de", "c"), ("fr", "d"), ("de", "e")]);
        for (languages, texts) in [
            (["", ""], &["a", "c", "e"][..]),
            (["", "fr"], &["a", "d"]),
            (["de", "fr"], &["c", "d"]),
            (["de", ""], &["c", "a", "b"]),
            (["en", "en"], &["a", "b"]),
        ] {
            assert_eq!(targets(languages, &unit).unwrap(), texts, "{languages:?}");
        }
    }

    #[test]
    fn a_message_says_what_is_not_there() {
        let german = unit(&[("de", "a"), ("", "b")]);
        for (languages, unit, message) in [
            (["", ""], &unit(&[]), "expected a source, but found no variant"),
            (["en", ""], &unit(&[]), "expected a source in `en`, but found no variant"),
            (["", ""], &unit(&[("de", "a")]), "expected a target, but found a source only"),
            (["", "fr"], &unit(&[("de", "a")]), "expected a target, but found a source only"),
            (["en", "de"], &german, "in `en`, but found `de`, a text without a language"),
            (["de", "fr"], &german, "in `fr`, but found `de`, a text without a language"),
        ] {
            let error = targets(languages, unit).unwrap_err();
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn ids_of_the_document_are_told_from_other_contexts() {
        for (path, context, is_id) in [
            ("docs/a b.md", "docs/a%20b.md#74dd5-103", true),
            ("docs/a b.md", "docs/c.md#74dd5-103", false),
            ("docs/a b.md", "menu", false),
            ("", "#74dd5-103", false),
        ] {
            let mut unit = TranslationUnit::default();
            set_document(&mut unit, path);
            set_context(&mut unit, context);
            assert_eq!(unit.id.as_deref(), is_id.then_some(context));
            assert_eq!(super::context(&unit), Some(context));
        }
    }
}
