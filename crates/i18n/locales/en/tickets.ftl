# Tickets: filing, following, answering, rating.

yes = Yes
no = No

ticket-reference = Reference
ticket-subject = Subject
ticket-topic = What is it about?
ticket-status = Status
ticket-requester = Asked by
ticket-filed-by = Sent in by
ticket-created = Sent in
ticket-assignee = Your contact
ticket-facts = About the ticket
ticket-close = It is solved, close the ticket
ticket-reopen = Open the ticket again

status-new = Received
status-open = We are working on it
status-waiting-for-requester = Waiting for your answer
status-on-hold = Waiting for something outside support
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

new-title = Write to us
new-title-for = Write for { $name }
new-behalf = You are writing for { $name }. Both your names are shown on the ticket, and { $name } gets an e-mail.
new-promise = If you send now, you get an answer by { $when }.
new-promise-sometime = We answer as soon as we can.
new-choose-topic = Choose …
new-organisation = Which organisation is it about?
new-subject-hint = In a few words, for example “BankID does not work on my new phone”.
new-description = Describe what happened
new-description-hint = What did you want to do, what happened instead, and when? Leave out identity numbers and passwords.
new-name = Your name
new-email-hint = This is where we send the answer.
new-urgent-legend = Is it urgent?
new-urgent-hint = It is urgent if you will miss a deadline, a meeting or money today or tomorrow.
new-urgent = Yes, it is urgent
new-files = Attachments
new-files-hint = A picture, PDF, text, document or film. At most { $one } MB for each file and { $all } MB together.
new-send = Send
new-forget = Throw away what I have written

check-title = Is this right?
check-urgent = Urgent

help-articles = The answer may already be here
draft-saving = Saving …
draft-saved = Saved as a draft
draft-failed = The draft could not be saved just now
upload-sending = Sending files
upload-remove = Remove
upload-failed = The files could not be sent ahead. They go along when you send the form.
upload-ready = The files have arrived.

filed-title = Thank you, we have received your ticket
filed-reference = Your reference is
filed-mail = We are sending a confirmation to { $email }.

next-promise = You will get an answer by { $when }.
next-late = The answer is late. We answer as soon as we can.
next-new = We are reading your ticket and answer as soon as we can.
next-open = We are working on your ticket and will write to you here.
next-waiting-for-requester = We have answered and are waiting for you. Write your answer at the bottom.
next-on-hold = We are waiting for something outside support. We will tell you as soon as we know more.
next-solved = We believe it is solved. If not, answer here and the ticket opens again.
next-closed = The ticket is closed. Answer here if you need to open it again.

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
event-removed-agent = a person who was removed
event-unknown = Changed

answer-title = Write an answer
answer-reopens = The ticket is done. If you write an answer, it opens again.
answer-body = Your answer
answer-send = Send the answer
live-news = There is something new on the ticket.
live-on = New messages appear here at once.
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

list-new = New ticket
list-empty = There are no tickets here.
list-updated = Changed
list-promise = Answer by { $when }
show-label = Which tickets are shown
show-all = All
show-waiting = Waiting for me
show-open = Ongoing
show-done = Done

link-title = Get a new link to your ticket
link-text = Write the e-mail address you used, and we send new links to your tickets.
link-send = Send links
link-sent-title = Look in your e-mail
link-sent-text = If there are tickets with that address, we have sent links to it. It may take a minute. If you find no mail, look among the junk.
link-expired-title = The link does not work any more
link-account = Do you have an account?
link-claimed-title = Sign in to see the ticket
link-claimed-text = The ticket belongs to an account now. The link in the mail no longer opens it, but once you have signed in you come back to the ticket.
unsubscribe-title = No more mail about changes of status
unsubscribe-text = You still get mail when someone answers you. Press the button to stop the mail about changes of status.
unsubscribe-button = Stop sending
unsubscribed-title = Done
unsubscribed-text = You no longer get mail when the status changes. Answers to your questions come as usual.
