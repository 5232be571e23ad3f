//! Who people are to providers of sign-in, and the sessions those may end.

use fyr_domain::{Lang, Role, User};
use fyr_store::{
    identities::{self, Given, Identity, Newcomer},
    people,
};
use uuid::Uuid;

use crate::{
    bed::{Bed, on_both_engines},
    make::{at, person},
};

on_both_engines! {
    an_identity_is_an_issuer_and_a_subject_and_someones_once,
    a_login_is_noted,
    a_person_has_several_and_only_they_lose_theirs,
    someone_new_is_added_unless_their_address_is_taken,
    a_portal_role_is_set,
    sessions_are_found_by_subject_and_by_sid,
    a_session_ends_with_every_row_that_came_of_it,
    a_logout_token_is_remembered_until_it_expires,
    what_goes_with_a_person,
}

fn new(bed: &Bed, user: &User, issuer: &str, subject: &str) -> Identity {
    Identity {
        id: bed.id(),
        issuer: issuer.into(),
        subject: subject.into(),
        user_id: user.id,
        provider: "kommun".into(),
        email: Some("kim@kommun.example".into()),
        given: vec![Given { organisation: None, role: Role::Agent, level: 2 }],
        created_at: at(0),
        last_used_at: at(0),
    }
}

async fn identity(bed: &Bed, user: &User, issuer: &str, subject: &str) -> Identity {
    let identity = new(bed, user, issuer, subject);
    let mut tx = bed.begin().await;
    assert!(identities::put(&mut tx, &identity).await.unwrap());
    tx.commit().await.unwrap();
    identity
}

async fn an_identity_is_an_issuer_and_a_subject_and_someones_once(bed: &Bed) {
    let (kim, lee) =
        (person(bed, Role::Participant, "Kim").await, person(bed, Role::Participant, "Lee").await);
    let known = identity(bed, &kim, "https://a.example", "1").await;
    let mut tx = bed.begin().await;
    assert!(!identities::put(&mut tx, &new(bed, &lee, "https://a.example", "1")).await.unwrap());
    assert_eq!(identities::find(&mut tx, "https://a.example", "1").await.unwrap(), Some(known));
    for (issuer, subject) in
        [("https://b.example", "1"), ("https://a.example", "2"), ("https://A.example", "1")]
    {
        assert_eq!(identities::find(&mut tx, issuer, subject).await.unwrap(), None, "{issuer} {subject}");
    }
    assert!(identities::put(&mut tx, &new(bed, &lee, "https://b.example", "1")).await.unwrap());
}

async fn a_login_is_noted(bed: &Bed) {
    let kim = person(bed, Role::Participant, "Kim").await;
    let known = identity(bed, &kim, "https://a.example", "1").await;
    let organisation = Some(bed.id());
    let later = Identity {
        provider: "other".into(),
        email: None,
        given: vec![Given { organisation, role: Role::Counsellor, level: 1 }],
        last_used_at: at(5),
        ..known
    };
    let mut tx = bed.begin().await;
    identities::used(&mut tx, &later).await.unwrap();
    assert_eq!(identities::find(&mut tx, "https://a.example", "1").await.unwrap(), Some(later));
}

async fn a_person_has_several_and_only_they_lose_theirs(bed: &Bed) {
    let (kim, lee) =
        (person(bed, Role::Participant, "Kim").await, person(bed, Role::Participant, "Lee").await);
    let first = identity(bed, &kim, "https://a.example", "1").await;
    let second = identity(bed, &kim, "https://b.example", "1").await;
    let mut tx = bed.begin().await;
    assert_eq!(identities::of_user(&mut tx, kim.id).await.unwrap(), [first.clone(), second.clone()]);
    assert!(identities::of_user(&mut tx, lee.id).await.unwrap().is_empty());
    assert!(!identities::remove(&mut tx, lee.id, first.id).await.unwrap());
    assert!(identities::remove(&mut tx, kim.id, first.id).await.unwrap());
    assert!(!identities::remove(&mut tx, kim.id, first.id).await.unwrap());
    assert_eq!(identities::of_user(&mut tx, kim.id).await.unwrap(), [second]);
}

async fn someone_new_is_added_unless_their_address_is_taken(bed: &Bed) {
    let newcomer =
        Newcomer { id: bed.id(), email: "kim@exempel.se".into(), name: "Kim".into(), lang: Lang::Nb };
    let mut tx = bed.begin().await;
    assert!(identities::add_person(&mut tx, &newcomer, at(0)).await.unwrap());
    let again = Newcomer { id: bed.id(), name: "Någon annan".into(), ..newcomer.clone() };
    assert!(!identities::add_person(&mut tx, &again, at(1)).await.unwrap());
    let known = people::find_by_email(&mut tx, "kim@exempel.se").await.unwrap().unwrap();
    assert_eq!((known.id, known.name.as_str(), known.role), (newcomer.id, "Kim", Role::Participant));
    assert_eq!((known.lang.as_str(), known.password_hash), ("nb", None));
}

