//! Personal identity numbers: said before they are sent, and taken out everywhere.

use std::{fs, path::Path};

use fyr_domain::{Lang, live::ThreadUpdate, tickets::Status};
use fyr_i18n::t;

use crate::live_stream::{LiveMessage, LiveStream};
use crate::support::{Browser, PNG, Site, file, on_both_engines, text};
use crate::tickets::add_note;

on_both_engines! {
    what_stands_in_an_unsent_form_alone_is_neither_found_nor_touched,
    a_number_is_said_before_and_after_it_is_sent_and_never_stops_anyone,
    a_number_goes_everywhere_at_once,
    any_text_and_any_file_can_be_taken_out,
    what_is_not_in_the_ticket_changes_nothing,
    what_browsers_keep_of_forms_that_were_not_accepted_goes_too,
    a_redaction_sent_twice_is_done_once,
    an_open_page_follows,
}

const NUMBER: &str = "811228-9874";

async fn a_number_is_said_before_and_after_it_is_sent_and_never_stops_anyone(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let said = format!("Mitt nummer är {NUMBER}");
    let fields =
        [("topic", "other"), ("subject", "Fråga"), ("description", said.as_str()), ("step", "check")];
    petra
        .post("/tickets/new", &fields)
        .await
        .assert_status(200)
        .assert_text("Det ser ut som att du har skrivit ett personnummer");
    let plain = [("topic", "other"), ("subject", "Fråga"), ("description", "Hej"), ("step", "check")];
    petra.post("/tickets/new", &plain).await.assert_status(200).assert_no_text("personnummer");
    let filed = petra.post("/tickets/new", &fields[..3]).await.assert_status(303);
    assert!(filed.location().ends_with("?filed=yes&number=yes"), "{}", filed.location());
    let page = petra.follow(filed).await.assert_status(200);
    let reference = page.main_text().split("Ditt ärendenummer är ").nth(1).unwrap()[..8].to_owned();
    page.assert_text("Det ser ut som att ett personnummer står i det du skickade");
    let path = format!("/tickets/{reference}/messages");
    let sent = petra.post(&path, &[("body", "01010750160")]).await.assert_status(303);
    petra.follow(sent).await.assert_status(200).assert_text("Det ser ut som att ett personnummer står");
    let sent = petra.post(&path, &[("body", "0101075016")]).await.assert_status(303);
    petra.follow(sent).await.assert_status(200).assert_no_text("Det ser ut som");
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes.get(&format!("/desk/tickets/{reference}")).await.assert_text("2 personnummer står i ärendet");
}

/// Files in a folder and those below.
fn files_in(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { files_in(&path) } else { 1 })
        .sum()
}

/// Whether a text is anywhere in the database.
async fn is_anywhere(site: &Site, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (table, column) in [
        ("tickets", "subject"),
        ("tickets", "requester_name"),
        ("entries", "body"),
        ("entries", "author_name"),
        ("attachments", "name"),
        ("surveys", "comment"),
        ("drafts", "fields"),
        ("jobs", "payload"),
        ("audit_log", "details"),
        ("sessions", "data"),
    ] {
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE CAST({column} AS TEXT) LIKE '%{text}%'");
        if site.count(&sql).await > 0 {
            found.push(format!("{table}.{column}"));
        }
    }
    found
}

