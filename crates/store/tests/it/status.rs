//! Incidents and maintenances of the status page, the components they affect, and their updates.

use fyr_domain::{
    Lang, Localised,
    status::{Impact, IncidentStatus},
};
use fyr_store::{
    components,
    status::{self, AffectedComponent, IncidentRow, MaintenanceRow, StatusUpdateRow},
};
use fyr_testing::{Harness, on_both_engines};
use sqlx::types::Json;
use uuid::Uuid;

use crate::fixtures::{self, at};

on_both_engines! {
    an_incident_sent_twice_is_written_once,
    a_maintenance_sent_twice_is_written_once,
    an_update_sent_twice_is_written_once,
    a_component_named_twice_is_affected_once,
    a_component_in_use_cannot_be_deleted,
    an_incident_moves_on_and_is_listed_until_it_is_long_over,
    a_maintenance_changes_and_is_listed_until_it_is_long_over,
    what_was_said_is_listed_with_what_it_is_about_latest_first,
    what_is_over_comes_in_pages_latest_first,
    one_incident_or_maintenance_is_found_with_its_components_and_updates,
}

pub fn title(text: &str) -> Json<Localised> {
    Json([(Lang::Sv, text.to_owned()), (Lang::Nb, format!("{text} (på norsk: æøå)"))].into_iter().collect())
}

pub fn incident(harness: &Harness, minute: i64) -> IncidentRow {
    IncidentRow {
        id: harness.id(),
        form_key: harness.id(),
        impact: Impact::Major,
        status: IncidentStatus::Investigating,
        titles: title("Inloggningen är nere"),
        started_at: at(minute),
        resolved_at: None,
    }
}

pub fn maintenance(harness: &Harness, minute: i64) -> MaintenanceRow {
    MaintenanceRow {
        id: harness.id(),
        form_key: harness.id(),
        titles: title("Vi byter databas"),
        starts_at: at(minute),
        ends_at: at(minute + 10),
        cancelled_at: None,
    }
}

pub fn update(harness: &Harness, subject_id: Uuid, minute: i64) -> StatusUpdateRow {
    StatusUpdateRow {
        id: harness.id(),
        subject_id,
        form_key: harness.id(),
        status: Some("identified".into()),
        impact: Some("minor".into()),
        starts_at: None,
        ends_at: None,
        texts: title("Vi vet vad det är"),
        at: at(minute),
    }
}

fn affected(subject_id: Uuid, component_id: Uuid) -> AffectedComponent {
    AffectedComponent { subject_id, component_id }
}

