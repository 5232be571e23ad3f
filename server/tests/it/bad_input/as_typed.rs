//! However people, keyboards and old links write it: nothing typed is lost, and what is the same is taken as the same.

use fyr_domain::Lang;
use fyr_i18n::t;
use fyr_usecases::store::people;

use crate::support::{Browser, GUEST, PASSWORD, Site, on_both_engines, submit_ticket, with_field};

on_both_engines! {
    what_a_form_did_not_accept_is_there_in_another_language_and_after_going_back,
    what_was_typed_is_gone_once_it_is_sent_and_shows_to_nobody_else,
    texts_that_are_too_long_stay_in_the_form,
    a_page_with_errors_says_so_before_its_title,
    addresses_written_in_other_ways_lead_to_the_page,
    programs_find_the_page_for_changing_passwords,
    programs_that_do_not_read_the_page_find_icons_and_what_to_leave_alone,
    who_to_tell_about_a_weakness_is_said_where_it_is_configured,
    a_password_and_an_address_are_the_same_on_every_keyboard,
    a_blank_looking_subject_is_refused_like_an_empty_one,
    the_language_of_the_browser_is_read_by_the_standard,
}

/// Forms that are not accepted: page, address of the form, fields, and one that was typed.
const REFUSED: [(&str, &str, &[(&str, &str)], &str); 6] = [
    ("/register", "/register", &[("name", "Åsa Ny"), ("email", "no address")], "name"),
    ("/password/forgotten", "/password/forgotten", &[("email", "kari..5@example.org")], "email"),
    ("/sign-in/link", "/sign-in/link", &[("email", "kari..5@example.org")], "email"),
    ("/tickets/link", "/tickets/link", &[("email", "kari..5@example.org")], "email"),
    ("/sign-in", "/sign-in", &[("email", "nobody@fyr.test"), ("password", "wrong and secret")], "email"),
    (
        "/tickets/new",
        "/tickets/new",
        &[("topic", "other"), ("subject", "Hej"), ("description", "En lång\n\n  text")],
        "description",
    ),
];

async fn what_a_form_did_not_accept_is_there_in_another_language_and_after_going_back(site: &Site) {
    for (page, action, fields, field) in REFUSED {
        let browser = site.browser();
        if browser.get(page).await.status != 200 {
            continue;
        }
        let typed = fields.iter().find(|(name, _)| *name == field).unwrap().1;
        let refused = browser.post(action, fields).await.assert_status(422);
        assert_eq!(refused.value(field), typed, "{page}");
        for address in [format!("{page}?lang=nb"), format!("{page}?lang=en"), page.to_owned()] {
            let again = browser.get(&address).await.assert_status(200);
            assert_eq!(again.value(field), typed, "{address}");
            assert!(!again.html().contains("wrong and secret"), "no password is kept");
        }
    }
}

async fn what_was_typed_is_gone_once_it_is_sent_and_shows_to_nobody_else(site: &Site) {
    let browser = site.browser();
    let refused = with_field(&GUEST, "email", "no address");
    submit_ticket(&browser, &refused).await.assert_status(422);
    let other = site.browser().get("/tickets/new").await;
    assert_eq!(other.value("subject"), "");
    let kept = browser.get("/tickets/new").await;
    assert_eq!(kept.value("subject"), GUEST[1].1);
    let shared = site.browser();
    shared.post("/tickets/link", &[("email", "kari..5@example.org")]).await.assert_status(422);
    shared.sign_in(&site.people.petra).await;
    assert_ne!(shared.get("/tickets/link").await.find_value("email").as_deref(), Some("kari..5@example.org"));
    submit_ticket(&browser, &GUEST).await.assert_status(303);
    assert_eq!(browser.get("/tickets/new").await.value("subject"), "");
}

async fn texts_that_are_too_long_stay_in_the_form(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let long = "ord ".repeat(6_000);
    let page = format!("/tickets/{ticket}");
    petra.post(&format!("{page}/messages"), &[("body", &long)]).await.assert_status(422);
    let again = petra.get(&format!("{page}?lang=en")).await.assert_status(200);
    assert_eq!(again.value("body").trim(), long.trim());
}

async fn a_page_with_errors_says_so_before_its_title(site: &Site) {
    for (lang, prefix) in [("sv", "Fel: "), ("nb", "Feil: "), ("en", "Error: ")] {
        let browser: Browser = site.browser().with_header("accept-language", lang);
        for (page, action, fields, _) in REFUSED {
            let shown = browser.get(page).await;
            if shown.status != 200 {
                continue;
            }
            assert!(!shown.page().texts("title")[0].starts_with(prefix), "{page}");
            let refused = browser.post(action, fields).await.assert_status(422);
            assert!(
                refused.page().texts("title")[0].starts_with(prefix),
                "{page}: {:?}",
                refused.page().texts("title")
            );
        }
    }
}

