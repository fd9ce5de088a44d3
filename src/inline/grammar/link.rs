//! What follows the text of a link or an image: CommonMark 0.31.2, section 6.3;
//! and autolinks, section 6.5.
//!
//! ```text
//! tail        = "(" [space] [destination [space title]] [space] ")"
//!             / "[" label "]" / "[]"
//! destination = "<" *(any but "<", ">", line end) ">" / balanced
//! title       = "'" … "'" / DQUOTE … DQUOTE / "(" … ")"
//! autolink    = "<" (uri / email) ">"
//! uri         = scheme ":" *(any but control, space, "<", ">")
//! scheme      = ALPHA 1*31(ALPHA / DIGIT / "+" / "." / "-")
//! email       = the address grammar of the HTML standard
//! ```
//!
//! `<xref:uid>` of docfx is a URI of the scheme `xref`.
//!
//! Which labels have a definition is not known here, as definitions stand
//! elsewhere in the document; so `[text][label]` always counts as a link, and
//! `[label]` alone never does.
//!
//! Every search ends at a byte with which the next tail would have to begin
//! (`<`, a quote, a bracket) or after [`DEEPEST`] parentheses, so that all
//! attempts in a text together are linear.

use super::Cursor;

/// How deep parentheses may nest in a destination; the specification asks for
/// three levels at least, its reference implementation stops here.
const DEEPEST: usize = 32;

/// The longest label, in characters.
const LONGEST_LABEL: usize = 999;

/// What follows the text of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tail<'a> {
    /// Bytes of the tail.
    pub(crate) length: usize,
    pub(crate) leads_to: Target<'a>,
}

/// Where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// The destination of an inline link as written, without angle brackets.
    Destination(&'a str),
    /// Where the definition of a label says.
    Label,
    /// The same, the text of the link being the label.
    OwnText,
}

/// Returns the tail that the text begins with, if any.
pub(crate) fn tail(text: &str) -> Option<Tail<'_>> {
    match text.bytes().next()? {
        b'(' => inline(text),
        b'[' => reference(text),
        _ => None,
    }
}

fn inline(text: &str) -> Option<Tail<'_>> {
    let mut cursor = Cursor::new(text);
    cursor.eat(b'(');
    skip_space(&mut cursor);
    let destination = if cursor.peek() == Some(b'<') {
        bracketed_destination(&mut cursor)?
    } else {
        bare_destination(&mut cursor)?
    };
    if skip_space(&mut cursor) {
        title(&mut cursor)?;
        skip_space(&mut cursor);
    }
    cursor
        .eat(b')')
        .then_some(Tail { length: cursor.at, leads_to: Target::Destination(destination) })
}

/// Skips spaces, tabs and at most one line end, and returns whether there were
/// any.
fn skip_space(cursor: &mut Cursor<'_>) -> bool {
    let start = cursor.at;
    let blank = |byte| matches!(byte, b' ' | b'\t');
    cursor.take_while(blank);
    cursor.eat(b'\r');
    cursor.eat(b'\n');
    cursor.take_while(blank);
    cursor.at > start
}

fn bracketed_destination<'a>(cursor: &mut Cursor<'a>) -> Option<&'a str> {
    cursor.eat(b'<');
    let destination = take_escaped(cursor, |byte| matches!(byte, b'<' | b'>' | b'\n' | b'\r'));
    cursor.eat(b'>').then_some(destination)
}

fn bare_destination<'a>(cursor: &mut Cursor<'a>) -> Option<&'a str> {
    let start = cursor.at;
    let mut depth = 0;
    loop {
        take_escaped(cursor, |byte| matches!(byte, b'(' | b')' | ..=b' ' | b'\x7f'));
        match cursor.peek() {
            Some(b'(') if depth < DEEPEST => depth += 1,
            Some(b')') if depth > 0 => depth -= 1,
            Some(b'(') => return None,
            _ => return (depth == 0).then(|| cursor.since(start)),
        }
        cursor.at += 1;
    }
}

/// Skips an optional title, or returns `None` where one begins and does not
/// end.
fn title(cursor: &mut Cursor<'_>) -> Option<()> {
    let close = match cursor.peek() {
        Some(quote @ (b'"' | b'\'')) => quote,
        Some(b'(') => b')',
        _ => return Some(()),
    };
    cursor.at += 1;
    take_escaped(cursor, |byte| byte == close || (close == b')' && byte == b'('));
    cursor.eat(close).then_some(())
}

