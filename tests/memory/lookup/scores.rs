//! What each rule makes of the score.

use bitext::unit::TranslationType;
use bitext::{Metric, Penalties, TranslationUnit};

use super::{memory, query, summaries, unit, variant};

/// A unit in a context: the sources before and after, and the document.
fn in_context(target: &str, context: [Option<&str>; 3]) -> TranslationUnit {
    let mut unit = unit("Save the file.", target);
    let [previous, next, document] = context.map(|text| text.map(Into::into));
    unit.context.previous_source = previous;
    unit.context.next_source = next;
    unit.context.document = document;
    unit
}

#[test]
fn scores_in_context() {
    let contexts = [
        [Some("Open it."), Some("Close it."), Some("a.md")],
        [Some("Open it."), Some("Close it."), Some("b.md")],
        [Some("Open it."), None, Some("a.md")],
        [None, None, Some("b.md")],
        [None, None, None],
    ];
    let memory = memory(contexts.map(|context| in_context("Speichern.", context)));
    let query = query("Save the file.").with_limit(None);
    let middle = query.clone().with_previous_source("Open it.").with_next_source("Close it.");
    for (query, expected) in [
        (query.clone(), ["1 100", "2 100", "3 100", "4 100", "5 100"]),
        (
            middle.clone().with_document("a.md"),
            ["1 102 flow document", "2 101 flow", "3 101 document", "4 100", "5 100"],
        ),
        (middle, ["5 101 document", "1 101 flow", "2 101 flow", "3 100", "4 100"]),
        (
            query.clone().with_document("b.md"),
            ["4 102 flow document", "2 101 document", "5 101 flow", "1 100", "3 100"],
        ),
        (
            query.with_previous_source("Open it.").with_document("a.md"),
            ["3 102 flow document", "1 101 document", "2 100", "4 100", "5 100"],
        ),
    ] {
        let mut expected = expected.map(str::to_owned);
        expected.sort_by_key(|line| {
            let mut words = line.split(' ').map(|word| word.parse::<i32>().ok());
            let key = words.next().flatten();
            (words.next().flatten().map(|score| -score), key)
        });
        assert_eq!(summaries(&memory, &query), expected);
    }
}

#[test]
fn the_flow_is_that_of_the_source() {
    let memory = memory([in_context("Speichern.", [Some("Open it."), None, Some("a.md")])]);
    let query = query("Speichern.").with_previous_source("Open it.").with_document("a.md");
    let query = query.with_source_language("de-DE".parse().unwrap());
    assert_eq!(summaries(&memory, &query), ["1 101 document"]);
}

#[test]
fn only_identical_texts_score_100() {
    let memory = memory([unit("Save the **file**.", "Die **Datei** speichern.")]);
    for (text, expected) in [
        ("Save the **file**.", "1 100"),
        ("Save the file.", "1 99 -1 different-codes"),
        ("Save **the** file.", "1 99 -1 different-codes"),
        ("Save the <b>file</b>.", "1 99 -1 different-codes"),
        ("SAVE the **file**.", "1 99"),
        ("Save  the **file** .", "1 99"),
        ("save the file.", "1 98 -1 different-codes"),
        ("Save the **f&#105;le**.", "1 100"),
        ("Save a **file**.", "1 75"),
        ("Save a file.", "1 74 -1 different-codes"),
    ] {
        assert_eq!(summaries(&memory, &query(text)), [expected], "{text}");
    }
}

#[test]
fn words_and_characters() {
    let memory =
        memory([unit("Save the file.", "x"), unit("打开文件", "y"), unit("افتح الملف", "z")]);
    for (text, metric, expected) in [
        ("save the files", Metric::Words, Some("1 50")),
        ("Save the file!", Metric::Words, Some("1 75")),
        ("Save the files.", Metric::Characters, Some("1 93")),
        ("save the file.", Metric::Characters, Some("1 92")),
        ("打开文档", Metric::Words, Some("2 75")),
        ("打开文档", Metric::Characters, Some("2 75")),
        ("احفظ الملف", Metric::Words, Some("3 50")),
        ("Something else", Metric::Words, None),
    ] {
        let query = query(text).with_metric(metric).with_min_score(50);
        assert_eq!(summaries(&memory, &query), Vec::from_iter(expected), "{text}");
    }
}

