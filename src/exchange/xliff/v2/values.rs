//! Values of attributes that XLIFF 2.1 names, and what they mean.

use crate::exchange::xml::{is_token, without_forbidden};
use crate::inline::CodeKind;
use crate::unit::{ProposalKind, State};

/// The namespaces of the core, of the two modules, and of this library.
pub(crate) const CORE: &str = "urn:oasis:names:tc:xliff:document:2.0";
/// What the namespaces of the core of all versions 2.x begin with.
pub(crate) const CORES: &str = "urn:oasis:names:tc:xliff:document:2";
pub(crate) const MATCHES: &str = "urn:oasis:names:tc:xliff:matches:2.0";
pub(crate) const METADATA: &str = "urn:oasis:names:tc:xliff:metadata:2.0";
pub(crate) const OWN: &str = "urn:bitext:xliff:1";

/// `subState` of a target that a person must look at, which no state says.
pub(crate) const NEEDS_REVIEW: &str = "bitext:needs-review";

/// `subType` of a match that is a variant of the unit.
pub(crate) const VARIANT: &str = "bitext:variant";

/// Returns `state` of a segment (XLIFF 2.1, section 4.3.1.30).
pub(super) fn state(state: State) -> &'static str {
    match state {
        State::Initial | State::NeedsReview => "initial",
        State::Translated => "translated",
        State::Reviewed => "reviewed",
        State::Final => "final",
    }
}

pub(super) fn read_state(value: &str, sub_state: Option<&str>) -> Option<State> {
    Some(match value {
        "initial" if sub_state == Some(NEEDS_REVIEW) => State::NeedsReview,
        "initial" => State::Initial,
        "translated" => State::Translated,
        "reviewed" => State::Reviewed,
        "final" => State::Final,
        _ => return None,
    })
}

/// Returns `type` of a match (XLIFF 2.1, section 5.1.6).
pub(super) fn match_type(kind: ProposalKind) -> &'static str {
    match kind {
        ProposalKind::Memory => "tm",
        ProposalKind::MemoryInContext => "icm",
        ProposalKind::Id => "idm",
        ProposalKind::Machine => "mt",
        ProposalKind::Assembled => "am",
        ProposalKind::Terms => "tb",
        ProposalKind::Other => "other",
    }
}

pub(super) fn read_match_type(value: &str) -> Option<ProposalKind> {
    Some(match value {
        "tm" => ProposalKind::Memory,
        "icm" => ProposalKind::MemoryInContext,
        "idm" => ProposalKind::Id,
        "mt" => ProposalKind::Machine,
        "am" => ProposalKind::Assembled,
        "tb" => ProposalKind::Terms,
        "other" => ProposalKind::Other,
        _ => return None,
    })
}

/// What `type` and `subType` say of a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CodeType<'a> {
    pub(super) kind: Option<&'a str>,
    pub(super) sub: Option<&'a str>,
}

impl<'a> CodeType<'a> {
    fn new(kind: &'a str, sub: impl Into<Option<&'a str>>) -> Self {
        Self { kind: Some(kind), sub: sub.into() }
    }

    /// Returns the values for a kind of code, its own word for what it does, and
    /// its own `type`, where these can be written and read again.
    pub(super) fn of(kind: CodeKind, name: Option<&'a str>, own: Option<&'a str>) -> Self {
        let known = Self::of_kind(kind);
        let name = name.filter(|name| is_user_defined(name));
        let own = own.filter(|own| kind == CodeKind::Other && TYPES.contains(own));
        let candidates = [
            Self { kind: known.kind.or(own), sub: known.sub.or(name) },
            Self { kind: known.kind.or(Some("other")), sub: known.sub.or(name) },
            Self { kind: known.kind.or(own), sub: known.sub },
        ];
        let holds = |candidate: &Self| {
            candidate.is_valid()
                && (candidate.sub == known.sub || candidate.name() == name)
                && candidate.code_kind() == kind
        };
        candidates.into_iter().find(holds).unwrap_or(known)
    }

