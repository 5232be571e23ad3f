//! Events of a ticket; internal notes are for agents only.

use fyr_domain::{
    Actor, Role,
    tickets::{Side, Status, TicketEventKind},
};
use fyr_store::ticket_events::{self, ChangedTicket, TicketEvent};
use fyr_testing::{Harness, on_both_engines};
use uuid::Uuid;

use crate::fixtures::{self, at};

on_both_engines! {
    internal_notes_are_listed_only_for_agents,
    an_internal_note_is_not_public,
    events_are_listed_in_order_after_a_given_id,
    a_message_sent_twice_is_inserted_once,
    a_status_change_is_read_back_unchanged,
    changed_tickets_are_listed_once_with_their_latest_event,
    a_side_with_public_events_is_listed_once,
}

async fn internal_notes_are_listed_only_for_agents(harness: &Harness) {
    let requester = fixtures::person(harness, Role::Participant, "Åsa").await;
    let ticket = fixtures::ticket(harness, Some(&requester)).await;
    let message = fixtures::insert_event(harness, ticket.id, TicketEventKind::Message).await.id;
    let note = fixtures::insert_event(harness, ticket.id, TicketEventKind::Note).await.id;
    let change = fixtures::insert_event(harness, ticket.id, TicketEventKind::Change).await.id;
    fixtures::insert_event(harness, fixtures::ticket(harness, None).await.id, TicketEventKind::Message).await;

    let mut db = harness.read().await;
    for role in Role::ALL {
        let actor = Actor::signed_in(fyr_domain::User { role: *role, ..requester.clone() });
        let thread = ticket_events::list_for_ticket(&mut db, &actor, ticket.id, Uuid::nil()).await.unwrap();
        let ids: Vec<_> = thread.iter().map(|event| event.id).collect();
        if matches!(role, Role::Agent | Role::Admin) {
            assert_eq!(ids, [message, note, change], "{role}");
        } else {
            assert_eq!(ids, [message, change], "{role}");
        }
    }
    for actor in [fixtures::guest(harness, &ticket).await, Actor::ANONYMOUS] {
        let thread = ticket_events::list_for_ticket(&mut db, &actor, ticket.id, Uuid::nil()).await.unwrap();
        assert_eq!(thread.iter().map(|event| event.id).collect::<Vec<_>>(), [message, change]);
    }
    assert_eq!(ticket_events::count_for_ticket(&mut db, ticket.id).await.unwrap(), 3);
}

async fn an_internal_note_is_not_public(harness: &Harness) {
    let ticket = fixtures::ticket(harness, None).await;
    let message = fixtures::insert_event(harness, ticket.id, TicketEventKind::Message).await;
    let note = fixtures::insert_event(harness, ticket.id, TicketEventKind::Note).await;
    let mut db = harness.read().await;
    assert_eq!(
        ticket_events::find_public(&mut db, message.id).await.unwrap().map(|event| event.body),
        Some("Hej!".into())
    );
    assert!(ticket_events::find_public(&mut db, note.id).await.unwrap().is_none());
    assert!(ticket_events::find_public(&mut db, harness.id()).await.unwrap().is_none());
}

async fn events_are_listed_in_order_after_a_given_id(harness: &Harness) {
    let ticket = fixtures::ticket(harness, None).await;
    assert_eq!(ticket_events::find_latest_id(&mut harness.read().await).await.unwrap(), Uuid::nil());
    let first = fixtures::new_event(harness, ticket.id, TicketEventKind::Message);
    let second = fixtures::insert_event(harness, ticket.id, TicketEventKind::Message).await;
    let third = fixtures::insert_event(harness, ticket.id, TicketEventKind::Message).await;
    let mut tx = harness.begin().await;
    ticket_events::insert(&mut tx, &first, None).await.unwrap();
    tx.commit().await.unwrap();

    let mut db = harness.read().await;
    let guest = fixtures::guest(harness, &ticket).await;
    let all = ticket_events::list_for_ticket(&mut db, &guest, ticket.id, Uuid::nil()).await.unwrap();
    assert_eq!(all.iter().map(|event| event.id).collect::<Vec<_>>(), [first.id, second.id, third.id]);
    let rest = ticket_events::list_for_ticket(&mut db, &guest, ticket.id, second.id).await.unwrap();
    assert_eq!(rest.iter().map(|event| event.id).collect::<Vec<_>>(), [third.id]);
    assert_eq!(ticket_events::find_latest_id(&mut db).await.unwrap(), third.id);
}

