//! Values of attributes that XLIFF 1.2 names, and what they mean.

use crate::inline::CodeKind;
use crate::unit::{Proposal, ProposalKind, State, Variant};

/// The namespace of XLIFF 1.2.
pub(crate) const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:1.2";

/// Whether a value is one of a tool's own making: `x-` and no white space.
pub(crate) fn is_own(value: &str) -> bool {
    value.len() > 2
        && value.starts_with("x-")
        && !value.contains([' ', '\t', '\n', '\r'])
        && crate::exchange::xml::without_forbidden(value).1 == 0
}

/// Returns `state` of a target (XLIFF 1.2, section 2.3, attribute `state`).
pub(crate) fn state(state: State) -> &'static str {
    match state {
        State::Initial => "needs-translation",
        State::NeedsReview => "needs-review-translation",
        State::Translated => "translated",
        State::Reviewed => "signed-off",
        State::Final => "final",
    }
}

pub(crate) fn read_state(value: &str) -> Option<State> {
    Some(match value {
        "new" | "needs-translation" => State::Initial,
        "needs-adaptation"
        | "needs-l10n"
        | "needs-review-adaptation"
        | "needs-review-l10n"
        | "needs-review-translation" => State::NeedsReview,
        "translated" => State::Translated,
        "signed-off" => State::Reviewed,
        "final" => State::Final,
        _ => return None,
    })
}

/// The namespace of what Trados Studio adds to a file.
pub(crate) const TRADOS: &str = "http://sdl.com/FileTypes/SdlXliff/1.0";

/// Returns what `conf` of a `sdl:seg` says of its target; one without it is not
/// translated.
pub(crate) fn read_confirmation(value: Option<&str>) -> Option<State> {
    Some(match value {
        None | Some("Unspecified") => State::Initial,
        Some("Draft" | "RejectedTranslation" | "RejectedSignOff") => State::NeedsReview,
        Some("Translated") => State::Translated,
        Some("ApprovedTranslation") => State::Reviewed,
        Some("ApprovedSignOff") => State::Final,
        Some(_) => return None,
    })
}

/// Returns `state-qualifier` of the target of a proposal.
pub(crate) fn qualifier(kind: ProposalKind) -> &'static str {
    match kind {
        ProposalKind::Memory => "leveraged-tm",
        ProposalKind::MemoryInContext => "x-context-match",
        ProposalKind::Id => "id-match",
        ProposalKind::Machine => "leveraged-mt",
        ProposalKind::Assembled => "x-assembled",
        ProposalKind::Terms => "leveraged-glossary",
        ProposalKind::Other => "x-other",
    }
}

pub(crate) fn read_qualifier(value: &str) -> Option<ProposalKind> {
    Some(match value {
        "leveraged-tm"
        | "tm-suggestion"
        | "exact-match"
        | "fuzzy-match"
        | "leveraged-repository"
        | "leveraged-inherited" => ProposalKind::Memory,
        "x-context-match" => ProposalKind::MemoryInContext,
        "id-match" => ProposalKind::Id,
        "leveraged-mt" | "mt-suggestion" => ProposalKind::Machine,
        "x-assembled" => ProposalKind::Assembled,
        "leveraged-glossary" => ProposalKind::Terms,
        "x-other" => ProposalKind::Other,
        _ => return None,
    })
}

/// Returns `state-qualifier` of the target of a unit: where it was taken from, if it is
/// the first thing that was proposed.
pub(crate) fn taken_from(target: &Variant, proposals: &[Proposal]) -> Option<&'static str> {
    let first = proposals.first().filter(|first| first.target.text == target.text)?;
    Some(match (first.kind, first.score) {
        (ProposalKind::Memory, Some(100..)) => "exact-match",
        (ProposalKind::Memory, Some(_)) => "fuzzy-match",
        (kind, _) => qualifier(kind),
    })
}

