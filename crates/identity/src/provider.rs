//! A provider's metadata: discovery and signing keys, cached, and whether the provider is available.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{
    AdditionalProviderMetadata, ClientId, ClientSecret, IssuerUrl, JsonWebKeySet, ProviderMetadata,
    RedirectUrl,
    core::{
        CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType,
        CoreSubjectIdentifierType,
    },
};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{
    ProviderError,
    config::{self, InvalidProvider, InvalidSetting, ProviderConfig},
    http,
};

/// How long cached metadata is used without asking the provider.
const FRESH_FOR: TimeDelta = TimeDelta::hours(1);
/// How long cached metadata is used while the provider is unavailable.
const USABLE_FOR: TimeDelta = TimeDelta::hours(24);
/// Shortest time between two attempts to reach a provider that is unavailable.
const RETRY_AFTER: TimeDelta = TimeDelta::seconds(5);
/// Shortest time between two fetches of the keys because of an unknown key id: anyone can send a token with an invented one.
const KEYS_RETRY_AFTER: TimeDelta = TimeDelta::seconds(10);

/// Members of the discovery document that the library does not read itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExtraMetadata {
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
    pub end_session_endpoint: Option<Url>,
}

impl AdditionalProviderMetadata for ExtraMetadata {}

pub type Metadata = ProviderMetadata<
    ExtraMetadata,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

#[derive(Default)]
struct Cache {
    /// The metadata, and when it was fetched.
    metadata: Option<(Arc<Metadata>, DateTime<Utc>)>,
    tried_at: Option<DateTime<Utc>>,
    keys_fetched_at: Option<DateTime<Utc>>,
    unavailable: bool,
}

/// One configured identity provider, with its cached metadata.
pub struct Provider {
    config: ProviderConfig,
    pub(crate) client_id: ClientId,
    pub(crate) secret: ClientSecret,
    pub(crate) issuer: IssuerUrl,
    pub(crate) redirect: RedirectUrl,
    pub(crate) home_url: String,
    pub(crate) http: reqwest::Client,
    cache: Mutex<Cache>,
    /// Held while fetching, so that the provider gets one request at a time.
    fetching: tokio::sync::Mutex<()>,
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("slug", &self.config.slug).finish_non_exhaustive()
    }
}

impl Provider {
    fn new(config: &ProviderConfig, public_url: &str) -> Result<Self, InvalidProvider> {
        let invalid_provider = |invalid| InvalidProvider { provider: config.slug.clone(), invalid };
        let invalid = |setting, problem| invalid_provider(InvalidSetting::new(setting, problem));
        let secret = config.secret().map_err(invalid_provider)?;
        let issuer =
            IssuerUrl::new(config.issuer.clone()).map_err(|error| invalid("issuer", error.to_string()))?;
        let redirect = RedirectUrl::new(format!("{public_url}/auth/callback/{}", config.slug))
            .map_err(|error| invalid("slug", error.to_string()))?;
        let http = http::client().map_err(|error| invalid("issuer", error.to_string()))?;
        Ok(Self {
            client_id: ClientId::new(config.client_id.clone()),
            secret: ClientSecret::new(secret.reveal().to_owned()),
            issuer,
            redirect,
            home_url: format!("{public_url}/"),
            http,
            config: config.clone(),
            cache: Mutex::default(),
            fetching: tokio::sync::Mutex::default(),
        })
    }

    /// The provider's configuration.
    pub fn config(&self) -> &ProviderConfig {
        &self.config
    }

    /// Whether the last attempt to fetch the metadata failed.
    pub fn is_unavailable(&self) -> bool {
        self.cache().unavailable
    }

