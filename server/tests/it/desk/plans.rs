//! Channels, and plans that open them and promise more.

use chrono::TimeDelta;
use fyr_domain::{Lang, Role, permission::Sharing};
use fyr_i18n::t;
use fyr_usecases::{
    jobs::{self, Queue},
    organisations,
};
use uuid::Uuid;

use crate::support::{Browser, Site, grant_role, on_both_engines, organisation};

on_both_engines! {
    channels_are_shown_with_their_hours,
    a_plan_opens_channels_and_promises_more,
    a_change_of_plan_moves_deadlines_from_then_on,
    managers_are_reminded_of_reviews_as_often_as_the_plan_says,
}

const CHANNELS: [(&str, &str); 7] = [
    ("step", "save"),
    ("email_address", "hjalp@fyr.example"),
    ("chat_address", "https://chatt.fyr.example/"),
    ("chat_within", "5m"),
    ("chat_weekdays", "09:00-16:00"),
    ("phone_address", "0771-12 34 56"),
    ("phone_weekdays", "10:00-15:00"),
];

async fn channels_are_shown_with_their_hours(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let browser = site.browser();
    let before = browser.get("/").await.assert_status(200);
    before.assert_no_text(t!(Lang::Sv, "home-chat")).assert_no_text("tel:");
    adam.post("/desk/settings/channels", &CHANNELS).await.assert_status(303);
    let home = browser.get("/").await.assert_status(200);
    let links = home.page().attributes(".ways-to-help a", "href");
    for link in ["mailto:hjalp@fyr.example", "https://chatt.fyr.example/", "tel:0771123456"] {
        assert!(links.contains(&link.to_owned()), "{link}: {links:?}");
    }
    home.assert_text("Svar inom 5 minuter.").assert_text("09:00–16:00").assert_text("10:00–15:00");
    let wrong = [("step", "save"), ("chat_address", "javascript:alert(1)")];
    adam.post("/desk/settings/channels", &wrong).await.assert_status(422);
}

/// Saves two plans: a small one for everyone, and a large one for this organisation, which has its own promise.
async fn save_plans(site: &Site, adam: &Browser, organisation: Option<Uuid>) {
    let slug = match organisation {
        Some(_) => site.query_texts("SELECT CAST(slug AS TEXT) FROM organisations").await.remove(0),
        None => String::new(),
    };
    let small = [("step", "save"), ("slug", "starter"), ("title", "Starter"), ("channel_email", "yes")];
    adam.post("/desk/settings/plans/new", &small).await.assert_status(303);
    let large = [
        ("step", "save"),
        ("slug", "pro"),
        ("title", "Pro"),
        ("description", "Chatt och svar inom en timme."),
        ("channel_email", "yes"),
        ("channel_chat", "yes"),
        ("organisations", slug.as_str()),
    ];
    adam.post("/desk/settings/plans/new", &large).await.assert_status(303);
    let default = [("step", "save"), ("default_plan", "starter")];
    adam.post("/desk/settings/plans", &default).await.assert_status(303);
    let policy = [("step", "save"), ("name", "Pro"), ("plan", "pro"), ("p3_first_response", "1h")];
    adam.post("/desk/settings/service-level/policies/new", &policy).await.assert_status(303);
}

async fn a_plan_opens_channels_and_promises_more(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    adam.post("/desk/settings/channels", &CHANNELS).await.assert_status(303);
    let nordlys = organisation(site, "Nordlys", Sharing::Own).await;
    grant_role(site, &site.people.petra, nordlys, Role::Participant).await;
    save_plans(site, &adam, Some(nordlys)).await;
    let chat = t!(Lang::Sv, "home-chat");
    let (petra, otto) = (site.signed_in(&site.people.petra).await, site.signed_in(&site.people.otto).await);
    petra.get("/").await.assert_text(chat);
    otto.get("/").await.assert_no_text(chat);
    site.browser().get("/").await.assert_no_text(chat);
    let account = petra.get("/account").await.assert_text("Pro").assert_text("Chatt och svar inom en timme.");
    account.assert_no_text("Starter");
    // what the next one would give, in facts
    let account = otto.get("/account").await.assert_text("Starter");
    account.assert_text(&t!(
        Lang::Sv,
        "account-plan-next",
        plan = "Pro",
        channels = t!(Lang::Sv, "channel-chat")
    ));
    let promise = async |browser: &Browser| {
        let page = browser.get("/tickets/new").await.assert_status(200);
        page.page().texts("main .lead").concat()
    };
    assert_ne!(promise(&petra).await, promise(&otto).await, "the promise is that of the plan");
}

