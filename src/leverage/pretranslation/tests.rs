use proptest::prelude::*;

use super::*;
use crate::diagnostic::DiagnosticCode;
use crate::document::{Document, Side};
use crate::inline::Syntax;
use crate::leverage::segment_ids::ordinal;
use crate::leverage::{Leverage, ReuseMethod};
use crate::memory::Memory;
use crate::segmentation::SourceFormat;
use crate::unit::{Origin, ProposalKind, State, TranslationType, TranslationUnit, Variant};

/// A unit of a document, translated by people or not.
fn unit(path: &str, word: &str, source: &str, target: &str) -> TranslationUnit {
    let text = |text| CodedText::parse(text, Syntax::Markdown);
    let mut unit = TranslationUnit::bilingual(
        Variant::new("en-US".parse().ok(), text(source)),
        Variant::new("de-DE".parse().ok(), text(target)),
    );
    unit.origin = Origin {
        path: Some(path.into()),
        translation_type: Some(TranslationType::new(word)),
        ..Origin::default()
    };
    unit.context.document = unit.origin.path.clone();
    unit
}

fn memory(units: &[(&str, &str, &str)]) -> Memory {
    let memory = Memory::new();
    for (word, source, target) in units {
        memory.add(unit("old.md", word, source, target)).unwrap();
    }
    memory
}

fn context() -> Context {
    Context::new("docs/new.md")
}

const TIDES: &[(&str, &str, &str)] = &[
    ("HT", "Tides", "Gezeiten"),
    ("HT", "High water is at **noon**.", "Hochwasser ist **mittags**."),
    ("MT", "Low water is at six.", "Niedrigwasser ist um sechs."),
    ("HT", "The table of tides for the harbor", "Die Gezeitentafel des Hafens"),
];

const DOCUMENT: &str = "# Tides\n\nHigh water is at **noon**. Low water is at six. Nobody knows why.\n\n\
                        - The table of tides for the port\n";

/// Units may have placeholders as codes or as text; those of the document are codes.
#[test]
fn placeholders_are_protected_and_found() {
    let markup = "Hi {{ page.title }}, it is %s by $x$[^1] :tada:\n";
    let source = markup.trim_end();
    let target = "Hallo {{ page.title }}, es ist %s durch $x$[^1] :tada:";
    let coded = |text| CodedText::parse(text, Syntax::Markdown);
    for read in [coded, |text: &str| CodedText::from(text)] {
        let memory = Memory::new();
        memory
            .add(TranslationUnit::bilingual(
                Variant::new("en-US".parse().ok(), read(source)),
                Variant::new("de-DE".parse().ok(), read(target)),
            ))
            .unwrap();
        let document = SourceDocument::parse(markup.as_bytes());
        let found = Leverage::new(&memory).pretranslate(&document, &context()).unwrap();
        let units: Vec<_> = found.units().collect();
        let reuse = found.segments().next().and_then(|(_, segment)| segment.reuse()).unwrap();
        assert_eq!((reuse.score(), reuse.method()), (100, ReuseMethod::Exact));
        assert_eq!(units[0].variants[0].text, coded(source));
        assert_eq!(units[0].variants[1].text, coded(target));
        assert_eq!(units[0].proposals[0].target.text, coded(target));
        assert_eq!(units[0].proposals[0].source, None);
        assert_eq!(found.target(), format!("{target}\n").as_bytes());
        assert_eq!(found.diagnostics(), []);
    }
}