    /// Fetches the metadata where the cached copy is older than an hour; [`Self::is_unavailable`] tells how that went.
    pub async fn refresh_metadata(&self, now: DateTime<Utc>) {
        // a failure is logged and recorded in the cache
        let _ = self.metadata(now).await;
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cached_since(&self, oldest: DateTime<Utc>) -> Option<Arc<Metadata>> {
        let cache = self.cache();
        cache.metadata.as_ref().filter(|(_, at)| *at > oldest).map(|(metadata, _)| metadata.clone())
    }

    /// The provider's metadata, from the cache or by discovery.
    pub(crate) async fn metadata(&self, now: DateTime<Utc>) -> Result<Arc<Metadata>, ProviderError> {
        if let Some(metadata) = self.cached_since(now - FRESH_FOR) {
            return Ok(metadata);
        }
        let _one_at_a_time = self.fetching.lock().await;
        if let Some(metadata) = self.cached_since(now - FRESH_FOR) {
            return Ok(metadata);
        }
        let just_tried = {
            let cache = self.cache();
            cache.unavailable && cache.tried_at.is_some_and(|tried| now - tried < RETRY_AFTER)
        };
        let discovered = if just_tried {
            Err(ProviderError::Unavailable("it was asked a moment ago".to_owned()))
        } else {
            self.discover().await
        };
        match discovered {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                let mut cache = self.cache();
                (cache.metadata, cache.tried_at, cache.unavailable) =
                    (Some((metadata.clone(), now)), Some(now), false);
                Ok(metadata)
            }
            Err(error) => {
                if !just_tried {
                    tracing::warn!(provider = self.config.slug, %error, "discovery");
                    let mut cache = self.cache();
                    (cache.tried_at, cache.unavailable) = (Some(now), true);
                }
                self.cached_since(now - USABLE_FOR).ok_or(error)
            }
        }
    }

    async fn discover(&self) -> Result<Metadata, ProviderError> {
        let send = |request| http::send(self.http.clone(), request);
        let metadata = Metadata::discover_async(self.issuer.clone(), &send)
            .await
            .map_err(|error| unavailable(&error))?;
        let extra = metadata.additional_metadata();
        let urls = [
            Some(metadata.authorization_endpoint().url()),
            metadata.token_endpoint().map(openidconnect::TokenUrl::url),
            metadata.userinfo_endpoint().map(openidconnect::UserInfoUrl::url),
            Some(metadata.jwks_uri().url()),
            extra.end_session_endpoint.as_ref(),
        ];
        if urls.into_iter().flatten().any(|url| !config::is_secure(url)) {
            return Err(ProviderError::Unavailable("it names an address without https".to_owned()));
        }
        Ok(metadata)
    }

    /// Fetches the current signing keys; returns `metadata` with them, or `None` where they were fetched a moment ago and
    /// have not changed since.
    pub(crate) async fn newer_keys(
        &self,
        metadata: &Metadata,
        now: DateTime<Utc>,
    ) -> Result<Option<Arc<Metadata>>, ProviderError> {
        let _one_at_a_time = self.fetching.lock().await;
        if self.cache().keys_fetched_at.is_some_and(|at| now - at < KEYS_RETRY_AFTER) {
            // another task may have fetched them while this one waited for the lock
            return Ok(self.cached_since(now - FRESH_FOR).filter(|cached| cached.jwks() != metadata.jwks()));
        }
        self.cache().keys_fetched_at = Some(now);
        let send = |request| http::send(self.http.clone(), request);
        let keys = JsonWebKeySet::fetch_async(metadata.jwks_uri(), &send)
            .await
            .map_err(|error| unavailable(&error))?;
        let metadata = Arc::new(metadata.clone().set_jwks(keys));
        if let Some((cached, _)) = &mut self.cache().metadata {
            cached.clone_from(&metadata);
        }
        Ok(Some(metadata))
    }
}

/// An error with its chain of sources in one line; the response body is left out.
pub fn unavailable(error: &dyn std::error::Error) -> ProviderError {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    ProviderError::Unavailable(text.replace(['\r', '\n'], " "))
}

/// All configured providers, in the order of the configuration. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Providers(Arc<[Arc<Provider>]>);

impl Providers {
    /// Builds the providers from their configuration, without contacting them. `public_url` is the portal's own address,
    /// without a slash at its end.
    ///
    /// # Errors
    /// The first provider that is not valid.
    pub fn new(configs: &[ProviderConfig], public_url: &str) -> Result<Self, InvalidProvider> {
        config::validate_all(configs)?;
        let providers: Result<Vec<_>, _> =
            configs.iter().map(|config| Provider::new(config, public_url).map(Arc::new)).collect();
        Ok(Self(providers?.into()))
    }

    /// The providers, in the order of the configuration.
    pub fn as_slice(&self) -> &[Arc<Provider>] {
        &self.0
    }

    /// Finds a provider by its slug.
    pub fn find_by_slug(&self, slug: &str) -> Option<&Arc<Provider>> {
        self.0.iter().find(|provider| provider.config.slug == slug)
    }

    /// Refreshes the metadata of each provider, one after the other, where the cached copy is older than an hour.
    pub async fn refresh_metadata(&self, now: DateTime<Utc>) {
        for provider in self.as_slice() {
            provider.refresh_metadata(now).await;
        }
    }
}
