//! Incidents and maintenance, and what was said about them.

use fyr_domain::{
    Lang, Localised,
    status::{Impact, IncidentStatus},
};
use fyr_store::{
    catalogue,
    status::{self, Incident, Maintenance, Update},
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    an_incident_sent_twice_is_written_once,
    a_maintenance_sent_twice_is_written_once,
    an_update_sent_twice_is_written_once,
    a_service_named_twice_is_affected_once,
    an_incident_moves_on_and_is_listed_until_it_is_long_over,
    a_maintenance_changes_and_is_listed_until_it_is_long_over,
    what_was_said_is_listed_with_what_it_is_about_latest_first,
    what_is_over_comes_in_pages_latest_first,
    one_incident_or_maintenance_is_found_with_its_services_and_words,
}

fn title(text: &str) -> Json<Localised> {
    Json([(Lang::Sv, text.to_owned()), (Lang::Nb, format!("{text} (på norsk: æøå)"))].into_iter().collect())
}

fn incident(bed: &Bed, minute: i64) -> Incident {
    Incident {
        id: bed.id(),
        form_key: bed.id(),
        impact: Impact::Major,
        status: IncidentStatus::Investigating,
        titles: title("Inloggningen är nere"),
        started_at: at(minute),
        resolved_at: None,
    }
}

fn maintenance(bed: &Bed, minute: i64) -> Maintenance {
    Maintenance {
        id: bed.id(),
        form_key: bed.id(),
        titles: title("Vi byter databas"),
        starts_at: at(minute),
        ends_at: at(minute + 10),
        cancelled_at: None,
    }
}

fn update(bed: &Bed, subject_id: Uuid, minute: i64) -> Update {
    Update {
        id: bed.id(),
        subject_id,
        form_key: bed.id(),
        status: Some("identified".into()),
        impact: Some("minor".into()),
        texts: title("Vi vet vad det är"),
        at: at(minute),
    }
}

