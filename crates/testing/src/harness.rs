//! A store with an empty database: the fixture of tests below the use cases.

use std::{
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use fyr_store::{Db, Store, Tx};
use uuid::Uuid;

use crate::{Fixture, TestDatabase, plans};

/// Waits until a store sees what another process has committed: at once on `PostgreSQL`, within a tenth of a second on `SQLite`, where
/// the revisions of a moment ago are used.
pub async fn see_other_processes(store: &Store) {
    if store.is_embedded() {
        tokio::time::sleep(Duration::from_millis(110)).await;
    }
}

/// A store with its database for one test.
pub struct Harness {
    /// Migrated and empty.
    pub store: Store,
    /// URL of the database, for a second process.
    pub url: String,
    /// The database, for SQL.
    pub database: TestDatabase,
    ids: AtomicU64,
}

impl Fixture for Harness {
    async fn fill(database: &TestDatabase) {
        let store = Store::open(database.url()).expect("a URL");
        store.migrate().await.expect("the migrations succeed");
        store.close().await;
    }

    async fn open(database: TestDatabase) -> Self {
        plans::collect();
        let store = Store::open(database.url()).expect("a URL");
        Self { store, url: database.url().to_owned(), database, ids: AtomicU64::new(1) }
    }

    async fn close(&self) {
        plans::check(&self.database).await;
        self.store.close().await;
    }
}

impl Harness {
    /// Whether this is `PostgreSQL`: for how a test arranges something, never for what it expects.
    pub fn is_postgres(&self) -> bool {
        self.database.is_postgres()
    }

    /// A temporary folder, deleted after the test.
    pub fn folder(&self) -> &Path {
        self.database.folder()
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

    /// Executes SQL for which the store has no function.
    pub async fn sql(&self, sql: &str) {
        self.database.execute(sql).await.unwrap();
    }
}
