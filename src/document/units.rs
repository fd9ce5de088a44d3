//! Units made of a document's segments.

use std::collections::HashMap;
use std::sync::Arc;

use super::review::is_blank;
use super::segment::Segment;
use super::{Context, Document};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::inline::{CodedText, Syntax};
use crate::language::Language;
use crate::unit::{Origin, Placement, TranslationUnit, Variant, encoded_id};

impl Document<'_> {
    /// The translation units of the document, in its order: one for each
    /// segment that has text on both sides.
    ///
    /// The document's own languages go before those of the context. An iterator
    /// of units to keep; a loop that needs one at a time is faster with
    /// [`Units::read`].
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{Context, Document};
    ///
    /// let text = r#"<span data-ttu-id="74dd5-110">**后续**步骤</span><span class="sxs-lookup"><span data-stu-id="74dd5-110">Next steps</span></span>"#;
    /// let document = Document::parse(text.as_bytes());
    /// let context = Context::new("reset.md").with_target_language("zh-CN".parse()?);
    /// let unit = document.units(&context).next().unwrap();
    /// assert_eq!(unit.id.as_deref(), Some("reset.md#74dd5-110"));
    /// assert_eq!(unit.target().unwrap().text.plain(), "后续步骤");
    /// # Ok::<(), bitext::Error>(())
    /// ```
    pub fn units(&self, context: &Context) -> Units<'_> {
        Units {
            document: self,
            id_start: context.encoded_path() + "#",
            source_language: self.source_language(context),
            target_language: self.target_language().or(context.target_language()).cloned(),
            origin: Origin { path: Some(context.path().into()), ..self.origin().clone() },
            ordinal: 0,
            ahead: None,
            previous: None,
            with_neighbours: true,
            spare: CodedText::default(),
            used_ids: HashMap::new(),
        }
    }

    /// What the document and the context do not agree on, or both leave open,
    /// about languages.
    pub fn language_diagnostics(&self, context: &Context) -> Vec<Diagnostic> {
        if self.is_empty() {
            return Vec::new();
        }
        match (self.target_language(), context.target_language()) {
            (Some(own), Some(asked)) if own != asked => vec![Diagnostic::new(
                DiagnosticCode::LanguageConflict,
                self.reading.target_language.clone().unwrap_or_default(),
                format!(
                    "expected the target language `{asked}`, but the document names `{own}` and keeps it"
                ),
            )],
            (None, None) => vec![
                Diagnostic::new(
                    DiagnosticCode::MissingLanguage,
                    0..0,
                    "expected a target language in the front matter or the page, but found none",
                )
                .with_help("say which language the targets are in"),
            ],
            _ => Vec::new(),
        }
    }

    fn source_language(&self, context: &Context) -> Language {
        context.source_language().cloned().unwrap_or_else(Language::en_us)
    }
}

/// The translation units of a [`Document`], in its order.
#[derive(Debug)]
pub struct Units<'d> {
    document: &'d Document<'d>,
    /// What every id begins with: the path and `#`.
    id_start: String,
    source_language: Language,
    target_language: Option<Language>,
    origin: Origin,
    /// The ordinal of the next segment to look at.
    ordinal: usize,
    /// The next segment that has a source, looked at for the unit before it.
    ahead: Option<Ahead<'d>>,
    /// The plain source before the next unit.
    previous: Option<Arc<str>>,
    /// Whether units name the sources before and after them.
    with_neighbours: bool,
    /// The memory of a text that is no longer wanted.
    spare: CodedText,
    /// How often an id that the document repeats was used.
    used_ids: HashMap<&'d str, u32>,
}

/// A segment that has a source.
#[derive(Debug)]
struct Ahead<'d> {
    segment: Segment<'d>,
    source: CodedText,
    /// The source as plain text, where neighbours name it.
    plain: Option<Arc<str>>,
}

impl<'d> Units<'d> {
    /// The same units without the sources before and after them, for those who
    /// do not look at these: less work.
    #[must_use]
    pub fn without_neighbours(mut self) -> Self {
        self.with_neighbours = false;
        self
    }

