//! Organisations, teams and memberships.

use fyr_domain::{Actor, Level, Membership, Role, User, permission::Sharing};
use fyr_store::{
    organisations::{self, Organisation},
    people,
};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::{self, at};

on_both_engines! {
    upserting_a_known_slug_updates_the_organisation,
    a_team_of_the_same_name_is_the_same_team,
    someone_has_each_role_in_an_organisation_once,
    an_organisation_is_administered_by_its_own_admins_and_the_portals,
    an_organisation_is_updated,
    teams_are_renamed_and_deleted,
    members_of_an_organisation_are_listed_by_name,
}

fn acme(harness: &Harness) -> Organisation {
    Organisation {
        id: harness.id(),
        slug: "acme".into(),
        name: "Acme".into(),
        sharing: Sharing::Own,
        participants_end: true,
        created_at: at(0),
    }
}

async fn upserting_a_known_slug_updates_the_organisation(harness: &Harness) {
    let acme = acme(harness);
    let mut tx = harness.begin().await;
    assert_eq!(organisations::upsert(&mut tx, &acme).await.unwrap(), acme.id);
    let renewed =
        Organisation { id: harness.id(), name: "Ny".into(), sharing: Sharing::Chosen, ..acme.clone() };
    assert_eq!(organisations::upsert(&mut tx, &renewed).await.unwrap(), acme.id);
    let names = organisations::list_names(&mut tx).await.unwrap();
    assert_eq!(
        names.iter().map(|named| (named.id, named.name.as_str())).collect::<Vec<_>>(),
        [(acme.id, renewed.name.as_str())]
    );
    let found = organisations::find_by_slug(&mut tx, "acme").await.unwrap().unwrap();
    assert_eq!(found, Organisation { id: acme.id, ..renewed });
    assert!(organisations::find_by_slug(&mut tx, "acm").await.unwrap().is_none());
}

async fn a_team_of_the_same_name_is_the_same_team(harness: &Harness) {
    let (acme, other) = (acme(harness), Organisation { slug: "annan".into(), ..acme(harness) });
    let mut tx = harness.begin().await;
    for organisation in [&acme, &other] {
        organisations::upsert(&mut tx, organisation).await.unwrap();
    }
    let first = organisations::ensure_team(&mut tx, harness.id(), acme.id, "Norr").await.unwrap();
    assert_eq!(organisations::ensure_team(&mut tx, harness.id(), acme.id, "Norr").await.unwrap(), first);
    assert_ne!(organisations::ensure_team(&mut tx, harness.id(), acme.id, "Söder").await.unwrap(), first);
    assert_ne!(organisations::ensure_team(&mut tx, harness.id(), other.id, "Norr").await.unwrap(), first);
}

async fn someone_has_each_role_in_an_organisation_once(harness: &Harness) {
    let acme = acme(harness);
    let åsa = fixtures::person(harness, Role::Participant, "Åsa").await;
    let mut tx = harness.begin().await;
    organisations::upsert(&mut tx, &acme).await.unwrap();
    let team = organisations::ensure_team(&mut tx, harness.id(), acme.id, "Norr").await.unwrap();
    let agent = Membership { organisation: acme.id, team: None, role: Role::Agent, level: Level::clamped(1) };
    let admin = Membership { role: Role::Admin, ..agent.clone() };
    organisations::upsert_membership(&mut tx, åsa.id, &agent, at(0)).await.unwrap();
    organisations::upsert_membership(&mut tx, åsa.id, &admin, at(1)).await.unwrap();
    let agent = Membership { team: Some(team), level: Level::clamped(3), ..agent };
    organisations::upsert_membership(&mut tx, åsa.id, &agent, at(2)).await.unwrap();
    let both = [agent, admin.clone()];
    assert_eq!(organisations::list_memberships(&mut tx, åsa.id).await.unwrap(), both);
    let found = people::find_active_member(&mut tx, åsa.id).await.unwrap();
    assert_eq!(found, Some(User { memberships: both.into(), ..åsa.clone() }));
    assert!(organisations::delete_membership(&mut tx, åsa.id, acme.id, Role::Agent).await.unwrap());
    assert!(!organisations::delete_membership(&mut tx, åsa.id, acme.id, Role::Agent).await.unwrap());
    assert_eq!(organisations::list_memberships(&mut tx, åsa.id).await.unwrap(), [admin]);
    let member_of_none = people::find_active_member(&mut tx, harness.id()).await.unwrap();
    assert_eq!(member_of_none, None, "nobody has this id");
}

async fn member(harness: &Harness, name: &str, organisation: &Organisation, role: Role) -> User {
    let user = fixtures::person(harness, Role::Participant, name).await;
    let membership = Membership { organisation: organisation.id, team: None, role, level: Level::default() };
    let mut tx = harness.begin().await;
    organisations::upsert_membership(&mut tx, user.id, &membership, at(0)).await.unwrap();
    tx.commit().await.unwrap();
    user
}

async fn two(harness: &Harness) -> (Organisation, Organisation) {
    let first = acme(harness);
    let other =
        Organisation { id: harness.id(), slug: "annan".into(), name: "Annan".into(), ..first.clone() };
    let mut tx = harness.begin().await;
    organisations::upsert(&mut tx, &first).await.unwrap();
    organisations::upsert(&mut tx, &other).await.unwrap();
    tx.commit().await.unwrap();
    (first, other)
}

