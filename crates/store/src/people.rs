//! Users, and the relations between counsellors and participants (table `counselling`).

use chrono::{DateTime, Utc};
use fyr_domain::{Actor, Lang, Level, Membership, Role, User, permission::Scope};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Error, Result,
    run::{execute, fetch_all, fetch_optional, fetch_scalar},
    ticket_reads::has_unread,
    viewer::Viewer,
    visibility::{acting, covers_ticket},
};

/// A user with profile, role and password hash.
#[derive(Clone, Debug, FromRow)]
pub struct Account {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// E-mail address in lower case.
    pub email: String,
    /// Full name as the person writes it.
    pub name: String,
    /// Role in the whole portal.
    #[sqlx(try_from = "String")]
    pub role: Role,
    /// Tag of the preferred language, also of mail.
    pub lang: String,
    /// Support level of an agent of the whole portal: 1 to 3.
    pub level: i64,
    /// PHC string; `None` where signing in with a password is not possible.
    pub password_hash: Option<String>,
    /// When the address was confirmed by its mailbox; `None` until then.
    pub email_confirmed_at: Option<DateTime<Utc>>,
}

/// Without memberships; whoever checks permissions loads them separately.
impl From<Account> for User {
    fn from(account: Account) -> Self {
        let lang = account.lang.parse().unwrap_or(Lang::default());
        Self {
            id: account.id,
            name: account.name,
            email: account.email,
            email_confirmed: account.email_confirmed_at.is_some(),
            role: account.role,
            level: Level::clamped(account.level),
            lang,
            memberships: Vec::new(),
        }
    }
}

const ACCOUNT: &str =
    "SELECT id, email, name, role, level, lang, password_hash, email_confirmed_at FROM users WHERE id = $1";

/// Finds a user by id.
pub async fn find_by_id(db: &mut Db, id: Uuid) -> Result<Option<Account>> {
    fetch_optional!(db, Account, ACCOUNT, id)
}

/// An account with one of its memberships, or none.
#[derive(FromRow)]
struct MemberRow {
    #[sqlx(flatten)]
    account: Account,
    organisation_id: Option<Uuid>,
    team_id: Option<Uuid>,
    member_role: Option<String>,
    member_level: Option<i64>,
}

/// Finds a user who may sign in, with their memberships, oldest first.
pub async fn find_active_member(db: &mut Db, id: Uuid) -> Result<Option<User>> {
    let sql = "SELECT u.id, u.email, u.name, u.role, u.level, u.lang, u.password_hash, u.email_confirmed_at,
                 m.organisation_id, m.team_id, m.role AS member_role, m.level AS member_level
               FROM users u LEFT JOIN memberships m ON m.user_id = u.id
               WHERE u.id = $1 AND u.deactivated_at IS NULL ORDER BY m.since, m.organisation_id, m.role";
    let mut memberships = Vec::new();
    let mut user: Option<User> = None;
    for row in fetch_all!(db, MemberRow, sql, id)? {
        if let (Some(organisation), Some(role)) = (row.organisation_id, row.member_role) {
            let role = role.parse().map_err(|error| Error::Database(sqlx::Error::decode(error)))?;
            let level = Level::clamped(row.member_level.unwrap_or_default());
            memberships.push(Membership { organisation, team: row.team_id, role, level });
        }
        user.get_or_insert_with(|| row.account.into());
    }
    Ok(user.map(|user| User { memberships, ..user }))
}

/// Finds a user who may sign in: one whose account is not deactivated.
pub async fn find_active(db: &mut Db, id: Uuid) -> Result<Option<Account>> {
    fetch_optional!(
        db,
        Account,
        "SELECT id, email, name, role, level, lang, password_hash, email_confirmed_at FROM users
         WHERE id = $1 AND deactivated_at IS NULL",
        id
    )
}

/// Finds a user by e-mail address, which must be in lower case.
pub async fn find_by_email(db: &mut Db, email: &str) -> Result<Option<Account>> {
    fetch_optional!(
        db,
        Account,
        "SELECT id, email, name, role, level, lang, password_hash, email_confirmed_at FROM users WHERE email = $1",
        email
    )
}

/// Inserts a user, or updates name, role, level, language and password of the one with this address. Returns the id.
pub async fn upsert(db: &mut Db, account: &Account, now: DateTime<Utc>) -> Result<Uuid> {
    let sql = "INSERT INTO users (id, email, name, role, lang, password_hash, created_at, level, email_confirmed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
               ON CONFLICT (email) DO UPDATE SET name = excluded.name, role = excluded.role, lang = excluded.lang,
               level = excluded.level, password_hash = excluded.password_hash";
    let Account { id, email, name, role, level, lang, password_hash, email_confirmed_at } = account;
    let role = role.as_str();
    execute!(db, sql, *id, email, name, role, lang, password_hash, now, *level, *email_confirmed_at)?;
    Ok(find_by_email(db, email).await?.map_or(*id, |account| account.id))
}

