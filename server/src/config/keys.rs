//! The keys that sign links and seal secrets.

use fyr_usecases::keys::{ConfiguredKeys, KeySettings};
use serde::{Deserialize, Serialize};

use super::ConfigError;

/// The keys themselves, or files with them; where neither is given they are in the database.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct KeysConfig {
    /// Signs links in mail and codes: the current key, and after it former ones that are still read.
    pub link_key: ConfiguredKeys,
    /// A file with them.
    pub link_key_file: String,
    /// Encrypts the secrets of authenticator apps: the current key, and after it former ones.
    pub sealing_key: ConfiguredKeys,
    /// A file with them.
    pub sealing_key_file: String,
}

impl KeysConfig {
    /// The keys from variables and files, checked.
    ///
    /// # Errors
    /// Where both a key and a file are given, or the file cannot be read or holds no key.
    pub fn settings(&self) -> Result<KeySettings, ConfigError> {
        Ok(KeySettings {
            links: read("link_key_file", &self.link_key, &self.link_key_file)?,
            sealing: read("sealing_key_file", &self.sealing_key, &self.sealing_key_file)?,
        })
    }
}

fn read(setting: &str, keys: &ConfiguredKeys, file: &str) -> Result<ConfiguredKeys, ConfigError> {
    if file.is_empty() {
        return Ok(keys.clone());
    }
    let problem = |problem: String| Err(ConfigError::new(setting, problem));
    if !keys.is_empty() {
        return problem(format!("give a file or {}, not both", setting.trim_end_matches("_file")));
    }
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => return problem(format!("{file} cannot be read: {error}")),
    };
    match ConfiguredKeys::parse(&text) {
        Ok(found) if found.is_empty() => problem(format!("{file} holds no key")),
        Ok(found) => Ok(found),
        Err(wrong) => problem(format!("{file}: {wrong}")),
    }
}
