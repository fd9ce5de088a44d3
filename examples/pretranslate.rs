//! Pretranslates a document from a memory made of annotated documents:
//!
//! ```text
//! cargo run --example pretranslate -- examples/sources/book-a-crossing.md zh-CN examples/documents/zh-CN/*.md
//! ```

use std::error::Error;
use std::io::Write;

use bitext::{Context, Document, Language, Leverage, Memory, SourceDocument};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [path, target, paths @ ..] if !paths.is_empty() => example(path, target.parse()?, paths),
        _ => Err("expected a document, a target language and annotated documents".into()),
    }
}

fn example(path: &str, target: Language, paths: &[String]) -> Result<(), Box<dyn Error>> {
    // 1. A memory of what was translated before.
    let memory = Memory::new();
    for path in paths {
        let bytes = std::fs::read(path)?;
        let context = Context::new(path).with_target_language(target.clone());
        memory.import(Document::parse(&bytes).units(&context))?;
    }

    // 2. The new document, cut into segments.
    let bytes = std::fs::read(path)?;
    let document = SourceDocument::parse(&bytes);

    // 3. Each segment with the best that the memory has for it.
    let leverage = Leverage::new(&memory).with_languages(Language::en_us(), target);
    let pretranslation = leverage.pretranslate(&document, &Context::new(path))?;
    for (segment, found) in pretranslation.segments() {
        match found.reuse() {
            Some(reuse) => eprintln!("{} {}: {}", reuse.score(), reuse.method(), segment.source()),
            None => eprintln!("new: {}", segment.source()),
        }
    }

    // 4. The document with all that filled in, the rest as it was.
    std::io::stdout().write_all(&pretranslation.target())?;
    Ok(())
}
