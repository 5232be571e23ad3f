//! Everything about a person, for the person.

use std::io::{Cursor, Read};

use chrono::TimeDelta;
use fyr_store::{
    account_deletion::{self, DeletionRequest},
    email_changes::{self, EmailChange},
};
use uuid::Uuid;

use crate::support::{PNG, Site, TestResponse, file, on_both_engines, text};
use crate::tickets::add_note;

on_both_engines! {
    the_file_holds_everything_of_theirs_and_nothing_of_others,
    what_people_wrote_is_text_in_the_page,
    it_can_be_taken_so_often_and_no_more,
}

type Archive = zip::ZipArchive<Cursor<Vec<u8>>>;

fn archive(answer: TestResponse) -> Archive {
    zip::ZipArchive::new(Cursor::new(answer.assert_status(200).body)).unwrap()
}

fn read(archive: &mut Archive, name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

async fn the_file_holds_everything_of_theirs_and_nothing_of_others(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let (ticket, others) =
        (site.create_ticket(&site.people.petra).await, site.create_ticket(&site.people.otto).await);
    let parts = [text("body", "Så här ser det ut"), file("bild å.png", "image/png", PNG)];
    petra.post_parts(&format!("/tickets/{ticket}/messages"), &parts).await.assert_status(303);
    add_note(site, &ticket, "Hemlig anteckning").await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let note = [text("action", "note"), text("body", "Internt"), file("hemlig.txt", "text/plain", "internt")];
    agnes.post_parts(&format!("/desk/tickets/{ticket}"), &note).await.assert_status(303);
    site.reply_as_support(&ticket, "Vi tittar på det", None).await;
    petra.post("/articles/reset-password/rating", &[("helpful", "yes")]).await.assert_status(303);

    let waiting = [text("form_key", Uuid::from_u128(9).to_string()), file("väntar.png", "image/png", PNG)];
    petra.post_parts("/tickets/new/uploads", &waiting).await.assert_status(200);
    let adam = site.signed_in(&site.people.adam).await;
    let asked =
        [("email", "petra@fyr.test"), ("role", "staff"), ("team", "portal"), ("level", "1"), ("lang", "sv")];
    adam.post("/desk/people/invitations", &asked).await.assert_status(303);
    on_their_way(site).await;

    let answer = petra.post("/account/data/download", &[]).await.assert_status(200);
    assert_eq!(answer.header("content-type"), "application/zip");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"fyr-2026-11-03.zip\"");
    let mut archive = archive(answer);
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    assert_eq!(names.len(), 4, "{names:?}");
    let picture = names.iter().find(|name| name.starts_with("files/forms/")).unwrap();
    assert_eq!(read(&mut archive, picture), PNG);
    let picture = names.iter().find(|name| name.starts_with(&format!("files/{ticket}/"))).unwrap();
    assert!(picture.ends_with("-bild å.png"), "{picture}");
    assert_eq!(read(&mut archive, picture), PNG);
    let json: serde_json::Value = serde_json::from_slice(&read(&mut archive, "data.json")).unwrap();
    assert_eq!(json["profile"]["email"], "petra@fyr.test");
    assert_eq!(json["tickets"].as_array().unwrap().len(), 1);
    let messages = json["tickets"][0]["messages"].as_array().unwrap();
    let bodies: Vec<&str> = messages.iter().filter_map(|m| m["message"]["body"].as_str()).collect();
    assert!(bodies.contains(&"Så här ser det ut") && bodies.contains(&"Vi tittar på det"), "{bodies:?}");
    assert_eq!(json["draft_files"][0]["name"], "väntar.png");
    assert_eq!(json["address_change"]["email"], "petra.ny@fyr.test");
    assert_eq!(json["deletion_request"]["reason"], "asked");
    assert_eq!(json["invitations"][0]["invited_by"], "Adam Nord");
    assert_eq!(json["relations"][0]["counsellor"], "Karin Ek");
    assert_eq!(json["ratings"][0]["article"], "reset-password");
    assert!(!json["sessions"].as_array().unwrap().is_empty());
    let log = json["log"].as_array().unwrap();
    let opened = log.iter().find(|line| line["action"] == "ticket.opened").unwrap();
    assert_eq!((&opened["by_you"], &opened["address"]), (&false.into(), &serde_json::Value::Null));
    let page = String::from_utf8(read(&mut archive, "min-data.html")).unwrap();
    assert!(
        page.contains("Så här ser det ut") && page.contains(&ticket) && page.contains("Karin Ek"),
        "{page}"
    );
    for own in ["väntar.png", "petra.ny@fyr.test", "Adam Nord", "tisdag 17 november 2026"] {
        assert!(page.contains(own), "{own}: {page}");
    }
    for text in [page, json.to_string()] {
        for others in [
            "Hemlig",
            "Internt",
            "hemlig.txt",
            "Otto Berg",
            "karin@fyr.test",
            "agnes@fyr.test",
            &others,
            "argon2",
        ] {
            assert!(!text.contains(others), "{others}: {text}");
        }
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'data.downloaded'").await, 1);
    site.browser().post("/account/data/download", &[]).await.assert_status(303);
}

/// Another address of Petra's, and her wish to have no account.
async fn on_their_way(site: &Site) {
    let (user_id, now) = (site.people.petra.id, site.now());
    let due_at = now + TimeDelta::days(14);
    let change = EmailChange {
        user_id,
        id: site.backend.clock.id(),
        email: "petra.ny@fyr.test".into(),
        old_confirmed_at: None,
        new_confirmed_at: None,
        expires_at: due_at,
    };
    let wish = DeletionRequest { user_id, reason: "asked".into(), asked_at: now, due_at };
    let mut tx = site.backend.store.begin().await.unwrap();
    email_changes::upsert(&mut tx, &change).await.unwrap();
    assert!(account_deletion::insert_request(&mut tx, &wish).await.unwrap());
    tx.commit().await.unwrap();
}

async fn what_people_wrote_is_text_in_the_page(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let fields =
        [("topic", "other"), ("subject", "<script>1</script>"), ("description", "\"><img src=x onerror=y>")];
    petra.post("/tickets/new", &fields).await.assert_status(303);
    let parts = [text("body", "x"), file("../../<b>.png", "image/png", PNG)];
    let ticket = site.query_texts("SELECT reference FROM tickets").await.remove(0);
    petra.post_parts(&format!("/tickets/{ticket}/messages"), &parts).await.assert_status(303);
    let mut archive = archive(petra.post("/account/data/download", &[]).await);
    let page = String::from_utf8(read(&mut archive, "min-data.html")).unwrap();
    assert!(page.contains("&lt;script&gt;1") && !page.contains("<script"), "{page}");
    assert!(!page.contains("<img"), "{page}");
    assert!(
        archive.file_names().any(|name| name.rsplit_once('.').is_some_and(|(_, ending)| ending == "png"))
    );
    for name in archive.file_names() {
        assert!(!name.contains("..") && !name.contains('<'), "{name}");
    }
}

async fn it_can_be_taken_so_often_and_no_more(site: &Site) {
    let site = site.restart_with(|config| config.limits.limit_exports = 6).await;
    let (petra, otto) = (site.signed_in(&site.people.petra).await, site.signed_in(&site.people.otto).await);
    for _ in 0..6 {
        petra.post("/account/data/download", &[]).await.assert_status(200);
    }
    let refused = petra.post("/account/data/download", &[]).await.assert_status(429);
    let seconds: u64 = refused.header("retry-after").parse().unwrap();
    assert!((500..=600).contains(&seconds), "{seconds}");
    refused.assert_text("Försök igen om 10 minuter");
    otto.post("/account/data/download", &[]).await.assert_status(200);
    petra.post("/account/data", &[("action", "withdraw")]).await.assert_status(303);
    site.backend.store.close().await;
}