async fn addresses_written_in_other_ways_lead_to_the_page(site: &Site) {
    let browser = site.browser();
    for (written, page) in [
        ("/articles/", "/articles"),
        ("/tickets/new/?topic=other", "/tickets/new?topic=other"),
        ("/%74ickets/new", "/tickets/new"),
        ("/Status/History", "/status/history"),
        ("/status//history", "/status/history"),
        ("/SIGN-IN/", "/sign-in"),
        ("//status", "/status"),
        ("//tickets/new", "/tickets/new"),
        ("//", "/"),
        ("/api/v2/summary.json/", "/api/v2/summary.json"),
    ] {
        let led = browser.get(written).await.assert_status(303);
        assert_eq!(led.location(), page, "{written}");
        browser.get(page).await.assert_status(200);
    }
    for nowhere in [
        "/no-such-page",
        "/No-Such-Page/",
        "/Sign-Out",
        "//evil.example",
        "/\\evil.example",
        "/api/v2/no.json/",
    ] {
        browser.get(nowhere).await.assert_status(404);
    }
    browser.post("/articles/", &[]).await.assert_status(404);
    let found = browser.get("/search?q=byta+l%C3%B6senord&odd&=&%FF=%00").await;
    assert_eq!(found.assert_status(200).value("q"), "byta lösenord");
    let old = browser.get("/search?q=byta+l%F6senord").await;
    assert_eq!(old.assert_status(200).value("q"), "byta lösenord", "a link in Latin-1");
}

async fn programs_find_the_page_for_changing_passwords(site: &Site) {
    let browser = site.signed_in(&site.people.petra).await;
    let led = browser.get("/.well-known/change-password").await.assert_status(303);
    browser.follow(led).await.assert_status(200).assert_text(t!(Lang::Sv, "password-title"));
}

async fn programs_that_do_not_read_the_page_find_icons_and_what_to_leave_alone(site: &Site) {
    let browser = site.browser();
    for (path, file) in [("/favicon.ico", "/icon.svg"), ("/apple-touch-icon.png", "/apple-touch-icon.png")] {
        let led = browser.get(path).await.assert_status(303);
        let location = led.location();
        assert!(location.starts_with("/assets/") && location.ends_with(file), "{path}: {location}");
    }
    let robots = browser.get("/robots.txt").await.assert_status(200);
    assert_eq!(robots.header("content-type"), "text/plain; charset=utf-8");
    assert!(robots.html().contains("Disallow: /desk\n"), "{}", robots.html());
}

async fn who_to_tell_about_a_weakness_is_said_where_it_is_configured(site: &Site) {
    site.browser().get("/.well-known/security.txt").await.assert_status(404);
    let told =
        site.restart_with(|config| config.http.security_contact = "mailto:security@example.org".into()).await;
    let text = told.browser().get("/.well-known/security.txt").await.assert_status(200);
    assert_eq!(text.header("content-type"), "text/plain; charset=utf-8");
    let text = text.html();
    assert!(text.starts_with("Contact: mailto:security@example.org\nExpires: 20"), "{text}");
    assert!(text.contains("Canonical: http://fyr.test/.well-known/security.txt"), "{text}");
    told.backend.store.close().await;
}

async fn a_password_and_an_address_are_the_same_on_every_keyboard(site: &Site) {
    // hashed by an earlier release, as a system typed it that writes letters decomposed
    let composed = "Fårskinn på höga löv 7";
    let decomposed = "Fa\u{30a}rskinn pa\u{30a} ho\u{308}ga lo\u{308}v 7";
    let petra = &site.people.petra;
    let sign_in = async |email: &str, password: &str| {
        let answer = site.browser().post("/sign-in", &[("email", email), ("password", password)]).await;
        answer.status
    };
    let mut tx = site.backend.store.begin().await.unwrap();
    people::set_password_hash(&mut tx, petra.id, &site.backend.hash_password(composed).unwrap())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for password in [composed, decomposed, "Fårskinn\u{a0}på\u{3000}höga löv 7"] {
        for email in ["petra@fyr.test", " PETRA@fyr.test", "\u{feff}petra@ｆyr.test"] {
            assert_eq!(sign_in(email, password).await, 303, "{password} {email}");
        }
    }
    assert_eq!(sign_in("petra@fyr.test", "fårskinn på höga löv 7").await, 422, "case counts");
    assert_eq!(sign_in("petra@fyr.test", PASSWORD).await, 422);
}

async fn a_blank_looking_subject_is_refused_like_an_empty_one(site: &Site) {
    for blank in
        ["\u{2800}", "\u{3164}\u{ffa0}", "\u{34f}", "\u{fe0f}", "\u{2062} \u{e0041}", "\u{115f}\u{1160}"]
    {
        let form = with_field(&GUEST, "subject", blank);
        submit_ticket(&site.browser(), &form)
            .await
            .assert_status(422)
            .assert_text(t!(Lang::Sv, "problem-required-subject"));
        let form = with_field(&GUEST, "name", blank);
        submit_ticket(&site.browser(), &form).await.assert_status(422);
    }
}

async fn the_language_of_the_browser_is_read_by_the_standard(site: &Site) {
    for (header, lang) in [("en-GB; q=0.3, nb-NO; q=0.9", "nb"), ("fi, en; q=0.5", "en"), ("fi", "sv")] {
        let browser = site.browser().with_header("accept-language", header);
        let page = browser.get("/").await.assert_status(200);
        assert_eq!(page.page().attributes("html", "lang"), [lang], "{header}");
    }
    let browser =
        site.browser().with_header("accept-language", "fi").with_appended_header("accept-language", "en");
    assert_eq!(browser.get("/").await.page().attributes("html", "lang"), ["en"], "in two lines");
}
