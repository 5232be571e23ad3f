//! Posting outages and planned work, and what everyone sees of them.

use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;
use fyr_testing::see_other_processes;

use crate::support::{Site, on_both_engines};

on_both_engines! {
    an_outage_shows_at_once_and_until_it_is_over,
    an_outage_without_impact_is_no_disruption,
    the_same_form_posts_one_outage,
    planned_work_shows_with_its_times,
    short_notice_must_be_meant,
    what_is_wrong_with_a_post_is_said_and_everything_typed_stays,
    machines_read_the_same,
    feeds_know_nobody_and_may_be_kept,
    another_process_shows_a_change,
}

const OUTAGE: [(&str, &str); 5] = [
    ("services", "portal"),
    ("impact", "major"),
    ("status", "investigating"),
    ("title_sv", "Trög <inloggning>"),
    ("text_sv", "Vi letar efter felet."),
];

async fn an_outage_shows_at_once_and_until_it_is_over(site: &Site) {
    let everyone = site.browser();
    everyone.get("/status").await.assert_status(200).assert_text(t!(Lang::Sv, "status-overall-operational"));
    let stina = site.signed_in(&site.people.stina).await;
    stina.post("/desk/status/incidents/new", &OUTAGE).await.assert_status(303);
    for path in ["/status", "/", "/tickets/new"] {
        everyone.get(path).await.assert_status(200).assert_text("Trög <inloggning>");
    }
    let id = fyr_usecases::status::overview(&site.backend).await.unwrap().incidents()[0].id;
    everyone
        .get(&format!("/status/incidents/{id}"))
        .await
        .assert_status(200)
        .assert_text("Vi letar efter felet.");
    site.clock.advance(TimeDelta::minutes(30));
    let over = [("impact", "major"), ("status", "resolved"), ("text_sv", "Nu fungerar det.")];
    stina.post(&format!("/desk/status/incidents/{id}"), &over).await.assert_status(303);
    everyone.get("/status").await.assert_text(t!(Lang::Sv, "status-overall-operational"));
    everyone.get("/").await.assert_no_text("Trög <inloggning>");
    everyone.get(&format!("/status/incidents/{id}")).await.assert_status(200).assert_text("Nu fungerar det.");
    everyone.get("/status/history").await.assert_status(200).assert_text("Trög <inloggning>");
    for id in ["x", "%00", "00000000-0000-0000-0000-000000000000"] {
        everyone.get(&format!("/status/incidents/{id}")).await.assert_status(404);
        everyone.get(&format!("/status/maintenances/{id}")).await.assert_status(404);
    }
}

async fn an_outage_without_impact_is_no_disruption(site: &Site) {
    let stina = site.signed_in(&site.people.stina).await;
    let mut form = OUTAGE;
    form[1] = ("impact", "none");
    stina.post("/desk/status/incidents/new", &form).await.assert_status(303);
    let everyone = site.browser();
    let page = everyone.get("/status").await.assert_text(t!(Lang::Sv, "status-overall-operational"));
    page.assert_text(t!(Lang::Sv, "status-current-notice")).assert_no_text(t!(Lang::Sv, "status-current"));
    stina.post("/desk/status/incidents/new", &OUTAGE).await.assert_status(303);
    everyone.get("/status").await.assert_text(t!(Lang::Sv, "status-current"));
}

async fn the_same_form_posts_one_outage(site: &Site) {
    let stina = site.signed_in(&site.people.stina).await;
    let key = stina.get("/desk/status/incidents/new").await.value("form_key");
    let form: Vec<_> = OUTAGE.into_iter().chain([("form_key", key.as_str())]).collect();
    let (one, other) = tokio::join!(
        stina.post("/desk/status/incidents/new", &form),
        stina.post("/desk/status/incidents/new", &form)
    );
    one.assert_status(303);
    other.assert_status(303);
    assert_eq!(fyr_usecases::status::overview(&site.backend).await.unwrap().incidents().len(), 1);
}

const WORK: [(&str, &str); 5] = [
    ("services", "portal"),
    ("title_sv", "Byte av databas"),
    ("text_sv", "Vi byter."),
    ("starts_at", "2026-11-10T22:00"),
    ("ends_at", "2026-11-10T23:30"),
];

async fn planned_work_shows_with_its_times(site: &Site) {
    let stina = site.signed_in(&site.people.stina).await;
    stina.post("/desk/status/maintenances/new", &WORK).await.assert_status(303);
    let everyone = site.browser();
    everyone.get("/status").await.assert_status(200).assert_text("Byte av databas").assert_text("22:00");
    let id = fyr_usecases::status::overview(&site.backend).await.unwrap().maintenances()[0].id;
    everyone.get(&format!("/status/maintenances/{id}")).await.assert_status(200).assert_text("Vi byter.");
    let path = format!("/desk/status/maintenances/{id}");
    stina.post(&path, &[("action", "finish")]).await.assert_status(422);
    stina.post(&path, &[("action", "cancel"), ("text_sv", "Vi väntar.")]).await.assert_status(303);
    everyone
        .get(&format!("/status/maintenances/{id}"))
        .await
        .assert_text("Vi väntar.")
        .assert_text(t!(Lang::Sv, "status-word-cancelled"));
}