    /// Makes `unit` the next one, in the memory that it has; false, and the unit
    /// as it was, where there is none.
    ///
    /// # Example
    ///
    /// ```
    /// use bitext::{Context, Document, TranslationUnit};
    ///
    /// let text = r#"<span data-ttu-id="74dd5-110">后续步骤</span><span class="sxs-lookup"><span data-stu-id="74dd5-110">Next steps</span></span>"#;
    /// let document = Document::parse(text.as_bytes());
    /// let context = Context::new("reset.md");
    /// let (mut units, mut unit) = (document.units(&context), TranslationUnit::default());
    /// let mut characters = 0;
    /// while units.read(&mut unit) {
    ///     characters += unit.source().map_or(0, |source| source.text.text().chars().count());
    /// }
    /// assert_eq!(characters, 10);
    /// ```
    pub fn read(&mut self, unit: &mut TranslationUnit) -> bool {
        while let Some(ahead) = self.ahead.take().or_else(|| self.advance()) {
            self.ahead = self.advance();
            let previous = std::mem::replace(&mut self.previous, ahead.plain.clone());
            if !is_blank(ahead.segment.target()) {
                self.fill(unit, ahead, previous);
                return true;
            }
        }
        false
    }

    /// The next segment with a source.
    fn advance(&mut self) -> Option<Ahead<'d>> {
        while let Some(segment) = self.document.segment(self.ordinal) {
            self.ordinal += 1;
            let markup = segment.source();
            if !is_blank(markup) {
                let mut source = std::mem::take(&mut self.spare);
                source.read(markup, self.document.syntax());
                let plain = self.with_neighbours.then(|| Arc::from(&*source.plain()));
                return Some(Ahead { segment, source, plain });
            }
        }
        None
    }

    fn fill(&mut self, unit: &mut TranslationUnit, ahead: Ahead<'d>, previous: Option<Arc<str>>) {
        let Ahead { segment, source, plain: _ } = ahead;
        unit.clear();
        unit.variants.resize_with(2, Variant::default);
        set(&mut unit.variants[0].language, Some(&self.source_language));
        self.spare = std::mem::replace(&mut unit.variants[0].text, source);
        set(&mut unit.variants[1].language, self.target_language.as_ref());
        unit.variants[1].text.read(segment.target(), self.document.syntax());
        if unit.source_language.language() != Some(&self.source_language) {
            unit.source_language = self.source_language.clone().into();
        }
        self.write_id(segment.id(), unit.id.get_or_insert_default());
        // To compare shared texts costs less than to share them once more.
        if unit.origin != self.origin {
            unit.origin.clone_from(&self.origin);
        }
        if unit.context.document != self.origin.path {
            unit.context.document.clone_from(&self.origin.path);
        }
        unit.context.previous_source = previous;
        unit.context.next_source = self.ahead.as_ref().and_then(|next| next.plain.clone());
        place(segment, &mut unit.placement);
    }

    /// `path#id`; the second of the same id gets `~2`, and so on.
    fn write_id(&mut self, id: &'d str, unit_id: &mut String) {
        unit_id.clear();
        unit_id.push_str(&self.id_start);
        unit_id.push_str(&encoded_id(id));
        if self.document.repeats_ids() {
            let uses = self.used_ids.entry(id).or_default();
            *uses += 1;
            if *uses > 1 {
                unit_id.push_str(&format!("~{uses}"));
            }
        }
    }
}

impl Iterator for Units<'_> {
    type Item = TranslationUnit;

    fn next(&mut self) -> Option<TranslationUnit> {
        let mut unit = TranslationUnit::default();
        self.read(&mut unit).then_some(unit)
    }
}

/// Sets a language; the same one again costs nothing.
fn set(slot: &mut Option<Language>, language: Option<&Language>) {
    if slot.as_ref() != language {
        *slot = language.cloned();
    }
}

fn place(segment: Segment<'_>, slot: &mut Option<Placement>) {
    let range = segment.range();
    let line = segment.document.line(range.start);
    let mut id = slot.take().map(|placement| placement.segment_id).unwrap_or_default();
    id.clear();
    id.push_str(segment.id());
    let mut placement = Placement::new(id, segment.ordinal(), line, range);
    placement.kind = segment.kind();
    placement.repaired = segment.is_repaired();
    placement.syntax = segment.document.syntax();
    *slot = Some(placement);
}

/// The syntax of the texts of a document.
impl Document<'_> {
    fn syntax(&self) -> Syntax {
        match self.format() {
            super::Format::Html => Syntax::Html,
            super::Format::Markdown | super::Format::Yaml => Syntax::Markdown,
        }
    }
}
