//! Permissions. [`may`] decides whether an actor has a [`Permission`]; every check in the program goes through it.
//!
//! The conditions in the store's queries implement the same rules in SQL; `store/tests/it/visibility.rs` compares the two for
//! every combination. The tables in the tests below are also in `docs/security.md`.

use uuid::Uuid;

use crate::{
    people::{Actor, Level, Membership, Role},
    string_enum::string_enum,
};

string_enum! {
    /// What a counsellor may do with the tickets of a participant.
    Scope {
        /// Read the participant's tickets.
        See = "see",
        /// Also reply to, close and file tickets on the participant's behalf.
        Act = "act",
    }
}

string_enum! {
    /// Which colleagues see the tickets of a member; set per organisation.
    Sharing {
        /// No colleague.
        Own = "own",
        /// Members of the requester's team.
        Team = "team",
        /// Members of the organisation.
        Organisation = "organisation",
        /// Members whom the organisation has chosen as viewers.
        Chosen = "chosen",
    }
}

/// The ways in which an actor has access to one ticket. Several can apply at once; the actor may do what any of them allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one for each kind of access, and any of them can apply together"
)]
pub struct TicketAccess {
    /// The actor is the requester.
    pub requester: bool,
    /// The actor filed the ticket in this browser without an account, or opened its guest link.
    pub guest: bool,
    /// The actor filed the ticket in this browser without an account, has opened no link to it, and its mailbox has not answered.
    pub filer: bool,
    /// The actor works the tickets of the whole portal, or of the organisation the ticket belongs to.
    pub support: bool,
    /// The scope of the actor's current relation as counsellor of the requester.
    pub counsellor: Option<Scope>,
    /// The actor and the requester are members of the ticket's organisation, and its [`Sharing`] lets the actor see it.
    pub colleague: bool,
    /// The ticket is private: only its requester and support have access.
    pub private: bool,
}

/// What an actor can do with one ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketAction {
    /// Read the ticket and its files, and receive its live updates.
    See,
    /// Write a public message, close the ticket, reopen it.
    Reply,
    /// Answer the survey.
    Rate,
    /// Make the ticket private, or shared again.
    SetPrivate,
    /// Correct the address of a ticket that was filed without an account.
    CorrectAddress,
    /// Read and write notes, change priority, status and assignee.
    Work,
}

/// Something that not everyone may do. What needs no permission (reading articles, filing a ticket) is not listed.
#[derive(Clone, Copy, Debug)]
pub enum Permission<'a> {
    /// Do this with a ticket to which the actor has this access.
    Ticket(TicketAction, &'a TicketAccess),
    /// Open the queue of tickets, of the whole portal or of at least one organisation.
    OpenDesk,
    /// Work the tickets of the whole portal.
    WorkEveryTicket,
    /// Write articles, and send them to review.
    WriteArticles,
    /// Publish articles, and take them off the portal.
    PublishArticles,
    /// Have participants, in the whole portal or in at least one organisation.
    Counsel,
    /// Post incidents and maintenances.
    PostStatus,
    /// Administer the portal: failed jobs, retention, every account and organisation.
    RunPortal,
    /// See how well support does.
    SeeResults,
    /// Open the audit log, of the portal or of at least one organisation.
    OpenAuditLog,
    /// Read the audit events of this organisation, or (`None`) of the whole portal.
    ReadAuditLog(Option<Uuid>),
    /// Administer people, teams, roles and relations of at least one organisation.
    OpenPeople,
    /// Administer people, teams, roles and relations of this organisation.
    Administer(Uuid),
    /// Grant this role in an organisation, or (`None`) in the whole portal.
    Grant(Role, Option<Uuid>),
    /// End the sessions of other people.
    EndSessions,
    /// Change the name of this account, reset its second factor, deactivate and reactivate it: nobody their own. An organisation's
    /// administrators only where it is theirs alone, and has no role that they could not give or have themselves.
    ManageAccount(ManagedAccount<'a>),
    /// Create an organisation.
    CreateOrganisation,
    /// Give this person a role or participants, where one may give it at all: nobody appoints themselves, but for whoever has the
    /// whole portal anyway.
    Appoint(Uuid),
    /// Give others lasting access to one's own account: connect a provider, let a counsellor in, change the address.
    ExtendAccess,
    /// Be a counsellor of participants in this organisation, or (`None`) in the whole portal.
    CounselIn(Option<Uuid>),
    /// End this relation between a counsellor and a participant.
    EndRelation(RelationRef),
    /// Hand a counsellor's participants over to a colleague, in this organisation or (`None`) in the whole portal; the actor
    /// is this party to their relations.
    HandOver(Party, Option<Uuid>),
}

/// The facts about an account that decide who may manage it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ManagedAccount<'a> {
    /// The account's id.
    pub id: Uuid,
    /// Its role in the whole portal.
    pub role: Role,
    /// All of its roles in organisations, whoever asks.
    pub memberships: &'a [Membership],
}

