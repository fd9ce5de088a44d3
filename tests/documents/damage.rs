//! Documents with known pairs, damaged at random: no pair may join the target
//! of one id with the source of another, and no marker may be lost.

use std::collections::HashMap;

use bitext::{Document, Format, Segment};
use proptest::prelude::*;

/// A document of annotated segments whose texts name their id.
fn document(gaps: &[String]) -> (String, HashMap<String, (String, String)>) {
    let mut text = String::new();
    let mut pairs = HashMap::new();
    for (number, gap) in gaps.iter().enumerate() {
        let id = format!("74dd5-{}", 101 + number);
        // Texts that share no letters, so that no small damage makes one of
        // another, and of many lengths: a cut from the middle of one marker to
        // the same place of another would leave nothing to tell the damage by.
        let letters = |step: usize| {
            let letter = char::from(b'a' + number as u8);
            letter.to_string().repeat(12 + number * step % 31)
        };
        let (target, source) =
            (format!("{} **ü** z", letters(7)), format!("{} <b>x</b>", letters(11)));
        text.push_str(&format!(
            "<span data-ttu-id=\"{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"{id}\">{source}</span></span>{gap}"
        ));
        pairs.insert(id, (target, source));
    }
    (text, pairs)
}

/// One blow to the bytes of a document; places are parts of 10,000.
#[derive(Clone, Debug)]
enum Blow {
    Cut(usize, usize),
    Double(usize, usize),
    Swap(usize, usize, usize),
    Flip(usize, u8),
    Insert(usize, String),
}

fn blow() -> impl Strategy<Value = Blow> {
    let place = 0..10_000_usize;
    let length = prop_oneof![1..8_usize, 1..400_usize];
    let bits = prop::sample::select(
        [
            "<",
            ">",
            "\"",
            "&quot;",
            "</span>",
            "<span>",
            "</span></span>",
            "<span class=\"sxs-lookup\">",
            "\0",
            "\u{feff}",
        ]
        .map(str::to_owned)
        .to_vec(),
    );
    prop_oneof![
        (place.clone(), length.clone()).prop_map(|(at, length)| Blow::Cut(at, length)),
        (place.clone(), length.clone()).prop_map(|(at, length)| Blow::Double(at, length)),
        (place.clone(), place.clone(), length).prop_map(|(a, b, length)| Blow::Swap(a, b, length)),
        (place.clone(), any::<u8>()).prop_map(|(at, byte)| Blow::Flip(at, byte)),
        (place, bits).prop_map(|(at, text)| Blow::Insert(at, text)),
    ]
}

fn strike(bytes: &mut Vec<u8>, blow: &Blow) {
    let place = |at: &usize| bytes.len() * at / 10_000;
    match blow {
        Blow::Cut(at, length) => {
            let start = place(at);
            bytes.drain(start..(start + length).min(bytes.len()));
        }
        Blow::Double(at, length) => {
            let start = place(at);
            let end = (start + length).min(bytes.len());
            let copy = bytes[start..end].to_vec();
            bytes.splice(end..end, copy);
        }
        Blow::Swap(a, b, length) => {
            let (first, second) = (place(a.min(b)), place(a.max(b)));
            let length = (*length).min(second - first).min(bytes.len() - second);
            let (head, tail) = bytes.split_at_mut(second);
            head[first..first + length].swap_with_slice(&mut tail[..length]);
        }
        Blow::Flip(at, byte) => {
            let at = place(at);
            if let Some(hit) = bytes.get_mut(at) {
                *hit = *byte;
            }
        }
        Blow::Insert(at, text) => {
            let at = place(at);
            bytes.splice(at..at, text.bytes());
        }
    }
}

fn gaps() -> impl Strategy<Value = Vec<String>> {
    let gap = prop::sample::select(
        [
            "",
            " ",
            "\n",
            "\n\n# ",
            "](x.md)\n",
            " | ",
            "<td>",
            "</td></tr>",
            "![a](b.png) ",
            "\n```\ncode \"x\")\n",
            "</span>",
            "<span>",
            "<span><span></span></span>",
        ]
        .map(str::to_owned)
        .to_vec(),
    );
    prop::collection::vec(gap, 1..12)
}

