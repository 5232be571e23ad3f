//! Who was asked to join.

use fyr_domain::{
    Actor, Role, User,
    permission::{Scope, Sharing},
};
use fyr_store::invitations::{self, Invitation};
use uuid::Uuid;

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    the_invitations_of_an_address_are_counted,
    an_invitation_is_found_by_what_opens_it_and_taken_once,
    a_withdrawn_or_expired_invitation_opens_nothing,
    invitations_are_listed_for_those_who_look_after_them,
}

fn invitation(bed: &Bed, by: &User, organisation: Option<Uuid>) -> Invitation {
    let id = bed.id();
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

async fn the_invitations_of_an_address_are_counted(bed: &Bed) {
    let ada = make::person(bed, Role::Admin, "Ada").await;
    let mut tx = bed.begin().await;
    let mut put = async |email: &str, minute| {
        let one = Invitation { email: email.into(), created_at: at(minute), ..invitation(bed, &ada, None) };
        assert!(invitations::put(&mut tx, &one).await.unwrap());
        one.id
    };
    put("ny@exempel.se", 1).await;
    put("ny@exempel.se", 2).await;
    put("annan@exempel.se", 2).await;
    let last = put("ny@exempel.se", 3).await;
    let mut since =
        async |id, minute| invitations::count_others_since(&mut tx, id, "ny@exempel.se", at(minute)).await;
    assert_eq!(since(bed.id(), 1).await.unwrap(), 2, "later than that");
    assert_eq!(since(bed.id(), 0).await.unwrap(), 3);
    assert_eq!(since(last, 0).await.unwrap(), 2, "not itself");
}

async fn an_invitation_is_found_by_what_opens_it_and_taken_once(bed: &Bed) {
    let ada = make::person(bed, Role::Admin, "Ada").await;
    let one = invitation(bed, &ada, None);
    let mut tx = bed.begin().await;
    assert!(invitations::put(&mut tx, &one).await.unwrap());
    assert!(
        !invitations::put(&mut tx, &Invitation { level: 3, ..one.clone() }).await.unwrap(),
        "the same form"
    );
    assert!(invitations::put(&mut tx, &invitation(bed, &ada, None)).await.unwrap());
    let before = one.token_hash.clone();
    let one = Invitation { token_hash: "another".into(), ..one };
    invitations::set_token(&mut tx, one.id, "another").await.unwrap();
    let mut by = async |hash: &str| invitations::find_by_token(&mut tx, hash, at(1)).await.unwrap();
    assert_eq!(by(&before).await, None, "the token before");
    assert_eq!(by("another").await.as_ref(), Some(&one));
    assert_eq!(invitations::find_open(&mut tx, one.id, at(1)).await.unwrap().as_ref(), Some(&one));
    assert!(invitations::use_up(&mut tx, one.id, at(1)).await.unwrap());
    assert!(!invitations::use_up(&mut tx, one.id, at(1)).await.unwrap());
    assert_eq!(invitations::find_by_token(&mut tx, "another", at(1)).await.unwrap(), None);
    assert_eq!(invitations::find_open(&mut tx, one.id, at(1)).await.unwrap(), None);
}

async fn a_withdrawn_or_expired_invitation_opens_nothing(bed: &Bed) {
    let ada = make::person(bed, Role::Admin, "Ada").await;
    let (withdrawn, expired) = (invitation(bed, &ada, None), invitation(bed, &ada, None));
    let mut tx = bed.begin().await;
    for one in [&withdrawn, &expired] {
        invitations::put(&mut tx, one).await.unwrap();
    }
    assert!(invitations::withdraw(&mut tx, withdrawn.id, at(1)).await.unwrap());
    assert!(!invitations::withdraw(&mut tx, withdrawn.id, at(1)).await.unwrap());
    for (one, minute) in [(&withdrawn, 1), (&expired, 10)] {
        assert_eq!(invitations::find_by_token(&mut tx, &one.token_hash, at(minute)).await.unwrap(), None);
        assert_eq!(invitations::find_open(&mut tx, one.id, at(minute)).await.unwrap(), None);
        assert!(!invitations::use_up(&mut tx, one.id, at(minute)).await.unwrap());
    }
    assert!(!invitations::withdraw(&mut tx, expired.id, at(10)).await.unwrap());
    assert_eq!(invitations::forget(&mut tx, at(10)).await.unwrap(), 0);
    assert_eq!(invitations::forget(&mut tx, at(11)).await.unwrap(), 2);
}

async fn invitations_are_listed_for_those_who_look_after_them(bed: &Bed) {
    let acme = make::organisation(bed, "acme", Sharing::Own).await;
    let portal = make::person(bed, Role::Admin, "Per").await;
    let own = make::person(bed, Role::Participant, "Ada").await;
    let own = make::join(bed, &own, &acme, Role::Admin).await;
    let karin = make::person(bed, Role::Counsellor, "Karin").await;
    let (whole, within) = (invitation(bed, &portal, None), invitation(bed, &own, Some(acme.id)));
    let code = Invitation {
        email: String::new(),
        counsellor_id: Some(karin.id),
        ..invitation(bed, &karin, Some(acme.id))
    };
    let mut tx = bed.begin().await;
    for one in [&whole, &within, &code] {
        invitations::put(&mut tx, one).await.unwrap();
    }
    for (user, expected) in [(&portal, vec![within.id, whole.id]), (&own, vec![within.id]), (&karin, vec![])]
    {
        let actor = Actor::signed_in(user.clone());
        let list = invitations::administered(&mut tx, &actor, at(1)).await.unwrap();
        assert_eq!(list.iter().map(|one| one.id).collect::<Vec<_>>(), expected, "{}", user.name);
        let found = invitations::find_administered(&mut tx, &actor, whole.id, at(1)).await.unwrap();
        assert_eq!(found.is_some(), expected.contains(&whole.id), "{}", user.name);
        let late = invitations::administered(&mut tx, &actor, at(10)).await.unwrap();
        assert!(late.is_empty());
    }
    assert_eq!(invitations::of_counsellor(&mut tx, karin.id, at(1)).await.unwrap(), [code]);
    assert!(invitations::of_counsellor(&mut tx, own.id, at(1)).await.unwrap().is_empty());
}
