//! Warnings, broken targets and escalation: who is told what, once, and what the requester reads of it.

use chrono::TimeDelta;
use fyr_domain::{
    Lang,
    escalation::EscalationLevel,
    tickets::{Priority, Status},
};
use fyr_i18n::t;
use fyr_testing::ReceivedEmail;
use fyr_usecases::tickets::{self, TicketEdit};

use crate::support::{OWN, Site, on_both_engines, reference, with_field};

on_both_engines! {
    support_is_warned_and_told_of_a_missed_target_once_each,
    whoever_answers_in_time_is_not_warned,
    many_alarms_are_raised_once_each_by_two_processes,
    a_requester_asks_for_more_and_is_told_who_answers_when,
    what_is_on_a_higher_level_is_closed_there,
    people_are_reminded_until_somebody_takes_it,
    words_low_scores_and_reopening_call_people,
    an_idea_is_told_on_monday_with_the_others,
    whom_a_weekly_rule_reaches_is_as_for_one_that_tells_at_once,
    a_long_digest_says_how_many_there_are_and_a_deleted_ticket_is_not_in_it,
    an_agent_hands_a_ticket_up_with_a_summary,
}

/// Raises the alarms that are due after some time, and returns the subjects of all emails to support so far.
async fn after(site: &Site, time: TimeDelta) -> Vec<String> {
    site.clock.advance(time);
    tickets::raise_alarms(&site.backend).await.unwrap();
    to_support(site).await.into_iter().map(|mail| format!("{}: {}", mail.to, mail.subject)).collect()
}

async fn to_support(site: &Site) -> Vec<ReceivedEmail> {
    let of_support = |mail: &ReceivedEmail| ["agnes", "adam"].iter().any(|name| mail.to.starts_with(name));
    site.delivered_emails().await.into_iter().filter(of_support).collect()
}

async fn level(site: &Site, reference: &str) -> EscalationLevel {
    site.thread(&site.people.adam, reference).await.ticket.level
}

async fn support_is_warned_and_told_of_a_missed_target_once_each(site: &Site) {
    // at 10:00, to be answered at 10:00 the next day; four fifths have passed at 08:12
    let ticket = site.create_ticket(&site.people.petra).await;
    assert_eq!(after(site, TimeDelta::hours(22)).await, [] as [String; 0]);
    let warned = after(site, TimeDelta::minutes(12)).await;
    let warning = format!("agnes@fyr.test: [{ticket}] {}", t!(Lang::Sv, "mail-escalation-warning"));
    assert_eq!(warned.join(""), warning);
    assert_eq!(after(site, TimeDelta::minutes(60)).await.join(""), warning);
    let missed = format!("agnes@fyr.test: [{ticket}] {}", t!(Lang::Sv, "mail-escalation-missed"));
    let told = after(site, TimeDelta::minutes(60)).await;
    assert_eq!(told, [warning, missed]);
    assert_eq!(after(site, TimeDelta::days(3)).await, told);
    let mails = to_support(site).await;
    assert!(mails[0].text.contains(&format!("/desk/tickets/{ticket}")), "{}", mails[0].text);
    assert!(!mails[0].text.contains("Jag kommer inte in"), "nothing that was typed: {}", mails[0].text);

    let agnes = site.signed_in(&site.people.agnes).await;
    let page = agnes.get(&format!("/desk/tickets/{ticket}")).await.assert_status(200);
    let metric = t!(Lang::Sv, "metric-first-response");
    page.assert_text(&t!(Lang::Sv, "event-threshold", percent = 80, metric = metric)).assert_text(&t!(
        Lang::Sv,
        "event-missed",
        metric = metric
    ));
    let petra = site.signed_in(&site.people.petra).await;
    let page = petra.get(&format!("/tickets/{ticket}")).await.assert_text("Vi beklagar det");
    page.assert_no_text("80 %");
}

