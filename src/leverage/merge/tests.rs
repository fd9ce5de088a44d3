use proptest::prelude::*;

use super::*;
use crate::diagnostic::Severity;
use crate::exchange::{ReadUnits, xliff};
use crate::inline::{Code, CodeKind, CodeRole, Piece, Syntax};
use crate::language::Language;
use crate::leverage::Leverage;
use crate::memory::Memory;
use crate::unit::Variant;

const TEXT: &str = "# Tides\n\nHigh water is at **noon**. Low water is at &lt;six&gt;.\n\n- See [the table](t.md)\n";

fn context() -> Context {
    Context::new("docs/tides.md").with_target_language("de-DE".parse().unwrap())
}

fn units_of(document: &SourceDocument<'_>) -> Vec<TranslationUnit> {
    let memory = Memory::new();
    Leverage::new(&memory).pretranslate(document, &context()).unwrap().units().collect()
}

fn translate(unit: &mut TranslationUnit, target: CodedText) {
    unit.variants.truncate(1);
    unit.variants.push(Variant::new("de-DE".parse().ok(), target));
}

/// A text of markup, as an exchange file gives it: without its escapes.
fn text(markup: &str) -> CodedText {
    let parsed = CodedText::parse(markup, Syntax::Markdown);
    let pieces = parsed.pieces().map(|piece| match piece {
        Piece::Escaped { text, .. } => Piece::Text(text),
        other => other,
    });
    pieces.collect()
}

/// The document merged with targets for its segments.
fn merged(targets: &[Option<&str>]) -> MergedDocument {
    let document = SourceDocument::parse(TEXT.as_bytes());
    let mut units = units_of(&document);
    for (unit, target) in units.iter_mut().zip(targets) {
        if let Some(target) = target {
            translate(unit, text(target));
        }
    }
    merge(&document, &context(), units).unwrap()
}

#[test]
fn placeholders_may_be_text_in_the_file() {
    let document = SourceDocument::parse(b"Hi {{ page.title }}, it is `x` %s.\n");
    for as_text in [false, true] {
        let mut unit = units_of(&document).remove(0);
        let targets = ["{{ page.title }}: `x` %s", "{{ page.title }}: `x`"];
        for (target, lost) in targets.into_iter().zip([0, 1]) {
            translate(&mut unit, text(target));
            for variant in unit.variants.iter_mut().filter(|_| as_text) {
                variant.text = variant.text.placeholders_as_text().into_owned();
            }
            let merged = merge(&document, &context(), [unit.clone()]).unwrap();
            assert_eq!(String::from_utf8(merged.bytes).unwrap(), format!("{target}\n"));
            assert_eq!(merged.diagnostics.len(), lost);
        }
    }
}

#[test]
fn targets_take_the_place_of_sources() {
    let found = merged(&[
        Some("Gezeiten"),
        Some("Hochwasser ist **mittags**."),
        Some("Niedrigwasser ist um &lt;sechs&gt;."),
        None,
    ]);
    assert_eq!(found.diagnostics, []);
    assert_eq!(
        String::from_utf8(found.bytes).unwrap(),
        "# Gezeiten\n\nHochwasser ist **mittags**. Niedrigwasser ist um &lt;sechs&gt;.\n\n\
         - See [the table](t.md)\n"
    );
    let MergeCounts { segments, translated, untranslated, .. } = found.counts;
    assert_eq!((segments, translated, untranslated), (4, 3, 1));
}

#[test]
fn what_says_that_it_is_no_translation_is_none() {
    let document = SourceDocument::parse(TEXT.as_bytes());
    let source = document.segment(1).unwrap().text();
    for (target, state, bytes) in [
        (source.clone(), Some(State::Initial), TEXT.to_owned()),
        (source, Some(State::Final), TEXT.to_owned()),
        ("".into(), None, TEXT.to_owned()),
        (" ".into(), Some(State::NeedsReview), TEXT.to_owned()),
        // A tool that leaves the state as it was.
        ("Neu".into(), Some(State::Initial), TEXT.replace("High water is at **noon**.", "Neu")),
        ("".into(), Some(State::Final), TEXT.replace("High water is at **noon**. ", "")),
    ] {
        let mut units = units_of(&document);
        translate(&mut units[1], target);
        units[1].variants[1].state = state;
        let found = merge(&document, &context(), units).unwrap();
        assert_eq!(String::from_utf8(found.bytes).unwrap(), bytes, "{state:?}");
    }
}

