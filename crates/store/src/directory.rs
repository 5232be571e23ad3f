//! People as those who look after them see them: the portal's admins everyone, an organisation's admins its members.

use chrono::{DateTime, Utc};
use fyr_domain::{Actor, Level, Role};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    letters::folded,
    run::{all, value},
    tickets::like_pattern,
    viewer::Keeper,
};

/// Someone with what they are, as far as the actor looks after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: Uuid,
    /// As they write it.
    pub name: String,
    /// Lower case.
    pub email: String,
    /// What they are to the whole portal.
    pub role: Role,
    /// Of an agent of the whole portal.
    pub level: Level,
    /// What they are to organisations.
    pub places: Vec<Place>,
}

/// A role in an organisation, with names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where.
    pub organisation: Uuid,
    /// Its slug.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// The team and what it is called.
    pub team: Option<(Uuid, String)>,
    /// As what.
    pub role: Role,
    /// Of an agent.
    pub level: Level,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// Which people are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Part of the name or the address.
    pub text: Option<String>,
    /// Members of this organisation.
    pub organisation: Option<Uuid>,
    /// With this role.
    pub role: Option<Role>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    name: String,
    email: String,
    #[sqlx(try_from = "String")]
    role: Role,
    level: i64,
    organisation_id: Option<Uuid>,
    slug: Option<String>,
    organisation: Option<String>,
    team_id: Option<Uuid>,
    team: Option<String>,
    place_role: Option<String>,
    place_level: Option<i64>,
    since: Option<DateTime<Utc>>,
}

/// Rows of one person follow each other.
fn gather(rows: Vec<Row>) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for row in rows {
        let place = match (row.organisation_id, row.place_role.and_then(|role| role.parse().ok()), row.since)
        {
            (Some(organisation), Some(role), Some(since)) => Some(Place {
                organisation,
                slug: row.slug.unwrap_or_default(),
                name: row.organisation.unwrap_or_default(),
                team: row.team_id.zip(row.team),
                role,
                level: Level::clamped(row.place_level.unwrap_or_default()),
                since,
            }),
            _ => None,
        };
        match people.last_mut() {
            Some(last) if last.id == row.id => last.places.extend(place),
            _ => people.push(Person {
                id: row.id,
                name: row.name,
                email: row.email,
                role: row.role,
                level: Level::clamped(row.level),
                places: place.into_iter().collect(),
            }),
        }
    }
    people
}

/// Whether the actor looks after the person `u`: `$1` their id, `$2` whether they look after everyone.
macro_rules! looked_after {
    () => {
        "($2 OR EXISTS (SELECT 1 FROM memberships m JOIN memberships a ON a.organisation_id = m.organisation_id
          AND a.user_id = $1 AND a.role = 'admin' WHERE m.user_id = u.id))"
    };
}

/// `$3` a pattern, `$4` a role, `$5` an organisation; only what the actor looks after is searched in.
macro_rules! wanted {
    () => {
        concat!(
            looked_after!(),
            " AND ($3 = '' OR ",
            folded!("u.name"),
            " LIKE $3 ESCAPE '\\' OR ",
            folded!("u.email"),
            " LIKE $3 ESCAPE '\\')
             AND (($4 = '' AND $5 IS NULL) OR ($2 AND $5 IS NULL AND u.role = $4)
               OR EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND ($4 = '' OR m.role = $4)
                 AND ($5 IS NULL OR m.organisation_id = $5)
                 AND ($2 OR EXISTS (SELECT 1 FROM memberships a WHERE a.user_id = $1 AND a.organisation_id = m.organisation_id
                   AND a.role = 'admin'))))"
        )
    };
}

/// Columns and places of the people `p`, as far as the actor looks after them.
macro_rules! with_places {
    ($people:expr) => {
        concat!(
            "SELECT p.id, p.name, p.email, p.role, p.level, o.id AS organisation_id, o.slug, o.name AS organisation, t.id AS team_id,
               t.name AS team, m.role AS place_role, m.level AS place_level, m.since
             FROM (",
            $people,
            ") p LEFT JOIN memberships m ON m.user_id = p.id AND ($2 OR EXISTS (SELECT 1 FROM memberships a
               WHERE a.user_id = $1 AND a.organisation_id = m.organisation_id AND a.role = 'admin'))
             LEFT JOIN organisations o ON o.id = m.organisation_id LEFT JOIN teams t ON t.id = m.team_id
             ORDER BY p.name, p.id, o.name, o.id, m.role"
        )
    };
}

/// People by name, and how many there are.
pub async fn list(
    db: &mut Db,
    actor: &Actor,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Person>, i64)> {
    let sql = with_places!(concat!(
        "SELECT u.id, u.name, u.email, u.role, u.level FROM users u WHERE ",
        wanted!(),
        " ORDER BY u.name, u.id LIMIT $6 OFFSET $7"
    ));
    let k = Keeper::of(actor);
    let text = wanted.text.as_deref().map(like_pattern).unwrap_or_default();
    let role = wanted.role.map_or("", Role::as_str);
    let rows = all!(db, Row, sql, k.user, k.portal, &text, role, wanted.organisation, limit, offset)?;
    let sql = concat!("SELECT COUNT(*) FROM users u WHERE ", wanted!());
    let total = value!(db, i64, sql, k.user, k.portal, &text, role, wanted.organisation)?;
    Ok((gather(rows), total))
}

/// One person, if the actor looks after them.
pub async fn person(db: &mut Db, actor: &Actor, id: Uuid) -> Result<Option<Person>> {
    let sql = with_places!(concat!(
        "SELECT u.id, u.name, u.email, u.role, u.level FROM users u WHERE u.id = $3 AND ",
        looked_after!()
    ));
    let k = Keeper::of(actor);
    Ok(gather(all!(db, Row, sql, k.user, k.portal, id)?).pop())
}
