//! `segment`, `analyze`, `pretranslate` and `merge`.

use std::path::Path;

use serde_json::Value;

use super::memory::{command, line};
use super::{folder, lines, run, text};

const GUIDE: &str = "\
---
title: Save your work
---
# Save your work

Select **Save**. Then wait 5 seconds.

- Select **Save**.
- Next steps

```sh
save --now
```
";

const NEWS: &str = "# News\n\nSelect **Save**. Nothing else is new.\n";

/// A folder with a memory and documents to translate.
fn project() -> tempfile::TempDir {
    let units = [
        line("Select **Save**.", "Wählen Sie **Speichern** aus.", ",\"translation_type\":\"HT\""),
        line("Then wait 3 seconds.", "Warten Sie dann 3 Sekunden.", ""),
        line("Next steps", "Nächste Schritte", ""),
    ];
    let folder = folder(&[
        ("units.jsonl", units.concat().as_bytes()),
        ("docs/guide.md", GUIDE.as_bytes()),
        ("docs/more/news.md", NEWS.as_bytes()),
        ("docs/logo.png", b"\x89PNG"),
    ]);
    command(folder.path(), &["import", "a.memory", "units.jsonl", "-q"], 0);
    folder
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn segment_writes_one_object_a_segment() {
    let folder = project();
    let output = command(folder.path(), &["segment", "docs"], 0);
    let segments = lines(&output);
    let keys: Vec<_> = segments[1].as_object().unwrap().keys().cloned().collect();
    let expected = ["kind", "line", "ordinal", "path", "range", "source", "source_text"];
    let mut sorted = keys.clone();
    sorted.sort();
    assert_eq!(sorted, expected, "{keys:?}");
    for segment in &segments {
        let path = Path::new("docs").join(segment["path"].as_str().unwrap());
        let bytes = std::fs::read(folder.path().join(path)).unwrap();
        let place = |at: usize| segment["range"][at].as_u64().unwrap() as usize;
        let raw = text(&bytes[place(0)..place(1)]);
        assert_eq!(raw, segment["source"].as_str().unwrap());
    }
    let sources: Vec<_> = segments.iter().map(|one| one["source_text"].as_str().unwrap()).collect();
    assert_eq!(
        sources,
        [
            "Save your work",
            "Save your work",
            "Select Save.",
            "Then wait 5 seconds.",
            "Select Save.",
            "Next steps",
            "News",
            "Select Save.",
            "Nothing else is new."
        ]
    );
    assert_eq!(segments[0]["field"], "title");
    assert_eq!(text(&output.stderr), "2 files, 9 segments, 9 written, 0 errors, 0 warnings\n");
}

#[test]
fn what_is_written_is_the_same_for_any_number_of_jobs() {
    let folder = project();
    for arguments in [
        &["segment", "docs"][..],
        &["segment", "docs", "--to", "xliff", "--target-language", "de-DE"],
        &["segment", "docs", "--to", "xliff2", "--target-language", "de-DE"],
        &["analyze", "a.memory", "docs"],
        &["analyze", "a.memory", "docs", "--to", "json"],
        &["pretranslate", "a.memory", "docs", "-o", "-", "--to", "xliff"],
        &["pretranslate", "a.memory", "docs", "-o", "-", "--to", "xliff2"],
    ] {
        let with = |jobs| command(folder.path(), &[arguments, &["--jobs", jobs]].concat(), 0);
        let (one, four) = (with("1"), with("4"));
        assert!(!one.stdout.is_empty());
        assert!(one.stdout == four.stdout && one.stderr == four.stderr, "{arguments:?}");
    }
}

#[test]
fn the_rules_of_the_caller_say_where_sentences_end() {
    let folder = folder(&[
        ("a.txt", b"Turn the knob approxx. Five times."),
        ("rules.txt", b"abbreviation approxx.\n"),
        ("wrong.txt", b"no such rule\n"),
    ]);
    let count = |more: &[&str]| {
        lines(&command(folder.path(), &[&["segment", "a.txt"], more].concat(), 0)).len()
    };
    assert_eq!(count(&[]), 2);
    assert_eq!(count(&["--rules", "rules.txt"]), 1);
    let refused = command(folder.path(), &["segment", "a.txt", "--rules", "wrong.txt"], 2);
    let said = text(&refused.stderr);
    assert!(said.starts_with("error: wrong.txt:1"), "{said}");
    let refused = command(folder.path(), &["segment", "a.txt", "--to", "xliff"], 2);
    assert!(text(&refused.stderr).contains("--target-language"), "{}", text(&refused.stderr));
}

#[test]
fn an_analysis_for_people() {
    let folder = project();
    let output = command(folder.path(), &["analyze", "a.memory", "docs", "--prices", "new=90"], 0);
    insta::assert_snapshot!(text(&output.stdout) + &text(&output.stderr));
}

#[test]
fn an_analysis_for_programs() {
    let folder = project();
    let analyze = |format| {
        text(&command(folder.path(), &["analyze", "a.memory", "docs", "--to", format], 0).stdout)
    };
    let json: Value = serde_json::from_str(&analyze("json")).unwrap();
    assert_eq!(json["documents"][0]["path"], "guide.md");
    let segments = |band: &str| json["bands"][band]["segments"].as_u64().unwrap();
    assert_eq!(segments("100"), 2);
    // In the other document the sentence is repeated, and the heading repeats the title.
    assert_eq!((segments("repetitions"), segments("cross-document-repetitions")), (2, 1));
    let csv = analyze("csv");
    assert_eq!(csv.lines().count(), 1 + 3 * 11);
    let refused = command(folder.path(), &["analyze", "a.memory", "docs", "--prices", "99=1"], 2);
    assert!(text(&refused.stderr).contains("expected one of the bands"));
}

#[test]
fn documents_are_pretranslated_into_a_folder() {
    let folder = project();
    let arguments = ["pretranslate", "a.memory", "docs", "-o", "out", "--report", "report.jsonl"];
    let output = command(folder.path(), &arguments, 0);
    let expected = GUIDE
        .replace("Select **Save**.", "Wählen Sie **Speichern** aus.")
        .replace("Then wait 5 seconds.", "Warten Sie dann 5 Sekunden.")
        .replace("Next steps", "Nächste Schritte");
    assert_eq!(read(folder.path(), "out/guide.md"), expected);
    let news = "# News\n\nWählen Sie **Speichern** aus. Nothing else is new.\n";
    assert_eq!(read(folder.path(), "out/more/news.md"), news);
    assert_eq!(
        text(&output.stderr),
        "2 files, 9 segments, 4 exact, 1 repaired, 4 left in the source language, 0 errors, \
         0 warnings\n"
    );
    let report = read(folder.path(), "report.jsonl");
    let report: Vec<Value> =
        report.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(report.len(), 9);
    let repaired = &report[3];
    assert_eq!(repaired["method"], "repaired");
    assert_eq!(repaired["target"], "Warten Sie dann 5 Sekunden.");
    assert_eq!(repaired["repairs"][0]["from"], "3");
    assert_eq!(repaired["repairs"][0]["to"], "5");
    assert!(repaired["score"].as_u64().unwrap() < 100);
    assert!(report[0].get("target").is_none(), "{}", report[0]);

    let without = [&arguments[..], &["--no-repair"]].concat();
    let output = command(folder.path(), &without, 0);
    assert!(text(&output.stderr).contains("4 exact, 5 left"), "{}", text(&output.stderr));
}

#[test]
fn annotated_documents_are_read_again() {
    let folder = project();
    let arguments = ["pretranslate", "a.memory", "docs", "-o", "out", "--to", "annotated", "-q"];
    command(folder.path(), &arguments, 0);
    let extract = ["extract", "out", "--target-language", "de-DE", "--strict=note"];
    let pairs = lines(&command(folder.path(), &extract, 0));
    let pairs: Vec<_> =
        pairs.iter().map(|pair| [&pair["source"], &pair["target"]].map(Value::to_string)).collect();
    assert_eq!(pairs.len(), 5);
    assert!(pairs.contains(&["\"Next steps\"".to_owned(), "\"Nächste Schritte\"".to_owned()]));
}

#[test]
fn a_finished_translation_comes_back() {
    let folder = project();
    for (form, name) in [("xliff", "a.xlf"), ("xliff2", "b.xlf")] {
        let write = ["pretranslate", "a.memory", "docs", "-o", name, "--to", form, "-q"];
        command(folder.path(), &write, 0);
        let merge = ["merge", "docs/more/news.md", name, "-o", "merged.md"];
        let output = command(folder.path(), &merge, 0);
        let news = "# News\n\nWählen Sie **Speichern** aus. Nothing else is new.\n";
        assert_eq!(read(folder.path(), "merged.md"), news);
        let said = "3 segments, 1 translated, 2 not translated, 6 units of other documents \
                    passed over\n";
        assert_eq!(text(&output.stderr), said);
    }
    // Nothing translated: the document as it was.
    let segment = ["segment", "docs", "--to", "xliff", "--target-language", "de", "-o", "c.xlf"];
    command(folder.path(), &segment, 0);
    command(folder.path(), &["merge", "docs/guide.md", "c.xlf", "-o", "same.md"], 0);
    assert_eq!(read(folder.path(), "same.md"), GUIDE);
    // The document changed since.
    std::fs::write(folder.path().join("docs/guide.md"), GUIDE.replace("wait", "rest")).unwrap();
    let refused = command(folder.path(), &["merge", "docs/guide.md", "c.xlf", "-o", "same.md"], 2);
    let said = text(&refused.stderr);
    assert!(said.starts_with("error: docs/guide.md"), "{said}");
    assert_eq!(read(folder.path(), "same.md"), GUIDE, "the file is as it was");
}

#[test]
fn what_cannot_be_pretranslated() {
    let folder = project();
    for (arguments, expected) in [
        (&["nowhere.memory", "docs", "-o", "out"][..], "nowhere.memory"),
        (&["a.memory", "no.md", "-o", "out"], "no.md"),
        (&["a.memory", "docs", "-o", "docs"], "docs"),
        (&["a.memory", "docs", "-o", "-"], "expected a folder"),
        (&["a.memory", "docs/guide.md", "-o", "docs/guide.md"], "that is not read"),
        (&["a.memory", "docs", "-o", "out", "--target-language", "fr"], "en-US"),
        (&["a.memory", "docs", "-o", "out", "--penalty", "mistakes=3"], "machine-translation"),
        (&["a.memory", "docs", "-o", "out", "--min-score", "0"], "1..=102"),
        (&["a.memory", "docs", "-o", "a.memory", "--to", "xliff"], "that is not read"),
        (&["a.memory", "docs/guide.md", "-o", "a.memory"], "that is not read"),
        (&["a.memory", "docs", "-o", "out", "--report", "a.memory"], "that is not read"),
        (&["a.memory", "docs", "-o", "out", "--report", "out"], "a report in a file of its own"),
        (&["a.memory", "docs", "-o", "out", "--report", "./out"], "a report in a file of its own"),
        (
            &["a.memory", "docs", "-o", "out", "--report", "out/guide.md"],
            "a report in a file of its own",
        ),
        (&["a.memory", "docs", "-o", "out", "--report", "docs/guide.md"], "that is not read"),
        (&["a.memory", "docs", "-o", "out", "--copy-sources"], "--copy-sources"),
        (&["a.memory", "docs", "-o", "out", "--alternatives", "2"], "--alternatives"),
    ] {
        let output = command(folder.path(), &[&["pretranslate"], arguments].concat(), 2);
        let said = text(&output.stderr);
        assert!(said.starts_with("error: ") && said.contains(expected), "{arguments:?}: {said}");
    }
    assert!(!folder.path().join("out").exists());
    assert_eq!(read(folder.path(), "docs/guide.md"), GUIDE);
}

#[test]
fn what_is_no_source_document_is_not_written() {
    let folder = project();
    let annotated = super::pair("1-1", "Los", "Go");
    std::fs::write(folder.path().join("annotated.md"), annotated).unwrap();
    std::fs::write(folder.path().join("utf16.md"), b"\xff\xfea\0").unwrap();
    for (name, code) in [("annotated.md", "annotated-source"), ("utf16.md", "wrong-encoding")] {
        let arguments = ["pretranslate", "a.memory", name, "-o", "out.md"];
        let said = text(&command(folder.path(), &arguments, 2).stderr);
        assert!(said.contains(code) && said.contains("1 could not be read"), "{said}");
        assert!(!folder.path().join("out.md").exists());
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_document_is_no_output() {
    let folder = project();
    std::os::unix::fs::symlink("guide.md", folder.path().join("docs/link")).unwrap();
    for command_line in [
        &["segment", "docs/guide.md", "-o", "docs/link"][..],
        &["pretranslate", "a.memory", "docs/guide.md", "-o", "docs/link"],
    ] {
        let said = text(&command(folder.path(), command_line, 2).stderr);
        assert!(said.contains("that is not read"), "{said}");
    }
    assert_eq!(read(folder.path(), "docs/guide.md"), GUIDE);
}

#[test]
fn no_document_is_written_over() {
    let folder = project();
    for arguments in [
        &["segment", "docs", "-o", "docs/guide.md"][..],
        &["segment", "docs", "-o", "docs/guide.md", "--to", "xliff", "--target-language", "de"],
        &["analyze", "a.memory", "docs", "-o", "docs/guide.md"],
        &["merge", "docs/guide.md", "docs/more/news.md", "-o", "docs/guide.md"],
    ] {
        let said = text(&command(folder.path(), arguments, 2).stderr);
        assert!(said.contains("expected an output file that is not read"), "{said}");
    }
    assert_eq!(read(folder.path(), "docs/guide.md"), GUIDE);
}

#[test]
fn the_samples_of_the_project() {
    let folder = folder(&[]);
    let place = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (memory, out) = (place("a.memory"), place("book.md"));
    let import =
        run(&["import", &memory, "examples/documents/zh-CN", "--target-language", "zh-CN"]);
    assert!(import.status.success());
    let document = "examples/sources/book-a-crossing.md";
    let output = run(&["pretranslate", &memory, document, "-o", &out]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    insta::assert_snapshot!(std::fs::read_to_string(out).unwrap() + &text(&output.stderr));
}

/// A document is the same one whether it is named, its folder, or the folder above.
#[test]
fn a_document_is_the_same_by_whatever_path_it_is_named() {
    let annotated = ["# ", "\n\n", "\n\n"].into_iter().zip([
        super::pair("1-1", "Speichern Sie", "Save your work"),
        super::pair("1-2", "Wählen Sie Speichern.", "Select Save."),
        super::pair("1-3", "Weiter.", "Go on."),
    ]);
    let annotated: String = annotated.map(|(mark, pair)| format!("{mark}{pair}")).collect();
    let source = "# Save your work\n\nSelect Save.\n\nGo on.\n";
    let folder = folder(&[
        ("old/guides/more/a.md", annotated.as_bytes()),
        ("new/guides/more/a.md", source.as_bytes()),
        ("new/guides/more/index.md", b"# Something else\n"),
    ]);
    let languages = ["--source-language", "en-US", "--target-language", "de-DE"];
    let import = [&["import", "a.memory", "old"], &languages[..]].concat();
    let first = super::memory::command(folder.path(), &import, 0);
    assert!(text(&first.stderr).contains("3 added"), "{}", text(&first.stderr));
    for path in ["new", "new/guides", "new/guides/more", "new/guides/more/a.md"] {
        let arguments = ["analyze", "a.memory", path, "--to", "json"];
        let counts = text(&command(folder.path(), &arguments, 0).stdout);
        let counts: Value = serde_json::from_str(&counts).unwrap();
        assert_eq!(counts["bands"]["102"]["segments"], 3, "{path}: {counts}");
    }
    for path in ["old/guides", "old/guides/more/a.md"] {
        let import = [&["import", "a.memory", path], &languages[..]].concat();
        let said = text(&command(folder.path(), &import, 0).stderr);
        assert!(said.contains("0 added, 0 updated, 3 unchanged"), "{path}: {said}");
    }
    let rooted = |root: &str| {
        let arguments = ["segment", "new/guides/more/a.md", "--root", root];
        command(folder.path(), &arguments, if root == "old" { 2 } else { 0 })
    };
    assert_eq!(lines(&rooted("new"))[0]["path"], "guides/more/a.md");
    assert!(text(&rooted("old").stderr).contains("which `--root` names"));
}

#[test]
fn a_folder_is_merged_at_once() {
    let folder = project();
    let at = folder.path();
    let out = ["pretranslate", "a.memory", "docs", "--to", "xliff", "-o", "all.xlf"];
    command(at, &out, 0);
    std::fs::write(at.join("docs/other.md"), "# Other\n").unwrap();
    let merged = command(at, &["merge", "docs", "all.xlf", "-o", "merged"], 0);
    let said = text(&merged.stderr);
    assert!(said.contains("1 document without units left unchanged"), "{said}");
    assert!(!said.contains("warning"), "{said}");
    for name in ["guide.md", "more/news.md"] {
        let alone = ["merge", &format!("docs/{name}"), "all.xlf", "-o", "alone.md", "-q"];
        command(at, &alone, 0);
        assert_eq!(read(at, &format!("merged/{name}")), read(at, "alone.md"));
    }
    assert_eq!(read(at, "merged/other.md"), "# Other\n");
    std::fs::write(at.join("docs/guide.md"), "# Changed\n").unwrap();
    let refused = command(at, &["merge", "docs", "all.xlf", "-o", "again"], 2);
    assert!(text(&refused.stderr).contains("docs/guide.md"), "{}", text(&refused.stderr));
    assert!(at.join("again/more/news.md").exists() && !at.join("again/guide.md").exists());
}

const FAQ: &str = "### YamlMime:FAQ\ntitle: Next steps\nms.author: x\nsections:\n- name: Other\n  \
                   questions:\n  - answer: |\n      Then wait 5 seconds.\n\n      Select **Save**.\n";

#[test]
fn yaml_of_docfx_is_a_document() {
    let folder = project();
    let files: [(&str, &str); 3] = [
        ("docs/faq.yml", FAQ),
        ("docs/settings.yml", "name: Next steps\n"),
        ("own.yaml", "help: Next steps\n"),
    ];
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let found = text(&command(folder.path(), &["segment", "docs", "--json", "-q"], 0).stdout);
    assert!(found.contains("Then wait 5 seconds.") && found.contains("\"faq.yml\""), "{found}");
    assert!(!found.contains("settings.yml"), "{found}");
    let filled = "### YamlMime:FAQ\ntitle: Nächste Schritte\nms.author: x\nsections:\n- name: Other\n  \
                  questions:\n  - answer: |\n      Warten Sie dann 5 Sekunden.\n\n      Wählen Sie **Speichern** aus.\n";
    command(folder.path(), &["pretranslate", "a.memory", "docs/faq.yml", "-o", "out.yml", "-q"], 0);
    assert_eq!(read(folder.path(), "out.yml"), filled);
    let keyed = ["segment", "own.yaml", "--key", "help", "--json", "-q"];
    assert!(text(&command(folder.path(), &keyed, 0).stdout).contains("Next steps"));
}

#[test]
fn a_file_of_another_kind_is_refused() {
    let folder = project();
    let found = command(folder.path(), &["segment", "docs/logo.png"], 2);
    assert!(text(&found.stderr).contains("`--format`"), "{}", text(&found.stderr));
    std::fs::write(folder.path().join("a.tmpl"), "Some text.\n").unwrap();
    command(folder.path(), &["segment", "a.tmpl", "--format", "text", "-q"], 0);
}
