//! The queue of support: its order, its filters, and how far it counts.

use fyr_domain::{
    Role,
    tickets::{Priority, Status},
};
use fyr_store::{
    ticket_queue::{self, AssigneeFilter, QueueFilter, QueueState},
    tickets::{self, Ticket, TicketSummary},
};
use fyr_testing::{Harness, on_both_engines};
use uuid::Uuid;

use crate::fixtures::{self, at, in_status, references};

on_both_engines! {
    the_queue_starts_with_what_is_due_first,
    the_queue_shows_each_state,
    the_queue_is_filtered_by_priority_topic_and_assignee,
    the_queue_is_searched_by_subject_name_and_address,
    the_count_of_a_long_queue_is_limited,
    pages_with_equal_times_do_not_overlap,
    the_response_target_is_listed_until_the_first_response,
}

async fn queue(harness: &Harness, filter: &QueueFilter) -> Vec<TicketSummary> {
    let (rows, total) =
        ticket_queue::list_queue(&mut harness.read().await, &fixtures::agent(), filter, 100, 0)
            .await
            .unwrap();
    assert_eq!(i64::try_from(rows.len()).unwrap(), total, "the count agrees with the list");
    rows.into_iter().map(|row| row.summary).collect()
}

async fn the_queue_starts_with_what_is_due_first(harness: &Harness) {
    let (since, never) = (Some(at(1)), None);
    let mut expected = Vec::new();
    for (due, ticket) in [
        // answered before: the next answer counts
        (50, (Some(at(2)), Some(at(9)), Some(at(50)), since)),
        (40, (never, Some(at(40)), None, since)),
        // without a promise since when it waits
        (45, (never, None, None, Some(at(45)))),
    ] {
        let (responded_at, respond_by, reply_by, waiting_since) = ticket;
        let ticket = Ticket {
            responded_at,
            respond_by,
            reply_by,
            waiting_since,
            updated_at: at(100 - due),
            ..fixtures::new_ticket(harness, None)
        };
        fixtures::insert_ticket(harness, &ticket).await;
        expected.push((due, ticket.reference));
    }
    expected.sort();
    let expected: Vec<_> = expected.iter().map(|(_, reference)| reference.as_str()).collect();
    assert_eq!(references(&queue(harness, &QueueFilter::default()).await), expected);
    let (page, total) = ticket_queue::list_queue(
        &mut harness.read().await,
        &fixtures::agent(),
        &QueueFilter::default(),
        1,
        1,
    )
    .await
    .unwrap();
    let page: Vec<_> = page.iter().map(|row| row.summary.reference.as_str()).collect();
    assert_eq!((page, total), (vec![expected[1]], 3));
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
    for _ in 0..=ticket_queue::MAX_COUNTED {
        assert!(tickets::insert(&mut tx, &fixtures::new_ticket(harness, None)).await.unwrap());
    }
    tx.commit().await.unwrap();
    let counted = async |filter: QueueFilter| {
        ticket_queue::list_queue(&mut harness.read().await, &fixtures::agent(), &filter, 1, 0)
            .await
            .unwrap()
            .1
    };
    assert_eq!(counted(QueueFilter::default()).await, ticket_queue::MAX_COUNTED + 1);
    fixtures::ticket(harness, None).await;
    for state in [QueueState::Waiting, QueueState::Open, QueueState::All] {
        let filter = QueueFilter { state, ..QueueFilter::default() };
        assert_eq!(counted(filter).await, ticket_queue::MAX_COUNTED + 1, "{state:?}");
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
                ticket_queue::list_queue(&mut harness.read().await, &fixtures::agent(), &filter, 1, offset)
                    .await
                    .unwrap();
            found.extend(rows.into_iter().map(|row| row.summary.reference));
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
