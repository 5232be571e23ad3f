//! Moving a whole portal from a `SQLite` file to an empty `PostgreSQL` database: every table, in one transaction of the target,
//! compared afterwards. The source is only read.
//!
//! Not in here: the files of the data directory, and the lock that keeps servers away meanwhile.

mod cells;

use std::{collections::BTreeSet, path::Path};

use futures::TryStreamExt;
use sqlx::Row;
use sqlx_postgres::PgConnection;
use sqlx_sqlite::{SqliteConnectOptions, SqliteConnection};

use self::cells::{Cell, Contents, Kind, bind, read};
use crate::{Error, Store, connect::sqlite_migrations, connection::Raw};

/// Every table, each after those that its foreign keys name. `audit_exceptions` comes before `audit_log`: its rows do what they
/// say when they are inserted, and what they say was done in the source.
pub const TABLES: [&str; 60] = [
    "users",
    "organisations",
    "teams",
    "memberships",
    "sharing_viewers",
    "counselling",
    "sessions",
    "settings",
    "revisions",
    "mail_opt_outs",
    "categories",
    "articles",
    "article_translations",
    "article_drafts",
    "article_versions",
    "article_reviews",
    "article_images",
    "confirmed_answers",
    "ratings",
    "affected_readers",
    "searches",
    "search_trails",
    "topics",
    "tickets",
    "article_tickets",
    "entries",
    "drafts",
    "attachments",
    "surveys",
    "digest_entries",
    "ticket_reads",
    "services",
    "incidents",
    "incident_services",
    "maintenances",
    "maintenance_services",
    "status_updates",
    "status_update_services",
    "status_corrections",
    "outbox",
    "jobs",
    "guest_access",
    "guest_browsers",
    "audit_exceptions",
    "audit_log",
    "recovery_codes",
    "tokens",
    "email_changes",
    "devices",
    "failed_sign_ins",
    "identities",
    "provider_sessions",
    "logout_jtis",
    "deletion_requests",
    "file_removals",
    "invitations",
    "setting_versions",
    "heartbeats",
    "confirmed_mailboxes",
    "mail_counts",
];

/// What a portal that nobody has used holds: counters from the migrations, keys that `fyr migrate` generates, signs of life. The
/// rows of the source take their place.
const MADE_BY_THE_PROGRAM: [&str; 3] = ["revisions", "settings", "heartbeats"];
/// Rows of one `INSERT`.
const BATCH: usize = 500;
/// How many unsuitable values are named before the search for more of them ends.
const MAX_PROBLEMS: usize = 20;

/// A table of the target and how many rows it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRows {
    /// The name of the table.
    pub table: String,
    /// The number of its rows.
    pub rows: u64,
}

