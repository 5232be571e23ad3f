//! Relations between counsellors and participants.

use fyr_domain::{Role, permission::Sharing};
use fyr_store::{
    organisations,
    people::{self, NewRelation},
    relations,
};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::{self, at};

on_both_engines! {
    relations_are_listed_for_both_sides_if_valid_now_or_later,
    ending_a_relation_ends_its_stand_ins,
    leaving_an_organisation_ends_the_relations_made_there,
}

async fn relations_are_listed_for_both_sides_if_valid_now_or_later(harness: &Harness) {
    let acme = fixtures::organisation(harness, "acme", Sharing::Own).await;
    let petra = fixtures::person(harness, Role::Participant, "Petra").await;
    let otto = fixtures::person(harness, Role::Participant, "Otto").await;
    let karin = fixtures::person(harness, Role::Participant, "Karin").await;
    let karin = fixtures::add_membership(harness, &karin, &acme, Role::Counsellor).await;
    let olle = fixtures::person(harness, Role::Counsellor, "Olle").await;
    let within = NewRelation { organisation_id: Some(acme.id), ..fixtures::relation(&karin, &petra) };
    fixtures::insert_relation(harness, &within).await;
    fixtures::insert_relation(
        harness,
        &NewRelation { since: at(5), until: Some(at(8)), ..fixtures::relation(&olle, &petra) },
    )
    .await;
    fixtures::insert_relation(
        harness,
        &NewRelation { stands_in_for_id: Some(karin.id), ..fixtures::relation(&olle, &otto) },
    )
    .await;
    let mut tx = harness.begin().await;
    let mut who = async |minute: i64| {
        let list = relations::list_for_participant(&mut tx, petra.id, at(minute)).await.unwrap();
        list.into_iter().map(|one| one.counsellor).collect::<Vec<_>>()
    };
    assert_eq!(who(1).await, ["Karin", "Olle"], "also what begins later");
    assert_eq!(who(8).await, ["Karin"], "not what has ended by itself");
    let of_olle = relations::list_for_counsellor(&mut tx, olle.id, at(1)).await.unwrap();
    let named: Vec<_> =
        of_olle.iter().map(|one| (one.participant.as_str(), one.stands_in_for.as_deref())).collect();
    assert_eq!(named, [("Otto", Some("Karin")), ("Petra", None)]);
    let one = relations::find_between(&mut tx, karin.id, petra.id, at(1)).await.unwrap().unwrap();
    assert_eq!((one.organisation.as_deref(), one.participants_end), (Some("Organisation acme"), true));
    assert_eq!(relations::list_for_organisation(&mut tx, Some(acme.id), at(1)).await.unwrap(), [one]);
    assert_eq!(relations::list_for_organisation(&mut tx, None, at(1)).await.unwrap().len(), 2);

    organisations::delete_membership(&mut tx, karin.id, acme.id, Role::Counsellor).await.unwrap();
    assert!(relations::find_between(&mut tx, karin.id, petra.id, at(1)).await.unwrap().is_none());
    assert!(relations::list_for_organisation(&mut tx, Some(acme.id), at(1)).await.unwrap().is_empty());
}

async fn ending_a_relation_ends_its_stand_ins(harness: &Harness) {
    let [petra, otto] = [
        fixtures::person(harness, Role::Participant, "Petra").await,
        fixtures::person(harness, Role::Participant, "Otto").await,
    ];
    let [karin, olle] = [
        fixtures::person(harness, Role::Counsellor, "Karin").await,
        fixtures::person(harness, Role::Counsellor, "Olle").await,
    ];
    for participant in [&petra, &otto] {
        fixtures::insert_relation(harness, &fixtures::relation(&karin, participant)).await;
        let stand_in =
            NewRelation { stands_in_for_id: Some(karin.id), ..fixtures::relation(&olle, participant) };
        fixtures::insert_relation(harness, &stand_in).await;
    }
    let mut tx = harness.begin().await;
    let standing_in = relations::list_stand_ins_for(&mut tx, karin.id, at(1)).await.unwrap();
    let named: Vec<_> =
        standing_in.iter().map(|one| (one.counsellor.as_str(), one.participant.as_str())).collect();
    assert_eq!(named, [("Olle", "Otto"), ("Olle", "Petra")]);
    assert!(relations::list_stand_ins_for(&mut tx, olle.id, at(1)).await.unwrap().is_empty());
    assert_eq!(relations::end_stand_ins(&mut tx, karin.id, petra.id, at(1)).await.unwrap(), 1);
    assert_eq!(relations::end_stand_ins(&mut tx, karin.id, petra.id, at(1)).await.unwrap(), 0);
    assert!(relations::find_between(&mut tx, olle.id, petra.id, at(1)).await.unwrap().is_none());
    assert!(relations::find_between(&mut tx, olle.id, otto.id, at(1)).await.unwrap().is_some());
    assert!(relations::find_between(&mut tx, karin.id, petra.id, at(1)).await.unwrap().is_some());
}

async fn leaving_an_organisation_ends_the_relations_made_there(harness: &Harness) {
    let acme = fixtures::organisation(harness, "acme", Sharing::Own).await;
    let person = async |name: &str| fixtures::person(harness, Role::Participant, name).await;
    let (petra, otto) = (person("Petra").await, person("Otto").await);
    let karin = fixtures::person(harness, Role::Counsellor, "Karin").await;
    let karin = fixtures::add_membership(harness, &karin, &acme, Role::Counsellor).await;
    let olle = fixtures::add_membership(harness, &person("Olle").await, &acme, Role::Counsellor).await;
    let within = |relation| NewRelation { organisation_id: Some(acme.id), ..relation };
    fixtures::insert_relation(harness, &within(fixtures::relation(&karin, &petra))).await;
    fixtures::insert_relation(harness, &within(fixtures::relation(&olle, &otto))).await;
    fixtures::insert_relation(harness, &fixtures::relation(&karin, &otto)).await;
    let stand_in = NewRelation { stands_in_for_id: Some(karin.id), ..fixtures::relation(&olle, &petra) };
    fixtures::insert_relation(harness, &within(stand_in)).await;

    let mut tx = harness.begin().await;
    assert_eq!(relations::end_all_for_counsellor(&mut tx, karin.id, Some(acme.id), at(1)).await.unwrap(), 2);
    let left = relations::list_for_counsellor(&mut tx, karin.id, at(1)).await.unwrap();
    assert_eq!(left.iter().map(|one| one.participant_id).collect::<Vec<_>>(), [otto.id], "of the portal");
    assert_eq!(relations::end_all_for_participant(&mut tx, otto.id, acme.id, at(1)).await.unwrap(), 1);
    assert!(relations::list_for_organisation(&mut tx, Some(acme.id), at(1)).await.unwrap().is_empty());
    assert_eq!(relations::end_all_for_counsellor(&mut tx, karin.id, None, at(1)).await.unwrap(), 1);
    assert!(!people::end_relation(&mut tx, karin.id, otto.id, at(2)).await.unwrap(), "it has ended");
}
