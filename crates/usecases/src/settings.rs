//! What the operator chose, as far as use cases need it.

use chrono::TimeDelta;
use fyr_domain::{Lang, calendar::BusinessCalendar, promise::ServiceLevel};
use fyr_identity::Providers;
use serde::{Deserialize, Serialize};

/// Choices of the operator; see the configuration reference for each one's default.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How browsers reach the portal, without a slash at the end: the beginning of every link in mail.
    pub public_url: String,
    /// The language of those who asked for none.
    pub default_lang: Lang,
    /// When support answers, and the zone of every time shown.
    pub calendar: BusinessCalendar,
    /// How soon support answers.
    pub service_level: ServiceLevel,
    /// Shown as a way to get help; none where empty.
    pub phone: Option<String>,
    /// The sender of all mail.
    pub mail_from: fyr_mail::Mailbox,
    /// One file at most, in bytes.
    pub max_file: u64,
    /// All files of a message at most, in bytes.
    pub max_files: u64,
    /// How long a link in a mail to a guest works.
    pub guest_link: TimeDelta,
    /// Demo accounts are offered on the sign-in page.
    pub demo: bool,
    /// With whom people may sign in, besides a password.
    pub providers: Providers,
    /// How people come by an account, and what is asked of their passwords.
    pub accounts: AccountSettings,
    /// How long data is kept.
    pub privacy: PrivacySettings,
}

/// Choices of the operator about how long data is kept; `None` keeps it for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivacySettings {
    /// How long an account stays after its person asked for its removal, or after they were told that nobody uses it.
    pub deletion_wait: TimeDelta,
    /// Forms that were begun and never sent.
    pub drafts: TimeDelta,
    /// Tickets that are done, of people with an account.
    pub closed_tickets: Option<TimeDelta>,
    /// Tickets that are done, of guests.
    pub guest_tickets: Option<TimeDelta>,
    /// Mail that was given up.
    pub parked_mail: Option<TimeDelta>,
    /// Relations between counsellors and participants that are over.
    pub ended_relations: Option<TimeDelta>,
    /// Comments on articles.
    pub rating_comments: Option<TimeDelta>,
    /// Lines of the audit log.
    pub audit: Option<TimeDelta>,
    /// Accounts nobody uses.
    pub inactive_accounts: Option<TimeDelta>,
}

impl Default for PrivacySettings {
    fn default() -> Self {
        Self {
            deletion_wait: TimeDelta::days(14),
            drafts: TimeDelta::days(7),
            closed_tickets: None,
            guest_tickets: None,
            parked_mail: Some(TimeDelta::days(90)),
            ended_relations: None,
            rating_comments: None,
            audit: None,
            inactive_accounts: None,
        }
    }
}

/// Whether people can make accounts for themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Registration {
    /// Anyone can.
    Open,
    /// Accounts are made by others, or by signing in with a provider.
    Off,
}

/// Choices of the operator about accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountSettings {
    /// Whether people can make accounts for themselves.
    pub registration: Registration,
    /// Whether a new account is there only once its address was shown to be its owner's.
    pub confirm_email: bool,
    /// The fewest characters of a password.
    pub password_min: usize,
}

impl Default for AccountSettings {
    fn default() -> Self {
        Self { registration: Registration::Open, confirm_email: true, password_min: 12 }
    }
}
