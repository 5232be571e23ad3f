//! The published versions of articles, and who has reviewed them.

use chrono::{DateTime, Utc};
use fyr_domain::{Lang, articles::Outdated};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    articles::LangColumn,
    run::{execute, fetch_all, fetch_optional, fetch_scalar},
};

/// A text that was published.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ArticleVersion {
    /// Id of the article.
    pub article_id: Uuid,
    /// Language that the text is written in.
    #[sqlx(try_from = "String")]
    pub lang: LangColumn,
    /// 1 for the first version in the language, then 2, 3, …
    pub number: i64,
    /// Title, one line of plain text.
    pub title: String,
    /// Summary, one line of plain text; empty for the beginning of the text.
    pub summary: String,
    /// Additional search terms.
    pub keywords: Json<Vec<String>>,
    /// The text in Markdown.
    pub source: String,
    /// How much was changed, a [`ChangeSize`](fyr_domain::articles::ChangeSize); `None` for what was imported.
    pub change_size: Option<String>,
    /// Who published it; `None` for what was imported.
    pub published_by_id: Option<Uuid>,
    /// When it was published.
    pub published_at: DateTime<Utc>,
}

/// The columns of [`ArticleVersion`].
macro_rules! columns {
    () => {
        "article_id, lang, number, title, summary, keywords, source, change_size, published_by_id, published_at"
    };
}

/// The number of the newest version of a text; 0 where it has none.
pub async fn find_latest_number(db: &mut Db, article: Uuid, lang: Lang) -> Result<i64> {
    let sql = "SELECT COALESCE(MAX(number), 0) FROM article_versions WHERE article_id = $1 AND lang = $2";
    fetch_scalar!(db, i64, sql, article, lang.tag())
}

/// Inserts a version.
pub async fn insert(db: &mut Db, version: &ArticleVersion) -> Result<()> {
    let sql = "INSERT INTO article_versions
                 (article_id, lang, number, title, summary, keywords, source, change_size, published_by_id, published_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    execute!(
        db,
        sql,
        version.article_id,
        version.lang.0.tag(),
        version.number,
        &version.title,
        &version.summary,
        &version.keywords,
        &version.source,
        version.change_size.as_deref(),
        version.published_by_id,
        version.published_at
    )
    .map(|_| ())
}

/// Inserts the published text as version 1, where the text has no version yet: what was imported can then be restored.
pub async fn insert_first(db: &mut Db, article: Uuid, lang: Lang) -> Result<()> {
    let sql = "INSERT INTO article_versions
                 (article_id, lang, number, title, summary, keywords, source, change_size, published_by_id, published_at)
               SELECT t.article_id, t.lang, 1, t.title, t.summary, t.keywords, t.source, NULL, NULL, t.updated_at
               FROM article_translations t WHERE t.article_id = $1 AND t.lang = $2
                 AND NOT EXISTS (SELECT 1 FROM article_versions v WHERE v.article_id = $1 AND v.lang = $2)";
    execute!(db, sql, article, lang.tag()).map(|_| ())
}

/// A version of a text.
pub async fn find(db: &mut Db, article: Uuid, lang: Lang, number: i64) -> Result<Option<ArticleVersion>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM article_versions WHERE article_id = $1 AND lang = $2 AND number = $3"
    );
    fetch_optional!(db, ArticleVersion, sql, article, lang.tag(), number)
}

/// A version in a list.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct VersionSummary {
    /// Language that the text is written in.
    #[sqlx(try_from = "String")]
    pub lang: LangColumn,
    /// Number within the language.
    pub number: i64,
    /// Title, one line of plain text.
    pub title: String,
    /// How much was changed; `None` for what was imported.
    pub change_size: Option<String>,
    /// Name of who published it; `None` for what was imported.
    pub published_by: Option<String>,
    /// When it was published.
    pub published_at: DateTime<Utc>,
}

/// The versions of an article in all languages, the newest first.
pub async fn list_by_article(db: &mut Db, article: Uuid, limit: i64) -> Result<Vec<VersionSummary>> {
    let sql = "SELECT v.lang, v.number, v.title, v.change_size, u.name AS published_by, v.published_at FROM article_versions v
               LEFT JOIN users u ON u.id = v.published_by_id
               WHERE v.article_id = $1 ORDER BY v.published_at DESC, v.lang, v.number DESC LIMIT $2";
    fetch_all!(db, VersionSummary, sql, article, limit)
}

/// Who published a text of an article last.
pub async fn find_latest_publisher(db: &mut Db, article: Uuid) -> Result<Option<Uuid>> {
    let sql =
        "SELECT published_by_id FROM article_versions WHERE article_id = $1 AND published_by_id IS NOT NULL
               ORDER BY published_at DESC LIMIT 1";
    Ok(fetch_optional!(db, (Uuid,), sql, article)?.map(|(id,)| id))
}

