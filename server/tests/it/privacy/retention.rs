//! What goes because it is old.

use chrono::TimeDelta;
use fyr_domain::tickets::Status;
use fyr_services::privacy::retention::{self, Kind};
use fyr_store::outbox;

use crate::support::{PNG, Site, file, on_both_engines, text};

on_both_engines! {
    by_default_nothing_goes_but_forms_that_were_begun,
    the_look_and_the_deed_agree,
    an_unused_account_is_told_first_and_stays_if_its_person_comes_back,
}

async fn everything_old(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    for user in [&site.people.petra, &site.people.otto] {
        let ticket = site.ticket_of(user).await;
        site.move_to(&ticket, Status::Closed).await;
    }
    let open = site.ticket_of(&site.people.petra).await;
    let parts = [text("body", "Hej"), file("bild.png", "image/png", PNG)];
    petra.post_parts(&format!("/tickets/{open}/messages"), &parts).await.is(303);
    let (guests, _) = site.guest_ticket().await;
    site.move_to(&guests, Status::Solved).await;
    let draft = [("topic", "other"), ("subject", "Påbörjat"), ("description", "Hej"), ("step", "check")];
    petra.post("/tickets/new", &draft).await.is(200);
    site.clock.forward(TimeDelta::days(200));
}

async fn by_default_nothing_goes_but_forms_that_were_begun(site: &Site) {
    everything_old(site).await;
    let gone = retention::apply(&site.services).await.unwrap();
    for share in gone {
        assert_eq!(share.count, i64::from(share.kind == Kind::Drafts), "{share:?}");
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM tickets").await, 4);
    let adam = site.signed_in(&site.people.adam).await;
    let page = adam.get("/desk/audit/retention").await.is(200);
    assert_eq!(page.words().matches("Behålls").count(), 6, "{}", page.words());
}

async fn the_look_and_the_deed_agree(site: &Site) {
    let commented = [("helpful", "no"), ("comment", "Jag heter Petra och hittade inget")];
    let petra = site.signed_in(&site.people.petra).await;
    petra.post("/articles/reset-password/rating", &commented).await.is(303);
    site.sql("UPDATE counselling SET ended_at = since").await;
    let mut tx = site.services.store.begin().await.unwrap();
    let id = site.services.clock.id();
    let mail = serde_json::json!({ "mail": "links", "email": "gun@gast.example", "lang": "sv" });
    outbox::put(&mut tx, id, "mail", &mail, site.now()).await.unwrap();
    outbox::park(&mut tx, id, site.now(), "refused").await.unwrap();
    tx.commit().await.unwrap();
    everything_old(site).await;
    let ruled = site
        .again(|config| {
            config.retention_closed_tickets_days = 100;
            config.retention_guest_tickets_days = 100;
            config.retention_parked_mail_days = 100;
            config.retention_ended_relations_days = 100;
            config.retention_rating_comments_days = 100;
            config.retention_audit_days = 100;
            config.retention_inactive_accounts_days = 100;
        })
        .await;
    // of this moment, so it stays
    ruled.signed_in(&ruled.people.karin).await;
    let plan = retention::plan(&ruled.services).await.unwrap();
    let counts: Vec<i64> = plan.iter().map(|share| share.count).collect();
    assert_eq!((counts[0], counts[1], counts[2]), (1, 2, 1), "{plan:?}");
    assert_eq!((counts[3], counts[4], counts[5]), (1, 1, 1), "{plan:?}");
    assert!(counts[6] >= 1, "signing in is in the log: {plan:?}");
    assert_eq!(counts[7], 5, "all but Karin and Adam: {plan:?}");
    assert!(plan.iter().filter(|share| share.count > 0).all(|share| share.oldest.is_some()));
    assert_eq!(retention::plan(&ruled.services).await.unwrap(), plan, "looking changes nothing");
    let done = retention::apply(&ruled.services).await.unwrap();
    assert_eq!(done, plan);
    let left = retention::plan(&ruled.services).await.unwrap();
    assert!(left.iter().all(|share| share.count == 0), "{left:?}");
    assert_eq!(ruled.count("SELECT COUNT(*) FROM tickets").await, 1, "what is in progress stays");
    assert_eq!(ruled.count("SELECT COUNT(*) FROM attachments WHERE entry_id IS NOT NULL").await, 1);
    let again = retention::apply(&ruled.services).await.unwrap();
    assert!(again.iter().all(|share| share.count == 0));
    let lines = "SELECT COUNT(*) FROM audit_log WHERE action = 'retention.applied'";
    assert_eq!(ruled.count(lines).await, 1, "nothing is not on record");
    ruled.services.store.close().await;
}

async fn an_unused_account_is_told_first_and_stays_if_its_person_comes_back(site: &Site) {
    let ruled = site.again(|config| config.retention_inactive_accounts_days = 100).await;
    ruled.clock.forward(TimeDelta::days(101));
    ruled.signed_in(&ruled.people.karin).await;
    retention::apply(&ruled.services).await.unwrap();
    let mails = ruled.mails().await;
    let told: Vec<&str> = mails
        .iter()
        .filter(|mail| mail.subject == "Ditt konto används inte")
        .map(|mail| mail.to.as_str())
        .collect();
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(
        told.contains(&"petra@fyr.test")
            && !told.contains(&"karin@fyr.test")
            && !told.contains(&"adam@fyr.test")
    );
    ruled.clock.forward(TimeDelta::days(5));
    let petra = ruled.signed_in(&ruled.people.petra).await;
    petra.get("/account/data").await.is(200).says("Det blir kvar, eftersom du är här");
    ruled.clock.forward(TimeDelta::days(9));
    retention::apply(&ruled.services).await.unwrap();
    let removed = ruled.texts("SELECT name FROM users WHERE removed_at IS NULL ORDER BY name").await;
    assert_eq!(removed, ["Adam Nord", "Karin Ek", "Petra Lund"]);
    assert_eq!(ruled.count("SELECT COUNT(*) FROM deletion_requests").await, 0);
    ruled.services.store.close().await;
}
