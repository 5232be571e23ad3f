//! People, and which counsellor acts for whom.

use fyr_domain::{
    Actor, Lang, Level, Role, User,
    permission::{Scope, Sharing},
    tickets::Status,
};
use fyr_store::{people, people::Relation, relations, tickets::Ticket};

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    a_role_in_the_whole_portal_is_given_and_taken,
    a_person_is_found_by_id_and_by_address,
    a_known_address_is_renewed_and_keeps_its_id,
    language_and_password_change_alone,
    tickets_are_assigned_to_agents_and_admins_by_name,
    the_first_people_are_offered_by_role_and_name,
    a_counsellors_people_begin_with_those_who_must_answer,
    a_participant_is_a_counsellors_only_while_they_act_for_them,
    acting_again_counts_from_the_new_beginning,
    an_address_wants_no_mail_however_often_it_says_so,
}

fn actor(user: &User) -> Actor {
    Actor::signed_in(user.clone())
}

fn account(bed: &Bed, email: &str) -> people::Account {
    people::Account {
        id: bed.id(),
        email: email.into(),
        name: "Åsa Ærlig".into(),
        role: Role::Counsellor,
        level: 2,
        lang: "nb".into(),
        password_hash: Some("$argon2id$v=19$…".into()),
    }
}

async fn a_person_is_found_by_id_and_by_address(bed: &Bed) {
    let åsa = account(bed, "åsa@exempel.se");
    let mut tx = bed.begin().await;
    assert_eq!(people::put(&mut tx, &åsa, at(0)).await.unwrap(), åsa.id);
    let by_id = people::find(&mut tx, åsa.id).await.unwrap().unwrap();
    let by_email = people::find_by_email(&mut tx, "åsa@exempel.se").await.unwrap().unwrap();
    assert_eq!(format!("{by_id:?}"), format!("{åsa:?}"));
    assert_eq!(format!("{by_email:?}"), format!("{åsa:?}"));
    assert_eq!(User::from(by_id).lang, Lang::Nb);
    assert!(people::find(&mut tx, bed.id()).await.unwrap().is_none());
    assert!(people::find_by_email(&mut tx, "sa@exempel.se").await.unwrap().is_none());
}

async fn a_known_address_is_renewed_and_keeps_its_id(bed: &Bed) {
    let first = account(bed, "åsa@exempel.se");
    let mut tx = bed.begin().await;
    people::put(&mut tx, &first, at(0)).await.unwrap();
    assert_eq!(people::put(&mut tx, &first, at(0)).await.unwrap(), first.id, "the very same");
    let renewed = people::Account {
        name: "Åsa Ny".into(),
        role: Role::Admin,
        lang: "sv".into(),
        password_hash: None,
        ..account(bed, "åsa@exempel.se")
    };
    assert_eq!(people::put(&mut tx, &renewed, at(1)).await.unwrap(), first.id);
    let found = people::find(&mut tx, first.id).await.unwrap().unwrap();
    assert_eq!(format!("{found:?}"), format!("{:?}", people::Account { id: first.id, ..renewed }));
}

async fn language_and_password_change_alone(bed: &Bed) {
    let (own, other) = (account(bed, "åsa@exempel.se"), account(bed, "bo@exempel.se"));
    let mut tx = bed.begin().await;
    people::put(&mut tx, &own, at(0)).await.unwrap();
    people::put(&mut tx, &other, at(0)).await.unwrap();
    people::set_lang(&mut tx, own.id, Lang::En).await.unwrap();
    people::set_password_hash(&mut tx, own.id, "ny").await.unwrap();
    let found = people::find(&mut tx, own.id).await.unwrap().unwrap();
    let expected = people::Account { lang: "en".into(), password_hash: Some("ny".into()), ..own };
    assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    let found = people::find(&mut tx, other.id).await.unwrap().unwrap();
    assert_eq!(format!("{found:?}"), format!("{other:?}"));
}

