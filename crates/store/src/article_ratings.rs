//! What readers thought of articles.

use chrono::{DateTime, Utc};
use fyr_domain::Lang;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_optional},
};

/// A reader's rating of an article.
#[derive(Clone, Debug)]
pub struct ArticleRating<'a> {
    /// Id of the article.
    pub article: Uuid,
    /// The reader: `user:` and a user id, or a random key from the browser's cookie.
    pub reader: &'a str,
    /// Whether the article was helpful.
    pub helpful: bool,
    /// The reader's comment.
    pub comment: Option<&'a str>,
    /// Language in which the article was read.
    pub lang: Lang,
}

/// Inserts or replaces the reader's rating and recounts the votes of the article. A rating without a comment keeps the
/// earlier comment, because the form asks for the vote first and for the comment afterwards.
pub async fn upsert_rating(db: &mut Db, rating: &ArticleRating<'_>, now: DateTime<Utc>) -> Result<()> {
    let ArticleRating { article, reader, helpful, comment, lang } = rating;
    // locks the article: concurrent transactions would each count without the other's rating
    execute!(db, "UPDATE articles SET helpful_yes = helpful_yes WHERE id = $1", *article)?;
    let sql =
        "INSERT INTO ratings (article_id, reader, helpful, comment, lang, at) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (article_id, reader) DO UPDATE SET helpful = excluded.helpful,
               comment = COALESCE(excluded.comment, ratings.comment), lang = excluded.lang, at = excluded.at";
    execute!(db, sql, *article, *reader, *helpful, *comment, lang.tag(), now)?;
    let sql = "UPDATE articles SET helpful_yes = (SELECT COUNT(*) FROM ratings WHERE article_id = $1 AND helpful),
               helpful_no = (SELECT COUNT(*) FROM ratings WHERE article_id = $1 AND NOT helpful) WHERE id = $1";
    execute!(db, sql, *article).map(|_| ())
}

/// Number of ratings of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct RatingCounts {
    /// Readers who found it helpful.
    #[sqlx(rename = "helpful_yes")]
    pub helpful: i64,
    /// Readers who did not.
    #[sqlx(rename = "helpful_no")]
    pub not_helpful: i64,
}

/// Number of ratings of an article; `None` where it does not exist.
pub async fn count_ratings(db: &mut Db, article: Uuid) -> Result<Option<RatingCounts>> {
    let sql = "SELECT helpful_yes, helpful_no FROM articles WHERE id = $1";
    fetch_optional!(db, RatingCounts, sql, article)
}

/// What a reader wrote about an article.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ReaderComment {
    /// Whether they found it helpful.
    pub helpful: bool,
    /// What they wrote.
    pub comment: String,
    /// When they rated it last.
    pub at: DateTime<Utc>,
}

/// The latest comments on an article, without whose they are.
pub async fn list_comments(db: &mut Db, article: Uuid, limit: i64) -> Result<Vec<ReaderComment>> {
    let sql = "SELECT helpful, comment, at FROM ratings WHERE article_id = $1 AND comment IS NOT NULL ORDER BY at DESC, reader LIMIT $2";
    fetch_all!(db, ReaderComment, sql, article, limit)
}
