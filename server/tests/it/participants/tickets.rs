//! Many tickets at once.

use fyr_domain::{
    Role,
    permission::{Scope, Sharing},
    tickets::Status,
};

use crate::support::{PNG, Site, create_relation, file, grant_role, on_both_engines, organisation, text};
use crate::tickets::add_note;

on_both_engines! {
    all_tickets_of_ones_people_are_listed_and_filtered,
    several_tickets_are_answered_and_closed_at_once,
    what_one_may_only_read_is_left_and_said,
    cases_are_taken_out_and_that_is_noted,
    what_a_list_was_asked_for_goes_along,
    all_cases_are_taken_out_however_many,
}

async fn all_tickets_of_ones_people_are_listed_and_filtered(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (petra, otto, olle) = (&site.people.petra, &site.people.otto, &site.people.olle);
    for (user, role) in [(petra, Role::Participant), (otto, Role::Participant), (olle, Role::Counsellor)] {
        grant_role(site, user, acme, role).await;
    }
    create_relation(site, acme, (olle, petra), Scope::Act).await;
    create_relation(site, acme, (olle, otto), Scope::See).await;
    let (first, second, private) =
        (site.create_ticket(petra).await, site.create_ticket(otto).await, site.create_ticket(petra).await);
    let strangers = site.create_ticket(&site.people.stina).await;
    site.signed_in(petra)
        .await
        .post(&format!("/tickets/{private}/private"), &[("private", "yes")])
        .await
        .assert_status(303);
    site.reply_as_support(&first, "Svar", Some(Status::Solved)).await;
    let browser = site.signed_in(olle).await;
    let all = browser
        .get("/participants/tickets")
        .await
        .assert_status(200)
        .assert_text("2 ärenden")
        .assert_text(&first)
        .assert_text(&second);
    all.assert_no_text(&private).assert_no_text(&strangers);
    browser.get("/participants/tickets?show=done").await.assert_text(&first).assert_no_text(&second);
    browser.get("/participants/tickets?q=OTTO").await.assert_text(&second).assert_no_text(&first);
    browser
        .get(&format!("/participants/tickets?participant={}", petra.id))
        .await
        .assert_text(&first)
        .assert_no_text(&second);
    let stranger = site.people.stina.id;
    browser.get(&format!("/participants/tickets?participant={stranger}")).await.assert_no_text(&strangers);
    browser
        .get("/participants/tickets?show=x&participant=x&page=99")
        .await
        .assert_status(200)
        .assert_text(&first);
}

async fn several_tickets_are_answered_and_closed_at_once(site: &Site) {
    let petra = &site.people.petra;
    let tickets = [site.create_ticket(petra).await, site.create_ticket(petra).await];
    let other = site.create_ticket(&site.people.otto).await;
    let karin = site.signed_in(&site.people.karin).await;
    let key = karin.get("/participants/tickets").await.value("form_key");
    let id = petra.id.to_string();
    let fields = |action: &'static str, body: &'static str| {
        let mut fields =
            vec![("action", action), ("body", body), ("form_key", key.as_str()), ("participant", &*id)];
        fields.extend([&tickets[0], &tickets[1], &other].map(|ticket| ("ticket", ticket.as_str())));
        fields
    };
    karin.post("/participants/tickets", &fields("reply", "")).await.assert_status(422);
    karin
        .post("/participants/tickets", &[("action", "reply"), ("body", "Hej")])
        .await
        .assert_status(422)
        .assert_text("Kryssa i");
    karin.post("/participants/tickets", &[("action", "close")]).await.assert_status(422);
    karin.post("/participants/tickets", &[("action", "burn")]).await.assert_status(422);
    for _ in 0..2 {
        let done = karin.post("/participants/tickets", &fields("reply", "Vi ses på torsdag")).await;
        karin
            .follow(done)
            .await
            .assert_status(200)
            .assert_text("Ditt svar är skickat i 2 ärenden.")
            .assert_text("1 ärende gick inte");
    }
    let said = site.query_texts("SELECT body FROM entries WHERE body = 'Vi ses på torsdag'").await;
    assert_eq!(said.len(), 2, "the same form once, and nobody else's ticket");
    let done = karin.post("/participants/tickets", &fields("close", "")).await;
    karin.follow(done).await.assert_text("2 ärenden är stängda.");
    assert_eq!(site.count("SELECT COUNT(*) FROM tickets WHERE status = 'closed'").await, 2);
    let noted = site.audit_actions().await;
    assert_eq!(noted.iter().filter(|action| *action == "ticket.closed_for").count(), 2);
}

async fn what_one_may_only_read_is_left_and_said(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (petra, olle) = (&site.people.petra, &site.people.olle);
    grant_role(site, petra, acme, Role::Participant).await;
    grant_role(site, olle, acme, Role::Counsellor).await;
    create_relation(site, acme, (olle, petra), Scope::See).await;
    let ticket = site.create_ticket(petra).await;
    let browser = site.signed_in(olle).await;
    let page = browser.get(&format!("/participants/{}", petra.id)).await.assert_status(200);
    assert!(!page.html().contains("value=\"close\"") && page.html().contains("value=\"csv\""));
    let done = browser.post("/participants/tickets", &[("action", "close"), ("ticket", &ticket)]).await;
    browser.follow(done).await.assert_text("0 ärenden").assert_text("1 ärende gick inte");
    assert_eq!(site.count("SELECT COUNT(*) FROM tickets WHERE status = 'closed'").await, 0);
}

