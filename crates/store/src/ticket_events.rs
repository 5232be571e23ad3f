//! Events of tickets (table `entries`): everything that happened to a ticket. Rows are only added; redaction and the deletion
//! of accounts replace texts and names in them, and retention deletes them with their ticket.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor,
    sla::{Deadlines, TicketFact},
    tickets::{Side, Status, TicketChange, TicketEventKind},
};
use serde::Deserialize;
use serde_json::{Map, Value};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    dialect::Dialect,
    run::{execute, fetch_all, fetch_optional, fetch_scalar},
    visibility::ticket_supported,
};

/// A row of `entries`.
#[derive(Clone, Debug, FromRow)]
pub struct TicketEvent {
    /// Primary key (UUID v7), also the order within the ticket.
    pub id: Uuid,
    /// Id of the ticket.
    pub ticket_id: Uuid,
    /// Who may see it: messages and status changes are public, everything else is a note.
    #[sqlx(try_from = "String")]
    pub kind: TicketEventKind,
    /// The side that wrote it.
    #[sqlx(try_from = "String")]
    pub side: Side,
    /// The author, where they were signed in.
    pub author_id: Option<Uuid>,
    /// The author's name at the time.
    pub author_name: String,
    /// Text of a message or note; empty for everything else.
    pub body: String,
    /// For a status change: the previous status.
    pub status_from: Option<String>,
    /// For a status change: the new status.
    pub status_to: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// What happened: the tag of a [`TicketChange`]. `None` in rows of earlier releases, where the kind tells it.
    pub event: Option<String>,
    /// The fields of the [`TicketChange`] as a JSON object; `None` where it has none.
    pub data: Option<Json<Value>>,
    /// The requester on whose behalf a counsellor did it.
    pub on_behalf_of_id: Option<Uuid>,
}

impl TicketEvent {
    /// Makes this the event of a change: sets its kind and the columns for what happened.
    #[must_use]
    pub fn with_change(self, change: &TicketChange) -> Self {
        let stored = serde_json::to_value(change).unwrap_or_default();
        let (status_from, status_to) = match change {
            TicketChange::Status { from, to, .. } => {
                (Some(from.as_str().to_owned()), Some(to.as_str().to_owned()))
            }
            _ => (None, None),
        };
        Self {
            kind: change.kind(),
            status_from,
            status_to,
            event: stored["event"].as_str().map(str::to_owned),
            data: stored.get("data").cloned().map(Json),
            ..self
        }
    }

    /// Whether it is a message or note with a text, and not only something that happened.
    pub fn has_text(&self) -> bool {
        self.kind == TicketEventKind::Message || !self.body.is_empty()
    }

    /// What happened. `None` where a later release wrote something that this one does not know, and for a status change
    /// without its statuses.
    pub fn change(&self) -> Option<TicketChange> {
        let data = self.data.as_ref().map(|Json(data)| data.clone());
        let status = (self.status_from.as_deref(), self.status_to.as_deref());
        stored_change(self.kind, self.event.as_deref(), data, status)
    }

    /// The new status of a status change.
    pub fn new_status(&self) -> Option<Status> {
        self.status_to.as_deref().and_then(|word| word.parse().ok())
    }
}

/// The change in the columns `event` and `data`, or of an early release, in the kind and the previous and new status.
fn stored_change(
    kind: TicketEventKind,
    event: Option<&str>,
    data: Option<Value>,
    (from, to): (Option<&str>, Option<&str>),
) -> Option<TicketChange> {
    let Some(event) = event else {
        return match kind {
            TicketEventKind::Message => Some(TicketChange::Message),
            TicketEventKind::Note => Some(TicketChange::Note),
            TicketEventKind::Change => Some(TicketChange::Status {
                from: from?.parse().ok()?,
                to: to?.parse().ok()?,
                waiting_since: None,
            }),
        };
    };
    let mut stored = Map::from_iter([("event".to_owned(), Value::from(event))]);
    stored.extend(data.map(|data| ("data".to_owned(), data)));
    TicketChange::deserialize(Value::Object(stored)).ok()
}

macro_rules! event_columns {
    () => {
        "e.id, e.ticket_id, e.kind, e.side, e.author_id, e.author_name, e.body, e.status_from, e.status_to, e.created_at,
         e.event, e.data, e.on_behalf_of_id"
    };
}

