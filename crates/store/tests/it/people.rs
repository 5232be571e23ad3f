//! Users, and the relations between counsellors and participants.

use fyr_domain::{
    Actor, Lang, Level, Role, User,
    permission::{Scope, Sharing},
    tickets::Status,
};
use fyr_store::{directory, people, people::NewRelation, relations, tickets, tickets::Ticket};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::{self, at};

on_both_engines! {
    a_role_in_the_whole_portal_is_set,
    a_name_is_changed_wherever_others_read_it,
    a_person_is_found_by_id_and_by_address,
    upserting_a_known_address_updates_the_user_and_keeps_the_id,
    language_and_password_are_updated_separately,
    tickets_are_assigned_to_agents_and_admins_by_name,
    demo_accounts_are_listed_by_role_and_name,
    participants_with_waiting_tickets_are_listed_first,
    a_participant_is_found_only_during_the_relation,
    a_renewed_relation_has_a_new_start,
    a_mail_opt_out_can_be_repeated,
    real_people_are_told_from_those_of_examples,
}

fn actor(user: &User) -> Actor {
    Actor::signed_in(user.clone())
}

fn account(harness: &Harness, email: &str) -> people::Account {
    people::Account {
        id: harness.id(),
        email: email.into(),
        name: "Åsa Ærlig".into(),
        role: Role::Counsellor,
        level: 2,
        lang: "nb".into(),
        password_hash: Some("$argon2id$v=19$…".into()),
        email_confirmed_at: Some(at(0)),
    }
}

async fn a_person_is_found_by_id_and_by_address(harness: &Harness) {
    let åsa = account(harness, "åsa@exempel.se");
    let mut tx = harness.begin().await;
    assert_eq!(people::upsert(&mut tx, &åsa, at(0)).await.unwrap(), åsa.id);
    let by_id = people::find_by_id(&mut tx, åsa.id).await.unwrap().unwrap();
    let by_email = people::find_by_email(&mut tx, "åsa@exempel.se").await.unwrap().unwrap();
    assert_eq!(format!("{by_id:?}"), format!("{åsa:?}"));
    assert_eq!(format!("{by_email:?}"), format!("{åsa:?}"));
    assert_eq!(User::from(by_id).lang, Lang::Nb);
    assert!(people::find_by_id(&mut tx, harness.id()).await.unwrap().is_none());
    assert!(people::find_by_email(&mut tx, "sa@exempel.se").await.unwrap().is_none());
}

async fn upserting_a_known_address_updates_the_user_and_keeps_the_id(harness: &Harness) {
    let first = account(harness, "åsa@exempel.se");
    let mut tx = harness.begin().await;
    people::upsert(&mut tx, &first, at(0)).await.unwrap();
    assert_eq!(people::upsert(&mut tx, &first, at(0)).await.unwrap(), first.id, "the very same");
    let renewed = people::Account {
        name: "Åsa Ny".into(),
        role: Role::Admin,
        lang: "sv".into(),
        password_hash: None,
        ..account(harness, "åsa@exempel.se")
    };
    assert_eq!(people::upsert(&mut tx, &renewed, at(1)).await.unwrap(), first.id);
    let found = people::find_by_id(&mut tx, first.id).await.unwrap().unwrap();
    assert_eq!(format!("{found:?}"), format!("{:?}", people::Account { id: first.id, ..renewed }));
}

async fn language_and_password_are_updated_separately(harness: &Harness) {
    let (own, other) = (account(harness, "åsa@exempel.se"), account(harness, "bo@exempel.se"));
    let mut tx = harness.begin().await;
    people::upsert(&mut tx, &own, at(0)).await.unwrap();
    people::upsert(&mut tx, &other, at(0)).await.unwrap();
    people::set_lang(&mut tx, own.id, Lang::En).await.unwrap();
    people::set_password_hash(&mut tx, own.id, "ny").await.unwrap();
    let found = people::find_by_id(&mut tx, own.id).await.unwrap().unwrap();
    let expected = people::Account { lang: "en".into(), password_hash: Some("ny".into()), ..own };
    assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    let found = people::find_by_id(&mut tx, other.id).await.unwrap().unwrap();
    assert_eq!(format!("{found:?}"), format!("{other:?}"));
}

