//! Everything the database holds about one person, for the person themselves. Never notes, and of others no more than their
//! names.

use chrono::{DateTime, Utc};
use fyr_domain::tickets::RawTicket;
use serde::Serialize;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, one},
};

/// Who they are.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct Profile {
    /// Their id here.
    pub id: Uuid,
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// What they are to the whole portal.
    pub role: String,
    /// Of an agent.
    pub level: i64,
    /// The language of their mail.
    pub lang: String,
    /// Since when they have an account.
    pub created_at: DateTime<Utc>,
    /// When they were here last, to the day.
    pub seen_at: Option<DateTime<Utc>>,
    /// When it became known that the address is theirs.
    pub email_confirmed_at: Option<DateTime<Utc>>,
    /// Whether they can sign in with a password. The password itself is nowhere.
    pub has_password: bool,
    /// Since when they are asked for a code.
    pub second_factor_since: Option<DateTime<Utc>>,
}

/// Who they are; `None` where there is nobody.
pub async fn profile(db: &mut Db, user: Uuid) -> Result<Option<Profile>> {
    let sql = "SELECT id, email, name, role, level, lang, created_at, seen_at, email_confirmed_at,
                 password_hash IS NOT NULL AS has_password, totp_confirmed_at AS second_factor_since
               FROM users WHERE id = $1";
    one!(db, Profile, sql, user)
}

/// What they are to an organisation.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct Belongs {
    /// Which.
    pub organisation: String,
    /// With whom.
    pub team: Option<String>,
    /// As what.
    pub role: String,
    /// Of an agent.
    pub level: i64,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// What they are to organisations.
pub async fn belongs(db: &mut Db, user: Uuid) -> Result<Vec<Belongs>> {
    let sql = "SELECT o.name AS organisation, t.name AS team, m.role, m.level, m.since FROM memberships m
               JOIN organisations o ON o.id = m.organisation_id LEFT JOIN teams t ON t.id = m.team_id
               WHERE m.user_id = $1 ORDER BY m.since, o.name, m.role";
    all!(db, Belongs, sql, user)
}

/// A relation between a counsellor and a participant, one of whom they are.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct Related {
    /// The counsellor's name.
    pub counsellor: String,
    /// The participant's name.
    pub participant: String,
    /// In which organisation.
    pub organisation: Option<String>,
    /// Why.
    pub purpose: String,
    /// How far it goes.
    pub scope: String,
    /// From when.
    pub since: DateTime<Utc>,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// When it was ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Their relations, both ways.
pub async fn related(db: &mut Db, user: Uuid) -> Result<Vec<Related>> {
    let sql = "SELECT a.name AS counsellor, p.name AS participant, o.name AS organisation, c.purpose, c.scope, c.since,
                 c.until, c.ended_at
               FROM counselling c JOIN users a ON a.id = c.counsellor_id JOIN users p ON p.id = c.participant_id
               LEFT JOIN organisations o ON o.id = c.organisation_id
               WHERE c.counsellor_id = $1 OR c.participant_id = $1 ORDER BY c.since, a.name, p.name";
    all!(db, Related, sql, user)
}

/// A ticket of theirs.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct Ticket {
    /// Which.
    #[serde(skip)]
    pub id: Uuid,
    /// Without the dash.
    pub reference: String,
    /// In one line.
    pub subject: String,
    /// Slug of the topic.
    pub topic: String,
    /// Where it stands.
    pub status: String,
    /// How soon it must be answered.
    pub priority: String,
    /// Whether they marked it as urgent.
    pub urgent: bool,
    /// Whether they keep it between themselves and support.
    pub private: bool,
    /// Their name on it.
    pub requester_name: String,
    /// Where answers go.
    pub requester_email: String,
    /// Who filed it for them.
    pub filed_by_name: Option<String>,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
    /// When anything last happened.
    pub updated_at: DateTime<Utc>,
}

/// Their tickets, oldest first.
pub async fn tickets(db: &mut Db, user: Uuid) -> Result<Vec<Ticket>> {
    let sql = "SELECT id, reference, subject, topic, status, priority, urgent, private, requester_name, requester_email,
                 filed_by_name, created_at, updated_at
               FROM tickets WHERE requester_id = $1 ORDER BY created_at, id";
    all!(db, Ticket, sql, user)
}

/// What was said in a ticket of theirs.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct Said {
    /// Which entry.
    #[serde(skip)]
    pub id: Uuid,
    /// In which ticket.
    #[serde(skip)]
    pub ticket_id: Uuid,
    /// A message or a change of status.
    pub kind: String,
    /// Who, by name.
    pub author_name: String,
    /// From which side.
    pub side: String,
    /// What.
    pub body: String,
    /// The status it led to.
    pub status_to: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// What was said in their tickets, in order, notes among colleagues left out.
pub async fn said(db: &mut Db, user: Uuid) -> Result<Vec<Said>> {
    let sql = "SELECT e.id, e.ticket_id, e.kind, e.author_name, e.side, e.body, e.status_to, e.created_at FROM entries e
               JOIN tickets t ON t.id = e.ticket_id WHERE t.requester_id = $1 AND e.kind <> 'note' ORDER BY e.id";
    all!(db, Said, sql, user)
}

/// A file of a message in a ticket of theirs.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct Sent {
    /// Which; also where its bytes lie.
    #[serde(skip)]
    pub id: Uuid,
    /// With which entry.
    #[serde(skip)]
    pub entry_id: Uuid,
    /// What it is called.
    pub name: String,
    /// What kind it is.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
}

