//! What is done to a person's data as a whole.

use fyr_domain::{
    Actor, Role,
    tickets::{EntryKind, RawTicket},
};
use fyr_store::{attachments, drafts, outbox, privacy, surveys, tickets};
use serde_json::json;
use uuid::Uuid;

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    the_words_of_a_ticket_are_written_anew_and_nothing_else_is,
    a_file_is_remembered_until_its_bytes_are_gone,
    drafts_and_promises_are_written_anew,
}

async fn the_words_of_a_ticket_are_written_anew_and_nothing_else_is(bed: &Bed) {
    let åsa = make::person(bed, Role::Participant, "Åsa").await;
    let (ticket, other) = (make::ticket(bed, Some(&åsa)).await, make::ticket(bed, Some(&åsa)).await);
    let note = make::entry(bed, ticket.id, EntryKind::Note).await;
    let message = make::entry(bed, ticket.id, EntryKind::Message).await;
    make::entry(bed, other.id, EntryKind::Message).await;
    let mut tx = bed.begin().await;
    surveys::put(&mut tx, ticket.id, 4, Some("Bra"), at(0)).await.unwrap();
    let written = privacy::written(&mut tx, ticket.id).await.unwrap();
    assert_eq!(written.iter().map(|entry| entry.id).collect::<Vec<_>>(), [note.id, message.id]);
    let anew = privacy::Written {
        author_name: "▇▇▇".into(), body: "Hej ▇▇▇".into(), ..written[0].clone()
    };
    privacy::rewrite(&mut tx, &anew).await.unwrap();
    privacy::rewrite_ticket(&mut tx, ticket.id, ("▇▇▇ in", "▇▇▇", None)).await.unwrap();
    privacy::rewrite_survey(&mut tx, ticket.id, "▇▇▇").await.unwrap();
    let written = privacy::written(&mut tx, ticket.id).await.unwrap();
    assert_eq!((written[0].author_name.as_str(), written[0].body.as_str()), ("▇▇▇", "Hej ▇▇▇"));
    assert_eq!(written[1].body, message.body);
    let now = tickets::find(&mut tx, ticket.id).await.unwrap().unwrap();
    assert_eq!((now.subject.as_str(), now.requester_name.as_str()), ("▇▇▇ in", "▇▇▇"));
    assert_eq!(surveys::find(&mut tx, ticket.id).await.unwrap(), Some((4, Some("▇▇▇".into()))));
    let left = tickets::find(&mut tx, other.id).await.unwrap().unwrap();
    assert_eq!(left.subject, other.subject);
    assert_eq!(privacy::written(&mut tx, other.id).await.unwrap()[0].body, "Hej!");
}

async fn a_file_is_remembered_until_its_bytes_are_gone(bed: &Bed) {
    let agent = Actor::signed_in(make::person(bed, Role::Agent, "Agnes").await);
    let ticket = make::ticket(bed, None).await;
    let message = make::entry(bed, ticket.id, EntryKind::Message).await;
    let (gone, stays) = (make::new_file(bed, bed.id()), make::new_file(bed, bed.id()));
    let mut tx = bed.begin().await;
    for file in [&gone, &stays] {
        attachments::put(&mut tx, file).await.unwrap();
        attachments::attach(&mut tx, file.form_key, &file.owner, message.id).await.unwrap();
    }
    privacy::rename_file(&mut tx, stays.id, "▇▇▇.png").await.unwrap();
    privacy::remove_file(&mut tx, gone.id, at(1)).await.unwrap();
    assert_eq!(privacy::remaining_files(&mut tx).await.unwrap(), [gone.id]);
    let left = attachments::of_ticket(&mut tx, &agent, ticket.id).await.unwrap();
    assert_eq!(
        left.iter().map(|file| (file.id, file.name.as_str())).collect::<Vec<_>>(),
        [(stays.id, "▇▇▇.png")]
    );
    privacy::file_gone(&mut tx, gone.id).await.unwrap();
    assert_eq!(privacy::remaining_files(&mut tx).await.unwrap(), Vec::<Uuid>::new());
}

async fn drafts_and_promises_are_written_anew(bed: &Bed) {
    let (key, other, job) = (bed.id(), bed.id(), bed.id());
    let fields = RawTicket { subject: "Nr".into(), ..RawTicket::default() };
    let mut tx = bed.begin().await;
    drafts::put(&mut tx, key, "user:1", &fields, at(0)).await.unwrap();
    drafts::put(&mut tx, other, "user:2", &fields, at(0)).await.unwrap();
    let kept = privacy::drafts(&mut tx, "user:1").await.unwrap();
    assert_eq!(
        kept.iter().map(|(key, fields)| (*key, fields.0.clone())).collect::<Vec<_>>(),
        [(key, fields.clone())]
    );
    let anew = RawTicket { subject: "▇▇▇".into(), ..fields.clone() };
    privacy::rewrite_draft(&mut tx, key, &anew).await.unwrap();
    assert_eq!(drafts::find(&mut tx, key, "user:1").await.unwrap(), Some(anew));
    assert_eq!(drafts::find(&mut tx, other, "user:2").await.unwrap(), Some(fields));

    outbox::put(&mut tx, job, "mail", &json!({ "mail": "links" }), at(0)).await.unwrap();
    outbox::put(&mut tx, bed.id(), "index", &json!({}), at(0)).await.unwrap();
    privacy::rewrite_promised(&mut tx, job, (&json!({ "mail": "other" }), Some("▇▇▇"))).await.unwrap();
    let promised = privacy::promised(&mut tx, "mail").await.unwrap();
    let promised: Vec<_> = promised.into_iter().map(|(id, payload, error)| (id, payload.0, error)).collect();
    assert_eq!(promised, [(job, json!({ "mail": "other" }), Some("▇▇▇".to_owned()))]);
}