async fn tickets_are_assigned_to_agents_and_admins_by_name(harness: &Harness) {
    for (role, name) in [
        (Role::Agent, "Per"),
        (Role::Participant, "Bo"),
        (Role::Admin, "Eva"),
        (Role::Staff, "Sten"),
        (Role::Counsellor, "Cia"),
    ] {
        fixtures::person(harness, role, name).await;
    }
    let (acme, beta) = (
        fixtures::organisation(harness, "acme", Sharing::Own).await,
        fixtures::organisation(harness, "beta", Sharing::Own).await,
    );
    let lo = fixtures::person(harness, Role::Participant, "Lo").await;
    fixtures::add_membership(harness, &lo, &acme, Role::Agent).await;
    fixtures::add_membership(harness, &lo, &beta, Role::Manager).await;
    for (organisation, expected) in [
        (None, vec!["Eva", "Per"]),
        (Some(beta.id), vec!["Eva", "Per"]),
        (Some(acme.id), vec!["Eva", "Lo", "Per"]),
    ] {
        let agents = people::list_agents(&mut harness.read().await, organisation).await.unwrap();
        assert_eq!(agents.iter().map(|agent| agent.name.as_str()).collect::<Vec<_>>(), expected);
    }
    harness.sql("UPDATE users SET level = 2 WHERE name = 'Per'").await;
    for (organisation, level, expected) in
        [(None, 2, vec!["Per"]), (Some(acme.id), 1, vec!["Lo"]), (Some(acme.id), 3, vec![])]
    {
        let mut db = harness.read().await;
        let agents = people::list_agents_of_level(&mut db, organisation, level).await.unwrap();
        assert_eq!(agents.iter().map(|agent| agent.name.as_str()).collect::<Vec<_>>(), expected, "{level}");
    }
}

async fn demo_accounts_are_listed_by_role_and_name(harness: &Harness) {
    for (role, name) in [
        (Role::Admin, "Ada"),
        (Role::Agent, "Per"),
        (Role::Participant, "Bo"),
        (Role::Agent, "Eva"),
        (Role::Staff, "Sten"),
        (Role::Counsellor, "Cia"),
    ] {
        fixtures::person(harness, role, name).await;
    }
    let names = async || {
        people::list_for_demo(&mut harness.read().await).await.unwrap().into_iter().map(|person| person.name)
    };
    harness.sql("UPDATE users SET password_hash = 'x'").await;
    assert!(names().await.eq(["Bo", "Cia", "Eva", "Per", "Sten", "Ada"]));
    for n in 0..20 {
        fixtures::person(harness, Role::Participant, &format!("Deltagare {n}")).await;
    }
    harness.sql("UPDATE users SET password_hash = 'x'").await;
    let listed: Vec<_> = names().await.collect();
    assert_eq!(listed.len(), 15 + 5, "not everyone");
    assert!(
        listed.ends_with(&["Cia", "Eva", "Per", "Sten", "Ada"].map(str::to_owned)),
        "every role: {listed:?}"
    );
    harness.sql("UPDATE users SET password_hash = NULL WHERE name = 'Eva'").await;
    assert!(names().await.all(|name| name != "Eva"), "who has no password cannot sign in with the demo's");
    harness.sql("UPDATE users SET password_hash = 'own' WHERE name = 'Eva'").await;
    assert!(names().await.all(|name| name != "Eva"), "nor can who has a password of their own");
}

