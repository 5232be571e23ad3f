//! Correcting the address of a ticket that was filed without an account: by whoever filed it, by support, and from the list of mail
//! that was not delivered.

use fyr_domain::{Lang, tickets::Status};
use fyr_i18n::t;
use fyr_testing::ReceivedEmail;

use crate::support::{
    Browser, GUEST, Site, TestResponse, assert_refusal, on_both_engines, reference, submit_ticket, with_field,
};

on_both_engines! {
    whoever_filed_a_ticket_corrects_its_address,
    a_wrong_address_is_refused_at_its_field,
    a_correction_pressed_twice_corrects_once,
    what_was_not_sent_yet_goes_to_the_new_address_alone,
    a_stranger_who_opened_the_misdirected_mail_sees_the_ticket_no_more,
    an_address_cannot_be_lent_to_own_another,
    nobody_but_the_browser_that_filed_may,
    once_support_has_begun_it_is_support_that_corrects,
    whoever_filed_under_an_accounts_address_never_reads_what_was_answered_to_it,
    an_address_of_an_account_does_not_attach_the_ticket_to_it,
    corrections_count_like_tickets_and_repeat_nothing,
    a_reply_is_not_sent_to_another_address_than_its_author_saw,
    support_corrects_an_address_and_the_new_mailbox_is_unknown,
    mail_that_was_not_delivered_goes_to_the_corrected_address_one_by_one,
}

const WRONG: &str = "gnu@gast.example";
const RIGHT: &str = "gun@gast.example";

/// A browser that has filed a ticket under this address, and the ticket's reference.
async fn filed_under(site: &Site, email: &str) -> (Browser, String) {
    let browser = site.browser();
    let filed = reference(&submit_ticket(&browser, &with_field(&GUEST, "email", email)).await);
    (browser, filed)
}

async fn correct(browser: &Browser, reference: &str, email: &str) -> TestResponse {
    browser.post(&format!("/tickets/{reference}/address"), &[("email", email)]).await
}

async fn mails_to(site: &Site, address: &str) -> Vec<ReceivedEmail> {
    site.delivered_emails().await.into_iter().filter(|mail| mail.to == address).collect()
}

/// The link to the ticket in the last mail to an address.
async fn link_to(site: &Site, address: &str, reference: &str) -> String {
    let mails = mails_to(site, address).await;
    mails.last().expect("a mail").link("http://fyr.test", &format!("/tickets/{reference}?token="))
}

/// A browser that has opened this link.
async fn opened(site: &Site, link: &str) -> Browser {
    let browser = site.browser();
    browser.get(link).await.assert_status(303);
    browser
}

async fn address_of(site: &Site, reference: &str) -> String {
    site.thread(&site.people.agnes, reference).await.ticket.requester_email
}

fn offers_correction(page: &TestResponse, reference: &str) -> bool {
    page.page().find_form(&format!("/tickets/{reference}/address")).is_some()
}

async fn whoever_filed_a_ticket_corrects_its_address(site: &Site) {
    let browser = site.browser();
    let answer = submit_ticket(&browser, &with_field(&GUEST, "email", WRONG)).await;
    let (page, filed) = (browser.get(answer.location()).await, reference(&answer));
    let page = page.assert_text(t!(Lang::Sv, "address-wrong"));
    assert_eq!(page.page().form(&format!("/tickets/{filed}/address")).field("email"), WRONG);
    let old_link = link_to(site, WRONG, &filed).await;

    let answer = correct(&browser, &filed, &format!(" {} ", RIGHT.to_uppercase())).await.assert_status(303);
    browser.follow(answer).await.assert_text(t!(Lang::Sv, "notice-address-corrected")).assert_text(&t!(
        Lang::Sv,
        "filed-mail",
        email = RIGHT
    ));
    let new_link = link_to(site, RIGHT, &filed).await;
    assert_eq!((mails_to(site, WRONG).await.len(), mails_to(site, RIGHT).await.len()), (1, 1));
    let stranger = site.browser();
    let expired = stranger.get(&old_link).await.assert_status(410);
    expired.assert_text(t!(Lang::Sv, "link-expired-title")).assert_no_text(GUEST[1].1);
    stranger.get(&format!("/tickets/{filed}")).await.assert_status(404);
    opened(site, &new_link).await.get(&format!("/tickets/{filed}")).await.assert_text(GUEST[1].1);
    browser.get(&format!("/tickets/{filed}")).await.assert_text(GUEST[1].1);

    let agnes = site.signed_in(&site.people.agnes).await;
    let desk = agnes.get(&format!("/desk/tickets/{filed}")).await;
    desk.assert_text(t!(Lang::Sv, "event-address")).assert_text(RIGHT).assert_no_text(WRONG);
    let audited = "SELECT COUNT(*) FROM audit_log WHERE action = 'ticket.address_corrected'";
    assert_eq!(site.count(audited).await, 1);
    // the mailbox has answered: it is theirs
    let owner = opened(site, &new_link).await;
    owner.post(&format!("/tickets/{filed}/messages"), &[("body", "Tack!")]).await.assert_status(303);
    let page = browser.get(&format!("/tickets/{filed}")).await;
    assert!(!offers_correction(&page, &filed));
    correct(&browser, &filed, WRONG).await.assert_status(303);
    assert_eq!(address_of(site, &filed).await, RIGHT);
}

