//! Generated memories against a look-up that compares everything with everything.

use bitext::memory::UnitKey;
use bitext::unit::{FlowContext, SourceLanguage, TranslationType};
use bitext::{
    CodedText, Language, Memory, Metric, Penalties, Query, Syntax, TranslationUnit, Variant,
};
use proptest::prelude::*;
use proptest::sample::select;

use super::naive::{self, Found, Points, Wanted};

/// What texts are put together from: few, so that near texts are common.
const PARTS: [&[&str]; 5] = [
    &["open ", "Open ", "the ", "file", " save", " **a**", ".", "<br>", "R&amp;D ", "R&D ", "`x`"],
    &["打", "开", "文件", " ", "保存", "**开**", "。", "<br>", "A"],
    &["ファ", "イル", "を", "開", "く", "*を*", "。", "ー"],
    &["ก", "ข", "ค", "งจ", " ", "<b>ก</b>", "<b>"],
    &["افتح ", "الملف ", "احفظ", "، ", "**افتح** ", "1"],
];

const LANGUAGES: [&str; 9] =
    ["en-US", "en-US", "en-GB", "en", "de-DE", "zh-CN", "zh-CN", "zh-TW", "zh-Hans-CN"];

const DIRECTIONS: [(&str, &str); 7] = [
    ("en-US", "zh-CN"),
    ("en-US", "zh-CN"),
    ("zh-CN", "en-US"),
    ("zh", "en"),
    ("en-GB", "zh-TW"),
    ("de", "en-US"),
    ("en-US", "en-GB"),
];

fn text() -> impl Strategy<Value = String> {
    select(PARTS.to_vec()).prop_flat_map(|parts| {
        prop::collection::vec(select(parts.to_vec()), 0..7).prop_map(|parts| parts.concat())
    })
}

fn coded() -> impl Strategy<Value = CodedText> {
    text().prop_map(|markup| CodedText::parse(&markup, Syntax::Markdown))
}

fn language() -> impl Strategy<Value = Option<Language>> {
    prop::option::weighted(0.95, select(LANGUAGES.to_vec()))
        .prop_map(|tag| tag.map(|tag| tag.parse().unwrap()))
}

fn context() -> impl Strategy<Value = FlowContext> {
    let neighbour = || prop::option::of(select(vec!["a", "b"]));
    let document = prop::option::weighted(0.7, select(vec!["x.md", "y.md"]));
    (document, neighbour(), neighbour()).prop_map(|(document, previous, next)| {
        let mut context = FlowContext::default();
        context.document = document.map(Into::into);
        context.previous_source = previous.map(Into::into);
        context.next_source = next.map(Into::into);
        context
    })
}

fn variant() -> impl Strategy<Value = Variant> {
    (language(), coded()).prop_map(|(language, text)| Variant::new(language, text))
}

fn unit() -> impl Strategy<Value = TranslationUnit> {
    let source_language = prop_oneof![
        Just(SourceLanguage::Unknown),
        Just(SourceLanguage::Any),
        language().prop_map(SourceLanguage::from),
    ];
    let kind = prop::option::of(select(vec!["HT", "MT", "Auto", "Aligned"]));
    let variants = prop::collection::vec(variant(), 0..5);
    (variants, source_language, context(), kind).prop_map(|(variants, source, context, kind)| {
        let mut unit = TranslationUnit::default();
        unit.variants = variants;
        unit.source_language = source;
        unit.context = context;
        unit.origin.translation_type = kind.map(TranslationType::new);
        unit
    })
}

fn points() -> impl Strategy<Value = Points> {
    let some = || prop_oneof![Just(0), Just(1), 0..20_u8, Just(255)];
    let any = [some(), some(), some(), some(), some(), some()].prop_map(
        |[machine, aligned, codes, several, variety, own]| Points {
            machine,
            aligned,
            codes,
            several,
            variety,
            own,
        },
    );
    let default = Points { machine: 5, aligned: 3, codes: 1, several: 1, variety: 1, own: 0 };
    prop_oneof![Just(default), any]
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let threshold = select(vec![0, 30, 50, 70, 70, 85, 99, 100, 101]);
    let limit = prop_oneof![Just(None), (0..8_usize).prop_map(Some)];
    (
        coded(),
        select(DIRECTIONS.to_vec()),
        select(Metric::ALL.to_vec()),
        threshold,
        limit,
        prop::option::of(context()),
        points(),
    )
        .prop_map(|(text, (source, target), metric, threshold, limit, context, points)| {
            Wanted {
                text,
                source: source.parse().unwrap(),
                target: target.parse().unwrap(),
                metric,
                threshold,
                limit,
                context: context.filter(|context| *context != FlowContext::default()),
                points,
            }
        })
}

