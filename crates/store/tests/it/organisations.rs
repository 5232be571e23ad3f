//! Organisations, teams, memberships.

use fyr_domain::{Actor, Level, Membership, Role, User, permission::Sharing};
use fyr_store::organisations::{self, Organisation};

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    an_organisation_is_found_by_its_slug_and_renewed_in_place,
    a_team_of_the_same_name_is_the_same_team,
    someone_has_each_role_in_an_organisation_once,
    an_organisation_is_administered_by_its_own_admins_and_the_portals,
    what_may_change_about_an_organisation_changes,
    teams_are_renamed_and_dissolved,
    who_belongs_to_an_organisation_is_listed_by_name,
}

fn acme(bed: &Bed) -> Organisation {
    Organisation {
        id: bed.id(),
        slug: "acme".into(),
        name: "Acme".into(),
        sharing: Sharing::Own,
        participants_end: true,
        created_at: at(0),
    }
}

async fn an_organisation_is_found_by_its_slug_and_renewed_in_place(bed: &Bed) {
    let acme = acme(bed);
    let mut tx = bed.begin().await;
    assert_eq!(organisations::put(&mut tx, &acme).await.unwrap(), acme.id);
    let renewed = Organisation { id: bed.id(), name: "Ny".into(), sharing: Sharing::Chosen, ..acme.clone() };
    assert_eq!(organisations::put(&mut tx, &renewed).await.unwrap(), acme.id);
    let found = organisations::find_by_slug(&mut tx, "acme").await.unwrap().unwrap();
    assert_eq!(found, Organisation { id: acme.id, ..renewed });
    assert!(organisations::find_by_slug(&mut tx, "acm").await.unwrap().is_none());
}

async fn a_team_of_the_same_name_is_the_same_team(bed: &Bed) {
    let (acme, other) = (acme(bed), Organisation { slug: "annan".into(), ..acme(bed) });
    let mut tx = bed.begin().await;
    for organisation in [&acme, &other] {
        organisations::put(&mut tx, organisation).await.unwrap();
    }
    let first = organisations::put_team(&mut tx, bed.id(), acme.id, "Norr").await.unwrap();
    assert_eq!(organisations::put_team(&mut tx, bed.id(), acme.id, "Norr").await.unwrap(), first);
    assert_ne!(organisations::put_team(&mut tx, bed.id(), acme.id, "Söder").await.unwrap(), first);
    assert_ne!(organisations::put_team(&mut tx, bed.id(), other.id, "Norr").await.unwrap(), first);
}

async fn someone_has_each_role_in_an_organisation_once(bed: &Bed) {
    let acme = acme(bed);
    let åsa = make::person(bed, Role::Participant, "Åsa").await;
    let mut tx = bed.begin().await;
    organisations::put(&mut tx, &acme).await.unwrap();
    let team = organisations::put_team(&mut tx, bed.id(), acme.id, "Norr").await.unwrap();
    let agent = Membership { organisation: acme.id, team: None, role: Role::Agent, level: Level::clamped(1) };
    let admin = Membership { role: Role::Admin, ..agent.clone() };
    organisations::put_member(&mut tx, åsa.id, &agent, at(0)).await.unwrap();
    organisations::put_member(&mut tx, åsa.id, &admin, at(1)).await.unwrap();
    let agent = Membership { team: Some(team), level: Level::clamped(3), ..agent };
    organisations::put_member(&mut tx, åsa.id, &agent, at(2)).await.unwrap();
    assert_eq!(organisations::memberships(&mut tx, åsa.id).await.unwrap(), [agent, admin.clone()]);
    assert!(organisations::remove_member(&mut tx, åsa.id, acme.id, Role::Agent).await.unwrap());
    assert!(!organisations::remove_member(&mut tx, åsa.id, acme.id, Role::Agent).await.unwrap());
    assert_eq!(organisations::memberships(&mut tx, åsa.id).await.unwrap(), [admin]);
}

async fn member(bed: &Bed, name: &str, organisation: &Organisation, role: Role) -> User {
    let user = make::person(bed, Role::Participant, name).await;
    let membership = Membership { organisation: organisation.id, team: None, role, level: Level::default() };
    let mut tx = bed.begin().await;
    organisations::put_member(&mut tx, user.id, &membership, at(0)).await.unwrap();
    tx.commit().await.unwrap();
    user
}

async fn two(bed: &Bed) -> (Organisation, Organisation) {
    let first = acme(bed);
    let other = Organisation { id: bed.id(), slug: "annan".into(), name: "Annan".into(), ..first.clone() };
    let mut tx = bed.begin().await;
    organisations::put(&mut tx, &first).await.unwrap();
    organisations::put(&mut tx, &other).await.unwrap();
    tx.commit().await.unwrap();
    (first, other)
}

