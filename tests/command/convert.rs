//! `convert` and `validate`.

use std::path::Path;

use serde_json::Value;

use super::{SAMPLES, bitext, folder, lines, run, text};

const LANGUAGES: [&str; 4] = ["--source-language", "en-US", "--target-language", "de-DE"];

fn unit(id: &str, source: &str, target: &str) -> String {
    format!(
        "<tu tuid=\"{id}\"><tuv xml:lang=\"en-US\"><seg>{source}</seg></tuv>\
         <tuv xml:lang=\"de-DE\"><seg>{target}</seg></tuv></tu>\n"
    )
}

fn tmx(units: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\"><header \
         creationtool=\"t\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"t\" \
         adminlang=\"en-US\" srclang=\"en-US\" datatype=\"html\"/><body>\n{units}</body></tmx>\n"
    )
}

/// Runs `convert` on files of the folder, and expects this exit status.
fn convert(folder: &Path, arguments: &[&str], status: i32) -> std::process::Output {
    let output = bitext(&["convert"]).args(arguments).current_dir(folder).output().unwrap();
    assert_eq!(output.status.code(), Some(status), "{}", text(&output.stderr));
    output
}

/// The texts of both sides, as written.
fn texts(lines: &[Value]) -> Vec<(String, String)> {
    let field = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
    lines.iter().map(|line| (field(line, "source"), field(line, "target"))).collect()
}

/// The units of the sample documents come back with the same texts from every
/// format, and as the same TMX from those that carry all of it.
#[test]
fn the_samples_through_every_format() {
    let folder = folder(&[]);
    let tmx = folder.path().join("samples.tmx");
    let extracted = run(&[
        "extract",
        SAMPLES,
        "--target-language",
        "zh-CN",
        "--unique",
        "-o",
        tmx.to_str().unwrap(),
        "--quiet",
    ]);
    assert_eq!(extracted.status.code(), Some(0));
    let german = ["--target-language", "de-DE", "--source-language", "en-US"];
    let all = [&["samples.tmx", "-o", "german.jsonl"][..], &german].concat();
    convert(folder.path(), &all, 0);
    let read = |name: &str| {
        lines(&convert(folder.path(), &[&[name, "--to", "jsonl"][..], &german].concat(), 0))
    };
    let expected = texts(&read("german.jsonl"));
    assert!(expected.len() > 30, "{}", expected.len());
    for name in ["a.tmx", "a.tmx.gz", "a.xlf", "a.po", "a.csv", "a.tsv", "a.json", "a.jsonl"] {
        convert(folder.path(), &[&["german.jsonl", "-o", name][..], &german].concat(), 0);
        assert_eq!(texts(&read(name)), expected, "{name}");
    }
    let second = [&["german.jsonl", "--to", "xliff2", "-o", "b.xlf"][..], &german].concat();
    convert(folder.path(), &second, 0);
    assert_eq!(texts(&read("b.xlf")), expected);
    // XLIFF keeps text, codes, ids, dates and context: TMX comes back whole.
    let bytes = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    for name in ["a.tmx.gz", "a.xlf", "b.xlf", "a.jsonl"] {
        convert(folder.path(), &[&[name, "-o", "c.tmx"][..], &german].concat(), 0);
        assert!(bytes("a.tmx") == bytes("c.tmx"), "{name}");
    }
}

#[test]
fn moses_is_three_files() {
    let file = tmx(&(unit("a", "One\u{2028}two", "Eins") + &unit("b", "Three", "Drei")));
    let folder = folder(&[("a.tmx", file.as_bytes())]);
    let to = [&["a.tmx", "--to", "moses", "-o", "corpus"][..], &LANGUAGES].concat();
    convert(folder.path(), &to, 0);
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("corpus.en-US"), "One two\nThree\n");
    assert_eq!(read("corpus.de-DE"), "Eins\nDrei\n");
    assert_eq!(read("corpus.ids"), "a\nb\n");
    let files = ["corpus.en-US", "corpus.de-DE", "corpus.ids", "--from", "moses"];
    let back = lines(&convert(folder.path(), &[&files[..], &LANGUAGES].concat(), 0));
    assert_eq!(
        texts(&back),
        [("One two", "Eins"), ("Three", "Drei")].map(|(a, b)| (a.into(), b.into()))
    );
    let one = convert(folder.path(), &["corpus.en-US", "--from", "moses"], 2);
    assert!(text(&one.stderr).contains("name the source and the target language"));
}

