//! `import`, `export` and `stats`.

use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::Value;

use super::{SAMPLES, bitext, folder, pair, run, text};

/// Runs a command in the folder, and expects this exit status.
pub(crate) fn command(folder: &Path, arguments: &[&str], status: i32) -> Output {
    let output = bitext(arguments).current_dir(folder).output().unwrap();
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", text(&output.stderr));
    output
}

/// A line of JSON Lines.
pub(crate) fn line(source: &str, target: &str, more: &str) -> String {
    format!(
        "{{\"source\":\"{source}\",\"target\":\"{target}\",\"source_language\":\"en-US\",\
         \"target_language\":\"de-DE\"{more}}}\n"
    )
}

/// The counts that an import says.
fn counts(output: &Output) -> String {
    let said = text(&output.stderr);
    let line = said.lines().find(|line| line.contains(" added, ")).unwrap();
    line.split(", ").skip(2).take(5).collect::<Vec<_>>().join(", ")
}

fn samples() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(SAMPLES).to_str().unwrap().to_owned()
}

/// What a memory holds comes back from each format that keeps context as what is
/// known already.
#[test]
fn going_out_and_coming_back_changes_no_memory() {
    let folder = folder(&[]);
    let command = |arguments: &[&str]| command(folder.path(), arguments, 0);
    for language in ["de-DE", "zh-CN", "ja-JP"] {
        let documents = format!("{}/{language}", samples());
        let memory = format!("{language}.memory");
        command(&["import", &memory, &documents, "--target-language", language, "-q"]);
        let units = || command(&["export", &memory, "--to", "jsonl", "-q"]).stdout;
        let before = units();
        for format in ["tmx", "xliff", "xliff2", "jsonl", "csv", "tsv"] {
            let file = format!("{language}.{format}");
            command(&["export", &memory, "--to", format, "-o", &file, "-q"]);
            let counts = counts(&command(&["import", &memory, &file, "--from", format]));
            assert!(counts.starts_with("0 added, 0 updated, "), "{file}: {counts}");
            assert!(units() == before, "{file}");
        }
    }
}

/// What a person still has to look at stays out of a memory, or loses points.
#[test]
fn what_needs_review_is_left_out_unless_it_is_asked_for() {
    let units = "source,target,source_language,target_language,state\n\
                 Open the door.,Die Tür öffnen.,en,de,needs-review\n\
                 Close the door.,Die Tür schließen.,en,de,final\n";
    let folder = folder(&[("a.csv", units.as_bytes())]);
    let command = |arguments: &[&str]| command(folder.path(), arguments, 0);
    let output = command(&["import", "a.memory", "a.csv"]);
    let said = text(&output.stderr);
    assert!(said.contains("1 that need review, which `--state needs-review` takes"), "{said}");
    assert!(counts(&output).starts_with("1 added"), "{said}");
    let output = command(&["import", "a.memory", "a.csv", "--state", "needs-review"]);
    assert!(counts(&output).starts_with("1 added, 0 updated, 1 unchanged"));
    let found = command(&["lookup", "a.memory", "Open the door.", "--json", "--limit", "1"]);
    let found: Value = serde_json::from_slice(&found.stdout).unwrap();
    let best = &found["matches"][0];
    assert_eq!(best["penalties"][0]["kind"], "unreviewed", "{found}");
}

#[test]
fn documents_become_a_memory_and_importing_again_changes_nothing() {
    let folder = folder(&[]);
    let samples = samples();
    let import = ["import", "a.memory", &samples, "--target-language", "zh-CN"];
    let output = command(folder.path(), &import, 0);
    let said = text(&output.stderr);
    assert!(said.contains("warning[quote-damage]"), "{said}");
    assert_eq!(
        counts(&output),
        "217 added, 0 updated, 0 unchanged, 0 removed, 6 skipped (1 with an empty side"
    );
    let exported = || command(folder.path(), &["export", "a.memory", "--to", "jsonl", "-q"], 0);
    let first = exported().stdout;
    assert_eq!(text(&first).lines().count(), 217);
    let again = counts(&command(folder.path(), &import, 0));
    assert!(again.starts_with("0 added, 0 updated, 217 unchanged, 0 removed"), "{again}");
    assert!(first == exported().stdout);
    // The keys are those of the order, for any number of jobs.
    for (name, jobs) in [("b.memory", "1"), ("c.memory", "3")] {
        command(folder.path(), &[&import[..1], &[name], &import[2..], &["-j", jobs]].concat(), 0);
    }
    let keys = |name: &str| {
        let arguments = ["lookup", name, "the", "--min-score", "1", "--limit", "all", "--json"];
        let more = ["--target-language", "zh-CN", "-q"];
        text(&command(folder.path(), &[&arguments[..], &more].concat(), 0).stdout)
    };
    let first = keys("b.memory");
    assert!(first.matches("\"key\"").count() > 5, "{first}");
    assert_eq!(first, keys("c.memory"));
}

