//! Which documents are read, under which paths, and where they go.

use std::collections::BTreeSet;
use std::path::Path;

use super::{folder, lines, pair, run, text};

fn units(folder: &Path, paths: &[&str], more: &[&str]) -> Vec<String> {
    let paths: Vec<_> =
        paths.iter().map(|path| folder.join(path).to_str().unwrap().to_owned()).collect();
    let mut arguments = vec!["extract", "--to", "tmx", "--target-language", "de"];
    arguments.extend(paths.iter().map(String::as_str));
    arguments.extend(more);
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let tmx = text(&output.stdout);
    let ids = tmx.split("tuid=\"").skip(1);
    ids.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn units_of_two_folders_have_different_ids() {
    let document = pair("1-1", "a", "b");
    let folder =
        folder(&[("x/index.md", document.as_bytes()), ("y/index.md", document.as_bytes())]);
    assert_eq!(units(folder.path(), &["x", "y"], &[]), ["x/index.md#1-1", "y/index.md#1-1"]);
    assert_eq!(units(folder.path(), &["y"], &[]), ["index.md#1-1"]);
    let path = folder.path().join("x").to_str().unwrap().to_owned();
    let twice = run(&["extract", &path, &path]);
    assert_eq!(twice.status.code(), Some(2));
    assert!(text(&twice.stderr).contains("expected each document once"));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_have_different_ids() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let folder = folder(&[]);
    for name in [b"\xfe.md", b"\xff.md"] {
        let path = folder.path().join(OsStr::from_bytes(name));
        std::fs::write(path, pair("1-1", "a", "b")).unwrap();
    }
    assert_eq!(units(folder.path(), &["."], &[]), ["%FE.md#1-1", "%FF.md#1-1"]);
}

#[test]
fn a_repeated_id_does_not_meet_one_with_a_number() {
    let document = [pair("a", "x", "y"), pair("a", "x", "y"), pair("a~2", "v", "w")].concat();
    let folder = folder(&[("a.md", document.as_bytes())]);
    let ids = units(folder.path(), &["."], &[]);
    assert_eq!(ids.len(), 3);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 3, "{ids:?}");
}

#[test]
fn hidden_and_ignored_files_are_left_out_unless_they_are_asked_for() {
    let document = pair("1-1", "a", "b");
    let files = ["a.md", ".b.md", ".c/c.md", "d.md", "e/e.md"];
    let files: Vec<_> = files.iter().map(|name| (*name, document.as_bytes())).collect();
    let folder = folder(&files);
    std::fs::write(folder.path().join(".gitignore"), "d.md\n").unwrap();
    std::fs::write(folder.path().join(".ignore"), "/e\n").unwrap();
    let read = |more: &[&str]| -> Vec<String> {
        let ids = units(folder.path(), &["."], more);
        ids.iter().map(|id| id.trim_end_matches("#1-1").to_owned()).collect()
    };
    let all = [".b.md", ".c/c.md", "a.md", "d.md", "e/e.md"];
    assert_eq!(read(&["--hidden", "--no-ignore"]), all);
    let said = super::bitext(&["extract", ".", "--target-language", "de"])
        .current_dir(folder.path())
        .output();
    let said = text(&said.unwrap().stderr);
    let counted = "left out: 4 documents that are hidden or ignored (`--hidden`, `--no-ignore`)";
    assert!(said.contains(counted), "{said}");
    assert_eq!(read(&["--no-ignore"]), ["a.md", "d.md", "e/e.md"]);
    assert_eq!(read(&["--hidden"]), [".b.md", ".c/c.md", "a.md"]);
    assert_eq!(read(&["--hidden", "--exclude", ".c"]), [".b.md", "a.md"]);
    assert_eq!(read(&[]), ["a.md"]);
}

#[test]
fn what_unique_leaves_out_is_not_counted() {
    let document = pair("1-1", "a\u{1}\u{2}", "b");
    let folder = folder(&[("a.md", document.as_bytes()), ("b.md", document.as_bytes())]);
    let path = folder.path().to_str().unwrap();
    for (more, removed, findings) in [(&[][..], 4, 2), (&["--unique"], 2, 1)] {
        let all = ["extract", path, "--to", "tmx", "--target-language", "de", "--json"];
        let output = run(&[&all, more].concat());
        let printed = text(&output.stderr);
        let summary: serde_json::Value =
            serde_json::from_str(printed.lines().last().unwrap()).unwrap();
        assert_eq!(summary["summary"]["removed_characters"], removed, "{printed}");
        assert_eq!(summary["summary"]["warnings"], findings, "{printed}");
        assert_eq!(printed.matches("forbidden-character").count(), findings, "{printed}");
    }
}

