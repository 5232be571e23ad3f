//! Everything stored about one person, for their own data export. Internal notes are left out, and of other people only
//! names are included.

use chrono::{DateTime, Utc};
use fyr_domain::tickets::RawTicket;
use serde::Serialize;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{fetch_all, fetch_optional},
};

/// Profile of the user.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct PersonalProfile {
    /// Id of the user.
    pub id: Uuid,
    /// E-mail address of the user.
    pub email: String,
    /// Full name as the person writes it.
    pub name: String,
    /// Role in the whole portal.
    pub role: String,
    /// Support level of an agent.
    pub level: i64,
    /// Preferred language, also of mail.
    pub lang: String,
    /// When the account was created.
    pub created_at: DateTime<Utc>,
    /// Day of the last visit.
    pub seen_at: Option<DateTime<Utc>>,
    /// When the e-mail address was confirmed.
    pub email_confirmed_at: Option<DateTime<Utc>>,
    /// Whether the account has a password; the hash is not exported.
    pub has_password: bool,
    /// When the second factor was set up.
    pub second_factor_since: Option<DateTime<Utc>>,
}

/// The user's profile; `None` where there is no such user.
pub async fn find_profile(db: &mut Db, user: Uuid) -> Result<Option<PersonalProfile>> {
    let sql = "SELECT id, email, name, role, level, lang, created_at, seen_at, email_confirmed_at,
                 password_hash IS NOT NULL AS has_password, totp_confirmed_at AS second_factor_since
               FROM users WHERE id = $1";
    fetch_optional!(db, PersonalProfile, sql, user)
}

/// A membership in an organisation.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct PersonalMembership {
    /// Name of the organisation.
    pub organisation: String,
    /// Name of the team.
    pub team: Option<String>,
    /// Role in the organisation.
    pub role: String,
    /// Support level of an agent.
    pub level: i64,
    /// Start of the membership.
    pub since: DateTime<Utc>,
}

/// The user's memberships, oldest first.
pub async fn list_memberships(db: &mut Db, user: Uuid) -> Result<Vec<PersonalMembership>> {
    let sql = "SELECT o.name AS organisation, t.name AS team, m.role, m.level, m.since FROM memberships m
               JOIN organisations o ON o.id = m.organisation_id LEFT JOIN teams t ON t.id = m.team_id
               WHERE m.user_id = $1 ORDER BY m.since, o.name, m.role";
    fetch_all!(db, PersonalMembership, sql, user)
}

/// A relation between a counsellor and a participant, one of whom is the user.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct PersonalRelation {
    /// Name of the counsellor.
    pub counsellor: String,
    /// Name of the participant.
    pub participant: String,
    /// Name of the organisation.
    pub organisation: Option<String>,
    /// Purpose in a few words.
    pub purpose: String,
    /// What the counsellor may do.
    pub scope: String,
    /// Start of the relation.
    pub since: DateTime<Utc>,
    /// Planned end of the relation.
    pub until: Option<DateTime<Utc>>,
    /// When it was ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// The user's relations as counsellor and as participant, oldest first.
pub async fn list_relations(db: &mut Db, user: Uuid) -> Result<Vec<PersonalRelation>> {
    let sql = "SELECT a.name AS counsellor, p.name AS participant, o.name AS organisation, c.purpose, c.scope, c.since,
                 c.until, c.ended_at
               FROM counselling c JOIN users a ON a.id = c.counsellor_id JOIN users p ON p.id = c.participant_id
               LEFT JOIN organisations o ON o.id = c.organisation_id
               WHERE c.counsellor_id = $1 OR c.participant_id = $1 ORDER BY c.since, a.name, p.name";
    fetch_all!(db, PersonalRelation, sql, user)
}

/// A ticket of the user.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct PersonalTicket {
    /// Id of the ticket.
    #[serde(skip)]
    pub id: Uuid,
    /// Reference without the dash.
    pub reference: String,
    /// Subject line of the ticket.
    pub subject: String,
    /// Slug of the topic.
    pub topic: String,
    /// What kind of ticket it is.
    pub kind: String,
    /// Whom it affects, as the requester said.
    pub impact: String,
    /// By which channel it came.
    pub channel: String,
    /// Slug of the urgent cause that the requester named.
    pub urgent_cause: Option<String>,
    /// Current status of the ticket.
    pub status: String,
    /// Priority of the ticket.
    pub priority: String,
    /// Whether the requester marked it as urgent.
    pub urgent: bool,
    /// Whether only the requester and support see it.
    pub private: bool,
    /// Name of the requester on the ticket.
    pub requester_name: String,
    /// Address to which replies are sent.
    pub requester_email: String,
    /// Name of the counsellor who filed it.
    pub filed_by_name: Option<String>,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
    /// Time of the latest activity.
    pub updated_at: DateTime<Utc>,
}