fn query(wanted: &Wanted) -> Query {
    let Points { machine, aligned, codes, several, variety, own } = wanted.points;
    let mut penalties = Penalties::none()
        .with_machine_translation(machine)
        .with_aligned(aligned)
        .with_different_codes(codes)
        .with_several_targets(several)
        .with_other_variety(variety);
    if own > 0 {
        penalties = penalties
            .with_own("own", move |unit| if unit.context.document.is_none() { own } else { 0 });
    }
    let query = Query::new(wanted.text.clone())
        .with_each_unit(true)
        .with_languages(wanted.source.clone(), wanted.target.clone())
        .with_metric(wanted.metric)
        .with_min_score(wanted.threshold)
        .with_limit(wanted.limit)
        .with_penalties(penalties);
    match &wanted.context {
        Some(context) => query.with_context(context.clone()),
        None => query,
    }
}

/// A change: to a unit that is there, by its place, or of a new one.
#[derive(Clone, Debug)]
enum Step {
    Add(Box<TranslationUnit>),
    Update(usize, Box<TranslationUnit>),
    Remove(usize),
    LookUp(Box<Wanted>),
}

fn step() -> impl Strategy<Value = Step> {
    let unit = || unit().prop_map(Box::new);
    prop_oneof![
        3 => unit().prop_map(Step::Add),
        2 => (any::<usize>(), unit()).prop_map(|(place, unit)| Step::Update(place, unit)),
        2 => any::<usize>().prop_map(Step::Remove),
        4 => wanted().prop_map(|wanted| Step::LookUp(Box::new(wanted))),
    ]
}

fn found(memory: &Memory, wanted: &Wanted) -> Vec<Found> {
    memory.lookup(&query(wanted)).unwrap().iter().map(Found::from).collect()
}

/// A query, as often as not one that a unit of the memory is near.
fn near(wanted: &Wanted, units: &[(u64, TranslationUnit)], place: usize) -> Wanted {
    let Some((_, unit)) = units.get(place % units.len().max(1)) else { return wanted.clone() };
    let variant = unit.variants.iter().find(|variant| {
        variant.language.as_ref().is_some_and(|language| wanted.source.matches(language).is_some())
    });
    match variant {
        Some(variant) => Wanted { text: variant.text.clone(), ..wanted.clone() },
        None => wanted.clone(),
    }
}

proptest! {
    #![proptest_config(crate::support::cases::cases(150))]

    #[test]
    fn as_comparing_with_every_unit(
        units in prop::collection::vec(unit(), 0..40),
        queries in prop::collection::vec((wanted(), any::<bool>(), any::<usize>()), 12),
    ) {
        let memory = super::memory(units.iter().cloned());
        let units: Vec<_> = (1..).zip(units).collect();
        for (wanted, is_near, place) in &queries {
            let wanted = if *is_near { near(wanted, &units, *place) } else { wanted.clone() };
            prop_assert_eq!(found(&memory, &wanted), naive::lookup(&units, &wanted), "{:?}", wanted);
        }
    }

    #[test]
    fn every_change_is_seen_by_the_next_look_up(
        units in prop::collection::vec(unit(), 0..10),
        steps in prop::collection::vec(step(), 0..40),
    ) {
        let memory = super::memory(units.iter().cloned());
        let mut units: Vec<_> = (1..).zip(units).collect();
        for step in &steps {
            let place = |place: usize, units: &[_]| place % units.len().max(1);
            match step {
                Step::Add(unit) => {
                    units.push((memory.add((**unit).clone()).unwrap().get(), (**unit).clone()));
                }
                Step::Update(at, unit) => {
                    let at = place(*at, &units);
                    if let Some((key, known)) = units.get_mut(at) {
                        *known = (**unit).clone();
                        prop_assert!(memory.update(UnitKey::new(*key), (**unit).clone()).unwrap());
                    }
                }
                Step::Remove(at) => {
                    let at = place(*at, &units);
                    if at < units.len() {
                        let (key, _) = units.remove(at);
                        prop_assert!(memory.remove(UnitKey::new(key)).unwrap());
                        prop_assert!(!memory.remove(UnitKey::new(key)).unwrap());
                    }
                }
                Step::LookUp(wanted) => {
                    let wanted = near(wanted, &units, units.len() / 2);
                    prop_assert_eq!(found(&memory, &wanted), naive::lookup(&units, &wanted));
                }
            }
        }
    }
}