async fn an_organisation_is_administered_by_its_own_admins_and_the_portals(bed: &Bed) {
    let (acme, other) = two(bed).await;
    let own = member(bed, "Ada", &acme, Role::Admin).await;
    let agent = member(bed, "Aga", &acme, Role::Agent).await;
    let portal = make::person(bed, Role::Admin, "Per").await;
    let agent_of_all = make::person(bed, Role::Agent, "Pia").await;
    let mut db = bed.read().await;
    for (user, expected) in [
        (Some(own), vec![acme.id]),
        (Some(agent), vec![]),
        (Some(agent_of_all), vec![]),
        (Some(portal), vec![acme.id, other.id]),
        (None, vec![]),
    ] {
        let actor = user.map_or(Actor::ANONYMOUS, Actor::signed_in);
        let all = organisations::administered(&mut db, &actor).await.unwrap();
        assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), expected, "{actor:?}");
        for one in [acme.id, other.id] {
            let found = organisations::find_administered(&mut db, &actor, one).await.unwrap();
            assert_eq!(found.is_some(), expected.contains(&one), "{actor:?}");
        }
    }
}

async fn what_may_change_about_an_organisation_changes(bed: &Bed) {
    let (acme, other) = two(bed).await;
    let mut tx = bed.begin().await;
    let changed = Organisation {
        name: "Nya Acme".into(),
        slug: "other".into(),
        sharing: Sharing::Team,
        participants_end: false,
        ..acme.clone()
    };
    organisations::update(&mut tx, &changed).await.unwrap();
    let found = organisations::find(&mut tx, acme.id).await.unwrap().unwrap();
    assert_eq!(found, Organisation { slug: acme.slug, ..changed });
    assert_eq!(organisations::find(&mut tx, other.id).await.unwrap().unwrap().name, "Annan");
}

async fn teams_are_renamed_and_dissolved(bed: &Bed) {
    let (acme, other) = two(bed).await;
    let åsa = make::person(bed, Role::Participant, "Åsa").await;
    let mut tx = bed.begin().await;
    let north = organisations::put_team(&mut tx, bed.id(), acme.id, "Norr").await.unwrap();
    let south = organisations::put_team(&mut tx, bed.id(), acme.id, "Söder").await.unwrap();
    organisations::put_team(&mut tx, bed.id(), other.id, "Öster").await.unwrap();
    assert!(!organisations::rename_team(&mut tx, acme.id, north, "Söder").await.unwrap(), "taken");
    assert!(!organisations::rename_team(&mut tx, other.id, north, "Väster").await.unwrap(), "not theirs");
    assert!(organisations::rename_team(&mut tx, acme.id, north, "Norr").await.unwrap(), "as it was");
    assert!(organisations::rename_team(&mut tx, acme.id, north, "Öster").await.unwrap());
    let names: Vec<_> =
        organisations::teams(&mut tx, acme.id).await.unwrap().into_iter().map(|team| team.name).collect();
    assert_eq!(names, ["Söder", "Öster"]);
    let membership =
        Membership { organisation: acme.id, team: Some(south), role: Role::Agent, level: Level::default() };
    organisations::put_member(&mut tx, åsa.id, &membership, at(0)).await.unwrap();
    assert!(!organisations::remove_team(&mut tx, other.id, south).await.unwrap());
    assert!(organisations::remove_team(&mut tx, acme.id, south).await.unwrap());
    let left = organisations::memberships(&mut tx, åsa.id).await.unwrap();
    assert_eq!(left, [Membership { team: None, ..membership }]);
}

async fn who_belongs_to_an_organisation_is_listed_by_name(bed: &Bed) {
    let (acme, other) = two(bed).await;
    let bo = member(bed, "Bo", &acme, Role::Counsellor).await;
    let ada = member(bed, "Ada", &acme, Role::Counsellor).await;
    let cia = member(bed, "Cia", &acme, Role::Participant).await;
    let dan = member(bed, "Dan", &other, Role::Counsellor).await;
    let mut tx = bed.begin().await;
    let ids = |list: Vec<organisations::Named>| list.into_iter().map(|one| one.id).collect::<Vec<_>>();
    let counsellors = organisations::holders(&mut tx, acme.id, Role::Counsellor).await.unwrap();
    assert_eq!(ids(counsellors), [ada.id, bo.id]);
    assert_eq!(ids(organisations::members(&mut tx, acme.id).await.unwrap()), [ada.id, bo.id, cia.id]);
    for user in [&cia, &dan] {
        organisations::choose_viewer(&mut tx, acme.id, user.id).await.unwrap();
    }
    assert_eq!(ids(organisations::viewers(&mut tx, acme.id).await.unwrap()), [cia.id], "members alone");
    let of_cia = organisations::of_person(&mut tx, cia.id).await.unwrap();
    assert_eq!(of_cia.iter().map(|one| one.id).collect::<Vec<_>>(), [acme.id]);
}
