# What every page shares: names, navigation, errors, times.

site-name = Fyr
skip-to-content = Skip to the content
nav-label = Main menu
nav-articles = Help articles
nav-new-ticket = Contact us
nav-tickets = My tickets
nav-participants = My participants
nav-desk = Queue
nav-status = Service status
nav-status-desk = Post status
sign-in = Sign in
sign-out = Sign out
signed-in-as = Signed in as { $name }
language-label = Language
footer-label = About this site
footer-status = Service status
footer-articles = All help articles
footer-contact = Contact us
breadcrumb-label = You are here
breadcrumb-home = Home
pages-label = Pages
pages-previous = Previous
pages-next = Next
pages-page = Page { $page }
pages-position = Page { $page } of { $pages }
optional = optional
errors-title = There is a problem with what you filled in
error-prefix = Error:
required-hint = All fields are needed unless they say optional.
send = Send
continue = Continue
cancel = Cancel
change = Change
show = Show

when-today = today at { $time }
when-tomorrow = tomorrow at { $time }
when-yesterday = yesterday at { $time }

problem-required = Fill this in.
problem-required-topic = Choose what it is about.
problem-required-subject = Write in a few words what it is about.
problem-required-text = Write what you want to say.
problem-required-name = Write your name.
problem-required-email = Write your e-mail address.
problem-required-password = Write your password.
problem-required-services = Choose at least one service.
problem-required-choice = Choose one of the answers.
problem-too-long = This is too long. At most { $max } characters fit.
problem-not-an-email = Write an e-mail address such as name@example.com.
problem-unknown-choice = Choose one of those in the list.
problem-not-sent-yet = This has not been sent yet, because you had been signed out. Look it through and send it now.
problem-bad-time = Write a date and time, and let the end come after the start.
problem-file-kind = “{ $name }” is a kind of file we cannot take. Use a picture (PNG, JPEG, WebP, GIF), PDF, text (TXT, LOG, CSV), DOCX, XLSX, ODT or a film (MP4, WebM, MOV).
problem-file-too-large = “{ $name }” is too large. A file may be at most { $max } MB.
problem-files-too-large = The files are too large together. They may be at most { $max } MB in all.
problem-file-empty = “{ $name }” is empty. Choose it again, or another file.
problem-file-not-saved = “{ $name }” could not be saved just now. Everything else you filled in is kept. Try again in a moment, or send without it.
problem-too-many-files = At most { $max } files can be sent at once.
problem-wrong-credentials = The e-mail address and the password do not go together. Check both and try again.

error-not-found-title = We cannot find that page
error-not-found-text = The address may be wrong, or the page is only for others. Search for what you need, or go to the start page.
error-not-found-yours = Is it your ticket? Then it opens in one of these ways:
error-forbidden-title = You cannot do that here
error-forbidden-text = The request did not come from this site. Go back, reload the page and try again.
error-too-large-title = That was too much to send at once
error-too-large-text = What you sent is larger than { $max }. Go back, remove a file or choose smaller ones, and send again. What you wrote is still in the form.
error-too-many-title = A little too quick
error-too-many-text = We got many requests from your network or your account in a short time. Try again in { $wait }.
error-bad-request-title = We could not read that
error-bad-request-text = Something in the form or the address was not as it should be. Go back, reload the page and try again.
error-unavailable-title = We cannot reach our database right now
error-unavailable-text = It is our fault, not yours. What you were told is saved is saved; what you just sent may not be. Try again in a minute.
error-typed-title = This is what you had written
error-typed-text = We could not save it. Send it again from here in a while, or copy it. Files have to be chosen again.
error-typed-again = Send again
error-internal-title = Something went wrong on our side
error-internal-text = It is our fault, not yours, and it has been noted. Try again in a while. If you write to us about it, mention this number: { $id }.
error-home = To the start page
error-status = See the service status
problem-required-code = Write the code.
problem-wrong-password = That is not your password.
problem-wrong-code = The code is not right, or was used already. Wait for the next code in the app and try again.
problem-too-short = Write at least { $min } characters.
problem-easy-password = That password is easy to guess. Add a few more words that do not belong together.
problem-same-address = That is the address you have already.
problem-address-taken = The address has an account already.
problem-wait-seconds = { $seconds ->
    [one] There were many tries. Wait one second and try again.
   *[other] There were many tries. Wait { $seconds } seconds and try again.
}
problem-wait-minutes = { $minutes ->
    [one] There were many tries. Wait one minute and try again, or sign in with a link in an e-mail.
   *[other] There were many tries. Wait { $minutes } minutes and try again, or sign in with a link in an e-mail.
}
