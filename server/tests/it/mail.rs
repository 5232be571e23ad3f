//! What mail says and to whom, as far as requests lead to it. How mail is written is tested in `fyr-mail`.

use std::collections::BTreeSet;

use fyr_domain::{Lang, tickets::Status};
use fyr_i18n::t;
use fyr_usecases::jobs;

use crate::support::{Site, on_both_engines};

on_both_engines! {
    mail_is_in_the_language_of_whoever_filed,
    mail_says_that_a_program_wrote_it_and_holds_together,
    a_mail_is_sent_once,
    mail_that_an_earlier_release_left_is_sent,
    a_promise_in_a_mail_has_a_date_that_holds_the_next_day,
}

async fn mail_is_in_the_language_of_whoever_filed(site: &Site) {
    for lang in Lang::ALL {
        let email = format!("{lang}@gast.example");
        let form =
            [("topic", "other"), ("subject", "S"), ("description", "D"), ("name", "N"), ("email", &email)];
        site.browser().post(&format!("/tickets/new?lang={lang}"), &form).await.assert_status(303);
    }
    let mails = site.delivered_emails().await;
    for lang in Lang::ALL {
        let mail = mails.iter().find(|mail| mail.to.starts_with(lang.tag())).unwrap();
        assert!(mail.text.contains(&t!(lang, "mail-bare", url = "http://fyr.test")), "{lang}: {}", mail.text);
        assert!(mail.text.contains(t!(lang, "mail-open")), "{lang}");
        assert!(mail.html.contains(&format!("lang=\"{lang}\"")), "{lang}");
    }
}

async fn mail_says_that_a_program_wrote_it_and_holds_together(site: &Site) {
    let (ticket, _) = site.create_guest_ticket().await;
    site.reply_as_support(&ticket, "Hej", None).await;
    site.set_status(&ticket, Status::Solved).await;
    let mails = site.delivered_emails().await;
    assert_eq!(mails.len(), 3);
    let mut ids = BTreeSet::new();
    for mail in &mails {
        let lines = mail.header_lines();
        let of = |name: &str| {
            lines
                .iter()
                .find_map(|line| line.strip_prefix(name))
                .map(str::trim)
                .unwrap_or_default()
                .to_owned()
        };
        assert_eq!(of("Auto-Submitted:"), "auto-generated", "{lines:?}");
        assert!(of("From:").contains("support@fyr.test"), "{lines:?}");
        assert!(of("Message-ID:").ends_with("@fyr.test>"), "{lines:?}");
        assert!(mail.subject.contains(&ticket));
        ids.insert(of("Message-ID:"));
    }
    assert_eq!(ids.len(), 3, "each has its own");
}

async fn a_mail_is_sent_once(site: &Site) {
    site.create_guest_ticket().await;
    let other = site.restart_with(|_| {}).await;
    tokio::join!(site.run_due_jobs(), other.run_due_jobs());
    other.run_due_jobs().await;
    assert_eq!(site.delivered_emails().await.len(), 1);
    // while one is under way, however long that takes, others can be taken by another process
    for _ in 0..2 {
        site.create_guest_ticket().await;
    }
    assert!(jobs::run_due(&other.backend, jobs::Queue::Mail).await.unwrap());
    assert_eq!(site.count("SELECT COUNT(*) FROM jobs WHERE queue = 'mail'").await, 1);
    assert_eq!(site.delivered_emails().await.len(), 3);
    other.backend.store.close().await;
}

async fn a_promise_in_a_mail_has_a_date_that_holds_the_next_day(site: &Site) {
    site.create_ticket(&site.people.petra).await;
    let text = &site.delivered_emails().await[0].text;
    assert!(text.contains(&t!(Lang::Sv, "mail-next", when = "onsdag 4 november 10:00")), "{text}");
}

async fn mail_that_an_earlier_release_left_is_sent(site: &Site) {
    let (reference, _) = site.create_guest_ticket().await;
    site.execute_sql("DELETE FROM jobs").await;
    let id = site.thread(&site.people.agnes, &reference).await.ticket.id;
    site.execute_sql(&format!(
        "INSERT INTO outbox (id, kind, payload, created_at, due_at) VALUES ((SELECT id FROM tickets), 'mail',
           '{{\"mail\": \"filed\", \"ticket\": \"{id}\"}}', (SELECT created_at FROM tickets), (SELECT created_at FROM tickets))"
    ))
    .await;
    assert!(site.delivered_emails().await.is_empty());
    jobs::move_from_outbox(&site.backend).await.unwrap();
    assert_eq!(site.count("SELECT COUNT(*) FROM outbox").await, 0);
    let same_id =
        "SELECT COUNT(*) FROM jobs j JOIN tickets t ON t.id = j.id WHERE j.name = 'email.ticket_filed'";
    assert_eq!(site.count(same_id).await, 1);
    let mails = site.delivered_emails().await;
    assert!(mails.len() == 1 && mails[0].subject.contains(&reference));
}
