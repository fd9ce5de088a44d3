//! What text is made of: tokens, and folding for comparison.

mod fold;
mod normal;
mod tokens;

pub(crate) use fold::fold_case;
pub(crate) use normal::{Fold, NormalText, normal_character, normalize, spaced_characters};
pub(crate) use tokens::tokens;
