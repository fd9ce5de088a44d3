//! Whole documents against a memory: pretranslation and analysis of a
//! repository, on one core.
//!
//! The memory has 30,000 units in a file of SQLite, opened anew for each round.
//! The documents are those of `../shared/corpus` beside the repository, where it
//! is there: the source side of `annotated/partner-center-pr.zh-cn`, against what
//! `earlier/` has of it and as many units of other documents as are missing. Else
//! documents are made of generated sentences.
//!
//! The limits to compare with, in the same run: reading the documents alone, and
//! looking every segment up that is identical alone.
//!
//! ```sh
//! cargo bench --bench leverage --features store
//! ```

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bitext::segmentation::SourceFormat;
use bitext::{
    Analysis, Context, Document, Import, Language, Leverage, Memory, Metric, Side, SourceDocument,
    SqliteStore, TranslationUnit, Variant,
};

/// How many units the memory has.
const UNITS: u64 = 30_000;

/// How often each round is made; the best counts.
const ROUNDS: usize = 3;

fn main() {
    // `cargo test` and CI run this to see that it works, not how fast.
    let is_test = std::env::args().any(|argument| argument == "--test");
    let kit = Kit::read(is_test);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bench.memory");
    let units = kit.import(&path);
    let segments: usize = kit.documents.iter().map(|(_, bytes)| read(bytes).len()).sum();
    println!("{units} units, {} documents, {segments} segments", kit.documents.len());
    let rounds = if is_test { 1 } else { ROUNDS };
    let time = |name: &str, round: &dyn Fn() -> usize| {
        let (time, count) = (0..rounds)
            .map(|_| {
                let start = Instant::now();
                let count = round();
                (start.elapsed(), count)
            })
            .min()
            .expect("a round");
        print(name, time, segments, count);
    };
    time("reading alone", &|| kit.documents.iter().map(|(_, bytes)| read(bytes).len()).sum());
    time("pretranslate, identical only", &|| kit.pretranslate(&path, &out(&folder), 100));
    time("pretranslate, threshold 75", &|| kit.pretranslate(&path, &out(&folder), 75));
    time("pretranslate, threshold 50", &|| kit.pretranslate(&path, &out(&folder), 50));
    time("analyze", &|| kit.analyze(&path));
}

/// Where translated documents go.
fn out(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("out")
}

fn print(name: &str, time: Duration, segments: usize, count: usize) {
    let seconds = time.as_secs_f64();
    let rate = segments as f64 / seconds;
    println!("{name:<30} {seconds:>7.3} s {rate:>10.0} segments a second {count:>8} counted");
}

fn read(bytes: &[u8]) -> SourceDocument<'_> {
    SourceDocument::builder().with_format(SourceFormat::Markdown).parse(bytes)
}

/// Documents, and units for a memory.
struct Kit {
    documents: Vec<(String, Vec<u8>)>,
    units: Vec<TranslationUnit>,
}

impl Kit {
    fn read(is_test: bool) -> Self {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
        let mut kit = match corpus.exists() {
            true => Self::of_corpus(&corpus),
            false => {
                println!("no corpus beside the repository; the documents are generated");
                Self::generated()
            }
        };
        if is_test {
            kit.documents.truncate(3);
            kit.units.truncate(500);
        }
        kit
    }

    fn of_corpus(corpus: &Path) -> Self {
        let annotated = corpus.join("annotated");
        let later = |bytes: &[u8]| Document::parse(bytes).render(Side::Source);
        let documents = files(&annotated.join("partner-center-pr.zh-cn"));
        let documents = documents.into_iter().map(|(path, bytes)| (path, later(&bytes))).collect();
        let mut units = units(&corpus.join("earlier/partner-center-pr.zh-cn"));
        for others in ["office-js-docs-pr.zh-cn", "Dynamics-365-Operations.de-de"] {
            units.extend(self::units(&annotated.join(others)));
        }
        // What stands in German is as good as Chinese here, and keeps it one pair.
        let languages = units.iter_mut().filter_map(|unit| unit.variants.get_mut(1));
        languages.for_each(|target| target.language = "zh-CN".parse().ok());
        Self { documents, units }
    }

    /// Documents of sentences of which the memory has a half, and something near
    /// the other half.
    fn generated() -> Self {
        let sentence = |number: usize| {
            format!(
                "Select item {} of page {} and then save it as version {number}.",
                number % 97,
                number / 7
            )
        };
        let document = |number: usize| {
            let sentences = (0..88).map(|place| sentence(number * 131 + place * 2) + "\n\n");
            (format!("folder/{number}.md"), sentences.collect::<String>().into_bytes())
        };
        let variant =
            |tag: &str, text: String| Variant::new(tag.parse().ok(), text.as_str().into());
        let unit = |number| {
            let target = format!("Eintrag {number}");
            TranslationUnit::bilingual(variant("en-US", sentence(number)), variant("de-DE", target))
        };
        Self {
            documents: (0..350).map(document).collect(),
            units: (0..UNITS as usize).map(unit).collect(),
        }
    }

    /// Makes a memory of the units, as many as it is to have; gives their number.
    fn import(&self, path: &Path) -> u64 {
        let store = SqliteStore::create(path).expect("a memory");
        let counts = Import::new()
            .run(&store, |importer| {
                for unit in &self.units {
                    importer.add(unit.clone())?;
                    if importer.counts().added >= UNITS {
                        break;
                    }
                }
                Ok(())
            })
            .expect("an import");
        let memory = Memory::with_store(store);
        memory.prepare(Metric::Words).expect("an index");
        memory.pairs().expect("pairs");
        counts.added
    }

    /// From opening the memory to the last file; gives how many segments are
    /// filled.
    fn pretranslate(&self, path: &Path, out: &Path, threshold: u8) -> usize {
        let memory = open(path);
        let leverage = Leverage::new(&memory).with_min_score(threshold);
        let filled = self.documents.iter().map(|(name, bytes)| {
            let document = read(bytes);
            let context = Context::new(name.as_str());
            let pretranslation =
                leverage.pretranslate(&document, &context).expect("a memory that can be read");
            let file = out.join(name);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, pretranslation.target()).expect("a file");
            pretranslation.segments().filter(|(_, segment)| segment.reuse().is_some()).count()
        });
        filled.sum()
    }

    /// Gives how many segments have a match.
    fn analyze(&self, path: &Path) -> usize {
        let memory = open(path);
        let leverage = Leverage::new(&memory);
        let mut analysis = Analysis::new();
        let mut matched = 0;
        for (name, bytes) in &self.documents {
            let context = Context::new(name.as_str());
            let document =
                leverage.analyze(&read(bytes), &context).expect("a memory that can be read");
            matched += document.scores().flatten().count();
            analysis.add(&document);
        }
        matched
    }
}

fn open(path: &Path) -> Memory {
    Memory::open(path).expect("a memory")
}

/// The units of all annotated documents below a folder.
fn units(folder: &Path) -> Vec<TranslationUnit> {
    let of = |(path, bytes): (String, Vec<u8>)| {
        let context =
            Context::new(path).with_target_language("zh-CN".parse::<Language>().expect("a tag"));
        Document::parse(&bytes).units(&context).collect::<Vec<_>>()
    };
    files(folder).into_iter().flat_map(of).collect()
}

/// All files below a folder, by path.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("a path below").to_string_lossy();
            found.push((name.into_owned(), fs::read(&path).expect("a file")));
        }
    }
    found.sort();
    found
}
