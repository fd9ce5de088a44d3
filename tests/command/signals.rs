//! What a signal leaves behind.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{bitext, text};

fn parts(folder: &Path) -> usize {
    std::fs::read_dir(folder).unwrap().count()
}

/// A command that waits for its standard input, with its output file begun.
fn waiting(folder: &Path, mut command: Command) -> Child {
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    while parts(folder) == 0 {
        let ended = child.try_wait().unwrap();
        assert_eq!(ended, None, "the command waits for input and has begun its file");
        std::thread::sleep(Duration::from_millis(20));
    }
    child
}

fn send(signal: &str, child: &Child) {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Whether a process ignores a signal, where the system says so.
fn ignores(process: &str, number: u32) -> bool {
    let path = Path::new("/proc").join(process).join("status");
    let status = std::fs::read_to_string(path).unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (number - 1) & 1 == 1)
}

/// The command, with no signal ignored. Whoever runs the tests may ignore some, as
/// `nohup` does: what they start ignores them as well, and would wait for ever.
/// Nothing where that cannot be undone; GNU coreutils can.
fn unignoring(arguments: &[&str]) -> Option<Command> {
    if ![1, 2, 15].iter().any(|number| ignores("self", *number)) {
        return Some(bitext(arguments));
    }
    let with_defaults = || {
        let mut command = Command::new("env");
        command.arg("--default-signal=HUP,INT,TERM");
        command
    };
    if !with_defaults().arg("true").status().is_ok_and(|status| status.success()) {
        crate::support::needs::skip("signals", "signals are ignored here");
        return None;
    }
    let mut command = with_defaults();
    command.arg(env!("CARGO_BIN_EXE_bitext")).args(arguments);
    Some(command)
}

#[test]
fn a_signal_leaves_no_half_file() {
    for (signal, status) in [("-INT", 130), ("-TERM", 143), ("-HUP", 129)] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out.tmx");
        let command = unignoring(&["extract", "-", "-o", out.to_str().unwrap()]);
        let Some(command) = command else { return };
        let mut child = waiting(folder.path(), command);
        // Waiting for a child closes its input, which would end the command first.
        let input = child.stdin.take();
        send(signal, &child);
        assert_eq!(child.wait().unwrap().code(), Some(status), "{signal}");
        assert_eq!(parts(folder.path()), 0, "{signal}");
        drop(input);
    }
}

/// As `nohup` starts a command, and a shell without job control one in the
/// background.
#[cfg(target_os = "linux")]
#[test]
fn a_signal_that_the_caller_ignores_stays_ignored() {
    for (signal, number) in [("HUP", 1), ("INT", 2)] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out.jsonl");
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("trap '' {signal}; exec \"$0\" extract - -o \"$1\"")])
            .args([env!("CARGO_BIN_EXE_bitext"), out.to_str().unwrap()]);
        let mut child = waiting(folder.path(), command);
        assert!(ignores(&child.id().to_string(), number), "{signal}");
        send(&format!("-{signal}"), &child);
        drop(child.stdin.take());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{signal}");
        assert!(out.exists(), "{signal}");
    }
}

#[test]
fn a_file_beyond_the_limit_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let many: String =
        (0..40_000).map(|n| super::pair(&format!("1-{n}"), "Ziel", "source")).collect();
    let (docs, out) = (folder.path().join("docs"), folder.path().join("out"));
    std::fs::create_dir(&docs).unwrap();
    std::fs::create_dir(&out).unwrap();
    std::fs::write(docs.join("a.md"), many).unwrap();
    let output = Command::new("sh")
        .args(["-c", "ulimit -f 100; exec \"$0\" extract \"$1\" -o \"$2\" 2>&1"])
        .args([env!("CARGO_BIN_EXE_bitext"), docs.to_str().unwrap()])
        .arg(out.join("out.jsonl"))
        .output()
        .unwrap();
    let message = text(&output.stdout);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("out.jsonl: ") && !message.contains(".part"), "{message}");
    assert_eq!(parts(&out), 0);
}
