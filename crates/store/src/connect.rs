//! Connection pools, transactions and migrations. Only this module and `run` know that there are two engines.

use std::{
    ops::{Deref, DerefMut},
    path::Path,
    str::FromStr,
    sync::Arc,
    time::Duration,
};

use sqlx::{
    PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction,
    migrate::Migrator,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{Error, Result, group_commit::WalSync, reachable::Probe};

/// Maximum wait for a pooled connection; [`Probe`] reports an unreachable `PostgreSQL` server sooner.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
/// Maximum wait of a `SQLite` writer for a writer in another process.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Connection pools to the database. Cloning is cheap: clones share the pools.
#[derive(Clone, Debug)]
pub struct Store(Engine);

#[derive(Clone, Debug)]
enum Engine {
    /// A pool of read-only connections and a single writer connection, so that writers queue in the process instead of
    /// failing with `SQLITE_BUSY`.
    Sqlite {
        readers: SqlitePool,
        writer: SqlitePool,
        /// Syncs the write-ahead log after a commit; `None` for an in-memory database.
        wal_sync: Option<Arc<WalSync>>,
    },
    Postgres {
        pool: PgPool,
        probe: Arc<Probe>,
    },
}

/// A database connection, inside or outside a transaction.
#[derive(Debug)]
pub struct Db(Connection);

#[derive(Debug)]
enum Connection {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
    SqliteTx(Transaction<'static, Sqlite>),
    PostgresTx(Transaction<'static, Postgres>),
}

/// The engine's connection, matched by the macros in `run`.
pub(crate) enum Raw<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

impl Db {
    pub(crate) fn raw(&mut self) -> Raw<'_> {
        match &mut self.0 {
            Connection::Sqlite(c) => Raw::Sqlite(c),
            Connection::SqliteTx(c) => Raw::Sqlite(c),
            Connection::Postgres(c) => Raw::Postgres(c),
            Connection::PostgresTx(c) => Raw::Postgres(c),
        }
    }
}

/// A transaction. It is rolled back when dropped without [`Tx::commit`].
#[derive(Debug)]
pub struct Tx {
    db: Db,
    /// Synced by [`Tx::commit`]; `None` on `PostgreSQL` and for an in-memory database.
    wal_sync: Option<Arc<WalSync>>,
}

impl Tx {
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
    /// As [`Tx::commit`].
    pub async fn commit_without_sync(self) -> Result<()> {
        match self.db.0 {
            Connection::SqliteTx(tx) => tx.commit().await?,
            Connection::PostgresTx(tx) => tx.commit().await?,
            Connection::Sqlite(_) | Connection::Postgres(_) => {}
        }
        Ok(())
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

impl Store {
    /// Creates connection pools for `sqlite://path`, `sqlite::memory:` or `postgres://…` without connecting, so the program
    /// starts while the server is unreachable. A missing `SQLite` file is created on first use.
    ///
    /// # Errors
    /// [`Error::Address`] where the URL names neither engine or cannot be parsed.
    pub fn open(url: &str) -> Result<Self> {
        match url.split_once(':').map_or("", |(scheme, _)| scheme) {
            "sqlite" => {
                let options = SqliteConnectOptions::from_str(url)
                    .map_err(|error| Error::Address(format!("not an SQLite URL: {error}")))?;
                Ok(Self::open_sqlite(options))
            }
            "postgres" | "postgresql" => {
                let options = PgConnectOptions::from_str(url)
                    .map_err(|error| Error::Address(format!("not a PostgreSQL URL: {error}")))?;
                let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(ACQUIRE_TIMEOUT);
                let probe = Arc::new(Probe::new(options.clone()));
                Ok(Self(Engine::Postgres { pool: pool.connect_lazy_with(options), probe }))
            }
            _ => Err(Error::Address("must start with sqlite:// or postgres://".into())),
        }
    }

    /// Validates a database URL without connecting.
    ///
    /// # Errors
    /// [`Error::Address`] with the accepted forms.
    pub fn check_url(url: &str) -> Result<()> {
        let is_valid = match url.split_once(':').map_or("", |(scheme, _)| scheme) {
            "sqlite" => SqliteConnectOptions::from_str(url).is_ok(),
            "postgres" | "postgresql" => PgConnectOptions::from_str(url).is_ok(),
            _ => false,
        };
        let expected = "must be like sqlite:///var/lib/fyr/fyr.db or postgres://user:password@host/database";
        is_valid.then_some(()).ok_or_else(|| Error::Address(expected.into()))
    }

    fn open_sqlite(options: SqliteConnectOptions) -> Self {
        let in_memory = options.get_filename().to_string_lossy().contains("sqlx-in-memory");
        let wal_sync = (!in_memory).then(|| Arc::new(WalSync::new(options.get_filename())));
        let options = options
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // NORMAL instead of FULL: `Tx::commit` syncs the log itself and shares one sync among concurrent commits
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(BUSY_TIMEOUT)
            // PostgreSQL has the collation "C" built in: comparison byte by byte
            .collation("C", str::cmp);
        let pool = || SqlitePoolOptions::new().acquire_timeout(ACQUIRE_TIMEOUT).test_before_acquire(false);
        // the writer connection is never closed: an in-memory database lives as long as a connection to it
        let writer = pool().max_connections(1).idle_timeout(None).max_lifetime(None);
        let writer = writer.connect_lazy_with(options.clone().optimize_on_close(true, None));
        let readers = pool().max_connections(8);
        let readers = readers.connect_lazy_with(options.create_if_missing(false).pragma("query_only", "ON"));
        Self(Engine::Sqlite { readers, writer, wal_sync })
    }

    /// Creates connection pools for a `SQLite` file. The path is taken literally: blanks, `%` and `?` are part of it.
    ///
    /// # Errors
    /// None so far; the signature matches [`Store::open`].
    pub fn open_file(path: &Path) -> Result<Self> {
        Ok(Self::open_sqlite(SqliteConnectOptions::new().filename(path)))
    }

    /// Applies pending migrations; safe to call from several processes at once. Unknown migrations of a later release are
    /// ignored: migrations keep the previous release working.
    ///
    /// # Errors
    /// [`Error::Migration`], or [`Error::Unavailable`] where the database cannot be reached.
    pub async fn migrate(&self) -> Result<()> {
        match &self.0 {
            Engine::Sqlite { writer, .. } => {
                // sqlx takes no migration lock on SQLite, so the write transaction serves as one
                let mut tx = begin_with_retry(writer).await?;
                sqlx::migrate!("../../migrations/sqlite")
                    .set_ignore_missing(true)
                    .run_direct(&mut *tx)
                    .await?;
                tx.commit().await?;
            }
            Engine::Postgres { pool, .. } => {
                let mut connection = pool.acquire().await?;
                let mut migrator = sqlx::migrate!("../../migrations/postgres");
                // checking first: a role without rights on the schema can start a server that is up to date
                if !is_applied(&mut connection, &migrator).await {
                    migrator.set_ignore_missing(true).run_direct(&mut *connection).await?;
                }
            }
        }
        Ok(())
    }

    /// Acquires a read connection.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where no connection is available in time.
    pub async fn read(&self) -> Result<Db> {
        Ok(Db(match &self.0 {
            Engine::Sqlite { readers, .. } => Connection::Sqlite(readers.acquire().await?),
            Engine::Postgres { pool, probe } => {
                Connection::Postgres(probe.or_unavailable(pool.acquire()).await?)
            }
        }))
    }

    /// Begins a write transaction.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where no connection is available in time.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(match &self.0 {
            Engine::Sqlite { writer, wal_sync, .. } => {
                let tx = writer.begin_with("BEGIN IMMEDIATE").await?;
                Tx { db: Db(Connection::SqliteTx(tx)), wal_sync: wal_sync.clone() }
            }
            Engine::Postgres { pool, probe } => Tx {
                db: Db(Connection::PostgresTx(probe.or_unavailable(pool.begin()).await?)),
                wal_sync: None,
            },
        })
    }

    /// Runs a trivial query to check that the database answers.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where it does not.
    pub async fn ping(&self) -> Result<()> {
        let mut db = self.read().await?;
        crate::run::fetch_scalar!(db, i64, "SELECT CAST(1 AS BIGINT)").map(|_| ())
    }

    /// How to connect to the `PostgreSQL` server; `None` on `SQLite`.
    pub(crate) fn postgres_options(&self) -> Option<PgConnectOptions> {
        match &self.0 {
            Engine::Sqlite { .. } => None,
            Engine::Postgres { pool, .. } => Some((*pool.connect_options()).clone()),
        }
    }

    /// Closes all connections after their running statements.
    pub async fn close(&self) {
        match &self.0 {
            Engine::Sqlite { readers, writer, .. } => {
                readers.close().await;
                writer.close().await;
            }
            Engine::Postgres { pool, .. } => pool.close().await,
        }
    }
}

/// Whether every migration is applied with the same checksum; `false` also where the table of migrations cannot be read.
async fn is_applied(connection: &mut PgConnection, migrator: &Migrator) -> bool {
    let sql = "SELECT version, checksum FROM _sqlx_migrations WHERE success";
    let applied: Vec<(i64, Vec<u8>)> = sqlx::query_as(sql).fetch_all(connection).await.unwrap_or_default();
    migrator.iter().all(|migration| {
        applied.iter().any(|(version, checksum)| {
            *version == migration.version && checksum[..] == migration.checksum[..]
        })
    })
}

/// Begins a write transaction and retries while the database is busy. Needed for a new file: while one process switches it
/// to WAL mode, `SQLite` fails at once for others, ignoring the busy timeout.
async fn begin_with_retry(writer: &SqlitePool) -> Result<Transaction<'static, Sqlite>> {
    const RETRY_INTERVAL: Duration = Duration::from_millis(20);
    let mut remaining = BUSY_TIMEOUT;
    loop {
        match writer.begin_with("BEGIN IMMEDIATE").await {
            Err(sqlx::Error::Database(error))
                if error.code().as_deref() == Some("5") && !remaining.is_zero() =>
            {
                remaining = remaining.saturating_sub(RETRY_INTERVAL);
                tokio::time::sleep(RETRY_INTERVAL).await;
            }
            result => return Ok(result?),
        }
    }
}
