//! Redaction of texts, deletion of files.

use fyr_domain::{
    Actor, Role,
    tickets::{RawTicket, TicketEventKind},
};
use fyr_store::{
    attachments,
    drafts::{self, Draft},
    jobs::{self, JobContent},
    privacy::{self, TicketText},
    surveys::{self, SurveyAnswer},
    tickets,
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    fixtures::{self, at, new_job},
    harness::{Harness, on_both_engines},
};

on_both_engines! {
    texts_of_a_ticket_are_updated_and_nothing_else_is,
    a_deleted_file_is_listed_until_its_content_is_deleted,
    drafts_and_jobs_are_updated,
}

async fn texts_of_a_ticket_are_updated_and_nothing_else_is(harness: &Harness) {
    let åsa = fixtures::person(harness, Role::Participant, "Åsa").await;
    let (ticket, other) =
        (fixtures::ticket(harness, Some(&åsa)).await, fixtures::ticket(harness, Some(&åsa)).await);
    let note = fixtures::insert_event(harness, ticket.id, TicketEventKind::Note).await;
    let message = fixtures::insert_event(harness, ticket.id, TicketEventKind::Message).await;
    fixtures::insert_event(harness, other.id, TicketEventKind::Message).await;
    let mut tx = harness.begin().await;
    surveys::upsert(&mut tx, ticket.id, 4, Some("Bra"), at(0)).await.unwrap();
    let texts = privacy::list_event_texts(&mut tx, ticket.id).await.unwrap();
    assert_eq!(texts.iter().map(|text| text.id).collect::<Vec<_>>(), [note.id, message.id]);
    let redacted =
        privacy::EventText {
            author_name: "▇▇▇".into(), body: "Hej ▇▇▇".into(), ..texts[0].clone()
        };
    privacy::update_event_text(&mut tx, &redacted).await.unwrap();
    let text = TicketText { subject: "▇▇▇ in", requester_name: "▇▇▇", filed_by_name: None };
    privacy::update_ticket_text(&mut tx, ticket.id, text).await.unwrap();
    privacy::update_survey_comment(&mut tx, ticket.id, "▇▇▇").await.unwrap();
    let texts = privacy::list_event_texts(&mut tx, ticket.id).await.unwrap();
    assert_eq!((texts[0].author_name.as_str(), texts[0].body.as_str()), ("▇▇▇", "Hej ▇▇▇"));
    assert_eq!(texts[1].body, message.body);
    let now = tickets::find_by_id(&mut tx, ticket.id).await.unwrap().unwrap();
    assert_eq!((now.subject.as_str(), now.requester_name.as_str()), ("▇▇▇ in", "▇▇▇"));
    assert_eq!(
        surveys::find_for_ticket(&mut tx, ticket.id).await.unwrap(),
        Some(SurveyAnswer { score: 4, comment: Some("▇▇▇".into()) })
    );
    let left = tickets::find_by_id(&mut tx, other.id).await.unwrap().unwrap();
    assert_eq!(left.subject, other.subject);
    assert_eq!(privacy::list_event_texts(&mut tx, other.id).await.unwrap()[0].body, "Hej!");
}

async fn a_deleted_file_is_listed_until_its_content_is_deleted(harness: &Harness) {
    let agent = Actor::signed_in(fixtures::person(harness, Role::Agent, "Agnes").await);
    let ticket = fixtures::ticket(harness, None).await;
    let message = fixtures::insert_event(harness, ticket.id, TicketEventKind::Message).await;
    let (gone, stays) =
        (fixtures::new_attachment(harness, harness.id()), fixtures::new_attachment(harness, harness.id()));
    let mut tx = harness.begin().await;
    for file in [&gone, &stays] {
        attachments::insert(&mut tx, file).await.unwrap();
        attachments::attach(&mut tx, file.form_key, &file.owner, message.id).await.unwrap();
    }
    privacy::rename_attachment(&mut tx, stays.id, "▇▇▇.png").await.unwrap();
    privacy::delete_attachment(&mut tx, gone.id, at(1)).await.unwrap();
    assert_eq!(privacy::list_pending_file_removals(&mut tx).await.unwrap(), [gone.id]);
    let left = attachments::list_for_ticket(&mut tx, &agent, ticket.id).await.unwrap();
    assert_eq!(
        left.iter().map(|file| (file.id, file.name.as_str())).collect::<Vec<_>>(),
        [(stays.id, "▇▇▇.png")]
    );
    privacy::complete_file_removal(&mut tx, gone.id).await.unwrap();
    assert_eq!(privacy::list_pending_file_removals(&mut tx).await.unwrap(), Vec::<Uuid>::new());
}

async fn drafts_and_jobs_are_updated(harness: &Harness) {
    let (key, other, job) = (harness.id(), harness.id(), harness.id());
    let fields = RawTicket { subject: "Nr".into(), ..RawTicket::default() };
    let mut tx = harness.begin().await;
    drafts::upsert(&mut tx, key, "user:1", &fields, at(0)).await.unwrap();
    drafts::upsert(&mut tx, other, "user:2", &fields, at(0)).await.unwrap();
    let own = drafts::list_for_owner(&mut tx, "user:1").await.unwrap();
    assert_eq!(own, [Draft { form_key: key, fields: fields.clone() }]);
    let redacted = RawTicket { subject: "▇▇▇".into(), ..fields.clone() };
    drafts::update_fields(&mut tx, key, &redacted).await.unwrap();
    assert_eq!(drafts::find_by_form_key(&mut tx, key, "user:1").await.unwrap(), Some(redacted));
    assert_eq!(drafts::find_by_form_key(&mut tx, other, "user:2").await.unwrap(), Some(fields));

    jobs::enqueue(&mut tx, &new_job(job, "mail")).await.unwrap();
    jobs::enqueue(&mut tx, &new_job(harness.id(), "index")).await.unwrap();
    let content = JobContent {
        id: job, payload: json!({ "email": "▇▇▇" }), last_error: Some("▇▇▇".into())
    };
    jobs::update_content(&mut tx, &content).await.unwrap();
    assert_eq!(jobs::list_contents(&mut tx, "mail").await.unwrap(), [content]);
}
