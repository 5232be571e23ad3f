//! People without an account: their links, and no more mail than they want.

use chrono::TimeDelta;
use fyr_domain::{Lang, tickets::Status};
use fyr_i18n::t;
use fyr_usecases::{LinkPurpose, store::surveys::SurveyAnswer};

use crate::support::{
    GUEST, PNG, Site, file as upload, on_both_engines, reference, submit_ticket, text, with_field,
};

on_both_engines! {
    a_link_that_has_expired_leads_to_a_form_for_a_new_one,
    a_forged_link_opens_nothing,
    a_link_opens_its_own_ticket_alone,
    new_links_lead_to_every_ticket_of_the_address,
    an_address_is_sent_five_mails_with_links_in_an_hour,
    a_guest_answers_closes_and_rates,
    mail_about_changes_can_be_stopped_and_answers_still_come,
    a_mail_programs_own_button_stops_mail,
    a_guest_keeps_every_ticket_they_file_in_one_browser,
    a_form_key_is_worth_nothing_in_another_browser,
    a_link_is_the_same_with_the_signs_of_a_sentence_after_it,
    a_reference_in_the_search_leads_to_ones_own_ticket,
    whoever_files_in_the_name_of_an_account_does_not_see_what_support_answers,
    a_guest_without_an_account_sees_the_answer_where_they_asked,
}

async fn a_link_is_the_same_with_the_signs_of_a_sentence_after_it(site: &Site) {
    let (reference, token) = site.create_guest_ticket().await;
    for after in ["", ".", ")", "%20", "%3E", ").", "%E2%80%9D"] {
        let opened = site.browser().get(&format!("/tickets/{reference}?token={token}{after}")).await;
        assert_eq!(opened.assert_status(303).location(), format!("/tickets/{reference}"), "{after}");
    }
}

async fn a_reference_in_the_search_leads_to_ones_own_ticket(site: &Site) {
    let (reference, token) = site.create_guest_ticket().await;
    let browser = site.browser();
    browser.get(&format!("/tickets/{reference}?token={token}")).await.assert_status(303);
    let dash = reference.replace('-', "%E2%80%93");
    for written in [reference.clone(), reference.to_lowercase(), format!("%23{dash}"), format!("({dash}).")] {
        let found = browser.get(&format!("/search?q={written}")).await.assert_status(303);
        assert_eq!(found.location(), format!("/tickets/{reference}"), "{written}");
        site.browser().get(&format!("/search?q={written}")).await.assert_status(200);
    }
    browser.get(&format!("/tickets/{dash}")).await.assert_status(200);
}

async fn whoever_files_in_the_name_of_an_account_does_not_see_what_support_answers(site: &Site) {
    let stranger = site.browser();
    let form = with_field(&with_field(&GUEST, "email", "petra@fyr.test"), "name", "Petra Lund");
    let filed = reference(&submit_ticket(&stranger, &form).await);
    let path = format!("/tickets/{filed}");
    stranger.get(&path).await.assert_text(GUEST[2].1).assert_no_text("petra@fyr.test");
    let agnes = site.signed_in(&site.people.agnes).await;
    let parts = [
        text("action", "reply"),
        text("body", "Du bor på Storgatan 1."),
        upload("karta.png", "image/png", PNG),
    ];
    agnes.post_parts(&format!("/desk/tickets/{filed}"), &parts).await.assert_status(303);
    stranger.post(&format!("{path}/messages"), &[("body", "Och var mer?")]).await.assert_status(303);
    let page = stranger.get(&path).await.assert_status(200).assert_text("Och var mer?");
    let page = page.assert_no_text("Storgatan").assert_no_text("karta.png").assert_no_text("Agnes");
    page.assert_text(&t!(Lang::Sv, "answers-by-mail", email = "petra@fyr.test"));
    let thread = site.thread(&site.people.agnes, &filed).await;
    let file_path = format!("{path}/attachments/{}", thread.files[0].id);
    stranger.get(&file_path).await.assert_status(404);

    // the owner of the mailbox opens the link, and sees all of it; what they write is theirs alone
    let mails = site.delivered_emails().await;
    let owner = site.browser();
    owner
        .get(&mails.last().unwrap().link("http://fyr.test", &format!("{path}?token=")))
        .await
        .assert_status(303);
    owner.get(&path).await.assert_text("Storgatan").assert_text("karta.png");
    owner.get(&file_path).await.assert_status(200);
    site.clock.advance(TimeDelta::minutes(1));
    owner.post(&format!("{path}/messages"), &[("body", "Det var inte jag.")]).await.assert_status(303);
    stranger
        .get(&path)
        .await
        .assert_text(GUEST[2].1)
        .assert_no_text("Det var inte jag.")
        .assert_no_text("Storgatan");
}

