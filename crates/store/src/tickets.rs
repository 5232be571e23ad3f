//! Tickets. Every statement for a user has a visibility condition, so that a ticket the actor may not see is not found.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor,
    channels::ChannelKind,
    escalation::EscalationLevel,
    sla::Deadlines,
    tickets::{Impact, Priority, Status, TicketKind, TicketScope},
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    case_folding::{fold, plain_letters},
    run::{execute, fetch_all, fetch_optional, fetch_scalar},
    viewer::Viewer,
    visibility::{ticket_opened, ticket_shared, ticket_supported, ticket_visible},
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
    /// Who filed it on the requester's behalf: a counsellor, or an agent where it came by another channel than the form.
    pub filed_by_id: Option<Uuid>,
    /// Their name at the time.
    pub filed_by_name: Option<String>,
    /// Slug of the topic; empty where there were no topics.
    pub topic: String,
    /// What kind of ticket it is.
    #[sqlx(try_from = "String")]
    pub kind: TicketKind,
    /// By which channel it came.
    #[sqlx(try_from = "String")]
    pub channel: ChannelKind,
    /// Whom it affects, as the requester sees it.
    #[sqlx(try_from = "String")]
    pub impact: Impact,
    /// Slug of the urgent cause that was named when it was filed.
    pub urgent_cause: Option<String>,
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
    /// When the first response is due, or was due once it was given; `None` while its clock stands.
    pub respond_by: Option<DateTime<Utc>>,
    /// When support responded first.
    pub responded_at: Option<DateTime<Utc>>,
    /// Since when the requester has been waiting for support; `None` while they are not.
    pub waiting_since: Option<DateTime<Utc>>,
    /// When the response after the first is due that the requester waits for; `None` while its clock stands.
    pub reply_by: Option<DateTime<Utc>>,
    /// When the resolution is due; `None` while its clock stands.
    pub resolve_by: Option<DateTime<Utc>>,
    /// When the next public message of support is due; `None` while its clock stands.
    pub update_by: Option<DateTime<Utc>>,
    /// How far up it is.
    #[sqlx(try_from = "String")]
    pub level: EscalationLevel,
    /// Since when somebody has to take it; `None` where nobody has to.
    pub unacknowledged_since: Option<DateTime<Utc>>,
    /// When support expects to answer, where it has said so.
    pub expected_by: Option<DateTime<Utc>>,
    /// When support is told next of a target that is about to be missed; `None` while none is.
    pub alarm_at: Option<DateTime<Utc>>,
    /// How often the address was corrected; links that were mailed before open it no more.
    pub link_version: i64,
}

impl Ticket {
    /// The language of mail about it; the default language where the tag is unknown.
    pub fn lang(&self) -> fyr_domain::Lang {
        self.lang.parse().unwrap_or_default()
    }

    /// What its service level depends on besides the priority.
    pub fn scope(&self) -> TicketScope {
        TicketScope {
            kind: self.kind,
            topic: self.topic.clone(),
            organisation: self.organisation_id,
            channel: self.channel,
        }
    }

    /// When its promises are due.
    pub fn deadlines(&self) -> Deadlines {
        let Self { respond_by, reply_by, resolve_by, update_by, .. } = *self;
        Deadlines { respond_by, reply_by, resolve_by, update_by }
    }

    /// Sets when its promises are due.
    pub fn set_deadlines(&mut self, deadlines: Deadlines) {
        let Deadlines { respond_by, reply_by, resolve_by, update_by } = deadlines;
        (self.respond_by, self.reply_by) = (respond_by, reply_by);
        (self.resolve_by, self.update_by) = (resolve_by, update_by);
    }

    /// When the response is due that the requester waits for: the first, or the next one.
    pub fn promised_by(&self) -> Option<DateTime<Utc>> {
        match self.responded_at {
            None => self.respond_by,
            Some(_) => self.reply_by,
        }
    }
}