#[test]
fn many_files_standard_streams_and_counts() {
    let [first, second] = ["One", "Two"].map(|source| tmx(&unit("a", source, "x")));
    let folder = folder(&[("a.tmx", first.as_bytes()), ("b.tmx", second.as_bytes())]);
    let both = convert(folder.path(), &["a.tmx", "b.tmx", "--to", "jsonl"], 0);
    assert_eq!(texts(&lines(&both)).len(), 2);
    let counts = "2 files, 2 units read, 2 written, 0 skipped, 0 errors, 0 warnings\n";
    assert_eq!(text(&both.stderr), counts);
    let mut child = bitext(&["convert", "-", "--from", "tmx", "--to", "tmx", "--json"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), first.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(text(&output.stdout).contains("<seg>One</seg>"));
    let summary: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(
        (&summary["summary"]["read"], &summary["summary"]["written"]),
        (&1.into(), &1.into())
    );
}

#[test]
fn what_is_skipped_is_said_and_goes_to_the_rejects() {
    let french = "<tu tuid=\"c\"><tuv xml:lang=\"en-US\"><seg>C</seg></tuv>\
                  <tuv xml:lang=\"fr\"><seg>C</seg></tuv></tu>\n";
    let file = tmx(&format!("{}<tu tuid=\"b\"></tu>\n{french}", unit("a", "One", "Eins")));
    let folder = folder(&[("a.tmx", file.as_bytes())]);
    let arguments = ["a.tmx", "-o", "a.csv", "--rejects", "rejects.jsonl"];
    let output = convert(folder.path(), &[&arguments[..], &LANGUAGES].concat(), 0);
    let said = text(&output.stderr);
    assert!(said.contains("a.tmx:4:"), "{said}");
    assert!(said.contains("malformed-unit"), "{said}");
    let counts = "1 file, 2 units read, 1 written, 2 skipped (1 malformed, 1 in other languages)";
    assert!(said.contains(counts), "{said}");
    let rejects = std::fs::read_to_string(folder.path().join("rejects.jsonl")).unwrap();
    let rejects: Vec<Value> =
        rejects.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rejects.len(), 2);
    assert_eq!((&rejects[0]["line"], &rejects[0]["id"]), (&4.into(), &"b".into()));
    assert_eq!(rejects[1]["record"]["source"], "C");
    assert_eq!(
        rejects[1]["message"].as_str().unwrap(),
        "expected a target variant in `de-DE`, but found `en-US`, `fr` only"
    );
}

#[test]
fn languages_meet_and_every_fallback_is_told() {
    let file = tmx(&unit("a", "One", "Eins")).replace("de-DE", "de_AT");
    let folder = folder(&[("a.tmx", file.as_bytes())]);
    let output = convert(folder.path(), &[&["a.tmx", "--to", "jsonl"][..], &LANGUAGES].concat(), 0);
    assert_eq!(texts(&lines(&output)), [("One".to_owned(), "Eins".to_owned())]);
    let said = text(&output.stderr);
    assert!(said.contains("language-fallback"), "{said}");
    assert!(said.contains("`de-DE`") && said.contains("`de-AT`"), "{said}");
    assert!(said.contains("1 variant in a language close to the one asked for"), "{said}");
}

#[test]
fn a_broken_file_keeps_the_units_before_and_the_other_files() {
    let whole = tmx(&(unit("a", "One", "Eins") + &unit("b", "Two", "Zwei")));
    let cut = &whole[..whole.find("Zwei").unwrap()];
    let folder = folder(&[("a.tmx", cut.as_bytes()), ("b.tmx", whole.as_bytes())]);
    let output = convert(folder.path(), &["a.tmx", "no.tmx", "b.tmx", "--to", "jsonl"], 2);
    assert_eq!(texts(&lines(&output)).len(), 3);
    let said = text(&output.stderr);
    assert!(said.contains("error: a.tmx:4:"), "{said}");
    assert!(said.contains("error: no.tmx: "), "{said}");
    assert!(said.contains("2 files broken off"), "{said}");
}

