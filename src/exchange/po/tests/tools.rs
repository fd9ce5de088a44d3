//! What gettext and translate-toolkit say of written files. A tool that is not
//! installed is skipped.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::properties::unit;
use super::*;
use crate::needs::skip;

/// A file of many units of all shapes.
fn file() -> (tempfile::NamedTempFile, String) {
    let mut runner = TestRunner::deterministic();
    let units: Vec<_> =
        (0..1000).map(|_| unit().new_tree(&mut runner).unwrap().current()).collect();
    let (text, count) = written(&units);
    assert!(count > 400, "{count} units");
    let mut file = tempfile::Builder::new().suffix(".po").tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    (file, text)
}

#[test]
fn msgfmt_accepts_what_is_written() {
    let (file, text) = file();
    let mut msgfmt = Command::new("msgfmt");
    let Ok(output) = msgfmt.args(["--check", "-o", "/dev/null"]).arg(file.path()).output() else {
        return skip("msgfmt", "msgfmt is not installed");
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{text}");
    assert!(!said.contains("missing in header"), "{said}");
}

#[test]
fn translate_toolkit_reads_the_same_texts() {
    const SCRIPT: &str = "
import json, sys
from translate.storage import po
units = [unit for unit in po.pofile.parsefile(sys.argv[1]).units if not unit.isheader()]
print(json.dumps([[u.getcontext(), u.source, u.target, u.isfuzzy()] for u in units]))
";
    let (file, text) = file();
    let has_toolkit = python("import translate.storage.po", file.path()).is_some();
    if !has_toolkit {
        return skip("translate-toolkit", "python3 has no translate-toolkit");
    }
    let json = python(SCRIPT, file.path()).expect("it reads the file");
    let theirs: Vec<(String, String, String, bool)> = serde_json::from_str(&json).unwrap();
    let ours = read(&text.replace("#. target-line-ends", "#. x")).0;
    assert_eq!(theirs.len(), ours.len());
    for ((context, source, target, is_fuzzy), unit) in theirs.into_iter().zip(ours) {
        let own = crate::exchange::bilingual::context(&unit).unwrap_or_default();
        assert_eq!(context, own);
        assert_eq!(source, unit.variants[0].text.text());
        let own = unit.variants.get(1);
        assert_eq!(target, own.map_or("", |own| own.text.text()));
        if let Some(own) = own {
            assert_eq!(is_fuzzy, own.state.is_some());
        }
    }
}

/// What a script prints, where it ends well.
fn python(script: &str, file: &Path) -> Option<String> {
    let output = Command::new("python3").args(["-c", script]).arg(file).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
