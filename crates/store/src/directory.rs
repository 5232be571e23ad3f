//! People as administrators see them: a portal administrator sees everyone, an organisation's administrator its members.

use chrono::{DateTime, Utc};
use fyr_domain::{Actor, Level, Role};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    case_folding::folded,
    organisations::NamedRef,
    run::{fetch_all, fetch_scalar},
    tickets::like_pattern,
    viewer::PeopleAdmin,
};

/// A person with their roles, as far as the actor administers them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Id of the user.
    pub id: Uuid,
    /// Full name as the person writes it.
    pub name: String,
    /// E-mail address in lower case.
    pub email: String,
    /// Tag of the preferred language, also of mail.
    pub lang: String,
    /// Role in the whole portal.
    pub role: Role,
    /// Support level of an agent of the whole portal.
    pub level: Level,
    /// Since when they have the role in the whole portal; unknown for roles of earlier releases.
    pub role_since: Option<DateTime<Utc>>,
    /// Whether the address is confirmed: until then no role counts.
    pub email_confirmed: bool,
    /// Since when nobody signs in to the account; `None` for an active one.
    pub deactivated_at: Option<DateTime<Utc>>,
    /// Memberships in organisations.
    pub memberships: Vec<MembershipDetails>,
}

/// A membership with the names of organisation and team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembershipDetails {
    /// Id of the organisation.
    pub organisation: Uuid,
    /// Slug of the organisation.
    pub slug: String,
    /// Name of the organisation.
    pub name: String,
    /// Team in the organisation.
    pub team: Option<NamedRef>,
    /// Role in the organisation.
    pub role: Role,
    /// Support level of an agent.
    pub level: Level,
    /// Start of the membership.
    pub since: DateTime<Utc>,
}

/// Conditions on the listed people; `None` matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleFilter {
    /// Parts of the name or the e-mail address, in any order.
    pub text: Option<String>,
    /// Members of this organisation.
    pub organisation: Option<Uuid>,
    /// People with this role.
    pub role: Option<Role>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    name: String,
    email: String,
    lang: String,
    #[sqlx(try_from = "String")]
    role: Role,
    level: i64,
    role_since: Option<DateTime<Utc>>,
    email_confirmed: bool,
    deactivated_at: Option<DateTime<Utc>>,
    organisation_id: Option<Uuid>,
    slug: Option<String>,
    organisation: Option<String>,
    team_id: Option<Uuid>,
    team: Option<String>,
    membership_role: Option<String>,
    membership_level: Option<i64>,
    since: Option<DateTime<Utc>>,
}

/// Groups the rows of one person, which follow each other.
fn group_by_person(rows: Vec<Row>) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for row in rows {
        let membership =
            match (row.organisation_id, row.membership_role.and_then(|role| role.parse().ok()), row.since) {
                (Some(organisation), Some(role), Some(since)) => Some(MembershipDetails {
                    organisation,
                    slug: row.slug.unwrap_or_default(),
                    name: row.organisation.unwrap_or_default(),
                    team: row.team_id.zip(row.team).map(|(id, name)| NamedRef { id, name }),
                    role,
                    level: Level::clamped(row.membership_level.unwrap_or_default()),
                    since,
                }),
                _ => None,
            };
        match people.last_mut() {
            Some(last) if last.id == row.id => last.memberships.extend(membership),
            _ => people.push(Person {
                id: row.id,
                name: row.name,
                email: row.email,
                lang: row.lang,
                role: row.role,
                level: Level::clamped(row.level),
                role_since: row.role_since,
                email_confirmed: row.email_confirmed,
                deactivated_at: row.deactivated_at,
                memberships: membership.into_iter().collect(),
            }),
        }
    }
    people
}

/// Whether the actor administers the user `u`; `$1` and `$2` are [`PeopleAdmin`].
macro_rules! administered {
    () => {
        "($2 OR EXISTS (SELECT 1 FROM memberships m JOIN memberships a ON a.organisation_id = m.organisation_id
          AND a.user_id = $1 AND a.role = 'admin' WHERE m.user_id = u.id))"
    };
}

/// The most words of a name or an address that people are searched by; further ones are ignored.
const MAX_WORDS: usize = 4;

