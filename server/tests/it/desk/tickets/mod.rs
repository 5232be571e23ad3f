//! Working tickets at the desk.

mod notes;
mod redact;

use chrono::TimeDelta;
use fyr_domain::{
    Lang,
    tickets::{Priority, Status},
};
use fyr_i18n::t;
use fyr_store::tickets::{Ticket, insert};

use crate::support::{GUEST, PNG, Site, file, on_both_engines, reference, submit_ticket, text, with_field};

on_both_engines! {
    of_two_who_claim_a_ticket_at_once_one_has_it,
    an_answer_keeps_the_promise_and_takes_the_ticket,
    an_answer_leaves_the_ticket_where_it_says,
    answers_and_notes_keep_apart_what_was_typed,
    a_form_sent_twice_writes_once,
    a_change_is_made_and_told,
    a_ticket_that_goes_on_again_waits_in_the_queue,
    what_no_list_offers_is_refused_at_its_field,
    colleagues_do_not_undo_each_other,
    a_ticket_is_taken_by_whoever_comes_first,
    a_reference_leads_to_its_ticket,
    the_queue_shows_what_is_asked_for,
    the_pages_of_a_long_queue_go_on_to_its_end,
    changes_are_told_in_the_words_of_the_reader,
    support_sees_where_nobody_knows_who_asks,
    an_address_with_signs_of_a_link_is_an_address_in_the_link,
}

async fn support_sees_where_nobody_knows_who_asks(site: &Site) {
    let agnes = site.signed_in(&site.people.agnes).await;
    let (unknown, account) = (t!(Lang::Sv, "desk-unknown-guest"), t!(Lang::Sv, "desk-unknown-guest-account"));
    let own = site.create_ticket(&site.people.petra).await;
    agnes.get(&format!("/desk/tickets/{own}")).await.assert_no_text(unknown);
    agnes.get("/desk").await.assert_no_text(unknown);
    let (guests, token) = site.create_guest_ticket().await;
    let path = format!("/desk/tickets/{guests}");
    let warning = t!(Lang::Sv, "desk-unknown-guest-reply", name = "Gun Gäst");
    agnes.get(&path).await.assert_text(unknown).assert_text(&warning).assert_no_text(account);
    agnes.get("/desk").await.assert_text(unknown).assert_no_text(account);
    // once the mailbox has answered, it is known
    let gun = site.browser();
    gun.get(&format!("/tickets/{guests}?token={token}")).await.assert_status(303);
    agnes.get(&path).await.assert_text(unknown);
    gun.post(&format!("/tickets/{guests}/messages"), &[("body", "Det är jag.")]).await.assert_status(303);
    agnes.get(&path).await.assert_no_text(unknown).assert_no_text(&warning);
    agnes.get("/desk").await.assert_no_text(unknown);
    let form = with_field(&GUEST, "email", "petra@fyr.test");
    let named = reference(&submit_ticket(&site.browser(), &form).await);
    agnes.get(&format!("/desk/tickets/{named}")).await.assert_text(unknown).assert_text(account);
    agnes.get("/desk").await.assert_text(account);
}

async fn an_address_with_signs_of_a_link_is_an_address_in_the_link(site: &Site) {
    let form = with_field(&GUEST, "email", "kund%40real.example?bcc=x&z=q@gast.example");
    let filed = reference(&submit_ticket(&site.browser(), &form).await);
    let agnes = site.signed_in(&site.people.agnes).await;
    let page = agnes.get(&format!("/desk/tickets/{filed}")).await.assert_status(200);
    let link = format!("mailto:kund%2540real.example%3Fbcc%3Dx%26z%3Dq@gast.example?subject=%5B{filed}%5D");
    assert!(page.html().contains(&format!("href=\"{link}\"")), "{}", page.main_text());
}

