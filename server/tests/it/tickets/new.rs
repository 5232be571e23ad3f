//! Filing: once, by guests, participants and their counsellors, with what happens next said in words and in mail.

use fyr_domain::{Lang, tickets::Status};
use fyr_i18n::t;

use crate::support::{
    GUEST, OWN, PNG, Site, file as upload, on_both_engines, reference, submit_ticket, text, with_field,
};

on_both_engines! {
    a_guest_is_told_the_reference_and_when_an_answer_comes,
    a_guests_mail_has_the_reference_and_a_link_that_works_anywhere,
    a_participant_finds_the_ticket_among_theirs_and_signs_in_to_read_it,
    a_counsellor_files_for_their_participant_and_both_names_show,
    nobody_files_for_someone_elses_participant,
    support_records_a_ticket_for_somebody_who_called,
    support_alone_says_how_somebody_reached_it,
    everything_is_wrong_at_once_and_everything_typed_is_still_there,
    a_choice_made_on_the_way_fills_the_form,
    the_answers_can_be_checked_before_they_are_sent,
    what_is_checked_says_for_whom_and_when_an_urgent_one_is_answered,
    an_article_that_solves_it_is_said_so_and_nothing_is_filed,
    a_form_sent_twice_files_one_ticket,
    an_address_that_is_a_near_miss_is_asked_about_and_taken,
    a_form_sent_again_after_going_back_with_another_text_files_that_too,
    two_tabs_file_two_tickets,
    an_urgent_ticket_is_answered_sooner,
    an_urgent_cause_asks_what_follows_and_where_to_call,
    a_reason_that_is_not_urgent_is_answered_kindly,
    without_topics_the_form_has_no_topic,
    files_come_along,
}

async fn a_guest_is_told_the_reference_and_when_an_answer_comes(site: &Site) {
    let browser = site.browser();
    let filed = submit_ticket(&browser, &GUEST).await;
    let reference = reference(&filed);
    assert!(reference.len() == 8 && &reference[3..4] == "-", "{reference}");
    let page = browser.follow(filed).await.assert_status(200);
    // Tuesday 10:00, and one business day of nine hours; support closes at 17:00 and opens at 08:00
    page.assert_text(t!(Lang::Sv, "filed-title"))
        .assert_text(&reference)
        .assert_text("gun@gast.example")
        .assert_text(&t!(Lang::Sv, "next-promise", when = "i morgon 10:00"));
    browser
        .get(&format!("/tickets/{reference}"))
        .await
        .assert_status(200)
        .assert_text("Jag letar efter tiden")
        .assert_no_text(t!(Lang::Sv, "filed-title"));
}

async fn a_guests_mail_has_the_reference_and_a_link_that_works_anywhere(site: &Site) {
    let filed = submit_ticket(&site.browser(), &GUEST).await;
    let reference = reference(&filed);
    let mails = site.delivered_emails().await;
    let [mail] = mails.as_slice() else { panic!("one mail, not {}", mails.len()) };
    assert_eq!(mail.to, "gun@gast.example");
    assert!(mail.subject.starts_with(&format!("[{reference}]")), "{}", mail.subject);
    assert!(
        !mail.text.contains("Gun Gäst") && mail.text.contains(&reference) && mail.html.contains(&reference)
    );
    let link = mail.link("http://fyr.test", "/tickets/");
    let elsewhere = site.browser();
    elsewhere.get(&format!("/tickets/{reference}")).await.assert_status(404);
    let opened = elsewhere.get(&link).await;
    assert_eq!(opened.location(), format!("/tickets/{reference}"), "the token leaves the address");
    elsewhere.follow(opened).await.assert_status(200).assert_text("Jag letar efter tiden");
}

async fn a_participant_finds_the_ticket_among_theirs_and_signs_in_to_read_it(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let filed = submit_ticket(&petra, &OWN).await;
    let reference = reference(&filed);
    petra.follow(filed).await.assert_status(200).assert_text("Det kommer ingen kod.");
    petra.get("/tickets").await.assert_status(200).assert_text(&reference).assert_text("Koden fungerar inte");
    let mails = site.delivered_emails().await;
    assert_eq!(mails[0].to, site.people.petra.email);
    let link = mails[0].link("http://fyr.test", "/tickets/");
    assert_eq!(link, format!("/tickets/{reference}"), "the account is the key");
    // from the mail, in a browser where nobody is signed in: not there, and how it opens
    let elsewhere = site.browser();
    let page =
        elsewhere.get(&link).await.assert_status(404).assert_text(t!(Lang::Sv, "error-not-found-yours"));
    assert!(page.html().contains(&format!("href=\"/sign-in?next={link}\"")), "{}", page.html());
    let otto = site.signed_in(&site.people.otto).await;
    otto.get("/tickets").await.assert_status(200).assert_no_text(&reference);
}

