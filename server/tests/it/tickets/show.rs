//! Following a ticket: answering, closing, reopening, rating, and what the page and the mail say at each step.

use fyr_domain::{Lang, tickets::Status};
use fyr_i18n::{t, text_for};
use fyr_usecases::store::surveys::SurveyAnswer;

use super::add_note;
use crate::support::{PNG, Site, file, on_both_engines, text};

on_both_engines! {
    an_answer_makes_it_supports_turn_again,
    an_answer_sent_twice_stands_once,
    an_empty_answer_is_asked_for_and_its_files_wait,
    a_counsellors_answer_is_told_to_the_participant,
    what_support_answers_comes_by_mail,
    a_ticket_is_closed_and_opened_again,
    help_is_rated_once_the_ticket_is_done,
    the_page_says_where_a_ticket_stands_in_each_language,
    references_are_read_as_people_write_them,
    a_promise_that_was_broken_is_admitted,
    the_list_shows_what_is_asked_for,
    ones_own_messages_are_ones_own_and_others_have_names,
    addresses_in_messages_are_links_and_nothing_else_is,
    what_is_written_in_another_language_says_so,
}

async fn an_answer_makes_it_supports_turn_again(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    site.reply_as_support(&ticket, "Vilken kod?", Some(Status::WaitingForRequester)).await;
    let page = petra
        .get(&format!("/tickets/{ticket}"))
        .await
        .assert_text(t!(Lang::Sv, "next-waiting-for-requester"));
    let parts = [
        text("form_key", page.value("form_key")),
        text("body", "Kod 17.\r\n\r\nSe bild."),
        file("b.png", "image/png", PNG),
    ];
    let sent = petra.post_parts(&format!("/tickets/{ticket}/messages"), &parts).await;
    assert!(sent.location().starts_with(&format!("/tickets/{ticket}#e-")), "{}", sent.location());
    petra
        .follow(sent)
        .await
        .assert_text("Kod 17.")
        .assert_text("Se bild.")
        .assert_text("b.png")
        .assert_text(t!(Lang::Sv, "status-open"));
    let thread = site.thread(&site.people.petra, &ticket).await;
    assert_eq!(thread.ticket.status, Status::Open);
    assert!(thread.ticket.waiting_since.is_some());
}

async fn an_answer_sent_twice_stands_once(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let key = petra.get(&format!("/tickets/{ticket}")).await.value("form_key");
    let (path, form) =
        (format!("/tickets/{ticket}/messages"), [("form_key", key.as_str()), ("body", "En gång")]);
    let (one, other) = tokio::join!(petra.post(&path, &form), petra.post(&path, &form));
    one.assert_status(303);
    other.assert_status(303);
    assert_eq!(petra.get(&format!("/tickets/{ticket}")).await.html().matches("En gång").count(), 1);
    petra.post(&path, &[("body", "En gång")]).await.assert_status(303);
    assert_eq!(
        site.thread(&site.people.petra, &ticket).await.events.len(),
        3,
        "another form is another answer"
    );
}

async fn an_empty_answer_is_asked_for_and_its_files_wait(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let key = petra.get(&format!("/tickets/{ticket}")).await.value("form_key");
    let path = format!("/tickets/{ticket}/messages");
    let parts = [text("form_key", &key), text("body", " \r\n"), file("b.png", "image/png", PNG)];
    let again = petra
        .post_parts(&path, &parts)
        .await
        .assert_status(422)
        .assert_text(t!(Lang::Sv, "problem-required-text"))
        .assert_text("b.png");
    assert_eq!(again.value("form_key"), key);
    assert!(again.html().contains("href=\"#body\"") && again.html().contains("id=\"body-error\""));
    petra.post(&path, &[("form_key", &key), ("body", "Här")]).await.assert_status(303);
    petra.get(&format!("/tickets/{ticket}")).await.assert_text("b.png");
}

async fn a_counsellors_answer_is_told_to_the_participant(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let karin = site.signed_in(&site.people.karin).await;
    karin
        .post(&format!("/tickets/{ticket}/messages"), &[("body", "Jag har hört av mig.")])
        .await
        .assert_status(303);
    let petra = site.signed_in(&site.people.petra).await;
    petra
        .get(&format!("/tickets/{ticket}"))
        .await
        .assert_text("Jag har hört av mig.")
        .assert_text("Karin Ek")
        .assert_text(t!(Lang::Sv, "side-counsellor"));
    let mails = site.delivered_emails().await;
    let mail = mails.last().unwrap();
    assert_eq!(mail.to, site.people.petra.email);
    assert!(mail.text.contains("Karin Ek") && mail.text.contains("Jag har hört av mig."), "{}", mail.text);
    petra.post(&format!("/tickets/{ticket}/messages"), &[("body", "Tack")]).await.assert_status(303);
    assert_eq!(site.delivered_emails().await.len(), mails.len(), "nobody gets mail about their own words");
}