async fn a_guest_without_an_account_sees_the_answer_where_they_asked(site: &Site) {
    let guest = site.browser();
    let filed = reference(&submit_ticket(&guest, &GUEST).await);
    site.reply_as_support(&filed, "Under Kalender.", None).await;
    guest.get(&format!("/tickets/{filed}")).await.assert_text("Under Kalender.");
}

async fn a_link_that_has_expired_leads_to_a_form_for_a_new_one(site: &Site) {
    let (reference, token) = site.create_guest_ticket().await;
    site.clock.advance(TimeDelta::days(29));
    site.browser().get(&format!("/tickets/{reference}?token={token}")).await.assert_status(303);
    site.clock.advance(TimeDelta::days(2));
    let browser = site.browser();
    let page = browser.get(&format!("/tickets/{reference}?token={token}")).await.assert_status(410);
    let page = page.assert_text(t!(Lang::Sv, "link-expired-title")).assert_no_text("Jag kommer inte in");
    assert!(page.html().contains("action=\"/tickets/link\""), "{}", page.main_text());
    assert_eq!(page.value("email"), "");
    browser.get(&format!("/tickets/{reference}")).await.assert_status(404);
}

async fn a_forged_link_opens_nothing(site: &Site) {
    let (reference, token) = site.create_guest_ticket().await;
    let ticket = site.thread(&site.people.agnes, &reference).await.ticket;
    let other_purpose = site.backend.link_token(LinkPurpose::Unsubscribe, (&ticket).into()).unwrap();
    let mut forged = token.clone();
    forged.replace_range(3..4, if &token[3..4] == "A" { "B" } else { "A" });
    for bad in
        [forged.as_str(), &token[1..], "x", "%00", "%FF", &other_purpose, "..%2F..", &"A".repeat(4_000)]
    {
        let browser = site.browser();
        browser
            .get(&format!("/tickets/{reference}?token={bad}"))
            .await
            .assert_status(410)
            .assert_text(t!(Lang::Sv, "link-expired-title"));
        browser.get(&format!("/tickets/{reference}")).await.assert_status(404);
    }
    site.browser().get(&format!("/mail/unsubscribe?token={token}")).await.assert_status(404);
}

async fn a_link_opens_its_own_ticket_alone(site: &Site) {
    let ((one, token), (other, _)) = (site.create_guest_ticket().await, site.create_guest_ticket().await);
    let browser = site.browser();
    browser.get(&format!("/tickets/{one}?token={token}")).await.assert_status(303);
    browser.get(&format!("/tickets/{one}")).await.assert_status(200);
    browser.get(&format!("/tickets/{other}")).await.assert_status(404);
    browser.post(&format!("/tickets/{other}/messages"), &[("body", "Hej")]).await.assert_status(303);
    assert_eq!(site.count("SELECT COUNT(*) FROM entries WHERE body = 'Hej'").await, 0);
    // with the link for one, the address of the other opens nothing either
    let stranger = site.browser();
    let to = stranger.get(&format!("/tickets/{other}?token={token}")).await;
    stranger.follow(to).await.assert_status(404);
}

