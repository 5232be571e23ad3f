# Audit log, one's own data, retention, personal identity numbers.

audit-title = Audit log
audit-intro = Who did what, when and from where. Entries cannot be changed.
audit-filter-label = Filter the log
audit-who = Who
audit-who-hint = Part of the name, or the whole email address
audit-who-id = Who, id
audit-action = What
audit-code = What, code
audit-any-action = Everything
audit-kind = Type
audit-target = About
audit-target-hint = Ticket reference, email address or id
audit-target-id = About, id
audit-organisation = Organisation
audit-from = From
audit-until = Until
audit-when = When
audit-address = Network address
audit-details = Details
audit-nobody = Not signed in
audit-none = There are no matching entries.
audit-older = Older
audit-newest = Newest
audit-export = Download as CSV
audit-export-hint = The download is recorded in the log too.

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
audit-detail-priority = Priority
audit-detail-kind = Kind
audit-detail-topic = Topic
audit-detail-assignee = Assignee
audit-detail-respond-by = Answer due
setting-phone = Phone number of support
setting-branding = Name and appearance
setting-components = Services on the status page
setting-channels = Ways to reach us
setting-plans = Plans
setting-statements = Accessibility and personal data
setting-service-level = Service levels
setting-calendar = Opening hours
setting-topics = Topics
setting-triage = New tickets
setting-escalation = Escalation
setting-follow-up = After the solution
setting-aims = Aims
setting-reply-templates = Reply templates
audit-by-password = password
audit-by-mailed-link = link in an email
audit-by-sign-out = signing out
audit-by-account-page = the account page
audit-by-administrator = an administrator
audit-by-command-line = the command line
audit-by-invitation = an invitation
audit-by-import = an imported file
audit-by-provider = the provider
audit-reason-away = the provider did not respond
audit-reason-said = the provider refused
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
audit-do-account-deactivated = Deactivated an account
audit-do-account-reactivated = Reactivated an account
audit-do-account-registered = Created an account
audit-do-account-removed = The account was deleted
audit-do-account-renamed = Changed the name of an account
audit-do-audit-exported = Downloaded the log
audit-do-cases-exported = Downloaded participants’ tickets
audit-do-code-made = Created an invitation code
audit-do-data-downloaded = Downloaded their data
audit-do-deletion-asked = Asked for the account to be deleted
audit-do-deletion-withdrawn = Withdrew the request to delete the account
audit-do-email-change-asked = Asked to change their email address
audit-do-email-change-refused = Refused that an account changes to their address
audit-do-email-changed = Changed their email address
audit-do-email-confirmed = Confirmed their email address
audit-do-identity-connected = Connected a way to sign in
audit-do-identity-disconnected = Removed a way to sign in
audit-do-identity-refused = Was refused sign-in
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
audit-do-recovery-codes-renewed = Created new recovery codes
audit-do-relation-began = Connected a counsellor with a participant
audit-do-relation-widened = Let a counsellor see tickets of all organisations
audit-do-relation-narrowed = Let a counsellor see one organisation’s tickets only
audit-do-relation-ended = Ended a counsellor’s access to a participant
audit-do-relation-handed-over = Handed participants over to a colleague
audit-do-relations-exported = Downloaded a list of counsellors and participants
audit-do-relations-imported = Imported counsellors and participants from a file
audit-do-retention-applied = Removed old data
audit-do-role-changed = Changed a role
audit-do-role-given = Assigned a role
audit-do-role-taken = Removed a role
audit-do-second-factor-added = Set up an authenticator app
audit-do-second-factor-refused = Gave a wrong code
audit-do-second-factor-removed = Removed an authenticator app
audit-do-session-ended = Was signed out
audit-do-session-refused = Was refused sign-in
audit-do-session-started = Signed in
audit-do-setting-changed = Changed a setting
audit-do-status-corrected = Corrected a status text
audit-do-team-added = Added a team
audit-do-team-removed = Removed a team
audit-do-team-renamed = Renamed a team
audit-do-ticket-claimed = Claimed tickets filed without an account
audit-do-ticket-address-corrected = Corrected the address of a ticket filed without an account
audit-do-ticket-changed = Changed a ticket’s priority or assignee
audit-do-mail-discarded = Discarded an email that had not been delivered
audit-do-mail-resent = Sent emails again that had not been delivered
audit-do-ticket-filed-for = Filed a ticket for someone
audit-do-ticket-opened = Opened a ticket
audit-do-ticket-redacted = Removed data from a ticket
audit-do-ticket-escalated = Raised a ticket
audit-do-user-created = Added a person
audit-do-user-registered = Got an account at the first sign-in
audit-do-viewer-chosen = Let someone see colleagues’ tickets
audit-do-viewer-removed = Removed someone’s access to colleagues’ tickets

problem-not-in-ticket = That is not in the ticket. Choose something in the lists, or enter the text as it is written there, at least three characters.

number-typing = This looks like a personal identity number. We do not need it. Please remove it before you send.
number-check = You seem to have written a personal identity number. We do not need it. Choose Change to remove it.
number-sent = There seems to be a personal identity number in what you sent. Write to us below if you want us to remove it.

