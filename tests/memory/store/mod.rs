//! What a memory's file stands: killed programs, full disks, other writers,
//! damage.

mod backup;
mod child;
mod damage;
mod full_disk;
mod kill;
mod writers;

use std::path::Path;
use std::time::Duration;

use bitext::memory::{ImportCounts, Store, UnitKey};
use bitext::{
    CodedText, Error, Import, Language, OnConflict, SqliteStore, TranslationUnit, Variant,
};

/// How long a test waits for who writes: longer than any writing takes, on however
/// busy a machine, so that only what hangs ends it.
const PATIENCE: Duration = Duration::from_secs(600);

/// A new memory whose writers wait for each other.
fn create_patient(path: &Path) -> SqliteStore {
    SqliteStore::builder().with_wait(PATIENCE).create(path).expect("a new memory")
}

/// A unit that a number tells apart, in a round that changes its target.
fn unit(number: u64, round: u64) -> TranslationUnit {
    let source = CodedText::from_plain(format!("Segment {number} of the handbook"));
    let target = CodedText::from_plain(format!("Segment {number} des Handbuchs, Stand {round}"));
    TranslationUnit::bilingual(
        Variant::new(Some(Language::en_us()), source),
        Variant::new("de-DE".parse().ok(), target),
    )
}

/// Brings all units of a store to a round, in one transaction.
fn import_round(store: &dyn Store, count: u64, round: u64) -> Result<ImportCounts, Error> {
    Import::new().with_on_conflict(OnConflict::Overwrite).run(store, |importer| {
        (0..count).try_for_each(|number| importer.add(unit(number, round)).map(drop))
    })
}

/// The round that all units of a store are in; nothing where there are none.
///
/// # Panics
///
/// Where units are missing, or of different rounds.
fn round_of(store: &dyn Store, count: u64) -> Option<u64> {
    let units = store.units_after(UnitKey::START, usize::MAX).expect("a memory that can be read");
    assert_eq!(store.count().expect("a count"), units.len() as u64);
    let text = |unit: &TranslationUnit| unit.target().map(|target| target.text.text().to_owned());
    let first = text(&units.first()?.1)?;
    let round: u64 = first.rsplit(' ').next()?.parse().expect("a number");
    let expected = (0..count).map(|number| unit(number, round));
    assert!(units.iter().map(|(_, unit)| (**unit).clone()).eq(expected), "all of round {round}");
    Some(round)
}

/// All units in their order, as a text.
fn contents(store: &dyn Store) -> String {
    let mut contents = String::new();
    let mut visit = |_: UnitKey, unit: &TranslationUnit| {
        contents += &serde_json::to_string(unit).expect("JSON");
        contents.push('\n');
        Ok(())
    };
    store.visit_in_order(&mut visit).expect("a memory that can be read");
    contents
}

fn assert_whole(path: &Path) {
    let store = SqliteStore::open(path).expect("a memory that opens");
    assert_eq!(store.check().expect("a file that can be read"), Vec::<String>::new());
}
