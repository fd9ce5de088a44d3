//! Lines that other generators of sites read before Markdown is: directives, tags of
//! templates, components and comments that switch the translation off.
//!
//! The parser of Markdown sees a copy of the document, of the same length, in which
//! such lines are blank; the texts are taken from the document itself. So a
//! directive ends a block, and no rule of Markdown has to know of it. Only the body
//! of an admonition of MkDocs, which its indentation marks, needs a mark that
//! Markdown knows: an item of a list, which is indented alike.
//!
//! | line | of |
//! |---|---|
//! | `:::tip`, `::::info Title`, `:::` | docfx, Docusaurus, VitePress, Pandoc |
//! | `!!! note "Title"`, `??? tip`, `=== "Tab"` | MkDocs |
//! | `{% include x %}`, `{{< note >}}`, `{{% tab %}}` | Jekyll, Hugo |
//! | `{: .class }`, `{:toc}`, `{::nomarkdown}` | kramdown |
//! | `import x from 'y'`, `export …`, `{x.y}`, `{/* … */}`, `<Tabs … >` | MDX |
//! | `--8<-- "x.md"`, `[TOC]`, `[[toc]]` | inclusions and tables of contents |

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::tags::{Switch, component, is_shortcodes, switch};
use crate::inline::directive_length;
use crate::segmentation::source::attributes::is_list;

/// Returns the document as Markdown reads it from `start` on.
pub(super) fn without_foreign_lines(document: &str, start: usize) -> Cow<'_, str> {
    let mut masked = Vec::new();
    let mut reader = LineReader::default();
    let mut at = start;
    for line in document[start..].split_inclusive('\n') {
        let text = line.trim_end();
        let indent = text.len() - text.trim_start_matches([' ', '\t', '>']).len();
        let place = Place { range: at + indent..at + text.len(), is_indented: indent > 0 };
        at += line.len();
        let mask = reader.line(document, &place);
        if mask != Mask::None {
            if masked.is_empty() {
                masked = document.as_bytes().to_vec();
            }
            mask.write(&mut masked[place.range]);
        }
    }
    // Whole lines were replaced, so no character was cut.
    String::from_utf8(masked)
        .ok()
        .filter(|text| !text.is_empty())
        .map_or(document.into(), Cow::Owned)
}

/// Where a line stands, without its indentation, the marks of quotes and its end.
struct Place {
    range: Range<usize>,
    is_indented: bool,
}

/// What the parser sees in place of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mask {
    /// The line itself.
    None,
    Blank,
    /// An item whose text stands in the lines behind it.
    Item,
}

impl Mask {
    fn write(self, line: &mut [u8]) {
        line.fill(b' ');
        if self == Mask::Item {
            // An empty heading, so that no text joins it.
            line[..ITEM.len()].copy_from_slice(ITEM);
        }
    }
}

const ITEM: &[u8] = b"-   #";

/// What lines are left out for.
#[derive(Debug, Default)]
enum Skipping {
    #[default]
    Nothing,
    /// Up to the line that ends with this.
    UpTo(&'static str),
    /// Up to the line that holds this.
    Through(String),
    /// As long as brackets are open, and up to a blank line.
    Brackets(i32),
    /// Until the translation is switched on.
    Off,
    /// The next block.
    NextBlock { is_begun: bool },
}

/// Follows the lines of a document.
#[derive(Debug, Default)]
struct LineReader {
    skipping: Skipping,
    /// The mark of the fence of the code that is open, and its length.
    fence: Option<(u8, usize)>,
    /// Whether the last line was blank, or was made so.
    is_apart: bool,
    /// Ends of hidden content that do not come any more.
    endless: Vec<String>,
}

impl LineReader {
    fn line(&mut self, document: &str, place: &Place) -> Mask {
        let line = &document[place.range.clone()];
        if self.skips(line) {
            self.is_apart = true;
            return if line.is_empty() { Mask::None } else { Mask::Blank };
        }
        let mask = match self.is_code(line) {
            true => Mask::None,
            false => self.foreign(line, document, place),
        };
        self.is_apart = line.is_empty() || mask != Mask::None;
        mask
    }