/// Whether the user `u` has a pattern in their name or address; true for an empty one.
macro_rules! matches_word {
    ($pattern:literal) => {
        concat!(
            "(",
            $pattern,
            " = '' OR ",
            folded!("u.name"),
            " LIKE ",
            $pattern,
            " ESCAPE '\\' OR ",
            folded!("u.email"),
            " LIKE ",
            $pattern,
            " ESCAPE '\\')"
        )
    };
}

/// Conditions of [`PeopleFilter`]: `$3` to `$6` patterns, `$7` a role, `$8` an organisation. Only memberships that the actor
/// administers are searched.
macro_rules! matches_filter {
    () => {
        concat!(
            administered!(),
            " AND ",
            matches_word!("$3"),
            " AND ",
            matches_word!("$4"),
            " AND ",
            matches_word!("$5"),
            " AND ",
            matches_word!("$6"),
            " AND (($7 = '' AND $8 IS NULL) OR ($2 AND $8 IS NULL AND u.role = $7)
               OR EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND ($7 = '' OR m.role = $7)
                 AND ($8 IS NULL OR m.organisation_id = $8)
                 AND ($2 OR EXISTS (SELECT 1 FROM memberships a WHERE a.user_id = $1 AND a.organisation_id = m.organisation_id
                   AND a.role = 'admin'))))"
        )
    };
}

/// A pattern for each word of what is searched, in any order, as address books and lists write people: `Yusuf, Amina`,
/// `Amina Yusuf <amina@example.org>`.
fn word_patterns(text: Option<&str>) -> [String; MAX_WORDS] {
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '"' | '(' | ')');
    let mut words = text.unwrap_or_default().split(is_between).filter(|word| !word.is_empty());
    std::array::from_fn(|_| words.next().map(like_pattern).unwrap_or_default())
}

/// The columns of a user `u` that a person's row has.
macro_rules! person_columns {
    () => {
        "SELECT u.id, u.name, u.email, u.lang, u.role, u.level, u.role_since, u.email_confirmed_at IS NOT NULL AS email_confirmed,
           u.deactivated_at"
    };
}

/// Selects the users `p` with those memberships that the actor administers.
macro_rules! with_memberships {
    ($people:expr) => {
        concat!(
            "SELECT p.id, p.name, p.email, p.lang, p.role, p.level, p.role_since, p.email_confirmed, p.deactivated_at, o.id AS organisation_id, o.slug,
               o.name AS organisation, t.id AS team_id, t.name AS team, m.role AS membership_role, m.level AS membership_level, m.since
             FROM (",
            $people,
            ") p LEFT JOIN memberships m ON m.user_id = p.id AND ($2 OR EXISTS (SELECT 1 FROM memberships a
               WHERE a.user_id = $1 AND a.organisation_id = m.organisation_id AND a.role = 'admin'))
             LEFT JOIN organisations o ON o.id = m.organisation_id LEFT JOIN teams t ON t.id = m.team_id
             ORDER BY p.name, p.id, o.name, o.id, m.role"
        )
    };
}

/// People by name and their total number.
pub async fn list(
    db: &mut Db,
    actor: &Actor,
    filter: &PeopleFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Person>, i64)> {
    let sql = with_memberships!(concat!(
        person_columns!(),
        " FROM users u WHERE ",
        matches_filter!(),
        " ORDER BY u.name, u.id LIMIT $9 OFFSET $10"
    ));
    let admin = PeopleAdmin::new(actor);
    let [first, second, third, fourth] = &word_patterns(filter.text.as_deref());
    let role = filter.role.map_or("", Role::as_str);
    let (user, portal, organisation) = (admin.user, admin.portal, filter.organisation);
    let rows = fetch_all!(
        db,
        Row,
        sql,
        user,
        portal,
        first,
        second,
        third,
        fourth,
        role,
        organisation,
        limit,
        offset
    )?;
    let sql = concat!("SELECT COUNT(*) FROM users u WHERE ", matches_filter!());
    let total = fetch_scalar!(db, i64, sql, user, portal, first, second, third, fourth, role, organisation)?;
    Ok((group_by_person(rows), total))
}

/// A person by id, if the actor administers them.
pub async fn find_administered(db: &mut Db, actor: &Actor, id: Uuid) -> Result<Option<Person>> {
    let sql =
        with_memberships!(concat!(person_columns!(), " FROM users u WHERE u.id = $3 AND ", administered!()));
    let admin = PeopleAdmin::new(actor);
    Ok(group_by_person(fetch_all!(db, Row, sql, admin.user, admin.portal, id)?).pop())
}
