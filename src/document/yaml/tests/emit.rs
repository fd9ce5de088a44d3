//! Writes a text as a scalar of each style, for the tests.

/// The styles, each with a way to break lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Emit {
    Plain,
    PlainFolded,
    Single,
    SingleFolded,
    Double,
    /// Each character beyond ASCII as its code.
    DoubleEscaped,
    DoubleFolded,
    /// Each space before a backslash and a line break.
    DoubleContinued,
    Literal,
    LiteralSaysIndent,
    Folded,
}

pub(super) const ALL: [Emit; 11] = [
    Emit::Plain,
    Emit::PlainFolded,
    Emit::Single,
    Emit::SingleFolded,
    Emit::Double,
    Emit::DoubleEscaped,
    Emit::DoubleFolded,
    Emit::DoubleContinued,
    Emit::Literal,
    Emit::LiteralSaysIndent,
    Emit::Folded,
];

/// Writes `text`, further lines behind `indent` spaces. Not every style can
/// write every text: the caller must compare what a parser reads.
pub(super) fn emit(text: &str, style: Emit, indent: usize) -> String {
    match style {
        Emit::Plain => text.to_owned(),
        Emit::PlainFolded => fold(text, indent),
        Emit::Single => format!("'{}'", text.replace('\'', "''")),
        Emit::SingleFolded => format!("'{}'", fold(&text.replace('\'', "''"), indent)),
        Emit::Double => format!("\"{}\"", escape(text, false)),
        Emit::DoubleEscaped => format!("\"{}\"", escape(text, true)),
        Emit::DoubleFolded => format!("\"{}\"", fold(&escape(text, false), indent)),
        Emit::DoubleContinued => {
            let broken = format!("\\\n{:indent$}\\ ", "");
            format!("\"{}\"", escape(text, false).replace(' ', &broken))
        }
        Emit::Literal => block(text, "|", indent),
        Emit::LiteralSaysIndent => block(text, "|2", indent),
        Emit::Folded => block(&unfold(text), ">", indent),
    }
}

/// Folds lines as YAML 1.2.2 section 6.5 undoes it.
fn fold(text: &str, indent: usize) -> String {
    let indentation = " ".repeat(indent);
    let text = text.replace('\n', &format!("\n\n{indentation}"));
    text.replace(' ', &format!("\n{indentation}"))
}

/// Doubles the breaks between lines that folding would join.
fn unfold(text: &str) -> String {
    let body = text.trim_end_matches('\n');
    format!("{}{}", body.replace('\n', "\n\n").replace("> <", ">\n<"), &text[body.len()..])
}

fn escape(text: &str, all: bool) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '"' | '\\' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            '\0'..'\x20' | '\x7f'..='\u{a0}' | '\u{feff}' => {
                escaped.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            _ if all && u32::from(character) > 0xffff => {
                let units = character.encode_utf16(&mut [0; 2]).to_vec();
                escaped.extend(units.iter().map(|unit| format!("\\u{unit:04X}")));
            }
            _ if all && !character.is_ascii() => {
                escaped.push_str(&format!("\\U{:08x}", u32::from(character)));
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

fn block(text: &str, indicator: &str, indent: usize) -> String {
    let (chomping, lines) = match text.strip_suffix('\n') {
        None => ("-", text),
        Some(line) if line.ends_with('\n') => ("+", line),
        Some(line) => ("", line),
    };
    let mut scalar = format!("{indicator}{chomping}");
    for line in lines.split('\n') {
        let indentation = if line.is_empty() { 0 } else { indent };
        scalar.push_str(&format!("\n{:indentation$}{line}", ""));
    }
    scalar
}
