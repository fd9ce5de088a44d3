//! Units from the entries of a file.

use std::io::Read;

use super::entry::{Content, Entry, Line};
use super::header::{ParsedHeader, declared_charset};
use super::pair::{Pair, pairs};
use super::string::start_of;
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::error::{Error, ErrorKind};
use crate::exchange::bilingual::Languages;
use crate::exchange::finding::Findings;
use crate::exchange::lines::{Lines, too_long};
use crate::exchange::{Finding, Limits, ReadUnits};
use crate::inline::Syntax;
use crate::language::Language;
use crate::position::Position;
use crate::unit::TranslationUnit;

/// Reads the units of a PO file, in constant memory.
///
/// An entry that cannot be read is left out with a finding, and so are obsolete
/// ones unless they are asked for. One with a plural makes a unit of each form. The
/// file is in the encoding that its header declares, or in UTF-16, unpacked where it
/// is gzip. The reader need not buffer.
///
/// # Errors
///
/// Where the file does not begin as a PO file, declares an encoding that is not
/// known, or is not in the one that it declares; and where a line or an entry is
/// longer than the limits.
///
/// # Example
///
/// ```
/// use bitext::{ReadUnits, State, po};
///
/// let file = r#"
/// msgid ""
/// msgstr "Language: de\n"
///
/// #: menu.c:14
/// #, fuzzy
/// msgctxt "menu"
/// msgid "Open"
/// msgstr "Öffnen"
/// "#;
/// let unit = po::Reader::new(file.as_bytes()).units().next().unwrap()?;
/// let target = unit.target().unwrap();
/// assert_eq!(target.language.as_ref().unwrap().as_str(), "de");
/// assert_eq!(target.state, Some(State::NeedsReview));
/// let context = unit.properties.iter().find(|property| property.name == "x-context");
/// assert_eq!(context.unwrap().value, "menu");
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Debug)]
pub struct Reader<R> {
    lines: Lines<R>,
    /// Whether the line at hand is of the next entry.
    is_line_of_next: bool,
    /// Whether there was a line that other files do not have.
    is_po: bool,
    languages: Languages,
    /// Whether the languages that are not known were reported.
    languages_reported: bool,
    /// The number of the plural form for one thing, from 0.
    form_of_one: usize,
    /// How many plural forms there are, where that is known.
    forms: Option<usize>,
    syntax: Option<Syntax>,
    with_obsolete: bool,
    limits: Limits,
    findings: Findings,
    /// The number of the entry, from 1, the header left out.
    number: u64,
    /// The unit of the entry's plural.
    plural_unit: Option<TranslationUnit>,
    is_done: bool,
}

impl<R: Read> Reader<R> {
    /// A reader of texts as they are.
    pub fn new(inner: R) -> Self {
        let limits = Limits::default();
        Self {
            lines: Lines::with_declaration(inner, limits.text(), declared_charset),
            is_line_of_next: false,
            is_po: false,
            languages: Languages::default(),
            languages_reported: false,
            form_of_one: 0,
            forms: None,
            syntax: None,
            with_obsolete: false,
            limits,
            findings: Findings::default(),
            number: 0,
            plural_unit: None,
            is_done: false,
        }
    }

    /// Gives the language of the sources, where the header does not.
    #[must_use]
    pub fn with_source_language(mut self, source: Language) -> Self {
        self.languages.source = Some(source);
        self
    }

    /// Gives the language of the translations, where the header does not.
    #[must_use]
    pub fn with_target_language(mut self, target: Language) -> Self {
        self.languages.target = Some(target);
        self
    }

    /// Reads the markup in the texts as inline codes.
    #[must_use]
    pub fn with_syntax(mut self, syntax: Syntax) -> Self {
        self.syntax = Some(syntax);
        self
    }

    /// Reads obsolete entries, `#~`, too: translations of what the source no
    /// longer has, which a memory may still use.
    #[must_use]
    pub fn with_obsolete(mut self, with_obsolete: bool) -> Self {
        self.with_obsolete = with_obsolete;
        self
    }