#[test]
fn the_target_document() {
    let memory = memory(TIDES);
    let document = SourceDocument::parse(DOCUMENT.as_bytes());
    let start = "# Gezeiten\n\nHochwasser ist **mittags**. Niedrigwasser ist um sechs. \
                 Nobody knows why.\n\n";
    for (is_fuzzy, last, reported) in [
        (false, "- The table of tides for the port\n", 0),
        (true, "- Die Gezeitentafel des Hafens\n", 1),
    ] {
        let leverage = Leverage::new(&memory).with_repair(false).with_fuzzy_in_documents(is_fuzzy);
        let found = leverage.pretranslate(&document, &context()).unwrap();
        assert_eq!(String::from_utf8(found.target()).unwrap(), format!("{start}{last}"));
        let diagnostics = found.diagnostics();
        assert_eq!(diagnostics.len(), reported);
        for diagnostic in diagnostics {
            assert_eq!(diagnostic.code, DiagnosticCode::NearMatch);
            assert!(diagnostic.message.contains("[-harbor-] {+port+}"), "{diagnostic:?}");
        }
        let units: Vec<_> = found.units().collect();
        assert_eq!(units[4].target().unwrap().state, Some(State::NeedsReview));
    }
}

#[test]
fn what_is_not_filled_says_what_it_is_to_become() {
    let memory = memory(&[("HT", "Tides", "Gezeiten")]);
    let document = SourceDocument::parse(b"Tides\n\nA sentence of its own.\n");
    let found = Leverage::new(&memory).pretranslate(&document, &context()).unwrap();
    let units: Vec<_> = found.units().collect();
    let german = units[0].target().unwrap().language.clone();
    assert_eq!(units.len(), 2);
    assert!(german.is_some() && units[1].target().is_none());
    assert_eq!((&units[0].target_language, &units[1].target_language), (&None, &german));
}

#[test]
fn what_says_the_opposite_fills_no_document() {
    let memory = memory(&[
        ("HT", "You can remove the key from the old door.", "Sie können den Schlüssel abziehen."),
        ("HT", "you can remove the key from the new door", "sie können den Schlüssel abziehen"),
        ("HT", "Keep the key", "Den Schlüssel behalten"),
        ("HT", "Is it open?", "Ist es offen?"),
        ("HT", "Read [the tables](a.md) of tides", "Lies [die Tafeln](a.md) der Gezeiten"),
        ("HT", "ProductId", "ProductId"),
    ]);
    for (text, is_filled, method, note) in [
        ("You cannot remove the key from the old door.\n", false, ReuseMethod::Fuzzy, true),
        ("You can remove the key from the new door.\n", true, ReuseMethod::Fuzzy, false),
        ("KEEP  the key!\n", true, ReuseMethod::Fuzzy, false),
        ("Is it open.\n", false, ReuseMethod::Fuzzy, false),
        ("read [the tables](a.md) of tides.\n", true, ReuseMethod::Fuzzy, false),
        // The link is on other words, or leads elsewhere.
        ("Read the tables of [tides](a.md)\n", false, ReuseMethod::Fuzzy, false),
        ("read [the tables](b.md) of tides.\n", false, ReuseMethod::Fuzzy, false),
        ("productId\n", false, ReuseMethod::Fuzzy, false),
        ("Keep the key\n", true, ReuseMethod::Exact, false),
    ] {
        let document = SourceDocument::parse(text.as_bytes());
        let leverage = Leverage::new(&memory).with_min_score(50);
        let found = leverage.pretranslate(&document, &context()).unwrap();
        let (_, segment) = found.segments().next().unwrap();
        assert_eq!(
            (segment.is_filled(), segment.reuse().unwrap().method()),
            (is_filled, method),
            "{text}"
        );
        let unit = found.units().next().unwrap();
        let has_note = unit.target().unwrap().notes.iter().any(|it| it.text.contains("opposite"));
        assert_eq!(has_note, note, "{text}");
        // Whoever asks for near matches in documents gets no opposite either.
        let found = leverage.with_fuzzy_in_documents(true);
        let found = found.pretranslate(&document, &context()).unwrap();
        assert_eq!(found.target() == document.bytes(), note, "{text}");
    }
}