async fn a_wrong_address_is_refused_at_its_field(site: &Site) {
    let (browser, filed) = filed_under(site, WRONG).await;
    for (typed, said) in [
        ("", t!(Lang::Sv, "problem-required-email")),
        ("gun@", t!(Lang::Sv, "problem-not-an-email")),
        ("kari..5@example.org", t!(Lang::Sv, "problem-not-an-email")),
        ("Gnu@gast.example", t!(Lang::Sv, "problem-same-address")),
    ] {
        let refused = correct(&browser, &filed, typed).await.assert_status(422).assert_text(said);
        assert_refusal(&refused);
        let page = refused.page();
        assert_eq!(page.form(&format!("/tickets/{filed}/address")).field("email"), typed);
        assert_eq!(page.select("details.confirm[open]").len(), 1, "{typed:?}: the form is open");
    }
    let near = correct(&browser, &filed, "gun@gmial.com").await.assert_status(303);
    let asked = t!(Lang::Sv, "filed-email-likely-change", email = "gun@gmail.com");
    browser.follow(near).await.assert_text(&asked);
}

async fn a_correction_pressed_twice_corrects_once(site: &Site) {
    let (browser, filed) = filed_under(site, WRONG).await;
    let agnes = site.signed_in(&site.people.agnes).await;
    for (sender, page, action) in [
        (&browser, format!("/tickets/{filed}?filed=yes"), format!("/tickets/{filed}/address")),
        (&agnes, format!("/desk/tickets/{filed}"), format!("/desk/tickets/{filed}")),
    ] {
        let version = sender.get(&page).await.value("link_version");
        let email = format!("{version}{RIGHT}");
        let form = [("action", "address"), ("email", &*email), ("link_version", &*version)];
        for _ in 0..3 {
            sender.post(&action, &form).await.assert_status(303);
        }
        assert_eq!(mails_to(site, &email).await.len(), 1, "{page}");
        let seen = sender.get(&page).await.value("link_version");
        let unchanged = [("action", "address"), ("email", &*email), ("link_version", &*seen)];
        let told = t!(Lang::Sv, "problem-same-address");
        sender.post(&action, &unchanged).await.assert_status(422).assert_text(told);
    }
    assert_eq!(site.count("SELECT MAX(link_version) FROM tickets").await, 2);
}

async fn what_was_not_sent_yet_goes_to_the_new_address_alone(site: &Site) {
    let (browser, filed) = filed_under(site, WRONG).await;
    // the mail server will not take it for good
    site.execute_sql("UPDATE jobs SET failed_at = created_at, attempts = 9 WHERE queue = 'mail'").await;
    correct(&browser, &filed, "gum@gast.example").await.assert_status(303);
    correct(&browser, &filed, RIGHT).await.assert_status(303);
    let mails = site.delivered_emails().await;
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [RIGHT]);
    assert_eq!(site.count("SELECT COUNT(*) FROM jobs WHERE queue = 'mail'").await, 0);
}