#[test]
fn a_sentence_that_went_into_the_one_before_leaves_no_space() {
    let document = SourceDocument::parse(TEXT.as_bytes());
    let mut units = units_of(&document);
    translate(&mut units[1], text("Hochwasser ist **mittags**, Niedrigwasser um sechs."));
    translate(&mut units[2], "".into());
    units[2].variants[1].state = Some(State::Translated);
    let found = String::from_utf8(merge(&document, &context(), units).unwrap().bytes).unwrap();
    assert!(found.contains("\n\nHochwasser ist **mittags**, Niedrigwasser um sechs.\n\n"));
}

/// A document with these targets, which say that they are done, for its segments.
fn done(markdown: &str, targets: &[Option<&str>]) -> MergedDocument {
    let document = SourceDocument::parse(markdown.as_bytes());
    let mut units = units_of(&document);
    assert_eq!(units.len(), targets.len(), "{markdown}");
    for (unit, target) in units.iter_mut().zip(targets) {
        let Some(target) = target else { continue };
        translate(unit, CodedText::from_plain(*target));
        unit.variants[1].state = Some(State::Translated);
    }
    merge(&document, &context(), units).unwrap()
}

#[test]
fn what_follows_a_sentence_that_is_gone_begins_its_line() {
    let may = Some("1. Mai ist Feiertag.");
    for (markdown, targets, expected) in [
        ("One. Two.", &[Some(""), may][..], "1\\. Mai ist Feiertag."),
        ("One. Two. Three.", &[Some(""), Some(" "), may], "1\\. Mai ist Feiertag."),
        ("> One. Two.", &[Some(""), may], "> 1\\. Mai ist Feiertag."),
        ("# One. Two.", &[Some(""), may], "# 1. Mai ist Feiertag."),
        ("One. 1. Two.", &[Some(""), None], "1\\. Two."),
        ("One. Two. Three.", &[Some("A."), Some(""), may], "A. 1. Mai ist Feiertag."),
        // The line goes, not the paragraph.
        ("One.\nTwo.\nThree.", &[None, Some(""), may], "One.\n1\\. Mai ist Feiertag."),
        ("> One.\n> Two. Three.", &[None, Some(""), may], "> One.\n> 1\\. Mai ist Feiertag."),
        ("One.\nTwo.\n===", &[None, Some("")], "One.\n==="),
        ("| One. Two. |\n|---|", &[None, Some("")], "| One. |\n|---|"),
        ("| One. Two. |\n|---|", &[Some(""), None], "| Two. |\n|---|"),
        ("| One. Two. |\n|---|", &[Some(""), Some("")], "|  |\n|---|"),
        ("One.\n\nTwo.", &[Some(""), None], "\n\nTwo."),
    ] {
        let found = done(markdown, targets);
        assert_eq!(String::from_utf8(found.bytes).unwrap(), expected, "{markdown}");
    }
}

#[test]
fn no_space_makes_a_block() {
    for (markdown, expected) in
        [("> One.", "> Zitat."), ("- One.", "- Zitat."), ("One. Two.", "Zitat.      Zitat.")]
    {
        let targets = vec![Some("     Zitat."); markdown.matches('.').count()];
        let found = done(markdown, &targets);
        assert_eq!(String::from_utf8(found.bytes).unwrap(), expected, "{markdown}");
    }
}

#[test]
fn a_value_of_the_front_matter_stays() {
    let text = "---\ntitle: One. Two.\n---\n";
    let found = done(text, &[Some(""), Some("Zwei.")]);
    assert_eq!(found.bytes, b"---\ntitle: One. Zwei.\n---\n");
    assert_eq!((found.counts.translated, found.counts.untranslated), (1, 1));
}

#[test]
fn text_of_raw_html_is_spelled_as_html() {
    let found = done("<table><tr><td>\nNote\n</td></tr></table>", &[Some("*Hinweis* <b>")]);
    assert_eq!(found.bytes, b"<table><tr><td>\n*Hinweis* &lt;b>\n</td></tr></table>");
}

