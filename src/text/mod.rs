//! What text is made of: tokens, values, and folding for comparison.

mod normal;
mod steps;
mod tokens;
mod values;

pub(crate) use normal::{
    Fold, NormalText, fold_case, normal_character, normalize, spaced_characters,
};
#[cfg(test)]
pub(crate) use steps::assert_linear;
pub(crate) use steps::step;
pub(crate) use tokens::{tokens, visible_characters, words};
pub(crate) use values::{Value, ValueKind, values};
