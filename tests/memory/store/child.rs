//! Another process that works on a memory: this test binary once more, with a
//! task in its environment.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use bitext::{Import, OnConflict, SqliteStore};

use super::{import_round, round_of, unit};

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
        // One unit for each byte of its input, and the end of the transaction for one
        // more.
        "step" => {
            let store = SqliteStore::open(path).expect("a memory");
            let import = Import::new().with_on_conflict(OnConflict::Overwrite);
            let imported = import.run(&store, |importer| {
                for number in 0..count {
                    wait_for_a_byte(number);
                    importer.add(unit(number, round))?;
                }
                wait_for_a_byte(count);
                Ok(())
            });
            imported.expect("a transaction");
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

/// Says at which step it is, and goes on with the next byte of the input.
fn wait_for_a_byte(step: u64) {
    println!("at step {step}");
    std::io::stdin().read_exact(&mut [0]).expect("a byte");
}

fn number(word: &str) -> u64 {
    word.parse().expect("a number")
}

/// The command that does a task in another process, with its words on standard
/// output.
pub(crate) fn command(name: &str, count: u64, round: u64, path: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["store::child::task", "--exact", "--nocapture", "--test-threads=1"]);
    command.env(TASK, format!("{name} {count} {round} {}", path.display()));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

pub(crate) fn start(name: &str, count: u64, round: u64, path: &Path) -> Child {
    command(name, count, round, path).spawn().expect("a process")
}

/// Waits until a process is at a step of its import.
pub(crate) fn wait_for_step(process: &mut Child, step: u64) {
    let output = BufReader::new(process.stdout.as_mut().expect("a pipe"));
    let mut lines = output.lines().map_while(Result::ok);
    let expected = format!("at step {step}");
    assert!(lines.any(|line| line.ends_with(&expected)), "the process never was {expected}");
}

/// What a process said, once it is done.
pub(crate) fn said(child: Child) -> String {
    let output = child.wait_with_output().expect("a process");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