async fn an_answer_keeps_the_promise_and_takes_the_ticket(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let path = format!("/desk/tickets/{ticket}");
    let key = agnes.get(&path).await.assert_status(200).assert_text("Petra Lund").value("form_key");
    let parts = [
        text("action", "reply"),
        text("form_key", &key),
        text("body", "Prova nu"),
        file("b.png", "image/png", PNG),
    ];
    let sent = agnes.post_parts(&path, &parts).await.assert_status(303);
    assert!(sent.location().starts_with(&format!("{path}#e-")), "{}", sent.location());
    agnes.follow(sent).await.assert_status(200).assert_text("Prova nu").assert_text("b.png");
    let now = site.thread(&site.people.agnes, &ticket).await.ticket;
    assert_eq!((now.status, now.assignee_id), (Status::Open, Some(site.people.agnes.id)));
    assert!(now.responded_at.is_some());
    assert!(site.delivered_emails().await.last().unwrap().text.contains("Prova nu"));
    let petra = site.signed_in(&site.people.petra).await;
    petra
        .get(&format!("/tickets/{ticket}"))
        .await
        .assert_text("Prova nu")
        .assert_text("Agnes Holm")
        .assert_text("b.png");
}

async fn an_answer_leaves_the_ticket_where_it_says(site: &Site) {
    let agnes = site.signed_in(&site.people.agnes).await;
    for then in ["waiting_for_requester", "open", "on_hold", "solved"] {
        let ticket = site.create_ticket(&site.people.petra).await;
        let form = [("action", "reply"), ("body", "Så här"), ("then", then)];
        agnes.post(&format!("/desk/tickets/{ticket}"), &form).await.assert_status(303);
        assert_eq!(site.thread(&site.people.agnes, &ticket).await.ticket.status.as_str(), then);
    }
    let ticket = site.create_ticket(&site.people.petra).await;
    for then in ["new", "closed", "lost"] {
        let form = [("action", "reply"), ("body", "Så här"), ("then", then)];
        agnes.post(&format!("/desk/tickets/{ticket}"), &form).await.assert_status(422).assert_text("Så här");
    }
    assert_eq!(site.thread(&site.people.agnes, &ticket).await.events.len(), 1);
}

async fn answers_and_notes_keep_apart_what_was_typed(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let path = format!("/desk/tickets/{ticket}");
    let long = format!("{}slut", "x".repeat(20_000));
    for action in ["reply", "note"] {
        let again = agnes
            .post(&path, &[("action", action), ("body", &long)])
            .await
            .assert_status(422)
            .assert_text(t!(Lang::Sv, "errors-title"));
        assert_eq!(again.html().matches("xslut").count(), 1, "{action}: in its own field alone");
        agnes.post(&path, &[("action", action), ("body", "")]).await.assert_status(422);
    }
    for action in ["", "delete", "REPLY", "claim\0"] {
        agnes.post(&path, &[("action", action), ("body", "Hej")]).await.assert_status(400);
    }
    assert_eq!(site.thread(&site.people.agnes, &ticket).await.events.len(), 1);
}

async fn a_form_sent_twice_writes_once(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let path = format!("/desk/tickets/{ticket}");
    for (action, body) in [("reply", "Ett svar"), ("note", "En anteckning")] {
        let key = site.backend.clock.id().to_string();
        let form = [("action", action), ("body", body), ("form_key", key.as_str())];
        let (one, other) = tokio::join!(agnes.post(&path, &form), agnes.post(&path, &form));
        one.assert_status(303);
        other.assert_status(303);
        let entries = site.thread(&site.people.agnes, &ticket).await.events;
        assert_eq!(entries.iter().filter(|entry| entry.body == body).count(), 1);
    }
    assert_eq!(site.delivered_emails().await.len(), 2);
}

