//! Who someone is and what they may do. Every question about permission is answered here or by a query's own `WHERE`.

use uuid::Uuid;

use crate::{Lang, choice::choice};

choice! {
    /// What a person is to the portal.
    Role {
        /// Someone who needs help: job seeker, customer, employee.
        Participant = "participant",
        /// Someone who acts for participants of their own.
        Counsellor = "counsellor",
        /// Support: answers, escalates, documents.
        Agent = "agent",
        /// Operations: posts outages and maintenance.
        Staff = "staff",
        /// Runs the portal.
        Admin = "admin",
    }
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
    /// What they are to the portal.
    pub role: Role,
    /// The language of their mail.
    pub lang: Lang,
}

/// Whoever makes a request: signed in or not, and with or without a link from a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// Who is signed in.
    pub user: Option<User>,
    /// The one ticket that a guest's link opens, on top of what the person sees anyway.
    pub guest_ticket: Option<Uuid>,
}

impl Actor {
    /// Nobody we know.
    pub const ANONYMOUS: Self = Self { user: None, guest_ticket: None };

    /// Someone signed in.
    pub const fn signed_in(user: User) -> Self {
        Self { user: Some(user), guest_ticket: None }
    }

    /// Someone who opened the link in a mail.
    pub const fn guest(ticket: Uuid) -> Self {
        Self { user: None, guest_ticket: Some(ticket) }
    }

    /// The signed-in person's id.
    pub fn user_id(&self) -> Option<Uuid> {
        self.user.as_ref().map(|user| user.id)
    }

    /// The signed-in person's role.
    pub fn role(&self) -> Option<Role> {
        self.user.as_ref().map(|user| user.role)
    }

    /// May work the queue: every ticket, notes, priorities.
    pub fn works_tickets(&self) -> bool {
        match self.role() {
            Some(Role::Agent | Role::Admin) => true,
            Some(Role::Participant | Role::Counsellor | Role::Staff) | None => false,
        }
    }

    /// May post outages and maintenance.
    pub fn posts_status(&self) -> bool {
        match self.role() {
            Some(Role::Staff | Role::Admin) => true,
            Some(Role::Participant | Role::Counsellor | Role::Agent) | None => false,
        }
    }

    /// Runs the portal: sees what could not be done by itself.
    pub fn runs_portal(&self) -> bool {
        self.role() == Some(Role::Admin)
    }

    /// Has people of their own to act for.
    pub fn counsels(&self) -> bool {
        self.role() == Some(Role::Counsellor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(role: Role) -> Actor {
        Actor::signed_in(User {
            id: Uuid::nil(),
            name: String::new(),
            email: String::new(),
            role,
            lang: Lang::Sv,
        })
    }

    #[test]
    fn only_agents_and_admins_work_tickets_and_only_staff_and_admins_post_status() {
        let allowed = |may: fn(&Actor) -> bool| -> Vec<Role> {
            Role::ALL.iter().copied().filter(|role| may(&user(*role))).collect()
        };
        assert_eq!(allowed(Actor::works_tickets), [Role::Agent, Role::Admin]);
        assert_eq!(allowed(Actor::posts_status), [Role::Staff, Role::Admin]);
        assert_eq!(allowed(Actor::counsels), [Role::Counsellor]);
        assert_eq!(allowed(Actor::runs_portal), [Role::Admin]);
        assert!(!Actor::ANONYMOUS.works_tickets() && !Actor::guest(Uuid::nil()).posts_status());
    }
}
