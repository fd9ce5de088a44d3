//! Looking up: queries a second, how many of the best matches are found, and
//! what the index takes, against brute force and against a full-text index.
//!
//! The units and queries are those of the kit beside the repository
//! (`../shared/fuzzy`), where there is one, and generated ones otherwise. All is
//! on one thread, with the five best matches of each query.
//!
//! The rivals are `rapidfuzz`, whose bit-parallel distance is taken to every
//! text, cut into words beforehand, and SQLite's FTS5 by words, whose hundred best
//! are cut and measured again. Both
//! are asked only some of the queries, as many as each can answer in seconds.
//!
//! `BITEXT_UNITS=5000000 cargo bench --bench lookup` makes as many
//! units, spliced of halves of those of the kit.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use bitext::memory::Effort;
use bitext::{CodedText, Language, Match, Memory, Metric, Query, TranslationUnit, Variant};
use rapidfuzz::distance::levenshtein;

/// How many matches are asked for.
const LIMIT: usize = 5;

fn main() {
    // `cargo test` and CI run this to see that it works, not how fast.
    let is_test = std::env::args().any(|argument| argument == "--test");
    let kit = Kit::read(is_test);
    println!("{} units, {} queries", kit.texts.len(), kit.queries.len());
    let memory = built(&kit);
    let run = |effort, metric, threshold| kit.run(&memory, effort, metric, threshold);
    let complete: Vec<Run> =
        [85, 70, 50].map(|floor| run(Effort::Complete, Metric::Words, floor)).into();
    println!(
        "{:<28} {:>5} {:>12} {:>9} {:>9}  best found",
        "", "floor", "queries/s", "median", "p99"
    );
    for run in &complete {
        run.print("complete", run);
    }
    run(Effort::Bounded, Metric::Words, 50).print("bounded", &complete[2]);
    // The rivals would take minutes for more.
    if kit.texts.len() <= 1_000_000 {
        for (reference, threshold) in complete[1..].iter().zip([70, 50]) {
            by_distance(&kit, threshold).print("rapidfuzz, every text", reference);
        }
        let full_text = FullText::build(&kit.texts);
        for (reference, threshold) in complete[1..].iter().zip([70, 50]) {
            full_text.run(&kit, threshold).print("FTS5 and rapidfuzz", reference);
        }
        let few = Kit { queries: kit.some(200), ..kit };
        let memory = built_for(&memory, Metric::Characters);
        for threshold in [85, 70, 50] {
            let run = few.run(memory, Effort::Complete, Metric::Characters, threshold);
            run.print("complete, characters", &run);
        }
    }
}

/// Texts and queries.
struct Kit {
    texts: Vec<String>,
    queries: Vec<String>,
}

impl Kit {
    fn read(is_test: bool) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fuzzy");
        let lines = |name: &str| {
            let text = fs::read_to_string(folder.join(name)).ok()?;
            Some(text.lines().map(str::to_owned).collect::<Vec<_>>())
        };
        let (mut texts, mut queries) =
            lines("tm.txt").zip(lines("queries.txt")).unwrap_or_else(|| {
                println!("no kit beside the repository; the texts are generated");
                (
                    spliced(&WORDS.map(str::to_owned), 50_000, 1),
                    spliced(&WORDS.map(str::to_owned), 500, 2),
                )
            });
        if is_test {
            texts.truncate(2_000);
            queries.truncate(20);
        }
        let wanted: Option<usize> =
            std::env::var("BITEXT_UNITS").ok().and_then(|units| units.parse().ok());
        if let Some(wanted) = wanted.filter(|wanted| *wanted > texts.len()) {
            let more = spliced(&texts, wanted - texts.len(), 3);
            texts.extend(more);
        }
        Self { texts, queries }
    }

    /// So many of the queries, from all places of the list.
    fn some(&self, count: usize) -> Vec<String> {
        self.queries.iter().step_by(self.queries.len().div_ceil(count)).cloned().collect()
    }

    fn run(&self, memory: &Memory, effort: Effort, metric: Metric, threshold: u8) -> Run {
        let mut run = Run::new(threshold, &self.queries);
        // The best of three rounds.
        for _ in 0..3 {
            let round = self.queries.iter().map(|text| {
                let query = Query::new(text.as_str())
                    .with_min_score(threshold)
                    .with_limit(LIMIT)
                    .with_metric(metric)
                    .with_effort(effort);
                let start = Instant::now();
                let matches = memory.lookup(&query).expect("a memory that can be read");
                (start.elapsed(), matches.iter().map(Match::score).collect())
            });
            run.keep_better(round.collect());
        }
        run
    }
}