async fn cases_are_taken_out_and_that_is_noted(site: &Site) {
    let petra = &site.people.petra;
    let (first, second, private) =
        (site.create_ticket(petra).await, site.create_ticket(petra).await, site.create_ticket(petra).await);
    let own = site.signed_in(petra).await;
    let parts = [text("body", "=HYPERLINK(1) <script>"), file("bild.png", "image/png", PNG)];
    own.post_parts(&format!("/tickets/{first}/messages"), &parts).await.assert_status(303);
    own.post(&format!("/tickets/{private}/private"), &[("private", "yes")]).await.assert_status(303);
    add_note(site, &first, "hemlig anteckning").await;
    site.execute_sql("UPDATE tickets SET subject = '+46 ringer'").await;
    let karin = site.signed_in(&site.people.karin).await;
    let csv = karin.post("/participants/tickets", &[("action", "csv")]).await.assert_status(200);
    assert_eq!(csv.header("cache-control"), "no-store");
    assert!(csv.header("content-disposition").starts_with("attachment"));
    let sheet = csv.html();
    assert!(
        sheet.contains("\"'+46 ringer\"") && sheet.contains(&first) && sheet.contains(&second),
        "{sheet}"
    );
    assert!(!sheet.contains(&private));
    let ticked = [("action", "html"), ("ticket", first.as_str()), ("ticket", private.as_str())];
    let html = karin.post("/participants/tickets", &ticked).await.assert_status(200);
    assert_eq!(html.header("cache-control"), "no-store");
    assert!(html.header("content-disposition").starts_with("attachment"));
    let page = html.html();
    assert!(page.contains("(deltagare)"), "{page}");
    assert!(page.contains("=HYPERLINK(1) &lt;script&gt;") && page.contains("bild.png"), "{page}");
    for absent in ["hemlig anteckning", &second, &private, "<script"] {
        assert!(!page.contains(absent), "{absent}: {page}");
    }
    let details = site
        .query_texts(
            "SELECT CAST(details AS TEXT) FROM audit_log WHERE action = 'cases.exported' ORDER BY id",
        )
        .await;
    assert_eq!(details.len(), 2);
    assert!(details[1].contains("html") && details[1].contains('1'), "{details:?}");
    let olle = site.signed_in(&site.people.olle).await;
    let none = olle.post("/participants/tickets", &ticked).await.assert_status(200).html();
    assert!(!none.contains(&first));
    assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'cases.exported'").await, 2);
}

async fn what_a_list_was_asked_for_goes_along(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (petra, otto, olle) = (&site.people.petra, &site.people.otto, &site.people.olle);
    for (user, role) in [(petra, Role::Participant), (otto, Role::Participant), (olle, Role::Counsellor)] {
        grant_role(site, user, acme, role).await;
    }
    create_relation(site, acme, (olle, petra), Scope::Act).await;
    create_relation(site, acme, (olle, otto), Scope::Act).await;
    let (done, open, ottos) =
        (site.create_ticket(petra).await, site.create_ticket(petra).await, site.create_ticket(otto).await);
    site.reply_as_support(&done, "Svar", Some(Status::Solved)).await;
    let browser = site.signed_in(olle).await;
    let whom = petra.id.to_string();
    for (asked, kept, others) in [
        (("participant", &*whom), vec![&done, &open], vec![&ottos]),
        (("q", "Otto Berg"), vec![&ottos], vec![&done, &open]),
        (("show", "done"), vec![&done], vec![&open, &ottos]),
    ] {
        let (name, value) = asked;
        let query: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
        let page =
            browser.get(&format!("/participants/tickets?{name}={query}")).await.assert_status(200).html();
        assert!(
            page.contains(&format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\"")),
            "{page}"
        );
        for format in ["csv", "html"] {
            let sheet = browser
                .post("/participants/tickets", &[("action", format), asked])
                .await
                .assert_status(200)
                .html();
            assert!(kept.iter().all(|one| sheet.contains(*one)), "{name}: {sheet}");
            assert!(!others.iter().any(|one| sheet.contains(*one)), "{name}: {sheet}");
        }
        let again = browser
            .post("/participants/tickets", &[("action", "close"), asked])
            .await
            .assert_status(422)
            .html();
        assert!(kept.iter().all(|one| again.contains(*one)), "{name}: {again}");
        assert!(!others.iter().any(|one| again.contains(*one)), "{name}: {again}");
    }
    let page = browser.get(&format!("/participants/{whom}?show=done")).await.assert_status(200);
    assert_eq!((page.value("back").as_str(), page.value("show").as_str()), ("person", "done"));
    let close = |back: &'static str| {
        let fields = [
            ("action", "close"),
            ("ticket", &*open),
            ("participant", &*whom),
            ("show", "open"),
            ("back", back),
        ];
        let browser = &browser;
        async move {
            browser.post("/participants/tickets", &fields).await.assert_status(303).location().to_owned()
        }
    };
    assert_eq!(close("person").await, format!("/participants/{whom}?show=open"));
    let list = format!("/participants/tickets?show=open&page=1&participant={whom}");
    assert!(close("").await.starts_with(&list));
}

async fn all_cases_are_taken_out_however_many(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let one = site.thread(&site.people.petra, &ticket).await.ticket;
    let mut tx = site.backend.store.begin().await.unwrap();
    for number in 0..1_000 {
        let (id, form_key) = (site.backend.clock.id(), site.backend.clock.id());
        let more =
            fyr_store::tickets::Ticket { id, form_key, reference: format!("ZZZ{number:04}"), ..one.clone() };
        assert!(fyr_store::tickets::insert(&mut tx, &more).await.unwrap());
    }
    tx.commit().await.unwrap();
    let karin = site.signed_in(&site.people.karin).await;
    let sheet = karin.post("/participants/tickets", &[("action", "csv")]).await.assert_status(200).html();
    assert_eq!(sheet.lines().count(), 1 + 1_001);
}
