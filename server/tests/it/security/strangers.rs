//! Mail to addresses whose owner has not confirmed them: little of it, and nothing in it that anyone typed.

use std::net::Ipv4Addr;

use chrono::TimeDelta;
use fyr_domain::{Lang, tickets::Status};
use fyr_i18n::t;
use fyr_testing::ReceivedEmail;
use fyr_usecases::jobs::{self, Queue};

use crate::support::{Browser, GUEST, OWN, Site, on_both_engines, reference, submit_ticket, with_field};

on_both_engines! {
    mail_to_a_stranger_repeats_nothing_that_anyone_typed,
    whoever_answers_by_the_mailed_link_gets_whole_mail_from_then_on,
    words_of_a_stranger_are_not_mailed_to_an_account_and_ten_mails_are_enough,
    a_household_and_a_site_cause_no_more_mail_than_their_shares,
    opening_the_link_alone_confirms_nothing,
    a_stranger_gets_ten_mails_a_day_however_the_address_is_written,
    one_network_writes_to_a_limited_number_of_strangers_a_day,
    an_answer_of_support_is_always_sent,
    changes_of_status_within_minutes_are_one_mail,
    what_a_person_waits_for_is_sent_before_everything_else,
    a_registration_repeats_no_name,
}

const NAME: &str = "Customer confirm at https://evil.example/login";
const SUBJECT: &str = "Pay at https://evil.example/pay";
const WORDS: &str = "Your parcel is held: http://evil.example/held";

fn phishing(email: &str) -> [(&str, &str); 5] {
    [("topic", "other"), ("subject", SUBJECT), ("description", WORDS), ("name", NAME), ("email", email)]
}

fn says_nothing_typed(mail: &ReceivedEmail) {
    let whole = format!("{} {} {} {}", mail.subject, mail.text, mail.html, mail.raw);
    for typed in ["evil", "Customer", "parcel", "Pay at"] {
        assert!(!whole.contains(typed), "{typed}: {}", mail.raw);
    }
}

async fn mails_to(site: &Site, address: &str) -> Vec<ReceivedEmail> {
    site.delivered_emails().await.into_iter().filter(|mail| mail.to == address).collect()
}

async fn mail_to_a_stranger_repeats_nothing_that_anyone_typed(site: &Site) {
    let browser = site.browser();
    let filed = reference(&submit_ticket(&browser, &phishing("victim@gast.example")).await);
    browser.post(&format!("/tickets/{filed}/close"), &[]).await.assert_status(303);
    site.reply_as_support(&filed, WORDS, Some(Status::WaitingForRequester)).await;
    site.browser().post("/tickets/link", &[("email", "victim@gast.example")]).await.assert_status(303);
    let mails = mails_to(site, "victim@gast.example").await;
    assert_eq!(mails.len(), 4, "filed, closed, answered, links");
    for mail in &mails {
        says_nothing_typed(mail);
        assert!(mail.text.contains(&filed), "{}", mail.text);
        mail.link("http://fyr.test", &format!("/tickets/{filed}?token="));
    }
    assert_eq!(mails[0].subject, format!("[{filed}] {}", t!(Lang::Sv, "mail-bare-ticket")));
}

/// Opens the link of the last mail in a browser of its own.
async fn open_link(site: &Site, reference: &str) -> Browser {
    let mails = site.delivered_emails().await;
    let link = mails.last().unwrap().link("http://fyr.test", &format!("/tickets/{reference}?token="));
    let browser = site.browser();
    browser.get(&link).await.assert_status(303);
    browser
}

async fn whoever_answers_by_the_mailed_link_gets_whole_mail_from_then_on(site: &Site) {
    let filed = reference(&submit_ticket(&site.browser(), &GUEST).await);
    let browser = open_link(site, &filed).await;
    browser.post(&format!("/tickets/{filed}/messages"), &[("body", "Det är jag.")]).await.assert_status(303);
    site.reply_as_support(&filed, "Schemat finns under Kalender.", None).await;
    let last = site.delivered_emails().await.pop().unwrap();
    assert!(last.text.contains("Schemat finns under Kalender.") && last.subject.contains("schemat"));
    let other = submit_ticket(&browser, &GUEST).await;
    let last = site.delivered_emails().await.pop().unwrap();
    assert!(last.text.contains("Gun Gäst"), "in every ticket: {} {}", reference(&other), last.text);
    // but what others write in the name of the same address is not theirs
    let filed = reference(&submit_ticket(&site.browser(), &phishing("gun@gast.example")).await);
    site.reply_as_support(&filed, "Under Kalender.", None).await;
    let mails = site.delivered_emails().await;
    mails[mails.len() - 2..].iter().for_each(says_nothing_typed);
}

