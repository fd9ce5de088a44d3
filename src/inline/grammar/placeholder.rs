//! What stands in a text for something that is put there later, or that is written
//! in another language than the text: each is left as it is.
//!
//! ```text
//! expression = "{{" … "}}" / "{%" … "%}" / "${" … "}"      {{ page.title }}  ${{ x.y }}
//! position   = "{" 1*digit ["," … ] [":" … ] "}"           {0}  {1,8:N2}
//! conversion = "%" [number "$" / "(" name ")"] … letter    %s  %1$d  %(name)s
//! shortcode  = ":" name ":"                                :tada:  :+1:
//! formula    = "$" … "$" / "$$" … "$$"                     $x^2$
//! reference  = "[^" label "]"                              [^1]
//! ```
//!
//! All stand on one line. Each search ends where the next one of its form would have
//! to begin, or after a fixed number of bytes; so all attempts in a text together are
//! linear.

use std::ops::Range;

use super::Cursor;
use crate::steps::step;

/// How long the inside of `${…}` and of `{0:…}` and a name may be, in bytes.
const LONGEST: usize = 128;

/// What a placeholder stands for, as far as sentences go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// A word.
    Word,
    /// A picture, which is no part of a sentence.
    Symbol,
    /// A reference to a note, in brackets.
    Reference,
}

/// Returns how a placeholder reads.
pub(crate) fn reading(native: &str) -> Reading {
    match native.as_bytes().first() {
        Some(b':') => Reading::Symbol,
        Some(b'[') => Reading::Reference,
        _ => Reading::Word,
    }
}

/// Returns the length of the placeholder that begins at a place of a text, if one does.
pub(crate) fn at(text: &str, place: usize) -> Option<usize> {
    let rest = &text[place..];
    let before = text[..place].chars().next_back();
    match rest.as_bytes().first()? {
        b'{' => braces(rest),
        b'$' => dollar(rest, before),
        b'%' => conversion(rest, before),
        b':' => shortcode(rest, before),
        b'[' => reference(rest, before),
        _ => None,
    }
}

/// Returns all of them in a text without markup, in order.
pub(crate) fn all(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        while let Some(skip) = bytes[from..].iter().position(|byte| b"{$%:[".contains(byte)) {
            let start = from + skip;
            let length = at(text, start);
            from = start + length.unwrap_or(1);
            if length.is_some() {
                return Some(start..from);
            }
        }
        None
    })
}

/// Reads a template expression or a numbered position.
fn braces(text: &str) -> Option<usize> {
    match text.as_bytes().get(1)? {
        b'{' => expression(text),
        b'%' => delimited(text, "{%", "%}"),
        b'0'..=b'9' => position(text),
        _ => None,
    }
}

fn expression(text: &str) -> Option<usize> {
    let triple = text.starts_with("{{{").then(|| delimited(text, "{{{", "}}}")).flatten();
    triple.or_else(|| delimited(text, "{{", "}}"))
}

/// Reads what stands between two marks, neither of which may stand inside.
fn delimited(text: &str, open: &str, close: &str) -> Option<usize> {
    let (first, last) = (open.as_bytes(), close.as_bytes());
    let inside = text.as_bytes().get(open.len()..)?;
    let mut length = 0;
    while let Some(rest) = inside.get(length..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(last) {
            let is_blank = inside[..length].trim_ascii().is_empty();
            return (!is_blank).then_some(open.len() + length + close.len());
        }
        if matches!(rest[0], b'\n' | b'\r') || rest.starts_with(first) {
            return None;
        }
        step(1);
        length += 1;
    }
    None
}

fn position(text: &str) -> Option<usize> {
    let mut cursor = Cursor::new(text);
    cursor.eat(b'{');
    cursor.take_while(|byte| byte.is_ascii_digit());
    if matches!(cursor.peek(), Some(b',' | b':')) {
        skip_inside(&mut cursor);
    }
    cursor.eat(b'}').then_some(cursor.at)
}

/// Moves past what may stand in braces.
fn skip_inside(cursor: &mut Cursor<'_>) {
    let start = cursor.at;
    let rest = cursor.rest();
    let is_inside = |byte: &&u8| !matches!(byte, b'{' | b'}' | b'`' | b'\n' | b'\r');
    cursor.at = start + rest.iter().take(LONGEST).take_while(is_inside).count();
}

