//! Escalation: who is told when a ticket needs more than its agent, and how far up it goes. Rules are data; use cases carry them out.

mod form;
mod recipient;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

pub use self::{
    form::{LOW_SCORE_FIELD, REOPENINGS_FIELD, RuleFields, WORDS_FIELD},
    recipient::{InvalidRecipient, Recipient},
};
use crate::{
    duration,
    people::Level,
    string_enum::string_enum,
    tickets::{Priority, TicketKind},
};

string_enum! {
    /// How far up a ticket is. Agents of a lower level do not close it.
    #[derive(Default)]
    EscalationLevel {
        /// Where every ticket begins.
        #[default]
        First = "1",
        /// Specialists.
        Second = "2",
        /// Experts and developers.
        Third = "3",
        /// Those who are responsible for the service.
        Management = "management",
    }
}

impl EscalationLevel {
    /// Whether an agent of this level may close tickets that are on it. Agents of the highest level may also close those that are with
    /// the management, which says what happens and does not work tickets.
    pub fn may_be_closed_by(self, agent: Level) -> bool {
        agent.number() >= self.agent_level()
    }

    /// The level, 1 to 3, of the agents who work tickets on this one.
    pub const fn agent_level(self) -> i64 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third | Self::Management => 3,
        }
    }
}

string_enum! {
    /// What may make a rule hold.
    EscalationTrigger {
        /// A ticket was filed.
        Filed = "filed",
        /// A share of the time of a target has passed.
        Warning = "warning",
        /// A target was missed.
        Missed = "missed",
        /// The requester asked for it.
        Requested = "requested",
        /// The requester wrote one of the listed words.
        Words = "words",
        /// The survey was answered with a low score.
        BadSurvey = "bad_survey",
        /// The ticket was reopened repeatedly.
        Reopened = "reopened",
        /// An agent asked for it.
        Agent = "agent",
    }
}

/// When which tickets go up, and who is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EscalationRule {
    /// What makes it hold.
    pub trigger: EscalationTrigger,
    /// The condition that a ticket has this priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// The condition that a ticket is of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<TicketKind>,
    /// The condition that a ticket is about this topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// The condition that a ticket was filed with this urgent cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgent_cause: Option<String>,
    /// The level that the ticket is raised to, unless it is as high already; `None`: it stays where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<EscalationLevel>,
    /// Who is told.
    pub notify: Vec<Recipient>,
    /// How often they are told again until somebody takes the ticket; `None`: once.
    #[serde(default, with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub repeat: Option<TimeDelta>,
    /// Whether they are told once a week, of all such tickets together, and not at once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub weekly: bool,
}

/// What of a ticket rules ask for.
#[derive(Clone, Copy, Debug)]
pub struct EscalatedTicket<'a> {
    /// What it was given as priority.
    pub priority: Priority,
    /// What kind of ticket it is.
    pub kind: TicketKind,
    /// The slug of the topic.
    pub topic: &'a str,
    /// The urgent cause that it was filed with.
    pub urgent_cause: Option<&'a str>,
}

impl EscalationRule {
    /// Whether it holds for a ticket.
    pub fn holds(&self, trigger: EscalationTrigger, ticket: EscalatedTicket<'_>) -> bool {
        self.trigger == trigger
            && self.priority.is_none_or(|priority| priority == ticket.priority)
            && self.kind.is_none_or(|kind| kind == ticket.kind)
            && self.topic.as_ref().is_none_or(|topic| topic == ticket.topic)
            && self.urgent_cause.as_ref().is_none_or(|cause| ticket.urgent_cause == Some(cause))
    }

    fn on(trigger: EscalationTrigger, notify: &[Recipient]) -> Self {
        Self {
            trigger,
            priority: None,
            kind: None,
            topic: None,
            urgent_cause: None,
            level: None,
            notify: notify.to_vec(),
            repeat: None,
            weekly: false,
        }
    }
}