async fn tickets_are_assigned_to_agents_and_admins_by_name(bed: &Bed) {
    for (role, name) in [
        (Role::Agent, "Per"),
        (Role::Participant, "Bo"),
        (Role::Admin, "Eva"),
        (Role::Staff, "Sten"),
        (Role::Counsellor, "Cia"),
    ] {
        make::person(bed, role, name).await;
    }
    let (acme, beta) = (
        make::organisation(bed, "acme", Sharing::Own).await,
        make::organisation(bed, "beta", Sharing::Own).await,
    );
    let lo = make::person(bed, Role::Participant, "Lo").await;
    make::join(bed, &lo, &acme, Role::Agent).await;
    make::join(bed, &lo, &beta, Role::Manager).await;
    for (organisation, expected) in [
        (None, vec!["Eva", "Per"]),
        (Some(beta.id), vec!["Eva", "Per"]),
        (Some(acme.id), vec!["Eva", "Lo", "Per"]),
    ] {
        let agents = people::agents(&mut bed.read().await, organisation).await.unwrap();
        assert_eq!(agents.iter().map(|agent| agent.name.as_str()).collect::<Vec<_>>(), expected);
    }
}

async fn the_first_people_are_offered_by_role_and_name(bed: &Bed) {
    for (role, name) in [
        (Role::Admin, "Ada"),
        (Role::Agent, "Per"),
        (Role::Participant, "Bo"),
        (Role::Agent, "Eva"),
        (Role::Staff, "Sten"),
        (Role::Counsellor, "Cia"),
    ] {
        make::person(bed, role, name).await;
    }
    let names =
        async || people::all(&mut bed.read().await).await.unwrap().into_iter().map(|person| person.name);
    assert!(names().await.eq(["Bo", "Cia", "Eva", "Per", "Sten", "Ada"]));
    for n in 0..20 {
        make::person(bed, Role::Participant, &format!("Deltagare {n}")).await;
    }
    assert_eq!(names().await.count(), 20, "not everyone");
}

async fn a_counsellors_people_begin_with_those_who_must_answer(bed: &Bed) {
    let cia = make::person(bed, Role::Counsellor, "Cia").await;
    let mut people = Vec::new();
    for name in ["Dan", "Bo", "Anna", "Före detta", "Annans"] {
        people.push(make::person(bed, Role::Participant, name).await);
    }
    let mut tx = bed.begin().await;
    for person in &people[..4] {
        people::relate(&mut tx, &make::relation(&cia, person), at(0)).await.unwrap();
    }
    people::unrelate(&mut tx, cia.id, people[3].id, at(1)).await.unwrap();
    tx.commit().await.unwrap();
    for (status, minute) in
        [(Status::WaitingForRequester, 5), (Status::Open, 7), (Status::Solved, 6), (Status::Closed, 1)]
    {
        make::put(bed, &Ticket { status, updated_at: at(minute), ..make::new_ticket(bed, Some(&people[0])) })
            .await;
    }
    make::put(bed, &Ticket { status: Status::Closed, ..make::new_ticket(bed, Some(&people[1])) }).await;

    let found = people::participants(&mut bed.read().await, &actor(&cia)).await.unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|p| (p.name.as_str(), p.email.as_str(), p.since, p.open_tickets, p.waiting, p.last_activity))
        .collect();
    assert_eq!(
        found,
        [
            ("Dan", "dan@exempel.se", at(0), 2, 1, Some(at(7))),
            ("Anna", "anna@exempel.se", at(0), 0, 0, None),
            ("Bo", "bo@exempel.se", at(0), 0, 0, Some(at(0))),
        ]
    );
}

async fn a_participant_is_a_counsellors_only_while_they_act_for_them(bed: &Bed) {
    let cia = make::person(bed, Role::Counsellor, "Cia").await;
    let dan = make::person(bed, Role::Counsellor, "Dan").await;
    let åsa = make::person(bed, Role::Participant, "Åsa").await;
    let mut tx = bed.begin().await;
    assert!(people::participant(&mut tx, &actor(&cia), åsa.id).await.unwrap().is_none(), "not yet");
    people::relate(&mut tx, &make::relation(&cia, &åsa), at(0)).await.unwrap();
    let found = people::participant(&mut tx, &actor(&cia), åsa.id).await.unwrap().unwrap();
    assert_eq!((User::from(found.0), found.1), (åsa.clone(), Scope::Act));
    assert!(
        people::participant(&mut tx, &actor(&dan), åsa.id).await.unwrap().is_none(),
        "another counsellor"
    );
    assert!(
        people::participant(&mut tx, &actor(&åsa), cia.id).await.unwrap().is_none(),
        "not the other way round"
    );
    assert!(people::unrelate(&mut tx, cia.id, åsa.id, at(1)).await.unwrap());
    assert!(!people::unrelate(&mut tx, cia.id, åsa.id, at(1)).await.unwrap(), "it has ended");
    assert!(people::participant(&mut tx, &actor(&cia), åsa.id).await.unwrap().is_none(), "no longer");
    assert!(people::participants(&mut tx, &actor(&cia)).await.unwrap().is_empty());
}