async fn service(bed: &Bed, slug: &str) -> Uuid {
    let mut tx = bed.begin().await;
    let id = catalogue::put_service(&mut tx, &make::listed(bed, slug, 1)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn an_incident_sent_twice_is_written_once(bed: &Bed) {
    let (one, two) = (service(bed, "one").await, service(bed, "two").await);
    let first = incident(bed, 0);
    let again = Incident { form_key: first.form_key, ..incident(bed, 1) };
    let mut tx = bed.begin().await;
    assert!(status::put_incident(&mut tx, &first, &[one]).await.unwrap());
    assert!(!status::put_incident(&mut tx, &first, &[one]).await.unwrap(), "the very same");
    assert!(!status::put_incident(&mut tx, &again, &[two]).await.unwrap());
    let listed = status::incidents(&mut tx, at(0)).await.unwrap();
    assert_eq!(format!("{listed:?}"), format!("{:?}", [&first]));
    assert!(status::incident(&mut tx, again.id).await.unwrap().is_none());
    assert_eq!(status::incident_services(&mut tx, at(0)).await.unwrap(), [(first.id, one)]);
}

async fn a_maintenance_sent_twice_is_written_once(bed: &Bed) {
    let (one, two) = (service(bed, "one").await, service(bed, "two").await);
    let first = maintenance(bed, 0);
    let again = Maintenance { form_key: first.form_key, ..maintenance(bed, 1) };
    let mut tx = bed.begin().await;
    assert!(status::put_maintenance(&mut tx, &first, &[one]).await.unwrap());
    assert!(!status::put_maintenance(&mut tx, &first, &[one]).await.unwrap(), "the very same");
    assert!(!status::put_maintenance(&mut tx, &again, &[two]).await.unwrap());
    let listed = status::maintenances(&mut tx, at(0)).await.unwrap();
    assert_eq!(format!("{listed:?}"), format!("{:?}", [&first]));
    assert!(status::maintenance(&mut tx, again.id).await.unwrap().is_none());
    assert_eq!(status::maintenance_services(&mut tx, at(0)).await.unwrap(), [(first.id, one)]);
}

async fn an_update_sent_twice_is_written_once(bed: &Bed) {
    let about = incident(bed, 0);
    let mut tx = bed.begin().await;
    status::put_incident(&mut tx, &about, &[]).await.unwrap();
    let first = update(bed, about.id, 1);
    let again = Update { form_key: first.form_key, ..update(bed, about.id, 2) };
    assert!(status::put_update(&mut tx, &first).await.unwrap());
    assert!(!status::put_update(&mut tx, &again).await.unwrap());
    let said = status::updates(&mut tx, at(0)).await.unwrap();
    assert_eq!(format!("{said:?}"), format!("{:?}", [&first]));
}

async fn a_service_named_twice_is_affected_once(bed: &Bed) {
    let one = service(bed, "one").await;
    let (outage, work) = (incident(bed, 0), maintenance(bed, 0));
    let mut tx = bed.begin().await;
    assert!(status::put_incident(&mut tx, &outage, &[one, one]).await.unwrap());
    assert!(status::put_maintenance(&mut tx, &work, &[one, one]).await.unwrap());
    assert_eq!(status::incident_services(&mut tx, at(0)).await.unwrap(), [(outage.id, one)]);
    assert_eq!(status::maintenance_services(&mut tx, at(0)).await.unwrap(), [(work.id, one)]);
}

async fn an_incident_moves_on_and_is_listed_until_it_is_long_over(bed: &Bed) {
    let one = service(bed, "one").await;
    let (over, going_on) = (incident(bed, 0), incident(bed, 1));
    let mut tx = bed.begin().await;
    for incident in [&over, &going_on] {
        status::put_incident(&mut tx, incident, &[one]).await.unwrap();
    }
    status::set_incident(&mut tx, over.id, Impact::Minor, IncidentStatus::Resolved, Some(at(5)))
        .await
        .unwrap();
    let expected = Incident {
        impact: Impact::Minor,
        status: IncidentStatus::Resolved,
        resolved_at: Some(at(5)),
        ..over.clone()
    };
    let found = status::incident(&mut tx, over.id).await.unwrap().unwrap();
    assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    for (since, expected) in [(5, vec![going_on.id, over.id]), (6, vec![going_on.id])] {
        let listed = status::incidents(&mut tx, at(since)).await.unwrap();
        assert_eq!(listed.iter().map(|i| i.id).collect::<Vec<_>>(), expected, "latest first");
        let mut affected = status::incident_services(&mut tx, at(since)).await.unwrap();
        affected.sort_by_key(|(incident, _)| std::cmp::Reverse(*incident));
        assert_eq!(affected, expected.into_iter().map(|id| (id, one)).collect::<Vec<_>>());
    }
}

async fn a_maintenance_changes_and_is_listed_until_it_is_long_over(bed: &Bed) {
    let one = service(bed, "one").await;
    let (later, earlier) = (maintenance(bed, 100), maintenance(bed, 0));
    let mut tx = bed.begin().await;
    for maintenance in [&later, &earlier] {
        status::put_maintenance(&mut tx, maintenance, &[one]).await.unwrap();
    }
    status::set_maintenance(&mut tx, earlier.id, at(20), Some(at(3))).await.unwrap();
    let expected = Maintenance { ends_at: at(20), cancelled_at: Some(at(3)), ..earlier.clone() };
    let found = status::maintenance(&mut tx, earlier.id).await.unwrap().unwrap();
    assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    for (since, expected) in [(20, vec![earlier.id, later.id]), (21, vec![later.id])] {
        let listed = status::maintenances(&mut tx, at(since)).await.unwrap();
        assert_eq!(listed.iter().map(|m| m.id).collect::<Vec<_>>(), expected, "by beginning");
        let mut affected = status::maintenance_services(&mut tx, at(since)).await.unwrap();
        affected.sort_by_key(|(maintenance, _)| std::cmp::Reverse(*maintenance));
        assert_eq!(affected, expected.into_iter().map(|id| (id, one)).collect::<Vec<_>>());
    }
}

async fn what_was_said_is_listed_with_what_it_is_about_latest_first(bed: &Bed) {
    let (outage, over, work, done) = (
        incident(bed, 0),
        Incident { resolved_at: Some(at(1)), ..incident(bed, 0) },
        maintenance(bed, 10),
        maintenance(bed, -100),
    );
    let mut tx = bed.begin().await;
    status::put_incident(&mut tx, &outage, &[]).await.unwrap();
    status::put_incident(&mut tx, &over, &[]).await.unwrap();
    status::put_maintenance(&mut tx, &work, &[]).await.unwrap();
    status::put_maintenance(&mut tx, &done, &[]).await.unwrap();
    let mut said = Vec::new();
    for (about, minute) in
        [(outage.id, 1), (over.id, 2), (work.id, 3), (done.id, 4), (outage.id, 5), (outage.id, 5)]
    {
        let update = update(bed, about, minute);
        status::put_update(&mut tx, &update).await.unwrap();
        said.push(update.id);
    }
    let listed = status::updates(&mut tx, at(2)).await.unwrap();
    assert_eq!(listed.iter().map(|u| u.id).collect::<Vec<_>>(), [said[5], said[4], said[2], said[0]]);
}

async fn what_is_over_comes_in_pages_latest_first(bed: &Bed) {
    let mut tx = bed.begin().await;
    let mut over = Vec::new();
    for minute in [0, 2, 1] {
        let incident = Incident { resolved_at: Some(at(10)), ..incident(bed, minute) };
        status::put_incident(&mut tx, &incident, &[]).await.unwrap();
        over.push(incident.id);
    }
    status::put_incident(&mut tx, &incident(bed, 5), &[]).await.unwrap();
    assert_eq!(status::count_past_incidents(&mut tx).await.unwrap(), 3);
    for (limit, offset, expected) in [(2, 0, vec![over[1], over[2]]), (2, 2, vec![over[0]]), (2, 4, vec![])] {
        let page = status::past_incidents(&mut tx, limit, offset).await.unwrap();
        assert_eq!(page.iter().map(|i| i.id).collect::<Vec<_>>(), expected);
    }
}

async fn one_incident_or_maintenance_is_found_with_its_services_and_words(bed: &Bed) {
    let (one, two) = (service(bed, "one").await, service(bed, "two").await);
    let (outage, work) = (incident(bed, 0), maintenance(bed, 0));
    let mut tx = bed.begin().await;
    status::put_incident(&mut tx, &outage, &[one]).await.unwrap();
    status::put_maintenance(&mut tx, &work, &[two]).await.unwrap();
    let (first, other, second) =
        (update(bed, outage.id, 1), update(bed, work.id, 2), update(bed, outage.id, 3));
    for update in [&first, &other, &second] {
        status::put_update(&mut tx, update).await.unwrap();
    }
    for (subject, key, service, said) in [
        (outage.id, outage.form_key, one, vec![second.id, first.id]),
        (work.id, work.form_key, two, vec![other.id]),
    ] {
        assert_eq!(status::made_by(&mut tx, key).await.unwrap(), Some(subject));
        assert_eq!(status::services_of(&mut tx, subject).await.unwrap(), [service]);
        let updates = status::updates_of(&mut tx, subject).await.unwrap();
        assert_eq!(updates.iter().map(|u| u.id).collect::<Vec<_>>(), said);
    }
    assert_eq!(status::made_by(&mut tx, bed.id()).await.unwrap(), None);
}
