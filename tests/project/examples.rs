//! The examples as programs.

use std::path::Path;
use std::process::Command;

/// `cargo test` builds the examples beside the tests; with `--test` alone, what
/// was built last is run.
fn example(name: &str) -> Command {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let mut command = Command::new(folder.join("examples").join(name));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// The attribute values and texts between these words.
fn between<'a>(text: &'a str, start: &str, end: char) -> Vec<&'a str> {
    text.split(start).skip(1).map(|rest| rest.split(end).next().unwrap()).collect()
}

#[test]
fn it_exports_every_unit_with_both_languages() {
    let output = example("export_tmx").arg("examples/documents").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tmx = String::from_utf8(output.stdout).unwrap();
    let ids = between(&tmx, "<tu tuid=\"", '"');
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().last(), Some(&*format!("{} units", ids.len())));
    assert!(ids.len() > 20);
    let languages = between(&tmx, "xml:lang=\"", '"');
    assert_eq!(languages.len(), 2 * ids.len());
    assert!(languages.iter().step_by(2).all(|language| *language == "en-US"));
    assert!(tmx.ends_with("</body>\n</tmx>\n"));
}

#[cfg(feature = "cli")]
#[test]
fn it_writes_what_the_command_writes() {
    let example = example("export_tmx").arg("examples/documents").output().unwrap();
    let command = Command::new(env!("CARGO_BIN_EXE_bitext"))
        .args(["extract", "examples/documents", "--to", "tmx"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let same = example.stdout == command.stdout;
    assert!(same, "the example and the command write the same bytes");
}

#[test]
fn it_says_what_it_needs() {
    let output = example("export_tmx").output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("expected files or folders"));
}

#[test]
fn it_looks_a_text_up() {
    let document = "examples/documents/zh-CN/book-a-crossing.md";
    let output = example("lookup").args(["Next step", "zh-CN", document]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    assert!(said.ends_with(" units added\n"), "{said}");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "50\tNext steps\n\t后续步骤\n");
    let output = example("lookup").arg("Next step").output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("expected a text"));
}