async fn a_number_goes_everywhere_at_once(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let fields = [
        ("topic", "other"),
        ("subject", "Fråga från 198112289874"),
        ("description", "Jag heter Petra, 811228 9874. Ring 070-123 45 67."),
    ];
    let filed = petra.post("/tickets/new", &fields).await.assert_status(303);
    let ticket = filed.location()[9..17].to_owned();
    add_note(site, &ticket, "Numret 8112289874 stämmer").await;
    let parts = [text("body", "Här"), file("8112289874.png", "image/png", PNG)];
    petra.post_parts(&format!("/tickets/{ticket}/messages"), &parts).await.assert_status(303);
    site.set_status(&ticket, Status::Solved).await;
    let survey = [("score", "5"), ("comment", "811228-9874 är nöjd")];
    petra.post(&format!("/tickets/{ticket}/survey"), &survey).await.assert_status(303);
    // another form of hers on its way
    let draft = [("topic", "other"), ("subject", "Nytt"), ("description", "811228-9874"), ("step", "check")];
    petra.post("/tickets/new", &draft).await.assert_status(200);
    let waiting =
        [text("form_key", uuid::Uuid::from_u128(9).to_string()), file("811228-9874.png", "image/png", PNG)];
    petra.post_parts("/tickets/new/uploads", &waiting).await.assert_status(200);
    let mails = site.count("SELECT COUNT(*) FROM jobs WHERE queue = 'mail'").await;
    assert!(mails >= 2, "mail waits: {mails}");
    assert_eq!(is_anywhere(site, "9874").await.len(), 5);

    let agnes = site.signed_in(&site.people.agnes).await;
    let path = format!("/desk/tickets/{ticket}/redact");
    let form = agnes
        .get(&path)
        .await
        .assert_status(200)
        .assert_text("198112289874 (svenskt personnummer), 5 ställen");
    let key = form.value("number");
    assert_eq!(key, "8112289874");
    let check = agnes.post(&path, &[("step", "check"), ("number", &key)]).await.assert_status(200);
    check
        .assert_text("Text tas bort på 5 ställen")
        .assert_text("Mejl som redan har skickats kan vi inte kalla tillbaka");
    assert_eq!(is_anywhere(site, "9874").await.len(), 5, "nothing has gone yet");
    let done = agnes.post(&path, &[("step", "remove"), ("number", &key)]).await.assert_status(303);
    let anchor = done.location().split("#e-").nth(1).unwrap().to_owned();
    let page = agnes.follow(done).await.assert_status(200);
    assert!(page.html().contains(&format!("id=\"e-{anchor}\"")), "the note is there");
    page.assert_text("Tog bort uppgifter ur ärendet: text på 5 ställen, inga filer.")
        .assert_text("Fråga från ▇▇▇");
    assert_eq!(is_anywhere(site, "9874").await, Vec::<String>::new());
    assert_eq!(is_anywhere(site, "070-123 45 67").await, ["entries.body"], "nothing else has gone");
    petra
        .get(&format!("/tickets/{ticket}"))
        .await
        .assert_status(200)
        .assert_text("Jag heter Petra, ▇▇▇.")
        .assert_no_text("Tog bort");
    for mail in site.delivered_emails().await {
        assert!(!mail.raw.contains("9874") && !mail.text.contains("9874"), "{}", mail.raw);
    }
    let line = "SELECT COUNT(*) FROM audit_log WHERE action = 'ticket.redacted'";
    assert_eq!(site.count(line).await, 1);
}

async fn any_text_and_any_file_can_be_taken_out(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    for (body, name) in [("Storgatan 1\nLund", "intyg.png"), ("STORGATAN 1 LUND", "annat.png")] {
        let parts = [text("body", body), file(name, "image/png", PNG)];
        petra.post_parts(&format!("/tickets/{ticket}/messages"), &parts).await.assert_status(303);
    }
    let folder = site.config.storage.data_dir.join("attachments");
    assert_eq!(files_in(&folder), 2);
    let thread = site.thread(&site.people.agnes, &ticket).await;
    let gone = thread.files.iter().find(|file| file.name == "intyg.png").unwrap().id.to_string();
    let agnes = site.signed_in(&site.people.agnes).await;
    let path = format!("/desk/tickets/{ticket}/redact");
    let fields = [("step", "remove"), ("text", " storgatan 1 lund "), ("file", gone.as_str())];
    agnes.post(&path, &fields).await.assert_status(303);
    assert_eq!(is_anywhere(site, "torgatan").await, Vec::<String>::new());
    assert_eq!(is_anywhere(site, "TORGATAN").await, Vec::<String>::new());
    assert_eq!(files_in(&folder), 1, "the bytes are gone too");
    petra.get(&format!("/tickets/{ticket}/attachments/{gone}")).await.assert_status(404);
    petra.get(&format!("/tickets/{ticket}")).await.assert_text("annat.png").assert_no_text("intyg.png");
    assert_eq!(site.count("SELECT COUNT(*) FROM file_removals").await, 0);
}

