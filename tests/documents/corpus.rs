//! Real annotated documents against what is known of them.

use bitext::{Context, Document, Format, Side};

use crate::support;

#[test]
fn the_first_document_has_eleven_pairs() {
    let Some(path) = support::shared("corpus/seed.md") else { return };
    let bytes = std::fs::read(path).unwrap();
    let document = Document::parse(&bytes);
    assert_eq!(document.len(), 11);
    assert_eq!(document.diagnostics(), []);
    assert_eq!(document.target_language().unwrap().as_str(), "zh-CN");
}

#[test]
fn segments_equal_the_gold() {
    let Some(corpus) = support::shared("corpus") else { return };
    let gold = support::corpus_gold(&corpus);
    let mut compared = 0;
    for path in support::files(&corpus.join("annotated")) {
        let bytes = std::fs::read(&path).unwrap();
        let document = Document::parse(&bytes);
        let name =
            path.strip_prefix(corpus.join("annotated")).unwrap().to_string_lossy().into_owned();
        let expected = gold.get(&name).map_or(&[][..], Vec::as_slice);
        assert_eq!(document.len(), expected.len(), "{name}");
        for (segment, gold) in document.segments().zip(expected) {
            let found = (segment.ordinal(), segment.id(), segment.range());
            assert_eq!(found, (gold.n, gold.id.as_str(), gold.start..gold.end), "{name}");
            assert_eq!(segment.target(), gold.target, "{name} {}", gold.id);
            assert_eq!(segment.source(), gold.source, "{name} {}", gold.id);
            assert_eq!(segment.is_repaired(), gold.region == 1, "{name} {}", gold.id);
            compared += 1;
        }
    }
    assert_eq!(compared, gold.values().map(Vec::len).sum::<usize>());
    println!("{compared} segments equal");
}

#[test]
fn the_target_side_is_what_was_published() {
    let Some(corpus) = support::shared("corpus") else { return };
    let published = corpus.join("published");
    let files = support::files(&published);
    assert!(!files.is_empty());
    for path in &files {
        let name = path.strip_prefix(&published).unwrap();
        let bytes = std::fs::read(corpus.join("annotated").join(name)).unwrap();
        let rendered = Document::parse(&bytes).render(Side::Target);
        assert!(rendered == std::fs::read(path).unwrap(), "{} differs", name.display());
    }
    println!("{} files equal", files.len());
}

#[test]
fn the_source_side_is_the_english_original() {
    let Some(corpus) = support::shared("corpus") else { return };
    let english = corpus.join("english");
    let files = support::files(&english);
    assert!(!files.is_empty());
    for path in &files {
        let name = path.strip_prefix(&english).unwrap();
        let bytes = std::fs::read(corpus.join("annotated").join(name)).unwrap();
        let rendered = Document::parse(&bytes).render(Side::Source);
        let original = std::fs::read(path).unwrap();
        assert_eq!(body(&rendered), body(&original), "{}", name.display());
    }
    println!("{} files equal", files.len());
}

/// The text without front matter, anchors after heading marks and outer blank lines.
fn body(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}');
    let text = match text.strip_prefix("---") {
        Some(rest) => rest
            .split_once("\n---")
            .map_or(text, |(_, body)| body.split_once('\n').map_or("", |(_, body)| body)),
        None => text,
    };
    let lines = text.lines().map(|line| {
        let content = line.trim_start_matches('#');
        let (marks, content) = line.split_at(line.len() - content.len());
        match content
            .trim_start()
            .strip_prefix("<a name=\"")
            .and_then(|rest| rest.split_once("\"></a>"))
        {
            Some((_, rest)) if !marks.is_empty() => format!("{marks} {rest}"),
            _ => line.to_owned(),
        }
    });
    let lines: Vec<_> = lines.collect();
    let blank = |line: &&String| line.trim().is_empty();
    let start = lines.iter().take_while(blank).count();
    let end = lines.len() - lines[start..].iter().rev().take_while(blank).count();
    lines[start..end].join("\n")
}

#[test]
fn pieces_concatenate_and_ranges_slice_back() {
    let Some(corpus) = support::shared("corpus") else { return };
    for path in support::files(&corpus.join("annotated")) {
        let bytes = std::fs::read(&path).unwrap();
        let document = Document::builder().with_format(Format::Markdown).parse(&bytes);
        let pieces: Vec<u8> = document.pieces().flat_map(|piece| piece.bytes().to_vec()).collect();
        assert!(pieces == bytes, "{}", path.display());
        for segment in document.segments().filter(|segment| segment.is_verbatim()) {
            assert_eq!(&bytes[segment.source_range()], segment.source().as_bytes());
            assert_eq!(&bytes[segment.target_range()], segment.target().as_bytes());
        }
    }
}

#[test]
fn units_carry_the_segments() {
    let Some(corpus) = support::shared("corpus") else { return };
    for path in support::files(&corpus.join("annotated")) {
        let bytes = std::fs::read(&path).unwrap();
        let document = Document::parse(&bytes);
        let units: Vec<_> = document.units(&Context::new("a b.md")).collect();
        assert_eq!(units.len(), document.len(), "{}", path.display());
        for (index, (unit, segment)) in units.iter().zip(document.segments()).enumerate() {
            assert_eq!(unit.id, Some(format!("a%20b.md#{}", segment.id())));
            assert_eq!(unit.source().unwrap().text.markup(), segment.source());
            assert_eq!(unit.target().unwrap().text.markup(), segment.target());
            let plain =
                |index: usize| units.get(index).map(|unit| unit.source().unwrap().text.plain());
            assert_eq!(unit.context.next_source.as_deref(), plain(index + 1).as_deref());
            let previous = index.checked_sub(1).and_then(plain);
            assert_eq!(unit.context.previous_source.as_deref(), previous.as_deref());
            assert_eq!(
                segment.next().map(|next| next.ordinal()),
                (index + 1 < units.len()).then_some(index + 1)
            );
        }
    }
}
