//! With whom people can sign in.

use fyr_identity::{InvalidProvider, ProviderConfig, Providers};
use serde::{Deserialize, Serialize};

use super::ConfigError;

/// The OpenID Connect providers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct IdentityConfig {
    /// The OpenID Connect providers people can sign in with.
    pub providers: Vec<ProviderConfig>,
}

impl IdentityConfig {
    /// The identity providers of a portal with this URL.
    ///
    /// # Errors
    /// The first invalid setting of the first invalid provider.
    pub fn providers(&self, public_url: &str) -> Result<Providers, ConfigError> {
        Providers::new(&self.providers, public_url).map_err(|InvalidProvider { provider, invalid }| {
            ConfigError::new(&format!("providers.{provider}.{}", invalid.setting), invalid.problem)
        })
    }
}