async fn a_counsellor_files_for_their_participant_and_both_names_show(site: &Site) {
    let karin = site.signed_in(&site.people.karin).await;
    let id = site.people.petra.id.to_string();
    let form = karin
        .get(&format!("/tickets/new?participant={id}"))
        .await
        .assert_status(200)
        .assert_text("Petra Lund");
    let (key, participant) = (form.value("form_key"), form.value("participant"));
    let sent = with_field(&OWN, "form_key", &key);
    let filed = karin.post("/tickets/new", &with_field(&sent, "participant", &participant)).await;
    let reference = reference(&filed);
    karin.follow(filed).await.assert_status(200).assert_text("Petra Lund").assert_text("Karin Ek");
    let petra = site.signed_in(&site.people.petra).await;
    petra.get("/tickets").await.assert_text(&reference);
    petra
        .get(&format!("/tickets/{reference}"))
        .await
        .assert_status(200)
        .assert_text("Karin Ek")
        .assert_text("Petra Lund");
    let mails = site.delivered_emails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, site.people.petra.email);
    assert!(mails[0].text.contains("Karin Ek"), "{}", mails[0].text);
    let ticket = site.thread(&site.people.petra, &reference).await.ticket;
    assert_eq!(
        (ticket.requester_id, ticket.filed_by_id),
        (Some(site.people.petra.id), Some(site.people.karin.id))
    );
}

/// A call that an agent records, from this address.
fn call_from(email: &str) -> Vec<(&str, &str)> {
    let called = with_field(&with_field(&OWN, "channel", "phone"), "name", "Elin Ek");
    with_field(&called, "email", email)
}

async fn support_records_a_ticket_for_somebody_who_called(site: &Site) {
    let agnes = site.signed_in(&site.people.agnes).await;
    let form = agnes.get("/tickets/new?channel=phone").await.assert_status(200);
    let form = form.assert_text(t!(Lang::Sv, "new-title-recorded")).assert_text(&t!(
        Lang::Sv,
        "new-promise-for",
        when = "i morgon 10:00"
    ));
    assert_eq!(form.value("channel"), "phone");
    let check = with_field(&call_from("elin@gast.example"), "step", "check");
    agnes
        .post("/tickets/new", &check)
        .await
        .assert_status(200)
        .assert_text("Elin Ek")
        .assert_text("elin@gast.example")
        .assert_text(t!(Lang::Sv, "channel-phone"));
    let nameless = with_field(&call_from("elin@gast.example"), "name", "");
    let refused = agnes.post("/tickets/new", &nameless).await.assert_status(422);
    assert_eq!(
        (refused.value("channel").as_str(), refused.value("email").as_str()),
        ("phone", "elin@gast.example")
    );

    let filed = submit_ticket(&agnes, &call_from("elin@gast.example")).await;
    let page = filed.location().to_owned();
    assert!(page.starts_with("/desk/tickets/"), "the agent goes on: {page}");
    let reference = reference(&filed);
    agnes
        .follow(filed)
        .await
        .assert_status(200)
        .assert_text("Elin Ek")
        .assert_text(t!(Lang::Sv, "recorded-phone"));
    let ticket = site.thread(&site.people.agnes, &reference).await.ticket;
    assert_eq!((ticket.requester_id, ticket.filed_by_id), (None, Some(site.people.agnes.id)));
    assert!(ticket.responded_at.is_none(), "recording is no answer");
    let mails = site.delivered_emails().await;
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["elin@gast.example"]);
    let caller = site.browser();
    let opened = caller.get(&mails[0].link("http://fyr.test", "/tickets/")).await;
    caller
        .follow(opened)
        .await
        .assert_status(200)
        .assert_text(t!(Lang::Sv, "channel-phone"))
        .assert_text(&site.people.agnes.name);

    // whoever has an account finds it there, and the agent reads whose it is
    let check = with_field(&call_from(&site.people.petra.email), "step", "check");
    agnes.post("/tickets/new", &check).await.assert_status(200).assert_text(&site.people.petra.name);
    submit_ticket(&agnes, &call_from(&site.people.petra.email)).await;
    let petra = site.signed_in(&site.people.petra).await;
    petra.get("/tickets").await.assert_status(200).assert_text("Koden fungerar inte");

    // whose account is deactivated gets a link, as they could not sign in
    let adam = site.signed_in(&site.people.adam).await;
    let otto = &site.people.otto;
    adam.post(&format!("/desk/people/{}", otto.id), &[("action", "deactivate")]).await.assert_status(303);
    let recorded = crate::support::reference(&submit_ticket(&agnes, &call_from(&otto.email)).await);
    assert_eq!(site.thread(&site.people.agnes, &recorded).await.ticket.requester_id, None);
}

