//! `concordance`.

use serde_json::Value;

use super::memory::{command, line};
use super::{folder, text};

fn memory() -> tempfile::TempDir {
    let lines = [
        line("Save the **file** to disk.", "Speichern Sie die **Datei**.", ""),
        line("file", "Datei", ",\"id\":\"a.md#1-1\",\"path\":\"a.md\""),
        line("Files and Profiles", "Dateien und Profile", ""),
        line("Profile", "Profil", "").replace("de-DE", "fr-FR"),
    ];
    let folder = folder(&[("a.jsonl", lines.concat().as_bytes())]);
    command(folder.path(), &["import", "a.memory", "a.jsonl", "-q"], 0);
    folder
}

fn search(arguments: &[&str]) -> (String, String) {
    let folder = memory();
    let output = [&["concordance", "a.memory", "--target-language", "de"], arguments].concat();
    let output = command(folder.path(), &output, 0);
    (text(&output.stdout), text(&output.stderr))
}

/// The sources of what is found.
fn found(arguments: &[&str]) -> Vec<String> {
    let (printed, _) = search(&[arguments, &["--json"]].concat());
    let objects = printed.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    objects.map(|object| object["source_text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn hits_for_people() {
    let (page, said) = search(&["file"]);
    insta::assert_snapshot!(page);
    assert_eq!(said.lines().last(), Some("3 hits"));
    let (_, said) = search(&["file", "--limit", "2"]);
    assert_eq!(
        said.lines().last(),
        Some("2 hits, 3 units with the phrase; `--limit` says how many are shown")
    );
    let (page, said) = search(&["nowhere"]);
    assert_eq!((page.as_str(), said.lines().last()), ("", Some("0 hits")));
}

#[test]
fn hits_for_programs() {
    let (printed, said) = search(&["DATEI", "--side", "target", "--json", "--limit", "1"]);
    insta::assert_snapshot!(printed);
    let hit: Value = serde_json::from_str(&printed).unwrap();
    let (start, end) = (&hit["ranges"][0][0], &hit["ranges"][0][1]);
    let range = start.as_u64().unwrap() as usize..end.as_u64().unwrap() as usize;
    assert_eq!(&hit["target_text"].as_str().unwrap()[range], "Datei");
    let summary: Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
    assert_eq!(summary["summary"]["more"], true);
}

#[test]
fn phrases_as_asked() {
    let all = ["file", "Files and Profiles", "Save the file to disk."];
    for (arguments, expected) in [
        (&["file"][..], &all[..]),
        (&["file", "--words", "whole"], &[all[0], all[2]]),
        (&["File", "--case", "respect"], &[all[1]]),
        (&["the file to"], &[all[2]]),
        (&["the file to", "--codes", "respect"], &[]),
        (&["datei", "--side", "target", "--words", "whole"], &[all[0], all[2]]),
        (&["f", "--limit", "1"], &[all[0]]),
    ] {
        assert_eq!(found(arguments), expected, "{arguments:?}");
    }
}

#[test]
fn units_without_the_other_language_are_no_hits() {
    let folder = memory();
    let search = |more: &[&str]| {
        let all = [&["concordance", "a.memory", "profil", "-q"], more].concat();
        text(&command(folder.path(), &all, 0).stdout)
    };
    let printed = search(&["--target-language", "fr", "--limit", "1"]);
    assert!(printed.starts_with("Profile\n     Profil\n"), "{printed}");
    let printed = search(&["--target-language", "de", "--limit", "1"]);
    assert!(printed.starts_with("Files and Profiles\n"), "{printed}");
    let several = command(folder.path(), &["concordance", "a.memory", "profil"], 2);
    assert!(text(&several.stderr).contains("a.memory: expected a source and a target language"));
    let empty = command(folder.path(), &["concordance", "a.memory", " "], 2);
    assert!(text(&empty.stderr).contains("expected a phrase to search for"));
}

#[cfg(target_os = "linux")]
#[test]
fn hits_have_colours_on_a_terminal() {
    use super::messages::on_a_terminal;

    let folder = memory();
    let path = folder.path().join("a.memory").to_str().unwrap().to_owned();
    let search = ["concordance", &path, "profil", "--target-language", "de", "-q"];
    for (no_color, is_coloured) in [(None, true), (Some("1"), false)] {
        let Some(printed) = on_a_terminal(&search, no_color) else { return };
        assert!(printed.contains("Files and "), "{printed:?}");
        assert_eq!(printed.contains("\u{1b}[33mProfil\u{1b}[0m"), is_coloured, "{printed:?}");
        assert_eq!(printed.contains('\u{1b}'), is_coloured, "{printed:?}");
    }
}

/// Units of one text in several documents, with one translation more often than the
/// other.
fn repeated() -> tempfile::TempDir {
    let unit = |path: &str, target: &str| line("Save", target, &format!(",\"path\":\"{path}\""));
    let lines = [
        unit("a.md", "Speichern"),
        unit("b.md", "Speichern"),
        unit("c.md", "Sichern"),
        unit("d.md", "Speichern"),
    ];
    let folder = folder(&[("a.jsonl", lines.concat().as_bytes())]);
    command(folder.path(), &["import", "a.memory", "a.jsonl", "-q"], 0);
    folder
}

#[test]
fn a_pair_of_texts_is_shown_once() {
    let folder = repeated();
    for (arguments, count, named) in [
        (&["concordance", "a.memory", "**save**"][..], 1, true),
        (&["concordance", "a.memory", "save", "--all"], 3, false),
        (&["lookup", "a.memory", "Save"], 1, true),
        (&["lookup", "a.memory", "Save", "--all"], 3, false),
    ] {
        let shown = text(&command(folder.path(), arguments, 0).stdout);
        assert_eq!(shown.matches("Speichern").count(), count, "{shown}");
        assert_eq!(shown.matches("Sichern").count(), 1, "{shown}");
        assert_eq!(shown.contains("3 units: a.md, b.md, d.md"), named, "{shown}");
    }
}

#[test]
fn words_in_any_order() {
    for (arguments, expected) in [
        (&["disk file"][..], 0),
        (&["disk file", "--any-order"], 1),
        (&["disk file nowhere", "--any-order"], 0),
    ] {
        assert_eq!(found(arguments).len(), expected, "{arguments:?}");
    }
}
