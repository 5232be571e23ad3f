//! Where data is kept.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize, de::Error};

use super::ConfigError;

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

impl StorageConfig {
    /// Whether the data directory is one, or can be made; nothing is.
    pub(super) fn validate(&self) -> Result<(), ConfigError> {
        let is_directory = |path: &Path| if path.as_os_str().is_empty() { true } else { path.is_dir() };
        match self.data_dir.ancestors().find(|path| path.as_os_str().is_empty() || path.exists()) {
            Some(found) if !is_directory(found) => {
                let problem = format!("{} is not a directory", found.display());
                Err(ConfigError::new("data_dir", problem))
            }
            _ => Ok(()),
        }
    }
}

/// Refuses a URL with more than one `@`, or with a `%` that escapes nothing: a password that holds one would be cut in two, and its end
/// taken for the server, or would be another one.
fn refuse_unescaped(url: &str) -> Result<(), &'static str> {
    let before_query = url.split('?').next().unwrap_or_default();
    let is_ambiguous = before_query.matches('@').count() > 1 || url.contains('#');
    let is_escape = |rest: &str| rest.len() >= 2 && rest.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
    let has_half_escape = !before_query.split('%').skip(1).all(is_escape);
    if !url.starts_with("sqlite") && (is_ambiguous || has_half_escape) {
        return Err(
            "has an unescaped character in user or password; write @ as %40, / as %2F, ? as %3F, # as %23 and % as %25",
        );
    }
    Ok(())
}

fn database_url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let url = String::deserialize(deserializer)?;
    if !url.is_empty() {
        refuse_unescaped(&url).map_err(D::Error::custom)?;
        fyr_store::Store::check_url(&url).map_err(D::Error::custom)?;
    }
    Ok(url)
}