#[test]
fn references_keep_their_definition() {
    let markdown = "- [Quick start][]\n\n[Quick start]: qs.md\n";
    let document = SourceDocument::parse(markdown.as_bytes());
    let mut units = units_of(&document);
    translate(&mut units[0], text("[Schnellstart][]"));
    for units in [through_xliff(&units), through_xliff2(&units), units] {
        let found = merge(&document, &context(), units).unwrap();
        let expected = markdown.replacen("[]", "[Quick start]", 1).replacen("Quick", "Schnell", 1);
        let expected = expected.replacen("Schnell start", "Schnellstart", 1);
        assert_eq!(String::from_utf8(found.bytes).unwrap(), expected);
    }
}

#[test]
fn a_line_of_many_sentences_takes_linear_time() {
    let text = "A b. ".repeat(20_000);
    let document = SourceDocument::parse(text.as_bytes());
    let mut units = units_of(&document);
    units.iter_mut().for_each(|unit| translate(unit, " C. ".into()));
    assert_eq!(merge(&document, &context(), units).unwrap().counts.translated, 20_000);
}

#[test]
fn a_cell_whose_text_went_is_empty() {
    let document = SourceDocument::parse(b"| a | b |\n|---|---|\n| c | d |\n");
    let mut units = units_of(&document);
    translate(&mut units[2], "".into());
    units[2].variants[1].state = Some(State::Translated);
    let found = String::from_utf8(merge(&document, &context(), units).unwrap().bytes).unwrap();
    assert!(found.starts_with("| a | b |\n|---|---|\n|") && found.ends_with("| d |\n"), "{found}");
    assert!(!found.contains('c') && !found.contains('\\'), "{found}");
}

#[test]
fn other_codes_are_said_and_merged() {
    let found = merged(&[Some("**Gezeiten**"), Some("Hochwasser ist mittags."), None, None]);
    let messages: Vec<_> = found.diagnostics.iter().map(|it| (it.code, &*it.message)).collect();
    assert_eq!(
        messages,
        [
            (
                DiagnosticCode::CodesDiffer,
                "expected the inline codes of the source in the target, but found `**`, `**` besides"
            ),
            (
                DiagnosticCode::CodesDiffer,
                "expected the inline codes of the source in the target, but found no `**`, `**`"
            ),
        ]
    );
    assert!(found.bytes.starts_with(b"# **Gezeiten**\n\nHochwasser ist mittags. "));
}

#[test]
fn codes_get_their_native_forms_back() {
    let document = SourceDocument::parse(TEXT.as_bytes());
    let mut units = units_of(&document);
    // As a tool gives it that keeps markup in a skeleton.
    let bare = |role, id| Code { id: Some(id), ..Code::new(CodeKind::Other, role, "") };
    for (variant, words) in [
        ("source", ["High water is at ", "noon", "."]),
        ("target", ["", "Mittags", " ist Hochwasser."]),
    ] {
        let mut text = CodedText::from_plain(words[0]);
        text.push_code(bare(CodeRole::Open(1), "7"));
        text.push_text(words[1]);
        text.push_code(bare(CodeRole::Close(1), "7"));
        text.push_text(words[2]);
        match variant {
            "source" => units[1].variants[0].text = text,
            _ => translate(&mut units[1], text),
        }
    }
    let found = merge(&document, &context(), units).unwrap();
    assert_eq!(found.diagnostics, []);
    let found = String::from_utf8(found.bytes).unwrap();
    assert!(found.contains("\n**Mittags** ist Hochwasser. Low"), "{found}");
}

#[test]
fn parts_of_a_segment_are_put_together() {
    let document = SourceDocument::parse(b"One or two; three. \n");
    let part = |name: &str, source: &str, target: Option<&str>| {
        let mut unit = units_of(&document).remove(0);
        unit.id = unit.id.map(|id| format!("{id}#{name}"));
        unit.variants[0].text = source.into();
        if let Some(target) = target {
            translate(&mut unit, target.into());
        }
        unit
    };
    let parts =
        [part("0", "One or two;", Some("Eins oder zwei;")), part("1", "three.", Some("drei."))];
    let found = merge(&document, &context(), parts.clone()).unwrap();
    assert_eq!(found.bytes, b"Eins oder zwei; drei. \n");
    let found =
        merge(&document, &context(), [parts[0].clone(), part("1", "three.", None)]).unwrap();
    assert_eq!(found.bytes, b"Eins oder zwei; three. \n");
    let error = merge(&document, &context(), parts.into_iter().rev()).unwrap_err();
    assert!(error.to_string().contains("expected the source `One or two; three.`"), "{error}");
}

