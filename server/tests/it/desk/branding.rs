//! What a portal is called and looks like, on pages, in emails and in feeds; and what it says about itself.

use fyr_domain::{Lang, branding::Logo};
use fyr_i18n::t;

use crate::support::{Browser, PNG, Site, file, on_both_engines, text};

on_both_engines! {
    a_portal_bears_its_owners_name_and_color,
    only_the_languages_on_offer_are_spoken,
    a_logo_is_shown_until_it_is_removed,
    what_the_owner_writes_stands_on_the_pages_about_the_portal,
}

const BRANDING: [(&str, &str); 9] = [
    ("step", "save"),
    ("name", "Nordviks stöd"),
    ("operator", "Nordviks kommun"),
    ("sender_name", "Stödet"),
    ("color", "#8A1538"),
    ("language_sv", "yes"),
    ("language_nb", "yes"),
    ("language_en", "yes"),
    ("footer_links", "https://example.org/om Om kommunen"),
];

async fn save_branding(site: &Site) -> Browser {
    let adam = site.signed_in(&site.people.adam).await;
    adam.post("/desk/settings/branding", &BRANDING).await.assert_status(303);
    adam
}

async fn a_portal_bears_its_owners_name_and_color(site: &Site) {
    let browser = site.browser();
    let before = browser.get("/").await.assert_status(200);
    assert_eq!(before.page().texts(".site-name"), ["Fyr"]);
    assert_eq!(before.page().texts("footer .credit"), [t!(Lang::Sv, "footer-credit")]);
    save_branding(site).await;
    let home = browser.get("/").await.assert_status(200);
    assert_eq!(home.page().texts(".site-name"), ["Nordviks stöd"]);
    assert_eq!(home.page().texts("footer a[href='https://example.org/om']"), ["Om kommunen"]);
    assert!(home.page().texts("footer .credit").is_empty());
    let sheets = home.page().attributes("link[rel=stylesheet]", "href");
    assert!(sheets.contains(&"/branding/8a1538/style.css".to_owned()), "{sheets:?}");
    assert!(home.page().texts("title").concat().ends_with("– Nordviks stöd"));
    let sheet = browser.get("/branding/8a1538/style.css").await.assert_status(200);
    assert!(sheet.html().contains("--fyr-link: light-dark(#8a1538, "), "{}", sheet.html());
    assert_eq!(sheet.header("content-type"), "text/css; charset=utf-8");
    assert!(sheet.header("cache-control").contains("immutable"));
    let icon = home.page().attributes("link[rel=icon]", "href");
    assert_eq!(icon, ["/branding/8a1538/icon.svg"], "nothing of the product's");
    let icon = browser.get(&icon[0]).await.assert_status(200);
    assert_eq!(icon.header("content-type"), "image/svg+xml");
    assert!(icon.html().contains("fill=\"#8a1538\""), "{}", icon.html());
    for no_color in ["ffff00", "8a153", "style"] {
        browser.get(&format!("/branding/{no_color}/style.css")).await.assert_status(404);
        browser.get(&format!("/branding/{no_color}/icon.svg")).await.assert_status(404);
    }
    for (path, name) in [
        ("/status/feed.atom", "<name>Nordviks stöd</name>"),
        ("/api/v2/summary.json", "\"name\":\"Nordviks stöd\""),
    ] {
        let feed = browser.get(path).await.assert_status(200).html();
        assert!(feed.contains(name), "{feed}");
    }
    site.create_ticket(&site.people.petra).await;
    site.run_due_jobs().await;
    let emails = site.delivered_emails().await;
    let email = emails.last().expect("a confirmation");
    assert!(email.raw.contains("From: =?utf-8?b?U3TDtmRldA==?= <"), "the sender's name: {}", email.raw);
    assert!(
        email.html.contains("Nordviks stöd") && email.html.contains("background:#8a1538"),
        "{}",
        email.html
    );
}

