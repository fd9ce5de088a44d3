//! Putting units into a memory's file, in units per second, and what a look-up
//! asks of the file.
//!
//! The goal is 100,000 units a second for a million of them, in one transaction
//! and safe against loss of power. The units are the segments of the look-up kit
//! beside the repository, where there is one, and generated ones otherwise, with
//! ends of other segments spliced on until there are enough.
//!
//! ```sh
//! cargo bench --all-features --bench store              # a million units
//! cargo bench --all-features --bench store -- 5000000
//! ```

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use bitext::memory::{ImportCounts, Store, UnitKey};
use bitext::unit::{Placement, TranslationType};
use bitext::{
    CodedText, Date, Import, Language, OnConflict, SqliteStore, Syntax, TranslationUnit, Variant,
};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked = arguments.iter().find_map(|argument| argument.parse().ok());
    let is_test = arguments.iter().any(|argument| argument == "--test");
    let count = asked.unwrap_or(if is_test { 1_000 } else { 1_000_000 });

    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("bench.memory");
    let store = SqliteStore::create(&path).expect("a new memory");
    let units = Units::new();

    let making = time(count, "making the units alone", || {
        (0..count).map(|number| units.unit(number)).for_each(|unit| drop(divan::black_box(unit)));
    });
    let import = Import::new().with_symbols(true);
    for (name, settings, expected) in [
        ("import into an empty memory", &import, added as fn(&ImportCounts) -> u64),
        ("the same again", &import, unchanged),
        (
            "the same again, overwriting conflicts",
            &import.clone().with_on_conflict(OnConflict::Overwrite),
            unchanged,
        ),
    ] {
        let taken = time(count, name, || {
            let counts = settings
                .run(&store, |importer| {
                    (0..count).try_for_each(|number| importer.add(units.unit(number)).map(drop))
                })
                .expect("a disk with room");
            assert_eq!((counts.total(), expected(&counts)), (count, count));
        });
        rate(count, "  without making the units", taken.without(making));
    }
    println!("{:>12} bytes a unit in the file", fs::metadata(&path).expect("a file").len() / count);

    let changed = units.unit(count);
    let add_each = |store: &SqliteStore| {
        for number in 1..=500 {
            let mut unit = changed.clone();
            unit.id = Some(format!("{number}"));
            store.write(&mut |work| work.add(unit.clone().into()).map(drop)).expect("room");
        }
    };
    time(500, "adding one by one, each on the disk", || add_each(&store));
    let hasty = SqliteStore::builder().with_durable(false).open(&path).expect("a memory");
    time(500, "adding one by one, in time on the disk", || add_each(&hasty));
    drop(hasty);
    time(100_000, "asking the revision", || {
        (0..100_000).for_each(|_| assert!(divan::black_box(store.revision()).is_ok()));
    });
    time(100_000, "getting a unit", || {
        (0..100_000_u64).for_each(|number| {
            let key = UnitKey::new(number * 7_919 % count + 1);
            assert!(divan::black_box(store.unit(key)).expect("a memory").is_some());
        });
    });
    time(100_000, "getting a unit, five at once", || {
        (0..20_000_u64).for_each(|number| {
            let keys = [1, 2, 3, 4, 5].map(|at| UnitKey::new((number + at) * 7_919 % count + 1));
            let units = divan::black_box(store.units(&keys)).expect("a memory");
            assert!(units.iter().all(Option::is_some));
        });
    });
    time(count, "reading all units by key", || {
        let (mut key, mut read) = (UnitKey::START, 0);
        loop {
            let page = store.units_after(key, 1_000).expect("a memory");
            let Some((last, _)) = page.last() else { break };
            key = *last;
            read += page.len() as u64;
        }
        assert_eq!(read, count + 1_000);
    });
    time(count, "reading all units in order", || {
        let mut read = 0;
        let mut visit = |_, unit: &TranslationUnit| {
            read += unit.variants.len() as u64 / 2;
            Ok(())
        };
        store.visit_in_order(&mut visit).expect("a memory");
        assert_eq!(read, count + 1_000);
    });
    time(count, "checking the file", || assert_eq!(store.check().expect("a memory").len(), 0));
    let copy = folder.path().join("copy.memory");
    time(count, "copying the file", || store.backup(&copy).expect("room"));
    drop(store);
    time(1, "opening the file", || drop(SqliteStore::open(&path).expect("a memory")));
}

