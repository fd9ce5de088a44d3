//! Pages with known pairs, damaged at random: no pair may join the target of
//! one id with the source of another, no marker may be lost, and the sides
//! without annotation must lose the markers of the pairs and no others.
use std::collections::HashMap;
use std::ops::Range;

use bitext::{Document, Format, Segment, Side};
use proptest::prelude::*;

fn parse(page: &[u8]) -> Document<'_> {
    Document::builder().with_format(Format::Html).parse(page)
}

/// How a pair may be written; `@` is its id, `T` and `S` are its texts.
const SHAPES: &[&str] = &[
    "<p><span data-ttu-id=\"@\">T</span><span class=\"sxs-lookup\"><span data-stu-id=\"@\">S</span></span></p>\n",
    "<span data-ttu-id=\"@\">T</span><span class=\"sxs-lookup\"><span data-stu-id=\"@\">S</span></span>",
    "<table><tr><td data-ttu-id=@>T<td data-stu-id=@>S</table>",
    "<ul><li data-stu-id='@'>S</li><li data-ttu-id='@'>T</li></ul>",
    "<div><i data-ttu-id=@>T</i> apart <i data-stu-id=@>S</i></div>",
    "<title data-ttu-id=@>T</title><p>between</p><textarea data-stu-id=@>S</textarea>",
    "<p class=sxs-lookup><b data-stu-id=@>S</b></p><p>between</p><h1 data-ttu-id=@>T</h1>",
    "<pre data-ttu-id=@>\nT</pre><pre data-stu-id=@>\nS</pre>",
];

/// A page in which the texts name their id, and those texts by id.
fn page(shapes: &[usize]) -> (String, HashMap<String, (String, String)>) {
    let mut page = "<!doctype html>\n<html lang=de><body>\n".to_owned();
    let mut pairs = HashMap::new();
    for (number, shape) in shapes.iter().enumerate() {
        let id = format!("74dd5-{}", 101 + number);
        // Texts that share no letters, and of many lengths: see `damage.rs`.
        let letters = |step: usize| {
            char::from(b'a' + number as u8).to_string().repeat(12 + number * step % 31)
        };
        let (target, source) = (format!("{} &auml; z", letters(7)), format!("{} y", letters(11)));
        let pair = SHAPES[*shape].replace('T', &target).replace('S', &source).replace('@', &id);
        page.push_str(&pair);
        pairs.insert(id, (target, source));
    }
    (page, pairs)
}

/// One blow to the bytes of a page; places are parts of 10,000.
#[derive(Clone, Debug)]
enum Blow {
    Cut(usize, usize),
    Double(usize, usize),
    Move(usize, usize, usize),
    Insert(usize, &'static str),
}

fn blow() -> impl Strategy<Value = Blow> {
    let place = 0..10_000_usize;
    let length = prop_oneof![1..8_usize, 1..300_usize];
    let bits = prop::sample::select(vec![
        "<",
        ">",
        "\"",
        "&quot;",
        "</span>",
        "<span>",
        "</p>",
        "<p>",
        "<div>",
        "</div>",
        "<table>",
        "<td>",
        "</table>",
        "<!--",
        "-->",
        "<script>",
        "<textarea>",
        "</textarea>",
        "<svg>",
        "\0",
        "=",
    ]);
    prop_oneof![
        (place.clone(), length.clone()).prop_map(|(at, length)| Blow::Cut(at, length)),
        (place.clone(), length.clone()).prop_map(|(at, length)| Blow::Double(at, length)),
        (place.clone(), length, place.clone())
            .prop_map(|(at, length, to)| Blow::Move(at, length, to)),
        (place, bits).prop_map(|(at, text)| Blow::Insert(at, text)),
    ]
}

fn strike(bytes: &mut Vec<u8>, blow: &Blow) {
    let place = |bytes: &[u8], at: usize| bytes.len() * at / 10_000;
    match *blow {
        Blow::Cut(at, length) => {
            let start = place(bytes, at);
            bytes.drain(start..(start + length).min(bytes.len()));
        }
        Blow::Double(at, length) => {
            let start = place(bytes, at);
            let end = (start + length).min(bytes.len());
            let copy = bytes[start..end].to_vec();
            bytes.splice(end..end, copy);
        }
        Blow::Move(at, length, to) => {
            let start = place(bytes, at);
            let moved: Vec<u8> = bytes.drain(start..(start + length).min(bytes.len())).collect();
            let to = place(bytes, to);
            bytes.splice(to..to, moved);
        }
        Blow::Insert(at, text) => {
            let at = place(bytes, at);
            bytes.splice(at..at, text.bytes());
        }
    }
}

/// Where a marker attribute stands, whatever is before it.
fn markers(bytes: &[u8]) -> Vec<usize> {
    let any_case = bytes.to_ascii_lowercase();
    let names = ["data-ttu-id=", "data-stu-id="];
    names
        .iter()
        .flat_map(|name| memchr::memmem::find_iter(&any_case, name).collect::<Vec<_>>())
        .collect()
}

/// Checks what must hold of any page, whatever its bytes are.
fn check_any(document: &Document<'_>) {
    let bytes = document.bytes();
    let shown = || String::from_utf8_lossy(bytes).into_owned();
    let pieces: Vec<u8> = document.pieces().flat_map(|piece| piece.bytes().to_vec()).collect();
    assert!(pieces == bytes, "pieces do not concatenate");
    let ranges: Vec<Range<usize>> =
        document.segments().flat_map(|segment| segment.annotation_ranges()).collect();
    let in_pair = |at: &usize| ranges.iter().any(|range| range.contains(at));
    let reported = |at: &usize| document.diagnostics().iter().any(|found| found.range.contains(at));
    for at in markers(bytes) {
        assert!(in_pair(&at) || reported(&at), "marker at {at} is lost in {:?}", shown());
    }
    for side in [Side::Target, Side::Source] {
        let kept = |segment: &Segment<'_>| match side {
            Side::Target => segment.target_range(),
            Side::Source => segment.source_range(),
        };
        let kept: Vec<_> = document.segments().map(|segment| kept(&segment)).collect();
        let stays = |at: &&usize| !in_pair(at) || kept.iter().any(|range| range.contains(at));
        let expected = markers(bytes).iter().filter(stays).count();
        let rendered = document.render(side);
        assert_eq!(markers(&rendered).len(), expected, "{side:?} of {:?}", shown());
    }
}

