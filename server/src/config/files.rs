//! The size of files in tickets.

use fyr_usecases::settings::values;
use serde::{Deserialize, Serialize};

use super::ConfigError;

/// Limits of files and of the disk, in megabytes (1,000,000 bytes).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FilesConfig {
    /// The largest size of one file, from 1 to 10,000.
    #[serde(deserialize_with = "values::in_range::<1, 10_000, _, _>")]
    pub max_file_mb: u64,
    /// The largest total size of the files of one message, from 1 to 10,000.
    #[serde(deserialize_with = "values::in_range::<1, 10_000, _, _>")]
    pub max_files_mb: u64,
    /// How much of the disk stays free of uploads, from 0 to 10,000,000.
    #[serde(deserialize_with = "values::in_range::<0, 10_000_000, _, _>")]
    pub min_free_disk_mb: u64,
}

impl Default for FilesConfig {
    fn default() -> Self {
        Self { max_file_mb: 25, max_files_mb: 100, min_free_disk_mb: 500 }
    }
}

impl FilesConfig {
    pub(super) fn validate(&self) -> Result<(), ConfigError> {
        if self.max_file_mb > self.max_files_mb {
            let problem = format!("must be at most max_files_mb, which is {}", self.max_files_mb);
            return Err(ConfigError::new("max_file_mb", problem));
        }
        Ok(())
    }
}
