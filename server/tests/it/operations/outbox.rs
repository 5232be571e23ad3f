//! Mail after an outage: in what order it leaves, and what administrators see and can do meanwhile.

use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;

use crate::support::{Site, on_both_engines};

on_both_engines! {
    after_an_outage_mail_leaves_in_the_order_in_which_it_was_caused,
    administrators_see_why_mail_waits_and_can_have_it_tried_now,
}

/// A portal whose mail server is away: port 1 of this machine.
async fn without_mail_server(site: &Site) -> Site {
    site.restart_with(|config| config.mail.mail_url = "smtp://127.0.0.1:1?tls=none&timeout=2".into()).await
}

async fn after_an_outage_mail_leaves_in_the_order_in_which_it_was_caused(site: &Site) {
    let silent = without_mail_server(site).await;
    let mut references = Vec::new();
    for _ in 0..3 {
        references.push(silent.create_guest_ticket().await.0);
        // the oldest is tried most often, and so has the longest pause
        for _ in 0..3 {
            silent.run_due_jobs().await;
            site.clock.advance(TimeDelta::seconds(50));
        }
    }
    // each was tried a moment ago and waits
    silent.run_due_jobs().await;
    let later = site.now();
    references.push(site.create_guest_ticket().await.0);
    let mails = site.delivered_emails().await;
    assert_eq!(site.now(), later, "without waiting");
    // the new one shows that there is a way; then those that have waited longest
    assert_eq!(mails.len(), 4);
    let position = |reference: &str| mails.iter().position(|mail| mail.subject.contains(reference)).unwrap();
    let order: Vec<usize> = references[..3].iter().map(|reference| position(reference)).collect();
    assert!(order.is_sorted(), "{order:?}");
    silent.backend.store.close().await;
}

async fn administrators_see_why_mail_waits_and_can_have_it_tried_now(site: &Site) {
    let silent = without_mail_server(site).await;
    let (reference, _) = silent.create_guest_ticket().await;
    let (other, _) = silent.create_guest_ticket().await;
    let adam = site.signed_in(&site.people.adam).await;
    adam.get("/desk/outbox").await.assert_no_text(t!(Lang::Sv, "desk-mail-now"));
    for _ in 0..4 {
        silent.run_due_jobs().await;
        site.clock.advance(TimeDelta::seconds(41));
    }
    silent.run_due_jobs().await;
    adam.get("/desk/outbox")
        .await
        .assert_status(200)
        .assert_text(&reference)
        .assert_text("gun@gast.example")
        .assert_text(t!(Lang::Sv, "desk-mail-cause-server-unreachable"))
        .assert_text(t!(Lang::Sv, "desk-mail-now"));
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes.post("/desk/outbox", &[("now", "all")]).await.assert_status(404);
    // one that nobody needs any more
    let page = adam.get("/desk/outbox").await;
    let discard = page.page().links().into_iter().rfind(|link| link.contains("discard=")).unwrap();
    let asked = adam.get(&discard).await.assert_status(200).assert_text(&other);
    adam.post("/desk/outbox", &[("discard", &asked.value("discard"))]).await.assert_status(303);
    let again = adam.post("/desk/outbox", &[("now", "all")]).await.assert_status(303);
    adam.follow(again).await.assert_text(&t!(Lang::Sv, "desk-mail-again", count = 1));
    let mails = site.delivered_emails().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].subject.contains(&reference));
    let noted =
        site.query_texts("SELECT CAST(details AS TEXT) FROM audit_log WHERE action = 'mail.resent'").await;
    assert_eq!(noted.len(), 1);
    silent.backend.store.close().await;
}
