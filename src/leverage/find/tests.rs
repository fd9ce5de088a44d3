//! Tests of the choice, by what it chooses.

use proptest::prelude::*;

use super::*;
use crate::memory::Penalties;
use crate::unit::{Date, TranslationType, TranslationUnit, Variant};

/// What a unit of the memory says besides its texts.
#[derive(Clone, Copy, Debug)]
struct Known {
    target: &'static str,
    document: &'static str,
    previous: &'static str,
    kind: &'static str,
    day: i64,
}

const UNIT: Known =
    Known { target: "a", document: "x/other.md", previous: "no", kind: "MT", day: 1 };

fn unit(known: Known) -> TranslationUnit {
    unit_of("Next steps", known)
}

fn unit_of(source: &str, known: Known) -> TranslationUnit {
    let variant = |tag: &str, text: &str| Variant::new(tag.parse().ok(), text.into());
    let mut unit =
        TranslationUnit::bilingual(variant("en-US", source), variant("de-DE", known.target));
    let some = |text: &str| Some(text).filter(|text| !text.is_empty()).map(Arc::from);
    unit.context.document = some(known.document);
    unit.context.previous_source = some(known.previous);
    unit.origin.translation_type = Some(TranslationType::new(known.kind));
    unit.origin.date = Date::from_unix_seconds(known.day * 86_400);
    unit
}

fn memory(units: impl IntoIterator<Item = TranslationUnit>) -> Memory {
    let memory = Memory::new();
    for unit in units {
        memory.add(unit).unwrap();
    }
    memory
}

const WANTED: Wanted = Wanted { min_score: 50, targets: 9 };

/// The scores and targets for the last segment of a document.
fn found(memory: &Memory, text: &str) -> Vec<(u8, String)> {
    let document = SourceDocument::parse(text.as_bytes());
    let settings = Settings::default();
    let found = find(memory, &settings, WANTED, &document, &Context::new("a/b.md")).unwrap();
    let matches = found.last().map_or(&[][..], |last| &last.matches);
    matches.iter().map(|found| (found.score(), found.target().text.text().to_owned())).collect()
}

/// A document whose only segment stands after "First".
const TEXT: &str = "First.\n\nNext steps\n";

