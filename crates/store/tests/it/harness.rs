//! Where a test runs: a migrated, empty database of its own on one engine.

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

use crate::database::{self, Database};

/// Names a server on which databases may be created.
const SERVER: &str = "FYR_TEST_DATABASE_URL";

/// Makes two tests of each check: `on_sqlite::…` and `on_postgres::…`.
macro_rules! on_both_engines {
    ($($check:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[test] fn $check() { crate::bed::on_sqlite(super::$check); })+
        }
        mod on_postgres {
            $(#[test] fn $check() { crate::bed::on_postgres(super::$check); })+
        }
    };
}
pub(crate) use on_both_engines;

/// A database for one test.
pub struct Bed {
    /// Migrated and empty.
    pub store: Store,
    /// Its address, for a second process.
    pub url: String,
    database: Option<Database>,
    folder: TempDir,
    ids: AtomicU64,
}

/// Runs a check on `SQLite`.
pub fn on_sqlite(check: impl AsyncFnOnce(&Bed)) {
    run(Engine::Sqlite, check);
}

/// Runs a check on `PostgreSQL`; where there is none to run on, says so past the capture of test output.
pub fn on_postgres(check: impl AsyncFnOnce(&Bed)) {
    match env::var(SERVER) {
        Ok(server) => run(Engine::Postgres(server), check),
        Err(_) => say_that_postgres_did_not_run(),
    }
}

enum Engine {
    Sqlite,
    /// On the server at this address.
    Postgres(String),
}

fn say_that_postgres_did_not_run() {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        let line = format!("store conformance on PostgreSQL: did not run, {SERVER} is not set\n");
        std::io::stderr().write_all(line.as_bytes()).expect("standard error takes a line");
    });
}

fn run(engine: Engine, check: impl AsyncFnOnce(&Bed)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    database::enter();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let bed = runtime.block_on(Bed::make(engine));
        let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(check(&bed))));
        runtime.block_on(bed.remove(outcome.is_ok()));
        outcome.unwrap_or_else(|panic| resume_unwind(panic));
    }));
    runtime.block_on(database::leave(env::var(SERVER).ok().as_deref()));
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
}

impl Bed {
    async fn make(engine: Engine) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres(server) => Some(Database::take(server).await),
        };
        let url = match &database {
            None => format!("sqlite://{}/fyr.db", folder.path().display()),
            Some(database) => database.url(),
        };
        let store = Store::open(&url).expect("an address");
        store.migrate().await.expect("the schema is up to date");
        Self { store, url, database, folder, ids: AtomicU64::new(1) }
    }

    async fn remove(self, fit_for_another: bool) {
        self.store.close().await;
        if let Some(database) = self.database {
            database.give_back(fit_for_another).await;
        }
    }

    /// Whether this is `PostgreSQL`: for what a test must do by hand, never for what it expects.
    pub fn is_postgres(&self) -> bool {
        self.database.is_some()
    }

    /// A folder that goes with the test.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A new id; later ones sort after earlier ones, as the portal's do.
    pub fn id(&self) -> Uuid {
        let n = self.ids.fetch_add(1, Ordering::Relaxed);
        Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(n))
    }

    /// A connection for reading.
    pub async fn read(&self) -> Db {
        self.store.read().await.expect("a connection")
    }

    /// A transaction.
    pub async fn begin(&self) -> Tx {
        self.store.begin().await.expect("a transaction")
    }

    /// Runs SQL that the store has no function for.
    pub async fn sql(&self, sql: &str) {
        if self.is_postgres() {
            PgConnection::connect(&self.url).await.unwrap().execute(sql).await.unwrap();
        } else {
            SqliteConnection::connect(&self.url).await.unwrap().execute(sql).await.unwrap();
        }
    }
}
