//! Tickets. Every statement for a user has a visibility condition, so that a ticket the actor may not see is not found.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor,
    permission::{Scope, TicketAccess},
    tickets::{Priority, Status},
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    case_folding::{fold, folded},
    run::{execute, fetch_all, fetch_optional, fetch_scalar},
    viewer::Viewer,
};

/// A row of `tickets`.
#[derive(Clone, Debug, FromRow)]
pub struct Ticket {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// Reference without the dash.
    pub reference: String,
    /// Key of the form it was filed with; unique, so a form sent twice is stored once.
    pub form_key: Uuid,
    /// Owner of that form: a user's or a browser's key.
    pub form_owner: String,
    /// The requester; `None` for a guest.
    pub requester_id: Option<Uuid>,
    /// Name of the requester.
    pub requester_name: String,
    /// Address to which replies are sent.
    pub requester_email: String,
    /// The requester's organisation at the time of filing.
    pub organisation_id: Option<Uuid>,
    /// Whether only the requester and support see it.
    pub private: bool,
    /// The counsellor who filed it on the requester's behalf.
    pub filed_by_id: Option<Uuid>,
    /// Name of that counsellor at the time.
    pub filed_by_name: Option<String>,
    /// Slug of the topic.
    pub topic: String,
    /// Subject line of the ticket.
    pub subject: String,
    /// Tag of the language of mail about it.
    pub lang: String,
    /// Priority of the ticket.
    #[sqlx(try_from = "String")]
    pub priority: Priority,
    /// Current status of the ticket.
    #[sqlx(try_from = "String")]
    pub status: Status,
    /// Whether it was marked as urgent when it was filed.
    pub urgent: bool,
    /// The assigned agent.
    pub assignee_id: Option<Uuid>,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
    /// Time of the latest activity.
    pub updated_at: DateTime<Utc>,
    /// Service-level target for the first response.
    pub respond_by: Option<DateTime<Utc>>,
    /// When support responded first.
    pub responded_at: Option<DateTime<Utc>>,
    /// Since when the requester has been waiting for support; `None` while they are not.
    pub waiting_since: Option<DateTime<Utc>>,
}

impl Ticket {
    /// The language of mail about it; the default language where the tag is unknown.
    pub fn lang(&self) -> fyr_domain::Lang {
        self.lang.parse().unwrap_or_default()
    }
}

/// A ticket in a list.
#[derive(Clone, Debug, FromRow)]
pub struct TicketSummary {
    /// Reference without the dash.
    pub reference: String,
    /// Subject line of the ticket.
    pub subject: String,
    /// Slug of the topic.
    pub topic: String,
    /// Name of the requester.
    pub requester_name: String,
    /// Priority of the ticket.
    #[sqlx(try_from = "String")]
    pub priority: Priority,
    /// Current status of the ticket.
    #[sqlx(try_from = "String")]
    pub status: Status,
    /// Whether it was marked as urgent when it was filed.
    pub urgent: bool,
    /// Name of the assigned agent.
    pub assignee_name: Option<String>,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
    /// Time of the latest activity.
    pub updated_at: DateTime<Utc>,
    /// Service-level target for the first response; `None` after it was given.
    pub respond_by: Option<DateTime<Utc>>,
    /// Since when the requester has been waiting for support; `None` while they are not.
    pub waiting_since: Option<DateTime<Utc>>,
}

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
            $crate::tickets::is_confirmed!(),
            "))"
        )
    };
}
pub(crate) use ticket_supported;

/// Whether the browser with the key `$3` filed the guest ticket `t` or opened a link to it, and no account has claimed it.
macro_rules! ticket_opened {
    () => {
        "(t.requester_id IS NULL AND EXISTS (SELECT 1 FROM guest_access g WHERE g.guest_id = $3 AND g.ticket_id = t.id))"
    };
}
pub(crate) use ticket_opened;

