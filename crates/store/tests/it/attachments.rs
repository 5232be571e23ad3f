//! Files: on their way with a form, then with an entry, and seen by whoever sees the entry.

use fyr_domain::{Actor, Role, tickets::EntryKind};
use fyr_store::{
    attachments::{self, Attachment},
    drafts, entries, people,
    tickets::Ticket,
};
use uuid::Uuid;

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    a_file_waits_with_its_form_and_goes_with_the_entry,
    a_file_is_seen_by_whoever_sees_the_ticket,
    files_of_notes_are_for_those_who_work_tickets_only,
    a_file_is_taken_off_only_by_its_own_form_and_only_on_the_way,
    files_of_forms_never_sent_may_go_unless_a_draft_keeps_them,
}

async fn put(bed: &Bed, file: &Attachment) {
    let mut tx = bed.begin().await;
    attachments::put(&mut tx, file).await.unwrap();
    tx.commit().await.unwrap();
}

/// A file of a new entry of the ticket.
async fn attached(bed: &Bed, ticket: &Ticket, kind: EntryKind) -> Attachment {
    let file = make::new_file(bed, bed.id());
    put(bed, &file).await;
    let entry = make::entry(bed, ticket.id, kind).await;
    let mut tx = bed.begin().await;
    assert_eq!(attachments::attach(&mut tx, file.form_key, "åsa", entry.id).await.unwrap(), 1);
    tx.commit().await.unwrap();
    Attachment { entry_id: Some(entry.id), ..file }
}

async fn a_file_waits_with_its_form_and_goes_with_the_entry(bed: &Bed) {
    let ticket = make::ticket(bed, None).await;
    let form_key = bed.id();
    let files = [make::new_file(bed, form_key), make::new_file(bed, form_key)];
    put(bed, &files[1]).await;
    put(bed, &files[0]).await;
    put(bed, &make::new_file(bed, bed.id())).await;
    let mut tx = bed.begin().await;
    assert_eq!(attachments::pending(&mut tx, form_key, "åsa").await.unwrap(), files);
    assert!(attachments::pending(&mut tx, form_key, "bo").await.unwrap().is_empty(), "another's form");

    let entry = make::new_entry(bed, ticket.id, EntryKind::Message);
    entries::put(&mut tx, &entry, Some(form_key)).await.unwrap();
    assert_eq!(attachments::attach(&mut tx, form_key, "bo", entry.id).await.unwrap(), 0, "another's form");
    assert_eq!(attachments::adopt(&mut tx, "åsa", "cia").await.unwrap(), 3, "every form of theirs");
    assert_eq!(attachments::pending(&mut tx, form_key, "cia").await.unwrap().len(), 2);
    attachments::adopt(&mut tx, "cia", "åsa").await.unwrap();
    assert_eq!(attachments::attach(&mut tx, form_key, "åsa", entry.id).await.unwrap(), 2);
    assert_eq!(attachments::attach(&mut tx, form_key, "åsa", entry.id).await.unwrap(), 0, "once");
    assert!(attachments::pending(&mut tx, form_key, "åsa").await.unwrap().is_empty());
    let of_ticket = attachments::of_ticket(&mut tx, &Actor::ANONYMOUS, ticket.id).await.unwrap();
    assert_eq!(of_ticket, files.map(|file| Attachment { entry_id: Some(entry.id), ..file }));
}

async fn sees(bed: &Bed, actor: &Actor, ticket: &Ticket, file: Uuid) -> bool {
    attachments::find_visible(&mut bed.read().await, actor, &ticket.reference, file).await.unwrap().is_some()
}

