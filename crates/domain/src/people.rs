//! Who someone is: their roles, and whoever makes a request. What they may do is in [`crate::permission`].

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    Lang,
    choice::choice,
    permission::{Question, may},
};

choice! {
    /// What a person is to the portal, or to an organisation.
    Role {
        /// Someone who needs help: job seeker, customer, employee.
        Participant = "participant",
        /// Someone who acts for participants of their own.
        Counsellor = "counsellor",
        /// Says yes or no to what others ask for.
        Approver = "approver",
        /// Support: answers, escalates, documents.
        Agent = "agent",
        /// Operations: posts outages and maintenance.
        Staff = "staff",
        /// Sees whether promises were kept.
        Manager = "manager",
        /// Runs the portal, or looks after the people of an organisation.
        Admin = "admin",
    }
}

/// How far an agent's knowledge goes: 1 to 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(i64);

impl Level {
    /// From 1 to 3; what is outside becomes the nearest.
    pub fn clamped(level: i64) -> Self {
        Self(level.clamp(1, 3))
    }

    /// The number.
    pub const fn number(self) -> i64 {
        self.0
    }
}

impl Default for Level {
    fn default() -> Self {
        Self(1)
    }
}

/// What someone is to one organisation. Someone with several roles there has several of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Where.
    pub organisation: Uuid,
    /// With whom.
    pub team: Option<Uuid>,
    /// As what.
    pub role: Role,
    /// Of an agent.
    pub level: Level,
}

/// A signed-in person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Who.
    pub id: Uuid,
    /// As they write it.
    pub name: String,
    /// Lower case.
    pub email: String,
    /// What they are to the whole portal.
    pub role: Role,
    /// Of an agent of the whole portal.
    pub level: Level,
    /// The language of their mail.
    pub lang: Lang,
    /// What they are to organisations.
    pub memberships: Vec<Membership>,
}

/// Whoever makes a request: signed in or not, and with or without links from mails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who is signed in.
    pub user: Option<User>,
    /// The key to the tickets this browser filed without an account or opened by a link, on top of what the person sees
    /// anyway.
    pub guest: Option<Uuid>,
    /// When they ask: what ends by itself has ended or not as of then.
    pub at: DateTime<Utc>,
    /// From which network address.
    pub from: Option<Arc<str>>,
}

/// Later than anything that ends: for whom no time was given, everything with an end has ended.
const NEVER: DateTime<Utc> = match DateTime::from_timestamp(253_402_300_000, 0) {
    Some(never) => never,
    None => DateTime::<Utc>::MAX_UTC,
};

impl Default for Actor {
    fn default() -> Self {
        Self::ANONYMOUS
    }
}

impl Actor {
    /// Nobody we know.
    pub const ANONYMOUS: Self = Self { user: None, guest: None, at: NEVER, from: None };

    /// Someone signed in.
    pub const fn signed_in(user: User) -> Self {
        Self { user: Some(user), ..Self::ANONYMOUS }
    }

    /// Someone who opened links in mails, by the key to what they opened.
    pub const fn guest(key: Uuid) -> Self {
        Self { guest: Some(key), ..Self::ANONYMOUS }
    }

    /// The same person, asking now.
    #[must_use]
    pub fn asking_at(self, at: DateTime<Utc>) -> Self {
        Self { at, ..self }
    }

    /// The signed-in person's id.
    pub fn user_id(&self) -> Option<Uuid> {
        self.user.as_ref().map(|user| user.id)
    }

    /// The signed-in person's role in the whole portal.
    pub fn role(&self) -> Option<Role> {
        self.user.as_ref().map(|user| user.role)
    }

    /// What the signed-in person is to organisations.
    pub fn memberships(&self) -> &[Membership] {
        self.user.as_ref().map_or(&[], |user| &user.memberships)
    }

    /// May open the queue: of the portal or of some organisation.
    pub fn works_tickets(&self) -> bool {
        may(self, Question::OpenDesk)
    }

    /// May work every ticket there is.
    pub fn works_every_ticket(&self) -> bool {
        may(self, Question::WorkEveryTicket)
    }

    /// May post outages and maintenance.
    pub fn posts_status(&self) -> bool {
        may(self, Question::PostStatus)
    }

    /// Runs the portal: sees what could not be done by itself.
    pub fn runs_portal(&self) -> bool {
        may(self, Question::RunPortal)
    }

    /// Has people of their own to act for.
    pub fn counsels(&self) -> bool {
        may(self, Question::Counsel)
    }

    /// Looks after the people of the portal or of some organisation.
    pub fn administers_people(&self) -> bool {
        may(self, Question::OpenPeople)
    }
}
