//! Whom a known error affects, and who is told how it goes on.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_optional, fetch_scalar},
};

/// Records that a known error affects a reader, and who is to be told; a second time changes only that.
pub async fn upsert(
    db: &mut Db,
    article: Uuid,
    reader: &str,
    user: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = "INSERT INTO affected_readers (article_id, reader, user_id, at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (article_id, reader) DO UPDATE SET user_id = excluded.user_id";
    execute!(db, sql, article, reader, user, now).map(|_| ())
}

/// The number of readers whom a known error affects.
pub async fn count(db: &mut Db, article: Uuid) -> Result<i64> {
    fetch_scalar!(db, i64, "SELECT COUNT(*) FROM affected_readers WHERE article_id = $1", article)
}

/// What is known of a reader and a known error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct AffectedReader {
    /// Whether they are told how it goes on.
    pub follows: bool,
}

/// What is known of a reader; `None` where they did not say that the error affects them.
pub async fn find(db: &mut Db, article: Uuid, reader: &str) -> Result<Option<AffectedReader>> {
    let sql =
        "SELECT user_id IS NOT NULL AS follows FROM affected_readers WHERE article_id = $1 AND reader = $2";
    fetch_optional!(db, AffectedReader, sql, article, reader)
}

/// Those who are told how it goes on.
pub async fn list_followers(db: &mut Db, article: Uuid) -> Result<Vec<Uuid>> {
    let sql = "SELECT DISTINCT user_id FROM affected_readers WHERE article_id = $1 AND user_id IS NOT NULL ORDER BY user_id";
    Ok(fetch_all!(db, (Uuid,), sql, article)?.into_iter().map(|(user,)| user).collect())
}

/// Whether a person is told how a known error goes on.
pub async fn follows(db: &mut Db, article: Uuid, user: Uuid) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM affected_readers WHERE article_id = $1 AND user_id = $2)";
    fetch_scalar!(db, bool, sql, article, user)
}

/// Tells a person nothing more of a known error. That it affects them stays.
pub async fn unfollow(db: &mut Db, article: Uuid, user: Uuid) -> Result<()> {
    let sql = "UPDATE affected_readers SET user_id = NULL WHERE article_id = $1 AND user_id = $2";
    execute!(db, sql, article, user).map(|_| ())
}

/// Known errors that a person follows: the slug of the article, and since when.
pub async fn list_followed(db: &mut Db, user: Uuid) -> Result<Vec<(String, DateTime<Utc>)>> {
    let sql = "SELECT a.slug, r.at FROM affected_readers r JOIN articles a ON a.id = r.article_id WHERE r.user_id = $1
               ORDER BY r.at, a.slug";
    fetch_all!(db, (String, DateTime<Utc>), sql, user)
}