/// A ticket in a list.
#[derive(Clone, Debug, FromRow)]
pub struct TicketSummary {
    /// Reference without the dash.
    pub reference: String,
    /// Subject line of the ticket.
    pub subject: String,
    /// Tag of the language that the subject is probably written in.
    pub lang: String,
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
    /// Service-level target for the response that the requester waits for: the first, or the next one.
    pub respond_by: Option<DateTime<Utc>>,
    /// Since when the requester has been waiting for support; `None` while they are not.
    pub waiting_since: Option<DateTime<Utc>>,
    /// Whether support has written what the person has not seen for whom it is listed; never in lists of support and of colleagues.
    pub unread: bool,
}

impl TicketSummary {
    /// The language that the subject is probably written in; the default language where the tag is unknown.
    pub fn lang(&self) -> fyr_domain::Lang {
        self.lang.parse().unwrap_or_default()
    }
}

macro_rules! ticket_columns {
    () => {
        "t.id, t.reference, t.form_key, t.form_owner, t.requester_id, t.requester_name, t.requester_email, t.organisation_id,
         t.private, t.filed_by_id, t.filed_by_name,
         t.topic, t.kind, t.impact, t.urgent_cause, t.subject, t.lang, t.priority, t.status, t.urgent, t.assignee_id, t.created_at, t.updated_at,
         t.respond_by, t.responded_at, t.waiting_since, t.reply_by, t.resolve_by, t.update_by, t.link_version,
         t.level, t.unacknowledged_since, t.alarm_at, t.expected_by, t.channel"
    };
}
pub(crate) use ticket_columns;

/// When the response is due that the requester of the ticket `t` waits for ([`Ticket::promised_by`]).
macro_rules! promised_by {
    () => {
        "CASE WHEN t.responded_at IS NULL THEN t.respond_by ELSE t.reply_by END"
    };
}
pub(crate) use promised_by;

