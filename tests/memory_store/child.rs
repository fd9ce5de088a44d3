//! Another process that works on a memory: this test binary once more, with a
//! task in its environment.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use bitext::{SqliteStore, Store};

use crate::{import_round, round_of};

const TASK: &str = "BITEXT_TEST_TASK";

/// The task that the process was started for; a test that passes where it was
/// started for none.
#[test]
fn task() {
    let Ok(task) = std::env::var(TASK) else { return };
    let mut words = task.splitn(4, ' ');
    let mut word = || words.next().expect("a word of the task").to_owned();
    let (name, count, round) = (word(), number(&word()), number(&word()));
    let path = PathBuf::from(word());
    match name.as_str() {
        // Fails where it is meant to, by saying so and not by a panic.
        "import" => {
            let done = SqliteStore::open(path).and_then(|store| import_round(&store, count, round));
            match done {
                Ok(_) => println!("done"),
                Err(error) => println!("error: {error}"),
            }
        }
        "hold" => {
            let store = SqliteStore::open(path).expect("a memory");
            let held = store.write(&mut |_| {
                println!("held");
                std::thread::sleep(Duration::from_millis(round));
                Ok(())
            });
            held.expect("a transaction");
        }
        "read" => {
            let store = SqliteStore::open_read_only(path).expect("a memory");
            let rounds = (0..round).map(|_| round_of(&store, count).expect("units"));
            assert!(rounds.is_sorted(), "a reader never goes back");
            println!("done");
        }
        other => panic!("no task is named {other}"),
    }
}

fn number(word: &str) -> u64 {
    word.parse().expect("a number")
}

/// The command that does a task in another process, with its words on standard
/// output.
pub(crate) fn command(name: &str, count: u64, round: u64, path: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["child::task", "--exact", "--nocapture", "--test-threads=1"]);
    command.env(TASK, format!("{name} {count} {round} {}", path.display()));
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

pub(crate) fn start(name: &str, count: u64, round: u64, path: &Path) -> Child {
    command(name, count, round, path).spawn().expect("a process")
}

/// What a process said, once it is done.
pub(crate) fn said(child: Child) -> String {
    let output = child.wait_with_output().expect("a process");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