/// How a published text relates to the other languages.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct TranslationState {
    /// Language that the text is written in.
    #[sqlx(try_from = "String")]
    pub lang: LangColumn,
    /// Title, one line of plain text.
    pub title: String,
    /// How far it is behind, an [`Outdated`]; `None` where it is not.
    pub outdated: Option<String>,
    /// The language that it is behind, or was brought in line with.
    pub follows_lang: Option<String>,
    /// The version of that language with which it agrees.
    pub follows_version: Option<i64>,
    /// When the text was changed last.
    pub updated_at: DateTime<Utc>,
}

impl TranslationState {
    /// How far it is behind.
    pub fn outdated(&self) -> Option<Outdated> {
        self.outdated.as_deref()?.parse().ok()
    }

    /// The language that it is behind, or was brought in line with, and the version of that with which it agrees.
    pub fn follows(&self) -> Option<(Lang, i64)> {
        Some((self.follows_lang.as_deref()?.parse().ok()?, self.follows_version?))
    }
}

/// The published texts of an article.
pub async fn list_translation_states(db: &mut Db, article: Uuid) -> Result<Vec<TranslationState>> {
    let sql =
        "SELECT lang, title, outdated, follows_lang, follows_version, updated_at FROM article_translations
               WHERE article_id = $1 ORDER BY lang";
    fetch_all!(db, TranslationState, sql, article)
}

/// Marks the other languages of an article as behind `lang`, of which they agree with `version` at best. A text that is far behind stays so.
pub async fn mark_others_outdated(
    db: &mut Db,
    article: Uuid,
    lang: Lang,
    version: i64,
    outdated: Outdated,
) -> Result<()> {
    let sql = "UPDATE article_translations SET
                 outdated = CASE WHEN outdated = 'large' THEN outdated ELSE $4 END,
                 follows_version = CASE WHEN follows_lang = $2 THEN follows_version ELSE $3 END,
                 follows_lang = $2
               WHERE article_id = $1 AND lang <> $2";
    execute!(db, sql, article, lang.tag(), version, outdated.as_str()).map(|_| ())
}

/// Records that a text is not behind any more; it agrees with this version of another language, where it was brought in line with one.
pub async fn mark_up_to_date(
    db: &mut Db,
    article: Uuid,
    lang: Lang,
    follows: Option<(Lang, i64)>,
) -> Result<()> {
    let sql = "UPDATE article_translations SET outdated = NULL, follows_lang = $3, follows_version = $4
               WHERE article_id = $1 AND lang = $2";
    let (follows_lang, version) = follows.map(|(lang, version)| (lang.tag(), version)).unzip();
    execute!(db, sql, article, lang.tag(), follows_lang, version).map(|_| ())
}

/// A text with all that an editor changes.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct PublishedText {
    /// Id of the translation.
    pub id: Uuid,
    /// Title, one line of plain text.
    pub title: String,
    /// Summary, one line of plain text; empty for the beginning of the text.
    pub summary: String,
    /// Additional search terms.
    pub keywords: Json<Vec<String>>,
    /// The text in Markdown.
    pub source: String,
}

/// The published text of an article in a language.
pub async fn find_published(db: &mut Db, article: Uuid, lang: Lang) -> Result<Option<PublishedText>> {
    let sql = "SELECT id, title, summary, keywords, source FROM article_translations WHERE article_id = $1 AND lang = $2";
    fetch_optional!(db, PublishedText, sql, article, lang.tag())
}

/// A review of an article.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ArticleReview {
    /// Name of who has reviewed it.
    pub reviewed_by: Option<String>,
    /// When it was done.
    pub reviewed_at: DateTime<Utc>,
    /// When it was to be reviewed again.
    pub review_at: Option<DateTime<Utc>>,
}

/// A review to insert.
#[derive(Clone, Copy, Debug)]
pub struct NewReview {
    /// Id of the review.
    pub id: Uuid,
    /// Id of the article.
    pub article: Uuid,
    /// Who has reviewed it.
    pub by: Option<Uuid>,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// When it is to be reviewed again.
    pub review_at: Option<DateTime<Utc>>,
}

/// Inserts a review; `false` where there is one with its id already.
pub async fn insert_review(db: &mut Db, review: NewReview) -> Result<bool> {
    let sql = "INSERT INTO article_reviews (id, article_id, reviewed_by_id, reviewed_at, review_at) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (id) DO NOTHING";
    let NewReview { id, article, by, at, review_at } = review;
    Ok(execute!(db, sql, id, article, by, at, review_at)? == 1)
}

/// The reviews of an article, the newest first.
pub async fn list_reviews(db: &mut Db, article: Uuid, limit: i64) -> Result<Vec<ArticleReview>> {
    let sql = "SELECT u.name AS reviewed_by, r.reviewed_at, r.review_at FROM article_reviews r
               LEFT JOIN users u ON u.id = r.reviewed_by_id
               WHERE r.article_id = $1 ORDER BY r.reviewed_at DESC LIMIT $2";
    fetch_all!(db, ArticleReview, sql, article, limit)
}
