//! `bitext stats`

use std::io::{self, Write};
use std::path::Path;

use bitext::memory::Statistics;
use bitext::{Error, Memory, SqliteStore};
use indicatif::{HumanBytes, HumanCount};
use serde::Serialize;

use crate::Outcome;
use crate::arguments::{Saying, Stats};
use crate::console::Console;
use crate::memory::open_store;
use crate::outputs::file_bytes;

/// What a memory holds.
#[derive(Serialize)]
struct MemoryReport<'m> {
    path: &'m str,
    #[serde(flatten)]
    statistics: Statistics,
    schema_version: usize,
    /// With the log of what was written last.
    file_bytes: u64,
    indexes: Vec<IndexFile>,
}

/// An index that is kept beside the memory.
#[derive(Serialize)]
struct IndexFile {
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
    let report = MemoryReport {
        path: &options.memory.to_string_lossy(),
        indexes: indexes.map(|(name, bytes)| IndexFile { name, bytes }).collect(),
        statistics,
        schema_version: store.schema_version()?,
        file_bytes: bytes_with_log(&options.memory),
    };
    let mut out = io::stdout().lock();
    if options.json {
        serde_json::to_writer(&mut out, &report).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        report.write(&mut out)?;
        if options.check {
            writeln!(out, "{:<12}whole", "checked")?;
        }
    }
    Ok(Outcome::Done)
}

/// Checks that the file is whole, and says what is damaged.
fn is_whole(store: &SqliteStore, options: &Stats) -> Result<bool, Error> {
    let found = store.check()?;
    let console = Console::new(options.json, Saying::default());
    found.iter().for_each(|message| console.damage(&options.memory, message));
    Ok(found.is_empty())
}

/// Counts the bytes of a memory and of the log of what was written last.
fn bytes_with_log(path: &Path) -> u64 {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    file_bytes(path) + file_bytes(Path::new(&log))
}

impl MemoryReport<'_> {
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
        for IndexFile { name, bytes } in &self.indexes {
            line("index", format!("{name}, {}", HumanBytes(*bytes)))?;
        }
        for pair in &found.pairs {
            line("pair", format!("{} → {}: {}", pair.source, pair.target, count(pair.units)))?;
        }
        Ok(())
    }
}
