//! Autolinks: CommonMark 0.31.2, section 6.5.
//!
//! ```text
//! autolink = "<" (uri | email) ">"
//! uri      = scheme ":" *(any but control, space, "<", ">")
//! scheme   = ALPHA 1*31(ALPHA / DIGIT / "+" / "." / "-")
//! email    = the address grammar of the HTML standard
//! ```
//!
//! `<xref:uid>` of docfx is a URI of the scheme `xref`.

/// The length of the autolink that the text begins with, brackets included.
pub(crate) fn scan(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    // An address holds none of these, so that the search for its end never
    // passes the next place where one could begin.
    let end = inside.bytes().position(|byte| matches!(byte, b'<' | b'>' | ..=b' ' | b'\x7f'))?;
    let address = &inside[..end];
    let found = inside.as_bytes()[end] == b'>' && (is_uri(address) || is_email(address));
    found.then_some(end + 2)
}

/// What stands between the brackets of an autolink.
pub(crate) fn address(native: &str) -> &str {
    native.strip_prefix('<').and_then(|inside| inside.strip_suffix('>')).unwrap_or(native)
}

fn is_uri(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        (2..=32).contains(&scheme.len())
            && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-'))
    })
}

fn is_email(address: &str) -> bool {
    let is_local = |b: u8| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b);
    address.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && local.bytes().all(is_local) && domain.split('.').all(is_label)
    })
}

/// Whether this can stand between two dots of a domain.
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for text in [
            "<http://foo.bar.baz>",
            "<https://foo.bar.baz/test?q=hello&id=22&boolean>",
            "<irc://foo.bar:2233/baz>",
            "<MAILTO:FOO@BAR.BAZ>",
            "<a+b+c:d>",
            "<made-up-scheme://foo,bar>",
            "<https://../>",
            "<localhost:5001/foo>",
            "<https://example.com/\\[\\>",
            "<foo@bar.example.com>",
            "<foo+special@Bar.baz-bar0.com>",
            "<xref:System.String?displayProperty=nameWithType>",
        ] {
            assert_eq!(scan(text), Some(text.len()), "{text}");
            assert_eq!(address(text), &text[1..text.len() - 1]);
        }
    }

    #[test]
    fn look_alikes() {
        for text in [
            "<>",
            "< https://foo.bar >",
            "<https://foo.bar/baz bim>",
            "<m:abc>",
            "<foo.bar.baz>",
            "<foo\\+@bar.example.com>",
            "<a@-b.c>",
            "<a@b..c>",
            "<@b.c>",
            "<https://a<b>",
            "<https://a",
            "https://example.com",
        ] {
            assert_eq!(scan(text), None, "{text}");
        }
    }
}
