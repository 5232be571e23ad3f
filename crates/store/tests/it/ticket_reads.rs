//! What people have not seen of their tickets.

use fyr_domain::{
    Role,
    tickets::{Side, TicketEventKind},
};
use fyr_store::{
    people, shared_tickets,
    shared_tickets::ParticipantTicketFilter,
    ticket_access,
    ticket_events::{self, TicketEvent},
    ticket_reads::{self, WaitingForRequester},
    tickets::{self, TicketStatusFilter},
};
use fyr_testing::{Harness, on_both_engines};
use uuid::Uuid;

use crate::fixtures::{self, new_event};

on_both_engines! {
    what_support_writes_is_unread_until_it_was_seen,
    each_counsellor_has_seen_what_they_opened,
}

async fn insert(harness: &Harness, ticket: Uuid, kind: TicketEventKind, side: Side) -> Uuid {
    let event = TicketEvent { side, ..new_event(harness, ticket, kind) };
    let mut tx = harness.begin().await;
    assert!(ticket_events::insert(&mut tx, &event, None).await.unwrap());
    tx.commit().await.unwrap();
    event.id
}

async fn what_support_writes_is_unread_until_it_was_seen(harness: &Harness) {
    let asa = fixtures::person(harness, Role::Participant, "Asa").await;
    let ticket = fixtures::ticket(harness, Some(&asa)).await;
    fixtures::ticket(harness, Some(&asa)).await;
    let actor = fyr_domain::Actor::signed_in(asa.clone());
    let unread = async || {
        let mut db = harness.read().await;
        let all = TicketStatusFilter::All;
        let (rows, _) = tickets::list_for_requester(&mut db, &actor, asa.id, all, 10, 0).await.unwrap();
        let listed = rows.iter().filter(|row| row.unread).count();
        let counted = ticket_reads::count_for_requester(&mut db, asa.id).await.unwrap();
        assert_eq!(counted, WaitingForRequester { waiting: 0, unread: i64::try_from(listed).unwrap() });
        let opened = ticket_access::find_visible(&mut db, &actor, &ticket.reference).await.unwrap();
        assert_eq!(opened.map(|opened| opened.unread), Some(listed == 1));
        listed
    };
    let mark = async |event: Uuid| {
        let mut tx = harness.begin().await;
        ticket_reads::mark(&mut tx, asa.id, ticket.id, event).await.unwrap();
        tx.commit().await.unwrap();
    };
    insert(harness, ticket.id, TicketEventKind::Message, Side::Requester).await;
    insert(harness, ticket.id, TicketEventKind::Note, Side::Support).await;
    assert_eq!(unread().await, 0, "their own words, and what only support sees");
    let answer = insert(harness, ticket.id, TicketEventKind::Message, Side::Support).await;
    assert_eq!(unread().await, 1);
    mark(answer).await;
    assert_eq!(unread().await, 0);
    let status = insert(harness, ticket.id, TicketEventKind::Change, Side::Support).await;
    assert_eq!(unread().await, 1, "a status that support has set");
    mark(status).await;
    mark(answer).await;
    assert_eq!(unread().await, 0, "an older page takes nothing back");
    let nobody = ticket_reads::count_for_requester(&mut harness.read().await, harness.id()).await.unwrap();
    assert_eq!(nobody, WaitingForRequester::default());
}

async fn each_counsellor_has_seen_what_they_opened(harness: &Harness) {
    let asa = fixtures::person(harness, Role::Participant, "Asa").await;
    let (karin, olle) = (
        fixtures::person(harness, Role::Counsellor, "Karin").await,
        fixtures::person(harness, Role::Counsellor, "Olle").await,
    );
    let ticket = fixtures::ticket(harness, Some(&asa)).await;
    for counsellor in [&karin, &olle] {
        fixtures::insert_relation(harness, &fixtures::relation(counsellor, &asa)).await;
    }
    let answer = insert(harness, ticket.id, TicketEventKind::Message, Side::Support).await;
    let mut tx = harness.begin().await;
    ticket_reads::mark(&mut tx, karin.id, ticket.id, answer).await.unwrap();
    for (counsellor, unread) in [(&karin, false), (&olle, true)] {
        let actor = fyr_domain::Actor::signed_in(counsellor.clone()).at_time(fixtures::at(10));
        let filter = ParticipantTicketFilter::default();
        let listed = shared_tickets::list_for_participants(&mut tx, &actor, &filter, 10, 0).await.unwrap().0;
        assert_eq!(listed.iter().map(|row| row.unread).collect::<Vec<_>>(), [unread]);
        let all = TicketStatusFilter::All;
        let listed = tickets::list_for_requester(&mut tx, &actor, asa.id, all, 10, 0).await.unwrap().0;
        assert_eq!(listed.iter().map(|row| row.unread).collect::<Vec<_>>(), [unread]);
        let people = people::list_participants(&mut tx, &actor).await.unwrap();
        assert_eq!(people.iter().map(|person| person.unread).collect::<Vec<_>>(), [i64::from(unread)]);
    }
}
