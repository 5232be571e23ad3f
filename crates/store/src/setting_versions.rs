//! Versions of settings that a business decides (table `setting_versions`). It is append-only: triggers in the database reject
//! updates, except of the name of an author, and deletions.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_scalar},
};

/// One value of a setting, valid from its creation until the next version of the same name.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct SettingVersion {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// Name of the setting, such as `service_level`.
    pub name: String,
    /// 1 for the first version of the name, then 2, 3, …
    pub version: i64,
    /// The value as JSON.
    pub value: Json<Value>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// Id of the user who wrote it; `None` for the command line.
    pub created_by_id: Option<Uuid>,
    /// Their name at the time; empty for the command line.
    pub created_by_name: String,
    /// Why it was written.
    pub note: Option<String>,
}

/// The columns of [`SettingVersion`].
macro_rules! columns {
    () => {
        "v.id, v.name, v.version, v.value, v.created_at, v.created_by_id, v.created_by_name, v.note"
    };
}

/// The number of the next version of a setting. Increment [`Revision::Settings`](crate::settings::Revision) before in the same
/// transaction, so that concurrent writers wait for each other.
pub async fn find_next_version(db: &mut Db, name: &str) -> Result<i64> {
    let sql = "SELECT COALESCE(MAX(version), 0) + 1 FROM setting_versions WHERE name = $1";
    fetch_scalar!(db, i64, sql, name)
}

/// Inserts a version.
pub async fn insert(db: &mut Db, version: &SettingVersion) -> Result<()> {
    let sql = "INSERT INTO setting_versions
                 (id, name, version, value, created_at, created_by_id, created_by_name, note)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    execute!(
        db,
        sql,
        version.id,
        &version.name,
        version.version,
        &version.value,
        version.created_at,
        version.created_by_id,
        &version.created_by_name,
        &version.note
    )
    .map(|_| ())
}

/// The newest version of each setting that has one, ordered by name.
pub async fn list_current(db: &mut Db) -> Result<Vec<SettingVersion>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM setting_versions v
          WHERE v.version = (SELECT MAX(n.version) FROM setting_versions n WHERE n.name = v.name) ORDER BY v.name"
    );
    fetch_all!(db, SettingVersion, sql)
}

/// All versions of three settings, by name and the oldest first.
pub async fn list_of(db: &mut Db, names: [&str; 3]) -> Result<Vec<SettingVersion>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM setting_versions v WHERE v.name IN ($1, $2, $3) ORDER BY v.name, v.version"
    );
    fetch_all!(db, SettingVersion, sql, names[0], names[1], names[2])
}

/// Up to `limit` versions of all settings, or of the setting with this name, newest first.
pub async fn list(db: &mut Db, name: Option<&str>, limit: i64) -> Result<Vec<SettingVersion>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM setting_versions v WHERE $1 IS NULL OR v.name = $1
          ORDER BY v.created_at DESC, v.name, v.version DESC LIMIT $2"
    );
    fetch_all!(db, SettingVersion, sql, name, limit)
}
