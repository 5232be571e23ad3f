//! Durable commits on `SQLite`, many at the price of one.
//!
//! A commit writes to the write-ahead log and returns before the disk has it (`synchronous=NORMAL`). Whoever commits then
//! waits here until the log is synced; those who wait at the same time share one sync. Nobody is told that something is
//! saved before it is on disk, which is what `synchronous=FULL` gives, one sync for each commit.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use tokio::sync::Mutex;

/// The log of one database file.
#[derive(Debug)]
pub(crate) struct Log {
    database: PathBuf,
    /// How many commits have asked.
    asked: AtomicU64,
    /// How many of them are on disk; held by the one who syncs.
    synced: Mutex<u64>,
}

impl Log {
    pub(crate) fn of(database: &Path) -> Self {
        Self { database: database.to_owned(), asked: AtomicU64::new(0), synced: Mutex::new(0) }
    }

    /// Returns when everything committed before the call is on disk.
    pub(crate) async fn sync(&self) -> io::Result<()> {
        let mine = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let mut synced = self.synced.lock().await;
        if *synced >= mine {
            return Ok(());
        }
        // all who have asked by now committed before, so this one sync is theirs as well
        let covers = self.asked.load(Ordering::SeqCst);
        let database = self.database.clone();
        tokio::task::spawn_blocking(move || sync_files(&database)).await.map_err(io::Error::other)??;
        *synced = covers;
        Ok(())
    }
}

/// The log holds what was committed last; without one (a file system that has none) it is in the database itself.
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
    async fn those_who_wait_together_share_one_sync_and_a_lost_disk_is_told() {
        let dir = tempfile::tempdir().expect("a folder");
        let database = dir.path().join("a.db");
        std::fs::write(&database, "x").expect("written");
        let log = Log::of(&database);
        let held = log.synced.lock().await;
        let both = async { tokio::join!(log.sync(), log.sync()) };
        let (done, ()) = tokio::join!(both, async move {
            tokio::task::yield_now().await;
            drop(held);
        });
        assert!(done.0.is_ok() && done.1.is_ok());
        assert_eq!(*log.synced.lock().await, 2);
        std::fs::remove_file(&database).expect("removed");
        assert!(log.sync().await.is_err());
    }
}
