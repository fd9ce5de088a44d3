//! The indexes that are kept beside a memory: read where they serve, made anew
//! where they don't, and never trusted.
use std::fs;
use std::path::{Path, PathBuf};

use bitext::memory::{IndexEvent, Unusable};
use bitext::{CodedText, Language, Memory, Query, SqliteStore, TranslationUnit, Variant};

fn unit(source: &str, target: &str) -> TranslationUnit {
    TranslationUnit::bilingual(
        Variant::new(Some(Language::en_us()), CodedText::from_plain(source)),
        Variant::new("de-DE".parse().ok(), CodedText::from_plain(target)),
    )
}

/// A memory of a few units in a folder of its own.
struct Fixture {
    folder: tempfile::TempDir,
}

impl Fixture {
    fn new() -> Self {
        let fixture = Self { folder: tempfile::tempdir().unwrap() };
        let memory = Memory::with_store(SqliteStore::create(fixture.path()).unwrap());
        for number in 0..50 {
            let source = format!("Select the button number {number} of the page.");
            memory.add(unit(&source, &format!("Taste {number}"))).unwrap();
        }
        fixture
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("manuals.memory")
    }

    fn kept(&self, name: &str) -> PathBuf {
        self.folder.path().join("manuals.memory-index").join(name)
    }

    fn open(&self) -> Memory {
        Memory::with_store(self.store())
    }

    fn store(&self) -> SqliteStore {
        SqliteStore::open(self.path()).unwrap()
    }
}

/// The best targets of a query that has several matches.
fn targets(memory: &Memory) -> Vec<String> {
    let query = Query::new("Select the button number 7 of the page.").with_limit(3);
    let matches = memory.lookup(&query).unwrap();
    matches.iter().map(|found| found.target().text.plain().into_owned()).collect()
}

/// What was told of the index by words, and nothing else.
fn events(memory: &Memory) -> Vec<IndexEvent> {
    let notices = memory.take_notices().into_iter();
    notices.filter(|notice| notice.index == "en.words").map(|notice| notice.event).collect()
}

const EXPECTED: [&str; 3] = ["Taste 7", "Taste 0", "Taste 1"];

#[test]
fn built_once_and_read_afterwards() {
    let fixture = Fixture::new();
    let memory = fixture.open();
    assert_eq!(targets(&memory), EXPECTED);
    assert_eq!(events(&memory), [IndexEvent::Built]);
    let written = fs::metadata(fixture.kept("en.words")).unwrap().modified().unwrap();
    let again = fixture.open();
    assert_eq!(targets(&again), EXPECTED);
    assert_eq!(events(&again), []);
    let after = fs::metadata(fixture.kept("en.words")).unwrap().modified().unwrap();
    assert_eq!(written, after, "it is not written again");
}

#[test]
fn what_changed_since_is_seen_without_building_anew() {
    let fixture = Fixture::new();
    assert_eq!(targets(&fixture.open()), EXPECTED);
    let writer = fixture.open();
    let reader = fixture.open();
    assert_eq!(targets(&reader), EXPECTED);
    let key =
        writer.lookup(&Query::new("Select the button number 7 of the page.")).unwrap()[0].key();
    assert!(writer.remove(key).unwrap());
    writer.add(unit("Select the button number 7 of the page!", "Taste sieben")).unwrap();
    // Another that is open already, and one that is opened now.
    for memory in [&reader, &fixture.open()] {
        assert_eq!(targets(memory), ["Taste 0", "Taste 1", "Taste 2"]);
        assert_eq!(events(memory), []);
    }
    let query = Query::new("Select the button number 7 of the page!");
    assert_eq!(reader.lookup(&query).unwrap()[0].score(), 100);
}

#[test]
fn what_is_damaged_is_built_anew_and_said_so() {
    let fixture = Fixture::new();
    assert_eq!(targets(&fixture.open()), EXPECTED);
    let good = fs::read(fixture.kept("en.words")).unwrap();
    let flipped = |place: usize| {
        let mut bytes = good.clone();
        bytes[place] ^= 0x10;
        bytes
    };
    let mut damages = vec![Vec::new(), b"something else".to_vec(), [&good[..], b"x"].concat()];
    damages.extend([1, 8, 40, good.len() / 2, good.len() - 1].map(|end| good[..end].to_vec()));
    damages.extend((0..good.len()).step_by(good.len() / 40).map(flipped));
    for damaged in damages {
        fs::write(fixture.kept("en.words"), &damaged).unwrap();
        let memory = fixture.open();
        assert_eq!(targets(&memory), EXPECTED);
        let events = events(&memory);
        assert!(matches!(events[..], [IndexEvent::Rebuilt(_)]), "{events:?}");
        assert_eq!(fs::read(fixture.kept("en.words")).unwrap(), good, "the same bytes every time");
    }
}

