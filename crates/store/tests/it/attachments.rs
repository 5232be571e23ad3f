//! Files: pending with a form, attached to a ticket event, and visible with it.

use fyr_domain::{Actor, Role, tickets::TicketEventKind};
use fyr_store::{
    attachments::{self, Attachment},
    drafts, people, ticket_events,
    tickets::Ticket,
};
use fyr_testing::{Harness, on_both_engines};
use uuid::Uuid;

use crate::fixtures::{self, at};

on_both_engines! {
    a_file_is_pending_until_it_is_attached_to_an_event,
    a_file_is_visible_to_whoever_may_see_the_ticket,
    files_of_internal_notes_are_visible_only_to_agents,
    a_pending_file_is_deleted_only_by_its_form_and_owner,
    files_of_unsubmitted_forms_are_orphaned_unless_there_is_a_draft,
    all_ids_come_in_order,
    every_file_with_a_row_is_listed,
}

async fn insert(harness: &Harness, file: &Attachment) {
    let mut tx = harness.begin().await;
    attachments::insert(&mut tx, file).await.unwrap();
    tx.commit().await.unwrap();
}

/// Inserts a file of a new event of the ticket.
async fn attached(harness: &Harness, ticket: &Ticket, kind: TicketEventKind) -> Attachment {
    let file = fixtures::new_attachment(harness, harness.id());
    insert(harness, &file).await;
    let entry = fixtures::insert_event(harness, ticket.id, kind).await;
    let mut tx = harness.begin().await;
    assert_eq!(attachments::attach(&mut tx, file.form_key, "åsa", entry.id).await.unwrap(), 1);
    tx.commit().await.unwrap();
    Attachment { entry_id: Some(entry.id), ..file }
}

async fn a_file_is_pending_until_it_is_attached_to_an_event(harness: &Harness) {
    let ticket = fixtures::ticket(harness, None).await;
    let form_key = harness.id();
    let files = [fixtures::new_attachment(harness, form_key), fixtures::new_attachment(harness, form_key)];
    insert(harness, &files[1]).await;
    insert(harness, &files[0]).await;
    insert(harness, &fixtures::new_attachment(harness, harness.id())).await;
    let mut tx = harness.begin().await;
    assert_eq!(attachments::list_pending_for_form(&mut tx, form_key, "åsa").await.unwrap(), files);
    assert!(
        attachments::list_pending_for_form(&mut tx, form_key, "bo").await.unwrap().is_empty(),
        "another's form"
    );

    let entry = fixtures::new_event(harness, ticket.id, TicketEventKind::Message);
    ticket_events::insert(&mut tx, &entry, Some(form_key)).await.unwrap();
    assert_eq!(attachments::attach(&mut tx, form_key, "bo", entry.id).await.unwrap(), 0, "another's form");
    assert_eq!(attachments::change_owner(&mut tx, "åsa", "cia").await.unwrap(), 3, "every form of theirs");
    assert_eq!(attachments::list_pending_for_form(&mut tx, form_key, "cia").await.unwrap().len(), 2);
    let of_form = async |tx: &mut fyr_store::Db, from: &str, to: &str| {
        attachments::change_form_owner(tx, form_key, from, to).await.unwrap()
    };
    assert_eq!(of_form(&mut tx, "åsa", "bo").await, 0, "somebody else's");
    assert_eq!(of_form(&mut tx, "cia", "bo").await, 2, "one form of theirs");
    assert_eq!(of_form(&mut tx, "bo", "cia").await, 2);
    attachments::change_owner(&mut tx, "cia", "åsa").await.unwrap();
    assert_eq!(attachments::attach(&mut tx, form_key, "åsa", entry.id).await.unwrap(), 2);
    assert_eq!(attachments::attach(&mut tx, form_key, "åsa", entry.id).await.unwrap(), 0, "once");
    assert!(attachments::list_pending_for_form(&mut tx, form_key, "åsa").await.unwrap().is_empty());
    let of_ticket = attachments::list_for_ticket(&mut tx, &Actor::ANONYMOUS, ticket.id).await.unwrap();
    assert_eq!(of_ticket, files.map(|file| Attachment { entry_id: Some(entry.id), ..file }));
}

async fn sees(harness: &Harness, actor: &Actor, ticket: &Ticket, file: Uuid) -> bool {
    attachments::find_visible(&mut harness.read().await, actor, &ticket.reference, file)
        .await
        .unwrap()
        .is_some()
}