    /// Sets the limits; the one on texts is for lines, the one on units for
    /// entries.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.lines.set_longest(limits.text());
        self.limits = limits;
        self
    }

    fn try_read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        if let Some(plural_unit) = self.plural_unit.take() {
            *unit = plural_unit;
            return Ok(true);
        }
        while let Some(entry) = self.next_entry()? {
            if entry.is_header() {
                self.take_header(&entry)?;
            } else if self.take(&entry, unit) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Gathers the lines of the next entry.
    fn next_entry(&mut self) -> Result<Option<Entry>, Error> {
        /// What a line takes beside its bytes.
        const LINE: usize = 32;
        let mut entry = Entry::default();
        let mut size = 0;
        loop {
            if !self.is_line_of_next && !self.lines.advance()? {
                return Ok(entry.is_begun().then_some(entry));
            }
            let line = Line::parse(self.lines.text());
            self.is_line_of_next = entry.ends_before(&line);
            if self.is_line_of_next {
                return Ok(Some(entry));
            }
            match line.content {
                Content::Other(text) if !self.is_po => return Err(self.not_po(text)),
                Content::Field(..) => self.is_po = true,
                _ => {}
            }
            if line.content != Content::Blank {
                size += self.lines.text().len() + LINE;
            }
            if size > self.limits.unit() {
                let (most, position) = (self.limits.unit(), self.lines.position());
                return Err(too_long("an entry", most, "units", position));
            }
            entry.take(&line, self.lines.position());
        }
    }

    /// Makes the error of a file of another format.
    fn not_po(&self, found: &str) -> Error {
        let message = format!(
            "expected a PO file, which begins with a comment or `msgid`, but found `{}`",
            start_of(found)
        );
        Error::new(ErrorKind::Syntax { position: self.lines.position(), message })
    }

    /// Takes the languages and the rule of plurals from a header.
    fn take_header(&mut self, entry: &Entry) -> Result<(), Error> {
        let text = entry.forms.first().map(|text| String::from_utf8_lossy(text));
        let header = ParsedHeader::parse(&text.unwrap_or_default());
        let position = entry.position();
        let is_read = |charset: &String| {
            self.lines.encoding().is_some_and(|encoding| encoding.is_certain_of(charset))
        };
        if let Some(charset) = header.other_charset.filter(|charset| !is_read(charset)) {
            let message = format!(
                "expected the encoding in the first entry of the file, but found \
                 `charset={charset}` later; move the header to the start of the file, or name its \
                 encoding (`--encoding`)"
            );
            return Err(Error::new(ErrorKind::Syntax { position, message }));
        }
        self.form_of_one = header.form_of_one.unwrap_or_default();
        self.forms = header.forms;
        let source = self.language(header.source, self.languages.source.clone(), position);
        let target = self.language(header.target, self.languages.target.clone(), position);
        self.languages = Languages { source, target };
        Ok(())
    }

    /// Returns the language that the header names, or else the one that was given.
    fn language(
        &mut self,
        named: Option<String>,
        given: Option<Language>,
        position: Position,
    ) -> Option<Language> {
        let Some(named) = named else { return given };
        let parsed = named.parse::<Language>();
        let (code, message) = match (&parsed, &given) {
            (Err(_), _) => (
                DiagnosticCode::InvalidLanguage,
                format!("expected a locale such as `pt_BR` in the header, but found `{named}`"),
            ),
            (Ok(named), Some(given)) if given.matches(named).is_none() => (
                DiagnosticCode::LanguageConflict,
                format!("expected `{given}`, but the header names `{named}`, which is taken"),
            ),
            (Ok(named), _) => return Some(named.clone()),
        };
        self.findings.push(Finding::new(code, position, message));
        // Whichever it means, it need not be the one that was given.
        Some(parsed.unwrap_or_else(|_| Language::undetermined()))
    }

    /// Makes a unit of an entry; returns false where it cannot be used.
    fn take(&mut self, entry: &Entry, unit: &mut TranslationUnit) -> bool {
        self.number += 1;
        if let Some((position, message)) = entry.fault() {
            self.find(DiagnosticCode::MalformedUnit, position, message);
            return false;
        }
        let position = entry.position();
        if entry.obsolete && !self.with_obsolete {
            let message = "expected an entry that is in use; obsolete ones are left out";
            self.find(DiagnosticCode::ObsoleteUnit, position, message);
            return false;
        }
        let pairs = pairs(entry, self.form_of_one);
        let Some((first, second)) =
            pairs.split_first().filter(|(first, _)| !first.source.is_empty())
        else {
            let message = "expected a `msgid` that is not empty";
            self.find(DiagnosticCode::MalformedUnit, position, message);
            return false;
        };
        self.report_languages(position);
        self.count_forms(entry);
        self.fill(unit, entry, first);
        self.plural_unit = second.first().map(|pair| {
            let mut unit = TranslationUnit::default();
            self.fill(&mut unit, entry, pair);
            unit
        });
        true
    }

    /// Reports a plural of more forms than the header says that there are.
    fn count_forms(&mut self, entry: &Entry) {
        let Some(most) = self.forms.filter(|_| entry.plural.is_some()) else { return };
        let count = entry.forms.len();
        if count > most {
            let message = format!(
                "expected {most} plural forms, as `Plural-Forms` says, but found {count}; all are \
                 read"
            );
            let code = DiagnosticCode::InvalidAttribute;
            let mut finding = Finding::new(code, entry.position(), message);
            finding.severity = Severity::Warning;
            self.findings.push(finding.in_unit(self.number, None));
        }
    }

    fn fill(&mut self, unit: &mut TranslationUnit, entry: &Entry, pair: &Pair<'_>) {
        pair.fill(unit, entry, &self.languages, self.syntax);
        if unit.variants.len() < 2 {
            let message = "expected a translation, but the `msgstr` is empty";
            let finding = Finding::new(DiagnosticCode::MissingTarget, entry.position(), message);
            let mut finding = finding.in_unit(self.number, unit.id.as_deref());
            // A file that people work on has many.
            finding.severity = Severity::Note;
            self.findings.push(finding);
        }
    }

    /// Reports once which languages are not known.
    fn report_languages(&mut self, position: Position) {
        if std::mem::replace(&mut self.languages_reported, true) {
            return;
        }
        for (language, message) in [
            (
                &self.languages.source,
                "expected the language of the sources, which PO has no place for",
            ),
            (&self.languages.target, "expected a `Language` in the header, but found none"),
        ] {
            if language.is_none() {
                let finding = Finding::new(DiagnosticCode::MissingLanguage, position, message);
                self.findings.push(finding.with_help("name the language"));
            }
        }
    }

    fn find(&mut self, code: DiagnosticCode, position: Position, message: impl Into<String>) {
        self.findings.push(Finding::new(code, position, message).in_unit(self.number, None));
    }
}

impl<R: Read> ReadUnits for Reader<R> {
    fn read(&mut self, unit: &mut TranslationUnit) -> Result<bool, Error> {
        if self.is_done {
            return Ok(false);
        }
        let read = self.try_read(unit);
        self.is_done = !matches!(read, Ok(true));
        read
    }

    fn findings(&mut self) -> &mut Vec<Finding> {
        self.findings.all()
    }
}
