//! The database and the folder of one test, and SQL for which the store has no function.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
};

use sqlx::{ColumnIndex, ConnectOptions, Decode, Executor, FromRow, Type};
use sqlx_postgres::{PgConnectOptions, PgConnection, PgRow, Postgres};
use sqlx_sqlite::{Sqlite, SqliteConnectOptions, SqliteConnection, SqliteRow};
use tokio::sync::Mutex;

/// A database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// A file in the folder of the test.
    Sqlite,
    /// A database on the server that `FYR_TEST_DATABASE_URL` names.
    Postgres,
}

/// The database of one test, and its temporary folder.
#[derive(Clone, Debug)]
pub struct TestDatabase {
    engine: Engine,
    url: String,
    folder: PathBuf,
    /// For reading; opened when it is needed, and kept, because some tests read thousands of times.
    reader: Arc<Mutex<Option<Reader>>>,
}

#[derive(Debug)]
enum Reader {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl TestDatabase {
    pub(crate) fn sqlite(folder: &Path) -> Self {
        let url = format!("sqlite://{}/fyr.db", folder.display());
        Self { engine: Engine::Sqlite, url, folder: folder.to_owned(), reader: Arc::default() }
    }

    pub(crate) fn postgres(url: String, folder: &Path) -> Self {
        Self { engine: Engine::Postgres, url, folder: folder.to_owned(), reader: Arc::default() }
    }

    /// For how a test arranges something, never for what it expects.
    pub fn is_postgres(&self) -> bool {
        self.engine == Engine::Postgres
    }

    /// For a store or a program of its own; `SQLite`: `fyr.db` in the folder.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Deleted after the test.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A connection for a test's own statements, which are not logged: the planner is asked for those of the store.
    async fn sqlite_connection(&self) -> Result<SqliteConnection, sqlx::Error> {
        SqliteConnectOptions::from_str(&self.url)?.disable_statement_logging().connect().await
    }

    async fn postgres_connection(&self) -> Result<PgConnection, sqlx::Error> {
        PgConnectOptions::from_str(&self.url)?.disable_statement_logging().connect().await
    }

    /// Executes statements.
    pub async fn execute(&self, sql: &str) -> Result<(), sqlx::Error> {
        match self.engine {
            Engine::Sqlite => self.sqlite_connection().await?.execute(sql).await.map(drop),
            Engine::Postgres => self.postgres_connection().await?.execute(sql).await.map(drop),
        }
    }

    /// The rows of a query, as tuples.
    pub async fn rows<R>(&self, sql: &str) -> Vec<R>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let mut reader = self.reader.lock().await;
        if reader.is_none() {
            *reader = Some(match self.engine {
                Engine::Sqlite => Reader::Sqlite(self.sqlite_connection().await.unwrap()),
                Engine::Postgres => Reader::Postgres(self.postgres_connection().await.unwrap()),
            });
        }
        match reader.as_mut().unwrap() {
            Reader::Sqlite(db) => sqlx::query_as(sql).fetch_all(db).await.unwrap(),
            Reader::Postgres(db) => sqlx::query_as(sql).fetch_all(db).await.unwrap(),
        }
    }

    /// The first column of a query.
    pub async fn column<T>(&self, sql: &str) -> Vec<T>
    where
        T: for<'r> Decode<'r, Sqlite>
            + for<'r> Decode<'r, Postgres>
            + Type<Sqlite>
            + Type<Postgres>
            + Send
            + Unpin,
        usize: ColumnIndex<SqliteRow> + ColumnIndex<PgRow>,
    {
        self.rows::<(T,)>(sql).await.into_iter().map(|(value,)| value).collect()
    }

    /// The number that a query counts.
    pub async fn count(&self, sql: &str) -> i64 {
        self.column(sql).await[0]
    }
}