async fn a_stranger_who_opened_the_misdirected_mail_sees_the_ticket_no_more(site: &Site) {
    let (browser, filed) = filed_under(site, WRONG).await;
    let stranger = opened(site, &link_to(site, WRONG, &filed).await).await;
    let path = format!("/tickets/{filed}");
    stranger.get(&path).await.assert_status(200);
    let page = stranger.get(&path).await;
    assert!(!offers_correction(&page, &filed), "it is not their ticket");
    correct(&browser, &filed, RIGHT).await.assert_status(303);
    stranger.get(&path).await.assert_status(404);
    stranger.post(&format!("{path}/messages"), &[("body", "Släpp in mig")]).await.assert_status(303);
    stranger.get(&format!("{path}/live")).await.assert_status(404);
    assert_eq!(site.count("SELECT COUNT(*) FROM entries WHERE body = 'Släpp in mig'").await, 0);
    // nor does the button in the first mail stop the mail to the new address
    let ticket = site.thread(&site.people.agnes, &filed).await.ticket;
    let linked = fyr_usecases::LinkedTicket { id: ticket.id, version: 0 };
    let token = site.backend.link_token(fyr_usecases::LinkPurpose::Unsubscribe, linked).unwrap();
    stranger.post(&format!("/mail/unsubscribe?token={token}"), &[]).await.assert_status(404);
}

async fn an_address_cannot_be_lent_to_own_another(site: &Site) {
    // one browser files under an address of its own and another opens the link there
    let (filer, filed) = filed_under(site, "own@gast.example").await;
    let opener = opened(site, &link_to(site, "own@gast.example", &filed).await).await;
    correct(&filer, &filed, "victim@gast.example").await.assert_status(303);
    let words = with_field(&with_field(&GUEST, "subject", "Pay at evil"), "email", "victim@gast.example");
    submit_ticket(&opener, &words).await.assert_status(303);
    let mails = mails_to(site, "victim@gast.example").await;
    assert_eq!(mails.len(), 2);
    assert!(mails.iter().all(|mail| !mail.raw.contains("evil") && !mail.text.contains("Gun Gäst")));
}

async fn nobody_but_the_browser_that_filed_may(site: &Site) {
    let (_, filed) = filed_under(site, RIGHT).await;
    let opener = opened(site, &link_to(site, RIGHT, &filed).await).await;
    let petra = site.signed_in(&site.people.petra).await;
    for (browser, status) in [(&site.browser(), 303), (&opener, 303), (&petra, 404)] {
        correct(browser, &filed, "other@gast.example").await.assert_status(status);
    }
    let own = site.create_ticket(&site.people.petra).await;
    correct(&petra, &own, "other@gast.example").await.assert_status(404);
    let agnes = site.signed_in(&site.people.agnes).await;
    correct(&agnes, &own, "other@gast.example").await.assert_status(404);
    assert_eq!(address_of(site, &filed).await, RIGHT);
    assert_eq!(site.count("SELECT COUNT(*) FROM tickets WHERE link_version > 0").await, 0);
}

async fn once_support_has_begun_it_is_support_that_corrects(site: &Site) {
    let agnes = site.signed_in(&site.people.agnes).await;
    let (browser, filed) = filed_under(site, WRONG).await;
    let desk = format!("/desk/tickets/{filed}");
    agnes.post(&desk, &[("action", "claim")]).await.assert_status(303);
    let answer = correct(&browser, &filed, RIGHT).await.assert_status(303);
    let page = browser.follow(answer).await.assert_text(t!(Lang::Sv, "address-by-support"));
    assert!(!offers_correction(&page, &filed));
    assert_eq!(address_of(site, &filed).await, WRONG);
    agnes.post(&desk, &[("action", "address"), ("email", RIGHT)]).await.assert_status(303);
    assert_eq!(address_of(site, &filed).await, RIGHT);
}

async fn whoever_filed_under_an_accounts_address_never_reads_what_was_answered_to_it(site: &Site) {
    let (stranger, filed) = filed_under(site, "petra@fyr.test").await;
    site.reply_as_support(&filed, "Du bor på Storgatan 1.", Some(Status::New)).await;
    let page = stranger.get(&format!("/tickets/{filed}")).await.assert_no_text("Storgatan");
    assert!(!offers_correction(&page, &filed));
    correct(&stranger, &filed, "mine@gast.example").await.assert_status(303);
    assert_eq!(address_of(site, &filed).await, "petra@fyr.test");
    stranger.get(&format!("/tickets/{filed}")).await.assert_no_text("Storgatan");
    assert!(mails_to(site, "mine@gast.example").await.is_empty());
    // whether an address has an account shows nowhere: before an answer both may be corrected
    let (other, filed) = filed_under(site, "petra@fyr.test").await;
    let page = other.get(&format!("/tickets/{filed}")).await;
    assert!(offers_correction(&page, &filed));
}