/// Condition on the relations `c` by which `$1` acts for others at `$5`. A relation is valid while `$1` is a counsellor
/// where it was made; `$4` tells whether they are one in the whole portal.
macro_rules! acting {
    () => {
        concat!(
            "c.counsellor_id = $1 AND c.ended_at IS NULL AND c.since <= $5 AND (c.until IS NULL OR c.until > $5)
             AND ((c.organisation_id IS NULL AND $4) OR (EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = $1
                  AND m.organisation_id = c.organisation_id AND m.role = 'counsellor') AND ",
            $crate::tickets::is_confirmed!(),
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
            $crate::tickets::covers_ticket!(),
            " AND ",
            $crate::tickets::acting!()
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
            $crate::tickets::is_confirmed!(),
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
            $crate::tickets::counsels_ticket!(),
            ") OR ",
            ticket_shared!(),
            ")))"
        )
    };
}
pub(crate) use ticket_visible;

macro_rules! ticket_columns {
    () => {
        "t.id, t.reference, t.form_key, t.form_owner, t.requester_id, t.requester_name, t.requester_email, t.organisation_id,
         t.private, t.filed_by_id, t.filed_by_name,
         t.topic, t.subject, t.lang, t.priority, t.status, t.urgent, t.assignee_id, t.created_at, t.updated_at,
         t.respond_by, t.responded_at, t.waiting_since"
    };
}

macro_rules! ticket_summary {
    () => {
        "SELECT t.reference, t.subject, t.topic, t.requester_name, t.priority, t.status, t.urgent, u.name AS assignee_name,
         t.created_at, t.updated_at, CASE WHEN t.responded_at IS NULL THEN t.respond_by END AS respond_by, t.waiting_since
         FROM tickets t LEFT JOIN users u ON u.id = t.assignee_id "
    };
}
pub(crate) use ticket_summary;

/// The ticket with this reference (without the dash), if the actor may see it.
pub async fn find_visible(db: &mut Db, actor: &Actor, reference: &str) -> Result<Option<Ticket>> {
    let sql = concat!(
        "SELECT ",
        ticket_columns!(),
        " FROM tickets t WHERE ",
        ticket_visible!(),
        " AND t.reference = $6"
    );
    let viewer = Viewer::new(actor);
    fetch_optional!(
        db,
        Ticket,
        sql,
        viewer.user,
        viewer.works_all,
        viewer.guest,
        viewer.counsels,
        viewer.at,
        reference
    )
}

#[derive(FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "a row of answers, as they come from the database")]
struct TicketAccessRow {
    requester: bool,
    guest: bool,
    support: bool,
    acts: bool,
    sees: bool,
    colleague: bool,
    private: bool,
}

/// How the actor is related to a ticket, whether they may see it or not.
pub async fn ticket_access(db: &mut Db, actor: &Actor, ticket: Uuid) -> Result<TicketAccess> {
    let sql = concat!(
        "SELECT COALESCE(t.requester_id = $1, FALSE) AS requester, ",
        ticket_opened!(),
        " AS guest, ",
        ticket_supported!(),
        " AS support, EXISTS (SELECT 1 FROM counselling c WHERE c.scope = 'act' AND ",
        counsels_ticket!(),
        ") AS acts, EXISTS (SELECT 1 FROM counselling c WHERE ",
        counsels_ticket!(),
        ") AS sees, ",
        ticket_shared!(),
        " AS colleague, t.private FROM tickets t WHERE t.id = $6"
    );
    let viewer = Viewer::new(actor);
    let row = fetch_optional!(
        db,
        TicketAccessRow,
        sql,
        viewer.user,
        viewer.works_all,
        viewer.guest,
        viewer.counsels,
        viewer.at,
        ticket
    )?;
    Ok(row.map_or_else(TicketAccess::default, |row| TicketAccess {
        requester: row.requester,
        guest: row.guest,
        support: row.support,
        counsellor: match (row.acts, row.sees) {
            (true, _) => Some(Scope::Act),
            (false, true) => Some(Scope::See),
            (false, false) => None,
        },
        colleague: row.colleague,
        private: row.private,
    }))
}

/// Grants a browser without an account access to a ticket.
pub async fn grant_guest_access(db: &mut Db, guest: Uuid, ticket: Uuid, now: DateTime<Utc>) -> Result<()> {
    let sql = "INSERT INTO guest_access (guest_id, ticket_id, at) VALUES ($1, $2, $3)
               ON CONFLICT (guest_id, ticket_id) DO UPDATE SET at = excluded.at";
    execute!(db, sql, guest, ticket, now).map(|_| ())
}

/// Gives one guest key access to the tickets of another, in the ways in which that got it.
pub async fn copy_guest_access(db: &mut Db, from: Uuid, to: Uuid) -> Result<()> {
    let sql = "INSERT INTO guest_access (guest_id, ticket_id, at, by_link)
               SELECT $2, ticket_id, at, by_link FROM guest_access WHERE guest_id = $1
               ON CONFLICT (guest_id, ticket_id) DO NOTHING";
    execute!(db, sql, from, to).map(|_| ())
}

/// Deletes guest access granted before `before`, when the browser sessions have expired; returns how many.
pub async fn delete_guest_access_before(db: &mut Db, before: DateTime<Utc>) -> Result<u64> {
    execute!(db, "DELETE FROM guest_access WHERE at < $1", before)
}

/// Marks a ticket as private (only requester and support see it) or not.
pub async fn set_private(db: &mut Db, ticket: Uuid, private: bool) -> Result<()> {
    execute!(db, "UPDATE tickets SET private = $2 WHERE id = $1", ticket, private).map(|_| ())
}

/// Any ticket by id: for jobs, and where access has been checked already.
pub async fn find_by_id(db: &mut Db, id: Uuid) -> Result<Option<Ticket>> {
    fetch_optional!(db, Ticket, concat!("SELECT ", ticket_columns!(), " FROM tickets t WHERE t.id = $1"), id)
}

/// Any ticket by reference (without the dash), as the target of an audit query; not for showing it.
pub async fn find_by_reference(db: &mut Db, reference: &str) -> Result<Option<Ticket>> {
    fetch_optional!(
        db,
        Ticket,
        concat!("SELECT ", ticket_columns!(), " FROM tickets t WHERE t.reference = $1"),
        reference
    )
}

/// The ticket that was filed with a form key, for a form that is sent twice.
pub async fn find_by_form_key(db: &mut Db, form_key: Uuid) -> Result<Option<Ticket>> {
    fetch_optional!(
        db,
        Ticket,
        concat!("SELECT ", ticket_columns!(), " FROM tickets t WHERE t.form_key = $1"),
        form_key
    )
}

/// Up to 20 tickets of an e-mail address, closed ones last, then by latest activity: for sending their links again.
pub async fn list_for_email(db: &mut Db, email: &str) -> Result<Vec<Ticket>> {
    let sql = concat!(
        "SELECT ",
        ticket_columns!(),
        " FROM tickets t WHERE t.requester_email = $1
         ORDER BY CASE WHEN t.status = 'closed' THEN 1 ELSE 0 END, t.updated_at DESC, t.id DESC LIMIT 20"
    );
    fetch_all!(db, Ticket, sql, email)
}

/// Tickets that are assigned to a user and are not done, oldest first.
pub async fn list_open_for_assignee(db: &mut Db, user: Uuid) -> Result<Vec<Ticket>> {
    let sql = concat!(
        "SELECT ",
        ticket_columns!(),
        " FROM tickets t WHERE t.assignee_id = $1 AND t.status NOT IN ('solved', 'closed') ORDER BY t.id"
    );
    fetch_all!(db, Ticket, sql, user)
}

/// Inserts a ticket; `false` where its form key or reference is taken, and nothing was written.
pub async fn insert(db: &mut Db, ticket: &Ticket) -> Result<bool> {
    let sql = "INSERT INTO tickets
                 (id, reference, form_key, requester_id, requester_name, requester_email, filed_by_id, filed_by_name, topic,
                  subject, lang, priority, status, urgent, assignee_id, created_at, updated_at, respond_by, responded_at,
                  waiting_since, form_owner, organisation_id, private)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                 $23)
               ON CONFLICT DO NOTHING";
    let rows = execute!(
        db,
        sql,
        ticket.id,
        &ticket.reference,
        ticket.form_key,
        ticket.requester_id,
        &ticket.requester_name,
        &ticket.requester_email,
        ticket.filed_by_id,
        &ticket.filed_by_name,
        &ticket.topic,
        &ticket.subject,
        &ticket.lang,
        ticket.priority.as_str(),
        ticket.status.as_str(),
        ticket.urgent,
        ticket.assignee_id,
        ticket.created_at,
        ticket.updated_at,
        ticket.respond_by,
        ticket.responded_at,
        ticket.waiting_since,
        &ticket.form_owner,
        ticket.organisation_id,
        ticket.private
    )?;
    Ok(rows == 1)
}