#[test]
fn strict_stops_at_the_first_finding_and_writes_nothing() {
    let file = tmx(&format!("<tu></tu>\n{}", unit("a", "One", "Eins")));
    let folder = folder(&[("a.tmx", file.as_bytes())]);
    let output = convert(folder.path(), &["a.tmx", "-o", "a.jsonl", "--strict"], 2);
    assert!(text(&output.stderr).contains("stopped at the first finding"));
    assert!(!folder.path().join("a.jsonl").exists());
    let same = convert(folder.path(), &["a.tmx", "-o", "a.tmx"], 2);
    assert!(text(&same.stderr).contains("expected an output file that is not read"));
    let same = convert(folder.path(), &["a.tmx", "-o", "a.jsonl", "--rejects", "a.tmx"], 2);
    assert!(text(&same.stderr).contains("expected an output file that is not read"));
    assert_eq!(std::fs::read(folder.path().join("a.tmx")).unwrap(), file.as_bytes());
}

#[test]
fn formats_that_name_a_language_ask_for_it() {
    let folder = folder(&[("a.tmx", tmx("").as_bytes())]);
    for format in ["po", "xliff2", "moses"] {
        let output = convert(folder.path(), &["a.tmx", "--to", format], 2);
        assert!(text(&output.stderr).contains("expected the language of the targets"), "{format}");
    }
}

