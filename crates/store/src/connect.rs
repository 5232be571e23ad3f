//! Connection pools and migrations. Only this module, `connection` and `run` know that there are two engines.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
    time::Duration,
};

use sqlx::migrate::Migrator;
use sqlx_postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx_sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::{
    Db, Error, Result, Tx,
    connection::{Connection, Raw},
    group_commit::WalSync,
    reachable::Probe,
    readers::{Readers, SqliteHandle},
    revision_cache::RevisionCache,
};

/// Maximum wait for a pooled connection; [`Probe`] reports an unreachable `PostgreSQL` server sooner.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
/// Maximum wait of a `SQLite` writer for a writer in another process.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Maximum time of one statement on `PostgreSQL`. A connection that was cut without a word, as by a failover, would else
/// keep its user waiting until the system gives up, which takes about a quarter of an hour.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(30);

/// How long a statement on `PostgreSQL` waits for a lock at most. Whoever locks a table for longer, such as `VACUUM FULL` or an index
/// made by hand, holds up neither pages nor what people send.
const LOCK_TIMEOUT: Duration = Duration::from_secs(3);

tokio::task_local! {
    static STATEMENT_LIMIT: Duration;
}

/// Connection pools to the database. Cloning is cheap: clones share the pools.
#[derive(Clone, Debug)]
pub struct Store {
    engine: Engine,
    takes_changes: bool,
}

/// How full a pool of connections is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolState {
    /// The pool: `readers` and `writer`, or `postgres`.
    pub name: &'static str,
    /// Open connections.
    pub open: u32,
    /// Those of them that nobody uses.
    pub idle: u32,
    /// The most that it opens.
    pub max: u32,
}

#[derive(Clone, Debug)]
enum Engine {
    /// A pool of read-only connections and a single writer connection, so that writers queue in the process instead of
    /// failing with `SQLITE_BUSY`.
    Sqlite {
        readers: Readers,
        writer: SqlitePool,
        /// Syncs the write-ahead log after a commit; `None` for an in-memory database.
        wal_sync: Option<Arc<WalSync>>,
        revisions: Arc<RevisionCache>,
    },
    Postgres {
        pool: PgPool,
        probe: Arc<Probe>,
        /// Maximum time of one statement.
        statement_timeout: Duration,
    },
}

/// The most connections that read a `SQLite` file at once: two for each processor, at least four and at most eight. Each costs a thread, a
/// page cache and its prepared statements.
fn max_readers() -> usize {
    std::thread::available_parallelism().map_or(4, |processors| (2 * processors.get()).clamp(4, 8))
}

