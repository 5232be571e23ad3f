//! Tickets: visibility, form keys, locks and the order of lists.

use fyr_domain::{
    Actor, Role, User,
    tickets::{Priority, Status},
};
use fyr_store::{
    people,
    tickets::{self, AssigneeFilter, QueueFilter, QueueState, Ticket, TicketStatusFilter, TicketSummary},
};
use fyr_testing::{Harness, on_both_engines};
use uuid::Uuid;

use crate::fixtures::{self, at};

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
    the_queue_starts_with_the_longest_waiting,
    the_queue_shows_each_state,
    the_queue_is_filtered_by_priority_topic_and_assignee,
    the_queue_is_searched_by_subject_name_and_address,
    the_count_of_a_long_queue_is_limited,
    pages_with_equal_times_do_not_overlap,
    the_response_target_is_listed_until_the_first_response,
    an_agents_open_tickets_are_listed,
}

/// Whether the actor finds the ticket, with and without locking it; both must agree.
async fn sees(harness: &Harness, actor: &Actor, ticket: &Ticket) -> bool {
    let found = tickets::find_visible(&mut harness.read().await, actor, &ticket.reference).await.unwrap();
    let mut tx = harness.begin().await;
    let locked = tickets::lock_visible(&mut tx, actor, &ticket.reference).await.unwrap();
    assert_eq!(found.as_ref().map(|t| t.id), locked.as_ref().map(|t| t.id), "looking and locking agree");
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
    tickets::grant_guest_access(&mut tx, key, other.id, at(1)).await.unwrap();
    tickets::grant_guest_access(&mut tx, key, other.id, at(5)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(sees(harness, &guest, &ticket).await && sees(harness, &guest, &other).await, "several at once");
    let newer = harness.id();
    let mut tx = harness.begin().await;
    tickets::grant_guest_access(&mut tx, newer, other.id, at(9)).await.unwrap();
    tickets::copy_guest_access(&mut tx, key, newer).await.unwrap();
    tx.commit().await.unwrap();
    let renewed = Actor::guest(newer);
    assert!(sees(harness, &renewed, &ticket).await && sees(harness, &renewed, &other).await, "all of them");
    let mut tx = harness.begin().await;
    assert_eq!(
        tickets::delete_guest_access_before(&mut tx, at(2)).await.unwrap(),
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

/// Inserts a ticket of the requester with this status, updated at this minute; returns its reference.
async fn in_status(harness: &Harness, requester: &User, status: Status, minute: i64) -> String {
    let waiting_since = (!status.is_done() && status != Status::WaitingForRequester).then(|| at(-minute));
    let ticket = Ticket {
        status,
        waiting_since,
        updated_at: at(minute),
        ..fixtures::new_ticket(harness, Some(requester))
    };
    fixtures::insert_ticket(harness, &ticket).await;
    ticket.reference
}

fn references(rows: &[TicketSummary]) -> Vec<&str> {
    rows.iter().map(|row| row.reference.as_str()).collect()
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

async fn queue(harness: &Harness, filter: &QueueFilter) -> Vec<TicketSummary> {
    let (rows, total) =
        tickets::list_queue(&mut harness.read().await, &fixtures::agent(), filter, 100, 0).await.unwrap();
    assert_eq!(i64::try_from(rows.len()).unwrap(), total, "the count agrees with the list");
    rows
}

async fn the_queue_starts_with_the_longest_waiting(harness: &Harness) {
    let mut expected = Vec::new();
    for minute in [30, 10, 20] {
        let ticket = Ticket {
            waiting_since: Some(at(minute)),
            updated_at: at(100 - minute),
            ..fixtures::new_ticket(harness, None)
        };
        fixtures::insert_ticket(harness, &ticket).await;
        expected.push((minute, ticket.reference));
    }
    expected.sort();
    let expected: Vec<_> = expected.iter().map(|(_, reference)| reference.as_str()).collect();
    assert_eq!(references(&queue(harness, &QueueFilter::default()).await), expected);
    let (page, total) =
        tickets::list_queue(&mut harness.read().await, &fixtures::agent(), &QueueFilter::default(), 1, 1)
            .await
            .unwrap();
    assert_eq!((references(&page), total), (vec![expected[1]], 3));
}

async fn the_queue_shows_each_state(harness: &Harness) {
    let user = fixtures::person(harness, Role::Participant, "Åsa").await;
    for status in Status::ALL {
        in_status(harness, &user, *status, 1).await;
    }
    for (state, expected) in [
        (QueueState::Waiting, vec![Status::New, Status::Open, Status::OnHold]),
        (QueueState::Open, vec![Status::New, Status::Open, Status::WaitingForRequester, Status::OnHold]),
        (QueueState::Done, vec![Status::Solved, Status::Closed]),
        (QueueState::All, Status::ALL.to_vec()),
    ] {
        let rows = queue(harness, &QueueFilter { state, ..QueueFilter::default() }).await;
        let mut found: Vec<_> = rows.iter().map(|row| row.status).collect();
        found.sort();
        assert_eq!(found, expected, "{state:?}");
    }
}

async fn the_queue_is_filtered_by_priority_topic_and_assignee(harness: &Harness) {
    let (eva, per) = (
        fixtures::person(harness, Role::Agent, "Eva").await,
        fixtures::person(harness, Role::Agent, "Per").await,
    );
    let mut inserted = Vec::new();
    for (priority, topic, assignee) in [
        (Priority::P1, "sign-in", Some(&eva)),
        (Priority::P2, "reports", Some(&per)),
        (Priority::P1, "reports", None),
        (Priority::P3, "other", None),
    ] {
        let ticket = Ticket {
            priority,
            topic: topic.into(),
            assignee_id: assignee.map(|agent| agent.id),
            waiting_since: Some(at(i64::try_from(inserted.len()).unwrap())),
            updated_at: at(-i64::try_from(inserted.len()).unwrap()),
            ..fixtures::new_ticket(harness, None)
        };
        fixtures::insert_ticket(harness, &ticket).await;
        inserted.push(ticket.reference);
    }
    let all = QueueFilter::default;
    for state in [QueueState::Waiting, QueueState::All] {
        for (filter, expected) in [
            (QueueFilter { priority: Some(Priority::P1), ..all() }, vec![0, 2]),
            (QueueFilter { priority: Some(Priority::P4), ..all() }, vec![]),
            (QueueFilter { urgent: true, ..all() }, vec![0, 1, 2]),
            (QueueFilter { topic: Some("reports".into()), ..all() }, vec![1, 2]),
            (QueueFilter { assignee: AssigneeFilter::Nobody, ..all() }, vec![2, 3]),
            (QueueFilter { assignee: AssigneeFilter::Agent(per.id), ..all() }, vec![1]),
            (QueueFilter { assignee: AssigneeFilter::Agent(Uuid::nil()), ..all() }, vec![]),
            (QueueFilter { priority: Some(Priority::P1), topic: Some("reports".into()), ..all() }, vec![2]),
        ] {
            let rows = queue(harness, &QueueFilter { state, ..filter.clone() }).await;
            let expected: Vec<_> = expected.into_iter().map(|n: usize| inserted[n].as_str()).collect();
            assert_eq!(references(&rows), expected, "{filter:?}");
        }
    }
    let names: Vec<_> = queue(harness, &all()).await.into_iter().map(|row| row.assignee_name).collect();
    assert_eq!(names, [Some("Eva".into()), Some("Per".into()), None, None]);
}

async fn the_queue_is_searched_by_subject_name_and_address(harness: &Harness) {
    let user = fixtures::person(harness, Role::Participant, "Åsa Öberg").await;
    fixtures::insert_ticket(
        harness,
        &Ticket { subject: "Fel på RAPPORTEN".into(), ..fixtures::new_ticket(harness, Some(&user)) },
    )
    .await;
    for (text, found) in [
        ("rapport", 1),
        ("Rapporten", 1),
        ("öberg", 1),
        ("ÅSA.ÖBERG@", 1),
        ("exempel.se", 1),
        ("rapporter", 0),
        ("", 1),
    ] {
        let filter = QueueFilter { text: Some(text.into()), ..QueueFilter::default() };
        assert_eq!(queue(harness, &filter).await.len(), found, "{text}");
    }
}

async fn the_count_of_a_long_queue_is_limited(harness: &Harness) {
    let mut tx = harness.begin().await;
    for _ in 0..=tickets::MAX_COUNTED {
        assert!(tickets::insert(&mut tx, &fixtures::new_ticket(harness, None)).await.unwrap());
    }
    tx.commit().await.unwrap();
    let counted = async |filter: QueueFilter| {
        tickets::list_queue(&mut harness.read().await, &fixtures::agent(), &filter, 1, 0).await.unwrap().1
    };
    assert_eq!(counted(QueueFilter::default()).await, tickets::MAX_COUNTED + 1);
    fixtures::ticket(harness, None).await;
    for state in [QueueState::Waiting, QueueState::Open, QueueState::All] {
        let filter = QueueFilter { state, ..QueueFilter::default() };
        assert_eq!(counted(filter).await, tickets::MAX_COUNTED + 1, "{state:?}");
    }
    assert_eq!(counted(QueueFilter { state: QueueState::Done, ..QueueFilter::default() }).await, 0);
}

async fn pages_with_equal_times_do_not_overlap(harness: &Harness) {
    let user = fixtures::person(harness, Role::Participant, "Åsa").await;
    let mut expected = Vec::new();
    for _ in 0..9 {
        expected.push(fixtures::ticket(harness, Some(&user)).await.reference);
    }
    for state in [QueueState::Waiting, QueueState::All] {
        let filter = QueueFilter { state, ..QueueFilter::default() };
        let mut found = Vec::new();
        for offset in 0..9 {
            let (rows, _) =
                tickets::list_queue(&mut harness.read().await, &fixtures::agent(), &filter, 1, offset)
                    .await
                    .unwrap();
            found.extend(rows.into_iter().map(|row| row.reference));
        }
        found.sort();
        assert_eq!(found, expected);
    }
}

async fn the_response_target_is_listed_until_the_first_response(harness: &Harness) {
    let ticket = fixtures::ticket(harness, None).await;
    assert_eq!(queue(harness, &QueueFilter::default()).await[0].respond_by, ticket.respond_by);
    let mut tx = harness.begin().await;
    tickets::update(&mut tx, &Ticket { responded_at: Some(at(1)), ..ticket }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(queue(harness, &QueueFilter::default()).await[0].respond_by, None);
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
