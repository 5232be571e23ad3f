//! The settings of the use cases. `fyr-server` reads them from the configuration.

use chrono::TimeDelta;
use fyr_domain::{Lang, calendar::BusinessCalendar, sla::ServiceLevel};
use fyr_identity::Providers;
use serde::{Deserialize, Serialize};

/// The settings of a portal; `docs/configuration.md` has the defaults.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The URL of the portal without a trailing slash: the base of all links in mail.
    pub public_url: String,
    /// The language of people who chose none.
    pub default_lang: Lang,
    /// The opening hours of support, and the time zone of all displayed times.
    pub calendar: BusinessCalendar,
    /// The time within which support responds first, by priority.
    pub service_level: ServiceLevel,
    /// The telephone number of support, if it is to be shown.
    pub phone: Option<String>,
    /// The sender of all mail.
    pub mail_from: fyr_mail::Mailbox,
    /// The maximum size of one file, in bytes.
    pub max_file_bytes: u64,
    /// The maximum size of all files of a form together, in bytes.
    pub max_total_bytes: u64,
    /// How long a link in a mail to a guest is valid.
    pub guest_link_lifetime: TimeDelta,
    /// Whether demonstration accounts are offered on the sign-in page.
    pub demo: bool,
    /// The identity providers people may sign in with.
    pub providers: Providers,
    /// Rules for accounts and passwords.
    pub accounts: AccountSettings,
    /// How long data is kept.
    pub privacy: PrivacySettings,
}

/// Retention periods; `None` keeps the data without limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivacySettings {
    /// How long an account remains after its owner requested its deletion, or was warned that it is unused.
    pub deletion_delay: TimeDelta,
    /// Drafts of forms that were never submitted.
    pub drafts: TimeDelta,
    /// Tickets that are done, of requesters with an account.
    pub closed_tickets: Option<TimeDelta>,
    /// Tickets that are done, of guests.
    pub guest_tickets: Option<TimeDelta>,
    /// Failed email jobs, which hold names and addresses.
    pub failed_mail: Option<TimeDelta>,
    /// Ended relations between counsellors and participants.
    pub ended_relations: Option<TimeDelta>,
    /// Comments on articles.
    pub rating_comments: Option<TimeDelta>,
    /// Events of the audit log.
    pub audit: Option<TimeDelta>,
    /// Accounts that nobody signs in to.
    pub inactive_accounts: Option<TimeDelta>,
}

impl Default for PrivacySettings {
    fn default() -> Self {
        Self {
            deletion_delay: TimeDelta::days(14),
            drafts: TimeDelta::days(7),
            closed_tickets: None,
            guest_tickets: None,
            failed_mail: Some(TimeDelta::days(90)),
            ended_relations: None,
            rating_comments: None,
            audit: None,
            inactive_accounts: None,
        }
    }
}

/// Who may create an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Registration {
    /// Anyone may register.
    Open,
    /// Accounts are created by administrators, or by signing in with a provider.
    Off,
}

/// Rules for accounts and passwords.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountSettings {
    /// Who may create an account.
    pub registration: Registration,
    /// Whether a registered account is created only after its address was confirmed.
    pub confirm_email: bool,
    /// The minimum length of a password in characters.
    pub password_min: usize,
    /// The cost of hashing a password. Not configurable; tests use less.
    pub password_cost: PasswordCost,
}

/// The cost of hashing a password with Argon2id, with one lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB, at least 8.
    pub memory_kib: u32,
    /// Passes over the memory, at least 1.
    pub passes: u32,
}

impl Default for PasswordCost {
    /// 19 MiB and two passes, as OWASP's password storage cheat sheet recommends.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2 }
    }
}

impl Default for AccountSettings {
    fn default() -> Self {
        Self {
            registration: Registration::Open,
            confirm_email: true,
            password_min: 12,
            password_cost: PasswordCost::default(),
        }
    }
}
