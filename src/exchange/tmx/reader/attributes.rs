//! The attributes that several elements have: dates and people, languages, and
//! what a `note` and a `prop` say of themselves.

use std::io::Read;

use crate::diagnostic::{DiagnosticCode, Severity};
use crate::exchange::tmx::header::SegmentType;
use crate::exchange::tmx::messages::{
    missing, no_date, no_language, other_spelling, shown, unknown,
};
use crate::exchange::xml::cursor::Cursor;
use crate::language::Language;
use crate::unit::{Date, History, Note, Property};

/// What is wrong with the attributes of one element, in order.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<(DiagnosticCode, Severity, String)>);

impl Faults {
    pub(super) fn push(&mut self, code: DiagnosticCode, message: String) {
        self.0.push((code, code.severity(), message));
    }

    pub(super) fn unknown(&mut self, element: &str, name: &str) {
        self.push(DiagnosticCode::InvalidAttribute, unknown(element, name));
    }

    /// Adds them to the findings, at the element.
    pub(super) fn report<R: Read>(self, cursor: &mut Cursor<R>) {
        for (code, severity, message) in self.0 {
            cursor.find_as(code, severity, message);
        }
    }
}

/// Takes an attribute that says who made something, when, and how often it was
/// used; returns whether it is one.
pub(super) fn take_history(
    history: &mut History,
    name: &str,
    value: &str,
    faults: &mut Faults,
) -> bool {
    match name {
        "creationdate" => history.created = date(name, value, faults),
        "changedate" => history.changed = date(name, value, faults),
        "lastusagedate" => history.last_used = date(name, value, faults),
        "creationid" => history.created_by = Some(value.to_owned()),
        "changeid" => history.changed_by = Some(value.to_owned()),
        "usagecount" => history.usage_count = count(value, faults),
        _ => return false,
    }
    true
}

fn date(name: &str, value: &str, faults: &mut Faults) -> Option<Date> {
    let date = Date::from_tmx(value);
    if date.is_none() {
        faults.push(DiagnosticCode::InvalidDate, no_date(name, value));
    }
    date
}

fn count(value: &str, faults: &mut Faults) -> Option<u32> {
    let count = value.parse().ok();
    if count.is_none() {
        let message = format!(
            "expected a number from 0 to {} in `usagecount`, but found `{}`",
            u32::MAX,
            shown(value)
        );
        faults.push(DiagnosticCode::InvalidAttribute, message);
    }
    count
}

/// Reads a `segtype`.
pub(super) fn segment_type(value: &str, faults: &mut Faults) -> Option<SegmentType> {
    let segment_type = value.parse().ok();
    if segment_type.is_none() {
        let message = format!(
            "expected `block`, `paragraph`, `sentence` or `phrase` in `segtype`, but found `{}`",
            shown(value)
        );
        faults.push(DiagnosticCode::InvalidAttribute, message);
    }
    segment_type
}

/// The language tags of a file, each read once: a file has few, and every unit
/// has several.
#[derive(Clone, Debug, Default)]
pub(super) struct Languages {
    /// Each as written, and what it names.
    known: Vec<(String, Option<Language>)>,
}

/// How many tags are kept: a file in more languages is read just as well.
const MOST_LANGUAGES: usize = 64;

impl Languages {
    /// Reads a tag.
    ///
    /// A spelling other than the canonical one is a fault once, as it is that of
    /// the whole file; a tag that is invalid is one each time.
    pub(super) fn read(&mut self, tag: &str, faults: &mut Faults) -> Option<Language> {
        let known = self.known.iter().find(|(written, _)| written == tag);
        let (is_new, language) = match known {
            Some((_, language)) => (false, language.clone()),
            None => (true, self.learn(tag)),
        };
        let code = DiagnosticCode::InvalidLanguage;
        match &language {
            None => faults.push(code, no_language(tag)),
            Some(language) if is_new && language.as_str() != tag => {
                faults.0.push((code, Severity::Note, other_spelling(tag, language)));
            }
            Some(_) => {}
        }
        language
    }

    /// Reads the tag of a text; one that is invalid is another language than all
    /// that are known, unless nothing is in it.
    pub(super) fn read_of_text(&mut self, tag: &str, faults: &mut Faults) -> Option<Language> {
        let is_named = !tag.trim().is_empty();
        self.read(tag, faults).or_else(|| is_named.then(Language::undetermined))
    }

    fn learn(&mut self, tag: &str) -> Option<Language> {
        if self.known.len() >= MOST_LANGUAGES {
            self.known.clear();
        }
        let language: Option<Language> = tag.parse().ok();
        // A long tag is none that a file repeats.
        if tag.len() <= 64 {
            self.known.push((tag.to_owned(), language.clone()));
        }
        language
    }
}

/// Makes a note of the attributes of the `note` that began.
pub(super) fn note<R: Read>(cursor: &mut Cursor<R>, languages: &mut Languages) -> Note {
    let (language, encoding) = language_and_encoding(cursor, languages);
    Note { language, encoding, ..Note::default() }
}

/// Makes a property one without a value, by the attributes of the `prop` that
/// began.
pub(super) fn fill_property<R: Read>(
    cursor: &mut Cursor<R>,
    languages: &mut Languages,
    property: &mut Property,
) {
    let name = cursor.attribute("type");
    name.unwrap_or_default().clone_into(&mut property.name);
    property.value.clear();
    let is_nameless = name.is_none();
    (property.language, property.encoding) = language_and_encoding(cursor, languages);
    if is_nameless {
        cursor.find(DiagnosticCode::MissingAttribute, missing("prop", "type"));
    }
}

/// Reads the attributes of a `note` or a `prop` but for `type`; `lang` is the
/// older name of `xml:lang`.
fn language_and_encoding<R: Read>(
    cursor: &mut Cursor<R>,
    languages: &mut Languages,
) -> (Option<Language>, Option<String>) {
    let mut faults = Faults::default();
    let (mut language, mut encoding) = (None, None);
    for (name, value) in cursor.attributes() {
        match name {
            "type" if cursor.name() == "prop" => {}
            "o-encoding" => encoding = Some(value.to_owned()),
            "xml:lang" => language = languages.read(value, &mut faults),
            "lang" => {}
            name => faults.unknown(cursor.name(), name),
        }
    }
    if let (None, Some(older)) = (&language, cursor.attribute("lang")) {
        language = languages.read(older, &mut faults);
    }
    faults.report(cursor);
    (language, encoding)
}
