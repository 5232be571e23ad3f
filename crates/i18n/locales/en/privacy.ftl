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

audit-detail-counsellor = Counsellor
audit-detail-participant = Participant
audit-detail-requester = Whose ticket
audit-detail-from = From
audit-detail-role = Role
audit-detail-level = Level
audit-detail-team = Team
audit-detail-organisation = Organisation
audit-detail-scope = May
audit-detail-until = Until
audit-detail-stands-in-for = Stands in for
audit-detail-by = How
audit-detail-device = Browser
audit-detail-new-device = New browser
audit-detail-sessions-ended = Sessions ended
audit-detail-provider = Provider
audit-detail-identity = Way to sign in, id
audit-detail-reason = Why
audit-detail-account = The address, as a code
audit-detail-places = Places
audit-detail-files = Files
audit-detail-lines = Lines
audit-detail-people = People
audit-detail-tickets = Tickets
audit-detail-format = File type
audit-detail-slug = Short name
audit-detail-renamed = Renamed
audit-detail-sharing = Who sees colleagues’ tickets
audit-detail-participants-end = Participants may end it
audit-detail-setting = Setting
audit-detail-version = Version
setting-phone = Telephone number of support
setting-service-level = Service levels
audit-by-password = password
audit-by-mailed-link = link in a mail
audit-by-sign-out = signing out
audit-by-account-page = the account page
audit-by-administrator = an administrator
audit-by-command-line = the command line
audit-by-invitation = an invitation
audit-by-import = a file that was read
audit-by-provider = the provider
audit-reason-away = the provider did not answer
audit-reason-said = the provider said no
audit-reason-code = the code was not accepted
audit-reason-issuer = the answer came from someone else
audit-reason-token = the token could not be trusted
audit-reason-level = the sign-in was too weak
audit-reason-stale = it took too long
audit-reason-taken = it belongs to another account already
audit-thing-user = Person
audit-thing-ticket = Ticket
audit-thing-organisation = Organisation
audit-thing-team = Team
audit-thing-invitation = Invitation

audit-do-account-added = Added an account
audit-do-account-registered = Made an account
audit-do-account-removed = The account was removed
audit-do-audit-exported = Downloaded the log
audit-do-cases-exported = Downloaded participants’ tickets
audit-do-code-made = Made an invitation code
audit-do-data-downloaded = Downloaded their data
audit-do-deletion-asked = Asked for the account to be removed
audit-do-deletion-withdrawn = Withdrew the wish to remove the account
audit-do-email-change-asked = Asked for another e-mail address
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
audit-do-recovery-code-used = Signed in with a recovery code
audit-do-recovery-codes-renewed = Made new recovery codes
audit-do-relation-began = Connected a counsellor with a participant
audit-do-relation-widened = Let a counsellor see tickets of all organisations
audit-do-relation-narrowed = Let a counsellor see one organisation’s tickets only
audit-do-relation-ended = Ended what a counsellor may do for a participant
audit-do-relation-handed-over = Handed participants over to a colleague
audit-do-relations-exported = Downloaded a list of counsellors and participants
audit-do-relations-imported = Imported counsellors and participants from a file
audit-do-retention-applied = Removed old data
audit-do-role-changed = Changed a role
audit-do-role-given = Gave a role
audit-do-role-taken = Took a role away
audit-do-second-factor-added = Set up an authenticator app
audit-do-second-factor-refused = Gave a wrong code
audit-do-second-factor-removed = Removed an authenticator app
audit-do-session-ended = Was signed out
audit-do-session-refused = Was refused to sign in
audit-do-session-started = Signed in
audit-do-setting-changed = Changed a setting
audit-do-team-added = Added a team
audit-do-team-removed = Removed a team
audit-do-team-renamed = Renamed a team
audit-do-ticket-claimed = Claimed tickets filed without an account
audit-do-ticket-changed = Changed a ticket’s priority or assignee
audit-do-mail-discarded = Discarded an e-mail that had not arrived
audit-do-mail-resent = Sent mail again that had not arrived
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
redact-kind-interimsnummer = Swedish interim number
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

data-title = Your data
data-open = Download or delete
data-link = Your data
data-intro = Here you see what we have about you, and here you can ask us to remove it.
data-download-title = Download everything about you
data-download-text = You get a ZIP file with a page to read (my-data.html) and the same content for programs (data.json): your account, tickets with messages and files, ratings, sign-ins and what the log says about you. Support’s internal notes are not in it, nor other people’s data beyond the names on messages.
data-download-guest = Tickets that you filed without an account are not in it until you have connected them with your account.
data-download = Download

