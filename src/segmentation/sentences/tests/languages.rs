use super::check;

#[test]
fn english() {
    check(
        "en",
        &[
            "No mark at all",
            "One. |Two? |Three! |Four",
            "One.  |Two.",
            "One.\n|Two. \n",
            // Abbreviations.
            "Ask Dr. Smith, Mrs. Jones and Prof. Green. |They know.",
            "Use a browser, e.g. Edge. |Or i.e. Chrome.",
            "E.g. Edge. |It works.",
            "Cats vs. Dogs.",
            "Files, folders, etc. are kept. |Pipes, sockets, etc. |The rest is not.",
            "See No. 5 and Fig. 3. |I said no. |Then I left.",
            "See p. 5, pp. 6-7 and vol. IX of it.",
            "It takes approx. 5 minutes.",
            "Contoso, Ltd. 21 of them. |Fabrikam, Inc. |The others.",
            "Contoso, Inc. has it.",
            "Call at 5 p.m. Monday. |Or at 6 p.m. |The line is free then.",
            "Yahoo! Mail is one. |Yahoo! |The end.",
            "Smith et al. 2019 found it.",
            // Initials.
            "J. R. R. Tolkien wrote it.",
            "J.R.R. Tolkien wrote it. |He did.",
            "The U.S. Senate met in the U.S. |The rest is known.",
            "In the U.S. and the U.K. it is so.",
            "See Appendix A. |For more, see Appendix B. |It is long.",
            "It is 3-D. |If not, stop.",
            // Numbers, versions, names of files.
            "1. Install it. |2. Run it.",
            "Take v. 2.0 or 3.1. |Not 4.",
            "Use the .NET Framework 4.5. |Open app.config. |Save it.",
            "It is version 2.0. |It is new.",
            "It costs $4. |Later it costs $3.50.",
            "Go to https://example.com/a?b=c.d. |Then wait.",
            // What begins a sentence besides capital letters.
            "Wait for the end. |iOS devices need more.",
            "Wait for the end. |app.config is read.",
            "Wait for this stage. |you can then go on.",
            "Wait for the end. |21Vianet is next. |100 points are left.",
            "Wait for the end. |(See also the start.)",
            "Wait for this stage. |(see also the start).",
            "Wait for the end. |\"User type\" is a field.",
            "Wait for the end. |- Then go on.",
            "Mix eggs, flour and temp. files.",
            // Ellipses.
            "Wait... then go. |Wait... |Then go.",
            "Choose Browse... (or press a key).",
            "Loading… |Done.",
            "Loading… please wait.",
            // Brackets and quotes.
            "It (see below.) Has more.",
            "Choose the file (.txt, .doc, etc.) for it.",
            "Ask \"Was it useful?\" and wait. |Ask \"Why?\" |Then go.",
            "He said \"Stop.\" |Then he left.",
            "(One. |Two.) Three.",
            // Neither a colon nor a semicolon; white space is what ends.
            "Do this: Stop. |Do that; Go.",
            "One.Two.Three",
            "One\nline.\n\n|Another\r\n\r\n|A third\u{2029}|A fourth",
            // What has no letter goes with what is before it.
            "Great! \u{1f389}",
            "Help needed? \"",
            "Question?! |Answer.",
            "What a day!!! |Yes.",
        ],
    );
}

#[test]
fn german() {
    check(
        "de",
        &[
            "Am 3. Mai kam er, z. B. um 9 Uhr. |Oder später?",
            "Am 3. Mai kam er, z.B. um 9 Uhr.",
            "Z. B. Bäume, d. h. Pflanzen, u. a. Kiefern.",
            "Im 19. Jahrhundert war das so. |Dann nicht mehr.",
            "Der 2. Versuch gelang. |Es waren 5. |Dann kam der 3. Tag.",
            "Am 3. 5. 2020 war es. |Danach nicht.",
            "Heinrich der VIII. König.",
            "Siehe Abb. 3 und Nr. 5 in Abschn. 2 bzw. Kap. 7.",
            "Es gibt Äpfel, Birnen usw. |Alle sind reif.",
            "Es gibt Äpfel, Birnen usw. auf dem Markt.",
            "Rund 5 Mio. Euro fehlen. |Es sind 5 Mio. |Das ist viel.",
            "Fragen Sie Prof. Dr. Müller, ggf. Frau Dipl.-Ing. Meier.",
            "Er sagte: „Komm.“ |Dann ging er.",
            "Fragen Sie: „Wozu?“ und warten Sie.",
            // English rules that do not hold here.
            "Das ist die gegebenenf. richtige Lösung.",
            "Das ist der Schluss. |iOS-Geräte brauchen mehr.",
        ],
    );
}

