//! The search engine.

use serde::{Deserialize, Deserializer, Serialize, de::Error};

/// A Meilisearch server, or the embedded index.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SearchConfig {
    /// The URL of a Meilisearch server; empty for the embedded index.
    #[serde(deserialize_with = "search_url")]
    pub search_url: String,
    /// The API key of the Meilisearch server.
    pub search_key: String,
}

fn search_url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let is_http = |url: url::Url| matches!(url.scheme(), "http" | "https");
    if text.is_empty() || url::Url::parse(&text).is_ok_and(is_http) {
        Ok(text)
    } else {
        Err(D::Error::custom("must be like http://127.0.0.1:7700, or empty for the embedded index"))
    }
}
