//! What holds for any bytes, and pages made to cost time or memory. Each shape of
//! those is read at a size at which quadratic work would take minutes.

use std::collections::BTreeMap;
use std::ops::Range;

use html5gum::{DefaultEmitter, Token, Tokenizer};
use proptest::prelude::*;

use super::{read_page, side};
use crate::cases::cases;
use crate::diagnostic::{DiagnosticCode, Severity};
use crate::document::attributes::attributes;
use crate::document::reading::{Edit, Reading, Rejected, Replacement, Side};
use crate::scan::AnnotationScheme;
use crate::unit::BlockKind;

/// Bytes that often make tags, markers and damage.
fn page() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        &b"<span data-ttu-id=1>"[..],
        b"<span data-stu-id=1>",
        b"<p data-ttu-id='1'>",
        b"</span>",
        b"<td data-stu-id=\"2\">",
        b"<TD DATA-TTU-ID=2>",
        b"</td>",
        b"</p>",
        b"<p>",
        b"<table>",
        b"</table>",
        b"<span class=sxs-lookup>",
        b"<span class='a sxs-lookup'>",
        b"</SPAN>",
        b"data-ttu-id",
        b"data-stu-id=3",
        b"=",
        b"\"",
        b"'",
        b"<",
        b">",
        b"/",
        b" ",
        b"\r\n",
        b"\r",
        b"\0",
        b"\xFF",
        b"\xEF\xBB\xBF",
        b"&quot;",
        b"&amp",
        b"<!--",
        b"-->",
        b"<script>",
        b"</script>",
        b"<title>",
        b"</title>",
        b"<title data-ttu-id=3>",
        b"<textarea data-stu-id=3>",
        b"</textarea>",
        b"<pre data-stu-id=1>\n",
        b"</pre>",
        b"<svg>",
        b"</svg>",
        b"<br/>",
        b"<![CDATA[",
        b"]]>",
        b"<html lang=de>",
        b"<body>",
        b"</body>",
        b"x",
        b"\xE5\xA6\x82",
        b"<b>",
        b"</b>",
        b"<plaintext>",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Returns whether the ranges follow each other without overlap, up to `end`.
fn in_order<'a>(mut ranges: impl Iterator<Item = &'a Range<usize>>, end: usize) -> bool {
    let mut at = 0;
    ranges.all(|range| {
        let follows = at <= range.start && range.start <= range.end;
        at = range.end;
        follows
    }) && at <= end
}

fn is_sound(page: &[u8], reading: &Reading) -> Result<(), TestCaseError> {
    prop_assert!(in_order(reading.segments.iter().map(|one| &one.range), page.len()));
    for segment in &reading.segments {
        for text in [&segment.id, &segment.target, &segment.source] {
            prop_assert!(std::str::from_utf8(&page[text.range.clone()]).is_ok());
        }
        prop_assert!(segment.range.start < segment.target.range.start);
        prop_assert!(segment.range.end >= segment.target.range.end);
        prop_assert!(segment.kind.is_some());
    }
    let sorted = reading.diagnostics.is_sorted_by_key(|found| found.range.start);
    prop_assert!(sorted);
    for found in &reading.diagnostics {
        prop_assert!(page.get(found.range.clone()).is_some());
    }
    for edits in reading.edits.iter().flatten() {
        prop_assert!(in_order(edits.iter().map(|edit| &edit.range), page.len()));
        let has_text = |edit: &Edit| match &edit.with {
            Replacement::Slice(with) => page.get(with.clone()).is_some(),
            Replacement::Bytes(with) => std::str::from_utf8(with).is_ok(),
        };
        let all_have_text = edits.iter().all(has_text);
        prop_assert!(all_have_text);
    }
    Ok(())
}

/// Finds the marker attribute names with `=` after them.
fn markers(page: &[u8]) -> Vec<usize> {
    let lower = page.to_ascii_lowercase();
    let is_marker = |at: &usize| {
        let rest = &lower[*at..];
        let after = rest.strip_prefix(b"data-ttu-id").or(rest.strip_prefix(b"data-stu-id"));
        after.is_some_and(|after| after.trim_ascii_start().starts_with(b"="))
    };
    (0..page.len()).filter(is_marker).collect()
}