/// Units, and their targets with scores in the order of the choice.
#[test]
fn the_order_of_the_choice() {
    let flow = Known { previous: "First.", ..UNIT };
    let here = Known { document: "a/b.md", ..UNIT };
    let near = Known { document: "a/c.md", ..UNIT };
    /// What a case shows, what the memory has, and what is found in which order.
    type Case<'c> = (&'c str, &'c [Known], &'c [(u8, &'c str)]);
    let cases: &[Case<'_>] = &[
        (
            "score, flow, document, folder",
            &[
                Known { target: "e", ..UNIT },
                Known { target: "d", ..near },
                Known { target: "c", ..here },
                Known { target: "b", ..flow },
                Known { target: "a", document: "a/b.md", ..flow },
            ],
            &[(102, "a"), (101, "b"), (101, "c"), (100, "d"), (100, "e")],
        ),
        (
            "a document has one vote, however often it repeats a target",
            &[
                UNIT,
                Known { previous: "1", ..UNIT },
                Known { previous: "2", ..UNIT },
                Known { target: "b", document: "x/1.md", ..UNIT },
                Known { target: "b", document: "x/2.md", ..UNIT },
            ],
            &[(100, "b"), (100, "a")],
        ),
        (
            "units without a document have a vote each",
            &[
                Known { kind: "HT", ..UNIT },
                Known { target: "b", document: "", previous: "1", ..UNIT },
                Known { target: "b", document: "", previous: "2", ..UNIT },
            ],
            &[(100, "b"), (100, "a")],
        ),
        (
            "only documents of the same folder vote where there are some",
            &[
                near,
                Known { target: "b", document: "x/1.md", ..UNIT },
                Known { target: "b", document: "x/2.md", ..UNIT },
            ],
            &[(100, "a"), (100, "b")],
        ),
        (
            "people go before machines where as many agree",
            &[Known { day: 9, ..UNIT }, Known { target: "b", kind: "HT", ..UNIT }],
            &[(100, "b"), (100, "a")],
        ),
        ("the newest", &[UNIT, Known { target: "b", day: 2, ..UNIT }], &[(100, "b"), (100, "a")]),
    ];
    for (what, units, expected) in cases {
        let expected: Vec<_> =
            expected.iter().map(|(score, target)| (*score, (*target).to_owned())).collect();
        assert_eq!(
            found(&memory(units.iter().map(|known| unit(*known))), TEXT),
            expected,
            "{what}"
        );
        let reversed = units.iter().rev().map(|known| unit(*known));
        assert_eq!(found(&memory(reversed), TEXT), expected, "{what}, in reverse");
    }
}

#[test]
fn front_matter_is_no_part_of_the_flow() {
    let text = "---\ntitle: Next steps\n---\n\nFirst.\n\nNext steps\n";
    let document = SourceDocument::parse(text.as_bytes());
    let title = document.segment(0).unwrap();
    assert_eq!((title.field(), document.len()), (Some("title"), 3));
    let texts: Vec<CodedText> = document.segments().map(|segment| segment.text()).collect();
    let contexts = contexts(&document, &texts, "a/b.md");
    assert_eq!((&contexts[0].previous_source, &contexts[0].next_source), (&None, &None));
    assert_eq!(contexts[1].previous_source, None);
    assert_eq!(contexts[1].next_source.as_deref(), Some("Next steps"));
    assert_eq!(contexts[2].previous_source.as_deref(), Some("First."));
    // A unit that knows no neighbours is no match in the flow for the title, but
    // one of the same document is in context.
    for (path, score) in [("", 100), ("a/b.md", 101)] {
        let known = Known { document: path, previous: "", ..UNIT };
        let context = Context::new("a/b.md");
        let settings = Settings::default();
        let found = find(&memory([unit(known)]), &settings, WANTED, &document, &context).unwrap();
        assert_eq!(found[0].matches[0].score(), score, "{path}");
        assert!(!found[0].matches[0].is_in_flow());
    }
}

#[test]
fn a_text_too_long_to_compare_is_found_where_it_is_identical() {
    let long = "word ".repeat(20_000);
    let memory = memory([unit_of(long.trim(), UNIT)]);
    assert_eq!(found(&memory, &long), [(100, "a".to_owned())]);
    assert_eq!(found(&memory, &format!("another {long}")), []);
}

/// Units of few texts, targets and documents, so that many have the same.
fn units() -> impl Strategy<Value = Vec<(u8, Known)>> {
    let known = (0..3_usize, 0..5_usize, 0..3_usize, 0..3_usize, 0..3_i64).prop_map(
        |(target, document, previous, kind, day)| Known {
            target: ["a", "b", "c"][target],
            document: ["a/b.md", "a/c.md", "x/1.md", "x/2.md", ""][document],
            previous: ["First.", "", "other"][previous],
            kind: ["HT", "MT", "InternalOpt"][kind],
            day,
        },
    );
    prop::collection::vec((0..3_u8, known), 1..25)
}

fn units_of(list: &[(u8, Known)]) -> impl DoubleEndedIterator<Item = TranslationUnit> {
    let text = |number| ["Next steps", "Next step", "The next steps"][usize::from(number)];
    list.iter().map(move |(number, known)| unit_of(text(*number), *known))
}

proptest! {
    #[test]
    fn the_order_of_import_makes_no_difference(list in units(), start in 0..25_usize) {
        let expected = found(&memory(units_of(&list)), TEXT);
        prop_assert_eq!(&found(&memory(units_of(&list).rev()), TEXT), &expected);
        let mut turned = list;
        let count = turned.len();
        turned.rotate_left(start % count);
        prop_assert_eq!(&found(&memory(units_of(&turned)), TEXT), &expected);
    }

    /// Each target has the best score that a look-up gives it, whatever the
    /// penalties are.
    #[test]
    fn scores_are_those_of_a_look_up(
        list in units(),
        machine in 0..6_u8,
        several in 0..3_u8,
    ) {
        let memory = memory(units_of(&list));
        let penalties =
            Penalties::none().with_machine_translation(machine).with_several_targets(several);
        let settings = Settings { penalties, ..Settings::default() };
        let document = SourceDocument::parse(TEXT.as_bytes());
        let context = Context::new("a/b.md");
        let found = find(&memory, &settings, WANTED, &document, &context).unwrap();
        let found = &found.last().unwrap().matches;
        let query = settings
            .query("Next steps".into())
            .with_document("a/b.md")
            .with_previous_source("First.")
            .with_min_score(WANTED.min_score)
            .with_each_unit(true)
            .with_limit(None);
        let all = memory.lookup(&query).unwrap();
        let mut best = std::collections::BTreeMap::new();
        for one in &all {
            let score = best.entry(one.target().text.text()).or_insert(0);
            *score = one.score().max(*score);
        }
        let chosen = found.iter().map(|one| (one.target().text.text(), one.score()));
        prop_assert_eq!(chosen.collect::<std::collections::BTreeMap<_, _>>(), best);
        prop_assert!(found.is_sorted_by_key(|one| std::cmp::Reverse(one.score())));
        prop_assert!(found.iter().all(|one| all.contains(one)));
    }
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let known = |number: usize| Known {
        target: ["a", "b", "c"][number % 3],
        document: ["a/b.md", "a/c.md", "x/1.md"][number % 7 % 3],
        day: (number % 5) as i64,
        ..UNIT
    };
    let memory = memory((0..200).map(|number| unit(known(number))));
    let expected = found(&memory, TEXT);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| found(&memory, TEXT))).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), expected);
        }
    });
}