async fn a_message_sent_twice_is_inserted_once(harness: &Harness) {
    let ticket = fixtures::ticket(harness, None).await;
    let form_key = harness.id();
    let mut tx = harness.begin().await;
    let first = fixtures::new_event(harness, ticket.id, TicketEventKind::Message);
    assert!(ticket_events::insert(&mut tx, &first, Some(form_key)).await.unwrap());
    assert!(!ticket_events::insert(&mut tx, &first, Some(form_key)).await.unwrap(), "the very same");
    let again = fixtures::new_event(harness, ticket.id, TicketEventKind::Message);
    assert!(!ticket_events::insert(&mut tx, &again, Some(form_key)).await.unwrap());
    assert_eq!(ticket_events::count_for_ticket(&mut tx, ticket.id).await.unwrap(), 1);
    assert!(
        ticket_events::insert(&mut tx, &again, None).await.unwrap(),
        "what no form wrote is never the same"
    );
    assert!(
        ticket_events::insert(
            &mut tx,
            &fixtures::new_event(harness, ticket.id, TicketEventKind::Message),
            None
        )
        .await
        .unwrap()
    );
}

async fn a_status_change_is_read_back_unchanged(harness: &Harness) {
    let agent = fixtures::person(harness, Role::Agent, "Eva").await;
    let ticket = fixtures::ticket(harness, None).await;
    let change = TicketEvent {
        side: Side::System,
        author_id: Some(agent.id),
        body: String::new(),
        status_from: Some("new".into()),
        status_to: Some("on_hold".into()),
        created_at: at(3),
        ..fixtures::new_event(harness, ticket.id, TicketEventKind::Change)
    };
    let mut tx = harness.begin().await;
    ticket_events::insert(&mut tx, &change, None).await.unwrap();
    let found = ticket_events::find_public(&mut tx, change.id).await.unwrap().unwrap();
    assert_eq!(format!("{found:?}"), format!("{change:?}"));
    assert_eq!(found.new_status(), Some(Status::OnHold));
}

async fn changed_tickets_are_listed_once_with_their_latest_event(harness: &Harness) {
    let (one, two) = (fixtures::ticket(harness, None).await, fixtures::ticket(harness, None).await);
    let seen = fixtures::insert_event(harness, one.id, TicketEventKind::Message).await;
    fixtures::insert_event(harness, one.id, TicketEventKind::Message).await;
    let latest_of_two = fixtures::insert_event(harness, two.id, TicketEventKind::Message).await;
    let latest_of_one = fixtures::insert_event(harness, one.id, TicketEventKind::Message).await;
    let mut db = harness.read().await;
    let tickets = ticket_events::list_changed_tickets(&mut db, seen.id).await.unwrap();
    let changed = |ticket_id, event_id| ChangedTicket { ticket_id, event_id };
    assert_eq!(tickets, [changed(two.id, latest_of_two.id), changed(one.id, latest_of_one.id)]);
    assert!(ticket_events::list_changed_tickets(&mut db, latest_of_one.id).await.unwrap().is_empty());
}

async fn a_side_with_public_events_is_listed_once(harness: &Harness) {
    let (ticket, other) = (fixtures::ticket(harness, None).await, fixtures::ticket(harness, None).await);
    let mut tx = harness.begin().await;
    for (ticket, kind, side) in [
        (ticket.id, TicketEventKind::Message, Side::Requester),
        (ticket.id, TicketEventKind::Change, Side::Requester),
        (ticket.id, TicketEventKind::Note, Side::Support),
        (other.id, TicketEventKind::Message, Side::Counsellor),
    ] {
        let event = TicketEvent { side, ..fixtures::new_event(harness, ticket, kind) };
        ticket_events::insert(&mut tx, &event, None).await.unwrap();
    }
    assert_eq!(
        ticket_events::list_sides(&mut tx, ticket.id).await.unwrap(),
        [Side::Requester],
        "a note is nobody's"
    );
    let event = TicketEvent {
        side: Side::Support,
        ..fixtures::new_event(harness, ticket.id, TicketEventKind::Change)
    };
    ticket_events::insert(&mut tx, &event, None).await.unwrap();
    assert_eq!(
        ticket_events::list_sides(&mut tx, ticket.id).await.unwrap(),
        [Side::Requester, Side::Support]
    );
}