/// Returns whether a diagnostic or one of the ranges of a pair covers a place.
fn is_accounted_for(reading: &Reading, place: usize) -> bool {
    reading.diagnostics.iter().any(|found| found.range.contains(&place))
        || reading.segments.iter().any(|one| {
            one.range.contains(&place)
                || one.source_apart.as_ref().is_some_and(|range| range.contains(&place))
        })
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn any_page_is_read_soundly(page in page()) {
        let reading = read_page(&page);
        is_sound(&page, &reading)?;
        for place in markers(&page) {
            prop_assert!(is_accounted_for(&reading, place), "{place}: {reading:?}");
        }
        prop_assert_eq!(reading, read_page(&page));
    }

    #[test]
    fn any_bytes_are_read_soundly(page in prop::collection::vec(any::<u8>(), 0..200)) {
        is_sound(&page, &read_page(&page))?;
    }

    /// Where all of the annotation makes pairs, none of it is left on either side.
    #[test]
    fn rendering_leaves_nothing(page in page()) {
        let reading = read_page(&page);
        for &which in Side::ALL.iter().filter(|_| reading.diagnostics.is_empty()) {
            prop_assert!(read_page(side(&page, &reading, which)).segments.is_empty());
        }
    }
}

/// Makes start tags, written in every way and none.
fn start_tag() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        " ",
        "\n",
        "\t",
        "/",
        "=",
        "\"",
        "'",
        "<",
        "a",
        "B",
        "data-ttu-id",
        "x=1",
        "c='2'",
        "`",
        "d=\"3\"",
        ">",
        "é",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| format!("<p {}>", pieces.concat()))
}

proptest! {
    #![proptest_config(cases(2_000))]

    /// The attributes as ranges are those that the tokenizer gives.
    #[test]
    fn attributes_are_those_of_the_tokenizer(text in start_tag()) {
        let Some(Ok(Token::StartTag(tag))) = Tokenizer::new_with_emitter(
            text.as_str(),
            DefaultEmitter::<usize>::new_with_span(),
        )
        .find(|token| matches!(token, Ok(Token::StartTag(_)))) else {
            return Ok(());
        };
        let mut ours = BTreeMap::new();
        for attribute in attributes(text.as_bytes(), &(tag.span.start..tag.span.end)) {
            let name = text[attribute.name].to_ascii_lowercase().into_bytes();
            ours.entry(name).or_insert_with(|| text[attribute.value].as_bytes().to_vec());
        }
        let theirs: BTreeMap<_, _> =
            tag.attributes.iter().map(|(name, value)| (name.to_vec(), value.to_vec())).collect();
        prop_assert_eq!(ours, theirs);
    }
}

/// Pages in which the texts of the pair `n` are `Tn.` and `Sn.`.
fn numbered() -> impl Strategy<Value = Vec<u8>> {
    let shape = prop::sample::select(vec![
        "<p><span data-ttu-id=\"@\">T@.</span><span class=\"sxs-lookup\"><span data-stu-id=\"@\">S@.</span></span></p>\n",
        "<table><tr><td data-ttu-id=@>T@.<td data-stu-id=@>S@.</table>",
        "<ul><li data-stu-id='@'>S@.</li><li data-ttu-id='@'>T@.</li></ul>",
        "<div><i data-ttu-id=@>T@.</i> <i data-stu-id=@>S@.</i></div>",
    ]);
    prop::collection::vec(shape, 1..8).prop_map(|shapes| {
        let numbered =
            shapes.iter().zip(1..).map(|(shape, id)| shape.replace('@', &id.to_string()));
        numbered.collect::<String>().into_bytes()
    })
}

/// Cuts, doubles or moves a part of the page.
fn damage(page: &mut Vec<u8>, kind: u8, at: usize, length: usize, to: usize) {
    let at = at % (page.len() + 1);
    let end = (at + length).min(page.len());
    let part = page[at..end].to_vec();
    match kind % 3 {
        0 => drop(page.drain(at..end)),
        1 => drop(page.splice(end..end, part)),
        _ => {
            page.drain(at..end);
            let to = to % (page.len() + 1);
            page.splice(to..to, part);
        }
    }
}

/// Returns the number of a text that is whole and has its own start tag before
/// it.
fn undamaged(page: &str, text: &Range<usize>, side: char, name: &str) -> Option<u32> {
    let digits = page[text.clone()].strip_prefix(side)?.strip_suffix('.')?;
    let tag = &page[..text.start];
    let tag = tag[..tag.len() - 1].trim_end_matches(['"', '\'']);
    let whole = tag.ends_with(digits) && tag.trim_end_matches(digits).ends_with(['"', '\'', '=']);
    digits.parse().ok().filter(|_| whole && tag[tag.rfind('<').unwrap_or(0)..].contains(name))
}

proptest! {
    #![proptest_config(cases(2_000))]

    /// No damage joins the undamaged target of one id with the undamaged source
    /// of another.
    #[test]
    fn no_pair_is_shifted(
        mut page in numbered(),
        wounds in prop::collection::vec((any::<u8>(), any::<usize>(), 1_usize..60, any::<usize>()), 0..4),
    ) {
        for (kind, at, length, to) in wounds {
            damage(&mut page, kind, at, length, to);
        }
        let page = String::from_utf8(page).unwrap();
        for segment in read_page(&page).segments {
            let target = undamaged(&page, &segment.target.range, 'T', "data-ttu-id");
            let source = undamaged(&page, &segment.source.range, 'S', "data-stu-id");
            if target.is_some() && source.is_some() {
                prop_assert_eq!(target, source, "{}", page);
            }
        }
    }
}

