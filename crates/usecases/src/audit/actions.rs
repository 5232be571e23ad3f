//! The actions of audit events. Each has a text `audit-do-…` in every language; the tests here find actions that the code
//! writes and this list lacks. Actions that are no longer written stay, because old rows still have them.

/// Every action that a row of the audit log can have, in alphabetical order.
pub const ACTIONS: &[&str] = &[
    "account.added",
    "account.deactivated",
    "account.reactivated",
    "account.registered",
    "account.removed",
    "account.renamed",
    "audit.exported",
    "cases.exported",
    "code.made",
    "data.downloaded",
    "deletion.asked",
    "deletion.withdrawn",
    "email.change-asked",
    "email.change-refused",
    "email.changed",
    "email.confirmed",
    "identity.connected",
    "identity.disconnected",
    "identity.refused",
    "identity.used",
    "invitation.accepted",
    "invitation.sent",
    "invitation.withdrawn",
    "mail.discarded",
    "mail.resent",
    "organisation.changed",
    "organisation.created",
    "password.changed",
    "people.exported",
    "people.imported",
    "recovery-code.used",
    "recovery-codes.renewed",
    "relation.began",
    "relation.ended",
    "relation.handed_over",
    "relation.narrowed",
    "relation.widened",
    "relations.exported",
    "relations.imported",
    "retention.applied",
    "role.changed",
    "role.given",
    "role.taken",
    "second-factor.added",
    "second-factor.refused",
    "second-factor.removed",
    "session.ended",
    "session.refused",
    "session.started",
    "setting.changed",
    "status.corrected",
    "team.added",
    "team.removed",
    "team.renamed",
    "ticket.address_corrected",
    "ticket.answered_for",
    "ticket.changed",
    "ticket.claimed",
    "ticket.closed_for",
    "ticket.escalated",
    "ticket.filed_for",
    "ticket.made_private",
    "ticket.opened",
    "ticket.redacted",
    "ticket.reopened_for",
    "ticket.shared",
    "user.created",
    "user.registered",
    "viewer.chosen",
    "viewer.removed",
];

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeSet,
        fs,
        path::{Path, PathBuf},
    };

    use fyr_domain::Lang;
    use fyr_i18n::text_for;

    use super::ACTIONS;

    fn collect_sources(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).expect("a folder of the project") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect_sources(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }

    /// Whether this is `noun.verb`, both of ASCII lower-case letters, `_` and `-`.
    fn is_action(word: &str) -> bool {
        let part = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-'))
        };
        word.split_once('.').is_some_and(|(noun, verb)| part(noun) && part(verb))
    }

    /// The actions in source files that record audit events.
    fn recorded_actions() -> BTreeSet<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut files = Vec::new();
        for dir in ["crates/usecases/src", "server/src"] {
            collect_sources(&root.join(dir), &mut files);
        }
        let mut recorded = BTreeSet::new();
        for file in files.iter().filter(|file| !file.ends_with("audit/actions.rs")) {
            let code = fs::read_to_string(file).expect("readable");
            if !code.contains("AuditEvent {") && !code.contains("audit::record") {
                continue;
            }
            let strings = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .flat_map(|line| line.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
            recorded.extend(strings.filter(|word| is_action(word)));
        }
        recorded
    }

    #[test]
    fn every_recorded_action_is_in_the_list() {
        let listed: BTreeSet<String> = ACTIONS.iter().map(|action| (*action).to_owned()).collect();
        let recorded = recorded_actions();
        assert!(recorded.len() > 5, "the sources were read");
        let missing: Vec<_> = recorded.difference(&listed).collect();
        assert!(missing.is_empty(), "not in ACTIONS: {missing:?}");
    }

    #[test]
    fn every_action_has_words_in_every_language() {
        for action in ACTIONS {
            for lang in Lang::ALL {
                let key = action.replace(['.', '_'], "-");
                let words = text_for(lang, "audit-do-", &key);
                assert_ne!(words, format!("audit-do-{key}"), "{action} in {lang}");
            }
        }
    }
}
