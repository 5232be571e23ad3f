//! A form knows for whom it was opened. When somebody else is signed in, it is shown again and nothing is done in their name.

use fyr::{
    routes,
    web::{policy::Opener, routes::Audience},
};
use fyr_domain::Lang;
use fyr_i18n::t;

use crate::support::{Browser, GUEST, OWN, PNG, Site, file, on_both_engines, reference, text, with_field};

on_both_engines! {
    a_form_is_shown_again_to_somebody_else_with_everything_in_it,
    no_form_is_taken_from_somebody_else,
    every_form_on_a_page_says_for_whom_it_was_opened,
    a_form_opened_by_nobody_is_not_sent_in_the_name_of_who_signed_in,
    secrets_are_typed_anew,
}

/// Every hidden field with its value.
fn hidden(html: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(rest.split('"').next()?.to_owned())
    };
    html.split("<input")
        .filter_map(|tag| tag.split('>').next())
        .filter(|tag| tag.contains("type=\"hidden\""))
        .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default())))
        .collect()
}

async fn send_again(browser: &Browser, path: &str, html: &str) -> crate::support::TestResponse {
    let main = html.split_once("<main").unwrap().1;
    let fields = hidden(main);
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(path, &fields).await
}

async fn a_form_is_shown_again_to_somebody_else_with_everything_in_it(site: &Site) {
    let browser = site.signed_in(&site.people.petra).await;
    let page = browser.get("/tickets/new").await.assert_status(200);
    let (key, account) = (page.value("form_key"), page.value("account"));
    assert_eq!(account, site.people.petra.id.to_string());
    let upload = [text("form_key", &key), file("tidigare.png", "image/png", PNG)];
    browser.post_parts("/tickets/new/uploads", &upload).await.assert_status(200);
    browser.sign_in(&site.people.otto).await;

    let mut parts: Vec<_> = OWN.iter().map(|(name, value)| text(name, value)).collect();
    parts.extend([text("form_key", &key), text("account", &account), file("nu.png", "image/png", PNG)]);
    let shown = browser.post_parts("/tickets/new", &parts).await.assert_status(422);
    let shown = shown
        .assert_text(t!(Lang::Sv, "opened-by-title"))
        .assert_text("Otto Berg")
        .assert_text(OWN[1].1)
        .assert_text(OWN[2].1)
        .assert_text("tidigare.png")
        .assert_text("nu.png");
    assert_eq!(site.count("SELECT COUNT(*) FROM tickets").await, 0);
    assert_eq!(shown.header("cache-control"), "no-store");

    let filed = reference(&send_again(&browser, "/tickets/new", &shown.html()).await.assert_status(303));
    let thread = site.thread(&site.people.otto, &filed).await;
    assert_eq!(
        (thread.ticket.requester_id, thread.ticket.subject.as_str()),
        (Some(site.people.otto.id), OWN[1].1)
    );
    let mut names: Vec<_> = thread.files.iter().map(|file| file.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["nu.png", "tidigare.png"]);
}

async fn no_form_is_taken_from_somebody_else(site: &Site) {
    let somebody = site.people.petra.id.to_string();
    let ticket = site.create_ticket(&site.people.adam).await;
    let browser = site.signed_in(&site.people.adam).await;
    let forms = routes::table().into_iter().filter(|route| {
        route.method == "POST" && route.audience == Audience::Pages && route.policy.opener == Opener::Same
    });
    let paths: Vec<_> = forms.map(|route| route.path).collect();
    assert!(paths.len() > 25, "{paths:?}");
    let before =
        (site.count("SELECT COUNT(*) FROM entries").await, site.count("SELECT COUNT(*) FROM jobs").await);
    for pattern in paths {
        let path = pattern
            .replace("{reference}", &ticket)
            .replace("{id}", &somebody)
            .replace("{slug}", "reset-password")
            .replace("{place}", "new")
            .replace("{lang}", "sv")
            .replace("{number}", "1")
            .replace("{*page}", "tickets/new");
        assert!(!path.contains('{'), "{path}");
        let form =
            [("account", somebody.as_str()), ("body", "Det som skrevs"), ("action", "ask"), ("sure", "yes")];
        browser
            .post(&path, &form)
            .await
            .assert_status(422)
            .assert_text(t!(Lang::Sv, "opened-by-title"))
            .assert_text("Det som skrevs");
    }
    let after =
        (site.count("SELECT COUNT(*) FROM entries").await, site.count("SELECT COUNT(*) FROM jobs").await);
    assert_eq!(before, after, "nothing was done");
    browser.get("/account").await.assert_status(200).assert_text("Adam Nord");
}

async fn every_form_on_a_page_says_for_whom_it_was_opened(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    for (user, paths) in [
        (
            Some(&site.people.petra),
            vec!["/".into(), "/account".into(), "/account/access".into(), format!("/tickets/{ticket}")],
        ),
        (
            Some(&site.people.adam),
            vec![
                "/desk/people".into(),
                format!("/desk/people/{}", site.people.otto.id),
                format!("/desk/tickets/{ticket}"),
            ],
        ),
        (None, vec!["/tickets/new".into(), "/sign-in".into()]),
    ] {
        let browser = match user {
            Some(user) => site.signed_in(user).await,
            None => site.browser(),
        };
        let account = user.map(|user| user.id.to_string()).unwrap_or_default();
        let field = format!("<input type=\"hidden\" name=\"account\" value=\"{account}\">");
        for path in paths {
            let html = browser.get(&path).await.assert_status(200).html();
            let forms: Vec<_> = html
                .match_indices("<form")
                .map(|(start, _)| &html[start..])
                .filter(|form| form.split('>').next().is_some_and(|tag| tag.contains("method=\"post\"")))
                .collect();
            assert!(!forms.is_empty(), "{path}");
            for form in forms {
                assert!(form.split_once('>').unwrap().1.starts_with(&field), "{path}: {form:.300}");
            }
        }
    }
}

async fn a_form_opened_by_nobody_is_not_sent_in_the_name_of_who_signed_in(site: &Site) {
    let browser = site.browser();
    let page = browser.get("/tickets/new").await.assert_status(200);
    let key = page.value("form_key");
    let form = with_field(&GUEST, "form_key", &key);
    let form = with_field(&form, "account", "");
    browser.sign_in(&site.people.petra).await;
    let shown = browser.post("/tickets/new", &form).await.assert_status(422).assert_text("Petra Lund");
    assert_eq!(site.count("SELECT COUNT(*) FROM tickets").await, 0);
    let filed = send_again(&browser, "/tickets/new", &shown.html()).await.assert_status(303);
    let thread = site.thread(&site.people.petra, &reference(&filed)).await;
    assert_eq!(thread.ticket.requester_id, Some(site.people.petra.id));
    // signing in itself, and out, is for anyone
    let sign_in = [("account", ""), ("email", "otto@fyr.test"), ("password", crate::support::PASSWORD)];
    browser.post("/sign-in", &sign_in).await.assert_status(303);
    browser.post("/sign-out", &[("account", &site.people.petra.id.to_string())]).await.assert_status(303);
}

async fn secrets_are_typed_anew(site: &Site) {
    let browser = site.signed_in(&site.people.otto).await;
    let account = site.people.petra.id.to_string();
    let form = [("account", account.as_str()), ("current", "hemligt-nu"), ("password", "hemligt-nytt")];
    let shown = browser.post("/account/password", &form).await.assert_status(422);
    assert!(!shown.html().contains("hemligt"), "{}", shown.html());
}