own-file-page = my-data.html
own-page-title = This is what we have about you
own-page-intro = The files are in the folder files beside this page. The same content for programs is in data.json.
own-none = Nothing.
own-what = What
own-value = Content
own-profile = Account
own-name = Name
own-role = Role
own-lang = Language
own-since = Since
own-seen = Last
own-until = Until
own-confirmed = E-mail address confirmed
own-has-password = Has a password
own-factor = Code at sign-in since
own-new-email = New e-mail address waiting for confirmation
own-removal = Account is removed
own-invitations = Invitations waiting
own-invited-by = From
own-memberships = Organisations
own-team = Team
own-relations = Counsellors and participants
own-counsellor = Counsellor
own-participant = Participant
own-purpose = Why
own-scope = May
own-scope-see = see
own-scope-act = see and answer
own-tickets = Tickets
own-filed = Tickets you filed for others
own-drafts = Forms you have begun
own-surveys = Ratings of the help
own-score = Rating
own-comment = Comment
own-ratings = Ratings of articles
own-article = Article
own-helpful = Helped
own-identities = Ways to sign in
own-provider = Provider
own-subject = Id there
own-sessions = Browsers signed in
own-devices = Browsers you have used
own-device = Browser
own-log = What the log says about you
own-you = You
own-someone = Someone else

problem-still-open = You have tickets in progress. Close them first, or wait until they are done.
problem-still-admin = You run the whole portal. Ask another administrator to take the role from you first.

delete-title = Remove my account
delete-text = We remove your name, your e-mail address, your password, your ways to sign in, and what you have not sent. What connects you with counsellors and organisations ends.
delete-kept-title = This stays
delete-kept-tickets = Your tickets and what you wrote in them, without your name and e-mail address. If the text says something about you, ask us to take it out before you remove the account.
delete-kept-tickets-for = { $days ->
    [one] Tickets that are done are removed after a day.
   *[other] Tickets that are done are removed after { $days } days.
}
delete-kept-tickets-ever = Tickets that are done are not removed by themselves.
delete-kept-log = The lines of the audit log, with name and network address, that show who did what.
delete-kept-log-for = { $days ->
    [one] Lines of the log are removed after a day.
   *[other] Lines of the log are removed after { $days } days.
}
delete-kept-log-ever = Lines of the log are not removed by themselves.
delete-wait = { $days ->
    [0] The account is removed within an hour of your asking.
    [one] The account is removed a day after your asking. Until then you can change your mind.
   *[other] The account is removed { $days } days after your asking. Until then you can change your mind.
}
delete-sure = Yes, remove my account
delete-ask = Ask for the account to be removed
delete-open = { $count ->
    [one] You have a ticket in progress. Close it first, or wait until it is done.
   *[other] You have { $count } tickets in progress. Close them first, or wait until they are done.
}
delete-open-link = See tickets in progress
delete-waiting = Your account will be removed { $when }.
delete-waiting-open = It waits until the tickets in progress are done.
delete-waiting-inactive = Nobody has used the account for long. It stays, because you are here.
delete-withdraw = Keep the account
removed-person = Removed person

mail-deletion-subject = Your account will be removed
mail-deletion = Hello { $name }! We were asked to remove your account. That will be on { $when }.
mail-deletion-undo = Have you changed your mind, or was it not you? Sign in and choose Keep the account.
mail-inactive-subject = Your account is not in use
mail-inactive = Hello { $name }! You have not used your account for long. Therefore we remove it on { $when }.
mail-inactive-undo = To keep it, it is enough that you sign in before that.
mail-deletion-withdrawn-subject = Your account stays
mail-deletion-withdrawn = Hello { $name }! The wish to remove your account was withdrawn. The account stays.
mail-removed-subject = Your account has been removed
mail-removed = Hello { $name }! Your account has been removed, with name, e-mail address and everything you could sign in with.
mail-removed-kept = What you wrote in tickets is still there without your name. This is the last mail from us.
mail-footer-privacy = You get this mail because it is about your account at { $url }

retention-title = Retention
retention-intro = What is removed because it is old, by the settings. The portal does it every hour; fyr retention does it at once.
retention-what = What
retention-rule = Rule
retention-now = Goes now
retention-oldest = Oldest
retention-keep = Kept
retention-after = { $days ->
    [0] At once
    [one] After a day
   *[other] After { $days } days
}
retention-kind-drafts = Forms that were begun
retention-kind-closed-tickets = Tickets that are done, with an account
retention-kind-guest-tickets = Tickets that are done, without an account
retention-kind-parked-mail = Mail that could not be sent
retention-kind-ended-relations = Counsellors’ relations that are over
retention-kind-rating-comments = Comments on articles
retention-kind-audit = Lines of the audit log
retention-kind-inactive-accounts = Accounts nobody uses (they get a mail)
retention-kind-due-accounts = Accounts whose waiting time is over

wait-seconds = { $count ->
    [one] one second
   *[other] { $count } seconds
}
