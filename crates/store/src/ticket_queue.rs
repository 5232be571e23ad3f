//! The queue of tickets that support works: filters, order, and how many there are.

use fyr_domain::{Actor, tickets::Priority};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    case_folding::folded,
    mailboxes::{UnknownGuest, is_from_unknown_guest, requester_has_account},
    run::{fetch_all, fetch_scalar},
    tickets::{TicketSummary, like_pattern, ticket_summary},
    viewer::Viewer,
};

/// Conditions on the tickets in the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// Only tickets with this status.
    pub state: QueueState,
    /// Only this priority.
    pub priority: Option<Priority>,
    /// Only P1 and P2; overrides [`Self::priority`].
    pub urgent: bool,
    /// Only the topic with this slug.
    pub topic: Option<String>,
    /// Only tickets with this assignee.
    pub assignee: AssigneeFilter,
    /// Part of the subject, or of the requester's name or address.
    pub text: Option<String>,
}

/// Statuses shown in the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QueueState {
    /// Waiting for support.
    #[default]
    Waiting,
    /// Neither solved nor closed.
    Open,
    /// Solved or closed.
    Done,
    /// Tickets with any status.
    All,
}

/// Assignees shown in the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AssigneeFilter {
    /// Assigned or not.
    #[default]
    Any,
    /// Tickets without an assignee.
    Nobody,
    /// Assigned to this agent.
    Agent(Uuid),
}

macro_rules! queue_filter {
    () => {
        concat!(
            "($1 = 'all' OR ($1 = 'waiting') OR ($1 = 'open' AND t.status NOT IN ('solved', 'closed'))
            OR ($1 = 'done' AND t.status IN ('solved', 'closed')))
         AND ($2 = '' OR t.priority = $2 OR ($2 = 'urgent' AND t.priority IN ('p1', 'p2'))) AND ($3 = '' OR t.topic = $3)
         AND ($4 = 'any' OR ($4 = 'nobody' AND t.assignee_id IS NULL) OR ($4 = 'agent' AND t.assignee_id = $5))
         AND ($6 = '' OR ",
            folded!("t.subject"),
            " LIKE $6 ESCAPE '\\' OR ",
            folded!("t.requester_name"),
            " LIKE $6 ESCAPE '\\' OR ",
            folded!("t.requester_email"),
            " LIKE $6 ESCAPE '\\')
         AND ($7 OR t.organisation_id IN (SELECT m.organisation_id FROM memberships m WHERE m.user_id = $8
              AND m.role = 'agent'))"
        )
    };
}

/// The beginning of a list of [`QueuedTicket`].
macro_rules! queued_ticket {
    () => {
        ticket_summary!(with concat!(
            ", ",
            is_from_unknown_guest!(),
            " AS is_from_unknown_guest, ",
            requester_has_account!(),
            " AS has_account"
        ))
    };
}

/// A ticket in the queue.
#[derive(Clone, Debug)]
pub struct QueuedTicket {
    /// What every list shows.
    pub summary: TicketSummary,
    /// Whoever filed it, where nobody knows who that is.
    pub unknown_guest: Option<UnknownGuest>,
}

#[derive(FromRow)]
struct QueuedTicketRow {
    #[sqlx(flatten)]
    summary: TicketSummary,
    is_from_unknown_guest: bool,
    has_account: bool,
}

impl From<QueuedTicketRow> for QueuedTicket {
    fn from(row: QueuedTicketRow) -> Self {
        let QueuedTicketRow { summary, is_from_unknown_guest, has_account } = row;
        Self { summary, unknown_guest: is_from_unknown_guest.then_some(UnknownGuest { has_account }) }
    }
}

/// Upper limit of the number of tickets counted for the queue; beyond it the page shows "more than".
pub const MAX_COUNTED: i64 = 1_000;

/// The queue of tickets that the actor works, and their number, which is at most [`MAX_COUNTED`] + 1. Those that wait come in the order
/// in which an answer is due; one without a promise counts from when it began to wait. Others come with the latest change first.
pub async fn list_queue(
    db: &mut Db,
    actor: &Actor,
    filter: &QueueFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<QueuedTicket>, i64)> {
    let (state, waiting) = match filter.state {
        QueueState::Waiting => ("waiting", true),
        QueueState::Open => ("open", false),
        QueueState::Done => ("done", false),
        QueueState::All => ("all", false),
    };
    let (assignee, agent) = match filter.assignee {
        AssigneeFilter::Any => ("any", None),
        AssigneeFilter::Nobody => ("nobody", None),
        AssigneeFilter::Agent(id) => ("agent", Some(id)),
    };
    let priority = if filter.urgent { "urgent" } else { filter.priority.map_or("", Priority::as_str) };
    let topic = filter.topic.as_deref().unwrap_or_default();
    let text = filter.text.as_deref().map(like_pattern).unwrap_or_default();
    let (list, count) = if waiting {
        (
            concat!(
                queued_ticket!(),
                "WHERE t.waiting_since IS NOT NULL AND ",
                queue_filter!(),
                " ORDER BY COALESCE(CASE WHEN t.responded_at IS NULL THEN t.respond_by ELSE t.reply_by END, t.waiting_since), t.id
                 LIMIT $9 OFFSET $10"
            ),
            concat!(
                "SELECT COUNT(*) FROM (SELECT 1 FROM tickets t WHERE t.waiting_since IS NOT NULL AND ",
                queue_filter!(),
                " LIMIT $9) counted"
            ),
        )
    } else {
        (
            concat!(
                queued_ticket!(),
                "WHERE ",
                queue_filter!(),
                " ORDER BY t.updated_at DESC, t.id DESC LIMIT $9 OFFSET $10"
            ),
            concat!(
                "SELECT COUNT(*) FROM (SELECT 1 FROM tickets t WHERE ",
                queue_filter!(),
                " LIMIT $9) counted"
            ),
        )
    };
    let viewer = Viewer::new(actor);
    let member = actor.confirmed_user().map(|user| user.id);
    let rows = fetch_all!(
        db,
        QueuedTicketRow,
        list,
        state,
        priority,
        topic,
        assignee,
        agent,
        &text,
        viewer.works_all,
        member,
        limit,
        offset
    )?;
    let count_limit = MAX_COUNTED + 1;
    let total = fetch_scalar!(
        db,
        i64,
        count,
        state,
        priority,
        topic,
        assignee,
        agent,
        &text,
        viewer.works_all,
        member,
        count_limit
    )?;
    Ok((rows.into_iter().map(QueuedTicket::from).collect(), total))
}
