//! The cases of public bug reports that lie beside the repository: what is right is
//! written here for each, by its number in their table.

use std::path::{Path, PathBuf};

use super::memory::command;
use super::{folder, lines, run, support, text};

/// Returns a file of the cases.
fn case(name: &str) -> Option<String> {
    let folder = support::shared("cases")?;
    Some(folder.join(name).to_str().unwrap().to_owned())
}

/// Exchange files with the number of their units, and what one of them says.
const EXCHANGE: &[(&str, usize, &str)] = &[
    ("tmx-01-utf16le.tmx", 1, ""),
    ("tmx-02-ff-in-prop.tmx", 1, ""),
    ("tmx-03-surrogate-refs.tmx", 2, "\u{1f606}"),
    ("tmx-04-no-seg.tmx", 1, ""),
    ("tmx-05-xliff-in-seg.tmx", 1, ""),
    ("tmx-06-unordered.tmx", 2, ""),
    ("tmx-07-case.tmx", 1, ""),
    ("tmx-08-tmx-encoding-attr.tmx", 1, ""),
    ("tmx-09-tmx11-lang.tmx", 1, ""),
    ("tmx-10-ut.tmx", 1, ""),
    ("tmx-11-bpt-x2-sub.tmx", 1, ""),
    ("tmx-12-zero-index.tmx", 1, ""),
    ("tmx-13-no-srclang.tmx", 1, ""),
    ("tmx-14-srclang-absent.tmx", 1, ""),
    ("tmx-15-newline-seg.tmx", 1, ""),
    ("tmx-16-missing-tu.tmx", 1, ""),
    ("tmx-17-order.tmx", 1, ""),
    ("tmx-18-UPPER.TMX", 1, ""),
    ("tmx-19-weblate-context.tmx", 2, ""),
    ("tmx-20-all.tmx", 1, ""),
    ("tmx-76-windows-1252.tmx", 1, ""),
    ("tmx-77-dates.tmx", 3, ""),
    ("tmx-two-errors.tmx", 0, ""),
    ("xliff-22-x-first.xlf", 1, ""),
    ("xliff-23-two-files.xlf", 2, ""),
    ("xliff-24-dup-id.xlf", 2, ""),
    ("xliff-25-divergent-segsource.xlf", 1, ""),
    ("xliff-26-mrk-in-g.xlf", 3, ""),
    ("xliff-27-alt-segsource.xlf", 1, ""),
    ("xliff-28-target-after-alt.xlf", 1, ""),
    ("xliff-29-newlines.xlf", 1, ""),
    ("xliff-30-escaped-html.xlf", 1, ""),
    ("xliff-31-cdata.xlf", 1, ""),
    ("xliff-32-ns0.xlf", 1, ""),
    ("xliff-33-no-version.xlf", 1, ""),
    ("xliff-34-states.xlf", 5, ""),
    ("xliff-35-empty-id.xlf", 2, ""),
    ("xliff-36-ctrl.xlf", 2, ""),
    ("xliff-37-apple.xlf", 2, ""),
    ("xliff-38-multi-header.xlf", 2, ""),
    ("xliff-39-ignorable.xlf", 1, ""),
    ("xliff-40-cdata2.xlf", 1, ""),
    ("xliff-41-dup-unit.xlf", 4, ""),
    ("xliff-42-cr-mrk.xlf", 1, ""),
    ("xliff-43-order.xlf", 2, ""),
    ("xliff-44-v22.xlf", 1, ""),
    ("xliff-45-orphan-data.xlf", 1, ""),
    ("xliff-46-sc-ec.xlf", 2, ""),
    ("xliff-70-windows-1252.xlf", 1, ""),
    ("xliff-71-shift-jis.xlf", 1, ""),
    ("xliff-72-utf16.xlf", 1, ""),
    ("xliff-73-v2-windows-1252.xlf", 1, ""),
    ("xliff-78-trados.sdlxliff", 1, ""),
    ("po-47-new-flags.po", 1, ""),
    ("po-48-crcrlf.po", 1, ""),
    ("po-49-bom.po", 1, ""),
    ("po-51-obsolete-prev.po", 1, ""),
    ("po-52-prev-multi.po", 1, ""),
    ("po-53-ctx-multi.po", 1, ""),
    ("po-54-plural-multi.po", 2, ""),
    ("po-55-plural-plain.po", 3, ""),
    ("po-57-open-quote.po", 1, ""),
    ("po-58-inner-quote.po", 1, ""),
    ("po-59-no-msgstr.po", 1, ""),
    ("po-60-c-comment.po", 1, ""),
    ("po-61-odf-loc.po", 1, ""),
    ("po-62-backslash.po", 1, ""),
    ("po-63-ctx-dup.po", 3, ""),
    ("po-64-sing-plur-dup.po", 3, ""),
    ("po-65-no-header.po", 1, ""),
    ("po-66-charset.po", 1, ""),
    ("po-67-domain.po", 1, ""),
    ("po-68-crlf-esc.po", 1, ""),
    ("po-69-wrap-backslash.po", 1, ""),
    ("untr.po", 2, "Open file"),
    ("u.xlf", 10, ""),
    ("x01.xlf", 9, ""),
    ("p01_nel.po", 1, ""),
    ("p02_bom.po", 1, ""),
    ("p05_prev.po", 1, ""),
    ("p06_loc.po", 1, ""),
    ("p08_crlf.po", 1, ""),
];