/// The side of a relation between a counsellor and a participant on which an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The participant of the relation.
    Participant,
    /// The counsellor of the relation.
    Counsellor,
    /// Neither of the two.
    Other,
}

/// The facts about a relation that decide who may end it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelationRef {
    /// The actor's side of the relation.
    pub party: Party,
    /// The organisation in which the relation was made; `None` for the whole portal.
    pub organisation: Option<Uuid>,
    /// Whether participants of that organisation may end their relations themselves.
    pub participants_end: bool,
}

/// Whether the actor has the permission.
pub fn may(actor: &Actor, permission: Permission<'_>) -> bool {
    use Permission as P;
    let portal = |roles: &[Role]| actor.role().is_some_and(|role| roles.contains(&role));
    let anywhere = |role: Role| actor.memberships().iter().any(|membership| membership.role == role);
    let admin_of = |organisation: Uuid| {
        let within = |m: &Membership| m.organisation == organisation && m.role == Role::Admin;
        portal(&[Role::Admin]) || actor.memberships().iter().any(within)
    };
    match permission {
        P::Ticket(action, access) => ticket(action, *access),
        P::WorkEveryTicket | P::WriteArticles => portal(&[Role::Agent, Role::Admin]),
        // the first line writes; whoever solves what it passes on, answers for what everybody reads
        P::PublishArticles => may(actor, P::WriteArticles) && actor.agent_level(None) >= Level::clamped(2),
        P::OpenDesk => portal(&[Role::Agent, Role::Admin]) || anywhere(Role::Agent),
        P::Counsel => portal(&[Role::Counsellor]) || anywhere(Role::Counsellor),
        P::PostStatus => portal(&[Role::Staff, Role::Admin]),
        P::SeeResults => portal(&[Role::Manager, Role::Admin]),
        P::OpenPeople | P::OpenAuditLog => portal(&[Role::Admin]) || anywhere(Role::Admin),
        P::Administer(organisation) | P::ReadAuditLog(Some(organisation)) => admin_of(organisation),
        // agents read the tickets of others, and staff post in the name of the portal: only portal admins grant these roles
        P::Grant(role, Some(organisation)) => match role {
            Role::Participant | Role::Counsellor | Role::Approver | Role::Manager | Role::Admin => {
                admin_of(organisation)
            }
            Role::Agent | Role::Staff => portal(&[Role::Admin]),
        },
        P::RunPortal | P::ReadAuditLog(None) | P::Grant(_, None) | P::CreateOrganisation | P::EndSessions => {
            portal(&[Role::Admin])
        }
        P::ManageAccount(ManagedAccount { id, role, memberships }) => {
            // lower than an administrator, and nobody who works the tickets or posts in the name of the portal
            let is_lower = |role: Role| match role {
                Role::Participant | Role::Counsellor | Role::Approver | Role::Manager => true,
                Role::Agent | Role::Staff | Role::Admin => false,
            };
            let is_theirs = role == Role::Participant
                && !memberships.is_empty()
                && memberships.iter().all(|held| is_lower(held.role) && admin_of(held.organisation));
            actor.user_id().is_some_and(|user| user != id) && (portal(&[Role::Admin]) || is_theirs)
        }
        P::Appoint(person) => portal(&[Role::Admin]) || actor.user_id().is_some_and(|user| user != person),
        P::ExtendAccess => actor.confirmed_user().is_some(),
        P::CounselIn(None) => portal(&[Role::Counsellor]),
        P::CounselIn(Some(organisation)) => {
            let within = |m: &Membership| m.organisation == organisation && m.role == Role::Counsellor;
            actor.memberships().iter().any(within)
        }
        P::EndRelation(RelationRef { party, organisation, participants_end }) => match party {
            Party::Participant => actor.user.is_some() && participants_end,
            Party::Counsellor => actor.user.is_some(),
            Party::Other => organisation.map_or_else(|| portal(&[Role::Admin]), admin_of),
        },
        P::HandOver(party, organisation) => match party {
            Party::Participant => false,
            Party::Counsellor => may(actor, P::CounselIn(organisation)),
            Party::Other => organisation.map_or_else(|| portal(&[Role::Admin]), admin_of),
        },
    }
}

/// [`may`] for one ticket. Counsellors and colleagues have no access to a private ticket.
fn ticket(action: TicketAction, access: TicketAccess) -> bool {
    let TicketAccess { requester, guest, filer, support, counsellor, colleague, private } = access;
    let acts = !private && counsellor == Some(Scope::Act);
    let sees = !private && (counsellor.is_some() || colleague);
    match action {
        TicketAction::See => requester || guest || support || sees,
        TicketAction::Reply => requester || guest || support || acts,
        TicketAction::Rate => requester || guest,
        TicketAction::SetPrivate => requester,
        TicketAction::CorrectAddress => filer || support,
        TicketAction::Work => support,
    }
}

#[cfg(test)]
mod tests;
