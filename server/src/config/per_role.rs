//! Numeric settings with a value for each role, and which value applies to someone with several roles.

use fyr_domain::{Role, User};
use serde::{Deserialize, Serialize};

/// A numeric setting with a value for each role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PerRole {
    /// The value for participants and guests.
    pub participant: u32,
    /// The value for counsellors.
    pub counsellor: u32,
    /// The value for approvers.
    pub approver: u32,
    /// The value for agents.
    pub agent: u32,
    /// The value for staff.
    pub staff: u32,
    /// The value for managers.
    pub manager: u32,
    /// The value for administrators.
    pub admin: u32,
}

impl PerRole {
    /// The value for a role.
    pub const fn get(&self, role: Role) -> u32 {
        match role {
            Role::Participant => self.participant,
            Role::Counsellor => self.counsellor,
            Role::Approver => self.approver,
            Role::Agent => self.agent,
            Role::Staff => self.staff,
            Role::Manager => self.manager,
            Role::Admin => self.admin,
        }
    }

    /// The smallest value of all roles of a user, in the portal and in organisations.
    pub fn min_for(&self, user: &User) -> u32 {
        roles(user).map(|role| self.get(role)).min().unwrap_or(self.participant)
    }

    /// The largest value of all roles.
    pub fn max(&self) -> u32 {
        Role::ALL.iter().map(|role| self.get(*role)).max().unwrap_or(self.participant)
    }

    /// The first role whose value is outside a range.
    pub fn find_outside(&self, range: std::ops::RangeInclusive<u32>) -> Option<Role> {
        Role::ALL.iter().copied().find(|role| !range.contains(&self.get(*role)))
    }
}

/// All roles of a user, in the portal and in organisations.
pub fn roles(user: &User) -> impl Iterator<Item = Role> {
    std::iter::once(user.role).chain(user.memberships.iter().map(|membership| membership.role))
}
