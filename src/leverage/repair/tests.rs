use proptest::prelude::*;

use super::*;
use crate::inline::Syntax;
use crate::steps::assert_linear;

/// Reads a text as a memory keeps it.
fn text(markup: &str) -> CodedText {
    CodedText::parse(markup, Syntax::Markdown).placeholders_as_text().into_owned()
}

fn variant(markup: &str, language: &str) -> Variant {
    Variant::new(language.parse().ok(), text(markup))
}

fn repaired(query: &str, source: &str, target: &str, language: &str) -> Option<Repaired> {
    let query = text(query);
    repair(&query, &variant(source, "en-US"), &variant(target, language))
}

#[track_caller]
fn assert_repairs(rows: &[(&str, &str, &str, &str, Option<&str>)]) {
    for (language, query, source, target, expected) in rows {
        let repaired = repaired(query, source, target, language);
        let markup = repaired.map(|repaired| repaired.target.markup().into_owned());
        assert_eq!(markup.as_deref(), *expected, "{query} | {source} | {target}");
    }
}

#[test]
fn numbers() {
    assert_repairs(&[
        ("de", "Open 12 files.", "Open 5 files.", "5 Dateien öffnen.", Some("12 Dateien öffnen.")),
        ("de", "Up to 1,500.5 MB", "Up to 1,234.5 MB", "Bis 1.234,5 MB", Some("Bis 1.500,5 MB")),
        ("de", "Up to 2.5 GB", "Up to 3 GB", "Bis 3 GB", Some("Bis 2,5 GB")),
        (
            "fr",
            "Up to 10,000 users",
            "Up to 5,000 users",
            "Jusqu’à 5 000 utilisateurs",
            Some("Jusqu’à 10 000 utilisateurs"),
        ),
        (
            "fr",
            "Up to 10,000 users",
            "Up to 500 users",
            "Jusqu’à 500 utilisateurs",
            Some("Jusqu’à 10\u{202f}000 utilisateurs"),
        ),
        ("zh-CN", "Wait 30 seconds.", "Wait 5 seconds.", "请等待5秒钟。", Some("请等待30秒钟。")),
        ("ja-JP", "Up to 20 people", "Up to 10 people", "最大１０人", Some("最大２０人")),
        (
            "ar-SA",
            "Wait 1,500 seconds.",
            "Wait 1,200 seconds.",
            "انتظر ١٬٢٠٠ ثانية.",
            Some("انتظر ١٬٥٠٠ ثانية."),
        ),
        (
            "ko-KR",
            "Wait 30 days.",
            "Wait 10 days.",
            "10일 동안 기다립니다.",
            Some("30일 동안 기다립니다."),
        ),
        // Left as the source writes it.
        ("de", "Version 1.10", "Version 1.9", "Version 1.9", Some("Version 1.10")),
        ("de", "About 2.50 m", "About 1.50 m", "Etwa 1.50 m", Some("Etwa 2.50 m")),
        // Several, in the order of the other language.
        ("de", "From 7 to 9", "From 5 to 8", "Bis 8 von 5", Some("Bis 9 von 7")),
        ("de", "From 8 to 5", "From 5 to 8", "Bis 8 von 5", Some("Bis 5 von 8")),
        ("de", "6 of 6", "5 of 5", "5 von 5", Some("6 von 6")),
        (
            "zh-CN",
            "On May 4, 2021",
            "On May 3, 2020",
            "2020 年 5 月 3 日",
            Some("2021 年 5 月 4 日"),
        ),
        ("de", "Until 2021-01-31", "Until 2020-12-31", "Bis 2020-12-31", Some("Bis 2021-01-31")),
        ("de", "Step 2 of 3", "Step 1 of 3", "Schritt 1 von 3", Some("Schritt 2 von 3")),
        ("ru", "Open 4 files", "Open 3 files", "Откройте 3 файла", Some("Откройте 4 файла")),
        ("de", "**7** days", "**5** days", "**5** Tage", Some("**7** Tage")),
    ]);
}

#[test]
fn where_it_stays_quiet() {
    assert_repairs(&[
        // Nothing differs, or only white space and case.
        ("de", "Open 5 files.", "Open 5 files.", "5 Dateien öffnen.", None),
        ("de", "Open  5 files.", "Open 5 files.", "5 Dateien öffnen.", None),
        ("de", "open 5 files.", "Open 5 files.", "5 Dateien öffnen.", None),
        // A word differs.
        ("de", "Open 2 files.", "Open 1 file.", "1 Datei öffnen.", None),
        ("de", "Close 2 files.", "Open 3 files.", "3 Dateien öffnen.", None),
        // Which of two?
        ("de", "From 5 to 6", "From 5 to 5", "Von 5 bis 5", None),
        ("zh-CN", "On May 6", "On May 5", "5 月 5 日", None),
        // Not in the target, or more often.
        ("de", "Wait 3 days", "Wait 2 days", "Zwei Tage warten", None),
        ("de", "At 4 PM", "At 3 PM", "Um 15 Uhr", None),
        ("fr", "10 miles", "5 miles", "8 km", None),
        // Inside a word.
        ("de", "An x86 machine", "An x64 machine", "Ein x64-Rechner", None),
        ("de", "Add 6GB", "Add 5GB", "5GB hinzufügen", None),
        ("de", "The 3rd one", "The 2nd one", "Der 2. davon", None),
        // Dates that languages write in different ways.
        ("fr", "On 05/12/2020", "On 05/05/2020", "Le 05/05/2020", None),
        // Words that depend on the number in the other language.
        ("ru", "Open 5 files", "Open 2 files", "Откройте 2 файла", None),
        ("ar", "Open 15 files", "Open 5 files", "افتح 5 ملفات", None),
        // Neither in the format of the target nor as the source writes it.
        ("de", "About 2.5", "About 1,234.5", "Etwa 1234.5", None),
        // A value of another kind.
        ("de", "See {0}", "See 5", "Siehe 5", None),
        // Codes that moved, came or went with what they stand for.
        ("de", "Save **file**", "**Save** file", "Datei **speichern**", None),
        ("de", "**Save** 6", "Save 5", "5 speichern", None),
        ("de", "Run  6", "Run `ls` 5", "`ls` 5 ausführen", None),
        ("de", "1**2**", "1**3**", "1**3**", None),
    ]);
}

