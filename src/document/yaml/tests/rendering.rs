//! Both sides without annotation, parsed again.

use proptest::prelude::*;

use super::decoding::{ALL, Emit, emit};
use super::{valid, value_of};
use crate::diagnostic::DiagnosticCode;
use crate::document::reading::{FoundText, Reading, Rejected, Side};
use crate::document::yaml::read;
use crate::document::yaml::scalars::{Style, scalars};
use crate::scan::AnnotationScheme;

/// Makes one side of the file.
fn render(bytes: &[u8], reading: &Reading, side: Side) -> String {
    let mut rendered = Vec::new();
    reading.write(bytes, side, &mut rendered).unwrap();
    String::from_utf8(rendered).unwrap()
}

fn both(yaml: &str) -> [String; 2] {
    let reading = read(yaml.as_bytes(), &AnnotationScheme::default(), &Rejected::default());
    [Side::Target, Side::Source].map(|side| render(yaml.as_bytes(), &reading, side))
}

const OPEN: &str = "<span data-ttu-id=\"x-1\">";
const MIDDLE: &str = "</span><span class=\"sxs-lookup\"><span data-stu-id=\"x-1\">";
const CLOSE: &str = "</span></span>";

/// Writes `T…S…E` with the annotation in place of the letters.
fn annotate(yaml: &str) -> String {
    yaml.replace('T', OPEN).replace('S', MIDDLE).replace('E', CLOSE)
}

#[test]
fn what_the_sides_look_like() {
    for (yaml, target, source) in [
        // Cut out where that is enough.
        ("k: TtSsE # c\nl: 1\n", "k: t # c\nl: 1\n", "k: s # c\nl: 1\n"),
        ("k: a TtSsE b\n", "k: a t b\n", "k: a s b\n"),
        ("k: 'a TtSit''sE'\n", "k: 'a t'\n", "k: 'a it''s'\n"),
        ("k: |\n  TtSsE\n  u\n", "k: |\n  t\n  u\n", "k: |\n  s\n  u\n"),
        ("- TtSsE\n- [TtSsE, b]\n", "- t\n- [t, b]\n", "- s\n- [s, b]\n"),
        ("TtSsE: v\n", "t: v\n", "s: v\n"),
        // Another type or other syntax.
        ("k: T1.10SnoE\n", "k: \"1.10\"\n", "k: \"no\"\n"),
        ("k: T*t*S[s](u)E\n", "k: \"*t*\"\n", "k: \"[s](u)\"\n"),
        ("k: &a !t TSsE\n", "k: &a !t \"\"\n", "k: &a !t s\n"),
        ("k: T tSsE\n", "k: \" t\"\n", "k: s\n"),
        ("k: aTS:E b\n", "k: a b\n", "k: \"a: b\"\n"),
        ("k: aTtS#E\n  b\n", "k: at\n  b\n", "k: a#\n  b\n"),
        ("k: a\n  TtS#sE\n", "k: a\n  t\n", "k: \"a #s\"\n"),
        // Folding.
        ("k: 'a T\n  tSsE'\n", "k: \"a  t\"\n", "k: 'a s'\n"),
        ("k: >\n  a\n  TStE\n  b\n", "k: \"a  b\\n\"\n", "k: >\n  a\n  t\n  b\n"),
        // Block scalars whose lines change their indentation, or vanish.
        (
            "k: | # c\n  T  tSsE\n  u\nl: 1\n",
            "k: \"  t\\nu\\n\" # c\nl: 1\n",
            "k: | # c\n  s\n  u\nl: 1\n",
        ),
        (
            "k: |\r\n  TSsE\r\n\r\nl: 1\r\n",
            "k: \"\\n\"\r\n\r\nl: 1\r\n",
            "k: |\r\n  s\r\n\r\nl: 1\r\n",
        ),
        ("k: |2-\n  T  tSsE\n", "k: |2-\n    t\n", "k: |2-\n  s\n"),
        ("- - >-\n   TSsE", "- - \"\"", "- - >-\n   s"),
    ] {
        let yaml = annotate(yaml);
        let [found_target, found_source] = both(&yaml);
        assert_eq!(found_target, target, "{yaml}");
        assert_eq!(found_source, source, "{yaml}");
        valid(&found_target);
        valid(&found_source);
    }
}

#[test]
fn double_quoted_text() {
    let yaml = annotate("k: \"a T\\\n  t\\nSs\\x41E\"\n").replace("\"x-1\"", "\\\"x-1\\\"");
    let yaml = yaml.replace("\"sxs-lookup\"", "\\\"sxs-lookup\\\"");
    assert_eq!(both(&yaml), ["k: \"a t\\n\"\n", "k: \"a s\\x41\"\n"]);
}