#[test]
fn the_index_of_another_memory_is_stale() {
    let (fixture, other) = (Fixture::new(), Fixture::new());
    assert_eq!(targets(&fixture.open()), EXPECTED);
    other.open().add(unit("Another text.", "Ein anderer Text.")).unwrap();
    assert_eq!(targets(&other.open()), EXPECTED);
    fs::copy(other.kept("en.words"), fixture.kept("en.words")).unwrap();
    let memory = fixture.open();
    assert_eq!(targets(&memory), EXPECTED);
    assert_eq!(events(&memory), [IndexEvent::Rebuilt(Unusable::Stale)]);
}

/// Two copies of a memory go different ways to the same revision; the index of
/// one is no use to the other.
#[test]
fn the_index_of_a_copy_that_went_another_way_is_stale() {
    let fixture = Fixture::new();
    let copy = Fixture { folder: tempfile::tempdir().unwrap() };
    fixture.store().backup(copy.path()).unwrap();
    for (fixture, text) in [(&fixture, "One text."), (&copy, "Another text.")] {
        fixture.open().add(unit(text, "Text")).unwrap();
        assert_eq!(targets(&fixture.open()), EXPECTED);
    }
    fs::copy(copy.kept("en.words"), fixture.kept("en.words")).unwrap();
    let memory = fixture.open();
    assert_eq!(memory.lookup(&Query::new("One text.")).unwrap()[0].score(), 100);
    assert_eq!(memory.lookup(&Query::new("Another text.")).unwrap().len(), 0);
    assert_eq!(events(&memory), [IndexEvent::Rebuilt(Unusable::Stale)]);
}

#[test]
fn a_memory_that_was_restored_does_not_believe_a_later_index() {
    let fixture = Fixture::new();
    let backup = fixture.folder.path().join("backup");
    fixture.store().backup(&backup).unwrap();
    fixture.open().add(unit("A later text.", "Ein späterer Text.")).unwrap();
    assert_eq!(targets(&fixture.open()), EXPECTED);
    for suffix in ["-wal", "-shm"] {
        let mut path = fixture.path().into_os_string();
        path.push(suffix);
        let _ = fs::remove_file(path);
    }
    fs::rename(backup, fixture.path()).unwrap();
    let memory = fixture.open();
    assert_eq!(memory.lookup(&Query::new("A later text.")).unwrap().len(), 0);
    assert_eq!(events(&memory), [IndexEvent::Rebuilt(Unusable::Stale)]);
}

#[test]
fn an_index_that_cannot_be_kept_serves_all_the_same() {
    let fixture = Fixture::new();
    fs::write(fixture.folder.path().join("manuals.memory-index"), "in the way").unwrap();
    let memory = fixture.open();
    assert_eq!(targets(&memory), EXPECTED);
    let notices = events(&memory);
    assert!(
        matches!(&notices[..], [IndexEvent::Rebuilt(Unusable::Unreadable), IndexEvent::NotKept(_)]),
        "{notices:?}"
    );
}

#[test]
fn prepared_indexes_are_kept_for_the_sources_of_all_pairs() {
    let fixture = Fixture::new();
    let memory = fixture.open();
    memory.prepare(bitext::Metric::Words).unwrap();
    assert!(fixture.kept("en.words").is_file());
    assert!(!fixture.kept("de.words").exists(), "a direction that nobody asked for");
    assert_eq!(memory.index_sizes().len(), 1);
    let german = Query::new("Taste 7").with_languages("de".parse().unwrap(), Language::en_us());
    assert_eq!(memory.lookup(&german).unwrap().len(), 1);
    assert!(fixture.kept("de.words").is_file());
    assert!(is_empty_of(&fixture.kept(""), ".new"), "nothing half written is left");
}

fn is_empty_of(folder: &Path, ending: &str) -> bool {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.into_iter().all(|name| !name.to_string_lossy().ends_with(ending))
}