/// Reads `[label]` or `[]`.
fn reference(text: &str) -> Option<Tail<'_>> {
    let mut cursor = Cursor::new(text);
    cursor.eat(b'[');
    let label = take_escaped(&mut cursor, |byte| matches!(byte, b'[' | b']'));
    let blank = !label.is_empty() && label.trim().is_empty();
    let too_long = label.len() > LONGEST_LABEL && label.chars().count() > LONGEST_LABEL;
    let leads_to = if label.is_empty() { Target::OwnText } else { Target::Label };
    let found = cursor.eat(b']') && !blank && !too_long;
    found.then_some(Tail { length: cursor.at, leads_to })
}

/// Moves to the first byte that ends the run and is not escaped, or to the end
/// of the text.
fn take_escaped<'a>(cursor: &mut Cursor<'a>, ends: impl Fn(u8) -> bool) -> &'a str {
    let start = cursor.at;
    loop {
        cursor.take_while(|byte| byte != b'\\' && !ends(byte));
        if !cursor.eat(b'\\') {
            return cursor.since(start);
        }
        cursor.at += usize::from(cursor.peek().is_some_and(|next| next.is_ascii_punctuation()));
    }
}

/// Returns the length of the autolink that the text begins with, brackets
/// included.
pub(crate) fn autolink(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    // An address holds none of these, so that the search for its end never
    // passes the next place where one could begin.
    let end = inside.bytes().position(|byte| matches!(byte, b'<' | b'>' | ..=b' ' | b'\x7f'))?;
    let address = &inside[..end];
    let found = inside.as_bytes()[end] == b'>' && (is_uri(address) || is_email(address));
    found.then_some(end + 2)
}

/// Returns what is between the brackets of an autolink.
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

/// Returns whether this can be between two dots of a domain.
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
    fn inline_tails() {
        for (text, destination) in [
            ("(/uri)", "/uri"),
            ("(/uri \"title\")", "/uri"),
            ("()", ""),
            ("(<>)", ""),
            ("(</my uri>)", "/my uri"),
            ("(<b)c>)", "b)c"),
            ("(\\(foo\\))", "\\(foo\\)"),
            ("(foo(and(bar)))", "foo(and(bar))"),
            ("(foo\\)\\:)", "foo\\)\\:"),
            ("(#fragment)", "#fragment"),
            ("(foo%20b&auml;)", "foo%20b&auml;"),
            ("(/url 'title \"and\" title')", "/url"),
            ("(/url (title))", "/url"),
            ("(   /uri\n  \"title\"  )", "/uri"),
            ("(/url \"a \\\" b\")", "/url"),
            ("(链接.md)", "链接.md"),
            ("(\"title\")", "\"title\""),
        ] {
            let leads_to = Target::Destination(destination);
            assert_eq!(tail(text), Some(Tail { length: text.len(), leads_to }), "{text}");
        }
    }

    #[test]
    fn no_tails() {
        for text in [
            "(/my uri)",
            "(foo\nbar)",
            "(<foo\nbar>)",
            "(<foo\\>)",
            "(<b)c",
            "(<b)c>",
            "(<b>c)",
            "(foo(and(bar))",
            "(/url \"title \"and\" title\")",
            "(/url\u{a0}\"title\"",
            " (/uri)",
            "(/url \"a\"\"b\")",
            "(/url (a(b)))",
            "(",
            "[a[b]]",
            "[ ]",
            "[",
            "[\\]",
            "",
        ] {
            assert_eq!(tail(text), None, "{text}");
        }
        assert_eq!(tail(&format!("[{}]", "é".repeat(1000))), None);
        assert_eq!(tail(&format!("({})", "(".repeat(40) + &")".repeat(40))), None);
    }

    #[test]
    fn references() {
        for (text, leads_to) in [
            ("[bar]", Target::Label),
            ("[a\\]b]", Target::Label),
            ("[BaR baz]", Target::Label),
            ("[]", Target::OwnText),
        ] {
            assert_eq!(tail(text), Some(Tail { length: text.len(), leads_to }), "{text}");
        }
    }

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
            assert_eq!(autolink(text), Some(text.len()), "{text}");
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
            assert_eq!(autolink(text), None, "{text}");
        }
    }
}
