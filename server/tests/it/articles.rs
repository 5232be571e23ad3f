//! Finding, reading and rating articles.

use fyr_domain::{Lang, Role, permission::Sharing};
use fyr_i18n::t;
use fyr_testing::see_other_processes;

use crate::support::{Site, grant_role, on_both_engines, organisation, with_field};

on_both_engines! {
    an_article_is_read_in_the_readers_language,
    a_search_finds_and_a_question_stays_in_its_field,
    suggestions_come_while_typing,
    a_rating_is_thanked_and_counts_once_for_a_reader,
    a_rating_that_says_nothing_is_asked_again,
    a_rating_without_a_comment_is_thanked_and_asks_no_more,
    what_is_not_published_is_not_there,
    programs_find_articles_and_nothing_else,
    an_article_says_what_it_is_in_each_language,
    a_suggestion_leads_to_the_part_that_it_is_about,
    programs_read_and_search_articles,
    programs_are_told_what_is_wrong,
    odd_questions_find_nothing_quietly,
    who_may_not_read_an_article_finds_it_nowhere,
    an_article_of_an_organisation_is_read_by_its_members,
    editors_add_synonyms_that_count_at_once,
    editors_are_told_why_a_hit_is_where_it_is,
}

async fn an_article_is_read_in_the_readers_language(site: &Site) {
    let browser = site.browser();
    for (lang, title) in [("sv", "Byt lösenord"), ("nb", "Bytt passord"), ("en", "Change your password")] {
        browser
            .get(&format!("/articles/reset-password?lang={lang}"))
            .await
            .assert_status(200)
            .assert_text(title);
        browser.get("/articles").await.assert_status(200).assert_text(title);
        browser.get("/categories/account").await.assert_status(200).assert_text(title);
    }
    browser.get("/categories/nothing").await.assert_status(404);
    browser.get("/categories/account?page=2").await.assert_status(404);
}

async fn a_search_finds_and_a_question_stays_in_its_field(site: &Site) {
    let browser = site.browser();
    let found = browser.get("/search?q=l%C3%B6senord").await.assert_status(200);
    assert!(found.html().contains("href=\"/articles/reset-password\""));
    assert_eq!(found.value("q"), "lösenord");
    let none = browser
        .get("/search?q=xyzzyplugh")
        .await
        .assert_status(200)
        .assert_text("xyzzyplugh")
        .assert_text(t!(Lang::Sv, "search-none-ask"));
    assert!(none.html().contains("href=\"/tickets/new?subject=xyzzyplugh\""));
    browser.get("/search").await.assert_status(200).assert_text(t!(Lang::Sv, "search-title"));
    browser.get("/search?q=l%C3%B6senord&category=nothing").await.assert_status(200);
}

