//! Accounts with their roles and memberships, and the actor of a request. What an actor may do is in [`crate::permission`].

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    Lang, Network,
    permission::{Permission, may},
    string_enum::string_enum,
};

string_enum! {
    /// The role of a person in the whole portal or in one organisation.
    Role {
        /// Asks for help: a job seeker, customer or employee.
        Participant = "participant",
        /// Looks after participants and can see or act on their tickets.
        Counsellor = "counsellor",
        /// Approves or rejects requests of others.
        Approver = "approver",
        /// Works tickets for support.
        Agent = "agent",
        /// Operations: posts incidents and maintenances.
        Staff = "staff",
        /// Follows whether service levels are met.
        Manager = "manager",
        /// Administers the portal, or the people of one organisation.
        Admin = "admin",
    }
}

/// The support tier of an agent: 1 to 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(i64);

impl Level {
    /// Creates a level, clamped to 1 to 3.
    pub fn clamped(level: i64) -> Self {
        Self(level.clamp(1, 3))
    }

    /// The level as a number from 1 to 3.
    pub const fn number(self) -> i64 {
        self.0
    }
}

impl Default for Level {
    fn default() -> Self {
        Self(1)
    }
}

/// One role of a person in one organisation. A person with several roles there has several memberships.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The organisation's id.
    pub organisation: Uuid,
    /// The id of the person's team there.
    pub team: Option<Uuid>,
    /// The role there.
    pub role: Role,
    /// The support tier; means something for agents only.
    pub level: Level,
}

/// A signed-in person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The account's id.
    pub id: Uuid,
    /// The name as the person writes it.
    pub name: String,
    /// The email address in lower case.
    pub email: String,
    /// Whether the address has been confirmed by its mailbox. Until then anyone may have created the account.
    pub email_confirmed: bool,
    /// The role given in the whole portal; [`Actor::role`] is the one that counts.
    pub role: Role,
    /// The support tier in the whole portal; means something for agents only.
    pub level: Level,
    /// The language of emails to the person.
    pub lang: Lang,
    /// The roles given in organisations; [`Actor::memberships`] are those that count.
    pub memberships: Vec<Membership>,
}

/// The author of a request: a signed-in person, a guest who opened a link from an email, both, or neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The signed-in person.
    pub user: Option<User>,
    /// The guest key of this browser: gives access to the tickets that were filed here without an account or opened by a
    /// guest link, in addition to what the person sees anyway.
    pub guest: Option<Uuid>,
    /// The time of the request. Relations and stand-ins count as ended or not at this time.
    pub now: DateTime<Utc>,
    /// The network of the client.
    pub network: Option<Network>,
}

/// The time of an actor without a request, in the year 9999: relations with an end count as ended, so that no access is
/// granted by mistake.
const END_OF_TIME: DateTime<Utc> = match DateTime::from_timestamp(253_402_300_000, 0) {
    Some(time) => time,
    None => DateTime::<Utc>::MAX_UTC,
};

impl Default for Actor {
    fn default() -> Self {
        Self::ANONYMOUS
    }
}

impl Actor {
    /// An actor without account, guest key or time of request.
    pub const ANONYMOUS: Self = Self { user: None, guest: None, now: END_OF_TIME, network: None };

    /// A signed-in actor without time of request; see [`Self::at_time`].
    pub const fn signed_in(user: User) -> Self {
        Self { user: Some(user), ..Self::ANONYMOUS }
    }

    /// A guest with the guest key of their browser.
    pub const fn guest(key: Uuid) -> Self {
        Self { guest: Some(key), ..Self::ANONYMOUS }
    }

    /// The same actor with another time of request.
    #[must_use]
    pub fn at_time(self, now: DateTime<Utc>) -> Self {
        Self { now, ..self }
    }

    /// The signed-in person's id.
    pub fn user_id(&self) -> Option<Uuid> {
        self.user.as_ref().map(|user| user.id)
    }

    /// The signed-in person, once the mailbox of their address has confirmed it. Whatever an account gets from others, or lets
    /// others into, counts only then: before, whoever registered it may not be the owner of the address.
    pub fn confirmed_user(&self) -> Option<&User> {
        self.user.as_ref().filter(|user| user.email_confirmed)
    }

    /// The signed-in person's role in the whole portal: that of a participant while their address is not confirmed.
    pub fn role(&self) -> Option<Role> {
        let user = self.user.as_ref()?;
        Some(if user.email_confirmed { user.role } else { Role::Participant })
    }

    /// The level up to which the actor works tickets of an organisation, or of none: the highest of their roles as an agent. Administrators
    /// of the whole portal have the highest.
    pub fn agent_level(&self, organisation: Option<Uuid>) -> Level {
        let Some(user) = self.confirmed_user() else { return Level::default() };
        let in_portal = match user.role {
            Role::Admin => Level::clamped(3),
            Role::Agent => user.level,
            Role::Participant | Role::Counsellor | Role::Approver | Role::Staff | Role::Manager => {
                Level::default()
            }
        };
        let there = |membership: &&Membership| {
            membership.role == Role::Agent && Some(membership.organisation) == organisation
        };
        let levels = user.memberships.iter().filter(there).map(|membership| membership.level);
        levels.fold(in_portal, Level::max)
    }

    /// The organisation that they act for where they say nothing else: the one they have belonged to the longest.
    pub fn organisation(&self) -> Option<Uuid> {
        self.memberships().first().map(|membership| membership.organisation)
    }

    /// The signed-in person's roles in organisations: none while their address is not confirmed.
    pub fn memberships(&self) -> &[Membership] {
        self.confirmed_user().map_or(&[], |user| &user.memberships)
    }

    /// Whether the actor has [`Permission::OpenDesk`].
    pub fn can_open_desk(&self) -> bool {
        may(self, Permission::OpenDesk)
    }

    /// Whether the actor has [`Permission::WorkEveryTicket`].
    pub fn can_work_every_ticket(&self) -> bool {
        may(self, Permission::WorkEveryTicket)
    }

    /// Whether the actor has [`Permission::PostStatus`].
    pub fn can_post_status(&self) -> bool {
        may(self, Permission::PostStatus)
    }

    /// Whether the actor has [`Permission::RunPortal`].
    pub fn can_run_portal(&self) -> bool {
        may(self, Permission::RunPortal)
    }

    /// Whether the actor has [`Permission::Counsel`].
    pub fn can_counsel(&self) -> bool {
        may(self, Permission::Counsel)
    }

    /// Whether the actor has [`Permission::OpenPeople`].
    pub fn can_administer_people(&self) -> bool {
        may(self, Permission::OpenPeople)
    }
}