#[test]
fn penalties() {
    let of_type = |word: &str| {
        let mut unit = unit("Save the file.", "Datei speichern.");
        unit.origin.translation_type = Some(TranslationType::new(word));
        unit
    };
    let memory = memory(["HT", "MT", "Auto", "Aligned"].map(of_type));
    let default =
        ["1 100", "4 97 -3 aligned", "2 95 -5 machine-translation", "3 95 -5 machine-translation"];
    assert_eq!(summaries(&memory, &query("Save the file.")), default);

    let query = query("Save the file.").with_min_score(1);
    let none = query.clone().with_penalties(Penalties::none());
    assert_eq!(summaries(&memory, &none), ["1 100", "2 100", "3 100", "4 100"]);

    let own = Penalties::default().with_machine_translation(255).with_own("not by hand", |unit| {
        let kind = unit.origin.translation_type.as_ref();
        if kind.is_some_and(TranslationType::is_human) { 0 } else { 7 }
    });
    let expected = ["1 100", "4 90 -3 aligned -7 not by hand"];
    assert_eq!(summaries(&memory, &query.with_penalties(own)), expected);
}

#[test]
fn the_threshold_applies_after_penalties() {
    let mut machine = unit("Save the file.", "Datei speichern.");
    machine.origin.translation_type = Some(TranslationType::new("MT"));
    let memory = memory([machine]);
    for (threshold, found) in [(95, 1), (96, 0), (0, 1), (102, 0), (255, 0)] {
        let query = query("Save the file.").with_min_score(threshold);
        assert_eq!(memory.lookup(&query).unwrap().len(), found, "{threshold}");
    }
}

#[test]
fn several_targets() {
    let memory = memory([
        in_context("Speichern.", [None, None, Some("a.md")]),
        in_context("Sichern.", [None, None, Some("b.md")]),
        in_context("Sichern.", [None, None, Some("b.md")]),
        unit("Save the folder.", "Ordner speichern."),
        unit("Save the folder.", "Ordner speichern."),
    ]);
    for (query, expected) in [
        // One stands in the document of the query, and no other one does.
        (
            query("Save the file.").with_document("a.md").with_previous_source("x"),
            &["1 101 document", "2 99 -1 several-targets", "3 99 -1 several-targets"][..],
        ),
        // Both that do have the same target.
        (
            query("Save the file.").with_document("b.md").with_previous_source("x"),
            &["2 101 document", "3 101 document", "1 99 -1 several-targets"],
        ),
        (query("Save the folder."), &["4 100", "5 100"]),
        (
            query("Save the file!").with_min_score(74).with_limit(2),
            &["1 74 -1 several-targets", "2 74 -1 several-targets"],
        ),
    ] {
        let found = summaries(&memory, &query.with_limit(expected.len()));
        assert_eq!(found, expected);
    }
}

#[test]
fn several_targets_of_one_unit() {
    let mut both = unit("Save", "Speichern");
    both.variants.push(variant("de-DE", "Sichern"));
    let memory = memory([both]);
    let found = memory.lookup(&query("Save")).unwrap();
    let targets: Vec<_> = found.iter().map(|found| found.target().text.plain()).collect();
    assert_eq!(targets, ["Speichern", "Sichern"]);
    let expected = ["1 99 -1 several-targets", "1 99 -1 several-targets"];
    assert_eq!(summaries(&memory, &query("Save")), expected);
}

#[test]
fn nothing_is_near_a_text_without_symbols() {
    let memory = memory([unit("`ls`", "`ls`"), unit("", "x"), unit(" ", "y")]);
    for (text, expected) in
        [("`ls`", &["1 100"][..]), ("`cat`", &[]), ("", &["2 100"]), ("  ", &[])]
    {
        assert_eq!(summaries(&memory, &query(text).with_min_score(1)), expected, "{text}");
    }
}
