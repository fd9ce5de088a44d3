//! The way from bytes to units against rivals, all in one run:
//!
//! ```text
//! cargo bench --bench extract
//! ```
//!
//! On the real documents beside the project where they are there, or else on
//! generated ones. The figures to compare are the medians of one group:
//!
//! - `marker_memmem`: one `memchr::memmem` pass for a marker, what memory
//!   allows; `scan` should take no more than 5 times as long;
//! - `regex_captures`: the whole grammar as a regular expression; it takes at
//!   least 40 times as long as `scan`;
//! - `scraper_dom`: the pairs from an HTML tree; at least 50 times;
//! - `document`, `units`: everything up to segments, and up to units.

use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;

use bitext::scan::AnnotationScheme;
use bitext::{Context, Document, Format};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    println!(
        "{} documents, {} bytes ({})",
        DOCUMENTS.files.len(),
        DOCUMENTS.bytes,
        DOCUMENTS.origin
    );
    divan::main();
}

/// What is read, the same for all.
struct Documents {
    files: Vec<String>,
    bytes: usize,
    origin: &'static str,
}

static DOCUMENTS: LazyLock<Documents> = LazyLock::new(|| {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/annotated");
    let mut files = Vec::new();
    read_folder(&corpus, &mut files);
    let origin = if files.is_empty() { "generated" } else { "real" };
    if files.is_empty() {
        files = (0..200).map(generated).collect();
    }
    let bytes = files.iter().map(String::len).sum();
    Documents { files, bytes, origin }
});

fn read_folder(folder: &Path, files: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read_folder(&path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            files.push(text);
        }
    }
}

/// A document of as many segments, and of as long ones, as real ones have.
fn generated(number: usize) -> String {
    let mut text = String::from("---\ntitle: Generiert\nms.contentlocale: de-DE\n---\n");
    for line in 0..75 {
        let id = format!("{number:05x}-{}", 101 + line);
        let target =
            "Wählen Sie **Speichern** und [lesen Sie mehr](../more.md) über &lt;Namen&gt;. ";
        let source = "Select **Save** and [read more](../more.md) about &lt;names&gt;. ";
        let (target, source) = (target.repeat(1 + line % 3), source.repeat(1 + line % 3));
        text.push_str(&format!(
            "{}<span data-ttu-id=\"{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"{id}\">{source}</span></span>\n\n",
            ["", "- ", "## ", "> "][line % 4]
        ));
    }
    text
}

/// Benches a pass over all documents that counts something.
fn pass(bencher: Bencher<'_, '_>, count: impl Fn(&str) -> usize + Sync) {
    let bencher = bencher.counter(BytesCount::new(DOCUMENTS.bytes));
    bencher.bench(|| DOCUMENTS.files.iter().map(|file| count(file)).sum::<usize>());
}

#[divan::bench]
fn marker_memmem(bencher: Bencher<'_, '_>) {
    let marker = memchr::memmem::Finder::new("<span data-ttu-id=\"");
    pass(bencher, |file| marker.find_iter(file.as_bytes()).count());
}

#[divan::bench]
fn scan(bencher: Bencher<'_, '_>) {
    let scheme = AnnotationScheme::default();
    pass(bencher, |file| bitext::scan::scan(file.as_bytes(), &scheme).segments.len());
}

#[divan::bench]
fn document(bencher: Bencher<'_, '_>) {
    let builder = Document::builder().with_format(Format::Markdown);
    pass(bencher, |file| builder.parse(file.as_bytes()).len());
}

#[divan::bench]
fn units(bencher: Bencher<'_, '_>) {
    let builder = Document::builder().with_format(Format::Markdown);
    let context = Context::new("a.md");
    pass(bencher, |file| builder.parse(file.as_bytes()).units(&context).count());
}

#[divan::bench(sample_count = 10)]
fn regex_captures(bencher: Bencher<'_, '_>) {
    let pair = regex::Regex::new(
        r#"(?s)<span data-ttu-id="([^"]+)">(.*?)</span><span class="sxs-lookup"><span data-stu-id="([^"]+)">(.*?)</span></span>"#,
    )
    .unwrap();
    pass(bencher, |file| pair.captures_iter(file).filter(|pair| pair[1] == pair[3]).count());
}

#[cfg(feature = "html")]
#[divan::bench(sample_count = 5, sample_size = 1)]
fn scraper_dom(bencher: Bencher<'_, '_>) {
    let targets = scraper::Selector::parse("[data-ttu-id]").unwrap();
    let sources = scraper::Selector::parse("[data-stu-id]").unwrap();
    pass(bencher, |file| {
        let page = scraper::Html::parse_fragment(file);
        let found: HashMap<_, _> = page
            .select(&sources)
            .map(|source| (source.attr("data-stu-id"), source.inner_html()))
            .collect();
        let pairs = page.select(&targets).filter_map(|target| {
            Some((target.inner_html(), found.get(&target.attr("data-ttu-id"))?))
        });
        pairs.count()
    });
}