/// A memory made from each format exports the same bytes as the units
/// themselves, where the format carries all of them.
#[test]
fn from_every_format_to_every_format() {
    let folder = folder(&[]);
    let german = ["--source-language", "en-US", "--target-language", "de-DE"];
    let samples = samples();
    let extract = [&["extract", &samples, "-o", "all.jsonl", "-q"][..], &german].concat();
    command(folder.path(), &extract, 0);
    let convert = |to: &[&str]| {
        let all = [&["convert", "all.jsonl", "-q"][..], &german, to].concat();
        command(folder.path(), &all, 0);
    };
    convert(&["-o", "german.jsonl"]);
    let names =
        ["a.tmx", "a.tmx.gz", "a.xlf", "a.po", "a.csv", "a.tsv", "a.json", "a.jsonl", "b.xlf"];
    for name in names {
        let to = if name == "b.xlf" { "xliff2" } else { "" };
        match to {
            "" => convert(&["-o", name]),
            to => convert(&["-o", name, "--to", to]),
        }
        let memory = format!("{name}.memory");
        let import = ["import", &memory, name, "--symbols", "-q"];
        command(folder.path(), &[&import[..], &german].concat(), 0);
        let export = |output: &str| {
            // The memory has one pair, which need not be named.
            let arguments = ["export", &memory, "-o", output, "-q"];
            match to {
                "" => command(folder.path(), &arguments, 0),
                to => command(folder.path(), &[&arguments[..], &["--to", to]].concat(), 0),
            };
            std::fs::read(folder.path().join(output)).unwrap()
        };
        let first = export(&format!("out.{name}"));
        assert!(!first.is_empty());
        // What was exported gives the same memory, and that the same bytes.
        std::fs::remove_file(folder.path().join(&memory)).unwrap();
        let import = ["import", &memory, &format!("out.{name}"), "--symbols", "-q"];
        command(folder.path(), &[&import[..], &german].concat(), 0);
        assert!(first == export(&format!("again.{name}")), "{name}");
        assert!(first == export(&format!("once_more.{name}")), "{name}");
    }
    // Those that carry all of a unit give the same units; only the order of
    // their properties may differ.
    let units = |name: &str| {
        let tmx = ["export", &format!("{name}.memory"), "--to", "tmx", "-q"];
        let tmx = text(&command(folder.path(), &tmx, 0).stdout);
        let mut lines: Vec<_> = tmx.lines().map(str::to_owned).collect();
        lines.sort_unstable();
        lines
    };
    let expected = units("a.jsonl");
    assert!(expected.len() > 500);
    for name in ["a.tmx", "a.tmx.gz", "a.xlf", "b.xlf"] {
        assert!(expected == units(name), "{name}");
    }
}

