//! How people and browsers are related to tickets.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor,
    permission::{Scope, TicketAccess},
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_optional},
    ticket_reads::has_unread,
    tickets::{Ticket, ticket_columns},
    viewer::Viewer,
    visibility::{
        counsels_ticket, ticket_filed_here, ticket_opened, ticket_shared, ticket_supported, ticket_visible,
    },
};

/// How the actor is related to the ticket `t`: the columns of [`TicketAccessRow`].
macro_rules! access_columns {
    () => {
        concat!(
            "COALESCE(t.requester_id = $1, FALSE) AS requester, ",
            ticket_opened!(),
            " AS guest, ",
            ticket_filed_here!(),
            " AS filer, ",
            ticket_supported!(),
            " AS support, EXISTS (SELECT 1 FROM counselling c WHERE c.scope = 'act' AND ",
            counsels_ticket!(),
            ") AS acts, EXISTS (SELECT 1 FROM counselling c WHERE ",
            counsels_ticket!(),
            ") AS sees, ",
            ticket_shared!(),
            " AS colleague, t.private"
        )
    };
}

#[derive(FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "a row of answers, as they come from the database")]
struct TicketAccessRow {
    requester: bool,
    guest: bool,
    filer: bool,
    support: bool,
    acts: bool,
    sees: bool,
    colleague: bool,
    private: bool,
}

impl From<TicketAccessRow> for TicketAccess {
    fn from(row: TicketAccessRow) -> Self {
        Self {
            requester: row.requester,
            guest: row.guest,
            filer: row.filer,
            support: row.support,
            counsellor: match (row.acts, row.sees) {
                (true, _) => Some(Scope::Act),
                (false, true) => Some(Scope::See),
                (false, false) => None,
            },
            colleague: row.colleague,
            private: row.private,
        }
    }
}

/// A ticket as somebody sees it who may.
#[derive(Clone, Debug)]
pub struct VisibleTicket {
    /// The row of the ticket.
    pub ticket: Ticket,
    /// How they are related to it.
    pub access: TicketAccess,
    /// Whether support has written what they have not seen; means something for people who are signed in.
    pub unread: bool,
}

#[derive(FromRow)]
struct VisibleTicketRow {
    #[sqlx(flatten)]
    ticket: Ticket,
    #[sqlx(flatten)]
    access: TicketAccessRow,
    unread: bool,
}

/// The ticket with this reference (without the dash), if the actor may see it, with what they may do and have seen.
pub async fn find_visible(db: &mut Db, actor: &Actor, reference: &str) -> Result<Option<VisibleTicket>> {
    let sql = concat!(
        "SELECT ",
        ticket_columns!(),
        ", ",
        access_columns!(),
        ", ",
        has_unread!("$1"),
        " AS unread FROM tickets t WHERE ",
        ticket_visible!(),
        " AND t.reference = $6"
    );
    let viewer = Viewer::new(actor);
    let row = fetch_optional!(
        db,
        VisibleTicketRow,
        sql,
        viewer.user,
        viewer.works_all,
        viewer.guest,
        viewer.counsels,
        viewer.at,
        reference
    )?;
    Ok(row.map(|VisibleTicketRow { ticket, access, unread }| VisibleTicket {
        ticket,
        access: access.into(),
        unread,
    }))
}

/// How the actor is related to a ticket, whether they may see it or not.
pub async fn find(db: &mut Db, actor: &Actor, ticket: Uuid) -> Result<TicketAccess> {
    let sql = concat!("SELECT ", access_columns!(), " FROM tickets t WHERE t.id = $6");
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
    Ok(row.map(TicketAccess::from).unwrap_or_default())
}

/// Grants a browser without an account access to a ticket.
pub async fn grant_to_guest(db: &mut Db, guest: Uuid, ticket: Uuid, now: DateTime<Utc>) -> Result<()> {
    let sql = "INSERT INTO guest_access (guest_id, ticket_id, at) VALUES ($1, $2, $3)
               ON CONFLICT (guest_id, ticket_id) DO UPDATE SET at = excluded.at";
    execute!(db, sql, guest, ticket, now).map(|_| ())
}

/// Gives one guest key access to the tickets of another, in the ways in which that got it.
pub async fn copy_between_guests(db: &mut Db, from: Uuid, to: Uuid) -> Result<()> {
    let sql = "INSERT INTO guest_access (guest_id, ticket_id, at, by_link, link_version)
               SELECT $2, ticket_id, at, by_link, link_version FROM guest_access WHERE guest_id = $1
               ON CONFLICT (guest_id, ticket_id) DO NOTHING";
    execute!(db, sql, from, to).map(|_| ())
}

/// The guests who have access to a ticket.
pub async fn list_guests(db: &mut Db, ticket: Uuid) -> Result<Vec<Uuid>> {
    let rows = fetch_all!(db, (Uuid,), "SELECT guest_id FROM guest_access WHERE ticket_id = $1", ticket)?;
    Ok(rows.into_iter().map(|(guest,)| guest).collect())
}

/// Deletes guest access granted before `before`, when the browser sessions have expired; returns how many.
pub async fn delete_granted_before(db: &mut Db, before: DateTime<Utc>) -> Result<u64> {
    execute!(db, "DELETE FROM guest_access WHERE at < $1", before)
}
