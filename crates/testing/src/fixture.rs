//! Runs a test with a fixture on one engine.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    thread,
};

use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::{
    Engine, TestDatabase,
    postgres::{self, PooledDatabase},
    template,
};

/// What a test works with: a store or a portal, with a database of its own.
pub trait Fixture: Sized + 'static {
    /// Migrates a new database, and writes what every test starts with into it and into the empty folder. Called once for
    /// the engine or database and copied for each test, so it writes the same each time, and closes its connections.
    fn fill(database: &TestDatabase) -> impl Future<Output = ()>;

    /// Opens a copy of what [`Self::fill`] has written.
    fn open(database: TestDatabase) -> impl Future<Output = Self>;

    /// Closes the connections to the database.
    fn close(&self) -> impl Future<Output = ()>;
}

/// Runs a test on `SQLite`.
pub fn on_sqlite<F: Fixture>(test: impl AsyncFnOnce(&F)) {
    let folder = sqlite_copy::<F>();
    run(&runtime(), TestDatabase::sqlite(folder.path()), test).unwrap_or_else(|panic| resume_unwind(panic));
}

/// A folder with a copy of what the fixture fills a `SQLite` database and its folder with.
pub(crate) fn sqlite_copy<F: Fixture>() -> TempDir {
    let files = template::files::<F>(Engine::Sqlite, |folder| fill::<F>(&TestDatabase::sqlite(folder)));
    let folder = tempfile::tempdir().unwrap();
    files.write(folder.path());
    folder
}

/// Has a fixture filled, in a thread, because the caller may be inside a runtime.
pub(crate) fn fill<F: Fixture>(database: &TestDatabase) {
    let filled = thread::scope(|scope| scope.spawn(|| runtime().block_on(F::fill(database))).join());
    filled.unwrap_or_else(|panic| resume_unwind(panic));
}

/// Runs a test on `PostgreSQL`.
///
/// # Panics
/// Where `FYR_TEST_DATABASE_URL` is not set: a test that did not run has not passed.
pub fn on_postgres<F: Fixture>(test: impl AsyncFnOnce(&F)) {
    let server = postgres::server_url();
    let runtime = runtime();
    let _running = postgres::RunningTest::start();
    let (database, files) = PooledDatabase::acquire::<F>(&runtime, server);
    let folder = tempfile::tempdir().unwrap();
    files.write(folder.path());
    let outcome = run(&runtime, TestDatabase::postgres(database.url(), folder.path()), test);
    runtime.block_on(database.release(outcome.is_ok()));
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

fn run<F: Fixture>(
    runtime: &Runtime,
    database: TestDatabase,
    test: impl AsyncFnOnce(&F),
) -> std::thread::Result<()> {
    let fixture = catch_unwind(AssertUnwindSafe(|| runtime.block_on(F::open(database))))?;
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(test(&fixture))));
    runtime.block_on(fixture.close());
    outcome
}
