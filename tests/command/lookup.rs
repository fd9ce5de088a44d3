//! `lookup`.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use super::memory::{command, line};
use super::{bitext, folder, pair, text};

/// A folder with a memory of some units.
fn memory() -> tempfile::TempDir {
    let lines = [
        line(
            "Select **Save**.",
            "Wählen Sie **Speichern** aus.",
            ",\"id\":\"a.md#1-1\",\"path\":\"a.md\",\"date\":\"2020-07-29T00:00:00Z\",\"translation_type\":\"HT\"",
        ),
        line(
            "Select the Save button.",
            "Wählen Sie die Schaltfläche Speichern.",
            ",\"translation_type\":\"MT\"",
        ),
        line("Next steps", "Nächste Schritte", ""),
        line("Next steps", "Wie es weitergeht", ""),
    ];
    let folder = folder(&[("a.jsonl", lines.concat().as_bytes())]);
    command(folder.path(), &["import", "a.memory", "a.jsonl", "-q"], 0);
    folder
}

fn lookup(folder: &Path, arguments: &[&str]) -> String {
    text(&command(folder, &[&["lookup", "a.memory"], arguments].concat(), 0).stdout)
}

/// Looks up the lines.
fn batch(folder: &Path, lines: &[u8], arguments: &[&str], status: i32) -> (String, String) {
    let mut child = bitext(&[&["lookup", "a.memory"], arguments].concat())
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let lines = lines.to_vec();
    let writer = std::thread::spawn(move || {
        // The command may end before it read all.
        let _ = input.write_all(&lines);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{said}");
    (text(&output.stdout), said)
}

#[test]
fn matches_for_people() {
    let folder = memory();
    let mut shown = String::new();
    for arguments in [
        &["Select **Save**."][..],
        &["Select **Cancel** now.", "--min-score", "50"],
        &["Select the Cancel button.", "--limit", "1"],
        &["select the save button."],
        &["Next steps"],
        &["Nächste Schritte", "--source-language", "de", "--min-score", "90"],
        &["Something else altogether"],
        &["Select <b>Save</b>.", "--syntax", "plain", "--min-score", "40", "--limit", "1"],
        &["Select Save.", "--metric", "characters", "--limit", "1"],
    ] {
        shown += &format!("$ {}\n{}", arguments.join(" "), lookup(folder.path(), arguments));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn matches_for_programs() {
    let folder = memory();
    let printed = lookup(folder.path(), &["Select **Save**.", "--json"]);
    insta::assert_snapshot!(printed);
    let answer: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(answer["query"], "Select **Save**.");
    let keys = ["score", "source", "target", "id", "penalties"];
    assert!(keys.iter().all(|key| answer["matches"][0].get(key).is_some()), "{answer}");
    let none = lookup(folder.path(), &["Nothing like it", "--json"]);
    assert_eq!(none, "{\"query\":\"Nothing like it\",\"matches\":[]}\n");
}

#[test]
fn a_match_in_context_says_so() {
    let document = |first: &str| pair("1-1", "x", first) + &pair("1-2", "y", "Save");
    let files = [("docs/a.md", document("One")), ("docs/b.md", document("Two"))];
    let folder = folder(&files.each_ref().map(|(name, text)| (*name, text.as_bytes())));
    let import = ["import", "a.memory", "docs", "--target-language", "de", "-q"];
    command(folder.path(), &import, 0);
    let first = |arguments: &[&str]| {
        let printed = lookup(folder.path(), &[&["Save", "--json"], arguments].concat());
        let answer: Value = serde_json::from_str(&printed).unwrap();
        let first = &answer["matches"][0];
        (first["score"].as_u64().unwrap(), first["document"].as_str().unwrap().to_owned())
    };
    assert_eq!(first(&["--document", "b.md", "--previous", "Two"]), (102, "b.md".to_owned()));
    assert_eq!(first(&["--document", "b.md", "--previous", "Zero"]), (101, "b.md".to_owned()));
    assert_eq!(first(&["--previous", "One"]), (101, "a.md".to_owned()));
    assert_eq!(first(&[]).0, 100);
}

#[test]
fn lines_are_answered_in_order_on_any_number_of_threads() {
    let folder = memory();
    let lines: Vec<String> = (0..500)
        .map(|n| match n % 5 {
            0 => "Next steps".to_owned(),
            1 => String::new(),
            _ => format!("Select the {n} button."),
        })
        .collect();
    let input = lines.join("\n") + "\n";
    let (one, said) = batch(folder.path(), input.as_bytes(), &["--json", "--jobs", "1"], 0);
    let queries: Vec<String> = one
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["query"].as_str().unwrap().into())
        .collect();
    assert_eq!(queries, lines);
    let summary: Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&summary["summary"]["queries"], &summary["summary"]["matched"]),
        (&500.into(), &400.into())
    );
    for jobs in ["2", "7"] {
        assert!(one == batch(folder.path(), input.as_bytes(), &["--json", "-j", jobs], 0).0);
    }
    let (page, said) = batch(folder.path(), b"Next step\nzzz", &[], 0);
    assert_eq!(
        page,
        "> Next step\nno match of 70 or better\n\n> zzz\nno match of 70 or better\n\n"
    );
    assert_eq!(said.lines().last(), Some("2 queries, 0 with a match"));
}

/// With one thread, an answer comes before the next question is asked.
#[test]
fn a_program_may_ask_and_wait() {
    use std::io::{BufRead, BufReader};

    let folder = memory();
    let mut child = bitext(&["lookup", "a.memory", "--json", "--jobs", "1", "-q"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for question in ["Next steps", "Next", "Select **Save**."] {
        writeln!(input, "{question}").unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["query"], question);
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn what_cannot_be_looked_up() {
    let folder = memory();
    for jobs in ["1", "2"] {
        let input = b"Next steps\n\xff\nNext steps\n";
        let (answers, said) = batch(folder.path(), input, &["--json", "--jobs", jobs], 2);
        assert!(said.contains("line 2: expected text in UTF-8"), "{said}");
        assert_eq!(answers.lines().count(), 1, "the line before is answered");
    }
    let (_, said) = batch(folder.path(), b"a\n", &["--target-language", "fr"], 2);
    assert!(said.contains("expected languages that the memory has, but found `fr`"), "{said}");
    for (arguments, message) in [
        (&["x", "--min-score", "103"][..], "103"),
        (&["x", "--limit", "0"], "expected a number from 1 on, or `all`"),
        (&["--previous", "x"], "required arguments"),
        (&["x", "--syntax", "word"], "plain"),
    ] {
        let all = [&["lookup", "a.memory"], arguments].concat();
        let said = text(&command(folder.path(), &all, 2).stderr);
        assert!(said.contains(message), "{said}");
    }
    let french = line("Save", "Enregistrer", "").replace("de-DE", "fr-FR");
    std::fs::write(folder.path().join("b.jsonl"), french).unwrap();
    command(folder.path(), &["import", "a.memory", "b.jsonl"], 0);
    let said = text(&command(folder.path(), &["lookup", "a.memory", "Save"], 2).stderr);
    let message = "a.memory: expected a source and a target language, because the memory has \
                   several pairs: `en-US` to `de-DE` (4 units), `en-US` to `fr-FR` (1 unit)";
    assert!(said.contains(message), "{said}");
    assert!(lookup(folder.path(), &["Save", "--target-language", "fr"]).contains("Enregistrer"));
}

#[test]
fn a_damaged_index_is_made_anew_and_said_so() {
    let folder = memory();
    let index = folder.path().join("a.memory-index");
    let file = index.join("en.words");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let output = command(folder.path(), &["lookup", "a.memory", "Select **Save**."], 0);
    assert!(text(&output.stdout).starts_with("100  Select **Save**."));
    assert!(
        text(&output.stderr).contains("built anew, as it was damaged"),
        "{}",
        text(&output.stderr)
    );
    std::fs::remove_dir_all(&index).unwrap();
    let output = command(folder.path(), &["lookup", "a.memory", "Select **Save**."], 0);
    assert!(text(&output.stdout).starts_with("100  Select **Save**."));
}

#[cfg(target_os = "linux")]
#[test]
fn differences_have_colours_on_a_terminal() {
    use super::messages::on_a_terminal;

    let folder = memory();
    let path = folder.path().join("a.memory").to_str().unwrap().to_owned();
    let lookup = ["lookup", &path, "'Select the Cancel button.'", "-q"];
    const REMOVED: &str = "\u{1b}[9m\u{1b}[31mSave\u{1b}[0m";
    for (no_color, is_coloured) in [(None, true), (Some("1"), false)] {
        let Some(printed) = on_a_terminal(&lookup, no_color) else { return };
        assert_eq!(printed.contains(REMOVED), is_coloured, "{printed:?}");
        assert_eq!(printed.contains("[-Save-]{+Cancel+}"), !is_coloured, "{printed:?}");
        assert_eq!(printed.contains('\u{1b}'), is_coloured, "{printed:?}");
    }
}
