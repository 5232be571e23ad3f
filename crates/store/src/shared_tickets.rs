//! Lists of other people's tickets: of a counsellor's participants, and of colleagues. Private tickets are excluded.

use fyr_domain::Actor;
use uuid::Uuid;

use crate::{
    Db, Result,
    case_folding::folded,
    run::{fetch_all, fetch_scalar},
    tickets::{TicketStatusFilter, TicketSummary, like_pattern, ticket_summary},
    viewer::Viewer,
    visibility::{counsels_ticket, ticket_shared},
};

/// Conditions on the listed tickets of participants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParticipantTicketFilter {
    /// Only tickets with this status.
    pub status: TicketStatusFilter,
    /// Only this participant.
    pub participant: Option<Uuid>,
    /// Part of the subject or of the requester's name.
    pub text: Option<String>,
}

/// Status condition; `$6` is a word of [`TicketStatusFilter`].
macro_rules! has_status {
    () => {
        "($6 = 'all' OR ($6 = 'waiting' AND t.status = 'waiting_for_requester')
          OR ($6 = 'open' AND t.status NOT IN ('solved', 'closed')) OR ($6 = 'done' AND t.status IN ('solved', 'closed')))"
    };
}

/// Tickets of the actor's participants; `$7` is a participant, `$8` a pattern.
macro_rules! participant_ticket {
    () => {
        concat!(
            // the people first: by an index on theirs
            "t.requester_id IN (SELECT p.participant_id FROM counselling p WHERE p.counsellor_id = $1 AND p.ended_at IS NULL)
             AND NOT t.private AND EXISTS (SELECT 1 FROM counselling c WHERE ",
            counsels_ticket!(),
            ") AND ",
            has_status!(),
            " AND ($7 IS NULL OR t.requester_id = $7) AND ($8 = '' OR ",
            folded!("t.subject"),
            " LIKE $8 ESCAPE '\\' OR ",
            folded!("t.requester_name"),
            " LIKE $8 ESCAPE '\\')"
        )
    };
}

/// Tickets of a counsellor's participants and their total number: those waiting for the requester first, then by latest
/// activity.
pub async fn list_for_participants(
    db: &mut Db,
    actor: &Actor,
    filter: &ParticipantTicketFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<TicketSummary>, i64)> {
    let sql = concat!(
        ticket_summary!("$1"),
        "WHERE ",
        participant_ticket!(),
        " ORDER BY CASE WHEN t.status = 'waiting_for_requester' THEN 0 ELSE 1 END, t.updated_at DESC, t.id DESC
          LIMIT $9 OFFSET $10"
    );
    let viewer = Viewer::new(actor);
    let (status, participant) = (filter.status.as_str(), filter.participant);
    let text = filter.text.as_deref().map(like_pattern).unwrap_or_default();
    let rows = fetch_all!(
        db,
        TicketSummary,
        sql,
        viewer.user,
        viewer.works_all,
        viewer.guest,
        viewer.counsels,
        viewer.at,
        status,
        participant,
        &text,
        limit,
        offset
    )?;
    let sql = concat!("SELECT COUNT(*) FROM tickets t WHERE ", participant_ticket!());
    let total = fetch_scalar!(
        db,
        i64,
        sql,
        viewer.user,
        viewer.works_all,
        viewer.guest,
        viewer.counsels,
        viewer.at,
        status,
        participant,
        &text
    )?;
    Ok((rows, total))
}

macro_rules! colleague_ticket {
    () => {
        concat!(
            // the organisations first: by an index on theirs
            "t.organisation_id IN (SELECT y.organisation_id FROM memberships y WHERE y.user_id = $1)
             AND NOT t.private AND (t.requester_id IS NULL OR t.requester_id <> $1) AND ",
            ticket_shared!(),
            " AND ",
            has_status!()
        )
    };
}

/// Tickets of colleagues that the sharing rule of the actor's organisation makes visible, and their total number; by latest
/// activity.
pub async fn list_for_colleagues(
    db: &mut Db,
    actor: &Actor,
    status: TicketStatusFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<TicketSummary>, i64)> {
    let sql = concat!(
        ticket_summary!(),
        "WHERE ",
        colleague_ticket!(),
        " ORDER BY t.updated_at DESC, t.id DESC LIMIT $7 OFFSET $8"
    );
    let viewer = Viewer::new(actor);
    let rows = fetch_all!(
        db,
        TicketSummary,
        sql,
        viewer.user,
        viewer.works_all,
        viewer.guest,
        viewer.counsels,
        viewer.at,
        status.as_str(),
        limit,
        offset
    )?;
    let sql = concat!("SELECT COUNT(*) FROM tickets t WHERE ", colleague_ticket!());
    let total = fetch_scalar!(
        db,
        i64,
        sql,
        viewer.user,
        viewer.works_all,
        viewer.guest,
        viewer.counsels,
        viewer.at,
        status.as_str()
    )?;
    Ok((rows, total))
}
