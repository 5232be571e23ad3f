//! The pool of read-only `SQLite` connections. That of sqlx asks each connection that comes back whether it lives: a message to its
//! thread and back, which costs as much as most queries do.

use std::{
    ops::{Deref, DerefMut},
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use deadpool::managed::{
    Manager, Metrics, Object, Pool, PoolConfig, PoolError, QueueMode, RecycleError, RecycleResult,
};
use sqlx::{ConnectOptions, Connection, pool::PoolConnection};
use sqlx_sqlite::{Sqlite, SqliteConnectOptions, SqliteConnection};

use crate::{Error, PoolState, Result};

/// A read-only connection of the pool.
#[derive(Debug)]
pub(crate) struct Reader {
    connection: SqliteConnection,
    /// A statement has failed: the connection is closed when somebody else would get it.
    failed: bool,
    /// How often the pool had been renewed when the connection was opened.
    generation: u64,
}

/// Opens the connections of the pool.
#[derive(Debug)]
pub(crate) struct Opener {
    options: SqliteConnectOptions,
    generation: AtomicU64,
}

impl Manager for Opener {
    type Type = Reader;
    type Error = sqlx::Error;

    async fn create(&self) -> sqlx::Result<Reader> {
        let generation = self.generation.load(Ordering::Relaxed);
        Ok(Reader { connection: self.options.connect().await?, failed: false, generation })
    }

    async fn recycle(&self, reader: &mut Reader, _: &Metrics) -> RecycleResult<sqlx::Error> {
        if reader.failed || reader.generation < self.generation.load(Ordering::Relaxed) {
            return Err(RecycleError::message("a statement failed, or the pool was renewed"));
        }
        Ok(())
    }
}

/// The pool. Cloning is cheap: clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Readers {
    pool: Pool<Opener>,
    /// How long to wait for a connection.
    patience: Duration,
}

impl Readers {
    /// A pool of at most `max` connections, which are opened when they are needed. `patience` is how long to wait for one.
    ///
    /// # Errors
    /// None that can happen; the pool's own signature has some.
    pub fn new(options: SqliteConnectOptions, max: usize, patience: Duration) -> Result<Self> {
        // the connection that was used last knows the most pages and statements
        let config = PoolConfig { queue_mode: QueueMode::Lifo, ..PoolConfig::new(max) };
        let opener = Opener { options, generation: AtomicU64::default() };
        let pool = Pool::builder(opener).config(config).build();
        let pool = pool.map_err(|error| Error::unavailable(error.to_string()))?;
        Ok(Self { pool, patience })
    }

    /// Waits for a connection.
    ///
    /// # Errors
    /// Where none is free in time, the pool is closed, or the file cannot be opened.
    pub(crate) async fn acquire(&self) -> sqlx::Result<SqliteHandle> {
        match tokio::time::timeout(self.patience, self.pool.get()).await {
            Ok(Ok(reader)) => Ok(SqliteHandle::Reader(reader)),
            Ok(Err(PoolError::Backend(error))) => Err(error),
            Ok(Err(_)) => Err(sqlx::Error::PoolClosed),
            Err(_) => Err(sqlx::Error::PoolTimedOut),
        }
    }

    /// How full the pool is.
    pub fn state(&self) -> PoolState {
        let status = self.pool.status();
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        PoolState {
            name: "readers",
            open: count(status.size),
            idle: count(status.available),
            max: count(status.max_size),
        }
    }

    /// Has every connection opened anew before it is used again: each reads the planner's statistics when it is opened.
    pub(crate) fn renew(&self) {
        self.pool.manager().generation.fetch_add(1, Ordering::Relaxed);
    }

    /// Closes the connections that nobody uses, and the others when they come back.
    pub(crate) async fn close(&self) {
        let idle = self.pool.retain(|_, _| false).removed;
        self.pool.close();
        for reader in idle {
            // it was read from only
            let _ = reader.connection.close().await;
        }
    }
}

/// A `SQLite` connection of one of the two pools.
#[derive(Debug)]
pub(crate) enum SqliteHandle {
    /// The one that writes.
    Writer(PoolConnection<Sqlite>),
    /// One that reads.
    Reader(Object<Opener>),
}

impl SqliteHandle {
    /// Nobody else gets this connection.
    pub fn close_on_drop(&mut self) {
        match self {
            Self::Writer(connection) => connection.close_on_drop(),
            Self::Reader(reader) => reader.failed = true,
        }
    }
}

impl Deref for SqliteHandle {
    type Target = SqliteConnection;
    fn deref(&self) -> &SqliteConnection {
        match self {
            Self::Writer(connection) => connection,
            Self::Reader(reader) => &reader.connection,
        }
    }
}

impl DerefMut for SqliteHandle {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        match self {
            Self::Writer(connection) => connection,
            Self::Reader(reader) => &mut reader.connection,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readers(max: usize) -> Readers {
        let options = SqliteConnectOptions::new().in_memory(true);
        Readers::new(options, max, Duration::from_millis(200)).expect("a pool")
    }

    #[tokio::test]
    async fn a_connection_is_used_again_unless_something_failed_on_it() {
        let readers = readers(1);
        let mark = async |sql: &str| {
            let mut reader = readers.acquire().await.expect("a reader");
            let result = sqlx::query(sql).execute(&mut *reader).await;
            if result.is_err() {
                reader.close_on_drop();
            }
            result.is_ok()
        };
        assert!(mark("CREATE TABLE t (a)").await);
        assert!(mark("SELECT a FROM t").await, "the same connection, with its database in memory");
        assert!(!mark("SELECT b FROM t").await);
        assert!(!mark("SELECT a FROM t").await, "another one");
        assert!(mark("CREATE TABLE t (a)").await);
        readers.renew();
        assert!(!mark("SELECT a FROM t").await, "and another one");
    }

    #[tokio::test]
    async fn whoever_finds_none_free_waits_a_while_and_a_closed_pool_has_none() {
        let readers = readers(1);
        let taken = readers.acquire().await.expect("a reader");
        assert!(matches!(readers.acquire().await, Err(sqlx::Error::PoolTimedOut)));
        assert_eq!((readers.state().open, readers.state().idle, readers.state().max), (1, 0, 1));
        drop(taken);
        assert_eq!(readers.state().idle, 1, "at once");
        readers.close().await;
        assert!(matches!(readers.acquire().await, Err(sqlx::Error::PoolClosed)));
    }
}
