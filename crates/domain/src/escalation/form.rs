//! Escalation as forms: one for the words and numbers, and one for each rule.

use chrono::TimeDelta;

use super::{Escalation, EscalationRule, Recipient};
use crate::{
    duration,
    fields::{FieldErrors, Problem},
};

/// The field with the words, one in each line.
pub const WORDS_FIELD: &str = "words";
/// The field with the highest low score.
pub const LOW_SCORE_FIELD: &str = "low_score";
/// The field with the number of reopenings.
pub const REOPENINGS_FIELD: &str = "reopenings";

/// The names of the fields of a rule. An empty condition is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleFields;

impl RuleFields {
    /// What makes it hold.
    pub const TRIGGER: &'static str = "trigger";
    /// The condition on the priority.
    pub const PRIORITY: &'static str = "priority";
    /// The condition on the kind of ticket.
    pub const KIND: &'static str = "kind";
    /// The condition on the topic: its slug.
    pub const TOPIC: &'static str = "topic";
    /// The condition on the urgent cause: its slug.
    pub const URGENT_CAUSE: &'static str = "urgent_cause";
    /// The level that the ticket is raised to.
    pub const LEVEL: &'static str = "level";
    /// Who is told, one in each line.
    pub const NOTIFY: &'static str = "notify";
    /// How often they are told again.
    pub const REPEAT: &'static str = "repeat";
    /// Whether they are told once a week.
    pub const WEEKLY: &'static str = "weekly";
    /// The shortest time between two reminders.
    pub const MIN_REPEAT: TimeDelta = TimeDelta::minutes(5);
    /// The most recipients of a rule.
    pub const MAX_RECIPIENTS: usize = 20;
}

impl Escalation {
    /// Reads the form of the words and numbers; `value` gives what was entered in a field. The rules, which have forms of their own, are
    /// those of `before`.
    ///
    /// # Errors
    /// What is wrong in which field.
    pub fn from_fields(value: impl Fn(&str) -> String, before: &Self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let text = value(WORDS_FIELD);
        let mut words = Vec::new();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            if line.trim().chars().count() > Self::MAX_WORDS || words.len() == Self::MAX_WORDS {
                errors.push(WORDS_FIELD, Problem::InvalidLine { line: index + 1 });
                break;
            }
            words.push(line.trim().to_owned());
        }
        let mut number = |field: &str, max: u8| {
            let number = value(field).trim().parse().ok().filter(|number| (1..=max).contains(number));
            errors.check(field, number.ok_or(Problem::NumberBetween { min: 1, max: max.into() })).unwrap_or(1)
        };
        let (low_score, reopenings) = (number(LOW_SCORE_FIELD, 4), number(REOPENINGS_FIELD, 10));
        let rules = before.rules.clone();
        if errors.is_empty() { Ok(Self { rules, words, low_score, reopenings }) } else { Err(errors) }
    }

    /// What the fields of that form show.
    pub fn to_fields(&self) -> Vec<(&'static str, String)> {
        vec![
            (WORDS_FIELD, self.words.join("\n")),
            (LOW_SCORE_FIELD, self.low_score.to_string()),
            (REOPENINGS_FIELD, self.reopenings.to_string()),
        ]
    }

    /// These rules with one that takes the place of `former`, or that is new.
    ///
    /// # Errors
    /// [`Problem::TooManyRules`] where there are [`Self::MAX_RULES`].
    pub fn with_rule(
        &self,
        former: Option<&EscalationRule>,
        rule: EscalationRule,
    ) -> Result<Self, FieldErrors> {
        let mut changed = self.clone();
        match changed.rules.iter().position(|known| Some(known) == former) {
            Some(place) => changed.rules[place] = rule,
            None if changed.rules.len() >= Self::MAX_RULES => {
                let problem = Problem::TooManyRules { max: Self::MAX_RULES };
                return Err(FieldErrors::single(RuleFields::TRIGGER, problem));
            }
            None => changed.rules.push(rule),
        }
        Ok(changed)
    }

    /// These rules without one.
    #[must_use]
    pub fn without_rule(&self, rule: &EscalationRule) -> Self {
        let mut changed = self.clone();
        changed.rules.retain(|known| known != rule);
        changed
    }
}

