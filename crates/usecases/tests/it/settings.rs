//! Settings that a business decides: versions, their cache, and values that are not valid.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Actor, Lang, Level, Role, User,
    channels::ChannelKind,
    sla::{Deadlines, ServiceLevel, Targets},
    text::{Body, EmailAddress, PersonName, Subject},
    tickets::{GuestContact, Impact, Priority, TicketChange, TicketDraft, TicketKind, UrgentDetails},
};
use fyr_testing::see_other_processes;
use fyr_usecases::{
    Backend,
    audit::{self, AuditFilter},
    jobs::{self, Queue},
    revisions,
    settings::{self, Phone, SettingChanges, SettingVersion},
    store::{
        setting_versions,
        settings::{Revision, increment_revision},
        ticket_access, ticket_events,
        tickets::Ticket,
    },
    tickets::{self, DeadlinePreview, TicketEvent},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::support::Fixture;

fn quick() -> ServiceLevel {
    ServiceLevel { p3: Targets::responses(TimeDelta::minutes(30)), ..ServiceLevel::default() }
}

/// Somebody signed in with a role in the whole portal.
fn actor(backend: &Backend, role: Role) -> Actor {
    Actor::signed_in(User {
        id: backend.clock.id(),
        name: "Adam".into(),
        email: "adam@fyr.example".into(),
        email_confirmed: true,
        role,
        level: Level::default(),
        lang: Lang::Sv,
        memberships: Vec::new(),
    })
}

async fn change(backend: &Backend, values: Value) -> Vec<&'static str> {
    let values: Map<String, Value> = serde_json::from_value(values).expect("an object");
    let changes = SettingChanges::parse(&values).expect("valid values");
    settings::change_as_operator(backend, changes, Some("Nytt avtal")).await.expect("changed")
}

async fn service_level(backend: &Backend) -> ServiceLevel {
    (*settings::current::<ServiceLevel>(backend).await).clone()
}

async fn phone(backend: &Backend) -> String {
    settings::current::<Phone>(backend).await.0.clone()
}

/// Writes a version as another release or a hand in the database would.
async fn insert_raw(backend: &Backend, name: &str, value: Value) {
    let mut tx = backend.store.begin().await.expect("a transaction");
    increment_revision(&mut tx, Revision::Settings).await.expect("incremented");
    let version = SettingVersion {
        id: backend.clock.id(),
        name: name.into(),
        version: setting_versions::find_next_version(&mut tx, name).await.expect("a number"),
        value: value.into(),
        created_at: backend.clock.now(),
        created_by_id: None,
        created_by_name: String::new(),
        note: None,
    };
    setting_versions::insert(&mut tx, &version).await.expect("inserted");
    tx.commit().await.expect("committed");
}

#[tokio::test]
async fn a_page_is_of_one_moment_and_the_next_one_shows_the_change() {
    let fyr = Fixture::new().await;
    let backend = &fyr.backend;
    assert_eq!(phone(backend).await, "");
    revisions::read_once(async {
        assert_eq!(phone(backend).await, "");
        change(backend, json!({ "phone": "08-123 456 78" })).await;
        assert_eq!(phone(backend).await, "", "what was current when the page began");
        let other = fyr_usecases::status::overview(backend).await.expect("an overview");
        assert_eq!(other.stale_since, None, "other parts are read by the same revisions");
    })
    .await;
    assert_eq!(phone(backend).await, "08-123 456 78");
    revisions::read_once(async { assert_eq!(phone(backend).await, "08-123 456 78") }).await;
}

