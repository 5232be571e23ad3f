//! Organisations, teams, memberships.

use fyr_domain::{Level, Membership, Role, permission::Sharing};
use fyr_store::organisations::{self, Organisation};

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    an_organisation_is_found_by_its_slug_and_renewed_in_place,
    a_team_of_the_same_name_is_the_same_team,
    someone_has_each_role_in_an_organisation_once,
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