async fn a_change_is_made_and_told(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let before = site.thread(&site.people.agnes, &ticket).await.ticket;
    let adam = site.people.adam.id.to_string();
    let form = [
        ("action", "change"),
        ("priority", "p1"),
        ("was-priority", "p3"),
        ("status", "on_hold"),
        ("was-status", "new"),
        ("assignee", adam.as_str()),
        ("was-assignee", "nobody"),
    ];
    agnes.post(&format!("/desk/tickets/{ticket}"), &form).await.assert_status(303);
    let after = site.thread(&site.people.agnes, &ticket).await.ticket;
    assert_eq!(
        (after.priority, after.status, after.assignee_id),
        (Priority::P1, Status::OnHold, Some(site.people.adam.id))
    );
    assert!(after.respond_by < before.respond_by, "the promise moves with the priority");
    let noted =
        site.query_texts("SELECT CAST(details AS TEXT) FROM audit_log WHERE action = 'ticket.changed'").await;
    let [noted] = noted.as_slice() else { panic!("one line: {noted:?}") };
    let noted: serde_json::Value = serde_json::from_str(noted).unwrap();
    assert_eq!((&noted["priority_from"], &noted["priority_to"]), (&"p3".into(), &"p1".into()));
    assert_eq!(
        (&noted["assignee_from"], &noted["assignee_to"]),
        (&serde_json::Value::Null, &adam.clone().into())
    );
    assert_ne!(noted["respond_by_from"], noted["respond_by_to"]);
    site.set_status(&ticket, Status::Open).await;
    assert_eq!(
        site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'ticket.changed'").await,
        1,
        "in the thread"
    );
    site.set_status(&ticket, Status::OnHold).await;
    let mails = site.delivered_emails().await;
    assert!(mails.last().unwrap().text.contains(t!(Lang::Sv, "status-on-hold")));
    let petra = site.signed_in(&site.people.petra).await;
    petra.get(&format!("/tickets/{ticket}")).await.assert_text(t!(Lang::Sv, "status-on-hold"));
}

async fn a_ticket_that_goes_on_again_waits_in_the_queue(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let filed = site.now();
    for away in [Status::OnHold, Status::WaitingForRequester, Status::Closed] {
        site.clock.advance(TimeDelta::minutes(5));
        site.set_status(&ticket, away).await;
        agnes.get("/desk").await.assert_no_text(&ticket);
        site.set_status(&ticket, Status::Open).await;
        agnes.get("/desk").await.assert_text(&ticket);
        let since = site.thread(&site.people.agnes, &ticket).await.ticket.waiting_since;
        assert_eq!(since, Some(filed), "nobody has answered: {away}");
    }
    site.reply_as_support(&ticket, "Vi väntar på leverantören.", Some(Status::OnHold)).await;
    site.clock.advance(TimeDelta::minutes(5));
    site.set_status(&ticket, Status::Open).await;
    let since = site.thread(&site.people.agnes, &ticket).await.ticket.waiting_since;
    assert_eq!(since, Some(site.now()), "what came before was answered");
}

async fn what_no_list_offers_is_refused_at_its_field(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let petra = site.people.petra.id.to_string();
    let nobody = uuid::Uuid::nil().to_string();
    for (field, value) in [
        ("priority", "p0"),
        ("status", "lost"),
        ("assignee", "someone"),
        ("assignee", &petra),
        ("assignee", &nobody),
    ] {
        let again = agnes
            .post(&format!("/desk/tickets/{ticket}"), &[("action", "change"), (field, value)])
            .await
            .assert_status(422);
        assert!(
            again.html().contains(&format!("id=\"{field}-error\"")),
            "{field}={value}: {}",
            again.main_text()
        );
    }
    let ticket = site.thread(&site.people.agnes, &ticket).await.ticket;
    assert_eq!((ticket.priority, ticket.status, ticket.assignee_id), (Priority::P3, Status::New, None));
}

async fn colleagues_do_not_undo_each_other(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let (agnes, adam) = (site.signed_in(&site.people.agnes).await, site.signed_in(&site.people.adam).await);
    let path = format!("/desk/tickets/{ticket}");
    let seen =
        [("was-priority", "p3"), ("was-status", "new"), ("was-assignee", "nobody"), ("action", "change")];
    let form = |own: [(&'static str, &'static str); 3]| own.into_iter().chain(seen).collect::<Vec<_>>();
    agnes
        .post(&path, &form([("priority", "p2"), ("status", "new"), ("assignee", "nobody")]))
        .await
        .assert_status(303);
    adam.post(&path, &form([("priority", "p3"), ("status", "open"), ("assignee", "nobody")]))
        .await
        .assert_status(303);
    let ticket = site.thread(&site.people.agnes, &ticket).await.ticket;
    assert_eq!((ticket.priority, ticket.status), (Priority::P2, Status::Open));
}

async fn a_ticket_is_taken_by_whoever_comes_first(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    for user in [&site.people.agnes, &site.people.adam] {
        let browser = site.signed_in(user).await;
        browser.post(&format!("/desk/tickets/{ticket}"), &[("action", "claim")]).await.assert_status(303);
    }
    let ticket = site.thread(&site.people.agnes, &ticket).await.ticket;
    assert_eq!(ticket.assignee_id, Some(site.people.agnes.id));
}

