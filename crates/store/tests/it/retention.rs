//! Retention: old rows are counted and deleted.

use fyr_domain::{
    Lang, Role,
    tickets::{RawTicket, Status, TicketEventKind},
};
use fyr_store::{
    article_ratings::{self, ArticleRating},
    attachments, drafts, jobs, people, personal_data, privacy,
    retention::{self, OldRows, RequesterKind},
    surveys, ticket_events, tickets,
};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::{self, JobCounts, at, lease_one, new_job};

on_both_engines! {
    old_tickets_are_solved_or_closed_without_activity,
    deleting_a_ticket_deletes_everything_that_belongs_to_it,
    old_drafts_are_counted,
    failed_mail_is_deleted_and_pending_mail_is_kept,
    ended_relations_are_deleted,
    comments_of_ratings_are_deleted_and_votes_are_kept,
}

async fn old_tickets_are_solved_or_closed_without_activity(harness: &Harness) {
    let åsa = fixtures::person(harness, Role::Participant, "Åsa").await;
    let mut kept = Vec::new();
    for (requester, status, updated) in [
        (Some(&åsa), Status::Closed, 0),
        (Some(&åsa), Status::Solved, 5),
        (Some(&åsa), Status::Closed, 10),
        (Some(&åsa), Status::Open, 0),
        (None, Status::Closed, 3),
    ] {
        let ticket =
            tickets::Ticket { status, updated_at: at(updated), ..fixtures::new_ticket(harness, requester) };
        fixtures::insert_ticket(harness, &ticket).await;
        kept.push(ticket.id);
    }
    let mut tx = harness.begin().await;
    assert_eq!(
        retention::count_tickets(&mut tx, RequesterKind::Accounts, at(10)).await.unwrap(),
        OldRows { count: 2, oldest: Some(at(0)) }
    );
    assert_eq!(retention::list_tickets(&mut tx, RequesterKind::Accounts, at(10)).await.unwrap(), kept[..2]);
    assert_eq!(
        retention::count_tickets(&mut tx, RequesterKind::Guests, at(10)).await.unwrap(),
        OldRows { count: 1, oldest: Some(at(3)) }
    );
    assert_eq!(retention::list_tickets(&mut tx, RequesterKind::Guests, at(10)).await.unwrap(), kept[4..]);
    assert_eq!(
        retention::count_tickets(&mut tx, RequesterKind::Guests, at(3)).await.unwrap(),
        OldRows { count: 0, oldest: None }
    );
}

async fn deleting_a_ticket_deletes_everything_that_belongs_to_it(harness: &Harness) {
    let (gone, stays) = (fixtures::ticket(harness, None).await, fixtures::ticket(harness, None).await);
    fixtures::guest(harness, &gone).await;
    let message = fixtures::insert_event(harness, gone.id, TicketEventKind::Message).await;
    fixtures::insert_event(harness, gone.id, TicketEventKind::Note).await;
    fixtures::insert_event(harness, stays.id, TicketEventKind::Message).await;
    let file = fixtures::new_attachment(harness, harness.id());
    let mut tx = harness.begin().await;
    attachments::insert(&mut tx, &file).await.unwrap();
    attachments::attach(&mut tx, file.form_key, &file.owner, message.id).await.unwrap();
    surveys::upsert(&mut tx, gone.id, 4, None, at(1)).await.unwrap();
    retention::delete_ticket(&mut tx, gone.id, at(2)).await.unwrap();
    assert!(tickets::find_by_id(&mut tx, gone.id).await.unwrap().is_none());
    assert_eq!(ticket_events::count_for_ticket(&mut tx, gone.id).await.unwrap(), 0);
    assert_eq!(surveys::find_for_ticket(&mut tx, gone.id).await.unwrap(), None);
    assert_eq!(privacy::list_pending_file_removals(&mut tx).await.unwrap(), [file.id]);
    assert!(tickets::find_by_id(&mut tx, stays.id).await.unwrap().is_some());
    assert_eq!(ticket_events::count_for_ticket(&mut tx, stays.id).await.unwrap(), 1);
    tx.commit().await.unwrap();
}

async fn old_drafts_are_counted(harness: &Harness) {
    let mut tx = harness.begin().await;
    for minute in [0, 5] {
        drafts::upsert(&mut tx, harness.id(), "user:1", &RawTicket::default(), at(minute)).await.unwrap();
    }
    assert_eq!(retention::count_drafts(&mut tx, at(0)).await.unwrap(), OldRows { count: 0, oldest: None });
    assert_eq!(
        retention::count_drafts(&mut tx, at(5)).await.unwrap(),
        OldRows { count: 1, oldest: Some(at(0)) }
    );
    assert_eq!(
        retention::count_drafts(&mut tx, at(6)).await.unwrap(),
        OldRows { count: 2, oldest: Some(at(0)) }
    );
}

