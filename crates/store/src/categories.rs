//! Categories of articles.

use fyr_domain::articles::Audience;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result, TitledItem,
    run::{execute, fetch_all},
    titled_item::id_by_slug,
};

/// Number of published articles of a category that exist in a language, without fallback to other languages.
#[derive(Clone, Debug, FromRow)]
pub struct CategoryCount {
    /// Slug of the category.
    pub slug: String,
    /// Tag of the language.
    pub lang: String,
    /// Who may read these articles.
    #[sqlx(try_from = "String")]
    pub audience: Audience,
    /// Number of articles.
    pub articles: i64,
}

/// All categories by position.
pub async fn list(db: &mut Db) -> Result<Vec<TitledItem>> {
    let sql = "SELECT id, slug, position, titles, descriptions FROM categories ORDER BY position, slug";
    fetch_all!(db, TitledItem, sql)
}

/// Number of published articles by category, language and audience.
pub async fn count_articles(db: &mut Db) -> Result<Vec<CategoryCount>> {
    let sql = "SELECT c.slug, t.lang, a.audience, COUNT(*) AS articles FROM categories c
               JOIN articles a ON a.category_id = c.id AND a.published JOIN article_translations t ON t.article_id = a.id
               GROUP BY c.slug, t.lang, a.audience";
    fetch_all!(db, CategoryCount, sql)
}

/// Inserts a category, or updates the one with this slug; returns its id.
pub async fn upsert(db: &mut Db, category: &TitledItem) -> Result<Uuid> {
    let sql = "INSERT INTO categories (id, slug, position, titles, descriptions) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (slug) DO UPDATE SET position = excluded.position, titles = excluded.titles,
               descriptions = excluded.descriptions";
    let TitledItem { id, slug, position, titles, descriptions } = category;
    execute!(db, sql, *id, slug, *position, titles, descriptions)?;
    id_by_slug(db, "SELECT id FROM categories WHERE slug = $1", category).await
}

/// Inserts a category unless there is one with this slug; returns its id.
pub async fn insert_if_absent(db: &mut Db, category: &TitledItem) -> Result<Uuid> {
    let sql = "INSERT INTO categories (id, slug, position, titles, descriptions) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (slug) DO NOTHING";
    let TitledItem { id, slug, position, titles, descriptions } = category;
    execute!(db, sql, *id, slug, *position, titles, descriptions)?;
    id_by_slug(db, "SELECT id FROM categories WHERE slug = $1", category).await
}
