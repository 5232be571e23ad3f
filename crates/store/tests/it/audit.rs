//! The audit log: what is stored, who reads which events, and that the database rejects changes.

use fyr_domain::{Actor, Level, Membership, Role, permission::Sharing};
use fyr_store::{
    Store,
    audit::{self, AuditFilter, AuditRow},
    organisations::{self, Organisation},
    retention::OldRows,
    tickets,
};
use fyr_testing::{Harness, on_both_engines};
use serde_json::json;
use sqlx::{ConnectOptions, Connection, Executor};
use sqlx_postgres::{PgConnectOptions, PgConnection};
use uuid::Uuid;

use crate::fixtures::{self, at};

on_both_engines! {
    an_event_is_read_back_unchanged,
    an_event_is_inserted_once,
    people_organisations_and_teams_have_names,
    events_are_listed_newest_first_in_pages,
    every_filter_restricts_the_list,
    an_organisations_administrator_reads_its_lines_and_no_others,
    a_user_reads_the_events_about_themselves,
    the_database_rejects_updates_and_deletes,
    the_oldest_events_are_deleted_with_a_permanent_record,
    details_are_redacted_with_a_permanent_record_and_nothing_else_changes,
}

/// An event at this minute.
fn event(harness: &Harness, action: &str, minute: i64) -> AuditRow {
    AuditRow {
        id: harness.id(),
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

async fn insert(harness: &Harness, event: &AuditRow) {
    let mut tx = harness.begin().await;
    audit::insert(&mut tx, event).await.unwrap();
    tx.commit().await.unwrap();
}

async fn admin(harness: &Harness) -> Actor {
    Actor::signed_in(fixtures::person(harness, Role::Admin, "Adam").await)
}

async fn read(
    harness: &Harness,
    actor: &Actor,
    filter: &AuditFilter,
    after: Option<Uuid>,
    limit: i64,
) -> Vec<Uuid> {
    let lines = audit::list(&mut harness.read().await, actor, filter, after, limit).await.unwrap();
    lines.into_iter().map(|line| line.id).collect()
}

/// Runs SQL and returns the database's error.
async fn refusal(harness: &Harness, sql: &str) -> Option<String> {
    harness.database.execute(sql).await.err().map(|error| error.to_string())
}

async fn an_event_is_read_back_unchanged(harness: &Harness) {
    let adam = admin(harness).await;
    let event = AuditRow { target_id: adam.user_id(), ..event(harness, "session.started", 0) };
    insert(harness, &event).await;
    assert!(audit::exists(&mut harness.read().await, event.id).await.unwrap());
    assert!(!audit::exists(&mut harness.read().await, harness.id()).await.unwrap());
    let lines =
        audit::list(&mut harness.read().await, &adam, &AuditFilter::default(), None, 10).await.unwrap();
    let line = &lines[0];
    assert_eq!((line.id, line.at, line.actor_id), (event.id, event.at, event.actor_id));
    assert_eq!((line.actor_name.as_str(), line.action.as_str()), ("Åsa", "session.started"));
    assert_eq!((line.target_kind.as_deref(), line.target_id), (Some("user"), adam.user_id()));
    assert_eq!(line.target_name.as_deref(), Some("Adam"));
    assert_eq!(line.address.as_deref(), Some("192.0.2.1"));
    assert_eq!(line.details.0, event.details);
}

async fn people_organisations_and_teams_have_names(harness: &Harness) {
    let adam = admin(harness).await;
    let acme = fixtures::organisation(harness, "acme", Sharing::Own).await;
    let mut people = Vec::new();
    for number in 0..9 {
        people.push(fixtures::person(harness, Role::Participant, &format!("Person {number}")).await);
    }
    let mut tx = harness.begin().await;
    let team = organisations::ensure_team(&mut tx, harness.id(), acme.id, "Norr").await.unwrap();
    let nobody = harness.id();
    let ids: Vec<Uuid> = people.iter().map(|user| user.id).chain([acme.id, team, nobody]).collect();
    let names = audit::list_names(&mut tx, &ids).await.unwrap();
    let mut names: Vec<(Uuid, String)> = names.into_iter().map(|named| (named.id, named.name)).collect();
    names.sort();
    let mut expected: Vec<(Uuid, String)> = people.iter().map(|user| (user.id, user.name.clone())).collect();
    expected.extend([(acme.id, acme.name.clone()), (team, "Norr".to_owned())]);
    expected.sort();
    assert_eq!(names, expected);
    assert!(audit::list_names(&mut tx, &[]).await.unwrap().is_empty());
    tx.commit().await.unwrap();
    let target = (Some("team".to_owned()), Some(team));
    insert(
        harness,
        &AuditRow { target_kind: target.0, target_id: target.1, ..event(harness, "team.added", 0) },
    )
    .await;
    let lines =
        audit::list(&mut harness.read().await, &adam, &AuditFilter::default(), None, 10).await.unwrap();
    assert_eq!(lines[0].target_name.as_deref(), Some("Norr"));
}

async fn an_event_is_inserted_once(harness: &Harness) {
    let adam = admin(harness).await;
    let first = event(harness, "ticket.opened", 0);
    insert(harness, &first).await;
    insert(harness, &AuditRow { actor_name: "Någon annan".into(), ..first.clone() }).await;
    let lines =
        audit::list(&mut harness.read().await, &adam, &AuditFilter::default(), None, 10).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.actor_name.as_str()).collect::<Vec<_>>(), ["Åsa"]);
}

