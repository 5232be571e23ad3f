//! How long people stay signed in, and who needs a second factor.

use std::ops::RangeInclusive;

use fyr_domain::Role;
use serde::{Deserialize, Serialize};

use super::{ConfigError, PerRole};

/// Sessions and second factors, by role.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SessionConfig {
    /// After how many minutes without use a session expires.
    pub session_idle_minutes: PerRole,
    /// After how many hours a session expires in any case.
    pub session_hours: PerRole,
    /// Roles that must have a second factor.
    pub second_factor_roles: Vec<Role>,
}

impl Default for SessionConfig {
    fn default() -> Self {
        Self {
            session_idle_minutes: PerRole {
                participant: 720,
                counsellor: 240,
                approver: 240,
                agent: 60,
                staff: 60,
                manager: 60,
                admin: 60,
            },
            session_hours: PerRole {
                participant: 168,
                counsellor: 24,
                approver: 24,
                agent: 12,
                staff: 12,
                manager: 12,
                admin: 12,
            },
            second_factor_roles: Vec::new(),
        }
    }
}

impl SessionConfig {
    pub(super) fn validate(&self) -> Result<(), ConfigError> {
        validate_range("session_idle_minutes", &self.session_idle_minutes, 1..=525_600)?;
        validate_range("session_hours", &self.session_hours, 1..=8_760)
    }
}

fn validate_range(name: &str, values: &PerRole, range: RangeInclusive<u32>) -> Result<(), ConfigError> {
    match values.find_outside(range.clone()) {
        None => Ok(()),
        Some(role) => {
            let problem = format!("must be from {} to {}", range.start(), range.end());
            Err(ConfigError::new(&format!("{name}.{}", role.as_str()), problem))
        }
    }
}