async fn new_links_lead_to_every_ticket_of_the_address(site: &Site) {
    let ((closed, _), (one, _), (other, _)) = (
        site.create_guest_ticket().await,
        site.create_guest_ticket().await,
        site.create_guest_ticket().await,
    );
    site.set_status(&closed, Status::Closed).await;
    site.delivered_emails().await;
    let browser = site.browser();
    let page = browser.post("/tickets/link", &[("email", "Gun@Gast.example ")]).await;
    browser.follow(page).await.assert_status(200).assert_text(t!(Lang::Sv, "link-sent-title"));
    let mails = site.delivered_emails().await;
    let mail = mails.last().unwrap();
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        ("gun@gast.example", t!(Lang::Sv, "mail-links-subject"))
    );
    assert!(mail.text.find(&closed) > mail.text.find(&one), "open ones come first: {}", mail.text);
    for reference in [one, other, closed] {
        let link = mail.link("http://fyr.test", &format!("/tickets/{reference}"));
        let browser = site.browser();
        browser.follow(browser.get(&link).await).await.assert_status(200).assert_text(&reference);
    }
    browser.post("/tickets/link", &[("email", "no address")]).await.assert_status(422);
    browser
        .post("/tickets/link", &[("email", "")])
        .await
        .assert_status(422)
        .assert_text(t!(Lang::Sv, "problem-required-email"));
}

async fn an_address_is_sent_five_mails_with_links_in_an_hour(site: &Site) {
    site.create_guest_ticket().await;
    let before = site.delivered_emails().await.len();
    let ask = async |times| {
        for _ in 0..times {
            let browser = site.browser();
            let page = browser.post("/tickets/link", &[("email", "gun@gast.example")]).await;
            browser.follow(page).await.assert_status(200).assert_text(t!(Lang::Sv, "link-sent-title"));
        }
        site.delivered_emails().await.len() - before
    };
    assert_eq!(ask(7).await, 5);
    site.clock.advance(TimeDelta::minutes(61));
    assert_eq!(ask(1).await, 6);
}

async fn a_guest_answers_closes_and_rates(site: &Site) {
    let (reference, token) = site.create_guest_ticket().await;
    let browser = site.browser();
    browser.get(&format!("/tickets/{reference}?token={token}")).await.assert_status(303);
    site.reply_as_support(&reference, "Prova en gång till.", Some(Status::WaitingForRequester)).await;
    let page = browser
        .get(&format!("/tickets/{reference}"))
        .await
        .assert_text("Prova en gång till.")
        .assert_text("Agnes Holm");
    let sent = [("form_key", page.value("form_key")), ("body", "Nu går det, tack!".into())];
    let sent = sent.each_ref().map(|(name, value)| (*name, value.as_str()));
    browser.post(&format!("/tickets/{reference}/messages"), &sent).await.assert_status(303);
    browser.post(&format!("/tickets/{reference}/close"), &[]).await.assert_status(303);
    assert!(site.delivered_emails().await.last().unwrap().text.contains("#survey"));
    browser
        .get(&format!("/tickets/{reference}"))
        .await
        .assert_text("Nu går det, tack!")
        .assert_text(t!(Lang::Sv, "status-closed"));
    browser
        .post(&format!("/tickets/{reference}/survey"), &[("score", "5"), ("comment", "Snabbt")])
        .await
        .assert_status(303);
    browser
        .get(&format!("/tickets/{reference}"))
        .await
        .assert_text(t!(Lang::Sv, "survey-thanks"))
        .assert_text("Snabbt");
    let thread = site.thread(&site.people.agnes, &reference).await;
    assert_eq!(thread.survey, Some(SurveyAnswer { score: 5, comment: Some("Snabbt".into()) }));
    assert!(
        thread
            .events
            .iter()
            .any(|entry| entry.author_name == "Gun Gäst" && entry.body == "Nu går det, tack!")
    );
}