#[test]
fn the_annotated_document_has_the_pairs() {
    let memory = memory(TIDES);
    let document = SourceDocument::parse(DOCUMENT.as_bytes());
    let leverage = Leverage::new(&memory).with_fuzzy_in_documents(true);
    let found = leverage.pretranslate(&document, &context()).unwrap();
    let annotated = found.annotated();
    assert_eq!((annotated.pairs, &*annotated.diagnostics), (4, &[][..]));
    let read = Document::parse(&annotated.bytes);
    assert_eq!(read.diagnostics(), []);
    let pairs: Vec<_> = read.segments().map(|it| (it.id(), it.source(), it.target())).collect();
    let first = found.segment_id(0);
    assert_eq!(pairs[0], (first.as_str(), "Tides", "Gezeiten"));
    assert_eq!(pairs[3].0, found.segment_id(4));
    assert_eq!(read.render(Side::Source), DOCUMENT.as_bytes());
    assert_eq!(read.render(Side::Target), found.target());
}

#[test]
fn a_pair_that_cannot_be_read_back_is_none() {
    // A lookup of its own is no text that can stand in a pair.
    let source = "Press <span class=\"sxs-lookup\">a</span> now, then wait";
    let memory = memory(&[("HT", source, source), ("HT", "Next", "Weiter")]);
    let text = format!("{source}\n\nNext\n");
    let document = SourceDocument::parse(text.as_bytes());
    let found = Leverage::new(&memory).pretranslate(&document, &context()).unwrap();
    let annotated = found.annotated();
    assert_eq!(annotated.pairs, 1);
    assert_eq!(annotated.diagnostics.len(), 1);
    assert_eq!(annotated.diagnostics[0].code, DiagnosticCode::NotAnnotated);
    assert_eq!(annotated.diagnostics[0].range, 0..source.len());
    assert_eq!(Document::parse(&annotated.bytes).len(), 1);
}

#[test]
fn front_matter_has_no_annotation() {
    let memory = memory(&[("HT", "Tides", "Gezeiten")]);
    let text = "---\ntitle: Tides\n---\n# Tides\n";
    let document = SourceDocument::parse(text.as_bytes());
    let found = Leverage::new(&memory).pretranslate(&document, &context()).unwrap();
    let annotated = found.annotated();
    assert!(annotated.bytes.starts_with(b"---\ntitle: Gezeiten\n---\n# <span data-ttu-id="));
    assert_eq!((annotated.pairs, annotated.diagnostics.len()), (1, 0));
    let units: Vec<_> = found.units().collect();
    assert_eq!(units.len(), 2);
    assert_eq!(
        (&*units[0].properties[0].name, &*units[0].properties[0].value),
        ("x-field", "title")
    );
    assert_eq!(units[1].context.previous_source, None);
}

#[test]
fn units_of_filled_and_open_segments() {
    let memory = memory(TIDES);
    let document = SourceDocument::parse(DOCUMENT.as_bytes());
    let leverage = Leverage::new(&memory).with_repair(false);
    let found = leverage.pretranslate(&document, &context()).unwrap();
    let units: Vec<_> = found.units().collect();
    assert_eq!(units.len(), 5);
    let states: Vec<_> =
        units.iter().map(|unit| unit.target().and_then(|target| target.state)).collect();
    assert_eq!(
        states,
        [
            Some(State::Translated),
            Some(State::Translated),
            // A machine translated it.
            Some(State::NeedsReview),
            None,
            Some(State::NeedsReview),
        ]
    );
    let second = &units[1];
    assert_eq!(second.id.as_deref(), Some(&*format!("docs/new.md#{}", found.segment_id(1))));
    assert_eq!(second.context.previous_source.as_deref(), Some("Tides"));
    assert_eq!(second.context.next_source.as_deref(), Some("Low water is at six."));
    assert_eq!(second.context.document.as_deref(), Some("docs/new.md"));
    let placement = second.placement.as_ref().unwrap();
    assert_eq!((placement.ordinal, placement.line, placement.range.clone()), (1, 3, 9..35));
    let near = &units[4].proposals[0];
    assert_eq!(near.kind, ProposalKind::Memory);
    assert_eq!(near.source.as_ref().unwrap().text.text(), "The table of tides for the harbor");
    assert_eq!(near.origin.as_deref(), Some("old.md"));
    assert!(near.score.unwrap() < 100);
    let machine = &units[2].proposals[0];
    assert_eq!((machine.score, machine.properties[0].value.as_str()), (Some(100), "MT"));
}

