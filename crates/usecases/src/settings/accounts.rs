//! Rules for accounts and passwords. The configuration is read into this type.

use serde::{Deserialize, Serialize};

use super::values;

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSettings {
    /// Who may create an account.
    pub registration: Registration,
    /// Whether a registered account is created only after its address was confirmed.
    pub confirm_email: bool,
    /// The minimum length of a password in characters, from 8 to 200.
    #[serde(deserialize_with = "values::in_range::<8, 200, _, _>")]
    pub password_min: usize,
}

impl Default for AccountSettings {
    fn default() -> Self {
        Self { registration: Registration::Open, confirm_email: true, password_min: 12 }
    }
}