/// Locks a ticket until the transaction ends and returns its current state, if the actor may see it.
pub async fn lock_visible(db: &mut Db, actor: &Actor, reference: &str) -> Result<Option<Ticket>> {
    let sql = "UPDATE tickets SET updated_at = updated_at WHERE reference = $1";
    execute!(db, sql, reference)?;
    find_visible(db, actor, reference).await
}

/// Updates priority, status, assignee and times of a ticket.
pub async fn update(db: &mut Db, ticket: &Ticket) -> Result<()> {
    let sql =
        "UPDATE tickets SET priority = $2, status = $3, assignee_id = $4, updated_at = $5, respond_by = $6,
               responded_at = $7, waiting_since = $8 WHERE id = $1";
    execute!(
        db,
        sql,
        ticket.id,
        ticket.priority.as_str(),
        ticket.status.as_str(),
        ticket.assignee_id,
        ticket.updated_at,
        ticket.respond_by,
        ticket.responded_at,
        ticket.waiting_since
    )
    .map(|_| ())
}

/// Statuses shown in a list of a requester's tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TicketStatusFilter {
    /// Tickets with any status.
    #[default]
    All,
    /// Waiting for the requester.
    Waiting,
    /// Neither solved nor closed.
    Open,
    /// Solved or closed.
    Done,
}

