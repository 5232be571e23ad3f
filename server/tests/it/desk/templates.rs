//! Templates of replies: written by administrators, inserted and changed by agents.

use fyr_domain::{Lang, tickets::Status};
use fyr_i18n::t;

use crate::support::{Site, on_both_engines, with_field};

on_both_engines! {
    an_agent_inserts_a_template_into_what_they_have_written,
    a_missing_value_is_shown_and_never_sent,
    a_counsellor_gets_the_text_for_counsellors,
    a_template_that_cannot_be_filled_in_is_refused_at_its_field,
}

const GENERAL: [(&str, &str); 6] = [
    ("former", ""),
    ("slug", "general"),
    ("title", "Allmänt svar"),
    ("text", "Hej {{ name }}!\n\n{{ reference }}, {{ agent }}"),
    ("counsellor_text", "Om {{ reference }}:"),
    ("step", "save"),
];

async fn save(site: &Site, form: &[(&str, &str)]) {
    let adam = site.signed_in(&site.people.adam).await;
    adam.post("/desk/settings/templates/new", form).await.assert_status(303);
}

async fn an_agent_inserts_a_template_into_what_they_have_written(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let desk = format!("/desk/tickets/{ticket}");
    agnes.get(&desk).await.assert_no_text(t!(Lang::Sv, "desk-template-insert"));
    save(site, &GENERAL).await;
    let page = agnes.get(&desk).await.assert_text("Allmänt svar");
    let key = page.value("form_key");
    let form = [
        ("action", "reply"),
        ("form_key", key.as_str()),
        ("template", "general"),
        ("body", "Först det här.\n"),
        ("then", "open"),
        ("step", "insert"),
    ];
    let page = agnes.post(&desk, &form).await.assert_status(200);
    let page = page.assert_text(t!(Lang::Sv, "desk-template-inserted"));
    assert_eq!(page.value("body"), format!("Först det här.\n\nHej Petra!\n\n{ticket}, Agnes Holm"));
    assert_eq!((page.value("form_key"), page.value("template")), (key.clone(), String::new()));
    assert_eq!(site.thread(&site.people.agnes, &ticket).await.events.len(), 1, "nothing was sent");
    let unknown = agnes.post(&desk, &with_field(&form, "template", "")).await.assert_status(422);
    assert_eq!(unknown.value("body"), "Först det här.\n");
    agnes.post(&desk, &with_field(&form, "step", "")).await.assert_status(303);
    // nobody inserts anything into a ticket that they may not work on
    let petra = site.signed_in(&site.people.petra).await;
    petra.post(&desk, &form).await.assert_status(404);
}

async fn a_missing_value_is_shown_and_never_sent(site: &Site) {
    save(site, &with_field(&GENERAL, "text", "Svar senast {{ due }}.")).await;
    let ticket = site.create_ticket(&site.people.petra).await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let desk = format!("/desk/tickets/{ticket}");
    let insert = [("action", "reply"), ("template", "general"), ("body", ""), ("step", "insert")];
    let page = agnes.post(&desk, &insert).await.assert_status(200);
    assert_eq!(page.value("body"), "Svar senast onsdag 4 november 10:00.");
    site.reply_as_support(&ticket, "Så här", Some(Status::WaitingForRequester)).await;
    let page = agnes.post(&desk, &insert).await.assert_status(200);
    assert_eq!(page.value("body"), "Svar senast [[due]].");
    let send = [("action", "reply"), ("body", "Svar senast [[due]]."), ("then", "open")];
    let refused = agnes.post(&desk, &send).await.assert_status(422);
    refused.assert_text(t!(Lang::Sv, "problem-missing-value"));
    // a note says what it likes
    agnes.post(&desk, &with_field(&send, "action", "note")).await.assert_status(303);
}

async fn a_counsellor_gets_the_text_for_counsellors(site: &Site) {
    save(site, &GENERAL).await;
    let ticket = site.create_ticket(&site.people.karin).await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let insert = [("action", "reply"), ("template", "general"), ("body", ""), ("step", "insert")];
    let page = agnes.post(&format!("/desk/tickets/{ticket}"), &insert).await.assert_status(200);
    assert_eq!(page.value("body"), format!("Om {ticket}:"));
}

async fn a_template_that_cannot_be_filled_in_is_refused_at_its_field(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let form = with_field(&GENERAL, "text", "Hej\n{{ nam }}");
    let refused = adam.post("/desk/settings/templates/new", &form).await.assert_status(422);
    let refused = refused.assert_text(&t!(Lang::Sv, "problem-invalid-template", line = 2));
    assert!(refused.html().contains("href=\"#text\""));
    save(site, &GENERAL).await;
    let deleted = adam.post("/desk/settings/templates/0", &[("former", "general"), ("step", "delete")]).await;
    deleted.assert_status(303);
    adam.get("/desk/settings/templates").await.assert_text(t!(Lang::Sv, "settings-templates-none"));
}