async fn events_are_listed_newest_first_in_pages(harness: &Harness) {
    let adam = admin(harness).await;
    let mut written = Vec::new();
    // pairs of equal times: their order is that of their ids
    for minute in [0, 0, 1, 1, 2, 2] {
        let event = event(harness, "session.started", minute);
        insert(harness, &event).await;
        written.insert(0, event.id);
    }
    let all = AuditFilter::default();
    assert_eq!(read(harness, &adam, &all, None, 10).await, written);
    let mut pieces = Vec::new();
    while pieces.len() < written.len() {
        let piece = read(harness, &adam, &all, pieces.last().copied(), 2).await;
        assert_eq!(piece.len(), 2);
        pieces.extend(piece);
    }
    assert_eq!(pieces, written);
    assert_eq!(read(harness, &adam, &all, written.last().copied(), 2).await, Vec::<Uuid>::new());
    assert_eq!(
        read(harness, &adam, &all, Some(harness.id()), 2).await,
        Vec::<Uuid>::new(),
        "after no line there is"
    );
}

async fn every_filter_restricts_the_list(harness: &Harness) {
    let adam = admin(harness).await;
    let (early, late) = (event(harness, "session.started", 0), event(harness, "session.ended", 60));
    let late = AuditRow {
        actor_id: Some(harness.id()),
        actor_name: "Östen 100%".into(),
        target_id: Some(harness.id()),
        ..late
    };
    insert(harness, &early).await;
    insert(harness, &late).await;
    let only = async |filter: AuditFilter| read(harness, &adam, &filter, None, 10).await;
    let all = AuditFilter::default;
    assert_eq!(only(AuditFilter { name: Some("ÖSTEN".into()), ..all() }).await, [late.id]);
    assert_eq!(only(AuditFilter { name: Some("100%".into()), ..all() }).await, [late.id]);
    assert_eq!(only(AuditFilter { name: Some("%".into()), ..all() }).await, [late.id], "no wildcard");
    assert_eq!(only(AuditFilter { actor: early.actor_id, ..all() }).await, [early.id]);
    assert_eq!(only(AuditFilter { action: Some("session.ended".into()), ..all() }).await, [late.id]);
    assert_eq!(only(AuditFilter { target: late.target_id, ..all() }).await, [late.id]);
    assert_eq!(only(AuditFilter { from: Some(at(1)), ..all() }).await, [late.id]);
    assert_eq!(only(AuditFilter { until: Some(at(60)), ..all() }).await, [early.id]);
    assert_eq!(only(AuditFilter { from: Some(at(60)), until: Some(at(61)), ..all() }).await, [late.id]);
    assert_eq!(
        audit::find_latest_time(&mut harness.read().await, early.target_id.unwrap(), "session.started")
            .await
            .unwrap(),
        Some(at(0))
    );
    assert_eq!(
        audit::find_latest_time(&mut harness.read().await, early.target_id.unwrap(), "session.ended")
            .await
            .unwrap(),
        None
    );
}

