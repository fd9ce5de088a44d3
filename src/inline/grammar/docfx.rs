//! The forms that docfx and the documentation sites built like it add to
//! Markdown.
//!
//! ```text
//! form      = "[!" name "]"                          [!NOTE]
//!           / "[!" name [space] "[" text "](" path ")]"   [!INCLUDE [x](y.md)]
//!           / "[!" name space text "]"               [!div class="x"] [!DNL Azure]
//! directive = ":::" [space] name … ":::"             :::image source="x.png":::
//!           / ":::" [space] name … line end          ::: moniker range=">=1.0"
//!           / ":::" [space] line end                 :::
//! ```
//!
//! Names are ASCII letters and hyphens in any case. Each search ends at a
//! bracket, at `:::` or at the end of its line, with which the next form would
//! have to begin; so all attempts in a text together are linear.

use super::Cursor;

/// Forms with a text that readers see and translators translate: a pair of codes.
const SHOWN: [&str; 3] = ["uicontrol", "badge", "tab"];
/// Forms with a text that readers see and translators leave alone.
const KEPT: [&str; 1] = ["dnl"];
/// Forms with an argument that readers do not see.
const HIDDEN: [&str; 2] = ["div", "video"];
/// Forms around a link; `code-` with a language as well.
const LINKING: [&str; 2] = ["include", "code"];
/// Directives that end with their line.
const WHOLE_LINE: [&str; 4] = ["moniker", "moniker-end", "zone", "zone-end"];

const COLONS: &str = ":::";

/// A form in brackets at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// All of it is one code of this many bytes.
    Whole(usize),
    /// This many bytes open a text that the next free `]` closes.
    Opening(usize),
}

/// Returns the form that the text begins with, if any.
pub(crate) fn form(text: &str) -> Option<Form> {
    let mut cursor = Cursor::new(text);
    let name = form_name(&mut cursor)?;
    let spaced = skip_blanks(&mut cursor);
    if cursor.eat(b']') {
        // `[!NOTE](x)` is a link like any other.
        let alone = !matches!(cursor.peek(), Some(b'(' | b'['));
        return (alone && name.len() > 1).then_some(Form::Whole(cursor.at));
    }
    if cursor.peek() == Some(b'[') && (is_one_of(name, &LINKING) || name_is_code(name)) {
        link_path(&mut cursor)?;
        return cursor.eat(b']').then_some(Form::Whole(cursor.at));
    }
    if spaced && is_one_of(name, &SHOWN) {
        return Some(Form::Opening(cursor.at));
    }
    if spaced && (is_one_of(name, &KEPT) || is_one_of(name, &HIDDEN)) {
        argument(&mut cursor);
        return cursor.eat(b']').then_some(Form::Whole(cursor.at));
    }
    None
}

/// Returns the length of the directive between colons that the text begins
/// with, if any.
pub(crate) fn directive(text: &str, at_line_start: bool) -> Option<usize> {
    let mut cursor = Cursor::new(text.strip_prefix(COLONS)?);
    skip_blanks(&mut cursor);
    let name = take_name(&mut cursor);
    if name.is_empty() {
        // The end of a block, where nothing else is on the line.
        let is_alone = at_line_start && matches!(cursor.peek(), None | Some(b'\n' | b'\r'));
        return is_alone.then_some(COLONS.len() + cursor.at);
    }
    let closed = skip_to_colons(&mut cursor);
    let ended = closed || (at_line_start && is_one_of(name, &WHOLE_LINE));
    ended.then_some(COLONS.len() + cursor.at)
}

/// Returns the length of the directive between colons that a line begins with, if any.
pub(crate) fn directive_length(line: &str) -> Option<usize> {
    line.starts_with(COLONS).then(|| directive(line, true)).flatten()
}

/// Moves past the next three colons of the line, or to its end, and returns
/// whether there were colons.
fn skip_to_colons(cursor: &mut Cursor<'_>) -> bool {
    loop {
        cursor.take_while(|byte| !matches!(byte, b':' | b'\n' | b'\r'));
        if cursor.eat_all(COLONS) {
            return true;
        }
        if !cursor.eat(b':') {
            return false;
        }
    }
}

/// Returns the file or address that a form or directive names.
pub(crate) fn destination(native: &str) -> Option<&str> {
    if native.starts_with(COLONS) {
        return attribute(native, "source");
    }
    let mut cursor = Cursor::new(native);
    let name = form_name(&mut cursor)?;
    skip_blanks(&mut cursor);
    match cursor.peek()? {
        b'[' => link_path(&mut cursor),
        _ if name.eq_ignore_ascii_case("video") => Some(argument(&mut cursor)),
        _ => None,
    }
}

/// Whether a form or directive stands for a word, a name or an icon, and so is a part
/// of the sentence around it.
pub(crate) fn is_in_sentence(native: &str) -> bool {
    if let Some(directive) = native.strip_prefix(COLONS) {
        let directive = directive.trim_start();
        return directive.starts_with("no-loc")
            || directive.starts_with("image") && attribute(native, "type") == Some("icon");
    }
    is_include(native)
        || form_name(&mut Cursor::new(native)).is_some_and(|name| is_one_of(name, &KEPT))
}

/// Whether a form stands for the text of another file.
pub(crate) fn is_include(native: &str) -> bool {
    let name = form_name(&mut Cursor::new(native));
    name.is_some_and(|name| name.eq_ignore_ascii_case(LINKING[0]))
}

