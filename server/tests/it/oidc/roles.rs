//! What groups at a provider give and take here.

use fyr_domain::{
    Level, Membership, Role,
    permission::{Scope, Sharing},
};
use fyr_store::{organisations, people};
use serde_json::json;
use uuid::Uuid;

use super::fake::{Fake, Token};
use crate::support::{Site, on_both_engines};

on_both_engines! {
    groups_give_roles_at_each_login_and_take_back_what_they_gave,
    what_came_with_a_role_goes_with_it,
    what_was_given_by_hand_stays,
    a_provider_that_governs_decides_over_what_its_rules_name,
    a_claim_makes_someone_a_member_of_their_organisation,
}

const RULES: &str = r#"[
    { "group": "chiefs", "role": "admin" }, { "group": "desk", "role": "agent", "level": 2 },
    { "group": "malmo", "role": "counsellor", "organisation": "malmo" },
    { "group": "ghosts", "role": "admin", "organisation": "nowhere" }
]"#;

async fn organisation(site: &Site, slug: &str) -> Uuid {
    let mut tx = site.backend.store.begin().await.unwrap();
    let organisation = organisations::Organisation {
        id: fyr_domain::clock::Clock::id(&*site.clock),
        slug: slug.to_owned(),
        name: slug.to_owned(),
        sharing: Sharing::Own,
        participants_end: true,
        created_at: site.now(),
    };
    let id = organisations::upsert(&mut tx, &organisation).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// What Kim is after a login with these groups: in the portal, and in organisations.
async fn roles_after_sign_in(fake: &Fake, site: &Site, groups: &[&str]) -> (Role, i64, Vec<(Uuid, Role)>) {
    roles_after_sign_in_with(fake, site, |token| token.claims["groups"] = json!(groups)).await
}

async fn roles_after_sign_in_with(
    fake: &Fake,
    site: &Site,
    change: impl FnOnce(&mut Token),
) -> (Role, i64, Vec<(Uuid, Role)>) {
    fake.sign_in_as(site, &site.browser(), "kim", change).await.assert_status(303);
    let mut db = site.backend.store.read().await.unwrap();
    let kim = people::find_by_email(&mut db, "kim@kommun.example").await.unwrap().unwrap();
    let memberships = organisations::list_memberships(&mut db, kim.id).await.unwrap();
    (kim.role, kim.level, memberships.into_iter().map(|m| (m.organisation, m.role)).collect())
}

/// Gives Kim roles by hand.
async fn grant_by_admin(site: &Site, role: Role, organisation: Uuid, there: Role) {
    let mut tx = site.backend.store.begin().await.unwrap();
    let kim = people::find_by_email(&mut tx, "kim@kommun.example").await.unwrap().unwrap();
    fyr_store::identities::set_portal_role(&mut tx, kim.id, role, 1, site.now()).await.unwrap();
    let membership = Membership { organisation, team: None, role: there, level: Level::default() };
    organisations::upsert_membership(&mut tx, kim.id, &membership, site.now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn groups_give_roles_at_each_login_and_take_back_what_they_gave(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |config| config.roles = serde_json::from_str(RULES).unwrap()).await;
    let malmo = organisation(&portal, "malmo").await;
    assert_eq!(roles_after_sign_in(&fake, &portal, &["others"]).await, (Role::Participant, 1, vec![]));
    let all = roles_after_sign_in(&fake, &portal, &["malmo", "desk", "ghosts"]).await;
    assert_eq!(all, (Role::Agent, 2, vec![(malmo, Role::Counsellor)]));
    assert_eq!(roles_after_sign_in(&fake, &portal, &["chiefs", "desk"]).await, (Role::Admin, 1, vec![]));
    assert_eq!(roles_after_sign_in(&fake, &portal, &[]).await, (Role::Participant, 1, vec![]));
    let lines =
        portal.query_texts("SELECT action FROM audit_log WHERE action LIKE 'role.%' ORDER BY id").await;
    assert_eq!(lines, ["role.changed", "role.given", "role.changed", "role.taken", "role.changed"]);
    portal.backend.store.close().await;
}

async fn what_came_with_a_role_goes_with_it(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |config| config.roles = serde_json::from_str(RULES).unwrap()).await;
    let malmo = organisation(&portal, "malmo").await;
    roles_after_sign_in(&fake, &portal, &["malmo"]).await;
    let mut tx = portal.backend.store.begin().await.unwrap();
    let kim = people::find_by_email(&mut tx, "kim@kommun.example").await.unwrap().unwrap();
    let relation = people::NewRelation {
        counsellor_id: kim.id,
        participant_id: portal.people.petra.id,
        organisation_id: Some(malmo),
        purpose: String::new(),
        scope: Scope::Act,
        since: portal.now(),
        until: None,
        stands_in_for_id: None,
    };
    people::upsert_relation(&mut tx, &relation, relation.since).await.unwrap();
    tx.commit().await.unwrap();
    let open = "SELECT COUNT(*) FROM counselling WHERE ended_at IS NULL AND organisation_id IS NOT NULL";
    roles_after_sign_in(&fake, &portal, &["malmo"]).await;
    assert_eq!(portal.count(open).await, 1);
    roles_after_sign_in(&fake, &portal, &[]).await;
    assert_eq!(portal.count(open).await, 0);
    roles_after_sign_in(&fake, &portal, &["malmo"]).await;
    assert_eq!(portal.count(open).await, 0, "and does not come back with it");
    portal.backend.store.close().await;
}

async fn what_was_given_by_hand_stays(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |config| config.roles = serde_json::from_str(RULES).unwrap()).await;
    let malmo = organisation(&portal, "malmo").await;
    roles_after_sign_in(&fake, &portal, &[]).await;
    grant_by_admin(&portal, Role::Staff, malmo, Role::Counsellor).await;
    let staff = (Role::Staff, 1, vec![(malmo, Role::Counsellor)]);
    assert_eq!(roles_after_sign_in(&fake, &portal, &["desk", "malmo"]).await, staff);
    assert_eq!(
        roles_after_sign_in(&fake, &portal, &[]).await,
        staff,
        "also what the groups would have given"
    );

    // what they gave and someone then changed by hand is the hand's
    grant_by_admin(&portal, Role::Participant, malmo, Role::Approver).await;
    assert_eq!(roles_after_sign_in(&fake, &portal, &["desk"]).await.0, Role::Agent);
    grant_by_admin(&portal, Role::Manager, malmo, Role::Approver).await;
    assert_eq!(roles_after_sign_in(&fake, &portal, &[]).await.0, Role::Manager);
    portal.backend.store.close().await;
}