    fn of_kind(kind: CodeKind) -> Self {
        match kind {
            CodeKind::Bold => Self::new("fmt", "xlf:b"),
            CodeKind::Italic => Self::new("fmt", "xlf:i"),
            CodeKind::LineBreak => Self::new("fmt", "xlf:lb"),
            CodeKind::Strikethrough => Self::new("fmt", "bitext:strikethrough"),
            CodeKind::Code => Self::new("fmt", "bitext:code"),
            CodeKind::Link => Self::new("link", None),
            CodeKind::Image => Self::new("image", None),
            CodeKind::Html => Self::new("other", "bitext:html"),
            CodeKind::Directive => Self::new("other", "bitext:directive"),
            CodeKind::Placeholder => Self::new("other", "bitext:placeholder"),
            CodeKind::Unknown => Self::new("other", "bitext:unknown"),
            _ => Self::default(),
        }
    }

    pub(super) fn code_kind(self) -> CodeKind {
        match (self.kind, self.sub) {
            (Some("fmt"), Some("xlf:b")) => CodeKind::Bold,
            (Some("fmt"), Some("xlf:i")) => CodeKind::Italic,
            (Some("fmt"), Some("xlf:lb")) => CodeKind::LineBreak,
            (Some("fmt"), Some("bitext:strikethrough")) => CodeKind::Strikethrough,
            (Some("fmt"), Some("bitext:code")) => CodeKind::Code,
            (Some("link"), _) => CodeKind::Link,
            (Some("image"), _) => CodeKind::Image,
            (Some("other"), Some("bitext:html")) => CodeKind::Html,
            (Some("other"), Some("bitext:directive")) => CodeKind::Directive,
            (Some("other"), Some("bitext:placeholder")) => CodeKind::Placeholder,
            (Some("other"), Some("bitext:unknown")) => CodeKind::Unknown,
            _ => CodeKind::Other,
        }
    }

    /// Returns the word for what the code does, where its kind does not say it.
    pub(super) fn name(self) -> Option<&'a str> {
        self.sub.filter(|_| Self::of_kind(self.code_kind()).sub.is_none())
    }

    /// Returns the `type`, where neither kind nor word implies it.
    pub(super) fn own(self) -> Option<&'a str> {
        let implied = self.kind == Some("other") && self.sub.is_some();
        self.kind.filter(|_| self.code_kind() == CodeKind::Other && !implied)
    }

    /// Whether the values may be together (XLIFF 2.1, sections 4.3.1.32 and
    /// 4.3.1.37): what begins with `xlf:` has its types, and there is no `subType`
    /// without a `type`.
    fn is_valid(self) -> bool {
        match self.sub {
            Some("xlf:lb" | "xlf:pb" | "xlf:b" | "xlf:i" | "xlf:u") => self.kind == Some("fmt"),
            Some("xlf:var") => self.kind == Some("ui"),
            Some(sub) => self.kind.is_some() && !sub.starts_with("xlf:"),
            None => true,
        }
    }
}

/// The values of `type` that mean no kind of ours.
const TYPES: [&str; 4] = ["fmt", "ui", "quote", "other"];

/// Whether a text has the form `prefix:value` (XLIFF 2.1's schema,
/// `userDefinedValue`).
pub(super) fn is_user_defined(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && !part.contains([':', ' ', '\t', '\n', '\r'])
            && without_forbidden(part).1 == 0
    };
    text.split_once(':').is_some_and(|(prefix, value)| is_part(prefix) && is_part(value))
}

/// Whether `type` of a mark can have a value; `generic` is the usual one.
pub(super) fn is_mark_type(value: &str) -> bool {
    matches!(value, "comment" | "term") || is_user_defined(value) && !value.starts_with("xlf:")
}

/// Whether a `unit` may have an attribute besides those that this library
/// writes for itself.
pub(crate) fn is_unit_attribute(name: &str, value: &str) -> bool {
    match name {
        "name" => without_forbidden(value).1 == 0,
        "canResegment" | "translate" => matches!(value, "yes" | "no"),
        "srcDir" | "trgDir" => is_direction(value),
        "type" => is_user_defined(value) && !value.starts_with("xlf:"),
        _ => false,
    }
}

fn is_direction(value: &str) -> bool {
    matches!(value, "ltr" | "rtl" | "auto")
}

