//! A connection in use, and the transaction on it.
//!
//! A connection on which anything failed is closed instead of going back to the pool. What an error leaves behind differs by
//! engine and cause: `SQLite` ends a transaction by itself where the disk is full, and the driver still counts it; a
//! `PostgreSQL` connection that timed out may answer later, to somebody else. A new connection knows nothing of it.

use std::{
    future::Future,
    ops::{Deref, DerefMut},
    sync::Arc,
    time::Duration,
};

use sqlx::{Database, TransactionManager, error::ErrorKind, pool::PoolConnection};
use sqlx_postgres::{PgConnection, Postgres};
use sqlx_sqlite::{Sqlite, SqliteConnection};

use crate::{Error, Result, group_commit::WalSync, readers::SqliteHandle, revision_cache::RevisionCache};

type SqliteTransactions = <Sqlite as Database>::TransactionManager;
type PostgresTransactions = <Postgres as Database>::TransactionManager;

/// A database connection, inside or outside a transaction.
#[derive(Debug)]
pub struct Db {
    connection: Connection,
    /// A statement has failed; the connection is closed when it is dropped.
    failed: bool,
    /// The transaction cannot be committed any more.
    aborted: bool,
    /// The transaction has incremented a revision.
    changes_revisions: bool,
}

#[derive(Debug)]
pub(crate) enum Connection {
    Sqlite(SqliteHandle),
    Postgres { connection: PoolConnection<Postgres>, statement_timeout: Duration },
}

/// The engine's connection, matched by the macros in `run`.
pub(crate) enum Raw<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(Timed<'a>),
}

/// A `PostgreSQL` connection with the maximum time of one statement.
pub(crate) struct Timed<'a> {
    pub connection: &'a mut PgConnection,
    limit: Duration,
}

/// A future that fails after `limit`, as an unreachable server does.
pub(crate) async fn within<T>(
    limit: Duration,
    work: impl Future<Output = sqlx::Result<T>>,
) -> sqlx::Result<T> {
    tokio::time::timeout(limit, work)
        .await
        .unwrap_or_else(|_| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())))
}

impl<'a> Timed<'a> {
    /// The connection and the limit, for `within`.
    pub fn parts(self) -> (&'a mut PgConnection, Duration) {
        (self.connection, self.limit)
    }
}

impl Db {
    pub(crate) fn new(connection: Connection) -> Self {
        Self { connection, failed: false, aborted: false, changes_revisions: false }
    }

    /// What is read of revisions before this transaction commits is old then.
    pub(crate) const fn mark_revisions(&mut self) {
        self.changes_revisions = true;
    }

    /// Whether this transaction has changed a revision.
    pub(crate) const fn changes_revisions(&self) -> bool {
        self.changes_revisions
    }

    pub(crate) fn raw(&mut self) -> Raw<'_> {
        match &mut self.connection {
            Connection::Sqlite(connection) => Raw::Sqlite(connection),
            Connection::Postgres { connection, statement_timeout } => {
                Raw::Postgres(Timed { connection, limit: *statement_timeout })
            }
        }
    }

    /// Whether statements may still run here. Where `SQLite` has ended the transaction by itself, the next statement would be
    /// committed at once, on its own.
    pub(crate) fn usable(&self) -> Result<()> {
        if !self.aborted {
            return Ok(());
        }
        let problem = "a statement of the transaction failed, so that nothing of it is committed";
        Err(Error::Database(sqlx::Error::Protocol(problem.into())))
    }

    /// Converts the error of a statement, after which the connection is not used by others.
    pub(crate) fn failed(&mut self, error: sqlx::Error) -> Error {
        let is_refused_row = match &error {
            sqlx::Error::Database(error) => is_constraint(error.as_ref()),
            _ => false,
        };
        // `SQLite` takes back the refused statement alone; `PostgreSQL` answers to a later COMMIT that all is well, and rolls back
        self.aborted |= self.in_transaction()
            && match self.connection {
                Connection::Sqlite(_) => !is_refused_row,
                Connection::Postgres { .. } => true,
            };
        self.discard();
        error.into()
    }

    fn in_transaction(&self) -> bool {
        match &self.connection {
            Connection::Sqlite(connection) => SqliteTransactions::get_transaction_depth(connection) > 0,
            Connection::Postgres { connection, .. } => {
                PostgresTransactions::get_transaction_depth(connection) > 0
            }
        }
    }

    /// Closes the connection when it is dropped.
    pub(crate) fn discard(&mut self) {
        self.failed = true;
        match &mut self.connection {
            Connection::Sqlite(connection) => connection.close_on_drop(),
            Connection::Postgres { connection, .. } => connection.close_on_drop(),
        }
    }

    async fn begin(&mut self) -> sqlx::Result<()> {
        match &mut self.connection {
            Connection::Sqlite(connection) => {
                SqliteTransactions::begin(connection, Some("BEGIN IMMEDIATE".into())).await
            }
            Connection::Postgres { connection, statement_timeout } => {
                within(*statement_timeout, PostgresTransactions::begin(connection, None)).await
            }
        }
    }

    async fn commit(&mut self) -> sqlx::Result<()> {
        match &mut self.connection {
            Connection::Sqlite(connection) => SqliteTransactions::commit(connection).await,
            Connection::Postgres { connection, statement_timeout } => {
                within(*statement_timeout, PostgresTransactions::commit(connection)).await
            }
        }
    }

    /// Rolls back what is open, when the connection goes back to the pool.
    fn roll_back(&mut self) {
        if !self.in_transaction() {
            return;
        }
        match &mut self.connection {
            Connection::Sqlite(connection) => SqliteTransactions::start_rollback(connection),
            Connection::Postgres { connection, .. } => PostgresTransactions::start_rollback(connection),
        }
    }
}

