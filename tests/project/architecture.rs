//! Which part of the library may use which, and how long a file may be.
//!
//! The order of the parts keeps each one readable by itself: whoever reads a
//! part needs to know only those that it may use. This test reads the sources
//! and holds the table below.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::source::Source;

/// What every part may use, and what may use nothing but itself.
const BASE: [&str; 6] = ["error", "diagnostic", "position", "language", "steps", "unfinished"];

/// Each part, and what it may use besides the base and itself.
///
/// `segmentation` uses `document` for what is the same with annotation and
/// without: front matter, YAML scalars, the elements of HTML; and `unit` for the
/// kinds of blocks.
const PARTS: [(&str, &[&str]); 14] = [
    ("text", &[]),
    ("scan", &[]),
    ("inline", &["text"]),
    ("unit", &["inline"]),
    ("document", &["scan", "inline", "unit"]),
    ("segmentation", &["text", "inline", "unit", "document"]),
    ("lexicon", &["text", "inline", "unit"]),
    ("align", &["segmentation", "document", "lexicon", "unit", "inline", "text"]),
    ("check", &["lexicon", "unit", "inline", "text"]),
    ("exchange", &["unit", "inline"]),
    ("memory", &["unit", "inline", "text"]),
    ("leverage", &["memory", "segmentation", "document", "exchange", "unit", "inline", "text"]),
    ("pipeline", LIBRARY.split_last().unwrap().1),
    ("server", &LIBRARY),
];

/// The pipeline may use all parts above it; the server those, and the pipeline.
const LIBRARY: [&str; 13] = [
    "text",
    "scan",
    "inline",
    "unit",
    "document",
    "segmentation",
    "lexicon",
    "align",
    "check",
    "exchange",
    "memory",
    "leverage",
    "pipeline",
];

/// The most lines with code on them that a file may have, its tests left out.
const MAX_LINES: usize = 350;

#[test]
fn parts_use_only_what_the_table_gives_them() {
    let sources = library_sources();
    let wrong: Vec<String> = sources.iter().flat_map(wrong_uses).collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_part_is_in_the_table() {
    for name in names_in("src") {
        let name = name.trim_end_matches(".rs");
        let known = BASE.contains(&name) || allowed(name).is_some();
        assert!(
            known || ["lib", "bin"].contains(&name),
            "src/{name}: expected a part of the table in tests/project/architecture.rs; \
             add it there with what it may use"
        );
    }
}

#[test]
fn the_table_has_no_circle() {
    for (index, (part, uses)) in PARTS.iter().enumerate() {
        let above: Vec<&str> = PARTS[..index].iter().map(|(name, _)| *name).collect();
        let below = uses.iter().find(|name| !above.contains(name));
        assert_eq!(below, None, "`{part}` uses a part that is not above it");
    }
}

/// The compiler keeps the binary out of private modules; these are the ways
/// around it.
#[test]
fn the_binary_uses_the_public_interface_only() {
    let bin = sources_under("src/bin");
    assert_nowhere(&bin, &["#", "[", "path"]);
    assert_nowhere(&bin, &["include", "!"]);
    assert_nowhere(&library_sources(), &["doc", "(", "hidden"]);
}

fn assert_nowhere(sources: &[Source], words: &[&str]) {
    for source in sources {
        let lines = source.find(words);
        let place = || format!("{}:{}", source.path, lines[0]);
        assert!(
            lines.is_empty(),
            "{}: found `{}`, which lets the binary use more of the library than its public names",
            place(),
            words.concat()
        );
    }
}

#[test]
fn files_are_short() {
    let sources = library_sources().into_iter().chain(sources_under("src/bin"));
    for source in sources {
        let lines = source.lines_of_code();
        assert!(
            lines <= MAX_LINES,
            "{}: expected at most {MAX_LINES} lines of code without the tests, found {lines}; \
             split it where it has two ideas",
            source.path
        );
    }
}

/// What the uses of one file break, a line each.
fn wrong_uses(source: &Source) -> Vec<String> {
    let Some(part) = source.module.first() else { return Vec::new() };
    let allowed = if BASE.contains(&part.as_str()) { Some(&[][..]) } else { allowed(part) };
    let allowed = allowed.unwrap_or_default();
    let is_wrong = |used: &str| used != part && !BASE.contains(&used) && !allowed.contains(&used);
    let uses = source.uses().into_iter().filter(|(_, used)| is_wrong(used));
    uses.map(|(line, used)| {
        let place = format!("{}:{line}: `{part}` uses `crate::{used}`", source.path);
        if used.starts_with(char::is_uppercase) {
            return format!("{place}; name it by its part, as in `crate::error::Error`");
        }
        let may = [&["the base"], allowed].concat().join(", ");
        format!("{place}, but may use only {may}; see the table in tests/project/architecture.rs")
    })
    .collect()
}

fn allowed(part: &str) -> Option<&'static [&'static str]> {
    PARTS.iter().find(|(name, _)| *name == part).map(|(_, allowed)| *allowed)
}

/// The files of the library, those left out that only tests use.
fn library_sources() -> Vec<Source> {
    let bin = Path::new("src").join("bin");
    let sources = sources_under("src").into_iter();
    let sources: Vec<Source> =
        sources.filter(|source| !Path::new(&source.path).starts_with(&bin)).collect();
    let tests: BTreeSet<Vec<String>> = sources.iter().flat_map(Source::test_modules).collect();
    let is_test = |module: &[String]| (0..=module.len()).any(|end| tests.contains(&module[..end]));
    sources.into_iter().filter(|source| !is_test(&source.module)).collect()
}

fn sources_under(folder: &str) -> Vec<Source> {
    let mut sources = Vec::new();
    for name in names_in(folder) {
        let path = format!("{folder}/{name}");
        if root().join(&path).is_dir() {
            sources.extend(sources_under(&path));
        } else if path.ends_with(".rs") {
            let text = fs::read_to_string(root().join(&path)).unwrap();
            sources.push(Source::new(path, &text));
        }
    }
    sources
}

fn names_in(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_wrong_use_is_told_with_its_place() {
    let text = "use crate::error::Error;\n\nuse crate::{inline::Code, memory::Store};\n";
    let source = Source::new("src/unit/date.rs".to_owned(), text);
    assert_eq!(
        wrong_uses(&source),
        ["src/unit/date.rs:3: `unit` uses `crate::memory`, but may use only the base, inline; \
          see the table in tests/project/architecture.rs"]
    );
    let source = Source::new("src/unit/date.rs".to_owned(), "use crate::Error;");
    assert!(wrong_uses(&source)[0].contains("name it by its part"));
    let source = Source::new("src/error.rs".to_owned(), "use crate::unit::Date;");
    assert_eq!(wrong_uses(&source).len(), 1);
    let source = Source::new("src/lib.rs".to_owned(), "pub use crate::unit::Date;");
    assert_eq!(wrong_uses(&source).len(), 0);
}
