//! Where data is kept.

use std::path::PathBuf;

use serde::{Deserialize, Deserializer, Serialize, de::Error};

/// The data directory and the database.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StorageConfig {
    /// The directory of attachments, and of the embedded database, search index and mail folder.
    pub data_dir: PathBuf,
    /// `sqlite://path` or `postgres://…`; empty for an SQLite file in the data directory.
    #[serde(deserialize_with = "database_url")]
    pub database_url: String,
}

impl Default for StorageConfig {
    fn default() -> Self {
        Self { data_dir: "data".into(), database_url: String::new() }
    }
}

impl StorageConfig {
    /// The URL of the database: `database_url`, or the SQLite file in the data directory where that is empty.
    pub fn effective_database_url(&self) -> String {
        if self.database_url.is_empty() {
            format!("sqlite://{}", self.data_dir.join("fyr.db").display())
        } else {
            self.database_url.clone()
        }
    }
}

fn database_url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let url = String::deserialize(deserializer)?;
    if !url.is_empty() {
        fyr_store::Store::check_url(&url).map_err(D::Error::custom)?;
    }
    Ok(url)
}