async fn a_provider_that_governs_decides_over_what_its_rules_name(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake
        .portal(site, |config| {
            config.roles = serde_json::from_str(RULES).unwrap();
            config.govern_roles = true;
        })
        .await;
    let (malmo, lund) = (organisation(&portal, "malmo").await, organisation(&portal, "lund").await);
    roles_after_sign_in(&fake, &portal, &[]).await;
    grant_by_admin(&portal, Role::Admin, malmo, Role::Approver).await;
    grant_by_admin(&portal, Role::Admin, lund, Role::Admin).await;
    let governed = roles_after_sign_in(&fake, &portal, &["malmo"]).await;
    assert_eq!(governed.0, Role::Participant);
    let mut there = governed.2;
    there.sort();
    let mut wanted = vec![(malmo, Role::Counsellor), (lund, Role::Admin)];
    wanted.sort();
    assert_eq!(there, wanted, "no rule names the other organisation");
    portal.backend.store.close().await;
}

async fn a_claim_makes_someone_a_member_of_their_organisation(site: &Site) {
    let fake = Fake::start().await;
    let portal = fake.portal(site, |config| config.claims.organisation = "municipality".into()).await;
    let malmo = organisation(&portal, "malmo").await;
    let from = |slug: &'static str| move |token: &mut Token| token.claims["municipality"] = json!(slug);
    assert_eq!(roles_after_sign_in_with(&fake, &portal, from("malmo")).await.2, [(malmo, Role::Participant)]);
    assert_eq!(
        roles_after_sign_in_with(&fake, &portal, from("atlantis")).await.2,
        [],
        "there is no such organisation"
    );
    portal.backend.store.close().await;
}