#[test]
fn a_file_that_breaks_leaves_the_memory_as_it_was() {
    let whole = line("Save", "Speichern", "");
    let folder = folder(&[
        ("a.jsonl", whole.as_bytes()),
        ("b.jsonl", line("Open", "Öffnen", "").as_bytes()),
        ("broken.tmx", b"<tmx version=\"1.4\"><body><tu><tuv xml:lang=\"en\"><seg>Sa"),
        ("docs/a.md", pair("1-1", "Los", "Go").as_bytes()),
    ]);
    command(folder.path(), &["import", "a.memory", "a.jsonl", "-q"], 0);
    let export = || command(folder.path(), &["export", "a.memory", "-q"], 0).stdout;
    let before = export();
    for jobs in ["1", "2"] {
        let files = ["import", "a.memory", "docs", "b.jsonl", "broken.tmx", "-j", jobs];
        let said = text(&command(folder.path(), &files, 2).stderr);
        assert!(said.contains("nothing is imported, and the memory is as it was\n"), "{said}");
        assert!(said.contains("error: broken.tmx:1:"), "{said}");
        assert!(before == export());
    }
    for (paths, message) in [
        (&["b.jsonl", "no.tmx"][..], "error: no.tmx: "),
        (&["b.jsonl", "no/docs"], "error: no/docs: "),
        (&["b.jsonl", "a.memory"], "expected a document or an exchange file, by its ending"),
        (&["docs", "docs/a.md"], "expected each document once"),
    ] {
        let said = command(folder.path(), &[&["import", "a.memory"], paths].concat(), 2).stderr;
        assert!(text(&said).contains(message), "{}", text(&said));
        assert!(before == export());
        // A new memory is not even made.
        command(folder.path(), &[&["import", "new.memory"], paths].concat(), 2);
        assert!(!folder.path().join("new.memory").exists());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_document_that_cannot_be_read_leaves_nothing() {
    let folder = folder(&[("docs/a.md", pair("1-1", "Los", "Go").as_bytes())]);
    std::os::unix::fs::symlink("/no/such/file", folder.path().join("docs/b.md")).unwrap();
    let output = command(folder.path(), &["import", "a.memory", "docs"], 2);
    assert!(text(&output.stderr).contains("error: docs/b.md: "), "{}", text(&output.stderr));
    assert!(!folder.path().join("a.memory").exists(), "a memory that was made for nothing");
    // One that was there before stays, empty or not.
    let german = ["--target-language", "de-DE"];
    command(folder.path(), &[&["import", "a.memory", "docs/a.md"], &german[..]].concat(), 0);
    command(folder.path(), &["import", "a.memory", "docs"], 2);
    let stats = command(folder.path(), &["stats", "a.memory", "--json"], 0);
    assert_eq!(serde_json::from_slice::<Value>(&stats.stdout).unwrap()["units"], 1);
}

#[test]
fn a_file_that_is_no_memory_is_not_touched() {
    let folder = folder(&[("a.jsonl", line("a", "b", "").as_bytes()), ("notes.txt", b"notes")]);
    let output = command(folder.path(), &["import", "notes.txt", "a.jsonl"], 2);
    let said = text(&output.stderr);
    assert!(said.contains("notes.txt: expected the file of a memory"), "{said}");
    assert_eq!(std::fs::read(folder.path().join("notes.txt")).unwrap(), b"notes");
    for arguments in [
        &["stats", "no.memory"][..],
        &["lookup", "no.memory", "text"],
        &["concordance", "no.memory", "text"],
        &["export", "no.memory"],
    ] {
        let said = text(&command(folder.path(), arguments, 2).stderr);
        let message = "no.memory: expected the file of a memory, but found none; make one with \
                       `bitext import`";
        assert!(said.contains(message), "{said}");
        assert!(!folder.path().join("no.memory").exists());
    }
}

#[test]
fn conflicts_are_settled_as_asked() {
    let date = |day: u8| format!(",\"date\":\"2020-01-{day:02}T00:00:00Z\"");
    let (old, new) = (line("Save", "Alt", &date(1)), line("Save", "Neu", &date(2)));
    for (policy, second, expected, targets) in [
        ("add", &new, "1 added, 0 updated, 0 unchanged", &["Alt", "Neu"][..]),
        ("overwrite", &new, "0 added, 1 updated, 0 unchanged", &["Neu"]),
        ("keep", &new, "0 added, 0 updated, 0 unchanged, 0 removed, 1 skipped", &["Alt"]),
        ("newest", &new, "0 added, 1 updated, 0 unchanged", &["Neu"]),
        ("newest", &old, "0 added, 0 updated, 1 unchanged", &["Alt"]),
    ] {
        let folder = folder(&[("a.jsonl", old.as_bytes()), ("b.jsonl", second.as_bytes())]);
        command(folder.path(), &["import", "a.memory", "a.jsonl", "-q"], 0);
        let second = ["import", "a.memory", "b.jsonl", "--on-conflict", policy];
        let said = counts(&command(folder.path(), &second, 0));
        assert!(said.starts_with(expected), "{policy}: {said}");
        let units = command(folder.path(), &["export", "a.memory", "-q"], 0).stdout;
        let units = text(&units);
        let found: Vec<Value> =
            units.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut found: Vec<_> = found.iter().map(|unit| unit["target"].as_str().unwrap()).collect();
        found.sort_unstable();
        assert_eq!(found, targets, "{policy}");
    }
}

#[test]
fn replace_removes_what_a_document_no_longer_holds() {
    let two = pair("1-1", "Los", "Go") + &pair("1-2", "Halt", "Stop");
    let folder = folder(&[("docs/a.md", two.as_bytes()), ("docs/b.md", two.as_bytes())]);
    let import = ["import", "a.memory", "docs", "--target-language", "de", "--replace"];
    command(folder.path(), &import, 0);
    std::fs::write(folder.path().join("docs/a.md"), pair("1-1", "Los", "Go")).unwrap();
    std::fs::write(folder.path().join("docs/b.md"), "nothing left").unwrap();
    let said = counts(&command(folder.path(), &import, 0));
    // The context of the first changed: nothing follows it now.
    assert_eq!(said, "1 added, 0 updated, 0 unchanged, 4 removed, 0 skipped");
}

#[test]
fn what_is_skipped_is_counted_by_its_reason() {
    let units = [
        line("—", "–", ""),
        line("", "x", ""),
        line("x", "", ""),
        "{\"source\":\"a\",\"target\":\"b\"}\n".to_owned(),
        "{\n".to_owned(),
        line("Save", "Speichern", ""),
    ]
    .concat();
    let folder = folder(&[("a.jsonl", units.as_bytes())]);
    let output = command(folder.path(), &["import", "a.memory", "a.jsonl"], 0);
    let said = text(&output.stderr);
    assert!(said.contains("a.jsonl:5:"), "{said}");
    assert!(said.contains("malformed-unit"), "{said}");
    let counts = "1 file, 6 units read, 1 added, 0 updated, 0 unchanged, 0 removed, 5 skipped (1 \
                  malformed, 1 without a language, which `--source-language` and \
                  `--target-language` give, 1 with an empty source, 1 with an empty target, 1 \
                  without a letter or digit)";
    assert!(said.contains(counts), "{said}");
    let json = ["import", "b.memory", "a.jsonl", "--json", "--symbols"];
    let said = text(&command(folder.path(), &json, 0).stderr);
    let objects: Vec<Value> =
        said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&objects[0]["path"], &objects[0]["start"]["line"]), (&"a.jsonl".into(), &5.into()));
    let summary = &objects[1]["summary"];
    assert_eq!((&summary["added"], &summary["units"]), (&2.into(), &6.into()));
    assert_eq!(summary["skipped"]["no-language"], 1);
    assert_eq!(summary["skipped"].get("no-letter"), None);
}