async fn only_the_languages_on_offer_are_spoken(site: &Site) {
    let adam = save_branding(site).await;
    let browser = site.browser();
    let home = browser.get("/?lang=nn").await.assert_status(200);
    assert_eq!(home.page().attributes("html", "lang"), ["nb"], "the nearest");
    let offered = home.page().attributes(".languages a", "lang");
    assert_eq!(offered, ["sv", "nb", "en"]);
    let one = [("step", "save"), ("name", "Stöd"), ("language_en", "yes")];
    adam.post("/desk/settings/branding", &one).await.assert_status(303);
    let home = browser.get("/?lang=sv").await.assert_status(200);
    assert_eq!(home.page().attributes("html", "lang"), ["en"]);
    assert!(home.page().attributes(".languages a", "lang").is_empty(), "nothing to choose");
    let none = [("step", "save"), ("name", "Stöd")];
    adam.post("/desk/settings/branding", &none).await.assert_status(422);
}

async fn a_logo_is_shown_until_it_is_removed(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let path = "/desk/settings/branding/logo";
    let picture = |bytes: &[u8], name: &str| {
        let mut part = file(name, "", bytes);
        part.rename("file");
        [text("step", "save"), part]
    };
    adam.post_parts(path, &picture(PNG, "logo.png")).await.assert_status(303);
    let browser = site.browser();
    let logos = browser.get("/").await.page().attributes(".site-name img", "src");
    let found = browser.get(&logos[0]).await.assert_status(200);
    assert_eq!(found.header("content-type"), "image/png");
    assert_eq!(found.header("x-content-type-options"), "nosniff");
    assert_eq!(found.body, PNG);
    // a picture that may hold scripts, one that is too large, none at all
    let large = [PNG, &vec![0; Logo::MAX_BYTES]].concat();
    for (bytes, problem) in
        [(&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], "logo.svg"), (&large, "50"), (&[][..], "")]
    {
        let answer = adam.post_parts(path, &picture(bytes, "logo.svg")).await.assert_status(422);
        answer.assert_text(problem);
        assert_eq!(browser.get("/").await.page().attributes(".site-name img", "src"), logos);
    }
    adam.post_parts(path, &[text("step", "remove")]).await.assert_status(303);
    assert!(!browser.get("/").await.page().attributes(".site-name img", "src").contains(&logos[0]));
    browser.get(&logos[0]).await.assert_status(404);
}

async fn what_the_owner_writes_stands_on_the_pages_about_the_portal(site: &Site) {
    let adam = save_branding(site).await;
    let browser = site.browser();
    let before = browser.get("/accessibility").await.assert_status(200);
    before.assert_text("Nordviks kommun").assert_text(t!(Lang::Sv, "accessibility-not-assessed"));
    let statements = [
        ("step", "save"),
        ("conformance", "partial"),
        ("authority", "uutilsynet"),
        ("assessed_on", "2026-11-03"),
        ("shortcomings", "Filmer saknar text.\n\nVi åtgärdar det i vår."),
        ("privacy", "Frågor: dataskydd@example.org"),
    ];
    adam.post("/desk/settings/statements", &statements).await.assert_status(303);
    let page = browser.get("/accessibility").await.assert_status(200);
    let page = page.assert_text(t!(Lang::Sv, "accessibility-partial")).assert_text("3 november 2026");
    assert!(
        page.page().texts("main p").contains(&"Vi åtgärdar det i vår.".to_owned()),
        "a paragraph of its own"
    );
    assert!(page.page().attributes("main a", "href").contains(&"https://www.uutilsynet.no/".to_owned()));
    let report =
        page.page().attributes("main a", "href").into_iter().find(|href| href.starts_with("/tickets/new?"));
    let form = browser.get(&report.expect("a way to report")).await.assert_status(200);
    assert_eq!(
        form.page().attributes("input[name=subject]", "value"),
        [t!(Lang::Sv, "accessibility-subject")]
    );
    // in a language in which nobody has written it
    let page = browser.get("/privacy?lang=en").await.assert_text("Frågor: dataskydd@example.org");
    assert_eq!(page.page().attributes("main p[lang]", "lang"), ["sv"]);
    browser.get("/cookies").await.assert_status(200).assert_text("fyr_reader").assert_no_text("__Host-");
    let secure = site.restart_with(|config| config.http.public_url = "https://fyr.test".into()).await;
    secure.browser().get("/cookies").await.assert_status(200).assert_text("__Host-fyr_reader");
    adam.post(
        "/desk/settings/statements",
        &[("step", "save"), ("conformance", "full"), ("authority", "digg")],
    )
    .await
    .assert_status(422);
}