async fn mail_about_changes_can_be_stopped_and_answers_still_come(site: &Site) {
    let (reference, token) = site.create_guest_ticket().await;
    let guest = site.browser();
    guest.get(&format!("/tickets/{reference}?token={token}")).await.assert_status(303);
    guest.post(&format!("/tickets/{reference}/close"), &[]).await.assert_status(303);
    let mails = site.delivered_emails().await;
    let link = mails.last().unwrap().link("http://fyr.test", "/mail/unsubscribe");
    assert!(!mails.last().unwrap().text.contains("#survey"), "nobody helped them yet");
    guest.get(&format!("/tickets/{reference}")).await.assert_no_text(t!(Lang::Sv, "survey-title"));
    let head = mails.last().unwrap().header_lines().join("\n");
    assert!(
        head.contains("List-Unsubscribe:")
            && head.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"),
        "{head}"
    );

    let browser = site.browser();
    let page = browser.get(&link).await.assert_status(200).assert_text(t!(Lang::Sv, "unsubscribe-title"));
    assert!(page.html().contains("method=\"post\""), "a link changes nothing by itself");
    guest.post(&format!("/tickets/{reference}/reopen"), &[]).await.assert_status(303);
    let so_far = site.delivered_emails().await.len();
    assert_eq!(so_far, mails.len() + 1, "asking for the page stopped nothing");
    browser.post(&link, &[]).await.assert_status(200).assert_text(t!(Lang::Sv, "unsubscribed-title"));
    guest.post(&format!("/tickets/{reference}/close"), &[]).await.assert_status(303);
    assert_eq!(site.delivered_emails().await.len(), so_far);
    site.reply_as_support(&reference, "Ett svar till.", None).await;
    assert!(site.delivered_emails().await.last().unwrap().text.contains("Ett svar till."));
}

async fn a_mail_programs_own_button_stops_mail(site: &Site) {
    let (reference, _) = site.create_guest_ticket().await;
    let ticket = site.thread(&site.people.agnes, &reference).await.ticket;
    let token = site.backend.link_token(LinkPurpose::Unsubscribe, (&ticket).into()).unwrap();
    let program = site
        .browser()
        .with_header("sec-fetch-site", "cross-site")
        .with_header("origin", "https://mail.example");
    program
        .post(&format!("/mail/unsubscribe?token={token}"), &[("List-Unsubscribe", "One-Click")])
        .await
        .assert_status(200);
    program
        .post("/mail/unsubscribe?token=forged", &[("List-Unsubscribe", "One-Click")])
        .await
        .assert_status(404);
}

async fn a_guest_keeps_every_ticket_they_file_in_one_browser(site: &Site) {
    let browser = site.browser();
    let mut filed = Vec::new();
    for _ in 0..2 {
        let location = submit_ticket(&browser, &GUEST).await.assert_status(303).location().to_owned();
        filed.push(location.split('?').next().unwrap().to_owned());
    }
    assert_ne!(filed[0], filed[1]);
    let (third, token) = site.create_guest_ticket().await;
    browser.get(&format!("/tickets/{third}?token={token}")).await.assert_status(303);
    for path in filed.iter().map(String::as_str).chain([format!("/tickets/{third}").as_str()]) {
        browser.get(path).await.assert_status(200);
        site.browser().get(path).await.assert_status(404);
    }
}

async fn a_form_key_is_worth_nothing_in_another_browser(site: &Site) {
    let (browser, thief) = (site.browser(), site.browser());
    let key = browser.get("/tickets/new").await.value("form_key");
    let parts = [text("form_key", &key), upload("bild.png", "image/png", PNG)];
    let sent = browser.post_parts("/tickets/new/uploads", &parts).await.assert_status(200);
    assert!(sent.html().contains("bild.png"), "{}", sent.html());

    // files on their way are neither shown nor taken off
    let seen = thief.post("/tickets/new/uploads", &[("form_key", &key)]).await.assert_status(200);
    assert!(!seen.html().contains("bild.png"), "{}", seen.html());
    let count = "SELECT COUNT(*) FROM attachments";
    let files = browser.post("/tickets/new/uploads", &[("form_key", &key)]).await.html();
    let id = files.split("remove-").nth(1).unwrap()[..36].to_owned();
    thief.post("/tickets/new/uploads", &[("form_key", &key), ("remove", &id)]).await.assert_status(200);
    assert_eq!(site.count(count).await, 1);

    // and the ticket it became is not opened by sending it again
    let filed = browser.post("/tickets/new", &with_field(&GUEST, "form_key", &key)).await.assert_status(303);
    let path = filed.location().split('?').next().unwrap().to_owned();
    thief.post("/tickets/new", &with_field(&GUEST, "form_key", &key)).await.assert_status(404);
    thief.get(&path).await.assert_status(404);
    assert_eq!(
        browser.post("/tickets/new", &with_field(&GUEST, "form_key", &key)).await.location(),
        filed.location()
    );
    browser.get(&path).await.assert_status(200).assert_text("bild.png");
}