/// The rules of escalation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Escalation {
    /// The rules; each that holds is carried out.
    pub rules: Vec<EscalationRule>,
    /// Words that make [`EscalationTrigger::Words`] hold, whatever their case; each at the beginning of a word.
    pub words: Vec<String>,
    /// The highest score of the survey, 1 to 4, that is a low one.
    pub low_score: u8,
    /// From which reopening on, 1 to 10, [`EscalationTrigger::Reopened`] holds.
    pub reopenings: u8,
}

impl Default for Escalation {
    fn default() -> Self {
        use EscalationLevel::{Second, Third};
        use EscalationTrigger as On;
        use Recipient::{Administrators, Assignee, Managers};
        let specialists = Recipient::Agents(Second);
        let experts = Recipient::Agents(Third);
        let quarter = Some(TimeDelta::minutes(15));
        let up = |level, rule: EscalationRule| EscalationRule { level: Some(level), ..rule };
        let rules = vec![
            EscalationRule::on(On::Warning, &[Assignee]),
            EscalationRule::on(On::Missed, &[Assignee, Managers]),
            EscalationRule {
                priority: Some(Priority::P1),
                repeat: quarter,
                ..EscalationRule::on(On::Filed, &[Assignee, Managers])
            },
            EscalationRule {
                urgent_cause: Some("security".into()),
                repeat: quarter,
                ..up(Third, EscalationRule::on(On::Filed, &[experts.clone(), Administrators]))
            },
            up(Third, EscalationRule::on(On::Words, &[experts, Administrators])),
            up(Second, EscalationRule::on(On::Requested, std::slice::from_ref(&specialists))),
            up(Second, EscalationRule::on(On::Reopened, &[specialists, Managers])),
            EscalationRule::on(On::BadSurvey, &[Managers]),
        ];
        let words = [
            "dataintrång",
            "hackad",
            "hackat",
            "nätfiske",
            "datainnbrudd",
            "hacket",
            "hacka",
            "phishing",
            "data breach",
            "hacked",
            "ransomware",
        ];
        Self { rules, words: words.map(str::to_owned).to_vec(), low_score: 2, reopenings: 2 }
    }
}

impl Escalation {
    /// The most rules.
    pub const MAX_RULES: usize = 100;
    /// The most words, and the longest one in characters.
    pub const MAX_WORDS: usize = 200;