impl Store {
    fn new(engine: Engine) -> Self {
        Self { engine, takes_changes: true }
    }

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
                Self::open_sqlite(options)
            }
            "postgres" | "postgresql" => {
                require_known_parameters(url)?;
                let options = PgConnectOptions::from_str(url)
                    .map_err(|error| Error::Address(format!("not a PostgreSQL URL: {error}")))?;
                let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(ACQUIRE_TIMEOUT);
                let pool = pool.after_connect(|connection, _| Box::pin(limit_lock_waits(connection)));
                let probe = Arc::new(Probe::new(options.clone()));
                let pool = pool.connect_lazy_with(options);
                Ok(Self::new(Engine::Postgres { pool, probe, statement_timeout: STATEMENT_TIMEOUT }))
            }
            _ => Err(Error::Address("must start with sqlite:// or postgres://".into())),
        }
    }

    /// The same store with another maximum time of one statement on `PostgreSQL`; `SQLite` has none.
    #[must_use]
    pub fn with_statement_timeout(mut self, limit: Duration) -> Self {
        match &mut self.engine {
            Engine::Sqlite { .. } => {}
            Engine::Postgres { statement_timeout, .. } => *statement_timeout = limit,
        }
        self
    }

    /// The same store, which refuses every transaction: [`Store::begin`] is [`Error::ReadOnly`].
    #[must_use]
    pub fn without_changes(mut self) -> Self {
        self.takes_changes = false;
        self
    }

    /// Validates a database URL without connecting.
    ///
    /// # Errors
    /// [`Error::Address`] with the accepted forms.
    pub fn check_url(url: &str) -> Result<()> {
        if url.starts_with("postgres") {
            require_known_parameters(url)?;
        }
        let is_valid = match url.split_once(':').map_or("", |(scheme, _)| scheme) {
            "sqlite" => SqliteConnectOptions::from_str(url).is_ok(),
            "postgres" | "postgresql" => PgConnectOptions::from_str(url).is_ok(),
            _ => false,
        };
        let expected = "must be like sqlite:///var/lib/fyr/fyr.db or postgres://user:password@host/database";
        is_valid.then_some(()).ok_or_else(|| Error::Address(expected.into()))
    }

    /// A store of one pool for a file that nobody writes.
    pub(crate) fn from_sqlite_options(options: SqliteConnectOptions) -> Result<Self> {
        let options = options.collation("C", str::cmp);
        let readers = Readers::new(options.clone(), max_readers(), ACQUIRE_TIMEOUT)?;
        let writer = SqlitePoolOptions::new().acquire_timeout(ACQUIRE_TIMEOUT).connect_lazy_with(options);
        Ok(Self::new(Engine::Sqlite { readers, writer, wal_sync: None, revisions: Arc::default() }))
    }

    /// Whether the database is a `SQLite` file.
    pub fn is_embedded(&self) -> bool {
        matches!(self.engine, Engine::Sqlite { .. })
    }

    /// The path of the `SQLite` file; `None` on `PostgreSQL` and in memory.
    pub fn file(&self) -> Option<PathBuf> {
        let file = self.sqlite_options()?.get_filename().to_owned();
        (!file.to_string_lossy().contains("sqlx-in-memory")).then_some(file)
    }

    /// How to open the `SQLite` file for writing; `None` on `PostgreSQL`.
    pub(crate) fn sqlite_options(&self) -> Option<SqliteConnectOptions> {
        match &self.engine {
            Engine::Sqlite { writer, .. } => Some((*writer.connect_options()).clone()),
            Engine::Postgres { .. } => None,
        }
    }

    fn open_sqlite(options: SqliteConnectOptions) -> Result<Self> {
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
        // the writer connection is never closed: an in-memory database lives as long as a connection to it
        let writer = SqlitePoolOptions::new().acquire_timeout(ACQUIRE_TIMEOUT).test_before_acquire(false);
        let writer = writer.max_connections(1).idle_timeout(None).max_lifetime(None);
        let writer = writer.connect_lazy_with(options.clone());
        // a page of the portal reads little, and the system has the file in memory too
        let options =
            options.create_if_missing(false).pragma("query_only", "ON").pragma("cache_size", "-512");
        let readers = Readers::new(options, max_readers(), ACQUIRE_TIMEOUT)?;
        Ok(Self::new(Engine::Sqlite { readers, writer, wal_sync, revisions: Arc::default() }))
    }

    /// Creates connection pools for a `SQLite` file. The path is taken literally: blanks, `%` and `?` are part of it.
    ///
    /// # Errors
    /// None that can happen; the signature matches [`Store::open`].
    pub fn open_file(path: &Path) -> Result<Self> {
        Self::open_sqlite(SqliteConnectOptions::new().filename(path))
    }

    /// Applies pending migrations; safe to call from several processes at once. Unknown migrations of a later release are
    /// ignored: migrations keep the previous release working.
    ///
    /// # Errors
    /// [`Error::Migration`], or [`Error::Unavailable`] where the database cannot be reached.
    pub async fn migrate(&self) -> Result<()> {
        match &self.engine {
            Engine::Sqlite { writer, wal_sync, .. } => {
                // sqlx takes no migration lock on SQLite, so the write transaction serves as one
                let mut tx = begin_with_retry(writer, wal_sync.clone()).await?;
                let mut migrator = sqlite_migrations();
                migrator.set_ignore_missing(true);
                if let Raw::Sqlite(connection) = tx.raw()
                    && let Err(error) = migrator.run_direct(connection).await
                {
                    tx.discard();
                    return Err(error.into());
                }
                tx.commit().await?;
            }
            Engine::Postgres { pool, .. } => {
                let mut connection = pool.acquire().await?;
                let mut migrator = sqlx::migrate!("../../migrations/postgres");
                // checking first: a role without rights on the schema can start a server that is up to date
                if !is_applied(&mut connection, &migrator).await {
                    // a migration waits for as long as it takes; nobody else gets this connection
                    sqlx::query("SET lock_timeout = 0").execute(&mut *connection).await?;
                    connection.close_on_drop();
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
        Ok(Db::new(match &self.engine {
            Engine::Sqlite { readers, .. } => Connection::Sqlite(readers.acquire().await?),
            Engine::Postgres { pool, probe, statement_timeout } => {
                let connection = probe.or_unavailable(pool.acquire()).await?;
                Connection::Postgres { connection, statement_timeout: statement_limit(*statement_timeout) }
            }
        }))
    }

    /// Begins a write transaction.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where no connection is available in time; [`Error::ReadOnly`] where the store takes no changes.
    pub async fn begin(&self) -> Result<Tx> {
        if !self.takes_changes {
            return Err(Error::ReadOnly);
        }
        match &self.engine {
            Engine::Sqlite { writer, wal_sync, revisions, .. } => {
                let connection = Connection::Sqlite(SqliteHandle::Writer(writer.acquire().await?));
                Tx::begin(connection, wal_sync.clone(), Some(revisions.clone())).await
            }
            Engine::Postgres { pool, probe, statement_timeout } => {
                let connection = probe.or_unavailable(pool.acquire()).await?;
                let statement_timeout = statement_limit(*statement_timeout);
                Tx::begin(Connection::Postgres { connection, statement_timeout }, None, None).await
            }
        }
    }

    /// `None` on `PostgreSQL`, which several processes share: each may change something between two pages of one person.
    pub(crate) fn revision_cache(&self) -> Option<&RevisionCache> {
        match &self.engine {
            Engine::Sqlite { revisions, .. } => Some(revisions),
            Engine::Postgres { .. } => None,
        }
    }

    /// Runs a trivial query to check that the database answers.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where it does not.
    pub async fn ping(&self) -> Result<()> {
        let mut db = self.read().await?;
        crate::run::fetch_scalar!(db, i64, "SELECT CAST(1 AS BIGINT)").map(|_| ())
    }

    /// How full the pools of connections are.
    pub fn pools(&self) -> Vec<PoolState> {
        let state =
            |name, open, idle, max| PoolState { name, open, idle: u32::try_from(idle).unwrap_or(open), max };
        match &self.engine {
            Engine::Sqlite { readers, writer, .. } => vec![
                readers.state(),
                state("writer", writer.size(), writer.num_idle(), writer.options().get_max_connections()),
            ],
            Engine::Postgres { pool, .. } => {
                vec![state("postgres", pool.size(), pool.num_idle(), pool.options().get_max_connections())]
            }
        }
    }

    /// The pools of the `SQLite` file; `None` on `PostgreSQL`.
    pub(crate) fn sqlite_pools(&self) -> Option<(&SqlitePool, &Readers)> {
        match &self.engine {
            Engine::Sqlite { writer, readers, .. } => Some((writer, readers)),
            Engine::Postgres { .. } => None,
        }
    }

    /// How to connect to the `PostgreSQL` server; `None` on `SQLite`.
    pub(crate) fn postgres_options(&self) -> Option<PgConnectOptions> {
        match &self.engine {
            Engine::Sqlite { .. } => None,
            Engine::Postgres { pool, .. } => Some((*pool.connect_options()).clone()),
        }
    }

    /// Closes all connections after their running statements.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite { readers, writer, revisions, .. } => {
                readers.close().await;
                writer.close().await;
                revisions.invalidate();
            }
            Engine::Postgres { pool, .. } => pool.close().await,
        }
    }
}