/// The beginning of a list of tickets. With the parameter of a user, what they have not seen is marked; with columns, these are read
/// too.
macro_rules! ticket_summary {
    () => {
        $crate::tickets::ticket_summary!(@ "FALSE", "")
    };
    ($user:literal) => {
        $crate::tickets::ticket_summary!(@ $crate::ticket_reads::has_unread!($user), "")
    };
    (with $columns:expr) => {
        $crate::tickets::ticket_summary!(@ "FALSE", $columns)
    };
    (@ $unread:expr, $columns:expr) => {
        concat!(
            "SELECT t.reference, t.subject, t.lang, t.topic, t.requester_name, t.priority, t.status, t.urgent, u.name AS assignee_name,
             t.created_at, t.updated_at, ",
            $crate::tickets::promised_by!(),
            " AS respond_by, t.waiting_since, ",
            $unread,
            " AS unread",
            $columns,
            " FROM tickets t LEFT JOIN users u ON u.id = t.assignee_id "
        )
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

/// Corrects the address of a guest's ticket. Links that were mailed before, and the browsers that have opened them, lose their access,
/// and the mailbox has not answered.
pub async fn correct_address(db: &mut Db, ticket: &Ticket, email: &str) -> Result<()> {
    let sql = "UPDATE tickets SET requester_email = $2, link_version = link_version + 1 WHERE id = $1";
    execute!(db, sql, ticket.id, email)?;
    let sql = "DELETE FROM confirmed_mailboxes WHERE mailbox = 'ticket:' || $1";
    execute!(db, sql, &ticket.reference).map(|_| ())
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

/// Up to `limit` tickets whose alarm is due at `now`, the earliest first.
pub async fn list_alarmed(db: &mut Db, now: DateTime<Utc>, limit: i64) -> Result<Vec<Uuid>> {
    let sql =
        "SELECT id FROM tickets WHERE alarm_at IS NOT NULL AND alarm_at <= $1 ORDER BY alarm_at, id LIMIT $2";
    let rows = fetch_all!(db, (Uuid,), sql, now, limit)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Inserts a ticket; `false` where its form key or reference is taken, and nothing was written.
pub async fn insert(db: &mut Db, ticket: &Ticket) -> Result<bool> {
    let sql = "INSERT INTO tickets
                 (id, reference, form_key, requester_id, requester_name, requester_email, filed_by_id, filed_by_name, topic,
                  subject, lang, priority, status, urgent, assignee_id, created_at, updated_at, respond_by, responded_at,
                  waiting_since, form_owner, organisation_id, private, reply_by, resolve_by, update_by, kind, impact,
                  urgent_cause, level, unacknowledged_since, alarm_at, expected_by, channel)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                 $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34)
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
        ticket.private,
        ticket.reply_by,
        ticket.resolve_by,
        ticket.update_by,
        ticket.kind.as_str(),
        ticket.impact.as_str(),
        &ticket.urgent_cause,
        ticket.level.as_str(),
        ticket.unacknowledged_since,
        ticket.alarm_at,
        ticket.expected_by,
        ticket.channel.as_str()
    )?;
    Ok(rows == 1)
}

/// Locks a ticket until the transaction ends and returns its current state, if the actor may see it.
pub async fn lock_visible(db: &mut Db, actor: &Actor, reference: &str) -> Result<Option<Ticket>> {
    let sql = "UPDATE tickets SET updated_at = updated_at WHERE reference = $1";
    execute!(db, sql, reference)?;
    find_visible(db, actor, reference).await
}

/// Locks a ticket until the transaction ends and returns its current state, for what the program does with it.
pub async fn lock(db: &mut Db, id: Uuid) -> Result<Option<Ticket>> {
    execute!(db, "UPDATE tickets SET updated_at = updated_at WHERE id = $1", id)?;
    find_by_id(db, id).await
}

/// Updates priority, status, assignee, kind, topic and times of a ticket.
pub async fn update(db: &mut Db, ticket: &Ticket) -> Result<()> {
    let sql =
        "UPDATE tickets SET priority = $2, status = $3, assignee_id = $4, updated_at = $5, respond_by = $6,
               responded_at = $7, waiting_since = $8, reply_by = $9, resolve_by = $10, update_by = $11, kind = $12, topic = $13,
               level = $14, unacknowledged_since = $15, alarm_at = $16, expected_by = $17
         WHERE id = $1";
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
        ticket.waiting_since,
        ticket.reply_by,
        ticket.resolve_by,
        ticket.update_by,
        ticket.kind.as_str(),
        &ticket.topic,
        ticket.level.as_str(),
        ticket.unacknowledged_since,
        ticket.alarm_at,
        ticket.expected_by
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

/// Those that wait for the requester first, then by latest activity.
macro_rules! waiting_first {
    () => {
        " ORDER BY CASE WHEN t.status = 'waiting_for_requester' THEN 0 ELSE 1 END, t.updated_at DESC, t.id DESC"
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
        ticket_summary!("$6"),
        // only the rows of the page are read whole, and only for them is looked for what is new
        "WHERE t.id IN (SELECT t.id FROM tickets t WHERE t.requester_id = $1 AND ($3 OR NOT t.private) AND ",
        has_status!(),
        waiting_first!(),
        " LIMIT $4 OFFSET $5)",
        waiting_first!()
    );
    let viewer = actor.user_id();
    let own = viewer == Some(requester);
    let rows = fetch_all!(db, TicketSummary, sql, requester, status.as_str(), own, limit, offset, viewer)?;
    let sql = concat!(
        "SELECT COUNT(*) FROM tickets t WHERE t.requester_id = $1 AND ($3 OR NOT t.private) AND ",
        has_status!()
    );
    let total = fetch_scalar!(db, i64, sql, requester, status.as_str(), own)?;
    Ok((rows, total))
}

/// A `LIKE` pattern (escape character `\`) for texts that contain `text` literally and case-insensitively; ligatures and full-width
/// letters are searched as the letters they stand for.
pub fn like_pattern(text: &str) -> String {
    let escaped = fold(&plain_letters(text)).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