fn render(folder: &Path, paths: &[&str], out: &str) -> (Option<i32>, String) {
    let path = |name: &&str| folder.join(name).to_str().unwrap().to_owned();
    let paths: Vec<_> = paths.iter().map(path).collect();
    let mut arguments = vec!["render", "--side", "target"];
    arguments.extend(paths.iter().map(String::as_str));
    let out = path(&out);
    arguments.extend(["-o", &out]);
    let output = run(&arguments);
    (output.status.code(), text(&output.stderr))
}

#[test]
fn a_file_and_a_folder_of_one_name_are_refused_before_anything_is_written() {
    let folder = folder(&[("x/0.md", b"x"), ("x/a.md", b"x"), ("y/a.md/b.md", b"y")]);
    for paths in [["x", "y"], ["y", "x"]] {
        let (status, message) = render(folder.path(), &paths, "out");
        assert_eq!(status, Some(2), "{message}");
        assert!(message.contains("needs a folder of its name"), "{message}");
        assert!(!folder.path().join("out").exists());
    }
}

#[test]
fn what_was_rendered_is_not_read() {
    let folder = folder(&[("docs/a.md", b"x"), ("docs/sub/b.md", b"y")]);
    for (paths, out) in [
        (&["docs"][..], "docs/out"),
        (&["docs"], "docs/sub"),
        (&["docs/a.md"], "docs"),
        (&["docs/a.md", "docs/sub/b.md"], "docs"),
        (&["docs/sub/../a.md"], "docs"),
    ] {
        let (status, message) = render(folder.path(), paths, out);
        assert_eq!(status, Some(2), "{paths:?} to {out}: {message}");
        assert!(message.contains("would write over"), "{message}");
        assert!(!folder.path().join("docs/out").exists());
    }
    assert_eq!(render(folder.path(), &["docs/a.md"], "docs/sub").0, Some(0));
    assert_eq!(render(folder.path(), &["docs/sub"], "docs/out").0, Some(0));
}

#[cfg(unix)]
#[test]
fn links_lead_over_no_input() {
    use std::os::unix::fs::symlink;

    let folder = folder(&[("docs/a.md", b"docs"), ("out/b.md", b"out")]);
    symlink(folder.path().join("docs/a.md"), folder.path().join("out/a.md")).unwrap();
    let (status, message) = render(folder.path(), &["docs"], "out");
    assert_eq!(status, Some(2), "{message}");
    std::fs::remove_file(folder.path().join("out/a.md")).unwrap();
    symlink(folder.path().join("out/b.md"), folder.path().join("docs/b.md")).unwrap();
    let (status, message) = render(folder.path(), &["docs", "--follow-links"], "out");
    assert_eq!(status, Some(2), "{message}");
    assert_eq!(std::fs::read_to_string(folder.path().join("docs/a.md")).unwrap(), "docs");
    assert_eq!(std::fs::read_to_string(folder.path().join("out/b.md")).unwrap(), "out");
}

#[test]
fn malformed_documents_are_rendered_with_what_cannot_be_read_left_in() {
    let orphan = "<span data-ttu-id=\"1-2\">orphan</span>\n";
    let document = [&pair("1-1", "Ziel", "source"), orphan, &pair("1-3", "Ende", "end")].concat();
    let folder = folder(&[("docs/a.md", document.as_bytes()), ("docs/b.md", b"\xff\xfe")]);
    for (side, rendered) in [("target", ["Ziel", "Ende"]), ("source", ["source", "end"])] {
        let out = folder.path().join(side);
        let docs = folder.path().join("docs");
        let arguments = ["render", docs.to_str().unwrap(), "--side", side];
        let output = run(&[&arguments[..], &["-o", out.to_str().unwrap()]].concat());
        assert_eq!(output.status.code(), Some(0));
        let found = std::fs::read_to_string(out.join("a.md")).unwrap();
        assert_eq!(found, format!("{}\n{orphan}{}\n", rendered[0], rendered[1]));
        assert_eq!(std::fs::read(out.join("b.md")).unwrap(), b"\xff\xfe");
        let messages = text(&output.stderr);
        assert!(messages.contains("orphan-target"), "{messages}");
        assert!(messages.contains("2 files, 2 segments, 2 written"), "{messages}");
    }
}

#[test]
fn a_language_that_the_document_contradicts() {
    let document = format!("---\nms.contentlocale: de-DE\n---\n{}", pair("1-1", "a", "b"));
    let folder = folder(&[("a.md", document.as_bytes())]);
    let path = folder.path().to_str().unwrap();
    for (asked, is_told) in [("fr-FR", true), ("de-DE", false)] {
        let output = run(&["extract", path, "--target-language", asked]);
        assert_eq!(lines(&output)[0]["target_language"], "de-DE");
        let messages = text(&output.stderr);
        assert_eq!(messages.contains("warning[language-conflict]"), is_told, "{messages}");
    }
}