#[test]
fn exchange_files_are_read() {
    for (name, units, says) in EXCHANGE {
        let Some(path) = case(name) else { return };
        let output = run(&["convert", &path, "--to", "jsonl"]);
        let said = text(&output.stderr);
        assert!(output.status.code().is_some_and(|status| status < 3), "{name}: {said}");
        assert_eq!(lines(&output).len(), *units, "{name}: {said}");
        assert!(text(&output.stdout).contains(says), "{name}: {}", text(&output.stdout));
        // What is not read whole is told.
        assert_eq!(output.status.code() == Some(2), said.contains("error: "), "{name}: {said}");
    }
}

/// Documents to translate, with texts that are segments, each whole.
const DOCUMENTS: &[(&str, &[&str])] = &[
    (
        "a01_liquid_heading.md",
        &["Welcome to {{ page.title }}", "About {% data variables.product.name %}"],
    ),
    ("a02_fm_trailing.md", &[]),
    ("a03_fm_toml.md", &["Hello world", "A page", "Body text."]),
    ("a16b.html", &["See the <a href=\"x\"> examples</a> in the repo."]),
    ("a17.html", &["My page &amp; yours", "About things", "A cat on a mat"]),
    ("a25_inline_directives.md", &["Use [!UICONTROL Save] and [!DNL Adobe]."]),
    ("a28_heading_braces.md", &["GET /users/{id}", "Path {id}/x", "The set {1, 2, 3}"]),
];

#[test]
fn documents_are_cut_as_people_read_them() {
    for (name, expected) in DOCUMENTS {
        let Some(path) = case(name) else { return };
        let output = run(&["segment", &path, "--to", "jsonl"]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", text(&output.stderr));
        let segments: Vec<String> =
            lines(&output).iter().map(|line| line["source"].as_str().unwrap().to_owned()).collect();
        for wanted in *expected {
            assert!(segments.iter().any(|text| text == wanted), "{name}: {wanted} in {segments:?}");
        }
    }
}

/// Every document comes back byte for byte from XLIFF in which nothing is translated.
#[test]
fn documents_come_back_byte_for_byte() {
    let Some(cases) = support::shared("cases") else { return };
    let folder = folder(&[]);
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let is_document =
        |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "md" || ending == "html");
    for path in paths.iter().filter(is_document) {
        let name = path.to_str().unwrap();
        // Annotated documents are no sources.
        if std::fs::read_to_string(path).is_ok_and(|text| text.contains("data-ttu-id")) {
            continue;
        }
        for form in ["xliff", "xliff2"] {
            let segment = ["segment", name, "--to", form, "--target-language", "de", "-o", "a.xlf"];
            command(folder.path(), &segment, 0);
            let merge = ["merge", name, "a.xlf", "-o", "b.md"];
            let said = text(&command(folder.path(), &merge, 0).stderr);
            let merged = std::fs::read(folder.path().join("b.md")).unwrap();
            assert!(merged == std::fs::read(path).unwrap(), "{name} by {form}: {said}");
        }
    }
}

/// Imports a file into a new memory.
fn imported(name: &str, more: &[&str]) -> Option<tempfile::TempDir> {
    let folder = folder(&[]);
    command(folder.path(), &[&["import", "a.memory", &case(name)?], more].concat(), 0);
    Some(folder)
}