/// The parameters of a `PostgreSQL` URL, besides `options[name]`. The driver passes over others with a warning: a misspelt `sslmode`
/// would leave the server's certificate unchecked.
const PARAMETERS: [&str; 18] = [
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "ssl-root-cert",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "statement-cache-capacity",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];

/// Refuses a parameter that is not known, and one that is there twice. The message names none: where an unescaped `?` is in a
/// password, the rest of it would look like one.
fn require_known_parameters(url: &str) -> Result<()> {
    let mut seen = Vec::new();
    let query = url.split_once('?').map_or("", |(_, query)| query);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let name = pair.split('=').next().unwrap_or_default();
        let is_option =
            name.strip_prefix("options[").is_some_and(|rest| rest.len() > 1 && rest.ends_with(']'));
        if !(PARAMETERS.contains(&name) || is_option) || seen.contains(&name) {
            return Err(Error::Address(
                "has a parameter after ? that is not known, or one twice; known are sslmode (verify-full checks the server's \
                 certificate), sslrootcert, sslcert, sslkey, host, hostaddr, port, dbname, user, password, application_name, \
                 options and statement-cache-capacity"
                    .into(),
            ));
        }
        seen.push(name);
    }
    Ok(())
}

/// Lets statements of a new `PostgreSQL` connection wait for locks no longer than [`LOCK_TIMEOUT`].
async fn limit_lock_waits(connection: &mut PgConnection) -> sqlx::Result<()> {
    let sql = format!("SET lock_timeout = {}", LOCK_TIMEOUT.as_millis());
    sqlx::query(&sql).execute(connection).await.map(|_| ())
}

/// Runs `work` with a shorter maximum time of one statement on `PostgreSQL`: someone waits for the answer.
pub fn within_statement_limit<T>(limit: Duration, work: impl Future<Output = T>) -> impl Future<Output = T> {
    STATEMENT_LIMIT.scope(limit, work)
}

/// The maximum time of one statement here.
fn statement_limit(of_store: Duration) -> Duration {
    STATEMENT_LIMIT.try_with(|limit| *limit).map_or(of_store, |limit| limit.min(of_store))
}

/// The migrations of `SQLite`, of the same versions as those of `PostgreSQL`.
pub(crate) fn sqlite_migrations() -> Migrator {
    sqlx::migrate!("../../migrations/sqlite")
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
async fn begin_with_retry(writer: &SqlitePool, wal_sync: Option<Arc<WalSync>>) -> Result<Tx> {
    const RETRY_INTERVAL: Duration = Duration::from_millis(20);
    let mut remaining = BUSY_TIMEOUT;
    loop {
        let begun = async {
            let connection = Connection::Sqlite(SqliteHandle::Writer(writer.acquire().await?));
            Tx::begin(connection, wal_sync.clone(), None).await
        };
        match begun.await {
            Err(Error::Unavailable(sqlx::Error::Database(error)))
                if error.code().as_deref() == Some("5") && !remaining.is_zero() =>
            {
                remaining = remaining.saturating_sub(RETRY_INTERVAL);
                tokio::time::sleep(RETRY_INTERVAL).await;
            }
            result => return result,
        }
    }
}