/// Sets a user's preferred language.
pub async fn set_lang(db: &mut Db, id: Uuid, lang: Lang) -> Result<()> {
    execute!(db, "UPDATE users SET lang = $2 WHERE id = $1", id, lang.tag()).map(|_| ())
}

/// Sets a user's name, also where others read the present one: on their tickets, and on what they wrote. A name that was redacted
/// there stays so.
pub async fn rename(db: &mut Db, id: Uuid, name: &str) -> Result<()> {
    for sql in [
        "UPDATE tickets SET requester_name = $2
         WHERE requester_id = $1 AND requester_name = (SELECT name FROM users WHERE id = $1)",
        "UPDATE tickets SET filed_by_name = $2
         WHERE filed_by_id = $1 AND filed_by_name = (SELECT name FROM users WHERE id = $1)",
        "UPDATE entries SET author_name = $2
         WHERE author_id = $1 AND author_name = (SELECT name FROM users WHERE id = $1)",
        "UPDATE users SET name = $2 WHERE id = $1",
    ] {
        execute!(db, sql, id, name)?;
    }
    Ok(())
}

/// Replaces a password hash, for instance after a rehash with current parameters.
pub async fn set_password_hash(db: &mut Db, id: Uuid, hash: &str) -> Result<()> {
    execute!(db, "UPDATE users SET password_hash = $2 WHERE id = $1", id, hash).map(|_| ())
}

/// Active users with a confirmed address to whom a ticket of an organisation (`None`: of no organisation) can be assigned, by name.
pub async fn list_agents(db: &mut Db, organisation: Option<Uuid>) -> Result<Vec<Account>> {
    let sql = "SELECT u.id, u.email, u.name, u.role, u.level, u.lang, u.password_hash, u.email_confirmed_at FROM users u
               WHERE u.email_confirmed_at IS NOT NULL AND u.deactivated_at IS NULL AND u.id IN (
                 SELECT id FROM users WHERE role IN ('agent', 'admin')
                 UNION SELECT user_id FROM memberships WHERE organisation_id = $1 AND role = 'agent') ORDER BY u.name, u.id";
    fetch_all!(db, Account, sql, organisation)
}

/// As [`list_agents`], those with the role of agent and this level, 1 to 3, in the portal or in the organisation.
pub async fn list_agents_of_level(
    db: &mut Db,
    organisation: Option<Uuid>,
    level: i64,
) -> Result<Vec<Account>> {
    let sql = "SELECT u.id, u.email, u.name, u.role, u.level, u.lang, u.password_hash, u.email_confirmed_at FROM users u
               WHERE u.email_confirmed_at IS NOT NULL AND u.deactivated_at IS NULL AND u.id IN (
                 SELECT id FROM users WHERE role = 'agent' AND level = $2
                 UNION SELECT user_id FROM memberships WHERE organisation_id = $1 AND role = 'agent' AND level = $2)
               ORDER BY u.name, u.id";
    fetch_all!(db, Account, sql, organisation, level)
}

/// A relation to insert: lets a counsellor see or act for a participant.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct NewRelation {
    /// Id of the counsellor.
    pub counsellor_id: Uuid,
    /// Id of the participant.
    pub participant_id: Uuid,
    /// Organisation in which the relation was made; it is valid while the counsellor has that role there. `None`: the whole
    /// portal.
    pub organisation_id: Option<Uuid>,
    /// Purpose in a few words.
    pub purpose: String,
    /// What the counsellor may do.
    #[sqlx(try_from = "String")]
    pub scope: Scope,
    /// Start of the relation.
    pub since: DateTime<Utc>,
    /// End of the relation, where it is known.
    pub until: Option<DateTime<Utc>>,
    /// The colleague for whom the counsellor stands in.
    pub stands_in_for_id: Option<Uuid>,
}

