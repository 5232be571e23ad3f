//! People and which counsellor acts for whom.

use chrono::{DateTime, Utc};
use fyr_domain::{Lang, Role, User};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, one},
};

/// A person with what signing in needs.
#[derive(Clone, Debug, FromRow)]
pub struct Account {
    /// Who.
    pub id: Uuid,
    /// Lower case.
    pub email: String,
    /// As they write it.
    pub name: String,
    /// What they are to the portal.
    #[sqlx(try_from = "String")]
    pub role: Role,
    /// The language of their mail.
    pub lang: String,
    /// PHC string; `None` where they cannot sign in by password.
    pub password_hash: Option<String>,
}

impl From<Account> for User {
    fn from(account: Account) -> Self {
        let lang = account.lang.parse().unwrap_or(Lang::default());
        Self { id: account.id, name: account.name, email: account.email, role: account.role, lang }
    }
}

const ACCOUNT: &str = "SELECT id, email, name, role, lang, password_hash FROM users WHERE id = $1";

/// By id.
pub async fn find(db: &mut Db, id: Uuid) -> Result<Option<Account>> {
    one!(db, Account, ACCOUNT, id)
}

/// By address, which must be lower case.
pub async fn find_by_email(db: &mut Db, email: &str) -> Result<Option<Account>> {
    one!(db, Account, "SELECT id, email, name, role, lang, password_hash FROM users WHERE email = $1", email)
}

/// Adds a person or, where the address is known, renews name, role, language and password. Gives the id in use.
pub async fn put(db: &mut Db, account: &Account, now: DateTime<Utc>) -> Result<Uuid> {
    let sql = "INSERT INTO users (id, email, name, role, lang, password_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (email) DO UPDATE SET name = excluded.name, role = excluded.role, lang = excluded.lang,
               password_hash = excluded.password_hash";
    let Account { id, email, name, role, lang, password_hash } = account;
    exec!(db, sql, *id, email, name, role.as_str(), lang, password_hash, now)?;
    Ok(find_by_email(db, email).await?.map_or(*id, |account| account.id))
}

/// Remembers the language someone chose.
pub async fn set_lang(db: &mut Db, id: Uuid, lang: Lang) -> Result<()> {
    exec!(db, "UPDATE users SET lang = $2 WHERE id = $1", id, lang.tag()).map(|_| ())
}

/// Replaces a password hash, for instance by one with today's cost.
pub async fn set_password_hash(db: &mut Db, id: Uuid, hash: &str) -> Result<()> {
    exec!(db, "UPDATE users SET password_hash = $2 WHERE id = $1", id, hash).map(|_| ())
}

/// Everyone who works tickets, by name: whom a ticket may be assigned to.
pub async fn agents(db: &mut Db) -> Result<Vec<Account>> {
    let sql = "SELECT id, email, name, role, lang, password_hash FROM users WHERE role IN ('agent', 'admin') ORDER BY name, id";
    all!(db, Account, sql)
}

/// Lets a counsellor act for a participant, from now on unless they do already.
pub async fn relate(db: &mut Db, counsellor: Uuid, participant: Uuid, now: DateTime<Utc>) -> Result<()> {
    let sql = "INSERT INTO counselling (counsellor_id, participant_id, since) VALUES ($1, $2, $3)
               ON CONFLICT (counsellor_id, participant_id) DO UPDATE SET ended_at = NULL,
               since = CASE WHEN counselling.ended_at IS NULL THEN counselling.since ELSE excluded.since END";
    exec!(db, sql, counsellor, participant, now).map(|_| ())
}

/// Ends it.
pub async fn unrelate(db: &mut Db, counsellor: Uuid, participant: Uuid, now: DateTime<Utc>) -> Result<()> {
    let sql = "UPDATE counselling SET ended_at = $3 WHERE counsellor_id = $1 AND participant_id = $2";
    exec!(db, sql, counsellor, participant, now).map(|_| ())
}

/// One of a counsellor's people.
#[derive(Clone, Debug, FromRow)]
pub struct Participant {
    /// Who.
    pub id: Uuid,
    /// As they write it.
    pub name: String,
    /// Lower case.
    pub email: String,
    /// Since when the counsellor acts for them.
    pub since: DateTime<Utc>,
    /// Tickets that are neither solved nor closed.
    pub open_tickets: i64,
    /// Of these, how many wait for the participant.
    pub waiting: i64,
    /// When anything last happened; `None` without tickets.
    pub last_activity: Option<DateTime<Utc>>,
}

/// A counsellor's people: those that wait for an answer of theirs first, then by name.
pub async fn participants(db: &mut Db, counsellor: Uuid) -> Result<Vec<Participant>> {
    let sql = "SELECT u.id, u.name, u.email, c.since,
                 (SELECT COUNT(*) FROM tickets t WHERE t.requester_id = u.id AND t.status NOT IN ('solved', 'closed')) AS open_tickets,
                 (SELECT COUNT(*) FROM tickets t WHERE t.requester_id = u.id AND t.status = 'waiting_for_requester') AS waiting,
                 (SELECT MAX(t.updated_at) FROM tickets t WHERE t.requester_id = u.id) AS last_activity
               FROM counselling c JOIN users u ON u.id = c.participant_id
               WHERE c.counsellor_id = $1 AND c.ended_at IS NULL ORDER BY 6 DESC, u.name, u.id";
    all!(db, Participant, sql, counsellor)
}

/// One participant, if this counsellor acts for them.
pub async fn participant(db: &mut Db, counsellor: Uuid, participant: Uuid) -> Result<Option<Account>> {
    let sql = "SELECT u.id, u.email, u.name, u.role, u.lang, u.password_hash FROM users u
               JOIN counselling c ON c.participant_id = u.id
               WHERE c.counsellor_id = $1 AND u.id = $2 AND c.ended_at IS NULL";
    one!(db, Account, sql, counsellor, participant)
}

/// Stops mail about changes of status to an address.
pub async fn opt_out(db: &mut Db, email: &str, now: DateTime<Utc>) -> Result<()> {
    exec!(
        db,
        "INSERT INTO mail_opt_outs (email, at) VALUES ($1, $2) ON CONFLICT (email) DO NOTHING",
        email,
        now
    )
    .map(|_| ())
}

/// Whether an address wants no mail about changes of status.
pub async fn opted_out(db: &mut Db, email: &str) -> Result<bool> {
    Ok(one!(db, (String,), "SELECT email FROM mail_opt_outs WHERE email = $1", email)?.is_some())
}

/// The first people there are, by role and name: for offering demo accounts.
pub async fn all(db: &mut Db) -> Result<Vec<Account>> {
    let sql = "SELECT id, email, name, role, lang, password_hash FROM users
               ORDER BY CASE role WHEN 'participant' THEN 0 WHEN 'counsellor' THEN 1 WHEN 'agent' THEN 2 WHEN 'staff' THEN 3
               ELSE 4 END, name LIMIT 20";
    all!(db, Account, sql)
}