#[test]
fn other_values() {
    assert_repairs(&[
        ("de", "Get 2.2.0-rc.1 now", "Get 2.1.0 now", "2.1.0 holen", Some("2.2.0-rc.1 holen")),
        ("de", "Get v3", "Get v2", "v2 holen", Some("v3 holen")),
        (
            "zh-CN",
            "See https://a.example/en-us/y.",
            "See https://a.example/en-us/x.",
            "请参阅https://a.example/zh-cn/x。",
            Some("请参阅https://a.example/zh-cn/y。"),
        ),
        (
            "de",
            "Mail c@d.example",
            "Mail a@b.example",
            "An a@b.example schreiben",
            Some("An c@d.example schreiben"),
        ),
        ("de", "{count} of {1}", "{0} of {1}", "{0} von {1}", Some("{count} von {1}")),
        ("fr", "%2$s and %d", "%1$s and %d", "%1$s et %d", Some("%2$s et %d")),
        (
            "de",
            "Hi {% b.c %}, :tada: by $y_1$[^2]",
            "Hi {% a %}, :x: by $x^2$[^1]",
            "Durch $x^2$[^1]: :x: {% a %}",
            Some("Durch $y_1$[^2]: :tada: {% b.c %}"),
        ),
        ("de", "Set \\{a\\_b\\}", "Set {a}", "{a} setzen", Some("\\{a\\_b\\} setzen")),
        // Codes.
        (
            "de",
            "Run `dir` for 6 h",
            "Run `ls` for 5 h",
            "5 h `ls` ausführen",
            Some("6 h `dir` ausführen"),
        ),
        ("de", "See [it](y).", "See [it](x).", "Siehe [dort](x).", Some("Siehe [dort](y).")),
        ("de", "`b` and `c`", "`a` and `b`", "`b` und `a`", Some("`c` und `b`")),
        ("de", "See it.", "See **it**.", "Siehe **dort**.", Some("Siehe dort.")),
    ]);
}

#[test]
fn each_repair_is_told() {
    let repaired =
        repaired("[See](y) 1,500 in {b}", "[See](x) 1,200 in {a}", "In {a} 1.200 [sehen](x)", "de");
    let told: Vec<String> = (repaired.unwrap().repairs.iter())
        .map(|repair| format!("{}: {} → {}", repair.kind, repair.from, repair.to))
        .collect();
    assert_eq!(told, ["url: x → y", "placeholder: {a} → {b}", "number: 1.200 → 1.500"]);
}

#[test]
fn hostile_texts_take_linear_time() {
    for part in [
        "1 ",
        "{a} ",
        "`a` ",
        "**1** ",
        "https://a.example/en-us/ ",
        "a@b.c ",
        // Each value is looked for among the pieces of the query.
        "1 `b` ",
        // Groups of one number that never ends.
        "111 ",
    ] {
        assert_linear(part, |length| {
            let text = part.repeat(length / part.len());
            let query = text.replace('a', "b").replace('1', "2");
            let _ = repaired(&query, &text, &text, "fr");
        });
    }
}

proptest! {
    #[test]
    fn random_texts(
        query in "([0-9.,{}`*a ]|\\*\\*|<b>|</b>){0,16}",
        source in "([0-9.,{}`*a ]|\\*\\*|<b>|</b>){0,16}",
        target in "([0-9.,{}`*a ]|\\*\\*|<b>|</b>){0,16}",
        language in proptest::sample::select(vec!["de", "fr", "ar", "zh"]),
    ) {
        let _ = repaired(&query, &source, &target, language);
        prop_assert_eq!(repaired(&source, &source, &target, language), None);
        let Some(repaired) = repaired(&query, &source, &source, "en-US") else { return Ok(()) };
        // Where the target is the source, what comes out is the query, white
        // space and the escapes and digits of it aside.
        let letters = |text: &CodedText| text.text().split_whitespace().collect::<String>();
        prop_assert_eq!(letters(&repaired.target), letters(&CodedText::parse(&query, Syntax::Markdown)));
    }
}