const PAIR: &str = "<ul><li><i data-ttu-id=1>t</i><i data-stu-id=1>s</i></ul>";
const SIZE: usize = 20_000;

/// Pages over a limit, with what passes it.
fn over_a_limit() -> Vec<(&'static str, String)> {
    let numbered = |count: usize, piece: &dyn Fn(usize) -> String| -> String {
        (0..count).map(piece).collect()
    };
    vec![
        ("deep", "<div>".repeat(SIZE)),
        ("deep, with end tags of nothing", "<div></p></x>".repeat(SIZE)),
        ("formatting in formatting", numbered(SIZE, &|n| format!("<b id={n}>"))),
        ("formatting in each paragraph", numbered(SIZE, &|n| format!("<p><b id={n}>x</p>"))),
        ("forms", "<form><div></form>".repeat(SIZE)),
        ("cells outside tables", "<td><div></td>".repeat(SIZE)),
        ("attributes", format!("<p {}>", numbered(SIZE, &|n| format!("a{n} ")))),
        ("bodies", "<body><div></body>".repeat(SIZE)),
        ("SVG", "<svg>".repeat(SIZE)),
        ("templates", "<template>".repeat(SIZE)),
        ("tables", "<table><td>".repeat(SIZE)),
    ]
}

#[test]
fn a_page_over_a_limit_is_read_without_its_blocks() {
    for (name, start) in over_a_limit() {
        let reading = read_page(format!("{PAIR}{start}"));
        assert_eq!(reading.segments.len(), 1, "{name}");
        assert_eq!(reading.segments[0].kind, Some(BlockKind::Paragraph), "{name}");
        assert_eq!(reading.diagnostics.len(), 1, "{name}");
        let found = &reading.diagnostics[0];
        assert_eq!((found.code, found.severity), (DiagnosticCode::LimitReached, Severity::Warning));
    }
}

#[test]
fn a_part_of_a_page_over_a_limit_is_not_read() {
    let page = format!("{PAIR}{}", "<div>".repeat(600));
    let within = super::Within::parse("ul").unwrap();
    let reading =
        super::read(page.as_bytes(), &AnnotationScheme::default(), Some(&within), &Rejected::new());
    assert!(reading.segments.is_empty());
    assert_eq!(reading.diagnostics[0].code, DiagnosticCode::LimitReached);
    assert_eq!(reading.diagnostics[0].range, 0..page.len());
}

#[test]
fn large_pages_within_the_limits_keep_their_blocks() {
    let cases = [
        ("paragraphs", "<p>x".repeat(SIZE)),
        ("items", format!("<ul>{}</ul>", "<li>x".repeat(SIZE))),
        ("rows", format!("<table>{}</table>", "<tr><td>x<td>y".repeat(SIZE))),
        ("options", format!("<select>{}</select>", "<option>x".repeat(SIZE))),
        ("unclosed anchors", "<p><a name=x>".repeat(100)),
        ("formatting in cells", format!("<table>{}</table>", "<tr><td><b>x".repeat(SIZE))),
        ("depth", format!("{}{}", "<div>".repeat(500), "</div>".repeat(500))),
        ("end tags", "</p></div></b></x>".repeat(SIZE)),
        ("angle brackets", "<<<<".repeat(SIZE)),
        ("one attribute", format!("<p class='{}'>", "x ".repeat(SIZE))),
        ("one comment", format!("<!--{}-->", "<!--".repeat(SIZE))),
        ("quotes of nothing", "<blockquote><i></i></blockquote>".repeat(SIZE / 10)),
    ];
    for (name, start) in cases {
        let reading = read_page(format!("{start}{PAIR}"));
        assert_eq!(reading.segments.len(), 1, "{name}");
        assert_eq!(reading.segments[0].kind, Some(BlockKind::ListItem), "{name}");
        assert!(reading.diagnostics.is_empty(), "{name}: {:?}", reading.diagnostics[0]);
    }
}

/// A page of markers alone, each of them a diagnostic.
#[test]
fn every_one_of_many_markers_is_reported() {
    let cases = [
        ("nested", "<i data-ttu-id=1>".repeat(SIZE / 10)),
        ("one id", "<i data-ttu-id=1></i>".repeat(SIZE / 10)),
        ("strays", "data-ttu-id=1 ".repeat(SIZE / 10)),
        ("in an end tag", format!("<p></p {}>", "data-ttu-id=1 ".repeat(SIZE / 10))),
    ];
    for (name, page) in cases {
        let reading = read_page(page);
        assert_eq!(reading.diagnostics.len() / (SIZE / 10), 1, "{name}");
    }
}
