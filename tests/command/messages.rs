//! What is printed on standard error.

use std::process::Command;

use super::{bitext, folder, lines, pair, run, text};

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_does_not_stop_the_others() {
    let document = pair("1-1", "a", "b");
    let folder = folder(&[("docs/a.md", document.as_bytes()), ("docs/c.md", document.as_bytes())]);
    // A link to nowhere cannot be read by anybody.
    std::os::unix::fs::symlink("/no/such/file", folder.path().join("docs/b.md")).unwrap();
    let docs = folder.path().join("docs").to_str().unwrap().to_owned();
    for jobs in ["1", "3"] {
        let output = run(&["extract", &docs, "--target-language", "de", "--jobs", jobs]);
        let printed = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{printed}");
        assert_eq!(lines(&output).len(), 2);
        assert!(printed.contains("b.md: error[unreadable-file]: "), "{printed}");
        assert!(printed.contains("2 files, 1 could not be read, 2 segments"), "{printed}");
    }
    let out = folder.path().join("out");
    let arguments = ["render", &docs, "--side", "target", "-o", out.to_str().unwrap()];
    assert_eq!(run(&arguments).status.code(), Some(2));
    assert_eq!(std::fs::read_dir(out).unwrap().count(), 2);
}

#[test]
fn an_error_is_an_object_where_objects_are_asked_for() {
    for (arguments, message, path) in [
        (&["extract", "no/such.md", "--json"][..], "no/such.md: ", Some("no/such.md")),
        (&["extract", "examples/documents", "--json", "--to", "x"], "invalid value 'x'", None),
        (&["render", "-", "--side", "source", "-o", "out", "--json"], "standard input", None),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2));
        let printed: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
        let error = &printed["error"];
        assert!(error["message"].as_str().unwrap().contains(message), "{printed}");
        assert_eq!(error["path"].as_str(), path, "{printed}");
    }
}

#[test]
fn one_of_something_is_no_plural() {
    let folder = folder(&[("a.md", pair("1-1", "a\u{1}", "b").as_bytes())]);
    let path = folder.path().to_str().unwrap();
    let output = run(&["extract", path, "--to", "tmx", "--target-language", "de"]);
    let printed = text(&output.stderr);
    assert!(printed.contains("removed 1 character that"), "{printed}");
    assert!(printed.contains("1 character removed"), "{printed}");
}

#[cfg(unix)]
#[test]
fn a_line_end_in_a_file_name_breaks_no_line() {
    let folder = folder(&[("two\nlines.md", b"<span data-ttu-id=\"1\">a</span>")]);
    let path = folder.path().to_str().unwrap();
    for (more, shown) in [(&[][..], "two\\nlines.md:1:1: "), (&["-v"], "two\\nlines.md:1:1\n")] {
        let extract = [&["extract", path, "--target-language", "de"], more].concat();
        let printed = text(&run(&extract).stderr);
        assert!(printed.contains(shown), "{printed}");
    }
    let fatal = run(&["extract", "no\nsuch.md"]);
    assert_eq!(text(&fatal.stderr).lines().count(), 1);
}

#[test]
fn many_findings_are_shown_one_a_line() {
    let folder = folder(&[("a.md", "<span data-ttu-id=\"1\">\n".repeat(5000).as_bytes())]);
    let path = folder.path().to_str().unwrap();
    let brief = text(&run(&["extract", path, "--target-language", "de"]).stderr);
    assert!(brief.lines().count() < 6, "{brief}");
    assert!(brief.contains("(4,998 more)"), "{brief}");
    assert!(brief.contains("note: `-v` shows all 5,000 findings\n"), "{brief}");
    let printed = text(&run(&["extract", path, "--target-language", "de", "-v"]).stderr);
    let shown = printed.lines().filter(|line| line.contains("--> ")).count();
    assert_eq!(shown, 100);
    let summary = printed.lines().last().unwrap();
    let (_, rest) = printed.split_once(" one a line:\n").unwrap();
    let rest = rest.lines().count() - 1;
    assert!(printed.contains(&format!("{rest} more in ")), "{summary}");
    assert!(
        summary.contains(&format!("{:?} errors", shown + rest).replace("5000", "5,000")),
        "{summary}"
    );
}

#[test]
fn a_finding_on_a_long_line_keeps_its_column() {
    let line = format!("{}<span data-ttu-id=\"1-1\">ü{}", "ä".repeat(3000), "ö".repeat(3000));
    let folder = folder(&[("a.md", line.as_bytes())]);
    let path = folder.path().to_str().unwrap();
    let printed = text(&run(&["extract", path, "--target-language", "de", "-v"]).stderr);
    assert!(printed.contains("a.md:1:3001\n"), "{printed}");
    assert!(printed.contains("<span data-ttu-id="), "{printed}");
    assert!(printed.lines().all(|line| line.chars().count() < 150), "{printed}");
}

/// Runs the command on a pseudo terminal; nothing, with a printed line, where
/// there is none.
#[cfg(target_os = "linux")]
pub(crate) fn on_a_terminal(arguments: &[&str], no_color: Option<&str>) -> Option<String> {
    let words = [&[env!("CARGO_BIN_EXE_bitext")], arguments].concat();
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", &words.join(" "), "/dev/null"]);
    script.current_dir(env!("CARGO_MANIFEST_DIR")).env("TERM", "xterm").env_remove("NO_COLOR");
    script.stdin(std::process::Stdio::null()).envs(no_color.map(|value| ("NO_COLOR", value)));
    match script.output() {
        Ok(output) => Some(text(&output.stdout)),
        Err(cause) => {
            crate::support::needs::skip("script", &format!("`script` cannot be run: {cause}"));
            None
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn colours_and_progress_are_for_a_terminal() {
    let extract = ["extract", "examples/documents", "-o", "/dev/null", "--to", "tmx", "-v"];
    const BOLD: &str = "\u{1b}[1m";
    for (no_color, is_coloured) in [(None, true), (Some(""), true), (Some("1"), false)] {
        let Some(printed) = on_a_terminal(&extract, no_color) else { return };
        assert_eq!(printed.contains(BOLD), is_coloured, "{no_color:?}: {printed}");
        assert!(printed.contains("warning[quote-damage]"), "{printed}");
    }
    let Some(printed) = on_a_terminal(&extract, None) else { return };
    let (_, rest) = printed.split_once("/11 files, ").unwrap();
    let parts: Vec<_> = rest.split(", ").take(3).collect();
    assert!(parts[0].ends_with(" segments"), "{printed}");
    assert!(parts[1].ends_with(" files/s") && parts[1].len() < 20, "{printed}");
    assert!(parts[2].contains(" left"), "{printed}");
    for quiet in ["--quiet", "--json"] {
        let extract = [&extract[..extract.len() - 1], &[quiet]].concat();
        let Some(printed) = on_a_terminal(&extract, None) else { return };
        assert!(!printed.contains("/11 files, "), "{printed}");
    }
    let piped = bitext(&extract).output().unwrap();
    assert!(!text(&piped.stderr).contains('\u{1b}'));
}