    /// Whether a line is left out for what began before it.
    fn skips(&mut self, line: &str) -> bool {
        let ends = match &mut self.skipping {
            Skipping::Nothing => return false,
            Skipping::UpTo(end) => line.ends_with(*end) || line.is_empty(),
            Skipping::Through(end) => line.contains(end.as_str()),
            Skipping::Brackets(open) => {
                *open += brackets(line);
                *open <= 0 || line.is_empty()
            }
            Skipping::Off => switch(line) == Some(Switch::On),
            Skipping::NextBlock { is_begun } => {
                let is_over = *is_begun && line.is_empty();
                *is_begun |= !line.is_empty();
                is_over
            }
        };
        if ends {
            self.skipping = Skipping::Nothing;
        }
        true
    }

    /// Whether a line is one of fenced code (CommonMark 0.31.2, 4.5).
    fn is_code(&mut self, line: &str) -> bool {
        let line = line.trim_start_matches(|c: char| {
            matches!(c, '-' | '*' | '+' | ' ' | '.') || c.is_ascii_digit()
        });
        let mark = line.bytes().next().filter(|mark| matches!(mark, b'`' | b'~'));
        let length = mark.map_or(0, |mark| line.bytes().take_while(|&byte| byte == mark).count());
        match (self.fence, mark) {
            (None, Some(mark)) if length >= 3 && !line[length..].contains('`') => {
                self.fence = Some((mark, length));
                true
            }
            (Some((open, least)), Some(mark))
                if open == mark && length >= least && length == line.len() =>
            {
                self.fence = None;
                true
            }
            (fence, _) => fence.is_some(),
        }
    }

    /// Reads a line that no other has begun.
    fn foreign(&mut self, line: &str, document: &str, place: &Place) -> Mask {
        let is_foreign = match line.bytes().next() {
            Some(b':') => is_directive(line),
            Some(b'{') => self.braces(line, &document[place.range.start..]),
            Some(b'i' | b'e') => {
                self.is_apart_or_first(place) && !place.is_indented && self.module(line)
            }
            Some(b'<') => self.angle(line),
            Some(b'!' | b'?' | b'=') => {
                let is_mark = is_admonition(line) && is_indented_behind(document, place);
                return if is_mark { Mask::Item } else { Mask::None };
            }
            Some(b'-') => line.starts_with("--8<--"),
            Some(b'[') => matches!(line, "[TOC]" | "[[toc]]" | "[[TOC]]" | "[[_TOC_]]"),
            _ => false,
        };
        if is_foreign { Mask::Blank } else { Mask::None }
    }

    fn is_apart_or_first(&self, place: &Place) -> bool {
        self.is_apart || place.range.start == 0
    }

    /// Reads a line that begins with a brace.
    fn braces(&mut self, line: &str, rest: &str) -> bool {
        if line.starts_with("{/*") {
            let ends = line.ends_with("*/}");
            let will_end = ends || self.will_end(rest, "*/}");
            if !ends && will_end {
                self.skipping = Skipping::Through("*/}".to_owned());
            }
            return will_end;
        }
        if line.starts_with("{%") || line.starts_with("{{<") || line.starts_with("{{%") {
            return match is_shortcodes(line) {
                None => false,
                Some(None) => true,
                // What it hides is left out with it, where its end comes.
                Some(Some(end)) if self.will_end(rest, &end) => {
                    self.skipping = Skipping::Through(end);
                    true
                }
                Some(Some(_)) => true,
            };
        }
        is_expression(line)
    }

    /// Whether an end comes in what follows; once one does not, it is not
    /// looked for again.
    fn will_end(&mut self, rest: &str, end: &str) -> bool {
        if self.endless.iter().any(|endless| endless == end) {
            return false;
        }
        let found = memmem::find(rest.as_bytes(), end.as_bytes()).is_some();
        if !found {
            self.endless.push(end.to_owned());
        }
        found
    }

