//! Steps of loops, which tests count: whether work is linear shows in them.

#[cfg(test)]
pub(crate) use counter::assert_linear;

/// Notes that a loop goes so many steps; nothing but in tests.
#[inline]
pub(crate) fn step(count: usize) {
    #[cfg(test)]
    counter::COUNT.set(counter::COUNT.get() + count);
    #[cfg(not(test))]
    let _ = count;
}

#[cfg(test)]
mod counter {
    use std::cell::Cell;

    thread_local! {
        /// The steps that the loops of this thread went.
        pub(super) static COUNT: Cell<usize> = const { Cell::new(0) };
    }

    /// Panics where eight times the length takes more than ten times the steps, or
    /// where no step is counted: `run` works on a text of about so many bytes.
    ///
    /// Quadratic work is sixty-four times as much.
    pub(crate) fn assert_linear(name: &str, run: impl Fn(usize)) {
        const LENGTH: usize = 1 << 10;
        let steps = |length: usize| {
            COUNT.set(0);
            run(length);
            COUNT.get()
        };
        let (short, long) = (steps(LENGTH), steps(8 * LENGTH));
        assert!(long > 0, "{name}: no loop counts its steps");
        // What is looked at once, whatever the length, comes on top.
        assert!(long <= 10 * short + LENGTH, "{name}: {short} steps became {long}");
    }

    #[test]
    fn quadratic_work_is_found() {
        assert_linear("linear", |length| (0..length).for_each(|_| super::step(1)));
        let quadratic = || assert_linear("quadratic", |length| super::step(length * length / 100));
        assert!(std::panic::catch_unwind(quadratic).is_err());
    }
}