async fn a_reference_leads_to_its_ticket(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let found = agnes.get(&format!("/desk?q={}", ticket.to_lowercase().replace('-', ""))).await;
    assert_eq!(found.location(), format!("/desk/tickets/{ticket}"));
    agnes.get("/desk?q=ZZZ-ZZZZ").await.assert_status(200);
}

async fn the_queue_shows_what_is_asked_for(site: &Site) {
    let (petras, (guests, _)) =
        (site.create_ticket(&site.people.petra).await, site.create_guest_ticket().await);
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes.get("/desk").await.assert_status(200).assert_text(&petras).assert_text(&guests);
    agnes.get("/desk?q=gun").await.assert_status(200).assert_text(&guests).assert_no_text(&petras);
    agnes.get("/desk?q=100%25_sure%27--").await.assert_status(200).assert_no_text(&guests);
    for query in [
        "status=lost",
        "priority=p9",
        "assignee=x",
        "page=-1",
        "page=999999999999",
        "topic=%00",
        "q=%00",
        "q=%FF",
        "topic=nothing",
    ] {
        agnes.get(&format!("/desk?{query}")).await.assert_status(200);
    }
}

async fn the_pages_of_a_long_queue_go_on_to_its_end(site: &Site) {
    let first = site.create_ticket(&site.people.petra).await;
    let like = site.thread(&site.people.petra, &first).await.ticket;
    let id = || site.backend.clock.id();
    let mut tx = site.backend.store.begin().await.unwrap();
    for number in 0..1_030 {
        let reference = format!("Z{number:06}");
        let ticket = Ticket { id: id(), form_key: id(), reference, ..like.clone() };
        assert!(insert(&mut tx, &ticket).await.unwrap());
    }
    tx.commit().await.unwrap();
    let agnes = site.signed_in(&site.people.agnes).await;
    let many = &t!(Lang::Sv, "desk-count-many").replace('\u{a0}', " ");
    let next = t!(Lang::Sv, "pages-next");
    agnes
        .get("/desk")
        .await
        .assert_text(many)
        .assert_text(t!(Lang::Sv, "pages-page", page = 1).as_str())
        .assert_text(next);
    agnes.get("/desk?page=41").await.assert_text(many).assert_text(next);
    agnes.get("/desk?page=42").await.assert_text("Z00-1029").assert_no_text(next);
    agnes
        .get("/desk?page=9000")
        .await
        .assert_text(t!(Lang::Sv, "pages-page", page = 40).as_str())
        .assert_text(next);
}

async fn changes_are_told_in_the_words_of_the_reader(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    site.set_status(&ticket, Status::OnHold).await;
    let line = |words| t!(Lang::Sv, "entry-change", name = "Agnes Holm", status = words);
    let (hers, ours) = (line(t!(Lang::Sv, "status-on-hold")), line(t!(Lang::Sv, "desk-status-on-hold")));
    let petra = site.signed_in(&site.people.petra).await;
    petra.get(&format!("/tickets/{ticket}")).await.assert_text(&hers).assert_no_text(&ours);
    let agnes = site.signed_in(&site.people.agnes).await;
    let page = agnes.get(&format!("/desk/tickets/{ticket}")).await.assert_text(&ours).assert_no_text(&hers);
    assert!(page.main_text().contains(&format!("{ours} · ")), "something is between the change and its time");
}

async fn of_two_who_claim_a_ticket_at_once_one_has_it(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let path = format!("/desk/tickets/{ticket}");
    let (agnes, adam) = (site.signed_in(&site.people.agnes).await, site.signed_in(&site.people.adam).await);
    let claim = [("action", "claim")];
    // by the button, and by the list that showed nobody
    let choose = [("action", "change"), ("assignee", "me"), ("was-assignee", "nobody")];
    let answers = futures::future::join_all([
        agnes.post(&path, &claim),
        adam.post(&path, &claim),
        agnes.post(&path, &choose),
        adam.post(&path, &choose),
    ])
    .await;
    assert!(answers.iter().all(|answer| answer.status == 303));
    let changes = site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'ticket.changed'").await;
    assert_eq!(changes, 1, "the first has it, and nobody takes it from them");
}
