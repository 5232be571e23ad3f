//! The audit log over HTTP: what gets into it by being read, and who reads it.

mod retention;

use chrono::TimeDelta;
use fyr_domain::{Level, Membership, Role, permission::Sharing};
use fyr_store::{
    audit::{self, AuditRow},
    organisations::{self, Organisation},
    people,
};
use fyr_usecases::audit::ACTIONS;
use serde_json::json;
use uuid::Uuid;

use crate::support::{PNG, Site, file, grant_role, on_both_engines, text};

on_both_engines! {
    an_export_is_noted_in_every_log_it_is_from,
    support_opening_a_ticket_is_on_record_once_an_hour,
    a_file_or_a_live_page_is_on_record_as_well,
    reading_ones_own_ticket_or_as_a_counsellor_is_not,
    the_log_is_read_a_page_at_a_time,
    what_is_asked_for_is_found_and_nothing_else,
    details_are_said_in_words_with_names_and_moments,
    the_file_is_text_and_its_taking_is_on_record,
    an_organisations_administrator_reads_what_happened_there,
}

const OPENED: &str = "SELECT COUNT(*) FROM audit_log WHERE action = 'ticket.opened'";

async fn support_opening_a_ticket_is_on_record_once_an_hour(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let other = site.create_ticket(&site.people.petra).await;
    let (agnes, adam) = (site.signed_in(&site.people.agnes).await, site.signed_in(&site.people.adam).await);
    for path in
        [format!("/desk/tickets/{ticket}"), format!("/tickets/{ticket}"), format!("/desk/tickets/{ticket}")]
    {
        agnes.get(&path).await.assert_status(200);
    }
    assert_eq!(site.count(OPENED).await, 1, "however it is opened");
    adam.get(&format!("/tickets/{ticket}")).await.assert_status(200);
    agnes.get(&format!("/tickets/{other}")).await.assert_status(200);
    assert_eq!(site.count(OPENED).await, 3, "another person, another ticket");
    site.clock.advance(TimeDelta::minutes(61));
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes.get(&format!("/desk/tickets/{ticket}")).await.assert_status(200);
    assert_eq!(site.count(OPENED).await, 4, "another hour");
    let adam = site.signed_in(&site.people.adam).await;
    let page =
        adam.get(&format!("/desk/audit?action=ticket.opened&target={ticket}")).await.assert_status(200);
    page.assert_text("Agnes Holm")
        .assert_text("Öppnade ett ärende")
        .assert_text(&ticket)
        .assert_text("192.0.2.1")
        .assert_no_text(&other);
}

async fn a_file_or_a_live_page_is_on_record_as_well(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let parts = [text("body", "Så här"), file("bild.png", "image/png", PNG)];
    petra.post_parts(&format!("/tickets/{ticket}/messages"), &parts).await.assert_status(303);
    let page = petra.get(&format!("/tickets/{ticket}")).await.assert_status(200).html();
    let path =
        page.split(&format!("/tickets/{ticket}/attachments/")).nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(site.count(OPENED).await, 0);
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes.get(&format!("/tickets/{ticket}/attachments/{path}")).await.assert_status(200);
    assert_eq!(site.count(OPENED).await, 1);
    let adam = site.signed_in(&site.people.adam).await;
    let live = adam.open("GET", &format!("/tickets/{ticket}/live"), "", axum::body::Body::empty()).await;
    assert_eq!(live.status(), 200);
    assert_eq!(site.count(OPENED).await, 2);
}

async fn reading_ones_own_ticket_or_as_a_counsellor_is_not(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    for user in [&site.people.petra, &site.people.karin] {
        site.signed_in(user).await.get(&format!("/tickets/{ticket}")).await.assert_status(200);
    }
    let own = site.create_ticket(&site.people.agnes).await;
    site.signed_in(&site.people.agnes).await.get(&format!("/tickets/{own}")).await.assert_status(200);
    site.signed_in(&site.people.otto).await.get(&format!("/tickets/{ticket}")).await.assert_status(404);
    assert_eq!(site.count(OPENED).await, 0);
}