/// Why a portal cannot be moved. Nothing of it is in the target then.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// A database could not be read or written.
    #[error(transparent)]
    Store(#[from] Error),
    /// The source is not `SQLite`, or the target not `PostgreSQL`.
    #[error("only from SQLite to PostgreSQL")]
    Engines,
    /// The source has no table of migrations.
    #[error("the source is no database of Fyr: {0}")]
    NoPortal(#[source] sqlx::Error),
    /// The target holds something already.
    #[error("the target is not empty: {}; name a new database", names(.0))]
    NotEmpty(Vec<TableRows>),
    /// Migrations are missing in the source.
    #[error("the schema of the source is {found} and has to be {needed}: run `fyr migrate` on it first")]
    OldSchema {
        /// The last migration of the source.
        found: i64,
        /// The last migration of this program.
        needed: i64,
    },
    /// The source has migrations of a later release.
    #[error("the schema of the source is {found}, of a later release, and this program knows {known}")]
    NewSchema {
        /// The last migration of the source.
        found: i64,
        /// The last migration of this program.
        known: i64,
    },
    /// Tables or columns that are not copied, and would be lost.
    #[error("this program does not know how to move {}", .0.join(", "))]
    Unknown(Vec<String>),
    /// Values that `PostgreSQL` does not take.
    #[error("PostgreSQL does not take these values of the source: {}", .0.join("; "))]
    Unsuitable(Vec<String>),
    /// The target refused rows of a table.
    #[error("table {table}: {error}")]
    Table {
        /// The table whose rows were refused.
        table: String,
        /// Why they were refused.
        error: Error,
    },
    /// What arrived is not what was sent.
    #[error("table {0}: what arrived differs from the source")]
    Differs(String),
    /// Something wrote to the source meanwhile.
    #[error("the source was changed while it was copied: stop everything that uses it, and try again")]
    SourceChanged,
}

type Result<T> = std::result::Result<T, MoveError>;

fn names(tables: &[TableRows]) -> String {
    let names: Vec<_> =
        tables.iter().map(|TableRows { table, rows }| format!("{table} ({rows} rows)")).collect();
    names.join(", ")
}

impl From<sqlx::Error> for MoveError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// A column of a table.
struct Column {
    name: String,
    kind: Kind,
    /// Part of the primary key.
    is_key: bool,
}

impl Store {
    /// Opens a `SQLite` file for reading alone. Nothing of its content changes, also not by a checkpoint of its log.
    ///
    /// # Errors
    /// As [`Store::open_file`].
    pub fn open_read_only(path: &Path) -> crate::Result<Self> {
        Self::from_sqlite_options(SqliteConnectOptions::new().filename(path).read_only(true))
    }

    /// Whether a `SQLite` store can be moved into this one: it has the schema of this program, and this is an empty `PostgreSQL`
    /// database. Changes nothing.
    ///
    /// # Errors
    /// [`MoveError`] with the reason why not.
    pub async fn check_move(&self, source: &Self) -> Result<()> {
        let mut reader = source.read().await?;
        let mut target = self.read().await?;
        match (reader.raw(), target.raw()) {
            (Raw::Sqlite(from), Raw::Postgres(timed)) => {
                check_source(from).await?;
                refuse_filled(timed.parts().0).await
            }
            _ => Err(MoveError::Engines),
        }
    }

    /// Copies all rows of a `SQLite` store into this one, which is an empty `PostgreSQL` database and is migrated first. All or
    /// nothing: what arrived is read again and compared before the commit. Returns the rows of each table.
    ///
    /// Triggers stay as they are, so that the audit log is never open; the connected role has to own the tables.
    ///
    /// # Errors
    /// [`MoveError`].
    pub async fn copy_from(&self, source: &Self) -> Result<Vec<TableRows>> {
        self.check_move(source).await?;
        self.migrate().await?;
        let mut tx = self.begin().await?;
        let mut reader = source.read().await?;
        // whatever happens, nobody else gets a connection with our transaction on it
        tx.discard();
        reader.discard();
        let (Raw::Sqlite(from), Raw::Postgres(timed)) = (reader.raw(), tx.raw()) else {
            return Err(MoveError::Engines);
        };
        // statements over whole tables take longer than those of requests may
        let (into, _) = timed.parts();
        let version = data_version(from).await?;
        sqlx::query("BEGIN").execute(&mut *from).await?;
        let moved = copy_all(from, into).await?;
        sqlx::query("COMMIT").execute(&mut *from).await?;
        if data_version(from).await? != version {
            return Err(MoveError::SourceChanged);
        }
        tx.commit().await?;
        Ok(moved)
    }
}

/// Differs from an earlier answer on the same connection where another connection has written meanwhile.
async fn data_version(from: &mut SqliteConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar("PRAGMA data_version").fetch_one(from).await
}

/// Refuses a source with another schema than this program's.
async fn check_source(from: &mut SqliteConnection) -> Result<()> {
    let sql = "SELECT version FROM _sqlx_migrations WHERE success";
    let applied: Vec<i64> =
        sqlx::query_scalar(sql).fetch_all(&mut *from).await.map_err(MoveError::NoPortal)?;
    let applied: BTreeSet<i64> = applied.into_iter().collect();
    let known: BTreeSet<i64> = sqlite_migrations().iter().map(|migration| migration.version).collect();
    let last = |versions: &BTreeSet<i64>| versions.last().copied().unwrap_or_default();
    if !known.is_subset(&applied) {
        return Err(MoveError::OldSchema { found: last(&applied), needed: last(&known) });
    }
    if !applied.is_subset(&known) {
        return Err(MoveError::NewSchema { found: last(&applied), known: last(&known) });
    }
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
               AND name NOT LIKE '\\_sqlx%' ESCAPE '\\'";
    let mut tables: Vec<String> = sqlx::query_scalar(sql).fetch_all(from).await?;
    tables.retain(|table| !TABLES.contains(&table.as_str()));
    if tables.is_empty() { Ok(()) } else { Err(MoveError::Unknown(tables)) }
}

/// Refuses a target with rows, or with tables that are not ours.
async fn refuse_filled(into: &mut PgConnection) -> Result<()> {
    let sql = "SELECT tablename::TEXT FROM pg_tables WHERE schemaname = current_schema() AND tablename <> '_sqlx_migrations'
               ORDER BY tablename";
    let tables: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut *into).await?;
    let mut filled = Vec::new();
    for table in tables {
        let count = format!("SELECT COUNT(*) FROM \"{}\"", table.replace('"', "\"\""));
        let rows: i64 = sqlx::query_scalar(&count).fetch_one(&mut *into).await?;
        let is_ours = TABLES.contains(&table.as_str());
        let is_new = rows == 0 || MADE_BY_THE_PROGRAM.contains(&table.as_str());
        if !(is_ours && is_new) {
            filled.push(TableRows { table, rows: rows.unsigned_abs() });
        }
    }
    if filled.is_empty() { Ok(()) } else { Err(MoveError::NotEmpty(filled)) }
}

