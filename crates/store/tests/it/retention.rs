//! What is old, counted and removed.

use fyr_domain::{
    Lang, Role,
    tickets::{EntryKind, RawTicket, Status},
};
use fyr_store::{
    articles::{self, Rating},
    attachments, drafts, entries, outbox, people, personal, privacy,
    retention::{self, Whose},
    surveys, tickets,
};

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    old_tickets_are_those_that_are_done_and_quiet,
    a_removed_ticket_takes_everything_of_it,
    old_forms_are_counted,
    mail_that_was_given_up_goes_and_what_waits_stays,
    relations_that_are_over_go,
    comments_go_and_what_helped_stays,
}

async fn old_tickets_are_those_that_are_done_and_quiet(bed: &Bed) {
    let åsa = make::person(bed, Role::Participant, "Åsa").await;
    let mut kept = Vec::new();
    for (requester, status, updated) in [
        (Some(&åsa), Status::Closed, 0),
        (Some(&åsa), Status::Solved, 5),
        (Some(&åsa), Status::Closed, 10),
        (Some(&åsa), Status::Open, 0),
        (None, Status::Closed, 3),
    ] {
        let ticket = tickets::Ticket { status, updated_at: at(updated), ..make::new_ticket(bed, requester) };
        make::put(bed, &ticket).await;
        kept.push(ticket.id);
    }
    let mut tx = bed.begin().await;
    assert_eq!(retention::count_tickets(&mut tx, Whose::Accounts, at(10)).await.unwrap(), (2, Some(at(0))));
    assert_eq!(retention::tickets(&mut tx, Whose::Accounts, at(10)).await.unwrap(), kept[..2]);
    assert_eq!(retention::count_tickets(&mut tx, Whose::Guests, at(10)).await.unwrap(), (1, Some(at(3))));
    assert_eq!(retention::tickets(&mut tx, Whose::Guests, at(10)).await.unwrap(), kept[4..]);
    assert_eq!(retention::count_tickets(&mut tx, Whose::Guests, at(3)).await.unwrap(), (0, None));
}

async fn a_removed_ticket_takes_everything_of_it(bed: &Bed) {
    let (gone, stays) = (make::ticket(bed, None).await, make::ticket(bed, None).await);
    make::guest(bed, &gone).await;
    let message = make::entry(bed, gone.id, EntryKind::Message).await;
    make::entry(bed, gone.id, EntryKind::Note).await;
    make::entry(bed, stays.id, EntryKind::Message).await;
    let file = make::new_file(bed, bed.id());
    let mut tx = bed.begin().await;
    attachments::put(&mut tx, &file).await.unwrap();
    attachments::attach(&mut tx, file.form_key, &file.owner, message.id).await.unwrap();
    surveys::put(&mut tx, gone.id, 4, None, at(1)).await.unwrap();
    retention::remove_ticket(&mut tx, gone.id, at(2)).await.unwrap();
    assert!(tickets::find(&mut tx, gone.id).await.unwrap().is_none());
    assert_eq!(entries::count(&mut tx, gone.id).await.unwrap(), 0);
    assert_eq!(surveys::find(&mut tx, gone.id).await.unwrap(), None);
    assert_eq!(privacy::remaining_files(&mut tx).await.unwrap(), [file.id]);
    assert!(tickets::find(&mut tx, stays.id).await.unwrap().is_some());
    assert_eq!(entries::count(&mut tx, stays.id).await.unwrap(), 1);
    tx.commit().await.unwrap();
}

async fn old_forms_are_counted(bed: &Bed) {
    let mut tx = bed.begin().await;
    for minute in [0, 5] {
        drafts::put(&mut tx, bed.id(), "user:1", &RawTicket::default(), at(minute)).await.unwrap();
    }
    assert_eq!(retention::count_drafts(&mut tx, at(0)).await.unwrap(), (0, None));
    assert_eq!(retention::count_drafts(&mut tx, at(5)).await.unwrap(), (1, Some(at(0))));
    assert_eq!(retention::count_drafts(&mut tx, at(6)).await.unwrap(), (2, Some(at(0))));
}

async fn mail_that_was_given_up_goes_and_what_waits_stays(bed: &Bed) {
    let mut tx = bed.begin().await;
    for (kind, parked) in [("mail", Some(1)), ("mail", Some(5)), ("mail", None), ("index", Some(1))] {
        let id = bed.id();
        outbox::put(&mut tx, id, kind, &serde_json::json!({}), at(0)).await.unwrap();
        if let Some(minute) = parked {
            outbox::park(&mut tx, id, at(minute), "refused").await.unwrap();
        }
    }
    assert_eq!(retention::count_parked_mail(&mut tx, at(1)).await.unwrap(), (0, None));
    assert_eq!(retention::count_parked_mail(&mut tx, at(5)).await.unwrap(), (1, Some(at(1))));
    assert_eq!(retention::remove_parked_mail(&mut tx, at(9)).await.unwrap(), 2);
    assert_eq!(outbox::counts(&mut tx).await.unwrap(), (1, 1));
}

async fn relations_that_are_over_go(bed: &Bed) {
    let karin = make::person(bed, Role::Counsellor, "Karin").await;
    for (name, until) in [("Åsa", None), ("Bo", Some(at(5))), ("Cia", Some(at(50)))] {
        let participant = make::person(bed, Role::Participant, name).await;
        make::relate(bed, &people::Relation { until, ..make::relation(&karin, &participant) }).await;
    }
    let mut tx = bed.begin().await;
    assert_eq!(retention::count_ended_relations(&mut tx, at(5)).await.unwrap(), (0, None));
    assert_eq!(retention::count_ended_relations(&mut tx, at(6)).await.unwrap(), (1, Some(at(5))));
    assert_eq!(retention::remove_ended_relations(&mut tx, at(6)).await.unwrap(), 1);
    let left = personal::related(&mut tx, karin.id).await.unwrap();
    let left: Vec<_> = left.iter().map(|relation| relation.participant.as_str()).collect();
    assert_eq!(left, ["Cia", "Åsa"]);
    tx.commit().await.unwrap();
    bed.sql("UPDATE counselling SET ended_at = since").await;
    let mut tx = bed.begin().await;
    assert_eq!(
        retention::remove_ended_relations(&mut tx, at(6)).await.unwrap(),
        2,
        "ended before their date"
    );
}

async fn comments_go_and_what_helped_stays(bed: &Bed) {
    let category = make::category(bed, "konto").await;
    let article = make::article(bed, category, "losenord", &[Lang::Sv]).await;
    let mut tx = bed.begin().await;
    for (reader, comment, minute) in
        [("user:1", Some("Bra"), 1), ("user:2", None, 1), ("user:3", Some("Nytt"), 5)]
    {
        let rating = Rating { article, reader, helpful: true, comment, lang: Lang::Sv };
        articles::rate(&mut tx, &rating, at(minute)).await.unwrap();
    }
    assert_eq!(retention::count_rating_comments(&mut tx, at(1)).await.unwrap(), (0, None));
    assert_eq!(retention::count_rating_comments(&mut tx, at(5)).await.unwrap(), (1, Some(at(1))));
    assert_eq!(retention::remove_rating_comments(&mut tx, at(5)).await.unwrap(), 1);
    assert_eq!(retention::remove_rating_comments(&mut tx, at(5)).await.unwrap(), 0);
    for (reader, comment) in [("user:1", None), ("user:3", Some("Nytt"))] {
        let left = &personal::ratings(&mut tx, reader).await.unwrap()[0];
        assert_eq!((left.helpful, left.comment.as_deref()), (true, comment));
    }
}
