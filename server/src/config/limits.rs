//! How often someone may do something.

use fyr_usecases::{QuotaSettings, settings::values};
use serde::{Deserialize, Serialize};

/// Rate limits and quotas; each process counts for itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LimitsConfig {
    /// Attempts to sign in and requests for mail by one browser or account, in a minute.
    #[serde(deserialize_with = "values::in_range::<1, 10_000_000, _, _>")]
    pub limit_sign_in: u32,
    /// Writes by one browser in which nobody is signed in, in a minute.
    #[serde(deserialize_with = "values::in_range::<1, 10_000_000, _, _>")]
    pub limit_writes: u32,
    /// Writes by one account, in a minute.
    #[serde(deserialize_with = "values::in_range::<1, 10_000_000, _, _>")]
    pub limit_account_writes: u32,
    /// Downloads of whole data sets by one account, in an hour.
    #[serde(deserialize_with = "values::in_range::<1, 10_000_000, _, _>")]
    pub limit_exports: u32,
    /// Megabytes of forms with files that one account, or one browser in which nobody is signed in, may send in a day.
    #[serde(deserialize_with = "values::in_range::<1, 10_000_000, _, _>")]
    pub limit_uploads_mb: u32,
    /// The same of all browsers of one line in which nobody is signed in.
    #[serde(deserialize_with = "values::in_range::<1, 10_000_000, _, _>")]
    pub limit_network_uploads_mb: u32,
    /// Megabytes of text in tickets that one account, browser or guest's mailbox may file in a day.
    #[serde(deserialize_with = "values::in_range::<1, 10_000_000, _, _>")]
    pub limit_text_mb: u32,
    /// The same of all browsers of one line in which nobody is signed in.
    #[serde(deserialize_with = "values::in_range::<1, 10_000_000, _, _>")]
    pub limit_network_text_mb: u32,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            limit_sign_in: 10,
            limit_writes: 120,
            limit_account_writes: 120,
            limit_exports: 6,
            limit_uploads_mb: 500,
            limit_network_uploads_mb: 2_000,
            limit_text_mb: 10,
            limit_network_text_mb: 100,
        }
    }
}

impl LimitsConfig {
    /// The quotas of the use cases.
    pub fn quotas(&self) -> QuotaSettings {
        QuotaSettings {
            uploads: u64::from(self.limit_uploads_mb) * 1_000_000,
            network_uploads: u64::from(self.limit_network_uploads_mb) * 1_000_000,
            text: u64::from(self.limit_text_mb) * 1_000_000,
            network_text: u64::from(self.limit_network_text_mb) * 1_000_000,
        }
    }
}
