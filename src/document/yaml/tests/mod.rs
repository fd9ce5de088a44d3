//! The YAML parser is the oracle: what it reads must be what is read here.

mod decoding;
mod emit;
mod reading;
mod rendering;

use super::scalars::{Scalar, Scalars, Style, scalars};

/// The scalars of a text that must be valid YAML.
fn valid(text: &str) -> Vec<Scalar<'_>> {
    let Scalars { scalars, problems, .. } = scalars(text, 0);
    assert!(problems.is_empty(), "{problems:?} in\n{text}");
    scalars
}

/// The value under the key `key`.
fn value_of(text: &str, key: &str) -> Option<String> {
    let scalars = scalars(text, 0).scalars;
    let at = scalars.iter().position(|scalar| scalar.value == key)?;
    scalars.get(at + 1).map(|scalar| scalar.value.clone().into_owned())
}

fn style_name(style: &Style) -> &'static str {
    match style {
        Style::Plain => "plain",
        Style::SingleQuoted => "single",
        Style::DoubleQuoted => "double",
        Style::Block(block) if block.folded => "folded",
        Style::Block(_) => "literal",
    }
}
