# Audit log, one's own data, retention, personal identity numbers.

audit-title = Audit log
audit-intro = Who did what, when and from where. Its lines cannot be changed.
audit-filter-label = Filter the log
audit-who = Who
audit-who-hint = Part of the name, or the whole e-mail address
audit-who-id = Who, id
audit-action = What
audit-code = What, code
audit-any-action = Everything
audit-kind = Kind
audit-target = What it is about
audit-target-hint = Ticket number, e-mail address or id
audit-target-id = What it is about, id
audit-organisation = Organisation
audit-from = From
audit-until = Until
audit-when = When
audit-address = Network address
audit-details = More
audit-nobody = Nobody signed in
audit-none = There are no such lines.
audit-older = Older
audit-newest = To the newest
audit-export = Download as CSV
audit-export-hint = That you download it is in the log too.

audit-do-account-added = Added an account
audit-do-account-registered = Made an account
audit-do-account-removed = The account was removed
audit-do-audit-exported = Downloaded the log
audit-do-cases-exported = Downloaded participants’ tickets
audit-do-code-made = Made an invitation code
audit-do-data-downloaded = Downloaded their data
audit-do-deletion-asked = Asked for the account to be removed
audit-do-deletion-withdrawn = Withdrew the wish to remove the account
audit-do-email-changed = Changed their e-mail address
audit-do-email-confirmed = Confirmed their e-mail address
audit-do-identity-connected = Connected a way to sign in
audit-do-identity-disconnected = Removed a way to sign in
audit-do-identity-refused = Was refused to sign in
audit-do-identity-used = Signed in with a provider
audit-do-invitation-accepted = Accepted an invitation
audit-do-invitation-sent = Invited someone
audit-do-invitation-withdrawn = Withdrew an invitation
audit-do-organisation-changed = Changed an organisation
audit-do-organisation-created = Added an organisation
audit-do-password-changed = Changed their password
audit-do-people-exported = Downloaded a list of people
audit-do-people-imported = Imported people from a file
audit-do-relation-began = Connected a counsellor with a participant
audit-do-relation-ended = Ended what a counsellor may do for a participant
audit-do-relation-handed-over = Handed participants over to a colleague
audit-do-relations-exported = Downloaded a list of counsellors and participants
audit-do-relations-imported = Imported counsellors and participants from a file
audit-do-retention-applied = Removed old data
audit-do-role-changed = Changed a role
audit-do-role-given = Gave a role
audit-do-role-taken = Took a role away
audit-do-session-ended = Was signed out
audit-do-session-refused = Was refused to sign in
audit-do-session-started = Signed in
audit-do-team-added = Added a team
audit-do-team-removed = Removed a team
audit-do-team-renamed = Renamed a team
audit-do-ticket-claimed = Claimed tickets filed without an account
audit-do-ticket-filed-for = Filed a ticket for someone
audit-do-ticket-opened = Opened a ticket
audit-do-ticket-redacted = Removed data from a ticket
audit-do-user-created = Added a person
audit-do-user-registered = Got an account at the first sign-in
audit-do-viewer-chosen = Let someone see colleagues’ tickets
audit-do-viewer-removed = Stopped letting someone see colleagues’ tickets

problem-not-in-ticket = That is not in the ticket. Choose something in the lists, or write the text as it stands there, at least three characters.

number-typing = This looks like a personal identity number. We do not need it. Please take it out before you send.
number-check = It looks as if you have written a personal identity number. We do not need it. Choose Change to take it out.
number-sent = It looks as if there is a personal identity number in what you sent. Write to us below if you want us to remove it.

redact-title = Remove personal data
redact-link = Remove personal data
redact-found = { $count ->
    [one] There is one personal identity number in the ticket.
   *[other] There are { $count } personal identity numbers in the ticket.
}
redact-found-link = Remove what is not needed
redact-intro = What you choose becomes ▇▇▇ everywhere in the ticket: subject, messages, notes, drafts, mail that waits, and the log. It cannot be undone.
redact-sent = Mail that has been sent already cannot be called back.
redact-numbers = Personal identity numbers in the ticket
redact-number = { $number } ({ $kind }), { $places ->
    [one] one place
   *[other] { $places } places
}
redact-no-numbers = We find no personal identity numbers in the text. We do not look into files.
redact-kind-personnummer = Swedish personal number
redact-kind-samordningsnummer = Swedish coordination number
redact-kind-fodselsnummer = Norwegian national identity number
redact-kind-d-nummer = Norwegian D number
redact-text = Remove this text everywhere
redact-text-hint = Copy the text from the ticket. Capitals and small letters count alike.
redact-files = Files to be removed as a whole
redact-go-on = Continue
redact-check-title = Shall this go?
redact-check-places = { $count ->
    [0] No text is removed.
    [one] Text is removed in one place.
   *[other] Text is removed in { $count } places.
}
redact-check-files = { $count ->
    [0] No file is removed.
    [one] One file is removed.
   *[other] { $count } files are removed.
}
redact-do = Remove for good
redact-note = Removed data from the ticket: text in { $places } places, { $files } files.
