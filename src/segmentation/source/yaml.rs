//! YAML files to translate: the values of keys that hold texts, as the schemas of docfx have
//! them (landing pages, hubs, FAQs, tables of contents, modules to learn with).
//!
//! A text of one line is a paragraph, one of several lines a document of Markdown.

use super::cutter::Cutter;
use super::markdown;
use super::read::cut;
use super::segment::{FieldPlace, FoundSegment, LeafKind};
use crate::diagnostic::Diagnostic;
use crate::document::{TextField, keyed_fields};

/// The keys whose values readers see.
const TRANSLATED_KEYS: [&str; 27] = [
    "abstract",
    "alt",
    "answer",
    "body",
    "caption",
    "content",
    "description",
    "explanation",
    "heading",
    "imageAlt",
    "introduction",
    "label",
    "linkText",
    "name",
    "note",
    "prerequisites",
    "question",
    "remarks",
    "subtitle",
    "summary",
    "tagline",
    "text",
    "title",
    "titleSuffix",
    "tocTitle",
    "toc_title",
    "tooltip",
];

/// Returns the texts of a file, in order, and what is wrong with it. `more` are keys of
/// further texts.
pub(super) fn fields<'b>(
    bytes: &'b [u8],
    more: &[Box<str>],
) -> (Vec<TextField<'b>>, Vec<Diagnostic>) {
    let is_wanted =
        |key: &str| TRANSLATED_KEYS.contains(&key) || more.iter().any(|wanted| **wanted == *key);
    keyed_fields(bytes, is_wanted)
}

/// Cuts the texts of a file.
pub(super) fn read(bytes: &[u8], keys: &[Box<str>], cutter: &mut Cutter<'_, '_>) {
    let (fields, mut problems) = fields(bytes, keys);
    for (number, field) in fields.iter().enumerate() {
        read_field(bytes, (number, field), cutter);
    }
    cutter.found.diagnostics.append(&mut problems);
}

fn read_field(bytes: &[u8], (number, field): (usize, &TextField<'_>), cutter: &mut Cutter<'_, '_>) {
    let text = field.text();
    let mut inner = Cutter::new(text.as_bytes(), text, cutter.rules);
    let has_lines = text.trim_end().contains('\n');
    match has_lines {
        true => markdown::read(0, &mut inner),
        false => cut(0..text.len(), LeafKind::Line, &mut inner),
    }
    for mut found in inner.found.segments {
        // What stands on one line is no block of its own.
        found.surroundings.begins_line &= has_lines;
        let place = field.place(&found.range);
        let own = found.text.take();
        let text = own.as_deref().unwrap_or(&text[found.range.clone()]);
        cutter.found.segments.push(FoundSegment {
            text: (&bytes[place.clone()] != text.as_bytes()).then(|| text.into()),
            field: Some(FieldPlace { key: field.key().into(), number, range: found.range }),
            range: place,
            block: cutter.block + found.block,
            ..found
        });
    }
    cutter.found.labels.extend(inner.found.labels);
    cutter.block += inner.block.max(1);
}

#[cfg(test)]
mod tests {
    use crate::segmentation::{SourceDocument, SourceFormat};

    const PAGE: &str = "### YamlMime:FAQ\nmetadata:\n  title: A page # kept\n  ms.author: text\n\
        title: \"A \\\"b\\\": c\"\nsections:\n  - name: 'It''s'\n    questions:\n\
        \x20     - question: |\n          What is it?\n        answer: |\n          First. Second.\n\n\
        \x20         - one **item**\n          - [two](x.md)\n        url: https://x\n\
        extra: More\nlinks: [{text: a, url: b}]\n";

    fn read(yaml: &str) -> SourceDocument<'_> {
        SourceDocument::builder()
            .with_format(SourceFormat::Yaml)
            .with_key("extra")
            .parse(yaml.as_bytes())
    }

    #[test]
    fn texts_of_keys() {
        let document = read(PAGE);
        let texts: Vec<_> = document.segments().map(|segment| segment.source()).collect();
        let expected = [
            "A page",
            "A \"b\": c",
            "It's",
            "What is it?",
            "First.",
            "Second.",
            "one **item**",
            "two",
            "More",
            "a",
        ];
        assert_eq!(texts, expected);
        assert_eq!(document.segments().next().unwrap().field(), Some("title"));
        assert_eq!(
            document.fill(|segment| Some(segment.source().to_owned().into())),
            PAGE.as_bytes()
        );
        assert!(document.is_read() && document.diagnostics().is_empty());
    }

    #[test]
    fn filled_values_read_back() {
        let document = read(PAGE);
        for text in ["x", "it's \"so\": no # y", "- z", "# w", "1. v", "ä {0}, [u]", "@t", "no"] {
            fn new<'t>(key: Option<&str>, text: &'t str) -> &'t str {
                if key == Some("answer") { "Xa." } else { text }
            }
            let filled = document.fill(|segment| Some(new(segment.field(), text).into()));
            let filled = String::from_utf8(filled).unwrap();
            let again = read(&filled);
            assert_eq!(again.diagnostics(), []);
            for segment in again.segments() {
                assert_eq!(
                    segment.source().replace('\\', ""),
                    new(segment.field(), text),
                    "{filled}"
                );
            }
            assert_eq!(again.segments().len(), 10);
            assert!(filled.contains("\n  ms.author: text\n") && filled.contains("answer: |\n"));
        }
    }
}
