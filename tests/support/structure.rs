//! The blocks of a Markdown document, to compare those of two documents.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The blocks of a document, one a line, with what each says of itself; nothing
/// of what stands in them but blocks of code: inline code and tags are part of the
/// texts. Front matter is one block.
pub fn blocks(markdown: &str) -> Vec<String> {
    let (front_matter, _) = bitext::document::FrontMatter::read(markdown.as_bytes());
    let mark = if markdown.starts_with('\u{feff}') { 3 } else { 0 };
    let start = front_matter.as_ref().map_or(mark, |block| block.range().end);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut blocks: Vec<String> = front_matter
        .iter()
        .flat_map(|block| block.iter())
        .map(|(key, _)| format!("{key}:"))
        .collect();
    let mut in_code = false;
    for event in Parser::new_ext(&markdown[start..], options) {
        match event {
            Event::Start(tag) if is_block(&tag.to_end()) => {
                in_code = matches!(tag, Tag::CodeBlock(_));
                blocks.push(format!("{tag:?}"));
            }
            Event::End(tag) if is_block(&tag) => {
                in_code = false;
                blocks.push(format!("/{tag:?}"));
            }
            Event::Text(text) if in_code => blocks.push(text.into_string()),
            Event::Rule => blocks.push("rule".to_owned()),
            Event::TaskListMarker(done) => blocks.push(format!("task {done}")),
            _ => {}
        }
    }
    blocks
}

fn is_block(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
