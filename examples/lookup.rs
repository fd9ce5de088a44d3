//! Looks up a text in a memory made of annotated documents:
//!
//! ```text
//! cargo run --example lookup -- "Next step" zh-CN examples/documents/zh-CN/*.md
//! ```

use std::error::Error;

use bitext::{CodedText, Context, Document, Language, Memory, Query, Syntax};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [text, target, paths @ ..] if !paths.is_empty() => example(text, target.parse()?, paths),
        _ => Err("expected a text, a target language and documents".into()),
    }
}

fn example(text: &str, target: Language, paths: &[String]) -> Result<(), Box<dyn Error>> {
    // 1. A memory that is gone with the program; one in a file is made by
    //    `Memory::open_or_create(path)?`.
    let memory = Memory::new();

    // 2. The units of a document are put in together: all of them or none.
    let mut added = 0;
    for path in paths {
        let bytes = std::fs::read(path)?;
        let context = Context::new(path).with_target_language(target.clone());
        added += memory.import(Document::parse(&bytes).units(&context))?.added;
    }
    eprintln!("{added} units added");

    // 3. A query, from any thread: text with inline codes, languages, least score.
    let query = Query::new(CodedText::parse(text, Syntax::Markdown))
        .with_languages(Language::en_us(), target)
        .with_min_score(50)
        .with_limit(3);
    for found in memory.lookup(&query)? {
        println!("{}\t{}", found.score(), found.source().text.markup());
        println!("\t{}", found.target().text.markup());
        for penalty in found.penalties() {
            println!("\t{} less for {}", penalty.points, penalty.kind);
        }
    }
    Ok(())
}
