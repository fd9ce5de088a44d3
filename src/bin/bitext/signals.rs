//! Signals that end the command leave no half file.

use std::io;

use bitext::pipeline::Output;

/// Ends the command by a signal, with the status that shells count: 128 and
/// the number of the signal.
fn end(signal: i32) -> ! {
    Output::remove_unfinished();
    std::process::exit(128 + signal)
}

/// Cleans up behind Ctrl-C, a closed terminal and the usual `kill`. A signal
/// that the caller has the command ignore, as `nohup` does, stays ignored.
#[cfg(unix)]
pub(crate) fn handle() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::iterator::Signals;

    // Handled, it makes writing beyond the limit of the shell (`ulimit -f`) an
    // error like a full disk; otherwise it would end the process on the spot.
    signal_hook::flag::register(SIGXFSZ, std::sync::Arc::default())?;
    let ignored = ignored();
    let ending = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| !ignored(*signal));
    let mut signals = Signals::new(ending)?;
    std::thread::Builder::new()
        .name("signals".into())
        .spawn(move || signals.forever().next().map(|signal| end(signal)))
        .map(drop)
}

/// Finds out which signals the process was made to ignore when it began.
///
/// Only unsafe code can ask everywhere. Linux says it in a file; elsewhere a
/// command without any terminal is taken for one that is to outlive it.
#[cfg(unix)]
fn ignored() -> impl Fn(i32) -> bool {
    use std::io::IsTerminal;

    let mask = std::fs::read_to_string("/proc/self/status").ok().and_then(|s| mask(&s));
    move |signal| match mask {
        Some(mask) => mask >> (signal - 1) & 1 == 1,
        None => {
            let terminal = io::stdin().is_terminal()
                || io::stdout().is_terminal()
                || io::stderr().is_terminal();
            signal == signal_hook::consts::SIGHUP && !terminal
        }
    }
}

/// Reads the ignored signals, a bit each from that of signal 1 (`proc_pid_status(5)`).
#[cfg(unix)]
fn mask(status: &str) -> Option<u64> {
    let digits = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(digits.trim(), 16).ok()
}

/// Cleans up behind Ctrl-C and the end of the session.
#[cfg(not(unix))]
pub(crate) fn handle() -> io::Result<()> {
    const INTERRUPT: i32 = 2;
    ctrlc::set_handler(|| end(INTERRUPT)).map_err(io::Error::other)
}

#[cfg(all(test, unix))]
mod tests {
    #[test]
    fn the_mask_of_ignored_signals() {
        let status = "Name:\tbitext\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000001001\n";
        assert_eq!(super::mask(status), Some(0x1001));
        assert_eq!(super::mask("Name:\tbitext\n"), None);
    }
}
