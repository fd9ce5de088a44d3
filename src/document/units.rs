//! Units made of a document's segments, and what a document does not say of
//! itself.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

use percent_encoding::{CONTROLS, percent_encode};

use super::review::is_blank;
use super::segment::Segment;
use super::{Document, Format};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::inline::with_line_feeds;
use crate::inline::{CodedText, Syntax};
use crate::language::Language;
use crate::unit::{Origin, Placement, TranslationUnit, Variant, encoded_id, encoded_part};

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
                self.parsed.reading.target_language.clone().unwrap_or_default(),
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
                .with_help("name it with `--target-language`, or give it to the context"),
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

    /// Returns the next segment with a source.
    fn advance(&mut self) -> Option<Ahead<'d>> {
        while let Some(segment) = self.document.segment(self.ordinal) {
            self.ordinal += 1;
            let markup = segment.source();
            if !is_blank(markup) {
                let mut source = std::mem::take(&mut self.spare);
                source.read(&with_line_feeds(markup), self.document.syntax());
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
        let target = with_line_feeds(segment.target());
        unit.variants[1].text.read(&target, self.document.syntax());
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

    /// Writes `path#id`; the second of the same id gets `~2`, and so on.
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
            Format::Html => Syntax::Html,
            Format::Markdown | Format::Yaml => Syntax::Markdown,
        }
    }
}

/// What making units needs to know beyond the document: its path, and the
/// languages where it names none.
///
/// # Example
///
/// ```
/// use bitext::Context;
///
/// let context = Context::new("guides/reset password.md").with_target_language("zh-cn".parse()?);
/// assert_eq!(context.encoded_path(), "guides/reset%20password.md");
/// # Ok::<(), bitext::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Context {
    path: String,
    /// The path as unit ids hold it.
    encoded_path: String,
    source_language: Option<Language>,
    target_language: Option<Language>,
}

impl Context {
    /// The context of the document at `path`, relative to the folder that is
    /// read; separators become `/`.
    pub fn new(path: impl AsRef<Path>) -> Self {
        let parts = path.as_ref().components().filter_map(|component| match component {
            std::path::Component::CurDir | std::path::Component::RootDir => None,
            other => Some(other.as_os_str()),
        });
        let parts: Vec<_> = parts.collect();
        let join = |text: fn(&OsStr) -> Cow<'_, str>| {
            parts.iter().map(|part| text(part)).collect::<Vec<_>>().join("/")
        };
        Self {
            path: join(|name| name.to_str().map_or_else(|| encoded_name(name), Cow::Borrowed)),
            encoded_path: join(encoded_name),
            source_language: None,
            target_language: None,
        }
    }

    /// The language of the sources of a document that names none; without it,
    /// `en-US`.
    #[must_use]
    pub fn with_source_language(mut self, language: Language) -> Self {
        self.source_language = Some(language);
        self
    }

    /// The language of the targets of a document that names none.
    #[must_use]
    pub fn with_target_language(mut self, language: Language) -> Self {
        self.target_language = Some(language);
        self
    }

    /// The path, `/`-separated; a name that is not UTF-8 stands as in
    /// [`encoded_path`](Self::encoded_path), so that two names are two paths.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The path as unit ids hold it: percent-encoded (RFC 3986 section 2.1)
    /// where it would break an id, which has no white space and one `#`, and
    /// where it is not UTF-8: two paths never have one id.
    pub fn encoded_path(&self) -> String {
        self.encoded_path.clone()
    }

    /// The language given for the sources.
    pub fn source_language(&self) -> Option<&Language> {
        self.source_language.as_ref()
    }

    /// The language given for the targets.
    pub fn target_language(&self) -> Option<&Language> {
        self.target_language.as_ref()
    }
}

/// Returns the name of a file or folder as unit ids hold it.
fn encoded_name(name: &OsStr) -> Cow<'_, str> {
    if let Some(name) = name.to_str() {
        return encoded_part(name);
    }
    let mut all = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        all.push_str(&encoded_part(chunk.valid()));
        all.extend(percent_encode(chunk.invalid(), CONTROLS));
    }
    Cow::Owned(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_an_id_has_no_white_space() {
        for (path, encoded) in [
            ("./a/b.md", "a/b.md"),
            ("/a b\u{3000}c#d%20.md", "a%20b%E3%80%80c%23d%2520.md"),
            ("说明.md", "说明.md"),
        ] {
            assert_eq!(Context::new(path).encoded_path(), encoded);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_keeps_its_bytes() {
        use std::os::unix::ffi::OsStrExt;

        let context = Context::new(OsStr::from_bytes(b"a b/\xffx\xc3.md"));
        assert_eq!(context.encoded_path(), "a%20b/%FFx%C3.md");
        assert_eq!(context.path(), "a b/%FFx%C3.md");
    }
}
