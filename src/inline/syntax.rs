//! Which markup a text is written in.

/// The language that inline markup is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Syntax {
    /// CommonMark 0.31.2 with GFM strikethrough, docfx forms, and the tags,
    /// comments and entities of HTML.
    #[default]
    Markdown,
    /// HTML: tags, comments and entities only.
    Html,
}