async fn what_support_answers_comes_by_mail(site: &Site) {
    let (ticket, token) = site.create_guest_ticket().await;
    // someone who has answered by the mailed link
    let guest = site.browser();
    guest.get(&format!("/tickets/{ticket}?token={token}")).await.assert_status(303);
    guest.post(&format!("/tickets/{ticket}/messages"), &[("body", "Det är jag.")]).await.assert_status(303);
    site.reply_as_support(&ticket, "Starta om <appen>.\n\nDå går det.", Some(Status::Solved)).await;
    let mails = site.delivered_emails().await;
    assert_eq!(mails.len(), 2, "an answer and what it led to are one mail");
    let mail = &mails[1];
    assert!(mail.subject.contains(&ticket));
    assert!(mail.text.contains("Starta om <appen>.") && mail.text.contains("Agnes Holm"), "{}", mail.text);
    assert!(mail.html.contains("Starta om &lt;appen&gt;.") && !mail.html.contains("<appen>"));
    assert!(mail.text.contains(t!(Lang::Sv, "mail-after-solved")), "{}", mail.text);
    assert!(mail.text.contains(t!(Lang::Sv, "mail-survey-button")) && mail.text.contains("#survey"));
    let browser = site.browser();
    let opened = browser.get(&mail.link("http://fyr.test", "/tickets/")).await;
    browser.follow(opened).await.assert_status(200).assert_text("Starta om <appen>.");
}

async fn a_ticket_is_closed_and_opened_again(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let path = format!("/tickets/{ticket}");
    petra.post(&format!("{path}/reopen"), &[]).await.assert_status(303);
    assert_eq!(
        site.thread(&site.people.petra, &ticket).await.ticket.status,
        Status::New,
        "what is not done is not reopened"
    );
    for _ in 0..2 {
        petra.post(&format!("{path}/close"), &[]).await.assert_status(303);
    }
    petra
        .get(&path)
        .await
        .assert_text(t!(Lang::Sv, "status-closed"))
        .assert_text(t!(Lang::Sv, "ticket-reopen"))
        .assert_text(t!(Lang::Sv, "answer-reopens"));
    assert_eq!(site.delivered_emails().await.len(), 2, "closing twice is told once");
    petra.post(&format!("{path}/reopen"), &[]).await.assert_status(303);
    petra.get(&path).await.assert_text(t!(Lang::Sv, "status-open"));
    petra.post(&format!("{path}/close"), &[]).await.assert_status(303);
    petra.post(&format!("{path}/messages"), &[("body", "Det kom tillbaka")]).await.assert_status(303);
    petra.get(&path).await.assert_text("Det kom tillbaka").assert_text(t!(Lang::Sv, "status-open"));
}

async fn help_is_rated_once_the_ticket_is_done(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let (page, path) = (format!("/tickets/{ticket}"), format!("/tickets/{ticket}/survey"));
    petra.get(&page).await.assert_no_text(t!(Lang::Sv, "survey-title"));
    petra.post(&path, &[("score", "5")]).await.assert_status(404);
    site.reply_as_support(&ticket, "Klart", Some(Status::Solved)).await;
    petra.get(&page).await.assert_text(t!(Lang::Sv, "survey-title"));
    let long = "a".repeat(2_001);
    for (score, comment) in
        [("", ""), ("0", ""), ("6", ""), ("-1", ""), ("bra", ""), ("4.5", ""), ("3", long.as_str())]
    {
        let again = petra.post(&path, &[("score", score), ("comment", comment)]).await.assert_status(422);
        assert_eq!(again.assert_text(t!(Lang::Sv, "survey-title")).value("comment"), comment, "{score}");
    }
    assert_eq!(site.thread(&site.people.petra, &ticket).await.survey, None);
    petra.post(&path, &[("score", "2"), ("comment", "Långsamt")]).await.assert_status(303);
    petra.post(&path, &[("score", "4"), ("comment", "")]).await.assert_status(303);
    assert_eq!(
        site.thread(&site.people.petra, &ticket).await.survey,
        Some(SurveyAnswer { score: 4, comment: None }),
        "the later one counts"
    );
    petra.get(&page).await.assert_text(t!(Lang::Sv, "survey-thanks"));
    site.signed_in(&site.people.karin).await.get(&page).await.assert_no_text(t!(Lang::Sv, "survey-title"));
}

async fn the_page_says_where_a_ticket_stands_in_each_language(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    for status in Status::ALL {
        let status = *status;
        if status != Status::New {
            site.set_status(&ticket, status).await;
        }
        for lang in Lang::ALL {
            let words = text_for(lang, "status-", status.as_str());
            let page = petra.get(&format!("/tickets/{ticket}?lang={lang}")).await.assert_status(200);
            assert!(page.html().contains(&format!("<html lang=\"{lang}\"")), "{lang}");
            let list = petra.get(&format!("/tickets?lang={lang}")).await;
            assert!(
                page.main_text().contains(&words) && list.main_text().contains(&words),
                "{lang} {words}: {}",
                page.main_text()
            );
        }
    }
}

