//! Work on many cores, results in order, memory bounded; and files read ahead on
//! a thread of their own.

use std::collections::VecDeque;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError, mpsc};

use super::inputs::Input;
use super::open::ExchangeFile;
use crate::error::{Error, ErrorKind};
use crate::exchange::{Finding, ReadUnits};
use crate::unit::TranslationUnit;

/// The stack of a thread. Readers of deep documents are tested with as much; what
/// is not used takes no memory.
const STACK: usize = 64 << 20;

/// How many results a core may be ahead of the one that is waited for.
const AHEAD: usize = 8;

/// Does `work` on each item on `jobs` threads and hands the results to
/// `consume` in the order of the items.
///
/// No more than a few results a thread are held at a time. With one job,
/// everything runs on the calling thread.
///
/// # Errors
///
/// The first error of an item or of `consume`; what was begun is finished first.
///
/// # Example
///
/// ```
/// use bitext::pipeline::in_order;
///
/// let mut squares = Vec::new();
/// in_order(2, (1..5).map(Ok), |number| number * number, |square| {
///     squares.push(square);
///     Ok(())
/// })?;
/// assert_eq!(squares, [1, 4, 9, 16]);
/// # Ok::<(), bitext::Error>(())
/// ```
pub fn in_order<T: Send, R: Send>(
    jobs: usize,
    mut items: impl Iterator<Item = Result<T, Error>>,
    work: impl Fn(T) -> R + Sync,
    mut consume: impl FnMut(R) -> Result<(), Error>,
) -> Result<(), Error> {
    if jobs <= 1 {
        return items.try_for_each(|item| consume(work(item?)));
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK).build();
    let pool = pool.map_err(|cause| {
        Error::argument(format!(
            "expected to start {jobs} threads, but found: {cause}; ask for fewer"
        ))
    })?;
    let work = &work;
    pool.in_place_scope(|scope| {
        let mut pending = VecDeque::with_capacity(jobs * AHEAD);
        // An item that failed ends the run when its turn comes.
        let mut failed = None;
        loop {
            while failed.is_none()
                && pending.len() < jobs * AHEAD
                && let Some(item) = items.next()
            {
                let item = match item {
                    Ok(item) => item,
                    Err(error) => {
                        failed = Some(error);
                        break;
                    }
                };
                let (sender, receiver) = mpsc::sync_channel(1);
                // A receiver that is gone means that an error ended the run.
                scope.spawn(move |_| drop(sender.send(work(item))));
                pending.push_back(receiver);
            }
            let Some(first) = pending.pop_front() else { return failed.map_or(Ok(()), Err) };
            // A sender that is gone means that the work panicked; the scope
            // goes on with the panic.
            let Ok(result) = first.recv() else { return Ok(()) };
            consume(result)?;
        }
    })
}

/// Does `work` on each input as [`in_order`] does. An input that cannot be listed
/// is given to `work` with the reason, so that the rest goes on; any other error
/// ends the run.
pub(super) fn for_each_input<R: Send>(
    jobs: usize,
    inputs: impl IntoIterator<Item = Result<Input, Error>>,
    work: impl Fn(Result<Input, Error>) -> Result<R, Error> + Sync,
    mut consume: impl FnMut(R) -> Result<(), Error>,
) -> Result<(), Error> {
    let inputs = inputs.into_iter().map(|input| match input {
        Err(error) if !matches!(error.kind(), ErrorKind::Io(_)) => Err(error),
        input => Ok(input),
    });
    in_order(jobs, inputs, work, |result| consume(result?))
}

/// Buffers that are used again: fresh memory for each file costs more than to
/// read it.
#[derive(Debug, Default)]
pub(super) struct Buffers(Mutex<Vec<Vec<u8>>>);

impl Buffers {
    /// Takes an empty buffer.
    pub(super) fn take(&self) -> Vec<u8> {
        let mut spare = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        spare.pop().unwrap_or_default()
    }

    /// Gives a buffer back, to be taken again.
    pub(super) fn give_back(&self, mut buffer: Vec<u8>) {
        /// A larger one is given back to the system.
        const LARGEST: usize = 8 << 20;
        if buffer.capacity() <= LARGEST {
            buffer.clear();
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
        }
    }
}

/// The number of cores that the system gives this process.
pub fn available_jobs() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

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
const BATCHES_AHEAD: usize = 4;

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
        let (sender, receiver) = sync_channel(BATCHES_AHEAD);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_items() {
        for jobs in [1, 2, 7] {
            let mut seen = Vec::new();
            in_order(
                jobs,
                (0..500).map(Ok),
                |n| n * 2,
                |n| {
                    seen.push(n);
                    Ok(())
                },
            )
            .unwrap();
            assert_eq!(seen, (0..500).map(|n| n * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_first_error_ends_the_run() {
        for jobs in [1, 3] {
            let items = (0..9).map(|n| if n == 5 { Err(Error::argument("five")) } else { Ok(n) });
            let mut seen = 0;
            let consume = |_| {
                seen += 1;
                Ok(())
            };
            let error = in_order(jobs, items, |n| n, consume).unwrap_err();
            assert_eq!(seen, 5);
            assert_eq!(error.to_string(), "five");
            let items = (0..999).map(Ok);
            let error = in_order(
                jobs,
                items,
                |n| n,
                |n| match n {
                    3 => Err(Error::argument("three")),
                    _ => Ok(()),
                },
            );
            assert_eq!(error.unwrap_err().to_string(), "three");
        }
    }
}
