//! Tickets. What an actor may not see does not exist for them: visibility is part of each query.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor,
    permission::{Scope, Standing},
    tickets::{Priority, Status},
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    letters::{fold, folded},
    run::{all, exec, one, value},
    viewer::Viewer,
};

/// One ticket.
#[derive(Clone, Debug, FromRow)]
pub struct Ticket {
    /// Which.
    pub id: Uuid,
    /// Its reference, without the dash.
    pub reference: String,
    /// The form it came from.
    pub form_key: Uuid,
    /// Whose form that was: a person's, or a browser's.
    pub form_owner: String,
    /// Who asks, where they have an account.
    pub requester_id: Option<Uuid>,
    /// As they write it.
    pub requester_name: String,
    /// Where answers go.
    pub requester_email: String,
    /// The requester's organisation when it was filed.
    pub organisation_id: Option<Uuid>,
    /// Whether only the requester and support see it.
    pub private: bool,
    /// The counsellor who filed it on the requester's behalf.
    pub filed_by_id: Option<Uuid>,
    /// Their name at the time.
    pub filed_by_name: Option<String>,
    /// Slug of the topic.
    pub topic: String,
    /// In one line.
    pub subject: String,
    /// Language of the mail about it.
    pub lang: String,
    /// How soon it must be answered.
    #[sqlx(try_from = "String")]
    pub priority: Priority,
    /// Where it stands.
    #[sqlx(try_from = "String")]
    pub status: Status,
    /// Marked as urgent by the one who filed it.
    pub urgent: bool,
    /// Which agent has it.
    pub assignee_id: Option<Uuid>,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
    /// When anything last happened.
    pub updated_at: DateTime<Utc>,
    /// Until when a first answer was promised.
    pub respond_by: Option<DateTime<Utc>>,
    /// When the first answer came.
    pub responded_at: Option<DateTime<Utc>>,
    /// Since when support owes an answer.
    pub waiting_since: Option<DateTime<Utc>>,
}

impl Ticket {
    /// The language of mail about it.
    pub fn lang(&self) -> fyr_domain::Lang {
        self.lang.parse().unwrap_or_default()
    }
}

/// A ticket in a list.
#[derive(Clone, Debug, FromRow)]
pub struct Listed {
    /// Its reference, without the dash.
    pub reference: String,
    /// In one line.
    pub subject: String,
    /// Slug of the topic.
    pub topic: String,
    /// Who asks.
    pub requester_name: String,
    /// How soon it must be answered.
    #[sqlx(try_from = "String")]
    pub priority: Priority,
    /// Where it stands.
    #[sqlx(try_from = "String")]
    pub status: Status,
    /// Marked as urgent.
    pub urgent: bool,
    /// The agent who has it.
    pub assignee_name: Option<String>,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
    /// When anything last happened.
    pub updated_at: DateTime<Utc>,
    /// Until when a first answer was promised; `None` once it came.
    pub respond_by: Option<DateTime<Utc>>,
    /// Since when support owes an answer.
    pub waiting_since: Option<DateTime<Utc>>,
}

/// Whether an actor works a ticket: `$1` their id, `$2` whether they work every ticket.
macro_rules! ticket_supported {
    () => {
        "($2 OR EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = $1 AND m.organisation_id = t.organisation_id
          AND m.role = 'agent'))"
    };
}
pub(crate) use ticket_supported;

/// Whether a browser filed it without an account or opened a link to it, and it is in no account yet: `$3` the browser's key.
macro_rules! ticket_opened {
    () => {
        "(t.requester_id IS NULL AND EXISTS (SELECT 1 FROM guest_access g WHERE g.guest_id = $3 AND g.ticket_id = t.id))"
    };
}
pub(crate) use ticket_opened;

/// The relations `c` by which `$1` acts for others at `$5`. A relation counts as long as they are a counsellor where it was
/// made; `$4` says whether they are one in the whole portal.
macro_rules! acting {
    () => {
        "c.counsellor_id = $1 AND c.ended_at IS NULL AND c.since <= $5 AND (c.until IS NULL OR c.until > $5)
         AND ((c.organisation_id IS NULL AND $4) OR EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = $1
              AND m.organisation_id = c.organisation_id AND m.role = 'counsellor'))"
    };
}
pub(crate) use acting;

