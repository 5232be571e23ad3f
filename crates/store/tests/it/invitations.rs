//! Invitations: tokens, states and lists.

use fyr_domain::{
    Actor, Role, User,
    permission::{Scope, Sharing},
};
use fyr_store::invitations::{self, Invitation};
use fyr_testing::{Harness, on_both_engines};
use uuid::Uuid;

use crate::fixtures::{self, at};

on_both_engines! {
    the_invitations_of_an_address_are_counted,
    an_invitation_is_found_by_its_token_and_accepted_once,
    a_withdrawn_or_expired_invitation_is_not_found,
    invitations_are_listed_for_their_administrators,
}

fn invitation(harness: &Harness, by: &User, organisation: Option<Uuid>) -> Invitation {
    let id = harness.id();
    Invitation {
        id,
        token_hash: format!("hash of {id}"),
        email: "ny@exempel.se".into(),
        lang: "sv".into(),
        role: Role::Agent,
        level: 2,
        organisation_id: organisation,
        team_id: None,
        counsellor_id: None,
        purpose: "Jobbsökning".into(),
        scope: Scope::See,
        until: Some(at(99)),
        invited_by_id: Some(by.id),
        created_at: at(0),
        expires_at: at(10),
    }
}

async fn the_invitations_of_an_address_are_counted(harness: &Harness) {
    let ada = fixtures::person(harness, Role::Admin, "Ada").await;
    let mut tx = harness.begin().await;
    let mut insert = async |email: &str, minute| {
        let one =
            Invitation { email: email.into(), created_at: at(minute), ..invitation(harness, &ada, None) };
        assert!(invitations::insert(&mut tx, &one).await.unwrap());
        one.id
    };
    insert("ny@exempel.se", 1).await;
    insert("ny@exempel.se", 2).await;
    insert("annan@exempel.se", 2).await;
    let last = insert("ny@exempel.se", 3).await;
    let mut since =
        async |id, minute| invitations::count_others_since(&mut tx, id, "ny@exempel.se", at(minute)).await;
    assert_eq!(since(harness.id(), 1).await.unwrap(), 2, "later than that");
    assert_eq!(since(harness.id(), 0).await.unwrap(), 3);
    assert_eq!(since(last, 0).await.unwrap(), 2, "not itself");
}

async fn an_invitation_is_found_by_its_token_and_accepted_once(harness: &Harness) {
    let ada = fixtures::person(harness, Role::Admin, "Ada").await;
    let one = invitation(harness, &ada, None);
    let mut tx = harness.begin().await;
    assert!(invitations::insert(&mut tx, &one).await.unwrap());
    assert!(
        !invitations::insert(&mut tx, &Invitation { level: 3, ..one.clone() }).await.unwrap(),
        "the same form"
    );
    assert!(invitations::insert(&mut tx, &invitation(harness, &ada, None)).await.unwrap());
    let before = one.token_hash.clone();
    let one = Invitation { token_hash: "another".into(), ..one };
    invitations::set_token_hash(&mut tx, one.id, "another").await.unwrap();
    let mut by = async |hash: &str| invitations::find_by_token(&mut tx, hash, at(1)).await.unwrap();
    assert_eq!(by(&before).await, None, "the token before");
    assert_eq!(by("another").await.as_ref(), Some(&one));
    assert_eq!(invitations::find_pending(&mut tx, one.id, at(1)).await.unwrap().as_ref(), Some(&one));
    assert!(invitations::mark_used(&mut tx, one.id, at(1)).await.unwrap());
    assert!(!invitations::mark_used(&mut tx, one.id, at(1)).await.unwrap());
    assert_eq!(invitations::find_by_token(&mut tx, "another", at(1)).await.unwrap(), None);
    assert_eq!(invitations::find_pending(&mut tx, one.id, at(1)).await.unwrap(), None);
}

async fn a_withdrawn_or_expired_invitation_is_not_found(harness: &Harness) {
    let ada = fixtures::person(harness, Role::Admin, "Ada").await;
    let (withdrawn, expired) = (invitation(harness, &ada, None), invitation(harness, &ada, None));
    let mut tx = harness.begin().await;
    for one in [&withdrawn, &expired] {
        invitations::insert(&mut tx, one).await.unwrap();
    }
    assert!(invitations::withdraw(&mut tx, withdrawn.id, at(1)).await.unwrap());
    assert!(!invitations::withdraw(&mut tx, withdrawn.id, at(1)).await.unwrap());
    for (one, minute) in [(&withdrawn, 1), (&expired, 10)] {
        assert_eq!(invitations::find_by_token(&mut tx, &one.token_hash, at(minute)).await.unwrap(), None);
        assert_eq!(invitations::find_pending(&mut tx, one.id, at(minute)).await.unwrap(), None);
        assert!(!invitations::mark_used(&mut tx, one.id, at(minute)).await.unwrap());
    }
    assert!(!invitations::withdraw(&mut tx, expired.id, at(10)).await.unwrap());
    assert_eq!(invitations::delete_expired(&mut tx, at(10)).await.unwrap(), 0);
    assert_eq!(invitations::delete_expired(&mut tx, at(11)).await.unwrap(), 2);
}

async fn invitations_are_listed_for_their_administrators(harness: &Harness) {
    let acme = fixtures::organisation(harness, "acme", Sharing::Own).await;
    let portal = fixtures::person(harness, Role::Admin, "Per").await;
    let own = fixtures::person(harness, Role::Participant, "Ada").await;
    let own = fixtures::add_membership(harness, &own, &acme, Role::Admin).await;
    let karin = fixtures::person(harness, Role::Counsellor, "Karin").await;
    let (whole, within) = (invitation(harness, &portal, None), invitation(harness, &own, Some(acme.id)));
    let code = Invitation {
        email: String::new(),
        counsellor_id: Some(karin.id),
        ..invitation(harness, &karin, Some(acme.id))
    };
    let mut tx = harness.begin().await;
    for one in [&whole, &within, &code] {
        invitations::insert(&mut tx, one).await.unwrap();
    }
    for (user, expected) in [(&portal, vec![within.id, whole.id]), (&own, vec![within.id]), (&karin, vec![])]
    {
        let actor = Actor::signed_in(user.clone());
        let list = invitations::list_administered(&mut tx, &actor, at(1)).await.unwrap();
        assert_eq!(list.iter().map(|one| one.id).collect::<Vec<_>>(), expected, "{}", user.name);
        let found = invitations::find_administered(&mut tx, &actor, whole.id, at(1)).await.unwrap();
        assert_eq!(found.is_some(), expected.contains(&whole.id), "{}", user.name);
        let late = invitations::list_administered(&mut tx, &actor, at(10)).await.unwrap();
        assert!(late.is_empty());
    }
    assert_eq!(invitations::list_for_counsellor(&mut tx, karin.id, at(1)).await.unwrap(), [code]);
    assert!(invitations::list_for_counsellor(&mut tx, own.id, at(1)).await.unwrap().is_empty());
}
