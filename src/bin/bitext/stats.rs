//! `bitext stats`

use std::io::{self, Write};
use std::path::Path;

use bitext::{Error, Memory, SqliteStore, Statistics};
use indicatif::{HumanBytes, HumanCount};
use serde::Serialize;

use crate::Outcome;
use crate::arguments::Stats;
use crate::conversion::size;
use crate::findings::one_line;
use crate::memory::open_store;
use crate::report::say;

/// What is told of a memory.
#[derive(Serialize)]
struct Facts<'m> {
    path: &'m str,
    #[serde(flatten)]
    statistics: Statistics,
    schema_version: usize,
    /// With the log of what was written last.
    file_bytes: u64,
    indexes: Vec<Kept>,
}

/// An index that is kept beside the memory.
#[derive(Serialize)]
struct Kept {
    name: String,
    bytes: u64,
}

pub(crate) fn run(options: &Stats) -> Result<Outcome, Error> {
    let store = open_store(&options.memory)?;
    if options.check && !is_whole(&store, options)? {
        return Ok(Outcome::Findings);
    }
    let statistics = Statistics::read(&*store)?;
    let memory = Memory::with_shared_store(store.clone());
    let indexes = memory.cached_indexes(&statistics.pairs)?.into_iter();
    let facts = Facts {
        path: &options.memory.to_string_lossy(),
        indexes: indexes.map(|(name, bytes)| Kept { name, bytes }).collect(),
        statistics,
        schema_version: store.schema_version()?,
        file_bytes: file_bytes(&options.memory),
    };
    let mut out = io::stdout().lock();
    if options.json {
        serde_json::to_writer(&mut out, &facts).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        facts.write(&mut out)?;
        if options.check {
            writeln!(out, "{:<12}whole", "checked")?;
        }
    }
    Ok(Outcome::Done)
}

/// Whether the file is whole; what is wrong is told.
fn is_whole(store: &SqliteStore, options: &Stats) -> Result<bool, Error> {
    let findings = store.check()?;
    for finding in &findings {
        let path = options.memory.to_string_lossy();
        match options.json {
            true => say(&serde_json::json!({ "path": path, "message": finding }).to_string()),
            false => say(&one_line(&format!("error: {path}: {finding}"))),
        }
    }
    Ok(findings.is_empty())
}

fn file_bytes(path: &Path) -> u64 {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    size(path) + size(Path::new(&log))
}

impl Facts<'_> {
    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let found = &self.statistics;
        let count = |count: u64| HumanCount(count).to_string();
        let mut line = |name: &str, value: String| writeln!(out, "{name:<12}{value}");
        line("units", count(found.units))?;
        line("variants", count(found.variants))?;
        line("documents", count(found.documents))?;
        line(
            "sources",
            format!("{} words, {} characters", count(found.words), count(found.characters)),
        )?;
        let kinds = [
            (found.human, "people"),
            (found.machine, "machines"),
            (found.aligned, "alignment"),
            (found.other, "unknown"),
        ];
        let kinds = kinds.iter().filter(|(count, _)| *count > 0);
        let kinds: Vec<_> = kinds.map(|(units, who)| format!("{who} {}", count(*units))).collect();
        line("translated", kinds.join(", "))?;
        if let (Some(first), Some(last)) = (found.first_date, found.last_date) {
            line("dates", format!("{first} to {last}"))?;
        }
        line("revision", format!("{}, schema version {}", found.revision, self.schema_version))?;
        line("file", HumanBytes(self.file_bytes).to_string())?;
        for Kept { name, bytes } in &self.indexes {
            line("index", format!("{name}, {}", HumanBytes(*bytes)))?;
        }
        for pair in &found.pairs {
            line("pair", format!("{} → {}: {}", pair.source, pair.target, count(pair.units)))?;
        }
        Ok(())
    }
}