/// Whether the rule of the ticket's organisation lets `$1` see it as a colleague: both belong to it now.
macro_rules! ticket_shared {
    () => {
        "EXISTS (SELECT 1 FROM organisations o JOIN memberships m ON m.organisation_id = o.id AND m.user_id = $1
          WHERE o.id = t.organisation_id
            AND EXISTS (SELECT 1 FROM memberships b WHERE b.user_id = t.requester_id AND b.organisation_id = o.id)
            AND (o.sharing = 'organisation'
            OR (o.sharing = 'team' AND EXISTS (SELECT 1 FROM memberships r WHERE r.user_id = t.requester_id
                AND r.organisation_id = o.id AND r.team_id = m.team_id))
            OR (o.sharing = 'chosen' AND EXISTS (SELECT 1 FROM sharing_viewers w WHERE w.organisation_id = o.id
                AND w.user_id = $1))))"
    };
}
pub(crate) use ticket_shared;

/// [`fyr_domain::permission`]'s "see", as a condition. `$1` to `$5` are [`crate::viewer::Viewer`].
macro_rules! ticket_visible {
    () => {
        concat!(
            "(t.requester_id = $1 OR ",
            ticket_supported!(),
            " OR ",
            ticket_opened!(),
            " OR (NOT t.private AND (EXISTS (SELECT 1 FROM counselling c WHERE c.participant_id = t.requester_id AND ",
            acting!(),
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

macro_rules! listed {
    () => {
        "SELECT t.reference, t.subject, t.topic, t.requester_name, t.priority, t.status, t.urgent, u.name AS assignee_name,
         t.created_at, t.updated_at, CASE WHEN t.responded_at IS NULL THEN t.respond_by END AS respond_by, t.waiting_since
         FROM tickets t LEFT JOIN users u ON u.id = t.assignee_id "
    };
}
pub(crate) use listed;

/// The ticket with this reference (without the dash), if the actor may see it.
pub async fn find_visible(db: &mut Db, actor: &Actor, reference: &str) -> Result<Option<Ticket>> {
    let sql = concat!(
        "SELECT ",
        ticket_columns!(),
        " FROM tickets t WHERE ",
        ticket_visible!(),
        " AND t.reference = $6"
    );
    let v = Viewer::of(actor);
    one!(db, Ticket, sql, v.user, v.works_all, v.guest, v.counsels, v.at, reference)
}

#[derive(FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "a row of answers, as they come from the database")]
struct StandingRow {
    requester: bool,
    guest: bool,
    support: bool,
    acts: bool,
    sees: bool,
    colleague: bool,
    private: bool,
}

/// What an actor is to a ticket, whether they may see it or not.
pub async fn standing(db: &mut Db, actor: &Actor, ticket: Uuid) -> Result<Standing> {
    let sql = concat!(
        "SELECT COALESCE(t.requester_id = $1, FALSE) AS requester, ",
        ticket_opened!(),
        " AS guest, ",
        ticket_supported!(),
        " AS support, EXISTS (SELECT 1 FROM counselling c WHERE c.participant_id = t.requester_id AND c.scope = 'act' AND ",
        acting!(),
        ") AS acts, EXISTS (SELECT 1 FROM counselling c WHERE c.participant_id = t.requester_id AND ",
        acting!(),
        ") AS sees, ",
        ticket_shared!(),
        " AS colleague, t.private FROM tickets t WHERE t.id = $6"
    );
    let v = Viewer::of(actor);
    let row = one!(db, StandingRow, sql, v.user, v.works_all, v.guest, v.counsels, v.at, ticket)?;
    Ok(row.map_or_else(Standing::default, |row| Standing {
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

/// Lets a browser without an account see a ticket from now on.
pub async fn let_guest_in(db: &mut Db, guest: Uuid, ticket: Uuid, now: DateTime<Utc>) -> Result<()> {
    let sql = "INSERT INTO guest_access (guest_id, ticket_id, at) VALUES ($1, $2, $3)
               ON CONFLICT (guest_id, ticket_id) DO UPDATE SET at = excluded.at";
    exec!(db, sql, guest, ticket, now).map(|_| ())
}

/// Forgets what browsers opened before: their sessions are over.
pub async fn forget_guests(db: &mut Db, before: DateTime<Utc>) -> Result<u64> {
    exec!(db, "DELETE FROM guest_access WHERE at < $1", before)
}

/// Keeps a ticket between its requester and support, or stops doing so.
pub async fn set_private(db: &mut Db, ticket: Uuid, private: bool) -> Result<()> {
    exec!(db, "UPDATE tickets SET private = $2 WHERE id = $1", ticket, private).map(|_| ())
}

/// Any ticket by id: for jobs, and for what has been checked already.
pub async fn find(db: &mut Db, id: Uuid) -> Result<Option<Ticket>> {
    one!(db, Ticket, concat!("SELECT ", ticket_columns!(), " FROM tickets t WHERE t.id = $1"), id)
}

/// Any ticket by its reference, without the dash: for finding what is about it, never for showing it.
pub async fn find_by_reference(db: &mut Db, reference: &str) -> Result<Option<Ticket>> {
    one!(
        db,
        Ticket,
        concat!("SELECT ", ticket_columns!(), " FROM tickets t WHERE t.reference = $1"),
        reference
    )
}

/// The ticket a form became, for a form that is sent twice.
pub async fn find_by_form_key(db: &mut Db, form_key: Uuid) -> Result<Option<Ticket>> {
    one!(db, Ticket, concat!("SELECT ", ticket_columns!(), " FROM tickets t WHERE t.form_key = $1"), form_key)
}

/// An address's tickets, those that are not closed first, then the latest: for sending their links again.
pub async fn of_guest(db: &mut Db, email: &str) -> Result<Vec<Ticket>> {
    let sql = concat!(
        "SELECT ",
        ticket_columns!(),
        " FROM tickets t WHERE t.requester_email = $1
         ORDER BY CASE WHEN t.status = 'closed' THEN 1 ELSE 0 END, t.updated_at DESC, t.id DESC LIMIT 20"
    );
    all!(db, Ticket, sql, email)
}

/// Adds a ticket; `false` where its form key or reference is taken, and nothing was written.
pub async fn put(db: &mut Db, t: &Ticket) -> Result<bool> {
    let sql = "INSERT INTO tickets
                 (id, reference, form_key, requester_id, requester_name, requester_email, filed_by_id, filed_by_name, topic,
                  subject, lang, priority, status, urgent, assignee_id, created_at, updated_at, respond_by, responded_at,
                  waiting_since, form_owner, organisation_id, private)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                 $23)
               ON CONFLICT DO NOTHING";
    let rows = exec!(
        db,
        sql,
        t.id,
        &t.reference,
        t.form_key,
        t.requester_id,
        &t.requester_name,
        &t.requester_email,
        t.filed_by_id,
        &t.filed_by_name,
        &t.topic,
        &t.subject,
        &t.lang,
        t.priority.as_str(),
        t.status.as_str(),
        t.urgent,
        t.assignee_id,
        t.created_at,
        t.updated_at,
        t.respond_by,
        t.responded_at,
        t.waiting_since,
        &t.form_owner,
        t.organisation_id,
        t.private
    )?;
    Ok(rows == 1)
}

/// Locks a ticket for the rest of the transaction and gives it as it is now, if the actor may see it.
pub async fn lock_visible(db: &mut Db, actor: &Actor, reference: &str) -> Result<Option<Ticket>> {
    let sql = "UPDATE tickets SET updated_at = updated_at WHERE reference = $1";
    exec!(db, sql, reference)?;
    find_visible(db, actor, reference).await
}

/// Writes what may change about a ticket.
pub async fn update(db: &mut Db, t: &Ticket) -> Result<()> {
    let sql =
        "UPDATE tickets SET priority = $2, status = $3, assignee_id = $4, updated_at = $5, respond_by = $6,
               responded_at = $7, waiting_since = $8 WHERE id = $1";
    exec!(
        db,
        sql,
        t.id,
        t.priority.as_str(),
        t.status.as_str(),
        t.assignee_id,
        t.updated_at,
        t.respond_by,
        t.responded_at,
        t.waiting_since
    )
    .map(|_| ())
}

/// Which of a person's tickets are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// Everything.
    #[default]
    All,
    /// What waits for the requester.
    Waiting,
    /// What is not done.
    Open,
    /// What is solved or closed.
    Done,
}

impl Show {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Waiting => "waiting",
            Self::Open => "open",
            Self::Done => "done",
        }
    }
}

macro_rules! shown {
    () => {
        "($2 = 'all' OR ($2 = 'waiting' AND t.status = 'waiting_for_requester')
          OR ($2 = 'open' AND t.status NOT IN ('solved', 'closed')) OR ($2 = 'done' AND t.status IN ('solved', 'closed')))"
    };
}

/// A person's tickets, as they or someone who acts for them sees them: what waits for the requester first, then the latest.
/// Callers have checked that the actor acts for the requester.
pub async fn of_requester(
    db: &mut Db,
    (actor, requester): (&Actor, Uuid),
    show: Show,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Listed>, i64)> {
    let sql = concat!(
        listed!(),
        "WHERE t.requester_id = $1 AND ($3 OR NOT t.private) AND ",
        shown!(),
        " ORDER BY CASE WHEN t.status = 'waiting_for_requester' THEN 0 ELSE 1 END, t.updated_at DESC, t.id DESC
          LIMIT $4 OFFSET $5"
    );
    let own = actor.user_id() == Some(requester);
    let rows = all!(db, Listed, sql, requester, show.word(), own, limit, offset)?;
    let sql = concat!(
        "SELECT COUNT(*) FROM tickets t WHERE t.requester_id = $1 AND ($3 OR NOT t.private) AND ",
        shown!()
    );
    let total = value!(db, i64, sql, requester, show.word(), own)?;
    Ok((rows, total))
}

/// Which tickets the queue shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// `waiting` (support owes an answer), `open`, `done` or `all`.
    pub state: QueueState,
    /// Only this priority.
    pub priority: Option<Priority>,
    /// Only P1 and P2; then [`Self::priority`] does not count.
    pub urgent: bool,
    /// Only this topic.
    pub topic: Option<String>,
    /// Whose.
    pub assignee: Assignee,
    /// Part of the subject, or of the requester's name or address.
    pub text: Option<String>,
}

/// Which states the queue shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QueueState {
    /// Support owes an answer.
    #[default]
    Waiting,
    /// Anything not done.
    Open,
    /// Solved or closed.
    Done,
    /// Everything.
    All,
}