async fn short_notice_must_be_meant(site: &Site) {
    let stina = site.signed_in(&site.people.stina).await;
    let soon: Vec<_> = WORK
        .into_iter()
        .map(|(name, value)| {
            (
                name,
                match name {
                    "starts_at" => "2026-11-03T12:00",
                    "ends_at" => "2026-11-03T13:00",
                    _ => value,
                },
            )
        })
        .collect();
    let again = stina.post("/desk/status/maintenances/new", &soon).await.assert_status(422);
    assert_eq!(again.value("title_sv"), "Byte av databas");
    let meant: Vec<_> = soon.into_iter().chain([("confirm", "yes")]).collect();
    stina.post("/desk/status/maintenances/new", &meant).await.assert_status(303);
}

async fn what_is_wrong_with_a_post_is_said_and_everything_typed_stays(site: &Site) {
    let stina = site.signed_in(&site.people.stina).await;
    let wrong = [
        ("services", "nothing"),
        ("impact", "huge"),
        ("status", "gone"),
        ("title_nb", "Treg"),
        ("text_sv", ""),
    ];
    let again = stina
        .post("/desk/status/incidents/new", &wrong)
        .await
        .assert_status(422)
        .assert_text(t!(Lang::Sv, "errors-title"));
    for field in ["services", "impact", "status", "text_sv"] {
        assert!(
            again.html().contains(&format!("href=\"#{field}")),
            "the summary leads to {field}: {}",
            again.main_text()
        );
    }
    assert_eq!(again.value("title_nb"), "Treg");
    let times = [
        ("2026-13-01T10:00", "x"),
        ("", ""),
        ("2026-12-01T10:00", "2026-12-01T09:00"),
        ("0000-00-00T00:00", "9999-99-99T99:99"),
    ];
    for (start, end) in times {
        let form = [
            ("services", "portal"),
            ("title_sv", "T"),
            ("text_sv", "T"),
            ("starts_at", start),
            ("ends_at", end),
        ];
        stina.post("/desk/status/maintenances/new", &form).await.assert_status(422);
    }
    assert!(fyr_usecases::status::overview(&site.backend).await.unwrap().incidents().is_empty());
}

async fn machines_read_the_same(site: &Site) {
    let stina = site.signed_in(&site.people.stina).await;
    stina.post("/desk/status/incidents/new", &OUTAGE).await.assert_status(303);
    stina.post("/desk/status/maintenances/new", &WORK).await.assert_status(303);
    let machine = site.browser();
    let feed = machine.get("/status/feed.atom").await.assert_status(200);
    assert!(feed.header("content-type").starts_with("application/atom+xml"));
    assert!(feed.html().contains("Trög &lt;inloggning&gt;"));
    let calendar = machine.get("/status/calendar.ics").await.assert_status(200);
    assert!(calendar.header("content-type").starts_with("text/calendar"));
    assert!(calendar.html().contains("SUMMARY:") && calendar.html().contains("Byte av databas"));
    for part in [
        "summary",
        "status",
        "components",
        "incidents",
        "incidents/unresolved",
        "scheduled-maintenances",
        "scheduled-maintenances/upcoming",
        "scheduled-maintenances/active",
    ] {
        let answer = machine.get(&format!("/api/v2/{part}.json")).await.assert_status(200);
        assert!(answer.header("content-type").starts_with("application/json"), "{part}");
        let value: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        assert!(value.get("page").is_some(), "{part}: {value}");
    }
    let summary: serde_json::Value =
        serde_json::from_slice(&machine.get("/api/v2/summary.json").await.body).unwrap();
    assert_eq!(summary["incidents"][0]["impact"], "major", "{summary}");
    for unknown in ["nothing.json", "", "summary", "%00.json", "../summary.json"] {
        machine.get(&format!("/api/v2/{unknown}")).await.assert_status(404);
    }
}

async fn feeds_know_nobody_and_may_be_kept(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    for path in ["/status/feed.atom", "/status/calendar.ics", "/api/v2/summary.json"] {
        let feed = petra.get(path).await.assert_status(200);
        assert_eq!(feed.header("cache-control"), "public, max-age=30", "{path}");
        assert_eq!(
            feed.header("vary").replace("accept-encoding", "").trim_matches([',', ' ']),
            "accept-language"
        );
        assert!(feed.header("set-cookie").is_empty(), "{path}");
        let lang = petra.get(&format!("{path}?lang=nb")).await.assert_status(200);
        assert!(lang.header("set-cookie").is_empty(), "{path}: a program chooses no language for a person");
    }
    let missing = petra.get("/api/v2/nothing.json?lang=en").await.assert_status(404);
    assert!(missing.header("content-type").starts_with("text/plain"));
    assert_eq!(missing.html().trim(), t!(Lang::En, "error-not-found-title"));
    assert_eq!(missing.header("cache-control"), "no-store");
}

async fn another_process_shows_a_change(site: &Site) {
    let other = site.restart_with(|_| {}).await;
    other.browser().get("/status").await.assert_text(t!(Lang::Sv, "status-overall-operational"));
    site.signed_in(&site.people.stina)
        .await
        .post("/desk/status/incidents/new", &OUTAGE)
        .await
        .assert_status(303);
    see_other_processes(&other.backend.store).await;
    other.browser().get("/status").await.assert_text("Trög <inloggning>");
    other.backend.store.close().await;
}
