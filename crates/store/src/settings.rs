//! Single values shared by all processes, and revision counters for their caches.

use crate::{
    Db, Result, Store,
    run::{execute, fetch_all, fetch_optional},
};

/// A revision counter, a row of `revisions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revision {
    /// Categories, topics and articles.
    Classification,
    /// Components, incidents and maintenances.
    Status,
    /// Settings that a business decides.
    Settings,
}

impl Revision {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Classification, Self::Status, Self::Settings];

    const fn name(self) -> &'static str {
        match self {
            Self::Classification => "catalogue",
            Self::Status => "status",
            Self::Settings => "settings",
        }
    }
}

/// All revisions at one moment, as [`Revision::ALL`] lists them; 0, which none has, where there is no such row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revisions([i64; Revision::ALL.len()]);

impl Revisions {
    /// The value of a revision.
    pub const fn get(self, revision: Revision) -> i64 {
        self.0[revision as usize]
    }
}

impl Store {
    /// The current revisions. On `SQLite` those of a moment ago, where this process has changed none since: see ADR 48.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable).
    pub async fn revisions(&self) -> Result<Revisions> {
        let read = async || list_revisions(&mut self.read().await?).await;
        match self.revision_cache() {
            Some(cache) => cache.get_or_read(read).await,
            None => read().await,
        }
    }

    /// As [`Self::revisions`], over the connection of a transaction that is under way. Those that it has changed itself are not kept.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable).
    pub async fn revisions_in(&self, db: &mut Db) -> Result<Revisions> {
        match self.revision_cache() {
            Some(cache) if !db.changes_revisions() => {
                cache.get_or_read(async || list_revisions(db).await).await
            }
            _ => list_revisions(db).await,
        }
    }
}

/// The revisions in the database.
pub async fn list_revisions(db: &mut Db) -> Result<Revisions> {
    let rows = fetch_all!(db, (String, i64), "SELECT name, value FROM revisions")?;
    let value = |revision: Revision| rows.iter().find(|(name, _)| name == revision.name());
    Ok(Revisions(Revision::ALL.map(|revision| value(revision).map_or(0, |(_, value)| *value))))
}

/// Increments a revision, which invalidates the caches of all processes after the commit.
pub async fn increment_revision(db: &mut Db, revision: Revision) -> Result<()> {
    db.mark_revisions();
    execute!(db, "UPDATE revisions SET value = value + 1 WHERE name = $1", revision.name()).map(|_| ())
}

/// A value stored by [`insert_if_absent`].
pub async fn find(db: &mut Db, name: &str) -> Result<Option<String>> {
    let row = fetch_optional!(db, (String,), "SELECT value FROM settings WHERE name = $1", name)?;
    Ok(row.map(|(value,)| value))
}

/// Stores a value unless there is one; the first process wins.
pub async fn insert_if_absent(db: &mut Db, name: &str, value: &str) -> Result<()> {
    let sql = "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    execute!(db, sql, name, value).map(|_| ())
}

/// Stores a value in place of the one there is.
pub async fn put(db: &mut Db, name: &str, value: &str) -> Result<()> {
    let sql = "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    execute!(db, sql, name, value).map(|_| ())
}

/// Deletes a value; succeeds where there is none.
pub async fn delete(db: &mut Db, name: &str) -> Result<()> {
    execute!(db, "DELETE FROM settings WHERE name = $1", name).map(|_| ())
}