/// Whether a statement was refused because of its values. 19: any constraint of `SQLite`, with those of triggers.
fn is_constraint(error: &dyn sqlx::error::DatabaseError) -> bool {
    let is_sqlite_constraint =
        || error.code().and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 19);
    !matches!(error.kind(), ErrorKind::Other) || is_sqlite_constraint()
}

/// A transaction. It is rolled back when dropped without [`Tx::commit`].
#[derive(Debug)]
pub struct Tx {
    db: Db,
    is_open: bool,
    /// Synced by [`Tx::commit`]; `None` on `PostgreSQL` and for an in-memory database.
    wal_sync: Option<Arc<WalSync>>,
    /// What a commit makes old.
    revisions: Option<Arc<RevisionCache>>,
}

impl Tx {
    /// Begins a write transaction. Whoever stops waiting for it leaves nothing open.
    pub(crate) async fn begin(
        connection: Connection,
        wal_sync: Option<Arc<WalSync>>,
        revisions: Option<Arc<RevisionCache>>,
    ) -> Result<Self> {
        let mut tx = Self { db: Db::new(connection), is_open: true, wal_sync, revisions };
        match tx.db.begin().await {
            Ok(()) => Ok(tx),
            Err(error) => Err(tx.db.failed(error)),
        }
    }

    /// Commits and waits until the change is on disk.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the connection failed. It is then unknown whether the commit happened; form keys make
    /// it safe to submit the form again.
    pub async fn commit(self) -> Result<()> {
        let wal_sync = self.wal_sync.clone();
        self.commit_without_sync().await?;
        if let Some(wal_sync) = wal_sync {
            wal_sync.sync().await.map_err(|error| Error::Unavailable(sqlx::Error::Io(error)))?;
        }
        Ok(())
    }

    /// Commits without waiting for the disk: the change is visible to all connections at once, but on `SQLite` it becomes
    /// durable with the next [`Tx::commit`] or checkpoint. For changes that may be lost in a power failure without harm.
    ///
    /// # Errors
    /// As [`Tx::commit`]; [`Error::Database`] where a statement of the transaction has failed before.
    pub async fn commit_without_sync(mut self) -> Result<()> {
        self.db.usable()?;
        let committed = self.db.commit().await;
        if let Some(revisions) = self.revisions.as_ref().filter(|_| self.db.changes_revisions) {
            revisions.invalidate();
        }
        match committed {
            Ok(()) => {
                self.is_open = false;
                Ok(())
            }
            Err(error) => Err(self.db.failed(error)),
        }
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        // a connection that is closed rolls back by itself
        if self.is_open && !self.db.failed {
            self.db.roll_back();
        }
    }
}

impl Deref for Tx {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.db
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Db {
        &mut self.db
    }
}

#[cfg(test)]
mod tests {
    use crate::{Db, Error, Store, Tx, connection::Raw, settings};

    /// A value of about `kilobytes`, for which the database has to grow.
    async fn put(tx: &mut Tx, name: &str, kilobytes: usize) -> Result<(), Error> {
        settings::insert_if_absent(tx, name, &"x".repeat(kilobytes * 1_000)).await
    }

    async fn limit_pages(db: &mut Db) {
        let Raw::Sqlite(connection) = db.raw() else { return };
        sqlx::query("PRAGMA max_page_count = 1").execute(connection).await.expect("a limit");
    }

    #[tokio::test]
    async fn a_full_disk_is_survived_without_a_restart() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open_file(&folder.path().join("fyr.db")).expect("a store");
        store.migrate().await.expect("migrated");
        for round in 0..3 {
            let mut tx = store.begin().await.expect("a transaction");
            // the limit cannot be below the present size: the database cannot grow any more
            limit_pages(&mut tx).await;
            let error = put(&mut tx, "large", 200).await.expect_err("no room");
            assert!(matches!(error, Error::Unavailable(_)), "round {round}: {error}");
            // SQLite has rolled back by itself; what follows must not be written outside of the transaction
            let _ = put(&mut tx, "small", 0).await;
            tx.commit().await.expect_err("nothing is committed");
            let kept = settings::find(&mut store.read().await.expect("a reader"), "small").await;
            assert_eq!(kept.expect("readable"), None, "round {round}");
        }
        let mut tx = store.begin().await.expect("the writer was replaced");
        put(&mut tx, "large", 200).await.expect("there is room");
        tx.commit().await.expect("committed");
    }
}
