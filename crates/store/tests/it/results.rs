//! The tickets of a time as figures need them.

use fyr_domain::{
    escalation::EscalationLevel,
    tickets::{Side, Status, TicketChange, TicketEventKind},
};
use fyr_store::{
    results, surveys,
    ticket_events::{self, TicketEvent},
    tickets::Ticket,
};
use fyr_testing::{Harness, on_both_engines};
use uuid::{Builder, Uuid};

use crate::fixtures::{self, at};

on_both_engines! {
    a_ticket_is_measured_by_its_events,
    only_tickets_of_the_time_are_measured_the_latest_first,
}

async fn insert(harness: &Harness, ticket: Uuid, minute: i64, side: Side, change: &TicketChange) {
    let event = fixtures::new_event(harness, ticket, TicketEventKind::Message);
    let event = TicketEvent { side, created_at: at(minute), ..event }.with_change(change);
    let mut tx = harness.begin().await;
    assert!(ticket_events::insert(&mut tx, &event, None).await.unwrap());
    tx.commit().await.unwrap();
}

async fn a_ticket_is_measured_by_its_events(harness: &Harness) {
    let ticket = Ticket {
        status: Status::Closed,
        level: EscalationLevel::Second,
        created_at: at(0),
        respond_by: Some(at(60)),
        responded_at: Some(at(10)),
        ..filed_at(harness, 0)
    };
    fixtures::insert_ticket(harness, &ticket).await;
    let status = |from, to| TicketChange::Status { from, to, waiting_since: None };
    insert(harness, ticket.id, 1, Side::Requester, &TicketChange::Message).await;
    insert(harness, ticket.id, 10, Side::Support, &TicketChange::Message).await;
    insert(harness, ticket.id, 11, Side::Support, &TicketChange::Note).await;
    insert(harness, ticket.id, 12, Side::Support, &status(Status::Open, Status::Solved)).await;
    insert(harness, ticket.id, 20, Side::Requester, &status(Status::Solved, Status::Open)).await;
    insert(harness, ticket.id, 30, Side::Support, &status(Status::Open, Status::Solved)).await;
    insert(harness, ticket.id, 99, Side::System, &status(Status::Solved, Status::Closed)).await;
    let mut tx = harness.begin().await;
    surveys::upsert(&mut tx, ticket.id, 4, None, at(40)).await.unwrap();
    tx.commit().await.unwrap();
    let mut db = harness.read().await;
    let found = results::list_filed_since(&mut db, at(0), 10).await.unwrap();
    let [measured] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((measured.respond_by, measured.responded_at), (Some(at(60)), Some(at(10))));
    assert_eq!(measured.solved_at, Some(at(30)), "when it was solved last, not when it closed by itself");
    assert_eq!((measured.answers, measured.escalated, measured.score), (1, true, Some(4)));
}

async fn only_tickets_of_the_time_are_measured_the_latest_first(harness: &Harness) {
    for (minute, topic) in [(0, "sign-in"), (1, "other")] {
        let ticket = Ticket { topic: topic.into(), created_at: at(minute), ..filed_at(harness, minute) };
        fixtures::insert_ticket(harness, &ticket).await;
    }
    let since = async |minute, limit| {
        let found = results::list_filed_since(&mut harness.read().await, at(minute), limit).await.unwrap();
        found.into_iter().map(|ticket| ticket.topic).collect::<Vec<_>>()
    };
    assert_eq!(since(0, 10).await, ["other", "sign-in"]);
    assert_eq!(since(0, 1).await, ["other"]);
    assert_eq!(since(1, 10).await, ["other"]);
    assert_eq!(since(2, 10).await, [] as [&str; 0]);
}

/// A ticket with an id of this time.
fn filed_at(harness: &Harness, minute: i64) -> Ticket {
    let millis = u64::try_from(at(minute).timestamp_millis()).unwrap();
    let id = Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid();
    Ticket { id, ..fixtures::new_ticket(harness, None) }
}