#[test]
fn validate_names_line_unit_and_rule() {
    let good = tmx(&unit("a", "One", "Eins"));
    let bad = tmx(&unit("a b", "One<bpt i=\"1\">x</bpt>", "Eins"));
    let folder = folder(&[("good.tmx", good.as_bytes()), ("bad.tmx", bad.as_bytes())]);
    let validate = |arguments: &[&str]| {
        bitext(&["validate"]).args(arguments).current_dir(folder.path()).output().unwrap()
    };
    let output = validate(&["good.tmx"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "1 file, 1 unit, 0 errors, 0 warnings\n");
    let output = validate(&["good.tmx", "bad.tmx"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    for expected in ["bad.tmx:3:", "unpaired-code", "invalid-id", "unit 1 (a b)"] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    let json = text(&validate(&["bad.tmx", "--json"]).stderr);
    let first: Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["path"], &first["start"]["line"], &first["unit"]),
        (&"bad.tmx".into(), &3.into(), &1.into())
    );
    assert_eq!(validate(&["no.tmx"]).status.code(), Some(2));
}

/// XLIFF of one file: a unit that is translated between three that are not.
fn partly_translated(units: &str) -> String {
    format!(
        "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"><file \
         original=\"a.html\" source-language=\"en-US\" target-language=\"de-DE\" \
         datatype=\"html\"><body>{units}</body></file></xliff>"
    )
}

const PARTLY: &str = "<trans-unit id=\"a\"><source>One</source></trans-unit>\
    <trans-unit id=\"b\"><source>Two</source><target>Zwei</target></trans-unit>\
    <trans-unit id=\"c\" translate=\"no\"><source>Three</source></trans-unit>";

/// With languages asked for and without, untranslated units are units of every
/// format that can hold them.
#[test]
fn untranslated_units_are_kept() {
    let po = "msgid \"\"\nmsgstr \"Language: de_DE\\n\"\n\nmsgid \"One\"\nmsgstr \"\"\n\n\
              msgid \"Two\"\nmsgstr \"Zwei\"\n\nmsgid \"Three\"\nmsgstr \"\"\n";
    let folder = folder(&[
        ("a.xlf", partly_translated(PARTLY).as_bytes()),
        ("a.po", po.as_bytes()),
        ("a.pot", po.replace("Zwei", "").replace("de_DE", "").as_bytes()),
    ]);
    for (name, format) in ["a.xlf", "a.po", "a.pot"].into_iter().flat_map(|name| {
        ["po", "xliff", "xliff2", "jsonl", "csv", "tmx"].map(|format| (name, format))
    }) {
        let output = convert(
            folder.path(),
            &[&[name, "--to", format, "-o", "out"][..], &LANGUAGES].concat(),
            0,
        );
        let said = text(&output.stderr);
        assert!(said.contains("3 units read, 3 written, 0 skipped"), "{name} {format}: {said}");
        let back = ["out", "--from", format, "--to", "jsonl"];
        let back = texts(&lines(&convert(folder.path(), &back, 0)));
        let two = if name == "a.pot" { "" } else { "Zwei" };
        let expected = [("One", ""), ("Two", two), ("Three", "")];
        assert_eq!(back, expected.map(|(a, b)| (a.into(), b.into())), "{name} {format}");
    }
    for format in ["moses", "weblate"] {
        let to = ["a.xlf", "--to", format, "-o", "out"];
        let said = text(&convert(folder.path(), &[&to[..], &LANGUAGES].concat(), 0).stderr);
        let counts = "1 written, 2 skipped (2 that the format cannot hold)";
        assert!(said.contains(counts) && said.contains("expected a target"), "{said}");
    }
}

#[test]
fn untranslated_units_stay_in_their_file() {
    let folder = folder(&[
        ("a.xlf", partly_translated(PARTLY).as_bytes()),
        (
            "none.xlf",
            partly_translated("<trans-unit id=\"a\"><source>One</source></trans-unit>").as_bytes(),
        ),
    ]);
    for (name, units) in [("a.xlf", 3), ("none.xlf", 1)] {
        let written = text(&convert(folder.path(), &[name, "--to", "xliff"], 0).stdout);
        assert_eq!(written.matches("<file ").count(), 1, "{written}");
        assert!(written.contains("target-language=\"de-DE\""), "{written}");
        assert_eq!(written.matches("<trans-unit ").count(), units, "{written}");
    }
    let french = ["a.xlf", "--to", "xliff", "--target-language", "fr"];
    let said = text(&convert(folder.path(), &french, 2).stderr);
    assert!(said.contains("3 skipped (3 in other languages)"), "{said}");
}

/// Formats that name a pair once for a file take it from the input, as far as no
/// option names it.
#[test]
fn the_pair_follows_from_the_input() {
    let english = |file: String| file.replace("en-US", "en").replace("de-DE", "de");
    let file = english(tmx(&unit("a", "One", "Eins")));
    let xliff = english(partly_translated(PARTLY));
    let folder = folder(&[("a.tmx", file.as_bytes()), ("a.xlf", xliff.as_bytes())]);
    let german = ["--target-language", "de"];
    for format in ["xliff2", "po", "moses"] {
        let to = ["a.tmx", "--to", format, "-o", "out"];
        let said = text(&convert(folder.path(), &[&to[..], &german].concat(), 0).stderr);
        assert!(said.contains("1 written, 0 skipped, 0 errors, 0 warnings"), "{format}: {said}");
    }
    assert!(folder.path().join("out.en").exists());
    let written = text(&convert(folder.path(), &["a.xlf", "--to", "xliff2"], 0).stdout);
    assert!(written.contains("srcLang=\"en\" trgLang=\"de\""), "{written}");
    assert_eq!(written.matches("<unit ").count(), 3, "{written}");
    convert(folder.path(), &["a.xlf", "-o", "a.po"], 0);
    // A memory names the pair as well.
    let memory = folder.path().join("m.db");
    let memory = memory.to_str().unwrap();
    let tmx = folder.path().join("a.tmx");
    assert_eq!(run(&["import", memory, tmx.to_str().unwrap()]).status.code(), Some(0));
    let exported = run(&["export", memory, "--to", "xliff2", "--target-language", "de"]);
    assert!(text(&exported.stdout).contains("srcLang=\"en\""), "{}", text(&exported.stderr));
}

/// A text in a language close to the one asked for is written into a file that
/// names the one asked for, and that is told.
#[test]
fn a_close_language_is_written_as_the_one_of_the_file() {
    let folder =
        folder(&[("a.tmx", tmx(&unit("a", "One", "Eins")).replace("de-DE", "de").as_bytes())]);
    for format in ["po", "xliff2", "moses"] {
        let to = ["a.tmx", "--to", format, "-o", "out"];
        let said = text(&convert(folder.path(), &[&to[..], &LANGUAGES].concat(), 0).stderr);
        assert!(said.contains("1 written, 0 skipped"), "{format}: {said}");
        assert!(said.contains("language-fallback"), "{format}: {said}");
    }
}

/// A file of one pair whose target is in a language of this name.
fn named(extension: &str, tag: &str) -> String {
    match extension {
        "csv" => format!("source,target,source_language,target_language\nOne,Eins,en-US,{tag}\n"),
        "tmx" => tmx(&unit("a", "One", "Eins")).replace("de-DE", tag),
        "po" => {
            format!("msgid \"\"\nmsgstr \"Language: {tag}\\n\"\n\nmsgid \"One\"\nmsgstr \"Eins\"\n")
        }
        "xlf" => partly_translated(
            "<trans-unit id=\"b\"><source>One</source><target>Eins</target></trans-unit>",
        )
        .replace("de-DE", tag),
        "json" => format!(
            "[{{\"source\":\"One\",\"target\":\"Eins\",\"source_language\":\"en_US\",\
             \"target_language\":\"{tag}\",\"origin\":\"\",\"category\":1}}]"
        ),
        _ => format!(
            "{{\"source\":\"One\",\"target\":\"Eins\",\"source_language\":\"en-US\",\
             \"target_language\":\"{tag}\"}}\n"
        ),
    }
}

const NAMING: [&str; 6] = ["csv", "tmx", "po", "xlf", "json", "jsonl"];

/// What cannot be read names another language than the one asked for.
#[test]
fn a_language_that_cannot_be_read_is_no_gap() {
    for extension in NAMING {
        let name = format!("a.{extension}");
        let folder = folder(&[(&name, named(extension, "French (France)").as_bytes())]);
        let output = [&["convert", &name, "--to", "jsonl"][..], &LANGUAGES].concat();
        let output = bitext(&output).current_dir(folder.path()).output().unwrap();
        let said = text(&output.stderr);
        assert!(said.contains("French (France)"), "{name}: {said}");
        assert!(said.contains("1 skipped") || said.contains("0 written"), "{name}: {said}");
        assert_eq!(text(&output.stdout), "", "{name}");
        let memory = ["import", "m.db", &name, "--target-language", "de-DE"];
        bitext(&memory).current_dir(folder.path()).output().unwrap();
        let found = ["lookup", "m.db", "One", "--target-language", "de-DE"];
        let found = bitext(&found).current_dir(folder.path()).output().unwrap();
        assert!(!text(&found.stdout).contains("Eins"), "{name}: {}", text(&found.stdout));
    }
}

#[test]
fn names_of_locales_are_languages() {
    for (tag, language) in [("fr_FR.UTF-8", "fr-FR"), ("ca@valencia", "ca-valencia")] {
        for extension in NAMING {
            let name = format!("a.{extension}");
            let folder = folder(&[(&name, named(extension, tag).as_bytes())]);
            let to = [&name, "--to", "jsonl", "--target-language", language];
            let read = lines(&convert(folder.path(), &to, 0));
            assert_eq!(read[0]["target_language"], language, "{name}");
        }
    }
}

#[test]
fn validate_compares_languages_without_case() {
    let file = tmx(&unit("a", "One", "Eins")).replacen("srclang=\"en-US\"", "srclang=\"EN-us\"", 1);
    let folder = folder(&[("a.tmx", file.as_bytes())]);
    let output = bitext(&["validate", "a.tmx"]).current_dir(folder.path()).output().unwrap();
    let said = text(&output.stderr);
    assert!(!said.contains("missing-source"), "{said}");
}

/// Formats without inline elements show a code by what its file shows in its place;
/// what nothing shows is counted.
#[test]
fn codes_without_native_form_are_shown_or_counted() {
    let units = "<trans-unit id=\"a\"><source>A <x id=\"I\" equiv-text=\"{{n}}\"/> <g id=\"1\">b</g>\
        </source><target>C <x id=\"I\" equiv-text=\"{{n}}\"/> <g id=\"1\">d</g></target></trans-unit>";
    let folder = folder(&[("a.xlf", partly_translated(units).as_bytes())]);
    for format in ["csv", "po", "weblate", "moses"] {
        let to = ["a.xlf", "--to", format, "-o", "out"];
        let said = text(&convert(folder.path(), &[&to[..], &LANGUAGES].concat(), 0).stderr);
        assert!(said.contains("2 codes left out that nothing shows"), "{format}: {said}");
        let name = if format == "moses" { "out.de-DE" } else { "out" };
        let written = std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(written.contains("C {{n}} d"), "{format}: {written}");
    }
    for format in ["xliff", "xliff2", "tmx", "jsonl"] {
        let said = text(&convert(folder.path(), &["a.xlf", "--to", format, "-o", "out"], 0).stderr);
        assert!(!said.contains("left out"), "{format}: {said}");
    }
}

#[test]
fn encodings_and_columns_are_named() {
    let folder = folder(&[
        ("a.csv", b"source,target\nGreetings,Gr\xFC\xDFe\n"),
        ("b.tsv", b"Hello\tHallo\n\"Bye\" now\tTsch\xFCss\n"),
        ("c.po", b"msgid \"open\"\nmsgstr \"\xCF\xF0\"\n"),
    ]);
    let read = |arguments: &[&str]| texts(&lines(&convert(folder.path(), arguments, 0)));
    let pair = |source: &str, target: &str| (source.to_owned(), target.to_owned());
    let greetings = read(&["a.csv", "--encoding", "cp1252"]);
    assert_eq!(greetings, [pair("Greetings", "Grüße")]);
    let columns = ["--source-column", "1", "--target-column", "2"];
    let rows = read(&[&["b.tsv", "--encoding", "ISO-8859-1"][..], &columns].concat());
    assert_eq!(rows, [pair("Hello", "Hallo"), pair("\"Bye\" now", "Tschüss")]);
    let entries = read(&["c.po", "--encoding", "windows-1251", "--strict=error"]);
    assert_eq!(entries, [pair("open", "Пр")]);
    convert(folder.path(), &["a.csv", "--encoding", "klingon"], 2);
}

#[test]
fn a_language_that_is_given_is_not_missed() {
    let folder = folder(&[(
        "a.po",
        b"msgid \"\"\nmsgstr \"Language: de\\n\"\n\nmsgid \"a\"\nmsgstr \"b\"\n",
    )]);
    let arguments = ["a.po", "--source-language", "en", "--strict=warning"];
    let output = convert(folder.path(), &arguments, 0);
    assert_eq!(lines(&output)[0]["source_language"], "en");
    convert(folder.path(), &["a.po", "--strict=warning"], 2);
}

#[test]
fn what_is_extracted_as_po_can_be_imported() {
    let folder = folder(&[("a.md", super::pair("a1b2c-101", "Weiter", "Next").as_bytes())]);
    let run = |arguments: &[&str]| {
        let output = bitext(arguments).current_dir(folder.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stderr)
    };
    run(&["extract", "a.md", "--target-language", "de", "--to", "po", "-o", "a.po"]);
    let imported = run(&["import", "a.memory", "a.po"]);
    assert!(imported.contains("1 added") && imported.contains("0 skipped"), "{imported}");
    run(&[
        "extract",
        "a.md",
        "--target-language",
        "de-DE",
        "--rename-language",
        "de-DE=de",
        "--rename-language",
        "en-US=en",
        "--without-context",
        "-o",
        "b.po",
    ]);
    let file = std::fs::read_to_string(folder.path().join("b.po")).unwrap();
    assert!(file.contains("Language: de\\n") && file.contains("X-Source-Language: en\\n"));
    assert!(!file.contains("msgctxt"), "{file}");
}

#[test]
fn obsolete_entries_are_counted() {
    let po = "msgid \"\"\nmsgstr \"Language: de\\nX-Source-Language: en\\n\"\n\nmsgid \"a\"\nmsgstr \
              \"b\"\n\n#~ msgid \"c\"\n#~ msgstr \"d\"\n";
    let folder = folder(&[("a.po", po.as_bytes())]);
    let output = text(&convert(folder.path(), &["a.po"], 0).stderr);
    assert!(output.contains("1 skipped (1 no longer in use)"), "{output}");
}

#[test]
fn moses_files_hold_plain_text() {
    let line = r#"{"source":"**Next** &amp; `more`","target":"Weiter","source_language":"en-US","target_language":"de-DE"}"#;
    let folder = folder(&[("a.jsonl", line.as_bytes())]);
    for (style, expected) in [("", "Next & more\n"), ("raw", "**Next** &amp; `more`\n")] {
        let mut arguments = vec!["a.jsonl", "--to", "moses", "-o", "a"];
        arguments.extend(LANGUAGES);
        if !style.is_empty() {
            arguments.extend(["--inline", style]);
        }
        convert(folder.path(), &arguments, 0);
        let file = std::fs::read_to_string(folder.path().join("a.en-US")).unwrap();
        assert_eq!(file, expected);
    }
}
