//! The `bitext` command as a process.
#![cfg(feature = "cli")]

mod cases;
mod concordance;
mod convert;
mod inputs;
mod lookup;
mod memory;
mod messages;
#[cfg(unix)]
mod output;
mod schemas;
#[cfg(unix)]
mod signals;
mod sources;
#[path = "../support/mod.rs"]
mod support;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use bitext::Severity;
use bitext::exchange::InlineStyle;
use bitext::tmx::Profile;

fn bitext(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bitext"));
    command.args(arguments).env_remove("RUST_BACKTRACE").stdin(Stdio::null());
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn run(arguments: &[&str]) -> Output {
    bitext(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The lines of standard output as JSON.
fn lines(output: &Output) -> Vec<serde_json::Value> {
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A folder that holds these files.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn pair(id: &str, target: &str, source: &str) -> String {
    format!(
        "<span data-ttu-id=\"{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"{id}\">{source}</span></span>\n"
    )
}

const SAMPLES: &str = "examples/documents";

#[test]
fn extract_writes_one_object_a_segment() {
    let output = run(&["extract", SAMPLES]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let segments = lines(&output);
    let gold = support::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/gold"));
    let gold: usize = gold.iter().map(|path| support::gold(path).len()).sum();
    let summary = text(&output.stderr).lines().last().unwrap().to_owned();
    assert!(
        summary.starts_with(&format!("11 files, {gold} segments, {} written, ", segments.len())),
        "{summary}"
    );
    let first = &segments[0];
    let keys: Vec<_> = first.as_object().unwrap().keys().cloned().collect();
    for key in [
        "id",
        "path",
        "ordinal",
        "line",
        "range",
        "kind",
        "source",
        "target",
        "source_text",
        "target_text",
        "source_language",
        "target_language",
        "repaired",
    ] {
        assert!(keys.contains(&key.to_owned()), "{key} is missing in {first}");
    }
    assert!(first["unit"].is_null(), "{first}");
}

#[test]
fn the_bytes_are_the_same_for_any_number_of_jobs() {
    for format in ["jsonl", "tmx"] {
        let one = run(&["extract", SAMPLES, "--to", format, "--jobs", "1"]);
        assert!(!one.stdout.is_empty());
        for jobs in ["2", "7"] {
            let more = run(&["extract", SAMPLES, "--to", format, "--jobs", jobs]);
            assert!(
                one.stdout == more.stdout && one.stderr == more.stderr,
                "{format} with {jobs} jobs"
            );
        }
    }
}

#[test]
fn the_counts_add_up() {
    let output = run(&["extract", SAMPLES, "--to", "tmx", "--unique", "--json"]);
    let last = text(&output.stderr).lines().last().unwrap().to_owned();
    let summary: serde_json::Value = serde_json::from_str(&last).unwrap();
    let count = |name: &str| summary["summary"][name].as_u64().unwrap();
    let parts = count("written") + count("empty") + count("duplicates") + count("refused");
    assert_eq!(count("segments"), parts, "{summary}");
    assert_eq!(count("written"), text(&output.stdout).matches("<tu ").count() as u64);
    for part in ["empty", "duplicates", "refused", "repaired"] {
        assert!(count(part) > 0, "{part}: {summary}");
    }
}

#[test]
fn a_language_that_the_documents_lack_is_given() {
    let without = run(&["extract", "examples/documents/zh-CN/includes", "--to", "tmx"]);
    assert!(!text(&without.stdout).contains("<tu "));
    assert!(text(&without.stderr).contains("missing-language"), "{}", text(&without.stderr));
    let with = [
        "extract",
        "examples/documents/zh-CN/includes",
        "--to",
        "tmx",
        "--target-language",
        "zh_cn",
    ];
    assert_eq!(text(&run(&with).stdout).matches("xml:lang=\"zh-CN\"").count(), 3);
}

#[test]
fn diagnostics_show_the_code_the_place_and_the_line() {
    let folder = folder(&[(
        "a.md",
        "# Titel\n\n<span data-ttu-id=\"74dd5-103\">Ohne Quelle</span>\n".as_bytes(),
    )]);
    let path = folder.path().to_str().unwrap();
    let output = run(&["extract", path, "--target-language", "de", "-v"]);
    insta::assert_snapshot!(text(&output.stderr).replace(path, "docs"));
    let json = run(&["extract", path, "--target-language", "de", "--json", "--quiet"]);
    insta::assert_snapshot!(text(&json.stderr).replace(path, "docs"));
}

#[test]
fn strict_fails_on_findings_and_still_writes() {
    let folder = folder(&[
        ("warning/a.md", (pair("1-1", "a", "b") + &pair("1-1", "a", "b")).as_bytes()),
        ("error/a.md", b"<span data-ttu-id=\"1-1\">a</span>"),
    ]);
    for (part, arguments, status) in [
        ("warning", &[][..], 0),
        ("warning", &["--strict"], 1),
        ("warning", &["--strict=error"], 0),
        ("error", &[], 0),
        ("error", &["--strict=error"], 1),
    ] {
        let path = folder.path().join(part);
        let mut all = vec!["extract", path.to_str().unwrap(), "--target-language", "de"];
        all.extend(arguments);
        let output = run(&all);
        assert_eq!(output.status.code(), Some(status), "{part} {arguments:?}");
        assert_eq!(lines(&output).len(), if part == "warning" { 2 } else { 0 });
    }
}

#[test]
fn what_cannot_be_done_is_said_and_leaves_nothing() {
    let folder = folder(&[("a.md", pair("1-1", "a", "b").as_bytes())]);
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (arguments, message) in [
        (vec!["extract", "no/such.md"], "no/such.md: "),
        (
            vec!["extract", &file("a.md"), "-o", &file("a.docx")],
            "expected an output file with the ending of a format",
        ),
        (vec!["extract", &file("a.md"), "-o", &file("no/such/a.tmx")], "no/such/a.tmx: "),
        (vec!["extract", &file("a.md"), "--within", "p["], "expected a CSS selector"),
        (
            vec!["extract", &file("a.md"), "--target-language", "x y"],
            "expected a BCP 47 language tag",
        ),
        (vec!["extract"], "required arguments"),
        (vec!["render", "-", "--side", "target", "-o", &file("out")], "standard input"),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(message), "{}", text(&output.stderr));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "{arguments:?}");
    }
}

#[test]
fn an_output_that_fails_leaves_what_was_there() {
    let folder =
        folder(&[("docs/a.md", pair("1-1", "a", "b").as_bytes()), ("docs/out.md", b"before")]);
    let (docs, out) = (folder.path().join("docs"), folder.path().join("docs/out.md"));
    let arguments = ["extract", docs.to_str().unwrap(), "--to", "tmx", "-o", out.to_str().unwrap()];
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("that is not read"), "{}", text(&output.stderr));
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "before");
    assert_eq!(std::fs::read_dir(docs).unwrap().count(), 2);
}

#[test]
fn render_writes_each_side_below_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for side in ["target", "source"] {
        let out = folder.path().join(side);
        let output = run(&["render", SAMPLES, "--side", side, "-o", out.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let relative = |root: &Path| -> Vec<PathBuf> {
            let files = support::files(root);
            files.iter().map(|path| path.strip_prefix(root).unwrap().to_path_buf()).collect()
        };
        assert_eq!(relative(&out), relative(&fixtures.join(side)));
        for path in relative(&out) {
            let same = std::fs::read(out.join(&path)).unwrap()
                == std::fs::read(fixtures.join(side).join(&path)).unwrap();
            assert!(same, "{side} of {}", path.display());
        }
    }
}

#[test]
fn render_refuses_to_write_twice_or_over_an_input() {
    let folder = folder(&[("x/a.md", b"x"), ("y/a.md", b"y")]);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let twice = run(&["render", &path("x"), &path("y"), "--side", "target", "-o", &path("out")]);
    assert_eq!(twice.status.code(), Some(2));
    assert!(text(&twice.stderr).contains("would write this file"), "{}", text(&twice.stderr));
    let over = run(&["render", &path("x"), "--side", "target", "-o", &path("x")]);
    assert_eq!(over.status.code(), Some(2));
    assert!(text(&over.stderr).contains("would write over its input"), "{}", text(&over.stderr));
    assert!(!folder.path().join("out").exists());
    assert_eq!(std::fs::read(folder.path().join("x/a.md")).unwrap(), b"x");
}

#[test]
fn standard_input_is_a_document() {
    let mut child = bitext(&["extract", "-", "--quiet", "--target-language", "de"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(pair("1-1", "a", "b").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(lines(&output)[0]["target"], "a");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let many: String = (0..20_000).map(|n| pair(&format!("1-{n}"), "Ziel", "source")).collect();
    let folder = folder(&[("a.md", many.as_bytes())]);
    let mut child =
        bitext(&["extract", folder.path().to_str().unwrap(), "--target-language", "de"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
}

#[test]
fn a_closed_standard_error_does_not_matter() {
    let folder = folder(&[("a.md", "<span data-ttu-id=\"1\">".repeat(5000).as_bytes())]);
    let mut child =
        bitext(&["extract", folder.path().to_str().unwrap(), "--target-language", "de"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn the_output_is_no_input() {
    let folder = folder(&[("a.md", pair("1-1", "a", "b").as_bytes())]);
    let path = folder.path().join("a.md").to_str().unwrap().to_owned();
    let output = run(&["extract", &path, "--to", "jsonl", "-o", &path]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("that is not read"), "{}", text(&output.stderr));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), pair("1-1", "a", "b"));
}

#[test]
fn inline_styles_flavors_and_parts_of_pages() {
    let markdown = pair("1-1", "**fett** &amp; mehr", "**bold** &amp; more");
    let page = format!(
        "<html lang=de><main>{}</main><p>{}</p>",
        pair("1-2", "x", "y"),
        pair("1-3", "v", "w")
    );
    let folder = folder(&[("a.md", markdown.as_bytes()), ("b.html", page.as_bytes())]);
    let path = folder.path().to_str().unwrap();
    let tmx = |more: &[&str]| {
        let all = [&["extract", path, "--to", "tmx", "--target-language", "de"], more].concat();
        text(&run(&all).stdout)
    };
    assert!(tmx(&[]).contains(
        "<seg><bpt i=\"1\" x=\"1\" type=\"bold\">**</bpt>fett<ept i=\"1\">**</ept> &amp; mehr</seg>"
    ));
    assert!(tmx(&["--inline", "strip"]).contains("<seg>fett &amp; mehr</seg>"));
    assert!(tmx(&["--inline", "raw"]).contains("<seg>**fett** &amp;amp; mehr</seg>"));
    assert!(tmx(&["--flavor", "memoq"]).contains("x-context-post"));
    assert!(tmx(&[]).contains("#1-3"));
    let part = tmx(&["--within", "main"]);
    assert!(part.contains("#1-2") && !part.contains("#1-3"));
}

#[test]
fn completions_and_manual_pages() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(text(&run(&["completions", shell]).stdout).contains("extract"), "{shell}");
    }
    assert!(text(&run(&["man"]).stdout).contains(".SH SUBCOMMANDS"));
    for command in [None, Some("extract"), Some("import"), Some("lookup")] {
        let page = run(&[&["man"], command.as_slice()].concat());
        let version = concat!("\"bitext ", env!("CARGO_PKG_VERSION"), "\"");
        let page = text(&page.stdout);
        let title = page.lines().find(|line| line.starts_with(".TH")).unwrap();
        assert!(title.contains(version), "{title}");
    }
    assert!(text(&run(&["man", "extract"]).stdout).contains("unique"));
    // The names of a choice are those of the library.
    for page in [&["man", "extract"], &["completions", "bash"], &["completions", "zsh"]] {
        let page = text(&run(page).stdout);
        for choices in [
            Profile::ALL.iter().map(|profile| profile.as_str()).collect::<Vec<_>>(),
            InlineStyle::ALL.iter().map(|style| style.as_str()).collect(),
            Severity::ALL.iter().map(|severity| severity.as_str()).collect(),
        ] {
            assert!(choices.iter().all(|name| page.contains(name)), "{choices:?}: {page}");
        }
    }
    for (command, option) in
        [("import", "on\\-conflict"), ("lookup", "min\\-score"), ("concordance", "side")]
    {
        assert!(text(&run(&["man", command]).stdout).contains(option), "{command}");
        assert!(text(&run(&["completions", "bash"]).stdout).contains(command), "{command}");
    }
    assert_eq!(run(&["man", "nothing"]).status.code(), Some(2));
}

#[test]
fn the_help_names_every_option() {
    for command in [
        "extract",
        "render",
        "import",
        "export",
        "stats",
        "lookup",
        "concordance",
        "segment",
        "analyze",
        "pretranslate",
        "merge",
    ] {
        let mut help = bitext(&[command, "--help"]);
        insta::assert_snapshot!(
            format!("help_{command}"),
            text(&help.env("COLUMNS", "100").output().unwrap().stdout)
        );
    }
}
