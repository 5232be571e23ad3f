//! Components of the status page (table `services`).

use uuid::Uuid;

use crate::{
    Db, Result, TitledItem,
    run::{execute, fetch_all},
    titled_item::id_by_slug,
};

/// All components by position.
pub async fn list(db: &mut Db) -> Result<Vec<TitledItem>> {
    let sql =
        "SELECT id, slug, position, names AS titles, descriptions FROM services ORDER BY position, slug";
    fetch_all!(db, TitledItem, sql)
}

/// Deletes the component with this slug; `false` where an incident or a maintenance names it, and nothing was written.
pub async fn delete(db: &mut Db, slug: &str) -> Result<bool> {
    let sql = "DELETE FROM services WHERE slug = $1
               AND NOT EXISTS (SELECT 1 FROM incident_services i WHERE i.service_id = services.id)
               AND NOT EXISTS (SELECT 1 FROM maintenance_services m WHERE m.service_id = services.id)
               AND NOT EXISTS (SELECT 1 FROM status_update_services u WHERE u.service_id = services.id)";
    Ok(execute!(db, sql, slug)? == 1)
}

/// Inserts a component, or updates the one with this slug; returns its id.
pub async fn upsert(db: &mut Db, component: &TitledItem) -> Result<Uuid> {
    let sql = "INSERT INTO services (id, slug, position, names, descriptions) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (slug) DO UPDATE SET position = excluded.position, names = excluded.names,
               descriptions = excluded.descriptions";
    let TitledItem { id, slug, position, titles, descriptions } = component;
    execute!(db, sql, *id, slug, *position, titles, descriptions)?;
    id_by_slug(db, "SELECT id FROM services WHERE slug = $1", component).await
}
