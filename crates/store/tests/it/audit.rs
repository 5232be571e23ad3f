//! The audit log: what it keeps, who reads what of it, and that the database refuses to change it.

use chrono::{DateTime, Utc};
use fyr_domain::{Actor, Level, Membership, Role, permission::Sharing};
use fyr_store::{
    Store,
    audit::{self, Event, Filter},
    organisations::{self, Organisation},
    tickets,
};
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use uuid::Uuid;

use crate::{
    bed::{self, Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    a_line_is_kept_as_it_was_written,
    a_line_is_written_once,
    people_organisations_and_teams_have_names,
    lines_are_read_newest_first_and_a_piece_at_a_time,
    every_filter_narrows,
    an_organisations_administrator_reads_its_lines_and_no_others,
    a_person_reads_what_is_about_them,
    no_statement_changes_or_removes_a_line,
    the_oldest_lines_go_by_a_row_that_stays,
    details_are_redacted_by_a_row_that_stays_and_nothing_else_changes,
}

/// A line of a minute.
fn event(bed: &Bed, action: &str, minute: i64) -> Event {
    Event {
        id: bed.id(),
        at: at(minute),
        actor_id: Some(Uuid::from_u128(1)),
        actor_name: "Åsa".into(),
        action: action.into(),
        target_kind: Some("user".into()),
        target_id: Some(Uuid::from_u128(2)),
        organisation_id: None,
        address: Some("192.0.2.1".into()),
        details: json!({ "by": "password" }),
    }
}

async fn put(bed: &Bed, event: &Event) {
    let mut tx = bed.begin().await;
    audit::put(&mut tx, event).await.unwrap();
    tx.commit().await.unwrap();
}

async fn admin(bed: &Bed) -> Actor {
    Actor::signed_in(make::person(bed, Role::Admin, "Adam").await)
}

async fn read(bed: &Bed, actor: &Actor, filter: &Filter, after: Option<Uuid>, limit: i64) -> Vec<Uuid> {
    let lines = audit::page(&mut bed.read().await, actor, filter, after, limit).await.unwrap();
    lines.into_iter().map(|line| line.id).collect()
}

/// Runs SQL and gives what the database says against it.
async fn refusal(bed: &Bed, sql: &str) -> Option<String> {
    let outcome = if bed.is_postgres() {
        PgConnection::connect(&bed.url).await.unwrap().execute(sql).await.map(|_| ())
    } else {
        SqliteConnection::connect(&bed.url).await.unwrap().execute(sql).await.map(|_| ())
    };
    outcome.err().map(|error| error.to_string())
}

async fn a_line_is_kept_as_it_was_written(bed: &Bed) {
    let adam = admin(bed).await;
    let event = Event { target_id: adam.user_id(), ..event(bed, "session.started", 0) };
    put(bed, &event).await;
    assert!(audit::has(&mut bed.read().await, event.id).await.unwrap());
    assert!(!audit::has(&mut bed.read().await, bed.id()).await.unwrap());
    let lines = audit::page(&mut bed.read().await, &adam, &Filter::default(), None, 10).await.unwrap();
    let line = &lines[0];
    assert_eq!((line.id, line.at, line.actor_id), (event.id, event.at, event.actor_id));
    assert_eq!((line.actor_name.as_str(), line.action.as_str()), ("Åsa", "session.started"));
    assert_eq!((line.target_kind.as_deref(), line.target_id), (Some("user"), adam.user_id()));
    assert_eq!(line.target_name.as_deref(), Some("Adam"));
    assert_eq!(line.address.as_deref(), Some("192.0.2.1"));
    assert_eq!(line.details.0, event.details);
}

async fn people_organisations_and_teams_have_names(bed: &Bed) {
    let adam = admin(bed).await;
    let acme = make::organisation(bed, "acme", Sharing::Own).await;
    let mut people = Vec::new();
    for number in 0..9 {
        people.push(make::person(bed, Role::Participant, &format!("Person {number}")).await);
    }
    let mut tx = bed.begin().await;
    let team = organisations::put_team(&mut tx, bed.id(), acme.id, "Norr").await.unwrap();
    let nobody = bed.id();
    let ids: Vec<Uuid> = people.iter().map(|user| user.id).chain([acme.id, team, nobody]).collect();
    let mut names = audit::names(&mut tx, &ids).await.unwrap();
    names.sort();
    let mut expected: Vec<(Uuid, String)> = people.iter().map(|user| (user.id, user.name.clone())).collect();
    expected.extend([(acme.id, acme.name.clone()), (team, "Norr".to_owned())]);
    expected.sort();
    assert_eq!(names, expected);
    assert!(audit::names(&mut tx, &[]).await.unwrap().is_empty());
    tx.commit().await.unwrap();
    let target = (Some("team".to_owned()), Some(team));
    put(bed, &Event { target_kind: target.0, target_id: target.1, ..event(bed, "team.added", 0) }).await;
    let lines = audit::page(&mut bed.read().await, &adam, &Filter::default(), None, 10).await.unwrap();
    assert_eq!(lines[0].target_name.as_deref(), Some("Norr"));
}

async fn a_line_is_written_once(bed: &Bed) {
    let adam = admin(bed).await;
    let first = event(bed, "ticket.opened", 0);
    put(bed, &first).await;
    put(bed, &Event { actor_name: "Någon annan".into(), ..first.clone() }).await;
    let lines = audit::page(&mut bed.read().await, &adam, &Filter::default(), None, 10).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.actor_name.as_str()).collect::<Vec<_>>(), ["Åsa"]);
}

