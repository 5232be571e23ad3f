//! The texts of articles that are being worked on: at most one for each article and language.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Lang,
    articles::{ChangeSize, DraftState},
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    articles::LangColumn,
    run::{execute, fetch_all, fetch_optional},
};

/// The text of an article in one language that is being worked on.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ArticleDraft {
    /// Id of the article.
    pub article_id: Uuid,
    /// Language that the text is written in.
    #[sqlx(try_from = "String")]
    pub lang: LangColumn,
    /// Title, one line of plain text.
    pub title: String,
    /// Summary; empty for the beginning of the text.
    pub summary: String,
    /// Additional search terms.
    pub keywords: Json<Vec<String>>,
    /// The text in Markdown; may be empty.
    pub source: String,
    /// How far it has come.
    #[sqlx(try_from = "String")]
    pub state: DraftState,
    /// When a scheduled draft is published.
    pub publish_at: Option<DateTime<Utc>>,
    /// As what a scheduled draft is published: a [`ChangeSize`].
    pub publish_as: Option<String>,
    /// How often it was saved, from 1.
    pub revision: i64,
    /// Who saved it last.
    pub edited_by_id: Option<Uuid>,
    /// When it was saved last.
    pub edited_at: DateTime<Utc>,
}

impl ArticleDraft {
    /// As what a scheduled draft is published.
    pub fn change_size(&self) -> Option<ChangeSize> {
        self.publish_as.as_deref()?.parse().ok()
    }
}

/// The columns of [`ArticleDraft`].
macro_rules! columns {
    () => {
        "article_id, lang, title, summary, keywords, source, state, publish_at, publish_as, revision, edited_by_id, edited_at"
    };
}

/// The draft of an article in a language.
pub async fn find(db: &mut Db, article: Uuid, lang: Lang) -> Result<Option<ArticleDraft>> {
    let sql = concat!("SELECT ", columns!(), " FROM article_drafts WHERE article_id = $1 AND lang = $2");
    fetch_optional!(db, ArticleDraft, sql, article, lang.tag())
}

/// The drafts of an article in all languages.
pub async fn list_by_article(db: &mut Db, article: Uuid) -> Result<Vec<ArticleDraft>> {
    let sql = concat!("SELECT ", columns!(), " FROM article_drafts WHERE article_id = $1 ORDER BY lang");
    fetch_all!(db, ArticleDraft, sql, article)
}

/// Saves a draft, whose revision is counted up from `expected`: 0 where there was none. `false`, and nothing is written, where the
/// revision is another one by now, or there is none any more.
pub async fn save(db: &mut Db, draft: &ArticleDraft, expected: i64) -> Result<bool> {
    let sql = "INSERT INTO article_drafts
                 (article_id, lang, title, summary, keywords, source, state, publish_at, publish_as, revision, edited_by_id, edited_at)
               SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 + 1, $11, $12
               WHERE $10 = 0 OR EXISTS (SELECT 1 FROM article_drafts WHERE article_id = $1 AND lang = $2)
               ON CONFLICT (article_id, lang) DO UPDATE SET title = excluded.title, summary = excluded.summary,
                 keywords = excluded.keywords, source = excluded.source, state = excluded.state, publish_at = excluded.publish_at,
                 publish_as = excluded.publish_as, revision = excluded.revision, edited_by_id = excluded.edited_by_id,
                 edited_at = excluded.edited_at
               WHERE article_drafts.revision = $10";
    let rows = execute!(
        db,
        sql,
        draft.article_id,
        draft.lang.0.tag(),
        &draft.title,
        &draft.summary,
        &draft.keywords,
        &draft.source,
        draft.state.as_str(),
        draft.publish_at,
        draft.publish_as.as_deref(),
        expected,
        draft.edited_by_id,
        draft.edited_at
    )?;
    Ok(rows == 1)
}

/// Makes ordinary drafts of those of an article that are scheduled.
pub async fn unschedule(db: &mut Db, article: Uuid) -> Result<()> {
    let sql = "UPDATE article_drafts SET state = 'draft', publish_at = NULL, publish_as = NULL
               WHERE article_id = $1 AND state = 'scheduled'";
    execute!(db, sql, article).map(|_| ())
}

/// Deletes a draft.
pub async fn delete(db: &mut Db, article: Uuid, lang: Lang) -> Result<()> {
    execute!(db, "DELETE FROM article_drafts WHERE article_id = $1 AND lang = $2", article, lang.tag())
        .map(|_| ())
}
