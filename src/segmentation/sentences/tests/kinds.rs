//! Kinds of places that hold in every language, or in several.

use super::check;

#[test]
fn items_in_one_line() {
    check(
        "en",
        &[
            "1) Open the lid |2) Turn the key |3) Close the lid",
            "1.) Open the lid. |2.) Turn the key.",
            "1. Open the lid |2. Turn the key",
            "(a) Open the lid |(b) Turn the key",
            "a. Open the lid |b. Turn the key |c. Close it",
            "• 7. Open the lid |• 8. Turn the key",
            "⁃7. Open the lid |⁃8. Turn the key",
            "7. Open the lid.\n\n|1) Read it |2) Keep it",
            "a. |Open the cover. |b. |Turn the key.",
            // No enumeration: it does not begin the paragraph, or does not count on.
            "Take 1) eggs 2) flour.",
            "1) Open the lid 3) Turn the key",
            "1) Take 2 keys",
            "A. Miller and B. Jones and C. Smith wrote it",
            "For 1. above pay one coin, and for 2. above pay none.",
        ],
    );
}

#[test]
fn titles_with_a_mark() {
    check("en", &["B. The brown bear", "IV. The long way", "XIX. On the road again"]);
    check("en", &["I. |The end is near. |So it is."]);
}

#[test]
fn ellipses_with_spaces() {
    check(
        "en",
        &[
            "It went on . . . and on.",
            "It went on . . . . |Then it stopped.",
            "Really?... we never knew.",
            "Really! . . . we never knew.",
        ],
    );
    check("nl", &["De deur ging open. |...en toen was het stil."]);
}

#[test]
fn references_to_notes() {
    for language in ["en", "pt", "fi"] {
        check(language, &["Maria parte.[12] |Ana fica.[3][4] |Rui dorme. [5] |Eva volta."]);
    }
    check("en", &["As in [1] The Book. |See [2].", "Take it.[x] Then go."]);
}

#[test]
fn quotations_in_a_sentence() {
    check("de", &["„Das reicht. Danke dir“, sagte sie. |„Gern. |Bis bald.“ |Er ging."]);
    check("de", &["»Das reicht. Danke dir«, sagte sie."]);
    check("sk", &["„To stačí. Ďakujem,“ povedala Eva."]);
    check("ru", &["«Хватит? – спросила она. – Тогда пойдём»."]);
    check("en", &["\"That will do. Thank you,\" she said. |\"Fine. |See you.\" |He left."]);
    check("en", &["It is 5\" long. |Then it is 6\" long, or so."]);
}

#[test]
fn numbers_and_units() {
    check(
        "de",
        &["Es sind 21,5 °C. |Morgen wird es wärmer.", "Der 1. bis -3. Jahrhundert alte Fund."],
    );
    check("es", &["Hace 21.5°C. |Mañana hará más calor.", "Son 3 y 4. |5 y 6 son más."]);
    check(
        "en",
        &["It is at N°. 12.5 in the hall. |Look there.", "Call at 7p.m. or at 9p.m. today."],
    );
    check("nl", &["Alles verdween spoorloos. |12 dozen bleven staan."]);
    check("ru", &["Это том. № 5 потерян."]);
    for language in ["ja", "zh", "de", "fi"] {
        check(language, &["Ver. 2.0 OK"]);
    }
    check("ja", &["Ver. 2.0を使う。|次へ。"]);
}

#[test]
fn times_of_day() {
    check(
        "en",
        &[
            "The shop opens at 9 a.m. |Visitors wait outside.",
            "The shop opens at 9 a.m. Eastern Time.",
            "At 9 a.m. Miss Green opens the shop.",
            "It fell in 410 A.D. |Later came others.",
        ],
    );
}

#[test]
fn speech_goes_on() {
    check("en", &["Stop that! he said. |Why? |you may ask.", "Stop! and go."]);
}

#[test]
fn armenian() {
    check(
        "hy",
        &["Դուռը փակ է: |Մենք սպասում ենք: |Ժամը 15:30 է:", "Դուռը փակ է։ |Մենք սպասում ենք։"],
    );
}

#[test]
fn slovak() {
    check(
        "sk",
        &[
            "Použite napr. Edge. |Stačí to.",
            "Prišiel 7. Mája 2021. |Odišiel 9. mája.",
            "Kapitola XII. Návrat domov. |To je všetko.",
            "Firma Alfa s. r. o. a jej syn.",
        ],
    );
}

#[test]
fn bulgarian() {
    check("bg", &["Виж напр. София. |Те са там.", "През 2014 г. Мария замина. |Тя пише."]);
}

#[test]
fn ukrainian() {
    check("uk", &["Проф. Коваль живе на вул. Садовій. |Він пише.", "У м. Львів тихо. |Це добре."]);
}

#[test]
fn finnish() {
    check("fi", &["Katso esim. Helsinki. |Se on 3. tammikuuta.", "Oy Alfa jne. |Kaikki."]);
}

#[test]
fn amharic() {
    check("am", &["በ2010 ዓ.ም. ሄደ። |ተመለሰ።"]);
}
