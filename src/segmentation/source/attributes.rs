//! Attribute lists in braces, as headings have them at their end and kramdown has
//! them on a line of their own: `{#id .class key=value}`, `{: .class }`.
//!
//! Other text in braces is text: `GET /users/{id}`, `{1, 2, 3}`, `{{ page.title }}`.

/// Finds where the attribute list begins that a heading ends with, if it does.
pub(super) fn attribute_list(heading: &str) -> Option<usize> {
    let inner = heading.trim_end().strip_suffix('}')?;
    let open = inner.rfind('{')?;
    // `${…}` and `{{…}}` stand for values.
    let is_value = inner[..open].ends_with(['$', '{']);
    (!is_value && (is_list(&inner[open + 1..]) || is_comment(&inner[open + 1..]))).then_some(open)
}

/// Whether what stands in braces is a list of attributes.
pub(super) fn is_list(inner: &str) -> bool {
    let inner = inner.strip_prefix(':').unwrap_or(inner);
    let mut attributes = inner.split_whitespace().peekable();
    attributes.peek().is_some() && attributes.all(is_attribute)
}

/// Whether it is a comment of MDX, which may name the anchor of a heading.
fn is_comment(inner: &str) -> bool {
    inner.starts_with("/*") && inner.ends_with("*/")
}

fn is_attribute(word: &str) -> bool {
    match word.split_once('=') {
        Some((name, _)) => !name.is_empty() && name.bytes().all(is_name),
        None => {
            let name = word.strip_prefix(['#', '.']);
            name.is_some_and(|name| !name.is_empty() && !name.contains(['{', '}', ',']))
        }
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_and_text_in_braces() {
        for (heading, expected) in [
            ("Setup {#setup}", Some("Setup ")),
            ("Setup {#setup .wide lang=en} ", Some("Setup ")),
            ("Setup {: #setup}", Some("Setup ")),
            ("Setup {/* #setup */}", Some("Setup ")),
            ("{.no-toc}", Some("")),
            ("Setup{#setup}", Some("Setup")),
            ("Use ${#name}", None),
            ("GET /users/{id}", None),
            ("The pair {a, b}", None),
            ("Format {yyyy}", None),
            ("Use ${name}", None),
            ("Hello {{ page.title }}", None),
            ("On {% data x.y %}", None),
            ("Do it }", None),
            ("Empty {}", None),
        ] {
            let found = attribute_list(heading).map(|at| &heading[..at]);
            assert_eq!(found, expected, "{heading}");
        }
    }
}
