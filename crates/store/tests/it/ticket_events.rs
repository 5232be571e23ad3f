//! Events of a ticket; internal notes are for agents only.

use fyr_domain::{
    Actor, Role,
    tickets::{Priority, Side, Status, TicketChange, TicketEventKind, TicketPrivacy},
};
use fyr_store::{
    audit, people,
    ticket_events::{self, ChangedTicket, TicketEvent},
    tickets::Ticket,
};
use fyr_testing::{Harness, on_both_engines};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::fixtures::{self, at};

on_both_engines! {
    internal_notes_are_listed_only_for_agents,
    an_internal_note_is_not_public,
    events_are_listed_in_order_after_a_given_id,
    a_message_sent_twice_is_inserted_once,
    a_status_change_is_read_back_unchanged,
    every_change_is_read_back_unchanged,
    clocks_depend_on_every_change_that_moves_them,
    internal_events_are_read_by_agents_only,
    an_event_of_an_earlier_release_is_read_by_its_kind,
    the_release_before_writes_and_reads_events,
    earlier_changes_are_taken_over_from_the_audit_log,
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
    let first = ticket_events::find_first_body(&mut db, ticket.id).await.unwrap().expect("a message");
    let owner = Actor::signed_in(requester.clone());
    let thread = ticket_events::list_for_ticket(&mut db, &owner, ticket.id, Uuid::nil()).await.unwrap();
    assert_eq!(first, thread[0].body);
    assert_eq!(ticket_events::find_first_body(&mut db, harness.id()).await.unwrap(), None);
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
    let found = async |tx: &mut fyr_store::Db, ticket, key| {
        ticket_events::find_by_form_key(tx, ticket, key).await.unwrap()
    };
    assert_eq!(found(&mut tx, first.ticket_id, form_key).await, Some(first.id));
    assert_eq!(found(&mut tx, first.ticket_id, first.id).await, None);
    assert_eq!(found(&mut tx, first.id, form_key).await, None, "only of its ticket");
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

async fn clocks_depend_on_every_change_that_moves_them(harness: &Harness) {
    let ticket = fixtures::ticket(harness, None).await;
    let status = TicketChange::Status { from: Status::New, to: Status::Open, waiting_since: None };
    let mut changes = vec![TicketChange::Message, status];
    changes.extend(fixtures::internal_changes());
    let mut tx = harness.begin().await;
    for change in &changes {
        let event = fixtures::new_event(harness, ticket.id, TicketEventKind::Message);
        assert!(ticket_events::insert(&mut tx, &event.with_change(change), None).await.unwrap());
    }
    let facts = ticket_events::list_facts(&mut tx, ticket.id).await.unwrap();
    let found: Vec<_> = facts.iter().map(|fact| fact.change.clone()).collect();
    let moving: Vec<_> = changes.into_iter().filter(TicketChange::moves_clocks).collect();
    assert_eq!(found, moving);
    assert_eq!((facts[0].at, facts[0].side), (at(1), Side::Support));
    assert_eq!(ticket_events::list_facts(&mut tx, harness.id()).await.unwrap(), []);
    // of all open tickets at once, in pages
    tx.commit().await.unwrap();
    let second = fixtures::ticket(harness, None).await;
    let done = Ticket { status: Status::Closed, ..fixtures::new_ticket(harness, None) };
    fixtures::insert_ticket(harness, &done).await;
    fixtures::insert_event(harness, second.id, TicketEventKind::Message).await;
    let mut db = harness.read().await;
    let open = ticket_events::list_open(&mut db, Uuid::nil(), 10).await.unwrap();
    assert_eq!(open.iter().map(|ticket| ticket.id).collect::<Vec<_>>(), [ticket.id, second.id]);
    assert_eq!((&open[0].facts, open[1].facts.len()), (&facts, 1));
    assert_eq!((open[0].deadlines, open[0].responded_at), (ticket.deadlines(), ticket.responded_at));
    let rest = ticket_events::list_open(&mut db, ticket.id, 10).await.unwrap();
    assert_eq!(rest.iter().map(|ticket| ticket.id).collect::<Vec<_>>(), [second.id]);
}

async fn every_change_is_read_back_unchanged(harness: &Harness) {
    let requester = fixtures::person(harness, Role::Participant, "Åsa").await;
    let ticket = fixtures::ticket(harness, Some(&requester)).await;
    let filed = TicketChange::Filed {
        priority: Priority::P2,
        respond_by: Some(at(240)),
        resolve_by: Some(at(2_400)),
        update_by: None,
        urgent: true,
        requester: Some(requester.id),
        scope: ticket.scope(),
    };
    let status = TicketChange::Status { from: Status::New, to: Status::Open, waiting_since: Some(at(0)) };
    let mut changes = vec![filed, TicketChange::Message, status];
    changes.extend(fixtures::internal_changes());
    let mut tx = harness.begin().await;
    for change in &changes {
        let event = TicketEvent {
            on_behalf_of_id: Some(requester.id),
            ..fixtures::new_event(harness, ticket.id, TicketEventKind::Message)
        };
        ticket_events::insert(&mut tx, &event.with_change(change), None).await.unwrap();
    }
    let events =
        ticket_events::list_for_ticket(&mut tx, &fixtures::agent(), ticket.id, Uuid::nil()).await.unwrap();
    let read: Vec<_> = events.iter().filter_map(TicketEvent::change).collect();
    assert_eq!(read, changes);
    assert!(events.iter().all(|event| event.on_behalf_of_id == Some(requester.id)));
    assert_eq!(events[2].new_status(), Some(Status::Open));
    let unknown = TicketEvent { event: Some("merged".into()), ..events[0].clone() };
    assert_eq!(unknown.change(), None, "what a later release wrote");
}

async fn internal_events_are_read_by_agents_only(harness: &Harness) {
    let requester = fixtures::person(harness, Role::Participant, "Åsa").await;
    let counsellor = fixtures::person(harness, Role::Counsellor, "Cia").await;
    fixtures::insert_relation(harness, &fixtures::relation(&counsellor, &requester)).await;
    let ticket = fixtures::ticket(harness, Some(&requester)).await;
    let guests = fixtures::ticket(harness, None).await;
    let mut tx = harness.begin().await;
    let mut internal = Vec::new();
    for change in fixtures::internal_changes() {
        for ticket in [ticket.id, guests.id] {
            let event = fixtures::new_event(harness, ticket, TicketEventKind::Message).with_change(&change);
            ticket_events::insert(&mut tx, &event, None).await.unwrap();
            internal.push(event.id);
        }
    }
    tx.commit().await.unwrap();
    let mut db = harness.read().await;
    let guest = fixtures::guest(harness, &guests).await;
    for (actor, ticket) in [
        (Actor::signed_in(requester.clone()).at_time(at(10)), ticket.id),
        (Actor::signed_in(counsellor).at_time(at(10)), ticket.id),
        (guest, guests.id),
        (Actor::ANONYMOUS, ticket.id),
    ] {
        let seen = ticket_events::list_for_ticket(&mut db, &actor, ticket, Uuid::nil()).await.unwrap();
        assert!(seen.is_empty(), "{actor:?}: {seen:?}");
    }
    let seen =
        ticket_events::list_for_ticket(&mut db, &fixtures::agent(), ticket.id, Uuid::nil()).await.unwrap();
    assert_eq!(seen.len(), internal.len() / 2);
    for id in internal {
        assert!(ticket_events::find_public(&mut db, id).await.unwrap().is_none(), "for mail");
    }
    assert!(ticket_events::list_sides(&mut db, ticket.id).await.unwrap().is_empty());
    let own = fyr_store::personal_data::list_ticket_events(&mut db, requester.id).await.unwrap();
    assert!(own.is_empty(), "one's own data: {own:?}");
}

async fn an_event_of_an_earlier_release_is_read_by_its_kind(harness: &Harness) {
    let event = |kind| fixtures::new_event(harness, Uuid::nil(), kind);
    assert_eq!(event(TicketEventKind::Message).change(), Some(TicketChange::Message));
    assert_eq!(event(TicketEventKind::Note).change(), Some(TicketChange::Note));
    assert_eq!(event(TicketEventKind::Change).change(), None, "without statuses");
    let change = TicketEvent {
        status_from: Some("new".into()),
        status_to: Some("on_hold".into()),
        ..event(TicketEventKind::Change)
    };
    let (from, to) = (Status::New, Status::OnHold);
    assert_eq!(change.change(), Some(TicketChange::Status { from, to, waiting_since: None }));
}

/// The statement with which the release before inserted events, and the condition by which it found public ones.
async fn the_release_before_writes_and_reads_events(harness: &Harness) {
    let ticket = fixtures::ticket(harness, None).await;
    let hex = |id: Uuid| {
        let hex = id.simple().to_string();
        if harness.is_postgres() { format!("'{hex}'") } else { format!("x'{hex}'") }
    };
    let id = harness.id();
    harness
        .sql(&format!(
            "INSERT INTO entries (id, ticket_id, kind, side, author_id, author_name, body, status_from, status_to, created_at,
               form_key) VALUES ({}, {}, 'message', 'support', NULL, 'Stöd', 'Hej!', NULL, NULL,
               '2026-01-05T08:00:00+00:00', NULL)",
            hex(id),
            hex(ticket.id)
        ))
        .await;
    let found = ticket_events::find_public(&mut harness.read().await, id).await.unwrap().unwrap();
    assert_eq!(found.change(), Some(TicketChange::Message));
    for change in fixtures::internal_changes() {
        assert_eq!(change.kind(), TicketEventKind::Note, "hidden by `kind <> 'note'`: {change:?}");
    }
}

