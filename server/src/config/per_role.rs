//! A number for each role, and what follows for someone who has several.

use fyr_domain::{Role, User};
use serde::{Deserialize, Serialize};

/// A number for each role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PerRole {
    /// For participants, and for guests.
    pub participant: u32,
    /// For counsellors.
    pub counsellor: u32,
    /// For approvers.
    pub approver: u32,
    /// For agents.
    pub agent: u32,
    /// For staff.
    pub staff: u32,
    /// For managers.
    pub manager: u32,
    /// For administrators.
    pub admin: u32,
}

impl PerRole {
    /// For one role.
    pub const fn of(&self, role: Role) -> u32 {
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

    /// The smallest of all roles that someone has, in the portal or in an organisation.
    pub fn least(&self, user: &User) -> u32 {
        roles(user).map(|role| self.of(role)).min().unwrap_or(self.participant)
    }

    /// The largest there is.
    pub fn most(&self) -> u32 {
        Role::ALL.iter().map(|role| self.of(*role)).max().unwrap_or(self.participant)
    }

    /// The name of a role whose number is not within a range.
    pub fn outside(&self, range: std::ops::RangeInclusive<u32>) -> Option<Role> {
        Role::ALL.iter().copied().find(|role| !range.contains(&self.of(*role)))
    }
}

/// Every role someone has: in the portal, and in organisations.
pub fn roles(user: &User) -> impl Iterator<Item = Role> {
    std::iter::once(user.role).chain(user.memberships.iter().map(|membership| membership.role))
}