/// Checks what must hold of any bytes, whatever they are.
fn check_any(document: &Document<'_>) {
    let bytes = document.bytes();
    let mut end = 0;
    for segment in document.segments() {
        assert!(segment.range().start >= end, "segments overlap");
        end = segment.range().end;
        assert!(
            segment.source_range().end <= end
                && segment.target_range().start >= segment.range().start
        );
    }
    let pieces: Vec<u8> = document.pieces().flat_map(|piece| piece.bytes().to_vec()).collect();
    assert!(pieces == bytes, "pieces do not concatenate");
    let covered = |at: usize| {
        document.segments().any(|segment| segment.range().contains(&at))
            || document
                .diagnostics()
                .iter()
                .any(|found| found.code.as_str() != "quote-damage" && found.range.contains(&at))
    };
    let any_case = bytes.to_ascii_lowercase();
    for name in ["data-ttu-id=", "data-stu-id="] {
        for at in memchr::memmem::find_iter(&any_case, name) {
            assert!(covered(at), "marker at {at} is lost in {:?}", String::from_utf8_lossy(bytes));
        }
    }
}

/// Whether the damage left a pair without any trace: the only one of its id, written to the letter.
/// A cut from just behind one id to just behind the next does that, and no reader can tell.
fn is_whole(bytes: &[u8], segment: &Segment<'_>) -> bool {
    let (id, target, source) = (segment.id(), segment.target(), segment.source());
    let whole = format!(
        r#"<span data-ttu-id="{id}">{target}</span><span class="sxs-lookup"><span data-stu-id="{id}">{source}</span></span>"#
    );
    segment.raw() == whole.as_bytes() && memchr::memmem::find_iter(bytes, segment.id()).count() == 2
}

proptest! {
    #![proptest_config(crate::support::cases::cases(2000))]

    #[test]
    fn no_pair_is_shifted(gaps in gaps(), blows in prop::collection::vec(blow(), 1..4)) {
        let (text, pairs) = document(&gaps);
        let mut bytes = text.into_bytes();
        blows.iter().for_each(|blow| strike(&mut bytes, blow));
        let document = Document::builder().with_format(Format::Markdown).parse(&bytes);
        check_any(&document);
        let targets: HashMap<_, _> = pairs.iter().map(|(id, (target, _))| (target.as_str(), id)).collect();
        let sources: HashMap<_, _> = pairs.iter().map(|(id, (_, source))| (source.as_str(), id)).collect();
        for segment in document.segments() {
            if let (Some(a), Some(b)) = (targets.get(segment.target()), sources.get(segment.source())) {
                prop_assert!(a == b || is_whole(&bytes, &segment), "shifted: {}", String::from_utf8_lossy(&bytes));
            }
        }
    }

    #[test]
    fn undamaged_documents_are_read_whole(gaps in gaps()) {
        let (text, pairs) = document(&gaps);
        let document = Document::builder().with_format(Format::Markdown).parse(text.as_bytes());
        prop_assert_eq!(document.len(), pairs.len());
        for segment in document.segments() {
            let (target, source) = &pairs[segment.id()];
            prop_assert_eq!(segment.target(), target);
            prop_assert_eq!(segment.source(), source);
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000), format in 0..3) {
        let format = [Format::Markdown, Format::Yaml, Format::Html][format as usize];
        let document = Document::builder().with_format(format).parse(&bytes);
        let pieces: Vec<u8> = document.pieces().flat_map(|piece| piece.bytes().to_vec()).collect();
        prop_assert_eq!(pieces, bytes);
    }

    #[test]
    fn markers_in_any_order_lose_nothing(parts in prop::collection::vec(0..12_usize, 0..40)) {
        let parts: String = parts.iter().map(|part| [
            "<span data-ttu-id=\"1-1\">", "<span data-ttu-id=\"1-2\">", "<span data-stu-id=\"1-1\">",
            "<span data-stu-id=\"1-2\">", "<span class=\"sxs-lookup\">", "</span>", "</span></span>",
            "<SPAN>", "a ", "DATA-ttu-id=\"1-1\"", "<span data-stu-id=\"1-1&quot;>", "![a](b.png) \"",
        ][*part]).collect();
        check_any(&Document::builder().with_format(Format::Markdown).parse(parts.as_bytes()));
    }
}
