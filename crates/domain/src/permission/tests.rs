//! Who may do what, as tables.

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
    WriteArticles               -           -          -        -     x     -       -     x            -       -         -       -
    PublishArticles             -           -          -        -     -     -       -     x            -       -         -       -
    Counsel                     -           -          x        -     -     -       -     -            x       -         -       -
    PostStatus                  -           -          -        -     -     x       -     x            -       -         -       -
    RunPortal                   -           -          -        -     -     -       -     x            -       -         -       -
    SeeResults                  -           -          -        -     -     -       x     x            -       -         -       -
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
    let member = Membership { organisation: organisation("A"), team: None, role, level: Level::default() };
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
            assert_eq!((actor.role(), actor.memberships()), (Some(Role::Participant), &[][..]), "{column}");
            let anywhere = [
                Permission::OpenDesk,
                Permission::WorkEveryTicket,
                Permission::WriteArticles,
                Permission::PublishArticles,
                Permission::Counsel,
                Permission::PostStatus,
                Permission::RunPortal,
                Permission::SeeResults,
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
    let member =
        |place| Membership { organisation: organisation(place), team: None, role, level: Level::default() };
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
            ["WriteArticles"] => Permission::WriteArticles,
            ["PublishArticles"] => Permission::PublishArticles,
            ["Counsel"] => Permission::Counsel,
            ["PostStatus"] => Permission::PostStatus,
            ["RunPortal"] => Permission::RunPortal,
            ["SeeResults"] => Permission::SeeResults,
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

#[test]
fn agents_of_the_second_level_publish() {
    let mut agent = actor("agent");
    for (level, publishes) in [(1, false), (2, true), (3, true)] {
        if let Some(user) = &mut agent.user {
            user.level = Level::clamped(level);
        }
        assert_eq!(may(&agent, Permission::PublishArticles), publishes, "level {level}");
    }
}
