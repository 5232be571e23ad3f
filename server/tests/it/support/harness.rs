//! Where a check runs: a migrated, empty database of its own on one engine, and a folder.

use std::{
    env,
    io::Write,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::Once,
};

use super::{
    database_pool::{self, PooledDatabase},
    site::Site,
};

/// Names a server on which databases may be created.
const SERVER: &str = "FYR_TEST_DATABASE_URL";

/// Makes two tests of each check: `on_sqlite::…` and `on_postgres::…`.
macro_rules! on_both_engines {
    ($($check:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[test] fn $check() { crate::support::on_sqlite(super::$check); })+
        }
        mod on_postgres {
            $(#[test] fn $check() { crate::support::on_postgres(super::$check); })+
        }
    };
}
pub(crate) use on_both_engines;

/// Runs a check on `SQLite`.
pub fn on_sqlite(check: impl AsyncFnOnce(&Site)) {
    run(None, check);
}

/// Runs a check on `PostgreSQL`; where there is none to run on, says so past the capture of test output.
pub fn on_postgres(check: impl AsyncFnOnce(&Site)) {
    static SAID: Once = Once::new();
    match env::var(SERVER) {
        Ok(server) => run(Some(server), check),
        Err(_) => SAID.call_once(|| {
            let line = format!("the portal on PostgreSQL: did not run, {SERVER} is not set\n");
            std::io::stderr().write_all(line.as_bytes()).unwrap();
        }),
    }
}

fn run(server: Option<String>, check: impl AsyncFnOnce(&Site)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    database_pool::test_started();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let folder = tempfile::tempdir().unwrap();
        let database = server.map(|server| runtime.block_on(PooledDatabase::acquire(server)));
        let url = database.as_ref().map(PooledDatabase::url).unwrap_or_default();
        let site = runtime.block_on(Site::open(folder.path(), url));
        let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(check(&site))));
        runtime.block_on(site.backend.store.close());
        if let Some(database) = database {
            runtime.block_on(database.release(outcome.is_ok()));
        }
        outcome.unwrap_or_else(|panic| resume_unwind(panic));
    }));
    runtime.block_on(database_pool::test_finished(env::var(SERVER).ok().as_deref()));
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
}
