//! Components over the course of an incident, moved maintenances and corrected texts.

use fyr_domain::status::{ComponentImpact, Impact, IncidentStatus};
use fyr_store::{
    status::{self, IncidentRow, StatusUpdateRow},
    status_updates::{self, CorrectionRow, UpdateComponent},
};
use fyr_testing::{Harness, on_both_engines};
use uuid::Uuid;

use crate::{
    fixtures::at,
    status::{component, incident, maintenance, title, update},
};

on_both_engines! {
    each_update_has_its_components,
    updates_of_the_former_release_get_the_components_of_before,
    an_update_that_moves_work_keeps_the_new_times,
    a_correction_replaces_a_text_and_keeps_the_earlier_one,
}

async fn each_update_has_its_components(harness: &Harness) {
    let (one, two) = (component(harness, "one").await, component(harness, "two").await);
    let (open, over) =
        (incident(harness, 0), IncidentRow { resolved_at: Some(at(5)), ..incident(harness, 0) });
    let mut tx = harness.begin().await;
    let mut expected = Vec::new();
    for (about, component, impact) in [(&open, one, Impact::Critical), (&over, two, Impact::None)] {
        status::insert_incident(&mut tx, about, &[one]).await.unwrap();
        let said = update(harness, about.id, 1);
        status::insert_update(&mut tx, &said).await.unwrap();
        let affected = [ComponentImpact { component, impact }; 2];
        status_updates::insert_components(&mut tx, said.id, &affected).await.unwrap();
        expected.push(UpdateComponent { update_id: said.id, component_id: component, impact });
    }
    let mut listed = status_updates::list_components(&mut tx, at(5)).await.unwrap();
    listed.sort_by_key(|row| row.update_id);
    assert_eq!(listed, expected);
    assert_eq!(status_updates::list_components(&mut tx, at(6)).await.unwrap(), expected[..1]);
    assert_eq!(status_updates::list_components_for(&mut tx, over.id).await.unwrap(), expected[1..]);

    status::set_incident_components(&mut tx, open.id, &[two, two]).await.unwrap();
    assert_eq!(status::list_components_for(&mut tx, open.id).await.unwrap(), [two]);
    assert_eq!(status::list_components_for(&mut tx, over.id).await.unwrap(), [one], "that of another stays");
}

async fn updates_of_the_former_release_get_the_components_of_before(harness: &Harness) {
    let (one, two) = (component(harness, "one").await, component(harness, "two").await);
    let (about, other) = (incident(harness, 0), incident(harness, 0));
    let mut tx = harness.begin().await;
    let mut said = Vec::new();
    for (about, impact) in [(&about, Some("minor")), (&about, None), (&about, Some("minor")), (&other, None)]
    {
        status::insert_incident(&mut tx, about, &[one]).await.unwrap();
        let update = StatusUpdateRow { impact: impact.map(str::to_owned), ..update(harness, about.id, 1) };
        status::insert_update(&mut tx, &update).await.unwrap();
        said.push(update.id);
    }
    let known = [ComponentImpact { component: two, impact: Impact::None }];
    status_updates::insert_components(&mut tx, said[2], &known).await.unwrap();
    for _ in 0..2 {
        status_updates::insert_missing_components(&mut tx, about.id).await.unwrap();
    }
    let mut listed = status_updates::list_components_for(&mut tx, about.id).await.unwrap();
    listed.sort_by_key(|row| row.update_id);
    let row = |update_id, component_id, impact| UpdateComponent { update_id, component_id, impact };
    let expected =
        [row(said[0], one, Impact::Minor), row(said[1], one, Impact::Major), row(said[2], two, Impact::None)];
    assert_eq!(listed, expected, "with the impact of the update, or else of the incident");
    assert_eq!(status_updates::list_components_for(&mut tx, other.id).await.unwrap(), []);
}

async fn an_update_that_moves_work_keeps_the_new_times(harness: &Harness) {
    let work = maintenance(harness, 0);
    let mut tx = harness.begin().await;
    status::insert_maintenance(&mut tx, &work, &[]).await.unwrap();
    let moved =
        StatusUpdateRow { starts_at: Some(at(7)), ends_at: Some(at(9)), ..update(harness, work.id, 1) };
    status::insert_update(&mut tx, &moved).await.unwrap();
    let found = status_updates::find(&mut tx, moved.id).await.unwrap();
    assert_eq!(format!("{found:?}"), format!("{:?}", Some(&moved)));
    assert!(status_updates::find(&mut tx, work.id).await.unwrap().is_none());
}

async fn a_correction_replaces_a_text_and_keeps_the_earlier_one(harness: &Harness) {
    let (outage, work) = (incident(harness, 0), maintenance(harness, 0));
    let mut tx = harness.begin().await;
    status::insert_incident(&mut tx, &outage, &[]).await.unwrap();
    status::insert_maintenance(&mut tx, &work, &[]).await.unwrap();
    let said = update(harness, outage.id, 1);
    status::insert_update(&mut tx, &said).await.unwrap();
    let correction = |subject_id: Uuid, update_id, minute| CorrectionRow {
        id: harness.id(),
        subject_id,
        update_id,
        form_key: harness.id(),
        texts: title("Som det stod"),
        at: at(minute),
    };
    let corrections = [
        correction(outage.id, Some(said.id), 2),
        correction(outage.id, None, 3),
        correction(work.id, None, 4),
    ];
    for correction in &corrections {
        status_updates::insert_correction(&mut tx, correction).await.unwrap();
    }
    let right = title("Som det ska stå");
    status_updates::update_texts(&mut tx, said.id, &right).await.unwrap();
    for subject in [outage.id, work.id] {
        status_updates::update_titles(&mut tx, subject, &right).await.unwrap();
    }
    let update = status_updates::find(&mut tx, said.id).await.unwrap().unwrap();
    let outage = status::find_incident(&mut tx, outage.id).await.unwrap().unwrap();
    let work = status::find_maintenance(&mut tx, work.id).await.unwrap().unwrap();
    assert_eq!([&update.texts, &outage.titles, &work.titles], [&right; 3]);

    let [of_update, of_title, of_work] = &corrections;
    let of_outage = status_updates::list_corrections_for(&mut tx, outage.id).await.unwrap();
    assert_eq!(format!("{of_outage:?}"), format!("{:?}", [of_title, of_update]), "latest first");
    let all = status_updates::list_corrections(&mut tx, at(10)).await.unwrap();
    assert_eq!(format!("{all:?}"), format!("{:?}", [of_work, of_title, of_update]));
    status::set_incident_start(&mut tx, outage.id, at(-7)).await.unwrap();
    let began = status::find_incident(&mut tx, outage.id).await.unwrap().unwrap().started_at;
    assert_eq!(began, at(-7), "corrected");
    let resolved = IncidentStatus::Resolved;
    status::update_incident(&mut tx, outage.id, Impact::Minor, resolved, Some(at(5))).await.unwrap();
    assert_eq!(status_updates::list_corrections(&mut tx, at(11)).await.unwrap().len(), 0, "long over");
}