async fn a_file_is_seen_by_whoever_sees_the_ticket(bed: &Bed) {
    let requester = make::person(bed, Role::Participant, "Åsa").await;
    let current = make::person(bed, Role::Counsellor, "Cia").await;
    let ended = make::person(bed, Role::Counsellor, "Dan").await;
    let strangers =
        [make::person(bed, Role::Counsellor, "Ed").await, make::person(bed, Role::Participant, "Bo").await];
    let agent = make::person(bed, Role::Agent, "Eva").await;
    let mut tx = bed.begin().await;
    people::relate(&mut tx, &make::relation(&current, &requester), at(0)).await.unwrap();
    people::relate(&mut tx, &make::relation(&ended, &requester), at(0)).await.unwrap();
    people::unrelate(&mut tx, ended.id, requester.id, at(1)).await.unwrap();
    tx.commit().await.unwrap();

    let (ticket, other) = (make::ticket(bed, Some(&requester)).await, make::ticket(bed, None).await);
    let file = attached(bed, &ticket, EntryKind::Message).await;
    for user in [requester, current, agent.clone()] {
        assert!(sees(bed, &Actor::signed_in(user), &ticket, file.id).await);
    }
    let guests = attached(bed, &other, EntryKind::Message).await;
    assert!(sees(bed, &make::guest(bed, &other).await, &other, guests.id).await);
    assert!(
        !sees(bed, &make::guest(bed, &ticket).await, &ticket, file.id).await,
        "it has an account's owner"
    );
    for user in [ended].into_iter().chain(strangers) {
        assert!(!sees(bed, &Actor::signed_in(user), &ticket, file.id).await);
    }
    assert!(!sees(bed, &make::guest(bed, &other).await, &ticket, file.id).await);
    assert!(!sees(bed, &Actor::ANONYMOUS, &ticket, file.id).await);
    let agent = Actor::signed_in(agent);
    assert!(!sees(bed, &agent, &other, file.id).await, "only under its own ticket");

    let pending = make::new_file(bed, bed.id());
    put(bed, &pending).await;
    assert!(!sees(bed, &agent, &ticket, pending.id).await, "not before it was sent");
}

async fn files_of_notes_are_for_those_who_work_tickets_only(bed: &Bed) {
    let requester = make::person(bed, Role::Participant, "Åsa").await;
    let agent = Actor::signed_in(make::person(bed, Role::Agent, "Eva").await);
    let ticket = make::ticket(bed, Some(&requester)).await;
    let public = attached(bed, &ticket, EntryKind::Message).await;
    let inside = attached(bed, &ticket, EntryKind::Note).await;
    for outsider in [Actor::signed_in(requester), make::guest(bed, &ticket).await] {
        assert!(!sees(bed, &outsider, &ticket, inside.id).await);
        let files = attachments::of_ticket(&mut bed.read().await, &outsider, ticket.id).await.unwrap();
        assert_eq!(files, std::slice::from_ref(&public));
    }
    let found =
        attachments::find_visible(&mut bed.read().await, &agent, &ticket.reference, inside.id).await.unwrap();
    assert_eq!(found, Some(inside.clone()));
    let files = attachments::of_ticket(&mut bed.read().await, &agent, ticket.id).await.unwrap();
    assert_eq!(files, [public, inside]);
}

async fn a_file_is_taken_off_only_by_its_own_form_and_only_on_the_way(bed: &Bed) {
    let ticket = make::ticket(bed, None).await;
    let sent = attached(bed, &ticket, EntryKind::Message).await;
    let file = make::new_file(bed, bed.id());
    put(bed, &file).await;
    let mut tx = bed.begin().await;
    assert!(!attachments::remove_pending(&mut tx, bed.id(), "åsa", file.id).await.unwrap(), "another form");
    assert!(
        !attachments::remove_pending(&mut tx, sent.form_key, "åsa", sent.id).await.unwrap(),
        "already sent"
    );
    assert!(
        !attachments::remove_pending(&mut tx, file.form_key, "bo", file.id).await.unwrap(),
        "another's form"
    );
    assert!(attachments::remove_pending(&mut tx, file.form_key, "åsa", file.id).await.unwrap());
    assert!(!attachments::remove_pending(&mut tx, file.form_key, "åsa", file.id).await.unwrap(), "gone");
    assert!(attachments::pending(&mut tx, file.form_key, "åsa").await.unwrap().is_empty());
}

async fn files_of_forms_never_sent_may_go_unless_a_draft_keeps_them(bed: &Bed) {
    let ticket = make::ticket(bed, None).await;
    attached(bed, &ticket, EntryKind::Message).await;
    let old = make::new_file(bed, bed.id());
    let new = Attachment { created_at: at(60), ..make::new_file(bed, bed.id()) };
    let kept = make::new_file(bed, bed.id());
    for file in [&old, &new, &kept] {
        put(bed, file).await;
    }
    let mut tx = bed.begin().await;
    drafts::put(&mut tx, kept.form_key, "owner", &fyr_domain::tickets::RawTicket::default(), at(0))
        .await
        .unwrap();
    assert_eq!(attachments::orphans(&mut tx, at(60)).await.unwrap(), [old]);
}
