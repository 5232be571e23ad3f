//! Identities at providers, and the sessions that providers may end.

use fyr_domain::{Lang, Role, User};
use fyr_store::{
    identities::{self, DeletedCounts, Identity, NewProviderAccount, ProviderRole},
    people,
};
use fyr_testing::{Harness, on_both_engines};
use uuid::Uuid;

use crate::fixtures::{at, person};

on_both_engines! {
    an_issuer_and_subject_belong_to_one_user,
    a_login_is_recorded,
    a_user_has_several_identities_and_deletes_only_their_own,
    an_account_is_inserted_unless_the_address_is_taken,
    a_portal_role_is_set,
    sessions_are_found_by_subject_and_by_sid,
    ending_a_provider_session_deletes_its_browser_sessions,
    a_logout_token_is_used_once_until_it_expires,
    identities_and_sessions_are_deleted_with_their_user,
}

fn new(harness: &Harness, user: &User, issuer: &str, subject: &str) -> Identity {
    Identity {
        id: harness.id(),
        issuer: issuer.into(),
        subject: subject.into(),
        user_id: user.id,
        provider: "kommun".into(),
        email: Some("kim@kommun.example".into()),
        given: vec![ProviderRole { organisation: None, role: Role::Agent, level: 2 }],
        created_at: at(0),
        last_used_at: at(0),
    }
}

async fn identity(harness: &Harness, user: &User, issuer: &str, subject: &str) -> Identity {
    let identity = new(harness, user, issuer, subject);
    let mut tx = harness.begin().await;
    assert!(identities::insert(&mut tx, &identity).await.unwrap());
    tx.commit().await.unwrap();
    identity
}

async fn an_issuer_and_subject_belong_to_one_user(harness: &Harness) {
    let (kim, lee) =
        (person(harness, Role::Participant, "Kim").await, person(harness, Role::Participant, "Lee").await);
    let known = identity(harness, &kim, "https://a.example", "1").await;
    let mut tx = harness.begin().await;
    assert!(!identities::insert(&mut tx, &new(harness, &lee, "https://a.example", "1")).await.unwrap());
    assert_eq!(identities::find_by_subject(&mut tx, "https://a.example", "1").await.unwrap(), Some(known));
    for (issuer, subject) in
        [("https://b.example", "1"), ("https://a.example", "2"), ("https://A.example", "1")]
    {
        assert_eq!(
            identities::find_by_subject(&mut tx, issuer, subject).await.unwrap(),
            None,
            "{issuer} {subject}"
        );
    }
    assert!(identities::insert(&mut tx, &new(harness, &lee, "https://b.example", "1")).await.unwrap());
}

async fn a_login_is_recorded(harness: &Harness) {
    let kim = person(harness, Role::Participant, "Kim").await;
    let known = identity(harness, &kim, "https://a.example", "1").await;
    let organisation = Some(harness.id());
    let later = Identity {
        provider: "other".into(),
        email: None,
        given: vec![ProviderRole { organisation, role: Role::Counsellor, level: 1 }],
        last_used_at: at(5),
        ..known
    };
    let mut tx = harness.begin().await;
    identities::record_login(&mut tx, &later).await.unwrap();
    assert_eq!(identities::find_by_subject(&mut tx, "https://a.example", "1").await.unwrap(), Some(later));
}

async fn a_user_has_several_identities_and_deletes_only_their_own(harness: &Harness) {
    let (kim, lee) =
        (person(harness, Role::Participant, "Kim").await, person(harness, Role::Participant, "Lee").await);
    let first = identity(harness, &kim, "https://a.example", "1").await;
    let second = identity(harness, &kim, "https://b.example", "1").await;
    let mut tx = harness.begin().await;
    assert_eq!(identities::list_for_user(&mut tx, kim.id).await.unwrap(), [first.clone(), second.clone()]);
    assert!(identities::list_for_user(&mut tx, lee.id).await.unwrap().is_empty());
    assert!(!identities::delete(&mut tx, lee.id, first.id).await.unwrap());
    assert!(identities::delete(&mut tx, kim.id, first.id).await.unwrap());
    assert!(!identities::delete(&mut tx, kim.id, first.id).await.unwrap());
    assert_eq!(identities::list_for_user(&mut tx, kim.id).await.unwrap(), [second]);
}

async fn an_account_is_inserted_unless_the_address_is_taken(harness: &Harness) {
    let newcomer = NewProviderAccount {
        id: harness.id(),
        email: "kim@exempel.se".into(),
        name: "Kim".into(),
        lang: Lang::Nb,
    };
    let mut tx = harness.begin().await;
    assert!(identities::insert_account(&mut tx, &newcomer, at(0)).await.unwrap());
    let again = NewProviderAccount { id: harness.id(), name: "Någon annan".into(), ..newcomer.clone() };
    assert!(!identities::insert_account(&mut tx, &again, at(1)).await.unwrap());
    let known = people::find_by_email(&mut tx, "kim@exempel.se").await.unwrap().unwrap();
    assert_eq!((known.id, known.name.as_str(), known.role), (newcomer.id, "Kim", Role::Participant));
    assert_eq!((known.lang.as_str(), known.password_hash), ("nb", None));
}

async fn a_portal_role_is_set(harness: &Harness) {
    let (kim, lee) =
        (person(harness, Role::Participant, "Kim").await, person(harness, Role::Participant, "Lee").await);
    let mut tx = harness.begin().await;
    identities::set_portal_role(&mut tx, kim.id, Role::Agent, 3, at(5)).await.unwrap();
    let role = async |tx: &mut fyr_store::Db, id| {
        let account = people::find_by_id(tx, id).await.unwrap().unwrap();
        (account.role, account.level)
    };
    assert_eq!(role(&mut tx, kim.id).await, (Role::Agent, 3));
    assert_eq!(role(&mut tx, lee.id).await, (Role::Participant, 1));
}

