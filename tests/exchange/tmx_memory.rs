//! A large memory is read, rewritten and validated in little memory.

use std::process::Command;

use crate::support::tmx_corpus::TmxCorpus;
use crate::support::{self, cases::one_in};
use bitext::{ReadUnits, TranslationUnit, tmx};

/// Returns the number of units: about 108 MB of TMX, or a quarter of it where tests
/// try less, which is still more than may be used.
fn units() -> u64 {
    200_000 / one_in(4) as u64
}

/// The most that the process may have used at any moment, in kilobytes.
const MOST: u64 = 25_000;

/// Set for the process that is measured.
const CHILD: &str = "BITEXT_MEASURED";

/// The most memory that this process used, in kilobytes, where the system says.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

fn read_and_rewrite() {
    let units = units();
    let mut reader = tmx::Reader::new(TmxCorpus::new(units));
    let header = reader.header().unwrap().clone();
    let mut writer = tmx::Writer::new(std::io::sink(), &header).unwrap();
    let mut unit = TranslationUnit::default();
    while reader.read(&mut unit).unwrap() {
        writer.write(&unit).unwrap();
    }
    assert_eq!((writer.units(), reader.findings().len()), (units, 0));
    writer.finish().unwrap();
    let mut validator = tmx::Validator::new(TmxCorpus::new(units / 4));
    assert_eq!(validator.by_ref().count(), 0);
    assert_eq!(validator.units(), units / 4);
}

#[test]
fn a_large_memory_takes_little_memory() {
    if std::env::var_os(CHILD).is_some() {
        read_and_rewrite();
        println!("peak: {}", peak().unwrap());
        return;
    }
    if peak().is_none() {
        return support::needs::skip("procfs", "the system does not tell the peak of memory");
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tmx_memory::a_large_memory_takes_little_memory", "--nocapture"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let peak = text.lines().find_map(|line| line.split_once("peak: ")).unwrap().1;
    let peak: u64 = peak.trim().parse().unwrap();
    assert!(peak < MOST, "{peak} kB");
}
