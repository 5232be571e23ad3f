//! Who may see a ticket, as SQL: the conditions that every statement for a user has. `$1` to `$5` are [`crate::viewer::Viewer`],
//! `t` is the ticket, `c` a counsellor's relation. The rules themselves are in [`fyr_domain::permission`].

/// Whether the address of the user `$1` is confirmed: what others gave an account counts only then
/// ([`fyr_domain::Actor::confirmed_user`]).
macro_rules! is_confirmed {
    () => {
        "EXISTS (SELECT 1 FROM users viewer WHERE viewer.id = $1 AND viewer.email_confirmed_at IS NOT NULL)"
    };
}
pub(crate) use is_confirmed;

/// Whether the actor works the ticket `t` as support: `$1` their id, `$2` whether they work every ticket.
macro_rules! ticket_supported {
    () => {
        concat!(
            "($2 OR (EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = $1 AND m.organisation_id = t.organisation_id
              AND m.role = 'agent') AND ",
            $crate::visibility::is_confirmed!(),
            "))"
        )
    };
}
pub(crate) use ticket_supported;

/// Whether the link by which the browser `g` opened the ticket `t` was mailed to the address that it has now.
macro_rules! opened_by_link {
    () => {
        "(g.by_link AND g.link_version = t.link_version)"
    };
}
pub(crate) use opened_by_link;

/// Whether the browser with the key `$3` filed the guest ticket `t` or opened a link to it, and no account has claimed it.
macro_rules! ticket_opened {
    () => {
        concat!(
            "(t.requester_id IS NULL AND EXISTS (SELECT 1 FROM guest_access g WHERE g.guest_id = $3 AND g.ticket_id = t.id
              AND (NOT g.by_link OR ",
            $crate::visibility::opened_by_link!(),
            ")))"
        )
    };
}
pub(crate) use ticket_opened;

/// Whether the browser with the key `$3` filed the guest ticket `t` and has opened no link to it, and its mailbox has not answered.
macro_rules! ticket_filed_here {
    () => {
        concat!(
            "(EXISTS (SELECT 1 FROM guest_access g WHERE g.guest_id = $3 AND g.ticket_id = t.id AND NOT g.by_link) AND ",
            $crate::mailboxes::is_from_unknown_guest!(),
            ")"
        )
    };
}
pub(crate) use ticket_filed_here;

/// Condition on the relations `c` by which `$1` acts for others at `$5`. A relation is valid while `$1` is a counsellor
/// where it was made; `$4` tells whether they are one in the whole portal.
macro_rules! acting {
    () => {
        concat!(
            "c.counsellor_id = $1 AND c.ended_at IS NULL AND c.since <= $5 AND (c.until IS NULL OR c.until > $5)
             AND ((c.organisation_id IS NULL AND $4) OR (EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = $1
                  AND m.organisation_id = c.organisation_id AND m.role = 'counsellor') AND ",
            $crate::visibility::is_confirmed!(),
            "))"
        )
    };
}
pub(crate) use acting;

/// Whether the relation `c` covers the ticket `t`: one made in an organisation covers no other organisation's tickets, unless its
/// participant has widened it.
macro_rules! covers_ticket {
    () => {
        "(c.organisation_id IS NULL OR c.widened OR t.organisation_id IS NULL OR t.organisation_id = c.organisation_id)"
    };
}
pub(crate) use covers_ticket;

/// Whether the actor acts for the requester of the ticket `t` by a relation `c` that covers it.
macro_rules! counsels_ticket {
    () => {
        concat!(
            "c.participant_id = t.requester_id AND ",
            $crate::visibility::covers_ticket!(),
            " AND ",
            $crate::visibility::acting!()
        )
    };
}
pub(crate) use counsels_ticket;

/// Whether the sharing rule of the organisation of the ticket `t` lets `$1` see it as a colleague of the requester; both
/// must be members now.
macro_rules! ticket_shared {
    () => {
        concat!(
            "(",
            $crate::visibility::is_confirmed!(),
            " AND EXISTS (SELECT 1 FROM organisations o JOIN memberships m ON m.organisation_id = o.id AND m.user_id = $1
          WHERE o.id = t.organisation_id
            AND EXISTS (SELECT 1 FROM memberships b WHERE b.user_id = t.requester_id AND b.organisation_id = o.id)
            AND (o.sharing = 'organisation'
            OR (o.sharing = 'team' AND EXISTS (SELECT 1 FROM memberships r WHERE r.user_id = t.requester_id
                AND r.organisation_id = o.id AND r.team_id = m.team_id))
            OR (o.sharing = 'chosen' AND EXISTS (SELECT 1 FROM sharing_viewers w WHERE w.organisation_id = o.id
                AND w.user_id = $1)))))"
        )
    };
}
pub(crate) use ticket_shared;

/// The permission to see a ticket ([`fyr_domain::permission`]) as a condition; `$1` to `$5` are [`crate::viewer::Viewer`].
macro_rules! ticket_visible {
    () => {
        concat!(
            "(t.requester_id = $1 OR ",
            ticket_supported!(),
            " OR ",
            ticket_opened!(),
            " OR (NOT t.private AND (EXISTS (SELECT 1 FROM counselling c WHERE ",
            $crate::visibility::counsels_ticket!(),
            ") OR ",
            ticket_shared!(),
            ")))"
        )
    };
}
pub(crate) use ticket_visible;
