//! What front matter says of the translation.

use std::ops::Range;
use std::sync::Arc;

use super::{FrontMatter, FrontMatterValue};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::language::Language;
use crate::unit::{Date, Origin, TranslationType};

/// What a document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Claims {
    /// Everything but the path.
    pub(crate) origin: Origin,
    /// The language of the target: `ms.contentlocale`.
    pub(crate) target_language: Option<Language>,
    /// The values that do not have the form they should have.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Reads the entries that publishing tools write: `ms.contentlocale`,
/// `ms.translationtype`, `ms.sourcegitcommit`, `ms.locfileid` and
/// `ms.lasthandoff`; YAML files have them in their `metadata`. A value of another
/// form is left out, with a diagnostic; an empty one is taken for none.
pub(crate) fn origin(front_matter: &FrontMatter) -> Claims {
    let mut reader = ClaimReader { front_matter, diagnostics: Vec::new() };
    let language = "a BCP 47 language tag such as `zh-CN`";
    let target_language =
        reader.parsed("ms.contentlocale", language, |tag| tag.parse::<Language>().ok());
    let date = "a day such as `07/29/2020`";
    let origin = Origin {
        path: None,
        file_id: reader.text("ms.locfileid").map(Arc::from),
        source_commit: reader.text("ms.sourcegitcommit").map(Arc::from),
        translation_type: reader.text("ms.translationtype").map(TranslationType::new),
        date: reader.parsed("ms.lasthandoff", date, Date::from_month_day_year),
    };
    let mut diagnostics = reader.diagnostics;
    diagnostics.sort_by_key(|diagnostic| diagnostic.range.start);
    Claims { origin, target_language, diagnostics }
}

struct ClaimReader<'f> {
    front_matter: &'f FrontMatter,
    diagnostics: Vec<Diagnostic>,
}

impl<'f> ClaimReader<'f> {
    /// Returns the text under a key and its range in the file; an empty one is
    /// none.
    fn found(&mut self, key: &str) -> Option<(&'f str, &'f Range<usize>)> {
        let (value, range) = self.value(key)?;
        match value {
            FrontMatterValue::Scalar(text) => {
                let text = text.trim();
                (!text.is_empty()).then_some((text, range))
            }
            FrontMatterValue::List(_) | FrontMatterValue::Map(_) => {
                self.report(key, range, "a text", "a list or a map");
                None
            }
        }
    }

    /// Returns the value under a key and its range, at the top or in `metadata`.
    fn value(&self, key: &str) -> Option<(&'f FrontMatterValue, &'f Range<usize>)> {
        let entry = |key| self.front_matter.entries.iter().find(|entry| entry.key == key);
        if let Some(entry) = entry(key) {
            return Some((&entry.value, &entry.range));
        }
        let metadata = entry("metadata")?;
        let FrontMatterValue::Map(entries) = &metadata.value else { return None };
        let at = entries.iter().position(|entry| entry.0 == key)?;
        Some((&entries[at].1, metadata.inner.get(at).unwrap_or(&metadata.range)))
    }

    fn text(&mut self, key: &str) -> Option<&'f str> {
        self.found(key).map(|(text, _)| text)
    }

    fn parsed<T>(
        &mut self,
        key: &str,
        expected: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let (text, range) = self.found(key)?;
        let value = parse(text);
        if value.is_none() {
            self.report(key, range, expected, &format!("`{text}`"));
        }
        value
    }

    fn report(&mut self, key: &str, range: &Range<usize>, expected: &str, found: &str) {
        let message = format!("expected {expected} for `{key}`, but found {found}");
        let code = DiagnosticCode::FrontMatterValue;
        self.diagnostics.push(Diagnostic::new(code, range.clone(), message));
    }
}
