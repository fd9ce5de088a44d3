//! What text is made of: tokens, values, and folding for comparison.

mod count;
mod fold;
#[cfg(test)]
pub(crate) mod linear;
mod normal;
mod tokens;
mod values;

pub(crate) use count::{visible_characters, words};
pub(crate) use fold::fold_case;
pub(crate) use normal::{Fold, NormalText, normal_character, normalize, spaced_characters};
pub(crate) use tokens::tokens;
pub(crate) use values::{Value, ValueKind, values};
