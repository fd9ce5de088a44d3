//! Destinations and texts without what may differ between languages.

use crate::inline::grammar::element::lower_case;

/// Returns a destination without the parts of its path that look like a locale,
/// scheme and host in lower case; percent-encoding, query and fragment as they
/// are.
pub(crate) fn destination(destination: &str) -> String {
    let path_start = authority_end(destination);
    let (base, rest) = destination.split_at(path_start);
    let (path, suffix) = rest.split_at(rest.find(['?', '#']).unwrap_or(rest.len()));
    let (user, host) = base.rfind('@').map_or(("", base), |at| base.split_at(at));
    let mut normal = String::with_capacity(destination.len());
    normal.push_str(user);
    normal.push_str(&lower_case(host));
    push_path(&mut normal, path);
    normal.push_str(suffix);
    normal
}

/// Returns where the path begins: after the scheme and the authority, RFC 3986
/// section 3.
fn authority_end(destination: &str) -> usize {
    let scheme = destination.find([':', '/', '?', '#']).map_or(0, |end| {
        let is_scheme = end > 0 && destination[end..].starts_with(':');
        if is_scheme { end + 1 } else { 0 }
    });
    match destination[scheme..].strip_prefix("//") {
        Some(rest) => {
            let authority = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            scheme + 2 + authority
        }
        None => scheme,
    }
}

/// Adds the segments of a path that do not look like a locale. A path of one
/// segment is kept: it names a file.
fn push_path(normal: &mut String, path: &str) {
    if !path.contains('/') {
        return normal.push_str(path);
    }
    let kept = path.split('/').filter(|segment| !is_locale(segment));
    for (index, segment) in kept.enumerate() {
        if index > 0 {
            normal.push('/');
        }
        normal.push_str(segment);
    }
}

/// Returns whether this has the form of a language tag that documents are
/// published under: `en`, `en-us`, `zh-hans`, `zh-Hant-TW`, `es-419`.
///
/// Three letters alone are no locale here: paths are full of `api` and `src`.
pub(crate) fn is_locale(segment: &str) -> bool {
    let mut subtags = segment.split(['-', '_']).peekable();
    let language = subtags.next().unwrap_or_default();
    let alone = subtags.peek().is_none();
    let is_alphabetic = |tag: &str| tag.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_script = |tag: &str| tag.len() == 4 && is_alphabetic(tag);
    let is_region = |tag: &str| {
        (tag.len() == 2 && is_alphabetic(tag))
            || (tag.len() == 3 && tag.bytes().all(|byte| byte.is_ascii_digit()))
    };
    subtags.next_if(|tag| is_script(tag));
    subtags.next_if(|tag| is_region(tag));
    let is_language = language.len() == 2 || (language.len() == 3 && !alone);
    is_language && is_alphabetic(language) && subtags.next().is_none()
}

/// Returns a text without regard to letter case and the amount of white space.
pub(super) fn text(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.extend(word.chars().flat_map(char::to_lowercase));
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_that_are_alike() {
        for (one, other) in [
            ("https://docs.example.com/en-us/a/b", "https://docs.example.com/zh-cn/a/b"),
            ("https://docs.example.com/en-us/a/b", "https://docs.example.com/a/b"),
            ("HTTPS://Docs.Example.com/A", "https://docs.example.com/A"),
            ("/en/a.md#b", "/de/a.md#b"),
            ("../zh-Hant-TW/a.md", "../en-us/a.md"),
            ("//Example.com/es-419/", "//example.com/fil-PH/"),
            ("MAILTO:a", "mailto:a"),
        ] {
            assert_eq!(destination(one), destination(other), "{one} {other}");
        }
    }

    #[test]
    fn destinations_that_differ() {
        for (one, other) in [
            ("https://example.com/A", "https://example.com/a"),
            ("https://example.com/a%20b", "https://example.com/a b"),
            ("https://example.com/api/a", "https://example.com/src/a"),
            ("https://User@example.com/", "https://user@example.com/"),
            ("a.md?l=en-us", "a.md?l=de-de"),
            ("a.md#en-us", "a.md#de-de"),
            ("en", "de"),
            ("A.md", "a.md"),
            ("a/B:c", "a/b:c"),
            ("/en-us-x/a", "/de-de-x/a"),
        ] {
            assert_ne!(destination(one), destination(other), "{one} {other}");
        }
    }

    #[test]
    fn texts() {
        assert_eq!(text(" Get-Item\n  -Path "), "get-item -path");
    }
}
