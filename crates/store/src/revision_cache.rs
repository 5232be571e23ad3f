//! The revisions as they were read last. Every page asks for them, and asking a `SQLite` file costs as much as a small page does.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{Result, settings::Revisions};

/// How long a reading is used: what another process commits, such as an import at the command line, is seen within this time.
const MAX_AGE: Duration = Duration::from_millis(100);

/// A reading of the revisions, used until this process changes one and no longer than [`MAX_AGE`].
#[derive(Debug, Default)]
pub(crate) struct RevisionCache {
    /// How many transactions of this process have changed a revision.
    changes: AtomicU64,
    last: Mutex<Option<Reading>>,
}

#[derive(Clone, Copy, Debug)]
struct Reading {
    revisions: Revisions,
    /// The number of changes before it began.
    changes: u64,
    /// When it began.
    at: Instant,
}

impl RevisionCache {
    /// Uses no reading again that began before now: a transaction has changed a revision, and was committed or may have been, or the
    /// connections are closed.
    pub fn invalidate(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
    }

    /// The revisions, by `read` unless they were read a moment ago.
    ///
    /// # Errors
    /// Those of `read`.
    pub(crate) async fn get_or_read(
        &self,
        read: impl AsyncFnOnce() -> Result<Revisions>,
    ) -> Result<Revisions> {
        let (changes, at) = (self.changes.load(Ordering::SeqCst), Instant::now());
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = last.filter(|last| last.changes == changes && at - last.at < MAX_AGE) {
            return Ok(last.revisions);
        }
        let revisions = read().await?;
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Reading { revisions, changes, at });
        Ok(revisions)
    }
}