async fn words_of_a_stranger_are_not_mailed_to_an_account_and_ten_mails_are_enough(site: &Site) {
    let stranger = site.browser();
    for _ in 0..14 {
        submit_ticket(&stranger, &phishing("petra@fyr.test")).await.assert_status(303);
    }
    let mails = mails_to(site, "petra@fyr.test").await;
    assert_eq!(mails.len(), 10);
    mails.iter().for_each(says_nothing_typed);
    let filed = reference(&submit_ticket(&stranger, &phishing("otto@fyr.test")).await);
    site.reply_as_support(&filed, "Det ordnar sig.", Some(Status::Solved)).await;
    mails_to(site, "otto@fyr.test").await.iter().for_each(says_nothing_typed);
    // the owner's own words come back to them, however many there were of others
    let petra = site.signed_in(&site.people.petra).await;
    submit_ticket(&petra, &OWN).await.assert_status(303);
    let last = mails_to(site, "petra@fyr.test").await.pop().unwrap();
    assert!(last.subject.contains(OWN[1].1) && last.text.contains("Petra Lund"), "{}", last.raw);
}

async fn a_household_and_a_site_cause_no_more_mail_than_their_shares(site: &Site) {
    let site = site.restart_with(|config| config.http.trusted_proxies = 1).await;
    let mut sent = 0;
    let mut file = async |line: &str, email: &str| {
        let browser = site.browser().with_header("x-forwarded-for", line);
        submit_ticket(&browser, &phishing(email)).await.assert_status(303);
        sent += 1;
        mails_to(&site, email).await.len()
    };
    assert_eq!(file("2001:db8:1:1::1", "one@gast.example").await, 1);
    site.execute_sql("UPDATE mail_counts SET sent = 600 WHERE subject NOT LIKE '%strangers'").await;
    assert_eq!(file("2001:db8:1:2::1", "two@gast.example").await, 0, "another line of the household");
    assert_eq!(file("2001:db8:1:100::1", "three@gast.example").await, 1, "another household of the site");
    site.execute_sql("UPDATE mail_counts SET sent = 2400 WHERE subject NOT LIKE '%strangers'").await;
    assert_eq!(file("2001:db8:1:200::1", "four@gast.example").await, 0, "another household of the site");
    assert_eq!(file("2001:db8:2::1", "five@gast.example").await, 1, "another site");
    site.execute_sql("UPDATE mail_counts SET sent = 20000 WHERE subject LIKE '%strangers'").await;
    assert_eq!(file("2001:db8:3::1", "six@gast.example").await, 0, "enough of all");
    assert_eq!(sent, 6);
    site.backend.store.close().await;
}

async fn opening_the_link_alone_confirms_nothing(site: &Site) {
    let filer = site.browser();
    let filed = reference(&submit_ticket(&filer, &phishing("victim@gast.example")).await);
    // a program that checks mail opens links; whoever filed goes on without having got any
    open_link(site, &filed).await;
    filer.post(&format!("/tickets/{filed}/messages"), &[("body", WORDS)]).await.assert_status(303);
    filer.post(&format!("/tickets/{filed}/close"), &[]).await.assert_status(303);
    for mail in site.delivered_emails().await {
        says_nothing_typed(&mail);
    }
}

async fn a_stranger_gets_ten_mails_a_day_however_the_address_is_written(site: &Site) {
    let ways = [
        "victim@gast.example",
        "Victim@GAST.example",
        "victim@ｇast.example",
        "victim@gａst.example",
        "\u{200b}victim@gast.example",
        "victim+1@gast.example",
        "victim+2@gast.example",
        "ｖictim@gast.example",
        "victim@gast。example",
    ];
    for (number, email) in ways.iter().chain(&ways).enumerate() {
        // from many networks
        let browser = site.browser_at(Ipv4Addr::new(198, 51, 100, u8::try_from(number).unwrap()));
        submit_ticket(&browser, &phishing(email)).await.assert_status(303);
    }
    let count = |mails: &[ReceivedEmail]| mails.iter().filter(|mail| mail.to.starts_with("victim")).count();
    assert_eq!(count(&site.delivered_emails().await), 10);
    submit_ticket(&site.browser(), &GUEST).await.assert_status(303);
    assert_eq!(mails_to(site, "gun@gast.example").await.len(), 1, "others get theirs");
    site.clock.advance(TimeDelta::days(1));
    submit_ticket(&site.browser(), &phishing(ways[0])).await.assert_status(303);
    assert_eq!(count(&site.delivered_emails().await), 11, "the next day");
}