/// Inserts an event; `false` where the form key was used before, and nothing was written.
pub async fn insert(db: &mut Db, event: &TicketEvent, form_key: Option<Uuid>) -> Result<bool> {
    let sql = "INSERT INTO entries
                 (id, ticket_id, kind, side, author_id, author_name, body, status_from, status_to, created_at, form_key, event,
                  data, on_behalf_of_id)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (form_key) DO NOTHING";
    let rows = execute!(
        db,
        sql,
        event.id,
        event.ticket_id,
        event.kind.as_str(),
        event.side.as_str(),
        event.author_id,
        &event.author_name,
        &event.body,
        &event.status_from,
        &event.status_to,
        event.created_at,
        form_key,
        &event.event,
        &event.data,
        event.on_behalf_of_id
    )?;
    Ok(rows == 1)
}

/// The id of the event of a ticket that was written with this form key.
pub async fn find_by_form_key(db: &mut Db, ticket: Uuid, form_key: Uuid) -> Result<Option<Uuid>> {
    let sql = "SELECT id FROM entries WHERE ticket_id = $1 AND form_key = $2";
    Ok(fetch_optional!(db, (Uuid,), sql, ticket, form_key)?.map(|(id,)| id))
}

/// The text of a ticket's first message, as it was filed.
pub async fn find_first_body(db: &mut Db, ticket: Uuid) -> Result<Option<String>> {
    let sql = "SELECT body FROM entries WHERE ticket_id = $1 AND kind = 'message' ORDER BY id LIMIT 1";
    Ok(fetch_optional!(db, (String,), sql, ticket)?.map(|(body,)| body))
}

/// Events of a ticket after the id `after`, in order; internal ones only for agents. The caller has checked that the actor
/// may see the ticket.
pub async fn list_for_ticket(
    db: &mut Db,
    actor: &Actor,
    ticket: Uuid,
    after: Uuid,
) -> Result<Vec<TicketEvent>> {
    let sql = concat!(
        "SELECT ",
        event_columns!(),
        " FROM entries e JOIN tickets t ON t.id = e.ticket_id WHERE e.ticket_id = $3 AND e.id > $4 AND (e.kind <> 'note' OR ",
        ticket_supported!(),
        ") ORDER BY e.id"
    );
    fetch_all!(db, TicketEvent, sql, actor.user_id(), actor.can_work_every_ticket(), ticket, after)
}

/// The condition for events that the clocks of tickets depend on.
macro_rules! moves_clocks {
    () => {
        "(e.kind <> 'note' OR e.event IN ('priority', 'kind', 'topic', 'sla_threshold'))"
    };
}

/// What happened to a ticket that its clocks depend on, in order.
pub async fn list_facts(db: &mut Db, ticket: Uuid) -> Result<Vec<TicketFact>> {
    let sql = concat!(
        "SELECT e.id, e.ticket_id, e.kind, e.side, e.author_id, '' AS author_name, '' AS body, e.status_from, e.status_to,
                e.created_at, e.event, e.data, e.on_behalf_of_id
         FROM entries e WHERE e.ticket_id = $1 AND ",
        moves_clocks!(),
        " ORDER BY e.id"
    );
    let events = fetch_all!(db, TicketEvent, sql, ticket)?;
    let fact = |event: &TicketEvent| {
        Some(TicketFact { at: event.created_at, side: event.side, change: event.change()? })
    };
    Ok(events.iter().filter_map(fact).collect())
}

/// A ticket that is not done, with all that its clocks depend on. Many are read at once.
#[derive(Clone, Debug)]
pub struct OpenTicket {
    /// Primary key.
    pub id: Uuid,
    /// When its targets are due, as it is stored.
    pub deadlines: Deadlines,
    /// When support responded first.
    pub responded_at: Option<DateTime<Utc>>,
    /// What happened to it, in order.
    pub facts: Vec<TicketFact>,
}

/// An event in the JSON of [`OpenTicketRow`].
#[derive(Deserialize)]
struct StoredFact(
    DateTime<Utc>,
    Side,
    TicketEventKind,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<Value>,
);

impl StoredFact {
    fn fact(self) -> Option<TicketFact> {
        let Self(at, side, kind, from, to, event, data) = self;
        let change = stored_change(kind, event.as_deref(), data, (from.as_deref(), to.as_deref()))?;
        Some(TicketFact { at, side, change })
    }
}

