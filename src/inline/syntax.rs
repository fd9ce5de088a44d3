//! Which markup a text is written in.

use serde::{Deserialize, Serialize};

use crate::error::names;

/// The language that inline markup is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Syntax {
    /// CommonMark 0.31.2 with GFM strikethrough, docfx forms, and the tags,
    /// comments and entities of HTML.
    #[default]
    Markdown,
    /// HTML: tags, comments and entities only.
    Html,
}

impl Syntax {
    /// Every syntax, in the order of their declaration.
    pub const ALL: &'static [Syntax] = &[Syntax::Markdown, Syntax::Html];

    /// The name in lower case: `markdown` or `html`.
    pub fn as_str(self) -> &'static str {
        match self {
            Syntax::Markdown => "markdown",
            Syntax::Html => "html",
        }
    }
}

names!(Syntax);
