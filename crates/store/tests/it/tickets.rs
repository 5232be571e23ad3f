//! Who sees a ticket, what a form becomes, and in which order lists are.

use fyr_domain::{
    Actor, Role, User,
    tickets::{Priority, Status},
};
use fyr_store::{
    people,
    tickets::{self, Assignee, Listed, QueueFilter, QueueState, Show, Ticket},
};
use uuid::Uuid;

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    a_requester_sees_their_ticket_and_another_participant_does_not,
    a_counsellor_sees_the_tickets_of_their_participants_only_while_they_act_for_them,
    agents_and_admins_see_every_ticket_and_staff_none_but_their_own,
    a_guests_link_opens_its_ticket_and_no_other,
    nobody_sees_a_ticket_without_an_account_or_a_link,
    a_form_sent_twice_becomes_one_ticket,
    a_form_sent_twice_at_once_becomes_one_ticket,
    a_reference_is_given_once,
    a_ticket_comes_back_as_it_was_put,
    what_may_change_is_written_and_the_rest_stays,
    two_who_lock_a_ticket_take_turns,
    a_guest_gets_the_links_of_what_is_not_closed_first_each_newest_first,
    a_persons_list_begins_with_what_waits_for_them_and_goes_on_with_the_latest,
    a_persons_list_shows_one_part_and_counts_it,
    the_queue_begins_with_who_has_waited_longest,
    the_queue_shows_each_state,
    the_queue_narrows_by_priority_topic_and_assignee,
    the_queue_finds_parts_of_subject_name_and_address,
    a_long_queue_is_not_counted_to_its_end,
    pages_of_equal_times_repeat_nothing_and_miss_nothing,
    a_promised_answer_is_listed_until_it_came,
}

/// Whether the actor gets the ticket by looking and by locking: both must say the same.
async fn sees(bed: &Bed, actor: &Actor, ticket: &Ticket) -> bool {
    let found = tickets::find_visible(&mut bed.read().await, actor, &ticket.reference).await.unwrap();
    let mut tx = bed.begin().await;
    let locked = tickets::lock_visible(&mut tx, actor, &ticket.reference).await.unwrap();
    assert_eq!(found.as_ref().map(|t| t.id), locked.as_ref().map(|t| t.id), "looking and locking agree");
    assert!(found.as_ref().is_none_or(|t| t.id == ticket.id));
    found.is_some()
}

fn signed_in(user: &User) -> Actor {
    Actor::signed_in(user.clone())
}

async fn a_requester_sees_their_ticket_and_another_participant_does_not(bed: &Bed) {
    let (own, other) =
        (make::person(bed, Role::Participant, "Åsa").await, make::person(bed, Role::Participant, "Bo").await);
    let ticket = make::ticket(bed, Some(&own)).await;
    assert!(sees(bed, &signed_in(&own), &ticket).await);
    assert!(!sees(bed, &signed_in(&other), &ticket).await);
}