async fn sessions_are_found_by_subject_and_by_sid(harness: &Harness) {
    let (kim, lee) =
        (person(harness, Role::Participant, "Kim").await, person(harness, Role::Participant, "Lee").await);
    let a = identity(harness, &kim, "https://a.example", "kim").await;
    let b = identity(harness, &lee, "https://a.example", "lee").await;
    let other = identity(harness, &kim, "https://b.example", "kim").await;
    let mut tx = harness.begin().await;
    let sessions = [harness.id(), harness.id(), harness.id(), harness.id(), harness.id()];
    for (id, identity, sid) in [
        (sessions[0], a.id, Some("s1")),
        (sessions[1], a.id, Some("s2")),
        (sessions[2], a.id, None),
        (sessions[3], b.id, Some("s3")),
        (sessions[4], other.id, Some("s1")),
    ] {
        identities::insert_session(&mut tx, id, identity, sid, at(0)).await.unwrap();
    }
    let mut found = async |subject, sid| -> Vec<Uuid> {
        let all = identities::list_sessions(&mut tx, "https://a.example", subject, sid).await.unwrap();
        let mut ids: Vec<_> = all.into_iter().map(|begun| begun.id).collect();
        ids.sort();
        ids
    };
    assert_eq!(found(Some("kim"), None).await, sessions[..3]);
    assert_eq!(found(None, Some("s1")).await, [sessions[0]]);
    assert_eq!(found(Some("kim"), Some("s2")).await, [sessions[1], sessions[2]], "also one without a sid");
    assert!(found(Some("lee"), Some("s1")).await.is_empty());
    assert!(found(Some("nobody"), None).await.is_empty());
}

async fn ending_a_provider_session_deletes_its_browser_sessions(harness: &Harness) {
    let kim = person(harness, Role::Participant, "Kim").await;
    let known = identity(harness, &kim, "https://a.example", "kim").await;
    let (one, two) = (harness.id(), harness.id());
    let mut tx = harness.begin().await;
    for id in [one, two] {
        identities::insert_session(&mut tx, id, known.id, None, at(0)).await.unwrap();
        let session = fyr_store::sessions::Session {
            id: format!("row of {id}"),
            data: format!("{{\"provider\":{{\"session\":\"{id}\"}}}}"),
            user_id: Some(kim.id),
            pending_user_id: None,
            created_at: at(0),
            seen_at: at(0),
            device: String::new(),
            address: None,
            expires_at: at(10),
        };
        assert!(fyr_store::sessions::insert(&mut tx, &session).await.unwrap());
    }
    assert_eq!(identities::end_session(&mut tx, one).await.unwrap(), 1);
    let lives = async |tx: &mut fyr_store::Db, id: Uuid| {
        fyr_store::sessions::is_active(tx, &format!("row of {id}"), at(1)).await.unwrap()
    };
    assert!(!lives(&mut tx, one).await && lives(&mut tx, two).await);
    assert_eq!(identities::end_session(&mut tx, one).await.unwrap(), 0);
    identities::delete_session(&mut tx, two).await.unwrap();
    assert!(lives(&mut tx, two).await, "forgetting ends nothing");
    let left = identities::list_sessions(&mut tx, "https://a.example", Some("kim"), None).await.unwrap();
    assert!(left.is_empty());
}

async fn a_logout_token_is_used_once_until_it_expires(harness: &Harness) {
    let kim = person(harness, Role::Participant, "Kim").await;
    let known = identity(harness, &kim, "https://a.example", "kim").await;
    let mut tx = harness.begin().await;
    let remember = async |tx: &mut fyr_store::Db, issuer: &str, jti: &str| {
        identities::insert_logout_token(tx, issuer, jti, at(5)).await.unwrap()
    };
    assert!(remember(&mut tx, "https://a.example", "1").await);
    assert!(!remember(&mut tx, "https://a.example", "1").await);
    assert!(remember(&mut tx, "https://b.example", "1").await, "each issuer has its own");
    identities::insert_session(&mut tx, harness.id(), known.id, None, at(0)).await.unwrap();
    assert_eq!(
        identities::delete_expired(&mut tx, at(4), at(0)).await.unwrap(),
        DeletedCounts { logout_tokens: 0, sessions: 0 }
    );
    assert_eq!(
        identities::delete_expired(&mut tx, at(5), at(1)).await.unwrap(),
        DeletedCounts { logout_tokens: 2, sessions: 1 }
    );
    assert!(remember(&mut tx, "https://a.example", "1").await);
}

async fn identities_and_sessions_are_deleted_with_their_user(harness: &Harness) {
    let newcomer = NewProviderAccount {
        id: harness.id(),
        email: "kim@exempel.se".into(),
        name: "Kim".into(),
        lang: Lang::Sv,
    };
    let mut tx = harness.begin().await;
    identities::insert_account(&mut tx, &newcomer, at(0)).await.unwrap();
    let kim: User = people::find_by_id(&mut tx, newcomer.id).await.unwrap().unwrap().into();
    let known = new(harness, &kim, "https://a.example", "kim");
    identities::insert(&mut tx, &known).await.unwrap();
    identities::insert_session(&mut tx, harness.id(), known.id, None, at(0)).await.unwrap();
    identities::delete(&mut tx, kim.id, known.id).await.unwrap();
    assert_eq!(
        identities::delete_expired(&mut tx, at(0), at(9)).await.unwrap(),
        DeletedCounts { logout_tokens: 0, sessions: 0 },
        "its sessions went with it"
    );
}
