//! What is searched, and whether that led anywhere. Groups are told of people, never whose they are.

use chrono::{DateTime, Utc};
use fyr_domain::{Lang, search_outcome::SearchOutcome};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_optional, fetch_scalar},
};

/// A search to insert.
#[derive(Clone, Debug)]
pub struct NewSearch {
    /// Id of the search.
    pub id: Uuid,
    /// Id of the trail, which the searches of one person within a short time share.
    pub trail_id: Uuid,
    /// Language that was searched in.
    pub lang: Lang,
    /// What was searched, without what names somebody.
    pub text: String,
    /// Its words in their base form.
    pub word_key: String,
    /// Number of hits.
    pub hits: i64,
    /// When it was.
    pub at: DateTime<Utc>,
}

/// Inserts a search whose outcome is not known yet.
pub async fn insert(db: &mut Db, search: &NewSearch) -> Result<()> {
    let sql = "INSERT INTO searches (id, trail_id, lang, text, word_key, hits, at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let NewSearch { id, trail_id, lang, text, word_key, hits, at } = search;
    execute!(db, sql, *id, *trail_id, lang.tag(), text, word_key, *hits, *at).map(|_| ())
}

/// The trail of a visitor that goes on after `since`.
pub async fn find_trail(db: &mut Db, visitor: &str, since: DateTime<Utc>) -> Result<Option<Uuid>> {
    let sql = "SELECT id FROM search_trails WHERE visitor = $1 AND last_at > $2";
    Ok(fetch_optional!(db, (Uuid,), sql, visitor, since)?.map(|(id,)| id))
}

/// Begins a trail of a visitor, or takes the place of the one before.
pub async fn put_trail(db: &mut Db, id: Uuid, visitor: &str, now: DateTime<Utc>) -> Result<()> {
    let sql = "INSERT INTO search_trails (id, visitor, last_at) VALUES ($1, $2, $3)
               ON CONFLICT (visitor) DO UPDATE SET id = excluded.id, last_at = excluded.last_at";
    execute!(db, sql, id, visitor, now).map(|_| ())
}

/// A search whose outcome is not known yet.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct OpenSearch {
    /// Id of the search.
    pub id: Uuid,
    /// Its words in their base form.
    pub word_key: String,
}

/// The latest search of a trail whose outcome is not known yet.
pub async fn find_open(db: &mut Db, trail: Uuid) -> Result<Option<OpenSearch>> {
    let sql = "SELECT id, word_key FROM searches WHERE trail_id = $1 AND outcome IS NULL ORDER BY at DESC, id DESC LIMIT 1";
    fetch_optional!(db, OpenSearch, sql, trail)
}

/// Records that an article was opened after a search; the first one counts.
pub async fn set_opened(db: &mut Db, search: Uuid, article: Uuid) -> Result<()> {
    let sql = "UPDATE searches SET opened_article_id = $2 WHERE id = $1 AND opened_article_id IS NULL";
    execute!(db, sql, search, article).map(|_| ())
}

/// Records what became of a search.
pub async fn set_outcome(db: &mut Db, search: Uuid, outcome: SearchOutcome) -> Result<()> {
    execute!(db, "UPDATE searches SET outcome = $2 WHERE id = $1", search, outcome.as_str()).map(|_| ())
}

/// Decides what became of the searches of trails that ended at `before` or earlier, also where another has taken the place of one, and
/// forgets whose they were.
pub async fn settle(db: &mut Db, before: DateTime<Utc>) -> Result<()> {
    let sql = "UPDATE searches SET outcome = CASE WHEN opened_article_id IS NULL THEN 'abandoned' ELSE 'answered' END
               WHERE outcome IS NULL AND trail_id NOT IN (SELECT id FROM search_trails WHERE last_at > $1)";
    execute!(db, sql, before)?;
    execute!(db, "DELETE FROM search_trails WHERE last_at <= $1", before).map(|_| ())
}

/// Deletes searches from before `before`.
pub async fn delete_before(db: &mut Db, before: DateTime<Utc>) -> Result<u64> {
    execute!(db, "DELETE FROM searches WHERE at < $1", before)
}

/// How many searches had an outcome.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct OutcomeCount {
    /// What became of the searches.
    #[sqlx(try_from = "String")]
    pub outcome: SearchOutcome,
    /// The number of searches.
    pub searches: i64,
}