async fn a_counsellor_sees_the_tickets_of_their_participants_only_while_they_act_for_them(bed: &Bed) {
    let participant = make::person(bed, Role::Participant, "Åsa").await;
    let counsellor = make::person(bed, Role::Counsellor, "Cia").await;
    let other = make::person(bed, Role::Counsellor, "Dan").await;
    let (ticket, guests) = (make::ticket(bed, Some(&participant)).await, make::ticket(bed, None).await);
    assert!(!sees(bed, &signed_in(&counsellor), &ticket).await, "not yet");

    let mut tx = bed.begin().await;
    people::relate(&mut tx, &make::relation(&counsellor, &participant), at(0)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(sees(bed, &signed_in(&counsellor), &ticket).await);
    assert!(!sees(bed, &signed_in(&other), &ticket).await, "another counsellor");
    assert!(!sees(bed, &signed_in(&counsellor), &guests).await, "a guest is nobody's participant");

    let mut tx = bed.begin().await;
    people::unrelate(&mut tx, counsellor.id, participant.id, at(2)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!sees(bed, &signed_in(&counsellor), &ticket).await, "no longer");
}

async fn agents_and_admins_see_every_ticket_and_staff_none_but_their_own(bed: &Bed) {
    let participant = make::person(bed, Role::Participant, "Åsa").await;
    let staff = make::person(bed, Role::Staff, "Sten").await;
    let (ticket, own) = (make::ticket(bed, Some(&participant)).await, make::ticket(bed, Some(&staff)).await);
    for role in [Role::Agent, Role::Admin] {
        let worker = make::person(bed, role, role.as_str()).await;
        assert!(sees(bed, &signed_in(&worker), &ticket).await, "{role}");
    }
    assert!(!sees(bed, &signed_in(&staff), &ticket).await);
    assert!(sees(bed, &signed_in(&staff), &own).await);
}

async fn a_guests_link_opens_its_ticket_and_no_other(bed: &Bed) {
    let (ticket, other) = (make::ticket(bed, None).await, make::ticket(bed, None).await);
    let guest = make::guest(bed, &ticket).await;
    assert!(sees(bed, &guest, &ticket).await);
    assert!(!sees(bed, &guest, &other).await);

    let user = make::person(bed, Role::Participant, "Åsa").await;
    let both = Actor { guest: guest.guest, ..signed_in(&user) };
    assert!(sees(bed, &both, &ticket).await, "a link works for whoever is signed in");
    assert!(!sees(bed, &both, &other).await);

    let mut tx = bed.begin().await;
    let key = guest.guest.unwrap();
    tickets::let_guest_in(&mut tx, key, other.id, at(1)).await.unwrap();
    tickets::let_guest_in(&mut tx, key, other.id, at(5)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(sees(bed, &guest, &ticket).await && sees(bed, &guest, &other).await, "several at once");
    let mut tx = bed.begin().await;
    assert_eq!(tickets::forget_guests(&mut tx, at(2)).await.unwrap(), 1, "the one opened long ago");
    tx.commit().await.unwrap();
    assert!(!sees(bed, &guest, &ticket).await && sees(bed, &guest, &other).await);
}

async fn nobody_sees_a_ticket_without_an_account_or_a_link(bed: &Bed) {
    let user = make::person(bed, Role::Participant, "Åsa").await;
    for ticket in [make::ticket(bed, None).await, make::ticket(bed, Some(&user)).await] {
        assert!(!sees(bed, &Actor::ANONYMOUS, &ticket).await);
    }
}

async fn a_form_sent_twice_becomes_one_ticket(bed: &Bed) {
    let first = make::ticket(bed, None).await;
    let again =
        Ticket { form_key: first.form_key, subject: "En gång till".into(), ..make::new_ticket(bed, None) };
    let mut tx = bed.begin().await;
    assert!(!tickets::put(&mut tx, &again).await.unwrap());
    let kept = tickets::find_by_form_key(&mut tx, first.form_key).await.unwrap().unwrap();
    assert_eq!((kept.id, kept.subject), (first.id, first.subject));
    assert!(tickets::find(&mut tx, again.id).await.unwrap().is_none());
    assert!(tickets::find_by_form_key(&mut tx, bed.id()).await.unwrap().is_none());
}

async fn a_form_sent_twice_at_once_becomes_one_ticket(bed: &Bed) {
    let form_key = bed.id();
    let send = || async {
        let ticket = Ticket { form_key, ..make::new_ticket(bed, None) };
        let mut tx = bed.begin().await;
        let new = tickets::put(&mut tx, &ticket).await.unwrap();
        let kept = tickets::find_by_form_key(&mut tx, form_key).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        (new, kept.id)
    };
    let (one, two) = tokio::join!(send(), send());
    assert_ne!(one.0, two.0, "one of them is the first");
    assert_eq!(one.1, two.1, "both are told of the same ticket");
}

async fn a_reference_is_given_once(bed: &Bed) {
    let first = make::ticket(bed, None).await;
    let same = Ticket { reference: first.reference.clone(), ..make::new_ticket(bed, None) };
    let mut tx = bed.begin().await;
    assert!(!tickets::put(&mut tx, &same).await.unwrap());
    assert!(tickets::find_by_form_key(&mut tx, same.form_key).await.unwrap().is_none());
    let other = Ticket { reference: "ZZZZZZZ".into(), ..same };
    assert!(tickets::put(&mut tx, &other).await.unwrap(), "the transaction goes on");
}

async fn a_ticket_comes_back_as_it_was_put(bed: &Bed) {
    let requester = make::person(bed, Role::Participant, "Åsa").await;
    let counsellor = make::person(bed, Role::Counsellor, "Cia").await;
    let agent = make::person(bed, Role::Agent, "Eva").await;
    let full = Ticket {
        filed_by_id: Some(counsellor.id),
        filed_by_name: Some(counsellor.name),
        priority: Priority::P1,
        status: Status::OnHold,
        urgent: true,
        assignee_id: Some(agent.id),
        lang: "nb".into(),
        responded_at: Some(at(7)),
        ..make::new_ticket(bed, Some(&requester))
    };
    let bare = Ticket { respond_by: None, waiting_since: None, ..make::new_ticket(bed, None) };
    for ticket in [full, bare] {
        make::put(bed, &ticket).await;
        let found = tickets::find(&mut bed.read().await, ticket.id).await.unwrap().unwrap();
        assert_eq!(format!("{found:?}"), format!("{ticket:?}"));
        assert_eq!(found.lang().tag(), ticket.lang);
    }
}

async fn what_may_change_is_written_and_the_rest_stays(bed: &Bed) {
    let agent = make::person(bed, Role::Agent, "Eva").await;
    let ticket = make::ticket(bed, None).await;
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
    let mut tx = bed.begin().await;
    tickets::update(&mut tx, &Ticket { subject: "annat".into(), ..changed.clone() }).await.unwrap();
    tx.commit().await.unwrap();
    let found = tickets::find(&mut bed.read().await, ticket.id).await.unwrap().unwrap();
    assert_eq!(format!("{found:?}"), format!("{changed:?}"));
}

async fn two_who_lock_a_ticket_take_turns(bed: &Bed) {
    let agent = make::person(bed, Role::Agent, "Eva").await;
    let ticket = make::ticket(bed, None).await;
    let later = |minutes: i64| {
        let (agent, reference) = (signed_in(&agent), ticket.reference.clone());
        async move {
            let mut tx = bed.begin().await;
            let mut now = tickets::lock_visible(&mut tx, &agent, &reference).await.unwrap().unwrap();
            tokio::task::yield_now().await;
            now.updated_at += chrono::TimeDelta::minutes(minutes);
            tickets::update(&mut tx, &now).await.unwrap();
            tx.commit().await.unwrap();
        }
    };
    tokio::join!(later(1), later(10), later(100), later(1000));
    let found = tickets::find(&mut bed.read().await, ticket.id).await.unwrap().unwrap();
    assert_eq!(found.updated_at, at(1111), "nobody's change is lost");
}

async fn a_guest_gets_the_links_of_what_is_not_closed_first_each_newest_first(bed: &Bed) {
    let mut expected = Vec::new();
    for (minute, status) in
        [(2, Status::Closed), (5, Status::Closed), (1, Status::New), (3, Status::Solved), (4, Status::Open)]
    {
        let ticket = Ticket { status, updated_at: at(minute), ..make::new_ticket(bed, None) };
        make::put(bed, &ticket).await;
        expected.insert(0, ticket.id);
    }
    make::put(bed, &Ticket { requester_email: "annan@exempel.se".into(), ..make::new_ticket(bed, None) })
        .await;
    let found = tickets::of_guest(&mut bed.read().await, "gast@exempel.se").await.unwrap();
    assert_eq!(found.iter().map(|t| t.id).collect::<Vec<_>>(), expected);
}

/// A ticket of the requester in this status, last touched at this minute; gives its reference.
async fn in_status(bed: &Bed, requester: &User, status: Status, minute: i64) -> String {
    let waiting_since = (!status.is_done() && status != Status::WaitingForRequester).then(|| at(-minute));
    let ticket =
        Ticket { status, waiting_since, updated_at: at(minute), ..make::new_ticket(bed, Some(requester)) };
    make::put(bed, &ticket).await;
    ticket.reference
}

fn references(rows: &[Listed]) -> Vec<&str> {
    rows.iter().map(|row| row.reference.as_str()).collect()
}

async fn a_persons_list_begins_with_what_waits_for_them_and_goes_on_with_the_latest(bed: &Bed) {
    let (own, other) =
        (make::person(bed, Role::Participant, "Åsa").await, make::person(bed, Role::Participant, "Bo").await);
    let old = in_status(bed, &own, Status::Open, 1).await;
    let waits = in_status(bed, &own, Status::WaitingForRequester, 2).await;
    let waits_longer = in_status(bed, &own, Status::WaitingForRequester, 0).await;
    let new = in_status(bed, &own, Status::Closed, 3).await;
    in_status(bed, &other, Status::Open, 4).await;

    let (rows, total) =
        tickets::of_requester(&mut bed.read().await, (&signed_in(&own), own.id), Show::All, 10, 0)
            .await
            .unwrap();
    assert_eq!(references(&rows), [&waits, &waits_longer, &new, &old]);
    assert_eq!(total, 4);
    let (rows, total) =
        tickets::of_requester(&mut bed.read().await, (&signed_in(&own), own.id), Show::All, 2, 1)
            .await
            .unwrap();
    assert_eq!(references(&rows), [&waits_longer, &new], "a page");
    assert_eq!(total, 4, "of everything");
}

async fn a_persons_list_shows_one_part_and_counts_it(bed: &Bed) {
    let own = make::person(bed, Role::Participant, "Åsa").await;
    for status in Status::ALL {
        in_status(bed, &own, *status, 1).await;
    }
    for (show, expected) in [(Show::All, 6), (Show::Waiting, 1), (Show::Open, 4), (Show::Done, 2)] {
        let (rows, total) =
            tickets::of_requester(&mut bed.read().await, (&signed_in(&own), own.id), show, 10, 0)
                .await
                .unwrap();
        assert_eq!((i64::try_from(rows.len()).unwrap(), total), (expected, expected), "{show:?}");
        let (page, total) =
            tickets::of_requester(&mut bed.read().await, (&signed_in(&own), own.id), show, 1, 0)
                .await
                .unwrap();
        assert_eq!((page.len(), total), (1, expected), "a page counts everything: {show:?}");
    }
}

async fn queue(bed: &Bed, filter: &QueueFilter) -> Vec<Listed> {
    let (rows, total) = tickets::queue(&mut bed.read().await, &make::agent(), filter, 100, 0).await.unwrap();
    assert_eq!(i64::try_from(rows.len()).unwrap(), total, "the count agrees with the list");
    rows
}

async fn the_queue_begins_with_who_has_waited_longest(bed: &Bed) {
    let mut expected = Vec::new();
    for minute in [30, 10, 20] {
        let ticket = Ticket {
            waiting_since: Some(at(minute)),
            updated_at: at(100 - minute),
            ..make::new_ticket(bed, None)
        };
        make::put(bed, &ticket).await;
        expected.push((minute, ticket.reference));
    }
    expected.sort();
    let expected: Vec<_> = expected.iter().map(|(_, reference)| reference.as_str()).collect();
    assert_eq!(references(&queue(bed, &QueueFilter::default()).await), expected);
    let (page, total) =
        tickets::queue(&mut bed.read().await, &make::agent(), &QueueFilter::default(), 1, 1).await.unwrap();
    assert_eq!((references(&page), total), (vec![expected[1]], 3));
}

async fn the_queue_shows_each_state(bed: &Bed) {
    let user = make::person(bed, Role::Participant, "Åsa").await;
    for status in Status::ALL {
        in_status(bed, &user, *status, 1).await;
    }
    for (state, expected) in [
        (QueueState::Waiting, vec![Status::New, Status::Open, Status::OnHold]),
        (QueueState::Open, vec![Status::New, Status::Open, Status::WaitingForRequester, Status::OnHold]),
        (QueueState::Done, vec![Status::Solved, Status::Closed]),
        (QueueState::All, Status::ALL.to_vec()),
    ] {
        let rows = queue(bed, &QueueFilter { state, ..QueueFilter::default() }).await;
        let mut found: Vec<_> = rows.iter().map(|row| row.status).collect();
        found.sort();
        assert_eq!(found, expected, "{state:?}");
    }
}

async fn the_queue_narrows_by_priority_topic_and_assignee(bed: &Bed) {
    let (eva, per) =
        (make::person(bed, Role::Agent, "Eva").await, make::person(bed, Role::Agent, "Per").await);
    let mut put = Vec::new();
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
            waiting_since: Some(at(i64::try_from(put.len()).unwrap())),
            updated_at: at(-i64::try_from(put.len()).unwrap()),
            ..make::new_ticket(bed, None)
        };
        make::put(bed, &ticket).await;
        put.push(ticket.reference);
    }
    let all = QueueFilter::default;
    for state in [QueueState::Waiting, QueueState::All] {
        for (filter, expected) in [
            (QueueFilter { priority: Some(Priority::P1), ..all() }, vec![0, 2]),
            (QueueFilter { priority: Some(Priority::P4), ..all() }, vec![]),
            (QueueFilter { urgent: true, ..all() }, vec![0, 1, 2]),
            (QueueFilter { topic: Some("reports".into()), ..all() }, vec![1, 2]),
            (QueueFilter { assignee: Assignee::Nobody, ..all() }, vec![2, 3]),
            (QueueFilter { assignee: Assignee::Agent(per.id), ..all() }, vec![1]),
            (QueueFilter { assignee: Assignee::Agent(Uuid::nil()), ..all() }, vec![]),
            (QueueFilter { priority: Some(Priority::P1), topic: Some("reports".into()), ..all() }, vec![2]),
        ] {
            let rows = queue(bed, &QueueFilter { state, ..filter.clone() }).await;
            let expected: Vec<_> = expected.into_iter().map(|n: usize| put[n].as_str()).collect();
            assert_eq!(references(&rows), expected, "{filter:?}");
        }
    }
    let names: Vec<_> = queue(bed, &all()).await.into_iter().map(|row| row.assignee_name).collect();
    assert_eq!(names, [Some("Eva".into()), Some("Per".into()), None, None]);
}