/// The times and the scores of all queries.
struct Run {
    threshold: u8,
    queries: Vec<String>,
    times: Vec<Duration>,
    scores: Vec<Vec<u8>>,
}

impl Run {
    fn new(threshold: u8, queries: &[String]) -> Self {
        Self { threshold, queries: queries.to_vec(), times: Vec::new(), scores: Vec::new() }
    }

    fn keep_better(&mut self, round: Vec<(Duration, Vec<u8>)>) {
        let (times, scores): (Vec<Duration>, _) = round.into_iter().unzip();
        let total = |times: &[Duration]| times.iter().sum::<Duration>();
        if self.times.is_empty() || total(&times) < total(&self.times) {
            (self.times, self.scores) = (times, scores);
        }
    }

    /// A line with the share of queries whose best score is that of the reference,
    /// among those that have one.
    fn print(&self, name: &str, reference: &Run) {
        let best: HashMap<&str, u8> = reference
            .queries
            .iter()
            .zip(&reference.scores)
            .filter_map(|(query, scores)| Some((query.as_str(), *scores.first()?)))
            .collect();
        let (mut with_best, mut found) = (0, 0);
        for (query, scores) in self.queries.iter().zip(&self.scores) {
            if let Some(best) = best.get(query.as_str()) {
                with_best += 1;
                found += usize::from(scores.first() == Some(best));
            }
        }
        let mut times = self.times.clone();
        times.sort_unstable();
        let total: Duration = times.iter().sum();
        println!(
            "{name:<28} {:>5} {:>12.1} {:>6.0} µs {:>6.0} µs  {:.1} %",
            self.threshold,
            times.len() as f64 / total.as_secs_f64(),
            micros(times[times.len() / 2]),
            micros(times[(times.len() - 1) * 99 / 100]),
            100.0 * f64::from(found as u32) / f64::from((with_best as u32).max(1)),
        );
    }
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// A memory of the kit's texts, its index by words built.
fn built(kit: &Kit) -> Memory {
    let memory = Memory::new();
    let (english, german) = (Language::en_us(), "de-DE".parse::<Language>().expect("a tag"));
    let variant = |language: &Language, text: &str| {
        Variant::new(Some(language.clone()), CodedText::from_plain(text))
    };
    let units = kit.texts.iter().enumerate().map(|(number, text)| {
        TranslationUnit::bilingual(variant(&english, text), variant(&german, &number.to_string()))
    });
    memory
        .write(|transaction| {
            units.clone().try_for_each(|unit| transaction.add(unit.into()).map(drop))
        })
        .expect("a memory that can be written");
    built_for(&memory, Metric::Words);
    memory
}

fn built_for(memory: &Memory, metric: Metric) -> &Memory {
    let count = memory.pairs().expect("pairs").iter().map(|pair| pair.units).sum::<u64>() as f64;
    let start = Instant::now();
    memory.prepare(metric).expect("an index");
    let time = start.elapsed().as_secs_f64();
    let size: u64 = memory.index_sizes().iter().map(|(_, size)| size).sum();
    println!(
        "index by {metric}: {:.0} units a second; all indexes {:.0} bytes a unit",
        count / time,
        size as f64 / count
    );
    memory
}

/// Lower-cased words, and other characters one by one: what both rivals count.
fn words(text: &str) -> Vec<String> {
    let token = regex::Regex::new(r"\w+|[^\w\s]").expect("a pattern");
    token.find_iter(&text.to_lowercase()).map(|word| word.as_str().to_owned()).collect()
}

/// Numbers for words.
#[derive(Default)]
struct Numbers(HashMap<String, u32>);

impl Numbers {
    fn of(&mut self, text: &str, token: &regex::Regex) -> Vec<u32> {
        let folded = text.to_lowercase();
        let numbers = token.find_iter(&folded).map(|word| {
            let next = self.0.len() as u32;
            *self.0.entry(word.as_str().to_owned()).or_insert(next)
        });
        numbers.collect()
    }
}

/// `⌊100·(longer − distance)/longer⌋`, where it is the threshold at least.
fn score(
    query: &levenshtein::BatchComparator<u32>,
    length: usize,
    text: &[u32],
    threshold: u8,
) -> Option<u8> {
    let longer = length.max(text.len());
    let most = longer - (longer * usize::from(threshold)).div_ceil(100);
    let arguments = levenshtein::Args::default().score_cutoff(most);
    let distance = query.distance_with_args(text.iter().copied(), &arguments)?;
    Some((100 * (longer - distance) / longer.max(1)) as u8)
}

/// The score that a memory gives: texts that are equal but for case or space
/// have 99, and they are told apart here as the memory does.
fn final_score(score: u8, is_equal: bool) -> u8 {
    if is_equal { 100 } else { score.min(99) }
}

fn best(mut scores: Vec<u8>) -> Vec<u8> {
    scores.sort_unstable_by(|a, b| b.cmp(a));
    scores.truncate(LIMIT);
    scores
}

/// The distance of every text to each of some queries.
fn by_distance(kit: &Kit, threshold: u8) -> Run {
    let queries = kit.some(20);
    let token = regex::Regex::new(r"\w+|[^\w\s]").expect("a pattern");
    let mut numbers = Numbers::default();
    let texts: Vec<Vec<u32>> = kit.texts.iter().map(|text| numbers.of(text, &token)).collect();
    let mut run = Run::new(threshold, &queries);
    let round = queries.iter().map(|query| {
        let start = Instant::now();
        let symbols = numbers.of(query, &token);
        let comparator = levenshtein::BatchComparator::new(symbols.iter().copied());
        let scores = texts.iter().zip(&kit.texts).filter_map(|(symbols_of, text)| {
            let score = score(&comparator, symbols.len(), symbols_of, threshold)?;
            Some(final_score(score, text == query))
        });
        let scores = best(scores.collect());
        (start.elapsed(), scores)
    });
    run.keep_better(round.collect());
    run
}

/// A full-text index of SQLite.
struct FullText {
    connection: rusqlite::Connection,
}

impl FullText {
    fn build(texts: &[String]) -> Self {
        let mut connection = rusqlite::Connection::open_in_memory().expect("SQLite");
        let transaction = connection.transaction().expect("a transaction");
        transaction.execute("CREATE VIRTUAL TABLE text USING fts5(words)", []).expect("FTS5");
        let mut insert =
            transaction.prepare("INSERT INTO text(words) VALUES (?)").expect("a statement");
        for text in texts {
            insert.execute([text]).expect("an insertion");
        }
        drop(insert);
        transaction.commit().expect("a commit");
        Self { connection }
    }

