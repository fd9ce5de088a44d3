//! What several test files need.
#![allow(dead_code, unreachable_pub, unused_imports, reason = "each user takes a part of it")]

pub mod cases;
pub mod needs;
pub mod revision;
pub mod structure;
pub mod tmx_corpus;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use needs::shared;

/// One line of a gold file.
#[derive(Debug, Deserialize)]
pub struct Gold {
    #[serde(default)]
    pub corpus: String,
    #[serde(default)]
    pub path: String,
    pub n: usize,
    pub id: String,
    pub start: usize,
    pub end: usize,
    pub target: String,
    pub source: String,
    #[serde(default)]
    pub region: u8,
    #[serde(default)]
    pub repaired: bool,
    #[serde(default)]
    pub kind: Option<String>,
}

/// Reads a gold file.
pub fn gold(path: &Path) -> Vec<Gold> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The gold of the real documents, by `corpus/path`.
pub fn corpus_gold(corpus: &Path) -> BTreeMap<String, Vec<Gold>> {
    let mut files: BTreeMap<String, Vec<Gold>> = BTreeMap::new();
    for entry in std::fs::read_dir(corpus.join("gold")).unwrap() {
        for line in gold(&entry.unwrap().path()) {
            files.entry(format!("{}/{}", line.corpus, line.path)).or_default().push(line);
        }
    }
    files
}

/// All files below a folder, in the order of their paths.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}
