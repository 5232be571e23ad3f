//! The programs that can be told of escalations, such as chats.

use fyr_domain::text::is_slug;
use fyr_identity::ConfigSecret;
use fyr_webhook::{Endpoint, InvalidEndpoint};
use serde::{Deserialize, Serialize};

use super::ConfigError;

/// The webhooks that rules of escalation may name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct WebhooksConfig {
    /// Any number of them.
    pub webhooks: Vec<WebhookConfig>,
}

/// A webhook as the configuration describes it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookConfig {
    /// Its name in rules, after `webhook:`.
    pub slug: String,
    /// Where messages are posted. With many chat tools it is a secret itself.
    pub url: ConfigSecret,
    /// What messages are signed with.
    pub secret: ConfigSecret,
}

impl WebhooksConfig {
    /// The endpoints.
    ///
    /// # Errors
    /// The first invalid setting of the first invalid webhook.
    pub fn endpoints(&self) -> Result<Vec<Endpoint>, ConfigError> {
        let mut endpoints: Vec<Endpoint> = Vec::new();
        for WebhookConfig { slug, url, secret } in &self.webhooks {
            let refused = |setting: &str, problem: String| {
                ConfigError::new(&format!("webhooks.{slug}.{setting}"), problem)
            };
            let is_known = endpoints.iter().any(|known| known.slug == *slug);
            if !is_slug(slug) || is_known {
                let problem =
                    "must be a name of its own of at most 40 lower-case letters, digits and hyphens";
                return Err(refused("slug", problem.to_owned()));
            }
            let endpoint = Endpoint::new(slug, url.reveal(), secret.reveal()).map_err(|invalid| {
                let setting = match invalid {
                    InvalidEndpoint::Url => "url",
                    InvalidEndpoint::Secret => "secret",
                };
                refused(setting, invalid.to_string())
            })?;
            endpoints.push(endpoint);
        }
        Ok(endpoints)
    }
}