async fn one_network_writes_to_a_limited_number_of_strangers_a_day(site: &Site) {
    let here = Ipv4Addr::new(198, 51, 100, 1);
    let file = async |from, email| {
        submit_ticket(&site.browser_at(from), &phishing(email)).await.assert_status(303);
        mails_to(site, email).await.len()
    };
    assert_eq!(file(here, "one@gast.example").await, 1);
    site.execute_sql("UPDATE mail_counts SET sent = 299").await;
    assert_eq!(file(here, "two@gast.example").await, 1);
    assert_eq!(file(here, "three@gast.example").await, 0);
    assert_eq!(file(Ipv4Addr::new(198, 51, 100, 2), "four@gast.example").await, 1);
}

async fn an_answer_of_support_is_always_sent(site: &Site) {
    let filed = reference(&submit_ticket(&site.browser(), &GUEST).await);
    site.run_due_jobs().await;
    site.execute_sql("UPDATE mail_counts SET sent = 1000").await;
    site.reply_as_support(&filed, "Under Kalender.", None).await;
    let mails = mails_to(site, "gun@gast.example").await;
    assert_eq!(mails.len(), 2);
    assert!(!mails[1].text.contains("Kalender"), "but says nothing yet");
}

async fn changes_of_status_within_minutes_are_one_mail(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let before = mails_to(site, "petra@fyr.test").await.len();
    let petra = site.signed_in(&site.people.petra).await;
    let run = async || {
        while jobs::run_due(&site.backend, Queue::Mail).await.unwrap() {}
        ReceivedEmail::read_all(&site.config.storage.data_dir.join("mail"))
            .into_iter()
            .filter(|mail| mail.to == "petra@fyr.test")
            .skip(before)
            .map(|mail| mail.text)
            .collect::<Vec<_>>()
    };
    for status in [Status::OnHold, Status::Open, Status::OnHold] {
        site.set_status(&ticket, status).await;
        site.clock.advance(TimeDelta::minutes(1));
    }
    petra.get("/tickets").await.assert_status(200);
    assert_eq!(run().await, Vec::<String>::new());
    site.clock.advance(TimeDelta::minutes(3));
    let told = run().await;
    assert_eq!(told.len(), 1);
    assert!(told[0].contains(t!(Lang::Sv, "status-on-hold")), "where it stands now: {}", told[0]);
    site.set_status(&ticket, Status::Open).await;
    site.clock.advance(TimeDelta::minutes(4));
    assert_eq!(run().await.len(), 2, "later ones are told");
}

async fn what_a_person_waits_for_is_sent_before_everything_else(site: &Site) {
    for _ in 0..5 {
        site.create_ticket(&site.people.petra).await;
    }
    site.browser().post("/password/forgotten", &[("email", "petra@fyr.test")]).await.assert_status(303);
    site.browser().post("/sign-in/link", &[("email", "petra@fyr.test")]).await.assert_status(303);
    while jobs::run_due(&site.backend, Queue::PromptMail).await.unwrap() {}
    let mails = ReceivedEmail::read_all(&site.config.storage.data_dir.join("mail"));
    let subjects: Vec<_> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(subjects, [t!(Lang::Sv, "mail-reset-subject"), t!(Lang::Sv, "mail-link-subject")]);
}

async fn a_registration_repeats_no_name(site: &Site) {
    let form = with_field(&[("name", NAME)], "email", "victim@gast.example");
    site.browser().post("/register", &form).await.assert_status(303);
    let mails = mails_to(site, "victim@gast.example").await;
    assert_eq!(mails.len(), 1);
    says_nothing_typed(&mails[0]);
    mails[0].link("http://fyr.test", "/register/confirm?token=");
}