/// Inserts a relation, or updates the one between these two people. An active relation keeps its start if that is earlier
/// and in the past, and stays widened where it is made in the same organisation; one that has ended starts again.
pub async fn upsert_relation(db: &mut Db, relation: &NewRelation, now: DateTime<Utc>) -> Result<()> {
    let sql = "INSERT INTO counselling (counsellor_id, participant_id, organisation_id, purpose, scope, since, until,
                 stands_in_for_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
               ON CONFLICT (counsellor_id, participant_id) DO UPDATE SET ended_at = NULL,
               organisation_id = excluded.organisation_id, purpose = excluded.purpose, scope = excluded.scope,
               until = excluded.until, stands_in_for_id = excluded.stands_in_for_id,
               widened = (counselling.widened AND counselling.ended_at IS NULL
                 AND (counselling.until IS NULL OR counselling.until > $9)
                 AND (counselling.organisation_id = excluded.organisation_id
                   OR (counselling.organisation_id IS NULL AND excluded.organisation_id IS NULL))),
               since = CASE WHEN counselling.ended_at IS NULL AND (counselling.until IS NULL OR counselling.until > excluded.since)
                 AND counselling.since <= $9 AND counselling.since < excluded.since
                 THEN counselling.since ELSE excluded.since END";
    execute!(
        db,
        sql,
        relation.counsellor_id,
        relation.participant_id,
        relation.organisation_id,
        &relation.purpose,
        relation.scope.as_str(),
        relation.since,
        relation.until,
        relation.stands_in_for_id,
        now
    )
    .map(|_| ())
}

/// Ends a relation; `false` where there is none to end.
pub async fn end_relation(
    db: &mut Db,
    counsellor: Uuid,
    participant: Uuid,
    now: DateTime<Utc>,
) -> Result<bool> {
    let sql = "UPDATE counselling SET ended_at = $3 WHERE counsellor_id = $1 AND participant_id = $2 AND ended_at IS NULL";
    Ok(execute!(db, sql, counsellor, participant, now)? == 1)
}

/// Widens an active relation to the participant's tickets of all organisations, or narrows it again to those of the organisation
/// it was made in; `false` where there is none.
pub async fn set_relation_widened(
    db: &mut Db,
    counsellor: Uuid,
    participant: Uuid,
    widened: bool,
    now: DateTime<Utc>,
) -> Result<bool> {
    let sql = "UPDATE counselling SET widened = $3 WHERE counsellor_id = $1 AND participant_id = $2 AND ended_at IS NULL
               AND (until IS NULL OR until > $4) AND organisation_id IS NOT NULL";
    Ok(execute!(db, sql, counsellor, participant, widened, now)? == 1)
}

/// A counsellor's participant with ticket counts. Private tickets and those the relation does not cover are not counted.
#[derive(Clone, Debug, FromRow)]
pub struct Participant {
    /// Id of the participant.
    pub id: Uuid,
    /// Full name as the person writes it.
    pub name: String,
    /// E-mail address in lower case.
    pub email: String,
    /// Start of the relation.
    pub since: DateTime<Utc>,
    /// What the counsellor may do.
    #[sqlx(try_from = "String")]
    pub scope: Scope,
    /// End of the relation, where it is known.
    pub until: Option<DateTime<Utc>>,
    /// Name of the colleague for whom the counsellor stands in.
    pub stands_in_for: Option<String>,
    /// Number of tickets that are neither solved nor closed.
    pub open_tickets: i64,
    /// Number of tickets that wait for the participant.
    pub waiting: i64,
    /// Number of tickets in which support has written what the counsellor has not seen.
    pub unread: i64,
    /// Latest activity in a ticket; `None` without tickets.
    pub last_activity: Option<DateTime<Utc>>,
}

