//! What the fuzz targets assert, over the fixtures: on any compiler, without a fuzzer.
#![cfg(all(feature = "store", feature = "html"))]

#[path = "../../fuzz/src/lib.rs"]
#[allow(unreachable_pub, reason = "the targets of the fuzzer use them")]
mod targets;

use std::path::{Path, PathBuf};

/// Files that are read by every target, whatever it expects.
fn seeds() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["examples", "tests/fixtures/malformed", "tests/fixtures/segmentation"] {
        files(&root.join(folder), &mut found);
    }
    found.sort();
    let bytes = found.into_iter().map(|path| std::fs::read(path).unwrap());
    bytes.filter(|bytes| bytes.len() < 1 << 16).chain(made()).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// Small files of each format, and what was once found.
fn made() -> impl Iterator<Item = Vec<u8>> {
    [
        r#"<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>a <ph>&lt;b></ph></seg></tuv><tuv xml:lang="de"><seg>b</seg></tuv></tu></body></tmx>"#,
        r#"<xliff version="1.2"><file source-language="en" target-language="de"><body><trans-unit id="1"><source>a <x id="1"/></source><target>b</target></trans-unit></body></file></xliff>"#,
        r#"<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="de"><file id="f"><unit id="1"><segment><source>a</source><target>b</target></segment></unit></file></xliff>"#,
        "msgid \"\"\nmsgstr \"Language: de\\n\"\n\n#: a.c:1\nmsgctxt \"c\"\nmsgid \"a\"\nmsgstr \"b\"\n",
        "source,target,source_language,target_language\n\"a, b\",c,en,de\n",
        "source\ttarget\nNext\tWeiter\n",
        r#"{"source":"Next","target":"Weiter","source_language":"en-US","target_language":"de-DE"}"#,
        r#"[{"source":"a","target":"b","source_language":"en","target_language":"de","origin":"o","category":1}]"#,
        "one\ntwo\x0ceins\nzwei\n",
        "abbreviation e.g., z. B.\nfinal etc.\n\nSee z. B. this. And that etc. Yes.",
        "Next steps\nNext steps\nNext step\nOther steps next\n\u{0}\n",
        "a: <span data-ttu-id=\"1-1\"> </span><span class=\"sxs-lookup\"><span data-stu-id=\"1-1\">data-stu-id=\\</span></span>",
        "---\ne:\n<span data-ttu-id=\"1-1\"></span><span class=\"sxs-lookup\"><span data-stu-id=\"1-1\">\ndata-stu-id= </span></span>\n---",
    ]
    .into_iter()
    .map(|text| text.as_bytes().to_vec())
}

#[test]
fn every_target_holds_over_the_fixtures() {
    let seeds = seeds();
    assert!(seeds.len() > 50);
    let mut failed = Vec::new();
    for (name, target) in targets::TARGETS {
        // One file of each kind is enough where each is a memory on disk.
        let step = if name == "index" { 16 } else { 1 };
        for (number, seed) in seeds.iter().enumerate().step_by(step) {
            // Half a file, too.
            for bytes in [&seed[..], &seed[..seed.len() / 2]] {
                if std::panic::catch_unwind(|| target(bytes)).is_err() {
                    failed.push(format!(
                        "{name} {number}: {}",
                        String::from_utf8_lossy(&bytes[..bytes.len().min(300)])
                    ));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

#[test]
fn every_target_has_its_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    for (name, _) in targets::TARGETS {
        assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "{name}");
        assert!(folder.join(format!("targets/{name}.rs")).is_file(), "{name}");
    }
}