async fn support_alone_says_how_somebody_reached_it(site: &Site) {
    for person in [&site.people.petra, &site.people.karin] {
        let browser = site.signed_in(person).await;
        browser
            .get("/tickets/new?channel=phone")
            .await
            .assert_status(200)
            .assert_no_text(t!(Lang::Sv, "new-title-recorded"));
        browser.post("/tickets/new", &call_from("elin@gast.example")).await.assert_status(422);
    }
    site.browser().post("/tickets/new", &with_field(&GUEST, "channel", "phone")).await.assert_status(422);
    assert!(site.delivered_emails().await.is_empty());
}

async fn nobody_files_for_someone_elses_participant(site: &Site) {
    let id = site.people.petra.id.to_string();
    let people = &site.people;
    for user in [&people.olle, &people.otto, &people.petra, &people.agnes, &people.stina, &people.adam] {
        let browser = site.signed_in(user).await;
        browser.get(&format!("/tickets/new?participant={id}")).await.assert_status(404);
        let refused = browser.post("/tickets/new", &with_field(&OWN, "participant", &id)).await;
        assert!(matches!(refused.status, 404 | 422), "{}: {}", user.name, refused.status);
    }
    let karin = site.signed_in(&people.karin).await;
    for other in [people.otto.id.to_string(), uuid::Uuid::nil().to_string()] {
        let refused = karin.post("/tickets/new", &with_field(&OWN, "participant", &other)).await;
        assert!(matches!(refused.status, 404 | 422), "{}", refused.status);
    }
    site.signed_in(&people.petra).await.get("/tickets").await.assert_text(t!(Lang::Sv, "list-empty-own"));
    site.signed_in(&people.otto).await.get("/tickets").await.assert_text(t!(Lang::Sv, "list-empty-own"));
    let mails = site.delivered_emails().await;
    assert!(!mails.iter().any(|mail| mail.subject.contains(OWN[1].1)), "nobody is told of a ticket");
}

async fn everything_is_wrong_at_once_and_everything_typed_is_still_there(site: &Site) {
    let browser = site.browser();
    let key = browser.get("/tickets/new").await.value("form_key");
    let parts = [
        text("form_key", &key),
        text("topic", "nonsense"),
        text("subject", ""),
        text("description", "Två rader\r\n<b>text</b> & mer"),
        text("name", "  "),
        text("email", "gun at gast"),
        text("urgent", "yes"),
        upload("bild.png", "image/png", PNG),
        upload("virus.exe", "application/octet-stream", "MZ\0\0"),
    ];
    let page = browser.post_parts("/tickets/new", &parts).await.assert_status(422);
    let html = page.html();
    for field in ["topic", "subject", "name", "email", "attachments"] {
        assert!(html.contains(&format!("href=\"#{field}\"")), "the summary leads to {field}");
        assert!(html.contains(&format!("id=\"{field}\"")), "{field} is there to be led to");
        assert!(html.contains(&format!("id=\"{field}-error\"")), "{field} says what is wrong");
    }
    let page =
        page.assert_text(t!(Lang::Sv, "errors-title")).assert_text("virus.exe").assert_text("bild.png");
    assert_eq!(page.value("form_key"), key);
    assert_eq!(page.value("description").replace("\r\n", "\n"), "Två rader\n<b>text</b> & mer");
    assert_eq!(page.value("email"), "gun at gast");
    assert_eq!(page.value("urgent"), "yes");

    // mended, without sending the file again
    let mended = [
        text("topic", "other"),
        text("subject", "Nu så"),
        text("name", "Gun"),
        text("email", "gun@gast.example"),
    ];
    let parts: Vec<_> = parts[..1].iter().chain(&parts[3..4]).chain(&mended).cloned().collect();
    let filed = browser.post_parts("/tickets/new", &parts).await;
    let page =
        browser.follow(filed).await.assert_status(200).assert_text("bild.png").assert_no_text("virus.exe");
    assert!(page.main_text().contains("<b>text</b> & mer"), "text is text: {}", page.main_text());
}

