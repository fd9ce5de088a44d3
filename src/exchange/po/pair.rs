//! The pairs of an entry: one, or two where it has a plural.

use std::borrow::Cow;

use super::comment::{FUZZY, path_and_line};
use super::entry::Entry;
use super::string::Edges;
use super::{
    DEVELOPER, FLAGS, FORM, OBSOLETE, PREVIOUS_CONTEXT, PREVIOUS_ID, REFERENCE, TRANSLATOR,
};
use crate::exchange::bilingual::{Languages, read_text, refill, set_context, set_document};
use crate::inline::Syntax;
use crate::unit::{Note, Property, State, TranslationUnit, Variant};

/// A source and its translations.
pub(super) struct Pair<'e> {
    pub(super) source: Cow<'e, str>,
    translations: Vec<Cow<'e, str>>,
    /// Which forms of a plural these are, where there is one.
    form: Option<&'static str>,
}

/// Returns the pairs of an entry without faults.
///
/// Where there is a plural, the singular goes with the form for one thing, and
/// the plural with all others; in a language of one form both go with it.
pub(super) fn pairs(entry: &Entry, form_of_one: usize) -> Vec<Pair<'_>> {
    let text = String::from_utf8_lossy;
    let source = text(entry.id.as_deref().unwrap_or_default());
    let forms: Vec<_> = entry.forms.iter().map(|form| text(form)).collect();
    let Some(plural) = &entry.plural else {
        return vec![Pair { source, translations: forms, form: None }];
    };
    let one = if form_of_one < forms.len() { form_of_one } else { 0 };
    let ones = forms.get(one).cloned().into_iter().collect();
    let mut others = forms;
    if others.len() > 1 {
        others.remove(one);
    }
    let plural = Pair { source: text(plural), translations: others, form: Some("plural") };
    vec![Pair { source, translations: ones, form: Some("singular") }, plural]
}

impl Pair<'_> {
    /// Makes `unit` this pair of an entry, with all that the entry has.
    pub(super) fn fill(
        &self,
        unit: &mut TranslationUnit,
        entry: &Entry,
        languages: &Languages,
        syntax: Option<Syntax>,
    ) {
        refill(unit, languages);
        let (edges, developer_notes) = without_edges(&entry.extracted);
        self.set_texts(unit, edges.filter(|_| self.form.is_none()), languages, syntax);
        let is_fuzzy = entry.flags.iter().any(|flag| flag == FUZZY);
        for target in unit.variants.iter_mut().skip(1) {
            target.state = is_fuzzy.then_some(State::NeedsReview);
        }
        take_references(unit, &entry.references);
        take_notes(unit, &developer_notes, &entry.translator);
        self.take_properties(unit, entry);
    }

    /// Makes the variants of a unit the source, and the translations that are not
    /// empty with the line ends that a comment gives.
    fn set_texts(
        &self,
        unit: &mut TranslationUnit,
        edges: Option<Edges>,
        languages: &Languages,
        syntax: Option<Syntax>,
    ) {
        let translations = self.translations.iter().map(|text| match edges {
            Some(edges) => Cow::Owned(edges.around(text)),
            None => Cow::Borrowed(&**text),
        });
        let translations: Vec<_> = translations.filter(|text| !text.is_empty()).collect();
        if translations.is_empty() {
            unit.target_language.clone_from(&languages.target);
        }
        let target = || Variant::new(languages.target.clone(), Default::default());
        unit.variants.resize_with(1 + translations.len(), target);
        let texts = [&*self.source].into_iter().chain(translations.iter().map(|text| &**text));
        for (variant, text) in unit.variants.iter_mut().zip(texts) {
            read_text(&mut variant.text, text, syntax);
        }
    }

    fn take_properties(&self, unit: &mut TranslationUnit, entry: &Entry) {
        let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
        if let Some(context) = &entry.context {
            set_context(unit, &text(context));
        }
        let flags: Vec<&str> =
            entry.flags.iter().map(String::as_str).filter(|flag| *flag != FUZZY).collect();
        let properties = [
            (FLAGS, (!flags.is_empty()).then(|| flags.join(", "))),
            (PREVIOUS_CONTEXT, entry.previous_context.as_ref().map(text)),
            (PREVIOUS_ID, entry.previous_id.as_ref().map(text)),
            (FORM, self.form.map(str::to_owned)),
            (OBSOLETE, entry.obsolete.then(|| "yes".to_owned())),
        ];
        let known = properties.into_iter().filter_map(|(name, value)| Some((name, value?)));
        unit.properties.extend(known.map(|(name, value)| Property::new(name, value)));
    }
}

/// Returns the edges that a comment gives, and the other comments.
fn without_edges(extracted: &[String]) -> (Option<Edges>, Vec<&str>) {
    let edges = extracted.iter().rev().find_map(|line| Edges::from_comment(line));
    let others = extracted.iter().filter(|line| Edges::from_comment(line).is_none());
    (edges, others.map(String::as_str).collect())
}

/// Gives a unit its references: the first names the document, and each is a
/// property too, unless the document is all there is.
fn take_references(unit: &mut TranslationUnit, references: &[String]) {
    let Some(first) = references.first() else { return };
    let (path, line) = path_and_line(first);
    set_document(unit, path);
    if line.is_some() || references.len() > 1 {
        let properties = references.iter().map(|reference| Property::new(REFERENCE, reference));
        unit.properties.extend(properties);
    }
}

fn take_notes(unit: &mut TranslationUnit, developer: &[&str], translator: &[String]) {
    for (text, from) in [(developer.join("\n"), DEVELOPER), (translator.join("\n"), TRANSLATOR)] {
        if !text.is_empty() {
            unit.notes.push(Note::new(text).with_from(from));
        }
    }
}