#[tokio::test]
async fn the_configuration_counts_until_there_is_a_version() {
    let fixture = Fixture::new().await;
    let backend = &fixture.backend;
    assert_eq!(service_level(backend).await, ServiceLevel::default());
    let list = settings::list_as_operator(backend).await.expect("a list");
    assert!(list.iter().all(|setting| setting.version.is_none()));

    assert_eq!(change(backend, json!({ "service_level": quick() })).await, ["service_level"]);
    assert_eq!(service_level(backend).await, quick());
    let list = settings::list_as_operator(backend).await.expect("a list");
    let versions: Vec<_> =
        list.iter().map(|setting| (setting.name, setting.version.as_ref().map(|of| of.version))).collect();
    assert_eq!(
        versions,
        [
            ("phone", None),
            ("branding", None),
            ("statements", None),
            ("topics", None),
            ("components", None),
            ("channels", None),
            ("plans", None),
            ("triage", None),
            ("escalation", None),
            ("follow_up", None),
            ("aims", None),
            ("search_words", None),
            ("reply_templates", None),
            ("service_level", Some(1)),
            ("calendar", None)
        ]
    );
}

#[tokio::test]
async fn a_change_shows_in_every_process() {
    let fixture = Fixture::new().await;
    let other = fixture.another();
    assert_eq!(phone(&other).await, "");
    let changes = SettingChanges::single(&Phone("0771-123 456".into())).expect("valid");
    settings::change_as_operator(&fixture.backend, changes, None).await.expect("changed");
    see_other_processes(&other.store).await;
    assert_eq!(phone(&other).await, "0771-123 456");
    change(&fixture.backend, json!({ "phone": "" })).await;
    see_other_processes(&other.store).await;
    assert_eq!(phone(&other).await, "");
}

#[tokio::test]
async fn with_the_database_away_the_last_value_counts() {
    let fixture = Fixture::new().await;
    change(&fixture.backend, json!({ "phone": "112" })).await;
    assert_eq!(phone(&fixture.backend).await, "112");
    let never_read = fixture.another();
    fixture.backend.store.close().await;
    never_read.store.close().await;
    assert_eq!(phone(&fixture.backend).await, "112");
    assert_eq!(phone(&never_read).await, "", "of the configuration");
}

#[tokio::test]
async fn only_values_that_differ_get_a_version_and_an_audit_event() {
    let fixture = Fixture::new().await;
    let backend = &fixture.backend;
    let unchanged = json!({ "phone": "", "service_level": {} });
    assert_eq!(change(backend, unchanged).await, [""; 0]);
    fixture.clock.advance(TimeDelta::minutes(1));
    assert_eq!(change(backend, json!({ "phone": "112", "service_level": {} })).await, ["phone"]);
    fixture.clock.advance(TimeDelta::minutes(1));
    let both = json!({ "phone": "113", "service_level": { "p3": "30m" } });
    assert_eq!(change(backend, both.clone()).await, ["phone", "service_level"]);
    assert_eq!(change(backend, both).await, [""; 0]);

    let history = settings::history_as_operator(backend, None, 10).await.expect("a history");
    let lines: Vec<_> = history.iter().map(|version| (version.name.as_str(), version.version)).collect();
    assert_eq!(lines, [("phone", 2), ("service_level", 1), ("phone", 1)]);
    assert_eq!(history[1].value.0, json!({ "p1": "1h", "p2": "4h", "p3": "30m", "p4": "18h" }), "complete");
    assert_eq!(history[0].note.as_deref(), Some("Nytt avtal"));
    let phones = settings::history_as_operator(backend, Some("phone"), 1).await.expect("a history");
    assert_eq!(phones, history[..1]);

    let admin = actor(backend, Role::Admin);
    let filter = AuditFilter { action: Some("setting.changed".into()), ..AuditFilter::default() };
    let events = audit::list_page(backend, &admin, &filter, None, 10).await.expect("an administrator may");
    let details: Vec<_> = events.into_iter().map(|event| event.details.0).collect();
    let expected = |name, version| json!({ "by": "command-line", "setting": name, "version": version });
    assert_eq!(details, [expected("service_level", 1), expected("phone", 2), expected("phone", 1)]);
}