async fn what_is_not_in_the_ticket_changes_nothing(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let other = site.create_ticket(&site.people.otto).await;
    let otto = site.signed_in(&site.people.otto).await;
    let parts = [text("body", NUMBER), file("bild.png", "image/png", PNG)];
    otto.post_parts(&format!("/tickets/{other}/messages"), &parts).await.assert_status(303);
    let theirs = site.thread(&site.people.agnes, &other).await.files[0].id.to_string();
    let agnes = site.signed_in(&site.people.agnes).await;
    let path = format!("/desk/tickets/{ticket}/redact");
    for fields in [
        vec![],
        vec![("text", "finns inte här")],
        vec![("text", "de")],
        vec![("number", "8112289874")],
        vec![("file", theirs.as_str())],
        vec![("file", "x"), ("number", "")],
    ] {
        for step in ["check", "remove"] {
            let fields: Vec<_> = fields.iter().copied().chain([("step", step)]).collect();
            let said = if fields.iter().all(|(name, value)| *name == "step" || value.is_empty()) {
                t!(Lang::Sv, "problem-required-redaction")
            } else {
                "Det står inte i ärendet"
            };
            agnes.post(&path, &fields).await.assert_status(422).assert_text(said);
        }
    }
    assert_eq!(is_anywhere(site, NUMBER).await, ["entries.body"]);
    assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'ticket.redacted'").await, 0);
    assert_eq!(site.thread(&site.people.agnes, &other).await.files.len(), 1);
}

/// What comes on an open stream within a moment.
async fn next(browser: &Browser, path: &str, after: impl AsyncFnOnce()) -> Option<LiveMessage> {
    let mut stream = LiveStream::open(browser, path).await;
    assert!(stream.next().await.is_none(), "nothing is new at first");
    after().await;
    stream.next().await
}

async fn an_open_page_follows(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let said = format!("Mitt nummer är {NUMBER}");
    let fields = [("topic", "other"), ("subject", "Fråga"), ("description", said.as_str())];
    let filed = petra.post("/tickets/new", &fields).await.assert_status(303);
    let ticket = filed.location()[9..17].to_owned();
    let last = site.thread(&site.people.petra, &ticket).await.events[0].id;
    let made = fyr_domain::clock::Clock::now(&*site.clock).timestamp_millis();
    site.clock.advance(chrono::TimeDelta::seconds(1));
    let agnes = site.signed_in(&site.people.agnes).await;
    let path = format!("/tickets/{ticket}/live?after={last}&made={made}");
    let redact = async || {
        let fields = [("step", "remove"), ("number", "8112289874")];
        agnes.post(&format!("/desk/tickets/{ticket}/redact"), &fields).await.assert_status(303);
    };
    let message = next(&petra, &path, redact).await.unwrap();
    let ThreadUpdate::Replaced { subject, .. } = &message.update.thread else { panic!("only new events") };
    assert_eq!(subject, "Fråga");
    let event = message.html();
    assert!(event.contains("Mitt nummer är ▇▇▇") && !event.contains(NUMBER), "{event}");
    assert!(!event.contains("Tog bort"), "the note is not for her: {event}");
    // a page made after that has nothing to mend
    let made = fyr_domain::clock::Clock::now(&*site.clock).timestamp_millis();
    let path = format!("/tickets/{ticket}/live?after={last}&made={made}");
    assert!(next(&petra, &path, async || {}).await.is_none());
}

