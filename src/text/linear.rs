//! Tests that work takes linear time.

use std::time::{Duration, Instant};

/// Panics where four times the length takes much more than four times the time:
/// `run` works on a text of so many bytes. The best of some tries counts, as
/// machines have other things to do.
pub(crate) fn assert_linear(name: &str, run: impl Fn(usize)) {
    const LENGTH: usize = 1 << 12;
    let best = |length: usize| -> Duration {
        let time = || {
            let start = Instant::now();
            run(length);
            start.elapsed()
        };
        (0..3).map(|_| time()).min().unwrap_or_default()
    };
    let (short, long) = (best(LENGTH), best(4 * LENGTH));
    // Quadratic time is sixteen times as long.
    let most = 9 * short + Duration::from_millis(20);
    assert!(long < most, "{name}: {short:?} became {long:?}");
}
