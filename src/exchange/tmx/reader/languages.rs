//! The language tags of a file, each read once.

use super::report::{At, shown};
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::exchange::Finding;
use crate::language::Language;

/// The tags that were read so far. A file has few, and every unit has several.
#[derive(Clone, Debug, Default)]
pub(crate) struct Languages {
    /// Each as written, and what it names.
    known: Vec<(String, Option<Language>)>,
}

/// How many tags are kept: a file in more languages is read just as well.
const MOST: usize = 64;

impl Languages {
    /// The language that a tag names, where it is one.
    ///
    /// A spelling other than the canonical one is told once, as it is that of
    /// the whole file; a tag that is none is told each time.
    pub(crate) fn read(
        &mut self,
        tag: &str,
        at: At<'_>,
        findings: &mut Vec<Finding>,
    ) -> Option<Language> {
        let known = self.known.iter().find(|(written, _)| written == tag);
        let (is_new, language) = match known {
            Some((_, language)) => (false, language.clone()),
            None => (true, self.learn(tag)),
        };
        match &language {
            None => findings.push(no_language(tag, at)),
            Some(language) if is_new && language.as_str() != tag => {
                let mut finding = other_spelling(tag, language, at);
                finding.severity = Severity::Note;
                findings.push(finding);
            }
            Some(_) => {}
        }
        language
    }

    fn learn(&mut self, tag: &str) -> Option<Language> {
        if self.known.len() >= MOST {
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

/// The finding about a text that is no tag.
pub(crate) fn no_language(tag: &str, at: At<'_>) -> Finding {
    let message =
        format!("expected a BCP 47 language tag such as `zh-CN`, but found `{}`", shown(tag));
    Finding::new(DiagnosticCode::InvalidLanguage, at(), message)
}

/// The finding about a tag in another case than the canonical one.
pub(crate) fn other_spelling(tag: &str, language: &Language, at: At<'_>) -> Finding {
    let message = format!("expected the language tag `{language}`, but found `{}`", shown(tag));
    Finding::new(DiagnosticCode::InvalidLanguage, at(), message)
}