async fn whoever_answers_in_time_is_not_warned(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let stored = site.thread(&site.people.agnes, &ticket).await.ticket;
    assert_eq!(stored.alarm_at, Some(stored.created_at + TimeDelta::minutes(22 * 60 + 12)));
    site.reply_as_support(&ticket, "Så här", Some(Status::WaitingForRequester)).await;
    assert_eq!(site.thread(&site.people.agnes, &ticket).await.ticket.alarm_at, None);
    assert_eq!(after(site, TimeDelta::days(3)).await, [] as [String; 0]);
    // the next question has a time of its own
    let petra = site.signed_in(&site.people.petra).await;
    petra.post(&format!("/tickets/{ticket}/messages"), &[("body", "Och nu?")]).await.assert_status(303);
    assert_eq!(after(site, TimeDelta::days(3)).await.len(), 1);
    // a warning that comes too late to help is not sent
    site.clock.advance(TimeDelta::days(30));
    let second = site.create_ticket(&site.people.petra).await;
    site.clock.advance(TimeDelta::minutes(23 * 60));
    tickets::raise_alarms(&site.backend).await.unwrap();
    site.reply_as_support(&second, "Så här", Some(Status::Solved)).await;
    assert_eq!(to_support(site).await.len(), 1);
}

async fn many_alarms_are_raised_once_each_by_two_processes(site: &Site) {
    let mut filed = Vec::new();
    for _ in 0..30 {
        filed.push(site.create_ticket(&site.people.petra).await);
    }
    site.clock.advance(TimeDelta::hours(30));
    let (first, second) =
        tokio::join!(tickets::raise_alarms(&site.backend), tickets::raise_alarms(&site.backend));
    first.and(second).unwrap();
    let mails = to_support(site).await;
    assert_eq!(mails.len(), filed.len());
    for ticket in filed {
        assert_eq!(mails.iter().filter(|mail| mail.subject.contains(&ticket)).count(), 1, "{ticket}");
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM entries WHERE event = 'sla_threshold'").await, 30);
}

async fn a_requester_asks_for_more_and_is_told_who_answers_when(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let (page, path) = (format!("/tickets/{ticket}"), format!("/tickets/{ticket}/escalate"));
    let petra = site.signed_in(&site.people.petra).await;
    let specialists = t!(Lang::Sv, "level-2");
    let offered = petra.get(&page).await;
    let form_key = offered.value("form_key");
    let follows = t!(Lang::Sv, "escalate-follows", level = specialists, when = "i morgon 10:00");
    offered.assert_text(&follows);
    let refused = petra.post(&path, &[("reason", " ")]).await.assert_status(422);
    refused.assert_text(t!(Lang::Sv, "problem-required"));
    let reason = [("reason", "Ingen svarar mig"), ("form_key", &form_key)];
    let asked = petra.post(&path, &reason).await.assert_status(303);
    let shown = petra.follow(asked).await.assert_text(t!(Lang::Sv, "notice-escalation-requested"));
    let cause = t!(Lang::Sv, "escalation-cause-requested");
    shown
        .assert_text("Ingen svarar mig")
        .assert_text(&t!(Lang::Sv, "entry-escalated", level = specialists, cause = cause))
        .assert_no_text(t!(Lang::Sv, "escalate-button"));
    // the same form again is the same request
    petra.post(&path, &reason).await.assert_status(303);
    let another = [("reason", "En gång till"), ("form_key", "")];
    petra.post(&path, &another).await.assert_status(404);
    assert_eq!(level(site, &ticket).await, EscalationLevel::Second);
    let mails = to_support(site).await;
    assert_eq!(mails.len(), 2, "nobody has the level, so everyone who may take it");
    assert!(mails.iter().all(|mail| !mail.text.contains("Ingen svarar mig")));
    let adam = site.signed_in(&site.people.adam).await;
    let log = adam.get("/desk/audit?action=ticket.escalated").await.assert_status(200);
    let front_line = t!(Lang::Sv, "level-1");
    log.assert_text(&format!("Nivå: {front_line} → {specialists}"));
    // others may not
    let otto = site.signed_in(&site.people.otto).await;
    otto.post(&path, &reason).await.assert_status(404);
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes.post(&path, &reason).await.assert_status(404);
}

async fn what_is_on_a_higher_level_is_closed_there(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    petra.post(&format!("/tickets/{ticket}/escalate"), &[("reason", "Mer")]).await.assert_status(303);
    let desk = format!("/desk/tickets/{ticket}");
    let too_low = t!(Lang::Sv, "problem-level-too-low");
    let solved = [("action", "change"), ("status", "solved"), ("was-status", "new")];
    let reply = [("action", "reply"), ("body", "Klart"), ("then", "solved")];
    for form in [&solved[..], &reply[..]] {
        let agnes = site.signed_in(&site.people.agnes).await;
        agnes.post(&desk, form).await.assert_status(422).assert_text(too_low);
    }
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes
        .post(&desk, &[("action", "reply"), ("body", "Vi letar"), ("then", "open")])
        .await
        .assert_status(303);
    site.execute_sql("UPDATE users SET level = 2 WHERE email = 'agnes@fyr.test'").await;
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes
        .post(&desk, &[("action", "change"), ("status", "solved"), ("was-status", "open")])
        .await
        .assert_status(303);
    assert_eq!(site.thread(&site.people.adam, &ticket).await.ticket.status, Status::Solved);
}

async fn people_are_reminded_until_somebody_takes_it(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let form = with_field(&with_field(&OWN, "urgent", "security"), "effect", "Konton är öppna");
    let form = with_field(&form, "impact", "everyone");
    let filed = petra.post("/tickets/new", &form).await.assert_status(303);
    let ticket = reference(&filed);
    petra.follow(filed).await.assert_text(t!(Lang::Sv, "level-3"));
    assert_eq!(level(site, &ticket).await, EscalationLevel::Third);
    let mails = to_support(site).await;
    assert_eq!(mails.len(), 2, "of P1 whoever may take it, of security the administrator, each once");
    assert!(mails[0].text.contains(t!(Lang::Sv, "mail-escalation-take")));
    site.clock.advance(TimeDelta::minutes(14));
    assert_eq!(to_support(site).await.len(), 2);
    site.clock.advance(TimeDelta::minutes(1));
    // the timer runs after the emails that were due before
    site.run_due_jobs().await;
    assert_eq!(to_support(site).await.len(), 4);
    let agnes = site.signed_in(&site.people.agnes).await;
    let desk = format!("/desk/tickets/{ticket}");
    agnes.get(&desk).await.assert_text(t!(Lang::Sv, "desk-take-text"));
    let taken = agnes.post(&desk, &[("action", "acknowledge")]).await.assert_status(303);
    let page = agnes.follow(taken).await.assert_text(t!(Lang::Sv, "notice-ticket-acknowledged"));
    page.assert_text(t!(Lang::Sv, "event-acknowledged")).assert_no_text(t!(Lang::Sv, "desk-take-text"));
    assert_eq!(site.thread(&site.people.agnes, &ticket).await.assignee.as_deref(), Some("Agnes Holm"));
    site.clock.advance(TimeDelta::minutes(60));
    site.run_due_jobs().await;
    assert_eq!(to_support(site).await.len(), 4);
}

async fn words_low_scores_and_reopening_call_people(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let messages = format!("/tickets/{ticket}/messages");
    petra.post(&messages, &[("body", "Jag tror att vi är HACKADE")]).await.assert_status(303);
    assert_eq!(level(site, &ticket).await, EscalationLevel::Third);
    let called = to_support(site).await.len();
    petra.post(&messages, &[("body", "Fortfarande hackade")]).await.assert_status(303);
    assert_eq!(to_support(site).await.len(), called, "it is up already");

    let second = site.create_ticket(&site.people.petra).await;
    let reopen = format!("/tickets/{second}/reopen");
    for expected in [EscalationLevel::First, EscalationLevel::Second] {
        let change = TicketEdit { status: Some(Status::Solved), ..TicketEdit::default() };
        let adam = fyr_domain::Actor::signed_in(site.people.adam.clone());
        tickets::update(&site.backend, &adam, &second, change).await.unwrap();
        petra.post(&reopen, &[]).await.assert_status(303);
        assert_eq!(level(site, &second).await, expected);
    }
    let told = site.delivered_emails().await;
    let raised = t!(Lang::Sv, "escalation-cause-reopened");
    assert!(told.iter().any(|mail| mail.to == "petra@fyr.test" && mail.text.contains(raised)));

    let third = site.create_ticket(&site.people.petra).await;
    site.set_status(&third, Status::Solved).await;
    site.execute_sql("UPDATE users SET role = 'manager' WHERE email = 'stina@fyr.test'").await;
    let survey = format!("/tickets/{third}/survey");
    for (score, mails) in [("4", 0), ("1", 1), ("1", 1)] {
        petra.post(&survey, &[("score", score)]).await.assert_status(303);
        let sent = site.delivered_emails().await;
        assert_eq!(sent.iter().filter(|mail| mail.to == "stina@fyr.test").count(), mails, "{score}");
    }
}

async fn an_idea_is_told_on_monday_with_the_others(site: &Site) {
    site.execute_sql("UPDATE users SET role = 'manager' WHERE email = 'stina@fyr.test'").await;
    let adam = site.signed_in(&site.people.adam).await;
    let rule = [
        ("trigger", "filed"),
        ("kind", "suggestion"),
        ("notify", "managers\nideas@example.org"),
        ("weekly", "yes"),
        ("former", ""),
        ("step", "save"),
    ];
    let new = "/desk/settings/escalation/rules/new";
    let refused = adam.post(new, &with_field(&rule, "repeat", "1h")).await.assert_status(422);
    refused.assert_text(t!(Lang::Sv, "problem-weekly-repeats"));
    let saved = adam.post(new, &rule).await.assert_status(303);
    let names = "chef och ideas@example.org";
    adam.follow(saved).await.assert_text(&t!(Lang::Sv, "settings-rule-effect-weekly", names = names));

    let told = async || {
        let mails = site.delivered_emails().await;
        mails.into_iter().filter(|mail| mail.subject.contains("Veckans")).collect::<Vec<_>>()
    };
    tickets::send_digests(&site.backend).await.unwrap();
    let petra = site.signed_in(&site.people.petra).await;
    let mut filed = Vec::new();
    for subject in ["Mörkt läge", "Större knappar"] {
        let form = with_field(&with_field(&OWN, "subject", subject), "kind", "suggestion");
        filed.push(reference(&petra.post("/tickets/new", &form).await.assert_status(303)));
    }
    petra.post("/tickets/new", &OWN).await.assert_status(303);
    // from Tuesday at ten to Monday at eight
    site.clock.advance(TimeDelta::minutes(6 * 24 * 60 - 2 * 60 - 1));
    tickets::send_digests(&site.backend).await.unwrap();
    assert_eq!(told().await.len(), 0);
    site.clock.advance(TimeDelta::minutes(1));
    for _ in 0..2 {
        tickets::send_digests(&site.backend).await.unwrap();
    }
    let mails = told().await;
    assert_eq!(
        mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(),
        ["stina@fyr.test", "ideas@example.org"]
    );
    for mail in &mails {
        assert_eq!(mail.subject, "Veckans 2 ärenden");
        assert!(filed.iter().all(|ticket| mail.text.contains(ticket)), "{}", mail.text);
        assert!(!mail.text.contains("Mörkt"), "nothing that was typed: {}", mail.text);
    }
    site.clock.advance(TimeDelta::days(7));
    tickets::send_digests(&site.backend).await.unwrap();
    assert_eq!(told().await.len(), 2, "a week without any has no email");
}

/// Saves a weekly rule on suggestions for these recipients, and files some; returns their references.
async fn note_suggestions(site: &Site, notify: &str, count: usize) -> Vec<String> {
    let adam = site.signed_in(&site.people.adam).await;
    let rule = [
        ("trigger", "filed"),
        ("kind", "suggestion"),
        ("notify", notify),
        ("weekly", "yes"),
        ("former", ""),
        ("step", "save"),
    ];
    adam.post("/desk/settings/escalation/rules/new", &rule).await.assert_status(303);
    tickets::send_digests(&site.backend).await.unwrap();
    let petra = site.signed_in(&site.people.petra).await;
    let mut filed = Vec::new();
    for number in 0..count {
        let subject = format!("Idé {number}");
        let form = with_field(&with_field(&OWN, "subject", &subject), "kind", "suggestion");
        filed.push(reference(&petra.post("/tickets/new", &form).await.assert_status(303)));
    }
    filed
}

/// The emails with digests, once a week has passed.
async fn digests(site: &Site) -> Vec<ReceivedEmail> {
    site.clock.advance(TimeDelta::days(7));
    tickets::send_digests(&site.backend).await.unwrap();
    let mails = site.delivered_emails().await;
    mails.into_iter().filter(|mail| mail.subject.contains("Veckans")).collect()
}

async fn whom_a_weekly_rule_reaches_is_as_for_one_that_tells_at_once(site: &Site) {
    // there is no manager: the address is told, and nobody in the managers' place
    note_suggestions(site, "managers\nideas@example.org", 1).await;
    let told: Vec<_> = digests(site).await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(told, ["ideas@example.org"]);
    // where nobody is left, those are who may take the ticket
    let escalation = fyr_domain::escalation::Escalation { rules: Vec::new(), ..Default::default() };
    let actor = fyr_domain::Actor::signed_in(site.people.adam.clone());
    fyr_usecases::settings::desk::change(&site.backend, &actor, &escalation, "", None).await.unwrap();
    note_suggestions(site, "managers", 1).await;
    let told: Vec<_> = digests(site).await.into_iter().map(|mail| mail.to).skip(1).collect();
    assert_eq!(told, ["adam@fyr.test", "agnes@fyr.test"]);
}

async fn a_long_digest_says_how_many_there_are_and_a_deleted_ticket_is_not_in_it(site: &Site) {
    let filed = note_suggestions(site, "ideas@example.org", 102).await;
    // as where retention deletes a ticket between Monday's job and the email
    site.clock.advance(TimeDelta::days(7));
    tickets::send_digests(&site.backend).await.unwrap();
    let gone = filed[0].replace('-', "");
    for sql in [
        format!("DELETE FROM entries WHERE ticket_id = (SELECT id FROM tickets WHERE reference = '{gone}')"),
        format!("DELETE FROM tickets WHERE reference = '{gone}'"),
    ] {
        site.execute_sql(&sql).await;
    }
    let mails = site.delivered_emails().await;
    let mail = mails.iter().find(|mail| mail.to == "ideas@example.org").unwrap();
    assert_eq!(mail.subject, "Veckans 101 ärenden");
    assert!(
        !mail.text.contains(&filed[0]) && mail.text.contains(&filed[100]) && !mail.text.contains(&filed[101])
    );
    assert!(mail.text.contains(&t!(Lang::Sv, "mail-digest-more", count = 101)), "{}", mail.text);
}

async fn an_agent_hands_a_ticket_up_with_a_summary(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let desk = format!("/desk/tickets/{ticket}");
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes.post(&desk, &[("action", "claim")]).await.assert_status(303);
    let key = agnes.get(&desk).await.value("form_key");
    let up = [
        ("action", "escalate"),
        ("level", "3"),
        ("summary", "Loggen är tom, koden avvisas"),
        ("form_key", &key),
    ];
    for (field, value) in [("level", "1"), ("level", "9"), ("summary", " ")] {
        let agnes = site.signed_in(&site.people.agnes).await;
        let refused = agnes.post(&desk, &with_field(&up, field, value)).await.assert_status(422);
        assert!(refused.html().contains(&format!("href=\"#escalate-{field}\"")), "{field}={value}");
    }
    let raised = agnes.post(&desk, &up).await.assert_status(303);
    let page = agnes.follow(raised).await.assert_text(t!(Lang::Sv, "notice-ticket-escalated"));
    page.assert_text("Loggen är tom");
    agnes.post(&desk, &up).await.assert_status(303);
    assert_eq!(site.count("SELECT COUNT(*) FROM entries WHERE event = 'escalated'").await, 1);
    let thread = site.thread(&site.people.adam, &ticket).await;
    assert_eq!((thread.ticket.level, thread.assignee), (EscalationLevel::Third, None));
    assert_eq!(thread.ticket.priority, Priority::P3);
    let petra = site.signed_in(&site.people.petra).await;
    let page = petra.get(&format!("/tickets/{ticket}")).await.assert_text(t!(Lang::Sv, "level-3"));
    page.assert_text(t!(Lang::Sv, "escalation-cause-agent")).assert_no_text("Loggen är tom");
    let told = to_support(site).await;
    assert!(told.iter().any(|mail| mail.to == "adam@fyr.test"), "the others who may take it");
}
