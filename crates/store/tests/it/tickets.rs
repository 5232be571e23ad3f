//! Tickets: visibility, form keys, locks and the order of lists.

use fyr_domain::{
    Actor, Role, User,
    tickets::{Priority, Status},
};
use fyr_store::{
    people, ticket_access,
    tickets::{self, Ticket, TicketStatusFilter},
};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::{self, at, in_status, references};

on_both_engines! {
    a_requester_sees_their_ticket_and_another_participant_does_not,
    a_counsellor_sees_the_tickets_of_their_participants_only_while_they_act_for_them,
    agents_and_admins_see_every_ticket_and_staff_none_but_their_own,
    a_guests_link_opens_its_ticket_and_no_other,
    nobody_sees_a_ticket_without_an_account_or_a_link,
    a_form_sent_twice_becomes_one_ticket,
    a_form_sent_twice_at_once_becomes_one_ticket,
    a_reference_is_given_once,
    a_ticket_is_read_back_unchanged,
    update_writes_only_the_mutable_fields,
    concurrent_locks_of_a_ticket_take_turns,
    tickets_of_an_address_are_listed_open_first_then_by_activity,
    a_requesters_list_starts_with_waiting_tickets_then_by_activity,
    a_requesters_list_is_filtered_by_status_and_counted,
    an_agents_open_tickets_are_listed,
    alarms_are_listed_when_they_are_due_the_earliest_first,
}

/// Whether the actor finds the ticket, with and without locking it; both must agree.
async fn sees(harness: &Harness, actor: &Actor, ticket: &Ticket) -> bool {
    let found = tickets::find_visible(&mut harness.read().await, actor, &ticket.reference).await.unwrap();
    let mut tx = harness.begin().await;
    let locked = tickets::lock_visible(&mut tx, actor, &ticket.reference).await.unwrap();
    assert_eq!(found.as_ref().map(|t| t.id), locked.as_ref().map(|t| t.id), "looking and locking agree");
    let any = tickets::lock(&mut tx, ticket.id).await.unwrap();
    assert_eq!(any.map(|t| t.id), Some(ticket.id), "for what the program does, whoever may see it");
    assert!(tickets::lock(&mut tx, harness.id()).await.unwrap().is_none());
    assert!(found.as_ref().is_none_or(|t| t.id == ticket.id));
    found.is_some()
}

fn signed_in(user: &User) -> Actor {
    Actor::signed_in(user.clone())
}

async fn a_requester_sees_their_ticket_and_another_participant_does_not(harness: &Harness) {
    let (own, other) = (
        fixtures::person(harness, Role::Participant, "Åsa").await,
        fixtures::person(harness, Role::Participant, "Bo").await,
    );
    let ticket = fixtures::ticket(harness, Some(&own)).await;
    assert!(sees(harness, &signed_in(&own), &ticket).await);
    assert!(!sees(harness, &signed_in(&other), &ticket).await);
}