async fn references_are_read_as_people_write_them(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let compact = ticket.replace('-', "");
    for way in [
        ticket.to_lowercase(),
        compact.clone(),
        compact.to_lowercase(),
        ticket.replace('0', "o").replace('1', "l"),
        format!("%20{ticket}"),
    ] {
        petra.get(&format!("/tickets/{way}")).await.assert_status(200).assert_text(&ticket);
    }
    for wrong in ["K7M", "K7M-3Q9U", "%E2%98%83", "..%2F..", "%00", "-------", &format!("{ticket}0")] {
        petra.get(&format!("/tickets/{wrong}")).await.assert_status(404);
    }
}

async fn a_promise_that_was_broken_is_admitted(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    petra.get(&format!("/tickets/{ticket}")).await.assert_text("Du får svar senast");
    site.clock.advance(chrono::TimeDelta::days(7));
    let petra = site.signed_in(&site.people.petra).await;
    petra
        .get(&format!("/tickets/{ticket}"))
        .await
        .assert_text("Svaret skulle ha kommit")
        .assert_text("Vi beklagar det och svarar så snart vi kan.");
}

async fn the_list_shows_what_is_asked_for(site: &Site) {
    let (waiting, done, new) = (
        site.create_ticket(&site.people.petra).await,
        site.create_ticket(&site.people.petra).await,
        site.create_ticket(&site.people.petra).await,
    );
    site.reply_as_support(&waiting, "Vad?", Some(Status::WaitingForRequester)).await;
    site.reply_as_support(&done, "Så!", Some(Status::Solved)).await;
    let petra = site.signed_in(&site.people.petra).await;
    for (show, shown) in [
        ("all", vec![&waiting, &done, &new]),
        ("waiting", vec![&waiting]),
        ("open", vec![&waiting, &new]),
        ("done", vec![&done]),
        ("nonsense", vec![&waiting, &done, &new]),
    ] {
        let page = petra.get(&format!("/tickets?show={show}")).await.assert_status(200).main_text();
        for reference in [&waiting, &done, &new] {
            assert_eq!(page.contains(reference.as_str()), shown.contains(&reference), "{show} {reference}");
        }
    }
    for page in ["0", "-1", "99999999999999999999", "x", "2"] {
        petra.get(&format!("/tickets?page={page}")).await.assert_status(200);
    }
}

async fn ones_own_messages_are_ones_own_and_others_have_names(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    site.reply_as_support(&ticket, "Prova igen", None).await;
    let authors = async |browser: &crate::support::Browser, path: String| {
        browser.get(&path).await.assert_status(200).page().texts(".entry-head .entry-author")
    };
    let [petra, karin, agnes] = [
        site.signed_in(&site.people.petra).await,
        site.signed_in(&site.people.karin).await,
        site.signed_in(&site.people.agnes).await,
    ];
    let path = format!("/tickets/{ticket}");
    assert_eq!(authors(&petra, path.clone()).await, ["Du", "Agnes Holm"]);
    assert_eq!(authors(&karin, path).await, ["Petra Lund", "Agnes Holm"]);
    assert_eq!(authors(&agnes, format!("/desk/tickets/{ticket}")).await, ["Petra Lund", "Du"]);
    let (reference, token) = site.create_guest_ticket().await;
    let guest = site.browser();
    guest.get(&format!("/tickets/{reference}?token={token}")).await.assert_status(303);
    assert_eq!(authors(&guest, format!("/tickets/{reference}")).await, ["Du"]);
}

async fn addresses_in_messages_are_links_and_nothing_else_is(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let body = "Se https://exempel.se/?a=1&b=<x>\"y, javascript://a.se/%0aalert(1) eller kari@exempel.no.";
    site.reply_as_support(&ticket, body, None).await;
    let petra = site.signed_in(&site.people.petra).await;
    let page =
        petra.get(&format!("/tickets/{ticket}")).await.assert_text("javascript://a.se/%0aalert(1) eller");
    let links = page.page().attributes(".entry-text a", "href");
    assert_eq!(links, ["https://exempel.se/?a=1&b=", "mailto:kari@exempel.no"]);
    assert!(page.page().attributes(".entry-text a", "rel").iter().all(|rel| rel.contains("nofollow")));
}

async fn what_is_written_in_another_language_says_so(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    add_note(site, &ticket, "Obs").await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let page = agnes.get(&format!("/desk/tickets/{ticket}?lang=nb")).await.assert_status(200);
    assert_eq!(page.page().attributes("h1", "lang"), ["sv"]);
    assert_eq!(page.page().attributes(".entry-text", "lang"), ["sv"], "the note is in whatever language");
    let page = agnes.get(&format!("/desk/tickets/{ticket}?lang=sv")).await.assert_status(200);
    assert!(page.page().attributes("h1, .entry-text", "lang").is_empty());
}
