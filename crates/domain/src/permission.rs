//! Who may do what: one function, [`may`], answers every question about permission, and this file is where its answers are
//! read. The conditions in the store's queries follow from it; a test there compares the two for every combination.

use uuid::Uuid;

use crate::{
    choice::choice,
    people::{Actor, Role},
};

choice! {
    /// How far a counsellor may go for a participant.
    Scope {
        /// Read their tickets.
        See = "see",
        /// Also answer, close and file for them.
        Act = "act",
    }
}

choice! {
    /// Which colleagues see a member's tickets: each organisation chooses one.
    Sharing {
        /// Nobody: only mine.
        Own = "own",
        /// Members of my team.
        Team = "team",
        /// Members of my organisation.
        Organisation = "organisation",
        /// People the organisation has chosen.
        Chosen = "chosen",
    }
}

/// What someone is to one ticket. Several may hold at once; each allows what it allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one for each thing that can hold, and any of them may hold together"
)]
pub struct Standing {
    /// It is theirs.
    pub requester: bool,
    /// They filed it here without an account, or opened the link in a mail.
    pub guest: bool,
    /// They work the tickets of the portal, or of the organisation it belongs to.
    pub support: bool,
    /// They act for its requester now.
    pub counsellor: Option<Scope>,
    /// They and its requester belong to its organisation now, and the rule there lets them see.
    pub colleague: bool,
    /// The requester keeps it between themselves and support.
    pub private: bool,
}

/// What can be done with one ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketAction {
    /// Read it, its files and its live news.
    See,
    /// Write a public message, close it, open it again.
    Reply,
    /// Say what the help was worth.
    Rate,
    /// Keep it from everyone but support, or stop doing so.
    SetPrivate,
    /// Read and write notes, change priority and status, give it to someone.
    Work,
}

/// What can be asked. Everything that anyone may do (read articles, file a ticket) is not asked.
#[derive(Clone, Copy, Debug)]
pub enum Question<'a> {
    /// Something about one ticket.
    Ticket(TicketAction, &'a Standing),
    /// The queue of tickets: of the portal or of some organisation.
    OpenDesk,
    /// The tickets of the whole portal.
    WorkEveryTicket,
    /// People of one's own.
    Counsel,
    /// Outages and maintenance.
    PostStatus,
    /// What the portal could not do by itself, its log, everyone's data.
    RunPortal,
    /// The audit log: of the portal or of some organisation.
    OpenAuditLog,
    /// What the log says about this organisation, or (`None`) about the portal itself.
    ReadAuditLog(Option<Uuid>),
    /// People, teams, roles and relations: of some organisation.
    OpenPeople,
    /// The same, of this organisation.
    Administer(Uuid),
    /// Give someone this role: in an organisation, or (`None`) in the whole portal.
    Grant(Role, Option<Uuid>),
    /// Sign other people out, everywhere.
    EndSessions,
    /// Set up another organisation.
    CreateOrganisation,
    /// Be the counsellor of participants in this organisation, or (`None`) in the whole portal.
    CounselIn(Option<Uuid>),
    /// End what a counsellor may do for a participant.
    EndRelation(Tie),
    /// Give a counsellor's participants to a colleague of theirs, in this organisation or (`None`) in the whole portal.
    HandOver(Party, Option<Uuid>),
}

/// Who someone is to a relation between a counsellor and a participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// It is about their tickets.
    Participant,
    /// They may see or act.
    Counsellor,
    /// Neither.
    Other,
}

/// A relation, as far as ending it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// Who asks.
    pub party: Party,
    /// Where it was made; `None`: in the whole portal.
    pub organisation: Option<Uuid>,
    /// Whether participants may end it there.
    pub participants_end: bool,
}

/// Whether an actor may.
pub fn may(actor: &Actor, question: Question<'_>) -> bool {
    use Question as Q;
    let portal = |roles: &[Role]| actor.role().is_some_and(|role| roles.contains(&role));
    let anywhere = |role: Role| actor.memberships().iter().any(|membership| membership.role == role);
    let admin_of = |organisation: Uuid| {
        let within = |m: &crate::people::Membership| m.organisation == organisation && m.role == Role::Admin;
        portal(&[Role::Admin]) || actor.memberships().iter().any(within)
    };
    match question {
        Q::Ticket(action, standing) => ticket(action, *standing),
        Q::WorkEveryTicket => portal(&[Role::Agent, Role::Admin]),
        Q::OpenDesk => portal(&[Role::Agent, Role::Admin]) || anywhere(Role::Agent),
        Q::Counsel => portal(&[Role::Counsellor]) || anywhere(Role::Counsellor),
        Q::PostStatus => portal(&[Role::Staff, Role::Admin]),
        Q::OpenPeople | Q::OpenAuditLog => portal(&[Role::Admin]) || anywhere(Role::Admin),
        Q::Administer(organisation) | Q::ReadAuditLog(Some(organisation)) => admin_of(organisation),
        // agents read other people's tickets and staff speak for the portal: only the portal's own admins make them
        Q::Grant(role, Some(organisation)) => match role {
            Role::Participant | Role::Counsellor | Role::Approver | Role::Manager | Role::Admin => {
                admin_of(organisation)
            }
            Role::Agent | Role::Staff => portal(&[Role::Admin]),
        },
        Q::RunPortal | Q::ReadAuditLog(None) | Q::Grant(_, None) | Q::CreateOrganisation | Q::EndSessions => {
            portal(&[Role::Admin])
        }
        Q::CounselIn(None) => portal(&[Role::Counsellor]),
        Q::CounselIn(Some(organisation)) => {
            let within =
                |m: &crate::people::Membership| m.organisation == organisation && m.role == Role::Counsellor;
            actor.memberships().iter().any(within)
        }
        Q::EndRelation(Tie { party, organisation, participants_end }) => match party {
            Party::Participant => actor.user.is_some() && participants_end,
            Party::Counsellor => actor.user.is_some(),
            Party::Other => organisation.map_or_else(|| portal(&[Role::Admin]), admin_of),
        },
        Q::HandOver(party, organisation) => match party {
            Party::Participant => false,
            Party::Counsellor => may(actor, Q::CounselIn(organisation)),
            Party::Other => organisation.map_or_else(|| portal(&[Role::Admin]), admin_of),
        },
    }
}