#[test]
fn units_that_do_not_fit_are_errors() {
    let document = SourceDocument::parse(TEXT.as_bytes());
    let one = |change: &dyn Fn(&mut TranslationUnit)| {
        let mut units = units_of(&document);
        change(&mut units[1]);
        merge(&document, &context(), units).unwrap_err().to_string()
    };
    let named = |unit: &mut TranslationUnit, id: &str| {
        unit.id = Some(id.to_owned());
        unit.placement = None;
    };
    for (error, message) in [
        (one(&|unit| named(unit, "77")), "expected an id such as `1b8a1-101`"),
        (one(&|unit| named(unit, "aaaaa-999")), "expected a unit of one of the 4 segments"),
        (
            one(&|unit| named(unit, "aaaaa-101")),
            "expected the source `Tides`, which the document has at 1:3, but found `High water is \
             at **noon**.`; the document changed since the file was written: pretranslate it again",
        ),
        (
            one(&|unit| unit.variants[0].text = "High water".into()),
            "at 3:1, but found `High water`; the rules for its segments, or the file's source, changed",
        ),
        (one(&|unit| unit.variants.clear()), "expected a source, by which the segment is checked"),
    ] {
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn units_of_other_documents_are_passed_over() {
    let document = SourceDocument::parse(TEXT.as_bytes());
    let other = |path: &str| {
        let mut units = units_of(&document);
        units.iter_mut().for_each(|unit| unit.origin.path = Some(path.into()));
        units
    };
    let mut all = other("docs/other.md");
    all.extend(units_of(&document));
    let found = merge(&document, &context(), all).unwrap();
    assert_eq!((found.counts.other_documents, found.counts.untranslated), (4, 4));
    // Under another name, alone.
    let found = merge(&document, &context(), other("tides.md")).unwrap();
    assert_eq!((found.counts.other_documents, found.counts.untranslated), (0, 4));
    let mut all = other("a.md");
    all.extend(other("b.md"));
    let error = merge(&document, &context(), all).unwrap_err().to_string();
    assert!(
        error.contains("units of `docs/tides.md`, but found units of `a.md`, `b.md`"),
        "{error}"
    );
}

#[test]
fn missing_and_repeated_units_are_said() {
    let document = SourceDocument::parse(TEXT.as_bytes());
    let mut units = units_of(&document);
    translate(&mut units[0], "Gezeiten".into());
    translate(&mut units[1], "Hochwasser ist mittags.".into());
    units.remove(2);
    units.push(units[0].clone());
    let mut again = units[1].clone();
    translate(&mut again, "Mittags.".into());
    units.push(again);
    units.reverse();
    let found = merge(&document, &context(), units).unwrap();
    let said: Vec<_> = found.diagnostics.iter().map(|it| (it.code, it.severity)).collect();
    assert_eq!(
        said,
        [
            (DiagnosticCode::RepeatedId, Severity::Warning),
            (DiagnosticCode::RepeatedId, Severity::Error),
            (DiagnosticCode::MissingUnit, Severity::Warning),
        ]
    );
    let MergeCounts { translated, untranslated, missing, refused, .. } = found.counts;
    assert_eq!((translated, untranslated, missing, refused), (1, 1, 1, 1));
    assert_eq!(String::from_utf8(found.bytes).unwrap(), TEXT.replace("Tides", "Gezeiten"));
}

fn through_xliff(units: &[TranslationUnit]) -> Vec<TranslationUnit> {
    let encoder = xliff::Encoder::default()
        .with_target_language("de-DE".parse().unwrap())
        .with_copied_sources(true);
    let mut writer = xliff::Writer::with_encoder(Vec::new(), encoder).unwrap();
    units.iter().for_each(|unit| writer.write(unit).unwrap());
    let file = writer.finish().unwrap();
    xliff::Reader::new(&*file).units().map(Result::unwrap).collect()
}

fn through_xliff2(units: &[TranslationUnit]) -> Vec<TranslationUnit> {
    let encoder = xliff::Encoder::new(xliff::Version::V2_1)
        .with_source_language(Language::en_us())
        .with_target_language("de-DE".parse().unwrap());
    let mut writer = xliff::Writer::with_encoder(Vec::new(), encoder).unwrap();
    units.iter().for_each(|unit| writer.write(unit).unwrap());
    let file = writer.finish().unwrap();
    xliff::Reader::new(&*file).units().map(Result::unwrap).collect()
}

/// Paragraphs with all sorts of markup.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-c ]{1,5}",
        2 => "[*_`~\\\\.!]{1,2}",
        1 => prop::sample::select(vec![
            "# ", "- ", "> ", "| a | b |\n|---|---|\n| ", "<b>", "</b>", "&amp;", "&nbsp;", "[x](y)",
            "`a`", "<any>", "。", "\u{a0}", "<br/>", "\n", "\n\n", "\r\n", "\u{1}", "\u{fffe}", "A. B",
        ]).prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

#[test]
fn spaces_that_stay() {
    for (text, before, after, expected) in [
        (" a ", "x\n1.", " b", [" ", " "]),
        (" a ", "x\n", "\n\nb", ["", " "]),
        ("   a  ", "x\n  ", "\nb", ["", " "]),
        ("a ", "", " \nb", ["", ""]),
        (" a  ", "", "", ["", "  "]),
        (" a ", "| ", "|\n", [" ", " "]),
        ("\u{a0}a\u{3000}", "x\n", "\nb", ["", ""]),
        ("  ", "x", "y", ["", ""]),
    ] {
        assert_eq!(edge_spaces(text, before.as_bytes(), after.as_bytes()), expected, "{text:?}");
    }
}

proptest! {
    #[test]
    fn what_goes_out_and_comes_back_is_the_document(text in markdown()) {
        let document = SourceDocument::parse(text.as_bytes());
        let units = units_of(&document);
        for read in [through_xliff(&units), through_xliff2(&units)] {
            let found = merge(&document, &context(), read).unwrap();
            prop_assert_eq!(&found.bytes, text.as_bytes());
            prop_assert_eq!(found.counts.untranslated, document.len());
            prop_assert_eq!(found.diagnostics, []);
        }
    }

    #[test]
    fn translations_come_back_as_they_were_typed(
        text in markdown(),
        targets in proptest::collection::vec("[a-c*_<>&`\\\\]{0,8}", 0..6),
    ) {
        let document = SourceDocument::parse(text.as_bytes());
        let mut units = units_of(&document);
        for (unit, target) in units.iter_mut().zip(&targets) {
            translate(unit, CodedText::from_plain(&**target));
            unit.variants[1].state = Some(State::Translated);
        }
        let direct = merge(&document, &context(), units.clone()).unwrap();
        for read in [through_xliff(&units), through_xliff2(&units)] {
            prop_assert_eq!(&merge(&document, &context(), read).unwrap(), &direct);
        }
    }

    #[test]
    fn no_units_are_too_odd(
        units in proptest::collection::vec((crate::exchange::strategies::unit(), 0..6_usize, any::<bool>()), 0..6),
        text in markdown(),
    ) {
        let document = SourceDocument::parse(text.as_bytes());
        let own = units_of(&document);
        let units = units.into_iter().map(|(mut unit, at, is_own)| {
            if let Some(own) = own.get(at).filter(|_| is_own) {
                unit.id.clone_from(&own.id);
                unit.origin.path.clone_from(&own.origin.path);
                unit.source_language = own.source_language.clone();
                unit.variants.insert(0, own.variants[0].clone());
            }
            unit
        });
        if let Ok(found) = merge(&document, &context(), units) {
            let MergeCounts { segments, translated, untranslated, missing, refused, .. } = found.counts;
            prop_assert_eq!(segments, translated + untranslated + missing + refused);
            prop_assert!(missing + refused <= found.diagnostics.len());
        }
    }
}