async fn a_choice_made_on_the_way_fills_the_form(site: &Site) {
    let page = site
        .browser()
        .get("/tickets/new?subject=Byta%20l%C3%B6senord&topic=sign-in")
        .await
        .assert_status(200);
    assert_eq!((page.value("subject").as_str(), page.value("topic").as_str()), ("Byta lösenord", "sign-in"));
}

async fn the_answers_can_be_checked_before_they_are_sent(site: &Site) {
    let browser = site.browser();
    let key = browser.get("/tickets/new").await.value("form_key");
    let form = with_field(&GUEST, "form_key", &key);
    let check = browser.post("/tickets/new", &with_field(&form, "step", "check")).await.assert_status(200);
    let check = check
        .assert_text(t!(Lang::Sv, "check-title"))
        .assert_text("Var hittar jag schemat?")
        .assert_text("Annat")
        .assert_text("Gun Gäst");
    assert_eq!(check.value("form_key"), key);
    assert_eq!(site.delivered_emails().await.len(), 0, "nothing is filed yet");

    let fields = ["form_key", "topic", "subject", "description", "name", "email", "urgent", "participant"];
    let shown: Vec<_> = fields.iter().map(|name| (*name, check.value(name))).collect();
    let hidden: Vec<_> = shown.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let back = browser.post("/tickets/new", &with_field(&hidden, "step", "edit")).await.assert_status(200);
    assert_eq!(back.value("subject"), "Var hittar jag schemat?");
    let back = back.assert_no_text(t!(Lang::Sv, "errors-title"));
    assert_eq!(back.value("email"), "gun@gast.example");
    let filed = browser.post("/tickets/new", &with_field(&hidden, "step", "send")).await;
    browser.follow(filed).await.assert_status(200).assert_text("Jag letar efter tiden");
    assert_eq!(site.delivered_emails().await.len(), 1);

    let wrong =
        browser.post("/tickets/new", &with_field(&with_field(&GUEST, "subject", ""), "step", "check")).await;
    wrong.assert_status(422).assert_text(t!(Lang::Sv, "errors-title"));
}

async fn what_is_checked_says_for_whom_and_when_an_urgent_one_is_answered(site: &Site) {
    let karin = site.signed_in(&site.people.karin).await;
    let petra = site.people.petra.id.to_string();
    let form = with_field(&with_field(&OWN, "participant", &petra), "step", "check");
    let promised = async |form: &[(&str, &str)]| {
        let page =
            karin.post("/tickets/new", form).await.assert_status(200).assert_text("Petra Lund").main_text();
        page.split("kommer svaret senast ").nth(1).unwrap().chars().take(11).collect::<String>()
    };
    let ordinary = promised(&form).await;
    let urgent = promised(&with_field(&form, "urgent", "yes")).await;
    assert_ne!(ordinary, urgent);
    let filed = karin
        .post("/tickets/new", &with_field(&with_field(&form, "urgent", "yes"), "step", "send"))
        .await
        .assert_status(303);
    karin.follow(filed).await.assert_status(200).assert_text(&urgent);
}

