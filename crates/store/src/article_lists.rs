//! Lists of published articles for feeds, site maps and programs.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Lang,
    articles::{ArticleKind, Audience, Readable},
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    articles::{ArticleSummary, LangColumn, article_summary, readable},
    run::{fetch_all, fetch_scalar},
};

/// A published translation, and when it was changed.
#[derive(Clone, Debug, FromRow)]
pub struct RecentArticle {
    /// Id of the translation.
    pub translation_id: Uuid,
    /// When its content last changed.
    pub updated_at: DateTime<Utc>,
    /// The article in the language of the translation.
    #[sqlx(flatten)]
    pub article: ArticleSummary,
}

/// The published translations in one language that were changed last: `limit` of each audience.
pub async fn list_recent(db: &mut Db, lang: Lang, limit: i64) -> Result<Vec<RecentArticle>> {
    let sql = concat!(
        "SELECT translation_id, updated_at, id, slug, category, audience, kind, error_state, lang, title, summary FROM (
           SELECT t.id AS translation_id, t.updated_at, ",
        article_summary!(),
        ", ROW_NUMBER() OVER (PARTITION BY a.audience ORDER BY t.updated_at DESC, a.slug) AS place
           FROM article_translations t JOIN articles a ON a.id = t.article_id AND a.published
           JOIN categories c ON c.id = a.category_id WHERE t.lang = $1) listed
         WHERE place <= $2 ORDER BY updated_at DESC, slug"
    );
    fetch_all!(db, RecentArticle, sql, lang.tag(), limit)
}

/// Articles that the reader may read in one language by slug, of a category where one is given; `limit` of them after the first `offset`.
pub async fn list_published(
    db: &mut Db,
    lang: Lang,
    category: Option<&str>,
    readable: &Readable,
    limit: i64,
    offset: i64,
) -> Result<Vec<RecentArticle>> {
    let sql = concat!(
        "SELECT t.id AS translation_id, t.updated_at, ",
        article_summary!(),
        " FROM articles a JOIN categories c ON c.id = a.category_id
          JOIN article_translations t ON t.article_id = a.id AND t.lang = $1
          WHERE ",
        readable!(3),
        " AND ($2 IS NULL OR c.slug = $2) ORDER BY a.slug LIMIT $4 OFFSET $5"
    );
    fetch_all!(db, RecentArticle, sql, lang.tag(), category, readable.as_parameter(), limit, offset)
}

/// The number of articles that the reader may read in one language, of a category where one is given.
pub async fn count_published(
    db: &mut Db,
    lang: Lang,
    category: Option<&str>,
    readable: &Readable,
) -> Result<i64> {
    let sql = concat!(
        "SELECT COUNT(*) FROM articles a JOIN categories c ON c.id = a.category_id
         JOIN article_translations t ON t.article_id = a.id AND t.lang = $1
         WHERE ",
        readable!(3),
        " AND ($2 IS NULL OR c.slug = $2)"
    );
    fetch_scalar!(db, i64, sql, lang.tag(), category, readable.as_parameter())
}

/// Articles of one kind in one language that the reader may read, by title. Known errors that were fixed before `since` are left out.
pub async fn list_by_kind(
    db: &mut Db,
    kind: ArticleKind,
    lang: Lang,
    readable: &Readable,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<ArticleSummary>> {
    let sql = concat!(
        "SELECT ",
        article_summary!(),
        " FROM articles a JOIN categories c ON c.id = a.category_id
          JOIN article_translations t ON t.article_id = a.id AND t.lang = $2
          WHERE a.kind = $1 AND ",
        readable!(3),
        " AND NOT (COALESCE(a.error_state, '') = 'fixed' AND a.error_state_at < $4)
          ORDER BY t.title, a.slug LIMIT $5"
    );
    fetch_all!(db, ArticleSummary, sql, kind.as_str(), lang.tag(), readable.as_parameter(), since, limit)
}

/// A published translation with all that a file of it says.
#[derive(Clone, Debug, FromRow)]
pub struct ExportedTranslation {
    /// Id of the translation.
    pub id: Uuid,
    /// Slug of the article.
    pub slug: String,
    /// Slug of the category.
    pub category: String,
    /// Language of the translation.
    #[sqlx(try_from = "String")]
    pub lang: LangColumn,
    /// Title, one line of plain text.
    pub title: String,
    /// Summary in one sentence.
    pub summary: String,
    /// Additional search terms.
    pub keywords: Json<Vec<String>>,
    /// Source of the body in Markdown.
    pub source: String,
    /// Whether it is a machine translation that nobody has reviewed.
    pub machine_translated: bool,
    /// When its content last changed.
    pub updated_at: DateTime<Utc>,
    /// What the article is.
    #[sqlx(try_from = "String")]
    pub kind: ArticleKind,
    /// Of a known error, how far it has come.
    pub error_state: Option<String>,
    /// Who may read it.
    #[sqlx(try_from = "String")]
    pub audience: Audience,
}

/// Published translations with an id greater than `after`, in order of id.
pub async fn list_for_export(db: &mut Db, after: Uuid, limit: i64) -> Result<Vec<ExportedTranslation>> {
    let sql = "SELECT t.id, a.slug, c.slug AS category, t.lang, t.title, t.summary, t.keywords, t.source, t.machine_translated,
                 t.updated_at, a.kind, a.error_state, a.audience
               FROM article_translations t JOIN articles a ON a.id = t.article_id AND a.published
               JOIN categories c ON c.id = a.category_id WHERE t.id > $1 ORDER BY t.id LIMIT $2";
    fetch_all!(db, ExportedTranslation, sql, after, limit)
}

/// The address of a published translation.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ArticleAddress {
    /// Slug of the article.
    pub slug: String,
    /// Language of the translation.
    #[sqlx(try_from = "String")]
    pub lang: LangColumn,
    /// When its content last changed.
    pub updated_at: DateTime<Utc>,
}

/// The addresses of all translations of `limit` articles that everyone may read, after the one with the slug `after`, by slug and language.
pub async fn list_addresses(db: &mut Db, after: &str, limit: i64) -> Result<Vec<ArticleAddress>> {
    let sql = concat!(
        "SELECT p.slug, t.lang, t.updated_at FROM (SELECT a.id, a.slug FROM articles a WHERE ",
        readable!(3),
        " AND a.slug > $1 ORDER BY a.slug LIMIT $2) p
         JOIN article_translations t ON t.article_id = p.id ORDER BY p.slug, t.lang"
    );
    fetch_all!(db, ArticleAddress, sql, after, limit, Readable::by_everyone().as_parameter())
}