#[test]
fn standard_input_is_a_document_or_of_the_format_named() {
    let folder = folder(&[]);
    let units = [line("Save", "Speichern", ""), pair("1-1", "Los", "Go")];
    for (input, more) in [(&units[0], &["--from", "jsonl"][..]), (&units[1], &[])] {
        let all = [&["import", "a.memory", "-", "--target-language", "de-DE"][..], more].concat();
        let mut child = bitext(&all)
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(counts(&output).starts_with("1 added"), "{}", text(&output.stderr));
    }
}

#[test]
fn export_tells_what_the_format_cannot_hold() {
    let units = line("Save", "Speichern", "") + &line("<b></b>", "<b></b>", "");
    let folder = folder(&[("a.jsonl", units.as_bytes())]);
    command(folder.path(), &["import", "a.memory", "a.jsonl", "-q", "--symbols"], 0);
    let export = |more: &[&str], status| {
        let all = [&["export", "a.memory"][..], more].concat();
        text(&command(folder.path(), &all, status).stderr)
    };
    let weblate = ["-o", "a.json", "--inline", "strip"];
    let said = export(&[&weblate[..], &["--rejects", "rejects.jsonl"]].concat(), 0);
    assert!(said.contains("a.memory:1:1: error[unit-not-written]: unit 1: "), "{said}");
    assert!(
        said.contains("2 units read, 1 written, 1 skipped (1 that the format cannot"),
        "{said}"
    );
    let rejects = std::fs::read_to_string(folder.path().join("rejects.jsonl")).unwrap();
    let reject: Value = serde_json::from_str(&rejects).unwrap();
    assert_eq!((&reject["path"], &reject["unit"]), (&"a.memory".into(), &1.into()));
    let said = export(&["-o", "b.json", "--inline", "strip", "--strict"], 2);
    assert!(said.contains("stopped at the first finding"), "{said}");
    assert!(!folder.path().join("b.json").exists());
    let said = export(&["-o", "c.tmx", "--target-language", "fr"], 2);
    assert!(said.contains("0 written, 2 skipped (2 in other languages)"), "{said}");
    let said = export(&["-o", "a.memory"], 2);
    assert!(said.contains("expected an output file"), "{said}");
    for outputs in [&["-o", "a.memory"][..], &["-o", "d.tmx", "--rejects", "a.memory"]] {
        let said = export(&[outputs, &["--to", "tmx"]].concat(), 2);
        assert!(said.contains("expected an output file that is not read"), "{said}");
    }
}

