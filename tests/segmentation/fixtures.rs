//! The segments of the fixtures in `tests/fixtures/segmentation`.

use std::path::Path;

use bitext::SourceDocument;
use bitext::segmentation::SourceFormat;

/// The segments of a fixture, one a line: kind, number of the block, and text.
fn segments(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/segmentation");
    let bytes = std::fs::read(folder.join(name)).unwrap();
    let format = SourceFormat::from_path(name).unwrap();
    let document = SourceDocument::builder().with_format(format).parse(&bytes);
    assert_eq!(document.diagnostics(), []);
    let line = |segment: bitext::segmentation::SourceSegment<'_>| {
        let (kind, block) = (segment.kind(), segment.block());
        let field = segment.field().map_or(String::new(), |field| format!(" {field}"));
        format!("{kind} {block}{field}: {}\n", segment.source().escape_debug())
    };
    document.segments().map(line).collect()
}

#[test]
fn markdown() {
    for name in [
        "guide.md",
        "tables.md",
        "nested.md",
        "left-alone.md",
        "line-ends.md",
        "unclosed.md",
        "sites.md",
        "in-sentences.md",
    ] {
        insta::assert_snapshot!(name, segments(name));
    }
}

#[cfg(feature = "html")]
#[test]
fn pages() {
    for name in ["page.html", "attributes.html"] {
        insta::assert_snapshot!(name, segments(name));
    }
}

#[test]
fn plain_text() {
    insta::assert_snapshot!("letter.txt", segments("letter.txt"));
}