async fn what_stands_in_an_unsent_form_alone_is_neither_found_nor_touched(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let draft = [
        ("topic", "other"),
        ("subject", "hemligtord"),
        ("description", "Det står fel kod"),
        ("step", "check"),
    ];
    petra.post("/tickets/new", &draft).await.assert_status(200);
    let agnes = site.signed_in(&site.people.agnes).await;
    let path = format!("/desk/tickets/{ticket}/redact");
    let nothing =
        agnes.post(&path, &[("text", "stårintenågonstans"), ("step", "check")]).await.assert_status(422);
    let in_draft = agnes.post(&path, &[("text", "hemligtord"), ("step", "check")]).await.assert_status(422);
    let words = |answer: &crate::support::TestResponse, word: &str| answer.main_text().replace(word, "");
    assert_eq!(words(&nothing, "stårintenågonstans"), words(&in_draft, "hemligtord"));
    agnes.post(&path, &[("text", "hemligtord"), ("step", "remove")]).await.assert_status(422);
    // with a word that stands in the ticket, the other is still left alone
    agnes.post(&path, &[("text", "fel kod"), ("step", "remove")]).await.assert_status(303);
    let drafts = site.query_texts("SELECT CAST(fields AS TEXT) FROM drafts").await;
    assert!(drafts[0].contains("hemligtord") && !drafts[0].contains("fel kod"), "{drafts:?}");
}

async fn what_browsers_keep_of_forms_that_were_not_accepted_goes_too(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let fields = [("topic", "other"), ("subject", "Fråga"), ("description", "Jag bor i Ljungaberg5512")];
    let filed = petra.post("/tickets/new", &fields).await.assert_status(303);
    let ticket = filed.location()[9..17].to_owned();
    let path = format!("/tickets/{ticket}");
    // one form is refused, and one comes from a browser that was signed out meanwhile
    let long = format!("Ljungaberg5512 {}", "x".repeat(30_000));
    petra.post(&format!("{path}/messages"), &[("body", &long)]).await.assert_status(422);
    let away = site.signed_in(&site.people.petra).await;
    let page = away.get(&path).await.assert_status(200).page();
    let mut reply = page.form(&format!("{path}/messages")).filled_in();
    reply.push(("body".to_owned(), "Ljungaberg5512 som sagt".to_owned()));
    away.post("/sign-out", &[]).await.assert_status(303);
    let reply: Vec<_> = reply.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    away.post(&format!("{path}/messages"), &reply).await.assert_status(303);
    // and somebody else's form has nothing to do with it
    let otto = site.signed_in(&site.people.otto).await;
    let own = [("topic", "other"), ("subject", ""), ("description", "Jag trivs i Ljungaberg5512")];
    otto.post("/tickets/new", &own).await.assert_status(422);
    let kept = "SELECT COUNT(*) FROM sessions WHERE data LIKE '%Ljungaberg5512%'";
    assert_eq!(site.count(kept).await, 3);

    let agnes = site.signed_in(&site.people.agnes).await;
    let redact = [("step", "remove"), ("text", "Ljungaberg5512")];
    agnes.post(&format!("/desk{path}/redact"), &redact).await.assert_status(303);
    assert_eq!(site.count(kept).await, 1, "that of Otto");
    petra.get(&path).await.assert_status(200).assert_no_text("Ljungaberg5512");
    away.sign_in(&site.people.petra).await;
    away.get(&path).await.assert_status(200).assert_no_text("Ljungaberg5512");
}

async fn a_redaction_sent_twice_is_done_once(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let fields =
        [("topic", "other"), ("subject", "Fråga"), ("description", "Jag är 811228-9874 och bor i Lund")];
    let filed = petra.post("/tickets/new", &fields).await.assert_status(303);
    let path = format!("/desk/tickets/{}/redact", &filed.location()[9..17]);
    let agnes = site.signed_in(&site.people.agnes).await;
    let choose = [("step", "check"), ("number", "8112289874"), ("text", "bor i Lund")];
    let check = agnes.post(&path, &choose).await.assert_status(200);
    let key = check.value("form_key");
    let redact =
        [("step", "remove"), ("number", "8112289874"), ("text", "bor i Lund"), ("form_key", key.as_str())];
    let first = agnes.post(&path, &redact).await.assert_status(303);
    let second = agnes.post(&path, &redact).await.assert_status(303);
    assert_eq!(first.location(), second.location());
    assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'ticket.redacted'").await, 1);
    // another form finds nothing any more
    agnes.post(&path, &redact[..3]).await.assert_status(422);
}