async fn an_address_of_an_account_does_not_attach_the_ticket_to_it(site: &Site) {
    let (browser, filed) = filed_under(site, WRONG).await;
    correct(&browser, &filed, "petra@fyr.test").await.assert_status(303);
    let petra = site.signed_in(&site.people.petra).await;
    petra.get(&format!("/tickets/{filed}")).await.assert_status(404);
    assert_eq!(site.thread(&site.people.agnes, &filed).await.ticket.requester_id, None);
    site.reply_as_support(&filed, "Du bor på Storgatan 1.", None).await;
    browser.get(&format!("/tickets/{filed}")).await.assert_text(GUEST[2].1).assert_no_text("Storgatan");
    let mails = mails_to(site, "petra@fyr.test").await;
    assert_eq!(mails.len(), 2);
    assert!(mails.iter().all(|mail| !mail.text.contains("Storgatan") && !mail.text.contains("Gun")));
    // its owner takes it into the account, if it is theirs
    petra.post("/tickets/claim", &[]).await.assert_status(303);
    petra.get(&format!("/tickets/{filed}")).await.assert_text("Storgatan");
    browser.get(&format!("/tickets/{filed}")).await.assert_status(404);
}

async fn corrections_count_like_tickets_and_repeat_nothing(site: &Site) {
    let browser = site.browser();
    let words = [("subject", "Pay at evil"), ("description", "evil"), ("name", "Evil Confirm")];
    let form = words.iter().fold(GUEST.to_vec(), |form, (name, value)| with_field(&form, name, value));
    let filed = reference(&submit_ticket(&browser, &with_field(&form, "email", "zero@gast.example")).await);
    for victim in ["one", "two", "three", "four", "five"] {
        site.run_due_jobs().await;
        correct(&browser, &filed, &format!("{victim}@gast.example")).await.assert_status(303);
    }
    let mails = site.delivered_emails().await;
    let to: Vec<_> = mails.iter().map(|mail| mail.to.split('@').next().unwrap()).collect();
    assert_eq!(to, ["zero", "one", "two", "three"], "and then it takes another ticket");
    let is_bare =
        |mail: &ReceivedEmail| !format!("{} {}", mail.subject, mail.text).to_lowercase().contains("evil");
    assert!(mails.iter().all(is_bare));
    // as many to one network, and to one mailbox, as filing could cause
    let (browser, filed) = filed_under(site, "six@gast.example").await;
    site.run_due_jobs().await;
    site.execute_sql("UPDATE mail_counts SET sent = 300").await;
    correct(&browser, &filed, "seven@gast.example").await.assert_status(303);
    assert!(mails_to(site, "seven@gast.example").await.is_empty(), "enough from this network today");
    site.execute_sql("DELETE FROM mail_counts").await;
    for _ in 0..6 {
        let (browser, filed) = filed_under(site, "eight@gast.example").await;
        correct(&browser, &filed, "victim@gast.example").await.assert_status(303);
        correct(&browser, &filed, "eight@gast.example").await.assert_status(303);
        site.run_due_jobs().await;
        correct(&browser, &filed, "victim+1@gast.example").await.assert_status(303);
        site.run_due_jobs().await;
    }
    assert_eq!(mails_to(site, "victim+1@gast.example").await.len(), 6);
    let counted = "SELECT COUNT(*) FROM mail_counts WHERE sent = 6";
    assert!(site.count(counted).await >= 2, "by mailbox, however it is written");
}

async fn a_reply_is_not_sent_to_another_address_than_its_author_saw(site: &Site) {
    let (browser, filed) = filed_under(site, "petra@fyr.test").await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let desk = format!("/desk/tickets/{filed}");
    let seen = agnes.get(&desk).await.value("link_version");
    correct(&browser, &filed, "mine@gast.example").await.assert_status(303);
    let reply =
        |version| [("action", "reply"), ("body", "Du bor på Storgatan 1."), ("link_version", version)];
    let refused = agnes.post(&desk, &reply(&seen)).await.assert_status(422);
    let refused =
        refused.assert_text(t!(Lang::Sv, "problem-recipient-changed")).assert_text("mine@gast.example");
    assert_refusal(&refused);
    assert_eq!(refused.value("body"), "Du bor på Storgatan 1.");
    browser.get(&format!("/tickets/{filed}")).await.assert_no_text("Storgatan");
    // whoever has seen the new address may send it
    agnes.post(&desk, &reply(&refused.value("link_version"))).await.assert_status(303);
    // the page of the ticket itself has a form for support, too
    let path = format!("/tickets/{filed}");
    let seen = agnes.get(&path).await.value("link_version");
    agnes.post(&desk, &[("action", "address"), ("email", "other@gast.example")]).await.assert_status(303);
    let stale = [("body", "Du bor på Storgatan 2."), ("link_version", &*seen)];
    let refused = agnes.post(&format!("{path}/messages"), &stale).await.assert_status(422);
    assert_refusal(&refused.assert_text(t!(Lang::Sv, "problem-recipient-changed")));
}

