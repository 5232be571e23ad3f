//! Settings that a business decides: versions, their cache, and values that are not valid.

use chrono::TimeDelta;
use fyr_domain::{
    Actor, Lang, Level, Role, User,
    sla::{ServiceLevel, Targets},
    text::{Body, EmailAddress, PersonName, Subject},
    tickets::{GuestContact, TicketDraft},
};
use fyr_testing::see_other_processes;
use fyr_usecases::{
    Backend,
    audit::{self, AuditFilter},
    revisions,
    settings::{self, Phone, SettingChanges, SettingVersion},
    store::{
        setting_versions,
        settings::{Revision, increment_revision},
    },
    tickets,
};
use serde_json::{Map, Value, json};

use crate::support::Fixture;

fn quick() -> ServiceLevel {
    ServiceLevel { p3: Targets::responses(TimeDelta::minutes(30)), ..ServiceLevel::default() }
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
    assert_eq!(versions, [("phone", None), ("service_level", Some(1)), ("calendar", None)]);
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

    let admin = Actor::signed_in(User {
        id: backend.clock.id(),
        name: "Adam".into(),
        email: "adam@fyr.example".into(),
        email_confirmed: true,
        role: Role::Admin,
        level: Level::default(),
        lang: Lang::Sv,
        memberships: Vec::new(),
    });
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

#[tokio::test]
async fn tickets_filed_after_a_change_have_its_target() {
    let fixture = Fixture::new().await;
    let backend = &fixture.backend;
    let draft = TicketDraft {
        topic: "sign-in".into(),
        subject: Subject::parse("Koden kommer inte").expect("a subject"),
        description: Body::parse("Jag har väntat i en timme.").expect("a text"),
        urgent: false,
        guest: Some(GuestContact {
            name: PersonName::parse("Åsa Öberg").expect("a name"),
            email: EmailAddress::parse("asa@exempel.se").expect("an address"),
        }),
        participant: None,
        organisation: None,
    };
    let file = async || {
        let form = tickets::FormRef { key: backend.clock.id(), owner: "browser:1" };
        let filed = tickets::file(backend, &Actor::ANONYMOUS, form, &draft, Lang::Sv).await.expect("filed");
        filed.ticket.respond_by.expect("a target")
    };
    // on a Saturday: the clock starts on Monday at 08:00 in Stockholm
    assert_eq!(file().await.to_rfc3339(), "2026-11-23T16:00:00+00:00");
    change(backend, json!({ "service_level": { "p3": "30m" } })).await;
    assert_eq!(file().await.to_rfc3339(), "2026-11-23T07:30:00+00:00");
}