async fn a_counsellor_sees_the_tickets_of_their_participants_only_while_they_act_for_them(harness: &Harness) {
    let participant = fixtures::person(harness, Role::Participant, "Åsa").await;
    let counsellor = fixtures::person(harness, Role::Counsellor, "Cia").await;
    let other = fixtures::person(harness, Role::Counsellor, "Dan").await;
    let (ticket, guests) =
        (fixtures::ticket(harness, Some(&participant)).await, fixtures::ticket(harness, None).await);
    assert!(!sees(harness, &signed_in(&counsellor), &ticket).await, "not yet");

    let mut tx = harness.begin().await;
    people::upsert_relation(&mut tx, &fixtures::relation(&counsellor, &participant), at(0)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(sees(harness, &signed_in(&counsellor), &ticket).await);
    assert!(!sees(harness, &signed_in(&other), &ticket).await, "another counsellor");
    assert!(!sees(harness, &signed_in(&counsellor), &guests).await, "a guest is nobody's participant");

    let mut tx = harness.begin().await;
    people::end_relation(&mut tx, counsellor.id, participant.id, at(2)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!sees(harness, &signed_in(&counsellor), &ticket).await, "no longer");
}

async fn agents_and_admins_see_every_ticket_and_staff_none_but_their_own(harness: &Harness) {
    let participant = fixtures::person(harness, Role::Participant, "Åsa").await;
    let staff = fixtures::person(harness, Role::Staff, "Sten").await;
    let (ticket, own) =
        (fixtures::ticket(harness, Some(&participant)).await, fixtures::ticket(harness, Some(&staff)).await);
    for role in [Role::Agent, Role::Admin] {
        let worker = fixtures::person(harness, role, role.as_str()).await;
        assert!(sees(harness, &signed_in(&worker), &ticket).await, "{role}");
    }
    assert!(!sees(harness, &signed_in(&staff), &ticket).await);
    assert!(sees(harness, &signed_in(&staff), &own).await);
}

async fn a_guests_link_opens_its_ticket_and_no_other(harness: &Harness) {
    let (ticket, other) = (fixtures::ticket(harness, None).await, fixtures::ticket(harness, None).await);
    let guest = fixtures::guest(harness, &ticket).await;
    assert!(sees(harness, &guest, &ticket).await);
    assert!(!sees(harness, &guest, &other).await);

    let user = fixtures::person(harness, Role::Participant, "Åsa").await;
    let both = Actor { guest: guest.guest, ..signed_in(&user) };
    assert!(sees(harness, &both, &ticket).await, "a link works for whoever is signed in");
    assert!(!sees(harness, &both, &other).await);

    let mut tx = harness.begin().await;
    let key = guest.guest.unwrap();
    assert_eq!(ticket_access::list_guests(&mut harness.read().await, ticket.id).await.unwrap(), [key]);
    assert!(ticket_access::list_guests(&mut harness.read().await, other.id).await.unwrap().is_empty());
    ticket_access::grant_to_guest(&mut tx, key, other.id, at(1)).await.unwrap();
    ticket_access::grant_to_guest(&mut tx, key, other.id, at(5)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(sees(harness, &guest, &ticket).await && sees(harness, &guest, &other).await, "several at once");
    let newer = harness.id();
    let mut tx = harness.begin().await;
    ticket_access::grant_to_guest(&mut tx, newer, other.id, at(9)).await.unwrap();
    ticket_access::copy_between_guests(&mut tx, key, newer).await.unwrap();
    tx.commit().await.unwrap();
    let renewed = Actor::guest(newer);
    assert!(sees(harness, &renewed, &ticket).await && sees(harness, &renewed, &other).await, "all of them");
    let mut tx = harness.begin().await;
    assert_eq!(
        ticket_access::delete_granted_before(&mut tx, at(2)).await.unwrap(),
        2,
        "the one opened long ago"
    );
    tx.commit().await.unwrap();
    assert!(!sees(harness, &guest, &ticket).await && sees(harness, &guest, &other).await);
}

async fn nobody_sees_a_ticket_without_an_account_or_a_link(harness: &Harness) {
    let user = fixtures::person(harness, Role::Participant, "Åsa").await;
    for ticket in [fixtures::ticket(harness, None).await, fixtures::ticket(harness, Some(&user)).await] {
        assert!(!sees(harness, &Actor::ANONYMOUS, &ticket).await);
    }
}

async fn a_form_sent_twice_becomes_one_ticket(harness: &Harness) {
    let first = fixtures::ticket(harness, None).await;
    let again = Ticket {
        form_key: first.form_key,
        subject: "En gång till".into(),
        ..fixtures::new_ticket(harness, None)
    };
    let mut tx = harness.begin().await;
    assert!(!tickets::insert(&mut tx, &again).await.unwrap());
    let kept = tickets::find_by_form_key(&mut tx, first.form_key).await.unwrap().unwrap();
    assert_eq!((kept.id, kept.subject), (first.id, first.subject));
    assert!(tickets::find_by_id(&mut tx, again.id).await.unwrap().is_none());
    assert!(tickets::find_by_form_key(&mut tx, harness.id()).await.unwrap().is_none());
}

async fn a_form_sent_twice_at_once_becomes_one_ticket(harness: &Harness) {
    let form_key = harness.id();
    let send = || async {
        let ticket = Ticket { form_key, ..fixtures::new_ticket(harness, None) };
        let mut tx = harness.begin().await;
        let new = tickets::insert(&mut tx, &ticket).await.unwrap();
        let kept = tickets::find_by_form_key(&mut tx, form_key).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        (new, kept.id)
    };
    let (one, two) = tokio::join!(send(), send());
    assert_ne!(one.0, two.0, "one of them is the first");
    assert_eq!(one.1, two.1, "both are told of the same ticket");
}

async fn a_reference_is_given_once(harness: &Harness) {
    let first = fixtures::ticket(harness, None).await;
    let same = Ticket { reference: first.reference.clone(), ..fixtures::new_ticket(harness, None) };
    let mut tx = harness.begin().await;
    assert!(!tickets::insert(&mut tx, &same).await.unwrap());
    assert!(tickets::find_by_form_key(&mut tx, same.form_key).await.unwrap().is_none());
    let other = Ticket { reference: "ZZZZZZZ".into(), ..same };
    assert!(tickets::insert(&mut tx, &other).await.unwrap(), "the transaction goes on");
}

async fn a_ticket_is_read_back_unchanged(harness: &Harness) {
    let requester = fixtures::person(harness, Role::Participant, "Åsa").await;
    let counsellor = fixtures::person(harness, Role::Counsellor, "Cia").await;
    let agent = fixtures::person(harness, Role::Agent, "Eva").await;
    let full = Ticket {
        filed_by_id: Some(counsellor.id),
        filed_by_name: Some(counsellor.name),
        priority: Priority::P1,
        status: Status::OnHold,
        urgent: true,
        assignee_id: Some(agent.id),
        lang: "nb".into(),
        responded_at: Some(at(7)),
        ..fixtures::new_ticket(harness, Some(&requester))
    };
    let bare = Ticket { respond_by: None, waiting_since: None, ..fixtures::new_ticket(harness, None) };
    for ticket in [full, bare] {
        fixtures::insert_ticket(harness, &ticket).await;
        let found = tickets::find_by_id(&mut harness.read().await, ticket.id).await.unwrap().unwrap();
        assert_eq!(format!("{found:?}"), format!("{ticket:?}"));
        assert_eq!(found.lang().tag(), ticket.lang);
    }
}

async fn update_writes_only_the_mutable_fields(harness: &Harness) {
    let agent = fixtures::person(harness, Role::Agent, "Eva").await;
    let ticket = fixtures::ticket(harness, None).await;
    let changed = Ticket {
        priority: Priority::P2,
        status: Status::WaitingForRequester,
        assignee_id: Some(agent.id),
        updated_at: at(9),
        respond_by: None,
        responded_at: Some(at(8)),
        waiting_since: None,
        ..ticket.clone()
    };
    let mut tx = harness.begin().await;
    tickets::update(&mut tx, &Ticket { subject: "annat".into(), ..changed.clone() }).await.unwrap();
    tx.commit().await.unwrap();
    let found = tickets::find_by_id(&mut harness.read().await, ticket.id).await.unwrap().unwrap();
    assert_eq!(format!("{found:?}"), format!("{changed:?}"));
}

async fn concurrent_locks_of_a_ticket_take_turns(harness: &Harness) {
    let agent = fixtures::person(harness, Role::Agent, "Eva").await;
    let ticket = fixtures::ticket(harness, None).await;
    let later = |minutes: i64| {
        let (agent, reference) = (signed_in(&agent), ticket.reference.clone());
        async move {
            let mut tx = harness.begin().await;
            let mut now = tickets::lock_visible(&mut tx, &agent, &reference).await.unwrap().unwrap();
            tokio::task::yield_now().await;
            now.updated_at += chrono::TimeDelta::minutes(minutes);
            tickets::update(&mut tx, &now).await.unwrap();
            tx.commit().await.unwrap();
        }
    };
    tokio::join!(later(1), later(10), later(100), later(1000));
    let found = tickets::find_by_id(&mut harness.read().await, ticket.id).await.unwrap().unwrap();
    assert_eq!(found.updated_at, at(1111), "nobody's change is lost");
}

async fn tickets_of_an_address_are_listed_open_first_then_by_activity(harness: &Harness) {
    let mut expected = Vec::new();
    for (minute, status) in
        [(2, Status::Closed), (5, Status::Closed), (1, Status::New), (3, Status::Solved), (4, Status::Open)]
    {
        let ticket = Ticket { status, updated_at: at(minute), ..fixtures::new_ticket(harness, None) };
        fixtures::insert_ticket(harness, &ticket).await;
        expected.insert(0, ticket.id);
    }
    fixtures::insert_ticket(
        harness,
        &Ticket { requester_email: "annan@exempel.se".into(), ..fixtures::new_ticket(harness, None) },
    )
    .await;
    let found = tickets::list_for_email(&mut harness.read().await, "gast@exempel.se").await.unwrap();
    assert_eq!(found.iter().map(|t| t.id).collect::<Vec<_>>(), expected);
}

async fn a_requesters_list_starts_with_waiting_tickets_then_by_activity(harness: &Harness) {
    let (own, other) = (
        fixtures::person(harness, Role::Participant, "Åsa").await,
        fixtures::person(harness, Role::Participant, "Bo").await,
    );
    let old = in_status(harness, &own, Status::Open, 1).await;
    let waits = in_status(harness, &own, Status::WaitingForRequester, 2).await;
    let waits_longer = in_status(harness, &own, Status::WaitingForRequester, 0).await;
    let new = in_status(harness, &own, Status::Closed, 3).await;
    in_status(harness, &other, Status::Open, 4).await;

    let (rows, total) = tickets::list_for_requester(
        &mut harness.read().await,
        &signed_in(&own),
        own.id,
        TicketStatusFilter::All,
        10,
        0,
    )
    .await
    .unwrap();
    assert_eq!(references(&rows), [&waits, &waits_longer, &new, &old]);
    assert_eq!(total, 4);
    let (rows, total) = tickets::list_for_requester(
        &mut harness.read().await,
        &signed_in(&own),
        own.id,
        TicketStatusFilter::All,
        2,
        1,
    )
    .await
    .unwrap();
    assert_eq!(references(&rows), [&waits_longer, &new], "a page");
    assert_eq!(total, 4, "of everything");
}

async fn a_requesters_list_is_filtered_by_status_and_counted(harness: &Harness) {
    let own = fixtures::person(harness, Role::Participant, "Åsa").await;
    for status in Status::ALL {
        in_status(harness, &own, *status, 1).await;
    }
    for (filter, expected) in [
        (TicketStatusFilter::All, 6),
        (TicketStatusFilter::Waiting, 1),
        (TicketStatusFilter::Open, 4),
        (TicketStatusFilter::Done, 2),
    ] {
        let (rows, total) =
            tickets::list_for_requester(&mut harness.read().await, &signed_in(&own), own.id, filter, 10, 0)
                .await
                .unwrap();
        assert_eq!((i64::try_from(rows.len()).unwrap(), total), (expected, expected), "{filter:?}");
        let (page, total) =
            tickets::list_for_requester(&mut harness.read().await, &signed_in(&own), own.id, filter, 1, 0)
                .await
                .unwrap();
        assert_eq!((page.len(), total), (1, expected), "a page counts everything: {filter:?}");
    }
}

async fn an_agents_open_tickets_are_listed(harness: &Harness) {
    let eva = fixtures::person(harness, Role::Agent, "Eva").await;
    let other = fixtures::person(harness, Role::Agent, "Per").await;
    let mut open = Vec::new();
    for (assignee, status) in [
        (Some(eva.id), Status::New),
        (Some(eva.id), Status::Closed),
        (Some(eva.id), Status::OnHold),
        (Some(other.id), Status::Open),
        (None, Status::Open),
    ] {
        let ticket = Ticket { assignee_id: assignee, status, ..fixtures::new_ticket(harness, None) };
        fixtures::insert_ticket(harness, &ticket).await;
        open.extend((assignee == Some(eva.id) && !status.is_done()).then_some(ticket.id));
    }
    let mut db = harness.read().await;
    let listed = tickets::list_open_for_assignee(&mut db, eva.id).await.unwrap();
    assert_eq!(listed.iter().map(|ticket| ticket.id).collect::<Vec<_>>(), open);
}

async fn alarms_are_listed_when_they_are_due_the_earliest_first(harness: &Harness) {
    let mut ids = Vec::new();
    for alarm_at in [Some(at(20)), Some(at(10)), None, Some(at(30))] {
        let ticket = Ticket { alarm_at, ..fixtures::new_ticket(harness, None) };
        fixtures::insert_ticket(harness, &ticket).await;
        ids.push(ticket.id);
    }
    let due = async |minute, limit| {
        tickets::list_alarmed(&mut harness.read().await, at(minute), limit).await.unwrap()
    };
    assert!(due(9, 10).await.is_empty());
    assert_eq!(due(20, 10).await, [ids[1], ids[0]]);
    assert_eq!(due(60, 1).await, [ids[1]]);
}
