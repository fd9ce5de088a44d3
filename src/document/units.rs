//! Units made of a document's segments.

use std::collections::HashMap;
use std::sync::Arc;

use super::context::encoded;
use super::review::is_blank;
use super::segment::Segment;
use super::{Context, Document};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::inline::{CodedText, Syntax};
use crate::language::Language;
use crate::unit::{FlowContext, Origin, Placement, TranslationUnit, Variant};

impl Document<'_> {
    /// The translation units of the document, in its order: one for each
    /// segment that has text on both sides.
    ///
    /// The document's own languages go before those of the context.
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
            path: context.encoded_path(),
            source_language: self.source_language(context),
            target_language: self.target_language().or(context.target_language()).cloned(),
            origin: Origin { path: Some(context.path().into()), ..self.origin().clone() },
            ordinal: 0,
            ahead: None,
            previous: None,
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
                0..0,
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
    /// The path as ids hold it.
    path: String,
    source_language: Language,
    target_language: Option<Language>,
    origin: Origin,
    /// The ordinal of the next segment to look at.
    ordinal: usize,
    /// The next segment that has a source, looked at for the unit before it.
    ahead: Option<Ahead<'d>>,
    /// The plain source before the next unit.
    previous: Option<Arc<str>>,
    /// How often an id that the document repeats was used.
    used_ids: HashMap<&'d str, u32>,
}

/// A segment that has a source.
#[derive(Debug)]
struct Ahead<'d> {
    segment: Segment<'d>,
    source: CodedText,
    /// The source as plain text.
    plain: Arc<str>,
}

impl<'d> Units<'d> {
    /// The next segment with a source.
    fn advance(&mut self) -> Option<Ahead<'d>> {
        while let Some(segment) = self.document.segment(self.ordinal) {
            self.ordinal += 1;
            if !is_blank(segment.source()) {
                let source = self.coded(segment.source());
                let plain = Arc::from(&*source.plain());
                return Some(Ahead { segment, source, plain });
            }
        }
        None
    }

    fn coded(&self, markup: &str) -> CodedText {
        CodedText::parse(markup, self.document.syntax())
    }

    fn unit(
        &mut self,
        segment: Segment<'d>,
        source: CodedText,
        previous: Option<Arc<str>>,
        next: Option<Arc<str>>,
    ) -> TranslationUnit {
        let target = self.coded(segment.target());
        let id = self.unit_id(segment.id());
        let mut unit = TranslationUnit::bilingual(
            Variant::new(Some(self.source_language.clone()), source),
            Variant::new(self.target_language.clone(), target),
        );
        unit.id = Some(id);
        unit.origin = self.origin.clone();
        unit.context = FlowContext {
            document: self.origin.path.clone(),
            previous_source: previous,
            next_source: next,
        };
        unit.placement = Some(placement(segment));
        unit
    }

    /// `path#id`; the second of the same id gets `~2`, and so on.
    fn unit_id(&mut self, id: &'d str) -> String {
        let mut unit_id = format!("{}#{}", self.path, encoded(id));
        if self.document.repeats_ids() {
            let uses = self.used_ids.entry(id).or_default();
            *uses += 1;
            if *uses > 1 {
                unit_id.push_str(&format!("~{uses}"));
            }
        }
        unit_id
    }
}

impl Iterator for Units<'_> {
    type Item = TranslationUnit;

    fn next(&mut self) -> Option<TranslationUnit> {
        loop {
            let Ahead { segment, source, plain } = match self.ahead.take() {
                Some(ahead) => ahead,
                None => self.advance()?,
            };
            self.ahead = self.advance();
            let previous = self.previous.replace(plain);
            if !is_blank(segment.target()) {
                let next = self.ahead.as_ref().map(|next| next.plain.clone());
                return Some(self.unit(segment, source, previous, next));
            }
        }
    }
}

fn placement(segment: Segment<'_>) -> Placement {
    let line = segment.document.line(segment.range().start);
    let mut placement = Placement::new(segment.id(), segment.ordinal(), line, segment.range());
    placement.kind = segment.kind();
    placement.repaired = segment.is_repaired();
    placement
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
