//! People as administrators see them.

use fyr_domain::{Actor, Role, User, permission::Sharing};
use fyr_store::directory::{self, PeopleFilter, Person};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures;

on_both_engines! {
    an_organisations_admin_sees_its_members_with_their_memberships_there,
    people_are_found_by_name_address_role_and_organisation,
    a_page_counts_people_not_memberships,
}

async fn names(harness: &Harness, actor: &Actor, filter: PeopleFilter) -> Vec<String> {
    let (rows, total) = directory::list(&mut harness.read().await, actor, &filter, 50, 0).await.unwrap();
    assert_eq!(i64::try_from(rows.len()).unwrap(), total);
    rows.into_iter().map(|person| person.name).collect()
}

fn memberships(person: &Person) -> Vec<(String, Role)> {
    person.memberships.iter().map(|membership| (membership.slug.clone(), membership.role)).collect()
}

async fn an_organisations_admin_sees_its_members_with_their_memberships_there(harness: &Harness) {
    let acme = fixtures::organisation(harness, "acme", Sharing::Own).await;
    let other = fixtures::organisation(harness, "annan", Sharing::Own).await;
    let person = async |name: &str| fixtures::person(harness, Role::Participant, name).await;
    let ada = fixtures::add_membership(harness, &person("Ada").await, &acme, Role::Admin).await;
    let bo = fixtures::add_membership(harness, &person("Bo").await, &acme, Role::Participant).await;
    let bo = fixtures::add_membership(harness, &bo, &other, Role::Counsellor).await;
    let cia = fixtures::add_membership(harness, &person("Cia").await, &other, Role::Admin).await;
    let agent = fixtures::add_membership(harness, &person("Dan").await, &acme, Role::Agent).await;
    let portal = fixtures::person(harness, Role::Admin, "Per").await;
    let signed_in = |user: &User| Actor::signed_in(user.clone());

    assert_eq!(names(harness, &signed_in(&ada), PeopleFilter::default()).await, ["Ada", "Bo", "Dan"]);
    assert_eq!(
        names(harness, &signed_in(&portal), PeopleFilter::default()).await,
        ["Ada", "Bo", "Cia", "Dan", "Per"]
    );
    for nobody in [signed_in(&bo), signed_in(&agent), Actor::ANONYMOUS] {
        assert!(names(harness, &nobody, PeopleFilter::default()).await.is_empty());
        assert!(
            directory::find_administered(&mut harness.read().await, &nobody, bo.id).await.unwrap().is_none()
        );
    }
    let mut db = harness.read().await;
    let seen = directory::find_administered(&mut db, &signed_in(&ada), bo.id).await.unwrap().unwrap();
    assert_eq!(memberships(&seen), [("acme".to_owned(), Role::Participant)]);
    let seen = directory::find_administered(&mut db, &signed_in(&portal), bo.id).await.unwrap().unwrap();
    assert_eq!(
        memberships(&seen),
        [("acme".to_owned(), Role::Participant), ("annan".to_owned(), Role::Counsellor)]
    );
    assert!(directory::find_administered(&mut db, &signed_in(&ada), cia.id).await.unwrap().is_none());
}

async fn people_are_found_by_name_address_role_and_organisation(harness: &Harness) {
    let acme = fixtures::organisation(harness, "acme", Sharing::Own).await;
    let other = fixtures::organisation(harness, "annan", Sharing::Own).await;
    let ada = fixtures::person(harness, Role::Participant, "Ada").await;
    let ada = fixtures::add_membership(harness, &ada, &acme, Role::Admin).await;
    let åke = fixtures::person(harness, Role::Agent, "Åke Öst").await;
    let åke = fixtures::add_membership(harness, &åke, &acme, Role::Participant).await;
    fixtures::add_membership(harness, &åke, &other, Role::Counsellor).await;
    let own = Actor::signed_in(ada);
    let portal = Actor::signed_in(fixtures::person(harness, Role::Admin, "Per").await);
    let text = |text: &str| PeopleFilter { text: Some(text.into()), ..PeopleFilter::default() };
    assert_eq!(names(harness, &portal, text("åke ö")).await, ["Åke Öst"]);
    assert_eq!(names(harness, &portal, text("ÖST@EXEMPEL")).await, ["Åke Öst"]);
    for written in ["Öst Åke", "öst, åke", "Åke  Öst", "Åke\u{a0}Öst", "Åke Öst <ke>", "\"Öst, Åke\""]
    {
        let searched = written.replace("<ke>", &format!("<{}>", åke.email));
        assert_eq!(names(harness, &portal, text(&searched)).await, ["Åke Öst"], "{searched}");
    }
    assert!(names(harness, &portal, text("Åke Ada")).await.is_empty(), "every word is that person's");
    assert!(names(harness, &portal, text("%")).await.is_empty());
    let role = |role| PeopleFilter { role: Some(role), ..PeopleFilter::default() };
    for (actor, role_filter, expected) in [
        (&portal, Role::Agent, vec!["Åke Öst"]),
        (&portal, Role::Counsellor, vec!["Åke Öst"]),
        (&portal, Role::Admin, vec!["Ada", "Per"]),
        // memberships elsewhere cannot be inferred from search results
        (&own, Role::Agent, vec![]),
        (&own, Role::Counsellor, vec![]),
        (&own, Role::Participant, vec!["Åke Öst"]),
    ] {
        assert_eq!(names(harness, actor, role(role_filter)).await, expected, "{role_filter}");
    }
    let of = |organisation, role| PeopleFilter {
        organisation: Some(organisation),
        role,
        ..PeopleFilter::default()
    };
    assert_eq!(names(harness, &portal, of(other.id, None)).await, ["Åke Öst"]);
    assert_eq!(names(harness, &portal, of(acme.id, Some(Role::Admin))).await, ["Ada"]);
    assert!(names(harness, &portal, of(acme.id, Some(Role::Agent))).await.is_empty());
    assert!(names(harness, &own, of(other.id, None)).await.is_empty());
}

async fn a_page_counts_people_not_memberships(harness: &Harness) {
    let acme = fixtures::organisation(harness, "acme", Sharing::Own).await;
    for name in ["Ada", "Bo", "Cia"] {
        let user = fixtures::person(harness, Role::Participant, name).await;
        fixtures::add_membership(harness, &user, &acme, Role::Manager).await;
        fixtures::add_membership(harness, &user, &acme, Role::Approver).await;
    }
    let portal = Actor::signed_in(fixtures::person(harness, Role::Admin, "Per").await);
    let mut db = harness.read().await;
    let (first, total) = directory::list(&mut db, &portal, &PeopleFilter::default(), 2, 0).await.unwrap();
    assert_eq!(total, 4);
    assert_eq!(
        first.iter().map(|person| (person.name.as_str(), person.memberships.len())).collect::<Vec<_>>(),
        [("Ada", 2), ("Bo", 2)]
    );
    let (second, _) = directory::list(&mut db, &portal, &PeopleFilter::default(), 2, 2).await.unwrap();
    assert_eq!(
        second.iter().map(|person| (person.name.as_str(), person.memberships.len())).collect::<Vec<_>>(),
        [("Cia", 2), ("Per", 0)]
    );
}
