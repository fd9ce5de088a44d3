//! Units as entries.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_128;

use super::comment::Comments;
use super::edges::Edges;
use super::header;
use super::names::{PREVIOUS_CONTEXT, PREVIOUS_ID};
use super::quoted::{self, is_allowed};
use crate::error::Error;
use crate::exchange::bilingual::{Languages, context, others};
use crate::exchange::{Encode, InlineStyle, UnitReport, write_whole};
use crate::language::Language;
use crate::unit::{Date, State, TranslationUnit, Variant};

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
    header: header::Written,
    languages: Languages,
    inline_style: InlineStyle,
}

impl Encoder {
    /// An encoder of translations into a language.
    pub fn new(target: Language) -> Self {
        Self {
            languages: Languages { source: None, target: Some(target.clone()) },
            header: header::Written { target, source: None, project: String::new(), revised: None },
            inline_style: InlineStyle::Raw,
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

    /// Names the project, and its version, in the header.
    #[must_use]
    pub fn with_project(mut self, project: impl Into<String>) -> Self {
        self.header.project = project.into();
        self
    }

    /// Says in the header when the file was changed last.
    #[must_use]
    pub fn with_revision_date(mut self, date: Date) -> Self {
        self.header.revised = Some(date);
        self
    }

    /// Says what becomes of inline codes: they are left out, or text as written.
    /// Entries have no other place for them.
    #[must_use]
    pub fn with_inline_style(mut self, inline_style: InlineStyle) -> Self {
        self.inline_style = inline_style;
        self
    }

    /// The source of a unit and its translation, where it has one.
    fn sides<'u>(
        &self,
        unit: &'u TranslationUnit,
    ) -> Result<(&'u Variant, Option<&'u Variant>), String> {
        let source = self.languages.source(unit)?;
        if others(unit, source).next().is_none() {
            return Ok((source, None));
        }
        let target = self.languages.targets(unit, source)?.next();
        Ok((source, target))
    }

    fn write_entry(&self, unit: &TranslationUnit, out: &mut Vec<u8>) -> Result<usize, String> {
        let (source, target) = self.sides(unit)?;
        let source_text = allowed(self.inline_style.text_of(&source.text));
        if source_text.is_empty() {
            return Err("expected a source that is not empty".to_owned());
        }
        let target_text = target.map(|target| allowed(self.inline_style.text_of(&target.text)));
        let own_text = target_text.as_deref().unwrap_or_default();
        let (target_text, edges) = Edges::adapt(&source_text, own_text);
        out.push(b'\n');
        let mut comments = Comments::new(out);
        comments.notes(unit, source, target);
        if let Some(edges) = edges {
            comments.lines("#.", &edges.comment());
        }
        comments.references(unit);
        let waits = matches!(
            target.and_then(|target| target.state),
            Some(State::Initial | State::NeedsReview)
        );
        comments.flags(unit, waits && !own_text.is_empty());
        let mut removed = comments.removed;
        for (name, keyword) in [(PREVIOUS_CONTEXT, "msgctxt"), (PREVIOUS_ID, "msgid")] {
            removed += write_previous(unit, name, keyword, out);
        }
        if let Some(context) = written_context(unit) {
            removed += quoted::write("msgctxt", &context, out);
        }
        quoted::write("msgid", &source_text, out);
        quoted::write("msgstr", &target_text, out);
        Ok(removed + self.removed_characters([Some(source), target]))
    }

    /// How many characters of the texts a PO file cannot hold.
    fn removed_characters(&self, sides: [Option<&Variant>; 2]) -> usize {
        let texts = sides.into_iter().flatten().map(|side| self.inline_style.text_of(&side.text));
        texts.map(|text| text.chars().filter(|character| !is_allowed(*character)).count()).sum()
    }
}

/// What an entry's context is; one of no text is none.
fn written_context(unit: &TranslationUnit) -> Option<Cow<'_, str>> {
    context(unit).filter(|context| context.contains(is_allowed)).map(Cow::Borrowed)
}

/// Writes a field as it was before the source changed: each line behind `#|`.
fn write_previous(unit: &TranslationUnit, name: &str, keyword: &str, out: &mut Vec<u8>) -> usize {
    let Some(property) = unit.properties.iter().find(|property| property.name == name) else {
        return 0;
    };
    let mut field = Vec::new();
    let removed = quoted::write(keyword, &property.value, &mut field);
    for line in field.split_inclusive(|&byte| byte == b'\n') {
        out.extend_from_slice(b"#| ");
        out.extend_from_slice(line);
    }
    removed
}

/// A text without the characters that a PO file cannot hold.
fn allowed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.chars().all(is_allowed) {
        true => text,
        false => Cow::Owned(text.chars().filter(|character| is_allowed(*character)).collect()),
    }
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

    fn write_footer(&self, _: &mut Vec<u8>) {}

    /// The context and the source, which gettext looks translations up by.
    fn key(&self, unit: &TranslationUnit) -> Option<u128> {
        let (source, _) = self.sides(unit).ok()?;
        let mut key = Vec::new();
        if let Some(context) = written_context(unit) {
            key.extend_from_slice(allowed(context).as_bytes());
            // As in a compiled catalogue; no text holds it.
            key.push(4);
        }
        key.extend_from_slice(allowed(self.inline_style.text_of(&source.text)).as_bytes());
        Some(xxh3_128(&key))
    }
}