async fn failed_mail_is_deleted_and_pending_mail_is_kept(harness: &Harness) {
    let mut tx = harness.begin().await;
    for (kind, failed) in [("mail", Some(1)), ("mail", Some(5)), ("mail", None), ("index", Some(1))] {
        let id = harness.id();
        let job = new_job(id, kind);
        jobs::enqueue(&mut tx, &job).await.unwrap();
        if let Some(minute) = failed {
            let lease = lease_one(&mut tx, kind, at(0)).await;
            jobs::fail(&mut tx, lease, at(minute), "refused").await.unwrap();
        }
    }
    assert_eq!(
        retention::count_failed_mail(&mut tx, at(1)).await.unwrap(),
        OldRows { count: 0, oldest: None }
    );
    assert_eq!(
        retention::count_failed_mail(&mut tx, at(5)).await.unwrap(),
        OldRows { count: 1, oldest: Some(at(1)) }
    );
    assert_eq!(retention::delete_failed_mail(&mut tx, at(9)).await.unwrap(), 2);
    assert_eq!(fixtures::count_jobs(&mut tx).await, JobCounts { pending: 1, failed: 1 });
}

async fn ended_relations_are_deleted(harness: &Harness) {
    let karin = fixtures::person(harness, Role::Counsellor, "Karin").await;
    for (name, until) in [("Åsa", None), ("Bo", Some(at(5))), ("Cia", Some(at(50)))] {
        let participant = fixtures::person(harness, Role::Participant, name).await;
        fixtures::insert_relation(
            harness,
            &people::NewRelation { until, ..fixtures::relation(&karin, &participant) },
        )
        .await;
    }
    let mut tx = harness.begin().await;
    assert_eq!(
        retention::count_ended_relations(&mut tx, at(5)).await.unwrap(),
        OldRows { count: 0, oldest: None }
    );
    assert_eq!(
        retention::count_ended_relations(&mut tx, at(6)).await.unwrap(),
        OldRows { count: 1, oldest: Some(at(5)) }
    );
    assert_eq!(retention::delete_ended_relations(&mut tx, at(6)).await.unwrap(), 1);
    let left = personal_data::list_relations(&mut tx, karin.id).await.unwrap();
    let left: Vec<_> = left.iter().map(|relation| relation.participant.as_str()).collect();
    assert_eq!(left, ["Cia", "Åsa"]);
    tx.commit().await.unwrap();
    harness.sql("UPDATE counselling SET ended_at = since").await;
    let mut tx = harness.begin().await;
    assert_eq!(
        retention::delete_ended_relations(&mut tx, at(6)).await.unwrap(),
        2,
        "ended before their date"
    );
}

async fn comments_of_ratings_are_deleted_and_votes_are_kept(harness: &Harness) {
    let category = fixtures::category(harness, "konto").await;
    let article = fixtures::article(harness, category, "losenord", &[Lang::Sv]).await;
    let mut tx = harness.begin().await;
    for (reader, comment, minute) in
        [("user:1", Some("Bra"), 1), ("user:2", None, 1), ("user:3", Some("Nytt"), 5)]
    {
        let rating = ArticleRating { article, reader, helpful: true, comment, lang: Lang::Sv };
        article_ratings::upsert_rating(&mut tx, &rating, at(minute)).await.unwrap();
    }
    assert_eq!(
        retention::count_rating_comments(&mut tx, at(1)).await.unwrap(),
        OldRows { count: 0, oldest: None }
    );
    assert_eq!(
        retention::count_rating_comments(&mut tx, at(5)).await.unwrap(),
        OldRows { count: 1, oldest: Some(at(1)) }
    );
    assert_eq!(retention::clear_rating_comments(&mut tx, at(5)).await.unwrap(), 1);
    assert_eq!(retention::clear_rating_comments(&mut tx, at(5)).await.unwrap(), 0);
    for (reader, comment) in [("user:1", None), ("user:3", Some("Nytt"))] {
        let left = &personal_data::list_ratings(&mut tx, reader).await.unwrap()[0];
        assert_eq!((left.helpful, left.comment.as_deref()), (true, comment));
    }
}
