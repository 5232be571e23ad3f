//! A provider as it presents itself: discovery and keys, kept for a while, and whether it answers at all.

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
    Refusal,
    config::{self, Config},
    http,
};

/// How long what a provider says about itself is taken as it was.
const FRESH: TimeDelta = TimeDelta::hours(1);
/// How long it may be used while the provider does not say it anew.
const USABLE: TimeDelta = TimeDelta::hours(24);
/// How soon a provider that is away is asked again.
const AGAIN: TimeDelta = TimeDelta::seconds(5);
/// How soon keys are fetched again because of a key nobody knows: anyone can invent one.
const KEYS_AGAIN: TimeDelta = TimeDelta::seconds(10);

/// What discovery says beyond what the library reads.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct More {
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
    pub end_session_endpoint: Option<Url>,
}

impl AdditionalProviderMetadata for More {}

pub type Metadata = ProviderMetadata<
    More,
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
struct Kept {
    metadata: Option<(Arc<Metadata>, DateTime<Utc>)>,
    tried_at: Option<DateTime<Utc>>,
    keys_at: Option<DateTime<Utc>>,
    away: bool,
}

/// One provider.
pub struct Provider {
    config: Config,
    pub(crate) client_id: ClientId,
    pub(crate) secret: ClientSecret,
    pub(crate) issuer: IssuerUrl,
    pub(crate) redirect: RedirectUrl,
    pub(crate) home: String,
    pub(crate) http: reqwest::Client,
    kept: Mutex<Kept>,
    asking: tokio::sync::Mutex<()>,
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("slug", &self.config.slug).finish_non_exhaustive()
    }
}

impl Provider {
    fn new(config: &Config, public_url: &str) -> Result<Self, (String, config::Wrong)> {
        let wrong = |wrong| (config.slug.clone(), wrong);
        let secret = config.secret().map_err(wrong)?;
        let issuer =
            IssuerUrl::new(config.issuer.clone()).map_err(|error| wrong(("issuer", error.to_string())))?;
        let redirect = RedirectUrl::new(format!("{public_url}/auth/callback/{}", config.slug))
            .map_err(|error| wrong(("slug", error.to_string())))?;
        let http = http::client().map_err(|error| wrong(("issuer", error.to_string())))?;
        Ok(Self {
            client_id: ClientId::new(config.client_id.clone()),
            secret: ClientSecret::new(secret.reveal().to_owned()),
            issuer,
            redirect,
            home: format!("{public_url}/"),
            http,
            config: config.clone(),
            kept: Mutex::default(),
            asking: tokio::sync::Mutex::default(),
        })
    }

    /// What the operator wrote.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Whether it did not answer when it was asked last.
    pub fn is_away(&self) -> bool {
        self.kept().away
    }

    /// Asks it about itself where that is due. Whether it is away is known afterwards.
    pub async fn look(&self, now: DateTime<Utc>) {
        // whatever is wrong is remembered
        let _ = self.metadata(now).await;
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept_since(&self, oldest: DateTime<Utc>) -> Option<Arc<Metadata>> {
        let kept = self.kept();
        kept.metadata.as_ref().filter(|(_, at)| *at > oldest).map(|(metadata, _)| metadata.clone())
    }

    /// What it says about itself.
    pub(crate) async fn metadata(&self, now: DateTime<Utc>) -> Result<Arc<Metadata>, Refusal> {
        if let Some(metadata) = self.kept_since(now - FRESH) {
            return Ok(metadata);
        }
        let _one_at_a_time = self.asking.lock().await;
        if let Some(metadata) = self.kept_since(now - FRESH) {
            return Ok(metadata);
        }
        let just_tried = {
            let kept = self.kept();
            kept.away && kept.tried_at.is_some_and(|tried| now - tried < AGAIN)
        };
        let said = if just_tried {
            Err(Refusal::Away("it was asked a moment ago".to_owned()))
        } else {
            self.discover().await
        };
        match said {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                let mut kept = self.kept();
                (kept.metadata, kept.tried_at, kept.away) = (Some((metadata.clone(), now)), Some(now), false);
                Ok(metadata)
            }
            Err(error) => {
                if !just_tried {
                    tracing::warn!(provider = self.config.slug, %error, "discovery");
                    let mut kept = self.kept();
                    (kept.tried_at, kept.away) = (Some(now), true);
                }
                self.kept_since(now - USABLE).ok_or(error)
            }
        }
    }

    async fn discover(&self) -> Result<Metadata, Refusal> {
        let send = |request| http::send(self.http.clone(), request);
        let metadata =
            Metadata::discover_async(self.issuer.clone(), &send).await.map_err(|error| away(&error))?;
        let more = metadata.additional_metadata();
        let addresses = [
            Some(metadata.authorization_endpoint().url()),
            metadata.token_endpoint().map(openidconnect::TokenUrl::url),
            metadata.userinfo_endpoint().map(openidconnect::UserInfoUrl::url),
            Some(metadata.jwks_uri().url()),
            more.end_session_endpoint.as_ref(),
        ];
        if addresses.into_iter().flatten().any(|url| !config::is_safe(url)) {
            return Err(Refusal::Away("it names an address without https".to_owned()));
        }
        Ok(metadata)
    }

    /// The same with the keys of this moment; `None` where they were fetched only just now.
    pub(crate) async fn newer_keys(
        &self,
        metadata: &Metadata,
        now: DateTime<Utc>,
    ) -> Result<Option<Arc<Metadata>>, Refusal> {
        let _one_at_a_time = self.asking.lock().await;
        if self.kept().keys_at.is_some_and(|at| now - at < KEYS_AGAIN) {
            // someone else may have fetched them while we waited
            return Ok(self.kept_since(now - FRESH).filter(|kept| kept.jwks() != metadata.jwks()));
        }
        self.kept().keys_at = Some(now);
        let send = |request| http::send(self.http.clone(), request);
        let keys =
            JsonWebKeySet::fetch_async(metadata.jwks_uri(), &send).await.map_err(|error| away(&error))?;
        let metadata = Arc::new(metadata.clone().set_jwks(keys));
        if let Some((kept, _)) = &mut self.kept().metadata {
            kept.clone_from(&metadata);
        }
        Ok(Some(metadata))
    }
}

/// An error with all that caused it, in one line; what was answered instead is left out.
pub fn away(error: &dyn std::error::Error) -> Refusal {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    Refusal::Away(text.replace(['\r', '\n'], " "))
}

/// Every provider there is, in the order of the configuration. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Providers(Arc<[Arc<Provider>]>);

impl Providers {
    /// From the configuration. Nothing is asked of anyone yet.
    ///
    /// # Errors
    /// The slug (or the number) of the first that is wrong, and what is.
    pub fn new(configs: &[Config], public_url: &str) -> Result<Self, (String, config::Wrong)> {
        config::check_all(configs)?;
        let all: Result<Vec<_>, _> =
            configs.iter().map(|config| Provider::new(config, public_url).map(Arc::new)).collect();
        Ok(Self(all?.into()))
    }

    /// All of them.
    pub fn all(&self) -> &[Arc<Provider>] {
        &self.0
    }

    /// The one with this name in addresses.
    pub fn get(&self, slug: &str) -> Option<&Arc<Provider>> {
        self.0.iter().find(|provider| provider.config.slug == slug)
    }

    /// Asks each about itself where that is due.
    pub async fn look(&self, now: DateTime<Utc>) {
        for provider in self.all() {
            provider.look(now).await;
        }
    }
}