async fn a_change_of_plan_moves_deadlines_from_then_on(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let nordlys = organisation(site, "Nordlys", Sharing::Own).await;
    grant_role(site, &site.people.petra, nordlys, Role::Participant).await;
    save_plans(site, &adam, None).await;
    let petra = site.signed_in(&site.people.petra).await;
    let ticket = [("topic", "other"), ("subject", "Fråga"), ("description", "Hur gör jag?")];
    let filed = petra.post("/tickets/new", &ticket).await.assert_status(303);
    let page = filed.location().split(['?', '#']).next().unwrap().to_owned();
    let due = "SELECT CAST(respond_by AS TEXT) FROM tickets";
    let before = site.query_texts(due).await;
    let slug = site.query_texts("SELECT CAST(slug AS TEXT) FROM organisations").await.remove(0);
    let large = [
        ("former", "pro"),
        ("slug", "pro"),
        ("title", "Pro"),
        ("channel_chat", "yes"),
        ("organisations", slug.as_str()),
    ];
    let looked = adam.post("/desk/settings/plans/1", &large).await.assert_status(200);
    let moved = t!(Lang::Sv, "settings-preview-moved", open = 1, moved = 1);
    looked.assert_text(&moved);
    assert_eq!(site.query_texts(due).await, before, "looking changes nothing");
    adam.post("/desk/settings/plans/1", &[&large[..], &[("step", "save")]].concat()).await.assert_status(303);
    site.clock.advance(TimeDelta::seconds(1));
    while jobs::run_due(&site.backend, Queue::Schedules).await.unwrap() {}
    let after = site.query_texts(due).await;
    assert!(after[0] < before[0], "{after:?} {before:?}");
    petra.get(&format!("{page}/deadlines")).await.assert_status(200);
}

async fn managers_are_reminded_of_reviews_as_often_as_the_plan_says(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    organisation(site, "Nordlys", Sharing::Own).await;
    let slug = site.query_texts("SELECT CAST(slug AS TEXT) FROM organisations").await.remove(0);
    let plan = [
        ("step", "save"),
        ("slug", "enterprise"),
        ("title", "Enterprise"),
        ("review_months", "3"),
        ("review_agenda", "Löften\nBehov"),
        ("organisations", slug.as_str()),
    ];
    adam.post("/desk/settings/plans/new", &plan).await.assert_status(303);
    let mut reminded = Vec::new();
    // every ten days, twice: again is the same
    for _ in 0..20 {
        organisations::remind_of_reviews(&site.backend).await.unwrap();
        organisations::remind_of_reviews(&site.backend).await.unwrap();
        site.run_due_jobs().await;
        let emails = site.delivered_emails().await;
        reminded
            .push(emails.iter().filter(|email| email.subject == "Dags för genomgång med Nordlys").count());
        site.clock.advance(TimeDelta::days(10));
    }
    assert_eq!((reminded[9], reminded[10], reminded[18], reminded[19]), (0, 1, 1, 2), "{reminded:?}");
    let emails = site.delivered_emails().await;
    let email = emails.iter().find(|email| email.subject.contains("genomgång")).unwrap();
    // nobody is a manager here
    assert_eq!(email.to, site.people.adam.email);
    assert!(email.text.contains("• Löften") && email.text.contains("Enterprise"), "{}", email.text);
}