proptest! {
    #![proptest_config(crate::support::cases::cases(1000))]

    #[test]
    fn undamaged_pages_are_read_whole(shapes in prop::collection::vec(0..SHAPES.len(), 1..12)) {
        let (text, pairs) = page(&shapes);
        let document = parse(text.as_bytes());
        check_any(&document);
        prop_assert_eq!(document.diagnostics(), []);
        prop_assert_eq!(document.len(), pairs.len());
        for segment in document.segments() {
            let (target, source) = &pairs[segment.id()];
            prop_assert_eq!((segment.target(), segment.source()), (&**target, &**source));
        }
    }

    #[test]
    fn no_pair_is_shifted(
        shapes in prop::collection::vec(0..SHAPES.len(), 1..8),
        blows in prop::collection::vec(blow(), 1..4),
    ) {
        let (text, pairs) = page(&shapes);
        let mut bytes = text.into_bytes();
        blows.iter().for_each(|blow| strike(&mut bytes, blow));
        let document = parse(&bytes);
        check_any(&document);
        let targets: HashMap<_, _> = pairs.iter().map(|(id, (target, _))| (target.as_str(), id)).collect();
        let sources: HashMap<_, _> = pairs.iter().map(|(id, (_, source))| (source.as_str(), id)).collect();
        for segment in document.segments() {
            if let (Some(a), Some(b)) = (targets.get(segment.target()), sources.get(segment.source())) {
                prop_assert_eq!(a, b, "shifted: {}", String::from_utf8_lossy(&bytes));
            }
        }
    }

    #[test]
    fn markers_in_any_order_lose_nothing(parts in prop::collection::vec(0..24_usize, 0..40)) {
        let parts: String = parts.iter().map(|part| [
            "<span data-ttu-id=\"1-1\">", "<span data-ttu-id=\"1-2\">", "<span data-stu-id=\"1-1\">",
            "<span data-stu-id=\"1-2\">", "<span class=\"sxs-lookup\">", "</span>", "</span></span>",
            "<SPAN>", "a ", "DATA-ttu-id=\"1-1\"", "<span data-stu-id=\"1-1&quot;>", "<p data-ttu-id=1>",
            "</p>", "<p data-stu-id=1>", "<spandata-ttu-id=2>", "<p x=1data-stu-id=2>", "<!--", "-->",
            "<textarea data-ttu-id=3>", "</textarea>", "<pre data-stu-id=3>\n", "</pre>", "<table>",
            "<td data-ttu-id=1-2>",
        ][*part]).collect();
        check_any(&parse(parts.as_bytes()));
    }
}
