//! What is sent after a session has ended waits while its sender signs in.

use chrono::TimeDelta;
use fyr_domain::{Lang, User};
use fyr_i18n::t;

use crate::support::{
    Browser, OWN, PASSWORD, Site, TestResponse, file as upload, on_both_engines, text, with_field,
};

on_both_engines! {
    an_answer_waits_with_its_files,
    a_note_of_an_agent_waits_and_stays_a_note,
    a_new_ticket_waits_for_the_one_who_wrote_it,
    it_waits_an_hour,
    forms_without_a_page_of_their_own_lead_back_to_one_with,
}

/// Signs in where the answer led, and goes where that leads.
async fn sign_in_again(browser: &Browser, answer: TestResponse, user: &User) -> TestResponse {
    let page = browser
        .follow(answer.assert_status(303))
        .await
        .assert_status(200)
        .assert_text(t!(Lang::Sv, "sign-in-unsent"));
    let next = page.value("next");
    // a wrong password does not lose it either
    let wrong =
        [("email", user.email.as_str()), ("password", "fel"), ("next", next.as_str()), ("unsent", "yes")];
    browser.post("/sign-in", &wrong).await.assert_status(422).assert_text(t!(Lang::Sv, "sign-in-unsent"));
    let right = [("email", user.email.as_str()), ("password", PASSWORD), ("next", next.as_str())];
    let back = browser.post("/sign-in", &right).await.assert_status(303);
    browser.follow(back).await.assert_status(200)
}

async fn an_answer_waits_with_its_files(site: &Site) {
    let petra = &site.people.petra;
    let path = format!("/tickets/{}", site.create_ticket(petra).await);
    let browser = site.signed_in(petra).await;
    let key = browser.get(&path).await.assert_status(200).value("form_key");
    site.clock.advance(TimeDelta::hours(13));
    let parts = [
        text("form_key", &key),
        text("body", "Nu fungerar det,\noch jag bifogar en bild."),
        upload("logg.txt", "text/plain", "rad 1"),
    ];
    let answer = browser.post_parts(&format!("{path}/messages"), &parts).await;
    let unknown =
        site.browser().post("/tickets/000-0000/messages", &[("body", "Hej")]).await.assert_status(303);
    assert_eq!(unknown.location(), "/sign-in?next=%2Ftickets%2F000-0000", "as where there is a ticket");
    assert_eq!(site.count("SELECT COUNT(*) FROM entries WHERE body LIKE 'Nu fungerar%'").await, 0);

    let page = sign_in_again(&browser, answer, petra).await.assert_text(t!(Lang::Sv, "problem-not-sent-yet"));
    assert_eq!(
        (page.value("body").as_str(), page.value("form_key")),
        ("Nu fungerar det,\noch jag bifogar en bild.", key.clone())
    );
    page.assert_text("logg.txt");
    let sent = [("form_key", key.as_str()), ("body", "Nu fungerar det.")];
    browser.post(&format!("{path}/messages"), &sent).await.assert_status(303);
    let page =
        browser.get(&path).await.assert_status(200).assert_text("Nu fungerar det.").assert_text("logg.txt");
    assert_eq!(page.value("body"), "");
}

async fn a_note_of_an_agent_waits_and_stays_a_note(site: &Site) {
    let path = format!("/desk/tickets/{}", site.create_ticket(&site.people.petra).await);
    let agnes = site.signed_in(&site.people.agnes).await;
    site.clock.advance(TimeDelta::hours(13));
    let answer = agnes.post(&path, &[("action", "note"), ("body", "Bara för oss.")]).await;
    let page = sign_in_again(&agnes, answer, &site.people.agnes).await;
    let note = page.html();
    let (reply, note) = note.split_once("value=\"note\"").unwrap();
    assert!(note.contains("Bara för oss.") != reply.contains("Bara för oss."), "in one of the two");
    let shown = t!(Lang::Sv, "problem-not-sent-yet");
    page.assert_text(shown);
    agnes.post(&path, &[("action", "note"), ("body", "Bara för oss.")]).await.assert_status(303);
    agnes.get(&path).await.assert_status(200).assert_no_text(shown);
    assert_eq!(site.count("SELECT COUNT(*) FROM entries WHERE kind = 'note'").await, 1);
}

async fn a_new_ticket_waits_for_the_one_who_wrote_it(site: &Site) {
    let petra = &site.people.petra;
    let browser = site.signed_in(petra).await;
    let page = browser.get("/tickets/new").await;
    let (key, account) = (page.value("form_key"), page.value("account"));
    assert_eq!(account, petra.id.to_string());
    site.clock.advance(TimeDelta::hours(13));
    let form = with_field(&OWN, "form_key", &key);
    let answer = browser.post("/tickets/new", &with_field(&form, "account", &account)).await;
    assert_eq!(answer.location(), "/sign-in?next=%2Ftickets%2Fnew");
    assert_eq!(site.count("SELECT COUNT(*) FROM tickets").await, 0);

    // someone else at the same computer does not see it
    let other = browser
        .post("/sign-in", &[("email", "otto@fyr.test"), ("password", PASSWORD)])
        .await
        .assert_status(303);
    browser.follow(other).await.assert_status(200);
    assert_eq!(browser.get("/tickets/new").await.value("subject"), "");
    browser.post("/sign-out", &[]).await.assert_status(303);

    let browser = site.signed_in(petra).await;
    site.clock.advance(TimeDelta::hours(13));
    let answer = browser.post("/tickets/new", &with_field(&form, "account", &account)).await;
    let page = sign_in_again(&browser, answer, petra).await.assert_text(t!(Lang::Sv, "problem-not-sent-yet"));
    assert_eq!((page.value("subject").as_str(), page.value("form_key")), (OWN[1].1, key.clone()));
    browser.post("/tickets/new", &form).await.assert_status(303);
    assert_eq!(browser.get("/tickets/new").await.assert_status(200).value("subject"), "");
}

async fn it_waits_an_hour(site: &Site) {
    let petra = &site.people.petra;
    let path = format!("/tickets/{}", site.create_ticket(petra).await);
    for (minutes, kept) in [(60, "Hej"), (61, "")] {
        let browser = site.browser();
        browser.post(&format!("{path}/messages"), &[("body", "Hej")]).await.assert_status(303);
        site.clock.advance(TimeDelta::minutes(minutes));
        browser.sign_in(petra).await;
        assert_eq!(browser.get(&path).await.assert_status(200).value("body"), kept);
    }
}

async fn forms_without_a_page_of_their_own_lead_back_to_one_with(site: &Site) {
    for (path, page) in [
        ("/account/data/download", "%2Faccount%2Fdata"),
        ("/account/access/code", "%2Faccount%2Faccess"),
        ("/desk/people/export", "%2Fdesk%2Fpeople"),
        ("/desk/audit/export", "%2Fdesk%2Faudit"),
    ] {
        let asked = site.browser().post(path, &[]).await.assert_status(303);
        assert_eq!(asked.location(), format!("/sign-in?next={page}"));
    }
}
