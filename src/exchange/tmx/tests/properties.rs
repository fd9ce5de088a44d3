//! What holds for any unit: it reads back, and validators accept it.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::*;
use crate::exchange::inline_style::as_text;
use crate::exchange::strategies::unit;
use crate::exchange::xml::without_forbidden;
use crate::inline::{Code, CodeKind, Piece};

fn encoder() -> impl Strategy<Value = Encoder> {
    let profile = prop::sample::select(Profile::ALL.to_vec());
    let style = prop::sample::select(InlineStyle::ALL.to_vec());
    (profile, style).prop_map(|(profile, style)| {
        Encoder::default().with_profile(profile).with_inline_style(style)
    })
}

fn allowed(text: &str) -> String {
    without_forbidden(text).0.into_owned()
}

/// The texts and native codes of a `seg`, in order, neighbouring texts joined.
/// A code is one piece with the texts inside it; a `hi` is what it holds.
fn read_pieces(seg: &Element) -> Vec<(bool, String)> {
    let mut pieces = Vec::new();
    for node in &seg.content {
        match node {
            Node::Text(text) => add(&mut pieces, (false, text.clone())),
            Node::Element(hi) if hi.name == "hi" => {
                read_pieces(hi).into_iter().for_each(|piece| add(&mut pieces, piece));
            }
            Node::Element(code) => pieces.push((true, all_text(code))),
        }
    }
    pieces
}

fn add(pieces: &mut Vec<(bool, String)>, (is_code, text): (bool, String)) {
    match pieces.last_mut() {
        Some((false, before)) if !is_code => before.push_str(&text),
        _ if !is_code && text.is_empty() => {}
        _ => pieces.push((is_code, text)),
    }
}

/// The text of an element and of all that it holds.
fn all_text(element: &Element) -> String {
    let text = |node: &Node| match node {
        Node::Text(text) => text.clone(),
        Node::Element(element) => all_text(element),
    };
    element.content.iter().map(text).collect()
}

/// The same of the text that was written.
fn given_pieces(text: &CodedText) -> Vec<(bool, String)> {
    let mut pieces: Vec<(bool, String)> = Vec::new();
    for piece in text.pieces() {
        match piece {
            Piece::Text(text) | Piece::Escaped { text, .. } => {
                add(&mut pieces, (false, allowed(text)));
            }
            Piece::Code(code) if code.kind == CodeKind::Annotation => {}
            Piece::Code(code) => pieces.push((true, given_native(&code))),
        }
    }
    pieces
}

/// A native form, with the texts inside it as they read.
fn given_native(code: &Code<'_>) -> String {
    let mut native = String::new();
    let mut at = 0;
    for subflow in code.subflows {
        native.push_str(&allowed(&code.native[at..subflow.range.start]));
        native.extend(given_pieces(&subflow.text).into_iter().map(|(_, text)| text));
        at = subflow.range.end;
    }
    native + &allowed(&code.native[at..])
}

proptest! {
    #[test]
    fn reads_back(unit in unit(), profile in prop::sample::select(Profile::ALL.to_vec())) {
        for tu in tus(&Encoder::default().with_profile(profile), &unit) {
            for tuv in tu.children("tuv") {
                let read = (tuv.attribute("xml:lang"), read_pieces(tuv.child("seg")));
                let found = unit.variants.iter().any(|variant| {
                    let language = variant.language.as_ref().map(|language| language.as_str());
                    (language, given_pieces(&variant.text)) == read
                });
                prop_assert!(found, "{tuv:?} is none of {unit:?}");
            }
            for property in &unit.properties {
                let given = (Some(allowed(&property.name)), allowed(&property.value));
                let read = |prop: &Element| {
                    (prop.attribute("type").map(str::to_owned), prop.text())
                };
                let found = tu.children("prop").map(read).any(|read| read == given);
                prop_assert!(found, "{property:?} is not in {tu:?}");
            }
            let notes: Vec<String> = tu.children("note").map(Element::text).collect();
            let given: Vec<String> = unit.notes.iter().map(|note| allowed(&note.text)).collect();
            prop_assert_eq!(notes, given);
        }
    }

    #[test]
    fn plain_styles_read_back(unit in unit()) {
        for style in [InlineStyle::Strip, InlineStyle::Raw] {
            let tus = tus(&Encoder::default().with_inline_style(style), &unit);
            let read: Vec<String> =
                tus[0].children("tuv").map(|tuv| tuv.child("seg").text()).collect();
            let given: Vec<String> = unit.variants.iter().map(|variant| match style {
                InlineStyle::Strip => allowed(&variant.text.plain()),
                _ => allowed(&as_text(&variant.text)),
            }).collect();
            prop_assert_eq!(read, given);
        }
    }

    #[test]
    fn a_writer_and_an_encoder_make_the_same_file(
        units in prop::collection::vec(unit(), 0..4), encoder in encoder()
    ) {
        let mut file = Vec::new();
        encoder.write_header(&mut file).unwrap();
        for unit in &units {
            let mut part = Vec::new();
            encoder.write_unit(unit, &mut part).unwrap();
            file.extend(part);
        }
        encoder.write_footer(&mut file);
        prop_assert_eq!(String::from_utf8(file).unwrap(), encode(&encoder, &units));
    }
}

/// Files of generated units, in any profile and style.
#[test]
fn valid_by_the_dtd() {
    let Some(dtd) = crate::needs::shared("tmx/tmx14.dtd") else { return };
    let mut runner = TestRunner::deterministic();
    let mut sample = || (unit(), encoder()).new_tree(&mut runner).unwrap().current();
    for _ in 0..14 {
        let (_, encoder) = sample();
        let units: Vec<TranslationUnit> = (0..40).map(|_| sample().0).collect();
        let file = encode(&encoder, &units);
        let arguments = ["--dtdvalid", dtd.to_str().unwrap()];
        let Some(output) = crate::needs::xmllint(&arguments, &file) else { return };
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}\n{file}");
    }
}