async fn support_corrects_an_address_and_the_new_mailbox_is_unknown(site: &Site) {
    let (filer, filed) = filed_under(site, WRONG).await;
    let former = opened(site, &link_to(site, WRONG, &filed).await).await;
    let path = format!("/tickets/{filed}");
    former.post(&format!("{path}/messages"), &[("body", "Det är jag.")]).await.assert_status(303);
    let agnes = site.signed_in(&site.people.agnes).await;
    let desk = format!("/desk/tickets/{filed}");
    let unknown = t!(Lang::Sv, "desk-unknown-guest");
    agnes.get(&desk).await.assert_no_text(unknown).assert_text(t!(Lang::Sv, "desk-address"));
    let refused = agnes.post(&desk, &[("action", "address"), ("email", "gun@")]).await.assert_status(422);
    assert_refusal(&refused);
    assert_eq!(refused.page().attributes("#errors a", "href"), ["#address-email"]);

    let answer = agnes.post(&desk, &[("action", "address"), ("email", RIGHT)]).await.assert_status(303);
    agnes.follow(answer).await.assert_text(t!(Lang::Sv, "notice-address-corrected")).assert_text(unknown);
    former.get(&path).await.assert_status(404);
    filer.get(&path).await.assert_status(200);
    site.reply_as_support(&filed, "Du bor på Storgatan 1.", None).await;
    let mails = mails_to(site, RIGHT).await;
    assert_eq!(mails.len(), 2, "a confirmation, and that there is an answer");
    assert!(mails.iter().all(|mail| !mail.text.contains("Storgatan") && !mail.text.contains(GUEST[1].1)));
    let owner = opened(site, &link_to(site, RIGHT, &filed).await).await;
    owner.get(&path).await.assert_text("Storgatan");
}

async fn mail_that_was_not_delivered_goes_to_the_corrected_address_one_by_one(site: &Site) {
    let (_, filed) = filed_under(site, WRONG).await;
    site.run_due_jobs().await;
    site.reply_as_support(&filed, "Under Kalender.", None).await;
    let (_, other) = filed_under(site, "other@gast.example").await;
    let own = site.create_ticket(&site.people.petra).await;
    let refused =
        "UPDATE jobs SET failed_at = created_at, attempts = 1, cause = 'recipient', last_error = '550'";
    site.execute_sql(&format!("{refused} WHERE queue = 'mail'")).await;
    let adam = site.signed_in(&site.people.adam).await;
    let outbox = adam.get("/desk/outbox").await.assert_text(WRONG).assert_text(&own);
    let links: Vec<_> = outbox.page().links().into_iter().filter(|link| link.contains("correct=")).collect();
    assert_eq!(links.len(), 2, "the address of an account is its owner's");
    let form = adam.get(&links[0]).await.assert_status(200).assert_text(&filed);
    let (id, present) = (form.value("correct"), form.value("email"));
    assert_eq!(present, WRONG);
    let refused = adam.post("/desk/outbox", &[("correct", &id), ("email", "gun@")]).await.assert_status(422);
    assert_refusal(&refused);
    let answer = adam.post("/desk/outbox", &[("correct", &id), ("email", RIGHT)]).await.assert_status(303);
    adam.follow(answer)
        .await
        .assert_text(t!(Lang::Sv, "notice-address-corrected"))
        .assert_no_text(&filed)
        .assert_text(&other);
    let mails = mails_to(site, RIGHT).await;
    assert_eq!(mails.len(), 1, "the answer, once");
    assert!(mails_to(site, "other@gast.example").await.is_empty());
    adam.post("/desk/outbox", &[("correct", &id), ("email", WRONG)]).await.assert_status(404);
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes.get(&links[1]).await.assert_status(404);
}