/// The elements that have attributes of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// `ph`
    Alone,
    /// `pc`, `sc`, and an `ec` without an `sc`.
    Start,
    /// The end of a `pc`, and an `ec` with an `sc`.
    End,
    /// `mrk` and `sm`.
    Mark,
}

/// Whether an element may have an attribute of a code.
pub(super) fn is_code_attribute(holder: Holder, name: &str, value: &str) -> bool {
    let holds = match holder {
        Holder::Mark => matches!(name, "value" | "ref" | "translate"),
        Holder::End => matches!(name, "disp" | "subFlows"),
        Holder::Alone => !matches!(name, "canOverlap" | "dir" | "value" | "ref" | "translate"),
        Holder::Start => !matches!(name, "value" | "ref" | "translate"),
    };
    holds
        && match name {
            "canCopy" | "canDelete" | "canOverlap" | "translate" => matches!(value, "yes" | "no"),
            "canReorder" => matches!(value, "yes" | "firstNo" | "no"),
            "copyOf" => is_token(value),
            "dir" => is_direction(value),
            "disp" | "value" => without_forbidden(value).1 == 0,
            "ref" => is_reference(value),
            "subFlows" => value.split(' ').all(is_token),
            _ => false,
        }
}

/// Whether a text is a reference to an element, or anything without white space.
fn is_reference(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for &given in State::ALL {
            let sub = (given == State::NeedsReview).then_some(NEEDS_REVIEW);
            assert_eq!(read_state(state(given), sub), Some(given));
        }
        for kind in [
            ProposalKind::Memory,
            ProposalKind::MemoryInContext,
            ProposalKind::Id,
            ProposalKind::Machine,
            ProposalKind::Assembled,
            ProposalKind::Terms,
            ProposalKind::Other,
        ] {
            assert_eq!(read_match_type(match_type(kind)), Some(kind));
        }
    }

    #[test]
    fn types_of_codes() {
        let other = CodeKind::Other;
        for (kind, name, own, written, left) in [
            (CodeKind::Bold, None, None, (Some("fmt"), Some("xlf:b")), None),
            (CodeKind::Bold, Some("a:b"), None, (Some("fmt"), Some("xlf:b")), Some("a:b")),
            (CodeKind::Link, Some("a:b"), None, (Some("link"), Some("a:b")), None),
            (CodeKind::Link, Some("xlf:b"), None, (Some("link"), None), Some("xlf:b")),
            (other, None, None, (None, None), None),
            (other, Some("a:b"), None, (Some("other"), Some("a:b")), None),
            (other, Some("a b"), None, (None, None), Some("a b")),
            (other, Some("xlf:u"), Some("fmt"), (Some("fmt"), Some("xlf:u")), None),
            (other, Some("xlf:u"), None, (None, None), Some("xlf:u")),
            (other, Some("xlf:b"), Some("fmt"), (Some("fmt"), None), Some("xlf:b")),
            (other, None, Some("quote"), (Some("quote"), None), None),
            (other, None, Some("link"), (None, None), None),
            (other, Some("bitext:html"), None, (None, None), Some("bitext:html")),
        ] {
            let found = CodeType::of(kind, name, own);
            assert_eq!((found.kind, found.sub), written, "{kind:?} {name:?} {own:?}");
            assert_eq!(found.code_kind(), kind, "{kind:?} {name:?} {own:?}");
            assert_eq!(name.filter(|name| found.name() != Some(*name)), left, "{kind:?} {name:?}");
        }
    }

    #[test]
    fn forms() {
        assert!(is_user_defined("a:b") && !is_user_defined("a:") && !is_user_defined("a:b:c"));
        assert!(is_mark_type("term") && !is_mark_type("generic") && !is_mark_type("xlf:x"));
        assert!(is_code_attribute(Holder::Alone, "canCopy", "no"));
        assert!(!is_code_attribute(Holder::Alone, "dir", "ltr"));
        assert!(is_code_attribute(Holder::Start, "subFlows", "u1 u2"));
        assert!(!is_code_attribute(Holder::End, "canCopy", "no"));
        assert!(is_code_attribute(Holder::Mark, "ref", "#n1"));
    }
}
