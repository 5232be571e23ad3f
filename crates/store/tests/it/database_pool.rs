//! Databases on the `PostgreSQL` server. Making one takes longer than most tests, so a test that went well leaves its
//! database, emptied, to the next; the last test that runs removes them all.

use std::sync::{Mutex, PoisonError};

use sqlx::{Connection, Executor, PgConnection};

/// How many tests run, on either engine, and which databases are free.
struct Shelf {
    tests: usize,
    free: Vec<String>,
}

static SHELF: Mutex<Shelf> = Mutex::new(Shelf { tests: 0, free: Vec::new() });

/// Leaves alone what is empty already: emptying a table takes longer than looking.
/// The audit log refuses to be emptied, which is tested elsewhere.
const EMPTY: &str = "DO $$ DECLARE name TEXT; filled BOOLEAN; tables TEXT; BEGIN
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

fn with_shelf<T>(work: impl FnOnce(&mut Shelf) -> T) -> T {
    work(&mut SHELF.lock().unwrap_or_else(PoisonError::into_inner))
}

/// A test begins, on whichever engine.
pub fn enter() {
    with_shelf(|shelf| shelf.tests += 1);
}

/// A test has ended; where no other runs, the free databases go.
pub async fn leave(server: Option<&str>) {
    let unused = with_shelf(|shelf| {
        shelf.tests -= 1;
        if shelf.tests == 0 { std::mem::take(&mut shelf.free) } else { Vec::new() }
    });
    for name in unused {
        let server = server.expect("a database was made on a server").to_owned();
        Database { server, name }.remove().await;
    }
}

/// A database of one test's own: new, or as good as new.
pub struct Database {
    server: String,
    name: String,
}

impl Database {
    /// Takes a free one, or makes one.
    pub async fn take(server: String) -> Self {
        if let Some(name) = with_shelf(|shelf| shelf.free.pop()) {
            return Self { server, name };
        }
        // the name of a new temporary folder is unique, and as random as need be
        let folder = tempfile::Builder::new().prefix("fyr_store_").tempdir().expect("a temporary folder");
        let name = folder.path().file_name().and_then(|name| name.to_str()).expect("a plain name").to_owned();
        let database = Self { server, name };
        database.on_server(&format!("CREATE DATABASE \"{}\"", database.name)).await;
        database
    }

    /// Its address.
    pub fn url(&self) -> String {
        let (address, query) = self.server.split_once('?').unwrap_or((&self.server, ""));
        let (scheme, rest) = address.split_once("://").expect("a URL");
        let host = rest.split('/').next().unwrap_or_default();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{scheme}://{host}/{}{mark}{query}", self.name)
    }

    /// Leaves it, emptied, to the next test, unless this one failed and may have left anything.
    pub async fn give_back(self, fit_for_another: bool) {
        if fit_for_another {
            let mut db = PgConnection::connect(&self.url()).await.expect("the database answers");
            db.execute(EMPTY).await.expect("the tables can be emptied");
            with_shelf(|shelf| shelf.free.push(self.name));
        } else {
            self.remove().await;
        }
    }

    async fn remove(self) {
        self.on_server(&format!("DROP DATABASE \"{}\" WITH (FORCE)", self.name)).await;
    }

    async fn on_server(&self, sql: &str) {
        let mut server = PgConnection::connect(&self.server).await.expect("the PostgreSQL server answers");
        server.execute(sql).await.expect("databases can be made and removed on the PostgreSQL server");
    }
}