redact-title = Remove personal data
redact-link = Remove personal data
redact-found = { $count ->
    [one] There is one personal identity number in the ticket.
   *[other] There are { $count } personal identity numbers in the ticket.
}
redact-found-link = Remove what is not needed
redact-intro = What you choose becomes ▇▇▇ everywhere in the ticket: subject, messages, notes, drafts, emails not yet sent, and the log. This cannot be undone.
redact-sent = Emails that have already been sent cannot be recalled.
redact-numbers = Personal identity numbers in the ticket
redact-number = { $number } ({ $kind }), { $places ->
    [one] one place
   *[other] { $places } places
}
redact-no-numbers = We found no personal identity numbers in the text. We do not look inside files.
redact-kind-personnummer = Swedish personal identity number
redact-kind-samordningsnummer = Swedish coordination number
redact-kind-fodselsnummer = Norwegian national identity number
redact-kind-hjelpenummer = Norwegian temporary identity number (hjelpenummer)
redact-kind-interimsnummer = Swedish interim number
redact-kind-d-nummer = Norwegian D number
redact-text = Remove this text everywhere
redact-text-hint = Copy the text from the ticket. Capital and small letters are treated alike.
redact-files = Files to remove
redact-go-on = Continue
redact-check-title = Remove this?
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
redact-note = Removed data from the ticket: { $places ->
    [0] no text
    [one] text in one place
   *[other] text in { $places } places
}, { $files ->
    [0] no files
    [one] one file
   *[other] { $files } files
}.

data-title = Your data
data-open = Download or delete
data-link = Your data
data-intro = Here you can see what we have about you and ask us to delete it.
data-download-title = Download everything about you
data-download-text = You get a ZIP file with a page to read (my-data.html) and the same content for programs (data.json): your account, tickets with messages and files, ratings, sign-ins and what the log says about you. It does not include support’s internal notes, nor other people’s data beyond the names on messages.
data-download-guest = Tickets that you sent without an account are not included until you have added them to your account.
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
own-confirmed = Email address confirmed
own-has-password = Has a password
own-factor = Code at sign-in since
own-new-email = New email address waiting for confirmation
own-removal = Account will be deleted
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
own-drafts = Forms you have started
own-surveys = Ratings of the help
own-score = Rating
own-comment = Comment
own-ratings = Ratings of articles
own-followed-errors = Known errors that you follow
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

problem-still-open = You have open tickets. Close them first, or wait until they are closed.
problem-still-admin = You are an administrator of the whole portal. Ask another administrator to remove that role first.

delete-title = Delete my account
delete-text = We delete your name, your email address, your password, your ways to sign in, and anything you have not sent. Your connections with counsellors and organisations end.
delete-kept-title = What stays
delete-kept-tickets = Your tickets and what you wrote in them, without your name and email address. If the text says something about you, ask us to remove it before you delete the account.
delete-kept-tickets-for = { $days ->
    [one] Closed tickets are deleted after a day.
   *[other] Closed tickets are deleted after { $days } days.
}
delete-kept-tickets-ever = Closed tickets are not deleted automatically.
delete-kept-log = The entries in the audit log that show who did what, with name and network address.
delete-kept-log-for = { $days ->
    [one] Log entries are deleted after a day.
   *[other] Log entries are deleted after { $days } days.
}
delete-kept-log-ever = Log entries are not deleted automatically.
delete-wait = { $days ->
    [0] The account is deleted within an hour of your request.
    [one] The account is deleted one day after your request. Until then you can change your mind.
   *[other] The account is deleted { $days } days after your request. Until then you can change your mind.
}
delete-sure = Yes, delete my account
delete-ask = Request deletion
delete-open = { $count ->
    [one] You have an open ticket. Close it first, or wait until it is closed.
   *[other] You have { $count } open tickets. Close them first, or wait until they are closed.
}
delete-open-link = See open tickets
delete-waiting = Your account will be deleted { $when }.
delete-waiting-open = It waits until your open tickets are closed.
delete-waiting-inactive = Nobody had used the account for a long time. It stays, because you are here.
delete-withdraw = Keep the account
removed-person = Deleted person

mail-deletion-subject = Your account will be deleted
mail-deletion = Hello { $name }! We have been asked to delete your account. That will happen on { $when }.
mail-deletion-undo = Changed your mind, or was it not you? Sign in and choose Keep the account.
mail-inactive-subject = Your account is not being used
mail-inactive = Hello { $name }! You have not used your account for a long time, so we will delete it on { $when }.
mail-inactive-undo = To keep it, just sign in before then.
mail-deletion-withdrawn-subject = Your account stays
mail-deletion-withdrawn = Hello { $name }! The request to delete your account has been withdrawn. Your account stays.
mail-removed-subject = Your account has been deleted
mail-removed = Hello { $name }! Your account has been deleted, with your name, your email address and everything you could sign in with.
mail-removed-kept = What you wrote in tickets is still there, without your name. This is the last email from us.
mail-footer-privacy = You are getting this email because it is about your account at { $url }

retention-title = Retention
retention-intro = What is deleted because of its age, according to the settings. The portal does this every hour.
retention-now-command = To do it straight away, on the command line:
retention-what = What
retention-rule = Rule
retention-now = Due now
retention-oldest = Oldest
retention-keep = Kept forever
retention-after = { $days ->
    [0] At once
    [one] After a day
   *[other] After { $days } days
}
retention-kind-drafts = Unfinished forms
retention-kind-closed-tickets = Closed tickets of people with an account
retention-kind-guest-tickets = Closed tickets of people without an account
retention-kind-parked-mail = Emails that could not be sent
retention-kind-ended-relations = Ended counsellor relationships
retention-kind-rating-comments = Comments on articles
retention-kind-audit = Audit log entries
retention-kind-inactive-accounts = Accounts nobody uses (they get an email)
retention-kind-due-accounts = Accounts due for deletion

wait-seconds = { $count ->
    [one] one second
   *[other] { $count } seconds
}

notice-deletion-requested = We have received your request to delete the account.
notice-deletion-withdrawn = The request has been withdrawn. Your account stays.