async fn organisation(harness: &Harness, slug: &str) -> Uuid {
    let organisation = Organisation {
        id: harness.id(),
        slug: slug.into(),
        name: slug.into(),
        sharing: Sharing::Own,
        participants_end: true,
        created_at: at(0),
    };
    let mut tx = harness.begin().await;
    let id = organisations::upsert(&mut tx, &organisation).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn an_organisations_administrator_reads_its_lines_and_no_others(harness: &Harness) {
    let (acme, other) = (organisation(harness, "acme").await, organisation(harness, "other").await);
    let of = |organisation| AuditRow { organisation_id: organisation, ..event(harness, "role.given", 0) };
    let (ours, theirs, portals) = (of(Some(acme)), of(Some(other)), of(None));
    for event in [&ours, &theirs, &portals] {
        insert(harness, event).await;
    }
    for (name, role, expected) in [("Ada", Role::Admin, vec![ours.id]), ("Bo", Role::Manager, vec![])] {
        let member = fixtures::person(harness, Role::Participant, name).await;
        let membership = Membership { organisation: acme, team: None, role, level: Level::default() };
        let mut tx = harness.begin().await;
        organisations::upsert_membership(&mut tx, member.id, &membership, at(0)).await.unwrap();
        tx.commit().await.unwrap();
        let actor = Actor::signed_in(member);
        assert_eq!(read(harness, &actor, &AuditFilter::default(), None, 10).await, expected, "{name}");
    }
    assert_eq!(read(harness, &admin(harness).await, &AuditFilter::default(), None, 10).await.len(), 3);
    assert_eq!(read(harness, &Actor::ANONYMOUS, &AuditFilter::default(), None, 10).await, Vec::<Uuid>::new());
}

async fn a_user_reads_the_events_about_themselves(harness: &Harness) {
    let (åsa, bo) = (
        fixtures::person(harness, Role::Participant, "Åsa").await,
        fixtures::person(harness, Role::Participant, "Bo").await,
    );
    let (mine, theirs) =
        (fixtures::ticket(harness, Some(&åsa)).await, fixtures::ticket(harness, Some(&bo)).await);
    let nobody = AuditRow { actor_id: None, target_id: None, ..event(harness, "session.started", 0) };
    let line = |actor_id, target_id| AuditRow { id: harness.id(), actor_id, target_id, ..nobody.clone() };
    let (by, to) = (line(Some(åsa.id), None), line(Some(bo.id), Some(åsa.id)));
    let opened = AuditRow { target_kind: Some("ticket".into()), ..line(Some(bo.id), Some(mine.id)) };
    let elses = [line(Some(bo.id), Some(bo.id)), line(None, Some(theirs.id)), nobody.clone()];
    for event in [&by, &to, &opened].into_iter().chain(&elses) {
        insert(harness, event).await;
    }
    let about = audit::list_for_user(&mut harness.read().await, åsa.id, 10).await.unwrap();
    assert_eq!(about.iter().map(|line| line.id).collect::<Vec<_>>(), [opened.id, to.id, by.id]);
    assert_eq!(about[0].target_name.as_deref(), Some(mine.reference.as_str()));
    let found = tickets::find_by_reference(&mut harness.read().await, &mine.reference).await.unwrap();
    assert_eq!(found.map(|ticket| ticket.id), Some(mine.id));
    assert!(tickets::find_by_reference(&mut harness.read().await, "ZZZZZZZ").await.unwrap().is_none());
}

const CHANGES: [&str; 5] = [
    "UPDATE audit_log SET actor_name = 'Ingen'",
    "UPDATE audit_log SET details = '{}'",
    "UPDATE audit_log SET at = at",
    "DELETE FROM audit_log",
    "DELETE FROM audit_exceptions",
];

async fn the_database_rejects_updates_and_deletes(harness: &Harness) {
    let adam = admin(harness).await;
    let line = event(harness, "session.started", 0);
    insert(harness, &line).await;
    let mut tx = harness.begin().await;
    audit::redact(&mut tx, harness.id(), harness.id(), &json!({}), at(0)).await.unwrap();
    tx.commit().await.unwrap();
    let truncate: &[&str] = if harness.is_postgres() {
        &["TRUNCATE audit_log", "TRUNCATE audit_exceptions", "TRUNCATE audit_log CASCADE"]
    } else {
        &[]
    };
    for sql in CHANGES.iter().chain(truncate).chain(&["UPDATE audit_exceptions SET older_than = at"]) {
        let refused = refusal(harness, sql).await.unwrap_or_else(|| panic!("{sql} was taken"));
        assert!(refused.contains("is only added to"), "{sql}: {refused}");
    }
    if !harness.is_postgres() {
        // would delete the row without firing the DELETE trigger
        let again = "INSERT OR REPLACE INTO audit_log SELECT id, at, actor_id, 'Ingen', action, target_kind, target_id,
            organisation_id, address, details FROM audit_log";
        assert_eq!(refusal(harness, again).await, None);
    }
    let lines =
        audit::list(&mut harness.read().await, &adam, &AuditFilter::default(), None, 10).await.unwrap();
    assert_eq!(
        lines.iter().map(|line| (line.id, line.actor_name.as_str())).collect::<Vec<_>>(),
        [(line.id, "Åsa")]
    );
}

/// Number of rows in `audit_exceptions`.
async fn exceptions(harness: &Harness) -> i64 {
    harness.database.count("SELECT COUNT(*) FROM audit_exceptions").await
}

async fn the_oldest_events_are_deleted_with_a_permanent_record(harness: &Harness) {
    let adam = admin(harness).await;
    let lines: Vec<AuditRow> = (0..4).map(|minute| event(harness, "session.started", minute)).collect();
    for line in &lines {
        insert(harness, line).await;
    }
    let mut tx = harness.begin().await;
    assert_eq!(
        audit::count_older_than(&mut tx, at(2)).await.unwrap(),
        OldRows { count: 2, oldest: Some(at(0)) }
    );
    assert_eq!(audit::count_older_than(&mut tx, at(0)).await.unwrap(), OldRows { count: 0, oldest: None });
    assert_eq!(audit::delete_oldest(&mut tx, harness.id(), at(2), at(9)).await.unwrap(), 2);
    assert_eq!(audit::delete_oldest(&mut tx, harness.id(), at(2), at(9)).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert_eq!(read(harness, &adam, &AuditFilter::default(), None, 10).await, [lines[3].id, lines[2].id]);
    assert_eq!(exceptions(harness).await, 1);
    assert!(refusal(harness, "DELETE FROM audit_log").await.is_some(), "what is not as old stays");
}

async fn details_are_redacted_with_a_permanent_record_and_nothing_else_changes(harness: &Harness) {
    let adam = admin(harness).await;
    let (line, other) = (event(harness, "session.started", 0), event(harness, "session.started", 1));
    for event in [&line, &other] {
        insert(harness, event).await;
    }
    let mut tx = harness.begin().await;
    let all = audit::list_details(&mut tx, line.target_id.unwrap()).await.unwrap();
    assert_eq!(all.len(), 2);
    audit::redact(&mut tx, harness.id(), line.id, &json!({ "by": "▇▇▇" }), at(9)).await.unwrap();
    tx.commit().await.unwrap();
    let lines =
        audit::list(&mut harness.read().await, &adam, &AuditFilter::default(), None, 10).await.unwrap();
    assert_eq!(lines[1].details.0, json!({ "by": "▇▇▇" }));
    assert_eq!((lines[1].at, lines[1].actor_name.as_str()), (line.at, "Åsa"));
    assert_eq!(lines[0].details.0, other.details);
    assert_eq!(exceptions(harness).await, 1);
    let more = "UPDATE audit_log SET details = '{\"by\":\"▇▇▇\"}', actor_name = 'Ingen'";
    assert!(refusal(harness, more).await.is_some(), "not even together with what may change");
}

/// The grants in the guide for operators.
fn grants() -> String {
    let page = include_str!("../../../../docs/operations.md");
    let (_, rest) = page.split_once("\n### Audit log\n").expect("a heading");
    let block = rest.split("```").nth(1).and_then(|block| block.strip_prefix("sql")).expect("a block of SQL");
    block.to_owned()
}

#[test]
fn the_runtime_role_may_insert_and_select_only() {
    fyr_testing::on_postgres(async |harness: &Harness| {
        let (server, name) = harness.url.rsplit_once('/').expect("a URL");
        let name = name.split('?').next().unwrap_or(name);
        let role = format!("runtime_{}", name.to_lowercase());
        let mut owner = PgConnection::connect(&harness.url).await.unwrap();
        let sql =
            grants().replace("fyr_runtime", &role).replace("DATABASE fyr", &format!("DATABASE \"{name}\""));
        owner.execute(sql.as_str()).await.expect("the SQL of the page can be run");
        // what a restore brings back that was made after an earlier guide
        let earlier =
            format!("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT UPDATE, DELETE ON TABLES TO {role}");
        owner.execute(earlier.as_str()).await.unwrap();
        harness.store.grant_to(&role).await.expect("the owner may let a role run the portal");
        let later: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM pg_default_acl").fetch_one(&mut owner).await.unwrap();
        assert_eq!(later, 0, "no table to come is open");
        let (scheme, rest) = server.split_once("://").expect("a URL");
        let host = rest.rsplit('@').next().unwrap_or(rest);
        let url = format!("{scheme}://{role}:x@{host}/{name}");
        let store = Store::open(&url).unwrap();
        store.migrate().await.expect("a schema that is up to date needs no right to change it");
        let line = event(harness, "session.started", 0);
        let mut tx = store.begin().await.unwrap();
        audit::insert(&mut tx, &line).await.unwrap();
        tx.commit().await.unwrap();
        let adam = admin(harness).await;
        assert_eq!(
            audit::list(&mut store.read().await.unwrap(), &adam, &AuditFilter::default(), None, 9)
                .await
                .unwrap()
                .len(),
            1
        );
        // not logged: these are no statements of the store
        let options = url.parse::<PgConnectOptions>().unwrap().disable_statement_logging();
        let mut runtime = options.connect().await.unwrap();
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
            audit::delete_oldest(&mut tx, harness.id(), at(1), at(9)).await.unwrap(),
            1,
            "by the way that leaves a row"
        );
        tx.commit().await.unwrap();
        store.close().await;
        runtime.close().await.unwrap();
        owner.execute(format!("DROP OWNED BY {role}; DROP ROLE {role}").as_str()).await.unwrap();
    });
}
