//! What was found in an input that could not be used as it is.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::error::names;

/// How much a [`Diagnostic`] matters, from the mildest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Severity {
    /// Nothing is lost; worth knowing.
    Note,
    /// Read, but by a repair or a guess that a person should look at.
    Warning,
    /// Something could not be read and is left out.
    Error,
}

names!(Severity { Note => "note", Warning => "warning", Error => "error" });

/// Declares the codes once: variant, stable name, severity, documentation.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $severity:ident;)*) => {
        /// What kind of finding a [`Diagnostic`] is, under a name that stays the
        /// same between versions.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[non_exhaustive]
        pub enum DiagnosticCode { $($(#[$doc])* $variant,)* }

        names!(DiagnosticCode { $($variant => $name),* });

        impl DiagnosticCode {
            /// The usual severity of the code; a [`Diagnostic`] has its own.
            pub fn severity(self) -> Severity {
                match self { $(DiagnosticCode::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    /// A target span that no source follows.
    OrphanTarget = "orphan-target", Error;
    /// A source span that no target precedes.
    OrphanSource = "orphan-source", Error;
    /// A lookup span that holds no source span.
    OrphanLookup = "orphan-lookup", Error;
    /// The source comes before its target; pairs are read in the other order only.
    SourceBeforeTarget = "source-before-target", Error;
    /// A target is followed by a source of another id.
    IdMismatch = "id-mismatch", Error;
    /// The id was used before in the same document. The same texts again are
    /// kept; where they differ, none is, and the severity is an error.
    RepeatedId = "repeated-id", Warning;
    /// The closing tags that end a target or a source are not there.
    MissingCloser = "missing-closer", Error;
    /// A target begins inside another target.
    NestedAnnotation = "nested-annotation", Error;
    /// A pair whose source is empty.
    EmptySource = "empty-source", Warning;
    /// A pair whose target is empty.
    EmptyTarget = "empty-target", Warning;
    /// A tag that begins like an annotation marker but cannot be read as one.
    MalformedMarker = "malformed-marker", Error;
    /// An annotation attribute that stands outside every tag that could carry it. A
    /// pair whose texts do not hold the same ones is left out, and the severity is
    /// an error: a marker in them may have lost its `<`.
    StrayAttribute = "stray-attribute", Warning;
    /// Literal quotes that an exporter turned into `&quot;`; turned back.
    QuoteDamage = "quote-damage", Warning;
    /// Damaged quotes around a marker that do not have the known form; not repaired.
    UnrepairedQuoteDamage = "unrepaired-quote-damage", Error;
    /// A pair with bytes that are not UTF-8.
    InvalidUtf8 = "invalid-utf8", Error;
    /// The document is UTF-16 or UTF-32, not UTF-8.
    WrongEncoding = "wrong-encoding", Error;
    /// An HTML page, where the library is built without the feature `html`: of an
    /// annotated one only the pairs written as in Markdown are found, of one to
    /// translate nothing.
    UnsupportedFormat = "unsupported-format", Warning;
    /// A document to translate that holds annotation, and so the texts of two
    /// languages; nothing of it is read.
    AnnotatedSource = "annotated-source", Error;
    /// A front matter block or a YAML file that no YAML parser reads.
    YamlSyntax = "yaml-syntax", Warning;
    /// A value of the front matter, or the language of a page, that does not
    /// have the form it should have.
    FrontMatterValue = "front-matter-value", Warning;
    /// A document names another language than the one asked for, and keeps its own.
    LanguageConflict = "language-conflict", Warning;
    /// No language is known for one side of the document's units.
    MissingLanguage = "missing-language", Warning;
    /// A character that the output format cannot hold; removed.
    ForbiddenCharacter = "forbidden-character", Warning;
    /// A unit that the output format cannot hold; left out.
    UnitNotWritten = "unit-not-written", Error;
    /// A file or a folder that could not be read; the others are.
    UnreadableFile = "unreadable-file", Error;
    /// A unit of an exchange file that cannot be read as one; left out.
    MalformedUnit = "malformed-unit", Error;
    /// An element, or text, where the format has no place for it.
    UnexpectedElement = "unexpected-element", Error;
    /// An element that the format asks for is not there.
    MissingElement = "missing-element", Error;
    /// An attribute or a field that the format asks for is not there.
    MissingAttribute = "missing-attribute", Error;
    /// An attribute or a field that the format does not know, or one with a
    /// value that it does not have.
    InvalidAttribute = "invalid-attribute", Error;
    /// A date of another form than the format's.
    InvalidDate = "invalid-date", Error;
    /// A language tag that is malformed, or not in canonical case.
    InvalidLanguage = "invalid-language", Error;
    /// An id with white space in it, where the format allows none.
    InvalidId = "invalid-id", Error;
    /// Half of a pair of inline codes whose other half is missing.
    UnpairedCode = "unpaired-code", Error;
    /// Two inline codes of a text under one number.
    RepeatedCode = "repeated-code", Error;
    /// Inline codes that are not the same in all variants of a unit.
    CodesDiffer = "codes-differ", Warning;
    /// A unit with no text in its source language.
    MissingSource = "missing-source", Warning;
    /// A unit with no text beside its source.
    MissingTarget = "missing-target", Warning;
    /// A segment of a document for which a finished translation has no unit; it
    /// stays as it is.
    MissingUnit = "missing-unit", Warning;
    /// A segment that is filled with the translation of a source that differs in a
    /// word.
    NearMatch = "near-match", Warning;
    /// A segment that is filled without annotation, as a pair could not be read
    /// back from its place.
    NotAnnotated = "not-annotated", Warning;
    /// A unit of an exchange file that is marked as no longer in use; left out.
    ObsoleteUnit = "obsolete-unit", Note;
    /// A text in a language close to the one asked for, taken in its place.
    LanguageFallback = "language-fallback", Warning;
    /// An exchange file whose bytes are in another encoding than they should be.
    UnmarkedEncoding = "unmarked-encoding", Warning;
    /// A limit on the size or depth of an input was reached.
    LimitReached = "limit-reached", Error;
}

/// One finding: a stable code, its place, and a sentence for a person.
///
/// The range is in bytes from 0 of the input that was read; a
/// [`LineIndex`](crate::position::LineIndex) turns it into lines and columns.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub code: DiagnosticCode,
    /// How much it matters.
    pub severity: Severity,
    /// The bytes it speaks of, from 0.
    pub range: Range<usize>,
    /// What was expected and what was found, without a final full stop.
    pub message: String,
    /// What to do about it, where there is something to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding of the code's usual severity.
    pub fn new(code: DiagnosticCode, range: Range<usize>, message: impl Into<String>) -> Self {
        Self { code, severity: code.severity(), range, message: message.into(), help: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Puts diagnostics in the order of their ranges.
pub(crate) fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|found| (found.range.start, found.range.end));
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.code, self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_serializes_as_its_name() {
        for code in DiagnosticCode::ALL {
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(json, format!("\"{code}\""));
        }
    }

    #[test]
    fn shows_severity_code_and_message() {
        let diagnostic = Diagnostic::new(DiagnosticCode::OrphanTarget, 0..4, "expected a source");
        assert_eq!(diagnostic.to_string(), "error[orphan-target]: expected a source");
    }
}
