//! Articles as those who write them see them: published or not, with what is due.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Lang,
    articles::{ArticleKind, ArticleOrigin, Audience, ErrorState},
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    articles::{ArticleKey, LangColumn, error_state},
    case_folding::folded,
    run::{execute, fetch_all, fetch_optional, fetch_scalar},
    tickets::like_pattern,
};

/// An article without its texts.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DeskArticle {
    /// Id of the article.
    pub id: Uuid,
    /// Slug in the URL.
    pub slug: String,
    /// Slug of the category.
    pub category: String,
    /// Whether readers find it.
    pub published: bool,
    /// Where it comes from.
    #[sqlx(try_from = "String")]
    pub origin: ArticleOrigin,
    /// Since when it is archived.
    pub archived_at: Option<DateTime<Utc>>,
    /// Slug of the article to which its address leads since then.
    pub redirect_to: Option<String>,
    /// When it is to be reviewed.
    pub review_at: Option<DateTime<Utc>>,
    /// When it is archived by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// Who may read it.
    #[sqlx(try_from = "String")]
    pub audience: Audience,
    /// What it is.
    #[sqlx(try_from = "String")]
    pub kind: ArticleKind,
    /// Of a known error, how far it has come: an [`ErrorState`].
    pub error_state: Option<String>,
}

impl DeskArticle {
    /// How far a known error has come; `None` for other articles.
    pub fn error_state(&self) -> Option<ErrorState> {
        error_state(self.kind, self.error_state.as_deref())
    }
}

/// The columns of [`DeskArticle`], and where they are.
macro_rules! desk_article {
    () => {
        "SELECT a.id, a.slug, c.slug AS category, a.published, a.origin, a.archived_at, r.slug AS redirect_to, a.review_at, a.expires_at,
           a.audience, a.kind, a.error_state
         FROM articles a JOIN categories c ON c.id = a.category_id LEFT JOIN articles r ON r.id = a.redirect_to_id"
    };
}

/// An article by its id.
pub async fn find(db: &mut Db, article: Uuid) -> Result<Option<DeskArticle>> {
    fetch_optional!(db, DeskArticle, concat!(desk_article!(), " WHERE a.id = $1"), article)
}

/// An article by its slug.
pub async fn find_by_slug(db: &mut Db, slug: &str) -> Result<Option<DeskArticle>> {
    fetch_optional!(db, DeskArticle, concat!(desk_article!(), " WHERE a.slug = $1"), slug)
}

/// Which articles the list at the desk shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ArticleGroup {
    /// All that are not archived.
    #[default]
    Current,
    /// Those that somebody works on.
    Drafts,
    /// Those that wait for review.
    InReview,
    /// Those with a translation that is behind.
    Outdated,
    /// Those whose review is due.
    Due,
    /// The known errors that are not fixed.
    KnownErrors,
    /// The archived ones.
    Archived,
}

impl ArticleGroup {
    /// Every group, in the order of the filter.
    pub const ALL: [Self; 7] = [
        Self::Current,
        Self::Drafts,
        Self::InReview,
        Self::Outdated,
        Self::Due,
        Self::KnownErrors,
        Self::Archived,
    ];

    /// The word for it in URLs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Drafts => "drafts",
            Self::InReview => "review",
            Self::Outdated => "outdated",
            Self::Due => "due",
            Self::KnownErrors => "known-errors",
            Self::Archived => "archived",
        }
    }
}

/// Conditions on the articles of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskFilter {
    /// The group.
    pub group: ArticleGroup,
    /// The slug of a category.
    pub category: Option<String>,
    /// Part of a title.
    pub text: Option<String>,
}