async fn an_organisation_is_administered_by_its_own_admins_and_the_portals(harness: &Harness) {
    let (acme, other) = two(harness).await;
    let own = member(harness, "Ada", &acme, Role::Admin).await;
    let agent = member(harness, "Aga", &acme, Role::Agent).await;
    let portal = fixtures::person(harness, Role::Admin, "Per").await;
    let agent_of_all = fixtures::person(harness, Role::Agent, "Pia").await;
    let mut db = harness.read().await;
    for (user, expected) in [
        (Some(own), vec![acme.id]),
        (Some(agent), vec![]),
        (Some(agent_of_all), vec![]),
        (Some(portal), vec![acme.id, other.id]),
        (None, vec![]),
    ] {
        let actor = user.map_or(Actor::ANONYMOUS, Actor::signed_in);
        let all = organisations::list_administered(&mut db, &actor).await.unwrap();
        assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), expected, "{actor:?}");
        for one in [acme.id, other.id] {
            let found = organisations::find_administered(&mut db, &actor, one).await.unwrap();
            assert_eq!(found.is_some(), expected.contains(&one), "{actor:?}");
        }
    }
}

async fn an_organisation_is_updated(harness: &Harness) {
    let (acme, other) = two(harness).await;
    let mut tx = harness.begin().await;
    let changed = Organisation {
        name: "Nya Acme".into(),
        slug: "other".into(),
        sharing: Sharing::Team,
        participants_end: false,
        ..acme.clone()
    };
    organisations::update(&mut tx, &changed).await.unwrap();
    let found = organisations::find_by_id(&mut tx, acme.id).await.unwrap().unwrap();
    assert_eq!(found, Organisation { slug: acme.slug, ..changed });
    assert_eq!(organisations::find_by_id(&mut tx, other.id).await.unwrap().unwrap().name, "Annan");
}

async fn teams_are_renamed_and_deleted(harness: &Harness) {
    let (acme, other) = two(harness).await;
    let åsa = fixtures::person(harness, Role::Participant, "Åsa").await;
    let mut tx = harness.begin().await;
    let north = organisations::ensure_team(&mut tx, harness.id(), acme.id, "Norr").await.unwrap();
    let south = organisations::ensure_team(&mut tx, harness.id(), acme.id, "Söder").await.unwrap();
    organisations::ensure_team(&mut tx, harness.id(), other.id, "Öster").await.unwrap();
    assert!(!organisations::rename_team(&mut tx, acme.id, north, "Söder").await.unwrap(), "taken");
    assert!(!organisations::rename_team(&mut tx, other.id, north, "Väster").await.unwrap(), "not theirs");
    assert!(organisations::rename_team(&mut tx, acme.id, north, "Norr").await.unwrap(), "as it was");
    assert!(organisations::rename_team(&mut tx, acme.id, north, "Öster").await.unwrap());
    let names: Vec<_> = organisations::list_teams(&mut tx, acme.id)
        .await
        .unwrap()
        .into_iter()
        .map(|team| team.name)
        .collect();
    assert_eq!(names, ["Söder", "Öster"]);
    let membership =
        Membership { organisation: acme.id, team: Some(south), role: Role::Agent, level: Level::default() };
    organisations::upsert_membership(&mut tx, åsa.id, &membership, at(0)).await.unwrap();
    assert!(!organisations::delete_team(&mut tx, other.id, south).await.unwrap());
    assert!(organisations::delete_team(&mut tx, acme.id, south).await.unwrap());
    let left = organisations::list_memberships(&mut tx, åsa.id).await.unwrap();
    assert_eq!(left, [Membership { team: None, ..membership }]);
}

async fn members_of_an_organisation_are_listed_by_name(harness: &Harness) {
    let (acme, other) = two(harness).await;
    let bo = member(harness, "Bo", &acme, Role::Counsellor).await;
    let ada = member(harness, "Ada", &acme, Role::Counsellor).await;
    let cia = member(harness, "Cia", &acme, Role::Participant).await;
    let dan = member(harness, "Dan", &other, Role::Counsellor).await;
    let mut tx = harness.begin().await;
    let ids = |list: Vec<organisations::NamedRef>| list.into_iter().map(|one| one.id).collect::<Vec<_>>();
    let counsellors =
        organisations::list_members_with_role(&mut tx, acme.id, Role::Counsellor).await.unwrap();
    assert_eq!(ids(counsellors), [ada.id, bo.id]);
    assert_eq!(ids(organisations::list_members(&mut tx, acme.id).await.unwrap()), [ada.id, bo.id, cia.id]);
    for user in [&cia, &dan] {
        organisations::insert_sharing_viewer(&mut tx, acme.id, user.id).await.unwrap();
    }
    assert_eq!(
        ids(organisations::list_sharing_viewers(&mut tx, acme.id).await.unwrap()),
        [cia.id],
        "members alone"
    );
    let of_cia = organisations::list_for_person(&mut tx, cia.id).await.unwrap();
    assert_eq!(of_cia.iter().map(|one| one.id).collect::<Vec<_>>(), [acme.id]);
}
