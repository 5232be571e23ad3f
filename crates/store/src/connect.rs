//! Connecting, transactions, migrations: the only place that knows there are two engines.

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

use crate::{Error, Result, durable::Log, reachable::Probe};

/// How long a request waits for a connection before the database counts as away; less where [`Probe`] finds it so.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
/// How long one `SQLite` writer waits for another process's.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store(Engine);

#[derive(Clone, Debug)]
enum Engine {
    /// Many readers, one writer: writers queue in the process instead of failing as busy.
    Sqlite {
        readers: SqlitePool,
        writer: SqlitePool,
        /// `None` for a database in memory.
        log: Option<Arc<Log>>,
    },
    Postgres {
        pool: PgPool,
        probe: Arc<Probe>,
    },
}

/// A connection, inside a transaction or not.
#[derive(Debug)]
pub struct Db(Connection);

#[derive(Debug)]
enum Connection {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
    SqliteTx(Transaction<'static, Sqlite>),
    PostgresTx(Transaction<'static, Postgres>),
}

/// What the macros in `run` match on.
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

/// A transaction: everything or nothing. Dropped without [`Tx::commit`], nothing happened.
#[derive(Debug)]
pub struct Tx {
    db: Db,
    /// What must be synced after the commit.
    log: Option<Arc<Log>>,
}

impl Tx {
    /// Makes it so. When this returns, the change is on disk.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the database went away; the change may then have happened or not, which is what
    /// form keys are for.
    pub async fn commit(self) -> Result<()> {
        let log = self.log.clone();
        self.commit_soon().await?;
        if let Some(log) = log {
            log.sync().await.map_err(|error| Error::Unavailable(sqlx::Error::Io(error)))?;
        }
        Ok(())
    }

    /// Keeps everything, for all to see at once; on `SQLite` it reaches the disk with the next [`Tx::commit`] or soon after. For
    /// what may be lost with the power and does no harm then.
    ///
    /// # Errors
    /// As [`Tx::commit`].
    pub async fn commit_soon(self) -> Result<()> {
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
    /// Prepares connections to `sqlite://path`, `sqlite::memory:` or `postgres://…`. Nothing is connected yet, so a
    /// server that is away does not stop the start; a `SQLite` file is created where it is missing.
    ///
    /// # Errors
    /// [`Error::Address`] where the address names neither engine.
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

    /// Whether an address names an engine, without opening anything.
    ///
    /// # Errors
    /// [`Error::Address`], saying what would be right.
    pub fn check_url(url: &str) -> Result<()> {
        let fits = match url.split_once(':').map_or("", |(scheme, _)| scheme) {
            "sqlite" => SqliteConnectOptions::from_str(url).is_ok(),
            "postgres" | "postgresql" => PgConnectOptions::from_str(url).is_ok(),
            _ => false,
        };
        let right = "must be like sqlite:///var/lib/fyr/fyr.db or postgres://user:password@host/database";
        fits.then_some(()).ok_or_else(|| Error::Address(right.into()))
    }

    fn open_sqlite(options: SqliteConnectOptions) -> Self {
        let in_memory = options.get_filename().to_string_lossy().contains("sqlx-in-memory");
        let log = (!in_memory).then(|| Arc::new(Log::of(options.get_filename())));
        let options = options
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // a reference once shown exists for ever: `Tx::commit` waits for the disk, together with others
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(BUSY_TIMEOUT)
            // PostgreSQL has it built in: byte by byte
            .collation("C", str::cmp);
        let pool = || SqlitePoolOptions::new().acquire_timeout(ACQUIRE_TIMEOUT).test_before_acquire(false);
        // the writer stays: a database in memory lives as long as a connection to it
        let writer = pool().max_connections(1).idle_timeout(None).max_lifetime(None);
        let writer = writer.connect_lazy_with(options.clone().optimize_on_close(true, None));
        let readers = pool().max_connections(8);
        let readers = readers.connect_lazy_with(options.create_if_missing(false).pragma("query_only", "ON"));
        Self(Engine::Sqlite { readers, writer, log })
    }

    /// The embedded database at a path, taken as it stands: blanks, `%` and `?` are part of it.
    ///
    /// # Errors
    /// None so far; as [`Store::open`].
    pub fn open_file(path: &Path) -> Result<Self> {
        Ok(Self::open_sqlite(SqliteConnectOptions::new().filename(path)))
    }

    /// Brings the schema up to date; several processes may do so at once. A schema that a later release has brought
    /// further is fine: migrations keep the release before them working.
    ///
    /// # Errors
    /// [`Error::Migration`], or [`Error::Unavailable`] where the database is away.
    pub async fn migrate(&self) -> Result<()> {
        match &self.0 {
            Engine::Sqlite { writer, .. } => {
                // sqlx locks nothing on SQLite: the second process would find tables it was about to create
                let mut tx = begin_on_a_new_file(writer).await?;
                sqlx::migrate!("../../migrations/sqlite")
                    .set_ignore_missing(true)
                    .run_direct(&mut *tx)
                    .await?;
                tx.commit().await?;
            }
            Engine::Postgres { pool, .. } => {
                let mut connection = pool.acquire().await?;
                let mut migrator = sqlx::migrate!("../../migrations/postgres");
                // looking whether there is anything to do needs no right to change the schema
                if !is_applied(&mut connection, &migrator).await {
                    migrator.set_ignore_missing(true).run_direct(&mut *connection).await?;
                }
            }
        }
        Ok(())
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn read(&self) -> Result<Db> {
        Ok(Db(match &self.0 {
            Engine::Sqlite { readers, .. } => Connection::Sqlite(readers.acquire().await?),
            Engine::Postgres { pool, probe } => Connection::Postgres(probe.or_away(pool.acquire()).await?),
        }))
    }

    /// A transaction for writing.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin(&self) -> Result<Tx> {
        Ok(match &self.0 {
            Engine::Sqlite { writer, log, .. } => {
                let tx = writer.begin_with("BEGIN IMMEDIATE").await?;
                Tx { db: Db(Connection::SqliteTx(tx)), log: log.clone() }
            }
            Engine::Postgres { pool, probe } => {
                Tx { db: Db(Connection::PostgresTx(probe.or_away(pool.begin()).await?)), log: None }
            }
        })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn ping(&self) -> Result<()> {
        let mut db = self.read().await?;
        crate::run::value!(db, i64, "SELECT CAST(1 AS BIGINT)").map(|_| ())
    }

    /// Closes every connection, letting running statements end.
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

/// Whether every migration was applied as it stands here; `false` also where that cannot be told.
async fn is_applied(connection: &mut PgConnection, migrator: &Migrator) -> bool {
    let sql = "SELECT version, checksum FROM _sqlx_migrations WHERE success";
    let applied: Vec<(i64, Vec<u8>)> = sqlx::query_as(sql).fetch_all(connection).await.unwrap_or_default();
    migrator.iter().all(|migration| {
        applied.iter().any(|(version, checksum)| {
            *version == migration.version && checksum[..] == migration.checksum[..]
        })
    })
}

/// Where two processes open a new file at once, one may find the other switching it to WAL, and there `SQLite` waits for
/// nobody; so we do.
async fn begin_on_a_new_file(writer: &SqlitePool) -> Result<Transaction<'static, Sqlite>> {
    const PAUSE: Duration = Duration::from_millis(20);
    let mut left = BUSY_TIMEOUT;
    loop {
        match writer.begin_with("BEGIN IMMEDIATE").await {
            Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("5") && !left.is_zero() => {
                left = left.saturating_sub(PAUSE);
                tokio::time::sleep(PAUSE).await;
            }
            outcome => return Ok(outcome?),
        }
    }
}