/// Reads `${…}`, `${{ … }}` or a formula.
fn dollar(text: &str, before: Option<char>) -> Option<usize> {
    if text.starts_with("${{") {
        return delimited(&text[1..], "{{", "}}").map(|length| length + 1);
    }
    if text.starts_with("${") {
        let mut cursor = Cursor::new(text);
        cursor.at = 2;
        skip_inside(&mut cursor);
        let has_any = cursor.at > 2;
        return (cursor.eat(b'}') && has_any).then_some(cursor.at);
    }
    formula(text, before)
}

/// Reads a formula where that is unmistakable (the rules of Pandoc for `tex_math_dollars`,
/// and more): no price, no two variables of a shell.
fn formula(text: &str, before: Option<char>) -> Option<usize> {
    let dollars = text.len() - text.trim_start_matches('$').len();
    if dollars > 2 || before.is_some_and(|before| before.is_alphanumeric() || before == '$') {
        return None;
    }
    let inner = &text[dollars..];
    let length = formula_length(inner)?;
    let (formula, behind) = (&inner[..length], &inner[length..]);
    let rest = behind.strip_prefix(&text[..dollars])?;
    let is_tight = formula.trim() == formula;
    let goes_on = rest.starts_with(|next: char| next.is_alphanumeric() || next == '$');
    ((dollars == 2 || is_tight) && !goes_on && is_formula(formula)).then_some(2 * dollars + length)
}

/// Returns how far it is to the next dollar sign that is not escaped.
fn formula_length(inner: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in inner.bytes().enumerate() {
        step(1);
        match byte {
            b'$' if !escaped => return Some(at),
            b'\n' | b'\r' | b'`' => return None,
            _ => escaped = byte == b'\\' && !escaped,
        }
    }
    None
}