/// Lines of nobody's, a minute apart.
async fn lines(site: &Site, names: &[&str]) {
    let backend = &site.backend;
    let mut tx = backend.store.begin().await.unwrap();
    for name in names {
        site.clock.advance(TimeDelta::minutes(1));
        let event = AuditRow {
            id: backend.clock.id(),
            at: backend.clock.now(),
            actor_id: None,
            actor_name: (*name).to_owned(),
            action: "role.given".into(),
            target_kind: Some("user".into()),
            target_id: Some(site.people.otto.id),
            organisation_id: None,
            address: None,
            details: serde_json::json!({ "role": "agent" }),
        };
        audit::insert(&mut tx, &event).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// The way on that a page offers.
fn link_to_older(html: &str) -> Option<String> {
    let tag = html.split("<a ").find(|tag| tag.contains("rel=\"next\""))?;
    Some(tag.split("href=\"").nth(1)?.split('"').next()?.replace("&amp;", "&"))
}

async fn the_log_is_read_a_page_at_a_time(site: &Site) {
    let names: Vec<String> = (0..120).map(|n| format!("Person {n:03}.")).collect();
    lines(site, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let adam = site.signed_in(&site.people.adam).await;
    let mut path = "/desk/audit?action=role.given&who=Person".to_owned();
    let mut seen = Vec::new();
    let mut pages = 0;
    loop {
        let page = adam.get(&path).await.assert_status(200);
        let words = page.main_text();
        seen.extend(words.split("Person ").skip(1).filter_map(|rest| rest.get(..4).map(str::to_owned)));
        pages += 1;
        match link_to_older(&page.html()) {
            Some(next) => path = next,
            None => break,
        }
    }
    let expected: Vec<String> = (0..120).rev().map(|n| format!("{n:03}.")).collect();
    let seen: Vec<String> = seen.into_iter().filter(|name| name.ends_with('.')).collect();
    assert_eq!((pages, seen), (3, expected));
}

async fn what_is_asked_for_is_found_and_nothing_else(site: &Site) {
    lines(site, &["Åsa Öberg", "Bo Ek"]).await;
    let adam = site.signed_in(&site.people.adam).await;
    let found = async |query: &str| {
        let words = adam.get(&format!("/desk/audit?{query}")).await.assert_status(200).main_text();
        (words.contains("Åsa Öberg"), words.contains("Bo Ek"))
    };
    assert_eq!(found("").await, (true, true));
    assert_eq!(found("who=%C3%B6BERG").await, (true, false));
    assert_eq!(found("who=%25").await, (false, false));
    assert_eq!(found("action=role.given").await, (true, true));
    assert_eq!(found("action=session.started").await, (false, false));
    assert_eq!(found("action=no.such").await, (true, true), "what is unknown is not asked for");
    assert_eq!(found("target=otto%40fyr.test").await, (true, true));
    assert_eq!(found("target=petra%40fyr.test").await, (false, false));
    assert_eq!(found("target=nobody%40fyr.test").await, (false, false));
    assert_eq!(found("target=ZZZ-ZZZZ").await, (false, false));
    assert_eq!(found("target=%00").await, (true, true));
    assert_eq!(found("from=2026-11-03&until=2026-11-03").await, (true, true));
    assert_eq!(found("from=2026-11-04").await, (false, false));
    assert_eq!(found("until=2026-11-02").await, (false, false));
    assert_eq!(found("from=yesterday&until=%C3%A5").await, (true, true));
    assert_eq!(found(&format!("after={}", Uuid::nil())).await, (false, false));
    for action in ACTIONS {
        adam.get(&format!("/desk/audit?action={action}"))
            .await
            .assert_status(200)
            .assert_no_text("audit-do-");
    }
}

async fn details_are_said_in_words_with_names_and_moments(site: &Site) {
    let (karin, olle) = (site.people.karin.id, site.people.olle.id);
    let backend = &site.backend;
    let line = |action: &str, details| AuditRow {
        id: backend.clock.id(),
        at: backend.clock.now(),
        actor_id: None,
        actor_name: String::new(),
        action: action.into(),
        target_kind: Some("user".into()),
        target_id: Some(site.people.petra.id),
        organisation_id: None,
        address: None,
        details,
    };
    let mut tx = backend.store.begin().await.unwrap();
    for event in [
        line(
            "relation.handed_over",
            json!({ "counsellor": karin, "from": olle, "scope": "act", "until": "2026-11-17T09:00:00Z" }),
        ),
        line(
            "session.started",
            json!({ "by": "password", "device": "Firefox, Linux", "new_device": true, "strange": "x" }),
        ),
        line(
            "organisation.changed",
            json!({ "sharing": { "from": "own", "to": "team" }, "participants_end": { "from": true, "to": true } }),
        ),
    ] {
        audit::insert(&mut tx, &event).await.unwrap();
    }
    tx.commit().await.unwrap();
    let adam = site.signed_in(&site.people.adam).await;
    let page = adam.get("/desk/audit").await.assert_status(200);
    for words in [
        "Handledare: Karin Ek",
        "Från: Olle Dahl",
        "Får: läsa, svara och skriva",
        "Till: tisdag 17 november 2026 10:00",
        "Hur: lösenord",
        "Ny webbläsare: Ja",
        "strange: x",
        "Ingen: var och en ser bara sina egna → De som är i samma team",
    ] {
        assert!(page.main_text().contains(words), "{words}: {}", page.main_text());
    }
    page.assert_no_text(&karin.to_string()).assert_no_text("Deltagare får avsluta");
    let file = adam.post("/desk/audit/export", &[]).await.assert_status(200).html();
    assert!(file.contains(&karin.to_string()) && file.contains("new_device"), "{file}");
}

async fn the_file_is_text_and_its_taking_is_on_record(site: &Site) {
    lines(site, &["=HYPERLINK(\"http://evil.example\")", "Bo \"B\" Ek; Norr"]).await;
    let adam = site.signed_in(&site.people.adam).await;
    let answer = adam.post("/desk/audit/export", &[("action", "role.given")]).await.assert_status(200);
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(
        answer.header("content-disposition").starts_with("attachment; filename=\"fyr-audit-2026-11-03.csv\"")
    );
    let csv = answer.html();
    let rows: Vec<&str> =
        csv.trim_start_matches('\u{feff}').split("\r\n").filter(|row| !row.is_empty()).collect();
    assert_eq!(rows.len(), 3, "{csv}");
    assert!(rows[0].starts_with("\"När\";\"Vem\""), "{csv}");
    assert!(rows[1].contains("\"Bo \"\"B\"\" Ek; Norr\""), "{csv}");
    assert!(rows[2].contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\""), "{csv}");
    assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'audit.exported'").await, 1);
    let all = adam.post("/desk/audit/export", &[]).await.assert_status(200).html();
    assert!(all.contains("audit.exported") && all.contains("session.started"), "{all}");
    let none = adam.post("/desk/audit/export", &[("target", "ZZZ-ZZZZ")]).await.assert_status(200).html();
    assert_eq!(none.matches("\r\n").count(), 1, "only the heading");
}

async fn organisation(site: &Site, slug: &str, admin: Option<Uuid>) -> Uuid {
    let backend = &site.backend;
    let organisation = Organisation {
        id: backend.clock.id(),
        slug: slug.into(),
        name: format!("Organisation {slug}"),
        sharing: Sharing::Own,
        participants_end: true,
        created_at: backend.clock.now(),
    };
    let mut tx = backend.store.begin().await.unwrap();
    let id = organisations::upsert(&mut tx, &organisation).await.unwrap();
    if let Some(admin) = admin {
        let membership =
            Membership { organisation: id, team: None, role: Role::Admin, level: Level::default() };
        organisations::upsert_membership(&mut tx, admin, &membership, backend.clock.now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    id
}

async fn an_organisations_administrator_reads_what_happened_there(site: &Site) {
    let backend = &site.backend;
    let (acme, other) = (
        organisation(site, "acme", Some(site.people.otto.id)).await,
        organisation(site, "other", None).await,
    );
    for (organisation, name) in [(Some(acme), "Hos Acme"), (Some(other), "Hos Annan"), (None, "I portalen")] {
        let event = AuditRow {
            id: backend.clock.id(),
            at: backend.clock.now(),
            actor_id: None,
            actor_name: name.into(),
            action: "role.given".into(),
            target_kind: None,
            target_id: None,
            organisation_id: organisation,
            address: None,
            details: serde_json::json!({}),
        };
        let mut tx = backend.store.begin().await.unwrap();
        audit::insert(&mut tx, &event).await.unwrap();
        tx.commit().await.unwrap();
    }
    let otto = site.signed_in(&site.people.otto).await;
    let page = otto
        .get("/desk/audit")
        .await
        .assert_status(200)
        .assert_text("Hos Acme")
        .assert_text("Organisation acme");
    page.assert_no_text("Hos Annan");
    otto.get("/desk/audit").await.assert_no_text("I portalen");
    let csv = otto.post("/desk/audit/export", &[]).await.assert_status(200).html();
    assert!(csv.contains("Hos Acme") && !csv.contains("Hos Annan") && !csv.contains("I portalen"), "{csv}");
    otto.get("/desk/audit").await.assert_text("Laddade ner loggen");
    otto.get("/desk/audit/retention").await.assert_status(404);
    let known =
        people::find_by_id(&mut backend.store.read().await.unwrap(), site.people.otto.id).await.unwrap();
    assert_eq!(known.unwrap().role, Role::Participant);
}

async fn an_export_is_noted_in_every_log_it_is_from(site: &Site) {
    let sharing = fyr_domain::permission::Sharing::Own;
    for name in ["Fabriken", "Verkstan"] {
        let place = crate::support::organisation(site, name, sharing).await;
        grant_role(site, &site.people.otto, place, fyr_domain::Role::Admin).await;
    }
    site.signed_in(&site.people.otto).await.post("/desk/audit/export", &[]).await.assert_status(200);
    let noted = "SELECT COUNT(DISTINCT organisation_id) FROM audit_log WHERE action = 'audit.exported'";
    assert_eq!(site.count(noted).await, 2);
    assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'audit.exported'").await, 2);
}
