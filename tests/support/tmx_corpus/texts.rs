//! What the units say: the same in six languages, escaped for XML, `#` where a
//! number stands.

/// The source language, then the languages of targets.
pub(super) const LANGUAGES: [&str; 6] = ["en-US", "de-DE", "zh-CN", "ja-JP", "ar-SA", "th-TH"];

/// Written between two clauses, by language.
pub(super) const SEPARATORS: [&str; 6] = [", ", ", ", "，", "、", "، ", " "];

/// Written at the end of a segment, by language.
pub(super) const ENDS: [&str; 6] = [".", ".", "。", "。", ".", ""];

pub(super) const CLAUSES: [[&str; 6]; 14] = [
    [
        "open the timetable of the ferry",
        "öffnen Sie den Fahrplan der Fähre",
        "打开渡轮时刻表",
        "フェリーの時刻表を開きます",
        "افتح جدول مواعيد العبّارة",
        "เปิดตารางเวลาเรือข้ามฟาก",
    ],
    [
        "Departures &amp; Arrivals",
        "Abfahrten &amp; Ankünfte",
        "出发和到达",
        "出発と到着",
        "المغادرة والوصول",
        "ขาออกและขาเข้า",
    ],
    [
        "you can't change a booking after # minutes",
        "nach # Minuten können Sie eine Buchung nicht mehr ändern",
        "# 分钟后无法更改预订",
        "# 分を過ぎると予約を変更できません",
        "لا يمكنك تغيير الحجز بعد # دقيقة",
        "คุณไม่สามารถเปลี่ยนการจองหลังจาก # นาที",
    ],
    ["Cancel", "Abbrechen", "取消", "キャンセル", "إلغاء", "ยกเลิก"],
    [
        "if the number of passengers is &lt; #",
        "wenn die Zahl der Passagiere &lt; # ist",
        "如果乘客人数 &lt; #",
        "乗客数が &lt; # の場合",
        "إذا كان عدد الركاب &lt; #",
        "ถ้าจำนวนผู้โดยสาร &lt; #",
    ],
    [
        "see https://ferry.example/help?page=#&amp;view=all",
        "siehe https://ferry.example/help?page=#&amp;view=all",
        "请参阅 https://ferry.example/help?page=#&amp;view=all",
        "https://ferry.example/help?page=#&amp;view=all を参照してください",
        "راجع https://ferry.example/help?page=#&amp;view=all",
        "ดูที่ https://ferry.example/help?page=#&amp;view=all",
    ],
    [
        "The harbor office keeps every ticket for # days",
        "Das Hafenbüro bewahrt jede Fahrkarte # Tage lang auf",
        "港口办公室将每张船票保留 # 天",
        "港湾事務所はすべての乗船券を # 日間保管します",
        "يحتفظ مكتب الميناء بكل تذكرة لمدة # يومًا",
        "สำนักงานท่าเรือเก็บตั๋วทุกใบไว้ # วัน",
    ],
    [
        "select Crossings > Refunds",
        "wählen Sie Überfahrten > Erstattungen",
        "选择“航次”>“退款”",
        "[便] > [払い戻し] を選択します",
        "حدد الرحلات > المبالغ المستردة",
        "เลือก การเดินทาง > การคืนเงิน",
    ],
    [
        "the fare is $# at most",
        "der Fahrpreis beträgt höchstens # $",
        "票价最高为 # 美元",
        "運賃は最大 # ドルです",
        "الأجرة # دولارًا على الأكثر",
        "ค่าโดยสารไม่เกิน # ดอลลาร์",
    ],
    [
        "vehicles that are longer than # m need a place on the lower deck",
        "Fahrzeuge, die länger als # m sind, brauchen einen Platz auf dem Unterdeck",
        "长度超过 # 米的车辆需要停放在下层甲板",
        "全長 # m を超える車両は下甲板の区画が必要です",
        "تحتاج المركبات التي يزيد طولها عن # م إلى مكان في السطح السفلي",
        "ยานพาหนะที่ยาวกว่า # ม. ต้องใช้พื้นที่บนดาดฟ้าชั้นล่าง",
    ],
    ["Version #", "Version #", "版本 #", "バージョン #", "الإصدار #", "เวอร์ชัน #"],
    [
        "dogs and bicycles travel free of charge",
        "Hunde und Fahrräder reisen kostenlos",
        "狗和自行车可免费乘船",
        "犬と自転車は無料です",
        "تسافر الكلاب والدراجات مجانًا",
        "สุนัขและจักรยานเดินทางฟรี",
    ],
    [
        "the service “Night Line” reads its settings once",
        "der Dienst „Night Line“ liest seine Einstellungen einmal",
        "“Night Line”服务仅读取一次设置",
        "サービス「Night Line」は設定を 1 回だけ読み取ります",
        "تقرأ خدمة \u{200e}“Night Line”\u{200e} إعداداتها مرة واحدة",
        "บริการ “Night Line” อ่านการตั้งค่าเพียงครั้งเดียว",
    ],
    ["on\u{a0}board", "an\u{a0}Bord", "在船上", "船内で", "على\u{a0}متن السفينة", "บน\u{200b}เรือ"],
];

/// Remarks as people and tools leave them.
pub(super) const NOTES: [&str; 4] = [
    "Seen in the booking dialog; keep it short.",
    "Überschrift, kein Satz.",
    "&lt;needs review> &amp; see ticket 4711",
    "用于标题",
];
