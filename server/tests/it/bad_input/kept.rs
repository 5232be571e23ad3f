//! What was typed is kept while its sender changes the language, signs in again, or does something in another tab: in whichever form
//! of whichever page.

use std::collections::BTreeSet;

use fyr_domain::{Lang, tickets::Status};
use fyr_i18n::t;

use crate::{
    permission::{
        fixture::{PermissionFixture, Visitor},
        leaks,
    },
    support::{Browser, PASSWORD, PNG, Site, file, on_both_engines, text},
};

on_both_engines! {
    every_form_keeps_what_was_typed_while_the_language_changes,
    every_form_keeps_what_was_typed_while_its_sender_signs_in_again,
    several_forms_are_kept_at_once,
    every_language_of_a_refused_form_is_there_and_has_its_text,
    a_reply_that_someone_else_opened_is_shown_and_not_sent,
    whoever_is_signed_out_is_asked_to_sign_in_by_every_form_of_a_ticket,
    the_languages_are_buttons_of_the_form,
    files_that_were_uploaded_stay_with_their_form,
    nothing_is_kept_for_another_site_or_person,
    a_draft_is_newer_than_what_was_typed_before_it,
}

/// Fields that are not typed, and those that no page shows again.
const NOT_TYPED: [&str; 12] = [
    "account",
    "form_key",
    "form_page",
    "form_name",
    "action",
    "confirm",
    "sure",
    "password",
    "current",
    "code",
    "token",
    "back",
];

/// Visitors who see all kinds of pages between them.
const VISITORS: [&str; 8] = ["anonymous", "guest", "petra", "karin", "olga", "agnes", "stina", "adam"];

/// A form as a visitor has filled it in.
struct FilledIn<'f> {
    visitor: &'f Visitor,
    /// The path of its page, with its query.
    path: String,
    /// Its place among the page's forms.
    at: usize,
    action: String,
    fields: Vec<(String, String)>,
}

impl FilledIn<'_> {
    fn pairs(&self) -> Vec<(&str, &str)> {
        self.fields.iter().map(|(name, value)| (&**name, &**value)).collect()
    }

    fn typed(&self) -> impl Iterator<Item = &(String, String)> {
        self.fields.iter().filter(|(name, value)| !NOT_TYPED.contains(&name.as_str()) && !value.is_empty())
    }

    /// What was typed and is not in the form when its page is opened again; empty where nothing.
    async fn lost(&self, browser: &Browser) -> Option<String> {
        let again = browser.get(&self.path).await.assert_status(200).page();
        let forms = again.forms();
        let entered = forms.get(self.at).map(fyr_testing::Form::entered).unwrap_or_default();
        let lost: Vec<_> = self.typed().filter(|field| !entered.contains(field)).collect();
        (!lost.is_empty()).then(|| format!("{} {} {}: {lost:?}", self.visitor.name, self.path, self.action))
    }
}

/// Every form of every page that these visitors see, filled in; one of those that are alike.
async fn every_form<'f>(site: &Site, fixture: &'f PermissionFixture, visitors: &[&str]) -> Vec<FilledIn<'f>> {
    let others: Vec<_> = fixture.tickets.iter().skip(1).filter(|ticket| ticket.name != "guests").collect();
    let mut paths = leaks::paths(site, fixture);
    paths.retain(|path| {
        !others.iter().any(|ticket| path.contains(&ticket.reference) || path.contains(&ticket.word()))
    });
    let (mut seen, mut all) = (BTreeSet::new(), Vec::new());
    for visitor in fixture.visitors.iter().filter(|visitor| visitors.contains(&visitor.name)) {
        for path in &paths {
            let shown = visitor.browser.get(path).await;
            if shown.status != 200 || !shown.header("content-type").starts_with("text/html") {
                continue;
            }
            for (at, form) in shown.page().forms().into_iter().enumerate() {
                let (action, fields) = (form.action().to_owned(), form.filled_in());
                let form = FilledIn { visitor, path: path.clone(), at, action, fields };
                let alike = (visitor.name, form.action.clone(), form.typed().count());
                if shown.page().forms()[at].is_post() && form.typed().next().is_some() && seen.insert(alike) {
                    all.push(form);
                }
            }
        }
    }
    assert!(all.len() > 40, "only {} forms", all.len());
    all
}

