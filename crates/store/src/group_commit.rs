//! Group commit for `SQLite`: concurrent commits share one disk sync.
//!
//! With `synchronous=NORMAL` a commit is in the write-ahead log, but not yet on disk, when it returns. [`WalSync::sync`]
//! then waits until the log is synced; commits that wait at the same time share one sync. This gives the durability of
//! `synchronous=FULL`, which syncs once for each commit.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use tokio::sync::Mutex;

/// Syncs the write-ahead log of one database file.
#[derive(Debug)]
pub(crate) struct WalSync {
    database: PathBuf,
    /// Number of sync requests.
    requested: AtomicU64,
    /// Number of requests that are on disk; locked by the task that syncs.
    synced: Mutex<u64>,
}

impl WalSync {
    pub(crate) fn new(database: &Path) -> Self {
        Self { database: database.to_owned(), requested: AtomicU64::new(0), synced: Mutex::new(0) }
    }

    /// Waits until everything committed before the call is on disk.
    pub(crate) async fn sync(&self) -> io::Result<()> {
        let own = self.requested.fetch_add(1, Ordering::SeqCst) + 1;
        let mut synced = self.synced.lock().await;
        if *synced >= own {
            return Ok(());
        }
        // everyone counted by now has committed already, so this sync covers them too
        let covered = self.requested.load(Ordering::SeqCst);
        let database = self.database.clone();
        tokio::task::spawn_blocking(move || sync_files(&database)).await.map_err(io::Error::other)??;
        *synced = covered;
        Ok(())
    }
}

/// Syncs the write-ahead log, or the database file where there is no log (file systems without WAL support).
fn sync_files(database: &Path) -> io::Result<()> {
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    match File::open(PathBuf::from(log)) {
        Ok(log) => log.sync_data(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => File::open(database)?.sync_data(),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn concurrent_commits_share_one_sync_and_a_failed_sync_is_an_error() {
        let dir = tempfile::tempdir().expect("a folder");
        let database = dir.path().join("a.db");
        std::fs::write(&database, "x").expect("written");
        let wal_sync = WalSync::new(&database);
        let guard = wal_sync.synced.lock().await;
        let both = async { tokio::join!(wal_sync.sync(), wal_sync.sync()) };
        let (results, ()) = tokio::join!(both, async move {
            tokio::task::yield_now().await;
            drop(guard);
        });
        assert!(results.0.is_ok() && results.1.is_ok());
        assert_eq!(*wal_sync.synced.lock().await, 2);
        std::fs::remove_file(&database).expect("removed");
        assert!(wal_sync.sync().await.is_err());
    }
}