/// A counsellor's participants: those with tickets that wait for them first, then by name.
pub async fn list_participants(db: &mut Db, actor: &Actor) -> Result<Vec<Participant>> {
    let sql = concat!(
        "SELECT u.id, u.name, u.email, c.since, c.scope, c.until, s.name AS stands_in_for,
           (SELECT COUNT(*) FROM tickets t WHERE t.requester_id = u.id AND NOT t.private AND ",
        covers_ticket!(),
        " AND t.status NOT IN ('solved', 'closed')) AS open_tickets,
           (SELECT COUNT(*) FROM tickets t WHERE t.requester_id = u.id AND NOT t.private AND ",
        covers_ticket!(),
        " AND t.status = 'waiting_for_requester') AS waiting,
           (SELECT COUNT(*) FROM tickets t WHERE t.requester_id = u.id AND NOT t.private AND ",
        covers_ticket!(),
        " AND ",
        has_unread!("$1"),
        ") AS unread,
           (SELECT MAX(t.updated_at) FROM tickets t WHERE t.requester_id = u.id AND NOT t.private AND ",
        covers_ticket!(),
        ") AS last_activity
         FROM counselling c JOIN users u ON u.id = c.participant_id LEFT JOIN users s ON s.id = c.stands_in_for_id
         WHERE ",
        acting!(),
        " ORDER BY waiting DESC, u.name, u.id"
    );
    let viewer = Viewer::new(actor);
    fetch_all!(db, Participant, sql, viewer.user, viewer.works_all, viewer.guest, viewer.counsels, viewer.at)
}

/// A participant as their counsellor finds them.
#[derive(Clone, Debug)]
pub struct ParticipantAccess {
    /// The participant's account.
    pub account: Account,
    /// What the counsellor may do.
    pub scope: Scope,
}

/// A participant by id, if the actor may see or act for them now.
pub async fn find_participant(
    db: &mut Db,
    actor: &Actor,
    participant: Uuid,
) -> Result<Option<ParticipantAccess>> {
    let sql = concat!("SELECT c.scope FROM counselling c WHERE c.participant_id = $6 AND ", acting!());
    let viewer = Viewer::new(actor);
    let Some((scope,)) = fetch_optional!(
        db,
        (String,),
        sql,
        viewer.user,
        viewer.works_all,
        viewer.guest,
        viewer.counsels,
        viewer.at,
        participant
    )?
    else {
        return Ok(None);
    };
    let scope = scope.parse().unwrap_or(Scope::See);
    Ok(find_by_id(db, participant).await?.map(|account| ParticipantAccess { account, scope }))
}

/// Records that an address receives no mail about status changes.
pub async fn insert_mail_opt_out(db: &mut Db, email: &str, now: DateTime<Utc>) -> Result<()> {
    execute!(
        db,
        "INSERT INTO mail_opt_outs (email, at) VALUES ($1, $2) ON CONFLICT (email) DO NOTHING",
        email,
        now
    )
    .map(|_| ())
}

/// Whether an address receives no mail about status changes.
pub async fn has_mail_opt_out(db: &mut Db, email: &str) -> Result<bool> {
    Ok(fetch_optional!(db, (String,), "SELECT email FROM mail_opt_outs WHERE email = $1", email)?.is_some())
}

/// The demo accounts offered on the sign-in page, by role and name: of each role the 15 that were there first. Only those who
/// have the demonstration's password: it is hashed once for all of them, while the salted hash of a password that somebody
/// chose is nobody else's.
pub async fn list_for_demo(db: &mut Db) -> Result<Vec<Account>> {
    let sql = "SELECT id, email, name, role, level, lang, password_hash, email_confirmed_at
               FROM (SELECT users.*, ROW_NUMBER() OVER (PARTITION BY role ORDER BY id) AS place FROM users
                     WHERE deactivated_at IS NULL AND password_hash IN (SELECT password_hash FROM users GROUP BY password_hash HAVING COUNT(*) > 1)) AS early
               WHERE place <= 15
               ORDER BY CASE role WHEN 'participant' THEN 0 WHEN 'counsellor' THEN 1 WHEN 'agent' THEN 2 WHEN 'staff' THEN 3
               ELSE 4 END, name";
    fetch_all!(db, Account, sql)
}

/// Sets a user's role and support level in the whole portal. Another level of the same role does not begin it anew.
pub async fn set_role(db: &mut Db, id: Uuid, role: Role, level: Level, now: DateTime<Utc>) -> Result<()> {
    let sql = "UPDATE users SET role_since = CASE WHEN role = $2 THEN role_since ELSE $4 END, role = $2, level = $3 WHERE id = $1";
    execute!(db, sql, id, role.as_str(), level.number(), now).map(|_| ())
}

/// Number of portal administrators who can sign in. Their rows are locked until the transaction ends, so that the last one cannot
/// be removed or deactivated by concurrent requests.
pub async fn lock_and_count_admins(db: &mut Db) -> Result<u64> {
    execute!(db, "UPDATE users SET role = role WHERE role = 'admin' AND deactivated_at IS NULL")
}

/// Active users with a confirmed address and a role in the whole portal, by name.
pub async fn list_by_role(db: &mut Db, role: Role) -> Result<Vec<Account>> {
    let sql = "SELECT id, email, name, role, level, lang, password_hash, email_confirmed_at FROM users WHERE role = $1
               AND email_confirmed_at IS NOT NULL AND deactivated_at IS NULL ORDER BY name, id";
    fetch_all!(db, Account, sql, role.as_str())
}

/// Number of people whose address is not of a domain that is reserved for examples and tests (RFC 2606): real ones.
pub async fn count_outside_reserved_domains(db: &mut Db) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM users WHERE removed_at IS NULL
                 AND LOWER(email) NOT LIKE '%@example.org' AND LOWER(email) NOT LIKE '%.example.org'
                 AND LOWER(email) NOT LIKE '%@example.com' AND LOWER(email) NOT LIKE '%.example.com'
                 AND LOWER(email) NOT LIKE '%@example.net' AND LOWER(email) NOT LIKE '%.example.net'
                 AND LOWER(email) NOT LIKE '%.example' AND LOWER(email) NOT LIKE '%.test' AND LOWER(email) NOT LIKE '%.invalid'
                 AND LOWER(email) NOT LIKE '%.localhost' AND LOWER(email) NOT LIKE '%@localhost'";
    fetch_scalar!(db, i64, sql)
}
