//! A pool of databases on the `PostgreSQL` server. Creating one takes longer than most tests, so a passed test empties its
//! database and returns it to the pool; the last running test drops them all.

use std::sync::{Mutex, PoisonError};

use sqlx::{Connection, Executor, PgConnection};

/// The number of running tests on either engine, and the free databases.
struct DatabasePool {
    running_tests: usize,
    free: Vec<String>,
}

static POOL: Mutex<DatabasePool> = Mutex::new(DatabasePool { running_tests: 0, free: Vec::new() });

/// Empties all tables. Empty tables are skipped, because TRUNCATE takes longer than the check. The triggers of the audit log
/// are disabled meanwhile; that they reject it is tested elsewhere.
const EMPTY_TABLES: &str = "DO $$ DECLARE name TEXT; filled BOOLEAN; tables TEXT; BEGIN
    FOR name IN SELECT quote_ident(tablename) FROM pg_tables
      WHERE schemaname = 'public' AND tablename NOT IN ('_sqlx_migrations', 'revisions') LOOP
        EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || name || ')' INTO filled;
        IF filled THEN tables := concat_ws(', ', tables, name); END IF;
    END LOOP;
    IF tables LIKE '%audit_%' THEN
        ALTER TABLE audit_log DISABLE TRIGGER USER; ALTER TABLE audit_exceptions DISABLE TRIGGER USER;
    END IF;
    IF tables IS NOT NULL THEN EXECUTE 'TRUNCATE ' || tables || ' CASCADE'; END IF;
    IF tables LIKE '%audit_%' THEN
        ALTER TABLE audit_log ENABLE TRIGGER USER; ALTER TABLE audit_exceptions ENABLE TRIGGER USER;
    END IF;
    UPDATE revisions SET value = 1 WHERE value <> 1;
  END $$";

fn with_pool<T>(work: impl FnOnce(&mut DatabasePool) -> T) -> T {
    work(&mut POOL.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Counts a test that starts, on either engine.
pub fn test_started() {
    with_pool(|pool| pool.running_tests += 1);
}

/// Counts a test that has finished; drops the free databases after the last one.
pub async fn test_finished(server: Option<&str>) {
    let unused = with_pool(|pool| {
        pool.running_tests -= 1;
        if pool.running_tests == 0 { std::mem::take(&mut pool.free) } else { Vec::new() }
    });
    for name in unused {
        let server = server.expect("a database was made on a server").to_owned();
        PooledDatabase { server, name }.drop_database().await;
    }
}

/// A database for one test, new or emptied.
pub struct PooledDatabase {
    server: String,
    name: String,
}

impl PooledDatabase {
    /// Takes a free database, or creates one.
    pub async fn acquire(server: String) -> Self {
        if let Some(name) = with_pool(|pool| pool.free.pop()) {
            return Self { server, name };
        }
        // the name of a temporary folder is unique
        let folder = tempfile::Builder::new().prefix("fyr_store_").tempdir().expect("a temporary folder");
        let name = folder.path().file_name().and_then(|name| name.to_str()).expect("a plain name").to_owned();
        let database = Self { server, name };
        database.execute_on_server(&format!("CREATE DATABASE \"{}\"", database.name)).await;
        database
    }

    /// URL of the database.
    pub fn url(&self) -> String {
        let (address, query) = self.server.split_once('?').unwrap_or((&self.server, ""));
        let (scheme, rest) = address.split_once("://").expect("a URL");
        let host = rest.split('/').next().unwrap_or_default();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{scheme}://{host}/{}{mark}{query}", self.name)
    }

    /// Empties the database and returns it to the pool; drops it where the test failed.
    pub async fn release(self, reusable: bool) {
        if reusable {
            let mut db = PgConnection::connect(&self.url()).await.expect("the database answers");
            db.execute(EMPTY_TABLES).await.expect("the tables can be emptied");
            with_pool(|pool| pool.free.push(self.name));
        } else {
            self.drop_database().await;
        }
    }

    async fn drop_database(self) {
        self.execute_on_server(&format!("DROP DATABASE \"{}\" WITH (FORCE)", self.name)).await;
    }

    async fn execute_on_server(&self, sql: &str) {
        let mut server = PgConnection::connect(&self.server).await.expect("the PostgreSQL server answers");
        server.execute(sql).await.expect("databases can be made and removed on the PostgreSQL server");
    }
}