/// The user's tickets, oldest first.
pub async fn list_tickets(db: &mut Db, user: Uuid) -> Result<Vec<PersonalTicket>> {
    let sql = "SELECT id, reference, subject, topic, kind, impact, channel, urgent_cause, status, priority, urgent, private, requester_name, requester_email,
                 filed_by_name, created_at, updated_at
               FROM tickets WHERE requester_id = $1 ORDER BY created_at, id";
    fetch_all!(db, PersonalTicket, sql, user)
}

/// A public event of a ticket of the user.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct PersonalTicketEvent {
    /// Id of the event.
    #[serde(skip)]
    pub id: Uuid,
    /// Id of the ticket.
    #[serde(skip)]
    pub ticket_id: Uuid,
    /// Message or status change.
    pub kind: String,
    /// Name of the author.
    pub author_name: String,
    /// Side of the author.
    pub side: String,
    /// Text; empty for a status change.
    pub body: String,
    /// For a status change: the new status.
    pub status_to: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// Public events of the user's tickets, in order.
pub async fn list_ticket_events(db: &mut Db, user: Uuid) -> Result<Vec<PersonalTicketEvent>> {
    let sql = "SELECT e.id, e.ticket_id, e.kind, e.author_name, e.side, e.body, e.status_to, e.created_at FROM entries e
               JOIN tickets t ON t.id = e.ticket_id WHERE t.requester_id = $1 AND e.kind <> 'note' ORDER BY e.id";
    fetch_all!(db, PersonalTicketEvent, sql, user)
}

/// A file attached to a public message in a ticket of the user.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct PersonalAttachment {
    /// Id of the attachment, also its name in the file store.
    #[serde(skip)]
    pub id: Uuid,
    /// Id of the ticket event it belongs to.
    #[serde(skip)]
    pub entry_id: Uuid,
    /// Name of the file.
    pub name: String,
    /// Media type of the file.
    pub media_type: String,
    /// Size in bytes.
    pub size: i64,
}

/// Files attached to public messages in the user's tickets, in order of upload.
pub async fn list_attachments(db: &mut Db, user: Uuid) -> Result<Vec<PersonalAttachment>> {
    let sql = "SELECT f.id, f.entry_id, f.name, f.media_type, f.size FROM attachments f JOIN entries e ON e.id = f.entry_id
               JOIN tickets t ON t.id = e.ticket_id WHERE t.requester_id = $1 AND e.kind <> 'note' ORDER BY f.id";
    fetch_all!(db, PersonalAttachment, sql, user)
}

/// The user's answer to the survey about a ticket.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct PersonalSurvey {
    /// Reference of the ticket, without the dash.
    pub reference: String,
    /// Score from 1 to 5.
    pub score: i64,
    /// The comment, where one was written.
    pub comment: Option<String>,
    /// When it was given.
    pub at: DateTime<Utc>,
}

/// The user's answers to surveys, oldest first.
pub async fn list_surveys(db: &mut Db, user: Uuid) -> Result<Vec<PersonalSurvey>> {
    let sql =
        "SELECT t.reference, s.score, s.comment, s.at FROM surveys s JOIN tickets t ON t.id = s.ticket_id
               WHERE t.requester_id = $1 ORDER BY s.at";
    fetch_all!(db, PersonalSurvey, sql, user)
}

/// The user's rating of an article.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct PersonalRating {
    /// Slug of the article.
    pub article: String,
    /// Whether the article was helpful.
    pub helpful: bool,
    /// The comment, where one was written.
    pub comment: Option<String>,
    /// When it was given.
    pub at: DateTime<Utc>,
}

/// The ratings stored under the key `reader`, oldest first.
pub async fn list_ratings(db: &mut Db, reader: &str) -> Result<Vec<PersonalRating>> {
    let sql = "SELECT a.slug AS article, r.helpful, r.comment, r.at FROM ratings r JOIN articles a ON a.id = r.article_id
               WHERE r.reader = $1 ORDER BY r.at";
    fetch_all!(db, PersonalRating, sql, reader)
}

