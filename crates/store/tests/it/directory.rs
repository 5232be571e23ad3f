//! People as those who look after them see them.

use fyr_domain::{Actor, Role, User, permission::Sharing};
use fyr_store::directory::{self, Person, Wanted};

use crate::{
    bed::{Bed, on_both_engines},
    make,
};

on_both_engines! {
    an_organisations_admin_sees_its_members_and_only_what_they_are_there,
    people_are_found_by_name_address_role_and_organisation,
    a_page_holds_people_not_roles,
}

async fn names(bed: &Bed, actor: &Actor, wanted: Wanted) -> Vec<String> {
    let (rows, total) = directory::list(&mut bed.read().await, actor, &wanted, 50, 0).await.unwrap();
    assert_eq!(i64::try_from(rows.len()).unwrap(), total);
    rows.into_iter().map(|person| person.name).collect()
}

fn places(person: &Person) -> Vec<(String, Role)> {
    person.places.iter().map(|place| (place.slug.clone(), place.role)).collect()
}

async fn an_organisations_admin_sees_its_members_and_only_what_they_are_there(bed: &Bed) {
    let acme = make::organisation(bed, "acme", Sharing::Own).await;
    let other = make::organisation(bed, "annan", Sharing::Own).await;
    let person = async |name: &str| make::person(bed, Role::Participant, name).await;
    let ada = make::join(bed, &person("Ada").await, &acme, Role::Admin).await;
    let bo = make::join(bed, &person("Bo").await, &acme, Role::Participant).await;
    let bo = make::join(bed, &bo, &other, Role::Counsellor).await;
    let cia = make::join(bed, &person("Cia").await, &other, Role::Admin).await;
    let agent = make::join(bed, &person("Dan").await, &acme, Role::Agent).await;
    let portal = make::person(bed, Role::Admin, "Per").await;
    let signed_in = |user: &User| Actor::signed_in(user.clone());

    assert_eq!(names(bed, &signed_in(&ada), Wanted::default()).await, ["Ada", "Bo", "Dan"]);
    assert_eq!(names(bed, &signed_in(&portal), Wanted::default()).await, ["Ada", "Bo", "Cia", "Dan", "Per"]);
    for nobody in [signed_in(&bo), signed_in(&agent), Actor::ANONYMOUS] {
        assert!(names(bed, &nobody, Wanted::default()).await.is_empty());
        assert!(directory::person(&mut bed.read().await, &nobody, bo.id).await.unwrap().is_none());
    }
    let mut db = bed.read().await;
    let seen = directory::person(&mut db, &signed_in(&ada), bo.id).await.unwrap().unwrap();
    assert_eq!(places(&seen), [("acme".to_owned(), Role::Participant)]);
    let seen = directory::person(&mut db, &signed_in(&portal), bo.id).await.unwrap().unwrap();
    assert_eq!(
        places(&seen),
        [("acme".to_owned(), Role::Participant), ("annan".to_owned(), Role::Counsellor)]
    );
    assert!(directory::person(&mut db, &signed_in(&ada), cia.id).await.unwrap().is_none());
}

async fn people_are_found_by_name_address_role_and_organisation(bed: &Bed) {
    let acme = make::organisation(bed, "acme", Sharing::Own).await;
    let other = make::organisation(bed, "annan", Sharing::Own).await;
    let ada = make::person(bed, Role::Participant, "Ada").await;
    let ada = make::join(bed, &ada, &acme, Role::Admin).await;
    let åke = make::person(bed, Role::Agent, "Åke Öst").await;
    let åke = make::join(bed, &åke, &acme, Role::Participant).await;
    make::join(bed, &åke, &other, Role::Counsellor).await;
    let own = Actor::signed_in(ada);
    let portal = Actor::signed_in(make::person(bed, Role::Admin, "Per").await);
    let text = |text: &str| Wanted { text: Some(text.into()), ..Wanted::default() };
    assert_eq!(names(bed, &portal, text("åke ö")).await, ["Åke Öst"]);
    assert_eq!(names(bed, &portal, text("ÖST@EXEMPEL")).await, ["Åke Öst"]);
    assert!(names(bed, &portal, text("%")).await.is_empty());
    let role = |role| Wanted { role: Some(role), ..Wanted::default() };
    for (actor, wanted, expected) in [
        (&portal, Role::Agent, vec!["Åke Öst"]),
        (&portal, Role::Counsellor, vec!["Åke Öst"]),
        (&portal, Role::Admin, vec!["Ada", "Per"]),
        // what someone is elsewhere cannot be found out by searching for it
        (&own, Role::Agent, vec![]),
        (&own, Role::Counsellor, vec![]),
        (&own, Role::Participant, vec!["Åke Öst"]),
    ] {
        assert_eq!(names(bed, actor, role(wanted)).await, expected, "{wanted}");
    }
    let of = |organisation, role| Wanted { organisation: Some(organisation), role, ..Wanted::default() };
    assert_eq!(names(bed, &portal, of(other.id, None)).await, ["Åke Öst"]);
    assert_eq!(names(bed, &portal, of(acme.id, Some(Role::Admin))).await, ["Ada"]);
    assert!(names(bed, &portal, of(acme.id, Some(Role::Agent))).await.is_empty());
    assert!(names(bed, &own, of(other.id, None)).await.is_empty());
}

async fn a_page_holds_people_not_roles(bed: &Bed) {
    let acme = make::organisation(bed, "acme", Sharing::Own).await;
    for name in ["Ada", "Bo", "Cia"] {
        let user = make::person(bed, Role::Participant, name).await;
        make::join(bed, &user, &acme, Role::Manager).await;
        make::join(bed, &user, &acme, Role::Approver).await;
    }
    let portal = Actor::signed_in(make::person(bed, Role::Admin, "Per").await);
    let mut db = bed.read().await;
    let (first, total) = directory::list(&mut db, &portal, &Wanted::default(), 2, 0).await.unwrap();
    assert_eq!(total, 4);
    assert_eq!(
        first.iter().map(|one| (one.name.as_str(), one.places.len())).collect::<Vec<_>>(),
        [("Ada", 2), ("Bo", 2)]
    );
    let (second, _) = directory::list(&mut db, &portal, &Wanted::default(), 2, 2).await.unwrap();
    assert_eq!(
        second.iter().map(|one| (one.name.as_str(), one.places.len())).collect::<Vec<_>>(),
        [("Cia", 2), ("Per", 0)]
    );
}