async fn an_article_that_solves_it_is_said_so_and_nothing_is_filed(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let form = with_field(&OWN, "subject", "Hur byter jag mitt lösenord?");
    let page = petra.post("/tickets/new", &with_field(&form, "step", "check")).await.assert_status(200);
    let page = page.assert_text(t!(Lang::Sv, "help-solved"));
    assert_eq!(page.page().attributes("button[name=solved]", "value"), ["reset-password"]);
    let key = page.value("form_key");
    let solved = [("form_key", key.as_str()), ("subject", "Hur?"), ("solved", "reset-password")];
    for _ in 0..2 {
        let led = petra.post("/tickets/new", &solved).await.assert_status(303);
        petra.follow(led).await.assert_text(t!(Lang::Sv, "notice-solved-by-article"));
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM tickets").await, 0);
    assert_eq!(petra.get("/tickets/new").await.value("subject"), "", "the draft is gone");
    assert_eq!(site.count("SELECT COUNT(*) FROM confirmed_answers").await, 1, "the same form counts once");
    let adam = site.signed_in(&site.people.adam).await;
    let article = format!("/desk/articles/{}", site.article("reset-password").await);
    adam.get(&article).await.assert_text(&t!(Lang::Sv, "writing-confirmed", count = 1));
    let unknown = [("subject", "Hur?"), ("solved", "finns-inte")];
    petra.post("/tickets/new", &unknown).await.assert_status(404);
}

async fn a_form_sent_twice_files_one_ticket(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let key = petra.get("/tickets/new").await.value("form_key");
    let form = with_field(&OWN, "form_key", &key);
    let (one, other) = tokio::join!(petra.post("/tickets/new", &form), petra.post("/tickets/new", &form));
    assert_eq!(reference(&one.assert_status(303)), reference(&other.assert_status(303)));
    let again = petra.post("/tickets/new", &form).await;
    let reference = reference(&again);
    let page = petra.follow(again).await.assert_status(200).assert_text(t!(Lang::Sv, "filed-title"));
    assert_eq!(page.html().matches("Det kommer ingen kod.").count(), 1);
    assert_eq!(site.thread(&site.people.petra, &reference).await.events.len(), 1);
    assert_eq!(petra.get("/tickets").await.html().matches("Koden fungerar inte").count(), 1);
    assert_eq!(site.delivered_emails().await.len(), 1);
}

async fn a_form_sent_again_after_going_back_with_another_text_files_that_too(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let key = petra.get("/tickets/new").await.value("form_key");
    let form = with_field(&OWN, "form_key", &key);
    let first = reference(&petra.post("/tickets/new", &form).await);
    let changed = with_field(&form, "description", "Ändrat efteråt");
    let second = reference(&petra.post("/tickets/new", &changed).await);
    assert_ne!(first, second, "what is written is never lost");
    for (form, filed) in [(&form, &first), (&changed, &second)] {
        assert_eq!(reference(&petra.post("/tickets/new", form).await), *filed, "the same again is the same");
    }
    let shown = petra.get(&format!("/tickets/{first}")).await.assert_text("Det kommer ingen kod.");
    shown.assert_no_text("Ändrat efteråt");
    petra.get(&format!("/tickets/{second}")).await.assert_text("Ändrat efteråt");
    assert_eq!(site.delivered_emails().await.len(), 2);
    let fresh = petra.get("/tickets/new").await;
    assert!(
        fresh.value("form_key") != key && fresh.value("subject").is_empty(),
        "the next form is a new one"
    );
}

async fn two_tabs_file_two_tickets(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let tabs = [
        petra.get("/tickets/new").await.value("form_key"),
        petra.get("/tickets/new").await.value("form_key"),
    ];
    assert_ne!(tabs[0], tabs[1]);
    let one = reference(&petra.post("/tickets/new", &with_field(&OWN, "form_key", &tabs[0])).await);
    let other = reference(&petra.post("/tickets/new", &with_field(&OWN, "form_key", &tabs[1])).await);
    assert_ne!(one, other);
    let both = petra.get("/tickets").await.assert_text(&one).assert_text(&other);
    assert_eq!(both.html().matches("Koden fungerar inte").count(), 2);
}

async fn an_urgent_ticket_is_answered_sooner(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let ordinary = reference(&petra.post("/tickets/new", &OWN).await);
    let urgent = reference(&petra.post("/tickets/new", &with_field(&OWN, "urgent", "yes")).await);
    let due =
        async |reference: &str| site.thread(&site.people.petra, reference).await.ticket.respond_by.unwrap();
    assert!(due(&urgent).await < due(&ordinary).await);
    let ticket = site.thread(&site.people.petra, &urgent).await.ticket;
    assert_eq!((ticket.urgent, ticket.status), (true, Status::New));
}

async fn an_urgent_cause_asks_what_follows_and_where_to_call(site: &Site) {
    let browser = site.browser();
    let outage = with_field(&with_field(&GUEST, "urgent", "outage"), "impact", "everyone");
    let refused = submit_ticket(&browser, &outage).await.assert_status(422);
    let refused = refused.assert_text(t!(Lang::Sv, "problem-required-effect"));
    assert_eq!((refused.value("urgent").as_str(), refused.value("impact").as_str()), ("outage", "everyone"));
    let effect = with_field(&outage, "effect", "Ingen kan stämpla in <b>");
    let told = with_field(&with_field(&effect, "phone", "070-123 45 67"), "kind", "incident");
    let check = submit_ticket(&browser, &with_field(&told, "step", "check")).await.assert_status(200);
    check
        .assert_text(t!(Lang::Sv, "urgent-cause-outage"))
        .assert_text(t!(Lang::Sv, "impact-everyone"))
        .assert_text(t!(Lang::Sv, "kind-incident"))
        .assert_text("070-123 45 67")
        .assert_no_text("P1");
    let filed = submit_ticket(&browser, &told).await.assert_status(303);
    let reference = reference(&filed);
    // an hour for P1, at 10:00
    let page = browser.follow(filed).await.assert_status(200);
    page.assert_text(&t!(Lang::Sv, "next-promise", when = "i dag 11:00")).assert_no_text("P1");
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes
        .get(&format!("/desk/tickets/{reference}"))
        .await
        .assert_text("P1")
        .assert_text("Följd: Ingen kan stämpla in <b>")
        .assert_text("Telefon: 070-123 45 67")
        .assert_text(t!(Lang::Sv, "impact-everyone"));
    // the same form again is the same ticket
    let key = browser.get("/tickets/new").await.value("form_key");
    let told = with_field(&told, "form_key", &key);
    let [first, again] =
        [browser.post("/tickets/new", &told).await, browser.post("/tickets/new", &told).await];
    assert_eq!(self::reference(&first), self::reference(&again));
}

async fn a_reason_that_is_not_urgent_is_answered_kindly(site: &Site) {
    let browser = site.browser();
    let other = with_field(&with_field(&GUEST, "urgent", "other"), "effect", "Jag är otålig");
    let check = submit_ticket(&browser, &with_field(&other, "step", "check")).await.assert_status(200);
    check
        .assert_text("Din orsak går inte före i kön hos oss")
        .assert_text(t!(Lang::Sv, "urgent-cause-security"))
        .assert_text(&t!(Lang::Sv, "new-promise", when = "i morgon 10:00"));
    let filed = submit_ticket(&browser, &other).await.assert_status(303);
    browser.follow(filed).await.assert_text("Följd: Jag är otålig").assert_no_text("Brådskande:");
}

async fn without_topics_the_form_has_no_topic(site: &Site) {
    site.execute_sql("DELETE FROM topics").await;
    site.execute_sql("UPDATE revisions SET value = value + 1").await;
    site.clock.advance(chrono::TimeDelta::seconds(1));
    let browser = site.browser();
    let page = browser.get("/tickets/new").await.assert_status(200);
    assert!(!page.html().contains("name=\"topic\""));
    let filed = submit_ticket(&browser, &with_field(&GUEST, "topic", "")).await.assert_status(303);
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes.get(&format!("/desk/tickets/{}", reference(&filed))).await.assert_status(200);
    browser.follow(filed).await.assert_status(200).assert_no_text(t!(Lang::Sv, "ticket-topic"));
}

async fn files_come_along(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let mut parts: Vec<_> = OWN.iter().map(|(name, value)| text(name, value)).collect();
    parts.extend([
        upload("skärmbild.png", "image/png", PNG),
        upload("lista.csv", "text/csv", "å;ä\n1;2"),
        upload("", "", ""),
    ]);
    let filed = petra.post_parts("/tickets/new", &parts).await;
    let reference = reference(&filed);
    let page =
        petra.follow(filed).await.assert_status(200).assert_text("skärmbild.png").assert_text("lista.csv");
    let files = site.thread(&site.people.petra, &reference).await.files;
    assert_eq!(files.len(), 2, "a field without a file is no file");
    for file in files {
        let href = format!("/tickets/{reference}/attachments/{}", file.id);
        assert!(page.html().contains(&format!("href=\"{href}\"")));
        assert_eq!(petra.get(&href).await.assert_status(200).body.len().to_string(), file.size.to_string());
    }
}

async fn an_address_that_is_a_near_miss_is_asked_about_and_taken(site: &Site) {
    let browser = site.browser();
    let form = with_field(&GUEST, "email", "gun@gmial.com");
    let asked = t!(Lang::Sv, "email-likely", email = "gun@gmail.com");
    let check = with_field(&form, "step", "check");
    submit_ticket(&browser, &check).await.assert_status(200).assert_text(&asked);
    let refused = with_field(&form, "subject", "");
    submit_ticket(&browser, &refused).await.assert_status(422).assert_text(&asked);
    let filed = submit_ticket(&browser, &form).await.assert_status(303);
    let asked = t!(Lang::Sv, "filed-email-likely-change", email = "gun@gmail.com");
    browser.follow(filed).await.assert_status(200).assert_text(&asked);
    let filed = submit_ticket(&browser, &GUEST).await.assert_status(303);
    browser.follow(filed).await.assert_status(200).assert_no_text("Menade du");
}
