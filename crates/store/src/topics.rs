//! Topics of tickets.

use crate::{
    Db, Result, TitledItem,
    run::{execute, fetch_all},
};

/// All topics by position. Topics have no descriptions; the field repeats the titles.
pub async fn list(db: &mut Db) -> Result<Vec<TitledItem>> {
    let sql = "SELECT id, slug, position, titles, titles AS descriptions FROM topics ORDER BY position, slug";
    fetch_all!(db, TitledItem, sql)
}

/// Deletes the topic with this slug. Tickets about it keep the slug.
pub async fn delete(db: &mut Db, slug: &str) -> Result<()> {
    execute!(db, "DELETE FROM topics WHERE slug = $1", slug).map(|_| ())
}

/// Inserts a topic, or updates the one with this slug.
pub async fn upsert(db: &mut Db, topic: &TitledItem) -> Result<()> {
    let sql = "INSERT INTO topics (id, slug, position, titles) VALUES ($1, $2, $3, $4)
               ON CONFLICT (slug) DO UPDATE SET position = excluded.position, titles = excluded.titles";
    execute!(db, sql, topic.id, &topic.slug, topic.position, &topic.titles).map(|_| ())
}
