//! Where output goes and what it leaves as it was.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use super::{folder, pair, run, text};

fn extract(docs: &Path, out: &Path) -> std::process::Output {
    run(&["extract", docs.to_str().unwrap(), "--to", "jsonl", "-o", out.to_str().unwrap()])
}

#[test]
fn a_file_that_is_written_over_keeps_its_permissions() {
    let folder =
        folder(&[("docs/a.md", pair("1-1", "a", "b").as_bytes()), ("out.jsonl", b"before")]);
    let out = folder.path().join("out.jsonl");
    std::fs::set_permissions(&out, PermissionsExt::from_mode(0o640)).unwrap();
    assert_eq!(extract(&folder.path().join("docs"), &out).status.code(), Some(0));
    assert_ne!(std::fs::read_to_string(&out).unwrap(), "before");
    assert_eq!(out.metadata().unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_link_leads_to_the_file_to_write() {
    let folder = folder(&[("docs/a.md", pair("1-1", "a", "b").as_bytes()), ("kept/x", b"")]);
    let link = folder.path().join("link");
    symlink("kept/out.jsonl", &link).unwrap();
    for _ in ["it leads nowhere", "it leads to a file"] {
        let output = extract(&folder.path().join("docs"), &link);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(link.is_symlink());
        assert!(folder.path().join("kept/out.jsonl").is_file());
    }
}

#[test]
fn messages_name_the_file_that_was_asked_for() {
    let folder = folder(&[("docs/a.md", pair("1-1", "a", "b").as_bytes()), ("file", b"")]);
    for out in ["no/such/out.jsonl", "file/out.jsonl", "docs"] {
        let out = folder.path().join(out);
        let output = extract(&folder.path().join("docs"), &out);
        let message = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(message.contains(&format!("{}: ", out.display())), "{message}");
        assert!(!message.contains(".part"), "{message}");
    }
}