impl TicketStatusFilter {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Waiting => "waiting",
            Self::Open => "open",
            Self::Done => "done",
        }
    }
}

macro_rules! has_status {
    () => {
        "($2 = 'all' OR ($2 = 'waiting' AND t.status = 'waiting_for_requester')
          OR ($2 = 'open' AND t.status NOT IN ('solved', 'closed')) OR ($2 = 'done' AND t.status IN ('solved', 'closed')))"
    };
}

/// Tickets of a requester and their total number: those waiting for the requester first, then by latest activity. Private
/// tickets are included only for the requester themselves. The caller has checked that the actor may act for the requester.
pub async fn list_for_requester(
    db: &mut Db,
    actor: &Actor,
    requester: Uuid,
    status: TicketStatusFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<TicketSummary>, i64)> {
    let sql = concat!(
        ticket_summary!(),
        "WHERE t.requester_id = $1 AND ($3 OR NOT t.private) AND ",
        has_status!(),
        " ORDER BY CASE WHEN t.status = 'waiting_for_requester' THEN 0 ELSE 1 END, t.updated_at DESC, t.id DESC
          LIMIT $4 OFFSET $5"
    );
    let own = actor.user_id() == Some(requester);
    let rows = fetch_all!(db, TicketSummary, sql, requester, status.as_str(), own, limit, offset)?;
    let sql = concat!(
        "SELECT COUNT(*) FROM tickets t WHERE t.requester_id = $1 AND ($3 OR NOT t.private) AND ",
        has_status!()
    );
    let total = fetch_scalar!(db, i64, sql, requester, status.as_str(), own)?;
    Ok((rows, total))
}

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

/// Upper limit of the number of tickets counted for the queue; beyond it the page shows "more than".
pub const MAX_COUNTED: i64 = 1_000;

/// The queue of tickets that the actor works, longest waiting first, and their number, which is at most [`MAX_COUNTED`] + 1.
pub async fn list_queue(
    db: &mut Db,
    actor: &Actor,
    filter: &QueueFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<TicketSummary>, i64)> {
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
                ticket_summary!(),
                "WHERE t.waiting_since IS NOT NULL AND ",
                queue_filter!(),
                " ORDER BY t.waiting_since, t.id LIMIT $9 OFFSET $10"
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
                ticket_summary!(),
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
        TicketSummary,
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
    Ok((rows, total))
}

/// A `LIKE` pattern (escape character `\`) for texts that contain `text` literally and case-insensitively.
pub fn like_pattern(text: &str) -> String {
    let escaped = fold(text).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