async fn lines_are_read_newest_first_and_a_piece_at_a_time(bed: &Bed) {
    let adam = admin(bed).await;
    let mut written = Vec::new();
    // two of each moment: their order is their ids'
    for minute in [0, 0, 1, 1, 2, 2] {
        let event = event(bed, "session.started", minute);
        put(bed, &event).await;
        written.insert(0, event.id);
    }
    let all = Filter::default();
    assert_eq!(read(bed, &adam, &all, None, 10).await, written);
    let mut pieces = Vec::new();
    while pieces.len() < written.len() {
        let piece = read(bed, &adam, &all, pieces.last().copied(), 2).await;
        assert_eq!(piece.len(), 2);
        pieces.extend(piece);
    }
    assert_eq!(pieces, written);
    assert_eq!(read(bed, &adam, &all, written.last().copied(), 2).await, Vec::<Uuid>::new());
    assert_eq!(read(bed, &adam, &all, Some(bed.id()), 2).await, Vec::<Uuid>::new(), "after no line there is");
}

async fn every_filter_narrows(bed: &Bed) {
    let adam = admin(bed).await;
    let (early, late) = (event(bed, "session.started", 0), event(bed, "session.ended", 60));
    let late = Event {
        actor_id: Some(bed.id()),
        actor_name: "Östen 100%".into(),
        target_id: Some(bed.id()),
        ..late
    };
    put(bed, &early).await;
    put(bed, &late).await;
    let only = async |filter: Filter| read(bed, &adam, &filter, None, 10).await;
    let all = Filter::default;
    assert_eq!(only(Filter { name: Some("ÖSTEN".into()), ..all() }).await, [late.id]);
    assert_eq!(only(Filter { name: Some("100%".into()), ..all() }).await, [late.id]);
    assert_eq!(only(Filter { name: Some("%".into()), ..all() }).await, [late.id], "no wildcard");
    assert_eq!(only(Filter { actor: early.actor_id, ..all() }).await, [early.id]);
    assert_eq!(only(Filter { action: Some("session.ended".into()), ..all() }).await, [late.id]);
    assert_eq!(only(Filter { target: late.target_id, ..all() }).await, [late.id]);
    assert_eq!(only(Filter { from: Some(at(1)), ..all() }).await, [late.id]);
    assert_eq!(only(Filter { until: Some(at(60)), ..all() }).await, [early.id]);
    assert_eq!(only(Filter { from: Some(at(60)), until: Some(at(61)), ..all() }).await, [late.id]);
    assert_eq!(
        audit::last(&mut bed.read().await, early.target_id.unwrap(), "session.started").await.unwrap(),
        Some(at(0))
    );
    assert_eq!(
        audit::last(&mut bed.read().await, early.target_id.unwrap(), "session.ended").await.unwrap(),
        None
    );
}

