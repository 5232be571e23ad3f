//! People and which counsellor acts for whom.

use chrono::{DateTime, Utc};
use fyr_domain::{Actor, Lang, Level, Role, User, permission::Scope};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, one},
    tickets::acting,
    viewer::Viewer,
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
    /// Of an agent of the whole portal: 1 to 3.
    pub level: i64,
    /// PHC string; `None` where they cannot sign in by password.
    pub password_hash: Option<String>,
}

/// Without memberships: those are read where what someone may do is asked.
impl From<Account> for User {
    fn from(account: Account) -> Self {
        let lang = account.lang.parse().unwrap_or(Lang::default());
        Self {
            id: account.id,
            name: account.name,
            email: account.email,
            role: account.role,
            level: Level::clamped(account.level),
            lang,
            memberships: Vec::new(),
        }
    }
}

const ACCOUNT: &str = "SELECT id, email, name, role, level, lang, password_hash FROM users WHERE id = $1";

/// By id.
pub async fn find(db: &mut Db, id: Uuid) -> Result<Option<Account>> {
    one!(db, Account, ACCOUNT, id)
}

/// By address, which must be lower case.
pub async fn find_by_email(db: &mut Db, email: &str) -> Result<Option<Account>> {
    one!(
        db,
        Account,
        "SELECT id, email, name, role, level, lang, password_hash FROM users WHERE email = $1",
        email
    )
}

/// Adds a person, for whose address someone vouches, or, where it is known, renews name, role, language and password. Gives
/// the id in use.
pub async fn put(db: &mut Db, account: &Account, now: DateTime<Utc>) -> Result<Uuid> {
    let sql = "INSERT INTO users (id, email, name, role, lang, password_hash, created_at, level, email_confirmed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7)
               ON CONFLICT (email) DO UPDATE SET name = excluded.name, role = excluded.role, lang = excluded.lang,
               level = excluded.level, password_hash = excluded.password_hash";
    let Account { id, email, name, role, level, lang, password_hash } = account;
    exec!(db, sql, *id, email, name, role.as_str(), lang, password_hash, now, *level)?;
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

/// Everyone who works the tickets of an organisation, or (`None`) those of none, by name: whom such a ticket may be assigned to.
pub async fn agents(db: &mut Db, organisation: Option<Uuid>) -> Result<Vec<Account>> {
    let sql = "SELECT u.id, u.email, u.name, u.role, u.level, u.lang, u.password_hash FROM users u
               WHERE u.role IN ('agent', 'admin') OR EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id
                 AND m.organisation_id = $1 AND m.role = 'agent') ORDER BY u.name, u.id";
    all!(db, Account, sql, organisation)
}

/// What lets a counsellor see or act for a participant.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Relation {
    /// Who acts.
    pub counsellor_id: Uuid,
    /// For whom.
    pub participant_id: Uuid,
    /// Where it was made; it counts while the counsellor is one there. `None`: in the whole portal.
    pub organisation_id: Option<Uuid>,
    /// Why, in a few words.
    pub purpose: String,
    /// How far it goes.
    #[sqlx(try_from = "String")]
    pub scope: Scope,
    /// From when.
    pub since: DateTime<Utc>,
    /// Until when, where that is known.
    pub until: Option<DateTime<Utc>>,
    /// The colleague for whom the counsellor stands in.
    pub stands_in_for_id: Option<Uuid>,
}

/// Lets a counsellor see or act for a participant. Where they do already, everything is renewed but a beginning that has been
/// and is the earlier one; one that has ended begins anew.
pub async fn relate(db: &mut Db, r: &Relation, now: DateTime<Utc>) -> Result<()> {
    let sql = "INSERT INTO counselling (counsellor_id, participant_id, organisation_id, purpose, scope, since, until,
                 stands_in_for_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
               ON CONFLICT (counsellor_id, participant_id) DO UPDATE SET ended_at = NULL,
               organisation_id = excluded.organisation_id, purpose = excluded.purpose, scope = excluded.scope,
               until = excluded.until, stands_in_for_id = excluded.stands_in_for_id,
               since = CASE WHEN counselling.ended_at IS NULL AND (counselling.until IS NULL OR counselling.until > excluded.since)
                 AND counselling.since <= $9 AND counselling.since < excluded.since
                 THEN counselling.since ELSE excluded.since END";
    exec!(
        db,
        sql,
        r.counsellor_id,
        r.participant_id,
        r.organisation_id,
        &r.purpose,
        r.scope.as_str(),
        r.since,
        r.until,
        r.stands_in_for_id,
        now
    )
    .map(|_| ())
}