async fn copy_all(from: &mut SqliteConnection, into: &mut PgConnection) -> Result<Vec<TableRows>> {
    let tables: Vec<_> = TABLES.iter().map(|table| format!("\"{table}\"")).collect();
    let lock = format!("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", tables.join(", "));
    sqlx::query(&lock).execute(&mut *into).await?;
    // again: until the lock another process could write
    refuse_filled(into).await?;
    for table in MADE_BY_THE_PROGRAM {
        sqlx::query(&format!("DELETE FROM \"{table}\"")).execute(&mut *into).await?;
    }
    let mut problems = Vec::new();
    let mut moved = Vec::new();
    for table in TABLES {
        let columns = columns(from, into, table).await?;
        let sent = send(from, into, table, &columns, &mut problems).await?;
        moved.push((columns, TableRows { table: table.to_owned(), rows: sent.rows }, sent));
        if problems.len() >= MAX_PROBLEMS {
            break;
        }
    }
    if !problems.is_empty() {
        return Err(MoveError::Unsuitable(problems));
    }
    let mut tables = Vec::new();
    for (columns, table, sent) in moved {
        if contents(into, &table.table, &columns).await? != sent {
            return Err(MoveError::Differs(table.table));
        }
        tables.push(table);
    }
    // the planner knows the new rows from the first request on; of our tables alone, as others may be another role's
    for moved in &tables {
        sqlx::query(&format!("ANALYZE \"{}\"", moved.table)).execute(&mut *into).await?;
    }
    Ok(tables)
}

/// The columns of a table, with the types of the target; the same on both sides.
async fn columns(from: &mut SqliteConnection, into: &mut PgConnection, table: &str) -> Result<Vec<Column>> {
    let sql = "SELECT column_name::TEXT, udt_name::TEXT FROM information_schema.columns
               WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position";
    let target: Vec<(String, String)> = sqlx::query_as(sql).bind(table).fetch_all(into).await?;
    let sql = "SELECT name, pk FROM pragma_table_info($1)";
    let source: Vec<(String, i64)> = sqlx::query_as(sql).bind(table).fetch_all(from).await?;
    let mut unknown = Vec::new();
    let mut columns = Vec::new();
    for (name, type_name) in target {
        match (Kind::parse(&type_name), source.iter().find(|(other, _)| *other == name)) {
            (Some(kind), Some((_, key))) => columns.push(Column { name, kind, is_key: *key > 0 }),
            _ => unknown.push(format!("{table}.{name}")),
        }
    }
    let is_lost = |name: &String| !columns.iter().any(|column| column.name == *name);
    unknown
        .extend(source.iter().filter(|(name, _)| is_lost(name)).map(|(name, _)| format!("{table}.{name}")));
    unknown.dedup();
    if unknown.is_empty() { Ok(columns) } else { Err(MoveError::Unknown(unknown)) }
}