#[test]
fn stats_counts_and_checks() {
    let folder = folder(&[]);
    command(folder.path(), &["import", "a.memory", &samples(), "-q"], 0);
    let output = command(folder.path(), &["stats", "a.memory", "--check"], 0);
    let page = text(&output.stdout);
    // The sizes are those of SQLite's pages.
    let page: Vec<_> = page.lines().filter(|line| !line.ends_with("iB")).collect();
    insta::assert_snapshot!(page.join("\n"));
    let json = command(folder.path(), &["stats", "a.memory", "--json"], 0);
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    for key in [
        "path",
        "units",
        "variants",
        "documents",
        "pairs",
        "words",
        "characters",
        "human",
        "machine",
        "aligned",
        "other",
        "first_date",
        "last_date",
        "revision",
        "schema_version",
        "file_bytes",
        "indexes",
    ] {
        assert!(json.get(key).is_some(), "{key}: {json}");
    }
    assert!(json["indexes"][0]["bytes"].as_u64().unwrap() > 0, "{json}");
}

#[test]
fn a_damaged_memory_fails_the_check() {
    let folder = folder(&[]);
    command(folder.path(), &["import", "a.memory", &samples(), "-q"], 0);
    let path = folder.path().join("a.memory");
    let mut bytes = std::fs::read(&path).unwrap();
    let place = bytes.windows(10).position(|text| text == b"Next steps").unwrap();
    bytes[place] = b'T';
    std::fs::write(&path, bytes).unwrap();
    let output = command(folder.path(), &["stats", "a.memory", "--check"], 1);
    let said = text(&output.stderr);
    assert!(said.starts_with("error: a.memory: "), "{said}");
    assert!(output.stdout.is_empty());
    let json = command(folder.path(), &["stats", "a.memory", "--check", "--json"], 1);
    let json: Value = serde_json::from_slice(&json.stderr).unwrap();
    assert_eq!(json["path"], "a.memory");
    std::fs::write(&path, &std::fs::read(&path).unwrap()[..50]).unwrap();
    command(folder.path(), &["stats", "a.memory"], 2);
}

/// Killed in the middle, an import leaves what was there.
#[cfg(unix)]
#[test]
fn a_killed_import_leaves_the_memory_as_it_was() {
    let folder = folder(&[("a.jsonl", line("Save", "Speichern", "").as_bytes())]);
    command(folder.path(), &["import", "a.memory", "a.jsonl", "-q"], 0);
    let mut child = bitext(&["import", "a.memory", "-", "--from", "jsonl"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    for n in 0..5000 {
        let line = line(&format!("Line {n}"), "Zeile", "");
        std::io::Write::write_all(&mut input, line.as_bytes()).unwrap();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let output = command(folder.path(), &["stats", "a.memory", "--check", "--json"], 0);
    assert_eq!(serde_json::from_slice::<Value>(&output.stdout).unwrap()["units"], 1);
}

#[test]
fn errors_are_objects_where_asked() {
    for arguments in [
        &["stats", "no.memory", "--json"][..],
        &["lookup", "no.memory", "x", "--json"],
        &["concordance", "no.memory", "x", "--json"],
        &["export", "no.memory", "--json"],
        &["import", "no.memory", "no.tmx", "--json"],
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2));
        let printed: Value = serde_json::from_slice(&output.stderr).unwrap();
        assert!(printed["error"]["path"].as_str().unwrap().starts_with("no."), "{printed}");
    }
}

#[test]
fn a_dry_run_changes_nothing() {
    let folder = folder(&[("a.jsonl", line("Save", "Speichern", "").as_bytes())]);
    let import = ["import", "a.memory", "a.jsonl"];
    for (more, expected) in [
        (&["--dry-run"][..], "1 added"),
        (&["--dry-run"], "1 added"),
        (&[], "1 added"),
        (&["--dry-run"], "1 unchanged"),
    ] {
        let is_there = more.is_empty() || folder.path().join("a.memory").exists();
        let said = text(&command(folder.path(), &[&import[..], more].concat(), 0).stderr);
        assert!(said.contains(expected), "{said}");
        assert_eq!(folder.path().join("a.memory").exists(), is_there);
    }
}