/// Ends it; `false` where there was nothing to end.
pub async fn unrelate(db: &mut Db, counsellor: Uuid, participant: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let sql = "UPDATE counselling SET ended_at = $3 WHERE counsellor_id = $1 AND participant_id = $2 AND ended_at IS NULL";
    Ok(exec!(db, sql, counsellor, participant, now)? == 1)
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
    /// How far that goes.
    #[sqlx(try_from = "String")]
    pub scope: Scope,
    /// Until when, where that is known.
    pub until: Option<DateTime<Utc>>,
    /// The colleague for whom the counsellor stands in.
    pub stands_in_for: Option<String>,
    /// Tickets that are neither solved nor closed.
    pub open_tickets: i64,
    /// Of these, how many wait for the participant.
    pub waiting: i64,
    /// When anything last happened; `None` without tickets.
    pub last_activity: Option<DateTime<Utc>>,
}

/// A counsellor's people: those that wait for an answer of theirs first, then by name. Private tickets are not counted.
pub async fn participants(db: &mut Db, actor: &Actor) -> Result<Vec<Participant>> {
    let sql = concat!(
        "SELECT u.id, u.name, u.email, c.since, c.scope, c.until, s.name AS stands_in_for,
           (SELECT COUNT(*) FROM tickets t WHERE t.requester_id = u.id AND NOT t.private
              AND t.status NOT IN ('solved', 'closed')) AS open_tickets,
           (SELECT COUNT(*) FROM tickets t WHERE t.requester_id = u.id AND NOT t.private
              AND t.status = 'waiting_for_requester') AS waiting,
           (SELECT MAX(t.updated_at) FROM tickets t WHERE t.requester_id = u.id AND NOT t.private) AS last_activity
         FROM counselling c JOIN users u ON u.id = c.participant_id LEFT JOIN users s ON s.id = c.stands_in_for_id
         WHERE ",
        acting!(),
        " ORDER BY waiting DESC, u.name, u.id"
    );
    let v = Viewer::of(actor);
    all!(db, Participant, sql, v.user, v.works_all, v.guest, v.counsels, v.at)
}

/// One participant, if this counsellor sees or acts for them now, and how far that goes.
pub async fn participant(db: &mut Db, actor: &Actor, participant: Uuid) -> Result<Option<(Account, Scope)>> {
    let sql = concat!("SELECT c.scope FROM counselling c WHERE c.participant_id = $6 AND ", acting!());
    let v = Viewer::of(actor);
    let Some((scope,)) =
        one!(db, (String,), sql, v.user, v.works_all, v.guest, v.counsels, v.at, participant)?
    else {
        return Ok(None);
    };
    let scope = scope.parse().unwrap_or(Scope::See);
    Ok(find(db, participant).await?.map(|account| (account, scope)))
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
    let sql = "SELECT id, email, name, role, level, lang, password_hash FROM users
               ORDER BY CASE role WHEN 'participant' THEN 0 WHEN 'counsellor' THEN 1 WHEN 'agent' THEN 2 WHEN 'staff' THEN 3
               ELSE 4 END, name LIMIT 20";
    all!(db, Account, sql)
}

/// Makes someone what they are to the whole portal from now on.
pub async fn set_role(db: &mut Db, id: Uuid, role: Role, level: Level) -> Result<()> {
    exec!(db, "UPDATE users SET role = $2, level = $3 WHERE id = $1", id, role.as_str(), level.number())
        .map(|_| ())
}

/// How many run the portal; until the transaction ends, nobody else adds or takes one away.
pub async fn lock_admins(db: &mut Db) -> Result<u64> {
    exec!(db, "UPDATE users SET role = role WHERE role = 'admin'")
}

/// Everyone with this role in the whole portal, by name.
pub async fn with_role(db: &mut Db, role: Role) -> Result<Vec<Account>> {
    let sql = "SELECT id, email, name, role, level, lang, password_hash FROM users WHERE role = $1 ORDER BY name, id";
    all!(db, Account, sql, role.as_str())
}