/// Whether `state-qualifier` can have a value by the schema.
pub(crate) fn is_qualifier(value: &str) -> bool {
    const REJECTED: [&str; 4] =
        ["rejected-grammar", "rejected-inaccurate", "rejected-length", "rejected-spelling"];
    is_own(value) || read_qualifier(value).is_some() || REJECTED.contains(&value)
}

/// The elements that have a `ctype`: those around text (`bpt`, `it`, `g`, `bx`)
/// and those in place of it (`ph`, `x`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodePosition {
    Around,
    Alone,
}

/// Returns `ctype` of a code (XLIFF 1.2, section 2.3): one that the schema names
/// for the element where there is one, else one of ours; `None` for a code of no
/// kind of ours.
pub(crate) fn code_type(kind: CodeKind, place: CodePosition) -> Option<&'static str> {
    use CodePosition::{Alone, Around};
    Some(match (kind, place) {
        (CodeKind::Bold, Around) => "bold",
        (CodeKind::Bold, Alone) => "x-bold",
        (CodeKind::Italic, Around) => "italic",
        (CodeKind::Italic, Alone) => "x-italic",
        (CodeKind::Link, Around) => "link",
        (CodeKind::Link, Alone) => "x-link",
        (CodeKind::Image, Alone) => "image",
        (CodeKind::Image, Around) => "x-image",
        (CodeKind::LineBreak, Alone) => "lb",
        (CodeKind::LineBreak, Around) => "x-lb",
        (CodeKind::Strikethrough, _) => "x-strikethrough",
        (CodeKind::Code, _) => "x-code",
        (CodeKind::Html, _) => "x-html",
        (CodeKind::Directive, _) => "x-directive",
        (CodeKind::Placeholder, _) => "x-placeholder",
        (CodeKind::Unknown, _) => "x-unknown",
        _ => return None,
    })
}

/// Returns the kind of code that a `ctype` means.
pub(crate) fn read_code_type(value: &str) -> Option<CodeKind> {
    Some(match value {
        "bold" | "x-bold" => CodeKind::Bold,
        "italic" | "x-italic" => CodeKind::Italic,
        "link" | "x-link" => CodeKind::Link,
        "image" | "x-image" => CodeKind::Image,
        "lb" | "x-lb" => CodeKind::LineBreak,
        "x-strikethrough" => CodeKind::Strikethrough,
        "x-code" => CodeKind::Code,
        "x-html" => CodeKind::Html,
        "x-directive" => CodeKind::Directive,
        "x-placeholder" => CodeKind::Placeholder,
        "x-unknown" => CodeKind::Unknown,
        _ => return None,
    })
}

/// Whether a `ctype` without a kind of ours can be written for an element.
pub(crate) fn is_code_type(value: &str, place: CodePosition) -> bool {
    let known = match place {
        CodePosition::Around => value == "underlined",
        CodePosition::Alone => value == "pb",
    };
    (known || is_own(value)) && read_code_type(value).is_none()
}

/// The values of `mtype` that the schema names, but for `seg`, which is no mark.
const MARKS: &str = "abbrev abbreviated-form abbreviation acronym appellation collocation \
    common-name datetime equation expanded-form formula head-term initialism \
    international-scientific-term internationalism logical-expression \
    materials-management-unit name near-synonym part-number phrase phraseological-unit protected \
    romanized-form set-phrase short-form sku standard-text symbol synonym synonymous-phrase term \
    transcribed-form transliterated-form truncated-term variant";

/// `mtype` of a mark without a type; the attribute is required.
pub(crate) const PLAIN_MARK: &str = "x-mark";

pub(crate) fn is_mark_type(value: &str) -> bool {
    value != PLAIN_MARK && (is_own(value) || is_word_of(value, MARKS))
}

