//! The row shared by categories, topics and components: short lists that rarely change.

use fyr_domain::Localised;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{Db, Result, run::fetch_optional};

/// A category of articles, a topic of tickets, or a component of the status page.
#[derive(Clone, Debug, FromRow)]
pub struct TitledItem {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// Identifier in URLs and forms.
    pub slug: String,
    /// Sort key in the list.
    pub position: i64,
    /// Title in each language.
    pub titles: Json<Localised>,
    /// Description in each language; not used for topics.
    pub descriptions: Json<Localised>,
}

/// The id of the row with the item's slug, as selected by `sql`; the item's own id where there is none.
pub(crate) async fn id_by_slug(db: &mut Db, sql: &str, item: &TitledItem) -> Result<Uuid> {
    Ok(fetch_optional!(db, (Uuid,), sql, &item.slug)?.map_or(item.id, |(id,)| id))
}
