//! What counsellors may do for whom, as both sides read it.

use fyr_domain::{Role, permission::Sharing};
use fyr_store::{
    organisations,
    people::{self, Relation},
    relations,
};

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    both_sides_read_what_counts_and_what_will,
    what_ends_takes_its_stand_ins_along,
    who_leaves_an_organisation_leaves_what_was_made_there,
}

async fn both_sides_read_what_counts_and_what_will(bed: &Bed) {
    let acme = make::organisation(bed, "acme", Sharing::Own).await;
    let petra = make::person(bed, Role::Participant, "Petra").await;
    let otto = make::person(bed, Role::Participant, "Otto").await;
    let karin = make::person(bed, Role::Participant, "Karin").await;
    let karin = make::join(bed, &karin, &acme, Role::Counsellor).await;
    let olle = make::person(bed, Role::Counsellor, "Olle").await;
    let within = Relation { organisation_id: Some(acme.id), ..make::relation(&karin, &petra) };
    make::relate(bed, &within).await;
    make::relate(bed, &Relation { since: at(5), until: Some(at(8)), ..make::relation(&olle, &petra) }).await;
    make::relate(bed, &Relation { stands_in_for_id: Some(karin.id), ..make::relation(&olle, &otto) }).await;
    let mut tx = bed.begin().await;
    let mut who = async |minute: i64| {
        let list = relations::of_participant(&mut tx, petra.id, at(minute)).await.unwrap();
        list.into_iter().map(|one| one.counsellor).collect::<Vec<_>>()
    };
    assert_eq!(who(1).await, ["Karin", "Olle"], "also what begins later");
    assert_eq!(who(8).await, ["Karin"], "not what has ended by itself");
    let of_olle = relations::of_counsellor(&mut tx, olle.id, at(1)).await.unwrap();
    let named: Vec<_> =
        of_olle.iter().map(|one| (one.participant.as_str(), one.stands_in_for.as_deref())).collect();
    assert_eq!(named, [("Otto", Some("Karin")), ("Petra", None)]);
    let one = relations::between(&mut tx, karin.id, petra.id, at(1)).await.unwrap().unwrap();
    assert_eq!((one.organisation.as_deref(), one.participants_end), (Some("Organisation acme"), true));
    assert_eq!(relations::of_organisation(&mut tx, Some(acme.id), at(1)).await.unwrap(), [one]);
    assert_eq!(relations::of_organisation(&mut tx, None, at(1)).await.unwrap().len(), 2);

    organisations::remove_member(&mut tx, karin.id, acme.id, Role::Counsellor).await.unwrap();
    assert!(relations::between(&mut tx, karin.id, petra.id, at(1)).await.unwrap().is_none());
    assert!(relations::of_organisation(&mut tx, Some(acme.id), at(1)).await.unwrap().is_empty());
}

async fn what_ends_takes_its_stand_ins_along(bed: &Bed) {
    let [petra, otto] = [
        make::person(bed, Role::Participant, "Petra").await,
        make::person(bed, Role::Participant, "Otto").await,
    ];
    let [karin, olle] = [
        make::person(bed, Role::Counsellor, "Karin").await,
        make::person(bed, Role::Counsellor, "Olle").await,
    ];
    for participant in [&petra, &otto] {
        make::relate(bed, &make::relation(&karin, participant)).await;
        let stand_in = Relation { stands_in_for_id: Some(karin.id), ..make::relation(&olle, participant) };
        make::relate(bed, &stand_in).await;
    }
    let mut tx = bed.begin().await;
    let standing_in = relations::standing_in_for(&mut tx, karin.id, at(1)).await.unwrap();
    let named: Vec<_> =
        standing_in.iter().map(|one| (one.counsellor.as_str(), one.participant.as_str())).collect();
    assert_eq!(named, [("Olle", "Otto"), ("Olle", "Petra")]);
    assert!(relations::standing_in_for(&mut tx, olle.id, at(1)).await.unwrap().is_empty());
    assert_eq!(relations::end_stand_ins(&mut tx, karin.id, petra.id, at(1)).await.unwrap(), 1);
    assert_eq!(relations::end_stand_ins(&mut tx, karin.id, petra.id, at(1)).await.unwrap(), 0);
    assert!(relations::between(&mut tx, olle.id, petra.id, at(1)).await.unwrap().is_none());
    assert!(relations::between(&mut tx, olle.id, otto.id, at(1)).await.unwrap().is_some());
    assert!(relations::between(&mut tx, karin.id, petra.id, at(1)).await.unwrap().is_some());
}

async fn who_leaves_an_organisation_leaves_what_was_made_there(bed: &Bed) {
    let acme = make::organisation(bed, "acme", Sharing::Own).await;
    let person = async |name: &str| make::person(bed, Role::Participant, name).await;
    let (petra, otto) = (person("Petra").await, person("Otto").await);
    let karin = make::person(bed, Role::Counsellor, "Karin").await;
    let karin = make::join(bed, &karin, &acme, Role::Counsellor).await;
    let olle = make::join(bed, &person("Olle").await, &acme, Role::Counsellor).await;
    let within = |relation| Relation { organisation_id: Some(acme.id), ..relation };
    make::relate(bed, &within(make::relation(&karin, &petra))).await;
    make::relate(bed, &within(make::relation(&olle, &otto))).await;
    make::relate(bed, &make::relation(&karin, &otto)).await;
    let stand_in = Relation { stands_in_for_id: Some(karin.id), ..make::relation(&olle, &petra) };
    make::relate(bed, &within(stand_in)).await;

    let mut tx = bed.begin().await;
    assert_eq!(relations::end_of_counsellor(&mut tx, karin.id, Some(acme.id), at(1)).await.unwrap(), 2);
    let left = relations::of_counsellor(&mut tx, karin.id, at(1)).await.unwrap();
    assert_eq!(left.iter().map(|one| one.participant_id).collect::<Vec<_>>(), [otto.id], "of the portal");
    assert_eq!(relations::end_of_participant(&mut tx, otto.id, acme.id, at(1)).await.unwrap(), 1);
    assert!(relations::of_organisation(&mut tx, Some(acme.id), at(1)).await.unwrap().is_empty());
    assert_eq!(relations::end_of_counsellor(&mut tx, karin.id, None, at(1)).await.unwrap(), 1);
    assert!(!people::unrelate(&mut tx, karin.id, otto.id, at(2)).await.unwrap(), "it has ended");
}