impl EscalationRule {
    /// Reads the form; `value` gives what was entered in a field.
    ///
    /// # Errors
    /// What is wrong in which field.
    pub fn from_fields(value: impl Fn(&str) -> String) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let entered = |field: &str| Some(value(field).trim().to_owned()).filter(|text| !text.is_empty());
        let trigger = value(RuleFields::TRIGGER).parse().map_err(|_| Problem::UnknownChoice);
        let trigger = errors.check(RuleFields::TRIGGER, trigger);
        let priority = choice(&mut errors, RuleFields::PRIORITY, entered(RuleFields::PRIORITY));
        let kind = choice(&mut errors, RuleFields::KIND, entered(RuleFields::KIND));
        let level = choice(&mut errors, RuleFields::LEVEL, entered(RuleFields::LEVEL));
        let notify = errors.check(RuleFields::NOTIFY, parse_recipients(&value(RuleFields::NOTIFY)));
        let repeat = entered(RuleFields::REPEAT).map(|text| {
            let repeat = duration::parse(&text).ok().filter(|repeat| *repeat >= RuleFields::MIN_REPEAT);
            repeat.ok_or(Problem::InvalidDuration)
        });
        let repeat = errors.check(RuleFields::REPEAT, repeat.transpose()).flatten();
        let weekly = value(RuleFields::WEEKLY) == "yes";
        if weekly && repeat.is_some() {
            errors.push(RuleFields::REPEAT, Problem::WeeklyRepeats);
        }
        let has_effect = level.is_some() || notify.as_ref().is_some_and(|notify| !notify.is_empty());
        if errors.is_empty() && !has_effect {
            errors.push(RuleFields::NOTIFY, Problem::NobodyNotified);
        }
        match (trigger, notify) {
            (Some(trigger), Some(notify)) if errors.is_empty() => Ok(Self {
                trigger,
                priority,
                kind,
                topic: entered(RuleFields::TOPIC),
                urgent_cause: entered(RuleFields::URGENT_CAUSE),
                level,
                notify,
                repeat,
                weekly,
            }),
            _ => Err(errors),
        }
    }

    /// What the fields of the form show for this rule.
    pub fn to_fields(&self) -> Vec<(&'static str, String)> {
        let lines: Vec<_> = self.notify.iter().map(ToString::to_string).collect();
        let text = |value: Option<&dyn ToString>| value.map(ToString::to_string).unwrap_or_default();
        vec![
            (RuleFields::TRIGGER, self.trigger.to_string()),
            (RuleFields::PRIORITY, text(self.priority.as_ref().map(|value| value as _))),
            (RuleFields::KIND, text(self.kind.as_ref().map(|value| value as _))),
            (RuleFields::TOPIC, self.topic.clone().unwrap_or_default()),
            (RuleFields::URGENT_CAUSE, self.urgent_cause.clone().unwrap_or_default()),
            (RuleFields::LEVEL, text(self.level.as_ref().map(|value| value as _))),
            (RuleFields::NOTIFY, lines.join("\n")),
            (RuleFields::REPEAT, self.repeat.map(duration::format).unwrap_or_default()),
            (RuleFields::WEEKLY, if self.weekly { "yes".to_owned() } else { String::new() }),
        ]
    }
}

/// The choice in a field; `None` where it is empty.
fn choice<T: std::str::FromStr>(errors: &mut FieldErrors, field: &str, entered: Option<String>) -> Option<T> {
    let parsed = entered.map(|word| word.parse().map_err(|_| Problem::UnknownChoice));
    errors.check(field, parsed.transpose()).flatten()
}

fn parse_recipients(text: &str) -> Result<Vec<Recipient>, Problem> {
    let mut recipients: Vec<Recipient> = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let invalid = Problem::InvalidLine { line: index + 1 };
        let recipient = line.parse().map_err(|_| invalid.clone())?;
        if recipients.len() == RuleFields::MAX_RECIPIENTS {
            return Err(invalid);
        }
        if !recipients.contains(&recipient) {
            recipients.push(recipient);
        }
    }
    Ok(recipients)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn value(fields: &[(&'static str, String)]) -> impl Fn(&str) -> String {
        let fields: HashMap<_, _> = fields.iter().cloned().collect();
        move |field| fields.get(field).cloned().unwrap_or_default()
    }

    #[test]
    fn what_the_forms_show_is_read_back() {
        let escalation = Escalation::default();
        assert_eq!(
            Escalation::from_fields(value(&escalation.to_fields()), &escalation),
            Ok(escalation.clone())
        );
        let weekly = EscalationRule { weekly: true, ..escalation.rules[0].clone() };
        for rule in escalation.rules.into_iter().chain([weekly]) {
            assert_eq!(EscalationRule::from_fields(value(&rule.to_fields())), Ok(rule));
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_its_field() {
        let fields = [
            ("trigger", "sometimes".to_owned()),
            ("priority", "p9".into()),
            ("level", "9".into()),
            ("notify", "assignee\n\nthe boss".into()),
            ("repeat", "1m".into()),
        ];
        let errors = EscalationRule::from_fields(value(&fields)).expect_err("must be refused");
        let expected = [
            ("trigger", Problem::UnknownChoice),
            ("priority", Problem::UnknownChoice),
            ("level", Problem::UnknownChoice),
            ("notify", Problem::InvalidLine { line: 3 }),
            ("repeat", Problem::InvalidDuration),
        ];
        assert_eq!(errors.0, expected.map(|(field, problem)| (field.to_owned(), problem)));
        let fields = [
            ("trigger", "filed".to_owned()),
            ("notify", "managers".into()),
            ("repeat", "1h".into()),
            ("weekly", "yes".into()),
        ];
        let errors = EscalationRule::from_fields(value(&fields)).expect_err("must be refused");
        assert_eq!(errors.0, [("repeat".to_owned(), Problem::WeeklyRepeats)]);
        let fields = [("trigger", "filed".to_owned())];
        let errors = EscalationRule::from_fields(value(&fields)).expect_err("must be refused");
        assert_eq!(errors.0, [("notify".to_owned(), Problem::NobodyNotified)]);
        let fields = [("low_score", "5".to_owned()), ("reopenings", "x".into())];
        let errors =
            Escalation::from_fields(value(&fields), &Escalation::default()).expect_err("must be refused");
        assert_eq!(errors.0.len(), 2);
    }

    #[test]
    fn a_rule_takes_the_place_of_the_one_that_was_opened() {
        let escalation = Escalation::default();
        let former = escalation.rules[1].clone();
        let rule = EscalationRule { priority: Some(crate::tickets::Priority::P1), ..former.clone() };
        let changed = escalation.with_rule(Some(&former), rule.clone()).expect("there is room");
        assert_eq!((changed.rules.len(), &changed.rules[1]), (escalation.rules.len(), &rule));
        // somebody else has changed it meanwhile: both are there, nothing is lost
        let both = changed.with_rule(Some(&former), former.clone()).expect("there is room");
        assert_eq!(both.rules.len(), escalation.rules.len() + 1);
        assert_eq!(both.without_rule(&former), changed);
    }
}