/// Returns the text that a reader sees for a form or directive that is to be
/// left alone.
pub(crate) fn literal(native: &str) -> Option<&str> {
    if let Some(directive) = native.strip_prefix(COLONS) {
        return directive.trim_start().strip_prefix("no-loc").and(attribute(native, "text"));
    }
    let mut cursor = Cursor::new(native);
    let name = form_name(&mut cursor)?;
    skip_blanks(&mut cursor);
    is_one_of(name, &KEPT).then(|| argument(&mut cursor))
}

/// Moves past `[!` and a name and returns the name.
fn form_name<'a>(cursor: &mut Cursor<'a>) -> Option<&'a str> {
    let name = (cursor.eat(b'[') && cursor.eat(b'!')).then(|| take_name(cursor))?;
    (!name.is_empty()).then_some(name)
}

fn take_name<'a>(cursor: &mut Cursor<'a>) -> &'a str {
    cursor.take_while(|byte| byte.is_ascii_alphabetic() || byte == b'-')
}

fn skip_blanks(cursor: &mut Cursor<'_>) -> bool {
    !cursor.take_while(|byte| matches!(byte, b' ' | b'\t')).is_empty()
}

/// Takes what comes before the closing bracket, on one line and without
/// brackets.
fn argument<'a>(cursor: &mut Cursor<'a>) -> &'a str {
    cursor.take_while(|byte| !matches!(byte, b'[' | b']' | b'\n'))
}

/// Moves past `[text](path)` and returns the path, without a title.
fn link_path<'a>(cursor: &mut Cursor<'a>) -> Option<&'a str> {
    cursor.eat(b'[');
    argument(cursor);
    if !(cursor.eat(b']') && cursor.eat(b'(')) {
        return None;
    }
    let inside = cursor.take_while(|byte| !matches!(byte, b'[' | b')' | b'\n'));
    cursor.eat(b')').then(|| inside.trim().split([' ', '\t']).next().unwrap_or_default())
}

/// Returns the value of `name="…"` in a directive.
fn attribute<'a>(native: &'a str, name: &str) -> Option<&'a str> {
    native.match_indices(name).find_map(|(at, _)| {
        let value = native[at + name.len()..].strip_prefix("=\"")?;
        let begins = native[..at].ends_with([' ', '\t']);
        begins.then(|| value.split('"').next()).flatten()
    })
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|listed| listed.eq_ignore_ascii_case(name))
}

/// Returns whether the name is that of a code include with a language:
/// `code-csharp`.
fn name_is_code(name: &str) -> bool {
    name.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("code-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for text in [
            "[!NOTE]",
            "[!note ]",
            "[!INCLUDE [text](path.md)]",
            "[!INCLUDE[](path.md)]",
            "[!code-csharp[Main](~/x.cs?range=1-5 \"title\")]",
            "[!div class=\"nextstepaction\"]",
            "[!VIDEO https://www.example.com/embed/1]",
            "[!DNL Adobe Analytics]",
        ] {
            assert_eq!(form(text), Some(Form::Whole(text.len())), "{text}");
        }
        assert_eq!(form("[!UICONTROL Save *all*]"), Some(Form::Opening(12)));
    }

    #[test]
    fn look_alikes() {
        for text in [
            "[!NOTE](x)",
            "[!NOTE][x]",
            "[!NOTE",
            "[! NOTE]",
            "[!注意]",
            "[!x]",
            "[!important text]",
            "[!INCLUDE [text](path.md)",
            "[!INCLUDE [text] (path.md)]",
            "[!INCLUDE text]",
            "[!div a\n]",
            "[NOTE]",
            "[![x](y)](z)",
            "[!",
        ] {
            assert_eq!(form(text), None, "{text}");
        }
    }

    #[test]
    fn directives() {
        for (text, at_line_start, length) in [
            (":::image type=\"content\" source=\"a.png\" alt-text=\"b\"::: c", false, Some(54)),
            (":::row:::", false, Some(9)),
            ("::: row-end :::", true, Some(15)),
            ("::: moniker range=\">=1.0\"\na", true, Some(25)),
            ("::: moniker range=\">=1.0\"", false, None),
            (":::zone-end", true, Some(11)),
            (":::row\n:::", true, None),
            (":::", true, Some(3)),
            ("::: \na", true, Some(4)),
            (":::", false, None),
            ("::: a", true, None),
            ("::::", true, None),
            ("::: a", true, None),
        ] {
            assert_eq!(directive(text, at_line_start), length, "{text}");
        }
    }

    #[test]
    fn destinations_and_literals() {
        for (native, path) in [
            ("[!INCLUDE [text](path.md)]", Some("path.md")),
            ("[!code-csharp[Main](~/x.cs \"title\")]", Some("~/x.cs")),
            ("[!VIDEO https://x.example/1]", Some("https://x.example/1")),
            (":::image type=\"content\" source=\"a b.png\":::", Some("a b.png")),
            (":::row:::", None),
            ("[!NOTE]", None),
            ("[!UICONTROL ", None),
        ] {
            assert_eq!(destination(native), path, "{native}");
        }
        assert_eq!(literal("[!DNL Adobe Analytics]"), Some("Adobe Analytics"));
        assert_eq!(literal(":::no-loc text=\"Blazor\":::"), Some("Blazor"));
        assert_eq!(literal("[!NOTE]"), None);
        assert_eq!(literal("]"), None);
    }
}