pub async fn component(harness: &Harness, slug: &str) -> Uuid {
    let mut tx = harness.begin().await;
    let id = components::upsert(&mut tx, &fixtures::titled_item(harness, slug, 1)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn an_incident_sent_twice_is_written_once(harness: &Harness) {
    let (one, two) = (component(harness, "one").await, component(harness, "two").await);
    let first = incident(harness, 0);
    let again = IncidentRow { form_key: first.form_key, ..incident(harness, 1) };
    let mut tx = harness.begin().await;
    assert!(status::insert_incident(&mut tx, &first, &[one]).await.unwrap());
    assert!(!status::insert_incident(&mut tx, &first, &[one]).await.unwrap(), "the very same");
    assert!(!status::insert_incident(&mut tx, &again, &[two]).await.unwrap());
    let listed = status::list_incidents(&mut tx, at(0)).await.unwrap();
    assert_eq!(format!("{listed:?}"), format!("{:?}", [&first]));
    assert!(status::find_incident(&mut tx, again.id).await.unwrap().is_none());
    assert_eq!(status::list_incident_components(&mut tx, at(0)).await.unwrap(), [affected(first.id, one)]);
}

async fn a_maintenance_sent_twice_is_written_once(harness: &Harness) {
    let (one, two) = (component(harness, "one").await, component(harness, "two").await);
    let first = maintenance(harness, 0);
    let again = MaintenanceRow { form_key: first.form_key, ..maintenance(harness, 1) };
    let mut tx = harness.begin().await;
    assert!(status::insert_maintenance(&mut tx, &first, &[one]).await.unwrap());
    assert!(!status::insert_maintenance(&mut tx, &first, &[one]).await.unwrap(), "the very same");
    assert!(!status::insert_maintenance(&mut tx, &again, &[two]).await.unwrap());
    let listed = status::list_maintenances(&mut tx, at(0)).await.unwrap();
    assert_eq!(format!("{listed:?}"), format!("{:?}", [&first]));
    assert!(status::find_maintenance(&mut tx, again.id).await.unwrap().is_none());
    assert_eq!(status::list_maintenance_components(&mut tx, at(0)).await.unwrap(), [affected(first.id, one)]);
}

async fn an_update_sent_twice_is_written_once(harness: &Harness) {
    let about = incident(harness, 0);
    let mut tx = harness.begin().await;
    status::insert_incident(&mut tx, &about, &[]).await.unwrap();
    let first = update(harness, about.id, 1);
    let again = StatusUpdateRow { form_key: first.form_key, ..update(harness, about.id, 2) };
    assert!(status::insert_update(&mut tx, &first).await.unwrap());
    assert!(!status::insert_update(&mut tx, &again).await.unwrap());
    let said = status::list_updates(&mut tx, at(0)).await.unwrap();
    assert_eq!(format!("{said:?}"), format!("{:?}", [&first]));
}

async fn a_component_in_use_cannot_be_deleted(harness: &Harness) {
    let (one, two) = (component(harness, "one").await, component(harness, "two").await);
    component(harness, "three").await;
    let mut tx = harness.begin().await;
    status::insert_incident(&mut tx, &incident(harness, 0), &[one]).await.unwrap();
    status::insert_maintenance(&mut tx, &maintenance(harness, 0), &[two]).await.unwrap();
    assert!(!components::delete(&mut tx, "one").await.unwrap());
    assert!(!components::delete(&mut tx, "two").await.unwrap());
    assert!(components::delete(&mut tx, "three").await.unwrap());
    assert!(!components::delete(&mut tx, "three").await.unwrap(), "it is gone");
    assert_eq!(components::list(&mut tx).await.unwrap().len(), 2);
}

async fn a_component_named_twice_is_affected_once(harness: &Harness) {
    let one = component(harness, "one").await;
    let (outage, work) = (incident(harness, 0), maintenance(harness, 0));
    let mut tx = harness.begin().await;
    assert!(status::insert_incident(&mut tx, &outage, &[one, one]).await.unwrap());
    assert!(status::insert_maintenance(&mut tx, &work, &[one, one]).await.unwrap());
    assert_eq!(status::list_incident_components(&mut tx, at(0)).await.unwrap(), [affected(outage.id, one)]);
    assert_eq!(status::list_maintenance_components(&mut tx, at(0)).await.unwrap(), [affected(work.id, one)]);
}

async fn an_incident_moves_on_and_is_listed_until_it_is_long_over(harness: &Harness) {
    let one = component(harness, "one").await;
    let (over, going_on) = (incident(harness, 0), incident(harness, 1));
    let mut tx = harness.begin().await;
    for incident in [&over, &going_on] {
        status::insert_incident(&mut tx, incident, &[one]).await.unwrap();
    }
    status::update_incident(&mut tx, over.id, Impact::Minor, IncidentStatus::Resolved, Some(at(5)))
        .await
        .unwrap();
    let expected = IncidentRow {
        impact: Impact::Minor,
        status: IncidentStatus::Resolved,
        resolved_at: Some(at(5)),
        ..over.clone()
    };
    let found = status::find_incident(&mut tx, over.id).await.unwrap().unwrap();
    assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    for (since, expected) in [(5, vec![going_on.id, over.id]), (6, vec![going_on.id])] {
        let listed = status::list_incidents(&mut tx, at(since)).await.unwrap();
        assert_eq!(listed.iter().map(|i| i.id).collect::<Vec<_>>(), expected, "latest first");
        let mut listed = status::list_incident_components(&mut tx, at(since)).await.unwrap();
        listed.sort_by_key(|row| std::cmp::Reverse(row.subject_id));
        assert_eq!(listed, expected.into_iter().map(|id| affected(id, one)).collect::<Vec<_>>());
    }
}

async fn a_maintenance_changes_and_is_listed_until_it_is_long_over(harness: &Harness) {
    let one = component(harness, "one").await;
    let (later, earlier) = (maintenance(harness, 100), maintenance(harness, 0));
    let mut tx = harness.begin().await;
    for maintenance in [&later, &earlier] {
        status::insert_maintenance(&mut tx, maintenance, &[one]).await.unwrap();
    }
    status::update_maintenance(&mut tx, earlier.id, at(-5), at(20), Some(at(3))).await.unwrap();
    let expected =
        MaintenanceRow { starts_at: at(-5), ends_at: at(20), cancelled_at: Some(at(3)), ..earlier.clone() };
    let found = status::find_maintenance(&mut tx, earlier.id).await.unwrap().unwrap();
    assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    for (since, expected) in [(20, vec![earlier.id, later.id]), (21, vec![later.id])] {
        let listed = status::list_maintenances(&mut tx, at(since)).await.unwrap();
        assert_eq!(listed.iter().map(|m| m.id).collect::<Vec<_>>(), expected, "by beginning");
        let mut listed = status::list_maintenance_components(&mut tx, at(since)).await.unwrap();
        listed.sort_by_key(|row| std::cmp::Reverse(row.subject_id));
        assert_eq!(listed, expected.into_iter().map(|id| affected(id, one)).collect::<Vec<_>>());
    }
}

async fn what_was_said_is_listed_with_what_it_is_about_latest_first(harness: &Harness) {
    let (outage, over, work, done) = (
        incident(harness, 0),
        IncidentRow { resolved_at: Some(at(1)), ..incident(harness, 0) },
        maintenance(harness, 10),
        maintenance(harness, -100),
    );
    let mut tx = harness.begin().await;
    status::insert_incident(&mut tx, &outage, &[]).await.unwrap();
    status::insert_incident(&mut tx, &over, &[]).await.unwrap();
    status::insert_maintenance(&mut tx, &work, &[]).await.unwrap();
    status::insert_maintenance(&mut tx, &done, &[]).await.unwrap();
    let mut said = Vec::new();
    for (about, minute) in
        [(outage.id, 1), (over.id, 2), (work.id, 3), (done.id, 4), (outage.id, 5), (outage.id, 5)]
    {
        let update = update(harness, about, minute);
        status::insert_update(&mut tx, &update).await.unwrap();
        said.push(update.id);
    }
    let listed = status::list_updates(&mut tx, at(2)).await.unwrap();
    assert_eq!(listed.iter().map(|u| u.id).collect::<Vec<_>>(), [said[5], said[4], said[2], said[0]]);
}

async fn what_is_over_comes_in_pages_latest_first(harness: &Harness) {
    let mut tx = harness.begin().await;
    let mut over = Vec::new();
    for minute in [0, 2, 1] {
        let incident = IncidentRow { resolved_at: Some(at(10)), ..incident(harness, minute) };
        status::insert_incident(&mut tx, &incident, &[]).await.unwrap();
        over.push(incident.id);
    }
    status::insert_incident(&mut tx, &incident(harness, 5), &[]).await.unwrap();
    assert_eq!(status::count_resolved_incidents(&mut tx).await.unwrap(), 3);
    for (limit, offset, expected) in [(2, 0, vec![over[1], over[2]]), (2, 2, vec![over[0]]), (2, 4, vec![])] {
        let page = status::list_resolved_incidents(&mut tx, limit, offset).await.unwrap();
        assert_eq!(page.iter().map(|i| i.id).collect::<Vec<_>>(), expected);
    }
}

async fn one_incident_or_maintenance_is_found_with_its_components_and_updates(harness: &Harness) {
    let (one, two) = (component(harness, "one").await, component(harness, "two").await);
    let (outage, work) = (incident(harness, 0), maintenance(harness, 0));
    let mut tx = harness.begin().await;
    status::insert_incident(&mut tx, &outage, &[one]).await.unwrap();
    status::insert_maintenance(&mut tx, &work, &[two]).await.unwrap();
    let (first, other, second) =
        (update(harness, outage.id, 1), update(harness, work.id, 2), update(harness, outage.id, 3));
    for update in [&first, &other, &second] {
        status::insert_update(&mut tx, update).await.unwrap();
    }
    for (subject, key, component, said) in [
        (outage.id, outage.form_key, one, vec![second.id, first.id]),
        (work.id, work.form_key, two, vec![other.id]),
    ] {
        assert_eq!(status::find_by_form_key(&mut tx, key).await.unwrap(), Some(subject));
        assert_eq!(status::list_components_for(&mut tx, subject).await.unwrap(), [component]);
        let updates = status::list_updates_for(&mut tx, subject).await.unwrap();
        assert_eq!(updates.iter().map(|u| u.id).collect::<Vec<_>>(), said);
    }
    assert_eq!(status::find_by_form_key(&mut tx, harness.id()).await.unwrap(), None);
}