#[test]
fn text_of_a_memory_does_not_become_markup() {
    let memory = Memory::new();
    let mut plain = unit("old.tmx", "HT", "Bold or not", "");
    plain.variants[1].text = CodedText::from_plain("<b>fett</b> oder nicht");
    memory.add(plain).unwrap();
    let document = SourceDocument::parse(b"Bold or not\n");
    let found = Leverage::new(&memory).pretranslate(&document, &context()).unwrap();
    assert_eq!(found.target(), b"&lt;b>fett&lt;/b> oder nicht\n");
}

/// What fills a document from a memory of Markdown.
fn filled(units: &[(&str, &str, &str)], format: SourceFormat, text: &str) -> String {
    let memory = memory(units);
    let document = SourceDocument::builder().with_format(format).parse(text.as_bytes());
    let found = Leverage::new(&memory).pretranslate(&document, &context()).unwrap();
    String::from_utf8(found.target()).unwrap()
}

#[test]
fn escapes_are_those_of_the_place() {
    use SourceFormat::{Html, Markdown, Text};
    let units = &[
        ("HT", "R&D tools", "R&amp;D-Werkzeuge"),
        ("HT", "Note", "Remarque&nbsp;:"),
        ("HT", "The name", "Der snake\\_name"),
        ("HT", "A door", "Eine <b>Tür</b>"),
    ];
    for (format, text, expected) in [
        (Markdown, "---\ntitle: R&D tools\n---\n", "---\ntitle: R&D-Werkzeuge\n---\n"),
        (Markdown, "---\ntitle: The name\n---\n", "---\ntitle: Der snake_name\n---\n"),
        (Markdown, "---\ntitle: A door\n---\n", "---\ntitle: Eine Tür\n---\n"),
        (Markdown, "# R&D tools\n", "# R&amp;D-Werkzeuge\n"),
        (Markdown, "# The name\n", "# Der snake\\_name\n"),
        (Text, "R&D tools\n", "R&D-Werkzeuge\n"),
        (Text, "Note\n", "Remarque\u{a0}:\n"),
        (Html, "<p>R&amp;D tools</p>", "<p>R&amp;D-Werkzeuge</p>"),
        (Html, "<p>The name</p>", "<p>Der snake_name</p>"),
        (Html, "<p>Note</p>", "<p>Remarque&nbsp;:</p>"),
    ] {
        assert_eq!(filled(units, format, text), expected, "{text}");
    }
}

#[test]
fn codes_without_a_place_are_reported() {
    use crate::memory::Penalties;
    let units = &[
        ("HT", "Save the file", "Datei speichern"),
        ("HT", "**Note** this", "**Merken** Sie sich das"),
        ("HT", "A door", "Eine **Tür**"),
    ];
    let memory = memory(units);
    for (text, target, range, note) in [
        (
            "Save the **file**\n",
            "Datei speichern\n",
            0..17,
            "inline codes of the source are missing",
        ),
        (
            "---\ntitle: A door\n---\n",
            "---\ntitle: Eine Tür\n---\n",
            11..17,
            "inline codes do not work where they stand",
        ),
    ] {
        let document = SourceDocument::parse(text.as_bytes());
        // Without a penalty for codes, such matches are exact.
        for penalties in [Penalties::none(), Penalties::none().with_different_codes(1)] {
            let leverage = Leverage::new(&memory).with_penalties(penalties);
            let leverage = leverage.with_fuzzy_in_documents(true);
            let found = leverage.pretranslate(&document, &context()).unwrap();
            assert_eq!(String::from_utf8(found.target()).unwrap(), target);
            let diagnostics = found.diagnostics();
            assert_eq!(diagnostics.len(), 1, "{text}");
            assert_eq!(diagnostics[0].code, DiagnosticCode::CodesDiffer);
            assert_eq!(diagnostics[0].range, range);
            let units: Vec<_> = found.units().collect();
            let target = units[0].target().unwrap();
            assert_eq!(target.state, Some(State::NeedsReview));
            assert!(target.notes.iter().any(|it| it.text == note), "{:?}", target.notes);
        }
    }
    let document = SourceDocument::parse(b"**Note** this\n");
    let found = Leverage::new(&memory).pretranslate(&document, &context()).unwrap();
    assert_eq!(found.diagnostics(), []);
}