async fn a_file_is_visible_to_whoever_may_see_the_ticket(harness: &Harness) {
    let requester = fixtures::person(harness, Role::Participant, "Åsa").await;
    let current = fixtures::person(harness, Role::Counsellor, "Cia").await;
    let ended = fixtures::person(harness, Role::Counsellor, "Dan").await;
    let strangers = [
        fixtures::person(harness, Role::Counsellor, "Ed").await,
        fixtures::person(harness, Role::Participant, "Bo").await,
    ];
    let agent = fixtures::person(harness, Role::Agent, "Eva").await;
    let mut tx = harness.begin().await;
    people::upsert_relation(&mut tx, &fixtures::relation(&current, &requester), at(0)).await.unwrap();
    people::upsert_relation(&mut tx, &fixtures::relation(&ended, &requester), at(0)).await.unwrap();
    people::end_relation(&mut tx, ended.id, requester.id, at(1)).await.unwrap();
    tx.commit().await.unwrap();

    let (ticket, other) =
        (fixtures::ticket(harness, Some(&requester)).await, fixtures::ticket(harness, None).await);
    let file = attached(harness, &ticket, TicketEventKind::Message).await;
    for user in [requester, current, agent.clone()] {
        assert!(sees(harness, &Actor::signed_in(user), &ticket, file.id).await);
    }
    let guests = attached(harness, &other, TicketEventKind::Message).await;
    assert!(sees(harness, &fixtures::guest(harness, &other).await, &other, guests.id).await);
    assert!(
        !sees(harness, &fixtures::guest(harness, &ticket).await, &ticket, file.id).await,
        "it has an account's owner"
    );
    for user in [ended].into_iter().chain(strangers) {
        assert!(!sees(harness, &Actor::signed_in(user), &ticket, file.id).await);
    }
    assert!(!sees(harness, &fixtures::guest(harness, &other).await, &ticket, file.id).await);
    assert!(!sees(harness, &Actor::ANONYMOUS, &ticket, file.id).await);
    let agent = Actor::signed_in(agent);
    assert!(!sees(harness, &agent, &other, file.id).await, "only under its own ticket");

    let pending = fixtures::new_attachment(harness, harness.id());
    insert(harness, &pending).await;
    assert!(!sees(harness, &agent, &ticket, pending.id).await, "not before it was sent");
}

async fn files_of_internal_notes_are_visible_only_to_agents(harness: &Harness) {
    let requester = fixtures::person(harness, Role::Participant, "Åsa").await;
    let agent = Actor::signed_in(fixtures::person(harness, Role::Agent, "Eva").await);
    let ticket = fixtures::ticket(harness, Some(&requester)).await;
    let public = attached(harness, &ticket, TicketEventKind::Message).await;
    let inside = attached(harness, &ticket, TicketEventKind::Note).await;
    for outsider in [Actor::signed_in(requester), fixtures::guest(harness, &ticket).await] {
        assert!(!sees(harness, &outsider, &ticket, inside.id).await);
        let files =
            attachments::list_for_ticket(&mut harness.read().await, &outsider, ticket.id).await.unwrap();
        assert_eq!(files, std::slice::from_ref(&public));
    }
    let found = attachments::find_visible(&mut harness.read().await, &agent, &ticket.reference, inside.id)
        .await
        .unwrap();
    assert_eq!(found, Some(inside.clone()));
    let files = attachments::list_for_ticket(&mut harness.read().await, &agent, ticket.id).await.unwrap();
    assert_eq!(files, [public, inside]);
}

async fn a_pending_file_is_deleted_only_by_its_form_and_owner(harness: &Harness) {
    let ticket = fixtures::ticket(harness, None).await;
    let sent = attached(harness, &ticket, TicketEventKind::Message).await;
    let file = fixtures::new_attachment(harness, harness.id());
    insert(harness, &file).await;
    let mut tx = harness.begin().await;
    assert!(
        !attachments::delete_pending(&mut tx, harness.id(), "åsa", file.id).await.unwrap(),
        "another form"
    );
    assert!(
        !attachments::delete_pending(&mut tx, sent.form_key, "åsa", sent.id).await.unwrap(),
        "already sent"
    );
    assert!(
        !attachments::delete_pending(&mut tx, file.form_key, "bo", file.id).await.unwrap(),
        "another's form"
    );
    assert!(attachments::delete_pending(&mut tx, file.form_key, "åsa", file.id).await.unwrap());
    assert!(!attachments::delete_pending(&mut tx, file.form_key, "åsa", file.id).await.unwrap(), "gone");
    assert!(attachments::list_pending_for_form(&mut tx, file.form_key, "åsa").await.unwrap().is_empty());
}

async fn all_ids_come_in_order(harness: &Harness) {
    let mut ids = Vec::new();
    for _ in 0..3 {
        let file = fixtures::new_attachment(harness, harness.id());
        insert(harness, &file).await;
        ids.push(file.id);
    }
    let mut tx = harness.begin().await;
    ids.sort_unstable();
    assert_eq!(attachments::list_ids_after(&mut tx, uuid::Uuid::nil()).await.unwrap(), ids);
    assert_eq!(attachments::list_ids_after(&mut tx, ids[0]).await.unwrap(), ids[1..]);
    assert!(attachments::list_ids_after(&mut tx, ids[2]).await.unwrap().is_empty());
}

async fn files_of_unsubmitted_forms_are_orphaned_unless_there_is_a_draft(harness: &Harness) {
    let ticket = fixtures::ticket(harness, None).await;
    attached(harness, &ticket, TicketEventKind::Message).await;
    let old = fixtures::new_attachment(harness, harness.id());
    let new = Attachment { created_at: at(60), ..fixtures::new_attachment(harness, harness.id()) };
    let kept = fixtures::new_attachment(harness, harness.id());
    for file in [&old, &new, &kept] {
        insert(harness, file).await;
    }
    let mut tx = harness.begin().await;
    drafts::upsert(&mut tx, kept.form_key, "owner", &fyr_domain::tickets::RawTicket::default(), at(0))
        .await
        .unwrap();
    assert_eq!(attachments::list_orphaned(&mut tx, at(60)).await.unwrap(), [old]);
}

async fn every_file_with_a_row_is_listed(harness: &Harness) {
    let ticket = fixtures::ticket(harness, None).await;
    let sent = attached(harness, &ticket, TicketEventKind::Message).await;
    let pending = fixtures::new_attachment(harness, harness.id());
    insert(harness, &pending).await;
    let mut expected = [(sent.id, sent.size), (pending.id, pending.size)];
    expected.sort();
    assert_eq!(attachments::list_all(&mut harness.read().await).await.unwrap(), expected);
}