async fn participants_with_waiting_tickets_are_listed_first(harness: &Harness) {
    let cia = fixtures::person(harness, Role::Counsellor, "Cia").await;
    let mut people = Vec::new();
    for name in ["Dan", "Bo", "Anna", "Före detta", "Annans"] {
        people.push(fixtures::person(harness, Role::Participant, name).await);
    }
    let mut tx = harness.begin().await;
    for person in &people[..4] {
        people::upsert_relation(&mut tx, &fixtures::relation(&cia, person), at(0)).await.unwrap();
    }
    people::end_relation(&mut tx, cia.id, people[3].id, at(1)).await.unwrap();
    tx.commit().await.unwrap();
    for (status, minute) in
        [(Status::WaitingForRequester, 5), (Status::Open, 7), (Status::Solved, 6), (Status::Closed, 1)]
    {
        fixtures::insert_ticket(
            harness,
            &Ticket { status, updated_at: at(minute), ..fixtures::new_ticket(harness, Some(&people[0])) },
        )
        .await;
    }
    fixtures::insert_ticket(
        harness,
        &Ticket { status: Status::Closed, ..fixtures::new_ticket(harness, Some(&people[1])) },
    )
    .await;

    let found = people::list_participants(&mut harness.read().await, &actor(&cia)).await.unwrap();
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

async fn a_participant_is_found_only_during_the_relation(harness: &Harness) {
    let cia = fixtures::person(harness, Role::Counsellor, "Cia").await;
    let dan = fixtures::person(harness, Role::Counsellor, "Dan").await;
    let åsa = fixtures::person(harness, Role::Participant, "Åsa").await;
    let mut tx = harness.begin().await;
    assert!(people::find_participant(&mut tx, &actor(&cia), åsa.id).await.unwrap().is_none(), "not yet");
    people::upsert_relation(&mut tx, &fixtures::relation(&cia, &åsa), at(0)).await.unwrap();
    let found = people::find_participant(&mut tx, &actor(&cia), åsa.id).await.unwrap().unwrap();
    assert_eq!((User::from(found.account), found.scope), (åsa.clone(), Scope::Act));
    assert!(
        people::find_participant(&mut tx, &actor(&dan), åsa.id).await.unwrap().is_none(),
        "another counsellor"
    );
    assert!(
        people::find_participant(&mut tx, &actor(&åsa), cia.id).await.unwrap().is_none(),
        "not the other way round"
    );
    assert!(people::end_relation(&mut tx, cia.id, åsa.id, at(1)).await.unwrap());
    assert!(!people::end_relation(&mut tx, cia.id, åsa.id, at(1)).await.unwrap(), "it has ended");
    assert!(people::find_participant(&mut tx, &actor(&cia), åsa.id).await.unwrap().is_none(), "no longer");
    assert!(people::list_participants(&mut tx, &actor(&cia)).await.unwrap().is_empty());
}

async fn a_renewed_relation_has_a_new_start(harness: &Harness) {
    let cia = fixtures::person(harness, Role::Counsellor, "Cia").await;
    let åsa = fixtures::person(harness, Role::Participant, "Åsa").await;
    let mut tx = harness.begin().await;
    let relation = fixtures::relation(&cia, &åsa);
    people::upsert_relation(&mut tx, &relation, at(0)).await.unwrap();
    people::upsert_relation(&mut tx, &NewRelation { since: at(1), ..relation.clone() }, at(1)).await.unwrap();
    assert_eq!(
        people::list_participants(&mut tx, &actor(&cia)).await.unwrap()[0].since,
        at(0),
        "it never ended"
    );
    people::end_relation(&mut tx, cia.id, åsa.id, at(2)).await.unwrap();
    people::upsert_relation(&mut tx, &NewRelation { since: at(3), ..relation.clone() }, at(3)).await.unwrap();
    assert_eq!(people::list_participants(&mut tx, &actor(&cia)).await.unwrap()[0].since, at(3));

    let since = async |tx: &mut fyr_store::Tx| {
        relations::find_between(tx, cia.id, åsa.id, at(4)).await.unwrap().unwrap().since
    };
    let from = |minute: i64| NewRelation { since: at(minute), ..relation.clone() };
    people::end_relation(&mut tx, cia.id, åsa.id, at(3)).await.unwrap();
    for minute in [9, 7, 8, 4] {
        people::upsert_relation(&mut tx, &from(minute), at(4)).await.unwrap();
        assert_eq!(since(&mut tx).await, at(minute), "what has not begun begins when it is said to");
    }
    people::upsert_relation(&mut tx, &from(8), at(5)).await.unwrap();
    assert_eq!(since(&mut tx).await, at(4), "what has begun goes on");
    people::upsert_relation(&mut tx, &from(2), at(5)).await.unwrap();
    assert_eq!(since(&mut tx).await, at(2), "the earlier one");
}

async fn a_mail_opt_out_can_be_repeated(harness: &Harness) {
    let mut tx = harness.begin().await;
    assert!(!people::has_mail_opt_out(&mut tx, "åsa@exempel.se").await.unwrap());
    people::insert_mail_opt_out(&mut tx, "åsa@exempel.se", at(0)).await.unwrap();
    people::insert_mail_opt_out(&mut tx, "åsa@exempel.se", at(1)).await.unwrap();
    assert!(people::has_mail_opt_out(&mut tx, "åsa@exempel.se").await.unwrap());
    assert!(!people::has_mail_opt_out(&mut tx, "bo@exempel.se").await.unwrap());
}

async fn a_role_in_the_whole_portal_is_set(harness: &Harness) {
    let (ada, bo) = (
        fixtures::person(harness, Role::Admin, "Ada").await,
        fixtures::person(harness, Role::Participant, "Bo").await,
    );
    let mut tx = harness.begin().await;
    assert_eq!(people::lock_and_count_admins(&mut tx).await.unwrap(), 1);
    people::set_role(&mut tx, bo.id, Role::Agent, Level::clamped(3), at(5)).await.unwrap();
    let found = people::find_by_id(&mut tx, bo.id).await.unwrap().unwrap();
    assert_eq!((found.role, found.level), (Role::Agent, 3));
    assert_eq!(
        people::find_by_id(&mut tx, ada.id).await.unwrap().unwrap().role,
        Role::Admin,
        "nobody else's"
    );
    people::set_role(&mut tx, bo.id, Role::Admin, Level::default(), at(6)).await.unwrap();
    assert_eq!(people::lock_and_count_admins(&mut tx).await.unwrap(), 2);
    // another level of the same role does not begin it anew
    people::set_role(&mut tx, bo.id, Role::Admin, Level::clamped(2), at(7)).await.unwrap();
    let known = directory::find_administered(&mut tx, &Actor::signed_in(ada.clone()), bo.id).await.unwrap();
    assert_eq!(known.unwrap().role_since, Some(at(6)));
    let admins = people::list_by_role(&mut tx, Role::Admin).await.unwrap();
    assert_eq!(admins.iter().map(|one| one.id).collect::<Vec<_>>(), [ada.id, bo.id]);
}

async fn a_name_is_changed_wherever_others_read_it(harness: &Harness) {
    let (bo, asa) = (
        fixtures::person(harness, Role::Participant, "Bo").await,
        fixtures::person(harness, Role::Participant, "Asa").await,
    );
    let filed = Ticket {
        filed_by_id: Some(bo.id),
        filed_by_name: Some("Bo".into()),
        ..fixtures::new_ticket(harness, Some(&asa))
    };
    let own = fixtures::new_ticket(harness, Some(&bo));
    let redacted =
        Ticket { requester_name: "[borttaget]".into(), ..fixtures::new_ticket(harness, Some(&bo)) };
    for ticket in [&own, &filed, &redacted] {
        fixtures::insert_ticket(harness, ticket).await;
    }
    let mut tx = harness.begin().await;
    people::rename(&mut tx, bo.id, "Bo Ek").await.unwrap();
    let found = async |tx: &mut fyr_store::Db, id| tickets::find_by_id(tx, id).await.unwrap().unwrap();
    assert_eq!(people::find_by_id(&mut tx, bo.id).await.unwrap().unwrap().name, "Bo Ek");
    assert_eq!(found(&mut tx, own.id).await.requester_name, "Bo Ek");
    assert_eq!(
        found(&mut tx, redacted.id).await.requester_name,
        "[borttaget]",
        "what was removed stays removed"
    );
    let filed = found(&mut tx, filed.id).await;
    assert_eq!((filed.requester_name.as_str(), filed.filed_by_name.as_deref()), ("Asa", Some("Bo Ek")));
}

async fn real_people_are_told_from_those_of_examples(harness: &Harness) {
    let mut tx = harness.begin().await;
    for (email, count) in [
        ("a@example.org", 0),
        ("b@mail.EXAMPLE.com", 0),
        ("c@fyr.test", 0),
        ("d@x.invalid", 0),
        ("e@notexample.org", 1),
        ("f@example.org.se", 2),
        ("g@test", 3),
        ("h@kommun.no", 4),
    ] {
        people::upsert(&mut tx, &account(harness, email), at(0)).await.unwrap();
        assert_eq!(people::count_outside_reserved_domains(&mut tx).await.unwrap(), count, "{email}");
    }
}