async fn acting_again_counts_from_the_new_beginning(bed: &Bed) {
    let cia = make::person(bed, Role::Counsellor, "Cia").await;
    let åsa = make::person(bed, Role::Participant, "Åsa").await;
    let mut tx = bed.begin().await;
    let relation = make::relation(&cia, &åsa);
    people::relate(&mut tx, &relation, at(0)).await.unwrap();
    people::relate(&mut tx, &Relation { since: at(1), ..relation.clone() }, at(1)).await.unwrap();
    assert_eq!(people::participants(&mut tx, &actor(&cia)).await.unwrap()[0].since, at(0), "it never ended");
    people::unrelate(&mut tx, cia.id, åsa.id, at(2)).await.unwrap();
    people::relate(&mut tx, &Relation { since: at(3), ..relation.clone() }, at(3)).await.unwrap();
    assert_eq!(people::participants(&mut tx, &actor(&cia)).await.unwrap()[0].since, at(3));

    let since = async |tx: &mut fyr_store::Tx| {
        relations::between(tx, cia.id, åsa.id, at(4)).await.unwrap().unwrap().since
    };
    let from = |minute: i64| Relation { since: at(minute), ..relation.clone() };
    people::unrelate(&mut tx, cia.id, åsa.id, at(3)).await.unwrap();
    for minute in [9, 7, 8, 4] {
        people::relate(&mut tx, &from(minute), at(4)).await.unwrap();
        assert_eq!(since(&mut tx).await, at(minute), "what has not begun begins when it is said to");
    }
    people::relate(&mut tx, &from(8), at(5)).await.unwrap();
    assert_eq!(since(&mut tx).await, at(4), "what has begun goes on");
    people::relate(&mut tx, &from(2), at(5)).await.unwrap();
    assert_eq!(since(&mut tx).await, at(2), "the earlier one");
}

async fn an_address_wants_no_mail_however_often_it_says_so(bed: &Bed) {
    let mut tx = bed.begin().await;
    assert!(!people::opted_out(&mut tx, "åsa@exempel.se").await.unwrap());
    people::opt_out(&mut tx, "åsa@exempel.se", at(0)).await.unwrap();
    people::opt_out(&mut tx, "åsa@exempel.se", at(1)).await.unwrap();
    assert!(people::opted_out(&mut tx, "åsa@exempel.se").await.unwrap());
    assert!(!people::opted_out(&mut tx, "bo@exempel.se").await.unwrap());
}

async fn a_role_in_the_whole_portal_is_given_and_taken(bed: &Bed) {
    let (ada, bo) =
        (make::person(bed, Role::Admin, "Ada").await, make::person(bed, Role::Participant, "Bo").await);
    let mut tx = bed.begin().await;
    assert_eq!(people::lock_admins(&mut tx).await.unwrap(), 1);
    people::set_role(&mut tx, bo.id, Role::Agent, Level::clamped(3)).await.unwrap();
    let found = people::find(&mut tx, bo.id).await.unwrap().unwrap();
    assert_eq!((found.role, found.level), (Role::Agent, 3));
    assert_eq!(people::find(&mut tx, ada.id).await.unwrap().unwrap().role, Role::Admin, "nobody else's");
    people::set_role(&mut tx, bo.id, Role::Admin, Level::default()).await.unwrap();
    assert_eq!(people::lock_admins(&mut tx).await.unwrap(), 2);
    let admins = people::with_role(&mut tx, Role::Admin).await.unwrap();
    assert_eq!(admins.iter().map(|one| one.id).collect::<Vec<_>>(), [ada.id, bo.id]);
}