fn column_list(columns: &[Column]) -> String {
    columns.iter().map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(", ")
}

/// Copies the rows of a table; returns what the source holds. Values that the target does not take are told in `problems`; from the
/// first one on the rows are only looked at, since nothing will be committed and others may refer to the row.
async fn send(
    from: &mut SqliteConnection,
    into: &mut PgConnection,
    table: &str,
    columns: &[Column],
    problems: &mut Vec<String>,
) -> Result<Contents> {
    let select = format!("SELECT {} FROM \"{table}\"", column_list(columns));
    let mut rows = sqlx::query(&select).fetch(from);
    let mut contents = Contents::default();
    let mut batch = Vec::new();
    while let Some(row) = rows.try_next().await? {
        let cells: Vec<_> =
            columns.iter().enumerate().map(|(index, column)| read(&row, index, column.kind)).collect();
        problems.extend(row_problems(table, columns, &cells));
        if problems.len() >= MAX_PROBLEMS {
            break;
        }
        if problems.is_empty() {
            let cells: Vec<Cell> = cells.into_iter().flatten().collect();
            contents.add(&cells);
            batch.push(cells);
            if batch.len() == BATCH {
                insert(into, table, columns, std::mem::take(&mut batch)).await?;
            }
        }
    }
    if problems.is_empty() && !batch.is_empty() {
        insert(into, table, columns, batch).await?;
    }
    Ok(contents)
}

/// What is wrong with a row for `PostgreSQL`, with table, column and primary key.
fn row_problems(table: &str, columns: &[Column], cells: &[sqlx::Result<Cell>]) -> Vec<String> {
    let problem = |cell: &sqlx::Result<Cell>| match cell {
        Ok(cell) => cell.problem().map(str::to_owned),
        Err(sqlx::Error::ColumnDecode { source, .. }) => Some(source.to_string()),
        Err(error) => Some(error.to_string()),
    };
    let found = columns.iter().zip(cells).filter_map(|(column, cell)| Some((column, problem(cell)?)));
    let key = || {
        let parts = columns.iter().zip(cells).filter(|(column, _)| column.is_key).map(|(column, cell)| {
            let value = cell.as_ref().map_or_else(|_| "?".to_owned(), ToString::to_string);
            format!("{} {value}", column.name)
        });
        parts.collect::<Vec<_>>().join(", ")
    };
    found
        .map(|(column, problem)| format!("{table}.{} of the row with {}: {problem}", column.name, key()))
        .collect()
}

async fn insert(
    into: &mut PgConnection,
    table: &str,
    columns: &[Column],
    rows: Vec<Vec<Cell>>,
) -> Result<()> {
    let arrays: Vec<_> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| format!("${}::{}[]", index + 1, column.kind.type_name()))
        .collect();
    let sql = format!(
        "INSERT INTO \"{table}\" ({}) SELECT * FROM UNNEST({})",
        column_list(columns),
        arrays.join(", ")
    );
    let mut values: Vec<Vec<Cell>> = columns.iter().map(|_| Vec::with_capacity(rows.len())).collect();
    for row in rows {
        for (column, cell) in values.iter_mut().zip(row) {
            column.push(cell);
        }
    }
    let mut query = sqlx::query(&sql);
    for (column, cells) in columns.iter().zip(values) {
        query = bind(query, column.kind, cells);
    }
    query
        .execute(into)
        .await
        .map_err(|error| MoveError::Table { table: table.to_owned(), error: error.into() })?;
    Ok(())
}

/// What a table of the target holds.
async fn contents(into: &mut PgConnection, table: &str, columns: &[Column]) -> Result<Contents> {
    let select = format!("SELECT {} FROM \"{table}\"", column_list(columns));
    let mut rows = sqlx::query(&select).fetch(into);
    let mut contents = Contents::default();
    while let Some(row) = rows.try_next().await? {
        let mut cells = Vec::with_capacity(row.len());
        for (index, column) in columns.iter().enumerate() {
            cells.push(read(&row, index, column.kind)?);
        }
        contents.add(&cells);
    }
    Ok(contents)
}