#[derive(FromRow)]
struct OpenTicketRow {
    id: Uuid,
    respond_by: Option<DateTime<Utc>>,
    reply_by: Option<DateTime<Utc>>,
    resolve_by: Option<DateTime<Utc>>,
    update_by: Option<DateTime<Utc>>,
    responded_at: Option<DateTime<Utc>>,
    facts: Json<Vec<StoredFact>>,
}

impl From<OpenTicketRow> for OpenTicket {
    fn from(row: OpenTicketRow) -> Self {
        let OpenTicketRow { id, respond_by, reply_by, resolve_by, update_by, responded_at, facts } = row;
        let deadlines = Deadlines { respond_by, reply_by, resolve_by, update_by };
        let facts = facts.0.into_iter().filter_map(StoredFact::fact).collect();
        Self { id, deadlines, responded_at, facts }
    }
}

/// Up to `limit` tickets that are not done and whose id comes after `after`, by id.
pub async fn list_open(db: &mut Db, after: Uuid, limit: i64) -> Result<Vec<OpenTicket>> {
    // A row for each ticket, not for each event: a row costs more on its way here than what is in it.
    macro_rules! open {
        ($facts:expr) => {
            concat!(
                "SELECT t.id, t.respond_by, t.reply_by, t.resolve_by, t.update_by, t.responded_at, (",
                $facts,
                ") AS facts
                 FROM tickets t WHERE t.id > $1 AND t.status NOT IN ('solved', 'closed') ORDER BY t.id LIMIT $2"
            )
        };
    }
    const OPEN: Dialect = Dialect {
        sqlite: open!(concat!(
            "SELECT json_group_array(json_array(f.created_at, f.side, f.kind, f.status_from, f.status_to, f.event, json(f.data)))
             FROM (SELECT e.* FROM entries e WHERE e.ticket_id = t.id AND ",
            moves_clocks!(),
            " ORDER BY e.id) f"
        )),
        postgres: open!(concat!(
            "SELECT COALESCE(json_agg(
                 json_build_array(e.created_at, e.side, e.kind, e.status_from, e.status_to, e.event, e.data) ORDER BY e.id), '[]')
             FROM entries e WHERE e.ticket_id = t.id AND ",
            moves_clocks!()
        )),
    };
    let sql = OPEN.text(db);
    Ok(fetch_all!(db, OpenTicketRow, sql, after, limit)?.into_iter().map(OpenTicket::from).collect())
}

/// A public event: a message or a change of status.
pub async fn find_public(db: &mut Db, id: Uuid) -> Result<Option<TicketEvent>> {
    let sql = concat!("SELECT ", event_columns!(), " FROM entries e WHERE e.id = $1 AND e.kind <> 'note'");
    fetch_optional!(db, TicketEvent, sql, id)
}

/// Sides that wrote public messages in a ticket or changed its status.
pub async fn list_sides(db: &mut Db, ticket: Uuid) -> Result<Vec<Side>> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(try_from = "String")]
        side: Side,
    }
    let sql = "SELECT DISTINCT side FROM entries WHERE ticket_id = $1 AND kind <> 'note' ORDER BY side";
    Ok(fetch_all!(db, Row, sql, ticket)?.into_iter().map(|row| row.side).collect())
}

/// The latest event of all tickets, for detecting events written by other processes; the nil UUID where there is none.
pub async fn find_latest_id(db: &mut Db) -> Result<Uuid> {
    Ok(fetch_optional!(db, (Uuid,), "SELECT id FROM entries ORDER BY id DESC LIMIT 1")?
        .map_or(Uuid::nil(), |(id,)| id))
}

/// A ticket with its latest event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct ChangedTicket {
    /// Id of the ticket.
    pub ticket_id: Uuid,
    /// Its latest event.
    pub event_id: Uuid,
}

/// Up to 1,000 tickets with events after the id `after`, each with its latest event, in order of that.
pub async fn list_changed_tickets(db: &mut Db, after: Uuid) -> Result<Vec<ChangedTicket>> {
    let sql = "SELECT e.ticket_id, e.id AS event_id FROM entries e WHERE e.id > $1
               AND NOT EXISTS (SELECT 1 FROM entries n WHERE n.ticket_id = e.ticket_id AND n.id > e.id)
               ORDER BY e.id LIMIT 1000";
    fetch_all!(db, ChangedTicket, sql, after)
}

/// Number of events of a ticket.
pub async fn count_for_ticket(db: &mut Db, ticket: Uuid) -> Result<i64> {
    fetch_scalar!(db, i64, "SELECT COUNT(*) FROM entries WHERE ticket_id = $1", ticket)
}
