//! The configuration: a TOML file, overridden by `FYR_…` environment variables. `docs/configuration.md` is its reference; a test
//! compares the two.
//!
//! Each section has a file, where a setting has its type, its default and its check. In the file of the operator all names are
//! at the top; sections are ours.

mod error;
mod files;
mod http;
mod identity;
mod limits;
mod mail;
mod per_role;
mod reading;
mod search;
mod sessions;
mod storage;
mod support;

use std::path::Path;

use chrono::TimeDelta;
pub use error::ConfigError;
pub use files::FilesConfig;
use fyr_mail::Transport;
use fyr_usecases::{AccountSettings, PrivacySettings, Settings, settings::BusinessDefaults};
pub use http::{HttpConfig, LogFormat};
pub use identity::IdentityConfig;
pub use limits::LimitsConfig;
pub use mail::MailConfig;
pub use per_role::{PerRole, roles};
pub use search::SearchConfig;
use serde::Serialize;
pub use sessions::SessionConfig;
pub use storage::StorageConfig;
pub use support::SupportConfig;

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
        self.sessions.validate()?;
        self.mail_transport()?;
        self.identity.providers(&self.http.public_url).map(|_| ())
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
            calendar: self.support.calendar.clone(),
            defaults: BusinessDefaults {
                service_level: self.support.service_level,
                phone: self.support.phone.clone(),
            },
            mail_from: self.mail.mail_from.clone(),
            max_file_bytes: self.files.max_file_mb * 1_000_000,
            max_total_bytes: self.files.max_files_mb * 1_000_000,
            quotas: self.limits.quotas(),
            guest_link_lifetime: TimeDelta::days(self.mail.guest_link_days.into()),
            demo: self.support.demo,
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

fn hide_password(text: &mut String) {
    if let Ok(mut url) = url::Url::parse(text)
        && url.password().is_some()
    {
        // fails only for URLs without a host, which have no password
        let _ = url.set_password(Some("***"));
        *text = url.to_string();
    }
}

#[cfg(test)]
mod tests;
