//! Units as entries.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_128;

use super::comment::CommentWriter;
use super::header::HeaderSettings;
use super::string::{self, Edges, allowed, is_allowed};
use super::{PREVIOUS_CONTEXT, PREVIOUS_ID};
use crate::error::Error;
use crate::exchange::bilingual::{Languages, context, needs_review, others};
use crate::exchange::{Encode, InlineStyle, UnitReport, write_whole};
use crate::language::Language;
use crate::unit::{Date, Property, TranslationUnit, Variant};

/// Encodes units as PO, with translations into one language.
///
/// A unit without a text in that language is refused, but for one of a source
/// only, which is an entry without a translation; and so is one whose source and
/// context the file has already.
///
/// # Example
///
/// ```
/// use bitext::{Language, po};
///
/// let encoder = po::Encoder::new("sr-Latn-RS".parse()?)
///     .with_source_language(Language::en_us())
///     .with_project("docs 2.1");
/// let writer = po::Writer::with_encoder(Vec::new(), encoder)?;
/// let file = String::from_utf8(writer.finish()?).unwrap();
/// assert!(file.contains(r#""Project-Id-Version: docs 2.1\n""#));
/// assert!(file.contains(r#""Language: sr_RS@latin\n""#));
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoder {
    header: HeaderSettings,
    languages: Languages,
    inline_style: InlineStyle,
    with_context: bool,
}

impl Encoder {
    /// An encoder of translations into a language.
    pub fn new(target: Language) -> Self {
        Self {
            languages: Languages { source: None, target: Some(target.clone()) },
            header: HeaderSettings { target, source: None, project: String::new(), revised: None },
            inline_style: InlineStyle::Raw,
            with_context: true,
        }
    }

    /// Takes the sources in this language, and names it in the header as Poedit
    /// does: `X-Source-Language`.
    #[must_use]
    pub fn with_source_language(mut self, source: Language) -> Self {
        self.header.source = Some(source.clone());
        self.languages.source = Some(source);
        self
    }

    /// Sets whether entries have a `msgctxt`, where units have an id or a context.
    ///
    /// Without it a file is a compendium: `msgmerge -C` takes a translation only for
    /// an entry of the same context. Of units with one source the first is written
    /// then, and the others are refused.
    #[must_use]
    pub fn with_context(mut self, with_context: bool) -> Self {
        self.with_context = with_context;
        self
    }

    /// Names the project, and its version, in the header.
    #[must_use]
    pub fn with_project(mut self, project: impl Into<String>) -> Self {
        self.header.project = project.into();
        self
    }

    /// Names in the header when the file was changed last.
    #[must_use]
    pub fn with_revision_date(mut self, date: Date) -> Self {
        self.header.revised = Some(date);
        self
    }

    /// Sets what becomes of inline codes: they are left out, or text as written.
    /// Entries have no other place for them.
    #[must_use]
    pub fn with_inline_style(mut self, inline_style: InlineStyle) -> Self {
        self.inline_style = inline_style;
        self
    }

    /// Returns the source of a unit and its translation, where it has one.
    fn pair<'u>(
        &self,
        unit: &'u TranslationUnit,
    ) -> Result<(&'u Variant, Option<&'u Variant>), String> {
        let source = self.languages.source(unit)?;
        if others(unit, source).next().is_none() {
            self.languages.wants(unit)?;
            return Ok((source, None));
        }
        let target = self.languages.targets(unit, source)?.next();
        Ok((source, target))
    }

    /// Returns the text of a variant that a PO file can hold, and how many
    /// characters it cannot.
    fn text_of<'u>(&self, variant: &'u Variant) -> (Cow<'u, str>, usize) {
        allowed(self.inline_style.text_of(&variant.text))
    }

    /// Returns the context of an entry; one without a character that a PO file can
    /// hold is left out.
    fn context<'u>(&self, unit: &'u TranslationUnit) -> Option<&'u str> {
        let context = context(unit).filter(|_| self.with_context);
        context.filter(|context| context.contains(is_allowed))
    }

    fn write_entry(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, String> {
        let (source, target) = self.pair(unit)?;
        let (source_text, mut removed) = self.text_of(source);
        if source_text.is_empty() {
            return Err("expected a source that is not empty".to_owned());
        }
        let (own_text, removed_of_target) =
            target.map(|target| self.text_of(target)).unwrap_or_default();
        removed += removed_of_target;
        let (target_text, edges) = Edges::adapt(&source_text, &own_text);
        out.push(b'\n');
        let mut comments = CommentWriter::new(out);
        comments.notes(unit, source, target);
        if let Some(edges) = edges {
            comments.lines("#.", &edges.comment());
        }
        comments.references(unit);
        comments.flags(unit, target.is_some_and(needs_review) && !own_text.is_empty());
        removed += comments.removed;
        removed += write_previous(unit, out);
        if let Some(context) = self.context(unit) {
            removed += string::write("msgctxt", context, out);
        }
        string::write("msgid", &source_text, out);
        string::write("msgstr", &target_text, out);
        let written = [Some(source), target].into_iter().flatten();
        let lost = written.map(|variant| self.inline_style.lost_codes(&variant.text)).sum();
        Ok(UnitReport { removed_characters: removed, lost_codes: lost })
    }
}

/// Writes the fields as they were before the source changed, each line behind
/// `#|`; returns how many characters were removed.
fn write_previous(unit: &TranslationUnit, out: &mut Vec<u8>) -> usize {
    let (mut fields, mut removed) = (Vec::new(), 0);
    for (name, keyword) in [(PREVIOUS_CONTEXT, "msgctxt"), (PREVIOUS_ID, "msgid")] {
        if let Some(value) = Property::value_of(&unit.properties, name) {
            removed += string::write(keyword, value, &mut fields);
        }
    }
    for line in fields.split_inclusive(|&byte| byte == b'\n') {
        out.extend_from_slice(b"#| ");
        out.extend_from_slice(line);
    }
    removed
}

impl Encode for Encoder {
    fn write_header(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        self.header.write(out)
    }

    fn write_unit(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<UnitReport, Error> {
        write_whole(unit, out, |out| self.write_entry(unit, out))
    }

    fn writes_neighbours(&self) -> bool {
        false
    }

    fn languages(&self) -> [Option<&Language>; 2] {
        self.languages.named()
    }

    /// Counts what stands beside a source and one translation, such as further
    /// plural forms.
    fn left_out_variants(&self, unit: &TranslationUnit) -> usize {
        unit.variants.len().saturating_sub(2)
    }

    fn write_footer(&self, _: &mut Vec<u8>) {}

    /// Hashes the context and the source, which gettext looks translations up by.
    fn key(&self, unit: &TranslationUnit) -> Option<u128> {
        let (source, _) = self.pair(unit).ok()?;
        let mut key = Vec::new();
        if let Some(context) = self.context(unit) {
            key.extend_from_slice(allowed(context.into()).0.as_bytes());
            // As in a compiled catalogue; no text holds it.
            key.push(4);
        }
        key.extend_from_slice(self.text_of(source).0.as_bytes());
        Some(xxh3_128(&key))
    }
}
