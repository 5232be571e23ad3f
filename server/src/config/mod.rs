//! The configuration: a TOML file, overridden by `FYR_…` environment variables. `docs/configuration.md` is its reference; a test
//! compares the two.
//!
//! Each section has a file, where a setting has its type, its default and its check. In the file of the operator all names are
//! at the top; sections are ours.

mod error;
mod files;
mod http;
mod identity;
mod keys;
mod limits;
mod mail;
mod per_role;
mod reading;
mod search;
mod sessions;
mod storage;
mod support;
mod webhooks;

use std::path::Path;

use chrono::TimeDelta;
pub use error::ConfigError;
pub use files::FilesConfig;
use fyr_mail::Transport;
use fyr_usecases::{AccountSettings, PrivacySettings, Settings, settings::BusinessDefaults};
pub use http::{HttpConfig, LogFormat, ProxyHeader};
pub use identity::IdentityConfig;
pub use keys::KeysConfig;
pub use limits::LimitsConfig;
pub use mail::MailConfig;
pub use per_role::{PerRole, roles};
pub use search::SearchConfig;
use serde::Serialize;
pub use sessions::SessionConfig;
pub use storage::StorageConfig;
pub use support::SupportConfig;
pub use webhooks::{WebhookConfig, WebhooksConfig};

/// All settings. A section that use cases need as a whole is of their type.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Config {
    /// Addresses, reverse proxies and the log.
    #[serde(flatten)]
    pub http: HttpConfig,
    /// The data directory and the database.
    #[serde(flatten)]
    pub storage: StorageConfig,
    /// The search engine.
    #[serde(flatten)]
    pub search: SearchConfig,
    /// The way out for mail, its sender, and the links in it.
    #[serde(flatten)]
    pub mail: MailConfig,
    /// Limits of files.
    #[serde(flatten)]
    pub files: FilesConfig,
    /// The keys that sign links and seal secrets.
    #[serde(flatten)]
    pub keys: KeysConfig,
    /// Language, telephone, opening hours and service levels.
    #[serde(flatten)]
    pub support: SupportConfig,
    /// Rules for accounts and passwords.
    #[serde(flatten)]
    pub accounts: AccountSettings,
    /// Sessions and second factors.
    #[serde(flatten)]
    pub sessions: SessionConfig,
    /// Rate limits.
    #[serde(flatten)]
    pub limits: LimitsConfig,
    /// How long data is kept.
    #[serde(flatten)]
    pub privacy: PrivacySettings,
    /// With whom people can sign in.
    #[serde(flatten)]
    pub identity: IdentityConfig,
    /// The programs that can be told of escalations.
    #[serde(flatten)]
    pub webhooks: WebhooksConfig,
}

impl Config {
    /// The names of all top-level settings, as in the file.
    pub fn names() -> Vec<String> {
        let value = serde_json::to_value(Self::default()).unwrap_or_default();
        value.as_object().map(|settings| settings.keys().cloned().collect()).unwrap_or_default()
    }

    /// Reads file and environment. Without `file`, `fyr.toml` in the working directory is read where there is one.
    ///
    /// # Errors
    /// The first invalid setting, or a file that is named but missing.
    pub fn read(file: Option<&Path>) -> Result<Self, ConfigError> {
        reading::read(file)
    }

    /// Checks what concerns more than one setting.
    fn validate(&self) -> Result<(), ConfigError> {
        self.files.validate()?;
        self.http.validate()?;
        self.sessions.validate()?;
        self.storage.validate()?;
        self.mail.validate()?;
        self.keys.settings()?;
        self.refuse_public_demo()?;
        self.webhooks.endpoints()?;
        self.identity.providers(&self.http.public_url).map(|_| ())
    }

    /// Everyone knows the password of the demonstration, and its sign-in page lists accounts.
    fn refuse_public_demo(&self) -> Result<(), ConfigError> {
        if !self.support.demo || self.support.demo_in_public || self.http.is_local() {
            return Ok(());
        }
        let problem = "shows accounts and their password to everyone who reaches listen or public_url; only for loopback \
                       addresses, unless demo_in_public is true";
        Err(ConfigError::new("demo", problem))
    }

    /// The transport of mail.
    ///
    /// # Errors
    /// As [`MailConfig::transport`].
    pub fn mail_transport(&self) -> Result<Transport, ConfigError> {
        self.mail.transport(&self.storage.data_dir)
    }

    /// The settings of the use cases.
    ///
    /// # Errors
    /// As [`Config::read`]; none for a configuration that was read.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        Ok(Settings {
            public_url: self.http.public_url.clone(),
            default_lang: self.support.default_lang,
            zone: self.support.calendar.zone,
            defaults: BusinessDefaults {
                service_level: self.support.service_level.clone(),
                calendar: self.support.calendar.clone(),
                phone: self.support.phone.clone(),
            }
            .into(),
            mail_from: self.mail.mail_from.clone(),
            max_file_bytes: self.files.max_file_mb * 1_000_000,
            max_total_bytes: self.files.max_files_mb * 1_000_000,
            quotas: self.limits.quotas(),
            guest_link_lifetime: TimeDelta::days(self.mail.guest_link_days.into()),
            status_mail_delay: TimeDelta::seconds(self.mail.status_mail_delay.into()),
            keys: self.keys.settings()?,
            read_only: self.http.read_only,
            demo: self.support.demo,
            webhooks: self.webhooks.endpoints()?,
            providers: self.identity.providers(&self.http.public_url)?,
            accounts: self.accounts.clone(),
            privacy: self.privacy.clone(),
        })
    }

    /// A copy that can be shown: keys and passwords are replaced by `***`.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        let mut shown = self.clone();
        for url in [&mut shown.storage.database_url, &mut shown.mail.mail_url, &mut shown.search.search_url] {
            hide_password(url);
        }
        if !shown.search.search_key.is_empty() {
            "***".clone_into(&mut shown.search.search_key);
        }
        shown
    }
}

/// Parameters of URLs that hold nothing secret. The values of all others are not shown.
const SHOWN_PARAMETERS: [&str; 10] = [
    "sslmode",
    "sslrootcert",
    "host",
    "port",
    "dbname",
    "application_name",
    "tls",
    "timeout",
    "mode",
    "cache",
];

/// Replaces passwords in a URL, also in its parameters and where it is not quite a URL.
fn hide_password(text: &mut String) {
    let Ok(mut url) = url::Url::parse(text) else {
        if !text.is_empty() {
            "***".clone_into(text);
        }
        return;
    };
    if url.password().is_some() {
        // fails only for URLs without a host, which have no password
        let _ = url.set_password(Some("***"));
    }
    let parameters: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    if !parameters.is_empty() {
        let shown = parameters.iter().map(|(name, value)| {
            let value = if SHOWN_PARAMETERS.contains(&name.as_str()) { value } else { "***" };
            format!("{name}={value}")
        });
        url.set_query(Some(&shown.collect::<Vec<_>>().join("&")));
    }
    if url.fragment().is_some() {
        url.set_fragment(Some("***"));
    }
    *text = url.to_string();
}

#[cfg(test)]
mod tests;
