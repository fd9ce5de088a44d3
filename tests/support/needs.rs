//! What a test needs that is not everywhere: the real documents beside the
//! repository, programs, rights. A test that lacks one is skipped and says so in
//! one line, past what the test harness captures; where `BITEXT_REQUIRE` names the
//! need, it fails instead.
//!
//! `BITEXT_REQUIRE=all` lets nothing be skipped, `BITEXT_REQUIRE="all -mount"`
//! nothing but what needs the right to mount, `BITEXT_REQUIRE="shared xmllint"`
//! nothing that needs these two.
#![allow(dead_code, unreachable_pub, reason = "each user takes a part of it")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Says that a test, or a part of it, is skipped for want of something.
///
/// # Panics
///
/// Where `BITEXT_REQUIRE` names the need.
pub fn skip(need: &str, reason: &str) {
    let required = std::env::var("BITEXT_REQUIRE").unwrap_or_default();
    assert!(
        !is_required(&required, need),
        "expected what BITEXT_REQUIRE={required:?} asks for, but {reason}; install it, \
         or except it by `-{need}`"
    );
    let thread = std::thread::current();
    let test = thread.name().unwrap_or_default();
    // What a passing test prints is not shown, but for this.
    let _ = writeln!(std::io::stderr(), "skipped: {test}: {reason} ({need})");
}

fn is_required(required: &str, need: &str) -> bool {
    let mut words = required.split_whitespace();
    let excepted = words.clone().any(|word| word.strip_prefix('-') == Some(need));
    !excepted && words.any(|word| word == "all" || word == need)
}

/// A file or folder of `../shared`, or nothing where it is not there.
pub fn shared(part: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(part);
    if path.exists() {
        return Some(path);
    }
    skip("shared", &format!("{} is not there", path.display()));
    None
}

/// The schema of a version of XLIFF, or nothing where it is not there.
///
/// That of 1.2 is the one of Debian's php-symfony-translation, where
/// `XLIFF_SCHEMAS` names the folder.
pub fn xliff_schema(version: &str) -> Option<PathBuf> {
    if version != "1.2" {
        return shared("xliff/schemas/2.1/xliff_core_2.0.xsd");
    }
    let folder = std::env::var_os("XLIFF_SCHEMAS").unwrap_or_default();
    let path = Path::new(&folder).join("xliff-core-1.2-strict.xsd");
    if path.exists() {
        return Some(path);
    }
    skip("xliff-schemas", "XLIFF_SCHEMAS names no folder with xliff-core-1.2-strict.xsd");
    None
}

/// What xmllint says of a file with these arguments, or nothing where there is no
/// xmllint.
pub fn xmllint(arguments: &[&str], file: &str) -> Option<Output> {
    let arguments = [&["--noout", "--nonet"], arguments, &["-"]].concat();
    let output = fed("xmllint", &arguments, file);
    if output.is_none() {
        skip("xmllint", "xmllint is not installed");
    }
    output
}

/// What a program for python3 prints that gets a file as its input, or nothing
/// where the module of translate-toolkit is not there.
pub fn translate_toolkit(module: &str, program: &str, file: &str) -> Option<Output> {
    let probe = fed("python3", &["-c", &format!("import translate.storage.{module}")], "");
    if !probe.is_some_and(|output| output.status.success()) {
        skip("translate-toolkit", "python3 has no translate-toolkit");
        return None;
    }
    fed("python3", &["-c", program], file)
}

/// What a program says of the file that is its input, or nothing where there is no
/// such program.
pub fn fed(program: &str, arguments: &[&str], file: &str) -> Option<Output> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().ok()?;
    let mut input = child.stdin.take()?;
    std::thread::scope(|scope| {
        // A program that wants no more of it closes its input.
        scope.spawn(move || drop(input.write_all(file.as_bytes())));
        child.wait_with_output().ok()
    })
}

#[test]
fn needs_by_their_names() {
    for (required, expected) in [
        ("", false),
        ("all", true),
        ("mount", true),
        ("shared", false),
        ("all -mount", false),
        ("-mount all", false),
        ("all -shared", true),
    ] {
        assert_eq!(is_required(required, "mount"), expected, "{required}");
    }
}
