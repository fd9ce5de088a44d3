//! Lines of nothing but tags, those of templates (Liquid, Hugo) and components of
//! MDX, or of nothing but a comment that switches the translation off or on.

use crate::inline::is_tag_known;

/// How a tag of a template opens and closes.
const FORMS: [(&str, &str); 3] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")];

/// Tags whose content is no text to translate.
const HIDING: [&str; 6] = ["highlight", "comment", "mermaid", "katex", "math", "chart"];

/// Whether a line is nothing but tags of templates: `Some` where it is, with the tag that
/// ends what they hide, where one of them hides what follows the line.
pub(super) fn is_shortcodes(line: &str) -> Option<Option<String>> {
    let mut rest = line;
    while !rest.is_empty() {
        let (open, close) = FORMS.into_iter().find(|(open, _)| rest.starts_with(open))?;
        let inner = &rest[open.len()..];
        let length = inner.find(close)?;
        rest = inner[length + close.len()..].trim_start();
        let name = inner[..length].trim_matches([' ', '-']).split(' ').next().unwrap_or_default();
        if HIDING.contains(&name) && !inner[..length].ends_with('/') {
            let end = match open {
                "{%" => format!("end{name}"),
                _ => format!("/{name}"),
            };
            let Some(hidden) = rest.find(&end) else {
                return rest.is_empty().then_some(Some(end));
            };
            rest = &rest[hidden..];
            rest = rest[rest.find(close)? + close.len()..].trim_start();
        }
    }
    Some(None)
}

/// Whether a line is nothing but tags of components, which HTML does not know: `Some(false)`
/// where the last of them goes on behind the line.
pub(super) fn component(line: &str) -> Option<bool> {
    let mut rest = line;
    while !rest.is_empty() {
        let name = rest.strip_prefix("</").or_else(|| rest.strip_prefix('<'))?;
        if !name.starts_with(|c: char| c.is_ascii_uppercase()) || is_tag_known(rest) {
            return None;
        }
        match tag_end(rest) {
            Some(end) => rest = rest[end..].trim_start(),
            None => return Some(false),
        }
    }
    Some(true)
}

/// Finds the end of a tag whose values may stand in quotes or in braces.
fn tag_end(tag: &str) -> Option<usize> {
    let (mut braces, mut quote) = (0_usize, None);
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'{') => braces += 1,
            (None, b'}') => braces = braces.saturating_sub(1),
            (None, b'>') if braces == 0 => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// What a comment says that switches the translation off or on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Switch {
    Off,
    On,
    /// Off for the next block alone.
    OffForNext,
}

/// Those of this library, of mdpo and of the mdBook helpers.
const SWITCHES: [(&str, Switch); 10] = [
    ("bitext:off", Switch::Off),
    ("bitext:on", Switch::On),
    ("mdpo-disable", Switch::Off),
    ("mdpo-enable", Switch::On),
    ("mdpo-disable-next-line", Switch::OffForNext),
    ("mdpo-disable-next-block", Switch::OffForNext),
    ("i18n:skip-start", Switch::Off),
    ("i18n:skip-end", Switch::On),
    ("i18n:skip", Switch::OffForNext),
    ("mdbook-xgettext:skip", Switch::OffForNext),
];

/// Reads a line that is such a comment and nothing else.
pub(super) fn switch(line: &str) -> Option<Switch> {
    let comment = line.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    SWITCHES.iter().find(|(name, _)| *name == comment).map(|&(_, switch)| switch)
}
