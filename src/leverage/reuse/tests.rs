use super::*;
use crate::inline::Syntax;
use crate::memory::Import;
use crate::unit::{TranslationUnit, Variant};

fn parse(markup: &str) -> CodedText {
    CodedText::parse(markup, Syntax::Markdown)
}

fn memory(units: &[(&str, &str)], target: &str) -> Memory {
    let memory = Memory::new();
    let variant = |markup: &str, language: &str| Variant::new(language.parse().ok(), parse(markup));
    Import::new()
        .run(memory.store(), |importer| {
            for (source, translation) in units {
                let unit = TranslationUnit::bilingual(
                    variant(source, "en-US"),
                    variant(translation, target),
                );
                importer.add(unit)?;
            }
            Ok(())
        })
        .unwrap();
    memory
}

fn reused(units: &[(&str, &str)], target: &str, text: &str) -> Option<Reuse> {
    let (memory, settings) = (memory(units, target), Settings::default());
    let text = parse(text);
    let query = settings
        .query(text.clone())
        .with_min_score(crate::leverage::leverage::LOWEST_SCORE)
        .with_limit(4);
    let matches = memory.lookup(&query).unwrap();
    reuse(&memory, &settings, &[Found { text, has_placeholders: false, matches }])
        .unwrap()
        .remove(0)
}

#[test]
fn methods_and_scores() {
    use ReuseMethod::{Assembled, Exact, Fuzzy, Repaired};
    let units = [
        ("Wait 5 seconds.", "5 Sekunden warten."),
        ("Close the file.", "Schließen Sie die Datei."),
        ("Open the file.", "Öffnen Sie die Datei."),
        ("**Name**", "**Der Name**"),
        ("Size", "Größe"),
        ("The size of the file", "Die Größe der Datei"),
        ("Run `ls` in [the shell](a.md) now", "Jetzt `ls` in [der Shell](a.md) ausführen"),
    ];
    for (text, expected) in [
        ("Wait 5 seconds.", Some(("5 Sekunden warten.", Exact, 100))),
        ("Wait 15 seconds.", Some(("15 Sekunden warten.", Repaired, 99))),
        (
            "Run `dir` in [the shell](b.md) now",
            Some(("Jetzt `dir` in [der Shell](b.md) ausführen", Repaired, 99)),
        ),
        ("Close this file.", Some(("Schließen Sie die Datei.", Fuzzy, 75))),
        (
            "Open the file. Close the file.",
            Some(("Öffnen Sie die Datei. Schließen Sie die Datei.", Assembled, 98)),
        ),
        ("**Name**: Open the file.", Some(("**Der Name**: Öffnen Sie die Datei.", Assembled, 98))),
        (
            "**Size** – The size of the file",
            Some(("**Größe** – Die Größe der Datei", Assembled, 98)),
        ),
        ("The size of the file (Size)", Some(("Die Größe der Datei (Größe)", Assembled, 98))),
        (
            "Wait 5 seconds. Open the file. Close the file.",
            Some((
                "5 Sekunden warten. Öffnen Sie die Datei. Schließen Sie die Datei.",
                Assembled,
                97,
            )),
        ),
        ("Size: nothing of the sort", None),
        ("Something else", None),
    ] {
        let reuse = reused(&units, "de-DE", text);
        let markup = reuse.as_ref().map(|reuse| reuse.target().markup());
        let shown = reuse.as_ref().zip(markup.as_deref());
        let shown = shown.map(|(reuse, markup)| (markup, reuse.method(), reuse.score()));
        assert_eq!(shown, expected, "{text}");
    }
}

#[test]
fn a_text_in_chinese_is_joined_without_spaces() {
    let units = [("Open it.", "打开它。"), ("Close it.", "关闭它。"), ("Name", "名称")];
    let reuse = reused(&units, "zh-CN", "Open it. Close it.").unwrap();
    assert_eq!(reuse.target().markup(), "打开它。关闭它。");
    assert_eq!(reuse.matches().len(), 2);
    assert_eq!(reuse.matches()[0].source().text.text(), "Open it.");
    let reuse = reused(&units, "zh-CN", "**Name**: Close it.").unwrap();
    assert_eq!(reuse.target().markup(), "**名称**：关闭它。");
}

#[test]
fn a_code_without_a_place_is_told() {
    let units = [("Save the file", "Datei speichern")];
    let reuse = reused(&units, "de", "Save the **file**").unwrap();
    assert_eq!(
        (reuse.method(), reuse.score(), reuse.lacks_codes()),
        (ReuseMethod::Fuzzy, 94, true)
    );
    let reuse = reused(&units, "de", "**Save the file**").unwrap();
    assert_eq!((reuse.score(), reuse.lacks_codes()), (99, false));
    assert_eq!(reuse.target().markup(), "**Datei speichern**");
}

#[test]
fn a_text_is_cut_by_the_rules_of_the_language_of_the_memory() {
    let memory = Memory::new();
    let variant = |text: &str, language: &str| Variant::new(language.parse().ok(), parse(text));
    for (source, target) in
        [("Das gilt z. B. Montag.", "That holds on Monday."), ("Schluss.", "The end.")]
    {
        let unit = TranslationUnit::bilingual(variant(source, "de"), variant(target, "en"));
        memory.add(unit).unwrap();
    }
    // English rules end a sentence behind `z.`.
    let text = parse("Das gilt z. B. Montag. Schluss.");
    let found = Found { text, has_placeholders: false, matches: Vec::new() };
    let reuse = reuse(&memory, &Settings::default(), &[found]).unwrap().remove(0).unwrap();
    assert_eq!(reuse.target().markup(), "That holds on Monday. The end.");
}

#[test]
fn a_number_alone_is_its_own_translation() {
    let units = [("Wait 30 seconds", "Warten Sie 30 Sekunden"), ("12", "12")];
    let memory = memory(&units, "de-DE");
    let document = crate::SourceDocument::parse(
        b"Wait 1,000 seconds\n\n15\n\n1,000 \xe2\x80\x93 2,000\n\n3 items\n",
    );
    let found = crate::Leverage::new(&memory)
        .pretranslate(&document, &crate::Context::new("a.md"))
        .unwrap();
    let methods: Vec<_> =
        found.segments().map(|(_, segment)| segment.reuse().map(Reuse::method)).collect();
    let (repaired, copied) = (Some(ReuseMethod::Repaired), Some(ReuseMethod::Copied));
    assert_eq!(methods, [repaired, copied, copied, None]);
    let target = String::from_utf8(found.target()).unwrap();
    let expected = "Warten Sie 1.000 Sekunden\n\n15\n\n1,000 \u{2013} 2,000\n\n3 items\n";
    assert_eq!(target, expected);
}