/// The statements of the migration that fill in events, run on what the release before wrote.
async fn earlier_changes_are_taken_over_from_the_audit_log(harness: &Harness) {
    let agent = fixtures::person(harness, Role::Agent, "Eva").await;
    let requester = fixtures::person(harness, Role::Participant, "Åsa").await;
    let ticket = fixtures::ticket(harness, Some(&requester)).await;
    let by_counsellor = TicketEvent {
        side: Side::Counsellor,
        ..fixtures::new_event(harness, ticket.id, TicketEventKind::Message)
    };
    let mut tx = harness.begin().await;
    ticket_events::insert(&mut tx, &by_counsellor, None).await.unwrap();
    let both = json!({ "priority_from": "p3", "priority_to": "p2", "respond_by_from": at(240), "respond_by_to": at(60),
        "assignee_from": null, "assignee_to": agent.id });
    let unassigned = json!({ "assignee_from": agent.id, "assignee_to": null });
    let lines = [
        (agent.id, "ticket.changed", ticket.id, both),
        (agent.id, "ticket.changed", ticket.id, unassigned),
        (requester.id, "ticket.made_private", ticket.id, json!({})),
        (requester.id, "ticket.shared", ticket.id, json!({})),
        (agent.id, "ticket.changed", harness.id(), json!({ "priority_from": "p3", "priority_to": "p2" })),
        (agent.id, "ticket.opened", ticket.id, json!({})),
    ];
    for (actor, action, target, details) in lines {
        let line = audit::AuditRow {
            id: harness.id(),
            at: at(2),
            actor_id: Some(actor),
            actor_name: "Namn då".into(),
            action: action.into(),
            target_kind: Some("ticket".into()),
            target_id: Some(target),
            organisation_id: None,
            address: None,
            details,
        };
        audit::insert(&mut tx, &line).await.unwrap();
        // apart, as ids of a real clock are
        for _ in 0..15 {
            let _ = harness.id();
        }
    }
    tx.commit().await.unwrap();
    let migration = if harness.is_postgres() {
        include_str!("../../../../migrations/postgres/0015_ticket_events.sql")
    } else {
        include_str!("../../../../migrations/sqlite/0015_ticket_events.sql")
    };
    let fill_in =
        migration.split_once("data TEXT;").or_else(|| migration.split_once("data JSONB;")).unwrap().1;
    harness.sql(fill_in).await;
    let mut db = harness.read().await;
    let events =
        ticket_events::list_for_ticket(&mut db, &fixtures::agent(), ticket.id, Uuid::nil()).await.unwrap();
    let changes: Vec<_> = events.iter().filter_map(TicketEvent::change).collect();
    let (private, shared) = (TicketPrivacy::Private, TicketPrivacy::Shared);
    let expected = [
        TicketChange::Message,
        TicketChange::Priority {
            from: Priority::P3,
            to: Priority::P2,
            respond_by_from: Some(at(240)),
            respond_by_to: Some(at(60)),
        },
        TicketChange::Assignee { from: None, to: Some(agent.id) },
        TicketChange::Assignee { from: Some(agent.id), to: None },
        TicketChange::Privacy { from: shared, to: private },
        TicketChange::Privacy { from: private, to: shared },
    ];
    assert_eq!(changes, expected);
    assert_eq!(events[0].on_behalf_of_id, Some(requester.id));
    assert!(events[1..].iter().all(|event| event.kind == TicketEventKind::Note && event.created_at == at(2)));
    let names: Vec<_> = events[1..].iter().map(|event| event.author_name.as_str()).collect();
    assert_eq!(names, ["Eva", "Eva", "Eva", "Åsa", "Åsa"], "today's name, gone with the account");
    let name = people::find_by_id(&mut db, agent.id).await.unwrap().map(|account| account.name);
    assert_eq!(name.as_deref(), Some("Eva"));
    let lines = audit::list_details(&mut db, ticket.id).await.unwrap();
    assert_eq!(lines.iter().filter(|line| events.iter().any(|event| event.id == line.id)).count(), 4);
    assert!(lines.iter().all(|line| line.details != Value::Null));
}