fn added(counts: &ImportCounts) -> u64 {
    counts.added
}

fn unchanged(counts: &ImportCounts) -> u64 {
    counts.unchanged
}

/// What a piece of work took: by the clock, and of the processor, where the
/// system says that. On a machine that others use too they differ.
#[derive(Clone, Copy)]
struct Taken {
    clock: Duration,
    processor: Option<Duration>,
}

impl Taken {
    fn without(self, part: Taken) -> Self {
        let processor = self.processor.zip(part.processor);
        Self {
            clock: self.clock.saturating_sub(part.clock),
            processor: processor.map(|(all, part)| all.saturating_sub(part)),
        }
    }
}

fn time(count: u64, name: &str, work: impl FnOnce()) -> Taken {
    let (start, before) = (Instant::now(), processor_time());
    work();
    let processor = processor_time().zip(before).map(|(after, before)| after - before);
    let taken = Taken { clock: start.elapsed(), processor };
    rate(count, name, taken);
    taken
}

/// How long this thread was on a processor (Linux: `proc(5)`, `schedstat`).
fn processor_time() -> Option<Duration> {
    let said = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    said.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

fn rate(count: u64, name: &str, taken: Taken) {
    let each = |time: Duration| time.as_secs_f64() / count as f64;
    let clock = each(taken.clock);
    print!("{:>10.0} a second, {:>8.2} µs each", 1.0 / clock, clock * 1e6);
    match taken.processor.map(each) {
        Some(each) => println!(" ({:>8.2} of the processor): {name}", each * 1e6),
        None => println!(": {name}"),
    }
}

/// Units of any number, always the same.
struct Units {
    segments: Vec<String>,
    target: Language,
}

impl Units {
    fn new() -> Self {
        let kit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fuzzy/tm.txt");
        let segments = match fs::read_to_string(&kit) {
            Ok(text) => text.lines().map(str::to_owned).collect(),
            Err(_) => {
                println!("{} is not there: generated segments", kit.display());
                (0..5_000).map(generated).collect()
            }
        };
        Self { segments, target: "de-DE".parse().expect("a tag") }
    }

    /// A segment, with the end of another where all had their turn.
    fn source(&self, number: u64) -> String {
        let count = self.segments.len() as u64;
        let segment = &self.segments[(number % count) as usize];
        let turn = number / count;
        if turn == 0 {
            return segment.clone();
        }
        let other = &self.segments[((number + turn * 7_919) * 31 % count) as usize];
        let tail = other.char_indices().nth(other.chars().count() / 2).map_or(0, |(at, _)| at);
        let head = segment.char_indices().nth(segment.chars().count() / 2);
        format!("{}{} {turn}", &segment[..head.map_or(0, |(at, _)| at)], &other[tail..])
    }

    /// A unit as a document of fifty segments makes it.
    fn unit(&self, number: u64) -> TranslationUnit {
        let source = self.source(number);
        let target = CodedText::parse(&source.to_uppercase(), Syntax::Markdown);
        let source = CodedText::parse(&source, Syntax::Markdown);
        let mut unit = TranslationUnit::bilingual(
            Variant::new(Some(Language::en_us()), source),
            Variant::new(Some(self.target.clone()), target),
        );
        let (page, ordinal) = (number / 50, (number % 50) as usize);
        let path: std::sync::Arc<str> = format!("docs/guide/page-{page}.md").into();
        let place = Placement::new(format!("{page:05x}-{}", 101 + ordinal), ordinal, 1, 0..9);
        unit.id = Some(format!("{path}#{}", place.segment_id));
        unit.origin.path = Some(path.clone());
        unit.origin.translation_type = Some(TranslationType::new("HT"));
        unit.origin.date = Date::from_month_day_year("07/29/2020");
        unit.context.document = Some(path);
        unit.context.previous_source =
            number.checked_sub(1).map(|before| self.source(before).into());
        unit.context.next_source = Some(self.source(number + 1).into());
        unit.placement = Some(place);
        unit
    }
}

fn generated(number: u64) -> String {
    const WORDS: [&str; 8] = ["select", "the", "ferry", "ticket", "before", "you", "open", "page"];
    let words =
        (0..4 + number % 9).map(|at| WORDS[((number >> at) + at * number % 5) as usize % 8]);
    words.chain([number.to_string().as_str()]).collect::<Vec<_>>().join(" ")
}