    /// Any of the words, the hundred best by BM25, measured again.
    fn run(&self, kit: &Kit, threshold: u8) -> Run {
        let queries = kit.some(60);
        let mut select = self
            .connection
            .prepare("SELECT words FROM text WHERE words MATCH ? ORDER BY rank LIMIT 100")
            .expect("a statement");
        let token = regex::Regex::new(r"\w+|[^\w\s]").expect("a pattern");
        let mut run = Run::new(threshold, &queries);
        let round = queries.iter().map(|query| {
            let start = Instant::now();
            let quoted: Vec<String> = words(query)
                .iter()
                .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
                .collect();
            let found = select
                .query_map([quoted.join(" OR ")], |row| row.get::<_, String>(0))
                .expect("a query")
                .map(|text| text.expect("a text"));
            let mut numbers = Numbers::default();
            let symbols = numbers.of(query, &token);
            let comparator = levenshtein::BatchComparator::new(symbols.iter().copied());
            let scores = found.filter_map(|text| {
                let symbols_of = numbers.of(&text, &token);
                let score = score(&comparator, symbols.len(), &symbols_of, threshold)?;
                Some(final_score(score, text == *query))
            });
            let scores = best(scores.collect());
            (start.elapsed(), scores)
        });
        run.keep_better(round.collect());
        run
    }
}

const WORDS: [&str; 8] = [
    "Select the new file and then save it in the folder of the project.",
    "Open the settings page of the application to change the language.",
    "If you can't sign in, reset your password and try again later.",
    "The report shows how many items were sold in each of the regions.",
    "Choose a printer, set the number of copies and print the document.",
    "An administrator can grant access to other members of the team.",
    "Enter the address of the server and the port that it listens on.",
    "This value is required unless the default configuration is used.",
];

/// So many texts of the first part of one and the last part of another.
fn spliced(texts: &[String], count: usize, seed: u64) -> Vec<String> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut below = |end: usize| {
        // Marsaglia (2003), "Xorshift RNGs".
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % end as u64) as usize
    };
    let splice = |_| {
        let (first, second) = (&texts[below(texts.len())], &texts[below(texts.len())]);
        let mut cut = |text: &str| {
            let spaces: Vec<usize> = text.match_indices(' ').map(|(place, _)| place).collect();
            if spaces.is_empty() { text.len() } else { spaces[below(spaces.len())] }
        };
        format!("{}{}", &first[..cut(first)], &second[cut(second)..])
    };
    (0..count).map(splice).collect()
}