/// The files of what was said in their tickets.
pub async fn sent(db: &mut Db, user: Uuid) -> Result<Vec<Sent>> {
    let sql = "SELECT f.id, f.entry_id, f.name, f.media_type, f.size FROM attachments f JOIN entries e ON e.id = f.entry_id
               JOIN tickets t ON t.id = e.ticket_id WHERE t.requester_id = $1 AND e.kind <> 'note' ORDER BY f.id";
    all!(db, Sent, sql, user)
}

/// What they thought of the help with a ticket.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct Survey {
    /// The ticket's reference, without the dash.
    pub reference: String,
    /// 1 to 5.
    pub score: i64,
    /// In their words.
    pub comment: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What they thought of the help.
pub async fn surveys(db: &mut Db, user: Uuid) -> Result<Vec<Survey>> {
    let sql =
        "SELECT t.reference, s.score, s.comment, s.at FROM surveys s JOIN tickets t ON t.id = s.ticket_id
               WHERE t.requester_id = $1 ORDER BY s.at";
    all!(db, Survey, sql, user)
}

/// What they thought of an article.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct Rating {
    /// Which article.
    pub article: String,
    /// Whether it helped.
    pub helpful: bool,
    /// In their words.
    pub comment: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What they thought of articles; `reader` is under what name ratings of theirs are kept.
pub async fn ratings(db: &mut Db, reader: &str) -> Result<Vec<Rating>> {
    let sql = "SELECT a.slug AS article, r.helpful, r.comment, r.at FROM ratings r JOIN articles a ON a.id = r.article_id
               WHERE r.reader = $1 ORDER BY r.at";
    all!(db, Rating, sql, reader)
}

/// A browser they have signed in with.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct Device {
    /// In words.
    pub device: String,
    /// First.
    pub first_at: DateTime<Utc>,
    /// Last.
    pub last_at: DateTime<Utc>,
}

/// Browsers they have signed in with.
pub async fn devices(db: &mut Db, user: Uuid) -> Result<Vec<Device>> {
    all!(
        db,
        Device,
        "SELECT device, first_at, last_at FROM devices WHERE user_id = $1 ORDER BY first_at",
        user
    )
}

/// A session of theirs.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct Session {
    /// Browser and system.
    pub device: String,
    /// From which network address it was begun.
    pub address: Option<String>,
    /// When.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was last in use.
    pub seen_at: Option<DateTime<Utc>>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// Their sessions.
pub async fn sessions(db: &mut Db, user: Uuid) -> Result<Vec<Session>> {
    let sql = "SELECT device, address, created_at, seen_at, expires_at FROM sessions WHERE user_id = $1 ORDER BY created_at";
    all!(db, Session, sql, user)
}

/// Who they are to a provider of sign-in.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct Identity {
    /// The provider's name.
    pub provider: String,
    /// Its address.
    pub issuer: String,
    /// Who they are there.
    pub subject: String,
    /// The address it told.
    pub email: Option<String>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When they last came that way.
    pub last_used_at: DateTime<Utc>,
}

/// Who they are to providers of sign-in.
pub async fn identities(db: &mut Db, user: Uuid) -> Result<Vec<Identity>> {
    let sql =
        "SELECT provider, issuer, subject, email, created_at, last_used_at FROM identities WHERE user_id = $1
               ORDER BY created_at";
    all!(db, Identity, sql, user)
}

/// A form of theirs on its way.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct Draft {
    /// What was typed.
    pub fields: Json<RawTicket>,
    /// When it was touched last.
    pub updated_at: DateTime<Utc>,
}

/// Their forms on their way; `owner` is under what name forms of theirs are kept.
pub async fn drafts(db: &mut Db, owner: &str) -> Result<Vec<Draft>> {
    all!(db, Draft, "SELECT fields, updated_at FROM drafts WHERE owner = $1 ORDER BY updated_at", owner)
}

/// A ticket they filed for someone else.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct Filed {
    /// Its reference, without the dash.
    pub reference: String,
    /// Whose it is, by name.
    pub requester_name: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// Tickets they filed for others.
pub async fn filed_for_others(db: &mut Db, user: Uuid) -> Result<Vec<Filed>> {
    let sql = "SELECT reference, requester_name, created_at FROM tickets WHERE filed_by_id = $1 ORDER BY created_at";
    all!(db, Filed, sql, user)
}

/// An invitation to them that waits.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct Invited {
    /// As what.
    pub role: String,
    /// To which organisation.
    pub organisation: Option<String>,
    /// Who asked, by name.
    pub invited_by: Option<String>,
    /// The counsellor who asks to be let in, by name; there is no role then.
    pub counsellor: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
}

/// Invitations that wait for them: to the address that is known to be theirs.
pub async fn invitations(db: &mut Db, user: Uuid, now: DateTime<Utc>) -> Result<Vec<Invited>> {
    let sql = "SELECT i.role, o.name AS organisation, b.name AS invited_by, c.name AS counsellor, i.created_at, i.expires_at
               FROM invitations i JOIN users u ON u.email = i.email AND u.email_confirmed_at IS NOT NULL
               LEFT JOIN organisations o ON o.id = i.organisation_id LEFT JOIN users b ON b.id = i.invited_by_id
               LEFT JOIN users c ON c.id = i.counsellor_id
               WHERE u.id = $1 AND i.used_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > $2
               ORDER BY i.created_at, i.id";
    all!(db, Invited, sql, user, now)
}
