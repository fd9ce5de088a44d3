//! How much a test tries; the library's own tests use it too.
#![allow(dead_code, unreachable_pub, reason = "each user takes a part of it")]

use proptest::test_runner::Config;

/// Tries `count` cases where `PROPTEST_CASES` is 256, which is what proptest tries
/// by itself, and as many more or fewer where it is more or fewer.
pub fn cases(count: u32) -> Config {
    let config = Config::default();
    let cases = (u64::from(count) * u64::from(config.cases)).div_ceil(256);
    Config { cases: u32::try_from(cases).unwrap_or(u32::MAX), failure_persistence: None, ..config }
}

/// Gives the step through many real documents: each of them where property tests
/// try at least as many cases as by themselves, as in `.ci/run`, or else one of
/// `count`.
pub fn one_in(count: usize) -> usize {
    if Config::default().cases >= 256 { 1 } else { count }
}
