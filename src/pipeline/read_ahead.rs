//! Exchange files read on a thread of their own, while what was read before is
//! worked on.

use std::sync::mpsc::{SyncSender, sync_channel};

use super::open::ExchangeFile;
use crate::error::Error;
use crate::exchange::{Finding, ReadUnits};
use crate::unit::TranslationUnit;

/// Units that follow each other in a file.
pub(super) struct Batch {
    pub(super) units: Vec<TranslationUnit>,
    /// What was found while they were read.
    pub(super) findings: Vec<Finding>,
    /// How many bytes of the file were read so far.
    pub(super) bytes: u64,
    /// Whether more units follow, or why the file cannot be read on.
    rest: Result<bool, Error>,
}

/// How many units a batch has: handing it over takes no time beside theirs.
const UNITS: usize = 512;

/// How many batches are read ahead.
const AHEAD: usize = 4;

/// Calls `work` with all units of a file, in order; they are read on another
/// thread where there are several jobs.
///
/// # Errors
///
/// The error of `work`, or where the file cannot be read to its end; what
/// comes before that place was worked on.
pub(super) fn for_each_batch(
    mut file: ExchangeFile,
    jobs: usize,
    mut work: impl FnMut(Batch) -> Result<(), Error>,
) -> Result<(), Error> {
    if jobs <= 1 {
        while take(Batch::read(&mut file), &mut work)? {}
        return Ok(());
    }
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(AHEAD);
        scope.spawn(move || send_all(file, &sender));
        while let Ok(batch) = receiver.recv() {
            if !take(batch, &mut work)? {
                break;
            }
        }
        Ok(())
    })
}

/// Works on a batch; returns whether more follow.
fn take(
    mut batch: Batch,
    work: &mut impl FnMut(Batch) -> Result<(), Error>,
) -> Result<bool, Error> {
    let rest = std::mem::replace(&mut batch.rest, Ok(false));
    work(batch)?;
    rest
}

fn send_all(mut file: ExchangeFile, sender: &SyncSender<Batch>) {
    loop {
        let batch = Batch::read(&mut file);
        let is_last = !matches!(batch.rest, Ok(true));
        // A receiver that is gone means that an error ended the work.
        if sender.send(batch).is_err() || is_last {
            return;
        }
    }
}

impl Batch {
    fn read(file: &mut ExchangeFile) -> Self {
        let mut units = Vec::with_capacity(UNITS);
        let mut rest = Ok(true);
        while units.len() < UNITS && matches!(rest, Ok(true)) {
            let mut unit = TranslationUnit::default();
            rest = file.read(&mut unit);
            if matches!(rest, Ok(true)) {
                units.push(unit);
            }
        }
        let findings = std::mem::take(file.findings());
        Self { units, findings, bytes: file.bytes_read(), rest }
    }
}
