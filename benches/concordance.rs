//! Searching for phrases: milliseconds for the first 50 hits and the first 1,000,
//! against one pass of `memchr::memmem` over the same texts in lower case.
//!
//! A million units: English sources, those of the kit beside the repository
//! (`../shared/fuzzy`) and more spliced of them, and Chinese targets, spliced of
//! those of the corpus; both are generated where there is none. All is on one
//! thread. The goals are 20 ms for phrases of three or more characters and 200 ms
//! for shorter ones.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use bitext::memory::{CaseMode, WordMode};
use bitext::{Concordance, Language, Memory, TranslationUnit, Variant};
use memchr::memmem;

/// How many hits a translator sees at once, and how many a tool may ask for.
const LIMITS: [usize; 2] = [50, 1000];

/// Frequent phrases, rare ones and such as no text holds; common pieces of words
/// with a condition that hardly a text meets, which are the worst case.
const ENGLISH: [(&str, WordMode, CaseMode); 19] = {
    use CaseMode::{Ignore, Respect};
    use WordMode::{Parts, Whole};
    [
        ("e", Parts, Ignore),
        ("ж", Parts, Ignore),
        ("th", Parts, Ignore),
        ("zq", Parts, Ignore),
        ("IT", Parts, Respect),
        ("it", Whole, Ignore),
        ("the", Parts, Ignore),
        ("ent", Parts, Ignore),
        ("xqz", Parts, Ignore),
        ("zur", Whole, Ignore),
        ("ing", Whole, Ignore),
        ("THE", Whole, Respect),
        ("Office 365", Parts, Ignore),
        ("access token", Parts, Ignore),
        ("azure active directory", Whole, Ignore),
        ("implementers additional", Parts, Ignore),
        ("s and the e", Parts, Ignore),
        ("tion of the ings", Parts, Ignore),
        ("ing the xx", Parts, Ignore),
    ]
};

const CHINESE: [(&str, WordMode, CaseMode); 8] = {
    use CaseMode::Ignore;
    use WordMode::{Parts, Whole};
    [
        ("的", Parts, Ignore),
        ("鑫", Parts, Ignore),
        ("保存", Parts, Ignore),
        ("保存", Whole, Ignore),
        ("了的", Parts, Ignore),
        ("鑫鑫", Parts, Ignore),
        ("访问令牌", Parts, Ignore),
        ("azure 订阅", Parts, Ignore),
    ]
};

fn main() {
    // `cargo test` and CI run this to see that it works, not how fast.
    let is_test = std::env::args().any(|argument| argument == "--test");
    let count = if is_test { 20_000 } else { 1_000_000 };
    let english = Texts::new("en-US", spliced(&english(), count, " "));
    let chinese = Texts::new("zh-CN", spliced(&chinese(), count, ""));
    let memory = Memory::new();
    let added = memory.write(|transaction| {
        for (english, chinese) in english.texts.iter().zip(&chinese.texts) {
            let variant = |tag: &Language, text: &str| Variant::new(Some(tag.clone()), text.into());
            let unit = TranslationUnit::bilingual(
                variant(&Language::en_us(), english),
                variant(&chinese_tag(), chinese),
            );
            transaction.add(unit.into())?;
        }
        Ok(())
    });
    added.expect("a store in memory");
    english.measure(&memory, &ENGLISH);
    chinese.measure(&memory, &CHINESE);
}

fn chinese_tag() -> Language {
    "zh-CN".parse().expect("a language")
}

/// The texts of one language.
struct Texts {
    language: Language,
    texts: Vec<String>,
    /// All of them in lower case, for the rival.
    folded: String,
}

impl Texts {
    fn new(language: &str, texts: Vec<String>) -> Self {
        let folded = texts.join("\n").to_lowercase();
        Self { language: language.parse().expect("a language"), texts, folded }
    }

    fn measure(&self, memory: &Memory, phrases: &[(&str, WordMode, CaseMode)]) {
        let count = self.texts.len();
        let start = Instant::now();
        let any = Concordance::new("a").expect("a phrase").with_limit(1);
        memory.concordance(&any, &self.language).expect("a store in memory");
        println!(
            "{}: {count} texts of {} bytes; index made at {:.0} texts a second",
            self.language,
            self.folded.len() / count,
            count as f64 / start.elapsed().as_secs_f64()
        );
        println!("{:<42} {:>10} {:>10} {:>9} {:>10}", "ms", "50", "1000", "hits", "memmem");
        for (phrase, words, case) in phrases {
            let query = Concordance::new(phrase).expect("a phrase");
            let query = query.with_words(*words).with_case(*case);
            let find = |query: &Concordance| {
                memory.concordance(query, &self.language).expect("a store in memory").len()
            };
            let [(few, _), (many, hits)] = LIMITS.map(|limit| {
                let query = query.clone().with_limit(limit);
                timed(|| find(&query))
            });
            let folded = phrase.to_lowercase();
            let (rival, _) = timed(|| memmem::find_iter(self.folded.as_bytes(), &folded).count());
            let name = format!("{phrase} ({words}, {case} case)");
            println!("{name:<42} {few:>10.3} {many:>10.3} {hits:>9} {rival:>10.3}");
        }
    }
}

/// The least of three times, in milliseconds, and what the work gave.
fn timed(work: impl Fn() -> usize) -> (f64, usize) {
    let once = || {
        let start = Instant::now();
        let result = work();
        (start.elapsed().as_secs_f64() * 1e3, result)
    };
    let times = [once(), once(), once()];
    (times.iter().map(|(time, _)| *time).fold(f64::INFINITY, f64::min), times[0].1)
}

fn beside(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path)
}

fn english() -> Vec<String> {
    let lines = fs::read_to_string(beside("fuzzy/tm.txt"));
    lines.map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_else(|_| {
        println!("no kit beside the repository; the English texts are generated");
        generated(&["the", "Azure", "portal", "opens", "Save", "and", "token", "setting"], " ")
    })
}

fn chinese() -> Vec<String> {
    let target = |line: &str| {
        let gold: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(gold["target"].as_str()?.to_owned())
    };
    let lines = fs::read_to_string(beside("corpus/gold/partner-center-pr.zh-cn.jsonl"));
    lines.map(|text| text.lines().filter_map(target).collect()).unwrap_or_else(|_| {
        println!("no corpus beside the repository; the Chinese texts are generated");
        generated(&["保存", "的", "访问", "令牌", "设置", "打开", "Azure", "。"], "")
    })
}

fn generated(words: &[&str], space: &str) -> Vec<String> {
    let mut dice = Dice(7);
    let text = |_| (0..4 + dice.below(16)).map(|_| words[dice.below(8)]).collect::<Vec<_>>();
    (0..10_000).map(text).map(|words| words.join(space)).collect()
}

/// So many texts: those given, then the beginning of one and the end of another.
fn spliced(texts: &[String], count: usize, space: &str) -> Vec<String> {
    let mut dice = Dice(1);
    let half =
        |text: &str| text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    let splice = |_| {
        let (one, other) = (&texts[dice.below(texts.len())], &texts[dice.below(texts.len())]);
        [&one[..half(one)], &other[half(other)..]].join(space)
    };
    let more = (texts.len()..count).map(splice);
    texts.iter().take(count).cloned().chain(more).collect()
}

/// Numbers that are the same every run (Marsaglia, "Xorshift RNGs", 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}