    /// The rules that hold for a ticket.
    pub fn rules_for<'a>(
        &'a self,
        trigger: EscalationTrigger,
        ticket: EscalatedTicket<'a>,
    ) -> impl Iterator<Item = &'a EscalationRule> {
        self.rules.iter().filter(move |rule| rule.holds(trigger, ticket))
    }

    /// Whether a requester may ask that a ticket goes up which is on this level.
    pub fn is_offered_to_requesters(&self, level: EscalationLevel) -> bool {
        let requested = self.rules.iter().filter(|rule| rule.trigger == EscalationTrigger::Requested);
        requested.into_iter().any(|rule| rule.level.is_none_or(|to| to > level))
    }

    /// Whether a text has one of the listed words.
    pub fn has_word(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.words.iter().any(|word| {
            let word = word.trim().to_lowercase();
            let starts_word = |at: usize| !text[..at].ends_with(char::is_alphanumeric);
            !word.is_empty() && text.match_indices(&word).any(|(at, _)| starts_word(at))
        })
    }

    /// Checks what the type does not.
    ///
    /// # Errors
    /// What is wrong and which values are valid.
    pub fn validate(&self) -> Result<(), String> {
        if !(1..=4).contains(&self.low_score) {
            return Err("low_score must be from 1 to 4".into());
        }
        if !(1..=10).contains(&self.reopenings) {
            return Err("reopenings must be from 1 to 10".into());
        }
        if self.rules.len() > Self::MAX_RULES {
            return Err(format!("there may be at most {} rules", Self::MAX_RULES));
        }
        if self.words.len() > Self::MAX_WORDS
            || self.words.iter().any(|word| word.trim().is_empty() || word.chars().count() > Self::MAX_WORDS)
        {
            return Err(format!(
                "there may be at most {0} words, none of them empty or longer than {0}",
                Self::MAX_WORDS
            ));
        }
        if self.rules.iter().any(|rule| rule.repeat.is_some_and(|repeat| repeat < RuleFields::MIN_REPEAT)) {
            return Err("repeat must be at least 5m".into());
        }
        if self.rules.iter().any(|rule| rule.weekly && rule.repeat.is_some()) {
            return Err("a weekly rule has no repeat".into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(priority: Priority, urgent_cause: Option<&str>) -> EscalatedTicket<'_> {
        EscalatedTicket { priority, kind: TicketKind::Incident, topic: "login", urgent_cause }
    }

    #[test]
    fn rules_hold_where_every_condition_does() {
        let escalation = Escalation::default();
        let levels = |trigger, ticket| {
            escalation.rules_for(trigger, ticket).map(|rule| rule.level).collect::<Vec<_>>()
        };
        let filed = EscalationTrigger::Filed;
        assert_eq!(levels(filed, ticket(Priority::P3, None)), []);
        assert_eq!(levels(filed, ticket(Priority::P1, Some("outage"))), [None]);
        let third = Some(EscalationLevel::Third);
        assert_eq!(levels(filed, ticket(Priority::P2, Some("security"))), [third]);
        assert_eq!(levels(filed, ticket(Priority::P1, Some("security"))), [None, third]);
        assert_eq!(levels(EscalationTrigger::Warning, ticket(Priority::P4, None)), [None]);
        let other = EscalationRule {
            kind: Some(TicketKind::Complaint),
            ..EscalationRule::on(EscalationTrigger::Missed, &[])
        };
        assert!(!other.holds(EscalationTrigger::Missed, ticket(Priority::P1, None)));
        let topic = EscalationRule { topic: Some("login".into()), kind: None, ..other };
        assert!(topic.holds(EscalationTrigger::Missed, ticket(Priority::P1, None)));
    }

    #[test]
    fn words_are_found_at_the_beginning_of_words_in_any_case() {
        let escalation = Escalation::default();
        for has in ["Vi är HACKADE!", "(dataintrånget)", "a Data Breach here", "nätfiske"] {
            assert!(escalation.has_word(has), "{has}");
        }
        for has_not in ["", "nedhackad lök", "database"] {
            assert!(!escalation.has_word(has_not), "{has_not}");
        }
    }

    #[test]
    fn agents_close_what_is_on_their_level() {
        let may =
            |level: EscalationLevel| [1, 2, 3].map(|agent| level.may_be_closed_by(Level::clamped(agent)));
        assert_eq!(may(EscalationLevel::First), [true, true, true]);
        assert_eq!(may(EscalationLevel::Second), [false, true, true]);
        assert_eq!(may(EscalationLevel::Third), [false, false, true]);
        assert_eq!(may(EscalationLevel::Management), [false, false, true]);
    }

    #[test]
    fn rules_are_written_as_a_table() {
        let default = Escalation::default();
        assert_eq!(default.validate(), Ok(()));
        let json = serde_json::to_string(&default).expect("is valid");
        assert_eq!(serde_json::from_str::<Escalation>(&json).expect("is valid"), default);
        for (wrong, problem) in [
            (r#"{"rules": [{"trigger": "sometimes", "notify": []}]}"#, "unknown variant `sometimes`"),
            (r#"{"rules": [{"trigger": "filed", "notify": ["everyone"]}]}"#, "`everyone`"),
            (r#"{"rules": [{"trigger": "filed", "notify": [], "repeat": "soon"}]}"#, "write `4h`"),
        ] {
            let error = serde_json::from_str::<Escalation>(wrong).expect_err("must be refused").to_string();
            assert!(error.contains(problem), "{error}");
        }
        for (wrong, problem) in [
            (Escalation { low_score: 5, ..Escalation::default() }, "low_score"),
            (Escalation { reopenings: 0, ..Escalation::default() }, "reopenings"),
            (Escalation { words: vec![" ".into()], ..Escalation::default() }, "words"),
        ] {
            assert!(wrong.validate().expect_err("must be refused").contains(problem));
        }
    }
}