async fn every_form_keeps_what_was_typed_while_the_language_changes(site: &Site) {
    let fixture = PermissionFixture::create(site).await;
    let mut wrong = Vec::new();
    for form in every_form(site, &fixture, &VISITORS).await {
        let (browser, path) = (&form.visitor.browser, &form.path);
        let separator = if path.contains('?') { '&' } else { '?' };
        let led = browser.post(&format!("/language{path}{separator}lang=nb"), &form.pairs()).await;
        assert_eq!((led.status, led.location()), (303, path.as_str()), "{}", led.main_text());
        assert_eq!(browser.get(path).await.page().attributes("html", "lang"), ["nb"], "{path}");
        wrong.extend(form.lost(browser).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Forms that a session's end does not touch, and the one with a table, of which nothing is read before one is signed in.
const NOT_AFTER_SIGNING_IN: [&str; 7] = [
    "/sign-in",
    "/register",
    "/password/",
    "/articles/",
    "/tickets/link",
    "/time-zone",
    "/desk/people/import",
];

async fn every_form_keeps_what_was_typed_while_its_sender_signs_in_again(site: &Site) {
    let fixture = PermissionFixture::create(site).await;
    let mut wrong = Vec::new();
    for form in every_form(site, &fixture, &VISITORS[2..]).await {
        if NOT_AFTER_SIGNING_IN.iter().any(|action| form.action.starts_with(action)) {
            continue;
        }
        // the session is gone: another browser has none
        let browser = site.browser();
        let led = browser.post(&form.action, &form.pairs()).await;
        if led.status != 303 || !led.location().starts_with("/sign-in?next=") {
            wrong.push(format!("{} {}: {} {}", form.visitor.name, form.action, led.status, led.main_text()));
            continue;
        }
        let asked = browser.get(led.location()).await;
        if !asked.main_text().contains(t!(Lang::Sv, "sign-in-unsent")) {
            wrong.push(format!("{} {}: nothing says that it waits", form.visitor.name, form.action));
        }
        let email = format!("{}@fyr.test", form.visitor.name);
        let next = asked.value("next");
        let credentials = [("email", email.as_str()), ("password", PASSWORD), ("next", next.as_str())];
        let signed_in = browser.post("/sign-in", &credentials).await;
        if signed_in.status != 303 {
            wrong.push(format!("{email} cannot sign in: {}", signed_in.main_text()));
            continue;
        }
        let page = browser.follow(signed_in).await.page();
        let is_kept = |field: &&(String, String)| {
            page.forms().iter().any(|shown| shown.action() == form.action && shown.entered().contains(field))
        };
        let lost: Vec<_> = form.typed().filter(|field| !is_kept(field)).collect();
        if !lost.is_empty() {
            wrong.push(format!("{} {}: {lost:?}", form.visitor.name, form.action));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn several_forms_are_kept_at_once(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let (reply, email) = (format!("/tickets/{ticket}"), "/account/email");
    petra.post(&format!("/language{reply}?lang=sv"), &[("body", "Ett svar")]).await.assert_status(303);
    // another form of the same page
    site.reply_as_support(&ticket, "Så här.", Some(Status::Solved)).await;
    petra
        .post(&format!("/language{reply}?lang=sv"), &[("score", "4"), ("comment", "Snabbt")])
        .await
        .assert_status(303);
    assert_eq!(petra.get(&reply).await.value("comment"), "Snabbt");
    petra.post(email, &[("email", "kari..5@example.org")]).await.assert_status(422);
    petra.post(&format!("{reply}/private"), &[("private", "yes")]).await.assert_status(303);
    let other = site.create_ticket(&site.people.petra).await;
    petra.post(&format!("/tickets/{other}/messages"), &[("body", "Ett annat")]).await.assert_status(303);
    assert_eq!(petra.get(email).await.value("email"), "kari..5@example.org");
    assert_eq!(petra.get(&reply).await.value("body"), "Ett svar");
    let sent = [("body", "Ett svar"), ("form_page", reply.as_str())];
    petra.post(&format!("{reply}/messages"), &sent).await.assert_status(303);
    assert_eq!(petra.get(&reply).await.value("body"), "", "it was sent");
    assert_eq!(petra.get(email).await.value("email"), "kari..5@example.org");
}

async fn every_language_of_a_refused_form_is_there_and_has_its_text(site: &Site) {
    let browser = site.browser();
    let article = "/articles/reset-password";
    let long = "ord ".repeat(600);
    let refused = browser
        .post(&format!("{article}/rating"), &[("helpful", "no"), ("comment", &long)])
        .await
        .assert_status(422);
    let form = refused.page();
    let button = &form.attributes(".languages li button", "formaction")[1];
    assert_eq!(*button, format!("/language{article}?lang=nb&rated=no"));
    let led = browser.post(button, &[("helpful", "no"), ("comment", &long)]).await.assert_status(303);
    let again = browser.follow(led).await.assert_status(200);
    assert_eq!(again.value("comment").trim(), long.trim());
}

async fn the_languages_are_buttons_of_the_form(site: &Site) {
    let browser = site.browser();
    let page = browser.get("/tickets/new?subject=Hej&topic=other").await.assert_status(200).page();
    let buttons = page.select(".languages li button");
    assert_eq!(buttons.len(), Lang::ALL.len());
    for button in &buttons {
        assert_eq!(button.attr("form"), Some("ticket-form"));
        assert!(button.attr("formnovalidate").is_some(), "an empty field keeps nobody from reading");
    }
    let actions = page.attributes(".languages li button", "formaction");
    assert_eq!(actions[1], "/language/tickets/new?lang=nb&subject=Hej&topic=other");
    // Enter in a field presses the first button of the form in the document
    let first = page.select("button[form=\"ticket-form\"], #ticket-form button")[0].value();
    assert_eq!(
        (first.attr("formaction"), first.attr("name"), first.attr("value")),
        (None, Some("step"), Some("check"))
    );
    let links = browser.get("/status").await.page().attributes(".languages a", "href");
    assert_eq!(links, Lang::ALL.map(|lang| format!("/status?lang={lang}")));
}

async fn files_that_were_uploaded_stay_with_their_form(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let agnes = site.signed_in(&site.people.agnes).await;
    let own = format!("/tickets/{ticket}");
    let desk = format!("/desk/tickets/{ticket}");
    for (browser, page, action) in [(&petra, &own, ""), (&agnes, &desk, "reply"), (&agnes, &desk, "note")] {
        let is_form = |form: &fyr_testing::Form<'_>| {
            let fields = form.entered();
            let has = |name: &str, value: &str| {
                fields.iter().any(|field| field.0 == name && (value.is_empty() || field.1 == value))
            };
            has("form_key", "") && (action.is_empty() || has("action", action))
        };
        let shown = browser.get(page).await.page();
        let key = shown.forms().into_iter().find(is_form).unwrap().field("form_key");
        let parts = [text("form_key", &key), file("bild.png", "image/png", PNG)];
        browser.post_parts("/tickets/new/uploads", &parts).await.assert_status(200);
        let fields = [("form_key", key.as_str()), ("action", action), ("form_name", action), ("body", "Hej")];
        browser.post(&format!("/language{page}?lang=nb"), &fields).await.assert_status(303);
        let again = browser.get(page).await.page();
        let form = again.forms().into_iter().find(is_form).unwrap();
        assert_eq!((form.field("form_key"), form.field("body")), (key, "Hej".to_owned()), "{page} {action}");
        // the reply waits on the same page as the note
        let waiting = if action == "note" { 2 } else { 1 };
        assert_eq!(again.texts(".file-name").len(), waiting, "{page} {action}: in this form alone");
        let bodies: Vec<_> = again
            .forms()
            .iter()
            .filter_map(|form| form.entered().into_iter().find(|field| field.0 == "body"))
            .collect();
        assert_eq!(bodies.iter().filter(|(_, body)| body == "Hej").count(), waiting, "{page} {action}");
    }
}

async fn nothing_is_kept_for_another_site_or_person(site: &Site) {
    let browser = site.browser();
    for (page, location) in
        [("//evil.example/x", "/evil.example/x"), ("/%5Cevil.example", "/%5Cevil.example")]
    {
        let led = browser.post(&format!("/language{page}?lang=nb"), &[]).await;
        assert!(led.status == 404 || led.location() == location, "{page}: {} {:?}", led.status, led.headers);
    }
    let typed = [("email", "kari@example.org"), ("password", "secret words")];
    browser.post("/language/sign-in?lang=en&next=/account", &typed).await.assert_status(303);
    let again = browser.get("/sign-in?next=/account").await;
    assert_eq!(again.value("email"), "kari@example.org");
    again.assert_no_text("secret words");
    assert_eq!(site.browser().get("/sign-in").await.value("email"), "");
}

async fn a_draft_is_newer_than_what_was_typed_before_it(site: &Site) {
    let browser = site.browser();
    let key = browser.get("/tickets/new").await.value("form_key");
    let fields = [("form_key", key.as_str()), ("subject", "Först"), ("topic", "other")];
    browser.post("/language/tickets/new?lang=sv", &fields).await.assert_status(303);
    assert_eq!(browser.get("/tickets/new").await.value("subject"), "Först");
    let draft = [("form_key", key.as_str()), ("subject", "Sedan"), ("topic", "other")];
    browser.post("/islands/keep_draft", &draft).await.assert_status(200);
    assert_eq!(browser.get("/tickets/new").await.value("subject"), "Sedan");
}

async fn a_reply_that_someone_else_opened_is_shown_and_not_sent(site: &Site) {
    let (petra, otto) = (&site.people.petra, &site.people.otto);
    let ticket = site.create_ticket(petra).await;
    let browser = site.signed_in(otto).await;
    let account = petra.id.to_string();
    let fields = [("account", account.as_str()), ("action", "note"), ("body", "Mitt namn är Petra")];
    for path in [format!("/tickets/{ticket}/messages"), format!("/desk/tickets/{ticket}")] {
        let shown = browser.post(&path, &fields).await.assert_status(422);
        shown.assert_text("Mitt namn är Petra").assert_text(&otto.name);
        browser.post(&path, &fields[1..]).await.assert_status(404);
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM entries WHERE body LIKE 'Mitt namn%'").await, 0);
}

async fn whoever_is_signed_out_is_asked_to_sign_in_by_every_form_of_a_ticket(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    for (form, field) in
        [("close", ""), ("reopen", ""), ("private", "yes"), ("survey", "5"), ("messages", "Hej")]
    {
        let led = site.browser().post(&format!("/tickets/{ticket}/{form}"), &[("private", field)]).await;
        assert_eq!(led.location(), format!("/sign-in?next=%2Ftickets%2F{ticket}"), "{form}");
        let unknown = site.browser().post(&format!("/tickets/000-0000/{form}"), &[("private", field)]).await;
        assert_eq!(
            unknown.location(),
            "/sign-in?next=%2Ftickets%2F000-0000",
            "{form}: as where there is a ticket"
        );
    }
}
