//! Categories of articles, topics of tickets, services of the status page: short lists that rarely change.

use fyr_domain::Localised;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, one},
};

/// A category, topic or service.
#[derive(Clone, Debug, FromRow)]
pub struct Entry {
    /// Which.
    pub id: Uuid,
    /// In addresses and forms.
    pub slug: String,
    /// Place in the list.
    pub position: i64,
    /// What people read.
    pub titles: Json<Localised>,
    /// A sentence more; empty for topics.
    pub descriptions: Json<Localised>,
}

/// A category and how many published articles it has in a language (its own, no fallback).
#[derive(Clone, Debug, FromRow)]
pub struct CategoryCount {
    /// Slug of the category.
    pub slug: String,
    /// Tag of the language.
    pub lang: String,
    /// How many articles.
    pub articles: i64,
}

/// Every category in order.
pub async fn categories(db: &mut Db) -> Result<Vec<Entry>> {
    all!(db, Entry, "SELECT id, slug, position, titles, descriptions FROM categories ORDER BY position, slug")
}

/// How many articles each category has, by language.
pub async fn category_counts(db: &mut Db) -> Result<Vec<CategoryCount>> {
    let sql = "SELECT c.slug, t.lang, COUNT(*) AS articles FROM categories c
               JOIN articles a ON a.category_id = c.id AND a.published JOIN article_translations t ON t.article_id = a.id
               GROUP BY c.slug, t.lang";
    all!(db, CategoryCount, sql)
}

/// Every topic in order.
pub async fn topics(db: &mut Db) -> Result<Vec<Entry>> {
    let sql = "SELECT id, slug, position, titles, titles AS descriptions FROM topics ORDER BY position, slug";
    all!(db, Entry, sql)
}

/// Every service in order.
pub async fn services(db: &mut Db) -> Result<Vec<Entry>> {
    let sql =
        "SELECT id, slug, position, names AS titles, descriptions FROM services ORDER BY position, slug";
    all!(db, Entry, sql)
}

/// Adds a category or renews the one with the slug; gives the id in use.
pub async fn put_category(db: &mut Db, entry: &Entry) -> Result<Uuid> {
    let sql = "INSERT INTO categories (id, slug, position, titles, descriptions) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (slug) DO UPDATE SET position = excluded.position, titles = excluded.titles,
               descriptions = excluded.descriptions";
    exec!(db, sql, entry.id, &entry.slug, entry.position, &entry.titles, &entry.descriptions)?;
    id_of(db, "SELECT id FROM categories WHERE slug = $1", entry).await
}

/// Adds a category unless the slug is known; gives the id in use.
pub async fn put_category_if_absent(db: &mut Db, entry: &Entry) -> Result<Uuid> {
    let sql = "INSERT INTO categories (id, slug, position, titles, descriptions) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (slug) DO NOTHING";
    exec!(db, sql, entry.id, &entry.slug, entry.position, &entry.titles, &entry.descriptions)?;
    id_of(db, "SELECT id FROM categories WHERE slug = $1", entry).await
}

/// Adds a topic or renews the one with the slug.
pub async fn put_topic(db: &mut Db, entry: &Entry) -> Result<()> {
    let sql = "INSERT INTO topics (id, slug, position, titles) VALUES ($1, $2, $3, $4)
               ON CONFLICT (slug) DO UPDATE SET position = excluded.position, titles = excluded.titles";
    exec!(db, sql, entry.id, &entry.slug, entry.position, &entry.titles).map(|_| ())
}

/// Adds a service or renews the one with the slug; gives the id in use.
pub async fn put_service(db: &mut Db, entry: &Entry) -> Result<Uuid> {
    let sql = "INSERT INTO services (id, slug, position, names, descriptions) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (slug) DO UPDATE SET position = excluded.position, names = excluded.names,
               descriptions = excluded.descriptions";
    exec!(db, sql, entry.id, &entry.slug, entry.position, &entry.titles, &entry.descriptions)?;
    id_of(db, "SELECT id FROM services WHERE slug = $1", entry).await
}

async fn id_of(db: &mut Db, sql: &str, entry: &Entry) -> Result<Uuid> {
    Ok(one!(db, (Uuid,), sql, &entry.slug)?.map_or(entry.id, |(id,)| id))
}
