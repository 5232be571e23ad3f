//! How long data is kept. The configuration is read into this type, in days under the names that are given here.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::values::{self, serialize_days, serialize_retention};

/// Retention periods; `None` keeps the data without limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivacySettings {
    /// How long an account remains after its owner requested its deletion, or was warned that it is unused; at most 365 days.
    #[serde(
        rename = "deletion_wait_days",
        serialize_with = "serialize_days",
        deserialize_with = "values::days::<0, 365, _>"
    )]
    pub deletion_delay: TimeDelta,
    /// Drafts of forms that were never submitted, and their files; from 1 to 365 days.
    #[serde(
        rename = "retention_drafts_days",
        serialize_with = "serialize_days",
        deserialize_with = "values::days::<1, 365, _>"
    )]
    pub drafts: TimeDelta,
    /// Tickets that are done, of requesters with an account.
    #[serde(
        rename = "retention_closed_tickets_days",
        serialize_with = "serialize_retention",
        deserialize_with = "values::retention::<1, _>"
    )]
    pub closed_tickets: Option<TimeDelta>,
    /// Tickets that are done, of guests.
    #[serde(
        rename = "retention_guest_tickets_days",
        serialize_with = "serialize_retention",
        deserialize_with = "values::retention::<1, _>"
    )]
    pub guest_tickets: Option<TimeDelta>,
    /// Failed email jobs, which hold names and addresses.
    #[serde(
        rename = "retention_parked_mail_days",
        serialize_with = "serialize_retention",
        deserialize_with = "values::retention::<1, _>"
    )]
    pub failed_mail: Option<TimeDelta>,
    /// Ended relations between counsellors and participants.
    #[serde(
        rename = "retention_ended_relations_days",
        serialize_with = "serialize_retention",
        deserialize_with = "values::retention::<1, _>"
    )]
    pub ended_relations: Option<TimeDelta>,
    /// Comments on articles.
    #[serde(
        rename = "retention_rating_comments_days",
        serialize_with = "serialize_retention",
        deserialize_with = "values::retention::<1, _>"
    )]
    pub rating_comments: Option<TimeDelta>,
    /// Events of the audit log; at least 90 days.
    #[serde(
        rename = "retention_audit_days",
        serialize_with = "serialize_retention",
        deserialize_with = "values::retention::<90, _>"
    )]
    pub audit: Option<TimeDelta>,
    /// Accounts that nobody signs in to; at least 90 days.
    #[serde(
        rename = "retention_inactive_accounts_days",
        serialize_with = "serialize_retention",
        deserialize_with = "values::retention::<90, _>"
    )]
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
