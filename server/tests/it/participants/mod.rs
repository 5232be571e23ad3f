//! A counsellor's people, and only those.

mod hand_over;
mod invite;
mod replaced;
mod tickets;

use fyr_store::people;

use crate::support::{Site, on_both_engines};

on_both_engines! {
    a_counsellor_sees_their_people_and_what_they_wait_for,
    whom_something_waits_for_comes_first_and_everyone_can_be_found,
    what_a_counsellor_saw_is_gone_once_they_no_longer_act_for_someone,
}

async fn a_counsellor_sees_their_people_and_what_they_wait_for(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let others = site.create_ticket(&site.people.otto).await;
    let karin = site.signed_in(&site.people.karin).await;
    karin.get("/participants").await.assert_status(200).assert_text("Petra Lund").assert_no_text("Otto Berg");
    let path = format!("/participants/{}", site.people.petra.id);
    karin.get(&path).await.assert_status(200).assert_text(&ticket).assert_no_text(&others);
    karin.get(&format!("{path}?show=done")).await.assert_status(200).assert_no_text(&ticket);
    site.signed_in(&site.people.olle)
        .await
        .get("/participants")
        .await
        .assert_status(200)
        .assert_no_text("Petra Lund");
    for id in ["x", "%FF", "00000000-0000-0000-0000-000000000000", &site.people.karin.id.to_string()] {
        let status = karin.get(&format!("/participants/{id}")).await.status;
        assert!(matches!(status, 400 | 404), "{id}: {status}");
    }
}

async fn what_a_counsellor_saw_is_gone_once_they_no_longer_act_for_someone(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let karin = site.signed_in(&site.people.karin).await;
    karin.get(&format!("/tickets/{ticket}")).await.assert_status(200);
    let mut tx = site.backend.store.begin().await.unwrap();
    people::end_relation(&mut tx, site.people.karin.id, site.people.petra.id, site.backend.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    karin.get(&format!("/tickets/{ticket}")).await.assert_status(404);
    karin.post(&format!("/tickets/{ticket}/messages"), &[("body", "Hej")]).await.assert_status(404);
    karin.get(&format!("/participants/{}", site.people.petra.id)).await.assert_status(404);
    karin.get("/participants").await.assert_status(200).assert_no_text("Petra Lund");
}

async fn whom_something_waits_for_comes_first_and_everyone_can_be_found(site: &Site) {
    let (petra, otto, karin) = (&site.people.petra, &site.people.otto, &site.people.karin);
    let relation = people::NewRelation {
        counsellor_id: karin.id,
        participant_id: otto.id,
        organisation_id: None,
        purpose: "Praktik".into(),
        scope: fyr_domain::permission::Scope::Act,
        since: site.backend.clock.now(),
        until: None,
        stands_in_for_id: None,
    };
    let mut tx = site.backend.store.begin().await.unwrap();
    people::upsert_relation(&mut tx, &relation, relation.since).await.unwrap();
    tx.commit().await.unwrap();
    let karin = site.signed_in(karin).await;
    let names = async |path: &str| karin.get(path).await.assert_status(200).page().texts("tbody th a");
    assert_eq!(names("/participants").await, ["Otto Berg", "Petra Lund"]);
    let ticket = site.create_ticket(petra).await;
    site.set_status(&ticket, fyr_domain::tickets::Status::WaitingForRequester).await;
    assert_eq!(names("/participants").await, ["Petra Lund", "Otto Berg"]);
    assert_eq!(names("/participants?q=BERG").await, ["Otto Berg"]);
    assert_eq!(names("/participants?q=%20petra%40fyr.test").await, ["Petra Lund"]);
    assert!(names("/participants?q=%00%3Cscript%3E").await.is_empty());
}