#[test]
fn languages_of_the_west() {
    check(
        "fr",
        &[
            "M. Dupont et Mme. Durand, c.-à-d. Jean et Anne. |Ils sont là.",
            "Les pommes, p. ex. Golden, etc. |Elles sont mûres.",
            "J.-P. Dupont est là. |Où ?  |Ici !",
            "Voir fig. 3 et l'art. 5 du code. |Fin.",
            "Il a dit : « Venez. » |Puis il est parti.",
        ],
    );
    check(
        "es",
        &[
            "El Sr. Pérez vive en EE. UU. desde 1990. |¿Por qué? |¡No sé!",
            "Vea la pág. 3, p. ej. ¿cuál?",
            "Vea el ej. 3. |¿Qué pasa?",
            "Es verdad. |¿Está listo? |Sí.",
        ],
    );
    check("it", &["Il Sig. Rossi e la Dott. Bianchi, ad es. Oggi. |Vedi pag. 5, ecc. |Poi basta."]);
    check("pt", &["O Sr. Silva, p. ex. Hoje. |Veja a pág. 5. |O fim."]);
    check("nl", &["Dhr. Jansen, d.w.z. Jan, o.a. Piet. |Zie blz. 5, enz. |Klaar."]);
    check("sv", &["Det är t.ex. Anna, dvs. Hon. |Se s. 5. |Slut."]);
    check("da", &["Den 3. maj kom han, f.eks. Hans. |Se s. 5. |Slut."]);
    check("nb", &["Den 3. mai kom han, f.eks. Hans. |Se s. 5. |Slutt."]);
}

#[test]
fn languages_of_the_east() {
    check(
        "ru",
        &[
            "В 2020 г. Москва росла, т. е. Строилась. |См. рис. 5 и т. д. |Конец.",
            "Живёт в г. Москва. |Это А. С. Пушкин. |Он поэт.",
            "В 2020 г. |Он уехал.",
            "— Кто там? — спросил он.",
        ],
    );
    check("pl", &["To np. Anna, tj. ona. |Zob. str. 5 itd. |Koniec."]);
    check("cs", &["To je např. Anna, tzn. ona. |Viz str. 5 atd. |Konec."]);
    check("el", &["Τι κάνεις; |Καλά; |Ναι. |Δηλ. π.χ. Εδώ.", "Τι κάνεις\u{37e} |Καλά."]);
    check("tr", &["Örn. Ayşe, bkz. Ek. |Elma, armut vb. |Hepsi bu. |Bölüm 3. |Son."]);
    check("hy", &["Բարև։ |Ինչպես ես։"]);
}

#[test]
fn chinese() {
    check(
        "zh-CN",
        &[
            "你好。|世界！|真的？|是的",
            "他说：“好。我去。”|然后走了。",
            "他问“为什么？”的时候。|完。",
            "版本３．５可用。|请看app.config。|完",
            "使用 Visual Studio 2019。 |单击“确定”。",
            "（请参阅说明。谢谢。）|下一步。",
            "登录成功!|然后继续.|再见",
            "我们支持v2.0。|See No. 5. |Then 继续。",
            "【注意】请看。|【提示】请听。",
        ],
    );
}

#[test]
fn japanese() {
    check(
        "ja",
        &[
            "設定します。|次に進みます！|いいですか？|はい",
            "彼は「はい。わかりました。」と答えた。|終わり。",
            "「はい。」|次の文です。",
            "（詳細は後述。）を参照。|終わり。",
            "Windows 10 を使う。|Node.js も使う。",
            "確認してください。 |「設定」を開く。",
        ],
    );
}

#[test]
fn korean() {
    check(
        "ko",
        &[
            "설정을 엽니다. |다음을 누릅니다. |되었습니까? |예.",
            "\"네.\"라고 말했다. |끝.",
            "버전 2.0을 설치합니다. |끝.",
        ],
    );
}

#[test]
fn scripts_with_marks_of_their_own() {
    check(
        "ar",
        &["مرحبا. |كيف حالك؟ |أنا بخير.", "كيف حالك؟|أنا بخير.", "قال د. أحمد ذلك. |انتهى."],
    );
    check("ur", &["یہ ہے۔ |وہ ہے۔"]);
    check("hi", &["यह है। |वह है। |क्या? |हाँ"]);
    check("am", &["ሰላም። |እንዴት ነህ።"]);
}

#[test]
fn thai() {
    let long = "ระบบจะบันทึกข้อมูลทั้งหมดของผู้ใช้งานไว้ในฐานข้อมูลกลางโดยอัตโนมัติทุกวัน";
    let joined = "และระบบจะส่งรายงานสรุปไปยังผู้ดูแลระบบทางจดหมายอิเล็กทรอนิกส์ทุกเช้าวันจันทร์";
    check(
        "th",
        &[
            &format!("{long} |{long} |{long}"),
            &format!("{long} {joined}"),
            &format!("{long} Windows 10 {long}"),
            "เปิดแอป แล้วเลือก การตั้งค่า",
            &format!("ม.ค. {long}"),
        ],
    );
    // The same white space is none in a language that has full stops.
    check("en", &[&format!("{long} {long}")]);
}

#[test]
fn a_language_without_rules_has_those_of_all() {
    check(
        "fi",
        &[
            "Herra A. Virtanen, cf. Esa, No. 5. |Toinen lause.",
            // Quiet, where the rules do not know that small letters may begin.
            "Tämä on loppu. ja tämä jatkuu.",
        ],
    );
}