fn look_up(folder: &Path, query: &str, more: &[&str]) -> String {
    text(&command(folder, &[&["lookup", "a.memory", query], more].concat(), 0).stdout)
}

fn filled(folder: &Path, document: &str, more: &[&str]) -> String {
    std::fs::write(folder.join("d.md"), document).unwrap();
    let fill = ["pretranslate", "a.memory", "d.md", "-o", "-"];
    text(&command(folder, &[&fill, more].concat(), 0).stdout)
}

#[test]
fn numbers_are_one_value() {
    let Some(folder) = imported("l01.csv", &[]) else { return };
    for (document, expected) in [
        ("Wait 1,000 seconds\n", "Warten Sie 1.000 Sekunden\n"),
        ("Wait 0.5 seconds\n", "Warten Sie 0,5 Sekunden\n"),
        ("15\n", "15\n"),
        ("You have 12 files.\n", "Sie haben 12 Dateien.\n"),
        ("Do delete it\n", "Do delete it\n"),
    ] {
        assert_eq!(filled(folder.path(), document, &[]), expected);
    }
}

#[test]
fn signs_and_case_that_stand_for_each_other() {
    let Some(folder) = imported("l02.csv", &[]) else { return };
    for (phrase, more, expected) in [
        ("résumé", &[][..], 1),
        ("re\u{301}sume\u{301}", &[], 1),
        ("resume", &[], 0),
        ("resume", &["--accents", "ignore"], 1),
        ("don't save", &[], 1),
        ("strasse", &["--source-language", "de", "--target-language", "en"], 2),
        ("istanbul", &["--source-language", "tr", "--target-language", "en"], 1),
    ] {
        let pair = ["--source-language", "en", "--target-language", "de"];
        let pair = if more.first() == Some(&"--source-language") { &[][..] } else { &pair };
        let search = [&["concordance", "a.memory", phrase, "--json"], pair, more].concat();
        assert_eq!(lines(&command(folder.path(), &search, 0)).len(), expected, "{phrase} {more:?}");
    }
    let pair = ["--source-language", "en", "--target-language", "de"];
    let save = look_up(folder.path(), "Save", &pair);
    assert_eq!(save.matches("Speichern").count(), 1, "{save}");
    assert!(save.contains("Sichern") && save.contains("2 units: "), "{save}");
}

#[test]
fn text_stays_text_in_pages() {
    let Some(folder) = imported("b01.csv", &[]) else { return };
    for name in ["b01.html", "b01.md"] {
        let Some(path) = case(name) else { return };
        let fill = ["pretranslate", "a.memory", &path, "-o", "-"];
        let page = text(&command(folder.path(), &fill, 0).stdout);
        assert!(page.contains("Team &lt;team@x.org> falls x&lt;y ist."), "{page}");
    }
}

#[test]
fn po_files_hold_markdown() {
    let more = ["--source-language", "en-US", "--syntax", "markdown"];
    let Some(folder) = imported("p11_mdpo.po", &more) else { return };
    let Some(path) = case("p11.md") else { return };
    let fill = ["pretranslate", "a.memory", &path, "-o", "-"];
    let page = text(&command(folder.path(), &fill, 0).stdout);
    let expected = "Sag jetzt **hallo** zu `x`.\n\nEin [Link](u.md) hier ist lang genug.\n\n\
                    Tom & Jerry laufen heute *schnell*.\n";
    assert_eq!(page, expected);
}

#[test]
fn languages_that_cannot_be_read_are_other_languages() {
    for name in ["c13_badlang.csv", "t02_badlang.tmx", "p12_badlang.po", "x03_badlang.xlf"] {
        let Some(path) = case(name) else { return };
        let convert =
            ["convert", &path, "--to", "tmx", "--source-language", "en", "--target-language", "de"];
        let written = text(&run(&convert).stdout);
        for wrong in ["Bonjour", "Bo<"] {
            assert!(!written.contains(wrong), "{name}: {written}");
        }
    }
}

#[test]
fn every_marker_is_told() {
    for name in ["lost-marker-front-matter.md", "lost-marker.yml"] {
        let Some(path) = case(name) else { return };
        let said = text(&run(&["extract", &path, "--target-language", "de", "-v"]).stderr);
        assert!(said.contains("error["), "{name}: {said}");
    }
}
