//! The pages of the documentation against the code.

use std::path::Path;

use bitext::diagnostic::DiagnosticCode;

fn page(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn each_diagnostic_code_has_a_row_with_its_severity() {
    let page = page("docs/diagnostics.md");
    let rows: Vec<_> = page.lines().filter(|line| line.starts_with("| `")).collect();
    assert_eq!(rows.len(), DiagnosticCode::ALL.len());
    for (row, code) in rows.iter().zip(DiagnosticCode::ALL) {
        assert!(row.starts_with(&format!("| `{code}` | {} |", code.severity())), "{row}");
    }
}

#[test]
fn ci_runs_the_commands_of_the_readme() {
    let (readme, ci) = (page("README.md"), page(".ci/run"));
    for command in [
        "cargo test --locked --all-features",
        "cargo run --locked --release --features cli -- extract examples/documents",
    ] {
        assert!(readme.contains(command), "the README lacks `{command}`");
        assert!(ci.contains(command), "CI lacks `{command}`");
    }
}