/// The number of searches since `since` by outcome; those whose outcome is not known yet are left out.
pub async fn count_outcomes(db: &mut Db, since: DateTime<Utc>) -> Result<Vec<OutcomeCount>> {
    let sql = "SELECT outcome, COUNT(*) AS searches FROM searches WHERE at >= $1 AND outcome IS NOT NULL GROUP BY outcome
               ORDER BY outcome";
    fetch_all!(db, OutcomeCount, sql, since)
}

/// Searches that led nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// Without a hit.
    NoHits,
    /// With hits that nobody opened, and nothing searched after it.
    NotOpened,
    /// That ended in a ticket.
    Filed,
}

impl Unanswered {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::NoHits, Self::NotOpened, Self::Filed];

    /// The word for it in texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoHits => "no-hits",
            Self::NotOpened => "not-opened",
            Self::Filed => "filed",
        }
    }
}

/// Searches that ask the same.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct SearchGroup {
    /// Language that was searched in.
    #[sqlx(try_from = "String")]
    pub lang: crate::articles::LangColumn,
    /// One of the texts.
    pub text: String,
    /// The number of people.
    pub people: i64,
}

/// Searches since `since` that led nowhere, in groups of at least `least` people; the largest come first.
pub async fn list_unanswered(
    db: &mut Db,
    unanswered: Unanswered,
    since: DateTime<Utc>,
    least: i64,
    limit: i64,
) -> Result<Vec<SearchGroup>> {
    let sql = "SELECT lang, MIN(text) AS text, COUNT(DISTINCT trail_id) AS people FROM searches
               WHERE at >= $1 AND CASE $2 WHEN 'no-hits' THEN hits = 0
                 WHEN 'not-opened' THEN hits > 0 AND opened_article_id IS NULL AND outcome = 'abandoned'
                 ELSE outcome = 'filed' END
               GROUP BY word_key, lang HAVING COUNT(DISTINCT trail_id) >= $3
               ORDER BY people DESC, text LIMIT $4";
    fetch_all!(db, SearchGroup, sql, since, unanswered.as_str(), least, limit)
}

/// Searches since `since` after which an article was opened, in groups of at least `least` people.
pub async fn list_leading_to(
    db: &mut Db,
    article: Uuid,
    since: DateTime<Utc>,
    least: i64,
    limit: i64,
) -> Result<Vec<SearchGroup>> {
    let sql = "SELECT lang, MIN(text) AS text, COUNT(DISTINCT trail_id) AS people FROM searches
               WHERE opened_article_id = $1 AND at >= $2 GROUP BY word_key, lang HAVING COUNT(DISTINCT trail_id) >= $3
               ORDER BY people DESC, text LIMIT $4";
    fetch_all!(db, SearchGroup, sql, article, since, least, limit)
}

/// How many searches since `since` ended in a ticket although an article was opened.
pub async fn count_filed_after(db: &mut Db, article: Uuid, since: DateTime<Utc>) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM searches WHERE opened_article_id = $1 AND at >= $2 AND outcome = 'filed'";
    fetch_scalar!(db, i64, sql, article, since)
}

/// A search that led nowhere, and what was searched next and answered.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct RephrasedSearch {
    /// What was searched first.
    pub first: String,
    /// What was answered.
    pub second: String,
    /// The number of people.
    pub people: i64,
}

/// Searches in a language since `since` that at least `least` people rephrased in the same way and had answered then.
pub async fn list_rephrased(
    db: &mut Db,
    lang: Lang,
    since: DateTime<Utc>,
    least: i64,
    limit: i64,
) -> Result<Vec<RephrasedSearch>> {
    let sql = "SELECT MIN(a.text) AS first, MIN(b.text) AS second, COUNT(DISTINCT a.trail_id) AS people FROM searches a
               JOIN searches b ON b.trail_id = a.trail_id AND b.at > a.at AND b.lang = a.lang AND b.outcome = 'answered'
                 AND b.word_key <> a.word_key
               WHERE a.lang = $1 AND a.at >= $2 AND a.outcome = 'rephrased' AND a.opened_article_id IS NULL
               GROUP BY a.word_key, b.word_key HAVING COUNT(DISTINCT a.trail_id) >= $3
               ORDER BY people DESC, first, second LIMIT $4";
    fetch_all!(db, RephrasedSearch, sql, lang.tag(), since, least, limit)
}
