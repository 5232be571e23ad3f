//! The settings of the use cases. `fyr-server` reads technical ones from the configuration, once. What a business decides has
//! versions in the database, and [`current`] reads them.

mod accounts;
mod business;
pub mod desk;
mod file;
mod logo;
mod privacy;
mod tables;
pub mod values;
mod versions;

pub use accounts::{AccountSettings, PasswordCost, Registration};
pub use business::{BusinessDefaults, Phone, Setting};
pub use file::{
    FilePreview, InvalidSettingsFile, SETTINGS_FILE_FIELD, export, import, parse_toml, preview_import,
    to_toml,
};
pub(crate) use file::{diff, read_table};
pub use logo::{LOGO_FIELD, change_logo, logo_bytes};
use std::sync::Arc;

use chrono::TimeDelta;
use chrono_tz::Tz;
use fyr_domain::Lang;
use fyr_identity::Providers;
use fyr_webhook::Endpoint;
pub use privacy::PrivacySettings;
pub use versions::{
    CurrentSetting, InvalidSetting, SettingChanges, SettingValues, SettingVersion, change_as_operator,
    current, history_as_operator, list_as_operator, load, load_in, portal_name,
};
pub(crate) use versions::{SettingsCache, change_in};

/// The settings of a portal; `docs/configuration.md` has the defaults.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The URL of the portal without a trailing slash: the base of all links in mail.
    pub public_url: String,
    /// The language of people who chose none.
    pub default_lang: Lang,
    /// The time zone of all displayed times.
    pub zone: Tz,
    /// What a business decides, until there are versions in the database; use [`current`].
    pub defaults: Arc<BusinessDefaults>,
    /// The sender of all mail.
    pub mail_from: fyr_mail::Mailbox,
    /// The maximum size of one file, in bytes.
    pub max_file_bytes: u64,
    /// The maximum size of all files of a form together, in bytes.
    pub max_total_bytes: u64,
    /// How much one sender may leave with the portal in a day.
    pub quotas: crate::QuotaSettings,
    /// How long a link in a mail to a guest is valid.
    pub guest_link_lifetime: TimeDelta,
    /// How long an email about a changed status waits for further changes of the same ticket, which it then says too.
    pub status_mail_delay: TimeDelta,
    /// The keys that the configuration gives.
    pub keys: crate::keys::KeySettings,
    /// Whether the portal is only read: nothing is migrated or written, and no job runs.
    pub read_only: bool,
    /// Whether demonstration accounts are offered on the sign-in page.
    pub demo: bool,
    /// The programs that can be told of escalations.
    pub webhooks: Vec<Endpoint>,
    /// The identity providers people may sign in with.
    pub providers: Providers,
    /// Rules for accounts and passwords.
    pub accounts: AccountSettings,
    /// How long data is kept.
    pub privacy: PrivacySettings,
}
