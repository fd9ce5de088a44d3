//! The names of the choices that an argument or a setting gives.

use std::fmt::Display;
use std::str::FromStr;

use bitext::exchange::InlineStyle;
use bitext::leverage::{RepairKind, ReuseMethod};
use bitext::memory::{AccentMode, CaseMode, CodeMode, Effort, SkipReason, WordMode};
use bitext::tmx::Profile;
use bitext::unit::BlockKind;
use bitext::{Error, Format, Metric, OnConflict, Severity, Side};

fn assert_names<T>(all: &[T], names: &[&str])
where
    T: Display + FromStr<Err = Error> + PartialEq + std::fmt::Debug,
{
    assert_eq!(all.iter().map(T::to_string).collect::<Vec<_>>(), names);
    for (choice, name) in all.iter().zip(names) {
        assert_eq!(&name.parse::<T>().unwrap(), choice);
    }
    for found in ["", "nothing", &names[0].to_uppercase()] {
        let error = found.parse::<T>().unwrap_err().to_string();
        let expected = format!("expected one of `{}`, but found `{found}`", names.join("`, `"));
        assert_eq!(error, expected);
    }
}

#[test]
fn a_choice_is_known_by_its_name() {
    let profiles = ["generic", "omegat", "memoq", "phrase", "xtm", "trados", "weblate"];
    assert_names(Profile::ALL, &profiles);
    assert_names(InlineStyle::ALL, &["codes", "strip", "raw"]);
    assert_names(Side::ALL, &["target", "source"]);
    assert_names(Severity::ALL, &["note", "warning", "error"]);
    assert_names(Format::ALL, &["markdown", "yaml", "html"]);
    assert_names(Metric::ALL, &["words", "characters"]);
    assert_names(Effort::ALL, &["complete", "bounded"]);
    assert_names(OnConflict::ALL, &["add", "overwrite", "keep", "newest"]);
    assert_names(WordMode::ALL, &["parts", "whole"]);
    assert_names(CaseMode::ALL, &["ignore", "respect"]);
    assert_names(AccentMode::ALL, &["respect", "ignore"]);
    assert_names(CodeMode::ALL, &["ignore", "respect"]);
    let kinds = ["number", "version", "url", "email", "placeholder", "code"];
    assert_names(RepairKind::ALL, &kinds);
    let methods = ["in-context", "exact", "fuzzy", "repaired", "assembled", "copied"];
    assert_names(ReuseMethod::ALL, &methods);
    let reasons = [
        "no-translation",
        "no-language",
        "empty-source",
        "empty-target",
        "no-letter",
        "unreviewed",
        "kept",
        "not-newer",
    ];
    assert_names(SkipReason::ALL, &reasons);
    let kinds = ["table-cell", "heading", "list-item", "note", "quote", "paragraph"];
    assert_names(BlockKind::ALL, &kinds);
}
