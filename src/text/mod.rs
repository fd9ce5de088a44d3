//! What text is made of: tokens, values, and folding for comparison.

mod modality;
mod normal;
mod tokens;
mod values;

pub(crate) use modality::differs_in_modality;
pub(crate) use normal::{
    Fold, NormalText, fold_case, fold_character, fold_text, normalize, spaced_characters,
    without_line_breaks,
};
pub(crate) use tokens::{tokens, visible_characters, words};
pub(crate) use values::{Value, ValueKind, values};
