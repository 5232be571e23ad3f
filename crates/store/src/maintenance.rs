//! What an operator's tools ask of the database as a whole: a snapshot, its integrity, whether the audit log is closed, and who may
//! use it. Nothing here is part of a request.

use std::path::Path;

use sqlx::ConnectOptions;
use sqlx_sqlite::{SqliteConnectOptions, SqliteConnection};

use crate::{
    Db, Error, Result, Store,
    connect::sqlite_migrations,
    run::{fetch_all, fetch_scalar},
};

/// The triggers that keep the audit log closed, by engine; migrations make them.
const AUDIT_TRIGGERS: [(&str, &[&str]); 2] = [
    (
        "sqlite",
        &[
            "audit_log_update",
            "audit_log_delete",
            "audit_log_insert",
            "audit_exceptions_update",
            "audit_exceptions_delete",
            "audit_exceptions_insert",
            "audit_exceptions_apply",
        ],
    ),
    ("postgres", POSTGRES_TRIGGERS),
];

const POSTGRES_TRIGGERS: &[&str] = &[
    "audit_log_row",
    "audit_log_truncate",
    "audit_exceptions_row",
    "audit_exceptions_truncate",
    "audit_exceptions_apply",
];

/// What the portal's role gets on the tables, and what it does not get on those that are only added to. `{role}` is quoted.
const GRANTS: [&str; 5] = [
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    // earlier guides granted these for all tables to come, and so gave them back with each restore
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM {role}",
    "REVOKE UPDATE, DELETE, TRUNCATE ON audit_log, audit_exceptions FROM {role}",
    "REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON _sqlx_migrations FROM {role}",
];

async fn connect(store: &Store) -> Result<Option<SqliteConnection>> {
    match store.sqlite_options() {
        // looking at a whole database takes a while, and is no news
        Some(options) => {
            Ok(Some(options.create_if_missing(false).disable_statement_logging().connect().await?))
        }
        None => Ok(None),
    }
}

impl Store {
    /// Opens a `SQLite` file that nobody writes, such as one in a backup, without changing anything beside it.
    ///
    /// # Errors
    /// As [`Store::open_file`].
    pub fn open_immutable(path: &Path) -> Result<Self> {
        Self::from_sqlite_options(SqliteConnectOptions::new().filename(path).read_only(true).immutable(true))
    }

    /// Writes a consistent copy of a `SQLite` database into a new file, while others write; `false` on `PostgreSQL`, where
    /// `pg_dump` does that.
    ///
    /// # Errors
    /// [`Error::Unavailable`] or [`Error::Database`] where the file is there already or cannot be written.
    pub async fn snapshot_to(&self, file: &Path) -> Result<bool> {
        let Some(mut connection) = connect(self).await? else { return Ok(false) };
        let file = file.to_str().ok_or_else(|| Error::Address("the path of the file is not UTF-8".into()))?;
        sqlx::query("VACUUM INTO $1").bind(file).execute(&mut connection).await?;
        Ok(true)
    }

    /// What is wrong with the file and its references; empty on `PostgreSQL`, which checks by itself.
    ///
    /// # Errors
    /// [`Error::Unavailable`], also where the file is no database.
    pub async fn check_integrity(&self) -> Result<Vec<String>> {
        let Some(mut connection) = connect(self).await? else { return Ok(Vec::new()) };
        let mut problems: Vec<String> =
            sqlx::query_scalar("PRAGMA integrity_check(20)").fetch_all(&mut connection).await?;
        problems.retain(|problem| problem != "ok");
        let references: Vec<(String, Option<i64>, String, i64)> =
            sqlx::query_as("PRAGMA foreign_key_check").fetch_all(&mut connection).await?;
        problems.extend(references.into_iter().take(20).map(|(table, row, parent, _)| {
            format!(
                "row {} of {table} refers to a row of {parent} that is not there",
                row.unwrap_or_default()
            )
        }));
        Ok(problems)
    }

    /// The number of the last applied migration.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; [`Error::Database`] where there is no schema.
    pub async fn schema_version(&self) -> Result<i64> {
        let mut db = self.read().await?;
        fetch_scalar!(db, i64, "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations WHERE success")
    }

    /// The number of the last applied migration; `None` where there is no portal: no file, or none of our tables. Makes nothing.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn find_schema_version(&self) -> Result<Option<i64>> {
        if self.file().is_some_and(|file| matches!(file.try_exists(), Ok(false))) {
            return Ok(None);
        }
        let sql = if self.is_embedded() {
            "SELECT COUNT(*) FROM sqlite_master WHERE name = '_sqlx_migrations'"
        } else {
            "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = '_sqlx_migrations'"
        };
        let mut db = self.read().await?;
        if fetch_scalar!(db, i64, sql)? == 0 {
            return Ok(None);
        }
        drop(db);
        self.schema_version().await.map(Some)
    }

    /// The number of the last migration of this program.
    pub fn latest_schema_version(&self) -> i64 {
        sqlite_migrations().iter().map(|migration| migration.version).max().unwrap_or(0)
    }

    /// How many people have an account, and how many tickets there are.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; [`Error::Database`] where there is no schema.
    pub async fn count_people_and_tickets(&self) -> Result<(i64, i64)> {
        let mut db = self.read().await?;
        let people = fetch_scalar!(db, i64, "SELECT COUNT(*) FROM users")?;
        Ok((people, fetch_scalar!(db, i64, "SELECT COUNT(*) FROM tickets")?))
    }

    /// The triggers of the audit log that are missing or switched off: with one of these its lines can be changed.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn missing_audit_triggers(&self) -> Result<Vec<&'static str>> {
        let (engine, sql) = if self.is_embedded() {
            ("sqlite", "SELECT name FROM sqlite_master WHERE type = 'trigger'")
        } else {
            ("postgres", "SELECT tgname::TEXT FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        };
        let mut db: Db = self.read().await?;
        let found: Vec<(String,)> = fetch_all!(db, (String,), sql)?;
        let expected =
            AUDIT_TRIGGERS.into_iter().find(|(name, _)| *name == engine).map_or(&[][..], |(_, list)| list);
        Ok(expected.iter().copied().filter(|name| !found.iter().any(|(there,)| there == name)).collect())
    }

    /// Lets a role run the portal on `PostgreSQL` without owning anything, and takes away what would let it change the audit log.
    /// May be run again at any time: after each migration and each restore.
    ///
    /// # Errors
    /// [`Error::Address`] on `SQLite`, or where the name is none that needs no quotes; [`Error::Database`] where the connected role
    /// does not own the tables.
    pub async fn grant_to(&self, role: &str) -> Result<()> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if role.is_empty() || role.len() > 63 || !role.chars().all(is_plain) {
            return Err(Error::Address("the name of a role has letters, digits, _ and - only".into()));
        }
        if self.is_embedded() {
            return Err(Error::Address("only PostgreSQL has roles".into()));
        }
        let mut tx = self.begin().await?;
        // waits for whoever uses the tables
        crate::run::execute!(tx, "SET LOCAL lock_timeout = 0")?;
        for grant in GRANTS {
            let sql = grant.replace("{role}", &format!("\"{role}\""));
            crate::run::execute!(tx, sql.as_str())?;
        }
        tx.commit().await
    }
}