/// Whose tickets the queue shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assignee {
    /// Anyone's and nobody's.
    #[default]
    Any,
    /// Nobody's yet.
    Nobody,
    /// One agent's.
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

/// So many tickets of a queue are counted; how many more there are, nobody needs to know to the last one.
pub const COUNTED: i64 = 1_000;

/// The queue of the tickets an actor works: who has waited longest comes first. The number of all stops one above
/// [`COUNTED`].
pub async fn queue(
    db: &mut Db,
    actor: &Actor,
    filter: &QueueFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Listed>, i64)> {
    let (state, waiting) = match filter.state {
        QueueState::Waiting => ("waiting", true),
        QueueState::Open => ("open", false),
        QueueState::Done => ("done", false),
        QueueState::All => ("all", false),
    };
    let (whose, agent) = match filter.assignee {
        Assignee::Any => ("any", None),
        Assignee::Nobody => ("nobody", None),
        Assignee::Agent(id) => ("agent", Some(id)),
    };
    let priority = if filter.urgent { "urgent" } else { filter.priority.map_or("", Priority::as_str) };
    let topic = filter.topic.as_deref().unwrap_or_default();
    let text = filter.text.as_deref().map(like_pattern).unwrap_or_default();
    let (list, count) = if waiting {
        (
            concat!(
                listed!(),
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
                listed!(),
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
    let v = Viewer::of(actor);
    let rows = all!(
        db,
        Listed,
        list,
        state,
        priority,
        topic,
        whose,
        agent,
        &text,
        v.works_all,
        v.user,
        limit,
        offset
    )?;
    let most = COUNTED + 1;
    let total =
        value!(db, i64, count, state, priority, topic, whose, agent, &text, v.works_all, v.user, most)?;
    Ok((rows, total))
}

/// A `LIKE` pattern (escape `\`) for text that contains this as it stands, whatever the case.
pub fn like_pattern(text: &str) -> String {
    let escaped = fold(text).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