    /// Reads a line that imports or exports, of MDX.
    fn module(&mut self, line: &str) -> bool {
        let is_quoted = line.trim_end_matches(';').ends_with(['\'', '"']);
        if let Some(import) = line.strip_prefix("import ") {
            let is_whole =
                is_quoted && (import.contains(" from ") || import.starts_with(['\'', '"']));
            let is_begun = import.starts_with('{') && !import.contains('}');
            if is_begun {
                self.skipping = Skipping::Brackets(brackets(line));
            }
            return is_whole || is_begun;
        }
        let is_export = line
            .strip_prefix("export ")
            .is_some_and(|export| EXPORTS.iter().any(|word| export.starts_with(word)));
        if is_export && brackets(line) > 0 {
            self.skipping = Skipping::Brackets(brackets(line));
        }
        is_export
    }

    /// Reads a line that begins with an angle bracket: a comment or a component.
    fn angle(&mut self, line: &str) -> bool {
        self.skipping = match switch(line) {
            Some(Switch::Off) => Skipping::Off,
            Some(Switch::OffForNext) => Skipping::NextBlock { is_begun: false },
            Some(Switch::On) => return true,
            None => match component(line) {
                Some(true) => return true,
                Some(false) => Skipping::UpTo(">"),
                None => return false,
            },
        };
        true
    }
}

/// What stands behind `export` in a module.
const EXPORTS: [&str; 8] =
    ["const ", "default ", "function ", "let ", "var ", "class ", "async ", "{"];

/// Counts the brackets that are opened more than closed.
fn brackets(line: &str) -> i32 {
    line.bytes().fold(0, |open, byte| match byte {
        b'(' | b'[' | b'{' => open + 1,
        b')' | b']' | b'}' => open - 1,
        _ => open,
    })
}

/// Whether a line is a directive between colons and nothing else, but for those that
/// the tokens of a text know.
fn is_directive(line: &str) -> bool {
    if directive_length(line) == Some(line.len()) {
        return false;
    }
    let rest = line.trim_start_matches(':');
    if line.len() - rest.len() < 3 {
        return false;
    }
    let name = rest.trim_start();
    let is_named = name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '{' | '['));
    match rest.find(":::") {
        Some(close) => is_named && rest[close..].trim_matches([':', ' ']).is_empty(),
        None => name.is_empty() || is_named,
    }
}

/// Whether a line is a list of attributes, or an expression and nothing else.
fn is_expression(line: &str) -> bool {
    let Some(inner) = line.strip_prefix('{').and_then(|line| line.strip_suffix('}')) else {
        return false;
    };
    let is_single = !inner.trim_matches(['{', '}']).contains(['{', '}']);
    let is_kramdown = inner.starts_with(':');
    let is_name = inner.starts_with('{') || !inner.contains(char::is_whitespace);
    is_single && (is_kramdown || is_name || is_list(inner))
}

/// Whether a line is the mark of an admonition or a tab of MkDocs.
fn is_admonition(line: &str) -> bool {
    let mark = ["!!! ", "???+ ", "??? "].into_iter().find_map(|mark| line.strip_prefix(mark));
    let tab = ["=== ", "===! ", "===+ "].into_iter().find_map(|mark| line.strip_prefix(mark));
    mark.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
        || tab.is_some_and(|title| title.starts_with('"') && title.ends_with('"'))
}

/// Whether the next line with text is indented more than this one.
fn is_indented_behind(document: &str, place: &Place) -> bool {
    let line_start = document[..place.range.start].rfind('\n').map_or(0, |at| at + 1);
    let own = place.range.start - line_start;
    let mut behind = document[place.range.end..].lines().skip(1);
    let next = behind.find(|line| !line.trim().is_empty());
    next.is_some_and(|line| line.len() - line.trim_start_matches([' ', '\t', '>']).len() >= own + 4)
}
