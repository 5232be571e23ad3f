# Tickets: filing, following, answering, rating.

yes = Yes
no = No

ticket-reference = Reference
ticket-subject = Subject
ticket-topic = What is it about?
ticket-status = Status
ticket-requester = Asked by
ticket-filed-by = Sent by
ticket-created = Sent
ticket-assignee = Your contact
ticket-facts = About the ticket
ticket-close = It is solved, close the ticket
ticket-reopen = Open the ticket again

status-new = Received
status-open = We are working on it
status-waiting-for-requester = Waiting for your reply
status-on-hold = Waiting for someone outside support
status-solved = Solved
status-closed = Closed

priority-p1 = P1 – critical
priority-p2 = P2 – urgent
priority-p3 = P3 – normal
priority-p4 = P4 – can wait

side-requester = asks
side-counsellor = counsellor
side-support = support
side-system = automatic

new-title = Contact us
new-title-for = Contact us for { $name }
new-behalf = You are writing for { $name }. Both your names are shown on the ticket, and { $name } gets an email.
new-promise = If you send this now, you will get a reply by { $when }.
new-promise-sometime = We will reply as soon as we can.
new-organisation = Which organisation is it about?
new-subject-hint = In a few words, for example “BankID does not work on my new phone”.
new-description = Tell us what happened
new-description-hint = What did you want to do, what happened instead, and when? Leave out identity numbers and passwords.
new-name = Your name
new-email-hint = We will send our reply here.
new-urgent-legend = Is it urgent?
new-urgent-hint = It is urgent if you risk missing a deadline, a meeting or money today or tomorrow.
new-urgent = Yes, it is urgent
new-files = Attachments
new-files-hint = Images, PDFs, text, documents or video. Up to { $one } MB for each file and { $all } MB in total.
new-send = Send
new-forget = Discard draft

check-title = Is this right?
check-urgent = Urgent

help-articles = The answer may already be here
draft-saving = Saving …
draft-saved = Saved as a draft
draft-failed = The draft could not be saved just now
upload-sending = Sending files
upload-remove = Remove
upload-failed = The files could not be sent ahead. They will go with the form when you send it.
upload-ready = The files have arrived.

filed-title = Thank you, we have received your ticket
filed-reference = Your reference is
email-likely = Did you mean { $email }?
filed-email-likely = Did you mean { $email }? Then our email will not reach you. If so, please send the ticket once more with that address.
filed-email-likely-change = Did you mean { $email }? Then our email will not reach you. Change the address below.
filed-mail = We are sending a confirmation to { $email }.
address-wrong = Wrong address? Change it
address-right = Correct email address
address-follows = We send the confirmation to the new address. Links that have already been emailed stop working.
address-save = Change the address
address-by-support = Is our email not reaching you? Write your correct email address in a reply and we will change it.

next-promise = You will get a reply by { $when }.
next-late = Our reply is late. We will reply as soon as we can.
next-new = We are reading your ticket and will reply as soon as we can.
next-open = We are working on your ticket and will get back to you here.
next-waiting-for-requester = We have replied and are waiting for you. Write your reply at the bottom.
next-on-hold = We are waiting for someone outside support. We will tell you as soon as we know more.
next-solved = We believe it is solved. If it is not, reply here and the ticket opens again.
next-closed = The ticket is closed. Reply here if you need to open it again.

thread-label = Messages
entry-change = { $name } changed the status to: { $status }
entry-note = internal note
entry-files = Attachments

# what happened, for support: after the name of who did it
event-priority = Priority changed from { $from } to { $to }
event-assigned = Assigned to { $agent }
event-unassigned = No longer assigned to { $agent }
event-private = Made private
event-shared = Shared again
event-rated = Rated the help { $score } out of 5
event-account = Moved to an account
event-redacted = Details removed
event-address = Address corrected
event-promised = Reply promised by { $when }
event-removed-agent = a person who was removed
event-unknown = Changed

answers-by-mail = Our replies are in the email to { $email }. They are also shown here once you have opened the link in it.
answer-title = Write a reply
answer-reopens = The ticket is closed. If you reply, it opens again.
answer-body = Your reply
answer-send = Send reply
live-news = There is something new on the ticket.
live-on = New messages appear here straight away.
live-changed = The status has changed.
live-reload = Reload the page

survey-title = How was the help?
survey-thanks = Thank you for your rating! You can change it if you like.
survey-score = Your rating, from 1 to 5
survey-comment = What could have been better?
survey-send = Send the rating
score-1 = very poor
score-2 = poor
score-3 = all right
score-4 = good
score-5 = very good

list-new = Contact us
list-empty = There are no tickets here.
list-empty-own = You have no tickets yet. Contact us if you need help.
list-updated = Updated
list-unread = New
list-promise = Reply by { $when }
show-label = Which tickets are shown
show-all = All
show-waiting = Waiting for me
show-open = Open
show-done = Done

link-title = Get a new link to your ticket
link-text = Enter the email address you used, and we will send new links to your tickets.
link-send = Send links
link-sent-title = Check your email
link-sent-text = If there are tickets with that address, we have sent links to it. It may take a minute. If there is no email, check your spam folder.
link-expired-title = This link no longer works
link-account = Do you have an account?
link-claimed-title = Sign in to see the ticket
link-claimed-text = The ticket now belongs to an account. The link in the email no longer opens it, but once you have signed in you come back to the ticket.
unsubscribe-title = No more emails about status changes
unsubscribe-text = You will still get an email when someone replies to you. Press the button to stop emails about status changes.
unsubscribe-button = Stop sending
unsubscribed-title = Done
unsubscribed-text = You will no longer get emails when the status changes. Replies to you still arrive as usual.

notice-reply-sent = Your reply has been sent.
notice-ticket-closed = The ticket is closed.
notice-ticket-reopened = The ticket is open again.
notice-ticket-private = The ticket is now private: only you and support can see it.
notice-ticket-shared = The ticket is no longer private.
notice-tickets-claimed = The tickets now belong to your account.
notice-address-corrected = The address has been changed. An email with a link to the ticket is on its way there.
notice-draft-discarded = The draft has been discarded.
survey-given = You have already answered. You can change your answer here.
entry-own = You
