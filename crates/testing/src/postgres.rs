//! Databases on the `PostgreSQL` server. Migrating one takes longer than most tests, and creating one as well: so there is a
//! migrated template, which all test programs share, and a passed test returns its database to a pool, from which the next
//! one takes it as its fixture filled it. The last running test of a program drops them.

use std::{
    any::TypeId,
    env, mem,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use fyr_store::Store;
use sqlx::{Connection, Executor};
use sqlx_postgres::PgConnection;
use tokio::runtime::Runtime;

use crate::{
    Engine, Fixture, TestDatabase, fixture,
    template::{self, Files},
};

const SERVER: &str = "FYR_TEST_DATABASE_URL";

/// The advisory lock of whoever creates the template: "fyr" in hexadecimal.
const TEMPLATE_LOCK: i64 = 0x0066_7972;

/// Copies the filled tables of the schema `public` into the schema `template`.
const TAKE_SNAPSHOT: &str = "DO $$ DECLARE name TEXT; filled BOOLEAN; BEGIN
    CREATE SCHEMA template;
    FOR name IN SELECT quote_ident(tablename) FROM pg_tables
      WHERE schemaname = 'public' AND tablename <> '_sqlx_migrations' LOOP
        EXECUTE 'SELECT EXISTS (SELECT 1 FROM public.' || name || ')' INTO filled;
        IF filled THEN EXECUTE 'CREATE TABLE template.' || name || ' AS TABLE public.' || name; END IF;
    END LOOP;
  END $$";

/// Brings the tables of the schema `public` back to those copies. DELETE, because TRUNCATE makes new files; a replica checks
/// no foreign keys and runs no triggers, so the order does not matter, and the audit log does not reject it.
const RESTORE_SNAPSHOT: &str = "DO $$ DECLARE name TEXT; filled BOOLEAN; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT quote_ident(tablename) FROM pg_tables
      WHERE schemaname = 'public' AND tablename <> '_sqlx_migrations' LOOP
        EXECUTE 'SELECT EXISTS (SELECT 1 FROM public.' || name || ')' INTO filled;
        IF filled THEN EXECUTE 'DELETE FROM public.' || name; END IF;
    END LOOP;
    FOR name IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'template' LOOP
        EXECUTE 'INSERT INTO public.' || name || ' SELECT * FROM template.' || name;
    END LOOP;
  END $$";

/// The running tests of this program, and the databases that they may take.
struct Pool {
    running_tests: usize,
    /// By fixture: the name of a database.
    free: Vec<(TypeId, String)>,
}

static POOL: Mutex<Pool> = Mutex::new(Pool { running_tests: 0, free: Vec::new() });

fn with_pool<T>(work: impl FnOnce(&mut Pool) -> T) -> T {
    work(&mut POOL.lock().unwrap_or_else(PoisonError::into_inner))
}

/// The URL of the server.
///
/// # Panics
/// Where there is none.
pub(crate) fn server_url() -> String {
    env::var(SERVER).unwrap_or_else(|_| {
        panic!("{SERVER} is not set: name a PostgreSQL server, as a superuser, or run `cargo xtask test`, which starts one")
    })
}

/// Counts a running test. The last one drops the free databases.
pub(crate) struct RunningTest;

impl RunningTest {
    pub(crate) fn start() -> Self {
        with_pool(|pool| pool.running_tests += 1);
        Self
    }
}

impl Drop for RunningTest {
    fn drop(&mut self) {
        let unused = with_pool(|pool| {
            pool.running_tests -= 1;
            if pool.running_tests == 0 { mem::take(&mut pool.free) } else { Vec::new() }
        });
        if unused.is_empty() {
            return;
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        for (fixture, name) in unused {
            runtime.block_on(PooledDatabase { server: server_url(), name, fixture }.drop_database());
        }
    }
}

/// A database for one test, new or returned by another.
pub(crate) struct PooledDatabase {
    server: String,
    name: String,
    fixture: TypeId,
}

impl PooledDatabase {
    /// Takes a free database, or creates one and has it filled; with the files that belong to it.
    pub(crate) fn acquire<F: Fixture>(runtime: &Runtime, server: String) -> (Self, Arc<Files>) {
        static NUMBER: AtomicU64 = AtomicU64::new(1);
        let fixture = TypeId::of::<F>();
        let free = with_pool(|pool| {
            let at = pool.free.iter().position(|(other, _)| *other == fixture);
            at.map(|at| pool.free.swap_remove(at).1)
        });
        let is_new = free.is_none();
        let name = free.unwrap_or_else(|| {
            format!("fyr_test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
        });
        let database = Self { server, name, fixture };
        let mut is_filled = !is_new;
        if is_new {
            runtime.block_on(database.create());
        }
        let files = template::files::<F>(Engine::Postgres, |folder| {
            fixture::fill::<F>(&TestDatabase::postgres(database.url(), folder));
            is_filled = true;
        });
        if !is_filled {
            // every database is filled with the same, so the files fit
            let folder = tempfile::tempdir().unwrap();
            fixture::fill::<F>(&TestDatabase::postgres(database.url(), folder.path()));
        }
        if is_new {
            runtime.block_on(database.execute(TAKE_SNAPSHOT));
        }
        (database, files)
    }

    pub(crate) fn url(&self) -> String {
        url_of(&self.server, &self.name)
    }

    /// Returns the database to the pool as it was filled; drops it where the test failed.
    pub(crate) async fn release(self, has_passed: bool) {
        if has_passed {
            self.execute(RESTORE_SNAPSHOT).await;
            with_pool(|pool| pool.free.push((self.fixture, self.name)));
        } else {
            self.drop_database().await;
        }
    }

    /// Creates it from the template, which is created where this is the first program with these migrations.
    async fn create(&self) {
        let mut server = PgConnection::connect(&self.server).await.expect("the PostgreSQL server answers");
        sqlx::query("SELECT pg_advisory_lock($1)").bind(TEMPLATE_LOCK).execute(&mut server).await.unwrap();
        let template = template_name();
        let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
            .bind(&template)
            .fetch_one(&mut server)
            .await
            .unwrap();
        if !exists {
            // under another name until it is complete
            let new = format!("{template}_new");
            let drop = format!("DROP DATABASE IF EXISTS \"{new}\" WITH (FORCE)");
            server.execute(drop.as_str()).await.unwrap();
            let create = format!("CREATE DATABASE \"{new}\"");
            server.execute(create.as_str()).await.expect("databases may be created on the PostgreSQL server");
            let store = Store::open(&url_of(&self.server, &new)).unwrap();
            store.migrate().await.unwrap();
            store.close().await;
            let rename = format!("ALTER DATABASE \"{new}\" RENAME TO \"{template}\"");
            server.execute(rename.as_str()).await.unwrap();
        }
        let create = format!("CREATE DATABASE \"{}\" TEMPLATE \"{template}\"", self.name);
        server.execute(create.as_str()).await.unwrap();
        // closing the connection releases the lock
        server.close().await.unwrap();
    }

    async fn execute(&self, sql: &str) {
        let mut db = PgConnection::connect(&self.url()).await.expect("the database answers");
        db.execute(sql).await.expect("a superuser may copy and restore tables");
        db.close().await.unwrap();
    }

    async fn drop_database(self) {
        let mut server = PgConnection::connect(&self.server).await.expect("the PostgreSQL server answers");
        let drop = format!("DROP DATABASE \"{}\" WITH (FORCE)", self.name);
        server.execute(drop.as_str()).await.unwrap();
    }
}

/// The URL of another database on the server.
fn url_of(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').unwrap_or((server, ""));
    let (scheme, rest) = address.split_once("://").expect("a URL");
    let host = rest.split('/').next().unwrap_or_default();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{scheme}://{host}/{name}{mark}{query}")
}

/// Differs where the migrations differ. FNV-1a of their checksums.
fn template_name() -> String {
    let migrator = sqlx::migrate!("../../migrations/postgres");
    let bytes = migrator.iter().flat_map(|migration| migration.checksum.iter());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("fyr_template_{hash:016x}")
}
