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
    /// The cost of hashing a password. Not configurable; tests use less.
    #[serde(skip)]
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
