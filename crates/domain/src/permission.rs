//! Permissions. [`may`] decides whether an actor has a [`Permission`]; every check in the program goes through it.
//!
//! The conditions in the store's queries implement the same rules in SQL; `store/tests/it/visibility.rs` compares the two for
//! every combination. The tables in the tests below are also in `docs/security.md`.

use uuid::Uuid;

use crate::{
    people::{Actor, Membership, Role},
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
    /// Have participants, in the whole portal or in at least one organisation.
    Counsel,
    /// Post incidents and maintenances.
    PostStatus,
    /// Administer the portal: failed jobs, retention, every account and organisation.
    RunPortal,
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
        P::WorkEveryTicket => portal(&[Role::Agent, Role::Admin]),
        P::OpenDesk => portal(&[Role::Agent, Role::Admin]) || anywhere(Role::Agent),
        P::Counsel => portal(&[Role::Counsellor]) || anywhere(Role::Counsellor),
        P::PostStatus => portal(&[Role::Staff, Role::Admin]),
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
mod tests {
    use super::*;
    use crate::{Lang, User, people::Level};

    /// Who (columns) may do what (rows) with a ticket: `x` allowed, `o` allowed unless private, `-` not allowed.
    const TICKETS: &str = "
                 requester guest guest:filer support counsellor:act counsellor:see colleague nobody
        See              x     x           x       x              o              o         o      -
        Reply            x     x           x       x              o              -         -      -
        Rate             x     x           x       -              -              -         -      -
        SetPrivate       x     -           -       -              -              -         -      -
        CorrectAddress   -     -           x       x              -              -         -      -
        Work             -     -           -       x              -              -         -      -
    ";

    /// Who (columns) may do what (rows) in the portal. `A` and `B` are organisations; a role without one is held in the whole
    /// portal.
    const PORTAL: &str = "
                               nobody participant counsellor approver agent staff manager admin counsellor@A agent@A manager@A admin@A
        OpenDesk                    -           -          -        -     x     -       -     x            -       x         -       -
        WorkEveryTicket             -           -          -        -     x     -       -     x            -       -         -       -
        Counsel                     -           -          x        -     -     -       -     -            x       -         -       -
        PostStatus                  -           -          -        -     -     x       -     x            -       -         -       -
        RunPortal                   -           -          -        -     -     -       -     x            -       -         -       -
        OpenAuditLog                -           -          -        -     -     -       -     x            -       -         -       x
        ReadAuditLog:A              -           -          -        -     -     -       -     x            -       -         -       x
        ReadAuditLog:B              -           -          -        -     -     -       -     x            -       -         -       -
        ReadAuditLog:portal         -           -          -        -     -     -       -     x            -       -         -       -
        OpenPeople                  -           -          -        -     -     -       -     x            -       -         -       x
        Administer:A                -           -          -        -     -     -       -     x            -       -         -       x
        Administer:B                -           -          -        -     -     -       -     x            -       -         -       -
        Grant:counsellor:A          -           -          -        -     -     -       -     x            -       -         -       x
        Grant:counsellor:B          -           -          -        -     -     -       -     x            -       -         -       -
        Grant:admin:A               -           -          -        -     -     -       -     x            -       -         -       x
        Grant:agent:A               -           -          -        -     -     -       -     x            -       -         -       -
        Grant:staff:A               -           -          -        -     -     -       -     x            -       -         -       -
        Grant:participant:portal    -           -          -        -     -     -       -     x            -       -         -       -
        Grant:admin:portal          -           -          -        -     -     -       -     x            -       -         -       -
        EndSessions                 -           -          -        -     -     -       -     x            -       -         -       -
        Manage:self                 -           -          -        -     -     -       -     -            -       -         -       -
        Manage:none                 -           -          -        -     -     -       -     x            -       -         -       -
        Manage:participant@A        -           -          -        -     -     -       -     x            -       -         -       x
        Manage:counsellor@A         -           -          -        -     -     -       -     x            -       -         -       x
        Manage:manager@A            -           -          -        -     -     -       -     x            -       -         -       x
        Manage:agent@A              -           -          -        -     -     -       -     x            -       -         -       -
        Manage:staff@A              -           -          -        -     -     -       -     x            -       -         -       -
        Manage:admin@A              -           -          -        -     -     -       -     x            -       -         -       -
        Manage:participant@B        -           -          -        -     -     -       -     x            -       -         -       -
        Manage:participant@A+B      -           -          -        -     -     -       -     x            -       -         -       -
        Manage:counsellor           -           -          -        -     -     -       -     x            -       -         -       -
        Manage:admin                -           -          -        -     -     -       -     x            -       -         -       -
        CreateOrganisation          -           -          -        -     -     -       -     x            -       -         -       -
        ExtendAccess                -           x          x        x     x     x       x     x            x       x         x       x
        Appoint:self                -           -          -        -     -     -       -     x            -       -         -       -
        Appoint:other               -           x          x        x     x     x       x     x            x       x         x       x
        CounselIn:portal            -           -          x        -     -     -       -     -            -       -         -       -
        CounselIn:A                 -           -          -        -     -     -       -     -            x       -         -       -
        CounselIn:B                 -           -          -        -     -     -       -     -            -       -         -       -
        End:participant:A           -           x          x        x     x     x       x     x            x       x         x       x
        End:participant:never       -           -          -        -     -     -       -     -            -       -         -       -
        End:counsellor:A            -           x          x        x     x     x       x     x            x       x         x       x
        End:other:portal            -           -          -        -     -     -       -     x            -       -         -       -
        End:other:A                 -           -          -        -     -     -       -     x            -       -         -       x
        End:other:B                 -           -          -        -     -     -       -     x            -       -         -       -
        HandOver:participant:A      -           -          -        -     -     -       -     -            -       -         -       -
        HandOver:counsellor:portal  -           -          x        -     -     -       -     -            -       -         -       -
        HandOver:counsellor:A       -           -          -        -     -     -       -     -            x       -         -       -
        HandOver:other:portal       -           -          -        -     -     -       -     x            -       -         -       -
        HandOver:other:A            -           -          -        -     -     -       -     x            -       -         -       x
        HandOver:other:B            -           -          -        -     -     -       -     x            -       -         -       -
    ";

    /// Every cell of a table as (row name, column name, cell).
    fn cells(table: &str) -> Vec<(String, String, String)> {
        let mut lines = table.lines().filter(|line| !line.trim().is_empty());
        let columns: Vec<&str> = lines.next().expect("a heading").split_whitespace().collect();
        let rows = lines.map(|line| line.split_whitespace().collect::<Vec<_>>());
        rows.flat_map(|row| {
            assert_eq!(row.len(), columns.len() + 1, "{row:?}");
            let name = row[0].to_owned();
            columns
                .iter()
                .zip(row.into_iter().skip(1))
                .map(move |(column, cell)| (name.clone(), (*column).to_owned(), cell.to_owned()))
                .collect::<Vec<_>>()
        })
        .collect()
    }

    #[test]
    fn ticket_permissions_match_the_table() {
        let actions = [
            ("See", TicketAction::See),
            ("Reply", TicketAction::Reply),
            ("Rate", TicketAction::Rate),
            ("SetPrivate", TicketAction::SetPrivate),
            ("CorrectAddress", TicketAction::CorrectAddress),
            ("Work", TicketAction::Work),
        ];
        for (row, column, cell) in cells(TICKETS) {
            let action = actions.iter().find(|(name, _)| *name == row).expect("a known action").1;
            let access = match column.as_str() {
                "requester" => TicketAccess { requester: true, ..TicketAccess::default() },
                "guest" => TicketAccess { guest: true, ..TicketAccess::default() },
                "guest:filer" => TicketAccess { guest: true, filer: true, ..TicketAccess::default() },
                "support" => TicketAccess { support: true, ..TicketAccess::default() },
                "counsellor:act" => TicketAccess { counsellor: Some(Scope::Act), ..TicketAccess::default() },
                "counsellor:see" => TicketAccess { counsellor: Some(Scope::See), ..TicketAccess::default() },
                "colleague" => TicketAccess { colleague: true, ..TicketAccess::default() },
                _ => TicketAccess::default(),
            };
            let allowed = |private| {
                let access = TicketAccess { private, ..access };
                may(&Actor::ANONYMOUS, Permission::Ticket(action, &access))
            };
            let expected = match cell.as_str() {
                "x" => (true, true),
                "o" => (true, false),
                _ => (false, false),
            };
            assert_eq!((allowed(false), allowed(true)), expected, "{row} {column}");
        }
    }

    fn actor(column: &str) -> Actor {
        if column == "nobody" {
            return Actor::ANONYMOUS;
        }
        let (word, within) = column.split_once('@').map_or((column, false), |(word, _)| (word, true));
        let role: Role = word.parse().expect("a role");
        let member =
            Membership { organisation: organisation("A"), team: None, role, level: Level::default() };
        Actor::signed_in(User {
            id: Uuid::nil(),
            name: String::new(),
            email: String::new(),
            email_confirmed: true,
            role: if within { Role::Participant } else { role },
            level: Level::default(),
            lang: Lang::Sv,
            memberships: if within { vec![member] } else { Vec::new() },
        })
    }

    #[test]
    fn nothing_is_more_than_a_participants_until_the_address_is_confirmed() {
        let places = [None, Some(organisation("A")), Some(organisation("B"))];
        let member = managed_account("participant@A");
        let account = ManagedAccount { id: member.id, role: member.role, memberships: &member.memberships };
        for column in ["counsellor", "approver", "agent", "staff", "manager", "admin"] {
            for column in [column.to_owned(), format!("{column}@A")] {
                let mut actor = actor(&column);
                if let Some(user) = &mut actor.user {
                    user.email_confirmed = false;
                }
                assert_eq!(
                    (actor.role(), actor.memberships()),
                    (Some(Role::Participant), &[][..]),
                    "{column}"
                );
                let anywhere = [
                    Permission::OpenDesk,
                    Permission::WorkEveryTicket,
                    Permission::Counsel,
                    Permission::PostStatus,
                    Permission::RunPortal,
                    Permission::OpenAuditLog,
                    Permission::OpenPeople,
                    Permission::EndSessions,
                    Permission::CreateOrganisation,
                    Permission::ExtendAccess,
                    Permission::ManageAccount(account),
                ];
                let somewhere = places.into_iter().flat_map(|place| {
                    [
                        Permission::ReadAuditLog(place),
                        Permission::CounselIn(place),
                        Permission::HandOver(Party::Counsellor, place),
                        Permission::HandOver(Party::Other, place),
                        Permission::Grant(Role::Participant, place),
                        Permission::Grant(Role::Admin, place),
                    ]
                });
                for permission in anywhere.into_iter().chain(somewhere) {
                    assert!(!may(&actor, permission), "{column} {permission:?}");
                }
            }
        }
    }

    fn organisation(name: &str) -> Uuid {
        Uuid::from_u128(if name == "A" { 1 } else { 2 })
    }

    fn within(name: &str) -> Option<Uuid> {
        (name != "portal").then(|| organisation(name))
    }

    /// Whose account it is: the actor's own (`self`), or somebody else's with these roles: `agent`, `agent@A`, `agent@A+B`, `none`.
    fn managed_account(who: &str) -> User {
        let (word, places) = who.split_once('@').unwrap_or((who, ""));
        let role: Role = word.parse().unwrap_or(Role::Participant);
        let member = |place| Membership {
            organisation: organisation(place),
            team: None,
            role,
            level: Level::default(),
        };
        let memberships: Vec<_> = places.split('+').filter(|place| !place.is_empty()).map(member).collect();
        User {
            id: Uuid::from_u128(u128::from(who != "self")),
            name: String::new(),
            email: String::new(),
            email_confirmed: true,
            role: if memberships.is_empty() { role } else { Role::Participant },
            level: Level::default(),
            lang: Lang::Sv,
            memberships,
        }
    }

    fn party(word: &str) -> Party {
        match word {
            "participant" => Party::Participant,
            "counsellor" => Party::Counsellor,
            _ => Party::Other,
        }
    }

    #[test]
    fn portal_permissions_match_the_table() {
        for (row, column, cell) in cells(PORTAL) {
            let managed: User;
            let words: Vec<&str> = row.split(':').collect();
            let permission = match words[..] {
                ["OpenDesk"] => Permission::OpenDesk,
                ["WorkEveryTicket"] => Permission::WorkEveryTicket,
                ["Counsel"] => Permission::Counsel,
                ["PostStatus"] => Permission::PostStatus,
                ["RunPortal"] => Permission::RunPortal,
                ["OpenAuditLog"] => Permission::OpenAuditLog,
                ["ReadAuditLog", "portal"] => Permission::ReadAuditLog(None),
                ["ReadAuditLog", place] => Permission::ReadAuditLog(Some(organisation(place))),
                ["OpenPeople"] => Permission::OpenPeople,
                ["Administer", place] => Permission::Administer(organisation(place)),
                ["Grant", role, "portal"] => Permission::Grant(role.parse().expect("a role"), None),
                ["Grant", role, place] => {
                    Permission::Grant(role.parse().expect("a role"), Some(organisation(place)))
                }
                ["EndSessions"] => Permission::EndSessions,
                ["Manage", who] => {
                    managed = managed_account(who);
                    Permission::ManageAccount(ManagedAccount {
                        id: managed.id,
                        role: managed.role,
                        memberships: &managed.memberships,
                    })
                }
                ["CreateOrganisation"] => Permission::CreateOrganisation,
                ["ExtendAccess"] => Permission::ExtendAccess,
                ["Appoint", who] => Permission::Appoint(Uuid::from_u128(u128::from(who == "other"))),
                ["CounselIn", place] => Permission::CounselIn(within(place)),
                ["End", who, place] => Permission::EndRelation(RelationRef {
                    party: party(who),
                    organisation: within(place),
                    participants_end: place != "never",
                }),
                ["HandOver", who, place] => Permission::HandOver(party(who), within(place)),
                _ => panic!("{row}"),
            };
            assert_eq!(may(&actor(&column), permission), cell == "x", "{row} {column}");
        }
    }
}