#[tokio::test]
async fn invalid_and_unknown_stored_values_are_survived() {
    let fixture = Fixture::new().await;
    let backend = &fixture.backend;
    change(backend, json!({ "phone": "112", "service_level": quick() })).await;
    insert_raw(backend, "service_level", json!({ "p1": "soon" })).await;
    insert_raw(backend, "of_another_release", json!([1, 2])).await;
    assert_eq!(service_level(backend).await, ServiceLevel::default(), "of the configuration");
    assert_eq!(phone(backend).await, "112", "the others count");
    let list = settings::list_as_operator(backend).await.expect("a list");
    assert_eq!(list.iter().filter(|setting| setting.version.is_some()).count(), 1);

    assert_eq!(change(backend, json!({ "service_level": quick() })).await, ["service_level"]);
    assert_eq!(service_level(backend).await, quick());
}

#[test]
fn a_wrong_value_is_refused_with_what_would_be_right() {
    for (values, problem) in [
        (json!({ "smtp": {} }), "setting smtp: is not a setting in the database; these are: phone, "),
        (json!({ "calendar": { "week": {} } }), "setting calendar: missing field `zone`"),
        (
            json!({ "calendar": { "zone": "Europe/Oslo", "week": {} } }),
            "setting calendar: the calendar never opens",
        ),
        (
            json!({ "calendar": { "zone": "Europe/Oslo", "week": { "monday": "08:00-12:00, 11:00-17:00" } } }),
            "setting calendar: opening hours overlap: `08:00-12:00` and `11:00-17:00`",
        ),
        (json!({ "phone": 112 }), "setting phone: invalid type"),
        (json!({ "phone": "på kontoret" }), "setting phone: must be a telephone number"),
        (json!({ "phone": "1".repeat(51) }), "setting phone: must be a telephone number of at most 50"),
        (json!({ "phone": "1\n2" }), "in one line"),
        (json!({ "service_level": { "p1": "1d" } }), "setting service_level: `1d` is not a length"),
        (json!({ "service_level": { "p9": "1h" } }), "setting service_level: unknown field `p9`"),
    ] {
        let values: Map<String, Value> = serde_json::from_value(values).expect("an object");
        let error = SettingChanges::parse(&values).expect_err("must be refused").to_string();
        assert!(error.contains(problem), "{error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
}

/// Runs what follows from a change, a moment later.
async fn run_schedules(fixture: &Fixture) {
    fixture.clock.advance(TimeDelta::seconds(1));
    while jobs::run_due(&fixture.backend, Queue::Schedules).await.expect("the jobs run") {}
}

/// Files a ticket as a guest.
async fn file(backend: &Backend) -> Ticket {
    let draft = TicketDraft {
        topic: "sign-in".into(),
        subject: Subject::parse("Koden kommer inte").expect("a subject"),
        description: Body::parse("Jag har väntat i en timme.").expect("a text"),
        urgent: false,
        urgent_details: UrgentDetails::default(),
        kind: TicketKind::default(),
        impact: Impact::default(),
        priority: Priority::P3,
        channel: ChannelKind::Form,
        guest: Some(GuestContact {
            name: PersonName::parse("Åsa Öberg").expect("a name"),
            email: EmailAddress::parse("asa@exempel.se").expect("an address"),
        }),
        participant: None,
        organisation: None,
    };
    let form = tickets::FormRef { key: backend.clock.id(), owner: "browser:1" };
    tickets::file(backend, &Actor::ANONYMOUS, form, &draft, Lang::Sv).await.expect("filed").ticket
}

async fn find(backend: &Backend, ticket: &Ticket) -> Ticket {
    let mut db = backend.store.read().await.expect("a connection");
    fyr_usecases::store::tickets::find_by_id(&mut db, ticket.id).await.expect("read").expect("is there")
}

#[tokio::test]
async fn tickets_filed_after_a_change_have_its_target() {
    let fixture = Fixture::new().await;
    let backend = &fixture.backend;
    let respond_by = async || file(backend).await.respond_by.expect("a target").to_rfc3339();
    // on a Saturday: the clock starts on Monday at 08:00 in Stockholm
    assert_eq!(respond_by().await, "2026-11-23T16:00:00+00:00");
    change(backend, json!({ "service_level": { "p3": "30m" } })).await;
    assert_eq!(respond_by().await, "2026-11-23T07:30:00+00:00");
}

#[tokio::test]
async fn a_change_moves_the_deadlines_of_open_tickets_in_the_background() {
    let fixture = Fixture::new().await;
    let backend = &fixture.backend;
    let (open, closed) = (file(backend).await, file(backend).await);
    fixture.clock.advance(TimeDelta::minutes(1));
    let guest = Actor { guest: Some(backend.clock.id()), ..Actor::ANONYMOUS };
    let mut tx = backend.store.begin().await.expect("a transaction");
    let key = guest.guest.expect("a guest");
    ticket_access::grant_to_guest(&mut tx, key, closed.id, backend.clock.now()).await.expect("granted");
    tx.commit().await.expect("committed");
    tickets::close(backend, &guest, &closed.reference).await.expect("closed");

    // Monday 23 November 2026: two of the nine hours until 17:00
    fixture
        .clock
        .advance("2026-11-23T09:00:00Z".parse::<DateTime<Utc>>().expect("a time") - backend.clock.now());
    let week = json!({ "monday": "08:00-11:00", "tuesday": "08:00-17:00" });
    let calendar = json!({ "zone": "Europe/Stockholm", "week": week });
    let values = json!({ "calendar": calendar, "service_level": { "p3": { "first_response": "9h", "update": "10h" } } });
    let values: Map<String, Value> = serde_json::from_value(values).expect("an object");
    let changes = SettingChanges::parse(&values).expect("valid values");
    let preview = tickets::preview_deadlines(backend, &changes.sla(backend).await).await.expect("looked at");
    assert_eq!(preview, DeadlinePreview { open: 1, moved: 1, late: 0 });
    assert_eq!(find(backend, &open).await.deadlines(), open.deadlines(), "nothing is changed yet");

    settings::change_as_operator(backend, changes, None).await.expect("changed");
    run_schedules(&fixture).await;
    let after = find(backend, &open).await;
    let local = |by: Option<DateTime<Utc>>| by.map(|by| by.to_rfc3339());
    // two hours had counted by 10:00, one more does on Monday, six on Tuesday
    assert_eq!(local(after.respond_by).as_deref(), Some("2026-11-24T13:00:00+00:00"));
    // the update is promised from the change on: an hour on Monday, nine on Tuesday
    assert_eq!(local(after.update_by).as_deref(), Some("2026-11-24T16:00:00+00:00"));
    assert_eq!(after.updated_at, open.updated_at, "nobody has done anything");
    assert_eq!(find(backend, &closed).await.deadlines(), Deadlines::default());

    let events = async || {
        let mut db = backend.store.read().await.expect("a connection");
        let agent = actor(backend, Role::Agent);
        let events = ticket_events::list_for_ticket(&mut db, &agent, open.id, Uuid::nil()).await;
        events.expect("read").iter().filter_map(TicketEvent::change).collect::<Vec<_>>()
    };
    let written = events().await;
    assert_eq!(written.last(), Some(&TicketChange::Deadlines(after.deadlines())));
    // the same once more changes nothing
    change(backend, json!({ "service_level": { "p1": "2h" } })).await;
    change(backend, json!({ "service_level": { "p3": { "first_response": "9h", "update": "10h" } } })).await;
    run_schedules(&fixture).await;
    assert_eq!(events().await, written);

    // less time than has passed: it would be late at once
    fixture.clock.advance(TimeDelta::hours(2));
    let values: Map<String, Value> =
        serde_json::from_value(json!({ "service_level": { "p3": "2h" } })).expect("an object");
    let changes = SettingChanges::parse(&values).expect("valid values");
    let preview = tickets::preview_deadlines(backend, &changes.sla(backend).await).await.expect("looked at");
    assert_eq!(preview, DeadlinePreview { open: 1, moved: 1, late: 1 });
}