/// The table of tickets. A private ticket is its requester's and support's alone.
fn ticket(action: TicketAction, standing: Standing) -> bool {
    let Standing { requester, guest, support, counsellor, colleague, private } = standing;
    let acts = !private && counsellor == Some(Scope::Act);
    let sees = !private && (counsellor.is_some() || colleague);
    match action {
        TicketAction::See => requester || guest || support || sees,
        TicketAction::Reply => requester || guest || support || acts,
        TicketAction::Rate => requester || guest,
        TicketAction::SetPrivate => requester,
        TicketAction::Work => support,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Lang, User,
        people::{Level, Membership},
    };

    /// Who (a column) may do what (a row) with a ticket: `x` may, `o` may unless it is private, `-` may not.
    const TICKETS: &str = "
                 requester guest support counsellor:act counsellor:see colleague nobody
        See              x     x       x              o              o         o      -
        Reply            x     x       x              o              -         -      -
        Rate             x     x       -              -              -         -      -
        SetPrivate       x     -       -              -              -         -      -
        Work             -     -       x              -              -         -      -
    ";

    /// Who may do what in the portal. `A` and `B` are organisations; a role alone is of the whole portal.
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
        CreateOrganisation          -           -          -        -     -     -       -     x            -       -         -       -
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

    /// Every cell of a table with the names of its row and column.
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
    fn tickets_are_as_the_table_says() {
        let actions = [
            ("See", TicketAction::See),
            ("Reply", TicketAction::Reply),
            ("Rate", TicketAction::Rate),
            ("SetPrivate", TicketAction::SetPrivate),
            ("Work", TicketAction::Work),
        ];
        for (row, column, cell) in cells(TICKETS) {
            let action = actions.iter().find(|(name, _)| *name == row).expect("a known action").1;
            let standing = match column.as_str() {
                "requester" => Standing { requester: true, ..Standing::default() },
                "guest" => Standing { guest: true, ..Standing::default() },
                "support" => Standing { support: true, ..Standing::default() },
                "counsellor:act" => Standing { counsellor: Some(Scope::Act), ..Standing::default() },
                "counsellor:see" => Standing { counsellor: Some(Scope::See), ..Standing::default() },
                "colleague" => Standing { colleague: true, ..Standing::default() },
                _ => Standing::default(),
            };
            let answer = |private| {
                let standing = Standing { private, ..standing };
                may(&Actor::ANONYMOUS, Question::Ticket(action, &standing))
            };
            let expected = match cell.as_str() {
                "x" => (true, true),
                "o" => (true, false),
                _ => (false, false),
            };
            assert_eq!((answer(false), answer(true)), expected, "{row} {column}");
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
            role: if within { Role::Participant } else { role },
            level: Level::default(),
            lang: Lang::Sv,
            memberships: if within { vec![member] } else { Vec::new() },
        })
    }

    fn organisation(name: &str) -> Uuid {
        Uuid::from_u128(if name == "A" { 1 } else { 2 })
    }

    fn within(name: &str) -> Option<Uuid> {
        (name != "portal").then(|| organisation(name))
    }

    fn party(word: &str) -> Party {
        match word {
            "participant" => Party::Participant,
            "counsellor" => Party::Counsellor,
            _ => Party::Other,
        }
    }

    #[test]
    fn the_portal_is_as_the_table_says() {
        for (row, column, cell) in cells(PORTAL) {
            let words: Vec<&str> = row.split(':').collect();
            let question = match words[..] {
                ["OpenDesk"] => Question::OpenDesk,
                ["WorkEveryTicket"] => Question::WorkEveryTicket,
                ["Counsel"] => Question::Counsel,
                ["PostStatus"] => Question::PostStatus,
                ["RunPortal"] => Question::RunPortal,
                ["OpenAuditLog"] => Question::OpenAuditLog,
                ["ReadAuditLog", "portal"] => Question::ReadAuditLog(None),
                ["ReadAuditLog", of] => Question::ReadAuditLog(Some(organisation(of))),
                ["OpenPeople"] => Question::OpenPeople,
                ["Administer", of] => Question::Administer(organisation(of)),
                ["Grant", role, "portal"] => Question::Grant(role.parse().expect("a role"), None),
                ["Grant", role, of] => Question::Grant(role.parse().expect("a role"), Some(organisation(of))),
                ["EndSessions"] => Question::EndSessions,
                ["CreateOrganisation"] => Question::CreateOrganisation,
                ["CounselIn", of] => Question::CounselIn(within(of)),
                ["End", who, of] => Question::EndRelation(Tie {
                    party: party(who),
                    organisation: within(of),
                    participants_end: of != "never",
                }),
                ["HandOver", who, of] => Question::HandOver(party(who), within(of)),
                _ => panic!("{row}"),
            };
            assert_eq!(may(&actor(&column), question), cell == "x", "{row} {column}");
        }
    }
}