async fn organisation(bed: &Bed, slug: &str) -> Uuid {
    let organisation = Organisation {
        id: bed.id(),
        slug: slug.into(),
        name: slug.into(),
        sharing: Sharing::Own,
        participants_end: true,
        created_at: at(0),
    };
    let mut tx = bed.begin().await;
    let id = organisations::put(&mut tx, &organisation).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn an_organisations_administrator_reads_its_lines_and_no_others(bed: &Bed) {
    let (acme, other) = (organisation(bed, "acme").await, organisation(bed, "other").await);
    let of = |organisation| Event { organisation_id: organisation, ..event(bed, "role.given", 0) };
    let (ours, theirs, portals) = (of(Some(acme)), of(Some(other)), of(None));
    for event in [&ours, &theirs, &portals] {
        put(bed, event).await;
    }
    for (name, role, expected) in [("Ada", Role::Admin, vec![ours.id]), ("Bo", Role::Manager, vec![])] {
        let member = make::person(bed, Role::Participant, name).await;
        let membership = Membership { organisation: acme, team: None, role, level: Level::default() };
        let mut tx = bed.begin().await;
        organisations::put_member(&mut tx, member.id, &membership, at(0)).await.unwrap();
        tx.commit().await.unwrap();
        let actor = Actor::signed_in(member);
        assert_eq!(read(bed, &actor, &Filter::default(), None, 10).await, expected, "{name}");
    }
    assert_eq!(read(bed, &admin(bed).await, &Filter::default(), None, 10).await.len(), 3);
    assert_eq!(read(bed, &Actor::ANONYMOUS, &Filter::default(), None, 10).await, Vec::<Uuid>::new());
}

async fn a_person_reads_what_is_about_them(bed: &Bed) {
    let (åsa, bo) =
        (make::person(bed, Role::Participant, "Åsa").await, make::person(bed, Role::Participant, "Bo").await);
    let (mine, theirs) = (make::ticket(bed, Some(&åsa)).await, make::ticket(bed, Some(&bo)).await);
    let nobody = Event { actor_id: None, target_id: None, ..event(bed, "session.started", 0) };
    let line = |actor_id, target_id| Event { id: bed.id(), actor_id, target_id, ..nobody.clone() };
    let (by, to) = (line(Some(åsa.id), None), line(Some(bo.id), Some(åsa.id)));
    let opened = Event { target_kind: Some("ticket".into()), ..line(Some(bo.id), Some(mine.id)) };
    let elses = [line(Some(bo.id), Some(bo.id)), line(None, Some(theirs.id)), nobody.clone()];
    for event in [&by, &to, &opened].into_iter().chain(&elses) {
        put(bed, event).await;
    }
    let about = audit::about(&mut bed.read().await, åsa.id, 10).await.unwrap();
    assert_eq!(about.iter().map(|line| line.id).collect::<Vec<_>>(), [opened.id, to.id, by.id]);
    assert_eq!(about[0].target_name.as_deref(), Some(mine.reference.as_str()));
    let found = tickets::find_by_reference(&mut bed.read().await, &mine.reference).await.unwrap();
    assert_eq!(found.map(|ticket| ticket.id), Some(mine.id));
    assert!(tickets::find_by_reference(&mut bed.read().await, "ZZZZZZZ").await.unwrap().is_none());
}

const CHANGES: [&str; 5] = [
    "UPDATE audit_log SET actor_name = 'Ingen'",
    "UPDATE audit_log SET details = '{}'",
    "UPDATE audit_log SET at = at",
    "DELETE FROM audit_log",
    "DELETE FROM audit_exceptions",
];

async fn no_statement_changes_or_removes_a_line(bed: &Bed) {
    let adam = admin(bed).await;
    let line = event(bed, "session.started", 0);
    put(bed, &line).await;
    let mut tx = bed.begin().await;
    audit::redact(&mut tx, bed.id(), bed.id(), &json!({}), at(0)).await.unwrap();
    tx.commit().await.unwrap();
    let truncate: &[&str] = if bed.is_postgres() {
        &["TRUNCATE audit_log", "TRUNCATE audit_exceptions", "TRUNCATE audit_log CASCADE"]
    } else {
        &[]
    };
    for sql in CHANGES.iter().chain(truncate).chain(&["UPDATE audit_exceptions SET older_than = at"]) {
        let refused = refusal(bed, sql).await.unwrap_or_else(|| panic!("{sql} was taken"));
        assert!(refused.contains("is only added to"), "{sql}: {refused}");
    }
    if !bed.is_postgres() {
        // would remove the line without asking a trigger for deleting
        let again = "INSERT OR REPLACE INTO audit_log SELECT id, at, actor_id, 'Ingen', action, target_kind, target_id,
            organisation_id, address, details FROM audit_log";
        assert_eq!(refusal(bed, again).await, None);
    }
    let lines = audit::page(&mut bed.read().await, &adam, &Filter::default(), None, 10).await.unwrap();
    assert_eq!(
        lines.iter().map(|line| (line.id, line.actor_name.as_str())).collect::<Vec<_>>(),
        [(line.id, "Åsa")]
    );
}

/// How many exceptions were ever made.
async fn exceptions(bed: &Bed) -> i64 {
    let sql = "SELECT COUNT(*) FROM audit_exceptions";
    if bed.is_postgres() {
        sqlx::query_scalar(sql).fetch_one(&mut PgConnection::connect(&bed.url).await.unwrap()).await.unwrap()
    } else {
        sqlx::query_scalar(sql)
            .fetch_one(&mut SqliteConnection::connect(&bed.url).await.unwrap())
            .await
            .unwrap()
    }
}

async fn the_oldest_lines_go_by_a_row_that_stays(bed: &Bed) {
    let adam = admin(bed).await;
    let lines: Vec<Event> = (0..4).map(|minute| event(bed, "session.started", minute)).collect();
    for line in &lines {
        put(bed, line).await;
    }
    let mut tx = bed.begin().await;
    assert_eq!(audit::older(&mut tx, at(2)).await.unwrap(), (2, Some(at(0))));
    assert_eq!(audit::older(&mut tx, at(0)).await.unwrap(), (0, None::<DateTime<Utc>>));
    assert_eq!(audit::forget(&mut tx, bed.id(), at(2), at(9)).await.unwrap(), 2);
    assert_eq!(audit::forget(&mut tx, bed.id(), at(2), at(9)).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert_eq!(read(bed, &adam, &Filter::default(), None, 10).await, [lines[3].id, lines[2].id]);
    assert_eq!(exceptions(bed).await, 1);
    assert!(refusal(bed, "DELETE FROM audit_log").await.is_some(), "what is not as old stays");
}

async fn details_are_redacted_by_a_row_that_stays_and_nothing_else_changes(bed: &Bed) {
    let adam = admin(bed).await;
    let (line, other) = (event(bed, "session.started", 0), event(bed, "session.started", 1));
    for event in [&line, &other] {
        put(bed, event).await;
    }
    let mut tx = bed.begin().await;
    let all = audit::details(&mut tx, line.target_id.unwrap()).await.unwrap();
    assert_eq!(all.len(), 2);
    audit::redact(&mut tx, bed.id(), line.id, &json!({ "by": "▇▇▇" }), at(9)).await.unwrap();
    tx.commit().await.unwrap();
    let lines = audit::page(&mut bed.read().await, &adam, &Filter::default(), None, 10).await.unwrap();
    assert_eq!(lines[1].details.0, json!({ "by": "▇▇▇" }));
    assert_eq!((lines[1].at, lines[1].actor_name.as_str()), (line.at, "Åsa"));
    assert_eq!(lines[0].details.0, other.details);
    assert_eq!(exceptions(bed).await, 1);
    let more = "UPDATE audit_log SET details = '{\"by\":\"▇▇▇\"}', actor_name = 'Ingen'";
    assert!(refusal(bed, more).await.is_some(), "not even together with what may change");
}

/// The grants that the page for operators tells, in its words.
fn grants() -> String {
    let page = include_str!("../../../../docs/operations.md");
    let (_, rest) = page.split_once("\n### Audit log\n").expect("a heading");
    let block = rest.split("```").nth(1).and_then(|block| block.strip_prefix("sql")).expect("a block of SQL");
    block.to_owned()
}

#[test]
fn the_role_for_running_adds_lines_and_reads_them_and_can_do_no_more() {
    bed::on_postgres(async |bed: &Bed| {
        let (server, name) = bed.url.rsplit_once('/').expect("a URL");
        let name = name.split('?').next().unwrap_or(name);
        let role = format!("runtime_{}", name.to_lowercase());
        let mut owner = PgConnection::connect(&bed.url).await.unwrap();
        let me: String = sqlx::query_scalar("SELECT current_user::text").fetch_one(&mut owner).await.unwrap();
        let sql = grants()
            .replace("fyr_runtime", &role)
            .replace("DATABASE fyr", &format!("DATABASE \"{name}\""))
            .replace("FOR ROLE fyr", &format!("FOR ROLE {me}"));
        owner.execute(sql.as_str()).await.expect("the SQL of the page can be run");
        let (scheme, rest) = server.split_once("://").expect("a URL");
        let host = rest.rsplit('@').next().unwrap_or(rest);
        let url = format!("{scheme}://{role}:x@{host}/{name}");
        let store = Store::open(&url).unwrap();
        store.migrate().await.expect("a schema that is up to date needs no right to change it");
        let line = event(bed, "session.started", 0);
        let mut tx = store.begin().await.unwrap();
        audit::put(&mut tx, &line).await.unwrap();
        tx.commit().await.unwrap();
        let adam = admin(bed).await;
        assert_eq!(
            audit::page(&mut store.read().await.unwrap(), &adam, &Filter::default(), None, 9)
                .await
                .unwrap()
                .len(),
            1
        );
        let mut runtime = PgConnection::connect(&url).await.unwrap();
        for sql in CHANGES.iter().chain(&[
            "TRUNCATE audit_log",
            "ALTER TABLE audit_log DISABLE TRIGGER USER",
            "DROP TABLE audit_log",
            "UPDATE audit_exceptions SET at = at",
        ]) {
            let refused = runtime.execute(*sql).await.err().and_then(|error| {
                error
                    .as_database_error()
                    .and_then(sqlx::error::DatabaseError::code)
                    .map(|code| code.to_string())
            });
            assert_eq!(refused.as_deref(), Some("42501"), "{sql}");
        }
        let mut tx = store.begin().await.unwrap();
        assert_eq!(
            audit::forget(&mut tx, bed.id(), at(1), at(9)).await.unwrap(),
            1,
            "by the way that leaves a row"
        );
        tx.commit().await.unwrap();
        store.close().await;
        runtime.close().await.unwrap();
        owner.execute(format!("DROP OWNED BY {role}; DROP ROLE {role}").as_str()).await.unwrap();
    });
}
