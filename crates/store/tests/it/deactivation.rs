//! Deactivated accounts.

use fyr_domain::{Role, permission::Sharing};
use fyr_store::{deactivation, directory, organisations, people};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::{self, at};

on_both_engines! {
    an_account_is_deactivated_once_and_active_again,
    a_deactivated_account_is_offered_nowhere,
    a_deactivated_administrator_does_not_count,
}

async fn an_account_is_deactivated_once_and_active_again(harness: &Harness) {
    let bo = fixtures::person(harness, Role::Participant, "Bo").await;
    let admin = fyr_domain::Actor::signed_in(fixtures::person(harness, Role::Admin, "Ada").await);
    let mut tx = harness.begin().await;
    assert!(!deactivation::reactivate(&mut tx, bo.id).await.unwrap(), "it is active");
    assert!(deactivation::deactivate(&mut tx, bo.id, at(1)).await.unwrap());
    assert!(!deactivation::deactivate(&mut tx, bo.id, at(2)).await.unwrap(), "it is deactivated already");
    assert!(!deactivation::deactivate(&mut tx, harness.id(), at(2)).await.unwrap());
    let found = directory::find_administered(&mut tx, &admin, bo.id).await.unwrap().unwrap();
    assert_eq!(found.deactivated_at, Some(at(1)));
    assert!(deactivation::is_deactivated(&mut tx, bo.id).await.unwrap());
    assert!(deactivation::is_email_deactivated(&mut tx, "bo@exempel.se").await.unwrap());
    assert!(!deactivation::is_email_deactivated(&mut tx, "ada@exempel.se").await.unwrap());
    assert!(people::find_active(&mut tx, bo.id).await.unwrap().is_none());
    assert!(people::find_active_member(&mut tx, bo.id).await.unwrap().is_none());
    assert!(deactivation::reactivate(&mut tx, bo.id).await.unwrap());
    assert!(!deactivation::is_deactivated(&mut tx, bo.id).await.unwrap());
    assert_eq!(people::find_active(&mut tx, bo.id).await.unwrap().unwrap().name, "Bo");
    assert_eq!(people::find_active_member(&mut tx, bo.id).await.unwrap(), Some(bo), "without memberships");
}

async fn a_deactivated_account_is_offered_nowhere(harness: &Harness) {
    let acme = fixtures::organisation(harness, "acme", Sharing::Own).await;
    let agent = fixtures::person(harness, Role::Agent, "Per").await;
    let counsellor = fixtures::person(harness, Role::Participant, "Kia").await;
    fixtures::add_membership(harness, &counsellor, &acme, Role::Counsellor).await;
    let mut tx = harness.begin().await;
    for (active, expected) in [(true, 1), (false, 0)] {
        if !active {
            deactivation::deactivate(&mut tx, agent.id, at(1)).await.unwrap();
            deactivation::deactivate(&mut tx, counsellor.id, at(1)).await.unwrap();
        }
        assert_eq!(people::list_agents(&mut tx, None).await.unwrap().len(), expected);
        assert_eq!(people::list_by_role(&mut tx, Role::Agent).await.unwrap().len(), expected);
        let counsellors =
            organisations::list_members_with_role(&mut tx, acme.id, Role::Counsellor).await.unwrap();
        assert_eq!(counsellors.len(), expected);
    }
}

async fn a_deactivated_administrator_does_not_count(harness: &Harness) {
    let ada = fixtures::person(harness, Role::Admin, "Ada").await;
    fixtures::person(harness, Role::Admin, "Bo").await;
    let mut tx = harness.begin().await;
    assert_eq!(people::lock_and_count_admins(&mut tx).await.unwrap(), 2);
    deactivation::deactivate(&mut tx, ada.id, at(1)).await.unwrap();
    assert_eq!(people::lock_and_count_admins(&mut tx).await.unwrap(), 1);
}
