//! What goes because it is old.

use chrono::TimeDelta;
use fyr_domain::tickets::Status;
use fyr_store::jobs;
use fyr_usecases::privacy::retention::{self, RetentionKind};

use crate::support::{PNG, Site, file, on_both_engines, text};

on_both_engines! {
    by_default_only_drafts_are_deleted,
    the_preview_matches_what_is_deleted,
    an_inactive_account_is_notified_first_and_kept_if_its_owner_returns,
}

async fn everything_old(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    for user in [&site.people.petra, &site.people.otto] {
        let ticket = site.create_ticket(user).await;
        site.set_status(&ticket, Status::Closed).await;
    }
    let open = site.create_ticket(&site.people.petra).await;
    let parts = [text("body", "Hej"), file("bild.png", "image/png", PNG)];
    petra.post_parts(&format!("/tickets/{open}/messages"), &parts).await.assert_status(303);
    let (guests, _) = site.create_guest_ticket().await;
    site.set_status(&guests, Status::Solved).await;
    let draft = [("topic", "other"), ("subject", "Påbörjat"), ("description", "Hej"), ("step", "check")];
    petra.post("/tickets/new", &draft).await.assert_status(200);
    site.clock.advance(TimeDelta::days(200));
}

async fn by_default_only_drafts_are_deleted(site: &Site) {
    everything_old(site).await;
    let counts = retention::apply(&site.backend).await.unwrap();
    for deleted in counts {
        assert_eq!(deleted.count, i64::from(deleted.kind == RetentionKind::Drafts), "{deleted:?}");
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM tickets").await, 4);
    let adam = site.signed_in(&site.people.adam).await;
    let page = adam.get("/desk/audit/retention").await.assert_status(200);
    assert_eq!(page.main_text().matches("Behålls").count(), 6, "{}", page.main_text());
}

async fn the_preview_matches_what_is_deleted(site: &Site) {
    let commented = [("helpful", "no"), ("comment", "Jag heter Petra och hittade inget")];
    let petra = site.signed_in(&site.people.petra).await;
    petra.post("/articles/reset-password/rating", &commented).await.assert_status(303);
    site.execute_sql("UPDATE counselling SET ended_at = since").await;
    let mut tx = site.backend.store.begin().await.unwrap();
    let id = site.backend.clock.id();
    let mail = jobs::NewJob {
        id,
        name: "email.ticket_links",
        queue: "mail",
        key: None,
        payload: &serde_json::json!({ "email": "gun@gast.example", "lang": "sv" }),
        created_at: site.now(),
        due_at: site.now(),
        network: None,
    };
    jobs::enqueue(&mut tx, &mail).await.unwrap();
    tx.commit().await.unwrap();
    site.execute_sql("UPDATE jobs SET failed_at = created_at, attempts = 12, last_error = 'refused'").await;
    everything_old(site).await;
    let ruled = site
        .restart_with(|config| {
            config.privacy.closed_tickets = Some(TimeDelta::days(100));
            config.privacy.guest_tickets = Some(TimeDelta::days(100));
            config.privacy.failed_mail = Some(TimeDelta::days(100));
            config.privacy.ended_relations = Some(TimeDelta::days(100));
            config.privacy.rating_comments = Some(TimeDelta::days(100));
            config.privacy.audit = Some(TimeDelta::days(100));
            config.privacy.inactive_accounts = Some(TimeDelta::days(100));
        })
        .await;
    // of this moment, so it stays
    ruled.signed_in(&ruled.people.karin).await;
    let plan = retention::preview(&ruled.backend).await.unwrap();
    let counts: Vec<i64> = plan.iter().map(|deleted| deleted.count).collect();
    assert_eq!((counts[0], counts[1], counts[2]), (1, 2, 1), "{plan:?}");
    assert_eq!((counts[3], counts[4], counts[5]), (1, 1, 1), "{plan:?}");
    assert!(counts[6] >= 1, "signing in is in the log: {plan:?}");
    assert_eq!(counts[7], 5, "all but Karin and Adam: {plan:?}");
    assert!(plan.iter().filter(|deleted| deleted.count > 0).all(|deleted| deleted.oldest.is_some()));
    assert_eq!(retention::preview(&ruled.backend).await.unwrap(), plan, "the preview changes nothing");
    let done = retention::apply(&ruled.backend).await.unwrap();
    assert_eq!(done, plan);
    let left = retention::preview(&ruled.backend).await.unwrap();
    assert_eq!(left.len(), plan.len());
    assert!(left.iter().all(|deleted| deleted.count == 0), "{left:?}");
    assert_eq!(ruled.count("SELECT COUNT(*) FROM tickets").await, 1, "what is in progress stays");
    assert_eq!(ruled.count("SELECT COUNT(*) FROM attachments WHERE entry_id IS NOT NULL").await, 1);
    let again = retention::apply(&ruled.backend).await.unwrap();
    assert_eq!(again, left, "nothing is left to delete");
    let lines = "SELECT COUNT(*) FROM audit_log WHERE action = 'retention.applied'";
    assert_eq!(ruled.count(lines).await, 1, "nothing is not on record");
    ruled.backend.store.close().await;
}

async fn an_inactive_account_is_notified_first_and_kept_if_its_owner_returns(site: &Site) {
    let ruled =
        site.restart_with(|config| config.privacy.inactive_accounts = Some(TimeDelta::days(100))).await;
    ruled.clock.advance(TimeDelta::days(101));
    ruled.signed_in(&ruled.people.karin).await;
    retention::apply(&ruled.backend).await.unwrap();
    let mails = ruled.delivered_emails().await;
    let notified: Vec<&str> = mails
        .iter()
        .filter(|mail| mail.subject == "Ditt konto används inte")
        .map(|mail| mail.to.as_str())
        .collect();
    assert_eq!(notified.len(), 5, "{notified:?}");
    assert!(
        notified.contains(&"petra@fyr.test")
            && !notified.contains(&"karin@fyr.test")
            && !notified.contains(&"adam@fyr.test")
    );
    ruled.clock.advance(TimeDelta::days(5));
    let petra = ruled.signed_in(&ruled.people.petra).await;
    petra.get("/account/data").await.assert_status(200).assert_text("Det blir kvar, eftersom du är här");
    ruled.clock.advance(TimeDelta::days(9));
    retention::apply(&ruled.backend).await.unwrap();
    let removed = ruled.query_texts("SELECT name FROM users WHERE removed_at IS NULL ORDER BY name").await;
    assert_eq!(removed, ["Adam Nord", "Karin Ek", "Petra Lund"]);
    assert_eq!(ruled.count("SELECT COUNT(*) FROM deletion_requests").await, 0);
    ruled.backend.store.close().await;
}