async fn a_portal_role_is_set(bed: &Bed) {
    let (kim, lee) =
        (person(bed, Role::Participant, "Kim").await, person(bed, Role::Participant, "Lee").await);
    let mut tx = bed.begin().await;
    identities::set_portal_role(&mut tx, kim.id, Role::Agent, 3).await.unwrap();
    let role = async |tx: &mut fyr_store::Db, id| {
        let account = people::find(tx, id).await.unwrap().unwrap();
        (account.role, account.level)
    };
    assert_eq!(role(&mut tx, kim.id).await, (Role::Agent, 3));
    assert_eq!(role(&mut tx, lee.id).await, (Role::Participant, 1));
}

async fn sessions_are_found_by_subject_and_by_sid(bed: &Bed) {
    let (kim, lee) =
        (person(bed, Role::Participant, "Kim").await, person(bed, Role::Participant, "Lee").await);
    let a = identity(bed, &kim, "https://a.example", "kim").await;
    let b = identity(bed, &lee, "https://a.example", "lee").await;
    let other = identity(bed, &kim, "https://b.example", "kim").await;
    let mut tx = bed.begin().await;
    let sessions = [bed.id(), bed.id(), bed.id(), bed.id(), bed.id()];
    for (id, identity, sid) in [
        (sessions[0], a.id, Some("s1")),
        (sessions[1], a.id, Some("s2")),
        (sessions[2], a.id, None),
        (sessions[3], b.id, Some("s3")),
        (sessions[4], other.id, Some("s1")),
    ] {
        identities::begin_session(&mut tx, id, identity, sid, at(0)).await.unwrap();
    }
    let mut found = async |subject, sid| -> Vec<Uuid> {
        let all = identities::sessions_of(&mut tx, "https://a.example", subject, sid).await.unwrap();
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

async fn a_session_ends_with_every_row_that_came_of_it(bed: &Bed) {
    let kim = person(bed, Role::Participant, "Kim").await;
    let known = identity(bed, &kim, "https://a.example", "kim").await;
    let (one, two) = (bed.id(), bed.id());
    let mut tx = bed.begin().await;
    for id in [one, two] {
        identities::begin_session(&mut tx, id, known.id, None, at(0)).await.unwrap();
        let session = fyr_store::sessions::Session {
            id: format!("row of {id}"),
            data: format!("{{\"provider\":{{\"session\":\"{id}\"}}}}"),
            user_id: Some(kim.id),
            created_at: at(0),
            seen_at: at(0),
            device: String::new(),
            address: None,
            expires_at: at(10),
        };
        assert!(fyr_store::sessions::create(&mut tx, &session).await.unwrap());
    }
    assert_eq!(identities::end_session(&mut tx, one).await.unwrap(), 1);
    let lives = async |tx: &mut fyr_store::Db, id: Uuid| {
        fyr_store::sessions::is_alive(tx, &format!("row of {id}"), at(1)).await.unwrap()
    };
    assert!(!lives(&mut tx, one).await && lives(&mut tx, two).await);
    assert_eq!(identities::end_session(&mut tx, one).await.unwrap(), 0);
    identities::forget_session(&mut tx, two).await.unwrap();
    assert!(lives(&mut tx, two).await, "forgetting ends nothing");
    let left = identities::sessions_of(&mut tx, "https://a.example", Some("kim"), None).await.unwrap();
    assert!(left.is_empty());
}

async fn a_logout_token_is_remembered_until_it_expires(bed: &Bed) {
    let kim = person(bed, Role::Participant, "Kim").await;
    let known = identity(bed, &kim, "https://a.example", "kim").await;
    let mut tx = bed.begin().await;
    let remember = async |tx: &mut fyr_store::Db, issuer: &str, jti: &str| {
        identities::remember_logout(tx, issuer, jti, at(5)).await.unwrap()
    };
    assert!(remember(&mut tx, "https://a.example", "1").await);
    assert!(!remember(&mut tx, "https://a.example", "1").await);
    assert!(remember(&mut tx, "https://b.example", "1").await, "each issuer has its own");
    identities::begin_session(&mut tx, bed.id(), known.id, None, at(0)).await.unwrap();
    assert_eq!(identities::sweep(&mut tx, at(4), at(0)).await.unwrap(), (0, 0));
    assert_eq!(identities::sweep(&mut tx, at(5), at(1)).await.unwrap(), (2, 1));
    assert!(remember(&mut tx, "https://a.example", "1").await);
}

async fn what_goes_with_a_person(bed: &Bed) {
    let newcomer =
        Newcomer { id: bed.id(), email: "kim@exempel.se".into(), name: "Kim".into(), lang: Lang::Sv };
    let mut tx = bed.begin().await;
    identities::add_person(&mut tx, &newcomer, at(0)).await.unwrap();
    let kim: User = people::find(&mut tx, newcomer.id).await.unwrap().unwrap().into();
    let known = new(bed, &kim, "https://a.example", "kim");
    identities::put(&mut tx, &known).await.unwrap();
    identities::begin_session(&mut tx, bed.id(), known.id, None, at(0)).await.unwrap();
    identities::remove(&mut tx, kim.id, known.id).await.unwrap();
    assert_eq!(identities::sweep(&mut tx, at(0), at(9)).await.unwrap(), (0, 0), "its sessions went with it");
}
