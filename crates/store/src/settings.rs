//! Single values that all processes share, and the counters that tell them what changed.

use crate::{
    Db, Result,
    run::{exec, one, value},
};

/// What is counted in `revisions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revision {
    /// Categories, topics, articles.
    Catalogue,
    /// Services, incidents, maintenance.
    Status,
}

impl Revision {
    const fn name(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::Status => "status",
        }
    }
}

/// How often a thing has changed.
pub async fn revision(db: &mut Db, of: Revision) -> Result<i64> {
    value!(db, i64, "SELECT value FROM revisions WHERE name = $1", of.name())
}

/// Tells every process, once the transaction commits, that a thing has changed.
pub async fn touch(db: &mut Db, what: Revision) -> Result<()> {
    exec!(db, "UPDATE revisions SET value = value + 1 WHERE name = $1", what.name()).map(|_| ())
}

/// A value, put by [`put_if_absent`].
pub async fn get(db: &mut Db, name: &str) -> Result<Option<String>> {
    let row = one!(db, (String,), "SELECT value FROM settings WHERE name = $1", name)?;
    Ok(row.map(|(value,)| value))
}

/// Puts a value unless there is one; the first process wins.
pub async fn put_if_absent(db: &mut Db, name: &str, value: &str) -> Result<()> {
    let sql = "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    exec!(db, sql, name, value).map(|_| ())
}