async fn the_queue_finds_parts_of_subject_name_and_address(bed: &Bed) {
    let user = make::person(bed, Role::Participant, "Åsa Öberg").await;
    make::put(bed, &Ticket { subject: "Fel på RAPPORTEN".into(), ..make::new_ticket(bed, Some(&user)) })
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
        assert_eq!(queue(bed, &filter).await.len(), found, "{text}");
    }
}

async fn a_long_queue_is_not_counted_to_its_end(bed: &Bed) {
    let mut tx = bed.begin().await;
    for _ in 0..=tickets::COUNTED {
        assert!(tickets::put(&mut tx, &make::new_ticket(bed, None)).await.unwrap());
    }
    tx.commit().await.unwrap();
    let counted = async |filter: QueueFilter| {
        tickets::queue(&mut bed.read().await, &make::agent(), &filter, 1, 0).await.unwrap().1
    };
    assert_eq!(counted(QueueFilter::default()).await, tickets::COUNTED + 1);
    make::ticket(bed, None).await;
    for state in [QueueState::Waiting, QueueState::Open, QueueState::All] {
        let filter = QueueFilter { state, ..QueueFilter::default() };
        assert_eq!(counted(filter).await, tickets::COUNTED + 1, "{state:?}");
    }
    assert_eq!(counted(QueueFilter { state: QueueState::Done, ..QueueFilter::default() }).await, 0);
}

async fn pages_of_equal_times_repeat_nothing_and_miss_nothing(bed: &Bed) {
    let user = make::person(bed, Role::Participant, "Åsa").await;
    let mut expected = Vec::new();
    for _ in 0..9 {
        expected.push(make::ticket(bed, Some(&user)).await.reference);
    }
    for state in [QueueState::Waiting, QueueState::All] {
        let filter = QueueFilter { state, ..QueueFilter::default() };
        let mut found = Vec::new();
        for offset in 0..9 {
            let (rows, _) =
                tickets::queue(&mut bed.read().await, &make::agent(), &filter, 1, offset).await.unwrap();
            found.extend(rows.into_iter().map(|row| row.reference));
        }
        found.sort();
        assert_eq!(found, expected);
    }
}

async fn a_promised_answer_is_listed_until_it_came(bed: &Bed) {
    let ticket = make::ticket(bed, None).await;
    assert_eq!(queue(bed, &QueueFilter::default()).await[0].respond_by, ticket.respond_by);
    let mut tx = bed.begin().await;
    tickets::update(&mut tx, &Ticket { responded_at: Some(at(1)), ..ticket }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(queue(bed, &QueueFilter::default()).await[0].respond_by, None);
}