/// Whether a text between dollar signs is one of mathematics: no words in a row, and
/// no amount of money in front.
fn is_formula(text: &str) -> bool {
    let is_prose = |word: &&str| word.len() > 2 && word.chars().all(char::is_alphabetic);
    let words: Vec<&str> = text.split_whitespace().collect();
    let has_prose = words.windows(2).any(|pair| pair.iter().all(is_prose));
    let has_sign = || text.contains(['\\', '^', '_', '=', '+', '{', '<', '>']);
    let has_letter = || {
        text.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && text.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    let is_amount = text.starts_with(|first: char| first.is_numeric() || first == '.');
    text.contains(char::is_alphanumeric) && !has_prose && (!is_amount || has_sign() || has_letter())
}

/// Reads a conversion of `printf` (POSIX) or its kin.
fn conversion(text: &str, before: Option<char>) -> Option<usize> {
    if before.is_some_and(|before| before.is_alphanumeric() || before == '%') {
        return None;
    }
    let mut cursor = Cursor::new(text);
    cursor.eat(b'%');
    if cursor.eat(b'(') {
        let name =
            take_few(&mut cursor, |byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
        (name > 0 && cursor.eat(b')')).then_some(())?;
    } else {
        let mut numbered = cursor;
        let digits = take_few(&mut numbered, |byte| byte.is_ascii_digit());
        if (1..=2).contains(&digits) && numbered.eat(b'$') {
            cursor = numbered;
        }
    }
    take_few(&mut cursor, |byte| b"-+0#".contains(&byte));
    take_few(&mut cursor, |byte| byte.is_ascii_digit());
    if cursor.eat(b'.') {
        take_few(&mut cursor, |byte| byte.is_ascii_digit());
    }
    take_few(&mut cursor, |byte| b"hlLqjzt".contains(&byte));
    let letter = cursor.peek().filter(|byte| b"@sdiufFeEgGxXoc".contains(byte))?;
    cursor.eat(letter);
    let rest = &text[cursor.at..];
    let goes_on = rest.starts_with(|next: char| next.is_alphanumeric() || next == '_')
        || rest.starts_with('%') && !rest.starts_with("%%");
    let is_hexadecimal = cursor.at == 3 && text.as_bytes()[1..3].iter().all(u8::is_ascii_hexdigit);
    (!goes_on && !is_hexadecimal).then_some(cursor.at)
}

/// Moves past a few bytes that `wanted` holds for, and returns how many there were.
fn take_few(cursor: &mut Cursor<'_>, wanted: impl Fn(u8) -> bool) -> usize {
    let count = cursor.rest().iter().take(LONGEST).take_while(|&&byte| wanted(byte)).count();
    step(count);
    cursor.at += count;
    count
}

/// Reads the name of a picture between colons.
fn shortcode(text: &str, before: Option<char>) -> Option<usize> {
    if before.is_some_and(|before| before.is_alphanumeric() || "_:/\\".contains(before)) {
        return None;
    }
    let mut cursor = Cursor::new(text);
    cursor.eat(b':');
    let is_of_name =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_+-".contains(&byte);
    let name = cursor.take_while(is_of_name);
    let named = name.bytes().any(|byte| byte.is_ascii_lowercase())
        || ["+1", "-1", "100", "1234"].contains(&name);
    let closed = name.len() <= LONGEST && cursor.eat(b':');
    let goes_on =
        text[cursor.at..].starts_with(|next: char| next.is_alphanumeric() || "_:".contains(next));
    (named && closed && !goes_on).then_some(cursor.at)
}

/// Reads a reference to a footnote; in front of a bracket it is a link, and at the start of
/// a line in front of a colon the footnote itself.
fn reference(text: &str, before: Option<char>) -> Option<usize> {
    let label = text.strip_prefix("[^")?;
    let length = label.find(|c: char| matches!(c, '[' | ']' | '^' | '`') || c.is_whitespace())?;
    let behind = label[length..].strip_prefix(']')?;
    let is_note = matches!(before, None | Some('\n')) && behind.starts_with(':');
    (length > 0 && !is_note && !behind.starts_with(['(', '['])).then_some(length + 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::assert_linear;

    fn found(text: &str) -> Vec<&str> {
        all(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn forms() {
        for text in [
            "{{ page.title }}",
            "{{page}}",
            "{{{ raw }}}",
            "{{< ref \"a.md\" >}}",
            "{% data variables.product.name %}",
            "${name}",
            "${{ github.ref }}",
            "{0}",
            "{12,-8:N2}",
            "%s",
            "%1$d",
            "%(name)s",
            "%-5.2f",
            "%@",
            "%lu",
            ":tada:",
            ":+1:",
            ":white_check_mark:",
            "$x$",
            "$x^2 + y^2 = z^2$",
            "$10^3$",
            "$\\frac{a}{b}$",
            "$$ a = b $$",
            "[^1]",
            "[^note-a]",
        ] {
            for around in [format!("A {text} b"), text.to_owned(), format!("文{text}。")] {
                let is_word_bound = text.starts_with(['%', ':', '$']) && !text.starts_with("${");
                if !(is_word_bound && around.starts_with('文')) {
                    assert_eq!(found(&around), [text], "{around}");
                }
            }
        }
        assert_eq!(found("It is %d%% of {0}{1}."), ["%d", "{0}", "{1}"]);
    }

    #[test]
    fn look_alikes() {
        for text in [
            "It costs $5 and $10.",
            "It costs $5/month, or $50/year.",
            "Set $HOME/$USER and $a, $b.",
            "US$5, A$6 and 5$/6$",
            "Add $foo to the words of bar$.",
            "GET /users/{id}",
            "{{}} and {{ }}",
            "{{ a {{ b",
            "{% a\n%}",
            "100%s and 5 % of",
            "%description, a%20b, (%2F)",
            "%TEMP% or %d%",
            "10:30:45, a:b:c, std::move::x",
            "C:\\a:b: :: : a :",
            ":Big: :a b:",
            "[^1]: a\n[^2]: b",
            "[^1](a.md) [^a b] [^]",
            "[1]",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn long_texts_take_linear_time() {
        for part in ["{{", "{{{", "{%", "{0:", "${", "$", "$a", "%(", "%1", ":a", "[^", "{{{ a }}"]
        {
            assert_linear(part, |length| {
                let text = part.repeat(length / part.len());
                step(text.len());
                all(&text).for_each(|range| step(range.len()));
            });
        }
    }
}