/// The values of `datatype` that the schema names.
const DATA_TYPES: &str = "asp c cdf cfm cpp csharp cstring csv database documentfooter \
    documentheader filedialog form html htmlbody ini interleaf javaclass \
    javapropertyresourcebundle javalistresourcebundle javascript jscript layout lisp margin \
    menufile messagefile mif mimetype mo msglib pagefooter pageheader parameters pascal php \
    plaintext po report resources resx rtf sgml sgmldtd svg vbscript warning winres xhtml xml \
    xmldtd xsl xul";

/// The values of `restype` that the schema names.
const RESOURCE_TYPES: &str = "auto3state autocheckbox autoradiobutton bedit bitmap button caption \
    cell checkbox checkboxmenuitem checkedlistbox colorchooser combobox comboboxexitem \
    comboboxitem component contextmenu ctext cursor datetimepicker defpushbutton dialog dlginit \
    edit file filechooser fn font footer frame grid groupbox header heading hedit hscrollbar icon \
    iedit keywords label linklabel list listbox listitem ltext menu menubar menuitem menuseparator \
    message monthcalendar numericupdown panel popupmenu pushbox pushbutton radio \
    radiobuttonmenuitem rcdata row rtext scrollpane separator shortcut spinner splitter state3 \
    statusbar string tabcontrol table textbox togglebutton toolbar tooltip trackbar tree uri \
    userbutton usercontrol var versioninfo vscrollbar window";

/// The values of `context-type` that the schema names.
const CONTEXT_TYPES: &str =
    "database element elementtitle linenumber numparams paramnotes record recordtitle sourcefile";

fn is_word_of(value: &str, list: &str) -> bool {
    list.split(' ').any(|word| word == value)
}

pub(crate) fn is_data_type(value: &str) -> bool {
    is_own(value) || is_word_of(value, DATA_TYPES)
}

pub(crate) fn is_context_type(value: &str) -> bool {
    is_own(value) || is_word_of(value, CONTEXT_TYPES)
}

/// Whether a `trans-unit` has an attribute of this name and value by the schema,
/// besides those that this library writes for itself.
pub(crate) fn is_unit_attribute(name: &str, value: &str) -> bool {
    let is_token = crate::exchange::xml::is_token;
    match name {
        "translate" | "reformat" => matches!(value, "yes" | "no"),
        "datatype" => is_data_type(value),
        "restype" => is_own(value) || is_word_of(value, RESOURCE_TYPES),
        "resname" | "extradata" | "extype" | "menu" | "menu-option" | "menu-name" | "font"
        | "css-style" | "charclass" => true,
        "help-id" | "style" | "exstyle" | "maxwidth" | "minwidth" | "maxheight" | "minheight"
        | "maxbytes" | "minbytes" => is_token(value),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for &value in State::ALL {
            assert_eq!(read_state(state(value)), Some(value));
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
            assert_eq!(read_qualifier(qualifier(kind)), Some(kind));
            assert!(is_qualifier(qualifier(kind)));
        }
        for kind in [CodeKind::Bold, CodeKind::Image, CodeKind::LineBreak, CodeKind::Unknown] {
            for place in [CodePosition::Around, CodePosition::Alone] {
                assert_eq!(code_type(kind, place).and_then(read_code_type), Some(kind));
            }
        }
        assert_eq!(code_type(CodeKind::Other, CodePosition::Alone), None);
    }

    #[test]
    fn values_that_the_schema_allows() {
        assert!(is_own("x-a") && !is_own("x-") && !is_own("x-a b") && !is_own("a"));
        assert!(is_data_type("html") && is_data_type("x-md") && !is_data_type("markdown"));
        assert!(is_mark_type("term") && !is_mark_type("seg") && !is_mark_type("x-mark"));
        assert!(
            is_code_type("pb", CodePosition::Alone) && !is_code_type("pb", CodePosition::Around)
        );
        assert!(is_unit_attribute("restype", "button") && !is_unit_attribute("restype", "knob"));
        assert!(is_unit_attribute("maxwidth", "10") && !is_unit_attribute("maxwidth", "1 0"));
    }
}
