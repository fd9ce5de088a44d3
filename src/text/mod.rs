//! What text is made of: tokens, values, and folding for comparison.

mod count;
mod fold;
mod normal;
mod steps;
mod tokens;
mod values;

pub(crate) use count::{visible_characters, words};
pub(crate) use fold::fold_case;
pub(crate) use normal::{Fold, NormalText, normal_character, normalize, spaced_characters};
#[cfg(test)]
pub(crate) use steps::assert_linear;
pub(crate) use steps::step;
pub(crate) use tokens::tokens;
pub(crate) use values::{Value, ValueKind, values};