async fn suggestions_come_while_typing(site: &Site) {
    let browser = site.browser().with_header("accept", "application/json");
    let found = browser.get("/islands/suggest?q=l%C3%B6sen&lang=sv").await.assert_status(200);
    assert!(found.header("content-type").starts_with("application/json"), "{}", found.header("content-type"));
    assert!(found.html().contains("/articles/reset-password"), "{}", found.html());
    assert!(found.html().contains("role=\\\"option\\\""), "{}", found.html());
    for question in ["q=&lang=sv", "lang=sv", ""] {
        let none = browser.get(&format!("/islands/suggest?{question}")).await.assert_status(200);
        assert!(none.html().starts_with(r#"{"html":"","status":""#), "{question}: {}", none.html());
    }
    // whoever is writing is shown what it is about, and nothing that merely shares a word with it
    let help = async |subject: &str, description: &str| {
        let fields = [("subject", subject), ("description", description)];
        let found = browser.post("/islands/help?lang=sv", &fields).await.assert_status(200);
        found.html().contains("reset-password")
    };
    assert!(help("Mitt lösenord fungerar inte", "").await);
    assert!(
        help("Hjälp", "Jag har glömt mitt lösenord.").await,
        "what it is about may be in the description"
    );
    assert!(!help("kod till porten vid parkeringen", "").await);
    // who says no language, or none that there is, reads their own
    for question in ["q=l%C3%B6sen", "q=l%C3%B6sen&lang=xx", "q=%FF&lang=%FF"] {
        browser.get(&format!("/islands/suggest?{question}")).await.assert_status(200);
    }
    browser.get("/islands/nothing").await.assert_status(404);
    browser.post("/islands/suggest", &[("q", "x")]).await.assert_status(404);
    let draft = site.browser();
    draft.post("/islands/keep_draft", &[("form_key", "x"), ("topic", "x")]).await.assert_status(400);
}

async fn a_rating_is_thanked_and_counts_once_for_a_reader(site: &Site) {
    let browser = site.browser();
    let path = "/articles/reset-password/rating";
    let thanks = browser.post(path, &[("helpful", "yes")]).await;
    assert!(
        thanks.location().starts_with("/articles/reset-password?") && thanks.location().ends_with("#thanks")
    );
    let page = browser.follow(thanks).await.assert_status(200);
    assert!(page.html().contains("id=\"thanks\""));
    browser.post(path, &[("helpful", "no"), ("comment", "Saknar bilder")]).await.assert_status(303);
    site.signed_in(&site.people.petra)
        .await
        .post(path, &[("helpful", "yes"), ("comment", "")])
        .await
        .assert_status(303);
    let sql = "SELECT COUNT(*), SUM(CASE WHEN helpful THEN 1 ELSE 0 END) FROM ratings";
    assert_eq!(
        site.count_pair(sql).await,
        (2, 1),
        "a later one replaces the first; another reader is another"
    );
    browser.post("/articles/nothing/rating", &[("helpful", "yes")]).await.assert_status(404);
}

async fn a_rating_without_a_comment_is_thanked_and_asks_no_more(site: &Site) {
    let browser = site.browser();
    let form = [("helpful", "no"), ("comment", " ")];
    let done = browser.post("/articles/reset-password/rating", &form).await;
    let page = browser.follow(done).await.assert_status(200).assert_text(t!(Lang::Sv, "rating-thanks"));
    assert!(page.page().select("main [name=comment]").is_empty(), "{}", page.main_text());
}

async fn a_rating_that_says_nothing_is_asked_again(site: &Site) {
    let long = "a".repeat(2_001);
    for (helpful, comment) in [("", "Jag undrar"), ("maybe", "Jag undrar"), ("yes", long.as_str())] {
        let again = site
            .browser()
            .post("/articles/reset-password/rating", &[("helpful", helpful), ("comment", comment)])
            .await;
        let again = again.assert_status(422).assert_text(t!(Lang::Sv, "errors-title"));
        assert_eq!(again.value("comment"), comment);
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM ratings").await, 0);
}

async fn programs_find_articles_and_nothing_else(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let public = &site.config.http.public_url;
    let lists =
        ["/articles/feed.atom?lang=sv", "/sitemap.xml", "/search/suggestions.json?q=l%C3%B6senord&lang=sv"];
    for path in lists.into_iter().chain(["/opensearch.xml?lang=sv"]) {
        let list = petra.get(path).await.assert_status(200);
        assert_eq!(list.header("cache-control"), "public, max-age=300", "{path}");
        assert!(list.header("set-cookie").is_empty(), "{path}");
        assert!(
            path.starts_with("/opensearch") || list.html().contains("reset-password"),
            "{path}: {}",
            list.html()
        );
    }
    let feed = petra.get("/articles/feed.atom?lang=nb").await;
    assert!(feed.header("content-type").starts_with("application/atom+xml"));
    assert!(
        feed.html().contains("Bytt passord") && feed.html().contains("xml:lang=\"nb\""),
        "{}",
        feed.html()
    );
    let map = petra.get("/sitemap.xml").await.html();
    for lang in ["sv", "nb", "en"] {
        assert!(map.contains(&format!("<loc>{public}/articles/reset-password?lang={lang}</loc>")), "{map}");
        assert!(
            map.contains(&format!(
                "hreflang=\"{lang}\" href=\"{public}/articles/reset-password?lang={lang}\""
            ))
        );
    }
    assert!(map.contains(&format!("<loc>{public}/categories/account</loc>")), "{map}");
    petra.get("/sitemap.xml?after=%00").await.assert_status(404);
    assert!(!petra.get("/sitemap.xml?after=zzz").await.html().contains("<loc>"));
    let robots = petra.get("/robots.txt").await.html();
    assert!(robots.ends_with(&format!("Sitemap: {public}/sitemap.xml\n")), "{robots}");
    let described = petra.get("/opensearch.xml?lang=sv").await.html();
    assert!(
        described.contains(&format!("template=\"{public}/search?q={{searchTerms}}&amp;lang=sv\"")),
        "{described}"
    );
    let suggested: serde_json::Value =
        serde_json::from_slice(&petra.get("/search/suggestions.json?q=byt&lang=sv").await.body).unwrap();
    assert_eq!((&suggested[0], &suggested[1][0]), (&"byt".into(), &"Byt lösenord".into()), "{suggested}");
    assert_eq!(suggested[3][0], format!("{public}/articles/reset-password"), "{suggested}");

    site.execute_sql("UPDATE articles SET published = FALSE").await;
    site.execute_sql("UPDATE revisions SET value = value + 1").await;
    see_other_processes(&site.backend.store).await;
    for path in lists {
        let list = petra.get(path).await.assert_status(200).html();
        assert!(!list.contains("reset-password"), "{path}: {list}");
    }
}

async fn an_article_says_what_it_is_in_each_language(site: &Site) {
    let public = &site.config.http.public_url;
    let page = site.browser().get("/articles/reset-password?lang=nb").await.assert_status(200).page();
    let address = format!("{public}/articles/reset-password");
    assert_eq!(page.attributes("link[rel=canonical]", "href"), [format!("{address}?lang=nb")]);
    let alternates = page.attributes("link[rel=alternate][hreflang]", "href");
    assert!(
        alternates.contains(&format!("{address}?lang=sv")) && alternates.contains(&address),
        "{alternates:?}"
    );
    assert_eq!(page.attributes("[itemtype]", "itemtype"), ["https://schema.org/Article"]);
    assert_eq!(page.texts("[itemprop=headline]"), ["Bytt passord"]);
    assert_eq!(page.attributes("link[rel=search]", "href"), ["/opensearch.xml?lang=nb"]);
    let list =
        site.browser().get("/articles?lang=nb").await.assert_text(t!(Lang::Nb, "articles-recent")).page();
    assert_eq!(
        list.attributes("link[type=\"application/atom+xml\"]", "href"),
        ["/articles/feed.atom?lang=nb"]
    );
}

async fn a_suggestion_leads_to_the_part_that_it_is_about(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let fields = [
        ("language", "sv"),
        ("category", "account"),
        ("title", "Kan jag byta telefon?"),
        (
            "source",
            "Ja, när som helst. Gör så här.\n\n## Flytta appen\n\nText.\n\n## Spärra den gamla\n\nText.",
        ),
        ("action", "save"),
    ];
    let path = adam.post("/desk/articles/new", &fields).await.assert_status(303).location().to_owned();
    let shown = adam.get(&path).await.page();
    let entered = shown.form(&path).entered();
    let mut entered: Vec<_> = entered.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    entered.push(("action", "publish"));
    adam.post(&path, &entered).await.assert_status(303);
    site.run_due_jobs().await;
    let browser = site.browser().with_header("accept", "application/json");
    let suggest = async |q: &str| browser.get(&format!("/islands/suggest?q={q}&lang=sv")).await.html();
    let part = suggest("telefon+sp%C3%A4rra").await;
    assert!(part.contains("/articles/kan-jag-byta-telefon#sparra-den-gamla"), "{part}");
    let whole = suggest("byta+telefon").await;
    assert!(whole.contains("data-href=\\\"/articles/kan-jag-byta-telefon\\\""), "{whole}");
    assert!(whole.contains("Ja, när som helst.") && !whole.contains("Gör så här."), "{whole}");
}

/// The JSON of an answer with this status.
async fn json(site: &Site, path: &str, status: u16) -> serde_json::Value {
    serde_json::from_slice(&site.browser().get(path).await.assert_status(status).body).unwrap()
}

async fn programs_read_and_search_articles(site: &Site) {
    let public = &site.config.http.public_url;
    let list = json(site, "/api/v1/articles?lang=nb&category=account", 200).await;
    assert_eq!(
        (&list["total"], &list["page"], &list["per_page"]),
        (&1.into(), &1.into(), &25.into()),
        "{list}"
    );
    let item = &list["items"][0];
    assert_eq!(
        (&item["slug"], &item["title"], &item["lang"]),
        (&"reset-password".into(), &"Bytt passord".into(), &"nb".into())
    );
    assert_eq!(item["url"], format!("{public}/articles/reset-password?lang=nb"));
    assert_eq!(
        json(site, "/api/v1/articles?lang=nb&category=other", 200).await["items"],
        serde_json::json!([])
    );
    assert_eq!(json(site, "/api/v1/articles?lang=nb&page=2", 200).await["items"], serde_json::json!([]));
    let article = json(site, "/api/v1/articles/reset-password?lang=en", 200).await;
    assert_eq!(article["title"], "Change your password");
    assert!(article["html"].as_str().unwrap().contains("<p>"), "{article}");
    assert!(article["languages"].as_array().unwrap().contains(&"sv".into()), "{article}");
    let found = json(site, "/api/v1/search?q=hur%20byter%20jag%20l%C3%B6senord%3F&lang=sv", 200).await;
    assert_eq!(
        (&found["items"][0]["title"], &found["engine_unavailable"]),
        (&"Byt lösenord".into(), &false.into())
    );
    assert_eq!(found["items"][0]["url"], format!("{public}/articles/reset-password"));
    let petra = site.signed_in(&site.people.petra).await;
    let answer = petra.get("/api/v1/articles").await.assert_status(200);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(answer.header("set-cookie").is_empty());

    site.execute_sql("UPDATE articles SET published = FALSE").await;
    assert_eq!(json(site, "/api/v1/articles?lang=nb", 200).await["total"], 0);
    assert_eq!(json(site, "/api/v1/search?q=passord&lang=nb", 200).await["items"], serde_json::json!([]));
    json(site, "/api/v1/articles/reset-password", 404).await;
}

async fn programs_are_told_what_is_wrong(site: &Site) {
    for (path, named) in [
        ("/api/v1/articles?lang=xx", "lang"),
        ("/api/v1/articles?page=0", "page"),
        ("/api/v1/articles?per_page=101", "per_page"),
        ("/api/v1/articles?category=a%2Fb", "category"),
        ("/api/v1/search", "q"),
        ("/api/v1/search?q=", "q"),
        ("/api/v1/articles/reset-password?lang=", "lang"),
    ] {
        let answer = site.browser().get(path).await.assert_status(400);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        let problem: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        assert!(problem["detail"].as_str().unwrap().starts_with(named), "{path}: {problem}");
        assert_eq!(problem["status"], 400, "{path}");
    }
    let refused = site.browser().post("/api/v1/articles", &[]).await.assert_status(405);
    assert!(refused.header("allow").contains("GET"), "{}", refused.header("allow"));
    let described = json(site, "/api/v1/openapi.json", 200).await;
    assert_eq!(described["servers"][0]["url"], site.config.http.public_url);
    let paths: Vec<_> = described["paths"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(paths, ["/api/v1/articles", "/api/v1/articles/{slug}", "/api/v1/search"]);
}

async fn what_is_not_published_is_not_there(site: &Site) {
    let browser = site.browser();
    browser.get("/articles/reset-password").await.assert_status(200);
    site.execute_sql("UPDATE articles SET published = FALSE").await;
    site.execute_sql("UPDATE revisions SET value = value + 1").await;
    see_other_processes(&site.backend.store).await;
    browser.get("/articles/reset-password").await.assert_status(404);
    // the index still has it
    browser
        .get("/search?q=l%C3%B6senord")
        .await
        .assert_status(200)
        .assert_no_text("/articles/reset-password");
    let suggested = browser.get("/islands/suggest?q=l%C3%B6senord&lang=sv").await.assert_status(200);
    assert!(!suggested.html().contains("reset-password"));
}

async fn odd_questions_find_nothing_quietly(site: &Site) {
    let browser = site.browser();
    for q in [
        "%00",
        "a%00b",
        "%FF%FE",
        "%22%22%22",
        "title%3A*",
        "AND+OR+NOT",
        "(((",
        "%5B%5D%7B%7D%5E~%2B-",
        "%25_",
        "%27+OR+1%3D1--",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "%F0%9F%98%80",
        &"a".repeat(5_000),
        &"x+".repeat(3_000),
    ] {
        for path in [
            format!("/search?q={q}"),
            format!("/search?q=kod&category={q}"),
            format!("/search?q=kod&page={q}"),
            format!("/articles/{q}"),
        ] {
            let answer = browser.get(&path).await;
            assert!(answer.status < 500 && answer.status != 429, "{path}: {}", answer.status);
            assert!(!answer.html().contains("<script>alert"), "{path}");
        }
    }
}

/// Says at the desk who may read an article.
async fn set_audience(site: &Site, slug: &str, audience: &str, organisation: &str) {
    let adam = site.signed_in(&site.people.adam).await;
    let path = format!("/desk/articles/{}", site.article(slug).await);
    let page = adam.get(&path).await.assert_status(200);
    let key = page.value("form_key");
    let fields = [
        ("form_key", key.as_str()),
        ("category", "account"),
        ("kind", "article"),
        ("audience", audience),
        ("organisation", organisation),
        ("review_on", ""),
        ("expires_on", ""),
        ("action", "properties"),
    ];
    adam.post(&path, &fields).await.assert_status(303);
}

async fn who_may_not_read_an_article_finds_it_nowhere(site: &Site) {
    let guest = site.browser();
    let petra = site.signed_in(&site.people.petra).await;
    let before = guest.get("/search?q=l%C3%B6senord").await.assert_text("Byt lösenord");
    drop(before);
    set_audience(site, "reset-password", "staff", "").await;
    let places = [
        "/search?q=l%C3%B6senord",
        "/islands/suggest?q=l%C3%B6sen&lang=sv",
        "/search/suggestions.json?q=l%C3%B6sen&lang=sv",
        "/api/v1/search?q=l%C3%B6senord&lang=sv",
        "/api/v1/articles?lang=sv",
        "/articles",
        "/categories/account",
        "/articles/feed.atom?lang=sv",
        "/sitemap.xml",
        "/",
    ];
    // before the index knows, and after
    for _ in 0..2 {
        for place in places {
            for browser in [&guest, &petra] {
                let page = browser.get(place).await.assert_status(200);
                assert!(!page.html().contains("reset-password"), "{place}");
            }
        }
        for browser in [&guest, &petra] {
            let asked = [("subject", "byta lösenord"), ("description", "")];
            let help = browser.post("/islands/help?lang=sv", &asked).await.assert_status(200);
            assert!(!help.html().contains("reset-password"));
            browser.get("/articles/reset-password").await.assert_status(404);
            browser.get("/api/v1/articles/reset-password?lang=sv").await.assert_status(404);
            let fields = [("helpful", "yes"), ("comment", "")];
            browser.post("/articles/reset-password/rating", &fields).await.assert_status(404);
        }
        site.run_due_jobs().await;
    }
    let found = guest.get("/api/v1/search?q=l%C3%B6senord&lang=sv").await;
    let found: serde_json::Value = serde_json::from_str(&found.html()).expect("JSON");
    assert_eq!(found["total"].as_u64(), found["items"].as_array().map(|items| items.len() as u64), "{found}");

    let agnes = site.signed_in(&site.people.agnes).await;
    let read = agnes.get("/articles/reset-password").await.assert_status(200);
    read.assert_text(t!(Lang::Sv, "audience-staff"));
    for place in ["/search?q=l%C3%B6senord", "/articles", "/categories/account"] {
        assert!(agnes.get(place).await.html().contains("/articles/reset-password"), "{place}");
    }
    // programs have no account, whoever's browser it is
    for place in ["/sitemap.xml", "/articles/feed.atom?lang=sv", "/api/v1/articles?lang=sv"] {
        assert!(!agnes.get(place).await.html().contains("reset-password"), "{place}");
    }
}

async fn an_article_of_an_organisation_is_read_by_its_members(site: &Site) {
    let company = organisation(site, "Nordljus", Sharing::Own).await;
    set_audience(site, "reset-password", "everyone", &company.to_string()).await;
    let petra = site.signed_in(&site.people.petra).await;
    site.browser().get("/articles/reset-password").await.assert_status(404);
    petra.get("/articles/reset-password").await.assert_status(404);
    grant_role(site, &site.people.petra, company, Role::Participant).await;
    petra
        .get("/articles/reset-password")
        .await
        .assert_status(200)
        .assert_text(t!(Lang::Sv, "audience-one-organisation"));
    site.run_due_jobs().await;
    let found = petra.get("/search?q=l%C3%B6senord").await;
    assert!(found.html().contains("/articles/reset-password"));
    set_audience(site, "reset-password", "counsellors", &company.to_string()).await;
    petra.get("/articles/reset-password").await.assert_status(404);
    grant_role(site, &site.people.petra, company, Role::Counsellor).await;
    petra.get("/articles/reset-password").await.assert_status(200);
}

async fn editors_add_synonyms_that_count_at_once(site: &Site) {
    let (reader, adam) = (site.browser(), site.signed_in(&site.people.adam).await);
    let agnes = site.signed_in(&site.people.agnes).await;
    let path = "/desk/articles/words/sv";
    agnes.get(path).await.assert_status(404);
    let query = "/islands/suggest?q=sesam&lang=sv";
    assert!(!reader.get(query).await.html().contains("reset-password"));
    let page = adam.get(path).await.assert_status(200);
    let seen = page.value("seen");
    let fields = [("seen", seen.as_str()), ("synonyms", "sesam, lösenord"), ("ignored", ""), ("kept", "")];
    adam.post(path, &fields).await.assert_status(303);
    assert!(reader.get(query).await.html().contains("reset-password"));
    let stale = with_field(&fields, "synonyms", "annat, lösenord");
    let refused = adam.post(path, &stale).await.assert_status(422);
    refused.assert_text(t!(Lang::Sv, "problem-changed-meanwhile"));
    let page = site.signed_in(&site.people.stina).await.get(path).await;
    page.assert_status(404);
    // a word of another language is no business of this one
    let page = adam.get("/desk/articles/words/nb").await;
    assert_eq!(page.value("synonyms"), "");
    let wrong = [("seen", "1"), ("synonyms", "logga in, inloggning"), ("ignored", "ok"), ("kept", "")];
    let refused = adam.post(path, &wrong).await.assert_status(422);
    assert_eq!(refused.value("ignored"), "ok", "nothing is lost");
    site.run_due_jobs().await;
    assert!(reader.get(query).await.html().contains("reset-password"));
}

async fn editors_are_told_why_a_hit_is_where_it_is(site: &Site) {
    let agnes = site.signed_in(&site.people.agnes).await;
    let query = "/search?q=kodord+xyzzy";
    let found = agnes.get(query).await.assert_text(t!(Lang::Sv, "search-why"));
    found.assert_text(t!(Lang::Sv, "search-form-synonym")).assert_text(t!(Lang::Sv, "search-why-nowhere"));
    site.browser().get(query).await.assert_text("Byt lösenord").assert_no_text(t!(Lang::Sv, "search-why"));
}