/// A browser in which the user has signed in.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct PersonalDevice {
    /// Description of browser and system.
    pub device: String,
    /// Time of the first sign-in.
    pub first_at: DateTime<Utc>,
    /// Time of the last sign-in.
    pub last_at: DateTime<Utc>,
}

/// Browsers in which the user has signed in.
pub async fn list_devices(db: &mut Db, user: Uuid) -> Result<Vec<PersonalDevice>> {
    fetch_all!(
        db,
        PersonalDevice,
        "SELECT device, first_at, last_at FROM devices WHERE user_id = $1 ORDER BY first_at",
        user
    )
}

/// A session of the user.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct PersonalSession {
    /// Description of browser and system.
    pub device: String,
    /// Network address from which it was started.
    pub address: Option<String>,
    /// When it was started.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was last used.
    pub seen_at: Option<DateTime<Utc>>,
    /// When it expires.
    pub expires_at: DateTime<Utc>,
}

/// The user's sessions, oldest first.
pub async fn list_sessions(db: &mut Db, user: Uuid) -> Result<Vec<PersonalSession>> {
    let sql = "SELECT device, address, created_at, seen_at, expires_at FROM sessions WHERE user_id = $1 ORDER BY created_at";
    fetch_all!(db, PersonalSession, sql, user)
}

/// An identity of the user at a provider.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct PersonalIdentity {
    /// The provider's slug in the configuration.
    pub provider: String,
    /// Issuer of the ID token (`iss`).
    pub issuer: String,
    /// Subject of the ID token (`sub`).
    pub subject: String,
    /// E-mail address in the last ID token.
    pub email: Option<String>,
    /// When it was linked.
    pub created_at: DateTime<Utc>,
    /// Time of the last login.
    pub last_used_at: DateTime<Utc>,
}

/// The user's identities at providers.
pub async fn list_identities(db: &mut Db, user: Uuid) -> Result<Vec<PersonalIdentity>> {
    let sql =
        "SELECT provider, issuer, subject, email, created_at, last_used_at FROM identities WHERE user_id = $1
               ORDER BY created_at";
    fetch_all!(db, PersonalIdentity, sql, user)
}

/// A draft of the ticket form.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct PersonalDraft {
    /// Field values as typed.
    pub fields: Json<RawTicket>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// The drafts stored under the key `owner`.
pub async fn list_drafts(db: &mut Db, owner: &str) -> Result<Vec<PersonalDraft>> {
    fetch_all!(
        db,
        PersonalDraft,
        "SELECT fields, updated_at FROM drafts WHERE owner = $1 ORDER BY updated_at",
        owner
    )
}

/// A ticket that the user filed for someone else.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct TicketFiledForOther {
    /// Reference without the dash.
    pub reference: String,
    /// Name of the requester.
    pub requester_name: String,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
}

/// Tickets that the user filed for others, oldest first.
pub async fn list_tickets_filed_for_others(db: &mut Db, user: Uuid) -> Result<Vec<TicketFiledForOther>> {
    let sql = "SELECT reference, requester_name, created_at FROM tickets WHERE filed_by_id = $1 ORDER BY created_at";
    fetch_all!(db, TicketFiledForOther, sql, user)
}

/// A pending invitation to the user.
#[derive(Clone, Debug, Serialize, FromRow)]
pub struct PersonalInvitation {
    /// Role that is granted.
    pub role: String,
    /// Name of the organisation.
    pub organisation: Option<String>,
    /// Name of the person who sent it.
    pub invited_by: Option<String>,
    /// Name of the counsellor in an invitation to a relation, which grants no role.
    pub counsellor: Option<String>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it expires.
    pub expires_at: DateTime<Utc>,
}

/// Pending invitations to the user's confirmed e-mail address.
pub async fn list_invitations(
    db: &mut Db,
    user: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<PersonalInvitation>> {
    let sql = "SELECT i.role, o.name AS organisation, b.name AS invited_by, c.name AS counsellor, i.created_at, i.expires_at
               FROM invitations i JOIN users u ON u.email = i.email AND u.email_confirmed_at IS NOT NULL
               LEFT JOIN organisations o ON o.id = i.organisation_id LEFT JOIN users b ON b.id = i.invited_by_id
               LEFT JOIN users c ON c.id = i.counsellor_id
               WHERE u.id = $1 AND i.used_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > $2
               ORDER BY i.created_at, i.id";
    fetch_all!(db, PersonalInvitation, sql, user, now)
}