#[test]
fn units_that_do_not_say_who_translated_are_translated() {
    let memory = Memory::new();
    let mut untold = unit("old.tmx", "HT", "Next", "Weiter");
    untold.origin.translation_type = None;
    memory.add(untold).unwrap();
    let aligned = unit("old.md", "Aligned", "Back", "Zurück");
    memory.add(aligned).unwrap();
    let document = SourceDocument::parse(b"Next\n\nBack\n");
    let found = Leverage::new(&memory).pretranslate(&document, &context()).unwrap();
    let states: Vec<_> = found.units().map(|unit| unit.target().unwrap().state).collect();
    assert_eq!(states, [Some(State::Translated), Some(State::NeedsReview)]);
}

#[test]
fn a_blank_target_fills_nothing() {
    let memory = Memory::new();
    for target in ["", " "] {
        memory.add(unit("old.md", "HT", "Next", target)).unwrap();
    }
    let document = SourceDocument::parse(b"Next\n");
    let found = Leverage::new(&memory).pretranslate(&document, &context()).unwrap();
    assert_eq!(found.target(), b"Next\n");
    assert_eq!((found.annotated().bytes, found.annotated().pairs), (b"Next\n".to_vec(), 0));
    assert!(found.units().all(|unit| unit.target().is_none()));
}

/// Texts that put the annotation to the test, none of them blank.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-c]{1,4}",
        1 => prop::sample::select(vec![
            " ", "<span>", "</span>", "<span/>", "</span></span>", "<span class=\"sxs-lookup\">",
            "<span data-stu-id=\"12345-101\">", "<span data-ttu-id='12345-101'>", "|", "**", "`",
            "&quot;", "\"", "![a](b \"", "\")", "[x](y)", "<br/>", "。",
        ]).prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..5).prop_map(|pieces| format!("w{}", pieces.concat()))
}

proptest! {
    #[test]
    fn every_pair_reads_back(
        pairs in proptest::collection::vec((text(), text()), 1..5),
        format in prop::sample::select(SourceFormat::ALL),
        is_fuzzy in any::<bool>(),
    ) {
        let memory = Memory::new();
        let mut text = String::new();
        for (source, target) in &pairs {
            memory.add(unit("old.md", "HT", source, target)).unwrap();
            text.push_str(source);
            text.push_str("\n\n");
        }
        let document = SourceDocument::builder().with_format(format).parse(text.as_bytes());
        let leverage = Leverage::new(&memory).with_fuzzy_in_documents(is_fuzzy);
        let found = leverage.pretranslate(&document, &context()).unwrap();
        let annotated = found.annotated();
        let read = match format {
            SourceFormat::Html => Document::builder().with_format(crate::document::Format::Html),
            _ => Document::builder().with_format(crate::document::Format::Markdown),
        }
        .parse(&annotated.bytes);
        let filled = found.segments().filter(|(_, found)| found.is_filled()).count();
        prop_assert_eq!(annotated.pairs + annotated.diagnostics.len(), filled);
        let own: Vec<_> = read.segments().filter(|it| it.id() != "12345-101").collect();
        prop_assert_eq!(own.len(), annotated.pairs);
        for segment in own {
            let ordinal = ordinal(segment.id()).unwrap();
            let source = document.segment(ordinal).unwrap();
            prop_assert_eq!(segment.source().as_bytes(), source.raw());
        }
        // Units are there for all, and each id once.
        let ids: std::collections::BTreeSet<_> = found.units().map(|unit| unit.id).collect();
        prop_assert_eq!(ids.len(), document.len());
    }
}
