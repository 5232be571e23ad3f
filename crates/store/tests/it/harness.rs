//! Runs a test on one engine, with a migrated, empty database of its own.

use std::{
    env,
    io::Write,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::Path,
    sync::{
        Once,
        atomic::{AtomicU64, Ordering},
    },
};

use fyr_store::{Db, Store, Tx};
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use tempfile::TempDir;
use uuid::Uuid;

use crate::database_pool::{self, PooledDatabase};

/// Environment variable with the URL of a server on which databases may be created.
const SERVER: &str = "FYR_TEST_DATABASE_URL";

/// Makes two tests of each function: `on_sqlite::…` and `on_postgres::…`.
macro_rules! on_both_engines {
    ($($test:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[test] fn $test() { crate::harness::on_sqlite(super::$test); })+
        }
        mod on_postgres {
            $(#[test] fn $test() { crate::harness::on_postgres(super::$test); })+
        }
    };
}
pub(crate) use on_both_engines;

/// A store with its database for one test.
pub struct Harness {
    /// Migrated and empty.
    pub store: Store,
    /// URL of the database, for a second process.
    pub url: String,
    database: Option<PooledDatabase>,
    folder: TempDir,
    ids: AtomicU64,
}

/// Runs a test on `SQLite`.
pub fn on_sqlite(test: impl AsyncFnOnce(&Harness)) {
    run(Engine::Sqlite, test);
}

/// Runs a test on `PostgreSQL`; without a server it prints a message past the capture of test output and passes.
pub fn on_postgres(test: impl AsyncFnOnce(&Harness)) {
    match env::var(SERVER) {
        Ok(server) => run(Engine::Postgres(server), test),
        Err(_) => warn_that_postgres_is_skipped(),
    }
}

enum Engine {
    Sqlite,
    /// With the URL of the server.
    Postgres(String),
}

fn warn_that_postgres_is_skipped() {
    static WARNED: Once = Once::new();
    WARNED.call_once(|| {
        let line = format!("store conformance on PostgreSQL: did not run, {SERVER} is not set\n");
        std::io::stderr().write_all(line.as_bytes()).expect("standard error takes a line");
    });
}

fn run(engine: Engine, test: impl AsyncFnOnce(&Harness)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    database_pool::test_started();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let harness = runtime.block_on(Harness::create(engine));
        let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(test(&harness))));
        runtime.block_on(harness.tear_down(outcome.is_ok()));
        outcome.unwrap_or_else(|panic| resume_unwind(panic));
    }));
    runtime.block_on(database_pool::test_finished(env::var(SERVER).ok().as_deref()));
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
}

impl Harness {
    async fn create(engine: Engine) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres(server) => Some(PooledDatabase::acquire(server).await),
        };
        let url = match &database {
            None => format!("sqlite://{}/fyr.db", folder.path().display()),
            Some(database) => database.url(),
        };
        let store = Store::open(&url).expect("an address");
        store.migrate().await.expect("the schema is up to date");
        Self { store, url, database, folder, ids: AtomicU64::new(1) }
    }

    async fn tear_down(self, reusable: bool) {
        self.store.close().await;
        if let Some(database) = self.database {
            database.release(reusable).await;
        }
    }

    /// Whether this is `PostgreSQL`: for how a test arranges something, never for what it expects.
    pub fn is_postgres(&self) -> bool {
        self.database.is_some()
    }

    /// A temporary folder, deleted after the test.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A new id; ids sort in order of creation, like UUID v7.
    pub fn id(&self) -> Uuid {
        let n = self.ids.fetch_add(1, Ordering::Relaxed);
        Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(n))
    }

    /// Acquires a read connection.
    pub async fn read(&self) -> Db {
        self.store.read().await.expect("a connection")
    }

    /// Begins a transaction.
    pub async fn begin(&self) -> Tx {
        self.store.begin().await.expect("a transaction")
    }

    /// Runs SQL for which the store has no function.
    pub async fn sql(&self, sql: &str) {
        if self.is_postgres() {
            PgConnection::connect(&self.url).await.unwrap().execute(sql).await.unwrap();
        } else {
            SqliteConnection::connect(&self.url).await.unwrap().execute(sql).await.unwrap();
        }
    }
}