/// The articles that a [`DeskFilter`] lets through: `$1` is the word of the group, `$2` the time, `$3` the category, `$4` the pattern.
macro_rules! filtered {
    () => {
        concat!(
            " FROM articles a JOIN categories c ON c.id = a.category_id
              WHERE CASE $1 WHEN 'archived' THEN a.archived_at IS NOT NULL
                WHEN 'drafts' THEN EXISTS (SELECT 1 FROM article_drafts d WHERE d.article_id = a.id)
                WHEN 'review' THEN EXISTS (SELECT 1 FROM article_drafts d WHERE d.article_id = a.id AND d.state = 'review')
                WHEN 'outdated' THEN a.archived_at IS NULL
                  AND EXISTS (SELECT 1 FROM article_translations t WHERE t.article_id = a.id AND t.outdated IS NOT NULL)
                WHEN 'due' THEN a.archived_at IS NULL AND a.review_at <= $2
                WHEN 'known-errors' THEN a.archived_at IS NULL AND a.kind = 'known-error' AND COALESCE(a.error_state, '') <> 'fixed'
                ELSE a.archived_at IS NULL END
              AND ($3 = '' OR c.slug = $3)
              AND ($4 = '' OR EXISTS (SELECT 1 FROM article_translations t WHERE t.article_id = a.id AND ",
            folded!("t.title"),
            " LIKE $4 ESCAPE '\\') OR EXISTS (SELECT 1 FROM article_drafts d WHERE d.article_id = a.id AND ",
            folded!("d.title"),
            " LIKE $4 ESCAPE '\\'))"
        )
    };
}

fn pattern(filter: &DeskFilter) -> String {
    filter.text.as_deref().map_or(String::new(), like_pattern)
}

/// The number of articles that a filter lets through.
pub async fn count(db: &mut Db, filter: &DeskFilter, now: DateTime<Utc>) -> Result<i64> {
    let category = filter.category.as_deref().unwrap_or_default();
    fetch_scalar!(
        db,
        i64,
        concat!("SELECT COUNT(*)", filtered!()),
        filter.group.as_str(),
        now,
        category,
        pattern(filter)
    )
}

/// A page of the articles that a filter lets through; those that were changed last come first.
pub async fn list(
    db: &mut Db,
    filter: &DeskFilter,
    now: DateTime<Utc>,
    limit: i64,
    offset: i64,
) -> Result<Vec<DeskArticle>> {
    let sql = concat!(
        "SELECT p.id, p.slug, p.category, p.published, p.origin, p.archived_at, r.slug AS redirect_to, p.review_at, p.expires_at,
           p.audience, p.kind, p.error_state
         FROM (SELECT a.id, a.slug, c.slug AS category, a.published, a.origin, a.archived_at, a.redirect_to_id, a.review_at,
                 a.expires_at, a.edited_at, a.audience, a.kind, a.error_state",
        filtered!(),
        " ORDER BY a.edited_at DESC NULLS LAST, a.id LIMIT $5 OFFSET $6) p LEFT JOIN articles r ON r.id = p.redirect_to_id
          ORDER BY p.edited_at DESC NULLS LAST, p.id"
    );
    let category = filter.category.as_deref().unwrap_or_default();
    fetch_all!(db, DeskArticle, sql, filter.group.as_str(), now, category, pattern(filter), limit, offset)
}

/// The text of an article in one language, published or being worked on.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DeskText {
    /// Language that the text is written in.
    #[sqlx(try_from = "String")]
    pub lang: LangColumn,
    /// Title, one line of plain text.
    pub title: String,
    /// `published`, or the state of the draft.
    pub state: String,
    /// How far a published text is behind.
    pub outdated: Option<String>,
}

/// All texts of an article: the published ones, and the drafts.
pub async fn list_texts(db: &mut Db, article: Uuid) -> Result<Vec<DeskText>> {
    let sql = "SELECT lang, title, 'published' AS state, outdated FROM article_translations WHERE article_id = $1
               UNION ALL SELECT lang, title, state, NULL AS outdated FROM article_drafts WHERE article_id = $1 ORDER BY 1, 3";
    fetch_all!(db, DeskText, sql, article)
}

/// Inserts an article of the desk that is not published yet; `false` where its slug is in use.
pub async fn insert(db: &mut Db, id: Uuid, slug: &str, category: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let sql =
        "INSERT INTO articles (id, slug, source_key, category_id, published, created_at, origin, edited_at)
               VALUES ($1, $2, $3, $4, FALSE, $5, 'desk', $5) ON CONFLICT DO NOTHING";
    let source_key = format!("desk:{id}");
    Ok(execute!(db, sql, id, slug, &source_key, category, now)? == 1)
}

/// Publishes an article, which no import changes from then on.
pub async fn publish(db: &mut Db, article: Uuid, now: DateTime<Utc>) -> Result<()> {
    let sql = "UPDATE articles SET published = TRUE, origin = 'desk', archived_at = NULL, redirect_to_id = NULL, edited_at = $2
               WHERE id = $1";
    execute!(db, sql, article, now).map(|_| ())
}

/// Archives an article, whose address leads to another one from then on, where one is named. No import publishes it again.
pub async fn archive(
    db: &mut Db,
    article: Uuid,
    redirect_to: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = "UPDATE articles SET published = FALSE, origin = 'desk', archived_at = $2, redirect_to_id = $3, expires_at = NULL,
                 edited_at = $2 WHERE id = $1";
    execute!(db, sql, article, now, redirect_to).map(|_| ())
}

/// What is decided about an article as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleProperties {
    /// Id of the category.
    pub category: Uuid,
    /// When it is to be reviewed.
    pub review_at: Option<DateTime<Utc>>,
    /// When it is archived by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// Who may read it.
    pub audience: Audience,
    /// What it is.
    pub kind: ArticleKind,
}

/// Sets what is decided about an article. Where its category is another one then, no import changes it any more.
pub async fn set_properties(
    db: &mut Db,
    article: Uuid,
    properties: ArticleProperties,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = "UPDATE articles SET category_id = $2, review_at = $3, expires_at = $4, reminded_at = NULL,
                 origin = CASE WHEN category_id <> $2 THEN 'desk' ELSE origin END, edited_at = $5, audience = $6, kind = $7 WHERE id = $1";
    let ArticleProperties { category, review_at, expires_at, audience, kind } = properties;
    let audience = audience.to_string();
    execute!(db, sql, article, category, review_at, expires_at, now, audience, kind.as_str()).map(|_| ())
}

/// Sets how far a known error has come; `false` where it has come so far already, or is none.
pub async fn set_error_state(
    db: &mut Db,
    article: Uuid,
    state: ErrorState,
    now: DateTime<Utc>,
) -> Result<bool> {
    let sql = "UPDATE articles SET error_state = $2, error_state_at = $3, edited_at = $3
               WHERE id = $1 AND kind = 'known-error' AND COALESCE(error_state, 'investigating') <> $2";
    Ok(execute!(db, sql, article, state.as_str(), now)? == 1)
}

/// Records that something of an article was changed at the desk.
pub async fn touch(db: &mut Db, article: Uuid, now: DateTime<Utc>) -> Result<()> {
    execute!(db, "UPDATE articles SET edited_at = $2 WHERE id = $1", article, now).map(|_| ())
}

/// Deletes an article that was never published.
pub async fn delete_unpublished(db: &mut Db, article: Uuid) -> Result<bool> {
    let sql = "DELETE FROM articles WHERE id = $1 AND NOT published
               AND NOT EXISTS (SELECT 1 FROM article_translations t WHERE t.article_id = $1)
               AND NOT EXISTS (SELECT 1 FROM article_drafts d WHERE d.article_id = $1)";
    Ok(execute!(db, sql, article)? == 1)
}

/// Published articles that are to be archived now.
pub async fn list_expired(db: &mut Db, now: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let sql =
        "SELECT id FROM articles WHERE published AND expires_at <= $1 ORDER BY expires_at, id LIMIT 200";
    Ok(fetch_all!(db, (Uuid,), sql, now)?.into_iter().map(|(id,)| id).collect())
}

/// Published articles whose review is due, of which nobody was reminded.
pub async fn list_to_remind(db: &mut Db, now: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let sql = "SELECT id FROM articles WHERE published AND review_at <= $1 AND reminded_at IS NULL ORDER BY review_at, id LIMIT 200";
    Ok(fetch_all!(db, (Uuid,), sql, now)?.into_iter().map(|(id,)| id).collect())
}

/// Records that somebody was reminded of the review of an article.
pub async fn set_reminded(db: &mut Db, article: Uuid, now: DateTime<Utc>) -> Result<()> {
    execute!(db, "UPDATE articles SET reminded_at = $2 WHERE id = $1", article, now).map(|_| ())
}

/// Records that somebody who was writing a ticket said that an article solved it; the same `id` counts once.
pub async fn insert_confirmed_answer(
    db: &mut Db,
    id: Uuid,
    article: Uuid,
    lang: Lang,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = "INSERT INTO confirmed_answers (id, article_id, lang, at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING";
    execute!(db, sql, id, article, lang.tag(), now).map(|_| ())
}

/// How often somebody said that an article solved what they were about to ask.
pub async fn count_confirmed_answers(db: &mut Db, article: Uuid) -> Result<i64> {
    fetch_scalar!(db, i64, "SELECT COUNT(*) FROM confirmed_answers WHERE article_id = $1", article)
}

/// Records that an article was written from a ticket.
pub async fn insert_ticket(db: &mut Db, article: Uuid, ticket: Uuid) -> Result<()> {
    let sql = "INSERT INTO article_tickets (article_id, ticket_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    execute!(db, sql, article, ticket).map(|_| ())
}

/// References of the tickets that an article was written from.
pub async fn list_tickets(db: &mut Db, article: Uuid) -> Result<Vec<String>> {
    let sql = "SELECT t.reference FROM article_tickets x JOIN tickets t ON t.id = x.ticket_id
               WHERE x.article_id = $1 ORDER BY t.created_at, t.id";
    Ok(fetch_all!(db, (String,), sql, article)?.into_iter().map(|(reference,)| reference).collect())
}

/// Articles that were written from a ticket: id and slug.
pub async fn list_by_ticket(db: &mut Db, ticket: Uuid) -> Result<Vec<ArticleKey>> {
    let sql = "SELECT a.id, a.slug FROM article_tickets x JOIN articles a ON a.id = x.article_id
               WHERE x.ticket_id = $1 ORDER BY a.created_at, a.id";
    fetch_all!(db, ArticleKey, sql, ticket)
}

/// Whether there is a published article with this slug.
pub async fn is_published(db: &mut Db, slug: &str) -> Result<bool> {
    fetch_scalar!(db, bool, "SELECT EXISTS (SELECT 1 FROM articles WHERE slug = $1 AND published)", slug)
}

/// Sources of articles that an import leaves alone, because they were changed or archived at the desk.
pub async fn list_desk_source_keys(db: &mut Db) -> Result<Vec<String>> {
    let sql = "SELECT source_key FROM articles WHERE origin = 'desk'";
    Ok(fetch_all!(db, (String,), sql)?.into_iter().map(|(key,)| key).collect())
}
