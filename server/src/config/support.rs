//! How support presents itself and when it answers.

use fyr_domain::{Lang, calendar::BusinessCalendar, sla::ServiceLevel};
use fyr_usecases::settings::Phone;
use serde::{Deserialize, Serialize};

/// Language, telephone, opening hours and service levels.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SupportConfig {
    /// The language where a browser asks for none of ours.
    pub default_lang: Lang,
    /// The support telephone number shown on pages, until there is a version in the database; empty for none.
    pub phone: Phone,
    /// Whether the sign-in page offers demo accounts.
    pub demo: bool,
    /// Whether it may do so where others than this machine reach the portal.
    pub demo_in_public: bool,
    /// The business hours and holidays of support.
    pub calendar: BusinessCalendar,
    /// The service level targets by priority, until there is a version in the database.
    pub service_level: ServiceLevel,
}