#[test]
fn damaged_quotes_are_turned_back() {
    let text = "See ![i](i.png) <span data-ttu-id=\"x-1&quot;>t &quot;q&quot;</span><span \
                class=&quot;sxs-lookup&quot;><span data-stu-id=&quot;x-1&quot;>s</span></span> \
                &quot;r&quot; [c](d \") &quot;";
    for style in ALL {
        let yaml = format!("key: {}\n", emit(text, style, 2));
        let found = read(yaml.as_bytes(), &AnnotationScheme::default(), &Rejected::default());
        assert_eq!(found.segments.len(), 1, "{yaml}: {:?}", found.diagnostics);
        let segment = &found.segments[0];
        assert!(segment.repaired);
        assert_eq!(segment.target.text.as_deref(), Some("t \"q\""));
        let codes: Vec<_> = found.diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(codes, [DiagnosticCode::QuoteDamage]);
        let target = render(yaml.as_bytes(), &found, Side::Target);
        let expected = "See ![i](i.png) t \"q\" \"r\" [c](d \") &quot;";
        assert_eq!(value_of(&target, "key").as_deref(), Some(expected), "{target}");
    }
}

/// Texts as they are in documents, with what YAML could take for its own.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "b", "重置", "。", " ", " ", " ", "\n", "\n\n", ": ", "#", "'", "\"", "\\", "- ", "*",
        "[b](c)", "1", "  ", "no", "{", ", ", "@", "|", "---", "&nbsp;", "\t",
    ]);
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// An annotated text, and its two sides without annotation.
#[derive(Clone, Debug)]
struct Sample {
    annotated: String,
    pairs: Vec<(String, String)>,
    target: String,
    source: String,
}

fn sample() -> impl Strategy<Value = Sample> {
    let pair = (text(), text(), text());
    (prop::collection::vec(pair, 1..3), text()).prop_map(|(parts, tail)| {
        let [mut annotated, mut target, mut source] = [const { String::new() }; 3];
        for (at, (before, left, right)) in parts.iter().enumerate() {
            let pair = format!("{OPEN}{left}{MIDDLE}{right}{CLOSE}");
            annotated += &format!("{before}{}", pair.replace("x-1", &format!("x-{at}")));
            target += &format!("{before}{left}");
            source += &format!("{before}{right}");
        }
        for text in [&mut annotated, &mut target, &mut source] {
            text.push_str(&tail);
        }
        let pairs = parts.into_iter().map(|(_, left, right)| (left, right)).collect();
        Sample { annotated, pairs, target, source }
    })
}

/// Holds that every scalar of `rendered` reads as in `yaml`, but for the
/// annotated text.
fn check(yaml: &str, rendered: &str, annotated: &str, text: &str) {
    let before = valid(yaml);
    let after = valid(rendered);
    assert!(rendered.starts_with("first: 1\n") && rendered.ends_with("\nlast: 2\n"), "{rendered}");
    let at = before.iter().position(|scalar| scalar.value == annotated).unwrap();
    let mut expected: Vec<_> = before.iter().map(|scalar| scalar.value.as_ref()).collect();
    expected[at] = text;
    let values: Vec<_> = after.iter().map(|scalar| scalar.value.as_ref()).collect();
    assert_eq!(values, expected, "{yaml}\nis\n{rendered}");
    let is_string = text != "no" && text.parse::<f64>().is_err();
    assert!(after[at].style != Style::Plain || is_string, "{rendered}");
}

proptest! {
    #[test]
    fn the_sides_are_what_the_parser_reads(
        sample in sample(),
        flow in any::<bool>(),
        indent in 2..4_usize,
    ) {
        for style in ALL {
            let indent = if style == Emit::LiteralSaysIndent { 2 } else { indent };
            let scalar = emit(&sample.annotated, style, indent);
            let yaml = match flow && !scalar.starts_with(['|', '>']) {
                true => format!("first: 1\nlist: [{{key: {scalar}}}, b]\nlast: 2\n"),
                false => format!("first: 1\nkey: {scalar}\n\nlast: 2\n"),
            };
            // Not every style can write every text.
            let is_written = scalars(&yaml, 0).problems.is_empty()
                && value_of(&yaml, "key").as_ref() == Some(&sample.annotated);
            prop_assert!(is_written || !matches!(style, Emit::Double | Emit::DoubleEscaped));
            if !is_written {
                continue;
            }
            let reading = read(yaml.as_bytes(), &AnnotationScheme::default(), &Rejected::default());
            let text = |found: &FoundText| {
                found.text.as_deref().unwrap_or(&yaml[found.range.clone()]).to_owned()
            };
            let pairs: Vec<_> =
                reading.segments.iter().map(|s| (text(&s.target), text(&s.source))).collect();
            prop_assert_eq!(&pairs, &sample.pairs);
            for (side, text) in [(Side::Target, &sample.target), (Side::Source, &sample.source)] {
                let rendered = render(yaml.as_bytes(), &reading, side);
                check(&yaml, &rendered, &sample.annotated, text);
            }
        }
    }
}
